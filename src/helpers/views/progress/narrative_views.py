"""What units and documents report in words: results compared with plans, limitations, pending work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from markupsafe import Markup

from helpers.base.python_extras import grouped
from helpers.figures.book import Book
from helpers.views.elements.grid import Table, headed
from helpers.views.elements.prose import Paragraph, bullets
from helpers.views.elements.tables import cut_note
from helpers.views.progress.results_views import (
    CHALLENGE,
    CONCLUSION,
    CONTEXT,
    HIGHLIGHT,
    QUANTITY,
    STATE,
    Result,
    ResultColumn,
    amount,
    backing,
    backing_notes,
    filled,
    headings,
    result_words,
    results_of,
    row_of,
    shared_backing,
    unfinished,
    unit_of,
    where_and_when,
    words_in_table,
)

UNPLANNED = "Lo programado no consta"
"""Heading of results without a plan, among results with one."""


def unit_results_table(rows: Sequence[Result], *, id: str, title: str, here: str = "") -> Table:
    """Return a table of a unit's results by office: achieved result, quantity, state, source.

    The planned result is a heading above the consecutive results that have it. Columns that are empty in all rows are
    left out.

    Parameters
    ----------
    here : str
        Place of the unit; a result of the same place does not repeat it.
    """
    shared = shared_backing(rows)
    reached = ResultColumn("Resultado obtenido", lambda one: _reached(one, words_in_table(one), here))
    columns = filled((reached, QUANTITY, STATE, backing(shared)), rows)
    groups = (
        (_heading(part, plan, own), [row_of(one, columns) for one in same])
        for part, own in _by_part(rows).items() for plan, same in groupby(own, key=_plan)
    )  # fmt: skip
    return Table(id, title, headings(columns), headed(groups), backing_notes(shared))


def _plan(one: Result) -> str:
    """The planned result of a result; empty if it states none."""
    return one.get("resultado_programado", "")


def _heading(part: str, plan: str, own: Sequence[Result]) -> str:
    """The heading of results of an office (`own` are all of its results) with one plan; empty if none has one."""
    planned = f"Programado: {plan}" if plan else UNPLANNED if any(map(_plan, own)) else ""
    return ". ".join(filter(None, (part, planned)))


def facts_list(heading: str, rows: Sequence[Result], *, here: str = "") -> Paragraph | None:
    """Return some results or facts as an HTML list under a heading, with place, date, quantity and source.

    None without any. The place `here` is not repeated.
    """
    return bullets((_line(one, here) for one in rows), Markup("<strong>{}:</strong>").format(heading))


POINTED_OUT = 12
"""Maximum number of highlights in the list of the section on results."""
MOST_HIGHLIGHTS = 3
"""Maximum number of highlights in the citizens' summary, which is one page; sections have the others."""


def highlights(book: Book) -> Paragraph | None:
    """Return the report's first `POINTED_OUT` highlights as a list, each after its unit; None if there are none."""
    told = results_of(book, HIGHLIGHT)
    items = (
        Markup("<strong>{}.</strong> {}").format(unit_of(book, one), _line({**one, "fuente": ""}, ""))
        for one in told[:POINTED_OUT]
    )
    cut = cut_note(POINTED_OUT, len(told), "resultados destacados; el resto está entre los demás resultados.")
    return bullets(items, below=cut)


def highlights_list(book: Book, heading: str) -> Paragraph | None:
    """Return the report's first `MOST_HIGHLIGHTS` highlights as a list, without norms or sources.

    None if there are none.
    """
    plain = [{**one, "fuente": "", "base_legal": ""} for one in results_of(book, HIGHLIGHT)]
    return facts_list(heading, plain[:MOST_HIGHLIGHTS])


def general_facts(book: Book) -> Paragraph | None:
    """Return the circumstances of the report's period that belong to no unit or office, as a list.

    None if there are none.
    """
    everyone = [one for one in results_of(book, CONTEXT) if not one.get("unidad") and not one.get("dependencia")]
    return facts_list("Otros hechos de la gestión", everyone)


def concluded_table(book: Book) -> Table | None:
    """Return a table of the conclusions that the documents draw on the report's period; None without any."""
    title = "Conclusiones del documento de la institución"
    return _statements(book, CONCLUSION, ("De quién", "Qué concluye"), id="cuadro-conclusiones-documento", title=title)


def challenges_table(book: Book) -> Table | None:
    """Return a table of the work that units report as pending in the report's period; None without any."""
    title = "Tareas pendientes según las unidades"
    return _statements(book, CHALLENGE, ("Unidad", "Tareas pendientes"), id="cuadro-desafios", title=title)


def _statements(book: Book, kind: str, heads: tuple[str, str], *, id: str, title: str) -> Table | None:
    """A table of the results of a kind, None without any; `heads` are the headings of who states it and of the text."""
    told = results_of(book, kind)
    if not told:
        return None
    shared = shared_backing(told)
    whose, said = heads
    reached = ResultColumn(said, lambda one: _reached(one, words_in_table(one)))
    every = (ResultColumn(whose, lambda one: _whose(book, one)), reached)
    columns = filled((*every, QUANTITY, STATE, backing(shared)), told)
    rows = tuple(row_of(one, columns) for one in told)
    return Table(id, title, headings(columns), rows, backing_notes(shared))


def _whose(book: Book, one: Result) -> str:
    """The unit or office that makes a statement; otherwise the institution."""
    whole = str(book.identity.get("sigla", ""))
    return unit_of(book, one) if one.get("unidad") or one.get("dependencia") else one.get("institucion") or whole


def _reached(one: Result, text: Markup, here: str = "", state: str = "") -> Markup:
    """The text of a result with place, date, the given state and norm."""
    more = "; ".join(filter(None, (where_and_when(one, here), state)))
    norm = one.get("base_legal", "")
    text = Markup(text.removesuffix(".")) if more or norm else text
    text += Markup(" ({})").format(more) if more else ""
    return text + (Markup(". Norma: {}").format(norm) if norm else "")


def _line(one: Result, here: str) -> Markup:
    """A result as the text of a list item, after its plan and followed by its quantity and source."""
    planned = _plan(one).rstrip(".")
    much = amount(one)
    head = Markup("<em>{}:</em> ").format(planned) if planned else Markup("")
    tail = Markup("; {}" if ":" in much else ": {}").format(much)
    backing = Markup(' <span class="fuente">[{}]</span>').format(one["fuente"]) if one.get("fuente") else Markup("")
    said = head + _reached(one, result_words(one), here, unfinished(one))
    said = Markup(said.removesuffix(".")) + tail if much else said
    return said + Markup("" if said.endswith(".") else ".") + backing


def _by_part(rows: Sequence[Result]) -> Mapping[str, list[Result]]:
    """Results by office (`dependencia`); the unit's own, under an empty name, come first, even if there are none."""
    return {"": [], **grouped(rows, lambda row: row.get("dependencia", ""))}
