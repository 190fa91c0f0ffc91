"""The code's revision, as git tells it."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

UNKNOWN = "desconocida"


@dataclass(frozen=True)
class Revision:
    """The code's revision: git's commit, or `desconocida`; and whether anything was changed since."""

    commit: str = UNKNOWN
    is_dirty: bool | None = None

    @property
    def words(self) -> str:
        """As the cover says it: `revisión 1a2b3c4d5e (con cambios sin registrar)`."""
        changed = " (con cambios sin registrar)" if self.is_dirty else ""
        commit = self.commit if self.commit == UNKNOWN else self.commit[:10]
        return f"revisión {commit}{changed}"


def code_revision(root: Path) -> Revision:
    """The git revision of a folder."""
    commit = _git(root, "rev-parse", "HEAD")
    if not commit:
        return Revision()
    changes = _git(root, "status", "--porcelain")
    return Revision(commit, None if changes is None else bool(changes))


def _git(root: Path, *arguments: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments], capture_output=True, text=True, encoding="utf-8", check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()
