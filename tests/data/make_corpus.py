"""Makes the messy files of `tests/data/corpus/`; each `expected.yaml` says what must be read and reported.

    python tests/data/make_corpus.py [CASE...]

The .xls and .ods files are saved by LibreOffice, as an office would; the one with a password needs msoffcrypto-tool.
If the program is missing, these files are left as they are.
"""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

CORPUS = Path(__file__).parent / "corpus"
BOOKS = Path(__file__).parent / "libros"
CASES: dict[str, Callable[[Path], None]] = {}
Rows = Sequence[Sequence[object]]


def case(name: str) -> Callable[[Callable[[Path], None]], Callable[[Path], None]]:
    """Register the function that makes the files of one case in the folder of a year."""

    def registered(make: Callable[[Path], None]) -> Callable[[Path], None]:
        CASES[name] = make
        return make

    return registered


def sheet_of(rows: Rows, title: str = "Hoja1") -> tuple[Workbook, Worksheet]:
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    return book, sheet


def text(rows: Rows, separator: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def rewrite(path: Path, part: str, old: str, new: str, extra: dict[str, bytes] | None = None) -> None:
    """Change a part of a workbook, so that it looks as if another program had written it, and add other parts."""
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    if old:
        assert old in parts[part].decode(), (path, old)
        parts[part] = parts[part].decode().replace(old, new).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in {**parts, **(extra or {})}.items():
            target.writestr(name, data)


def save_as(book: Workbook, path: Path) -> None:
    """Save a workbook with LibreOffice, in the format that the suffix of the name says."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{path.stem}.xlsx"
        book.save(source)
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to",
                   path.suffix[1:], "--outdir", f"{folder}/out", str(source)]  # fmt: skip
        if shutil.which("soffice") is None:
            print(f"{path.name}: no hay LibreOffice, queda como está", file=sys.stderr)
            return
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        shutil.copyfile(Path(folder) / "out" / path.name, path)


@case("titulos_y_total")
def _titles(year: Path) -> None:
    book, sheet = sheet_of(
        [
            ["MINISTERIO DE PRUEBA"],
            ["EJECUCIÓN PRESUPUESTARIA POR CATEGORÍA PROGRAMÁTICA"],
            [],
            ["Fecha de corte", "Reporte", "CAT. PROG.", "Descripción", "PRESUPUESTO", None, None, "EJECUCIÓN", None],
            [None, None, None, None, "Inicial", "Modif.", "Vigente", "Devengado", "Pagado"],
            [date(2024, 6, 30), "categoria", "000 0 001", "Gestión administrativa", 1000, 500.5, 1500.5, 700.25, 700],
            [],
            [date(2024, 6, 30), "categoria", "010 0 002", "Servicios consulares (1)", 2000, -100, 1900, 10, None],
            ["TOTAL", None, None, None, 3000, 400.5, 3400.5, 710.25, 700],
            [],
            ["Fuente: SIGEP, estado aprobado."],
            ["(1) Incluye oficinas en el exterior."],
        ]
    )
    for area in ("E4:G4", "H4:I4", "A4:A5", "B4:B5", "C4:C5", "D4:D5", "A1:I1"):
        sheet.merge_cells(area)
    book.save(year / "gastos.xlsx")


@case("encabezado_repetido")
def _repeated(year: Path) -> None:
    header = ["Fecha de Corte", "REPORTE", "Fte.", "Ppto. Vig.", "Devengado (Bs)"]
    rows = [
        header,
        ["30/06/2024", "fuente", "10-111", "1.655.356,33", "655.210,00"],
        ["SUBTOTAL", "", "", "1.655.356,33", "655.210,00"],
        header,
        ["", "", "", "", ""],
        ["30/06/2024", "fuente", "20-230", "12.000", "1.500,5"],
        ["SUB-TOTAL", "", "", "12.000", "1.500,5"],
        ["TOTAL GENERAL", "", "", "1.667.356,33", "656.711,00"],
    ]
    (year / "gastos.csv").write_bytes(text(rows, ";").encode("utf-8-sig"))


ACTIONS = [["ACP", "Denominación"], ["1", "Acción de protección"], ["2", "Año de la niñez; atención"]]


@case("csv_latin1")
def _latin1(year: Path) -> None:
    (year / "acciones.csv").write_bytes(text(ACTIONS, ";").encode("latin-1"))


@case("csv_utf16_tabulado")
def _utf16(year: Path) -> None:
    (year / "acciones.csv").write_bytes(text(ACTIONS, "\t").encode("utf-16"))


@case("csv_con_sep")
def _sep(year: Path) -> None:
    (year / "acciones.csv").write_bytes(("sep=;\r\n" + text(ACTIONS, ";")).encode("utf-8"))


REPORTED = [
    ["nivel", "codigo", "indicador", "periodo", "valor", "nota"],
    *(["unidad", f"U{n}", "avance_fisico", "2024-T2"] for n in range(1, 13)),
]


@case("numeros_de_todas_clases")
def _numbers(year: Path) -> None:
    values = ["47,60%", 0.476, "783.682.27", "COVID", "n/a", "-", "12,5*", "  100  ", "1.655.356,33", "1,655,356.33",
              "s/d (1)", "Bs 12,50"]  # fmt: skip
    book, sheet = sheet_of([REPORTED[0], *([*row, value] for row, value in zip(REPORTED[1:], values, strict=True))])
    sheet["E3"].number_format = "0.0%"
    book.save(year / "avances.xlsx")


@case("formulas")
def _formulas(year: Path) -> None:
    values = ["=1+1", "=2+2", "=NA()", '=WEBSERVICE("http://ejemplo.invalid/x")', '=HYPERLINK("http://ejemplo.invalid","7")']
    book, _ = sheet_of([REPORTED[0], *([*row, value] for row, value in zip(REPORTED[1:6], values, strict=True))])
    path = year / "avances.xlsx"
    book.save(path)
    part = "xl/worksheets/sheet1.xml"
    rewrite(path, part, "<f>2+2</f><v></v>", "<f>2+2</f><v>4</v>")
    rewrite(path, part, '<c r="E4"><f>NA()</f><v></v>', '<c r="E4" t="e"><f>NA()</f><v>#N/A</v>')
    rewrite(path, part, '/x")</f><v></v>', '/x")</f><v>9</v>')
    rewrite(path, part, '"7")</f><v></v>', '"7")</f><v>7</v>')


@case("ocultas")
def _hidden(year: Path) -> None:
    book, sheet = sheet_of(ACTIONS)
    sheet["C1"], sheet["C2"] = "Indicador", "Trámites atendidos"
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    other = book.create_sheet("Respaldo")
    other.sheet_state = "hidden"
    other["A1"] = "no es la tabla"
    book.save(year / "acciones.xlsx")


@case("celdas_unidas")
def _merged(year: Path) -> None:
    book, sheet = sheet_of(
        [
            ["Área", "Formulario", "Descripción", "Fuente", "Importe"],
            ["SECCIÓN PRIMERA"],
            ["A1", "03", "Papel", "10", 100],
            [None, "03", "Tinta", "10", 50],
            ["A2", "03", "Pasajes", "20", 30],
            [None, "03", "Viáticos", "20", None],
        ]
    )
    for area in ("A2:E2", "A3:A4", "A5:A6", "E5:E6"):
        sheet.merge_cells(area)
    book.save(year / "requerimientos.xlsx")


STRUCTURE = [
    ["codigo", "nombre", "nivel", "padre", "sigla"],
    ["ENT", "Entidad de prueba", "entidad", "", ""],
    ["A1", "Área central", "area", "ENT", ""],
    ["10", "Dirección General de Asuntos Administrativos", "unidad", "A1", "DGAA"],
    ["20", "Dirección General de Asuntos Jurídicos", "unidad", "A1", "DGAJ"],
]


@case("unidades_escritas_de_seis_maneras")
def _names(year: Path) -> None:
    ways = [
        "10", " DGAA ", "DIRECCION GENERAL DE ASUNTOS ADMINISTRATIVOS", "Dirección General de Asuntos Administrativos (1)",
        "DirecciÃ³n General de Asuntos Administrativos", "Dir. Gral. Asuntos Adm.", "Direccion Gral. de Asuntos Juridicos",
    ]  # fmt: skip
    rows = [["Unidad responsable", "Fecha de presentación"], *([way, f"0{day}/07/2024"] for day, way in enumerate(ways, 1))]
    (year / "estructura.csv").write_bytes(text(STRUCTURE, ",").encode())
    (year / "T2").mkdir(exist_ok=True)
    (year / "T2/presentaciones.csv").write_bytes(text(rows, ",").encode())


@case("acentos_perdidos")
def _accents(year: Path) -> None:
    rows = [["acp", "denominacion"], ["1", "AtenciÃ³n consular"], ["2", "Protecci?n de derechos"], ["3", "Atención"]]
    (year / "acciones.csv").write_bytes(text(rows, ",").encode())


def _shown() -> Workbook:
    book, sheet = sheet_of(
        [
            ["nivel", "codigo", "indicador", "periodo", "valor"],
            ["unidad", 7, "avance_fisico", "2024-T2", 0.476],
            ["unidad", "U2", "avance_fisico", "2024-T2", 0.1 + 0.2],
            ["unidad", "U3", "avance_fisico", "2024-T2", "=1/0"],
        ]
    )
    sheet["B2"].number_format, sheet["E2"].number_format = "000", "0.0%"
    sheet.row_dimensions[3].hidden = True
    return book


@case("libro_xls")
def _xls(year: Path) -> None:
    save_as(_shown(), year / "avances.xls")


@case("libro_ods")
def _ods(year: Path) -> None:
    save_as(_shown(), year / "avances.ods")


@case("libro_con_macros")
def _macros(year: Path) -> None:
    book, _ = sheet_of(ACTIONS)
    path = year / "acciones.xlsm"
    book.save(path)
    rewrite(path, "", "", "", {"xl/vbaProject.bin": b"nunca se abre"})


@case("sigep_categoria")
def _sigep_category(year: Path) -> None:
    book, _ = sheet_of(
        [
            ["SISTEMA DE GESTIÓN PÚBLICA"],
            ["EJECUCIÓN PRESUPUESTARIA DE GASTOS POR CATEGORÍA PROGRAMÁTICA"],
            ["Del 01/01/2024 al 30/06/2024"],
            ["Estado: Aprobado", None, None, None, "Fecha de impresión: 05/07/2024"],
            ["Prog", "Proy", "Act", "Fte", "Org", "Descripción", "Ppto. Inicial", "Modif. Aprobadas", "Ppto. Vigente",
             "Preventivo", "Compromiso", "Devengado", "Pagado", "Saldo por Devengar", "% Ejec."],
            ["000", "0", "001", None, None, "Dirección administrativa", "1.000,00", "500,00", "1.500,00", "0,00", "800,00",
             "650,00", "600,00", "850,00", "43,33"],
            ["000", "0", "001", "10", "111", "Tesoro General", "600,00", "500,00", "1.100,00", "0,00", "800,00", "700,00",
             "600,00", "400,00", "63,64"],
            ["000", "0", "001", "20", "230", "Recursos específicos", "400,00", "0,00", "400,00", "0,00", "0,00", "-50,00",
             "0,00", "450,00", "-12,50"],
            ["570", "0", "004", "10", "111", "Relaciones bilaterales", "2.000,00", "-1.000,00", "1.000,00", "0,00", "0,00",
             "10,00", "10,00", "990,00", "1,00"],
            ["Total", None, None, None, None, None, "3.000,00", "-500,00", "2.500,00", "0,00", "800,00", "660,00", "610,00",
             "1.840,00", "26,40"],
        ]
    )  # fmt: skip
    (year / "sigep").mkdir(exist_ok=True)
    book.save(year / "sigep/rep_gastos_junio.xlsx")


@case("sigep_partida")
def _sigep_objects(year: Path) -> None:
    rows = [
        ["Reporte de ejecución por objeto del gasto, al 30 de junio de 2024"],
        ["Objeto", "Descripción", "Presupuesto Inicial", "Presupuesto Vigente", "Devengado"],
        ["10000", "SERVICIOS PERSONALES", "300", "300", "120"],
        ["11000", "Empleados permanentes", "300", "300", "120"],
        ["11700", "Sueldos", "200", "200", "100"],
        ["11400", "Aguinaldos", "100", "100", "20"],
        ["20000", "SERVICIOS NO PERSONALES", "51", "50", "5"],
        ["21100", "Comunicaciones", "50", "50", "5"],
        ["TOTAL GENERAL", "", "351", "350", "125"],
    ]
    (year / "sigep").mkdir(exist_ok=True)
    (year / "sigep/objeto.csv").write_bytes(text(rows, ";").encode("cp1252"))


@case("sigep_recursos")
def _sigep_income(year: Path) -> None:
    book, _ = sheet_of(
        [
            ["EJECUCIÓN DE RECURSOS"],
            ["Rubro", "Descripción", "Fte", "Org", "Ppto Inicial", "Modificaciones", "Ppto Vigente", "Devengado", "Percibido"],
            ["12000", "Venta de bienes y servicios", None, None, 500, 0, 500, 250, 250],
            ["12200", "Venta de servicios", "20", "230", 500, 0, 500, 250, 250],
            ["19212", "Transferencias", "41", "111", 100, 20, 120, 60, None],
        ]
    )
    (year / "sigep").mkdir(exist_ok=True)
    book.save(year / "sigep/recursos.xlsx")


@case("sigep_espacios")
def _sigep_spaces(year: Path) -> None:
    rows = [
        ["Ejecución por categoría programática al 31/03/2024"],
        ["Cat. Prg.", "Denominación", "Vigente", "Devengado"],
        ["570 0  004", "Bilaterales", "100", "10"],
        ["0 0 1", "Administración", "50", "5"],
        ["48 03400000200000 000", "Proyecto", "7", "0"],
        ["97-0", "Sin forma", "1", "0"],
    ]
    (year / "sigep").mkdir(exist_ok=True)
    (year / "sigep/categoria.csv").write_bytes(text(rows, ",").encode())


@case("columnas_declaradas")
def _declared(year: Path) -> None:
    rows = [
        ["fecha_corte", "reporte", "Llave prog.", "Ejecutado SIGEP", "Vijente"],
        ["2024-06-30", "categoria", "000 0 001", "5.5", "10"],
    ]
    (year / "gastos.csv").write_bytes(text(rows, ",").encode())


@case("codigos_peligrosos")
def _dangerous(year: Path) -> None:
    rows = [["acp", "denominacion"], ["../../etc/passwd", "Ruta"], ["1\u200b", "Invisible"], ["=cmd|'/c calc'!A0", "Fórmula"],
            ["4", '=HYPERLINK("http://ejemplo.invalid";"clic")'], ["5", "<script>alert(1)</script>"]]  # fmt: skip
    (year / "acciones.csv").write_bytes(text(rows, ",").encode())


@case("vacio")
def _empty(year: Path) -> None:
    (year / "acciones.xlsx").write_bytes(b"")


@case("cortado")
def _cut(year: Path) -> None:
    book, _ = sheet_of(ACTIONS)
    path = year / "acciones.xlsx"
    book.save(path)
    path.write_bytes(path.read_bytes()[:-600])


@case("con_contrasena")
def _password(year: Path) -> None:
    try:
        from msoffcrypto.format.ooxml import OOXMLFile
    except ImportError:
        print("acciones.xlsx: no hay msoffcrypto-tool, queda como está", file=sys.stderr)
        return
    book, _ = sheet_of(ACTIONS)
    plain = io.BytesIO()
    book.save(plain)
    with (year / "acciones.xlsx").open("wb") as target:
        OOXMLFile(plain).encrypt("secreto", target)


@case("pagina_web_como_xls")
def _page(year: Path) -> None:
    page = "<html><body><table><tr><td>acp</td><td>denominacion</td></tr></table></body></html>"
    (year / "acciones.xls").write_text(page, encoding="utf-8")


@case("pdf_como_xlsx")
def _pdf(year: Path) -> None:
    (year / "acciones.xlsx").write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n")


@case("xlsx_como_csv")
def _renamed(year: Path) -> None:
    book, _ = sheet_of(ACTIONS)
    with (year / "acciones.csv").open("wb") as target:
        book.save(target)


def make_books() -> None:
    """The valid table that `test_intake_mutilated.py` spoils, as LibreOffice saves it in the formats it writes."""
    header = ["fecha_corte", "reporte", "partida", "denominacion", "devengado"]
    lines = [["2024-06-30", "partida", "11700", "Sueldos", 1234.5], ["2024-06-30", "partida", "24110", "Obra", 7]]
    BOOKS.mkdir(exist_ok=True)
    for suffix in ("ods", "xls"):
        save_as(sheet_of([header, *lines])[0], BOOKS / f"gastos.{suffix}")


def main(names: Sequence[str]) -> None:
    if not names:
        make_books()
    for name in names or CASES:
        year = CORPUS / name / "2024"
        year.mkdir(parents=True, exist_ok=True)
        CASES[name](year)


if __name__ == "__main__":
    main(sys.argv[1:])
