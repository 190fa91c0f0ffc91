"""The guide on declaring a table says what the program does: its example ties, and it names every key of every rule."""

import re

import pytest
from builders import WORKSPACE
from cuadros_by_hand import checked

from helpers.cuadros.model import Definicion
from helpers.cuadros.rule_keys import COMMON, KEYS
from helpers.findings import Verdict
from helpers.intake.cuadros import read_cuadros
from helpers.params import load_run
from helpers.workspace import Workspace

GUIDE = (WORKSPACE.root / "docs" / "guia" / "cuadros.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", GUIDE, re.S)
    return found


def read_example(root, table: str):
    """The guide's example as the ministry's printed table of 2024."""
    folder = root / "data" / "mre" / "2024" / "cuadros"
    folder.mkdir(parents=True)
    (folder / "almacenes.csv").write_text(table, encoding="utf-8")
    (folder / "almacenes.yaml").write_text(block("yaml"), encoding="utf-8")
    cuadros, findings, _ = read_cuadros(Workspace(root), load_run(WORKSPACE, "mre", "2024-T2"))
    assert findings == ()
    return cuadros


def test_the_example_ties_in_every_cell(tmp_path):
    findings, lines = checked(*read_example(tmp_path, block("csv")))
    assert findings == ()
    # Four totals, four balances of which one is a total too, and four shares.
    assert len(lines) == 11 and {line.veredicto for line in lines} == {Verdict.EXACT}


def test_a_changed_number_is_told_with_its_cell(tmp_path):
    findings, _ = checked(*read_example(tmp_path, block("csv").replace("30.00,15.00", "31.00,15.00")))
    assert {finding.celda for finding in findings} == {"F3", "F5", "G3"}
    assert all("con ese cambio" in found.mensaje or found.celda == "F3" for found in findings)
    assert all("F3" in found.mensaje and "30,00" in found.mensaje for found in findings)


def test_parts_that_do_not_add_up_to_a_hundred_are_told(tmp_path):
    findings, _ = checked(*read_example(tmp_path, block("csv").replace("50.00,25.00", "50.00,26.00")))
    assert any("suman 101" in finding.mensaje or finding.encontrado == "101.00" for finding in findings)


@pytest.mark.parametrize("kind", KEYS)
def test_every_rule_stands_with_its_keys(kind):
    (row,) = [line for line in GUIDE.splitlines() if line.startswith(f"| `{kind}` |")]
    _, _, _, needed, optional, _ = row.split("|")
    assert set(re.findall(r"`(\w+)`", needed)) == KEYS[kind].needed
    assert set(re.findall(r"`(\w+)`", optional)) == KEYS[kind].optional
    assert all(f"`{name}`" in GUIDE for name in COMMON - {"regla"})


def test_every_key_of_a_table_is_named():
    assert [name for name in Definicion.model_fields if name != "reglas" and f"`{name}`" not in GUIDE] == []
