"""The fork servers of a run: one has the imports of every section; another, forked from it, has papermill too.

They start while the run computes, so that nobody waits for their imports.
"""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from helpers.kernels.client import Door, ForkServer, Nest, started_with
from helpers.kernels.forked import Forked, NotForked, Wanted
from helpers.kernels.preload import STACK
from helpers.runner.environment import kernel_environment

SECTIONS_IMPORT = (*STACK, "helpers.section")


@dataclass(frozen=True)
class Warmth:
    """Where workers and kernels are had from; where a server is missing, why.

    Attributes
    ----------
    server : ForkServer or None
    workers : Nest or None
    why_not : str
    """

    server: ForkServer | None = None
    workers: Nest | None = None
    why_not: str = ""

    @contextmanager
    def kernels(self, folder: Path, environment: Mapping[str, str], errors: int) -> Iterator[Door | None]:
        """The door of a server for one run's kernels, which has read the run's folder; None where there is none."""
        nest = None
        if self.server:
            with suppress(NotForked):  # told where workers are asked for, of the same server
                nest = self.server.door.nest(environment, errors, "helpers.opened:read_run", str(folder))
        try:
            yield nest and nest.door
        finally:
            if nest:
                nest.close()

    def worker(self, environment: Mapping[str, str], kernels: Door | None, errors: int) -> Forked:
        """A worker that asks for kernels at a door.

        Raises
        ------
        NotForked
        """
        if self.workers is None or kernels is None:
            raise NotForked(self.why_not or "el servidor de núcleos no está")
        wanted = Wanted(
            "helpers.runner.worker:forked",
            (),
            os.getcwd(),
            environment,
            (errors, errors, errors),
            (kernels.socket.fileno(),),
        )
        return self.workers.door.fork_piped(wanted)

    @property
    def is_there(self) -> bool:
        """Whether both servers still serve, as far as can be seen from here."""
        return bool(self.server and self.workers and self.server.door.is_open and self.workers.door.is_open)

    def close(self) -> None:
        """End the servers and all that they forked."""
        if self.workers:
            self.workers.close()
        if self.server:
            self.server.close()


_standing: dict[frozenset[tuple[str, str]], Warmth] = {}
_starting = threading.Lock()
_current: ContextVar[Warmth | None] = ContextVar("warmth", default=None)


@contextmanager
def warmth(root: Path) -> Iterator[Warmth]:
    """The servers for runs of a workbook: those of an enclosing `with`, or new ones that end with this one.

    Around many runs, as a batch makes, it has them started once.
    """
    environment = kernel_environment(root)
    outer = _current.get()
    if outer and (outer.server is None or outer.server.serves(environment)):
        yield outer
        return
    started = _start(environment)
    token = _current.set(started)
    try:
        yield started
    finally:
        _current.reset(token)
        started.close()


@contextmanager
def standing_warmth(root: Path) -> Iterator[Warmth]:
    """The servers that this process has for all the runs that it makes; they end when it does.

    Who makes one report after another has them started once, and again where they are gone.
    """
    environment = kernel_environment(root)
    key = frozenset(started_with(environment).items())
    with _starting:
        found = _standing.get(key)
        if found is None or not found.is_there:
            if found:
                found.close()
            found = _standing[key] = _start(environment)
    token = _current.set(found)
    try:
        yield found
    finally:
        _current.reset(token)


@atexit.register
def end_standing() -> None:
    """End the servers of this process in order, where it does not simply stop: they end in any case."""
    with _starting:
        while _standing:
            _standing.popitem()[1].close()


def _start(environment: Mapping[str, str]) -> Warmth:
    try:
        server = ForkServer.start(environment, SECTIONS_IMPORT)
        with Path(os.devnull).open("wb") as nowhere:
            return Warmth(server, server.door.nest(environment, nowhere.fileno(), "helpers.runner.worker:prepare"))
    except NotForked as problem:
        return Warmth(why_not=str(problem))
