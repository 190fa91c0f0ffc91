"""Reading a run's folders into the Dataset: which files are read, what is missing, and all errors reported at once."""

from datetime import date
from decimal import Decimal
from pathlib import Path, PurePath

import pytest

from helpers.base.periods import Period
from helpers.base.system.digest import file_sha256
from helpers.base.system.workspace import Workspace
from helpers.figures.findings import Severity
from helpers.figures.records import SourceCell
from helpers.intake.read_inputs import read_dataset
from helpers.settings.params import load_run

ROOT = Path(__file__).parents[2]
METAS = "acp,periodo,programado,ejecutado\n1,2024-{0},20,20\n"


def test_consistent_tables_give_no_finding(desk):
    dataset, findings = desk.read(tablas=["estructura", "acciones", "vinculacion", "gastos", "avances"])
    assert findings == ()
    assert {name: len(rows) for name, rows in dataset.tables.items()} == {
        "acciones": 2, "avances": 2, "estructura": 7, "gastos": 2, "vinculacion": 2,
    }  # fmt: skip


def test_a_value_knows_its_cell(desk):
    row = desk.read()[0].rows("gastos")[0]
    assert row.number("devengado").value == Decimal("700.25")
    assert row.number("devengado").cell == SourceCell("data/prueba/2024/gastos.csv", "", "F2")
    assert (row.date("fecha_corte"), row.text("cat_prog")) == (date(2024, 6, 30), "000 0 001")


def test_an_unpublished_amount_is_missing_and_not_zero(desk):
    assert desk.read()[0].rows("gastos")[1].number("ppto_vigente") is None


def test_a_float_of_a_workbook_is_read_as_the_decimal_that_was_typed(desk):
    desk.book("datos.xlsx", {"metas": [["acp", "periodo", "programado"], [1, "2024-T2", 0.1]]})
    dataset, _ = desk.read()
    assert [row.amount("programado") for row in dataset.rows("metas")] == [Decimal("0.1")]
    values = [value for rows in dataset.tables.values() for row in rows for value in row.values.values()]
    assert [value for value in values if isinstance(value, float)] == []


def test_every_file_read_has_its_hash(desk):
    files = desk.read()[0].files
    assert len(files) == 5
    assert files["data/prueba/2024/avances.csv"] == file_sha256(desk.year / "avances.csv")


def test_the_tables_come_in_the_same_order_on_windows(desk, monkeypatch):
    """There paths are compared without their case, and the audit elsewhere compares the order too."""
    (desk.year / "gastos.csv").rename(desk.year / "Gastos.csv")
    here = list(desk.read()[0].tables)
    monkeypatch.setattr(PurePath, "__lt__", lambda one, other: str(one).lower() < str(other).lower())
    assert list(desk.read()[0].tables) == here


def test_an_absent_table_has_no_rows_and_an_undeclared_one_is_refused(desk):
    dataset = desk.read()[0]
    assert (dataset.has("metas"), dataset.rows("metas")) == (False, ())
    with pytest.raises(KeyError):
        dataset.rows("gasto")


@pytest.mark.parametrize(
    ("period", "read"),
    [
        ("2024-T1", ["T1", "feb"]),
        ("2024-T2", ["T1", "T2", "feb"]),
        ("2024-S1", ["S1", "T1", "T2", "feb"]),
        ("2024-T3", ["S1", "T1", "T2", "T3", "feb"]),
        ("2024-abr", ["T1", "feb"]),
    ],
)
def test_a_run_reads_its_own_period_and_the_earlier_ones(desk, period, read):
    june = (desk.year / "gastos.csv").read_text(encoding="utf-8")
    desk.put("gastos.csv", f"{june}2024-09-30,categoria,aprobado,000 0 001,1500.50,900.00\n")
    for name in ("T1", "T2", "S1", "T3", "feb"):
        desk.put(f"{name}/metas.csv", METAS.format(name))
    dataset, findings = desk.read(period)
    assert findings == ()
    assert sorted(row.text("periodo").removeprefix("2024-") for row in dataset.rows("metas")) == read


def test_the_folder_gives_the_period_and_the_version(desk):
    desk.put("T2/publicado.csv", "id,donde,valor\navance_fisico/2024-T1/acp/1,cuadro 1,10\n")
    tasks = "tarea,descripcion,operacion,unidad,acp,ene\n1.1,Tarea,1,DGA,1,5\n"
    for version in ("v1", "v2"):
        desk.put(f"poa/{version}/tareas.csv", tasks)
    dataset, findings = desk.read()
    assert findings == ()
    assert [row.text("version") for row in dataset.rows("tareas")] == ["v1", "v2"]
    assert dataset.rows("publicado")[0].period("periodo") == Period.parse("2024-T2")


def test_a_plan_that_publishes_no_actions_leaves_them_blank(desk):
    """The column exists, so its blank cells are no omission."""
    desk.put("poa/v1/tareas.csv", "tarea,descripcion,operacion,unidad,acp,ene\n1.1,Tarea,1,DGA,,5\n")
    dataset, findings = desk.read()
    assert findings == ()
    assert dataset.rows("tareas")[0].text("acp") == ""


def test_a_task_of_no_known_action_is_an_error(desk):
    desk.put("poa/v1/tareas.csv", "tarea,descripcion,operacion,unidad,acp,ene\n1.1,Tarea,1,DGA,9,5\n")
    assert desk.only().celda == "E2"


def test_the_plan_has_a_run_of_its_own(desk):
    desk.put("poa/firmas.csv", "rol,nombre\nelaborado,A. B.\n")
    desk.put("T1/firmas.csv", "rol,nombre\nrevisado,A. B.\n")
    dataset, findings = desk.read("2024-poa", tablas=["firmas"])
    assert findings == ()
    assert [row.period("periodo").code for row in dataset.rows("firmas")] == ["2024-poa"]


def test_without_the_years_folder_there_is_one_error(empty_desk):
    finding = empty_desk.only()
    assert (finding.codigo, finding.archivo) == ("ENT-CARPETA-FALTA", "data/prueba/2024")


def test_a_table_that_the_run_lists_and_that_is_missing_is_one_error(desk):
    desk.put("T1/metas.csv", METAS.format("T1"))
    desk.put("T2/firmas.csv", "rol\nelaborado\n")
    finding = desk.only(tablas=["estructura", "metas"])
    assert finding.codigo == "ENT-TABLA-FALTA"
    assert finding.archivo == "data/prueba/2024/T2"
    assert "metas.csv" in finding.mensaje and "datos.xlsx" in finding.mensaje


def test_a_missing_plan_is_asked_for_where_it_is_read(desk):
    finding = desk.only(tablas=["tareas"])
    assert finding.archivo == "data/prueba/2024/poa"
    assert "en data/prueba/2024/poa/<versión>. Póngala ahí" in finding.mensaje


def test_a_missing_period_folder_is_named_in_the_error(desk):
    assert "data/prueba/2024/T2" in desk.only(tablas=["metas"]).mensaje


def test_a_semester_takes_the_tables_of_its_last_quarter(desk):
    desk.put("T2/metas.csv", METAS.format("T2"))
    assert desk.findings("2024-S1", tablas=["metas"]) == []


def test_a_name_in_the_params_that_is_no_table_is_an_error(desk):
    finding = desk.only(tablas=["gasto"])
    assert (finding.codigo, finding.esperado) == ("ENT-TABLA-DESCONOCIDA", "gastos")
    assert finding.archivo == "params/prueba/2024-T2.yaml"


def test_a_table_without_rows_is_an_error_only_if_the_run_lists_it(desk):
    desk.put("T2/metas.csv", "acp,periodo\n")
    assert desk.only().severidad is Severity.WARNING
    assert desk.only(tablas=["metas"]).severidad is Severity.ERROR


def test_a_table_in_csv_and_in_xlsx_is_an_error(desk):
    desk.book("acciones.xlsx", {"acciones": [["acp", "denominacion"], ["1", "Otra"]]})
    finding = desk.only()
    assert finding.codigo == "ENT-TABLA-DOBLE"
    assert "acciones.csv" in finding.mensaje and finding.archivo.endswith("acciones.xlsx")


def test_files_that_are_no_tables_are_ignored_or_reported(desk):
    for name in ("README.md", ".gitkeep", "~$gastos.xlsx", "texto/marco.md", "cuadros/a.csv", "T3/metas.csv"):
        desk.put(name, "x")
    assert desk.findings() == []
    desk.put("gasto.csv", "x")
    finding = desk.only()
    assert (finding.codigo, finding.severidad, finding.esperado) == (
        "ENT-ARCHIVO-DESCONOCIDO", Severity.WARNING, "gastos",
    )  # fmt: skip


def test_a_folder_that_is_no_period_is_reported(desk):
    desk.put("T5/metas.csv", METAS.format("T2"))
    finding = desk.only()
    assert (finding.codigo, finding.encontrado) == ("ENT-ARCHIVO-DESCONOCIDO", "T5")


def test_a_table_in_a_format_that_is_not_read_is_an_error_and_not_called_missing(desk):
    desk.put("T2/metas.xlsb", b"PK")
    finding = desk.only(tablas=["metas"])
    assert (finding.codigo, finding.encontrado) == ("ENT-FORMATO", ".xlsb")


def test_a_table_of_a_period_in_the_years_folder_is_an_error(desk):
    desk.put("publicado.csv", "id,donde,valor\nx,y,1\n")
    finding = desk.only()
    assert (finding.codigo, finding.severidad) == ("ENT-LUGAR", Severity.ERROR)


def test_a_table_of_the_year_in_a_periods_folder_is_read_with_a_warning(desk):
    desk.put("T1/recuento.csv", "periodo,elemento,cantidad\n2024-T1,acp,2\n")
    dataset, findings = desk.read()
    assert [(finding.codigo, finding.severidad) for finding in findings] == [("ENT-LUGAR", Severity.WARNING)]
    assert [row.amount("cantidad") for row in dataset.rows("recuento")] == [Decimal(2)]


def test_a_plan_outside_a_versions_folder_is_an_error(desk):
    desk.put("poa/tareas.csv", "tarea\n1\n")
    assert desk.only().codigo == "ENT-LUGAR"


def test_all_problems_of_all_tables_are_reported_at_once(desk):
    desk.swap("estructura", "unidad,A1,2", "unidad,A9,2")
    desk.swap("gastos", "700.25", "setecientos")
    desk.swap("avances", "2024-T1,100.00", "T1,100.00")
    desk.swap("vinculacion", "010 0 002,2", "010 0 002,7")
    desk.put("T2/metas.csv", b"acp,periodo,nota\n1,2024-T2,programaci\xf3n\n")
    codes = sorted(finding.codigo for finding in desk.findings())
    assert codes == ["ENT-CODIFICACION", "ENT-CODIGO", "ENT-NUMERO", "ENT-PADRE", "ENT-PERIODO"]


def test_every_message_names_its_file_and_ends_as_a_sentence(desk, wording):
    desk.swap("gastos", "700.25", "setecientos")
    finding = desk.only()
    assert finding.mensaje.startswith("data/prueba/2024/gastos.csv") and finding.mensaje.endswith(".")
    wording(finding.mensaje, "F2", "«devengado»", "«setecientos»")
    assert (finding.elemento, finding.encontrado) == ("gastos/2/devengado", "setecientos")


def test_the_foreign_ministrys_data_are_read_without_error():
    workspace = Workspace(ROOT)
    dataset, findings = read_dataset(workspace, load_run(workspace, "mre", "2024-T2"))
    assert {finding.codigo for finding in findings} <= {"ENT-SIN-DATO", "ENT-SIN-VALOR"}
    assert len([node for node in dataset.nodes if node.level == "unidad"]) == 25
    assert len([node for node in dataset.nodes if node.level == "puesto"]) == 84
    assert dataset.node("area", "EXTERIOR").parent == ("servicio", "EXTERIOR")
    assert dataset.node("tipo", "EMBAJADAS").parent == ("area", "EXTERIOR")
    assert len(dataset.rows("acciones")) == 7
