"""Steps that compute nothing and a watcher that records its calls, for tests of the run itself."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from helpers.base.system.workspace import Workspace
from helpers.outputs.html.report_page import cover_of
from helpers.run.report.report_order import Request, Stop
from helpers.run.report.report_steps import Steps
from helpers.settings.institution import load_institution
from helpers.settings.params import load_run

PARAMETERS = 'entidad = "mre"\nperiodo = "2024-T2"'
ENTITY = "codigo: MRE\nnombre: Ministerio de Prueba\nsigla: MP\n"
RUN = """
entidad: mre
periodo: 2024-T2
metodo: simple
titulo: Informe de prueba
estado: borrador
cortes: {}
tablas: [avances]
secciones: [resumen, acp]
"""
REQUEST = Request("mre", "2024-T2", jobs=2, with_pdf=False)


class Notes:
    """A watcher that records its calls."""

    def __init__(self) -> None:
        self.steps: list[str] = []
        self.notices: list[str] = []
        self.cells: dict[str, int] = {}
        self.done: list[tuple[str, Stop | None]] = []
        self.started: list[str] = []
        self.reached: dict[str, int] = {}
        self.reused: list[str] = []

    def notice(self, text: str) -> None:
        self.notices.append(text)

    def step(self, name: str) -> None:
        self.steps.append(name)

    def sections_chosen(self, cells: Mapping[str, int]) -> None:
        self.cells = dict(cells)

    def section_reused(self, section: str) -> None:
        self.reused.append(section)

    def section_started(self, section: str) -> None:
        self.started.append(section)

    def cell_started(self, section: str, position: int) -> None:
        self.reached[section] = position

    def section_ended(self, section: str, seconds: float, stop: Stop | None) -> None:
        self.done.append((section, stop))


def write_notebook(path: Path, *cells: str, parameters: str | None = PARAMETERS) -> None:
    notebook = new_notebook(cells=[new_markdown_cell("# Sección")])
    if parameters is not None:
        notebook.cells.append(new_code_cell(parameters, metadata={"tags": ["parameters"]}))
    notebook.cells.extend(new_code_cell(cell) for cell in cells)
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)


def hashes(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }


def _compute(
    workspace: Workspace, institution: str, period: str, overrides: Sequence[str] = ()
) -> SimpleNamespace:
    return SimpleNamespace(
        inputs={"data/mre/2024/avances.csv": "0" * 64},
        texts=(),
        findings=(),
        reconciliation=(),
        corrida=load_run(workspace, institution, period, overrides),
        entidad=load_institution(workspace, institution),
        metodo=SimpleNamespace(nombre="Método simple"),
        book=SimpleNamespace(printed=()),
    )


def _assemble(computed: SimpleNamespace, notebooks: Sequence[tuple[str, Path]], source: str, is_partial: bool, folder: Path) -> None:
    names = [name for name, path in notebooks if path.is_file()]
    cover = cover_of(computed, source, names if is_partial else ())
    (folder / "informe.html").write_text("\n".join([str(cover), cover.period, cover.cutoff, *cover.warnings, str(names)]), encoding="utf-8")


def _attach(bare: bytes, folder: Path) -> None:
    """Write a PDF that contains the manifest as it was before the PDF existed."""
    (folder / "informe.pdf").write_bytes(bare + (folder / "manifiesto.json").read_bytes())


def fake_steps(**changes: Callable) -> Steps:
    steps = {
        "compute": _compute,
        "save": lambda computed, folder: (folder / "libro.json").write_text('{"ok": 1}', encoding="utf-8"),
        "write": lambda output, computed, folder: [(folder / name).write_bytes(b"hecho") for name in output.files],
        "assemble": _assemble,
        "print_pdf": lambda computed, folder: b"%PDF\n",
        "attach": _attach,
        "complete": lambda workspace, computed, folder: None,
        "write_docx": lambda computed, folder: None,
    }
    return Steps(**(steps | changes))
