"""The planning form: weights must add up to 100 and goals match their months, which the form itself checks too."""

from __future__ import annotations

from decimal import Decimal

import pytest
from engines import by_ironcalc
from filling import blank, codes, errors, headings_of, read, sign
from office import make_forms
from openpyxl import load_workbook

from helpers.forms.blank.blank_forms import workbook_of
from helpers.intake.dataset import TABLES

PLAN = "Programación"
GOOD = [
    {"Tarea": "DX.1", "Operación": "DX.A", "ACP": "2", "Descripción": "Informar", "Unidad de medida": "informe", "¿Se suma?": "si",
     "Mar": 1, "Jun": 1, "Sep": 1, "Dic": 1, "Meta": 4, "Ponderación": 60.5, "Presupuesto (Bs)": "1.200,50"},
    {"Tarea": "DX.2", "Operación": "DX.A", "ACP": "2", "Descripción": "Atender", "Unidad de medida": "%", "¿Se suma?": "no",
     "Ene": 100, "Feb": 100, "Meta": 100, "Ponderación": 39.5},
]  # fmt: skip


@pytest.fixture(scope="module")
def forms():
    return make_forms()


def filled(forms, folder, rows):
    path, workbook = folder / "DX.xlsx", workbook_of(forms, forms.form("DX", is_plan=True))
    sheet = workbook[PLAN]
    header, columns = headings_of(sheet, "Tarea")
    for row, values in enumerate(rows, start=header + 1):
        for heading, value in values.items():
            sheet.cell(row, columns[heading]).value = value
    sign(sheet)
    workbook.save(path)
    return path


def with_change(place, **change):
    rows = [dict(row) for row in GOOD]
    rows[place].update({heading.replace("_", " "): value for heading, value in change.items()})
    return rows


def shown(path):
    """What the form says of each of the first two rows, the total of the weights, and whether it is right."""
    sheet = load_workbook(path)[PLAN]
    header, columns = headings_of(sheet, "Tarea")
    total = next(row[0].row for row in sheet.iter_rows() if row[0].value == "TOTAL DE LA UNIDAD")
    review = sheet.cell(1, columns["Revisión"]).column_letter
    weight = sheet.cell(1, columns["Ponderación"]).column_letter
    return by_ironcalc(path, [f"{review}{header + 1}", f"{review}{header + 2}", f"{weight}{total}", f"{review}{total}"], PLAN)


def test_a_good_plan_becomes_tasks(forms, tmp_path):
    path = filled(forms, tmp_path, GOOD)
    reading = read(path, forms)
    assert reading.is_acceptable
    assert codes(reading) == []
    first, second = reading.rows["tareas"]
    assert (first.text("unidad"), first.text("operacion"), first.text("acp"), first.text("acumulable")) == ("DX", "DX.A", "2", "si")
    assert (first.number("mar").value, first.number("ene"), first.number("meta").value) == (1, None, 4)
    assert first.number("ppto").value == Decimal("1200.50")
    assert (second.text("acumulable"), second.number("ponderacion").value) == ("no", Decimal("39.5"))
    known = {column.name for column in TABLES["tareas"].columns}
    assert all(set(row.values) <= known for row in (first, second))
    assert shown(path) == ["Bien", "Bien", 100.0, "Las ponderaciones suman 100"]


@pytest.mark.parametrize(("place", "change", "code", "told"), [
    (0, {"Meta": 5}, "FOR-META", "Los meses no suman la meta."),
    (1, {"Feb": 90}, "FOR-META", "Algún mes no lleva la meta."),
    (0, {"Descripción": None}, "FOR-FALTA", "Falta la descripción."),
    (0, {"¿Se suma?": None}, "FOR-FALTA", "Falta decir si se suma."),
])  # fmt: skip
def test_a_faulty_row_is_an_error_and_the_form_shows_it(forms, tmp_path, place, change, code, told):
    path = filled(forms, tmp_path, with_change(place, **change))
    assert code in errors(read(path, forms))
    assert told in shown(path)[place]


def test_a_word_that_is_neither_yes_nor_no_is_quoted(forms, tmp_path):
    (problem,) = read(filled(forms, tmp_path, with_change(0, **{"¿Se suma?": "tal vez"})), forms).findings
    assert (problem.codigo, problem.encontrado) == ("FOR-FALTA", "tal vez")


@pytest.mark.parametrize(("weight", "total", "words"), [
    (39.51, "100.01", "les sobran 0.01 puntos"), (36.5, "97", "les faltan 3 puntos"), (39.499, "99.999", "les faltan 0.001 puntos"),
])  # fmt: skip
def test_weights_that_do_not_add_up_to_100_are_an_error(forms, tmp_path, weight, total, words):
    path = filled(forms, tmp_path, with_change(1, Ponderación=weight))
    reading = read(path, forms)
    (problem,) = reading.findings
    assert (problem.codigo, problem.esperado, problem.encontrado) == ("FOR-PESOS", "100", total)
    assert words in shown(path)[3]


def test_a_blank_form_shows_nothing_as_wrong(forms, tmp_path, wording):
    path = blank(forms, "DX", tmp_path, is_plan=True)
    wording(shown(path), "100")
    sheet = load_workbook(path)[PLAN]
    (total,) = [area for area in sheet.conditional_formatting if any("deben sumar" in rule.formula[0] for rule in area.rules)]
    red = next(rule for rule in total.rules if "deben sumar" in rule.formula[0])
    assert red.formula[0].startswith('AND($Z41<>"Las ponderaciones suman 100",$Z41<>'), "neither fine nor untouched"


def test_a_row_with_a_code_only_lacks_its_weight(forms, tmp_path, wording):
    review, _, weight, total = shown(filled(forms, tmp_path, [{"Tarea": "DX.1"}]))
    assert "Falta la ponderación." in review
    assert weight == ""
    wording(total, "100")


@pytest.mark.parametrize(("change", "code", "cell"), [
    ({"Mar": -1}, "FOR-NEGATIVO", "L11"), ({"Ponderación": "sesenta"}, "ENT-NUMERO", "X11"),
    ({"Meta": "25%"}, "ENT-PORCENTAJE", "V11"), ({"Mar": "1.234", "Presupuesto (Bs)": None}, "ENT-NUMERO-AMBIGUO", "L11"),
    ({"Presupuesto (Bs)": "50%"}, "ENT-PORCENTAJE", "Y11"),
])  # fmt: skip
def test_a_number_in_error_is_one_error_without_consequences(forms, tmp_path, change, code, cell):
    """No further error says that months or weights do not add up, or that the goal is missing."""
    rows = [GOOD[0] | change, GOOD[1]]
    (problem,) = read(filled(forms, tmp_path, rows), forms).findings
    assert (problem.codigo, problem.severidad, problem.celda) == (code, "error", cell)


def test_an_ambiguous_number_that_another_one_settles_is_a_warning(forms, tmp_path):
    reading = read(filled(forms, tmp_path, with_change(0, Meta="4,000")), forms)
    (problem,) = reading.findings
    assert (problem.codigo, problem.severidad, problem.celda) == ("ENT-NUMERO-AMBIGUO", "advertencia", "V11")
    assert "se lee 4,000." in problem.mensaje
    assert reading.rows["tareas"][0].number("meta").value == 4


@pytest.mark.parametrize(("cells", "named"), [
    ({"Z20": "Falta aprobar"}, "Z20"), ({"W11": 7}, "W11"), ({"AB6": "Unidad a reestructurar"}, "AB6"), ({"I20": "si"}, ""),
], ids=["a result without a task", "over a result", "beside the identity", "a choice left in a row that was emptied"])  # fmt: skip
def test_content_where_the_form_asks_for_none_is_named(forms, tmp_path, cells, named):
    path = filled(forms, tmp_path, GOOD)
    workbook = load_workbook(path)
    for cell, value in cells.items():
        workbook[PLAN][cell].value = value
    workbook.save(path)
    reading = read(path, forms)
    assert [(one.codigo, one.celda) for one in reading.findings] == ([("FOR-FUERA", named)] if named else [])
    assert reading.is_acceptable and len(reading.rows["tareas"]) == len(GOOD)


def test_a_task_below_the_totals_is_an_error(forms, tmp_path):
    path = filled(forms, tmp_path, GOOD)
    workbook = load_workbook(path)
    sheet = workbook[PLAN]
    row = sheet.max_row + 3
    sheet.cell(row, 1).value, sheet.cell(row, 12).value = "DX.3", 1
    workbook.save(path)
    (problem,) = read(path, forms).findings
    assert (problem.codigo, problem.severidad, problem.celda) == ("FOR-FUERA", "error", f"A{row}")


def test_repeated_codes_are_errors(forms, tmp_path):
    assert errors(read(filled(forms, tmp_path, with_change(1, Tarea="DX.1")), forms)) == ["FOR-TAREA-DOBLE"] * 2


def test_an_action_written_by_its_name_is_that_action(forms, tmp_path):
    (name,) = [name for code, name in forms.form("DX", is_plan=True).actions if code == "2"]
    reading = read(filled(forms, tmp_path, with_change(1, ACP=f" {name.upper()}")), forms)
    assert (codes(reading), reading.rows["tareas"][1].text("acp")) == ([], "2")


@pytest.mark.parametrize("change", [{"ACP": "9"}, {"ACP": None}, {"Tarea": None}, {"Tarea": None, "Meta": 7, "¿Se_suma?": "si"}])
def test_what_a_task_lacks_and_an_action_that_does_not_exist_are_errors(forms, tmp_path, change, wording):
    """A task without code is named by its row."""
    wording([problem.mensaje for problem in read(filled(forms, tmp_path, with_change(1, **change)), forms).findings], "tarea")


def test_an_empty_plan_is_refused(forms, tmp_path):
    assert errors(read(blank(forms, "DX", tmp_path, is_plan=True), forms)) == ["FOR-VACIO"]


def test_the_form_starts_from_the_plan_in_force(forms, tmp_path):
    sheet = load_workbook(blank(forms, "DP", tmp_path, is_plan=True))[PLAN]
    header, columns = headings_of(sheet, "Tarea")
    known = [task.task for task in forms.form("DP", is_plan=True).tasks]
    assert [sheet.cell(row, 1).value for row in range(header + 1, header + 1 + len(known))] == known
    assert len(known) == 5
    assert sheet.cell(header + 1, columns["Jun"]).value == 1
