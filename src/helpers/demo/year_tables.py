"""The tables of the year beside plan and budget: actions, articulation, versions, counts, history."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from helpers.demo.central_units import AREAS
from helpers.demo.chance import Chance
from helpers.demo.lines import Line
from helpers.demo.money_tables import money
from helpers.demo.organisation import ABROAD, ACTIONS, CODE, Action
from helpers.demo.parts import Plan, Unit
from helpers.demo.plans import FIRST, IN_FORCE, RESOLUTIONS, SECOND
from helpers.demo.posts import POST_TYPES
from helpers.exact import plain_text

YEARS_BEFORE = (2021, 2022, 2023)
METHODS = {2021: "mre-2021", 2022: "mre-2024", 2023: "mre-2024"}
"""By which method each of those years was scored."""
PROGRESS = "avance_fisico"
HISTORIC = ((PROGRESS, 7200), ("ejecucion_financiera", 6800))
"""Indicators of the years before, and the least that each was, in hundredths."""
JUNE = 5
COUNTED = ("operacion", "actividad", "tarea")

RowOf = dict[str, str]


def action_rows() -> list[RowOf]:
    return [
        {
            "acp": item.code, "denominacion": item.name, "amp": item.amp, "resultado_esperado": item.result,
            "indicador": item.result, "meta": item.goal, "ponderacion": str(item.weight), "grupo": item.group,
        }
        for item in ACTIONS
    ]  # fmt: skip


def articulation_rows(units: Sequence[Unit]) -> list[RowOf]:
    """Each action under its frame, with its weight in each area that serves it: an area's add up to 100."""
    rows = []
    for area in (*(code for code, _ in AREAS), ABROAD):
        own = [item for item in ACTIONS if any(unit.area == area and unit.action == item.code for unit in units)]
        rows += [_link(item, area, weight) for item, weight in zip(own, _weights(len(own)), strict=True)]
    return rows


def _weights(count: int) -> list[str]:
    """100 points shared out equally, the first ones taking what is left over."""
    return [str(100 // count + (1 if place < 100 % count else 0)) for place in range(count)] if count else []


def _link(item: Action, area: str, weight: str) -> RowOf:
    return {
        "marco": "PEI", "pilar": "10", "eje": "7", "meta": "1", "resultado": item.amp, "accion": item.amp_name,
        "amp": item.amp, "acp": item.code, "descripcion": item.name, "ponderacion": weight, "area": area,
        "producto_esperado": item.result,
    }  # fmt: skip


def version_rows(lines: Sequence[Line]) -> list[RowOf]:
    initial = sum(line.initial for line in lines)
    reformulated = sum(line.budget[JUNE] for line in lines)
    told = {
        FIRST: ("POA aprobado con el presupuesto (sintético)", initial),
        SECOND: ("Primera reformulación (sintética)", reformulated),
    }
    return [
        {
            "version": version,
            "resolucion": RESOLUTIONS[version],
            "fecha": str(IN_FORCE[version]),
            "descripcion": words,
            "informe_tecnico": f"IT SINT {version}/2024",
            "informe_legal": f"IL SINT {version}/2024",
            "importe": money(cents),
        }
        for version, (words, cents) in told.items()
    ]


def count_rows(plans: Sequence[Plan], units: Sequence[Unit]) -> list[RowOf]:
    """The rows of `recuento`: how many there are by quarter and service, of the plan then in force."""
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
    return {"periodo": period, "elemento": element, "grupo": group, "cantidad": str(number)}


def history_rows(chance: Chance) -> list[RowOf]:
    """The rows of `historico`: progress and execution of three years by area, type and whole, and the last by quarter.

    The first of those years was scored by another method.
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
    year = window[:4]
    dice = chance.of("history", year, code, indicator) if window.endswith("anual") else None
    value = (dice or chance.of("history", window, level, code, indicator)).randrange(2600) + low
    if dice is None and indicator != PROGRESS:
        value //= 4  # of the year's money, a quarter takes a part
    return {
        "gestion": year, "periodo": window, "nivel": level, "codigo": code, "indicador": indicator,
        "valor": plain_text(Decimal(value).scaleb(-2)), "metodo": METHODS[int(year)],
    }  # fmt: skip
