"""The audit compares a run's Book with a new calculation, its figures with their operands, its CSV files with both.

It also checks the verdicts on published figures and the inputs.
"""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256

import pytest
from builders import make_dataset, make_evidence
from small_runs import ACTIONS, NORTH, PUBLISHED, REPORTED, SOUTH, STRUCTURE, change, finished, reread, small_computed

from helpers.audit.audit_case import saved_in
from helpers.audit.audit_result import State, Unverifiable
from helpers.audit.audited_inputs import check_inputs
from helpers.audit.audited_published import check_published, verdict_differences
from helpers.audit.recalculated import check_operands, check_recalculated
from helpers.audit.sheets.audited_csv import check_csv, csv_differences, read_rows
from helpers.base.exact import exact
from helpers.base.system.digest import file_sha256
from helpers.figures.book_file import save
from helpers.figures.findings import Verdict
from helpers.figures.printed_tables import PrintedTable
from helpers.figures.records import OwnText
from helpers.outputs.open_data.data_package import write_input_tables

UNIT = "avance_fisico/2024-T2/unidad/U1"


def change_figure(case, figure: str, **fields: object) -> None:
    path = case.folder / "libro.json"
    plain = json.loads(path.read_text(encoding="utf-8"))
    next(item for item in plain["cifras"] if item["id"] == figure).update(fields)
    path.write_text(json.dumps(plain), encoding="utf-8")


def test_a_changed_verdict_on_a_printed_table_is_named_by_its_file_and_cell(case):
    """The place was «libro.json, cuadros n.º 1, veredictos, E14»."""
    yaml = "data/x/2024/T2/cuadros/areas.yaml"
    table = PrintedTable("T2.areas", "Áreas", "", "", "", "", yaml, "data/x/areas.csv", "", (), (), (), ())
    due, found = (replace(case.again.book, printed=(replace(table, verdicts={"E14": said}),)) for said in ("exacto", "arrastre"))
    save(found, case.folder / "libro.json")
    (told,) = check_recalculated(replace(case, again=replace(case.again, book=due))).differences
    assert (told.place, told.expected, told.found) == (f"libro.json, cuadro {yaml}, veredicto de la celda E14", "exacto", "arrastre")


def test_the_book_as_calculated_passes(case):
    assert check_recalculated(case).holds
    assert check_operands(case).holds
    assert check_operands(case).amount > 3


def test_a_run_without_figures_passes_if_none_was_due(tmp_path):
    """The inputs give no figure, so it is right to compare none. The next test has a Book that lost its figures."""
    empty = finished(tmp_path, replace(small_computed(reported="nivel | codigo | indicador | periodo | valor"), reconciliation=()))
    assert not [figure for figure in empty.reference.book if figure.operands]
    assert [check(empty).state for check in (check_operands, check_published)] == [State.PASSES, State.PASSES]
    assert check_recalculated(empty).holds


def test_a_book_that_lost_its_figures_does_not_pass(case):
    path = case.folder / "libro.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | {"cifras": []}), encoding="utf-8")
    assert len(check_recalculated(case).differences) > 3
    assert check_operands(reread(case)).state is State.UNVERIFIED


@pytest.mark.parametrize(("value", "told"), [("942/40", "23.55"), ("941/41", "22.9512195121… (941/41)")])
def test_a_changed_digit_of_a_figure_in_the_book_is_reported_in_decimals(case, value, told):
    """The file has exact fractions, 941/40 for example, in which nobody recognises the printed 23,53."""
    change_figure(case, NORTH, valor=value)
    (difference,) = check_recalculated(case).differences
    assert difference.place == f"libro.json, cifra {NORTH}, valor"
    assert (difference.expected, difference.found) == ("23.525", told)


def test_a_text_that_looks_like_a_fraction_and_another_writing_of_a_number_are_told_as_they_are(case):
    """Of the resolution 12/2000, the act told 0.006; of 941/40 written as 1882/80, that it says 23.525 and must say so."""
    due = replace(case.again.book, listings={**case.again.book.listings, "versiones": ({"version": "v1", "resolucion": "12/2000"},)})
    save(replace(due, listings={**due.listings, "versiones": ({"version": "v1", "resolucion": "15/2000"},)}), case.folder / "libro.json")
    change_figure(case, NORTH, valor="1882/80")
    told = check_recalculated(replace(case, again=replace(case.again, book=due))).differences
    assert [(one.expected, one.found) for one in told] == [("12/2000", "15/2000"), ("941/40", "1882/80")]


def test_what_differs_because_the_inputs_changed_is_noted_as_such(case):
    """The act said of one cell that it must be 92.16, and of the Book read from it that it must be 92.17."""
    changed = replace(case, again=small_computed(REPORTED.replace("92.16", "92.17")))
    (note,) = check_recalculated(changed).notes
    assert "libro.json puede no haber cambiado" in note
    assert check_recalculated(case).notes == ()


def test_a_changed_digit_of_an_input_in_the_book_is_reported_with_its_cell(case):
    change_figure(case, UNIT, valor="47.06")
    (difference,) = check_recalculated(case).differences
    assert "data/x/2024/avances.csv#E2" in difference.place


WROTE = "data/x/2024/T2/texto/resumen.md"


def with_text(computed, text: str, file: str = WROTE):
    return replace(computed, texts=(OwnText("resumen", text, file, sha256(text.encode()).hexdigest()),))


def test_a_changed_text_of_the_planner_is_reported_with_the_words_that_changed(case, wording):
    before, now = (with_text(case.again, f"Se atendieron {number} trámites.") for number in ("120", "210"))
    (one,) = check_recalculated(replace(case, saved=before, again=now)).differences
    assert one.place == f"textos.json, {WROTE}"
    assert (one.expected, one.found) == ("Se atendieron [210] trámites.", "Se atendieron [120] trámites.")
    gone, added = check_recalculated(replace(case, saved=before, again=with_text(case.again, "", "data/a.md"))).differences
    wording([text for one in (gone, added) for text in (one.expected, one.found)])


def test_a_deleted_file_is_named_and_the_texts_beside_it_are_not_said_to_lack(case):
    (case.folder / "hallazgos.csv").unlink()
    saved, problem = saved_in(case.folder)
    assert (saved, problem) == (None, "Lo que el informe guardó no se puede leer: hallazgos.csv no está.")
    result = check_recalculated(replace(case, saved=saved, saved_problem=problem, again=with_text(case.again, "Nada.")))
    assert (result.differences, result.unverified) == ((), problem)


def test_a_report_whose_method_has_keys_that_are_gone_is_of_another_version(case):
    """The audit compared with the Book that the report had kept, and ended in a traceback instead of an acta."""
    book = case.again.book
    save(replace(book, method={**book.method, "pesos": {"1": "100"}}), case.folder / "libro.json")
    saved, problem = saved_in(case.folder)
    assert saved is None and "libro.json" in problem and "otra versión del programa" in problem


def test_a_figure_that_does_not_follow_from_its_operands_is_reported(case):
    change_figure(case, NORTH, valor="942/40")
    differences = check_operands(reread(case)).differences
    assert (differences[0].place, differences[0].expected, differences[0].found) == (
        f"libro.json, cifra {NORTH}, con los operandos que guarda", "23.525", "23.55"
    )  # fmt: skip


@pytest.mark.parametrize("name", ["libro.json", "textos.json"])
def test_other_bytes_of_the_same_content_are_reported(case, name):
    """A repeated key, for example. Of the planner's texts nothing was said, and a report without PDF passed."""
    path = case.folder / name
    path.write_bytes(path.read_bytes() + b" ")
    (one,) = check_recalculated(case).differences
    assert (one.place, one.expected) == (f"{name}, escritura", "la que escribe poa informe")


def test_a_book_that_is_cut_off_cannot_be_verified(case):
    (case.folder / "libro.json").write_text("{", encoding="utf-8")
    with pytest.raises(Unverifiable, match=r"libro\.json"):
        check_recalculated(case)


def test_the_csv_files_as_written_pass(case):
    result = check_csv(case)
    assert result.holds
    assert result.amount > 100


def test_a_changed_digit_of_a_published_figure_in_the_csv_is_reported_once(case):
    path = case.folder / "cifras.csv"
    line = next(line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith(SOUTH))
    change(path, line, line.replace(",92.16,92.16,", ",92.16,92.17,"))
    places = [difference.place for difference in check_csv(case).differences]
    assert len(places) == 1  # 92.17 differs from the calculated cell and from «valor» rounded, but is reported once
    assert f"(«{SOUTH}», columna publicado)" in places[0]


def test_a_changed_exact_value_in_the_csv_does_not_accuse_the_published_one(case):
    path = case.folder / "cifras.csv"
    line = next(line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith(SOUTH))
    change(path, line, line.replace(",92.16,92.16,", ",92.17,92.16,"))
    (difference,) = check_csv(case).differences
    assert difference.place.endswith("columna valor)")
    assert (difference.expected, difference.found) == ("92.16", "92.17")


def test_a_changed_digit_of_the_reconciliation_is_reported_with_its_cell(case):
    change(case.folder / "conciliacion.csv", "23.52,", "23.51,")
    (difference,) = check_csv(case).differences
    assert difference.place == f"conciliacion.csv, celda C3 («{NORTH}», columna publicado)"
    assert (difference.expected, difference.found) == ("23.52", "23.51")


def test_a_long_cell_is_quoted_where_it_differs():
    rows = [("id", "regla"), ("a", f"{'palabra ' * 40}92.16")]
    (one,) = csv_differences("t.csv", rows, [rows[0], ("a", rows[1][1].replace("92.16", "92.17"))])
    assert (one.expected[-5:], one.found[-5:]) == ("92.16", "92.17")


def test_a_missing_csv_is_reported(case):
    (case.folder / "hallazgos.csv").unlink()
    (difference,) = check_csv(case).differences
    assert (difference.place, difference.found) == ("hallazgos.csv", "no está")


def test_a_removed_row_and_an_added_row_are_reported(wording):
    rows = [("id", "valor"), ("a", "1"), ("b", "2"), ("c", "3")]
    (gone,) = csv_differences("t.csv", rows, [rows[0], rows[1], rows[3]])
    assert gone.expected == "b · 2"
    wording(gone.place, "t.csv", "2")
    (added,) = csv_differences("t.csv", [rows[0], rows[1], rows[3]], rows)
    assert (added.place, added.found) == ("t.csv, fila 3", "b · 2")


@pytest.mark.parametrize(("order", "line"), [("acbde", 3), ("adcbe", 3), ("ebcda", 2), ("bcdea", 6)])
def test_rows_in_another_order_are_one_difference(order, line, wording):
    rows = [("id", "valor"), *((id, "1") for id in "abcde")]
    (moved,) = csv_differences("t.csv", rows, [rows[0], *((id, "1") for id in order)])
    wording(str(moved), "t.csv", str(line))


def test_beside_moved_rows_a_changed_cell_and_a_repeated_row_are_reported(wording):
    rows = [("id", "valor"), *((id, "1") for id in "abcdef")]
    found = [rows[0], rows[2], rows[1], rows[3], ("d", "2"), rows[5], rows[6], rows[6]]
    moved, cell, more = csv_differences("t.csv", rows, found)
    wording([moved.place, cell.place], "t.csv", "t.csv", "B5", "d", "valor")
    assert (cell.found, more.place, more.expected) == ("2", "t.csv, fila 8", "(ninguna fila)")


def test_a_cell_longer_than_the_default_limit_of_the_csv_module_is_read(tmp_path):
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
def test_a_verdict_that_does_not_follow_from_its_numbers_is_reported(case, changes, field):
    wrong = list(verdict_differences(case.reference.book, replace(PUBLISHED[0], **changes)))
    assert wrong[0].place == f"conciliacion.csv, {SOUTH} (cuadro 1), {field}"


def test_a_published_figure_without_computed_value_may_be_irreconcilable(case):
    """A percentage of a budget of zero has no value, but it was printed."""
    item = replace(PUBLISHED[0], calculado="", diferencia="", veredicto=Verdict.IRRECONCILABLE)
    assert list(verdict_differences(case.reference.book, item)) == []


class TestInputs:
    """Inputs are compared by hash; if a hash differs, cell by cell."""

    @pytest.fixture
    def stated(self, case):
        path = case.workspace.root / "data/x/2024/avances.csv"
        path.parent.mkdir(parents=True)
        path.write_text(REPORTED, encoding="utf-8")
        name = case.workspace.relative(path)
        return replace(case, manifest={"insumos": {name: file_sha256(path)}, "configuracion": {}, "cuadernos": {}})

    def test_unchanged_inputs_pass(self, stated):
        assert check_inputs(stated).holds

    def test_a_changed_digit_is_reported_with_its_cell_and_its_file(self, stated, wording):
        changed = REPORTED.replace("92.16", "92.17")
        (stated.workspace.root / "data/x/2024/avances.csv").write_text(changed, encoding="utf-8")
        before, now = (replace(stated.again, dataset=make_dataset(avances=reported)) for reported in (REPORTED, changed))
        write_input_tables(before, stated.folder)
        result = check_inputs(replace(stated, again=now))
        first, second = result.differences
        assert (first.place, first.expected, first.found) == ("data/x/2024/avances.csv#E4", "92.16", "92.17")
        wording(second.place, "data/x/2024/avances.csv", "SHA-256", "manifiesto.json")

    @pytest.mark.parametrize(
        ("before", "now", "places"),
        [
            ("NORTE   | 1", "NORTE   | 2", ["data/x/2024/estructura.csv#D5", "data/x/2024/estructura.csv#D6"]),
            ("SUR     | 2", "NORTE   | 2", ["data/x/2024/estructura.csv#C8"]),
            ("Administrar", "Ordenar    ", ["data/x/2024/acciones.csv#B3"]),
            ("    2   | Administrar\n", "", ["data/x/2024/acciones.csv#3"]),
        ],
        ids=["acción de dos unidades", "área de una unidad", "nombre de una acción", "una acción que falta"],
    )
    def test_a_changed_cell_of_any_table_is_named(self, stated, before, now, places):
        then, again = (
            make_evidence(make_dataset(avances=REPORTED, estructura=STRUCTURE.replace(*change), acciones=ACTIONS.replace(*change)))
            for change in (("", ""), (before, now))
        )
        file = places[0].partition("#")[0]
        dataset = replace(again.dataset, files={file: "f" * 64})
        saved = replace(stated.saved, book=then.book)
        write_input_tables(replace(saved, dataset=then.dataset), stated.folder)
        again = replace(stated.again, book=replace(again.book, inputs={file: "f" * 64}), dataset=dataset)
        result = check_inputs(replace(stated, saved=saved, again=again, manifest={"insumos": {file: "0" * 64}}))
        assert [one.place for one in result.differences] == [*places, f"{file}, huella SHA-256 según manifiesto.json"]

    def test_a_change_that_no_figure_reads_is_noted_as_such(self, stated):
        (stated.workspace.root / "data/x/2024/avances.csv").write_text(f"{REPORTED}\n", encoding="utf-8")
        result = check_inputs(stated)
        assert len(result.differences) == 1
        assert "ninguna de sus filas" in result.notes[0] and "data/x/2024/avances.csv" in result.notes[0]

    def test_a_file_with_a_new_row_of_the_period_is_not_said_to_have_rows_of_others_only(self, stated):
        """The row changes figures, which the check of the Book names with its cell."""
        changed = f"{REPORTED.rstrip()}\n{REPORTED.rstrip().splitlines()[-1].replace('92.16', '50.00')}\n"
        (stated.workspace.root / "data/x/2024/avances.csv").write_text(changed, encoding="utf-8")
        before, now = (replace(stated.again, dataset=make_dataset(avances=reported)) for reported in (REPORTED, changed))
        write_input_tables(before, stated.folder)
        (note,) = check_inputs(replace(stated, again=now)).notes
        assert "filas nuevas, de este periodo o de otros" in note and "«Libro de cifras»" in note

    @pytest.mark.parametrize("other", [[], ["data/x/2024/avances.csv"]])
    def test_a_text_that_changed_is_named_apart_from_files_without_values(self, stated, other, wording):
        """The note said that no value had changed, and not which text is no longer the printed one."""
        (stated.workspace.root / WROTE).parent.mkdir(parents=True)
        (stated.workspace.root / WROTE).write_text("Otro.", encoding="utf-8")
        inputs = {**stated.stated("insumos"), WROTE: "f" * 64} | dict.fromkeys(other, "f" * 64)
        result = check_inputs(replace(stated, saved=with_text(stated.again, "Uno."), manifest={"insumos": inputs}))
        wording(result.notes[0], WROTE)
        assert ["ninguna de sus filas" in note for note in result.notes[1:]] == [True] * len(other)

    def test_a_notebook_or_a_method_of_others_that_changed_is_not_said_to_have_the_same_values(self, stated):
        """What the report read of them is not compared."""
        manifest = {**stated.manifest, "cuadernos": {"notebooks/a.ipynb": "f" * 64}, "metodos_comparados": {"params/b.yaml": "f" * 64}}
        result = check_inputs(replace(stated, manifest=manifest))
        assert (len(result.differences), result.notes) == (2, ())

    def test_settings_that_changed_without_another_value_are_noted(self, stated):
        path = stated.workspace.root / "params/x/entidad.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("codigo: X  # a comment", encoding="utf-8")
        result = check_inputs(replace(stated, manifest={**stated.manifest, "configuracion": {"params/x/entidad.yaml": "f" * 64}}))
        assert "params/x/entidad.yaml" in result.notes[0]

    def test_a_new_file_comes_first_without_its_cells_and_a_grown_one_is_noted(self, stated):
        grown = "data/x/2024/gastos.csv"
        (stated.workspace.root / grown).write_text("a;b\n1;2\n", encoding="utf-8")
        computed = small_computed(REPORTED.replace("92.16", "92.17"))
        new = replace(computed.book, inputs={"data/x/2024/avances.csv": ""}, params={**computed.book.params, "titulo": "otro"})
        result = check_inputs(replace(stated, again=replace(computed, book=new), manifest={"insumos": {grown: "f" * 64}}))
        places = [one.place.partition(",")[0] for one in result.differences]
        assert places == ["data/x/2024/avances.csv", "parámetros", grown]
        assert grown in result.notes[0]

    def test_a_changed_parameter_comes_before_any_hash(self, stated):
        """The act began with «tabla, configuracion, n.º 1, sha256», which names no file."""

        def with_title(computed, title: str):
            listings = {"configuracion": ({"archivo": "params/x/2024-T2.yaml", "sha256": title},)}
            return replace(computed, book=replace(computed.book, listings=listings, params={"titulo": title}))

        saved, again = with_title(stated.saved, "uno"), with_title(stated.again, "dos")
        result = check_inputs(replace(stated, saved=saved, again=again, manifest={"insumos": {"params/x/2024-T2.yaml": "f" * 64}}))
        places = [one.place for one in result.differences]
        assert places == ["parámetros, titulo", "params/x/2024-T2.yaml, huella SHA-256 según manifiesto.json"]

    def test_inputs_that_can_no_longer_be_read_are_unverified_with_the_reason(self, stated):
        result = check_inputs(replace(stated, again=None, again_problem="Los insumos tienen errores."))
        assert (result.holds, result.unverified) == (False, "Los insumos tienen errores.")


def test_the_small_run_has_the_exact_mean_that_it_states(case):
    assert case.reference.book[NORTH].value == exact("23.525")
