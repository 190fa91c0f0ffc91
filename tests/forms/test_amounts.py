"""The numbers of a form: what is not certain is told with its cell, and what cannot be is an error that names it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from filling import blank, fill_tasks, read
from office import make_forms

PROOF = {"Medio de verificación": "Informe", "Causa": "C1", "Explicación": "Se explica"}


@pytest.fixture(scope="module")
def forms():
    return make_forms()


def typed(forms, folder, formats=(), **amounts):
    """DP's form with amounts of DP.1.2 (talleres) and DP.2.1 (porcentaje) by month, and number formats by cell."""
    path = blank(forms, "DP", folder)
    rows: dict[str, dict[str, object]] = {}
    for code, value in amounts.items():
        rows.setdefault(f"DP.{code[2]}.{code[3]}", dict(PROOF))[f"Ejec. {code[4:]}"] = value
    workbook = fill_tasks(path, rows)
    for cell, number_format in dict(formats).items():
        workbook["Seguimiento"][cell].number_format = number_format
    workbook.save(path)
    return read(path, forms)


def told(reading):
    return [(finding.codigo, finding.severidad.value, finding.celda) for finding in reading.findings]


def amount(reading, task, month):
    row = next(row for row in reading.rows["ejecucion"] if row.text("tarea") == task)
    number = row.number(month)
    return number.value if number else None


def test_two_readings_that_nothing_settles_are_an_error_that_says_what_to_type(forms, tmp_path, wording):
    reading = typed(forms, tmp_path, DP12abr="1.234", DP12may="2,345")
    assert told(reading) == [("ENT-NUMERO-AMBIGUO", "error", "I12"), ("ENT-NUMERO-AMBIGUO", "error", "J12")]
    wording(reading.findings[0].mensaje, "1234", "1,2340")
    assert "separador_decimal" not in reading.findings[0].mensaje, "that is not for a unit to state"
    assert amount(reading, "DP.1.2", "abr") is None


@pytest.mark.parametrize(("other", "value"), [("2,5", "1234"), ("2.5", "1,234")])
def test_two_readings_that_another_cell_settles_are_a_warning_of_how_it_was_read(forms, tmp_path, other, value):
    reading = typed(forms, tmp_path, DP12abr="1.234", DP12may=other)
    assert told(reading) == [("ENT-NUMERO-AMBIGUO", "advertencia", "I12")]
    assert f"se lee {value}." in reading.findings[0].mensaje and "escriba 1234" in reading.findings[0].mensaje
    assert (reading.is_acceptable, amount(reading, "DP.1.2", "abr")) == (True, Decimal(value.replace(",", ".")))


def test_a_number_kept_as_text_that_is_certain_has_nothing_to_be_said(forms, tmp_path):
    reading = typed(forms, tmp_path, DP12abr="5", DP12may=" 2,5 ", DP12jun="1.234,50")
    assert told(reading) == []
    assert amount(reading, "DP.1.2", "jun") == Decimal("1234.50")


@pytest.mark.parametrize(("value", "formats"), [("50%", {}), (0.5, {"I12": "0%"}), ("50 %", {})])
def test_a_per_cent_sign_in_a_quantity_names_that_cell_and_no_other(forms, tmp_path, value, formats, wording):
    reading = typed(forms, tmp_path, formats, DP12abr=value, DP12may=1, DP12jun=1)
    assert told(reading) == [("ENT-PORCENTAJE", "error", "I12")]
    (problem,) = reading.findings
    wording(problem.mensaje, "50")
    assert problem.encontrado.replace(" ", "") == "50%"


def test_what_is_measured_in_per_cent_may_bear_the_sign(forms, tmp_path):
    reading = typed(forms, tmp_path, DP21abr="100%", DP21may=100, DP21jun=100)
    assert (told(reading), amount(reading, "DP.2.1", "abr")) == ([], 100)


@pytest.mark.parametrize(("value", "words"), [(0.5, "50 %, escriba 50."), (1, "100 %, escriba 100.")])
def test_a_share_of_one_where_per_cent_was_programmed_is_asked_about(forms, tmp_path, value, words):
    reading = typed(forms, tmp_path, DP21abr=value, DP21may=100, DP21jun=100)
    assert told(reading) == [("FOR-PORCENTAJE", "advertencia", "I14")]
    assert words in reading.findings[0].mensaje


@pytest.mark.parametrize("value", [-1, "-1", "(1)", "−0,5"], ids=["number", "text", "as accountants do", "a true minus"])
def test_a_negative_execution_is_an_error_with_its_cell(forms, tmp_path, value, wording):
    reading = typed(forms, tmp_path, DP12abr=1, DP12may=value)
    assert told(reading) == [("FOR-NEGATIVO", "error", "J12")]
    wording(reading.findings[0].mensaje)
    assert not reading.is_acceptable


def test_what_is_no_number_is_told_what_is_expected_there(forms, tmp_path, wording):
    reading = typed(forms, tmp_path, DP12abr="tres", DP21abr="todo")
    wording([finding.esperado for finding in reading.findings], "12", "1234,5", "47,60")  # fmt: skip


def test_what_follows_from_a_cell_in_error_is_not_told_besides(forms, tmp_path):
    """Neither that the form is empty, nor that the task deviates without a cause."""
    path = blank(forms, "DP", tmp_path)
    fill_tasks(path, {"DP.1.2": {"Ejec. abr": "tres", "Medio de verificación": "Informe"}})
    assert told(read(path, forms)) == [("ENT-NUMERO", "error", "I12")]
