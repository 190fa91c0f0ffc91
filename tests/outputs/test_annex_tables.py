"""The annexes list the acronyms of the report, and which of its figures a second calculation repeats."""

import pytest
from builders import make_dataset, make_scored
from lxml import html

from helpers.outputs.html.annex_tables import coverage_table, used_acronyms
from helpers.outputs.saved_checks import Repetition

GASTOS = """
    fecha_corte | reporte | sistema | estado | cat_prog | ppto_vigente | devengado
    2024-06-30 | categoria | SIGEP | aprobado | 000 0 001 | 300.00 | 100.00
"""
TREE = "codigo | nombre | nivel | padre\nMRE | Ministerio | entidad | "
EXECUTION, SPENT = "ejecucion_financiera/2024-S1/entidad/MRE", "devengado/2024-S1/entidad/MRE"


def coverage_text(repeated: set[str]) -> str:
    book = make_scored(make_dataset(estructura=TREE, gastos=GASTOS))
    found = [Repetition("acp", frozenset({EXECUTION, SPENT}), frozenset(repeated))]
    table = html.fromstring(f"<div>{coverage_table(found, {'acp': 'Por acción'}, book)}</div>")
    return " ".join(" ".join(table.itertext()).split())


def test_indicators_that_no_section_repeats_are_listed_with_number_and_reason(wording):
    said = coverage_text({SPENT})
    assert "Por acción 2 1" in said
    wording(said[said.index("Sin repetir") :], "Ejecución financiera (1")


def test_no_indicator_is_listed_if_every_figure_is_repeated():
    assert "Sin repetir" not in coverage_text({SPENT, EXECUTION})


def test_the_text_says_what_the_second_calculation_starts_from_and_where_it_is(wording):
    """The printed report shows no calculation at the end of a section, so the text refers to the web version."""
    first, *_, where, _, _ = coverage_text({SPENT}).partition("Cifras calculadas")[0].split(". ")
    wording([first, where], "tablas de entrada", "de otra sección", "versión web")


def test_the_headings_of_its_numbers_stand_over_them():
    """They were at the left of their columns, and the numbers at the right."""
    book = make_scored(make_dataset(estructura=TREE, gastos=GASTOS))
    found = [Repetition("acp", frozenset({SPENT}), frozenset({SPENT}))]
    heads, row = html.fromstring(str(coverage_table(found, {"acp": "Por acción"}, book))).xpath("//tr[position() = 1]")
    assert [one.get("class") for one in heads] == [one.get("class") for one in row] == [None, "num", "num"]


@pytest.mark.parametrize(("said", "listed"), [("Según el PEI.", ["PEI"]), ("El PEI y el PEM-2024", ["PEI"]), ("El PEI-UF", [])])
def test_an_acronym_at_the_end_of_a_sentence_is_listed_and_part_of_another_is_not(said, listed):
    known = {"PEI": "Plan Estratégico Institucional", "PEM": "Plan Estratégico Ministerial"}
    assert [sigla for sigla, _ in used_acronyms(iter([f"<p>{said}</p>"]), known)] == listed
