"""Reads the prose of a report's sections: the planner's own texts, and the Markdown and templates of the notebooks."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from helpers.base.characters import printable
from helpers.base.python_extras import PlainData
from helpers.base.system.digest import file_sha256
from helpers.base.system.workspace import Workspace
from helpers.base.yaml_models import nearest
from helpers.figures.findings import Finding, Severity
from helpers.figures.records import OwnText, Prose
from helpers.intake.intake_problems import of_lines
from helpers.intake.year_folders import is_hidden
from helpers.settings.params import Corrida
from helpers.texts.decisions.decisions_draft import HOST, TEXT
from helpers.texts.sentences.plain_reading import problems_at_sight
from helpers.texts.sentences.text_templates import Problem

TEXT_CELL, UNPRINTED = "%%texto", "cuaderno"
"""First line of a cell with prose and figures, and the tag of cells that the report does not print."""
COMPOSERS = frozenset({"say", "paragraph"})
"""Functions by which a code cell composes a template."""


def notebook_prose(workspace: Workspace, corrida: Corrida) -> tuple[Prose, ...]:
    """Return the prose of the notebooks of a run's sections, in the order of the notebooks' file names.

    Returns
    -------
    tuple of Prose
        One for each printed Markdown cell, each `%%texto` cell and each literal template that code passes to `say` or
        `paragraph`, with the cell's id. An unreadable notebook gives none; running it reports the fault.
    """
    found: list[Prose] = []
    for path in workspace.section_notebooks():
        section = path.stem.partition("_")[2]
        if section in corrida.secciones:
            found.extend(_prose_of(path, workspace.relative(path), section))
    return tuple(found)


def _prose_of(path: Path, name: str, section: str) -> Iterator[Prose]:
    """Yield the prose of a notebook's cells; nothing if the file is no notebook."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (ValueError, KeyError):
        return
    for place, cell in enumerate(cells, start=1):
        for text in _texts_of(cell):
            yield Prose(name, section, text, f"celda {cell.get('id', place)}")


def _texts_of(cell: PlainData) -> Iterator[str]:
    """Yield the texts of a cell: Markdown unless tagged `UNPRINTED`, a `%%texto` template, or its code's templates."""
    source = "".join(cell.get("source", ()))
    first, _, template = source.partition("\n")
    if cell.get("cell_type") == "markdown":
        if UNPRINTED not in cell.get("metadata", {}).get("tags", ()):
            yield source
    elif first.strip() == TEXT_CELL:
        yield template
    elif cell.get("cell_type") == "code":
        yield from _templates(source)


@cache
def _templates(source: str) -> tuple[str, ...]:
    """Return the literal texts that a cell's code passes to a function of `COMPOSERS`; none if it is not valid Python.

    The notebooks are the same for every institution, so a process that makes many reports parses each cell once.
    """
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return ()
    calls = (call for call in ast.walk(tree) if isinstance(call, ast.Call) and _name(call.func) in COMPOSERS)
    constants = (item.value for call in calls for item in call.args if isinstance(item, ast.Constant))
    return tuple(text for text in constants if isinstance(text, str))


def _name(function: ast.expr) -> str:
    """Return the name of a called function, without the object that it is a method of; empty if it has none."""
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


_NO_TEXT = (
    "no se lee: el texto de una sección es un archivo de texto que termina en .md, como resumen.md. Guárdelo así, o "
    "sáquelo de la carpeta."
)


@dataclass(frozen=True)
class Texts:
    """The texts that the planner wrote.

    Attributes
    ----------
    own : tuple of OwnText
    findings : tuple of Finding
        Files that cannot be read or belong to no section, characters that cannot be printed, and template faults.
    prose : tuple of Prose
        The same texts with their places, for the checks of written texts.
    """

    own: tuple[OwnText, ...]
    findings: tuple[Finding, ...]
    prose: tuple[Prose, ...] = ()


def read_texts(workspace: Workspace, corrida: Corrida) -> Texts:
    """Read the planner's texts of a run's period, `data/<entidad>/<año>/<T2>/texto/<sección>.md`, by file name.

    Returns
    -------
    Texts
        Empty without that folder. A byte order mark is dropped. A file that is not UTF-8 is left out, with an error
        among the findings. A file named after no section of the report is included, with a warning. A file that does
        not end in `.md` is left out, with a warning unless it is hidden. `asuntos.md` belongs to the section `HOST`.
    """
    period = corrida.period
    folder = workspace.year_data(corrida.entidad, period.year) / period.window / "texto"
    own: list[OwnText] = []
    findings: list[Finding] = []
    prose: list[Prose] = []
    for path in sorted(folder.glob("*")):
        name = workspace.relative(path)
        if path.suffix != ".md" or path.is_dir():
            findings += [] if is_hidden(path) else [_not_printed(name, path.name, _NO_TEXT)]
            continue
        section = HOST if path.stem == TEXT else path.stem
        if section not in corrida.secciones:
            told = f"el informe no tiene la sección «{path.stem}», así que este texto no aparece. "
            findings.append(_not_printed(name, path.stem, told + nearest(path.stem, corrida.secciones)))
        try:
            raw = path.read_text(encoding="utf-8-sig")
            findings.extend(of_lines(raw, name))
            text = printable(raw)
            own.append(OwnText(section, text, name, file_sha256(path)))
            prose.append(Prose(name, path.stem, text))
            findings += (_not_a_template(prose[-1], problem) for problem in problems_at_sight(text, period))
        except UnicodeDecodeError:
            findings.append(_not_utf8(name))
    return Texts(tuple(own), tuple(findings), tuple(prose))


def _not_printed(name: str, element: str, told: str) -> Finding:
    """Return the warning on a file that the report does not print."""
    return Finding("ENT-TEXTO-AJENO", Severity.WARNING, told, element, archivo=name)


def _not_a_template(prose: Prose, problem: Problem) -> Finding:
    """Return the error for a fault of a template that shows before any figure is computed."""
    return Finding(
        codigo="TEX-PLANTILLA",
        severidad=Severity.ERROR,
        elemento=f"texto/{prose.section}",
        archivo=prose.file,
        celda=f"línea {problem.line}",
        mensaje=f"{prose.file}, línea {problem.line}: {problem.message}",
    )


def _not_utf8(name: str) -> Finding:
    return Finding(
        codigo="ENT-TEXTO-CODIFICACION",
        severidad=Severity.ERROR,
        archivo=name,
        mensaje="no está en UTF-8 (parece Windows-1252): guárdelo con la codificación UTF-8.",
    )
