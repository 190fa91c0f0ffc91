"""Why a report cannot be put together; the text is what a planner reads, in Spanish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from helpers.errors import PoaError

MOST_TOLD = 10


class AssembleError(PoaError):
    """Root of what may go wrong between executed notebooks and the printed report."""


@dataclass
class UnpublishableCell(AssembleError):
    """A cell shows something that has no place in a report.

    Attributes
    ----------
    section : str
        Name of the section.
    cell : int
        Position of the cell in the notebook, counted from one.
    problem : str
        What it shows and how to mend it, in Spanish.
    """

    section: str
    cell: int
    problem: str

    def __str__(self) -> str:
        return f"Sección «{self.section}», celda {self.cell}: {self.problem}"


@dataclass
class BadSection(AssembleError):
    """A section's page breaks a rule of the document.

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
    """Numbers of the page are not those of the figures that they name.

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
class BadFormula(AssembleError):
    """LaTeX that cannot be drawn.

    Attributes
    ----------
    latex : str
        The formula as written.
    problem : str
        What the drawing library answered.
    """

    latex: str
    problem: str

    def __str__(self) -> str:
        return f"La fórmula «{self.latex}» no se puede dibujar: {self.problem}"


@dataclass
class DuplicateIds(AssembleError):
    """Two elements of the document bear the same id.

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
    """The text points at tables, charts or sections that are not in the document.

    Attributes
    ----------
    references : Sequence[tuple[str, str]]
        The section that points and the id it points at.
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
    """The PDF was refused, or would have come out with something missing.

    Attributes
    ----------
    problems : Sequence[str]
        What could not be drawn, or breaks the standards that it keeps, in Spanish.
    """

    problems: Sequence[str]

    def __str__(self) -> str:
        return "\n".join(["El PDF no salió completo:", *(f"  - {problem}" for problem in self.problems)])
