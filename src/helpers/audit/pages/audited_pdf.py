"""Prints the PDF again, from the page and the attachments that it must have, and compares the two.

They have the same bytes or, if not, the same words, annotations, attachments and places.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from helpers.audit.audit_case import Case
from helpers.audit.audit_result import Difference, Result, Unverifiable, drawn_otherwise
from helpers.audit.folder.made_from import attached_manifest
from helpers.audit.folder.stated_versions import PRINTERS, SYSTEM, WRITER, if_unlike, made_alike
from helpers.audit.pages.data_differences import departures
from helpers.audit.pages.pdf_words import PdfWord, additions, attachments, metadata, pages_of, pdf_words
from helpers.audit.pages.word_differences import changes, quoted_change
from helpers.base.display import number_es
from helpers.outputs.pdf.report_pdf import write_pdf
from helpers.outputs.run_files import ATTACHED, MANIFEST_FILE, PDF_FILE, PLACES_FILE, WORKPAPERS_FILE

SUBJECT = "Informe PDF"
HOW = (
    "El PDF se imprime otra vez de la página y de los adjuntos que debe tener, y es el mismo, byte por byte; el "
    "manifiesto que lleva se compara con el de la carpeta. Si se hizo con otras versiones, tiene las mismas palabras y "
    "números en su orden, las mismas cifras en lugares.json, los mismos adjuntos y enlaces hacia fuera, y ninguna "
    "anotación que no sea un enlace."
)
WAIVED = "El informe se hizo sin PDF (--sin-pdf)."
OTHER_PRINTER = (
    "el PDF se hizo con otras versiones o en otro sistema ({}) y no es el mismo byte por byte: se compararon sus "
    "palabras, cifras, anotaciones, enlaces hacia fuera y adjuntos, pero no lo que se dibuja, su forma ni su lugar, ni "
    "el título y los marcadores del archivo"
)


def check_pdf(case: Case, reprint: Callable[[], Path]) -> Result:
    """Compare the run's PDF with the one printed now; waived if the report was made without PDF.

    Parameters
    ----------
    reprint : callable
        Prints the PDF now and returns its path.

    Raises
    ------
    Unverifiable
        If the PDF is missing although the report was made with one, or cannot be printed now.
    """
    if not case.is_due(PDF_FILE):
        return Result(SUBJECT, HOW, notes=(WAIVED,), is_waived=True)
    path, again = case.output(PDF_FILE), reprint()
    if path.read_bytes() == again.read_bytes():
        unit = f"páginas con {number_es(len(places_of(path)))} cifras: el archivo es igual byte por byte"
        return Result(SUBJECT, HOW, pages_of(path), unit)
    more = (*_attached_otherwise(case, path), *place_differences(places_of(again), places_of(path)))
    found = paper_differences(case, again, path, more)
    unchecked = if_unlike(case, OTHER_PRINTER, *PRINTERS)
    return Result(SUBJECT, HOW, len(places_of(path)), "cifras impresas", found, unchecked=unchecked)


def paper_differences(case: Case, due: Path, found: Path, more: Sequence[Difference] = ()) -> tuple[Difference, ...]:
    """Return how a PDF differs from the one printed now: words, annotations, links out; then `more`.

    If the same versions printed both, also metadata and, if nothing before them differs, other bytes. Nothing if the
    bytes are the same.

    Parameters
    ----------
    due, found : Path
        The PDF printed now, and the published one.
    more : sequence of Difference
        What else is known to differ.
    """
    if due.read_bytes() == found.read_bytes():
        return ()
    file, one, other = found.name, additions(due), additions(found)
    told = list(text_differences(file, pdf_words(due), pdf_words(found)))
    for what in sorted((one | other) - (one & other)):
        told.append(Difference(f"{file}, {what}", str(one[what]), str(other[what])))
    told += more
    if not made_alike(case, *PRINTERS):
        return tuple(told)
    stated = departures(metadata(due), metadata(found))
    unseen = [Difference(f"{file}, metadato {each.path[0]}", each.expected, each.found) for each in stated]
    return (*told, *unseen) if told else (*unseen, drawn_otherwise(file))


def text_differences(file: str, due: Sequence[PdfWord], found: Sequence[PdfWord]) -> Iterator[Difference]:
    """Yield in order the words in which two PDFs differ, with the page of the published one (`found`).

    `file` is the PDF as messages name it.
    """
    expected, said = [word.text for word in due], [word.text for word in found]
    for change in changes(expected, said):
        page = found[min(change.start, len(found) - 1)].page if found else 1
        yield Difference(f"{file}, página {page}", *quoted_change(expected, said, change))


def place_differences(due: Sequence[tuple[str, str]], found: Sequence[tuple[str, str]]) -> Iterator[Difference]:
    """Yield in the order of ids the figures that two PDFs list with other texts or another number of times.

    `due` and `found` are lists of id and text, as `places_of` returns them.
    """
    one, other = Counter(due), Counter(found)
    lost, strange = one - other, other - one
    for id in sorted({id for id, _ in (*lost, *strange)}):
        yield Difference(f"{PDF_FILE}, {PLACES_FILE}, cifra {id}", _times(lost, id), _times(strange, id))


def _times(counts: Counter[tuple[str, str]], id: str) -> str:
    """Say in Spanish with which texts a figure is listed and how often; `no está` if it is not."""
    told = [f"{text} ({count} {'veces' if count > 1 else 'vez'})" for (own, text), count in counts.items() if own == id]
    return "; ".join(told) or "no está"


def places_of(path: Path) -> list[tuple[str, str]]:
    """Return the figures that a PDF lists as printed, in order: id and text; empty if the list cannot be read."""
    try:
        listed = dict(attachments(path)).get(PLACES_FILE, b"[]")
        return [(str(id), str(text)) for id, text, *_ in json.loads(listed)]
    except (ValueError, TypeError):
        return []


def _attached_otherwise(case: Case, path: Path) -> Iterator[Difference]:
    """Yield due attachments that a PDF lacks or repeats, then attachments that are not due or have other content."""
    attached = attachments(path)
    counts = Counter(name for name, _ in attached)
    for name in (*ATTACHED, PLACES_FILE):
        if counts[name] != 1:
            said = f"{counts[name]} con ese nombre" if counts[name] else "no está"
            yield Difference(f"{PDF_FILE}, adjunto {name}", "un archivo adjunto", said)
    for name, content in attached:
        yield from _content_otherwise(case, name, content)


def _content_otherwise(case: Case, name: str, content: bytes) -> Iterator[Difference]:
    """Yield a difference if an attachment is not due or, except for `PLACES_FILE`, has other content than due."""
    place = f"{PDF_FILE}, adjunto {name}"
    if name not in (*ATTACHED, PLACES_FILE):
        yield Difference(place, "ningún adjunto", "un archivo que el informe no tiene")
    elif name in ATTACHED and content != due_content(case, name):
        yield Difference(place, "el del informe", "otro contenido")


_FOLDER = "reimpreso"


def reprinted(case: Case, page: str) -> Path:
    """Print a page as PDF into the audit's working folder, with the attachments that it must have; return its path.

    An earlier reprint is replaced.

    Parameters
    ----------
    page : str
        The text of the HTML page that the PDF must show.

    Raises
    ------
    Unverifiable
        If an attachment is missing.
    """
    folder = case.scratch / _FOLDER
    folder.mkdir(exist_ok=True)
    carried = []
    for name in ATTACHED:
        content = due_content(case, name)
        if content is None:
            raise Unverifiable(f"no se pudo escribir otra vez el PDF: falta {name}")
        carried.append(folder / name)
        carried[-1].write_bytes(content)
    run = case.reference.corrida
    write_pdf(page, folder / PDF_FILE, attachments=carried, dated=run.cutoff(run.period))
    return folder / PDF_FILE


def due_content(case: Case, name: str) -> bytes | None:
    """Return the content that an attachment must have.

    It is the CSV file or the workbook as written now, or the manifest that the PDF carries, which is compared with the
    folder's; the folder's if it carries none. If another version wrote the workbook, it is the folder's workbook, which
    has its own check. None for any other name, and if the file is missing.
    """
    if name == MANIFEST_FILE:
        return attached_manifest(case) or (case.folder / name).read_bytes()
    is_written_now = name != WORKPAPERS_FILE or made_alike(case, WRITER, "python", SYSTEM)
    place = (case.expected if is_written_now else case.folder) / name
    return place.read_bytes() if name in ATTACHED and place.is_file() else None
