"""Whether a published report is what making it again would give: all that it came from, and itself, are as they were.

Read before anything heavy is imported: it decides whether anything need be.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from helpers import atomic
from helpers.digest import text_sha256
from helpers.reuse.changes import Rows, all_changes
from helpers.reuse.state import FILES, State, outputs_of, state_of
from helpers.workspace import Workspace

FORMAT = 2
REPORT_CHANGED = "el informe publicado no está como se hizo: {}"
NEVER = "no hay registro de cómo se hizo"


@dataclass(frozen=True)
class Wanted:
    """What is asked of a run, as far as it changes what is published.

    Attributes
    ----------
    institution, period : str
    overrides, sections : Sequence of str
    folder : Path
        Where the report goes.
    with_pdf : bool
    """

    institution: str
    period: str
    overrides: Sequence[str]
    sections: Sequence[str]
    folder: Path
    with_pdf: bool

    def plain(self) -> dict[str, object]:
        """As it is kept."""
        return json.loads(json.dumps(asdict(self), default=str))

    def record(self, workspace: Workspace) -> Path:
        """Where it is kept what the report in that folder was made from."""
        name = f"{self.period}-{text_sha256(str(self.folder))[:16]}.json"
        return workspace.cache / "corridas" / self.institution / name


@dataclass(frozen=True)
class Standing:
    """What became of a published report.

    Attributes
    ----------
    change : str
        What is no longer as it was, in Spanish; empty where making it again would give the same.
    sections : tuple of str
        Its sections.
    """

    change: str
    sections: tuple[str, ...] = ()


def standing(workspace: Workspace, wanted: Wanted) -> Standing:
    """Look at a published report and at all that it came from."""
    kept = _read(wanted.record(workspace))
    if kept is None or kept["pedido"] != wanted.plain():
        return Standing(NEVER)
    rows = Rows(workspace)
    outputs = all_changes({"": kept["salidas"]}, {"": outputs_of(wanted.folder)}, rows)
    if outputs:
        return Standing(REPORT_CHANGED.format(outputs))
    now = state_of(workspace, wanted.institution, kept["de"].get(FILES, ()))
    return Standing(all_changes(kept["de"], now, rows), tuple(kept["informe"]))


def remember(workspace: Workspace, wanted: Wanted, source: State, sections: Sequence[str]) -> None:
    """Keep what a report that was just published came from.

    Parameters
    ----------
    source : State
        As it was before anything was read: what changed meanwhile must count as changed.
    sections : Sequence of str
        The report's sections.
    """
    plain = {
        "formato": FORMAT,
        "pedido": wanted.plain(),
        "informe": list(sections),
        "salidas": outputs_of(wanted.folder),
        "de": source,
    }
    place = wanted.record(workspace)
    place.parent.mkdir(parents=True, exist_ok=True)
    atomic.write_text(place, json.dumps(plain, ensure_ascii=False))


def _read(path: Path) -> Mapping | None:
    """What `remember` wrote; None where there is nothing of the kind: the report is then made."""
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    is_whole = isinstance(plain, dict) and plain.get("formato") == FORMAT
    parts = {"pedido": dict, "informe": list, "salidas": dict, "de": dict}
    return plain if is_whole and all(isinstance(plain.get(name), kind) for name, kind in parts.items()) else None
