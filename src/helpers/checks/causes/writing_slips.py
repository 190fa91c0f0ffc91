"""Hypotheses on how a number was written: copied, with digits swapped, separator misplaced, digit mistyped."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from helpers.base.display import number_es
from helpers.base.exact import exact, round_half_up
from helpers.checks.causes.printed_case import ADDITIVE, Case, Cause, Term

POWERS = (1, -1, 2, -2, 3, -3)
"""Powers of ten by which a separator may be misplaced."""
WHOLE = 100
TELLING = 3
"""Fewest digits of a number whose equality with another one is evidence."""
LONG = 6
"""Fewest digits of a number for which a difference in one digit is evidence."""


def copied_from_neighbour(case: Case) -> Iterator[Cause]:
    """Hypothesis: the value of a neighbouring cell, or of one of its parts, was printed instead."""
    if not _is_telling(case.printed):
        return
    parts = case.parts if len(case.parts) > 1 else ()
    for other in (*case.neighbours, *parts):
        if case.closes(other.value):
            yield Cause("copiada", f"repite el valor de {other.named}")
            return


def digits_transposed(case: Case) -> Iterator[Cause]:
    """Hypothesis: two neighbouring digits of the printed number were swapped."""
    computed = case.computed
    if computed in _swaps(case.printed):
        yield Cause("intercambiadas", f"dos cifras están intercambiadas: debía decir {number_es(computed)}")


def separator_misplaced(case: Case) -> Iterator[Cause]:
    """Hypothesis: the number is right except for the position of its separator."""
    if not case.printed or not case.computed:
        return
    for power in POWERS:
        if exact(case.printed) == exact(case.computed) * Fraction(10) ** power:
            yield Cause("separador", f"el separador está corrido: debía decir {number_es(case.computed)}")


def digits_transposed_in_a_part(case: Case) -> Iterator[Cause]:
    """Hypothesis: two neighbouring digits of one part were swapped."""
    if case.shape in ADDITIVE:
        for place, part in enumerate(case.parts):
            printed = round_half_up(part.value, part.decimals)
            if len(printed.as_tuple().digits) >= TELLING:
                for other in _swaps(printed):
                    if case.closes_with(place, exact(other)):
                        yield _of_part(part, other, "dos cifras intercambiadas")


def separator_misplaced_in_a_part(case: Case) -> Iterator[Cause]:
    """Hypothesis: the separator of one part was misplaced."""
    if case.shape in ADDITIVE:
        for place, part in enumerate(case.parts):
            for power in POWERS:
                other = part.value * Fraction(10) ** power
                moved = round_half_up(other, part.decimals)
                # Digits beyond the last printed decimal would not have been printed.
                if part.value and exact(moved) == other and case.closes_with(place, other):
                    yield _of_part(part, moved, "separador corrido")


def one_digit_mistyped(case: Case) -> Iterator[Cause]:
    """Hypothesis: one digit of a long number is wrong; a difference of 1 in the last decimal suggests rounding."""
    if case.decimals and abs(case.printed - case.computed) == Decimal(1).scaleb(-case.decimals):
        yield Cause("cifra", "difiere en una unidad del último decimal: parece redondeada por separado")
        return
    printed, computed = _aligned(case.printed, case.computed)
    differing = [pair for pair in zip(printed, computed, strict=True) if pair[0] != pair[1]]
    if len(printed) >= LONG and len(differing) == 1 and (case.printed < 0) == (case.computed < 0):
        wrong, right = differing[0]
        yield Cause("cifra", f"difiere en una sola cifra ({wrong} en lugar de {right}): parece un error al copiarla")


def _of_part(part: Term, other: Decimal, slip: str) -> Cause:
    return Cause("parte", f"cuadra si «{part.label}» dice {number_es(other)} en lugar de {part.shown} ({slip})")


def _is_telling(number: Decimal) -> bool:
    """Return whether equality with a neighbour is evidence: not for 0, 100 or short numbers, which often coincide."""
    return abs(number) not in {0, WHOLE} and len(number.as_tuple().digits) >= TELLING


def _swaps(number: Decimal) -> set[Decimal]:
    sign, digits, exponent = number.as_tuple()
    swapped = set()
    for place in range(len(digits) - 1):
        if digits[place] != digits[place + 1]:
            changed = [*digits[:place], digits[place + 1], digits[place], *digits[place + 2 :]]
            swapped.add(Decimal((sign, tuple(changed), int(exponent))))
    return swapped


def _aligned(first: Decimal, second: Decimal) -> tuple[str, str]:
    """Return the digits of two numbers with the same decimals, the shorter one filled with zeros on the left."""
    texts = ["".join(map(str, number.as_tuple().digits)) for number in (first, second)]
    width = max(map(len, texts))
    return texts[0].zfill(width), texts[1].zfill(width)
