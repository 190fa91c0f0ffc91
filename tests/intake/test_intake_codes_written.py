"""Codes are brought to the form that the run declares, and names in the place of codes are read as their codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.figures.findings import Severity
from helpers.intake.values.code_cells import in_form, is_pattern

CATEGORY = ("000 0 000", "00 00000000000000 000")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("570 0 004", "570 0 004"),
        ("570 0  004", "570 0 004"),
        (" 000\u00a00 001 ", "000 0 001"),
        ("570-0-004", "570 0 004"),
        ("5700004", "570 0 004"),
        ("48 03400000200000 000", "48 03400000200000 000"),
        ("4803400000200000000", "48 03400000200000 000"),
    ],
)
def test_other_spacing_is_brought_to_the_declared_form(written, read):
    assert in_form(written, CATEGORY) == read


@pytest.mark.parametrize("written", ["0 0 1", "5700 0 004", "570 004", "570 0 00A", "", "TOTAL", "570 0 004 1"])
def test_a_code_that_fits_no_form_or_several_is_left_alone(written):
    assert in_form(written, CATEGORY) is None


def test_zeros_are_added_where_only_one_form_fits():
    assert in_form("0 0 1", ("000 0 000",)) == "000 0 001"


@given(st.tuples(st.integers(0, 999), st.integers(0, 9), st.integers(0, 999)), st.sampled_from([" ", "  ", "-", " - "]))
def test_a_code_keeps_its_digits(parts, sign):
    whole = f"{parts[0]:03} {parts[1]} {parts[2]:03}"
    assert in_form(sign.join(map(str, parts)), ("000 0 000",)) == whole
    assert in_form(whole, ("000 0 000",)) == whole


@pytest.mark.parametrize(("pattern", "good"), [("000 0 000", True), ("00.00", True), ("", False), ("000 X", False)])
def test_a_form_is_written_with_zeros(pattern, good):
    assert is_pattern(pattern) is good


def test_without_a_declared_form_spacing_stays(desk):
    desk.swap("vinculacion", "000 0 001", "000  0 001")
    assert {finding.codigo for finding in desk.findings()} == {"ENT-CODIGO"}


def test_with_a_declared_form_the_codes_of_all_tables_match(desk):
    desk.swap("vinculacion", "000 0 001", "000  0 001")
    desk.swap("gastos", "010 0 002", "10 0 2")
    findings = desk.findings(codigos={"cat_prog": "000 0 000"})
    assert {(f.codigo, f.severidad) for f in findings} == {("ENT-CODIGO-NORMALIZADO", Severity.NOTE)}


def test_a_name_is_read_as_its_code_and_noted(desk):
    desk.swap("avances", "unidad,DGA", "unidad,DIRECCION  A")
    dataset, (finding,) = desk.read()
    assert dataset.rows("avances")[0].text("codigo") == "DGA"
    assert (finding.codigo, finding.severidad, finding.esperado) == ("ENT-NOMBRE", Severity.NOTE, "DGA")


def test_the_new_acronym_of_a_renamed_unit_is_read_as_its_code(desk):
    written = (desk.year / "estructura.csv").read_text(encoding="utf-8")
    with_acronym = written.replace("padre,acp", "padre,acp,sigla").replace("Dirección A,unidad,A1,1", "Dirección Nueva,unidad,A1,1,DN")
    desk.put("estructura.csv", with_acronym)
    desk.swap("avances", "unidad,DGA", "unidad,DN")
    assert desk.read()[0].rows("avances")[0].text("codigo") == "DGA"


def test_an_alias_is_read_as_its_code(desk):
    desk.swap("avances", "unidad,DGA", "unidad,La Primera")
    dataset, _ = desk.read(alias={"estructura": {"la primera": "DGA"}})
    assert dataset.rows("avances")[0].text("codigo") == "DGA"


def test_the_institution_may_declare_aliases_for_all_its_runs(desk):
    file = desk.workspace.institution_file("prueba")
    file.parent.mkdir(parents=True)
    file.write_text("codigo: ENT\nnombre: E\nsigla: E\nalias: {estructura: {La Primera: DGA}}\n", encoding="utf-8")
    desk.swap("avances", "unidad,DGA", "unidad,La Primera")
    assert desk.read()[0].rows("avances")[0].text("codigo") == "DGA"


def test_a_name_that_only_looks_alike_is_proposed_and_not_taken(desk, wording):
    desk.swap("estructura", "Dirección A", "Dirección de Límites y Fronteras")
    desk.swap("avances", "unidad,DGA", "unidad,Direc. Limites y Fronteras")
    dataset, (finding,) = desk.read()
    assert dataset.rows("avances")[0].text("codigo") == "Direc. Limites y Fronteras"
    assert (finding.codigo, finding.severidad, finding.esperado) == ("ENT-CODIGO", Severity.ERROR, "DGA")
    wording(finding.mensaje, "«Dirección de Límites y Fronteras»", "DGA")


def test_a_name_that_two_units_share_is_an_error(desk):
    desk.swap("estructura", "Dirección B", "DIRECCIÓN A")
    desk.swap("avances", "unidad,DGA", "unidad,Dirección A")
    (finding,) = desk.findings()
    assert (finding.codigo, finding.esperado) == ("ENT-NOMBRE-AMBIGUO", "DGA o DGB")


def test_a_code_is_never_taken_for_a_name(desk):
    """The code of the first unit is also the name of the second."""
    desk.swap("estructura", "Dirección B", "DGA")
    dataset, findings = desk.read()
    assert (dataset.rows("avances")[0].text("codigo"), findings) == ("DGA", ())


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"columnas": {"gasto": {}}}, "gastos"),
        ({"columnas": {"gastos": {"X": "devengad"}}}, "devengado"),
        ({"codigos": {"cat_progr": ["000"]}}, "cat_prog"),
        ({"codigos": {"cat_prog": ["XX"]}}, "000 0 000"),
        ({"alias": {"gastos": {"X": "1"}}}, ""),
        ({"alias": {"estructura": {"X": "DGAA"}}}, "DGA"),
        ({"sigep": {"a.xlsx": {}}}, ""),
    ],
)
def test_parameters_that_name_something_unknown_are_errors(desk, params, expected):
    finding = desk.only(**params)
    assert (finding.codigo, finding.archivo) == ("ENT-PARAMETRO", "params/prueba/2024-T2.yaml")
    assert finding.esperado == expected


@pytest.mark.parametrize("code", ["../1", "1/../2", "..", "..\\1", "a\u200bb"])
def test_a_code_that_names_a_folder_or_hides_something_is_refused(desk, code):
    desk.put("marcos.csv", f"marco,codigo,titulo\nODS,{code},Meta\n")
    assert desk.only().codigo == "ENT-CODIGO-PELIGROSO"


@pytest.mark.parametrize("code", ["1..2", "RM 12/2024", "a.b", "15.9.9#2"])
def test_dots_and_slashes_within_a_code_are_accepted(desk, code):
    desk.put("marcos.csv", f"marco,codigo,titulo\nODS,{code},Meta\n")
    assert desk.findings() == []
