"""What a Dask worker runs: a report, by a process of its own that ends with the worker."""

from __future__ import annotations

import platform
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.batch.code_version import Code, code_here
from helpers.batch.hand import Hand
from helpers.batch.memory import Watch
from helpers.batch.records import Job, Outcome
from helpers.batch.store import is_address

if TYPE_CHECKING:
    from distributed import Worker

ANOTHER_CODE = "No se acepta al trabajador"
_LOOKS = 0.5
"""Seconds between looks at whether the report is still wanted."""
_IDLE: list[Hand] = []
"""Those of this worker that wait for the next report: what a process has imported serves again."""
_WATCH = Watch()


def inspect(root: str) -> tuple[Code, bool]:
    """The code of a worker, and whether it sees a workbook."""
    return code_here(), is_address(root) or (Path(root) / "params").is_dir()


def make(job: Job, code: Code, topic: str) -> dict:
    """Make a report; what a worker with another code would make is refused."""
    from distributed import get_worker
    from distributed.worker import thread_state

    worker, key = get_worker(), thread_state.key
    if difference := code.difference(code_here()):
        return Outcome(
            error=f"{ANOTHER_CODE} {worker.address}: {difference}. Instale la misma revisión en todos."
        ).plain()

    def tell(kind: str, text: str) -> None:
        worker.log_event(topic, {"kind": kind, "report": job.report, "text": text})

    hand = _IDLE.pop() if _IDLE else Hand(_WATCH)
    tell("start", f"{platform.node()}, {worker.address}")
    done = threading.Event()
    threading.Thread(target=_stop_when_unwanted, args=(hand, worker, key, done), daemon=True).start()
    try:
        return hand.make(job, lambda text: tell("step", text)).plain()
    finally:
        done.set()
        if hand.is_stopped:
            hand.end()
        else:
            _IDLE.append(hand)


def release() -> None:
    """End the processes that wait for a report: the batch is over."""
    while _IDLE:
        _IDLE.pop().end()


def _stop_when_unwanted(hand: Hand, worker: Worker, key: str, done: threading.Event) -> None:
    """Dask cannot interrupt a task: its process is ended once nobody waits for it, command killed or interrupted."""
    while not done.wait(_LOOKS):
        task = worker.state.tasks.get(key)
        if task is None or task.state not in ("executing", "long-running"):
            hand.stop()
            return
