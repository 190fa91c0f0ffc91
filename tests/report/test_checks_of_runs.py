"""The checks of sections: they find a figure that was changed in the Book, and a warning stops no section.

`test_runs_shown` tests that the checks of the shipped runs agree.
"""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest
from builders import ROOT, shipped
from real_commands import copy_of
from section_cells import checks_in, shown_in

from helpers.base.system.workspace import Workspace
from helpers.figures.findings import Severity, Verdict
from helpers.run.compute import compute

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def ministry():
    return shipped("mre/2024-T2")


@pytest.mark.parametrize(
    ("figure", "section"),
    [
        ("avance_fisico/2024-T2/acp/6", "acp"),
        ("devengado/2024-T2/entidad/MRE", "acp"),
        ("ejecucion_financiera/2024-T2/entidad/MRE", "resumen"),
    ],
)
def test_a_wrong_figure_of_the_book_is_found_by_the_section_that_shows_it(ministry, figure, section):
    known = ministry.book[figure]
    wrong = replace(known, value=known.value + 1)
    changed = replace(ministry, book=replace(ministry.book, figures={**ministry.book.figures, figure: wrong}))
    checks = checks_in(shown_in(changed, [section]))
    assert figure in [pair["elemento"] for check in checks for pair in check["distintos"]]


def test_a_wrong_difference_from_what_was_published_is_named_by_its_cell(ministry):
    """The check named it «1», its place in a list that the notebook does not show."""
    first = next(line for line in ministry.reconciliation if line.veredicto is Verdict.IRRECONCILABLE)
    lines = tuple(replace(line, diferencia="1000") if line is first else line for line in ministry.reconciliation)
    checks = checks_in(shown_in(replace(ministry, reconciliation=lines), ["conciliacion"]))
    assert [pair["elemento"] for check in checks for pair in check["distintos"]] == [first.place]


def test_a_negative_amount_of_a_task_is_a_warning_and_stops_no_section(tmp_path, monkeypatch):
    monkeypatch.setenv("POA_RAIZ", str(tmp_path))
    root = copy_of(tmp_path, "params", "notebooks")
    shutil.copytree(ROOT / "data/segip", root / "data/segip")
    executed = root / "data/segip/2020/ejecucion.csv"
    text = executed.read_text(encoding="utf-8")
    executed.write_text(text.replace("10.1.2,5.00,", "10.1.2,-5.00,"), encoding="utf-8")
    workspace = Workspace(root)
    computed = compute(workspace, "segip", "2020-anual")
    [warning] = [finding for finding in computed.findings if finding.codigo == "PLA-NEGATIVA"]
    assert (warning.severidad, warning.place) == (Severity.WARNING, "data/segip/2020/ejecucion.csv#B3")
    of_tasks = [name for name in computed.corrida.secciones if name not in ("servicios", "presupuesto", "categorias", "bienes")]
    checks = checks_in(shown_in(computed, of_tasks))
    assert [check["promesa"] for check in checks if check["distintos"]] == []
    assert computed.book["avance_fisico/2020-anual/tarea/10.1.2"].rounded < 0
