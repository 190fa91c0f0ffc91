"""Reading files into grids: encodings, separators, quotes, sheets, and how spreadsheets alter what was typed."""

import re
import zipfile
from datetime import datetime
from decimal import Decimal

import pytest
from openpyxl import Workbook

from helpers.figures.findings import Severity
from helpers.intake.layout.cell_grid import letter
from helpers.intake.readers.workbook_reader import read_workbook

SPENT = ["fecha_corte", "reporte", "cat_prog", "devengado"]


def texts(grid):
    return [[cell.text for cell in line.cells] for line in grid.lines]


def csv_grid(tmp_path, content):
    path = tmp_path / "a.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    grids, findings = read_workbook(path, "a.csv")
    return grids.get(""), findings


@pytest.mark.parametrize(
    ("content", "first"),
    [("a,b\n1,2\n", "a"), ("\ufeffa,b\r\n1,2\r\n", "a"), ("a;b\n1;2\n", "a"), ('"a,x";b\n1;2\n', "a,x")],
)
def test_comma_or_semicolon_with_or_without_bom(tmp_path, content, first):
    grid, findings = csv_grid(tmp_path, content)
    assert (texts(grid), findings) == ([[first, "b"], ["1", "2"]], ())


def test_blank_rows_are_skipped_and_rows_keep_their_number(tmp_path):
    grid, _ = csv_grid(tmp_path, 'a,b\n\n1,"x\ny"\n,\n2,z\n')
    assert [line.number for line in grid.lines] == [1, 3, 5]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_utf_encodings_are_read_without_a_finding(tmp_path, encoding):
    grid, findings = csv_grid(tmp_path, "acción,año\nñandú,1\n".encode(encoding))
    assert (texts(grid), findings) == ([["acción", "año"], ["ñandú", "1"]], ())


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_another_encoding_is_read_as_windows_1252_with_a_warning(tmp_path, encoding):
    grid, (finding,) = csv_grid(tmp_path, "acción;año\nñandú;1\n".encode(encoding))
    assert texts(grid) == [["acción", "año"], ["ñandú", "1"]]
    assert (finding.codigo, finding.severidad, finding.encontrado) == (
        "ENT-CODIFICACION",
        Severity.WARNING,
        "Windows-1252",
    )


def test_quotes_left_open_are_an_error(tmp_path):
    grid, (finding,) = csv_grid(tmp_path, 'a,b\n"x\ny",1\n"z,2\nw,3\n')
    assert grid is None
    assert (finding.codigo, finding.celda) == ("ENT-ARCHIVO-ILEGIBLE", "3")


def test_a_cell_that_is_too_long_is_told_as_such(tmp_path):
    grid, (finding,) = csv_grid(tmp_path, f"a,b\n{'x' * 100_001},2\n")
    assert (grid, finding.codigo) == (None, "ENT-ARCHIVO-ENORME")


def test_columns_are_named_as_a_spreadsheet_does():
    assert [letter(index) for index in (0, 25, 26, 51, 701, 702)] == ["A", "Z", "AA", "AZ", "ZZ", "AAA"]


def test_header_names_match_without_case_or_outer_blanks(desk):
    desk.put("acciones.csv", "ACP ,Denominacion\n1,Uno\n2,Dos\n")
    assert desk.findings() == []


@pytest.mark.parametrize(
    ("headings", "severity", "nearest"),
    [
        ("ppto_vijente,devengado", Severity.ERROR, "ppto_vigente"),
        ("Presupuesto Vijente,devengado", Severity.ERROR, "ppto_vigente"),
        ("Devengdo,compromiso", Severity.ERROR, "devengado"),
        ("Devengdo,devengado", Severity.WARNING, "devengado"),
        ("% devengado,compromiso", Severity.WARNING, "devengado"),
        ("tarea,devengado", Severity.WARNING, "area"),
    ],
)
def test_an_unknown_column_is_an_error_if_it_is_like_one_that_is_missing(desk, headings, severity, nearest):
    """«tarea» is very like «area», but a column of other tables: no slip."""
    desk.put("gastos.csv", f"fecha_corte,reporte,fuente,{headings}\n2024-06-30,fuente,10,1,1\n")
    finding = desk.only()
    assert (finding.codigo, finding.severidad, finding.celda) == ("ENT-COLUMNA-DESCONOCIDA", severity, "D1")
    assert (finding.encontrado, finding.esperado) == (headings.partition(",")[0], nearest)


@pytest.mark.parametrize("total", ["2024-06-30,categoria,TOTAL", ",,TOTAL", "TOTAL,,"])
@pytest.mark.parametrize("wrong", ["cat_prgo", "devengdo"])
def test_a_misspelt_column_is_one_error_whatever_the_rows_and_their_total(desk, wrong, total):
    lines = "2024-06-30,categoria,000 0 001,1\n2024-06-30,categoria,010 0 002,2\n"
    headings = "fecha_corte,reporte,cat_prog,devengado"
    meant = {"cat_prgo": "cat_prog", "devengdo": "devengado"}[wrong]
    desk.put("gastos.csv", f"{headings.replace(meant, wrong)}\n{lines}{total},3\n")
    assert [one.encontrado for one in desk.findings() if one.severidad is not Severity.NOTE] == [wrong]


def test_a_misspelt_required_column_gives_no_errors_of_rows(desk):
    desk.swap("estructura", "codigo", "codgo")
    found = [one for one in desk.findings() if one.severidad is not Severity.NOTE]
    assert [one.codigo for one in found] == ["ENT-COLUMNA-FALTA", "ENT-COLUMNA-DESCONOCIDA"]
    assert "no se lee" not in found[1].mensaje, "its rows are checked"


def test_what_is_said_of_a_misspelt_column(desk, wording):
    desk.put("gastos.csv", "fecha_corte,reporte,fuente,Devengdo,compromiso\n2024-06-30,fuente,10,1,1\n")
    wording(desk.only().mensaje, "«Devengdo»", "«devengado»")


def test_a_missing_column_is_one_error_whatever_the_rows(desk):
    desk.put("T2/metas.csv", "acp,programado\n1,20\n2,30\n")
    finding = desk.only()
    assert (finding.codigo, finding.severidad, finding.esperado) == (
        "ENT-COLUMNA-FALTA",
        Severity.ERROR,
        "periodo",
    )


def test_a_missing_alternative_is_one_error(desk):
    desk.put("recuento.csv", "elemento,cantidad\nacp,7\n")
    finding = desk.only()
    assert (finding.codigo, finding.esperado) == ("ENT-COLUMNA-FALTA", "version o periodo")


def test_a_column_given_twice_is_an_error(desk):
    desk.put("acciones.csv", "acp,denominacion,ACP\n1,Uno,1\n2,Dos,2\n")
    finding = desk.only()
    assert (finding.codigo, finding.celda) == ("ENT-COLUMNA-DOBLE", "C1")


def test_a_row_longer_than_the_header_is_an_error(desk):
    desk.put("acciones.csv", "acp,denominacion,\n1,Uno,,\n2,Dos, con coma\n")
    finding = desk.only()
    assert (finding.codigo, finding.celda, finding.encontrado) == ("ENT-FILA-LARGA", "C3", "con coma")


def test_an_empty_file_is_one_error(desk):
    desk.put("T2/metas.csv", "")
    assert desk.only(tablas=["metas"]).codigo == "ENT-COLUMNA-FALTA"


def test_the_sheet_named_as_the_table_or_else_the_first_is_read(desk):
    rows = [["acp", "denominacion"], ["1", "Uno"], ["2", "Dos"]]
    (desk.year / "acciones.csv").unlink()
    desk.book("acciones.xlsx", {"Hoja1": [["nada"]], "Acciones": rows})
    dataset, (unread,) = desk.read()
    assert dataset.rows("acciones")[0].origin.sheet == "Acciones"
    assert (unread.codigo, unread.severidad, unread.hoja) == ("ENT-HOJA-NO-LEIDA", Severity.NOTE, "Hoja1")
    desk.book("acciones.xlsx", {"Hoja1": rows, "Hoja2": []})
    dataset, findings = desk.read()
    assert (dataset.rows("acciones")[0].origin.sheet, findings) == ("Hoja1", ())


def test_a_cover_sheet_is_skipped_and_a_second_table_is_reported(desk):
    rows = [["acp", "denominacion"], ["1", "Uno"], ["2", "Dos"]]
    (desk.year / "acciones.csv").unlink()
    desk.book("acciones.xlsx", {"Carátula": [["Ministerio"]], "Hoja1": rows, "Hoja2": rows})
    dataset, findings = desk.read()
    assert dataset.rows("acciones")[0].origin.sheet == "Hoja1"
    assert [(finding.hoja, finding.severidad) for finding in findings] == [
        ("Hoja2", Severity.WARNING),
        ("Carátula", Severity.NOTE),
    ]


def test_one_workbook_may_hold_several_tables(desk):
    (desk.year / "acciones.csv").unlink()
    sheets = {
        "acciones": [["acp", "denominacion"], [1, "Uno"], [2, "Dos"]],
        "recuentos": [["x"]],
        "Hoja3": [],
    }
    desk.book("datos.xlsx", sheets)
    dataset, (finding,) = desk.read()
    assert [row.text("acp") for row in dataset.rows("acciones")] == ["1", "2"]
    assert (finding.codigo, finding.hoja, finding.esperado) == (
        "ENT-ARCHIVO-DESCONOCIDO",
        "recuentos",
        "recuento",
    )


def test_a_damaged_workbook_is_one_error_and_its_tables_are_not_called_missing(desk):
    desk.put("datos.xlsx", b"PK not a workbook")
    assert desk.only(tablas=["estructura", "recuento"]).codigo == "ENT-ARCHIVO-ILEGIBLE"


def test_a_floating_point_cell_gives_the_number_that_was_typed(desk):
    (desk.year / "gastos.csv").unlink()
    day = datetime(2024, 6, 30)
    desk.book(
        "gastos.xlsx",
        {
            "gastos": [
                SPENT,
                [day, "categoria", "000 0 001", 0.1 + 0.2],
                [day, "categoria", "010 0 002", "1.655.356,33"],
            ]
        },
    )
    dataset, findings = desk.read()
    assert findings == ()
    assert [row.number("devengado").value for row in dataset.rows("gastos")] == [
        Decimal("0.3"),
        Decimal("1655356.33"),
    ]
    assert str(dataset.rows("gastos")[0].number("devengado").cell) == "data/prueba/2024/gastos.xlsx#gastos!D2"


def write_sheet(path, cells):
    book = Workbook()
    for address, (value, number_format) in cells.items():
        book.active[address] = value
        book.active[address].number_format = number_format
    book.save(path)


def test_hidden_sheets_rows_and_columns_are_listed_in_one_finding(tmp_path, wording):
    book = Workbook()
    book.create_sheet("oculta").append([1, 2])
    book["oculta"].append([3, 4])
    book["oculta"].sheet_state = "hidden"
    book["oculta"].row_dimensions[2].hidden = True
    book["oculta"].column_dimensions["B"].hidden = True
    book.save(tmp_path / "a.xlsx")
    _, (finding,) = read_workbook(tmp_path / "a.xlsx", "a.xlsx", lambda names: names)
    wording(finding.encontrado, "2", "B")
    wording(finding.mensaje, "una hoja oculta", "se lee")


def test_a_number_is_read_as_it_is_shown(tmp_path):
    path = tmp_path / "a.xlsx"
    cells = {
        "A1": (0.476, "0.00%"),
        "B1": (7, "000"),
        "C1": (7, '0 "%"'),
        "D1": (45473, "yyyy-mm-dd"),
        "E1": (True, "0"),
    }
    write_sheet(path, cells)
    (grid,) = read_workbook(path, "a.xlsx", lambda names: names)[0].values()
    assert texts(grid) == [["47.6", "007", "7", "2024-06-30", "VERDADERO"]]
    assert grid.lines[0].at(0).value == Decimal("47.6")


def rewritten(path, pattern, replacement):
    """The same workbook with its first sheet's XML changed, as another program would have written it."""
    other = path.with_name("b.xlsx")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(other, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name.endswith("sheet1.xml"):
                data = re.sub(pattern, replacement, data.decode()).encode()
            target.writestr(name, data)
    return other


def test_a_formula_gives_its_saved_result_and_one_without_is_a_fault(tmp_path, wording):
    path = tmp_path / "a.xlsx"
    write_sheet(path, {"A1": ("=1+1", "0"), "B1": ("=2+2", "0"), "C1": (5, "0")})
    path = rewritten(path, r"(<f>2\+2</f>)<v\s*/?>(</v>)?", r"\g<1><v>4</v>")
    (grid,) = read_workbook(path, "a.xlsx", lambda names: names)[0].values()
    assert texts(grid) == [["", "4", "5"]]
    wording(grid.lines[0].at(0).fault)


def test_a_stated_extent_that_is_too_small_loses_no_cell(tmp_path):
    path = tmp_path / "a.xlsx"
    write_sheet(path, {"A1": (1, "0"), "B3": (2, "0")})
    path = rewritten(path, r'<dimension ref="[^"]*"', '<dimension ref="A1"')
    (grid,) = read_workbook(path, "a.xlsx", lambda names: names)[0].values()
    assert [(line.number, line.at(1).text) for line in grid.lines] == [(1, ""), (3, "2")]


def test_an_error_of_the_spreadsheet_is_an_error_of_the_cell(desk):
    desk.book("T2/metas.xlsx", {"metas": [["acp", "periodo", "programado"], ["1", "2024-T2", "#REF!"]]})
    finding = desk.only()
    assert (finding.codigo, finding.celda, finding.encontrado) == ("ENT-CELDA", "C2", "#REF!")


@pytest.mark.parametrize(
    ("code", "severity"),
    [(datetime(2024, 1, 2), Severity.ERROR), (4803400000200000000, Severity.ERROR), (12.2, Severity.WARNING)],
)
def test_a_code_that_a_spreadsheet_may_have_altered_is_reported(desk, code, severity):
    desk.book("marcos.xlsx", {"marcos": [["marco", "codigo", "titulo"], ["ODS", code, "Meta"]]})
    finding = desk.only()
    assert (finding.codigo, finding.severidad, finding.celda) == ("ENT-CODIGO-ALTERADO", severity, "B2")


def test_a_figure_turned_into_a_date_is_an_error(desk):
    desk.book(
        "T2/metas.xlsx", {"metas": [["acp", "periodo", "programado"], ["1", "2024-T2", datetime(2024, 5, 1)]]}
    )
    assert desk.only().codigo == "ENT-NUMERO"


def test_the_comments_of_an_ods_are_kept_apart_from_its_cells(tmp_path):
    content = (
        '<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><table:table table:name="H"><table:table-row>'
        "<table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><office:annotation><text:p>Falta</text:p>"
        "</office:annotation><text:p>b</text:p></table:table-cell></table:table-row></table:table></office:document-content>"
    )
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
    grids, _ = read_workbook(path, "a.ods")
    assert texts(grids["H"]) == [["a", "b"]]
    assert grids["H"].notes == {"B1": "Falta"}
