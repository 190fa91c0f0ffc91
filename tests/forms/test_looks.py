"""A form as the person who fills it in sees it: what is open, what it accepts, what it says, how it prints."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from builders import make_entidad
from engines import by_ironcalc, converted
from filling import blank, filled, headings_of
from office import make_forms
from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell

from helpers.forms.blank import form_styles
from helpers.forms.blank.form_frame import PAGE_WIDTH
from helpers.forms.blank.form_set import FormSet

SHEETS = {
    "DP": ["Seguimiento", "Mi avance", "Instrucciones", "Listas"],
    "DX": ["Porcentajes", "Instrucciones", "Listas"],
}


@pytest.fixture(scope="module")
def forms():
    return make_forms()


@pytest.fixture
def workbook(forms, tmp_path):
    return load_workbook(blank(forms, "DP", tmp_path))


@pytest.mark.parametrize("unit", SHEETS)
def test_sheets_are_locked_and_one_page_wide(forms, tmp_path, unit):
    made = load_workbook(blank(forms, unit, tmp_path))
    assert made.sheetnames == SHEETS[unit]
    assert made.security.lockStructure
    for sheet in made.worksheets:
        assert sheet.sheet_state == "visible"
        assert sheet.protection.sheet
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert made.worksheets[0].page_setup.orientation == "landscape"


def test_only_cells_to_fill_in_are_unlocked(workbook):
    for sheet in workbook.worksheets[1:]:
        assert all(cell.protection.locked for row in sheet.iter_rows() for cell in row)
    page = workbook["Seguimiento"]
    header, columns = headings_of(page, "Tarea")
    names = {column: name for name, column in columns.items()}
    open_ones = {
        names[cell.column] for row in page.iter_rows(min_row=header + 1, max_row=header + 5) for cell in row
        if not cell.protection.locked
    }  # fmt: skip
    texts = {"Medio de verificación", "Resultado", "Causa", "Explicación"}
    assert open_ones == {"Ejec. abr", "Ejec. may", "Ejec. jun", *texts}
    cells = [cell for row in page.iter_rows() for cell in row if not isinstance(cell, MergedCell)]
    yellow = {cell.coordinate for cell in cells if cell.fill.fgColor.rgb == "00FFF9D6"}
    unlocked = {cell.coordinate for cell in cells if not cell.protection.locked}
    assert unlocked == yellow, "what is open is yellow, and nothing else is"


def test_cells_say_in_spanish_what_they_accept(workbook, wording):
    page = workbook["Seguimiento"]
    rules = {str(rule.sqref): rule for rule in page.data_validations.dataValidation}
    assert sorted(rules) == ["I11:I15", "J11:J15", "K11:K15", "M19", "O11:O15"]
    for rule in rules.values():
        assert (rule.showErrorMessage, rule.showInputMessage, rule.errorStyle) == (True, True, "stop")
        assert 0 < len(rule.prompt) <= 255
        assert 0 < len(rule.promptTitle) <= 32
        assert rule.error
    amounts = rules["I11:I15"]
    assert (amounts.type, amounts.operator, amounts.formula1) == ("decimal", "greaterThanOrEqual", "0")
    wording(amounts.error)
    causes = next(rule for rule in rules.values() if rule.type == "list")
    assert causes.formula1 == "Listas!$A$4:$A$14"
    listed = [cell.value for (cell,) in workbook["Listas"]["A4:A14"]]
    wording(listed[0], "C1")


def test_an_institution_declares_its_own_causes(tmp_path):
    plain = make_forms()
    entidad = make_entidad(causas=[{"codigo": "A", "descripcion": "Helada"}])
    forms = FormSet(entidad, plain.corrida, plain.method, plain.dataset)
    assert load_workbook(blank(forms, "DP", tmp_path))["Listas"]["A4"].value == "A · Helada"


def test_a_form_states_which_one_it_is(forms, workbook):
    page = workbook["Seguimiento"]
    block = {page[f"A{row}"].value: page[f"B{row}"].value for row in range(4, 9)}
    number = forms.form("DP").identity.number
    assert block == {"Entidad": "E", "Periodo": "2024-T2", "Unidad": "DP", "Versión del plan": "v1", "Formulario n.º": number}
    assert re.fullmatch(r"S-[0-9A-F]{4}-[0-9A-F]{4}", number)
    properties = {name: workbook.custom_doc_props[name].value for name in workbook.custom_doc_props.names}
    assert properties["poa_formulario"] == number
    assert page["C7"].value == "RM 001/2024"


def test_the_forms_number_changes_only_with_what_is_printed():
    from office import TASKS

    first = make_forms().form("DP").identity.number
    assert make_forms().form("DP").identity.number == first
    assert make_forms("segip-2020").form("DP").identity.number == first
    assert make_forms(tareas=TASKS.replace("| 12   |", "| 13   |")).form("DP").identity.number != first
    assert make_forms(tareas=TASKS.replace("| 12   |", "| 12.0 |")).form("DP").identity.number == first


def test_a_synthetic_institution_says_so(tmp_path):
    plain = make_forms()
    forms = FormSet(make_entidad(sintetica=True), plain.corrida, plain.method, plain.dataset)
    for unit in ("DP", "DX"):
        assert "SINTÉTICOS" in load_workbook(blank(forms, unit, tmp_path)).worksheets[0]["A3"].value


def test_a_text_typed_as_an_amount_counts_as_no_datum(forms, tmp_path):
    path = filled(forms, "DP", tmp_path, {"DP.1.1": {"Ejec. jun": "uno"}})
    assert by_ironcalc(path, ["E20", "C8"]) == ["sin dato", 4]


@pytest.mark.parametrize("june", [2.5, "2,5", "n/d"])
def test_what_is_typed_as_text_is_told_beside_the_percentage_that_leaves_it_out(forms, tmp_path, wording, june):
    done = {"DP.1.1": {"Ejec. jun": 1}, "DP.2.1": {f"Ejec. {month}": 100 for month in ("abr", "may", "jun")}, "DP.2.2": {"Ejec. abr": 1}}
    path = filled(forms, "DP", tmp_path, {**done, "DP.1.2": {"Ejec. abr": 1, "Ejec. may": 2, "Ejec. jun": june}})
    wording(by_ironcalc(path, ["N16"], "Seguimiento"))


def test_a_task_without_programme_is_not_shown_as_without_datum(forms, tmp_path, wording):
    path = filled(forms, "DP", tmp_path, {"DP.1.3": {"Ejec. jun": 1}})
    wording(by_ironcalc(path, ["E22"]))


def test_a_unit_with_posts_below_it_is_told_that_it_gets_no_percentage(tmp_path):
    from office import STRUCTURE, TASKS

    below = STRUCTURE + "    DPX    | Puesto                               | puesto   | DP    | 1\n"
    posts = TASKS + "    v1      | DPX.1  | Tarea del puesto               | DPX.1     | DPX    | 1   | informe       | 1    | 1   |     |     | si         | 100         |\n"
    forms = make_forms(estructura=below, tareas=posts)
    made = load_workbook(blank(forms, "DP", tmp_path))
    assert made.sheetnames == ["Seguimiento", "Instrucciones", "Listas"]
    total = next(row for row in made["Seguimiento"].iter_rows() if row[0].value == "TOTAL DE LA UNIDAD")
    assert any("no sale solo de lo que trae este formulario" in str(cell.value) for cell in total)
    post = load_workbook(blank(forms, "DPX", tmp_path))
    assert "Mi avance" in post.sheetnames
    steps = [[row[1] for row in one["Instrucciones"].iter_rows(min_row=3, values_only=True)] for one in (made, post)]
    assert [any("«Mi avance»" in step for step in some) for some in steps] == [False, True]


def widths_of(sheet):
    return [dimension.width for dimension in sheet.column_dimensions.values()]


@pytest.mark.parametrize(("unit", "is_plan"), [("DP", False), ("DX", False), ("DP", True)])
def test_the_table_fills_the_page_and_no_more(forms, tmp_path, unit, is_plan):
    """A wider table would be printed smaller."""
    page = load_workbook(blank(forms, unit, tmp_path, is_plan=is_plan)).worksheets[0]
    assert sum(widths_of(page)) == pytest.approx(PAGE_WIDTH)


def test_the_description_is_wide_for_a_month_and_narrow_for_a_semester(tmp_path):
    month, half = (load_workbook(blank(make_forms(periodo=code), "DP", tmp_path)).worksheets[0] for code in ("2024-jun", "2024-S1"))
    assert month.column_dimensions["C"].width > 50
    assert half.column_dimensions["C"].width == 24


def test_columns_are_measured_with_a_font_that_every_office_has(workbook):
    assert workbook._named_styles["Normal"].font.name == "Arial"


def test_only_the_form_and_its_instructions_are_printed(workbook):
    assert {sheet.title for sheet in workbook.worksheets if not sheet.print_area} == {"Seguimiento", "Instrucciones"}
    for sheet in (workbook["Mi avance"], workbook["Listas"]):
        (cell,) = sheet.print_area.replace("$", "").rpartition("!")[2].split(":")[:1]
        assert sheet[cell].value is None


def test_whole_numbers_have_no_dangling_decimal_sign(workbook):
    """Numbers of the plan have their format in the cell; typed ones get it from a conditional format and
    keep their value."""
    page = workbook["Seguimiento"]
    formats = {page[cell].value: page[cell].number_format for cell in ("E11", "H15")}
    assert formats == {4: "#,##0", 0.5: "#,##0.####"}
    rules = [rule for area in page.conditional_formatting if "I11" in str(area.sqref) for rule in area.rules]
    whole = [rule for rule in rules if rule.dxf.numFmt is not None]
    assert [rule.dxf.numFmt.formatCode for rule in whole] == ["#,##0", "#,##0"]
    assert all("INT(N(I11))" in rule.formula[0] for rule in whole)


def pages_of(pdf: Path) -> list[list[tuple[str, float]]]:
    """The words of each page, with the height of each."""
    done = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True, text=True)
    found = r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">([^<]*)<'
    pages = (re.findall(found, page) for page in done.stdout.split("<page ")[1:])
    return [[(word, float(foot) - float(top)) for top, foot, word in page] for page in pages]


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.poppler
def test_a_form_prints_one_page_wide_in_legible_letters(tmp_path):
    from office import TASKS

    lines = [line for line in TASKS.splitlines() if line.strip()]
    many = [lines[0], *(lines[2].replace("DP.1.2", f"DP.1.{number}") for number in range(1, 61))]
    forms = make_forms(tareas="\n".join(many))
    path = filled(forms, "DP", tmp_path, {"DP.1.1": {"Ejec. abr": 7, "Ejec. may": 0.25, "Ejec. jun": 1234}})
    plan = blank(forms, "DX", tmp_path, is_plan=True)
    folder = converted([path, plan], "pdf", tmp_path)
    *table, instructions = pages_of(folder / "DP.pdf")
    for page in table:
        words = {word for word, _ in page}
        assert {"Tarea", "Prog.", "Explicación"} <= words, "the header stands on every page"
    printed = [word for page in table for word, _ in page]
    assert {word for word in printed if word.startswith("DP.1.")} == {f"DP.1.{number}" for number in range(1, 61)}
    assert "llena" in {word for word, _ in instructions}, "they have a page of their own, and it is the last"
    assert "Listas" not in printed
    assert {"7", "0.25", "1,234"} <= set(printed), "a whole number ends in its last figure"
    unscaled = max(height for word, height in instructions if word == "Vacío")
    for pages, word in ((table, "Capacitar"), (pages_of(folder / f"{plan.stem}.pdf"), "Descripción")):
        height = min(height for page in pages for found, height in page if found == word)
        assert height / unscaled * form_styles.STEP.size >= 7


def test_instructions_ask_for_the_cause_of_more_too_and_name_tasks_only_where_there_are(forms, tmp_path, wording):
    for unit in ("DP", "DX"):
        page = load_workbook(blank(forms, unit, tmp_path))["Instrucciones"]
        steps = [row[1] for row in page.iter_rows(min_row=3, values_only=True)]
        wording([step for step in steps if "sin dato" in step or "la causa" in step])
