"""The units and posts that come last, with the causes that they report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from helpers.base.display import counted_es, lower_first, upper_first
from helpers.base.name_phrases import number_with_noun
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.figure_names import LEVEL_PLURALS, LEVEL_TITLES
from helpers.figures.mean_coverage import done_of_programme, is_least_known, most_done
from helpers.figures.records import REPORTING
from helpers.figures.situations import periods_within, reported_causes
from helpers.figures.subjects import FigureRow, Measure, cause_names, figure_of, node_rows
from helpers.views.elements.cells import (
    NOT_APPLICABLE,
    NOT_STATED,
    Cell,
    Missing,
    chip,
    exact_number,
    missing_cell,
    number,
)
from helpers.views.elements.grid import Column, Table, TableRow
from helpers.views.elements.nodes import level_heading, name_above, who_report
from helpers.views.elements.outside_notes import is_weighed, is_whole, weighed_notes, with_figure
from helpers.views.progress.results_views import DIFFICULTY, results_of

LAST = {"unidad": 5, "puesto": 8}
"""Number of nodes listed as last, by level in printing order."""
MOST_DIFFICULTIES = 1
"""Maximum number of difficulties printed per unit; the section on deviations has all of them."""
MOST_CAUSES = 3
"""Maximum number of different causes printed per unit."""
REASONS_FROM = ("causas", "resultados", "presentaciones")
"""Listings of the Book in which a unit may report causes."""
NO_PLACE = Missing("La estructura no la pone en ninguna.", NOT_APPLICABLE)
NO_REASON = Missing("No consta ninguna causa en sus tareas, sus resultados ni sus observaciones.", NOT_STATED)
LACKS_DATA = Missing("Le falta un dato, y no se sabe qué parte de lo programado hizo.")
OF_PROGRAMME = "El avance del periodo sin el peso de lo que no estaba programado en él."
IN_DOUBT = (
    "A quien le falta un dato se lo ordena por lo más que pudo hacer de lo programado: puede haber hecho menos que "
    "quien está antes."
)
NO_TABLES = (
    "No constan en la información recibida las causas que dan las unidades: irían en su informe de ejecución, en el de "
    "resultados o en las observaciones de su formulario."
)


def lowest_units_table(book: Book, measures: Sequence[Measure]) -> Table:
    """Return a table of the units below 100 %, the lowest first, then the posts, with the reasons that they reported.

    At most `LAST` of each level are listed; late forms are left out. Without anyone below 100 % the table has no rows.
    If a progress counts the weight of what was not programmed (`is_weighed`), the table has those that did not do all
    their programme; a column gives the part of it that they did, which decides the order.

    Parameters
    ----------
    measures : sequence of tuple
        One indicator in several windows, each with a column; the last window decides the order.
    """
    with_reasons = any(book.listing(table) for table in REASONS_FROM)
    lasts = {level: _below(book, level, measures[-1]) for level in LAST}
    both = all(lasts.values())
    is_graded = any(figure.grade for below in lasts.values() for _, figure in below)
    columns: list[tuple[Column, Callable[[FigureRow, Figure], Cell]]] = [
        (Column(level_heading(book, *REPORTING)), lambda row, _: row.label),
        (Column(level_heading(book, "area", "tipo")), lambda row, _: _place(book, row)),
        *((Column(f"{Period.parse(str(one[1])).short} (%)", numeric=True), _value(book, one)) for one in measures),
    ]
    least = "con menor avance físico"
    if is_weighed(book, measures[-1]):
        least = "que menos hicieron de lo programado"
        columns.append((Column("De lo programado (%)", numeric=True), lambda _, now: _done(book, now)))
    if is_graded:
        columns.append((Column("Calificación"), lambda _, now: chip(now)))
    if with_reasons:
        columns.append((Column("Por qué, según la unidad"), lambda row, _: reason(book, row.code) or NO_REASON))
    rows: list[TableRow] = []
    for level, below in lasts.items():
        rows += [TableRow((upper_first(LEVEL_PLURALS[level]),), "grupo")] if both else []
        rows += [TableRow(tuple(cell(*pair) for _, cell in columns)) for pair in below[: LAST[level]]]
    notes: tuple[str, ...] = () if with_reasons else (NO_TABLES,)
    notes += tuple(note for level, below in lasts.items() for note in _as_low(book, level, below))
    doubted = any(not is_least_known(book, [figure for _, figure in below]) for below in lasts.values())
    notes += (*weighed_notes(book, measures), *(IN_DOUBT,) * doubted)
    when = Period.parse(str(measures[-1][1])).words
    title = f"{upper_first(who_report(book))} {least}, {when}"
    empty = "Nadie quedó por debajo de lo programado."
    heads = tuple(head for head, _ in columns)
    return Table("cuadro-unidades-ultimas", title, heads, tuple(rows), notes if rows else (), empty=empty)


def _value(book: Book, measure: Measure) -> Callable[[FigureRow, Figure], Cell]:
    """Return a function for the cell of a place in a measure."""

    def cell(row: FigureRow, _: Figure) -> Cell:
        figure = figure_of(book, row, measure)
        return number(figure) if figure else missing_cell(book, (*measure, row.level, row.code), row.label)

    return cell


def _below(book: Book, level: str, measure: Measure) -> list[tuple[FigureRow, Figure]]:
    """The nodes of a level that did less than was programmed, or may have, the lowest first."""
    found = with_figure(book, node_rows(book, level), measure)
    return sorted((pair for pair in found if not is_whole(book, pair[1])), key=lambda pair: most_done(book, pair[1]))


def _done(book: Book, progress: Figure) -> Cell:
    """The percentage of its programme that a place did; `LACKS_DATA` if missing data leave it unknown."""
    done = done_of_programme(book, progress)
    return LACKS_DATA if done is None else exact_number(done, OF_PROGRAMME)


def _as_low(book: Book, level: str, below: Sequence[tuple[FigureRow, Figure]]) -> tuple[str, ...]:
    """A note on how many more nodes did as little as the last one listed; empty if none did."""
    listed, others = below[: LAST[level]], below[LAST[level] :]
    same = sum(most_done(book, figure) == most_done(book, listed[-1][1]) for _, figure in others)
    told = counted_es(same, lower_first(LEVEL_TITLES[level]), LEVEL_PLURALS[level])
    return (f"Fuera de la lista, con lo mismo que la última fila de su clase: {told}.",) if same else ()


def _place(book: Book, row: FigureRow) -> Cell:
    """A unit's area, else service; a post's subtype, else type, else area; `NO_PLACE` without any."""
    wanted = ("subtipo", "tipo", "area") if row.level == "puesto" else ("area", "servicio")
    return name_above(book, book.node(row.level, row.code), *wanted) or NO_PLACE


def reason(book: Book, unit: str) -> str:
    """Return why a unit (its code) fell short, in its own words in the forms of `periods_within`.

    Returns
    -------
    str
        Causes of its tasks, difficulties, and the remarks on its form; empty if it stated nothing.
    """
    return " ".join((*_causes(book, unit), *_difficulties(book, unit), *_form_notes(book, unit)))


def _causes(book: Book, unit: str) -> Iterator[str]:
    """The causes of a unit's tasks that fell short, the most frequent first."""
    called = cause_names(book)
    rows = [row for row in reported_causes(book, of_unfulfilled=True) if row["unidad"] == unit]
    texts = [row["causa_desviacion"] or called.get(row["causa_codigo"], row["causa_codigo"]) for row in rows]
    told = dict.fromkeys((words.rstrip(". "), row["tarea"]) for words, row in zip(texts, rows, strict=True))
    counts = Counter(words for words, _ in told).most_common()
    for words, tasks in counts[:MOST_CAUSES]:
        yield f"{words} ({number_with_noun(tasks, 'tarea', 'tareas')})."
    left = {words for words, _ in counts[MOST_CAUSES:]}
    others = len({task for words, task in told if words in left})
    if others:
        yield f"Otras causas en {number_with_noun(others, 'tarea', 'tareas')}."


def _difficulties(book: Book, unit: str) -> Iterator[str]:
    """Yield a unit's first difficulties, `MOST_DIFFICULTIES` at most, and the number of the others."""
    own = (row for row in results_of(book, DIFFICULTY) if row.get("unidad") == unit)
    told = [lower_first(row["texto"].strip()) for row in own]
    yield from (f"Dificultad: {words}" for words in told[:MOST_DIFFICULTIES])
    left = len(told[MOST_DIFFICULTIES:])
    if left:
        yield f"{number_with_noun(left, 'dificultad más', 'dificultades más')}."


def _form_notes(book: Book, unit: str) -> Iterator[str]:
    """Yield the remarks on a unit's forms of `periods_within`."""
    periods = periods_within(book, "presentaciones")
    for row in book.listing("presentaciones"):
        if row.get("unidad") == unit and row.get("observacion") and row.get("periodo", "") in periods:
            yield f"Sobre su formulario: {lower_first(row['observacion'].rstrip('. '))}."
