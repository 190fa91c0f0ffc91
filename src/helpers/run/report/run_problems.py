"""Errors that stop a run; their texts are Spanish sentences for planners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from helpers.base.errors import PoaError

if TYPE_CHECKING:
    from helpers.outputs.saved_checks import SavedCheck


@dataclass(frozen=True)
class Stop:
    """Where and why a notebook stopped.

    Attributes
    ----------
    cell : int
        The execution number that JupyterLab shows beside the cell in the executed notebook; 0 if no cell had started.
    line : str
        The cell's first line of code; empty if no cell had started.
    error : str
        The error's last line.
    """

    cell: int
    line: str
    error: str


@dataclass(frozen=True)
class Failure:
    """A section that stopped.

    Attributes
    ----------
    section : str
        Name of the section.
    notebook : str
        File name of its notebook.
    stop : Stop
    """

    section: str
    notebook: str
    stop: Stop

    def __str__(self) -> str:
        where = f"celda [{self.stop.cell}]" if self.stop.cell else "antes de la primera celda"
        return f"{self.section}: {where}: {self.stop.error}"


@dataclass
class SectionsFailed(PoaError):
    """Some sections failed, so nothing was published.

    Attributes
    ----------
    failures : Sequence[Failure]
        One for each failed section, in the report's order.
    """

    failures: Sequence[Failure]

    def __str__(self) -> str:
        lines = ["Fallaron secciones del informe:", *(f"  - {failure}" for failure in self.failures)]
        return "\n".join(lines)


@dataclass
class NotFinal(PoaError):
    """Checks of the sections failed, so the report can only be a draft and not final.

    Attributes
    ----------
    failed : Sequence[SavedCheck]
    """

    failed: Sequence[SavedCheck]

    def __str__(self) -> str:
        from helpers.outputs.saved_checks import failed_words

        lines = [
            f"No se publica como definitivo: {failed_words(len(self.failed))}.",
            *(f"  - {check.section}: {finding.mensaje}" for check in self.failed for finding in check.findings()),
            "Con estado «borrador» el informe se hace y lo dice en su primera página.",
        ]
        return "\n".join(lines)


@dataclass
class Unsettled(PoaError):
    """After checks failed and all sections were executed again, the failed checks are not the same.

    Attributes
    ----------
    before, after : Sequence[SavedCheck]
        Failed checks of the first and of the second execution.
    """

    before: Sequence[SavedCheck]
    after: Sequence[SavedCheck]

    def __str__(self) -> str:
        found = [sorted({check.place for check in checks}) for checks in (self.before, self.after)]
        first, then = (", ".join(places) or "ninguna" for places in found)
        return (
            f"Las comprobaciones que no coinciden cambian de una ejecución a otra: primero {first}; después {then}. "
            "Una sección no da siempre lo mismo, o depende de los hallazgos: avise a quien mantiene el libro."
        )


@dataclass
class BadNotebook(PoaError):
    """A section's notebook cannot be run as it is.

    Attributes
    ----------
    notebook : str
        Its path from the root.
    problem : str
        What is wrong and how to mend it, in Spanish.
    """

    notebook: str
    problem: str

    def __str__(self) -> str:
        return f"{self.notebook}: {self.problem}"


@dataclass
class Busy(PoaError):
    """Another run is writing to the same destination.

    Attributes
    ----------
    folder : str
        The destination.
    holder : str
        Who is writing to it: process, machine and since when.
    """

    folder: str
    holder: str

    def __str__(self) -> str:
        who = f" ({self.holder})" if self.holder else ""
        return (
            f"Ya hay otra corrida en curso hacia {self.folder}{who}. "
            "Espere a que termine o elija otra carpeta con --salida."
        )


@dataclass
class NotReplaced(PoaError):
    """The report is complete but the system does not allow the earlier one to be replaced.

    Attributes
    ----------
    folder : str
        The destination, which still has the earlier report.
    kept : str
        The folder that has the new report.
    problem : str
        The system's error message.
    """

    folder: str
    kept: str
    problem: str

    def __str__(self) -> str:
        return (
            f"No se pudo poner el informe en {self.folder}: ¿está abierto alguno de sus archivos? "
            f"Lo anterior sigue como estaba y el informe nuevo quedó en {self.kept}. "
            f"(Detalle: {self.problem})"
        )
