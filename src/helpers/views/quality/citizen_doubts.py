"""Of the page for citizens and press: what does not agree, in plain words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.findings import NOT_FROM_DATA, Finding, Reconciled, Severity, Verdict
from helpers.figures.situations import silent_reporters
from helpers.settings.cuadros.cuadro_table import COMPUTED, check_kind
from helpers.views.elements.nodes import entity_of
from helpers.views.elements.prose import Paragraph, paragraph

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
