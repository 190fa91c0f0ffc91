"""The environment of the processes that run sections: this code, this workbook, no start-up settings of the user."""

from __future__ import annotations

import os
from pathlib import Path

import helpers
from helpers.base.system.processes import ORDER
from helpers.base.system.workspace import ROOT_VARIABLE

OF_THE_USER = frozenset({"PYTHONSTARTUP", "MPLBACKEND"})


def kernel_environment(root: Path) -> dict[str, str]:
    """Return the environment variables of the processes that run sections, and of JupyterLab.

    Python's hash seed is fixed, so that a notebook that prints a set prints the same each time.

    Parameters
    ----------
    root : Path
        The workbook's root.
    """
    kept = {name: value for name, value in os.environ.items() if name not in OF_THE_USER}
    source = str(Path(helpers.__path__[0]).parent)
    path = os.pathsep.join(filter(None, (source, kept.get("PYTHONPATH", ""))))
    return kept | {"PYTHONPATH": path, ORDER: "0", ROOT_VARIABLE: str(root)}
