"""Errors that stop the assembly of a report; their texts are Spanish sentences for planners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from helpers.base.errors import PoaError


@dataclass
class BadSection(PoaError):
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
class PdfFailed(PoaError):
    """The PDF was refused, or would lack something.

    Attributes
    ----------
    problems : Sequence[str]
        What could not be drawn or breaks a PDF standard, in Spanish.
    """

    problems: Sequence[str]

    def __str__(self) -> str:
        return "\n".join(["El PDF no salió completo:", *(f"  - {problem}" for problem in self.problems)])
