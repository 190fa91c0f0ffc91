"""The conversion of MRE's report of the first quarter of 2021. Tests of its command: test_conversion_command."""

import re

import pytest
from builders import WORKSPACE
from transcribed import ROOT, check_refuses, digest_of, read, values_in

from helpers.settings.methods import load_method
from tools.conversion.mre_2021 import CONVERSION
from tools.conversion.source import Cell

SOURCE, DATA = ROOT / CONVERSION.source, ROOT / CONVERSION.target
TRANSCRIBED = ("consulares.csv", "escala_2021.csv", "t1_acp_unidades.csv", "texto_cifras.csv")
# The transcription is evidence. It is never corrected, not even its typing errors.
SOURCE_DIGEST = "6de0d7aae762271736bc4a8a4f34ee9a530a2249cdf8d06f0bdcb4c1314e79b0"
PLACES = re.compile(r"\d+(-\d+)?(, \d+(-\d+)?)*")


def test_source_is_as_transcribed():
    assert digest_of(SOURCE, [SOURCE / name for name in TRANSCRIBED]) == SOURCE_DIGEST


def test_every_printed_number_is_in_a_table():
    """Except the limits of the scale, which belong to the method, and the numbers of actions, which are text."""
    kept = set().union(*(table.cells() for table in CONVERSION.tables(SOURCE)))
    printed = {
        Cell(name, line, column)
        for name in TRANSCRIBED
        for line, row in enumerate(read(SOURCE / name), start=2)
        for column, text in row.items()
        if re.fullmatch(r"[\d.]+", text) and column not in ("acp", "parametro_min", "parametro_max")
    }
    # The 19 lines of units repeat three values of their 7 actions. The conversion takes one line of each action, and
    # stops if the lines of an action differ.
    repeated = {cell for cell in printed - kept if cell.file == "t1_acp_unidades.csv" and cell.column != "ejec_fisica_unidad"}
    assert sorted(printed - kept - repeated) == []
    assert len(repeated) == 3 * (19 - 7)


def test_every_figure_names_the_lines_that_print_it():
    for name in ("t1_lugares.csv", "texto_lugares.csv", "consulares_lugares.csv", "texto_calificado.csv"):
        assert all(PLACES.fullmatch(row["lineas"]) for row in read(SOURCE / name)), name


def test_the_scale_of_the_method_is_the_printed_one():
    [bands] = load_method(WORKSPACE, "mre-2021").bandas
    printed = [
        (row["grado"], row["calificacion"], row["parametro_min"] + ("" if row["parametro_min"] == row["parametro_max"] else f"–{row['parametro_max']}"))
        for row in read(SOURCE / "escala_2021.csv")
    ]
    assert [(grade.grado.upper(), grade.calificacion.upper(), grade.impreso) for grade in reversed(bands.grados)] == printed


@pytest.mark.parametrize(
    ("path", "where", "column", "expected"),
    [
        ("avances.csv", {"nivel": "acp", "codigo": "8", "indicador": "ejecucion_programada"}, "valor", "36.29"),
        ("avances.csv", {"codigo": "DGEGP"}, "valor", "33.32"),
        ("produccion.csv", {"oficina": "CGE-PERU-PUNO"}, "cantidad", "29"),
        ("T1/cuadros/acp.csv", {"acp": "ACP 8"}, "ejec_fisica", "67.20"),
        ("T1/cuadros/acp.csv", {"acp": "ACP 1"}, "ejec_fisica", ""),
        ("T1/cuadros/texto_cifras.csv", {"dato": "Recaudación por venta de timbres consulares"}, "importe_usd", "46058"),
    ],
)  # fmt: skip
def test_a_printed_value_is_in_its_table(path, where, column, expected):
    assert values_in(DATA / path, where, column) == [expected]


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("consulares.csv", "CALAMA\",3759", "CALAMA\",3760", "tiene dos valores"),
        ("consulares.csv", "PERÚ,\"Consulado General", "PERÚ,\"Agencia", "no tiene las mismas filas que consulares.csv"),
        ("t1_acp_unidades.csv", "3,94.44,9.36,1.81,83.32", "3,94.45,9.36,1.81,83.32", "la ACP 3 tiene valores distintos"),
        ("texto_lugares.csv", "ALBA - TCP,reuniones,\"Reuniones de consejos, comités y comisiones\",cantidad",
         "ALBA - TCP,reuniones,Reuniones,unidades", "no hay columna «unidades»"),
    ],
)  # fmt: skip
def test_an_inconsistent_source_is_refused(tmp_path, file, old, new, message):
    check_refuses(CONVERSION, tmp_path, file, (old, new), message)
