"""The first and the last units of notebook `12_fisico_financiero`."""

from collections.abc import Mapping

import nbformat
import pytest
from builders import METHOD, ROOT, make_corrida, make_dataset, make_entidad, make_scored
from lxml import html

from helpers.base.system.workspace import Workspace
from helpers.settings.methods import load_method
from helpers.views.elements.grid import NotIncluded
from helpers.views.sections import physical_financial_section
from helpers.views.sections.physical_financial_section import MOST_BARS, standings, tasks_tables, units_chart
from helpers.views.sections.shown_section import ShownSection

PERCENTAGES = {"A": "95", "B": "90", "C": "80", "D": "70", "E": "60", "F": "50", "G": "40", "H": "30"}
STANDINGS = (ROOT / "notebooks/rendicion/12_fisico_financiero.ipynb", "12-fisico-financiero-05")
INDICATORS = {
    "avance_fisico": {"nombre": "Avance físico", "reglas": {"semestre": {"regla": "consolidar"}}},
    "ejecucion_financiera": {"nombre": "Ejecución financiera"},
}


def named_codes(book_of, late: str = "", values: Mapping[str, str] = PERCENTAGES) -> dict[str, tuple[list[str], list[str]]]:
    """By indicator: the codes named as first and as last, tied ones joined. The units in `late` are left
    out of the means."""
    book = book_of(
        figures=[
            (f"{indicator}/2024-S1/unidad/{code}", value, "%")
            for indicator in INDICATORS
            for code, value in values.items()
        ],
        nodes=[("unidad", code, f"Unidad {code}", None) for code in values],
        listings={
            "situaciones": [
                {"periodo": "2024-S1", "nivel": "unidad", "codigo": code, "situacion": "fuera_de_plazo"} for code in late
            ]
        },
        method={"indicadores": INDICATORS},
    )
    section = ShownSection(book, "fisico_financiero", make_corrida(), METHOD, make_entidad())
    return {
        indicator: tuple(["".join(code for _, code in group) for group in groups] for groups in (first, last))
        for indicator, first, last in standings(section)
    }


def test_first_units_start_at_the_top_and_last_units_at_the_bottom(book_of):
    assert named_codes(book_of, late="")["avance_fisico"] == (["A", "B", "C"], ["H", "G", "F"])


def test_a_post_with_money_of_its_own_stands_among_the_units_and_is_named_as_a_post(book_of):
    notebook, name = STANDINGS
    template = next(cell.source for cell in nbformat.read(notebook, 4).cells if cell.id == name).partition("\n")[2]
    figures = [
        (f"{indicator}/2024-S1/{key}", value, unit)
        for indicator, values, unit in (("ejecucion_financiera", ("50", "80", "9", "8"), "%"), ("ppto_vigente", "2345", "Bs"))
        for key, value in zip(("unidad/U", "puesto/P", "unidad/V", "unidad/W"), values, strict=True)
    ]
    nodes = [("entidad", "E", "Entidad", None), ("puesto", "P", "Embajada en Perú", None)]
    nodes += [("unidad", code, name, None) for code, name in (("U", "Unidad"), ("V", "Dirección Norte"), ("W", "Dirección Sur"))]
    book = book_of(figures=figures, nodes=nodes, listings={"situaciones": []}, method={"indicadores": INDICATORS})
    section = ShownSection(book, "fisico_financiero", make_corrida(), METHOD, make_entidad())
    told = section.texto(template, {"puestos": list(standings(section)), "vistas": physical_financial_section})
    said = " ".join(html.fragment_fromstring(told._repr_html_()).text_content().split())
    assert said == "Mayor ejecución financiera: la Embajada en Perú, 80,00 %; la Unidad, 50,00 %; la Dirección Norte, 9,00 %."


def test_a_late_unit_is_neither_first_nor_last_in_progress(book_of):
    """A's 95 % is the greatest progress, but late units are left out of the means. Expenditure does not
    depend on forms."""
    assert named_codes(book_of, late="A") == {
        "avance_fisico": (["B", "C", "D"], ["H", "G", "F"]),
        "ejecucion_financiera": (["A", "B", "C"], ["H", "G", "F"]),
    }


def test_late_units_do_not_count_towards_the_minimum_for_naming_last_ones(book_of):
    assert named_codes(book_of, late="AB")["avance_fisico"] == (["C", "D", "E"], [])


@pytest.mark.parametrize(
    ("values", "first", "last"),
    [
        ("9 9 8 7 6 5 4", ["AB", "C"], ["G", "F", "E"]),
        ("9 8 8 8 7 6 5", ["A"], ["G", "F", "E"]),
        ("9 9 9 9 8 7 6", ["ABCD"], ["G", "F", "E"]),
        ("9 8 7 6 5 5 5", ["A", "B", "C"], ["EFG"]),
        ("9 9 9 9 9 9 9", [], []),
        ("9 9", [], []),
        ("9 9 8 7", ["AB", "C"], []),
        ("9 9 8", [], []),
        ("9", [], []),
    ],
)
def test_units_with_the_same_value_are_named_together_or_counted(book_of, values, first, last):
    given = dict(zip("ABCDEFG", values.split(), strict=False))
    assert named_codes(book_of, values=given).get("avance_fisico", ([], [])) == (first, last)


@pytest.mark.parametrize(("units", "titles"), [
    (MOST_BARS, ["Las 20 unidades tienen más"]),
    (MOST_BARS + 1, ["Las once unidades de este gráfico tienen más", "Las diez unidades de este gráfico tienen más"]),
])  # fmt: skip
def test_a_title_counts_all_units_only_if_its_chart_draws_all(book_of, units, titles):
    book = book_of(
        figures=[
            (f"{indicator}/2024-S1/unidad/U{at}", str(value - at), "%")
            for indicator, value in zip(INDICATORS, (99, 80), strict=True) for at in range(units)
        ],
        nodes=[("unidad", f"U{at}", f"Unidad {at}", None) for at in range(units)],
        listings={"situaciones": []},
        method={"indicadores": INDICATORS},
    )  # fmt: skip
    section = ShownSection(book, "fisico_financiero", make_corrida(), METHOD, make_entidad())
    shown = [chart.title for chart in units_chart(section).items]
    assert [title[: len(due)] for title, due in zip(shown, titles, strict=True)] == titles


def test_the_total_of_a_units_tasks_has_no_weight_of_its_own():
    """The weights of its tasks are 60 and 40; that of a task which states none is lacking."""
    method, run = load_method(Workspace(ROOT), "segip-2020"), make_corrida("2024-anual")
    for weight, told in (("40", "40,00"), ("", "s/d")):
        tables = {
            "estructura": "nivel | codigo | nombre | padre\nentidad | E | Entidad |\nunidad | U1 | Unidad | E",
            "tareas": f"tarea | descripcion | operacion | unidad | ponderacion | acumulable | anual | ppto\nt1 | a | 1 | U1 | 60 | si | 1 | 9\nt2 | b | 1 | U1 | {weight} | si | 1 | 9",
            "ejecucion": "tarea | anual | devengado\nt1 | 1 | 7\nt2 | 1 | 7",
        }
        book = make_scored(make_dataset(**tables), "2024-anual", method)
        (table,) = tasks_tables(ShownSection(book, "fisico_financiero", run, method, make_entidad())).items
        assert [row.cells[1].text for row in table.rows] == ["60,00", told, "—"]


def test_a_unit_first_with_the_months_that_it_reported_is_noted_below_the_table():
    """U2 did all of January and did not report April; U1 reported both and did nine tenths."""
    tables = {
        "estructura": "nivel | codigo | nombre | padre\nentidad | E | Entidad |\nunidad | U1 | Uno | E\nunidad | U2 | Dos | E",
        "tareas": "tarea | descripcion | unidad | acp | ene | abr\n 1 | Una | U1 | 1 | 10 | 10\n 2 | Otra | U2 | 1 | 10 | 10",
        "ejecucion": "tarea | ene | abr\n 1 | 9 | 9\n 2 | 10 |",
    }
    book = make_scored(make_dataset(**tables))
    section = ShownSection(book, "fisico_financiero", make_corrida(), METHOD, make_entidad())
    notes = physical_financial_section.units_table(section).notes
    assert "Llegaron al 100 % sin contar algún mes programado del que no consta lo ejecutado: Dos." in notes


@pytest.mark.parametrize(("values", "is_drawn"), [("9", False), ("9 8", True)])
def test_a_single_unit_has_no_chart_of_its_own(book_of, values, is_drawn):
    figures = [
        (f"{name}/2024-S1/unidad/{code}", value, "%")
        for name in INDICATORS for code, value in zip("AB", values.split(), strict=False)
    ]  # fmt: skip
    nodes = [("unidad", code, f"Unidad {code}", None) for code, _ in zip("AB", values.split(), strict=False)]
    book = book_of(figures, nodes, listings={"situaciones": []}, method={"indicadores": INDICATORS})
    section = ShownSection(book, "fisico_financiero", make_corrida(), METHOD, make_entidad())
    assert isinstance(units_chart(section), NotIncluded) is not is_drawn
