"""What the workbook calculates from its tasks: operations, weighted means, ratios, grades, controls."""

import re

from openpyxl import load_workbook
from papers_engines import departures
from papers_methods import BOOKS
from papers_reading import lines
from papers_task_reading import operand_lines, result_line, row_of, tasks_row, written_by
from papers_tasks import scored, small_dataset
from papers_written import write
from xlsxwriter.worksheet import Worksheet

from helpers.audit.sheets.ironcalc_engine import ironcalc_values
from helpers.figures.book_file import read, save
from helpers.outputs.workbook import operand_references, sheet_writer
from helpers.outputs.workbook.task_layout import lay_out

# Figures above tasks


def test_an_operation_adds_up_the_rows_of_its_tasks(ministry):
    line = result_line(ministry, "avance_fisico/2024-T1/operacion/1.1")
    rows = [tasks_row(ministry, task) for task in ("1", "2")]
    run = rf"'Tareas trimestre'!\$[A-Z]+\${rows[0]}:\$[A-Z]+\${rows[1]}"
    assert re.fullmatch(rf"=SUM\({run}\)", line["Numerador, suma o media"])
    assert re.fullmatch(rf'=SUMIF\({run},">-9E\+99",{run}\)', line["Denominador o número"])
    assert re.fullmatch(r"=H(\d+)/I\1\*por_cien", line["Valor exacto"])


def test_an_operation_of_a_month_is_measured_against_the_goals_as_received(ministry):
    line = result_line(ministry, "avance_fisico/2024-ene/operacion/1.1")
    goals = lay_out(ministry.book).letter("programado_0")
    assert f"'Tareas'!${goals}$5:${goals}$6" in line["Denominador o número"]


def test_a_task_that_was_not_reported_is_already_in_the_range_of_its_operation(ministry):
    """If its form arrives later, the formula counts it."""
    first, last = sorted(tasks_row(ministry, task) for task in ("3", "4"))
    line = result_line(ministry, "numero_tareas/2024-T1/operacion/1.2")
    assert f"${first}:" in line["Valor exacto"] and line["Valor exacto"].endswith(f"${last})")
    assert ministry.book["numero_tareas/2024-T1/operacion/1.2"].value == 1


def test_parts_in_too_many_ranges_are_listed_one_by_one(monkeypatch, tmp_path):
    book = BOOKS["razones hasta la entidad"]()
    figure = book["avance_fisico/2024-T1/acp/1"]
    with_ranges = written_by(book, tmp_path)
    assert "Operandos" not in with_ranges.formulas.sheetnames
    monkeypatch.setattr(operand_references, "MOST_RUNS", 1)
    with_operands = written_by(book, tmp_path)
    assert result_line(with_operands, figure.id)["Numerador, suma o media"].startswith("=SUM('Operandos'!$D$")
    parts = operand_lines(with_operands, figure.id)
    assert [line["Valor o numerador"] for line in parts] == [float(book[part.id].numerator) for part in book.operands(figure)]
    assert departures(book, tmp_path / "motor", ironcalc_values) == ()


def test_tasks_with_weights_are_multiplied_row_by_row(tmp_path):
    written = written_by(BOOKS["segip-2020"](), tmp_path)
    line = result_line(written, "avance_fisico/2024-T1/unidad/A")
    values = lay_out(written.book).place(written.book["avance_fisico/2024-T1/tarea/1"]).published
    weights = lay_out(written.book).letter("ponderacion")
    assert re.fullmatch(
        rf"=SUMPRODUCT\('Tareas trimestre'!\${values}\$5:\${values}\$8,'Tareas'!\${weights}\$5:\${weights}\$8\)",
        line["Numerador, suma o media"],
    )


def test_fulfilled_parts_are_counted_against_a_named_threshold(tmp_path):
    written = written_by(BOOKS["cumplidas"](), tmp_path)
    line = result_line(written, "avance_fisico/2024-T1/operacion/1.1")
    assert line["Numerador, suma o media"].startswith("=COUNTIF('Tareas trimestre'!")
    assert line["Numerador, suma o media"].endswith(',">="&(umbral_100-tolerancia_umbral))')


def test_a_dispersion_is_calculated_step_by_step(ministry):
    figure = "avance_fisico_desviacion/2024-T1/area/X"
    line = result_line(ministry, figure)
    assert line["Numerador, suma o media"].startswith("=AVERAGE(")
    assert line["Valor exacto"].startswith("=SQRT((SUMPRODUCT(")
    assert "SQRT(" in result_line(ministry, "avance_fisico_inferior/2024-T1/area/X")["Valor exacto"]


def test_a_count_of_tasks_counts_their_rows(tmp_path):
    written = written_by(BOOKS["entre todas las tareas"](), tmp_path)
    line = result_line(written, "numero_tareas_plan/2024-T1/unidad/A")
    assert line["Valor exacto"] == "=COUNTA('Tareas'!$A$5:$A$8)"


# Grades


def test_each_scale_of_the_method_has_names_of_its_own(tmp_path):
    names = written_by(BOOKS["acp-ponderada"](), tmp_path).formulas.defined_names
    for indicator in ("avance_fisico", "eficiencia_ponderada", "eficiencia_relativa"):
        assert f"bandas_{indicator}_desde" in names


def test_a_grade_taken_from_others_is_the_worst_of_them(tmp_path):
    written = written_by(BOOKS["por presupuesto"](), tmp_path)
    taken = [figure for figure in written.book if figure.indicator == "desempeno_global" and figure.grade]
    assert taken
    stored = {line["Cifra"]: line["Calificación"] for line in lines(written.values["Cifras"])}
    for figure in taken:
        formula = result_line(written, figure.id)["Calificación"]
        assert formula.startswith("=IF(MATCH(") and "MIN(MATCH(" in formula
        assert stored[figure.id] == figure.grade.rating


def test_a_method_without_scales_grades_nothing(tmp_path):
    written = written_by(BOOKS["segip-2020"](), tmp_path)
    assert not [name for name in written.formulas.defined_names if name.startswith(("bandas", "umbrales"))]


def test_a_graded_task_says_its_grade_beside_its_percentage(tmp_path):
    line = row_of(written_by(BOOKS["tareas calificadas"](), tmp_path).values, "Tareas trimestre", "2")
    assert line["T1 · calificación"] == "Alto"


# Controls


def test_tasks_that_do_not_count_are_counted_by_reason(ministry):
    line = next(line for line in lines(ministry.values["Control de tareas"]) if line["Ventana"] == "2024-T2")
    assert (line["Sin dato"], line["Sin programa"], line["Ejecutada sin programa"]) == (1, 0, 1)


def test_a_book_without_tasks_has_no_sheets_of_tasks(small):
    assert not [name for name in small.formulas.sheetnames if "Tareas" in name or "tareas" in name]


def test_the_same_book_gives_the_same_bytes(tmp_path, ministry):
    write(scored(small_dataset(), "mre-2024"), tmp_path / "otra.xlsx")
    assert (tmp_path / "otra.xlsx").read_bytes() == ministry.path.read_bytes()


def test_a_saved_book_gives_the_same_workbook(tmp_path, ministry):
    save(ministry.book, tmp_path / "libro.json")
    write(read(tmp_path / "libro.json"), tmp_path / "papeles.xlsx")
    again, first = (load_workbook(path) for path in (tmp_path / "papeles.xlsx", ministry.path))
    for page in first:
        for row in page.iter_rows():
            for cell in row:
                assert again[page.title][cell.coordinate].value == cell.value, (page.title, cell.coordinate)


def test_formulas_are_written_as_the_library_would_write_them(tmp_path, monkeypatch, ministry):
    """`PlainSheet` skips a search that takes most of XlsxWriter's time. The file is the same, byte for byte."""
    monkeypatch.setattr(sheet_writer, "PlainSheet", Worksheet)
    write(ministry.book, tmp_path / "lenta.xlsx")
    assert (tmp_path / "lenta.xlsx").read_bytes() == ministry.path.read_bytes()


def test_a_count_over_no_cell_is_zero(tmp_path):
    """All weights of this plan are readable, so the count of others covers no cell. This once stopped the workbook."""
    articulation = "acp | area | ponderacion\n 1 | X | 60\n 2 | X | 40\n"
    book = scored(small_dataset(articulacion=articulation), periodo="2024-poa")
    written = written_by(book, tmp_path)
    counted = sorted((figure for figure in book if figure.indicator == "peso_acp_sin_dato"), key=lambda figure: figure.value)
    formulas = {str(figure.rounded): result_line(written, figure.id)["Valor exacto"] for figure in counted}
    assert formulas == {"0": "=0"}
