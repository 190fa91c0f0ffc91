"""Executed notebooks of a report run again with the ordinary tools of Jupyter, in place and for another period."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from builders import ROOT, WORKSPACE
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from real_commands import copy_of, does

from helpers.base.system.workspace import ROOT_VARIABLE
from helpers.demo.demo_write import make_demo
from helpers.run.section import OTHER_RUN
from helpers.views.elements.section_checks import MIME

pytestmark = pytest.mark.slow

AGAIN = ("06_areas", "11_desviaciones")
"""A notebook with a chart, and one that repeats no figure, so its last cell has nothing to compare."""
STEP = """
paso = seccion.paso({figure!r})._repr_markdown_()
assert all(words in paso for words in {words!r}), paso
"""
STEPS = (
    ("### Eficacia ponderada", "**Sus partes", "Coincide", "<td>{figure}</td>"),
    ("ppto_vigente", "Coincide", "<td>{figure}</td>"),
    ("data/mre/2024/gastos.csv#", "Coincide", "<td>{figure}</td>"),
)
"""What the steps of a weighted progress, of an execution and of an amount show."""
SMALL = 60
SUMMARY = re.compile(r"\*\*(\d+) cifras repetidas, (ninguna|una|\d+) difieren?(?:; \d+ calificaci\w+ repetidas?, ninguna difiere)?\*\* en esta sección\.")
NUMBER = re.compile(r"(<data [^>]*>)(\d)")
PICTURE = re.compile(r"(data:image/svg\+xml;base64,)\w{4}")


def tool(name: str, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a program of the environment in a folder, without the variable that names the project's folder."""
    environment = {key: value for key, value in os.environ.items() if key != ROOT_VARIABLE}
    command = [sys.executable, "-m", name, *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)


def nbval(folder: Path, *notebooks: str) -> str:
    """Run notebooks again with nbval, which compares all outputs but pictures with the kept ones; returns its text."""
    options = ("-q", "-rf", "-p", "no:cacheprovider", "-p", "no:xdist", "--nbval", "--nbval-cell-timeout=120")
    names = [f"{name}.ipynb" for name in notebooks]
    sanitized = f"--nbval-sanitize-with={ROOT / 'tests/report/nbval_pictures.cfg'}"
    return tool("pytest", *options, sanitized, *names, folder=folder).stdout


def change(path: Path, pattern: re.Pattern[str], instead: Callable[[re.Match[str]], str]) -> int:
    """Change the first match of a pattern in a notebook's outputs; return the position of its code cell."""
    plain = json.loads(path.read_text(encoding="utf-8"))
    shown = [
        (at, output["data"])
        for at, cell in enumerate(code_cells(plain))
        for output in cell["outputs"]
        if "text/html" in output.get("data", {})
    ]
    changed, data = next((at, data) for at, data in shown if pattern.search("".join(data["text/html"])))
    data["text/html"] = pattern.sub(instead, "".join(data["text/html"]), count=1)
    path.write_text(json.dumps(plain), encoding="utf-8")
    return changed


def code_cells(plain: dict) -> list[dict]:
    return [cell for cell in plain["cells"] if cell["cell_type"] == "code"]


def outputs_of(path: Path) -> list[tuple[str, list[dict]]]:
    """Source and outputs of each code cell of a notebook, without execution counts."""
    cells = code_cells(json.loads(path.read_text(encoding="utf-8")))
    return [("".join(cell["source"]), [{key: one[key] for key in one if key != "execution_count"} for one in cell["outputs"]]) for cell in cells]


def checks_of(outputs: list[dict]) -> Iterator[dict]:
    return (output["data"][MIME] for output in outputs if MIME in output.get("data", {}))


def summary_of(outputs: list[dict]) -> tuple[int, int]:
    """How many figures were repeated and how many differ, as the last cell says."""
    markdown = "".join("".join(output["data"].get("text/markdown", "")) for output in outputs if "data" in output)
    found = SUMMARY.search(markdown)
    assert found, markdown
    in_words = {"ninguna": 0, "una": 1}
    return int(found[1]), in_words[found[2]] if found[2] in in_words else int(found[2])


def test_notebooks_run_again_in_place_give_the_same_values(output, tmp_path):
    """All but a cell whose number was changed; a changed picture passes, because pictures are not compared.

    Added cells ask for the steps of three figures, and would fail if one of them were not shown.
    """
    notebooks = Path(shutil.copytree(output, tmp_path / "2024-T2")) / "cuadernos"
    changed = notebooks / f"{AGAIN[0]}.ipynb"
    asked = asked_figures(changed, "eficacia_ponderada", level="area")
    with_cells(changed, changed, *(STEP.format(figure=one, words=[text.format(figure=one) for text in words]) for one, words in zip(asked, STEPS, strict=True)))
    picture = change(changed, PICTURE, lambda found: found[1] + "AAAA")
    number = change(changed, NUMBER, lambda found: found[1] + str((int(found[2]) + 1) % 10))
    assert picture != number
    said = nbval(notebooks, *AGAIN)
    assert re.findall(r"^FAILED (\w+)\.ipynb::Cell (\d+)", said, re.MULTILINE) == [(AGAIN[0], str(number))], said[-3000:]
    assert re.search(r"^1 failed, \d{2,3} passed", said, re.MULTILINE), said[-3000:]


@pytest.fixture(scope="module")
def ministry(tmp_path_factory) -> Path:
    """A small synthetic institution with data of all quarters and a report of one section on the second quarter."""
    root = tmp_path_factory.mktemp("otra-vez") / "libro"
    make_demo(WORKSPACE, root, SMALL, 2024)
    copy_of(root, "notebooks")
    asked = root / "params/demo/2024-T2.yaml"
    text, changed = re.subn(r"^secciones: .*$", "secciones: [acp]", asked.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert changed == 1
    asked.write_text(text, encoding="utf-8")
    does(root, "report", "demo/2024-T2", "--sin-pdf")
    return root


@pytest.fixture(scope="module")
def executed(ministry) -> Path:
    return ministry / "output/demo/2024-T2/cuadernos/04_acp.ipynb"


def papermill(ministry: Path, *arguments: str) -> None:
    # Otherwise papermill validates and writes the whole notebook twice for each of its many cells, half of its time.
    done = tool("papermill", *arguments, "--no-progress-bar", "--no-request-save-on-cell-execute", folder=ministry)
    assert done.returncode == 0, done.stderr[-3000:]


def with_cells(source: Path, target: Path, *added: str) -> None:
    """Copy a notebook with further code cells at its end."""
    plain = json.loads(source.read_text(encoding="utf-8"))
    for number, code in enumerate(added):
        cell = {"cell_type": "code", "id": f"otra-{number}", "metadata": {}, "source": code}
        plain["cells"].append(cell | {"execution_count": None, "outputs": []})
    target.write_text(json.dumps(plain), encoding="utf-8")


def asked_figures(executed: Path, progress: str = "avance_fisico", level: str = "acp") -> list[str]:
    """Progress, execution and an amount that the section repeats."""
    figures = [one for _, shown in outputs_of(executed) for check in checks_of(shown) for one in check.get("cifras", ())]
    indicators = (f"{progress}/2024-T2/{level}/", f"ejecucion_financiera/2024-S1/{level}/", f"devengado/2024-S1/{level}/")
    return [next(one for one in figures if one.startswith(start)) for start in indicators]


def test_for_another_period_written_steps_print_a_note_and_the_last_cell_and_steps_of_figures_run(ministry, executed):
    asked = [one.replace("2024-T2", "2024-T3").replace("2024-S1", "2024-ene-sep") for one in asked_figures(executed)]
    target = ministry / "x.ipynb"
    with_cells(executed, target, *(f"seccion.paso({figure!r})" for figure in asked))
    papermill(ministry, str(target), str(target), "-p", "periodo", "2024-T3")
    *before, (last, shown), one, two, three = outputs_of(target)
    progress, execution, money = markdown = ["".join(outputs[0]["data"]["text/markdown"]) for _, outputs in (one, two, three)]
    assert all(f"<td>{figure}</td>" in text and "Coincide" in text for figure, text in zip(asked, markdown, strict=True))
    assert progress.startswith("### Avance físico") and "**Sus partes" in progress
    assert "ppto_vigente" in execution
    assert re.search(r"data/demo/2024/gastos\.csv#[A-Z]+\d+", money)
    note = OTHER_RUN.format(written="demo/2024-T2", asked="demo/2024-T3")
    written = [outputs for source, outputs in before if source.startswith("# Cálculo de demo/2024-T2")]
    assert len(written) > 20
    assert {"".join("".join(one["text"]) for one in outputs).strip() for outputs in written} == {note}
    assert last == "seccion.calcular()"
    checks = list(checks_of(shown))
    assert [check["promesa"] for check in checks if check["distintos"]] == []
    figures = {figure for check in checks for figure in check.get("cifras", ())}
    assert any("/2024-T3/" in figure for figure in figures)
    assert summary_of(shown) == (len(figures), 0)


@pytest.fixture
def shell(ministry, monkeypatch) -> Iterator[InteractiveShell]:
    """What runs the cells of a kernel, in this process and the workbook's folder."""
    monkeypatch.delenv(ROOT_VARIABLE, raising=False)
    monkeypatch.chdir(ministry)
    yield InteractiveShell.instance(colors="nocolor")
    InteractiveShell.instance().restore_sys_module_state()
    InteractiveShell.clear_instance()


def test_a_supposition_marks_every_output(ministry, executed, shell):
    """`test_supposed_inputs` asks that a report refuses it."""
    supposed = ministry / "supuesto.ipynb"
    _suppose(executed, supposed, _a_cell(ministry))
    shown = []
    for cell in code_cells(json.loads(supposed.read_text(encoding="utf-8"))):
        with capture_output() as said:
            shell.run_cell(source := "".join(cell["source"])).raise_error()
        if "supuestos=supuestos" in source or later_than_opening(source):
            shown.append(said.outputs)
    assert all("SUPOSICIÓN" in outputs[-1].data["text/markdown"] for outputs in shown)
    assert len(shown) > 21


def later_than_opening(source: str) -> bool:
    """Whether a cell comes after the one that opens the section: the three before it only name values."""
    return not re.match(r"(# .*\n)?(entidad|supuestos) = ", source)


def _a_cell(ministry: Path) -> str:
    """The address of an amount that the section reads."""
    lines = (ministry / "data/demo/2024/gastos.csv").read_text(encoding="utf-8").splitlines()
    column = lines[0].split(",").index("devengado")
    return f"data/demo/2024/gastos.csv#{chr(ord('A') + column)}2"


def _suppose(source: Path, destination: Path, cell: str) -> None:
    """Copy a notebook with a supposition in its marked cell."""
    text = source.read_text(encoding="utf-8")
    assert text.count('"supuestos = {}') == 1
    destination.write_text(text.replace('"supuestos = {}', f'"supuestos = {{\\"{cell}\\": \\"12345.67\\"}}'), encoding="utf-8")
