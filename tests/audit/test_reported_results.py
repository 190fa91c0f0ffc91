"""Which rows are reported results, with their cells, evidence and budget."""

from __future__ import annotations

from fractions import Fraction

from builders import ABROAD, make_corrida, make_dataset, make_evidence

from helpers.audit.sampling.reported_results import reported_results
from helpers.audit.sampling.sample_draw import LeftOut, Population

STRUCTURE = """
    nivel    | codigo  | padre   | nombre
    entidad  | E       |         | Entidad
    servicio | CENTRAL | E       | Central
    area     | NORTE   | CENTRAL | Norte
    unidad   | U1      | NORTE   | Uno
    unidad   | U2      | NORTE   | Dos
"""
ACTIONS = """
    acp | denominacion
    1   | Servir
"""
TASKS = """
    version | tarea | unidad | operacion | acp | descripcion | unidad_medida | abr | may | jun | ppto
    v1      | T1    | U1     | O1        | 1   | Atender     | trámites      | 10  | 10  | 10  | 900.00
    v1      | T2    | U1     | O1        | 1   | Visitar     | visitas       | 1   |     | 1   |
"""
EXECUTED = """
    tarea | ene | abr | may | jun | medio_verificacion
    T1    | 3   | 8   | 0   | 12  | Informe 1
    T2    |     | 1   |     | 5   |
"""


def results_of(periodo: str = "2024-T2", **tables: str) -> Population:
    dataset = make_dataset(**{"estructura": STRUCTURE, "acciones": ACTIONS} | tables)
    evidence = make_evidence(dataset, make_corrida(periodo))
    return reported_results(evidence.book, evidence.dataset)


def test_each_month_of_a_task_is_a_result_with_its_cell_and_its_evidence():
    """January is outside of the quarter, and a zero states no result. T1's two amounts share its 900 Bs: 450 each."""
    whole = results_of(tareas=TASKS, ejecucion=EXECUTED)
    shown = [(item.id, str(item.value), item.cell.cell, item.evidence, item.money) for item in whole.items]
    assert shown == [
        ("tarea/T1/2024-abr", "8", "C2", "Informe 1", 450),
        ("tarea/T1/2024-jun", "12", "E2", "Informe 1", 450),
        ("tarea/T2/2024-abr", "1", "C3", "", None),
        ("tarea/T2/2024-jun", "5", "E3", "", None),
    ]
    assert whole.left_out == {LeftOut.NOTHING: 1}
    assert {(item.unit, item.stratum) for item in whole.items} == {("Uno", "Norte")}
    assert (whole.items[0].subject, whole.items[0].measure) == ("Atender", "trámites")


def test_amounts_of_tasks_that_the_plan_lacks_are_counted_as_left_out():
    """Three amounts of the demo's task CON-07.1.1.299 were in neither the population nor what the design left out."""
    whole = results_of(tareas=TASKS, ejecucion=EXECUTED.replace("T2    |     | 1   |     | 5   |", "T9 | | 1 | 0 | 5 |"))
    assert [item.id for item in whole.items] == ["tarea/T1/2024-abr", "tarea/T1/2024-jun"]
    assert whole.left_out == {LeftOut.NOTHING: 1, LeftOut.UNKNOWN: 2}


def test_a_task_that_a_reformulation_dropped_is_left_out_without_a_word_on_its_unit():
    """The earlier version says that U1 answers for it; «no se sabe qué unidad responde» was printed."""
    plan = TASKS + "    v0 | T9 | U1 | O1 | 1 | Cerrar | actas | 2 | | |\n"
    versions = "version | fecha\n v0 | 2024-01-02\n v1 | 2024-06-10"
    whole = results_of(tareas=plan, ejecucion=EXECUTED + "    T9 | | 2 | | |\n", versiones=versions)
    assert whole.left_out[LeftOut.UNKNOWN] == 1 and "unidad" not in LeftOut.UNKNOWN


def test_of_a_unit_with_tasks_only_the_tasks_are_results():
    whole = results_of(
        tareas=TASKS,
        ejecucion=EXECUTED,
        avances="""
            nivel  | codigo | indicador     | periodo | valor
            unidad | U1     | avance_fisico | 2024-T2 | 90.00
            unidad | U2     | avance_fisico | 2024-T2 | 47.05
            area   | NORTE  | avance_fisico | 2024-T2 | 60.00
        """,
        resultados="""
            id | periodo | unidad | texto       | estado  | tipo  | valor
            R1 | 2024-T2 | U1     | Se atendió  | logrado | logro |
            R2 | 2024-T2 | U2     | Se inauguró | logrado | logro | 2
        """,
    )
    assert [item.id for item in whole.items if "tarea" not in item.id] == ["avance/unidad/U2/2024-T2", "resultado/R2/2024-T2"]
    assert whole.left_out == {LeftOut.NOTHING: 1, LeftOut.BY_TASKS: 2, LeftOut.SUMMARY: 1}


def test_a_type_whose_posts_report_is_left_out_as_a_summary():
    whole = results_of(**ABROAD)
    assert [item.id for item in whole.items] == [
        "avance/unidad/U1/2024-T2", "avance/puesto/EMB-1/2024-T2", "avance/puesto/EMB-2/2024-T2",
    ]  # fmt: skip
    assert whole.left_out == {LeftOut.SUMMARY: 1}
    assert [item.stratum for item in whole.items] == ["C", "X", "X"], "without areas, what is directly under the entity"


def test_a_result_without_unit_names_the_part_of_the_institution_that_it_states():
    """SEGIP's 25 results of its information security unit sent the auditor to «Servicio General…»."""
    whole = results_of(
        resultados="""
            id | periodo | unidad | dependencia | texto
            R1 | 2024-T2 |        | Seguridad   | Hecho
            R2 | 2024-T2 | U2     | Archivo     | Hecho
            R3 | 2024-T2 |        |             | Hecho
        """
    )
    entity = whole.items[2].unit
    assert [(item.unit, item.stratum) for item in whole.items] == [("Seguridad", entity), ("Dos", "Norte"), (entity, entity)]


def test_only_results_that_state_an_achievement_count():
    whole = results_of(
        resultados="""
            id | periodo | unidad | institucion | parte_de | texto   | estado   | tipo       | valor | fuente
            R1 | 2024-T2 | U2     |             |          | Hecho   | logrado  | logro      | 11    | Acta 4
            R2 | 2024-T2 | U2     |             | R1       | Detalle | logrado  | logro      | 3     |
            R3 | 2024-T2 | U2     |             |          | Sigue   | en curso | logro      | 1     |
            R4 | 2024-T2 | U2     |             |          | Vendrá  | previsto |            |       |
            R5 | 2024-T2 | U2     |             |          | Faltó   |          | dificultad |       |
            R6 | 2024-T2 |        | Aduana      |          | Firmado |          | destacado  |       |
            R7 | 2024-T2 | U2     |             |          | Nada    | logrado  | logro      | 0     |
            R8 | 2024-T1 | U2     |             |          | Antes   | logrado  | logro      | 9     |
        """
    )
    shown = [(item.id, item.unit, item.stratum, item.cell.cell, item.value, item.evidence) for item in whole.items]
    assert shown == [
        ("resultado/R1/2024-T2", "Dos", "Norte", "I2", 11, "Acta 4"),
        ("resultado/R6/2024-T2", "Aduana", "Aduana", "F7", None, ""),
    ]
    assert [item.stated for item in whole.items] == ["logrado", "sin estado"]
    assert whole.left_out == {LeftOut.NOTHING: 1, LeftOut.NO_ACHIEVEMENT: 1, LeftOut.UNFINISHED: 2, LeftOut.DETAIL: 1}


def test_a_year_takes_quarters_only_of_units_that_do_not_report_the_year():
    whole = results_of(
        "2024-anual",
        avances="""
            nivel  | codigo | indicador     | periodo    | valor
            unidad | U1     | avance_fisico | 2024-T1    | 20.00
            unidad | U1     | avance_fisico | 2024-anual | 90.00
            unidad | U2     | avance_fisico | 2024-T1    | 30.00
            unidad | U2     | avance_fisico | 2024-T2    | 40.00
        """,
    )
    assert [item.id for item in whole.items] == [
        "avance/unidad/U1/2024-anual", "avance/unidad/U2/2024-T1", "avance/unidad/U2/2024-T2",
    ]  # fmt: skip


def test_a_note_on_a_progress_is_no_evidence_of_it():
    whole = results_of(
        avances="""
            nivel  | codigo | indicador     | periodo | valor | nota
            unidad | U2     | avance_fisico | 2024-T2 | 40.00 | impreso 100,01
        """
    )
    assert [item.evidence for item in whole.items] == [""]


def test_the_budget_of_a_unit_without_tasks_is_shared_by_its_results():
    """U2 has 1,000 Bs for three results."""
    whole = results_of(
        resultados="""
            id | periodo | unidad | texto | estado  | tipo
            R1 | 2024-T2 | U2     | Uno   | logrado | logro
            R2 | 2024-T2 | U2     | Dos   | logrado | logro
            R3 | 2024-T2 | U2     | Tres  | logrado | logro
        """,
        vinculacion="""
            cat_prog | acp | unidad
            1        | 1   | U2
        """,
        gastos="""
            fecha_corte | reporte   | cat_prog | ppto_inicial | ppto_vigente | devengado
            2024-03-31  | categoria | 1        | 900.00       | 900.00       | 100.00
            2024-06-30  | categoria | 1        | 900.00       | 1000.00      | 250.00
        """,
    )
    assert [item.money for item in whole.items] == [Fraction(1000, 3)] * 3
    assert whole.has_money


def test_the_plan_in_force_at_the_end_of_the_period_counts():
    """Version v2 replaces v1 in May and has only T1, with 300 Bs for its two amounts."""
    whole = results_of(
        versiones="""
            version | fecha      | descripcion
            v1      | 2024-01-01 | Aprobado
            v2      | 2024-05-15 | Reformulado
        """,
        tareas=TASKS + "    v2      | T1    | U1     | O1        | 1   | Atender     | trámites      | 5   | 5   | 5   | 300.00",
        ejecucion=EXECUTED,
    )
    assert [(item.id, item.money) for item in whole.items] == [("tarea/T1/2024-abr", 150), ("tarea/T1/2024-jun", 150)]


def test_results_with_the_same_id_are_distinguished_by_their_cell():
    """Two units number their results from R1, so both ids get their cell. An id that occurs once stays plain."""
    whole = results_of(
        resultados="""
            id | periodo | unidad | texto       | estado  | tipo  | valor
            R1 | 2024-T2 | U1     | Se atendió  | logrado | logro | 3
            R1 | 2024-T2 | U2     | Se inauguró | logrado | logro | 2
            R2 | 2024-T2 | U2     | Se visitó   | logrado | logro | 1
        """,
    )
    folder = whole.items[0].cell.file
    assert [item.id for item in whole.items] == [
        f"resultado/R1/2024-T2 ({folder}#G2)", f"resultado/R1/2024-T2 ({folder}#G3)", "resultado/R2/2024-T2",
    ]  # fmt: skip
