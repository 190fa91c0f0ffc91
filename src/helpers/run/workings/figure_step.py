"""The step of one figure: its rule, the rows that enter it with their cells, its repeated value and the Book's."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from numbers import Rational

import pandas as pd

from helpers.figures.figure import figure_id, split_id
from helpers.run.workings.frame_functions import PLACE
from helpers.run.workings.run_cells import Held
from helpers.run.workings.shown_rows import ShownRows, as_text, part_to_show
from helpers.run.workings.workings import ORIGIN, Workings
from helpers.views.elements.section_checks import SectionCheck, figures_check

WHOLES = ("todo", "superior")
"""Columns with the code of the whole that a row is a part of."""
LEVEL_OF_WHOLE = "nivel_superior"
WHOLE_LEVELS = ("entidad", "ue", "fuente")
"""Levels whose figures may be computed from every row of a table."""
KEYS = ("cat_prog", "tarea")
"""Columns by which the rows of one table are found in another."""
WINDOW, TASK, OPERATION = "ventana", "tarea", "operacion"
PLACED = ("parte", WINDOW)
"""Columns of input rows that were put into parts and windows: the code of the figure's node, and its window."""
VALUES, VALUE, FROM = "Valores de este paso", "valor", "de dónde sale"
PARTS = "Sus partes, con lo que las celdas tienen de cada una"
TASKS = "Las tareas de sus operaciones, con lo que las celdas tienen de cada una"
COMPARED = "La comparación"


Titled = tuple[str, ShownRows]
"""A table with its title."""


@dataclass(frozen=True)
class FigureStep:
    """The step by which a section has repeated a figure, as a notebook shows it.

    Attributes
    ----------
    rule : str
        The step's own words, in Markdown.
    tables : tuple
        Title and rows of each table, those nearest to the input first.
    check : SectionCheck
        The repeated value, the Book's and the difference.
    """

    rule: str
    tables: tuple[Titled, ...]
    check: SectionCheck

    def __repr__(self) -> str:
        told = (f"{title}\n{rows!r}" for title, rows in self.tables)
        return "\n\n".join((self.rule, *told, f"{self.check.promise}: {self.check.summary}"))

    def _repr_markdown_(self) -> str:
        """Return the rule, the tables and the comparison as Markdown."""
        # JupyterLab draws a formula only in Markdown.
        told = (f"**{title}**\n\n{rows._repr_html_()}" for title, rows in self.tables)
        return "\n\n".join((self.rule, *told, f"**{COMPARED}**\n\n{self.check._repr_mimebundle_()['text/html']}"))


def step_of(workings: Workings, figure: str, rule: str) -> FigureStep:
    """Return the step of a figure that the section has repeated; KeyError if it has not.

    Its tables are what the section's cells hold and show, without the rows of other figures; rows of `gastos` stay for
    every date that the section reads. If the cells ran outside a notebook, it has no tables.

    Parameters
    ----------
    rule : str
        The step's words, in Markdown.
    """
    step = workings.pasos[figure]
    indicator, window, level, code = split_id(figure)
    case = _Case(workings, window, level, {code})
    own = (*case.tables(workings.celdas.under(figure)), *case.parts(), *case.values())
    tasks: tuple[Titled, ...] = ()
    if level != OPERATION and OPERATION in case.codes:
        tasks = _of_operations(workings, indicator, window, case.codes[OPERATION])
    shown = (*tasks, *(table for table in own if table not in tasks))
    return FigureStep(rule, shown, figures_check(figure, [step]))


def _of_operations(workings: Workings, indicator: str, window: str, operations: Collection[str]) -> tuple[Titled, ...]:
    """Return the tables of the tasks of some operations, which no section prints; empty if none was repeated."""
    figures = (figure_id(indicator, window, OPERATION, code) for code in operations)
    first = next((figure for figure in figures if figure in workings.pasos), "")
    case = _Case(workings, window, OPERATION, set(operations))
    return (*case.tables(workings.celdas.under(first)), *case.parts(TASKS))


@dataclass
class _Case:
    """Collects the rows of some figures from the frames that they rest on; the frame nearest to the result comes first.

    Attributes
    ----------
    nodes : set of str
        Codes of the figures' nodes, which have one level.
    codes : dict
        By level or key column, the codes that enter the figure, the nearest first.
    groups : list of dict
        One group for each kind of parts: by (level, code) of a part, its value in each frame, by the frame's name.
    below : list of tuple
        Level and code of the nodes below the figure's node, from the nearest frame that lists them.
    own : dict
        Values of the figure's own node, by the name of their frame.
    """

    workings: Workings
    window: str
    level: str
    nodes: set[str]
    codes: dict[str, set[str]] = field(default_factory=dict)
    groups: list[dict[tuple[str, str], dict[str, object]]] = field(default_factory=list)
    below: list[tuple[str, str]] = field(default_factory=list)
    own: dict[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.codes[self.level] = set(self.nodes)

    def tables(self, found: Sequence[Held]) -> list[Titled]:
        """Collect from the frames, the nearest first; return the tables of rows that cells show, from the input on."""
        flat = [(held, _flat(held.frame)) for held in found]
        for held, rows in flat:
            if whole := _lists_parts(rows):
                self._take_parts(held, rows[self._of_level(rows) & rows[whole].isin(self.nodes)])
        others = (one for one in flat if not _lists_parts(one[1]))
        return [table for held, rows in others for table in self._taken(held, rows)][::-1]

    def _taken(self, held: Held, rows: pd.DataFrame) -> Iterator[Titled]:
        """Collect from a frame without parts; yield the table of its rows of the figures if a cell shows it."""
        kept = rows[self._of_level(rows) & self._of_case(rows)]
        how = held.shown
        if how is None:
            self._take_values(held.name, kept)
            if {*PLACED, ORIGIN} <= set(rows):  # the shown table has the same rows, without parts and windows
                self.codes[ORIGIN] = set(kept[ORIGIN])
        elif len(kept) and how.indicator:
            yield held.name, self.workings.origenes(how.indicator, kept)
        elif len(kept):
            for column in set(KEYS) & set(how.columns) if len(kept) < len(rows) else ():
                self.codes.setdefault(column, set()).update(kept[column].dropna())
            yield held.name, self.workings.muestra(kept, *how.columns)

    def _of_level(self, rows: pd.DataFrame) -> pd.Series:
        """Whether each row is of the figure's window and level, if the frame has several of them."""
        is_own = pd.Series(True, index=rows.index)
        if WINDOW in rows and (rows[WINDOW] == self.window).any():
            is_own &= rows[WINDOW] == self.window
        return is_own & (rows[LEVEL_OF_WHOLE] == self.level) if LEVEL_OF_WHOLE in rows else is_own

    def _of_case(self, rows: pd.DataFrame) -> pd.Series:
        """Whether each row belongs to the figures, by the key that was found last: the one nearest to the input."""
        if set(PLACED) <= set(rows):
            return rows[PLACED[0]].isin(self.nodes)
        keys = [*(name for name in WHOLES if name in rows), *(name for name in reversed(self.codes) if name in rows)]
        if keys:
            return rows[keys[0]].isin(self.nodes if keys[0] in WHOLES else self.codes[keys[0]])
        if set(PLACE) <= set(rows):
            places = {(level, code) for level, codes in self.codes.items() for code in codes}
            found = [place in places for place in zip(*(rows[name] for name in PLACE), strict=True)]
            return pd.Series(found, index=rows.index, dtype=bool)
        return pd.Series(self.level in WHOLE_LEVELS or not set(KEYS) & set(rows), index=rows.index)

    def _take_parts(self, held: Held, rows: pd.DataFrame) -> None:
        """Collect from rows of parts of the figure their places, their values, and where the values come from."""
        columns = [self.window] if self.window in rows else [name for name in rows if _is_value(rows[name])]
        places = list(zip(*(rows[name] for name in PLACE), strict=True))
        if not places:
            return
        if not columns and WHOLES[0] not in rows:  # who is below whom: parts only of a count
            self.below = self.below or places
            return
        group = next((one for one in self.groups if not one.keys().isdisjoint(places)), None)
        if group is None:
            group = {}
            self.groups.append(group)
        for level, code in places:
            group.setdefault((level, code), {})
            self.codes.setdefault(level, set()).add(code)
        for column in columns:
            name = held.name if column == self.window else str(column)
            for place, value in zip(places, rows[column].tolist(), strict=True):
                group[place][name] = value
                if held.shown and held.shown.indicator and not pd.isna(value):
                    group[place][FROM] = self.workings.origen(held.shown.indicator, self.window, place)

    def _take_values(self, name: str, kept: pd.DataFrame) -> None:
        """Collect from a frame of numbers the value of the figure's own node, if there is one, and of known parts."""
        column = self.window if self.window in kept else VALUE
        if column not in kept or not _is_value(kept[column]):
            return
        own = kept[self._of_own(kept)]
        if len(own) == 1:
            self.own[name] = own[column].tolist()[0]
        if TASK in kept:
            places = [(TASK, code) for code in kept[TASK]]
        elif set(PLACE) <= set(kept):
            places = list(zip(*(kept[key] for key in PLACE), strict=True))
        else:
            return
        for place, value in zip(places, kept[column].tolist(), strict=True):
            for group in self.groups:
                if place in group:
                    group[place][name] = value

    def _of_own(self, rows: pd.DataFrame) -> pd.Series:
        """Whether each row is of the figure's own node; all are if the frame has no column that tells."""
        if set(PLACE) <= set(rows):
            return (rows["nivel"] == self.level) & rows["codigo"].isin(self.nodes)
        keys = [key for key in (*WHOLES, self.level, "codigo", TASK, *KEYS) if key in rows]
        return rows[keys[0]].isin(self.nodes) if keys else pd.Series(True, index=rows.index)

    def parts(self, title: str = PARTS) -> Iterator[Titled]:
        """Yield a table for each kind of parts, with a column for each frame that has other values of them."""
        for group in self.groups or [{place: {} for place in self.below}]:
            told: dict[str, list[object]] = {}  # of frames with equal values, the one nearest to the result
            for name in dict.fromkeys(name for values in group.values() for name in values if name != FROM):
                cells = [values.get(name) for values in group.values()]
                if cells not in told.values() and not all(map(_is_nothing, cells)):
                    told[name] = cells
            told = dict(reversed(told.items()))
            if any(FROM in values for values in group.values()):
                told[FROM] = [values.get(FROM, "") for values in group.values()]
            lines = [(*place, *cells) for place, *cells in zip(group, *told.values(), strict=True)]
            if lines:
                yield title, as_text((*PLACE, *told), part_to_show(lines), len(lines))

    def values(self) -> Iterator[Titled]:
        """Yield the table of the intermediate values of the figure's own node; nothing if there are none."""
        lines = [(name, value) for name, value in reversed(self.own.items()) if not _is_nothing(value)]
        if lines:
            yield VALUES, as_text(("nombre", VALUE), lines, len(lines))


def _lists_parts(rows: pd.DataFrame) -> str:
    """Return the column with the whole of each row, if a frame lists parts by level and code; else empty."""
    whole = next((name for name in WHOLES if name in rows), "")
    is_of_tasks = whole != WHOLES[0] and TASK in rows
    return whole if set(PLACE) <= set(rows) and not is_of_tasks else ""


def _is_nothing(value: object) -> bool:
    """Whether a value is None, an empty text or NaN."""
    return value is None or value == "" or value != value


def _is_value(values: pd.Series) -> bool:
    """Whether a column has numbers or truth values only, and at least one."""
    found = [value for value in values.tolist() if not _is_nothing(value)]
    return bool(found) and all(isinstance(value, Rational) for value in found)


def _flat(frame: pd.DataFrame | pd.Series) -> pd.DataFrame:
    """Return a frame with its index as columns; codes without a name are those of tasks, as the cells have them."""
    rows = frame.to_frame(VALUE) if isinstance(frame, pd.Series) else frame
    flat = rows.reset_index(drop=True)
    for number, name in enumerate(rows.index.names):
        codes = rows.index.get_level_values(number)
        key = name or (TASK if codes.inferred_type == "string" else "")
        if key and key not in flat:
            flat.insert(0, key, codes)
    return flat
