"""`tiempos.json`: when a run was made and how long it took. The manifest, equal for equal inputs, omits this."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, NonNegativeFloat, ValidationError

from helpers.run.processes.section_pool import Ended

FILE = "tiempos.json"


class Times(BaseModel):
    """When a run was made.

    Attributes
    ----------
    started, ended : datetime
        With time zone.
    seconds : Mapping of str to float
        Seconds that each section took, rounded to a tenth.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    started: AwareDatetime = Field(alias="iniciado")
    ended: AwareDatetime = Field(alias="terminado")
    seconds: Mapping[str, NonNegativeFloat] = Field(alias="segundos")


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
        return Times.model_validate_json((folder / FILE).read_bytes())
    except (OSError, ValidationError):
        return None


def _moment(moment: datetime) -> str:
    return moment.astimezone().isoformat(timespec="seconds")
