"""HTML → PDF/A-3a by WeasyPrint, without ever touching the network or the disk."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers.assemble.paper import for_paper
from helpers.assemble.problems import PdfFailed, PdfUnavailable
from helpers.assemble.tagging import make_accessible
from helpers.uncollected import uncollected

if TYPE_CHECKING:
    from weasyprint import Attachment

VARIANT = "pdf/a-3a"


class _Complaints(logging.Handler):
    """Keeps what WeasyPrint reports as an error: it logs a lost picture and goes on, a report must not."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the message."""
        self.messages.append(record.getMessage()[:300])


def write_pdf(
    document: str,
    destination: Path,
    *,
    attachments: Sequence[Path] = (),
    dated: date | None = None,
    ready: Callable[[], None] = lambda: None,
) -> None:
    """Lay the document out on paper.

    Parameters
    ----------
    document : str
        A self-contained HTML document; its title, author and language become the PDF's.
    destination : Path
        The PDF to write.
    attachments : Sequence[Path]
        Files that travel inside the PDF, as data.
    dated : date, optional
        The date that they bear where `SOURCE_DATE_EPOCH` is not set: that of what they tell, so that the same
        inputs give the same bytes. The date of each file where it is not given.
    ready : Callable
        Called when all is laid out, before each attachment is read: it returns when they are there.

    Raises
    ------
    PdfUnavailable
        Pango is not installed.
    PdfFailed
        Something of the document could not be drawn, or asked for a file from outside.
    """
    weasyprint = _weasyprint()
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    fetcher = URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)
    with _listening() as complaints, uncollected():
        try:
            page = weasyprint.HTML(string=for_paper(document), url_fetcher=fetcher)
            attached = [_attach(file, dated, ready) for file in attachments]
            content = page.write_pdf(pdf_variant=VARIANT, attachments=attached, finisher=make_accessible)
        except FatalURLFetchingError as problem:
            raise PdfFailed(
                [f"algo no viaja dentro del documento o no se lee: {str(problem)[:200]}"]
            ) from problem
    if complaints:
        raise PdfFailed(complaints)
    destination.write_bytes(content)


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


def _attach(file: Path, dated: date | None, ready: Callable[[], None]) -> Attachment:
    """A file to carry along with a date that does not depend on when it was written, where there is one."""
    from weasyprint import Attachment

    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch or dated is None:
        moment = datetime.fromtimestamp(float(epoch) if epoch else file.stat().st_mtime, UTC)
    else:
        moment = datetime.combine(dated, time(), UTC)
    attachment = Attachment(filename=file, name=file.name, created=moment, modified=moment, relationship="Data")
    attachment.source = _when_ready(ready, attachment.source)
    return attachment


@contextmanager
def _when_ready(ready: Callable[[], None], source: AbstractContextManager[Any]) -> Iterator[Any]:
    """What an attachment is read from: asked for when all pages are drawn, and only then opened."""
    ready()
    with source as found:
        yield found
