"""A forked process as a kernel of Jupyter: what `python -m ipykernel_launcher` is in a new one."""

from __future__ import annotations

import _thread
import importlib.util
import os
import signal
import sys

from helpers.kernels.birth import Birth, forget_own_modules

INLINE = "module://matplotlib_inline.backend_inline"
LAUNCHER = "ipykernel_launcher"
NOT_TO_WATCH = "--IPKernelApp.parent_handle=1"
"""Not 0, or it greets on its output; not the parent's number, or it would look for a change of parent every second."""

TO_FINISH = 1.0
"""Seconds for the answer that it is ending: ipykernel waits ten where the thread that sends it is stopped first."""


def main(birth: Birth, *arguments: str) -> None:
    """Be the kernel that these arguments of the launcher ask for, until it is told to end."""
    from ipykernel.kernelapp import IPKernelApp

    end_with(birth.life)
    sys.argv = [_launcher_file(), *arguments]
    forget_own_modules()
    kernel = IPKernelApp.instance()
    _draw_in_the_notebook()
    kernel.initialize([*arguments, NOT_TO_WATCH])
    for ready in birth.files:
        os.close(ready)  # who waits for it connects at once, and not a tenth of a second after a first attempt in vain
    kernel.start()
    kernel.control_thread.join(TO_FINISH)


def end_with(life: int) -> None:
    """End this process and what it started when a file comes to its end."""
    _thread.start_new_thread(_watch, (life,))  # of none of Python's lists of threads: nobody waits for it


def _watch(life: int) -> None:
    while os.read(life, 1):
        pass
    os.killpg(os.getpgrp(), signal.SIGKILL)


def _launcher_file() -> str:
    found = importlib.util.find_spec(LAUNCHER)
    return str(found.origin) if found else LAUNCHER


def _draw_in_the_notebook() -> None:
    """matplotlib asks when it is imported where it is to draw, and here that was before there was a notebook.

    The kernel names the notebook too, but after IPython has asked. pyplot asks again, at its first figure, whether
    there are cells after which to draw.
    """
    if not os.environ.get("MPLBACKEND"):
        os.environ["MPLBACKEND"] = INLINE
    if matplotlib := sys.modules.get("matplotlib"):
        matplotlib.rcParams["backend"] = os.environ["MPLBACKEND"]
