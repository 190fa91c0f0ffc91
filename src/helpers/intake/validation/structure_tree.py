"""Builds the institution's tree from the rows of `estructura`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from helpers.figures.findings import Finding, Severity
from helpers.figures.records import LEVELS, Node, Row, SourceCell
from helpers.intake.intake_problems import Code, found, nearest, of_cell

TOP = LEVELS[0]
Key = tuple[str, str]


def build_nodes(rows: Sequence[Row]) -> tuple[tuple[Node, ...], tuple[Finding, ...]]:
    """Build the nodes of the tree from the rows of `estructura`; rows without code or with an unknown level have none.

    `padre` names the nearest node of a higher level that has the code. A parent is always of a higher level, so no
    cycle is possible. Of several rows with the same level and code, the first one counts.

    Returns
    -------
    tuple of Node
        Ordered by `orden` if every such row has it, else as listed. A node with a wrong parent has none.
    tuple of Finding
        Parents that do not exist, or a number of institutions (`entidad`) other than one.
    """
    listed = {(row.text("nivel"), row.text("codigo")): row for row in reversed(rows)}
    usable = [row for row in rows if row.text("codigo") and row.text("nivel") in LEVELS]
    places = _places(usable)
    nodes: dict[tuple[str, str], Node] = {}
    findings: list[Finding] = []
    for row in usable:
        key = (row.text("nivel"), row.text("codigo"))
        parent = _parent_key(key[0], row.text("padre"), listed)
        findings.extend(_parent_problem(row, key, parent, listed))
        nodes.setdefault(key, _node(row, key, parent, places[row.cell("")]))
    tops = [*{row.text("codigo"): row for row in usable if row.text("nivel") == TOP}.values()]
    findings.extend(_top_problem(rows, tops))
    return tuple(sorted(nodes.values(), key=lambda node: node.order)), tuple(findings)


def _node(row: Row, key: Key, parent: Key | None, place: int) -> Node:
    return Node(
        level=key[0],
        code=key[1],
        name=row.text("nombre"),
        parent=parent,
        sigla=row.text("sigla"),
        kind=row.text("clase"),
        acp=row.text("acp"),
        order=place,
        cell=row.cell("codigo"),
    )


def _places(rows: Sequence[Row]) -> dict[SourceCell, int]:
    """Return the position of each row, from 1, by the row's address: by `orden` if every row has it, else as listed."""
    orders = [row.amount("orden") for row in rows]
    stated = [order for order in orders if order is not None]
    listed = list(rows)
    if len(stated) == len(rows):
        ranked = sorted(zip(stated, range(len(rows)), strict=True))
        listed = [rows[place] for _, place in ranked]
    return {row.cell(""): place for place, row in enumerate(listed, 1)}


def _parent_key(level: str, code: str, listed: Mapping[Key, Row]) -> Key | None:
    """Return the nearest node above a level that has the code; None if there is none."""
    above = reversed(LEVELS[: LEVELS.index(level)])
    return next(((upper, code) for upper in above if code and (upper, code) in listed), None)


def _parent_problem(row: Row, key: Key, parent: Key | None, listed: Mapping[Key, Row]) -> list[Finding]:
    """Return the error on a wrong parent; none if it has a finding already, nor for an institution without one."""
    level, code = row.text("nivel"), row.text("padre")
    is_doubtful = any(other not in LEVELS for other, listed_code in listed if listed_code == code)
    if parent or (level == TOP and not code) or (code and is_doubtful) or "padre" not in row.origin.columns:
        return []  # a parent with an unknown level, or a column that is missing, has a finding of its own
    above = LEVELS[: LEVELS.index(level)]
    close = nearest(code, [listed_code for listed_level, listed_code in listed if listed_level in above])
    said = f" y dice «{code}»" if code else ""
    guess = f" El más parecido es «{close}»." if close else ""
    told = f"«{key[1]}» no tiene en «padre» el código de un nodo de nivel superior{said}.{guess} Escríbalo."
    if level == TOP:
        told = f"la entidad no depende de ningún nodo y dice depender de «{code}». Deje «padre» vacío."
    return [of_cell(Code.PARENT, Severity.ERROR, row, "padre", told, expected=close, value=code)]


def _top_problem(rows: Sequence[Row], tops: Sequence[Row]) -> list[Finding]:
    """Return an error if the structure has rows, and not exactly one institution."""
    if len(tops) == 1 or not rows:
        return []
    if tops:
        codes = ", ".join(row.text("codigo") for row in tops)
        told = f"hay {len(tops)} nodos de nivel «entidad» ({codes}) y debe haber uno solo. Deje uno."
        return [_of_table(tops[1].cell("nivel"), told, codes)]
    place = SourceCell(rows[0].origin.file, rows[0].origin.sheet, "")
    told = "no hay ningún nodo de nivel «entidad». Agregue la fila de la propia institución, con «padre» vacío."
    return [_of_table(place, told, "")]


def _of_table(place: SourceCell, told: str, value: str) -> Finding:
    return found(Code.TOP, Severity.ERROR, place, told, element="estructura", expected="una entidad", value=value)
