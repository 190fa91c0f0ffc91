"""Results by the objectives of outside frameworks: each objective with what serves it, the gaps, who serves which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from helpers.book import Book
from helpers.cells import NOT_APPLICABLE, Cell, Missing, number
from helpers.display import date_es
from helpers.grid import Column, Table, TableRow
from helpers.outside_objectives import ALL, BY_INSTITUTION, IN_STATE, OBJECTIVE, objectives_in
from helpers.outside_objectives import STATES as COUNTED
from helpers.results_views import NOT_SAID, STATES, told_text, windows_told

Objective = Mapping[str, str]
NONE = Missing("No consta ningún resultado en los datos de este libro.", NOT_APPLICABLE)
NOBODY = Missing("No consta ningún resultado en los datos de este libro.", "no consta")
NO_STATE = Missing("No consta en qué estado está.")
NONE_SERVES = "No consta ningún resultado que sirva a un objetivo del marco."
NO_TITLE = "(los datos no traen su enunciado)"
HEADS = ("Institución", "Base legal", "Resultado", "Estado", "Fuente, lugar y fecha")


def objectives(book: Book, framework: str = "") -> tuple[Objective, ...]:
    """The objectives of the run's frameworks, or of one of them, in their order."""
    return tuple(row for row in book.listing("marcos") if framework in ("", row["marco"]))


def frameworks(book: Book) -> tuple[str, ...]:
    """The outside frameworks, in their order."""
    return tuple(dict.fromkeys(row["marco"] for row in objectives(book)))


def institutions(book: Book) -> tuple[str, ...]:
    """Every institution with a result that serves an objective, in the order of the objectives."""
    found = book.select(ALL, book.period, BY_INSTITUTION)
    codes = sorted(map(code_of, objectives(book)), key=len, reverse=True)
    return tuple(dict.fromkeys(_institution(figure.code, codes) for figure in found))


def _institution(served: str, codes: Sequence[str]) -> str:
    """The institution of `institution/objective`; its name may have a slash too, so the objective is taken off."""
    return next(served[: -len(code) - 1] for code in codes if served.endswith(f"/{code}"))


def title_of(objective: Objective) -> str:
    """`14. Mejorar la protección…`; where the document does not print it, that it does not."""
    return f"{objective['codigo']}. {objective.get('titulo') or NO_TITLE}"


def code_of(objective: Objective) -> str:
    return f"{objective['marco']}:{objective['codigo']}"


def objectives_table(book: Book, framework: str, *, id: str, title: str) -> Table:
    """Each objective of a framework and how many results serve it, by state; the gaps marked."""
    heads = (
        Column("Objetivo"), Column("Resultados", numeric=True),
        *(Column(STATES[state].word + "s" * (state != "en curso"), numeric=True) for state in COUNTED),
        Column("Instituciones", numeric=False),
    )  # fmt: skip
    rows = []
    for group, members in _grouped(objectives(book, framework)).items():
        if group:
            rows.append(TableRow((group,), "grupo"))
        rows += [TableRow((title_of(one), *_counts(book, one))) for one in members]
    return Table(id, title, heads, tuple(rows), ("Un resultado que sirve a varios objetivos cuenta en cada uno.",))


def _counts(book: Book, objective: Objective) -> tuple[Cell, ...]:
    code = code_of(objective)
    names = [ALL, *(f"{IN_STATE}{name}" for name in COUNTED.values())]
    cells = [_cell(book, name, OBJECTIVE, code) for name in names]
    who = [name for name in institutions(book) if book.get(ALL, book.period, BY_INSTITUTION, f"{name}/{code}")]
    return (*cells, ", ".join(who) if who else NOBODY)


def _cell(book: Book, indicator: str, level: str, code: str) -> Cell:
    figure = book.get(indicator, book.period, level, code)
    return number(figure) if figure else NONE


def served_table(book: Book, framework: str, *, id: str, title: str) -> Table:
    """The results under each objective of a framework: whose, by what law, in which state, and the figure cited."""
    heads = tuple(map(Column, HEADS))
    asked = windows_told(book)
    told = [row for row in book.listing("resultados") if row.get("objetivos") and row.get("periodo", "") in asked]
    rows: list[TableRow] = []
    for objective in objectives(book, framework):
        serving = [row for row in told if code_of(objective) in objectives_in(row["objetivos"])]
        if serving:
            rows.append(TableRow((title_of(objective),), "grupo"))
            rows += [TableRow(tuple(_result(book, row))) for row in serving]
    return Table(id, title, heads, tuple(rows), empty=NONE_SERVES)


def loose_results(book: Book) -> tuple[Mapping[str, str], ...]:
    """The results of the run of which the data do not say whom they serve: no objective, no action, no unit."""
    asked = windows_told(book)
    own = (row for row in book.listing("resultados") if row.get("periodo", "") in asked)
    return tuple(row for row in own if not any(row.get(field) for field in ("objetivos", "acp", "unidad")))


def loose_table(book: Book, *, id: str, title: str) -> Table:
    """The results that no objective of the data names, as those that one does are told."""
    heads = tuple(map(Column, HEADS))
    rows = tuple(TableRow(tuple(_result(book, row))) for row in loose_results(book))
    return Table(id, title, heads, rows, ("La fuente no dice a qué objetivo sirven, o no se lee.",))


def _result(book: Book, row: Mapping[str, str]) -> Iterator[Cell]:
    yield row.get("institucion") or str(book.identity.get("sigla") or book.identity["nombre"])
    yield row.get("base_legal") or NOT_SAID
    yield told_text(row)
    yield STATES.get(row.get("estado", ""), NO_STATE)
    day = date_es(date.fromisoformat(row["fecha"])) if row.get("fecha") else ""
    said = [row.get("fuente", ""), row.get("lugar", ""), day or row.get("periodo_referido", ""), row.get("periodo", "")]
    yield ". ".join(filter(None, said)) or NOT_SAID


def matrix(book: Book, framework: str, *, id: str, title: str) -> Table:
    """Institutions by objectives: how many results each has for each; only objectives that anybody serves."""
    served = [one for one in objectives(book, framework) if book.get(ALL, book.period, OBJECTIVE, code_of(one))]
    heads = (Column("Institución"), *(Column(one["codigo"], numeric=True) for one in served))
    rows = [
        TableRow((name, *(_cell(book, ALL, BY_INSTITUTION, f"{name}/{code_of(one)}") for one in served)))
        for name in institutions(book)
    ]
    rows = [row for row in rows if any(cell is not NONE for cell in row.cells[1:])]
    return Table(id, title, heads, tuple(rows) if served else (), wide=len(served) > 12, empty=NONE_SERVES)


def _grouped(rows: Sequence[Objective]) -> dict[str, list[Objective]]:
    found: dict[str, list[Objective]] = {}
    for row in rows:
        found.setdefault(row.get("grupo", ""), []).append(row)
    return found
