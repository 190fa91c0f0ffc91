"""What does not agree, in plain words, for the page for citizens and press."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from markupsafe import Markup

from helpers.base.display import list_es
from helpers.base.exact import plain_text, stated_number
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.finding_families import cutoff_of
from helpers.figures.findings import NOT_FROM_DATA, Finding, Reconciled, Severity, Verdict
from helpers.figures.mean_coverage import (
    lacks_months,
    leaves_missing_out,
    left_out,
    left_out_below,
    left_out_of_quarters,
    told_in_part,
)
from helpers.figures.situations import MEASURE, is_late, reporters, silent_reporters
from helpers.settings.cuadros.cuadro_table import COMPUTED, check_kind
from helpers.views.elements.cells import Number, number, written
from helpers.views.elements.nodes import entity_of
from helpers.views.elements.prose import Paragraph, paragraph

DIFFERENCES = ("GAS-REPORTES", "GAS-ESTADOS", "GAS-SISTEMAS")
"""Rules that compare two totals of the same money; their differences are ranked by size together."""
SMALL = 1000
"""A difference is small if this many times it is less than the largest: it is only counted and added up."""
MOST_TOLD = 3
"""Maximum number of kinds of findings described; the others are only counted."""
UNEXPLAINED = "modificaciones_sin_explicar"
PLAIN: Mapping[str, tuple[str, str]] = {
    "GAS-EN-BLANCO": ("El presupuesto recibido tiene importes en blanco{}: faltan las sumas que los llevan",
                      "columnas del presupuesto recibido tienen importes en blanco{}: faltan las sumas que los llevan"),
    "VER-MES-PASADO": ("Una versión nueva del plan cambió lo previsto para meses que ya habían pasado",
                       "versiones nuevas del plan cambiaron lo previsto para meses que ya habían pasado"),
    "REP-SIN-DATO": ("Una unidad u oficina sin datos de algún trimestre", 
                     "unidades u oficinas sin datos de algún trimestre"),
    "GAS-SOBREGIRO": ("Una línea del presupuesto gastó más de lo que tenía permiso de gastar{}",
                      "líneas del presupuesto gastaron más de lo que tenían permiso de gastar{}"),
    "GAS-PAGADO": ("Una línea del presupuesto tiene anotado más dinero pagado que gastado{}",
                   "líneas del presupuesto tienen anotado más dinero pagado que gastado{}"),
    "ENT-TOTAL-DISTINTO": ("Un total escrito en una tabla recibida no es la suma de sus filas",
                           "totales escritos en las tablas recibidas no son la suma de sus filas"),
    "REP-PARTES": ("Un número informado por un grupo de oficinas no sale de lo que informó cada una",
                   "números informados por grupos de oficinas no salen de lo que informó cada una"),
    "GAS-REPORTES": ("Una suma no es la misma en dos reportes del presupuesto{}",
                     "sumas no son las mismas en dos reportes del presupuesto{}"),
    "GAS-ESTADOS": ("Una suma no es la misma en dos estados del presupuesto de un mismo día{}",
                    "sumas no son las mismas en dos estados del presupuesto de un mismo día{}"),
    "GAS-SISTEMAS": ("Una diferencia entre dos sistemas que llevan el mismo presupuesto o una misma parte de él{}",
                     "diferencias entre dos sistemas que llevan el mismo presupuesto o una misma parte de él{}"),
    "CIE-REEXPRESADA": ("Una cifra de un periodo ya cerrado ha cambiado desde entonces",
                        "causas han cambiado cifras de periodos ya cerrados"),
    "EJE-SIN-DATO": ("Una tarea sin dato de lo que se hizo en algún mes",
                     "tareas sin dato de lo que se hizo en algún mes"),
    "PRE-TARDE": ("Un informe{} llegó después del plazo", "informes{} llegaron después del plazo"),
}  # fmt: skip
"""Findings in plain words by rule code, in singular (with its number) and plural; the most serious first. Words for
their quarters, or for the months of their data if not all are of the report's cut-off, replace `{}`."""
OF_TASKS, MANY_TASKS = "EJE-SIN-DATO", re.compile(r"(\d+) tareas")
"""The rule whose tasks are counted, and the beginning of the found or expected value in a finding on several."""
FORM = "presentaciones/"
"""Beginning of the element of a finding on a form; its period and unit follow."""
SILENT = ("REP-SIN-DATO", "PRE-FALTA")
"""Rules on missing data, described together by the first one's words; all that the report calls silent count."""


class Difference(NamedTuple):
    """A difference of money: rule, amount without sign, the same as printed, line that differs most, cut-off date."""

    code: str
    amount: Decimal
    shown: Number
    place: str = ""
    cutoff: date | None = None


def inconsistencies(book: Book, findings: Sequence[Finding], reconciled: Sequence[Reconciled]) -> Paragraph:
    """Return a paragraph: how many published numbers their data do not give, and the main findings, in plain words.

    It names none of those numbers. It counts the errors and warnings about this report's data and describes the main
    kinds, `MOST_TOLD` at most: the kind with the largest difference of money, which may be of budget changes that no
    norm explains; then those of `PLAIN`, and the other differences by size. Notes are left out. It says so if there are
    none.

    Parameters
    ----------
    reconciled : sequence of Reconciled
        All figures published before; only numbers that are calculated again are counted, and not those that are read
        as inputs or only compared with another printed table.
    """
    warnings = [one for one in findings if one.severidad is not Severity.NOTE and not one.veredicto]
    large, small = _by_size(_differences(book, warnings))
    verifiable = [one for one in reconciled if one.is_number and one.veredicto is not Verdict.NOT_VERIFIABLE]
    numbers = [one for one in verifiable if check_kind(book, one) == COMPUTED]
    can = "puede" if len(numbers) == 1 else "pueden"
    is_every = len(numbers) == sum(one.is_number for one in reconciled)
    other = [found for code in PLAIN if code not in DIFFERENCES and (found := _in_plain_words(book, code, warnings))]
    ranked = [_difference_words(book, large, code) for code in dict.fromkeys(one.code for one in large)]
    told = [*ranked[:1], *other, *ranked[1:]][:MOST_TOLD]
    return paragraph(
        book,
        "{% if lineas|length == 1 %}El único número publicado antes{{ que }} {% if malos %}**no sale de sus propios "
        "datos**{% else %}sale de sus propios datos{% endif %}. "
        "{% elif lineas %}De {{ cuenta(lineas) }} números publicados antes{{ que }}, "
        "{% if malos|length == 1 %}**uno no sale de sus propios datos**{% elif malos %}**{{ cuenta(malos) }} no salen "
        "de sus propios datos**{% else %}todos salen de sus propios datos{% endif %}. {% endif %}"
        "{% if avisos %}Al revisar los datos de este informe {% if avisos|length == 1 %}apareció una advertencia"
        "{% else %}aparecieron **{{ cuenta(avisos) }} advertencias**{% endif %}{% if dichos or menores %}. "
        "{{ 'Es esta' if avisos|length == 1 else 'Entre ellas' }}:\n\n"
        "{% for cuales, palabras in dichos %}- {% if cuales|length > 1 %}{{ cuenta(cuales) }} {% endif %}"
        "{{ palabras }}.\n{% endfor %}"
        "{% if menores %}- {% if menores|length > 1 %}{{ cuenta(menores) }} diferencias menores, que suman "
        "{% else %}Una diferencia menor, de {% endif %}{{ suma }}{{ cuando }}.\n{% endif %}"
        "{% else %}.{% endif %}"
        "{% else %}Los datos de este informe no tienen advertencias.{% endif %}",
        lineas=numbers,
        que="" if is_every else f" que se {can} calcular de nuevo",
        malos=[one for one in numbers if one.veredicto in NOT_FROM_DATA],
        avisos=warnings,
        dichos=told,
        menores=small,
        cuando=_at(book, (one.cutoff for one in small)),
        suma=written(plain_text(sum((one.amount for one in small), Decimal(0))), "Bs"),
    )


def uncounted(book: Book, window: Period) -> str:
    """Return words after a comma if the institution's progress leaves out what has no data (in time); else empty."""
    own = book.get(MEASURE, window, *entity_of(book).key)
    if own is None or not leaves_missing_out(book):
        return ""
    below = (*left_out(book, own), *left_out_below(book, own), *left_out_of_quarters(book, own))
    in_time = " a tiempo" if any(is_late(book, *key, window) for key in below) else ""
    is_partial = below or told_in_part(book, own) or lacks_months(book, own)
    return f", sin contar lo que no tiene datos{in_time}" if is_partial else ""


def _differences(book: Book, warnings: Sequence[Finding]) -> list[Difference]:
    """The differences of money that `DIFFERENCES` rules found, and the changes that no norm explains, largest first.

    There is one for each rule and total; those that are zero or no number are left out.
    """
    found = {
        (one.codigo, one.elemento): Difference(
            one.codigo,
            abs(amount),
            written(plain_text(abs(amount)), "Bs"),
            "".join(one.elemento.split("/", 3)[3:]),
            cutoff_of(one),
        )
        for one in warnings
        if one.codigo in DIFFERENCES and (amount := stated_number(one.diferencia))
    }
    figure = book.get(UNEXPLAINED, book.period.accumulated(), *entity_of(book).key)
    if figure and figure.rounded:
        found[UNEXPLAINED, figure.id] = Difference(UNEXPLAINED, abs(figure.rounded), number(figure, unit=True))
    return sorted(found.values(), key=lambda one: -one.amount)


def _by_size(found: Sequence[Difference]) -> tuple[list[Difference], list[Difference]]:
    """Split differences, the largest first, into large and small ones (`SMALL`)."""
    large = [one for one in found if one.amount * SMALL >= found[0].amount]
    return large, list(found[len(large) :])


def _difference_words(book: Book, large: Sequence[Difference], code: str) -> tuple[Collection[Difference], Markup]:
    """The large differences of a kind, and the words for them with the largest amount and where it is."""
    some = [one for one in large if one.code == code]
    amount = some[0].shown
    where = Markup("; donde más difieren es en «{}»").format(some[0].place) if some[0].place else ""
    if code == UNEXPLAINED:
        return some, Markup("{} de cambios al presupuesto no tienen una norma que los explique").format(amount)
    lead = Markup("{}, por {}") if len(some) == 1 else Markup("{}; la mayor diferencia, por {}")
    what = PLAIN[code][len(some) > 1].format(_at(book, (one.cutoff for one in some)))
    return some, Markup("{}{}").format(lead.format(what, amount), where)


def _at(book: Book, cutoffs: Iterable[date | None]) -> str:
    """Words for the months of some cut-off dates, after a comma; empty if all are the report's cut-off."""
    days = {day for day in cutoffs if day}
    months = sorted({Period(day.year, day.month, day.month) for day in days})
    return f", con datos {list_es([month.of_when for month in months])}" if days - {book.period.cutoff} else ""


def _places(finding: Finding) -> Sequence[str]:
    """The elements that a finding counts for: its own, or one name for each task if it is on several tasks."""
    told = (finding.encontrado, finding.esperado) if finding.codigo == OF_TASKS else ()
    many = next(filter(None, map(MANY_TASKS.match, told)), None)
    return [f"{finding.elemento}/{at}" for at in range(int(many[1]))] if many else [finding.elemento]


def _in_plain_words(book: Book, code: str, findings: Sequence[Finding]) -> tuple[Collection[str], str] | None:
    """The elements of a rule's findings without repetition, and the words for them; None if there are none."""
    codes = SILENT if code in SILENT else (code,)
    of_code = [one for one in findings if one.codigo in codes]
    places = {place for one in of_code for place in _places(one)}
    if places and codes == SILENT:
        quarters = {place for place in places if "/" not in place}  # of which nobody has data
        lacking = (key for quarter in quarters for key in reporters(book, Period.parse(quarter)))
        places = places - quarters | {"/".join(key) for key in (*lacking, *silent_reporters(book))}
    periods = sorted({Period.parse(place.split("/")[1]) for place in places if place.startswith(FORM)})
    when = f" {list_es([period.of_when for period in periods])}" if periods else _at(book, map(cutoff_of, of_code))
    one, many = PLAIN[code]
    return (places, (one if len(places) == 1 else many).format(when)) if places else None
