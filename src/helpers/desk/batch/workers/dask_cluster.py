"""Makes reports on a Dask cluster: one task per report, restarted on another worker if one dies.

A Dask worker runs `make`, which makes a report in a process that ends together with the worker.
"""

from __future__ import annotations

import platform
import queue
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from helpers.base.errors import PoaError, UsageError
from helpers.base.name_phrases import number_with_noun
from helpers.desk.batch.batch_records import Ended, Event, Job, Outcome, Started, Step
from helpers.desk.batch.code_version import Code, code_here
from helpers.desk.batch.object_store import is_address
from helpers.desk.batch.workers.local_workers import WorkerHandle
from helpers.desk.batch.workers.process_memory import Watch

if TYPE_CHECKING:
    from distributed import Client, Future, Worker

PATIENCE = 30
"""Seconds to wait for the scheduler's answer and for its first worker."""
REFUSALS = 3
"""How often a report is resubmitted after a worker that joined later was refused for having different code."""
SCHEDULER_LOST = (
    "Se perdió la conexión con el planificador. Lo hecho queda: arránquelo de nuevo y repita la misma orden."
)
LOST = "Se perdió la tarea en el planificador."
REFUSED = "No se acepta al trabajador"
KILLED = "Murieron {} trabajadores haciéndolo (¿falta memoria?)."
_LOOKS = 0.5
"""Seconds between checks of whether the task still exists."""
_WATCH = Watch()
"""Of a Dask worker: measures the processes that make its reports."""


class Cluster:
    """Makes reports with the workers of a Dask cluster, to which it is connected (`connected_cluster`).

    Raises UsageError if the code of a worker differs from that of this process, or it does not see the workspace.
    """

    def __init__(self, client: Client, root: str) -> None:
        self._client = client
        self._root = root
        self._topic = f"poa-{uuid4().hex[:12]}"
        self._events: queue.SimpleQueue[Event | Future[Any]] = queue.SimpleQueue()
        self._futures: dict[Future[Any], Job] = {}
        self._refusals: dict[str, int] = {}
        self._check()
        client.subscribe_topic(self._topic, self._heard)

    def cancel(self) -> None:
        """Give up the reports that are not finished."""
        if self._client.status == "running" and self._futures:
            self._client.cancel(list(self._futures), force=True, msg="se interrumpió el lote")

    @property
    def memory(self) -> int:
        """Default memory limit of a report in bytes: the smallest limit per thread of any worker.

        0 if there are no workers, or one has no limit.
        """
        workers = self._client.scheduler_info(n_workers=-1)["workers"].values()
        bounds = [worker["memory_limit"] // max(1, worker["nthreads"]) for worker in workers]
        return min(bounds, default=0)

    @property
    def words(self) -> str:
        """Number of workers connected now, in Spanish: `3 trabajadores de Dask`."""
        count = len(self._client.scheduler_info(n_workers=-1)["workers"])
        return number_with_noun(count, "trabajador de Dask", "trabajadores de Dask")

    def make(self, jobs: Sequence[Job]) -> Iterator[Event]:
        """Make all reports; yield events as they happen, and one `Ended` for each report, made or failed.

        Raises PoaError if the connection is lost meanwhile.
        """
        for job in jobs:
            self._submit(job)
        while self._futures:
            try:
                event = self._events.get(timeout=1)
            except queue.Empty:
                if self._client.status != "running":
                    raise PoaError(SCHEDULER_LOST) from None
                continue
            if isinstance(event, Started | Step | Ended):
                yield event
            elif (ended := self._ended(event)) is not None:
                yield ended

    def _submit(self, job: Job, workers: Sequence[str] | None = None) -> None:
        """Submit a report as a task for the given workers, by address; None for any."""
        future = self._client.submit(
            make,
            job,
            code_here(),
            self._topic,
            key=f"poa-{job.report}-{uuid4().hex[:8]}",
            pure=False,
            workers=workers,
        )
        self._futures[future] = job
        future.add_done_callback(self._events.put)

    def _heard(self, event: tuple[float, Mapping[str, str]]) -> None:
        """Receive a worker's event; called from the client's own thread."""
        told = event[1]
        kind = Started if told["kind"] == "start" else Step
        self._events.put(kind(told["report"], told["text"]))

    def _ended(self, future: Future[Any]) -> Ended | None:
        """The end of a finished task's report; None if the report was resubmitted, or the task ended before."""
        job = self._futures.pop(future, None)
        if job is None:
            return None
        if future.status == "finished":
            outcome = Outcome(**future.result())
            if outcome.error.startswith(REFUSED) and self._offered_again(job):
                return None
            return Ended(job.report, outcome)
        return Ended(job.report, Outcome(error=_why(future)))

    def _offered_again(self, job: Job) -> bool:
        """Resubmit a report to the workers with this process's code; False without any, or after `REFUSALS` times."""
        self._refusals[job.report] = self._refusals.get(job.report, 0) + 1
        same = [address for address, fault in self._faults().items() if not fault]
        if not same or self._refusals[job.report] > REFUSALS:
            return False
        self._submit(job, same)
        return True

    def _check(self) -> None:
        """Raise UsageError for the first worker with different code, or without access to the workspace."""
        for address, fault in self._faults().items():
            if fault:
                raise UsageError(f"{REFUSED} {address}: {fault}.")

    def _faults(self) -> dict[str, str]:
        """Why each worker cannot make reports, in Spanish; empty if it can."""
        told = self._client.run(inspect, code_here(), self._root, on_error="return")
        cannot = "no puede cargar este proyecto ({}). Instale la misma revisión en todos"
        return {address: cannot.format(one) if isinstance(one, Exception) else one for address, one in told.items()}


@contextmanager
def connected_cluster(address: str, root: str) -> Iterator[Cluster]:
    """Connect to an existing Dask cluster while the `with` block lasts.

    Parameters
    ----------
    address : str
        Address of the scheduler: `tcp://10.0.0.1:8786`.
    root : str
        The workspace, which every worker must be able to read.

    Raises
    ------
    UsageError
        If the scheduler does not answer or has no workers, or if `Cluster` refuses one of them.
    """
    with closing(_connected(address)) as client:
        cluster = Cluster(client, root)
        try:
            yield cluster
        finally:
            cluster.cancel()


def _connected(address: str) -> Client:
    """Connect to a scheduler; UsageError without Dask, without an answer, or without workers for `PATIENCE` seconds."""
    try:
        from distributed import Client
    except ImportError as problem:
        raise UsageError("«--scheduler» necesita dask.distributed: pip install 'libro-poa[lotes]'") from problem
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as problem:  # a timeout is an OSError
        raise UsageError(f"El planificador de Dask no responde en «{address}»: {problem}") from problem
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError as problem:
        client.close()
        raise UsageError(
            f"El planificador {address} no tiene trabajadores. Arranque alguno: "
            f"dask worker {address} --nthreads 1 --memory-limit 4GiB"
        ) from problem
    return client


def _why(future: Future[Any]) -> str:
    """Why a task gave no result, in Spanish: it was lost, its workers died, or it failed with an error."""
    from distributed import KilledWorker

    if future.status != "error":
        return LOST
    problem = future.exception()
    if isinstance(problem, KilledWorker):
        return KILLED.format(problem.allowed_failures + 1)
    return f"Falló la tarea: {type(problem).__name__}: {problem}"


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
