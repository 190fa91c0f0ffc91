"""The percentage that a form calculates while it is filled in equals the Book's figure, under every method."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from engines import GRADE, MISSING, PERCENTAGE, by_ironcalc, by_libreoffice
from filling import filled, read
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office import METHODS, make_forms, method_of

from helpers.forms.blank.form_frame import FIRST_ROW
from helpers.forms.blank.percentage_scheme import scheme_of
from helpers.forms.blank.write_follow_up import columns_of
from helpers.scoring.score import score
from helpers.settings.methods import Metodo

QUARTER = {
    "DP.1.1": {"Ejec. jun": 1},
    "DP.1.2": {"Ejec. abr": 1, "Ejec. may": 1, "Ejec. jun": 2},
    "DP.2.1": {"Ejec. abr": 120, "Ejec. may": 80, "Ejec. jun": 100},
    "DP.1.3": {"Ejec. may": 1},
    "DP.2.2": {"Ejec. abr": "0", "Ejec. jun": 0.35},
}
"""One task on target, one short, one goal to be kept that is over in one month and short in another, one task without
programme, one behind."""
WITH_GAPS = {task: values for task, values in QUARTER.items() if task != "DP.1.1"} | {"DP.2.2": {"Ejec. abr": 1}}


def booked(forms, reading, unit="DP"):
    """The unit's progress in the Book that is scored from the rows read from the form."""
    dataset = replace(forms.dataset, tables={**forms.dataset.tables, "ejecucion": reading.rows["ejecucion"]})
    book, _ = score(dataset, forms.method, forms.corrida, forms.entidad)
    return book.get("avance_fisico", forms.period, "unidad", unit)


def typed(forms, rows, folder, unit="DP"):
    """A filled-in form, and the Book's figure from the rows read from it."""
    # As numbers, because the form leaves texts out of its percentage.
    typed = {task: {key: float(value) for key, value in values.items()} for task, values in rows.items()}
    path = filled(forms, unit, folder, typed)
    reading = read(path, forms)
    assert reading.is_acceptable, reading.findings
    return path, booked(forms, reading, unit)


def assert_same(value, grade, figure):
    if figure is None:
        assert value in (None, "")
        assert grade in (None, "", "sin escala en el método")
    else:
        assert Decimal(str(value)) == figure.rounded
        assert grade == (figure.grade.rating if figure.grade else "sin escala en el método")


def compare(forms, rows, folder, unit="DP"):
    path, figure = typed(forms, rows, folder, unit)
    assert_same(*by_ironcalc(path, (PERCENTAGE, GRADE)), figure)
    return figure


@pytest.mark.slow
@pytest.mark.libreoffice
def test_libreoffice_shows_the_books_figure_for_every_method(tmp_path):
    """With gaps under each method."""
    cases = {}
    for method in METHODS:
        path, cases[method] = typed(make_forms(method), WITH_GAPS, tmp_path)
        path.rename(tmp_path / f"{method}.xlsx")
    workbooks = by_libreoffice(sorted(tmp_path.glob("*.xlsx")), tmp_path)
    assert set(workbooks) == set(cases)
    for name, figure in cases.items():
        progress, page = workbooks[name]["Mi avance"], workbooks[name]["Seguimiento"]
        assert_same(progress[PERCENTAGE].value, progress[GRADE].value, figure)
        total = next(row for row in page.iter_rows() if row[0].value == "TOTAL DE LA UNIDAD")
        shown = [cell.value for cell in total if isinstance(cell.value, int | float)]
        assert shown == [progress[PERCENTAGE].value]


def test_the_percentage_calculated_by_hand(tmp_path):
    """DP.1 has 1 of 1 and 4 of 6: 5/7, 71.43. DP.2 has 100 + 80 + 100 of 300 and 0.35 of 1.5: 92.99. With two tasks
    each, the mean is 82.21."""
    figure = compare(make_forms("mre-2024"), QUARTER, tmp_path)
    assert figure.rounded == Decimal("82.21")
    path = tmp_path / "DP.xlsx"
    assert by_ironcalc(path, ("C4", PERCENTAGE, GRADE, "C7", MISSING))[1:] == [82.21, "Alto", 4, 0]
    assert by_ironcalc(path, ("H15", "H16")) == [71.43, 92.99]


def test_the_row_of_a_task_shows_the_decimals_that_the_method_publishes(tmp_path):
    """DP.1.2 did 4 of 6: 66.667 with three decimals, in its row as in «Mi avance»."""
    method = method_of("mre-2024")
    three = method.redondeo.model_copy(update={"decimales": 3})
    forms = make_forms(method.model_copy(update={"redondeo": three}))
    compare(forms, QUARTER, tmp_path)
    form = forms.form("DP")
    place = [task.task for task in form.tasks].index("DP.1.2")
    cell = f"{columns_of(form).share}{FIRST_ROW + place}"
    assert by_ironcalc(tmp_path / "DP.xlsx", (cell,), "Seguimiento") == [66.667]


@pytest.mark.parametrize("method", METHODS)
def test_a_quarter_with_all_data(method, tmp_path):
    assert compare(make_forms(method), QUARTER, tmp_path) is not None


@pytest.mark.parametrize("method", METHODS)
def test_a_quarter_with_tasks_without_datum(method, tmp_path):
    assert compare(make_forms(method), WITH_GAPS, tmp_path) is not None


@pytest.mark.parametrize(("method", "may", "semester"), [("mre-2024", "65.00", "82.21"), ("acp-ponderada", "60.50", "82.00")])
def test_a_month_and_a_semester(method, may, semester, tmp_path):
    """In May, DP.1 has 1 of 2 and DP.2 80 of 100: their mean is 65, and with their weights of 65 and 35 it is 60.50.

    All tasks of the semester are of its second quarter. With the tasks' weights, DP.1 has 86.67 and DP.2 73.33.
    """
    month = {"DP.1.2": {"Ejec. may": 1}, "DP.2.1": {"Ejec. may": 80}}
    assert compare(make_forms(method, "2024-may"), month, tmp_path).rounded == Decimal(may)
    assert compare(make_forms(method, "2024-S1"), QUARTER, tmp_path).rounded == Decimal(semester)


BY_YEAR = """
    version | tarea | descripcion | operacion | unidad | acp | unidad_medida | anual | ene | feb | acumulable | ponderacion
    v1      | A.1   | Por año     | A         | DP     | 1   | puntos        | 9     |     |     | si         | 60
    v1      | A.2   | Por mes     | A         | DP     | 1   | puntos        |       | 2   | 3   | si         | 25.5
    v1      | A.3   | Mantenida   | B         | DP     | 1   | puntos        |       | 2   | 3   | no         | 14.5
"""


@pytest.mark.parametrize("method", METHODS)
def test_tasks_programmed_by_year_beside_tasks_programmed_by_month(method, tmp_path):
    forms = make_forms(method, "2024-anual", tareas=BY_YEAR)
    rows = {
        "A.1": {"Ejec. anual": 5},
        "A.2": {"Ejec. ene": 2, "Ejec. feb": 2},
        "A.3": {"Ejec. ene": 9, "Ejec. feb": 1},
    }
    assert compare(forms, rows, tmp_path) is not None


def test_a_goal_for_the_year_is_no_work_without_programme_in_a_quarter(tmp_path):
    """A.2 did 2 of 2 and 2 of 3: 80. A.3 is kept: 2 of 2 and 1 of 3, 60. A.1 is scored in the year: the mean is 70."""
    rows = {"A.1": {"Ejec. feb": 5}, "A.2": {"Ejec. ene": 2, "Ejec. feb": 2}, "A.3": {"Ejec. ene": 9, "Ejec. feb": 1}}
    assert compare(make_forms(method_of("mre-2024"), "2024-T1", tareas=BY_YEAR), rows, tmp_path).rounded == Decimal("70.00")
    assert by_ironcalc(tmp_path / "DP.xlsx", ("E20", "E21", "E22")) == ["sin programa", "entra", "entra"]


def changed(method: str, **levels: dict) -> Metodo:
    """The method with other rules for its tasks, operations or units."""
    plain = method_of(method).model_dump(mode="json")
    for key, change in levels.items():
        place = plain["hoja"] if key == "hoja" else plain["consolidacion"].setdefault(key, {})
        place.update(change)
    return Metodo.model_validate(plain)


RULES = [
    {"operacion": {"regla": "cumplidas"}, "unidad": {"regla": "razon_de_sumas"}},
    {"operacion": {"regla": "razon_de_sumas"}, "unidad": {"regla": "razon_de_sumas"}},
    {"operacion": {"regla": "media_ponderada", "renormaliza": False}, "unidad": {"regla": "suma"}},
    {"operacion": {"regla": "media_simple"}, "unidad": {"regla": "media_ponderada", "renormaliza": False}},
    {"operacion": {"regla": "media_simple"}, "unidad": {"regla": "media_por_tareas", "renormaliza": False}},
    {"operacion": {"regla": "media_por_presupuesto", "sin_pesos": "media_simple"}, "unidad": {"regla": "cumplidas"}},
    {"operacion": {"regla": "media_por_presupuesto"}, "unidad": {"regla": "media_simple"}},
    {"operacion": {"regla": "media_simple"}, "unidad": {"regla": "media_por_presupuesto", "sin_pesos": "sin_cifra"}},
    {"unidad": {"partes": ["tareas"], "regla": "media_por_presupuesto", "sin_pesos": "media_simple"}},
    {"unidad": {"partes": ["tareas"], "regla": "cumplidas", "sin_pesos": "media_simple"}},
    {"hoja": {"tope": None}},
    {"hoja": {"tope": "120"}},
]
WITHOUT_FIGURE = [RULES[7]]
"""A task without budget leaves its operation without a weight, and under these rules the unit without a figure."""


@pytest.mark.slow
@pytest.mark.parametrize("rules", RULES, ids=lambda rules: "-".join(
    "_".join(map(str, change.values())) for change in rules.values())[:60])  # fmt: skip
def test_form_and_book_agree_under_every_rule_that_a_method_may_have(rules, tmp_path):
    forms = make_forms(changed("mre-2024", **rules))
    figures = [compare(forms, rows, tmp_path) for rows in (QUARTER, WITH_GAPS)]
    assert any(figures) is (rules not in WITHOUT_FIGURE)


AMOUNTS = st.one_of(st.none(), st.integers(0, 130), st.decimals(0, 9, places=2).map(float))


@pytest.mark.slow
@given(st.sampled_from(METHODS), st.sampled_from([{}, *RULES]), st.data())
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_form_and_book_agree_whatever_is_typed(tmp_path, method, rules, data):
    """Some amounts or none in each cell, under any method with some of its rules changed."""
    try:
        forms = make_forms(changed(method, **rules))
    except ValueError:
        return  # rules that this method refuses to combine
    if scheme_of(forms, forms.form("DP")) is None:
        return  # this unit's form computes no percentage, and says why
    cells = [f"Ejec. {month}" for month in ("abr", "may", "jun")]
    tasks = [task.task for task in forms.form("DP").tasks]
    rows = {task: {cell: data.draw(AMOUNTS) for cell in cells} for task in tasks}
    known = {task: {cell: value for cell, value in row.items() if value is not None} for task, row in rows.items()}
    if any(known.values()):
        compare(forms, known, tmp_path)
