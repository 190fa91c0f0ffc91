"""Reconciliation: compares every printed figure with the computed one and gives a verdict and a cause."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, partial

from helpers.base.display import number_es
from helpers.base.exact import plain_text, round_half_up, shown_decimals
from helpers.base.periods import Period
from helpers.base.python_extras import by_key, not_none
from helpers.checks.causes.cause_search import causes_of
from helpers.checks.causes.one_cell import Board, Placed, one_cell_causes
from helpers.checks.causes.printed_case import Case, Cause
from helpers.checks.cuadros.cell_verdicts import NO_CAUSE
from helpers.checks.follow_up.budget_months import BudgetMonths
from helpers.checks.follow_up.window_sums import budget_months
from helpers.checks.printed.missing_parts import missing_below
from helpers.checks.printed.printed_cases import Doubt, Explanation, Printed, case_of, identity
from helpers.checks.printed.printed_causes import CAUSES, ROUNDING_HYPOTHESES, outside_its_quarters
from helpers.checks.printed.printed_figures import PartRanges, names_a_figure, range_words, why_absent
from helpers.checks.printed.printed_grades import grade_lines
from helpers.checks.rule_registry import Evidence
from helpers.figures.figure import Figure, split_grade, split_id
from helpers.figures.figure_names import GRADE_WORDS
from helpers.figures.findings import Finding, Reconciled, Verdict, cell_fields
from helpers.figures.records import Row
from helpers.figures.situations import is_substitute
from helpers.settings.cuadros.cuadro_table import FROM_PARTS

OfIndicator = Callable[[str], BudgetMonths | None]


@dataclass(frozen=True)
class _Compared:
    """One row of `publicado` and its verdict; `explanation` is None until a cause is found.

    `doubt` is None for a figure that the Book lacks; `of_parts` is then the value that its parts give, if they do.
    """

    row: Row
    verdict: Verdict
    explanation: Explanation | None
    doubt: Doubt | None = None
    of_parts: Decimal | None = None


def reconcile(evidence: Evidence) -> tuple[Reconciled, ...]:
    """Compare every row of `publicado` with its figure.

    A printed value is *exacto* if it equals the computed one at the printed decimals; *redondeo* if it is not in Bs,
    the difference is within the run's tolerance and a way of rounding explains it; *otra regla* if a rule that is not
    the method's gives it; *arrastre* if it follows from another wrong figure; *no verificable* if the inputs do not
    allow computing it or some of its parts have no data; else *irreconciliable*.

    A figure that only stands in for the method's, because the data have no tasks (`a_falta_de`), is *no verificable*
    too where no rounding or other printed value explains the difference; outside the range of its parts,
    *irreconciliable*.

    Returns
    -------
    tuple of Reconciled
        One line for each printed number and each printed word of a grade, in the order of the rows.
    """
    rows = [row for row in evidence.dataset.rows("publicado") if row.number("valor") is not None]
    printed, ranges, months = _printed(rows), PartRanges(evidence), cache(partial(budget_months, evidence))
    compared = [_compare(ranges, months, row, printed) for row in rows]
    cases = {place: _case(item) for place, item in enumerate(compared)}
    together = _joint_causes(compared, cases)
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
    """Return a finding `PUB-CIFRA` for each line that is not exact, in order, as severe as its verdict."""
    return tuple(_finding(item) for item in reconciliation if item.veredicto is not Verdict.EXACT)


def _printed(rows: Sequence[Row]) -> Printed:
    """Return the printed values by figure id, each distinct value once."""
    found = by_key((row.text("id"), not_none(row.amount("valor"))) for row in rows)
    return {figure: tuple(dict.fromkeys(values)) for figure, values in found.items()}


def _compare(ranges: PartRanges, months: OfIndicator, row: Row, others: Printed) -> _Compared:
    """Compare a row with its figure; without explanation if its cause is to be searched with other rows.

    A figure that the Book lacks is not verifiable, unless the months of its parts give it. If a figure has parts
    without data, a value that differs is not verifiable either, unless it is a rounding or follows from a wrong value
    that lacks none.
    """
    evidence, value = ranges.evidence, not_none(row.amount("valor"))
    book = evidence.book
    figure = book.figures.get(row.text("id"))
    if figure is None:
        explained = _by_months(months, row.text("id"), value)
        if explained is not None:
            return _Compared(row, explained[0].verdict, explained[0], of_parts=explained[1])
        return _Compared(row, Verdict.NOT_VERIFIABLE, Explanation("", why_absent(book, row.text("id"))))
    doubt = Doubt(book, figure, value, _decimals(row, value), others)
    if value == doubt.computed:
        return _Compared(row, Verdict.EXACT, Explanation(figure.rule, ""), doubt)
    verdict, explanation = _judge(doubt, evidence.corrida.tolerancia_redondeo)
    stands_in = is_substitute(book, figure.id)
    if explanation is None and stands_in:
        return _Compared(row, *_without_tasks(ranges.passed_by(figure.id, value), doubt), doubt)
    is_known = verdict is Verdict.ROUNDING or stands_in or _follows_from_wrong(doubt, explanation)
    missing = None if is_known else missing_below(book, figure, others)
    if missing is not None:
        verdict, explanation = Verdict.NOT_VERIFIABLE, Explanation(figure.rule, missing.words(value, doubt.decimals))
    return _Compared(row, verdict, explanation, doubt)


def _by_months(months: OfIndicator, figure: str, printed: Decimal) -> tuple[Explanation, Decimal] | None:
    """Return what the months of an indicator say of a printed month that is no figure (`BudgetMonths.explained`)."""
    if not names_a_figure(figure):
        return None
    indicator, code, level, element = split_id(figure)
    own, month = months(indicator), Period.parse(code)
    return own.explained(month, level, element, printed) if own is not None and month.is_month else None


def _follows_from_wrong(doubt: Doubt, explanation: Explanation | None) -> bool:
    """Return whether a value follows from another printed one that has all its data and is not their value."""
    if explanation is None or explanation.verdict is not Verdict.CARRIED:
        return False
    other = doubt.book[explanation.follows]
    is_whole = not any(one.lacking for one in doubt.book.behind(other))
    return is_whole and not _is_printed_right(other, doubt.others.get(other.id, ()))


def _is_printed_right(figure: Figure, printed: Sequence[Decimal]) -> bool:
    """Return whether any of a figure's printed values is the computed one at the decimals that it shows."""
    return any(round_half_up(figure.value, shown_decimals(value)) == value for value in printed)


def _without_tasks(passed: tuple[Decimal, Decimal] | None, doubt: Doubt) -> tuple[Verdict, Explanation]:
    """Return verdict and explanation of a figure that the method computes from tasks, if the data have no tasks.

    A value outside the range of its parts, which `passed` states, is irreconcilable. Any other is not verifiable; the
    cause says if it is outside the range of its quarters.
    """
    rule, outside = doubt.figure.rule, outside_its_quarters(doubt)
    if passed is not None:
        return Verdict.IRRECONCILABLE, Explanation(rule, f"está {range_words(*passed)}")
    cause = "el método lo obtiene de las tareas, que no están entre los datos; lo calculado es su sustituto"
    return Verdict.NOT_VERIFIABLE, Explanation(rule, f"{cause}; {outside}" if outside else cause)


def _case(item: _Compared) -> Case | None:
    """Return the case of a figure that is exact or wrong; None for others, which are not examined together."""
    is_other = item.doubt is None or item.verdict in {Verdict.ROUNDING, Verdict.NOT_VERIFIABLE}
    return None if is_other else case_of(not_none(item.doubt))


def _joint_causes(compared: Sequence[_Compared], cases: Mapping[int, Case | None]) -> Mapping[int, tuple[Cause, ...]]:
    """Return the causes found by examining several published figures together, by position."""
    placed = {
        place: Placed(identity(compared[place].row.text("id")), compared[place].row.text("donde"), case)
        for place, case in cases.items()
        if case is not None
    }
    found = one_cell_causes(Board(tuple(placed.values())))
    return {place: found[number] for number, place in enumerate(placed) if number in found}


def _explained(item: _Compared, case: Case | None, together: Sequence[Cause]) -> Explanation:
    """Return the known explanation, else the most plausible cause that gives the printed value exactly."""
    if item.explanation is not None:
        return item.explanation
    causes, doubt = causes_of(case, together) if case else (), not_none(item.doubt)
    if not causes:
        return _unexplained(doubt)
    return Explanation(doubt.figure.rule, causes[0].sentence, causes[0].verdict, causes[0].follows)


def _judge(doubt: Doubt, tolerance: Decimal) -> tuple[Verdict, Explanation | None]:
    """Return the verdict on a differing value, and its explanation; `IRRECONCILABLE` and None if none holds yet."""
    near = doubt.figure.unit != "Bs" and abs(doubt.printed - doubt.computed) <= tolerance
    for hypothesis in ROUNDING_HYPOTHESES if near else ():
        explanation = hypothesis(doubt)
        if explanation is not None:
            return Verdict.ROUNDING, explanation
    for hypothesis in CAUSES:
        explanation = hypothesis(doubt)
        if explanation is not None:
            return explanation.verdict, explanation
    return Verdict.IRRECONCILABLE, None


def _unexplained(doubt: Doubt) -> Explanation:
    """Return that no cause was found, with the parts that are themselves printed wrongly."""
    sentence = NO_CAUSE
    for part in doubt.book.operands(doubt.figure):
        printed = doubt.others.get(part.id, ())
        if printed and not _is_printed_right(part, printed):
            sentence += (
                f"; tampoco cuadra una de sus partes, «{doubt.book.figure_words(part.id)}»: impreso "
                f"{number_es(printed[0])}, calculado {number_es(part.rounded)}"
            )
    return Explanation(doubt.figure.rule, sentence)


def _decimals(row: Row, printed: Decimal) -> int:
    """Return the decimals of a printed value: those stated, or those it shows if more."""
    stated, shown = row.amount("decimales"), shown_decimals(printed)
    return shown if stated is None else max(shown, int(stated))


def _line(item: _Compared, explanation: Explanation) -> Reconciled:
    """Return the line of a row; the explanation decides a verdict that is still irreconcilable."""
    row, printed = item.row, not_none(item.row.amount("valor"))
    computed = item.doubt.computed if item.doubt else item.of_parts
    # The verdict stays open until the causes of all printed figures are searched together.
    is_open = item.verdict is Verdict.IRRECONCILABLE
    return Reconciled(
        id=row.text("id"),
        donde=row.text("donde"),
        publicado=plain_text(printed),
        calculado="" if computed is None else plain_text(computed),
        diferencia="" if computed is None else plain_text(printed - computed),
        veredicto=explanation.verdict if is_open else item.verdict,
        formula=explanation.formula,
        causa=explanation.cause,
        sigue_de=explanation.follows if item.verdict is not Verdict.ROUNDING else "",
        **cell_fields(row.cell("valor")),
    )


def _finding(item: Reconciled) -> Finding:
    """Make the finding on a line: what it prints, the computed value unless not verifiable, and the cause."""
    figure, column = split_grade(item.id)
    place = f"{item.donde} ({GRADE_WORDS[column]})" if column else item.donde
    if item.veredicto is Verdict.NOT_VERIFIABLE:
        sentence = f"{place} imprime {_shown(item, item.publicado)}, que no se puede comprobar: {item.causa}."
    else:
        is_compared = item.formula.startswith(FROM_PARTS)
        given = f", y según el {item.formula.removeprefix(FROM_PARTS)}, sería" if is_compared else " y se calcula"
        computed = _shown(item, item.calculado)
        sentence = f"{place} imprime {_shown(item, item.publicado)}{given} {computed}: {item.causa}."
    return item.finding("PUB-CIFRA", sentence, elemento=figure)


def _shown(item: Reconciled, text: str) -> str:
    return number_es(Decimal(text)) if item.is_number else f"«{text}»"
