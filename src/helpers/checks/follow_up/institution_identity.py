"""Rules on what the institution supplies: its mission and vision, and tables that no figure uses."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.base.display import date_es, list_es
from helpers.checks.rule_registry import REGISTRY, Evidence, Found
from helpers.figures.findings import Severity

INCOME, OF_INCOME = "recursos", ("recurso_vigente", "recurso_devengado", "recurso_percibido", "recurso_inicial")
"""Table of the income, and the indicators computed from it."""


@REGISTRY.rule("TAB-SIN-USO", Severity.WARNING, "De toda tabla de recursos que se entrega sale alguna cifra.")
def tables_not_used(evidence: Evidence) -> Iterator[Found]:
    """Report, once, income (`recursos`) dated up to the run's cut-off, if no figure of the Book is computed from it.

    None of its dates is then the cut-off of a period. Nothing in a plan.
    """
    until = evidence.corrida.cutoff(evidence.corrida.period)
    dated = [(row, day) for row in evidence.dataset.rows(INCOME) if (day := row.date("fecha_corte")) and day <= until]
    rows = [row for row, _ in dated]
    if not rows or evidence.corrida.period.is_plan or any(figure.indicator in OF_INCOME for figure in evidence.book):
        return
    days = list_es([date_es(day) for day in sorted({day for _, day in dated})])
    yield Found(
        f"Los recursos recibidos son al {days}, que no es fecha de corte de ningún periodo del informe: no sale de "
        "ellos ninguna cifra. Corresponde revisar «fecha_corte», o los cortes de la corrida.",
        {"elemento": INCOME, "archivo": rows[0].origin.file, "hoja": rows[0].origin.sheet},
    )


@REGISTRY.rule("IDE-FALTA", Severity.NOTE, "La misión y la visión de la institución están escritas, con su fuente.")
def identity_left_blank(evidence: Evidence) -> Iterator[Found]:
    """Report a missing mission or vision of the institution, one finding for each."""
    for name, words in (("mision", "la misión"), ("vision", "la visión")):
        if not evidence.book.identity.get(name):
            yield Found(
                f"No está escrita {words}: el informe la omite. Corresponde ponerla en «{name}» de entidad.yaml, y su "
                "fuente en «fuente_identidad».",
                {"elemento": f"entidad/{name}", "archivo": f"params/{evidence.corrida.entidad}/entidad.yaml"},
            )
