"""The fixed rules of the calculation in LaTeX: means, sums, caps, flows, changes, shares, dispersion, projections."""

from __future__ import annotations

from decimal import Decimal

from helpers.base.display import number_es
from helpers.base.python_extras import PlainData

SIMPLE_MEAN = r"\text{valor} = \frac{1}{n} \sum_{i=1}^{n} \text{parte}_i"
OF_PARTS = {
    "media_simple": SIMPLE_MEAN,
    "suma": r"\text{valor} = \sum_{i} \text{parte}_i",
    "cumplidas": r"\text{valor} = \frac{\#\{i : \text{parte}_i \ge 100\}}{n} \times 100",
    "igual": r"\text{valor} = \text{valor}_{\text{unidad responsable}}",
    "razon_de_sumas": r"\text{valor} = \frac{\sum_{i} \text{contado}_i}{\sum_{i} \text{programado}_i} \times 100",
}
"""Rules that carry values up without weights."""
WEIGHTS = {"media_por_tareas": "tareas", "media_ponderada": "ponderación", "media_por_presupuesto": "presupuesto"}
WHOLES = {
    "media_por_tareas": r"\text{tareas del plan}",
    "media_ponderada": "100",
    "media_por_presupuesto": r"\text{presupuesto vigente}",
}
"""Divisor of the weighted sum by rule, if the method does not divide by the weights of the parts with data."""
BALANCE = r"\text{saldo}_{t} = \sum_{i} \text{importe}_{i,\,t}"
FLOW = r"\text{flujo}_{t} = \text{acumulado}_{t} - \text{acumulado}_{t-1}"
QUARTERS_SUM = r"\text{valor} = \sum_{t} \text{valor}_{t}"
CHANGE = r"\text{variación} = \text{impreso}_{t} - \text{impreso}_{t-1}"
SUBTRACTION = r"\text{diferencia} = \text{minuendo} - \text{sustraendo}"
SHARE = r"\text{participación} = \frac{\text{parte}}{\text{total}} \times 100"
YEARS_MEAN = r"\text{promedio} = \frac{1}{n} \sum_{a=1}^{n} \text{valor}_{a}"
SERVED = r"\text{cumplimiento} = \frac{\sum_{i} \text{prestado}_i}{\sum_{i} \text{programado}_i} \times 100"
SERVED_CAPPED = r"\text{cumplimiento con tope} = \min(\text{cumplimiento};\ 100)"
PACE = (
    r"\text{proyección} = "
    r"\max(\text{acumulado};\ \frac{\text{acumulado}}{\text{transcurridos}} \times \text{previstos})"
)
PACE_INTERVAL = (
    r"\text{proyección} \mp \text{factor} \times s \times "
    r"\sqrt{\text{restantes} + \frac{\text{restantes}^2}{\text{transcurridos}}}"
)


def drawn(formula: str) -> str:
    """Return a LaTeX formula as a paragraph of Markdown: one line between double dollar signs."""
    return f"$${formula}$$"


def of_parts(rule: PlainData) -> str:
    """Return how a level's rule of the method carries the values of its parts up, in LaTeX without dollar signs."""
    name = rule["regla"]
    if name not in WEIGHTS:
        return OF_PARTS[name]
    weight = rf"\text{{{WEIGHTS[name]}}}_i"
    whole = rf"\sum_{{i}} {weight}"
    if not rule["renormaliza"]:
        whole = WHOLES[name]
    return rf"\text{{valor}} = \frac{{\sum_{{i}} {weight} \times \text{{parte}}_i}}{{{whole}}}"


def of_task(leaf: PlainData) -> str:
    """Return the score of a task in LaTeX without dollar signs, with the cap of the method if it has one."""
    counted = r"\text{ejecutado}"
    if leaf["tope"] is not None:
        share = number_es(Decimal(str(leaf["tope"])) / 100).replace(",", "{,}")
        limit = r"\text{programado}" if share == "1" else rf"{share} \times \text{{programado}}"
        counted = rf"\min(\text{{ejecutado}};\ {limit})"
    return rf"\text{{avance}} = \frac{{{counted}}}{{\text{{programado}}}} \times 100"


def of_dispersion(factor: object) -> str:
    """Return the standard deviation of a sample and the interval of its mean in LaTeX, without dollar signs.

    `factor` multiplies the standard error of the mean.
    """
    shown = number_es(Decimal(str(factor))).replace(",", "{,}")
    deviation = r"s = \sqrt{\frac{\sum_{i=1}^{n} (x_i - \bar{x})^2}{n - 1}}"
    return rf"{deviation} \qquad \bar{{x}} \mp {shown} \times \frac{{s}}{{\sqrt{{n}}}}"
