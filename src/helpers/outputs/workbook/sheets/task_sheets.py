"""«Tareas» with each task's year as received, and one sheet per kind of window that scores it in the same row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from helpers.base.display import list_es
from helpers.base.exact import exact
from helpers.base.periods import MONTHS
from helpers.base.python_extras import by_key, grouped
from helpers.figures.records import UNIT_LEVELS
from helpers.figures.series import PLACES, YEAR, Line, Series, Share, cap_share, share_of
from helpers.figures.subjects import first_node
from helpers.outputs.workbook.grade_lookup import scale_of
from helpers.outputs.workbook.sheet_addresses import Addresses
from helpers.outputs.workbook.sheet_model import FIRST_LINE, ROW, Column, Grid, Sheet, Style, Track, Value
from helpers.outputs.workbook.task_formulas import ADDED, KEPT, LeafFormulas, reason
from helpers.outputs.workbook.task_places import KNOWN, NAMED, SIDES, TASKS, Key, Window, amount_key

Decimals = Mapping[tuple[str, int], str]
WORKED = {
    Key.GOALS: "programado", Key.REPORTS: "ejecutado", Key.COUNTED: "cuenta", Key.EXACT: "%",
    Key.PUBLISHED: "% publicado", Key.GRADE: "calificación",
    Key.RAW: "% sin tope", Key.RAW_PUBLISHED: "% sin tope, publicado",
}  # fmt: skip
WIDTHS = {Key.COUNTED: 20, Key.EXACT: 15}
ABOUT = (
    "El año de cada tarea como se recibió: lo programado y lo ejecutado por mes o por año, y de qué celdas viene. "
    "Lo que no dice nada está en blanco, y no es cero. «Acumulable: no» es una meta que se mantiene cada mes."
)
ABOUT_WORKED = (
    "Cada tarea en la misma fila que en «Tareas»; cada columna, una sola fórmula. «cuenta» es lo ejecutado que se toma "
    "en cuenta, o por qué la tarea no entra; su porcentaje es sobre lo programado. Si en la ventana regía otra versión "
    "del plan, la fila queda en blanco."
)


def tasks_sheet(addresses: Addresses) -> Sheet:
    """Describe «Tareas»: a row per task with the amounts of each month and of the year as received, and origins."""
    tasks = addresses.tasks
    known: dict[str, Sequence[Value]] = {
        "tarea": [year.task for year in tasks.years],
        "version": [year.version for year in tasks.years],
        "descripcion": [year.description for year in tasks.years],
        "unidad": [year.unit for year in tasks.years],
        "unidad_nombre": [_office(addresses, year.unit) for year in tasks.years],
        "operacion": [year.operation for year in tasks.years],
        "acp": [year.action for year in tasks.years],
        "acp_nombre": [addresses.action_names.get(year.action) for year in tasks.years],
        "acumulable": [KEPT if year.keeps else ADDED for year in tasks.years],
    }
    styles = {"acumulable": Style.INPUT}  # formulas read it; the others identify the task
    tracks = [Track(Column(key, *KNOWN[key]), known[key], style=styles.get(key, Style.TEXT)) for key in KNOWN]
    tracks += _stated(addresses)
    for side in SIDES:
        for place in range(PLACES):
            values = [getattr(year, _FIELDS[side])[place] for year in tasks.years]
            name = "anual" if place == YEAR else MONTHS[place]
            column = Column(amount_key(side, place), f"{side.capitalize()} {name}", 12)
            tracks.append(Track(column, values, style=Style.INPUT))
    return Sheet(TASKS, TASKS, ABOUT, (Grid((*tracks, *_origins(addresses)), FIRST_LINE),))


_FIELDS = {Key.GOALS: "programmed", Key.REPORTS: "executed"}


def _office(addresses: Addresses, code: str) -> str | None:
    """The name of the unit, post or type that carries out a task; None if the structure lacks it."""
    node = first_node(addresses.book, UNIT_LEVELS, code)
    return node.name if node else None


def _stated(addresses: Addresses) -> Iterator[Track]:
    """Yield the columns that the plan states for each task: its weight and its budget."""
    tasks = addresses.tasks
    for indicator, found in tasks.stated.items():
        values = [found[row].value if row in found else None for row in tasks.rows.values()]
        yield Track(Column(indicator, addresses.book.indicator_name(indicator), 14), values, style=Style.INPUT)


def _origins(addresses: Addresses) -> Iterator[Track]:
    """Yield the columns with the file, sheet and cells that each row was read from."""
    years = addresses.tasks.years
    yield Track(Column("plan_archivo", "Plan: archivo", 36), [year.plan.file for year in years], style=Style.FAINT)
    yield Track(Column("plan_hoja", "Plan: hoja", 12), [year.plan.sheet or None for year in years], style=Style.FAINT)
    plans = [_cells(year.plan, _given(year.programmed)) for year in years]
    yield Track(Column("plan_celdas", "Plan: celdas", 16), plans, style=Style.FAINT)
    for indicator, found in addresses.tasks.stated.items():
        cells = [found[row].sources[0].cell if row in found else None for row in addresses.tasks.rows.values()]
        name = f"{addresses.book.indicator_name(indicator)}: celda"
        yield Track(Column(f"{indicator}_celda", name, 12), cells, style=Style.FAINT)
    reports = [_report_lines(year) for year in years]
    files = [" · ".join(dict.fromkeys(line.file for line in found)) or None for found in reports]
    yield Track(Column("informe_archivo", "Informe: archivo", 36), files, style=Style.FAINT)
    sheets = [" · ".join(dict.fromkeys(line.sheet for line in found if line.sheet)) or None for found in reports]
    yield Track(Column("informe_hoja", "Informe: hoja", 12), sheets, style=Style.FAINT)
    cells = [" · ".join(_cells(line, places) for line, places in found.items()) or None for found in reports]
    yield Track(Column("informe_celdas", "Informe: celdas", 20), cells, style=Style.FAINT)


def _given(amounts: tuple[object, ...]) -> list[int]:
    """Return the indexes of the amounts that are not None."""
    return [place for place, amount in enumerate(amounts) if amount is not None]


def _report_lines(year: Series) -> dict[Line, list[int]]:
    """Return the source lines in which a task was reported, each with the indexes of the amounts it gave."""
    return by_key((line, place) for place, line in enumerate(year.reports) if line is not None)


def _cells(line: Line, places: list[int]) -> str:
    """Return the addresses of a line's cells: `H7:J7`, or one by one if they are not adjacent; empty without places."""
    if not places:
        return ""
    cells = [line.cell(place).cell for place in places]
    together = places == list(range(places[0], places[-1] + 1)) and len(places) > 1
    return f"{cells[0]}:{cells[-1]}" if together else " ".join(cells)


def worked_sheets(addresses: Addresses, decimals: Decimals) -> tuple[Sheet, ...]:
    """Describe the sheets that score the tasks, one per kind of window; empty without scored tasks.

    Each has a row per task, the same as on «Tareas», and a group of columns per window.

    Parameters
    ----------
    decimals : Mapping[tuple[str, int], str]
        By indicator and number of decimals, the cell of «Método» that states it.
    """
    by_sheet = grouped(addresses.tasks.windows, lambda window: window.sheet)
    return tuple(_worked_sheet(addresses, name, windows, decimals) for name, windows in by_sheet.items())


def _worked_sheet(addresses: Addresses, name: str, windows: list[Window], decimals: Decimals) -> Sheet:
    """Describe the sheet of one kind of window: task and description, then the columns of each window."""
    years = addresses.tasks.years
    known = ([year.task for year in years], [year.description for year in years])
    tracks = [
        Track(Column(key, *KNOWN[key]), values, style=Style.FAINT) for key, values in zip(NAMED, known, strict=True)
    ]
    for window in windows:
        tracks += _window_tracks(addresses, window, decimals)
    titles = dict.fromkeys(addresses.indicator(window.indicator) for window in windows)
    title = f"{list_es(list(titles))} de las tareas: {windows[0].period.kind}"
    return Sheet(name, title, ABOUT_WORKED, (Grid(tuple(tracks), FIRST_LINE),))


def _window_tracks(addresses: Addresses, window: Window, decimals: Decimals) -> list[Track]:
    """Return the columns of a window, with their formulas and the Book's values."""
    one = next(iter(window.figures.values()))
    cap = addresses.constants.of_operand(one.operands[1]) if window.cap is not None else ""
    stated = decimals[one.indicator, one.decimals]
    # Tasks measured by another version of the plan are on the same sheet; their columns say so.
    beside = f" ({addresses.indicator(window.indicator)})" if window.is_beside else ""
    formulas = {**LeafFormulas(addresses.tasks, window, cap, stated).all()}
    values = _values(addresses, window)
    if Key.GRADE in window.keys:
        cell = f"{window.letter(Key.PUBLISHED)}{ROW}"
        formulas |= {Key.GRADE: f'=IF(ISNUMBER({cell}),{scale_of(addresses.book, one).word(Key.GRADE, cell, one)},"")'}
    return [
        Track(
            _column(window, key, beside),
            values[key],
            formulas[key],
            Style.STRONG if key in {Key.EXACT, Key.PUBLISHED} else Style.FORMULA,
            _decimals(window, key, one.decimals),
        )
        for key in window.keys
    ]


def _decimals(window: Window, key: Key, decimals: int) -> int | None:
    """Return the decimals shown in a column: as printed, or None if another column shows the printed value."""
    printed = {Key.EXACT: Key.PUBLISHED, Key.RAW: Key.RAW_PUBLISHED}
    return decimals if key in printed.values() or (key in printed and printed[key] not in window.keys) else None


def _column(window: Window, key: Key, beside: str) -> Column:
    """Return a window's column; `beside` names the indicator if it is not the one that tasks score."""
    header = f"{window.period.window}{beside} · {WORKED[key]}"
    return Column(f"{window.indicator}/{window.period}/{key}", header, WIDTHS.get(key, 12))


def _values(addresses: Addresses, window: Window) -> dict[str, list[Value]]:
    """Return the values of each column, by key and in the order of rows; None in rows of other versions of the plan."""
    found: dict[str, list[Value]] = {key: [] for key in window.keys}
    cap, only_known = cap_share(window.cap), window.only_known
    for row, year in enumerate(addresses.tasks.years, start=FIRST_LINE):
        if window.works_out(row, year.version):
            cells = _scored(window, row)
            if Key.GOALS in window.keys or row not in window.figures:
                share = share_of(year, window.period, cap, only_known=only_known)
                cells |= _amounts(year, share)
        else:
            cells = {}
        for key, column in found.items():
            column.append(cells.get(key))
    return found


def _amounts(year: Series, share: Share) -> dict[str, Value]:
    """Return a task's programmed and executed amounts, and what counts or why it takes no part."""
    cells: dict[str, Value] = {Key.GOALS: exact(share.programmed), Key.REPORTS: exact(share.executed)}
    return cells | {Key.COUNTED: reason(year, share) or exact(share.counted)}


def _scored(window: Window, row: int) -> dict[str, Value]:
    """Return the Book's values of a task by column; if it takes no part, empty texts for share and grade."""
    figure = window.figures.get(row)
    if figure is None:
        return dict.fromkeys((Key.EXACT, Key.PUBLISHED, Key.GRADE), "")
    cells: dict[str, Value] = {
        Key.COUNTED: figure.numerator, Key.EXACT: figure.value, Key.PUBLISHED: figure.rounded,
        Key.GRADE: figure.grade.rating if figure.grade else "",
    }  # fmt: skip
    over = window.raw.get(row)
    return cells | {Key.RAW: over.value, Key.RAW_PUBLISHED: over.rounded} if over else cells
