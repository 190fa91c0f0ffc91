"""Printed tables that planners put in `cuadros/` are read whole, or refused with the error and its correction."""

from decimal import Decimal
from pathlib import Path

import pytest
from builders import make_corrida

from helpers.base.system.digest import file_sha256
from helpers.intake.cuadro_reader import read_cuadros

GOOD = """
titulo: Cédulas por mes
clave: [mes]
sin_dato: [COVID]
columnas:
  mes: {tipo: texto}
  cedulas: {titulo: Cédulas, tipo: entero, encabezado: Cédulas emitidas}
  monto: {unidad: Bs, decimales: 2}
totales: {mes: TOTAL}
reglas:
  - {regla: suma, columnas: [cedulas, monto]}
"""
UNITS = """
titulo: Unidades
clave: [codigo]
sin_dato: ["#DIV/0!"]
columnas:
  nivel: {tipo: texto}
  codigo: {tipo: codigo}
  indicador: {tipo: texto}
  periodo: {tipo: texto}
  valor: {tipo: numero}
"""
CORPUS = Path(__file__).parents[1] / "data/corpus"
TABLE = "Mes;Cédulas emitidas;monto\nene;1200;1.655.356,33\nfeb;COVID;n/a\nTOTAL;1200;1.655.356,33\n"


@pytest.fixture
def read(desk):
    def _read(periodo: str = "2024-T2"):
        return read_cuadros(desk.workspace, make_corrida(periodo, entidad="prueba"))

    return _read


@pytest.fixture
def put(desk):
    def _put(yaml: str = GOOD, table: str | bytes = TABLE, name: str = "cedulas", folder: str = "cuadros"):
        desk.put(f"{folder}/{name}.yaml", yaml)
        desk.put(f"{folder}/{name}.csv", table)

    return _put


def messages(findings) -> list[str]:
    return [finding.mensaje for finding in findings]


def test_a_table_is_read_with_its_numbers_as_people_type_them(put, read, desk):
    put()
    (cuadro,), findings, files = read()
    assert (cuadro.name, cuadro.definition.titulo) == ("cedulas", "Cédulas por mes")
    assert [row.values.get("monto") for row in cuadro.rows] == [Decimal("1655356.33"), None, Decimal("1655356.33")]
    assert str(cuadro.rows[0].cell("cedulas")) == "data/prueba/2024/cuadros/cedulas.csv#B2"
    assert [finding.codigo for finding in findings] == ["ENT-SIN-VALOR"]
    folder = desk.year / "cuadros"
    assert files == {
        "data/prueba/2024/cuadros/cedulas.csv": file_sha256(folder / "cedulas.csv"),
        "data/prueba/2024/cuadros/cedulas.yaml": file_sha256(folder / "cedulas.yaml"),
    }


def test_a_declared_word_is_no_number_and_is_kept_as_printed(put, read):
    put()
    (cuadro,), findings, _ = read()
    assert {str(cell): word for cell, word in cuadro.no_data.items()} == {"data/prueba/2024/cuadros/cedulas.csv#B3": "COVID"}
    assert cuadro.rows[1].number("cedulas") is None
    assert not any("COVID" in message for message in messages(findings))


@pytest.mark.parametrize(("others", "proposed"), [("1.655.356,33", "783682,27"), ("1655356.33", "783682.27")])
def test_a_number_that_cannot_be_read_stops_the_run(put, read, others, proposed):
    """What is proposed has the decimal separator of the other numbers of its column."""
    put(table=TABLE.replace("feb;COVID;n/a", "feb;3;783.682.27").replace("1.655.356,33", others))
    _, findings, _ = read()
    (error,) = [finding for finding in findings if finding.severidad == "error"]
    assert (error.codigo, error.celda) == ("ENT-NUMERO-MAL-ESCRITO", "C3")
    assert f"¿Quiso escribir {proposed}?" in error.mensaje


def test_a_count_with_decimals_is_an_error(put, read):
    put(table=TABLE.replace("feb;COVID", "feb;3,5"))
    assert [finding.codigo for finding in read()[1] if finding.severidad == "error"] == ["ENT-ENTERO"]


def test_a_workbook_is_read_by_its_own_sheet(desk, read):
    desk.put("cuadros/cedulas.yaml", GOOD)
    desk.book("cuadros/cedulas.xlsx", {"otra": [["x"]], "cedulas": [["mes", "cedulas", "monto"], ["ene", 12, 3.5]]})
    (cuadro,), _, _ = read()
    assert cuadro.rows[0].cell("monto").sheet == "cedulas"


@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_any_workbook_that_the_intake_reads_may_hold_a_table(desk, read, suffix):
    """The corpus' table `avances`, saved by Excel 97 and by LibreOffice, serves as a printed table of three units."""
    (book,) = CORPUS.glob(f"libro_{suffix}/2024/avances.{suffix}")
    desk.put(f"cuadros/unidades.{suffix}", book.read_bytes())
    desk.put("cuadros/unidades.yaml", UNITS)
    (cuadro,), findings, files = read()
    assert [row.text("codigo") for row in cuadro.rows] == ["007", "U2", "U3"]
    assert [row.values.get("valor") for row in cuadro.rows] == [Decimal("47.6"), Decimal("0.3"), None]
    assert str(cuadro.rows[0].cell("valor")) == f"data/prueba/2024/cuadros/unidades.{suffix}#Hoja1!E2"
    assert [finding.mensaje for finding in findings if finding.severidad == "error"] == []
    assert f"data/prueba/2024/cuadros/unidades.{suffix}" in files


def test_a_file_of_another_kind_is_refused(desk, read, wording):
    desk.put("cuadros/unidades.yaml", f"archivo: viejo.doc\n{UNITS}")
    wording(read()[1][0].mensaje, "viejo.doc", ".csv", ".xlsx", ".xlsm", ".xls", ".ods")


def test_tables_of_earlier_periods_are_read_and_named_by_them(put, read):
    for folder in ("T1/cuadros", "T2/cuadros", "T3/cuadros", "cuadros"):
        put(folder=folder)
    assert [cuadro.name for cuadro in read()[0]] == ["cedulas", "T1.cedulas", "T2.cedulas"]
    assert [cuadro.name for cuadro in read("2024-T1")[0]] == ["cedulas", "T1.cedulas"]


def test_a_run_of_the_plan_reads_only_the_tables_of_the_plan(put, read):
    for folder in ("poa/cuadros", "cuadros"):
        put(folder=folder)
    assert [cuadro.name for cuadro in read("2024-poa")[0]] == ["poa.cedulas"]
    assert [cuadro.name for cuadro in read("2024-T1")[0]] == ["cedulas"]


def test_a_name_means_the_table_of_the_same_folder_first(put, read, wording):
    other = GOOD + "  - {regla: igual, columna: cedulas, a: {cuadro: %s, columna: cedulas, por: {mes: mes}}}\n"
    put()
    put(folder="T2/cuadros")
    for name in ("cedulas", "T2.cedulas"):
        put(other % name, name="copia", folder="T2/cuadros")
        assert not [finding for finding in read()[1] if finding.severidad == "error"]
    put(other % "T1.cedulas", name="copia", folder="T2/cuadros")
    (error,) = [finding for finding in read()[1] if finding.severidad == "error"]
    wording(error.mensaje, "data/prueba/2024/T2/cuadros/copia.yaml", "«reglas.2 (igual)»", "«T1.cedulas»", "T2.cedulas", "T2.copia", "«T2.cedulas»")


def test_a_column_that_the_other_table_does_not_have_is_an_error(put, read, wording):
    put(GOOD + "  - {regla: igual, columna: cedulas, a: {cuadro: cedulas, columna: cedula, filas: {mes: ene}}}\n")
    (error,) = [finding for finding in read()[1] if finding.severidad == "error"]
    wording(error.mensaje, "«cedulas»", "«cedula»")
    assert error.mensaje.endswith("¿Quiso decir «cedulas»?")


def test_the_file_may_lie_elsewhere_in_the_data(desk, read):
    desk.put("../fuente/cedulas.csv", TABLE)
    desk.put("cuadros/cedulas.yaml", f"archivo: ../../fuente/cedulas.csv\n{GOOD}")
    (cuadro,), _, files = read()
    assert cuadro.rows[0].origin.file == "data/prueba/fuente/cedulas.csv"
    assert set(files) == {"data/prueba/2024/cuadros/cedulas.yaml", "data/prueba/fuente/cedulas.csv"}


def test_the_file_may_not_lie_outside_the_data(desk, read, wording):
    desk.put("../../../secreto.csv", TABLE)
    desk.put("cuadros/cedulas.yaml", f"archivo: ../../../../secreto.csv\n{GOOD}")
    cuadros, findings, _ = read()
    assert cuadros == ()
    wording(messages(findings), "data/prueba/2024/cuadros/cedulas.yaml", "«archivo»", "../../../../secreto.csv")


def test_a_link_to_a_file_outside_the_data_is_refused(desk, read, wording):
    desk.put("../../../secreto.csv", TABLE)
    desk.put("cuadros/cedulas.yaml", f"archivo: enlace.csv\n{GOOD}")
    (desk.year / "cuadros/enlace.csv").symlink_to(desk.workspace.root / "secreto.csv")
    wording(read()[1][0].mensaje)


@pytest.mark.parametrize(
    ("yaml", "told"),
    [
        (GOOD.replace("clave: [mes]", "clave: [mez]"), "«clave»: no hay una columna «mez». Existen: cedulas, mes, monto. ¿Quiso decir «mes»?"),
        (GOOD.replace("[cedulas, monto]}", "[cedulas, mes]}"), "«reglas.1 (suma)»: la columna «mes» es de tipo texto; se espera numero o entero."),
        (GOOD.replace("titulo: Cédulas por mes", "titular: Cédulas"), "«titular»: clave desconocida."),
        (GOOD.replace("{regla: suma, ", "{regla: sumas, "), "no admite «sumas»"),
        (GOOD.replace("columnas: [cedulas, monto]}", "columna: cedulas}"), "a la regla «suma» le falta «columnas»."),
        (GOOD.replace("columnas: [cedulas, monto]}", "columnas: [monto], formula: monto}"), "la regla «suma» no usa «formula»; admite: columnas, excepto, nota, partes, por, total, una_vez_por, vacias."),
        (GOOD + "  - {regla: formula, columna: monto, formula: cedulas *}\n", "La fórmula «cedulas *» no se puede leer: está incompleta"),
        (GOOD + "  - {regla: formula, columna: monto, formula: cedulas * precio}\n", "no hay una columna «precio»."),
        (GOOD + "  - {regla: rango, columna: monto}\n", "a la regla «rango» le falta «minimo» o «maximo»."),
        (GOOD + "  - {regla: igual, columna: monto, a: {cuadro: x}}\n", "falta «columna»: de qué columna del otro cuadro."),
        (GOOD + "  - {regla: igual, columna: monto, a: {}}\n", "diga una sola cosa: «cuadro» y «columna», «cifra» o «valor»."),
        (GOOD.replace("  monto: {unidad", "  Monto Bs: {unidad").replace("cedulas, monto", "cedulas"), "«Monto Bs»: el nombre de una columna lleva minúsculas sin tilde"),
    ],
)  # fmt: skip
def test_a_declaration_that_cannot_be_used_says_why(put, read, yaml, told):
    put(yaml)
    cuadros, findings, _ = read()
    assert cuadros == ()
    assert {finding.severidad for finding in findings} == {"error"}
    assert any(told in message for message in messages(findings)), messages(findings)
    assert all(finding.archivo == "data/prueba/2024/cuadros/cedulas.yaml" for finding in findings)


def test_all_problems_of_all_tables_are_reported_at_once(put, read, desk, wording):
    put(GOOD.replace("clave: [mes]", "clave: [mez]").replace("{mes: TOTAL}", "{mees: TOTAL}"), name="uno")
    put(GOOD, "mes;cedulas emitidas\nene;1\n", name="dos")
    desk.put("cuadros/tres.yaml", GOOD)
    told = "\n".join(messages(read()[1]))
    wording(told, "«monto»", "tres.yaml", "tres.csv", "«archivo»", "«mez»", "«mees»")


def test_an_undeclared_table_is_reported_and_not_read(desk, read, wording):
    desk.put("cuadros/suelto.csv", TABLE)
    desk.put("cuadros/suelto.ods", b"")
    desk.put("cuadros/otro.yml", GOOD)
    cuadros, findings, files = read()
    assert (cuadros, files) == ((), {})
    wording(messages(findings), "data/prueba/2024/cuadros/otro.yml", "otro.yaml", "data/prueba/2024/cuadros/suelto.csv", "suelto.yaml", "data/prueba/2024/cuadros/suelto.ods", "suelto.yaml")


def test_a_table_that_another_declaration_names_is_not_reported_as_undeclared(desk, read):
    desk.put("cuadros/cedulas.yaml", f"archivo: emitidas.csv\n{GOOD}")
    desk.put("cuadros/emitidas.csv", TABLE)
    cuadros, findings, files = read()
    assert [cuadro.name for cuadro in cuadros] == ["cedulas"] and "data/prueba/2024/cuadros/emitidas.csv" in files
    assert "ENT-CUADRO-SUELTO" not in {finding.codigo for finding in findings}


def test_two_files_of_one_name_are_reported(put, read, desk, wording):
    put()
    desk.book("cuadros/cedulas.xlsx", {"cedulas": [["mes"]]})
    wording(read()[1][0].mensaje, "cedulas.csv", "cedulas.xlsx")


def test_no_folder_is_no_problem(read, desk):
    desk.put("estructura.csv", "codigo,nombre,nivel,padre\n")
    assert read() == ((), (), {})
