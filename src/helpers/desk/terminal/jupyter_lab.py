"""Opens JupyterLab at the notebooks, with the kernel that `poa informe` uses."""

from __future__ import annotations

import os
import subprocess
import sys

from helpers.base.system.processes import kernel_environment
from helpers.base.system.workspace import Workspace


def lab_command(workspace: Workspace, *, with_browser: bool) -> list[str]:
    """Return the command that opens JupyterLab."""
    flags = [] if with_browser else ["--no-browser"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        flags.append("--allow-root")
    return [sys.executable, "-m", "jupyterlab", *flags, str(workspace.notebooks)]


def lab_environment(workspace: Workspace) -> dict[str, str]:
    """Return JupyterLab's environment, in which the kernel `python3` is this Python and not another installed one."""
    return kernel_environment(workspace.root) | {"JUPYTER_PREFER_ENV_PATH": "1"}


def run_lab(workspace: Workspace, *, with_browser: bool) -> int:
    """Open JupyterLab and wait for it to end; return its exit code."""
    command = lab_command(workspace, with_browser=with_browser)
    with subprocess.Popen(command, env=lab_environment(workspace)) as server:
        while True:
            try:
                return server.wait()
            except KeyboardInterrupt:
                continue  # JupyterLab receives it too, and asks whether to close
