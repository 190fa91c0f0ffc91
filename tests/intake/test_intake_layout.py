"""Finding the table in its sheet: titles, headings of two rows, repeated headings, sums, notes and merged cells."""

from decimal import Decimal

import pytest

from helpers.figures.findings import Severity
from helpers.intake.dataset import TABLES
from helpers.intake.layout.arrange_table import arrange, is_total_word
from helpers.intake.layout.cell_grid import BLANK, Cell, Grid, Line, Merged, filled_down
from helpers.intake.layout.heading_rows import find_heading
from helpers.intake.tables.column_headings import known_headings, synonyms
from helpers.intake.tables.table_columns import number
from helpers.intake.values.word_matching import plain, repaired, unmarked


def grid_of(text, merged=()):
    """A grid from lines whose cells are separated by bars; a blank line counts in the numbering of rows."""
    lines = [[cell.strip() for cell in row.split("|")] for row in text.strip("\n").splitlines()]
    return Grid(
        "a.xlsx",
        "H",
        tuple(
            Line(number, tuple(Cell(cell) if cell else BLANK for cell in cells))
            for number, cells in enumerate(lines, 1)
            if any(cells)
        ),
        tuple(Merged(*area) for area in merged),
    )


def arranged(table, text, merged=(), declared=None):
    return arrange(TABLES[table], grid_of(text, merged), known_headings(TABLES[table], declared or {}))


def header(table, text, **more):
    line = arranged(table, text, **more).grid.lines[0]
    return line.number, [cell.text for cell in line.cells]


@pytest.mark.parametrize(
    "written",
    ["ppto_vigente", "Ppto. Vigente", "PRESUPUESTO VIGENTE", "Ppto. Vig.", " presupuesto  vigente (Bs) ", "Vigente (1)"],
)
def test_a_heading_is_known_however_it_is_written(written):
    assert header("gastos", f"Fecha de corte | Reporte | {written}\n") == (1, ["fecha_corte", "reporte", "ppto_vigente"])


@pytest.mark.parametrize("written", ["% devengado", "Devengado (%)", "Devengado %", "Ejecutado", "Presupuesto"])
def test_a_heading_that_means_another_thing_is_not_taken(written):
    assert header("gastos", f"fecha_corte | reporte | {written}\n")[1][2] == written


def test_headings_that_the_run_declares_are_known_too():
    text = "Corte SIGEP | reporte | Llave\n"
    declared = {"corte sigep": "fecha_corte", "LLAVE": "cat_prog"}
    assert header("gastos", text, declared=declared)[1] == ["fecha_corte", "reporte", "cat_prog"]


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_every_name_of_a_column_leads_to_it(table):
    known = known_headings(table, {})
    for column in table.file_columns:
        assert known[plain(column.name)] == column.name
        for heading in synonyms(table, column.name):
            assert known[plain(heading)] in {other.name for other in table.file_columns}


def test_titles_above_the_heading_are_separated_and_noted():
    got = arranged("acciones", "MINISTERIO\n\nPOA 2024\nACP | Denominación\n1 | Uno\n")
    assert got.grid.lines[0].number == 4
    assert got.above == ("MINISTERIO", "POA 2024")
    (finding,) = got.findings
    assert (finding.severidad, finding.encontrado) == (Severity.NOTE, "MINISTERIO / POA 2024")


def test_an_amount_merged_over_rows_is_read_in_the_first_and_names_its_cells():
    grid = grid_of("a | 7\nb |\nc |\n\n", merged=((1, 9, 1, 1),))
    read, (finding,) = filled_down(grid, {1: number("devengado", "x")}, 1)
    assert [line.at(1).text for line in read.lines] == ["7", "", ""]
    assert (finding.codigo, finding.celda, finding.elemento) == ("ENT-CELDAS-UNIDAS", "B1", "B1:B3")


def test_a_heading_of_two_rows_with_merged_cells():
    text = """
        Cat. Prog. | Presupuesto |         |        | Ejecución |
                   | Inicial     | Vigente | Modif. | Devengado | Pagado
        000 0 001  | 1           | 2       | 3      | 4         | 5
    """
    expected = (2, ["cat_prog", "ppto_inicial", "ppto_vigente", "modificaciones", "devengado", "pagado"])
    merged = ((1, 2, 0, 0), (1, 1, 1, 3), (1, 1, 4, 5))
    assert header("gastos", text, merged=merged) == expected
    assert header("gastos", text) == expected


def test_two_groups_with_the_same_months_are_distinguished():
    text = """
        Tarea | Programado |         | Ejecutado |
              | Enero      | Febrero | Enero     | Febrero
        1.1   | 5          | 5       | 4         | 3
    """
    assert header("ejecucion", text)[1] == ["tarea", "Programado Enero", "Programado Febrero", "ene", "feb"]


def test_a_row_of_data_is_no_second_heading():
    text = "acp | denominacion | indicador\n1 | meta | grupo\n"
    assert find_heading(grid_of(text), known_headings(TABLES["acciones"], {})).last == 0


def test_without_any_known_heading_the_first_row_is_the_heading():
    assert header("acciones", "a | b\n1 | 2\n") == (1, ["a", "b"])


def test_a_repeated_heading_is_no_row():
    got = arranged("acciones", "ACP | Denominación\n1 | Uno\nacp | DENOMINACION\n2 | Dos\n")
    assert [line.number for line in got.grid.lines] == [1, 2, 4]
    assert [finding.celda for finding in got.findings] == ["3"]


@pytest.mark.parametrize("word", ["TOTAL", "Sub-total", "SUBTOTAL ACP 1", "Totales:", "Total general", "SUB TOTAL"])
def test_words_that_mean_a_sum(word):
    assert is_total_word(word)


@pytest.mark.parametrize("word", ["", "Totalmente", "Atención total", "000 0 001", "Suma de esfuerzos"])
def test_words_that_do_not_mean_a_sum(word):
    assert not is_total_word(word)


SPENT = "fecha_corte | reporte | fuente | denominacion | devengado\n"


def test_a_sum_is_a_row_without_a_code_of_its_own():
    rows = "2024-06-30 | fuente | 10 | Total cooperación | 5\n | | | Total | 5\n2024-06-30 | fuente | | TOTAL | 5\n"
    assert arranged("gastos", SPENT + rows).totals == {3: "Total", 4: "TOTAL"}


def test_a_sum_of_a_report_may_have_what_all_its_rows_have():
    """A spreadsheet that fills down copies date, report, system and state into the row of the total too."""
    head = "fecha_corte | reporte | sistema | estado | cat_prog | fuente | denominacion | devengado\n"
    row = "2024-06-30 | categoria | SIGEP | aprobado | "
    sums = f"{row}TOTAL | 41 | | 5\n{row} | | TOTAL | 5\n"
    assert arranged("gastos", f"{head}{row}10 0 001 | 41 | Total vías | 5\n{sums}").totals == {3: "TOTAL", 4: "TOTAL"}


def test_a_count_of_a_group_called_total_is_a_row():
    assert arranged("recuento", "periodo | elemento | grupo | cantidad\n2024-T1 | tarea | Total | 7\n").totals == {}


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("tareas", "tarea | descripcion | operacion | unidad | acp | ene\nt1 | Total de trámites atendidos | 1 | U1 | 1 | 5\n"),
        ("estructura", "codigo | nombre | nivel | padre | orden\nU1 | TOTAL | unidad | E | 2\n"),
        ("acciones", "acp | denominacion | ponderacion\n1 | Total transparencia | 40\n"),
    ],
)
def test_a_row_with_its_own_code_is_no_sum_whatever_its_name(table, row):
    """Otherwise a task such as «Total de trámites atendidos» is left out of the plan with a note."""
    assert arranged(table, row).totals == {}


@pytest.mark.parametrize("row", ["TOTAL | | | | | 5", " | Total | | | | 5", "Total | Total | 1 | U1 | 1 | 5"])
def test_a_printed_sum_of_tasks_is_recognised(row):
    head = "tarea | descripcion | operacion | unidad | acp | ene\n"
    assert list(arranged("tareas", f"{head}{row}\n").totals) == [2]


def totals_read(desk, rows):
    lines = [",".join(cell.strip() for cell in row.split("|")) for row in (SPENT + rows).splitlines()]
    desk.put("gastos.csv", "\n".join(lines) + "\n")
    dataset, findings = desk.read()
    return len(dataset.rows("gastos")), [(f.codigo, f.celda, f.esperado) for f in findings]


LINES = "2024-06-30 | fuente | 10 | a | 5\n2024-06-30 | fuente | 20 | b | 7.5\n"


def test_a_sum_that_matches_its_rows_is_noted_and_not_added(desk):
    assert totals_read(desk, f"{LINES}TOTAL | | | | 12.5\n") == (2, [("ENT-TOTAL", "4", "")])


def test_a_sum_that_does_not_match_is_reported_with_the_sum_of_its_rows(desk):
    assert totals_read(desk, f"{LINES}TOTAL | | | | 12.6\n") == (2, [("ENT-TOTAL-DISTINTO", "E4", "12.5")])


def test_amounts_in_messages_are_written_as_amounts(desk):
    desk.put("gastos.csv", f"{SPENT}{LINES}TOTAL | | | | 1012.5\n".replace(" ", "").replace("|", ","))
    (told,) = (finding.mensaje for finding in desk.read()[1])
    assert all(f" {amount} " in told for amount in ("1.012,50", "12,50"))


@pytest.mark.parametrize(("table", "name", "shown"), [("gastos", "ppto_vigente", "650.000,50"), ("produccion", "cantidad", "650.000,5")])
def test_of_numbers_in_messages_only_money_has_cents(table, name, shown):
    column = next(column for column in TABLES[table].columns if column.name == name)
    lines = Line(1, (Cell("650000.5", Decimal("650000.5")),)), Line(2, (BLANK,))
    (merged,) = filled_down(Grid("a.xlsx", "H", lines, (Merged(1, 2, 0, 0),)), {0: column}, 1)[1]
    assert f" {shown} " in merged.mensaje


def test_a_wrong_total_of_quantities_is_told_without_cents(desk):
    desk.put("produccion.csv", "servicio,cantidad\nPasaportes,1000\nVisas,12.5\nTOTAL,1012\n")
    (told,) = (finding.mensaje for finding in desk.read()[1] if finding.codigo == "ENT-TOTAL-DISTINTO")
    assert all(f" {number}" in told for number in ("1.012 en «cantidad»", "1.012,5 (diferencia", "(diferencia \N{MINUS SIGN}0,5)"))


def test_a_subtotal_closes_the_rows_since_the_last_one_and_a_total_closes_all(desk):
    more = "2024-06-30 | fuente | 30 | c | 1\n"
    rows = f"{LINES}Subtotal | | | | 12.5\n{more}Subtotal | | | | 1\nTOTAL | | | | 13.5\n"
    assert totals_read(desk, rows) == (3, [("ENT-TOTAL", "4", "")])


def test_a_sum_that_states_its_date_adds_the_rows_of_that_date(desk):
    """The rows of March stand between no other sum and the one of June."""
    march = "2024-03-31 | fuente | 10 | a | 3\n"
    assert totals_read(desk, f"{march}{LINES}2024-06-30 | | TOTAL | | 12.5\n") == (3, [("ENT-TOTAL", "5", "")])
    assert totals_read(desk, f"{march}{LINES}2024-06-30 | | TOTAL | | 15.5\n") == (3, [("ENT-TOTAL", "5", "")])
    assert totals_read(desk, f"{march}{LINES}2024-06-30 | | TOTAL | | 9\n") == (3, [("ENT-TOTAL-DISTINTO", "E5", "12.5")])


def test_a_percentage_has_no_sum_to_compare(desk):
    desk.put("avances.csv", "nivel,codigo,indicador,periodo,valor\narea,A1,avance_fisico,2024-T1,80\nTOTAL,,,,40\n")
    dataset, findings = desk.read()
    assert len(dataset.rows("avances")) == 1
    assert [finding.codigo for finding in findings] == ["ENT-TOTAL"]


def test_notes_at_the_foot_are_separated_and_a_short_row_is_not():
    got = arranged("acciones", "acp | denominacion\n1 | Uno\n9 |\nFuente: POA | \n(1) Vigente desde mayo |\n")
    assert [line.number for line in got.grid.lines] == [1, 2, 3]
    assert [(finding.celda, finding.encontrado) for finding in got.findings] == [
        ("4", "Fuente: POA / (1) Vigente desde mayo")
    ]


@pytest.mark.parametrize(
    ("text", "bare"),
    [("Ministerio (1)", "Ministerio"), ("DGAA*", "DGAA"), ("Unidad²", "Unidad"), ("DGAA 1/", "DGAA"), ("(1)", "(1)"),
     ("15.9.9#2", "15.9.9#2"), ("RM 12/2024", "RM 12/2024")],
)  # fmt: skip
def test_marks_of_a_footnote_are_removed(text, bare):
    assert unmarked(text) == bare


@pytest.mark.parametrize(
    ("doubled", "word"),
    [("DirecciÃ³n de NiÃ±ez", "Dirección de Niñez"), ("Ãštil", "Útil"), ("Â«Ã‘Â»", "«Ñ»"), ("aÃ±o â€“ mes", "año – mes"),
     ("Ã\x81rea", "Área"), ("SÃ£o Paulo", "São Paulo")],
)  # fmt: skip
def test_accents_doubled_by_another_encoding_are_undone(doubled, word):
    assert repaired(doubled) == word
    assert repaired(word) == word


@pytest.mark.parametrize("text", ["Consulado en SÃO PAULO", "Ãrea", "SÃO PAULO: atenciÃ³n"])
def test_a_text_that_was_not_wholly_doubled_is_left_as_it_is(text):
    """Ã is also a letter of Portuguese. `Ãrea` lost the second byte of its Á, so no one can say which letter it was."""
    assert repaired(text) == text
