"""How long a notebook takes that only imports pandas and seaborn: on new kernels, and on forked ones.

    python benchmarks/kernels.py [RUNS]      by default 10 of each

Three ways, in turns, so that whatever else the machine does disturbs all alike:

- papermill: as it comes, a new kernel for each notebook;
- papermill, warm: the same with JUPYTER_DEFAULT_PROVISIONER_NAME=warm, nothing else changed;
- as `poa report`: forked kernels, and the client that does not wait for what nobody heeds.

Wall time of one `execute_notebook`; papermill itself is imported before, and the fork server has been started: what
that takes is told apart, once. Beside it, the seconds of processor that the whole (client, server and kernels) took for
each notebook.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from helpers.startup import without_grammar_of_iris

without_grammar_of_iris()

import nbformat  # noqa: E402
import psutil  # noqa: E402
from jupyter_client.provisioning import KernelProvisionerFactory  # noqa: E402
from nbformat.v4 import new_code_cell, new_notebook  # noqa: E402
from papermill import execute_notebook  # noqa: E402

from helpers.kernels.preload import STACK  # noqa: E402
from helpers.kernels.provisioner import own_server  # noqa: E402
from helpers.runner.own_kernel import WarmKernel  # noqa: E402

RUNS = 10
SOURCE = "import pandas as pd\nimport seaborn as sns"
WARM = "warm"


@contextmanager
def provisioner(name: str) -> Iterator[None]:
    """What `JUPYTER_DEFAULT_PROVISIONER_NAME` says when a program begins, for a while."""
    factory = KernelProvisionerFactory.instance()
    before, factory.default_provisioner_name = factory.default_provisioner_name, name
    try:
        yield
    finally:
        factory.default_provisioner_name = before


def plain(notebook: Path) -> None:
    execute_notebook(str(notebook), str(notebook.with_suffix(".out.ipynb")), progress_bar=False, kernel_name="python3")


def warm(notebook: Path) -> None:
    with provisioner(WARM):
        plain(notebook)


def as_a_section(notebook: Path) -> None:
    execute_notebook(
        str(notebook),
        str(notebook.with_suffix(".out.ipynb")),
        progress_bar=False,
        kernel_name="python3",
        kernel_manager_class=WarmKernel,
        record_timing=False,
        shutdown_kernel="immediate",
    )


WAYS: dict[str, Callable[[Path], None]] = {
    "papermill": plain,
    "papermill, warm": warm,
    "as `poa report`": as_a_section,
}


def processor() -> float:
    """Seconds of processor of this process, of what it has waited for, and of the fork server and what that has."""
    times = [psutil.Process().cpu_times(), *(child.cpu_times() for child in psutil.Process().children())]
    return sum(one.user + one.system + one.children_user + one.children_system for one in times)


def start_server() -> float:
    begun = time.monotonic()
    server = own_server(os.environ, STACK)
    nest = server.door.nest(os.environ, sys.stderr.fileno())
    _ = nest.process.pid  # told when all is imported
    taken = time.monotonic() - begun
    nest.close()
    return taken


def measure(runs: int, notebook: Path) -> dict[str, list[tuple[float, float]]]:
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in WAYS}
    for _ in range(runs):
        for name, way in WAYS.items():
            wall, spent = time.monotonic(), processor()
            way(notebook)
            found[name].append((time.monotonic() - wall, processor() - spent))
    return found


def main(runs: int) -> None:
    if WARM not in KernelProvisionerFactory.instance().provisioners:
        sys.exit("El aprovisionador «warm» no está registrado: instale de nuevo el proyecto en este entorno.")
    with tempfile.TemporaryDirectory() as folder:
        notebook = Path(folder, "imports.ipynb")
        nbformat.write(new_notebook(cells=[new_code_cell(SOURCE)]), notebook)
        print(f"fork server ready after {start_server():.2f} s")
        found = measure(runs, notebook)
    print(f"{'way':<18}{'median s':>9}{'least':>8}{'most':>8}{'quartiles':>14}{'processor s':>13}")
    for name, both in found.items():
        walls, spent = zip(*both, strict=True)
        low, middle, high = statistics.quantiles(walls, n=4)
        print(
            f"{name:<18}{middle:>9.2f}{min(walls):>8.2f}{max(walls):>8.2f}{f'{low:.2f}-{high:.2f}':>14}"
            f"{statistics.median(spent):>13.2f}"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS)
