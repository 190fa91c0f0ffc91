"""The sentences of chart titles: counts agree with their noun, and the right rows and figures are named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from helpers.figures.subjects import FigureRow
from helpers.views.charts.drawing.chart_message import (
    below,
    count_of,
    extremes,
    moves,
    named,
    widest_gap,
)


@pytest.fixture
def rows_of(book_of):
    """Factory of rows `A`, `B` … of one level, each with a figure of the given value."""

    def make(*values, level="area"):
        ids = [f"avance_fisico/2024-T2/{level}/{code}" for code, _ in zip("ABCDEFG", values, strict=False)]
        book = book_of([(one, value, "%") for one, value in zip(ids, values, strict=True)], [])
        return [(FigureRow(f"El {one[-1]}", level, one[-1]), book[one]) for one in ids]

    return make


def plain(title):
    """The title's text with ordinary spaces instead of non-breaking ones."""
    return title.text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("level", "count", "words"),
    [
        ("area", 0, "ninguna de las tres áreas"), ("area", 1, "una de las tres áreas"), ("area", 2, "dos de las tres áreas"),
        ("area", 3, "las tres áreas"), ("puesto", 0, "ninguno de los tres puestos"), ("puesto", 1, "uno de los tres puestos"),
        ("puesto", 3, "los tres puestos"), ("pais", 1, "uno de los tres lugares"), ("actividad", 1, "una de las tres partes"),
    ],
)  # fmt: skip
def test_a_count_agrees_with_what_it_counts(rows_of, level, count, words):
    assert count_of(count, rows_of("1", "2", "3", level=level)) == words


def test_extremes_are_the_highest_and_the_lowest_row(rows_of, wording):
    wording(plain(extremes(rows_of("10", "30", "20"), "X")), "El B", "30,00 %", "más alto", "El A", "10,00 %", "más bajo")
    wording(plain(extremes(rows_of("10", "10"), "X")), "dos", "10,00")
    wording(plain(extremes(rows_of("30", "10", "30"), "X")), "Dos de las tres", "30,00 %", "más alto", "El B", "10,00 %", "más bajo")
    wording(plain(extremes(rows_of("10", "30", "10"), "X")), "El B", "30,00 %", "más alto", "dos de las tres", "10,00 %", "más bajo")
    assert plain(extremes(rows_of("10"), "X")) == "El A: 10,00 %"
    assert plain(extremes([], "X")) == "X"


def test_rows_below_an_edge_are_counted_by_what_is_printed(rows_of, book_of, wording):
    """49.999 is printed as 50,00, so it does not count as below 50,00."""
    edge = book_of([("rango_ideal/2024-T2/entidad/E", "50", "%")], [])["rango_ideal/2024-T2/entidad/E"]
    title = below(rows_of("49.999", "40", "60"), edge, "del rango ideal", "X")
    wording(plain(title), "Una de las tres", "50,00 %", "El B", "40,00 %")
    assert f'data-cifra="{edge.id}"' in title.html
    known_ones = below(rows_of("49.999", "40"), edge, "del rango ideal", "X", drawn=3)
    wording(plain(known_ones), "Una de las dos", "con dato", "50,00 %", "El B", "40,00 %")
    assert plain(below(rows_of("60"), edge, "del rango", "X")) == "El A: 60,00 %", "a row alone is not compared"


def test_falling_rows_are_counted_and_the_largest_fall_is_named(rows_of, wording):
    before, after = rows_of("50", "60", "70"), rows_of("40", "61", "50")
    pairs = [(row, then, now) for (row, then), (_, now) in zip(before, after, strict=True)]
    wording(plain(moves(pairs, "gestión de 2023")), "Dos de las tres", "2023", "El C", "70,00 %", "50,00 %")
    risen = [(row, now, then) for row, then, now in pairs[::2]]
    wording(plain(moves(risen, "primer trimestre")), "Ninguna de las dos", "primer trimestre", "El A", "50,00 %")


def test_a_count_of_fewer_rows_than_drawn_says_which_rows_count(rows_of, wording):
    pairs = [(row, then, now) for (row, then), (_, now) in zip(rows_of("50", "60"), rows_of("40", "61"), strict=True)]
    wording(plain(moves(pairs, "gestión de 2023", drawn=3)), "Una de las dos", "que se pueden comparar", "El A", "50,00 %", "40,00 %")
    wording(plain(moves(pairs, "gestión de 2023", drawn=2)), "Una de las dos áreas retrocede")


def test_the_widest_gap_may_be_on_either_side(rows_of, wording):
    pairs = [(row, one, other) for (row, one), (_, other) in zip(rows_of("50", "10"), rows_of("40", "60"), strict=True)]
    wording(plain(widest_gap(pairs, "avance", "ejecución")), "Una de las dos", "en sentido contrario", "El B", "10,00 %", "60,00 %")
    wording(plain(widest_gap(pairs, "avance", "ejecución", drawn=3)), "Una de las dos", "con los dos datos", "El B")


@pytest.mark.parametrize(
    ("first", "second", "values"),
    [
        (("60", "50"), ("10", "60"), ["Una de las dos", "El A", "60,00 %", "10,00 %"]),
        (("10", "50"), ("60", "50"), ["Ninguna de las dos", "El A", "10,00 %", "60,00 %"]),
        (("80", "10"), ("70", "60"), ["Una de las dos", "en sentido contrario", "El B", "10,00 %", "60,00 %"]),
    ],
)
def test_the_title_says_if_the_widest_gap_is_not_among_those_counted(rows_of, first, second, values, wording):
    pairs = [(row, one, other) for (row, one), (_, other) in zip(rows_of(*first), rows_of(*second), strict=True)]
    wording(plain(widest_gap(pairs, "avance", "ejecución")), *values)


def test_a_chart_of_some_units_says_that_it_counts_only_these(rows_of, wording):
    pairs = [(row, one, other) for (row, one), (_, other) in zip(rows_of("50", "10"), rows_of("40", "60"), strict=True)]
    gap = widest_gap(pairs, "avance", "ejecución", drawn=3, part="de este gráfico")
    wording(plain(gap), "Una de las dos", "de este gráfico", "con los dos datos", "El B", "10,00 %", "60,00 %")
    wording(plain(moves(pairs, "gestión de 2023", part="de este gráfico")), "Una de las dos", "de este gráfico", "2023")
    wording(plain(extremes(rows_of("50", "10"), "X", part="de este gráfico")), "El A", "de este gráfico", "El B", "10,00 %")
    wording(plain(extremes(rows_of("50", "50"), "X", part="de este gráfico")), "Las dos áreas", "de este gráfico", "50,00 %")


def test_rows_with_the_same_value_are_not_called_the_only_lowest_or_the_widest(rows_of, wording):
    edge, known = rows_of("50")[0][1], rows_of("40", "60", "40")
    wording(plain(below(known, edge, "del rango", "X")), "Dos de las tres", "50,00 %", "dos de las tres", "40,00 %")
    pairs = [(row, then, now) for (row, then), (_, now) in zip(rows_of("50", "60"), rows_of("40", "50"), strict=True)]
    wording(plain(moves(pairs, "gestión de 2023")), "una de las mayores", "El A", "50,00 %", "40,00 %")
    wording(plain(moves([(row, now, now) for row, _, now in pairs], "gestión de 2023")), "Ninguna", "El A", "40,00 %")
    wording(plain(widest_gap(pairs, "avance", "ejecución")), "una de las mayores", "El A", "50,00 %", "40,00 %")


def test_of_equal_rows_none_is_the_lowest_and_none_has_a_gap(rows_of, wording):
    known = rows_of("50", "50")
    pairs = [(row, one, one) for row, one in known]
    wording(plain(below(known, known[0][1], "del rango", "X")), "Ninguna de las dos", "las dos áreas, iguales", "50,00 %")
    wording(plain(moves(pairs, "gestión de 2023")), "Ninguna de las dos", "las dos áreas, iguales", "50,00 %")
    assert plain(widest_gap(pairs, "avance", "ejecución")) == "Ninguna de las dos áreas tiene más avance que ejecución"


@pytest.mark.parametrize(
    ("label", "name", "said"),
    [
        ("DDV", "Dirección Departamental del Valle", "DDV (Dirección Departamental del Valle)"),
        ("VRP-DM", "Gabinete del Viceministerio", "VRP-DM (Gabinete del Viceministerio)"),
        ("ACP 7", "Fortalecer la gestión", "ACP 7 (Fortalecer la gestión)"),
        ("Lumaria", "Embajada en Lumaria", "Lumaria"),
        ("SERV. EXTERIOR", "SERV. EXTERIOR", "SERV. EXTERIOR"),
        ("CHUQUISACA", "Cédulas, CHUQUISACA", "CHUQUISACA"),
        ("DDV", "Dirección " + "de Departamentos " * 8, "DDV"),
    ],
)
def test_an_acronym_in_a_title_has_its_name_beside_it(rows_of, label, name, said):
    (row, figure), *_ = rows_of("10")
    assert named(replace(row, label=label), replace(figure, name=name.strip())) == said
