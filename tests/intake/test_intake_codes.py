"""The tree of `estructura`, and codes that must exist in another table."""

import pytest

from helpers.figures.findings import Severity


def test_a_parent_is_the_nearest_node_above_with_the_code(desk):
    dataset, _ = desk.read()
    assert [(node.key, node.parent) for node in dataset.nodes] == [
        (("entidad", "ENT"), None),
        (("servicio", "CEN"), ("entidad", "ENT")),
        (("servicio", "EXT"), ("entidad", "ENT")),
        (("area", "A1"), ("servicio", "CEN")),
        (("area", "EXT"), ("servicio", "EXT")),
        (("unidad", "DGA"), ("area", "A1")),
        (("unidad", "DGB"), ("area", "A1")),
    ]
    assert dataset.node("unidad", "DGA").acp == "1"
    assert dataset.node("unidad", "EXT") is None


def test_nodes_are_listed_by_orden_if_all_have_it(desk):
    desk.put("avances.csv", "nivel,codigo,indicador,periodo,valor\narea,A,avance_fisico,2024-T1,1\n")
    desk.put("vinculacion.csv", "cat_prog,acp\n000 0 001,1\n010 0 002,2\n")
    desk.put(
        "estructura.csv", "codigo,nombre,nivel,padre,orden\nE,E,entidad,,1\nB,B,area,E,3\nA,A,area,E,2\n"
    )
    dataset, findings = desk.read()
    assert findings == ()
    assert [(node.code, node.order) for node in dataset.nodes] == [("E", 1), ("A", 2), ("B", 3)]


@pytest.mark.parametrize(
    ("old", "new", "code", "cell", "words"),
    [
        ("area,CEN", "area,CENN", "ENT-PADRE", "D5", "«CEN»"),
        ("area,CEN", "area,Servicio central", "ENT-PADRE", "D5", "no tiene en «padre» el código de un nodo de nivel superior y dice «Servicio central»"),
        ("area,CEN", "area,", "ENT-PADRE", "D5", "«A1» no tiene en «padre» el código de un nodo de nivel superior. Escríbalo."),
        ("unidad,A1,2", "unidad,DGA,2", "ENT-PADRE", "D8", "de nivel superior y dice «DGA»"),
        ("entidad,,", "entidad,DGA,", "ENT-PADRE", "D2", "Deje «padre» vacío"),
        ("EXT,Servicio exterior,servicio,ENT", "EXT,Otra entidad,entidad,", "ENT-ENTIDAD", "C4", "ENT, EXT"),
        ("DGB,Dirección B", "DGA,Dirección B", "ENT-DUPLICADO", "C8", "fila 7"),
        ("area,CEN", "aria,CEN", "ENT-VALOR", "C5", "«area»"),
        ("A1,1", "A1,9", "ENT-CODIGO", "E7", "existen 1, 2"),
    ],
)
def test_each_error_of_a_node_names_its_cell(desk, old, new, code, cell, words):
    desk.swap("estructura", old, new)
    found = [finding for finding in desk.findings() if finding.archivo.endswith("estructura.csv")]
    assert [(finding.codigo, finding.severidad, finding.celda) for finding in found] == [
        (code, Severity.ERROR, cell)
    ]
    assert words in found[0].mensaje


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("codigo,nombre,nivel,pertenece a\nE,E,entidad,\nA,A,area,E\nB,B,area,E\n", "ENT-COLUMNA-FALTA"),
        ("codigo,nombre,nivel,padre\nE,E,entidad,\nE,E,entidad,\nA,A,area,E\n", "ENT-DUPLICADO"),
    ],
    ids=["a column", "a repeated institution"],
)
def test_one_fault_of_the_structure_is_one_error(desk, rows, code):
    desk.put("estructura.csv", rows)
    wrong = [one for one in desk.findings() if one.archivo.endswith("estructura.csv") and one.severidad is Severity.ERROR]
    assert [one.codigo for one in wrong] == [code]


def test_the_levels_at_which_a_code_is_looked_for_are_listed_as_in_a_sentence(desk):
    desk.put("poa/v1/tareas.csv", "tarea,descripcion,operacion,unidad,acp,ene\n1,Uno,1,DGX,1,1\n")
    (told,) = [finding.mensaje for finding in desk.findings() if finding.celda == "D2"]
    assert "de nivel unidad, puesto, subtipo o tipo;" in told


def test_a_structure_without_entity_is_one_error_of_the_table(desk):
    desk.put("estructura.csv", "codigo,nombre,nivel,padre\nA,A,area,\n")
    codes = {finding.codigo for finding in desk.findings() if finding.archivo.endswith("estructura.csv")}
    assert "ENT-ENTIDAD" in codes


@pytest.mark.parametrize(
    ("table", "old", "new", "cell", "expected"),
    [
        ("avances", "unidad,DGB", "unidad,DGBB", "B3", "DGB"),
        ("avances", "unidad,DGA", "area,DGA", "B2", ""),
        ("avances", "unidad,DGA", "acp,11", "B2", "1"),
        ("vinculacion", "A1,DGB", "A11,DGB", "C3", "A1"),
        ("vinculacion", "A1,DGB", "A1,DGBB", "D3", "DGB"),
        ("gastos", "010 0 002", "010 0 003", "D3", "010 0 002"),
    ],
)
def test_an_unknown_code_is_an_error_that_proposes_the_nearest(desk, table, old, new, cell, expected):
    desk.swap(table, old, new)
    found = [finding for finding in desk.findings() if finding.severidad is Severity.ERROR]
    assert [(finding.codigo, finding.celda, finding.esperado) for finding in found] == [
        ("ENT-CODIGO", cell, expected)
    ]


def test_a_code_of_another_level_is_reported_with_that_level(desk):
    desk.swap("avances", "unidad,DGA", "area,DGA")
    assert "existe como unidad" in desk.only().mensaje


def test_an_unknown_code_in_many_rows_is_reported_once(desk, wording):
    rows = "".join(f"unidad,DGX,avance_fisico,2024-T{quarter},1\n" for quarter in (1, 2, 3))
    desk.put("avances.csv", f"nivel,codigo,indicador,periodo,valor\n{rows}")
    finding = desk.only()
    assert finding.celda == "B2"
    wording(finding.mensaje, "B2", "DGX", "3", "4")


def test_a_category_that_spends_nothing_is_a_warning(desk, wording):
    desk.swap("vinculacion", "010 0 002,2,A1,DGB\n", "010 0 002,2,A1,DGB\n020 0 001,2,A1,DGB\n")
    finding = desk.only()
    assert (finding.codigo, finding.severidad, finding.celda) == (
        "ENT-CATEGORIA-SIN-GASTO",
        Severity.WARNING,
        "A4",
    )
    wording(finding.mensaje, "A4", "020 0 001")
    assert finding.esperado == "", "all other categories are linked"


def test_a_code_that_differs_in_blanks_only_is_the_nearest_and_told_once(desk):
    desk.put("vinculacion.csv", "cat_prog,acp\n10 0000,1\n21 0 000,2\n")
    rows = "".join(f"2024-06-30,categoria,{code},5\n" for code in ("10 0 000", "21 0 000"))
    desk.put("gastos.csv", f"fecha_corte,reporte,cat_prog,devengado\n{rows}")
    assert [(one.codigo, one.esperado) for one in desk.findings()] == [("ENT-CODIGO", "10 0000")]


def test_a_category_that_a_system_writes_without_zeros_is_told_with_the_form_to_declare(desk, wording):
    """The most similar in letters is another action's: `100 0 001`."""
    desk.put("vinculacion.csv", "cat_prog,acp\n000 0 001,1\n100 0 001,2\n")
    rows = "".join(f"2024-06-30,categoria,{code},5\n" for code in ("0 0 1", "100 0 001"))
    desk.put("gastos.csv", f"fecha_corte,reporte,cat_prog,devengado\n{rows}")
    finding = desk.only()
    assert (finding.encontrado, finding.esperado) == ("0 0 1", "000 0 001")
    wording(finding.mensaje, "C2", "0 0 1", "000 0 001")


def test_only_categories_in_reports_by_category_must_be_linked(desk):
    desk.put("gastos.csv", "fecha_corte,reporte,fuente,cat_prog,devengado\n2024-06-30,fuente,10,999 9 999,5\n")
    assert desk.findings() == []


def test_a_table_that_is_absent_is_not_consulted(desk):
    (desk.year / "acciones.csv").unlink()
    (desk.year / "vinculacion.csv").unlink()
    assert desk.findings() == []
