"""Operations without a result, such as a negative root, are findings on their cell; the other cells are checked."""

from cuadros_by_hand import lines_of, make_cuadro
from hypothesis import given, settings
from hypothesis import strategies as st

NUMBERS = st.decimals(min_value=-99, max_value=99, places=1).map(str)
LEAVES = st.sampled_from(("a", "b", "2", "0"))


def _deeper(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.tuples(inner, inner)
    return st.one_of(
        st.builds(lambda two, sign: f"({two[0]} {sign} {two[1]})", pairs, st.sampled_from("+-*/")),
        st.builds(lambda two, name: f"{name}({two[0]}, {two[1]})", pairs, st.sampled_from(("min", "max"))),
        inner.map(lambda text: f"raiz({text})"),
        inner.map(lambda text: f"-{text}"),
    )


FORMULAS = st.recursive(LEAVES, _deeper, max_leaves=6)


def test_the_root_of_a_negative_number_is_a_finding_on_its_cell(wording):
    """√(1 − 10) has no result, but 7 is printed; the row below is right."""
    table = make_cuadro(
        """
        FILA  | a  | b  | lado
        Norte | 1  | 10 | 7
        Sur   | 10 | 1  | 3
        """,
        "- {regla: formula, columna: lado, formula: raiz(a - b)}",
    )
    lines = lines_of(table)
    wording(lines["Norte/lado"].causa)
    assert (lines["Norte/lado"].veredicto, lines["Sur/lado"].veredicto) == ("irreconciliable", "exacto")


def test_a_negative_root_with_a_tried_input_does_not_stop_the_search():
    """√(10 − 9.5) is 0.71. The number below 9.5, tried as a wrong input, would give √(10 − 12)."""
    table = make_cuadro(
        """
        FILA  | a%   | b%   | lado%
        Norte | 10.0 | 9.5  | 0.9
        Sur   | 8.0  | 12.0 | 0.0
        """,
        "- {regla: formula, columna: lado, formula: raiz(a - b), excepto: {fila: Sur}}",
    )
    assert lines_of(table)["Norte/lado"].calculado == "0.71"


def test_a_product_of_thousands_of_digits_is_compared_like_any_number():
    """18 nines to the power of 250 have 4,500 digits, more than Python converts to text by default."""
    table = make_cuadro(
        f"""
        FILA  | a          | todo
        Norte | {"9" * 18} | 7
        """,
        f"- {{regla: formula, columna: todo, formula: {'*'.join('a' * 250)}}}",
    )
    line = lines_of(table)["Norte/todo"]
    assert (line.veredicto, len(line.calculado)) == ("irreconciliable", 4500)


@settings(max_examples=150, deadline=None)
@given(FORMULAS, st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS), min_size=2, max_size=4))
def test_no_formula_stops_the_check_of_a_table(formula, rows):
    """Every printed cell of the column has a verdict, even if the formula divides by zero or takes a negative root."""
    lines = "\n".join(f"F{place} | {a} | {b} | {printed}" for place, (a, b, printed) in enumerate(rows))
    text = f"FILA | a% | b% | c%\n{lines}\nTOTAL | 1.0 | 2.0 | 3.0"
    rules = f'- {{regla: formula, columna: c, formula: "{formula}"}}\n- {{regla: media, columnas: [a, c]}}'
    judged = lines_of(make_cuadro(text, rules))
    assert {f"F{place}/c" for place in range(len(rows))} <= judged.keys()
