"""A made-up institution with consistent printed tables, and kinds of fault that spoil one of their cells.

Every derived number follows from its printed parts. So only the spoiled cell is wrong, and the cells that are computed
from it afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from random import Random

from cuadros_by_hand import make_cuadro

from helpers.base.exact import round_half_up, truncate
from helpers.settings.cuadros.cuadro_table import Cuadro

Key = tuple[str, str, str]
"""Table, row and column of a printed number."""
MONTHS = ("ene", "feb", "mar")
ADDED = ("vigente", *MONTHS, "ejecutado", "atendidos_2020")
COLUMNS = ("vigente", *MONTHS, "ejecutado", "ejecucion%", "avance%", "eficacia%", "atendidos_2020")
SHORT = ("vigente", "ejecutado", "ejecucion%")
HEADING = 2020
DETAIL_RULES = """
- {regla: suma, columnas: [vigente, ene, feb, mar, ejecutado, atendidos_2020], total: {nivel: area}, partes: {nivel: unidad}, por: [area]}
- {regla: suma, columnas: [vigente, ene, feb, mar, ejecutado, atendidos_2020], total: {nivel: total}, partes: {nivel: area}}
- {regla: media, columnas: [avance], total: {nivel: area}, partes: {nivel: unidad}, por: [area]}
- {regla: media, columnas: [avance], total: {nivel: total}, partes: {nivel: area}}
- {regla: formula, columna: ejecutado, formula: ene + feb + mar}
- {regla: formula, columna: ejecucion, formula: ejecutado / vigente * 100}
- {regla: formula, columna: eficacia, formula: avance / 4}
"""
SUMMARY_RULES = """
- {regla: suma, columnas: [vigente, ejecutado]}
- {regla: formula, columna: ejecucion, formula: ejecutado / vigente * 100}
- {regla: igual, columna: vigente, a: {cuadro: detalle, columna: vigente, por: {clave: clave}}}
- {regla: igual, columna: ejecutado, a: {cuadro: detalle, columna: ejecutado, por: {clave: clave}}}
"""


@dataclass(frozen=True)
class Derived:
    """How a printed number follows from others: `suma`, `media`, `razon` (of two, in per cent), `cuarto` or `copia`."""

    kind: str
    parts: tuple[Key, ...]
    decimals: int

    def exactly(self, values: Mapping[Key, Decimal]) -> Fraction:
        parts = [Fraction(values[part]) for part in self.parts]
        match self.kind:
            case "suma":
                return sum(parts, Fraction(0))
            case "media":
                return sum(parts, Fraction(0)) / len(parts)
            case "razon":
                return parts[0] / parts[1] * 100
            case "cuarto":
                return parts[0] / 4
            case _:
                return parts[0]

    def printed(self, values: Mapping[Key, Decimal]) -> Decimal:
        return round_half_up(self.exactly(values), self.decimals)


@dataclass(frozen=True)
class Institution:
    """The printed numbers of two tables, and how those that are derived follow from the others, parts first."""

    values: Mapping[Key, Decimal]
    derived: Mapping[Key, Derived]
    areas: Mapping[str, tuple[str, ...]]

    def with_cell(self, key: Key, value: Decimal, *, carried: bool) -> Institution:
        """The institution with another number in a cell; if `carried`, what follows from it is computed again."""
        values, changed = {**self.values, key: value}, {key}
        for cell, rule in self.derived.items():
            if carried and cell != key and changed & set(rule.parts):
                values[cell] = rule.printed(values)
                changed.add(cell)
        return Institution(values, self.derived, self.areas)

    @property
    def broken(self) -> set[Key]:
        """The derived cells that are not what their parts give."""
        return {key for key, rule in self.derived.items() if rule.printed(self.values) != self.values[key]}

    @property
    def rows(self) -> Mapping[str, tuple[tuple[str, ...], ...]]:
        """The texts of each table's rows: key, level and area."""
        detail = [(unit, "unidad", area) for area, units in self.areas.items() for unit in units]
        detail += [(area, "area", area) for area in self.areas]
        return {
            "detalle": (*detail, ("TOTAL", "total", "todas")),
            "resumen": tuple((name, "total" if name == "TOTAL" else "area") for name in (*self.areas, "TOTAL")),
        }

    def place(self, key: Key) -> str:
        """The cell's address as findings write it."""
        table, row, column = key
        names = [texts[0] for texts in self.rows[table]]
        texts, columns = (3, COLUMNS) if table == "detalle" else (2, SHORT)
        letter = "ABCDEFGHIJKLMNOP"[texts + columns.index(column)]
        return f"data/x/2024/cuadros/{table}.csv#{letter}{names.index(row) + 2}"

    def cuadros(self) -> tuple[Cuadro, ...]:
        """The tables as their YAML declares them."""
        return (
            make_cuadro(self._text("detalle", "CLAVE | NIVEL | AREA", COLUMNS), DETAIL_RULES, name="detalle",
                        totales={"nivel": ["area", "total"]}),
            make_cuadro(self._text("resumen", "CLAVE | NIVEL", SHORT), SUMMARY_RULES, name="resumen", totales={"nivel": "total"}),
        )  # fmt: skip

    def _text(self, table: str, texts: str, columns: tuple[str, ...]) -> str:
        lines = [" | ".join((texts, *columns))]
        for row in self.rows[table]:
            lines.append(" | ".join((*row, *(str(self.values[table, row[0], column]) for column in columns))))
        return "\n".join(lines)


def made(random: Random) -> Institution:
    """A consistent institution with two to four areas of two to five units."""
    areas = {f"A{a}": tuple(f"U{a}{u}" for u in range(random.randint(2, 5))) for a in range(random.randint(2, 4))}
    values: dict[Key, Decimal] = {}
    derived: dict[Key, Derived] = {}
    for unit in (unit for units in areas.values() for unit in units):
        _reported(values, unit, random)
        _across(derived, unit)
    for area, units in areas.items():
        _down(derived, area, units)
    _down(derived, "TOTAL", tuple(areas))
    for name in (*areas, "TOTAL"):
        for column in ("vigente", "ejecutado"):
            derived["resumen", name, column] = Derived("copia", (("detalle", name, column),), 2)
        derived["resumen", name, "ejecucion%"] = _ratio("resumen", name)
    for key, rule in derived.items():
        values[key] = rule.printed(values)
    return Institution(values, derived, areas)


def _reported(values: dict[Key, Decimal], unit: str, random: Random) -> None:
    values["detalle", unit, "vigente"] = Decimal(random.randint(2 * 10**7, 9 * 10**8)).scaleb(-2)
    for month in MONTHS:
        values["detalle", unit, month] = Decimal(random.randint(10**5, 5 * 10**6)).scaleb(-2)
    values["detalle", unit, "avance%"] = Decimal(random.randint(3000, 9999)).scaleb(-2)
    values["detalle", unit, "atendidos_2020"] = Decimal(random.randint(100, 99_999))


def _across(derived: dict[Key, Derived], row: str) -> None:
    derived["detalle", row, "ejecutado"] = Derived("suma", tuple(("detalle", row, month) for month in MONTHS), 2)
    derived["detalle", row, "ejecucion%"] = _ratio("detalle", row)
    derived["detalle", row, "eficacia%"] = Derived("cuarto", (("detalle", row, "avance%"),), 2)


def _down(derived: dict[Key, Derived], total: str, parts: tuple[str, ...]) -> None:
    for column in ADDED:
        decimals = 0 if column == "atendidos_2020" else 2
        derived["detalle", total, column] = Derived("suma", tuple(("detalle", part, column) for part in parts), decimals)
    derived["detalle", total, "avance%"] = Derived("media", tuple(("detalle", part, "avance%") for part in parts), 2)
    derived["detalle", total, "ejecucion%"] = _ratio("detalle", total)
    derived["detalle", total, "eficacia%"] = Derived("cuarto", (("detalle", total, "avance%"),), 2)


def _ratio(table: str, row: str) -> Derived:
    return Derived("razon", ((table, row, "ejecutado"), (table, row, "vigente")), 2)


@dataclass(frozen=True)
class Planted:
    """A cell and the wrong number that it prints; with `carried`, cells that follow from it are computed with it."""

    key: Key
    value: Decimal
    carried: bool


def one_digit(sound: Institution, random: Random) -> Planted:
    """One digit of a number is replaced by another."""
    key = random.choice(list(sound.values))
    digits = list(str(sound.values[key]))
    place = random.choice([place for place, letter in enumerate(digits) if letter.isdigit()])
    digits[place] = random.choice([digit for digit in "123456789" if digit != digits[place]])
    return Planted(key, Decimal("".join(digits)), carried=False)


def two_digits(sound: Institution, random: Random) -> Planted:
    """Two neighbouring digits are swapped."""
    key = random.choice(list(sound.values))
    text = str(sound.values[key])
    places = [place for place in range(len(text) - 1) if text[place : place + 2].isdigit() and text[place] != text[place + 1]]
    place = random.choice(places or [0])
    return Planted(key, Decimal(text[:place] + text[place + 1] + text[place] + text[place + 2 :]) if places else sound.values[key], carried=False)


def of_a_neighbour(sound: Institution, random: Random) -> Planted:
    """A cell repeats the number of the cell above."""
    table, row, column = key = random.choice(list(sound.values))
    names = [texts[0] for texts in sound.rows[table]]
    return Planted(key, sound.values[table, names[names.index(row) - 1], column], carried=False)


def _total(sound: Institution, random: Random, *kinds: str) -> Key:
    return random.choice([key for key, rule in sound.derived.items() if rule.kind in kinds and key[1] not in _units(sound)])


def _units(sound: Institution) -> set[str]:
    return {unit for units in sound.areas.values() for unit in units}


def missing_part(sound: Institution, random: Random) -> Planted:
    """A total or a mean leaves out one part."""
    key = _total(sound, random, "suma", "media")
    rule = sound.derived[key]
    left = random.choice(rule.parts)
    kept = Derived(rule.kind, tuple(part for part in rule.parts if part != left), rule.decimals)
    return Planted(key, kept.printed(sound.values), carried=True)


def double_subtotal(sound: Institution, random: Random) -> Planted:
    """The grand total counts one of its areas twice, once as a subtotal."""
    key = ("detalle", "TOTAL", random.choice(ADDED))
    again = random.choice(sound.derived[key].parts)
    return Planted(key, sound.values[key] + sound.values[again], carried=True)


def stale_carry(sound: Institution, random: Random) -> Planted:
    """A copy keeps the number of an earlier version, and the cells that follow are computed from it."""
    key = ("resumen", random.choice(list(sound.areas)), random.choice(("vigente", "ejecutado")))
    return Planted(key, sound.values[key] - Decimal(random.randint(10**4, 10**6)).scaleb(-2), carried=True)


def wrong_divisor(sound: Institution, random: Random) -> Planted:
    """A mean is divided by one part too many, or a ratio by the budget of the grand total."""
    key = _total(sound, random, "media", "razon")
    rule = sound.derived[key]
    if rule.kind == "media":
        count = len(rule.parts)
        return Planted(key, round_half_up(rule.exactly(sound.values) * count / (count + 1), 2), carried=True)
    other = Derived("razon", (rule.parts[0], (key[0], "TOTAL", "vigente")), 2)
    return Planted(key, other.printed(sound.values), carried=True)


def heading_added(sound: Institution, random: Random) -> Planted:
    """The year of the heading is added to a total of its column."""
    key = ("detalle", random.choice((*sound.areas, "TOTAL")), "atendidos_2020")
    return Planted(key, sound.values[key] + HEADING, carried=True)


def truncation(sound: Institution, random: Random) -> Planted:
    """A percentage is cut where it should be rounded up."""
    key = _total(sound, random, "media", "razon")
    return Planted(key, truncate(sound.derived[key].exactly(sound.values), 2), carried=True)


FAULTS = (
    one_digit, two_digits, of_a_neighbour, missing_part, double_subtotal, stale_carry, wrong_divisor, heading_added, truncation,
)  # fmt: skip
