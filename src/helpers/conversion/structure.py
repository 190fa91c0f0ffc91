"""estructura, acciones and articulacion: who answers for what."""

from collections import Counter
from collections.abc import Iterator

from helpers.conversion.codes import (
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
from helpers.conversion.source import ConversionError, Source, SourceRow
from helpers.conversion.tables import Line, Node, Table

UNITS_FILE = "unidades.csv"
STRUCTURE_COLUMNS = ("codigo", "nombre", "nivel", "padre", "sigla", "clase", "acp", "orden")


def unit_node(row: SourceRow) -> Node:
    """Node of a line of unidades.csv, of any of its levels."""
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
    """Each post abroad: its code, the node it hangs from and its line, in printed order."""
    seen: Counter[str] = Counter()
    for row in source.rows(POSTS_FILE):
        kind = row.text("tipo")
        if kind not in POSTS:
            raise ConversionError(row.file, f"línea {row.line}: tipo de puesto desconocido «{kind}»")
        prefix, parent = POSTS[kind]
        seen[prefix] += 1
        yield f"{prefix}-{seen[prefix]:02d}", parent, row


def structure(source: Source) -> Table:
    """The table ``estructura``: entity, services, areas, units, types, subtypes and posts."""
    lines = [*_institution(source), *_posts_abroad(source)]
    for place, line in enumerate(lines, start=1):
        line["orden"] = str(place)
    return Table("estructura.csv", STRUCTURE_COLUMNS, lines)


def _institution(source: Source) -> Iterator[Line]:
    names = _readable_names(source)
    for row in source.rows(UNITS_FILE):
        node = unit_node(row)
        name = names.get(node, bare_name(row.text("nombre")))
        # A type's acp covers its subtypes: named again under it, the ACP would seem to have more parts.
        acp = row.text("acp") if node.nivel in ("unidad", "tipo") else ""
        yield _node_line(node, name, _parent(node, row), row.text("codigo"), acp)
        if node == ABROAD:  # no report prints a line of its own for the area abroad, only this label
            yield _node_line(AREA_ABROAD, "SERV. EXTERIOR", ABROAD, "SERV. EXTERIOR", "")


def _readable_names(source: Source) -> dict[Node, str]:
    # unidades.csv prints entity and areas in capitals without accents; other tables print them in full.
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
    """The table ``acciones``: the seven ACPs with their text as printed, and what each was to achieve."""
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
    """The table ``articulacion``: from the PEI's AMPs to the year's ACPs."""
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
