"""Forms that come back changed or are not the expected ones: changes are reported with their cell, or refused."""

from __future__ import annotations

import pytest
from filling import blank, codes, errors, filled, filled_workbook, read, row_of
from office import TASKS, VERSIONS, make_forms
from openpyxl import load_workbook
from openpyxl.comments import Comment

FILLED = {"DP.1.1": {"Ejec. jun": 1, "Medio de verificación": "Informe"}}


@pytest.fixture(scope="module")
def forms():
    return make_forms()


def read_changed(forms, folder, change):
    """Reads DP's form after it was filled in and then changed by somebody who unlocked it."""
    path, workbook = folder / "DP.xlsx", filled_workbook(forms, "DP", FILLED)
    change(workbook["Seguimiento"])
    workbook.save(path)
    return read(path, forms)


def error_of(reading):
    (problem,) = [finding for finding in reading.findings if finding.severidad == "error"]
    assert not reading.is_acceptable
    return problem


def test_a_changed_programme_is_an_error_with_its_cell(forms, tmp_path):
    def change(sheet):
        sheet["H11"].value = 2  # DP.1.1, June: 1 in the plan

    problem = error_of(read_changed(forms, tmp_path, change))
    assert (problem.codigo, problem.celda) == ("FOR-PROGRAMA-CAMBIADO", "H11")
    assert (problem.esperado, problem.encontrado) == ("1", "2")


@pytest.mark.parametrize(("cell", "value", "expected"), [("F11", 0.5, "nada"), ("H11", None, "1"), ("E12", 10, "12")])
def test_an_added_or_removed_programme_and_a_changed_goal_are_errors(forms, tmp_path, cell, value, expected):
    def change(sheet):
        sheet[cell].value = value

    problem = error_of(read_changed(forms, tmp_path, change))
    assert (problem.codigo, problem.celda, problem.esperado) == ("FOR-PROGRAMA-CAMBIADO", cell, expected)
    typed = "nada" if value is None else str(value).replace(".", ",")
    assert f"dice «{typed}» y el plan, «{expected}». " in problem.mensaje


def test_a_changed_description_is_reported_and_has_no_effect(forms, tmp_path):
    def change(sheet):
        sheet["C11"].value = "Otra cosa"

    reading = read_changed(forms, tmp_path, change)
    assert reading.is_acceptable
    assert codes(reading) == ["FOR-TEXTO-CAMBIADO"]


def test_deleted_rows_are_an_error_that_names_their_tasks(forms, tmp_path, wording):
    problem = error_of(read_changed(forms, tmp_path, lambda sheet: sheet.delete_rows(12, 2)))
    assert problem.codigo == "FOR-TAREA-FALTA"
    assert problem.elemento == "DP.1.2, DP.1.3"
    wording(problem.mensaje, "DP.1.2", "DP.1.3")
    alone = error_of(read_changed(forms, tmp_path, lambda sheet: sheet.delete_rows(12, 1)))
    wording(alone.mensaje, "DP.1.2")


def test_a_form_with_another_units_rows_is_not_said_to_be_empty(forms, tmp_path, wording):
    def change(sheet):
        sheet.delete_rows(12, 4)
        sheet["A11"].value = "DJ.1.1"

    reading = read_changed(forms, tmp_path, change)
    assert errors(reading) == ["FOR-TAREA-AJENA", "FOR-TAREA-FALTA"]
    wording([one.mensaje for one in reading.errors if "AJENA" in one.codigo], "«DJ.1.1»", "«DJ»")


@pytest.mark.parametrize("row", [16, 20], ids=["below the last task", "far below the totals"])
@pytest.mark.parametrize(("task", "code", "words"), [
    ("DP.9.9", "FOR-TAREA-AJENA", "no está en el plan"), ("DJ.1.1", "FOR-TAREA-AJENA", "es de la unidad «DJ»"),
    ("DP.1.1", "FOR-TAREA-DOBLE", "dos veces"), (None, "FOR-FILA-SIN-CODIGO", "sin código"),
])  # fmt: skip
def test_rows_added_below_are_errors(forms, tmp_path, row, task, code, words):
    def change(sheet):
        if row == 16:
            sheet.insert_rows(16)
        sheet[f"A{row}"].value, sheet[f"I{row}"].value = task, 4

    problem = error_of(read_changed(forms, tmp_path, change))
    assert (problem.codigo, problem.celda) == (code, f"A{row}")
    assert words in problem.mensaje


def test_a_changed_code_is_not_answered_with_the_advice_to_delete_what_its_row_reports(forms, tmp_path, wording):
    def change(sheet):
        sheet["A12"].value, sheet["I12"].value = "DP. 1.2", 4

    reading = read_changed(forms, tmp_path, change)
    assert codes(reading) == ["FOR-TAREA-AJENA", "FOR-TAREA-FALTA"]
    wording("\n".join(finding.mensaje for finding in reading.findings), "A12", "DP. 1.2", "DP.1.2")


def test_a_lost_heading_is_an_error(forms, tmp_path, wording):
    def change(sheet):
        sheet["K10"].value = "Ejec. julio"

    problem = error_of(read_changed(forms, tmp_path, change))
    assert (problem.codigo, problem.esperado) == ("FOR-ENCABEZADO", "Ejec. jun")
    wording(problem.mensaje, "Ejec. jun")


@pytest.mark.parametrize(("cell", "value", "code"), [
    ("B4", "OTRA", "FOR-IDENTIDAD-CONTRADICE"), ("B5", "2024-T3", "FOR-IDENTIDAD-CONTRADICE"),
    ("B6", "DJ", "FOR-IDENTIDAD-CONTRADICE"),
])  # fmt: skip
def test_a_changed_identity_block_contradicts_the_file(forms, tmp_path, cell, value, code):
    def change(sheet):
        sheet[cell].value = value

    reading = read_changed(forms, tmp_path, change)
    assert codes(reading) == [code], "one thing is said of it"
    (problem,) = reading.findings
    assert (problem.celda, problem.encontrado) == (cell, value)
    assert reading.identity == forms.form("DP").identity, "whose it is, is what it was sent out with"
    assert reading.rows == {}


def test_an_identity_block_changed_in_several_cells_is_one_error(forms, tmp_path, wording):
    def change(sheet):
        sheet["B5"].value, sheet["B6"].value, sheet["B8"].value = "2024-T3", "DJ", "S-1111-2222"

    problem = error_of(read_changed(forms, tmp_path, change))
    assert (problem.celda, problem.esperado) == ("B5", "2024-T2")
    wording(problem.mensaje, "«Unidad»", "B6", "B8")


@pytest.mark.parametrize("typed", ["DPX", "Dirección de Planificación"], ids=["a code of nobody", "the unit's name"])
def test_another_text_in_place_of_the_units_code_is_one_error_that_names_the_code(forms, tmp_path, typed, wording):
    path, workbook = tmp_path / "DP.xlsx", filled_workbook(forms, "DP", FILLED)
    workbook["Seguimiento"]["B6"].value = typed
    workbook.save(path)
    reading = read(path, forms)
    problem = error_of(reading)
    assert (problem.codigo, problem.celda, problem.encontrado, problem.esperado) == ("FOR-IDENTIDAD-CONTRADICE", "B6", typed, "DP")
    wording(problem.mensaje, "«DP»")
    assert reading.unit == "DP" and not reading.is_acceptable


def test_the_other_errors_of_a_form_with_a_mistyped_unit_are_told_too(forms, tmp_path):
    path, workbook = tmp_path / "DP.xlsx", filled_workbook(forms, "DP", FILLED | {"DP.1.2": {"Ejec. abr": "tres", "Medio de verificación": "Acta"}})
    workbook["Seguimiento"]["B6"].value = "DPX"
    workbook.save(path)
    reading = read(path, forms)
    assert errors(reading) == ["ENT-NUMERO", "FOR-IDENTIDAD-CONTRADICE"]
    assert reading.unit == "DP" and not reading.is_acceptable


def test_a_short_form_whose_unit_was_blanked_is_known_by_its_properties(forms, tmp_path):
    """«Unidad» is also a heading of the form's table, beside «Valor», which must not be read as the unit."""
    path = blank(forms, "DX", tmp_path)
    workbook = load_workbook(path)
    workbook["Porcentajes"]["B6"].value, workbook["Porcentajes"]["E11"].value = None, 50
    workbook.save(path)
    reading = read(path, forms)
    assert (reading.is_acceptable, reading.identity.unit) == (True, "DX")


def test_a_form_belongs_to_its_unit_whatever_the_file_name(forms, tmp_path):
    path = filled(forms, "DJ", tmp_path, {"DJ.1.1": {"Ejec. abr": 2, "Medio de verificación": "Informe"}})
    copied = path.rename(tmp_path / "DP.xlsx")
    reading = read(copied, forms)
    assert reading.form.unit.code == "DJ", "the name of the file says nothing"


def test_the_form_of_another_period_institution_or_plan_is_refused(forms, tmp_path):
    other_period = make_forms(periodo="2024-T3")
    path = blank(other_period, "DP", tmp_path)
    assert error_of(read(path, forms)).codigo == "FOR-OTRO-PERIODO"

    reformulated = make_forms(versiones=VERSIONS.replace("v1 ", "v2 "), tareas=_second_version())
    assert error_of(read(blank(reformulated, "DP", tmp_path), forms)).codigo == "FOR-OTRA-VERSION"

    elsewhere = make_forms()
    object.__setattr__(elsewhere, "entidad", elsewhere.entidad.model_copy(update={"codigo": "OTRA"}))
    assert error_of(read(blank(elsewhere, "DP", tmp_path), forms)).codigo == "FOR-OTRA-ENTIDAD"


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        ("V2      | 2024-05-01 | RM 9/2024\n", "A2"),
        ("", "A2"),
        ("v2      | 2024-08-01 | RM 9/2024\n", "B3"),
        ("v2      | 2023-05-01 | RM 9/2024\n", "B3"),
        ("v2      | | RM 9/2024\n", "B3"),
    ],
)
def test_a_form_of_a_version_that_the_table_of_versions_misses_is_no_fault_of_the_form(tmp_path, row, cell, wording):
    both = f"{TASKS.rstrip()}\n{''.join(_second_version().splitlines(keepends=True)[2:])}"
    sent = make_forms(versiones=f"{VERSIONS.rstrip()}\n    v2      | 2024-05-01 | RM 9/2024\n", tareas=both)
    now = make_forms(versiones=f"{VERSIONS.rstrip()}\n    {row}", tareas=both)
    found = error_of(read(blank(sent, "DP", tmp_path), now))
    assert (found.codigo, found.archivo, found.celda) == ("FOR-OTRA-VERSION", "data/x/2024/versiones.csv", cell)
    wording(found.mensaje, "«v1»", "«v2»", "poa/v2")
    assert found == error_of(read(blank(sent, "DJ", tmp_path), now)), "one error for all the forms"


def test_a_form_of_a_version_without_date_that_a_later_one_replaced_has_to_be_filled_in_again(tmp_path):
    both = f"{TASKS.rstrip()}\n{''.join(_second_version().splitlines(keepends=True)[2:])}"
    undated = "\n    version | fecha | resolucion\n    v1 | | RM 1/2024\n"
    sent = make_forms(versiones=undated)
    now = make_forms(versiones=f"{undated}    v2 | 2024-05-01 | RM 9/2024\n", tareas=both)
    found = error_of(read(blank(sent, "DP", tmp_path), now))
    assert found.archivo.endswith(".xlsx") and "la vigente en el periodo es «v2»" in found.mensaje


def _second_version() -> str:
    return TASKS.replace("v1 ", "v2 ")


def test_a_form_of_an_unknown_unit_is_an_error(forms, tmp_path, wording):
    renamed = make_forms(estructura=_structure().replace("DX", "DZ"))
    problem = error_of(read(blank(renamed, "DZ", tmp_path), forms))
    assert (problem.codigo, problem.celda) == ("FOR-UNIDAD", "B6")
    wording(problem.mensaje)


def test_a_unit_renamed_under_its_code_keeps_the_forms_it_sent(forms, tmp_path):
    path = filled(forms, "DP", tmp_path, FILLED)
    name = "Dirección de Planificación"
    renamed = make_forms(estructura=_structure().replace(name, "Dirección de Futuro"))
    assert renamed.dataset.node("unidad", "DP").name == "Dirección de Futuro"
    assert codes(read(path, renamed)) == codes(read(path, forms)) == []


def _structure() -> str:
    from office import STRUCTURE

    return STRUCTURE


def test_a_plan_edited_after_the_form_went_out_is_reported(forms, tmp_path):
    from office import TASKS

    path = filled(forms, "DP", tmp_path, FILLED)
    edited = make_forms(tareas=TASKS.replace("Elaborar el informe trimestral", "Elaborar el informe del trimestre"))
    reading = read(path, edited)
    assert reading.is_acceptable
    assert codes(reading) == ["FOR-OTRA-EDICION", "FOR-TEXTO-CAMBIADO"]


def test_a_form_without_any_identity_is_refused(forms, tmp_path):
    path, workbook = tmp_path / "DP.xlsx", filled_workbook(forms, "DP", FILLED)
    for row in range(4, 9):
        workbook["Seguimiento"][f"B{row}"].value = None
    for name in list(workbook.custom_doc_props.names):
        del workbook.custom_doc_props[name]
    workbook.save(path)
    problem = error_of(read(path, forms))
    assert problem.codigo == "FOR-SIN-IDENTIDAD"
    assert "poa formularios" in problem.mensaje


@pytest.mark.parametrize(("name", "content", "code"), [
    ("carta.pdf", b"%PDF-1.7", "FOR-FORMATO"), ("sin_extension", b"x", "FOR-FORMATO"), ("vacio.xlsx", b"", "ENT-ARCHIVO-ILEGIBLE"),
    ("roto.xlsx", b"PK\x03\x04roto", "ENT-ARCHIVO-ILEGIBLE"), ("seguimiento.csv", b"Tarea,Ejec. abr\n", "FOR-FORMATO"),
    ("clave.xlsx", bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"), "ENT-ARCHIVO-PROTEGIDO"), ("foto.xlsx", b"\x89PNG\r\n\x1a\n\0\0", "ENT-ARCHIVO-ILEGIBLE"),
])  # fmt: skip
def test_a_file_that_is_no_workbook_is_refused(forms, tmp_path, name, content, code):
    path = tmp_path / name
    path.write_bytes(content)
    assert errors(read(path, forms)) == [code]


def test_the_advice_on_a_file_of_another_format_holds_for_a_compressed_one_too(forms, tmp_path, wording):
    path = tmp_path / "formularios.zip"
    path.write_bytes(b"PK\x05\x06")
    wording(error_of(read(path, forms)).mensaje, ".zip")


def test_a_form_without_its_row_of_totals_is_accepted(forms, tmp_path):
    reading = read_changed(forms, tmp_path, lambda sheet: sheet.delete_rows(row_of(sheet, "TOTAL DE LA UNIDAD")))
    assert reading.is_acceptable
    assert reading.presented_by == "Ana Rojas, Directora"


def test_a_truncated_form_is_refused(forms, tmp_path):
    path = blank(forms, "DP", tmp_path)
    path.write_bytes(path.read_bytes()[:4000])
    assert errors(read(path, forms)) == ["ENT-ARCHIVO-ILEGIBLE"]


class TestMergedCells:
    @pytest.mark.parametrize("area", ["I12:K12", "I12:I13"], ids=["over months", "over tasks"])
    def test_a_number_in_merged_cells_is_an_error(self, forms, tmp_path, area):
        def change(sheet):
            sheet["I12"].value = 3
            sheet.merge_cells(area)

        problem = error_of(read_changed(forms, tmp_path, change))
        assert (problem.codigo, problem.celda) == ("ENT-CELDAS-UNIDAS", "I12")
        assert area in problem.mensaje

    def test_numbers_that_a_merged_area_hides_are_an_error(self, forms, tmp_path):
        """openpyxl's `insert_rows` leaves the merged cells of the total over a task's row."""

        def change(sheet):
            sheet["J12"].value, sheet["K12"].value = 4, 6
            sheet.merged_cells.add("A12:K12")

        problem = error_of(read_changed(forms, tmp_path, change))
        assert (problem.codigo, problem.celda) == ("ENT-CELDAS-UNIDAS", "J12")

    def test_a_text_in_merged_cells_applies_to_each_of_their_tasks(self, forms, tmp_path):
        def change(sheet):
            sheet["K12"].value, sheet["M11"].value = 1, "Informe conjunto"
            sheet.merge_cells("M11:M12")

        reading = read_changed(forms, tmp_path, change)
        assert reading.is_acceptable
        proofs = {row.text("tarea"): row.text("medio_verificacion") for row in reading.rows["ejecucion"]}
        assert proofs == {"DP.1.1": "Informe conjunto", "DP.1.2": "Informe conjunto"}
        assert "ENT-CELDAS-UNIDAS" in codes(reading)


class TestWhatIsOutsideOfTheForm:
    @pytest.mark.parametrize(("cells", "first"), [
        ({"Q11": "ojo", "R12": 7}, "Q11"), ({"A25": "Nota: datos preliminares"}, "A25"),
        ({"A1": "versión corregida", "M4": "OJO: revisar con la Jefa"}, "A1"), ({"L12": 6}, "L12"), ({"Q5": "OJO"}, "Q5"),
    ], ids=["beside the table", "below all", "above the headings", "one column beyond the month", "beside the results"])  # fmt: skip
    def test_is_named_and_not_read(self, forms, tmp_path, cells, first):
        def change(sheet):
            for cell, value in cells.items():
                sheet[cell].value = value

        reading = read_changed(forms, tmp_path, change)
        (problem,) = [finding for finding in reading.findings if finding.codigo == "FOR-FUERA"]
        assert (problem.severidad, problem.celda, reading.is_acceptable) == ("advertencia", first, True)
        assert ", ".join(cells) in problem.mensaje

    def test_a_percentage_typed_over_the_forms_own_is_named_unless_the_sheet_is_a_copy_of_values(self, forms, tmp_path):
        def change(sheet):
            sheet["K12"].value, sheet["L12"].value = 4, 85
            assert sheet["A16"].value == "TOTAL DE LA UNIDAD"
            sheet["L16"].value = 90

        def copied(sheet):
            change(sheet)
            for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
                cell.value = None

        (told,) = [one for one in read_changed(forms, tmp_path, change).findings if one.codigo == "FOR-FUERA"]
        assert told.encontrado == "85" and "(L12, L16)" in told.mensaje
        assert "FOR-FUERA" not in codes(read_changed(forms, tmp_path, copied))

    def test_what_a_unit_goes_on_writing_in_a_row_inserted_below_its_task_is_named(self, forms, tmp_path):
        def change(sheet):
            sheet.insert_rows(12)
            sheet["M12"].value, sheet["N12"].value = "Acta 5", "y además se publicó"

        reading = read_changed(forms, tmp_path, change)
        (problem,) = reading.findings
        assert (problem.codigo, problem.celda, problem.encontrado) == ("FOR-FUERA", "M12", "Acta 5")
        assert "(M12, N12)" in problem.mensaje

    def test_comments_on_cells_are_quoted(self, forms, tmp_path, wording):
        thread = "[Comentario encadenado]\n\nVersión: https://go.microsoft.com/fwlink/?linkid=1\n\nComentario:\n    Y en mayo"

        def change(sheet):
            sheet["K11"].comment = Comment("Falta el informe\nde la oficina", "Ana")
            sheet["L11"].comment = Comment(thread, "Ana")

        reading = read_changed(forms, tmp_path, change)
        (problem,) = reading.findings
        assert (problem.codigo, problem.severidad, problem.celda) == ("FOR-FUERA", "advertencia", "K11")
        assert reading.is_acceptable
        wording(problem.mensaje, "K11", "Falta el informe de la oficina", "L11", "«Y en mayo»")

    def test_is_named_also_in_a_row_with_an_error(self, forms, tmp_path):
        def change(sheet):
            sheet["K11"].value, sheet["Q11"].value = "tres", "son tres"

        assert codes(read_changed(forms, tmp_path, change)) == ["ENT-NUMERO", "FOR-FUERA"]

    def test_a_repeated_column_with_other_data_is_an_error(self, forms, tmp_path):
        def change(sheet):
            sheet["Q10"].value, sheet["Q11"].value = "Ejec. jun", 9

        problem = next(f for f in read_changed(forms, tmp_path, change).findings if f.severidad == "error")
        assert (problem.codigo, problem.celda, problem.encontrado) == ("FOR-ENCABEZADO", "Q11", "9")
