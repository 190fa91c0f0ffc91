"""The Book: its figures are found by id, lead to their cells, and are saved and read without losing a digit."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from builders import make_dataset, make_method, make_scored
from hypothesis import given
from hypothesis import strategies as st

from helpers.base.errors import ConfigError, UnknownFigure
from helpers.base.exact import exact
from helpers.base.periods import Period
from helpers.figures import book_file as books
from helpers.figures.book import Book, nearest_ids
from helpers.figures.figure import Figure, Grade, Operand, Operation, figure_id, from_plain, split_id, to_plain
from helpers.figures.records import SourceCell
from helpers.figures.replay import recompute_from_book

STRUCTURE = """
    nivel    | codigo   | padre    | acp
    entidad  | E        |          |
    servicio | CENTRAL  | E        |
    area     | NORTE    | CENTRAL  |
    unidad   | U1       | NORTE    | 1
    unidad   | U2       | NORTE    | 1
    servicio | EXTERIOR | E        |
    area     | EXTERIOR | EXTERIOR |
    tipo     | EMB      | EXTERIOR | 2
"""
REPORTED = """
    nivel  | codigo | indicador     | periodo | valor
    unidad | U1     | avance_fisico | 2024-T2 | 66.66
    unidad | U2     | avance_fisico | 2024-T2 | 66.67
    tipo   | EMB    | avance_fisico | 2024-T2 | 80.00
"""
TABLES = {
    "estructura": STRUCTURE,
    "acciones": "acp | denominacion\n 1 | Servir «bien»\n 2 | Representar\n",
    "avances": REPORTED,
    "gastos": """
        fecha_corte | reporte | area  | ppto_vigente | devengado
        2024-03-31  | area    | NORTE | 1000.00      | 100.00
        2024-06-30  | area    | NORTE | 1000.00      | 50.00
    """,
}
AREA = "avance_fisico/2024-T2/area/NORTE"
WITH_TASKS = TABLES | {
    "avances": REPORTED.replace("unidad | U1     | avance_fisico | 2024-T2 | 66.66\n", ""),
    "versiones": "version | fecha\n v1 | 2024-01-02\n v2 | 2024-04-02\n",
    "tareas": """
        version | tarea | descripcion | operacion | unidad | acp | acumulable | mar | abr | may | jun | anual
        v1      | t1    | Uno         | 1         | U1     | 1   | si         | 1   |     |     |     |
        v1      | t2    | Dos         | 2         | U1     | 1   | no         | 1   | 2   |     |     |
        v2      | t1    | Uno         | 1         | U1     | 1   | si         |     | 3   |     | 1.5 |
        v2      | t3    | Tres        | 2         | U1     | 1   | no         |     | 1   | 1   |     | 9
    """,
    "ejecucion": """
        periodo | tarea | mar | abr | may | jun
        2024-T1 | t1    | 1   |     |     |
        2024-T2 | t1    |     | 2   |     | 1.50
                | t3    |     | 1   | 0   |
    """,
}
T1, UNIT = "avance_fisico/2024-T2/tarea/t1", "avance_fisico/2024-T2/unidad/U1"


@pytest.fixture(scope="module")
def book() -> Book:
    return make_scored(make_dataset(**TABLES))


@pytest.fixture(scope="module")
def book_with_tasks() -> Book:
    return make_scored(make_dataset(**WITH_TASKS))


def cell(place: str, table: str = "avances") -> SourceCell:
    return SourceCell(f"data/x/2024/{table}.csv", "", place)


def test_a_figure_is_found_by_its_id(book):
    figure = book[AREA]
    assert (figure.id, figure.published, figure.name) == (AREA, "66.67", "NORTE")
    assert figure is book.get("avance_fisico", Period.parse("2024-T2"), "area", "NORTE")
    assert figure is book.get("avance_fisico", "2024-T2", "area", "NORTE")
    assert book.get("avance_fisico", "2024-T2", "area", "OTRA") is None


def test_an_unknown_figure_is_refused_with_the_most_similar_ids(book, wording):
    with pytest.raises(UnknownFigure) as problem:
        book["avance_fisico/2024-T2/area/NORT"]
    assert AREA in problem.value.nearest
    wording(str(problem.value), "«avance_fisico/2024-T2/area/NORT»")
    assert isinstance(problem.value, KeyError)


def test_the_nearest_id_has_the_same_code_on_another_level():
    known = dict.fromkeys(("avance/2024-T2/unidad/EMB-03", "avance/2024-T2/puesto/EMB-02", "avance/2024-T1/unidad/EMB-02"))
    assert nearest_ids("avance/2024-T2/unidad/EMB-02", known)[0] == "avance/2024-T2/puesto/EMB-02"


def test_an_id_is_similar_if_six_letters_of_ten_are_the_same():
    """Of two ids with ten letters each, six in common are 12 of 20 letters; five in common, 10 of 20, are too few."""
    assert nearest_ids("avance1234", {"avanceABCD": None, "avancABCDF": None}) == ["avanceABCD"]


def test_select_returns_the_figures_of_one_indicator_window_and_level_in_order(book):
    assert [figure.code for figure in book.select("avance_fisico", "2024-T2", "unidad")] == ["U1", "U2"]
    assert book.select("avance_fisico", "2024-T1", "unidad") == ()
    assert len(list(book)) == len(book) == len(book.figures)


def test_nodes_are_found_by_level_and_below_another_node(book):
    assert [node.code for node in book.nodes_at("area")] == ["NORTE", "EXTERIOR"]
    assert [node.code for node in book.nodes_at("unidad", under=("servicio", "CENTRAL"))] == ["U1", "U2"]
    assert book.nodes_at("unidad", under=("servicio", "EXTERIOR")) == ()
    assert book.ancestors(book.node("unidad", "U1")) == (
        ("area", "NORTE"),
        ("servicio", "CENTRAL"),
        ("entidad", "E"),
    )
    assert book.ancestors(book.node("tipo", "EMB"))[:2] == (("area", "EXTERIOR"), ("servicio", "EXTERIOR"))
    assert book.node("area", "CENTRAL") is None


def test_leaves_are_the_cells_that_a_figure_rests_on(book):
    assert book.leaves(book[AREA]) == (cell("E2"), cell("E3"))
    assert book.leaves(book["eficacia_ponderada/2024-T2/entidad/E"]) == (cell("E2"), cell("E3"), cell("E4"))
    assert book.leaves(book["devengado/2024-T2/area/NORTE"]) == (cell("E3", "gastos"), cell("E2", "gastos"))


def test_the_handed_on_value_depends_on_where_the_method_rounds(book):
    unrounded = make_scored(make_dataset(**TABLES), method=make_method(donde="publicacion"))
    assert (book.handed_on(AREA), unrounded.handed_on(AREA)) == (Fraction("66.67"), Fraction("66.665"))
    assert (book.rounds_every_level, unrounded.rounds_every_level) == (True, False)


def test_a_book_read_back_equals_the_saved_one(book, tmp_path):
    books.save(book, tmp_path / "libro.json")
    again = books.read(tmp_path / "libro.json")
    assert again == book
    assert list(again.figures) == list(book.figures)
    books.save(again, tmp_path / "otra.json")
    assert (tmp_path / "otra.json").read_bytes() == (tmp_path / "libro.json").read_bytes()


def test_a_book_is_saved_as_text_without_floats(book, tmp_path):
    books.save(book, tmp_path / "libro.json")
    content = (tmp_path / "libro.json").read_bytes()
    assert b"\r" not in content
    assert "«bien»" in content.decode("utf-8")
    plain = json.loads(content, parse_float=lambda text: pytest.fail(f"a float in the Book: {text}"))
    figure = next(item for item in plain["cifras"] if item["id"] == AREA)
    assert (figure["valor"], figure["numerador"], figure["denominador"]) == ("13333/200", "13333/100", "2")


def test_a_book_with_tasks_read_back_equals_the_saved_one(book_with_tasks, tmp_path):
    """Its tasks have blank months and forms of several periods, and 1.50 stays as it was typed."""
    books.save(book_with_tasks, tmp_path / "libro.json")
    again = books.read(tmp_path / "libro.json")
    assert again == book_with_tasks
    assert sorted(again.series) == ["v1/t1", "v1/t2", "v2/t1", "v2/t3"]
    assert str(again.series["v2/t1"].executed[5]) == "1.50"
    assert [recompute_from_book(again, figure) for figure in again] == [figure.value for figure in book_with_tasks]
    assert [again.leaves(figure) for figure in again] == [book_with_tasks.leaves(figure) for figure in book_with_tasks]


def test_a_task_rests_on_the_cells_of_its_window(book_with_tasks):
    """3.5 of 4.5 in the quarter: programmed in I4 and K4, executed in D3 and F3 of the second quarter's form."""
    figure = book_with_tasks[T1]
    assert (figure.numerator, figure.denominator) == (Fraction("3.5"), Fraction("4.5"))
    plan, done = [cell(place, "tareas") for place in ("I4", "K4")], [cell(place, "ejecucion") for place in ("D3", "F3")]
    assert book_with_tasks.cells_of(figure) == (*plan, *done)
    assert set(book_with_tasks.cells_of(figure)) <= set(book_with_tasks.leaves(book_with_tasks[AREA]))


def test_weights_are_listed_apart_from_the_weighted_operands(book_with_tasks):
    unit = book_with_tasks[UNIT]
    assert [part.id for part in book_with_tasks.operands(unit)] == [f"avance_fisico/2024-T2/operacion/{code}" for code in "12"]
    assert [weight.id for weight in book_with_tasks.weights(unit)] == [f"numero_tareas/2024-T2/operacion/{code}" for code in "12"]
    assert [book_with_tasks.handed_on(weight.id) for weight in book_with_tasks.weights(unit)] == [1, 1]


def test_the_operands_of_a_ratio_are_the_terms_of_its_parts(book_with_tasks):
    figure = book_with_tasks["avance_fisico/2024-T2/operacion/1"]
    assert [(operand.role, book_with_tasks.value_of(operand)) for operand in figure.operands] == [
        ("numerador", Fraction("3.5")),
        ("denominador", Fraction("4.5")),
    ]
    assert book_with_tasks.operands(figure) == (book_with_tasks[T1],)


def test_a_sum_of_cells_keeps_the_amount_of_each_cell():
    lines = """
        fecha_corte | reporte | area  | fuente | ppto_vigente | devengado
        2024-06-30  | area    | NORTE | 10     | 1000.10      | 50.00
        2024-06-30  | area    | NORTE | 20     | 0.90         | 5.50
    """
    figure = make_scored(make_dataset(**TABLES | {"gastos": lines}))["ppto_vigente/2024-S1/area/NORTE"]
    assert [str(amount) for amount in figure.amounts] == ["1000.10", "0.90"]
    assert len(figure.sources) == len(figure.amounts) and sum(map(exact, figure.amounts)) == figure.value
    assert from_plain(json.loads(json.dumps(to_plain(figure)))) == figure


def test_a_book_of_the_first_edition_is_read_without_the_keys_of_its_method_that_are_gone(book, tmp_path):
    """They said nothing; with them the method did not load, and no report could be compared with the data of now.
    A group of weights changed figures, so that it stays, and the method is refused."""
    rule = {"partes": ["tareas"], "regla": "media_simple", "sin_pesos": "sin_cifra"}
    gone = {"pesos": {}, "total": "100", "tareas_que_pesan": ""}
    methods = [{"id": "m", "consolidacion": {"unidad": rule | gone}}, {"consolidacion": {"unidad": rule | {"pesos": {"1": "100"}}}}]
    for method, due in zip(methods, [{"id": "m", "consolidacion": {"unidad": rule}}, methods[1]], strict=True):
        books.save(replace(book, method=method), tmp_path / "libro.json")
        assert books.read(tmp_path / "libro.json").method == due


@pytest.mark.parametrize("content", ['{"formato": 99}', "{}", '{"formato": 1, "cif', "", "[]", '{"formato": 2}', '{"formato": 2, "entidad": 1, "periodo": []}', '{"formato": 2, "entidad": "x", "periodo": "2024-T9"}'])
def test_a_file_that_is_not_a_book_is_refused(tmp_path, content):
    path = tmp_path / "libro.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"libro\.json"):
        books.read(path)


TEXTS = st.text(max_size=12)
CODES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=8)
FIGURES = st.builds(
    Figure,
    indicator=st.from_regex(r"\A[a-z_]{1,12}\Z"),
    period=st.sampled_from(
        [Period.parse(text) for text in ("2024-T2", "2023-anual", "2024-poa", "2024-ene-feb")]
    ),
    level=st.sampled_from(["area", "acp", "cat_prog"]),
    code=CODES,
    name=TEXTS,
    unit=TEXTS,
    operation=st.sampled_from(Operation),
    value=st.fractions(),
    decimals=st.integers(0, 6),
    rule=TEXTS,
    operands=st.lists(st.builds(Operand, TEXTS, TEXTS, st.none() | st.fractions(), TEXTS, TEXTS), max_size=3).map(tuple),
    expression=TEXTS,
    numerator=st.none() | st.fractions(),
    denominator=st.none() | st.fractions(),
    sources=st.lists(st.builds(SourceCell, TEXTS, TEXTS, TEXTS), max_size=3).map(tuple),
    grade=st.none() | st.builds(Grade, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS),
    amounts=st.lists(st.decimals(allow_nan=False, allow_infinity=False), max_size=3).map(tuple),
)


@given(FIGURES)
def test_any_figure_survives_json(figure):
    assert from_plain(json.loads(json.dumps(to_plain(figure)))) == figure


@given(FIGURES)
def test_the_printed_value_is_within_half_a_step_of_the_value(figure):
    assert abs(exact(figure.published) - figure.value) <= Fraction(1, 2 * 10**figure.decimals)


def test_a_code_may_hold_a_slash():
    text = figure_id("devengado", "2024-T2", "cat_prog", "48 0340/1 000")
    assert split_id(text) == ("devengado", "2024-T2", "cat_prog", "48 0340/1 000")
    with pytest.raises(ValueError, match="unpack"):
        split_id("devengado/2024-T2/area")


def test_books_in_different_orders_are_equal_but_list_differently(book):
    turned = replace(book, figures=dict(reversed(book.figures.items())))
    assert turned == book
    assert [figure.code for figure in turned.select("avance_fisico", "2024-T2", "unidad")] == ["U2", "U1"]
