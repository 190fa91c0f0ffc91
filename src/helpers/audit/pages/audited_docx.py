"""Compares the Word document with one written now from the page: the same bytes or, if not, its text part by part."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from xml.sax.saxutils import unescape

from helpers.audit.audit_case import Case
from helpers.audit.audit_result import Difference, Result, Unverifiable
from helpers.audit.folder.stated_versions import DRAWERS, differing_versions, made_alike
from helpers.audit.pages.word_differences import numbers_and_words, quoted_changes
from helpers.base.errors import PoaError
from helpers.intake.readers.workbook_archive import BROKEN_PACKAGE
from helpers.outputs.run_files import WORD_FILE
from helpers.outputs.word.report_docx import report_docx

SUBJECT = "Informe Word"
HOW = (
    "El documento de Word se escribe otra vez de la página, y es el mismo, byte por byte. Si se hizo con otras "
    "versiones, su texto, sus encabezados y sus pies son los mismos, con cada número y cada marca en su lugar."
)
OTHER_WRITER = (
    "el documento de Word se hizo con otras versiones ({}) y no es el mismo byte por byte: no se compararon {}"
)
MAKERS = (*DRAWERS, "typst", "python-docx", "lxml")
"""Packages that draw the pictures and write the parts of the document."""
_TEXT_PART = re.compile(r"word/(?:document|header\d+|footer\d+)\.xml|word/_rels/.*|\[Content_Types\]\.xml")
"""Parts that say the same whatever the versions: text, links, and which other parts there are."""
_TEXT = re.compile(r"<w:(?:t|instrText)(?:\s[^>]*)?>([^<]*)</w:(?:t|instrText)>|</w:p>|<w:(?:tab|br)/>")


def is_due(case: Case) -> bool:
    """Return whether the run has a Word document, or its manifest says that it has one."""
    return case.manifest.get("con_docx") is True or (case.folder / WORD_FILE).is_file()


def check_docx(case: Case, page: str) -> Result:
    """Compare the run's Word document with the one that its page gives now.

    Parameters
    ----------
    page : str
        The text of the HTML page that the document must show.

    Raises
    ------
    Unverifiable
        If the document is missing, or cannot be written again.
    """
    path = case.folder / WORD_FILE
    if not path.is_file():
        raise Unverifiable(f"{WORD_FILE} no está en {case.label}/.")
    run = case.reference.corrida
    try:
        due = report_docx(page, run.cutoff(run.period))
    except PoaError as problem:
        raise Unverifiable(f"no se pudo escribir otra vez el documento de Word ({problem})") from problem
    found = path.read_bytes()
    words = sum(len(words_of(text)) for name, text in parts_of(due).items() if name.endswith("document.xml"))
    if found == due:
        return Result(SUBJECT, HOW, words, "palabras y números: el archivo es igual byte por byte")
    differences, left_out = part_differences(due, found, is_same_writer=made_alike(case, *MAKERS))
    unchecked = OTHER_WRITER.format(differing_versions(case, *MAKERS), ", ".join(left_out)) if left_out else ""
    return Result(SUBJECT, HOW, words, "palabras y números", tuple(differences), unchecked=unchecked)


def part_differences(due: bytes, found: bytes, *, is_same_writer: bool) -> tuple[list[Difference], list[str]]:
    """Return how two Word documents differ, and the differing parts that other versions may write otherwise.

    Parameters
    ----------
    due, found : bytes
        The document written now, and the published one.
    is_same_writer : bool
        Both were made with the same versions: then every part must be the same.
    """
    try:
        expected, said = parts_of(due), parts_of(found)
    except BROKEN_PACKAGE as problem:
        return [Difference(WORD_FILE, "un documento de Word", f"no se puede leer ({problem})")], []
    differences: list[Difference] = []
    left_out: list[str] = []
    for name in sorted({*expected, *said}):
        if name not in expected or name not in said:
            one, other = ("una parte", "no está") if name in expected else ("ninguna parte", "una parte de más")
            differences.append(Difference(f"{WORD_FILE}, {name}", one, other))
        elif expected[name] != said[name]:
            if is_same_writer or _TEXT_PART.fullmatch(name):
                differences += _otherwise(name, expected[name], said[name])
            else:
                left_out.append(name)
    if not differences and is_same_writer:
        differences.append(
            Difference(WORD_FILE, "los bytes que salen al escribirlo otra vez", "otros, con las mismas partes")
        )
    return differences, left_out


def parts_of(document: bytes) -> Mapping[str, bytes]:
    """Return the parts of a Word document by name.

    Raises
    ------
    ValueError
        If two parts have the same name, which programs would read in two ways.
    zipfile.BadZipFile
        If it is no ZIP package; that it is a Word document is not checked.
    """
    with zipfile.ZipFile(BytesIO(document)) as package:
        names = package.namelist()
        if len({name.lower() for name in names}) != len(names):
            raise ValueError("tiene dos partes con el mismo nombre")
        return {name: package.read(name) for name in names}


def words_of(part: bytes) -> list[str]:
    """Return the numbers and words of a part in order, with the instructions of its fields."""
    text = part.decode("utf-8", errors="replace")
    return numbers_and_words(" ".join(_paragraphs(text)))


def _paragraphs(text: str) -> Iterator[str]:
    line = ""
    for found in _TEXT.finditer(text):
        if found[1] is None:
            yield line
            line = ""
        else:
            line += unescape(found[1])
    yield line


def _otherwise(name: str, due: bytes, found: bytes) -> Iterator[Difference]:
    place = f"{WORD_FILE}, {name}"
    if name.endswith(".xml"):
        told = [Difference(place, *texts) for texts in quoted_changes(words_of(due), words_of(found))]
        if told:
            yield from told
            return
    yield Difference(place, "lo que sale al escribirla otra vez", "otro contenido, con las mismas palabras")
