"""Sentences of the drafts of a plan (technical report, summary, resolution); every amount is asked of the Book."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from helpers.base.display import list_es, lower_first
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.findings import Finding, Severity
from helpers.figures.records import UNIT_LEVELS
from helpers.figures.subjects import first_node
from helpers.texts.sentences.text_templates import ask
from helpers.views.elements.nodes import entity_of
from helpers.views.plan.formulation_views import report_version

DRAFT = (
    "*Borrador compuesto a partir de las cifras, para corregir y completar; quien lo firma todavía no lo ha "
    "hecho suyo.*"
)
OF_THE_PLAN = ("POA-", "PLA-", "VER-MES-PASADO", "VIN-PROGRAMA")


MOST_FINDINGS = 12
"""Maximum number of names that a sentence on a rule's findings lists."""


@dataclass(frozen=True)
class Complaint:
    """The report's sentence on a control rule that has findings.

    Attributes
    ----------
    words : str
        What is wrong; the names of those concerned follow.
    gap : str
        Indicator of the difference, looked up for the node of the finding; empty if there is none.
    of : str
        Words before the difference, such as `difieren en`.
    """

    words: str
    gap: str = ""
    of: str = ""


COMPLAINTS = {
    "POA-FORM-04": Complaint(
        "El formulario 04 no dice la suma de los formularios 03", "formulario_04_diferencia", "difieren en"
    ),
    "POA-TECHO": Complaint("No se respeta el techo, o no alcanza", "techo_saldo", "lo requerido lo pasa en"),
    "POA-RESOLUCION": Complaint(
        "Las áreas no requieren lo que aprueba la resolución", "requerido_diferencia", "la diferencia es de"
    ),
    "POA-APROBADO": Complaint(
        "Las fuentes aprobadas no suman su total", "ppto_aprobado_diferencia", "la diferencia es de"
    ),
    "POA-LITERAL": Complaint("El importe en letras no es el importe en cifras"),
    "POA-PUENTE": Complaint(
        "Las modificaciones listadas no explican lo aprobado", "ppto_puente_diferencia", "quedan sin explicar"
    ),
    "VER-MES-PASADO": Complaint("La versión cambia lo programado de meses anteriores a su fecha"),
    "PLA-PONDERACION": Complaint("Hay ponderaciones que no suman cien"),
}
"""Sentences by code of the control rule."""
CHANGES = {
    "tareas_agregadas": ("agregada", "agregadas"), "tareas_retiradas": ("retirada", "retiradas"),
    "tareas_reprogramadas": ("reprogramada (meses o meta)", "reprogramadas (meses o meta)"),
    "tareas_reponderadas": ("con otra ponderación",) * 2, "tareas_trasladadas": ("trasladada", "trasladadas"),
    "tareas_con_otro_ppto": ("con otro presupuesto",) * 2,
}  # fmt: skip
"""How one changed task and several are called, by the indicator of their number."""


def cite(text: str) -> str:
    """Return the template call that prints a text, its digits counting as quoted: `{{ cita("RM 12/2024") }}`."""
    return ask("cita", text)


def version_line(book: Book) -> Mapping[str, str]:
    """Return the row of `versiones` for the report's version (`report_version`); an empty mapping if there is none."""
    told = report_version(book)
    return next((row for row in book.listing("versiones") if row["version"] == told), {})


def amount(figure: Figure, *, words: bool = False) -> str:
    """Return the template call that prints a figure, `{{ cifra("…") }}`; if `words`, then its spelling in brackets."""
    return f"{ask('cifra', figure.id)} ({ask('letras', figure.id)})" if words else ask("cifra", figure.id)


def of_plan(book: Book, indicator: str, level: str = "", code: str = "") -> Figure | None:
    """Return a figure of the report's period at a level and code, by default the institution's.

    None if the Book lacks it.
    """
    key = (level, code) if level else entity_of(book).key
    return book.get(indicator, book.period, *key)


def plan_words(book: Book) -> str:
    """Return `el Plan Operativo Anual y su presupuesto`, or `la reformulación del Plan…` if there are several versions.

    It is also a reformulation if the name of the report's version contains `reform`. The budget is left out where the
    data have no amount of the plan.
    """
    pairs = book.select("tareas_agregadas", book.period, "version")
    listed = book.listing("versiones")
    reformulates = bool(pairs) or len(listed) > 1 or "reform" in report_version(book).lower()
    which = "la reformulación del" if reformulates else "el"
    has_money = any(one.unit == "Bs" and one.period == book.period for one in book)
    return f"{which} Plan Operativo Anual{' y su presupuesto' if has_money else ''}"


def by_fund(book: Book, indicator: str, *, words: bool = False) -> list[str]:
    """Return a template text, `Fuente 41, name: amount`, for each source of funds with a figure of the indicator.

    The figures are those of the report's period. If `words`, amounts are also spelt out. Empty if there are none.
    """
    return [
        f"Fuente {cite(one.code)}{f', {cite(one.name)}' if one.name != one.code else ''}: {amount(one, words=words)}"
        for one in book.select(indicator, book.period, "fuente")
    ]


def change_reasons(book: Book) -> Iterator[str]:
    """Yield clauses on the version in force so far, and on what the report's version changes (`changes`).

    They are template text in Spanish, in lower case and without a full stop; none is yielded for a first version.
    """
    line = version_line(book)
    older = [row for row in by_date(book) if row != line and row.get("fecha", "") < line.get("fecha", "")]
    if older and older[-1].get("resolucion"):
        act, version = cite(older[-1]["resolucion"]), cite(older[-1]["version"])
        yield f"con {act} se aprobó la versión {version} del plan, vigente hasta ahora"
    yield from changes(book)


def changes(book: Book) -> Iterator[str]:
    """Yield clauses, as `change_reasons`, on the tasks that the report's version changed, and on the requested amount.

    Example of the printed text: `3 tareas agregadas y 1 retirada`; the numbers are template calls.
    """
    told = report_version(book)
    found = [
        (figure, said[figure.value != 1])
        for name, said in CHANGES.items()
        if (figure := of_plan(book, name, "version", told)) and figure.value
    ]
    counts = [
        f"{amount(figure)} {('tarea ' if figure.value == 1 else 'tareas ') if place == 0 else ''}{said}"
        for place, (figure, said) in enumerate(found)
    ]
    if counts:
        listed = f"{list_es(counts)}, frente a la anterior"
        yield f"la versión {cite(told)} que se propone reformula el plan así: {listed}"
    change = of_plan(book, "requerido_cambio", "version", told)
    if change is not None and change.value:
        yield f"lo que requieren las áreas cambia en {amount(change)} de una versión a la otra"


def by_date(book: Book) -> list[Mapping[str, str]]:
    """Return the rows of `versiones`, the oldest first; rows without a date come before all others."""
    return sorted(book.listing("versiones"), key=lambda row: row.get("fecha", ""))


def open_findings(findings: Sequence[Finding]) -> list[Finding]:
    """Return the errors and warnings, not the notes, of the control rules of `OF_THE_PLAN`, in the given order.

    They are to be corrected before the plan is approved.
    """
    return [
        finding
        for finding in findings
        if finding.codigo.startswith(OF_THE_PLAN) and finding.severidad is not Severity.NOTE
    ]


def faults(book: Book, findings: Sequence[Finding]) -> str:
    """Return the plan's open findings as a Markdown list with one item per control rule; empty if there are none.

    An item says what is wrong and names at most `MOST_FINDINGS` of those concerned, each with its difference; for a
    rule outside `COMPLAINTS` it states only the rule. Amounts are template calls.
    """
    to_mend = open_findings(findings)
    texts = [
        f"- {complaint.words}{_names_concerned(book, complaint, found)}."
        for code, complaint in COMPLAINTS.items()
        if (found := [finding for finding in to_mend if finding.codigo == code])
    ]
    others = sorted({finding.codigo for finding in to_mend} - COMPLAINTS.keys())
    promises = {rule["codigo"]: rule["promesa"] for rule in book.listing("reglas")}
    texts += [f"- No se cumple que: {cite(lower_first(promises[code]))}" for code in others if code in promises]
    return "\n".join(texts)


def unlike_amounts(book: Book) -> str:
    """Return a sentence on the tasks' budget if it is not the approved one; empty if they agree.

    Also empty if one of them is unknown, or if areas request money, because their forms then tell which money is in no
    task.
    """
    approved, tasks = of_plan(book, "ppto_aprobado"), of_plan(book, "ppto_tareas", "version", report_version(book))
    if of_plan(book, "requerido") is not None or approved is None or tasks is None or approved.value == tasks.value:
        return ""
    return f"Las tareas tienen {amount(tasks)} y lo aprobado es {amount(approved)}: corresponde explicar la diferencia."


def _names_concerned(book: Book, told: Complaint, found: Sequence[Finding]) -> str:
    """The names of those that some findings concern, each with its difference, after a colon; empty without any.

    Of more than `MOST_FINDINGS`, `y otros`. An area is left out if a finding on one of its sources of funds names it.
    """
    figures = [figure for finding in found if (figure := book.figures.get(finding.elemento)) is not None]
    # A finding on one source of funds of an area makes the finding on the area itself redundant.
    parted = {figure.code.partition("/")[0] for figure in figures if "/" in figure.code}
    named = []
    for figure in (figure for figure in figures if figure.code not in parted):
        gap = book.get(told.gap, figure.period, figure.level, figure.code) if told.gap else None
        by = f" ({told.of} {ask('magnitud', gap.id)})" if gap is not None else ""
        named.append(f"{cite(_name_in_sentence(figure))}{by}")
    named_already = {"", *(figure.name for figure in figures)}
    of_rows = dict.fromkeys(_unit_named(book, finding) for finding in found)
    named += [cite(name) for name in of_rows if name not in named_already]
    more = " y otros" if len(named) > MOST_FINDINGS else ""
    return f": {list_es(named[:MOST_FINDINGS])}{more}" if named else ""


def _unit_named(book: Book, finding: Finding) -> str:
    """The name of the unit or area in the id of a finding on table rows; empty for a finding on a figure."""
    parts = finding.elemento.split("/")
    code = parts[1] if len(parts) == 3 and finding.elemento not in book.figures else ""
    node = first_node(book, (*UNIT_LEVELS, "area"), code)
    return node.name if node else ""


def _name_in_sentence(figure: Figure) -> str:
    """The name of a figure's node for a sentence; a source of funds is named with its code."""
    if figure.level == "entidad":
        return "todas las áreas juntas"
    return f"fuente {figure.code}, {figure.name}" if figure.level == "fuente" else figure.name
