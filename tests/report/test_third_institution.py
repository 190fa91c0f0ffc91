"""A third institution from data alone: its own structure, its own method and five tables give a complete report."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from builders import ROOT
from hospital import HOSPITAL, SECTIONS, hospital_report

pytestmark = [pytest.mark.slow, pytest.mark.pdf]

@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return hospital_report(tmp_path_factory) / "output" / HOSPITAL


def figures(folder: Path) -> dict[str, str]:
    with (folder / "cifras.csv").open(encoding="utf-8", newline="") as stream:
        return {row["id"]: row["publicado"] for row in csv.DictReader(stream)}


def test_its_figures_are_those_of_its_own_method(folder):
    """PED: mean of 90 and 100 (500 of 400 is capped) is 95,0; with CIR 50 and LAB 100, 81,7. Money: 1.280 / 1.600."""
    found = figures(folder)
    expected = {
        "avance_fisico/2025-anual/unidad/PED": "95.0", "avance_fisico/2025-anual/area/CLIN": "72.5",
        "avance_fisico/2025-anual/entidad/HOSP": "81.7", "ejecucion_financiera/2025-anual/area/CLIN": "80.0",
        "ejecucion_financiera/2025-anual/entidad/HOSP": "80.0", "devengado_tarea/2025-anual/unidad/PED": "370.00",
        "ejecucion_tarea/2025-anual/unidad/CIR": "80.0",
    }  # fmt: skip
    assert {figure: found.get(figure) for figure in expected} == expected


def test_its_report_has_all_of_its_sections_and_says_what_it_lacks(folder):
    page = (folder / "informe.html").read_text(encoding="utf-8")
    assert [name for name in SECTIONS if f'id="sec-{name}"' not in page] == []
    listed = re.search(r'<ul class="lista-no-incluye">.*?</ul>', page, re.DOTALL)
    assert listed, "income, amendments, goods and other printed tables: none is there"
    assert [name for name in SECTIONS if f'id="sec-{name}"' in listed[0]] == ["presupuesto", "bienes", "cuadros"]
    progress = "avance_fisico/2025-anual/entidad/HOSP"
    assert f'<data value="81.7" data-cifra="{progress}" title="Promedio simple de 3 unidades.">81,7' in page


def test_the_run_leaves_its_files(folder):
    left = {path.name for path in folder.iterdir()}
    assert {"informe.pdf", "informe.docx", "papeles_de_trabajo.xlsx", "hallazgos.csv", "manifiesto.json", "datos_abiertos"} <= left


def test_no_code_asks_which_institution_it_is():
    """Institutions differ only by their data; no module or notebook compares with the code of one."""
    named = re.compile(r"""==\s*["'](MRE|SEGIP|mre|segip|demo|DEMO)["']|in\s*\(\s*["'](mre|segip|demo)["']""")
    asked = [
        path.relative_to(ROOT).as_posix()
        for pattern in ("src/helpers/**/*.py", "notebooks/**/*.ipynb")
        for path in ROOT.glob(pattern)
        if "conversion" not in path.parts and named.search(path.read_text(encoding="utf-8"))
    ]
    assert asked == []
