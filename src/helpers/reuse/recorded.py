"""A run that answers as it does, and has noted down what it was asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from helpers.book import Book
from helpers.compute import Computed
from helpers.reuse.questions import ANSWER, FIGURE, QUESTIONS, packed
from helpers.trace import Figure, figure_id

if TYPE_CHECKING:
    from helpers.entidad import Entidad
    from helpers.findings import Finding, Reconciled
    from helpers.methods import Metodo
    from helpers.params import Corrida
    from helpers.periods import Period
    from helpers.printed_tables import PrintedValue
    from helpers.records import Node, SourceCell
    from helpers.series import Series

Asked = tuple[str, tuple]
"""A question's name and its arguments."""


class Log:
    """What was asked of a run, each question once, with its answer; nothing is digested while a section works."""

    def __init__(self, computed: Computed) -> None:
        self.computed = computed
        self.asked: dict[Asked, object] = {}
        self._told = 0

    def news(self) -> Iterator[tuple[Asked, object]]:
        """What was asked since this was last gone through, with the answers."""
        begin, self._told = self._told, len(self.asked)
        return iter(list(islice(self.asked.items(), begin, self._told)))

    def ask(self, name: str, *about: object) -> object:
        """The answer to a question, noted down."""
        key = (name, about)
        try:
            return self.asked[key]
        except KeyError:
            answer = QUESTIONS[name](self.computed, *about)
            self.asked[key] = answer
            return answer

    def answer(self, question: Callable[..., object], about: tuple) -> object:
        """The answer to a narrow question, noted down."""
        key = (ANSWER, (f"{question.__module__}:{question.__qualname__}", *about))
        if key not in self.asked:
            for one in about:
                packed(one)
            self.asked[key] = question(self.computed.book, *about)
        return self.asked[key]


class RecordedComputed(Computed):
    """A run of which it is noted down what was asked.

    Parameters
    ----------
    log : Log
        Over the run itself.
    """

    def __init__(self, log: Log) -> None:
        object.__setattr__(self, "_log", log)
        object.__setattr__(self, "book", RecordedBook(log))
        object.__setattr__(self, "dataset", log.computed.dataset)

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self._log.ask("hallazgos")

    def findings_of(self, prefix: str) -> tuple[Finding, ...]:
        return self._log.ask("hallazgos_de", prefix)

    @property
    def reconciliation(self) -> tuple[Reconciled, ...]:
        return self._log.ask("conciliacion")

    @property
    def corrida(self) -> Corrida:
        self._log.ask("campo", "params")
        return self._log.computed.corrida

    @property
    def metodo(self) -> Metodo:
        self._log.ask("campo", "method")
        return self._log.computed.metodo

    @property
    def entidad(self) -> Entidad:
        self._log.ask("campo", "identity")
        return self._log.computed.entidad


def _field(name: str) -> property:
    return property(lambda book: book._log.ask("campo", name))


class RecordedBook(Book):
    """A Book of which it is noted down what was asked.

    What a Book keeps is answered through the log; what it works out of that is inherited, and so asks the log in
    turn, but for the questions that look through much for little, which are noted whole.
    """

    institution = _field("institution")
    period = _field("period")
    printed = _field("printed")

    def __init__(self, log: Log) -> None:
        object.__setattr__(self, "_log", log)
        object.__setattr__(self, "_plain", log.computed.book)

    @cached_property
    def figures(self) -> Mapping[str, Figure]:
        return _Figures(self._log)

    @property
    def nodes(self) -> tuple[Node, ...]:
        return self._log.ask("estructura")

    @cached_property
    def listings(self) -> Mapping[str, tuple[Mapping[str, str], ...]]:
        return _Parts(self._log, "listings")

    @cached_property
    def identity(self) -> Mapping[str, object]:
        return _Parts(self._log, "identity")

    @cached_property
    def params(self) -> Mapping[str, object]:
        return _Parts(self._log, "params")

    @cached_property
    def method(self) -> Mapping[str, object]:
        return _Parts(self._log, "method")

    @cached_property
    def inputs(self) -> Mapping[str, str]:
        return _Parts(self._log, "inputs")

    @cached_property
    def series(self) -> Mapping[str, Series]:
        return _Parts(self._log, "series")

    def answer(self, question: Callable[..., object], *about: object) -> object:
        return self._log.answer(question, about)

    def get(self, indicator: str, period: Period | str, level: str, code: str) -> Figure | None:
        return self._log.ask(FIGURE, figure_id(indicator, period, level, code))

    def select(self, indicator: str, period: Period | str, level: str) -> tuple[Figure, ...]:
        ids = self._log.ask("elegidas", indicator, str(period), level)
        return tuple(self._log.ask(FIGURE, figure) for figure in ids)

    def all_of(self, indicator: str) -> tuple[Figure, ...]:
        return tuple(self._log.ask(FIGURE, figure) for figure in self._log.ask("todas", indicator))

    def node(self, level: str, code: str) -> Node | None:
        return self._log.ask("nodo", level, code)

    def nodes_at(self, level: str, under: tuple[str, str] | None = None) -> tuple[Node, ...]:
        return self._log.ask("nodos", level, *(under or ()))

    def ancestors(self, node: Node) -> tuple[tuple[str, str], ...]:
        # Two nodes may bear one key: only of the one that the key finds can it be asked again.
        if self._plain.node(*node.key) is node:
            return self._log.ask("superiores", *node.key)
        return self._plain.ancestors(node) if self.nodes else ()

    def leaves(self, figure: Figure) -> tuple[SourceCell, ...]:
        if self._plain.figures.get(figure.id) is figure:
            return self._log.ask("hojas", figure.id)
        return super().leaves(figure)

    def indicator_name(self, indicator: str) -> str:
        return self._log.ask("indicador", indicator)

    def figure_words(self, figure: str) -> str:
        return self._log.ask("en_palabras", figure)

    @cached_property
    def printed_values(self) -> Mapping[str, PrintedValue]:
        return _Parts(self._log, "printed_values")

    @property
    def _nodes_by_key(self) -> dict[tuple[str, str], Node]:
        self._log.ask("estructura")
        return self._plain._nodes_by_key

    @property
    def situations(self) -> Mapping[tuple[str, str, str], str]:
        self.listing("situaciones")
        return self._plain.situations

    @property
    def by_place(self) -> Mapping[tuple[str, str, str], tuple[Figure, ...]]:
        tuple(self)
        return self._plain.by_place


class _Figures(Mapping[str, Figure]):
    """The figures of a Book, each noted as it is taken; whoever goes through them has asked for all."""

    def __init__(self, log: Log) -> None:
        self._log = log

    def __getitem__(self, figure: str) -> Figure:
        found = self._log.ask(FIGURE, figure)
        if found is None:
            raise KeyError(figure)
        return found

    def __contains__(self, figure: object) -> bool:
        return self._log.ask(FIGURE, figure) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self._log.ask("cifras"))

    def __len__(self) -> int:
        return len(self._log.ask("cifras"))


class _Parts(Mapping):
    """A mapping of a Book, each entry noted as it is taken."""

    def __init__(self, log: Log, field: str) -> None:
        self._log = log
        self._field = field

    def __getitem__(self, key: object) -> object:
        found = self._log.ask("parte", self._field, key)
        if not found:
            raise KeyError(key)
        return found[0]

    def __iter__(self) -> Iterator:
        return iter(self._log.ask("claves", self._field))

    def __len__(self) -> int:
        return len(self._log.ask("claves", self._field))
