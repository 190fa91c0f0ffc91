"""tools/system_packages.sh on machines that lack something: stand-ins on the PATH play those machines."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "tools" / "system_packages.sh"
TOOLS = ["bash", "dirname", "grep", "id", "ls", "readlink", "sed"]
INSTALL = "apt-get install -y --no-install-recommends"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the script is for systems with bash")


class Machine:
    """A machine with nothing but the tools that the script calls, and what a test adds to it."""

    def __init__(self, folder: Path):
        self.folder = folder
        for tool in TOOLS:
            (folder / tool).symlink_to(shutil.which(tool))

    def add(self, name: str, script: str = "") -> None:
        path = self.folder / name
        path.unlink(missing_ok=True)
        path.write_text(f"#!{shutil.which('bash')}\n{script}\n")
        path.chmod(0o755)

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
        settings = {"PATH": str(self.folder), "PYTHON": str(self.folder / "python"), "LC_ALL": "C.UTF-8"}
        return subprocess.run(
            [shutil.which("bash"), str(SCRIPT), *arguments],
            env={**settings, **environment},
            capture_output=True,
            text=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
        )


@pytest.fixture
def machine(tmp_path):
    """A planner's: not root, with a Python that has venv."""
    machine = Machine(tmp_path)
    machine.add("id", "echo 1000")
    machine.add("python")
    return machine


def debian(machine: Machine) -> None:
    log = machine.folder / "apt.log"
    machine.add("apt-get", f'echo "$@" >> {log}')


def without(machine: Machine, text: str) -> None:
    """A Python that fails when its code or its arguments hold this text, and is 3.11 when asked."""
    machine.add("python", f'case "$*" in *version_info*) echo python3.11-venv ;; *{text}*) exit 1 ;; esac')


def with_test_tools(machine: Machine) -> None:
    for tool in ["chromium", "chromedriver", "pdftotext", "pdftoppm", "qpdf", "soffice", "libsclo.so", "libswlo.so"]:
        machine.add(tool)


def test_nothing_missing_nothing_said(machine):
    debian(machine)
    with_test_tools(machine)
    run = machine.run("test")
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    assert not (machine.folder / "apt.log").exists()


def test_for_a_report_nothing_of_the_system_is_asked_but_venv(machine):
    run = machine.run("report")
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_without_venv_nothing_can_go_on(machine):
    debian(machine)
    without(machine, "ensurepip")
    run = machine.run("report")
    assert run.returncode == 1
    assert f"    su -c 'apt-get update && {INSTALL} python3.11-venv'\n" in run.stderr
    machine.add("sudo")
    assert f"    sudo apt-get update && sudo {INSTALL} python3.11-venv\n" in machine.run("report").stderr


def test_elsewhere_it_is_said_in_words(machine):
    with_test_tools(machine)
    (machine.folder / "pdftoppm").unlink()
    run = machine.run("test")
    assert run.returncode == 0
    assert "Poppler, pdftotext y pdftoppm" in run.stderr
    assert "apt-get" not in run.stderr


def test_root_installs_need_by_need(machine):
    debian(machine)
    with_test_tools(machine)
    machine.add("id", "echo 0")
    (machine.folder / "pdftoppm").unlink()
    (machine.folder / "soffice").unlink()
    machine.run("test")
    calls = (machine.folder / "apt.log").read_text().splitlines()
    assert calls[0] == "update -qq"
    assert [call.split()[-1] for call in calls[1:]] == ["fonts-liberation", "poppler-utils"]
    assert "libreoffice-calc" in calls[1]


def test_without_a_font_as_wide_as_arial_the_office_is_not_complete(machine):
    debian(machine)
    with_test_tools(machine)
    machine.add("id", "echo 0")
    machine.add("fc-match", "echo DejaVuSans.ttf: DejaVu Sans")
    machine.run("test")
    assert "fonts-liberation" in (machine.folder / "apt.log").read_text()
    machine.add("fc-match", "echo LiberationSans-Regular.ttf: Liberation Sans")
    assert machine.run("deselect").stdout.strip() == ""


def test_tests_that_cannot_run_are_left_out_except_in_ci(machine):
    expression = "not slow and not browser and not libreoffice and not poppler and not qpdf"
    assert machine.run("deselect", "slow").stdout.strip() == expression
    assert machine.run("deselect", "slow", CI="true").stdout.strip() == "not slow"


def test_where_all_is_there_no_test_is_left_out(machine):
    with_test_tools(machine)
    assert machine.run("deselect").stdout.strip() == ""
