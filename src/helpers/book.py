"""The Book (libro): every figure of a run, computed once, exact, saved and read.

Views only read it. Besides figures it carries what they name: the structure, the descriptive tables as
received, the parameters and the method, so that a saved Book can be shown without its inputs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from helpers.errors import UnknownFigure
from helpers.exact import exact, rounded
from helpers.figure_names import (
    COLLECTED,
    GRADE_WORDS,
    LEVEL_WORDS,
    LOCAL,
    OTHER_NAMES,
    PROJECTED,
    PROJECTED_SUFFIXES,
    SUFFIXES,
    UNDATED,
)
from helpers.periods import Period
from helpers.printed_tables import PrintedTable, PrintedValue
from helpers.records import Node, SourceCell
from helpers.series import Series
from helpers.trace import AS_PRINTED, TERMS, Figure, Operand, figure_id, split_grade, split_id

if TYPE_CHECKING:
    import pandas as pd

NEAREST, LIKE = 3, 60
"""How many ids are proposed for one that does not exist, and how like it they must be, of 100."""


@dataclass(frozen=True)
class Book:
    """Every figure of a run.

    Attributes
    ----------
    institution : str
        Folder name of the institution (`mre`).
    period : Period
        What the run reports.
    figures : Mapping[str, Figure]
        By id, in the order they were computed.
    nodes : tuple of Node
        The structure, in its own order.
    listings : Mapping[str, tuple[Mapping[str, str], ...]]
        Descriptive tables as received (`acciones`, `articulacion`, …), each value as text.
    identity, params, method : Mapping
        `entidad.yaml`, the run's parameters and the method, as plain data.
    inputs : Mapping[str, str]
        SHA-256 of every input file, by its name from the root.
    series : Mapping[str, Series]
        The tasks' years that figures of tasks rest on, by id.
    printed : tuple of PrintedTable
        The declared printed tables, with what their rules found.
    """

    institution: str
    period: Period
    figures: Mapping[str, Figure]
    nodes: tuple[Node, ...]
    listings: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    identity: Mapping[str, object] = field(default_factory=dict)
    params: Mapping[str, object] = field(default_factory=dict)
    method: Mapping[str, object] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    series: Mapping[str, Series] = field(default_factory=dict)
    printed: tuple[PrintedTable, ...] = ()

    def __getitem__(self, figure: str) -> Figure:
        """The figure of an id.

        Raises
        ------
        UnknownFigure
            Naming the nearest ids that exist.
        """
        try:
            return self.figures[figure]
        except KeyError:
            raise UnknownFigure(figure, self._nearest(figure), self._without(figure)) from None

    def _nearest(self, figure: str) -> list[str]:
        """The ids most like one that does not exist."""
        from rapidfuzz import fuzz, process

        likely = process.extract(
            figure, self.figures.keys(), scorer=fuzz.ratio, processor=str.casefold, limit=NEAREST, score_cutoff=LIKE
        )
        return [found for found, _, _ in likely]

    def _without(self, figure: str) -> str:
        """Who has no such figure, where the id names somebody that exists and an indicator that others have."""
        try:
            indicator, period, level, code = split_id(figure)
        except ValueError:
            return ""
        node = self.node(level, code)
        is_known = any(other.indicator == indicator for other in self.figures.values())
        if node is None or not is_known:
            return ""
        return f"«{node.name}» no tiene «{self.indicator_name(indicator)}» en {period}: no hay dato con que calcularlo."

    def __iter__(self) -> Iterator[Figure]:
        return iter(self.figures.values())

    def __len__(self) -> int:
        return len(self.figures)

    def get(self, indicator: str, period: Period | str, level: str, code: str) -> Figure | None:
        """The figure, or None where the run has none."""
        return self.figures.get(figure_id(indicator, period, level, code))

    def select(self, indicator: str, period: Period | str, level: str) -> tuple[Figure, ...]:
        """The figures of an indicator, window and level, in the order they were computed."""
        return self.by_place.get((indicator, str(period), level), ())

    def all_of(self, indicator: str) -> tuple[Figure, ...]:
        """Every figure of an indicator, whoever's and in any window, in the order they were computed."""
        return tuple(figure for figure in self if figure.indicator == indicator)

    def operands(self, figure: Figure) -> tuple[Figure, ...]:
        """The figures that a figure was computed from, each once; not those that weigh them."""
        return tuple(self[part] for part in dict.fromkeys(operand.figure for operand in figure.operands) if part)

    def weights(self, figure: Figure) -> tuple[Figure, ...]:
        """The figures that weigh a figure's operands, each once."""
        return tuple(self[weight] for weight in dict.fromkeys(operand.weight for operand in figure.operands) if weight)

    def cells_of(self, figure: Figure) -> tuple[SourceCell, ...]:
        """The cells that a figure itself was read from: its own, or those of its task's year in its window."""
        years = (self.series[operand.series] for operand in figure.operands if operand.series)
        return (*figure.sources, *(cell for year in years for _, _, cell in year.cells(figure.period)))

    def nodes_at(self, level: str, under: tuple[str, str] | None = None) -> tuple[Node, ...]:
        """Nodes of a level in order; only those below a node where `under` is its key."""
        found = (node for node in self.nodes if node.level == level)
        return tuple(node for node in found if under is None or under in self.ancestors(node))

    def node(self, level: str, code: str) -> Node | None:
        """The node of a key, or None."""
        return self._nodes_by_key.get((level, code))

    def ancestors(self, node: Node) -> tuple[tuple[str, str], ...]:
        """Keys of the nodes above, nearest first."""
        above: list[tuple[str, str]] = []
        current: Node | None = node
        while current is not None and current.parent is not None:
            above.append(current.parent)
            current = self._nodes_by_key.get(current.parent)
        return tuple(above)

    def listing(self, table: str) -> tuple[Mapping[str, str], ...]:
        """A descriptive table as received; empty where the institution keeps none."""
        return self.listings.get(table, ())

    def indicator_name(self, indicator: str) -> str:
        """The name that the method gives an indicator; for one that no method defines, its key in words."""
        if indicator.endswith(UNDATED):
            return f"{self.indicator_name(indicator.removesuffix(UNDATED))} (dato sin mes)"
        if indicator.startswith(COLLECTED):
            currency = indicator.removeprefix(COLLECTED)
            return f"Recaudación ({'Bs' if currency == LOCAL else currency.upper()})"
        named = self.method.get("indicadores", {})
        plain = indicator.removeprefix(PROJECTED)
        for suffix, words in (SUFFIXES if plain == indicator else PROJECTED_SUFFIXES).items():
            base = plain.removesuffix(suffix)
            if plain.endswith(suffix) and base != indicator and (base in named or base in OTHER_NAMES):
                return f"{named[base]['nombre'] if base in named else OTHER_NAMES[base]} ({words})"
        known = named.get(indicator, {}).get("nombre") or OTHER_NAMES.get(indicator)
        return known or indicator.replace("_", " ").capitalize()

    @cached_property
    def printed_values(self) -> Mapping[str, PrintedValue]:
        """Every number of the printed tables by its cell (`data/…/almacenes.csv#C7`); of two tables, the first's."""
        found: dict[str, PrintedValue] = {}
        for table in self.printed:
            for value in table.cells():
                found.setdefault(str(value.cell), value)
        return found

    def figure_words(self, figure: str) -> str:
        """A figure's id in words, whether or not the Book holds it: `Avance físico · ACP 6 · abril de 2024`.

        Who is in the structure is called by name; the rest, by level and code.
        """
        figure, column = split_grade(figure)
        indicator, period, level, code = split_id(figure)
        node = self.node(level, code)
        whose = node.name if node and node.name not in ("", code) else f"{LEVEL_WORDS.get(level, level)} {code}"
        graded = f" · {GRADE_WORDS[column]}" if column else ""
        return f"{self.indicator_name(indicator)} · {whose} · {Period.parse(period).words}{graded}"

    def leaves(self, figure: Figure) -> tuple[SourceCell, ...]:
        """Every input cell that a figure rests on, each once, in the order of the calculation."""
        found: dict[SourceCell, None] = {}
        seen: set[str] = set()
        waiting = [figure]
        while waiting:
            current = waiting.pop()
            if current.id not in seen:
                seen.add(current.id)
                found.update(dict.fromkeys(self.cells_of(current)))
                waiting.extend(reversed((*self.operands(current), *self.weights(current))))
        return tuple(found)

    def working_frame(self, figures: Iterable[Figure]) -> pd.DataFrame:
        """The working of some figures: a row is one operand of one figure.

        Returns
        -------
        DataFrame
            `cifra`, `codigo`, `operacion`, `resultado` (Decimal, as printed), `papel` (the operand's role), `parte`
            (its id or empty), `nombre`, `valor` (Fraction, as handed on by the method's rounding stage), `peso`
            (Fraction, or None where nothing weighs it).
        """
        import pandas as pd

        headers = ("cifra", "codigo", "operacion", "resultado", "papel", "parte", "nombre", "valor", "peso")
        rows = [
            dict(zip(headers, (figure.id, figure.code, figure.operation.value, figure.rounded, *working), strict=True))
            for figure in figures
            for operand in figure.operands
            for working in self._workings(figure, operand)
        ]
        return pd.DataFrame(rows, columns=headers, dtype=object)

    def _workings(self, figure: Figure, operand: Operand) -> Iterator[tuple[object, ...]]:
        """Role, part, name, value and weight of an operand; a task's year has one for each of its cells."""
        if operand.series:
            for role, amount, cell in self.series[operand.series].cells(figure.period):
                yield role, "", str(cell), exact(amount), None
            return
        name = self[operand.figure].name if operand.figure else operand.role
        weight = self.handed_on(operand.weight) if operand.weight else None
        yield operand.role, operand.figure, name, self.value_of(operand), weight

    def value_of(self, operand: Operand) -> Fraction | None:
        """An operand's value: as its figure hands it on, one of its terms, as printed, or the method's constant."""
        if not operand.figure:
            return operand.constant
        if operand.role in TERMS:
            part = self[operand.figure]
            return part.numerator if operand.role == TERMS[0] else part.denominator
        if operand.role in AS_PRINTED:
            return exact(self[operand.figure].rounded)
        return self.handed_on(operand.figure)

    def handed_on(self, figure: str) -> Fraction:
        """The value that a figure hands to those above it: rounded where the method rounds at every level."""
        found = self[figure]
        return rounded(found.value, found.decimals) if self.rounds_every_level else found.value

    @property
    def rounds_every_level(self) -> bool:
        return self.method.get("redondeo", {}).get("donde") == "cada_nivel"

    @cached_property
    def situations(self) -> Mapping[tuple[str, str, str], str]:
        """What scoring settled of somebody in a window, by window, level and code (`situations`)."""
        rows = self.listing("situaciones")
        return {(row["periodo"], row["nivel"], row["codigo"]): row["situacion"] for row in rows}

    @cached_property
    def _nodes_by_key(self) -> dict[tuple[str, str], Node]:
        return {node.key: node for node in self.nodes}

    @cached_property
    def by_place(self) -> Mapping[tuple[str, str, str], tuple[Figure, ...]]:
        """The figures of each indicator, window and level, in the order they were computed."""
        places: dict[tuple[str, str, str], list[Figure]] = {}
        for figure in self:
            places.setdefault((figure.indicator, figure.period.code, figure.level), []).append(figure)
        return {place: tuple(found) for place, found in places.items()}
