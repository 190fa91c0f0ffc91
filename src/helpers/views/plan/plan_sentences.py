"""Sentences that both drafts of a plan, technical report and resolution, use; every amount is asked of the Book."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from helpers.base.display import list_es
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.findings import Finding, Severity
from helpers.texts.sentences.text_templates import ask
from helpers.views.plan.formulation_views import version_told

DRAFT = (
    "*Borrador compuesto a partir de las cifras, para corregir y completar; quien lo firma todavía no lo ha "
    "hecho suyo.*"
)
OF_THE_PLAN = ("POA-", "PLA-")


def cite(text: str) -> str:
    """Template code that prints a quoted text, digits included."""
    return ask("cita", text)


def version_line(book: Book) -> Mapping[str, str]:
    """The row of `versiones` for the report's version; empty if there is none."""
    told = version_told(book)
    return next((row for row in book.listing("versiones") if row["version"] == told), {})


def amount(figure: Figure, *, words: bool = False) -> str:
    """Template code that prints a figure, followed by its spelling in words if `words`."""
    return f"{ask('cifra', figure.id)} ({ask('letras', figure.id)})" if words else ask("cifra", figure.id)


def of_plan(book: Book, indicator: str, level: str = "", code: str = "") -> Figure | None:
    """A figure of the report's window, by default the entity's; None if the Book lacks it."""
    key = (level, code) if level else book.nodes_at("entidad")[0].key
    return book.get(indicator, book.period, *key)


def plan_words(book: Book) -> str:
    """What is approved, in words: the plan and its budget, or their reformulation."""
    pairs = book.select("tareas_agregadas", book.period, "version")
    listed = book.listing("versiones")
    reformulates = bool(pairs) or len(listed) > 1 or "reform" in version_told(book).lower()
    which = "la reformulación del" if reformulates else "el"
    return f"{which} Plan Operativo Anual y su presupuesto"


def by_fund(book: Book, indicator: str, *, words: bool = False) -> list[str]:
    """One text per source of funds: its code, its name if it has one, and its amount."""
    return [
        f"Fuente {cite(one.code)}{f', {cite(one.name)}' if one.name != one.code else ''}: {amount(one, words=words)}"
        for one in book.select(indicator, book.period, "fuente")
    ]


def change_reasons(book: Book) -> Iterator[str]:
    """Clauses on the version in force so far and on what the reformulation changes in it."""
    told = version_told(book)
    line = version_line(book)
    older = [row for row in by_date(book) if row["version"] != told and row.get("fecha", "") < line.get("fecha", "")]
    if older and older[-1].get("resolucion"):
        act, version = cite(older[-1]["resolucion"]), cite(older[-1]["version"])
        yield f"con {act} se aprobó la versión {version} del plan, vigente hasta ahora"
    for version, listed in changes_counted(book):
        if version == told:
            yield f"la versión {cite(version)} que se propone reformula el plan así: {listed}, frente a la anterior"
    change = of_plan(book, "requerido_cambio", "version", told)
    if change is not None and change.value:
        yield f"lo que requieren las áreas cambia en {amount(change)} de una versión a la otra"


def by_date(book: Book) -> list[Mapping[str, str]]:
    """The rows of `versiones`, the oldest first."""
    return sorted(book.listing("versiones"), key=lambda row: row.get("fecha", ""))


def changes_counted(book: Book) -> Iterator[tuple[str, str]]:
    """Each version compared with the previous one, and the number of tasks it changed by kind of change, in words."""
    words = {
        "tareas_agregadas": ("agregada", "agregadas"), "tareas_retiradas": ("retirada", "retiradas"),
        "tareas_reprogramadas": ("reprogramada en el tiempo", "reprogramadas en el tiempo"),
        "tareas_reponderadas": ("con otra ponderación",) * 2, "tareas_trasladadas": ("trasladada", "trasladadas"),
        "tareas_con_otro_ppto": ("con otro presupuesto",) * 2,
    }  # fmt: skip
    for pair in book.select("tareas_agregadas", book.period, "version"):
        found = [
            (figure, said[figure.value != 1])
            for name, said in words.items()
            if (figure := of_plan(book, name, "version", pair.code)) and figure.value
        ]
        counts = [
            f"{amount(figure)} {('tarea ' if figure.value == 1 else 'tareas ') if place == 0 else ''}{said}"
            for place, (figure, said) in enumerate(found)
        ]
        if counts:
            yield pair.code, list_es(counts)


def open_findings(findings: Sequence[Finding]) -> list[Finding]:
    """Errors and warnings of the plan's own control rules, which must be corrected before the plan is approved."""
    return [
        finding
        for finding in findings
        if finding.codigo.startswith(OF_THE_PLAN) and finding.severidad is not Severity.NOTE
    ]
