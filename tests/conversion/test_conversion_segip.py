"""The conversion of SEGIP's printed figures. Tests of its command: test_conversion_command."""

import re
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from builders import WORKSPACE, make_corrida
from transcribed import ROOT, check_refuses, digest_of, read, values_in

from helpers.intake.read_inputs import read_dataset
from tools.conversion import segip_2024
from tools.conversion.segip_2020.convert import CONVERSION
from tools.conversion.segip_2020.left_out import AS_PRINTED, LEFT_OUT, applying, reason
from tools.conversion.source import Cell, Printed
from tools.conversion.tables import Table

SOURCE = ROOT / CONVERSION.source
DATA = ROOT / CONVERSION.target
SOURCE_2024 = ROOT / segip_2024.CONVERSION.source
DATA_2024 = ROOT / segip_2024.CONVERSION.target

# The transcription is evidence. It is never corrected, not even its typing errors.
SOURCE_DIGEST = "86e1463c1f749b9d7e4f88cbd4183bf78e074eea346051e3a260521d30213028"


def source_files() -> dict[str, Path]:
    """Files of the report of 2020; those of 2024 are in a folder of their own."""
    files = [*SOURCE.glob("*.csv"), *SOURCE.glob("produccion/*.csv")]
    return {path.relative_to(SOURCE).as_posix(): path for path in sorted(files)}


def source_rows() -> dict[tuple[str, int], dict[str, str]]:
    return {
        (name, line): row for name, path in source_files().items() for line, row in enumerate(read(path), start=2)
    }


def cells_with_digits() -> set[Cell]:
    return {
        Cell(name, line, column)
        for (name, line), row in source_rows().items()
        for column, text in row.items()
        if re.search(r"\d", text)
    }


@pytest.fixture(scope="module")
def tables() -> dict[str, Table]:
    return {table.path: table for table in CONVERSION.tables(SOURCE)}


def test_source_is_as_transcribed():
    # `texto/` holds no printed table: it says in our own words what the report says of its units.
    printed = [path for path in SOURCE.rglob("*.csv") if path.parent.name != "texto"]
    assert digest_of(SOURCE, printed) == SOURCE_DIGEST


# Nothing printed is lost, nothing is invented


def test_every_printed_number_is_an_input_or_is_compared_or_has_its_reason(tables):
    kept = set().union(*(table.cells() for table in tables.values()))
    rows = source_rows()
    lost = [
        cell
        for cell in cells_with_digits() - kept
        if not reason(cell.file, rows[cell.file, cell.line].get("nivel", ""), cell.column)
    ]
    assert sorted(lost) == []


def test_every_reason_for_leaving_out_is_used(tables):
    kept = set().union(*(table.cells() for table in tables.values()))
    used = {key for cell in cells_with_digits() - kept for key in applying(cell.file, cell.column)}
    assert sorted(set(LEFT_OUT) - used) == []


def test_every_file_left_out_as_a_printed_table_is_declared_as_one(tables):
    """The reason «se comprueba como cuadro impreso» is only true if a file in `cuadros/` declares the table."""
    kept = set().union(*(table.cells() for table in tables.values()))
    rows = source_rows()
    left = {
        cell.file
        for cell in cells_with_digits() - kept
        if AS_PRINTED in reason(cell.file, rows[cell.file, cell.line].get("nivel", ""), cell.column)
    }
    declared = "\n".join(path.read_text(encoding="utf-8") for path in (DATA / "cuadros").glob("*.yaml"))
    assert sorted(file for file in left if f"fuente/{file}" not in declared) == []


def test_every_figure_is_the_text_of_its_cell_except_the_sign_of_budget_cuts(tables):
    rows = source_rows()
    turned = set()
    for path, table in tables.items():
        for value in (value for line in table.lines for value in line.values()):
            if isinstance(value, Printed) and value.cells:
                (cell,) = value.cells
                printed = rows[cell.file, cell.line][cell.column]
                if value != printed:
                    assert value == f"-{printed}"
                    turned.add((path, cell.file))
    assert turned == {("modificaciones.csv", "reduccion_15pct.csv")}


# Cases a reader can look up in the printed tables


@pytest.mark.parametrize(
    ("path", "where", "column", "expected"),
    [
        ("estructura.csv", {"codigo": "DNP"}, "nombre", "Dirección Nacional de Planificación"),
        ("estructura.csv", {"codigo": "DNJ"}, "nombre", "Dirección Nacional Jurídica"),  # printed in the text alone
        ("modificaciones.csv", {"fuente": "41"}, "fecha", "2020-10-15"),
        ("estructura.csv", {"codigo": "DDPT"}, "departamento", "Potosí"),
        ("estructura.csv", {"codigo": "DDPT"}, "nombre", "Dirección Departamental de Potosí"),
        ("estructura.csv", {"codigo": "DDLP"}, "nombre", "Dirección Departamental de La Paz"),
        ("estructura.csv", {"codigo": "UNAI"}, "nombre", "Unidad Nacional de Auditoría Interna"),
        ("vinculacion.csv", {"cat_prog": "00 0 009"}, "unidad", "DNP"),
        ("vinculacion.csv", {"cat_prog": "48 0 001"}, "unidad", "DDLP"),
        ("vinculacion.csv", {"cat_prog": "48 0 010"}, "unidad", "DNBM"),
        ("vinculacion.csv", {"cat_prog": "48 03400000200000 000"}, "unidad", ""),
        ("poa/vigente/tareas.csv", {"tarea": "10.1.11"}, "ponderacion", "8.00"),
        ("poa/vigente/tareas.csv", {"tarea": "10.1.11"}, "acp", ""),
        ("ejecucion.csv", {"tarea": "10.1.11"}, "anual", "2.67"),
        ("ejecucion.csv", {"tarea": "10.1.5"}, "devengado", "2.50"),
        ("avances.csv", {"codigo": "DNP"}, "valor", "75.17"),
        ("avances.csv", {"codigo": "DNAF"}, "nota", "el informe imprime 100.01 programado, en lugar de 100.00"),
        ("gastos.csv", {"reporte": "categoria", "cat_prog": "00 0 001"}, "por_pagar", "10691094.27"),
        ("gastos.csv", {"reporte": "sistema", "sistema": "SIGEP"}, "pagado", "850774.37"),
        ("gastos.csv", {"reporte": "sistema", "sistema": "SIPPEC"}, "certificado", "1040913.14"),
        ("gastos.csv", {"reporte": "fuente", "fuente": "41"}, "modificaciones", "-5365089.84"),
        ("recursos.csv", {"rubro": "15.9.9"}, "ppto_vigente", "0.00"),
        ("recursos.csv", {"rubro": "15.9.9#2"}, "ppto_vigente", "8807050.00"),
        ("recursos.csv", {"rubro": "19.2.1.1"}, "organismo", "111"),
        ("modificaciones.csv", {"fuente": "41"}, "importe", "-5365089.85"),
        ("produccion.csv", {"servicio": "cedulas", "oficina": "CARANAVI", "mes": "sep"}, "cantidad", "1981"),
        ("produccion.csv", {"servicio": "cedulas", "oficina": "CAMARGO", "mes": "dic"}, "cantidad", "1686"),
        ("produccion.csv", {"departamento": "Pando", "servicio": "biometria", "mes": "jun"}, "cantidad", "36"),
        ("produccion.csv", {"servicio": "cie", "departamento": "Potosí"}, "recaudacion", "42300"),
        ("produccion.csv", {"servicio": "cedulas", "pais": "Perú"}, "cantidad", "0"),
        ("produccion.csv", {"servicio": "archivo", "mes": "abr", "tipo_tramite": "ordenamiento"}, "cantidad", "COVID"),
        ("produccion.csv", {"servicio": "licencias", "oficina": "VILLAZON", "mes": "dic"}, "cantidad", "95"),
        ("produccion.csv", {"servicio": "saneamiento", "oficina": "YACUIBA", "mes": "jul"}, "cantidad", "9"),
        ("produccion.csv", {"servicio": "biometria", "grupo_etario": "Menores de 18 años", "mes": "dic"}, "cantidad", "6425"),
        ("cuadros/texto_ddch.csv", {"dato": "Chuquisaca: biometrizados"}, "cantidad", "58937"),
        ("cuadros/texto_entidad.csv", {"dato": "15% de los saldos"}, "importe", "34160556.71"),
        ("cuadros/pando_evaluacion_mototaxistas_2020.csv", {"concepto": "Ausentes"}, "cantidad", "17"),
        ("anual/publicado.csv", {"id": "avance_fisico/2020-anual/entidad/SEGIP"}, "valor", "57.97"),
        ("anual/publicado.csv", {"id": "saldo/2020-anual/fuente/42"}, "donde", "fuentes.csv, fila 42, columna saldo"),
    ],
)  # fmt: skip
def test_a_printed_value_is_in_its_table(path, where, column, expected):
    assert values_in(DATA / path, where, column) == [expected]


def test_a_figure_has_a_row_for_each_time_that_it_was_printed():
    figure = "ejecucion_financiera/2020-anual/entidad/SEGIP"
    rows = [row for row in read(DATA / "anual/publicado.csv") if row["id"] == figure]
    assert [row["donde"] for row in rows] == [
        "unidades.csv, fila TOTAL, columna ppto_ejecutado",
        "categorias.csv, fila TOTALES, columna porcentaje",
    ]
    of_fuentes = "ejecucion_financiera/2020-anual/fuente/TOTAL"
    assert {row["valor"] for row in rows} == {"76.30"} == values_of(of_fuentes)


def values_of(figure: str) -> set[str]:
    return {row["valor"] for row in read(DATA / "anual/publicado.csv") if row["id"] == figure}


def test_a_month_that_was_not_printed_has_no_row_and_a_printed_zero_has_one():
    """Of two offices of La Paz only some months are printed; of the others, April is printed as 0."""
    produced = read(DATA / "produccion.csv")
    of_la_paz = [row for row in produced if (row["servicio"], row["departamento"]) == ("cedulas", "La Paz")]
    months = defaultdict(list)
    for row in of_la_paz:
        months[row["oficina"]].append((row["mes"], row["cantidad"]))
    assert months["CENTROS PENITENCIARIOS"] == [("feb", "119"), ("oct", "19"), ("nov", "335"), ("dic", "199")]
    assert ("abr", "0") in months["OFICINA PRINCIPAL"]


def test_no_kind_of_a_service_is_entered_with_two_spellings():
    kinds = {(row["servicio"], row["tipo_tramite"]) for row in read(DATA / "produccion.csv")}
    assert len({(service, kind.casefold()) for service, kind in kinds}) == len(kinds)


def test_no_service_of_a_department_is_entered_by_month_and_by_year():
    by_month, by_year = set(), set()
    for row in read(DATA / "produccion.csv"):
        if row["departamento"]:
            (by_month if row["mes"] else by_year).add((row["servicio"], row["departamento"]))
    assert by_month & by_year == set()
    assert ("cedulas", "La Paz") in by_month
    assert ("cedulas", "Oruro") in by_year


# Properties of whole tables


def test_structure_is_the_entity_and_its_nineteen_units():
    nodes = read(DATA / "estructura.csv")
    assert Counter(node["nivel"] for node in nodes) == {"entidad": 1, "unidad": 19}
    assert {node["padre"] for node in nodes} == {"", "SEGIP"}
    assert all(node["nombre"] != node["codigo"] for node in nodes)


def test_every_result_belongs_to_a_unit_or_the_institution_and_cites_its_lines():
    units = {node["codigo"] for node in read(DATA / "estructura.csv")} | {""}
    cited = re.compile(r"Informe final 2020, sección \d+(\.\d+)*, líneas? \d+(-\d+)?((, | y )\d+(-\d+)?)*")
    rows = read(DATA / "anual/resultados.csv")
    assert len(rows) > 500
    assert [row["id"] for row in rows if row["unidad"] not in units or not cited.fullmatch(row["fuente"])] == []
    amounts = [row for row in rows if row["valor"]]
    assert [row["id"] for row in amounts if not re.fullmatch(r"\d+(\.\d+)?", row["valor"])] == []
    # The printed table `archivo_departamentos` does not say what it counts, so the unit of measure stays blank.
    assert [row["id"] for row in amounts if not row["unidad_medida"]] == ["UNAR-011", "UNAR-012"]


def test_each_unit_has_one_category_and_seven_categories_have_no_unit():
    units = Counter(row["unidad"] for row in read(DATA / "vinculacion.csv"))
    assert units.pop("") == 7
    assert sorted(units) == sorted(row["codigo"] for row in read(DATA / "avances.csv"))
    assert set(units.values()) == {1}


def test_the_tasks_weigh_one_hundred_and_add_up_to_the_units_budget():
    tasks = read(DATA / "poa/vigente/tareas.csv")
    done = read(DATA / "ejecucion.csv")
    assert len(tasks) == 17
    assert sum(Decimal(row["ponderacion"]) for row in tasks) == Decimal("100.00")
    assert sum(Decimal(row["anual"]) for row in done) == Decimal("75.17")
    assert sum(Decimal(row["ppto"]) for row in tasks) == Decimal("117855.00")
    assert sum(Decimal(row["devengado"]) for row in done) == Decimal("56616.40")


def test_published_rows_are_distinct_and_well_named():
    rows = read(DATA / "anual/publicado.csv")
    assert len({(row["id"], row["donde"]) for row in rows}) == len(rows)
    for row in rows:
        assert re.fullmatch(r"[a-z_]+/2020-anual/(entidad|unidad|tarea|cat_prog|fuente)/[A-Z0-9. ]+", row["id"])
        assert re.fullmatch(r"\w+\.csv, fila .+, columna \w+", row["donde"])
        assert row["valor"]


# The legible part of the plan of 2024


def weights_of(unit: str) -> list[str]:
    return [row["ponderacion"] for row in read(DATA_2024 / "articulacion.csv") if row["area"] == unit]


@pytest.mark.parametrize(
    ("unit", "total"),
    [("DNAF", 100), ("DNBM", 100), ("DDCH", 100), ("DDPT", 100), ("DDSC", 100), ("DDTJ", 100), ("DNTIC", 103)],
)
def test_weights_add_up_to_100_if_all_are_legible_except_dntics(unit, total):
    assert sum(map(int, weights_of(unit))) == total


def test_an_illegible_weight_is_blank_and_its_line_says_so():
    blank = [row for row in read(DATA_2024 / "articulacion.csv") if not row["ponderacion"]]
    assert [(row["area"], row["acp"]) for row in blank] == [
        ("DNP", "4.2"), ("DNP", ""), ("DDBE", "1.1"), ("DDBE", "3.1"), ("DDLP", ""), ("DDPA", "4.1"),
    ]  # fmt: skip
    assert all("[ilegible: " in row["descripcion"] for row in blank)


def test_form_02_loses_only_a_total_and_illegible_codes_are_blank():
    printed = read(SOURCE_2024 / "formulario_02.csv")
    kept = read(DATA_2024 / "articulacion.csv")
    assert len(kept) == len(printed) - 1
    assert Counter(row["area"] for row in kept if not row["acp"]) == {"DNP": 2, "DDBE": 2, "DDLP": 1}


def test_legible_amounts_add_up_to_the_printed_totals_of_form_04():
    """Except Potosí's, of which three lines cannot be read. The lines of form 04 itself repeat each total by source."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    stated: dict[str, Decimal] = defaultdict(Decimal)
    for row in read(DATA_2024 / "requerimientos.csv"):
        (stated if row["formulario"] == segip_2024.SUMMARY else sums)[row["area"]] += Decimal(row["importe"] or 0)
    totals = {
        segip_2024.SIGLAS[row["area"]]: Decimal(row["total"])
        for row in read(SOURCE_2024 / "formulario_04.csv")
        if row["nivel"] == "total"
    }
    assert len(totals) == 12
    assert {unit for unit in totals if sums[unit] != totals[unit]} == {"DDPT"}
    assert stated == totals


def test_the_approved_budget_has_the_resolutions_figures_and_words():
    approved = read(DATA_2024 / "presupuesto_aprobado.csv")
    assert {row["fuente"]: row["importe"] for row in approved} == {
        "41": "84781590.00", "20": "132578656.00", "42": "94159940.00", "": "311520186.00",
    }  # fmt: skip
    assert all(row["literal"].endswith("00/100 bolivianos") for row in approved)


def test_text_that_is_not_clearly_legible_is_marked():
    clear = {"clara"}
    for file, table, column in (
        ("formulario_02.csv", "articulacion.csv", "descripcion"),
        ("formulario_04.csv", "requerimientos.csv", "descripcion"),
    ):
        kinds = {row["legibilidad"].replace("_", " ") for row in read(SOURCE_2024 / file)} - clear
        marks = {match[1] for row in read(DATA_2024 / table) if (match := re.search(r"\[([\w ]+): ", row[column]))}
        assert marks <= kinds
        assert marks >= kinds - {"ilegible"}


@pytest.mark.parametrize(
    ("period", "tables"),
    [
        ("2020-anual", ["estructura", "tareas", "ejecucion", "gastos", "recursos", "modificaciones", "produccion"]),
        ("2024-poa", ["estructura", "acciones", "articulacion", "requerimientos", "presupuesto_aprobado"]),
    ],
)
def test_the_tables_are_read_without_an_error(period, tables):
    dataset, findings = read_dataset(WORKSPACE, make_corrida(period, entidad="segip", tablas=tables))
    assert [finding.mensaje for finding in findings if finding.severidad == "error"] == []
    assert all(dataset.rows(table) for table in tables)


# A source that leaves something to guess is refused


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("categorias.csv", "GESTION DE ARCHIVO", "GESTION DEL ARCHIVO", "no se sabe de qué unidad es"),
        ("unidades.csv", "unidad,UNAI", "unidad,UAI", "no está la unidad UNAI"),
        ("2024/formulario_04.csv", "DE TARIJA", "TARIJA", "no imprime .*el nombre de DDTJ"),
        ("tarija_sigep_sippec.csv", "871674.06", "871674.60", "devengado no es el de la categoría 48 0 007"),
        ("dnp_tareas.csv", "2.67", "dos", "columna ejecutado: «dos» no es un número"),
        ("produccion/pando_mensual_2020.csv", "Enero 2020", "Ene 2020", "«Ene 2020» no es un mes"),
        ("produccion/cedulas_departamento_2020.csv", "Potosi", "Potossi", "no se sabe qué lugar es «Potossi»"),
        ("texto_cifras.csv", "5.9 (línea 4835)", "5.99 (línea 4835)", "no se sabe de quién es la sección 5.99"),
        ("fuentes.csv", "92016393.00", "92016393,00", "la cantidad de celdas"),
    ],
)  # fmt: skip
def test_an_inconsistent_source_is_refused(tmp_path, file, old, new, message):
    check_refuses(CONVERSION, tmp_path, file, (old, new), message)
