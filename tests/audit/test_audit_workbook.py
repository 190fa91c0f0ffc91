"""The workbook cell by cell, and two engines that must work out every formula for themselves."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from importlib import metadata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font
from small_runs import NORTH, finished

from helpers.audit.audit_result import State, Unverifiable
from helpers.audit.folder.stated_versions import WRITER
from helpers.audit.sheets.audited_workbook import check_workbook
from helpers.audit.sheets.ironcalc_engine import check_ironcalc, ironcalc_values
from helpers.audit.sheets.libreoffice import check_libreoffice, converted, version, waived
from helpers.audit.spreadsheet_engines import CANARY, RESIDUE, agrees, check_engine, formulas_due, write_canaries
from helpers.outputs.run_files import WORKPAPERS_FILE


def rewrite(case, sheet: str, cell: str, value: object) -> None:
    """Change a cell as whoever opens the workbook with another program would; stored values are lost."""
    path = case.folder / WORKPAPERS_FILE
    workbook = load_workbook(path)
    workbook[sheet][cell] = value
    workbook.save(path)


def in_place(case, before: str, after: str) -> int:
    """Change a text of the workbook's XML, all else to the byte; returns how many places."""
    import zipfile

    path = case.folder / WORKPAPERS_FILE
    with zipfile.ZipFile(path) as archive:
        members = {item: archive.read(item) for item in archive.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for item, data in members.items():
            archive.writestr(item, data.replace(before.encode(), after.encode()))
    return sum(data.count(before.encode()) for data in members.values())


def cell_of(case, sheet: str, column: str, key: str, key_column: str = "A") -> str:
    page = load_workbook(case.folder / WORKPAPERS_FILE)[sheet]
    return next(f"{column}{cell.row}" for cell in page[key_column] if cell.value == key)


class TestCellByCell:
    def test_as_written(self, case, wording):
        result = check_workbook(case)
        assert result.holds
        wording(result.unit)

    def test_a_constant_of_the_method(self, case):
        cell = cell_of(case, "Método", "B", "decimales_guarda")
        rewrite(case, "Método", cell, 9)
        difference = next(one for one in check_workbook(case).differences if "«Método»" in one.place)
        assert difference.place == f"{WORKPAPERS_FILE}, hoja «Método», celda {cell} (decimales_guarda)"
        assert (difference.expected, difference.found) == ("10", "9")

    def test_an_input(self, case):
        cell = cell_of(case, "Insumos", "D", "E4", "C")
        rewrite(case, "Insumos", cell, 92.17)
        difference = next(one for one in check_workbook(case).differences if "«Insumos»" in one.place)
        assert f"celda {cell}" in difference.place
        assert (difference.expected, difference.found) == ("92,16", "92,17")

    def test_a_stored_value_alone(self, case):
        assert in_place(case, "<v>23.525</v>", "<v>23.535</v>") > 0
        result = check_workbook(case)
        assert not result.holds
        assert all(one.place.endswith("valor guardado de su fórmula") for one in result.differences)
        assert {(one.expected, one.found) for one in result.differences} == {("23,525", "23,535")}

    def test_a_format_that_prints_another_number(self, case):
        cell = cell_of(case, "Cifras", "E", NORTH)
        path = case.folder / WORKPAPERS_FILE
        workbook = load_workbook(path)
        workbook["Cifras"][cell].number_format = '"99,99"'
        workbook.save(path)
        assert any(f"celda {cell}" in one.place and "99,99" in one.found for one in check_workbook(case).differences)

    def test_a_formula_turned_into_a_number(self, case):
        cell = cell_of(case, "Cifras", "E", NORTH)
        rewrite(case, "Cifras", cell, 23.53)
        assert any(
            f"celda {cell}" in one.place and one.expected.startswith("=ROUND")
            for one in check_workbook(case).differences
        )

    def test_what_no_cell_shows_names_the_part_of_the_file(self, case):
        assert in_place(case, "Calibri", "Calibrí") > 0
        made = replace(case, manifest={"versiones": {WRITER: metadata.version(WRITER)}})
        assert "parte interna xl/" in " ".join(one.place for one in check_workbook(made).differences)

    def test_with_another_version_of_what_writes_it_bytes_may_differ_and_cells_may_not(self, case):
        assert in_place(case, "Calibri", "Calibrí") > 0
        made = replace(case, manifest={"versiones": {WRITER: "1.0"}})
        result = check_workbook(made)
        assert (result.holds, result.state) == (False, State.PARTLY)
        assert "xlsxwriter 1.0 y aquí" in result.unchecked


def spoilt(case, change, version: str = "") -> str:
    """The differences that are told once a workbook was changed with another program; each place and what it says."""
    path = case.folder / WORKPAPERS_FILE
    workbook = load_workbook(path)
    change(workbook)
    workbook.save(path)
    made = replace(case, manifest={"versiones": {WRITER: version or metadata.version(WRITER)}})
    return "\n".join(map(str, check_workbook(made).differences))


@pytest.mark.parametrize("version", ["", "3.2.0"], ids=["misma versión", "otra versión"])
class TestWhatIsSeen:
    """Nothing is hidden or painted over, whatever version the manifest says that wrote the workbook."""

    def test_a_hidden_row(self, case, version):
        def change(workbook):
            workbook["Cifras"].row_dimensions[6].hidden = True

        assert (
            f"{WORKPAPERS_FILE}, hoja «Cifras», fila 6, visibilidad: debía decir «visible» y dice «oculta»"
            in spoilt(case, change, version)
        )

    def test_a_row_too_low_to_be_seen(self, case, version):
        def change(workbook):
            workbook["Cifras"].row_dimensions[6].height = 0.5

        assert "hoja «Cifras», fila 6, visibilidad" in spoilt(case, change, version)

    def test_a_hidden_column(self, case, version):
        def change(workbook):
            workbook["Cifras"].column_dimensions["D"].hidden = True

        assert "hoja «Cifras», columna D" in spoilt(case, change, version)

    def test_a_hidden_sheet(self, case, version):
        def change(workbook):
            workbook["Hallazgos"].sheet_state = "veryHidden"

        assert "hoja «Hallazgos», visibilidad: debía decir «visible» y dice «veryHidden»" in spoilt(
            case, change, version
        )

    def test_sheets_in_another_order(self, case, version):
        assert "orden de las hojas" in spoilt(case, lambda workbook: workbook.move_sheet("Hallazgos", -2), version)

    def test_white_letters(self, case, version):
        cell = cell_of(case, "Cifras", "E", NORTH)

        def change(workbook):
            workbook["Cifras"][cell].font = Font(color="FFFFFF")

        assert f"hoja «Cifras», celda {cell} ({NORTH}), aspecto" in spoilt(case, change, version)

    def test_a_comment_laid_over(self, case, version):
        def change(workbook):
            workbook["Cifras"]["D6"].comment = Comment("99,99", "x")

        assert "comment" in spoilt(case, change, version)

    def test_a_conditional_format_that_prints_otherwise(self, case, version):
        def change(workbook):
            rule = FormulaRule(formula=["TRUE"], font=Font(color="FFFFFF"))
            workbook["Cifras"].conditional_formatting.add("D1:D99", rule)

        assert "hoja «Cifras», formatos condicionales" in spoilt(case, change, version)


class TestIronCalc:
    def test_every_formula_gives_the_books_value(self, case):
        result = check_ironcalc(case)
        assert result.holds
        assert result.amount == len(formulas_due(case.papers)) > 50

    def test_a_changed_input_moves_what_depends_on_it(self, case):
        cell = cell_of(case, "Insumos", "D", "E4", "C")
        rewrite(case, "Insumos", cell, 92.17)
        places = " ".join(one.place for one in check_ironcalc(case).differences)
        assert "hoja «Cifras»" in places
        assert NORTH not in places

    def test_a_changed_stored_value_does_not_mislead_it(self, case):
        assert in_place(case, "<v>23.525</v>", "<v>23.535</v>") > 0
        assert check_ironcalc(case).holds

    def test_a_workbook_that_is_none(self, case):
        (case.folder / WORKPAPERS_FILE).write_bytes(b"PK")
        with pytest.raises(Exception, match="zip"):
            check_ironcalc(case)


class TestCanary:
    """An engine that gives back what is stored does not pass, whatever is stored."""

    def test_an_echo_is_found_out(self, case):
        def echo(path, folder, wanted):
            stored = load_workbook(path, data_only=True)
            return {place: stored[place[0]][place[1]].value for place in wanted}

        with pytest.raises(Unverifiable, match="sin recalcular"):
            check_engine(case, "eco", "", echo)

    def test_every_stored_value_is_replaced(self, case, tmp_path):
        path = case.folder / WORKPAPERS_FILE
        assert write_canaries(path, tmp_path / "otro.xlsx") == len(formulas_due(case.papers))
        stored = load_workbook(tmp_path / "otro.xlsx", data_only=True)
        assert {str(stored[sheet][cell].value) for sheet, cell in formulas_due(case.papers)} == {str(CANARY)}

    def test_ironcalc_works_out_a_formula_whose_stored_value_is_wrong(self, tmp_path):
        workbook = Workbook()
        workbook.active["A1"], workbook.active["A2"] = 20, 22
        workbook.active["A3"] = "=A1+A2"
        workbook.save(tmp_path / "a.xlsx")
        place = (workbook.active.title, "A3")
        assert ironcalc_values(tmp_path / "a.xlsx", tmp_path, frozenset([place])) == {place: 42.0}


class TestAgreement:
    """Published to the last digit, raw within 1e-9 of itself, texts as they are."""

    @pytest.mark.parametrize(
        ("due", "found"),
        [
            (Decimal("23.53"), 23.53),
            (Fraction(941, 40), 23.525),
            (Fraction(1, 3), 0.33333333333),
            ("Alto", "Alto"),
            ("", None),
            (3, 3.0),
        ],
    )
    def test_agrees(self, due, found):
        assert agrees(due, found)

    @pytest.mark.parametrize(
        ("due", "found"),
        [
            (Decimal("23.53"), 23.530000000001), (Fraction(1, 3), 0.33333333), ("Alto", "Bajo"), (3, None), (Fraction(0), "#DIV/0!"),
            (Decimal("1"), True), (Fraction(1), float("nan")), (Fraction(1), float("inf")),
        ],
    )  # fmt: skip
    def test_does_not(self, due, found):
        assert not agrees(due, found)

    @given(st.fractions(min_value=Fraction(1, 100), max_value=10**9))
    def test_a_thousandth_of_a_millionth_is_the_limit(self, value):
        assert agrees(value, float(value * (1 + Fraction(9, 10**10))))
        assert not agrees(value, float(value * (1 + Fraction(11, 10**10))))

    def test_what_binary_subtraction_leaves_is_measured_by_the_largest_amount(self):
        """355202151.10 − 355202150.90 is 0.2; in binary, 0.20000004."""
        assert not agrees(Fraction(1, 5), 355202151.10 - 355202150.90)
        assert agrees(Fraction(1, 5), 355202151.10 - 355202150.90, Fraction(355202151) * RESIDUE)


def test_left_out_on_request_says_so():
    result = waived()
    assert (result.state, "--sin-libreoffice" in result.notes[0]) == (State.WAIVED, True)


def test_where_libreoffice_is_missing_it_is_not_passed_over(case, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(Unverifiable, match="--sin-libreoffice"):
        check_libreoffice(case)
    assert version() == "no está"


@pytest.mark.slow
@pytest.mark.libreoffice
def test_libreoffice_gives_the_books_values_and_finds_a_changed_input(tmp_path):
    case = finished(tmp_path)
    assert check_libreoffice(case).holds
    (case.scratch / "libreoffice_values").rename(case.scratch / "antes")
    rewrite(case, "Insumos", cell_of(case, "Insumos", "D", "E4", "C"), 92.17)
    assert "hoja «Cifras»" in " ".join(one.place for one in check_libreoffice(case).differences)


@pytest.mark.slow
@pytest.mark.libreoffice
def test_libreoffice_works_out_a_formula_whose_stored_value_is_wrong(case, tmp_path):
    write_canaries(case.folder / WORKPAPERS_FILE, tmp_path / "papeles.xlsx")
    again = converted(tmp_path / "papeles.xlsx", tmp_path)
    assert again["Cifras"][cell_of(case, "Cifras", "E", NORTH)].value == 23.53
