"""Measures the memory of the processes that make a report, and ends those that exceed the limit.

It measures resident memory. A limit on the address space (`RLIMIT_AS`) would be useless, because numerical libraries
and threads reserve far more than they use. A worker and all its descendants count together.
"""

from __future__ import annotations

import re
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import psutil

from helpers.base.display import number_es
from helpers.base.errors import UsageError

UNITS = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}
LEAST = 64 << 20
SHARE = Decimal("0.9")
"""Share of the machine's memory that a batch may use by default."""
INTERVAL = 0.2
REST = 20
"""The watch sleeps this many times as long as a measurement takes, so it uses at most a twentieth of a core."""
_CONTAINER = Path("/sys/fs/cgroup/memory.max")
_SIZE = re.compile(r"(?P<number>\d+(?:[.,]\d+)?)\s*(?P<unit>[KMGT])(?:I?B)?", re.IGNORECASE)


def size(text: str) -> int:
    """Return the number of bytes that a text such as `2G`, `1,5G` or `800M` means.

    Raises
    ------
    UsageError
        If the text is not an amount of memory, or less than 64M.
    """
    match = _SIZE.fullmatch(text.strip())
    number = int(Decimal(match["number"].replace(",", ".")) * UNITS[match["unit"].upper()]) if match else 0
    if number < LEAST:
        raise UsageError(f"«--memoria {text}» no es una cantidad de memoria, como 2G o 800M (lo menos: 64M).")
    return number


def size_es(number: int) -> str:
    """Return a number of bytes as text: whole MiB below 1 GiB (`812 MiB`), else GiB with one decimal (`1,5 GiB`)."""
    if number < UNITS["G"]:
        return f"{number_es(Decimal(round(number / UNITS['M'])))} MiB"
    return f"{number_es(Decimal(number / UNITS['G']).quantize(Decimal('0.1')))} GiB"


def fair_share(processes: int) -> int:
    """Return the bytes that each of some worker processes may use: 90 % of the memory here, divided equally."""
    whole = psutil.virtual_memory().total
    if _CONTAINER.is_file() and (bound := _CONTAINER.read_text(encoding="ascii").strip()).isdecimal():
        whole = min(whole, int(bound))
    return int(whole * SHARE) // processes


@dataclass(eq=False)
class Gauge:
    """Memory of a worker process and its descendants.

    Attributes
    ----------
    pid : int
    bound : int
        Limit in bytes.
    peak : int
        Highest measured memory in bytes.
    exceeded : bool
        Whether the limit was exceeded.
    """

    pid: int
    bound: int
    peak: int = 0
    exceeded: bool = False

    def look(self, children: dict[int, list[psutil.Process]]) -> None:
        """Measure once; if the limit is exceeded, end the largest process, so that the rest ends in an orderly way."""
        found = dict(_tree(self.pid, children))
        resident = sum(found.values())
        if resident <= min(self.peak, self.bound):
            return
        shares = {process: _share(process) for process in found}
        taken = sum(shares.values())
        self.peak = max(self.peak, taken)
        if taken > self.bound:
            self.exceeded = True
            _end(max(shares, key=shares.__getitem__))


class Watch:
    """The thread that updates all gauges of this process."""

    def __init__(self) -> None:
        self._gauges: set[Gauge] = set()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    @contextmanager
    def gauge(self, pid: int, bound: int = 0) -> Iterator[Gauge]:
        """Measure a process and its descendants, with a limit in bytes (0 for none), while the `with` block lasts."""
        gauge = Gauge(pid, bound or sys.maxsize)
        with self._lock:
            self._gauges.add(gauge)
            if self._thread is None:
                self._thread = threading.Thread(target=self._go_round, daemon=True)
                self._thread.start()
        try:
            yield gauge
        finally:
            with self._lock:
                self._gauges.discard(gauge)

    def _go_round(self) -> None:
        """Update all gauges again and again; end the thread when there are none."""
        while True:
            begun = time.monotonic()
            with self._lock:
                gauges = tuple(self._gauges)
                if not gauges:
                    self._thread = None
                    return
            children = _children()
            for gauge in gauges:
                gauge.look(children)
            time.sleep(max(INTERVAL, REST * (time.monotonic() - begun)))


def _children() -> dict[int, list[psutil.Process]]:
    """All processes of the machine by parent, in one scan: asking each worker for its own would take a scan each."""
    found = defaultdict(list)
    for process in psutil.process_iter():
        try:
            found[process.ppid()].append(process)
        except psutil.Error:
            continue  # it has ended
    return found


def _tree(pid: int, children: dict[int, list[psutil.Process]]) -> Iterator[tuple[psutil.Process, int]]:
    """Yield a process and its descendants with their resident memory in bytes, except those that have ended."""
    try:
        waiting = [psutil.Process(pid)]
    except psutil.NoSuchProcess:
        return
    while waiting:
        process = waiting.pop()
        waiting.extend(children.get(process.pid, ()))
        try:
            yield process, process.memory_info().rss
        except psutil.Error:
            continue


def _share(process: psutil.Process) -> int:
    """Memory of a process in bytes; on Linux, memory shared with other processes (forks) counts in proportion."""
    try:
        return process.memory_full_info().pss if sys.platform == "linux" else process.memory_info().rss
    except psutil.Error:
        return 0


def _end(process: psutil.Process) -> None:
    """Kill a process and wait for it at most two seconds; nothing if it has ended."""
    try:
        process.kill()
        process.wait(2)
    except psutil.Error:
        return  # it has ended, or is about to
