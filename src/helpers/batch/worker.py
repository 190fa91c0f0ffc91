"""The process that makes reports: takes them as lines of JSON, tells how each goes as lines of JSON.

Run as `python -m helpers.batch.worker`. It ends when its input does, even halfway through a report, whose place is
then left as it was: a batch that is killed leaves no process behind.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
from typing import TextIO

from helpers.startup import heed_no_more, leave_when_told, without_grammar_of_iris


def main() -> None:
    """Serve reports until the input ends."""
    without_grammar_of_iris()
    events = _private_output()
    jobs: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(jobs,), daemon=True).start()
    leave_when_told()
    while line := jobs.get():
        _serve(json.loads(line), events)
    heed_no_more()


def _private_output() -> TextIO:
    """The pipe to the batch, for events alone: whatever is printed goes where errors go."""
    events = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return events


def _read(jobs: queue.SimpleQueue[str]) -> None:
    for line in sys.stdin:
        jobs.put(line)
    jobs.put("")
    os.kill(os.getpid(), signal.SIGTERM)


def _serve(plain: dict, events: TextIO) -> None:
    from helpers.batch.making import make
    from helpers.batch.records import Job

    def tell(kind: str, **details: object) -> None:
        print(json.dumps({"kind": kind, **details}), file=events, flush=True)

    outcome = make(Job(**plain), lambda text: tell("step", text=text))
    tell("end", outcome=outcome.plain())


if __name__ == "__main__":
    main()
