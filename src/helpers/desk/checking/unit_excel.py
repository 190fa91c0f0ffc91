"""A unit's sheet as a workbook that prints one page wide."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from helpers.base.characters import printable
from helpers.base.system import atomic
from helpers.desk.checking.unit_records import ASIDE_TITLE, MEND_HEADERS, REACH_TITLE, STEP_HEADERS, UnitSheet
from helpers.outputs.workbook.sheet_model import Block, Column, Line, Sheet, texts
from helpers.outputs.workbook.workbook_file import write_sheets

NAME = "Qué corregir"
FACT_HEADERS = ("Dato", "Lo que consta")
STEPS_TITLE = "Lo que falta ejecutar, tarea por tarea"
WIDTHS = (16, 48, 15, 12, 18, 20, 60)
"""Together as wide as a page of A4."""


def write_excel(sheet: UnitSheet, path: Path) -> None:
    """Write a unit's sheet as an Excel file, which is replaced as a whole."""
    reach = ((REACH_TITLE, sheet.reach),) if sheet.reach else ()
    tables = (
        ("Resumen", FACT_HEADERS, (*sheet.facts, *reach)),
        (NAME, MEND_HEADERS, sheet.mend),
        (ASIDE_TITLE, MEND_HEADERS, sheet.aside),
        (STEPS_TITLE, STEP_HEADERS, sheet.steps),
    )
    blocks = tuple(_block(title, headers, rows) for title, headers, rows in tables if rows)
    title = " ".join(filter(None, (sheet.notice, sheet.heading)))
    described = Sheet(NAME, printable(title), printable(f"{sheet.institution} · {sheet.period}"), blocks)
    with atomic.replacing(path) as aside:
        write_sheets((described,), f"{NAME} · {sheet.heading}", aside)


def _block(title: str, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> Block:
    keys = [str(place) for place in range(len(headers))]
    columns = tuple(map(Column, keys, headers, WIDTHS))
    lines = tuple(Line(texts(dict(zip(keys, map(printable, row), strict=True)))) for row in rows)
    return Block(columns, lines, title)
