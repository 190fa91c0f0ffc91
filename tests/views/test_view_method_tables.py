"""The section on the method, for each method: every rule in words, every scale, and an example from the run."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from builders import WORKSPACE, make_corrida, make_dataset, make_scored
from lxml import html

from helpers.figures.figure_names import LEVEL_TITLES
from helpers.figures.records import LEVELS, MethodStep, Sensitivity, UnderMethod
from helpers.settings.methods import load_method, methods_found
from helpers.settings.rollups import Consolidacion
from helpers.views.quality.comparison_views import methods_table, refused_table, steps_table
from helpers.views.quality.method_tables import (
    consolidation_table,
    leaf_table,
    more_rules,
    scale_tables,
    worked_example,
)
from helpers.views.quality.method_views import (
    cutoffs_table,
    explained,
    formulas,
    indicators_table,
    leaf_cases,
    method_text,
)

METHODS = {name: load_method(WORKSPACE, name) for name in methods_found(WORKSPACE)}
STRUCTURE = """
    nivel   | codigo | padre | acp
    entidad | E      |       |
    area    | A      | E     |
    unidad  | U1     | A     | 1
    unidad  | U2     | A     | 1
"""
REPORTED = """
    nivel  | codigo | indicador          | periodo | valor
    unidad | U1     | avance_fisico      | 2024-T2 | 22.66
    unidad | U2     | avance_fisico      | 2024-T2 | 24.39
"""


def words(shown) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown._repr_html_()))


def make_book(**tables: str):
    return make_scored(make_dataset(**{"estructura": STRUCTURE, "avances": REPORTED} | tables))


def rule(**changes: object) -> Consolidacion:
    plain = {"partes": "tareas", "regla": "media_ponderada", "explicacion": "x", "fuente": "y"}
    return Consolidacion.model_validate(plain | changes)


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_every_method_of_the_workbook_is_shown_whole(method, book):
    shown = [
        method_text(book, method), indicators_table(method, id="cuadro-a"), formulas(method),
        leaf_table(method, id="cuadro-b"), consolidation_table(method, book, id="cuadro-c"),
        scale_tables(method), more_rules(book, method),
    ]  # fmt: skip
    text = " ".join(words(piece) for piece in shown)
    held = {level: plan for level, plan in method.consolidacion.items() if level not in LEVELS or book.nodes_at(level)}
    said = [plan.explicacion for plan in held.values()] + [method.nombre]
    said += [method.hoja.explicacion] if method.hoja else ["El método no puntúa tareas"]
    said += [band.calificacion for bands in method.bandas for band in bands.grados]
    said += [item.confianza for item in method.dispersion]
    assert [missing for missing in said if missing.strip() not in text] == []


def test_only_levels_that_the_institution_has_are_explained(book):
    method = METHODS["mre-2024"]
    shown = [row.cells[0] for row in consolidation_table(method, book, id="cuadro-c").rows]
    absent = [LEVEL_TITLES[level] for level in ("servicio", "tipo", "subtipo", "puesto") if not book.nodes_at(level)]
    assert absent and not set(absent) & set(shown)
    assert {LEVEL_TITLES["entidad"], LEVEL_TITLES["acp"]} <= set(shown)


def test_a_level_whose_reported_value_counts_is_not_said_to_be_the_mean_of_its_parts(book):
    of_type, of_area = (explained(book, load_method(WORKSPACE, "mre-2024"), level).html for level in ("tipo", "area"))
    assert "lo informado; si no consta, promedio simple" in of_type and "informado" not in of_area


def test_a_formula_that_only_stands_in_for_something_says_for_what(wording):
    """With tasks the accumulated progress comes from them, and the formula does not hold."""
    drawn = html.fromstring(formulas(METHODS["mre-2024"]).html)
    names = [one.text_content() for one in drawn.find_class("formula-nombre")]
    wording([name for name in names if name.startswith(("Avance físico", "Eficacia ponderada", "Rango ideal"))])


@pytest.mark.parametrize(
    ("level", "plan", "values"),
    [
        ("area", rule(partes="estructura", regla="media_simple"), ["promedio simple", "ella"]),
        ("servicio", rule(partes="estructura", regla="suma"), ["suma", "él"]),
        ("unidad", rule(partes=["operaciones", "tareas"], regla="media_por_tareas"), ["operaciones", "tareas", "por número de tareas"]),
        ("unidad", rule(), ["sus tareas", "por su ponderación"]),
        ("unidad", rule(regla="cumplidas"), ["porcentaje", "tareas", "100"]),
        ("operacion", rule(regla="razon_de_sumas"), ["suma", "suma", "tareas", "100"]),
        ("cat_prog", rule(partes="unidad_responsable", regla="igual"), ["el mismo", "unidad responsable"]),
    ],
)
def test_a_rollup_rule_in_words(level, plan, values, wording):
    wording(plan.words(level), *values)


@pytest.mark.parametrize(
    ("plan", "values"),
    [
        (rule(), ["toma parte", "no hay cifra"]),
        (rule(renormaliza=False), ["100", "tome parte o no", "no hay cifra"]),
        (rule(renormaliza=False, sin_pesos="media_simple"), ["100", "tome parte o no", "promedio simple"]),
        (rule(partes="operaciones", regla="media_por_tareas"), ["que entran en la ventana", "toma parte", "no hay cifra"]),
        (rule(partes=["operaciones", "estructura"], sin_pesos="media_simple"), ["todas las tareas", "toma parte", "promedio simple"]),
        (rule(regla="media_por_tareas", renormaliza=False), ["el total", "tome parte o no", "no hay cifra"]),
    ],
)
def test_the_divisor_of_the_weights_in_words(plan, values, wording):
    wording(plan.divisor_words, *values)
    assert rule(regla="media_simple").divisor_words == ""


def test_the_cases_of_a_task_follow_the_method(wording):
    leaf = METHODS["acp-ponderada"].hoja
    uncapped = leaf.model_copy(update={"tope": None})
    wording([f"{case}: {told}" for case, told in leaf_cases(leaf)], "100 %")
    wording([f"{case}: {told}" for case, told in leaf_cases(uncapped)], "100")


def test_a_method_may_score_no_tasks(wording):
    method = METHODS["mre-2024"].model_copy(update={"hoja": None})
    wording(words(leaf_table(method, id="cuadro-hoja")))


def test_a_method_without_scales_says_so_and_one_with_thresholds_shows_them(wording):
    none, both = (scale_tables(METHODS[name]) for name in ("segip-2020", "mre-2024"))
    wording(words(none).strip())
    assert [table.id for table in both.items] == ["cuadro-grados-avance-fisico", "cuadro-umbrales"]


def rules_of(book, method: str, title: str) -> list[str]:
    """The items in the list of a method's other rules that begin with a title."""
    items = html.fromstring(more_rules(book, METHODS[method])._repr_html_()).iter("li")
    return [" ".join(item.text_content().split()) for item in items if item.text_content().strip().startswith(title)]


def test_derived_grades_dispersion_and_late_forms_are_explained(book, wording):
    wording(rules_of(book, "acp-ponderada", "Calificación derivada"), "peor", "avance físico y eficiencia ponderada")
    wording(rules_of(book, "mre-2021", "Formularios tardíos"), "no se consolida")
    wording(rules_of(book, "mre-2024", "Dispersión"), "95 %", "1,96")


def test_changes_shares_and_projections_are_explained_and_their_interval_once(book, wording):
    wording(rules_of(book, "mre-2024", "Variación"), "menos")
    wording(rules_of(book, "mre-2024", "Participación"), "100")
    assert len(rules_of(book, "mre-2024", "Proyección a fin de año")) == 2
    (interval,) = rules_of(book, "mre-2024", "Intervalo de la proyección")
    wording(interval.split(". ")[2], "menos de tres")


def test_the_example_is_a_figure_of_the_run(wording):
    table = worked_example(make_book(), METHODS["mre-2024"], id="cuadro-ejemplo")
    wording(words(table), "1")
    below = worked_example(make_book(estructura=STRUCTURE.replace("area    | A      | E     |\n", "")
                                     .replace("| A  ", "| E  ")), METHODS["mre-2024"], id="cuadro-ejemplo")  # fmt: skip
    assert "(22,66 + 24,39) ÷ 2 = 23,525" in words(below)
    wording(words(below), "23,53", "2")
    assert 'data-cifra="avance_fisico/2024-T2/unidad/U1"' in below._repr_html_()


def test_the_example_names_whom_its_mean_leaves_out():
    units = "nivel | codigo | nombre | padre\n entidad | E | |\n unidad | U1 | | E\n unidad | U2 | Segunda | E"
    silent = make_book(estructura=units, avances=REPORTED.rpartition("    unidad")[0])
    notes = worked_example(silent, METHODS["mre-2024"], id="cuadro-ejemplo").notes
    assert notes[0] == "Promedio simple de una sola unidad." and "Segunda" in notes[-1]


def test_a_run_without_figures_has_no_example(book, wording):
    wording(words(worked_example(book, METHODS["mre-2024"], id="cuadro-ejemplo")))


OWN = UnderMethod(
    "avance_fisico/2024-T2/entidad/MRE@mre-2024", "mre-2024", "El de 2024", "avance_fisico", "Avance físico", "2024-T2",
    "entidad", "MRE", "1", "80.96", "80.96", "%", "Alto", "verde", "●",
)  # fmt: skip
OTHER = UnderMethod(
    "avance_fisico/2024-T2/entidad/MRE@otro", "otro", "Otro", "avance_fisico", "Avance físico", "2024-T2", "entidad",
    "MRE", "1", "79.5", "79.50", "%", diferencia="-1.46", causa="Entidad: una cosa, en vez de otra (−1,46)",
)  # fmt: skip
REFUSED = UnderMethod("", "roto", "roto", "", "", "", "entidad", "MRE", motivo="no se puede leer")
STEPS = (
    MethodStep(OTHER.id, "1", "Unidad", "una", "otra", "80.96", "0.00"),
    MethodStep(OTHER.id, "2", "Entidad", "otra cosa", "una cosa", "79.50", "-1.46"),
)


@pytest.fixture
def own_book(book_of):
    return book_of(method={"id": "mre-2024", "indicadores": {"avance_fisico": {"nombre": "Avance físico"}}})


def test_only_figures_of_the_runs_own_method_link_to_the_book(own_book):
    html = methods_table(own_book, Sensitivity((OWN, OTHER), STEPS), id="cuadro-m")._repr_html_()
    assert re.findall(r'data-cifra="([^"]+)"', html) == ["avance_fisico/2024-T2/entidad/MRE"]
    assert '<data value="79.50">79,50\u00a0%</data>' in html
    assert "−1,46" in html


def test_rules_without_effect_are_gathered(own_book, wording):
    text = words(steps_table(own_book, Sensitivity((OWN, OTHER), STEPS), id="cuadro-p"))
    wording(text, "Entidad otra cosa una cosa 79,50 −1,46")


def test_no_table_is_announced_if_the_difference_was_not_divided(own_book):
    """With thousands of tasks the rules are only named, so neither note nor table may promise the effect of each."""
    named = Sensitivity((OWN, OTHER), ())
    said = methods_table(own_book, named, id="cuadro-m")._repr_html_() + steps_table(own_book, named, id="cuadro-p")._repr_html_()
    assert "cuadro siguiente" not in said and "No hay diferencias" not in said
    assert "poa " not in said


def test_a_figure_that_the_own_method_does_not_give_has_its_name_there(own_book):
    """Only the other method, which calls it «Eficacia», gives the progress; the report calls it «Avance físico»."""
    other = replace(OTHER, nombre_indicador="Eficacia", lugar="1")
    said = words(methods_table(own_book, Sensitivity((other,), ()), id="cuadro-m"))
    assert "Avance físico, segundo trimestre de 2024" in said and "lo llama «Eficacia»" in said


def test_methods_that_the_data_do_not_allow_are_listed_with_the_reason(own_book, wording):
    wording(words(refused_table(own_book, Sensitivity((OWN, REFUSED), ()), id="cuadro-r")))
    wording(words(refused_table(own_book, Sensitivity((OWN,), ()), id="cuadro-r")))


def test_cut_offs_are_told_in_words_without_codes_of_the_data():
    corrida = make_corrida(cortes={"2024-T2": {"fecha": "2024-06-30", "fuente": "SIGEP"}})
    assert [row.cells[0] for row in cutoffs_table(corrida, id="cuadro-cortes").rows] == ["Segundo trimestre de 2024"]
