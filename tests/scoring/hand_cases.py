"""For every formula of every method's file, a figure that a planner can work out with pencil and paper.

One small institution, up to the second quarter of 2024: action 1 spends in category 10, action 3 in category 30. The
amounts differ from month to month and from quarter to quarter, so that no wrong formula gives the right number by chance.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from builders import make_corrida, make_dataset, make_entidad
from by_hand import ACTIONS, DEADLINES, STRUCTURE, method

from helpers.figures.book import Book
from helpers.intake.dataset import Dataset
from helpers.scoring.score import score
from helpers.settings.methods import Metodo


class Hand(NamedTuple):
    """A figure, what it prints, and how a planner comes to it."""

    method: str
    figure: str
    printed: str
    working: str


SPENT = """
    fecha_corte | reporte   | cat_prog | ppto_vigente | devengado
    2024-01-31  | categoria | 10       | 200.00       | 10.00
    2024-03-31  | categoria | 10       | 200.00       | 40.00
    2024-06-30  | categoria | 10       | 250.00       | 120.00
    2024-01-31  | categoria | 30       | 400.00       | 20.00
    2024-03-31  | categoria | 30       | 400.00       | 40.00
    2024-06-30  | categoria | 30       | 400.00       | 80.00
"""
PROGRAMMED = """
    cat_prog | ene | feb | mar | abr | may | jun
    10       | 20  | 30  | 50  | 20  | 30  | 50
    30       | 50  | 50  | 50  | 50  | 50  | 50
"""
LINKS = "cat_prog | acp | area | unidad\n 10 | 1 | A | U1\n 30 | 3 | A | U3\n"
REPORTED = """
    nivel  | codigo | indicador     | periodo  | valor
    unidad | U1     | avance_fisico | 2024-ene | 60
    unidad | U1     | avance_fisico | 2024-T1  | 72
    unidad | U1     | avance_fisico | 2024-T2  | 60
"""
OF_UNIT = """
    nivel  | codigo | indicador     | periodo | valor
    unidad | U1     | avance_fisico | 2024-T1 | 35
    unidad | U1     | avance_fisico | 2024-S1 | 70
"""
OF_ACTIONS = """
    nivel | codigo | indicador     | periodo | valor
    acp   | 1      | avance_fisico | 2024-T1 | 60
    acp   | 1      | avance_fisico | 2024-S1 | 80
    acp   | 3      | avance_fisico | 2024-T1 | 90
    acp   | 3      | avance_fisico | 2024-S1 | 90
"""
GOALS = """
    acp | periodo | programado | ejecutado
    1   | 2024-T1 | 8          | 6
    1   | 2024-T2 | 12         | 3
"""
MONEY = {"gastos": SPENT, "programacion_financiera": PROGRAMMED, "vinculacion": LINKS}
TABLES = {
    "acp-ponderada": MONEY | {"avances": OF_ACTIONS},
    "mre-2021": MONEY,
    "mre-2024": MONEY | {"avances": REPORTED, "metas": GOALS},
    "resultados": {},
    "segip-2020": MONEY | {"avances": OF_UNIT},
}
"""The tables that each method's institution hands in."""

SAME_MONEY = (
    ("ejecucion_programada/2024-ene/cat_prog/10", "50.00", "10 spent in January of the 20 programmed for it"),
    ("ejecucion_programada/2024-T2/cat_prog/10", "80.00", "120 − 40 = 80 spent in the quarter of 20 + 30 + 50 = 100 programmed"),
    ("ejecucion_programada/2024-S1/cat_prog/10", "60.00", "120 spent of 20 + 30 + 50 + 20 + 30 + 50 = 200 programmed"),
    ("ejecucion_financiera/2024-ene/cat_prog/10", "5.00", "10 of the 200 in force at the end of January"),
    ("ejecucion_financiera/2024-T2/cat_prog/10", "32.00", "120 − 40 = 80 of 250"),
    ("ejecucion_financiera/2024-S1/cat_prog/10", "48.00", "120 of 250"),
    ("saldo/2024-T1/cat_prog/10", "160.00", "200 − 40"),
    ("saldo/2024-S1/cat_prog/10", "130.00", "250 − 120"),
)
"""Money figures, which every method with money computes alike."""

OF_ONE_METHOD = (
    Hand("mre-2024", "eficacia_ponderada/2024-ene/unidad/U1", "5.00", "60 reported for January, a twelfth of the year"),
    Hand("mre-2024", "eficacia_ponderada/2024-T2/unidad/U1", "15.00", "60 reported for the quarter, a fourth of the year"),
    Hand("mre-2024", "rango_ideal/2024-T2/unidad/U1", "25.00", "one quarter of 25"),
    Hand("mre-2024", "rango_ideal/2024-S1/unidad/U1", "50.00", "two quarters of 25"),
    Hand("mre-2024", "avance_fisico/2024-S1/unidad/U1", "66.00", "72 / 4 + 60 / 4 = 33 of the ideal 50"),
    Hand("mre-2024", "brecha_ideal/2024-T2/unidad/U1", "-10.00", "15 − 25"),
    Hand("mre-2024", "brecha_ideal/2024-S1/unidad/U1", "-17.00", "33 − 50"),
    Hand("mre-2024", "brecha_fisico_financiera/2024-T2/unidad/U1", "-17.00", "15 of effectiveness − 32 of execution"),
    Hand("mre-2024", "brecha_fisico_financiera/2024-S1/unidad/U1", "-15.00", "33 of effectiveness − 48 of execution"),
    Hand("mre-2024", "eficiencia/2024-T1/acp/1", "90.00", "72 / 4 = 18 of effectiveness, 40 / 200 = 20 of execution: 18 / 20"),
    Hand("mre-2024", "eficiencia/2024-S1/acp/1", "68.75", "33 of effectiveness over 48 of execution"),
    Hand("mre-2024", "meta_cumplimiento/2024-T2/acp/1", "25.00", "3 goals of 12"),
    Hand("mre-2024", "meta_cumplimiento/2024-S1/acp/1", "45.00", "6 + 3 = 9 goals of 8 + 12 = 20"),
    Hand("segip-2020", "brecha_fisico_financiera/2024-T1/unidad/U1", "15.00", "35 of progress − 20 of execution"),
    Hand("segip-2020", "brecha_fisico_financiera/2024-S1/unidad/U1", "22.00", "70 of progress − 48 of execution"),
    Hand("acp-ponderada", "meta_fisica/2024-T2/acp/1", "100.00", "all that was programmed"),
    Hand("acp-ponderada", "meta_fisica/2024-S1/acp/1", "100.00", "all that was programmed"),
    Hand("acp-ponderada", "meta_financiera/2024-T2/acp/1", "25.00", "one quarter of 25"),
    Hand("acp-ponderada", "meta_financiera/2024-S1/acp/1", "50.00", "two quarters of 25"),
    Hand("acp-ponderada", "eficiencia_ponderada/2024-T1/acp/1", "70.00", "50 × 60 / 100 + 50 × 20 / 25 = 30 + 40"),
    Hand("acp-ponderada", "eficiencia_ponderada/2024-S1/acp/1", "88.00", "50 × 80 / 100 + 50 × 48 / 50 = 40 + 48"),
    Hand("acp-ponderada", "eficiencia_relativa/2024-T1/acp/1", "0.75", "(60 / 100) / (20 / 25) = 0.6 / 0.8"),
    Hand("acp-ponderada", "eficiencia_relativa/2024-S1/acp/1", "0.83", "(80 / 100) / (48 / 50) = 0.8 / 0.96 = 0.8333…"),
    Hand("acp-ponderada", "eficiencia_relativa/2024-S1/acp/3", "2.25", "(90 / 100) / (20 / 50) = 0.9 / 0.4"),
    Hand("acp-ponderada", "desempeno_global/2024-T1/acp/1", "60.00", "the lesser of 60 of progress and 70 of efficiency"),
    Hand("acp-ponderada", "desempeno_global/2024-S1/acp/1", "80.00", "the lesser of 80 of progress and 88 of efficiency"),
    Hand("acp-ponderada", "desempeno_global/2024-T1/acp/3", "65.00", "50 × 90 / 100 + 50 × 10 / 25 = 65, less than 90 of progress"),
    Hand("acp-ponderada", "desempeno_global/2024-S1/acp/3", "65.00", "50 × 90 / 100 + 50 × 20 / 50 = 65, less than 90 of progress"),
)
WITH_MONEY = ("acp-ponderada", "mre-2021", "mre-2024", "segip-2020")
HANDS = (*(Hand(name, *case) for name in WITH_MONEY for case in SAME_MONEY), *OF_ONE_METHOD)


@cache
def _dataset(name: str) -> Dataset:
    return make_dataset(estructura=STRUCTURE, acciones=ACTIONS, **TABLES[name])


def book_of(name: str, by: Metodo | None = None, **part: Any) -> Book:
    """The figures of a method's institution, or the `part` that `score` is asked for, by that method or a changed one."""
    by = by or method(name)
    return score(_dataset(name), by, make_corrida("2024-T2", metodo=by.id, plazos=DEADLINES), make_entidad(), **part)[0]
