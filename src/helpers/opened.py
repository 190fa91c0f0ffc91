"""The run that a section opens."""

from __future__ import annotations

from pathlib import Path

from helpers.compute import Computed, read


def read_run(folder: Path) -> Computed:
    """Read a run's folder."""
    return read(folder)
