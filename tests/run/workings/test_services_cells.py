"""Services of a few rows, worked out by hand and compared with what the written pandas cells find."""

from __future__ import annotations

from functools import cache

import pytest
from executed_cells import repeated, request_of

from helpers.run.workings.services_cells import services_cells

ROWS = """
servicio | pais | departamento | oficina | mes | fecha | periodo | tipo_tramite | cantidad | programado | recaudacion | moneda
ced | | LP | O1 | ene | | | nuevo | 10 | 20 | 100.50 | Bs
ced | | LP | O1 | feb | | | nuevo | | 20 | |
ced | | LP | O2 | | 2024-03-05 | | viejo | 5 | 4 | 7 | USD
ced | BR | | O3 | | | 2024-S1 | | 100 | | 1 |
ced | | LP | O2 | abr | | | viejo | 2 | 1 | |
lic | | | | ene | | | | 9 | 6 | |
par | | | O1 | ene | | | | 6 | 5 | |
par | | | O2 | ene | | | | | 4 | |
"""
INDICATORS = {
    "servicio_prestado": (
        "produccion", "produccion_programada", "produccion_sin_mes", "produccion_cumplimiento",
        "produccion_cumplimiento_con_tope", "produccion_programada_con_dato", "produccion_cumplimiento_con_dato",
        "recaudacion_bob", "recaudacion_usd",
    ),
    "oficina": ("produccion",),
    "departamento": ("produccion", "produccion_programada_con_dato"),
    "pais": ("produccion",),
    "tipo_tramite": ("produccion",),
}  # fmt: skip


@cache
def services(rows: str) -> dict[str, str]:
    windows = ("2024-ene", "2024-T1", "2024-S1")
    ids = [
        f"{name}/{window}/{level}/ced"
        for level, names in INDICATORS.items() for name in names for window in windows
    ]  # fmt: skip
    request = request_of({}, {}, ids, {"produccion": rows})
    return {"/".join(place): str(value) for place, value in repeated(services_cells(request), request).items()}


@pytest.mark.parametrize(
    ("figure", "amount"),
    [
        ("produccion/2024-ene/servicio_prestado/ced", "10"),
        ("produccion/2024-T1/servicio_prestado/ced", "15"),  # the semester's amount is not the quarter's
        ("produccion/2024-S1/servicio_prestado/ced", "117"),
        ("produccion_sin_mes/2024-S1/servicio_prestado/ced", "100"),
        ("produccion_programada/2024-T1/servicio_prestado/ced", "44"),
        ("produccion_cumplimiento/2024-ene/servicio_prestado/ced", "50"),
        ("produccion_programada_con_dato/2024-T1/servicio_prestado/ced", "24"),
        ("produccion_programada_con_dato/2024-T1/departamento/ced/LP", "24"),
        ("produccion_cumplimiento_con_dato/2024-T1/servicio_prestado/ced", "125/2"),  # 15 of 24
        ("produccion_programada_con_dato/2024-T1/servicio_prestado/par", "5"),  # of the 9 programmed
        ("produccion_cumplimiento_con_tope/2024-ene/servicio_prestado/lic", "100"),  # 9 of 6
        ("recaudacion_bob/2024-S1/servicio_prestado/ced", "203/2"),
        ("recaudacion_usd/2024-S1/servicio_prestado/ced", "7"),
        ("produccion/2024-S1/oficina/ced/LP/O2", "7"),
        ("produccion/2024-S1/oficina/ced/BR/O3", "100"),
        ("produccion/2024-S1/pais/ced/BR", "100"),
        ("produccion/2024-S1/tipo_tramite/ced/nuevo", "10"),
        ("produccion/2024-S1/tipo_tramite/ced/LP/viejo", "7"),
    ],
)
def test_figures_of_services_are_those_worked_out_by_hand(figure, amount):
    assert services(ROWS)[figure] == amount


@pytest.mark.parametrize(
    "row",
    [
        "ced | | LP | O1 | ene | 2024-02-05 | | | 1 | | |",
        "ced | | | | | 2023-02-05 | | | 1 | | |",
        "ced | | | | abr | | 2024-T1 | | 1 | | |",
        "ced | LP | | O1 | ene | | | | 1 | | |",
    ],
)
def test_contradictory_rows_give_no_figures(row):
    assert services(f"{ROWS.strip()}\n{row}\n") == {}


def test_a_table_without_months_and_dates_gives_no_figures_below_the_year():
    found = services("servicio | cantidad\nced | 4\n")
    assert found == {}


def test_an_amount_without_month_and_date_belongs_to_the_year():
    request = request_of({}, {}, ["produccion/2024-anual/servicio_prestado/ced"], {"produccion": "servicio | cantidad\nced | 4\n"})
    assert repeated(services_cells(request), request) == {("produccion", "2024-anual", "servicio_prestado", "ced"): 4}


def test_a_currency_is_named_as_the_data_write_it():
    rows = 'servicio | mes | recaudacion | moneda\nced | ene | 7 | US"D\nced | ene | 1 | usd\n'
    place = ('recaudacion_us"d', "2024-ene", "servicio_prestado", "ced")
    request = request_of({}, {}, ["/".join(place)], {"produccion": rows})
    assert repeated(services_cells(request), request) == {place: 7}
