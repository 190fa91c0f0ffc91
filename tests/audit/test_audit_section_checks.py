"""A report with a failed section check does not pass and the check is named; nor does a report that hides it."""

import json
from dataclasses import replace
from types import SimpleNamespace

import pytest
from small_runs import finished

from helpers.audit.audit_case import failed_in
from helpers.audit.audit_result import State
from helpers.audit.audited_notebooks import check_section_checks, execute_sections
from helpers.outputs.csv_exports import write_findings
from helpers.outputs.saved_checks import failed_of, findings_of, read_checks
from helpers.views.elements.section_checks import MIME, check_of

SECTIONS = (SimpleNamespace(name="acp", notebook=SimpleNamespace(name="04_acp.ipynb")),)


def executed_in(folder, *, book):
    folder.mkdir(parents=True, exist_ok=True)
    check = check_of("Suma lo mismo", {"devengado/x": 2}, {"devengado/x": book})
    cell = {"cell_type": "code", "source": ["seccion.comprobar()"], "outputs": [{"data": {MIME: check.plain()}}]}
    (folder / "04_acp.ipynb").write_text(json.dumps({"cells": [cell]}), encoding="utf-8")
    return SimpleNamespace(sections=SECTIONS, folder=folder, stops={})


@pytest.fixture
def audited(tmp_path):
    def _audited(*, now, then, listed):
        """Audit a report whose section repeats 2; the Book's value is `now` in the sections executed again.

        It is `then` in the report's notebooks and `listed` in the notebooks that gave the findings.
        """
        executed_in(tmp_path / "informe/cuadernos", book=then)
        failed = executed_in(tmp_path / "hallado", book=listed)
        checks = failed_of(read_checks([("acp", failed.folder / "04_acp.ipynb")]))
        write_findings(findings_of(checks), tmp_path / "informe/hallazgos.csv")
        again = executed_in(tmp_path / "de_nuevo", book=now)
        return check_section_checks(SimpleNamespace(folder=tmp_path / "informe"), again)

    return _audited


def test_checks_that_agree_pass(audited):
    result = audited(now=2, then=2, listed=2)
    assert (result.state, result.amount) == (State.PASSES, 1)


def test_a_check_that_fails_now_is_named(audited, wording):
    result = audited(now=3, then=3, listed=3)
    assert not result.holds
    wording(result.trouble, "cuadernos/04_acp.ipynb", "1", "«Suma lo mismo»", "devengado/x", "«2»", "«3»")


def test_a_failed_check_missing_from_the_findings_is_reported(audited, wording):
    result = audited(now=3, then=3, listed=2)
    wording(str(result.differences[1]), "hallazgos.csv", "COM-SECCION", "cuadernos/04_acp.ipynb", "1", "devengado/x")


def test_a_passed_check_listed_in_the_findings_is_reported(audited, wording):
    wording(audited(now=2, then=2, listed=3).trouble)


def test_missing_findings_are_left_to_the_check_of_the_csv_files(audited, tmp_path):
    assert audited(now=2, then=2, listed=2).holds
    (tmp_path / "informe/hallazgos.csv").unlink()
    again = executed_in(tmp_path / "de_nuevo", book=2)
    assert check_section_checks(SimpleNamespace(folder=tmp_path / "informe"), again).holds


def test_failed_checks_are_read_from_the_runs_own_notebooks_if_readable(tmp_path):
    executed_in(tmp_path / "cuadernos", book=3)
    (tmp_path / "cuadernos/05_otro.ipynb").write_text("no es un cuaderno", encoding="utf-8")
    assert [check.section for check in failed_in(tmp_path)] == ["acp"]


@pytest.mark.parametrize("is_changed", [True, False])
def test_sections_calculate_from_the_reports_own_tables_only_if_inputs_changed(tmp_path, monkeypatch, is_changed):
    case = finished(tmp_path)
    (case.folder / "datos_abiertos").mkdir()
    (case.folder / "datos_abiertos/avances.csv").write_text("valor\n1\n", encoding="utf-8")
    monkeypatch.setattr("helpers.audit.audited_notebooks.execute_again", lambda workspace, corrida, run, jobs: run)
    book = SimpleNamespace(corrida=None)
    run = execute_sections(replace(case, reference=book, again=None if is_changed else book))
    assert (run / "libro.json").is_file()
    assert (run / "datos_abiertos/avances.csv").is_file() is is_changed
