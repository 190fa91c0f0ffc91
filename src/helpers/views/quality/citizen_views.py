"""Of the page for citizens and press: who fulfilled how much of the plan, and what does not agree, in plain words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from markupsafe import Markup

from helpers.base.display import lower_first
from helpers.base.periods import Period
from helpers.base.python_extras import not_none
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.figure_names import LEVEL_PLURALS, MASCULINE_LEVELS
from helpers.figures.findings import NOT_FROM_DATA, Finding, Reconciled, Severity, Verdict
from helpers.figures.situations import NOT_DUE, is_late, silent_reporters
from helpers.figures.subjects import (
    FigureRow,
    Measure,
    comparable_rows,
    node_row,
    node_rows,
    ranked,
    why_missing,
    with_figures,
)
from helpers.settings.cuadros.cuadro_table import COMPUTED, check_kind
from helpers.views.elements.cells import counted
from helpers.views.elements.nodes import entity_of
from helpers.views.elements.prose import Paragraph, paragraph
from helpers.views.progress.headline_views import averaged

PROGRESS = "avance_fisico"
WHOLE = 100
MOST_BARS = 8
"""Maximum number of bars in the citizens' chart."""
FEWEST_BARS = 3
MOST_TOLD = 3
"""Maximum number of kinds of findings described; the others are only counted."""
UNEXPLAINED = "modificaciones_sin_explicar"
PLAIN: Mapping[str, tuple[str, str]] = {
    "REP-SIN-DATO": ("Una unidad u oficina sin datos de algún trimestre", 
                     "unidades u oficinas sin datos de algún trimestre"),
    "GAS-SOBREGIRO": ("Una categoría del presupuesto gastó más de lo que tenía permiso de gastar",
                      "categorías del presupuesto gastaron más de lo que tenían permiso de gastar"),
    "GAS-PAGADO": ("Una categoría del presupuesto tiene anotado más dinero pagado que gastado",
                   "categorías del presupuesto tienen anotado más dinero pagado que gastado"),
    "REP-PARTES": ("Un número informado por un grupo de oficinas no sale de lo que informó cada una",
                   "números informados por grupos de oficinas no salen de lo que informó cada una"),
    "GAS-REPORTES": ("Una suma no es la misma en dos reportes del presupuesto",
                     "sumas no son las mismas en dos reportes del presupuesto"),
    "GAS-ESTADOS": ("Una suma no es la misma en dos estados del presupuesto de un mismo día",
                    "sumas no son las mismas en dos estados del presupuesto de un mismo día"),
    "GAS-SISTEMAS": ("Una diferencia entre dos sistemas que llevan el mismo presupuesto o una misma parte de él",
                     "diferencias entre dos sistemas que llevan el mismo presupuesto o una misma parte de él"),
    "EJE-SIN-DATO": ("Una tarea sin dato de lo que se hizo en algún mes",
                     "tareas sin dato de lo que se hizo en algún mes"),
    "PRE-TARDE": ("Un informe llegó después del plazo", "informes llegaron después del plazo"),
}  # fmt: skip
"""Findings in plain words by rule code, the singular with its number in words; the most serious first."""
SILENT = ("REP-SIN-DATO", "PRE-FALTA")
"""Findings on missing data, described by the first one's words: their places and all that the report calls silent."""


def progress_rows(book: Book, window: Period) -> tuple[tuple[FigureRow, ...], Sequence[FigureRow], str]:
    """Return the rows of the citizens' progress chart, highest first, all compared, and the words that say who is.

    Areas and types of post are compared if together they are `FEWEST_BARS` to `MOST_BARS`; otherwise units are. An area
    that has posts is replaced by its types of post.

    Returns
    -------
    tuple of FigureRow
        At most `MOST_BARS`; of more units, the highest half of that number and the lowest half.
    sequence of FigureRow
        All that are compared, also without a figure.
    str
        End of a sentence: `cumplió cada unidad`.
    """
    measure, every = (PROGRESS, window), _areas_and_types(book)
    groups = with_figures(book, every, measure)
    if FEWEST_BARS <= len(groups) <= MOST_BARS:
        also = " y cada tipo de puesto" if any(row.level == "tipo" for row in groups) else ""
        return ranked(book, groups, measure), every, f"cumplió cada área{also}"
    units, every_unit = _ordered(book, "unidad", measure), node_rows(book, "unidad")
    if len(units) <= MOST_BARS:
        return units, every_unit, "cumplió cada unidad"
    half = MOST_BARS // 2
    ends = (*units[:half], *units[-half:])
    return ends, every_unit, "cumplieron las unidades que más hicieron y las que menos"


def _areas_and_types(book: Book) -> list[FigureRow]:
    found = []
    for area in book.nodes_at("area"):
        found += [node_row(kind) for kind in book.nodes_at("tipo", area.key)] or [node_row(area)]
    return found


def reservation(book: Book, window: Period, *, is_estimate: bool = False) -> Markup:
    """Return in brackets, after a space, what limits the institution's progress: ` (promedio de 3 de 6 unidades)`.

    Empty if it is of the whole institution and no estimate.
    """
    own = book.get(PROGRESS, window, *entity_of(book).key)
    part = Markup(lower_first(str(averaged(book, own)))) if own else ""
    said = [*filter(None, ("estimación sin datos por tarea" if is_estimate else "", part))]
    return Markup(" ({})").format(Markup("; ").join(said)) if said else Markup("")


def fulfilment(book: Book, window: Period, *, is_estimate: bool = False) -> Paragraph | None:
    """Return a paragraph on how much of the plan was fulfilled, how many units fulfilled all of it, and who did least.

    If no unit fulfilled all, it names one that did most. Units are named only if several have a figure; then it also
    names the post that did least, if several posts have one. Places whose form came late do not count.

    Parameters
    ----------
    window : Period
        The period of the progress, usually from January.
    is_estimate : bool
        Whether the institution's progress is an estimate, without data on tasks.

    Returns
    -------
    Paragraph or None
        None if no progress is known and nothing explains why.
    """
    units, posts = ([row.code for row in _ordered(book, level, (PROGRESS, window))] for level in ("unidad", "puesto"))
    whole = [code for code in units if not_none(book.get(PROGRESS, window, "unidad", code)).rounded >= WHOLE]
    least_units, least_posts = _as_last(book, window, "unidad", units), _as_last(book, window, "puesto", posts)
    most_units = _as_last(book, window, "unidad", units[::-1])
    top = entity_of(book)
    without = _without_figure(book, window, top.key)
    if not (without or units or posts or book.get(PROGRESS, window, *top.key)):
        return None
    return paragraph(
        book,
        "{% if hay('avance_fisico', v, 'entidad', quien) %}La institución hizo **el "
        "{{ cifra('avance_fisico', v, 'entidad', quien) }}** de lo que dijo que haría {{ cuando }}{{ salvedad }}. "
        "{% elif sin_cifra %}{{ sin_cifra }} {% endif %}"
        "{% if unidades|length > 1 %}{% if completas %}De {{ cuales_unidades }}, "
        "{% if completas|length == 1 %}una hizo{% else %}{{ cuenta(completas, letras=True) }} hicieron{% endif %} todo"
        "{% elif todas_igual %}Cada una de {{ cuales_unidades }} cumplió el "
        "{{ cifra('avance_fisico', v, 'unidad', unidades[0]) }}"
        "{% else %}{{ la_que_mas }} {{ con_articulo('unidad', unidades[0]) }} "
        "({{ cifra('avance_fisico', v, 'unidad', unidades[0]) }}){% endif %}"
        "{% if alguien_menos and not todas_igual %}; {{ la_que_menos }}, "
        "{{ con_articulo('unidad', unidades[-1]) }} "
        "({{ cifra('avance_fisico', v, 'unidad', unidades[-1]) }}){% endif %}"
        "{% if puestos|length > 1 %}. {% if puesto_menos %}De {{ cuales_puestos }}, {{ el_que_menos }}, "
        "{{ con_articulo('puesto', puestos[-1]) }} ({{ cifra('avance_fisico', v, 'puesto', puestos[-1]) }})"
        "{% else %}De {{ cuales_puestos }}, ninguno dejó algo sin hacer{% endif %}{% endif %}."
        "{% endif %}",
        v=window,
        cuando=window.when,
        quien=top.code,
        salvedad=reservation(book, window, is_estimate=is_estimate),
        sin_cifra=without,
        alguien_menos=len(units) > len(whole),
        todas_igual=most_units == len(units),
        cuales_unidades=_of_how_many(book, window, "unidad", units),
        cuales_puestos=_of_how_many(book, window, "puesto", posts),
        puesto_menos=any(not_none(book.get(PROGRESS, window, "puesto", code)).rounded < WHOLE for code in posts),
        la_que_mas="La unidad que más cumplió fue" if most_units == 1 else "Entre las unidades que más cumplieron está",
        la_que_menos="la que menos cumplió" if least_units == 1 else "una de las que menos cumplieron",
        el_que_menos="el que menos cumplió" if least_posts == 1 else "uno de los que menos cumplieron",
        unidades=units,
        completas=whole,
        puestos=posts,
    )


def _as_last(book: Book, window: Period, level: str, codes: Sequence[str]) -> int:
    """Return how many of some places print the same progress as the last of them, itself included."""
    printed = [not_none(book.get(PROGRESS, window, level, code)).rounded for code in codes]
    return sum(one == printed[-1] for one in printed)


def _of_how_many(book: Book, window: Period, level: str, codes: Sequence[str]) -> Markup:
    """Return the places that are compared: `sus 19 unidades`, or only `las 16 unidades con dato`.

    Where late forms are left out, it says `con dato a tiempo`.
    """
    nodes = book.nodes_at(level)
    count = counted(len(codes))
    if len(codes) == len(nodes):
        return Markup("sus {} {}").format(count, LEVEL_PLURALS[level])
    in_time = " a tiempo" if any(is_late(book, level, node.code, window) for node in nodes) else ""
    the = "los" if level in MASCULINE_LEVELS else "las"
    return Markup("{} {} {} con dato{}").format(the, count, LEVEL_PLURALS[level], in_time)


def _without_figure(book: Book, window: Period, top: tuple[str, str]) -> str:
    """Why there is no progress yet (a plan, or nothing programmed); empty if data are missing."""
    if book.period.is_plan:
        return "Todavía no hay nada cumplido que contar: este es el plan."
    if why_missing(book, PROGRESS, window, *top) in NOT_DUE:
        return f"No había nada programado {window.when}: no hay avance que contar."
    return ""


def _ordered(book: Book, level: str, measure: Measure) -> tuple[FigureRow, ...]:
    return ranked(book, comparable_rows(book, node_rows(book, level), measure), measure)


def inconsistencies(book: Book, findings: Sequence[Finding], reconciled: Sequence[Reconciled]) -> Paragraph:
    """Return a paragraph: how many published numbers their data do not give, and the main findings, in plain words.

    It names none of those numbers. It counts the errors and warnings about this report's data and describes the main
    kinds, `MOST_TOLD` at most: budget changes that no norm explains, then those of `PLAIN`. Notes are left out. It says
    so if there are none.

    Parameters
    ----------
    reconciled : sequence of Reconciled
        All figures published before; only numbers that are calculated again are counted, and not those that are read
        as inputs or only compared with another printed table.
    """
    warnings = [one for one in findings if one.severidad is not Severity.NOTE and not one.veredicto]
    unexplained = _unexplained(book)
    verifiable = [one for one in reconciled if one.is_number and one.veredicto is not Verdict.NOT_VERIFIABLE]
    numbers = [one for one in verifiable if check_kind(book, one) == COMPUTED]
    can = "puede" if len(numbers) == 1 else "pueden"
    is_every = len(numbers) == sum(one.is_number for one in reconciled)
    every = [found for code in PLAIN if (found := _in_plain_words(book, code, warnings))]
    told = every[: MOST_TOLD - bool(unexplained)]
    return paragraph(
        book,
        "{% if lineas|length == 1 %}El único número publicado antes{{ que }} {% if malos %}**no sale de sus propios "
        "datos**{% else %}sale de sus propios datos{% endif %}. "
        "{% elif lineas %}De {{ cuenta(lineas) }} números publicados antes{{ que }}, "
        "{% if malos|length == 1 %}**uno no sale de sus propios datos**{% elif malos %}**{{ cuenta(malos) }} no salen "
        "de sus propios datos**{% else %}todos salen de sus propios datos{% endif %}. {% endif %}"
        "{% if avisos %}Al revisar los datos de este informe {% if avisos|length == 1 %}apareció una advertencia"
        "{% else %}aparecieron **{{ cuenta(avisos) }} advertencias**{% endif %}{% if dichos or resto %}. "
        "{{ 'Es esta' if avisos|length == 1 else 'Las principales' }}:\n\n"
        "{% if resto %}- {{ cifra(resto) }} de cambios al presupuesto no tienen una norma que los explique.\n"
        "{% endif %}"
        "{% for cuales, palabras in dichos %}- {% if cuales|length > 1 %}{{ cuenta(cuales) }} {% endif %}"
        "{{ palabras }}.\n{% endfor %}"
        "{% else %}.{% endif %}"
        "{% else %}Los datos de este informe no tienen advertencias.{% endif %}",
        lineas=numbers,
        que="" if is_every else f" que se {can} calcular de nuevo",
        malos=[one for one in numbers if one.veredicto in NOT_FROM_DATA],
        avisos=warnings,
        resto=unexplained.id if unexplained else "",
        dichos=told,
    )


def _unexplained(book: Book) -> Figure | None:
    """The part of the budget's changes without a listed modification; None if it is zero or unknown."""
    figure = book.get(UNEXPLAINED, book.period.accumulated(), *entity_of(book).key)
    return figure if figure is not None and figure.rounded else None


def _in_plain_words(book: Book, code: str, findings: Sequence[Finding]) -> tuple[Collection[str], str] | None:
    """The elements of a rule's findings without repetition, and the words for them; None if there are none."""
    codes = SILENT if code in SILENT else (code,)
    places = {one.elemento for one in findings if one.codigo in codes}
    if places and codes == SILENT:
        places.update("/".join(key) for key in silent_reporters(book))
    one, many = PLAIN[code]
    return (places, one if len(places) == 1 else many) if places else None
