"""Executes every section again over the reference's Book, and compares the run's notebooks: every cell and output.

The checks (comprobaciones) of the sections must not fail now, and the run must list its own failed ones.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

from helpers.audit.audit_case import Case, failed_in
from helpers.audit.audit_result import Difference, Result, Unverifiable, written_otherwise
from helpers.audit.folder.made_from import origin_of
from helpers.audit.folder.stated_versions import ADDRESS, DRAWERS, made_alike, with_picture_words
from helpers.audit.pages.data_differences import departures
from helpers.base.errors import PoaError
from helpers.base.python_extras import PlainData
from helpers.base.system.digest import text_sha256
from helpers.figures.findings import Finding
from helpers.outputs.csv_exports import read_findings
from helpers.outputs.run_files import FINDINGS_FILE, NOTEBOOKS, OPEN_DATA
from helpers.outputs.saved_checks import CODE, SavedCheck, failed_of, findings_of, read_checks
from helpers.run.finished_run import Executed, execute_again, page_of

SUBJECT = "Secciones ejecutadas de nuevo"
HOW = (
    "Cada cuaderno se ejecuta otra vez en un proceso nuevo; el código y las salidas de cada celda —textos, cuadros, "
    "números y gráficos— y lo demás que el archivo guarda son los de cuadernos/."
)
CHECKS_SUBJECT = "Comprobaciones de las secciones"
CHECKS_HOW = (
    "Cada sección, ejecutada de nuevo, repite cálculos del libro y los compara; todas coinciden, y hallazgos.csv "
    f"nombra con {CODE} las que no coinciden en cuadernos/, ni una más ni una menos."
)
_CELLS = "cells"
_NAMES = {"source": "contenido", "outputs": "salidas", "data": "datos", "text": "texto", "metadata": "metadatos"}
_OF_PYTHON = ("metadata", "language_info")


def execute_sections(case: Case, jobs: int = 0) -> Executed:
    """Execute every section of the run as `poa informe` does, in the folder `corrida` of the audit's working folder.

    The result names sections that stopped with an error; they raise nothing. If the inputs have changed, sections
    repeat their calculation from the input tables in the report's own open data.

    Parameters
    ----------
    jobs : int
        Processes at a time; 0 for the number of cores.
    """
    run = case.scratch / "corrida"
    shutil.copytree(case.expected, run)
    own_tables = case.folder / OPEN_DATA
    if case.is_against_saved and own_tables.is_dir() and not (run / OPEN_DATA).exists():
        shutil.copytree(own_tables, run / OPEN_DATA)
    return execute_again(case.workspace, case.reference.corrida, run, jobs)


def assembled_page(case: Case, executed: Executed) -> str:
    """Return the text of the report's HTML page, assembled from the sections executed now with the run's own cover.

    Raises
    ------
    Unverifiable
        If a section stopped with an error.
    """
    if executed.stops:
        raise Unverifiable(f"no se pudo volver a armar el informe: falló {', '.join(executed.stops)}")
    return page_of(executed, case.reference, origin_of(case))


def check_notebooks(case: Case, executed: Executed) -> Result:
    """Compare each executed notebook of the run with the one executed now; the amount counts cells.

    A section that stopped now is a difference. Pictures drawn with other versions may differ and are noted as
    unchecked.
    """
    differences: list[Difference] = []
    due: dict[str, PlainData] = {}
    found: dict[str, PlainData] = {}
    for section in executed.sections:
        name = f"{NOTEBOOKS}/{section.notebook.name}"
        if stop := executed.stops.get(section.name):
            differences.append(Difference(f"{name}, celda [{stop.cell}]", "terminar sin error", stop.error))
            continue
        due[name] = read_notebook(executed.folder / section.notebook.name)
        # A file that was tampered with may break in any of these ways.
        try:
            found[name] = read_notebook(case.folder / name, due[name][_CELLS])
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            differences.append(Difference(name, "el cuaderno ejecutado", "no está o no se puede leer"))
    texts = ([json.dumps(notebooks[name]) for name in found] for notebooks in (due, found))
    ones, others, unchecked = with_picture_words(case, *texts)
    for name, one, other in zip(found, ones, others, strict=True):
        told = list(notebook_differences(case, name, json.loads(one), json.loads(other)))
        differences += told or _writing_differences(case, name, executed.folder)
    amount = sum(len(notebook[_CELLS]) for notebook in due.values())
    return Result(SUBJECT, HOW, amount, "celdas", tuple(differences), unchecked=unchecked)


def notebook_differences(case: Case, name: str, due: PlainData, found: PlainData) -> Iterator[Difference]:
    """Yield the differences of two notebooks; if another Python made the run, the language's description may differ.

    Parameters
    ----------
    name : str
        The notebook as messages name it.
    due, found : PlainData
        The notebook executed now, and the run's own, as `read_notebook` returns them.
    """
    left_out = () if made_alike(case, "python") else _OF_PYTHON
    for one in departures(due, found):
        if one.path[:2] != left_out:
            path = (_NAMES.get(part, part) for part in one.path if part != _CELLS)
            yield Difference(", ".join((name, *path)), one.expected, one.found)


def _writing_differences(case: Case, name: str, executed: Path) -> Iterator[Difference]:
    """Yield a difference if a notebook has other bytes with the same content, which programs could read in two ways.

    If other versions made the run, its bytes must be those with which `poa informe` writes the notebook's own content.
    """
    text, due = (path.read_bytes().decode("utf-8") for path in (case.folder / name, executed / Path(name).name))
    if not made_alike(case, "python", *DRAWERS):
        due = json.dumps(json.loads(text), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if text != due:
        yield written_otherwise(name)


def read_notebook(path: Path, due: Mapping[str, PlainData] = MappingProxyType({})) -> PlainData:
    """Return a notebook with its cells by name, lines joined to texts, and an address with a hash for each picture.

    Cells are named by place. If the notebook has more or fewer cells than `due`, the named cells of the one that it
    should be, a cell with the id of one of `due` has that one's name: not all that follow a removed cell differ.

    Raises
    ------
    OSError, ValueError, LookupError, TypeError, AttributeError
        If the file is missing or is no notebook.
    """
    notebook: PlainData = json.loads(path.read_text(encoding="utf-8"), object_hook=_joined)
    named = dict(_named(notebook[_CELLS]))
    names = {cell.get("id"): name for name, cell in due.items()}
    if 0 < len(names) == len(due) != len(named):
        named = {names.pop(cell.get("id"), f"{name}, de más"): cell for name, cell in named.items()}
    return {**notebook, _CELLS: named}


def _joined(plain: PlainData) -> PlainData:
    """Return a JSON object with the lines of each text joined, and an address with a hash in place of each picture."""
    texts = {
        key: "".join(value)
        for key, value in plain.items()
        if isinstance(value, list)
        and all(isinstance(line, str) for line in value)
        and (key in ("source", "text") or "/" in key)
    }
    pictures = {
        key: f"{ADDRESS}{text_sha256(str(texts.get(key, value)))}"
        for key, value in plain.items()
        if key.startswith("image/")
    }
    return {**plain, **texts, **pictures}


def _named(cells: list[PlainData]) -> Iterator[tuple[str, PlainData]]:
    """Yield name and cell: code is named by its execution number; text, and code without content, by its position."""
    number = 0
    for place, cell in enumerate(cells, start=1):
        is_code = cell.get("cell_type") == "code" and bool(str(cell.get("source")).strip())
        number += is_code
        yield f"celda [{number}]" if is_code else f"celda n.º {place}, de texto", cell


def check_section_checks(case: Case, executed: Executed) -> Result:
    """Report each section check that fails now, and each finding on failed checks that is missing or in excess.

    The checks are read from the sections executed now; the run's findings are compared with its own notebooks. The
    check of the notebooks reports sections that stopped with an error.
    """
    names = [(section.name, section.notebook.name) for section in executed.sections]
    checks = read_checks((name, executed.folder / file) for name, file in names if name not in executed.stops)
    failed = failed_of(checks)
    differences = [_told(finding) for finding in findings_of(failed)]
    # The checks of the CSV files and of the notebooks report a file that cannot be read, so that no audit passes.
    with suppress(PoaError, OSError, ValueError, KeyError, TypeError):
        differences += _unlisted(read_findings(case.folder / FINDINGS_FILE), failed_in(case.folder))
    # A report whose sections compute nothing has nothing to repeat; sections that stopped leave it open.
    none_due = not checks and not executed.stops
    return Result(CHECKS_SUBJECT, CHECKS_HOW, len(checks), "comprobaciones", tuple(differences), none_due=none_due)


def _told(finding: Finding) -> Difference:
    """Return a finding on a failed check as a difference; its place names notebook, cell and what is checked."""
    promise = finding.mensaje.partition("«")[2].partition("»")[0]
    place = f"{finding.archivo}, celda {finding.celda}, «{promise}», {finding.elemento}"
    return Difference(place, finding.esperado, finding.encontrado)


def _unlisted(findings: Iterable[Finding], kept: Iterable[SavedCheck]) -> Iterator[Difference]:
    """Yield failed checks of the run's notebooks (`kept`) without a finding, and findings without a failed check."""
    due = {(finding.place, finding.elemento) for finding in findings_of(kept)}
    listed = {(finding.place, finding.elemento) for finding in findings if finding.codigo == CODE}
    for one in sorted(due ^ listed):
        said = ("lo que no coincide", "no está") if one in due else ("nada", "una comprobación que coincide")
        yield Difference(", ".join((FINDINGS_FILE, CODE, *one)), *said)
