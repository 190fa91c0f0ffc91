"""The technical report and the resolution of a plan, drafted: texts that ask the Book for every amount they say.

They are written as the planner writes (`texto/<seccion>.md`), so that a draft can be taken over and changed as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from helpers.articulation_views import weights_verdict
from helpers.book import Book
from helpers.display import ARTICLES, list_es, lower_first, of_institution, upper_first
from helpers.findings import Finding, Severity
from helpers.formulation_views import formulating_rows, version_told
from helpers.trace import Figure

DRAFT = (
    "*Borrador compuesto a partir de las cifras, para corregir y completar; quien lo firma todavía no lo ha "
    "hecho suyo.*"
)
BLANK = "\\_\\_\\_\\_\\_\\_"
"""What whoever signs fills in."""
ORDINALS = ("PRIMERO", "SEGUNDO", "TERCERO", "CUARTO", "QUINTO")
OF_THE_PLAN = ("POA-", "PLA-")
NORM_KINDS = {
    "Ley": "la Ley", "DS": "el Decreto Supremo", "RM": "la Resolución Ministerial", "RS": "la Resolución Suprema",
    "RA": "la Resolución Administrativa", "RBM": "la Resolución Biministerial",
}  # fmt: skip
"""Kinds of norm, with their article, by how their short names begin."""
LOOSE_NUMBER = re.compile(r"(?<!art\. )(?<!\d)\d")
"""A number that is not an article's."""
WARNED = (
    "**[Advertencia: el plan tiene observaciones sin corregir, que el informe técnico enumera, y el mismo informe "
    "recomienda devolverlo a las áreas. Este texto es el que corresponderá al plan corregido: mientras no lo esté, no "
    "se firma. Quite esta advertencia al corregirlas.]**"
)
MOST_FINDINGS = 12


@dataclass(frozen=True)
class Complaint:
    """What the report says of a rule that found something.

    Attributes
    ----------
    gap : str
        The indicator that says by how much, of whom the finding is; empty where there is none.
    of : str
        What that amount is.
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
    "PLA-PONDERACION": Complaint("Hay ponderaciones que no suman cien"),
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


def brief_drafts(book: Book, findings: Sequence[Finding]) -> tuple[str, str, str]:
    """The plan in short: what it costs and who asks for it, what changed, and what does not close; any may be empty."""
    changed = "\n".join(f"- {upper_first(text)}." for text in _change_reasons(book))
    return _cost(book), changed, _faults(book, findings) or "Lo que se puede comprobar cierra."


def _cost(book: Book) -> str:
    """What is approved, by source; what the areas ask for, each; and what part of it tasks carry."""
    told = version_told(book)
    approved, asked, tasks, rest = (
        _get(book, "ppto_aprobado"), _get(book, "requerido"), _get(book, "ppto_tareas", "version", told),
        _get(book, "requerido_sin_tareas", "version", told),
    )  # fmt: skip
    texts = []
    if approved is not None:
        funds = [f"{_fund(book, one)}: {_amount(one)}" for one in book.select("ppto_aprobado", book.period, "fuente")]
        texts.append(f"- La resolución aprueba {_amount(approved)}" + (f". {'; '.join(funds)}." if funds else "."))
    if asked is not None:
        areas = [(row.label, _get(book, "requerido", row.level, row.code)) for row in formulating_rows(book)]
        listed = "; ".join(f"{_cite(name)}, {_amount(figure)}" for name, figure in areas if figure is not None)
        texts.append(f"- Las áreas requieren {_amount(asked)}: {listed}.")
    texts += _legible(book)
    count = _get(book, "tareas_plan", "version", told)
    if count is not None:
        money = f", con {_amount(tasks)}" if tasks is not None else ""
        beyond = f"; {_amount(rest)} no están en ninguna tarea" if rest is not None and rest.value else ""
        texts.append(f"- El plan tiene {_amount(count)} tareas{money}{beyond}.")
    return "\n".join(texts)


def _legible(book: Book) -> Iterator[str]:
    """What can be read of what the areas ask for, where not all can; what of the approved money it leaves unread."""
    read, unread = _get(book, "requerido_legible"), _get(book, "requerido_sin_formulario")
    if read is not None:
        yield f"- De lo que requieren las áreas se leen {_amount(read)} en sus formularios; hay partes que no se leen."
    if unread is not None:
        funds = [
            f"{_fund(book, one)}: {_amount(one)}"
            for one in book.select("requerido_sin_formulario", book.period, "fuente")
        ]
        listed = f". {'; '.join(funds)}" if funds else ""
        yield (
            f"- De lo aprobado, {_amount(unread)} no se leen en los formularios de este libro o no están en "
            f"ellos{listed}."
        )
    yield from _unread_areas(book)


def _unread_areas(book: Book) -> Iterator[str]:
    """Each area of which only a part is read, beside what its form 04 says; and those of which nothing is there."""
    for row in formulating_rows(book, "requerimientos"):
        read, whole = (_get(book, name, row.level, row.code) for name in ("requerido_legible", "formulario_04"))
        if read is not None:
            beside = f" de los {_amount(whole)} de su formulario 04" if whole is not None else ""
            yield f"- {_cite(row.label)}: se leen {_amount(read)}{beside}."
    asking = {row.code for row in formulating_rows(book, "requerimientos")}
    silent = [_cite(row.label) for row in formulating_rows(book, "articulacion") if row.code not in asking]
    if silent and asking and _get(book, "requerido") is None:
        yield f"- No consta en los datos de este libro lo que requiere {list_es(silent)}."


def resolution_draft(book: Book, findings: Sequence[Finding] = ()) -> str:
    """The resolution: what is seen, what is considered, and articles with each amount in figures and in words.

    Where the plan has observations, a warning in brackets says so, and that nothing is approved before they are mended.
    """
    articles = [text for text in _articles(book) if text]
    is_open = bool(open_findings(findings))
    if is_open:
        articles[0] = f"[Corregidas las observaciones:] {articles[0]}"
    resolved = [f"**ARTÍCULO {ordinal}.** {text}" for ordinal, text in zip(ORDINALS, articles, strict=False)]
    norms = [_norm(norm) for norm in book.identity.get("normas", ())]
    considered = [f"Que {text}." for text in (*norms, *_change_reasons(book))]
    return "\n\n".join(
        [
            DRAFT,
            *([WARNED] if is_open else []),
            f"**RESOLUCIÓN {_cite(version_line(book)['resolucion'])}**"
            if version_line(book).get("resolucion")
            else f"**RESOLUCIÓN N.º {BLANK}**",
            _seen(book),
            "**CONSIDERANDO:**",
            *considered,
            *_amount_reasons(book),
            "**POR TANTO, LA MÁXIMA AUTORIDAD EJECUTIVA RESUELVE:**",
            *resolved,
            "Regístrese, comuníquese y archívese.",
        ]
    )


def _seen(book: Book) -> str:
    """What the resolution rests on: the reports that `versiones` names for the version told."""
    line = version_line(book)
    reports = [
        f"{words} {_cite(line[field])}" if line.get(field) else f"{words} {BLANK}"
        for field, words in (("informe_tecnico", "el informe técnico"), ("informe_legal", "el informe legal"))
    ]
    whose = _cite(of_institution(str(book.identity.get("nombre", ""))))
    return (
        f"**VISTOS:** {list_es(reports)}, sobre {_subject(book)} {whose}, gestión "
        f"{_cite(str(book.period.year))}, y todo cuanto convino ver y se tuvo presente."
    )


def version_line(book: Book) -> Mapping[str, str]:
    """The line of `versiones` of the version told; empty where it has none."""
    told = version_told(book)
    return next((row for row in book.listing("versiones") if row["version"] == told), {})


def _cite(text: str) -> str:
    """A text of others, digits included, as a template prints it."""
    return f"{{{{ cita({json.dumps(text, ensure_ascii=False)}) }}}}"


def _amount(figure: Figure, *, words: bool = False) -> str:
    """A figure of money; in figures and in words where asked."""
    shown = f"{{{{ cifra({json.dumps(figure.id, ensure_ascii=False)}) }}}}"
    return f"{shown} ({{{{ letras({json.dumps(figure.id, ensure_ascii=False)}) }}}})" if words else shown


def _magnitude(figure: Figure) -> str:
    """A figure of money without its sign: the sentence says which way it goes."""
    return f"{{{{ magnitud({json.dumps(figure.id, ensure_ascii=False)}) }}}}"


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
    """`la Ley N.º 1178, Ley de…, establece…`: a norm with what it disposes, as the institution cites it."""
    kind, _, number = str(norm["sigla"]).partition(" ")
    name = NORM_KINDS.get(kind, f"la norma {kind}") + (f" N.º {number}" if number[:1].isdigit() else f" {number}")
    title = f", {norm['titulo']}," if norm.get("titulo") else ""
    # What a norm disposes is of any year: a clause with numbers of the plan's own is left out.
    clauses = str(norm.get("tema") or "").rstrip(".").split(", ")
    theme = ", ".join(takewhile(lambda clause: not LOOSE_NUMBER.search(clause), clauses)) or "rige este acto"
    begun = "dispone: " if theme.partition(" ")[0].lower() in ARTICLES else ""
    return _cite(f"{name.rstrip()}{title} {begun}{theme}")


def _change_reasons(book: Book) -> Iterator[str]:
    """What a reformulation changes, and what it starts from."""
    told = version_told(book)
    line = version_line(book)
    older = [row for row in _by_date(book) if row["version"] != told and row.get("fecha", "") < line.get("fecha", "")]
    if older and older[-1].get("resolucion"):
        act, version = _cite(older[-1]["resolucion"]), _cite(older[-1]["version"])
        yield f"con {act} se aprobó la versión {version} del plan, vigente hasta ahora"
    for version, listed in _counts(book):
        if version == told:
            yield f"la versión {_cite(version)} que se propone reformula el plan así: {listed}, frente a la anterior"
    change = _get(book, "requerido_cambio", "version", told)
    if change is not None and change.value:
        yield f"lo que requieren las áreas cambia en {_amount(change)} de una versión a la otra"


def _by_date(book: Book) -> list[Mapping[str, str]]:
    return sorted(book.listing("versiones"), key=lambda row: row.get("fecha", ""))


def _is_proposed(book: Book, version: str) -> bool:
    """Whether a version is the one that the draft of this same report approves, and no earlier act has."""
    return version == version_told(book) and str(book.params.get("estado", "")) != "definitivo"


def _background(book: Book) -> str:
    lines = []
    for row in _by_date(book):
        approved = _get(book, "ppto_aprobado", "version", row["version"])
        by = f" con {_cite(row['resolucion'])}" if row.get("resolucion") else ""
        since = f", que rige desde el {{{{ fecha({json.dumps(row['fecha'])}) }}}}" if row.get("fecha") else ""
        money = f", con un presupuesto de {_amount(approved)}" if approved else ""
        if _is_proposed(book, row["version"]):
            lines.append(
                f"- La versión {_cite(row['version'])} es la que este informe sustenta{money}: el acto que la aprueba "
                f"({_cite(row.get('resolucion') or 'sin número')}{since}) es el que se proyecta aquí."
            )
        else:
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


def _counts(book: Book) -> Iterator[tuple[str, str]]:
    """Each version that is compared with the one before, and how many tasks it changed of each kind."""
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
            if (figure := _get(book, name, "version", pair.code)) and figure.value
        ]
        counts = [
            f"{_amount(figure)} {('tarea ' if figure.value == 1 else 'tareas ') if place == 0 else ''}{said}"
            for place, (figure, said) in enumerate(found)
        ]
        if counts:
            yield pair.code, list_es(counts)


def _changes(book: Book) -> str:
    texts = []
    for version, listed in _counts(book):
        whole = _get(book, "tareas_plan", "version", version)
        if whole:
            texts.append(
                f"La versión {_cite(version)} tiene {_amount(whole)} tareas. Frente a la anterior hay: {listed}; una "
                f"tarea puede haber cambiado de varios modos."
            )
            texts += filter(None, (_moved(book, version), _to_the_budget(book, version)))
    return "\n\n".join(texts) or "No hay dos versiones del plan con sus tareas: no se puede decir qué cambió."


def _moved(book: Book, version: str) -> str:
    """What came, what went and what the others changed by, and what that makes of the tasks' budget."""
    added, dropped, kept, whole = (
        _get(book, name, "version", version)
        for name in ("ppto_agregado", "ppto_retirado", "ppto_conservado_cambio", "ppto_tareas_cambio")
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
    ties = f"; juntos, el presupuesto de las tareas cambia en {_amount(whole)}" if whole and len(said) > 1 else ""
    return f"En dinero, {list_es(said)}{ties}." if said else ""


def _to_the_budget(book: Book, version: str) -> str:
    """From the change of the tasks' budget to that of the whole: what no task carries changes too."""
    tasks, change, rest, rest_change = (
        _get(book, name, "version", version)
        for name in ("ppto_tareas", "requerido_cambio", "requerido_sin_tareas", "requerido_sin_tareas_cambio")
    )
    if tasks is None or rest is None:
        return ""
    carried = f"Las tareas llevan {_amount(tasks)} del presupuesto; {_amount(rest)} no están en ninguna tarea"
    if change is None or rest_change is None:
        return f"{carried}."
    return (
        f"{carried}, y esa parte cambia en {_amount(rest_change)}. Con lo que cambian las tareas, lo requerido "
        f"cambia en {_amount(change)}."
    )


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
        (row.label, figure)
        for row in formulating_rows(book, "articulacion")
        if (figure := _get(book, "peso_acp", row.level, row.code))
    ]
    verdicts = [(name, figure, weights_verdict(book, figure).word) for name, figure in areas]
    whole = [_cite(name) for name, _, word in verdicts if word == "cierra"]
    wrong = [f"{_cite(name)} ({_amount(figure)})" for name, figure, word in verdicts if word == "no cierra"]
    unread = [_cite(name) for name, _, word in verdicts if word == "no verificable"]
    texts = [f"- Las ponderaciones de las acciones suman cien en {list_es(whole)}."] if whole else []
    texts += [f"- No suman cien en {list_es(wrong)}."] if wrong else []
    texts += [f"- No se puede comprobar, porque no todo se lee, en {list_es(unread)}."] if unread else []
    return "\n".join(filter(None, (*texts, _faults(book, findings))))


def _faults(book: Book, findings: Sequence[Finding]) -> str:
    """What the plan's own rules found: of whom, and by how much it does not tie."""
    texts = [
        f"- {complaint.words}{_whose(book, complaint, found)}."
        for code, complaint in COMPLAINTS.items()
        if (found := _graver(findings, code))
    ]
    others = sorted({finding.codigo for finding in open_findings(findings)} - COMPLAINTS.keys())
    promises = {rule["codigo"]: rule["promesa"] for rule in book.listing("reglas")}
    texts += [f"- No se cumple que: {_cite(lower_first(promises[code]))}" for code in others if code in promises]
    return "\n".join(texts)


def _graver(findings: Sequence[Finding], code: str) -> list[Finding]:
    return [finding for finding in findings if finding.codigo == code and finding.severidad is not Severity.NOTE]


def _whose(book: Book, told: Complaint, found: Sequence[Finding]) -> str:
    """Of whom some findings tell: each by its name, with by how much it does not tie and of what that is."""
    figures = [figure for finding in found if (figure := book.figures.get(finding.elemento)) is not None]
    # Where a source of funds of an area is told, the area itself says the same again.
    parted = {figure.code.partition("/")[0] for figure in figures if "/" in figure.code}
    named = []
    for figure in (figure for figure in figures if figure.code not in parted):
        gap = book.get(told.gap, figure.period, figure.level, figure.code) if told.gap else None
        amount = f" ({told.of} {_magnitude(gap)})" if gap is not None else ""
        named.append(f"{_cite(_called(figure))}{amount}")
    named += [_cite(name) for name in dict.fromkeys(_unit_told(book, finding) for finding in found) if name]
    more = " y otros" if len(named) > MOST_FINDINGS else ""
    named = named[:MOST_FINDINGS]
    return f": {list_es(named)}{more}" if named else ""


def _unit_told(book: Book, finding: Finding) -> str:
    """The name of the unit or area whose lines of a table a finding tells of; empty where it is of a figure."""
    parts = finding.elemento.split("/")
    code = parts[1] if len(parts) == 3 and finding.elemento not in book.figures else ""
    levels = ("unidad", "puesto", "subtipo", "tipo", "area")
    return next((node.name for level in levels if (node := book.node(level, code)) is not None), "")


def _called(figure: Figure) -> str:
    """Of whom a figure is, in a sentence; a source of funds also by its number."""
    if figure.level == "entidad":
        return "todas las áreas juntas"
    return f"fuente {figure.code}, {figure.name}" if figure.level == "fuente" else figure.name


def open_findings(findings: Sequence[Finding]) -> list[Finding]:
    """What is to be mended before the plan is approved: all that is no note of the plan's own rules."""
    return [
        finding
        for finding in findings
        if finding.codigo.startswith(OF_THE_PLAN) and finding.severidad is not Severity.NOTE
    ]


def _conclusion(book: Book, findings: Sequence[Finding]) -> str:
    if open_findings(findings):
        return (
            f"El plan tiene observaciones, que se dicen arriba. Se recomienda devolverlo a las áreas para que las "
            f"corrijan y, corregido, aprobar {_subject(book)}. El proyecto de resolución que acompaña a este informe "
            f"es el del plan corregido: no se firma antes, y sus importes se verifican de nuevo."
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
