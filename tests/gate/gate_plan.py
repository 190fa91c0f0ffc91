"""Random organisation of an institution, its plan in several versions, and what units did of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gate_drawing import Pick, Row

from helpers.base.periods import MONTHS

BELOW = {
    "entidad": ("servicio", "unidad", "area", "tipo"),
    "servicio": ("area", "unidad", "tipo"),
    "area": ("unidad", "tipo"),
    "tipo": ("puesto", "subtipo", "unidad"),
    "subtipo": ("puesto",),
    "unidad": ("puesto",),
    "puesto": (),
}
DOERS = ("unidad", "puesto", "subtipo", "tipo")
MOST_NODES = 10
MOST_TASKS = 20

SCHEDULES = (
    {month: "1" for month in MONTHS},
    {month: "10" for month in MONTHS[:6]},
    {"mar": "5", "jun": "5", "sep": "5", "dic": "5"},
    {"ene": "0", "feb": "0", "mar": "0", "abr": "0", "may": "0", "jun": "0", "jul": "3"},
    {"dic": "1"},
    {"feb": "0.25", "may": "0.333333333333"},
    {month: "0" for month in MONTHS},
    {"abr": "1000000000", "may": "0.0001"},
    {"anual": "12"},
    {"anual": "0"},
    {**{month: "2" for month in MONTHS}, "anual": "24"},
    {**{month: "2" for month in MONTHS}, "anual": "30"},
)
DONE = (
    {month: "1" for month in MONTHS},
    {},
    {month: "0" for month in MONTHS},
    {"ene": "1", "feb": "", "mar": "3", "abr": "0", "may": "2", "jun": "7"},
    {"ago": "4"},
    {month: "12.5" for month in MONTHS},
    {"anual": "6"},
    {"anual": "0"},
    {**{month: "2" for month in MONTHS}, "anual": "20"},
    {"ene": "999999999", "dic": "0.01"},
    {"abr": "-1", "may": "0", "jun": "0"},
    {"abr": "3", "may": "-1", "jun": "0.5"},
)
WEIGHTS = ("", "10", "0", "33.33", "100", "50", "0.5")
CAUSES = ("", "C1", "C11", "C99", "otra")


@dataclass
class Organisation:
    """Nodes, actions and versions of the plan, to which the other tables refer."""

    nodes: list[Row]
    actions: list[str]
    versions: list[str]

    def codes(self, *levels: str) -> list[str]:
        return [node["codigo"] for node in self.nodes if node["nivel"] in levels]


def organisation(pick: Pick) -> Organisation:
    actions = pick.codes("", pick.one((2, 0, 1, 4)))
    versions = list(pick.one((("v1",), ("v1", "v2"), (), ("v1", "v2", "v3"), ("v 1",), ("2",))))
    return Organisation(list(nodes(pick, actions)), actions, versions)


def nodes(pick: Pick, actions: list[str]) -> Iterator[Row]:
    """A tree of any shape: one node alone, units directly below the entity, posts, services without units."""
    number = pick.count(0, MOST_NODES)
    ordered = pick.often(1, 3)
    places: list[Row] = []
    for place, code in enumerate(pick.codes("U", number + 1)):
        above = pick.one([node for node in places if BELOW[node["nivel"]]]) if places else None
        level = pick.one(BELOW[above["nivel"]]) if above else "entidad"
        node = {
            "codigo": code, "nombre": pick.name().strip() or "x", "nivel": level, "padre": above["codigo"] if above else "",
            "sigla": pick.maybe(code), "clase": pick.one(("", "sustantiva", "administrativa", "asesoramiento")),
            "acp": pick.one(["", *actions]), "departamento": pick.one(("", "", "La Paz", "Pando")),
            "orden": str(place + 1) if ordered else "",
        }  # fmt: skip
        places.append(node)
    yield from places


def actions_table(pick: Pick, who: Organisation) -> list[Row]:
    weighted = pick.often(2, 3)
    return [
        {
            "acp": code, "denominacion": pick.name(), "amp": pick.one(("", "1.1")), "indicador": pick.maybe(pick.name()),
            "meta": pick.one(("", "100", "100%", "Un informe", "0")), "ponderacion": pick.one(WEIGHTS) if weighted else "",
            "grupo": pick.one(("", "A", "Grupo 2")),
        }
        for code in who.actions
    ]  # fmt: skip


def versions_table(pick: Pick, who: Organisation) -> list[Row]:
    days = pick.one((
        ("2024-01-02", "2024-05-31", "2024-08-15"), ("2023-12-20", "2024-04-01", "2024-04-01"), ("2024-01-02", "2024-12-30", "2025-01-15"),
    ))  # fmt: skip
    return [
        {"version": version, "fecha": day, "resolucion": pick.one(("", "RA 12/2024", "RM N° 1")), "descripcion": pick.maybe(pick.name()), "importe": pick.one(("", "1000.00"))}
        for version, day in zip(who.versions, days, strict=False)
    ]


def tasks_tables(pick: Pick, who: Organisation) -> dict[str, list[Row]]:
    """Tasks of each version; each version keeps most tasks of the last one and changes some."""
    doers = who.codes(*DOERS)
    if not who.versions or not doers:
        return {}
    weighted = pick.often(2, 3)
    tables: dict[str, list[Row]] = {}
    tasks = [task(pick, who, code, doers, weighted) for code in pick.codes("t", pick.count(1, MOST_TASKS // len(who.versions)))]
    for version in who.versions:
        tables[version] = tasks
        tasks = [one | pick.one(({}, {}, pick.one(SCHEDULES[:4]), {"ponderacion": pick.one(WEIGHTS)}, {"unidad": pick.one(doers)})) for one in tasks]
        tasks = tasks[pick.count(0, 1) :] or tasks
    return tables


def task(pick: Pick, who: Organisation, code: str, doers: list[str], weighted: bool) -> Row:
    return {
        "tarea": code, "descripcion": pick.name(), "operacion": pick.one(("1", "2", "1.1", "Op. 3")), "unidad": pick.one(doers),
        "acp": pick.one(["", *who.actions]), "ponderacion": pick.one(WEIGHTS) if weighted else "",
        "unidad_medida": pick.one(("", "informes", "%", "n°", "Bs")), "meta": pick.one(("", "12", "0", "7.5")),
        "acumulable": pick.one(("", "si", "no")), "ppto": pick.one(("", "100.00", "0.00")), **pick.one(SCHEDULES),
    }  # fmt: skip


def execution(pick: Pick, tasks: dict[str, list[Row]]) -> list[Row]:
    """Amounts done by task; some tasks have no row, and some rows name a cause of deviation."""
    codes = dict.fromkeys(row["tarea"] for rows in tasks.values() for row in rows)
    rows = []
    for code in codes:
        if pick.often(1, 6):
            continue
        done = pick.one(DONE)
        details = {"causa_codigo": pick.one(CAUSES), "causa_desviacion": pick.maybe(pick.name()), "resultado": pick.maybe(pick.name()),
                "medio_verificacion": pick.one(("", "Informe 12/2024")), "devengado": pick.one(("", "", "50.00", "-5.00"))}  # fmt: skip
        rows.append({"tarea": code, **details, **done})
    return rows
