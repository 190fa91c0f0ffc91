"""The PDF: its text beside that of the page it was made from, word by word, and the files that it carries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from helpers.assemble.letters import chart_letters
from helpers.assemble.report import PDF_NAME
from helpers.audit.case import Case
from helpers.audit.page_words import place_of
from helpers.audit.paper import PaperWord, PdfWord, attachments, paper_words, pdf_words, repeated_heads, running_words
from helpers.audit.paper_look import look_differences
from helpers.audit.result import Difference, Result, Unverifiable
from helpers.audit.stated_versions import PRINTERS, made_alike, unlike
from helpers.audit.words import Change, changes, common_runs, quoted
from helpers.runner.manifest import FILE as MANIFEST_FILE
from helpers.runner.manifest import manifest_text
from helpers.runner.steps import ATTACHED, WORKPAPERS_FILE

SUBJECT = "Informe PDF"
HOW = (
    "El PDF se escribe otra vez y cada página se ve igual, punto por punto, sin más anotaciones que sus enlaces; su "
    "texto tiene las palabras y los números del informe en su orden, los números de página del índice son los "
    "verdaderos y los CSV adjuntos son los publicados."
)
WAIVED = "El informe se hizo sin PDF (--sin-pdf)."


OTHER_PRINTER = (
    "el PDF se hizo con otras versiones o en otro sistema ({}) y no se ve igual punto por punto: se compararon sus "
    "palabras, anotaciones y adjuntos y, en las páginas con las mismas palabras, cuántos objetos de cada clase se "
    "dibujan, pero no su forma ni su lugar"
)


def check_pdf(case: Case, document: str, again: Path | None, problem: str = "") -> Result:
    """Compare the PDF's text with the page's, its looks with the PDF written now, and its attachments with the files.

    Parameters
    ----------
    document : str
        The page that the PDF must hold.
    again : Path or None
        That page laid out again; None where it could not be, and `problem` says why.

    Raises
    ------
    Unverifiable
        Where there is no PDF that can be read.
    """
    path = case.folder / PDF_NAME
    if not path.is_file():
        if case.manifest.get("con_pdf") is False:
            return Result(SUBJECT, HOW, notes=(WAIVED,), is_waived=True)
        raise Unverifiable(f"{PDF_NAME} no está en {case.label}/.")
    found = pdf_words(path)
    looks, unchecked = ((), problem) if again is None else look_of(case, again, path)
    differences = (*text_differences(document, found), *_attached_otherwise(case, attachments(path)), *looks)
    pages = max((word.page for word in found), default=0)
    unit = f"palabras y números en {pages} páginas"
    return Result(SUBJECT, HOW, len(found), unit, differences, unchecked=unchecked)


def look_of(case: Case, again: Path, path: Path) -> tuple[tuple[Difference, ...], str]:
    """How the PDF looks otherwise, and what of that cannot be compared here."""
    found = tuple(look_differences(again, path, is_same_printer=True))
    if not found or made_alike(case, *PRINTERS):
        return found, ""
    left = tuple(look_differences(again, path, is_same_printer=False))
    return left, OTHER_PRINTER.format(unlike(case, *PRINTERS))


def text_differences(document: str, found: Sequence[PdfWord]) -> Iterator[Difference]:
    """Words that the page has and the PDF has not, and the other way round, with page and neighbours."""
    yield from _chart_differences(document, [word for word in found if word.in_chart])
    found = [word for word in found if not word.in_chart]
    due = _with_pages(paper_words(document), found)
    expected, said = [word.text for word in due], [word.text for word in found]
    left = _Left.of(document, found, list(changes(expected, said)))
    lacking = [change for change in left.changes if not left.take_moved(expected, change)]
    left.take_furniture()
    for change in lacking:
        start, end = left.untold(change)
        near = min(change.start, len(found) - 1)
        page = found[near].page if found else 1
        where = f"{PDF_NAME}, página {page}"
        if change.first < change.last:
            where += f" ({place_of(due[change.first].element)})"
        elif start == end:
            continue
        yield Difference(where, quoted(expected, change.first, change.last), quoted(said, start, end))


def _chart_differences(document: str, found: Sequence[PdfWord]) -> Iterator[Difference]:
    """Letters that the page's charts have and those of the PDF have not, and the other way round."""
    due, drawn = chart_letters(document), [letter.text for letter in found]
    for change in changes(due, drawn):
        page = found[min(change.start, len(found) - 1)].page if found else 1
        where = f"{PDF_NAME}, página {page}, letras de los gráficos"
        yield Difference(where, quoted(due, change.first, change.last), quoted(drawn, change.start, change.end))


@dataclass
class _Left:
    """What two texts do not have in common, and which of the PDF's words of it are explained."""

    document: str
    found: Sequence[PdfWord]
    changes: list[Change]
    free: set[int]

    @classmethod
    def of(cls, document: str, found: Sequence[PdfWord], changed: list[Change]) -> _Left:
        return cls(document, found, changed, {place for one in changed for place in range(one.start, one.end)})

    def take_furniture(self) -> None:
        """Explain the heads of tables that go on, then running heads, page numbers and watermark."""
        for head in repeated_heads(self.document):
            for start in sorted(self.free):
                if self._stands(head, start):
                    self.free -= set(range(start, start + len(head)))
        pages = {str(max((word.page for word in self.found), default=0))}
        usual = running_words(self.document)
        for place in sorted(self.free):
            word = self.found[place]
            if word.text in usual or word.text in pages or word.text == str(word.page):
                self.free.discard(place)

    def take_moved(self, expected: Sequence[str], change: Change) -> bool:
        """Whether what the page has here stands whole a little off in the PDF, or only furniture is left over.

        Numbers alone never count as moved: two that changed places would pass.
        """
        run = list(expected[change.first : change.last])
        if not run:
            return False
        if len(run) == 1 or not any(word.isalpha() for word in run):
            return False
        page = self.found[min(change.start, len(self.found) - 1)].page
        for start in sorted(self.free):
            if abs(self.found[start].page - page) <= 1 and self._stands(run, start):
                self.free -= set(range(start, start + len(run)))
                return True
        return False

    def untold(self, change: Change) -> tuple[int, int]:
        """The first to the last unexplained word of the PDF in a change; nothing where all are explained."""
        places = [place for place in range(change.start, change.end) if place in self.free]
        return (places[0], places[-1] + 1) if places else (change.start, change.start)

    def _stands(self, run: Sequence[str], start: int) -> bool:
        places = enumerate(run, start)
        return all(place in self.free and self.found[place].text == word for place, word in places)


def _with_pages(due: list[PaperWord], found: Sequence[PdfWord]) -> list[PaperWord]:
    """Fill in the contents' page numbers with the pages where the PDF has what they refer to."""
    page_of: dict[str, int] = {}
    matched = _matches([word.text for word in due], [word.text for word in found])
    for place, other in matched.items():
        element = due[place].element
        for identity in filter(None, (one.get("id") for one in (element, *element.iterancestors()))):
            page_of.setdefault(identity, found[other].page)
    return [replace(word, text=str(page_of.get(word.target, "?"))) if word.target else word for word in due]


def _matches(expected: Sequence[str], found: Sequence[str]) -> dict[int, int]:
    return {run.first + step: run.start + step for run in common_runs(expected, found) for step in range(run.size)}


def _attached_otherwise(case: Case, attached: dict[str, bytes]) -> Iterator[Difference]:
    for name in ATTACHED:
        place = f"{PDF_NAME}, adjunto {name}"
        if name not in attached:
            yield Difference(place, "el archivo adjunto", "no está")
    for name, content in attached.items():
        place = f"{PDF_NAME}, adjunto {name}"
        if name not in ATTACHED:
            yield Difference(place, "ningún adjunto", "un archivo que el informe no tiene")
        elif content != _due_content(case, name):
            yield Difference(place, "el del informe", "otro contenido")


def _due_content(case: Case, name: str) -> bytes | None:
    """What a file within the PDF holds: the tables as computed again, the workbook of the folder, which has its own
    check, and the manifest as it was before there was a PDF."""
    if name == MANIFEST_FILE:
        outputs = {file: digest for file, digest in case.stated("salidas").items() if file != PDF_NAME}
        return manifest_text({**case.manifest, "salidas": outputs}).encode()
    place = (case.folder if name == WORKPAPERS_FILE else case.expected) / name
    return place.read_bytes() if place.is_file() else None
