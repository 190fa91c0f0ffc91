"""Generates a synthetic institution with any number of tasks as a Dataset, for measurements only.

Units, operations and amounts come from a seeded generator.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from openpyxl.utils import get_column_letter

from helpers.base.periods import MONTHS
from helpers.base.python_extras import not_none
from helpers.figures.records import Origin, Row, Value
from helpers.intake.dataset import Dataset
from helpers.intake.validation.structure_tree import build_nodes

TASKS_PER_OPERATION = 10
OPERATIONS_PER_UNIT = 4
UNITS_PER_AREA = 12
ACTIONS = 7


def institution(tasks: int, seed: int = 2024) -> Dataset:
    """Generate an institution whose units report every task by month for a whole year.

    Parameters
    ----------
    tasks : int
        Number of tasks; units, operations and areas are in fixed proportion to it.
    """
    chance = random.Random(seed)
    operations = max(1, tasks // TASKS_PER_OPERATION)
    units = max(1, operations // OPERATIONS_PER_UNIT)
    areas = max(1, units // UNITS_PER_AREA)
    rows = {
        "estructura": _structure(areas, units),
        "acciones": _rows("acciones", [{"acp": str(n + 1), "denominacion": f"Acción {n + 1}"} for n in range(ACTIONS)]),
        "tareas": _rows("tareas", [_task(n, operations, units, chance) for n in range(tasks)]),
    }
    rows["ejecucion"] = _rows("ejecucion", [_execution(row, chance) for row in rows["tareas"]])
    rows |= _money(units, areas, chance)
    nodes, problems = build_nodes(rows["estructura"])
    if problems:
        raise AssertionError(problems)
    return Dataset(rows, {}, nodes)


def _structure(areas: int, units: int) -> tuple[Row, ...]:
    lines = [{"codigo": "E", "nombre": "Entidad sintética", "nivel": "entidad"}]
    lines.append({"codigo": "S", "nombre": "Servicio", "nivel": "servicio", "padre": "E"})
    lines += [{"codigo": f"A{n}", "nombre": f"Área {n}", "nivel": "area", "padre": "S"} for n in range(areas)]
    lines += [
        {
            "codigo": f"U{n}", "nombre": f"Unidad {n}", "nivel": "unidad", "padre": f"A{n % areas}",
            "acp": str(n % ACTIONS + 1),
        }
        for n in range(units)
    ]  # fmt: skip
    return _rows("estructura", lines)


def _task(number: int, operations: int, units: int, chance: random.Random) -> dict[str, Value]:
    operation = number % operations
    unit = operation % units
    months = {month: Decimal(chance.randrange(0, 40)) / 4 for month in MONTHS}
    return {
        "version": "v1", "tarea": f"T{number}", "descripcion": f"Tarea {number}", "operacion": f"O{operation}",
        "unidad": f"U{unit}", "acp": str(unit % ACTIONS + 1), "acumulable": "no" if number % 17 == 0 else "si",
        "ponderacion": Decimal("2.5"), "meta": sum(months.values(), Decimal(0)), **months,
    }  # fmt: skip


def _execution(task: Row, chance: random.Random) -> dict[str, Value]:
    # Mostly less than programmed, sometimes more, because over-fulfilment has an additional figure.
    done = {month: not_none(task.amount(month)) * chance.choice((0, 2, 3, 4, 4, 4, 4, 5)) / 4 for month in MONTHS}
    return {"tarea": task.text("tarea"), **done}


def _money(units: int, areas: int, chance: random.Random) -> dict[str, tuple[Row, ...]]:
    links = [
        {"cat_prog": f"{n} 0 001", "acp": str(n % ACTIONS + 1), "area": f"A{n % areas}", "unidad": f"U{n}"}
        for n in range(units)
    ]
    budget = [Decimal(chance.randrange(10_000_00, 900_000_00)) / 100 for _ in links]
    spending: list[dict[str, Value]] = [
        {
            "fecha_corte": date(2024, month, 28), "reporte": "categoria", "sistema": "SIGEP", "estado": "aprobado",
            "cat_prog": link["cat_prog"], "ppto_vigente": total,
            "devengado": (total * month / 13).quantize(Decimal("0.01")),
        }
        for month in range(1, 13)
        for link, total in zip(links, budget, strict=True)
    ]  # fmt: skip
    return {"vinculacion": _rows("vinculacion", links), "gastos": _rows("gastos", spending)}


def _rows(table: str, lines: Sequence[Mapping[str, Value]]) -> tuple[Row, ...]:
    columns = list(dict.fromkeys(column for line in lines for column in line))
    letters = {column: get_column_letter(place) for place, column in enumerate(columns, start=1)}
    origin = Origin(table, f"data/sintetica/2024/{table}.csv", "", letters)
    return tuple(Row(origin, place, line) for place, line in enumerate(lines, start=2))
