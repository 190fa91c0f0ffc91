"""Figures with supposed inputs, which show what a changed cell would move."""

from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace

import pytest
from builders import ROOT, make_dataset, make_scored
from IPython.core.interactiveshell import InteractiveShell

from helpers.base.errors import UsageError
from helpers.run.section import open_section
from helpers.run.workings.supposed_inputs import mark_outputs, notice, with_supposed

TABLES = {
    "estructura": """
        codigo | nombre     | nivel   | padre
        MRE    | Ministerio | entidad |
    """,
    "gastos": """
        fecha_corte | reporte   | estado   | cat_prog | ppto_vigente | devengado
        2024-06-30  | categoria | aprobado | 10 0 001 | 400.00       | 100.00
    """,
}
ANOTHER = {"data/mre/2024/gastos.csv#M42": "40000"}
DEVENGADO = "data/x/2024/gastos.csv#F2"


def executed(dataset) -> Fraction:
    return make_scored(dataset)["ejecucion_financiera/2024-S1/entidad/MRE"].value


def test_a_supposed_amount_moves_what_depends_on_it_and_nothing_else():
    dataset = make_dataset(**TABLES)
    assert executed(dataset) == 25
    assert executed(with_supposed(dataset, {DEVENGADO: "300"})) == 75
    assert executed(dataset) == 25


def test_all_invalid_addresses_and_numbers_are_reported_together():
    wrong = {DEVENGADO: "mil", "data/x/2024/gastos.csv#Z9": "1", "data/x/2024/gastos.csv#D2": "5"}
    with pytest.raises(UsageError) as refused:
        with_supposed(make_dataset(**TABLES), wrong)
    assert [line.count("#") for line in str(refused.value).splitlines()] == [1, 2, 2]


def test_the_notice_says_how_many_cells_are_supposed(wording):
    wording([notice({DEVENGADO: "1"}), notice({DEVENGADO: "1", "otra": "2"})], "1", "2")


def test_a_report_with_supposed_inputs_is_refused(monkeypatch):
    monkeypatch.setattr("helpers.run.section.get_ipython", lambda: SimpleNamespace(written_cells=[]))
    with pytest.raises(UsageError, match="un informe no los publica"):
        open_section("acp", "mre", "2024-T2", supuestos={DEVENGADO: "300"})


def test_the_notice_of_the_last_suppositions_stands_alone_and_goes_with_them(monkeypatch):
    shell = InteractiveShell(colors="nocolor")
    monkeypatch.setattr("helpers.run.workings.supposed_inputs.get_ipython", lambda: shell)
    shown = []
    monkeypatch.setattr("helpers.run.workings.supposed_inputs.display", lambda said: shown.append(said.data))
    for text in ("una celda", "dos celdas", ""):
        mark_outputs(text)
        shell.run_cell("1")
    assert shown == ["**una celda**", "**dos celdas**"]


@pytest.mark.slow
def test_a_section_is_computed_again_with_supposed_inputs(monkeypatch):
    monkeypatch.setenv("POA_RAIZ", str(ROOT))
    figure = "devengado/2024-S1/cat_prog/570 0 004"
    as_it_is, supposed = open_section("acp", "mre", "2024-T2"), open_section("acp", "mre", "2024-T2", supuestos=ANOTHER)
    assert (as_it_is.book[figure].value, supposed.book[figure].value) == (Fraction("34793.69"), 40000)
