"""Tells whether a published report is up to date: its files and everything that it was made from are unchanged.

Runs before any slow import, because an up-to-date report needs none.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from helpers.base.python_extras import PlainData
from helpers.base.system import atomic
from helpers.base.system.digest import text_sha256
from helpers.base.system.workspace import Workspace
from helpers.run.kept.input_changes import Rows, all_changes
from helpers.run.kept.input_state import FILES, State, outputs_of, state_of

FORMAT = 2
REPORT_CHANGED = "el informe publicado no está como se hizo: {}"
NEVER = "no hay registro de cómo se hizo"


@dataclass(frozen=True)
class Wanted:
    """The part of a request that decides what is published.

    Attributes
    ----------
    institution, period : str
    overrides, sections : Sequence of str
    folder : Path
        The report's folder.
    with_pdf, with_docx : bool
    """

    institution: str
    period: str
    overrides: Sequence[str]
    sections: Sequence[str]
    folder: Path
    with_pdf: bool
    with_docx: bool

    def plain(self) -> dict[str, object]:
        """Return the request as JSON-compatible data: the fields by name, the folder as text."""
        plain: dict[str, object] = json.loads(json.dumps(asdict(self), default=str))
        return plain

    def record(self, workspace: Workspace) -> Path:
        """Return the path, in the cache, of the file that records what the report in that folder was made from."""
        name = f"{self.period}-{text_sha256(str(self.folder))[:16]}.json"
        return workspace.cache / "corridas" / self.institution / name

    def standing(self, workspace: Workspace) -> Standing:
        """Compare the published report and everything that it was made from with their recorded digests.

        Returns
        -------
        Standing
            With what changed first: the request, the report's files, the inputs.
        """
        kept = _read(self.record(workspace))
        if kept is None or kept["pedido"] != self.plain():
            return Standing(NEVER)
        rows = Rows(workspace)
        outputs = all_changes({"": kept["salidas"]}, {"": outputs_of(self.folder)}, rows)
        if outputs:
            return Standing(REPORT_CHANGED.format(outputs))
        now = state_of(workspace, self.institution, kept["de"].get(FILES, ()))
        return Standing(all_changes(kept["de"], now, rows), tuple(kept["informe"]))


@dataclass(frozen=True)
class Standing:
    """Whether a published report is up to date.

    Attributes
    ----------
    change : str
        What changed, in Spanish; empty if making the report again would give the same.
    sections : tuple of str
        Its sections; empty if no record names them, or if the request or the report's files changed.
    """

    change: str
    sections: tuple[str, ...] = ()


def remember(workspace: Workspace, wanted: Wanted, source: State, sections: Sequence[str]) -> None:
    """Record what a report that was just published was made from.

    Parameters
    ----------
    source : State
        The state before anything was read, so that a file that changed during the run counts as changed.
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


def _read(path: Path) -> PlainData | None:
    """Read a record of `remember`; None if it is missing or malformed, and the report is then made."""
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    is_whole = isinstance(plain, dict) and plain.get("formato") == FORMAT
    parts = {"pedido": dict, "informe": list, "salidas": dict, "de": dict}
    return plain if is_whole and all(isinstance(plain.get(name), kind) for name, kind in parts.items()) else None
