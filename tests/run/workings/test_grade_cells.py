"""Grades that a planner can look up in a scale, compared with those that the written pandas cells find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pandas as pd
import pytest
from builders import make_dataset, make_scored
from executed_cells import repeated, request_of

from helpers.run.workings.grade_cells import grade_cells
from helpers.run.workings.input_frames import frame_of_dataset
from helpers.run.workings.section_calculation import calculation
from helpers.run.workings.workings import UNGRADED, Workings
from helpers.views.elements.section_checks import GRADES, SectionCheck

BAD, FAIR, GOOD = "Mal · rojo · ▼", "Regular · amarillo · ■", "Bien · verde · ●"


def scale(indicator: str, *edges: str, **settings: object) -> dict[str, object]:
    """Bands from three lower edges."""
    rows = [dict(zip(("calificacion", "semaforo", "simbolo"), row.split(" · "), strict=True)) for row in (BAD, FAIR, GOOD)]
    grades = [{"desde": edge, "grado": "", "desempeno": "", **row} for edge, row in zip(edges, rows, strict=True)]
    common = {"indicador": indicator, "niveles": ["unidad"], "ventanas": ["trimestre"], "bordes": "", "fuente": "x"}
    return {**common, "grados": grades, **settings}


def quarterly(indicator: str) -> dict[str, object]:
    rule = scale(indicator, "-", "-", "-")
    bad, fair, good = ({**row} for row in rule["grados"])
    bad["desde"], fair["desde"], good["desde"] = None, ["10", "33", "48", "65"], ["20", "43", "65", "85"]
    for row in (bad, fair, good):
        del row["grado"], row["desempeno"]
    return {**rule, "grados": [good, fair, bad]}


METHOD = {
    "indicadores": {name: {"nombre": name, "decimales": 2} for name in ("avance", "ejecucion", "eficiencia", "global_")},
    "redondeo": {"decimales": 2, "donde": "al_final"},
    "bandas": [scale("avance", "0", "50", "70"), scale("eficiencia", "0", "10", "20")],
    "umbrales": quarterly("ejecucion"),
    "derivadas": [
        {"indicador": "global_", "de": ["avance", "eficiencia"], "regla": "peor", "orden": ["rojo", "amarillo", "verde"], "fuente": "x"}
    ],
}


def graded(
    values: Mapping[str, str], method: Mapping[str, object] = METHOD, tables: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The grade of each figure by id; `values` holds the exact value of every figure, all of which are printed."""
    request = request_of(dict(method), {"periodo": "2024-T2"}, list(values), tables or {})
    request = replace(request, shown=request.places)
    known = {tuple(name.split("/")): Fraction(value) for name, value in values.items()}
    found: dict[str, str] = {}

    def keep(indicator: str, grades: pd.DataFrame, valor: pd.DataFrame) -> None:
        assert list(valor.columns) == list(grades.columns)
        for window in grades.columns:
            for (level, code), words in grades[window].items():
                if not pd.isna(words):
                    found[f"{indicator}/{window}/{level}/{code}"] = words

    repeated(grade_cells(request), request, known, calificar=keep)
    return found


@pytest.mark.parametrize(
    ("value", "grade"),
    [
        ("0", BAD), ("49.99", BAD), ("49.994", BAD), ("49.995", FAIR), ("50", FAIR), ("69.99", FAIR), ("70", GOOD),
        ("250", GOOD), ("-0.01", UNGRADED), ("-0.004", BAD),
    ],
)  # fmt: skip
def test_a_band_begins_at_its_edge_and_grades_the_printed_value(value, grade):
    assert graded({"avance/2024-T2/unidad/A": value}) == {"avance/2024-T2/unidad/A": grade}


@pytest.mark.parametrize(
    ("window", "value", "grade"),
    [
        ("2024-T1", "10", FAIR), ("2024-T1", "9.99", BAD), ("2024-T1", "20", GOOD), ("2024-S1", "20", BAD),
        ("2024-S1", "33", FAIR), ("2024-S1", "43", GOOD), ("2024-anual", "84.99", FAIR), ("2024-anual", "-5", BAD),
    ],
)  # fmt: skip
def test_thresholds_are_those_of_the_quarter_in_which_the_window_ends(window, value, grade):
    place = f"ejecucion/{window}/unidad/A"
    assert graded({place: value}) == {place: grade}


def test_a_figure_without_scale_or_value_or_of_another_year_has_no_grade():
    values = {
        "avance/2024-T2/entidad/E": "60",  # the level is not listed
        "avance/2024-abr/unidad/A": "60",  # months are not listed
        "avance/2023-T2/unidad/A": "60",  # read from earlier reports
        "ejecucion/2024-T2/unidad/A": "60",  # does not begin in January
        "otro/2024-T2/unidad/A": "60",
    }
    assert graded(values) == {}
    # B has no value in the first quarter: it is left out there.
    some = {"avance/2024-T1/unidad/A": "60", "avance/2024-T2/unidad/A": "10", "avance/2024-T2/unidad/B": "80"}
    assert list(graded(some).values()) == [FAIR, BAD, GOOD]


def test_a_window_that_the_history_also_has_is_left_out():
    history = {"historico": "gestion | periodo | nivel | codigo | indicador | valor\n2024 | 2024-T1 | unidad | A | avance | 60"}
    values = {"avance/2024-T1/unidad/A": "60", "avance/2024-T2/unidad/A": "60"}
    assert list(graded(values, tables=history)) == ["avance/2024-T2/unidad/A"]


def test_a_grade_derived_from_a_window_of_the_history_is_left_out():
    history = {"historico": "gestion | periodo | nivel | codigo | indicador | valor\n2024 | 2024-T1 | unidad | A | avance | 60"}
    values = {f"{name}/2024-T1/unidad/A": "60" for name in ("avance", "eficiencia", "global_")}
    assert list(graded(values, tables=history)) == ["eficiencia/2024-T1/unidad/A"]


@pytest.mark.parametrize(("rule", "grade"), [("peor", FAIR), ("mejor", GOOD)])
def test_a_derived_grade_is_the_worst_or_best_and_needs_all_others(rule, grade):
    method = METHOD | {"derivadas": [METHOD["derivadas"][0] | {"regla": rule}]}
    values = {
        "avance/2024-T2/unidad/A": "60", "eficiencia/2024-T2/unidad/A": "20", "global_/2024-T2/unidad/A": "1",
        "avance/2024-T2/unidad/B": "60", "global_/2024-T2/unidad/B": "1",
        "avance/2024-T2/unidad/C": "-1", "eficiencia/2024-T2/unidad/C": "20", "global_/2024-T2/unidad/C": "1",
    }  # fmt: skip
    found = graded(values, method)
    assert [found[f"global_/2024-T2/unidad/{code}"] for code in "ABC"] == [grade, UNGRADED, UNGRADED]


TABLES = {
    "estructura": "codigo | nombre | nivel | padre\nE | Entidad | entidad |\nA | Unidad | unidad | E",
    "avances": "nivel | codigo | periodo | indicador | valor\nunidad | A | 2024-T2 | avance_fisico | 69.99",
}
PRINTED = "avance_fisico/2024-T2/unidad/A"


def checks_of(book, dataset) -> tuple[Workings, list[SectionCheck]]:
    workings = Workings(book, lambda name: frame_of_dataset(dataset, name))
    names: dict = {"seccion": type("Section", (), {"trabajo": workings})}
    checks = []
    for cell in calculation(book, [PRINTED], workings.tabla):
        if cell.kind == "code":
            *steps, last = cell.source.splitlines()
            exec("\n".join(steps), names)
            checks.append(eval(last, names) if last.startswith("calificar(") else exec(last, names))
    return workings, [check for check in checks if check is not None]


def test_a_wrong_grade_in_the_book_is_found_and_grades_do_not_count_as_figures(wording):
    dataset = make_dataset(**TABLES)
    book = make_scored(dataset)
    workings, [check] = checks_of(book, dataset)
    wording(check.summary, "1")
    assert check.plain()[GRADES] == [PRINTED]
    assert "cifras" not in check.plain()
    assert (list(workings.calificadas), list(workings.pasos)) == ([PRINTED], [])

    wrong = replace(book[PRINTED], grade=replace(book[PRINTED].grade, light="verde"))
    _, [check] = checks_of(replace(book, figures={**book.figures, PRINTED: wrong}), dataset)
    assert [pair.element for pair in check.differing] == [PRINTED]
    wording(check.summary, "1", "una")
    none = replace(book[PRINTED], grade=None)
    _, [check] = checks_of(replace(book, figures={**book.figures, PRINTED: none}), dataset)
    assert check.differing[0].book == UNGRADED
