"""The functions that a template calls on a Book; a `Writer` writes their results as HTML, or as text for checks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from helpers.base.display import (
    MOST_IN_WORDS,
    cardinal,
    date_es,
    money_words,
    number_es,
    upper_first,
    with_unit,
    without_stop,
)
from helpers.base.errors import UsageError
from helpers.base.exact import exact, plain_text, round_half_up
from helpers.base.name_phrases import after, short_name, with_article
from helpers.base.periods import Period
from helpers.base.yaml_models import nearest
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.figure_names import CHANGE
from helpers.figures.situations import is_late, measures_plan, reported_causes
from helpers.figures.subjects import cause_names, subject_name
from helpers.texts.sentences import supposed_values
from helpers.texts.sentences.call_arguments import (
    day_of,
    decimal_of,
    grade_word,
    graded_figure,
    id_of,
    quarter_before,
)

MAGNITUDE, IN_WORDS, OTHER_DECIMALS = "absoluto", "letras", "otros-decimales"
"""Forms of a figure: without sign, in words, and rounded from the exact value to an earlier document's decimals."""
COUNTED = "Recuento de los elementos de la lista."


@dataclass(frozen=True)
class Said:
    """A number as a sentence prints it.

    `text` is what the reader sees. `value` has a decimal point; for a magnitude or words it is the figure's own
    published value. `figure` is None for a count or a computed difference. `rule` says in Spanish how the number is
    obtained. `form` is `MAGNITUDE`, `IN_WORDS` (an amount or a count), or empty for other numbers.
    """

    text: str
    value: str
    figure: Figure | None = None
    rule: str = ""
    form: str = ""


class Writer(Protocol):
    """Writes the results of a template's functions in one output format."""

    def number(self, said: Said) -> object:
        """Write a number."""

    def name(self, text: str) -> str:
        """Write a name from the data, whose digits are not typed numbers."""

    def quoted(self, text: str) -> str:
        """Write a quotation that the text gives."""

    def light(self, figure: Figure) -> object:
        """Write the symbol and rating of a graded figure."""

    def reference(self, target: str) -> object:
        """Write a link to a section, table or chart, by its id in the page."""

    def listed(self, items: Sequence[object]) -> object:
        """Write the items as a sentence does: `a, b y c`."""

    def phrase(self, words: str, number: object) -> object:
        """Write words, a blank and a number that this writer has written."""


@dataclass(frozen=True)
class Vocabulary:
    """The functions of a template, over a Book."""

    book: Book
    writer: Writer

    def functions(self) -> dict[str, Callable[..., object]]:
        """Return the functions by the Spanish names that templates use, such as `cifra`."""
        return {
            "cifra": self.number,
            "valor": self.number,
            "letras": self.in_words,
            "magnitud": self.magnitude,
            "grado": self.light,
            "calificacion": self.rating,
            "desempeno": self.performance,
            "hay": lambda *cifra: id_of(cifra) in self.book.figures,
            "compara": self.compare,
            "cambio": self.change,
            "nombre": lambda nivel, codigo: self.writer.name(self.name(nivel, codigo)),
            "nombre_corto": lambda nivel, codigo: self.writer.name(short_name(self.name(nivel, codigo))),
            "con_articulo": self.name_with_article,
            "sigla": self.sigla,
            "causa": lambda codigo: self.writer.name(self.cause(codigo)),
            "periodo": lambda periodo="": self.period(periodo).words,
            "cuando": lambda periodo="": self.period(periodo).when,
            "fecha": lambda dia: date_es(day_of(dia)),
            "ref": self.writer.reference,
            "enumera": self.writer.listed,
            "cuenta": self.count,
            "cuantas": self.how_many,
            "tareas_con_causa": self.tasks_with_cause,
            "cita": self.quote,
            "con_partes": lambda cifra, informada: self._said(supposed_values.with_parts(self.book, cifra, informada)),
            "con_todo": lambda cifra, parte: self._said(supposed_values.with_whole(self.book, cifra, parte)),
            "con_monto": lambda cifra, parte, monto: self._said(
                supposed_values.with_amount(self.book, cifra, parte, monto)
            ),
            "con_publicado": lambda cifra, otra: self._said(supposed_values.with_printed(self.book, cifra, otra)),
            "cubre": lambda cifra: self._said(supposed_values.budget_covered(self.book, cifra)),
            "tareas_de": lambda cifra, sin_dato=False: self._said(supposed_values.tasks_of(self.book, cifra, sin_dato)),
            "faltan_datos": lambda cifra, dentro=False: supposed_values.lacks_data(self.book, cifra, dentro),
            "deja_fuera": lambda cifra: supposed_values.leaves_out(self.book, cifra),
            "de_lo_programado": lambda cifra: self._said(supposed_values.of_programme(self.book, cifra)),
            "falta": lambda cifra: self._said(supposed_values.missing_points(self.book, cifra)),
            "equivale": lambda puntos, monto: self._said(supposed_values.amount_of_points(self.book, puntos, monto)),
            "publicado": lambda cifra: self._said(supposed_values.printed_before(self.book, cifra)),
            "queda": lambda porcentaje, monto: self._said(supposed_values.amount_left(self.book, porcentaje, monto)),
        }

    def _said(self, found: supposed_values.Supposed) -> object:
        return self.writer.number(Said(with_unit(found.value, found.unit), plain_text(found.value), rule=found.rule))

    def name(self, level: str, code: str) -> str:
        """Return the name of a node, an action or another subject, without a final stop."""
        return without_stop(subject_name(self.book, level, code))

    def name_with_article(self, nivel: str, codigo: str, tras: str = "") -> str:
        """Write a name with its article and the preposition `tras`: `del Viceministerio…`, `al Consulado…`."""
        name = self.name(nivel, codigo)
        return self.writer.name(after(tras, name) if tras else with_article(name))

    def figure(self, *place: str) -> Figure:
        """Return a figure by its id, or by indicator, period, level and code; UnknownFigure if the Book lacks it."""
        return self.book[id_of(place)]

    def number(self, *cifra: str, unidad: bool = True) -> object:
        """Write a figure as printed, with its unit unless `unidad` is false; `cifra` is as in `figure`."""
        figure = self.figure(*cifra)
        text = with_unit(figure.rounded, figure.unit) if unidad else number_es(figure.rounded)
        return self.writer.number(Said(text, figure.published, figure, figure.rule))

    def in_words(self, *cifra: str) -> object:
        """Write an amount in bolivianos in words; UsageError for other units."""
        figure = self.figure(*cifra)
        if figure.unit != "Bs":
            raise UsageError(f"«letras» escribe importes en bolivianos, y «{figure.id}» no lo es. Use «cifra».")
        return self.writer.number(Said(words_of(figure), figure.published, figure, figure.rule, IN_WORDS))

    def magnitude(self, *cifra: str) -> object:
        """Write a figure with its unit, without its sign, where words state the direction: `faltan Bs 50,00`."""
        figure = self.figure(*cifra)
        text = with_unit(abs(figure.rounded), figure.unit)
        return self.writer.number(Said(text, figure.published, figure, figure.rule, MAGNITUDE))

    def light(self, *cifra: str) -> object:
        """Write the symbol and rating of a figure's grade; UsageError if it has no grade."""
        return self.writer.light(graded_figure(self.figure(*cifra)))

    def rating(self, *cifra: str) -> str:
        """Write the rating of a figure's grade, such as «Alto»; UsageError if it has none."""
        return self.writer.name(grade_word(self.figure(*cifra), "rating"))

    def performance(self, *cifra: str) -> str:
        """Write the performance word of a figure's grade; UsageError if it has none."""
        return self.writer.name(grade_word(self.figure(*cifra), "performance"))

    def compare(self, cifra: str, otra: str) -> int:
        """Return −1, 0 or 1: `cifra` is less than, equal to or greater than `otra`, as printed; both are ids."""
        left, right = self.book[cifra].rounded, self.book[otra].rounded
        return (left > right) - (left < right)

    def change(self, cifra: str, anterior: str = "") -> object:
        """Write `subió 2,31 puntos`, `bajó …` or `no cambió`: from `anterior` to `cifra`, both as printed.

        `anterior` defaults to the same figure a quarter earlier. If the Book has the change as a figure, that figure is
        used. UsageError for different units, or if there is no quarter before in the year.
        """
        now = self.book[cifra]
        before = self.book[anterior or quarter_before(now)]
        if now.unit != before.unit:
            raise UsageError(f"«{now.id}» y «{before.id}» no se miden en lo mismo: no hay cambio que decir.")
        difference = now.rounded - before.rounded
        if not difference:
            return "no cambió"
        unit = "puntos" if now.unit == "%" else now.unit
        text, own = with_unit(abs(difference), unit), self._own_change(now, before)
        rule = supposed_values.rule_on(self.book, "Diferencia entre lo impreso: «{}» menos «{}».", now.id, before.id)
        said = Said(text, plain_text(abs(difference)), rule=rule)
        if own:
            said = Said(text, own.published, own, own.rule, MAGNITUDE)
        return self.writer.phrase("subió" if difference > 0 else "bajó", self.writer.number(said))

    def _own_change(self, now: Figure, before: Figure) -> Figure | None:
        """Return the Book's figure of the change between two figures; None if there is none or its value differs."""
        kept = self.book.get(now.indicator + CHANGE, now.period, now.level, now.code)
        if kept is None or {part.figure for part in kept.operands} != {now.id, before.id}:
            return None
        return kept if exact(kept.rounded) == exact(now.rounded) - exact(before.rounded) else None

    def sigla(self, nivel: str, codigo: str) -> str:
        """Write the abbreviation of a node, or its name if it has none."""
        node = self.book.node(nivel, codigo)
        return self.writer.name((node.sigla if node else "") or subject_name(self.book, nivel, codigo))

    def quote(self, texto: str | float) -> str:
        """Write text quoted from elsewhere: the number of a norm, a name in a document."""
        return self.writer.quoted(str(texto))

    def cause(self, codigo: str) -> str:
        """Return the institution's description of a cause of deviation; UsageError if it declares no such cause."""
        known = cause_names(self.book)
        if codigo not in known:
            raise UsageError(f"La entidad no declara la causa «{codigo}». {nearest(codigo, known)}")
        return known[codigo]

    def tasks_with_cause(
        self, codigo: str = "", *, acp: str = "", unidades: Sequence[str] = (), incumplidas: bool = False
    ) -> object:
        """Write how many tasks deviated by a cause, or any; `acp`, `unidades`, `incumplidas` (fell short) limit it."""
        words = f"la causa «{self.cause(codigo)}»" if codigo else "causa informada"
        rows = [row for row in reported_causes(self.book, of_unfulfilled=incumplidas) if acp in ("", row["acp"])]
        rows = [row for row in rows if not unidades or row["unidad"] in unidades]
        tasks = {row["tarea"] for row in rows if codigo in ("", row["causa_codigo"])}
        return self.writer.number(count_said(len(tasks), f"Recuento de las tareas con {words}."))

    def period(self, periodo: str = "") -> Period:
        """Return a period by its code; the run's own without a code; UsageError for another text."""
        return Period.parse(str(periodo or self.book.period))

    def count(self, lista: Sequence[object], *, letras: bool = False, inicial: bool = False) -> object:
        """Write the number of items of a list; `letras` and `inicial` as in `count_said`."""
        return self.writer.number(count_said(len(lista), COUNTED, in_words=letras, first=inicial))

    def how_many(
        self,
        indicador: str,
        periodo: str,
        nivel: str,
        *calificaciones: str,
        desde: str | float = "",
        letras: bool = False,
        inicial: bool = False,
    ) -> object:
        """Write how many places of a level have a figure in a period.

        Of an indicator that consolidates the plan, those whose late form the method leaves out do not count.
        With `calificaciones`, only those with one of these ratings; with `desde` (`"99.5"`), only those that print at
        least that; `letras` and `inicial` as in `count_said`. UnknownFigure if no place of the level has the indicator
        in the period.
        """
        found = self.book.select(indicador, self.period(periodo), nivel)
        if not found:
            return self.figure(indicador, periodo, nivel, "…")
        if measures_plan(self.book, indicador):
            found = tuple(one for one in found if not is_late(self.book, one.level, one.code, one.period))
        kept = [one for one in found if not calificaciones or (one.grade and one.grade.rating in calificaciones)]
        least = decimal_of(str(desde)) if desde else None
        kept = [item for item in kept if least is None or item.rounded >= least]
        of = f" calificados {' o '.join(f'«{rating}»' for rating in calificaciones)}" if calificaciones else ""
        of += f" desde {number_es(least)}" if least is not None else ""
        rule = f"Recuento de los de nivel «{nivel}» con {self.book.indicator_name(indicador).lower()}{of}."
        return self.writer.number(count_said(len(kept), rule, in_words=letras, first=inicial))


def count_said(number: int, rule: str, *, in_words: bool = False, first: bool = False) -> Said:
    """Return a count, printed with thousands separators; `rule` says in Spanish what is counted.

    With `in_words`, two to fifteen are words (`tres`), with `first` as at the start of a sentence (`Tres`). One depends
    on the gender of what is counted, so the sentence itself writes it.
    """
    if in_words and 1 < number <= MOST_IN_WORDS:
        words = cardinal(number)
        return Said(upper_first(words) if first else words, str(number), rule=rule, form=IN_WORDS)
    return Said(number_es(Decimal(number)), str(number), rule=rule)


def words_of(figure: Figure) -> str:
    """Return a figure in bolivianos in words, with cents rounded half up: `Mil 50/100 Bolivianos`."""
    return money_words(round_half_up(exact(figure.rounded), 2))
