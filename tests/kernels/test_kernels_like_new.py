"""A section finds in a forked kernel what it would find in a new one, and leaves the same notebook."""

import os
import subprocess
import sys

import nbformat
import pytest
from kernel_world import printed, run

from helpers.kernels.client import IS_POSSIBLE
from helpers.runner.own_kernel import OwnKernel, WarmKernel

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not IS_POSSIBLE, reason="this system does not fork"),
]

STATE = """
import sys, os, signal, threading, gc, locale, decimal, logging, socket, multiprocessing, faulthandler, asyncio, time
print(os.path.basename(sys.argv[0]), sys.path, sys.flags, sys.executable, sys.prefix)
print(gc.isenabled(), gc.get_threshold(), sys.getrecursionlimit(), sys.getswitchinterval())
print([signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD, signal.SIGPIPE)])
print(os.umask(0o22), os.getpgrp() == os.getpid() == os.getsid(0), sys.stdin.read(), sys.stdout.encoding)
print(sorted(f'{name}={value}' for name, value in os.environ.items()))
print(locale.setlocale(locale.LC_ALL), decimal.getcontext(), logging.root.handlers, logging.root.level, time.tzname)
print(socket.getdefaulttimeout(), multiprocessing.get_start_method(), faulthandler.is_enabled())
print(type(asyncio.get_event_loop()), sys.gettrace(), [name for name in sys.modules if name.startswith('helpers.')])
print(hash('el orden de los conjuntos'), list({'a', 'b', 'c', 'd'}))
"""
LIBRARIES = """
import pandas as pd, numpy as np, matplotlib, matplotlib.pyplot as plt, seaborn as sns, warnings
print({name: value for name, value in pd.options.display.d.items() if name != 'unicode'}, np.get_printoptions(), np.geterr())
print(dict(matplotlib.rcParams), plt.get_backend(), plt.colormaps(), sorted(map(str, warnings.filters)))
"""
DRAWN = (
    "pd.DataFrame(np.arange(90).reshape(3, 30))",
    "plt.plot([1, 2, 3]);",
    "plt.figure(); plt.plot([1]); plt.show(); print('después')",
    "figure, axes = plt.subplots(); axes.plot([3, 1, 2]); figure",
    "sns.barplot(x=['a', 'b'], y=[1, 2]);",
    "from IPython.display import Markdown; display(Markdown('# Título'))",
    "{1, 2, 3}, 'x' * 300",
    "import matplotlib; print(matplotlib.is_interactive(), get_ipython().colors)",
    "input('¿?')",
)


@pytest.fixture(autouse=True)
def fixed_order(monkeypatch, tmp_path):
    monkeypatch.setenv("PYTHONHASHSEED", "0")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / ".ipython"))


def both(folder, cells):
    return [run(folder, cells, kernel, allow_errors=True) for kernel in (OwnKernel, WarmKernel)]


@pytest.mark.parametrize("look", [STATE, LIBRARIES], ids=["python", "libraries"])
def test_it_is_as_a_new_one(tmp_path, caplog, look):
    new, forked = map(printed, both(tmp_path, [look]))
    assert forked == new
    assert "ordinario" not in caplog.text


def test_it_leaves_the_same_notebook(tmp_path):
    new, forked = both(tmp_path, ["import pandas as pd, numpy as np, matplotlib.pyplot as plt, seaborn as sns", *DRAWN])
    assert nbformat.writes(forked) == nbformat.writes(new)
    assert sum("image/png" in output.get("data", {}) for cell in forked.cells for output in cell.outputs) == 5


def test_the_server_has_no_thread_and_no_socket_of_a_kernel():
    look = (
        "from helpers.kernels.preload import STACK, preload; preload(STACK); import gc, threading, zmq; gc.unfreeze(); "
        "print(threading.active_count(), [one for one in gc.get_objects() if isinstance(one, zmq.Context | zmq.Socket)])"
    )
    told = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, env=os.environ, check=True)
    assert told.stdout == "1 []\n"
