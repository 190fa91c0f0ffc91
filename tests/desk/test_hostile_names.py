"""Names that are legal but hard to write: the program reads back what its commands wrote."""

from __future__ import annotations

import shutil

import pytest
from builders import ROOT
from quarter_files import NOW, inbox, make_world, period_folder

from helpers.base.errors import UsageError
from helpers.base.periods import Period
from helpers.base.system.workspace import Workspace
from helpers.desk.checking.period_check import check_run
from helpers.desk.periods.new_institution import Answers, init_institution, one_line
from helpers.desk.periods.new_period import new_period
from helpers.forms.reception.reception_log import read_log
from helpers.intake.read_inputs import read_dataset
from helpers.settings.institution import load_institution
from helpers.settings.params import load_run

NAMES = (
    '"Entre comillas"', "'simples'", "# almohadilla", "con # en medio", "- guion", "-5", "a: b", "clave:", "12345", "007",
    "1e3", "0x1F", "12:30", "2024-01-02", "sí", "no", "null", "~", "true", "{a: b}", "[x]", "*ancla", "&a", "!t", "%d", "@x",
    "`y`", "| z", "> w", "? q", "+5", "Ñandú «A», B; C", "a\\nb", "dos  blancos", "...", "---",
)  # fmt: skip
WORST = ('"Comillas": # y más', "- guion", "007")
FORMULAS = ("=1+1", "=SUMA(A1)", "@SUM(1)", "-cmd|' /C calc'!A0")


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    shutil.copytree(ROOT / "params/metodos", tmp_path / "params/metodos")
    (tmp_path / "notebooks").mkdir()
    return Workspace(tmp_path)


def start_institution(workspace: Workspace, folder: str, name: str) -> None:
    init_institution(workspace, Answers(folder, one_line(name), name, name, Period.parse("2025-T1"), "mre-2024"))


def test_the_names_of_an_institution_are_read_back_from_its_parameters(workspace, monkeypatch):
    monkeypatch.setattr("helpers.desk.periods.new_institution.write_template", lambda *given: None)
    for number, name in enumerate(NAMES):
        start_institution(workspace, f"rara{number}", name)
        read = load_institution(workspace, f"rara{number}")
        assert (read.codigo, read.nombre, read.sigla, read.codigo_sigep) == (name,) * 4


@pytest.mark.slow
def test_the_names_of_an_institution_are_read_back_from_its_tables(workspace):
    for number, name in enumerate(WORST):
        start_institution(workspace, f"rara{number}", name)
        new_period(workspace, f"rara{number}", "2025-T2", "2025-T1", with_history=False)
        dataset, _ = read_dataset(workspace, load_run(workspace, f"rara{number}", "2025-T2"))
        assert [(node.code, node.name, node.sigla) for node in dataset.nodes] == [(name,) * 3]


@pytest.mark.parametrize("name", FORMULAS)
def test_a_name_that_looks_like_a_formula_is_refused(name):
    with pytest.raises(UsageError, match="empieza como una fórmula"):
        one_line(name)


def test_the_log_keeps_the_names_of_files(tmp_path):
    made = make_world(tmp_path)
    names = [f"{name}.xlsx" for name in (*NAMES, *FORMULAS) if not {"/", "."} & {*name}]
    for name in names:
        (inbox(made) / name).write_bytes(f"no es un libro: {name}".encode())
    for _ in range(2):
        check_run(made, "mini", "2024-T2", NOW)
        assert sorted(entry.archivo for entry in read_log(made, period_folder(made)).entries) == sorted(names)
