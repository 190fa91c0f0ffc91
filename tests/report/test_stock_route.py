"""A section by stock papermill and nbconvert alone, as the auditor's guide tells it: the same figures as the report's."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from builders import ROOT

from helpers.base.system.workspace import ROOT_VARIABLE

pytestmark = pytest.mark.slow

PRINTED = re.compile(r'cifra\("((?:[^"\\]|\\.)*)", "((?:[^"\\]|\\.)*)"\)')
SECTION = "06_areas"


def tool(name: str, *arguments: str, folder: Path, root: Path) -> None:
    command = [str(Path(sys.executable).with_name(name)), *arguments]
    subprocess.run(command, cwd=folder, env={**os.environ, ROOT_VARIABLE: str(root)}, check=True, capture_output=True)


@pytest.fixture(scope="module")
def typst(tmp_path_factory) -> str:
    """The section as Typst: executed by papermill on an ordinary kernel, written by `jupyter nbconvert`."""
    folder = tmp_path_factory.mktemp("sin-poa")
    notebook = ROOT / f"notebooks/trimestral/{SECTION}.ipynb"
    tool("papermill", str(notebook), f"{SECTION}.ipynb", "-p", "entidad", "mre", "-p", "periodo", "2024-T2", folder=folder, root=ROOT)
    tool("jupyter", "nbconvert", "--to", "poa-typst", f"{SECTION}.ipynb", folder=folder, root=ROOT)
    assert (folder / f"{SECTION}_files/informe.typ").is_file()
    return (folder / f"{SECTION}.typ").read_text(encoding="utf-8")


def test_it_prints_the_figures_of_the_report(typst, output):
    attached = _places(output / "informe.pdf")
    printed = [(json.loads(f'"{id}"'), json.loads(f'"{text}"')) for id, text in PRINTED.findall(typst)]
    assert len(printed) > 200
    assert set(printed) <= set(attached)


def _places(report: Path) -> list[tuple[str, str]]:
    import pypdfium2

    with pypdfium2.PdfDocument(report) as document:
        named = map(document.get_attachment, range(document.count_attachments()))
        places = next(one for one in named if one.get_name() == "lugares.json")
        return [(id, text) for id, text, *_ in json.loads(bytes(places.get_data()))]
