"""The subjects (node, action, task) of a table's rows, a chart's bars or a sentence, and the figure of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from helpers.base.display import lower_first
from helpers.base.errors import UnknownFigure, UsageError
from helpers.base.name_phrases import contracted, with_article
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure, figure_id, split_grade, split_id
from helpers.figures.figure_names import GRADE_WORDS, LEVEL_WORDS, OTHER_NAMES, PROJECTED, SUFFIXES, UNDATED
from helpers.figures.records import Node
from helpers.figures.situations import is_late, measures_plan

Measure = tuple[str, Period | str]
"""An indicator and its window."""
COMMON_INDICATORS = frozenset({
    "avance_fisico", "eficacia_ponderada", "rango_ideal", "brecha_ideal", "ppto_inicial", "modificaciones",
    "ppto_vigente", "devengado", "ejecucion_financiera", "saldo", "brecha_fisico_financiera", "eficiencia",
    "ppto_programado", "ejecucion_programada", "meta_programada", "meta_ejecutada", "meta_cumplimiento",
})  # fmt: skip
"""Indicators that sections request for every institution, whether or not its method has them."""


def cause_names(book: Book) -> Mapping[str, str]:
    """Return the words for each cause of deviation that the institution declares, by its code."""
    return {str(cause["codigo"]): str(cause["descripcion"]) for cause in book.identity.get("causas") or ()}


def first_node(book: Book, levels: Iterable[str], code: str) -> Node | None:
    """Return the node with a code on the first of some levels, in the order given, that has it; None if none has."""
    return next((node for level in levels if (node := book.node(level, code)) is not None), None)


@dataclass(frozen=True)
class FigureRow:
    """One row of a table, or one bar or line of a chart.

    Attributes
    ----------
    label : str
        As printed.
    level, code : str
        The subject; both empty in a row that is only the heading of a group.
    style : str
        `total`, `subtotal`, `grupo` or empty.
    depth : int
        Indentation of the label, 0 to 2.
    indicator : str
        Set only where each row has an indicator of its own; it overrides the column's.
    period : Period or str
        Set only where each row has a window of its own; it overrides the column's.
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
        """Whether the row is only a heading for the rows below it."""
        return self.style == "grupo" and not self.code


def find(book: Book, indicator: str, period: Period | str, level: str, code: str) -> Figure | None:
    """Return a figure, or None where it is missing.

    Raises
    ------
    UnknownFigure
        For an indicator that is unknown to `is_known`: it is misspelt, not missing.
    UsageError
        For a period that does not exist.
    """
    window = Period.parse(str(period))
    figure = book.get(indicator, window, level, code)
    if figure is None and not is_known(book, indicator):
        indicators = sorted({known.indicator for known in book})
        wanted = figure_id(indicator, window, level, code)
        raise UnknownFigure(wanted, get_close_matches(indicator, indicators, n=3))
    return figure


def is_known(book: Book, indicator: str) -> bool:
    """Tell whether an indicator is the method's, one of `COMMON_INDICATORS`, named in `OTHER_NAMES` or in the Book.

    True also for one that adds `PROJECTED`, or one of `SUFFIXES` or `UNDATED`, to one of the first three kinds.
    """
    defined = {*book.method.get("indicadores", {}), *COMMON_INDICATORS, *OTHER_NAMES}
    measured = indicator.removeprefix(PROJECTED)
    bases = (measured, *(measured.removesuffix(suffix) for suffix in (*SUFFIXES, UNDATED)))
    return any(base in defined for base in bases) or any(name == indicator for name, _, _ in book.by_place)


def figure_of(book: Book, row: FigureRow, measure: Measure) -> Figure | None:
    """Return the figure of a row in a measure, or None. The row's own indicator and window override the measure's.

    Raises
    ------
    UnknownFigure, UsageError
        As `find` does, for a misspelt indicator and for a period that does not exist.
    """
    indicator, period = measure
    return find(book, row.indicator or indicator, row.period or period, row.level, row.code)


def comparable_rows(book: Book, rows: Iterable[FigureRow], measure: Measure) -> tuple[FigureRow, ...]:
    """Return, in order, the rows that have a figure of a measure and are not left out of the means as late.

    Raises
    ------
    UnknownFigure, UsageError
        As `find` does, for a misspelt indicator and for a period that does not exist.
    """
    return tuple(
        row
        for row in with_figures(book, rows, measure)
        if not (measures_plan(book, measure[0]) and is_late(book, row.level, row.code, measure[1]))
    )


def subject_name(book: Book, level: str, code: str) -> str:
    """Return the name of a node, an action or any other subject with figures.

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


def figure_phrase(book: Book, figure: str, *, full: bool = False) -> str:
    """Return the id of a figure or grade as a Spanish phrase: `Avance físico de la ACP 6, …`; it may not exist.

    A node appears by its acronym or else its name with its article, the institution as `la entidad`, anything else by
    level and code. With `full`, a node has its name also where it has an acronym.

    Raises
    ------
    ValueError
        For a text that is not a figure's id.
    UsageError
        Where the id's period does not exist.
    """
    figure, column = split_grade(figure)
    indicator, period, level, code = split_id(figure)
    node = book.node(level, code)
    name = "" if node is None else node.name if full or not node.sigla else node.sigla
    named = with_article(name) if name else f"{LEVEL_WORDS.get(level, level)} {code}"
    whose = {"entidad": "la entidad", "acp": f"la ACP {code}"}.get(level, named)
    graded = f", {GRADE_WORDS[column]}" if column else ""
    return f"{book.indicator_name(indicator)} {contracted('de', whose)}, {Period.parse(period).words}{graded}"


def element_words(book: Book, element: str) -> str:
    """Return what a finding's element names in words: a figure, a node by its name, else its parts without slashes.

    A form (`presentaciones/2024-T1/U1`) is named by its unit and its period, an amount of a report of the budget
    (`gastos/2024-06-30/devengado/Servicios`) by its column, its line and its date.
    """
    kind, *names = element.split("/")
    node = book.node(kind, names[0]) if len(names) == 1 else None
    if node is not None and node.name:
        return node.name
    try:
        if kind == "presentaciones" and len(names) > 1:
            sender = book.node("unidad", names[1]) or book.node("puesto", names[1])
            return f"«{sender.name if sender else names[1]}», {Period.parse(names[0]).words}"
        if kind == "gastos" and len(names) > 2:
            day, column, *line = names
            what = lower_first(book.indicator_name(column))
            return f"{what} de «{'/'.join(line)}» al {date.fromisoformat(day):%d/%m/%Y}"
        return book.figure_words(element)
    except (UsageError, ValueError):
        return " ".join((LEVEL_WORDS.get(kind, kind), *names))


def with_figures(book: Book, rows: Iterable[FigureRow], *measures: Measure) -> tuple[FigureRow, ...]:
    """Return the rows that have a figure in at least one of the measures, in their order; none without measures.

    Raises
    ------
    UnknownFigure, UsageError
        As `find` does, for a misspelt indicator and for a period that does not exist.
    """
    return tuple(row for row in rows if any(figure_of(book, row, measure) for measure in measures))


def ranked(book: Book, rows: Iterable[FigureRow], measure: Measure) -> tuple[FigureRow, ...]:
    """Order rows by a measure's rounded value, greatest first; equal rows keep their order.

    Returns
    -------
    tuple of FigureRow
        All rows: those in the means, then those with a late figure, which does not enter the means, then those without
        figure.

    Raises
    ------
    UnknownFigure, UsageError
        As `find` does, for a misspelt indicator and for a period that does not exist.
    """
    rows = tuple(rows)
    found = ((row, figure_of(book, row, measure)) for row in comparable_rows(book, rows, measure))
    present = [(row, figure) for row, figure in found if figure is not None]
    present.sort(key=lambda pair: pair[1].rounded, reverse=True)
    first = tuple(row for row, _ in present)
    others = [row for row in rows if row not in first]
    without = (row for row in others if figure_of(book, row, measure) is None)
    return (*first, *with_figures(book, others, measure), *without)


def node_rows(
    book: Book,
    level: str,
    *,
    under: tuple[str, str] | None = None,
    ranked_by: Measure | None = None,
    short: bool = False,
) -> tuple[FigureRow, ...]:
    """Return a row for each node of a level, in the structure's order or ranked.

    Parameters
    ----------
    book : Book
    level : str
    under : tuple of str, optional
        Key (level, code); only the nodes below this one.
    ranked_by : Measure, optional
        Order as `ranked` does.
    short : bool
        Use the node's acronym as label, where it has one.
    """
    rows = tuple(node_row(node, short=short) for node in book.nodes_at(level, under))
    return rows if ranked_by is None else ranked(book, rows, ranked_by)


def acp_rows(book: Book, *, short: bool = False) -> tuple[FigureRow, ...]:
    """Return a row for each short-term action, in the order of `acciones`, whether it has figures or not.

    The label is `ACP 6.` and the whole name; only `ACP 6` where `short`.
    """
    return tuple(
        FigureRow(f"ACP {code}" if short else f"ACP {code}. {subject_name(book, 'acp', code)}", "acp", code)
        for code in dict.fromkeys(action["acp"] for action in book.listing("acciones"))
    )


def node_row(node: Node, *, style: str = "", short: bool = False) -> FigureRow:
    """Return the row of one node.

    Parameters
    ----------
    node : Node
    style : str
        As in `FigureRow`.
    short : bool
        Use the node's acronym as label, where it has one.
    """
    return FigureRow((short and node.sigla) or node.name, node.level, node.code, style)
