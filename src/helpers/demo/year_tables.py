"""The other tables of the year: actions, articulation, versions, counts, history."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from helpers.base.exact import plain_text
from helpers.demo.budget.demo_lines import Line
from helpers.demo.budget.demo_money_tables import money
from helpers.demo.budget.spending import budget_of
from helpers.demo.demo_records import Plan, Unit
from helpers.demo.ministry.central_units import AREAS
from helpers.demo.ministry.demo_plans import FIRST, IN_FORCE, RESOLUTIONS, SECOND
from helpers.demo.ministry.organisation import ABROAD, ACTIONS, CODE, Action
from helpers.demo.ministry.posts import POST_TYPES
from helpers.demo.random_streams import Chance

YEARS_BEFORE = (2021, 2022, 2023)
METHODS = {2021: "mre-2021", 2022: "mre-2024", 2023: "mre-2024"}
"""Method that scored each of those years."""
PROGRESS = "avance_fisico"
HISTORIC = ((PROGRESS, 7200), ("ejecucion_financiera", 6800))
"""Indicators of earlier years with their lowest value, in hundredths."""
COUNTED = ("operacion", "actividad", "tarea")

RowOf = dict[str, str]


def action_rows() -> list[RowOf]:
    """Return the rows of `acciones`, one for each short-term action."""
    return [
        {
            "acp": item.code, "denominacion": item.name, "amp": item.amp, "resultado_esperado": item.result,
            "indicador": item.result, "meta": item.goal, "ponderacion": str(item.weight), "grupo": item.group,
        }
        for item in ACTIONS
    ]  # fmt: skip


def articulation_rows(units: Sequence[Unit]) -> list[RowOf]:
    """Return the rows of `articulacion`: each action's weight in each area that serves it, 100 points per area."""
    rows = []
    for area in (*(code for code, _ in AREAS), ABROAD):
        own = [item for item in ACTIONS if any(unit.area == area and unit.action == item.code for unit in units)]
        rows += [_link(item, area, weight) for item, weight in zip(own, _weights(len(own)), strict=True)]
    return rows


def _weights(count: int) -> list[str]:
    """Divide 100 points equally in whole numbers, as texts; the first get one more each for the remainder."""
    return [str(100 // count + (1 if place < 100 % count else 0)) for place in range(count)] if count else []


def _link(item: Action, area: str, weight: str) -> RowOf:
    """Return an action's row of `articulacion` in an area."""
    return {
        "marco": "PEI", "pilar": "10", "eje": "7", "meta": "1", "resultado": item.amp, "accion": item.amp_name,
        "amp": item.amp, "acp": item.code, "descripcion": item.name, "ponderacion": weight, "area": area,
        "producto_esperado": item.result,
    }  # fmt: skip


def version_rows(lines: Sequence[Line]) -> list[RowOf]:
    """Return the rows of `versiones`: the plan as approved and as reformulated, each with its budget in bolivianos."""
    told = {
        FIRST: "POA aprobado con el presupuesto (sintético)",
        SECOND: "Primera reformulación (sintética)",
    }
    return [
        {
            "version": version,
            "resolucion": RESOLUTIONS[version],
            "fecha": str(IN_FORCE[version]),
            "descripcion": words,
            "informe_tecnico": f"IT SINT {version}/2024",
            "informe_legal": f"IL SINT {version}/2024",
            "importe": money(sum(budget_of(line, version) for line in lines)),
        }
        for version, words in told.items()
    ]


def count_rows(plans: Sequence[Plan], units: Sequence[Unit]) -> list[RowOf]:
    """Return the rows of `recuento` for four quarters: operations, activities and tasks by service, and actions in all.

    Parameters
    ----------
    plans : sequence of Plan
        The approved plan, which the first quarter counts, and the reformulated one, which the others count.
    units : sequence of Unit
        They tell which tasks are of the central service.
    """
    central = {unit.code for unit in units if unit.is_central}
    rows: list[RowOf] = []
    for quarter in range(1, 5):
        plan = plans[0] if quarter == 1 else plans[1]
        period = f"2024-T{quarter}"
        rows.append(_count(period, "amp", "", len({item.amp for item in ACTIONS})))
        rows.append(_count(period, "acp", "", len(ACTIONS)))
        for element in COUNTED:
            for group, is_central in (("CENTRAL", True), (ABROAD, False)):
                slots = [task.slot for task in plan.tasks if (task.unit in central) is is_central]
                names = {"operacion": "operation_code", "actividad": "activity_code", "tarea": "code"}
                rows.append(_count(period, element, group, len({getattr(slot, names[element]) for slot in slots})))
    return rows


def _count(period: str, element: str, group: str, number: int) -> RowOf:
    """Return a row of `recuento`."""
    return {"periodo": period, "elemento": element, "grupo": group, "cantidad": str(number)}


def history_rows(chance: Chance) -> list[RowOf]:
    """Return the rows of `historico`: three years' progress by area, type and institution.

    Execution is there too, but not by type. The last year is also by quarter. Another method scored the first year.
    """
    types = dict.fromkeys(kind.parent for kind in POST_TYPES)
    places = [("entidad", CODE), *(("area", code) for code, _ in AREAS), ("area", ABROAD)]
    windows = [f"{year}-anual" for year in YEARS_BEFORE] + [f"{YEARS_BEFORE[-1]}-T{quarter}" for quarter in range(1, 5)]
    rows = []
    for window in windows:
        for level, code in (*places, *(("tipo", kind) for kind in types)):
            for indicator, low in HISTORIC:
                if level != "tipo" or indicator == PROGRESS:
                    rows.append(_past(window, level, code, indicator, low, chance))
    return rows


def _past(window: str, level: str, code: str, indicator: str, low: int, chance: Chance) -> RowOf:
    """Return a row with a random value, from `low` hundredths to 26 points more; of a quarter's money, a fourth."""
    year = window[:4]
    dice = chance.of("history", year, code, indicator) if window.endswith("anual") else None
    value = (dice or chance.of("history", window, level, code, indicator)).randrange(2600) + low
    if dice is None and indicator != PROGRESS:
        value //= 4  # a quarter spends a part of the year's money
    return {
        "gestion": year, "periodo": window, "nivel": level, "codigo": code, "indicador": indicator,
        "valor": plain_text(Decimal(value).scaleb(-2)), "metodo": METHODS[int(year)],
    }  # fmt: skip
