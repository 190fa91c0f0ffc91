"""A period without the budget's report at its cut-off is an error, unless its parameters say why there is none."""

import pytest

from helpers.base.errors import ConfigError
from helpers.base.yaml_models import load_model
from helpers.figures.findings import Severity
from helpers.settings.params import Corrida

HEAD = "fecha_corte,reporte,cat_prog,ppto_vigente,devengado\n"
MARCH = "2024-03-31,categoria,000 0 001,1500.50,700.25\n2024-03-31,categoria,010 0 002,20.00,10.00\n"
JUNE = MARCH.replace("03-31", "06-30")
INCOME = "fecha_corte,rubro,ppto_vigente,devengado,percibido\n"
REASON = "El sistema no emitió el reporte del semestre."


def told(desk, period="2024-T2", **params):
    codes = {"ENT-CORTE-FALTA", "ENT-SIN-CORTE", "ENT-TABLA-FALTA"}
    return [(f.codigo, f.severidad, f.elemento) for f in desk.findings(period, **params) if f.codigo in codes]


def test_only_marchs_report_does_not_do_for_june(desk, wording):
    """As seen: the second quarter passed with the export of 31 March alone, and lost its financial execution."""
    desk.put("gastos.csv", HEAD + MARCH)
    assert told(desk) == [("ENT-CORTE-FALTA", Severity.ERROR, "gastos/2024-06-30")]
    assert told(desk, "2024-T1") == []
    message = desk.only().mensaje
    wording(message, "30/06/2024", "31/03/2024", 'sin_corte: {gastos: "motivo"}')


def test_with_junes_report_nothing_is_told(desk):
    desk.put("gastos.csv", HEAD + MARCH + JUNE)
    assert told(desk) == []


def test_the_parameters_answer_with_a_reason(desk):
    desk.put("gastos.csv", HEAD + MARCH)
    assert told(desk, sin_corte={"gastos": REASON}) == [("ENT-SIN-CORTE", Severity.NOTE, "gastos/2024-06-30")]
    assert REASON in desk.findings(sin_corte={"gastos": REASON})[0].mensaje


def test_a_table_that_nobody_has_yet_is_answered_too(desk):
    (desk.year / "gastos.csv").unlink()
    asked = {"tablas": ["estructura", "gastos"]}
    assert [code for code, *_ in told(desk, **asked)] == ["ENT-TABLA-FALTA"]
    assert [code for code, *_ in told(desk, **asked, sin_corte={"gastos": REASON})] == ["ENT-SIN-CORTE"]


def test_a_reason_beside_a_report_is_an_error(desk):
    """The summary would say that there is none."""
    assert told(desk, sin_corte={"gastos": REASON}) == [("ENT-SIN-CORTE", Severity.ERROR, "gastos/2024-06-30")]


def test_the_date_of_the_accounts_decides_and_not_the_end_of_the_period(desk):
    cut = {"cortes": {"2024-T2": {"fecha": "2024-06-28", "fuente": "reporte"}}}
    desk.put("gastos.csv", HEAD + MARCH + JUNE)
    assert told(desk, **cut) == [("ENT-CORTE-FALTA", Severity.ERROR, "gastos/2024-06-28")]
    desk.put("gastos.csv", HEAD + MARCH.replace("03-31", "06-28"))
    assert told(desk, **cut) == []


def test_who_has_no_budget_is_asked_for_none(desk):
    (desk.year / "gastos.csv").unlink()
    assert told(desk) == []


def test_later_reports_ask_nothing_of_an_earlier_period(desk):
    """A report of March made in July says what it said in March; one that asks for the table needs it."""
    assert told(desk, "2024-T1") == []
    asked = {"tablas": ["estructura", "gastos"]}
    assert told(desk, "2024-T1", **asked) == [("ENT-CORTE-FALTA", Severity.ERROR, "gastos/2024-03-31")]


def test_income_is_asked_for_where_it_is_kept(desk):
    desk.put("recursos.csv", f"{INCOME}2024-03-31,12.2,100.00,50.00,40.00\n")
    assert told(desk) == [("ENT-CORTE-FALTA", Severity.ERROR, "recursos/2024-06-30")]
    assert told(desk, sin_corte={"recursos": REASON}) == [("ENT-SIN-CORTE", Severity.NOTE, "recursos/2024-06-30")]
    desk.put("recursos.csv", f"{INCOME}2024-06-30,12.2,100.00,50.00,\n")
    assert told(desk) == []


def test_a_report_that_says_nothing_of_what_was_spent_is_none(desk, wording):
    desk.put("gastos.csv", HEAD + MARCH + "2024-06-30,categoria,000 0 001,1500.50,\n")
    assert told(desk) == [("ENT-CORTE-FALTA", Severity.ERROR, "gastos/2024-06-30")]
    wording(desk.only().mensaje, "«compromiso»", "«devengado»", "«pagado»")


def test_a_method_may_measure_by_what_was_paid(desk):
    desk.put("gastos.csv", "fecha_corte,reporte,cat_prog,pagado\n2024-06-30,categoria,000 0 001,5.00\n")
    assert told(desk) == []


def test_a_report_that_gives_no_figures_is_none(desk):
    desk.put("gastos.csv", HEAD + MARCH + "2024-06-30,sistema,000 0 001,1500.50,700.00\n")
    assert told(desk) == [("ENT-CORTE-FALTA", Severity.ERROR, "gastos/2024-06-30")]


def test_a_plan_has_no_accounts_to_cut(desk):
    desk.put("gastos.csv", HEAD + MARCH)
    assert told(desk, "2024-poa") == []


def test_a_date_that_cannot_be_read_is_told_once(desk):
    desk.put("gastos.csv", HEAD + MARCH + "30 de junes,categoria,010 0 002,20.00,10.00\n")
    assert told(desk) == []
    assert [f.codigo for f in desk.findings()] == ["ENT-FECHA"]


@pytest.mark.parametrize("reason", ["", "  ", "---"])
def test_a_reason_is_said_in_words(reason):
    data = {"entidad": "e", "periodo": "2024-T2", "metodo": "m", "titulo": "t", "cortes": {}, "tablas": ["gastos"],
            "secciones": ["resumen"], "sin_corte": {"gastos": reason}}  # fmt: skip
    with pytest.raises(ConfigError, match="escriba el motivo"):
        load_model(Corrida, data, "params")
