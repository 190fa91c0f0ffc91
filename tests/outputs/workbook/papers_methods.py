"""Small institutions scored in every way that a method allows."""

from __future__ import annotations

from collections.abc import Callable

from papers_tasks import MONEY, REPORTS, TASKS, changed, scored, small_dataset

from helpers.figures.book import Book
from helpers.settings.methods import Metodo

VERSIONS = """
    version | fecha      | resolucion
    v1      | 2023-12-01 | RM 1
    v2      | 2024-04-15 | RM 2
"""
PROGRAMME = """
    cat_prog | ene    | feb    | mar | abr    | may | jun | jul | ago | sep | oct | nov | dic
    1        | 100.10 | 100.20 | 100 | 100.01 | 100 | 100 | 1   | 1   | 1   | 1   | 1   | 1
    2        | 50     | 50     | 50  | 60     | 50  | 50  | 1   | 1   | 1   | 1   | 1   | 1
"""
REFORMULATED = "\n".join(line.replace("v1  ", "v2  ", 1) for line in TASKS.splitlines()[2:]).replace(
    "| 7   |     | 7   |     | 7   |", "| 9   |     | 9   |     | 9   |"
)
"""The tasks of a second version, with another goal for the seventh."""
BY_YEAR = """
    version | tarea | descripcion       | operacion | unidad | acp | ponderacion | acumulable | ene | dic | anual
    v1      | 1     | Ambos por año     | 1.1       | A      | 1   | 10          | si         |     |     | 8
    v1      | 2     | Meta por año      | 1.1       | A      | 1   | 20          | si         |     |     | 8
    v1      | 3     | Informe por año   | 1.1       | A      | 1   | 20          | no         | 3   | 3   |
    v1      | 4     | Meta sin informe  | 1.2       | A      | 1   | 20          | si         |     |     | 8
    v1      | 5     | Se mantiene       | 1.2       | A      | 1   | 20          | no         | 4   | 4   |
    v1      | 6     | Meta anual de 0   | 1.2       | A      | 1   | 10          | si         |     |     | 0
    v1      | 7     | Se mantiene, año  | 2.1       | B      | 2   | 100         | no         |     |     | 4
"""
REPORTED_BY_YEAR = """
    tarea | ene | dic | anual
    1     |     |     | 9
    2     | 3   | 2.5 |
    3     |     |     | 5
    5     | 5   | 3   |
    7     |     |     | 3
"""


def by_year(method: str | Metodo) -> Book:
    """A whole year with goals and reports by month and by year, in every combination."""
    dataset = small_dataset(tareas=BY_YEAR, ejecucion=REPORTED_BY_YEAR, gastos=MONEY)
    return scored(dataset, method, "2024-anual")


def ratios_up_to_the_entity() -> Book:
    rule = {"regla": "razon_de_sumas", "prevalece": "partes"}
    levels = {"unidad": rule, "area": rule, "acp": rule | {"partes": ["tareas"]}, "entidad": rule | {"partes": ["tareas"]}}
    return scored(small_dataset(), changed("mre-2024", consolidacion=levels))


def parts_fulfilled() -> Book:
    rule = {"regla": "cumplidas", "prevalece": "partes"}
    levels = {"operacion": rule, "unidad": rule, "area": {"regla": "razon_de_sumas", "partes": ["estructura"]}}
    return scored(small_dataset(), changed("mre-2021", consolidacion=levels))


def weighed_by_every_task() -> Book:
    rule = {"regla": "media_por_tareas", "renormaliza": False, "prevalece": "partes"}
    return scored(small_dataset(), changed("mre-2024", consolidacion={"unidad": rule}))


def weighed_by_budget() -> Book:
    operation = {"regla": "media_por_presupuesto", "sin_pesos": "sin_cifra"}
    action = {"partes": ["tareas"], "regla": "media_ponderada"}
    leaf = {"sin_dato": "fuera"}
    return scored(
        small_dataset(), changed("acp-ponderada", hoja=leaf, consolidacion={"operacion": operation, "acp": action})
    )


def without_cap() -> Book:
    return scored(small_dataset(), changed("mre-2024", hoja={"tope": None}))


def graded_tasks() -> Book:
    bands = changed("mre-2024").model_dump(mode="json")["bandas"][0]
    return scored(small_dataset(), changed("mre-2024", bandas=[bands | {"niveles": [*bands["niveles"], "tarea"]}]))


BOOKS: dict[str, Callable[[], Book]] = {
    "mre-2024": lambda: scored(small_dataset(), "mre-2024"),
    "mre-2021": lambda: scored(small_dataset(programacion_financiera=PROGRAMME), "mre-2021"),
    "segip-2020": lambda: scored(small_dataset(), "segip-2020"),
    "acp-ponderada": lambda: scored(small_dataset(), "acp-ponderada"),
    # April's correction of -9 exceeds the rest of the quarter: the task's execution is negative, and its weight counts.
    "una corrección negativa": lambda: scored(
        small_dataset(ejecucion=REPORTS.replace("1     | 1   | 0   | 1   | 1   | 0   | 1", "1     | 1   | 0   | 1   | -9  | 0   | 1")),
        "acp-ponderada",
    ),
    "dos versiones del plan": lambda: scored(
        small_dataset(tareas=TASKS + REFORMULATED, versiones=VERSIONS), "mre-2024"
    ),
    "metas por año": lambda: by_year("mre-2024"),
    "metas por año, con peso": lambda: by_year("segip-2020"),
    "sin tope": without_cap,
    "tope de 120": lambda: scored(small_dataset(), changed("mre-2024", hoja={"tope": "120"})),
    "razones hasta la entidad": ratios_up_to_the_entity,
    "cumplidas": parts_fulfilled,
    "entre todas las tareas": weighed_by_every_task,
    "por presupuesto": weighed_by_budget,
    "tareas calificadas": graded_tasks,
}
"""A function that makes each Book, by the feature that the Book is about."""
OF_EVERY_FUNCTION = (
    "por presupuesto", "tareas calificadas", "sin tope", "cumplidas", "metas por año, con peso",
)  # fmt: skip
"""Books that, with a whole year of many tasks, have every kind of formula except some of plain arithmetic."""
OF_EVERY_KIND = (
    *OF_EVERY_FUNCTION, "metas por año", "mre-2021", "dos versiones del plan", "razones hasta la entidad",
)  # fmt: skip
"""Books that between them have every kind of formula, on every sheet of tasks that has it."""
