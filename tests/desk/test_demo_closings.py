"""The synthetic year closed quarter by quarter: later corrections are reported with their cause; nothing else is."""

from __future__ import annotations

import csv
import re

import pytest
from builders import WORKSPACE
from closed_demo import SMALL, closed_demo

from helpers.base.periods import Period
from helpers.base.system.workspace import Workspace
from helpers.checks.computed import Computed
from helpers.checks.follow_up.closed_causes import DATA
from helpers.demo.demo_write import RECORD, make_demo
from helpers.figures.figure import split_id
from helpers.figures.findings import Severity
from helpers.intake.closings import closing_folder
from helpers.run.compute import compute
from helpers.views.progress.year_views import Restated

PROGRESS = "avance_fisico/2024-T1/entidad/DEMO"
ACCRUED = "devengado/2024-S1/entidad/DEMO"
GAP = "brecha_ideal/2024-T3/entidad/DEMO"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def workspace(tmp_path_factory) -> Workspace:
    return closed_demo(tmp_path_factory)


@pytest.fixture(scope="module")
def year(workspace) -> Computed:
    return compute(workspace, "demo", "2024-anual")


@pytest.fixture(scope="module")
def restated(year) -> Restated:
    return Restated(year.book, year.findings)


def test_each_correction_is_reported_with_its_own_cause(restated):
    causes = {finding.elemento: finding.causa for finding in restated.all}
    assert causes[PROGRESS].startswith("datos (data/demo/2024/T1/ejecucion.csv: celda ")
    assert causes[ACCRUED] == "parámetros (cortes.2024-T2: fecha antes 2024-05-31, ahora 2024-06-30)"
    assert causes[GAP] == "método"
    first_closed = {split_id(name)[1]: cause.split(" ")[0] for name, cause in causes.items()}
    assert first_closed["2024-T1"] == "datos"
    assert first_closed["2024-T2"] == "parámetros"
    assert first_closed["2024-T3"] == "método"
    assert not [window for window in first_closed if window in ("2024-T4", "2024-anual")]


def test_the_corrected_cell_is_one_more_than_before(workspace, restated):
    (cause,) = {finding.causa for finding in restated.all if finding.causa.startswith(DATA)}
    cell, before, now = re.search(r"celda ([A-Z]+\d+), antes (\d+) y ahora (\d+)", cause).groups()
    assert int(now) == int(before) + 1
    with (workspace.root / "data/demo/2024/T1/ejecucion.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows[int(cell[1:]) - 1]["ABCD".index(cell[0])] == now


def test_the_restatement_is_the_present_value_minus_the_closed_one(year, restated):
    for name in (PROGRESS, ACCRUED, GAP):
        indicator, *place = split_id(name)
        before, change = (year.book.get(f"{indicator}{end}", *place) for end in ("_al_cierre", "_reexpresion"))
        assert change.rounded == year.book[name].rounded - before.rounded != 0
    assert "Lo cerró" in next(finding for finding in restated.all if finding.elemento == GAP).mensaje


def test_a_change_common_to_all_is_one_warning_that_the_others_follow(restated):
    alike = [one for one in restated.all if one.codigo == "CIE-REEXPRESADA" and not one.causa.startswith(DATA)]
    for cause in {finding.causa for finding in alike}:
        same = [finding for finding in alike if finding.causa == cause]
        (warned,) = (finding for finding in same if finding.severidad is Severity.WARNING)
        assert {finding.sigue_de for finding in same if finding is not warned} <= {warned.elemento}
        assert all(finding.causa_raiz for finding in same if finding is not warned)


def test_only_figures_of_tasks_of_the_semester_disappear(year):
    gone = [finding.elemento for finding in year.findings if finding.codigo == "CIE-DESAPARECE"]
    assert all(name.startswith("avance_fisico/2024-S1/tarea/") for name in gone)
    new = [finding for finding in year.findings if finding.codigo == "CIE-NUEVA"]
    assert [finding.archivo for finding in new] in ([], ["data/demo/2024/T2/cierre"])


def test_the_closings_do_not_change_the_data_or_the_method(workspace, tmp_path):
    plain = Workspace(tmp_path / "libro")
    make_demo(WORKSPACE, plain.root, SMALL, 2024)
    for path in sorted(path for path in plain.root.rglob("*") if path.is_file() and path.name != "demo.json"):
        assert (workspace.root / path.relative_to(plain.root)).read_bytes() == path.read_bytes()
    closings = [closing_folder(workspace, "demo", Period.parse(f"2024-T{quarter}")) for quarter in (1, 2, 3, 4)]
    assert all(folder.is_dir() for folder in closings)
    assert "data/demo/2024/T1/cierre/cifras.csv" in (workspace.root / RECORD).read_text(encoding="utf-8")
