"""The planner's text as a template: few constructions, nothing reached from outside, every problem with its line.

A text may ask for figures (`{{ cifra("…") }}`) and say a thing only if there is a figure (`{% if hay("…") %}`). It may
not loop, define or reach into objects: whoever writes it writes prose, and what cannot be said cannot run either.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment

from helpers.book import Book
from helpers.errors import PoaError, UsageError
from helpers.model_errors import nearest
from helpers.sentences.vocabulary import Vocabulary, Writer, check_call

LINE = "_linea"
"""Under this name every call is told on which line it stands."""
UNSAID = "¿?"
"""What stands in place of a piece that has a problem, until all problems are told."""
_QUOTED = r"""(?:"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|[^"'])*?"""
"""What stands in a mark; what it quotes may hold marks too (`{{ cita("{{u}}") }}`), which close nothing."""
_CHUNK, _STATEMENT = rf"\{{\{{(?:{_QUOTED}|.*?)\}}\}}", rf"\{{%(?:{_QUOTED}|.*?)%\}}|\{{#.*?#\}}"
CHUNK = re.compile(_CHUNK, re.DOTALL)
PIECE = re.compile(rf"(?P<chunk>{_CHUNK})|{_STATEMENT}", re.DOTALL)
"""What asks for something, or else a statement or a comment, which print nothing."""
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Const, nodes.Name, nodes.Call, nodes.Keyword, nodes.List,
    nodes.Tuple, nodes.If, nodes.CondExpr, nodes.Not, nodes.And, nodes.Or, nodes.Compare, nodes.Operand, nodes.Neg,
)  # fmt: skip
_NOT_ALLOWED = 'un texto solo admite {{ cifra("…") }} y las otras funciones, y {% if hay("…") %} … {% endif %}'
_UNREADABLE = (
    "no se puede leer: revise que cada «{{» tenga su «}}», cada comilla su pareja, y cada «{% if … %}» su «{% endif %}»"
)


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong in a text, and on which line, from 1."""

    line: int
    message: str


Finalize = Callable[[object], str]


@dataclass
class PlannerTemplate:
    """A text of the planner's over a Book, written by a writer."""

    book: Book
    writer: Writer
    finalize: Finalize
    problems: list[Problem] = field(default_factory=list)

    def render(self, source: str, names: Mapping[str, str]) -> str:
        """The text with what it asks for in place; what is wrong stays in `problems`.

        Parameters
        ----------
        names : Mapping[str, str]
            Words that stand for periods and codes, such as `acumulado`.
        """
        environment = SandboxedEnvironment(
            autoescape=False, undefined=StrictUndefined, finalize=self._printed, keep_trailing_newline=True
        )
        functions = Vocabulary(self.book, self.writer).functions()
        try:
            tree = environment.parse(source)
        except TemplateSyntaxError as problem:
            self._note(problem.lineno, f"{_UNREADABLE}.")
            self._read_alone(environment, source, functions, names)
            return ""
        self.problems += _not_allowed(tree, functions, names)
        if self.problems:
            self._call_alone(tree, functions, names)
            return ""
        for call in tree.find_all(nodes.Call):
            call.kwargs.append(nodes.Keyword(LINE, nodes.Const(call.lineno), lineno=call.lineno))
        told = {name: self._telling(name, function) for name, function in functions.items()}
        try:
            return environment.from_string(tree, globals=told).render(dict(names))
        except TypeError:
            self._note(1, "compara cosas que no se pueden comparar: con «compara» se usan >, < o ==, y un cero.")
            return ""

    def look_at(self, source: str, names: Mapping[str, str]) -> None:
        """Note what is wrong with a text whatever the figures are: how it is written, and functions nobody knows."""
        environment = SandboxedEnvironment(autoescape=False, undefined=StrictUndefined)
        try:
            tree = environment.parse(source)
        except TemplateSyntaxError as problem:
            self._note(problem.lineno, f"{_UNREADABLE}.")
        else:
            self.problems += _not_allowed(tree, Vocabulary(self.book, self.writer).functions(), names)

    def _read_alone(
        self,
        environment: SandboxedEnvironment,
        source: str,
        functions: Mapping[str, Callable],
        names: Mapping[str, str],
    ) -> None:
        """In a text that cannot be read whole, tell what is wrong with its pieces; not with what conditions guard."""
        if "{%" in source:
            return
        for chunk in CHUNK.finditer(source):
            try:
                tree = environment.parse("\n" * source.count("\n", 0, chunk.start()) + chunk[0])
            except TemplateSyntaxError:
                continue  # told already, as the text's own first problem
            found = list(_not_allowed(tree, functions, names))
            self.problems += found
            if not found:
                self._call_alone(tree, functions, names)

    def _call_alone(
        self, tree: nodes.Template, functions: Mapping[str, Callable], names: Mapping[str, str]
    ) -> None:
        """In a text that cannot be composed, try the calls that nothing guards: all problems are told at once."""
        conditions = [one for kind in (nodes.If, nodes.CondExpr) for one in tree.find_all(kind)]
        guarded = {id(call) for one in conditions for call in one.find_all(nodes.Call)}
        for call in tree.find_all(nodes.Call):
            given = [_constant(argument, names) for argument in call.args]
            is_known = isinstance(call.node, nodes.Name) and call.node.name in functions
            is_free = id(call) not in guarded and not call.kwargs
            if is_known and is_free and _OPAQUE not in given:
                self._telling(call.node.name, functions[call.node.name])(*given, **{LINE: call.lineno})

    def _telling(self, name: str, function: Callable[..., object]) -> Callable[..., object]:
        """A function that notes its problem and its line and lets the text go on."""

        def call(*given: object, **named: object) -> object:
            line = int(named.pop(LINE))
            try:
                check_call(name, function, given, named)
                return function(*given, **named)
            except PoaError as problem:
                self._note(line, str(problem))
                return UNSAID

        return call

    @pass_context
    def _printed(self, _: Context, value: object) -> str:
        # It asks for the context so that Jinja does not fold constants, which would reach it already as text.
        if isinstance(value, (int, float, list, tuple, type(None))):
            self._note(1, f"pone «{value}»: un número se pide con {{{{ cifra(…) }}}}, y una lista con enumera.")
            return UNSAID
        return self.finalize(value)

    def _note(self, line: int, message: str) -> None:
        self.problems.append(Problem(line, message))


def first_problems(problems: Sequence[Problem], file: str) -> UsageError:
    """All problems of a text as one error that names its file and lines."""
    told = [f"{file}, línea {problem.line}: {problem.message}" for problem in sorted(set(problems))]
    return UsageError("\n".join(told))


_OPAQUE = object()


def _constant(node: nodes.Node, names: Mapping[str, str]) -> object:
    if isinstance(node, nodes.Const):
        return node.value
    if isinstance(node, nodes.Name):
        return names.get(node.name, _OPAQUE)
    return _OPAQUE


def _not_allowed(
    tree: nodes.Template, functions: Mapping[str, object], names: Mapping[str, str]
) -> Iterator[Problem]:
    """Constructions that a text may not have, and names that nobody knows."""
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
    """Every node but those within one that is not allowed: it is told once."""
    for child in tree.iter_child_nodes():
        yield child
        if isinstance(child, _ALLOWED):
            yield from _walk(child)
