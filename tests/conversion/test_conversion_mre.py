"""The conversion of MRE's printed reports. Tests of its command: test_conversion_command."""

import re
from collections import Counter, defaultdict
from decimal import Decimal

import pytest
from transcribed import ROOT, check_refuses, digest_of, read, values_in

from tools.conversion.mre_2024 import CONVERSION
from tools.conversion.not_figures import NOT_FIGURES, reason
from tools.conversion.source import Cell, Printed
from tools.conversion.tables import Table

SOURCE = ROOT / CONVERSION.source
DATA = ROOT / CONVERSION.target

# The transcription is evidence. It is never corrected, not even its typing errors.
SOURCE_DIGEST = "6c668b26e3e6319126a7e960cb077008d0e528e42dabf41766c00dae14017bbc"


def source_cells() -> dict[Cell, str]:
    return {
        Cell(path.name, line, column): text
        for path in SOURCE.glob("*.csv")
        for line, row in enumerate(read(path), start=2)
        for column, text in row.items()
    }


@pytest.fixture(scope="module")
def tables() -> dict[str, Table]:
    return {table.path: table for table in CONVERSION.tables(SOURCE)}


def test_source_is_as_transcribed():
    assert digest_of(SOURCE, SOURCE.glob("*.csv")) == SOURCE_DIGEST


# Nothing printed is lost, nothing is invented


def test_every_printed_number_is_an_input_or_is_compared(tables):
    kept = set().union(*(table.cells() for table in tables.values()))
    digits = {cell for cell, text in source_cells().items() if re.search(r"\d", text)}
    assert sorted(cell for cell in digits - kept if not reason(cell.file, cell.column)) == []


def test_every_entry_of_not_figures_is_used(tables):
    kept = set().union(*(table.cells() for table in tables.values()))
    left = {cell for cell, text in source_cells().items() if re.search(r"\d", text)} - kept
    used = {(cell.file, cell.column) for cell in left} | {("*", cell.column) for cell in left}
    assert sorted(set(NOT_FIGURES) - used) == []


def test_every_figure_is_the_text_of_its_cell(tables):
    cells = source_cells()
    for table in tables.values():
        for value in (value for line in table.lines for value in line.values()):
            if isinstance(value, Printed) and len(value.cells) == 1:
                assert re.search(rf"^{re.escape(value)}$|\D{value}\)$", cells[value.cells[0]])


def test_only_march_by_category_is_computed(tables):
    computed = {
        (path, line["fecha_corte"], line["reporte"])
        for path, table in tables.items()
        for line in table.lines
        if any(isinstance(value, Printed) and len(value.cells) > 1 for value in line.values())
    }
    assert computed == {("gastos.csv", "2024-03-31", "categoria")}


# Cases a reader can look up in the printed tables


@pytest.mark.parametrize(
    ("path", "where", "column", "expected"),
    [
        ("estructura.csv", {"nivel": "unidad", "codigo": "JEF-GAB"}, "sigla", "JEF. GAB"),
        ("estructura.csv", {"nivel": "area", "codigo": "EXTERIOR"}, "padre", "EXTERIOR"),
        ("estructura.csv", {"nivel": "subtipo", "codigo": "CONSULADO"}, "acp", ""),
        ("estructura.csv", {"codigo": "EMB-02"}, "nombre", "Embajada de Bolivia en Argentina - Buenos Aires"),
        ("estructura.csv", {"codigo": "CGE-01"}, "padre", "CONSULADO-GENERAL"),
        ("avances.csv", {"codigo": "DGAJ", "indicador": "eficacia_ponderada", "periodo": "2024-T1"},
         "valor", "18.78"),
        ("avances.csv", {"codigo": "EXTERIOR", "indicador": "ejecucion_financiera", "periodo": "2024-abr"},
         "valor", "-1.72"),
        ("avances.csv", {"codigo": "CONSULADOS", "indicador": "avance_fisico", "periodo": "2024-T2"},
         "valor", "69.98"),
        # 34793.69 at the end of June less 18710.00 in the second quarter
        ("gastos.csv", {"fecha_corte": "2024-03-31", "cat_prog": "570 0 004"}, "devengado", "16083.69"),
        ("gastos.csv", {"fecha_corte": "2024-03-31", "cat_prog": "570 0 004"}, "ppto_vigente", ""),
        ("gastos.csv", {"fecha_corte": "2024-03-31", "area": "VCEI"}, "ppto_vigente", "656990.00"),
        ("gastos.csv", {"fuente": "11"}, "estado", "en linea"),
        ("vinculacion.csv", {"cat_prog": "000 0 010"}, "unidad", "JEF-GAB"),
        ("vinculacion.csv", {"cat_prog": "000 0 093"}, "area", "ADM-CENTRAL"),
        ("vinculacion.csv", {"cat_prog": "550 0 093"}, "area", "EXTERIOR"),
        ("T2/metas.csv", {"acp": "1"}, "nota", "Sin Prog. SIGEP"),
        ("T2/metas.csv", {"acp": "1"}, "programado", ""),
        ("recuento.csv", {"periodo": "2024-T2", "elemento": "tarea", "grupo": "EXTERIOR"},
         "cantidad", "3179"),
        ("historico.csv", {"gestion": "2022", "codigo": "REPRESENTACIONES", "indicador": "avance_fisico"},
         "valor", "56.60"),
        ("T1/publicado.csv", {"id": "cantidad_unidades/2024-T1/tipo/REPRESENTACIONES"}, "valor", "5"),
        ("T1/publicado.csv", {"id": "cantidad_unidades/2024-T1/tipo/REPRESENTACIONES"}, "decimales", "0"),
        ("T2/publicado.csv", {"id": "meta_cumplimiento/2024-T2/entidad/MRE"}, "valor", "86.81"),
        ("T2/publicado.csv", {"id": "saldo/2024-S1/fuente/TOTAL"}, "valor", "230793719.69"),
        ("T2/publicado.csv", {"id": "avance_fisico_promedio/2023-anual/area/VRE"}, "valor", "65.44"),
        ("T2/publicado.csv", {"id": "avance_fisico/2024-S1/acp/3"}, "donde",
         "acp_s1.csv, fila ACP 3, columna avance_pct"),
        ("T2/publicado.csv", {"id": "cantidad_unidades/2024-T2/subtipo/CONSULADO-GENERAL"}, "valor", "14"),
        ("T2/publicado.csv", {"id": "ejecucion_financiera/2024-abr/entidad/MRE"}, "valor", "0.20"),
        ("acciones.csv", {"acp": "4"}, "amp", "4"),
        ("T2/cuadros/texto_cifras.csv", {"tema": "DGAC", "dato": "Recaudación en dólares"}, "importe_usd", "4220098.00"),
        ("T2/cuadros/texto_cifras.csv", {"tema": "MRE", "periodo": "Al 31-07-24"}, "porcentaje", "38.89"),
    ],
)  # fmt: skip
def test_a_printed_value_is_in_its_table(path, where, column, expected):
    assert values_in(DATA / path, where, column) == [expected]


def test_no_name_of_an_action_is_cut_short():
    texts = [row["denominacion"] for row in read(DATA / "acciones.csv")] + [row["accion"] for row in read(DATA / "articulacion.csv")]
    # ACP 5 ends without a full stop, as printed.
    assert all(text.endswith((".", "capacitación")) for text in texts)


def test_a_figure_printed_twice_has_two_rows():
    figure = "avance_fisico/2024-T2/servicio/EXTERIOR"
    rows = [row for row in read(DATA / "T2/publicado.csv") if row["id"] == figure]
    assert {row["donde"].split(",")[0]: row["valor"] for row in rows} == {
        "unidades.csv": "83.21", "servicios_t2.csv": "83.24",
    }  # fmt: skip


def test_the_consulate_in_santiago_stays_blank_with_a_note():
    rows = [row for row in read(DATA / "avances.csv") if row["codigo"] == "CGE-09"]
    note = "un solo valor publicado: 95.00"
    assert [(row["periodo"], row["valor"], row["nota"]) for row in rows] == [
        ("2024-T1", "", note), ("2024-T2", "", note),
    ]  # fmt: skip


def test_march_by_category_adds_up_to_march_by_area():
    areas = {row["cat_prog"]: row["area"] for row in read(DATA / "vinculacion.csv")}
    sums: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for row in read(DATA / "gastos.csv"):
        if row["fecha_corte"] == "2024-03-31":
            area = row["area"] or areas[row["cat_prog"]]
            sums[row["reporte"]][area] += Decimal(row["devengado"])
    assert sums["categoria"] == sums["area"]


# Properties of whole tables


def test_structure_is_a_tree_of_the_printed_size():
    nodes = read(DATA / "estructura.csv")
    assert Counter(node["nivel"] for node in nodes) == {
        "entidad": 1, "servicio": 2, "area": 5, "unidad": 25, "tipo": 4, "subtipo": 3, "puesto": 84,
    }  # fmt: skip
    assert len({(node["nivel"], node["codigo"]) for node in nodes}) == len(nodes)
    assert {node["padre"] for node in nodes} <= {node["codigo"] for node in nodes} | {""}
    assert [node["orden"] for node in nodes] == [str(place) for place in range(1, len(nodes) + 1)]


@pytest.mark.parametrize("quarter", ["T1", "T2"])
def test_published_rows_are_distinct_and_well_named(quarter):
    rows = read(DATA / quarter / "publicado.csv")
    period = r"\d{4}-(T1|T2|S1|anual|ene|feb|mar|abr|may|jun)"
    assert len({(row["id"], row["donde"]) for row in rows}) == len(rows)
    for row in rows:
        assert re.fullmatch(rf"[a-z_]+/{period}/[a-z_]+/[A-Z0-9 -]+", row["id"])
        assert re.fullmatch(r"\w+\.csv, fila .+, columna \w+", row["donde"])
        assert row["valor"]


# A source that leaves something to guess is refused


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("categorias_s1.csv", "Unidad de Transparencia", "Unidad de Trasparencia", "difiere de"),
        ("categorias_s1.csv", "2600000.00", "2600001.00", "540 0 006: ppto_vigente difiere"),
        ("categorias_s1.csv", "570 0 004", "570 0 005", "570 0 004 no está en los dos cuadros"),
        ("unidades.csv", "Unidad de Transparencia", "Unidad de Trasparencia", "no hay unidad llamada"),
        ("areas_t2.csv", "SERV. EXTERIOR", "SERVICIO EXTERIOR", "rótulo sin código"),
        ("acp_t2.csv", "38.46", "38,46", "la cantidad de celdas"),
        ("acp_t2.csv", "38.46", "s/d", "línea 2, columna ejecucion_pct: «s/d» no es un número"),
        ("puestos_exterior.csv", "viceconsulado,", "agencia,", "tipo de puesto desconocido"),
    ],
)  # fmt: skip
def test_an_inconsistent_source_is_refused(tmp_path, file, old, new, message):
    check_refuses(CONVERSION, tmp_path, file, (old, new), message)
