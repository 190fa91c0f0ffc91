"""Slips in writing that may explain a printed number: a copied cell, swapped digits, a misplaced separator, a sign."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction

from helpers.base.display import number_es
from helpers.base.exact import exact, round_half_up
from helpers.checks.causes.printed_case import ADDITIVE, Case, Cause, Shape
from helpers.checks.causes.repeated_operations import Term
from helpers.figures.findings import Verdict

Hypothesis = Callable[[Case], Iterator[Cause]]

POWERS = (1, -1, 2, -2, 3, -3)
"""Powers of ten by which a separator may be misplaced."""
WHOLE = 100
TELLING = 3
"""Fewest digits of a number whose equality with another one is evidence."""
LONG = 6
"""Fewest digits of a number for which a difference in one digit is evidence."""


def copied_from_neighbour(case: Case) -> Iterator[Cause]:
    """Yield the cause that the printed number repeats a neighbouring cell, or one of several parts; at most one cause.

    Nothing for 0, 100 and numbers of fewer than three digits, which are often equal by chance.
    """
    if not _is_telling(case.printed):
        return
    parts = case.parts if len(case.parts) > 1 else ()
    for other in (*case.neighbours, *parts):
        if case.closes(other.value):
            yield Cause("copiada", f"repite el valor de {other.named}")
            return


def digits_transposed(case: Case) -> Iterator[Cause]:
    """Yield the cause that two neighbouring digits were swapped, if swapping them back gives the computed number."""
    computed = case.computed
    if computed in _swaps(case.printed):
        yield Cause("intercambiadas", f"dos cifras están intercambiadas: debía decir {number_es(computed)}")


def separator_misplaced(case: Case) -> Iterator[Cause]:
    """Yield the cause that the separator is 1 to 3 places from where the computed number has it; nothing for zeros."""
    if not case.printed or not case.computed:
        return
    for power in POWERS:
        if exact(case.printed) == exact(case.computed) * Fraction(10) ** power:
            yield Cause("separador", f"el separador está corrido: debía decir {number_es(case.computed)}")


def part_miswritten(case: Case) -> Iterator[Cause]:
    """Yield a cause for each part of a sum that gives the printed number once a slip in it is put right.

    The slips are two neighbouring digits swapped, in parts with at least three digits, and a separator moved 1 to 3
    places. If only one part qualifies, it and not the sum is suspected.
    """
    found: list[tuple[Term, Decimal, str]] = []
    for place, part in enumerate(case.parts if case.shape in ADDITIVE else ()):
        printed = round_half_up(part.value, part.decimals)
        swaps = _swaps(printed) if len(printed.as_tuple().digits) >= TELLING else set()
        tried = [(part, other, "dos cifras intercambiadas") for other in swaps]
        for power in POWERS if part.value else ():
            wanted = part.value * Fraction(10) ** power
            moved = round_half_up(wanted, part.decimals)
            # Digits beyond the last printed decimal would not have been printed.
            tried += [(part, moved, "separador corrido")] if exact(moved) == wanted else []
        found += [one for one in tried if case.closes_with(place, exact(one[1]))]
    for part, other, slip in found:
        said = f"cuadraría si «{part.label}» dijera {number_es(other)} en lugar de {part.shown} ({slip})"
        if len(found) > 1 or part.cell is None:
            yield Cause("parte", said)
        else:
            yield Cause("parte", said, Verdict.CARRIED, str(part.cell), clears=True)


def rounded_apart(case: Case) -> Iterator[Cause]:
    """Yield the cause that printed and computed number differ by 1 in the last decimal, as if rounded separately.

    Nothing for whole numbers. The verdict is `OTHER_RULE` for amounts that are only added or repeated, because two
    documents may each round a cent in their own way. It is `IRRECONCILABLE` for percentages and other operations, whose
    roundings were tried before.
    """
    if case.decimals and abs(case.printed - case.computed) == Decimal(1).scaleb(-case.decimals):
        only_adds = case.shape in ADDITIVE or len(case.parts) == 1
        is_amount = only_adds and all(part.cell and not part.is_rounded for part in case.parts)
        verdict = Verdict.OTHER_RULE if is_amount else Verdict.IRRECONCILABLE
        yield Cause("unidad", "difiere en una unidad del último decimal: parece redondeada por separado", verdict)


def one_digit_mistyped(case: Case) -> Iterator[Cause]:
    """Yield a cause where printed and computed number have at least `LONG` digits and differ in exactly one of them.

    A difference of 1 in the last decimal is left to `rounded_apart`.
    """
    if any(rounded_apart(case)):
        return
    printed, computed = _aligned(case.printed, case.computed)
    differing = [pair for pair in zip(printed, computed, strict=True) if pair[0] != pair[1]]
    if len(printed) >= LONG and len(differing) == 1 and (case.printed < 0) == (case.computed < 0):
        wrong, right = differing[0]
        yield Cause("cifra", f"difiere en una sola cifra ({wrong} en lugar de {right}): parece un error al copiarla")


def _is_telling(number: Decimal) -> bool:
    """Return whether equality with a neighbour is evidence: not for 0, 100 or short numbers, which often coincide."""
    return abs(number) not in {0, WHOLE} and len(number.as_tuple().digits) >= TELLING


def _swaps(number: Decimal) -> set[Decimal]:
    """Return the numbers that result if two neighbouring digits of a number, which differ, change places."""
    sign, digits, exponent = number.as_tuple()
    swapped = (
        (*digits[:place], digits[place + 1], digits[place], *digits[place + 2 :]) for place in range(len(digits) - 1)
    )
    return {Decimal((sign, changed, int(exponent))) for changed in swapped} - {number}


def _aligned(first: Decimal, second: Decimal) -> tuple[str, str]:
    """Return the digits of two numbers with the same decimals, the shorter one filled with zeros on the left."""
    texts = ["".join(map(str, number.as_tuple().digits)) for number in (first, second)]
    width = max(map(len, texts))
    return texts[0].zfill(width), texts[1].zfill(width)


def inputs_rounded(case: Case) -> Iterator[Cause]:
    """Yield the cause that the parts were rounded before they were added or averaged, if that gives the printed number.

    They are rounded to the printed decimals; it is tried only if some part has more. Formulas that do more than add and
    subtract are not tried.
    """
    if case.shape is Shape.FIXED or not any(part.decimals > case.decimals for part in case.parts):
        return
    rounded = [(1, exact(round_half_up(part.value, case.decimals))) for part in case.parts]
    if case.closes(case.redo(rounded)):
        said = "se sumaron o promediaron valores que ya estaban redondeados"
        yield Cause("redondeo", said, Verdict.OTHER_RULE)


def sign_changed(case: Case) -> Iterator[Cause]:
    """Yield the cause that one part of a sum or difference has the wrong sign; nothing if several parts qualify."""
    if case.shape not in ADDITIVE:
        return
    found = [part for place, part in enumerate(case.parts) if case.closes_counting({place: -1})]
    # If several parts qualify, they are equal amounts and prove nothing about a sign.
    if len(found) == 1:
        yield Cause("signo", f"{found[0].named} entró con el signo cambiado")


WRONG_WRITING: tuple[Hypothesis, ...] = (
    copied_from_neighbour,
    digits_transposed,
    separator_misplaced,
    sign_changed,
    inputs_rounded,
    part_miswritten,
    rounded_apart,
    one_digit_mistyped,
)
"""Hypotheses that the number or one of its parts was written wrongly; most plausible first."""
