"""The Book (libro): every figure of a run, computed once, exact, saved and read.

Views only read it. Besides the figures it carries the structure, the descriptive tables as received, the parameters
and the method, so that a saved Book can be shown without its inputs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, cached_property, partial

from helpers.base.errors import UnknownFigure
from helpers.base.exact import exact, rounded
from helpers.base.periods import Period
from helpers.base.python_extras import PlainData, first_by_key, grouped
from helpers.figures.figure import AS_PRINTED, TERMS, Figure, Operand, figure_id, split_grade, split_id
from helpers.figures.figure_names import GRADE_WORDS, LEVEL_WORDS, name_of_indicator
from helpers.figures.printed_tables import PrintedTable, PrintedValue
from helpers.figures.records import Node, SourceCell
from helpers.figures.series import Series

MOST, LEAST_LIKE = 3, 60
"""How many ids a message on an unknown one proposes, and their least similarity (0 to 100, `rapidfuzz`)."""


@dataclass(frozen=True)
class Book:
    """Every figure of a run.

    Attributes
    ----------
    institution : str
        Folder name of the institution (`mre`).
    period : Period
        The period of the report.
    figures : Mapping[str, Figure]
        By id, in the order in which they were computed.
    nodes : tuple of Node
        The structure, in its own order.
    listings : Mapping[str, tuple[Mapping[str, str], ...]]
        Descriptive tables as received (`acciones`…) and those that scoring makes (`situaciones`…), each value as text.
    identity, params, method : Mapping
        `entidad.yaml`, the run's parameters and the method, as plain data.
    inputs : Mapping[str, str]
        SHA-256 of every input file, by its path from the root.
    series : Mapping[str, Series]
        Monthly programme and execution of each task, by `Series.id`; figures of tasks refer to them.
    printed : tuple of PrintedTable
        The declared printed tables, with the verdicts of their rules.
    """

    institution: str
    period: Period
    figures: Mapping[str, Figure]
    nodes: tuple[Node, ...]
    listings: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    identity: PlainData = field(default_factory=dict)
    params: PlainData = field(default_factory=dict)
    method: PlainData = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    series: Mapping[str, Series] = field(default_factory=dict)
    printed: tuple[PrintedTable, ...] = ()

    def __getitem__(self, figure: str) -> Figure:
        """Return the figure with an id.

        Raises
        ------
        UnknownFigure
            With similar ids, and with the reason where node and indicator exist.
        """
        try:
            return self.figures[figure]
        except KeyError:
            raise UnknownFigure(figure, nearest_ids(figure, self.figures), self._without(figure)) from None

    def _without(self, figure: str) -> str:
        """A sentence that says which node lacks the figure, where both the node and the indicator exist; else empty."""
        try:
            indicator, period, level, code = split_id(figure)
        except ValueError:
            return ""
        node = self.node(level, code)
        if node is None or not self.all_of(indicator):
            return ""
        return f"«{node.name}» no tiene «{self.indicator_name(indicator)}» en {period}."

    def __iter__(self) -> Iterator[Figure]:
        """Yield the figures (not their ids), in the order in which they were computed."""
        return iter(self.figures.values())

    def __len__(self) -> int:
        """Return the number of figures."""
        return len(self.figures)

    def get(self, indicator: str, period: Period | str, level: str, code: str) -> Figure | None:
        """Return a figure by the parts of its id, or None where the run has no such figure."""
        return self.figures.get(figure_id(indicator, period, level, code))

    def select(self, indicator: str, period: Period | str, level: str) -> tuple[Figure, ...]:
        """Return the figures of an indicator, window and level, in the order of computation; empty if it has none."""
        return self.by_place.get((indicator, str(period), level), ())

    def all_of(self, indicator: str) -> tuple[Figure, ...]:
        """Return every figure of an indicator, of all levels and windows, in the order of computation; may be empty."""
        return tuple(figure for figure in self if figure.indicator == indicator)

    def operands(self, figure: Figure) -> tuple[Figure, ...]:
        """Return the figures that a figure was computed from, each once, without the figures that serve as weights.

        Raises
        ------
        UnknownFigure
            Where the Book lacks one of them.
        """
        return tuple(self[part] for part in dict.fromkeys(operand.figure for operand in figure.operands) if part)

    def weights(self, figure: Figure) -> tuple[Figure, ...]:
        """Return the figures that serve as weights of a figure's operands, each once; raise as `operands` does."""
        return tuple(self[weight] for weight in dict.fromkeys(operand.weight for operand in figure.operands) if weight)

    def cells_of(self, figure: Figure) -> tuple[SourceCell, ...]:
        """Return the cells that a figure itself reads or counts; for a task, those of its window; else empty."""
        years = (self.series[operand.series] for operand in figure.operands if operand.series)
        return (*figure.sources, *(cell for year in years for _, _, cell in year.cells(figure.period)))

    def nodes_at(self, level: str, under: tuple[str, str] | None = None) -> tuple[Node, ...]:
        """Return the nodes of a level in the structure's order.

        Parameters
        ----------
        level : str
        under : tuple of str, optional
            Key (level, code) of a node; only nodes below it are returned.
        """
        at_level = (node for node in self.nodes if node.level == level)
        return tuple(node for node in at_level if under is None or under in self.ancestors(node))

    def node(self, level: str, code: str) -> Node | None:
        """Return the node with a level and code, or None."""
        return self._nodes_by_key.get((level, code))

    def ancestors(self, node: Node) -> tuple[tuple[str, str], ...]:
        """Return the keys (level, code) of the nodes above a node, nearest first."""
        above: list[tuple[str, str]] = []
        current: Node | None = node
        while current is not None and current.parent is not None:
            above.append(current.parent)
            current = self._nodes_by_key.get(current.parent)
        return tuple(above)

    def listing(self, table: str) -> tuple[Mapping[str, str], ...]:
        """Return one of the `listings` by its name; empty where the Book has none of that name."""
        return self.listings.get(table, ())

    @cached_property
    def indicator_name(self) -> Callable[[str], str]:
        """An indicator's Spanish name (`figure_names.name_of_indicator`), worked out once."""
        return cache(partial(name_of_indicator, defined=self.method.get("indicadores", {})))

    @cached_property
    def printed_values(self) -> Mapping[str, PrintedValue]:
        """The numbers of the printed tables by cell (`data/…/almacenes.csv#C7`); of a cell in two tables, the first."""
        return first_by_key((str(value.cell), value) for table in self.printed for value in table.cells())

    def figure_words(self, figure: str) -> str:
        """Return the id of a figure or grade in Spanish words: `Avance físico · ACP 6 · abril de 2024`.

        The figure need not exist. A node that has a name appears by it; anything else by level and code.

        Raises
        ------
        ValueError
            For a text that is not a figure's id.
        UsageError
            Where the id's period does not exist.
        """
        figure, column = split_grade(figure)
        indicator, period, level, code = split_id(figure)
        node = self.node(level, code)
        whose = node.name if node and node.name not in ("", code) else f"{LEVEL_WORDS.get(level, level)} {code}"
        graded = f" · {GRADE_WORDS[column]}" if column else ""
        return f"{self.indicator_name(indicator)} · {whose} · {Period.parse(period).words}{graded}"

    def behind(self, *figures: Figure, weights: bool = False) -> tuple[Figure, ...]:
        """Return figures and all they are computed from, each once (`weights` adds weights); raise as `operands`."""
        seen: dict[str, Figure] = {}
        waiting = [*reversed(figures)]
        while waiting:
            current = waiting.pop()
            if current.id not in seen:
                seen[current.id] = current
                parts = [operand.figure for operand in current.operands if operand.figure]
                parts += [operand.weight for operand in current.operands if operand.weight and weights]
                waiting += [self[part] for part in reversed(parts) if part not in seen]
        return tuple(seen.values())

    def leaves(self, figure: Figure) -> tuple[SourceCell, ...]:
        """Return every input cell that a figure depends on, each once, in the order of the calculation."""
        every = self.behind(figure, weights=True)
        return tuple(dict.fromkeys(cell for one in every for cell in self.cells_of(one)))

    def value_of(self, operand: Operand) -> Fraction | None:
        """Return the value with which an operand enters its operation.

        Returns
        -------
        Fraction or None
            By role: one of `TERMS` takes the numerator or denominator of the operand's figure (may be None), one of
            `AS_PRINTED` its rounded value, any other role `handed_on`. A constant has its value; a task's series None.

        Raises
        ------
        UnknownFigure
            Where the Book lacks the operand's figure.
        """
        if not operand.figure:
            return operand.constant
        if operand.role in TERMS:
            part = self[operand.figure]
            return part.numerator if operand.role == TERMS[0] else part.denominator
        if operand.role in AS_PRINTED:
            return exact(self[operand.figure].rounded)
        return self.handed_on(operand.figure)

    def handed_on(self, figure: str) -> Fraction:
        """Return the value that a figure passes on to later operations; raise as `operands` does.

        Returns
        -------
        Fraction
            Rounded half up to the figure's decimals where the method rounds every level, else exact.
        """
        part = self[figure]
        return rounded(part.value, part.decimals) if self.rounds_every_level else part.value

    def rule_of(self, indicator: str, window: Period) -> PlainData:
        """Return the method's rule of an indicator in a window of that kind, as plain data; empty if it has none."""
        return self.method.get("indicadores", {}).get(indicator, {}).get("reglas", {}).get(window.kind) or {}

    @property
    def rounds_every_level(self) -> bool:
        """Whether each level uses the rounded values of the level below (`redondeo.donde: cada_nivel`)."""
        return bool(self.method.get("redondeo", {}).get("donde") == "cada_nivel")

    @cached_property
    def consolidated(self) -> tuple[str, ...]:
        """The keys of the indicators with a rule `consolidar`: values that go from units upwards. There may be none."""
        defined = self.method.get("indicadores", {}).items()
        rules = ((name, one.get("reglas", {}).values()) for name, one in defined)
        return tuple(name for name, own in rules if any(rule["regla"] == "consolidar" for rule in own))

    @cached_property
    def situations(self) -> Mapping[tuple[str, str, str], str]:
        """By window, level and code, the `Situation` (as text) that scoring settled; figures tell all others."""
        return {(row["periodo"], row["nivel"], row["codigo"]): row["situacion"] for row in self.listing("situaciones")}

    @cached_property
    def _nodes_by_key(self) -> dict[tuple[str, str], Node]:
        return {node.key: node for node in self.nodes}

    @cached_property
    def by_place(self) -> Mapping[tuple[str, str, str], tuple[Figure, ...]]:
        """The figures of each indicator, window and level, in the order in which they were computed."""
        places = grouped(self, lambda figure: (figure.indicator, figure.period.code, figure.level))
        return {place: tuple(found) for place, found in places.items()}


def nearest_ids(figure: str, figures: Mapping[str, Figure]) -> list[str]:
    """Return up to three ids of existing figures that are like an id, the most similar first; empty if none is.

    Ids that differ only in the level come first: whoever writes `unidad/EMB-02` means the post of that code.
    """
    from rapidfuzz import fuzz, process

    wanted = _without_level(figure)
    same = [name for name in figures if _without_level(name) == wanted]
    likely = process.extract(
        figure, figures.keys(), scorer=fuzz.ratio, processor=str.casefold, limit=MOST, score_cutoff=LEAST_LIKE
    )
    return list(dict.fromkeys([*same, *(name for name, _, _ in likely)]))[:MOST]


def _without_level(figure: str) -> tuple[str, ...]:
    """The parts of an id without its level; for a text that is no id, only that text."""
    match figure.split("/", 3):
        case [indicator, period, _, code]:
            return indicator, period, code
    return (figure,)
