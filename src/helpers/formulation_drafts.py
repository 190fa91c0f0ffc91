"""The technical report and the resolution of a plan, drafted: texts that ask the Book for every amount they say.

They are written as the planner writes (`texto/<seccion>.md`), so that a draft can be taken over and changed as it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from helpers.book import Book
from helpers.display import list_es
from helpers.findings import Finding, Severity
from helpers.formulation_views import formulating_rows, version_told, weights_verdict
from helpers.trace import Figure

DRAFT = (
    "*Borrador compuesto a partir de las cifras, para corregir y completar; quien lo firma todavía no lo ha "
    "hecho suyo.*"
)
BLANK = "\\_\\_\\_\\_\\_\\_"
"""What whoever signs fills in."""
ORDINALS = ("PRIMERO", "SEGUNDO", "TERCERO", "CUARTO", "QUINTO")
OF_THE_PLAN = ("POA-", "PLA-")
MOST_FINDINGS = 12
WORDS = {
    "POA-FORM-04": "El resumen de un área no es la suma de lo que requiere",
    "POA-TECHO": "Hay quien requiere más que su techo",
    "POA-RESOLUCION": "Las áreas no requieren lo que aprueba la resolución",
    "POA-APROBADO": "Las fuentes aprobadas no suman su total",
    "POA-LITERAL": "Hay importes cuyas letras no dicen lo mismo que sus cifras",
    "POA-PUENTE": "Las modificaciones listadas no explican lo aprobado",
}
"""What the report says of each rule that found something, before it names whose it is."""


def report_draft(book: Book, findings: Sequence[Finding]) -> str:
    """The technical report: background, what changes, money by source, what does not tie, and what is recommended."""
    parts = [
        ("Antecedentes", _background(book)),
        ("Qué cambia en el plan", _changes(book)),
        ("Presupuesto", _money(book)),
        ("Comprobaciones", _checks(book, findings)),
        ("Conclusión y recomendación", _conclusion(book, findings)),
    ]
    told = [f"# {title}\n\n{text}" for title, text in parts if text]
    return "\n\n".join([DRAFT, *told])


def resolution_draft(book: Book) -> str:
    """The resolution: what is seen, what is considered, and articles with each amount in figures and in words."""
    year = _cite(str(book.period.year))
    name = _cite(str(book.identity.get("nombre", "")))
    seen = (
        f"**VISTOS:** el informe técnico y el informe legal sobre {_subject(book)} de {name}, gestión {year}, y "
        f"todo lo que convino ver."
    )
    norms = [f"Que {_norm(norm)}." for norm in book.identity.get("normas", ())]
    considered = [*norms, *_amount_reasons(book)]
    articles = [text for text in _articles(book) if text]
    resolved = [f"**ARTÍCULO {ordinal}.** {text}" for ordinal, text in zip(ORDINALS, articles, strict=False)]
    parts = [DRAFT, f"**RESOLUCIÓN N.º {BLANK}**", seen, "**CONSIDERANDO:**", *considered]
    return "\n\n".join(
        [
            *parts,
            "**POR TANTO, LA MÁXIMA AUTORIDAD EJECUTIVA RESUELVE:**",
            *resolved,
            "Regístrese, comuníquese y archívese.",
        ]
    )


def _cite(text: str) -> str:
    """A text of others, digits included, as a template prints it."""
    return f"{{{{ cita({json.dumps(text, ensure_ascii=False)}) }}}}"


def _amount(figure: Figure, *, words: bool = False) -> str:
    """A figure of money; in figures and in words where asked."""
    shown = f"{{{{ cifra({json.dumps(figure.id, ensure_ascii=False)}) }}}}"
    return f"{shown} ({{{{ letras({json.dumps(figure.id, ensure_ascii=False)}) }}}})" if words else shown


def _get(book: Book, indicator: str, level: str = "", code: str = "") -> Figure | None:
    key = (level, code) if level else book.nodes_at("entidad")[0].key
    return book.get(indicator, book.period, *key)


def _subject(book: Book) -> str:
    pairs = book.select("tareas_agregadas", book.period, "version")
    listed = book.listing("versiones")
    reformulates = bool(pairs) or len(listed) > 1 or "reform" in version_told(book).lower()
    return (
        "la reformulación del Plan Operativo Anual y su presupuesto"
        if reformulates
        else "el Plan Operativo Anual y su presupuesto"
    )


def _norm(norm: Mapping[str, object]) -> str:
    said = f", {_cite(str(norm['titulo']))}" if norm.get("titulo") else ""
    return f"corresponde aplicar la norma {_cite(str(norm['sigla']))}{said}"


def _background(book: Book) -> str:
    lines = []
    for row in sorted(book.listing("versiones"), key=lambda row: row.get("fecha", "")):
        approved = _get(book, "ppto_aprobado", "version", row["version"])
        by = f" con {_cite(row['resolucion'])}" if row.get("resolucion") else ""
        since = f", que rige desde {{{{ fecha({json.dumps(row['fecha'])}) }}}}" if row.get("fecha") else ""
        money = f", con un presupuesto de {_amount(approved)}" if approved else ""
        lines.append(f"- La versión {_cite(row['version'])} del plan se aprobó{by}{since}{money}.")
    if not lines:
        named = version_told(book)
        lines = (
            [
                f"- Los formularios son de la versión {_cite(named)}; no se sabe con qué resolución ni en qué fecha "
                f"se aprobó."
            ]
            if named
            else []
        )
    return "\n".join(lines)


def _changes(book: Book) -> str:
    words = {
        "tareas_agregadas": "agregadas", "tareas_retiradas": "retiradas",
        "tareas_reprogramadas": "reprogramadas en el tiempo", "tareas_reponderadas": "con otra ponderación",
        "tareas_trasladadas": "trasladadas", "tareas_con_otro_ppto": "con otro presupuesto",
    }  # fmt: skip
    texts = []
    for pair in book.select("tareas_agregadas", book.period, "version"):
        counts = [
            (figure, said)
            for name, said in words.items()
            if (figure := _get(book, name, "version", pair.code)) and figure.value
        ]
        listed = list_es([f"{_amount(figure)} {said}" for figure, said in counts])
        whole = _get(book, "tareas_plan", "version", pair.code)
        if whole and listed:
            texts.append(
                f"La versión {_cite(pair.code)} tiene {_amount(whole)} tareas. Frente a la anterior hay: {listed}. "
                f"{_moved(book, pair.code)}"
            )
    return "\n\n".join(texts) or "No hay dos versiones del plan con sus tareas: no se puede decir qué cambió."


def _moved(book: Book, version: str) -> str:
    added, dropped, kept = (
        _get(book, name, "version", version) for name in ("ppto_agregado", "ppto_retirado", "ppto_conservado_cambio")
    )
    said = [
        f"{words} {_amount(figure)}"
        for figure, words in (
            (added, "lo agregado cuesta"),
            (dropped, "lo retirado costaba"),
            (kept, "lo que sigue cambia en"),
        )
        if figure
    ]
    return f"En dinero, {list_es(said)}." if said else ""


def _money(book: Book) -> str:
    total = _get(book, "ppto_aprobado")
    if total is None:
        return ""
    texts = [f"El presupuesto de la gestión es de {_amount(total, words=True)}, por fuente:"]
    texts.append(
        "\n".join(
            f"- {_fund(book, figure)}: {_amount(figure)}."
            for figure in book.select("ppto_aprobado", book.period, "fuente")
        )
    )
    gap = next(
        (figure for figure in book.select("ppto_puente_diferencia", book.period, "version") if figure.value), None
    )
    if gap is not None:
        texts.append(f"Las modificaciones listadas dejan sin explicar {_amount(gap)} de lo que cambió el presupuesto.")
    return "\n\n".join(text for text in texts if text)


def _fund(book: Book, figure: Figure) -> str:
    return f"Fuente {_cite(figure.code)}" + (f", {_cite(figure.name)}" if figure.name != figure.code else "")


def _checks(book: Book, findings: Sequence[Finding]) -> str:
    areas = [
        figure
        for row in formulating_rows(book, "articulacion")
        if (figure := _get(book, "peso_acp", row.level, row.code))
    ]
    words = [weights_verdict(book, figure).word for figure in areas]
    texts = []
    if areas:
        whole = [_cite(figure.code) for figure, word in zip(areas, words, strict=True) if word == "cierra"]
        wrong = [
            f"{_cite(figure.code)} ({_amount(figure)})"
            for figure, word in zip(areas, words, strict=True)
            if word == "no cierra"
        ]
        unread = [_cite(figure.code) for figure, word in zip(areas, words, strict=True) if word == "no verificable"]
        texts += [f"- Las ponderaciones suman cien en {list_es(whole)}."] if whole else []
        texts += [f"- No suman cien en {list_es(wrong)}."] if wrong else []
        texts += [f"- No se puede comprobar, porque no todo se lee, en {list_es(unread)}."] if unread else []
    texts += [f"- {words}{_whose(book, told)}." for code, words in WORDS.items() if (told := _graver(findings, code))]
    return "\n".join(texts)


def _graver(findings: Sequence[Finding], code: str) -> list[Finding]:
    return [finding for finding in findings if finding.codigo == code and finding.severidad is not Severity.NOTE]


def _whose(book: Book, found: Sequence[Finding]) -> str:
    """Of whom some findings tell: those that stand at a figure, with its amount."""
    figures = [figure for finding in found if (figure := book.figures.get(finding.elemento)) is not None]
    named = [f"{_cite(figure.name)} ({_amount(figure)})" for figure in figures[:MOST_FINDINGS]]
    return f": {list_es(named)}" if named else ""


def _own(findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.codigo.startswith(OF_THE_PLAN)]


def _conclusion(book: Book, findings: Sequence[Finding]) -> str:
    open_ones = [finding for finding in _own(findings) if finding.severidad is not Severity.NOTE]
    if open_ones:
        return (
            f"El plan tiene observaciones que corregir antes de aprobarse. Se recomienda devolverlo a las áreas "
            f"y, corregido, aprobar {_subject(book)}."
        )
    return f"Lo que se puede comprobar cierra. Se recomienda aprobar {_subject(book)}."


def _amount_reasons(book: Book) -> Iterator[str]:
    total = _get(book, "ppto_aprobado")
    if total is not None:
        yield (
            f"Que el presupuesto de gastos programado para la gestión {_cite(str(book.period.year))} es de "
            f"{_amount(total, words=True)}."
        )
    unasked = _get(book, "requerido_sin_formulario")
    if unasked is not None:
        yield (
            f"Que en los formularios no se lee de dónde salen {_amount(unasked, words=True)}: se verificará antes "
            f"de firmar."
        )


def _articles(book: Book) -> Iterator[str]:
    total, funds = _get(book, "ppto_aprobado"), book.select("ppto_aprobado", book.period, "fuente")
    money = f", con un presupuesto de {_amount(total, words=True)}" if total else ""
    yield (
        f"Aprobar {_subject(book)} de la gestión {_cite(str(book.period.year))}{money}, conforme a los formularios "
        f"que forman parte de esta resolución."
    )
    if funds:
        listed = "\n".join(f"- {_fund(book, figure)}: {_amount(figure, words=True)}." for figure in funds)
        yield f"El presupuesto se financia con:\n\n{listed}"
    yield "Las áreas ejecutarán sus acciones y tareas en los meses y con los recursos que el plan les asigna."
    yield "La unidad de planificación queda encargada de registrar y difundir el plan, y de hacer su seguimiento."
