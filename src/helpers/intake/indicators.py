"""Reported values whose indicator the method does not define: a misspelt name would drop them in silence."""

from __future__ import annotations

from helpers.findings import Finding, Severity, at
from helpers.intake.dataset import Dataset
from helpers.methods import Metodo
from helpers.model_errors import nearest

TABLES = ("avances", "historico")


def unknown_indicators(dataset: Dataset, method: Metodo) -> tuple[Finding, ...]:
    """An error for each row of `avances` and `historico` whose indicator the method does not have."""
    return tuple(
        Finding(
            codigo="ENT-INDICADOR",
            severidad=Severity.ERROR,
            elemento=f"{table}/indicador",
            encontrado=row.text("indicador"),
            mensaje=f"columna «indicador»: el método «{method.id}» no tiene «{row.text('indicador')}». "
            f"{nearest(row.text('indicador'), method.indicadores)}",
            **at(row.cell("indicador")),
        )
        for table in TABLES
        for row in dataset.rows(table)
        if row.text("indicador") not in method.indicadores
    )
