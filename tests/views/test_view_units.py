"""Tables by unit: units with the lowest progress and their reasons, and kinds of unit."""

from __future__ import annotations

import re

import pytest
from builders import ROOT, make_corrida, make_dataset, make_entidad, make_method, make_scored, method_plain

from helpers.base.periods import Period
from helpers.base.python_extras import split_evenly
from helpers.base.system.workspace import Workspace
from helpers.figures.book import Book
from helpers.figures.subjects import FigureRow
from helpers.scoring.score import score
from helpers.settings.methods import Metodo, load_method
from helpers.views.charts.chart import to_svg
from helpers.views.elements.grid import NotIncluded
from helpers.views.elements.outside_notes import WEIGHED_NOTE, in_part_notes
from helpers.views.elements.rows import drawn_unit_rows, post_rows, structure_rows, unit_rows
from helpers.views.elements.tables import FigureColumn
from helpers.views.progress.lowest_units import lowest_units_table, reason
from helpers.views.sections import areas_section, history_section, units_section
from helpers.views.sections.physical_financial_section import units_chart, units_table
from helpers.views.sections.section_rows import actions_map
from helpers.views.sections.shown_section import ShownSection
from helpers.views.sections.units_section import (
    differing_means,
    dispersion_chart,
    dispersion_table,
    grade_edges,
    kind_rows,
    split_by_group,
)

QUARTER = Period.parse("2024-T2")
NOW, BEFORE = ("avance_fisico", "2024-T2"), ("avance_fisico", "2024-T1")
STRUCTURE = """
    nivel    | codigo | nombre       | padre | sigla | clase
    entidad  | E      | Entidad      |       |       |
    area     | A      | Área Norte   | E     |       |
    unidad   | U1     | Unidad Uno   | A     | UNO   | sustantiva
    unidad   | U2     | Unidad Dos   | A     | DOS   | sustantiva
    unidad   | U3     | Unidad Tres  | E     | TRES  | administrativa
    area     | X      | Exterior     | E     |       |
    tipo     | EMB    | Embajadas    | X     |       |
    puesto   | P1     | Embajada Una | EMB   |       |
"""
PROGRESS = """
    nivel  | codigo | indicador     | periodo | valor
    unidad | U1     | avance_fisico | 2024-T1 | 90
    unidad | U1     | avance_fisico | 2024-T2 | 40
    unidad | U2     | avance_fisico | 2024-T2 | 100
    unidad | U3     | avance_fisico | 2024-T2 | 99.99
    puesto | P1     | avance_fisico | 2024-T2 | 100
"""
PLAN = "version | tarea | descripcion | operacion | unidad | acp\n v1 | T1 | Una | O | U1 | 1\n v1 | T2 | Dos | O | U1 | 1\n v1 | T3 | Tres | O | U1 | 1\n"
REASONS = {
    "tareas": PLAN,
    "ejecucion": """
        periodo | tarea | abr | causa_codigo | causa_desviacion
        2024-T2 | T1    | 0   | C5           |
        2024-T2 | T2    | 0   |              | Nadie licitó.
        2024-T2 | T3    | 0   |              | Nadie licitó
        2024-T1 | T3    |     |              | Otra de antes
    """,
    "resultados": "periodo | id | unidad | tipo | texto\n 2024-T2 | R1 | U3 | dificultad | Faltó personal.\n 2024-T2 | R2 | U3 | logro | Se hizo.\n",
    "presentaciones": "periodo | unidad | fecha_presentacion | observacion\n 2024-T2 | U3 | 2024-07-20 | Llegó tarde\n",
}


def book_of(**tables: str) -> Book:
    dataset = make_dataset(estructura=STRUCTURE, avances=PROGRESS, **tables)
    return score(dataset, make_method(), make_corrida(), make_entidad())[0]


def lines(table) -> list[list[str]]:
    """The rows of a table as a reader sees them."""
    found = re.findall(r"<tr[^>]*>(.*?)</tr>", table._repr_html_().replace("\n", ""))
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in found]
    return [[re.sub(r"<[^>]+>", "", cell) for cell in row] for row in cells]


def test_a_note_names_those_at_100_percent_without_the_data_of_a_programmed_month(wording):
    """Of May nobody knows what U1 did; U2 did all of its programme."""
    plan = "tarea | descripcion | unidad | acp | abr | may\n 1 | Una | U1 | 1 | 10 | 2\n 2 | Dos | U2 | 1 | 10 | 2\n"
    done = "tarea | abr | may\n 1 | 10 |\n 2 | 10 | 2\n"
    for reported, named in ((done, 1), (done.replace("10 |\n", "10 | 2\n"), 0)):
        dataset = make_dataset(estructura=STRUCTURE, tareas=plan, ejecucion=reported)
        book = make_scored(dataset, method=load_method(Workspace(ROOT), "mre-2024"))
        notes = in_part_notes(book, NOW, "unidad")
        assert (len(notes), in_part_notes(book, NOW, "puesto")) == (named, ())
        wording(list(notes))


def test_the_lowest_units_come_worst_first_with_their_reasons(wording):
    shown = lines(lowest_units_table(book_of(**REASONS), [BEFORE, NOW]))
    wording(shown[0], "T1", "T2")
    wording(shown[1], "90,00", "40,00", "2", "1")  # fmt: skip
    assert shown[2][:5] == ["Unidad Tres", "—", "s/d", "99,99", "● Alto"]
    wording(shown[2][5])
    assert len(shown) == 3


def test_the_lowest_units_and_the_lowest_posts_are_listed_separately():
    progress = PROGRESS.replace("puesto | P1     | avance_fisico | 2024-T2 | 100", "puesto | P1     | avance_fisico | 2024-T2 | 7")
    dataset = make_dataset(estructura=STRUCTURE, avances=progress)
    book, _ = score(dataset, make_method(), make_corrida(), make_entidad())
    shown = lines(lowest_units_table(book, [NOW]))
    assert [row[0] for row in shown[1:]] == ["Unidades", "Unidad Uno", "Unidad Tres", "Puestos", "Embajada Una"]


def test_of_a_progress_over_all_weights_the_lowest_did_least_of_its_programme(wording):
    """U1 did 2 of 2 of weight 40: all that was programmed, 40 %. U2 did 1 of 2 of weight 90, 45 %: half; U3 lacks
    a datum and did 9 of 9 of weight 90, or, in doubt, 4: then 40 to 50 %."""
    plan = """
        tarea | descripcion | unidad | acp | ponderacion | abr | oct
        1     | Una         | U1     | 1   | 40          | 2   |
        2     | Dos         | U1     | 1   | 60          |     | 1
        3     | Tres        | U2     | 1   | 90          | 2   |
        4     | Cuatro      | U2     | 1   | 10          |     | 1
        5     | Cinco       | U3     | 1   | 90          | 9   |
        6     | Seis        | U3     | 1   | 10          | 1   |
    """
    tables = {"estructura": STRUCTURE, "tareas": plan, "ejecucion": "tarea | abr\n1 | 2\n3 | 1\n5 | 9\n6 |\n"}
    book = make_scored(make_dataset(**tables), method=load_method(Workspace(ROOT), "segip-2020"))
    table = lowest_units_table(book, [NOW])
    assert [[row[0], *row[2:]] for row in lines(table)[1:]] == [["Unidad Dos", "45,00", "50,00"], ["Unidad Tres", "90,00", "s/d"]]
    wording([lines(table)[0], *table.notes[1:]], "T2")
    doubted = make_scored(make_dataset(**tables | {"ejecucion": tables["ejecucion"].replace("5 | 9", "5 | 4")}), method=load_method(Workspace(ROOT), "segip-2020"))
    wording(lowest_units_table(doubted, [NOW]).notes[2:])
    kept = lowest_units_table(book_of(), [NOW])
    assert "De lo programado" not in kept._repr_html_()
    assert "menos hicieron de lo programado" in table.title and "con menor avance físico" in kept.title


def test_every_chart_of_units_says_that_a_progress_is_over_all_weights():
    """U1 did all of the 40 that were due until June, and the chart draws 40 %."""
    plan = "tarea | descripcion | unidad | acp | ponderacion | abr | oct\n1 | Una | U1 | 1 | 40 | 2 |\n2 | Dos | U1 | 1 | 60 | | 1\n3 | Tres | U2 | 1 | 100 | 2 |"
    money = "fecha_corte | reporte | cat_prog | ppto_vigente | devengado\n2024-06-30 | categoria | 1 | 100 | 40\n2024-06-30 | categoria | 2 | 100 | 50"
    tables = {"estructura": STRUCTURE, "tareas": plan, "ejecucion": "tarea | abr\n1 | 2\n3 | 1", "gastos": money}
    method, corrida = load_method(Workspace(ROOT), "segip-2020"), make_corrida()
    dataset = make_dataset(**tables, vinculacion="cat_prog | acp | unidad\n1 | 1 | U1\n2 | 1 | U2")
    section = ShownSection(make_scored(dataset, method=method), "unidades", corrida, method, make_entidad())
    for shown in (dispersion_chart(section), units_table(section), *units_chart(section).items):
        assert [note for note in shown.notes if "peso de todo el plan" in note]


def test_charts_of_actions_areas_and_years_say_so_too():
    """A part of U1's plan is due until June. An action is the mean of its tasks, or U1's progress if U1 answers for it."""
    plan = "tarea | descripcion | unidad | acp | ponderacion | mar | abr | oct\n1 | Una | U1 | 1 | 50 | 2 | |\n2 | Dos | U1 | 1 | 30 | | 1 |\n3 | Tres | U1 | 1 | 20 | | | 1"
    days = [*zip(range(1, 7), (31, 29, 31, 30, 31, 30), strict=True)]
    spent = "".join(f"\n2024-0{month}-{day} | {report} | 100 | {month}" for month, day in days for report in ("area | A |", "categoria | | 1"))
    tables = {
        "tareas": plan, "ejecucion": "tarea | mar | abr\n1 | 2 |\n2 | | 1", "acciones": "acp | denominacion\n1 | Una",
        "gastos": f"fecha_corte | reporte | area | cat_prog | ppto_vigente | devengado{spent}", "vinculacion": "cat_prog | acp | area\n1 | 1 | A",
    }  # fmt: skip
    method, corrida, said = load_method(Workspace(ROOT), "segip-2020"), make_corrida(), {}
    for answers_for in ("", "1"):
        structure = f"nivel | codigo | nombre | padre | acp\nentidad | E | E | |\narea | A | A | E |\nunidad | U1 | U1 | A | {answers_for}"
        section = ShownSection(make_scored(make_dataset(estructura=structure, **tables), method=method), "areas", corrida, method, make_entidad())
        charts = (actions_map(section, ("ejecucion_financiera", "avance_fisico"), id="grafico-x"), areas_section.months_chart(section), history_section.physical_chart(section))
        said[answers_for] = [WEIGHED_NOTE in shown.notes for shown in (*charts, areas_section.quarters_table(section))]
    assert said == {"": [False, True, True, True], "1": [True, True, True, True]}


def test_a_note_counts_those_that_have_the_value_of_the_last_one_listed(wording):
    """Of seven units and of nine posts, all with 50 %, five and eight are listed."""
    places = [("unidad", f"N{at}") for at in range(7)] + [("puesto", f"M{at}") for at in range(9)]
    structure = STRUCTURE.split("    unidad")[0] + "".join(f"{level} | {code} | Lugar {code} | A | |\n" for level, code in places)
    reported = "nivel | codigo | indicador | periodo | valor\n" + "".join(f"{level} | {code} | avance_fisico | 2024-T2 | 50\n" for level, code in places)
    book = make_scored(make_dataset(estructura=structure, avances=reported))
    wording(lowest_units_table(book, [NOW]).notes[1:], "2", "unidades", "puesto")


def test_a_subtype_named_like_its_type_is_marked_and_follows_it():
    kinds = """
    tipo     | CON    | Consulados   | X     |       |
    subtipo  | CON-C  | Consulados   | CON   |       |
    puesto   | P2     | Consulado    | CON-C |       |
"""
    dataset = make_dataset(estructura=STRUCTURE + kinds, avances=PROGRESS)
    book, _ = score(dataset, make_method(), make_corrida(), make_entidad())
    assert [row.label for row in post_rows(book, ranked_by=NOW)] == [
        "Embajadas", "Embajada Una", "Consulados", "Consulados (subtipo)", "Consulado",
    ]  # fmt: skip
    assert "Consulados (subtipo)" in [row.label for row in structure_rows(book)]


def test_unit_labels_include_the_sigla_that_charts_use():
    labels = [row.label for row in unit_rows(book_of(), ranked_by=NOW)]
    assert labels[:3] == ["Área Norte", "Unidad Dos (DOS)", "Unidad Uno (UNO)"]


def test_an_area_that_is_not_the_mean_of_its_units_is_noted_with_both_values(wording):
    """Área Norte reports 60, but its units have 40 and 100: mean 70."""
    progress = f"{PROGRESS}    area   | A      | avance_fisico | 2024-T2 | 60\n"
    plain = method_plain()
    plain["consolidacion"]["area"]["prevalece"] = "reportado"
    method = Metodo.model_validate(plain)
    book, _ = score(make_dataset(estructura=STRUCTURE, avances=progress), method, make_corrida(), make_entidad())
    (mean_notes,) = differing_means(book, [FigureRow("Área Norte", "area", "A")], NOW)
    plain = re.sub(r"<[^>]+>", "", mean_notes).replace("\u00a0", " ")
    wording(plain, "70,00", "2", "60,00")


def test_missing_reasons_and_missing_tables_of_reasons_are_noted(wording):
    table = lowest_units_table(book_of(**{**REASONS, "ejecucion": "tarea | abr\n T1 | 0\n"}), [NOW])
    assert lines(table)[1][-1] == "no consta"
    bare = lowest_units_table(book_of(), [NOW])
    assert "Por qué" not in bare._repr_html_()
    wording(bare.notes[0])


def test_one_of_many_difficulties_is_quoted_and_the_others_are_counted(wording):
    """In a year a unit reports several difficulties, but its row has room for one."""
    mean_notes = "periodo | id | unidad | tipo | texto\n" + "".join(
        f" 2024-T2 | R{at} | U3 | dificultad | Faltó personal {at}.\n" for at in range(4)
    )
    tables = {name: text for name, text in REASONS.items() if name != "presentaciones"} | {"resultados": mean_notes}
    wording(reason(book_of(**tables), "U3"), "faltó personal 0", "3")


def test_only_reasons_of_the_period_count():
    assert "Otra de antes" not in reason(book_of(**REASONS), "U1")


def test_dispersion_by_kind_of_unit_does_not_depend_on_the_structure(wording):
    """The two «sustantiva» units have 40 and 100: mean 70, deviation √1800 = 42.43. One «administrativa»
    unit has none."""
    book = book_of()
    assert book["avance_fisico_n/2024-T2/clase/sustantiva"].published == "2"
    assert book["avance_fisico_media/2024-T2/clase/sustantiva"].published == "70.00"
    assert book["avance_fisico_desviacion/2024-T2/clase/sustantiva"].published == "42.43"
    assert "avance_fisico_desviacion/2024-T2/clase/administrativa" not in book.figures
    wording([row.label for row in kind_rows(book, NOW)], "Sustantiva", "Administrativa")
    alone = dispersion_table(ShownSection(book, "unidades", make_corrida(), make_method(), make_entidad())).rows[-1]
    assert [getattr(cell, "text", cell) for cell in alone.cells] == ["Administrativa", "1", "99,99", "—", "—", "—"]


def test_a_method_that_does_not_ask_for_kinds_has_none():
    plain = method_plain()
    plain["dispersion"] |= {"niveles": ["area"]}
    dataset = make_dataset(estructura=STRUCTURE, avances=PROGRESS)
    book, _ = score(dataset, Metodo.model_validate(plain), make_corrida(), make_entidad())
    assert kind_rows(book, NOW) == ()


@pytest.mark.parametrize(("windows", "lacking"), [((), ""), (("trimestre",), "la dispersión del avance")])
def test_a_dispersion_that_the_method_does_not_give_is_not_lacking(windows, lacking):
    asked = make_method().dispersion[0].model_copy(update={"ventanas": windows})
    method = make_method().model_copy(update={"dispersion": (asked,)})
    book = score(make_dataset(estructura=STRUCTURE), method, make_corrida(), make_entidad())[0]
    shown = dispersion_table(ShownSection(book, "unidades", make_corrida(), method, make_entidad()))
    assert shown.what.strip("«").startswith(lacking) and bool(shown.what) == bool(lacking)


def test_one_unit_with_data_in_each_area_is_no_spread():
    alone = "\n".join(line for line in PROGRESS.splitlines() if "U1" not in line)
    book = score(make_dataset(estructura=STRUCTURE, avances=alone), make_method(), make_corrida(), make_entidad())[0]
    section = ShownSection(book, "unidades", make_corrida(), make_method(), make_entidad())
    assert isinstance(dispersion_table(section), NotIncluded) and dispersion_chart(section) is None


@pytest.mark.parametrize("done", ["0", "100"])
def test_where_all_units_did_the_same_no_other_progress_stands_on_the_scale(done, monkeypatch):
    """Such as −1 or 101, which no unit can have."""
    drawn = []
    monkeypatch.setattr("helpers.views.charts.chart.to_svg", lambda sheet, label: drawn.append(sheet) or to_svg(sheet, label))
    alike = "\n".join(re.sub(r"[\d.]+$", done, line) for line in PROGRESS.splitlines())
    book = score(make_dataset(estructura=STRUCTURE, avances=alike), make_method(), make_corrida(), make_entidad())[0]
    section = ShownSection(book, "unidades", make_corrida(), make_method(), make_entidad())
    assert dispersion_chart(section) and units_section.units_chart(section)
    for sheet in drawn:
        numbers = [label.get_text() for axes in sheet.axes for label in axes.get_xticklabels() if label.get_text()]
        assert numbers == [done]


def test_the_chart_of_units_names_those_that_it_does_not_draw():
    alone = "\n".join(line for line in PROGRESS.splitlines() if "U1" not in line)
    book = score(make_dataset(estructura=STRUCTURE, avances=alone), make_method(), make_corrida(), make_entidad())[0]
    shown = units_section.units_chart(ShownSection(book, "unidades", make_corrida(), make_method(), make_entidad()))
    assert "s/d: sin dato de UNO." in shown.items[0].notes


def test_a_change_between_means_of_other_units_is_told_below_the_table():
    """U2 has no data of the first quarter, which its area's mean therefore leaves out."""
    shown = units_section.units_table(ShownSection(book_of(), "unidades", make_corrida(), make_method(), make_entidad()))
    assert "La variación compara promedios que no son de las mismas partes: Área Norte." in shown.notes


def test_units_follow_their_area_and_those_without_area_come_last():
    assert [row.label for row in drawn_unit_rows(book_of(), NOW)] == ["Área Norte", "DOS", "UNO", "Unidades sin área", "TRES"]


def test_charts_are_split_before_a_group():
    rows = [FigureRow("A", style="grupo"), FigureRow("1", "unidad", "1"), FigureRow("2", "unidad", "2"),
            FigureRow("B", style="grupo"), FigureRow("3", "unidad", "3")]  # fmt: skip
    assert [[row.label for row in page] for page in split_by_group(rows, 4)] == [["A", "1", "2"], ["B", "3"]]
    assert split_by_group(rows, 5) == (tuple(rows),)


def test_the_edges_of_grades_are_those_of_the_method():
    edges = grade_edges(make_method(), "avance_fisico")
    assert [f"{name} {edge}" for name, edge in edges] == ["Bajo 9", "Medio 51", "Alto 70", "Excelente 100"]
    assert grade_edges(make_method(), "devengado") == ()


def test_rows_of_one_chart_are_split_into_even_parts():
    """25 rows, with 17 to a page, are split into 13 and 12, not into 17 and 8."""
    rows = [FigureRow(str(at)) for at in range(25)]
    parts = split_evenly(rows, most=17)
    assert [len(part) for part in parts] == [13, 12]
    assert [row for part in parts for row in part] == rows
    assert split_evenly([], most=17) == ()


@pytest.mark.parametrize(("july", "reported", "why"), [("4", "0", "No había nada programado."), ("", "", "")])
def test_a_table_without_figures_says_where_nothing_was_programmed(july, reported, why):
    """All tasks are due in July; without any task, nobody knows."""
    task = f"T1 | Una | O1 | U1 | 1 | {july}" if july else ""
    tables = {
        "tareas": f"tarea | descripcion | operacion | unidad | acp | jul\n{task}",
        "ejecucion": f"tarea | abr | may | jun\n{'T1 | 0 | 0 | 0' if reported else ''}",
    }
    book = make_scored(make_dataset(estructura=STRUCTURE, **tables))
    section = ShownSection(book, "unidades", make_corrida(), make_method(), make_entidad())
    rows = [FigureRow("Una", "unidad", "U1")]
    columns = [FigureColumn("Avance", "avance_fisico", Period.parse("2024-T2"))]
    shown = section.table(id="cuadro-x", title="Avance", columns=columns, rows=rows, stub="Unidad")
    assert isinstance(shown, NotIncluded) and shown.why == why
