"""The data of the page's panel: texts for each printed figure and every figure below it, down to the input cells."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest
from builders import make_dataset, make_scored

from helpers.base.exact import exact
from helpers.figures.findings import Finding, Reconciled, Severity, Verdict
from helpers.outputs.browser.figure_backing import Backing
from helpers.outputs.browser.figure_panel import CONSTANT, exact_words, panel_data, reached
from helpers.outputs.browser.packed_figures import shown_texts

STRUCTURE = """
    nivel   | codigo | padre | acp
    entidad | E      |       |
    area    | A      | E     |
    unidad  | U1     | A     | 1
    unidad  | U2     | A     | 1
    area    | B      | E     |
    unidad  | U3     | B     | 2
"""
REPORTED = """
    nivel  | codigo | indicador     | periodo | valor
    unidad | U1     | avance_fisico | 2024-T2 | 90.64
    unidad | U2     | avance_fisico | 2024-T2 | 97.57
    unidad | U3     | avance_fisico | 2024-T2 | 50.00
"""
MEAN, UNIT = "avance_fisico/2024-T2/area/A", "avance_fisico/2024-T2/unidad/U1"
FILE = "data/x/2024/avances.csv"
NAMED = Finding("PRU-UNO", Severity.WARNING, "El área no cuadra.", MEAN)
OF_CELL = Finding("PRU-DOS", Severity.NOTE, "Un valor raro.", "avances/2", archivo=FILE, celda="E2")
ELSEWHERE = Finding("PRU-TRES", Severity.NOTE, "De otro.", "avance_fisico/2024-T2/area/B")
PRINTED = Reconciled(MEAN, "cuadro 1", "94.11", "94.11", "0.00", Verdict.EXACT, "media", "")


@dataclass(frozen=True)
class Shown:
    """A figure as the panel reads it out of the data."""

    texts: tuple[str, ...]
    groups: list
    cells: list
    findings: list
    published: list

    @property
    def parts(self) -> list:
        return [part for _, *parts in self.groups for part in parts]


def read_out(data: dict, figure: str) -> Shown:
    row = next(row for row in data["cifras"] if row[0] == figure)
    filled = [*row, *([0] * (14 - len(row))), *([[]] * 4)]
    texts = data["textos"]
    return Shown(
        tuple(texts[at] for at in filled[1:14]), filled[14], [[texts[at] for at in data["celdas"][one]] for one in filled[15]],
        [[texts[at] for at in data["hallazgos"][one]] for one in filled[16]], [[texts[at] for at in one] for one in filled[17]],
    )  # fmt: skip


@pytest.fixture(scope="module")
def book():
    return make_scored(make_dataset(estructura=STRUCTURE, avances=REPORTED))


@pytest.fixture(scope="module")
def data(book):
    return panel_data(Backing(book, (NAMED, ELSEWHERE, OF_CELL), (PRINTED,)), [MEAN])


def test_a_figure_shows_everything_that_poa_explain_shows(data, wording):
    wording(
        read_out(data, MEAN).texts, "Avance físico", "Área A", "del área A", "Segundo trimestre de 2024", "segundo trimestre de 2024",
        "94,11\u00a0%", "94,105", "(90,64 + 97,57) ÷ 2 = 94,105", "94,11", "2", "2", "2", "● Alto", "Satisfactorio",
    )  # fmt: skip


def test_the_parts_of_a_figure_are_in_the_data_down_to_their_cells(data):
    parts = read_out(data, MEAN).parts
    assert [data["cifras"][place][0] for place in parts] == [UNIT, UNIT.replace("U1", "U2")]
    assert read_out(data, UNIT).cells == [[FILE, "", "E2", "", "90,64"]]


def test_figures_on_which_no_printed_figure_rests_are_left_out(book, data):
    assert {row[0] for row in data["cifras"]} == {MEAN, UNIT, UNIT.replace("U1", "U2")}
    assert reached(book, ["no/2024-T2/existe/X"]) == ()


def test_findings_are_attached_by_the_figures_name_and_by_its_cell(data):
    assert read_out(data, MEAN).findings == [["▲ Advertencia", "PRU-UNO", "El área no cuadra.", "", ""]]
    assert read_out(data, UNIT).findings == [["● Nota", "PRU-DOS", "Un valor raro.", f"{FILE}#E2", ""]]
    assert len(data["hallazgos"]) == 2


def test_a_finding_is_told_as_the_tables_tell_it():
    """Its place is told apart, and a unit is named by its acronym."""
    named = "nivel | codigo | padre | sigla\n entidad | E | |\n unidad | U1 | E | DGAA"
    of_unit = Finding("PRU-UNO", Severity.NOTE, f"{FILE}, celda E2: falta la unidad U1.", UNIT, archivo=FILE, celda="E2")
    told = panel_data(Backing(make_scored(make_dataset(estructura=named, avances=REPORTED.partition("    unidad | U2")[0])), (of_unit,), ()), [UNIT])
    assert read_out(told, UNIT).findings == [["● Nota", "PRU-UNO", "Falta la unidad DGAA.", f"{FILE}#E2", ""]]


def test_the_value_that_was_published_before_is_shown(data):
    assert read_out(data, MEAN).published == [["94,11", "cuadro 1", "Exacto", ""]]


def test_what_the_panel_shows_of_each_figure_is_read_back(data):
    shown, read = shown_texts(data)[MEAN], read_out(data, MEAN)
    (words, *_), parts = read.groups[0], [UNIT, UNIT.replace("U1", "U2")]
    assert shown == [MEAN, *read.texts, data["textos"][words], *parts, *read.findings[0], *read.published[0]]
    assert shown_texts(data)[UNIT][-10:] == [*read_out(data, UNIT).cells[0], *read_out(data, UNIT).findings[0]]


def test_every_text_is_stored_once_and_the_same_run_gives_the_same_data(book, data):
    assert len(set(data["textos"])) == len(data["textos"])
    again = panel_data(Backing(book, (NAMED, ELSEWHERE, OF_CELL), (PRINTED,)), [MEAN])
    assert json.dumps(again) == json.dumps(data)


TASKS = """
    version | tarea | descripcion | operacion | unidad | acp | acumulable | abr | may | jun
    v1      | T1    | Atender     | O1        | U1     | 1   | si         | 3   | 3   | 3
    v1      | T2    | Visitar     | O1        | U1     | 1   | si         | 4   |     |
"""
DONE = """
    tarea | abr | may | jun
    T1    | 3   | 2   | 0
    T2    | 6   |     |
"""


@pytest.fixture(scope="module")
def planned():
    acciones = "acp | denominacion\n1 | Una\n2 | Dos"
    tables = {"estructura": STRUCTURE, "tareas": TASKS, "ejecucion": DONE, "acciones": acciones}
    return make_scored(make_dataset(**tables))


@pytest.fixture(scope="module")
def tasks(planned):
    return panel_data(Backing(planned, (), ()), list(planned.figures))


class TestTasks:
    """Tasks by month: their cells, their weights and the method's constants."""

    @pytest.mark.parametrize(
        ("window", "task", "touched"), [("may", "T1", (1,)), ("T2", "T1", (1,)), ("abr", "T1", ()), ("T2", "T2", ())]
    )
    def test_a_finding_on_a_month_is_attached_to_the_tasks_windows_with_that_month(
        self, planned, window, task, touched
    ):
        of_may = Finding("PRU-MES", Severity.NOTE, "Raro.", "T1", archivo="data/x/2024/ejecucion.csv", celda="C2")
        found = Backing(planned, (NAMED, of_may), ()).findings_of(f"avance_fisico/2024-{window}/tarea/{task}")
        assert found == touched

    def test_a_task_is_traced_to_the_cells_of_its_window(self, tasks):
        cells = read_out(tasks, "avance_fisico/2024-may/tarea/T1").cells
        assert cells == [
            ["data/x/2024/tareas.csv", "", "I2", "programado", "3"],
            ["data/x/2024/ejecucion.csv", "", "C2", "ejecutado", "2"],
        ]

    def test_a_part_of_a_ratio_shows_its_numerator_and_denominator(self, tasks):
        (place, role), _ = read_out(tasks, "avance_fisico/2024-T2/operacion/O1").parts
        assert tasks["cifras"][place][0] == "avance_fisico/2024-T2/tarea/T1"
        assert tasks["textos"][role] == "numerador 5, denominador 9"

    def test_a_weighted_part_leads_to_the_figure_of_its_weight(self, tasks):
        ((place, role, weight, weigher),) = read_out(tasks, "avance_fisico/2024-T2/unidad/U1").parts
        assert tasks["cifras"][place][0] == "avance_fisico/2024-T2/operacion/O1"
        assert (tasks["textos"][role], tasks["textos"][weight]) == ("", "2")
        assert tasks["cifras"][weigher][0] == "numero_tareas/2024-T2/operacion/O1"

    def test_a_constant_of_the_method_is_labelled_as_one(self, tasks, wording):
        ((place, *words),) = read_out(tasks, "rango_ideal/2024-S1/entidad/E").parts
        assert place == CONSTANT
        wording([tasks["textos"][at] for at in words], "2")


@pytest.mark.parametrize(
    ("value", "words"), [("941/40", "23,525"), ("200/3", "66,6666666666… (200 ÷ 3)"), ("1000", "1.000")]
)
def test_an_exact_value_is_written_in_full(value, words):
    assert exact_words(exact(value)) == words


def test_a_fraction_with_very_long_terms_is_left_out():
    assert exact_words(exact(f"{10**30 + 1}/{3 * 10**25}")).endswith("…")
