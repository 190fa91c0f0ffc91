"""Whom a table's rows, a chart's bars or a sentence speak of, and the figure of each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from helpers.book import Book
from helpers.display import upper_first
from helpers.errors import UnknownFigure, UsageError
from helpers.figure_names import GRADE_WORDS, LEVEL_WORDS, OTHER_NAMES, PROJECTED, SUFFIXES, UNDATED
from helpers.periods import Period
from helpers.records import Node
from helpers.situations import NOT_DUE, WORDS, Situation, is_late, is_of_the_plan, situation
from helpers.trace import Figure, figure_id, split_grade, split_id

Measure = tuple[str, Period | str]
"""An indicator and its window."""
COMMON_INDICATORS = frozenset({
    "avance_fisico", "eficacia_ponderada", "rango_ideal", "brecha_ideal", "ppto_inicial", "modificaciones",
    "ppto_vigente", "devengado", "ejecucion_financiera", "saldo", "brecha_fisico_financiera", "eficiencia",
    "ppto_programado", "ejecucion_programada", "meta_programada", "meta_ejecutada", "meta_cumplimiento",
})  # fmt: skip
"""What sections ask of every institution, whether or not its method has it."""


@dataclass(frozen=True)
class FigureRow:
    """One row of a table, or one bar or line of a chart.

    Attributes
    ----------
    label : str
        As printed.
    level, code : str
        Of whom; both empty in a row that only heads a group.
    style : str
        `total`, `subtotal`, `grupo` or empty.
    depth : int
        How far the label is set in, 0 to 2.
    indicator : str
        Only where rows, and not columns, say what is measured.
    period : Period or str
        Likewise.
    """

    label: str
    level: str = ""
    code: str = ""
    style: str = ""
    depth: int = 0
    indicator: str = ""
    period: Period | str = ""

    @property
    def is_heading(self) -> bool:
        """Whether the row only heads those below it."""
        return self.style == "grupo" and not self.code


def find(book: Book, indicator: str, period: Period | str, level: str, code: str) -> Figure | None:
    """A figure that may be missing.

    Raises
    ------
    UnknownFigure
        For an indicator that is not common and that neither the method nor anybody in the Book has: it is misspelt,
        not missing.
    UsageError
        Where the period is none.
    """
    window = Period.parse(str(period))
    figure = book.get(indicator, window, level, code)
    if figure is None and not is_known(book, indicator):
        indicators = sorted({known.indicator for known in book})
        wanted = figure_id(indicator, window, level, code)
        raise UnknownFigure(wanted, get_close_matches(indicator, indicators, n=3))
    return figure


def is_known(book: Book, indicator: str) -> bool:
    """Whether an indicator, or that beside which it is kept, is one of the method's, a common one, or in the Book."""
    defined = {*book.method.get("indicadores", {}), *COMMON_INDICATORS, *OTHER_NAMES}
    measured = indicator.removeprefix(PROJECTED)
    bases = (measured, *(measured.removesuffix(suffix) for suffix in (*SUFFIXES, UNDATED)))
    return any(base in defined for base in bases) or _is_measured(book, indicator)


def _is_measured(book: Book, indicator: str) -> bool:
    """Whether anybody has an indicator."""
    return any(name == indicator for name, _, _ in book.by_place)


def figure_of(book: Book, row: FigureRow, measure: Measure) -> Figure | None:
    """The figure of a row in a measure; what the row says itself goes first."""
    indicator, period = measure
    return find(book, row.indicator or indicator, row.period or period, row.level, row.code)


def situation_of_row(book: Book, row: FigureRow, measure: Measure) -> Situation:
    """What is known of whom a row speaks in the window of a measure; what the row says itself goes first."""
    return situation(book, row.level, row.code, row.period or measure[1])


def why_missing(book: Book, indicator: str, period: Period | str, level: str, code: str) -> Situation:
    """Why somebody has no figure: nothing was programmed, only a part was reported, or there is no data."""
    if not is_of_the_plan(book, indicator):
        return Situation.NO_DATA
    found = situation(book, level, code, period)
    return found if found in (*NOT_DUE, Situation.PARTIAL) else Situation.NO_DATA


def missing_words(book: Book, indicator: str, period: Period | str, label: str, why: Situation) -> str:
    """Which figure is not there and why, in a sentence."""
    return f"{upper_first(WORDS[why])}: {indicator_name(book, indicator)}, {label}, {Period.parse(str(period)).words}."


def in_consolidation(book: Book, rows: Iterable[FigureRow], measure: Measure) -> tuple[FigureRow, ...]:
    """The rows that can be told apart by a measure: they have a figure and it enters the means."""
    return tuple(
        row
        for row in having(book, rows, measure)
        if not (is_of_the_plan(book, measure[0]) and is_late(book, row.level, row.code, measure[1]))
    )


def indicator_name(book: Book, indicator: str) -> str:
    """The name that the method gives an indicator; for one that no method defines, its key in words."""
    return book.indicator_name(indicator)


def name_of(book: Book, level: str, code: str) -> str:
    """The name of a node, of an action or of whatever else has figures.

    Raises
    ------
    UsageError
        Where nothing in the Book has that level and code.
    """
    node = book.node(level, code)
    if node is not None:
        return node.name
    actions = book.listing("acciones") if level == "acp" else ()
    listed = (action["denominacion"] for action in actions if action["acp"] == code)
    figures = (figure.name for figure in book if (figure.level, figure.code) == (level, code))
    name = next(listed, None) or next(figures, None)
    if name is None:
        raise UsageError(f"El libro no tiene «{code}» en el nivel «{level}».")
    return name


BRIEF = 40
"""Characters of a name within a sentence that has others."""
OF_A_ROW = 90
"""Characters of a name in the row of a table."""


def brief(name: str) -> str:
    """A long name up to the last whole word that fits, with an ellipsis."""
    if len(name) <= BRIEF:
        return name
    return f"{name[:BRIEF].rpartition(' ')[0].rstrip(' ,;:')}…"


def in_a_row(name: str) -> str:
    """A name as the row of a table bears it: a very long one up to a pause or a full word, with an ellipsis.

    The whole text of a ministry's action takes twenty lines beside a column of figures.
    """
    if len(name) <= OF_A_ROW:
        return name
    pauses = [found.start() for found in re.finditer(r"[,;:] ", name[:OF_A_ROW])]
    end = pauses[-1] if pauses and pauses[-1] >= BRIEF else name.rfind(" ", 0, OF_A_ROW)
    return re.sub(r"( \w{1,3})+$", "", name[:end]) + "…"  # no row ends in «de las…»


def figure_phrase(book: Book, figure: str) -> str:
    """A figure's id as a reader says it, whether or not the Book holds it: `Avance físico de la ACP 6, …`."""
    figure, column = split_grade(figure)
    indicator, period, level, code = split_id(figure)
    node = book.node(level, code)
    named = (node.sigla or node.name) if node else f"{LEVEL_WORDS.get(level, level)} {code}"
    whose = {"entidad": "la entidad", "acp": f"la ACP {code}"}.get(level, named)
    graded = f", {GRADE_WORDS[column]}" if column else ""
    return f"{indicator_name(book, indicator)} de {whose}, {Period.parse(period).words}{graded}"


def having(book: Book, rows: Iterable[FigureRow], *measures: Measure) -> tuple[FigureRow, ...]:
    """The rows that have a figure in one measure at least, in their order."""
    return tuple(row for row in rows if any(figure_of(book, row, measure) for measure in measures))


def ranked(book: Book, rows: Iterable[FigureRow], measure: Measure) -> tuple[FigureRow, ...]:
    """Order rows by a measure, greatest first, equals as they came; last those out of the means and the missing."""
    rows = tuple(rows)
    found = ((row, figure_of(book, row, measure)) for row in in_consolidation(book, rows, measure))
    present = [(row, figure) for row, figure in found if figure is not None]
    present.sort(key=lambda pair: pair[1].rounded, reverse=True)
    first = tuple(row for row, _ in present)
    others = [row for row in rows if row not in first]
    return (*first, *having(book, others, measure), *(row for row in others if figure_of(book, row, measure) is None))


def node_rows(
    book: Book,
    level: str,
    *,
    under: tuple[str, str] | None = None,
    ranked_by: Measure | None = None,
    short: bool = False,
) -> tuple[FigureRow, ...]:
    """A row for each node of a level, in the structure's order or ranked.

    Parameters
    ----------
    under : tuple[str, str] or None
        Only the nodes below this one.
    short : bool
        Label with the sigla, where there is one.
    """
    rows = tuple(node_row(node, short=short) for node in book.nodes_at(level, under))
    return rows if ranked_by is None else ranked(book, rows, ranked_by)


def grouped_rows(
    book: Book, group: str, level: str, *, ranked_by: Measure | None = None, with_figures: bool = True
) -> tuple[FigureRow, ...]:
    """Each node of a level followed by the nodes of a lower one; groups without any are left out.

    Parameters
    ----------
    with_figures : bool
        Whether the group's row has its own figures, or only heads it.
    """
    rows: list[FigureRow] = []
    for node in book.nodes_at(group):
        members = node_rows(book, level, under=node.key, ranked_by=ranked_by)
        if members:
            head = node_row(node, style="grupo") if with_figures else FigureRow(node.name, style="grupo")
            rows.extend((head, *members))
    return tuple(rows)


def acp_rows(book: Book, *, short: bool = False) -> tuple[FigureRow, ...]:
    """A row for each short-term action, as `acciones` lists them; `ACP 6` alone where `short`."""
    return tuple(
        FigureRow(f"ACP {code}" if short else f"ACP {code}. {in_a_row(name_of(book, 'acp', code))}", "acp", code)
        for code in dict.fromkeys(action["acp"] for action in book.listing("acciones"))
    )


def node_row(node: Node, *, style: str = "", short: bool = False) -> FigureRow:
    """The row of one node."""
    return FigureRow((short and node.sigla) or node.name, node.level, node.code, style)
