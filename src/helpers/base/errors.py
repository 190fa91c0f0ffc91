"""The program's exceptions, with fields. Their text is the Spanish message that a planner reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class PoaError(Exception):
    """Base class of every error that is shown to the user without a traceback."""


@dataclass
class UsageError(PoaError):
    """The user asked for something that does not exist or is not allowed.

    Attributes
    ----------
    message : str
        What is wrong and how to correct it, in Spanish.
    """

    message: str

    def __str__(self) -> str:
        """Return the message as it is."""
        return self.message


@dataclass
class ConfigError(PoaError):
    """A params or method file that cannot be used.

    Attributes
    ----------
    file : str
        Path relative to the project's root.
    problems : Sequence[str]
        One Spanish sentence per problem, each naming the key or the line.
    """

    file: str
    problems: Sequence[str]

    def __str__(self) -> str:
        """Return the file's name and, each on a line of its own, the problems."""
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
        """Return one sentence with the formula and the problem."""
        return f"La fórmula «{self.expression}» no se puede leer: {self.problem}"


@dataclass
class UnknownFigure(PoaError, KeyError):
    """A figure that is not in the Book.

    Attributes
    ----------
    figure_id : str
        The id that was looked up.
    nearest : Sequence[str]
        Similar ids that exist.
    reason : str
        Why there is no such figure, in Spanish, where each part of the id exists; replaces `nearest` in the message.
    """

    figure_id: str
    nearest: Sequence[str] = ()
    reason: str = ""

    def __str__(self) -> str:
        """Return a sentence with the id, and then the reason or, where there is none, the similar ids."""
        if self.reason:
            return f"No existe la cifra «{self.figure_id}» en este libro. {self.reason}"
        hint = f" Las más parecidas: {', '.join(self.nearest)}." if self.nearest else ""
        return f"No existe la cifra «{self.figure_id}» en este libro.{hint}"
