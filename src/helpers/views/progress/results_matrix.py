"""One table by short-term action: expected and achieved results, goals in SIGEP, and money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from helpers.base.display import list_es, upper_first
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.subjects import acp_rows
from helpers.views.elements.cells import Cell, Missing, counted, missing_cell, number
from helpers.views.elements.grid import Table, TableRow, number_columns, text_columns
from helpers.views.progress.results_views import STATE_WORDS, achieved, of_several_reports

Texts = Mapping[str, str]
NOT_STATED = Missing("La tabla «acciones» no lo dice.")
NO_RESULT = Missing("Los datos recibidos no traen ninguno de esta acción.")
TEXTS = ("Resultado esperado", "Indicador y meta", "Resultados informados")
"""Headings of the text columns."""
EXPECTED, GOAL, ACHIEVED = range(len(TEXTS))
"""Positions of the text columns; the first two contain sentences and need a landscape page."""
WANTING = "Sin columna de {}, que los datos recibidos no dan de ninguna acción."
MEASURES = (
    ("Meta SIGEP", "meta_programada"),
    ("Cumplida", "meta_ejecutada"),
    ("%", "meta_cumplimiento"),
)
MONEY = (
    ("Vigente (Bs)", "ppto_vigente"),
    ("Devengado (Bs)", "devengado"),
    ("Ejec. (%)", "ejecucion_financiera"),
)


def results_matrix(book: Book, *, id: str, quarter: Period, window: Period) -> Table:
    """Return a table of actions: expected results, results by state, a quarter's SIGEP goals, a window's money (Bs, %).

    The counted results are always of the report's period; a note says so if the window is another. A column
    that is empty for all actions is left out; a note names missing text columns. It has no rows if all are empty.
    """
    found = [_cells(book, quarter, window, action) for action in book.listing("acciones")]
    rows = acp_rows(book, short=True)
    goals = number_columns(*(header for header, _ in MEASURES), group=f"Metas en SIGEP, {quarter.words}")
    money = number_columns(*(header for header, _ in MONEY), group=window.words.capitalize())
    heads = text_columns(*TEXTS) + goals + money
    kept = [at for at in range(len(heads)) if any(not isinstance(cells[at], Missing) for cells in found)]
    body = tuple(
        TableRow((row.label, *(cells[at] for at in kept))) for row, cells in zip(rows, found, strict=True) if kept
    )
    shown = (*text_columns("Acción"), *(heads[at] for at in kept))
    wanting = [f"«{head}»" for at, head in enumerate(TEXTS) if at not in kept]
    counted_twice = of_several_reports(achieved(book)) if ACHIEVED in kept else ()
    whose = [f"Los resultados son los del informe {book.period.of_when}."]
    of_period = whose * (ACHIEVED in kept and book.period != window)
    notes = (*[WANTING.format(list_es(wanting))] * bool(wanting), *of_period, *counted_twice)
    is_long = bool({EXPECTED, GOAL} & set(kept))
    return Table(id, f"{_title_subjects(kept)} por ACP", shown, body, notes, wide=is_long)


def _title_subjects(kept: Sequence[int]) -> str:
    """The subjects of the remaining columns, for the title."""
    results = list_es([word for word, at in (("esperados", EXPECTED), ("alcanzados", ACHIEVED)) if at in kept])
    goals = any(at == GOAL or len(TEXTS) <= at < len(TEXTS) + len(MEASURES) for at in kept)
    money = any(at >= len(TEXTS) + len(MEASURES) for at in kept)
    told = (f"resultados {results}" if results else "", "metas" if goals else "", "dinero" if money else "")
    return upper_first(list_es([*filter(None, told)]))


def _cells(book: Book, quarter: Period, window: Period, action: Texts) -> tuple[Cell, ...]:
    """The cells of an action: three texts, the quarter's goals, the window's money; `Missing` where unknown."""
    code = action["acp"]
    measured = [(name, quarter) for _, name in MEASURES] + [(name, window) for _, name in MONEY]
    figures = [(name, period, book.get(name, period, "acp", code)) for name, period in measured]
    return (
        action.get("resultado_esperado") or NOT_STATED,
        _goal(action),
        _achieved([row for row in achieved(book) if row.get("acp") == code]),
        *(
            missing_cell(book, (name, period, "acp", code), f"ACP {code}") if figure is None else number(figure)
            for name, period, figure in figures
        ),
    )


def _goal(action: Texts) -> Cell:
    """An action's indicator and goal; the indicator is omitted if it repeats the expected result."""
    indicator = action.get("indicador", "")
    said = [] if indicator == action.get("resultado_esperado") else [indicator]
    return ": ".join(filter(None, (*said, action.get("meta", "")))) or NOT_STATED


def _achieved(results: Sequence[Texts]) -> Cell:
    """The number of results by state, then of those without one; `NO_RESULT` if there are no results."""
    pieces = []
    for state, (one, many) in STATE_WORDS.items():
        of_state = [row for row in results if row.get("estado") == state]
        if of_state:
            words = one if len(of_state) == 1 else many
            pieces.append(f"{counted(len(of_state)).__html__()} {words}")
    unknown = [row for row in results if row.get("estado", "") not in STATE_WORDS]
    if unknown:
        pieces.append(f"{counted(len(unknown)).__html__()}{' sin estado' if pieces else ''}")
    return Markup(list_es(pieces)) if pieces else NO_RESULT
