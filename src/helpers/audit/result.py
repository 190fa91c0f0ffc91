"""What a check of the audit says: what was compared, how much, and each difference with its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from helpers.errors import PoaError

NOTHING = "no había nada que comparar"


class State(StrEnum):
    """How a check came out; only the first passes."""

    PASSES = "conforme"
    DIFFERS = "no conforme"
    PARTLY = "no verificado"
    UNVERIFIED = "no se pudo verificar"
    WAIVED = "no se hizo, a pedido"


@dataclass(frozen=True, slots=True)
class Difference:
    """One place that does not hold what it should.

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


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of one check.

    Attributes
    ----------
    subject : str
        What is verified, as the acta's table names it.
    how : str
        How, in one Spanish sentence.
    amount : int
        How many things were compared; a check that compared nothing does not pass unless nothing was due.
    unit : str
        What they are, in plural.
    differences : tuple of Difference
    notes : tuple of str
        What the reader must know and is no difference.
    unverified : str
        Why it could not be done, or not whole; empty where it was.
    unchecked : str
        What of it nobody can compare here (the run was made with other versions) and why; all else agrees.
    is_waived : bool
        It was left out because whoever runs the audit asked for it.
    none_due : bool
        The run, calculated again, has nothing of the kind: that there is nothing to compare is what was found.
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
        if self.is_waived:
            return State.WAIVED
        if self.differences:
            return State.DIFFERS
        if self.unverified or not (self.amount or self.none_due):
            return State.UNVERIFIED
        return State.PARTLY if self.unchecked else State.PASSES

    @property
    def holds(self) -> bool:
        """Whether it does not stand in the way of the audit's passing."""
        return self.state in (State.PASSES, State.WAIVED)

    @property
    def trouble(self) -> str:
        """Where it fails, on one line: the first difference and how many more; empty where it holds."""
        if self.holds:
            return ""
        if self.state is State.PARTLY:
            return f"{self.subject}: {self.unchecked.rstrip('.')}"
        if not self.differences:
            return f"{self.subject}: no se pudo verificar: {(self.unverified or NOTHING).rstrip('.')}"
        more = len(self.differences) - 1
        others = f" (y {more} {'diferencia' if more == 1 else 'diferencias'} más)" if more else ""
        return f"{self.subject}: {self.differences[0]}{others}"


@dataclass
class Unverifiable(PoaError):
    """A check cannot be done; the audit then does not pass and says why.

    Attributes
    ----------
    reason : str
        In Spanish, with what to do about it.
    """

    reason: str

    def __str__(self) -> str:
        return self.reason


@dataclass(frozen=True, slots=True)
class Check:
    """A check by what it verifies and how, so that it can be told even where it breaks off.

    Attributes
    ----------
    subject, how : str
        As in `Result`.
    run : Callable
        Does it.
    """

    subject: str
    how: str
    run: Callable[[], Result]
