"""The contents of a table cell or a place in a sentence: a figure, a grade, or the reason why there is none.

Each class writes its own HTML (`__html__`), so that a figure looks the same in a table and in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from markupsafe import Markup, escape

from helpers.base.display import MISSING, MISSING_WORDS, number_es, upper_first, with_unit
from helpers.base.exact import is_terminating, plain_text, round_half_up, shown_decimals, stated_number, truncate
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure, Grade
from helpers.figures.figure_names import UNDATED
from helpers.figures.replay import MEANS, PARTS_SUFFIX, why_missing
from helpers.figures.situations import SITUATION_WORDS, Situation
from helpers.texts.sentences.vocabulary import OTHER_DECIMALS

UNGRADED = "s/c"
UNGRADED_WORDS = "sin calificación"
NOT_APPLICABLE = "—"
NOT_STATED = "no consta"
NOTHING_DUE = "n/p"
SHOWN_DECIMALS = 10
"""Decimals shown of a fraction that has no end, before the ellipsis."""


@dataclass(frozen=True)
class Number:
    """A number as printed.

    Attributes
    ----------
    text : str
        The text that the reader sees, in es-BO format.
    value : str
        The same digits with a decimal point, for programs.
    figure : str
        Id of the Book's figure; empty for a number taken from a listing.
    rule : str
        How the figure was obtained; the HTML shows it as a tooltip.
    form : str
        `absoluto` if the text omits the sign because the sentence states it, `letras` if the number is spelt out,
        `otros-decimales` if it has the decimals of an earlier document instead of the figure's own.
    cell : str
        Source cell of a number from a printed table (`data/…/almacenes.csv#C7`).
    """

    text: str
    value: str
    figure: str = ""
    rule: str = ""
    form: str = ""
    cell: str = ""

    def __html__(self) -> Markup:
        """Return a `<data>` element with the text, the value, and the id, cell, form and rule that are not empty."""
        stated = {
            "value": self.value, "data-cifra": self.figure, "data-celda": self.cell, "data-forma": self.form,
            "title": self.rule,
        }  # fmt: skip
        given = [Markup(' {}="{}"').format(name, text) for name, text in stated.items() if text or name == "value"]
        return Markup("<data{}>{}</data>").format(Markup("").join(given), self.text)


@dataclass(frozen=True)
class Chip:
    """A grade or a severity, shown as a symbol and a word; the colour repeats what they say.

    Attributes
    ----------
    tone : str
        Name of the colour, also a class of the style sheet: `verde`.
    symbol, word : str
        The text, readable without colour.
    """

    tone: str
    symbol: str
    word: str

    def __html__(self) -> Markup:
        """Return the text in a `<span>` of class `semaforo` and of the tone's class."""
        tone = re.sub(r"\W+", "-", self.tone.lower())
        return Markup('<span class="semaforo {}">{}</span>').format(tone, self.text)

    @property
    def text(self) -> str:
        """The symbol and the word, as printed."""
        return f"{self.symbol} {self.word}".strip()


@dataclass(frozen=True)
class Missing:
    """A value that is not available. It prints an abbreviation, never a zero or a blank.

    Attributes
    ----------
    why : str
        Explanation in Spanish, shown as a tooltip.
    text : str
        The abbreviation that is printed, such as `s/d`.
    """

    why: str
    text: str = MISSING

    def __html__(self) -> Markup:
        """Return the abbreviation in an `<abbr>` element, with the explanation as its tooltip."""
        return Markup('<abbr class="vacio" title="{}">{}</abbr>').format(self.why, self.text)


Cell = str | Markup | Number | Chip | Missing
NOT_SAID = Missing("Sin dato en la tabla recibida.")
SHORT_WORDS = {
    Situation.NOTHING_DUE: NOTHING_DUE,
    **dict.fromkeys((Situation.BY_YEAR, Situation.NOT_FOLLOWED, Situation.UNDEFINED, Situation.LATE), NOT_APPLICABLE),
}
"""Abbreviation printed when the absence of a figure is not a lack of data; every other absence prints `s/d`."""


SERVICE_SHARES = ("produccion_cumplimiento", "produccion_cumplimiento_con_dato")
"""A service's share of its programme: of all of it, or only of the months with data. A service has one of them."""
OF_SERVICES = (*SERVICE_SHARES, "produccion_cumplimiento_con_tope", "produccion_programada_con_dato")
"""Indicators without a figure if the share of a service is in another column, or is not above 100."""

WEIGHT = "ponderacion"
"""Indicator of the weight of a task in its unit's progress: in a table of tasks, the unit of the total row has none."""


def missing_cell(book: Book, place: tuple[str, Period | str, str, str], label: str) -> Missing:
    """Return the cell for a figure that the Book does not have.

    It prints `n/p` if nothing was programmed, `—` if the figure does not apply, else `s/d`.

    Parameters
    ----------
    place : tuple
        Indicator, window, level and code of the absent figure.
    label : str
        Name of the node, for the tooltip, which states the reason.
    """
    indicator, window, level, code = place
    if indicator in OF_SERVICES and any(book.get(one, window, level, code) for one in SERVICE_SHARES):
        return Missing("Lo cumplido de lo programado está en otra columna.", NOT_APPLICABLE)
    if indicator.endswith(UNDATED) and book.get(indicator.removesuffix(UNDATED), window, level, code):
        return Missing("Todo lo que consta tiene su mes.", NOT_APPLICABLE)
    if indicator == WEIGHT and not book.select(indicator, window, level):
        return Missing("El peso es el de cada una de sus partes.", NOT_APPLICABLE)
    considered = book.get(indicator.removesuffix(PARTS_SUFFIX), window, level, code)
    if indicator.endswith(PARTS_SUFFIX) and considered is not None and considered.operation in MEANS:
        return Missing("El valor considerado ya es el promedio de sus partes.", NOT_APPLICABLE)
    if level == "grupo" and not book.select(indicator, window, level):
        return Missing("El método no lo obtiene por grupo de acciones.", NOT_APPLICABLE)
    if not _is_defined(book, indicator, Period.parse(str(window))) and not book.select(indicator, window, level):
        return Missing("El método no lo obtiene de ese periodo.", NOT_APPLICABLE)
    why = why_missing(book, *place)
    subject = f"{book.indicator_name(indicator)}, {label}, {Period.parse(str(window)).words}"
    return absent(why, f": {subject}")


def absent(why: Situation, of_what: str = "") -> Missing:
    """Return the cell of a value that is not there for a reason; `of_what` ends the explanation (`: Área Uno, …`)."""
    return Missing(f"{upper_first(SITUATION_WORDS[why])}{of_what}.", SHORT_WORDS.get(why, MISSING))


def _is_defined(book: Book, indicator: str, window: Period) -> bool:
    """Tell whether the method has a rule for an indicator in a window; true of indicators without any rule."""
    rules = book.method.get("indicadores", {}).get(indicator, {}).get("reglas")
    rule = rules.get(window.kind) if rules else None
    return not rules or (rule is not None and (window.since_january or not rule["desde_enero"]))


def number(figure: Figure, *, unit: bool = False) -> Number:
    """Return a figure's published number: rounded, in es-BO format, followed by its unit if `unit` is true.

    `value` has the same digits with a decimal point.
    """
    text = with_unit(figure.rounded, figure.unit) if unit else number_es(figure.rounded)
    return Number(text, figure.published, figure.id, figure.rule)


def number_at(figure: Figure, decimals: int) -> Number:
    """Return a figure with the number of decimals of an earlier document.

    Returns
    -------
    Number
        The text is the exact value rounded half up; `value` keeps the digits that this report publishes. If the
        decimals differ from the figure's own, `form` is `otros-decimales`.
    """
    if decimals == figure.decimals:
        return number(figure)
    text = number_es(round_half_up(figure.value, decimals))
    return Number(text, figure.published, figure.id, figure.rule, OTHER_DECIMALS)


def counted(number: int, rule: str = "") -> Number:
    """Return a count of list items as a `Number` without an id, since it is no figure of the Book."""
    return Number(number_es(number), str(number), rule=rule)


def written(text: str, unit: str = "") -> Number:
    """Return a number that a record holds as text with a decimal point, printed unrounded with its unit, if any."""
    return Number(with_unit(Decimal(text), unit), text)


def grade_chip(grade: Grade) -> Chip:
    """Return the traffic light of a grade: its symbol and its rating."""
    return Chip(grade.light, grade.symbol, grade.rating)


def chip(figure: Figure) -> Chip | Missing:
    """Return the traffic light of a figure, its symbol and rating; a `Missing`, `s/c`, if it has no grade."""
    return grade_chip(figure.grade) if figure.grade else Missing(f"El método no califica «{figure.id}».", UNGRADED)


def received(text: str, is_number: bool, *, least: int = 0) -> Cell:
    """Return a value of an input table, as received.

    Parameters
    ----------
    is_number : bool
        Whether a text that is a number (`stated_number`) is printed in es-BO format.
    least : int
        Fewest decimals of a number: 2 for an amount of money.

    Returns
    -------
    Cell
        `Missing` for a blank; the unchanged text if it is no number.
    """
    if not text.strip():
        return NOT_SAID
    if not is_number:
        return text
    value = stated_number(text)
    if value is None:
        return text
    shown = value if shown_decimals(value) >= least else Decimal(f"{value:.{least}f}")
    return Number(number_es(shown), plain_text(value))


def exact_number(value: Decimal | Fraction | int, rule: str = "") -> Number:
    """Return a number with all its decimals; of a fraction without end, `SHOWN_DECIMALS` of them and an ellipsis."""
    text = plain_text(value)
    if isinstance(value, Fraction) and not is_terminating(value):
        return Number(f"{number_es(truncate(value, SHOWN_DECIMALS))}…", text, rule=rule)
    return Number(number_es(Decimal(text)), text, rule=rule)


def breakable(text: str) -> Markup:
    """Return a path or an id as HTML that may break after each slash, for narrow columns; the text is escaped."""
    return Markup("/<wbr>").join(escape(part) for part in text.split("/"))


def legend(cells: Iterable[Cell]) -> tuple[str, ...]:
    """Return one sentence with the meaning of all known abbreviations in some cells, as paper has no tooltips.

    The tuple is empty if the cells contain none of them.
    """
    used = {cell.text for cell in cells if isinstance(cell, Missing)}
    words = [
        (MISSING, MISSING_WORDS), (NOTHING_DUE, "nada programado"), (UNGRADED, UNGRADED_WORDS),
        (NOT_APPLICABLE, "no corresponde"),
    ]  # fmt: skip
    spelt = [f"{short}: {long}" for short, long in words if short in used]
    return ("; ".join(spelt) + ".",) if spelt else ()
