"""Numbers typed into a form: an uncertain or impossible one is reported with its cell."""

from __future__ import annotations

from decimal import Decimal

import pytest
from filling import filled, filled_workbook, read
from office import make_forms

PROOF = {"Medio de verificación": "Informe", "Causa": "C1", "Explicación": "Se explica"}


@pytest.fixture(scope="module")
def forms():
    return make_forms()


def typed(forms, folder, formats=(), **amounts):
    """DP's form with amounts of DP.1.2 (talleres) and DP.2.1 (porcentaje) by month, and number formats by cell."""
    rows: dict[str, dict[str, object]] = {}
    for code, value in amounts.items():
        rows.setdefault(f"DP.{code[2]}.{code[3]}", dict(PROOF))[f"Ejec. {code[4:]}"] = value
    path, workbook = folder / "DP.xlsx", filled_workbook(forms, "DP", rows)
    for cell, number_format in dict(formats).items():
        workbook["Seguimiento"][cell].number_format = number_format
    workbook.save(path)
    return read(path, forms)


def findings_of(reading):
    return [(finding.codigo, finding.severidad.value, finding.celda) for finding in reading.findings]


def amount(reading, task, month):
    row = next(row for row in reading.rows["ejecucion"] if row.text("tarea") == task)
    number = row.number(month)
    return number.value if number else None


def test_an_ambiguous_number_is_an_error_that_says_what_to_type(forms, tmp_path, wording):
    reading = typed(forms, tmp_path, DP12abr="1.234", DP12may="2,345")
    assert findings_of(reading) == [("ENT-NUMERO-AMBIGUO", "error", "I12"), ("ENT-NUMERO-AMBIGUO", "error", "J12")]
    wording(reading.findings[0].mensaje, "1234", "1,2340")
    assert "separador_decimal" not in reading.findings[0].mensaje, "that is not for a unit to state"
    assert reading.findings[0].esperado == "1234 o 1,2340", "1.234 would be rejected again"
    assert amount(reading, "DP.1.2", "abr") is None


@pytest.mark.parametrize(("other", "value"), [("2,5", "1234"), ("2.5", "1,234")])
def test_an_ambiguous_number_that_another_cell_settles_is_a_warning(forms, tmp_path, other, value):
    reading = typed(forms, tmp_path, DP12abr="1.234", DP12may=other)
    assert findings_of(reading) == [("ENT-NUMERO-AMBIGUO", "advertencia", "I12")]
    assert f"se lee {value}." in reading.findings[0].mensaje and "escriba 1234" in reading.findings[0].mensaje
    assert (reading.is_acceptable, amount(reading, "DP.1.2", "abr")) == (True, Decimal(value.replace(",", ".")))


def test_a_word_in_a_number_cell_is_to_be_replaced_as_the_form_allows(forms, tmp_path):
    """The cell's own validation refuses s/d: «Si no hay dato, deje la celda vacía»."""
    (found,) = typed(forms, tmp_path, DP12abr="dos").findings
    assert found.mensaje.endswith("Escriba la cifra, o deje la celda vacía si no la hay.")


def test_an_unambiguous_number_stored_as_text_gives_no_finding(forms, tmp_path):
    reading = typed(forms, tmp_path, DP12abr="5", DP12may=" 2,5 ", DP12jun="1.234,50")
    assert findings_of(reading) == []
    assert amount(reading, "DP.1.2", "jun") == Decimal("1234.50")


@pytest.mark.parametrize(("value", "formats"), [("50%", {}), (0.5, {"I12": "0%"}), ("50 %", {})])
def test_a_percent_sign_in_a_quantity_is_an_error_on_that_cell_only(forms, tmp_path, value, formats, wording):
    reading = typed(forms, tmp_path, formats, DP12abr=value, DP12may=1, DP12jun=1)
    assert findings_of(reading) == [("ENT-PORCENTAJE", "error", "I12")]
    (problem,) = reading.findings
    wording(problem.mensaje, "50")
    assert problem.encontrado.replace(" ", "") == "50%"


def test_an_amount_measured_in_percent_may_have_the_sign(forms, tmp_path):
    reading = typed(forms, tmp_path, DP21abr="100%", DP21may=100, DP21jun=100)
    assert (findings_of(reading), amount(reading, "DP.2.1", "abr")) == ([], 100)


@pytest.mark.parametrize(("value", "words"), [(0.5, "50 %, escriba 50."), (1, "100 %, escriba 100.")])
def test_a_share_of_one_for_a_programmed_percentage_is_a_warning(forms, tmp_path, value, words):
    reading = typed(forms, tmp_path, DP21abr=value, DP21may=100, DP21jun=100)
    assert findings_of(reading) == [("FOR-PORCENTAJE", "advertencia", "I14")]
    assert words in reading.findings[0].mensaje


@pytest.mark.parametrize("value", [-1, "-1", "(1)", "−0,5"], ids=["number", "text", "as accountants do", "a true minus"])
def test_a_negative_execution_is_an_error_with_its_cell(forms, tmp_path, value, wording):
    reading = typed(forms, tmp_path, DP12abr=1, DP12may=value)
    assert findings_of(reading) == [("FOR-NEGATIVO", "error", "J12")]
    wording(reading.findings[0].mensaje)
    assert not reading.is_acceptable


def test_the_error_on_a_text_says_what_is_expected(forms, tmp_path, wording):
    reading = typed(forms, tmp_path, DP12abr="tres", DP21abr="todo")
    wording([finding.esperado for finding in reading.findings], "12", "1234,5", "47,60")  # fmt: skip


def test_consequences_of_a_cell_in_error_are_not_reported(forms, tmp_path):
    """No further finding says that the form is empty or that the task deviates without a cause."""
    path = filled(forms, "DP", tmp_path, {"DP.1.2": {"Ejec. abr": "tres", "Medio de verificación": "Informe"}})
    assert findings_of(read(path, forms)) == [("ENT-NUMERO", "error", "I12")]
