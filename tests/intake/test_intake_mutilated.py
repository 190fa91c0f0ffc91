"""Valid files damaged in many ways: no traceback, no wrong value in place of a right one, no loss without a finding."""

import csv
import io
import tempfile
import zipfile
from dataclasses import dataclass
from decimal import Decimal
from itertools import takewhile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from helpers.base.system.workspace import Workspace
from helpers.figures.findings import Severity
from helpers.intake.intake_problems import Code
from helpers.intake.read_inputs import read_dataset
from helpers.intake.readers.file_signature import identify
from helpers.intake.readers.read_limits import Unreadable
from helpers.settings.params import Corrida

CORRIDA = Corrida.model_validate(
    {
        "entidad": "prueba",
        "periodo": "2024-T2",
        "metodo": "prueba",
        "titulo": "Prueba",
        "cortes": {},
        "tablas": ["gastos"],
        "secciones": ["resumen"],
    }
)
HEADING = ["fecha_corte", "reporte", "partida", "denominacion", "devengado"]
WRITTEN = {
    "fecha_corte": ["fecha_corte", "Fecha de Corte", "FECHA  CORTE", "fecha corte (1)"],
    "reporte": ["reporte", "REPORTE ", "Reporte"],
    "partida": ["partida", "Partida Presupuestaria", "OBJETO DEL GASTO", "Part. Presup."],
    "denominacion": ["denominacion", "Descripción", "DENOMINACIÓN", "detalle"],
    "devengado": ["devengado", "Devengado (Bs)", "IMPORTE DEVENGADO", " Deveng. "],
}
CONVENTIONS = {
    "plain": lambda value: f"{value:.2f}",
    "spanish": lambda value: f"{value:,.2f}".translate(str.maketrans(",.", ".,")),
    "english": lambda value: f"{value:,.2f}",
    "currency": lambda value: f"Bs {value:.2f}",
    "padded": lambda value: f"  {value:.2f}\u00a0",
    "marked": lambda value: f"{value:.2f}*",
}
BROKEN = ["783.682.27", "COVID", "", "n/a", "-", "doce", "1,2,3", "#REF!", "=1+1", "2024-06-30", "1e5", "½", "../x"]
"""None of these texts is read as a number."""
CODES = st.lists(st.integers(10_000, 99_999), min_size=1, max_size=7, unique=True)
AMOUNTS = st.decimals(min_value=-(10**9), max_value=10**11, places=2)


@dataclass
class Sent:
    """A table as a unit sends it, and the true value of each line, or None if its text was damaged."""

    rows: list[list[object]]
    truth: dict[str, Decimal | None]

    def row_of(self, code: str) -> int:
        return next(number for number, row in enumerate(self.rows, 1) if code in row)


@st.composite
def sent_tables(draw):
    codes = [str(code) for code in draw(CODES)]
    values = {code: draw(AMOUNTS) for code in codes}
    write = CONVENTIONS[draw(st.sampled_from(sorted(CONVENTIONS)))]
    order = draw(st.permutations(HEADING))
    line = {
        code: {"fecha_corte": draw(st.sampled_from(["2024-06-30", "30/06/2024", "30 de junio de 2024"])),
               "reporte": "partida", "partida": code, "denominacion": f"Línea {code}", "devengado": write(value)}
        for code, value in values.items()
    }  # fmt: skip
    truth: dict[str, Decimal | None] = dict(values)
    for code in draw(st.lists(st.sampled_from(codes), max_size=2, unique=True)):
        line[code]["devengado"] = draw(st.sampled_from(BROKEN))
        truth[code] = None
    header = [draw(st.sampled_from(WRITTEN[name])) for name in order]
    rows: list[list[object]] = [[line[code][name] for name in order] for code in codes]
    kept = [code for code in codes if truth[code] is not None]
    if draw(st.booleans()):
        total = {"denominacion": draw(st.sampled_from(["TOTAL", "Total general"])),
                 "devengado": write(sum((truth[code] for code in kept), Decimal(0)))}  # fmt: skip
        rows.append([total.get(name, "") for name in order])
    for _ in range(draw(st.integers(0, 2))):
        rows.insert(draw(st.integers(0, len(rows))), draw(st.sampled_from([header, [""] * len(header)])))
    if draw(st.booleans()):
        rows.append(["Fuente: SIGEP"])
    titles = draw(st.lists(st.sampled_from([["ENTIDAD"], ["Reporte de gastos", "", "2024"], [""]]), max_size=3))
    return Sent([*titles, header, *rows], truth)


def as_csv(rows, path):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows(rows)
    path.with_suffix(".csv").write_bytes(out.getvalue().encode("utf-8-sig"))
    return path.with_suffix(".csv")


def as_xlsx(rows, path):
    book = Workbook()
    for row in rows:
        book.active.append([cell if cell != "" else None for cell in row])
    book.save(path.with_suffix(".xlsx"))
    return path.with_suffix(".xlsx")


WRITERS = {"csv": as_csv, "xlsx": as_xlsx}


def reading(write):
    """Write a file into the folder of a year and read it; an exception fails the test."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        year = root / "data/prueba/2024"
        year.mkdir(parents=True)
        path = write(year / "gastos")
        dataset, findings = read_dataset(Workspace(root), CORRIDA)
        return path, dataset, findings


def errors_on(path, findings):
    """The errors that name the file."""
    label = f"data/prueba/2024/{path.name}"
    return [finding for finding in findings if finding.severidad is Severity.ERROR and finding.archivo == label]


def read_values(dataset) -> dict[str, Decimal | None]:
    numbers = {row.text("partida"): row.number("devengado") for row in dataset.rows("gastos")}
    return {code: number and number.value for code, number in numbers.items()}


SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(sent=sent_tables(), kind=st.sampled_from(sorted(WRITERS)))
def test_legible_amounts_are_read_and_any_other_is_reported(sent, kind):
    _, dataset, findings = reading(lambda path: WRITERS[kind](sent.rows, path))
    values = read_values(dataset)
    for code, value in sent.truth.items():
        assert values.get(code) in {value, None}, (code, value, values)
        if values.get(code) is None and value is not None:
            # A legible amount stays missing only if its column leaves the decimal separator open, which is reported.
            assert any(finding.codigo == "ENT-NUMERO-AMBIGUO" for finding in findings)
    # No sum, title or repeated heading is read as a row, and no row is lost.
    assert sorted(row.text("partida") for row in dataset.rows("gastos")) == sorted(sent.truth)


@SLOW
@given(sent=sent_tables(), kind=st.sampled_from(sorted(WRITERS)))
def test_every_damaged_cell_is_reported_with_its_row(sent, kind):
    _, dataset, findings = reading(lambda path: WRITERS[kind](sent.rows, path))
    values = read_values(dataset)
    reported_rows = {int("".join(takewhile(str.isdigit, finding.celda.lstrip("ABCDE"))) or 0) for finding in findings}
    for code, value in sent.truth.items():
        line = sent.row_of(code)
        if value is None and "" not in sent.rows[line - 1]:
            assert values.get(code) is None
            assert line in reported_rows, (code, line, [finding.mensaje for finding in findings])
    assert all(finding.mensaje for finding in findings)


BOOK_ROWS = [HEADING, ["2024-06-30", "partida", "11700", "Sueldos", 1234.5], ["2024-06-30", "partida", "24110", "Obra", 7]]
TRUTH = {"11700": Decimal("1234.5"), "24110": Decimal(7)}


@SLOW
@given(data=st.data(), kind=st.sampled_from(["xlsx", "ods", "xls"]))
def test_changed_bytes_give_the_right_values_or_an_error(data, kind, saved_books):
    whole = saved_books[kind]
    cut = data.draw(st.one_of(st.none(), st.integers(0, len(whole) - 1)), label="cut")
    flips = data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=6), label="flips")
    spoilt = bytearray(whole)
    for place in flips:
        spoilt[place] ^= data.draw(st.integers(1, 255))
    broken = bytes(spoilt[:cut])

    def write(path):
        path = path.with_suffix(f".{kind}")
        path.write_bytes(broken)
        return path

    path, dataset, findings = reading(write)
    if kind != "xls":  # this older format has no checksum that would reveal a changed digit
        values = {code: value for code, value in read_values(dataset).items() if value is not None}
        assert values in ({}, TRUTH) or errors_on(path, findings)
    if not dataset.rows("gastos"):
        assert errors_on(path, findings)


@SLOW
@given(st.binary(max_size=400), st.sampled_from([".csv", ".xlsx", ".xls", ".ods", ".xlsm"]))
def test_arbitrary_bytes_are_refused_with_an_error_that_names_the_file(content, suffix):
    def write(path):
        path = path.with_suffix(suffix)
        path.write_bytes(content)
        return path

    path, _, findings = reading(write)
    assert errors_on(path, findings)


@SLOW
@given(st.text(max_size=300))
def test_arbitrary_text_is_read_or_refused_with_an_error_that_names_the_file(content):
    def write(path):
        path = path.with_suffix(".csv")
        path.write_bytes(content.encode("utf-8", errors="surrogatepass"))
        return path

    path, dataset, findings = reading(write)
    assert dataset.rows("gastos") or errors_on(path, findings)


@SLOW
@given(data=st.data())
def test_a_workbook_with_damaged_xml_is_read_or_refused_with_an_error_that_names_it(data, saved_books):
    """The damaged XML is packed again, so that its checksum is right and only the parser can notice."""
    with zipfile.ZipFile(io.BytesIO(saved_books["xlsx"])) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    name = data.draw(st.sampled_from(sorted(parts)))
    spoilt = bytearray(parts[name])
    start = data.draw(st.integers(0, max(len(spoilt) - 1, 0)))
    del spoilt[start : start + data.draw(st.integers(1, 40))]
    parts[name] = bytes(spoilt)

    def write(path):
        path = path.with_suffix(".xlsx")
        with zipfile.ZipFile(path, "w") as target:
            for part, content in parts.items():
                target.writestr(part, content)
        return path

    path, dataset, findings = reading(write)
    assert dataset.rows("gastos") or errors_on(path, findings)


@pytest.fixture(scope="module")
def saved_books(tmp_path_factory):
    """The same table in each format. The .xls and .ods files were saved by LibreOffice."""
    folder = tmp_path_factory.mktemp("libros")
    kept = Path(__file__).parents[1] / "data/libros"
    path = as_xlsx(BOOK_ROWS, folder / "gastos")
    return {
        "xlsx": path.read_bytes(),
        "ods": (kept / "gastos.ods").read_bytes(),
        "xls": (kept / "gastos.xls").read_bytes(),
    }


def test_a_damaged_zip_part_is_reported_before_the_format_is_known(tmp_path):
    path = tmp_path / "gastos.ods"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet" * 30)
        package.writestr("content.xml", "<a/>")
    data = bytearray(path.read_bytes())
    start = data.index(b"mimetype") + len(b"mimetype")
    data[start : start + 6] = b"\xff" * 6
    path.write_bytes(data)
    with pytest.raises(Unreadable) as refused:
        identify(path)
    assert refused.value.code == Code.FILE_UNREADABLE
