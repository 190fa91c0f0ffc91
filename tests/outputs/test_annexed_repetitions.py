"""How much of a report is calculated twice, and what is not, as its annexes tell."""

from builders import make_dataset, make_scored
from lxml import html

from helpers.outputs.html.repeated_figures import coverage_table
from helpers.outputs.saved_checks import Repetition

GASTOS = """
    fecha_corte | reporte | sistema | estado | cat_prog | ppto_vigente | devengado
    2024-06-30 | categoria | SIGEP | aprobado | 000 0 001 | 300.00 | 100.00
"""
TREE = "codigo | nombre | nivel | padre\nMRE | Ministerio | entidad | "
EXECUTION, SPENT = "ejecucion_financiera/2024-S1/entidad/MRE", "devengado/2024-S1/entidad/MRE"


def told(repeated: set[str]) -> str:
    book = make_scored(make_dataset(estructura=TREE, gastos=GASTOS))
    found = [Repetition("acp", frozenset({EXECUTION, SPENT}), frozenset(repeated))]
    table = html.fromstring(f"<div>{coverage_table(found, {'acp': 'Por acción'}, book)}</div>")
    return " ".join(" ".join(table.itertext()).split())


def test_what_no_section_repeats_is_named_with_its_number_and_the_reason(wording):
    said = told({SPENT})
    assert "Por acción 2 1 50,0 %" in said
    wording(said[said.index("Sin repetir") :], "Ejecución financiera (1")


def test_nothing_is_named_where_all_is_repeated():
    assert "Sin repetir" not in told({SPENT, EXECUTION})


def test_it_says_what_a_second_calculation_starts_from_and_where_it_stands(wording):
    """On paper nothing unfolds at the end of a section."""
    first, *_, where, _, _ = told({SPENT}).partition("Cifras calculadas")[0].split(". ")
    wording([first, where], "tablas de entrada", "de otra sección", "versión web")
