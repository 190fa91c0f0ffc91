"""Figures without a method's rules: goals registered in SIGEP, counts and earlier years, and notes on missing ones."""

from builders import METHOD, make_corrida, make_dataset, make_entidad

from helpers.figures.book import Book
from helpers.figures.findings import Severity
from helpers.figures.replay import why_missing
from helpers.figures.situations import Situation
from helpers.scoring.score import score

STRUCTURE = """
    nivel    | codigo   | padre
    entidad  | E        |
    servicio | CENTRAL  | E
    servicio | EXTERIOR | E
    area     | NORTE    | CENTRAL
    area     | SUR      | CENTRAL
    unidad   | U1       | NORTE
    unidad   | U2       | NORTE
    area     | EXTERIOR | EXTERIOR
    tipo     | EMB      | EXTERIOR
    puesto   | EMB-1    | EMB
"""
ACTIONS = "acp | denominacion\n 1 | Servir\n 2 | Administrar\n 3 | Representar\n"


def scored(**tables: str) -> Book:
    dataset = make_dataset(estructura=STRUCTURE, acciones=ACTIONS, **tables)
    return score(dataset, METHOD, make_corrida(), make_entidad())[0]


def test_goals_are_divided_after_being_summed():
    """97 of 101 is 96.04; the mean of 100 and 95.06 would be 97.53. Action 3 has no goal and so no figure."""
    book = scored(
        metas="""
            acp | periodo | programado | ejecutado | nota
            1   | 2024-T2 | 20         | 20        |
            2   | 2024-T2 | 81         | 77        |
            3   | 2024-T2 |            |           | Sin Prog. SIGEP
        """
    )
    assert [book[f"meta_cumplimiento/2024-T2/acp/{code}"].published for code in "12"] == ["100.00", "95.06"]
    assert book["meta_cumplimiento/2024-T2/entidad/E"].published == "96.04"
    assert book["meta_programada/2024-T2/entidad/E"].published == "101"
    assert "meta_programada/2024-T2/acp/3" not in book.figures


def test_an_action_without_goals_in_sigep_has_nothing_programmed_and_one_that_is_not_listed_no_data():
    book = scored(metas="acp | periodo | programado | ejecutado | nota\n 1 | 2024-T2 | 20 | 20 |\n 3 | 2024-T2 | | | Sin Prog. SIGEP\n")
    for indicator in ("meta_programada", "meta_ejecutada", "meta_cumplimiento"):
        found = [why_missing(book, indicator, "2024-T2", "acp", code) for code in "23"]
        assert found == [Situation.NO_DATA, Situation.NOTHING_DUE]


def test_what_had_no_goals_in_any_quarter_has_nothing_programmed_in_the_semester_either():
    """ACP 1 of the demo read «n/p» in both quarters and «s/d» in their sum."""
    rows = " 1 | 2024-T1 | 5 | 5 |\n" + "".join(f" 3 | 2024-{quarter} | | | Sin Prog. SIGEP\n" for quarter in ("T1", "T2"))
    book = scored(metas=f"acp | periodo | programado | ejecutado | nota\n{rows}")
    for indicator in ("meta_programada", "meta_ejecutada", "meta_cumplimiento"):
        found = [why_missing(book, indicator, "2024-S1", "acp", code) for code in "123"]
        assert found == [Situation.NO_DATA, Situation.NO_DATA, Situation.NOTHING_DUE]


def test_a_sum_of_goals_of_which_one_quarter_had_none_is_no_lack_of_data():
    book = scored(metas="acp | periodo | programado | ejecutado | nota\n 1 | 2024-T1 | | | Sin Prog. SIGEP\n 1 | 2024-T2 | 5 | 3 |\n")
    for indicator in ("meta_programada", "meta_ejecutada", "meta_cumplimiento"):
        assert why_missing(book, indicator, "2024-S1", "acp", "1") is Situation.UNDEFINED


def test_a_goal_of_zero_leaves_a_note(wording):
    dataset = make_dataset(
        estructura=STRUCTURE, metas="acp | periodo | programado | ejecutado\n 1 | 2024-T2 | 0 | 3\n"
    )
    book, findings = score(dataset, METHOD, make_corrida(), make_entidad())
    assert "meta_cumplimiento/2024-T2/acp/1" not in book.figures
    notes = [finding for finding in findings if finding.elemento == "meta_cumplimiento/2024-T2/acp/1"]
    assert [(note.codigo, note.severidad) for note in notes] == [("CAL-DIVISION", Severity.NOTE)]
    wording(notes[0].mensaje, "0")


def test_units_and_posts_are_counted_under_each_node():
    book = scored(avances="nivel | codigo | indicador | periodo | valor\n")
    counts = {figure.id: figure.published for figure in book if figure.indicator == "cantidad_unidades"}
    under = {
        "entidad/E": "3",
        "servicio/CENTRAL": "2",
        "servicio/EXTERIOR": "1",
        "area/NORTE": "2",
        "area/EXTERIOR": "1",
        "tipo/EMB": "1",
    }
    assert counts == {
        f"cantidad_unidades/2024-{quarter}/{place}": count
        for quarter in ("T1", "T2")
        for place, count in under.items()
    }
    assert len(book["cantidad_unidades/2024-T2/area/NORTE"].sources) == 2
    assert why_missing(book, "cantidad_unidades", "2024-T2", "area", "SUR") is Situation.UNDEFINED  # without units


def test_published_counts_by_service_and_for_the_whole():
    book = scored(
        recuento="""
            periodo | elemento  | grupo    | cantidad
            2024-T2 | amp       |          | 6
            2024-T2 | operacion | CENTRAL  | 113
            2024-T2 | operacion | EXTERIOR | 311
            2024-T1 | operacion | CENTRAL  | 110
        """
    )
    assert book["cantidad_amp/2024-T2/entidad/E"].published == "6"
    assert book["cantidad_operacion/2024-T2/entidad/E"].published == "424"
    assert book["cantidad_operacion/2024-T2/servicio/EXTERIOR"].unit == "operaciones"
    assert book["cantidad_operacion/2024-T1/entidad/E"].published == "110"


def test_earlier_years_are_ungraded_figures_and_two_of_them_have_a_mean(wording):
    """(80.38 + 93.07) / 2 = 86.725, rounded to 86.73; the report of MRE prints 86.72."""
    book = scored(
        historico="""
            gestion | periodo    | nivel   | codigo | indicador     | valor
            2022    | 2022-anual | entidad | E      | avance_fisico | 80.38
            2023    | 2023-anual | entidad | E      | avance_fisico | 93.07
            2023    | 2023-anual | area    | NORTE  | avance_fisico | 91.57
            2023    | 2023-anual | area    | NORTE  | otra_cosa     | 1.00
        """
    )
    assert book["avance_fisico_promedio/2023-anual/entidad/E"].published == "86.73"
    wording(book["avance_fisico_promedio/2023-anual/entidad/E"].rule, "2022", "2023")
    assert book["avance_fisico/2023-anual/entidad/E"].grade is None
    assert "avance_fisico_promedio/2023-anual/area/NORTE" not in book.figures
    assert not [figure for figure in book if figure.indicator == "otra_cosa"]


def test_an_earlier_report_of_the_runs_own_period_is_no_data():
    """The run has no data of the semester; the first quarter ends before it and may be read."""
    history = """
        gestion | periodo | nivel   | codigo | indicador     | valor
        2024    | 2024-S1 | entidad | E      | avance_fisico | 93.07
        2024    | 2024-T1 | entidad | E      | avance_fisico | 90.00
    """
    dataset = make_dataset(estructura=STRUCTURE, acciones=ACTIONS, historico=history)
    book, findings = score(dataset, METHOD, make_corrida("2024-T2"), make_entidad())
    assert "avance_fisico/2024-S1/entidad/E" not in book.figures
    assert book["avance_fisico/2024-T1/entidad/E"].published == "90.00"
    assert [(one.codigo, one.celda) for one in findings] == [("CAL-SIN-USO", "B2")]


def test_only_whole_years_enter_the_mean_of_years():
    """January to October and a plan are not whole years: with both of them the mean would be 50.00."""
    book = scored(
        historico="""
            gestion | periodo      | nivel   | codigo | indicador     | valor
            2021    | 2021-anual   | entidad | E      | avance_fisico | 60.00
            2021    | 2021-poa     | entidad | E      | avance_fisico | 40.00
            2022    | 2022-ene-oct | entidad | E      | avance_fisico | 10.00
            2023    | 2023-anual   | entidad | E      | avance_fisico | 90.00
        """
    )
    assert book["avance_fisico_promedio/2023-anual/entidad/E"].published == "75.00"
    assert book["avance_fisico/2022-ene-oct/entidad/E"].published == "10.00"


def test_years_measured_with_several_methods_have_no_mean():
    book = scored(
        historico="""
            gestion | periodo    | nivel   | codigo | indicador     | valor | metodo
            2021    | 2021-anual | entidad | E      | avance_fisico | 60.00 | mre-2021
            2022    | 2022-anual | entidad | E      | avance_fisico | 90.00 | mre-2024
            2021    | 2021-anual | area    | NORTE  | avance_fisico | 50.00 | mre-2024
            2022    | 2022-anual | area    | NORTE  | avance_fisico | 70.00 | mre-2024
        """
    )
    assert "avance_fisico_promedio/2022-anual/entidad/E" not in book.figures
    assert book["avance_fisico_promedio/2022-anual/area/NORTE"].published == "60.00"


def test_a_year_measured_with_two_methods_is_not_told_to_be_repeated(wording):
    """The first row counts. The year has no mean: which method's value would enter it is not known."""
    history = """
        gestion | periodo    | nivel   | codigo | indicador     | valor | metodo
        2022    | 2022-anual | entidad | E      | avance_fisico | 90.00 | mre-2024
        2023    | 2023-anual | entidad | E      | avance_fisico | 60.00 | mre-2024
        2023    | 2023-anual | entidad | E      | avance_fisico | 70.00 | mre-2021
        2023    | 2023-anual | area    | NORTE  | avance_fisico | 50.00 | mre-2024
        2023    | 2023-anual | area    | NORTE  | avance_fisico | 55.00 |
    """
    dataset = make_dataset(estructura=STRUCTURE, acciones=ACTIONS, historico=history)
    book, findings = score(dataset, METHOD, make_corrida(), make_entidad())
    assert book["avance_fisico/2023-anual/entidad/E"].published == "60.00"
    assert "avance_fisico_promedio/2023-anual/entidad/E" not in book.figures
    assert [(one.codigo, one.celda) for one in findings] == [("CAL-SIN-USO", "G4"), ("CAL-REPETIDA", "F6")]
    wording([one.mensaje for one in findings], "55,00", "50,00")


def test_a_count_may_be_of_an_action_and_an_unknown_group_is_left_out(wording):
    counts = "periodo | elemento | grupo | cantidad\n 2024-T2 | tarea | 1 | 3\n 2024-T2 | tarea | 2 | 4\n 2024-T2 | unidad | XX | 5"
    dataset = make_dataset(estructura=STRUCTURE, acciones=ACTIONS, recuento=counts)
    book, findings = score(dataset, METHOD, make_corrida(), make_entidad())
    assert [book[f"cantidad_tarea/2024-T2/acp/{code}"].published for code in "12"] == ["3", "4"]
    assert book["cantidad_tarea/2024-T2/entidad/E"].published == "7"
    (finding,) = findings
    wording(finding.mensaje, "«estructura»", "«acciones»")


def test_the_book_keeps_its_institution_period_method_and_tables():
    dataset = make_dataset(estructura=STRUCTURE, acciones=ACTIONS)
    corrida, entidad = make_corrida(), make_entidad(mision="Servir")
    book, _ = score(dataset, METHOD, corrida, entidad)
    assert (book.institution, book.period.code) == ("x", "2024-T2")
    assert (book.identity["mision"], book.params["metodo"], book.method["id"]) == (
        "Servir",
        "mre-2024",
        "mre-2024",
    )
    assert book.nodes == dataset.nodes
    assert book.listing("acciones")[1] == {"acp": "2", "denominacion": "Administrar"}
    assert book.listing("metas") == ()
