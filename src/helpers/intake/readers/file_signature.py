"""Recognises a file's format by its first bytes, not by its name, and says why a file is refused."""

from __future__ import annotations

import codecs
import zipfile
from enum import Enum
from pathlib import Path

from helpers.intake.intake_problems import Code
from helpers.intake.readers.read_limits import FILE_BYTES, MEGABYTE, Unreadable, damaged, too_big
from helpers.intake.readers.workbook_archive import BROKEN_PACKAGE, check_parts, looks_inside
from helpers.intake.year_folders import TABLE_SUFFIXES


class Format(Enum):
    """Formats that can be read."""

    CSV = "csv"
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"


PROMISED = dict(zip(TABLE_SUFFIXES, (Format.CSV, Format.XLSX, Format.XLSX, Format.XLS, Format.ODS), strict=True))
"""The format that the suffix of a table's file promises."""
NOT_READ = (".xlsb", ".tsv", ".txt", ".pdf", ".doc", ".docx", ".xml", ".html", ".json", ".numbers")
"""Suffixes of files that are recognised as tables by their name and refused with a finding."""

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ZIP = b"PK"
_HEAD = 4096
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_OTHERS = (b"%pdf", b"<html", b"<!doctype", b"<table", b"<?xml", b"<?mso-application", b"<workbook")
"""How a PDF, a web page or an XML begins: some systems export one under the name of a workbook."""
_WORKBOOK, _CONTENT = "xl/workbook.xml", "content.xml"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BIFF = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))


def identify(path: Path) -> Format:
    """Return the format of a file, by its content, which must be the format that its suffix promises.

    Parameters
    ----------
    path : Path
        A file with one of the `TABLE_SUFFIXES`.

    Raises
    ------
    Unreadable
        If the file is larger than `FILE_BYTES`, empty (other than a CSV), damaged, protected by a password, a
        compression bomb, or of another format than its suffix promises.
    """
    size = path.stat().st_size
    if size > FILE_BYTES:
        raise too_big(f"el archivo pesa {size // MEGABYTE} MB", f"{FILE_BYTES // MEGABYTE} MB")
    promised = PROMISED[path.suffix.lower()]
    if not size:
        if promised is Format.CSV:
            return promised  # reported later, as a table without a header
        raise damaged("el archivo está vacío, quizá se cortó al copiarlo")
    with path.open("rb") as file:
        head = file.read(_HEAD)
    actual = _of_content(path, head)
    if actual is not promised:
        raise _disguised(path, f"un libro {actual.value}" if actual is not Format.CSV else "texto")
    return actual


def _of_content(path: Path, head: bytes) -> Format:
    """Return the format that a file's content has; Unreadable for any other content, damaged or protected."""
    if head.startswith(_OLE):
        return _ole(path)
    if head.startswith(_ZIP) and (path.suffix.lower() != ".csv" or not _is_text(head)):
        return _zipped(path)
    if head.lstrip(codecs.BOM_UTF8 + b" \r\n\t").lower().startswith(_OTHERS):
        raise _disguised(path, "un PDF, una página web o un documento XML")
    if not _is_text(head):
        raise damaged("no es un libro ni un texto; está dañado o es de otro programa")
    return Format.CSV


def _is_text(head: bytes) -> bool:
    """Return whether the bytes can be text: UTF-8, UTF-16, or bytes without control characters."""
    if head.startswith(_BOMS[1:]):
        return True
    odd = sum(byte < 9 or 13 < byte < 32 for byte in head)
    zeros = head.count(0)
    utf16 = len(head) > 3 and (head[1::2].count(0) > len(head) * 0.3 or head[::2].count(0) > len(head) * 0.3)
    # Valid UTF-8 with control characters passes: a later check reports each one with its cell.
    return odd == 0 or (utf16 and odd == zeros) or (zeros == 0 and _is_utf8(head))


def _is_utf8(head: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)  # the last character may be cut
    except UnicodeDecodeError:
        return False
    return True


def _ole(path: Path) -> Format:
    """Return the format of an OLE file, an Excel 97 workbook; Unreadable for any other, or one with a password."""
    data = path.read_bytes()
    if _ENCRYPTED in data:
        raise protected()
    if any(name in data for name in _BIFF):
        return Format.XLS
    raise damaged("no es un libro de Excel, o está incompleto")


def _zipped(path: Path) -> Format:
    """Return the format of a ZIP package: .xlsx or .ods; Unreadable for any other, damaged or protected."""
    try:
        with zipfile.ZipFile(path) as package:
            check_parts(package)
            names = set(package.namelist())
            if _WORKBOOK in names:
                return Format.XLSX
            if _CONTENT in names and looks_inside(package, "mimetype", b"spreadsheet"):
                if looks_inside(package, "META-INF/manifest.xml", b"encryption-data"):
                    raise protected()
                return Format.ODS
    except BROKEN_PACKAGE as problem:
        raise damaged("el libro está dañado o incompleto, quizá se cortó al copiarlo") from problem
    raise _disguised(path, "un archivo comprimido que no es un libro .xlsx ni .ods")


def protected() -> Unreadable:
    """Return the error for a file that has a password."""
    return Unreadable(
        Code.FILE_PROTECTED,
        "tiene contraseña y no se puede leer. Ábralo con su contraseña, quítela (Archivo, Información, Proteger "
        "libro) y guárdelo de nuevo.",
        expected="sin contraseña",
        value="con contraseña",
    )


def _disguised(path: Path, actual: str) -> Unreadable:
    suffix = path.suffix.lower()
    return Unreadable(
        Code.FILE_DISGUISED,
        f"se llama {suffix} y por dentro es {actual}. Ábralo en Excel o LibreOffice y guárdelo con «Guardar como», en "
        "formato .xlsx; no basta cambiarle el nombre.",
        expected=suffix,
        value=actual,
    )
