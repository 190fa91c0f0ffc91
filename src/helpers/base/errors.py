"""The program's exceptions, with fields. Their text is the Spanish message that a planner reads."""

from __future__ import annotations

import errno
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SYSTEM_WORDS: Mapping[int, str] = {
    errno.EACCES: "no hay permiso, o lo tiene abierto otro programa",
    errno.EPERM: "no hay permiso, o lo tiene abierto otro programa",
    errno.EBUSY: "lo tiene abierto otro programa",
    errno.ENOENT: "no existe",
    errno.EEXIST: "ya existe",
    errno.EISDIR: "es una carpeta",
    errno.ENOTDIR: "no es una carpeta",
    errno.ENOSPC: "no queda espacio en el disco",
    errno.EROFS: "el disco es de solo lectura",
    errno.ENAMETOOLONG: "el nombre es demasiado largo",
    errno.EMFILE: "hay demasiados archivos abiertos",
    errno.ENOMEM: "no alcanza la memoria",
}


def system_words(problem: Exception) -> str:
    """Return why the system refused a file or process, in Spanish, with the path if known: `no existe (params/a.txt)`.

    Errors that `SYSTEM_WORDS` lacks keep the system's own text, which may be English. A text that is not UTF-8 is told
    too.
    """
    if isinstance(problem, UnicodeDecodeError):
        return "no es un texto en UTF-8"
    if not isinstance(problem, OSError):
        return str(problem)
    words = SYSTEM_WORDS.get(problem.errno or 0, problem.strerror or str(problem))
    place = " → ".join(str(one) for one in (problem.filename, problem.filename2) if one)
    return f"{words} ({place})" if place else words


class PoaError(Exception):
    """An error that is shown to the user without a traceback; its text is a Spanish message."""


class UsageError(PoaError):
    """The user asked for something that does not exist or is not allowed; the message says how to correct it."""


@dataclass
class ConfigError(PoaError):
    """A file of parameters, a method or a notebook that cannot be used.

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
