"""Tables changed at random, in their text and in single cells: no traceback, and no other value changes.

A changed cell may have another value. The tests check that a change affects no other cell without a finding, and that
the changed cell is read as it was typed or has a finding.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from decimal import Decimal
from random import Random

import pytest
from mutating import HOSTILE, mutated, seeds
from openpyxl import Workbook

from helpers.base.errors import PoaError
from helpers.base.system.workspace import Workspace
from helpers.figures.findings import Finding
from helpers.figures.records import Value
from helpers.intake.dataset import Dataset
from helpers.intake.read_inputs import read_dataset
from helpers.intake.values.word_matching import plain
from helpers.settings.params import Corrida

CORRIDA = Corrida.model_validate(
    {
        "entidad": "prueba", "periodo": "2024-T2", "metodo": "prueba", "titulo": "Prueba", "cortes": {},
        "tablas": ["estructura"], "secciones": ["resumen"],
    }
)  # fmt: skip
TABLES = {
    "estructura": "codigo,nombre,nivel,padre,acp\nENT,Entidad,entidad,,\nA1,Área uno,area,ENT,\nDGA,Dirección A,unidad,A1,1\nDGB,Dirección B,unidad,A1,2\n",
    "acciones": "acp,denominacion\n1,Acción uno\n2,Acción dos\n",
    "vinculacion": "cat_prog,acp,area,unidad\n000 0 001,1,A1,DGA\n010 0 002,2,A1,DGB\n",
    "gastos": "fecha_corte,reporte,estado,cat_prog,ppto_vigente,devengado\n"
    '2024-06-30,categoria,aprobado,000 0 001,"1.500,50","700,25"\n2024-06-30,categoria,aprobado,010 0 002,"12.000,00","10,00"\n',
    "avances": "nivel,codigo,indicador,periodo,valor\nunidad,DGA,avance_fisico,2024-T1,100.00\nunidad,DGB,avance_fisico,2024-T1,47.60\n",
    "poa/v1/tareas": "tarea,descripcion,operacion,unidad,acp,unidad_medida,meta,abr,may,jun,acumulable\n"
    "T1,Atender,O1,DGA,1,trámites,30,10,10,10,si\nT2,Dictar,O1,DGA,1,talleres,10,,5,5,si\nT3,Emitir,O2,DGB,2,informes,7.5,2.5,2.5,2.5,no\n",
    "ejecucion": "tarea,abr,may,jun\nT1,10,9,10\nT2,,5,4\nT3,2.5,2.5,1\n",
    "sigep/reporte": "ENTIDAD DE PRUEBA\nEjecución presupuestaria al 31/03/2024\nCat. Prg.,Fte,Org,Denominación,Ppto. Vigente,Devengado\n"
    "000 0 001,10,111,Administración,100.00,40.50\n010 0 002,10,111,Bilaterales,50.00,7.25\n",
}  # fmt: skip
TITLE_ROWS = "ENT-FILAS-APARTE"
"""The code of the note on the titles of the SIGEP export, which the unchanged tables give too."""
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
Values = Mapping[tuple[str, str, int, str], Value]
"""By table, file, line and column."""


def write(workspace: Workspace, name: str, text: str) -> None:
    path = workspace.year_data("prueba", 2024) / f"{name}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8", errors="surrogatepass"))


def read(workspace: Workspace) -> tuple[Dataset, tuple[Finding, ...]]:
    dataset, findings = read_dataset(workspace, CORRIDA)
    assert all(finding.archivo and finding.mensaje.startswith(finding.archivo) for finding in findings), findings
    return dataset, findings


def values_of(dataset: Dataset) -> Values:
    return {
        (table, row.origin.file, row.line, column): value
        for table, rows in dataset.tables.items() for row in rows for column, value in row.values.items()
    }  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Workspace:
    workspace = Workspace(tmp_path_factory.mktemp("tablas").resolve())
    for name, text in TABLES.items():
        write(workspace, name, text)
    return workspace


@pytest.fixture(scope="module")
def whole(desk) -> Values:
    dataset, findings = read(desk)
    assert {finding.codigo for finding in findings} == {TITLE_ROWS}
    return values_of(dataset)


@pytest.mark.slow
def test_a_table_with_changed_text_raises_no_exception(desk):
    for seed in seeds(120):
        random = Random(seed)
        name = random.choice(list(TABLES))
        text = mutated(TABLES[name], random)
        write(desk, name, text)
        try:
            read(desk)
        except Exception as problem:
            raise AssertionError(f"semilla {seed}, {name}: {type(problem).__name__}: {problem}\n{text[:2000]}") from problem
        finally:
            write(desk, name, TABLES[name])


def cells(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def as_csv(rows: list[list[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return out.getvalue()


def changed_cell(name: str, random: Random) -> tuple[list[list[str]], int, int]:
    """A table in which hostile text replaces, precedes or follows one cell below the heading; its line and column."""
    rows = cells(TABLES[name])
    heading = 3 if name.startswith("sigep") else 1
    line, index = random.randrange(heading, len(rows)), random.randrange(len(rows[heading]))
    old, piece = rows[line][index], random.choice(HOSTILE)
    rows[line][index] = random.choice((piece, old + piece, piece + old, f"{old} {piece}"))
    return rows, line + 1, index


def alike(one: Value | None, other: Value | None) -> bool:
    """Whether values differ in signs at most: a reference takes the code of its table, so that `1` is read as `1*`."""
    return one == other or (isinstance(one, str) and isinstance(other, str) and plain(one) == plain(other))


def check_reach(before: Values, after: Values, findings: tuple[Finding, ...], file: str, line: int) -> list[str]:
    """Values of other rows that changed although no finding names their file or the changed one."""
    reported = {finding.archivo for finding in findings if finding.codigo != TITLE_ROWS}
    names = before.keys() | after.keys()
    others = [key for key in names if not alike(before.get(key), after.get(key)) and (key[1], key[2]) != (file, line)]
    return [f"{key}: {before.get(key)} → {after.get(key)}" for key in sorted(others) if key[1] not in reported and file not in reported]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_changed_cell_is_read_as_typed_and_changes_no_other_row_or_has_a_finding(desk, whole, kind):
    for seed in seeds(80):
        random = Random(seed)
        name = random.choice(list(TABLES))
        rows, line, index = changed_cell(name, random)
        folder = desk.year_data("prueba", 2024)
        path, file = folder / f"{name}.csv", f"data/prueba/2024/{name}.csv"
        try:
            if kind == "csv":
                write(desk, name, as_csv(rows))
            else:
                path.unlink()
                file = save_book(rows, folder, name)
            dataset, findings = read(desk)
        except PoaError as problem:
            raise AssertionError(f"semilla {seed}") from problem
        finally:
            (folder / f"{name}.xlsx").unlink(missing_ok=True)
            write(desk, name, TABLES[name])
        before = {(key[0], file if key[1].startswith(f"data/prueba/2024/{name}.") else key[1], *key[2:]): value for key, value in whole.items()}
        after = values_of(dataset)
        assert check_reach(before, after, findings, file, line) == [], (seed, name, rows[line - 1])
        typed = rows[line - 1][index]
        problem = unlike(typed, before, after, findings, file, line)
        assert not problem, (seed, name, typed, problem)


def save_book(rows: list[list[str]], folder, name: str) -> str:
    """Save all cells as text; characters that XML forbids are escaped as Excel does."""
    book = Workbook()
    for number, row in enumerate(rows, start=1):
        for index, typed in enumerate(row, start=1):
            if typed:
                cell = book.active.cell(number, index)
                cell.value = FORBIDDEN.sub(lambda found: f"_x{ord(found[0]):04X}_", typed)
                cell.data_type = "s"
    book.save(folder / f"{name}.xlsx")
    return f"data/prueba/2024/{name}.xlsx"


def unlike(typed: str, before: Values, after: Values, findings, file: str, line: int) -> str:
    """What a changed cell is read as, if that is not what was typed and no finding reports it; else empty."""
    reported = [finding for finding in findings if finding.archivo == file and finding.codigo != TITLE_ROWS]
    keys = [key for key in before.keys() | after.keys() if (key[1], key[2]) == (file, line)]
    moved = [key for key in keys if before.get(key) != after.get(key)]
    if reported or not moved:
        return ""
    if len(moved) > 1:
        return f"several values of the row changed: {moved}"
    value = after.get(moved[0])
    if isinstance(value, Decimal):
        bare = typed.strip().replace(" ", "")
        return "" if bare in {f"{value}", f"{value:f}"} or simple(bare) == value else f"{typed!r} read as {value}"
    return "" if value is None or str(value).split() == typed.split() else f"{typed!r} read as {value!r}"


def simple(text: str) -> Decimal | None:
    """A number by the two conventions that the tables are written in: `1.500,50` and `100.00`."""
    for candidate in (text.replace(".", "").replace(",", "."), text):
        try:
            return Decimal(candidate)
        except ArithmeticError:
            continue
    return None
