"""Compares printed grades with the computed ones, word by word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from helpers.base.characters import folded
from helpers.base.display import list_es, number_es
from helpers.base.exact import exact, shown_decimals
from helpers.checks.printed.printed_figures import why_absent
from helpers.checks.rule_registry import REGISTRY, Evidence, Found
from helpers.figures.figure import GRADE_FIELDS, Figure, Grade, grade_id
from helpers.figures.figure_names import GRADE_WORDS
from helpers.figures.findings import Reconciled, Severity, Verdict, cell_fields
from helpers.figures.records import Row
from helpers.scoring.levels.grading import grade_of
from helpers.settings.methods import Metodo


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
    for column in GRADE_FIELDS:
        if row.text(column):
            yield _PrintedGrade(evidence, row, column, number).line


@dataclass(frozen=True)
class _PrintedGrade:
    """One printed word of a grade."""

    evidence: Evidence
    row: Row
    column: str
    number: Reconciled | None

    @property
    def line(self) -> Reconciled:
        """The grade's line for the reconciliation."""
        verdict, cause, follows = self._judged
        return Reconciled(
            id=grade_id(self.row.text("id"), self.column),
            donde=self.row.text("donde"),
            publicado=self.printed,
            calculado=self.computed,
            diferencia="",
            veredicto=verdict,
            formula=self._formula,
            causa=cause,
            sigue_de=follows,
            **cell_fields(self.row.cell(self.column)),
        )

    @property
    def printed(self) -> str:
        """The word as printed."""
        return self.row.text(self.column)

    @property
    def figure(self) -> Figure | None:
        """The graded figure; None if the Book has no such figure."""
        return self.evidence.book.figures.get(self.row.text("id"))

    @property
    def computed(self) -> str:
        """The word of the figure's computed grade; empty if it has none."""
        grade = self.figure.grade if self.figure else None
        return grade.word(self.column) if grade else ""

    @property
    def _formula(self) -> str:
        if self.figure is None or not self.computed:
            return ""
        return f"{GRADE_WORDS[self.column]} de {number_es(self.figure.rounded)}"

    @property
    def _judged(self) -> tuple[Verdict, str, str]:
        """Verdict, cause, and the place of the wrong number from which the word follows, empty if there is none."""
        name = GRADE_WORDS[self.column]
        if self.figure is None:
            return Verdict.NOT_VERIFIABLE, why_absent(self.evidence.book, self.row.text("id")), ""
        if not self.computed:
            return Verdict.NOT_VERIFIABLE, f"el método no da {name} a esta cifra", ""
        words = scale_words(self.evidence.method, self.figure, self.column)
        meant = _meant(self.printed, words)
        if meant == self.computed:
            return Verdict.EXACT, "", ""
        if meant is None:
            known = list_es([f"«{word}»" for word in words])
            return Verdict.NOT_VERIFIABLE, f"«{self.printed}» no está entre las palabras de la escala: {known}", ""
        return self._differing(self.figure, meant)

    def _differing(self, figure: Figure, meant: str) -> tuple[Verdict, str, str]:
        """Return verdict, cause and origin of a word that differs.

        It is carried, or a rounding, if it is the grade of the inexact number beside it; not verifiable if that number
        is not; else irreconcilable. Only a carried word has an origin.
        """
        due = f"a {number_es(figure.rounded)} le corresponde «{self.computed}»"
        printed = self.row.number("valor")
        if printed is None or self.number is None or self.number.veredicto is Verdict.EXACT:
            return Verdict.IRRECONCILABLE, due, ""
        if self.number.veredicto is Verdict.NOT_VERIFIABLE:
            return Verdict.NOT_VERIFIABLE, f"{due}, y lo impreso no se puede comprobar: {self.number.causa}", ""
        decimals = shown_decimals(printed.value)
        other = replace(figure, value=exact(printed.value), decimals=decimals)
        grade = grade_of(self.evidence.method, self.evidence.book.get, other)
        if grade is None or grade.word(self.column) != meant:
            return Verdict.IRRECONCILABLE, due, ""
        said = f"es la de {number_es(printed.value)}, lo impreso; {due}"
        if self.number.veredicto is Verdict.ROUNDING:
            return Verdict.ROUNDING, said, ""
        return Verdict.CARRIED, said, self.number.place


def scale_words(method: Metodo, figure: Figure, column: str) -> tuple[str, ...]:
    """Return the words that a figure's grade may have under a method, each once, in the scale's order.

    They are those of the bands or thresholds of its indicator. Without them, for a grade that is taken from other
    indicators' grades, they are the words of all bands and the grade's own; for a figure without grade there are none.

    Parameters
    ----------
    column : str
        Which word of a grade: a column of `GRADE_FIELDS`.
    """
    grades: tuple[Grade, ...] = ()
    bands = method.bands_of(figure.indicator)
    if bands is not None:
        grades = tuple(band.grade for band in bands.grados)
    elif method.umbrales is not None and figure.indicator == method.umbrales.indicador:
        grades = tuple(band.grade for band in method.umbrales.grados)
    elif figure.grade is not None:
        grades = (*(band.grade for scale in method.bandas for band in scale.grados), figure.grade)
    return tuple(dict.fromkeys(word for grade in grades if (word := grade.word(column))))


def _meant(printed: str, words: tuple[str, ...]) -> str | None:
    """Return the scale's word that was printed, ignoring case and accents; None if none or several fit.

    A printed start of a word's phrase fits if only one word begins with it: «En proceso».
    """
    said = folded(printed)
    same = [word for word in words if folded(word) == said]
    found = same or [word for word in words if folded(word).startswith(f"{said} ")]
    return found[0] if len(found) == 1 else None
