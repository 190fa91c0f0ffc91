"""Sections made only with papermill, nbconvert and Typst, as the audit guide describes, have the report's figures."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from builders import ROOT
from paper_tags import broken_rules

from helpers.base.system.workspace import ROOT_VARIABLE

pytestmark = pytest.mark.slow

PRINTED = re.compile(r'cifra\("((?:[^"\\]|\\.)*)", "((?:[^"\\]|\\.)*)"\)')
SECTIONS = {"04_acp": 100, "06_areas": 200}
"""Two sections in the report's order, and how many figures each prints at least."""
COMPILED = "04_acp"


def tool(name: str, *arguments: str, folder: Path, root: Path) -> None:
    command = [str(Path(sys.executable).with_name(name)), *arguments]
    subprocess.run(command, cwd=folder, env={**os.environ, ROOT_VARIABLE: str(root)}, check=True, capture_output=True)


@pytest.fixture(scope="module")
def folder(output, tmp_path_factory) -> Path:
    """The sections as Typst: papermill executes one on an ordinary kernel, `jupyter nbconvert` writes both.

    The other has been executed by the report.
    """
    folder = tmp_path_factory.mktemp("sin-poa")
    notebook = str(ROOT / f"notebooks/trimestral/{COMPILED}.ipynb")
    tool("papermill", notebook, f"{COMPILED}.ipynb", "-p", "entidad", "mre", "-p", "periodo", "2024-T2", folder=folder, root=ROOT)
    for name in SECTIONS.keys() - {COMPILED}:
        shutil.copy(output / f"cuadernos/{name}.ipynb", folder)
    tool("jupyter", "nbconvert", "--to", "poa-typst", *(f"{name}.ipynb" for name in SECTIONS), folder=folder, root=ROOT)
    return folder


@pytest.mark.parametrize("name", SECTIONS)
def test_each_section_prints_the_figures_of_the_report(folder, output, name):
    assert (folder / f"{name}_files/informe.typ").is_file()
    assert len(printed_in(folder, name)) >= SECTIONS[name]
    assert set(printed_in(folder, name)) <= set(_places(output / "informe.pdf"))


def test_the_line_of_code_in_the_guide_prints_a_section(folder):
    """The line is taken from the guide and run in the project's folder; only its file names are replaced."""
    guide = (ROOT / "docs/guia/auditoria.md").read_text(encoding="utf-8")
    (line,) = re.findall(r"^    typst\.compile\(.*\)$", guide, re.MULTILINE)
    source, paper = (str(folder / f"{COMPILED}.{kind}") for kind in ("typ", "pdf"))
    code = f"import typst\n{line.strip()}".replace(f'"suelto/{COMPILED}.typ"', repr(source))
    code = code.replace(f'"suelto/{COMPILED}.pdf"', repr(paper))
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True)
    assert broken_rules(Path(paper)) == []
    assert set(_places(Path(paper))) == set(printed_in(folder, COMPILED))
    assert fonts_of(Path(paper)) <= {"LibroSans", "LibroSerif", "LibroSignos", "LibroSignos2"}


def printed_in(folder: Path, name: str) -> list[tuple[str, str]]:
    """Each figure that a section's Typst prints: its id and its text."""
    typst = (folder / f"{name}.typ").read_text(encoding="utf-8")
    return [(json.loads(f'"{id}"'), json.loads(f'"{text}"')) for id, text in PRINTED.findall(typst)]


def fonts_of(paper: Path) -> set[str]:
    """The families of the fonts that a PDF embeds."""
    with pikepdf.open(paper) as document:
        used = [str(font.BaseFont) for page in document.pages for font in page.Resources.get("/Font", {}).values()]
    return {re.sub(r"^/[A-Z]{6}\+|-.*", "", name) for name in used}


def _places(report: Path) -> list[tuple[str, str]]:
    import pypdfium2

    with pypdfium2.PdfDocument(report) as document:
        named = map(document.get_attachment, range(document.count_attachments()))
        places = next(one for one in named if one.get_name() == "lugares.json")
        return [(id, text) for id, text, *_ in json.loads(bytes(places.get_data()))]
