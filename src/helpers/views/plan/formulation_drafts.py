"""Drafts of a plan's technical report and summary; every amount is asked of the Book.

They have the format of the planner's texts (`texto/<seccion>.md`), so that planners can copy and edit them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from helpers.base.display import list_es, upper_first
from helpers.base.name_phrases import with_article
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.findings import Finding
from helpers.texts.sentences.text_templates import ask
from helpers.views.elements.cells import Chip
from helpers.views.plan.formulation_views import (
    FAILS,
    HOLDS,
    UNKNOWN,
    formulating_rows,
    report_version,
    weights_verdict,
)
from helpers.views.plan.plan_sentences import (
    DRAFT,
    amount,
    by_date,
    by_fund,
    change_reasons,
    changes,
    cite,
    faults,
    of_plan,
    open_findings,
    plan_words,
    unlike_amounts,
)
from helpers.views.plan.reformulation_views import blank_budget

HOLDING = "Lo que se puede comprobar concuerda."
WEIGHED = {
    HOLDS: "Las ponderaciones de las acciones suman cien en",
    FAILS: "No suman cien en",
    UNKNOWN: "No se puede comprobar, porque no todo se lee, en",
}
"""Words before the areas, by the verdict on the sum of their weights."""
MOVED = {
    "ppto_agregado": "lo agregado cuesta", "ppto_retirado": "lo retirado costaba",
    "ppto_conservado_cambio": "lo que sigue cambia en",
}  # fmt: skip
"""Words before an amount of money that changes, by its indicator."""


def report_draft(book: Book, findings: Sequence[Finding]) -> str:
    """Return the draft of the technical report in Markdown: background, changes, money, checks and recommendation.

    Amounts are template calls (`{{ cifra("…") }}`) that the report fills in later; a part without content is left out.
    It recommends returning the plan to the areas if there are open findings, else approving it.
    """
    parts = [
        ("Antecedentes", _background(book)),
        ("Cambios del plan", _changes(book)),
        ("Presupuesto", _cost(book)),
        ("Comprobaciones", _checks(book, findings)),
        ("Conclusión y recomendación", _conclusion(book, findings)),
    ]
    told = [f"# {title}\n\n{text}" for title, text in parts if text]
    return "\n\n".join([DRAFT, *told])


def brief_drafts(book: Book, findings: Sequence[Finding]) -> tuple[str, str, str]:
    """Return the plan in brief: its cost and who requests it, what it changes, and its open findings.

    Returns
    -------
    tuple of str
        Three lists in Markdown, with amounts as template calls. The first two are empty if the Book has nothing on
        their subject; without open findings the third says that what can be checked holds.
    """
    return _cost(book), _listed(change_reasons(book)), _faults(book, findings) or HOLDING


def _listed(clauses: Iterable[str]) -> str:
    """Clauses as a Markdown list of sentences."""
    return "\n".join(f"- {upper_first(text)}." for text in clauses)


def _faults(book: Book, findings: Sequence[Finding]) -> str:
    """The plan's open findings and amounts that are not alike, as a Markdown list; empty if there are none."""
    unlike = unlike_amounts(book)
    return "\n".join(filter(None, (faults(book, findings), f"- {unlike}" if unlike else "")))


def _cost(book: Book) -> str:
    """A Markdown list: the approved amount, by source; what areas request and is legible; what tasks carry."""
    told = report_version(book)
    approved, asked, tasks, rest = (
        of_plan(book, "ppto_aprobado"), of_plan(book, "requerido"), of_plan(book, "ppto_tareas", "version", told),
        of_plan(book, "requerido_sin_tareas", "version", told),
    )  # fmt: skip
    texts = []
    if approved is not None:
        funds = "; ".join(by_fund(book, "ppto_aprobado"))
        texts.append(f"- La resolución aprueba {amount(approved, words=True)}.{f' {funds}.' if funds else ''}")
    if asked is not None:
        areas = [(row.label, of_plan(book, "requerido", row.level, row.code)) for row in formulating_rows(book)]
        listed = "; ".join(f"{cite(name)}, {amount(figure)}" for name, figure in areas if figure is not None)
        texts.append(f"- Las áreas requieren {amount(asked)}: {listed}.")
    texts += _legible(book)
    count = of_plan(book, "tareas_plan", "version", told)
    if count is not None:
        money = f", con {amount(tasks)}" if tasks is not None else ""
        beyond = f"; {amount(rest)} no están en ninguna tarea" if rest is not None and rest.value else ""
        texts.append(f"- El plan tiene {_tasks(count)}{money}{beyond}.")
    return "\n".join(texts)


def _tasks(count: Figure) -> str:
    """A number of tasks: `una tarea`, or a template call and `tareas`."""
    return "una tarea" if count.rounded == 1 else f"{amount(count)} tareas"


def _legible(book: Book) -> Iterator[str]:
    """Yield list items on the legible part of the requests, on approved money without a legible line, and on areas."""
    read, unread = of_plan(book, "requerido_legible"), of_plan(book, "requerido_sin_formulario")
    if read is not None:
        legible = f"son legibles, renglón por renglón, {amount(read)}"
        yield f"- De lo que requieren las áreas {legible}; el resto no consta o no es legible."
    if unread is not None:
        funds = by_fund(book, "requerido_sin_formulario")
        listed = f". {'; '.join(funds)}" if funds else ""
        yield f"- De lo aprobado, {amount(unread)} no constan en ningún renglón legible de los formularios{listed}."
    yield from _unread_areas(book)


def _unread_areas(book: Book) -> Iterator[str]:
    """Yield list items on areas with partly legible requests, and on areas with other forms but no request."""
    for row in formulating_rows(book, "requerimientos"):
        read, whole = (of_plan(book, name, row.level, row.code) for name in ("requerido_legible", "formulario_04"))
        if read is not None:
            beside = f" de los {amount(whole)} de su formulario 04" if whole is not None else ""
            yield f"- {cite(row.label)}: son legibles {amount(read)}{beside}."
    asking = {row.code for row in formulating_rows(book, "requerimientos")}
    planning = dict.fromkeys(row for table in ("articulacion", "foda") for row in formulating_rows(book, table))
    silent = [cite(with_article(row.label)) for row in planning if row.code not in asking]
    if silent and asking and of_plan(book, "requerido") is None:
        verb = "requiere" if len(silent) == 1 else "requieren"
        yield f"- No consta en la información recibida lo que {verb} {list_es(silent)}."


def _background(book: Book) -> str:
    """The approval of each version of the plan, as a Markdown list."""
    lines = []
    # No act has approved the version that this draft itself proposes.
    is_final = str(book.params.get("estado", "")) == "definitivo"
    for row in by_date(book):
        approved = of_plan(book, "ppto_aprobado", "version", row["version"])
        by = f" con {cite(row['resolucion'])}" if row.get("resolucion") else ""
        since = f", que rige desde el {ask('fecha', row['fecha'])}" if row.get("fecha") else ""
        money = f", con un presupuesto de {amount(approved)}" if approved else ""
        if row["version"] == report_version(book) and not is_final:
            lines.append(
                f"- La versión {cite(row['version'])} es la que este informe sustenta{money}: el acto que la aprueba "
                f"({cite(row.get('resolucion') or 'sin número')}{since}) es el que se proyecta aquí."
            )
        else:
            lines.append(f"- La versión {cite(row['version'])} del plan se aprobó{by}{since}{money}.")
    return "\n".join(lines)


def _changes(book: Book) -> str:
    """What the version changed, in tasks and in money; a sentence if nothing changed or nothing is compared."""
    version = report_version(book)
    told = "\n\n".join(filter(None, (_listed(changes(book)), _moved(book, version))))
    if not told and of_plan(book, "tareas_agregadas", "version", version):
        return "No consta que cambiara ninguna tarea frente a la versión anterior."
    return told or "No hay dos versiones del plan con sus tareas: no se puede decir qué cambió."


def _moved(book: Book, version: str) -> str:
    """A sentence on the money of added, dropped and other tasks and the resulting change; empty without any."""
    found = ((words, of_plan(book, name, "version", version)) for name, words in MOVED.items())
    said = [f"{words} {amount(figure)}" for words, figure in found if figure and figure.value]
    whole = of_plan(book, "ppto_tareas_cambio", "version", version)
    ties = f"; juntos, el presupuesto de las tareas cambia en {amount(whole)}" if whole and len(said) > 1 else ""
    return " ".join((f"En dinero, {list_es(said)}{ties}.", *blank_budget(book, version))) if said else ""


def _checks(book: Book, findings: Sequence[Finding]) -> str:
    """A Markdown list of the areas by the verdict on their weights, and of the plan's faults."""
    found: dict[Chip, list[str]] = {HOLDS: [], FAILS: [], UNKNOWN: []}
    for row in formulating_rows(book, "articulacion"):
        if figure := of_plan(book, "peso_acp", row.level, row.code):
            verdict = weights_verdict(book, figure)
            found[verdict].append(f"{cite(row.label)} ({amount(figure)})" if verdict is FAILS else cite(row.label))
    texts = [f"- {WEIGHED[verdict]} {list_es(names)}." for verdict, names in found.items() if names]
    return "\n".join(filter(None, (*texts, _faults(book, findings))))


def _conclusion(book: Book, findings: Sequence[Finding]) -> str:
    """The recommendation: to return the plan to the areas if there are open findings, else to approve it."""
    if open_findings(findings):
        return (
            f"El plan tiene las observaciones señaladas. Se recomienda devolverlo a las áreas para que las "
            f"corrijan y, corregido, aprobar {plan_words(book)}. El proyecto de resolución que acompaña a este informe "
            f"es el del plan corregido: no se firma antes, y sus importes se verifican de nuevo."
        )
    holds = "Aclarada la diferencia señalada, se" if unlike_amounts(book) else f"{HOLDING} Se"
    return f"{holds} recomienda aprobar {plan_words(book)}."
