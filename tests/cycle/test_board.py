"""The planner's page: its buttons do what the commands do, and it opens as a notebook."""

from __future__ import annotations

import pytest
from builders import ROOT
from quarter_world import hand_in, make_world, put

from helpers.cycle.board import BUTTONS, Board, runs_found, show_board
from helpers.runner.sections import find_sections
from helpers.workspace import Workspace

pytest.importorskip("ipywidgets")
NOTEBOOK = ROOT / "notebooks/tablero.ipynb"


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    return make_world(tmp_path)


def board_of(workspace, **extra) -> Board:
    board = Board(workspace, **extra)
    board.build()
    return board


def test_it_offers_every_run_and_begins_with_the_one_asked_for(workspace):
    assert runs_found(workspace) == ("mini/2024-T2",)
    assert show_board(workspace).choice.value == "mini/2024-T2"
    assert show_board(workspace, "otra/2024-T2").choice.value == "mini/2024-T2"


def test_check_shows_the_page_of_the_command(workspace):
    hand_in(workspace, "U1")
    board = board_of(workspace)
    board.buttons["check"].click()
    assert "Quién informó" in board.shown.value
    assert "U2" in board.shown.value


def test_what_the_data_say_is_shown_as_text(workspace):
    hand_in(workspace, "U1", changes={"T1": {"Ejec. abr": "<script>alert(1)</script>"}})
    board = board_of(workspace)
    board.buttons["check"].click()
    assert "<script>" not in board.shown.value
    assert "&lt;script&gt;" in board.shown.value


@pytest.mark.parametrize(
    ("button", "words"),
    [
        ("report", ["report", "mini/2024-T2"]),
        ("forms", ["forms", "mini/2024-T2"]),
        ("sheets", ["check", "mini/2024-T2", "--por-unidad"]),
    ],
)
def test_the_others_run_their_command_and_show_what_it_says(workspace, button, words):
    asked = []

    def run(given):
        asked.append(list(given))
        yield from ("uno", "dos")

    board = board_of(workspace, run=run)
    board.buttons[button].click()
    assert asked == [words]
    assert "uno\ndos" in board.shown.value


def test_a_command_is_really_run_and_its_failure_told(workspace):
    """Without notebooks there is no report: the command says so, and the page with it."""
    board = board_of(workspace)
    board.buttons["report"].click()
    assert "No existe la sección" in board.shown.value
    assert "Terminó con código 2" in board.shown.value


def test_open_opens_the_report_where_there_is_one(workspace):
    opened = []
    board = board_of(workspace, browse=opened.append)
    board.buttons["open"].click()
    assert opened == []
    assert "Todavía no hay informe" in board.shown.value
    put(workspace.output / "mini/2024-T2/informe.html", "<!doctype html>")
    board.buttons["open"].click()
    assert opened == [board.report.as_uri()]


def test_a_problem_is_told_and_the_buttons_come_back(workspace):
    put(workspace.run_file("mini", "2024-T2"), "entidad: mini\n")
    board = board_of(workspace)
    board.buttons["check"].click()
    assert "no se puede usar" in board.shown.value
    assert not any(board.buttons[name].disabled for name in BUTTONS)


def test_without_any_run_it_says_how_to_begin(tmp_path):
    (tmp_path / "params").mkdir()
    board = board_of(Workspace(tmp_path))
    board.buttons["check"].click()
    assert "poa init" in board.shown.value


def test_the_page_is_no_section_of_the_report():
    assert NOTEBOOK.stem not in {section.stem for section in find_sections(Workspace(ROOT)).values()}


@pytest.mark.slow
def test_the_notebook_runs_and_shows_its_buttons(workspace, monkeypatch):
    import nbformat
    from nbclient import NotebookClient

    monkeypatch.setenv("POA_RAIZ", str(workspace.root))
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    press = nbformat.v4.new_code_cell("tablero.buttons['check'].click()\nprint(tablero.shown.value)")
    notebook.cells.append(press)
    NotebookClient(notebook, timeout=300).execute()
    shown, pressed = notebook.cells[-2].outputs, notebook.cells[-1].outputs
    assert any("application/vnd.jupyter.widget-view+json" in output.get("data", {}) for output in shown)
    assert "Quién informó" in "".join(output.get("text", "") for output in pressed)
