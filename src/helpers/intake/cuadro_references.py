"""What a cuadro's rules name in other cuadros: tables and columns that must be there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from helpers.cuadros.model import Referencia, Regla
from helpers.cuadros.tables import Cuadro, find
from helpers.findings import Finding, Severity
from helpers.model_errors import nearest


def check_references(cuadros: Sequence[Cuadro]) -> Iterator[Finding]:
    """Report each reference to a table or column that the run does not have."""
    for cuadro in cuadros:
        for number, rule in enumerate(cuadro.definition.reglas, 1):
            for reference in _references(rule):
                problem = _problem(cuadros, cuadro, reference) if reference.cuadro else ""
                if problem:
                    yield Finding(
                        codigo="ENT-CUADRO-REFERENCIA",
                        severidad=Severity.ERROR,
                        mensaje=f"{cuadro.declared}: «reglas.{number} ({rule.regla})»: {problem}",
                        elemento=cuadro.name,
                        archivo=cuadro.declared,
                    )


def _references(rule: Regla) -> tuple[Referencia, ...]:
    return (*rule.con.values(), *([rule.a] if rule.a else []))


def _problem(cuadros: Sequence[Cuadro], own: Cuadro, reference: Referencia) -> str:
    other = find(cuadros, reference.cuadro, own.folder)
    if other is None:
        return f"no hay un cuadro «{reference.cuadro}». {nearest(reference.cuadro, (item.name for item in cuadros))}"
    known = other.definition.columnas
    named = (reference.columna, *reference.filas, *reference.por)
    unknown = [name for name in named if name and name not in known]
    if unknown:
        return f"el cuadro «{other.name}» no tiene una columna «{unknown[0]}». {nearest(unknown[0], known)}"
    if reference.columna and reference.operacion != "recuento" and reference.columna not in other.numeric_columns:
        return f"la columna «{reference.columna}» del cuadro «{other.name}» no es de números."
    return ""
