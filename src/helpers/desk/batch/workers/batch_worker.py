"""A worker process: reads jobs and writes events, both as lines of JSON.

Run as `python -m helpers.desk.batch.workers.batch_worker`. It ends when its input ends, even in the middle of a report,
whose folder then stays as it was; a killed batch leaves no processes behind.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import threading
from dataclasses import asdict
from typing import Any, BinaryIO, TextIO

from helpers.base.system.processes import exit_on_sigterm, ignore_sigterm


def main() -> None:
    """Read jobs from standard input, one a line as JSON, and make each report in turn; end when the input ends.

    Standard output gets events as lines of JSON: the steps of a report and, at its end, the outcome. Anything else
    printed goes to standard error. When the input ends, the report being made and the jobs still waiting are given up.
    """
    events = _private_output()
    jobs: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(_private_input(), jobs), daemon=True).start()
    exit_on_sigterm()
    while line := jobs.get():
        _serve(json.loads(line), events)
    ignore_sigterm()


def _private_output() -> TextIO:
    """Reserve the output pipe for events; anything printed goes to standard error."""
    events = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return events


def _private_input() -> BinaryIO:
    """Reserve the input pipe for jobs; whoever else reads standard input finds it empty.

    While a thread waits for a job, Windows would block all that as much as look at the same pipe: numpy, as it is
    loaded, and programs that are started.
    """
    lines = os.fdopen(os.dup(0), "rb", buffering=0)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    return lines


def _read(lines: BinaryIO, jobs: queue.SimpleQueue[str]) -> None:
    """Queue each line of the input and, at its end, an empty text; then end this process with SIGTERM."""
    for line in lines:
        jobs.put(line.decode("utf-8"))
    jobs.put("")
    os.kill(os.getpid(), signal.SIGTERM)


def _serve(plain: dict[str, Any], events: TextIO) -> None:
    """Make the report of a job given as plain data; write its steps and its outcome as events."""
    from helpers.desk.batch.batch_records import Job
    from helpers.desk.batch.batch_report import make_outcome

    def tell(kind: str, **details: object) -> None:
        """Write an event of a kind (`step`, `end`) with its details as a line of JSON."""
        print(json.dumps({"kind": kind, **details}), file=events, flush=True)

    outcome = make_outcome(Job(**plain), lambda text: tell("step", text=text))
    tell("end", outcome=asdict(outcome))


if __name__ == "__main__":
    main()
