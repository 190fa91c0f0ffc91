"""Hypotheses on what was added or averaged: too much, too little, twice, with the wrong sign."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from helpers.checks.causes.case import ADDITIVE, OPEN, Case, Cause, Shape, Term

DONE = {
    Shape.SUM: "se sumó",
    Shape.MEAN: "entró en el promedio",
    Shape.SIGNED: "entró en el cálculo",
    Shape.FIXED: "entró en el cálculo",
}


def heading_added(case: Case) -> Iterator[Cause]:
    """The number of a heading, or a code, was added as if it were an amount."""
    if case.shape is Shape.SUM:
        for heading in case.headings:
            if case.closes_counting({}, [heading.value]):
                yield Cause("encabezado", f"se sumó también {heading.label}, que no es una cantidad")


def subtotal_counted_twice(case: Case) -> Iterator[Cause]:
    """A subtotal was added beside its own parts."""
    if case.shape not in OPEN:
        return
    for subtotal in case.subtotals:
        if case.closes_counting({}, [subtotal.value]):
            yield Cause("subtotal", f"el subtotal {subtotal.named} {DONE[case.shape]} además de sus partes")
    if len(case.subtotals) > 1 and case.closes_counting({}, [item.value for item in case.subtotals]):
        listed = ", ".join(item.named for item in case.subtotals)
        yield Cause("subtotal", f"los subtotales {listed} entraron además de sus partes")


def part_left_out(case: Case) -> Iterator[Cause]:
    """One part was left out, or the first or last few of them, as when a range is cut short."""
    if case.shape is Shape.FIXED or len(case.parts) < 2:
        return
    for place, part in enumerate(case.parts):
        if case.closes_counting({place: 0}):
            yield Cause("omitida", f"no {DONE[case.shape]} {part.named}")
    if case.shape in OPEN:
        yield from _cut_short(case, case.parts)
        yield from _cut_short(case, case.parts[::-1])


def _cut_short(case: Case, parts: Sequence[Term]) -> Iterator[Cause]:
    """The first few parts were left out; at least two are left, because one alone would be a copy and not a sum."""
    gone = parts[0].value
    for length in range(2, len(parts) - 1):
        gone += parts[length - 1].value
        if case.closes_moving(-gone, -length):
            ends = sorted((parts[0], parts[length - 1]), key=case.parts.index)
            done = "se sumaron" if case.shape is Shape.SUM else "entraron en el promedio"
            yield Cause("omitida", f"no {done} las {length} filas de «{ends[0].label}» a «{ends[1].label}»")


def part_repeated(case: Case) -> Iterator[Cause]:
    """One part counted twice."""
    if case.shape is Shape.FIXED:
        return
    for place, part in enumerate(case.parts):
        if case.closes_counting({place: 2}):
            yield Cause("repetida", f"{part.named} {DONE[case.shape]} dos veces")


def sign_changed(case: Case) -> Iterator[Cause]:
    """One part was added where it had to be subtracted, or the other way round."""
    if case.shape not in ADDITIVE:
        return
    found = [part for place, part in enumerate(case.parts) if case.closes_counting({place: -1})]
    # Several that would do it are equal amounts, and say nothing of a sign.
    if len(found) == 1:
        yield Cause("signo", f"{found[0].named} entró con el signo cambiado")


def neighbour_added(case: Case) -> Iterator[Cause]:
    """The cell of a neighbouring column was added too."""
    if case.shape not in ADDITIVE:
        return
    for other in case.neighbours:
        if not _is_part(case, other) and case.closes(case.expected + other.value):
            yield Cause("vecina", f"se sumó también {other.named}")


def _is_part(case: Case, other: Term) -> bool:
    return other.cell is not None and any(part.cell == other.cell for part in case.parts)
