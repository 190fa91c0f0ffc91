"""Numbers, dates and lists as es-BO text; formatting never changes a digit."""

from datetime import date
from decimal import Context, Decimal, localcontext

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from helpers.base.display import (
    LOCALE,
    MINUS,
    as_sentence,
    counted_es,
    date_es,
    list_es,
    money_es,
    number_es,
    quantity_es,
    short_list_es,
    signed_es,
    unit_heading,
    with_unit,
    without_stop,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0", "0"),
        ("0.00", "0,00"),
        ("-0.00", "0,00"),
        ("92.16", "92,16"),
        ("87.65", "87,65"),
        ("0.125", "0,125"),
        ("100.00", "100,00"),
        ("1234", "1.234"),
        ("1234.5", "1.234,5"),
        ("355202151.00", "355.202.151,00"),
        ("-1.72", "−1,72"),
        ("-1234567.80", "−1.234.567,80"),
        ("1E+3", "1.000"),
    ],
)
def test_numbers(value, text):
    assert number_es(Decimal(value)) == text


@pytest.mark.parametrize(
    ("value", "text"), [("1499999.5", "1.499.999,50"), ("1200000", "1.200.000"), ("0.05", "0,05"), ("1.005", "1,005")]
)
def test_an_amount_has_no_single_decimal(value, text):
    assert money_es(Decimal(value)) == text
    assert money_es(Decimal(value), signed=True) == f"+{text}"


@pytest.mark.parametrize(("value", "text"), [("1.50", "+1,50"), ("0.00", "0,00"), ("-1.72", "−1,72")])
def test_a_positive_difference_shows_its_sign(value, text):
    assert signed_es(Decimal(value)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [("12.00", "12"), ("0.50", "0,5"), ("0.00", "0"), ("1200", "1.200"), ("1.2E+3", "1.200"), ("-3.10", "−3,1")],
)
def test_a_quantity_has_no_trailing_zeros(value, text):
    assert quantity_es(Decimal(value)) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30))
def test_numbers_are_grouped_as_babel_groups_them(value):
    places = max(0, -int(value.as_tuple().exponent))
    with localcontext(Context(prec=1000)):
        text = format_decimal(abs(value), f"#,##0.{'0' * places}" if places else "#,##0", LOCALE)
    assert number_es(value) == (f"{MINUS}{text}" if value < 0 else text)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        ("92.16", "%", "92,16\u00a0%"),
        ("-1.72", "%", "−1,72\u00a0%"),
        ("1234.56", "Bs", "Bs\u00a01.234,56"),
        ("-1234.56", "Bs", "Bs\u00a0−1.234,56"),
        ("1.50", "puntos", "1,50\u00a0puntos"),
        ("1564", "actividades", "1.564"),
    ],
)
def test_units(value, unit, text):
    assert with_unit(Decimal(value), unit) == text


def test_a_count_has_no_unit_in_its_heading():
    assert [unit_heading(unit) for unit in ("%", "Bs", "puntos", "tareas")] == ["(%)", "(Bs)", "(puntos)", ""]


DECIMALS = st.builds(
    lambda sign, digits, places: Decimal((sign, tuple(map(int, str(digits))), -places)),
    st.integers(0, 1),
    st.integers(0, 10**45),
    st.integers(0, 12),
)


@given(DECIMALS)
def test_formatting_changes_no_digit(value):
    shown = number_es(value).replace("−", "-").replace(".", "").replace(",", ".")
    assert format(Decimal(shown), "f") == format(value if value else abs(value), "f")


@given(DECIMALS)
def test_digits_are_grouped_in_threes(value):
    head, *rest = number_es(abs(value)).split(",")[0].split(".")
    assert 1 <= len(head) <= 3
    assert all(len(group) == 3 for group in rest)


@pytest.mark.parametrize("value", [0.1, float("nan")])
def test_a_float_is_refused(value):
    with pytest.raises(TypeError):
        number_es(value)


@pytest.mark.parametrize("value", ["NaN", "Infinity"])
def test_nan_and_infinity_are_refused(value):
    with pytest.raises(ValueError):
        number_es(Decimal(value))


@pytest.mark.parametrize(
    ("day", "text"),
    [(date(2024, 6, 30), "30 de junio de 2024"), (date(2020, 9, 1), "1 de septiembre de 2020")],
)
def test_dates(day, text):
    assert date_es(day) == text


@pytest.mark.parametrize(
    ("items", "text"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a y b"),
        (["a", "b", "c"], "a, b y c"),
        (["Perú", "Irán"], "Perú e Irán"),
        (["padres", "hijas"], "padres e hijas"),
        (["agua", "hielo"], "agua y hielo"),
        (["Irán", "Cuba"], "Irán y Cuba"),
        (["planes", "índices"], "planes e índices"),
        (["«Gastos»", "«Ingresos»"], "«Gastos» e «Ingresos»"),
        (["FIM", "IE"], "FIM e IE"),
        (["FIM", "IE (Inteligencia)"], "FIM e IE (Inteligencia)"),
        (["Ionas", "Iones"], "Ionas y Iones"),
        (["DA", "&#34;Illa&#34;"], "DA e &#34;Illa&#34;"),
        (['"Gastos"', '"Ingresos"'], '"Gastos" e "Ingresos"'),
    ],
)
def test_lists(items, text):
    assert list_es(items) == text


@pytest.mark.parametrize(
    ("items", "text"),
    [
        (["a"], "a"),
        (["siete", "ocho"], "siete u ocho"),
        (["«ejecucion»", "«otra»"], "«ejecucion» u «otra»"),
        (["a", "b", "c"], "a, b o c"),
    ],
)
def test_lists_of_alternatives(items, text):
    assert list_es(items, any_of=True) == text


@pytest.mark.parametrize(
    ("items", "text"),
    [([], ""), (["a"], "a"), (["a", "b"], "a, b"), (["a", "b", "c"], "a, b y 1 más"), (["a", "b", "c", "d"], "a, b y 2 más")],
)
def test_a_short_list_names_the_first_and_counts_the_others(items, text):
    assert short_list_es(iter(items), 2) == text


@pytest.mark.parametrize(
    ("count", "one", "many", "text"),
    [
        (5, "área", "áreas", "5 áreas"), (0, "mes", "meses", "0 meses"), (1200, "línea", "líneas", "1.200 líneas"),
        (1, "área", "áreas", "una sola área"), (1, "mes", "meses", "un solo mes"),
        (1, "ACP", "ACP", "una sola ACP"), (1, "unidad o puesto", "unidades y puestos", "una sola unidad o puesto"),
        (1, "programa", "programas", "un solo programa"), (1, "grupo de acciones", "", "un solo grupo de acciones"),
    ],
)  # fmt: skip
def test_a_count_of_one_is_written_in_words(count, one, many, text):
    assert counted_es(count, one, many) == text


@pytest.mark.parametrize(
    ("name", "quoted"),
    [
        ("Servir al Estado Plurinacional de Bolivia.", "Servir al Estado Plurinacional de Bolivia"),
        ("FORTALECIMIENTO INST. DE R.E.", "FORTALECIMIENTO INST. DE R.E."),
        ("Sociedad de la Selva Ltda.", "Sociedad de la Selva Ltda."),
        ("mayores de 18 años.", "mayores de 18 años"), ("Consulados", "Consulados"), ("", ""), (".", "."),
    ],
)  # fmt: skip
def test_a_name_loses_its_final_stop_unless_it_ends_in_an_abbreviation(name, quoted):
    assert without_stop(name) == quoted


@pytest.mark.parametrize(
    ("words", "said"),
    [("falta una fila", "Falta una fila."), ("ya acaba.", "Ya acaba."), ("rechazado: ", "Rechazado."), ("y sigue…", "Y sigue…"), ("", "")],
)
def test_words_become_a_sentence_with_one_full_stop(words, said):
    assert as_sentence(words) == said
