"""Pairs of runs of a random institution that differ in one large change of a known cause and small ones of others."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from random import Random

from builders import WORKSPACE, make_corrida, make_dataset, make_entidad, rows_of

from helpers.base.periods import MONTHS
from helpers.run.differences.causes import Cause
from helpers.run.differences.compared_side import Side
from helpers.settings.methods import Metodo, load_method

METHODS = ("mre-2024", "mre-2021", "segip-2020")
QUARTER = MONTHS[3:6]
PHYSICAL, FINANCIAL = "avance_fisico", "ejecucion_financiera"
PLANTED = (Cause.PHYSICAL, Cause.IN_FORCE, Cause.ACCRUED, Cause.LATE, Cause.PLAN, Cause.METHOD, Cause.PARAMETERS)
OF_MONEY = (Cause.IN_FORCE, Cause.ACCRUED)
SEEN_IN = {cause: FINANCIAL if cause in OF_MONEY else PHYSICAL for cause in PLANTED}
"""The indicator in whose change each planted cause must rank first."""
DEADLINE = {"fecha": "2024-07-10", "fuente": "circular"}
LATER = {"fecha": "2024-07-30", "fuente": "circular"}
EARLY, IN_TIME, LATE = "2024-07-03", "2024-07-05", "2024-07-20"
Line = dict[str, str]


@dataclass
class Drawn:
    """The tables of one run as lines of text, its method and its deadline.

    Attributes
    ----------
    reporter : str
        A unit that reports a percentage.
    planted : tuple of str
        Table, key and column of the planted cell, if it is one cell.
    """

    tables: dict[str, list[Line]]
    method: Metodo
    reporter: str
    deadline: dict[str, str] = field(default_factory=lambda: dict(DEADLINE))
    planted: tuple[str, str, str] | None = None

    def copy(self) -> Drawn:
        return replace(self, tables={name: [dict(line) for line in lines] for name, lines in self.tables.items()})

    def side(self, name: str) -> Side:
        rows = {table: rows_of(table, list(lines[0]), [list(line.values()) for line in lines]) for table, lines in self.tables.items()}
        corrida = make_corrida(plazos={"2024-T2": self.deadline})
        return Side(name, name, corrida, make_entidad(), self.method, make_dataset(**rows))


def draw(random: Random, *, drops_late: bool = True) -> Drawn:
    """Draw an institution: areas, units with tasks or a reported percentage, categories with money, forms handed in.

    With `drops_late`, its method leaves late forms out.
    """
    units = [(f"U{place}", random.choice(["A1", "A2", "A3"])) for place in range(random.randint(6, 14))]
    units[:3] = [("U0", "A1"), ("U1", "A2"), ("U2", "A3")]
    reporting = {"U0", *(unit for unit, _ in units if random.random() < 0.3)}
    nodes = [("entidad", "E", ""), ("servicio", "C", "E"), *(("area", area, "C") for area in ("A1", "A2", "A3"))]
    structure = [{"nivel": level, "codigo": code, "padre": above, "acp": ""} for level, code, above in nodes]
    structure += [{"nivel": "unidad", "codigo": unit, "padre": area, "acp": "1"} for unit, area in units]
    tasks = [_task(random, unit, place) for unit, _ in units if unit not in reporting for place in range(random.randint(1, 4))]
    method = load_method(WORKSPACE, random.choice(METHODS))
    tables = {
        "estructura": structure,
        "acciones": [{"acp": "1", "denominacion": "Una"}],
        "versiones": [{"version": "v1", "fecha": "2024-01-02"}],
        "tareas": tasks,
        "ejecucion": [_done(random, task) for task in tasks],
        "avances": [_reported(random, unit) for unit, _ in units if unit in reporting],
        "gastos": [line for place in range(random.randint(3, 9)) for line in _lines(random, place)],
        "presentaciones": [
            {"unidad": unit, "fecha_presentacion": IN_TIME, "periodo": "2024-T2"} for unit, _ in units
        ],
    }
    return Drawn(tables, method.model_copy(update={"tardios": "fuera"}) if drops_late else method, "U0")


def _task(random: Random, unit: str, place: int) -> Line:
    months = {month: str(random.randint(10, 60)) for month in QUARTER}
    return {"version": "v1", "tarea": f"{unit}.{place}", "descripcion": "x", "operacion": f"{unit}.1", "unidad": unit, "acp": "1", **months}


def _done(random: Random, task: Line) -> Line:
    return {"tarea": task["tarea"], **{month: str(int(task[month]) * random.randint(75, 100)) + "e-2" for month in QUARTER}}


def _reported(random: Random, unit: str) -> Line:
    value = f"{random.randint(8000, 9900)}e-2"
    return {"nivel": "unidad", "codigo": unit, "indicador": PHYSICAL, "periodo": "2024-T2", "valor": value}


def _lines(random: Random, place: int) -> list[Line]:
    current = random.randint(300_000, 900_000)
    first, second = (current * random.randint(10, 25) // 100 for _ in range(2))
    base = {"reporte": "categoria", "sistema": "SIGEP", "estado": "aprobado", "cat_prog": f"{place} 0 001", "ppto_vigente": str(current)}
    return [base | {"fecha_corte": day, "devengado": str(amount)} for day, amount in (("2024-03-31", first), ("2024-06-30", first + second))]


def plant(random: Random, before: Drawn, cause: Cause) -> Drawn:
    """Return a copy with a large change of one cause, and small ones of all other causes that are cells."""
    after = before.copy()
    for other in (Cause.PHYSICAL, Cause.IN_FORCE, Cause.ACCRUED, Cause.PLAN):
        if other is not cause:
            _disturb(random, after, other)
    _LARGE[cause](random, after)
    return after


def _disturb(random: Random, run: Drawn, cause: Cause) -> None:
    table = {Cause.PHYSICAL: "ejecucion", Cause.PLAN: "tareas"}.get(cause, "gastos")
    for line in random.sample(run.tables[table], min(4, len(run.tables[table]))):
        column = {Cause.IN_FORCE: "ppto_vigente", Cause.ACCRUED: "devengado"}.get(cause) or random.choice(QUARTER)
        line[column] = str(Decimal(line[column]) * Decimal(random.choice(["1.02", "0.99", "0.98"])))
    early = random.choice([line for line in run.tables["presentaciones"] if line["fecha_presentacion"] == IN_TIME])
    early["fecha_presentacion"] = EARLY


def _report_little(random: Random, run: Drawn) -> None:
    line = next(line for line in run.tables["avances"] if line["codigo"] == run.reporter)
    line["valor"] = str(random.randint(0, 15))
    run.planted = ("avances", run.reporter, "valor")


def _money(column: str, factor: str):
    def change(random: Random, run: Drawn) -> None:
        lines = [line for line in run.tables["gastos"] if line["fecha_corte"] == "2024-06-30"]
        line = random.choice(lines)
        line[column] = str(Decimal(line[column]) * Decimal(factor))
        run.planted = ("gastos", line["cat_prog"], column)

    return change


def _hand_in_late(random: Random, run: Drawn) -> None:
    line = next(line for line in run.tables["presentaciones"] if line["unidad"] == "U1")
    line["fecha_presentacion"] = LATE
    run.planted = ("presentaciones", "U1", "fecha_presentacion")


def _programme_more(random: Random, run: Drawn) -> None:
    own = [line for line in run.tables["tareas"] if line["unidad"] == random.choice(run.tables["tareas"])["unidad"]]
    for line in own or run.tables["tareas"][:1]:
        line.update({month: str(Decimal(line[month]) * 10) for month in QUARTER})


def _other_rule(random: Random, run: Drawn) -> None:
    plain = run.method.model_dump(mode="json")
    plain["consolidacion"]["entidad"] |= {"regla": "cumplidas", "partes": ["unidades"]}
    run.method = Metodo.model_validate(plain)


def _move_deadline(random: Random, run: Drawn) -> None:
    run.deadline = dict(LATER)


_LARGE = {
    Cause.PHYSICAL: _report_little,
    Cause.IN_FORCE: _money("ppto_vigente", "3"),
    Cause.ACCRUED: _money("devengado", "1.9"),
    Cause.LATE: _hand_in_late,
    Cause.PLAN: _programme_more,
    Cause.METHOD: _other_rule,
    Cause.PARAMETERS: _move_deadline,
}


def pair(seed: int) -> tuple[Drawn, Drawn, Cause]:
    """Return the two runs of a case and the cause of the large change between them."""
    random = Random(seed)
    cause = PLANTED[seed % len(PLANTED)]
    before = draw(random)
    if cause in (Cause.LATE, Cause.PARAMETERS):
        _report_twenty_percent(before, "U1")
    if cause is Cause.PARAMETERS:
        next(line for line in before.tables["presentaciones"] if line["unidad"] == "U1")["fecha_presentacion"] = LATE
    return before, plant(random, before, cause), cause


def _report_twenty_percent(run: Drawn, unit: str) -> None:
    """Make a unit report 20 %, far below the others, so that leaving it out changes the mean."""
    run.tables["avances"] = [line for line in run.tables["avances"] if line["codigo"] != unit]
    run.tables["avances"].append({"nivel": "unidad", "codigo": unit, "indicador": PHYSICAL, "periodo": "2024-T2", "valor": "20"})
    for table in ("tareas", "ejecucion"):
        run.tables[table] = [line for line in run.tables[table] if not line["tarea"].startswith(f"{unit}.")] or run.tables[table]
