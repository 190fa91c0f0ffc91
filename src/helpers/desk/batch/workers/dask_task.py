"""The code that a Dask worker runs: it makes a report in a process that ends together with the worker."""

from __future__ import annotations

import platform
import threading
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers.desk.batch.batch_records import Job
from helpers.desk.batch.code_version import Code, code_here
from helpers.desk.batch.object_store import is_address
from helpers.desk.batch.workers.process_memory import Watch
from helpers.desk.batch.workers.worker_handle import WorkerHandle

if TYPE_CHECKING:
    from distributed import Worker

REFUSED = "No se acepta al trabajador"
_LOOKS = 0.5
"""Seconds between checks of whether the task still exists."""
_WATCH = Watch()


def inspect(code: Code, root: str) -> str:
    """Say in Spanish why this worker cannot make reports: its code is not `code`, or it does not see the workspace.

    Empty if it can. An object store counts as seen.
    """
    if difference := code.difference(code_here()):
        return f"{difference}. Instale la misma revisión en todos"
    if is_address(root) or (Path(root) / "params").is_dir():
        return ""
    return f"no ve «{root}»: use una carpeta que todos vean con la misma ruta, o un almacén de objetos con --raiz"


def make(job: Job, code: Code, topic: str) -> dict[str, Any]:
    """Make a report on this worker, unless `inspect` finds a fault.

    Parameters
    ----------
    job : Job
    code : Code
        The client's code.
    topic : str
        Topic of the scheduler's log for the report's events.

    Returns
    -------
    dict
        An `Outcome` as plain data. If the worker cannot make it, its `error` says why.
    """
    from distributed import get_worker

    worker = get_worker()
    key = worker.get_current_task()
    if fault := inspect(code, job.root):
        # No more than the error: the client's `Outcome` may have other fields.
        return {"error": f"{REFUSED} {worker.address}: {fault}."}

    def tell(kind: str, text: str) -> None:
        """Log an event of the report (`start`, `step`) under `topic`, where the client hears it."""
        worker.log_event(topic, {"kind": kind, "report": job.report, "text": text})

    hand = WorkerHandle(_WATCH)
    tell("start", f"{platform.node()}, {worker.address}")
    done = threading.Event()
    threading.Thread(target=_stop_when_unwanted, args=(hand, worker, key, done), daemon=True).start()
    try:
        return asdict(hand.make(job, lambda text: tell("step", text)))
    finally:
        done.set()
        hand.end()


def _stop_when_unwanted(hand: WorkerHandle, worker: Worker, key: str, done: threading.Event) -> None:
    """Stop the process once its task is gone, because Dask cannot interrupt a running task."""
    while not done.wait(_LOOKS):
        task = worker.state.tasks.get(key)
        if task is None or task.state not in ("executing", "long-running"):
            hand.stop()
            return
