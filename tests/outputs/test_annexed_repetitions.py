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


def test_what_no_section_repeats_is_named_with_its_number_and_the_reason():
    said = told({SPENT})
    assert "Por acción 2 1 50,0 %" in said
    assert "Sin repetir: Ejecución financiera (1; ninguna sección lo calcula otra vez)." in said


def test_nothing_is_named_where_all_is_repeated():
    assert "Sin repetir" not in told({SPENT, EXECUTION})


def test_it_says_what_a_second_calculation_starts_from_and_where_it_stands():
    said = told({SPENT})
    assert "Las secciones recalculan cifras que imprimen, a partir de las tablas de entrada y, para lo que es de otra" in said
    assert "en la versión web, al final de cada sección" in said, "on paper nothing unfolds at the end of a section"
