"""Sentences for the summary: number of findings, and figures published with another value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from helpers.base.display import date_es, list_es, lower_first, upper_first
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.findings import LOST, Finding, Reconciled, Severity, Verdict, count_by_severity
from helpers.settings.params import Corrida
from helpers.views.elements.cells import Number, counted, written
from helpers.views.elements.prose import Paragraph, paragraph
from helpers.views.quality.finding_tables import (
    NOUNS,
    is_comparison,
    place_words,
    printed_message,
)

SPELT = {
    Severity.ERROR: ("ningún error", "un error"),
    Severity.WARNING: ("ninguna advertencia", "una advertencia"),
    Severity.NOTE: ("ninguna nota", "una nota"),
}
"""None and one of each severity."""


def findings_sentence(book: Book, findings: Sequence[Finding], *, listed_in: str = "") -> Paragraph:
    """Return a sentence with the number of findings by severity, their origin, and the section that lists them.

    The origin (earlier documents, other rules) is said only if there are findings of both. A severity without findings
    is said too. Before the sentence stands, with its place, each finding that leaves a headline figure without value.

    Parameters
    ----------
    listed_in : str
        Id of the section with the findings (`sec-…`), which says where the others are; empty if the report has none.
    """
    counts = count_by_severity(findings)
    return paragraph(
        book,
        "{% for uno in falta %}**{{ uno.efecto }}** ({{ uno.lugar }}). {{ uno.mensaje }}\n\n{% endfor %}"
        "**Hallazgos:** {{ cuantos }}. {% if cotejo and propios %}"
        "De ellos, {% if cotejo|length > 1 %}{{ cuenta(cotejo) }} resultan{% else %}uno resulta{% endif %} de comparar "
        "lo publicado antes con los datos y {% if propios|length > 1 %}{{ cuenta(propios) }}{% else %}uno{% endif %}, "
        "de las demás comprobaciones. {% endif %}"
        "{% if seccion %}Se detallan en la {{ ref(seccion) }}; la{% else %}La{% endif %} lista completa acompaña al "
        "informe.",
        falta=[
            {"efecto": upper_first(item.efecto), "mensaje": printed_message(book, item), "lugar": place_words(item)}
            for item in findings
            if item.efecto.startswith(LOST)
        ],
        cuantos=severities_words(counts),
        cotejo=[item for item in findings if is_comparison(item)],
        propios=[item for item in findings if not is_comparison(item)],
        seccion=listed_in,
    )


def severities_words(counts: Mapping[Severity, int]) -> Markup:
    """Return `ningún error, una advertencia y 2 notas`, with greater counts as HTML numbers."""
    said = [
        Markup("{} {}").format(counted(counts[kind]), NOUNS[kind][1]) if counts[kind] > 1 else SPELT[kind][counts[kind]]
        for kind in Severity
    ]
    return Markup(list_es([str(piece) for piece in said]))


def published_otherwise(book: Book, items: Sequence[Reconciled], *, listed_in: str = "") -> Paragraph:
    """Return a sentence with both values of each figure that an earlier document printed with another value.

    It names a place where the figure is printed as computed, if there is one. A figure that is printed equally in
    several places appears once; figures that the Book lacks are left out. Empty if no value differs.

    Parameters
    ----------
    items : sequence of Reconciled
        Printed values; all that differ are named.
    listed_in : str
        Id of the section with the causes; empty if the report has none.
    """
    known = [item for item in items if item.id in book.figures]
    right = {item.id: item.donde for item in known if item.veredicto is Verdict.EXACT}
    pieces = [
        {"nombre": _named(book, book[id]), "impreso": _printed(book, item), "id": id, "bien": right.get(id, "")}
        for (id, _), item in {(item.id, item.publicado): item for item in known}.items()
        if item.veredicto is not Verdict.EXACT
    ]
    return paragraph(
        book,
        "{% for cifra_impresa in cifras %}{% if loop.first %}**Publicado con otro valor:** el{% else %}El{% endif %} "
        "informe publicado consigna {{ cifra_impresa.impreso }} de {{ cifra_impresa.nombre }}; el recálculo da "
        "{{ cifra(cifra_impresa.id) }}{% if cifra_impresa.bien %}, como está impreso en {{ cifra_impresa.bien }}"
        "{% endif %}. {% endfor %}{% if cifras and seccion %}"
        "El detalle está en la {{ ref(seccion) }}.{% endif %}",
        cifras=pieces,
        seccion=listed_in,
    )


def missing_reports(book: Book, corrida: Corrida) -> Paragraph | None:
    """Return a sentence on each budget table that the params say has no report at the cut-off date, with their reason.

    None if the params name no such table (`sin_corte`).
    """
    if not corrida.sin_corte:
        return None
    return paragraph(
        book,
        "{% for tabla, motivo in sin %}**Sin reporte de {{ tabla }} al {{ dia }}:** {{ motivo }}"
        "{% if not loop.last %}\n\n{% endif %}{% endfor %}",
        sin=[(table, f"{reason.rstrip(' .')}.") for table, reason in corrida.sin_corte.items()],
        dia=date_es(corrida.cutoff(corrida.period)),
    )


def _named(book: Book, figure: Figure) -> str:
    """The indicator and the period of a figure, for the middle of a sentence."""
    return f"{lower_first(book.indicator_name(figure.indicator))} {figure.period.of_when}"


def _printed(book: Book, item: Reconciled) -> Number:
    """The value printed in an earlier document, with the figure's unit."""
    return written(item.publicado, book[item.id].unit)
