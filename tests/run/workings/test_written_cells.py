"""A section writes its calculation cells into the report's notebook only once, even if they compare nothing."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from builders import make_dataset, make_scored

from helpers.run.workings.input_frames import frame_of_dataset
from helpers.run.workings.section_calculation import run_written
from helpers.run.workings.workings import Workings

AGREEING = "servicio | mes | fecha | cantidad\nced | ene | | 10\nced | ene | | 2"
CONTRADICTING = f"{AGREEING}\nced | ene | 2024-02-05 | 5"
PRINTED = "produccion/2024-ene/servicio_prestado/ced"


@pytest.mark.parametrize(("rows", "repeated"), [(AGREEING, 1), (CONTRADICTING, 0)], ids=["agreeing", "contradicting"])
def test_cells_are_written_once_even_if_they_compare_nothing(monkeypatch, rows, repeated):
    dataset = make_dataset(estructura="codigo | nivel\nE | entidad", produccion=rows)
    book = make_scored(dataset)
    workings = Workings(book, lambda name: frame_of_dataset(dataset, name))
    page = SimpleNamespace(_repr_html_=lambda: f'<data data-cifra="{PRINTED}">12</data>')
    names = {"Out": {1: page}, "seccion": SimpleNamespace(trabajo=workings)}
    shell = SimpleNamespace(user_ns=names, written_cells=[])
    monkeypatch.setattr("helpers.run.workings.section_calculation.get_ipython", lambda: shell)

    assert run_written(book, workings) is None
    written, shell.written_cells = shell.written_cells, []
    for cell in written:
        if cell.cell_type == "code":
            exec(cell.source, names)
    assert run_written(book, workings).data.startswith(f"**{repeated} cifra")
    assert shell.written_cells == []
