"""`tiempos.json`: when a run was made and how long it took. The manifest, equal for equal inputs, omits this."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from helpers.run.processes.section_pool import Ended

FILE = "tiempos.json"


@dataclass(frozen=True)
class Times:
    """When a run was made.

    Attributes
    ----------
    started, ended : datetime
        With time zone.
    seconds : Mapping of str to float
        Seconds that each section took, rounded to a tenth.
    """

    started: datetime
    ended: datetime
    seconds: Mapping[str, float]


def write_times(folder: Path, started: datetime, sections: Mapping[str, Ended]) -> None:
    """Write the times of a run that ends now into its folder.

    Parameters
    ----------
    started : datetime
        Local time when the run began.
    sections : Mapping of str to Ended
        How long each section took.
    """
    plain = {
        "iniciado": _moment(started),
        "terminado": _moment(datetime.now()),
        "segundos": {name: round(ended.seconds, 1) for name, ended in sections.items()},
    }
    text = json.dumps(plain, ensure_ascii=False, indent=2) + "\n"
    (folder / FILE).write_text(text, encoding="utf-8", newline="\n")


def read_times(folder: Path) -> Times | None:
    """Read the times from a run's folder.

    Returns
    -------
    Times or None
        None if the file is missing or malformed.
    """
    try:
        plain = json.loads((folder / FILE).read_text(encoding="utf-8"))
        started, ended, seconds = (plain.pop(name) for name in ("iniciado", "terminado", "segundos"))
        by_step = {str(name): _seconds(value) for name, value in seconds.items()}
        times = Times(datetime.fromisoformat(started), datetime.fromisoformat(ended), by_step)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return times if not plain and times.started.tzinfo and times.ended.tzinfo else None


def _moment(moment: datetime) -> str:
    return moment.astimezone().isoformat(timespec="seconds")


def _seconds(value: object) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or value < 0:
        raise ValueError(f"{value!r} are no seconds")
    return float(value)
