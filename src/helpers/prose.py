"""Paragraphs whose every number comes from the Book: those of the notebooks, those drafted, and the planner's own.

A template is Spanish text in light Markdown, with `{{ cifra("avance_fisico", "2024-T2", "entidad", "MRE") }}`
where a number stands. What is inserted stays out of Markdown's reach: a name may hold asterisks or brackets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import mistune
from jinja2 import StrictUndefined, TemplateError, Undefined, nodes, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from helpers.book import Book
from helpers.cells import Number, chip
from helpers.display import list_es
from helpers.errors import UsageError
from helpers.safe_markdown import block_html
from helpers.sentences.templates import PlannerTemplate, first_problems
from helpers.sentences.vocabulary import Said, Vocabulary
from helpers.trace import Figure

# Private-use characters: no text of ours has them, and Markdown leaves them alone outside a link's address.
OPEN, CLOSE = "\ue000", "\ue001"
OPEN_IN_ADDRESS = "%EE%80%80"
TOKEN = re.compile(f"{OPEN}(\\d+){CLOSE}")
ALLOWED_DIGITS = re.compile(r"^\s*\d+[.)]\s|\d+\.?[ºª]", re.MULTILINE)
"""Digits that are no figures: the mark of a list, an ordinal."""


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
        Jinja in light Markdown, without digits of its own. It has the functions of `Vocabulary`.
    **context : object
        Texts, pieces and lists that it names.

    Raises
    ------
    UnknownFigure
        For a figure that the Book does not hold.
    UsageError
        For a template that types a number, names what it is not given, or cannot be read.
    """
    pieces = _Pieces()
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=pieces.keep_in_context)
    functions = Vocabulary(book, HtmlWriter()).functions()
    try:
        _refuse_digits(environment, template)
        text = environment.from_string(template, globals=functions).render(context)
    except TemplateError as problem:
        raise UsageError(f"El texto «{_beginning(template)}» no se puede componer: {problem}") from problem
    html = mistune.create_markdown(escape=True)(text)
    return Paragraph(pieces.put_back(html, _beginning(template)).strip())


def planner_text(
    book: Book, markdown: str, *, file: str = "texto", names: Mapping[str, str] | None = None, demote: int = 2
) -> Paragraph:
    """The planner's own prose: its figures asked of the Book, and without scripts, styles or pictures.

    Parameters
    ----------
    file : str
        Where it was written, for messages.
    names : Mapping[str, str] or None
        Words that stand for periods and codes, such as `acumulado`.
    demote : int
        How many levels stand above its headings.

    Raises
    ------
    UsageError
        With every figure that does not exist and everything else that is wrong, each with its line.
    """
    pieces = _Pieces()
    template = PlannerTemplate(book, HtmlWriter(), pieces.keep)
    text = template.render(without_tokens(markdown), names or {})
    if template.problems:
        raise first_problems(template.problems, file)
    return Paragraph(pieces.put_back(block_html(text, demote=demote), file))


def without_tokens(text: str) -> str:
    """A text without the characters that mark a piece's place."""
    return text.replace(OPEN, "").replace(CLOSE, "")


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


class HtmlWriter:
    """Writes what a template says as pieces of HTML that can be traced."""

    def number(self, said: Said) -> Number:
        return Number(said.text, said.value, said.figure.id if said.figure else "", said.rule, said.form)

    def name(self, text: str) -> str:
        return text

    def quoted(self, text: str) -> str:
        return text

    def light(self, figure: Figure) -> object:
        return chip(figure)

    def reference(self, target: str) -> Markup:
        return Markup('<a class="ref" href="#{}"></a>').format(target)

    def listed(self, items: Sequence[object]) -> Markup:
        return Markup(list_es([str(escape(item)) for item in items]))

    def phrase(self, words: str, number: object) -> Markup:
        return Markup("{} {}").format(words, number)


@dataclass
class _Pieces:
    """The pieces inserted so far; in the text there is a token for each."""

    inserted: list[Markup] = field(default_factory=list)

    @property
    def keep_in_context(self) -> Callable[[Context, object], str]:
        """`keep`, asking for the context so that Jinja does not fold constants, which would reach it as text."""
        return pass_context(lambda _, value: self.keep(value))

    def keep(self, value: object) -> str:
        """Put a piece aside and leave a token in its place."""
        if isinstance(value, Undefined):
            str(value)  # raises, naming what is not defined
        if hasattr(value, "__html__"):
            piece = escape(value)
        elif isinstance(value, str):
            piece = escape(without_tokens(value))
        else:
            raise UsageError(f"Un texto no puede poner «{value}»: los números se piden al libro.")
        self.inserted.append(piece)
        return f"{OPEN}{len(self.inserted) - 1}{CLOSE}"

    def put_back(self, html: str, where: str) -> str:
        """Put the pieces in their places.

        Raises
        ------
        UsageError
            Where one stands in a link's address.
        """
        restored = self._restored(html)
        if OPEN_IN_ADDRESS in restored:
            raise UsageError(f"El texto «{where}» pone un valor en la dirección de un enlace.")
        return restored

    def _restored(self, html: str) -> str:
        """With the pieces within pieces too (a `{% set %}` block is printed twice)."""
        return TOKEN.sub(lambda token: self._restored(str(self.inserted[int(token[1])])), html)
