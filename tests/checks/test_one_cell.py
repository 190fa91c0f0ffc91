"""One cell which, replaced by another number, makes several totals right at once."""

from collections import Counter
from fractions import Fraction

import pytest
from cuadros_by_hand import lines_of, make_cuadro

from helpers.base.exact import exact_sum
from helpers.checks.causes import repeated_operations
from helpers.checks.causes.printed_case import Other
from helpers.checks.causes.repeated_operations import Accumulated, Term, grouped_mean, mean_of, sum_of
from helpers.figures.records import SourceCell

BOTH_WAYS = """
    - {regla: suma, columnas: [hombres, mujeres, total]}
    - {regla: formula, columna: total, formula: hombres + mujeres}
"""


def test_the_cell_where_a_wrong_row_and_a_wrong_column_cross_is_blamed():
    """Sur has 45 women: row 30 + 45 = 75 and column 25 + 45 = 70, but 54 was printed."""
    lines = lines_of(
        make_cuadro(
            """
            OFICINA | hombres | mujeres | total
            Norte   | 20      | 25      | 45
            Sur     | 30      | 54      | 75
            TOTAL   | 50      | 70      | 120
            """,
            BOTH_WAYS,
        )
    )
    words = "«Sur, mujeres» (C3 de cuadro.csv) dice 54 y debe decir 45, y con ese cambio cuadran a la vez 2 controles"
    assert lines["Sur/total"].causa.startswith(words)
    assert words in lines["TOTAL/mujeres"].causa


def test_a_cell_whose_correction_breaks_another_total_is_not_blamed(wording):
    """Sur prints 79 for 30 + 45 = 75. Correcting 30 or 45 would break its column, but 75 makes two totals right."""
    lines = lines_of(
        make_cuadro(
            """
            OFICINA | hombres | mujeres | total
            Norte   | 20      | 25      | 45
            Sur     | 30      | 45      | 79
            TOTAL   | 50      | 70      | 120
            """,
            BOTH_WAYS,
        )
    )
    cause = lines["Sur/total"].causa
    wording(cause, "2")


def test_a_total_that_includes_a_wrong_part_is_carried_from_it(wording):
    """85 = 33 + 45 + 5 + 2, but the other table has four representations and a total of 84 posts."""
    here = make_cuadro(
        """
        TIPO             | puestos
        Embajadas        | 33
        Consulados       | 45
        Representaciones | 5
        Centros          | 2
        TOTAL            | 85
        """,
        """
        - {regla: suma, columnas: [puestos]}
        - {regla: igual, columna: puestos, a: {cuadro: otro, columna: puestos, por: {tipo: tipo}}}
        """,
    )
    there = make_cuadro(
        """
        TIPO             | puestos
        Embajadas        | 33
        Consulados       | 45
        Representaciones | 4
        Centros          | 2
        TOTAL            | 84
        """,
        name="otro",
    )
    lines = lines_of(here, there)
    wrong = "«Representaciones, puestos» (B4 de cuadro.csv) dice 5 y debe decir 4"
    assert lines["TOTAL/puestos"].causa == f"arrastra otra cifra: {wrong}"
    wording(lines["Representaciones/puestos"].causa, "«TOTAL, puestos»")


def test_a_wrong_divisor_is_found_through_the_percentages_that_divide_by_it():
    """30 and 15 of 45 tasks are 66.67 % and 33.33 %, but 54 tasks are printed; no total holds that column."""
    lines = lines_of(
        make_cuadro(
            """
            OFICINA | hechas | pendientes | previstas | avance% | retraso%
            Norte   | 20     | 5          | 25        | 80.00   | 20.00
            Sur     | 30     | 15         | 54        | 66.67   | 33.33
            """,
            """
            - {regla: formula, columna: avance, formula: hechas * 100 / previstas}
            - {regla: formula, columna: retraso, formula: pendientes * 100 / previstas}
            """,
        )
    )
    words = "«Sur, previstas» (D3 de cuadro.csv) dice 54 y debe decir 45, y con ese cambio cuadran a la vez 2 controles"
    assert lines["Sur/avance"].causa.startswith(words)
    assert lines["Sur/retraso"].causa.startswith(words)


def test_another_operation_with_one_corrected_number_is_recognised(wording):
    """76.85 is the mean of the three rows if Sur has 56.80 = 4 × 14.20 instead of the printed 56.60."""
    table = make_cuadro(
        """
        TIPO  | eficacia% | avance%
        Norte | 24.36     | 97.44
        Sur   | 14.20     | 56.60
        Este  | 19.08     | 76.31
        TOTAL | 19.22     | 80.00
        """,
        "- {regla: formula, columna: eficacia, formula: avance / 4, excepto: {tipo: TOTAL}}",
        name="tipos",
    )
    history = make_cuadro(
        """
        AREA  | avance%
        Todas | 76.85
        """,
        "- {regla: igual, columna: avance, a: {cuadro: tipos, columna: avance, filas: {tipo: TOTAL}}}",
        name="historia",
    )
    cause = lines_of(table, history)["Todas/avance"].causa
    wording(cause, "3", "«Tipos»", "«Sur, avance»", "C3", "tipos.csv", "56,60", "56,80")


def _many_wrong_rows(count: int):
    """Make a table with wrong means, whose efficacies are no quarter of the progress, and another that copies it."""
    rows = [f"U{place} | G{place % 7} | {place % 50 + 21}.13 | {(place * 37) % 60 + 30}.51" for place in range(count)]
    table = "\n".join(("TIPO | GRUPO | eficacia% | avance%", *rows, "TOTAL | todos | 19.22 | 80.00"))
    rules = """
        - {regla: media, columnas: [eficacia, avance]}
        - {regla: formula, columna: eficacia, formula: avance / 4, excepto: {tipo: TOTAL}}
    """
    history = make_cuadro(
        "AREA  | avance%\nTodas | 76.85",
        "- {regla: igual, columna: avance, a: {cuadro: tipos, columna: avance, filas: {tipo: TOTAL}}}",
        name="historia",
    )
    return make_cuadro(table, rules, name="tipos"), history


def test_trying_a_wrong_row_in_its_totals_does_not_add_all_rows_again(monkeypatch):
    """Four times as many rows must not need sixteen times the additions: each try only adds the changed part."""
    added = Counter()

    def counting(values):
        listed = list(values)
        added[rows] += len(listed)
        return exact_sum(listed)

    monkeypatch.setattr(repeated_operations, "exact_sum", counting)
    for rows in (50, 200):
        lines_of(*_many_wrong_rows(rows))
    assert 0 < added[200] < 6 * added[50]


@pytest.mark.parametrize(
    "operation",
    [
        sum_of,
        mean_of,
        Accumulated(lambda total, whole: total / whole, [Fraction(2), Fraction(0), Fraction(5)]),
        grouped_mean(["a", "b", "a"]),
    ],
)
def test_an_operation_with_a_changed_part_equals_the_repeated_operation(operation):
    """One cell may be two parts of the operation; a new value for the cell then changes both."""
    here, there = SourceCell("a.csv", "", "B2"), SourceCell("a.csv", "", "B3")
    parts = tuple(Term("x", Fraction(value, 7), cell=cell) for value, cell in ((20, here), (31, there), (44, here)))
    other = Other("es otra", parts, operation)
    assert other.value_under({here: Fraction(3)}) == operation([(1, Fraction(3)), (1, Fraction(31, 7)), (1, Fraction(3))])
    assert other.value_with(1, Fraction(9)) == operation([(1, Fraction(20, 7)), (1, Fraction(9)), (1, Fraction(44, 7))])
    assert other.value_under({}) == other.expected
