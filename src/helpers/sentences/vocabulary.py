"""What a template can say: figures, grades, changes, names and counts, asked of the Book by name.

How each is written (as HTML that can be traced, or as plain text to be read through) is the writer's affair: whoever
reads a text through and whoever prints it cannot disagree about what it says.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Protocol

from helpers.book import Book
from helpers.deviated import told_causes
from helpers.display import date_es, number_es, with_unit
from helpers.errors import UnknownFigure, UsageError
from helpers.exact import exact, plain_text, round_half_up
from helpers.model_errors import nearest
from helpers.number_words import money_words
from helpers.periods import Period
from helpers.replay import with_mean_of_parts
from helpers.scales import PLAN_LEVELS
from helpers.situations import is_late, is_of_the_plan
from helpers.subjects import name_of
from helpers.trace import Figure, figure_id

CHANGE = "_variacion"
"""What ends the key of an indicator's change since the quarter before, where the method asks for it."""
MAGNITUDE, IN_WORDS, OTHER_DECIMALS = "absoluto", "letras", "otros-decimales"
"""Forms of a figure other than its own digits: without its sign, in words, and rounded from its exact value to the
decimals of the earlier document that it is compared with."""
COUNTED = "Recuento de los elementos de la lista."


@dataclass(frozen=True)
class Said:
    """A number as a sentence says it.

    Attributes
    ----------
    text : str
        As the reader sees it.
    value : str
        The same with a decimal point; of a figure's magnitude or words, the figure's own.
    figure : Figure or None
        Which one it is; None for a count.
    rule : str
        How it was obtained.
    form : str
        `MAGNITUDE` or `IN_WORDS`; empty where it is the figure as printed.
    """

    text: str
    value: str
    figure: Figure | None = None
    rule: str = ""
    form: str = ""


class Writer(Protocol):
    """How what a template says is written."""

    def number(self, said: Said) -> object: ...

    def name(self, text: str) -> str: ...

    def quoted(self, text: str) -> str: ...

    def light(self, figure: Figure) -> object: ...

    def reference(self, target: str) -> object: ...

    def listed(self, items: Sequence[object]) -> object: ...

    def phrase(self, words: str, number: object) -> object: ...


@dataclass(frozen=True)
class Vocabulary:
    """The functions of a template, over a Book."""

    book: Book
    writer: Writer

    def functions(self) -> dict[str, Callable[..., object]]:
        """By the names under which templates call them."""
        return {
            "cifra": self.number,
            "valor": self.number,
            "letras": self.in_words,
            "magnitud": self.magnitude,
            "grado": self.light,
            "calificacion": self.rating,
            "desempeno": self.performance,
            "hay": lambda *cifra: _id(cifra) in self.book.figures,
            "compara": self.compare,
            "cambio": self.change,
            "nombre": lambda nivel, codigo: self.writer.name(name_of(self.book, nivel, codigo)),
            "sigla": self.sigla,
            "con_partes": self.with_parts,
            "causa": lambda codigo: self.writer.name(self.cause(codigo)),
            "periodo": lambda periodo="": self.period(periodo).words,
            "cuando": lambda periodo="": self.period(periodo).when,
            "fecha": day_words,
            "ref": self.writer.reference,
            "enumera": self.writer.listed,
            "cuenta": self.count,
            "cuantas": self.how_many,
            "tareas_con_causa": self.tasks_with_cause,
            "cita": self.quote,
        }

    def figure(self, *place: str) -> Figure:
        return self.book[_id(place)]

    def number(self, *cifra: str, unidad: bool = True) -> object:
        figure = self.figure(*cifra)
        text = with_unit(figure.rounded, figure.unit) if unidad else number_es(figure.rounded)
        return self.writer.number(Said(text, figure.published, figure, figure.rule))

    def with_parts(self, cifra: str, informada: str) -> object:
        """What a figure would be if who reported another counted with the mean of its parts: no figure of the Book."""
        figure, value = self.book[cifra], with_mean_of_parts(self.book, cifra, informada)
        printed = round_half_up(value, figure.decimals)
        rule = f"«{cifra}» si en lugar de «{informada}» contara el promedio de sus partes."
        return self.writer.number(Said(with_unit(printed, figure.unit), plain_text(printed), rule=rule))

    def in_words(self, *cifra: str) -> object:
        """An amount of bolivianos in words."""
        figure = self.figure(*cifra)
        if figure.unit != "Bs":
            raise UsageError(f"«letras» escribe importes en bolivianos, y «{figure.id}» no lo es. Use «cifra».")
        return self.writer.number(Said(words_of(figure), figure.published, figure, figure.rule, IN_WORDS))

    def magnitude(self, *cifra: str) -> object:
        """A figure without its sign, where the sentence says which way it goes: `faltan Bs 50,00`."""
        figure = self.figure(*cifra)
        text = with_unit(abs(figure.rounded), figure.unit)
        return self.writer.number(Said(text, figure.published, figure, figure.rule, MAGNITUDE))

    def light(self, *cifra: str) -> object:
        return self.writer.light(_graded(self.figure(*cifra)))

    def rating(self, *cifra: str) -> str:
        return self.writer.name(_word(self.figure(*cifra), "rating"))

    def performance(self, *cifra: str) -> str:
        return self.writer.name(_word(self.figure(*cifra), "performance"))

    def compare(self, cifra: str, otra: str) -> int:
        """−1, 0 or 1: how two figures compare as printed."""
        left, right = self.book[cifra].rounded, self.book[otra].rounded
        return (left > right) - (left < right)

    def change(self, cifra: str, anterior: str = "") -> object:
        """`subió 2,31 puntos`: between two figures as printed, so that the three numbers always tie.

        Without the second figure it is the same one a quarter earlier. Where the Book has that change as a figure, the
        number is that figure.
        """
        now = self.book[cifra]
        before = self.book[anterior or _quarter_before(now)]
        if now.unit != before.unit:
            raise UsageError(f"«{now.id}» y «{before.id}» no se miden en lo mismo: no hay cambio que decir.")
        difference = now.rounded - before.rounded
        if not difference:
            return "no cambió"
        unit = "puntos" if now.unit == "%" else now.unit
        text, own = with_unit(abs(difference), unit), self._own_change(now, before)
        rule = f"Diferencia entre lo impreso: «{now.id}» menos «{before.id}»."
        said = (
            Said(text, own.published, own, own.rule, MAGNITUDE)
            if own
            else Said(text, plain_text(abs(difference)), rule=rule)
        )
        return self.writer.phrase("subió" if difference > 0 else "bajó", self.writer.number(said))

    def _own_change(self, now: Figure, before: Figure) -> Figure | None:
        """The Book's figure of the change between two figures."""
        kept = self.book.get(now.indicator + CHANGE, now.period, now.level, now.code)
        is_of_both = kept is not None and {part.figure for part in kept.operands} == {now.id, before.id}
        return kept if is_of_both and exact(kept.rounded) == exact(now.rounded) - exact(before.rounded) else None

    def sigla(self, nivel: str, codigo: str) -> str:
        node = self.book.node(nivel, codigo)
        return self.writer.name((node.sigla if node else "") or name_of(self.book, nivel, codigo))

    def quote(self, texto: str) -> str:
        """Words of others: the number of a norm, a name as a document writes it."""
        return self.writer.quoted(str(texto))

    def cause(self, codigo: str) -> str:
        """What the institution calls a cause of deviation."""
        known = {cause["codigo"]: cause["descripcion"] for cause in self.book.identity.get("causas", ())}
        if codigo not in known:
            raise UsageError(f"La entidad no declara la causa «{codigo}». {nearest(codigo, known)}")
        return known[codigo]

    def tasks_with_cause(self, codigo: str) -> object:
        """How many tasks of the run's period their units explained by a cause."""
        words = self.cause(codigo)
        tasks = [row for row in told_causes(self.book) if row["causa_codigo"] == codigo]
        return self.writer.number(count_said(len(tasks), f"Recuento de las tareas con la causa «{words}»."))

    def period(self, periodo: str = "") -> Period:
        return Period.parse(str(periodo or self.book.period))

    def count(self, lista: Sequence[object]) -> object:
        """How many things a list has."""
        return self.writer.number(count_said(len(lista), COUNTED))

    def how_many(self, indicador: str, periodo: str, nivel: str, *calificaciones: str, desde: str = "") -> object:
        """How many of a level have an indicator in a window; with some ratings, or of a value at least, where told.

        Those left out of the means because their form came late are not counted.
        """
        found = self.book.select(indicador, self.period(periodo), nivel)
        if not found:
            known = sorted({figure.id.rsplit("/", 1)[0] for figure in self.book if figure.level not in PLAN_LEVELS})
            raise UnknownFigure(f"{indicador}/{periodo}/{nivel}", _near(f"{indicador}/{periodo}/{nivel}", known))
        if is_of_the_plan(self.book, indicador):
            found = tuple(one for one in found if not is_late(self.book, one.level, one.code, one.period))
        kept = [one for one in found if not calificaciones or (one.grade and one.grade.rating in calificaciones)]
        least = _decimal(desde) if desde else None
        kept = [item for item in kept if least is None or item.rounded >= least]
        of = f" calificados {' o '.join(f'«{rating}»' for rating in calificaciones)}" if calificaciones else ""
        of += f" desde {number_es(least)}" if least is not None else ""
        rule = f"Recuento de los de nivel «{nivel}» con {self.book.indicator_name(indicador).lower()}{of}."
        return self.writer.number(count_said(len(kept), rule))


def count_said(number: int, rule: str) -> Said:
    """A count as a sentence says it."""
    return Said(number_es(Decimal(number)), str(number), rule=rule)


def words_of(figure: Figure) -> str:
    """A figure of money in words, with its cents as printed."""
    return money_words(round_half_up(exact(figure.rounded), 2))


def day_words(dia: str) -> str:
    """`2024-06-30` in words."""
    try:
        return date_es(date.fromisoformat(str(dia)))
    except ValueError as problem:
        raise UsageError(f"«{dia}» no es una fecha. Se escribe año-mes-día: 2024-06-30.") from problem


def check_call(
    name: str, function: Callable[..., object], given: Sequence[object], named: Mapping[str, object]
) -> None:
    """Refuse a call that gives too few things, too many, or under other names.

    Raises
    ------
    UsageError
    """
    try:
        inspect.signature(function).bind(*given, **named)
    except TypeError as problem:
        raise UsageError(f"«{name}» no se usa así. Se escribe {usage(name, function)}.") from problem


def usage(name: str, function: Callable[..., object]) -> str:
    """How a function is called, as its own parameters say."""
    parts = []
    for item in inspect.signature(function).parameters.values():
        if item.kind is item.VAR_POSITIONAL:
            parts.append(f'"{item.name}"' + ("" if len(parts) == 0 else ", …"))
        elif item.kind is item.POSITIONAL_OR_KEYWORD and item.default is item.empty:
            parts.append(f'"{item.name}"')
    return f"{name}({', '.join(parts)})"


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as problem:
        raise UsageError(f'«{text}» no es un número. Se escribe con punto decimal: desde="99.5".') from problem


def _id(place: Sequence[str]) -> str:
    """A figure's id, given whole or as its four parts."""
    if len(place) == 1:
        return str(place[0])
    if len(place) == 4:
        return figure_id(*place)
    raise UsageError("Una cifra se pide con su id, o con indicador, periodo, nivel y código.")


def _quarter_before(figure: Figure) -> str:
    before = figure.period.previous_quarter() if figure.period.is_quarter else None
    if before is None:
        raise UsageError(
            f"«{figure.id}» no tiene un trimestre anterior en su gestión: diga con qué cifra se compara, como en "
            'cambio("…", "…").'
        )
    return figure_id(figure.indicator, before, figure.level, figure.code)


def _graded(figure: Figure) -> Figure:
    if figure.grade is None:
        raise UsageError(f"El método no califica «{figure.id}». El texto no puede nombrar su grado.")
    return figure


def _word(figure: Figure, part: str) -> str:
    """One of the words of a grade.

    Raises
    ------
    UsageError
        Where the method has none.
    """
    word = getattr(_graded(figure).grade, part)
    if not word:
        raise UsageError(f"El método no da esa palabra del grado de «{figure.id}». El texto no puede nombrarla.")
    return word


def _near(wanted: str, known: Sequence[str]) -> list[str]:
    from rapidfuzz import process

    return [found for found, _, _ in process.extract(wanted, known, limit=3, score_cutoff=60)]
