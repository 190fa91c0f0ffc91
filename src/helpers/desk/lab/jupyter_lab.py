"""Opens JupyterLab at the project's root and its start page, with the kernel that `poa informe` uses."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from helpers.base.system.processes import kernel_environment
from helpers.base.system.workspace import Workspace
from helpers.desk.lab.start_page import write_start_page

DEFAULTS = Path(__file__).parent / "settings"
"""Jupyter configuration folder with this program's defaults: Spanish, and Markdown pages opened to be read.

JupyterLab reads `labconfig/default_setting_overrides.json` in it. What the user chooses in JupyterLab comes first.
"""
CONFIGURATION = "JUPYTER_CONFIG_PATH"


def lab_command(workspace: Workspace, page: Path, *, with_browser: bool) -> list[str]:
    """Return the command line that opens JupyterLab at the project's root; nothing is started.

    Parameters
    ----------
    page : Path
        The file that it shows first.
    """
    flags = [] if with_browser else ["--no-browser"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        flags.append("--allow-root")
    first = f"/lab/tree/{workspace.relative(page)}?file-browser-path=/"  # its list of files shows the root
    places = (f"--ServerApp.root_dir={workspace.root}", f"--LabApp.default_url={first}")
    return [sys.executable, "-m", "jupyterlab", *flags, *places]


def lab_environment(workspace: Workspace) -> dict[str, str]:
    """Return JupyterLab's environment, in which the kernel `python3` is this Python and not another installed one."""
    ours = kernel_environment(workspace.root)
    folders = os.pathsep.join(filter(None, (ours.get(CONFIGURATION, ""), str(DEFAULTS))))
    return ours | {"JUPYTER_PREFER_ENV_PATH": "1", CONFIGURATION: folders}


def run_lab(workspace: Workspace, *, with_browser: bool) -> int:
    """Write the start page, open JupyterLab and wait for it to end; return its exit code."""
    command = lab_command(workspace, write_start_page(workspace), with_browser=with_browser)
    with subprocess.Popen(command, env=lab_environment(workspace)) as server:
        while True:
            try:
                return server.wait()
            except KeyboardInterrupt:
                continue  # JupyterLab receives it too, and asks whether to close
