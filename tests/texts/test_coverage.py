"""A progress that comes from few tasks of many: each place that prints it, and each decision on it, says of how many."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from builders import WORKSPACE, make_dataset, make_scored

from helpers.base.errors import UsageError
from helpers.figures.book import Book
from helpers.figures.figure import Operand, Operation
from helpers.figures.mean_coverage import left_out, left_out_below, tasks_counted
from helpers.settings.methods import load_method
from helpers.texts.conclusions.progress_facts import result
from helpers.texts.decisions.institution_gap import central_finding, part_told
from helpers.texts.decisions.money_matters import gap_of_institution
from helpers.texts.decisions.progress_matters import lagging_places
from helpers.texts.drafting.drafting_context import DraftContext
from helpers.texts.drafting.drafting_rules import rule_comment
from helpers.texts.sentences import supposed_values
from helpers.texts.sentences.coverage_words import coverage, coverage_in_brackets
from helpers.texts.sentences.plain_reading import ValueWriter, names_of
from helpers.texts.sentences.text_templates import PlannerTemplate

QUARTERS = (("U1", "2024-T1"), ("U1", "2024-T2"), ("U2", "2024-T2"))
OWN = "avance_fisico/2024-anual/entidad/E"


def book_of(unit_of_last: str, reported: str = "", done: str = "T1 | 2 |\n T2 | 4 |") -> Book:
    """The Book of a year in which T1 did half; T2 reported one month of two, T3 none, and T4 had nothing to do.

    T3 and T4 are of the given unit; U2 may report a percentage.
    """
    tables = {
        "estructura": "nivel | codigo | padre | acp\n entidad | E | |\n unidad | U1 | E | 1\n unidad | U2 | E | 1",
        "acciones": "acp | denominacion\n 1 | Uno",
        "versiones": "version | fecha\n v1 | 2024-01-01",
        "tareas": f"""
            version | tarea | descripcion | operacion | unidad         | acp | acumulable | ene | feb
            v1      | T1    | a           | O1        | U1             | 1   | si         | 4   |
            v1      | T2    | b           | O1        | U1             | 1   | si         | 4   | 4
            v1      | T3    | c           | O2        | {unit_of_last} | 1   | si         |     | 1
            v1      | T4    | d           | O2        | {unit_of_last} | 1   | si         |     |
        """,
        "ejecucion": f"tarea | ene | feb\n {done}",
        "gastos": "fecha_corte | reporte | cat_prog | ppto_vigente | devengado\n 2024-12-31 | categoria | 1 | 100 | 90",
    }
    if reported:
        tables["avances"] = f"nivel | codigo | indicador | periodo | valor\n unidad | U2 | avance_fisico | 2024-anual | {reported}"
    return make_scored(make_dataset(**tables), "2024-anual", load_method(WORKSPACE, "segip-2020"))


def shown(book: Book, template: str) -> str:
    planner = PlannerTemplate(book, ValueWriter(), str)
    text = planner.render(template, names_of(book))
    assert planner.problems == []
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(("unit", "reported"), [("U1", ""), ("U2", ""), ("U2", "80.00")])
def test_tasks_without_data_are_those_with_a_programme_for_which_nobody_reported(unit, reported):
    book = book_of(unit, reported)
    for whole in (OWN, OWN.replace("entidad/E", "acp/1")):
        assert tasks_counted(book, book[whole]) == ({"T1"}, {"T2"} if reported else {"T2", "T3"})
    if unit == "U2":
        assert tasks_counted(book, book[OWN.replace("entidad/E", "unidad/U1")]) == ({"T1"}, {"T2"})


@pytest.mark.parametrize("place", ["entidad/E", "unidad/U1"])
def test_an_accepted_draft_says_that_tasks_lack_data_only_while_they_do(place):
    """Once the data came the clause is not printed. U2, which has no task in the plan, is not left out of the mean."""
    before, after = book_of("U1"), book_of("U1", done="T1 | 2 |\n T2 | 4 | 4\n T3 | | 1")
    kept = coverage_in_brackets(before, before[OWN.replace("entidad/E", place)])
    assert "2 de 3" in shown(before, kept)
    assert shown(after, kept) == ""
    assert rule_comment("resultado", kept) == rule_comment("resultado", coverage_in_brackets(after, after[OWN.replace("entidad/E", place)]))


def test_an_accepted_draft_says_what_a_figure_leaves_out_only_while_it_does():
    """Once U2 reported, the clause is not printed, and the rule of the passage no longer says what it said."""
    before, after = book_of("U2"), book_of("U2", done="T1 | 2 |\n T2 | 4 | 4\n T3 | | 1\n T4 | | 1")
    kept = coverage_in_brackets(before, before[OWN])
    assert "1 de 2 unidades" in shown(before, kept)
    assert shown(after, kept) == ""
    assert rule_comment("resultado", kept) != rule_comment("resultado", coverage_in_brackets(after, after[OWN]))


def test_the_rule_of_a_supposed_value_names_its_figures_in_words():
    book = book_of("U1")
    rules = [
        supposed_values.missing_points(book, OWN).rule,
        supposed_values.with_whole(book, OWN, "avance_fisico/2024-anual/unidad/U1").rule,
        supposed_values.amount_left(book, OWN, OWN).rule,
    ]
    assert not any("/" in rule for rule in rules)
    assert "Cien menos «Avance físico · " in rules[0]


def test_the_matters_the_central_finding_and_the_conclusions_say_of_how_many_tasks_a_progress_is(wording):
    book = book_of("U2")
    context = DraftContext(book, (), date(2024, 12, 31))
    (gap,), (lowest,), (said, _) = gap_of_institution(context), lagging_places(context), result(context)
    templates = (coverage(book, book[OWN]), central_finding(context), gap.happened, *gap.options, lowest.happened, said)
    texts = [shown(book, one) for one in templates]
    wording(texts, "1 de 2 unidades", "2 de 3 tareas", "50,00 %", "1 de 2 unidades", "2 de 3 tareas", "50,00 %", "2 de 3", "90,00 %", "50,00 %", "1 de 2", "50,00 %", "2 de 3")
    assert not [one for one in (*gap.options, *lowest.options) if "falta(" in one], "what is missing is not known"


def test_the_central_finding_says_it_also_of_units_that_all_have_a_figure(wording):
    book = book_of("U2", "80.00")
    context = DraftContext(book, (), date(2024, 12, 31))
    wording(shown(book, central_finding(context)), "65,00 %", "1 de 2 tareas")


def test_posts_that_a_mean_of_units_leaves_out_are_not_called_units(wording):
    """U1 and U2 reported, and the post P1 did not."""
    book = make_scored(
        make_dataset(
            estructura="nivel | codigo | padre | acp\n entidad | E | |\n unidad | U1 | E | 1\n unidad | U2 | E | 1\n puesto | P1 | E | 1",
            acciones="acp | denominacion\n 1 | Uno",
            avances="nivel | codigo | indicador | periodo | valor\n unidad | U1 | avance_fisico | 2024-T2 | 50\n unidad | U2 | avance_fisico | 2024-T2 | 70",
        ),
        "2024-T2",
        load_method(WORKSPACE, "segip-2020"),
    )
    wording(shown(book, coverage(book, book["avance_fisico/2024-T2/entidad/E"])), "2 unidades", "1 puesto")


@pytest.mark.parametrize(("in_time", "said"), [("si", "con 1 de 2 unidades sin datos de algún trimestre"), ("no", "valor de 1 de 2 unidades; el resto presentó fuera de plazo")])
def test_an_action_covers_what_its_area_covers(in_time, said):
    """U1 and U2 are of one area and answer for one action; U2 has no data of the first quarter, or sent the second late."""
    book = make_scored(
        make_dataset(
            estructura="nivel | codigo | padre | acp\n entidad | E | |\n area | A | E |\n unidad | U1 | A | 1\n unidad | U2 | A | 1",
            acciones="acp | denominacion\n 1 | Uno",
            avances="""
                nivel  | codigo | indicador     | periodo | valor
                unidad | U1     | avance_fisico | 2024-T1 | 50
                unidad | U1     | avance_fisico | 2024-T2 | 70
                unidad | U1     | avance_fisico | 2024-S1 | 60
                unidad | U2     | avance_fisico | 2024-T2 | 70
                unidad | U2     | avance_fisico | 2024-S1 | 70
            """,
            presentaciones=f"unidad | periodo | en_plazo\n U2 | 2024-T2 | {in_time}",
        ),
        "2024-T2",
        load_method(WORKSPACE, "mre-2021"),
    )
    of_area, of_action = (coverage(book, book[f"avance_fisico/2024-S1/{whole}"]) for whole in ("area/A", "acp/1"))
    assert of_action == of_area
    assert shown(book, of_area) == said
    with pytest.raises(UsageError, match="o a una no le consta"):  # no unit has a budget here
        supposed_values.budget_covered(book, "avance_fisico/2024-S1/area/A")
    own = book["avance_fisico/2024-S1/area/A"]
    both = (Operand("minuendo", own.id), Operand("sustraendo", "avance_fisico/2024-S1/entidad/E"))
    gap = replace(own, indicator="brecha_fisico_financiera", operation=Operation.DIFFERENCE, operands=both)
    assert f"; el avance, {said})" in shown(book, part_told(DraftContext(book, (), date(2024, 6, 30)), gap, "de"))


@pytest.mark.parametrize(
    ("told", "late", "is_whole"),
    [
        ("U1.1 U1.2 U2.1 U2.2 U3.1", "", True),
        ("U1.1 U1.2 U3.1", "", False),
        ("U1.1 U2.1 U2.2 U3.1", "", False),
        ("U1.1 U1.2 U2.1 U2.2 U3.1", "U2", False),
    ],
)
def test_a_mean_of_some_actions_says_that_a_counted_one_leaves_something_out_too(told, late, is_whole):
    """U1 and U2 answer for the first action, U3 for the second; U4, which answers for the third, told nothing.

    Besides, U2 told nothing, or U1 told of one task of two, or U2's form was late.
    """
    actions = {"U1": 1, "U2": 1, "U3": 2, "U4": 3}
    tasks = {"U1.1": 1, "U1.2": 1, "U2.1": 1, "U2.2": 1, "U3.1": 2, "U4.1": 3}
    book = make_scored(
        make_dataset(
            estructura="nivel | codigo | padre | acp\n entidad | E | |" + "".join(f"\n unidad | {unit} | E | {acp}" for unit, acp in actions.items()),
            acciones="acp | denominacion\n 1 | Uno\n 2 | Dos\n 3 | Tres",
            tareas="version | tarea | operacion | unidad | acp | abr" + "".join(f"\n v1 | {task} | {task[:2]}.O | {task[:2]} | {acp} | 4" for task, acp in tasks.items()),
            ejecucion="tarea | abr" + "".join(f"\n {task} | 2" for task in told.split()),
            presentaciones="unidad | periodo | en_plazo" + (f"\n {late} | 2024-T2 | no" if late else ""),
        ),
        "2024-T2",
        load_method(WORKSPACE, "mre-2021"),
    )
    first, *others = shown(book, coverage(book, book["avance_fisico/2024-T2/entidad/E"])).split("; ")
    central = shown(book, central_finding(DraftContext(book, (), date(2024, 6, 30))))
    assert first == "promedio de 2 de 3 acciones de corto plazo"
    told_too = "lo contado tampoco está completo"
    assert (told_too in others, told_too in central) == (not is_whole, not is_whole)


@pytest.mark.parametrize(("place", "said"), [("entidad/E", "con 2 de 3 unidades sin datos de algún trimestre"), ("unidad/U1", "sin datos de algún trimestre"), ("unidad/U3", "")])
def test_a_unit_lacks_a_quarter_itself_and_is_not_counted_among_others(place, said):
    """U1 and U2 sent no form of the second quarter. U4 has no task in the plan."""
    units = ("U1", "U2", "U3")
    book = make_scored(
        make_dataset(
            estructura="nivel | codigo | padre | acp\n entidad | E | |" + "".join(f"\n unidad | {unit} | E | 1" for unit in (*units, "U4")),
            acciones="acp | denominacion\n 1 | Uno",
            tareas="version | tarea | operacion | unidad | acp | ene | abr" + "".join(f"\n v1 | {unit}.1.1 | {unit}.1 | {unit} | 1 | 4 | 4" for unit in units),
            ejecucion="tarea | ene | abr\n U1.1.1 | 2 |\n U2.1.1 | 2 |\n U3.1.1 | 2 | 4",
        ),
        "2024-anual",
        load_method(WORKSPACE, "mre-2024"),
    )
    assert shown(book, coverage(book, book[f"avance_fisico/2024-anual/{place}"])) == said


def test_who_reports_the_year_alone_lacks_no_quarter():
    """As in SEGIP's report of 2020, of which the quarters were not followed up. Of U3 there is nothing."""
    units, done = ("U1", "U2", "U3"), (("U1", 80), ("U2", 60))
    book = make_scored(
        make_dataset(
            estructura="nivel | codigo | padre\n entidad | E |" + "".join(f"\n unidad | {unit} | E" for unit in units),
            avances="nivel | codigo | indicador | periodo | valor" + "".join(f"\n unidad | {unit} | avance_fisico | 2024-anual | {value}" for unit, value in done),
        ),
        "2024-anual",
        load_method(WORKSPACE, "segip-2020"),
    )
    assert shown(book, coverage(book, book[OWN])) == "promedio de 2 de 3 unidades"


@pytest.mark.parametrize("operation", ["O1", "O2"])
def test_a_mean_of_operations_leaves_out_the_unit_that_told_of_none_of_its_own(operation):
    """Where U1 and U2 both have an operation O1, the code of U2's is `U2/O1`."""
    book = make_scored(
        make_dataset(
            estructura="nivel | codigo | padre | acp\n entidad | E | |\n area | A | E |\n unidad | U1 | A | 1\n unidad | U2 | A | 1",
            acciones="acp | denominacion\n 1 | Uno",
            tareas=f"""
                version | tarea | descripcion | operacion   | unidad | acp | abr
                v1      | T1    | a           | O1          | U1     | 1   | 4
                v1      | T2    | b           | O3          | U1     | 1   | 4
                v1      | T3    | c           | {operation} | U2     | 1   | 4
            """,
            ejecucion="tarea | abr\n T1 | 2",
        ),
        "2024-T2",
        load_method(WORKSPACE, "mre-2021"),
    )
    area = book["avance_fisico/2024-T2/area/A"]
    assert {*left_out(book, area)} == {("operacion", "O3"), ("operacion", "U2/O1" if operation == "O1" else "O2")}
    assert left_out_below(book, area) == (("unidad", "U2"),)


def test_a_progress_that_a_formula_gives_says_what_the_means_of_its_quarters_leave_out(wording):
    """Of U2 there is no first quarter; the progress of the semester comes from the efficacy of both."""
    told = "\n".join(f"unidad | {unit} | avance_fisico | {when} | 50" for unit, when in QUARTERS)
    book = make_scored(
        make_dataset(
            estructura="nivel | codigo | padre | acp\n entidad | E | |\n area | A | E |\n unidad | U1 | A | 1\n unidad | U2 | A | 1",
            acciones="acp | denominacion\n 1 | Uno",
            avances=f"nivel | codigo | indicador | periodo | valor\n{told}",
        ),
        "2024-T2",
        load_method(WORKSPACE, "mre-2024"),
    )
    (told_of,) = {shown(book, coverage(book, book[f"avance_fisico/2024-S1/{whole}"])) for whole in ("entidad/E", "area/A", "acp/1")}
    wording(told_of, "1", "2")
    assert coverage(book, book["avance_fisico/2024-S1/unidad/U1"]) == ""


@pytest.mark.parametrize(
    ("whole", "said"),
    [("entidad/E", "sin contar 1 de 3 unidades en algún trimestre"), ("area/A", "sin contar 1 de 2 unidades en algún trimestre"), ("acp/1", "sin contar 1 de 2 unidades en algún trimestre")],
)
def test_what_a_part_leaves_out_is_counted_among_its_own_units(whole, said):
    """Of U2 there is no first quarter; U3, of another area and action, has nothing to do with area A."""
    told = "\n".join(f"unidad | {unit} | avance_fisico | {when} | 50" for unit, when in (*QUARTERS, ("U3", "2024-T1"), ("U3", "2024-T2")))
    units = "".join(f"\n unidad | {unit} | {area} | {acp}" for unit, area, acp in (("U1", "A", 1), ("U2", "A", 1), ("U3", "B", 2)))
    book = make_scored(
        make_dataset(
            estructura=f"nivel | codigo | padre | acp\n entidad | E | |\n area | A | E |\n area | B | E |{units}",
            acciones="acp | denominacion\n 1 | Uno\n 2 | Dos",
            avances=f"nivel | codigo | indicador | periodo | valor\n{told}",
        ),
        "2024-T2",
        load_method(WORKSPACE, "mre-2024"),
    )
    assert shown(book, coverage(book, book[f"avance_fisico/2024-S1/{whole}"])) == said


@pytest.mark.parametrize(
    ("done", "said"),
    [
        ("3 | |", ("aporte de 2 acciones de corto plazo, con el 50,00 % del presupuesto vigente, sobre el peso de todas", "no lo cuenta todo: aporte de 2 acciones de corto plazo")),
        ("3 | | 4", None),
    ],
)
def test_what_the_weights_of_all_actions_divide_is_no_average_of_those_that_had_something_to_do(done, said):
    """Actions 1 and 2, of 50 and 30, did 100 % and 50 %: 65 of 100. Action 3, of 20, had nothing to do in the second
    quarter, which is no lack of data; when it has, all three enter."""
    due = 4 if done.endswith("4") else ""
    units = "".join(f"\n unidad | U{at} | A | {at}" for at in (1, 2, 3))
    plan = "".join(f"\n v1 | {at} | a | O{at} | U{at} | {at} | si | {'4 | 4' if at < 3 else f' | {due}'}" for at in (1, 2, 3))
    book = make_scored(
        make_dataset(
            estructura=f"nivel | codigo | padre | acp\n entidad | E | |\n area | A | E |{units}",
            acciones="acp | denominacion | ponderacion\n 1 | Uno | 50\n 2 | Dos | 30\n 3 | Tres | 20",
            tareas=f"version | tarea | descripcion | operacion | unidad | acp | acumulable | ene | abr{plan}",
            ejecucion=f"tarea | ene | abr\n 1 | 4 | 4\n 2 | 4 | 2\n {done}",
            vinculacion="cat_prog | acp" + "".join(f"\n {at} 0 001 | {at}" for at in (1, 2, 3)),
            gastos="fecha_corte | reporte | cat_prog | ppto_vigente | devengado" + "".join(f"\n 2024-06-30 | categoria | {at} 0 001 | {money} | 0" for at, money in ((1, 50), (2, 50), (3, 100))),
        ),
        "2024-T2",
        load_method(WORKSPACE, "acp-ponderada"),
    )
    whole = book["avance_fisico/2024-T2/entidad/E"]
    finding = shown(book, central_finding(DraftContext(book, (), date(2024, 6, 30))))
    told = shown(book, coverage(book, whole))
    if said is None:
        assert told == "" and "aporte" not in finding
    else:
        assert str(whole.rounded) == "65.00"
        assert (told, all(words in finding for words in said[1:])) == (said[0], True), finding
