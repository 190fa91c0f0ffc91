"""Errors that stop the assembly of a report; their texts are Spanish sentences for planners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from helpers.base.errors import PoaError

MOST_TOLD = 10


class AssembleError(PoaError):
    """Base class of the errors between executed notebooks and printed report."""


@dataclass
class UnpublishableCell(AssembleError):
    """A cell shows something that a report cannot print.

    Attributes
    ----------
    section : str
        Name of the section.
    cell : int
        Position of the cell in the notebook, from 1.
    problem : str
        What it shows and how to correct it, in Spanish.
    """

    section: str
    cell: int
    problem: str

    def __str__(self) -> str:
        return f"Sección «{self.section}», celda {self.cell}: {self.problem}"


@dataclass
class BadSection(AssembleError):
    """A section's HTML breaks a rule of the document.

    Attributes
    ----------
    section : str
        Name of the section.
    problem : str
        Which rule and where, in Spanish.
    """

    section: str
    problem: str

    def __str__(self) -> str:
        return f"Sección «{self.section}»: {self.problem}"


@dataclass
class OtherNumbers(AssembleError):
    """Numbers of the page differ from the figures that they name.

    Attributes
    ----------
    wrong : Sequence[tuple[str, str, str, str]]
        Section, figure or cell, what it should say and what it says.
    """

    wrong: Sequence[tuple[str, str, str, str]]

    def __str__(self) -> str:
        shown = [
            f"  - sección «{section}», {traced}: debía decir «{due}» y dice «{said}»"
            for section, traced, due, said in self.wrong[:MOST_TOLD]
        ]
        left = len(self.wrong) - len(shown)
        lines = [f"La página dice números que no son los del libro ({len(self.wrong)}):", *shown]
        lines += [f"  y otros {left}."] if left else []
        advice = "Puede que lo guardado en .poa/ esté dañado o cambiado: haga el informe con --sin-cache."
        return "\n".join([*lines, f"{advice} Si se repite, avise a quien mantiene el libro."])


@dataclass
class DuplicateIds(AssembleError):
    """Two elements of the document have the same id.

    Attributes
    ----------
    ids : Sequence[str]
        The repeated ids.
    """

    ids: Sequence[str]

    def __str__(self) -> str:
        return f"Identificadores repetidos en el informe: {', '.join(self.ids)}."


@dataclass
class MissingReferences(AssembleError):
    """The text refers to tables, charts or sections that are not in the document.

    Attributes
    ----------
    references : Sequence[tuple[str, str]]
        The section that refers and the id that it refers to.
    """

    references: Sequence[tuple[str, str]]

    def __str__(self) -> str:
        lines = ["Hay referencias a elementos que no están en el informe:"]
        lines.extend(
            f"  - «#{target}», citado en la sección «{section}»" for section, target in self.references
        )
        return "\n".join(lines)


@dataclass
class PdfFailed(AssembleError):
    """The PDF was refused, or would lack something.

    Attributes
    ----------
    problems : Sequence[str]
        What could not be drawn or breaks a PDF standard, in Spanish.
    """

    problems: Sequence[str]

    def __str__(self) -> str:
        return "\n".join(["El PDF no salió completo:", *(f"  - {problem}" for problem in self.problems)])
