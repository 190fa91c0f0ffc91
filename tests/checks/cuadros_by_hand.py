"""Makes small printed tables from text, with their rules, and checks them without an institution."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from builders import METHOD, make_corrida, make_dataset, make_evidence

from helpers.base.strict_yaml import load_text
from helpers.checks.cuadros.cuadro_checks import judge_cuadros
from helpers.checks.rule_registry import Evidence
from helpers.figures.book import Book
from helpers.figures.findings import Finding, Reconciled, Verdict
from helpers.figures.records import Origin, Row
from helpers.settings.cuadros.cuadro_model import Definicion
from helpers.settings.cuadros.cuadro_table import Cuadro

STRUCTURE = """
    nivel   | codigo | padre
    entidad | E      |
"""


def make_cuadro(table: str, rules: str = "", name: str = "cuadro", **more: object) -> Cuadro:
    """Make a table from text. Its first column is the key; columns in capitals hold texts, those with `%`, percentages.

        make_cuadro('''
            OFICINA | cedulas | avance%
            Norte   | 10      | 50.00
        ''', "- {regla: suma, columnas: [cedulas]}")
    """
    head, *lines = [[cell.strip() for cell in line.split("|")] for line in table.splitlines() if line.strip()]
    columns = {_name(text): _column(text) for text in head}
    plain = {"titulo": name.capitalize(), "clave": [_name(head[0])], "columnas": columns} | more
    if "TOTAL" in {line[0] for line in lines}:
        plain.setdefault("totales", {_name(head[0]): "TOTAL"})
    plain["reglas"] = load_text(f"reglas:\n{rules}", "prueba")["reglas"] or [] if rules else []
    names = [_name(text) for text in head]
    letters = {column: "ABCDEFGHIJKLMNOP"[place] for place, column in enumerate(names)}
    origin = Origin(name, f"data/x/2024/cuadros/{name}.csv", "", letters)
    rows = tuple(
        Row(origin, number, {c: _value(columns[c], cell) for c, cell in zip(names, line, strict=True) if cell})
        for number, line in enumerate(lines, start=2)
    )
    return Cuadro(name, Definicion.model_validate(plain), rows, f"data/x/2024/cuadros/{name}.yaml")


def check_cuadros(evidence: Evidence) -> tuple[tuple[Finding, ...], tuple[Reconciled, ...]]:
    """Return the findings and lines of a run's declared tables, without those of `publicado` on the same cells."""
    findings, cells = judge_cuadros(evidence)
    of_cells = (cell.finding() for cell in cells if cell.verdict is not Verdict.EXACT)
    return (*findings, *of_cells), tuple(cell.line for cell in cells)


def checked(
    *cuadros: Cuadro, avances: str = "", **run: object
) -> tuple[tuple[Finding, ...], tuple[Reconciled, ...]]:
    """Return the findings and lines of some tables; the Book is empty unless `avances` is given."""
    corrida = make_corrida(**run)
    if avances:
        evidence = make_evidence(make_dataset(estructura=STRUCTURE, avances=avances), corrida)
    else:
        evidence = Evidence(make_dataset(), Book("x", corrida.period, {}, ()), METHOD, corrida)
    return check_cuadros(replace(evidence, cuadros=cuadros))


def lines_of(*cuadros: Cuadro, **more: object) -> dict[str, Reconciled]:
    """Return the lines by row and column; if a cell has several, one that does not tie is kept."""
    _, lines = checked(*cuadros, **more)
    ordered = sorted(lines, key=lambda line: line.veredicto != "exacto")
    return {line.id.split("/", 2)[2]: line for line in ordered}


def _name(text: str) -> str:
    return text.rstrip("%").strip().lower()


def _column(text: str) -> dict[str, object]:
    if text.isupper():
        return {"tipo": "codigo" if text.startswith("COD") else "texto"}
    return {"unidad": "%", "decimales": 2} if text.endswith("%") else {}


def _value(column: dict[str, object], cell: str) -> str | Decimal:
    return cell if column.get("tipo") else Decimal(cell)
