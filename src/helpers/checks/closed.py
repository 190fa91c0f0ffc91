"""Rules over closed periods: a figure that is no longer what it was is told, with what changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from helpers.book import Book
from helpers.checks.closed_data import ChangedData
from helpers.checks.registry import REGISTRY, Evidence, Found
from helpers.closings import ClosedFigure, Closing, input_files
from helpers.digest import data_sha256
from helpers.display import date_es, list_es, number_es
from helpers.exact import exact, plain_text
from helpers.figure_names import PROJECTED
from helpers.findings import Severity, at
from helpers.intake.problems import listed
from helpers.outside_objectives import ALL as RESULTS_SERVING
from helpers.outside_objectives import OBJECTIVES
from helpers.periods import Period
from helpers.records import LEVELS
from helpers.trace import Figure, split_id
from helpers.year_keys import COMPARED

FINE_LEVELS = frozenset({"tarea", "operacion"})
"""Levels so far down that a change in them is a note: what it does above is told by itself."""
MADE_AGAIN = tuple(COMPARED)
"""Ends of indicators that set a window beside another version of the plan, beside its quarters or its closing."""
OF_THE_RUN_ALONE = (RESULTS_SERVING, OBJECTIVES)
"""How the keys of counts begin that are made of a run's own window and of none before."""
DATA = "datos"
"""How a cause begins that is of the data under a figure alone."""
OF_ITS_OWN = frozenset(
    {"periodo", "titulo", "estado", "aprobado_por", "tablas", "secciones", "cortes", "plazos", "sigep", "sin_corte"}
)
"""Parameters that differ from run to run; the dates that two runs share are compared one by one."""


@REGISTRY.rule("CIE-REEXPRESADA", Severity.WARNING, "Ninguna cifra de un periodo cerrado cambió después del cierre.")
def restated(evidence: Evidence) -> Iterator[Found]:
    """Figures of a closed period whose exact value is another now.

    What changed for all alike (the parameters, the method) is one warning for each indicator and window, on the figure
    of the highest level; the others are notes.
    """
    for closing, lasting in _in_order(evidence.closings):
        causes = Causes(evidence, closing)
        changed = [
            (before, now, causes.of(name, before))
            for name, before in lasting.items()
            if (now := evidence.book.figures.get(name)) is not None and plain_text(now.value) != before.value
        ]
        first = _highest(changed)
        for before, now, cause in changed:
            is_told = first.get((now.indicator, now.period, cause), now) is now
            others = _others(changed, now, cause) if is_told and not _is_of_data(cause) else 0
            yield _restated(evidence.book, closing, Change(before, now, cause, others, is_told))


@REGISTRY.rule("CIE-DESAPARECE", Severity.WARNING, "Toda cifra de un periodo cerrado se sigue obteniendo.")
def gone(evidence: Evidence) -> Iterator[Found]:
    """Figures of a closed period that the run, which goes over its windows again, no longer has."""
    for closing, lasting in _in_order(evidence.closings):
        causes = Causes(evidence, closing)
        for name, before in lasting.items():
            if name not in evidence.book.figures:
                cause = causes.of(name, before)
                yield Found(
                    f"{evidence.book.figure_words(name)}: al cerrar {closing.period.code} era "
                    f"{_shown(before.published)} y ahora no se obtiene. {_closed_words(closing)} Causa: {cause}.",
                    {"elemento": name, "esperado": before.published, "encontrado": "sin cifra", "causa": cause}
                    | at(before.cell),
                    _severity(name),
                )


@REGISTRY.rule("CIE-NUEVA", Severity.NOTE, "Ningún periodo cerrado tiene cifras que no tenía al cerrarse.")
def added(evidence: Evidence) -> Iterator[Found]:
    """How many figures the windows of a closed period have now and had not; a few are named."""
    for closing, lasting in _in_order(evidence.closings):
        named = {split_id(name)[1] for name in lasting}
        windows = {code for code in named if Period.parse(code).last <= closing.period.last}
        new = [
            figure.id
            for figure in evidence.book
            if figure.period.code in windows
            and figure.level not in FINE_LEVELS
            and figure.id not in closing.figures
            and _is_lasting(figure.id)
        ]
        if new:
            counted = "una cifra" if len(new) == 1 else f"{len(new)} cifras"
            yield Found(
                f"Desde que se cerró {closing.period.code} hay {counted} de sus ventanas que entonces no había"
                f": {listed(new)}. {_closed_words(closing)}",
                {
                    "elemento": new[0],
                    "esperado": "ninguna cifra nueva",
                    "encontrado": str(len(new)),
                    "archivo": closing.label,
                },
            )


def _in_order(closings: Sequence[Closing]) -> Iterator[tuple[Closing, Mapping[str, ClosedFigure]]]:
    """Each closing with those of its figures that are to stay what they were and that no earlier one had closed."""
    seen: set[str] = set()
    for closing in sorted(closings, key=lambda one: (one.period.last, one.closed)):
        yield closing, {
            name: figure for name, figure in closing.figures.items() if name not in seen and _is_lasting(name)
        }
        seen |= closing.figures.keys()


def _is_lasting(name: str) -> bool:
    """Whether a figure is to stay what it was: projections, and comparisons with what comes later, are made again."""
    return not name.startswith((PROJECTED, *OF_THE_RUN_ALONE)) and not split_id(name)[0].endswith(MADE_AGAIN)


@dataclass(frozen=True)
class Change:
    """A closed figure that is another now.

    Attributes
    ----------
    before : ClosedFigure
    now : Figure
    cause : str
    others : int
        How many more of its indicator and window changed for the same cause, where this one speaks for them.
    is_told : bool
        It is told by itself, and not by another of its indicator and window.
    """

    before: ClosedFigure
    now: Figure
    cause: str
    others: int
    is_told: bool


Changed = Sequence[tuple[ClosedFigure, Figure, str]]


def _is_of_data(cause: str) -> bool:
    return cause.startswith(DATA)


def _highest(changed: Changed) -> Mapping[tuple[str, Period, str], Figure]:
    """Of what changed for all alike, the figure of the highest level, by indicator, window and cause."""
    found: dict[tuple[str, Period, str], Figure] = {}
    for _, now, cause in changed:
        key = (now.indicator, now.period, cause)
        if not _is_of_data(cause) and (key not in found or _depth(now) < _depth(found[key])):
            found[key] = now
    return found


def _depth(figure: Figure) -> tuple[int, str, str]:
    depth = LEVELS.index(figure.level) if figure.level in LEVELS else len(LEVELS)
    return depth, figure.level, figure.code


def _others(changed: Changed, figure: Figure, cause: str) -> int:
    key = (figure.indicator, figure.period, cause)
    return sum((now.indicator, now.period, why) == key for _, now, why in changed) - 1


def _restated(book: Book, closing: Closing, change: Change) -> Found:
    before, now = change.before, change.now
    is_printed_alike = before.published == now.published
    if is_printed_alike:
        seen = f"sigue impresa como {number_es(now.rounded)}, pero su valor exacto es otro"
    else:
        seen = f"era {_shown(before.published)} y ahora es {number_es(now.rounded)}"
    others = f" Por lo mismo cambiaron otras {change.others} de ese periodo." if change.others > 1 else ""
    return Found(
        f"{book.figure_words(now.id)}: al cerrar {closing.period.code} {seen}. {_closed_words(closing)} "
        f"Causa: {change.cause}.{others}",
        {
            "elemento": now.id,
            "esperado": before.value,
            "encontrado": plain_text(now.value),
            "diferencia": plain_text(now.value - exact(before.value)),
            "causa": change.cause,
        }
        | at(before.cell),
        Severity.NOTE if is_printed_alike or not change.is_told else _severity(now.id),
    )


class Causes:
    """What changed since a closing: its data, the parameters, the method, the program."""

    def __init__(self, evidence: Evidence, closing: Closing) -> None:
        self.book, self.closing = evidence.book, closing
        inputs = evidence.book.inputs
        # The planner's texts, which a closing lists too, are under no figure.
        stated = {name: digest for name, digest in closing.inputs.items() if "/texto/" not in name}
        self.changed = {name for name, digest in stated.items() if inputs.get(name) != digest}
        self.is_other_method = data_sha256(evidence.book.method) != closing.method_digest
        self.keys = _changed_keys(closing.params, evidence.book.params)

    @cached_property
    def resting(self) -> Mapping[str, frozenset[str]]:
        return input_files(self.book)

    def of(self, name: str, before: ClosedFigure) -> str:
        """The causes of a figure's change, in words; the data only where a file under the figure changed."""
        now = self.resting.get(name, frozenset())
        files = sorted((before.files & self.changed) | {file for file in now if file not in self.closing.inputs})
        found = [f"{DATA} ({self._data_words(name, files)})"] if files else []
        found += [f"parámetros ({listed(self.keys)})"] if self.keys else []
        found += ["método"] if self.is_other_method else []
        if not found and self.changed:
            found = [f"{DATA} ({listed(sorted(self.changed))})"]
        return list_es(found) or f"el programa, que al cierre era la revisión {self.closing.revision}"

    def _data_words(self, name: str, files: list[str]) -> str:
        """The cells under a figure that say something else now, where the closing kept them; otherwise the files."""
        return self.data.words(name) or listed(files)

    @cached_property
    def data(self) -> ChangedData:
        return ChangedData(self.book, self.closing)


def _changed_keys(before: Mapping[str, object], now: Mapping[str, object]) -> list[str]:
    """Parameters that are no longer what they were; of the dates by period, those that both runs state."""
    keys = [key for key in before if key not in OF_ITS_OWN and now.get(key) != before[key]]
    for key in ("cortes", "plazos"):
        ours, theirs = now.get(key) or {}, before.get(key) or {}
        keys += [
            f"{key}.{code}{_dates_words(stated, ours[code])}"
            for code, stated in theirs.items()
            if code in ours and ours[code] != stated
        ]
    return keys


def _dates_words(before: object, now: object) -> str:
    """The dates of a period that are others now, as ` antes 2024-05-31, ahora 2024-06-30`."""
    if not isinstance(before, Mapping) or not isinstance(now, Mapping):
        return ""
    days = [name for name in before if name != "fuente" and before[name] != now.get(name)]
    return "".join(f": {name} antes {before[name]}, ahora {now.get(name)}" for name in days)


def _severity(name: str) -> Severity:
    return Severity.NOTE if split_id(name)[2] in FINE_LEVELS else Severity.WARNING


def _closed_words(closing: Closing) -> str:
    return f"Lo cerró {closing.by} el {date_es(closing.day)}."


def _shown(published: str) -> str:
    return number_es(Decimal(published))
