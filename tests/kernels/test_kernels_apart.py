"""Nothing passes from one forked kernel to another, nor to the process that they are forked from."""

import os
import signal
import sys

import psutil
import pytest
from kernel_world import client_of, family, run, say
from nbclient.exceptions import CellTimeoutError, DeadKernelError

from helpers.kernels.client import IS_POSSIBLE
from helpers.kernels.preload import STACK
from helpers.kernels.provisioner import own_server

pytestmark = pytest.mark.skipif(not IS_POSSIBLE, reason="this system does not fork")


@pytest.fixture(autouse=True)
def none_is_ordinary(caplog):
    """An ordinary kernel would pass all of these."""
    yield
    assert "Núcleo ordinario" not in caplog.text


@pytest.mark.parametrize(
    ("left", "looked_for", "untouched"),
    [
        ("huella = 1", "print('huella' in globals())", "False"),
        ("import json; json.huella = 1", "import json; print(hasattr(json, 'huella'))", "False"),
        ("import sys; sys.path.append('/huella')", "import sys; print('/huella' in sys.path)", "False"),
        ("import pandas as pd; pd.options.display.max_rows = 3", "import pandas as pd; print(pd.options.display.max_rows)", "60"),
        ("import seaborn as s; s.set_theme(); s.set_palette('hls')", "import matplotlib as m; print(m.rcParams['axes.facecolor'])", "white"),
        ("import matplotlib as m; m.rcParams['font.size'] = 33", "import matplotlib as m; print(m.rcParams['font.size'])", "10.0"),
        ("import matplotlib.pyplot as p; p.figure(7)", "import matplotlib.pyplot as p; print(p.get_fignums())", "[]"),
        ("import os; os.environ['HUELLA'] = 'x'; os.putenv('HUELLA', 'x')", "import os; print(os.popen('echo -$HUELLA-').read())", "--"),
        ("import os; os.chdir('/')", "import os; print(os.getcwd() == '/')", "False"),
        ("import os; os.umask(0o77)", "import os; print(os.umask(0o22) == 0o77)", "False"),
        ("import signal; signal.signal(15, signal.SIG_IGN)", "import signal; print(signal.getsignal(15) is signal.SIG_DFL)", "True"),
        ("import warnings; warnings.filterwarnings('error', 'huella')", "import warnings; print('huella' in str(warnings.filters))", "False"),
    ],
)  # fmt: skip
def test_what_a_section_leaves_no_other_finds(tmp_path, left, looked_for, untouched):
    say(tmp_path, left)
    assert say(tmp_path, looked_for).splitlines()[-1] == untouched


def test_each_kernel_draws_its_own_lots(tmp_path):
    draw = "import random, numpy as np; print(random.random(), np.random.rand(), np.random.default_rng().random())"
    say(tmp_path, "import random, numpy as np; random.seed(1); np.random.seed(1)")
    first, second = (say(tmp_path, draw).split() for _ in range(2))
    assert not set(first) & set(second)
    assert all(0 <= float(number) < 1 for number in first)


def test_each_kernel_has_the_settings_of_its_own_request(tmp_path, monkeypatch):
    look = "import os; print(os.getcwd(), os.environ['SEÑA'], os.environ['IPYTHONDIR'], get_ipython().ipython_dir)"
    for name in ("una", "otra"):
        (tmp_path / name).mkdir()
        monkeypatch.setenv("SEÑA", name)
        monkeypatch.setenv("IPYTHONDIR", str(tmp_path / name / "ipython"))
        folder = tmp_path / name
        assert say(folder, look) == f"{folder} {name} {folder}/ipython {folder}/ipython"


def test_a_kernel_has_nobody_elses_files_open(tmp_path):
    look = "import os; print(sorted(os.readlink(f'/proc/self/fd/{n}') for n in (0, 1, 2))[0], os.getpgrp() == os.getsid(0))"
    if sys.platform != "linux":
        pytest.skip("/proc is of Linux")
    assert say(tmp_path, look) == "/dev/null True"


@pytest.fixture
def bystander(tmp_path):
    """A kernel that has begun its work; it must be able to go on."""
    client = client_of(tmp_path, ["recuerdo = 7", "print(recuerdo)"])
    with client.setup_kernel():
        client.execute_cell(client.nb.cells[0], 0)
        yield lambda: client.execute_cell(client.nb.cells[1], 1).outputs[0]["text"] == "7\n"


@pytest.fixture
def forked_now():
    """The processes that the server has forked and that are still there."""
    server = own_server(os.environ, STACK).process.pid
    return lambda: [one.pid for one in family(server)[1:] if one.status() != psutil.STATUS_ZOMBIE]


@pytest.mark.parametrize(
    "harm",
    [
        "import ctypes; ctypes.string_at(0)",
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "import os; os._exit(3)",
        "import os, signal; os.killpg(0, signal.SIGTERM)",
    ],
)
def test_a_section_that_crashes_harms_no_other(tmp_path, bystander, forked_now, harm):
    before = forked_now()
    with pytest.raises(DeadKernelError):
        run(tmp_path, [harm])
    assert bystander()
    assert forked_now() == before


def test_a_section_that_eats_memory_harms_no_other(tmp_path, bystander, forked_now):
    before = forked_now()
    limit = "import resource; resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))"
    eat = "try:\n    bytearray(6 << 30)\nexcept MemoryError:\n    print('no cabe')"
    assert say(tmp_path, limit, eat) == "no cabe"
    assert bystander()
    assert forked_now() == before


@pytest.mark.parametrize("hang", ["import time; time.sleep(600)", "while True: pass"])
def test_a_section_that_hangs_is_ended_with_all_that_it_started(tmp_path, bystander, forked_now, hang):
    before = forked_now()
    with pytest.raises(CellTimeoutError):
        run(tmp_path, ["import subprocess; subprocess.Popen(['sleep', '600'])", hang], timeout=1)
    assert bystander()
    assert forked_now() == before


def test_an_interruption_reaches_one_kernel_only(tmp_path, bystander):
    cells = ["import time\ntry:\n    time.sleep(600)\nexcept KeyboardInterrupt:\n    print('basta')"]
    assert say(tmp_path, *cells, timeout=1, interrupt_on_timeout=True) == "basta"
    assert bystander()


def test_a_kernel_that_is_told_to_end_does_what_it_has_left_for_the_end(tmp_path):
    leave = "import atexit, pathlib; atexit.register(pathlib.Path('fin').touch)"
    say(tmp_path, leave, shutdown_kernel="graceful")
    assert (tmp_path / "fin").exists()


def test_the_exit_code_is_told(tmp_path):
    client = client_of(tmp_path, ["import os; os._exit(3)"])
    with pytest.raises(DeadKernelError), client.setup_kernel():
        process = client.km.provisioner.process
        client.execute_cell(client.nb.cells[0], 0)
    assert (process.returncode, process.is_lost) == (3, False)
    client = client_of(tmp_path, ["1"])
    with client.setup_kernel():
        process = client.km.provisioner.process
        os.kill(process.pid, signal.SIGSEGV)
        assert process.wait(10) == -signal.SIGSEGV
