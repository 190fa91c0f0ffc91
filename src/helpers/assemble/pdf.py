"""HTML → PDF/A-3a by WeasyPrint, without ever touching the network or the disk."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers.assemble.letters import with_letters
from helpers.assemble.problems import PdfFailed, PdfUnavailable
from helpers.assemble.tagging import make_accessible
from helpers.uncollected import uncollected

if TYPE_CHECKING:
    from weasyprint import Attachment
    from weasyprint.document import Document
    from weasyprint.text.fonts import FontConfiguration

VARIANT = "pdf/a-3a"


class _Complaints(logging.Handler):
    """Keeps what WeasyPrint reports as an error: it logs a lost picture and goes on, a report must not."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the message."""
        self.messages.append(record.getMessage()[:300])


def write_pdf(document: str, destination: Path) -> None:
    """Lay a whole document out on paper, in one piece.

    Parameters
    ----------
    document : str
        A self-contained HTML document; its title, author and language become the PDF's.
    destination : Path
        The PDF to write.

    Raises
    ------
    PdfUnavailable
        Pango is not installed.
    PdfFailed
        Something of the document could not be drawn, or asked for a file from outside.
    """
    destination.write_bytes(drawn(document))


def drawn(document: str, faces: FontConfiguration | None = None, *, tagged: bool = True, piece: str = "") -> bytes:
    """A document as a PDF.

    Parameters
    ----------
    document : str
        A self-contained HTML document; its title, author and language become the PDF's.
    faces : FontConfiguration, optional
        The fonts that were unpacked for other documents (`typecase`).
    tagged : bool
        Whether it is a document that is read, PDF/A with tags, or only something to be drawn on another's pages.
    piece : str
        What it is of a whole to which it will be bound; empty for what stands alone.

    Raises
    ------
    PdfUnavailable, PdfFailed
        As `write_pdf`.
    """
    with printer(faces) as press:
        laid_out = press(document)
        return laid_out.write_pdf(**as_document(piece)) if tagged else laid_out.write_pdf()


def as_document(piece: str = "") -> dict[str, Any]:
    """How WeasyPrint is asked for a PDF that everybody can read, now and in many years."""
    return {"pdf_variant": VARIANT, "finisher": partial(make_accessible, piece=piece)}


@contextmanager
def printer(faces: FontConfiguration | None = None) -> Iterator[Callable[[str], Document]]:
    """What lays out documents; all that they complained of is told when it is left.

    Parameters
    ----------
    faces : FontConfiguration, optional
        The fonts that were unpacked for other documents (`typecase`).

    Raises
    ------
    PdfUnavailable, PdfFailed
        As `write_pdf`.
    """
    weasyprint = _weasyprint()
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    fetcher = URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)
    with _listening() as complaints, uncollected():
        try:
            yield lambda document: weasyprint.HTML(string=with_letters(document), url_fetcher=fetcher).render(
                faces, pdf_variant=VARIANT
            )
        except FatalURLFetchingError as problem:
            raise PdfFailed([f"algo no viaja dentro del documento o no se lee: {str(problem)[:200]}"]) from problem
    if complaints:
        raise PdfFailed(complaints)


def system_libraries() -> dict[str, str]:
    """What sets the letters and is no Python package, with its version, by its name in Spanish."""
    _weasyprint()
    from weasyprint.text.ffi import pango

    return {"la versión de Pango": str(pango.pango_version())}


def typecase() -> FontConfiguration:
    """Room for fonts that several documents share: unpacking them takes longer than many a document."""
    _weasyprint()
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


@contextmanager
def _listening() -> Iterator[list[str]]:
    """Collect WeasyPrint's errors; its warnings, on rules for screens only, are kept off the terminal."""
    from weasyprint.logger import LOGGER

    complaints = _Complaints()
    propagated = LOGGER.propagate
    LOGGER.addHandler(complaints)
    LOGGER.propagate = False
    try:
        yield complaints.messages
    finally:
        LOGGER.removeHandler(complaints)
        LOGGER.propagate = propagated


def _weasyprint() -> Any:
    """WeasyPrint, or a sentence on how to get what it needs: it loads Pango as it is imported."""
    try:
        import weasyprint
    except OSError as problem:
        raise PdfUnavailable(str(problem).splitlines()[0]) from problem
    return weasyprint


def attachment(file: Path, dated: date | None) -> Attachment:
    """A file to carry along as data, with a date that does not depend on when it was written, where there is one.

    Parameters
    ----------
    file : Path
    dated : date, optional
        The date that it bears where `SOURCE_DATE_EPOCH` is not set: that of what it tells, so that the same inputs
        give the same bytes. The date of the file where it is not given.
    """
    from weasyprint import Attachment

    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch or dated is None:
        moment = datetime.fromtimestamp(float(epoch) if epoch else file.stat().st_mtime, UTC)
    else:
        moment = datetime.combine(dated, time(), UTC)
    return Attachment(filename=file, name=file.name, created=moment, modified=moment, relationship="Data")
