"""Results by the objectives of external frameworks, and those that name no objective (`50_objetivos`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from helpers.base.display import date_es
from helpers.base.periods import Period
from helpers.base.python_extras import grouped
from helpers.figures.book import Book
from helpers.figures.figure_names import (
    ALL,
    BY_INSTITUTION,
    FRAMEWORK,
    GAPS,
    IN_STATE,
    NO_RESULTS,
    OBJECTIVE,
    OBJECTIVES,
    objectives_in,
)
from helpers.figures.figure_names import STATES as COUNTED
from helpers.figures.situations import periods_within
from helpers.views.elements.cells import NOT_SAID, NOT_STATED, Cell, Missing, counted, number
from helpers.views.elements.grid import Pieces, Table, TableRow, headed, number_columns, text_columns
from helpers.views.elements.prose import Paragraph, paragraph
from helpers.views.progress.results_views import STATES, result_text
from helpers.views.sections.shown_section import ShownSection

Objective = Mapping[str, str]
NONE = Missing("No consta ningún resultado en la información recibida.")
NOBODY = Missing("No consta ningún resultado en la información recibida.", NOT_STATED)
NO_STATE = Missing("No consta en qué estado está.")
NONE_SERVES = "No consta ningún resultado que sirva a un objetivo del marco."
NO_TITLE = "(los datos no traen su enunciado)"
HEADS = text_columns("Institución", "Base legal", "Resultado", "Estado", "Fuente, lugar y fecha")


def counted_frameworks(section: ShownSection) -> tuple[str, ...]:
    """The names of the frameworks whose objectives the Book counts in the period; none in a plan without results."""
    names = dict.fromkeys(row["marco"] for row in objectives(section.book))
    return tuple(name for name in names if section.has(OBJECTIVES, section.period, FRAMEWORK, name))


def objectives_tables(section: ShownSection) -> Pieces | None:
    """One table per counted framework: the number of results of each objective, in total and by state.

    The tables also name the institutions of the results. None if no framework was counted.
    """
    title = "{}: objetivos y los resultados que les sirven, {}"
    return _by_framework(section, objectives_table, "cuadro-objetivos-{}", title)


def served_tables(section: ShownSection) -> Pieces | None:
    """One table per counted framework: the results that serve each objective; None if none was counted."""
    title = "{}: resultados bajo cada objetivo, {}"
    return _by_framework(section, served_table, "cuadro-objetivos-resultados-{}", title)


def _by_framework(section: ShownSection, build: Callable[..., Table], id: str, title: str) -> Pieces | None:
    """Build a table for each counted framework, or None; `id` takes its number, `title` its name and the window."""
    found = counted_frameworks(section)
    words = section.period.words
    tables = (
        build(section.book, name, id=id.format(place), title=title.format(name, words))
        for place, name in enumerate(found, start=1)
    )
    return Pieces(tuple(tables)) if found else None


def groups_of_frameworks(section: ShownSection) -> dict[str, str]:
    """The name of the only group of each counted framework's objectives, by the framework's; empty if several."""
    return {name: only_group(section.book, name) for name in counted_frameworks(section)}


def objectives(book: Book, framework: str = "") -> tuple[Objective, ...]:
    """Return the rows of `marcos` of one framework, or of all if `framework` is empty, in the table's order."""
    return tuple(row for row in book.listing("marcos") if framework in ("", row["marco"]))


def only_group(book: Book, framework: str) -> str:
    """Return the group of all of a framework's objectives, which says what its acronym does not; empty if several."""
    groups = {row.get("grupo", "") for row in objectives(book, framework)}
    return groups.pop() if len(groups) == 1 else ""


def institutions(book: Book) -> tuple[str, ...]:
    """Return the names of the institutions whose results in the report's period serve an objective of any framework.

    Each appears once, in the order of the figures.
    """
    found = book.select(ALL, book.period, BY_INSTITUTION)
    codes = sorted(map(code_of, objectives(book)), key=len, reverse=True)
    return tuple(dict.fromkeys(_institution(figure.code, codes) for figure in found))


def _institution(served: str, codes: Sequence[str]) -> str:
    """The institution in `institution/objective`. Its name may contain a slash, so the known objective is removed."""
    return next(served[: -len(code) - 1] for code in codes if served.endswith(f"/{code}"))


def title_of(objective: Objective) -> str:
    """Return an objective's code and title: `14. Mejorar la protección…`; `NO_TITLE` if the document prints none."""
    return f"{objective['codigo']}. {objective.get('titulo') or NO_TITLE}"


def code_of(objective: Objective) -> str:
    """Return an objective's code with its framework: `ODS:10.7`."""
    return f"{objective['marco']}:{objective['codigo']}"


def objectives_table(book: Book, framework: str, *, id: str, title: str) -> Table:
    """Return a table with a row for every objective of a framework, with or without results, under headings of groups.

    The columns count the results of the report's period that serve it, in total and by state, and name the
    institutions. A cell without results is `Missing`; a state without any is zero only if all results have a state.
    """
    states = (STATES[state].word + "s" * (state != "en curso") for state in COUNTED)
    heads = text_columns("Objetivo") + number_columns("Resultados", *states) + text_columns("Instituciones")
    groups = grouped(objectives(book, framework), lambda row: row.get("grupo", ""))
    rows = {group: [TableRow((title_of(one), *_counts(book, one))) for one in own] for group, own in groups.items()}
    notes = ("Un resultado que sirve a varios objetivos cuenta en cada uno.",)
    return Table(id, title, heads, headed(rows.items()), notes)


def _counts(book: Book, objective: Objective) -> tuple[Cell, ...]:
    """The cells of an objective: its results in total and by state, and their institutions."""
    code = code_of(objective)
    names = [ALL, *(f"{IN_STATE}{name}" for name in COUNTED.values())]
    total, *by_state = (book.get(name, book.period, OBJECTIVE, code) for name in names)
    all_stated = total is not None and total.value == sum(figure.value for figure in by_state if figure)
    none = counted(0) if all_stated else NONE
    cells = [number(figure) if figure else none for figure in (total, *by_state)]
    who = [name for name in institutions(book) if book.get(ALL, book.period, BY_INSTITUTION, f"{name}/{code}")]
    return (*cells, ", ".join(who) if who else NOBODY)


def served_table(book: Book, framework: str, *, id: str, title: str) -> Table:
    """Return a table of the results that serve a framework's objectives: institution, law, result, state, source.

    Results of all institutions in `periods_within` are listed under each objective that they serve; objectives without
    any are left out. Without any result the table has no rows.
    """
    told = [(objectives_in(row.get("objetivos", "")), row) for row in _reported(book)]
    listed = objectives(book, framework)
    serving = {title_of(one): [row for named, row in told if code_of(one) in named] for one in listed}
    rows = headed((heading, [_row(book, one) for one in own]) for heading, own in serving.items())
    return Table(id, title, HEADS, rows, _not_counted(chain(*serving.values())), empty=NONE_SERVES)


def unlinked_results(book: Book) -> tuple[Mapping[str, str], ...]:
    """Return the rows of `resultados` that name no objective.

    With a method that has indicators only those that name no action and no unit either: most results are of the plan.
    They are results of all institutions in the periods of `periods_within`, in the order received.
    """
    fields = ("objetivos", "acp", "unidad") if book.method.get("indicadores") else ("objetivos",)
    return tuple(row for row in _reported(book) if not any(row.get(field) for field in fields))


def unlinked_text(book: Book) -> Paragraph | None:
    """Return a sentence on how many results name no objective; None without any, or if no framework is counted.

    Without it, objectives without results would read as if nothing had been done for them. A difficulty, like anything
    else of `NO_RESULTS`, serves no objective and is not counted.
    """
    every, unlinked = (
        [row for row in rows if row.get("tipo", "") not in NO_RESULTS]
        for rows in (_reported(book), unlinked_results(book))
    )
    if not unlinked or not book.select(OBJECTIVES, book.period, FRAMEWORK):
        return None
    return paragraph(
        book,
        "No consta a qué objetivo {% if todos|length == 1 %}sirve el único resultado recibido"
        "{% else %}{% if sueltos|length == 1 %}sirve uno{% else %}sirven {{ cuenta(sueltos) }}{% endif %} de los "
        "{{ cuenta(todos) }} resultados recibidos{% endif %}"
        "{% if huecos %}; {% if sueltos|length > 1 %}alguno {% endif %}puede servir a los objetivos que figuran sin "
        "ninguno{% endif %}.",
        sueltos=unlinked,
        todos=every,
        huecos=book.select(GAPS, book.period, FRAMEWORK),
    )


def _reported(book: Book) -> list[Mapping[str, str]]:
    """The results of the report's windows, of all institutions."""
    asked = periods_within(book, "resultados")
    return [row for row in book.listing("resultados") if row.get("periodo", "") in asked]


def unlinked_table(book: Book) -> Table:
    """Return a table of the results that name no objective (`unlinked_results`), with the columns of `served_table`.

    It has no rows if there are none. If some are no results, such as difficulties, a note says that these do not count.
    """
    unlinked = unlinked_results(book)
    rows = tuple(_row(book, one) for one in unlinked)
    title = f"Resultados sin objetivo en los datos, {book.period.words}"
    notes = ("La fuente no dice a qué objetivo sirven, o no se lee.", *_not_counted(unlinked))
    return Table("cuadro-objetivos-sueltos", title, HEADS, rows, notes)


def _not_counted(told: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    """The note that listed rows of `NO_RESULTS` are not counted; empty without any."""
    note = "La fila que no es un resultado, como una dificultad, lo dice en «Estado» y no se cuenta entre ellos."
    return (note,) if any(row.get("tipo") in NO_RESULTS for row in told) else ()


def _row(book: Book, one: Mapping[str, str]) -> TableRow:
    return TableRow(tuple(_result(book, one)))


def _result(book: Book, row: Mapping[str, str]) -> Iterator[Cell]:
    """Yield the cells of a result: institution, law, text, state (or its kind, if none), source with place and date."""
    yield row.get("institucion") or str(book.identity.get("sigla") or book.identity["nombre"])
    yield row.get("base_legal") or NOT_SAID
    yield result_text(row)
    kind = row.get("tipo", "")
    yield NO_RESULTS[kind] if kind in NO_RESULTS else STATES.get(row.get("estado", ""), NO_STATE)
    day = date_es(row.get("fecha", ""))
    informed = row.get("periodo") or book.period.code
    other = Period.parse(informed).words if informed != book.period.code else ""
    said = [row.get("fuente", ""), row.get("lugar", ""), day or row.get("periodo_referido", ""), other]
    yield ". ".join(filter(None, said)) or NOT_SAID
