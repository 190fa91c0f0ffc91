"""Paragraphs whose every number comes from the Book, and the planner's own text made safe to print.

A template is Spanish text in light Markdown, with `{{ cifra("avance_fisico", "2024-T2", "entidad", "MRE") }}`
where a number stands. What is inserted stays out of Markdown's reach: a name may hold asterisks or brackets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import mistune
import nh3
from jinja2 import StrictUndefined, TemplateError, Undefined, nodes, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from helpers.book import Book
from helpers.cells import Chip, Missing, Number, chip, grade_word, number
from helpers.display import date_es, list_es, number_es
from helpers.errors import UsageError
from helpers.periods import Period
from helpers.subjects import name_of
from helpers.trace import Figure, figure_id

# Private-use characters: no text of ours has them, and Markdown leaves them alone outside a link's address.
OPEN, CLOSE = "\ue000", "\ue001"
OPEN_IN_ADDRESS = "%EE%80%80"
TOKEN = re.compile(f"{OPEN}(\\d+){CLOSE}")
ALLOWED_DIGITS = re.compile(r"^\s*\d+[.)]\s|\d+\.?[ºª]", re.MULTILINE)
"""Digits that are no figures: the mark of a list, an ordinal."""

PLANNER_TAGS = {
    "p", "br", "hr", "strong", "b", "em", "i", "sub", "sup", "code", "blockquote", "ul", "ol", "li", "a",
    "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
PLANNER_ADDRESSES = {"http", "https", "mailto"}
LOWEST_HEADING = 6


@dataclass(frozen=True)
class Paragraph:
    """Text ready to be shown, as HTML."""

    html: str

    def _repr_html_(self) -> str:
        return self.html


def paragraph(book: Book, template: str, **context: object) -> Paragraph:
    """Write a text from figures.

    Parameters
    ----------
    template : str
        Jinja in light Markdown, without digits of its own. It has `cifra`, `valor`, `grado`, `calificacion`,
        `desempeno`, `hay`, `compara`, `nombre`, `sigla`, `periodo`, `fecha`, `ref`, `enumera`, `cuenta` and
        `cita`.
    **context : object
        Texts, pieces and lists that it names.

    Raises
    ------
    UnknownFigure
        For a figure that the Book does not hold.
    UsageError
        For a template that types a number, names what it is not given, or cannot be read.
    """
    composer = _Composer(book)
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=composer.keep)
    try:
        _refuse_digits(environment, template)
        text = environment.from_string(template, globals=composer.vocabulary()).render(context)
    except TemplateError as problem:
        raise UsageError(f"El texto «{_beginning(template)}» no se puede componer: {problem}") from problem
    html = composer.restore(mistune.create_markdown(escape=True)(text))
    if OPEN_IN_ADDRESS in html:
        raise UsageError(f"El texto «{_beginning(template)}» pone un valor en la dirección de un enlace.")
    return Paragraph(html.strip())


def planner_text(markdown: str, *, demote: int = 2) -> Paragraph:
    """The planner's own prose, without scripts, styles or pictures.

    Parameters
    ----------
    demote : int
        How many levels stand above its headings: the section's title and its own headings. Whether the planner
        begins with `#` or with `##`, the first level becomes the next one, and none is skipped.
    """
    tokens = mistune.create_markdown(renderer=None)(markdown)
    levels = [token["attrs"]["level"] for token in tokens if token["type"] == "heading"]
    renderer = _PlannerRenderer(demote, highest=min(levels, default=1))
    html = mistune.create_markdown(renderer=renderer, plugins=["table"])(markdown)
    safe = nh3.clean(html, tags=PLANNER_TAGS, attributes={"a": {"href"}}, url_schemes=PLANNER_ADDRESSES)
    return Paragraph(safe.strip())


def _refuse_digits(environment: SandboxedEnvironment, template: str) -> None:
    for typed in _typed(environment.parse(template)):
        digits = re.search(r"\S*\d\S*", ALLOWED_DIGITS.sub(" ", typed))
        if digits:
            raise UsageError(
                f"El texto «{_beginning(template)}» escribe «{digits.group()}»: las cifras se piden al libro "
                'con {{ cifra(…) }}; el número de una norma o de una acción se pone con {{ cita("…") }}.'
            )


def _typed(tree: nodes.Template) -> Iterator[str]:
    """What a template prints without asking anybody: its text and its constants."""
    for output in tree.find_all(nodes.Output):
        for child in output.nodes:
            if isinstance(child, nodes.TemplateData):
                yield child.data
            elif isinstance(child, nodes.Const):
                yield str(child.value)


def _beginning(template: str) -> str:
    line = " ".join(template.split())
    return line if len(line) <= 50 else line[:49] + "…"


@dataclass
class _Composer:
    """What a template can say, and the pieces it has inserted so far."""

    book: Book
    inserted: list[Markup] = field(default_factory=list)

    @pass_context
    def keep(self, _: Context, value: object) -> str:
        """Put a piece aside and leave a token in its place.

        It asks for the context so that Jinja does not fold constants, which would reach it already as text.
        """
        if isinstance(value, Undefined):
            str(value)  # raises, naming what is not defined
        if hasattr(value, "__html__"):
            piece = escape(value)
        elif isinstance(value, str):
            piece = escape(value.replace(OPEN, "").replace(CLOSE, ""))
        else:
            raise UsageError(f"Un texto no puede poner «{value}»: los números se piden al libro.")
        self.inserted.append(piece)
        return f"{OPEN}{len(self.inserted) - 1}{CLOSE}"

    def restore(self, html: str) -> str:
        """Put the pieces back, those within pieces too (a `{% set %}` block is printed twice)."""
        return TOKEN.sub(lambda token: self.restore(str(self.inserted[int(token[1])])), html)

    def vocabulary(self) -> dict[str, Callable[..., object]]:
        """The functions of a template."""
        return {
            "cifra": self.figure_number,
            "valor": self.figure_number,
            "grado": self.light,
            "calificacion": lambda *place: self.word("calificacion", *place),
            "desempeno": lambda *place: self.word("desempeno", *place),
            "hay": lambda *place: _id(place) in self.book.figures,
            "compara": self.compare,
            "nombre": lambda level, code: name_of(self.book, level, code),
            "sigla": self.sigla,
            "periodo": lambda period="": Period.parse(str(period or self.book.period)).words,
            "fecha": lambda day: date_es(date.fromisoformat(str(day))),
            "ref": lambda target: Markup('<a class="ref" href="#{}"></a>').format(target),
            "enumera": enumerate_es,
            "cuenta": count_of,
            "cita": str,
        }

    def figure(self, *place: str) -> Figure:
        return self.book[_id(place)]

    def figure_number(self, *place: str, unidad: bool = True) -> Number:
        return number(self.figure(*place), unit=unidad)

    def light(self, *place: str) -> Chip:
        found = chip(self.figure(*place))
        return found if isinstance(found, Chip) else _refuse_ungraded(found)

    def word(self, show: str, *place: str) -> str:
        found = grade_word(self.figure(*place), show)
        return found if isinstance(found, str) else _refuse_ungraded(found)

    def compare(self, first: str, second: str) -> int:
        """−1, 0 or 1: how two figures compare as printed."""
        left, right = self.book[first].rounded, self.book[second].rounded
        return (left > right) - (left < right)

    def sigla(self, level: str, code: str) -> str:
        node = self.book.node(level, code)
        return (node.sigla if node else "") or name_of(self.book, level, code)


def _id(place: Sequence[str]) -> str:
    """A figure's id, given whole or as its four parts."""
    if len(place) == 1:
        return place[0]
    if len(place) == 4:
        return figure_id(*place)
    raise UsageError("Una cifra se pide con su id, o con indicador, periodo, nivel y código.")


def _refuse_ungraded(piece: Missing) -> str:
    raise UsageError(f"{piece.why} El texto no puede nombrar su grado.")


def enumerate_es(items: Sequence[object]) -> Markup:
    """Join texts or pieces as a sentence does."""
    return Markup(list_es([str(escape(item)) for item in items]))


def count_of(items: Sequence[object]) -> Number:
    """How many things a list has, as a number."""
    return Number(number_es(len(items)), str(len(items)), rule="Recuento de los elementos de la lista.")


class _PlannerRenderer(mistune.HTMLRenderer):
    """Headings go down; a picture, which the report could not carry, leaves a word in its place."""

    def __init__(self, demote: int, highest: int = 1) -> None:
        super().__init__(escape=False)
        self.shift = demote + 1 - highest
        self.above = demote

    def heading(self, text: str, level: int, **attributes: object) -> str:
        self.above = min(level + self.shift, self.above + 1, LOWEST_HEADING)
        return super().heading(text, self.above)

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return f"<em>(imagen no incluida: {text or url})</em>"
