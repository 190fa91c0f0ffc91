"""Headline figures under several methods: differences, the rules that cause them, and methods that cannot be used."""

from __future__ import annotations

from decimal import Decimal

import pytest
from builders import METHOD, WORKSPACE, make_corrida, make_dataset, make_entidad, method_plain, shipped
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.base.errors import UsageError
from helpers.outputs.csv_exports import read_sensitivity, write_sensitivity
from helpers.outputs.run_files import SENSITIVITY_FILES
from helpers.run.comparisons import book_under, compare_asked, compare_run, under_method
from helpers.run.gathered_inputs import gather
from helpers.run.sensitivity.compared_methods import compare_figure, compare_headlines
from helpers.run.sensitivity.differing_rules import rule_changes
from helpers.run.sensitivity.method_cases import Case, changed, headline_windows
from helpers.scoring.score import score
from helpers.settings.methods import Metodo, load_method
from helpers.settings.params import load_run

ENTITY = ("entidad", "E")
PROGRESS = "avance_fisico/2024-T2/entidad/E"
OTHER_2021 = load_method(WORKSPACE, "mre-2021")

# Two areas: A with three units, which answer for action 1, and B with one, which answers for action 2.
STRUCTURE = """
    nivel   | codigo | padre | acp
    entidad | E      |       |
    area    | A      | E     |
    area    | B      | E     |
    unidad  | U1     | A     | 1
    unidad  | U2     | A     | 1
    unidad  | U3     | A     | 1
    unidad  | U4     | B     | 2
"""
ACTIONS = """
    acp | denominacion | ponderacion
    1   | Una          | 75
    2   | Otra         | 25
"""
REPORTED = """
    nivel  | codigo | indicador     | periodo | valor
    unidad | U1     | avance_fisico | 2024-T2 | 90.00
    unidad | U2     | avance_fisico | 2024-T2 | 60.00
    unidad | U3     | avance_fisico | 2024-T2 | 30.00
    unidad | U4     | avance_fisico | 2024-T2 | 100.00
"""


def make_case(**tables: str) -> Case:
    given_tables = {"estructura": STRUCTURE, "acciones": ACTIONS, "avances": REPORTED} | tables
    corrida = make_corrida()
    return Case(make_dataset(**given_tables), corrida, make_entidad(), headline_windows(corrida.period))


def units_method(**changes: object) -> Metodo:
    """A method that computes the entity directly from all its units."""
    plain = method_plain() | {"id": "por-unidades"}
    plain["consolidacion"]["entidad"] |= {"partes": "unidades"}
    return Metodo.model_validate(plain | changes)


def figure_of(sensitivity, method: str, id: str = PROGRESS):
    return next(figure for figure in sensitivity.figures if figure.id == f"{id}@{method}")


def test_the_headlines_of_a_method_are_its_first_graded_indicator_and_execution():
    names = {name: load_method(WORKSPACE, name).headline_indicators for name in ("mre-2024", "segip-2020")}
    assert names == dict.fromkeys(names, ("avance_fisico", "ejecucion_financiera"))
    graded = load_method(WORKSPACE, "acp-ponderada").model_copy(update={"bandas": ()})
    assert graded.headline_indicators == ("avance_fisico", "ejecucion_financiera")


def test_a_figure_has_its_difference_from_the_runs_own_method_and_the_cause(wording):
    """By areas: (60 + 100) / 2 = 80. By units: (90 + 60 + 30 + 100) / 4 = 70."""
    found = compare_headlines(make_case(), METHOD, [units_method()], {}, ENTITY)
    own, other = figure_of(found, "mre-2024"), figure_of(found, "por-unidades")
    assert (own.publicado, own.calificacion, own.diferencia, own.causa) == ("80.00", "Alto", "", "")
    assert (other.publicado, other.calificacion, other.diferencia) == ("70.00", "Alto", "-10.00")
    wording(other.causa, "−10,00")


def test_a_method_with_the_same_result_has_difference_zero_and_no_cause():
    same = units_method(consolidacion=method_plain()["consolidacion"])
    other = figure_of(compare_headlines(make_case(), METHOD, [same], {}, ENTITY), "por-unidades")
    assert (other.diferencia, other.causa, other.motivo) == ("0.00", "", "")


def test_only_rules_that_the_figure_depends_on_are_listed(wording):
    """The two methods also differ in the rules for posts and operations, but this case has none."""
    case = make_case()
    trees = tuple(
        scored.book.behind(scored.book[PROGRESS], weights=True) for scored in (case.under(METHOD), case.under(OTHER_2021))
    )
    rules = [change.what for change in rule_changes(METHOD, OTHER_2021, trees)]
    wording(rules)


def test_each_rule_has_its_effect_and_the_effects_add_up():
    """By areas (60.5 + 100) / 2 = 80.25. By units (91.5 + 60 + 30 + 100) / 4 = 70.375.

    This is printed 70.38 with two decimals and 70 without.
    """
    plain = method_plain() | {"id": "dos-reglas"}
    plain["consolidacion"]["entidad"] |= {"partes": "unidades"}
    plain["redondeo"] |= {"decimales": 0, "donde": "publicacion"}
    found = compare_headlines(
        make_case(avances=REPORTED.replace("90.00", "91.50")), METHOD, [Metodo.model_validate(plain)], {}, ENTITY
    )
    steps = [(step.regla, step.valor, step.efecto) for step in found.steps if step.id.startswith(PROGRESS)]
    assert steps == [("Entidad", "70.38", "-9.87"), ("Redondeo", "70", "-0.38")]
    assert figure_of(found, "dos-reglas").diferencia == "-10.25"


def test_with_too_many_tasks_rules_are_not_changed_one_by_one(monkeypatch, wording):
    monkeypatch.setattr("helpers.run.sensitivity.compared_methods.MOST_TASKS", -1)
    found = compare_headlines(make_case(), METHOD, [units_method()], {}, ENTITY)
    assert found.steps == ()
    wording(figure_of(found, "por-unidades").causa, "entidad")


def test_a_method_that_the_data_do_not_allow_is_named_with_its_reason(wording):
    weighted = load_method(WORKSPACE, "acp-ponderada")
    without = ACTIONS.replace("| 25", "|")
    allowed = compare_headlines(make_case(), METHOD, [weighted], {}, ENTITY)
    refused = compare_headlines(make_case(acciones=without), METHOD, [weighted], {}, ENTITY)
    assert figure_of(allowed, "acp-ponderada").publicado == "70.00"  # 0.75 × 60 + 0.25 × 100
    (line,) = [figure for figure in refused.figures if figure.metodo == "acp-ponderada"]
    assert line.publicado == ""
    wording(line.motivo, "ACP 2")


def test_a_refused_method_has_the_reason_for_a_window_that_the_runs_own_method_computes(wording):
    """Nothing is programmed from April to June. By the other method the semester's weights of actions add up to 175;
    the reason given was that of the quarter, which has no figure by any method."""
    plan = """
        version | unidad | operacion | tarea | acp | ponderacion | ene
        v1      | U1     | 1         | t1    | 1   | 100         | 2
        v1      | U4     | 2         | t3    | 2   | 100         | 2
    """
    done = "periodo | tarea | ene\n 2024-T1 | t1 | 2\n 2024-T1 | t3 | 2\n"
    heavy = ACTIONS.replace("| 25", "| 100")
    case = make_case(acciones=heavy, tareas=plan, ejecucion=done, avances="nivel | codigo")
    found = compare_headlines(case, METHOD, [load_method(WORKSPACE, "acp-ponderada")], {}, ENTITY)
    (own, refused) = found.figures
    assert (own.periodo, own.publicado, refused.periodo) == ("2024-S1", "100.00", "2024-S1")
    wording(refused.motivo, "«E»", "175", "100")


def test_weights_above_their_total_are_not_used(wording):
    """The method divides by 100, but the weights add up to 75 + 100 = 175."""
    heavy = ACTIONS.replace("| 25", "| 100")
    found = compare_headlines(make_case(acciones=heavy), METHOD, [load_method(WORKSPACE, "acp-ponderada")], {}, ENTITY)
    (line,) = found.refused
    wording(line.motivo, "«E»", "175", "100")


def test_a_method_file_that_does_not_load_is_named(tmp_path):
    found = compare_headlines(make_case(), METHOD, [], {"roto": "params/metodos/roto.yaml: no se puede usar."}, ENTITY)
    assert found.refused[0].motivo == "params/metodos/roto.yaml: no se puede usar."


def test_a_written_comparison_is_read_back(tmp_path):
    found = compare_headlines(make_case(), METHOD, [units_method()], {}, ENTITY)
    files = [tmp_path / name for name in SENSITIVITY_FILES]
    write_sensitivity(found, *files)
    assert read_sensitivity(*files) == found


@given(st.lists(st.integers(0, 10_000), min_size=4, max_size=4))
@settings(max_examples=25, deadline=None)
def test_effects_always_add_up_to_the_difference(values):
    lines = [
        f"unidad | U{place} | avance_fisico | 2024-T2 | {Decimal(value) / 100}" for place, value in enumerate(values, 1)
    ]
    text = "\n".join(["nivel | codigo | indicador | periodo | valor", *lines])
    found = compare_headlines(make_case(avances=text), METHOD, [OTHER_2021, units_method()], {}, ENTITY)
    for figure in found.allowed:
        effects = [Decimal(step.efecto) for step in found.steps if step.id == figure.id]
        assert not effects or sum(effects) == Decimal(figure.diferencia)
        if figure.diferencia and figure.lugar == "1":
            own = figure_of(found, "mre-2024", figure.id.partition("@")[0])
            assert Decimal(figure.publicado) - Decimal(own.publicado) == Decimal(figure.diferencia)


def test_a_level_that_the_other_method_lacks_is_removed_last():
    """Without the areas' rule the entity would have no parts, so the entity's own rule must change first."""
    plain = method_plain() | {"id": "sin-areas"}
    plain["consolidacion"].pop("area")
    plain["consolidacion"]["entidad"] |= {"partes": "unidades"}
    found = compare_figure(make_case(), [METHOD, Metodo.model_validate(plain)], PROGRESS, make_corrida().period)
    assert [(step.regla, step.efecto) for step in found.steps] == [("Entidad", "-10.00"), ("Área", "0.00")]


def test_a_changed_method_is_checked_again():
    assert changed(METHOD, {"redondeo.decimales": 1}).redondeo.decimales == 1
    with pytest.raises(ValueError, match="no se obtiene de"):
        changed(METHOD, {"consolidacion.acp.partes": ["grupos"]})


def test_the_ministrys_progress_under_every_method():
    """By services 88.75. By its seven actions (94.10 + 95.01 + 85.51 + 95.54 + 96.69 + 92.16 + 83.21) / 7 = 91.75."""
    found = compare_run(WORKSPACE, shipped("mre/2024-T2"))
    figures = {figure.id: figure.publicado for figure in found.allowed if "avance" in figure.id and "-T2/" in figure.id}
    assert figures["avance_fisico/2024-T2/entidad/MRE@mre-2024"] == "88.75"
    assert figures["avance_fisico/2024-T2/entidad/MRE@mre-2021"] == "91.75"
    assert {figure.metodo for figure in found.refused} >= {"acp-ponderada"}


def test_a_headline_depends_on_the_same_figures_if_nothing_else_is_computed():
    gathered = gather(WORKSPACE, "mre", "2024-T2")
    run = gathered.corrida
    parts = (gathered.dataset, gathered.method, run, gathered.entidad, headline_windows(run.period))
    whole, narrow = (score(*parts, asked=asked)[0] for asked in (frozenset(), frozenset({"avance_fisico"})))
    headline = whole["avance_fisico/2024-S1/entidad/MRE"]
    assert narrow.behind(narrow[headline.id], weights=True) == whole.behind(headline, weights=True)
    assert len(narrow) < len(whole)


def test_a_figure_under_another_method_can_be_traced_to_its_file():
    corrida = load_run(WORKSPACE, "mre", "2024-T2")
    figure, method = under_method(WORKSPACE, "avance_fisico/2024-T2/entidad/MRE@mre-2021")
    assert (figure, method) == ("avance_fisico/2024-T2/entidad/MRE", "mre-2021")
    book = book_under(WORKSPACE, corrida, method)
    assert book[figure].published == "91.75"
    assert {cell.file for cell in book.leaves(book[figure])} == {"data/mre/2024/avances.csv"}
    assert under_method(WORKSPACE, "ppto/2024-T2/unidad/A@B") == ("ppto/2024-T2/unidad/A@B", "")


def test_a_figure_that_no_method_gives_is_refused():
    corrida = load_run(WORKSPACE, "mre", "2024-T2")
    with pytest.raises(UsageError, match="avance_fisico/2024-T2/entidad/MRE"):
        compare_asked(WORKSPACE, corrida, ["mre-2024", "mre-2021"], "avance_fisico/2024-T2/entidad/MR")
