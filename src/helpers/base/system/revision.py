"""The git revision of the code."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

UNKNOWN = "desconocida"


@dataclass(frozen=True)
class Revision:
    """The git revision of the code.

    Attributes
    ----------
    commit : str
        The commit's hash, or `desconocida` without git.
    is_dirty : bool or None
        Whether files differ from the commit; None where git does not tell.
    """

    commit: str = UNKNOWN
    is_dirty: bool | None = None

    @property
    def words(self) -> str:
        """The revision as the cover prints it: `revisión 1a2b3c4d5e (con cambios sin registrar)`."""
        changed = " (con cambios sin registrar)" if self.is_dirty else ""
        commit = self.commit if self.commit == UNKNOWN else self.commit[:10]
        return f"revisión {commit}{changed}"


def code_revision(root: Path) -> Revision:
    """Return the git revision of a folder.

    Returns
    -------
    Revision
        `desconocida` where git is missing, fails, or the folder is not in a repository.
    """
    commit = _git(root, "rev-parse", "HEAD")
    if not commit:
        return Revision()
    changes = _git(root, "status", "--porcelain")
    return Revision(commit, None if changes is None else bool(changes))


def _git(root: Path, *arguments: str) -> str | None:
    """Output of a git command; None where git is missing or fails."""
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments], capture_output=True, text=True, encoding="utf-8", check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()
