"""The run of a plan: weights, requirements, ceilings, the approved budget and reformulations, worked out by hand."""

from __future__ import annotations

import pytest
from builders import findings_of_rule, make_corrida, make_dataset, make_evidence, make_scored, shipped
from cases_formulation import AMENDED, APPROVED, FORMULATED, REFORMULATED, REQUIRED, UNREAD
from hypothesis import given
from hypothesis import strategies as st
from rule_cases import ACTIONS, STRUCTURE, line, more

from helpers.base.display import money_words
from helpers.base.exact import plain_text
from helpers.figures.findings import Severity, Verdict
from helpers.figures.replay import recompute_from_book
from helpers.intake.dataset import as_planned

POA = "2024-poa"
TWO_PLANS = """
    version | tarea | descripcion | operacion | unidad | acp | ponderacion | meta | ene | jul | ppto
    v1      | 1.1   | Uno         | O1        | U1     | 1   | 60          | 4    | 2   | 2   | 100.00
    v1      | 1.2   | Dos         | O1        | U1     | 1   | 40          | 1    |     | 1   | 50.00
    v1      | 2.1   | Tres        | O2        | U2     | 1   | 100         | 1    | 1   |     | 30.00
    v2      | 1.1   | Uno         | O1        | U1     | 1   | 50          | 4    | 1   | 3   | 120.00
    v2      | 2.1   | Tres        | O1        | U1     | 1   | 50          | 1    | 1   |     | 30.00
    v2      | 2.2   | Cuatro      | O2        | U2     | 1   | 100         | 5    |     | 5   | 80.00
"""
DATED = "version | fecha | resolucion\n v1 | 2024-01-02 | RM 1\n v2 | 2024-06-10 | RM 7\n"
EXPENDITURE = """
  fecha_corte | reporte   | sistema | estado   | cat_prog | ppto_inicial | ppto_vigente | devengado
  2024-03-31  | categoria | SIGEP   | aprobado | 10 0 001 | 900.00       | 1000.00      | 100.00
"""


def printed(book, indicator):
    """Return the printed values of an indicator in the plan's period, by level and code."""
    found = (figure for figure in book if figure.indicator == indicator and str(figure.period) == POA)
    return {f"{figure.level}/{figure.code}": figure.published for figure in found}


@pytest.fixture(scope="module")
def book():
    return make_scored(make_dataset(**FORMULATED), POA)


@pytest.fixture(scope="module")
def unread():
    return make_evidence(make_dataset(**FORMULATED | {"requerimientos": UNREAD}), make_corrida(POA))


@pytest.fixture(scope="module")
def reformulated():
    """In v2, 1.1 keeps its goal of 4 but later and with more money, 2.1 moves to U1, 1.2 is dropped and 2.2 added."""
    return make_scored(make_dataset(estructura=STRUCTURE, acciones=ACTIONS, tareas=TWO_PLANS, versiones=DATED), POA)


def test_the_weights_of_an_area_are_added_up(book):
    assert printed(book, "peso_acp") == {
        "area_acp/NORTE/1": "60", "area_acp/NORTE/2": "40", "area/NORTE": "100",
        "area_acp/EXTERIOR/2": "100", "area/EXTERIOR": "100",
    }  # fmt: skip


def test_an_area_without_readable_weights_has_no_sum():
    articulated = "acp | area | ponderacion\n 1 | NORTE | 60\n 2 | NORTE | 40\n 2 | EXTERIOR |\n"
    book = make_scored(make_dataset(**FORMULATED | {"articulacion": articulated}), POA)
    assert printed(book, "peso_acp") == {"area_acp/NORTE/1": "60", "area_acp/NORTE/2": "40", "area/NORTE": "100"}
    assert printed(book, "peso_acp_sin_dato") == {"area/NORTE": "0"}


def test_requirements_are_added_up_by_source_form_area_and_entity(book):
    required = printed(book, "requerido")
    assert required["area/NORTE"] == "300.00"
    assert (required["fuente/20"], required["fuente/41"]) == ("200.00", "800.00")
    assert (required["formulario/3_01"], required["formulario/3_02"], required["formulario/3_03"]) == (
        "200.00",
        "700.00",
        "100.00",
    )
    assert required["entidad/E"] == "1000.00"
    assert printed(book, "formulario_04")["entidad/E"] == "1000.00"
    assert printed(book, "techo_saldo") == {"area/NORTE": "0.00", "area/EXTERIOR": "200.00", "entidad/E": "200.00"}
    assert set(printed(book, "requerido_diferencia").values()) == {"0.00"}


def test_a_sum_with_an_unreadable_part_is_no_total(unread):
    book = unread.book
    assert "area/NORTE" not in printed(book, "requerido")
    assert printed(book, "requerido_legible")["area/NORTE"] == "300.00"
    assert printed(book, "requerido_legible")["entidad/E"] == "1000.00"
    assert printed(book, "requerido_sin_formulario")["entidad/E"] == "0.00"
    assert "area/NORTE" not in printed(book, "formulario_04_diferencia")


def test_a_source_of_which_no_amount_can_be_read_is_not_said_to_be_asked_for_with_nothing():
    """EXTERIOR's only line of source 41 has no amount, and its form 04 says 700.00."""
    tables = FORMULATED | {"requerimientos": line(REQUIRED, "EXTERIOR | v1      | 3_02", importe="")}
    found = findings_of_rule("POA-FORM-04", make_evidence(make_dataset(**tables), make_corrida(POA)))
    assert [(one.elemento, one.veredicto) for one in found] == [("formulario_04/2024-poa/area/EXTERIOR", Verdict.NOT_VERIFIABLE)]


def test_an_area_whose_code_has_a_slash_is_added_up_like_the_others():
    tables = {name: table.replace("NORTE", "NORTE/1") for name, table in FORMULATED.items()}
    required = printed(make_scored(make_dataset(**tables), POA), "requerido")
    assert (required["fuente/20"], required["fuente/41"], required["area/NORTE/1"]) == ("200.00", "800.00", "300.00")


def test_a_form_04_without_forms_03_differs_by_its_whole_amount():
    """EXTERIOR's form 04 says 700.00 of source 41; its only form 03 of that source is removed."""
    rows = [row for row in REQUIRED.splitlines() if "Equipos" not in row]
    tables = FORMULATED | {"requerimientos": "\n".join(rows)}
    found = findings_of_rule("POA-FORM-04", make_evidence(make_dataset(**tables), make_corrida(POA)))
    numbers = {finding.elemento: (finding.esperado, finding.encontrado, finding.diferencia) for finding in found}
    assert numbers["formulario_04/2024-poa/area_fuente/EXTERIOR/41"] == ("0.00", "700.00", "700.00")


def test_requirements_above_the_ceiling_of_an_area_are_reported():
    """EXTERIOR requires 700.00 under a ceiling of 650.00."""
    tables = FORMULATED | {"requerimientos": REQUIRED.replace("900.00", "650.00")}
    found = findings_of_rule("POA-TECHO", make_evidence(make_dataset(**tables), make_corrida(POA)))
    numbers = {finding.elemento: (finding.esperado, finding.encontrado, finding.diferencia) for finding in found}
    assert numbers["techo/2024-poa/area/EXTERIOR"] == ("650.00", "700.00", "50.00")


def test_an_area_whose_ceiling_cannot_be_read_has_one_note():
    """EXTERIOR's rows state no ceiling; it has a sum of forms 03 and one of form 04, and NORTE has a ceiling."""
    tables = FORMULATED | {"requerimientos": REQUIRED.replace("900.00", "")}
    found = findings_of_rule("POA-TECHO", make_evidence(make_dataset(**tables), make_corrida(POA)))
    noted = [(finding.elemento, finding.veredicto) for finding in found if "EXTERIOR" in finding.elemento]
    assert noted == [("formulario_04/2024-poa/area/EXTERIOR", Verdict.NOT_VERIFIABLE)]


def test_a_form_04_with_an_unreadable_amount_is_no_total():
    book = make_scored(make_dataset(**FORMULATED | {"requerimientos": more(REQUIRED, "NORTE | v1 | 4 | Otro | 20 | |")}), POA)
    readable = printed(book, "formulario_04_legible")
    assert (readable["area_fuente/NORTE/20"], readable["area/NORTE"], readable["entidad/E"]) == ("200.00", "300.00", "1000.00")
    assert {"area_fuente/NORTE/20", "area/NORTE", "entidad/E"}.isdisjoint(printed(book, "formulario_04"))


@pytest.mark.parametrize("rule", ["POA-FORM-04", "POA-RESOLUCION"])
def test_an_unreadable_amount_gives_a_note_and_no_warning(unread, rule):
    findings = findings_of_rule(rule, unread)
    assert findings
    assert {(finding.severidad, finding.veredicto) for finding in findings} == {(Severity.NOTE, Verdict.NOT_VERIFIABLE)}


def test_unreadable_weights_give_a_note_if_the_others_are_below_a_hundred():
    articulated = "acp | area | ponderacion\n 1 | NORTE | 60\n 2 | NORTE |\n | EXTERIOR | 70\n 2 | EXTERIOR | 40\n"
    evidence = make_evidence(make_dataset(**FORMULATED | {"articulacion": articulated}), make_corrida(POA))
    reported = {
        finding.elemento: (finding.severidad, finding.veredicto)
        for finding in findings_of_rule("PLA-PONDERACION", evidence)
    }
    assert reported == {
        "articulacion/EXTERIOR/ponderacion": (Severity.WARNING, ""),
        "articulacion/NORTE/ponderacion": (Severity.NOTE, Verdict.NOT_VERIFIABLE),
    }
    assert printed(evidence.book, "peso_acp_sin_dato") == {"area/NORTE": "1", "area/EXTERIOR": "0"}


def test_amendments_explain_the_change_between_two_versions():
    """1,000 + 150 + 50 = 1,200; the amendment of July comes after the last version."""
    tables = {name: text for name, text in {**FORMULATED, **REFORMULATED}.items() if text is not None}
    book = make_scored(make_dataset(**tables, modificaciones=AMENDED), POA)
    assert printed(book, "ppto_modificado") == {
        "version_norma/v2/RM 12/2024": "150.00", "version_norma/v2/RM 20/2024": "50.00", "version/v2": "200.00",
    }  # fmt: skip
    assert printed(book, "ppto_puente") == {"version/v2": "1200.00"}
    assert printed(book, "ppto_puente_diferencia") == {"version/v2": "0.00"}
    tables["versiones"] += "v1b | 2024-04-01 |\n"
    between = make_scored(make_dataset(**tables, modificaciones=AMENDED), POA)
    assert printed(between, "ppto_puente") == {"version/v2": "1200.00"}, "v1b changed no budget"


def test_amendments_beyond_what_a_version_approves_are_said_to_be_too_much():
    """It said «faltan o sobran Bs −30,00»."""
    tables = {name: text for name, text in {**FORMULATED, **REFORMULATED}.items() if text is not None}
    more_amended = line(AMENDED, "2024-03-01", importe="180.00")
    evidence = make_evidence(make_dataset(**tables, modificaciones=more_amended), make_corrida(POA))
    (finding,) = findings_of_rule("POA-PUENTE", evidence)
    assert "para la versión v2: sobran Bs 30,00 (se llega a Bs 1.230,00)" in finding.mensaje


def test_changes_of_a_reformulation_are_counted_by_kind_and_in_money(reformulated):
    counts = {
        name: printed(reformulated, name)["version/v2"]
        for name in (
            "tareas_agregadas", "tareas_retiradas", "tareas_reprogramadas", "tareas_reponderadas", "tareas_trasladadas",
            "tareas_con_otro_ppto", "tareas_plan_cambio",
        )
    }  # fmt: skip
    assert list(counts.values()) == ["1", "1", "1", "2", "1", "1", "0"]
    money = [
        printed(reformulated, name)["version/v2"]
        for name in ("ppto_agregado", "ppto_retirado", "ppto_conservado_cambio")
    ]
    assert money == ["80.00", "50.00", "20.00"]
    assert printed(reformulated, "ppto_tareas_cambio")["version/v2"] == "50.00"
    assert printed(reformulated, "ppto_tareas_cambio")["version_unidad/v2/U1"] == "0.00"


def test_the_money_of_no_tasks_is_zero_where_the_plan_has_budgets():
    """v2 drops nothing and adds a task without budget, of whose money there is no datum."""
    plan = "version | tarea | operacion | unidad | acp | ppto\n v1 | 1.1 | O1 | U1 | 1 | {0}\n v2 | 1.1 | O1 | U1 | 1 | {0}\n v2 | 1.2 | O1 | U1 | 1 |"
    for budget, expected in (("5", {"version/v2": "0.00"}), ("", {})):
        book = make_scored(make_dataset(estructura=STRUCTURE, acciones=ACTIONS, tareas=plan.format(budget), versiones=DATED), POA)
        assert (printed(book, "ppto_retirado"), printed(book, "ppto_agregado")) == (expected, {})


def test_the_book_describes_every_change_in_words(reformulated, wording):
    reported = {(row["cambio"], row["tarea"]): row["detalle"] for row in reformulated.listing("reformulacion")}
    assert reported["reprogramada", "1.1"] == "ene 2 → 1, jul 2 → 3"
    wording(reported["trasladada", "2.1"], "U2", "U1", "O2", "O1")
    assert ("agregada", "2.2") in reported
    assert ("retirada", "1.2") in reported


def test_changes_are_counted_by_unit_and_area_including_zeros(reformulated):
    """U1 loses 1.2 and receives 2.1; 2.2 is added to U2."""
    added, dropped, moved = (
        printed(reformulated, f"tareas_{kind}") for kind in ("agregadas", "retiradas", "trasladadas")
    )
    assert (added["version_unidad/v2/U1"], added["version_unidad/v2/U2"], added["version_area/v2/NORTE"]) == ("0", "1", "1")
    assert (dropped["version_unidad/v2/U1"], dropped["version_unidad/v2/U2"]) == ("1", "0")
    assert moved["version_unidad/v2/U1"] == "1"


def test_a_task_moved_from_one_month_to_another_is_described_so(wording):
    moved = TWO_PLANS.replace("v2      | 1.1   | Uno         | O1        | U1     | 1   | 50          | 4    | 1   | 3 ",
                              "v2      | 1.1   | Uno         | O1        | U1     | 1   | 50          | 4    | 2   | 2 ")
    moved = moved.replace("| 1    | 1   |     | 30.00\n    v2      | 2.2", "| 1    |     | 1   | 30.00\n    v2      | 2.2")
    book = make_scored(make_dataset(estructura=STRUCTURE, acciones=ACTIONS, tareas=moved, versiones=DATED), POA)
    reported = {(row["cambio"], row["tarea"]): row["detalle"] for row in book.listing("reformulacion")}
    wording(reported["reprogramada", "2.1"], "enero", "julio", "1")
    assert reported["reponderada", "1.1"] == "60 → 50"


def test_requirements_beyond_the_budget_of_tasks_are_counted():
    """NORTE requires 300 in v1 and 350 in v2; its tasks have 180 and 230. So 120 are in no task in both versions."""
    later = REQUIRED.replace("v1 ", "v2 ").replace("200.00", "250.00").split("\n", 2)[2]
    tables = FORMULATED | {"requerimientos": REQUIRED.rstrip() + "\n" + later, "tareas": TWO_PLANS, "versiones": DATED}
    book = make_scored(make_dataset(**tables), POA)
    assert printed(book, "ppto_tareas")["version_area/v2/NORTE"] == "230.00"
    assert printed(book, "requerido_sin_tareas")["version_area/v1/NORTE"] == "120.00"
    assert printed(book, "requerido_sin_tareas")["version_area/v2/NORTE"] == "120.00"
    assert printed(book, "requerido_sin_tareas_cambio")["version_area/v2/NORTE"] == "0.00"


@pytest.mark.parametrize("lacking", ["v1", "v2"])
def test_requirements_that_cannot_be_read_in_one_of_two_versions_have_no_change(lacking):
    """NORTE's 100.00 cannot be read: neither its sum nor the version's is known. EXTERIOR still requires 700."""
    later = REQUIRED.replace("v1 ", "v2 ").split("\n", 2)[2]
    required = line(REQUIRED.rstrip() + "\n" + later, f"NORTE | {lacking} | 3_03", importe="")
    tables = FORMULATED | {"requerimientos": required, "tareas": TWO_PLANS, "versiones": DATED}
    book = make_scored(make_dataset(**tables), POA)
    assert printed(book, "requerido_cambio") == {"version_area/v2/EXTERIOR": "0.00"}
    assert printed(book, "requerido_sin_tareas_cambio") == {}


def test_a_source_without_listed_amendments_has_zero_amendments():
    approved = APPROVED + APPROVED.replace("v1 ", "v2 ").split("\n", 2)[2]
    amended = AMENDED.replace("2024-07-01", "2024-06-01")
    tables = FORMULATED | {"versiones": DATED, "presupuesto_aprobado": approved, "modificaciones": amended}
    book = make_scored(make_dataset(**tables), POA)
    assert printed(book, "ppto_modificado")["version_fuente/v2/20"] == "0.00"


def test_a_plan_without_results_counts_no_objectives_without_result():
    frames = "marco | codigo | titulo\n ODS | 8.8 | Derechos laborales\n"
    book = make_scored(make_dataset(**FORMULATED, marcos=frames), POA)
    assert printed(book, "objetivos_sin_resultado") == {}


def test_tasks_are_counted_in_the_months_in_which_something_is_due(reformulated):
    due = {figure.id: figure.published for figure in reformulated if figure.indicator == "tareas_programadas"}
    assert due["tareas_programadas/2024-ene/unidad/U1"] == "2"
    assert due["tareas_programadas/2024-jul/entidad/E"] == "2"
    assert due["tareas_programadas/2024-poa/entidad/E"] == "3"
    assert due["tareas_programadas/2024-feb/entidad/E"] == "0"


def test_a_unit_whose_plan_tells_only_quantities_of_the_year_has_no_count_of_a_month_and_not_zero():
    """Missing is not zero: U1 has one task by months and one by year, U2 one by year."""
    plan = """
        version | unidad | operacion | tarea | acp | ene | anual
        v1      | U1     | O1        | 1.1   | 1   | 2   |
        v1      | U1     | O1        | 1.2   | 1   |     | 5
        v1      | U2     | O2        | 2.1   | 1   |     | 3
    """
    book = make_scored(make_dataset(estructura=STRUCTURE, acciones=ACTIONS, tareas=plan), POA)
    due = {figure.id.partition("/")[2]: figure.published for figure in book if figure.indicator == "tareas_programadas"}
    assert (due["2024-ene/unidad/U1"], due["2024-feb/unidad/U1"], due["2024-poa/unidad/U2"]) == ("1", "0", "1")
    assert "2024-ene/unidad/U2" not in due


def test_a_plan_has_no_figures_of_execution():
    tables = FORMULATED | {"gastos": EXPENDITURE, "vinculacion": "cat_prog | acp | area\n 10 0 001 | 1 | NORTE\n"}
    corrida = make_corrida(POA)
    book = make_evidence(as_planned(make_dataset(**tables), corrida.cutoff(corrida.period)), corrida).book
    indicators = {figure.indicator for figure in book}
    assert printed(book, "ppto_inicial")["entidad/E"] == "900.00"
    assert not indicators & {"devengado", "ppto_vigente", "avance_fisico", "ejecucion_financiera", "rango_ideal"}


def test_every_figure_of_a_plan_follows_from_its_operands(book, reformulated):
    for one in (book, reformulated):
        for figure in one:
            if figure.operands:
                assert recompute_from_book(one, figure) == figure.value


@given(amounts=st.lists(st.integers(0, 10**9), min_size=1, max_size=6))
def test_an_area_requires_the_sum_of_its_lines(amounts):
    lines = "".join(
        f" NORTE | 3_01 | Cosa | {20 + place % 2} | {plain(cents)}\n" for place, cents in enumerate(amounts)
    )
    required = f"area | formulario | descripcion | fuente | importe\n{lines}"
    book = make_scored(make_dataset(estructura=STRUCTURE, requerimientos=required), POA)
    assert printed(book, "requerido")["area/NORTE"] == plain(sum(amounts))
    assert money_words(book["requerido/2024-poa/area/NORTE"].rounded).endswith(
        f"{sum(amounts) % 100:02}/100 Bolivianos"
    )


def plain(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"


@pytest.fixture(scope="module")
def segip():
    return shipped(f"segip/{POA}")


def test_the_legible_weights_of_segip(segip):
    sums = {figure.code: plain_text(figure.value) for figure in segip.book.select("peso_acp", POA, "unidad")}
    assert sums == {
        "DNAF": "100", "DNBM": "100", "DNP": "80", "DNTIC": "103", "DDBE": "40", "DDCH": "100", "DDLP": "90", "DDPA": "84",
        "DDPT": "100", "DDSC": "100", "DDTJ": "100",
    }  # fmt: skip
    blank = {
        figure.code: int(figure.value)
        for figure in segip.book.select("peso_acp_sin_dato", POA, "unidad")
        if figure.value
    }
    assert blank == {"DNP": 2, "DDBE": 2, "DDLP": 1, "DDPA": 1}


def test_the_printed_totals_of_form_04_of_segip(segip):
    totals = {figure.code: figure.published for figure in segip.book.select("formulario_04", POA, "unidad")}
    assert len(totals) == 12
    assert (totals["DNTIC"], totals["DDLP"], totals["DDPT"]) == ("31298889.00", "20834012.00", "5989760.00")
    gaps = {figure.published for figure in segip.book.select("formulario_04_diferencia", POA, "unidad")}
    assert gaps == {"0.00"}
    assert segip.book.get("requerido", POA, "unidad", "DDPT") is None


def test_only_the_wrong_weights_of_segip_give_warnings(segip):
    """The weights of DNTIC add up to 103, in the data and in the table that they repeat: one cause; everything else
    ties or cannot be read."""
    warnings = [finding for finding in segip.findings if finding.severidad is not Severity.NOTE]
    assert {finding.codigo for finding in warnings} == {"CUA-CIEN", "PLA-PONDERACION"}
    assert all("103" in finding.mensaje for finding in warnings)
    assert [finding.codigo for finding in warnings if finding.is_root] == ["PLA-PONDERACION"]


def test_an_amount_with_fractions_of_a_cent_has_no_words_and_is_reported(wording):
    approved = make_dataset(**FORMULATED | {"presupuesto_aprobado": line(APPROVED, "v1 | 41 ", importe="800.005")})
    (found,) = findings_of_rule("POA-LITERAL", make_evidence(approved, make_corrida(POA)))
    wording(found.mensaje, "41", "800,005")
    assert (found.celda, found.encontrado) == ("C3", "800.005")
