"""The workbook is compared cell by cell, and two spreadsheet engines calculate every formula themselves."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from importlib import metadata
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from real_runs import once_for_bytes
from small_runs import NORTH

from helpers.audit import spreadsheet_engines
from helpers.audit.audit_result import Difference, State, Unverifiable, drawn_otherwise
from helpers.audit.folder.stated_versions import WRITER
from helpers.audit.pages.office_parts import TWICE
from helpers.audit.sheets import audited_workbook
from helpers.audit.sheets.audited_workbook import check_workbook
from helpers.audit.sheets.ironcalc_engine import check_ironcalc, ironcalc_values
from helpers.audit.sheets.libreoffice import check_libreoffice, version, waived
from helpers.audit.spreadsheet_engines import CANARY, RESIDUE, agrees, check_engine, formulas_due, write_canaries
from helpers.base import display
from helpers.outputs.run_files import WORKPAPERS_FILE


def rewrite(case, sheet: str, cell: str, value: object) -> None:
    """Change a cell with another program, which loses the stored values of the formulas."""
    path = case.folder / WORKPAPERS_FILE
    workbook = load_workbook(path)
    workbook[sheet][cell] = value
    workbook.save(path)


def in_place(case, before: str, after: str, part: str = "") -> int:
    """Replace a text in the workbook's XML, or in one part of it, and nothing else; returns how many times it occurred."""
    path = case.folder / WORKPAPERS_FILE
    with zipfile.ZipFile(path) as archive:
        members = {item: archive.read(item) for item in archive.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for item, data in members.items():
            is_asked = part in ("", item.filename)
            archive.writestr(item, data.replace(before.encode(), after.encode()) if is_asked else data)
    return sum(data.count(before.encode()) for item, data in members.items() if part in ("", item.filename))


def cell_of(case, sheet: str, column: str, key: str, key_column: str = "A") -> str:
    page = load_workbook(case.folder / WORKPAPERS_FILE)[sheet]
    return next(f"{column}{cell.row}" for cell in page[key_column] if cell.value == key)


@pytest.fixture(autouse=True)
def opened_once(monkeypatch) -> None:
    """The check opens the same bytes once: nearly all tests compare a changed workbook with the same one."""
    monkeypatch.setattr(audited_workbook, "load_workbook", OPENED)


OPENED = once_for_bytes(load_workbook)
BOTH_VERSIONS = pytest.mark.parametrize("version", ["", "3.2.0"], ids=["misma versión", "otra versión"])
"""The manifest states the installed version of the writing library, or another one."""


def stating(case, version: str):
    """The case of a run whose manifest states that version of the writing library; empty for the installed one."""
    return replace(case, manifest={"versiones": {WRITER: version or metadata.version(WRITER)}})


class TestCellByCell:
    def test_the_unchanged_workbook_passes(self, case, wording):
        result = check_workbook(case)
        assert result.holds
        wording(result.unit)

    def test_a_changed_constant_of_the_method_is_reported(self, case):
        cell = cell_of(case, "Método", "B", "decimales_guarda")
        rewrite(case, "Método", cell, 9)
        difference = next(one for one in check_workbook(case).differences if "«Método»" in one.place)
        assert difference.place == f"{WORKPAPERS_FILE}, hoja «Método», celda {cell} (decimales_guarda)"
        assert (difference.expected, difference.found) == ("10", "9")

    @BOTH_VERSIONS
    def test_a_changed_input_is_reported(self, case, version):
        cell = cell_of(case, "Insumos", "D", "E4", "C")
        rewrite(case, "Insumos", cell, 92.17)
        due = rf"hoja «Insumos», celda {cell} [^:]*: debía decir «92,16» y dice «92,17»"
        assert any(re.search(due, str(one)) for one in check_workbook(stating(case, version)).differences)

    def test_a_number_turned_into_text_is_reported_as_text(self, case):
        cell = cell_of(case, "Insumos", "D", "E4", "C")
        rewrite(case, "Insumos", cell, "92,16")
        difference = next(one for one in check_workbook(case).differences if f"celda {cell} " in one.place)
        assert (difference.expected, difference.found) == ("92,16 (no es texto)", "92,16 (texto)")

    def test_a_stored_value_changed_without_its_formula_is_reported(self, case, wording):
        assert in_place(case, "<v>23.525</v>", "<v>23.535</v>") > 0
        result = check_workbook(case)
        assert not result.holds
        (kind,) = {one.place.rpartition(", ")[2] for one in result.differences}
        wording(kind)
        assert {(one.expected, one.found) for one in result.differences} == {("23,525", "23,535")}

    def test_a_format_that_prints_another_number_is_reported(self, case):
        cell = cell_of(case, "Cifras", "E", NORTH)
        path = case.folder / WORKPAPERS_FILE
        workbook = load_workbook(path)
        workbook["Cifras"][cell].number_format = '"99,99"'
        workbook.save(path)
        assert any(f"celda {cell}" in one.place and "99,99" in one.found for one in check_workbook(case).differences)

    def test_a_formula_replaced_by_a_number_is_reported(self, case):
        cell = cell_of(case, "Cifras", "E", NORTH)
        rewrite(case, "Cifras", cell, 23.53)
        assert any(
            f"celda {cell}" in one.place and one.expected.startswith("=ROUND")
            for one in check_workbook(case).differences
        )

    def test_a_change_outside_of_cells_is_reported_with_the_part_of_the_file(self, case):
        assert in_place(case, "Calibri", "Calibrí") > 0
        made = replace(case, manifest={"versiones": {WRITER: metadata.version(WRITER)}})
        assert check_workbook(made).differences == (drawn_otherwise(f"{WORKPAPERS_FILE}, xl/theme/theme1.xml"),)

    def test_a_changed_author_is_reported_with_its_field(self, case):
        assert in_place(case, "</dc:creator>", " y otra persona</dc:creator>") == 1
        (difference,) = check_workbook(stating(case, "")).differences
        assert difference.place == f"{WORKPAPERS_FILE}, docProps/core.xml"
        assert "[y otra persona] </dc:creator>" in difference.found

    def test_other_bytes_are_unverified_if_another_version_wrote_the_workbook(self, case):
        assert in_place(case, "Calibri", "Calibrí") > 0
        made = replace(case, manifest={"versiones": {WRITER: "1.0"}})
        result = check_workbook(made)
        assert (result.holds, result.state) == (False, State.PARTLY)
        assert "xlsxwriter 1.0 y aquí" in result.unchecked


def part_of(name: str, sheet: str) -> str:
    """The part of the file that holds a sheet."""
    return f"{WORKPAPERS_FILE}, hoja «{sheet}»" if name == "hoja" else f"{WORKPAPERS_FILE}, {name}"


UNSEEN = {
    "una fila oculta": ("hoja", '<row r="6" ', '<row r="6" hidden="1" '),
    "una fila tan baja que no se ve": ("hoja", ' ht="14.25" ', ' ht="0.5" '),
    "una columna oculta": ("hoja", '<col min="3" max="3" ', '<col min="3" max="3" hidden="1" '),
    "una hoja oculta": ("xl/workbook.xml", '<sheet name="Cifras" ', '<sheet name="Cifras" state="veryHidden" '),
    "otra escritura de la lista de partes": ("[Content_Types].xml", '<Default Extension="rels" ', '<Default  Extension="rels" '),
    "letras blancas": ("xl/styles.xml", '<color theme="1"/>', '<color rgb="FFFFFFFF"/>'),
    "un formato condicional": (
        "hoja", "</sheetData>", '</sheetData><conditionalFormatting sqref="D1:D99"><cfRule type="expression" priority="1"><formula>TRUE</formula></cfRule></conditionalFormatting>',
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", UNSEEN)
def test_a_change_of_what_is_seen_is_reported_and_unverified_if_the_versions_differ(case, what):
    """The contents of the cells are the same. Made with the same versions, no part of the file may differ."""
    part, before, after = UNSEEN[what]
    assert in_place(case, before, after) > 0
    made = replace(case, manifest={"versiones": {WRITER: metadata.version(WRITER)}})
    assert drawn_otherwise(part_of(part, "Cifras")) in check_workbook(made).differences
    result = check_workbook(replace(case, manifest={"versiones": {WRITER: "3.2.0"}}))
    assert (result.state, result.differences) == (State.PARTLY, ())
    assert "pero no su aspecto, ni qué hojas, filas y columnas se ven" in result.unchecked


@pytest.mark.parametrize(("sheet", "outside"), [("Cifras", ", fuera de sus celdas"), ("Insumos", "")])
def test_a_hidden_row_is_reported_beside_a_changed_cell(case, sheet, outside):
    """The stored value is in «Cifras»; the row is hidden there too, or in another sheet, and no other sheet is named.

    Of the sheet with the changed cell it is not said that no word of it differs.
    """
    assert in_place(case, "<v>23.525</v>", "<v>23.535</v>") > 0
    differences = {one.place for one in check_workbook(stating(case, "")).differences}
    assert f"{WORKPAPERS_FILE}, hoja «{sheet}»{outside}" not in differences
    at = load_workbook(case.folder / WORKPAPERS_FILE).sheetnames.index(sheet) + 1
    assert in_place(case, '<row r="6" ', '<row r="6" hidden="1" ', f"xl/worksheets/sheet{at}.xml") == 1
    found = check_workbook(stating(case, "")).differences
    assert {one.place for one in found} - differences == {f"{WORKPAPERS_FILE}, hoja «{sheet}»{outside}"}
    assert differences <= {one.place for one in found}


@BOTH_VERSIONS
def test_an_added_comment_is_reported_whatever_version_wrote_the_workbook(case, version):
    path = case.folder / WORKPAPERS_FILE
    workbook = load_workbook(path)
    workbook["Cifras"]["D6"].comment = Comment("99,99", "x")
    workbook.save(path)
    assert check_workbook(stating(case, version)).state is State.DIFFERS


def test_an_added_part_is_reported_whatever_version_wrote_the_workbook(case, wording):
    with zipfile.ZipFile(case.folder / WORKPAPERS_FILE, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    (difference,) = check_workbook(replace(case, manifest={"versiones": {WRITER: "3.2.0"}})).differences
    wording([difference.place, difference.found], WORKPAPERS_FILE, "xl/vbaProject.bin")


@BOTH_VERSIONS
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_sheet_that_is_twice_in_the_file_is_named_whatever_version_wrote_the_workbook(case, version):
    """Some programs open the first one and others the last. The audit said that the file could not be read."""
    part = "xl/worksheets/sheet2.xml"
    with zipfile.ZipFile(case.folder / WORKPAPERS_FILE, "a") as archive:
        archive.writestr(part, archive.read(part))
    (difference,) = check_workbook(stating(case, version)).differences
    name = load_workbook(case.folder / WORKPAPERS_FILE).sheetnames[1]
    assert difference == Difference(f"{WORKPAPERS_FILE}, hoja «{name}»", "una parte", TWICE)


class TestIronCalc:
    def test_every_formula_gives_the_books_value(self, case):
        result = check_ironcalc(case)
        assert (result.holds, result.unit) == (True, "celdas que deben llevar fórmula")
        assert result.amount == len(formulas_due(case.papers)) > 50

    def test_a_changed_input_changes_only_the_figures_that_depend_on_it(self, case):
        cell = cell_of(case, "Insumos", "D", "E4", "C")
        rewrite(case, "Insumos", cell, 92.17)
        places = " ".join(one.place for one in check_ironcalc(case).differences)
        assert "hoja «Cifras»" in places
        assert NORTH not in places

    def test_a_changed_stored_value_does_not_change_the_result(self, case):
        assert in_place(case, "<v>23.525</v>", "<v>23.535</v>") > 0
        result = check_ironcalc(case)
        assert result.holds and "por −777,125 el valor" in result.notes[0]

    def test_one_difference_of_binary_arithmetic_is_told_in_the_singular(self, case, monkeypatch, wording):
        monkeypatch.setattr(spreadsheet_engines, "value_differences", lambda due, values: ((), 1))
        wording(check_ironcalc(case).notes[-1], "1")

    def test_a_value_in_place_of_a_formula_is_not_counted_as_recalculated(self, case):
        with zipfile.ZipFile(case.folder / WORKPAPERS_FILE) as archive:
            texts = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/")]
        formula = next(found[0] for text in texts if (found := re.search(r"<f>[^<]*</f>(?=<v>23\.525</v>)", text)))
        in_place(case, f"{formula}<v>23.525</v>", "<v>23.525</v>")
        result = check_ironcalc(case)
        assert result.holds and result.unit == "celdas que deben llevar fórmula"

    def test_a_file_that_is_no_workbook_raises_an_error(self, case):
        (case.folder / WORKPAPERS_FILE).write_bytes(b"PK")
        with pytest.raises(Exception, match="zip"):
            check_ironcalc(case)


class TestCanary:
    """An engine that returns stored values does not pass: each stored value is replaced by a canary before it runs."""

    def test_an_engine_that_returns_stored_values_is_detected(self, case):
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
    """A published value must agree to the last digit, an exact one within a relative 1e-9, a text exactly."""

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
            (Decimal("1"), True), ("", 0.0), (None, 0), ("", False), (Fraction(1), float("nan")), (Fraction(1), float("inf")),
        ],
    )  # fmt: skip
    def test_disagrees(self, due, found):
        assert not agrees(due, found)

    @given(st.fractions(min_value=Fraction(1, 100), max_value=10**9))
    def test_an_exact_value_may_deviate_by_a_thousandth_of_a_millionth(self, value):
        assert agrees(value, float(value * (1 + Fraction(9, 10**10))))
        assert not agrees(value, float(value * (1 + Fraction(11, 10**10))))

    def test_the_residue_of_a_binary_subtraction_is_measured_by_the_largest_amount(self):
        """355202151.10 − 355202150.90 is 0.2; a binary subtraction gives 0.20000004."""
        assert not agrees(Fraction(1, 5), 355202151.10 - 355202150.90)
        assert agrees(Fraction(1, 5), 355202151.10 - 355202150.90, Fraction(355202151) * RESIDUE)


def test_libreoffice_left_out_on_request_is_waived_with_a_note():
    result = waived()
    assert (result.state, "--sin-libreoffice" in result.notes[0]) == (State.WAIVED, True)


def test_without_libreoffice_the_check_cannot_be_verified(case, monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(Unverifiable, match="--sin-libreoffice"):
        check_libreoffice(case)
    assert version() == "no está"


def test_libreoffice_is_found_where_its_installer_puts_it_on_windows(monkeypatch):
    """The installer does not add its folder to the path of programs."""
    usual = r"C:\Program Files\LibreOffice\program\soffice.com"
    started = []

    def run(command, **options):
        started.append(command[0])
        return SimpleNamespace(stdout="LibreOffice 24.8.4.2 bb3cfa12c7b1bf994ecc5649a80400d06cd71002")

    monkeypatch.setattr("shutil.which", lambda name: name if name == usual else None)
    monkeypatch.setattr("subprocess.run", run)
    assert (version(), started) == ("24.8.4.2", [usual])


@pytest.mark.slow
@pytest.mark.libreoffice
def test_libreoffice_works_out_every_formula_and_finds_a_changed_input(case):
    """The figures that do not depend on the input are worked out from formulas whose stored values are canaries.

    That all values are the Book's in an unchanged workbook is shown by the audit of the real report.
    """
    rewrite(case, "Insumos", cell_of(case, "Insumos", "D", "E4", "C"), 92.17)
    places = " ".join(one.place for one in check_libreoffice(case).differences)
    assert "hoja «Cifras»" in places
    assert NORTH not in places


@pytest.mark.parametrize(("before", "after"), [(b"#!/bin/sh\n" * 100, b""), (b"", b"<script>99,99</script>")])
def test_bytes_of_no_part_are_counted_and_not_told_as_another_compression(case, wording, before, after):
    """The parts are the same, and on another system the file passed."""
    path = case.folder / WORKPAPERS_FILE
    path.write_bytes(before + path.read_bytes() + after)
    results = [check_workbook(each) for each in (stating(case, ""), case)]
    assert [result.state for result in results] == [State.DIFFERS] * 2
    assert results[0].differences == results[1].differences
    wording([str(one) for one in results[0].differences], WORKPAPERS_FILE, display.number_es(len(before + after)))
