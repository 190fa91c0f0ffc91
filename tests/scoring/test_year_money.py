"""The year's money by hand: income by rubro, the bridge of amendments, a budget in two systems, money of tasks."""

from __future__ import annotations

import pytest
from builders import METHOD, make_corrida, make_dataset, make_entidad

from helpers.figures.book import Book
from helpers.figures.replay import recompute_from_book, why_missing
from helpers.figures.situations import Situation
from helpers.scoring.score import score

STRUCTURE = """
    nivel   | codigo | padre
    entidad | E      |
    unidad  | U1     | E
    unidad  | U2     | E
"""
INCOME = """
    fecha_corte | rubro | denominacion | fuente | organismo | ppto_inicial | modificaciones | ppto_vigente | devengado | percibido
    2024-06-30  | 15.1  | Tasas        | 20     | 230       | 1000.00      | -100.00        | 900.00       | 450.00    | 450.00
    2024-06-30  | 15.9  | Multas       | 20     | 230       | 100.00       | 0.00           | 100.00       | 50.00     | 40.00
    2024-06-30  | 15.1  | Tasas        | 41     | 111       | 0.00         | 0.00           | 0.00         | 7.00      | 7.00
"""
SPENDING = """
    fecha_corte | reporte   | sistema | cat_prog | fuente | ppto_inicial | modificaciones | ppto_vigente | certificado | devengado
    2024-06-30  | categoria | SIGEP   | 100      |        | 1000.00      | -149.99        | 850.01       |             | 400.00
    2024-06-30  | fuente    | SIGEP   |          | 20     | 600.00       | -200.00        | 400.00       |             | 100.00
    2024-06-30  | fuente    | SIGEP   |          | 41     | 400.00       | 50.01          | 450.01       |             | 300.00
    2024-06-30  | sistema   | SIGEP   | 100      |        |              |                | 850.01       |             | 400.00
    2024-06-30  | sistema   | SIPPEC  | 100      |        |              |                | 850.01       | 520.00      | 370.00
"""
AMENDMENTS = """
    fecha      | norma  | descripcion | fuente | importe
    2024-02-01 | RA 1   | Reducción   | 20     | -200.00
    2024-03-01 | RA 2   | Adicional   | 41     | 50.00
    2024-03-02 | RA 3   | Traspaso    | 20     | -10.00
    2024-03-02 | RA 3   | Traspaso    | 20     | 10.00
    2024-09-01 | RA 9   | Más tarde   | 41     | 999.00
"""
TASKS = """
    version | tarea | descripcion | operacion | unidad | anual | acumulable | ppto
    v1      | t1    | Uno         | 1         | U1     | 1     | si         | 300.00
    v1      | t2    | Dos         | 1         | U1     | 1     | si         | 0.00
    v1      | t3    | Tres        | 2         | U2     | 1     | si         | 50.00
"""
DONE = """
    tarea | anual | devengado
    t1    | 1     | 75.00
    t2    | 1     | 5.00
    t3    | 1     |
"""


@pytest.fixture(scope="module")
def book() -> Book:
    tables = {"estructura": STRUCTURE, "recursos": INCOME, "gastos": SPENDING, "modificaciones": AMENDMENTS}
    book, _ = score(make_dataset(**tables), METHOD, make_corrida("2024-T2"), make_entidad())
    return book


def published(book: Book, figure: str) -> str:
    return book[figure].published


def test_rubros_add_up_to_their_source_and_sources_to_the_institution(book):
    """Source 20 accrued 450 + 50 = 500 of 1.000; with the 7 of source 41, 507 of 1.000."""
    assert published(book, "recurso_devengado/2024-S1/fuente/20") == "500.00"
    assert published(book, "ejecucion_recursos/2024-S1/fuente/20") == "50.00"
    assert published(book, "recurso_devengado/2024-S1/entidad/E") == "507.00"
    assert published(book, "ejecucion_recursos/2024-S1/entidad/E") == "50.70"
    assert published(book, "recurso_percibido/2024-S1/entidad/E") == "497.00"


def test_lines_whose_code_would_be_the_same_all_count():
    """15.1 of source 20 without funder, and of funder 20 without source: 5 + 3 = 8 accrued."""
    income = """
        fecha_corte | rubro | fuente | organismo | ppto_vigente | devengado
        2024-06-30  | 15.1  | 20     |           | 10           | 5
        2024-06-30  | 15.1  |        | 20        | 10           | 3
    """
    book, _ = score(make_dataset(estructura=STRUCTURE, recursos=income), METHOD, make_corrida("2024-T2"), make_entidad())
    assert published(book, "recurso_devengado/2024-S1/entidad/E") == "8.00"
    assert published(book, "recurso_devengado/2024-S1/rubro/15.1/20") == "5.00"
    assert published(book, "recurso_devengado/2024-S1/rubro/15.1/20#2") == "3.00"


def test_a_rubro_of_two_sources_is_two_lines_and_one_without_budget_has_no_percentage(book):
    assert published(book, "recurso_devengado/2024-S1/rubro/15.1/20-230") == "450.00"
    assert published(book, "recurso_devengado/2024-S1/rubro/15.1/41-111") == "7.00"
    assert published(book, "ejecucion_recursos/2024-S1/rubro/15.9") == "50.00"
    assert book.get("ejecucion_recursos", "2024-S1", "rubro", "15.1/41-111") is None
    assert why_missing(book, "ejecucion_recursos", "2024-S1", "rubro", "15.1/41-111") is Situation.UNDEFINED


def test_income_has_no_quarter_of_its_own(book):
    assert not [figure for figure in book if figure.indicator.startswith("recurso_") and str(figure.period) == "2024-T2"]


def test_amendments_up_to_the_cutoff_and_their_unexplained_rest_are_figures(book):
    """1.000 − 200 + 50 + 0 = 850, and 850,01 is in force: one cent is unexplained. September's amendment is later."""
    steps = {figure.code: figure.published for figure in book.select("importe_modificacion", "2024-S1", "norma")}
    assert steps == {"RA 1": "-200.00", "RA 2": "50.00", "RA 3": "0.00"}
    assert published(book, "modificaciones_listadas/2024-S1/entidad/E") == "-150.00"
    assert published(book, "modificaciones_sin_explicar/2024-S1/entidad/E") == "0.01"
    assert published(book, "modificaciones_sin_explicar/2024-S1/fuente/20") == "0.00"
    assert published(book, "modificaciones_sin_explicar/2024-S1/fuente/41") == "0.01"


def test_a_source_without_amendments_has_zero_and_the_sources_add_up():
    """The amendments name sources 20 and 41: source 10 has listed amendments of zero, not missing data."""
    third = SPENDING + "    2024-06-30  | fuente    | SIGEP   |          | 10     | 300.00       | 0.00           | 300.00       |             | 90.00\n"
    tables = {"estructura": STRUCTURE, "gastos": third, "modificaciones": AMENDMENTS}
    found, _ = score(make_dataset(**tables), METHOD, make_corrida("2024-T2"), make_entidad())
    listed = {one.code: one.published for one in found.select("modificaciones_listadas", "2024-S1", "fuente")}
    assert listed == {"20": "-200.00", "41": "50.00", "10": "0.00", "TOTAL": "-150.00"}
    rest = {one.code: one.published for one in found.select("modificaciones_sin_explicar", "2024-S1", "fuente")}
    assert rest == {"20": "0.00", "41": "0.01", "10": "0.00", "TOTAL": "0.01"}
    assert all(recompute_from_book(found, one) == one.value for one in found.select("modificaciones_listadas", "2024-S1", "fuente") if one.operands)


def test_a_norm_with_two_reasons_is_two_steps():
    amended = AMENDMENTS.replace("RA 2  ", "RA 1  ")
    tables = {"estructura": STRUCTURE, "gastos": SPENDING, "modificaciones": amended}
    found, _ = score(make_dataset(**tables), METHOD, make_corrida("2024-T2"), make_entidad())
    codes = [figure.code for figure in found.select("importe_modificacion", "2024-S1", "norma")]
    assert codes == ["RA 1/Reducción", "RA 1/Adicional", "RA 3"]


def test_certified_amounts_not_accrued_explain_the_difference_of_two_systems(book):
    """SIGEP has 400 accrued, SIPPEC 370; SIPPEC has 520 − 370 = 150 certified and not accrued, which covers the 30."""
    assert published(book, "sistema_devengado_diferencia/2024-S1/sistema/SIPPEC") == "30.00"
    assert published(book, "sistema_ppto_vigente_diferencia/2024-S1/sistema/SIPPEC") == "0.00"
    assert published(book, "sistema_certificado_por_devengar/2024-S1/sistema/SIPPEC") == "150.00"
    assert published(book, "sistema_diferencia_explicada/2024-S1/sistema/SIPPEC") == "30.00"
    assert published(book, "sistema_diferencia_sin_explicar/2024-S1/sistema/SIPPEC") == "0.00"


@pytest.mark.parametrize(
    "certified, explained, rest",
    [("390.00", "20.00", "10.00"), ("370.00", "0.00", "30.00"), ("360.00", "0.00", "30.00")],
    ids=["only part of it is certified", "nothing is", "less is certified than accrued"],
)
def test_a_difference_beyond_what_is_certified_stays_unexplained(certified, explained, rest):
    spending = SPENDING.replace("520.00     ", f"{certified}     ")
    found, _ = score(
        make_dataset(estructura=STRUCTURE, gastos=spending), METHOD, make_corrida("2024-T2"), make_entidad()
    )
    assert published(found, "sistema_diferencia_explicada/2024-S1/sistema/SIPPEC") == explained
    assert published(found, "sistema_diferencia_sin_explicar/2024-S1/sistema/SIPPEC") == rest


def test_recomputing_a_figure_from_its_operands_gives_its_value(book):
    names = ("recurso_", "ejecucion_recursos", "importe_modificacion", "modificaciones_", "sistema_")
    found = [figure for figure in book if figure.indicator.startswith(names) and figure.operands]
    assert len(found) > 20
    assert all(recompute_from_book(book, figure) == figure.value for figure in found)


def test_a_unit_has_the_money_of_its_tasks_only_if_every_task_states_it():
    """U1: 75 + 5 = 80 of 300, 26,67 %. Its task t2 has a budget of 0, so no percentage. U2's task states no amount."""
    tables = {"estructura": STRUCTURE, "tareas": TASKS, "ejecucion": DONE}
    found, _ = score(make_dataset(**tables), METHOD, make_corrida("2024-anual"), make_entidad())
    assert published(found, "devengado_tarea/2024-anual/unidad/U1") == "80.00"
    assert published(found, "ejecucion_tarea/2024-anual/unidad/U1") == "26.67"
    assert published(found, "ejecucion_tarea/2024-anual/tarea/t1") == "25.00"
    assert found.get("ejecucion_tarea", "2024-anual", "tarea", "t2") is None
    whys = [why_missing(found, "ejecucion_tarea", "2024-anual", *place) for place in (("tarea", "t2"), ("unidad", "U2"))]
    assert whys == [Situation.UNDEFINED, Situation.NO_DATA]  # a budget of zero, and no budget told
    assert found.get("devengado_tarea", "2024-anual", "unidad", "U2") is None
