"""Exceptions of the workbook, with fields; their text is what a planner reads, in Spanish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class PoaError(Exception):
    """Root of every error that is shown to the user without a traceback."""


@dataclass
class UsageError(PoaError):
    """The command was asked for something that does not exist or is not allowed.

    Attributes
    ----------
    message : str
        What is wrong and how to mend it, in Spanish.
    """

    message: str

    def __str__(self) -> str:
        return self.message


@dataclass
class ConfigError(PoaError):
    """A params or method file that does not load.

    Attributes
    ----------
    file : str
        Path relative to the project's root.
    problems : Sequence[str]
        One Spanish sentence a problem, each naming the key or line.
    """

    file: str
    problems: Sequence[str]

    def __str__(self) -> str:
        lines = [f"{self.file}: no se puede usar."]
        lines.extend(f"  - {problem}" for problem in self.problems)
        return "\n".join(lines)


@dataclass
class ExpressionError(PoaError):
    """A formula that cannot be read.

    Attributes
    ----------
    expression : str
        The formula as written.
    problem : str
        What is wrong, in Spanish.
    """

    expression: str
    problem: str

    def __str__(self) -> str:
        return f"La fórmula «{self.expression}» no se puede leer: {self.problem}"


@dataclass
class UnknownFigure(PoaError, KeyError):
    """A figure that the Book does not hold.

    Attributes
    ----------
    figure_id : str
        The id asked for.
    nearest : Sequence[str]
        Ids that exist and look alike.
    reason : str
        Why there is none, in Spanish, where the id names what exists.
    """

    figure_id: str
    nearest: Sequence[str] = ()
    reason: str = ""

    def __str__(self) -> str:
        if self.reason:
            return f"No existe la cifra «{self.figure_id}» en este libro. {self.reason}"
        hint = f" Las más parecidas: {', '.join(self.nearest)}." if self.nearest else ""
        return f"No existe la cifra «{self.figure_id}» en este libro.{hint}"


@dataclass
class InputsFailed(PoaError):
    """The inputs hold errors, so no figure is computed and no earlier output is touched.

    Attributes
    ----------
    findings : Sequence[object]
        The findings of the intake (`findings.Finding`), errors included.
    """

    findings: Sequence[object]

    def __str__(self) -> str:
        # Told apart by the word and not by the enum, which lives two floors up.
        errors = sum(str(getattr(finding, "severidad", "")) == "error" for finding in self.findings)
        return f"Los datos de entrada tienen {errors} errores que impiden calcular."
