"""Characters, numbers and cell addresses that later steps cannot handle are reported with their cell."""

import io
import struct
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from helpers.figures.findings import Severity

ACTIONS = "acp,denominacion\n1,Acción uno{}\n2,Acción dos\n"
PLACE = ("data/prueba/2024/acciones.csv", "", "B2")
REFUSED = ["\ufffe", "\x01", "\x1b", "\x85", "_x0001_", "_x000D_", "\u202e", "\u2066", "\u200e", "\u061c", "\U0001ffff"]


def findings_of(desk, code):
    found = [finding for finding in desk.findings(tablas=["acciones"]) if finding.codigo == code]
    assert all(finding.mensaje.isprintable() for finding in found)
    return [(finding.severidad, finding.archivo, finding.hoja, finding.celda) for finding in found]


@pytest.mark.parametrize("piece", REFUSED, ids=ascii)
def test_a_character_that_no_report_can_keep_is_an_error_with_its_cell(desk, piece):
    desk.put("acciones.csv", ACTIONS.format(f"{piece} más"))
    assert findings_of(desk, "ENT-CARACTER") == [(Severity.ERROR, *PLACE)]


def package(rows: str, shared: str = "") -> bytes:
    """An xlsx file with the given XML rows, which no program would write, in its sheet."""
    book = Workbook()
    book.active.title = "acciones"
    out = io.BytesIO()
    book.save(out)
    made = io.BytesIO()
    with zipfile.ZipFile(out) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
                content = f"{head}{rows}</sheetData></worksheet>".encode()
            target.writestr(name, content)
    return made.getvalue()


def text(address: str, words: str) -> str:
    return f'<c r="{address}" t="inlineStr"><is><t>{words}</t></is></c>'


HEADING = f'<row r="1">{text("A1", "acp")}{text("B1", "denominacion")}</row>'


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("uno_x0001_", "ENT-CARACTER"),
        ("uno_xD83D_", "ENT-CARACTER"),
        ("uno_x005F_x0001_", "ENT-CARACTER"),
        ("uno_xD83C__xDFAF_", "ENT-CARACTER-SIN-LETRA"),
        ("uno_x000A_dos", ""),
        ("uno_x005F_dos", ""),
    ],
)
def test_an_escape_of_excel_is_read_as_excel_shows_it(desk, typed, code):
    rows = f'{HEADING}<row r="2">{text("A2", "1")}{text("B2", typed)}</row><row r="3">{text("A3", "2")}{text("B3", "dos")}</row>'
    (desk.year / "acciones.csv").unlink()
    desk.put("acciones.xlsx", package(rows))
    codes = [finding.codigo for finding in desk.findings(tablas=["acciones"]) if finding.celda == "B2"]
    assert codes == ([code] if code else [])


def test_characters_of_many_cells_are_one_finding_that_names_them(desk, wording):
    desk.put("acciones.csv", "acp,denominacion\n" + "".join(f"{n},Acción {n} 🎯\n" for n in range(1, 10)))
    found = [finding for finding in desk.findings(tablas=["acciones"]) if finding.codigo == "ENT-CARACTER-SIN-LETRA"]
    assert len(found) == 1
    wording(found[0].mensaje, "B2", "U+1F3AF (DIRECT HIT)", "B3", "B4", "B5", "B6", "B7", "3")


def test_a_character_without_glyph_is_a_warning_and_is_read_as_printed(desk):
    desk.put("acciones.csv", ACTIONS.format(" ✅ Karlovič"))
    dataset, _ = desk.read(tablas=["acciones"])
    assert dataset.rows("acciones")[0].text("denominacion") == "Acción uno [U+2705] Karlovic"
    assert findings_of(desk, "ENT-CARACTER-SIN-LETRA") == [(Severity.WARNING, *PLACE)] * 2


@pytest.mark.parametrize(("written", "value"), [("47.60⁴", "47.60"), ("\ufe6347.60", "-47.60")])
def test_a_sign_of_a_number_is_read_and_not_reported(desk, written, value):
    """⁴ calls a footnote and U+FE63 is a small minus. No font of the report has them, but with a number they mean that."""
    desk.swap("avances", "47.60", written)
    dataset, findings = desk.read(tablas=["avances"])
    assert dataset.rows("avances")[1].amount("valor") == Decimal(value)
    assert "ENT-CARACTER-SIN-LETRA" not in {finding.codigo for finding in findings}


def test_a_footnote_sign_in_a_text_is_reported(desk):
    """`1115⁴` could be a number with a footnote. In a column of texts it is a text, so what is printed is reported."""
    desk.put("acciones.csv", "acp,denominacion\n1,1115⁴\n2,Acción dos\n")
    dataset, _ = desk.read(tablas=["acciones"])
    assert dataset.rows("acciones")[0].text("denominacion") == "1115[U+2074]"
    assert findings_of(desk, "ENT-CARACTER-SIN-LETRA") == [(Severity.WARNING, *PLACE)]


def test_a_row_of_invisible_characters_only_is_no_row_and_is_reported(desk):
    """U+FE0F belongs to an emoji that somebody deleted; nothing is printed for it. No end of line follows."""
    desk.put("acciones.csv", ACTIONS.format("") + "\ufe0f")
    dataset, _ = desk.read(tablas=["acciones"])
    assert [row.line for row in dataset.rows("acciones")] == [2, 3]
    assert findings_of(desk, "ENT-CARACTER-SIN-LETRA") == [(Severity.WARNING, *PLACE[:2], "A4")]


@pytest.mark.parametrize("name", ["T2/texto/re\u202esumen.md", "sigep/reporte 🎯.xlsx", "poa/v\x011/tareas.csv", "T2/buzon/a\nb.xlsx"])
def test_a_file_name_that_cannot_be_printed_is_an_error(desk, name):
    desk.put(name, "x")
    errors = [finding for finding in desk.findings(tablas=["acciones"]) if finding.codigo == "ENT-CARACTER"]
    assert len(errors) == 1
    assert "Cámbielo" in errors[0].mensaje


def test_the_name_of_a_sheet_is_screened_too(desk):
    desk.book("datos.xlsx", {"metas": [["acp"]]})
    content = io.BytesIO()
    with zipfile.ZipFile(desk.year / "datos.xlsx") as source, zipfile.ZipFile(content, "w") as target:
        for part in source.namelist():
            target.writestr(part, source.read(part).replace(b'name="metas"', 'name="acciones\u202e"'.encode()))
    (desk.year / "datos.xlsx").unlink()
    (desk.year / "acciones.csv").unlink()
    desk.put("acciones.xlsx", content.getvalue())
    assert findings_of(desk, "ENT-CARACTER")[0][2] == "acciones[U+202E]"


NUMBERS = ["9" * 19, "9" * 400, "9" * 4500, "-" + "9" * 30 + ".5", "0." + "0" * 40 + "1", "1." + "000." * 9 + "000"]


@pytest.mark.parametrize("number", NUMBERS, ids=len)
def test_a_number_of_too_many_digits_is_an_error_with_its_cell(desk, number):
    desk.swap("avances", "47.60", number)
    (error,) = [finding for finding in desk.findings(tablas=["avances"]) if finding.codigo == "ENT-NUMERO-ENORME"]
    assert (error.severidad, error.celda) == (Severity.ERROR, "E3")
    assert "18 cifras enteras" in error.mensaje
    assert len(error.mensaje) < 400


@pytest.mark.parametrize("stored", ["1" * 400, "1" * 5000, "1e300", "1e19", "-1E+25"])
def test_a_number_of_too_many_digits_in_a_workbook_is_an_error(desk, stored):
    head = "".join(text(f"{letter}1", name) for letter, name in zip("ABCDE", ["nivel", "codigo", "indicador", "periodo", "valor"], strict=True))
    line = "".join(text(f"{letter}2", name) for letter, name in zip("ABCD", ["unidad", "DGA", "avance_fisico", "2024-T1"], strict=True))
    (desk.year / "avances.csv").unlink()
    desk.put("avances.xlsx", package(f'<row r="1">{head}</row><row r="2">{line}<c r="E2"><v>{stored}</v></c></row>'))
    errors = [finding for finding in desk.findings(tablas=["avances"]) if finding.severidad is Severity.ERROR]
    assert [error.celda for error in errors] == ["E2"]


@pytest.mark.parametrize("number", ["9" * 18, "0.000000000000000555111512312578", "0" * 30 + "7", "-123456789012345678.25"])
def test_a_number_within_the_limits_is_read_exactly(desk, number):
    desk.swap("avances", "47.60", number)
    dataset, _ = desk.read(tablas=["avances"])
    assert dataset.rows("avances")[1].amount("valor") == Decimal(number)


TWICE = {
    "two values": f'<row r="2">{text("A2", "1")}<c r="B2" t="str"><v>uno</v><v>otro</v></c></row>',
    "a value and a text": f'<row r="2">{text("A2", "1")}<c r="B2" t="str"><v>uno</v><is><t>otro</t></is></c></row>',
    "an address twice": f'<row r="2">{text("A2", "1")}{text("B2", "uno")}{text("B2", "otro")}</row>',
    "a row twice": f'<row r="2">{text("A2", "1")}{text("B2", "uno")}</row><row r="2">{text("B2", "otro")}</row>',
}


@pytest.mark.parametrize("rows", TWICE.values(), ids=TWICE.keys())
def test_an_address_with_two_values_is_an_error(desk, rows):
    (desk.year / "acciones.csv").unlink()
    desk.put("acciones.xlsx", package(f'{HEADING}{rows}<row r="3">{text("A3", "2")}{text("B3", "dos")}</row>'))
    assert findings_of(desk, "ENT-CELDA-DOBLE") == [(Severity.ERROR, "data/prueba/2024/acciones.xlsx", "acciones", "B2")]


BOOKS = Path(__file__).parents[1] / "data/libros"
GASTOS = "gastos"


def doubled_in(desk, name: str, content: bytes) -> list[str]:
    """The cells of the table `gastos` that are reported as having two values."""
    for kept in desk.year.glob("gastos.*"):
        kept.unlink()
    desk.put(name, content)
    return [finding.celda for finding in desk.findings(tablas=[GASTOS]) if finding.codigo == "ENT-CELDA-DOBLE"]


def test_an_old_workbook_that_gives_a_cell_two_values_is_an_error(desk):
    content = (BOOKS / "gastos.xls").read_bytes()
    number = b"\x7e\x02\x0a\x00" + struct.pack("<HH", 2, 4)  # the second amount, in E3, moves to E2
    assert content.count(number) == 1
    moved = content.replace(number, b"\x7e\x02\x0a\x00" + struct.pack("<HH", 1, 4))
    assert doubled_in(desk, "gastos.xls", content) == []
    assert doubled_in(desk, "gastos.xls", moved) == ["E2"]


@pytest.mark.parametrize(
    ("shown", "kept", "doubled"),
    [
        (">1234.5<", ">1234.5<", []),
        (">1234.5<", ">1234,50<", []),
        (">1234.5<", ">1.234,50<", []),
        (">1234.5<", ">1235<", []),
        (">1234.5<", ">9999<", ["E2"]),
        (">1234.5<", ">1234,59<", ["E2"]),
        ('office:value="1234.5"', 'office:value="1234.5" office:string-value="9"', ["E2"]),
    ],
)
def test_an_open_document_that_shows_another_value_than_it_keeps_is_an_error(desk, shown, kept, doubled):
    made = io.BytesIO()
    with zipfile.ZipFile(BOOKS / "gastos.ods") as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            if name == "content.xml":
                assert shown.encode() in text
                text = text.replace(shown.encode(), kept.encode(), 1)
            target.writestr(name, text)
    assert doubled_in(desk, "gastos.ods", made.getvalue()) == doubled


def test_an_address_of_another_row_means_a_damaged_workbook(desk):
    (desk.year / "acciones.csv").unlink()
    desk.put("acciones.xlsx", package(f'{HEADING}<row r="2">{text("A2", "1")}{text("B3", "uno")}</row>'))
    assert findings_of(desk, "ENT-ARCHIVO-ILEGIBLE")


def test_a_merged_range_or_hidden_column_without_limits_means_a_damaged_workbook(desk):
    (desk.year / "acciones.csv").unlink()
    for part in ("<mergeCells><mergeCell/></mergeCells>", '<cols><col hidden="1"/></cols>'):
        content = package(f"{HEADING}</sheetData>{part}<sheetData>")
        desk.put("acciones.xlsx", content)
        assert findings_of(desk, "ENT-ARCHIVO-ILEGIBLE")


@pytest.mark.parametrize(
    ("column", "params", "cells"),
    [
        (["12.000", "7.5"], {}, ["E2"]),
        (["12,000", "7,5"], {}, ["E2"]),
        (["12.000", "7.5"], {"separador_decimal": "punto"}, []),
        (["12.000", "1.234,5"], {}, []),
        (["7.5", "12.500"], {}, ["E3"]),
    ],
)
def test_three_decimals_that_may_be_thousands_are_reported_in_tables_as_in_forms(desk, column, params, cells):
    rows = "".join(f'unidad,{unit},avance_fisico,2024-T1,"{value}"\n' for unit, value in zip(["DGA", "DGB"], column, strict=True))
    desk.put("avances.csv", f"nivel,codigo,indicador,periodo,valor\n{rows}")
    found = [finding for finding in desk.findings(tablas=["avances"], **params) if finding.codigo == "ENT-NUMERO-AMBIGUO"]
    assert [(finding.severidad, finding.celda) for finding in found] == [(Severity.WARNING, cell) for cell in cells]
