"""A recorded run answers exactly as the run does, and notes down no more than was asked."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from importlib import import_module
from inspect import signature
from pathlib import Path

import pytest
from reuse_office import make_office

from helpers import looked_for
from helpers.book import Book
from helpers.compute import Computed, compute, read, save
from helpers.deviated import told_causes
from helpers.errors import UnknownFigure
from helpers.periods import Period
from helpers.plan_views import plan_counts
from helpers.reporting_views import reporting_text
from helpers.reuse.answers import answer_digest, told
from helpers.reuse.canonical import digest_of
from helpers.reuse.differences import Now, first_difference
from helpers.reuse.entries import Basis
from helpers.reuse.places import Places
from helpers.reuse.questions import QUESTIONS, packed, unpacked
from helpers.reuse.recorded import Log, RecordedBook, RecordedComputed

T2 = Period.parse("2024-T2")
ENTITY = "avance_fisico/2024-T2/entidad/MINI"
U1, U2 = "avance_fisico/2024-T2/unidad/U1", "avance_fisico/2024-T2/unidad/U2"


@pytest.fixture(scope="module")
def computed(tmp_path_factory) -> Computed:
    return compute(make_office(tmp_path_factory.mktemp("oficina")), "mini", "2024-T2")


@pytest.fixture
def log(computed) -> Log:
    return Log(computed)


@pytest.fixture
def book(log) -> Book:
    return RecordedComputed(log).book


ASKED = (
    lambda book: book[ENTITY],
    lambda book: book.get("avance_fisico", T2, "unidad", "U1"),
    lambda book: book.get("avance_fisico", T2, "unidad", "U9"),
    lambda book: book.select("avance_fisico", "2024-T2", "unidad"),
    lambda book: book.all_of("rango_ideal"),
    lambda book: book.operands(book[ENTITY]),
    lambda book: book.weights(book[ENTITY]),
    lambda book: book.cells_of(book["avance_fisico/2024-T2/tarea/T4"]),
    lambda book: book.leaves(book[ENTITY]),
    lambda book: book.node("unidad", "U1"),
    lambda book: book.node("unidad", "U9"),
    lambda book: book.nodes_at("unidad"),
    lambda book: book.nodes_at("unidad", ("entidad", "MINI")),
    lambda book: book.ancestors(book.nodes[-1]),
    lambda book: book.listing("acciones"),
    lambda book: book.listing("no_hay"),
    lambda book: book.indicator_name("avance_fisico"),
    lambda book: book.figure_words(ENTITY),
    lambda book: book.handed_on(ENTITY),
    lambda book: book.working_frame([book[ENTITY]]).to_dict(),
    lambda book: (book.institution, book.period, book.nodes, book.printed, len(book), list(book)),
    lambda book: [dict(mapping) for mapping in (book.params, book.method, book.identity, book.inputs, book.series)],
    lambda book: (ENTITY in book.figures, "x" in book.figures, dict(book.listings), dict(book.printed_values)),
    lambda book: looked_for.has_figures(book, "avance_fisico", T2, "unidad"),
    lambda book: looked_for.windows_of(book, "avance_fisico"),
    lambda book: looked_for.first_of(book, "avance_fisico", T2, "tarea"),
    lambda book: looked_for.grades_given(book, "avance_fisico"),
    lambda book: told_causes(book),
    lambda book: plan_counts(book, id="cuadro-plan"),
    lambda book: reporting_text(book).html,
)


@pytest.mark.parametrize("ask", ASKED)
def test_it_answers_as_the_book_does(computed, book, ask):
    assert ask(book) == ask(computed.book)


@pytest.mark.parametrize("ask", ASKED)
def test_every_question_can_be_asked_again_as_a_trace_keeps_it(computed, log, book, ask):
    ask(book)
    assert log.asked
    for (name, about), answer in log.asked.items():
        kept = json.loads(json.dumps(told((name, about), answer)))
        again = QUESTIONS[name](computed, *map(unpacked, kept["sobre"]))
        assert answer_digest(again) == kept["sha"] != ""


def test_whatever_else_a_book_comes_to_answer_is_answered_here_too():
    """What a subclass inherits must go through what is recorded: those that do not are named here."""
    inherited = {name for name in vars(Book) if not name.startswith("__")} - set(vars(RecordedBook))
    assert inherited == {
        "operands", "weights", "cells_of", "listing", "working_frame", "value_of", "handed_on", "rounds_every_level",
        "_nearest", "_without", "_workings",
    }  # fmt: skip


def test_findings_and_what_the_run_is_are_noted_too(computed, log):
    recorded = RecordedComputed(log)
    assert (recorded.findings, recorded.reconciliation) == (computed.findings, computed.reconciliation)
    assert recorded.findings_of("PLA-") == computed.findings_of("PLA-")
    assert (recorded.corrida, recorded.metodo, recorded.entidad) == (
        computed.corrida, computed.metodo, computed.entidad,
    )  # fmt: skip
    assert {name for name, _ in log.asked} == {"hallazgos", "hallazgos_de", "conciliacion", "campo"}


def test_one_figure_is_one_question(log, book):
    assert book[U1].published == book[U1].published == "100.00"
    assert list(log.asked) == [("cifra", (U1,))]


def test_a_narrow_question_notes_its_answer_alone(log, book):
    assert looked_for.has_figures(book, "avance_fisico", T2, "acp", "1")
    about = ("helpers.looked_for:has_figures", "avance_fisico", T2, "acp", "1")
    assert log.asked == {("respuesta", about): True}


def test_who_counts_the_tasks_has_asked_for_none_of_them(log, book):
    """A ministry has thousands: one more question for each would take longer than the sections themselves."""
    assert plan_counts(book, id="cuadro-plan").rows
    assert reporting_text(book).html
    told_causes(book)
    asked = [(name, *about) for name, about in log.asked]
    assert not [one for one in asked if one[:2] == ("parte", "series")]
    assert not [one for one in asked if one[0] == "cifra" and "/tarea/" in one[1]]


def test_what_was_asked_is_told_once(log, book):
    _ = book[U1]
    assert [asked for asked, _ in log.news()] == [("cifra", (U1,))]
    _ = book[U1], book[U2]
    assert [asked for asked, _ in log.news()] == [("cifra", (U2,))]
    assert not list(log.news())


def test_a_figure_that_is_not_there_is_an_answer(log, book):
    with pytest.raises(UnknownFigure, match="avance_fisico/2024-T2/entidad/MINI"):
        book["avance_fisico/2024-T2/entidad/MINE"]
    assert log.asked["cifra", ("avance_fisico/2024-T2/entidad/MINE",)] is None
    assert ("cifras", ()) in log.asked, "the nearest are looked for among all"


def test_what_is_computed_and_what_is_read_back_are_the_same(computed, tmp_path):
    """Sections read what was saved; what is kept of them is compared with what was computed."""
    save(computed, tmp_path)
    again = read(tmp_path)
    for name in ("figures", "nodes", "listings", "identity", "params", "method", "inputs", "series", "printed"):
        assert digest_of(getattr(again.book, name)) == digest_of(getattr(computed.book, name)), name
    assert digest_of(again.findings) == digest_of(computed.findings)
    assert digest_of(again.reconciliation) == digest_of(computed.reconciliation)


def test_digests_tell_what_is_equal_from_what_is_not():
    assert digest_of(("a", [1, None])) == digest_of(["a", (1, None)])
    different = [
        1,
        "1",
        Fraction(1),
        True,
        ["1"],
        ["", "1"],
        ["1", ""],
        {"1": ""},
        [["1"]],
        None,
        ("ab", "c"),
        ("a", "bc"),
    ]
    assert len({digest_of(value) for value in different}) == len(different)
    with pytest.raises(TypeError):
        digest_of(object())


@pytest.mark.parametrize("argument", ["a", T2, ("a", T2), None, 3, True])
def test_arguments_are_kept_as_json(argument):
    assert unpacked(json.loads(json.dumps(packed(argument)))) == argument


# --- what is said of a difference


@pytest.fixture
def why(computed, tmp_path):
    """Why a section that asked something would run with another Book."""

    def _why(ask, **changes: object) -> str:
        log = Log(computed)
        ask(RecordedComputed(log))
        answers = [told(key, answer) for key, answer in log.asked.items()]
        notebook = ("notebooks/trimestral/01_a.ipynb", "0")
        basis = Basis(notebook, {}, {}, {}, {}, {}, {"libro.json": "otro"}, answers)
        made = replace(computed, book=replace(computed.book, **changes))
        return first_difference(basis, Now(Places.of(tmp_path, tmp_path), tmp_path, made), notebook)

    return _why


def other_figures(computed, figure, **changes: object) -> dict:
    return {**computed.book.figures, figure: replace(computed.book[figure], **changes)}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"value": Fraction(93)}, f"cambió la cifra {U2}: 83,33 → 93,00"),
        ({"rule": "otra"}, f"cambió la cifra {U2}: se imprime 83,33 como antes, y es otro su cálculo o su origen"),
    ],
)
def test_a_figure_is_told_with_both_values(computed, why, changes, said):
    assert why(lambda run: run.book[U2], figures=other_figures(computed, U2, **changes)) == said


def test_a_figure_that_came_or_went_is_told(computed, why):
    without = {name: figure for name, figure in computed.book.figures.items() if name != U2}
    assert why(lambda run: run.book[U2], figures=without) == f"ya no hay la cifra {U2}: era 83,33"
    chosen = why(lambda run: run.book.select("avance_fisico", T2, "unidad"), figures=without)
    assert chosen == "son otras las cifras de avance_fisico/2024-T2/unidad"


@pytest.mark.parametrize(
    ("ask", "changes", "said"),
    [
        (lambda run: run.book.listing("acciones"), {"listings": {}}, "cambió la tabla «acciones»"),
        (lambda run: run.book.params.get("titulo"), {"params": {"titulo": "x"}}, "cambió el parámetro «titulo»"),
        (lambda run: run.book.nodes_at("unidad"), {"nodes": ()}, "cambió la estructura en el nivel «unidad»"),
        (lambda run: list(run.book), {"figures": {}}, "hay otras cifras en el libro"),
        (
            lambda run: looked_for.is_measured(run.book, "acp", "1"),
            {"figures": {}},
            "cambió si hay cifras de acp 1",
        ),
    ],
)
def test_tables_parameters_and_the_structure_are_told_by_name(why, ask, changes, said):
    assert why(ask, **changes) == said


def test_who_asked_for_something_else_has_nothing_to_tell(computed, why):
    assert why(lambda run: run.book[U1], figures=other_figures(computed, U2, value=Fraction(1))) == ""


def test_a_question_that_is_no_longer_asked_is_a_difference(computed, tmp_path):
    line = {"pregunta": "respuesta", "sobre": ["helpers.looked_for:ya_no_hay"], "sha": "0"}
    notebook = ("n", "0")
    basis = Basis(notebook, {}, {}, {}, {}, {}, {"libro.json": "otro"}, [line])
    now = Now(Places.of(tmp_path, tmp_path), tmp_path, computed)
    assert first_difference(basis, now, notebook) == "el libro responde otra cosa a ya_no_hay()"


def test_places_have_the_same_name_wherever_the_workbook_lies(tmp_path):
    here, there = (Places.of(tmp_path / name, tmp_path / name / "output/x") for name in ("uno", "otro"))
    for file, label in (("data/a.csv", "data/a.csv"), ("output/x/b.csv", "<corrida>/b.csv")):
        assert here.label(str(tmp_path / "uno" / file)) == label == there.label(str(tmp_path / "otro" / file))
        assert there.path(label) == Path(tmp_path / "otro" / file)


def test_every_narrow_question_says_in_spanish_what_changed():
    """As many things as it is asked about, and no name of the program."""
    source = Path(looked_for.__file__).parent
    modules = [path.stem for path in source.glob("*.py") if "\n@narrow(" in path.read_text(encoding="utf-8")]
    values = [value for name in modules for value in vars(import_module(f"helpers.{name}")).values()]
    questions = {value for value in values if isinstance(getattr(value, "changed", None), str)}
    assert len(questions) > 20
    for question in questions:
        about = list(signature(question).parameters)[1:]
        said = question.changed.format(*(f"<{place}>" for place, _ in enumerate(about)))
        assert said.split()[0] in {"cambió", "cambiaron", "es", "son"} and "_" not in said, question
