"""Where a run's workers come from: forked where they can be, started anew where not, with a word in the log."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from helpers.kernels.client import Door
from helpers.kernels.forked import Forked, NotForked
from helpers.runner.environment import kernel_environment
from helpers.runner.warmth import Warmth, warmth

Worker = subprocess.Popen | Forked

ORDINARY = "Procesos y núcleos ordinarios: {}."


@dataclass(frozen=True)
class Supply:
    """What workers are made of.

    Attributes
    ----------
    log : Path
        The file where they complain, in the run's folder.
    servers : Warmth
    kernels : Door or None
        Where workers ask for kernels.
    environment : Mapping[str, str]
    errors : TextIO
        That file, open.
    """

    log: Path
    servers: Warmth
    kernels: Door | None
    environment: Mapping[str, str]
    errors: TextIO

    def worker(self) -> Worker:
        """A process that serves tasks."""
        try:
            forked = self.servers.worker(self.environment, self.kernels, self.errors.fileno())
            _ = forked.pid  # waits until it is there
        except NotForked as problem:
            print(ORDINARY.format(problem), file=self.errors, flush=True)
            return self._started()
        return forked

    def _started(self) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "-m", "helpers.runner.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            env=self.environment,
            text=True,
            encoding="utf-8",
            **_APART,
        )


_current: ContextVar[Supply | None] = ContextVar("supply", default=None)


@contextmanager
def supplied(root: Path, log: Path) -> Iterator[Supply]:
    """What workers of a run's folder are made of: that of an enclosing `with`, or another that ends with this one.

    Parameters
    ----------
    root : Path
        The workbook's root, which notebooks find through the environment.
    log : Path
        In the run's folder, where what was computed is by now.
    """
    outer = _current.get()
    if outer and outer.log == log:
        yield outer
        return
    environment = kernel_environment(root)
    with (
        log.open("w", encoding="utf-8") as errors,
        warmth(root) as servers,
        servers.kernels(log.parent, environment, errors.fileno()) as kernels,
    ):
        supply = Supply(log, servers, kernels, environment, errors)
        token = _current.set(supply)
        try:
            yield supply
        finally:
            _current.reset(token)


_APART: Mapping[str, object] = (
    {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP} if os.name == "nt" else {"start_new_session": True}
)
"""Ctrl-C reaches the run alone, which then ends its workers in order."""
