"""The page for citizens and press: key figures with what they mean, what was fulfilled and what was not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from helpers.base.display import lower_first, upper_first
from helpers.base.periods import Period
from helpers.base.python_extras import grouped, not_none
from helpers.figures.book import Book
from helpers.figures.figure import ends_in_tie
from helpers.figures.figure_names import FRAMEWORK, GAPS, SERVED
from helpers.figures.findings import Finding, Reconciled
from helpers.figures.situations import unspent_budgets
from helpers.figures.subjects import ranked
from helpers.settings.methods import Metodo
from helpers.settings.params import Corrida
from helpers.texts.decisions import decisions_draft
from helpers.texts.sentences.text_templates import ask
from helpers.views.charts.bar_charts import horizontal_bars
from helpers.views.charts.chart import Chart
from helpers.views.elements.grid import Card
from helpers.views.elements.nodes import entity_of
from helpers.views.elements.outside_notes import weighed
from helpers.views.elements.prose import Paragraph, paragraph
from helpers.views.progress.narrative_views import highlights_list
from helpers.views.progress.service_views import DONE, PROGRAMMED, SERVICE, SHARE, coverage, service_rows
from helpers.views.quality.citizen_doubts import inconsistencies, uncounted
from helpers.views.quality.citizen_views import (
    PROGRESS,
    WHOLE,
    fulfilment,
    lowest,
    of_programme,
    progress_rows,
    reservation,
)
from helpers.views.quality.method_views import substitute_notes
from helpers.views.quality.summary_views import missing_reports
from helpers.views.sections.objectives_section import only_group, unlinked_text

MOST_CARDS = 5
WHERE = "{% if en %}, con datos de {{ cuenta(en.told) }} de {{ cuenta(en.every) }} {{ en.noun }}{% endif %}"
"""The places with data of a service, if not all."""
UNITS = ("%", "Bs")
"""Units that are printed with a key figure; its label says what other numbers count."""
SPENT, BUDGET, APPROVED, INITIAL = "devengado", "ppto_vigente", "ppto_aprobado", "ppto_inicial"
CARDS: Mapping[str, tuple[str, str]] = {
    PROGRESS: (
        "Cumplió de lo programado",
        "de lo que su plan (POA) programó {{ cuando }}{{ sin_datos }}; cien por ciento es todo.",
    ),
    "ejecucion_financiera": ("Gastó de su presupuesto", "de su presupuesto vigente de todo el año."),
    BUDGET: ("Presupuesto del año", "es el vigente: lo que tiene permiso de gastar, con los cambios del año."),
    APPROVED: ("Presupuesto del plan", "es el de la resolución de la versión que se presenta."),
    INITIAL: ("Presupuesto del año", "es el inicial: lo que aprobó la ley."),
    SPENT: ("Gastó", "es lo devengado: lo que debe pagar, o ya pagó, por bienes, servicios u otras obligaciones."),
}
"""Label and meaning of each key figure of the institution, in their order."""
ADVANCE = "Avance físico"
"""Label of a progress that is not of what was programmed."""


@dataclass(frozen=True)
class CitizenSummary:
    """What the one-page summary says.

    Attributes
    ----------
    headline : Markup
        The main figures in one sentence; empty if the Book has none of them.
    limits : Markup
        What limits the institution's progress; the page says it once, below the headline.
    cards : tuple of Card
        At most five; the detail of each says what it means.
    fulfilled, unmet, doubts : Paragraph
        How much of the plan was fulfilled and by whom; what was not achieved; what does not agree.
    highlights : Paragraph or None
        The results that the institution itself points out, in its words.
    unlinked : Paragraph or None
        How many results name none of the objectives that the cards count, if some do not.
    missing : Paragraph or None
        Why the budget has no report at the cut-off date, if the params say so.
    chart : Chart or None
        Progress by area or unit; None with fewer than two.
    """

    headline: Markup
    limits: Markup
    cards: tuple[Card, ...]
    fulfilled: Paragraph
    unmet: Paragraph
    doubts: Paragraph
    highlights: Paragraph | None
    unlinked: Paragraph | None
    missing: Paragraph | None
    chart: Chart | None


def citizen_summary(
    book: Book, method: Metodo, corrida: Corrida, findings: Sequence[Finding], reconciliation: Sequence[Reconciled]
) -> CitizenSummary:
    """Return what the summary of a run says, with figures from January to the period's end.

    Where nobody has a progress of that window, as where units report only quarters, it tells the period's progress.
    """
    window = book.period.accumulated()
    known = {one.period for one in book.all_of(PROGRESS)}
    done = book.period if book.period in known and window not in known else window
    causes = _causes(book, corrida, findings, done)
    nothing = paragraph(book, "Los datos de este informe no dicen cuánto se cumplió {{ cuando }}.", cuando=window.when)
    return CitizenSummary(
        headline=_headline(book, window),
        limits=reservation(book, done, is_estimate=bool(substitute_notes(book, method, PROGRESS, done))),
        cards=_cards(book, window, done),
        fulfilled=fulfilment(book, done, causes=causes) or nothing,
        unmet=_unmet(book, window),
        doubts=inconsistencies(book, findings, reconciliation),
        highlights=highlights_list(book, "Además, según la institución"),
        unlinked=unlinked_text(book),
        missing=missing_reports(book, corrida),
        chart=None if book.period.is_plan else progress_chart(book, done),
    )


def _headline(book: Book, window: Period) -> Markup:
    """The institution's main figures in one sentence; empty without any."""
    return _line(
        book,
        "{% if hay('avance_fisico', v, 'entidad', quien) %}{% if programado %}Cumplió el{% else %}"
        "Tiene un avance físico de{% endif %} {{ cifra('avance_fisico', v, 'entidad', quien) }}"
        "{% if programado %} de lo programado{% endif %}"
        "{% if hay('ejecucion_financiera', v, 'entidad', quien) %} y gastó el "
        "{{ cifra('ejecucion_financiera', v, 'entidad', quien) }} de su presupuesto{% endif %}"
        "{% elif hay('ejecucion_financiera', v, 'entidad', quien) %}Gastó el "
        "{{ cifra('ejecucion_financiera', v, 'entidad', quien) }} de su presupuesto"
        "{% elif hay(presupuesto, v, 'entidad', quien) %}Tiene para el año "
        "{{ cifra(presupuesto, v, 'entidad', quien) }}{% endif %}",
        v=window,
        quien=entity_of(book).code,
        presupuesto=APPROVED if book.get(APPROVED, window, *entity_of(book).key) else INITIAL,
        programado=of_programme(book, window, [entity_of(book).key]),
    )


def _line(book: Book, template: str, **context: object) -> Markup:
    """Return a template's text as HTML within a line."""
    return paragraph(book, template, **context).within_line


def _cards(book: Book, window: Period, done: Period) -> tuple[Card, ...]:
    """The cards of the institution, of external frameworks and of one service, `MOST_CARDS` at most."""
    top, windows = entity_of(book), {**dict.fromkeys(CARDS, window), PROGRESS: done}
    shown = [name for name in CARDS if book.get(name, windows[name], *top.key)]
    if INITIAL in shown and {BUDGET, APPROVED} & set(shown):
        shown.remove(INITIAL)
    said = dict(CARDS)
    if not of_programme(book, done, [top.key]):
        said[PROGRESS] = (ADVANCE, "{{ cuando }}, {{ medida }}.")
    told = {"medida": weighed(book, done), "sin_datos": uncounted(book, done)}
    cards = [_card(book, windows[name], (name, *top.key), *said[name], **told) for name in shown]
    return (*cards, *_framework_cards(book, book.period), *_service_card(book, window))[:MOST_CARDS]


def _framework_cards(book: Book, window: Period) -> Iterator[Card]:
    """Yield a card for each external framework: how many of its objectives have a result.

    If all of a framework's objectives are of one group, the card names that group too: an acronym alone says little.
    """
    meaning = "de «{{ cita(marco) }}»{% if grupo %} ({{ cita(grupo) }}){% endif %} {{ cuando }}"
    meaning += "{% if sin %}; sin ningún resultado que conste: {{ cifra(sin.id) }}{% endif %}."
    for served in book.select(SERVED, window, FRAMEWORK):
        of = (SERVED, FRAMEWORK, served.code)
        without = book.get(GAPS, window, FRAMEWORK, served.code)
        group = only_group(book, served.code)
        yield _card(
            book, window, of, "Objetivos con algún resultado", meaning, sin=without, marco=served.name, grupo=group
        )


def _service_card(book: Book, window: Period) -> Iterator[Card]:
    """Yield the card of the first service that `entidad.yaml` names, else of the one provided most.

    In a plan, what is programmed counts. Nothing without services.
    """
    measure = (PROGRAMMED if book.period.is_plan else DONE, window)
    rows = {row.code: row for row in ranked(book, service_rows(book, window), measure)}
    for code in [*filter(rows.__contains__, book.identity.get("servicios") or ()), *rows][:1]:
        said = "es lo programado para el año" if book.period.is_plan else "es lo que consta como prestado {{ cuando }}"
        meaning = f"{said}{{% if parte %}}, el {{{{ cifra(parte) }}}} de lo previsto{{% endif %}}{WHERE}."
        where = None if book.period.is_plan else coverage(book, window, code)
        part = None if book.period.is_plan else book.get(SHARE, window, SERVICE, code)
        of = (measure[0], SERVICE, code)
        yield _card(book, window, of, rows[code].label, meaning, parte=part.id if part else "", en=where)


def _card(book: Book, window: Period, of: tuple[str, str, str], label: str, meaning: str, **context: object) -> Card:
    """Return the card of a figure, named by indicator, level and code."""
    indicator, level, code = of
    figure = not_none(book.get(indicator, window, level, code))
    value = _line(book, "{{ cifra(id, unidad=con_unidad) }}", id=figure.id, con_unidad=figure.unit in UNITS)
    return Card(label, value, _line(book, meaning, cuando=window.when, **context))


def _causes(book: Book, corrida: Corrida, findings: Sequence[Finding], done: Period) -> str:
    """Return a template of sentences: the cause that the unit and the post that did least told, one for each cause.

    Empty if nobody did least in the window `done`. It says that none is known of the run's period if neither told one,
    and whose datum is in doubt: forms of earlier quarters may have told a cause.
    """
    cutoff, so_far = corrida.cutoff(book.period), book.period.accumulated()
    when = "" if book.period == so_far else f" en el {'trimestre' if book.period.is_quarter else 'periodo'}"
    places = lowest(book, done)
    told = grouped(places, lambda key: decisions_draft.told_cause(book, tuple(findings), cutoff, key[1]))
    who = {cause: " y en ".join(ask("con_articulo", *key) for key in keys) for cause, keys in told.items()}
    words = {cause: cause.removeprefix("Se informó").lstrip(":, ") or f"no consta{when}." for cause in told}
    known = [f"Causa informada en {some}: {lower_first(words[cause])}" for cause, some in who.items()]
    figures = {key: not_none(book.get(PROGRESS, done, *key)) for key in places}
    doubted = [key for key, one in figures.items() if decisions_draft.is_in_doubt(book, tuple(findings), one)]
    doubts = [f"El dato {ask('con_articulo', *key, tras='de')} está por confirmarse." for key in doubted]
    return " ".join(["", *doubts, *(known if any(told) else [f"No consta la causa{when}."])]) if told else ""


def _unmet(book: Book, window: Period) -> Paragraph:
    """Return a list of what was not achieved: unspent budgets, and the service furthest below its programme."""
    unspent = unspent_budgets(book, window)
    shares = book.select(SHARE, window, SERVICE)
    below = [figure for figure in shares if figure.rounded < WHOLE]
    short = sorted(below, key=lambda figure: figure.value)
    due = (one for one in book.select(PROGRAMMED, window, SERVICE) if one.value)
    is_known = all(book.get(SHARE, window, SERVICE, one.code) for one in due)
    among = "" if is_known else "entre los que tienen todos sus datos, "
    return paragraph(
        book,
        "{% if quietas %}- {% if quietas|length == 1 %}No gastó nada de una categoría con presupuesto: "
        "{% else %}No gastó nada de {{ cuenta(quietas, letras=True) }} categorías con presupuesto; "
        "{{ 'una de las mayores' if igual else 'la mayor' }}, {% endif %}"
        "{{ cita(mayor) }}, de {{ cifra(quietas[0].id) }}.\n{% endif %}"
        "{% if corto %}- {% if solo %}El servicio «{{ cita(corto[0].name) }}» no llegó a lo previsto: "
        "{% else %}{{ servicio }} más lejos de lo previsto fue «{{ cita(corto[0].name) }}»: {% endif %}"
        "el {{ cifra(corto[0].id) }}.{% endif %}",
        quietas=() if book.period.is_plan else unspent,
        mayor=unspent[0].name if unspent else "",
        igual=ends_in_tie(unspent, 1),
        corto=short,
        solo=len(shares) == 1,
        servicio=upper_first(f"{among}{'uno de los servicios' if ends_in_tie(short, 1) else 'el servicio'}"),
    )


def progress_chart(book: Book, window: Period) -> Chart | None:
    """Return bars of the physical progress of areas or units, with the institution's as a line.

    None with fewer than two.
    """
    rows, every, who = progress_rows(book, window)
    if len(rows) <= 1:
        return None
    whole = book.get(PROGRESS, window, *entity_of(book).key)
    is_programmed = of_programme(book, window, [(row.level, row.code) for row in rows])
    what = "De cada 100 partes de lo programado, las cumplidas" if is_programmed else "Avance físico"
    return horizontal_bars(
        book,
        id="grafico-ciudadania-avance",
        title=f"{what}: {who}, {window.words}",
        measures={"Avance": (PROGRESS, window)},
        rows=rows,
        whole=whole,
        among=every,
    )
