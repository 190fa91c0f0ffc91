"""A new period, institution or number of decimals is new data: every section notebook runs on it as it is."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import nbformat
import pytest
from conftest import ROOT, copy_of_project

from helpers import section
from helpers.compute import compute
from helpers.workspace import ROOT_VARIABLE, Workspace

pytestmark = pytest.mark.slow

NOTEBOOKS = sorted((ROOT / "notebooks" / "trimestral").glob("*.ipynb"))
RUNS = ("mre/2024-T1", "mre/2024-T2", "mre/2024-S1", "decimal/2024-T2", "minima/2024-T2")
MINIMAL_IDENTITY = "codigo: MINIMA\nnombre: Instituto Mínimo\nsigla: IM\n"
MINIMAL_RUN = """\
entidad: minima
periodo: 2024-T2
metodo: mre-2024
titulo: Seguimiento al POA
cortes: {}
tablas: [estructura, avances]
secciones: [resumen]
"""
MINIMAL_STRUCTURE = """\
codigo,nombre,nivel,padre,sigla,clase,acp,orden
MINIMA,Instituto Mínimo,entidad,,IM,,,1
U1,Unidad Primera,unidad,MINIMA,U1,,,2
U2,Unidad Segunda,unidad,MINIMA,U2,,,3
"""
MINIMAL_PROGRESS = """\
nivel,codigo,indicador,periodo,valor,peso,nota
unidad,U1,avance_fisico,2024-T1,90.00,,
unidad,U2,avance_fisico,2024-T1,80.00,,
unidad,U1,avance_fisico,2024-T2,75.50,,
unidad,U2,avance_fisico,2024-T2,100.00,,
"""


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def add_periods(root: Path) -> None:
    """The same year's first quarter, which has no goals, and its first semester."""
    run = (root / "params" / "mre" / "2024-T2.yaml").read_text(encoding="utf-8")
    for period in ("2024-T1", "2024-S1"):
        text = run.replace("periodo: 2024-T2", f"periodo: {period}")
        write(root / "params" / "mre" / f"{period}.yaml", text.replace("metas, ", "") if period == "2024-T1" else text)


def add_one_decimal(root: Path) -> None:
    """The same institution under a method that prints one decimal."""
    method = (root / "params" / "metodos" / "mre-2024.yaml").read_text(encoding="utf-8")
    run = (root / "params" / "mre" / "2024-T2.yaml").read_text(encoding="utf-8")
    identity = (root / "params" / "mre" / "entidad.yaml").read_text(encoding="utf-8")
    changed = method.replace("id: mre-2024", "id: un-decimal").replace("  decimales: 2", "  decimales: 1")
    write(root / "params" / "metodos" / "un-decimal.yaml", changed)
    write(root / "params" / "decimal" / "entidad.yaml", identity)
    own_run = run.replace("entidad: mre", "entidad: decimal").replace("metodo: mre-2024", "metodo: un-decimal")
    write(root / "params" / "decimal" / "2024-T2.yaml", own_run)
    (root / "data" / "decimal").symlink_to(root / "data" / "mre")


def add_minimal(root: Path) -> None:
    """An institution with two units and nothing else."""
    write(root / "params" / "minima" / "entidad.yaml", MINIMAL_IDENTITY)
    write(root / "params" / "minima" / "2024-T2.yaml", MINIMAL_RUN)
    write(root / "data" / "minima" / "2024" / "estructura.csv", MINIMAL_STRUCTURE)
    write(root / "data" / "minima" / "2024" / "avances.csv", MINIMAL_PROGRESS)


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    folder = copy_of_project(tmp_path_factory.mktemp("general"))
    add_periods(folder)
    add_one_decimal(folder)
    add_minimal(folder)
    return folder


@pytest.fixture(scope="module")
def computed(root):
    """Each run, computed once for its nine sections."""
    return {run: compute(Workspace(root), *run.split("/")) for run in RUNS}


def run_cells(path: Path, institution: str, period: str) -> list[str]:
    """Execute a notebook's code in this process; the HTML of what it shows."""
    names: dict[str, object] = {}
    shown: list[str] = []
    for cell in nbformat.read(path, 4).cells:
        if cell.cell_type != "code":
            continue
        value = run_cell(cell.source, names)
        if "parameters" in cell.metadata.get("tags", []):
            names.update(entidad=institution, periodo=period)
        elif hasattr(value, "_repr_html_"):
            shown.append(value._repr_html_())
    return shown


def run_cell(source: str, names: dict[str, object]) -> object:
    """Execute a cell; the value of its last expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names) if last else None


@pytest.fixture
def show(root, computed, monkeypatch):
    """Run a section of a run, whose Book is computed already."""
    monkeypatch.setenv(ROOT_VARIABLE, str(root))

    def run_section(name: str, run: str) -> str:
        monkeypatch.setattr(section, "compute", lambda *_: computed[run])
        path = next(path for path in NOTEBOOKS if path.stem.endswith(name))
        return "\n".join(run_cells(path, *run.split("/")))

    return run_section


@pytest.mark.parametrize("run", RUNS)
@pytest.mark.parametrize("name", [path.stem for path in NOTEBOOKS])
def test_a_section_runs_on_whatever_the_data_has(show, name, run):
    assert show(name, run)


@pytest.mark.parametrize("run", ["mre/2024-T1", "mre/2024-S1"])
def test_a_period_that_is_all_that_has_accumulated_is_printed_once(show, run):
    page = show("acp", run)
    assert 'id="cuadro-acp-acumulado"' in page
    assert 'id="cuadro-acp-trimestre"' not in page


def test_a_table_that_has_no_figures_says_so(show):
    assert "Esta corrida no tiene cifras para este cuadro." in show("areas", "minima/2024-T2")


def test_units_that_hang_from_no_area_are_listed(show):
    page = show("unidades", "minima/2024-T2")
    assert "Unidad Primera" in page
    assert re.search(r'data-cifra="avance_fisico/2024-T2/unidad/U1"', page)
    assert "informaron 2 de 2 unidades" in re.sub(r"<[^>]+>", "", show("metodo", "minima/2024-T2")).lower()


def test_names_keep_their_acronyms_inside_a_sentence(show):
    assert "meta ejecutada en SIGEP" in show("metodo", "mre/2024-T2")
