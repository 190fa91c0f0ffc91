"""A printed value that differs from the computed one, what else is printed, and the explanation of the difference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.findings import Verdict


class Explanation(NamedTuple):
    """Why a printed value differs.

    Attributes
    ----------
    formula : str
        The formula that gives the printed value.
    cause : str
        In Spanish.
    verdict : Verdict
        Verdict on the printed value, unless the difference is one of rounding.
    follows : str
        The wrong figure from which the printed value follows, as in `Finding.sigue_de`.
    """

    formula: str
    cause: str
    verdict: Verdict = Verdict.IRRECONCILABLE
    follows: str = ""


Printed = Mapping[str, tuple[Decimal, ...]]
"""Printed values by figure id, each distinct value once, with the decimals printed, in the order of the rows."""


@dataclass(frozen=True)
class Doubt:
    """A printed value that differs from the computed one.

    Attributes
    ----------
    decimals : int
        Decimals at which they are compared.
    others : Printed
        All printed values.
    """

    book: Book
    figure: Figure
    printed: Decimal
    decimals: int
    others: Printed
