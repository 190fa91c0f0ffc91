"""A made-up institution with reported percentages, the figures that an earlier document printed, and wrong ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from random import Random

from helpers.base.exact import round_half_up, truncate


@dataclass(frozen=True)
class Published:
    """Percentages that units report, and the figures that an earlier document printed from them.

    Attributes
    ----------
    areas : mapping of str to sequence of str
        The units of each area.
    reported : mapping of str to Decimal
        Progress of each unit in the second quarter.
    printed : mapping of str to Decimal
        Printed value of each computed figure, by id.
    """

    areas: Mapping[str, tuple[str, ...]]
    reported: Mapping[str, Decimal]
    printed: Mapping[str, Decimal]

    @property
    def tables(self) -> dict[str, str]:
        """The tables of the contract, as text."""
        structure = ["nivel | codigo | padre | acp", "entidad | E | |", "servicio | CENTRAL | E |"]
        for area, units in self.areas.items():
            structure += [f"area | {area} | CENTRAL |", *(f"unidad | {unit} | {area} | 1" for unit in units)]
        progress = [f"unidad | {unit} | avance_fisico | 2024-T2 | {value}" for unit, value in self.reported.items()]
        rows = [f"{figure} | cuadro {place} | {value}" for place, (figure, value) in enumerate(self.printed.items(), 1)]
        return {
            "estructura": "\n".join(structure),
            "acciones": "acp | denominacion\n1 | Una",
            "avances": "\n".join(("nivel | codigo | indicador | periodo | valor", *progress)),
            "publicado": "\n".join(("id | donde | valor", *rows)),
        }

    def parts_of(self, figure: str) -> tuple[Fraction, ...]:
        """The parts of a printed mean: the values of the units of an area, or the printed values of the areas."""
        indicator, _, level, code = figure.split("/")
        if level == "area":
            whole = [Fraction(self.reported[unit]) for unit in self.areas[code]]
            return tuple(value / 4 if indicator.startswith("eficacia") else value for value in whole)
        return tuple(Fraction(self.printed[f"{indicator}/2024-T2/area/{area}"]) for area in self.areas)


    def carried_from(self, figure: str) -> Published:
        """The institution with its total computed from the printed areas; unchanged unless the figure is an area's."""
        indicator, _, level, _ = figure.split("/")
        whole = f"{indicator}/2024-T2/entidad/E"
        if level != "area":
            return self
        parts = self.parts_of(whole)
        return replace(self, printed={**self.printed, whole: round_half_up(sum(parts, Fraction(0)) / len(parts), 2)})


def published(random: Random) -> Published:
    """A consistent institution of units that report progress; its printed figures are still empty."""
    areas = {f"A{a}": tuple(f"U{a}{u}" for u in range(random.randint(2, 5))) for a in range(random.randint(2, 4))}
    reported = {unit: Decimal(random.randint(3000, 9999)).scaleb(-2) for units in areas.values() for unit in units}
    return Published(areas, reported, {})


def wrong_number(figure: str, kind: str, sound: Published, random: Random) -> Decimal:
    """Another number for a printed figure: one of the kinds of fault that a mean can have."""
    value, parts = sound.printed[figure], sound.parts_of(figure)
    others = [other for name, other in sound.printed.items() if name != figure and name.split("/")[0] == figure.split("/")[0]]
    match kind:
        case "one_digit":
            return value + random.randint(1, 8) * Decimal(10) ** random.randint(-2, 0)
        case "two_digits":
            text = str(value)
            return Decimal(text[1] + text[0] + text[2:]) if text[:2].isdigit() else value
        case "of_a_neighbour":
            return random.choice(others)
        case "missing_part":
            return round_half_up(sum(parts[1:], Fraction(0)) / (len(parts) - 1), 2)
        case "wrong_divisor":
            return round_half_up(sum(parts, Fraction(0)) / (len(parts) + 1), 2)
        case _:
            return truncate(sum(parts, Fraction(0)) / len(parts), 2)


SLIPS_OF_THE_PEN = ("one_digit", "two_digits", "of_a_neighbour")
"""Kinds of fault that nothing follows from: only the printed number is wrong."""
PRINTED_KINDS = (*SLIPS_OF_THE_PEN, "missing_part", "wrong_divisor", "truncation")
