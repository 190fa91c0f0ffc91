"""Matters on data in question: published with another value than the data give, or impossible beside their parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from helpers.base.display import is_feminine, lower_first, upper_first
from helpers.base.exact import exact, round_half_up, stated_number
from helpers.figures.figure import Figure
from helpers.figures.finding_families import UNEXPLAINED
from helpers.figures.findings import Finding, Verdict
from helpers.figures.situations import is_substitute
from helpers.figures.supposed_figures import reported_parts, value_under
from helpers.settings.methods import HEADLINES, Metodo
from helpers.texts.decisions.cause_answers import NO_CAUSE
from helpers.texts.decisions.matter import GAP, MATTERS, PRINTED, Answering, Cause, Matter, score
from helpers.texts.decisions.matter_words import NO_MONEY_OF_ITS_OWN, area_of, offices, outside_words, part_called
from helpers.texts.decisions.options import on_input
from helpers.texts.drafting.drafting_context import DraftContext
from helpers.texts.drafting.proposals import PLANNING
from helpers.texts.drafting.sentence_parts import number_of, places
from helpers.texts.sentences.supposed_values import printed_before
from helpers.texts.sentences.text_templates import ask, figure

IMPOSSIBLE = "dato_imposible"
"""Key of the rule on an impossible datum."""
LEAST_DIFFERENCE = 1
"""Points between the printed and the computed value from which the difference is a matter."""
LEVELS_BELOW = ("acp", "servicio", "area")
"""Levels below the institution whose figures can be matters; a unit's can if it stands directly below it."""
CAUSES = {
    Verdict.IRRECONCILABLE: "No se pudo reproducir el valor publicado a partir de los datos recibidos",
    Verdict.CARRIED: "El valor publicado arrastra otro que tampoco concuerda con los datos",
    Verdict.OTHER_RULE: "El valor publicado resulta de otra regla que la del método vigente",
}
"""Why the two differ, by the verdict of the reconciliation; other verdicts are no contradiction."""
WITH_CAUSE = "La regla del método no da el valor publicado; la conciliación nombra una causa posible"
"""Instead, where the reconciliation found how a value that it calls irreconcilable may have come about."""
MOST_OTHERS = 2


@dataclass(frozen=True)
class Contradicted:
    """A figure, the finding on its printed value, and the points between the two, without sign."""

    figure: Figure
    finding: Finding
    difference: Fraction


@MATTERS.rule(
    IMPOSSIBLE,
    "El dato informado que ningún promedio de sus partes puede dar; entre varios, el que más mueve las cifras de la "
    "entidad.",
    "los puntos entre el dato y el promedio de sus partes",
)
def impossible_input(context: DraftContext) -> Iterator[Matter]:
    """Yield the reported value outside its parts' range that moves the institution's figure most; nothing if none."""
    if not context.outside:
        return
    own, others = context.outside[0], context.outside[1:]
    mean, _, _ = reported_parts(context.book, own)
    name = ask("nombre", own.level, own.code)
    node = context.book.node(own.level, own.code)
    yield Matter(
        score(context, None, abs(exact(own.rounded) - exact(mean.rounded))),
        f"{name}: el avance informado no concuerda con el de sus partes",
        f"{outside_words(context, own)} El promedio de esas partes es {figure(mean)}."
        f"{_others_outside(context, own, others)}",
        Cause(NO_CAUSE),
        offices(context, [area_of(context, node) or node] if node else [], PLANNING),
        on_input(context, own),
        NO_MONEY_OF_ITS_OWN,
        is_first=True,
        answers_cause=False,
        settles=frozenset(one.id for one in context.outside if (one.level, one.code) == (own.level, own.code)),
    )


def _others_outside(context: DraftContext, own: Figure, others: tuple[Figure, ...]) -> str:
    every = dict.fromkeys((one.level, one.code) for one in others)
    wrong = [key for key in every if key != (own.level, own.code)]
    if not wrong:
        return ""
    return f" La misma inconsistencia {number_of(len(wrong), 'tiene', 'tienen')} {places(context, wrong)}."


@MATTERS.rule(
    "publicado_distinto",
    "El avance o la ejecución que un informe publicado imprime con otro valor que el recálculo, desde un punto. "
    "Primero los de la entidad; después, los de mayor producto de presupuesto y diferencia.",
    "los puntos entre lo publicado y el recálculo",
)
def published_otherwise(context: DraftContext) -> Iterator[Matter]:
    """Yield a matter on the first published value that the data contradict (`contradicted`); nothing without any."""
    found = contradicted(context)
    if not found:
        return
    lead, *others = found
    own = lead.figure
    name = lower_first(context.book.indicator_name(own.indicator))
    end = "a" if is_feminine(name.split()[0]) else "o"
    printed, computed = ask("publicado", own.id), figure(own)
    is_whole = (own.level, own.code) == context.top
    named = upper_first(part_called(own)) if own.level == "acp" else ask("nombre", own.level, own.code)
    title = (
        f"{'La' if end == 'a' else 'El'} {name} publicad{end} es {printed}; con los datos recibidos resulta {computed}"
        if is_whole
        else f"{named}: {printed} publicado y {computed} recalculado"
    )
    of = "de la entidad" if is_whole else part_called(own, "de")
    yield Matter(
        score(context, None, lead.difference),
        title,
        f"El informe publicado consigna {printed} de {name} {of} {ask('cuando', own.period.code)}. El recálculo da "
        f"{computed}{_right_place(context, own)}.{_others(lead, others)}{_resting_on(context, own)}",
        Cause(f"{_cause(lead.finding)}{_detail(context)}."),
        _answering(context),
        _options(context, lead),
        NO_MONEY_OF_ITS_OWN,
        is_first=True,
        least=LEAST_DIFFERENCE,
        answers_cause=False,
        settles=frozenset(f"{kind}{one.figure.id}" for kind in ("", PRINTED) for one in (lead, *_told(lead, others))),
    )


def contradicted(context: DraftContext) -> list[Contradicted]:
    """Return the headline figures of the run's windows that a published report prints with another value.

    The institution's come first, then those with the greatest product of budget and difference. Left out are low levels
    (`_can_be_matter`), differences below `LEAST_DIFFERENCE`, values that cannot be verified, and figures that the data
    give in place of ones that the method computes from tasks (`is_substitute`).
    """
    found: dict[str, Contradicted] = {}
    for finding in context.findings:
        own = context.book.figures.get(finding.elemento)
        if own is None or finding.veredicto not in CAUSES or not _can_be_matter(context, own):
            continue
        printed = printed_before(context.book, own.id).value
        difference = abs(exact(printed) - exact(own.rounded))
        if difference >= LEAST_DIFFERENCE and stated_number(finding.encontrado) == printed:
            found.setdefault(own.id, Contradicted(own, finding, difference))
    return sorted(found.values(), key=lambda one: _rank(context, one))


def _can_be_matter(context: DraftContext, own: Figure) -> bool:
    """Return whether a matter may be on a figure: a printed headline of the run's windows, of a high level."""
    if own.indicator not in HEADLINES or own.period not in (context.period, context.accumulated):
        return False
    node = context.book.node(own.level, own.code)
    is_below = own.level in LEVELS_BELOW or (node is not None and node.parent == context.top)
    is_shown = (own.level, own.code) == context.top or is_below
    is_printed = any(row["id"] == own.id for row in context.book.listing("publicado"))
    return is_shown and is_printed and not is_substitute(context.book, own.id)


def _rank(context: DraftContext, one: Contradicted) -> tuple[bool, Fraction]:
    """Sort key: the institution's figures, then the greatest product of share of the budget and difference."""
    is_whole = (one.figure.level, one.figure.code) == context.top
    return not is_whole, -context.share_of_budget(context.budget_of(one.figure)) * one.difference


def _others(lead: Contradicted, others: list[Contradicted]) -> str:
    """Return a sentence on further contradicted values of the same indicator and window; empty if there are none."""
    same = _same_kind(lead, others)
    if not same:
        return ""
    told = [
        f"{part_called(one.figure)} ({ask('publicado', one.figure.id)} frente a {figure(one.figure)})"
        for one in _told(lead, others)
    ]
    more = ", entre otras" if len(same) > len(told) else ""
    return f" {'Tampoco concuerda' if len(told) == 1 else 'Tampoco concuerdan'} {' ni '.join(told)}{more}."


def _same_kind(lead: Contradicted, others: list[Contradicted]) -> list[Contradicted]:
    """Return those of `others` with the indicator and the period of `lead`."""
    kind = (lead.figure.indicator, lead.figure.period)
    return [one for one in others if (one.figure.indicator, one.figure.period) == kind]


def _told(lead: Contradicted, others: list[Contradicted]) -> list[Contradicted]:
    """Return the further contradicted values that the matter names: `MOST_OTHERS` at most of `_same_kind`."""
    return _same_kind(lead, others)[:MOST_OTHERS]


def _right_place(context: DraftContext, own: Figure) -> str:
    """Return a clause with the first place where a report prints a figure as calculated; empty if there is none."""
    rows = (row for row in context.book.listing("publicado") if row["id"] == own.id)
    places = (ask("cita", row["donde"]) for row in rows if Decimal(row["valor"]) == own.rounded)
    return next((f", como está impreso en {place}" for place in places), "")


def _cause(finding: Finding) -> str:
    is_explained = finding.causa and not any(said in finding.causa for said in UNEXPLAINED)
    is_found = finding.veredicto == Verdict.IRRECONCILABLE and is_explained
    return WITH_CAUSE if is_found else CAUSES[Verdict(finding.veredicto)]


def _resting_on(context: DraftContext, own: Figure) -> str:
    """Return a sentence on the impossible datum on which the institution's recalculated figure rests; may be empty."""
    found = _impossible(context, own)
    return f" El recálculo incluye el dato inconsistente {part_called(found, 'de')}." if found else ""


def _impossible(context: DraftContext, own: Figure) -> Figure | None:
    """Return the impossible datum that moves the institution's recalculated figure most; None for other figures."""
    kind = (own.indicator, own.period)
    found = (one for one in context.outside if (one.indicator, one.period) == kind and context.moved_by(one))
    return next(found, None) if (own.level, own.code) == context.top else None


def _detail(context: DraftContext) -> str:
    """Return a reference to the section on reconciliation, in brackets; empty if the report has none."""
    section = context.reference("conciliacion")
    return f" ({section})" if section else ""


def _answering(context: DraftContext) -> Answering:
    """Return the unit in charge of the institution's reports, where its settings name it; else a proposal."""
    told = str(context.book.identity.get("unidad_responsable", ""))
    return Answering(ask("cita", told), is_told=True) if told else Answering(PLANNING, is_told=False)


def _options(context: DraftContext, lead: Contradicted) -> tuple[str, ...]:
    """Return the options on a contradicted value: to correct it, to keep it explained, to settle a datum first."""
    own = lead.figure
    printed, computed = ask("publicado", own.id), figure(own)
    explained = (
        "Mantenerlo y explicar por escrito la regla con que se obtuvo"
        if lead.finding.veredicto == Verdict.OTHER_RULE
        else "Ratificarlo, con los datos y la operación que lo respaldan; hasta entonces constan dos valores"
    )
    return (
        f"Corregir el valor publicado: pasaría de {printed} a {computed}"
        f"{_grades(context, own)}.",
        f"{explained}.",
        *_settled_first(context, lead),
    )


def _settled_first(context: DraftContext, lead: Contradicted) -> tuple[str, ...]:
    """Return an option to settle first the datum behind the difference, and what it would change; empty if nothing.

    Empty also if the published value results from another rule: then no datum is in question.
    """
    own = lead.figure
    if lead.finding.veredicto == Verdict.OTHER_RULE:
        return ()
    if datum := _impossible(context, own):
        would_be = ask("con_partes", own.id, datum.id)
        whose = part_called(datum, "de")
        return (f"Aclarar primero el dato {whose}: con el promedio de sus partes, el recálculo daría {would_be}.",)
    moved = {
        "el valor de la entidad": context.of_entity(own.indicator, own.period),
        "la brecha entre lo físico y lo financiero": context.book.get(GAP, own.period, own.level, own.code),
    }
    for name, one in moved.items():
        if one and one != own and _would_move(context, one, own):
            would_be = ask("con_publicado", one.id, own.id)
            start = "Aclarar primero el dato con quien lo informó: con el valor publicado,"
            return (f"{start} {name} sería de {would_be} y no de {figure(one)}.",)
    return ()


def _would_move(context: DraftContext, other: Figure, own: Figure) -> bool:
    """Return whether `other` would print another number if `own` had the value that the published report prints."""
    printed = exact(printed_before(context.book, own.id).value)
    return round_half_up(value_under(context.book, other.id, {own.id: printed}), other.decimals) != other.rounded


def _grades(context: DraftContext, own: Figure) -> str:
    """Return words on how the correction would change the grade; empty unless the method grades by bands."""
    bands = Metodo.model_validate(context.book.method).bands_of(own.indicator) if own.grade else None
    before = bands.grade_of(printed_before(context.book, own.id).value) if bands else None
    if own.grade is None or before is None:
        return ""
    if before.rating == own.grade.rating:
        return f", sin cambio de calificación («{ask('calificacion', own.id)}»)"
    return f", y su calificación, de «{ask('cita', before.rating)}» a «{ask('calificacion', own.id)}»"
