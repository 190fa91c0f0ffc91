"""The services of the synthetic ministry: what each consular office provided each month, programmed and collected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from helpers.base.periods import MONTHS
from helpers.demo.demo_records import Unit
from helpers.demo.random_streams import Chance

AT_HOME, HOME = "DGAL", "La Paz"
"""The unit that legalises documents in the country, and its city."""
CONSULAR = ("CONSULADO", "CONSULADO-GENERAL", "VICECONSULADO")
SEASON = (85, 80, 95, 100, 100, 110, 125, 105, 95, 95, 100, 120)
"""Workload of each month in per cent of a usual one; higher in holidays."""
SIZES = (40, 60, 80, 100, 140, 220)
"""Workload of an office in per cent of a usual one."""
SPREAD = 18
"""Largest deviation of an amount from its programme, in per cent."""
CURRENCIES = ("USD", "EUR", "USD", "USD")
"""Currencies that offices collect, in rotation."""


@dataclass(frozen=True)
class Service:
    """A service and its breakdown.

    Attributes
    ----------
    name : str
    column : str
        Column of `produccion` that breaks it down: `tipo_tramite`, `grupo_etario`, or empty.
    kinds : tuple of (str, int)
        Each kind with its approximate number per month and office.
    price : int
        Amount collected for each, in whole units of the currency; 0 if free.
    is_programmed : bool
        False if it depends on what happens to people.
    """

    name: str
    column: str
    kinds: tuple[tuple[str, int], ...]
    price: int = 0
    is_programmed: bool = True


LEGALISATION = Service("legalizaciones", "", (("", 90),), 20)
SERVICES = (
    Service("pasaportes", "tipo_tramite", (("nuevo", 45), ("renovación", 30), ("reposición", 6)), 60),
    LEGALISATION,
    Service(
        "asistencia a connacionales", "grupo_etario", (("menores de 18", 5), ("de 18 a 59", 17), ("de 60 o más", 4)),
        is_programmed=False,
    ),
)  # fmt: skip

RowOf = dict[str, str]


def service_rows(units: Iterable[Unit], chance: Chance) -> list[RowOf]:
    """Return the rows of `produccion`, by office, kind of service and month.

    Only consular offices provide services, and one unit at home legalises documents; other units have no rows.
    """
    rows: list[RowOf] = []
    consular = 0
    for unit in units:
        if unit.parent in CONSULAR:
            place = {"oficina": unit.code, "departamento": "", "pais": unit.country}
            rows += _office(unit, SERVICES, place, CURRENCIES[consular % len(CURRENCIES)], chance)
            consular += 1
        elif unit.code == AT_HOME:
            place = {"oficina": unit.code, "departamento": HOME, "pais": ""}
            rows += _office(unit, (LEGALISATION,), place, "BOB", chance)
    return rows


def _office(unit: Unit, services: Sequence[Service], place: RowOf, currency: str, chance: Chance) -> Iterator[RowOf]:
    """Yield an office's rows: each kind of service, month by month; its size is random."""
    size = chance.of("office", unit.code).choice(SIZES)
    for service in services:
        for kind, usual in service.kinds:
            dice = chance.of("service", unit.code, service.name, kind)
            for month, busy in zip(MONTHS, SEASON, strict=True):
                expected = max(1, usual * size * busy // 10_000)
                said = {"tipo_tramite": "", "grupo_etario": ""} | ({service.column: kind} if service.column else {})
                amounts = _amounts(service, expected, _around(expected, dice), currency)
                yield {"servicio": service.name, **place, "mes": month, **said, **amounts}


def _around(expected: int, dice: Random) -> int:
    """Return a random number near an expected one, never negative."""
    return max(0, expected * (100 + dice.randint(-SPREAD, SPREAD)) // 100 + dice.randint(-1, 1))


def _amounts(service: Service, expected: int, done: int, currency: str) -> RowOf:
    """Return a row's amounts; the programme is blank if the service has none, money and currency if it is free."""
    return {
        "programado": str(expected) if service.is_programmed else "",
        "cantidad": str(done),
        "recaudacion": f"{done * service.price}.00" if service.price else "",
        "moneda": currency if service.price else "",
    }
