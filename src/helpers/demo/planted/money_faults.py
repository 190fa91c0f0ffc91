"""Faults in the budget: in its lines, so that all reports agree on them, and in single reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from helpers.demo.budget.demo_lines import Amendment, Category, Line
from helpers.demo.budget.demo_money_tables import ON_LINE_MONTH, cutoff, money
from helpers.demo.budget.spending import REVERSED_MONTH, reverse
from helpers.demo.demo_records import Fault
from helpers.demo.planted.faults import NOTE, PLAN_RUN, RUNS, WARNING, since

EXPENDITURE = "gastos.csv"
PAID_MONTH, OVERDRAWN_MONTH, TYPED_MONTH, INCOME_MONTH = 6, 12, 3, 9
STRANGE_CATEGORY = "540 0 019"
BORROWED_PROGRAMME = "540"

RowOf = dict[str, str]


def plant_in_lines(lines: Sequence[Line], categories: Sequence[Category]) -> list[Fault]:
    """Change lines in place and return three faults: a reversal, more paid than accrued, more accrued than budgeted.

    All reports show them, because they are sums of these lines.
    """
    reversing, overpaying, overdrawing = (_of_area(categories, area) for area in ("VRP", "VCI", "VSC"))
    taken = reverse(lines, reversing.code)
    _overpay(_own(lines, overpaying))
    _overdraw(_own(lines, overdrawing))
    return [
        _fault("GAS-REVERSION", NOTE, REVERSED_MONTH, reversing, f"Se revirtieron Bs {money(taken)} ya devengados."),
        _fault("GAS-PAGADO", WARNING, PAID_MONTH, overpaying, "Se pagó más de lo devengado."),
        _fault("GAS-SOBREGIRO", WARNING, OVERDRAWN_MONTH, overdrawing, "Se devengó más que el vigente."),
    ]


def _of_area(categories: Sequence[Category], area: str) -> Category:
    """Return the first category of an area that belongs to a unit."""
    return next(category for category in categories if category.area == area and category.unit)


def _own(lines: Sequence[Line], category: Category) -> list[Line]:
    """Return the lines of a category."""
    return [line for line in lines if line.category is category]


def _overpay(own: Sequence[Line]) -> None:
    """Raise a category's payments of June alone, in the line with most accrued by then, so that it paid too much.

    The category then paid Bs 1 and a fiftieth of that line's accrued amount more than it accrued.
    """
    month = PAID_MONTH - 1
    main = max(own, key=lambda line: line.accrued[month])
    slack = sum(line.accrued[month] - line.paid[month] for line in own)
    main.paid[month] += slack + 100 + main.accrued[month] // 50


def _overdraw(own: Sequence[Line]) -> None:
    """Accrue a category's whole budget of December and, in its first line, a fortieth more."""
    month = OVERDRAWN_MONTH - 1
    for line in own:
        excess = line.budget[month] // 40 if line is own[0] else 0
        line.accrued[month] = line.committed[month] = line.certified[month] = line.budget[month] + excess


def plant_in_reports(rows: list[RowOf]) -> list[Fault]:
    """Swap two digits of an amount in one budget report, in place.

    Returns
    -------
    list of Fault
        That fault, and two that the rows already have on purpose: state «en línea» has amounts that «aprobado» lacks.
    """
    when = str(cutoff(TYPED_MONTH))
    row = max(
        (row for row in rows if row["reporte"] == "partida" and row["fecha_corte"] == when),
        key=lambda row: len(row["certificado"]),
    )
    right = row["certificado"]
    row["certificado"] = changed_round(right)
    cells = f"corte {when}, reporte partida, {row['partida']}, columna certificado"
    story = f"El reporte por partida dice {row['certificado']} donde es {right}: dos cifras cambiadas de lugar."
    on_line, since_line = str(cutoff(ON_LINE_MONTH)), since(2)
    place = f"corte {on_line}, estado en linea"
    states = "El estado en línea tiene devengado que el aprobado todavía no."
    return [
        Fault("GAS-REPORTES", WARNING, RUNS, EXPENDITURE, cells, "certificado", story),
        Fault("GAS-ESTADOS", WARNING, since_line, EXPENDITURE, place, "devengado", states),
        Fault("GAS-LINEAS", NOTE, since_line, EXPENDITURE, place, "devengado", states),
    ]


def changed_round(text: str) -> str:
    """Return a number's text with its first two different neighbouring digits swapped; with `1` added if it has none.

    A zero never comes first.
    """
    for place in range(len(text) - 1):
        one, other = text[place], text[place + 1]
        if one != other and one.isdigit() and other.isdigit() and (place or other != "0"):
            return f"{text[:place]}{other}{one}{text[place + 2 :]}"
    return f"{text}1"


def plant_in_amendments(amendments: Sequence[Amendment], lines: Sequence[Line]) -> tuple[list[Amendment], list[Fault]]:
    """Return the amendments without the last one with new money, which the budget keeps, and two faults on that."""
    left_out = [item for item in amendments if item.norm.startswith("RM")][-1]
    fund = lines[left_out.line].fund
    story = f"Falta la modificación {left_out.norm} de Bs {money(left_out.cents)} de la fuente {fund}."
    fault = Fault("GAS-PUENTE", WARNING, since(2), "modificaciones.csv", "fila que falta", f"fuente {fund}", story)
    in_plan = replace(fault, rule="POA-PUENTE", runs=(PLAN_RUN,))
    return [item for item in amendments if item is not left_out], [fault, in_plan]


def plant_in_income(rows: list[RowOf]) -> Fault:
    """Add Bs 900 to one item's budget in force in September, in place, and return this fault."""
    row = next(row for row in rows if row["fecha_corte"] == str(cutoff(INCOME_MONTH)))
    whole, cents = row["ppto_vigente"].split(".")
    row["ppto_vigente"] = f"{int(whole) + 900}.{cents}"
    story = f"El vigente del rubro {row['rubro']} no es el inicial más las modificaciones: sobran Bs 900."
    place = f"corte {row['fecha_corte']}, rubro {row['rubro']}, columna ppto_vigente"
    return Fault("GAS-VIGENTE", WARNING, since(3), "recursos.csv", place, row["denominacion"], story)


def plant_in_links(rows: list[RowOf]) -> list[Fault]:
    """Append a category that no report has, in place, and return two faults: it, and a programme of two actions."""
    rows.append({"cat_prog": STRANGE_CATEGORY, "acp": "5", "area": "VSC", "unidad": ""})
    return [
        Fault(
            "ENT-CATEGORIA-SIN-GASTO", WARNING, (*RUNS, PLAN_RUN), "vinculacion.csv", f"categoría {STRANGE_CATEGORY}",
            STRANGE_CATEGORY, f"La categoría {STRANGE_CATEGORY} no está en ningún reporte de gastos.",
        ),
        Fault(
            "VIN-PROGRAMA", WARNING, (*RUNS, PLAN_RUN), "vinculacion.csv", f"categorías {BORROWED_PROGRAMME}",
            f"programa {BORROWED_PROGRAMME}", f"El programa {BORROWED_PROGRAMME} sirve a las acciones 5 y 6.",
        ),
    ]  # fmt: skip


def _fault(rule: str, severity: str, month: int, category: Category, story: str) -> Fault:
    """Return a fault in `gastos`, which the runs from the month's quarter on must report."""
    place = f"corte {cutoff(month)}, categoría {category.code}"
    return Fault(rule, severity, since((month + 2) // 3), EXPENDITURE, place, category.name, story)
