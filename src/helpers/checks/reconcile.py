"""Reconciliation: every printed figure beside the computed one, with a verdict and a cause."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from helpers.book import Book
from helpers.checks.registry import Evidence
from helpers.display import lower_first, number_es
from helpers.exact import exact, plain_text, round_half_up, truncate
from helpers.expressions import Expression, parse
from helpers.findings import Finding, Reconciled, Severity, Verdict
from helpers.records import Row
from helpers.replay import again, unrounded
from helpers.trace import Figure, split_id

SEVERITIES = {
    Verdict.ROUNDING: Severity.NOTE,
    Verdict.NOT_VERIFIABLE: Severity.NOTE,
    Verdict.IRRECONCILABLE: Severity.WARNING,
}


@dataclass(frozen=True)
class Printed:
    """Printed values by figure id, each distinct value once, with the decimals they were printed with."""

    values: Mapping[str, tuple[Decimal, ...]]

    def of(self, figure: str) -> tuple[Decimal, ...]:
        return self.values.get(figure, ())


@dataclass(frozen=True)
class Doubt:
    """A printed value that is not the computed one."""

    book: Book
    figure: Figure
    printed: Decimal
    decimals: int
    others: Printed


Explanation = tuple[str, str]
"""The formula that gives the printed value, and the cause in words."""


def reconcile(evidence: Evidence) -> tuple[Reconciled, ...]:
    """Compare every row of `publicado` with its figure.

    A printed value is *exacto* when it equals the computed one at the decimals it was printed with;
    *redondeo* when the difference is within the run's tolerance and a way of rounding gives it;
    *irreconciliable* otherwise; *no verificable* where the inputs do not allow computing it.
    """
    rows = evidence.dataset.rows("publicado")
    printed = _printed(rows)
    return tuple(_compare(evidence, row, printed) for row in rows if row.number("valor") is not None)


def findings_of(reconciliation: Sequence[Reconciled]) -> tuple[Finding, ...]:
    """A finding for each printed value that is not exact."""
    return tuple(_finding(item) for item in reconciliation if item.veredicto is not Verdict.EXACT)


def _printed(rows: Sequence[Row]) -> Printed:
    values: dict[str, dict[Decimal, None]] = {}
    for row in rows:
        number = row.number("valor")
        if number is not None:
            values.setdefault(row.text("id"), {})[number.value] = None
    return Printed({figure: tuple(found) for figure, found in values.items()})


def _compare(evidence: Evidence, row: Row, others: Printed) -> Reconciled:
    book, value = evidence.book, row.number("valor").value
    figure = book.figures.get(row.text("id"))
    if figure is None:
        return _line(row, value, None, Verdict.NOT_VERIFIABLE, "", _why_not(book, row.text("id")))
    decimals = _decimals(row, figure)
    computed = figure.rounded if decimals == figure.decimals else round_half_up(figure.value, decimals)
    if value == computed:
        return _line(row, value, computed, Verdict.EXACT, figure.rule, "")
    doubt = Doubt(book, figure, value, decimals, others)
    verdict, explanation = _judge(doubt, computed, evidence.corrida.tolerancia_redondeo)
    if verdict is Verdict.IRRECONCILABLE and explanation == _unexplained(doubt) and _stands_in(evidence, figure):
        cause = "el método lo obtiene de las tareas, que no están entre los datos; lo calculado es su sustituto"
        return _line(row, value, computed, Verdict.NOT_VERIFIABLE, figure.rule, cause)
    return _line(row, value, computed, verdict, *explanation)


def _judge(doubt: Doubt, computed: Decimal, tolerance: Decimal) -> tuple[Verdict, Explanation]:
    near = doubt.figure.unit != "Bs" and abs(doubt.printed - computed) <= tolerance
    for hypothesis in ROUNDING_HYPOTHESES if near else ():
        explanation = hypothesis(doubt)
        if explanation is not None:
            return Verdict.ROUNDING, explanation
    for hypothesis in CAUSES:
        explanation = hypothesis(doubt)
        if explanation is not None:
            return Verdict.IRRECONCILABLE, explanation
    return Verdict.IRRECONCILABLE, _unexplained(doubt)


def _unexplained(doubt: Doubt) -> Explanation:
    """No cause was found; where a part is itself printed otherwise, the search goes on there."""
    sentence = "ninguna de las operaciones ensayadas da el valor impreso"
    for part in doubt.book.operands(doubt.figure):
        printed = doubt.others.of(part.id)
        if printed and part.rounded not in printed:
            sentence += (
                f"; tampoco cuadra una de sus partes, {part.name}: impreso {number_es(printed[0])}, "
                f"calculado {number_es(part.rounded)}"
            )
    return doubt.figure.rule, sentence


def _stands_in(evidence: Evidence, figure: Figure) -> bool:
    """Whether the method would have the figure from a table that the institution does not keep here."""
    definition = evidence.method.indicadores.get(figure.indicator)
    rule = definition.rule(figure.period) if definition else None
    return bool(rule and rule.a_falta_de and not evidence.dataset.rows(rule.a_falta_de))


def without_rounding_between(doubt: Doubt) -> Explanation | None:
    """The printed value is the one had with no rounding below it."""
    if round_half_up(unrounded(doubt.book, doubt.figure), doubt.decimals) == doubt.printed:
        return doubt.figure.rule, "se calculó sin redondear las cifras intermedias"
    return None


def cut_instead_of_rounded(doubt: Doubt) -> Explanation | None:
    """The printed value is the computed one cut at the last decimal."""
    if truncate(doubt.figure.value, doubt.decimals) == doubt.printed:
        return doubt.figure.rule, "es compatible con cortar el último decimal en lugar de redondearlo"
    return None


def carried_from_printed_parts(doubt: Doubt) -> Explanation | None:
    """The printed value follows from the printed values of its parts, which differ from the computed ones."""
    changed = {
        part.id: doubt.others.of(part.id)
        for part in doubt.book.operands(doubt.figure)
        if any(value != part.rounded for value in doubt.others.of(part.id))
    }
    for part, values in changed.items():
        for value in values:
            printed = {other: found[0] for other, found in changed.items()} | {part: value}
            if _follows(doubt, printed):
                words = "; ".join(
                    f"{doubt.book.figure_words(other)}, impreso {number_es(number)}"
                    for other, number in printed.items()
                )
                return doubt.figure.rule, f"arrastra lo impreso en sus partes ({words})"
    return None


def _follows(doubt: Doubt, printed: Mapping[str, Decimal]) -> bool:
    """Whether the figure's operation gives the printed value with some operands as printed."""
    values = {
        operand.figure: doubt.book.handed_on(operand.figure)
        for operand in doubt.figure.operands
        if operand.figure
    }
    values |= {part: exact(value) for part, value in printed.items()}
    try:
        return round_half_up(again(doubt.figure, values), doubt.decimals) == doubt.printed
    except ZeroDivisionError:
        return False


def follows_from_sibling(doubt: Doubt) -> Explanation | None:
    """The printed value is the method's formula on the printed values of the node's other indicators."""
    indicator = doubt.book.method["indicadores"].get(doubt.figure.indicator, {"reglas": {}})
    rule = indicator["reglas"].get(doubt.figure.period.kind) or {}
    return _by_printed_formula(doubt, rule["expresion"]) if rule.get("expresion") else None


def _by_printed_formula(doubt: Doubt, text: str) -> Explanation | None:
    formula = parse(text)
    values: dict[str, Decimal] = {}
    is_carried = False
    for name in formula.names:
        figure = doubt.book.get(name, doubt.figure.period, doubt.figure.level, doubt.figure.code)
        printed = doubt.others.of(figure.id) if figure else ()
        if figure is None or not printed:
            return None
        values[name] = printed[0]
        is_carried = is_carried or printed[0] != figure.rounded
    if not _gives(formula, values, doubt):
        return None
    words = formula.words(
        {
            name: f"{lower_first(doubt.book.indicator_name(name))} impreso ({number_es(value)})"
            for name, value in values.items()
        }
    )
    return (
        text,
        f"es {words}: arrastra un valor impreso que no es el calculado" if is_carried else f"es {words}",
    )


def _gives(formula: Expression, values: Mapping[str, Decimal], doubt: Doubt) -> bool:
    try:
        result = formula.value({name: exact(value) for name, value in values.items()})
    except ZeroDivisionError:
        return False
    return round_half_up(result, doubt.decimals) == doubt.printed


def printed_for_someone_else(doubt: Doubt) -> Explanation | None:
    """The printed value is the computed one of one other node of its level, and of no more: a row printed twice."""
    figure = doubt.figure
    level = doubt.book.select(figure.indicator, figure.period, figure.level)
    same = [other for other in level if other.id != figure.id and other.rounded == doubt.printed]
    if len(same) != 1:
        return None
    return figure.rule, f"coincide con el valor de otra fila: {doubt.book.figure_words(same[0].id)}"


Hypothesis = Callable[[Doubt], Explanation | None]
ROUNDING_HYPOTHESES: tuple[Hypothesis, ...] = (
    without_rounding_between,
    carried_from_printed_parts,
    cut_instead_of_rounded,
)
CAUSES: tuple[Hypothesis, ...] = (carried_from_printed_parts, follows_from_sibling, printed_for_someone_else)


def _why_not(book: Book, figure: str) -> str:
    try:
        indicator, period, level, code = split_id(figure)
    except ValueError:
        return "no es el identificador de una cifra: «indicador/periodo/nivel/codigo»"
    if (book.node(level, code) is None) and level not in {"acp", "cat_prog", "fuente", "partida", "rubro"}:
        return f"la estructura no tiene «{code}» en el nivel «{level}»"
    if indicator not in book.method["indicadores"] and not any(
        other.indicator == indicator for other in book
    ):
        return f"el método no define «{indicator}»"
    return f"no hay datos con que calcular {lower_first(book.indicator_name(indicator))} de {period}"


def _decimals(row: Row, figure: Figure) -> int:
    """Decimals that the value was printed with: as stated, else those that it shows."""
    stated, printed = row.number("decimales"), row.number("valor")
    if stated is not None:
        return int(stated.value)
    return max(0, -int(printed.value.as_tuple().exponent)) if printed else figure.decimals


def _line(
    row: Row, printed: Decimal, computed: Decimal | None, verdict: Verdict, formula: str, cause: str
) -> Reconciled:
    cell = row.cell("valor")
    return Reconciled(
        id=row.text("id"),
        donde=row.text("donde"),
        publicado=plain_text(printed),
        calculado="" if computed is None else plain_text(computed),
        diferencia="" if computed is None else plain_text(printed - computed),
        veredicto=verdict,
        formula=formula,
        causa=cause,
        archivo=cell.file,
        hoja=cell.sheet,
        celda=cell.cell,
    )


def _finding(item: Reconciled) -> Finding:
    severity = SEVERITIES[item.veredicto]
    if item.veredicto is Verdict.NOT_VERIFIABLE:
        sentence = f"{item.donde} imprime {_shown(item.publicado)}, que no se puede comprobar: {item.causa}."
    else:
        computed = _shown(item.calculado)
        sentence = f"{item.donde} imprime {_shown(item.publicado)} y se calcula {computed}: {item.causa}."
    return Finding(
        codigo="PUB-CIFRA",
        severidad=severity,
        veredicto=item.veredicto,
        elemento=item.id,
        esperado=item.calculado,
        encontrado=item.publicado,
        diferencia=item.diferencia,
        causa=item.causa,
        archivo=item.archivo,
        hoja=item.hoja,
        celda=item.celda,
        mensaje=sentence,
    )


def _shown(text: str) -> str:
    return number_es(Decimal(text))
