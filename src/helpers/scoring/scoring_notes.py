"""Findings on data that scoring could not use and figures that it could not compute."""

from __future__ import annotations

from helpers.base.display import number_es
from helpers.base.exact import plain_text
from helpers.figures.figure import Figure
from helpers.figures.findings import Finding, Severity, cell_fields
from helpers.figures.records import Row, Sourced


def read_again(figure: str, who: str, first: Figure, value: Sourced) -> Finding:
    """Return the finding on a second value for the same figure, of which the first counts."""
    return Finding(
        codigo="CAL-REPETIDA",
        severidad=Severity.WARNING,
        elemento=figure,
        esperado=first.published,
        encontrado=plain_text(value.value),
        mensaje=f"{who}: {value.cell} da otra vez una cifra que ya se tiene "
        f"({number_es(first.rounded)}); cuenta la primera. Deje una sola.",
        **cell_fields(value.cell),
    )


def row_left_out(row: Row, column: str, why: str) -> Finding:
    """Return the finding on a row that gives no figure; `why` completes «esta fila no da ninguna cifra, porque…»."""
    return Finding(
        codigo="CAL-SIN-USO",
        severidad=Severity.WARNING,
        elemento=f"{row.origin.table}/{row.text(column)}",
        encontrado=row.text(column),
        mensaje=f"{row.cell(column)}: esta fila no da ninguna cifra, porque {why}.",
        **cell_fields(row.cell(column)),
    )


def without_value(figure: str, what: str, why: str, cause: str) -> Finding:
    """Return the finding on a formula without value: a zero denominator, or the root of a negative number."""
    return Finding(
        codigo="CAL-DIVISION", severidad=Severity.NOTE, elemento=figure, causa=cause, mensaje=f"{what} porque {why}."
    )
