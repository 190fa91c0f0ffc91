"""«Conciliación» and «Hallazgos»: formulas where a figure is compared, recorded values where a cell is."""

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from papers_books import small_book
from papers_reading import FIRST_LINE, lines

from helpers.audit.sheets.ironcalc_engine import ironcalc_values
from helpers.figures.findings import Finding, Reconciled, Severity, Verdict
from helpers.outputs.workbook.workbook_file import write_workpapers

AREA = "avance/2024-T2/area/X"
ITEMS = (
    Reconciled(AREA, "c", "23.53", "23.53", "0.00", Verdict.EXACT, "media", ""),
    Reconciled(AREA, "c", "23.52", "23.53", "-0.01", Verdict.ROUNDING, "media", "se cortó"),
    Reconciled("cuadro/T2.a/1/b", "a", "12.5", "12.50", "0.00", Verdict.EXACT, "suma de 2 filas", ""),
    Reconciled("cuadro/T2.a/2/b", "a", "97.37", "97.40", "-0.03", Verdict.IRRECONCILABLE, "1 ÷ 2", "?"),
    Reconciled("cuadro/T2.a/3/b", "a", "1.00", "", "", Verdict.IRRECONCILABLE, "1 ÷ 0", "entre cero"),
)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("conciliacion") / "papeles.xlsx"
    write_workpapers(small_book(), (), ITEMS, path)
    return path


@pytest.fixture(scope="module")
def formula_lines(path):
    return list(lines(load_workbook(path)["Conciliación"]))


def test_cells_of_printed_tables_have_their_computed_value_recorded(path):
    shown = list(lines(load_workbook(path, data_only=True)["Conciliación"]))
    assert [line["Calculado"] for line in shown] == [23.53, 23.53, 12.5, 97.4, None]
    assert [line["Diferencia"] for line in shown] == [0, -0.01, 0, -0.03, None]
    assert [line["Coincide"] for line in shown] == ["sí", "no", "sí", "no", None]
    assert [line["Decimales"] for line in shown] == [2, 2, 2, 2, None]
    assert [line["Veredicto"] for line in shown] == [str(item.veredicto) for item in ITEMS]


def test_only_figures_are_linked_and_every_comparison_is_a_formula(formula_lines):
    assert [str(line["Calculado"]).startswith("=ROUND(ROUND('Cifras'!") for line in formula_lines] == [True, True, *[False] * 3]
    assert [line["Diferencia"] for line in formula_lines[:4]] == [
        f"=ROUND(D{row}-F{row},decimales_resta)" for row in range(5, 9)
    ]
    assert formula_lines[2]["Coincide"] == '=IF(G7=0,"sí","no")'
    assert formula_lines[2]["Veredicto"] == '=IF(H7="sí","exacto","por explicar")'
    assert formula_lines[3]["Veredicto"] == '=IF(H8="sí","exacto","irreconciliable")'
    assert formula_lines[4]["Veredicto"] == "irreconciliable"


def test_a_recorded_value_has_another_colour_than_a_linked_one(path):
    page = load_workbook(path)["Conciliación"]
    linked, recorded = page["F5"].font.color.rgb, page["F7"].font.color.rgb
    assert (linked, recorded) == ("FF1E6B3A", "FF55606C")


def test_the_sheet_and_the_readme_say_which_values_are_recorded(path, wording):
    book = load_workbook(path)
    assert "cuadro/…" in book["Conciliación"]["A2"].value
    (readme_text,) = [cell.value for row in book["Léeme"].iter_rows() for cell in row if "cuadro/…" in str(cell.value)]
    wording(readme_text)


def test_there_is_no_sheet_for_comparisons_where_nothing_was_published_before(tmp_path):
    write_workpapers(small_book(), (), (), tmp_path / "papeles.xlsx")
    assert "Conciliación" not in load_workbook(tmp_path / "papeles.xlsx").sheetnames


def test_the_index_calls_irreconcilable_what_the_data_do_not_give(path):
    told = {row[0]: row[2] for row in load_workbook(path)["Índice"].iter_rows(values_only=True)}
    assert told["Conciliación: irreconciliable"] == "No se obtiene de los datos.", "as in the acta"


GRADES = (
    Reconciled(f"{AREA}#calificacion", "c", "Alto", "Alto", "", Verdict.EXACT, "calificación de 23,53", ""),
    Reconciled(f"{AREA}#desempeno", "c", "SATISFACTORÍO", "Satisfactorio", "", Verdict.EXACT, "desempeño de 23,53", ""),
    Reconciled(f"{AREA}#calificacion", "d", "Bajo", "Alto", "", Verdict.IRRECONCILABLE, "calificación de 23,53", "a"),
    Reconciled(f"{AREA}#grado", "d", "En proceso", "En proceso", "", Verdict.EXACT, "grado de 23,53", ""),
    Reconciled("avance/2024-T2/area/Z#grado", "d", "Atrasado", "", "", Verdict.NOT_VERIFIABLE, "", "no hay datos"),
)


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    path = tmp_path_factory.mktemp("grados") / "grados.xlsx"
    write_workpapers(small_book(), (), GRADES, path)
    return path


def test_printed_grades_are_compared_by_formula_with_those_of_the_figures(graded):
    shown = list(lines(load_workbook(graded, data_only=True)["Conciliación"]))
    assert [line["Publicado"] for line in shown] == ["Alto", "SATISFACTORÍO", "Bajo", "En proceso", "Atrasado"]
    assert [line["Calculado"] for line in shown] == ["Alto", "Satisfactorio", "Alto", "En proceso", None]
    assert [line["Coincide"] for line in shown] == ["sí", "sí", "no", "sí", None]
    assert [line["Veredicto"] for line in shown] == [str(item.veredicto) for item in GRADES]
    formula_lines = list(lines(load_workbook(graded)["Conciliación"]))
    assert [str(line["Calculado"]).startswith("='Cifras'!") for line in formula_lines] == [True, True, True, True, False]
    assert formula_lines[0]["Coincide"] == '=IF(F5=D5,"sí","no")'


def changed(path: Path, folder: Path, **printed: object) -> Workbook:
    """A workbook recalculated after changes of what was printed; that LibreOffice agrees is asked of the unchanged one."""
    book = load_workbook(path)
    for cell, value in printed.items():
        book["Conciliación"][cell] = value
    book.save(folder / path.name)
    due = frozenset((page.title, cell.coordinate) for page in book for row in page.iter_rows() for cell in row if cell.data_type == "f")
    for (sheet, cell), value in ironcalc_values(folder / path.name, folder, due).items():
        book[sheet][cell] = value
    return book


def test_verdicts_follow_a_change_and_the_index_still_adds_up(path, tmp_path):
    again = changed(path, tmp_path, D5=20, D8=97.40)
    found = [line["Veredicto"] for line in lines(again["Conciliación"])]
    assert found == ["por explicar", "redondeo", "exacto", "exacto", "irreconciliable"]
    counts = {row[0].value: row[1].value for row in again["Índice"].iter_rows() if row[0].value}
    judged = {name: number for name, number in counts.items() if name.startswith("Conciliación: ")}
    assert sum(judged.values()) == len(ITEMS)
    assert judged["Conciliación: por explicar"] == 1


def test_the_verdict_on_a_grade_follows_a_change(graded, tmp_path):
    found = [line["Veredicto"] for line in lines(changed(graded, tmp_path, D5="Bajo", D7="Alto")["Conciliación"])]
    assert found == ["por explicar", "exacto", "exacto", "exacto", "no verificable"]


@pytest.mark.parametrize(
    ("expected", "found", "verdict", "shown"),
    [
        ("", "79.91", "no verificable", (None, 79.91)),
        ("9.00", "0", "", (9, 0)),
        ("≥ 0", "-1.72", "", ("≥ 0", -1.72)),
        ("≤ 161600.72", "163791.23", "", ("≤ 161.600,72", 163791.23)),
        ("entre 83.21 y 84.76", "80.96", "irreconciliable", ("entre 83,21 y 84,76", 80.96)),
        ("≤ 2024-07-13", "2024-07-14", "", ("≤ 2024-07-13", "2024-07-14")),
        ("007", "7", "", ("007", "7")),
        ("007.50", "7.50", "irreconciliable", ("007.50", 7.5)),
        ("10", "12", "", ("10", "12")),
        ("una sola acción", "5.10", "", ("una sola acción", "5.10")),
        ("", "5.10", "", (None, "5.10")),
    ],
)
def test_amounts_are_numbers_and_codes_are_text(tmp_path, expected, found, verdict, shown):
    finding = Finding("PRU", Severity.NOTE, "Algo.", "x", verdict, expected, found)
    write_workpapers(small_book(), (finding,), (), tmp_path / "papeles.xlsx")
    (line,) = lines(load_workbook(tmp_path / "papeles.xlsx")["Hallazgos"])
    assert (line["Esperado"], line["Encontrado"]) == shown


def test_an_amount_keeps_the_decimals_it_was_written_with(tmp_path):
    finding = Finding("PRU", Severity.NOTE, "Algo.", "x", "", "4.10", "4.2")
    write_workpapers(small_book(), (finding,), (), tmp_path / "papeles.xlsx")
    page = load_workbook(tmp_path / "papeles.xlsx")["Hallazgos"]
    assert page[f"O{FIRST_LINE}"].number_format == "#,##0.00"


def test_consequences_fold_below_their_root_and_units_have_columns_to_reply(tmp_path):
    root = Finding("PRU-1", Severity.WARNING, "La causa.", "x", posicion="1", efecto="no se puede calcular")
    follows = Finding("PRU-2", Severity.WARNING, "Lo que sigue.", "y", posicion="1.1", causa_raiz="x: es lo mismo")
    write_workpapers(small_book(), (root, follows), (), tmp_path / "papeles.xlsx")
    page = load_workbook(tmp_path / "papeles.xlsx")["Hallazgos"]
    assert [page.row_dimensions[row].outlineLevel for row in (FIRST_LINE, FIRST_LINE + 1)] == [0, 1]
    assert page.sheet_properties.outlinePr.summaryBelow is False
    first, second = lines(page)
    assert (first["N.º"], first["Efecto"], second["N.º"], second["Causa raíz"]) == (
        "1", "no se puede calcular", "1.1", "x: es lo mismo",
    )  # fmt: skip
    assert first["Criterio y su fuente"] and first["Recomendación"]
    headers = [cell.value for cell in page[FIRST_LINE - 1]]
    assert {"Respuesta de la unidad", "Fecha de la respuesta"} <= set(headers)
