"""Nothing programmed and a budget of zero leave no figure to be had: neither is told as a lack of data."""

import pytest
from builders import WORKSPACE, make_dataset, make_scored

from helpers.figures.subjects import FigureRow
from helpers.settings.methods import load_method
from helpers.views.charts.bar_charts import horizontal_bars
from helpers.views.elements.cells import Missing, missing_cell
from helpers.views.progress.direction_views import directions

YEAR = "2024-anual"
MONEY = {"Avance": ("avance_fisico", YEAR), "Ejecución": ("ejecucion_financiera", YEAR)}
NAMES = {"IDLE": "Ociosa", "POOR": "Sin dinero", "BOTH": "Con todo", "MUTE": "Callada", "HALF": "A medias"}
ROWS = [FigureRow(name, "unidad", code) for code, name in NAMES.items()]


@pytest.fixture(scope="module")
def book():
    """IDLE has a budget and nothing programmed, POOR a task and a budget of zero; MUTE did not report, HALF only in January."""
    places = [(code, f"{at} 0 001") for at, code in enumerate(NAMES, 1)]
    amounts = {code: "0 | 0" if code == "POOR" else "100 | 50" for code in NAMES}
    money = "".join(f"\n 2024-12-31 | categoria | {line} | {code} | {amounts[code]}" for code, line in places)
    tables = {
        "estructura": "nivel | codigo | nombre | padre\n entidad | E | E |" + "".join(f"\n unidad | {code} | {name} | E" for code, name in NAMES.items()),
        "vinculacion": "cat_prog | acp | unidad\n 9 0 001 | 1 |" + "".join(f"\n {line} | 1 | {code}" for code, line in places),
        "gastos": f"fecha_corte | reporte | cat_prog | denominacion | ppto_vigente | devengado{money}",
        "tareas": "version | tarea | descripcion | operacion | unidad | acp | acumulable | ene | abr" + "".join(
            f"\n v1 | {code}.1.1.1 | a | {code}.1 | {code} | 1 | si | {'' if code == 'IDLE' else 4} | {4 if code == 'HALF' else ''}" for code in NAMES
        ),
        "acciones": "acp | denominacion\n 1 | Uno",
        "ejecucion": "tarea | ene\n POOR.1.1.1 | 4\n BOTH.1.1.1 | 4\n HALF.1.1.1 | 4",
    }
    return make_scored(make_dataset(**tables), YEAR, load_method(WORKSPACE, "mre-2024"))


@pytest.mark.parametrize(
    ("indicator", "place", "text"),
    [
        ("ejecucion_financiera", "unidad/POOR", "—"), ("ejecucion_financiera", "cat_prog/2 0 001", "—"),
        ("avance_fisico", "unidad/IDLE", "n/p"), ("eficacia_ponderada", "cat_prog/1 0 001", "n/p"),
        ("brecha_fisico_financiera", "unidad/IDLE", "n/p"), ("eficacia_ponderada", "cat_prog/4 0 001", "s/d"),
        ("eficacia_ponderada", "cat_prog/9 0 001", "—"), ("eficacia_ponderada", "cat_prog/8 0 001", "s/d"),
        ("brecha_fisico_financiera", "unidad/MUTE", "s/d"),
    ],
)  # fmt: skip
def test_a_cell_says_why_there_is_no_figure(book, indicator, place, text):
    assert missing_cell(book, (indicator, YEAR, *place.split("/")), "A").text == text


def test_the_sentence_on_a_unit_says_it_too(book, wording):
    said = [piece.html for piece in directions(book, "direcciones").items if "vigente" in piece.html]
    ends = [text.rpartition("presupuesto vigente")[2].partition(". ")[2].removesuffix("</p>") for text in said]
    assert [bool(end) for end in ends] == [True, True, False, True, False]
    wording(ends)


def test_the_sentence_on_a_unit_says_that_a_quarter_is_missing(book):
    said = [piece.html for piece in directions(book, "direcciones").items if "vigente" in piece.html]
    assert ["algún trimestre" in text for text in said] == [False, False, False, False, True]


def test_a_chart_counts_as_missing_only_what_was_due(book, wording):
    chart = horizontal_bars(book, id="grafico-a", title="A", measures=MONEY, rows=ROWS)
    wording([note for note in chart.notes if note.startswith("s/d")], "Callada (Avance)")
    wording(chart.alt, "Ociosa", "nada programado", "no corresponde")
    (idle,) = [mark for mark in chart.marks if mark.label == "Ociosa"]
    assert [(cell.text, cell.why) for _, cell in idle.cells if isinstance(cell, Missing)] == [("n/p", "Nada programado.")]


@pytest.mark.parametrize("indicator", ["eficacia_ponderada", "brecha_ideal", "brecha_fisico_financiera"])
def test_a_sum_of_quarters_of_which_one_had_nothing_due_is_no_lack_of_data(indicator):
    """REST had nothing to do in the second quarter and told the first; MUTE told the first of two."""
    units = ("REST", "MUTE")
    tables = {
        "estructura": "nivel | codigo | padre | acp\n entidad | E | |" + "".join(f"\n unidad | {unit} | E | {at}" for at, unit in enumerate(units, 1)),
        "acciones": "acp | denominacion\n 1 | Uno\n 2 | Dos",
        "tareas": "version | tarea | descripcion | operacion | unidad | acp | acumulable | ene | abr\n v1 | R | a | R | REST | 1 | si | 4 |\n v1 | M | a | M | MUTE | 2 | si | 4 | 4",
        "ejecucion": "tarea | ene\n R | 4\n M | 4",
        "vinculacion": "cat_prog | acp | unidad\n 1 0 001 | 1 | REST\n 2 0 001 | 2 | MUTE",
        "gastos": "fecha_corte | reporte | cat_prog | ppto_vigente | devengado\n 2024-06-30 | categoria | 1 0 001 | 100 | 50\n 2024-06-30 | categoria | 2 0 001 | 100 | 50",
    }
    book = make_scored(make_dataset(**tables), "2024-T2", load_method(WORKSPACE, "mre-2024"))
    for asked, level, codes in (("2024-S1", "unidad", units), ("2024-S1", "acp", "12"), (YEAR, "acp", "12")):
        name = f"proyeccion_{indicator}" if asked == YEAR else indicator
        assert [missing_cell(book, (name, asked, level, code), code).text for code in codes] == ["—", "s/d"]
