"""Where a run's workers come from: forked where they can be, started anew where not, with a word in the log."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TextIO

from helpers.kernels.client import Door
from helpers.kernels.forked import Forked, NotForked
from helpers.runner.warmth import Warmth

Worker = subprocess.Popen | Forked

ORDINARY = "Procesos y núcleos ordinarios: {}."


@dataclass(frozen=True)
class Supply:
    """What workers are made of.

    Attributes
    ----------
    servers : Warmth
    kernels : Door or None
        Where workers ask for kernels.
    environment : Mapping[str, str]
    errors : TextIO
        Where they complain.
    """

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


_APART: Mapping[str, object] = (
    {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP} if os.name == "nt" else {"start_new_session": True}
)
"""Ctrl-C reaches the run alone, which then ends its workers in order."""
