"""Who fulfilled how much of the plan, in plain words, for the page for citizens and press."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from markupsafe import Markup

from helpers.base.periods import Period
from helpers.base.python_extras import not_none
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.figure_names import LEVEL_PLURALS, MASCULINE_LEVELS
from helpers.figures.mean_coverage import (
    counts_unprogrammed,
    did_all,
    done_of_programme,
    is_of_programme,
    is_only_unprogrammed,
    most_done,
    with_known_ends,
)
from helpers.figures.records import REPORTING
from helpers.figures.replay import why_missing
from helpers.figures.situations import NOT_DUE
from helpers.figures.subjects import (
    FigureRow,
    comparable_rows,
    node_row,
    node_rows,
    ranked,
    with_figures,
)
from helpers.texts.decisions.decisions_draft import not_surely_whole, what_is_covered, with_data
from helpers.texts.sentences.text_templates import ask, figure
from helpers.views.elements.cells import counted
from helpers.views.elements.nodes import entity_of
from helpers.views.elements.outside_notes import weighed
from helpers.views.elements.prose import Paragraph, paragraph
from helpers.views.progress.reporting_views import lost_to_late_forms
from helpers.views.quality.citizen_doubts import uncounted

PROGRESS = "avance_fisico"
WHOLE = 100
MOST_BARS = 8
"""Maximum number of bars in the citizens' chart."""
FEWEST_BARS = 3
KNOWN = "con todos sus datos"


class Words(NamedTuple):
    """Words that compare places by their progress; pairs are for one place and for several."""

    whole: tuple[str, str]
    each: str
    least: tuple[str, str]
    no_post: str


FULFILLED = Words(
    ("hizo todo", "hicieron todo"),
    "cumplió el",
    ("que menos cumplió", "que menos cumplieron"),
    "ninguno dejó algo sin hacer",
)
ADVANCED = Words(
    ("tiene un avance completo", "tienen un avance completo"),
    "tiene un avance de",
    ("de menor avance", "de menor avance"),
    "ninguno tiene un avance incompleto",
)
"""Words for a progress that is not of what was programmed."""
OF_PROGRAMME = Words(
    ("hizo todo lo programado", "hicieron todo lo programado"),
    "hizo, de lo programado, el",
    ("que menos hizo de lo programado", "que menos hicieron de lo programado"),
    "ninguno dejó sin hacer algo programado",
)
"""Words for what was done of the programme, where a progress also counts the weight of what was not programmed."""


def progress_rows(book: Book, window: Period) -> tuple[tuple[FigureRow, ...], Sequence[FigureRow], str]:
    """Return the rows of the citizens' progress chart, highest first, all compared rows, and words for who they are.

    Areas and types of post are compared if together they are `FEWEST_BARS` to `MOST_BARS`; otherwise units are. An area
    that has posts is replaced by its types of post.

    Returns
    -------
    tuple of FigureRow
        At most `MOST_BARS`; of more units, the highest half of that number and the lowest half.
    sequence of FigureRow
        All that are compared, also without a figure.
    str
        Who they are: `cada unidad`.
    """
    measure, every = (PROGRESS, window), _areas_and_types(book)
    groups = with_figures(book, every, measure)
    if FEWEST_BARS <= len(groups) <= MOST_BARS:
        also = " y cada tipo de puesto" if any(row.level == "tipo" for row in groups) else ""
        return ranked(book, groups, measure), every, f"cada área{also}"
    units, every_unit = _ordered(book, "unidad", window), node_rows(book, "unidad")
    if len(units) <= MOST_BARS:
        return units, every_unit, "cada unidad"
    half = MOST_BARS // 2
    return (*units[:half], *units[-half:]), every_unit, "las unidades de mayor y de menor avance"


def _areas_and_types(book: Book) -> list[FigureRow]:
    """Return the rows of the areas; types of post replace an area that has them."""
    found = []
    for area in book.nodes_at("area"):
        found += [node_row(kind) for kind in book.nodes_at("tipo", area.key)] or [node_row(area)]
    return found


def of_programme(book: Book, window: Period, places: Iterable[tuple[str, str]]) -> bool:
    """Return whether the progress of all given places (level, code) that have one measures what was programmed.

    Only then does the page say of a progress that something programmed was fulfilled.
    """
    known = (book.get(PROGRESS, window, *place) for place in places)
    return all(is_of_programme(book, one) for one in known if one)


def _words_for(book: Book, known: Sequence[Figure]) -> Words:
    """Return the words that compare places: of fulfilment only if every progress tells whether all was done."""
    if any(did_all(book, one) is None for one in known):
        return ADVANCED
    if counts_unprogrammed(book, known):
        return OF_PROGRAMME
    return FULFILLED if all(is_of_programme(book, one) for one in known) else ADVANCED


def _compared(book: Book, window: Period) -> tuple[Words, Sequence[Figure], Sequence[Figure]]:
    """Return the words that compare units and posts, the progress of units, and that of posts, greatest first.

    Places that lack a datum are left out if it is therefore unknown who did most or least.
    """
    found = ([book.get(PROGRESS, window, kind, row.code) for row in _ordered(book, kind, window)] for kind in REPORTING)
    units, posts = (with_known_ends(book, [*map(not_none, some)]) for some in found)
    said = _words_for(book, [*units, *posts])
    units, posts = (tuple(sorted(some, key=lambda one: -_value(book, one, said))) for some in (units, posts))
    return said, units, posts


def _value(book: Book, one: Figure, said: Words) -> Decimal:
    """The value that compares a place: the most it can have done of its programme, or else its printed progress."""
    return most_done(book, one) if said is OF_PROGRAMME else one.rounded


def _value_told(book: Book, one: Figure, said: Words) -> str:
    """Return a template text for the value by which a place is compared, and for what the value leaves out."""
    if said is OF_PROGRAMME and done_of_programme(book, one) is not None:
        return ask("de_lo_programado", one.id)
    value = f"avance de {figure(one)}" if said is OF_PROGRAMME else figure(one)
    return "; ".join(filter(None, (value, what_is_covered(book, one))))


def reservation(book: Book, window: Period, *, is_estimate: bool = False) -> Markup:
    """Return what limits the institution's progress: `promedio de 3 de 6 unidades`.

    Empty if the progress covers the whole institution, measures what was programmed and is no estimate.
    """
    key = entity_of(book).key
    own = book.get(PROGRESS, window, *key)
    part = paragraph(book, what_is_covered(book, own)).within_line if own else ""
    whole = "" if of_programme(book, window, [key]) else weighed(book, window)
    return Markup("; ").join(filter(None, ("estimación sin datos por tarea" if is_estimate else "", whole, part)))


def fulfilment(book: Book, window: Period, *, causes: str = "") -> Paragraph | None:
    """Return a paragraph on how much of the plan was fulfilled, how many units fulfilled all of it, and who did least.

    The unit is named only if several have a figure; then it also names the post that did least, if several posts have
    one. Places whose form came late do not count.

    Parameters
    ----------
    window : Period
        The period of the progress, usually from January.
    causes : str
        Template that follows the sentence on those who did least.

    Returns
    -------
    Paragraph or None
        None if no progress is known and nothing explains why.
    """
    said, of_units, of_posts = _compared(book, window)
    units, posts = ([one.code for one in some] for some in (of_units, of_posts))
    sure = {one.id for one in (*of_units, *of_posts) if did_all(book, one) is not None}  # of others not all is known
    whole = [one.code for one in of_units if one.id in sure and _value(book, one, said) >= WHOLE]
    least_units, least_posts = _as_last(book, of_units, said), _as_last(book, of_posts, said)
    without = _without_figure(book, window, (top := entity_of(book)).key)
    last, last_post = (_value_told(book, some[-1], said) if some else "" for some in (of_units, of_posts))
    if not (without or units or posts or book.get(PROGRESS, window, *top.key)):
        return None
    return paragraph(
        book,
        "{% if hay('avance_fisico', v, 'entidad', quien) %}La institución {% if programado %}hizo **el "
        "{{ cifra('avance_fisico', v, 'entidad', quien) }}** de lo que dijo que haría{% else %}tiene un avance físico "
        "**de {{ cifra('avance_fisico', v, 'entidad', quien) }}**{% endif %} {{ cuando(v) }}{{ sin_datos }}. "
        "{% elif sin_cifra %}{{ sin_cifra }} {% endif %}"
        "{% if unidades|length > 1 %}{% if todas_igual and not completas %}"
        f"Cada una de {{{{ cuales_unidades }}}} {{{{ dichos.each }}}} {last}"
        "{% else %}De {{ cuales_unidades }}, {{ 'ninguna' if not completas else 'una' if completas|length == 1 "
        "else 'todas' if not alguien_menos else cuenta(completas, letras=True) }} {{ hizo }}{{ dudosas }}"
        "{% if alguien_menos %}; {{ la_que_menos }}, "
        f"{{{{ con_articulo('unidad', unidades[-1]) }}}} ({last}){{% endif %}}{{% endif %}}"
        "{% if puestos|length > 1 %}. {% if puesto_menos %}De {{ cuales_puestos }}, {{ el_que_menos }}, "
        f"{{{{ con_articulo('puesto', puestos[-1]) }}}} ({last_post})"
        "{% else %}De {{ cuales_puestos }}, {{ dichos.no_post }}{% endif %}{% endif %}."
        f"{causes}{{% endif %}}",
        v=window,
        quien=top.code,
        sin_cifra=without,
        sin_datos=uncounted(book, window),
        alguien_menos=len(units) > len(whole),
        todas_igual=least_units == len(units),
        cuales_unidades=_of_how_many(book, window, "unidad", units),
        cuales_puestos=_of_how_many(book, window, "puesto", posts),
        puesto_menos=any(one.id not in sure or _value(book, one, said) < WHOLE for one in of_posts),
        programado=of_programme(book, window, [top.key]),
        dichos=said,
        hizo=said.whole[len(whole) > 1],
        dudosas=not_surely_whole(book, of_units),
        la_que_menos=f"{'la' if least_units == 1 else 'una de las'} {said.least[least_units > 1]}",
        el_que_menos=f"{'el' if least_posts == 1 else 'uno de los'} {said.least[least_posts > 1]}",
        unidades=units,
        completas=whole,
        puestos=posts,
    )


def lowest(book: Book, window: Period) -> list[tuple[str, str]]:
    """Return level and code of the unit and of the post that `fulfilment` names as last, if they left something undone.

    A level whose places all print the same progress has none.
    """
    said, units, posts = _compared(book, window)
    found = []
    for figures in filter(None, (units, posts)):
        is_apart = _value(book, figures[-1], said) < min(_value(book, figures[0], said), Decimal(WHOLE))
        if is_apart and not is_only_unprogrammed(book, figures[-1]):
            found.append((figures[-1].level, figures[-1].code))
    return found


def _as_last(book: Book, found: Sequence[Figure], said: Words) -> int:
    """Return how many of some places have the same value as the last of them, itself included."""
    return sum(_value(book, one, said) == _value(book, found[-1], said) for one in found)


def _of_how_many(book: Book, window: Period, level: str, codes: Sequence[str]) -> Markup:
    """Return the places that are compared: `sus 19 unidades`, or only `las 16 unidades con dato`.

    Words of `with_data`; where missing data hide who did most or least, `KNOWN`.
    """
    count = counted(len(codes))
    if len(codes) == len(book.nodes_at(level)):
        return Markup("sus {} {}").format(count, LEVEL_PLURALS[level])
    every = len(_ordered(book, level, window))
    known = with_data(book, level, window, every) if len(codes) == every else KNOWN
    the = "los" if level in MASCULINE_LEVELS else "las"
    return Markup("{} {} {} {}").format(the, count, LEVEL_PLURALS[level], known)


def _without_figure(book: Book, window: Period, top: tuple[str, str]) -> str | Markup:
    """Why there is no progress: a plan, nothing programmed, or late forms; empty if it is not known."""
    if book.period.is_plan:
        return "Todavía no hay nada cumplido que contar: este es el plan."
    if why_missing(book, PROGRESS, window, *top) in NOT_DUE:
        return f"No había nada programado {window.when}: no hay avance que contar."
    return lost_to_late_forms(book, [window], where="el informe completo").within_line


def _ordered(book: Book, level: str, window: Period) -> tuple[FigureRow, ...]:
    """Return the rows of a level by progress, the greatest first, without late forms."""
    return ranked(book, comparable_rows(book, node_rows(book, level), (PROGRESS, window)), (PROGRESS, window))
