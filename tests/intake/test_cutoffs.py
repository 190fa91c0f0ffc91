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


def cutoff_findings(desk, period="2024-T2", **params):
    codes = {"ENT-CORTE-FALTA", "ENT-SIN-CORTE", "ENT-TABLA-FALTA"}
    return [(f.codigo, f.severidad, f.elemento) for f in desk.findings(period, **params) if f.codigo in codes]


def test_a_report_of_march_does_not_serve_for_june(desk, wording):
    """A real case: a second quarter with the export of 31 March alone was accepted, without its financial execution."""
    desk.put("gastos.csv", HEAD + MARCH)
    assert cutoff_findings(desk) == [("ENT-CORTE-FALTA", Severity.ERROR, "gastos/2024-06-30")]
    assert cutoff_findings(desk, "2024-T1") == []
    message = desk.only().mensaje
    wording(message, "30/06/2024", "31/03/2024", 'sin_corte: {gastos: "motivo"}')


def test_with_the_report_of_june_nothing_is_reported(desk):
    desk.put("gastos.csv", HEAD + MARCH + JUNE)
    assert cutoff_findings(desk) == []


def test_a_reason_in_the_parameters_turns_the_error_into_a_note(desk):
    desk.put("gastos.csv", HEAD + MARCH)
    assert cutoff_findings(desk, sin_corte={"gastos": REASON}) == [("ENT-SIN-CORTE", Severity.NOTE, "gastos/2024-06-30")]
    assert REASON in desk.findings(sin_corte={"gastos": REASON})[0].mensaje


def test_a_reason_in_the_parameters_also_answers_for_a_missing_table(desk):
    (desk.year / "gastos.csv").unlink()
    asked = {"tablas": ["estructura", "gastos"]}
    assert [code for code, *_ in cutoff_findings(desk, **asked)] == ["ENT-TABLA-FALTA"]
    assert [code for code, *_ in cutoff_findings(desk, **asked, sin_corte={"gastos": REASON})] == ["ENT-SIN-CORTE"]


def test_a_reason_beside_a_report_is_an_error(desk):
    """The summary would state that there is no report, although there is one."""
    assert cutoff_findings(desk, sin_corte={"gastos": REASON}) == [("ENT-SIN-CORTE", Severity.ERROR, "gastos/2024-06-30")]


def test_the_declared_cutoff_decides_and_not_the_end_of_the_period(desk):
    cut = {"cortes": {"2024-T2": {"fecha": "2024-06-28", "fuente": "reporte"}}}
    desk.put("gastos.csv", HEAD + MARCH + JUNE)
    assert cutoff_findings(desk, **cut) == [("ENT-CORTE-FALTA", Severity.ERROR, "gastos/2024-06-28")]
    desk.put("gastos.csv", HEAD + MARCH.replace("03-31", "06-28"))
    assert cutoff_findings(desk, **cut) == []


def test_without_a_table_of_expenditure_no_report_is_required(desk):
    (desk.year / "gastos.csv").unlink()
    assert cutoff_findings(desk) == []


def test_a_later_report_does_not_require_one_of_an_earlier_period(desk):
    """The report on the first quarter can be made again in July. Only a run that lists the table needs the
    cut-off of March."""
    assert cutoff_findings(desk, "2024-T1") == []
    asked = {"tablas": ["estructura", "gastos"]}
    assert cutoff_findings(desk, "2024-T1", **asked) == [("ENT-CORTE-FALTA", Severity.ERROR, "gastos/2024-03-31")]


def test_a_report_of_income_is_required_if_its_table_exists(desk):
    desk.put("recursos.csv", f"{INCOME}2024-03-31,12.2,100.00,50.00,40.00\n")
    assert cutoff_findings(desk) == [("ENT-CORTE-FALTA", Severity.ERROR, "recursos/2024-06-30")]
    assert cutoff_findings(desk, sin_corte={"recursos": REASON}) == [("ENT-SIN-CORTE", Severity.NOTE, "recursos/2024-06-30")]
    desk.put("recursos.csv", f"{INCOME}2024-06-30,12.2,100.00,50.00,\n")
    assert cutoff_findings(desk) == []


def test_a_report_without_executed_amounts_does_not_count(desk, wording):
    desk.put("gastos.csv", HEAD + MARCH + "2024-06-30,categoria,000 0 001,1500.50,\n")
    assert cutoff_findings(desk) == [("ENT-CORTE-FALTA", Severity.ERROR, "gastos/2024-06-30")]
    wording(desk.only().mensaje, "«compromiso»", "«devengado»", "«pagado»")
    desk.put("gastos.csv", HEAD + MARCH + "2024-06-30,por sistema,000 0 001,1500.50,700.25\n")
    assert "ninguna línea de esa fecha cuyo «reporte» sea «categoria», " in desk.only().mensaje


def test_a_report_with_paid_amounts_only_counts(desk):
    desk.put("gastos.csv", "fecha_corte,reporte,cat_prog,pagado\n2024-06-30,categoria,000 0 001,5.00\n")
    assert cutoff_findings(desk) == []


def test_a_report_that_gives_no_figures_does_not_count(desk):
    desk.put("gastos.csv", HEAD + MARCH + "2024-06-30,sistema,000 0 001,1500.50,700.00\n")
    assert cutoff_findings(desk) == [("ENT-CORTE-FALTA", Severity.ERROR, "gastos/2024-06-30")]


def test_a_plan_requires_no_report(desk):
    desk.put("gastos.csv", HEAD + MARCH)
    assert cutoff_findings(desk, "2024-poa") == []


def test_an_unreadable_date_is_reported_once(desk):
    desk.put("gastos.csv", HEAD + MARCH + "30 de junes,categoria,010 0 002,20.00,10.00\n")
    assert cutoff_findings(desk) == []
    assert [f.codigo for f in desk.findings()] == ["ENT-FECHA"]


@pytest.mark.parametrize("reason", ["", "  ", "---"])
def test_a_reason_without_words_is_refused(reason):
    data = {"entidad": "e", "periodo": "2024-T2", "metodo": "m", "titulo": "t", "cortes": {}, "tablas": ["gastos"],
            "secciones": ["resumen"], "sin_corte": {"gastos": reason}}  # fmt: skip
    with pytest.raises(ConfigError, match="escriba el motivo"):
        load_model(Corrida, data, "params")
