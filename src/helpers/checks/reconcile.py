"""Reconciliation: every printed figure beside the computed one, with a verdict and a cause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from helpers.book import Book
from helpers.checks.causes.case import Case, Cause
from helpers.checks.causes.one_cell import Placed, one_cell_causes
from helpers.checks.causes.search import causes_of
from helpers.checks.cuadros.judge import NO_CAUSE
from helpers.checks.missing_parts import missing_below
from helpers.checks.printed_cases import case_of, identity
from helpers.checks.printed_causes import CAUSES, ROUNDING_HYPOTHESES, Doubt, Explanation, Printed
from helpers.checks.printed_grades import grade_lines
from helpers.checks.published import PartRanges, range_words
from helpers.checks.registry import Evidence
from helpers.display import lower_first, number_es
from helpers.exact import plain_text, round_half_up
from helpers.findings import Finding, Reconciled, Severity, Verdict, at
from helpers.records import Row
from helpers.trace import Figure, split_grade, split_id

SEVERITIES = {
    Verdict.ROUNDING: Severity.NOTE,
    Verdict.NOT_VERIFIABLE: Severity.NOTE,
    Verdict.IRRECONCILABLE: Severity.WARNING,
}


@dataclass(frozen=True)
class _Compared:
    """One row of `publicado` and what came of it; without explanation where no cause is known yet."""

    row: Row
    printed: Decimal
    decimals: int
    figure: Figure | None
    verdict: Verdict
    explanation: Explanation | None
    doubt: Doubt | None = None

    @property
    def computed(self) -> Decimal | None:
        if self.figure is None:
            return None
        own = self.figure
        return own.rounded if self.decimals == own.decimals else round_half_up(own.value, self.decimals)


def reconcile(evidence: Evidence) -> tuple[Reconciled, ...]:
    """Compare every row of `publicado` with its figure.

    A printed value is *exacto* when it equals the computed one at the decimals it was printed with;
    *redondeo* when the difference is within the run's tolerance and a way of rounding gives it;
    *irreconciliable* otherwise; *no verificable* where the inputs do not allow computing it, unless it lies outside
    the range of its own parts, or where some of what it rests on has no data.
    """
    rows = [row for row in evidence.dataset.rows("publicado") if row.number("valor") is not None]
    printed, ranges = _printed(rows), PartRanges(evidence)
    compared = [_compare(ranges, row, printed) for row in rows]
    cases = {place: _case(evidence.book, item, printed) for place, item in enumerate(compared)}
    together = _looked_at_together(compared, cases)
    lines = {
        (item.row.origin.file, item.row.line): _line(item, _explained(item, cases[place], together.get(place, ())))
        for place, item in enumerate(compared)
    }
    found: list[Reconciled] = []
    for row in evidence.dataset.rows("publicado"):
        number = lines.get((row.origin.file, row.line))
        found += [] if number is None else [number]
        found += grade_lines(evidence, row, number)
    return tuple(found)


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


def _compare(ranges: PartRanges, row: Row, others: Printed) -> _Compared:
    evidence, value = ranges.evidence, row.number("valor").value
    book = evidence.book
    figure = book.figures.get(row.text("id"))
    if figure is None:
        return _Compared(row, value, 0, None, Verdict.NOT_VERIFIABLE, ("", _why_not(book, row.text("id"))))
    decimals = _decimals(row, figure)
    exact_one = _Compared(row, value, decimals, figure, Verdict.EXACT, (figure.rule, ""))
    if value == exact_one.computed:
        return exact_one
    doubt = Doubt(book, figure, value, decimals, others)
    verdict, explanation = _judge(doubt, exact_one.computed, evidence.corrida.tolerancia_redondeo)
    stands_in = _stands_in(evidence, figure)
    if explanation is None and stands_in:
        return replace(exact_one, **_without_tasks(ranges.passed_by(figure.id, value), figure.rule))
    missing = missing_below(book, figure) if verdict is Verdict.IRRECONCILABLE and not stands_in else None
    if missing is not None:
        verdict, explanation = Verdict.NOT_VERIFIABLE, (figure.rule, missing.words(value, decimals))
    return replace(exact_one, verdict=verdict, explanation=explanation, doubt=doubt)


def _without_tasks(passed: tuple[Decimal, Decimal] | None, rule: str) -> dict[str, Verdict | Explanation]:
    """What is said where the method would have a value from tasks; out of the range of its parts it is wrong anyway."""
    if passed is not None:
        return {"verdict": Verdict.IRRECONCILABLE, "explanation": (rule, f"está {range_words(*passed)}")}
    cause = "el método lo obtiene de las tareas, que no están entre los datos; lo calculado es su sustituto"
    return {"verdict": Verdict.NOT_VERIFIABLE, "explanation": (rule, cause)}


def _case(book: Book, item: _Compared, printed: Printed) -> Case | None:
    """What can be looked at together: what ties, and what does not tie at all."""
    if item.figure is None or item.verdict not in {Verdict.EXACT, Verdict.IRRECONCILABLE}:
        return None
    return case_of(book, item.figure, item.printed, item.decimals, printed)


def _looked_at_together(
    compared: Sequence[_Compared], cases: Mapping[int, Case | None]
) -> Mapping[int, tuple[Cause, ...]]:
    """Causes that only show when several published figures are looked at at once, by place."""
    placed = {
        place: Placed(identity(compared[place].row.text("id")), compared[place].row.text("donde"), case)
        for place, case in cases.items()
        if case is not None
    }
    found = one_cell_causes(tuple(placed.values()))
    return {place: found[number] for number, place in enumerate(placed) if number in found}


def _explained(item: _Compared, case: Case | None, together: Sequence[Cause]) -> Explanation:
    """What is known already, else the most plausible cause that gives the printed value exactly."""
    if item.explanation is not None or item.doubt is None:
        return item.explanation or ("", "")
    causes = causes_of(case, together) if case else ()
    return (item.doubt.figure.rule, causes[0].sentence) if causes else _unexplained(item.doubt)


def _judge(doubt: Doubt, computed: Decimal, tolerance: Decimal) -> tuple[Verdict, Explanation | None]:
    near = doubt.figure.unit != "Bs" and abs(doubt.printed - computed) <= tolerance
    for hypothesis in ROUNDING_HYPOTHESES if near else ():
        explanation = hypothesis(doubt)
        if explanation is not None:
            return Verdict.ROUNDING, explanation
    for hypothesis in CAUSES:
        explanation = hypothesis(doubt)
        if explanation is not None:
            return Verdict.IRRECONCILABLE, explanation
    return Verdict.IRRECONCILABLE, None


def _unexplained(doubt: Doubt) -> Explanation:
    """No cause was found; where a part is itself printed otherwise, the search goes on there."""
    sentence = NO_CAUSE
    for part in doubt.book.operands(doubt.figure):
        printed = doubt.others.of(part.id)
        if printed and not any(_is_printed_as(part, value) for value in printed):
            sentence += (
                f"; tampoco cuadra una de sus partes, {part.name}: impreso {number_es(printed[0])}, "
                f"calculado {number_es(part.rounded)}"
            )
    return doubt.figure.rule, sentence


def _is_printed_as(part: Figure, value: Decimal) -> bool:
    """Whether a printed value is a figure's at the decimals that it shows."""
    return round_half_up(part.value, max(0, -int(value.as_tuple().exponent))) == value


def _stands_in(evidence: Evidence, figure: Figure) -> bool:
    """Whether the method would have the figure from a table that the institution does not keep here."""
    definition = evidence.method.indicadores.get(figure.indicator)
    rule = definition.rule(figure.period) if definition else None
    return bool(rule and rule.a_falta_de and not evidence.dataset.rows(rule.a_falta_de))


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
    """Decimals that the value was printed with: as stated, and never fewer than it shows itself."""
    stated, printed = row.number("decimales"), row.number("valor")
    shown = max(0, -int(printed.value.as_tuple().exponent)) if printed else figure.decimals
    return shown if stated is None else max(shown, int(stated.value))


def _line(item: _Compared, explanation: Explanation) -> Reconciled:
    row, computed = item.row, item.computed
    formula, cause = explanation
    return Reconciled(
        id=row.text("id"),
        donde=row.text("donde"),
        publicado=plain_text(item.printed),
        calculado="" if computed is None else plain_text(computed),
        diferencia="" if computed is None else plain_text(item.printed - computed),
        veredicto=item.verdict,
        formula=formula,
        causa=cause,
        **at(row.cell("valor")),
    )


def _finding(item: Reconciled) -> Finding:
    severity = SEVERITIES[item.veredicto]
    if item.veredicto is Verdict.NOT_VERIFIABLE:
        sentence = f"{item.donde} imprime {_shown(item, item.publicado)}, que no se puede comprobar: {item.causa}."
    else:
        computed = _shown(item, item.calculado)
        sentence = f"{item.donde} imprime {_shown(item, item.publicado)} y se calcula {computed}: {item.causa}."
    return Finding(
        codigo="PUB-CIFRA",
        severidad=severity,
        veredicto=item.veredicto,
        elemento=split_grade(item.id)[0],
        esperado=item.calculado,
        encontrado=item.publicado,
        diferencia=item.diferencia,
        causa=item.causa,
        archivo=item.archivo,
        hoja=item.hoja,
        celda=item.celda,
        mensaje=sentence,
    )


def _shown(item: Reconciled, text: str) -> str:
    return number_es(Decimal(text)) if item.is_number else f"«{text}»"
