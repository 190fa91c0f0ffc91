"""What changed since a closing: the figures, and the parameters that changed after it."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from builders import METHOD, WORKSPACE, make_corrida, make_dataset, make_entidad, make_evidence

from helpers.base.periods import Period
from helpers.base.system.digest import data_sha256
from helpers.checks.follow_up.closed_causes import Causes
from helpers.checks.follow_up.closed_data import ChangedData
from helpers.checks.follow_up.closed_periods import gone, restated
from helpers.checks.rule_registry import Evidence
from helpers.figures.book import Book
from helpers.figures.figure_names import AT_CLOSING, OBJECTIVES, RESTATED, VERSION_BEFORE
from helpers.figures.records import SourceCell
from helpers.intake.closings import ClosedFigure, Closing, data_of
from helpers.scoring.score import score
from helpers.settings.methods import load_method

BEFORE = {"fecha": "2024-07-08", "reiteracion": "2024-07-12", "fuente": "circular 2"}


def changed_parameters(late_forms: str = "fuera", **dates: str) -> list[str]:
    """Return the list of changes after some dates of the second quarter changed; the method is the same."""
    method = {"tardios": late_forms}
    then, now = ({"titulo": "Seguimiento", "plazos": {"2024-T2": stated}} for stated in (BEFORE, BEFORE | dates))
    evidence = SimpleNamespace(book=SimpleNamespace(inputs={}, method=method, params=now))
    return Causes(evidence, SimpleNamespace(inputs={}, method_digest=data_sha256(method), params=then)).keys


def test_changed_dates_of_a_period_are_listed_without_their_source(wording):
    wording(changed_parameters(reiteracion="2024-07-15", fuente="circular 3"), "plazos.2024-T2", "2024-07-12", "2024-07-15")


def test_a_period_is_listed_alone_if_only_the_source_changed():
    assert changed_parameters(fuente="circular 3") == ["plazos.2024-T2"]


def test_nothing_is_listed_if_nothing_changed():
    assert changed_parameters() == []


@pytest.mark.parametrize(("late_forms", "count"), [("fuera", 1), ("cuentan", 0)])
def test_a_deadline_is_no_cause_where_late_forms_count(late_forms, count):
    assert len(changed_parameters(late_forms, fecha="2024-07-09")) == count


def after_closing(evidence: Evidence, value: str, *names: str) -> Evidence:
    """The evidence after a closing of the first quarter with some figures, all of one value."""
    closed = dict.fromkeys(names, ClosedFigure(value, "50.00", frozenset(), SourceCell("x", "", "A1")))
    closing = Closing(Period.parse("2024-T1"), "x", "2024-04-10T10:00:00", "Ana", "", {}, "", {}, closed)
    return replace(evidence, closings=(closing,))


CLOSED = {
    "avance_fisico/2024-T1/unidad/U1": True,
    "avance_fisico/2024-ene/unidad/U1": False,
    "avance_fisico/2024-T1/operacion/1": False,
    "avance_fisico/2024-T1/tarea/t1": False,
    "numero_tareas/2024-T1/operacion/1": False,
    "proyeccion_ejecucion_financiera/2024-anual/entidad/E": False,
    "avance_fisico/2023-anual/unidad/U1": False,
}
"""Figures of the second quarter's run, and whether they are set beside what a closing of the first one says of them."""


def after_closing_of(closed: str, name: str) -> Book:
    """The second quarter's Book after a closing of a period with one figure."""
    dataset = make_dataset(
        tareas="version | tarea | descripcion | operacion | unidad | acp | ene | abr\n v1 | t1 | Uno | 1 | U1 | 1 | 2 | 2",
        ejecucion="tarea | ene | abr\n t1 | 1 | 2",
        estructura="nivel | codigo | padre\n entidad | E |\n unidad | U1 | E",
        historico="gestion | periodo | nivel | codigo | indicador | valor\n 2023 | 2023-anual | unidad | U1 | avance_fisico | 80",
        gastos="fecha_corte | reporte | cat_prog | ppto_vigente | devengado\n 2024-03-31 | categoria | 1 | 100 | 10\n 2024-06-30 | categoria | 1 | 100 | 30",
    )
    figures = {name: ClosedFigure("77", "77.00", frozenset(), SourceCell("x", "", "A1"))}
    closing = Closing(Period.parse(closed), "x", "2024-04-10T10:00:00", "Ana", "", {}, "", {}, figures)
    return score(dataset, METHOD, make_corrida("2024-T2"), make_entidad(), closings=[closing])[0]


@pytest.mark.parametrize(("name", "is_compared"), CLOSED.items())
def test_only_indicators_of_the_method_in_quarters_of_the_closed_year_are_restated(name, is_compared):
    """What months, tasks and projections were at a closing is no figure; 2023 is history, which no closing changes."""
    book = after_closing_of("2024-T1", name)
    indicator, _, place = name.partition("/")
    assert name in book.figures
    assert (f"{indicator}{RESTATED}/{place}" in book.figures) is is_compared


def test_a_number_of_a_file_that_did_not_change_is_not_said_to_have_been_blank():
    """At the closing t2 had no data, so that no figure needed its weight of 40; its unit's late form says 1."""
    def evidence(done: str) -> Evidence:
        dataset = make_dataset(
            estructura="nivel | codigo | padre\n entidad | E |\n unidad | U1 | E",
            tareas="version | tarea | descripcion | operacion | unidad | acp | ponderacion | ene\n"
            "v1 | t1 | Uno | 1 | U1 | 1 | 60 | 2\n v1 | t2 | Dos | 1 | U1 | 1 | 40 | 2",
            ejecucion=f"tarea | ene\n t1 | 1\n t2 | {done}",
        )  # fmt: skip
        return make_evidence(dataset, make_corrida("2024-T1"), load_method(WORKSPACE, "segip-2020"))

    then, now = evidence("").book, evidence("1").book
    plan, form = (next(file for _, (_, cell) in data_of(now).items() if name in (file := cell.file)) for name in ("tareas", "ejecucion"))
    closing = SimpleNamespace(data=data_of(then), inputs={plan: "same", form: "then"})
    changed = ChangedData(replace(now, inputs={plan: "same", form: "now"}), closing)
    assert {cell.file for cell, _ in changed.placed("avance_fisico/2024-T1/unidad/U1")} == {form}


def test_a_report_is_not_compared_with_the_closing_of_its_own_period():
    book = after_closing_of("2024-T2", "avance_fisico/2024-T2/unidad/U1")
    assert f"avance_fisico{RESTATED}/2024-T2/unidad/U1" not in book.figures


@pytest.mark.parametrize("name", ["proyeccion_avance_fisico", OBJECTIVES, f"avance_fisico{AT_CLOSING}", f"avance_fisico{VERSION_BEFORE}"])
def test_what_is_projected_or_compared_is_made_again_and_does_not_disappear(name):
    own = f"{name}/2024-T1/entidad/E"
    since = after_closing(make_evidence(make_dataset(), make_corrida("2024-T2")), "40", own, "avance_fisico/2024-T1/entidad/E")
    assert [one.fields["elemento"] for one in gone(since)] == ["avance_fisico/2024-T1/entidad/E"]


def test_an_operation_that_goes_to_another_unit_later_is_still_the_closed_one():
    """Its id gets the unit since a second unit has the code; the closed first quarter is measured as before."""
    plan = """
        version | tarea | descripcion | unidad | operacion | acp | ene | abr
        v1      | t1    | Uno         | U1     | 1.1       | 1   | 2   | 2
        v2      | t1    | Uno         | U2     | 1.1       | 1   | 2   | 2
    """
    tables = {
        "estructura": "nivel | codigo | padre | acp\nentidad | E | |\narea | A | E |\nunidad | U1 | A | 1\nunidad | U2 | A | 1",
        "versiones": "version | fecha\nv1 | 2024-01-02\nv2 | 2024-04-20",
        "tareas": plan,
        "ejecucion": "tarea | ene | abr\nt1 | 1 | 2",
    }
    evidence = make_evidence(make_dataset(**tables), make_corrida("2024-T2"))
    figure = evidence.book["avance_fisico/2024-T1/operacion/U1/1.1"]

    def changed(value: str) -> list[str]:
        since = after_closing(evidence, value, "avance_fisico/2024-T1/operacion/1.1", "avance_fisico/2024-T1/operacion/1.2")
        return [one.fields["elemento"] for rule in (restated, gone) for one in rule(since)]

    assert figure.published == "50.00"
    assert changed("50") == ["avance_fisico/2024-T1/operacion/1.2"]
    assert changed("40") == ["avance_fisico/2024-T1/operacion/1.1", "avance_fisico/2024-T1/operacion/1.2"]


def test_a_score_without_cap_that_is_gone_names_the_number_that_was_corrected_and_no_other_changed_file(wording):
    """Of t1, 3 of 2 was reported and is now 2: its score is 100 % as before. The log of forms has changed too."""
    def evidence(done: str) -> Evidence:
        dataset = make_dataset(
            estructura="nivel | codigo | padre\n entidad | E |\n unidad | U1 | E",
            tareas="version | tarea | descripcion | operacion | unidad | acp | ene\n v1 | t1 | Uno | 1 | U1 | 1 | 2",
            ejecucion=f"tarea | ene\n t1 | {done}",
            presentaciones="periodo | unidad | fecha_presentacion\n 2024-T1 | U1 | 2024-04-05",
        )  # fmt: skip
        made = make_evidence(dataset, make_corrida("2024-T1"))
        files = {row.origin.file: f"{row.origin.table} {done}" for table in ("ejecucion", "presentaciones") for row in dataset.rows(table)}
        return replace(made, book=replace(made.book, inputs=files))

    then, now = evidence("3").book, evidence("2")
    name = "avance_fisico_bruto/2024-T1/tarea/t1"
    form = data_of(then)["t1", "ejecutado ene"][1].file
    closed = {name: ClosedFigure("150", "150.00", frozenset({form}), SourceCell("x", "", "A1"))}
    closing = Closing(
        Period.parse("2024-T1"), "x", "2024-04-10T10:00:00", "Ana", data_sha256(now.book.method), now.book.params, "", then.inputs, closed, data_of(then)
    )
    (found,) = gone(replace(now, closings=(closing,)))
    assert found.fields["elemento"] == name
    wording(found.fields["causa"], form, "3", "2")
