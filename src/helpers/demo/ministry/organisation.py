"""The units and the structure of the synthetic ministry, and the tables that describe them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from helpers.demo.demo_records import Unit
from helpers.demo.ministry.central_units import AREAS, CENTRAL_UNITS, Central
from helpers.demo.ministry.demo_size import Size
from helpers.demo.ministry.posts import POST_TYPES, PostType, place
from helpers.demo.random_streams import apportion

CODE = "DEMO"
NAME = "Ministerio Sintético de Relaciones Exteriores (datos de demostración)"
ABROAD = "EXT"
"""Code of the service abroad and of its only area."""
ABROAD_ACTION = "7"
STRUCTURE_COLUMNS = ("codigo", "nombre", "nivel", "padre", "sigla", "clase", "acp", "pais", "orden", "cargo")
POSITIONS = {
    "Ministerio": "Máxima Autoridad Ejecutiva",
    "Viceministerio": "Viceministra o Viceministro",
    "Dirección": "Directora o Director General",
    "Embajada": "Embajadora o Embajador",
    "Consulado": "Cónsul",
    "Viceconsulado": "Vicecónsul",
    "": "Responsable",
}
"""Job titles by how a node's name begins; the first that fits."""


@dataclass(frozen=True)
class Action:
    """A short-term action (ACP).

    Attributes
    ----------
    code, name, group, amp, amp_name, result, goal : str
    weight : int
        Points of the institution's 100.
    """

    code: str
    name: str
    group: str
    amp: str
    amp_name: str
    result: str
    goal: str
    weight: int


ACTIONS = (
    Action("1", "Ejercer la representación del Estado en foros multilaterales y actos oficiales", "Sustantivas", "1",
           "Posicionar al país en el escenario internacional", "Presencia en los foros priorizados", "12 foros", 15),
    Action("2", "Profundizar las relaciones políticas bilaterales", "Sustantivas", "1",
           "Posicionar al país en el escenario internacional", "Acuerdos bilaterales suscritos", "18 acuerdos", 15),
    Action("3", "Precautelar los límites y las aguas compartidas", "Sustantivas", "2",
           "Defender la soberanía territorial", "Hitos repuestos y cuencas con comisión activa", "24 hitos", 10),
    Action("4", "Promover las exportaciones y la integración fronteriza", "Sustantivas", "3",
           "Insertar la producción nacional en otros mercados", "Empresas con oferta exportable", "90 empresas", 15),
    Action("5", "Proteger a los connacionales y prestar servicios consulares", "Sustantivas", "4",
           "Proteger los derechos de los connacionales", "Trámites atendidos en plazo", "95 % en plazo", 20),
    Action("6", "Administrar la institución con eficacia y transparencia", "De apoyo", "5",
           "Consolidar la institucionalidad", "Sistemas de administración implantados", "8 sistemas", 10),
    Action("7", "Ejecutar la política exterior desde los puestos en el exterior", "Servicio exterior", "4",
           "Proteger los derechos de los connacionales", "Puestos con su plan cumplido", "84 puestos", 15),
)  # fmt: skip


def units_of(size: Size) -> tuple[Unit, ...]:
    """Return the units and posts of an institution of a size, central units first.

    Even a small one has a unit for each central area and action, and a post for each type and subtype.
    """
    return (*map(_central, _chosen(size.central_units)), *_posts(size.posts))


def _chosen(count: int) -> tuple[Central, ...]:
    """Return central units: the first of each action in each area, then others in proportion to the areas."""
    needed = {(unit.area, unit.action): unit for unit in reversed(CENTRAL_UNITS)}.values()
    others = [[unit for unit in CENTRAL_UNITS if unit.area == code and unit not in needed] for code, _ in AREAS]
    shares = apportion(count - len(needed), [len(units) for units in others])
    chosen = {unit for units, share in zip(others, shares, strict=True) for unit in units[:share]} | set(needed)
    return tuple(unit for unit in CENTRAL_UNITS if unit in chosen)


def _central(unit: Central) -> Unit:
    return Unit(
        unit.code, unit.name, "unidad", unit.area, unit.area, unit.action, unit.category, unit.kind, unit.topics
    )


def _posts(count: int) -> tuple[Unit, ...]:
    """Return a number of posts, at least one of each type and subtype, the rest in proportion to full size."""
    shares = apportion(count, [kind.count - 1 for kind in POST_TYPES], least=1)
    found: list[Unit] = []
    for kind, share in zip(POST_TYPES, shares, strict=True):
        found += [_post(kind, number, len(found) + number) for number in range(share)]
    return tuple(found)


def _post(kind: PostType, number: int, among_all: int) -> Unit:
    """Return a post; `among_all` is its number among all posts, from 0, which decides its city."""
    city, country = place(among_all)
    return Unit(
        code=f"{kind.prefix}-{number + 1:02}",
        name=f"{kind.called} {city} - {country}",
        level="puesto",
        parent=kind.code,
        area=ABROAD,
        action=ABROAD_ACTION,
        category=kind.category,
        kind="",
        topics=kind.topics,
        country=country,
    )


def structure_rows(units: tuple[Unit, ...]) -> list[dict[str, str]]:
    """Return the rows of `estructura`, in the order of reports: the entity, central areas with units, types, posts."""
    rows = [
        _node(CODE, NAME, "entidad", "", sigla=CODE),
        _node("CENTRAL", "Servicio central", "servicio", CODE),
    ]
    for code, name in AREAS:
        rows.append(_node(code, name, "area", "CENTRAL", sigla=code))
        rows += [_unit_node(unit) for unit in units if unit.area == code]
    rows.append(_node(ABROAD, "Servicio exterior", "servicio", CODE))
    rows.append(_node(ABROAD, "Servicio exterior", "area", ABROAD, sigla="SERV. EXT."))
    rows += [_node(code, name, "tipo", ABROAD, acp=ABROAD_ACTION) for code, name in _types()]
    rows += [_node(kind.code, kind.name, "subtipo", kind.parent) for kind in POST_TYPES if kind.code != kind.parent]
    rows += [_unit_node(unit) for unit in units if not unit.is_central]
    return [{**row, "orden": str(place), "cargo": _position(row)} for place, row in enumerate(rows, 1)]


def _position(node: Mapping[str, str]) -> str:
    """Return the job title of who answers for a node, by how its name begins; empty for services, types, subtypes."""
    if node["nivel"] in ("entidad", "area", "unidad", "puesto"):
        return next(title for beginning, title in POSITIONS.items() if node["nombre"].startswith(beginning))
    return ""


def _types() -> tuple[tuple[str, str], ...]:
    """Return code and name of each type of posts."""
    return tuple({kind.parent: kind.parent_name for kind in POST_TYPES}.items())


def _node(code: str, name: str, level: str, parent: str, *, sigla: str = "", acp: str = "") -> dict[str, str]:
    return {"codigo": code, "nombre": name, "nivel": level, "padre": parent, "sigla": sigla, "acp": acp}


def _unit_node(unit: Unit) -> dict[str, str]:
    """Return the row of a unit or a post; only units have an acronym and an action."""
    action = unit.action if unit.is_central else ""
    sigla = unit.code if unit.is_central else ""
    node = _node(unit.code, unit.name, unit.level, unit.parent, sigla=sigla, acp=action)
    return {**node, "clase": unit.kind, "pais": unit.country}
