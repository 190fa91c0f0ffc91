"""JupyterLab at the notebooks, with the kernel that `poa report` uses."""

from __future__ import annotations

import os
import subprocess
import sys

from helpers.runner.environment import kernel_environment
from helpers.workspace import Workspace


def lab_command(workspace: Workspace, *, with_browser: bool) -> list[str]:
    """The command that opens JupyterLab."""
    flags = [] if with_browser else ["--no-browser"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        flags.append("--allow-root")
    return [sys.executable, "-m", "jupyterlab", *flags, str(workspace.notebooks)]


def lab_environment(workspace: Workspace) -> dict[str, str]:
    """Its environment: the kernel `python3` is this Python, not one the user has under that name."""
    return kernel_environment(workspace.root) | {"JUPYTER_PREFER_ENV_PATH": "1"}


def run_lab(workspace: Workspace, *, with_browser: bool) -> int:
    """Open JupyterLab and wait for it; returns its exit code."""
    command = lab_command(workspace, with_browser=with_browser)
    with subprocess.Popen(command, env=lab_environment(workspace)) as server:
        while True:
            try:
                return server.wait()
            except KeyboardInterrupt:
                continue  # JupyterLab hears it too, and asks whether to close
