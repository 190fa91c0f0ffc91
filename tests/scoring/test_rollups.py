"""Each rule that computes a level from its parts, worked out by hand: weights, missing parts and late forms."""

from fractions import Fraction

import pytest
from by_hand import executed, method, printed, scored, scored_with_findings, tasks

from helpers.figures.figure import Operation
from helpers.figures.mean_coverage import did_all, is_made_up, left_out
from helpers.figures.replay import why_missing
from helpers.figures.situations import Situation, situation
from helpers.figures.supposed_figures import value_under
from helpers.settings.methods import Metodo

Q = "avance_fisico/2024-T1"
UNIT = f"{Q}/unidad/U1"
PLAN = tasks(
    "U1 1 t1 | ene 10 | ponderacion 50, ppto 100",
    "U1 1 t2 | ene 2  | ponderacion 20, ppto 300",
    "U1 2 t3 | ene 4  | ponderacion 10, ppto 600",
    "U1 2 t4 | jul 4  | ponderacion 20, ppto 0",
)
DONE = executed("t1 | ene 5", "t2 | ene 2", "t3 | ene 1")
"""t1 50, t2 100, t3 25; t4 is not scheduled in the quarter. Operation 1 is 7 of 12, operation 2 is 1 of 4."""


def rule(level: str = "unidad", base: str = "segip-2020", **stated: object) -> Metodo:
    """A method with another rule at one level, by default segip-2020, which rounds at publication.

    Operations are the ratio of their tasks' sums.
    """
    levels = {"operacion": {"partes": "tareas", "regla": "razon_de_sumas"}}
    fresh = {"renormaliza": True, "sin_pesos": "sin_cifra", "prevalece": "partes"}
    levels[level] = levels.get(level, {}) | fresh | stated
    return method(base, consolidacion=levels)


def unit(plan: str = PLAN, **stated: object) -> list[str | None]:
    return printed(scored(rule(**stated), tareas=plan, ejecucion=DONE), UNIT)


def test_simple_mean_of_tasks():
    """(50 + 100 + 25) / 3."""
    assert unit(partes="tareas", regla="media_simple") == ["58.33"]


def test_simple_mean_of_operations():
    """(7/12 + 1/4) / 2 = 41.666…"""
    assert unit(partes="operaciones", regla="media_simple") == ["41.67"]


def test_ratio_of_sums():
    """5 + 2 + 1 of 10 + 2 + 4: 8 of 16; of its operations, 7 + 1 of 12 + 4, the same."""
    assert unit(partes="tareas", regla="razon_de_sumas") == ["50.00"]
    assert unit(partes="operaciones", regla="razon_de_sumas") == ["50.00"]


def test_a_ratio_of_sums_keeps_its_terms():
    figure = scored(rule(partes="tareas", regla="razon_de_sumas"), tareas=PLAN, ejecucion=DONE)[UNIT]
    assert (figure.operation, figure.numerator, figure.denominator) == (Operation.RATIO, 8, 16)
    assert {operand.role for operand in figure.operands} == {"numerador", "denominador"}


def test_a_supposed_value_changes_the_counts_of_a_ratio_above_it():
    """Area A counts one unit of three at 100, and the service takes over its terms; with 100 in U2, two of three."""
    levels = {"area": "cumplidas", "servicio": "razon_de_sumas"}
    rules = {level: {"partes": "estructura", "regla": rule, "prevalece": "partes"} for level, rule in levels.items()}
    rows = [f"unidad | {unit} | avance_fisico | 2024-T1 | {value}" for unit, value in zip(("U1", "U2", "U3"), (100, 40, 70), strict=True)]
    book = scored(method("mre-2024", consolidacion=rules), avances="\n".join(["nivel | codigo | indicador | periodo | valor", *rows]))
    service = book["avance_fisico/2024-T1/servicio/S"]
    assert service.published == "33.33"
    assert value_under(book, service.id, {"avance_fisico/2024-T1/unidad/U2": Fraction(100)}) == Fraction(200, 3)


def test_a_ratio_of_sums_over_means_gives_no_figure_and_a_finding(wording):
    """U1 is a mean of percentages, without amounts to add, so its area has no figure and a finding says why."""
    levels = {"unidad": {"partes": "tareas", "regla": "media_simple"}, "area": {"partes": "estructura", "regla": "razon_de_sumas"}}
    by = method("mre-2021", consolidacion=levels)
    book, findings = scored_with_findings(by, tareas=PLAN, ejecucion=DONE)
    assert printed(book, UNIT, f"{Q}/area/A") == ["58.33", None]
    entries = [found for found in findings if found.elemento == f"{Q}/area/A"]
    assert [found.codigo for found in entries] == ["CAL-SIN-PESO"]
    wording(entries[0].mensaje, "U1")


def test_sum():
    assert unit(partes="tareas", regla="suma") == ["175.00"]


def test_share_of_tasks_fulfilled(wording):
    """Only t2 of the three tasks due reaches 100: 33.33."""
    book = scored(rule(partes="tareas", regla="cumplidas"), tareas=PLAN, ejecucion=DONE)
    figure = book[UNIT]
    assert (figure.published, figure.numerator, figure.denominator) == ("33.33", 1, 3)
    wording(figure.rule, "100", "3")


def test_a_task_printed_as_100_is_fulfilled_where_each_level_rounds():
    """39999 of 40000 is 99.9975, printed 100.00: fulfilled for mre-2021, which hands on printed values."""
    plan, done = tasks("U1 1 t1 | ene 40000"), executed("t1 | ene 39999")
    shares = {"unidad": {"partes": "tareas", "regla": "cumplidas"}}
    by = [method(base, consolidacion=shares) for base in ("mre-2021", "acp-ponderada")]
    assert [printed(scored(one, tareas=plan, ejecucion=done), UNIT) for one in by] == [["100.00"], ["0.00"]]


def test_mean_by_number_of_tasks():
    """Operation 1 has two tasks that take part, operation 2 has one: (2 × 7/12 + 1 × 1/4) / 3 = 47.222…"""
    book = scored(rule(partes="operaciones", regla="media_por_tareas"), tareas=PLAN, ejecucion=DONE)
    assert printed(book, UNIT) == ["47.22"]
    assert printed(book, "numero_tareas/2024-T1/operacion/1", "numero_tareas/2024-T1/operacion/2") == ["2", "1"]
    assert [weight.id for weight in book.weights(book[UNIT])] == [
        "numero_tareas/2024-T1/operacion/1",
        "numero_tareas/2024-T1/operacion/2",
    ]


def test_mean_by_number_of_tasks_over_all_of_them():
    """The divisor is all four tasks of the plan, t4 included: (2 × 7/12 + 1 × 1/4) / 4 = 35.41666…"""
    book = scored(rule(partes="operaciones", regla="media_por_tareas", renormaliza=False), tareas=PLAN, ejecucion=DONE)
    assert printed(book, UNIT, "numero_tareas_plan/2024-T1/unidad/U1") == ["35.42", "4"]


def test_a_mean_over_the_whole_budget_says_that_the_whole_is_not_known():
    """t4 is not due and has no budget, so the budget of all tasks is not known; those that take part have theirs."""
    by = rule(partes="tareas", regla="media_por_presupuesto", renormaliza=False)
    book, findings = scored_with_findings(by, tareas=PLAN.replace("| 20 | 0 |", "| 20 | |"), ejecucion=DONE)
    assert printed(book, UNIT) == [None]
    told = [(one.codigo, one.esperado) for one in findings if one.elemento == UNIT]
    assert told == [("CAL-SIN-PESO", "total de presupuesto vigente")]


def test_mean_by_weight_over_those_that_take_part():
    """(50 × 50 + 20 × 100 + 10 × 25) / 80 = 59.375."""
    book = scored(rule(partes="tareas", regla="media_ponderada"), tareas=PLAN, ejecucion=DONE)
    figure = book[UNIT]
    assert (figure.published, figure.numerator, figure.denominator) == ("59.38", 4750, 80)
    assert str(book.handed_on("ponderacion/2024-T1/tarea/t1")) == "50"
    assert [book.handed_on(weight.id) for weight in book.weights(figure)] == [50, 20, 10]


def test_mean_by_weight_over_the_whole():
    """4750 over 100, because t4, which is not due, adds nothing but its weight: 47.50."""
    assert unit(partes="tareas", regla="media_ponderada", renormaliza=False) == ["47.50"]


def test_an_operation_weighs_as_all_of_its_tasks():
    """Operation 1 weighs 70 and operation 2 weighs 30, t4 included: (70 × 7/12 + 30 × 1/4) / 100 = 48.333…"""
    book = scored(rule(partes="operaciones", regla="media_ponderada"), tareas=PLAN, ejecucion=DONE)
    assert printed(book, UNIT, "ponderacion/2024-T1/operacion/2") == ["48.33", "30.00"]


def test_mean_by_budget():
    """(100 × 50 + 300 × 100 + 600 × 25) / 1000 = 50."""
    assert unit(partes="tareas", regla="media_por_presupuesto") == ["50.00"]


@pytest.mark.parametrize(("without", "expected"), [("sin_cifra", None), ("media_simple", "58.33")])
def test_a_missing_weight_gives_no_figure_or_the_simple_mean(without, expected):
    """t3 has no weight: the unit has no figure, or the simple mean, but t3 never weighs zero."""
    plan = PLAN.replace("| 10 | 600", "|  | 600")
    assert plan != PLAN
    assert unit(plan, partes="tareas", regla="media_ponderada", sin_pesos=without) == [expected]


def test_a_weight_of_zero_counts_as_a_weight():
    """t1 weighs 0: (20 × 100 + 10 × 25) / 30 = 75."""
    assert unit(PLAN.replace("| 50 | 100", "| 0 | 100"), partes="tareas", regla="media_ponderada") == ["75.00"]


def test_weights_that_are_all_zero_give_no_figure_and_a_note():
    plan = tasks("U1 1 t1 | ene 2 | ponderacion 0")
    book, findings = scored_with_findings(
        rule(partes="tareas", regla="media_ponderada"), tareas=plan, ejecucion=executed("t1 | ene 1")
    )
    assert UNIT not in book.figures
    assert [found.codigo for found in findings if found.elemento == UNIT] == ["CAL-DIVISION"]


REPORTED = """
    nivel  | codigo | indicador     | periodo | valor | peso
    unidad | U1     | avance_fisico | 2024-T1 | 90    | 1
    unidad | U2     | avance_fisico | 2024-T1 | 60    | 3
    unidad | U3     | avance_fisico | 2024-T1 | 10    |
"""
AREA = f"{Q}/area/A"


def area(avances: str = REPORTED, **stated: object) -> list[str | None]:
    return printed(scored(rule("area", partes="estructura", **stated), avances=avances), AREA)


def test_reported_percentages_have_the_weights_reported_with_them():
    """Without U3: (1 × 90 + 3 × 60) / 4 = 67.50. With U3, which has no weight: no figure, or the simple mean."""
    without = REPORTED.rsplit("    unidad", 1)[0]
    assert area(without, regla="media_ponderada") == ["67.50"]
    assert area(regla="media_ponderada") == [None]
    assert area(regla="media_ponderada", sin_pesos="media_simple") == ["53.33"]


def test_each_indicator_has_its_own_reported_weights():
    """Progress has the weights 1 and 3, efficacy has 3 and 3: (20 + 10) / 2 = 15. U2's weight is one figure."""
    lines = REPORTED.rsplit("    unidad", 1)[0] + """
    unidad | U1 | eficacia_ponderada | 2024-T1 | 20 | 3
    unidad | U2 | eficacia_ponderada | 2024-T1 | 10 | 3
    """
    by = method("mre-2024", consolidacion={"area": {"regla": "media_ponderada"}})
    book = scored(by, avances=lines)
    assert printed(book, AREA, "eficacia_ponderada/2024-T1/area/A") == ["67.50", "15.00"]
    weights = ("ponderacion_avance_fisico/2024-T1/unidad/U1", "ponderacion_eficacia_ponderada/2024-T1/unidad/U1", "ponderacion/2024-T1/unidad/U2")
    assert printed(book, *weights) == ["1.00", "3.00", "3.00"]


MONEY = """
    fecha_corte | reporte   | cat_prog | ppto_vigente | devengado
    2024-03-31  | categoria | 10       | 100.00       | 25.00
    2024-03-31  | categoria | 20       | 300.00       | 60.00
"""
LINKS = "cat_prog | acp | area | unidad\n 10 | 1 | A | U1\n 20 | 1 | A | U2\n"


def test_units_weigh_by_their_budget_in_force():
    """Without U3: (100 × 90 + 300 × 60) / 400 = 67.50. With U3, which has no budget, the area has no figure."""
    without = REPORTED.rsplit("    unidad", 1)[0]
    by = rule("area", partes="estructura", regla="media_por_presupuesto")
    book = scored(by, avances=without, gastos=MONEY, vinculacion=LINKS)
    assert printed(book, AREA) == ["67.50"]
    assert [weight.id for weight in book.weights(book[AREA])] == ["ppto_vigente/2024-T1/unidad/U1", "ppto_vigente/2024-T1/unidad/U2"]
    assert printed(scored(by, avances=REPORTED, gastos=MONEY, vinculacion=LINKS), AREA) == [None]


def test_a_category_has_the_progress_of_the_first_of_its_units_with_data():
    """Category 10 is of U1, which reported nothing, of U2 and of U3."""
    links = "cat_prog | acp | area | unidad\n 10 | 1 | A | U1\n 10 | 1 | A | U2\n 10 | 2 | A | U3\n"
    lines = REPORTED.replace("2024-T1 | 90", "2024-T1 |")
    assert printed(scored(method("mre-2024"), avances=lines, vinculacion=links), f"{Q}/cat_prog/10") == ["60.00"]


MIXED = """
    nivel  | codigo | indicador     | periodo | valor
    unidad | U1     | avance_fisico | 2024-T1 | 80
    unidad | U2     | avance_fisico | 2024-T1 | 60
"""


def test_units_with_tasks_and_units_that_report_in_one_area():
    """U1 reports 80 and its tasks give 50; U2 reports 60; U3 has only tasks, 25: (80 + 60 + 25) / 3 = 55.

    If the parts prevail over the report, U1 is the 50 of its tasks.
    """
    plan, done = tasks("U1 1 t1 | ene 2", "U3 1 t3 | ene 4"), executed("t1 | ene 1", "t3 | ene 1")
    book = scored(method("mre-2024"), avances=MIXED, tareas=plan, ejecucion=done)
    assert printed(book, UNIT, "avance_fisico_partes/2024-T1/unidad/U1", AREA) == ["80.00", "50.00", "55.00"]
    other = scored(rule(partes="tareas", regla="media_simple"), avances=MIXED, tareas=plan, ejecucion=done)
    assert printed(other, UNIT, "avance_fisico_reportado/2024-T1/unidad/U1") == ["50.00", "80.00"]


def test_weights_by_tasks_serve_every_indicator():
    """U1 has two tasks, U2 one: progress (2 × 100 + 40) / 3 = 80, efficacy (2 × 25 + 10) / 3 = 20."""
    plan = tasks("U1 1 t1 | ene 1", "U1 1 t2 | ene 1", "U2 2 t3 | ene 5")
    done = executed("t1 | ene 1", "t2 | ene 1", "t3 | ene 2")
    by = method("mre-2024", consolidacion={"area": {"regla": "media_por_tareas"}})
    book = scored(by, tareas=plan, ejecucion=done)
    assert printed(book, AREA, "eficacia_ponderada/2024-T1/area/A") == ["80.00", "20.00"]


BY_ACTION = """
    nivel | codigo | indicador     | periodo | valor
    acp   | 1      | avance_fisico | 2024-T1 | 90
    acp   | 2      | avance_fisico | 2024-T1 | 50
    acp   | 3      | avance_fisico | 2024-T1 | 10
"""


def test_actions_weigh_what_the_plan_says_with_a_subtotal_by_group():
    """Entity (60 × 90 + 30 × 50 + 10 × 10) / 100 = 70; the group of actions 2 and 3 (30 × 50 + 10 × 10) / 40 = 40."""
    book = scored(method("acp-ponderada"), avances=BY_ACTION)
    assert printed(book, f"{Q}/entidad/E", f"{Q}/grupo/de apoyo", f"{Q}/grupo/sustantivas") == ["70.00", "40.00", "90.00"]


def test_the_entity_by_groups_is_the_same_as_by_actions_where_all_take_part():
    by_groups = {"entidad": {"partes": "grupos"}}
    book = scored(method("acp-ponderada", consolidacion=by_groups), avances=BY_ACTION)
    assert printed(book, f"{Q}/entidad/E", "ponderacion/2024-T1/grupo/de apoyo") == ["70.00", "40.00"]


def test_an_action_without_figure_lowers_the_entity_unless_weights_are_renormalised():
    """Without action 1: (30 × 50 + 10 × 10) over 100 is 16, and over the 40 that take part it is 40."""
    lines = BY_ACTION.replace("2024-T1 | 90", "2024-T1 |")
    whole = scored(method("acp-ponderada"), avances=lines)
    shared = scored(method("acp-ponderada", consolidacion={"entidad": {"renormaliza": True}}), avances=lines)
    assert [printed(book, f"{Q}/entidad/E") for book in (whole, shared)] == [["16.00"], ["40.00"]]


def test_a_group_weighs_by_the_tasks_of_its_actions():
    """«de apoyo» is 50 and has two tasks, «sustantivas» is 100 and has one: (2 × 50 + 100) / 3 = 66.67.

    Operation 1 has a task of each group.
    """
    plan = tasks("U1 1 t1 1 | ene 1", "U1 1 t2 2 | ene 2", "U3 3 t3 3 | ene 2")
    done = executed("t1 | ene 1", "t2 | ene 1", "t3 | ene 1")
    levels = {
        "entidad": {"partes": "grupos", "regla": "media_por_tareas", "renormaliza": True},
        "grupo": {"regla": "media_simple"}, "acp": {"partes": "tareas", "regla": "razon_de_sumas"},
    }  # fmt: skip
    book = scored(method("acp-ponderada", consolidacion=levels), tareas=plan, ejecucion=done)
    assert printed(book, f"{Q}/entidad/E") == ["66.67"]


def test_the_rule_says_what_the_weights_are_divided_by():
    """Action 3 has no data, and its weight divides."""
    book = scored(method("acp-ponderada"), avances=BY_ACTION.rpartition(" acp")[0])
    rule = book[f"{Q}/entidad/E"].rule
    assert "entre 100;" in rule and "sin aporte: ACP 3" in rule


def test_an_action_weighs_by_its_own_tasks_where_an_operation_serves_two_actions():
    """Operation 1 has one task of action 1, at 100, and two of action 2, at 0: (1 × 100 + 2 × 0) / 3 = 33.33."""
    plan, done = tasks("U1 1 t1 1 | ene 1", "U1 1 t2 2 | ene 1", "U1 1 t3 2 | ene 1"), executed("t1 | ene 1", "t2 | ene 0", "t3 | ene 0")
    by_action = {"acp": {"partes": "tareas", "regla": "razon_de_sumas"}, "entidad": {"partes": "acciones", "regla": "media_por_tareas"}}
    book = scored(method("mre-2024", consolidacion=by_action), tareas=plan, ejecucion=done)
    assert printed(book, f"{Q}/entidad/E", "numero_tareas/2024-T1/acp/1", "numero_tareas/2024-T1/acp/2") == ["33.33", "1", "2"]


def test_the_entity_may_be_the_mean_of_all_units_below_it():
    """The entity is the mean of its units at any depth: (90 + 60 + 10) / 3."""
    by = rule("entidad", partes="unidades", regla="media_simple")
    assert printed(scored(by, avances=REPORTED), f"{Q}/entidad/E") == ["53.33"]


LATE = "unidad | periodo | fecha_presentacion\n U1 | 2024-T1 | 2024-04-10\n U2 | 2024-T1 | 2024-04-16\n U3 | 2024-T1 | 2024-04-15\n"


@pytest.mark.parametrize(("cap", "printed_value", "made_up"), [(None, "100.00", True), ("100", "75.00", False)])
def test_a_task_above_its_programme_makes_up_for_another_where_nothing_caps_it(cap, printed_value, made_up):
    """t1 did 5 of 10 and t2, 3 of 2: 50 and 150."""
    by = method("segip-2020", hoja={"tope": cap}, consolidacion={"unidad": {"partes": "tareas", "regla": "media_simple", "renormaliza": True}})
    plan, done = tasks("U1 1 t1 | ene 10", "U1 1 t2 | ene 2"), executed("t1 | ene 5", "t2 | ene 3")
    book = scored(by, tareas=plan, ejecucion=done)
    assert (book[UNIT].published, is_made_up(book, book[UNIT])) == (printed_value, made_up)


@pytest.mark.parametrize("indicator", ["avance_fisico", "eficacia_ponderada"])
def test_a_unit_with_nothing_programmed_is_missing_from_no_mean(indicator):
    """The weighted efficacy is derived from the progress, and is due of the same units: not of U2, due of U3."""
    plan = tasks("U1 1 t1 | ene 4", "U2 2 t2 | jul 4", "U3 3 t3 | ene 4")
    book = scored(method("mre-2024"), tareas=plan, ejecucion=executed("t1 | ene 2"))
    assert [part.figure.rpartition("/")[2] for part in book[f"{indicator}/2024-T1/area/A"].lacking] == ["U3"]


@pytest.mark.parametrize(
    ("done", "printed_value", "did"),
    [("ene 10, feb 2", "100.00", True), ("ene 10", "100.00", None), ("ene 10, feb 0", "83.33", False), ("ene 5", "50.00", False)],
)
def test_who_lacks_a_programmed_month_is_not_known_to_have_done_all(done, printed_value, did):
    """The method leaves February without data out, its programme of 2 too."""
    book = scored(method("mre-2024"), tareas=tasks("U1 1 t1 | ene 10, feb 2"), ejecucion=executed(f"t1 | {done}"))
    assert (book[UNIT].published, did_all(book, book[UNIT])) == (printed_value, did)


def test_a_unit_lacks_the_programmed_months_of_its_posts():
    """The unit's figure is of the operation, which its post carries out; nobody reported the post's February."""
    structure = "nivel | codigo | padre\nentidad | E |\nunidad | U1 | E\npuesto | P | U1"
    book = scored(method("mre-2024"), structure=structure, tareas=tasks("P 1 t1 | ene 10, feb 2"), ejecucion=executed("t1 | ene 10"))
    assert (book[UNIT].published, did_all(book, book[UNIT])) == ("100.00", None)


@pytest.mark.parametrize(("level", "code"), [("acp", "1"), ("area", "A"), ("entidad", "E")])
def test_a_reported_value_counts_where_the_method_computes_none(level, code):
    reported = f"nivel | codigo | indicador | periodo | valor\n {level} | {code} | avance_fisico | 2024-T1 | 77"
    by = method("mre-2024")
    rules = {name: rule for name, rule in by.consolidacion.items() if name != level}
    book = scored(by.model_copy(update={"consolidacion": rules}), avances=reported)
    assert printed(book, f"{Q}/{level}/{code}") == ["77.00"]


def test_a_late_form_is_left_out_and_named(wording):
    """U2 handed in on 16 April, a day after the reminder's deadline: it keeps its 60, but action 1 is U1's 90 alone."""
    book = scored(method("mre-2021"), avances=REPORTED, presentaciones=LATE)
    action = book[f"{Q}/acp/1"]
    assert printed(book, f"{Q}/unidad/U2", AREA) == ["60.00", "50.00"]
    assert action.published == "90.00"
    wording(action.rule, "sola", "U2")


def test_an_action_whose_only_unit_is_late_is_left_out_as_late(wording):
    """Action 2 is of U3 alone. Its unit gave a datum; the action has no figure only because that came late."""
    book = scored(method("mre-2021"), avances=REPORTED, presentaciones="unidad | periodo | en_plazo\n U3 | 2024-T1 | no")
    assert [situation(book, "acp", code, "2024-T1") for code in "12"] == [Situation.DATA, Situation.LATE]
    assert why_missing(book, "avance_fisico", "2024-T1", "acp", "2") is Situation.LATE
    wording(book[f"{Q}/entidad/E"].rule, "2")


def test_a_form_marked_late_without_a_date_is_left_out_too():
    entries = "unidad | periodo | fecha_presentacion | en_plazo\n U1 | 2024-T1 | | si\n U2 | 2024-T1 | | no\n"
    book = scored(method("mre-2021"), avances=REPORTED, presentaciones=entries)
    assert printed(book, f"{Q}/unidad/U2", f"{Q}/acp/1") == ["60.00", "90.00"]
    dated = entries + " U2 | 2024-T1 | 2024-04-10 |\n"
    assert printed(scored(method("mre-2021"), avances=REPORTED, presentaciones=dated), f"{Q}/acp/1") == ["75.00"]


def test_a_late_form_counts_where_the_method_says_so():
    assert printed(scored(method("mre-2021", tardios="cuentan"), avances=REPORTED, presentaciones=LATE), f"{Q}/acp/1") == ["75.00"]


def test_the_first_form_of_each_quarter_decides_whether_a_unit_is_late():
    """In the first quarter U2 has a form in time and a late one, so it counts; in the second its only form is late."""
    twice = LATE + " U2 | 2024-T1 | 2024-04-09\n U2 | 2024-T2 | 2024-07-11\n"
    lines = REPORTED + REPORTED.replace("2024-T1", "2024-T2").split("peso\n")[1]
    book = scored(method("mre-2021"), "2024-T2", avances=lines, presentaciones=twice)
    assert printed(book, f"{Q}/acp/1", "avance_fisico/2024-T2/acp/1") == ["75.00", "90.00"]


def test_the_operations_of_a_late_unit_are_left_out_of_its_area_and_not_of_the_unit(wording):
    """The area is the mean of its operations: without the 100 of U2, which is late, it is U1's 50. U2 keeps its 100."""
    plan, done = tasks("U1 1 t1 | ene 2", "U2 2 t2 | ene 2"), executed("t1 | ene 1", "t2 | ene 2")
    book = scored(method("mre-2021"), tareas=plan, ejecucion=done, presentaciones=LATE)
    assert printed(book, AREA, f"{Q}/unidad/U2") == ["50.00", "100.00"]
    wording(book[AREA].rule, "sola", "2")


def test_a_late_unit_is_left_out_of_the_spread_too():
    spread = {"indicador": "avance_fisico", "niveles": ["area"], "ventanas": ["trimestre"], "factor": "1.96", "confianza": "95 %", "fuente": "prueba"}
    book = scored(method("mre-2021", dispersion=[spread]), avances=REPORTED, presentaciones=LATE)
    assert printed(book, "avance_fisico_n/2024-T1/area/A", "avance_fisico_media/2024-T1/area/A") == ["2", "50.00"]


def test_the_spread_of_three_units():
    """90, 60 and 10 have the mean 53.33…; they differ from it by 36.67, 6.67 and −43.33.

    The squares add up to 3266.67, the deviation is √(3266.67 / 2) = 40.41, the half-width 1.96 × 40.41 / √3 = 45.73.
    """
    book = scored(method("mre-2024"), avances=REPORTED)
    names = ("_n", "_media", "_desviacion", "_inferior", "_superior")
    assert printed(book, *(f"avance_fisico{name}/2024-T1/area/A" for name in names)) == ["3", "53.33", "40.41", "7.60", "99.06"]


def test_one_unit_is_counted_and_has_no_deviation():
    book = scored(method("mre-2024"), avances="\n".join(REPORTED.splitlines()[:3]))
    assert printed(book, "avance_fisico_n/2024-T1/area/A", "avance_fisico_desviacion/2024-T1/area/A") == ["1", None]


def test_an_area_without_figure_has_the_spread_of_its_units():
    """The mean by budget lacks the budgets; the spread does not need them."""
    by = method("mre-2024", consolidacion={"area": {"regla": "media_por_presupuesto"}, "acp": {"partes": "responsables"}})
    book = scored(by, avances=REPORTED)
    assert printed(book, AREA, "avance_fisico_n/2024-T1/area/A") == [None, "3"]


ACCUMULATED = """
    nivel  | codigo | indicador     | periodo | valor
    unidad | U1     | avance_fisico | 2024-T1 | 40
    unidad | U1     | avance_fisico | 2024-T2 | 40
"""


def test_a_semester_comes_from_tasks_if_there_are_any_and_else_from_efficacy():
    """U1 reports 40 and 40, an efficacy of 20 of 50. U2's tasks are 0 of 2 and 6 of 6, in the semester 6 of 8: 75.

    U2's quarters, 0 and 100, would give 50. Action 1 and the area are (40 + 75) / 2; the category is U2's 75.
    """
    plan, done = tasks("U2 1 t1 | ene 2, abr 6"), executed("t1 | ene 0, abr 6")
    links = "cat_prog | acp | area | unidad\n 10 | 1 | A | U2\n"
    book = scored(method("mre-2024"), "2024-T2", avances=ACCUMULATED, tareas=plan, ejecucion=done, vinculacion=links)
    found = [f"avance_fisico/2024-S1/{place}" for place in ("unidad/U1", "unidad/U2", "area/A", "acp/1", "cat_prog/10")]
    assert printed(book, *found) == ["40.00", "75.00", "57.50", "57.50", "75.00"]


def test_without_weights_a_reported_semester_is_kept_and_does_not_count():
    """The area's units have no weights, so its semester has no figure; its reported 55 is kept and does not count."""
    lines = ACCUMULATED + "    area | A | avance_fisico | 2024-S1 | 55\n"
    plan, done = tasks("U2 1 t1 | ene 4, abr 4"), executed("t1 | ene 1, abr 4")
    by = method("mre-2024", consolidacion={"area": {"regla": "media_ponderada"}})
    book = scored(by, "2024-T2", avances=lines, tareas=plan, ejecucion=done)
    assert printed(book, "avance_fisico/2024-S1/area/A", "avance_fisico_reportado/2024-S1/area/A") == [None, "55.00"]


def test_a_mean_lacks_the_units_without_data_and_not_those_with_nothing_programmed(wording):
    """U1 did 5 of 10, U2 had nothing to do until July and U3 did not report: 50. Area B has only such work as U2's, and
    the institution's mean of areas is area A's 50. The plan gives U5 of area A and area C's only unit no task."""
    structure = """
        nivel   | codigo | padre | acp
        entidad | E      |       |
        area    | A      | E     |
        unidad  | U1     | A     | 1
        unidad  | U2     | A     | 1
        unidad  | U3     | A     | 2
        area    | B      | E     |
        unidad  | U4     | B     | 2
        unidad  | U5     | A     | 2
        area    | C      | E     |
        unidad  | U6     | C     | 2
    """
    plan = ("U1 1 t1 1 | ene 10", "U2 2 t2 1 | jul 2", "U3 3 t3 2 | feb 1", "U4 4 t4 2 | jul 1")
    plan = tasks(*(f"{line} | ponderacion 100" for line in plan))
    for parts, missing in (("unidades", [f"{Q}/unidad/U3"]), ("estructura", [])):
        book = scored(rule("entidad", partes=parts, regla="media_simple"), structure=structure, tareas=plan, ejecucion=executed("t1 | ene 5"))
        area, whole = book[f"{Q}/area/A"], book[f"{Q}/entidad/E"]
        assert (area.published, whole.published) == ("50.00", "50.00")
        assert [part.figure for part in area.lacking] == [f"{Q}/unidad/U3"]
        assert [part.figure for part in whole.lacking] == missing
        assert left_out(book, area) == (("unidad", "U3"),)
        wording([area.rule, whole.rule], "U3")


def test_an_institution_that_answers_for_an_action_with_nothing_programmed_ends():
    """Action 1 is of the institution itself, whose parts are the actions: each would ask the other for ever."""
    structure = "nivel | codigo | padre | acp\n entidad | E | | 1\n unidad | U1 | E | 1\n"
    plan = tasks("U1 1 t1 1 | jul 2", "E 2 t2 1 | jul 1", "U1 3 t3 2 | ene 2")
    found = scored(method("acp-ponderada"), structure=structure, tareas=plan, ejecucion=executed("t3 | ene 1"))
    assert printed(found, f"{Q}/acp/1", f"{Q}/acp/2") == [None, "50.00"]
