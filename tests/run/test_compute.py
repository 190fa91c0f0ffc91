"""Computes whole runs of MRE: two runs give the same bytes, a change moves only its figures, errors stop a run."""

import csv
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from builders import ROOT, WORKSPACE, shipped

from helpers.base.errors import UsageError
from helpers.base.system.workspace import Workspace
from helpers.checks.computed import Computed
from helpers.figures.findings import Finding, InputsFailed, Severity
from helpers.outputs.run_files import BOOK_FILE, FIGURES_FILE, FINDINGS_FILE, RECONCILIATION_FILE, TEXTS_FILE
from helpers.run.compute import compute, each_once, read, save, without_value_once

FILES = (BOOK_FILE, FIGURES_FILE, FINDINGS_FILE, RECONCILIATION_FILE)
YEAR = "data/mre/2024"


@pytest.fixture(scope="module")
def mre() -> Computed:
    return shipped("mre/2024-T2")


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    """A copy of the parameters and of MRE's data, which a test may change."""
    for folder in ("params", "data/mre"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / "notebooks").mkdir()
    return Workspace(tmp_path)


def test_a_percentage_that_reading_its_form_doubts_is_not_told_again_by_the_rule():
    form, table = ({"archivo": file, "celda": "E4"} for file in ("U1.xlsx", "avances.csv"))
    doubted = Finding("FOR-PORCENTAJE", Severity.WARNING, "0,9", **form)
    rules = [Finding("REP-FRACCION", Severity.WARNING, "0,9", **place) for place in (form, table)]
    assert each_once([doubted], rules) == ((doubted,), (rules[1],))


def test_a_budget_of_zero_gives_one_note_for_all_windows(wording):
    """The institution's notes stay one by one: the comparison of methods looks each up by its figure."""
    places = [f"ejecucion_financiera/2024-{window}/{node}" for node in ("unidad/U1", "entidad/E") for window in ("ene", "feb", "S1")]
    notes = [Finding("CAL-DIVISION", Severity.NOTE, f"{place}: no hay valor.", place) for place in places]
    other = Finding("CAL-RAZON", Severity.WARNING, "Otra cosa.")
    first, *found = without_value_once([*notes, other])
    assert first == other
    assert [note.elemento for note in found] == places[2:]
    wording([note.mensaje for note in found], "enero de 2024", "febrero de 2024")


def test_a_blank_cell_that_a_rule_explains_has_one_finding(mre):
    """E267 is the blank value of the consulate CGE-09 (Santiago).

    The rule REP-SIN-DATO explains it, so the intake's note on the same cell is dropped.
    """
    silent = [finding for finding in mre.findings if finding.celda == "E267" and "avances" in finding.archivo]
    assert [finding.codigo for finding in silent] == ["REP-SIN-DATO"]


def saved(computed: Computed, folder: Path) -> dict[str, bytes]:
    folder.mkdir(exist_ok=True)
    save(computed, folder)
    return {name: (folder / name).read_bytes() for name in FILES}


def edit(path: Path, old: str, new: str) -> None:
    """Replace a text that occurs exactly once in a file."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (text.count(old), old)
    path.write_text(text.replace(old, new), encoding="utf-8")


def lines_of(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return {row["id"]: row for row in csv.DictReader(stream)}


def test_two_runs_leave_the_same_bytes(mre, workspace, tmp_path):
    """One run reads the repository, the other a copy in another folder."""
    assert saved(mre, tmp_path / "uno") == saved(compute(workspace, "mre", "2024-T2"), tmp_path / "otro")


def test_a_saved_run_is_read_back(mre, tmp_path):
    saved(mre, tmp_path / "corrida")
    again = read(tmp_path / "corrida")
    assert again == mre
    assert (again.corrida, again.metodo, again.entidad) == (mre.corrida, mre.metodo, mre.entidad)


def test_a_run_whose_texts_file_is_missing_is_not_read(mre, tmp_path):
    save(mre, tmp_path)
    (tmp_path / TEXTS_FILE).unlink()
    with pytest.raises(FileNotFoundError):
        read(tmp_path)


def test_every_input_is_named_with_its_hash(mre):
    read_files = {Path(name).name for name in mre.book.inputs}
    assert {"estructura.csv", "avances.csv", "gastos.csv", "publicado.csv"} <= read_files
    assert all(len(digest) == 64 for digest in mre.book.inputs.values())


def above(category: str) -> dict[str, str]:
    """Codes, by level, of everything for which a category's money counts.

    `vinculacion.csv` links it to an action, a unit and an area; `gastos.csv` names its executing unit.
    """
    with (ROOT / YEAR / "vinculacion.csv").open(encoding="utf-8", newline="") as stream:
        link = next(row for row in csv.DictReader(stream) if row["cat_prog"] == category)
    places = {
        "cat_prog": category,
        "acp": link["acp"],
        "unidad": link["unidad"],
        "area": link["area"],
        "entidad": "MRE",
    }
    places["servicio"] = "EXTERIOR" if link["area"] == "EXTERIOR" else "CENTRAL"
    with (ROOT / YEAR / "gastos.csv").open(encoding="utf-8", newline="") as stream:
        places["ue"] = next(row["ue"] for row in csv.DictReader(stream) if row["cat_prog"] == category)
    return {level: code for level, code in places.items() if code}


def has_gap(level: str, places: dict[str, str]) -> bool:
    """A gap needs an efficacy, which an executing unit never has, nor a category for which no unit is responsible."""
    return level != "ue" and (level != "cat_prog" or "unidad" in places)


def change_since_march(places: dict[str, str]) -> set[str]:
    """The change of execution since March exists only from the area up, because March's budget is printed by area."""
    levels = ("area", "servicio", "entidad")
    return {f"ejecucion_financiera_variacion/2024-T2/{level}/{places[level]}" for level in levels}


def changed_by_june(category: str) -> set[str]:
    """Figures that an amount at June's cut-off changes.

    Of the quarter and the semester: accrued, execution and gap. Of the semester: balance and efficiency. Of the year:
    the projection, with an interval only for areas, because only they print execution by month.
    """
    places = above(category)
    figures = change_since_march(places)
    for edge in ("inferior", "superior"):
        figures.add(f"proyeccion_ejecucion_financiera_{edge}/2024-anual/area/{places['area']}")
    for level, code in places.items():
        has_efficacy = has_gap(level, places)
        figures |= {f"saldo/2024-S1/{level}/{code}"}
        for window in ("2024-T2", "2024-S1"):
            figures |= {f"devengado/{window}/{level}/{code}", f"ejecucion_financiera/{window}/{level}/{code}"}
            figures |= {f"brecha_fisico_financiera/{window}/{level}/{code}"} if has_efficacy else set()
        if level in {"acp", "area", "servicio", "entidad"}:
            figures.add(f"eficiencia/2024-S1/{level}/{code}")
            figures.add(f"proyeccion_ejecucion_financiera/2024-anual/{level}/{code}")
    return figures


def changed_by_march(category: str) -> set[str]:
    """Figures that an amount at March's cut-off changes: those of both quarters, but not the semester's.

    March's budget is printed by area, so more figures of the first quarter change from the area up.
    """
    places = above(category)
    figures = change_since_march(places)
    for level, code in places.items():
        has_efficacy = has_gap(level, places)
        figures |= {f"devengado/{window}/{level}/{code}" for window in ("2024-T1", "2024-T2")}
        figures.add(f"ejecucion_financiera/2024-T2/{level}/{code}")
        figures |= {f"brecha_fisico_financiera/2024-T2/{level}/{code}"} if has_efficacy else set()
        if level in {"area", "servicio", "entidad"}:
            of_march = ("ejecucion_financiera", "saldo", "brecha_fisico_financiera")
            figures |= {f"{indicator}/2024-T1/{level}/{code}" for indicator in (*of_march, "eficiencia")}
    return figures


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([("130 0 001", "2024-03-31", "65116.04", 20), ("550 0 004", "2024-06-30", "87890.32", 50)],
         changed_by_march("130 0 001") | changed_by_june("550 0 004")),
        ([("130 0 001", "2024-06-30", "231261.92", 20)], changed_by_june("130 0 001")),
    ],
)  # fmt: skip
def test_changed_amounts_change_only_the_figures_above_them(mre, workspace, tmp_path, changes, expected):
    """Categories of different areas and services have some millions more accrued, each at one cut-off."""
    table = workspace.root / YEAR / "gastos.csv"
    for category, cutoff, accrued, more in changes:
        line = next(
            line
            for line in table.read_text(encoding="utf-8").splitlines()
            if line.startswith(f"{cutoff},categoria,SIGEP,aprobado,{category},")
        )
        assert line.endswith(f",{accrued}")
        edit(table, line, line.removesuffix(accrued) + str(Decimal(accrued) + more * 10**6))
    saved(mre, tmp_path / "antes")
    saved(compute(workspace, "mre", "2024-T2"), tmp_path / "despues")
    before, after = lines_of(tmp_path / "antes" / FIGURES_FILE), lines_of(tmp_path / "despues" / FIGURES_FILE)
    assert before.keys() == after.keys()
    assert {figure for figure in before if before[figure] != after[figure]} == expected
    for category, _, _, more in changes:
        service = f"devengado/2024-T2/servicio/{above(category)['servicio']}"
        assert abs(Decimal(after[service]["valor"]) - Decimal(before[service]["valor"])) == more * 10**6


def test_a_difference_between_march_by_category_and_by_area_is_reported(workspace):
    printed = "65116.04"
    edit(
        workspace.root / YEAR / "gastos.csv",
        f"trimestre,,,{printed}",
        "trimestre,,,65116.05",
    )
    found = [
        finding
        for finding in compute(workspace, "mre", "2024-T2").findings
        if finding.codigo == "GAS-REPORTES"
    ]
    assert [(finding.elemento, finding.diferencia) for finding in found] == [
        ("gastos/2024-03-31/devengado", "-0.01")
    ]


def errors_of(workspace: Workspace) -> list[Finding]:
    with pytest.raises(InputsFailed) as problem:
        compute(workspace, "mre", "2024-T2")
    return [finding for finding in problem.value.findings if finding.severidad is Severity.ERROR]


def lose_a_table(workspace: Workspace) -> None:
    (workspace.root / YEAR / "T2/metas.csv").unlink()


def misspell_a_unit(workspace: Workspace) -> None:
    edit(
        workspace.root / YEAR / "avances.csv",
        "unidad,DGAJ,avance_fisico,2024-T2,",
        "unidad,DGAJJ,avance_fisico,2024-T2,",
    )


def write_a_word(workspace: Workspace) -> None:
    edit(
        workspace.root / YEAR / "avances.csv",
        "unidad,DGP,avance_fisico,2024-T2,100.00",
        "unidad,DGP,avance_fisico,2024-T2,cien",
    )


def name_the_accrued_money_paid(workspace):
    edit(workspace.root / YEAR / "gastos.csv", "ppto_inicial,ppto_vigente,devengado", "ppto_inicial,ppto_vigente,pagado")


PROBLEMS = {
    "a missing table": (
        lose_a_table,
        ["ENT-TABLA-FALTA"],
        ["data/mre/2024/T2", "falta la tabla «metas»", "metas.csv"],
    ),
    "an unknown unit": (
        misspell_a_unit,
        ["ENT-CODIGO"],
        ["data/mre/2024/avances.csv, celda B28", "«DGAJJ»", "«DGAJ»", "estructura"],
    ),
    "a text for a number": (
        write_a_word,
        ["ENT-NUMERO"],
        ["data/mre/2024/avances.csv, celda E24", "«cien» no es un número"],
    ),
    "no amount that the method counts as spent": (
        name_the_accrued_money_paid,
        ["ENT-CORTE-FALTA"],
        ["data/mre/2024/gastos.csv", "30/06/2024", "«devengado»"],
    ),
}


@pytest.mark.parametrize("problem", PROBLEMS)
def test_an_error_stops_the_run_and_says_where(workspace, problem):
    spoil, codes, phrases = PROBLEMS[problem]
    spoil(workspace)
    errors = errors_of(workspace)
    assert [error.codigo for error in errors] == codes
    for words in phrases:
        assert words in errors[0].mensaje
    assert errors[0].archivo


def test_all_problems_are_reported_together(workspace):
    for spoil, _, _ in PROBLEMS.values():
        spoil(workspace)
    assert sorted(error.codigo for error in errors_of(workspace)) == [
        "ENT-CODIGO",
        "ENT-CORTE-FALTA",
        "ENT-NUMERO",
        "ENT-TABLA-FALTA",
    ]


def test_published_values_change_no_figure(mre, workspace):
    """One invented value replaces all printed figures; every figure of the Book stays the same."""
    header = "id,donde,valor,decimales\n"
    for quarter in ("T1", "T2"):
        (workspace.root / YEAR / quarter / "publicado.csv").write_text(
            header + "avance_fisico/2024-T2/acp/6,inventado,1.00,2\n", encoding="utf-8"
        )
    computed = compute(workspace, "mre", "2024-T2")
    assert computed.book.figures == mre.book.figures
    of_figures = [item for item in computed.reconciliation if not item.id.startswith("cuadro/")]
    assert [item.veredicto for item in of_figures] == ["irreconciliable", "arrastre"]  # T2 prints the same value again


def test_an_overridden_tolerance_changes_verdicts_and_no_figure(mre):
    strict = compute(WORKSPACE, "mre", "2024-T2", ["tolerancia_redondeo=0"])
    assert [item for item in mre.reconciliation if item.veredicto == "redondeo"]
    assert not [item for item in strict.reconciliation if item.veredicto == "redondeo"]
    assert strict.book.figures == mre.book.figures


@pytest.mark.parametrize(("institution", "period"), [("mri", "2024-T2"), ("mre", "2024-T9")])
def test_an_unknown_institution_or_period_is_refused(institution, period):
    with pytest.raises(UsageError):
        compute(WORKSPACE, institution, period)
