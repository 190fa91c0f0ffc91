"""Composes the planner's text as a template with few constructions, and reports every fault with its line.

A text may request figures (`{{ cifra("…") }}`) and print a part only if a figure exists (`{% if hay("…") %}`). It
cannot loop, define names or access attributes of objects, so a text cannot run code.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment

from helpers.base.errors import PoaError, UsageError
from helpers.base.yaml_models import nearest
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.texts.sentences.call_arguments import check_call
from helpers.texts.sentences.vocabulary import Vocabulary, Writer


def ask(function: str, *given: object, **named: object) -> str:
    """Return a template call that asks the Book for something: `{{ cifra("avance_fisico/2024-T2/acp/6") }}`.

    Parameters
    ----------
    function : str
        A function of `Vocabulary`, by its name in templates.
    given, named : object
        Positional and keyword arguments, written as JSON.

    Raises
    ------
    TypeError
        For an argument that JSON cannot hold.
    """
    parts = [json.dumps(one, ensure_ascii=False) for one in given]
    parts += [f"{name}={json.dumps(one, ensure_ascii=False)}" for name, one in named.items()]
    return f"{{{{ {function}({', '.join(parts)}) }}}}"


def figure(found: Figure) -> str:
    """Return the template call that prints a figure: `{{ cifra("avance_fisico/2024-T2/acp/6") }}`."""
    return ask("cifra", found.id)


LINE = "_linea"
"""Hidden argument that carries the line of each call."""
UNSAID = "¿?"
"""Printed instead of a piece with a fault, so that composing goes on and finds further faults."""
_QUOTED = r"""(?:"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|[^"'])*?"""
"""Content between the marks; quoted text in it may contain marks (`{{ cita("{{u}}") }}`), which close nothing."""
_CHUNK, _STATEMENT = rf"\{{\{{(?:{_QUOTED}|.*?)\}}\}}", rf"\{{%(?:{_QUOTED}|.*?)%\}}|\{{#.*?#\}}"
CHUNK = re.compile(_CHUNK, re.DOTALL)
PIECE = re.compile(rf"(?P<chunk>{_CHUNK})|{_STATEMENT}", re.DOTALL)
"""Matches a call, or else a statement or comment, which print nothing."""
_STATEMENTS = re.compile(r"\{%.*%\}", re.DOTALL)
"""From the first statement of a text to the last."""
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Const, nodes.Name, nodes.Call, nodes.Keyword, nodes.List,
    nodes.Tuple, nodes.If, nodes.CondExpr, nodes.Not, nodes.And, nodes.Or, nodes.Compare, nodes.Operand, nodes.Neg,
)  # fmt: skip
_NOT_ALLOWED = 'un texto solo admite {{ cifra("…") }} y las otras funciones, y {% if hay("…") %} … {% endif %}'
_UNREADABLE = (
    "no se puede leer: revise que cada «{{» tenga su «}}», cada comilla su pareja, y cada «{% if … %}» su "
    "«{% endif %}»."
)


@dataclass(frozen=True, order=True)
class Problem:
    """A fault in a text, with its line, from 1."""

    line: int
    message: str


Finalize = Callable[[object], str]


@dataclass
class PlannerTemplate:
    """Composes planner's texts over a Book.

    Attributes
    ----------
    writer : Writer
        Writes figures, names and links in the output format.
    finalize : callable
        Turns each printed value into text.
    problems : list of Problem
        Faults found so far.
    """

    book: Book
    writer: Writer
    finalize: Finalize
    problems: list[Problem] = field(default_factory=list)

    def render(self, source: str, names: Mapping[str, str]) -> str:
        """Compose a text, and add all its faults to `problems` instead of raising them.

        Parameters
        ----------
        source : str
            The template.
        names : Mapping[str, str]
            Words that stand for periods and codes, such as `acumulado`.

        Returns
        -------
        str
            The text, with `UNSAID` in place of each piece that fails, such as an unknown figure. Empty if it has faults
            of syntax, uses what texts may not use or compares what cannot be compared, or if `problems` already has
            faults.
        """
        tree = self.look_at(source, names)
        if tree is None or self.problems:
            self._read_alone(source, names)
            return ""
        for call in tree.find_all(nodes.Call):
            call.kwargs.append(nodes.Keyword(LINE, nodes.Const(call.lineno), lineno=call.lineno))
        told = {name: self._telling(name, function) for name, function in self._functions.items()}
        try:
            return self._environment.from_string(tree, globals=told).render(dict(names))
        except TypeError:
            self._note(1, "compara cosas que no se pueden comparar: con «compara» se usan >, < o ==, y un cero.")
            return ""

    def look_at(self, source: str, names: Mapping[str, str]) -> nodes.Template | None:
        """Add to `problems` the faults that do not depend on figures: syntax, and unknown functions and names.

        Nothing is composed; parameters as in `render`. Return the text's tree; None if it cannot be parsed.
        """
        try:
            tree = self._environment.parse(source)
        except TemplateSyntaxError as problem:
            self._note(problem.lineno, _UNREADABLE)
            return None
        self.problems += _not_allowed(tree, self._functions, names)
        return tree

    @cached_property
    def _environment(self) -> SandboxedEnvironment:
        return SandboxedEnvironment(
            autoescape=False, undefined=StrictUndefined, finalize=self._printed, keep_trailing_newline=True
        )

    @cached_property
    def _functions(self) -> Mapping[str, Callable[..., object]]:
        return Vocabulary(self.book, self.writer).functions()

    def _read_alone(self, source: str, names: Mapping[str, str]) -> None:
        """Report the faults of each call of a text that cannot be composed, outside its first and last statement.

        Between them a condition may keep a call from being made.
        """
        free = _STATEMENTS.sub(lambda found: "\n" * found[0].count("\n"), source)
        for chunk in CHUNK.finditer(free):
            if chunk[0] != source.strip():
                alone = PlannerTemplate(self.book, self.writer, self.finalize)
                alone.render("\n" * free.count("\n", 0, chunk.start()) + chunk[0], names)
                # The text's first problem already reports a call that cannot be read.
                self.problems += (one for one in alone.problems if one.message != _UNREADABLE)

    def _telling(self, name: str, function: Callable[..., object]) -> Callable[..., object]:
        """Wrap a function so that an error is noted with its line and composing goes on."""

        def call(*given: object, **named: Any) -> object:
            """Call the function; if it fails or has no result, note why with its line and return `UNSAID`."""
            line = int(named.pop(LINE))
            try:
                check_call(name, function, given, named)
                return function(*given, **named)
            except PoaError as problem:
                self._note(line, str(problem))
            except ArithmeticError:
                self._note(line, f"«{name}» no tiene valor con esas cifras, como cuando se divide entre cero.")
            return UNSAID

        return call

    @pass_context
    def _printed(self, _: Context, value: object) -> str:
        """Return a value as text; note a bare number, a list or None as a fault and return `UNSAID`."""
        # Taking the context stops Jinja from folding constants, which would arrive here already as text.
        if isinstance(value, (int, float, list, tuple, type(None))):
            self._note(1, f"pone «{value}»: un número se pide con {{{{ cifra(…) }}}}, y una lista con enumera.")
            return UNSAID
        return self.finalize(value)

    def _note(self, line: int, message: str) -> None:
        self.problems.append(Problem(line, message))


def first_problems(problems: Sequence[Problem], file: str) -> UsageError:
    """Return all the faults of a text as one error, a line for each with file and line number; the caller raises it."""
    told = [f"{file}, línea {problem.line}: {problem.message}" for problem in sorted(set(problems))]
    return UsageError("\n".join(told))


def _not_allowed(tree: nodes.Template, functions: Mapping[str, object], names: Mapping[str, str]) -> Iterator[Problem]:
    """Yield the constructions that a text may not use, and unknown functions and names."""
    called = {id(call.node) for call in tree.find_all(nodes.Call)}
    for node in _walk(tree):
        if not isinstance(node, _ALLOWED) or (isinstance(node, nodes.Call) and not isinstance(node.node, nodes.Name)):
            yield Problem(node.lineno, f"{_NOT_ALLOWED}.")
        elif isinstance(node, nodes.Name):
            known = functions if id(node) in called else names
            if node.name not in known:
                what = "la función" if id(node) in called else "el nombre"
                yield Problem(node.lineno, f"no existe {what} «{node.name}». {nearest(node.name, known)}")


def _walk(tree: nodes.Node) -> Iterator[nodes.Node]:
    """Yield the nodes below a tree's root, parents first; of a forbidden one (not in `_ALLOWED`) only itself."""
    for child in tree.iter_child_nodes():
        yield child
        if isinstance(child, _ALLOWED):
            yield from _walk(child)
