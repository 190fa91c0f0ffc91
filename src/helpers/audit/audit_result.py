"""The result of a check: what was compared, how many things, and each difference with its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from helpers.base.display import number_es
from helpers.base.errors import PoaError

NOTHING = "no había nada que comparar"


class State(StrEnum):
    """The outcomes of a check; an audit passes only if all are `PASSES` or `WAIVED`."""

    PASSES = "conforme"
    DIFFERS = "no conforme"
    PARTLY = "no verificado"
    UNVERIFIED = "no se pudo verificar"
    WAIVED = "no se hizo, a pedido"


@dataclass(frozen=True, slots=True)
class Difference:
    """A place whose content is not what it should be.

    Attributes
    ----------
    place : str
        File, sheet and cell, figure, or page, in Spanish.
    expected, found : str
        What it should say and what it says.
    """

    place: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.place}: debía decir «{self.expected}» y dice «{self.found}»"


def drawn_otherwise(file: str) -> Difference:
    """Return the difference of a file that has the compared words of the one made now, but other bytes."""
    return Difference(
        file,
        "los bytes que salen al hacerlo otra vez",
        "otros bytes, y ninguna diferencia en las palabras que se compararon: quizá algo se dibujó, se movió o se "
        "ocultó, o el archivo solo se guardó de otra manera; póngalo junto al que hace poa informe y compárelos a la "
        "vista, o pida otra copia a quien lo entregó",
    )


def written_otherwise(file: str) -> Difference:
    """Return the difference of a file with the due content in other bytes, which programs could read in two ways."""
    return Difference(f"{file}, escritura", "la que escribe poa informe", "otros bytes con el mismo contenido")


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of one check.

    Attributes
    ----------
    subject : str
        What is verified, as in the acta's table.
    how : str
        How, in one Spanish sentence.
    amount : int
        How many things were compared. A check that compared nothing passes only if nothing was due.
    unit : str
        Spanish plural of the things compared.
    differences : tuple of Difference
    notes : tuple of str
        Remarks that are not differences.
    unverified : str
        Why the check could not be done, or not completely; may be empty.
    unchecked : str
        What cannot be compared here because the run was made with other versions; everything else agrees.
    is_waived : bool
        The check was left out at the user's request.
    none_due : bool
        The run computed again has nothing to compare, and the check confirmed that.
    """

    subject: str
    how: str
    amount: int = 0
    unit: str = ""
    differences: tuple[Difference, ...] = ()
    notes: tuple[str, ...] = ()
    unverified: str = ""
    unchecked: str = ""
    is_waived: bool = False
    none_due: bool = False

    @property
    def state(self) -> State:
        """The outcome: waived, different, unverified, partly compared, or passed; the first of these that applies.

        A check that compared nothing is unverified, unless nothing was due.
        """
        if self.is_waived:
            return State.WAIVED
        if self.differences:
            return State.DIFFERS
        if self.unverified or not (self.amount or self.none_due):
            return State.UNVERIFIED
        return State.PARTLY if self.unchecked else State.PASSES

    @property
    def holds(self) -> bool:
        """Whether the audit can pass with this result: the check passed or was waived."""
        return self.state in (State.PASSES, State.WAIVED)

    @property
    def trouble(self) -> str:
        """Why the check does not hold, on one line: the first difference and how many more, or why not verified.

        Empty if it holds.
        """
        if self.holds:
            return ""
        if self.state is State.PARTLY:
            return f"{self.subject}: {self.unchecked.rstrip('.')}"
        if not self.differences:
            return f"{self.subject}: no se pudo verificar: {(self.unverified or NOTHING).rstrip('.')}"
        more = len(self.differences) - 1
        others = f" (y {number_es(more)} {'diferencia' if more == 1 else 'diferencias'} más)" if more else ""
        return f"{self.subject}: {self.differences[0]}{others}"


class Unverifiable(PoaError):
    """A check cannot be done; the message says why, and what the user can do. The audit then does not pass."""


@dataclass(frozen=True, slots=True)
class Check:
    """A check with its description, so that it can be reported even if it raises an error.

    Attributes
    ----------
    subject, how : str
        As in `Result`.
    run : Callable
        Does the check.
    """

    subject: str
    how: str
    run: Callable[[], Result]
