"""The guide on declaring tables is right: its examples tie, and it names every key of every rule."""

import re
from dataclasses import replace

import pytest
from builders import WORKSPACE, make_dataset, make_evidence
from cuadros_by_hand import check_cuadros, checked

from helpers.base.system.workspace import Workspace
from helpers.figures.findings import Verdict
from helpers.intake.cuadro_reader import read_cuadros
from helpers.settings.cuadros.cuadro_model import Definicion
from helpers.settings.cuadros.rule_keys import COMMON, KEYS
from helpers.settings.params import load_run

GUIDE = (WORKSPACE.root / "docs" / "guia" / "cuadros.md").read_text(encoding="utf-8")


AVANCES = """
    nivel   | codigo | indicador     | periodo | valor
    entidad | MRE    | avance_fisico | 2024-T2 | {}
"""


def block(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", GUIDE, re.S)
    return found


def read_example(root, table: str):
    """Write the guide's example as a printed table of the ministry's 2024, and read it."""
    folder = root / "data" / "mre" / "2024" / "cuadros"
    folder.mkdir(parents=True)
    (folder / "almacenes.csv").write_text(table, encoding="utf-8")
    (folder / "almacenes.yaml").write_text(block("yaml"), encoding="utf-8")
    return read_tables(root)


def read_tables(root):
    cuadros, findings, _ = read_cuadros(Workspace(root), load_run(WORKSPACE, "mre", "2024-T2"))
    assert findings == ()
    return cuadros


class TestRunningText:
    """The guide's second example: the numbers of a paragraph are compared with a table, each other and a figure."""

    def verdicts(self, root, phrases: str = block("csv frases"), progress: str = "80.96"):
        read_example(root, block("csv"))
        folder = root / "data" / "mre" / "2024" / "cuadros"
        (folder / "frases.csv").write_text(phrases, encoding="utf-8")
        (folder / "frases.yaml").write_text(block("yaml frases"), encoding="utf-8")
        structure = "nivel | codigo | padre\n entidad | MRE | "
        evidence = make_evidence(make_dataset(estructura=structure, avances=AVANCES.format(progress)))
        _, lines = check_cuadros(replace(evidence, cuadros=read_tables(root)))
        return {line.id.split("/")[2]: line for line in lines if "frases" in line.id}

    def test_every_number_of_the_paragraph_ties(self, tmp_path):
        lines = self.verdicts(tmp_path)
        assert list(lines) == ["saldo final", "altiplano", "parte del altiplano", "avance"]
        assert {line.veredicto for line in lines.values()} == {Verdict.EXACT}

    def test_a_number_that_its_own_paragraph_contradicts_is_irreconcilable(self, tmp_path):
        wrong = block("csv frases").replace(",,75.00", ",,70.00")
        line = self.verdicts(tmp_path, wrong)["parte del altiplano"]
        assert (line.veredicto, line.publicado, line.calculado, line.celda) == (
            Verdict.IRRECONCILABLE, "70.00", "75.00", "D4"
        )  # fmt: skip

    def test_a_number_that_the_reports_figure_contradicts_is_irreconcilable(self, tmp_path):
        line = self.verdicts(tmp_path, progress="81.96")["avance"]
        assert (line.veredicto, line.publicado, line.calculado) == (Verdict.IRRECONCILABLE, "80.96", "81.96")


def test_the_example_ties_in_every_cell(tmp_path):
    findings, lines = checked(*read_example(tmp_path, block("csv")))
    assert findings == ()
    # Four totals, four balances (one of them in a cell that is a total too) and four shares: 11 cells.
    assert len(lines) == 11 and {line.veredicto for line in lines} == {Verdict.EXACT}


def test_a_changed_number_is_reported_with_its_cell(tmp_path):
    findings, _ = checked(*read_example(tmp_path, block("csv").replace("30.00,15.00", "31.00,15.00")))
    assert {finding.celda for finding in findings} == {"F3", "F5", "G3"}
    assert {found.celda for found in findings if found.veredicto == Verdict.CARRIED} == {"F5", "G3"}
    assert all("F3" in found.mensaje and "30,00" in found.mensaje for found in findings)


def test_parts_that_do_not_add_up_to_a_hundred_are_reported(tmp_path):
    findings, _ = checked(*read_example(tmp_path, block("csv").replace("50.00,25.00", "50.00,26.00")))
    assert any("suman 101" in finding.mensaje or finding.encontrado == "101.00" for finding in findings)


@pytest.mark.parametrize("kind", KEYS)
def test_the_guide_lists_every_rule_with_its_keys(kind):
    (row,) = [line for line in GUIDE.splitlines() if line.startswith(f"| `{kind}` |")]
    _, _, _, needed, optional, _ = row.split("|")
    assert set(re.findall(r"`(\w+)`", needed)) == KEYS[kind].needed
    assert set(re.findall(r"`(\w+)`", optional)) == KEYS[kind].optional
    assert all(f"`{name}`" in GUIDE for name in COMMON - {"regla"})


def test_the_guide_names_every_key_of_a_table():
    assert [name for name in Definicion.model_fields if name != "reglas" and f"`{name}`" not in GUIDE] == []
