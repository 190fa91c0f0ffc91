"""Exports of SIGEP as they arrive: what their titles state, their lines, and sums that are checked and not added."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from helpers.base.written_values import read_date
from helpers.figures.findings import Severity
from helpers.intake.sigep.report_titles import read_said

HEADING = ["Cat. Prg.", "Fte", "Org", "Denominación", "Ppto. Vigente", "Devengado"]
LINES = [
    ["000 0 001", "10", "111", "Administración", 100, 40.5],
    ["570 0 004", "10", "111", "Bilaterales", 50, -0.5],
]


def export(desk, rows, title="Ejecución presupuestaria al 30/06/2024", name="sigep/reporte.xlsx", heading=HEADING):
    desk.book(name, {"Hoja1": [[title], heading, *rows]})


def money(dataset):
    return [
        (row.text("cat_prog"), row.number("devengado") and row.number("devengado").value)
        for row in dataset.rows("gastos")
    ]


def only_export(desk):
    (desk.year / "gastos.csv").unlink()
    (desk.year / "vinculacion.csv").unlink()


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("al 30/06/2024", date(2024, 6, 30)),
        ("Del 01/01/2024 al 30/06/2024", date(2024, 6, 30)),
        ("REPORTE AL 30 DE JUNIO DE 2024", date(2024, 6, 30)),
        ("Fecha de corte: 2024-06-30", date(2024, 6, 30)),
        ("Acumulado hasta el 30-jun-2024", date(2024, 6, 30)),
        ("Fecha de impresión: 05/07/2024", None),
        ("Resolución 12 del 05/02/2024", None),
        ("Al cierre", None),
    ],
)
def test_the_cutoff_is_the_date_until_which_the_report_counts(line, day):
    assert read_said([line]).cutoffs == ((day,) if day else ())


def test_the_title_states_the_kind_of_report_and_its_state():
    said = read_said(["EJECUCIÓN POR OBJETO DEL GASTO", "Estado: En Línea"])
    assert (said.report, said.state) == ("partida", "en linea")
    assert read_said(["por fuente", "por partida"]).report == ""


@pytest.mark.parametrize(
    ("title", "number"),
    [("Entidad: 0046 Servicio", "0046"), ("ENTIDAD N° 46", "46"), ("Entidad Gestión 2024", ""), ("Entidad: 46 Entidad: 47", "")],
)
def test_the_title_states_the_entity_by_its_number(title, number):
    assert read_said([title]).entity == number


@pytest.mark.parametrize(
    ("title", "amounts"),
    [
        ("(Expresado en Bolivianos)", ""),
        ("(En miles de bolivianos)", "en miles de bolivianos"),
        ("Expresado en DÓLARES", "en dólares"),
        ("Miles de familias", ""),
    ],
)
def test_the_title_states_that_amounts_are_not_in_bolivianos(title, amounts):
    assert read_said([title]).amounts == amounts


def test_a_report_in_thousands_is_an_error(desk, wording):
    """Its 100 are Bs 100.000."""
    only_export(desk)
    export(desk, LINES, "Ejecución presupuestaria al 30/06/2024 (en miles de bolivianos)")
    (found,) = [one for one in desk.findings() if one.severidad is Severity.ERROR]
    assert found.codigo == "ENT-SIGEP"
    wording(found.mensaje)


@pytest.mark.parametrize(("said", "findings"), [("Entidad: 46 Servicio", []), ("Entidad: 0047 Otro", ["ENT-SIGEP"]), ("Servicio", [])])
def test_the_report_of_another_entity_is_an_error(desk, wording, said, findings):
    only_export(desk)
    params = desk.workspace.root / "params/prueba/entidad.yaml"
    params.parent.mkdir(parents=True)
    params.write_text("codigo: ENT\nnombre: Servicio\nsigla: ENT\ncodigo_sigep: '0046'\n", encoding="utf-8")
    export(desk, LINES, f"{said} · Ejecución presupuestaria al 30/06/2024")
    found = [one for one in desk.findings() if one.severidad is Severity.ERROR]
    assert [one.codigo for one in found] == findings
    wording([one.mensaje for one in found])


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("30 de junio de 2024", date(2024, 6, 30)),
        ("30/06/2024 00:00:00", date(2024, 6, 30)),
        ("1-set-2024", date(2024, 9, 1)),
        ("5 de setiembre del 2024", date(2024, 9, 5)),
        ("1.º de julio de 2024", date(2024, 7, 1)),
        ("06/30/2024", None),
        ("30/06/24", None),
        ("31 de junio de 2024", None),
        ("30 de junta de 2024", None),
    ],
)
def test_dates_in_words_are_read(text, day):
    assert read_date(text) == day


def test_an_export_becomes_rows_with_their_cells(desk):
    only_export(desk)
    export(desk, LINES)
    dataset, findings = desk.read(tablas=["gastos"])
    assert money(dataset) == [("000 0 001", Decimal("40.5")), ("570 0 004", Decimal("-0.5"))]
    row = dataset.rows("gastos")[0]
    assert (row.text("sistema"), row.text("reporte"), row.date("fecha_corte")) == (
        "SIGEP",
        "categoria",
        date(2024, 6, 30),
    )
    assert str(row.number("devengado").cell) == "data/prueba/2024/sigep/reporte.xlsx#Hoja1!F3"
    assert {finding.severidad for finding in findings} == {Severity.NOTE}
    assert "data/prueba/2024/sigep/reporte.xlsx" in dataset.files


def test_a_group_that_adds_up_is_noted_and_one_that_does_not_is_reported(desk):
    only_export(desk)
    groups = [["000", None, None, "Programa 000", 100, 40.5], ["570", None, None, "Programa 570", 50, 0]]
    export(desk, [groups[0], LINES[0], groups[1], LINES[1]])
    dataset, findings = desk.read()
    assert len(dataset.rows("gastos")) == 2
    assert [(f.codigo, f.celda, f.esperado) for f in findings if "TOTAL" in f.codigo] == [
        ("ENT-TOTAL-DISTINTO", "F5", "-0.5"),
        ("ENT-TOTAL", "3", ""),
    ]


def test_a_line_without_code_that_sums_the_others_is_a_total(desk):
    only_export(desk)
    export(desk, [*LINES, [None, None, None, None, 150, 40]])
    dataset, findings = desk.read()
    assert len(dataset.rows("gastos")) == 2
    assert [(finding.codigo, finding.celda) for finding in findings] == [("ENT-FILAS-APARTE", "1"), ("ENT-TOTAL", "5")]


def test_a_line_without_its_category_is_an_error(desk):
    only_export(desk)
    export(desk, [*LINES, [None, "41", "119", "Sin categoría", 7, 1]])
    (error,) = [finding for finding in desk.findings() if finding.severidad is Severity.ERROR]
    assert (error.codigo, error.celda) == ("ENT-LINEA-SIN-CODIGO", "A5")


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Ejecución presupuestaria", "no consta una única fecha de corte de 2024. Si"),
        ("Del 01/01/2023 al 31/12/2023", "(el reporte dice: 31/12/2023)"),
        ("al 30/06/2024 y al 31/07/2024", "(el reporte dice: 30/06/2024, 31/07/2024)"),
    ],
)
def test_a_missing_ambiguous_or_foreign_cutoff_is_an_error(desk, title, words, wording):
    only_export(desk)
    export(desk, LINES, title=title)
    (error,) = [finding for finding in desk.findings() if finding.codigo == "ENT-SIGEP"]
    assert words in error.mensaje
    wording(error.mensaje, "sigep: {reporte.xlsx: {fecha_corte: 2024-MM-DD}}")


def test_the_parameters_may_state_what_the_export_does_not(desk):
    only_export(desk)
    export(desk, LINES, title="Sin fecha")
    own = {"reporte.xlsx": {"fecha_corte": "2024-03-31", "estado": "en linea", "reporte": "categoria"}}
    dataset, findings = desk.read("2024-T1", sigep=own)
    row = dataset.rows("gastos")[0]
    assert (row.date("fecha_corte"), row.text("estado")) == (date(2024, 3, 31), "en linea")
    assert [finding for finding in findings if finding.severidad is Severity.ERROR] == []


def test_the_same_report_twice_is_an_error(desk):
    only_export(desk)
    export(desk, LINES)
    export(desk, LINES, name="sigep/otra_vez.xlsx")
    codes = [finding.codigo for finding in desk.findings() if finding.severidad is Severity.ERROR]
    assert codes == ["ENT-DUPLICADO"] * 2


def test_income_goes_to_its_own_table(desk):
    heading = ["Rubro", "Descripción", "Ppto Vigente", "Devengado", "Percibido"]
    export(desk, [["19212", "Transferencias", 10, 5, None]], heading=heading)
    dataset, _ = desk.read()
    (row,) = dataset.rows("recursos")
    assert (row.text("rubro"), row.number("percibido")) == ("19212", None)
    assert len(dataset.rows("gastos")) == 2


def test_a_date_of_printing_in_a_cell_is_no_cutoff(desk):
    only_export(desk)
    desk.book("sigep/r.xlsx", {"H": [["Impreso", datetime(2024, 7, 5)], ["al 30/06/2024"], HEADING, *LINES]})
    assert desk.read()[0].rows("gastos")[0].date("fecha_corte") == date(2024, 6, 30)


@pytest.mark.parametrize(("name", "content"), [("a.pdf", b"%PDF"), ("a.xlsx", b""), ("a.csv", b"x,y\n1,2\n")])
def test_a_file_that_is_no_export_is_one_error_and_gastos_is_not_called_missing(desk, name, content):
    only_export(desk)
    desk.put(f"sigep/{name}", content)
    errors = [finding for finding in desk.findings(tablas=["gastos"]) if finding.severidad is Severity.ERROR]
    assert len(errors) == 1
    assert errors[0].archivo == f"data/prueba/2024/sigep/{name}"


PAGE_LINES = [
    ["Usuario: JPEREZ", None, None, None, None, "Página 1 de 3"],
    ["Usuario:", "JUAN PÉREZ", None, "Fecha:", "05/07/2024", "10:15:30"],
    [None, None, None, None, "Pág.", 2],
    [None, None, None, "Página", 1, "de 3"],
    ["Fecha de impresión: 05/07/2024 10:15"],
    ["Impreso el 05/07/2024", None, None, None, None, "Hoja 2/3"],
    ["Ejecución presupuestaria al 30/06/2024"],
    [None, None, None, datetime(2024, 7, 5), "Hora: 10:15", "1 de 3"],
]


@pytest.mark.parametrize("line", PAGE_LINES, ids=lambda line: str(line[0]))
@pytest.mark.parametrize("place", [1, 2])
def test_headers_and_footers_of_pages_are_no_lines_of_the_budget(desk, line, place):
    """The line stands once in the middle, followed by the heading again, and once at the end."""
    only_export(desk)
    rows = [*LINES[:place], line, *([HEADING] if place == 1 else []), *LINES[place:]]
    export(desk, rows)
    dataset, findings = desk.read(tablas=["gastos"])
    assert money(dataset) == [("000 0 001", Decimal("40.5")), ("570 0 004", Decimal("-0.5"))]
    assert {finding.severidad for finding in findings} == {Severity.NOTE}
    (note,) = [finding for finding in findings if "página del sistema" in finding.mensaje]
    assert f"fila {place + 3}" in note.mensaje


@pytest.mark.parametrize("line", [["Usuario: JPEREZ", None, None, None, None, 700], [None, None, None, "Página 1 de 3", 5, 7]])
def test_an_amount_beside_a_page_header_is_an_error(desk, line):
    only_export(desk)
    export(desk, [*LINES, line])
    errors = [finding for finding in desk.findings(tablas=["gastos"]) if finding.codigo == "ENT-SIGEP"]
    assert [(error.severidad, error.celda) for error in errors] == [(Severity.ERROR, "F5" if line[0] else "E5")]


def test_a_title_and_a_line_worded_like_a_page_header_are_not_left_out(desk):
    only_export(desk)
    named = ["571 0 001", "10", "111", "Usuario: capacitación", 3, 2]
    export(desk, [*LINES, named])
    dataset, _ = desk.read(tablas=["gastos"])
    assert money(dataset)[-1] == ("571 0 001", Decimal(2))
    export(desk, [LINES[0], ["Ejecución presupuestaria al 31/03/2024"], LINES[1]])
    assert not [finding for finding in desk.findings() if "página del sistema" in finding.mensaje]


@pytest.mark.parametrize("heading", ["% Ejec.", "Otra"])
def test_a_report_of_the_system_is_not_to_be_changed_for_a_column_that_is_not_read(desk, heading):
    only_export(desk)
    export(desk, [[*row, "20"] for row in LINES], heading=[*HEADING, heading])
    (found,) = [one for one in desk.read()[1] if one.codigo == "ENT-COLUMNA-DESCONOCIDA"]
    assert (found.severidad, found.encontrado) == ("nota", heading)
    assert found.mensaje.endswith("dígalo en «columnas» de los parámetros; el reporte queda como salió del sistema.")


@pytest.mark.parametrize(("lost", "heading"), [("Ppto. Vigente", "Vig. al corte"), ("Devengado", "Ejecutado acum.")])
def test_an_unknown_column_of_a_report_without_its_budget_or_its_accrued_money_is_a_warning(desk, lost, heading):
    """It may be the missing amount, without which there is no execution."""
    only_export(desk)
    export(desk, LINES, heading=[heading if title == lost else title for title in HEADING])
    (found,) = [one for one in desk.read()[1] if one.codigo == "ENT-COLUMNA-DESCONOCIDA"]
    assert (found.severidad, found.encontrado) == ("advertencia", heading)


@pytest.mark.parametrize("text", ["Usuario: JPEREZ - Página 1 de 3", "Página 2 de 3 30/06/2024 10:30", "Usuario: JPEREZ | Pág. 2"])
def test_a_page_footer_that_is_all_in_the_cell_of_the_category_is_no_category(desk, text):
    only_export(desk)
    export(desk, [LINES[0], [text], LINES[1]])
    dataset, _ = desk.read()
    assert [category for category, _ in money(dataset)] == ["000 0 001", "570 0 004"]
