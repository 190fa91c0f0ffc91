"""What a kernel finds around it: this same code, this workbook, none of the user's start-up settings."""

from __future__ import annotations

import os
from pathlib import Path

import helpers
from helpers.workspace import ROOT_VARIABLE

OF_THE_USER = frozenset({"PYTHONSTARTUP", "MPLBACKEND"})


def kernel_environment(root: Path) -> dict[str, str]:
    """The environment of the processes that start kernels.

    The order of sets is fixed, so that two runs of a notebook that prints one agree.
    """
    kept = {name: value for name, value in os.environ.items() if name not in OF_THE_USER}
    source = str(Path(helpers.__path__[0]).parent)
    path = os.pathsep.join(filter(None, (source, kept.get("PYTHONPATH", ""))))
    return kept | {"PYTHONPATH": path, "PYTHONHASHSEED": "0", ROOT_VARIABLE: str(root)}
