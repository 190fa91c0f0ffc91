"""How the plan's forms, its matrix and its reformulation are shown, and the texts drafted from them."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from builders import METHOD, WORKSPACE, make_corrida, make_dataset, make_entidad, make_evidence
from cases_formulation import FORMULATED, REQUIRED, TWO_VERSIONS
from rule_cases import ACTIONS, STRUCTURE, more
from test_formulation import DATED, EXPENDITURE, TWO_PLANS

from helpers.base.name_phrases import of_institution
from helpers.checks.rule_registry import REGISTRY
from helpers.figures.findings import Finding, Severity
from helpers.outputs.open_data.data_package import made_tables
from helpers.settings.institution import institutions, load_institution
from helpers.texts.proofreading.proofread import Reader
from helpers.texts.sentences.plain_reading import as_read, names_of, plain_of
from helpers.views.elements.cells import MISSING
from helpers.views.elements.prose import planner_text
from helpers.views.elements.rows import partition_rows
from helpers.views.plan import reformulation_views
from helpers.views.plan.formulation_drafts import HOLDING, brief_drafts, report_draft
from helpers.views.plan.formulation_views import formulating_rows, swot
from helpers.views.plan.plan_sentences import faults
from helpers.views.plan.reformulation_views import BLANK_BUDGET, changes_by_unit, changes_tables
from helpers.views.quality.annex_views import reception_table
from helpers.views.quality.citizen_summary import citizen_summary
from helpers.views.sections import framework_section, matrix_section
from helpers.views.sections.drafts_section import BLANK, resolution_draft
from helpers.views.sections.matrix_section import plan_matrix, units_matrix
from helpers.views.sections.plan_budget_section import area_verdict, ceilings_table, summary_table
from helpers.views.sections.reformulation_section import money_table, tasks_table
from helpers.views.sections.requirements_section import form_rows, requirements_table
from helpers.views.sections.shown_section import ShownSection

WRONG = REQUIRED.replace("NORTE    | v1      | 4          | Resumen     | 20     | 200.00", "NORTE    | v1      | 4          | Resumen     | 20     | 210.00")


def evidence(**tables):
    return make_evidence(make_dataset(**FORMULATED | tables), make_corrida("2024-poa"))


@pytest.fixture(scope="module")
def wrong():
    """NORTE has 310 in its form 04 and 300 in its forms 03; EXTERIOR requires 700 under a ceiling of 650."""
    return evidence(requerimientos=WRONG.replace("900.00", "650.00"))


@pytest.fixture(scope="module")
def reformulated():
    return evidence(tareas=TWO_PLANS, versiones=DATED).book


def text_of(markup):
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def shown(book, markdown):
    return text_of(planner_text(book, markdown, file="x", names=names_of(book)).html)


def test_every_form_with_requirements_has_a_row_with_its_title(wrong):
    assert [row.label for row in form_rows(wrong.book)] == ["3-01 Servicios", "3-02 Equipos", "3-03 Papel"]


def test_sources_that_only_the_plan_has_have_a_row(wrong):
    assert partition_rows(wrong.book, "fuente") == ()
    assert [row.code for row in partition_rows(wrong.book, "fuente", "requerido")] == ["20", "41"]


def test_an_area_whose_forms_do_not_tie_shows_what_is_wrong(wrong, wording):
    verdicts = {row.code: area_verdict(wrong.book, row).word for row in formulating_rows(wrong.book)}
    assert list(verdicts) == ["NORTE", "EXTERIOR"]
    wording(list(verdicts.values()), "04", "03")


def test_the_totals_of_both_forms_are_shown_by_source(wrong, wording):
    last = [[getattr(cell, "text", cell) for cell in row.cells] for row in summary_table(wrong.book).rows[-2:]]
    assert [row[1:] for row in last] == [["200,00", "800,00", "1.000,00"], ["210,00", "800,00", "1.010,00"]]
    wording([row[0] for row in last], "03", "04")


PAPER = "NORTE    | v1      | 3_03       | Papel       | 41     | 100.00  | 300.00"
UNREAD = "NORTE    | v1      | 3_03       | Papel [dudosa: cifra corrida] | 41     |   | 300.00"
SWOT = """
    area     | bloque    | factor        | amp  | version
    EXTERIOR | fortaleza | Casa propia   | 1; 4 | v1
"""


@pytest.fixture(scope="module")
def partly_read():
    """One amount in the forms 03 of NORTE cannot be read; EXTERIOR has no form 03 or 04."""
    lines = [line for line in REQUIRED.replace(PAPER, UNREAD).splitlines() if "EXTERIOR" not in line]
    return evidence(requerimientos="\n".join(lines), foda=SWOT).book


def test_the_brief_states_the_amounts_that_can_and_cannot_be_read(partly_read, wording):
    _, *result = [shown(partly_read, line) for line in brief_drafts(partly_read, [])[0].splitlines()]
    wording(result, "200,00", "800,00", "20", "0,00", "41", "800,00", "NORTE", "200,00", "300,00", "04", "EXTERIOR")


def test_an_area_of_which_only_form_01_came_is_among_those_whose_requests_are_unknown(partly_read):
    sur = more(STRUCTURE, "area | SUR | E |")
    lines = [line for line in REQUIRED.replace(PAPER, UNREAD).splitlines() if "EXTERIOR" not in line]
    book = evidence(estructura=sur, requerimientos="\n".join(lines), foda=SWOT.replace("EXTERIOR", "SUR     ")).book
    assert "lo que requieren EXTERIOR y SUR." in shown(book, brief_drafts(book, [])[0].splitlines()[-1])


def test_what_no_form_asks_of_a_source_does_not_apply_and_what_cannot_be_read_is_missing(partly_read, wording):
    table = summary_table(partly_read)
    shown = [row for row in cells(table) if row[0] in ("3-01 Servicios", "Total formularios 03")]
    assert [row[1:] for row in shown] == [["200,00", "—", "200,00"], ["200,00", "s/d", "se lee 200,00"], ["—", "—", "s/d"]]
    wording(table.every_note[-1], "s/d", "—")


def test_a_remark_of_the_transcription_is_a_note_below_the_table(partly_read, wording):
    table = requirements_table(partly_read)
    assert ["Papel (*)", "3-03", "41"] in [row[:3] for row in cells(table)]
    wording(table.notes, "NORTE", "Papel", "cifra corrida")


def test_several_medium_term_actions_of_a_factor_are_each_named(partly_read):
    assert ["Casa propia", "AMP 1; AMP 4"] in cells(swot(partly_read, id="cuadro-x").items[0])


def test_a_unit_with_only_form_01_is_not_reported_as_without_action():
    structure = more(STRUCTURE, "unidad | U3 | NORTE |")
    result = {
        swot: [found.elemento for found in REGISTRY.rules["VIN-UNIDAD"].findings(evidence(estructura=structure, **tables))]
        for swot, tables in {False: {}, True: {"foda": SWOT.replace("EXTERIOR", "U3      ")}}.items()
    }
    assert result == {False: ["unidad/U3"], True: []}


def findings_of(one):
    return [found for rule in REGISTRY.rules.values() for found in rule.findings(one)]


def test_the_report_states_the_amount_of_each_difference(wrong, wording):
    lines = [line for line in report_draft(wrong.book, findings_of(wrong)).splitlines() if "magnitud(" in line]
    wording([shown(wrong.book, line) for line in lines], "NORTE", "20", "10,00", "EXTERIOR", "50,00", "50,00")


def test_the_report_states_the_approved_amount_in_figures_and_in_words(wrong):
    assert "Bs 1.000,00 ( Mil 00/100 Bolivianos )" in shown(wrong.book, report_draft(wrong.book, []))


def test_an_area_above_one_of_its_two_ceilings_is_named_once():
    """EXTERIOR requires 700 and its rows say 650 and 600: two findings, and one name in the list of what is open."""
    one = evidence(requerimientos=REQUIRED.replace("900.00", "650.00", 1).replace("900.00", "600.00"))
    found = [finding for finding in findings_of(one) if finding.codigo == "POA-TECHO" and "EXTERIOR" in finding.elemento]
    assert len(found) == 2
    assert faults(one.book, found).count("EXTERIOR") == faults(one.book, found[:1]).count("EXTERIOR") > 0


def test_the_resolution_of_a_plan_with_observations_is_conditional(wrong, wording):
    found = findings_of(wrong)
    assert "devolverlo a las áreas" in shown(wrong.book, report_draft(wrong.book, found))
    bracketed = [line for line in resolution_draft(wrong.book, found).splitlines() if "[" in line]
    wording([shown(wrong.book, line) for line in bracketed], "PRIMERO", "2024", "1.000,00")


def test_a_programme_of_two_actions_is_settled_before_the_plan_is_approved(without_forms):
    """It said that all that can be checked holds, beside a warning which asks for a change of the plan."""
    shared = [Finding("VIN-PROGRAMA", Severity.WARNING, "x.", elemento="vinculacion/programa/11")]
    assert HOLDING not in brief_drafts(without_forms, shared)[2] + report_draft(without_forms, shared)
    assert "devolverlo a las áreas" in report_draft(without_forms, shared)


def test_a_plan_without_observations_is_approved_without_conditions(wording):
    sound = evidence()
    draft = resolution_draft(sound.book, [])
    assert "[" not in draft
    wording(shown(sound.book, next(line for line in draft.splitlines() if "PRIMERO" in line)), "2024", "1.000,00")


def test_no_budget_is_approved_with_a_plan_that_has_no_amount():
    """Tasks without money, no forms of requirements and no reports of the budget."""
    plan = "tarea | descripcion | operacion | unidad | acp | ene\n 1 | Una | 1.1 | U1 | 1 | 2"
    for tables, told in (({"estructura": STRUCTURE, "acciones": ACTIONS, "tareas": plan}, False), (FORMULATED, True)):
        book = make_evidence(make_dataset(**tables), make_corrida("2024-poa")).book
        drafts = (resolution_draft(book), report_draft(book, []))
        assert all(("Operativo Anual y su presupuesto" in shown(book, draft)) is told for draft in drafts)


def test_a_resolution_without_norms_or_amounts_has_a_blank_recital_to_fill_in():
    book = replace(evidence().book, figures={}, identity={"nombre": "Entidad"}, listings={})
    assert f"**CONSIDERANDO:**\n\nQue {BLANK}.\n\n**POR TANTO" in resolution_draft(book, [])


@pytest.mark.parametrize("institution", institutions(WORKSPACE))
def test_numbers_in_the_cited_norms_of_the_resolution_give_no_remark(institution):
    identity = load_institution(WORKSPACE, institution).model_dump(mode="json")
    book = replace(evidence().book, identity=identity)
    draft = resolution_draft(book, [])
    cites = any(norm["sigla"] == "Ley 1178" for norm in identity["normas"])
    assert ("Que la Ley N.º 1178, Ley de Administración" in shown(book, draft)) == cites
    assert list(Reader(book).read(plain_of(book, draft))) == []


def called(name):
    """Yield a plan with its forms and a reformulated one; institution, area, version and norm have the given name."""
    forms = {table: text.replace("EXTERIOR", name) for table, text in (FORMULATED | {"requerimientos": WRONG.replace("900.00", "650.00")}).items()}
    dated = DATED.replace("resolucion", "resolucion | informe_legal").replace("RM 7", f"{name} | {name}").replace("RM 1", f"{name} | ")
    tasks = {"tareas": TWO_PLANS.replace("v2", name), "versiones": dated.replace("v2", name)}
    norms = [{"sigla": name, "titulo": name, "tema": name}]
    for one in (evidence(**forms), evidence(**tasks)):
        yield replace(one, book=replace(one.book, identity={"nombre": name, "normas": norms}))


HOSTILE = ("50%", "3,50", "50%25", "Bs 500", "25 puntos", "Bono de cien bolivianos", "{{u}}", "{% x %}", "{# n #}", 'a"}}b', "{{ nombre")


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_in_the_data_is_read_as_a_number_or_markup_of_a_draft(name):
    for one in called(name):
        findings = findings_of(one)
        drafts = (*brief_drafts(one.book, findings), report_draft(one.book, findings), resolution_draft(one.book, findings))
        said = [html.unescape(shown(one.book, draft)) for draft in drafts]
        assert name in said[-2] and said[-1].count(name) >= 2
        for draft, result in zip(drafts, said, strict=True):
            plain = plain_of(one.book, draft, is_drafted=True)
            assert list(Reader(one.book).read(plain)) == []
            assert (name in as_read(plain.text)) == (name in result)


def test_a_number_typed_in_a_draft_gives_a_remark(wrong):
    plain = plain_of(wrong.book, 'Se requieren 700,00 de {{ cita("50%") }}.', is_drafted=True)
    assert [remark.text for remark in Reader(wrong.book).read(plain)] == ["700,00"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Ministerio de Relaciones Exteriores", "del Ministerio de Relaciones Exteriores"),
        ("Aduana Nacional", "de la Aduana Nacional"),
        ("Universidad de El Alto", "de la Universidad de El Alto"),
        ("Los Tiempos", "de Los Tiempos"),
        ("YPFB", "de la entidad YPFB"),
    ],
)
def test_an_institution_takes_its_article(name, said):
    assert of_institution(name) == said


def cells(table):
    return [[text_of(str(getattr(cell, "text", cell))) for cell in row.cells] for row in table.rows]


def test_the_matrix_shows_tasks_money_and_quarters_of_each_unit(reformulated):
    table = cells(units_matrix(reformulated))
    assert ["U1", "1", "2", "150,00", "2", "0", "1", "0"] in table
    assert table[-1][1:4] == ["2", "3", "230,00"]


def test_a_task_with_only_the_quantity_of_the_year_is_said_to_be_in_no_month(reformulated, wording):
    """The whole plan of SEGIP for 2020 is like that: its tables counted 0 tasks in every month and quarter."""
    months = "version | tarea | descripcion | operacion | unidad | acp | ene | anual\n v1 | 1.1 | Uno | O1 | U1 | 1 | 2 |\n"
    book = evidence(tareas=f"{months} v1 | 1.2 | Dos | O1 | U1 | 1 | | 5\n", versiones="version | fecha\n v1 | 2024-01-02\n").book
    wording(units_matrix(book).notes, "una")
    assert units_matrix(reformulated).notes == ()


def test_a_long_matrix_shows_the_dearest_tasks_and_says_where_all_are(reformulated, monkeypatch, wording):
    whole = plan_matrix(reformulated)
    lines = tuple({**line, "ppto": line["ppto"].removesuffix(".00")} for line in reformulated.listing(matrix_section.FORMULATED))
    written = replace(reformulated, listings={**reformulated.listings, matrix_section.FORMULATED: lines})
    amounts = {row[4] for row in cells(plan_matrix(written)) if len(row) > 1}
    assert amounts == {"120,00", "30,00", "80,00"}, "cents, whatever the table writes"
    assert sum(len(row.cells) > 1 for row in whole.rows) == 3
    monkeypatch.setattr(matrix_section, "MOST_TASKS", 2)
    monkeypatch.setattr(matrix_section, "OF_EACH_AREA", 1)
    part = plan_matrix(reformulated)
    assert [row[0] for row in cells(part) if len(row) > 1] == ["1.1 Uno"]
    wording(part.notes[-1], "1", "3", "tareas")


def test_changes_are_counted_by_unit_and_all_of_them_are_in_a_file(reformulated, wording):
    (table,) = changes_by_unit(reformulated).items
    assert cells(table) == [
        ["NORTE", "1", "1", "1", "1", "2", "1"],
        ["U1", "", "1", "1", "1", "2", "1"],
        ["U2", "1", "", "", "", "", ""],
        ["Total", "1", "1", "1", "1", "2", "1"],
    ]
    (made,) = made_tables(reformulated)
    assert made.name == "reformulacion"
    wording(table.notes[-1], "reformulación")
    assert len(made.rows) == 7


def test_a_blank_budget_is_said_wherever_budgets_are_summed(reformulated):
    """In v1, 1.1 has no budget: that it costs 120 in v2 is no change of 120."""
    blank = evidence(tareas=TWO_PLANS.replace("100.00", ""), versiones=DATED).book
    last = changes_tables(blank).items[-1]
    assert MISSING in str(last.rows[-1].cells[2].__html__()), "the row of 1.1"
    for book, is_blank in ((blank, True), (reformulated, False)):
        section = ShownSection(book, "reformulacion", make_corrida("2024-poa"), METHOD, make_entidad())
        assert ("no tiene dato" in book["ppto_conservado_cambio/2024-poa/version/v2"].rule) == is_blank
        assert (BLANK_BUDGET in money_table(section).notes) == is_blank
        assert (BLANK_BUDGET in report_draft(book, ())) == is_blank


def test_a_version_with_the_tasks_of_the_one_before_is_said_to_change_none():
    """It said that no two versions have tasks."""
    same = "tarea | descripcion | operacion | unidad | acp | ene | version\n 1 | Una | 1.1 | U1 | 1 | 2 | v1\n 1 | Una | 1.1 | U1 | 1 | 2 | v2"
    draft = report_draft(evidence(tareas=same, versiones=DATED).book, ())
    assert "No consta que cambiara ninguna tarea frente a la versión anterior." in draft and "No hay dos versiones" not in draft


def test_a_quarter_leaves_what_a_version_changed_to_the_report_of_the_plan():
    """It said that the data lack two versions, which they have."""
    tables = FORMULATED | {"tareas": TWO_PLANS, "versiones": DATED}
    book = make_evidence(make_dataset(**tables), make_corrida("2024-T2")).book
    section = ShownSection(book, "reformulacion", make_corrida("2024-T2"), METHOD, make_entidad())
    assert tasks_table(section).why == "Lo compara el informe del plan (2024-poa)."


def test_many_changes_are_shown_of_every_area_in_proportion(reformulated, monkeypatch, wording):
    line = next(row for row in reformulated.listing("reformulacion") if row["cambio"] == "agregada")
    units = ["U1"] * 30 + ["EMB-1"] * 10
    lines = tuple({**line, "unidad": unit, "tarea": str(at)} for at, unit in enumerate(units))
    monkeypatch.setattr(reformulation_views, "MOST_CHANGES", 20)
    (table,) = changes_tables(replace(reformulated, listings={"reformulacion": lines})).items
    kept = [int(row[0]) for row in cells(table) if len(row) > 1]
    assert (sum(at < 30 for at in kept), sum(at >= 30 for at in kept)) == (15, 5)
    wording(table.notes[0], "20", "40")


def test_areas_whose_weights_do_not_add_up_are_named(wording):
    uneven = evidence(articulacion="acp | area | ponderacion\n 1 | NORTE | 60\n 2 | NORTE | 50\n 2 | EXTERIOR | 100\n")
    checks = report_draft(uneven.book, findings_of(uneven)).partition("# Comprobaciones")[2]
    result = [line for line in checks.splitlines() if "NORTE" in line]
    wording([shown(uneven.book, line) for line in result], "NORTE", "110", "NORTE")


def test_the_brief_states_the_cost_of_the_plan_and_what_does_not_tie(wrong, wording):
    costs, _, open_ = (shown(wrong.book, text) for text in brief_drafts(wrong.book, findings_of(wrong)))
    wording(costs.replace(" .", "."), "1.000,00")
    wording(costs, "1.000,00", "NORTE", "300,00", "EXTERIOR", "700,00")
    assert "difieren en Bs 10,00" in open_


def test_ceilings_below_the_approved_budget_are_noted_under_their_table(wrong, wording):
    """The ceilings are 300 and 650; the resolution approves 1,000."""
    notes = [text_of(str(note)) for note in ceilings_table(wrong.book).notes]
    wording(notes, "1.000,00", "−50,00")


@pytest.fixture(scope="module")
def without_forms():
    """A reformulation whose amounts come from `versiones` alone; the budget has another initial amount."""
    given = {"estructura": STRUCTURE, "acciones": ACTIONS, "tareas": TWO_PLANS, "gastos": EXPENDITURE}
    return make_evidence(make_dataset(**given, versiones=TWO_VERSIONS), make_corrida("2024-poa")).book


def test_citizens_read_the_budget_of_the_version_and_not_the_initial_one(without_forms, wording):
    told = citizen_summary(without_forms, METHOD, make_corrida("2024-poa"), (), ())
    assert [(card.label, text_of(card.value)) for card in told.cards if "Presupuesto" in card.label] == [
        ("Presupuesto del plan", "Bs 1.200,00")
    ]
    wording(text_of(told.headline), "1.200,00")


def test_a_plan_without_forms_refers_to_no_list_table_nor_reception_of_them(without_forms, wording):
    assert "por fuente" not in report_draft(without_forms, ())
    corrida = make_corrida("2024-poa", secciones=["marco", "articulacion", "anexos"])
    section = ShownSection(without_forms, "marco", corrida, METHOD, make_entidad())
    wording(framework_section.articulation_table(section).what)
    assert framework_section.units_table(section).title.endswith("plan operativo de 2024")
    assert reception_table(section.book) is None


def test_amounts_of_a_plan_that_are_not_alike_are_named_before_it_is_recommended(without_forms, reformulated, wording):
    """Where areas request money, their forms tell what is in no task."""
    last = report_draft(without_forms, ()).splitlines()[-1]
    wording([shown(without_forms, text) for text in (brief_drafts(without_forms, ())[2], last)])
    assert "corresponde explicar la diferencia" not in report_draft(reformulated, ())
