"""A run's own book beside a new calculation, its figures beside their operands, its CSV beside both."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from small_runs import NORTH, PUBLISHED, REPORTED, SOUTH, change, finished, reread, small_computed

from helpers.audit.audit_result import State, Unverifiable
from helpers.audit.audited_inputs import check_inputs
from helpers.audit.audited_published import check_published, verdict_differences
from helpers.audit.recalculated import check_operands, check_recalculated
from helpers.audit.sheets.audited_csv import check_csv, csv_differences, read_rows
from helpers.base.exact import exact
from helpers.base.system.digest import file_sha256
from helpers.figures.findings import Verdict

UNIT = "avance_fisico/2024-T2/unidad/U1"


def change_figure(case, figure: str, **fields: object) -> None:
    path = case.folder / "libro.json"
    plain = json.loads(path.read_text(encoding="utf-8"))
    next(item for item in plain["cifras"] if item["id"] == figure).update(fields)
    path.write_text(json.dumps(plain), encoding="utf-8")


def test_the_book_as_calculated_passes(case):
    assert check_recalculated(case).holds
    assert check_operands(case).holds
    assert check_operands(case).amount > 3


def test_a_run_without_any_figure_passes_where_none_was_due(tmp_path):
    """Nothing to compare is what was found; a Book that lost its figures is another thing."""
    empty = finished(tmp_path, replace(small_computed(reported="nivel | codigo | indicador | periodo | valor"), reconciliation=()))
    assert not [figure for figure in empty.reference.book if figure.operands]
    assert [check(empty).state for check in (check_operands, check_published)] == [State.PASSES, State.PASSES]
    assert check_recalculated(empty).holds


def test_a_book_that_lost_its_figures_does_not_pass(case):
    path = case.folder / "libro.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | {"cifras": []}), encoding="utf-8")
    assert len(check_recalculated(case).differences) > 3
    assert check_operands(reread(case)).state is State.UNVERIFIED


def test_one_digit_of_a_figure_in_the_book(case):
    change_figure(case, NORTH, valor="942/40")
    (difference,) = check_recalculated(case).differences
    assert difference.place == f"libro.json, cifra {NORTH}, valor"
    assert (difference.expected, difference.found) == ("941/40", "942/40")


def test_one_digit_of_an_input_in_the_book_names_its_cell(case):
    change_figure(case, UNIT, valor="47.06")
    (difference,) = check_recalculated(case).differences
    assert "data/x/2024/avances.csv#E2" in difference.place


def test_a_figure_that_does_not_follow_from_its_operands(case):
    change_figure(case, NORTH, valor="942/40")
    differences = check_operands(reread(case)).differences
    assert (differences[0].place, differences[0].expected, differences[0].found) == (
        f"libro.json, cifra {NORTH}", "23.525", "23.55"
    )  # fmt: skip


def test_a_book_that_is_cut_off_cannot_be_verified(case):
    (case.folder / "libro.json").write_text("{", encoding="utf-8")
    with pytest.raises(Unverifiable, match=r"libro\.json"):
        check_recalculated(case)


def test_the_csv_files_as_written_pass(case):
    result = check_csv(case)
    assert result.holds
    assert result.amount > 100


def test_one_digit_of_a_published_figure_in_the_csv(case):
    path = case.folder / "cifras.csv"
    line = next(line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith(SOUTH))
    change(path, line, line.replace(",92.16,92.16,", ",92.16,92.17,"))
    places = [difference.place for difference in check_csv(case).differences]
    assert len(places) == 1  # it is neither the figure's nor its own value rounded: told once
    assert f"(«{SOUTH}», columna publicado)" in places[0]


def test_one_digit_of_the_reconciliation(case):
    change(case.folder / "conciliacion.csv", "23.52,", "23.51,")
    (difference,) = check_csv(case).differences
    assert difference.place == f"conciliacion.csv, celda C3 («{NORTH}», columna publicado)"
    assert (difference.expected, difference.found) == ("23.52", "23.51")


def test_a_csv_that_is_gone(case):
    (case.folder / "hallazgos.csv").unlink()
    (difference,) = check_csv(case).differences
    assert (difference.place, difference.found) == ("hallazgos.csv", "no está")


def test_a_row_taken_out_and_a_row_put_in(wording):
    rows = [("id", "valor"), ("a", "1"), ("b", "2"), ("c", "3")]
    (gone,) = csv_differences("t.csv", rows, [rows[0], rows[1], rows[3]])
    assert gone.expected == "b · 2"
    wording(gone.place, "t.csv", "2")
    (added,) = csv_differences("t.csv", [rows[0], rows[1], rows[3]], rows)
    assert (added.place, added.found) == ("t.csv, fila 3", "b · 2")


def test_a_cell_longer_than_the_csv_module_takes_unasked(tmp_path):
    (tmp_path / "t.csv").write_text(f"id,fuentes\na,{'x' * 200_000}\n", encoding="utf-8")
    assert len(read_rows(tmp_path / "t.csv")[1][1]) == 200_000


def test_every_verdict_follows_from_its_numbers(case):
    result = check_published(case)
    assert (result.holds, result.amount) == (True, 3)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"publicado": "92.17"}, "diferencia"),
        ({"publicado": "92.17", "diferencia": "0.01"}, "veredicto"),
        ({"calculado": "92.17", "diferencia": "-0.01", "veredicto": Verdict.ROUNDING}, "calculado"),
        ({"veredicto": Verdict.IRRECONCILABLE}, "veredicto"),
        ({"calculado": "", "diferencia": ""}, "veredicto"),
        ({"publicado": "noventa"}, "publicado"),
        ({"calculado": "noventa"}, "calculado"),
        ({"calculado": "", "veredicto": Verdict.NOT_VERIFIABLE}, "diferencia"),
    ],
)
def test_a_verdict_that_does_not_follow(case, changes, field):
    told = list(verdict_differences(case.reference.book, replace(PUBLISHED[0], **changes)))
    assert told[0].place == f"conciliacion.csv, {SOUTH} (cuadro 1), {field}"


def test_a_percentage_of_nothing_has_no_value_and_is_irreconcilable(case):
    item = replace(PUBLISHED[0], calculado="", diferencia="", veredicto=Verdict.IRRECONCILABLE)
    assert list(verdict_differences(case.reference.book, item)) == []


class TestInputs:
    """Hashes first; where one differs, the cells."""

    @pytest.fixture
    def stated(self, case):
        path = case.workspace.root / "data/x/2024/avances.csv"
        path.parent.mkdir(parents=True)
        path.write_text(REPORTED, encoding="utf-8")
        name = case.workspace.relative(path)
        return replace(case, manifest={"insumos": {name: file_sha256(path)}, "configuracion": {}, "cuadernos": {}})

    def test_unchanged(self, stated):
        assert check_inputs(stated).holds

    def test_one_digit_of_a_cell_is_named_and_so_is_the_file(self, stated, wording):
        changed = REPORTED.replace("92.16", "92.17")
        (stated.workspace.root / "data/x/2024/avances.csv").write_text(changed, encoding="utf-8")
        result = check_inputs(replace(stated, again=small_computed(changed)))
        first, second = result.differences
        assert (first.place, first.expected, first.found) == ("data/x/2024/avances.csv#E4", "92.16", "92.17")
        wording(second.place, "data/x/2024/avances.csv", "SHA-256", "manifiesto.json")

    def test_a_change_that_no_figure_reads_is_said_to_be_one(self, stated):
        (stated.workspace.root / "data/x/2024/avances.csv").write_text(f"{REPORTED}\n", encoding="utf-8")
        result = check_inputs(stated)
        assert len(result.differences) == 1
        assert "ningún valor" in result.notes[0]

    def test_inputs_that_can_no_longer_be_read(self, stated):
        result = check_inputs(replace(stated, again=None, again_problem="Los insumos tienen errores."))
        assert (result.holds, result.unverified) == (False, "Los insumos tienen errores.")


def test_the_exact_mean_is_what_the_small_run_says(case):
    assert case.reference.book[NORTH].value == exact("23.525")
