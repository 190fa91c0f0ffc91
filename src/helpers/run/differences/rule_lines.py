"""Lists what differs between two runs besides their cells, in Spanish: rules of the method, parameters, windows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from helpers.base.display import date_es
from helpers.run.differences.causes import Cause
from helpers.run.differences.headline_values import Headline, Values
from helpers.run.differences.mixed_inputs import BY_PERIOD, SCORED
from helpers.run.sensitivity.differing_rules import rule_changes
from helpers.settings.params import Fecha, Plazo

NAMES = {"cortes": "Fecha de corte de", "plazos": "Plazo de los formularios de"}
OTHERS = {"estado_presupuesto": "Estado del presupuesto", "sistema_presupuesto": "Sistema del presupuesto"}
NONE = "no se dice"


@dataclass(frozen=True)
class RuleLine:
    """A rule, parameter or window that differs between two runs, with the Spanish words for it in each run."""

    cause: Cause
    what: str
    before: str
    after: str


def rule_lines(values: Values, headline: Headline) -> tuple[RuleLine, ...]:
    """Return the rules, parameters and windows that differ and that a figure may depend on."""
    a, b = values.mixer.a, values.mixer.b
    lines = [*_rules(values, headline), *_parameters(values)]
    if values.mixer.moves:
        lines.append(RuleLine(Cause.TIME, "Ventana", headline.window(a).words, headline.window(b).words))
    return tuple(lines)


def _rules(values: Values, headline: Headline) -> Iterator[RuleLine]:
    """Yield the differing rules of the method that a figure is computed with; nothing if a run lacks the figure."""
    figures = [values.figure(headline, place) for place in (0, 1)]
    if Cause.METHOD not in values.active or None in figures:
        return
    compared = zip(values.books, figures, strict=True)
    first, second = (book.behind(figure, weights=True) for book, figure in compared if figure)
    for change in rule_changes(values.mixer.a.method, values.mixer.b.method, (second, first)):
        yield RuleLine(Cause.METHOD, change.what, change.before, change.after)


def _parameters(values: Values) -> Iterator[RuleLine]:
    """Yield the differing parameters that scoring reads; of dates and deadlines, one line for each window."""
    mixer = values.mixer
    before, after = mixer.corrida(frozenset()), mixer.corrida(frozenset({Cause.PARAMETERS}))
    for name in SCORED:
        ours, theirs = getattr(before, name), getattr(after, name)
        if name not in BY_PERIOD:
            if ours != theirs:
                yield RuleLine(Cause.PARAMETERS, OTHERS[name], ours, theirs)
            continue
        for code in dict.fromkeys((*ours, *theirs)):
            words = _date_words(ours, code), _date_words(theirs, code)
            if words[0] != words[1]:
                yield RuleLine(Cause.PARAMETERS, f"{NAMES[name]} {code}", *words)


def _date_words(stated: Mapping[str, Fecha | Plazo], code: str) -> str:
    """Return the date stated for a window, of a deadline its last; `NONE` if none is stated."""
    found = stated.get(code)
    if found is None:
        return NONE
    return date_es(found.last if isinstance(found, Plazo) else found.fecha)
