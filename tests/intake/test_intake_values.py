"""Reading cells as values of their column's kind: what cannot be read is reported with its cell and stays missing."""

from datetime import date
from decimal import Decimal

import pytest

from helpers.figures.findings import Severity

REPORTED = """nivel,codigo,indicador,periodo,valor
unidad,DGA,avance_fisico,2024-T1,{0}
unidad,DGB,avance_fisico,2024-T1,{1}
"""
SPENT = """fecha_corte;reporte;cat_prog;ppto_vigente;devengado
{0};categoria;000 0 001;{1};1
2024-03-31;categoria;010 0 002;{2};2
"""


def reported(desk, first, second="50.00"):
    desk.put("avances.csv", REPORTED.format(first, second))
    dataset, findings = desk.read()
    return dataset.rows("avances")[0].number("valor"), [
        finding for finding in findings if finding.celda == "E2"
    ]


@pytest.mark.parametrize(
    ("text", "value"), [("47.60%", "47.60"), ("1e", None), ("100", "100"), ("-3.5", "-3.5")]
)
def test_a_number_is_exact_or_missing(desk, text, value):
    number, _ = reported(desk, text)
    assert (number and str(number.value)) == value


def test_a_text_where_a_number_belongs_is_an_error(desk):
    number, (finding,) = reported(desk, "Excelente")
    assert number is None
    assert (finding.codigo, finding.severidad, finding.encontrado) == (
        "ENT-NUMERO",
        Severity.ERROR,
        "Excelente",
    )


def test_a_blank_percentage_is_noted(desk, wording):
    number, (finding,) = reported(desk, "")
    assert number is None
    assert (finding.codigo, finding.severidad) == ("ENT-SIN-DATO", Severity.NOTE)
    wording(finding.mensaje)


def test_a_word_for_no_value_is_noted_with_the_word(desk):
    number, (finding,) = reported(desk, "COVID")
    assert number is None
    assert (finding.codigo, finding.severidad, finding.encontrado) == (
        "ENT-SIN-VALOR",
        Severity.NOTE,
        "COVID",
    )


def test_a_malformed_number_is_reported_with_its_likely_reading(desk):
    number, (finding,) = reported(desk, "783.682.27")
    assert number is None
    assert (finding.codigo, finding.esperado) == ("ENT-NUMERO-MAL-ESCRITO", "783682.27")


def spent(desk, first, second, cutoff="2024-06-30", **params):
    desk.put("gastos.csv", SPENT.format(cutoff, first, second))
    dataset, findings = desk.read(**params)
    return [row.number("ppto_vigente") for row in dataset.rows("gastos")], findings


def test_the_other_numbers_of_a_column_settle_the_decimal_separator(desk):
    amounts, findings = spent(desk, "655.210", "1.655.356,33")
    assert [amount.value for amount in amounts] == [Decimal(655210), Decimal("1655356.33")]
    assert findings == ()


def test_a_column_that_does_not_settle_the_separator_is_one_error(desk, wording):
    amounts, (finding,) = spent(desk, "655.210", "12.000")
    assert amounts == [None, None]
    assert (finding.codigo, finding.celda) == ("ENT-NUMERO-AMBIGUO", "D2")
    assert finding.esperado == "655210 o 655.2100"
    wording(finding.mensaje, "655210", "655.2100", "3")


def test_the_params_may_state_the_separator(desk):
    amounts, findings = spent(desk, "655.210", "12.000", separador_decimal="coma")
    assert [amount.value for amount in amounts] == [655210, 12000]
    assert findings == ()


def test_a_column_with_both_conventions_is_read_with_a_warning(desk):
    amounts, (finding,) = spent(desk, "1,655.33", "1.655,33")
    assert [amount.value for amount in amounts] == [Decimal("1655.33")] * 2
    assert (finding.codigo, finding.severidad, finding.celda) == (
        "ENT-SEPARADOR-MIXTO",
        Severity.WARNING,
        "D3",
    )
    assert "se lee 1655,33." in finding.mensaje


@pytest.mark.parametrize("text", ["1.300.000", "1.300,50"])
def test_a_number_with_other_separators_than_the_others_is_told_as_it_is_written(desk, text):
    _, (finding,) = spent(desk, "1655.33", text)
    assert (finding.codigo, f"«{text}» usa el punto y la coma de otro modo" in finding.mensaje) == ("ENT-SEPARADOR-MIXTO", True)


@pytest.mark.parametrize("text", ["2024-06-30", "30/06/2024", "30-06-2024", "30.06.2024"])
def test_a_date_is_written_in_a_declared_form(desk, text):
    desk.put("gastos.csv", SPENT.format(text, 1, 2))
    assert desk.read()[0].rows("gastos")[0].date("fecha_corte") == date(2024, 6, 30)


@pytest.mark.parametrize("text", ["junio de 2024", "31/06/2024", "30/06/24", "45473"])
def test_an_unreadable_date_is_one_error(desk, text):
    _, (finding,) = spent(desk, 1, 2, cutoff=text)
    assert (finding.codigo, finding.celda, finding.encontrado) == ("ENT-FECHA", "A2", text)


@pytest.mark.parametrize(
    ("period", "code"),
    [("T1", "ENT-PERIODO"), ("2024-T5", "ENT-PERIODO"), ("2023-T1", "ENT-PERIODO-AJENO"), ("", "ENT-VACIO")],
)
def test_a_period_is_written_with_its_year(desk, period, code):
    desk.swap("avances", "2024-T1", period)
    assert desk.only().codigo == code


@pytest.mark.parametrize("period", ["anual", "2022-anual"])
def test_history_may_leave_the_year_to_its_own_column(desk, period):
    desk.put(
        "historico.csv",
        f"gestion,periodo,nivel,codigo,indicador,valor\n2022,{period},entidad,ENT,avance_fisico,80.38\n",
    )
    dataset, findings = desk.read()
    assert findings == ()
    assert dataset.rows("historico")[0].period("periodo").code == "2022-anual"


def test_history_with_two_years_in_one_row_is_an_error(desk):
    desk.put(
        "historico.csv",
        "gestion,periodo,nivel,codigo,indicador,valor\n2022,2023-anual,entidad,ENT,avance_fisico,80.38\n",
    )
    assert desk.only().codigo == "ENT-PERIODO"


@pytest.mark.parametrize("text", ["En Línea", "EN LINEA", "en linea"])
def test_a_listed_value_is_kept_as_declared(desk, text):
    desk.put("gastos.csv", f"fecha_corte,reporte,estado,fuente,devengado\n2024-06-30,fuente,{text},10,5\n")
    dataset, findings = desk.read()
    assert (dataset.rows("gastos")[0].text("estado"), findings) == ("en linea", ())


@pytest.mark.parametrize(("text", "report"), [("Categoría", "categoria"), ("ÁREA", "area"), ("Proyecto", "Proyecto")])
def test_a_known_report_is_the_same_with_capitals_and_accents_and_others_are_accepted(desk, text, report):
    desk.put("gastos.csv", f"fecha_corte,reporte,cat_prog,area,devengado\n2024-06-30,{text},000 0 001,A1,5\n")
    assert desk.read()[0].rows("gastos")[0].text("reporte") == report


@pytest.mark.parametrize("text", ["categorías", "Por categoría", "categoria programatica", "categria"])
def test_a_report_named_almost_like_a_known_one_is_an_error(desk, wording, text):
    """Its line was a report of its own, and its money in no total."""
    desk.put("gastos.csv", f"fecha_corte,reporte,cat_prog,devengado\n2024-06-30,categoria,000 0 001,5\n2024-06-30,{text},010 0 002,5\n")
    (finding,) = [one for one in desk.findings() if one.archivo.endswith("gastos.csv")]
    assert (finding.codigo, finding.celda, finding.esperado) == ("ENT-VALOR", "B3", "categoria")
    wording(finding.mensaje, text)


@pytest.mark.parametrize(("column", "value"), [("estado", "aprobado"), ("sistema", "SIGEP")])
def test_a_line_that_lacks_what_the_others_of_its_report_tell_is_an_error(desk, wording, column, value):
    """Without its state it was a line of another report, and its money in no total."""
    lines = f"2024-06-30,categoria,{value},000 0 001,5\n2024-06-30,categoria,,010 0 002,5\n2024-03-31,categoria,,010 0 002,1\n"
    desk.put("gastos.csv", f"fecha_corte,reporte,{column},cat_prog,devengado\n{lines}")
    finding = desk.only()
    assert (finding.codigo, finding.celda, finding.esperado) == ("ENT-VACIO", "C3", value)
    wording(finding.mensaje, column)


def test_a_system_is_the_same_with_small_letters(desk):
    lines = "".join(f"2024-06-30,categoria,{name},{code},5\n" for name, code in (("SIGEP", "000 0 001"), ("Sigep", "010 0 002")))
    desk.put("gastos.csv", f"fecha_corte,reporte,sistema,cat_prog,devengado\n{lines}")
    assert {row.text("sistema") for row in desk.read()[0].rows("gastos")} == {"SIGEP"}


def test_a_value_that_is_not_listed_is_an_error_with_the_nearest(desk):
    desk.swap("gastos", "aprobado", "aprovado")
    finding = desk.only()
    assert (finding.codigo, finding.encontrado, finding.esperado) == ("ENT-VALOR", "aprovado", "aprobado")


def test_a_share_of_one_among_percentages_is_a_warning(desk):
    number, (finding,) = reported(desk, "0.476", "47.60%")
    assert str(number.value) == "0.476"
    assert (finding.codigo, finding.severidad, finding.esperado) == ("ENT-PORCENTAJE", Severity.WARNING, "47.6")
    assert reported(desk, "0.476", "0.5")[1] == []
    assert reported(desk, "0.476%", "47.60%")[1] == []


def test_a_percent_sign_among_quantities_is_a_warning_on_its_cell(desk, wording):
    """The 1 and the 0.5 beside it are quantities and not shares of 100 %, so they are not reported."""
    desk.put("T2/ejecucion.csv", "tarea,abr,may,jun\nT1,50%,1,1\nT2,1,0.5,\n")
    dataset, findings = desk.read()
    (finding,) = [finding for finding in findings if finding.codigo == "ENT-PORCENTAJE"]
    assert (finding.severidad, finding.celda, finding.encontrado) == (Severity.WARNING, "B2", "50%")
    assert "se lee 50" in finding.mensaje
    wording(finding.mensaje)
    assert dataset.rows("ejecucion")[0].number("abr").value == 50


def test_a_percent_sign_in_an_amount_of_money_is_an_error(desk):
    amounts, (finding,) = spent(desk, "50%", "12")
    assert amounts[0] is None
    assert (finding.codigo, finding.severidad, finding.celda) == ("ENT-PORCENTAJE", Severity.ERROR, "D2")


@pytest.mark.parametrize(("table", "text", "expected"), [
    ("gastos.csv", SPENT.format("2024-06-30", "mucho", 1), "importe: 1.655.356,33 o 1655356.33"),
    ("T2/ejecucion.csv", "tarea,abr\nT1,mucho\n", "cantidad en su unidad de medida: 12 o 1234,5"),
    ("recuento.csv", "periodo,elemento,cantidad\n2024-T1,acp,mucho\n", "cifra sin decimales"),
])  # fmt: skip
def test_a_text_instead_of_a_number_is_reported_with_what_is_expected(desk, table, text, expected):
    desk.put(table, text)
    assert expected in {finding.esperado for finding in desk.findings() if finding.codigo == "ENT-NUMERO"}


@pytest.mark.parametrize(("line", "codes"), [(",5", ["ENT-LINEA-SIN-CODIGO"]), (",", []), ("10,5", [])])
def test_a_line_with_an_amount_but_without_code_is_reported(desk, line, codes):
    rows = f"2024-06-30,fuente,{line}\n2024-06-30,fuente,20,7\n"
    desk.put("gastos.csv", f"fecha_corte,reporte,fuente,devengado\n{rows}")
    assert [finding.codigo for finding in desk.findings()] == codes


def test_a_count_is_whole(desk):
    desk.put("recuento.csv", "periodo,elemento,cantidad\n2024-T1,acp,7.5\n2024-T1,tarea,12\n")
    finding = desk.only()
    assert (finding.codigo, finding.celda) == ("ENT-ENTERO", "C2")


def test_a_required_value_that_is_blank_is_one_error(desk):
    desk.swap("acciones", "1,Acción uno", "1,")
    finding = desk.only()
    assert (finding.codigo, finding.celda) == ("ENT-VACIO", "B2")


def test_one_of_two_alternatives_must_be_there_in_each_row(desk):
    desk.put("recuento.csv", "version,periodo,elemento,cantidad\n,,acp,7\nv1,,acp,7\n")
    finding = desk.only()
    assert (finding.codigo, finding.archivo[-12:], finding.celda) == ("ENT-ALTERNATIVA", "recuento.csv", "2")


def test_an_unreadable_alternative_is_reported_once(desk):
    desk.put("recuento.csv", "periodo,elemento,cantidad\nT1,acp,7\n")
    assert desk.only().codigo == "ENT-PERIODO"


def test_a_repeated_key_names_the_first_row(desk, wording):
    desk.put("T1/avances.csv", "nivel,codigo,indicador,periodo,valor\nunidad,DGA,avance_fisico,2024-T1,99\n")
    finding = desk.only()
    assert (finding.codigo, finding.archivo) == ("ENT-DUPLICADO", "data/prueba/2024/T1/avances.csv")
    wording(finding.mensaje, "data/prueba/2024/avances.csv", "2")


def test_a_figure_printed_twice_has_two_rows(desk):
    desk.put("T2/publicado.csv", "id,donde,valor\na/2024-T2/acp/1,p. 3,1\na/2024-T2/acp/1,p. 9,2\n")
    dataset, findings = desk.read()
    assert findings == ()
    assert [(row.text("donde"), row.amount("valor")) for row in dataset.rows("publicado")] == [("p. 3", 1), ("p. 9", 2)]


def test_codes_keep_zeros_and_inner_blanks_and_lose_outer_ones(desk):
    desk.put(
        "acciones.csv", "acp,denominacion\n007 ,Siete\n 48  03 000,Cuarenta\n15.9.9#2,Quince\n1,Uno\n2,Dos\n"
    )
    codes = [row.text("acp") for row in desk.read()[0].rows("acciones")]
    assert codes == ["007", "48  03 000", "15.9.9#2", "1", "2"]
