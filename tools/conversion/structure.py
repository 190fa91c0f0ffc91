"""Tables `estructura`, `acciones` and `articulacion`: the units and the actions that they report on."""

from collections import Counter
from collections.abc import Iterator

from tools.conversion.codes import (
    ABROAD,
    AREA_ABROAD,
    AREAS,
    CENTRAL,
    ENTITY,
    FULL_AREAS,
    POSTS,
    POSTS_FILE,
    SERVICES,
    SUBTYPES,
    TYPES,
    bare_name,
    lookup,
    unit_code,
)
from tools.conversion.source import ConversionError, Source, SourceRow
from tools.conversion.tables import Line, Node, Table

UNITS_FILE = "unidades.csv"
STRUCTURE_COLUMNS = ("codigo", "nombre", "nivel", "padre", "sigla", "clase", "acp", "orden")


def unit_node(row: SourceRow) -> Node:
    """Return the node of a line of unidades.csv, of any level."""
    nivel, name = row.text("nivel"), bare_name(row.text("nombre"))
    if nivel == "unidad":
        return Node(nivel, unit_code(row.text("codigo")))
    by_level = {
        "entidad": ({"MRE": ENTITY}, row.text("codigo")),
        "servicio": (SERVICES, name),
        "area": (AREAS, row.text("codigo")),
        "tipo": (TYPES, name),
        "subtipo": (SUBTYPES, name),
    }
    if nivel not in by_level:
        raise ConversionError(row.file, f"línea {row.line}: nivel desconocido «{nivel}»")
    labels, label = by_level[nivel]
    return lookup(labels, label, row.file)


def posts(source: Source) -> Iterator[tuple[str, Node, SourceRow]]:
    """Yield each post abroad, in printed order: its code, the node above it and its line."""
    seen: Counter[str] = Counter()
    for row in source.rows(POSTS_FILE):
        kind = row.text("tipo")
        if kind not in POSTS:
            raise ConversionError(row.file, f"línea {row.line}: tipo de puesto desconocido «{kind}»")
        prefix, parent = POSTS[kind]
        seen[prefix] += 1
        yield f"{prefix}-{seen[prefix]:02d}", parent, row


def structure(source: Source) -> Table:
    """Make the table ``estructura``: entity, services, areas, units, types, subtypes and posts."""
    lines = [*_institution(source), *_posts_abroad(source)]
    for place, line in enumerate(lines, start=1):
        line["orden"] = str(place)
    return Table("estructura.csv", STRUCTURE_COLUMNS, lines)


def _institution(source: Source) -> Iterator[Line]:
    names = _readable_names(source)
    for row in source.rows(UNITS_FILE):
        node = unit_node(row)
        name = names.get(node, bare_name(row.text("nombre")))
        # A type's ACP applies to its subtypes. Named again for them, the ACP would have too many parts.
        acp = row.text("acp") if node.nivel in ("unidad", "tipo") else ""
        yield _node_line(node, name, _parent(node, row), row.text("codigo"), acp)
        if node == ABROAD:  # reports print this label but no line for the area abroad
            yield _node_line(AREA_ABROAD, "SERV. EXTERIOR", ABROAD, "SERV. EXTERIOR", "")


def _readable_names(source: Source) -> dict[Node, str]:
    # unidades.csv has entity and areas in capitals without accents; other tables have the proper names.
    totals = [row for row in source.rows("categorias_s1.csv") if row.text("nivel") == "total"]
    areas = {node: name for name, node in FULL_AREAS.items() if node.nivel == "area"}
    return {ENTITY: totals[0].text("unidad"), **areas}


def _parent(node: Node, row: SourceRow) -> Node | None:
    by_level = {
        "entidad": None,
        "servicio": ENTITY,
        "area": CENTRAL,
        "tipo": AREA_ABROAD,
        "subtipo": TYPES["Consulados"],
    }
    return by_level[node.nivel] if node.nivel in by_level else lookup(AREAS, row.text("area"), row.file)


def _posts_abroad(source: Source) -> Iterator[Line]:
    for code, parent, row in posts(source):
        yield _node_line(Node("puesto", code), row.text("nombre").rstrip(". "), parent, "", "")


def _node_line(node: Node, name: str, parent: Node | None, sigla: str, acp: str) -> Line:
    return {
        "codigo": node.codigo,
        "nombre": name,
        "nivel": node.nivel,
        "padre": parent.codigo if parent else "",
        "sigla": sigla,
        "acp": acp,
    }


def actions(source: Source) -> Table:
    """Make the table ``acciones``: the seven ACPs with their printed text and their expected results."""
    expected = {row.text("acp"): row.text("resultado_programado") for row in source.rows("resultados_programados.csv")}
    lines: list[Line] = [
        {
            "acp": row.text("acp"),
            "denominacion": row.text("acp_texto"),
            "amp": row.text("amp"),
            "resultado_esperado": expected[row.text("acp")],
        }
        for row in source.rows("articulacion.csv")
    ]
    return Table("acciones.csv", ("acp", "denominacion", "amp", "resultado_esperado"), lines)


def articulation(source: Source) -> Table:
    """Make the table ``articulacion``: the PEI's AMPs and the year's ACPs."""
    lines: list[Line] = [
        {
            "marco": "PEI",
            "accion": row.text("amp_texto"),
            "amp": row.text("amp"),
            "acp": row.text("acp"),
            "descripcion": row.text("acp_texto"),
        }
        for row in source.rows("articulacion.csv")
    ]
    return Table("articulacion.csv", ("marco", "accion", "amp", "acp", "descripcion"), lines)
