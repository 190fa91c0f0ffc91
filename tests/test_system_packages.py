"""tools/system_packages.sh on machines that lack something, simulated with stand-in programs on the PATH."""

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
    """A machine with only the tools that the script calls, and those that a test adds."""

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
    """A planner's machine: not root, with a Python that has venv."""
    machine = Machine(tmp_path)
    machine.add("id", "echo 1000")
    machine.add("python")
    return machine


def debian(machine: Machine) -> None:
    log = machine.folder / "apt.log"
    machine.add("apt-get", f'echo "$@" >> {log}')


def python_fails_on(machine: Machine, text: str) -> None:
    """Add a Python that fails if its arguments contain this text, and that names `python3.11-venv` as its package."""
    machine.add("python", f'case "$*" in *version_info*) echo python3.11-venv ;; *{text}*) exit 1 ;; esac')


def with_test_tools(machine: Machine) -> None:
    for tool in ["chromium", "chromedriver", "pdftotext", "pdftoppm", "qpdf", "soffice", "libsclo.so", "libswlo.so"]:
        machine.add(tool)


def test_a_complete_machine_gets_no_message_and_installs_nothing(machine):
    debian(machine)
    with_test_tools(machine)
    run = machine.run("test")
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    assert not (machine.folder / "apt.log").exists()


def test_a_report_needs_only_venv_from_the_system(machine):
    run = machine.run("report")
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_a_missing_venv_stops_with_the_command_that_installs_it(machine):
    debian(machine)
    python_fails_on(machine, "ensurepip")
    run = machine.run("report")
    assert run.returncode == 1
    assert f"    su -c 'apt-get update && {INSTALL} python3.11-venv'\n" in run.stderr
    machine.add("sudo")
    assert f"    sudo apt-get update && sudo {INSTALL} python3.11-venv\n" in machine.run("report").stderr


def test_without_apt_a_missing_tool_is_named_and_no_command_given(machine):
    with_test_tools(machine)
    (machine.folder / "pdftoppm").unlink()
    run = machine.run("test")
    assert run.returncode == 0
    assert "Poppler, pdftotext y pdftoppm" in run.stderr
    assert "apt-get" not in run.stderr


def test_root_installs_the_packages_of_each_need_separately(machine):
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


def test_the_office_needs_a_font_with_the_widths_of_arial(machine):
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


def test_a_complete_machine_leaves_out_no_test(machine):
    with_test_tools(machine)
    assert machine.run("deselect").stdout.strip() == ""
