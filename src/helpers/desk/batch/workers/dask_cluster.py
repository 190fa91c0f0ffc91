"""Makes reports on a Dask cluster: one task per report, restarted on another worker if one dies."""

from __future__ import annotations

import queue
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from helpers.base.errors import PoaError, UsageError
from helpers.base.name_phrases import number_with_noun
from helpers.desk.batch.batch_records import Ended, Event, Job, Outcome, Started, Step
from helpers.desk.batch.code_version import code_here
from helpers.desk.batch.workers.dask_task import REFUSED, inspect, make

if TYPE_CHECKING:
    from distributed import Client, Future

PATIENCE = 30
"""Seconds to wait for the scheduler's answer and for its first worker."""
REFUSALS = 3
"""How often a report is resubmitted after a worker that joined later was refused for having different code."""
SCHEDULER_LOST = (
    "Se perdió la conexión con el planificador. Lo hecho queda: arránquelo de nuevo y repita la misma orden."
)
LOST = "Se perdió la tarea en el planificador."
KILLED = "Murieron {} trabajadores haciéndolo (¿falta memoria?)."


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
