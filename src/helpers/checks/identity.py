"""Rules over what the institution hands in: what it says of itself, and tables that nothing is computed from."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.checks.registry import REGISTRY, Evidence, Found
from helpers.display import date_es, list_es
from helpers.findings import Severity

INCOME, OF_INCOME = "recursos", ("recurso_vigente", "recurso_devengado", "recurso_percibido", "recurso_inicial")
"""The table of the income, and the indicators that scoring has from it."""


@REGISTRY.rule("TAB-SIN-USO", Severity.WARNING, "De toda tabla de recursos que se entrega sale alguna cifra.")
def tables_not_used(evidence: Evidence) -> Iterator[Found]:
    """The income up to the run's cut-off, where no window of the report ends on any of its dates."""
    until = evidence.corrida.cutoff(evidence.corrida.period)
    rows = [row for row in evidence.dataset.rows(INCOME) if (day := row.date("fecha_corte")) and day <= until]
    if not rows or evidence.corrida.period.is_plan or any(figure.indicator in OF_INCOME for figure in evidence.book):
        return
    days = list_es([date_es(day) for day in sorted({row.date("fecha_corte") for row in rows})])
    yield Found(
        f"Los recursos recibidos son al {days}, que no es fecha de corte de ningún periodo del informe: no sale de "
        "ellos ninguna cifra. Revise «fecha_corte», o los cortes de la corrida.",
        {"elemento": INCOME, "archivo": rows[0].origin.file, "hoja": rows[0].origin.sheet},
    )


@REGISTRY.rule(
    "IDE-FALTA", Severity.NOTE, "La misión y la visión de la institución están escritas, con su fuente."
)
def identity_left_blank(evidence: Evidence) -> Iterator[Found]:
    """Mission or vision not written."""
    for name, words in (("mision", "la misión"), ("vision", "la visión")):
        if not evidence.book.identity.get(name):
            yield Found(
                f"No está escrita {words}: el informe la omite. Póngala en «{name}» con su fuente.",
                {"elemento": f"entidad/{name}", "archivo": f"params/{evidence.corrida.entidad}/entidad.yaml"},
            )
