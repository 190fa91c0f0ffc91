"""The first and the last units of notebook `12_fisico_financiero`."""

from builders import METHOD, make_corrida, make_entidad

from helpers.views.sections.physical_financial_section import standings
from helpers.views.sections.shown_section import ShownSection

PERCENTAGES = {"A": "95", "B": "90", "C": "80", "D": "70", "E": "60", "F": "50", "G": "40", "H": "30"}
INDICATORS = {
    "avance_fisico": {"nombre": "Avance físico", "reglas": {"semestre": {"regla": "consolidar"}}},
    "ejecucion_financiera": {"nombre": "Ejecución financiera"},
}


def named(book_of, late: str) -> dict[str, tuple[list[str], list[str]]]:
    """The codes that are named by indicator, of eight units of which some are left out of the means as late."""
    book = book_of(
        figures=[
            (f"{indicator}/2024-S1/unidad/{code}", value, "%")
            for indicator in INDICATORS
            for code, value in PERCENTAGES.items()
        ],
        nodes=[("unidad", code, f"Unidad {code}", None) for code in PERCENTAGES],
        listings={
            "situaciones": [
                {"periodo": "2024-S1", "nivel": "unidad", "codigo": code, "situacion": "fuera_de_plazo"} for code in late
            ]
        },
        method={"indicadores": INDICATORS},
    )
    section = ShownSection(book, "fisico_financiero", make_corrida(), METHOD, make_entidad())
    return {indicator: (list(first), list(last)) for indicator, first, last in standings(section)}


def test_the_first_units_come_first_and_the_last_ones_begin_at_the_end(book_of):
    assert named(book_of, late="")["avance_fisico"] == (["A", "B", "C"], ["H", "G", "F"])


def test_a_late_unit_is_neither_first_nor_last_in_progress(book_of):
    """Its 95 % would be the greatest value, but it is left out of the means; expenditure does not depend on forms."""
    assert named(book_of, late="A") == {
        "avance_fisico": (["B", "C", "D"], ["H", "G", "F"]),
        "ejecucion_financiera": (["A", "B", "C"], ["H", "G", "F"]),
    }


def test_late_units_do_not_count_towards_the_number_that_has_last_ones(book_of):
    assert named(book_of, late="AB")["avance_fisico"] == (["C", "D", "E"], [])
