"""The calculation that the sections repeat finds errors of the first calculation."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache, partial
from random import Random
from types import SimpleNamespace

import pytest
from builders import WORKSPACE, made_up, shipped

from helpers.checks.computed import Computed
from helpers.figures.figure import Operation
from helpers.figures.formulas import expressions
from helpers.intake.dataset import Dataset
from helpers.run.compute import compute_gathered
from helpers.run.gathered_inputs import Gathered, gather
from helpers.run.workings.input_frames import frame_of_dataset
from helpers.run.workings.section_calculation import calculation
from helpers.run.workings.workings import Workings
from helpers.scoring.planning import formulated_plan, plan_versions, requirements
from helpers.settings.methods import Metodo

pytestmark = pytest.mark.slow

FEWEST_STEPS = 500
UNWEIGHTED = {"regla": "media_simple", "sin_pesos": "sin_cifra", "renormaliza": True}
SHARED = (
    "avance_fisico", "eficacia_ponderada", "ejecucion_financiera", "devengado", "ppto_vigente", "produccion", "saldo",
    "brecha_fisico_financiera",
    "peso_acp", "requerido", "requerido_legible", "formulario_04", "techo_saldo", "requerido_diferencia",
    "tareas_programadas", "tareas_plan", "ppto_tareas", "requerido_sin_tareas", "tareas_agregadas",
    "tareas_reponderadas", "ppto_conservado_cambio", "ppto_puente_diferencia",
)  # fmt: skip


@cache
def inputs_of(run: str) -> Gathered:
    """A run's inputs, read once. A test that needs a changed run computes it from these."""
    return gather(made_up() if run.startswith("demo/") else WORKSPACE, *run.split("/"))


def repeated(computed: Computed, begin: str = "") -> Workings:
    """Repeat a run's main indicators, or those whose ids begin so, with the code of the cells, as if one section printed them."""
    printed = [one.id for one in computed.book if one.indicator in SHARED and one.operation is not Operation.INPUT and one.id.startswith(begin)]
    workings = Workings(computed.book, partial(frame_of_dataset, computed.dataset))
    names: dict = {"seccion": SimpleNamespace(trabajo=workings)}
    for cell in calculation(computed.book, printed, workings.tabla):
        if cell.kind == "code":
            exec(compile(cell.source, "calculo", "exec"), names)
    return workings


def differing(computed: Computed, begin: str) -> set[str]:
    return {name for name, step in repeated(computed, begin).pasos.items() if step.value != step.book}


@pytest.mark.parametrize("run", ["mre/2024-T2", "demo/2024-T2", "demo/2024-poa"])
def test_no_step_takes_its_result_from_the_book(run):
    """Every computed figure of the Book is changed, so no repeated value may agree with the Book."""
    computed = shipped(run)
    chance = Random(3)
    moved = {
        one.id: one if one.operation is Operation.INPUT else replace(one, value=one.value + Fraction(chance.randint(1, 10**6), 7919))
        for one in computed.book
    }
    steps = repeated(replace(computed, book=replace(computed.book, figures=moved))).pasos
    assert len(steps) > FEWEST_STEPS
    assert [name for name, step in steps.items() if step.value == step.book] == []


def changed(method: Metodo, *path: str, to: object) -> Metodo:
    """A method with one setting changed."""
    plain = method.model_dump(mode="json")
    place = plain
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = place[path[-1]] | to if isinstance(to, dict) else to
    return Metodo.model_validate(plain)


@pytest.mark.parametrize(
    ("run", "path", "wrong", "found"),
    [
        ("demo/2024-T2", ("hoja", "tope"), 90, "avance_fisico/2024-T2/"),
        ("segip/2020-anual", ("consolidacion", "unidad"), UNWEIGHTED, "avance_fisico/2020-anual/unidad/"),
        ("mre/2024-T2", ("redondeo", "donde"), "publicacion", "avance_fisico/2024-T2/entidad/MRE"),
        (
            "mre/2024-T2", ("indicadores", "ejecucion_financiera", "reglas", "acumulado", "expresion"),
            "devengado / ppto_vigente * 101", "ejecucion_financiera/2024-S1/entidad/MRE",
        ),
    ],
    ids=["another cap", "another weight", "rounding elsewhere", "another expression"],
)  # fmt: skip
def test_a_calculation_that_does_not_follow_the_method_is_found(run, path, wrong, found):
    gathered = inputs_of(run)
    computed = compute_gathered(replace(gathered, method=changed(gathered.method, *path, to=wrong)))
    right = {**computed.book.method, **gathered.method.model_dump(mode="json")}
    assert any(name.startswith(found) for name in differing(replace(computed, book=replace(computed.book, method=right)), found))


def test_an_evaluator_that_reads_formulas_wrongly_is_found(monkeypatch):
    """The cells read formulas with their own code, so they differ if the evaluator takes a minus for a plus."""
    monkeypatch.setitem(expressions.OPERATORS, "sub", expressions.OPERATORS["add"])
    gap = "brecha_fisico_financiera/2024-T2/acp/6"
    assert gap in differing(compute_gathered(inputs_of("mre/2024-T2")), gap)


@pytest.mark.parametrize(
    ("run", "place", "wrong", "found"),
    [
        ("segip/2024-poa", (requirements, "asked"), tuple, "requerido/2024-poa/unidad/DDBE"),
        ("demo/2024-poa", (requirements, "asked"), tuple, "requerido/2024-poa/entidad/DEMO"),
        ("demo/2024-poa", (formulated_plan, "once_by_action"), lambda rows: rows[1:], "peso_acp/2024-poa/area/VRP"),
        ("demo/2024-poa", (plan_versions, "WEIGHT"), ("ppto",), "tareas_reponderadas/2024-poa/version/v2"),
    ],
    ids=["the summary added to what it sums up", "the same in the total", "a weight left out", "another column compared"],
)
def test_a_wrong_sum_in_a_plan_is_found(run, place, wrong, found, monkeypatch):
    monkeypatch.setattr(*place, wrong)
    assert found in differing(compute_gathered(inputs_of(run)), found)


def with_gaps(dataset: Dataset, table: str, column: str, step: int) -> Dataset:
    """The dataset with every `step`-th cell of a column left blank."""
    rows = [
        replace(row, values={name: value for name, value in row.values.items() if place % step or name != column})
        for place, row in enumerate(dataset.rows(table))
    ]
    return replace(dataset, tables={**dataset.tables, table: tuple(rows)})


def test_both_calculations_of_a_plan_with_blank_amounts_agree():
    gathered = inputs_of("demo/2024-poa")
    dataset = gathered.dataset
    for table, column in (
        ("requerimientos", "importe"), ("tareas", "ppto"), ("articulacion", "ponderacion"), ("tareas", "abr"),
    ):  # fmt: skip
        dataset = with_gaps(dataset, table, column, 7)
    steps = repeated(compute_gathered(replace(gathered, dataset=dataset))).pasos
    assert {name for name, step in steps.items() if step.value != step.book} == set()
    assert "requerido_legible/2024-poa/entidad/DEMO" in steps
