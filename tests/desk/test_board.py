"""The planner's page runs the same commands as the terminal, and opens as a notebook."""

from __future__ import annotations

import shutil

import pytest
from builders import ROOT
from quarter_files import approve, hand_in, make_world, put
from typer.testing import CliRunner

from helpers.base.system.workspace import ROOT_VARIABLE, Workspace
from helpers.desk.board.board import Board, runs_found, show_board
from helpers.desk.board.board_words import BUTTONS, DONE, FAILED
from helpers.desk.cli import app
from helpers.desk.commands.report_command import CHECKS_FAILED
from helpers.run.report.section_notebooks import find_sections

NOTEBOOK = ROOT / "notebooks/tablero.ipynb"


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    return make_world(tmp_path)


@pytest.fixture
def board(workspace, monkeypatch) -> Board:
    """A board whose commands run in this process; the default, a process of its own, takes a second for each."""
    monkeypatch.setenv(ROOT_VARIABLE, str(workspace.root))

    def run(words, tell):
        done = CliRunner().invoke(app, list(words), prog_name="poa")
        for line in done.output.splitlines():
            tell(line)
        return done.exit_code

    return Board(workspace, run=run)


def test_the_board_offers_every_run_and_starts_with_the_given_one(workspace):
    assert runs_found(workspace) == ("mini/2024-T2",)
    assert show_board(workspace).choice.value == "mini/2024-T2"
    assert show_board(workspace, "otra/2024-T2").choice.value == "mini/2024-T2"


def test_the_check_button_shows_the_page_of_the_command_without_the_codes_of_colours(workspace, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")  # as kernels do
    hand_in(workspace, "U1")
    board = Board(workspace)
    board.buttons["check"].click()
    assert "Quién informó" in board.shown.value
    assert "U2" in board.shown.value
    assert "\x1b" not in board.shown.value


def test_buttons_wrap_in_a_narrow_window(workspace):
    board = Board(workspace)
    assert {button.layout.flex for button in board.buttons.values()} == {"none"}
    rows = [
        box
        for box in board.box.children
        if {board.buttons[name] for name in ("check", "draft", "audit")} & {*getattr(box, "children", ())}
    ]
    assert [row.layout.flex_flow for row in rows] == ["row wrap"] * 3


def test_html_in_the_output_is_escaped(workspace):
    board = Board(workspace, run=lambda _, tell: tell("<script>alert(1)</script>") or 0)
    board.buttons["check"].click()
    assert "<script>" not in board.shown.value
    assert "&lt;script&gt;" in board.shown.value


@pytest.mark.parametrize(
    ("button", "words"),
    [
        ("report", ["informe", "mini/2024-T2"]),
        ("check", ["comprobar", "mini/2024-T2"]),
        ("forms", ["formularios", "mini/2024-T2"]),
        ("sheets", ["comprobar", "mini/2024-T2", "--por-unidad"]),
        ("draft", ["borrador", "mini/2024-T2"]),
        ("texts", ["textos", "mini/2024-T2"]),
        ("read", ["textos", "mini/2024-T2", "--leer", "textos_mini_2024-T2.docx"]),
        ("audit", ["auditar", "mini/2024-T2"]),
    ],
)
def test_the_other_buttons_run_their_command_and_show_its_output(workspace, button, words):
    asked = []

    def run(given, tell):
        asked.append(list(given))
        for line in ("uno", "dos"):
            tell(line)
        return 0

    board = Board(workspace, run=run)
    board.buttons[button].click()
    assert asked == [words]
    assert "uno\ndos" in board.shown.value
    assert DONE[button].partition("{")[0] in board.shown.value


def test_a_real_command_is_run_and_its_failure_is_shown(workspace, wording):
    """The institution has no notebooks, so the command fails with a message, which the page shows."""
    board = Board(workspace)
    board.buttons["report"].click()
    wording(board.shown.value)
    assert FAILED in board.shown.value


def test_a_report_that_is_a_draft_for_its_failed_checks_was_made(workspace, wording):
    board = Board(workspace, run=lambda _, tell: CHECKS_FAILED)
    board.buttons["report"].click()
    wording(board.shown.value)


def test_the_forms_button_says_where_returned_forms_go(workspace, board):
    board.buttons["forms"].click()
    assert "2 nuevos" in board.shown.value
    assert "data/mini/2024/T2/formularios/" in board.shown.value
    assert {path.name for path in (workspace.output / "mini/2024-T2-formularios").iterdir()} == {
        "U1-2024-T2.xlsx",
        "U2-2024-T2.xlsx",
    }


def test_the_next_period_is_proposed_opened_and_selected(workspace, board):
    assert board.following.value == "2024-T3"
    board.buttons["new"].click()
    assert "params/mini/2024-T3.yaml" in board.shown.value and DONE["new"] in board.shown.value
    assert (workspace.root / "data/mini/2024/T3/formularios").is_dir()
    assert board.choice.value == "mini/2024-T3"
    assert board.following.value == "2024-T4"


def test_a_period_that_cannot_be_opened_leaves_the_selection(board, wording):
    board.following.value = "2024-T2"
    board.buttons["new"].click()
    wording(board.shown.value)
    assert FAILED in board.shown.value
    assert board.choice.value == "mini/2024-T2"
    board.following.value = "  "
    board.buttons["new"].click()
    wording(board.shown.value)


def asks_for_confirmation(board) -> bool:
    shown = {board.buttons[name].layout.display for name in ("yes", "no")}
    assert len(shown) == 1
    return shown == {None}


def test_closing_asks_for_a_name_and_then_for_confirmation(workspace, wording):
    asked = []
    board = Board(workspace, run=lambda given, tell: asked.append(list(given)) or 0)
    board.buttons["close"].click()
    wording(board.shown.value)
    assert not asks_for_confirmation(board)
    board.who.value = "Ana Rojas, Directora"
    board.buttons["close"].click()
    wording(board.shown.value, "mini/2024-T2")
    assert asks_for_confirmation(board)
    board.buttons["no"].click()
    wording(board.shown.value)
    assert not asks_for_confirmation(board)
    assert asked == [], "nothing is closed before it is confirmed"
    board.buttons["close"].click()
    board.buttons["yes"].click()
    assert asked == [["cerrar", "mini/2024-T2", "--por", "Ana Rojas, Directora"]]
    assert DONE["yes"] in board.shown.value and not asks_for_confirmation(board)


@pytest.mark.parametrize("other", ["who", "check"])
def test_another_action_cancels_the_request_for_confirmation(workspace, other):
    board = Board(workspace, run=lambda given, tell: 0)
    board.who.value = "Ana Rojas"
    board.buttons["close"].click()
    if other == "who":
        board.who.value = "Otra persona"
    else:
        board.buttons["check"].click()
    assert not asks_for_confirmation(board)


def test_a_period_that_cannot_be_closed_stays_open_with_a_message(workspace, board):
    board.who.value = "Ana Rojas"
    board.buttons["close"].click()
    board.buttons["yes"].click()
    assert FAILED in board.shown.value
    assert not (workspace.root / "data/mini/2024/T2/cierre").exists()


def test_a_plan_is_not_offered_as_a_run(workspace):
    text = workspace.run_file("mini", "2024-T2").read_text(encoding="utf-8")
    put(workspace.run_file("mini", "2024-poa"), text.replace("periodo: 2024-T2", "periodo: 2024-poa"))
    assert runs_found(workspace) == ("mini/2024-T2",)


def test_the_open_button_opens_the_report_if_there_is_one(workspace, wording):
    opened = []
    board = Board(workspace, browse=opened.append)
    board.buttons["open"].click()
    assert opened == []
    wording(board.shown.value)
    put(workspace.output / "mini/2024-T2/informe.html", "<!doctype html>")
    board.buttons["open"].click()
    assert opened == [board.report.as_uri()]


def test_a_problem_is_shown_and_the_buttons_are_enabled_again(workspace, board, wording):
    put(workspace.run_file("mini", "2024-T2"), "entidad: mini\n")
    board.buttons["check"].click()
    wording(board.shown.value)
    assert not any(board.buttons[name].disabled for name in BUTTONS)


def test_without_any_run_the_board_says_how_to_begin(tmp_path):
    (tmp_path / "params").mkdir()
    board = Board(Workspace(tmp_path))
    board.buttons["check"].click()
    assert "poa iniciar" in board.shown.value


def test_the_board_is_no_section_of_the_report():
    assert NOTEBOOK.stem not in {section.notebook.stem for section in find_sections(Workspace(ROOT)).values()}


@pytest.mark.slow
def test_a_quarter_from_the_notebook_without_a_terminal(workspace, monkeypatch):
    """Runs the real check, the report and the closing with its confirmation."""
    import nbformat
    from nbclient import NotebookClient

    monkeypatch.setenv("POA_RAIZ", str(workspace.root))
    shutil.copytree(ROOT / "notebooks", workspace.root / "notebooks", dirs_exist_ok=True)
    for unit in ("U1", "U2"):
        hand_in(workspace, unit)
    approve(workspace)
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    order = ("check", "report", "close", "yes")
    notebook.cells.append(nbformat.v4.new_code_cell("tablero.who.value = 'Ana Rojas, Directora'"))
    for name in order:
        press = f"tablero.buttons['{name}'].click()\nprint(tablero.shown.value)"
        notebook.cells.append(nbformat.v4.new_code_cell(press))
    NotebookClient(notebook, timeout=300).execute()
    shown, _, *pressed = notebook.cells[-len(order) - 2 :]
    assert any("application/vnd.jupyter.widget-view+json" in output.get("data", {}) for output in shown.outputs)
    printed = ("".join(output.get("text", "") for output in cell.outputs) for cell in pressed)
    outputs = dict(zip(order, printed, strict=True))
    assert "Quién informó" in outputs["check"]
    assert "Va a cerrar mini/2024-T2" in outputs["close"]
    for name in ("report", "yes"):
        assert DONE[name] in outputs[name], outputs[name]
    assert (workspace.output / "mini/2024-T2/informe.html").is_file()
    assert (workspace.root / "data/mini/2024/T2/cierre").is_dir()
