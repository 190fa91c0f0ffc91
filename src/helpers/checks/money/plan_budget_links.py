"""Rules on the links between plan and budget: categories, programmes, actions and units."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from helpers.base.display import list_es, short_list_es
from helpers.base.python_extras import by_key, first_by_key, grouped
from helpers.checks.rule_registry import REGISTRY, Evidence, Found
from helpers.figures.findings import Severity, cell_fields
from helpers.figures.records import UNIT_LEVELS, Node, Row
from helpers.intake.dataset import Dataset

WORDS = {"acp": "acción de corto plazo", "area": "área", "unidad": "unidad"}
BY_UNIT = {
    "unidad": frozenset({"ppto_inicial", "ppto_vigente", "devengado", "ejecucion_financiera"}),
    "cat_prog": frozenset({"avance_fisico", "eficacia_ponderada"}),
}
"""By level, the indicators that need the unit of each category: a unit's money, and a category's physical progress."""
FORMS = ("foda", "articulacion", "requerimientos")
"""Tables of the forms 01 to 04, which areas hand in for a plan."""
LINK_MENDS = {
    "categoría programática": "completar «vinculacion»",
    "unidad responsable": "escribir la acción en la columna «acp» de «estructura» o de «tareas»",
}
"""What an action can lack, and how that is corrected."""
_GROUPS = re.compile(r"[\s\-]+")


@REGISTRY.rule("VIN-CATEGORIA", Severity.WARNING, "Cada categoría programática sirve a una acción y tiene área.")
def categories_without_links(evidence: Evidence) -> Iterator[Found]:
    """Report rows of `vinculacion` without an action or without an area.

    Actions are required only if `acciones` has rows, and areas only if the structure has any.
    """
    has_areas = any(node.level == "area" for node in evidence.dataset.nodes)
    # An institution that publishes no actions cannot link to them: the missing table has one finding of its own.
    has_actions = bool(evidence.dataset.rows("acciones"))
    needed = [column for column, is_there in (("acp", has_actions), ("area", has_areas)) if is_there]
    for row in evidence.dataset.rows("vinculacion"):
        absent = [WORDS[column] for column in needed if not row.text(column)]
        if absent:
            yield Found(
                f"La categoría {row.text('cat_prog')} no tiene {' ni '.join(absent)}: corresponde completar "
                "«vinculacion».",
                cell_fields(row.cell("cat_prog"), f"vinculacion/{row.text('cat_prog')}"),
            )


@REGISTRY.rule(
    "VIN-COLUMNA",
    Severity.WARNING,
    "«vinculacion» dice a quién sirve cada categoría, y a qué unidad donde lo publicado lo necesita.",
)
def links_without_a_column(evidence: Evidence) -> Iterator[Found]:
    """Report, once, a table of links in which no row names a unit, if figures are lost without it.

    Figures are lost if no row names an action or area either, or if `publicado` states a figure that needs the units.
    """
    links = evidence.dataset.rows("vinculacion")
    if not links or any(link.text("unidad") for link in links):
        return
    printed = next(filter(_is_by_unit, evidence.dataset.rows("publicado")), None)
    if not any(link.text("acp") or link.text("area") for link in links):
        told = "Ninguna categoría dice a qué acción, área ni unidad sirve: su dinero no llega a nadie"
    elif printed is not None:
        told = f"Ninguna categoría dice su unidad, y sin ella no se obtiene lo publicado ({printed.text('id')})"
    else:
        return
    yield Found(
        f"{told}. Si la columna «unidad» de «vinculacion» se perdió, recupérela.",
        cell_fields(links[0].cell("")._replace(cell=""), "vinculacion/unidad", "unidad"),
    )


def _is_by_unit(row: Row) -> bool:
    """Return whether a row of `publicado` states a figure that needs the unit of each category (`BY_UNIT`)."""
    indicator, _, level, *_ = (*row.text("id").split("/"), "", "")
    return indicator in BY_UNIT.get(level, ())


@REGISTRY.rule("VIN-DOBLE", Severity.WARNING, "Cada categoría programática sirve a una sola acción, área y unidad.")
def categories_linked_twice(evidence: Evidence) -> Iterator[Found]:
    """Report each further row of `vinculacion` for a category: all the category's money goes to the first row."""
    first: dict[str, Row] = {}
    for row in evidence.dataset.rows("vinculacion"):
        category = row.text("cat_prog")
        earlier = first.setdefault(category, row)
        if earlier is not row:
            yield Found(
                f"La categoría {category} está vinculada a {_link_words(earlier)} y otra vez a "
                f"{_link_words(row)}: su dinero va entero a la primera. "
                "Corresponde dejar un solo vínculo, o abrir otra categoría.",
                cell_fields(row.cell("cat_prog"), f"vinculacion/{category}", _link_words(earlier), _link_words(row)),
            )


@REGISTRY.rule(
    "VIN-DOS-VECES",
    Severity.WARNING,
    "El dinero de una acción se programa en sus categorías o en una fila sin categoría.",
)
def money_programmed_in_two_ways(evidence: Evidence) -> Iterator[Found]:
    """Report rows of `programacion_financiera` without a category, of an action that has categories there too.

    The action's programme is then these rows alone, and the institution's is that of all rows.
    """
    rows = evidence.dataset.rows("programacion_financiera")
    links = first_by_key((row.text("cat_prog"), row.text("acp")) for row in evidence.dataset.rows("vinculacion"))
    of_categories = [(row.text("acp"), code) for row in rows if (code := row.text("cat_prog"))]
    served = by_key((action, code) for told, code in of_categories for action in {told, links.get(code, "")})
    for row in rows:
        action = row.text("acp")
        if action in served and not row.text("cat_prog"):
            yield Found(
                f"La acción {action} tiene dinero programado en una fila sin categoría y también en sus categorías "
                f"({short_list_es(sorted(set(served[action])), 3)}): en la acción cuenta solo la fila, y en la entidad "
                "se suman. Corresponde quitarla si es el total de la acción, o escribir su categoría si es una parte.",
                cell_fields(row.cell("acp"), f"programacion_financiera/{action}", "una sola forma", "dos formas"),
            )


@REGISTRY.rule(
    "VIN-PROGRAMA", Severity.WARNING, "Cada programa del presupuesto sirve a una sola acción de corto plazo."
)
def programmes_of_several_actions(evidence: Evidence) -> Iterator[Found]:
    """Report programmes (first group of the category's code) that serve several actions (DS 3246, art. 17).

    One finding for each programme; of each category, only the first link counts, which its money follows.
    """
    for programme, actions in _actions_by_programme(evidence.dataset).items():
        if len(actions) < 2:
            continue
        fewest = min(actions.values(), key=len)
        served = list_es(
            [
                f"{action} ({short_list_es([row.text('cat_prog') for row in rows], 3)})"
                for action, rows in actions.items()
            ]
        )
        yield Found(
            f"El programa {programme} sirve a las acciones {served}, y las normas básicas (DS 3246, art. 17) vinculan "
            "cada acción de corto plazo con su programa. Corresponde revisar «vinculacion» y, si es así, abrir otro "
            "programa al reformular el plan.",
            cell_fields(
                fewest[0].cell("acp"), f"vinculacion/programa/{programme}", "una sola acción", list_es(list(actions))
            ),
        )


@REGISTRY.rule(
    "VIN-ACCION",
    Severity.WARNING,
    "Cada acción de corto plazo tiene categorías y unidades que responden por ella.",
)
def actions_without_links(evidence: Evidence) -> Iterator[Found]:
    """Report actions without a category or a responsible unit; without a table of links, only units are checked.

    A unit is responsible if the structure names the action or its tasks do; in a plan, also if its form 02 does.
    """
    links_kept = bool(evidence.dataset.rows("vinculacion"))
    budgeted = {row.text("acp") for row in evidence.dataset.rows("vinculacion")}
    answered = {node.acp for node in evidence.dataset.nodes} | {
        row.text("acp") for table in _tables_of_duty(evidence) for row in evidence.dataset.rows(table)
    }
    for row in evidence.dataset.rows("acciones"):
        code = row.text("acp")
        absent = [
            what
            for what, codes in zip(LINK_MENDS, (budgeted, answered), strict=True)
            if code not in codes and (links_kept or codes is not budgeted)
        ]
        if absent:
            mends = " y ".join(LINK_MENDS[what] for what in absent)
            yield Found(
                f"La acción {code} no tiene {' ni '.join(absent)}: corresponde {mends}, o quitar la acción.",
                cell_fields(row.cell("acp"), f"acciones/{code}"),
            )


@REGISTRY.rule(
    "VIN-UNIDAD", Severity.WARNING, "Cada unidad responde por una acción de corto plazo o tiene tareas de alguna."
)
def units_without_action(evidence: Evidence) -> Iterator[Found]:
    """Report units without action and tasks, if no node above or below has any; only the topmost of a branch.

    Nothing if there is no table of actions; in a plan, areas that have handed in a form are left out.
    """
    if not evidence.dataset.rows("acciones"):
        return
    formulating = {row.text("area") for table in FORMS for row in evidence.dataset.rows(table)}
    for node in _without_action(evidence):
        if evidence.corrida.period.is_plan and node.code in formulating:
            continue
        yield Found(
            f"«{node.name}» ({node.level} {node.code}) no responde por ninguna acción de corto plazo ni tiene tareas: "
            "lo que informe no llega a ninguna acción. Corresponde escribir la acción en la columna «acp» de "
            "«estructura».",
            cell_fields(node.cell, f"{node.level}/{node.code}", "una acción", "sin acción"),
        )


def _tables_of_duty(evidence: Evidence) -> tuple[str, ...]:
    """Return the tables that tell who is responsible for an action; for a plan, form 02 too."""
    return ("tareas", "articulacion") if evidence.corrida.period.is_plan else ("tareas",)


def programme_of(category: str) -> str:
    """Return the programme of a category: the first group of its code (`530` of `530 0 003`).

    A code without separators does not show its programme and is returned whole.
    """
    return _GROUPS.split(category.strip(), maxsplit=1)[0]


def _actions_by_programme(dataset: Dataset) -> Mapping[str, Mapping[str, Sequence[Row]]]:
    """Return rows of `vinculacion` by programme and action; of each category, only the first row."""
    first = first_by_key((row.text("cat_prog"), row) for row in dataset.rows("vinculacion"))
    found = by_key((programme_of(category), row) for category, row in first.items() if row.text("acp"))
    return {programme: grouped(rows, lambda row: row.text("acp")) for programme, rows in found.items()}


def _without_action(evidence: Evidence) -> list[Node]:
    """Return the topmost units of each branch in which no node is responsible for an action or has tasks.

    A unit below one that has an action or tasks is covered by it.
    """
    book, nodes = evidence.book, evidence.dataset.nodes
    busy = {row.text("unidad") for row in evidence.dataset.rows("tareas")}
    answering = [node for node in nodes if node.acp or node.code in busy]
    reached = {key for node in answering for key in (node.key, *book.ancestors(node))}
    silent = {node.key for node in nodes if node.level in UNIT_LEVELS and node.key not in reached}
    covering = silent | {node.key for node in answering if node.acp or node.level in UNIT_LEVELS}
    return [node for node in nodes if node.key in silent and covering.isdisjoint(book.ancestors(node))]


def _link_words(link: Row) -> str:
    told = [f"{column} {link.text(column)}" for column in ("acp", "area", "unidad") if link.text(column)]
    return ", ".join(told) or "nadie"
