"""Paragraphs and tables of the section on results (`10_resultados`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from markupsafe import Markup

from helpers.base.display import lower_first
from helpers.base.periods import Period
from helpers.base.python_extras import by_key, grouped
from helpers.figures.book import Book
from helpers.figures.subjects import acp_rows
from helpers.settings.cuadros.cuadro_table import BY_UNIT
from helpers.views.elements.cells import NOT_SAID, NOT_STATED, Cell, Missing
from helpers.views.elements.grid import Pieces, Shown, Table, TableRow, headed
from helpers.views.elements.tables import cut_note
from helpers.views.progress.narrative_views import highlights
from helpers.views.progress.results_views import (
    HIGHLIGHT,
    QUANTITY,
    STATE,
    Result,
    ResultColumn,
    achieved,
    amount,
    backing,
    backing_notes,
    by_acp,
    filled,
    headings,
    name_of,
    reached,
    results_by_action,
    row_of,
    shared_backing,
    unit_of,
    where_and_when,
    whole_of,
    words_in_table,
)
from helpers.views.sections.shown_section import ShownSection

IN_PART = "resultados"
"""Name of the section that prints the main results of each action."""
SHOWN = 8
"""Maximum number of results of one action in the section; the annexes have the others."""
LOOSE = "Sin acción de corto plazo"
NO_PLACE = Missing("El documento no dice dónde ni cuándo.", NOT_STATED)
NO_PART = Missing("El documento no dice de qué parte de la unidad es.", NOT_STATED)
REACHED = "Resultado alcanzado"
IN_FULL = f"{REACHED}, cantidad, lugar y fecha"
Name = tuple[str, str]
NO_PARTS: Mapping[Name, Sequence[Result]] = MappingProxyType({})


def by_action(section: ShownSection) -> Shown:
    """Table of what each action expected and reached.

    NotIncluded if the report's section on actions has the table; it lacks the results if none names its action.
    """
    actions = {row["acp"] for row in section.book.listing("acciones")}
    if "acp" in section.corrida.secciones and actions:
        is_counted = not actions.isdisjoint(row.get("acp") for row in achieved(section.book))
        return section.leave_out() if is_counted else section.lacks("los resultados de cada acción")
    return results_by_action(
        section.book,
        id="cuadro-resultados-matriz",
        title=f"Resultados esperados y alcanzados por acción de corto plazo, informe {section.period.of_when}",
    )


def highlighted(section: ShownSection) -> Shown:
    """A list of the first results that units highlight; NotIncluded if there are none."""
    return highlights(section.book) or section.leave_out("los resultados que las unidades destacan")


def results_tables(book: Book, *, id: str, title: str) -> Pieces:
    """Return one table per action with its main results (at most `SHOWN`), grouped by unit; empty without results.

    Units take turns: the best result of each unit, then each unit's next; highlights are a unit's best, then results
    with a quantity. Actions follow the plan's order; results without a known action come last. Each table's id ends in
    its number, from 1.
    """
    labels = {row.code: row.label for row in acp_rows(book, short=True)}
    names = {action["acp"]: action.get("denominacion", "").rstrip(".") for action in book.listing("acciones")}
    shared = _shared(book)
    tables = []
    for number, (code, told) in enumerate(_in_order(by_acp(achieved(book)), labels), start=1):
        rows = _main(told)
        columns = [_number(book)] * has_annex(book) + _columns(rows, shared)
        which = "por turno entre las unidades, primero los destacados y después los que dan una cantidad"
        notes = cut_note(len(rows), len(told), f"resultados: {which}. El resto está en los anexos.")
        heading = f"{title}: {labels.get(code) or lower_first(_loose(code))}"
        whole = [f"{labels[code]}: {names[code]}."] if names.get(code) else []
        body = _by_unit(book, rows, columns)
        every_note = (*whole, *notes, *backing_notes(shared))
        tables.append(Table(f"{id}-{number}", heading, headings(columns), body, every_note))
    return Pieces(tuple(tables))


def other_results_table(book: Book, *, id: str, title: str, besides: bool) -> Table | None:
    """Return a table of the results that the section leaves out, and of results with their parts, for the annexes.

    Parameters
    ----------
    besides : bool
        Whether the report has the section of results; otherwise this table has every result.

    Returns
    -------
    Table or None
        None if the annexes list no results (see `has_annex`), whatever `besides` says.
    """
    if not has_annex(book):
        return None
    labels = {row.code: row.label for row in acp_rows(book, short=True)}
    parts, shared = _parts(book), _shared(book)
    main = {name_of(one) for own in by_acp(achieved(book)).values() for one in _main(own)} if besides else ()
    told = [one for one in achieved(book) if name_of(one) in parts or name_of(one) not in main]
    rows = [one for row in told for one in (row, *parts.get(name_of(row), ()))]
    columns = [_number(book), ResultColumn(IN_FULL, _in_full), *filled((STATE, backing(shared)), rows)]
    body: tuple[TableRow, ...] = ()
    for code, ones in _in_order(by_acp(told), labels):
        body += _by_unit(book, ones, columns, f"{labels.get(code) or _loose(code)} · ", parts)
    notes = ["→: parte del resultado anterior que no lleva flecha, u otra de sus cantidades."] * bool(parts)
    return Table(id, title, headings(columns), body, (*notes, *backing_notes(shared)))


def _number(book: Book) -> ResultColumn:
    """The column of each result's number, after its quarter if several quarters have one with that number (`T3 R1`)."""
    times = Counter(id for id, _ in {(one["id"], one.get("periodo")) for one in reached(book)})

    def number(one: Result) -> Cell:
        window = Period.parse(one["periodo"]).window if times[one["id"]] > 1 and one.get("periodo") else ""
        return f"{window} {one['id']}".strip()

    return ResultColumn("N.º", number)


def _by_unit(
    book: Book,
    rows: Sequence[Result],
    columns: Sequence[ResultColumn],
    above: str = "",
    parts: Mapping[Name, Sequence[Result]] = NO_PARTS,
) -> tuple[TableRow, ...]:
    """Results under the name of their unit, each followed by its parts."""
    every = ((unit_of(book, one, whole=True), part) for one in rows for part in (one, *parts.get(name_of(one), ())))
    return headed(by_key((f"{above}{unit}", row_of(part, columns)) for unit, part in every).items())


def has_annex(book: Book) -> bool:
    """Return whether the annexes list results: some have parts, or an action has more than `SHOWN`.

    False if the report prints results only in the section on directions.
    """
    rows, sections = achieved(book), book.params.get("secciones", ())
    if BY_UNIT in sections and IN_PART not in sections:
        return False
    return len(rows) < len(reached(book)) or any(len(told) > SHOWN for told in by_acp(rows).values())


def _main(told: Sequence[Result]) -> list[Result]:
    """The results of an action that its section prints, in the table's order.

    Units take turns: first the best result of each unit, then each unit's next, up to `SHOWN`.
    """
    best_first = sorted(told, key=lambda one: (one.get("tipo") != HIGHLIGHT, not one.get("valor")))
    turns: Counter[str] = Counter()
    by_turn = []
    for one in best_first:
        turns[one.get("unidad", "")] += 1
        by_turn.append((turns[one.get("unidad", "")], name_of(one)))
    chosen = {name for _, name in sorted(by_turn, key=lambda turn: turn[0])[:SHOWN]}
    return [one for one in told if name_of(one) in chosen]


def _parts(book: Book) -> Mapping[Name, Sequence[Result]]:
    """The parts of each result that is reported in parts, by the result's key (`name_of`)."""
    names = {name_of(row) for row in achieved(book)}
    return grouped((row for row in reached(book) if row.get("parte_de") and whole_of(row) in names), whole_of)


def _shared(book: Book) -> str:
    """The common beginning of the source references; empty if there are at most `SHOWN` results."""
    rows = reached(book)
    return shared_backing(rows) if len(rows) > SHOWN else ""


def _loose(code: str) -> str:
    """The heading of results whose action the plan lacks, or `LOOSE` for results without one."""
    return f"ACP {code}" if code else LOOSE


def _in_order(told: Mapping[str, list[Result]], labels: Mapping[str, str]) -> Iterator[tuple[str, list[Result]]]:
    """Results by action in the plan's order; actions that the plan lacks come last."""
    for code in (*(code for code in labels if code in told), *(code for code in told if code not in labels)):
        yield code, told[code]


def _columns(rows: Sequence[Result], shared: str) -> list[ResultColumn]:
    """The columns that are not empty; source references omit their common beginning."""
    every = (
        ResultColumn("Área u oficina", lambda one: (one.get("unidad") and one.get("dependencia")) or NO_PART),
        ResultColumn("Resultado programado", lambda one: one.get("resultado_programado") or NOT_SAID),
        ResultColumn(REACHED, words_in_table),
        QUANTITY,
        ResultColumn("Lugar y fecha", lambda one: where_and_when(one) or NO_PLACE),
        STATE,
        backing(shared),
    )
    return filled(every, rows)


def _in_full(one: Result) -> Cell:
    """A result in one cell: text, office, planned result, quantity, place and date."""
    office = one.get("dependencia", "") if one.get("unidad") else ""
    planned = f"programado: {one['resultado_programado']}" if one.get("resultado_programado") else ""
    beside = Markup("; ").join(filter(None, (office, planned, amount(one), where_and_when(one))))
    return words_in_table(one) + (Markup(" ({})").format(beside) if beside else "")
