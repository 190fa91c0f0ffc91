"""`poa diferencias` on real files: two periods, a saved run, a closing, and runs that cannot be compared."""

from __future__ import annotations

import csv
import json
import re
import shutil
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from html.parser import HTMLParser

import pytest
from builders import ROOT, WORKSPACE, shipped
from typer.testing import CliRunner

from helpers.base.errors import UsageError
from helpers.base.exact import exact
from helpers.base.system.workspace import ROOT_VARIABLE, Workspace
from helpers.desk.cli import app
from helpers.desk.commands.differences_command import comparison_folder
from helpers.desk.periods.close_period import write_closing
from helpers.intake.closings import closing_folder
from helpers.outputs.open_data.data_package import write_input_tables
from helpers.run.compute import compute, save
from helpers.run.differences import explained_changes
from helpers.run.differences.causes import Cause
from helpers.run.differences.compared_side import Side, open_side
from helpers.run.differences.differences_files import differences_page
from helpers.run.differences.explained_changes import Differences, compare_sides
from helpers.run.report.manifest import COMPLETE, origin, write_manifest

SAVED, NOW = "output/mre/2024-T2", "mre/2024-T2"
HEADLINES = 8


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Workspace:
    """MRE and SEGIP with a saved run and a closing of MRE's second quarter; since then three cells have changed."""
    root = tmp_path_factory.mktemp("oficina")
    for folder in ("data/mre", "data/segip", "params"):
        shutil.copytree(ROOT / folder, root / folder)
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    (root / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    workspace = Workspace(root)
    computed = compute(workspace, "mre", "2024-T2")
    saved = root / SAVED
    saved.mkdir(parents=True)
    save(computed, saved)
    write_input_tables(computed, saved)
    write_manifest(saved, COMPLETE, origin(workspace, computed, (), ()), {}, with_pdf=False)
    write_closing(closing_folder(workspace, "mre", computed.book.period), saved, "Ana", datetime(2024, 8, 1))
    change(root / "data/mre/2024/avances.csv", "unidad,JEF-GAB,avance_fisico,2024-T2,100.00", "unidad,JEF-GAB,avance_fisico,2024-T2,10.00")
    change(root / "data/mre/2024/gastos.csv", "188767859.71,46881643.21", "188767859.71,47881643.21")
    change(root / "data/mre/2024/gastos.csv", ",71461978.97,", ",81461978.97,")
    return workspace


def compared(workspace: Workspace, first: str, second: str) -> Differences:
    return compare_sides(open_side(workspace, first), open_side(workspace, second))


@pytest.fixture(scope="module")
def since(office) -> Differences:
    """What has changed since the saved run."""
    return compared(office, str(office.root / SAVED), NOW)


@pytest.fixture(autouse=True)
def in_an_empty_folder(request, monkeypatch, tmp_path) -> None:
    """Work in an empty folder: a path such as `output/mre/2024-T2` is looked for in the current folder first."""
    if "office" in request.fixturenames:
        monkeypatch.chdir(tmp_path)


def change(path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, (path, before)
    path.write_text(text.replace(before, after), encoding="utf-8")


def parts(differences, place: int) -> dict[tuple[Cause, ...], Decimal]:
    return {part.causes: part.printed for part in differences.changes[place].parts}


def assert_every_change_adds_up(differences) -> None:
    for change in differences.changes:
        assert change.parts, change.name
        assert sum(part.value for part in change.parts) == Fraction(change.total)
        assert sum(part.printed for part in change.parts) == change.total


@pytest.mark.slow
def test_changes_between_two_quarters_of_mre_add_up(monkeypatch):
    """The effects of its 108 single cells take most of the time; the cells stay in the order of their rows without."""
    monkeypatch.setattr(explained_changes, "MOST_WORK", 0)
    found = compared(WORKSPACE, "mre/2024-T1", "mre/2024-T2")
    assert len(found.changes) == HEADLINES
    assert_every_change_adds_up(found)
    assert parts(found, 0) == {(Cause.PHYSICAL, Cause.TIME): Decimal("4.69"), (Cause.ROUNDING,): Decimal("-0.01")}
    assert parts(found, 2)[(Cause.ACCRUED,)] == Decimal("1.67")
    places = [(str(one.cell.place), str(one.cell.place_before)) for one in found.changes[0].parts[0].cells]
    assert ("data/mre/2024/avances.csv#E128", "data/mre/2024/avances.csv#E126") in places


def test_a_saved_run_is_compared_with_the_current_data(since):
    assert_every_change_adds_up(since)
    assert parts(since, 0) == {(Cause.PHYSICAL,): Decimal("-1.25"), (Cause.ROUNDING,): Decimal("0.00")}
    assert [part.causes for part in since.changes[3].parts] == [(Cause.IN_FORCE,), (Cause.ACCRUED,), (Cause.ROUNDING,)]
    cell = since.changes[0].parts[0].cells[0].cell
    assert (str(cell.place), cell.values) == ("data/mre/2024/avances.csv#E4", (Decimal("100.00"), Decimal("10.00")))
    assert str(cell.place_before).startswith(f"{SAVED}/datos_abiertos/avances.csv#")


@pytest.mark.slow
@pytest.mark.parametrize("kept", ["libro", "cierre"])
def test_a_run_saved_without_tables_is_compared_by_the_numbers_it_kept(office, since, kept):
    """The Book or the closing kept all three changed numbers, so the parts are the same as with the tables.

    A note says that the run did not keep its tables.
    """
    name = "data/mre/2024/T2/cierre"
    if kept == "libro":
        name = str(shutil.copytree(office.root / SAVED, office.root / f"copia-{kept}", dirs_exist_ok=True))
        shutil.rmtree(f"{name}/datos_abiertos")
    found = compared(office, name, NOW)
    assert "no guardó sus tablas" in found.notes[0]
    assert [parts(found, place) for place in range(HEADLINES)] == [parts(since, place) for place in range(HEADLINES)]


@pytest.mark.slow
def test_a_change_that_kept_numbers_do_not_explain_has_its_own_group(office):
    """A line is removed from the current data. The closing kept no tables, so its amounts cannot be put back.

    Their effect is in a group of its own, with the cause PROGRAM.
    """
    name = "data/mre/2024/T2/cierre"
    gastos = office.root / "data/mre/2024/gastos.csv"
    before = gastos.read_text(encoding="utf-8")
    lines = before.splitlines(keepends=True)
    try:
        gastos.write_text("".join(line for line in lines if "2024-06-30,categoria,SIGEP,aprobado,540 0 002" not in line), encoding="utf-8")
        found = compared(office, name, NOW)
    finally:
        gastos.write_text(before, encoding="utf-8")
    assert (Cause.PROGRAM,) in parts(found, 3)
    assert "es lo que una corrida guardada imprimió" in differences_page(found)
    assert_every_change_adds_up(found)


@pytest.mark.slow
def test_a_saved_run_of_unchanged_data_has_no_changes(tmp_path):
    saved = tmp_path / "guardado"
    saved.mkdir()
    computed = shipped("segip/2020-anual")
    save(computed, saved)
    write_input_tables(computed, saved)
    found = compared(WORKSPACE, str(saved), "segip/2020-anual")
    assert [(one.total, [part.value for part in one.parts]) for one in found.changes] == [(0, [0])] * 3


def test_a_table_that_differs_from_the_manifest_is_refused(office):
    copy = office.root / "alterada"
    shutil.copytree(office.root / SAVED, copy)
    (copy / "manifiesto.json").write_text(json.dumps({"salidas": {"datos_abiertos/gastos.csv": "otra"}}), encoding="utf-8")
    with pytest.raises(UsageError, match=r"gastos\.csv no es el que dejó la corrida"):
        compared(office, str(copy), NOW)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("mre/2024-T9", "mre/2024-T2", "No hay parámetros para «mre/2024-T9»"),
        ("nada", "mre/2024-T2", "ni la carpeta de una corrida guardada"),
        ("data/mre", "mre/2024-T2", "ni la carpeta de una corrida guardada"),
        ("segip/2020-anual", "mre/2024-T2", "una misma institución"),
        ("mre/2024-T2", "mre/2024-T1", "es posterior"),
        ("segip/2020-poa", "segip/2020-poa", "la formulación de un plan"),
    ],
)
def test_runs_that_cannot_be_compared_are_refused(first, second, words, monkeypatch):
    monkeypatch.setenv(ROOT_VARIABLE, str(ROOT))
    done = CliRunner().invoke(app, ["diferencias", first, second])
    assert done.exit_code == 2
    assert words in " ".join(done.output.split())


class Page(HTMLParser):
    """Counts a page's elements by tag."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.count: dict[str, int] = {}
        self.feed(text)

    def handle_starttag(self, tag, attrs) -> None:
        self.count[tag] = self.count.get(tag, 0) + 1


def test_the_command_writes_page_and_tables(office, since, monkeypatch):
    monkeypatch.setenv(ROOT_VARIABLE, str(office.root))
    done = CliRunner().invoke(app, ["diferencias", SAVED, NOW])
    assert done.exit_code == 0, done.output
    folder = office.root / "output/mre/2024-T2-guardada__2024-T2"
    assert "output/mre/2024-T2-guardada__2024-T2/: diferencias.html" in done.output
    assert "Informes físicos" in done.output
    with (folder / "diferencias.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for id in {row["cifra_b"] for row in rows}:
        own = [row for row in rows if row["cifra_b"] == id]
        total = Decimal(own[0]["publicado_b"]) - Decimal(own[0]["publicado_a"])
        assert sum(exact(row["aporte"]) for row in own) == Fraction(total)
        assert sum(Decimal(row["aporte_publicado"]) for row in own) == total
    assert any(row["celdas"] == "data/mre/2024/avances.csv#E4" for row in rows)
    page = (folder / "diferencias.html").read_text(encoding="utf-8")
    count = Page(page).count
    assert "script" not in count
    assert count["details"] == count["summary"] == len([row for row in rows if row["celdas"]])
    assert "data/mre/2024/avances.csv#E4" in page
    with (folder / "diferencias_celdas.csv").open(encoding="utf-8", newline="") as stream:
        cells = list(csv.DictReader(stream))
    assert {(row["antes"], row["despues"], row["efecto_propio"]) for row in cells if row["celda"] == "E4"} == {("100.00", "10.00", "-1.25")}
    assert "style-src &#39;sha256-" in page
    monkeypatch.setattr("helpers.run.comparisons.compare_sides", lambda *_: since)
    assert CliRunner().invoke(app, ["diferencias", SAVED, NOW]).exit_code == 0, "again in the same folder"


def test_two_saved_runs_of_one_period_have_their_own_folders(office, tmp_path):
    """Two copies have the same folder name, one in the workspace and one outside; a third has another name."""
    places = [office.root / "copias/enero/2024-T2", tmp_path / "enero/2024-T2", office.root / "copias/revisada"]
    for place in places:
        shutil.copytree(office.root / SAVED, place)
    now = open_side(office, NOW)
    folders = [folder_of_comparison(office, str(place), now) for place in (office.root / SAVED, *places)]
    assert [re.sub(r"-[0-9a-f]{8}__", "-x__", folder) for folder in folders] == [
        "output/mre/2024-T2-guardada__2024-T2", "output/mre/2024-T2-guardada-enero-x__2024-T2",
        "output/mre/2024-T2-guardada-enero-x__2024-T2", "output/mre/2024-T2-guardada-revisada-x__2024-T2",
    ]  # fmt: skip
    assert len(set(folders)) == len(folders)
    assert folder_of_comparison(office, "copias/enero/2024-T2", now) == folders[1]


def folder_of_comparison(office: Workspace, first: str, second: Side) -> str:
    return office.relative(comparison_folder(office, open_side(office, first), second))


@pytest.mark.parametrize("mine", ["mío.txt", "diferencias.csv"])
def test_a_destination_with_other_files_is_refused_before_anything_is_compared(office, monkeypatch, tmp_path, mine):
    monkeypatch.setattr("helpers.run.comparisons.compare_sides", lambda *_: pytest.fail("compared"))
    monkeypatch.setenv(ROOT_VARIABLE, str(office.root))
    (tmp_path / mine).write_text("mi tabla", encoding="utf-8")
    done = CliRunner().invoke(app, ["diferencias", SAVED, NOW, "--destino", str(tmp_path)])
    assert done.exit_code == 2
    assert "elija otra carpeta" in " ".join(done.output.split())
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [(mine, "mi tabla")]


def test_the_name_of_a_run_is_not_taken_for_a_folder_of_that_name(office, monkeypatch):
    """In `output/`, `mre/2024-T2` is the run and `./mre/2024-T2` the folder of that name."""
    monkeypatch.chdir(office.output)
    assert open_side(office, NOW).kind == open_side(WORKSPACE, NOW).kind
    assert open_side(office, f"./{NOW}").kind == open_side(office, SAVED).kind != open_side(office, NOW).kind
