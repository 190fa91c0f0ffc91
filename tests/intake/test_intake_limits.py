"""Files that would fill the memory, hide something or misstate what they are: refused quickly, with one message."""

import time
import tracemalloc
import zipfile
from contextlib import contextmanager
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import Workbook

from helpers.figures.findings import Severity
from helpers.intake.readers import read_limits, xls
from helpers.intake.readers.workbook_reader import read_workbook

MEGABYTE = 1024 * 1024
OLD_BOOK = Path(__file__).parents[1] / "data/corpus/libro_xls/2024/avances.xls"


@contextmanager
def within(seconds: float, megabytes: int):
    """Fail if the block takes more CPU time of this process, or a higher peak of Python's memory, than given."""
    tracemalloc.start()
    start = time.process_time()
    yield
    spent, (_, peak) = time.process_time() - start, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert spent < seconds
    assert peak < megabytes * MEGABYTE


def only(found):
    grids, (finding,) = found
    assert not grids
    assert finding.severidad is Severity.ERROR
    return finding


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv", "a.xls", "a.ods"])
def test_two_hundred_megabytes_are_not_opened(tmp_path, name):
    path = tmp_path / name
    with path.open("wb") as file:
        file.truncate(200 * MEGABYTE)
    with within(1, 5):
        finding = only(read_workbook(path, name))
    assert (finding.codigo, "200 MB" in finding.mensaje) == ("ENT-ARCHIVO-ENORME", True)


def package(path, parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return path


def plain_book(path, rows=(("acp", "denominacion"), ("1", "Uno"))):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    with zipfile.ZipFile(path) as source:
        return {name: source.read(name) for name in source.namelist()}


def test_a_zip_bomb_is_not_unpacked(tmp_path, monkeypatch, wording):
    parts = plain_book(tmp_path / "a.xlsx")
    package(tmp_path / "a.xlsx", {**parts, "xl/media/x.bin": bytes(50 * MEGABYTE)})
    monkeypatch.setattr("helpers.intake.readers.workbook_archive.UNPACKED_BYTES", 40 * MEGABYTE)
    with within(2, 20):
        finding = only(read_workbook(tmp_path / "a.xlsx", "a.xlsx"))
    assert finding.codigo == "ENT-ARCHIVO-ENORME"
    wording(finding.mensaje)


def test_a_zip_bomb_that_misstates_its_size_is_stopped(tmp_path, monkeypatch):
    """The bytes are counted while they are unpacked, whatever size the package states."""
    parts = plain_book(tmp_path / "a.xlsx")
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"<sheetData>", b"<sheetData>" + b" " * (3 * MEGABYTE))
    package(tmp_path / "a.xlsx", parts)
    monkeypatch.setattr("helpers.intake.readers.workbook_archive.PART_BYTES", MEGABYTE)
    assert only(read_workbook(tmp_path / "a.xlsx", "a.xlsx")).codigo == "ENT-ARCHIVO-ENORME"


def test_one_endless_row_is_stopped(tmp_path, monkeypatch):
    parts = plain_book(tmp_path / "a.xlsx")
    sheet = parts["xl/worksheets/sheet1.xml"]
    cells = b'<row r="9">' + b"<c><v>1</v></c>" * 200_000 + b"</row></sheetData>"
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"</sheetData>", cells)
    package(tmp_path / "a.xlsx", parts)
    monkeypatch.setattr("helpers.intake.readers.workbook_archive.ELEMENT_BYTES", MEGABYTE)
    assert only(read_workbook(tmp_path / "a.xlsx", "a.xlsx")).codigo == "ENT-ARCHIVO-ENORME"


def test_too_many_parts_are_not_listed(tmp_path):
    parts = plain_book(tmp_path / "a.xlsx")
    package(tmp_path / "a.xlsx", {**parts, **{f"x/{n}": b"" for n in range(read_limits.PARTS + 1)}})
    assert only(read_workbook(tmp_path / "a.xlsx", "a.xlsx")).codigo == "ENT-ARCHIVO-ENORME"


def test_thirty_thousand_blank_rows_cost_little_and_lose_nothing(tmp_path):
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
    sheet.write_row(0, 0, ["acp", "denominacion"])
    for row in range(1, 30_001):
        sheet.write_blank(row, 0, None, bold)
    sheet.write_row(30_001, 0, ["1", "Uno"])
    book.close()
    with within(5, 6):
        grids, findings = read_workbook(path, "a.xlsx")
    assert [line.number for line in grids["Sheet1"].lines] == [1, 30_002]
    assert findings == ()


def test_a_million_repeated_rows_of_an_ods_are_counted_without_being_created(tmp_path):
    content = (
        '<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><table:table table:name="H">'
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
        '<table:table-row><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        '<table:table-row><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row>'
        '</table:table></office:document-content>'
    )  # fmt: skip
    parts = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content}
    with within(2, 5):
        grids, findings = read_workbook(package(tmp_path / "a.ods", parts), "a.ods")
    assert [(line.number, line.at(0).text) for line in grids["H"].lines] == [(1_048_002, "a")]
    assert findings == ()
    parts["content.xml"] = content.replace("<table:table-cell/>", "<table:table-cell><text:p>a</text:p></table:table-cell>")
    assert only(read_workbook(package(tmp_path / "b.ods", parts), "b.ods")).codigo == "ENT-ARCHIVO-ENORME"


@pytest.mark.parametrize(("rows", "is_read"), [(3, True), (5, False)])
def test_each_cell_of_an_ods_counts_once(tmp_path, monkeypatch, rows, is_read):
    monkeypatch.setattr(read_limits, "CELLS", 20)
    row = (
        '<table:table-row><table:table-cell table:number-columns-repeated="5"><text:p>a</text:p></table:table-cell>'
        "</table:table-row>"
    )
    content = (
        '<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><table:table table:name="H">'
        f"{row * rows}</table:table></office:document-content>"
    )
    parts = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content}
    grids, findings = read_workbook(package(tmp_path / "a.ods", parts), "a.ods")
    assert [len(line.cells) for line in grids["H"].lines] == [5] * rows if is_read else not grids
    assert [finding.codigo for finding in findings] == ([] if is_read else ["ENT-ARCHIVO-ENORME"])


@pytest.mark.parametrize(("limit", "rows"), [("ROWS", 30), ("CELLS", 30), ("COLUMNS", 1)])
def test_rows_columns_and_cells_have_a_limit(tmp_path, monkeypatch, limit, rows):
    monkeypatch.setattr(read_limits, limit, 20)
    wide = [[""] * 25 + ["x"]] if limit == "COLUMNS" else [["x"]] * rows
    plain_book(tmp_path / "a.xlsx", wide)
    assert only(read_workbook(tmp_path / "a.xlsx", "a.xlsx")).codigo == "ENT-ARCHIVO-ENORME"


@pytest.mark.parametrize("entity", ['<!ENTITY a "x">', '<!ENTITY a SYSTEM "file:///etc/hostname">'])
def test_a_workbook_that_defines_entities_is_refused(tmp_path, entity):
    parts = plain_book(tmp_path / "a.xlsx")
    sheet = parts["xl/worksheets/sheet1.xml"].decode().replace("Uno", "&a;")
    start = sheet.index("<worksheet")
    parts["xl/worksheets/sheet1.xml"] = sheet[:start] + f"<!DOCTYPE worksheet [{entity}]>" + sheet[start:]
    finding = only(read_workbook(package(tmp_path / "a.xlsx", parts), "a.xlsx"))
    assert (finding.codigo, "entidades" in finding.mensaje) == ("ENT-ARCHIVO-ILEGIBLE", True)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.xlsx", b"", "ENT-ARCHIVO-ILEGIBLE"),
        ("a.xlsx", b"PK\x03\x04" + bytes(50), "ENT-ARCHIVO-ILEGIBLE"),
        ("a.xlsx", "un texto con eñe".encode(), "ENT-ARCHIVO-DISFRAZADO"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "ENT-ARCHIVO-ILEGIBLE"),
        ("a.xls", b"acp;denominacion\n1;Uno\n", "ENT-ARCHIVO-DISFRAZADO"),
        ("a.xls", b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>', "ENT-ARCHIVO-DISFRAZADO"),
        ("a.csv", b"%PDF-1.4\n", "ENT-ARCHIVO-DISFRAZADO"),
        ("a.csv", bytes(range(256)), "ENT-ARCHIVO-ILEGIBLE"),
        ("a.csv", b"\x89PNG\r\n\x1a\n" + bytes(20), "ENT-ARCHIVO-ILEGIBLE"),
        ("a.ods", b"\x1f\x8b" + bytes(40), "ENT-ARCHIVO-ILEGIBLE"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(tmp_path, name, data, code):
    path = tmp_path / name
    path.write_bytes(data)
    assert only(read_workbook(path, name)).codigo == code


def test_links_to_other_files_are_reported_and_not_followed(tmp_path):
    parts = plain_book(tmp_path / "a.xlsx")
    parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = (
        '<Relationships xmlns="r"><Relationship Id="rId1" Type="t" Target="file:///otro.xlsx"/></Relationships>'
    )
    grids, (finding,) = read_workbook(package(tmp_path / "a.xlsx", parts), "a.xlsx")
    assert len(grids) == 1
    assert (finding.codigo, finding.severidad, finding.encontrado) == (
        "ENT-FORMULA-EXTERNA",
        Severity.WARNING,
        "file:///otro.xlsx",
    )


def test_the_formulas_of_an_old_workbook_are_known():
    """What a form computes is told from what a unit typed by it, as in the other formats."""
    assert read_workbook(OLD_BOOK, "avances.xls")[0]["Hoja1"].formulas == {"E4"}


def test_links_to_other_files_of_an_old_workbook_are_reported_too(monkeypatch):
    """Its values may be those of another day. One of the links is to its own sheets, the other to a file."""
    links = [(0x01AE, b"\x01\x00\x01\x04"), (0x01AE, b"\x01\x00\x05\x00\x00\x01b.xls")]
    linked = xls._linked
    monkeypatch.setattr(xls, "_linked", lambda records: linked([*records, *links]))
    findings = read_workbook(OLD_BOOK, "avances.xls")[1]
    (finding,) = [one for one in findings if one.codigo == "ENT-FORMULA-EXTERNA"]
    assert finding.severidad is Severity.WARNING and "(1)" in finding.mensaje
