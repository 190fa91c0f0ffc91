"""Form 02 as tables: each action's weight within its area, and the products expected of it (`02_articulacion`)."""

from __future__ import annotations

from collections.abc import Mapping

from helpers.base.python_extras import first_by_key, grouped
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.subjects import acp_rows
from helpers.views.elements.cells import Cell, Missing, number, received
from helpers.views.elements.grid import Shown, Table, TableRow, headed, number_columns, text_columns
from helpers.views.plan.formulation_views import formulating_rows, lines_of, marked, remarks, weights_verdict
from helpers.views.sections.shown_section import ShownSection

NOT_READ = Missing("El formulario no lo dice, o no se lee.")


def weights_table(section: ShownSection) -> Shown:
    """Table of form 02: the actions of each area, their weights (%), and the sum with its verdict.

    The rows are those of the report's version; an action repeated with the same weight appears once. The sum is that of
    the Book and is left out for an area without it. Returns NotIncluded if `articulacion` names no area.
    """
    book, areas = section.book, formulating_rows(section.book, "articulacion")
    if not areas:
        return section.lacks("el área que pondera cada acción")
    rows: list[TableRow] = []
    notes: list[str] = []
    for area in areas:
        own = lines_of(book, "articulacion", area.code)
        # A row without an action's code is never taken for another one.
        once = first_by_key(((line["acp"] or at, line.get("ponderacion", "")), line) for at, line in enumerate(own))
        cells = ((_action(line), _above(line), _weight(book, area.code, line), "") for line in once.values())
        rows += [TableRow((area.label,), "grupo"), *(TableRow(some, depth=1) for some in cells)]
        notes += remarks(((_code(line), line) for line in own), area.label)
        total = book.get("peso_acp", book.period, area.level, area.code)
        if total is not None:
            rows.append(TableRow(("Suma del área", "", number(total), weights_verdict(book, total)), "subtotal"))
    heads = text_columns("Acción de corto plazo", "Plan al que sirve") + number_columns("Ponderación (%)")
    heads += text_columns("Comprobación")
    title = "Articulación y ponderación de las acciones por área (formulario 02)"
    return Table("cuadro-formulario-02", title, heads, tuple(rows), tuple(notes))


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


def products_table(book: Book) -> Table:
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
        ordered = sorted(own, key=lambda line: list(areas).index(line["area"]))
        cells = ((areas[line["area"]], *(line.get(field) or NOT_READ for field in used)) for line in ordered)
        rows += headed([(f"{code} → {action}" if action else code, [TableRow(some, depth=1) for some in cells])])
    heads = text_columns("Área", *(fields[field] for field in used))
    title = "Productos esperados y beneficiarios de cada acción (formulario 02)"
    empty = "Los formularios 02 no dicen productos ni beneficiarios."
    return Table("cuadro-productos-esperados", title, heads, tuple(rows), empty=empty)


def _code(line: Mapping[str, str]) -> str:
    """The code of a row's action: `ACP 7`, or `ACP s/c` without one."""
    return f"ACP {line['acp']}" if line["acp"] else "ACP s/c"
