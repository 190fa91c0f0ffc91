"""A small Book of the ministry, built by hand, and the factory that builds others like it."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from helpers.base.exact import exact
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure, Grade, Operation, split_id
from helpers.figures.records import Node, SourceCell

CELL = SourceCell("data/mre/2024/avances.csv", "", "E7")
HIGH = Grade("En proceso de ejecución", "Alto", "Satisfactorio", "verde", "●")
LOW = Grade("Atrasado", "Bajo", "Regular", "naranja", "◆")
OPTIMAL = Grade("", "Óptimo", "", "verde", "●")

NODES = (
    ("entidad", "MRE", "Ministerio <b>de</b> Relaciones", None),
    ("servicio", "CENTRAL", "Servicio Central", ("entidad", "MRE")),
    ("area", "VRE", "Viceministerio de Relaciones Exteriores", ("servicio", "CENTRAL")),
    ("unidad", "DGCEP", "Dirección General de Ceremonial", ("area", "VRE")),
    ("unidad", "DGRB", "Relaciones & Tratados", ("area", "VRE")),
    ("area", "VCEI", "Viceministerio de Comercio Exterior", ("servicio", "CENTRAL")),
    ("unidad", "DGIF", "Dirección General de Integración", ("area", "VCEI")),
    ("servicio", "EXTERIOR", "Servicio Exterior", ("entidad", "MRE")),
    ("area", "EXTERIOR", "Serv. Exterior", ("servicio", "EXTERIOR")),
    ("tipo", "EMBAJADAS", "Embajadas", ("area", "EXTERIOR")),
    ("puesto", "EMB-01", "Embajada en Caracas", ("tipo", "EMBAJADAS")),
    ("puesto", "EMB-02", "Embajada en Lima", ("tipo", "EMBAJADAS")),
)

FIGURES = (
    ("avance_fisico/2024-T2/entidad/MRE", "80.96", "%", HIGH),
    ("avance_fisico/2024-T2/area/VRE", "92.75", "%", HIGH),
    ("avance_fisico/2024-T2/area/VCEI", "95.54", "%", HIGH),
    ("avance_fisico/2024-T2/unidad/DGCEP", "90.625", "%", HIGH),
    ("avance_fisico/2024-T2/unidad/DGRB", "94.19", "%", HIGH),
    ("avance_fisico/2024-T2/acp/1", "94.10", "%", HIGH),
    ("avance_fisico/2024-T2/acp/2", "45.01", "%", LOW),
    ("avance_fisico/2023-anual/area/VRE", "97.55", "%", None),
    ("avance_fisico/2022-anual/area/VRE", "33.33", "%", None),
    ("ejecucion_financiera/2024-T2/acp/1", "38.46", "%", None),
    ("ejecucion_financiera/2024-abr/area/VRE", "-1.72", "%", None),
    ("ejecucion_financiera/2024-may/area/VRE", "6.05", "%", None),
    ("ejecucion_financiera/2024-may/area/VCEI", "4.46", "%", None),
    ("ejecucion_financiera/2024-S1/area/VRE", "45.26", "%", OPTIMAL),
    ("ppto_vigente/2024-T2/acp/1", "710081.76", "Bs", None),
    ("ppto_vigente/2024-T2/acp/2", "877091.00", "Bs", None),
    ("brecha_ideal/2024-T2/acp/1", "-1.47", "puntos", None),
    ("rango_ideal/2024-T2/entidad/MRE", "25", "%", None),
    ("cantidad_tarea/2024-T2/entidad/MRE", "4426", "tareas", None),
)

LISTINGS = {
    "acciones": (
        {"acp": "1", "denominacion": "Implementar la Diplomacia de los Pueblos", "amp": "1"},
        {"acp": "2", "denominacion": "Posicionar a Bolivia <script>", "amp": ""},
    ),
}
METHOD = {"indicadores": {"avance_fisico": {"nombre": "Avance físico"}}}


def make_figure(id: str, value: str, unit: str = "%", grade: Grade | None = None, name: str = "") -> Figure:
    indicator, period, level, code = split_id(id)
    return Figure(
        indicator=indicator,
        period=Period.parse(period),
        level=level,
        code=code,
        name=name or code,
        unit=unit,
        operation=Operation.INPUT,
        value=Fraction(exact(value)),
        decimals=0 if unit == "tareas" else 2,
        rule="Leído de la tabla «avances».",
        sources=(CELL,),
        grade=grade,
    )


def make_book(figures=FIGURES, nodes=NODES, listings=LISTINGS, method=METHOD) -> Book:
    built = [make_figure(*item) for item in figures]
    return Book(
        institution="mre",
        period=Period.parse("2024-T2"),
        figures={figure.id: figure for figure in built},
        nodes=tuple(
            Node(level, code, name, parent, code if level == "unidad" else "", "", "", order, CELL)
            for order, (level, code, name, parent) in enumerate(nodes, start=1)
        ),
        listings=listings,
        method=method,
    )


@pytest.fixture(scope="session")
def book() -> Book:
    return make_book()


@pytest.fixture(scope="session")
def book_of() -> Callable[..., Book]:
    """The factory `make_book`, for a Book with other figures, nodes, listings or method."""
    return make_book
