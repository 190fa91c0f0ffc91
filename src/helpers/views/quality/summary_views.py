"""The summary's cards of headline percentages, and its sentences on findings and on figures published otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

from helpers.base.display import date_es, list_es, lower_first, upper_first
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.figure_names import CHANGE
from helpers.figures.findings import LOST, Finding, Reconciled, Severity, Verdict, count_by_severity
from helpers.figures.mean_coverage import is_of_programme
from helpers.figures.subjects import FigureRow
from helpers.settings.methods import FINANCIAL, Metodo
from helpers.settings.params import Corrida
from helpers.texts.decisions.decisions_draft import not_of_the_same, what_is_covered
from helpers.texts.sentences.vocabulary import Vocabulary
from helpers.views.charts.earlier_years import method_of
from helpers.views.elements.cells import Number, chip, counted, number, written
from helpers.views.elements.grid import Card, KeyFigures
from helpers.views.elements.nodes import entity_of
from helpers.views.elements.prose import HtmlWriter, Paragraph, paragraph
from helpers.views.elements.tables import card
from helpers.views.quality.finding_tables import (
    NOUNS,
    is_comparison,
    place_words,
    printed_message,
)

GAP, PROGRAMMED = "brecha_ideal", "ejecucion_programada"
REVERTED = "Se revirtió más de lo que se devengó"
"""On a card of negative financial execution, which alone would look like a mistake."""


def headline_cards(book: Book, method: Metodo, windows: Sequence[Period]) -> KeyFigures:
    """Return a card for each headline indicator of the institution in each window; those without a figure have none.

    A card shows the value, its grade if any, what it averages if that is not the whole institution, and its changes
    since the previous quarter and the year before if the Book has them.

    Parameters
    ----------
    windows : sequence of Period
        The report's period and, if different, the accumulated period. Only cards of the last window are compared with
        the programme.
    """
    top = entity_of(book).key
    found = [
        (figure, window)
        for window in windows
        for name in method.headline_indicators
        if (figure := book.get(name, window, *top)) is not None
    ]
    cards = (_card(book, figure, window, is_last=window == windows[-1]) for figure, window in found)
    return KeyFigures(tuple(cards))


def _card(book: Book, figure: Figure, window: Period, *, is_last: bool) -> Card:
    """The card of a figure with what `headline_cards` says below it; `is_last`: compare it with the programme."""
    covers = paragraph(book, upper_first(what_is_covered(book, figure))).within_line
    lines = [
        *([chip(figure)] if figure.grade else []),
        *([covers] if covers else []),
        *([Markup(REVERTED)] if figure.indicator == FINANCIAL and figure.rounded < 0 else []),
        *_changed(book, figure),
        *_year_before(book, figure),
        *(_against_programme(book, figure) if is_last else []),
    ]
    label = f"{book.indicator_name(figure.indicator)}, {window.words}"
    detail = Markup("<br>\n").join(Markup("{}").format(line) for line in lines)
    return card(figure, label, detail)


def _changed(book: Book, figure: Figure) -> Iterator[Markup]:
    """`Subió 4,68 puntos desde el trimestre anterior`, if the Book has the change as a figure.

    Nothing if a progress counts what was not programmed. It adds if the two do not average the same units.
    """
    change = book.get(figure.indicator + CHANGE, figure.period, figure.level, figure.code)
    both = book.operands(change) if change else ()
    if both and all(is_of_programme(book, one) for one in both):
        said = str(Vocabulary(book, HtmlWriter()).change(figure.id))
        told = Markup("{} desde el trimestre anterior").format(Markup(upper_first(said)))
        yield Markup(". ").join(filter(None, (told, upper_first(not_of_the_same(book, both[0], both[-1])))))


def _year_before(book: Book, figure: Figure) -> Iterator[Markup]:
    """`Subió 17,99 puntos frente al mismo periodo de 2023`, if the Book has it and the same method measured it."""
    window = Period(figure.period.year - 1, figure.period.first, figure.period.last)
    before = book.get(figure.indicator, window, figure.level, figure.code)
    row = FigureRow(figure.name, figure.level, figure.code)
    if before is not None and method_of(book, figure.indicator, window, row) == book.method.get("id"):
        said = str(Vocabulary(book, HtmlWriter()).change(figure.id, before.id))
        yield Markup("{} frente al mismo periodo de {}").format(Markup(upper_first(said)), str(window.year))


def _against_programme(book: Book, figure: Figure) -> Iterator[Markup]:
    """Financial execution compared with the programmed execution, other indicators with the ideal range."""
    place = (figure.period, figure.level, figure.code)
    programmed = book.get(PROGRAMMED, *place)
    gap = book.get(GAP, *place)
    if figure.indicator == FINANCIAL:
        if programmed is not None:
            yield Markup("{} de lo programado").format(number(programmed, unit=True))
    elif gap is not None:
        yield Markup("{}{} frente al rango ideal").format(_measured_by(book, figure, gap), number(gap, unit=True))


def _measured_by(book: Book, figure: Figure, gap: Figure) -> str:
    """The indicator compared with the ideal range, if it is not the card's own."""
    measured = next((part.indicator for part in book.operands(gap)), figure.indicator)
    return "" if measured == figure.indicator else f"{book.indicator_name(measured)}: "


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
