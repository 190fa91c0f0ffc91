"""`poa explicar` as a person runs it on the ministry's own data, with plain output and with JSON."""

from __future__ import annotations

import json
import re

import pytest
from builders import ROOT, shipped
from typer.testing import CliRunner

from helpers.desk import cli
from helpers.run import finished_run

FIGURE = "avance_fisico/2024-T2/acp/1"


@pytest.fixture
def poa(monkeypatch):
    monkeypatch.setenv("POA_RAIZ", str(ROOT))
    monkeypatch.setattr(finished_run, "compute", lambda _, *run: shipped("/".join(run[:2])))  # once for all

    def call(*arguments):
        return CliRunner().invoke(cli.app, ["explain", *arguments], prog_name="poa")

    return call


def test_the_tree_goes_down_to_the_cell_without_colour(poa):
    answer = poa("mre/2024-T2", FIGURE)
    assert answer.exit_code == 0, answer.output
    assert "(90,63 + 97,57) ÷ 2 = 94,1" in answer.output
    assert re.search(r"← data/mre/2024/avances\.csv, celda [A-Z]+\d+: 90,63", answer.output)
    assert "\x1b" not in answer.output
    assert re.match(r"(Leído de output/mre/2024-T2/libro\.json|Calculado ahora): ", answer.output)


def test_json_has_the_same_explanation(poa):
    answer = poa("mre/2024-T2", FIGURE, "--json")
    plain = json.loads(answer.output)
    assert (plain["corrida"], plain["metodo"], plain["cifra"]["id"]) == ("mre/2024-T2", "mre-2024", FIGURE)
    assert [part["exacto"] for part in plain["cifra"]["partes"]] == ["90.63", "97.57"]


def test_a_figure_that_does_not_exist_ends_with_2_and_names_the_nearest(poa):
    answer = poa("mre/2024-T2", "avance_fisico/2024-T2/acp/11")
    assert answer.exit_code == 2
    assert FIGURE in answer.output


@pytest.mark.parametrize(
    ("run", "figure", "message"),
    [
        ("mree/2024-T2", "x", "No existe la entidad «mree». Existen: "),
        ("mree/2024-T2", "x", "¿Quiso decir «mre»?"),
        ("mre/2024-T2", "avance_fisico/2024-T2/puesto/CGE-09", "«Avance físico» en 2024-T2. Sin dato."),
        ("mre/2024-T2", "eficiencia/2024-S1/unidad/JEF-GAB", "El método no lo da en el nivel «unidad»."),
        ("mre/2024-T2", "AVANCE_FISICO/2024-T2/ACP/6", "avance_fisico/2024-T2/acp/6"),
    ],
)
def test_a_wrong_request_ends_with_2_and_the_reason(poa, run, figure, message):
    answer = poa(run, figure)
    assert answer.exit_code == 2
    assert message in " ".join(answer.output.split())


def test_methods_are_compared_side_by_side(poa, wording):
    answer = poa("mre/2024-T2", "avance_fisico/2024-T2/entidad/MRE", "--metodos", "mre-2024,mre-2021")
    words = " ".join(answer.output.replace("\u00a0", " ").split())
    assert answer.exit_code == 0, answer.output
    assert "mre-2024 88,75 % ● Alto" in words
    assert "mre-2021 91,75 % ● Alto +3,00" in words
    wording(words[words.index("+3,00 →") : words.index(" Para seguirla")], "+3,00", "91,75")


def test_a_figure_under_another_method_has_its_own_tree(poa, wording):
    answer = poa("mre/2024-T2", "avance_fisico/2024-T2/entidad/MRE@mre-2021", "--profundidad", "1")
    wording(answer.output.partition("├")[0], "«mre-2021»", "91,75", "7", "7")


@pytest.mark.parametrize(
    ("methods", "message"),
    [
        ("mre-2024", "compara dos métodos o más"),
        ("mre-2024,mre-2012", "No existe el método «mre-2012»"),
    ],
)
def test_methods_that_cannot_be_compared_end_with_2(poa, methods, message):
    answer = poa("mre/2024-T2", FIGURE, "--metodos", methods)
    assert answer.exit_code == 2
    assert message in " ".join(answer.output.split())
