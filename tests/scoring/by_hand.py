"""Builders of small institutions with tasks, and of methods with some keys changed, for cases worked out by hand."""

from __future__ import annotations

import copy

from builders import WORKSPACE, make_corrida, make_dataset, make_entidad
from published import YEAR

from helpers.base.periods import MONTHS
from helpers.base.strict_yaml import load_file
from helpers.figures.book import Book
from helpers.figures.findings import Finding
from helpers.scoring.score import score
from helpers.settings.methods import Metodo

STRUCTURE = """
    nivel    | codigo | padre | acp
    entidad  | E      |       |
    servicio | S      | E     |
    area     | A      | S     |
    unidad   | U1     | A     | 1
    unidad   | U2     | A     | 1
    unidad   | U3     | A     | 2
"""
ACTIONS = """
    acp | denominacion | ponderacion | grupo
    1   | Servir       | 60          | sustantivas
    2   | Administrar  | 30          | de apoyo
    3   | Representar  | 10          | de apoyo
"""
DEADLINES = {
    "2024-T1": {"fecha": "2024-04-10", "reiteracion": "2024-04-15", "fuente": "circular 1"},
    "2024-T2": {"fecha": "2024-07-10", "fuente": "circular 2"},
}


def method(base: str, **changes: object) -> Metodo:
    """A shipped method with some keys changed; in `consolidacion`, the rule of a level is changed key by key."""
    plain = copy.deepcopy(load_file(WORKSPACE.method_file(base), base))
    for key, value in changes.items():
        if key == "consolidacion":
            for level, rule in value.items():
                stated = {"explicacion": "De sus partes.", "fuente": "prueba"}
                before = plain[key].get(level, {})
                plain[key][level] = rule if rule is None else stated | before | rule
        elif isinstance(value, dict):
            plain[key] = plain[key] | value
        else:
            plain[key] = value
    return Metodo.model_validate(plain)


def tasks(*lines: str) -> str:
    """The table `tareas`, from lines of unit, operation, task and action, months, and other columns.

    For example `U1 1 t1 2 | ene 2, feb 3 | ponderacion 40, acumulable no`. The action and the other columns may be left
    out. A line that begins with a version, such as `v2 U1 …`, belongs to that version, any other line to v1.
    """
    rows = [_task(line) for line in lines]
    columns = ["version", "tarea", "descripcion", "operacion", "unidad", "acp", "ponderacion", "ppto", "acumulable", *YEAR]
    return _table(columns, rows)


def executed(*lines: str) -> str:
    """The table `ejecucion`, from lines such as `t1 | ene 2, feb 3`, or `2024-T1 t1 | ene 2` for a period's form."""
    rows = []
    for line in lines:
        codes, months = (part.strip() for part in line.split("|"))
        *period, task = codes.split()
        rows.append({"periodo": period[0] if period else "", "tarea": task} | _amounts(months))
    return _table(["periodo", "tarea", *YEAR], rows)


def scored(by: Metodo, periodo: str = "2024-T1", structure: str = STRUCTURE, actions: str = ACTIONS, **tables: str) -> Book:
    return scored_with_findings(by, periodo, structure, actions, **tables)[0]


def scored_with_findings(
    by: Metodo, periodo: str = "2024-T1", structure: str = STRUCTURE, actions: str = ACTIONS, **tables: str
) -> tuple[Book, tuple[Finding, ...]]:
    dataset = make_dataset(estructura=structure, acciones=actions, **tables)
    return score(dataset, by, make_corrida(periodo, metodo=by.id, plazos=DEADLINES), make_entidad())


def printed(book: Book, *figures: str) -> list[str | None]:
    """Each figure as printed; None for a figure that the Book does not have."""
    return [book[figure].published if figure in book.figures else None for figure in figures]


def _task(line: str) -> dict[str, str]:
    codes, months, *more = (part.strip() for part in line.split("|"))
    words = codes.split()
    version = words.pop(0) if words[0].startswith("v") else "v1"
    unit, operation, task, *action = words
    row = {"version": version, "tarea": task, "descripcion": task, "operacion": operation, "unidad": unit}
    return row | {"acp": action[0] if action else ""} | _amounts(months) | (_pairs(more[0]) if more else {})


def _amounts(text: str) -> dict[str, str]:
    """Amounts by month, from a text such as `ene 2, feb 3`; `cada mes 2` gives each of the twelve months a 2."""
    found = _pairs(text)
    each = found.pop("cada mes", None)
    return (dict.fromkeys(MONTHS, each) if each else {}) | found


def _pairs(text: str) -> dict[str, str]:
    return dict(item.strip().rsplit(" ", 1) for item in text.split(",") if item.strip())


def _table(columns: list[str], rows: list[dict[str, str]]) -> str:
    lines = [" | ".join(columns), *(" | ".join(row.get(column, "") for column in columns) for row in rows)]
    return "\n".join(lines)
