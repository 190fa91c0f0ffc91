"""Institutions that score tasks: a small one that can be worked out by hand, and one of any size with every case."""

from __future__ import annotations

from builders import WORKSPACE, make_corrida, make_dataset, make_entidad, rows_of

from helpers.base.periods import MONTHS
from helpers.figures.book import Book
from helpers.intake.dataset import Dataset
from helpers.scoring.score import score
from helpers.settings.methods import Metodo, load_method
from helpers.settings.params import Corrida

STRUCTURE = """
    nivel   | codigo | padre | acp | nombre
    entidad | E      |       |     | Entidad
    area    | X      | E     |     | Área X
    unidad  | A      | X     | 1   | Unidad A
    unidad  | B      | X     | 2   | Unidad B
"""
ACTIONS = """
    acp | denominacion | ponderacion | grupo
    1   | Acción 1     | 60          | G
    2   | Acción 2     | 40          | G
"""
LINKS = """
    cat_prog | acp | area | unidad
    1        | 1   | X    | A
    2        | 2   | X    | B
"""
MONEY = """
    fecha_corte | reporte   | sistema | estado   | cat_prog | denominacion | ppto_inicial | ppto_vigente | devengado
    2024-03-31  | categoria | SIGEP   | aprobado | 1        | Uno          | 1000.10      | 1000.30      | 100.10
    2024-03-31  | categoria | SIGEP   | aprobado | 1        | Uno          | 500.20       | 500.10       | 50.05
    2024-03-31  | categoria | SIGEP   | aprobado | 2        | Dos          | 900.00       | 900.00       | 300.00
    2024-06-30  | categoria | SIGEP   | aprobado | 1        | Uno          | 1000.10      | 1000.30      | 700.20
    2024-06-30  | categoria | SIGEP   | aprobado | 1        | Uno          | 500.20       | 500.10       | 400.15
    2024-06-30  | categoria | SIGEP   | aprobado | 2        | Dos          | 900.00       | 900.00       | 450.00
"""
TASKS = """
    version | tarea | descripcion    | operacion | unidad | acp | ponderacion | acumulable | ene | feb | mar | abr | may | jun | ppto
    v1      | 1     | =Más no        | 1.1       | A      | 1   | 30          | si         | 1   | 1   | 1   | 1   | 1   | 1   | 10.5
    v1      | 2     | Se mantiene    | 1.1       | A      | 1   | 20          | no         | 4   | 4   | 4   | 4   | 4   | 4   | 20
    v1      | 3     | De sobra       | 1.2       | A      | 1   | 50          | si         |     | 0.3 | 0.1 |     | 0.2 |     | 30
    v1      | 4     | Sin informar   | 1.2       | A      | 1   | 10          | si         | 2   |     |     | 2   |     |     | 40
    v1      | 5     | Sin programa   | 2.1       | B      | 2   | 40          | si         |     |     |     |     |     |     | 50
    v1      | 6     | De otra acción | 2.1       | B      | 2   | 60          | si         | 3   | 3   | 3   | 3   | 3   | 3   | 60
    v1      | 7     | En B, de la 1  | 1.3       | B      | 1   | 15          | no         | 7   |     | 7   |     | 7   |     | 70
"""
REPORTS = """
    tarea | ene | feb | mar | abr | may | jun
    1     | 1   | 0   | 1   | 1   | 0   | 1
    2     | 5   | 3   | 4   | 4   | 9   | 0
    3     |     | 0.3 | 0.2 |     | 0.1 |
    5     |     |     |     | 2   |     |
    6     | 1   | 1   | 1   | 1   | 1   | 1
    7     | 7   |     | 6   | 1   | 8   |
"""


def small_dataset(**tables: str) -> Dataset:
    """Seven tasks with every case: maintained, over-fulfilled, unreported, not scheduled, done without programme."""
    known = {
        "estructura": STRUCTURE, "acciones": ACTIONS, "vinculacion": LINKS, "gastos": MONEY, "tareas": TASKS,
        "ejecucion": REPORTS,
    }  # fmt: skip
    return make_dataset(**known | tables)


def scored(dataset: Dataset, method: Metodo | str = "mre-2024", periodo: str = "2024-T2") -> Book:
    """The Book of a dataset by a method."""
    method = load_method(WORKSPACE, method) if isinstance(method, str) else method
    book, _ = score(dataset, method, corrida(periodo), make_entidad())
    return book


def corrida(periodo: str) -> Corrida:
    return make_corrida(periodo)


def changed(method: str, **changes: object) -> Metodo:
    """A method of the project with some of its keys changed, deeply."""
    plain = load_method(WORKSPACE, method).model_dump(mode="json", exclude_none=True)
    return Metodo.model_validate(_merged(plain, changes))


def _merged(plain: dict, changes: dict) -> dict:
    return plain | {
        key: _merged(plain[key], value) if isinstance(value, dict) and isinstance(plain.get(key), dict) else value
        for key, value in changes.items()
    }


TASK_COLUMNS = [
    "version", "tarea", "descripcion", "operacion", "unidad", "acp", "ponderacion", "acumulable", *MONTHS, "anual", "ppto",
]  # fmt: skip
REPORT_COLUMNS = ["tarea", *MONTHS, "anual"]
TASKS_A_UNIT = 12
TASKS_AN_OPERATION = 3


def large_dataset(number: int, months: int = 12) -> Dataset:
    """An institution with this number of tasks. Arithmetic, not chance, distributes the cases over them."""
    units = [f"U{place}" for place in range(number // TASKS_A_UNIT + 1)]
    actions = [str(place) for place in range(1, 8)]
    structure = [["entidad", "E", "", ""], *(["area", f"X{place}", "E", ""] for place in range(4))]
    structure += [["unidad", unit, f"X{place % 4}", actions[place % 7]] for place, unit in enumerate(units)]
    weights = ["10", "20", "30", "10", "10", "10", "10"]
    return make_dataset(
        estructura=rows_of("estructura", ["nivel", "codigo", "padre", "acp"], structure),
        acciones=rows_of(
            "acciones",
            ["acp", "denominacion", "ponderacion", "grupo"],
            [[code, f"Acción {code}", weight, f"G{place % 2}"] for place, (code, weight) in enumerate(zip(actions, weights, strict=True))],
        ),
        tareas=rows_of("tareas", TASK_COLUMNS, [_task(place, units, actions) for place in range(number)]),
        ejecucion=rows_of("ejecucion", REPORT_COLUMNS, [_report(place, months) for place in range(number)]),
    )


def _task(place: int, units: list[str], actions: list[str]) -> list[str]:
    unit = place // TASKS_A_UNIT
    months = [_goal(place, month) for month in range(12)]
    year = ""
    if place % 15 == 14:
        months, year = [""] * 12, "12"
    return [
        "v1", f"T{place}", f"Tarea {place} del plan, con una descripción de la longitud que suelen tener",
        f"{actions[unit % 7]}.{place // TASKS_AN_OPERATION}", units[unit], actions[unit % 7], str(place % 9 + 1),
        "no" if place % 11 == 0 else "si", *months, year, f"{place % 1000}.50",
    ]  # fmt: skip


def _goal(place: int, month: int) -> str:
    return "" if (place + month) % 5 == 0 else str((place * 7 + month * 3) % 9 + 1)


def _report(place: int, months: int) -> list[str]:
    if place % 15 == 14:
        return [f"T{place}", *[""] * 12, str(place % 20)]
    done = [_done(place, month) if month < months else "" for month in range(12)]
    return [f"T{place}", *done, ""]


def _done(place: int, month: int) -> str:
    if place % 37 == 0 and month == 4:
        return ""
    return f"{(place * 3 + month * 5) % 10}.{place % 4 * 25:02d}"
