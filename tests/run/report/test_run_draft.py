"""A run in which a section repeats a figure with another result: its report is a draft and says so everywhere."""

import json
from dataclasses import dataclass, replace

import pytest
from run_fakes import REQUEST, Notes, fake_steps, write_notebook

from helpers.base.errors import PoaError
from helpers.figures.findings import Finding, Severity
from helpers.outputs.saved_checks import CODE, UNSHOWN, count_failed, failed_of, findings_of, read_checks
from helpers.run.kept.step_keys import SUMMARY, WORKPAPERS
from helpers.run.report import make_report
from helpers.run.report.make_report import run_report
from helpers.run.report.report_order import NEVER
from helpers.views.elements.section_checks import MIME, check_of

STEPS = [
    "save", "complete", f"begin {WORKPAPERS}", f"begin {SUMMARY}", f"write {WORKPAPERS}", f"write {SUMMARY}",
]  # fmt: skip
"""Steps of a run in their order."""


@dataclass(frozen=True)
class Figured:
    """The attributes of a computed run that making a report uses."""

    inputs: object
    corrida: object
    entidad: object
    metodo: object
    book: object
    findings: tuple[Finding, ...] = ()
    reconciliation: tuple = ()
    texts: tuple = ()


def steps(seen: list) -> object:
    """Steps that record, in `seen` and in the folder, how many failed checks they are given."""
    plain = fake_steps()

    def compute(workspace, institution, period, overrides=()):
        known = plain.compute(workspace, institution, period, overrides)
        return Figured(known.inputs, known.corrida, known.entidad, known.metodo, known.book)

    def noted(name):
        def step(computed, folder):
            seen.append((name, count_failed(computed.findings)))
            (folder / f"{name}.txt").write_text(str(count_failed(computed.findings)), encoding="utf-8")

        return step

    def save(computed, folder):
        noted("save")(computed, folder)
        (folder / "hallazgos.csv").write_text("\n".join(map(str, computed.findings)), encoding="utf-8")

    def begin(output, folder):
        seen.append((f"begin {output.step}", int((folder / "save.txt").read_text(encoding="utf-8"))))

    def complete(workspace, computed, folder):
        (folder / "datos_abiertos").mkdir()
        noted("complete")(computed, folder)

    return replace(
        plain, compute=compute, save=save, complete=complete, begin=begin,
        write=lambda output, computed, folder: noted(f"write {output.step}")(computed, folder),
    )  # fmt: skip


@pytest.fixture
def differing(workspace):
    write_notebook(workspace.root / "notebooks/trimestral/04_acp.ipynb", "difiere")
    return workspace


def test_passing_checks_repeat_no_step_and_leave_no_finding(workspace, tasks):
    seen = []
    published = run_report(workspace, REQUEST, Notes(), steps(seen))
    assert [name for name, _ in seen] == STEPS
    assert published.failed == ()
    assert len(tasks) == 2


def test_a_failed_check_becomes_a_finding_and_every_step_is_repeated_with_it(differing, tasks, wording):
    seen, notes = [], Notes()
    published = run_report(differing, REQUEST, notes, steps(seen))
    assert [name for name, failed in seen if failed] == STEPS
    assert seen[-len(STEPS) :] == [(name, 1) for name in STEPS]
    assert [task.section for task in tasks] == ["resumen", "acp", "resumen", "acp"]
    assert any("borrador" in notice for notice in notes.notices)
    [finding] = published.computed.findings
    assert (finding.codigo, finding.severidad) == (CODE, Severity.ERROR)
    assert (finding.elemento, finding.esperado, finding.encontrado, finding.diferencia) == ("devengado/x", "2", "3", "-1")
    assert finding.place == "cuadernos/04_acp.ipynb#[1]"
    wording(finding.mensaje, "[1]", "«Suma lo mismo»", "devengado/x")


def test_the_cover_says_how_many_checks_failed(differing, tasks):
    run_report(differing, REQUEST, Notes(), steps([]))
    assert "failed=1" in (differing.output / "mre/2024-T2/informe.html").read_text(encoding="utf-8")


def test_a_run_with_a_failed_check_is_not_published_as_final(differing, tasks, monkeypatch, wording):
    monkeypatch.setattr(make_report, "check_accepted", lambda *_: None)  # the fake Book has no figures to draft from
    with pytest.raises(PoaError) as refused:
        run_report(differing, replace(REQUEST, overrides=("estado=definitivo", "aprobado_por=Ana Rojas")), Notes(), steps([]))
    wording(str(refused.value), "1", "cuadernos/04_acp.ipynb", "[1]")
    assert not (differing.output / "mre/2024-T2").exists()
    assert (differing.output / "mre/2024-T2.fallido/cuadernos/04_acp.ipynb").is_file()


def test_a_check_that_fails_only_the_first_time_stops_the_run(differing, monkeypatch, tasks):
    first = []

    def once(executed):
        first.append(list(executed))
        return read_checks(first[0]) if len(first) == 1 else ()

    monkeypatch.setattr("helpers.run.report.make_report.read_checks", once)
    with pytest.raises(PoaError, match=r"primero cuadernos/04_acp.ipynb, celda \[1\]; después ninguna"):
        run_report(differing, REQUEST, Notes(), steps([]))


def test_a_report_with_a_failed_check_is_made_again_and_one_without_is_left_as_it_is(workspace, tasks):
    """The record of the first report, in which every check passes, does not outlive the second."""
    run_report(workspace, REQUEST, Notes(), steps([]))
    assert REQUEST.standing(workspace).change == ""
    write_notebook(workspace.root / "notebooks/trimestral/04_acp.ipynb", "difiere")
    run_report(workspace, REQUEST, Notes(), steps([]))
    assert REQUEST.standing(workspace).change == NEVER


def notebook(tmp_path, *cells):
    path = tmp_path / "04_acp.ipynb"
    path.write_text(json.dumps({"cells": list(cells)}), encoding="utf-8")
    return [("acp", path)]


def code(source, *outputs):
    return {"cell_type": "code", "source": [source], "outputs": list(outputs)}


def test_cells_are_counted_as_jupyter_numbers_them(tmp_path):
    check = {"data": {MIME: check_of("Igual", [1, 5], [2, 6]).plain()}}
    read = read_checks(
        notebook(tmp_path, {"cell_type": "markdown", "source": []}, code("a = 1"), code(""), code("seccion.comprobar()", check))
    )
    assert [(one.section, one.cell, one.promise, len(one.differing)) for one in read] == [("acp", 2, "Igual", 2)]
    assert len(findings_of(read)) == 2
    assert count_failed(findings_of(read)) == 1


def test_two_failed_checks_of_one_cell_are_two_on_the_cover_as_elsewhere(tmp_path):
    shown = ({"data": {MIME: check_of(promise, [1, 5], [2, 6]).plain()}} for promise in ("Igual", "Lo mismo"))
    read = read_checks(notebook(tmp_path, code("display(seccion.comprobar(), seccion.comprobar())", *shown)))
    assert count_failed(findings_of(read)) == len(failed_of(read)) == 2


def test_a_check_that_its_cell_does_not_show_counts_as_failed(tmp_path):
    lost = notebook(tmp_path, code("%time\nseccion.comprobar('x', 1, 2)\nprint()", {"name": "stdout", "text": "x"}))
    [check] = failed_of(read_checks(lost))
    assert check.promise == UNSHOWN


def test_a_cell_of_another_language_has_no_checks(tmp_path):
    prose = code("%%texto\nLa sección puede comprobar(«esto»), y repetir(lo) con {{ cifra('a') }}.")
    assert read_checks(notebook(tmp_path, prose)) == ()


def test_a_cell_that_is_not_valid_python_is_refused(tmp_path):
    broken = notebook(tmp_path, code("seccion.comprobar('x', 1, "))
    with pytest.raises(ValueError, match=r"a cell that is no Python: .*never closed"):
        read_checks(broken)
