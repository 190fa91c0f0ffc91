"""Report folders that would exhaust the computer: the audit refuses them and names the file and the limit."""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tracemalloc
import zipfile
import zlib
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import pytest
from quarter_files import make_world
from small_runs import NORTH, finished, small_computed

from helpers.audit import audited_published
from helpers.audit.audit_case import Case, saved_again, saved_in
from helpers.audit.folder import audit_limits
from helpers.audit.folder.folder_screening import check_contents, check_folder
from helpers.audit.folder.hashes import file_hashes
from helpers.audit.sheets import audited_workbook
from helpers.base.errors import PoaError
from helpers.base.exact import bounded_decimal
from helpers.figures.findings import Reconciled, Verdict
from helpers.outputs.browser.packed_figures import packed, unpacked
from helpers.run.report.manifest import COMPLETE, read_manifest

MEGABYTE = 1024 * 1024
MOST_MEMORY = 300 * MEGABYTE
PAPERS, PAGE, PAPER = "papeles_de_trabajo.xlsx", "informe.html", "informe.pdf"
SHEET = "xl/worksheets/sheet1.xml"


@contextmanager
def little_memory() -> Iterator[None]:
    """The code inside may take at most 32 MB of Python's memory, a few pieces of a file."""
    tracemalloc.start()
    try:
        yield
    finally:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 32 * MEGABYTE


def refusal(case: Case) -> str:
    """The message with which a folder is refused."""
    calculated = saved_again(case.again, case.scratch)
    with little_memory(), pytest.raises(PoaError) as refused:
        check_folder(case.folder, "salida")
        check_contents(case.folder, "salida", calculated)
    assert str(refused.value).startswith("NO PASA: ") and "salida/" in str(refused.value)
    return str(refused.value)


def rewritten(path: Path, change: Callable[[bytes], bytes], member: str = SHEET) -> None:
    """Change one part of a workbook."""
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name, change(data) if name == member else data)


def with_rows(number: int) -> Callable[[bytes], bytes]:
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>%d</v></c></row>' % (at, at, at) for at in range(10_000, 10_000 + number))
    return lambda sheet: sheet.replace(b"</sheetData>", rows + b"</sheetData>")


def many_cells(folder: Path) -> None:
    rewritten(folder / PAPERS, with_rows(200_000))


def swollen(folder: Path) -> None:
    with zipfile.ZipFile(folder / PAPERS, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/media/x.bin", bytes(60 * MEGABYTE))


def merged(folder: Path) -> None:
    merge = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    rewritten(folder / PAPERS, lambda sheet: sheet.replace(b"</sheetData>", merge))


def with_entities(folder: Path) -> None:
    doctype = b'<!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet'
    rewritten(folder / PAPERS, lambda sheet: sheet.replace(b"<worksheet", doctype, 1))


def page_of_tags(folder: Path) -> None:
    (folder / PAGE).write_text("<html><body>" + "<b>" * 700_000, encoding="utf-8")


def page_of_words(folder: Path) -> None:
    (folder / PAGE).write_text("<html><body><p>" + "a\u3000" * 700_000, encoding="utf-8")


def page_of_letters(folder: Path) -> None:
    (folder / PAGE).write_text("<html><body><p>" + "a" * 26 * MEGABYTE, encoding="utf-8")


def pdf_of(folder: Path, *streams: tuple[bytes, bytes]) -> None:
    """Write a PDF without pages that holds some streams, each given by its dictionary entries and its bytes."""
    objects = [b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Kids [] /Count 0>>"]
    objects += [b"<<%b /Length %d>>\nstream\n%b\nendstream" % (said, len(data), data) for said, data in streams]
    text, places = b"%PDF-1.7\n", []
    for number, item in enumerate(objects, start=1):
        places.append(len(text))
        text += b"%d 0 obj\n%b\nendobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer <</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(text))
    (folder / PAPER).write_bytes(text + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end)


def swollen_pdf(folder: Path) -> None:
    pdf_of(folder, (b"/Filter /FlateDecode", zlib.compress(bytes(80 * MEGABYTE))))


def pdf_packed_twice(folder: Path) -> None:
    twice = zlib.compress(zlib.compress(bytes(80 * MEGABYTE)))
    pdf_of(folder, (b"/Filter [/FlateDecode /FlateDecode]", twice))


def pdf_with_a_vast_picture(folder: Path) -> None:
    said = b"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /Filter /FlateDecode"
    pdf_of(folder, (said, zlib.compress(b"x")))


def pdf_within_itself(folder: Path) -> None:
    form = b"/Type /XObject /Subtype /Form /Resources <</XObject <</A %d 0 R /B %d 0 R>>>>"
    pdf_of(folder, *((form % ((min(number + 1, 39),) * 2), b"/A Do /B Do") for number in range(3, 40)))


def large(name: str, megabytes: int) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        (folder / name).parent.mkdir(exist_ok=True)
        with (folder / name).open("wb") as file:
            file.truncate(megabytes * MEGABYTE)

    return make


def link(name: str) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to("/dev/zero")

    return make


def pipe(folder: Path) -> None:
    os.mkfifo(folder / PAGE)


def many_files(folder: Path) -> None:
    (folder / "datos_abiertos").mkdir()
    for number in range(audit_limits.FILES):
        (folder / f"datos_abiertos/{number}.csv").touch()


def deep_folders(folder: Path) -> None:
    (folder / "/".join("abcdef")).mkdir(parents=True)


BOMBS: dict[str, tuple[Callable[[Path], None], str]] = {
    "millones de celdas": (many_cells, f"{PAPERS}: tiene más de 5"),
    "comprimido": (swollen, f"{PAPERS}: el libro está comprimido de forma anormal: ocuparía 60 MB al abrirse"),
    "celdas unidas": (merged, f"{PAPERS}: sus celdas unidas cubren más de 100.000 celdas."),
    "entidades": (with_entities, f"{PAPERS}: su XML define entidades"),
    "libro enorme": (large(PAPERS, 200), f"{PAPERS}: pesa 200 MB; en este informe se abren como máximo 9 MB."),
    "etiquetas": (page_of_tags, f"{PAGE}: tiene más de 500."),
    "palabras": (page_of_words, f"{PAGE}: tiene más de 500."),
    "letras": (page_of_letters, f"{PAGE}: pesa 27 MB; en este informe se abren como máximo 17 MB."),
    "PDF comprimido": (swollen_pdf, f"{PAPER}: al abrirse pasa de 33 MB"),
    "PDF comprimido dos veces": (pdf_packed_twice, f"{PAPER}: guarda algo comprimido como /FlateDecode y /FlateDecode"),
    "imagen del PDF": (pdf_with_a_vast_picture, f"{PAPER}: tiene una imagen de más de 50.000.000 puntos."),
    "dibujos del PDF": (pdf_within_itself, f"{PAPER}: tiene más de 5 dibujos uno dentro de otro."),
    "libro.json": (large("libro.json", 30), "libro.json: pesa 30 MB; en este informe se abren como máximo 5 MB."),
    "cifras.csv": (large("cifras.csv", 30), "cifras.csv: pesa 30 MB"),
    "cuaderno": (large("cuadernos/01_resumen.ipynb", 30), "cuadernos/01_resumen.ipynb: pesa 30 MB"),
    "datos abiertos": (large("datos_abiertos/cifras.csv", 30), "datos_abiertos/cifras.csv: pesa 30 MB"),
    "manifiesto": (large("manifiesto.json", 30), "manifiesto.json: pesa 30 MB; en este informe se abren como máximo 8 MB."),
    "tiempos": (large("tiempos.json", 30), "tiempos.json: pesa 30 MB"),
    "archivo de más": (large("video.mp4", 200), "video.mp4: pesa 200 MB"),
    "enlace": (link("informe.html"), "informe.html: es un enlace a otro lugar, que ningún informe tiene."),
    "acta enlazada": (link("acta_de_verificacion.html"), "acta_de_verificacion.html: es un enlace"),
    "tubería": (pipe, "informe.html: no es un archivo corriente"),
    "archivos": (many_files, "tiene más de 2.000 archivos y carpetas"),
    "carpetas": (deep_folders, "a/b/c: es una carpeta dentro de demasiadas otras"),
}  # fmt: skip


@pytest.mark.parametrize("what", BOMBS)
def test_a_folder_that_would_exhaust_the_computer_is_refused(case, what):
    make, said = BOMBS[what]
    make(case.folder)
    assert said in refusal(case)


def test_all_files_that_are_too_large_are_reported_at_once(case):
    for make in (merged, page_of_tags, swollen_pdf, large("libro.json", 30)):
        make(case.folder)
    said = refusal(case)
    assert [name for name in (PAPERS, PAGE, PAPER, "libro.json") if said.count(f"  - {name}: ") != 1] == []


def test_an_untouched_folder_is_opened(case):
    check_folder(case.folder, "salida")
    check_contents(case.folder, "salida", saved_again(case.again, case.scratch))


def test_a_larger_institution_may_have_a_larger_report():
    small, ministry = 3 * MEGABYTE, 97 * MEGABYTE
    assert audit_limits.WORKBOOK_UNPACKED.of(small) < 164_000_000 < audit_limits.WORKBOOK_UNPACKED.of(ministry)


class TestJson:
    """JSON that is small in the file but would take endless time or memory to read."""

    def test_lists_nested_a_million_deep_are_unreadable(self, case):
        (case.folder / "manifiesto.json").write_text('{"a":' + "[" * 1_000_000, encoding="utf-8")
        (case.folder / "libro.json").write_text("[" * 1_000_000, encoding="utf-8")
        assert read_manifest(case.folder) is None
        saved, problem = saved_in(case.folder)
        assert (saved, "libro.json" in problem) == (None, True)

    @pytest.mark.parametrize(
        ("field", "value"),
        [("valor", "1e999999999"), ("numerador", "-1E-999999999"), ("valor", "1/0"), ("decimales", 999_999_999),
         ("montos", ["1e999999999"])],
    )  # fmt: skip
    def test_a_number_too_long_to_write_out_makes_the_book_unreadable(self, case, field, value):
        path = case.folder / "libro.json"
        plain = json.loads(path.read_text(encoding="utf-8"))
        next(item for item in plain["cifras"] if item["id"] == NORTH)[field] = value
        path.write_text(json.dumps(plain), encoding="utf-8")
        saved, problem = saved_in(case.folder)
        assert (saved, "libro.json" in problem) == (None, True)

    def test_a_verdict_on_a_number_too_long_to_write_out_is_reported(self, case, wording):
        item = Reconciled(NORTH, "cuadro 1", "23.52", "1e-999999999", "0", Verdict.EXACT, "", "")
        (difference,) = audited_published.verdict_differences(case.reference.book, item)
        wording(str(difference), "1e-999999999")

    @pytest.mark.parametrize(
        ("text", "number"),
        [("0E-10", 0), ("1E+3", 1000), ("-23.525", Fraction(-23525, 1000)), ("0.000000000000000000000000000000000001", Fraction(1, 10**36))],
    )
    def test_numbers_that_a_run_writes_are_read_without_loss(self, text, number):
        assert bounded_decimal(text) == number

    @pytest.mark.parametrize("text", ["1_0", "١٢", "NaN", "-Infinity", ""])
    def test_what_no_run_writes_is_no_number(self, text):
        with pytest.raises(ValueError, match=re.escape(repr(text))):
            bounded_decimal(text)


def test_a_cell_in_the_last_row_is_reported_by_the_extent_of_the_sheet(tmp_path):
    case = finished(tmp_path, small_computed())
    last = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    rewritten(case.folder / PAPERS, lambda sheet: sheet.replace(b"</sheetData>", last))
    assert "extensión: debía decir «A1:" in audited_workbook.check_workbook(case).trouble


def test_packed_figures_that_would_expand_too_much_are_refused():
    letters = b64encode(zlib.compress(bytes(200 * MEGABYTE))).decode()
    with pytest.raises(ValueError, match="cut short"):
        unpacked(letters)
    assert json.loads(unpacked(packed({"textos": ["a" * 100] * 5_000})))["textos"][0] == "a" * 100


@pytest.mark.parametrize("name", ["/dev/zero", "../secreto.txt", "a" * 5_000, "a\0b"])
def test_a_file_named_outside_of_the_folder_has_no_hash(tmp_path, name):
    (tmp_path / "secreto.txt").write_text("x", encoding="utf-8")
    (tmp_path / "salida").mkdir()
    assert file_hashes(tmp_path / "salida", {name: "0"}) == {name: ""}


@pytest.mark.slow
def test_the_whole_command_refuses_within_little_memory(case, tmp_path):
    """The folder is that of another institution; that is not told, because nothing in it is opened."""
    root = make_world(tmp_path / "libro").root
    folder = Path(shutil.copytree(case.folder, root / "output/mini/2024-T2"))
    manifest = {"entidad": "mini", "periodo": "2024-T2", "estado": COMPLETE}
    (folder / "manifiesto.json").write_text(json.dumps(manifest), encoding="utf-8")
    for make in (lambda folder: rewritten(folder / PAPERS, with_rows(400_000)), page_of_tags, swollen_pdf):
        make(folder)
    # For a forked process, rusage also counts its parent's memory; /proc has the peak of the process itself.
    peak = "print(next(line for line in open('/proc/self/status') if line.startswith('VmHWM')), file=sys.stderr)"
    program = f"import atexit, runpy, sys\nsys.argv = ['poa', 'audit', 'mini/2024-T2']\natexit.register(lambda: {peak})\nrunpy.run_module('helpers.desk.cli', run_name='__main__')"
    process = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (8 * 1024 * MEGABYTE,) * 2),
    )  # fmt: skip
    said = process.stderr
    assert (process.returncode, said.split(":")[0]) == (1, "NO PASA")
    assert [name for name in (PAPERS, PAGE, PAPER) if f"- {name}: " not in said] == []
    assert int(re.search(r"VmHWM:\s+(\d+) kB", said)[1]) * 1024 < MOST_MEMORY
