"""What scoring has to say of what it could not use or compute."""

from __future__ import annotations

from helpers.display import number_es
from helpers.exact import plain_text
from helpers.findings import Finding, Severity, at
from helpers.records import Row, Sourced
from helpers.trace import Figure


def read_again(figure: str, who: str, first: Figure, value: Sourced) -> Finding:
    """A second value for a figure that is read: the first one counts."""
    return Finding(
        codigo="CAL-REPETIDA",
        severidad=Severity.WARNING,
        elemento=figure,
        esperado=first.published,
        encontrado=plain_text(value.value),
        mensaje=f"{who}: {value.cell} da otra vez una cifra que ya se tiene "
        f"({number_es(first.rounded)}); cuenta la primera. Deje una sola.",
        **at(value.cell),
    )


def row_left_out(row: Row, column: str, why: str) -> Finding:
    """A row that gives no figure."""
    return Finding(
        codigo="CAL-SIN-USO",
        severidad=Severity.WARNING,
        elemento=f"{row.origin.table}/{row.text(column)}",
        encontrado=row.text(column),
        mensaje=f"{row.cell(column)}: esta fila no da ninguna cifra, porque {why}.",
        **at(row.cell(column)),
    )


def without_value(figure: str, what: str, why: str, cause: str) -> Finding:
    """A formula that has no value: a zero denominator, a root of a negative number."""
    return Finding(
        codigo="CAL-DIVISION", severidad=Severity.NOTE, elemento=figure, causa=cause, mensaje=f"{what} porque {why}."
    )
