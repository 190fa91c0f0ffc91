"""The second calculation of a section, which repeats figures with pandas: formulas, exact numbers and comparisons."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pandas as pd
import pytest
from builders import make_dataset, make_scored
from executed_cells import repeated, request_of
from hypothesis import example, given
from hypothesis import strategies as st

from helpers.base.errors import UsageError
from helpers.base.periods import Period
from helpers.figures.formulas.expressions import parse
from helpers.run.workings.formula_cells import QUARTERS, as_latex, as_pandas, formula_cells, names_of
from helpers.run.workings.frame_functions import ascendientes, mayor, menor, sin_ceros, suma_completa
from helpers.run.workings.input_frames import exact_frame, frame_of_dataset, frame_of_run
from helpers.run.workings.section_calculation import calculation, printed_figures
from helpers.run.workings.workings import NONE_HERE, Workings, frame_of

TABLES = {
    "estructura": """
        codigo | nombre | nivel | padre | acp
        MRE | Ministerio | entidad |  | 
        EXTERIOR | Servicio exterior | servicio | MRE | 
        EXTERIOR | Servicio exterior | area | EXTERIOR | 
        DGAA | Asuntos Administrativos | unidad | EXTERIOR | 1
    """,
    "acciones": "acp | denominacion\n1 | Administrar",
    "vinculacion": "cat_prog | acp | unidad\n000 0 001 | 1 | DGAA",
    "gastos": """
        fecha_corte | reporte | sistema | estado | cat_prog | ppto_vigente | devengado
        2024-03-31 | categoria | SIGEP | aprobado | 000 0 001 | 300.00 | 60.00
        2024-06-30 | categoria | SIGEP | aprobado | 000 0 001 | 300.00 | 100.00
    """,
}


@pytest.fixture(scope="module")
def dataset():
    return make_dataset(**TABLES)


@pytest.fixture(scope="module")
def book(dataset):
    return make_scored(dataset)


@pytest.fixture
def workings(book, dataset):
    return Workings(book, lambda name: frame_of_dataset(dataset, name))


def frame(window: str, **values: object) -> pd.DataFrame:
    return frame_of({("acp", code[1:], window): value for code, value in values.items()})


def test_the_rows_of_one_frame_can_be_renamed_alone():
    renamed, other = frame("2024-T2", _1=Fraction(1)), frame("2024-T3", _1=Fraction(2))
    assert renamed.index.is_(other.index), "pandas compares no rows of frames with the same nodes"
    renamed.index.names = ["nivel", "acp"]
    assert list(other.index.names) == list(frame("2024-T2", _1=Fraction(1)).index.names) == ["nivel", "codigo"]


def test_a_formula_of_the_method_is_the_same_line_in_pandas():
    assert as_pandas("devengado / ppto_vigente * 100") == "devengado / sin_ceros(ppto_vigente) * 100"
    assert as_pandas("min(avance, 1.5 * raiz(n))") == "menor(avance, Fraction('1.5') * raiz(n))"
    assert names_of("min(avance_fisico, eficiencia) / trimestres") == ["avance_fisico", "eficiencia", "trimestres"]


def test_a_name_that_the_cells_already_use_gets_an_underscore():
    assert as_pandas("tabla / list") == "tabla_ / sin_ceros(list_)"
    assert as_pandas("avance / trimestres") == "avance / sin_ceros(trimestres)"


def test_a_formula_is_drawn_with_its_fractions_and_the_brackets_that_it_needs():
    drawn = {
        "devengado / ppto_vigente * 100": r"\frac{\mathrm{devengado}}{\mathrm{ppto\_vigente}} \times 100",
        "(a - (b + 1.50)) * -c": r"\left(\mathrm{a} - \left(\mathrm{b} + 1{,}50\right)\right) \times \left(-\mathrm{c}\right)",
        "min(raiz(a), 007)": r"\min\left(\sqrt{\mathrm{a}}; 7\right)",
    }
    assert {formula: as_latex(formula) for formula in drawn} == drawn


@pytest.mark.parametrize("other", ["+a", "not a", "~a"])
def test_only_a_minus_is_drawn_as_one(other):
    with pytest.raises(TypeError, match="a"):
        as_latex(other)


def terms(inner):
    """Longer expressions of the method's language, built from `inner` ones."""
    two = st.tuples(inner, inner)
    return st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda part: f"({part[0]} {part[1]}\n{part[2]})"),
        st.tuples(st.sampled_from(["min", "max"]), two).map(lambda part: f"{part[0]}({part[1][0]}, {part[1][1]})"),
        inner.map(lambda part: f"raiz({part})"),
        inner.map(lambda part: f"-{part}"),
    )


NUMBERS = st.sampled_from(["0", "007", "3", "100", "0.05", "0.30000000000000000001", "12.50"])
EXPRESSIONS = st.recursive(st.sampled_from(["a", "b", "c_1", QUARTERS]) | NUMBERS, terms, max_leaves=8)
VALUES = st.none() | st.fractions(-50, 50, max_denominator=7)
WINDOWS = st.sampled_from(["2024-T2", "2024-S1", "2024-anual"])


@given(EXPRESSIONS, st.tuples(VALUES, VALUES, VALUES), WINDOWS)
@example("min(25 * trimestres, 100)", (None, None, None), "2024-S1")
@example("min(25 * trimestres, a)", (Fraction(60), None, None), "2024-S1")
@example("a * (trimestres / 3)", (Fraction(60), None, None), "2024-S1")
def test_any_expression_of_the_method_gives_the_same_in_pandas(expression, numbers, window):
    known = dict(zip(("a", "b", "c_1"), numbers, strict=True)) | {QUARTERS: Fraction(len(Period.parse(window).quarters()))}
    used = {name: known[name] for name in names_of(expression)}
    try:
        expected = None if None in used.values() else parse(expression).value(used)
    except ArithmeticError:
        expected = None
    rule = {"regla": "formula", "expresion": expression, "a_falta_de": ""}
    defined = {"nombre": "X", "explicacion": "", "fuente": "", "reglas": {Period.parse(window).kind: rule}}
    request = request_of({"indicadores": {"x": defined}}, {}, [f"x/{window}/acp/1"], {})
    given_values = {(name, window, "acp", "1"): value for name, value in known.items() if value is not None}
    try:
        found = repeated(formula_cells(request), request, given_values).get(("x", window, "acp", "1"))
    except ArithmeticError:
        found = None  # the expression divides by a constant zero or takes the root of a negative constant
    assert found == expected


@given(EXPRESSIONS)
def test_any_formula_is_drawn_as_in_the_methods_own_section(expression):
    own = " ".join(expression.split()).replace("007", "7")
    symbols = {name: rf"\mathrm{{{name}}}".replace("_", r"\_") for name in names_of(own)}
    assert as_latex(expression) == parse(own).latex(symbols)


def test_numbers_of_a_table_are_exact_and_blanks_are_not_zero():
    rows = [{"cat_prog": "007", "ppto_vigente": "0.10", "origen": "data/x/gastos.csv#2"}, {"cat_prog": "", "ppto_vigente": ""}]
    table = exact_frame("gastos", rows)
    assert table["ppto_vigente"].tolist() == [Fraction(1, 10), None]
    assert table["cat_prog"].tolist() == ["007", None]
    assert table["origen"][0] == "data/x/gastos.csv#2"


def test_a_whole_quantity_is_an_integer_and_its_quotient_a_fraction():
    table = exact_frame("tareas", [{"tarea": "1", "ene": "1", "feb": "3", "mar": "0.50", "ppto": "7"}])
    assert [type(table[name][0]) for name in ("ene", "mar", "ppto")] == [int, Fraction, Fraction]
    quotient = table["ene"] / sin_ceros(table["feb"])
    assert (type(quotient[0]), quotient[0]) == (Fraction, Fraction(1, 3))


def test_a_group_with_a_missing_value_has_no_sum():
    rows = pd.DataFrame({"de": ["a", "a", "b"], "x": [Fraction(1, 3), 2, None], "y": [1, None, 5]}, dtype=object)
    assert rows.groupby("de")["x"].pipe(suma_completa).dropna().to_dict() == {"a": Fraction(7, 3)}
    both = rows.groupby("de")[["x", "y"]].pipe(suma_completa)
    assert (both["x"].dropna().to_dict(), both["y"].dropna().to_dict()) == ({"a": Fraction(7, 3)}, {"b": 5})


def test_a_run_without_its_open_data_is_refused(tmp_path):
    with pytest.raises(UsageError, match="datos_abiertos"):
        frame_of_run(tmp_path, "gastos")
    (tmp_path / "datos_abiertos").mkdir()
    assert len(frame_of_run(tmp_path, "gastos")) == 0


def test_a_table_is_read_once_and_again_when_its_file_changes(tmp_path):
    folder = tmp_path / "datos_abiertos"
    folder.mkdir()
    file = folder / "gastos.csv"
    file.write_text("cat_prog,ppto_vigente,origen\n007,0.10,x#2\n008,,x#3\n", encoding="utf-8")
    first = frame_of_run(tmp_path, "gastos")
    assert first["ppto_vigente"].tolist() == [Fraction(1, 10), None]
    assert frame_of_run(tmp_path, "gastos") is first
    file.write_text("cat_prog,ppto_vigente,origen\n007,0.125,x#2\n", encoding="utf-8")
    assert frame_of_run(tmp_path, "gastos")["ppto_vigente"].tolist() == [Fraction(1, 8)]


def test_the_origin_of_a_row_is_its_file_and_row(dataset):
    assert frame_of_dataset(dataset, "gastos")["origen"].str.endswith(("#2", "#3")).all()


def test_a_zero_divisor_or_a_missing_part_gives_no_value():
    one, other = frame("2024-T2", _1=Fraction(1), _2=Fraction(4)), frame("2024-T2", _1=Fraction(0), _2=float("nan"))
    assert sin_ceros(other)["2024-T2"].isna().all()
    assert menor(one, 2)["2024-T2"].tolist() == [1, 2]
    assert mayor(one, 2)["2024-T2"].tolist() == [2, 4]
    assert menor(one, other)["2024-T2"].isna().tolist() == [False, True]


def test_a_code_at_two_levels_is_above_itself_once(dataset):
    above = ascendientes(frame_of_dataset(dataset, "estructura"))
    unit = above[above["codigo"] == "DGAA"]
    found = list(zip(unit["nivel_superior"], unit["superior"], strict=True))
    assert found == [("area", "EXTERIOR"), ("servicio", "EXTERIOR"), ("entidad", "MRE")]
    nearest = above.drop_duplicates(["nivel", "codigo"])["codigo"].tolist()
    assert nearest == ["EXTERIOR", "EXTERIOR", "DGAA"]  # in the order of the table


def test_a_repeated_figure_agrees_to_the_last_digit(workings):
    devengado, vigente = (workings.cifras(name, ["acp"], ["2024-S1"]) for name in ("devengado", "ppto_vigente"))
    check = workings.repetir("ejecucion_financiera", devengado / vigente * 100, devengado=devengado)
    [pair] = check.pairs
    assert (pair.element, pair.inputs, pair.agrees) == ("ejecucion_financiera/2024-S1/acp/1", (("devengado", "100"),), True)
    assert check.plain()["cifras"] == ["ejecucion_financiera/2024-S1/acp/1"]
    assert workings.pasos[pair.element].value == workings.pasos[pair.element].book == Fraction(100, 3)


def test_the_next_step_takes_the_repeated_values(workings):
    workings.repetir("devengado", frame("2024-S1", _1=Fraction(50)))
    assert workings.cifras("devengado", ["acp"])["2024-S1"].tolist() == [50]


def test_a_difference_is_found_however_small(workings, book):
    book_value = book["ejecucion_financiera/2024-S1/acp/1"].value
    check = workings.repetir("ejecucion_financiera", frame("2024-S1", _1=book_value + Fraction(1, 10**30)))
    assert check.failed
    assert check.differing[0].difference == "0.000000000000000000000000000001"


def test_a_cell_without_calculated_figures_says_so(workings):
    read = frame_of({("cat_prog", "000 0 001", "2024-S1"): Fraction(100)})
    assert workings.repetir("devengado", read).none_because == NONE_HERE
    assert workings.repetir("devengado", read[:0]).none_because == NONE_HERE
    assert workings.repetir("devengado", frame("2024-S1", _9=Fraction(1))).none_because == NONE_HERE
    assert workings.repetir("devengado", frame("2024-S1", _1=Fraction(100))).none_because == ""


def test_a_float_is_refused(workings):
    with pytest.raises(TypeError, match="not exact"):
        workings.repetir("ejecucion_financiera", frame("2024-S1", _1=33.333333333333336))


def test_the_written_cells_find_a_wrong_figure_of_a_formula_in_the_book(book, dataset):
    wrong_id = "ejecucion_financiera/2024-S1/acp/1"
    wrong = replace(book[wrong_id], value=book[wrong_id].value + 1)
    changed = replace(book, figures={**book.figures, wrong_id: wrong})
    assert [pair.element for pair in differing(changed, dataset, [wrong_id])] == [wrong_id]
    assert differing(book, dataset, [wrong_id]) == []


def differing(book, dataset, printed):
    """Run the cells of some printed figures; return the values that differ."""
    workings = Workings(book, lambda name: frame_of_dataset(dataset, name))
    names: dict = {"seccion": type("Section", (), {"trabajo": workings})}
    checks = []
    for cell in calculation(book, printed, workings.tabla):
        if cell.kind == "code":
            *steps, last = cell.source.splitlines()
            exec("\n".join(steps), names)
            checks += [eval(last, names)] if last.startswith("repetir(") else [exec(last, names)]
    return [pair for check in checks if check for pair in check.differing]


def test_the_figures_that_a_section_shows_are_read_from_its_outputs():
    html = '<data data-cifra="a/2024-T2/cat_prog/570 0 004">x</data><data data-cifra="a/2024-T2/oficina/EL &#34;Z&#34;">y</data>'
    shown = type("Shown", (), {"_repr_html_": lambda _: html})()
    assert printed_figures({1: shown, 2: "text"}) == ["a/2024-T2/cat_prog/570 0 004", 'a/2024-T2/oficina/EL "Z"']
