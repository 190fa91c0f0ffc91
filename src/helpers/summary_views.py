"""What the summary says in a line: how many findings, which inputs cannot be, what was published otherwise."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from markupsafe import Markup

from helpers.audit_views import SHOWN_BY_SECTION
from helpers.book import Book
from helpers.cells import Number
from helpers.display import date_es, list_es, lower_first, number_es, with_unit
from helpers.exact import round_half_up
from helpers.findings import Finding, Reconciled, Severity, count_by_severity
from helpers.params import Corrida
from helpers.prose import Paragraph, paragraph
from helpers.replay import PARTS_SUFFIX, with_mean_of_parts
from helpers.trace import Figure, figure_id

OUTSIDE = "REP-PARTES"
"""The rule whose findings have a cause where no mean of the parts can give what was reported."""
NOUNS = {
    Severity.ERROR: ("error", "errores"),
    Severity.WARNING: ("advertencia", "advertencias"),
    Severity.NOTE: ("nota", "notas"),
}


def findings_sentence(
    book: Book, findings: Sequence[Finding], *, told_in: str = "", sections: Collection[str] = ()
) -> Paragraph:
    """How many findings of each severity the run has, where they come from and where they are told.

    Parameters
    ----------
    told_in : str
        Id of the section that tells them all; empty where the report has none.
    sections : collection of str
        The names of the report's sections, some of which tell the findings of their own subject.
    """
    counts = count_by_severity(findings)
    own = [item for item in findings if not item.veredicto]
    return paragraph(
        book,
        "**Hallazgos:** {{ cuantos }}. {% if cotejo and propios %}{{ cuenta(cotejo) }} salen de cotejar lo publicado "
        "antes y {{ cuenta(propios) }}, de las demás reglas. {% endif %}"
        "{% if seccion %}Están en la {{ ref(seccion) }}{% if aparte %}; los de su tema, en "
        "{% for otra in aparte %}la {{ ref(otra) }}"
        "{% if not loop.last %}{{ ' y ' if loop.revindex == 2 else ', ' }}{% endif %}{% endfor %}{% endif %}; la"
        "{% else %}La{% endif %} lista completa, en `hallazgos.csv`.",
        cuantos=severities_words(counts),
        cotejo=[item for item in findings if item.veredicto],
        propios=own,
        seccion=told_in,
        aparte=[f"sec-{name}" for name in sections_with_own(own, sections)],
    )


def severities_words(counts: Mapping[Severity, int]) -> Markup:
    """`0 errores, 1 advertencia y 2 notas`, each number traced to what it counts."""
    said = [Markup("{} {}").format(_count(counts[kind]), NOUNS[kind][counts[kind] != 1]) for kind in Severity]
    return Markup(list_es([str(piece) for piece in said]))


def sections_with_own(findings: Sequence[Finding], sections: Collection[str]) -> tuple[str, ...]:
    """The sections of a report that print findings of their own subject, in the order of the report."""
    return tuple(
        name
        for name in sections
        if any(item.codigo.startswith(SHOWN_BY_SECTION.get(name, ("—",))) for item in findings)
    )


def impossible_inputs(
    book: Book, findings: Sequence[Finding], headline: Sequence[str], *, told_in: str = ""
) -> Paragraph:
    """The reported value that no mean of its parts can give and that moves the headline most, with what it would be.

    Parameters
    ----------
    headline : sequence of str
        Ids of the figures that the institution answers with.
    told_in : str
        Id of the section that tells of each; empty where the report has none.
    """
    moves = [(one, _move(book, one, headline)) for one in outside_parts(book, findings)]
    moving = [one for one, move in sorted(moves, key=lambda pair: -pair[1]) if move]
    return paragraph(
        book,
        "{% if dato %}**Dato inconsistente:** {{ quien }} informó {{ cifra(dato) }} de {{ que }}, fuera del "
        "rango de sus partes, que promedian {{ cifra(partes) }}. Con ese promedio, {% for titular in mueve %}"
        "{{ titular.nombre }} de la entidad sería {{ con_partes(titular.id, dato) }} y no {{ cifra(titular.id) }}"
        "{% if not loop.last %}; {% endif %}{% endfor %}{% if otros %}; hay {{ cuenta(otros) }} más así{% endif %}"
        "{% if seccion %} ({{ ref(seccion) }}){% endif %}.{% endif %}",
        otros=moving[1:],
        seccion=told_in,
        **(_told(book, moving[0], headline) if moving else {"dato": ""}),
    )


def outside_parts(book: Book, findings: Sequence[Finding]) -> tuple[Figure, ...]:
    """The reported figures that no mean of their parts can give, as the findings name them."""
    return tuple(book[item.elemento] for item in findings if item.codigo == OUTSIDE and item.causa)


def _move(book: Book, reported: Figure, headline: Sequence[str]) -> Decimal:
    """By how much the headline figures would be printed otherwise with the mean of a reported figure's parts."""
    return sum((abs(_would_be(book, one, reported) - one.rounded) for one in _shown(book, headline)), Decimal(0))


def _would_be(book: Book, figure: Figure, reported: Figure) -> Decimal:
    return round_half_up(with_mean_of_parts(book, figure.id, reported.id), figure.decimals)


def _shown(book: Book, headline: Sequence[str]) -> list[Figure]:
    return [book[name] for name in headline if name in book.figures]


def _told(book: Book, reported: Figure, headline: Sequence[str]) -> dict[str, object]:
    moved = [one for one in _shown(book, headline) if _would_be(book, one, reported) != one.rounded]
    return {
        "dato": reported.id,
        "quien": f"«{reported.name}» ({reported.level})",
        "que": _short_name(book, reported),
        "partes": figure_id(reported.indicator + PARTS_SUFFIX, reported.period, reported.level, reported.code),
        "mueve": [{"id": one.id, "nombre": _short_name(book, one)} for one in moved],
    }


def published_otherwise(book: Book, items: Sequence[Reconciled], *, told_in: str = "") -> Paragraph:
    """The figures that an earlier document printed otherwise, each once, in a sentence.

    Parameters
    ----------
    told_in : str
        Id of the section that tells why each differs; empty where the report has none.
    """
    printed = {(item.id, item.publicado): item for item in items if item.id in book.figures}
    pieces = [
        {"nombre": _short_name(book, book[item.id]), "impreso": _printed(book, item), "id": item.id}
        for item in printed.values()
    ]
    return paragraph(
        book,
        "{% if cifras %}**Publicado con otro valor:** {% for cifra_impresa in cifras %}de {{ cifra_impresa.nombre }}, "
        "el informe anterior consigna {{ cifra_impresa.impreso }} y el recálculo da {{ cifra(cifra_impresa.id) }}"
        "{% if not loop.last %}; {% endif %}{% endfor %}. "
        "{% if seccion %}La causa de cada diferencia está en la {{ ref(seccion) }}.{% endif %}{% endif %}",
        cifras=pieces,
        seccion=told_in,
    )


def missing_reports(book: Book, corrida: Corrida) -> Paragraph:
    """Of which tables of the budget there is no report at the cut-off, and why, as the parameters say."""
    return paragraph(
        book,
        "{% for tabla, motivo in sin %}**Sin reporte de {{ tabla }} al {{ dia }}:** {{ motivo }}"
        "{% if not loop.last %}\n\n{% endif %}{% endfor %}",
        sin=list(corrida.sin_corte.items()),
        dia=date_es(corrida.cutoff(corrida.period)),
    )


def _short_name(book: Book, figure: Figure) -> str:
    return f"{lower_first(book.indicator_name(figure.indicator))} {figure.period.window}"


def _printed(book: Book, item: Reconciled) -> Number:
    """What an earlier document printed for a figure, with the figure's unit."""
    return Number(with_unit(Decimal(item.publicado), book[item.id].unit), item.publicado)


def _count(count: int) -> Number:
    return Number(number_es(Decimal(count)), str(count))
