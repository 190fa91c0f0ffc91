"""`estado.jsonl`: the journal of a batch, one line per event; lines are only appended.

Each line is written with a single call and flushed to disk before the batch continues. A killed command may leave an
unfinished last line: readers skip it, and the next event starts on a new line.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from helpers.base.python_extras import PlainData
from helpers.desk.batch.batch_records import Card, Outcome, read_card

FILE = "estado.jsonl"
BATCH, STARTED, MADE, FAILED, ENDED, INTERRUPTED = "lote", "empieza", "hecho", "falla", "termina", "interrumpido"


@dataclass(frozen=True)
class Entry:
    """The last journal entry of a report.

    Attributes
    ----------
    kind : str
        `empieza`, `hecho` or `falla`.
    code : str
        Digest of the code that made the report, or was about to.
    outcome : Outcome
        Empty for a report that was started and has no later entry.
    """

    kind: str
    moment: datetime
    code: str
    with_pdf: bool
    outcome: Outcome


class Journal:
    """The journal of one batch. Its folder must exist, and only one process may write at a time."""

    def __init__(self, path: Path, code: str, *, with_pdf: bool) -> None:
        self._path = path
        self._common = {"codigo": code, "con_pdf": with_pdf}

    def entries(self) -> dict[str, Entry]:
        """Return the last entry of each report by its name (`mre/2024-T2`); empty if there is no journal yet."""
        kinds = (STARTED, MADE, FAILED)
        return {plain["informe"]: _entry(plain) for plain in _lines(self._path) if plain.get("suceso") in kinds}

    def begin(self, **details: object) -> None:
        """Record that the batch starts or resumes, with further details as they are given."""
        self._add(BATCH, **details)

    def started(self, report: str, who: str) -> None:
        """Record that a process (`who`) has taken a report, by its name (`mre/2024-T2`)."""
        self._add(STARTED, informe=report, quien=who)

    def ended(self, report: str, outcome: Outcome) -> None:
        """Record that a report was made, if the outcome has a card, or else that it failed."""
        told = {"segundos": f"{outcome.seconds:.1f}", "memoria": outcome.memory}
        if outcome.card is None:
            self._add(FAILED, informe=report, error=outcome.error, **told)
        else:
            card = asdict(outcome.card)
            made = {"manifiesto": outcome.card.manifest, "origen": outcome.source, "ficha": card}
            self._add(MADE, informe=report, **told, **made)

    def close(self, *, interrupted: bool) -> None:
        """Record that the batch ended or was interrupted."""
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


def _lines(path: Path) -> Iterator[PlainData]:
    """Every complete line."""
    if not path.exists():
        return
    for line in path.read_bytes().split(b"\n"):
        try:
            plain = json.loads(line)
        except ValueError:  # unfinished (in the JSON or within a UTF-8 character), or empty after the last line
            continue
        if isinstance(plain, dict):
            yield plain


def _entry(plain: PlainData) -> Entry:
    outcome = Outcome(
        error=plain.get("error", ""),
        seconds=float(plain.get("segundos", 0)),
        memory=plain.get("memoria", 0),
        card=_card(plain.get("ficha")),
        source=plain.get("origen", ""),
    )
    moment = datetime.fromisoformat(plain["momento"])
    return Entry(plain["suceso"], moment, plain["codigo"], plain["con_pdf"], outcome)


def _card(plain: object) -> Card | None:
    """The card of an entry; None if it has none, or one of another version of the program or changed by hand.

    Without its card a report is made again.
    """
    with suppress(ValidationError):
        return read_card(plain) if plain else None
    return None


def _is_torn(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            stream.seek(-1, os.SEEK_END)
            return stream.read(1) != b"\n"
    except OSError:  # the file does not exist or is empty
        return False
