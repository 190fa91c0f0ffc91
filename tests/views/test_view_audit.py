"""The last section: comparison with printed values, findings by rule, inputs, and the forms that were received."""

from dataclasses import replace

import pytest
from lxml import html

from helpers.figures.figure import Operation
from helpers.figures.findings import CLOSED_CHANGED, Finding, Reconciled, Severity, Verdict
from helpers.figures.printed_tables import PrintedColumn, PrintedTable
from helpers.figures.rule_criteria import basis_of
from helpers.views.quality.annex_views import forms_not_accepted_table, inputs_table, reception_table
from helpers.views.quality.audit_tables import audit_table
from helpers.views.quality.finding_tables import (
    as_printed,
    findings_table,
    without_place,
)
from helpers.views.sections.reconciliation_section import reconciled_table, verdicts_table

NEGATIVE = Finding("GAS-REVERSION", Severity.NOTE, "Un devengado negativo.")
LATE = Finding("PRE-TARDE", Severity.WARNING, "Un formulario tardío.")
DATE = Finding("ENT-FECHA", Severity.WARNING, "Una fecha escrita como texto.")
RULES = (
    {"codigo": "GAS-REVERSION", "severidad": "nota", "promesa": "Ningún devengado es negativo."},
    {"codigo": "PRE-TARDE", "severidad": "advertencia", "promesa": "Todo formulario llegó a tiempo."},
    {"codigo": "PLA-META", "severidad": "advertencia", "promesa": "El programa da la meta."},
)
RECEIVED = {
    "periodo": "2024-T2",
    "recibido": "2024-07-04T09:30:00",
    "archivo": "formularios/U1 (corregido).xlsx",
    "sha256": "0123456789abcdef" * 4,
    "unidad": "U1",
    "version": "v1",
    "fecha_presentacion": "2024-07-03",
    "presentado_por": "",
    "estado": "rechazado",
    "motivo": "Le faltan dos causas.",
}


def words(shown) -> str:
    return " ".join(html.fragment_fromstring(shown._repr_html_()).text_content().split())


def rows(shown) -> list[list[str]]:
    found = html.fragment_fromstring(shown._repr_html_()).xpath(".//tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in found]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("data/x.csv, celda H25: «Tareas» imprime 5.", "«Tareas» imprime 5."),
        ("data/x.csv, hoja «Año 1», celda G4 a G6: en «Tareas» suma 5.", "En «Tareas» suma 5."),
        ("data/x.csv, fila 3: falta la unidad.", "Falta la unidad."),
        ("data/x.csv: está vacío.", "Está vacío."),
        ("data/x.csv y data/y.csv: dicen lo mismo.", "data/x.csv y data/y.csv: dicen lo mismo."),
        ("Tarea 1: no ejecutó nada.", "Tarea 1: no ejecutó nada."),
    ],
)
def test_a_finding_does_not_repeat_the_place_shown_in_its_column(text, said):
    assert without_place(text, "data/x.csv") == said
    assert without_place(text, "") == text


COLUMNS = (PrintedColumn("poa", "POA ejecutado", "numero", "%", 2, "C"),)
TABLES = tuple(
    PrintedTable(file, title, "", "", "Informe final", "", "x.yaml", f"data/x/{file}.csv", "", (), (), COLUMNS, ())
    for file, title in (
        ("unidades", "Ejecución por unidad"), ("dos", "Uno"), ("dos", "Otro"), ("historico", "Avance"), ("x", "Ingresos")
    )
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("unidades.csv, fila DNP, columna poa", "«Ejecución por unidad», fila DNP, columna «POA ejecutado»"),
        ("unidades.csv, fila A / B, columna poa; unidades.csv, fila C, columna x", "«Ejecución por unidad», fila A / B, columna «POA ejecutado»; «Ejecución por unidad», fila C, columna x"),
        ("Está en unidades.csv, fila C, columna poa. También en unidades.csv.", "Está en «Ejecución por unidad», fila C, columna «POA ejecutado». También en «Ejecución por unidad»."),
        ("Es la de «X» (D2 de unidades.csv).", "Es la de «X» (D2 de «Ejecución por unidad»)."),
        ("unidades.csv e historico.csv", "«Ejecución por unidad» y «Avance»"),
        ("historico.csv, fila A, columna poa y x.csv", "«Avance», fila A, columna «POA ejecutado» e «Ingresos»"),
        ("dos.csv, fila A, columna poa", "dos.csv, fila A, columna poa"),
        ("otro.csv y data/x/unidades.csv", "otro.csv y data/x/unidades.csv"),
        ("Son 2.345 de 3.4.", "Son 2.345 de 3.4."),
    ],
)  # fmt: skip
def test_a_printed_table_is_named_by_its_title_and_not_by_its_file(book, text, said):
    assert as_printed(replace(book, printed=TABLES), text) == said


PRINTED = (
    # In order: a computed figure, an input figure, a sum within its table, and two cells that another table prints too.
    Reconciled("avance_fisico/2024-T2/area/VRE", "a", "92.75", "92.75", "0.00", Verdict.EXACT, "Promedio.", ""),
    Reconciled("avance_fisico/2024-T2/unidad/DGCEP", "b", "90.62", "90.62", "0.00", Verdict.EXACT, "Leído.", ""),
    Reconciled("cuadro/almacenes/TOTAL/saldo", "c", "9", "8", "1", Verdict.IRRECONCILABLE, "suma de 2 filas", "x"),
    Reconciled("cuadro/otro/1/avance", "d", "9", "9", "0", Verdict.EXACT, "cotejo con otro cuadro impreso: avance", ""),
    Reconciled(
        "cuadro/otro/2/avance",
        "e",
        "9",
        "8",
        "1",
        Verdict.IRRECONCILABLE,
        "cotejo con otro cuadro impreso: avance",
        "x",
    ),
)


def test_verdicts_are_counted_separately_by_kind_of_check(book, wording):
    computed, read = "avance_fisico/2024-T2/area/VRE", "avance_fisico/2024-T2/unidad/DGCEP"
    figures = {
        **book.figures,
        computed: replace(book[computed], operation=Operation.MEAN),
        read: replace(book[read], operation=Operation.INPUT),
    }
    shown = verdicts_table(replace(book, figures=figures), PRINTED, id="cuadro-veredictos")
    assert [row[1:] for row in rows(shown)] == [
        ["1", "1", "1"], ["0", "0", "0"], ["0", "0", "0"], ["0", "0", "0"], ["1", "0", "1"], ["0", "0", "0"],
        ["2", "1", "2"],
    ]  # fmt: skip
    wording(" ".join(shown.notes), "«exacto»")


def test_findings_are_counted_by_rule_and_rules_without_findings_together(book, wording):
    book = replace(book, listings={**book.listings, "reglas": RULES})
    shown = findings_table(book, (DATE, LATE, LATE, replace(LATE, severidad=Severity.NOTE)), id="cuadro-hallazgos")
    wording([row[0] for row in rows(shown) if len(row) == 1], "1 advertencia", "2 advertencias", "1 nota")
    wording(shown.notes, "2", "3")


def test_a_figure_printed_alike_in_several_places_has_one_row_and_the_table_says_why(book, wording):
    items = (
        PRINTED[0],
        replace(PRINTED[0], donde="b"),
        replace(PRINTED[2], donde="«Almacenes», fila «TOTAL», columna «Saldo»"),
    )
    shown = reconciled_table(book, items, id="cuadro-x", title="T")
    wording([row[0] for row in rows(shown)], "segundo trimestre de 2024", PRINTED[0].donde, "b", "Almacenes", "TOTAL", "Saldo")
    wording(shown.notes, "3", "2")
    assert "celdas impresas" not in words(reconciled_table(book, items[:1], id="cuadro-x", title="T"))


def test_a_renamed_unit_has_in_findings_and_forms_the_acronym_by_which_the_tables_call_it(book):
    """It keeps its code, by which the inputs name it; a task whose code has the unit's keeps its own."""
    one, *others = book.nodes_at("unidad")
    book = replace(book, nodes=tuple(replace(node, sigla="NUEVA" if node is one else "") for node in book.nodes))
    book = replace(book, listings={**book.listings, "recepcion": ({**RECEIVED, "unidad": one.code},)})
    text = f"Tarea 1.{one.code} (unidad {{0}}): la unidad {{0}}. «Agua» ({{0}}); la unidad {others[0].code} → {{0}}, 1 → {one.code}."
    assert as_printed(book, text.format(one.code)) == text.format("NUEVA")
    assert [row[1] for row in rows(forms_not_accepted_table(book))] == ["NUEVA"]


def test_forms_are_counted_by_state_and_only_those_not_accepted_are_listed(book, wording):
    accepted = {**RECEIVED, "archivo": "formularios/U2.xlsx", "unidad": "U2", "estado": "aceptado", "motivo": ""}
    replaced = {**accepted, "estado": "reemplazado", "motivo": "vale el presentado después"}
    book = replace(book, listings={**book.listings, "recepcion": (RECEIVED, accepted, replaced)})
    assert rows(reception_table(book)) == [["Segundo trimestre de 2024", "0", "1", "1", "0"]]
    others = forms_not_accepted_table(book)
    assert [row[1:] for row in rows(others)] == [
        ["U1", "Segundo trimestre de 2024", "3 de julio de 2024", "Rechazado: Le faltan dos causas."],
        ["U2", "Segundo trimestre de 2024", "3 de julio de 2024", "Reemplazado: vale el presentado después."],
    ]
    wording(others.notes)


def test_a_form_rejected_and_then_set_aside_has_two_lines_and_counts_once(book, wording):
    aside = {**RECEIVED, "estado": "descartado", "motivo": "apartado en descartados/"}
    book = replace(book, listings={**book.listings, "recepcion": (RECEIVED, aside)})
    assert rows(reception_table(book)) == [["Segundo trimestre de 2024", "0", "0", "0", "1"]]
    others = forms_not_accepted_table(book)
    assert len(others.rows) == 2
    wording(others.notes[1])
    accepted = replace(book, listings={**book.listings, "recepcion": (RECEIVED, {**RECEIVED, "estado": "aceptado"})})
    assert forms_not_accepted_table(accepted).notes == others.notes


def test_forms_are_counted_among_the_inputs(book, wording):
    inputs = {"data/x/2024/gastos.csv": "ab" * 32, "data/x/2024/T2/formularios/U1.xlsx": "cd" * 32}
    shown = inputs_table(replace(book, inputs=inputs), id="cuadro-insumos")
    assert len(rows(shown)) == 1
    wording(words(shown), "un solo formulario")


def test_the_files_of_a_folder_that_holds_many_are_one_line(book, wording):
    """Otherwise SEGIP's hundred declared tables fill five pages with digests, which are in the manifest anyway."""
    inputs = {f"data/x/2024/cuadros/c{number}.csv": "ab" * 32 for number in range(25)}
    few = {f"data/x/2024/t{number}.csv": "cd" * 32 for number in range(24)}
    shown = rows(inputs_table(replace(book, inputs=inputs | few), id="cuadro-insumos"))
    assert len(shown) == 25
    wording(shown[0][1], "manifiesto.json")
    assert "25 archivos" in shown[0][0] and all(row[1] == "cdcdcdcdcdcdcdcd…" for row in shown[1:])


def test_a_finding_on_a_printed_table_names_it_by_its_title(book):
    found = replace(DATE, mensaje="unidades.csv, fila TOTAL imprime 20,24, pero sus partes suman 20,19.")
    shown = findings_table(replace(book, printed=TABLES), [found], id="cuadro-hallazgos")
    assert rows(shown)[1][1] == f"«{TABLES[0].title}», fila TOTAL imprime 20,24, pero sus partes suman 20,19."


def test_all_warnings_and_a_few_notes_of_each_rule_are_printed(book, wording):
    notes = [
        replace(DATE, codigo="EJE-CERO", severidad=Severity.NOTE, mensaje=f"Nota {number}.") for number in range(8)
    ]
    warnings = [replace(DATE, mensaje=f"Aviso {number}.") for number in range(8)]
    shown = findings_table(book, (*warnings, *notes), id="cuadro-hallazgos")
    assert len([row for row in rows(shown) if len(row) > 1]) == 8 + 5
    wording(shown.notes, "13", "16")


def test_the_warnings_of_a_rule_do_not_use_up_the_places_of_its_notes(book, wording):
    warnings = [replace(DATE, mensaje=f"Aviso {number}.") for number in range(5)]
    notes = [replace(DATE, severidad=Severity.NOTE, mensaje=f"Nota {number}.") for number in range(7)]
    shown = findings_table(book, (*warnings, *notes), id="cuadro-hallazgos")
    printed = [row[1] for row in rows(shown) if len(row) > 1]
    assert printed == [finding.mensaje for finding in (*warnings, *notes[:5])]
    wording(shown.notes, "10", "12")


def test_of_the_changed_figures_of_closed_periods_a_few_of_each_rule_are_listed(book, wording):
    """A ministry may have hundreds, of tasks and months too; the section on the quarters shows them by their cause."""
    changed = [replace(DATE, codigo=code, mensaje=f"{code} {at}.") for code in CLOSED_CHANGED for at in range(6)]
    shown = findings_table(book, [*changed, DATE], id="cuadro-hallazgos")
    assert len([row for row in rows(shown) if len(row) > 1]) == 5 + 5 + 1
    wording(shown.notes, "11", "13")


def test_a_note_that_recommends_asking_the_unit_is_not_said_to_ask_for_no_reply(book, wording):
    assert basis_of("EJE-CERO").advice.startswith("Pedir a la unidad")
    shown = audit_table(book, [replace(DATE, codigo="EJE-CERO", severidad=Severity.NOTE)])
    wording([shown.notes[-1], shown.empty])


def test_without_forms_their_reception_is_lacking(book, wording):
    wording(reception_table(book).what)


def test_a_printed_grade_is_shown_in_words_and_has_no_difference(book):
    line = Reconciled(
        "avance_fisico/2024-T2/area/VRE#calificacion", "cuadro 1", "Bajo", "Alto", "", Verdict.IRRECONCILABLE,
        "calificación de 92,75", "a 92,75 le corresponde «Alto»",
    )  # fmt: skip
    ((name, printed, computed, difference, cause),) = rows(
        reconciled_table(book, [line], id="cuadro-grados", title="Calificaciones")
    )
    assert (name.endswith(", calificación (cuadro 1)"), printed, computed, difference) == (True, "Bajo", "Alto", "—")
    assert cause == "A 92,75 le corresponde «Alto»."
