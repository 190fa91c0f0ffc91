"""The first pages: headline cards, the plan's versions and budget changes, and the summary's sentences."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import nbformat
import pytest
from builders import (
    ABROAD,
    ROOT,
    WORKSPACE,
    findings_of_rule,
    make_corrida,
    make_dataset,
    make_entidad,
    make_evidence,
    make_scored,
)
from lxml import html

import helpers.checks.run_checks  # noqa: F401 — importing it registers every rule
from helpers.base.exact import exact
from helpers.base.periods import Period
from helpers.figures.figure import Figure, Operand, Operation
from helpers.figures.findings import LOST, Finding, Reconciled, Severity, Verdict
from helpers.figures.records import SourceCell
from helpers.figures.series import Line, Series
from helpers.figures.subjects import node_rows, with_figures
from helpers.intake.closings import ClosedFigure, Closing
from helpers.scoring.score import score
from helpers.settings.methods import load_method
from helpers.texts.drafting.drafting_context import DraftContext
from helpers.views.charts.line_charts import history_lines
from helpers.views.charts.point_charts import ranked_dots
from helpers.views.elements.prose import paragraph
from helpers.views.plan.plan_views import MOST_CHANGES, budget_changes_table, plan_counts, versions_table
from helpers.views.progress.reporting_views import reporting_text
from helpers.views.quality.method_tables import applied_rules
from helpers.views.quality.method_views import identity_text
from helpers.views.quality.summary_views import findings_sentence, headline_cards, published_otherwise
from helpers.views.sections.articulation_section import products_table
from helpers.views.sections.framework_section import articulation_table, budget_table, units_table
from helpers.views.sections.history_section import physical_chart, physical_table, spending
from helpers.views.sections.quarters_section import closed_progress_table
from helpers.views.sections.shown_section import ShownSection
from helpers.views.sections.summary_section import changes_since

METHOD = load_method(WORKSPACE, "mre-2024")
QUARTER, HALF = Period.parse("2024-T2"), Period.parse("2024-S1")
OFFICE = {
    "estructura": """
        nivel    | codigo | padre | acp
        entidad  | E      |       |
        servicio | S      | E     |
        area     | A      | S     |
        unidad   | U1     | A     | 1
        unidad   | U2     | A     | 1
    """,
    "avances": """
        nivel  | codigo | indicador     | periodo | valor
        unidad | U1     | avance_fisico | 2024-T1 | 80.00
        unidad | U2     | avance_fisico | 2024-T1 | 81.00
        unidad | U1     | avance_fisico | 2024-T2 | 90.00
        unidad | U2     | avance_fisico | 2024-T2 | 70.00
    """,
}
LINKS = (
    {"eje": "7", "meta": "1", "amp": "1", "accion": "Defender el agua", "acp": "1", "descripcion": "Ríos"},
    {"eje": "7", "meta": "1", "amp": "2", "accion": "Vender", "acp": "2", "descripcion": "Ferias"},
    {"eje": "7", "meta": "1", "amp": "1", "accion": "Defender  el agua.", "acp": "3", "descripcion": "Lagos"},
)


def tree(shown):
    return html.fragment_fromstring(shown._repr_html_(), create_parent="div")


def words(shown) -> str:
    return " ".join(tree(shown).text_content().replace("\u00a0", " ").split())


def rows(shown) -> list[list[str]]:
    return [[" ".join(cell.text_content().split()) for cell in row] for row in tree(shown).xpath(".//tbody/tr")]


@pytest.fixture(scope="module")
def office():
    return make_scored(make_dataset(**OFFICE), method=METHOD)


def test_headline_cards_show_grade_and_change_and_the_last_one_the_gap(office, wording):
    cards = tree(headline_cards(office, METHOD, (QUARTER, HALF))).find_class("cifra-clave")
    wording([" ".join(card.text_content().replace("\u00a0", " ").split()) for card in cards], "202480,00", "0,50", "202480,26", "−9,87")


def test_every_number_of_a_headline_card_is_a_figure(office):
    numbers = tree(headline_cards(office, METHOD, (QUARTER, HALF))).iter("data")
    assert [number.get("data-cifra") in office.figures for number in numbers] == [True] * 4


def test_a_card_compares_with_the_year_before_only_under_the_same_method():
    """80.00 now and 76.50 in the second quarter of 2023: 3.50 points more."""
    then = """
        gestion | periodo | nivel   | codigo | indicador     | valor | metodo
        2023    | 2023-T2 | entidad | E      | avance_fisico | 76.50 | {}
    """
    for method, expected in (("mre-2024", True), ("mre-2021", False), ("", False)):
        known = make_scored(make_dataset(**OFFICE, historico=then.format(method)), method=METHOD)
        card_text = words(headline_cards(known, METHOD, (QUARTER, HALF)))
        assert ("3,50 puntos" in card_text) is expected


@pytest.mark.parametrize("value", ["-30.00", "30.00"])
def test_a_card_of_negative_execution_says_that_money_was_reversed(office, value):
    spent = replace(office["avance_fisico/2024-T2/entidad/E"], indicator="ejecucion_financiera", value=Fraction(value), grade=None)
    of_money = replace(office, figures={**office.figures, spent.id: spent})
    assert ("Se revirtió más de lo que se devengó" in words(headline_cards(of_money, METHOD, (QUARTER,)))) is value.startswith("-")


def test_a_card_says_which_share_of_the_budget_its_mean_covers(office, wording):
    """The two units of the mean have 60.00 and 20.00 of Bs 100.00, that is, 80 % of the budget."""
    top, progress = "ppto_vigente/2024-S1/entidad/E", "avance_fisico/2024-T2/entidad/E"
    parts = tuple(Operand("parte", f"avance_fisico/2024-T2/unidad/{code}") for code in ("U1", "U2"))
    mean = replace(office[progress], operation=Operation.MEAN, operands=parts)

    def card_text(of: Figure, **amounts: str) -> str:
        budgets = {
            id: Figure("ppto_vigente", HALF, level, code, code, "Bs", Operation.INPUT, exact(Decimal(value)), 2, "x")
            for id, level, code, value in (
                (top, "entidad", "E", "100.00"),
                *((f"ppto_vigente/2024-S1/unidad/{code}", "unidad", code, value) for code, value in amounts.items()),
            )
        }
        return words(headline_cards(replace(office, figures=office.figures | budgets | {progress: of}), METHOD, (QUARTER,)))

    wording(card_text(mean, U1="60.00", U2="20.00"), "2", "80,00 %")
    wording(card_text(replace(mean, operands=parts[:1]), U1="60.00"), "una sola unidad", "60,00 %")
    lacking = replace(mean, lacking=(Operand("parte", "avance_fisico/2024-T2/unidad/U3"),))
    wording(card_text(lacking, U1="60.00", U2="20.00"), "2 de 3", "80,00 %")
    assert "2 de 3" in card_text(lacking, U1="60.00")
    assert "del presupuesto vigente" not in card_text(mean, U1="60.00", U2="40.00")
    assert "del presupuesto vigente" not in card_text(mean, U1="60.00")


def test_no_change_is_told_between_quarters_in_which_another_part_was_programmed():
    """U1 did 1 of 1 of weight 100 in January, and 1 of 2 of weight 60 in April: 100 %, then 30 %, which is no fall by 70."""
    plan = "tarea | descripcion | unidad | acp | ponderacion | ene | abr\n1 | A | U1 | 1 | 60 | 1 | 2\n2 | B | U1 | 1 | 40 | 1 |\n"
    for tasks, is_told in ((plan, False), (plan.replace("40 | 1 |", "40 | 1 | 1"), True)):
        tables = {"estructura": OFFICE["estructura"], "tareas": tasks, "ejecucion": "tarea | ene | abr\n1 | 1 | 1\n2 | 1 | 0\n"}
        book = make_scored(make_dataset(**tables), method=load_method(WORKSPACE, "segip-2020"))
        (row,) = with_figures(book, node_rows(book, "unidad"), ("avance_fisico", QUARTER))
        now, before = ("avance_fisico", QUARTER), ("avance_fisico", "2024-T1")
        dots = ranked_dots(book, id="grafico-x", title="X", now=now, before=before, rows=[row])
        periods = [Period.parse("2024-T1"), QUARTER]
        lines = history_lines(book, id="grafico-y", title="Y", indicator="avance_fisico", periods=periods, rows=[row])
        told = ["frente" in dots.title, "frente" in lines.title, "Bajó" in words(headline_cards(book, METHOD, (QUARTER,)))]
        assert told == [is_told] * 3


def test_each_rule_is_applied_to_a_figure_of_the_run(office, wording):
    found = {row[1]: row for row in rows(applied_rules(office, METHOD, id="cuadro-x"))}
    wording([found[step][0] for step in ("80 ÷ 1 = 80", "80 − 80,50 = −0,50")], *["segundo trimestre de 2024"] * 2)
    wording([row[0] for row in found.values() if row[3] == "● Alto"], "entidad E", "primer semestre de 2024")


def task(version: str, code: str, unit: str, january: int) -> Series:
    programmed = (Decimal(january), *(None,) * 12)
    line = Line("tareas.csv", "", 2, ("A",) * 13)
    return Series(version, code, unit, f"O-{code[0]}", "1", code, False, programmed, (None,) * 13, line, (None,) * 13)


@pytest.fixture
def planned(book):
    tasks = [
        task("v1", "a1", "DGCEP", 1), task("v1", "a2", "DGCEP", 1), task("v1", "b1", "EMB-01", 1),
        task("v2", "a1", "DGCEP", 2), task("v2", "b1", "EMB-01", 1), task("v2", "c1", "EMB-02", 1), task("v2", "c2", "EMB-02", 1),
    ]  # fmt: skip
    versions = (
        {"version": "v2", "resolucion": "RM 2", "fecha": "2024-06-10", "descripcion": "Reformulado", "importe": "20.50"},
        {"version": "v1", "resolucion": "RM 1", "fecha": "2024-01-02", "descripcion": "Aprobado", "importe": ""},
    )
    return replace(book, series={one.id: one for one in tasks}, listings={"versiones": versions})


def test_operations_and_tasks_are_counted_in_each_version_of_the_plan(planned):
    assert rows(plan_counts(planned, id="cuadro-x")) == [
        ["Servicio Central", "1", "2", "1", "1"],
        ["Servicio Exterior", "1", "1", "2", "3"],
        ["Total Ministerio <b>de</b> Relaciones", "2", "3", "3", "4"],
    ]


def test_a_version_says_its_resolution_and_what_it_changed_in_the_one_before(planned):
    assert rows(versions_table(planned, id="cuadro-x")) == [
        ["v1", "RM 1", "2 de enero de 2024", "Aprobado", "s/d", "—", "—", "—"],
        ["v2", "RM 2", "10 de junio de 2024", "Reformulado", "20,50", "2", "1", "1"],
    ]


def test_versions_without_tasks_are_listed_without_changes(planned):
    shown = rows(versions_table(replace(planned, series={}), id="cuadro-x"))
    assert [len(row) for row in shown] == [5, 5]


def test_budget_changes_are_listed_as_received_and_a_long_list_is_cut_with_a_note(book):
    lines = tuple({"fecha": f"2024-0{1 + at % 6}-05", "norma": f"RA {at}", "importe": "-1.5"} for at in range(MOST_CHANGES + 1))
    shown = budget_changes_table(replace(book, listings={"modificaciones": lines}), id="cuadro-x")
    assert rows(shown)[0] == ["5 de enero de 2024", "RA 0", "−1,50"]
    assert len(rows(shown)) == MOST_CHANGES
    assert f"Aquí, {MOST_CHANGES} de {MOST_CHANGES + 1} líneas" in words(shown)


def test_a_value_published_differently_is_mentioned_once(book, wording):
    item = Reconciled(
        "avance_fisico/2024-T2/entidad/MRE", "tabla 1", "81.20", "80.96", "0.24", Verdict.IRRECONCILABLE, "media", "x"
    )
    said = words(published_otherwise(book, [item, replace(item, donde="tabla 2")], listed_in="sec-conciliacion"))
    wording(said, "81,20", "80,96")
    assert words(published_otherwise(book, [])) == ""
    right = replace(item, donde="informe inicial", publicado="80.96", veredicto=Verdict.EXACT)
    assert words(published_otherwise(book, [right])) == ""
    wording(words(published_otherwise(book, [right, item])), "informe inicial")


def test_findings_are_counted_with_a_link_to_the_section_that_lists_them(book, wording):
    found = [Finding("GAS-REVERSION", Severity.NOTE, "x"), Finding("PRE-TARDE", Severity.WARNING, "y")]
    said = findings_sentence(book, found, listed_in="sec-conciliacion")
    wording(words(said))
    assert tree(said).xpath(".//a/@href") == ["#sec-conciliacion"]
    assert tree(findings_sentence(book, found)).xpath(".//a") == []


def test_a_section_says_how_many_findings_its_rules_have_and_where_they_are_listed(book, wording):
    found = tuple(Finding(code, Severity.WARNING, "x") for code in ("PRE-TARDE", "GAS-REVERSION", "PRE-TARDE"))
    corrida = make_corrida(secciones=["metodo", "conciliacion"])
    section = ShownSection(book, "metodo", corrida, METHOD, make_entidad(), findings=found)
    said = section.findings_told("los plazos", "PRE-")
    wording(words(said), "2")
    assert tree(said).xpath(".//a/@href") == ["#sec-conciliacion"]
    assert section.findings_told("los objetivos", "OBJ-") is None
    apart = replace(section, corrida=make_corrida(secciones=["metodo"]))
    assert tree(apart.findings_told("los plazos", "PRE-")).xpath(".//a") == []


def test_a_finding_without_which_a_headline_would_have_a_value_is_told_in_the_summary(book, wording):
    lost = Finding("GAS-EN-BLANCO", Severity.WARNING, "Falta lo devengado.", archivo="d/gastos.csv", celda="P7")
    wording(words(findings_sentence(book, [replace(lost, efecto=f"{LOST}ejecución, 2024")])), "2024", "gastos.csv, P7")


def test_findings_on_printed_values_and_on_data_are_counted_separately(book, wording):
    found = [
        Finding("GAS-REVERSION", Severity.NOTE, "x"),
        Finding("PRE-TARDE", Severity.WARNING, "y"),
        Finding("PUB-CIFRA", Severity.WARNING, "z", veredicto="irreconciliable"),
    ]
    wording(words(findings_sentence(book, found, listed_in="sec-conciliacion")), "2")


def test_a_post_whose_value_belongs_to_no_quarter_is_named_with_the_note(wording):
    book = make_scored(make_dataset(**ABROAD | {"avances": ABROAD["avances"].replace("| 100.00", "|")}))
    said = words(reporting_text(book, notes={("puesto", "EMB-1"): "un solo valor: 95,00"}))
    wording(said, "EMB-1", "95,00")


def test_posts_whose_types_report_for_them_are_not_asked_to_report(wording):
    """No post has a percentage, because only their types report. So no post counts as having failed to report."""
    rows = [row for row in ABROAD["avances"].splitlines() if "puesto" not in row]
    book = make_scored(make_dataset(**ABROAD | {"avances": "\n".join(rows)}))
    said = words(reporting_text(book))
    wording(said, "2", "2024")


def test_of_many_units_without_report_only_some_are_named(wording):
    units = "\n".join(f"unidad | U{at} | E" for at in range(1, 7))
    book = make_scored(
        make_dataset(
            estructura=f"nivel | codigo | padre\nentidad | E |\n{units}",
            avances="nivel | codigo | indicador | periodo | valor\nunidad | U1 | avance_fisico | 2024-T2 | 90.00",
        )
    )
    wording(words(reporting_text(book, most=2, listed_in="sec-metodo")), "6", "una", "U2", "U3", "3", "«metodo»")
    assert "U6" in words(reporting_text(book))


def test_who_reported_without_telling_of_all_tasks_is_named_with_them(wording):
    """U1 reported 1.1 and left 1.2 and 1.3 blank: nobody failed to report, and still data are missing."""
    plan = "version | tarea | operacion | unidad | abr\n" + "\n".join(f"v1 | 1.{at} | O1 | U1 | 2" for at in range(1, 4))
    evidence = make_evidence(
        make_dataset(
            estructura="nivel | codigo | padre\nentidad | E |\nunidad | U1 | E",
            tareas=plan,
            ejecucion="periodo | tarea | abr\n2024-T2 | 1.1 | 2",
        )
    )
    untold = findings_of_rule("EJE-SIN-DATO", evidence)
    many = [Finding("EJE-SIN-DATO", Severity.WARNING, "x", elemento="unidad/U1", encontrado="20 tareas")]
    whole = [Finding("EJE-SIN-DATO", Severity.WARNING, "x", elemento="ejecucion")]
    wording(words(reporting_text(evidence.book, findings=untold)), "U1", "1.2", "1.3")
    wording(words(reporting_text(evidence.book, findings=many)), "20")
    assert words(reporting_text(evidence.book, findings=whole)) == words(reporting_text(evidence.book))


def test_a_post_that_told_all_is_not_said_to_have_told_a_part_where_the_method_gives_posts_no_percentage():
    """segip-2020 has no rule for posts."""
    tables = {
        "estructura": "nivel | codigo | padre\nentidad | E |\narea | A | E\npuesto | P1 | A",
        "tareas": "version | tarea | operacion | unidad | abr\nv1 | 1.1 | O1 | P1 | 2",
        "ejecucion": "periodo | tarea | abr\n2024-T2 | 1.1 | 2",
    }
    book = make_scored(make_dataset(**tables), method=load_method(WORKSPACE, "segip-2020"))
    said = words(reporting_text(book))
    assert "una parte" not in said and said.startswith("Informó el único puesto")


def test_a_unit_without_the_datum_of_a_task_is_not_also_said_to_have_told_zero():
    """U2 told 0 of a task; what it did in the other came under the code of no task."""
    tables = {
        "estructura": OFFICE["estructura"],
        "tareas": "version | tarea | operacion | unidad | abr\nv1 | 1.1 | O1 | U1 | 2\nv1 | 2.1 | O2 | U2 | 2\nv1 | 2.2 | O2 | U2 | 2",
    }
    rows = "periodo | tarea | abr\n2024-T2 | 1.1 | 2\n2024-T2 | 2.1 | 0\n2024-T2 | {} | 2"
    for code, zero in (("2.9", 0), ("2.2 | 0\n2024-T2 | 2.9", 1)):
        evidence = make_evidence(make_dataset(**tables, ejecucion=rows.format(code)))
        said = words(reporting_text(evidence.book, findings=findings_of_rule("EJE-SIN-DATO", evidence)))
        assert (said.count("Con cero informado: U2"), said.count("no consta, toda o en parte: U2 (2.2)")) == (zero, 1 - zero)


def test_in_a_year_a_unit_is_named_with_the_quarters_it_did_not_report(wording):
    """U2 reported the first two quarters only. The year has a figure of U2, which still counts as not
    having reported."""
    quarters = [("U1", at) for at in (1, 2, 3, 4)] + [("U2", at) for at in (1, 2)]
    rows = "\n".join(f"unidad | {unit} | avance_fisico | 2024-T{at} | 90.00" for unit, at in quarters)
    tables = OFFICE | {"avances": f"nivel | codigo | indicador | periodo | valor\n{rows}"}
    book = make_scored(make_dataset(**tables), "2024-anual")
    said = words(reporting_text(book))
    wording(said, "2", "2024", "U2 (tercer trimestre de 2024 y cuarto trimestre de 2024)")
    assert "Informaron" not in said


@pytest.mark.parametrize("quarters", [(1,), (1, 2)])
def test_in_a_year_quarters_of_which_nobody_has_data_are_named(quarters, wording):
    rows = "\n".join(f"unidad | {unit} | avance_fisico | 2024-T{at} | 90.00" for unit in ("U1", "U2") for at in quarters)
    tables = OFFICE | {"avances": f"nivel | codigo | indicador | periodo | valor\n{rows}"}
    said = words(reporting_text(make_scored(make_dataset(**tables), "2024-anual")))
    wording(said, "2", "primer trimestre de 2024", "tercer trimestre de 2024 y cuarto trimestre de 2024")


def test_who_had_nothing_due_in_a_quarter_did_not_report_every_quarter(wording):
    """U2 has a task in the second quarter only."""
    tables = {
        "estructura": OFFICE["estructura"],
        "tareas": "version | tarea | operacion | unidad | acp | ene | abr\n v1 | 1 | O1 | U1 | 1 | 1 | 1\n v1 | 2 | O2 | U2 | 1 | | 1",
        "ejecucion": "periodo | tarea | ene | abr\n 2024-T1 | 1 | 1 |\n 2024-T2 | 1 | | 1\n 2024-T2 | 2 | | 1",
    }
    wording(words(reporting_text(make_scored(make_dataset(**tables), "2024-S1"))), "2", "2024")


def test_conclusions_and_reporting_text_agree_on_units_without_data():
    """U2 has no figure of the second quarter, though no finding says that its form is missing. U1 has
    figures but no form."""
    reported = OFFICE["avances"].replace("unidad | U2     | avance_fisico | 2024-T2 | 70.00", "")
    book = make_scored(make_dataset(**OFFICE | {"avances": reported}))
    no_form = Finding("PRE-FALTA", Severity.WARNING, "x.", elemento="unidad/U1", esperado="un formulario de 2024-T2")
    assert DraftContext(book, (no_form,), date(2024, 6, 30)).absent == (("unidad", "U2"),)
    assert "Sin dato: U2" in words(reporting_text(book))


def test_empty_parts_of_the_institutions_identity_are_left_out(book, wording):
    written = {"mision": "Servir.", "vision": "", "principios": ["Respeto"]}
    wording(words(identity_text(replace(book, identity=written))), "Servir", "Respeto")


COUNTED = (ROOT / "notebooks/trimestral/13_conciliacion.ipynb", "13-conciliacion-27")


@pytest.mark.parametrize(
    ("differ", "unverified", "others"),
    [(0, 0, 0), (0, 0, 2), (1, 0, 0), (2, 0, 0), (1, 0, 1), (0, 1, 2), (1, 1, 1), (2, 0, 2), (2, 2, 5)],
)
def test_the_findings_of_the_report_are_divided_between_comparison_and_rules(book, wording, differ, unverified, others):
    """Cases: no finding, one, several; compared values that differ or are not verifiable."""
    notebook, name = COUNTED
    template = next(cell.source for cell in nbformat.read(notebook, 4).cells if cell.id == name).partition("\n")[2]
    found = {"difieren": ["x"] * differ, "sin_verificar": ["y"] * unverified, "otros": ["propio"] * others}
    said = paragraph(book, template, **found, hallazgos=["hallazgo"] * (differ + unverified + others))
    wording(words(said))


@pytest.mark.parametrize(
    ("figures", "title"),
    [
        (("ppto_vigente",), "Presupuesto por trimestre"),
        (("cantidad_acp",), "Acciones por trimestre"),
        (("cantidad_acp", "ppto_vigente"), "Acciones y presupuesto por trimestre"),
    ],
)
def test_the_table_of_actions_and_budget_names_what_it_has(book_of, figures, title):
    book = book_of([(f"{name}/2024-T2/entidad/MRE", "8", "Bs", None) for name in figures])
    assert budget_table(ShownSection(book, "marco", make_corrida(), METHOD, make_entidad())).title == title


def test_the_articulation_names_areas_as_other_tables_do():
    dataset = make_dataset(
        estructura="nivel | codigo | padre | sigla\n entidad | E | |\n area | X | E | SERV. EXT.",
        articulacion="acp | descripcion | area\n 1 | Uno | X\n 2 | Dos | Y",
        acciones="acp | denominacion\n 1 | Uno\n 2 | Dos",
    )
    table = articulation_table(ShownSection(make_scored(dataset), "marco", make_corrida(), METHOD, make_entidad()))
    assert [row[-1] for row in rows(table)] == ["SERV. EXT.", "Y"]


def test_expected_products_stand_in_the_plans_order_of_actions():
    dataset = make_dataset(
        estructura="nivel | codigo | padre\n entidad | E |\n area | X | E",
        articulacion="acp | area | producto_esperado\n 10 | X | Diez\n | X | Otro\n 2 | X | Dos",
        acciones="acp | denominacion\n 1 | Uno\n 2 | Dos\n 10 | Diez",
    )
    assert [row[0] for row in rows(products_table(make_scored(dataset)))][::2] == ["ACP 2", "ACP 10", "ACP s/c"]


@pytest.mark.parametrize(("post", "who"), [("", "Unidades por área"), ("tipo | K | A |\n puesto | P | K | 1", "Unidades y puestos por área o tipo de puesto")])
def test_posts_are_named_only_where_there_are_any(post, who):
    structure = f"nivel | codigo | padre | acp\n entidad | E | |\n area | A | E |\n unidad | U1 | A | 1\n {post}"
    table = units_table(ShownSection(make_scored(make_dataset(estructura=structure)), "marco", make_corrida(), METHOD, make_entidad()))
    assert (table.title.partition(",")[0], table.columns[1].header) == (who, who.partition(" por ")[0])
    assert not any("ninguna área" in note for note in table.notes)


def test_units_that_no_row_counts_are_named_below_the_total(wording):
    structure = "nivel | codigo | nombre | padre\n entidad | E | |\n area | A | | E\n unidad | U1 | Una | A\n unidad | U2 | Dos | E\n unidad | U3 | Tres | E"
    table = units_table(ShownSection(make_scored(make_dataset(estructura=structure)), "marco", make_corrida(), METHOD, make_entidad()))
    (note,) = [note for note in table.notes if "Tres" in note]
    wording(note, "Dos", "Tres")


@pytest.mark.parametrize(("windows", "title"), [(("2024-T1", "2024-T2"), "trimestres"), (("2023-anual", "2024-T2"), "gestiones anteriores y trimestres")])
def test_earlier_years_are_named_only_where_there_are_any(book_of, windows, title):
    book = book_of([(f"avance_fisico/{window}/area/VRE", "80.00", "%", None) for window in windows], listings={"situaciones": ()})
    table = physical_table(ShownSection(book, "historia", make_corrida(), METHOD, make_entidad()))
    assert table.title.endswith(f", {title}")


def test_a_change_of_method_is_told_below_the_table_of_money_as_below_its_chart(book_of, wording):
    years = (("2022-anual", "80.00", "mre-2021"), ("2023-anual", "90.00", "mre-2024"))
    past = [{"indicador": "ejecucion_financiera", "periodo": year, "nivel": "area", "codigo": "VRE", "metodo": one} for year, _, one in years]
    figures = [(f"ejecucion_financiera/{year}/area/VRE", value, "%", None) for year, value, _ in years]
    book = book_of(figures, listings={"situaciones": (), "historico": past})
    chart, table = spending(ShownSection(book, "historia", make_corrida(), METHOD, make_entidad())).items
    for shown in (chart, table):
        (note,) = [note for note in shown.notes if "cambió" in note]
        wording(note, "2022", "2023")


@pytest.mark.parametrize(
    ("period", "figures"),
    [("2024-T2", ("100,00 %", "50,00 %", "40,00 %", "0,00 %")), ("2024-T3", ("40,00 %", "0,00 %")), ("2024-T1", ())],
)
def test_the_summary_tells_a_reformulation_and_a_restated_closed_quarter(period, figures, wording):
    """By v1, which v2 of 20 April and v3 of 15 May replace, 2 of 4 were due until June and in the quarter 2 of 2, all
    done; by v2, of which only the date is told, 2 of 8. In the first quarter 0 of 2 were done; it was closed with 40 %. Only the
    report of the quarter tells of the reformulation."""
    plan = "version | tarea | descripcion | unidad | acp | ponderacion | feb | jun\n"
    plan += "v1 | 1 | Uno | U1 | 1 | 100 | 2 | 2\nv2 | 1 | Uno | U1 | 1 | 100 | 2 | 8\nv3 | 1 | Uno | U1 | 1 | 100 | 2 | 4\n"
    tables = {"versiones": "version | fecha\nv1 | 2024-01-02\nv2 | 2024-04-20\nv3 | 2024-05-15", "ejecucion": "tarea | feb | jun\n1 | 0 | 2"}
    dataset = make_dataset(estructura=ABROAD["estructura"], tareas=plan, **tables)
    closed = {"avance_fisico/2024-T1/entidad/E": ClosedFigure("40", "40.00", frozenset(), SourceCell("x", "", "A1"))}
    closing = Closing(Period.parse("2024-T1"), "x", "2024-04-10T10:00:00", "Ana", "", {}, "", {}, closed)
    corrida, method = make_corrida(period), load_method(WORKSPACE, "segip-2020")
    book, _ = score(dataset, method, corrida, make_entidad(), closings=[closing])
    section = ShownSection(book, "resumen", corrida, method, make_entidad())
    wording(words(changes_since(section)), *figures)


def test_the_history_of_an_institution_without_areas_is_told_of_the_institution(wording):
    """Its line is that of the whole, which is no row where areas are compared; the title said that no row has data."""
    progress = "nivel | codigo | indicador | periodo | valor\n entidad | E | avance_fisico | 2024-T1 | 40\n entidad | E | avance_fisico | 2024-T2 | 50"
    book = make_scored(make_dataset(estructura="nivel | codigo\n entidad | E", avances=progress))
    shown = physical_chart(ShownSection(book, "historia", make_corrida(), METHOD, make_entidad()))
    wording(shown.title, "50,00", "40,00")


def test_a_history_does_not_call_a_fall_what_other_units_make():
    """The area's 75 of the first quarter are of both units, its 60 of the second of U1 alone, which rose from 50."""
    progress = "nivel | codigo | indicador | periodo | valor\n unidad | U1 | avance_fisico | 2024-T1 | 50\n unidad | U2 | avance_fisico | 2024-T1 | 100"
    book = make_scored(make_dataset(estructura=ABROAD["estructura"], avances=f"{progress}\n unidad | U1 | avance_fisico | 2024-T2 | 60"))
    shown = physical_chart(ShownSection(book, "historia", make_corrida(), METHOD, make_entidad()))
    assert "60,00" in shown.title and "75,00" not in shown.title, shown.title


def test_a_type_of_post_that_did_not_change_since_a_closing_is_not_without_data():
    """The embassies' 40 of the first quarter are as closed; of the second they were closed with 30 and are 50 now."""
    told = [("T1", "40.00"), ("T2", "50.00"), ("T3", "60.00")]
    progress = "nivel | codigo | indicador | periodo | valor\n" + "".join(f"tipo | EMB | avance_fisico | 2024-{at} | {value}\n" for at, value in told)
    closings = [
        Closing(Period.parse(f"2024-{at}"), "x", "2024-10-10T10:00:00", "Ana", "", {}, "", {}, {
            f"avance_fisico/2024-{at}/tipo/EMB": ClosedFigure(value, f"{value}.00", frozenset(), SourceCell("x", "", "A1")),
        })
        for at, value in (("T1", "40"), ("T2", "30"))
    ]  # fmt: skip
    corrida = make_corrida("2024-T3")
    dataset = make_dataset(estructura="nivel | codigo | padre\nentidad | E |\narea | A | E\ntipo | EMB | A\npuesto | P | EMB", avances=progress)
    book, _ = score(dataset, METHOD, corrida, make_entidad(), closings=closings)
    table = closed_progress_table(ShownSection(book, "trimestres", corrida, METHOD, make_entidad()))
    (row,) = [row for row in table.rows if "EMB" in str(row.cells[0])]
    assert [cell.text for cell in row.cells[1:]] == ["40,00", "40,00", "30,00", "50,00"]
