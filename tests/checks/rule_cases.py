"""The form of a rule's case, and two sound institutions to change: one with money and percentages, one with a plan."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from builders import make_corrida, make_dataset, make_entidad, make_evidence

import helpers.checks.run_checks  # noqa: F401 — importing it registers every rule
from helpers.checks.rule_registry import Evidence
from helpers.figures.records import Prose

STRUCTURE = """
    nivel    | codigo   | padre    | acp
    entidad  | E        |          |
    servicio | CENTRAL  | E        |
    area     | NORTE    | CENTRAL  |
    unidad   | U1       | NORTE    | 1
    unidad   | U2       | NORTE    | 1
    servicio | EXTERIOR | E        |
    area     | EXTERIOR | EXTERIOR |
    tipo     | EMB      | EXTERIOR | 2
    puesto   | EMB-1    | EMB      |
    puesto   | EMB-2    | EMB      |
"""
ACTIONS = "acp | denominacion\n 1 | Servir\n 2 | Representar\n"
LINKS = "cat_prog | acp | area | unidad\n 10 0 001 | 1 | NORTE | U1\n 20 0 001 | 2 | EXTERIOR |\n"
REPORTED = """
    nivel  | codigo | indicador          | periodo | valor
    unidad | U1     | avance_fisico      | 2024-T2 | 90.00
    unidad | U1     | eficacia_ponderada | 2024-T2 | 22.50
    unidad | U2     | avance_fisico      | 2024-T2 | 80.00
    tipo   | EMB    | avance_fisico      | 2024-T2 | 75.00
    puesto | EMB-1  | avance_fisico      | 2024-T2 | 100.00
    puesto | EMB-2  | avance_fisico      | 2024-T2 | 50.00
    unidad | U1     | avance_fisico      | 2024-T1 | 90.00
    unidad | U2     | avance_fisico      | 2024-T1 | 90.00
    puesto | EMB-1  | avance_fisico      | 2024-T1 | 90.00
    puesto | EMB-2  | avance_fisico      | 2024-T1 | 90.00
"""
MONEY = """
  fecha_corte | reporte   | sistema | estado   | cat_prog | area     | denominacion | ppto_vigente | devengado
  2024-03-31  | categoria | SIGEP   | aprobado | 10 0 001 |          | Servicios    | 1000.00      | 100.00
  2024-03-31  | categoria | SIGEP   | aprobado | 20 0 001 |          | Embajadas    | 500.00       | 50.00
  2024-06-30  | categoria | SIGEP   | aprobado | 10 0 001 |          | Servicios    | 1000.00      | 300.00
  2024-06-30  | categoria | SIGEP   | aprobado | 20 0 001 |          | Embajadas    | 500.00       | 50.00
  2024-06-30  | area      | SIGEP   | aprobado |          | NORTE    |              | 1000.00      | 300.00
  2024-06-30  | area      | SIGEP   | aprobado |          | EXTERIOR |              | 500.00       | 50.00
"""
PUBLISHED = """
    id                               | donde    | valor | decimales
    avance_fisico/2024-T2/area/NORTE | cuadro 1 | 85.00 | 2
    avance_fisico/2024-T2/area/NORTE | cuadro 2 | 85.0  | 1
"""
SOUND = {
    "estructura": STRUCTURE,
    "acciones": ACTIONS,
    "vinculacion": LINKS,
    "avances": REPORTED,
    "gastos": MONEY,
    "publicado": PUBLISHED,
}

PLAN = """
    version | tarea | descripcion                                 | operacion | unidad | acp | ponderacion | meta | abr | may | jun | acumulable
    v1      | 1.1   | Suscribir convenios de cooperación técnica  | O1        | U1     | 1   | 60          | 6    | 2   | 2   | 2   | si
    v1      | 1.2   | Atender la central telefónica institucional | O1        | U1     | 1   | 40          | 95   | 95  | 95  | 95  | no
    v1      | 2.1   | Ejecutar auditorías internas de gestión     | O2        | U2     | 1   | 100         | 3    | 1   | 1   | 1   |
    v1      | 3.1   | Atender trámites consulares ordinarios      | O3        | EMB-1  | 2   | 100         | 30   | 10  | 10  | 10  |
    v1      | 3.2   | Atender trámites consulares ordinarios      | O3        | EMB-2  | 2   | 100         | 30   | 10  | 10  | 10  |
"""
DONE = """
    periodo | tarea | abr | may | jun | evaluacion | causa_desviacion
    2024-T2 | 1.1   | 2   | 2   | 1   |            | Un convenio se firma en julio
    2024-T2 | 1.2   | 95  | 95  | 95  | cumple     |
    2024-T2 | 2.1   | 1   | 1   | 1   |            |
    2024-T2 | 3.1   | 9   | 10  | 11  |            |
    2024-T2 | 3.2   | 10  | 0   | 10  |            | Paro de transporte
"""
FORMS = """
    periodo | unidad | fecha_presentacion
    2024-T2 | U1     | 2024-07-03
    2024-T2 | U2     | 2024-07-05
    2024-T2 | EMB    | 2024-07-01
"""
DEADLINE = {
    "plazos": {
        "2024-T2": {"fecha": "2024-07-05", "reiteracion": "2024-07-10", "fuente": "Instructivo DGP 3/2024"}
    }
}
PLANNED = {
    "estructura": STRUCTURE,
    "acciones": ACTIONS,
    "vinculacion": LINKS,
    "gastos": MONEY,
    "tareas": PLAN,
    "ejecucion": DONE,
    "presentaciones": FORMS,
}
WRITTEN = {"mision": "Servir", "vision": "Ser"}


def evidence_of(
    base: Mapping[str, str] = SOUND,
    identity: Mapping[str, str] = WRITTEN,
    corrida: Mapping[str, object] = DEADLINE,
    prose: str = "",
    **changes: str | None,
) -> Evidence:
    """A sound institution with some tables changed; None removes a table; `prose` is the planner's summary."""
    tables = {name: text for name, text in {**base, **changes}.items() if text is not None}
    evidence = make_evidence(make_dataset(**tables), make_corrida(**corrida), entidad=make_entidad(**identity))
    written = (Prose("data/x/2024/T2/texto/resumen.md", "resumen", prose),) if prose else ()
    return replace(evidence, prose=written)


@dataclass(frozen=True)
class Case:
    """Tables in which a rule finds something, the places of its findings, and words of the first message.

    Attributes
    ----------
    fires : dict
        Changed tables in which the rule finds something.
    places : list of (str, str)
        Element and cell (the place's end) of every finding, in order.
    says : list of str
        Parts of the first message.
    silent : dict
        Similar tables in which the rule finds nothing, as in those of the sound institution.
    base : Mapping
        Tables of the sound institution that the case changes.
    """

    fires: dict[str, object]
    places: list[tuple[str, str]]
    says: list[str]
    silent: dict[str, object] = field(default_factory=dict)
    base: Mapping[str, str] = field(default_factory=lambda: SOUND)


def line(table: str, start: str, **cells: str) -> str:
    """A table as text with some cells, given by column, replaced in the one line that begins with `start`."""
    rows = [row for row in table.splitlines() if row.strip()]
    columns = [name.strip() for name in rows[0].split("|")]
    found = [number for number, row in enumerate(rows) if _key(row).startswith(_key(start))]
    assert len(found) == 1, f"{start}: {len(found)} lines"
    values = [value.strip() for value in rows[found[0]].split("|")]
    for name, value in cells.items():
        values[columns.index(name)] = value
    rows[found[0]] = " | ".join(values)
    return "\n".join(rows)


def more(table: str, *lines: str) -> str:
    """A table as text with lines added at its end."""
    return "\n".join([*(row for row in table.splitlines() if row.strip()), *lines])


def column(table: str, name: str, *values: str) -> str:
    """A table as text with a column added at its right; the last lines may go without."""
    rows = [row for row in table.splitlines() if row.strip()]
    cells = (name, *values, *[""] * (len(rows) - 1 - len(values)))
    return "\n".join(f"{row} | {cell}" for row, cell in zip(rows, cells, strict=True))


def _key(text: str) -> str:
    return "|".join(cell.strip() for cell in text.strip().split("|"))
