"""Computes a run in one call (intake, scoring, checks), saves it in a folder and reads it back.

The last run that was read or computed is held in memory, so that forked processes need not read it again. The modules
that compute are imported inside the functions: a section only reads a saved run and does not need them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from helpers.base.errors import ConfigError
from helpers.base.periods import Period
from helpers.base.python_extras import grouped
from helpers.base.system.processes import uncollected
from helpers.base.system.workspace import Workspace
from helpers.checks.computed import Computed
from helpers.figures import book_file as books
from helpers.figures.figure import split_id
from helpers.figures.finding_families import with_more
from helpers.figures.findings import Finding, InputsFailed, has_error
from helpers.figures.records import LEVELS, OwnText
from helpers.outputs.csv_exports import (
    read_findings,
    read_reconciliation,
    write_figures,
    write_findings,
    write_reconciliation,
)
from helpers.outputs.run_files import BOOK_FILE, FIGURES_FILE, FINDINGS_FILE, RECONCILIATION_FILE, TEXTS_FILE
from helpers.outputs.saved_checks import CODE, SavedCheck, findings_of

if TYPE_CHECKING:
    from helpers.run.gathered_inputs import Gathered

WITHOUT_VALUE = "CAL-DIVISION"
"""Code of scoring's note on a formula without value."""
AS_A_SHARE, DOUBTED_PERCENTAGE = "REP-FRACCION", "-PORCENTAJE"
"""Code of the rule on percentages like 0.9, and the end of the intake's codes that doubt a percentage of a table or
form."""
State = tuple[tuple[int, int, int], ...]
"""Size, modification time and inode of each file, which reveal a replaced file."""

_read: dict[Path, tuple[State, Computed]] = {}


def compute(
    workspace: Workspace,
    institution: str,
    period: str,
    overrides: Sequence[str] = (),
    supposed: Mapping[str, str] = MappingProxyType({}),
    *,
    with_own_closing: bool = True,
) -> Computed:
    """Read, score and check one run. Writes no file.

    Parameters
    ----------
    overrides : Sequence[str]
        `clave=valor` pairs that replace keys of the params file.
    supposed : Mapping
        Numbers that take the place of input cells, by address; the run is then a supposition and never a report.
    with_own_closing : bool
        False to compute as before the run's own period was closed.

    Returns
    -------
    Computed
        Book, findings, reconciliation, Dataset and the planner's texts.

    Raises
    ------
    UsageError
        If the institution, the period, a parameter or a supposed cell does not exist, or a supposed value is no number.
    ConfigError
        If a params or method file does not load.
    InputsFailed
        If any finding is an error. It carries the findings of the intake, or, if the errors show only once the figures
        exist, those of scoring and checks too.
    """
    from helpers.run.gathered_inputs import gather
    from helpers.run.workings.supposed_inputs import with_supposed

    with uncollected():
        gathered = gather(workspace, institution, period, overrides, with_own_closing=with_own_closing)
        if gathered.fails:
            raise InputsFailed(gathered.findings)
        if supposed:
            gathered = replace(gathered, dataset=with_supposed(gathered.dataset, supposed))
        computed = compute_gathered(gathered)
    # The planner's texts are inputs too, but can only be checked once the figures exist.
    if has_error(computed.findings):
        raise InputsFailed(computed.findings)
    return computed


def compute_gathered(gathered: Gathered) -> Computed:
    """Score and check inputs, which must have no errors.

    Returns
    -------
    Computed
        With the findings of the intake, of scoring and of the rules, grouped by cause, the most important first.
    """
    from helpers.checks.cuadros.cuadro_checks import printed_tables
    from helpers.checks.follow_up.written_texts import outdated_passages
    from helpers.checks.grouping.root_causes import group_findings
    from helpers.checks.rule_registry import Evidence
    from helpers.checks.run_checks import check_all, rule_listing
    from helpers.scoring.score import score

    dataset, metodo, corrida = gathered.dataset, gathered.method, gathered.corrida
    book, scoring_findings = score(dataset, metodo, corrida, gathered.entidad, closings=gathered.closings)
    listings = {**book.listings, **gathered.listings, "reglas": rule_listing()}
    book = replace(book, listings=listings, inputs={**book.inputs, **gathered.files})
    evidence = Evidence(dataset, book, metodo, corrida, gathered.cuadros, gathered.closings, gathered.prose)
    checked = check_all(evidence)
    of_reading, of_rules = each_once(gathered.findings, checked.findings)
    found = (*of_reading, *without_value_once(scoring_findings), *of_rules)
    listed = group_findings(evidence, checked.cells, found)
    findings = with_more(listed, outdated_passages(book, listed, corrida, gathered.prose))
    book = replace(book, printed=printed_tables(gathered.cuadros, checked.cells))
    return Computed(book, findings, checked.reconciliation, dataset, gathered.texts)


def with_failed(computed: Computed, failed: Sequence[SavedCheck]) -> Computed:
    """Return the run with findings on the failed checks of its sections, in place of its earlier findings of this kind.

    The new findings are roots and come first, because they are errors.

    Parameters
    ----------
    failed : Sequence[SavedCheck]
        The checks in which a value differs; with none, the earlier findings are only removed.
    """
    others = tuple(finding for finding in computed.findings if finding.codigo != CODE)
    return replace(computed, findings=with_more(others, findings_of(failed)))


def each_once(read: Sequence[Finding], checked: Sequence[Finding]) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Return the findings of the intake and those of the rules, without repeated findings on the same cell.

    An intake finding on a blank cell is left out if a rule has any finding on that cell. A rule's finding on a
    percentage like 0.9 is left out if the intake has already asked whether the value is a share of one.
    """
    from helpers.intake.intake_problems import Code

    of_rules = {finding.place for finding in checked if finding.place}
    of_reading = {finding.place for finding in read if finding.codigo.endswith(DOUBTED_PERCENTAGE)}
    return (
        tuple(finding for finding in read if finding.codigo != Code.NOT_REPORTED or finding.place not in of_rules),
        tuple(finding for finding in checked if finding.codigo != AS_A_SHARE or finding.place not in of_reading),
    )


def without_value_once(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return scoring's findings with one note (`CAL-DIVISION`) per figure and cause for all windows without value.

    The note on the last window is kept and names the other windows. All notes on the institution are kept, because a
    comparison of methods looks them up for its headline figures.
    """
    from helpers.base.display import short_list_es

    kept = tuple(finding for finding in findings if finding.codigo != WITHOUT_VALUE)
    notes = (finding for finding in findings if finding.codigo == WITHOUT_VALUE)
    for *others, last in grouped(notes, _but_for_window).values():
        named = short_list_es(Period.parse(split_id(note.elemento)[1]).words for note in others)
        kept += (replace(last, mensaje=f"{last.mensaje} Lo mismo en: {named}.") if others else last,)
    return kept


def _but_for_window(note: Finding) -> tuple[str, ...]:
    """Return the figure and the cause of a note, and the window only for notes on the institution."""
    indicator, window, level, code = split_id(note.elemento)
    return indicator, level, code, note.causa, window if level == LEVELS[0] else ""


def save(computed: Computed, folder: Path) -> None:
    """Write `libro.json`, `cifras.csv`, `hallazgos.csv`, `conciliacion.csv` and `textos.json` into a folder."""
    save_to_read(computed, folder)
    list_figures(computed, folder)


def save_to_read(computed: Computed, folder: Path) -> None:
    """Write the files that `read` needs: `libro.json`, `hallazgos.csv`, `conciliacion.csv` and `textos.json`."""
    with uncollected():
        books.save(computed.book, folder / BOOK_FILE)
        write_findings(computed.findings, folder / FINDINGS_FILE)
        write_reconciliation(computed.reconciliation, folder / RECONCILIATION_FILE)
    save_texts(computed.texts, folder)


def list_figures(computed: Computed, folder: Path) -> None:
    """Write `cifras.csv`.

    It takes as long as all other files together and no step of the run reads it, so another process can write it.
    """
    with uncollected():
        write_figures(computed.book, folder / FIGURES_FILE)


def read(folder: Path) -> Computed:
    """Read a folder that `save` wrote.

    Returns
    -------
    Computed
        Without a Dataset, which is not saved.

    Raises
    ------
    ConfigError
        If a file is not what `save` writes.
    OSError
        If a file is missing or cannot be read.
    """
    return Computed(
        books.read(folder / BOOK_FILE),
        read_findings(folder / FINDINGS_FILE),
        read_reconciliation(folder / RECONCILIATION_FILE),
        texts=read_texts(folder),
    )


def save_texts(texts: Sequence[OwnText], folder: Path) -> None:
    """Write the planner's texts as `textos.json` into a folder; an empty list if there are none."""
    plain = [asdict(text) for text in texts]
    (folder / TEXTS_FILE).write_text(json.dumps(plain, ensure_ascii=False, indent=1) + "\n", "utf-8", newline="\n")


def read_texts(folder: Path) -> tuple[OwnText, ...]:
    """Read the planner's texts that a run left in its folder, `textos.json`.

    Raises
    ------
    ConfigError
        If the file is not JSON or not a list of texts.
    OSError
        If the file is missing or cannot be read: a run without texts leaves an empty list.
    """
    try:
        plain = json.loads((folder / TEXTS_FILE).read_text(encoding="utf-8"))
        return tuple(OwnText(**{name: str(value) for name, value in one.items()}) for one in plain)
    except (ValueError, TypeError, AttributeError) as problem:
        raise ConfigError(TEXTS_FILE, ["no es la lista de textos que deja poa informe."]) from problem


def hold(folder: Path, computed: Computed) -> None:
    """Hold a run that was just written to a folder, as `read_run` would return it: without its Dataset."""
    _keep(folder.resolve(), replace(computed, dataset=None))


def read_run(folder: str | Path) -> Computed:
    """Read a folder that `save` wrote, or return the run held in memory if its files have not changed.

    The run has no Dataset. Errors are those of `read`.
    """
    place = Path(folder).resolve()
    state = _state(place)
    known, computed = _read.get(place, (None, None))
    if computed is None or known != state:
        computed = read(place)
        _keep(place, computed)
    return computed


def _keep(place: Path, computed: Computed) -> None:
    """Replace the held run."""
    _read.clear()  # a batch worker makes many reports; holding every Book would fill the memory
    computed.book.by_place  # noqa: B018 - sections are forked from here: each would put the figures in order again
    _read[place] = (_state(place), computed)


def _state(folder: Path) -> State:
    """Return the state of the files that `read` needs; OSError if one is missing."""
    found = (folder / name for name in (BOOK_FILE, FINDINGS_FILE, RECONCILIATION_FILE, TEXTS_FILE))
    return tuple((seen.st_size, seen.st_mtime_ns, seen.st_ino) for seen in (path.stat() for path in found))
