"""A form is written, filled in as people do, and read back: the rows hold what was typed, with the form's cells."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from engines import converted
from filling import blank, codes, errors, filled, filled_workbook, headings_of, read, row_of, sign
from office import make_forms
from openpyxl import load_workbook

from helpers.base.periods import Period
from helpers.figures.records import SourceCell
from helpers.intake.dataset import TABLES

T2 = Period.parse("2024-T2")
FILLED = {
    "DP.1.1": {"Ejec. jun": 1, "Medio de verificación": "Informe DP 12/2024", "Resultado": "Informe entregado a la MAE"},
    "DP.1.2": {
        "Ejec. abr": 1, "Ejec. may": 0, "Ejec. jun": 2.5, "Medio de verificación": "Actas 1 a 3",
        "Causa": "C1 · Demora en la contratación de bienes o servicios", "Explicación": "El proveedor se retrasó",
    },
    "DP.2.1": {"Ejec. abr": 100, "Ejec. may": 100, "Ejec. jun": 100, "Medio de verificación": "Registro"},
}  # fmt: skip


@pytest.fixture(scope="module")
def forms():
    return make_forms()


def test_rows_are_what_was_typed(forms, tmp_path):
    path = filled(forms, "DP", tmp_path, FILLED)
    reading = read(path, forms)
    assert reading.is_acceptable
    assert reading.form.unit.code == "DP"
    rows = {row.text("tarea"): row for row in reading.rows["ejecucion"]}
    assert list(rows) == ["DP.1.1", "DP.1.2", "DP.2.1"]
    amounts = {month: found.value for month in ("abr", "may", "jun") if (found := rows["DP.1.2"].number(month))}
    assert amounts == {"abr": 1, "may": 0, "jun": Decimal("2.5")}
    assert rows["DP.1.1"].number("abr") is None, "an empty cell is missing, never zero"
    assert rows["DP.1.2"].text("causa_codigo") == "C1"
    assert rows["DP.1.2"].text("causa_desviacion") == "El proveedor se retrasó"
    assert rows["DP.1.1"].period("periodo") == T2


def test_every_value_names_its_cell_in_the_form(forms, tmp_path):
    path = filled(forms, "DP", tmp_path, FILLED)
    reading = read(path, forms)
    sheet = load_workbook(path)["Seguimiento"]
    for row in (*reading.rows["ejecucion"], *reading.rows["resultados"], *reading.rows["presentaciones"]):
        assert row.origin.file == "data/x/2024/T2/formularios/DP.xlsx"
        for column in row.origin.columns:
            typed = sheet[row.cell(column).cell].value
            value = row.values.get(column)
            if column == "causa_codigo":
                assert value == (typed.partition(" · ")[0] if typed else None)
            elif column == "fecha_presentacion":
                assert (typed, value) == ("08/07/2024", date(2024, 7, 8))
            elif column == "presentado_por":
                assert value == f"{typed}, Directora", "name and post, which stand in two cells"
            else:
                assert value == (None if typed is None else Decimal(str(typed)) if isinstance(typed, int | float) else typed)
    first = reading.rows["ejecucion"][0]
    assert first.cell("jun") == SourceCell("data/x/2024/T2/formularios/DP.xlsx", "Seguimiento", "K11")


def test_rows_have_only_columns_of_the_contract(forms, tmp_path):
    path = filled(forms, "DP", tmp_path, FILLED)
    for table, rows in read(path, forms).rows.items():
        known = {column.name for column in TABLES[table].columns}
        assert rows
        assert all(set(row.values) <= known and set(row.origin.columns) <= known for row in rows)


def test_results_and_who_presents_the_form_are_read(forms, tmp_path):
    path = filled(forms, "DP", tmp_path, FILLED)
    reading = read(path, forms)
    (result,) = reading.rows["resultados"]
    assert (result.text("id"), result.text("texto"), result.text("acp")) == ("DP.1.1", "Informe entregado a la MAE", "1")
    (presented,) = reading.rows["presentaciones"]
    assert (presented.text("unidad"), presented.text("presentado_por")) == ("DP", "Ana Rojas, Directora")
    assert (reading.presented_on, reading.presented_by) == (date(2024, 7, 8), "Ana Rojas, Directora")


@pytest.mark.parametrize(("typed", "value"), [
    ("12,5", Decimal("12.5")), ("1.234,50", Decimal("1234.50")), ("s/d", None), ("COVID", None), ("-", None), ("n/a", None),
    (" 3 ", Decimal(3)), ("0", Decimal(0)), (0, Decimal(0)), (1e-3, Decimal("0.001")),
])  # fmt: skip
def test_amounts_are_read_as_people_type_them(forms, tmp_path, typed, value):
    path = filled(forms, "DP", tmp_path, FILLED | {"DP.2.2": {"Ejec. abr": typed, "Medio de verificación": "Norma"}})
    reading = read(path, forms)
    row = next(row for row in reading.rows["ejecucion"] if row.text("tarea") == "DP.2.2")
    found = row.number("abr")
    assert (found.value if found else None) == value
    assert reading.is_acceptable


@pytest.mark.parametrize(("typed", "code"), [
    ("tres", "ENT-NUMERO"), ("783.682.27", "ENT-NUMERO-MAL-ESCRITO"), ("1.234", "ENT-NUMERO-AMBIGUO"),
    (datetime(2024, 4, 3), "ENT-NUMERO"), ("=1+1", "ENT-CELDA"),
])  # fmt: skip
def test_a_value_that_is_no_amount_is_an_error_with_its_cell(forms, tmp_path, typed, code):
    path = filled(forms, "DP", tmp_path, FILLED | {"DP.2.2": {"Ejec. abr": typed}})
    reading = read(path, forms)
    (problem,) = [finding for finding in reading.findings if finding.severidad == "error"]
    assert (problem.codigo, problem.celda) == (code, "I15")
    assert not reading.is_acceptable


def test_missing_cause_proof_and_presenter_are_reported_and_accepted(forms, tmp_path):
    """A deviation without cause, an execution without proof, and neither name nor date of who presents the form."""
    rows = {"DP.1.1": {"Ejec. jun": 0}, "DP.1.2": {"Ejec. abr": 1, "Ejec. may": 2, "Ejec. jun": 3}}
    path = filled(forms, "DP", tmp_path, rows, signed=False)
    reading = read(path, forms)
    assert reading.is_acceptable
    assert codes(reading) == ["FOR-PRESENTADO", "FOR-PRESENTADO", "FOR-SIN-CAUSA", "FOR-SIN-MEDIO"]
    by_code = {finding.codigo: finding for finding in reading.findings}
    assert by_code["FOR-SIN-CAUSA"].elemento == "DP.1.1"
    assert by_code["FOR-SIN-MEDIO"].elemento == "DP.1.2"


def test_tasks_without_cause_or_proof_are_told_in_the_plural(forms, tmp_path, wording):
    path = filled(forms, "DP", tmp_path, {"DP.1.1": {"Ejec. jun": 2}, "DP.1.2": {"Ejec. abr": 7}})
    told = [one.mensaje.rpartition("celda ")[2] for one in read(path, forms).findings]
    wording(told, "2 tareas", "DP.1.1", "DP.1.2", "2 tareas", "DP.1.1", "DP.1.2")


def test_a_month_without_datum_is_no_deviation_that_needs_a_cause(forms, tmp_path):
    proof = {"Medio de verificación": "Listas"}
    path = filled(forms, "DP", tmp_path, {"DP.1.2": {"Ejec. abr": 1, "Ejec. may": 2} | proof, "DP.2.2": {"Ejec. jun": 1} | proof})
    assert [(one.codigo, one.elemento) for one in read(path, forms).findings] == [("FOR-SIN-CAUSA", "DP.2.2")]


@pytest.mark.parametrize(
    ("amounts", "is_doubted"),
    [
        ((1, 3, 6), True),  # what was programmed since April: 1, 1 + 2, 1 + 2 + 3
        ((3, 5, 5), True),  # 13 of a year's goal of 12
        ((None, 3, 6), False),  # two months may be so by chance
        ((1, 2, 3), False),  # as programmed
        ((5, 5, 5), False),  # the same each month is work that was done each month
        ((3, 4, 5), False),  # no more than the year's goal
        ((9, 5, 1), False),  # a running total never falls
    ],
)
def test_amounts_that_seem_accumulated_are_doubted(forms, tmp_path, amounts, is_doubted):
    months = dict(zip(("Ejec. abr", "Ejec. may", "Ejec. jun"), amounts, strict=True))
    path = filled(forms, "DP", tmp_path, {"DP.1.2": months | {"Medio de verificación": "Listas", "Explicación": "Así fue"}})
    reading = read(path, forms)
    assert [(one.codigo, one.elemento, one.celda) for one in reading.findings] == [("FOR-ACUMULADO", "DP.1.2", "I12")] * is_doubted
    assert reading.is_acceptable


def test_a_well_filled_form_gives_no_finding(forms, tmp_path):
    path = filled(forms, "DP", tmp_path, FILLED)
    assert codes(read(path, forms)) == []


def test_a_blank_form_is_refused(forms, tmp_path):
    reading = read(blank(forms, "DP", tmp_path), forms)
    assert errors(reading) == ["FOR-VACIO"]
    assert reading.rows["ejecucion"] == ()


def test_a_cause_that_is_not_in_the_list_is_kept_as_text(forms, tmp_path):
    causes = {"DP.1.2": FILLED["DP.1.2"] | {"Causa": "Bloqueos.", "Explicación": "Diez días"},
              "DP.1.1": FILLED["DP.1.1"] | {"Causa": "caso fortuito o fuerza mayor"}}  # fmt: skip
    path = filled(forms, "DP", tmp_path, FILLED | causes)
    reading = read(path, forms)
    rows = {row.text("tarea"): row for row in reading.rows["ejecucion"]}
    assert (rows["DP.1.2"].text("causa_codigo"), rows["DP.1.2"].text("causa_desviacion")) == ("", "Bloqueos. Diez días")
    assert rows["DP.1.1"].text("causa_codigo") == "C5"
    assert codes(reading) == ["FOR-CAUSA"]


@pytest.mark.parametrize(("typed", "code"), [
    ("C5", "C5"), ("c5.", "C5"), ("C5 · Caso fortuito o fuerza mayor", "C5"), ("C5 - caso fortuito o fuerza mayor.", "C5"),
    ("otra", "C11"), ("Otra.", "C11"), ("C11 · Otra (explíquela)", "C11"), ("otra cosa", ""),
    ("C5 y C2", ""), ("C5: se inundó el depósito", ""), ("-", ""),
])  # fmt: skip
def test_a_cause_is_one_of_the_list_and_nothing_else_that_was_typed_is_lost(forms, tmp_path, typed, code):
    """Of «C5 y C2» a list of causes can count one at most, and the unit did not say which."""
    reading = read(filled(forms, "DP", tmp_path, FILLED | {"DP.1.2": FILLED["DP.1.2"] | {"Causa": typed}}), forms)
    row = next(row for row in reading.rows["ejecucion"] if row.text("tarea") == "DP.1.2")
    assert row.text("causa_codigo") == code
    assert codes(reading) == [] if code else ["FOR-CAUSA"]
    assert code or row.text("causa_desviacion").startswith(typed)


def test_a_form_with_a_letterhead_and_another_file_name_is_accepted(forms, tmp_path):
    workbook = filled_workbook(forms, "DP", FILLED)
    renamed = tmp_path / "versión FINAL (2) corregida.xlsx"
    workbook["Seguimiento"].insert_rows(1, 3)
    workbook.save(renamed)
    reading = read(renamed, forms)
    assert reading.is_acceptable
    assert reading.rows["ejecucion"][0].cell("jun").cell == "K14"


@pytest.mark.parametrize("lost", ["block", "properties"])
def test_a_form_is_recognised_by_its_block_or_by_its_properties(forms, tmp_path, lost):
    path, workbook = tmp_path / "DP.xlsx", filled_workbook(forms, "DP", FILLED)
    if lost == "block":
        for row in range(4, 9):
            workbook["Seguimiento"][f"B{row}"].value = None
    else:
        for name in list(workbook.custom_doc_props.names):
            del workbook.custom_doc_props[name]
    workbook.save(path)
    reading = read(path, forms)
    assert reading.is_acceptable, reading.findings
    assert reading.identity == forms.form("DP").identity


@pytest.mark.slow
@pytest.mark.libreoffice
def test_a_form_saved_by_libreoffice_in_any_format_reads_the_same(forms, tmp_path):
    path = filled(forms, "DP", tmp_path, FILLED)
    short = blank(forms, "DX", tmp_path)
    workbook = load_workbook(short)
    workbook["Porcentajes"]["E11"].value, workbook["Porcentajes"]["E12"].value = 92.16, 23.04
    sign(workbook["Porcentajes"])
    workbook.save(short)
    expected = {name: read(tmp_path / f"{name}.xlsx", forms) for name in ("DP", "DX")}
    for suffix in ("xlsx", "ods", "xls"):
        target = converted([path, short], suffix, tmp_path)
        for name, wanted in expected.items():
            reading = read(target / f"{name}.{suffix}", forms)
            assert reading.is_acceptable, reading.findings
            assert plain(reading) == plain(wanted), suffix


def plain(reading):
    """The rows that were read, without the file's name."""
    return {
        table: [(row.line, dict(row.values), dict(row.origin.columns)) for row in rows]
        for table, rows in reading.rows.items()
    }


def test_the_name_of_a_task_that_looks_like_a_formula_stays_text(forms, tmp_path):
    path = blank(forms, "DP", tmp_path)
    sheet = load_workbook(path)["Seguimiento"]
    _, columns = headings_of(sheet, "Tarea")
    cell = sheet.cell(row_of(sheet, "DP.2.2"), columns["Descripción"])
    assert (cell.value, cell.data_type) == ("=Revisar & <publicar>", "s")


def test_a_formula_in_a_text_is_an_error_with_its_cell(forms, tmp_path):
    path = filled(forms, "DP", tmp_path, FILLED | {"DP.1.1": FILLED["DP.1.1"] | {"Resultado": "=A1"}})
    reading = read(path, forms)
    (problem,) = [finding for finding in reading.findings if finding.severidad == "error"]
    assert (problem.codigo, problem.celda) == ("ENT-CELDA", "N11")
    assert reading.rows["resultados"] == ()
