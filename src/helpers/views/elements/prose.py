"""Paragraphs whose numbers all come from the Book: the notebooks' sentences, drafted texts and the planner's own text.

A template is Spanish text in light Markdown, with `{{ cifra("avance_fisico", "2024-T2", "entidad", "MRE") }}` for each
number. Inserted values are replaced by tokens while Markdown runs, because a name may contain asterisks or brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import mistune
from jinja2 import StrictUndefined, Template, TemplateError, Undefined, nodes, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from helpers.base.display import list_es
from helpers.base.errors import UsageError
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.settings.params import SECTION_ID
from helpers.texts.sentences.text_templates import PlannerTemplate, first_problems
from helpers.texts.sentences.vocabulary import Said, Vocabulary
from helpers.views.elements.cells import Number, chip
from helpers.views.elements.safe_markdown import block_html, rendered

# Private-use characters: our texts do not contain them, and Markdown keeps them unchanged except in a link's address.
OPEN, CLOSE = "\ue000", "\ue001"
OPEN_IN_ADDRESS = "%EE%80%80"
TOKEN = re.compile(f"{OPEN}(\\d+){CLOSE}")
ALLOWED_DIGITS = re.compile(r"^\s*\d+[.)]\s|\d+\.?[ºª]", re.MULTILINE)
"""Digits that a template may type because they are not figures: list numbers and ordinals."""

PIECES = "_piezas"
"""Hidden name under which a template finds the values that it has printed."""
KINDS = {"cuadro": "cuadro", "grafico": "gráfico"}
"""What the beginning of an id says that it is."""


@dataclass(frozen=True)
class Paragraph:
    """Text that is already HTML."""

    html: str

    def _repr_html_(self) -> str:
        return self.html

    @property
    def within_line(self) -> Markup:
        """The HTML without the tag of its only paragraph, to stand within a line."""
        return Markup(self.html.removeprefix("<p>").removesuffix("</p>"))


def bullets(items: Iterable[str], above: str = "", below: Iterable[str] = ()) -> Paragraph | None:
    """Return items as an HTML list, below a line and above others, if given; None without items. Text is escaped."""
    listed = Markup("").join(map(Markup("<li>{}</li>").format, items))
    before, *after = (Markup("<p>{}</p>").format(line) if line else Markup("") for line in (above, *below))
    return Paragraph(Markup("{}<ul>{}</ul>{}").format(before, listed, Markup("").join(after))) if listed else None


def paragraph(book: Book, template: str, known: Mapping[str, object] | None = None, /, **context: object) -> Paragraph:
    """Render a Spanish template with figures of the Book as HTML paragraphs; nothing to say gives an empty one.

    Parameters
    ----------
    template : str
        Jinja in light Markdown, without typed digits except in ordinals and list numbers. It can call the functions of
        `Vocabulary`.
    known : Mapping or None
        Values that the template may name (a notebook's variables); functions and `context` come before them.
    **context : object
        Values that the template names: texts, pieces of HTML, lists to count or go through.

    Raises
    ------
    UnknownFigure
        If the template asks for a figure that the Book does not have.
    UsageError
        If the template types a number, prints a number or list of the context, puts a value into a link's address, uses
        an undefined name or has a syntax error.
    """
    pieces = _Pieces()
    functions = Vocabulary(book, HtmlWriter()).functions()
    try:
        read = _read(template)
        _refuse_digits(read.typed, template)
        text = read.compiled.render({**(known or {}), **functions, **context, PIECES: pieces})
    except TemplateError as problem:
        raise UsageError(f"El texto «{_beginning(template)}» no se puede componer: {problem}") from problem
    html = rendered(mistune.create_markdown(escape=True), text)
    return Paragraph(pieces.put_back(html, _beginning(template)).strip())


def planner_text(
    book: Book, markdown: str, *, file: str = "texto", names: Mapping[str, str] | None = None
) -> Paragraph:
    """Render the planner's own Markdown, with its figures taken from the Book and without scripts, styles or pictures.

    Parameters
    ----------
    file : str
        File that contains the text, for messages.
    names : Mapping[str, str] or None
        Words that stand for periods and codes, such as `acumulado`.

    Raises
    ------
    UsageError
        One error that lists every problem with its line, unknown figures included.
    """
    pieces = _Pieces()
    template = PlannerTemplate(book, HtmlWriter(), pieces.keep)
    text = template.render(without_tokens(markdown), names or {})
    if template.problems:
        raise first_problems(template.problems, file)
    return Paragraph(pieces.put_back(block_html(text), file))


def without_tokens(text: str) -> str:
    """Return a text without the private-use characters that delimit tokens, so that nobody can forge one."""
    return text.replace(OPEN, "").replace(CLOSE, "")


@dataclass(frozen=True)
class _Template:
    """A template, read.

    Attributes
    ----------
    typed : tuple of str
        The texts and constants that it prints by itself, without asking the Book.
    """

    compiled: Template
    typed: tuple[str, ...]


@cache
def _read(template: str) -> _Template:
    """Read a template, once per process: it takes longer than composing its text; TemplateError if it has faults."""
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=_keep)
    tree = environment.parse(template)
    return _Template(environment.from_string(tree), tuple(_typed(tree)))


@pass_context
def _keep(context: Context, value: object) -> str:
    """Keep a printed value among the pieces of its text and return its token.

    Without a context, Jinja would fold constants, which would arrive here as text.
    """
    pieces: _Pieces = context[PIECES]
    return pieces.keep(value)


def _refuse_digits(printed: Iterable[str], template: str) -> None:
    """Raise UsageError for the first number that a template types, except `ALLOWED_DIGITS`."""
    for typed in printed:
        digits = re.search(r"\S*\d\S*", ALLOWED_DIGITS.sub(" ", typed))
        if digits:
            raise UsageError(
                f"El texto «{_beginning(template)}» escribe «{digits.group()}»: las cifras se piden al libro "
                'con {{ cifra(…) }}; el número de una norma o de una acción se pone con {{ cita("…") }}.'
            )


def _typed(tree: nodes.Template) -> Iterator[str]:
    """The text and constants that a template prints by itself, without asking the Book."""
    for output in tree.find_all(nodes.Output):
        for child in output.nodes:
            if isinstance(child, nodes.TemplateData):
                yield child.data
            elif isinstance(child, nodes.Const):
                yield str(child.value)


def _beginning(template: str) -> str:
    """A text on one line, cut to 50 characters."""
    line = " ".join(template.split())
    return line if len(line) <= 50 else line[:49] + "…"


def reference(target: str) -> Markup:
    """Return a link to a section, table or chart by its id (`sec-…`).

    The page writes its number into it; a notebook, which has no numbers, says what it is and names the section.
    """
    kind = KINDS.get(target.partition("-")[0], target)
    words = f"sección «{target.removeprefix(SECTION_ID)}»" if target.startswith(SECTION_ID) else kind
    return Markup('<a class="ref" href="#{}">{}</a>').format(target, words)


class HtmlWriter:
    """Writes the values of a template as HTML with the ids of their figures."""

    def number(self, said: Said) -> Number:
        """Return a number that prints as HTML with the id of its figure, if it has one."""
        return Number(said.text, said.value, said.figure.id if said.figure else "", said.rule, said.form)

    def name(self, text: str) -> str:
        """Return a name unchanged; the template escapes it."""
        return text

    def quoted(self, text: str) -> str:
        """Return a quotation unchanged; the template escapes it."""
        return text

    def light(self, figure: Figure) -> object:
        """Return the traffic light of a figure; `s/c` if the method gives it no grade."""
        return chip(figure)

    def reference(self, target: str) -> Markup:
        """Return a link to a section, table or chart by its id; the page writes its number into it."""
        return reference(target)

    def listed(self, items: Sequence[object]) -> Markup:
        """Join the items as a Spanish list (`a, b y c`), each escaped unless it is HTML already."""
        return Markup(list_es([str(escape(item)) for item in items]))

    def phrase(self, words: str, number: object) -> Markup:
        """Return words and a number, joined by a blank."""
        return Markup("{} {}").format(words, number)


@dataclass
class _Pieces:
    """The values inserted so far; the text holds a token for each of them."""

    inserted: list[Markup] = field(default_factory=list)

    def keep(self, value: object) -> str:
        """Store a value as HTML and return the token that replaces it; UsageError for a bare number or a list."""
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
        """Replace tokens, including tokens inside values (a `{% set %}` block is a value that contains values).

        Raises
        ------
        UsageError
            If a token is in a link's address.
        """
        while TOKEN.search(html):
            html = TOKEN.sub(lambda token: self.inserted[int(token[1])], html)
        if OPEN_IN_ADDRESS in html:
            raise UsageError(f"El texto «{where}» pone un valor en la dirección de un enlace.")
        return html
