"""Section notebooks: how they are written, and that each runs by itself as JupyterLab would run it."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from statistics import median

import nbformat
import pytest
from builders import ROOT, shipped
from notebook_cells import SECTIONS, as_python, drawn, failed_checks, run_section

from helpers.base.system.workspace import Workspace
from helpers.figures.figure_names import BY_WEIGHT, QUARTERS_MEAN
from helpers.run import section
from helpers.run.section import TEXT
from helpers.run.workings.derived_cells import STEPS
from helpers.views.progress.year_views import STEP_HEADS

NOTEBOOKS = Workspace(ROOT).section_notebooks()
MOST_CODE_CELLS = 21
"""The number in `23_trimestres`, which has twelve tables, each in its own cell, and four sentences between them."""
CHECKED = frozenset({
    "00_resumen_plan", "07_informe_tecnico", "08_resolucion", "11_desviaciones", "12_conclusiones", "13_conciliacion",
    "14_anexos",
})  # fmt: skip
"""Sections with a check of their own. In the others the written calculation repeats all computed figures that they
print, or they print none: what their tables may say is checked when these are read.
"""
FEWEST_NAMES = 140
"""Least number of names of tables and charts in the notebooks and the modules of `views`."""
LONGEST_CELL, USUAL_CELL = 12, 4
"""Most lines of a code cell, and most lines of the median cell."""
LEAST_PROSE = 0.6
"""Fewest letters of prose for each letter of code."""
MOST_IMPORTED = 8
MOST_SPACES = 3
"""Most spaces in a text of the code; one with more is taken for a sentence."""
NAMES = re.compile(r"""(?<!ref\()["']((?:cuadro|grafico)-[^"']+)["']""")
"""The name of a table or chart where it is made, not where `ref(…)` refers to it."""


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, 4)


def code_cells(path: Path) -> list[nbformat.NotebookNode]:
    return [cell for cell in read(path).cells if cell.cell_type == "code"]


def checks_in(cell: nbformat.NotebookNode) -> list[ast.Call]:
    """The checks that a cell calls for."""
    calls = (node for node in ast.walk(ast.parse(as_python(cell.source))) if isinstance(node, ast.Call))
    return [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "comprobar"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_section_has_no_definitions_no_statements_that_stop_it_and_no_outputs(path):
    for cell in code_cells(path):
        refused = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Try, ast.Lambda, ast.Assert, ast.Raise)
        assert not [node for node in ast.walk(ast.parse(as_python(cell.source))) if isinstance(node, refused)]
        assert cell.outputs == []
        assert cell.execution_count is None


def test_the_sentence_from_the_quarters_to_the_year_tells_every_step():
    """Without one of them, or where they begin if the method does not weigh quarters, nothing adds up to what it tells."""
    path = next(path for path in NOTEBOOKS if path.stem.endswith("_trimestres"))
    (told,) = (cell.source for cell in code_cells(path) if "_menos_trimestres" in cell.source)
    assert [step for step in (*STEP_HEADS, QUARTERS_MEAN) if f"cifra(fisica ~ '{step}'" not in told] == []


def test_that_nothing_changed_since_the_closings_is_told_of_what_they_kept():
    """A figure that was missing then and is there now (CIE-NUEVA) is none of a closing, and no change of it."""
    path = next(path for path in NOTEBOOKS if path.stem.endswith("_trimestres"))
    (told,) = (cell.source for cell in code_cells(path) if "vistas.is_any_closed" in cell.source)
    assert "Ninguna de las cifras guardadas al cerrar" in told


def test_the_steps_from_the_quarters_to_the_year_are_explained_by_their_names_in_the_table():
    """That of the weight has also what a reported progress differs from its tasks, and whom a quarter leaves out."""
    path = next(path for path in NOTEBOOKS if path.stem.endswith("_trimestres"))
    explained = "\n".join(cell.source for cell in nbformat.read(path, 4).cells if cell.cell_type == "markdown")
    assert [head for head in STEP_HEADS.values() if f"**{head}:**" not in explained] == []
    assert "avance informado y ausencias" in STEP_HEADS[BY_WEIGHT]
    assert "según sus tareas" in STEPS[BY_WEIGHT][-1], "the cell that repeats it"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_first_code_cell_holds_the_parameters_as_plain_values(path):
    first = code_cells(path)[0]
    assert first.metadata.tags == ["parameters"]
    values = [ast.literal_eval(line.value) for line in ast.parse(first.source).body]
    assert all(isinstance(value, (str, int, list)) for value in values)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_section_is_short_has_one_title_and_ends_with_the_calculation(path):
    cells = read(path).cells
    code = code_cells(path)
    shown = [cell for cell in code if not checks_in(cell) and "calculo" not in cell.metadata.get("tags", ())]
    assert len(shown) <= MOST_CODE_CELLS
    assert code[-1].source == "seccion.calcular()", "the last cell repeats what the others have shown"
    assert cells[0].cell_type == "markdown"
    assert re.match(r"# \w", cells[0].source)
    titles = [cell.source for cell in cells if cell.cell_type == "markdown" and cell.source.startswith("# ")]
    assert len(titles) == 1


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_section_opens_with_its_question_what_it_reads_and_what_it_checks(path):
    opening = read(path).cells[1]
    assert (opening.cell_type, opening.metadata.tags) == ("markdown", ["cuaderno"])
    assert re.findall(r"^\*\*(.+?)\.\*\*", opening.source, re.MULTILINE) == ["La pregunta", "Lo que lee", "Lo que comprueba"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_cells_are_short_and_a_section_has_enough_prose(path):
    cells = read(path).cells
    texts = [cell.source for cell in cells if cell.cell_type == "markdown" or cell.source.startswith(f"%%{TEXT}")]
    code = [cell.source for cell in cells if cell.source not in texts]
    lines = [len(source.splitlines()) for source in code]
    assert max(lines) <= LONGEST_CELL
    assert median(lines) <= USUAL_CELL
    assert sum(map(len, texts)) >= LEAST_PROSE * sum(map(len, code))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_code_of_a_section_has_few_imports_no_conditions_and_no_sentences(path):
    nodes = [node for cell in code_cells(path) if not cell.source.startswith(f"%%{TEXT}") for node in ast.walk(ast.parse(cell.source))]
    imported = [name for node in nodes if isinstance(node, ast.Import | ast.ImportFrom) for name in node.names]
    assert len(imported) <= MOST_IMPORTED
    assert not [ast.unparse(node) for node in nodes if isinstance(node, ast.IfExp | ast.JoinedStr)]
    assert not [ast.unparse(node) for node in nodes if isinstance(node, ast.Expr) and isinstance(node.value, ast.BoolOp)]
    texts = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    assert not [text for text in texts if text.count(" ") > MOST_SPACES]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_checks_are_the_last_expression_of_their_cell_and_stay_in_the_notebook(path):
    """The result of a check that is not the cell's last expression would be lost."""
    promises = []
    for cell in code_cells(path):
        checks = checks_in(cell)
        if checks:
            last = ast.parse(as_python(cell.source)).body[-1]
            assert ast.unparse(last) == "; ".join(map(ast.unparse, checks))
            assert "cuaderno" in cell.metadata.tags
            promises += [ast.unparse(call.args[0]) for call in checks]
    assert len(set(promises)) == len(promises)


def test_only_the_listed_sections_have_a_check_of_their_own():
    """Their checks compare what the written calculation does not repeat, such as words or the rows of a listing."""
    assert {path.stem for path in NOTEBOOKS if any(map(checks_in, code_cells(path)))} == CHECKED


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_figure_is_typed_into_the_prose(path):
    """Prose may name years, norms and steps; amounts and percentages must come from the Book."""
    prose = [cell.source for cell in read(path).cells if cell.cell_type == "markdown"]
    typed = [re.findall(r"\d+,\d+ ?%|Bs ?\d|\d+ ?%|\d{1,3}(?:\.\d{3})+", text) for text in prose]
    assert not [found for found in typed if found]


def test_a_column_that_the_prose_names_has_that_heading():
    """A cell sent the reader to «Con los números de esta corrida», which is «… de este informe»."""
    prose = " ".join(cell.source for path in NOTEBOOKS for cell in read(path).cells if cell.cell_type == "markdown")
    named = set(re.findall(r"columna «([^»]+)»", " ".join(prose.split())))
    program = "".join(path.read_text("utf-8") for path in (ROOT / "src/helpers/views").rglob("*.py"))
    assert named and [name for name in named if f'"{name}"' not in program] == []


def report_has(path: Path) -> bool:
    """Whether the report of the run that a section has as its default has the section."""
    values = {line.targets[0].id: ast.literal_eval(line.value) for line in ast.parse(code_cells(path)[0].source).body}
    return path.stem.partition("_")[2] in shipped(f"{values['entidad']}/{values['periodo']}").corrida.secciones


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_each_notebook_runs_by_itself_with_its_default_parameters(path, monkeypatch):
    """It runs in its own folder, uses nothing left by another notebook, and computes the run of its defaults.

    `test_runs_shown` calculates the sections that the report of that run has, and `test_chart_layout` draws its charts.
    """
    monkeypatch.setattr(section, "compute", lambda _, *run: shipped("/".join(run)))
    monkeypatch.chdir(path.parent)
    with drawn(whole=False):
        shown = run_section(path, calculates=not report_has(path))
    assert shown
    assert failed_checks(shown) == []


def test_the_money_of_a_section_is_of_no_system_that_the_data_may_not_name():
    assert "SIGEP" not in next(path for path in NOTEBOOKS if path.stem.endswith("_categorias")).read_text(encoding="utf-8")


def test_no_two_tables_or_charts_of_the_report_have_the_same_name():
    """A name used by two sections would show only in a report of an institution that has both tables."""
    sources = [cell.source for path in NOTEBOOKS for cell in code_cells(path)]
    sources += [path.read_text(encoding="utf-8") for path in SECTIONS.parent.rglob("*.py")]
    names = [name for source in sources for name in set(NAMES.findall(source))]
    assert len(names) >= FEWEST_NAMES
    assert sorted({name for name in names if names.count(name) > 1}) == []
