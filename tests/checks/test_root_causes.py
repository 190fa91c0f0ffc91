"""Findings are grouped by cause and ranked by their effect, on cases made by hand and on real reports."""

import random
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from builders import WORKSPACE, findings_of_rule, make_corrida, make_dataset, make_evidence, shipped
from cuadros_by_hand import make_cuadro
from hypothesis import given
from hypothesis import strategies as st

import helpers.checks.run_checks  # noqa: F401 — importing it registers every rule
from helpers.base.periods import Period
from helpers.base.yaml_models import load_file
from helpers.checks.cuadros.cuadro_checks import judge_cuadros
from helpers.checks.grouping.headline_effects import DEPENDS, UNKNOWN
from helpers.checks.grouping.root_causes import group_findings
from helpers.checks.printed.reconciliation import findings_of, reconcile
from helpers.checks.rule_registry import Evidence
from helpers.figures.finding_families import audit_findings, families, with_more
from helpers.figures.findings import UNCHANGED, Finding, Severity, Verdict, sort_findings
from helpers.figures.records import SourceCell
from helpers.figures.supposed_figures import Dependents
from helpers.intake.closings import ClosedFigure, Closing
from helpers.settings.methods import Metodo, load_method

STRUCTURE = """
    nivel    | codigo  | padre   | acp
    entidad  | E       |         |
    servicio | CENTRAL | E       |
    servicio | FUERA   | E       |
    area     | NORTE   | CENTRAL |
    unidad   | U1      | NORTE   | 1
    area     | SUR     | FUERA   |
    unidad   | U2      | SUR     | 2
"""
REPORTED = """
    nivel  | codigo | indicador         | periodo | valor
    unidad | U1     | avance_fisico     | 2024-T2 | 80.00
    unidad | U1     | eficacia_ponderada | 2024-T2 | 20.00
    unidad | U2     | avance_fisico     | 2024-T2 | 60.00
    unidad | U2     | eficacia_ponderada | 2024-T2 | 15.00
"""
MONEY = """
    fecha_corte | reporte | area  | ppto_vigente | devengado
    2024-06-30  | area    | NORTE | 1000.00      | 250.00
    2024-06-30  | area    | SUR   | 3000.00      | 100.00
"""
PROGRESS = "avance_fisico/2024-T2/entidad/E"
"""The mean of both services: (80 + 60) / 2 = 70."""
EFFICACY = "eficacia_ponderada/2024-T2/entidad/E"
"""(20 + 15) / 2 = 17.50."""
CENTRAL = "avance_fisico/2024-T2/servicio/CENTRAL"
POINTS = "puntos en avance físico, segundo trimestre de 2024"


def evidence_of(*printed: str, gastos: str = MONEY) -> Evidence:
    """An institution of two units, with rows `id | valor` that an earlier report printed."""
    rows = ["id | donde | valor"]
    rows += [f"{text.split('|')[0]} | lugar {place} | {text.split('|')[1]}" for place, text in enumerate(printed)]
    actions = "acp | denominacion\n 1 | Una\n 2 | Otra"
    tables = {"estructura": STRUCTURE, "acciones": actions, "avances": REPORTED, "gastos": gastos}
    return make_evidence(make_dataset(**tables, publicado="\n".join(rows)), make_corrida())


def of_printed(*printed: str, more: tuple[Finding, ...] = ()) -> tuple[Finding, ...]:
    """The grouped findings on printed values and the findings in `more`."""
    evidence = evidence_of(*printed)
    return group_findings(evidence, (), (*findings_of(reconcile(evidence)), *more))


def shown(findings: tuple[Finding, ...]) -> list[tuple[str, str, str]]:
    return [(item.posicion, item.elemento, item.encontrado) for item in findings]


def made(code: str = "X-1", element: str = "", **fields: str) -> Finding:
    return Finding(code, Severity.WARNING, fields.pop("mensaje", "Algo."), element, **fields)


def test_three_findings_of_one_fault_have_one_root(wording):
    """The headline figure is printed as 74 twice, and a quarter of 74 as its efficacy: one fault in three places."""
    found = of_printed(f"{PROGRESS} | 74.00", f"{EFFICACY} | 18.50", f"{PROGRESS} | 74.00")
    assert shown(found) == [("1", PROGRESS, "74.00"), ("1.1", PROGRESS, "74.00"), ("1.2", EFFICACY, "18.50")]
    assert [item.celda for item in found] == ["C2", "C4", "C3"]
    assert found[0].efecto == f"+4,00 {POINTS}"
    assert found[0].causa_raiz == ""
    root = ("Avance físico", "entidad E", "segundo", "2024", "publicado.csv", "C2")
    wording([item.causa_raiz for item in found[1:]], *root, "misma", *root, "calculó")


def test_a_finding_that_follows_through_another_one_names_both(wording):
    found = of_printed(f"{PROGRESS} | 74.00", f"{EFFICACY} | 18.50", f"{EFFICACY} | 18.50")
    assert [item.posicion for item in found] == ["1", "1.1", "1.2"]
    wording(found[2].causa_raiz, "Avance físico", "C2", "Eficacia ponderada", "entidad E", "segundo", "2024", "publicado.csv", "C3", "misma")


def test_a_wrong_part_whose_correction_does_not_explain_the_whole_is_another_root():
    """With CENTRAL at 84 the institution is (84 + 60) / 2 = 72, which is not the printed 74."""
    assert shown(of_printed(f"{PROGRESS} | 74.00", f"{CENTRAL} | 84.00")) == [
        ("1", PROGRESS, "74.00"),
        ("2", CENTRAL, "84.00"),
    ]


def test_a_whole_computed_with_a_wrong_part_follows_from_it():
    """(84 + 60) / 2 = 72: the part's fault moves the headline figure by 2 points, as much as that figure's own."""
    found = of_printed(f"{PROGRESS} | 72.00", f"{CENTRAL} | 84.00")
    assert shown(found) == [("1", CENTRAL, "84.00"), ("1.1", PROGRESS, "72.00")]
    assert {item.efecto for item in found} == {f"+2,00 {POINTS}"}


def test_the_same_value_with_more_decimals_is_the_same_fault():
    found = of_printed(f"{PROGRESS} | 74.00", f"{PROGRESS} | 74.004")
    assert shown(found) == [("1", PROGRESS, "74.00"), ("1.1", PROGRESS, "74.004")]
    assert [item.posicion for item in of_printed(f"{PROGRESS} | 74.00", f"{PROGRESS} | 74.014")] == ["1", "2"]


def test_another_check_of_the_same_cell_follows_from_its_finding():
    outside = made(
        "PUB-RANGO", PROGRESS, encontrado="84.00", esperado="entre 60.00 y 80.00", archivo="data/x/2024/publicado.csv",
        celda="C2",
    )  # fmt: skip
    found = of_printed(f"{PROGRESS} | 84.00", more=(outside,))
    assert [(item.codigo, item.posicion, item.efecto) for item in found] == [
        ("PUB-CIFRA", "1", f"+14,00 {POINTS}"),
        ("PUB-RANGO", "1.1", f"+14,00 {POINTS}"),
    ]


def test_the_effect_of_a_wrong_input_is_that_of_its_correction():
    """With 70 for U1 the institution would be (70 + 60) / 2 = 65: the fault adds 5 points."""
    unit = "avance_fisico/2024-T2/unidad/U1"
    wrong = made("REP-X", unit, encontrado="80.00", esperado="70.00", diferencia="10.00")
    (found,) = group_findings(evidence_of(), (), (wrong,))
    assert found.efecto == f"+5,00 {POINTS}"


def test_a_printed_value_that_one_corrected_input_gives_follows_from_that_input():
    unit = "avance_fisico/2024-T2/unidad/U1"
    wrong = made("REP-X", unit, encontrado="80.00", esperado="70.00", diferencia="10.00")
    found = of_printed(f"{PROGRESS} | 65.00", more=(wrong,))
    assert shown(found) == [("1", unit, "80.00"), ("1.1", PROGRESS, "65.00")]


def test_amounts_that_do_not_tie_rank_by_their_share_of_the_budget(wording):
    """40 of 4,000 is 1 %, which ranks after 2 points and before half a point."""
    money = made("GAS-X", "gastos/x", encontrado="140", esperado="100", diferencia="40.00")
    found = of_printed(f"{CENTRAL} | 84.00", "avance_fisico/2024-T2/servicio/FUERA | 61.00", more=(money,))
    wording([item.efecto for item in found], "+2,00", "40,00", "1,00", "+0,50")


def test_an_amount_that_is_not_of_the_budget_has_no_share_of_it():
    """A table of revenue prints 900 more than its sum. No headline figure changes, so it ranks after half a point."""
    columns = {"oficina": {"tipo": "texto"}, "bs": {"unidad": "Bs"}}
    cuadro = make_cuadro("OFICINA | bs\n TOTAL | 1000", columnas=columns)
    money = made("CUA-CIFRA", "cuadro/cuadro/TOTAL/bs", encontrado="1000", esperado="99.5", diferencia="900.5")
    evidence = replace(evidence_of("avance_fisico/2024-T2/servicio/FUERA | 61.00"), cuadros=(cuadro,))
    found = group_findings(evidence, (), (money, *findings_of(reconcile(evidence))))
    assert [item.efecto for item in found] == [f"+0,50 {POINTS}", f"{UNCHANGED}; Bs 900,50 que no cuadran"]


@pytest.mark.parametrize(
    ("code", "side"),
    [("VEN-MESES", "la suma de sus meses"), ("REP-EFICACIA", "lo que resulta del avance informado")],
)
def test_a_conditional_effect_of_two_differing_values_ranks_after_known_ones(code, side):
    unit = "avance_fisico/2024-T2/unidad/U1"
    either = made(code, unit, encontrado="80.00", esperado="70.00", diferencia="10.00")
    found = of_printed("avance_fisico/2024-T2/servicio/FUERA | 61.00", more=(either,))
    first, second = (item.efecto for item in found)
    assert first == f"+0,50 {POINTS}" and second.endswith(f" {side}: +5,00 {POINTS}")


def test_an_unknown_effect_is_not_given_as_a_number(wording):
    silent = made("REP-SIN-DATO", "unidad/U1", encontrado="sin dato")
    unrelated = made("IDE-FALTA", "entidad/mision")
    unverified = made(
        "PUB-CIFRA", PROGRESS, veredicto=Verdict.NOT_VERIFIABLE, encontrado="74.00", esperado="70.00", diferencia="4"
    )
    found = group_findings(evidence_of(), (), (unrelated, silent, unverified))
    assert [item.codigo for item in found] == ["PUB-CIFRA", "REP-SIN-DATO", "IDE-FALTA"]
    assert not any(letter.isdigit() for item in found for letter in item.efecto)
    wording([item.efecto for item in found])


def test_a_unit_without_data_may_move_the_institution_through_an_action_without_figure():
    """The institution is the mean of its actions; of the second, for which only U2 answers, nothing is known."""
    tables = {
        "estructura": "nivel | codigo | nombre | padre | acp\n entidad | E | Entidad | |\n unidad | U1 | Uno | E | 1\n unidad | U2 | Dos | E | 2",
        "acciones": "acp | denominacion\n 1 | Una\n 2 | Otra",
        "avances": "nivel | codigo | indicador | periodo | valor\n unidad | U1 | avance_fisico | 2024-T2 | 80",
    }  # fmt: skip
    evidence = make_evidence(make_dataset(**tables), make_corrida(), load_method(WORKSPACE, "mre-2021"))
    (silent,) = group_findings(evidence, (), (made("PRE-FALTA", "unidad/U2", encontrado="ninguno"),))
    assert silent.efecto == UNKNOWN


@pytest.mark.parametrize("code", ["ENT-COLUMNA-DESCONOCIDA", "GAS-EN-BLANCO"])
def test_what_a_column_that_is_not_read_moves_is_not_known(code):
    """Its file feeds no figure, perhaps because it is not read."""
    unread = made(code, "gastos/1/Ejecutado", archivo="data/prueba/2024/gastos.xlsx", celda="E1")
    assert [item.efecto for item in group_findings(evidence_of(), (), (unread,))] == [UNKNOWN]


@pytest.mark.parametrize(("code", "if_left_out"), [("PRE-TARDE", UNKNOWN), ("PRE-SIN-FECHA", DEPENDS["PRE-SIN-FECHA"]), ("REC-FECHA", UNKNOWN)])
@pytest.mark.parametrize("late", ["cuentan", "fuera"])
def test_when_a_form_came_moves_figures_only_where_late_forms_are_left_out(code, if_left_out, late):
    evidence = evidence_of()
    judged = replace(evidence, method=evidence.method.model_copy(update={"tardios": late}))
    (item,) = group_findings(judged, (), (made(code, "presentaciones/2024-T2/U1"),))
    assert item.efecto == (if_left_out if late == "fuera" else UNCHANGED)


@pytest.mark.parametrize(("period", "effect"), [("2024-T2", "−10,00 puntos en eficacia, segundo trimestre de 2024; −20,00 puntos en eficacia, primer semestre de 2024"), ("2024-T1", UNCHANGED)])
def test_what_a_late_form_moves_is_its_unit_left_out(period, effect):
    """With U2's 70 the quarter's mean of 50 would be 60, and with its 90 the semester's would be 70. U3 has no data."""
    tables = {
        "estructura": "nivel | codigo | nombre | padre | acp\n entidad | E | Entidad | |" + "".join(f"\n unidad | {unit} | {unit} | E | 1" for unit in ("U1", "U2", "U3")),
        "acciones": "acp | denominacion\n 1 | Una",
        "avances": """
            nivel  | codigo | indicador     | periodo | valor
            unidad | U1     | avance_fisico | 2024-T1 | 50
            unidad | U2     | avance_fisico | 2024-T1 | 60
            unidad | U1     | avance_fisico | 2024-T2 | 50
            unidad | U2     | avance_fisico | 2024-T2 | 70
            unidad | U1     | avance_fisico | 2024-S1 | 50
            unidad | U2     | avance_fisico | 2024-S1 | 90
        """,
        "presentaciones": f"unidad | periodo | en_plazo\n U2 | {period} | no\n U3 | {period} | no",
    }
    evidence = make_evidence(make_dataset(**tables), make_corrida(), load_method(WORKSPACE, "mre-2021"))
    found = group_findings(evidence, (), findings_of_rule("PRE-TARDE", evidence))
    assert {item.elemento.rpartition("/")[2]: item.efecto for item in found} == {"U2": effect, "U3": UNKNOWN}


@pytest.mark.parametrize(("file", "effect"), [("formularios/U1.xlsx", UNCHANGED), ("presentaciones.csv", DEPENDS["PRE-DOBLE"])])
def test_of_several_forms_the_last_file_counts_and_nothing_moves(file, effect):
    twice = made("PRE-DOBLE", "presentaciones/2024-T2/U1", archivo=f"data/x/2024/T2/{file}", celda="B2")
    assert [item.efecto for item in group_findings(evidence_of(), (), (twice,))] == [effect]


@pytest.mark.parametrize(("method", "effect"), [("mre-2024", UNCHANGED), ("segip-2020", UNKNOWN)])
def test_weights_that_do_not_add_up_move_figures_only_where_the_method_weighs_with_them(method, effect):
    plan = "version | tarea | descripcion | operacion | unidad | acp | ponderacion | abr\nv1 | 1 | a | O1 | U1 | 1 | 40 | 1\nv1 | 2 | b | O1 | U1 | 1 | 50 | 1"
    tables = {"estructura": STRUCTURE, "acciones": "acp | denominacion\n 1 | Una\n 2 | Otra", "tareas": plan, "ejecucion": "tarea | abr\n1 | 1\n2 | 0"}
    evidence = make_evidence(make_dataset(**tables), make_corrida(), load_method(WORKSPACE, method))
    found = findings_of_rule("PLA-PONDERACION", evidence)
    assert [item.efecto for item in group_findings(evidence, (), found)] == [effect]


def test_a_weight_that_is_missing_may_move_figures_although_all_tasks_then_count_equally():
    """Task 1 was done and 2 was not: 50 % while they count equally, 40 % once 2 weighs the 60 points that are missing."""
    plan = "version | tarea | descripcion | operacion | unidad | acp | ponderacion | abr\nv1 | 1 | a | O1 | U1 | 1 | {} | 1\nv1 | 2 | b | O1 | U1 | 1 | | 1"
    for weight, code in (("40", "PLA-PONDERACION"), ("100", "PLA-PESO-VACIO")):
        tables = {"estructura": STRUCTURE, "tareas": plan.format(weight), "ejecucion": "tarea | abr\n1 | 1\n2 | 0"}
        evidence = make_evidence(make_dataset(**tables), make_corrida(), load_method(WORKSPACE, "segip-2020"))
        assert [item.efecto for item in group_findings(evidence, (), findings_of_rule(code, evidence))] == [UNKNOWN]


def test_a_missing_weight_without_which_the_institution_has_no_progress_is_told_so():
    """The method gives the institution no figure unless all its actions weigh; U1 and U2 have a figure each."""
    plan = "version | tarea | operacion | unidad | acp | ponderacion | abr\nv1 | 1 | O1 | U1 | 1 | 100 | 1\nv1 | 2 | O2 | U2 | 2 | 100 | 1"
    tables = {"estructura": STRUCTURE, "tareas": plan, "ejecucion": "tarea | abr\n1 | 1\n2 | 0", "acciones": "acp | denominacion | ponderacion\n1 | Una | 40\n2 | Otra |", "gastos": MONEY}
    evidence = make_evidence(make_dataset(**tables), make_corrida(), load_method(WORKSPACE, "acp-ponderada"))
    unweighed = [made("CAL-SIN-PESO", f"avance_fisico/2024-{window}/entidad/E") for window in ("T2", "S1", "abr")]
    found = group_findings(evidence, (), (*unweighed, *findings_of_rule("PLA-PONDERACION", evidence)))
    lost = ["sin cifra de avance físico, segundo trimestre de 2024", "sin cifra de avance físico, primer semestre de 2024"]
    assert {item.elemento: item.efecto for item in found} == {
        **dict(zip((one.elemento for one in unweighed), (*lost, UNCHANGED), strict=True)), "acciones/ponderacion": UNKNOWN,
    }


def test_a_missing_weight_that_leaves_a_unit_out_of_the_institution_may_move_its_figures():
    method = load_file(WORKSPACE.method_file("segip-2020"), "segip-2020.yaml")
    method["consolidacion"]["unidad"]["sin_pesos"] = "sin_cifra"
    plan = "version | tarea | operacion | unidad | acp | ponderacion | abr\nv1 | 1 | O1 | U1 | 1 | 100 | 1\nv1 | 2 | O2 | U2 | 2 | 40 | 1\nv1 | 3 | O2 | U2 | 2 | | 1"
    tables = {"estructura": STRUCTURE, "tareas": plan, "ejecucion": "tarea | abr\n1 | 1\n2 | 0\n3 | 1"}
    evidence = make_evidence(make_dataset(**tables), make_corrida(), Metodo.model_validate(method))
    unweighed = [made("CAL-SIN-PESO", f"avance_fisico/2024-{window}/unidad/U2") for window in ("T2", "abr")]
    assert [item.efecto for item in group_findings(evidence, (), unweighed)] == [UNKNOWN, UNCHANGED]


@pytest.mark.parametrize(("of_report", "effect"), [("area", DEPENDS["GAS-REVERSION"]), ("fuente", UNCHANGED)])
def test_a_reversal_is_no_amount_that_does_not_tie(of_report, effect):
    """If the amounts are those of the report, the accrued amount fell and nothing is wrong."""
    rows = [f"{day} | {of_report} | NORTE | 10 | 1000.00 | {done}" for day, done in (("2024-03-31", "300.00"), ("2024-06-30", "250.00"))]
    gastos = "\n".join(["fecha_corte | reporte | area | fuente | ppto_vigente | devengado", *rows, "2024-06-30 | area | SUR | 10 | 3000.00 | 100.00"])
    evidence = evidence_of(gastos=gastos)
    found = group_findings(evidence, (), findings_of_rule("GAS-REVERSION", evidence))
    assert [item.efecto for item in found] == [effect]


@pytest.mark.parametrize("code", ["PLA-META", "POA-LITERAL", "REC-COPIA"])
def test_what_no_headline_figure_is_read_from_moves_none(code):
    """A cell of a plan that is not in force, of a resolution; a copy of a form."""
    apart = made(code, "x/y", archivo="data/x/2024/otro.csv", celda="B2")
    assert [item.efecto for item in group_findings(evidence_of(), (), (apart,))] == [UNCHANGED]


@pytest.mark.parametrize("code", ["PLA-META", "PLA-DOS-UNIDADES"])
def test_of_a_fault_with_a_cure_that_moves_no_figure_the_effect_is_said_to_depend_on_the_cure(code, wording):
    """A goal and a description enter no figure; the months beside the goal and the task itself do."""
    (found,) = group_findings(evidence_of(), (), (made(code, "tareas/1/meta"),))
    assert UNCHANGED in found.efecto and UNKNOWN in found.efecto
    wording(found.efecto)


@pytest.mark.parametrize("code", ["VER-MES-PASADO", "VER-REPROGRAMADAS", "VER-RETIRADAS", "VER-RESUMEN"])
def test_what_a_version_of_the_plan_changes_may_move_figures(code):
    assert [item.efecto for item in group_findings(evidence_of(), (), (made(code, "versiones/v2"),))] == [UNKNOWN]


def test_what_a_version_moved_is_told_of_its_account_and_not_of_each_task(wording):
    """By v1 the unit did 2 of 4 in the quarter, by v2 2 of 2: 50 points more. The semester has 4 of 6, then 4 of 4."""
    tables = {
        "estructura": "nivel | codigo | padre | acp\nentidad | E | |\narea | A | E |\nunidad | U | A | 1",
        "versiones": "version | fecha\nv1 | 2024-01-02\nv2 | 2024-04-20",
        "tareas": "version | tarea | descripcion | unidad | acp | ene | abr\nv1 | t | Uno | U | 1 | 2 | 4\nv2 | t | Uno | U | 1 | 2 | 2",
        "ejecucion": "tarea | ene | abr\nt | 2 | 2",
    }
    evidence = make_evidence(make_dataset(**tables), make_corrida("2024-T2"))
    told = [made(code, "versiones/v2") for code in ("VER-RESUMEN", "VER-REPROGRAMADAS")]
    found = {one.codigo: one.efecto for one in group_findings(evidence, (), told)}
    assert found["VER-REPROGRAMADAS"] == UNKNOWN
    wording(found["VER-RESUMEN"], "50,00")


@pytest.mark.parametrize(("closed", "effect"), [("8.75", UNCHANGED), ("8.5", UNKNOWN)])
def test_a_change_since_a_closing_whose_headline_figures_are_as_they_were_moves_none(closed, effect):
    """Another method turns the sign of the balance, which is computed from the same cells as the execution of 8.75 %."""
    left, cell = "saldo/2024-S1/entidad/E", SourceCell("x/cifras.csv", "", "C2")
    values = {left: "-3650", "ejecucion_financiera/2024-S1/entidad/E": closed}
    figures = {name: ClosedFigure(value, value, frozenset(), cell) for name, value in values.items()}
    closing = Closing(Period.parse("2024-T2"), "x", "2024-07-10T10:00:00", "Ana", "", {}, "", {}, figures)
    turned = made("CIE-REEXPRESADA", left, encontrado="3650", esperado="-3650", archivo=cell.file, celda="C2")
    found = group_findings(replace(evidence_of(), closings=(closing,)), (), (turned,))
    assert [item.efecto for item in found] == [effect]


def test_a_wrong_number_of_a_text_moves_no_figure():
    text = made("TEX-CONTRADICE", PROGRESS, archivo="d/a.md", celda="línea 2", esperado="70,00 %", encontrado="60,00 %")
    assert [item.efecto for item in group_findings(evidence_of(), (), (text,))] == [UNCHANGED]


def test_a_blank_amount_without_which_a_headline_has_no_value_comes_first(wording):
    """Without NORTE's accrued the institution has no total; an amount by source does not enter that total."""
    rows = ["area | NORTE | | 1000.00 |", "area | SUR | | 3000.00 | 100.00", "fuente | | 10 | 1000.00 |"]
    gastos = "fecha_corte | reporte | area | fuente | ppto_vigente | devengado\n"
    gastos += "\n".join(f"2024-06-30 | {row}" for row in rows)
    evidence = evidence_of(f"{PROGRESS} | 74.00", gastos=gastos)
    cells = [row.cell("devengado") for row in evidence.dataset.rows("gastos")]
    blank = [
        made("GAS-EN-BLANCO", f"gastos/{code}/devengado", archivo=cell.file, celda=cell.cell)
        for code, cell in (("NORTE", cells[0]), ("10", cells[2]))
    ]
    found = group_findings(evidence, (), (*findings_of(reconcile(evidence)), *blank))
    assert [item.elemento for item in found] == ["gastos/NORTE/devengado", PROGRESS, "gastos/10/devengado"]
    assert found[2].efecto == UNKNOWN
    wording(found[0].efecto)


def test_what_the_cells_of_a_merged_amount_lack_or_differ_in_follows_from_the_merging(wording):
    """NORTE's and SUR's accrued are one cell: SUR's is blank, and NORTE's is too much."""
    evidence = evidence_of(gastos=MONEY.replace("100.00", ""))
    north, south = (row.cell("devengado") for row in evidence.dataset.rows("gastos"))
    merged = made("ENT-CELDAS-UNIDAS", f"{north.cell}:{south.cell}", archivo=north.file, celda=north.cell)
    other = replace(merged, hoja="otra", elemento="P1")
    blank = made("GAS-EN-BLANCO", "gastos/SUR/devengado", archivo=south.file, celda=south.cell)
    over = made("GAS-SOBREGIRO", "gastos/NORTE/devengado", archivo=north.file, celda=north.cell)
    found = group_findings(evidence, (), (blank, over, merged, other))
    assert [(one.posicion, one.codigo) for one in found] == [
        ("1", "ENT-CELDAS-UNIDAS"), ("1.1", "GAS-EN-BLANCO"), ("1.2", "GAS-SOBREGIRO"), ("2", "ENT-CELDAS-UNIDAS"),
    ]  # fmt: skip
    assert found[0].efecto == found[1].efecto != UNKNOWN
    wording(found[1].causa_raiz)


@pytest.mark.parametrize(("cell", "place"), [("línea 2", "(a.md, línea 2)"), ("E7", "(a.md, celda E7)")])
def test_a_line_of_a_text_is_no_cell(cell, place):
    first = made("X-1", "texto/acp", archivo="d/a.md", celda=cell, causa="Se escribió a mano.")
    assert place in group_findings(evidence_of(), (), (first, replace(first, elemento="texto/acp/2")))[1].causa_raiz


@pytest.mark.parametrize("code", ["ENT-SEPARADOR-MIXTO", "ENT-LLAMADA", "FOR-SIN-MEDIO", "GAS-NIVEL"])
def test_what_can_be_read_in_one_way_only_a_missing_document_and_totals_only_compared_move_no_figure(code):
    unit = evidence_of().dataset.rows("avances")[0].cell("valor")
    place = {"archivo": unit.file, "hoja": unit.sheet, "celda": unit.cell}
    (found,) = group_findings(evidence_of(), (), (made(code, "avances/U1", **place),))
    assert found.efecto == UNCHANGED


def test_the_source_that_a_rule_names_is_the_root():
    source = made("CUA-CIFRA", "cuadro/a/TOTAL/x", archivo="data/a.csv", celda="B9")
    by_place = made("CUA-CIFRA", "cuadro/b/TOTAL/x", archivo="data/b.csv", celda="B2", sigue_de="data/a.csv#B9")
    by_element = made("Y-1", "otro", sigue_de="cuadro/a/TOTAL/x")
    unknown = made("Y-2", "otro más", sigue_de="cuadro/c/TOTAL/x")
    found = group_findings(evidence_of(), (), (by_place, by_element, source, unknown))
    groups = {family.root.elemento: sorted(one.elemento for one in family.consequences) for family in families(found)}
    assert groups == {"cuadro/a/TOTAL/x": ["cuadro/b/TOTAL/x", "otro"], "otro más": []}
    (carried,) = [item for item in found if item.elemento == "otro"]
    assert carried.causa_raiz.startswith("cuadro/a/TOTAL/x (a.csv, celda B9): ")


def test_two_findings_that_name_each_other_have_one_root():
    one, other = made(element="a", sigue_de="b"), made(element="b", sigue_de="a")
    assert [item.posicion for item in group_findings(evidence_of(), (), (one, other))] == ["1", "1.1"]


def test_a_warning_does_not_follow_from_a_note():
    note = replace(made(element="a"), severidad=Severity.NOTE)
    found = group_findings(evidence_of(), (), (note, made(element="b", sigue_de="a")))
    assert [(item.elemento, item.posicion) for item in found] == [("b", "1"), ("a", "2")]


def test_one_practice_at_many_places_has_one_root(wording):
    """Names and numbers differ, the cause does not; in another table it is another practice."""
    causes = [f"repite el valor de «{month}» ({number})" for month, number in (("enero", 5), ("mayo", 7), ("junio", 9))]
    rule = Verdict.OTHER_RULE
    cells = [
        made("CUA-CIFRA", f"cuadro/a/{place}/x", causa=cause, veredicto=rule) for place, cause in enumerate(causes)
    ]
    unrelated = made("CUA-CIFRA", "cuadro/b/1/x", causa=causes[0], veredicto=rule)
    found = group_findings(evidence_of(), (), (*cells, unrelated))
    assert shown(found) == [
        ("1", "cuadro/a/0/x", ""), ("1.1", "cuadro/a/1/x", ""), ("1.2", "cuadro/a/2/x", ""), ("2", "cuadro/b/1/x", ""),
    ]  # fmt: skip
    wording(found[1].causa_raiz, "cuadro/a/0/x")


@pytest.mark.parametrize(("code", "positions"), [("VIN-UNIDAD", ["1", "1.1"]), ("UNI-OTRA", ["1", "2"])])
def test_two_findings_of_a_declared_practice_have_one_root_without_any_cause(code, positions):
    """Of a rule that is not declared, neither two findings nor findings without a cause are a practice."""
    findings = [made(code, f"unidad/U{number}") for number in (1, 2)]
    assert [item.posicion for item in group_findings(evidence_of(), (), findings)] == positions


def test_a_word_printed_for_another_is_one_practice_and_a_third_word_is_not():
    """«ALTO» stands for «Excelente» at two units, and «BAJO» at another."""
    printed = [("ALTO", "le corresponde «Excelente»"), ("ALTO", "le corresponde «Excelente»"), ("BAJO", "le corresponde «Excelente»")]
    cells = [
        made("PUB-CIFRA", f"avance_fisico/2024-T2/unidad/U{at}", encontrado=word, esperado="Excelente", causa=cause, veredicto=Verdict.IRRECONCILABLE)
        for at, (word, cause) in enumerate(printed, start=1)
    ]
    found = group_findings(evidence_of(), (), cells)
    assert [(item.posicion, item.encontrado) for item in found] == [("1", "ALTO"), ("1.1", "ALTO"), ("2", "BAJO")]


@pytest.mark.parametrize("name", ["hola", "avance_fisico/2024-T2", "avance_fisico/9999-X/entidad/E"])
def test_findings_on_a_table_that_names_an_unknown_figure_are_grouped_too(name):
    rules = f"- {{regla: igual, columna: total, filas: {{oficina: TOTAL}}, a: {{cifra: {name}}}}}"
    cuadro = make_cuadro("OFICINA | total\n Norte | 10\n TOTAL | 12", rules)
    evidence = replace(evidence_of(), cuadros=(cuadro,))
    findings, cells = judge_cuadros(evidence)
    wrong = made("CUA-CIFRA", "cuadro/cuadro/TOTAL/total", encontrado="12", esperado="10", diferencia="2")
    found = group_findings(evidence, cells, (*findings, wrong))
    assert Counter(item.as_found() for item in found) == Counter((*findings, wrong))


def test_a_supposition_that_cannot_be_computed_gives_no_value(monkeypatch):
    """An overflow gives no value, like a division by zero."""

    def overflow(*_: object) -> None:
        raise OverflowError

    monkeypatch.setattr("helpers.figures.supposed_figures.value_under", overflow)
    unit = "avance_fisico/2024-T2/unidad/U1"
    assert Dependents(evidence_of().book).value(PROGRESS, unit, Fraction(70)) is None


def test_slips_that_are_alike_are_separate_faults():
    """Three rows print their sum with two digits swapped: 132 for 123, 465 for 456 and 798 for 789."""
    table = """
        OFICINA | uno | dos | suma
        Norte   | 100 | 23  | 132
        Sur     | 400 | 56  | 465
        Este    | 700 | 89  | 798
    """
    cuadro = make_cuadro(table, '- {regla: formula, columna: suma, formula: "uno + dos"}')
    evidence = replace(evidence_of(), cuadros=(cuadro,))
    _, cells = judge_cuadros(evidence)
    found = group_findings(evidence, cells, [cell.finding() for cell in cells])
    assert all("cambiad" in item.causa for item in found)
    assert [item.posicion for item in found] == ["1", "2", "3"]


@pytest.mark.parametrize(
    "cause",
    ["", "ninguna de las operaciones ensayadas da el valor impreso", "no coincide con x, y ninguna de las causas ensayadas lo explica"],
)  # fmt: skip
def test_findings_without_a_known_cause_are_no_practice(cause):
    rule = Verdict.OTHER_RULE
    cells = [made("CUA-CIFRA", f"cuadro/a/{place}/x", causa=cause, veredicto=rule) for place in range(5)]
    assert all(item.is_root for item in group_findings(evidence_of(), (), cells))


def test_a_total_that_repeats_the_fault_of_a_row_follows_from_it():
    """Norte prints 15 for 4 + 8 = 12, and the total of the column, 25, is the sum with that 15 (12 + 10 = 22)."""
    rules = """
    - {regla: formula, columna: suma, formula: "uno + dos"}
    - {regla: suma, columnas: [uno, dos, suma]}
    """
    table = """
        OFICINA | uno | dos | suma
        Norte   | 4   | 8   | 15
        Sur     | 5   | 5   | 10
        TOTAL   | 9   | 13  | 25
    """
    cuadro = make_cuadro(table, rules)
    evidence = replace(evidence_of(), cuadros=(cuadro,))
    _, cells = judge_cuadros(evidence)
    wrong = [cell.finding() for cell in cells if cell.verdict is not Verdict.EXACT]
    found = group_findings(evidence, cells, wrong)
    assert [(item.posicion, item.elemento, item.esperado) for item in found] == [
        ("1", "cuadro/cuadro/Norte/suma", "12"),
        ("1.1", "cuadro/cuadro/TOTAL/suma", "22"),
    ]


ELEMENTS = st.sampled_from([PROGRESS, EFFICACY, CENTRAL, "cuadro/a/1/x", "unidad/U1", ""])
NUMBERS = st.sampled_from(["", "70.00", "72.00", "84.00", "17.50", "18.00", "≥ 0"])
FINDINGS = st.lists(
    st.builds(
        Finding,
        st.sampled_from(["PUB-CIFRA", "PUB-RANGO", "CUA-CIFRA", "REP-PARTES", "ENT-SIN-VALOR", "GAS-X"]),
        st.sampled_from(Severity),
        st.sampled_from(["uno", "dos"]),
        ELEMENTS,
        veredicto=st.sampled_from(["", "irreconciliable", "no verificable"]),
        esperado=NUMBERS,
        encontrado=NUMBERS,
        diferencia=st.sampled_from(["", "1.00", "-3.50"]),
        causa=st.sampled_from(["", "repite «a» (5)", "repite «b» (6)"]),
        archivo=st.sampled_from(["", "data/x/2024/publicado.csv"]),
        celda=st.sampled_from(["", "C2", "C10"]),
        sigue_de=st.sampled_from(["", PROGRESS, CENTRAL, "data/x/2024/publicado.csv#C2"]),
    ),
    max_size=12,
)
INSTITUTION = evidence_of()


@given(FINDINGS, st.randoms(use_true_random=False))
def test_every_finding_appears_once_in_an_order_that_the_input_does_not_change(findings, shuffled: random.Random):
    found = group_findings(INSTITUTION, (), findings)
    assert Counter(item.as_found() for item in found) == Counter(findings)
    positions = [tuple(map(int, item.posicion.split("."))) for item in found]
    assert positions == sorted(set(positions))
    assert [place[0] for place in positions if len(place) == 1] == list(range(1, len(families(found)) + 1))
    for item in found:
        assert item.is_root is not bool(item.causa_raiz)
        assert item.efecto
    for family in families(found):
        assert all(one.posicion.startswith(f"{family.root.posicion}.") for one in family.consequences)
    errors = [family.root.severidad is Severity.ERROR for family in families(found)]
    assert errors == sorted(errors, reverse=True)
    again = list(findings)
    shuffled.shuffle(again)
    assert group_findings(INSTITUTION, (), again) == found


def test_findings_without_a_position_are_roots_in_their_order():
    old = (made(element="a"), made(element="b"))
    assert [family.root for family in families(old)] == list(old)
    assert all(not family.consequences for family in families(old))


def test_added_errors_come_first_and_the_families_move_down():
    grouped = of_printed(f"{PROGRESS} | 74.00", f"{PROGRESS} | 74.00")
    error = replace(made(element="sección"), severidad=Severity.ERROR)
    found = with_more(grouped, (error, made(element="nota")))
    assert [(item.elemento, item.posicion) for item in found] == [
        ("sección", "1"), (PROGRESS, "2"), (PROGRESS, "2.1"), ("nota", "3"),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def mre() -> tuple[Finding, ...]:
    return shipped("mre/2024-T2").findings


def test_mre_the_wrong_headline_figure_comes_first(mre):
    first = families(mre)[0]
    assert (first.root.elemento, first.root.encontrado, first.root.esperado) == (
        "avance_fisico/2024-T2/entidad/MRE",
        "80.96",
        "88.75",
    )
    assert first.root.efecto == f"−7,79 {POINTS}"
    carried = Counter(item.encontrado for item in first.members)
    assert (carried["80.96"], carried["20.24"], carried["41.24"]) == (5, 7, 7)


def test_mre_the_number_of_causes_by_severity(mre):
    roots = [family.root for family in families(mre)]
    assert Counter(item.severidad for item in roots) == {Severity.WARNING: 33, Severity.NOTE: 12}
    assert len(mre) == 117


def test_mre_every_range_finding_follows_from_another_finding(mre):
    outside = [item for item in mre if item.codigo == "PUB-RANGO"]
    assert len(outside) == 9
    assert not any(item.is_root for item in outside)


def test_mre_effects_by_hand(mre, wording):
    """The mean of the printed 84.76 and of 83.21 is 83.985, rounded 83.99, and 83.99 − 88.75 = −4.76."""
    effects = {(item.codigo, item.elemento): item.efecto for item in mre}
    assert effects["PUB-CIFRA", "avance_fisico/2024-T2/servicio/CENTRAL"] == f"−4,76 {POINTS}"
    wording(effects["GAS-ESTADOS", "gastos/2024-06-30/devengado"], "6.487.427,84", "1,83")
    share = Decimal("6487427.84") / Decimal("355202151.00") * 100
    assert round(share, 2) == Decimal("1.83")


@pytest.mark.slow
def test_segip_ten_warnings_of_the_archive_of_tarija_are_one_practice():
    found = shipped("segip/2020-anual").findings
    groups = families(found)
    (archive,) = [one for one in groups if one.root.elemento.startswith("cuadro/archivo_tareas_mensual/")]
    tables = Counter(item.elemento.split("/")[1] for item in archive.members)
    assert tables == {"archivo_tareas_mensual": 8, "archivo_departamentos": 2}
    assert (len(found), len(groups)) == (87, 66)
    assert sort_findings(found) != found


def test_mre_no_approximation_is_recommended_as_the_right_value(wording):
    """The semester's 86.38 only replaces what the method computes from tasks; the quarter's 88.75 is certain."""
    run = shipped("mre/2024-T2")
    advice = {one.family.root.elemento: one.recommendation for one in audit_findings(run.book, run.findings)}
    shown = [advice[f"avance_fisico/2024-{window}/entidad/MRE"] for window in ("S1", "T2")]
    wording(shown, "Aclarar", "83,60", "86,38", "Corregir", "80,96", "88,75")


def test_mre_a_finding_names_both_cells_of_which_either_may_be_wrong(mre, wording):
    """14.20 is not 56.60 ÷ 4. With 14.15 its column's total ties; with 56.80 another table's 76.85 is a simple mean."""
    (family,) = [one for one in families(mre) if one.root.elemento == "cuadro/T2.exterior_historico/Representaciones/eficacia_2022"]
    assert {one.elemento for one in family.consequences} == {
        "eficacia_ponderada/2022-anual/servicio/EXTERIOR", "cuadro/T2.historico/SERV. EXTERIOR/avance_2022",
    }  # fmt: skip
    shown = family.root.mensaje
    wording(shown.partition("imprime ")[2], "14,20", "14,15", "«Total, Eficacia 2022»", "E6", "exterior_historico.csv", "56,60", "56,80")
    assert "debe decir 14,15" not in shown
