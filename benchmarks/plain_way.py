"""Makes a report with standard tools only, for comparison with `poa informe` in `benchmarks/reports.py`.

    python benchmarks/plain_way.py ROOT INSTITUTION PERIOD FOLDER

The same notebooks run one by one under papermill with the standard kernel, are joined into one notebook, converted by
nbconvert's own template (`nbconvert --to html`) and printed by Chromium. The figures are computed once and saved,
and the same workbook is written. Everything is written to FOLDER, and the seconds of each part are printed as JSON.
Processor time of Chromium is incomplete, because it does not wait for all its processes to end.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter
from papermill import execute_notebook

from helpers.base.system.workspace import Workspace
from helpers.checks.computed import Computed
from helpers.outputs.csv_exports import write_sensitivity
from helpers.outputs.open_data.data_package import write_input_tables
from helpers.outputs.run_files import SENSITIVITY_FILES
from helpers.outputs.workbook.workbook_file import write_workpapers
from helpers.run.comparisons import compare_run
from helpers.run.compute import compute, save
from helpers.run.report.section_notebooks import find_sections

Parts = dict[str, float]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = "--headless --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run --no-pdf-header-footer"


@contextmanager
def timed(parts: Parts, name: str) -> Iterator[None]:
    begun = time.monotonic()
    yield
    parts[name] = round(time.monotonic() - begun, 2)


def plain_report(root: Path, institution: str, period: str, folder: Path) -> Parts:
    """Make the report and return the seconds of each part."""
    parts: Parts = {}
    workspace = Workspace(root)
    with timed(parts, "computing"):
        computed = compute(workspace, institution, period)
        save(computed, folder)
        write_input_tables(computed, folder)
        compared = compare_run(workspace, computed)
        write_sensitivity(compared, *(folder / name for name in SENSITIVITY_FILES))
    with timed(parts, "notebooks"):
        executed = [
            one_section(notebook, folder, institution, period) for notebook in notebooks_of(workspace, computed)
        ]
    with timed(parts, "workbook"):
        write_workpapers(computed.book, computed.findings, computed.reconciliation, folder / "papeles_de_trabajo.xlsx")
    with timed(parts, "HTML"):
        page = one_page(executed)
        (folder / "informe.html").write_text(page, encoding="utf-8")
    with timed(parts, "PDF"):
        print_with_browser(folder / "informe.html", folder / "informe.pdf")
    return parts


def notebooks_of(workspace: Workspace, computed: Computed) -> list[Path]:
    known = find_sections(workspace)
    return [known[name].notebook for name in computed.corrida.secciones]


def one_section(notebook: Path, folder: Path, institution: str, period: str) -> Path:
    working = folder / notebook.stem
    working.mkdir()
    left = folder / notebook.name
    execute_notebook(
        str(notebook), str(left), {"entidad": institution, "periodo": period},
        cwd=str(working), kernel_name="python3", progress_bar=False,
    )  # fmt: skip
    return left


def one_page(executed: list[Path]) -> str:
    whole = nbformat.read(executed[0], as_version=4)
    for path in executed[1:]:
        whole.cells += nbformat.read(path, as_version=4).cells
    return HTMLExporter(exclude_input=True).from_notebook_node(whole)[0]


def print_with_browser(page: Path, paper: Path) -> None:
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.exit(f"The plain way prints with one of {', '.join(BROWSERS)}: none is here.")
    with tempfile.TemporaryDirectory() as profile:
        flags = [*FLAGS.split(), f"--user-data-dir={profile}", f"--print-to-pdf={paper}"]
        subprocess.run([browser, *flags, page.as_uri()], check=True, capture_output=True)
    if not paper.is_file():
        sys.exit("Chromium printed nothing.")


if __name__ == "__main__":
    root, institution, period, folder = sys.argv[1:]
    print(json.dumps(plain_report(Path(root), institution, period, Path(folder))))
