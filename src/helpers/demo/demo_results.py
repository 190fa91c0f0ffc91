"""The synthetic units' results and difficulties, earlier recommendations, and a percentage of a whole type of post."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from helpers.base.display import lower_first
from helpers.base.exact import plain_text
from helpers.base.python_extras import by_key
from helpers.demo.demo_records import Fault, Unit
from helpers.demo.ministry.organisation import ACTIONS
from helpers.demo.ministry.phrases import CAUSES
from helpers.demo.performance import Executed
from helpers.demo.planted.faults import WARNING, since
from helpers.demo.random_streams import Chance

ACHIEVEMENTS, DIFFICULTIES = 3, 2
"""Most per action."""
POST_DIFFICULTIES = 2
"""Most per type of post."""
COUNTED = {
    "taller": "talleres",
    "visita": "visitas",
    "persona": "personas",
    "reunión": "reuniones",
    "certificado": "certificados",
    "solicitud": "solicitudes",
}
"""Plurals, as `unidad_medida` has them, of the measures whose number a result states."""
RECOMMENDED = (
    ("R-2023-04", "2023-12-18", "Publicar el calendario anual de contrataciones antes del segundo mes de la gestión.",
     "DGAA", "2024-02-29", "cumplida", "Publicado con la circular SINT 003/2024."),
    ("R-2023-07", "2023-12-18", "Documentar el medio de verificación de cada tarea en el momento de informarla.",
     "Todas las unidades", "2024-06-30", "en curso", "La mayoría de las unidades ya lo hace."),
    ("R-2024-01", "2024-04-15", "Conciliar cada mes los compromisos registrados con el devengado del SIGEP.",
     "DGAA", "30 de junio de 2024", "en curso", "Se concilió hasta mayo."),
    ("R-2024-02", "2024-04-15", "Reprogramar las tareas que dependen de la contraparte y no tienen fecha acordada.",
     "DGP", "2024-09-30", "en curso", "Se incluyeron en la primera reformulación."),
    ("R-2024-03", "2024-07-12", "Dar a los puestos en el exterior un acceso de respaldo al sistema de seguimiento.",
     "UTI", "2024-08-31", "pendiente", ""),
    ("R-2024-04", "2024-10-11", "Revisar con cada puesto las metas de demanda consular antes de programar 2025.",
     "DGP", "permanente", "en curso", "Forma parte de la programación anual."),
)  # fmt: skip

REPORTED_COLUMNS = ("nivel", "codigo", "indicador", "periodo", "valor", "nota")
TYPE, NAME = "CONSULADOS", "Consulados"
PERIOD = "2024-T2"
REPORTED = {"avance_fisico": "73.50", "eficacia_ponderada": "18.38"}

RowOf = dict[str, str]


def recommendation_rows() -> list[RowOf]:
    """Return the rows of `recomendaciones`: those made in reports of the year before, and during this year."""
    names = ("id", "fecha", "texto", "responsable", "plazo", "estado", "seguimiento")
    return [dict(zip(names, row, strict=True)) for row in RECOMMENDED]


def result_rows(done: Sequence[Executed], quarter: int, chance: Chance) -> list[RowOf]:
    """Return a quarter's rows of `resultados`: results and difficulties of each action, then difficulties of posts.

    They are a random choice: a few of each action and, of each type of post, at most `POST_DIFFICULTIES` difficulties.
    A task is told at most once; an action without such tasks has no rows.
    """
    rows: list[RowOf] = []
    told: set[str] = set()
    for action in ACTIONS:
        dice = chance.of("result", quarter, action.code)
        of_action = [item for item in done if item.task.action == action.code]
        for kind, most, fits in _KINDS:
            found = [item for item in of_action if fits(item) and item.task.code not in told]
            for item in dice.sample(found, min(most, len(found))):
                rows.append(_result(item, kind, f"R{len(rows) + 1}"))
                told.add(item.task.code)
    for prefix, found in _by_type_of_post(done).items():
        left = [item for item in found if item.cause in CAUSES and item.task.code not in told]
        dice = chance.of("difficulty", quarter, prefix)
        for item in dice.sample(left, min(POST_DIFFICULTIES, len(left))):
            rows.append(_result(item, "dificultad", f"R{len(rows) + 1}"))
    return rows


def _is_done(item: Executed) -> bool:
    """Whether the unit states a result."""
    return bool(item.result)


def _is_under_way(item: Executed) -> bool:
    """Whether work was proved but has no result, and the deviation has one of the usual causes."""
    return bool(item.proof) and not item.result and item.cause in CAUSES


_KINDS: tuple[tuple[str, int, Callable[[Executed], bool]], ...] = (
    ("destacado", 1, lambda item: _is_done(item) and item.task.measure in COUNTED),
    ("logro", ACHIEVEMENTS, _is_done),
    ("logro", 1, _is_under_way),
    ("dificultad", DIFFICULTIES, lambda item: item.cause in CAUSES),
)


def _by_type_of_post(done: Sequence[Executed]) -> Mapping[str, list[Executed]]:
    """Return what posts executed by the prefix of their codes (`EMB`); central units are left out."""
    units = ((item.task.unit.partition("-"), item) for item in done)
    return by_key((prefix, item) for (prefix, dash, number), item in units if dash and number.isdigit())


def _result(item: Executed, kind: str, number: str) -> RowOf:
    """Return a row of `resultados`; only a counted result has a value."""
    task = item.task
    is_counted = kind != "dificultad" and bool(item.result) and task.measure in COUNTED
    return {
        "id": number,
        "acp": task.action,
        "unidad": task.unit,
        "tarea": task.code,
        "resultado_programado": task.description,
        "texto": _words(item, kind),
        "estado": "logrado" if item.result and kind != "dificultad" else "en curso" if item.proof else "previsto",
        "tipo": kind,
        "valor": plain_text(item.total) if is_counted else "",
        "unidad_medida": COUNTED[task.measure] if is_counted else "",
        "fuente": item.proof,
    }


def _words(item: Executed, kind: str) -> str:
    """Return the unit's text, in simple Markdown."""
    cause = item.cause.descripcion.rstrip(".") if item.cause else ""
    if kind == "dificultad":
        return f"{cause}: afectó a «{lower_first(item.task.description)}» (dato sintético)."
    if not item.result:
        return f"Se avanzó en parte; falta concluir: *{lower_first(cause)}* (dato sintético)."
    first, _, rest = item.result.rstrip(".").partition(",")
    return f"**{first}**{',' if rest else ''}{rest} (dato sintético)."


def reported_by_a_type(units: Sequence[Unit]) -> tuple[tuple[str, ...], list[RowOf], Fault]:
    """Return the columns and rows of the second quarter's `avances`, and the fault planted in them.

    They report a percentage for all consulates that differs from what their tasks give.
    """
    posts = sum(unit.parent.startswith(TYPE[:-1]) or unit.parent == "VICECONSULADO" for unit in units)
    rows = [
        {"nivel": "tipo", "codigo": TYPE, "indicador": indicator, "periodo": PERIOD, "valor": value}
        for indicator, value in REPORTED.items()
    ]
    story = f"Los {posts} consulados juntos informan 73,50, que no es el promedio de los suyos."
    place = f"fila {TYPE}, columna valor"
    return REPORTED_COLUMNS, rows, Fault("REP-PARTES", WARNING, since(2), "T2/avances.csv", place, NAME, story)
