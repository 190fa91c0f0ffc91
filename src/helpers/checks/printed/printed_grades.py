"""Compares printed grades with the computed ones, word by word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from helpers.base.characters import folded
from helpers.base.display import list_es, number_es
from helpers.base.exact import exact, shown_decimals
from helpers.checks.printed.printed_figures import why_absent
from helpers.checks.rule_registry import REGISTRY, Evidence, Found
from helpers.figures.figure import GRADE_FIELDS, grade_id
from helpers.figures.figure_names import GRADE_WORDS
from helpers.figures.findings import Reconciled, Severity, Verdict, cell_fields
from helpers.figures.records import Row
from helpers.scoring.levels.grading import grade_of


@REGISTRY.rule("PUB-VACIO", Severity.WARNING, "Cada fila de «publicado» trae un valor o una calificación.")
def rows_that_print_nothing(evidence: Evidence) -> Iterator[Found]:
    """Report rows of `publicado` without a value and without any word of a grade; they are not compared."""
    for row in evidence.dataset.rows("publicado"):
        if row.number("valor") is None and not any(row.text(column) for column in GRADE_FIELDS):
            yield Found(
                f"«{row.text('id')}», de {row.text('donde')}, no trae valor ni calificación, y no se compara. "
                "Corresponde escribir lo que está impreso, o quitar la fila.",
                cell_fields(row.cell("valor"), row.text("id")),
            )


def grade_lines(evidence: Evidence, row: Row, number: Reconciled | None) -> Iterator[Reconciled]:
    """Yield a line for each word of a grade (a column of `GRADE_FIELDS`) that a row of `publicado` prints.

    A word is exact if it is the computed grade's, without regard to case and accents, or whole words with which only
    that one begins («En proceso»). One that breaks off within a word is not verifiable.

    Parameters
    ----------
    number : Reconciled or None
        The line of the number in the same row, whose verdict may explain a word that differs.
    """
    figure = evidence.book.figures.get(row.text("id"))
    for column in filter(row.text, GRADE_FIELDS):
        computed = figure.grade.word(column) if figure and figure.grade else ""
        verdict, cause, follows = _judged(evidence, row, column, number)
        yield Reconciled(
            id=grade_id(row.text("id"), column),
            donde=row.text("donde"),
            publicado=row.text(column),
            calculado=computed,
            diferencia="",
            veredicto=verdict,
            formula=f"{GRADE_WORDS[column]} de {number_es(figure.rounded)}" if figure and computed else "",
            causa=cause,
            sigue_de=follows,
            **cell_fields(row.cell(column)),
        )


def _judged(evidence: Evidence, row: Row, column: str, number: Reconciled | None) -> tuple[Verdict, str, str]:
    """Return verdict, cause, and the place of the wrong number from which a word follows, empty if there is none.

    A word that differs is carried, or a rounding, if it is the grade of the inexact number beside it; not verifiable if
    that number is not; else irreconcilable. Only a carried word has an origin.
    """
    figure, value = evidence.book.figures.get(row.text("id")), row.number("valor")
    if figure is None:
        return Verdict.NOT_VERIFIABLE, why_absent(evidence.book, row.text("id")), ""
    computed = figure.grade.word(column) if figure.grade else ""
    if not computed:
        return Verdict.NOT_VERIFIABLE, f"el método no da {GRADE_WORDS[column]} a esta cifra", ""
    method = evidence.method
    own = method.bands_of(figure.indicator) or method.thresholds_of(figure.indicator)
    # A grade that is taken from other indicators' grades may have the words of any scale.
    scales = (own,) if own else (*method.bandas, method.umbrales)
    grades = (one.grade for scale in scales if scale for one in scale.grados)
    words = tuple(dict.fromkeys(word for grade in grades if (word := grade.word(column))))
    meant = _meant(row.text(column), words)
    if meant is None:
        known = list_es([f"«{word}»" for word in words])
        return Verdict.NOT_VERIFIABLE, f"«{row.text(column)}» no está entre las palabras de la escala: {known}", ""
    if meant == computed:
        return Verdict.EXACT, "", ""
    due = f"a {number_es(figure.rounded)} le corresponde «{computed}»"
    if value is None or number is None or number.veredicto is Verdict.EXACT:
        return Verdict.IRRECONCILABLE, due, ""
    if number.veredicto is Verdict.NOT_VERIFIABLE:
        return Verdict.NOT_VERIFIABLE, f"{due}, y lo impreso no se puede comprobar: {number.causa}", ""
    printed = replace(figure, value=exact(value.value), decimals=shown_decimals(value.value))
    grade = grade_of(method, evidence.book.get, printed)
    if grade is None or grade.word(column) != meant:
        return Verdict.IRRECONCILABLE, due, ""
    said = f"es la de {number_es(value.value)}, lo impreso; {due}"
    is_rounding = number.veredicto is Verdict.ROUNDING
    return (Verdict.ROUNDING, said, "") if is_rounding else (Verdict.CARRIED, said, number.place)


def _meant(printed: str, words: tuple[str, ...]) -> str | None:
    """Return the scale's word that was printed, ignoring case and accents; None if none or several fit.

    A printed start of a word's phrase fits if only one word begins with it: «En proceso».
    """
    said = folded(printed)
    same = [word for word in words if folded(word) == said]
    found = same or [word for word in words if folded(word).startswith(f"{said} ")]
    return found[0] if len(found) == 1 else None
