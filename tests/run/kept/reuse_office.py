"""A small office with five small notebooks, and its report made from them by real processes.

entidad   the entity's progress, and the planner's text
primera   the progress of unit U1
segunda   the progress of unit U2
dibujo    the width of a word, which depends on a font
nota      the text of a file beside the parameters
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from quarter_files import make_world, put
from quiet_watcher import Quiet

from helpers.base.system.workspace import Workspace
from helpers.run.compute import compute, save
from helpers.run.kept.input_state import state_of
from helpers.run.kept.kept_results import Kept
from helpers.run.kept.kept_steps import KeptSections
from helpers.run.kept.step_keys import SECTION
from helpers.run.report.make_report import Published, run_report
from helpers.run.report.report_order import Request
from helpers.run.report.report_steps import Steps
from helpers.run.report.section_notebooks import chosen_sections

SECTIONS = ("entidad", "primera", "segunda", "dibujo", "nota")
REQUEST = Request("mini", "2024-T2", jobs=2, with_pdf=False)
NOTE = "params/mini/nota.txt"
TEXT = "data/mini/2024/T2/texto/entidad.md"
DONE = "data/mini/2024/T2/ejecucion.csv"
"""U1 did all of its tasks; U2 did two of the four programmed in June."""

_PARAMETERS = 'entidad = "mini"\nperiodo = "2024-T2"\ncorrida = ""'
_OPEN = "from helpers.run.section import open_section\nseccion = open_section('{}', entidad, periodo)"
_CELLS: Mapping[str, tuple[str, ...]] = {
    "entidad": (_OPEN.format("entidad"), "print(seccion.figure('avance_fisico', seccion.period).published)", "seccion.own_text()"),
    "primera": (
        _OPEN.format("primera"),
        "print(seccion.figure('avance_fisico', seccion.period, 'unidad', 'U1').published)",
    ),
    "segunda": (
        _OPEN.format("segunda"),
        "print(seccion.figure('avance_fisico', seccion.period, 'unidad', 'U2').published)",
    ),
    "dibujo": ("from helpers.views.charts.chart_style import text_width", "print(text_width('avance'))"),
    "nota": ("from pathlib import Path", f"print(Path('../../../../{NOTE}').read_text())"),
}


def make_office(root: Path) -> Workspace:
    """Write the office's files; no report is made."""
    workspace = make_world(root)
    put(root / DONE, "tarea,abr,may,jun\nT1,10,10,10\nT2,,5,5\nT3,1,1,1\nT4,4,4,2\n")
    put(root / NOTE, "al margen")
    put(root / TEXT, "Avanzó bien.\n")
    run = workspace.run_file("mini", "2024-T2")
    put(run, run.read_text(encoding="utf-8").replace("[resumen]", f"[{', '.join(SECTIONS)}]"))
    for number, name in enumerate(SECTIONS, start=1):
        write_notebook(workspace, f"{number:02}_{name}", *_CELLS[name])
    return workspace


def write_notebook(workspace: Workspace, stem: str, *cells: str) -> Path:
    """Write a section's notebook with code cells only."""
    parameters = new_code_cell(_PARAMETERS, metadata={"tags": ["parameters"]})
    notebook = new_notebook(cells=[parameters, *map(new_code_cell, cells)])
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"{stem}-{number:02}"
    path = workspace.notebooks / "trimestral" / f"{stem}.ipynb"
    path.parent.mkdir(exist_ok=True)
    nbformat.write(notebook, path)
    return path


def report(workspace: Workspace, request: Request = REQUEST, watcher: Quiet | None = None) -> Published:
    """Make the report. Figures and sections are real; the page only lists digests of the executed notebooks."""
    return run_report(workspace, request, watcher or Quiet(), _STEPS)


def _page(computed: object, notebooks: object, source: str, is_partial: bool, folder: Path) -> None:
    left = [hashlib.sha256(path.read_bytes()).hexdigest() for _, path in notebooks]
    (folder / "informe.html").write_text(f"{source}\n{left}", encoding="utf-8")


_STEPS = Steps(
    compute=compute,
    save=save,
    write=lambda output, computed, folder: [(folder / name).write_bytes(b"hecho") for name in output.files],
    assemble=_page,
    print_pdf=lambda computed, folder: b"",
    attach=lambda bare, folder: None,
    complete=lambda workspace, computed, folder: None,
    write_docx=lambda computed, folder: None,
)


def why_run(workspace: Workspace, folder: Path, request: Request = REQUEST) -> dict[str, str]:
    """The sections that would have to run now, each with the reason; nothing is run."""
    made = compute(workspace, request.institution, request.period)
    folder.mkdir()
    save(made, folder)
    kept = Kept(workspace, request, state_of(workspace, request.institution), Quiet())
    sections = chosen_sections(workspace, request)
    reuse = KeptSections(kept, sections, made, folder)
    must = [section.name for section in sections if reuse.must_run(section.name)]
    return {name: kept.outcomes[f"{SECTION} {name}"].reason for name in must}


def files_of(folder: Path) -> dict[str, bytes]:
    """Contents of a report's files, except `tiempos.json`, which says when it was made."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != "tiempos.json")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
