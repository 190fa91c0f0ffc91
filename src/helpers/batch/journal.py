"""`estado.jsonl`: what happened to a batch, one line an event, only ever added to.

A line is written in one go and carried to the disk before the batch goes on. A command that is killed can tear its
last line: what is torn is passed over, and the next event begins on a line of its own.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from helpers.batch.records import Card, Outcome

FILE = "estado.jsonl"
BATCH, STARTED, MADE, FAILED, ENDED, INTERRUPTED = "lote", "empieza", "hecho", "falla", "termina", "interrumpido"


@dataclass(frozen=True)
class Entry:
    """The last thing that the journal says of a report.

    Attributes
    ----------
    kind : str
        `empieza`, `hecho` or `falla`.
    moment : datetime
    code : str
        Digest of the code that made it, or was about to.
    with_pdf : bool
    outcome : Outcome
        Empty for a report that was begun and of which nothing more is known.
    """

    kind: str
    moment: datetime
    code: str
    with_pdf: bool
    outcome: Outcome


class Journal:
    """The journal of one batch; its folder is there already and one process at a time writes."""

    def __init__(self, path: Path, code: str, *, with_pdf: bool) -> None:
        self._path = path
        self._common = {"codigo": code, "con_pdf": with_pdf}

    def entries(self) -> dict[str, Entry]:
        """The last entry of each report."""
        return {plain["informe"]: _entry(plain) for plain in _lines(self._path) if _is_of_a_report(plain)}

    def begin(self, **details: object) -> None:
        """A batch begins, or goes on."""
        self._add(BATCH, **details)

    def started(self, report: str, who: str) -> None:
        self._add(STARTED, informe=report, quien=who)

    def ended(self, report: str, outcome: Outcome) -> None:
        """A report was made, or could not be."""
        told = {"segundos": f"{outcome.seconds:.1f}", "memoria": outcome.memory}
        if outcome.card is None:
            self._add(FAILED, informe=report, error=outcome.error, **told)
        else:
            card = asdict(outcome.card)
            made = {"manifiesto": outcome.card.manifest, "origen": outcome.source, "ficha": card}
            self._add(MADE, informe=report, **told, **made)

    def close(self, *, interrupted: bool) -> None:
        self._add(INTERRUPTED if interrupted else ENDED)

    def _add(self, kind: str, **details: object) -> None:
        moment = datetime.now().astimezone().isoformat(timespec="milliseconds")
        line = json.dumps({"suceso": kind, "momento": moment, **self._common, **details}, ensure_ascii=False)
        torn = b"\n" if _is_torn(self._path) else b""
        handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
        try:
            os.write(handle, torn + line.encode("utf-8") + b"\n")
            os.fsync(handle)
        finally:
            os.close(handle)


def _lines(path: Path) -> Iterator[Mapping]:
    """Every line that is whole."""
    if not path.exists():
        return
    for line in path.read_bytes().split(b"\n"):
        try:
            plain = json.loads(line)
        except ValueError:  # torn in the middle of a letter or of the JSON, or the nothing after the last line
            continue
        if isinstance(plain, dict):
            yield plain


def _is_of_a_report(plain: Mapping) -> bool:
    return plain.get("suceso") in (STARTED, MADE, FAILED)


def _entry(plain: Mapping) -> Entry:
    card = plain.get("ficha")
    outcome = Outcome(
        error=plain.get("error", ""),
        seconds=float(plain.get("segundos", 0)),
        memory=plain.get("memoria", 0),
        card=Card.of_plain(card) if card else None,
        source=plain.get("origen", ""),
    )
    moment = datetime.fromisoformat(plain["momento"])
    return Entry(plain["suceso"], moment, plain["codigo"], plain["con_pdf"], outcome)


def _is_torn(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            stream.seek(-1, os.SEEK_END)
            return stream.read(1) != b"\n"
    except OSError:  # not there yet, or empty
        return False
