"""The other tables of the year: actions, articulation, versions, counts, history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    """Return a row of `recuento`: how many there are of an element (`acp`, `tarea`…) in a group, or in all (empty)."""
    return {"periodo": period, "elemento": element, "grupo": group, "cantidad": str(number)}


Place = tuple[str, str]
"""Level and code."""
TYPES = tuple(dict.fromkeys(("tipo", kind.parent) for kind in POST_TYPES))
CENTRAL = tuple(("area", code) for code, _ in AREAS)
ABROAD_AREA, WHOLE = ("area", ABROAD), ("entidad", CODE)


def history_rows(chance: Chance) -> list[RowOf]:
    """Return the rows of `historico`: three years' progress by area, type and institution, and their execution.

    Execution is not by type. The last year is also by quarter. Another method scored the first year. No total lies
    outside the range of its parts, and the last year's values are those of its quarters together.
    """
    *earlier, last = YEARS_BEFORE
    quarters = [f"{last}-T{number}" for number in range(1, 5)]
    found: dict[str, dict[str, dict[Place, int]]] = {}
    for indicator, low in HISTORIC:
        years = {f"{year}-anual": _values(f"{year}-anual", indicator, low, chance) for year in earlier}
        of_last = {quarter: _values(quarter, indicator, low, chance) for quarter in quarters}
        found[indicator] = {**years, f"{last}-anual": _of_year(indicator, list(of_last.values())), **of_last}
    return [
        _past(window, place, indicator, found[indicator][window][place])
        for window in found[PROGRESS]
        for place in (WHOLE, *CENTRAL, ABROAD_AREA, *TYPES)
        for indicator, _ in HISTORIC
        if place in found[indicator][window]
    ]


def _values(window: str, indicator: str, low: int, chance: Chance) -> dict[Place, int]:
    """Return values by place in hundredths, from `low` to 26 points more; of a quarter's money, a fourth.

    The posts' area and the institution have the mean of their parts: types, and the central and the foreign service.
    """
    share = 4 if indicator != PROGRESS and "-T" in window else 1
    parts = (*CENTRAL, *(TYPES if indicator == PROGRESS else (ABROAD_AREA,)))
    dice = {place: chance.of("history", window, *place, indicator).randrange(2600) for place in parts}
    values = {place: (thrown + low) // share for place, thrown in dice.items()}
    if indicator == PROGRESS:
        values[ABROAD_AREA] = _mean([values[place] for place in TYPES])
    values[WHOLE] = _mean([_mean([values[place] for place in CENTRAL]), values[ABROAD_AREA]])
    return values


def _of_year(indicator: str, quarters: Sequence[Mapping[Place, int]]) -> dict[Place, int]:
    """Return the year's values: the mean of its quarters' progress, or all that was spent in them."""
    together = {place: [one[place] for one in quarters] for place in quarters[0]}
    return {place: _mean(some) if indicator == PROGRESS else sum(some) for place, some in together.items()}


def _mean(values: Sequence[int]) -> int:
    """Return the mean of whole numbers, rounded half up."""
    return (2 * sum(values) + len(values)) // (2 * len(values))


def _past(window: str, place: Place, indicator: str, hundredths: int) -> RowOf:
    """Return a row of `historico`."""
    level, code = place
    return {
        "gestion": window[:4], "periodo": window, "nivel": level, "codigo": code, "indicador": indicator,
        "valor": plain_text(Decimal(hundredths).scaleb(-2)), "metodo": METHODS[int(window[:4])],
    }  # fmt: skip
