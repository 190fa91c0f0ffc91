"""A CSV file that was cut is recognised by a last line without line end or by rows that end before the last column."""

import random

import pytest

from helpers.figures.findings import Severity
from helpers.intake.readers.workbook_reader import read_workbook

HEAD = "fecha_corte,reporte,cat_prog,denominacion,ppto_vigente,devengado"
FIRST = "2024-06-30,categoria,000 0 001,Una,1000.00,700.25"
SECOND = "2024-06-30,categoria,010 0 002,Otra,10400967.96,10.00"
WHOLE = f"{HEAD}\n{FIRST}\n{SECOND}\n"


def findings_on(desk, text):
    desk.put("gastos.csv", text)
    return [(f.codigo, f.severidad, f.celda) for f in desk.findings() if f.archivo.endswith("gastos.csv")]


def test_a_whole_file_gives_no_finding(desk):
    assert findings_on(desk, WHOLE) == []
    assert findings_on(desk, WHOLE.replace("\n", "\r\n")) == []
    assert findings_on(desk, WHOLE.replace("\n", "\r")) == []
    assert findings_on(desk, WHOLE + "\n  \n") == []


def test_a_number_cut_at_the_end_of_the_file_is_reported_with_its_cell(desk):
    cut = WHOLE[: WHOLE.index("400967.96,")]
    assert findings_on(desk, cut) == [
        ("ENT-FILA-CORTA", Severity.ERROR, "3"),
        ("ENT-ARCHIVO-CORTADO", Severity.WARNING, "E3"),
    ]


def test_a_last_row_that_seems_whole_may_be_cut_in_its_last_cell(desk):
    """Some editors write no line end after the last row, so this is a warning and no error."""
    assert findings_on(desk, WHOLE.rstrip("\n")) == [("ENT-ARCHIVO-CORTADO", Severity.WARNING, "F3")]
    assert findings_on(desk, WHOLE[:-2]) == [("ENT-ARCHIVO-CORTADO", Severity.WARNING, "F3")]


def test_a_row_without_some_of_its_numbers_is_an_error(desk):
    short = WHOLE.replace(",700.25", "")
    assert findings_on(desk, short) == [("ENT-FILA-CORTA", Severity.ERROR, "2")]
    shifted = WHOLE.replace("000 0 001,Una", "000 0 001 Una")
    assert ("ENT-FILA-CORTA", Severity.ERROR, "2") in findings_on(desk, shifted)


def test_the_message_says_what_is_missing_and_how_to_correct_it(desk, wording):
    third = FIRST.replace("000 0 001", "020 0 003")
    cut = WHOLE.replace(",1000.00,700.25", "").replace(",10400967.96,10.00", "")
    desk.put("vinculacion.csv", "cat_prog,acp\n000 0 001,1\n010 0 002,2\n020 0 003,2\n")
    desk.put("gastos.csv", f"{cut}{third}\n")
    message = desk.only().mensaje
    wording(message, "gastos.csv", "2", "4", "«ppto_vigente»", "«devengado»")
    assert "separador" in message
    wording(message, "3")


def test_missing_cells_of_text_are_a_warning(desk):
    desk.put("acciones.csv", "acp,denominacion,indicador,grupo\n1,Acción uno,Un indicador,G1\n2,Acción dos\n")
    finding = desk.only()
    assert (finding.codigo, finding.severidad, finding.celda) == ("ENT-FILA-CORTA", Severity.WARNING, "3")


def test_a_blank_cell_with_its_separator_is_no_short_row(desk):
    assert findings_on(desk, WHOLE.replace("700.25", "").replace("1000.00,", ",")) == []
    assert findings_on(desk, f"{HEAD},,\n{FIRST}\n{SECOND}\n") == [], "nameless columns are none of the table's"


def test_a_block_that_excel_wrote_without_its_last_blank_column_is_no_error(desk):
    """Excel writes blocks of 16 rows and omits the last columns of a block if they are blank. Here rows 17 to 32 lack
    the last column. If one row of that block has it, the other rows are short."""
    rows = [f"2024-06-30,categoria,{n},Línea,1.00,2.00" for n in range(2, 17)]
    rows += [f"2024-06-30,categoria,{n},Línea,1.00" for n in range(17, 33)]
    rows += [f"2024-06-30,categoria,{n},Línea,1.00,2.00" for n in range(33, 40)]
    desk.put("vinculacion.csv", "cat_prog,acp\n" + "".join(f"{n},1\n" for n in range(2, 40)))
    assert findings_on(desk, "\n".join([HEAD, *rows]) + "\n") == []
    rows[20] += ",2.00"
    assert ("ENT-FILA-CORTA", Severity.ERROR, "17") in findings_on(desk, "\n".join([HEAD, *rows]) + "\n")


def test_a_workbook_has_no_short_rows(desk):
    rows = [HEAD.split(","), ["2024-06-30", "categoria", "000 0 001", "Una"]]
    (desk.year / "gastos.csv").unlink()
    desk.book("gastos.xlsx", {"gastos": rows})
    assert not [f for f in desk.findings() if f.codigo == "ENT-FILA-CORTA"]


@pytest.mark.parametrize("seed", range(60))
def test_a_cut_anywhere_is_reported_unless_it_falls_between_two_rows(tmp_path, seed):
    """A cut between two rows cannot be seen in the file itself, only by comparison with the last accepted state."""
    source = random.Random(seed)
    rows = [f"{n};«ñandú {n}»;{source.randrange(10**9)}.{source.randrange(100):02d}" for n in range(30)]
    whole = "\r\n".join(["codigo;nombre;valor", *rows, ""]).encode()
    at = source.randrange(1, len(whole))
    path = tmp_path / "a.csv"
    path.write_bytes(whole[:at])
    grids, findings = read_workbook(path, "a.csv")
    if whole[:at].endswith((b"\r", b"\n")):
        assert len(grids[""].lines) == whole[:at].count(b"\r")
    else:
        assert "ENT-ARCHIVO-CORTADO" in {finding.codigo for finding in findings}
