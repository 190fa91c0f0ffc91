"""Real reports opened for audit, and functions that change one digit in each kind of their files, as a forger would."""

from __future__ import annotations

import csv
import ctypes
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from openpyxl import load_workbook
from real_commands import RUN
from recorded_audit import kept

from helpers.audit.audit_case import Case, saved_in
from helpers.audit.audit_result import Unverifiable
from helpers.audit.pages.audited_pdf import due_content
from helpers.base.system.digest import data_sha256, file_sha256
from helpers.figures.book_file import json_pieces
from helpers.outputs.run_files import ACTA_FILES, ATTACHED
from helpers.run.finished_run import Executed
from helpers.run.report.manifest import manifest_text, read_manifest

ROOT = Path(__file__).resolve().parents[2]
OUTPUT = Path("output") / RUN


@dataclass(frozen=True)
class Real:
    """The real run opened for audit, with its sections executed, its page assembled and its PDF printed again."""

    case: Case
    executed: Executed
    page: str
    paper: Path


@dataclass(frozen=True)
class Verified:
    """What `poa auditar` did with the real report.

    Attributes
    ----------
    code : int
        The exit code.
    said, complained : str
        Standard output and standard error.
    before, after : dict
        The hash of each file of the report, without the acta, before and after the command.
    folder : Path
        The report's folder, with the acta.
    kept : tuple
        The sections executed again, the assembled page and its PDF.
    """

    code: int
    said: str
    complained: str
    before: dict[str, str]
    after: dict[str, str]
    folder: Path
    kept: tuple[Executed, str, Path]


def verify_for_real(project: Path, folder: Path, run: str, *options: str) -> None:
    """Run `poa auditar` in a new Python on a copy of a project with a report, and record the outcome in a file."""
    root = Path(shutil.copytree(project, folder / "libro"))
    before = digests(root / "output" / run)
    source = {"PYTHONPATH": os.pathsep.join(filter(None, (str(Path(__file__).parent), os.environ.get("PYTHONPATH"))))}
    command = [sys.executable, "-m", "recorded_audit", str(folder), "audit", run, *options]
    done = subprocess.run(
        command, cwd=root, env=os.environ | source, capture_output=True, text=True, encoding="utf-8", check=False
    )
    record = [done.returncode, done.stdout, done.stderr, before, digests(root / "output" / run)]
    (folder / "dicho.json").write_text(json.dumps(record), encoding="utf-8")


def verified_in(folder: Path, run: str) -> Verified:
    """Read what `verify_for_real` wrote."""
    record = json.loads((folder / "dicho.json").read_text(encoding="utf-8"))
    return Verified(*record, folder / "libro" / "output" / run, kept(folder))


def digests(folder: Path) -> dict[str, str]:
    """The hash of each file of a report, by its path; the files of the acta are left out."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name not in ACTA_FILES)
    return {path.relative_to(folder).as_posix(): file_sha256(path) for path in files}


def once_for_bytes(read: Callable[..., object]) -> Callable[..., object]:
    """Wrap a function that reads files so that it runs once for the same bytes, in whatever folder the files are."""
    known: dict[tuple, object] = {}

    def reading(*files: Path, **asked: object) -> object:
        key = (*map(file_sha256, files), *sorted(asked.items()))
        if key not in known:
            known[key] = read(*files, **asked)
        return known[key]

    return reading


def printed_again(case: Case, real: Real) -> Path:
    """The PDF that a changed copy should have.

    It is the session's PDF. If the attachments would differ, it is a copy with other bytes and the same look.
    """
    carried = [(due_content(case, name), due_content(real.case, name)) for name in ATTACHED]
    if missing := [name for name, (due, _) in zip(ATTACHED, carried, strict=True) if due is None]:
        raise Unverifiable(f"no se pudo escribir otra vez el PDF: falta {missing[0]}")
    if all(due == first for due, first in carried):
        return real.paper
    other = case.scratch / "con-otros-adjuntos.pdf"
    other.write_bytes(real.paper.read_bytes() + b"%\n")
    return other


def with_folder(case: Case, folder: Path) -> Case:
    """The case for a changed copy of its folder; the Book is read from the copy."""
    saved, problem = saved_in(folder)
    return replace(case, folder=folder, saved=saved, saved_problem=problem, manifest=read_manifest(folder) or {})


def case_same_book(case: Case, folder: Path) -> Case:
    """The case for a changed copy of its folder whose Book is unchanged; quicker, as the Book is not read again."""
    return replace(case, folder=folder, manifest=read_manifest(folder) or {})


def other_digit(number: str) -> str:
    """The number with its last digit changed by one."""
    return number[:-1] + str((int(number[-1]) + 1) % 10)


def change_csv(path: Path, key: str, column: str) -> str:
    """Change a number in the first row that begins with a key; returns the cell."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    place = rows[0].index(column)
    line = next(line for line, row in enumerate(rows) if row[0] == key and row[place][-1:].isdigit())
    rows[line][place] = other_digit(rows[line][place])
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    path.write_text(written.getvalue(), encoding="utf-8", newline="")
    return f"{chr(ord('A') + place)}{line + 1}"


def change_input(path: Path, begins: str, column: str) -> str:
    """Change a column's number in the first line that begins with a text; returns the cell."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    place = lines[0].strip().split(",").index(column)
    line = next(line for line, text in enumerate(lines) if text.startswith(begins))
    (row,) = csv.reader([lines[line]])
    before, number, after = lines[line].rpartition(row[place])
    lines[line] = f"{before}{other_digit(number)}{after}"
    assert next(csv.reader([lines[line]]))[place] == other_digit(number)
    path.write_text("".join(lines), encoding="utf-8", newline="")
    return f"{chr(ord('A') + place)}{line + 1}"


def change_book(path: Path, figure: str) -> None:
    """Change the exact value of a figure in `libro.json`."""
    plain = json.loads(path.read_text(encoding="utf-8"))
    item = next(item for item in plain["cifras"] if item["id"] == figure)
    item["valor"] = other_digit(item["valor"])
    path.write_text(json.dumps(plain, ensure_ascii=False, indent=1), encoding="utf-8")


def find_cell(path: Path, sheet: str, column: str, matches: Callable[[tuple], bool]) -> str:
    """The cell of a column in the first row whose values match."""
    page = load_workbook(path, read_only=True, data_only=True)[sheet]
    rows = enumerate(page.iter_rows(values_only=True), start=1)
    return next(f"{column}{line}" for line, row in rows if matches(row))


def change_cell(path: Path, sheet: str, cell: str) -> None:
    """Change the last digit of a cell's stored value; its formula and all other contents keep their bytes."""
    member = f"xl/worksheets/sheet{load_workbook(path, read_only=True).sheetnames.index(sheet) + 1}.xml"
    pattern = re.compile(rb'(<c r="%s"[^>]*>(?:<f>[^<]*</f>)?<v>)([^<]*)(</v>)' % cell.encode())
    with zipfile.ZipFile(path) as archive:
        members = {item: archive.read(item) for item in archive.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for item, data in members.items():
            if item.filename == member:
                data, count = pattern.subn(
                    lambda found: found[1] + other_digit(found[2].decode()).encode() + found[3], data
                )
                assert count == 1
            archive.writestr(item, data)


def change_html(path: Path, figure: str, holder: str) -> None:
    """Change the last decimal of a figure where it is first printed inside an element such as `td` or `p`."""
    text = path.read_text(encoding="utf-8")
    pattern = re.compile(
        rf'(<{holder}\b[^>]*>(?:(?!</{holder}>).)*?<data [^>]*data-cifra="{figure}"[^>]*>[\d.]*,\d*)(\d)', re.DOTALL
    )
    changed, count = pattern.subn(lambda found: found[1] + other_digit(found[2]), text, count=1)
    assert count == 1
    path.write_text(changed, encoding="utf-8", newline="")


def change_notebook(path: Path, figure: str) -> None:
    """Change a figure's value in an executed notebook."""
    text = path.read_text(encoding="utf-8")
    pattern = re.compile(rf'(value=\\"[\d.]*)(\d)(\\" data-cifra=\\"{figure}\\")')
    changed, count = pattern.subn(lambda found: found[1] + other_digit(found[2]) + found[3], text, count=1)
    assert count == 1
    path.write_text(changed, encoding="utf-8", newline="")


def change_pdf(path: Path, printed: str) -> int:
    """Change the last digit of a number in the first text of the PDF that holds only the number; returns the page."""
    import pypdfium2
    from pypdfium2 import raw

    with pypdfium2.PdfDocument(path.read_bytes()) as document:
        for number, page in enumerate(document, start=1):
            text = page.get_textpage()
            for piece in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=20, textpage=text):
                if piece.extract().strip() == printed:
                    letters = (other_digit(printed) + "\0").encode("utf-16-le")
                    assert raw.FPDFText_SetText(
                        piece, (ctypes.c_ushort * (len(letters) // 2)).from_buffer_copy(letters)
                    )
                    page.gen_content()
                    document.save(path)
                    return number
    raise AssertionError(f"{printed} is not in {path.name}")


def paint_over(path: Path, page: int) -> None:
    """Draw a white box with a black frame over a page: 60 × 20 points, 200 from the left and 400 from the bottom."""
    import pypdfium2
    from pypdfium2 import raw

    with pypdfium2.PdfDocument(path.read_bytes()) as document:
        leaf = document[page - 1]
        for shape, grey in (((200, 400, 60, 20), 0), ((202, 402, 56, 16), 255)):
            drawn = raw.FPDFPageObj_CreateNewRect(*shape)
            raw.FPDFPageObj_SetFillColor(drawn, grey, grey, grey, 255)
            raw.FPDFPath_SetDrawMode(drawn, raw.FPDF_FILLMODE_ALTERNATE, False)
            raw.FPDFPage_InsertObject(leaf, drawn)
        leaf.gen_content()
        document.save(path)


def carry(path: Path, name: str, content: bytes) -> None:
    """Attach a file to a PDF, in place of the attachment of the same name if there is one."""
    import pikepdf

    with pikepdf.open(path, allow_overwriting_input=True) as document:
        document.attachments[name] = pikepdf.AttachedFileSpec(document, content, filename=name)
        document.save(path)


def mend_book(folder: Path, root: Path) -> None:
    """Update the hashes of the inputs in `libro.json` to the files as they are now."""
    path = folder / "libro.json"
    plain = json.loads(path.read_text(encoding="utf-8"))
    plain["insumos"] = {name: file_sha256(root / name) for name in plain["insumos"]}
    path.write_text("".join(json_pieces(plain)), encoding="utf-8", newline="")


def mend_manifest(folder: Path, root: Path | None = None, gone: Sequence[str] = ()) -> None:
    """Update the hashes in the manifest to the files as they are now: the outputs and, given a root, the inputs."""
    path = folder / "manifiesto.json"
    plain = json.loads(path.read_text(encoding="utf-8"))
    plain["salidas"] = {name: file_sha256(folder / name) for name in plain["salidas"] if name not in gone}
    if root is not None:
        plain["insumos"] = {name: file_sha256(root / name) for name in plain["insumos"]}
        plain["huella"] = fingerprint(plain)
    write_manifest(folder, plain)


def change_manifest(folder: Path, change: Callable[[dict], object]) -> None:
    """Change a manifest's fields and update the hash that it states of them (`huella`)."""
    plain = json.loads((folder / "manifiesto.json").read_text(encoding="utf-8"))
    change(plain)
    plain["huella"] = fingerprint(plain)
    write_manifest(folder, plain)


def fingerprint(plain: dict) -> str:
    """The hash that a manifest must state of the fields that say what its report was made from."""
    made_from = (
        "codigo", "parametros", "cambios_de_parametros", "configuracion", "metodos_comparados", "insumos", "cuadernos",
        "celdas_de_cuadros",
    )  # fmt: skip
    return data_sha256({name: plain[name] for name in made_from})


def write_manifest(folder: Path, plain: dict) -> None:
    """Write a manifest as a run does."""
    (folder / "manifiesto.json").write_text(manifest_text(plain), encoding="utf-8", newline="")
