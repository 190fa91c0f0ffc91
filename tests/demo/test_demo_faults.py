"""Every planted fault is found by its rule, and there is no other error or warning."""

import csv
from collections import Counter

import pytest
from builders import shipped

from helpers.demo.generate import files_of, institution_of
from helpers.demo.ministry.demo_size import FEWEST
from helpers.demo.planted.faults import PLAN_RUN, RUNS
from helpers.figures.findings import Severity
from helpers.run.finished_run import why_not_all_read
from helpers.settings.params import load_run

AT_ALL_SIZES = {
    "EJE-EVALUACION", "EJE-SIN-DATO", "EJE-SIN-PROGRAMA", "EJE-SOBRE-100", "EJE-TAREA", "ENT-CATEGORIA-SIN-GASTO",
    "ENT-SIN-VALOR", "GAS-ESTADOS", "GAS-LINEAS", "GAS-PAGADO", "GAS-PUENTE", "GAS-REPORTES", "GAS-REVERSION",
    "GAS-SOBREGIRO", "GAS-VIGENTE", "OBJ-DESCONOCIDO", "OBJ-HUECO", "OBJ-REPETIDO", "PLA-DOS-UNIDADES", "PLA-META",
    "PLA-PESO-VACIO", "PLA-PONDERACION", "PLA-SIN-PROGRAMA", "POA-FORM-04", "POA-LITERAL", "POA-PUENTE", "POA-TECHO",
    "PRE-DOBLE", "PRE-FALTA", "PRE-REITERADA", "PRE-TARDE", "REP-PARTES", "VER-RETIRADAS",
    "VIN-PROGRAMA",
}  # fmt: skip


@pytest.fixture(scope="module")
def planted(workbook):
    with (workbook.root / "data/demo/fallas.csv").open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module", params=(*RUNS, PLAN_RUN))
def run(request):
    return request.param, shipped(f"demo/2024-{request.param}")


@pytest.mark.parametrize("tasks", [FEWEST, 60, 436])
def test_every_kind_of_fault_is_planted_at_any_size(tasks):
    listed = files_of(institution_of(tasks))["data/demo/fallas.csv"]
    assert {fault["regla"] for fault in csv.DictReader(listed.splitlines())} == AT_ALL_SIZES


def test_a_task_is_listed_as_withdrawn_with_execution_only_if_its_unit_reported_it():
    """With 150 tasks, the unit of one of the two withdrawn tasks handed in no form."""
    files = files_of(institution_of(150))
    listed = csv.DictReader(files["data/demo/fallas.csv"].splitlines())
    withdrawn = [fault["pista"] for fault in listed if fault["regla"] == "VER-RETIRADAS"]
    reported = csv.DictReader(files["data/demo/2024/T1/ejecucion.csv"].splitlines())
    assert withdrawn and set(withdrawn) <= {row["tarea"] for row in reported}


def test_every_planted_fault_is_found_by_its_rule(planted, run):
    window, computed = run
    expected = [fault for fault in planted if window in fault["corridas"].split()]
    lost = [
        fault
        for fault in expected
        if not any(
            finding.codigo == fault["regla"] and fault["pista"] in f"{finding.mensaje} {finding.elemento}"
            for finding in computed.findings
        )
    ]
    assert expected
    assert lost == []


def test_nothing_else_is_a_warning_and_nothing_is_an_error(planted, run):
    _, computed = run
    graver = Counter(finding.codigo for finding in computed.findings if finding.severidad is not Severity.NOTE)
    assert set(graver) <= {fault["regla"] for fault in planted if fault["severidad"] != "nota"}
    assert not [finding for finding in computed.findings if finding.severidad is Severity.ERROR]


DONE = ("avance_fisico", "eficacia_ponderada", "ejecucion_financiera", "ppto_vigente")
PLANNED = ("ppto_inicial", "ppto_programado")


def test_every_run_has_the_figures_that_a_report_begins_with(run):
    window, computed = run
    book, period = computed.book, computed.corrida.period
    for level, code in (("entidad", "DEMO"), ("servicio", "CENTRAL"), ("servicio", "EXT"), ("area", "ADM")):
        for indicator in PLANNED if window == PLAN_RUN else DONE:
            assert book.get(indicator, period, level, code) is not None, (indicator, level, code)
    for action in "1234567":
        assert book.get("ppto_inicial" if window == PLAN_RUN else "ejecucion_financiera", period, "acp", action) is not None


def test_the_forms_of_the_plan_agree_with_each_other_and_its_versions_except_where_planted():
    """In the second version, VCI's form 04 has a typing error, and VSC requires more than its ceiling."""
    book = shipped(f"demo/2024-{PLAN_RUN}").book
    for version in ("v1", "v2"):
        approved, required = (book[f"{name}/2024-poa/version/{version}"].value for name in ("ppto_aprobado", "requerido"))
        assert approved == required
    assert {figure.code for figure in book.select("formulario_04_diferencia", "2024-poa", "area") if figure.value} == {"VCI"}
    assert {figure.code for figure in book.select("techo_saldo", "2024-poa", "area") if figure.value < 0} == {"VSC"}
    assert {figure.value for figure in book.select("peso_acp", "2024-poa", "area")} == {100}
    assert not {figure.indicator for figure in book if figure.period.year == 2024} & set(DONE)


def test_the_book_knows_every_input_of_its_run(workbook):
    """If texts of earlier periods counted as unread inputs, a finished report could never be read again."""
    corrida = load_run(workbook, "demo", "2024-T3")
    computed = shipped("demo/2024-T3")
    assert why_not_all_read(workbook, corrida, computed.inputs) == ""
