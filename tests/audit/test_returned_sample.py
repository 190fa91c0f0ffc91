"""A sample of the ministry's report: written, filled in as an auditor does, read back, evaluated."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import comb
from pathlib import Path

import pytest
from builders import ROOT
from openpyxl import load_workbook
from sample_items import areas, budgets, item, population
from typer.testing import CliRunner

from helpers.audit.sampling.returned_marks import read_marks
from helpers.audit.sampling.returned_sample import check_sheet, drawn_again, open_returned
from helpers.audit.sampling.run_sample import ReadSample, SampledRun, open_run, read_sample, write_sample
from helpers.audit.sampling.sample_bounds import rate_limit, stringer_limit
from helpers.audit.sampling.sample_draw import Design, draw
from helpers.audit.sampling.sample_evaluation import Checked, Mark, evaluate, statements
from helpers.audit.sampling.sample_workbook import design_sheet, sample_sheet
from helpers.base.system.digest import file_sha256
from helpers.base.system.workspace import Workspace
from helpers.desk import cli
from helpers.outputs.workbook.workbook_file import write_run_workbook
from helpers.run.compute import compute, save_to_read
from helpers.run.report.manifest import COMPLETE

C95 = Fraction(95, 100)
RUN = "mre/2024-T2"
TODAY = date(2024, 9, 30)


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    """A project with the two files of a finished report that this command needs: the Book and the manifest."""
    root = tmp_path_factory.mktemp("libro")
    shutil.copytree(ROOT / "params", root / "params")
    shutil.copytree(ROOT / "data/mre", root / "data/mre")
    folder = root / "output" / RUN
    folder.mkdir(parents=True)
    computed = compute(Workspace(root), *RUN.split("/"))
    save_to_read(computed, folder)
    outputs = {"libro.json": file_sha256(folder / "libro.json")}
    manifest = {"estado": COMPLETE, "cambios_de_parametros": [], "insumos": dict(computed.inputs), "salidas": outputs}
    (folder / "manifiesto.json").write_text(json.dumps(manifest), encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def run(project) -> SampledRun:
    return open_run(Workspace(project), *RUN.split("/"))


@pytest.fixture(scope="module")
def blank(run) -> Path:
    """The sample of seed 7, not filled in."""
    return write_sample(run, None, 60, 7)[1].path


@pytest.fixture
def poa(project, monkeypatch):
    monkeypatch.setenv("POA_RAIZ", str(project))
    return lambda *arguments: CliRunner().invoke(cli.app, ["muestra", *arguments], prog_name="poa")


def filled(blank: Path, path: Path, **changes: object) -> Path:
    """A copy in which every item is marked as conforming, except for changed cells of «Muestra» such as `K5=…`."""
    book = load_workbook(blank)
    sheet = book["Muestra"]
    headings = {cell.value: place for place, cell in enumerate(sheet[4])}
    for row in sheet.iter_rows(min_row=5):
        reported = row[headings["Resultado informado"]].value
        row[headings["Marca"]].value = "conforme"
        row[headings["Fecha"]].value = date(2024, 8, 15)
        if not isinstance(reported, str):
            row[headings["Resultado verificado"]].value = reported
    for cell, value in changes.items():
        sheet[cell].value = value
    book.save(path)
    return path


def read(project: Path, run: SampledRun, path: Path) -> ReadSample:
    return read_sample(Workspace(project), run, path, C95, TODAY)


def findings_of(done: ReadSample) -> list[tuple[str, str, str]]:
    return [(finding.codigo, finding.hoja, finding.celda) for finding in done.findings]


def test_the_same_seed_gives_the_same_bytes(run, tmp_path):
    first, again = write_sample(run, None, 60, 5)[1], write_sample(run, None, 60, 5)[1]
    assert (first.was_there, again.was_there, again.path) == (False, True, first.path)


def test_a_file_with_other_content_is_left_alone(run):
    first = write_sample(run, None, 60, 6)[1]
    before = first.path.read_bytes()
    other = write_sample(run, None, 61, 6)[1]
    assert (other.path.name, other.taken) == ("muestra_6-2.xlsx", ("muestra_6.xlsx",))
    assert first.path.read_bytes() == before


def test_samples_lie_beside_the_report_and_not_in_it(run, project):
    """A report made again replaces its folder, and the audit accepts no added file in it."""
    assert run.folder == project / "output/mre/2024-T2-muestra"


def test_only_the_auditors_cells_are_unlocked(blank):
    book = load_workbook(blank)
    assert all(sheet.protection.sheet for sheet in book)
    sheet = book["Muestra"]
    unlocked = {cell.column_letter for row in sheet for cell in row if not cell.protection.locked}
    assert unlocked == {"K", "L", "M", "N"}
    rules = {rule.type: str(rule.sqref) for rule in sheet.data_validations.dataValidation}
    assert rules == {"decimal": "K5:K64", "list": "L5:L64", "date": "M5:M64", None: "N5:N64"}


def test_a_sample_without_errors_gives_the_upper_limit_of_the_rate(project, run, blank, tmp_path, wording):
    """4.8703 % (binomial) × 1.0417 = 5.08 %, rounded up: 24 of 100 are drawn of the area abroad, 60 of 240 of all."""
    done = read(project, run, filled(blank, tmp_path / "vuelta.xlsx"))
    assert done.findings == ()
    ratio = max(Fraction(of, drawn) for of, drawn in done.evaluation.draw.strata.values()) * 60 / 240
    assert done.evaluation.limit == rate_limit(0, 60, C95) * ratio
    said = statements(done.evaluation)[0][1].replace("\N{NO-BREAK SPACE}", " ")
    wording(said, "95 %", "12", "240", "5,08 %", "228")
    sheet = load_workbook(done.written.path)["Evaluación"]
    assert sheet["B5"].value.replace("\N{NO-BREAK SPACE}", " ") == said


def test_a_file_saved_again_by_the_spreadsheet_is_the_same_sample(project, run, blank, tmp_path):
    """Numbers are compared as numbers: LibreOffice writes 90.63 with other digits."""
    path = filled(blank, tmp_path / "vuelta.xlsx")
    book = load_workbook(path)
    cell = next(row[7] for row in book["Muestra"].iter_rows(min_row=5) if isinstance(row[7].value, float))
    cell.value = cell.value * (1 + 1e-13)
    book.save(path)
    assert read(project, run, path).findings == ()


def test_all_errors_are_reported_at_once_with_their_cells(project, run, blank, tmp_path, wording):
    sheet = load_workbook(blank)["Muestra"]
    numbers = [row[0].row for row in sheet.iter_rows(min_row=5) if not isinstance(row[7].value, str)]
    word, wrong, none, negative = numbers[:4]
    changes = {
        "L5": "ok", "M6": "ayer", "E7": "otra cosa", "A8": 99, "M10": None, "L11": None, "B66": "de más",
        f"K{word}": "doce", f"K{wrong}": 0.5, f"L{none}": "sin evidencia", f"K{negative}": -1,
    }  # fmt: skip
    done = read(project, run, filled(blank, tmp_path / "mal.xlsx", **changes))
    assert done.evaluation is None
    expected = {
        ("MUE-MARCA", "L5"), ("ENT-FECHA", "M6"), ("MUE-CELDA", "E7"), ("MUE-CELDA", "A8"), ("MUE-FILA", "66"),
        ("MUE-FECHA", "M10"), ("MUE-MARCA", "L11"), ("ENT-NUMERO", f"K{word}"), ("MUE-CONTRADICE", f"K{wrong}"),
        ("MUE-CONTRADICE", f"K{none}"), ("MUE-CONTRADICE", f"K{negative}"),
    }  # fmt: skip
    assert {(code, cell) for code, _, cell in findings_of(done)} == expected
    mark = next(finding for finding in done.findings if finding.celda == "L5")
    assert mark.encontrado == "ok"
    wording([mark.esperado, mark.mensaje], "mal.xlsx", "«Muestra»", "L5", "«ok»")


def rearranged(blank: Path, path: Path, *order: int) -> Path:
    """A filled-in sample, returned with the rows from 5 on in another order."""
    book = load_workbook(filled(blank, path))
    sheet = book["Muestra"]
    rows = [[cell.value for cell in sheet[row]] for row in order]
    for row, values in enumerate(rows, start=5):
        for cell, value in zip(sheet[row], values, strict=True):
            cell.value = value
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("order", "rows"),
    [((6, 5), "5 y 6"), ((7, 6, 5), "5 y 7"), ((6, 7, 8, 9, 5), "5 a 9")],
    ids=["neighbours", "apart", "sorted"],
)
def test_rows_that_changed_place_are_one_error_and_their_marks_are_not_read_as_those_of_others(
    project, run, blank, tmp_path, wording, order, rows
):
    """Each row was accused of its «N.º», and of contradicting what another row reported."""
    done = read(project, run, rearranged(blank, tmp_path / "vuelta.xlsx", *order))
    assert (findings_of(done), done.evaluation) == ([("MUE-FILA", "Muestra", "5")], None)
    wording(done.findings[0].mensaje, "vuelta.xlsx", "«Muestra»", rows)


def test_a_mark_that_is_a_formula_without_result_is_told_as_such(project, run, blank, tmp_path, wording):
    """What was wrong with the cell was quoted as if the auditor had written it as a mark."""
    done = read(project, run, filled(blank, tmp_path / "formula.xlsx", L5='=IF(1=1,"conforme","")'))
    mark = next(finding for finding in done.findings if finding.codigo == "MUE-MARCA")
    assert (mark.celda, mark.encontrado) == ("L5", "")
    assert "«tiene" not in mark.mensaje
    wording(mark.mensaje, "formula.xlsx", "«Muestra»", "L5")


def test_a_blank_mark_counts_as_unverified_and_as_an_error(project, run, blank, tmp_path):
    path = filled(blank, tmp_path / "a medias.xlsx", **{f"{column}{row}": None for column in "LM" for row in (5, 7)})
    done = read(project, run, path)
    assert done.evaluation.whole.marks == {Mark.CONFORMING: 58, Mark.UNCHECKED: 2}
    assert done.evaluation.whole.errors == 2
    assert "2 sin verificar" in statements(done.evaluation)[1][1]


def test_the_sample_of_another_report_is_refused(project, run, blank, tmp_path):
    book = load_workbook(filled(blank, tmp_path / "otra.xlsx"))
    book["Diseño"]["B7"].value = "0" * 64
    book.save(tmp_path / "otra.xlsx")
    assert findings_of(read(project, run, tmp_path / "otra.xlsx")) == [("MUE-LIBRO", "Diseño", "B7")]


@pytest.mark.parametrize(
    ("cell", "value", "expected"),
    [("B8", "siete", ["MUE-DISENO"]), ("B10", "suerte", ["MUE-DISENO"]), ("B13", "9 resultados", ["MUE-CELDA"])],
)
def test_a_changed_design_is_reported(project, run, blank, tmp_path, cell, value, expected):
    book = load_workbook(filled(blank, tmp_path / "otra.xlsx"))
    book["Diseño"][cell].value = value
    book.save(tmp_path / "otra.xlsx")
    assert [(code, at) for code, _, at in findings_of(read(project, run, tmp_path / "otra.xlsx"))] == [(expected[0], cell)]


@pytest.mark.parametrize(("cell", "value"), [("B9", 3), ("B10", "dinero")])
def test_a_design_that_cannot_be_drawn_is_reported_at_its_size(run, blank, tmp_path, wording, cell, value):
    """There are four areas, so 3 items are too few; no result has a budget, so it cannot be drawn by money."""
    book = load_workbook(blank)
    book["Diseño"][cell].value = value
    book.save(tmp_path / "otra.xlsx")
    returned = open_returned(tmp_path / "otra.xlsx", "otra.xlsx")
    assert drawn_again(returned, run.digest, areas(NORTE=40, SUR=30, ESTE=20, OESTE=10)) is None
    assert [(one.codigo, one.hoja, one.celda) for one in returned.findings] == [("MUE-DISENO", "Diseño", "B9")]
    wording(returned.findings[0].mensaje)


def test_fewer_items_than_areas_are_reported_in_the_words_of_the_sheet(project, run, blank, tmp_path):
    book = load_workbook(filled(blank, tmp_path / "otra.xlsx"))
    book["Diseño"]["B9"].value = 3
    book.save(tmp_path / "otra.xlsx")
    done = read(project, run, tmp_path / "otra.xlsx")
    assert findings_of(done) == [("MUE-DISENO", "Diseño", "B9")]
    assert "--n" not in done.findings[0].mensaje


def test_a_missing_sheet_and_a_file_that_is_no_workbook_are_reported(project, run, blank, tmp_path):
    book = load_workbook(blank)
    del book["Muestra"]
    book.save(tmp_path / "sin.xlsx")
    assert findings_of(read(project, run, tmp_path / "sin.xlsx")) == [("MUE-HOJA", "", "")]
    (tmp_path / "no.xlsx").write_text("no", encoding="utf-8")
    assert read(project, run, tmp_path / "no.xlsx").findings


def test_the_command_writes_and_reads_samples_and_reports_errors(poa, blank, tmp_path, wording):
    done = poa(RUN, "--semilla", "7")
    assert done.exit_code == 0
    (line,) = [line for line in done.output.splitlines() if "muestra_7" in line]
    wording(line, "output/mre/2024-T2-muestra/muestra_7.xlsx")
    good, bad = filled(blank, tmp_path / "bien.xlsx"), filled(blank, tmp_path / "mal.xlsx", L5="ok")
    done = poa(RUN, "--leer", str(good), "--confianza", "90")
    assert (done.exit_code, "Con 90" in done.output) == (0, True)
    done = poa(RUN, "--leer", str(bad))
    assert (done.exit_code, "1 error" in done.output) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("mre/2024-T2",), "Diga con qué semilla"),
        (("mre/2024-T2", "--semilla", "1", "--por", "suerte"), "no es un diseño"),
        (("mre/2024-T2", "--semilla", "1", "--n", "3"), "áreas con resultados informados"),
        (("mre/2024-T2", "--semilla", "1", "--confianza", "95"), "va con «--leer»"),
        (("mre/2024-T2", "--leer", "no.xlsx", "--n", "5"), "quite «--n»"),
        (("mre/2024-T2", "--leer", "no.xlsx", "--confianza", "50"), "de 80 a 99,9"),
        (("mre/2024-T2", "--leer", "no.xlsx"), "No existe el archivo"),
        (("mre/2024-T2", "--leer", str(ROOT / "README.md")), "«README.md» no es un libro de hojas de cálculo"),
        (("mre/2024-T2", "--leer", str(ROOT / "data/mre/2024/gastos.csv")), "no es un libro de hojas de cálculo"),
        (("mre/2024-T2", "--semilla", "siete"), "«siete» no es un número entero"),
        (("mre/2024-T2", "--semilla", "9" * 5000), "no es un número entero de hasta 4.000 cifras"),
        (("mre/2024-T1", "--semilla", "1"), "informe terminado y al día"),
    ],
)
def test_wrong_usage_ends_with_exit_code_2(poa, arguments, words):
    done = poa(*arguments)
    assert done.exit_code == 2
    assert words in " ".join(done.output.split())


def marked(drawn, *errors: Checked) -> tuple[Checked, ...]:
    other = {one.item.id: one for one in errors}
    return tuple(other.get(one.id, Checked(one, Mark.CONFORMING)) for one in drawn.items)


def test_money_of_certain_items_is_exact_and_the_rest_has_stringers_limit():
    """r1 (400 Bs, certain) is half overstated: 200 Bs. r3, in one of two intervals of 195 Bs, by a fifth."""
    drawn = draw(budgets(30, 400, 70, 90, 210, 100, 60, 40), Design.MONEY, 4, 7)
    by_id = {one.id: one for one in drawn.items}
    half, fifth = Checked(by_id["r1"], Mark.WRONG, 5), Checked(by_id["r3"], Mark.WRONG, 8)
    result = evaluate(drawn, marked(drawn, half, fifth), C95)
    assert result.projected == 200 + 195 * Fraction(1, 5)
    assert result.limit == Fraction(200 + 390, 1000), "Stringer's limit, 3.3 intervals, cannot be more than the two there are"
    many = draw(budgets(*[10] * 100), Design.MONEY, 50, 7)
    assert many.interval == 20
    wrong = Checked(many.items[0], Mark.NO_EVIDENCE)
    limit = evaluate(many, marked(many, wrong), C95).limit
    assert limit == stringer_limit(Fraction(20), [Fraction(1)], C95) / 1000


@pytest.mark.parametrize(
    ("mark", "reported", "verified", "expected"),
    [
        (Mark.CONFORMING, "10", "10", 0), (Mark.WRONG, "10", "4", Fraction(3, 5)), (Mark.WRONG, "10", "12", 0),
        (Mark.WRONG, "10", "0", 1), (Mark.WRONG, "10", None, 1), (Mark.WRONG, None, None, 1),
        (Mark.NO_EVIDENCE, "10", None, 1), (Mark.UNCHECKED, "10", "10", 1),
    ],
)  # fmt: skip
def test_the_overstated_share_of_an_item(mark, reported, verified, expected):
    one = Checked(item("a", value=reported), mark, None if verified is None else Decimal(verified))
    assert one.tainting == expected


def test_a_whole_population_has_no_sampling_error(wording):
    drawn = draw(areas(A=3, B=2), Design.AREA, 9, 1)
    result = evaluate(drawn, marked(drawn, Checked(drawn.items[0], Mark.WRONG)), C95)
    assert result.limit == Fraction(1, 5)
    wording(statements(result)[0][1], "1", "5", "20,00")


@pytest.mark.parametrize("items", [areas(A=2, B=1), budgets(10, 10, 10)])
def test_a_share_that_is_no_limit_is_rounded_half_up(items):
    """One of three is 33,33 %; the claim rounded it up like a limit."""
    drawn = draw(items, None, 9, 1)
    said = statements(evaluate(drawn, marked(drawn, Checked(drawn.items[0], Mark.WRONG)), C95))[0][1]
    assert "(33,33\N{NO-BREAK SPACE}%)" in said


def test_numbers_of_a_sample_are_written_for_people():
    drawn = draw(areas(A=4425, B=1), Design.AREA, 60, 1)
    few = Checked(drawn.items[0], Mark.WRONG, drawn.items[0].value + 1)
    claim, basis, method, _ = (said for _, said in statements(evaluate(drawn, marked(drawn, few), C95)))
    assert "344 de los 4.426 resultados" in claim and "al menos 4.082 están" in claim
    assert "1 se informó de menos: no compensa a los demás" in basis
    assert "de 1 error entre 60" in method


def test_the_only_result_that_is_surely_as_reported_is_told_in_the_singular():
    drawn = draw(areas(A=3, B=2), Design.AREA, 9, 1)
    said = statements(evaluate(drawn, marked(drawn, *map(Checked, drawn.items[1:])), C95))[0][1]
    assert said.endswith("al menos 1 está como se informó.")


@pytest.mark.parametrize("population", [areas(A=3, B=2), budgets(10, 10, 10, 10, 10)])
def test_of_a_whole_population_still_to_verify_the_claim_is_a_limit(population):
    """It said that 4 of 5 were not as reported, though nobody had looked at 3 of them."""
    drawn = draw(population, None, 9, 1)
    seen = evaluate(drawn, marked(drawn, Checked(drawn.items[0], Mark.WRONG), *map(Checked, drawn.items[2:])), C95)
    assert statements(seen)[0][1].startswith("A lo sumo ")
    wrong = evaluate(drawn, [Checked(item, Mark.WRONG) for item in drawn.items], C95)
    assert "(100,00\N{NO-BREAK SPACE}%)" in statements(wrong)[0][1]


def test_without_marks_nothing_is_claimed(wording):
    drawn = draw(areas(A=30), Design.AREA, 5, 1)
    result = evaluate(drawn, [Checked(one) for one in drawn.items], C95)
    wording(statements(result)[0][1])


@pytest.mark.parametrize("sizes", [(6, 14), (3, 9, 10), (1, 7, 20)])
@pytest.mark.parametrize("size", [5, 8, 12])
def test_the_stratified_limit_covers_the_true_rate_as_often_as_stated(sizes, size):
    """For every number of errors in every area, samples whose limit is too low have a probability of at most 5 %."""
    drawn = draw(areas(**{f"A{place}": of for place, of in enumerate(sizes)}), Design.AREA, size, 1)
    counts = [count for _, count in drawn.strata.values()]
    limits = {}
    for errors in range(size + 1):
        wrong = [Checked(one, Mark.WRONG) for one in drawn.items[:errors]]
        limits[errors] = evaluate(drawn, marked(drawn, *wrong), C95).limit
    for true in product(*(range(of + 1) for of in sizes)):
        missed = Fraction(0)
        for seen in product(*(range(count + 1) for count in counts)):
            if limits[sum(seen)] < Fraction(sum(true), sum(sizes)):
                chances = zip(sizes, counts, true, seen, strict=True)
                chance = Fraction(1)
                for of, count, bad, hit in chances:
                    chance *= Fraction(comb(bad, hit) * comb(of - bad, count - hit), comb(of, count))
                missed += chance
        assert missed <= 1 - C95, true


HARD_TEXTS = ("visitó 😀 el puesto", "a _x000B_ b", "a\ufffeb", "x" * 40_000, "a_x005F_b", "dos\nlíneas", "=1+1")


@pytest.mark.parametrize("saved_again", [False, True])
def test_texts_that_a_spreadsheet_changes_are_written_as_they_come_back(run, tmp_path, saved_again):
    """Emoji, Excel's escapes, a code without a character, and more letters than a cell takes."""
    items = [replace(item(f"r{place}"), subject=words) for place, words in enumerate(HARD_TEXTS)]
    sheet = sample_sheet(draw(population(*items), None, 50, 7))
    path = tmp_path / "muestra.xlsx"
    write_run_workbook(run.book, (sheet,), "Muestra", path)
    if saved_again:
        load_workbook(path).save(path)
    returned = open_returned(path, "muestra.xlsx")
    check_sheet(returned, sheet)
    # The only finding is that the sheet «Diseño», which was not written, is missing.
    assert [finding.codigo for finding in returned.findings] == ["MUE-HOJA"]


@pytest.mark.parametrize(
    ("reported", "verified", "is_same"),
    [
        ("12345678901234567.89", "12345678901234500", True),  # typed: Excel keeps fifteen digits
        ("12345678901234567.89", "12345678901234568", True),  # copied: a binary number keeps about seventeen
        ("12345678901234567.89", "12345678901234400", False),
        ("1234567890123.45", "1234567890123.46", False),
        ("12.50", "12.5", True),
        ("12.50", "12.51", False),
    ],
)
def test_an_amount_is_as_reported_up_to_the_digits_that_excel_keeps(reported, verified, is_same):
    one = Checked(item("a", value=reported), Mark.CONFORMING, Decimal(verified))
    assert (one.is_as_reported, one.tainting) == (is_same, 0)


def test_the_design_states_amounts_with_cents(run):
    """A budget of 1000 Bs in four: an interval of 195 Bs after the certain item; the start has hundreds of decimals."""
    drawn = draw(budgets(30, 400, 70, 90, 210, 100, 60, 40), Design.MONEY, 4, 7)
    lines = design_sheet(run.book, drawn, run.digest).blocks[0].lines
    said = {line.cells["dato"].value: line.cells["valor"].value.replace("\xa0", " ") for line in lines}
    assert (said["Presupuesto de la población"], said["Intervalo"]) == ("Bs 1.000,00", "Bs 195,00")
    assert said["Arranque"] == "Bs 129,05"
    assert "se reparte por igual entre los resultados que informa" in said["Cómo se elige"]


def returned_with(run, path, one, verified, mark="conforme", day=date(2024, 8, 15)):
    """A sample of one result, as the auditor returns it with these cells, and what is drawn in it."""
    drawn = draw(population(one), None, 50, 7)
    sheets = (sample_sheet(drawn), design_sheet(run.book, drawn, run.digest))
    write_run_workbook(run.book, sheets, "Muestra", path)
    book = load_workbook(path)
    for column, value in zip("KLM", (verified, mark, day), strict=True):
        book["Muestra"][f"{column}5"].value = value
    book.save(path)
    returned = open_returned(path, "muestra.xlsx")
    check_sheet(returned, sheets[0])
    return returned, drawn


def test_a_conforming_amount_of_seventeen_digits_is_accepted_as_excel_gives_it_back(run, tmp_path):
    one = item("a", value="12345678901234567.89")
    returned, drawn = returned_with(run, tmp_path / "muestra.xlsx", one, 12345678901234500)
    (checked,) = read_marks(returned, drawn, TODAY)
    assert (returned.findings, checked.is_error, checked.tainting) == ([], False, 0)


@pytest.mark.parametrize("measure", ["%", "Pct", "porcentaje de avance", "por ciento"])
def test_a_result_in_per_cent_is_verified_with_a_per_cent_sign(run, tmp_path, measure):
    one = replace(item("a", value="12"), measure=measure)
    returned, drawn = returned_with(run, tmp_path / "muestra.xlsx", one, "12 %")
    (checked,) = read_marks(returned, drawn, TODAY)
    assert (returned.findings, checked.verified) == ([], 12)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2024, 4, 1), []),
        (TODAY, []),
        (date(1999, 8, 15), [("MUE-FECHA", "M5")]),
        (date(2024, 3, 31), [("MUE-FECHA", "M5")]),
        ("15/08/2031", [("MUE-FECHA", "M5")]),
    ],
)
def test_a_result_is_verified_after_its_quarter_began_and_not_in_the_future(run, tmp_path, wording, day, expected):
    returned, drawn = returned_with(run, tmp_path / "muestra.xlsx", item("a"), 10, day=day)
    read_marks(returned, drawn, TODAY)
    assert [(one.codigo, one.celda) for one in returned.findings] == expected
    wording([one.mensaje for one in returned.findings])


@pytest.mark.parametrize("mark", ["conforme", "no conforme", "sin evidencia"])
def test_a_negative_verified_number_is_one_error_whatever_the_mark(run, tmp_path, mark):
    """With «conforme» it was told a second time, as different from what was reported."""
    returned, drawn = returned_with(run, tmp_path / "muestra.xlsx", item("a"), -10, mark)
    read_marks(returned, drawn, TODAY)
    assert [(one.codigo, one.esperado) for one in returned.findings] == [("MUE-CONTRADICE", "0 o más")]
