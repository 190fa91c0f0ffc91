"""Formulas: exact values, and three notations (Excel, words, LaTeX) that all read back to the same value."""

import re
from fractions import Fraction

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from helpers.base.errors import ExpressionError
from helpers.figures.formulas.expressions import Binary, Call, Name, Negative, Number, Tree, parse

EXECUTION = "devengado / ppto_vigente * 100"
NAMES = ("devengado", "ppto_vigente", "eficacia", "min_programado")
CELLS = {"devengado": "A", "ppto_vigente": "B", "eficacia": "C", "min_programado": "D"}

VALUES = st.fixed_dictionaries({name: st.fractions(max_denominator=50) for name in NAMES})
LEAVES = st.sampled_from([Name(name) for name in NAMES]) | st.from_regex(r"\A[0-9]{1,3}(\.[0-9]{1,2})?\Z").map(
    Number
)


def branches(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    return (
        st.builds(Negative, inner)
        | st.builds(Binary, st.sampled_from(["add", "sub", "mul", "div"]), inner, inner)
        | st.builds(Call, st.sampled_from(["min", "max"]), st.lists(inner, min_size=2, max_size=3).map(tuple))
    )


TREES = st.recursive(LEAVES, branches, max_leaves=12)
NESTED_SIGNS = Binary("sub", Name("devengado"), Negative(Negative(Name("eficacia"))))
SUM_UNDER_MINUS = Negative(Binary("add", Name("devengado"), Number("1")))
FRACTION_TIMES_SUM = Binary(
    "mul", Binary("div", Name("devengado"), Name("eficacia")), Binary("sub", Number("1"), Number("0.5"))
)


def bracketed(tree: Tree) -> str:
    """Write a tree with every parenthesis there is."""
    match tree:
        case Number(text) | Name(text):
            return text
        case Negative(inner):
            return f"(-{bracketed(inner)})"
        case Call(function, arguments):
            return f"{function}({', '.join(bracketed(argument) for argument in arguments)})"
        case Binary(operator, left, right):
            sign = {"add": "+", "sub": "-", "mul": "*", "div": "/"}[operator]
            return f"({bracketed(left)} {sign} {bracketed(right)})"
    raise AssertionError(tree)


def by_python(text: str, values: dict[str, Fraction]) -> Fraction:
    """Python's own value of a one-line formula over fractions, as an independent reading of it."""
    exact_text = re.sub(r"\d+(\.\d+)?", r"Fraction('\g<0>')", text)
    return eval(exact_text, {"Fraction": Fraction, "min": least, "max": most} | values)


def least(*values: Fraction) -> Fraction:
    return min(values)


def most(*values: Fraction) -> Fraction:
    return max(values)


def value_or_assume(text: str, values: dict[str, Fraction]) -> Fraction:
    try:
        return by_python(text, values)
    except ZeroDivisionError:
        assume(False)
        raise


def unfractioned(latex: str) -> str:
    r"""Turn the innermost `\frac{a}{b}` into `((a)/(b))` until none is left."""
    plain = latex.replace("{,}", ".")
    while r"\frac" in plain:
        plain, found = re.subn(r"\\frac\{([^{}]*)\}\{([^{}]*)\}", r"((\1)/(\2))", plain)
        assert found, latex
    return plain


@given(TREES, VALUES)
@example(NESTED_SIGNS, dict.fromkeys(NAMES, Fraction(1, 3)))
def test_the_value_equals_that_of_plain_fractions(tree, values):
    expected = value_or_assume(bracketed(tree), values)
    assert parse(bracketed(tree)).value(values) == expected


@given(TREES)
def test_parsing_returns_the_tree_that_was_written(tree):
    assert parse(bracketed(tree)).tree == tree


@given(TREES, VALUES)
@example(SUM_UNDER_MINUS, dict.fromkeys(NAMES, Fraction(1)))
def test_the_excel_notation_has_the_same_value(tree, values):
    expected = value_or_assume(bracketed(tree), values)
    by_cell = {CELLS[name]: value for name, value in values.items()} | {"MIN": least, "MAX": most}
    assert by_python(parse(bracketed(tree)).excel(CELLS), by_cell) == expected


@given(TREES, VALUES)
@example(Call("min", (Number("0.5"), Name("eficacia"))), dict.fromkeys(NAMES, Fraction(1)))
def test_the_notation_in_words_has_the_same_value(tree, values):
    expected = value_or_assume(bracketed(tree), values)
    sentence = parse(bracketed(tree)).words(CELLS)
    signs = str.maketrans({",": ".", ";": ",", "−": "-", "×": "*", "÷": "/"})
    by_cell = {CELLS[name]: value for name, value in values.items()} | {"MIN": least, "MAX": most}
    assert by_python(sentence.translate(signs), by_cell) == expected


@given(TREES, VALUES)
@example(FRACTION_TIMES_SUM, dict.fromkeys(NAMES, Fraction(1)))
def test_the_latex_notation_has_the_same_value(tree, values):
    expected = value_or_assume(bracketed(tree), values)
    latex = unfractioned(parse(bracketed(tree)).latex(CELLS))
    plain = (
        latex.replace(r"\left", "")
        .replace(r"\right", "")
        .replace(r"\times", "*")
        .replace(";", ",")
        .replace("\\", "")
    )
    by_cell = {CELLS[name]: value for name, value in values.items()}
    assert by_python(plain, by_cell) == expected


@given(TREES)
def test_constants_can_be_cells_too(tree):
    """The auditor's workbook names the method's constants, so that changing one changes every formula."""
    formula = parse(bracketed(tree))
    named = {number: f"K_{place}_" for place, number in enumerate(formula.constants)}
    text = formula.excel(CELLS, named)
    for number, name in named.items():
        text = text.replace(name, number)
    assert text == formula.excel(CELLS)


@given(TREES)
def test_names_are_listed_once_in_order(tree):
    text = bracketed(tree)
    words = [word for word in re.findall(r"[a-z_]+", text) if word not in {"min", "max"}]
    assert parse(text).names == tuple(dict.fromkeys(words))


@pytest.mark.parametrize(
    ("text", "excel", "words", "latex"),
    [
        (EXECUTION, "H4/G4*100", "devengado ÷ vigente × 100", r"\frac{D}{PV} \times 100"),
        (
            "ppto_vigente - (devengado - 0.5)",
            "G4-(H4-0.5)",
            "vigente − (devengado − 0,5)",
            r"PV - \left(D - 0{,}5\right)",
        ),
        (
            "devengado / (ppto_vigente / 4)",
            "H4/(G4/4)",
            "devengado ÷ (vigente ÷ 4)",
            r"\frac{D}{\frac{PV}{4}}",
        ),
        ("min(devengado, 0.5)", "MIN(H4,0.5)", "MIN(devengado; 0,5)", r"\min\left(D; 0{,}5\right)"),
        ("ppto_vigente * -devengado", "G4*(-H4)", "vigente × (−devengado)", r"PV \times \left(-D\right)"),
        ("-devengado * 2", "-H4*2", "−devengado × 2", r"-D \times 2"),
        ("devengado / raiz(ppto_vigente + 1)", "H4/SQRT(G4+1)", "devengado ÷ √(vigente + 1)", r"\frac{D}{\sqrt{PV + 1}}"),
    ],
)
def test_one_formula_in_its_three_notations(text, excel, words, latex):
    formula = parse(text)
    assert formula.excel({"devengado": "H4", "ppto_vigente": "G4"}) == excel
    assert formula.words({"devengado": "devengado", "ppto_vigente": "vigente"}) == words
    assert formula.latex({"devengado": "D", "ppto_vigente": "PV"}) == latex


@pytest.mark.parametrize(
    ("text", "ratio"),
    [
        (EXECUTION, (3, 7)),
        ("devengado / ppto_vigente", (3, 7)),
        ("(devengado + 1) / ppto_vigente * 100", (4, 7)),
        ("100 * devengado / ppto_vigente", (3, 7)),
        ("devengado * ppto_vigente / 2", (21, 2)),
        ("devengado - ppto_vigente", None),
        ("min(devengado / ppto_vigente, 1)", None),
        ("1 + devengado / ppto_vigente", None),
    ],
)
def test_numerator_and_denominator_leave_out_the_factor_of_100(text, ratio):
    values = {"devengado": Fraction(3), "ppto_vigente": Fraction(7)}
    assert parse(text).ratio(values) == ratio


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "incompleta"),
        ("devengado /", "incompleta"),
        ("(devengado", "incompleta"),
        ("devengado ** 2", "carácter 12"),
        ("devengado ppto", "carácter 11"),
        ("devengado / 1,5", "carácter 14"),
        ("Devengado", "carácter 1"),
        ("sum(devengado)", "carácter 4"),
        ("minimo(devengado)", "carácter 7"),
        ("__import__('os')", "carácter 11"),
        ("min()", "carácter 5"),
        ("min(devengado)", "carácter 14"),
        ("1.655.356", "carácter 6"),
        ("raiz()", "carácter 6"),
        ("raiz(devengado, 2)", "carácter 15"),
    ],
)
def test_text_that_is_not_a_formula_is_refused_with_the_place(text, place):
    with pytest.raises(ExpressionError) as problem:
        parse(text)
    assert f"«{text}»" in str(problem.value)
    assert place in str(problem.value)


def test_a_name_that_begins_like_a_function_is_a_name():
    assert parse("min + minimo").names == ("min", "minimo")


def test_a_missing_value_and_a_division_by_zero_raise():
    with pytest.raises(KeyError, match="ppto_vigente"):
        parse(EXECUTION).value({"devengado": Fraction(1)})
    with pytest.raises(ZeroDivisionError):
        parse(EXECUTION).value({"devengado": Fraction(1), "ppto_vigente": Fraction(0)})


def test_a_root_is_exact_if_it_ends_and_else_has_forty_digits():
    root = parse("raiz(devengado)")
    assert root.value({"devengado": Fraction(9, 16)}) == Fraction(3, 4)
    two = root.value({"devengado": Fraction(2)})
    assert two == Fraction("1.414213562373095048801688724209698078570")
    with pytest.raises(ArithmeticError):
        root.value({"devengado": Fraction(-1)})


def test_a_name_may_begin_like_a_root():
    assert parse("raiz + raiz_cuadrada").names == ("raiz", "raiz_cuadrada")


@pytest.mark.parametrize("formula", ["x" + "+x" * 2000, "-" * 3000 + "x", "(" * 5000, "9" * 5000, "x * " + "9" * 19])
def test_a_formula_that_is_too_long_or_too_deep_is_refused(formula):
    with pytest.raises(ExpressionError) as problem:
        parse(formula)
    assert len(str(problem.value)) < 300


def test_the_longest_formula_can_be_computed_and_written():
    longest = parse("x" + "+x" * 249)
    assert longest.value({"x": Fraction(1)}) == 250
    assert longest.names == ("x",)
    assert longest.latex({"x": "x"}) and longest.words({"x": "x"}) and longest.excel({"x": "A1"})
