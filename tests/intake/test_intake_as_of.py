"""A report made again says what it said then: later cut-offs and later versions of the plan are left out."""

from datetime import date

from builders import make_dataset

from helpers.base.periods import Period
from helpers.intake.dataset import as_of

MARCH, JUNE = date(2024, 3, 31), date(2024, 6, 30)
T1, T2 = Period.parse("2024-T1"), Period.parse("2024-T2")
TABLES = {
    "gastos": """
        fecha_corte | reporte   | cat_prog | devengado
        2024-03-31  | categoria | 1        | 10.00
        2024-06-30  | categoria | 1        | 30.00
    """,
    "versiones": """
        version | fecha
        v1      | 2024-01-02
        v2      | 2024-06-10
    """,
    "tareas": """
        version | tarea | descripcion | operacion | unidad | acp | ene
        v1      | T1    | Informe     | O1        | U      | 1   | 1
        v2      | T1    | Informe     | O1        | U      | 1   | 2
    """,
    "avances": """
        nivel  | codigo | indicador     | periodo  | valor
        unidad | U      | avance_fisico | 2024-T1  | 80.00
        unidad | U      | avance_fisico | 2024-abr | 90.00
    """,
    "historico": """
        gestion | periodo    | nivel   | codigo | indicador     | valor
        2023    | 2023-anual | entidad | E      | avance_fisico | 90.00
        2024    | 2024-T1    | entidad | E      | avance_fisico | 80.00
        2024    | 2024-T2    | entidad | E      | avance_fisico | 85.00
        2024    | 2024-S1    | entidad | E      | avance_fisico | 82.00
    """,
    "recuento": """
        periodo | elemento | cantidad
        2024-T1 | tarea    | 10
        2024-T2 | tarea    | 12
    """,
    "recomendaciones": """
        id | periodo | fecha | texto
        A  | 2024-T1 |       | Ordenar
        B  | 2024-T2 |       | Conciliar
    """,
}


def test_data_later_than_march_are_left_out():
    dataset = as_of(make_dataset(**TABLES), MARCH, T1)
    assert [row.text("devengado") for row in dataset.rows("gastos")] == ["10.00"]
    assert [row.text("version") for row in dataset.rows("tareas")] == ["v1"]
    assert [row.text("version") for row in dataset.rows("versiones")] == ["v1"]
    assert [row.text("valor") for row in dataset.rows("avances")] == ["80.00"]
    assert [str(row.period("periodo")) for row in dataset.rows("historico")] == ["2023-anual", "2024-T1"]
    assert [row.text("cantidad") for row in dataset.rows("recuento")] == ["10"]
    assert [row.text("id") for row in dataset.rows("recomendaciones")] == ["A"]


def test_at_the_last_cutoff_nothing_is_left_out():
    given = make_dataset(**TABLES)
    assert as_of(given, JUNE, T2).tables == given.tables


def test_a_plan_approved_after_the_cutoff_is_kept_if_there_is_no_earlier_one():
    dataset = as_of(make_dataset(**TABLES), date(2024, 1, 1), T1)
    assert {row.text("version") for row in dataset.rows("tareas")} == {"v1", "v2"}
