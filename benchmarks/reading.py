"""Measures the time to read all units' forms with this project's reader, openpyxl and calamine.

    python benchmarks/reading.py [FORMS]      default: 109, one per unit of the ministry

The forms are generated first: a title, a heading, 40 tasks of 24 months, sums as formulas. Processor time of one
process, the least of three. openpyxl reads twice, for formulas and for their results, as it must to find a formula
without a result. calamine reads results only, and reports no formulas, percentages or hidden parts.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import python_calamine
import xlsxwriter

from helpers.intake.readers.workbook_reader import read_workbook

FORMS, TASKS, MONTHS, REPEATS = 109, 40, 24, 3


def make_form(path: Path, number: int) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("ejecucion")
        sheet.write(0, 0, "FORMULARIO DE SEGUIMIENTO")
        sheet.write_row(2, 0, ["tarea", "descripcion", *(f"m{month}" for month in range(MONTHS)), "medio", "resultado"])
        for task in range(TASKS):
            row = task + 3
            done = [(task * 7 + month * number) % 50 for month in range(MONTHS)]
            words = [f"{number}.{task}", f"Descripción de la tarea {task}"]
            sheet.write_row(row, 0, [*words, *done, "informe", "texto " * 12])
            sheet.write_formula(row, MONTHS + 4, f"=SUM(C{row + 1}:Z{row + 1})", None, sum(done))


def ours(path: Path) -> int:
    grids, _ = read_workbook(path, path.name)
    return sum(not cell.is_blank for grid in grids.values() for line in grid.lines for cell in line.cells)


def with_openpyxl(path: Path) -> int:
    cells = 0
    for data_only in (False, True):
        book = openpyxl.load_workbook(path, read_only=True, data_only=data_only)
        cells = sum(cell.value is not None for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
        book.close()
    return cells


def with_calamine(path: Path) -> int:
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    rows = (row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python())
    return sum(value != "" for row in rows for value in row)


def seconds(read: Callable[[Path], int], paths: list[Path]) -> tuple[float, int]:
    times, cells = [], 0
    for _ in range(REPEATS):
        start = time.process_time()
        cells = sum(map(read, paths))
        times.append(time.process_time() - start)
    return min(times), cells


def main(forms: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number}.xlsx" for number in range(forms)]
        for number, path in enumerate(paths):
            make_form(path, number)
        print(f"{forms} formularios, {sum(path.stat().st_size for path in paths) // 1024} KB")
        for name, read in (("este lector", ours), ("openpyxl", with_openpyxl), ("calamine", with_calamine)):
            spent, cells = seconds(read, paths)
            print(f"  {name:<12} {spent:6.2f} s  {1000 * spent / forms:6.1f} ms/formulario  {cells} celdas")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else FORMS)
