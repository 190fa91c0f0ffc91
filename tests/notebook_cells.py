"""Execute the code cells of section notebooks in this process, as a kernel would, and return what they show."""

from __future__ import annotations

import ast
import contextlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any

import nbformat

from helpers import views
from helpers.run.section import TEXT
from helpers.run.workings.section_calculation import calculation, printed_figures
from helpers.views.charts import chart
from helpers.views.elements.section_checks import MIME

CALCULATION_NAMES = frozenset({"pd", "Fraction", "__builtins__"})
"""Names that a notebook and its calculation cells both define."""
SECTIONS = Path(views.__path__[0], "sections")


@dataclass(frozen=True)
class Cell:
    """A code cell, compiled.

    Attributes
    ----------
    statements, last : CodeType
        The cell's statements, and its last expression (None if it ends in a statement).
    """

    id: str
    statements: CodeType
    last: CodeType | None
    tags: frozenset[str]


def as_python(source: str) -> str:
    """A cell's source as Python. A cell of prose with figures becomes a call of its section."""
    first, _, text = source.partition("\n")
    return f"seccion.texto({text!r}, globals())" if first.strip() == f"%%{TEXT}" else source


def source_of(notebook: Path) -> str:
    """The source of a section: its notebook's cells and the modules of `views/sections` that they import."""
    read = {"": "\n".join(cell.source for cell in nbformat.read(notebook, 4).cells)}
    waiting = [read[""]]
    while waiting:
        for name in re.findall(r"helpers\.views\.sections(?:\.| import )(\w+)", waiting.pop()):
            if name not in read:
                read[name] = (SECTIONS / f"{name}.py").read_text(encoding="utf-8")
                waiting.append(read[name])
    return "\n".join(read.values())


@cache
def cells_of(notebook: Path) -> tuple[Cell, ...]:
    return tuple(_compiled(cell, notebook.name) for cell in nbformat.read(notebook, 4).cells if cell.cell_type == "code")


def _compiled(cell: nbformat.NotebookNode, notebook: str) -> Cell:
    code = _compiled_source(as_python(cell.source), f"{notebook}[{cell.id}]")
    return Cell(cell.id, *code, frozenset(cell.metadata.get("tags", ())))


@cache
def _compiled_source(source: str, place: str) -> tuple[CodeType, CodeType | None]:
    """The statements of a cell and its last expression; many sections have the same calculation cells."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    shown = compile(ast.Expression(last.value), place, "eval") if last else None
    return compile(tree, place, "exec"), shown


def run_section(
    notebook: Path, *, folder: Path | None = None, calculates: bool = True, **parameters: str
) -> list[dict[str, object]]:
    """Execute a notebook's code and return what its cells show, by MIME type.

    Parameters
    ----------
    folder : Path or None
        Folder of the saved run that the section opens; None for the current folder.
    calculates : bool
        Whether the calculation cells, which the section writes at its end, run too.

    Raises
    ------
    Exception
        Whatever a cell raises, as in a kernel.
    """
    shown, calculated = section_shown(notebook, parameters, folder=folder, calculates=calculates)
    return [one for _, one in shown] + calculated


def section_shown(
    notebook: Path, parameters: Mapping[str, str], *, folder: Path | None = None, calculates: bool = True
) -> tuple[list[tuple[Cell, dict[str, object]]], list[dict[str, object]]]:
    """Like `run_section`: what each cell shows, with the cell; and apart from it, what the calculation cells show."""
    names: dict[str, Any] = {}
    inside = folder / "cuadernos" if folder else Path.cwd()
    inside.mkdir(exist_ok=True)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.chdir(inside):
        values = list(values_of(notebook, names, parameters))
        shown = [(cell, shown_as(value)) for cell, value in values]
        return shown, _calculated(names, [value for _, value in values]) if calculates else []


def values_of(
    notebook: Path, names: dict[str, Any], parameters: Mapping[str, str]
) -> Iterator[tuple[Cell, object]]:
    """Execute a notebook's code without the calculation; yield each cell that shows a value, and the value."""
    for cell in cells_of(notebook):
        if "calculo" in cell.tags:
            continue
        exec(cell.statements, names)
        value = eval(cell.last, names) if cell.last else None
        if "parameters" in cell.tags:
            names.update(parameters)
        if value is not None:
            yield cell, value


def pages_of(notebook: Path, institution: str, period: str) -> list[str]:
    """The HTML that the cells of a section show."""
    shown = run_section(notebook, calculates=False, entidad=institution, periodo=period)
    return [str(output["text/html"]) for output in shown if "text/html" in output]


def _calculated(names: dict[str, Any], values: list[object]) -> list[dict[str, object]]:
    """Run the calculation cells that the section writes; return what they show.

    They must not change the notebook's own names, because a person may run one of its cells again afterwards.
    """
    own = {name: value for name, value in names.items() if name not in CALCULATION_NAMES}
    section = names["seccion"]
    work, printed = section.trabajo, printed_figures(dict(enumerate(values)))
    written = calculation(section.book, printed, work.tabla)
    shown = []
    for cell in written:
        if cell.kind == "code":
            statements, last = _compiled_source(cell.source, cell.source)
            exec(statements, names)
            shown += [shown_as(eval(last, names))] if last else []
    changed = [name for name, value in own.items() if names[name] is not value]
    assert changed == [], changed
    return shown


def shown_as(value: object) -> dict[str, object]:
    """What a kernel would send for a value, by MIME type."""
    shown: dict[str, object] = {}
    if hasattr(value, "_repr_mimebundle_"):
        bundle = value._repr_mimebundle_()
        shown |= bundle[0] if isinstance(bundle, tuple) else bundle
    if hasattr(value, "_repr_html_"):
        shown["text/html"] = value._repr_html_()
    return shown or {"text/plain": repr(value)}


@contextlib.contextmanager
def drawn(whole: bool) -> Iterator[None]:
    """Draw charts if `whole`, else only build them: turning them into pictures takes longer than all the rest."""
    usual = chart.to_svg
    chart.to_svg = usual if whole else lambda sheet, label: "<svg></svg>"
    try:
        yield
    finally:
        chart.to_svg = usual


def failed_checks(shown: list[dict[str, object]]) -> list[object]:
    """The checks in which a figure that a section repeats differs from the Book's."""
    return [output[MIME] for output in shown if MIME in output and output[MIME]["distintos"]]
