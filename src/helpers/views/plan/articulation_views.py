"""Form 02 as tables: the weight of each action within its area, and the products expected of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from helpers.base.python_extras import grouped
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.subjects import acp_rows
from helpers.views.elements.cells import Cell, Chip, Missing, number, received
from helpers.views.elements.grid import Table, TableRow, number_columns, text_columns
from helpers.views.plan.form_remarks import marked, remarks
from helpers.views.plan.formulation_views import FAILS, HOLDS, UNKNOWN, formulating_rows, lines_of

WHOLE = 100
NOT_READ = Missing("El formulario no lo dice, o no se lee.")


def weights_table(book: Book, *, id: str) -> Table:
    """Return form 02 as a table: the actions of each area, their weights (%), and the sum with its verdict.

    The rows are those of the report's version; an action repeated with the same weight appears once. The sum is that of
    the Book and is left out for an area without it.
    """
    rows: list[TableRow] = []
    notes: list[str] = []
    for area in formulating_rows(book, "articulacion"):
        rows.append(TableRow((area.label,), "grupo"))
        own = [line for line in lines_of(book, "articulacion") if line.get("area") == area.code]
        rows += [
            TableRow((_action(line), _above(line), _weight(book, area.code, line), ""), depth=1)
            for line in _once(own)
        ]
        notes += remarks(((_code(line), line) for line in own), area.label)
        total = book.get("peso_acp", book.period, area.level, area.code)
        if total is not None:
            rows.append(TableRow(("Suma del área", "", number(total), weights_verdict(book, total)), "subtotal"))
    heads = text_columns("Acción de corto plazo", "Plan al que sirve") + number_columns("Ponderación (%)")
    title = "Articulación y ponderación de las acciones por área (formulario 02)"
    return Table(id, title, heads + text_columns("Comprobación"), tuple(rows), tuple(notes))


def _once(lines: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
    """Keep one row per action and weight; rows without an action code are all kept."""
    keyed = {
        (line["acp"] or f"{place}", line.get("ponderacion", "")): line
        for place, line in reversed(list(enumerate(lines)))
    }
    return list(reversed(list(keyed.values())))


def _action(line: Mapping[str, str]) -> str:
    """An action's code and, if stated, its description, with a mark in place of a transcriber's remark."""
    code = _code(line)
    described = marked(line.get("descripcion", ""))
    return f"{code}. {described}" if described else code


def _above(line: Mapping[str, str]) -> Cell:
    """The plan that a row serves, such as `pilar … → AMP …`, or the action's name; `NOT_READ` without either."""
    words = {"marco": "", "pilar": "pilar ", "eje": "eje ", "meta": "meta ", "resultado": "resultado "}
    plan = " · ".join(f"{word}{line[field]}" for field, word in words.items() if line.get(field))
    own = next(
        (f"{word} {line[field]}" for field, word in (("amp", "AMP"), ("estrategica", "AE")) if line.get(field)), ""
    )
    return " → ".join(filter(None, (plan, own))) or line.get("accion") or NOT_READ


def _weight(book: Book, area: str, line: Mapping[str, str]) -> Cell:
    """A row's weight as a figure of the Book, or as received if the Book has none."""
    if not line.get("ponderacion"):
        return Missing("No se lee en el formulario.")
    weights = book.select("peso_acp", book.period, "area_acp")
    stated = next((one for one in weights if one.code.startswith(f"{area}/") and _is_of(one, line)), None)
    return number(stated) if stated else received(line["ponderacion"], True)


def _is_of(figure: Figure, line: Mapping[str, str]) -> bool:
    """Whether a figure is a row's weight: by the action's code or, for a row without code, by its description."""
    code = figure.code.partition("/")[2]
    if line["acp"]:
        return code == line["acp"] or code.startswith(f"{line['acp']}, ")
    return code.startswith("línea") and figure.name.endswith(f": {line.get('descripcion', '')}")


def weights_verdict(book: Book, total: Figure) -> Chip:
    """Return whether the weights of an area add up to exactly 100: `HOLDS`, `FAILS` or `UNKNOWN`.

    Parameters
    ----------
    total : Figure
        The area's sum of the weights that can be read, the figure `peso_acp`.

    Returns
    -------
    Chip
        If some weight cannot be read, `UNKNOWN` while the known ones add up to less than 100, else `FAILS`.
    """
    blank = book.get("peso_acp_sin_dato", total.period, total.level, total.code)
    unread = blank is not None and blank.value > 0
    if total.value == WHOLE and not unread:
        return HOLDS
    return UNKNOWN if unread and total.value < WHOLE else FAILS


def products_table(book: Book, *, id: str) -> Table:
    """Return form 02 as a table of expected products and beneficiaries: a row for each area under each action.

    Actions are in the plan's order. An action's heading also names its strategic action. If no form states products or
    beneficiaries, the table has no rows.
    """
    fields = {"producto_esperado": "Producto esperado", "beneficiarios": "Beneficiarios"}
    lines = lines_of(book, "articulacion")
    used = [field for field in fields if any(line.get(field) for line in lines)]
    areas = {row.code: row.label for row in formulating_rows(book, "articulacion")}
    order = [row.code for row in acp_rows(book)]
    known = [line for line in lines if line.get("area") in areas] if used else []
    known.sort(key=lambda line: order.index(line["acp"]) if line["acp"] in order else len(order))
    served = grouped(known, lambda line: (_code(line), line.get("accion", "")))
    rows: list[TableRow] = []
    for (code, action), own in served.items():
        rows.append(TableRow((f"{code} → {action}" if action else code,), "grupo"))
        rows += [
            TableRow((areas[line["area"]], *(line.get(field) or NOT_READ for field in used)), depth=1)
            for line in sorted(own, key=lambda line: list(areas).index(line["area"]))
        ]
    heads = text_columns("Área", *(fields[field] for field in used))
    title = "Productos esperados y beneficiarios de cada acción (formulario 02)"
    return Table(id, title, heads, tuple(rows), empty="Los formularios 02 no dicen productos ni beneficiarios.")


def _code(line: Mapping[str, str]) -> str:
    """The code of a row's action: `ACP 7`, or `ACP s/c` without one."""
    return f"ACP {line['acp']}" if line["acp"] else "ACP s/c"
