"""Runs calculation cells as a notebook would, on tables of a test, and keeps the values that they would compare."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

import pandas as pd

from helpers.base.exact import rounded
from helpers.run.workings import frame_functions
from helpers.run.workings.input_frames import exact_frame
from helpers.run.workings.working_request import Place, Request, WorkingCell
from helpers.run.workings.workings import frame_of

Values = dict[tuple[str, str, str, str], Fraction]
"""By indicator, window, level and code."""


def request_of(method: dict, params: dict, ids: list[str], tables: Mapping[str, str]) -> Request:
    """A request for figures by id, with tables given as text: a heading and rows, cells separated by a bar."""
    frames = {name: frame_of_text(name, text) for name, text in tables.items()}
    places = [one.split("/", 3) for one in ids]
    asked = tuple(Place(indicator, window, level, code) for indicator, window, level, code in places)
    return Request(method, params, asked, lambda name: frames.get(name, exact_frame(name, ())).copy())


def frame_of_text(name: str, text: str) -> pd.DataFrame:
    heading, *lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return exact_frame(name, [dict(zip(heading, line, strict=True)) for line in lines])


def repeated(
    cells: Iterator[WorkingCell], request: Request, known: Values | None = None, keep: Callable | None = None,
    calificar: Callable | None = None,
) -> Values:
    """Run the cells; return the values that they repeat.

    `known` are figures that other sections work out. `keep` and `calificar` replace the functions that compare.
    """
    found: Values = dict(known or {})

    def remember(indicator: str, frame: pd.DataFrame, **_: pd.DataFrame) -> None:
        for window in frame.columns:
            for (level, code), value in frame[window].items():
                assert not isinstance(value, float) or value != value, f"{indicator}: {value!r} is not exact"
                if value == value:
                    found[indicator, window, level, code] = value

    def figures(indicator: str, levels: list[str] = (), windows: list[str] = ()) -> pd.DataFrame:
        chosen = {
            (level, code, window): value
            for (name, window, level, code), value in found.items()
            if name == indicator and (not levels or level in levels) and (not windows or window in windows)
        }
        return frame_of(chosen, windows)

    def same(indicator: str, _: list[str], values: pd.Series) -> pd.DataFrame:
        rows = {(place.level, place.code, window): values[window] for place in request.of(indicator) for window in values.index}
        return frame_of(rows, list(values.index))

    names = {name: getattr(frame_functions, name) for name in vars(frame_functions) if not name.startswith("_")}
    names |= {"pd": pd, "Fraction": Fraction, "tabla": request.table, "cifras": figures, "repetir": keep or remember}
    names["igual_para_todos"], names["calificar"] = same, calificar
    names["redondear"] = lambda values, decimals=2: values.map(
        lambda value: value if value != value else rounded(value, decimals)
    )
    names["muestra"] = lambda rows, *columns: rows[list(columns)]
    names["origenes"] = lambda _, parts: parts.reset_index()[["nivel", "codigo"]]
    for cell in cells:
        if cell.kind == "code":
            exec(cell.source, names)
    return found
