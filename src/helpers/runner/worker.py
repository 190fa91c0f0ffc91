"""The worker process: takes sections as lines of JSON, tells how each goes as lines of JSON.

Run as `python -m helpers.runner.worker`. It ends when its input does, even halfway through a section: a run
that is killed leaves no process behind (the workers of `ProcessPoolExecutor` stay, python/cpython#111873).
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
from dataclasses import asdict
from typing import TextIO

from helpers.kernels.birth import Birth
from helpers.kernels.client import DOOR
from helpers.startup import heed_no_more, leave_when_told, without_grammar_of_iris


def prepare() -> None:
    """Import what every worker needs, in the process that forks them."""
    without_grammar_of_iris()
    import helpers.runner.execution  # noqa: F401


def forked(birth: Birth) -> None:
    """Serve as a fork; the file that it is given is the door where kernels are asked for."""
    os.environ[DOOR] = str(birth.files[0])
    main()


def main() -> None:
    """Serve tasks until the input ends."""
    without_grammar_of_iris()
    events = _private_output()
    tasks: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(tasks,), daemon=True).start()
    leave_when_told()  # nbclient shuts its kernel down on the way out of an exception, not of a signal
    while line := tasks.get():
        _serve(json.loads(line), events)
    heed_no_more()


def _private_output() -> TextIO:
    """The pipe to the run, for events alone: what kernels print goes where errors go."""
    events = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return events


def _read(tasks: queue.SimpleQueue[str]) -> None:
    for line in sys.stdin:
        tasks.put(line)
    tasks.put("")
    os.kill(os.getpid(), signal.SIGTERM)


def _serve(plain: dict, events: TextIO) -> None:
    from helpers.runner.execution import execute
    from helpers.runner.tasks import Stop, Task

    def tell(kind: str, **details: object) -> None:
        print(json.dumps({"kind": kind, **details}), file=events, flush=True)

    try:
        stop = execute(Task(**plain), lambda position: tell("cell", position=position))
    except Exception as problem:  # the other sections go on
        stop = Stop(0, "", f"{type(problem).__name__}: {problem}")
    tell("end", stop=asdict(stop) if stop else None)


if __name__ == "__main__":
    main()
