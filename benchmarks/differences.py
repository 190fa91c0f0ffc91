"""Measures `poa diferencias` on two runs of a synthetic ministry, and the time of reading them.

    python benchmarks/differences.py [TASKS]      default: 4,426

Two neighbouring quarters, and one quarter against a version of itself in which every cause differs. Processor time of
one process.
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from helpers.base.system.workspace import Workspace
from helpers.demo.demo_write import make_demo
from helpers.intake.dataset import Dataset
from helpers.run.differences.compared_side import Side, open_side
from helpers.run.differences.explained_changes import compare_sides
from helpers.run.sensitivity.method_cases import changed

ROOT = Path(__file__).resolve().parents[1]
SEED, TASKS = 2024, 4426
TOUCHED = {"ejecucion": "jun", "tareas": "jun", "gastos": "devengado", "avances": "valor"}


def with_every_cause(side: Side) -> Side:
    """Return a run that differs in cells of every table, late forms, the method and the parameters."""
    tables = dict(side.tables.tables)
    for name, column in (*TOUCHED.items(), ("gastos", "ppto_vigente")):
        tables[name] = tuple(
            replace(row, values={**row.values, column: amount * Decimal("0.9")})
            if place % 50 == 0 and (amount := row.amount(column)) is not None
            else row
            for place, row in enumerate(tables[name])
        )
    tables["presentaciones"] = tuple(
        replace(row, values={**row.values, "fecha_presentacion": day + timedelta(days=40)})
        if place % 9 == 0 and (day := row.date("fecha_presentacion")) is not None
        else row
        for place, row in enumerate(tables["presentaciones"])
    )
    method = changed(side.method, {"tardios": "fuera", "hoja.tope": "120"})
    plazos = {code: one.model_copy(update={"reiteracion": None}) for code, one in side.corrida.plazos.items()}
    corrida = side.corrida.model_copy(update={"plazos": plazos})
    dataset = Dataset(tables, side.tables.files, side.tables.nodes)
    return replace(side, label="otra", corrida=corrida, method=method, dataset=dataset)


def measure(words: str, a: Side, b: Side) -> None:
    """Compare two runs and print how long it takes."""
    start, wall = time.process_time(), time.monotonic()
    done = compare_sides(a, b)
    cells = max(len(part.cells) for change in done.changes for part in change.parts)
    print(
        f"{words}: {time.process_time() - start:.1f} s of processor, {time.monotonic() - wall:.1f} s; "
        f"up to {cells} cells in a part",
        flush=True,
    )


def main() -> None:
    """Make the ministry, open its runs and measure the comparisons."""
    tasks = int(sys.argv[1]) if len(sys.argv) > 1 else TASKS
    with tempfile.TemporaryDirectory() as place:
        root = Path(place) / "libro"
        make_demo(Workspace(ROOT), root, tasks, SEED)
        workspace = Workspace(root)
        start = time.process_time()
        first, second = (open_side(workspace, f"demo/2024-{quarter}") for quarter in ("T1", "T2"))
        print(f"reading two quarters of {tasks} tasks: {time.process_time() - start:.1f} s of processor")
        measure("first and second quarter", first, second)
        measure("second quarter, every cause", second, with_every_cause(second))


if __name__ == "__main__":
    main()
