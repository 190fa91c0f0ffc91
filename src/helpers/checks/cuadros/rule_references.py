"""Resolves a rule's references: rows of another table, a figure of the Book, or a constant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from helpers.base.exact import exact, shown_decimals
from helpers.checks.causes.repeated_operations import Term
from helpers.checks.cuadros.expected_value import cell_term, input_alternatives
from helpers.figures.book import Book
from helpers.figures.records import Row
from helpers.settings.cuadros.cuadro_model import Filtro, Referencia
from helpers.settings.cuadros.cuadro_table import Cuadro, filter_words, find_cuadro


@dataclass(frozen=True)
class Referenced:
    """The result of a reference for one row.

    Attributes
    ----------
    terms : tuple of Term
        One for a single value; one for each row of a sum or mean.
    words : str
        Description in Spanish.
    why_not : str
        Why there is no value, or which data are missing; else empty.
    cuadro : Cuadro or None
        The other table, if the reference names one.
    rows : tuple of Row
        The rows of that table that were selected.
    alternatives : tuple of Term
        For a sum, the sums of other rows of that table, with one filter changed.
    figure : str
        Id of the Book's figure, if the reference names one.
    """

    terms: tuple[Term, ...]
    words: str
    why_not: str = ""
    cuadro: Cuadro | None = None
    rows: tuple[Row, ...] = ()
    alternatives: tuple[Term, ...] = ()
    figure: str = ""


@dataclass(frozen=True)
class References:
    """Everything that references can name: the declared tables and the Book."""

    cuadros: Sequence[Cuadro]
    book: Book

    def look_up(self, own: Cuadro, row: Row, reference: Referencia) -> Referenced | None:
        """Resolve a rule's reference for a row: a constant, a figure of the Book, or rows of another declared table.

        None if the table is unknown or `correspondencia` does not list the row. If the figure or the row does not
        exist, or several rows fit where one is wanted, the result has no terms and `why_not` says why.
        """
        if reference.valor is not None:
            stated = Term("el valor fijado", exact(reference.valor), shown_decimals(reference.valor))
            return Referenced((stated,), "valor fijado en la regla")
        if reference.cifra:
            return self._figure(reference.cifra)
        other = find_cuadro(self.cuadros, reference.cuadro, own.folder)
        wanted = _wanted(row, reference)
        if other is None or wanted is None:
            return None
        return _rows(other, reference, wanted)

    def _figure(self, figure: str) -> Referenced:
        """Return a figure of the Book as a term, unrounded; no term, and the reason, if the Book lacks it."""
        found = self.book.figures.get(figure)
        if found is None:
            return Referenced((), f"cifra {figure}", f"este libro no tiene la cifra «{figure}»")
        words = self.book.figure_words(figure)
        return Referenced((Term(words, found.value, found.decimals),), f"cifra calculada «{words}»", figure=figure)


def _wanted(row: Row, reference: Referencia) -> Filtro | None:
    """Return the filter that selects the other table's rows; None if `correspondencia` does not list the row."""
    joined: dict[str, str | tuple[str, ...]] = dict(reference.filas)
    for theirs, own in reference.por.items():
        text = row.text(own)
        if reference.correspondencia:
            if text not in reference.correspondencia:
                return None
            text = reference.correspondencia[text]
        joined[theirs] = text
    return joined


def _rows(other: Cuadro, reference: Referencia, wanted: Filtro) -> Referenced:
    """Resolve a reference to the rows of another table that a filter selects.

    Without rows, or with several where one value is wanted, there are no terms; rows without a number are left out of
    the terms. In both cases `why_not` says so. A count (`recuento`) always has its one term.
    """
    rows = other.select(wanted)
    chosen = f" ({filter_words(wanted)})" if wanted else ""
    title = f"«{other.definition.titulo}»"
    if reference.operacion == "recuento":
        return Referenced(
            (Term(f"filas de {title}{chosen}", Fraction(len(rows))),), f"número de filas de {title}{chosen}"
        )
    what = f"{other.title(reference.columna)} de {title}{chosen}"
    if not rows:
        return Referenced((), what, f"{title} no tiene ninguna fila con {filter_words(wanted)}")
    if reference.operacion == "valor" and len(rows) > 1:
        return Referenced((), what, f"{title} tiene {len(rows)} filas con {filter_words(wanted)} y se esperaba una")
    terms = tuple(_term(other, row, reference) for row in rows)
    absent = [other.label(row) for row, found in zip(rows, terms, strict=True) if found is None]
    why_not = f"{what}: no hay dato en {', '.join(f'«{label}»' for label in absent)}" if absent else ""
    alternatives = tuple(_other_choices(other, reference, wanted)) if reference.operacion == "suma" else ()
    return Referenced(tuple(item for item in terms if item is not None), what, why_not, other, rows, alternatives)


def _other_choices(other: Cuadro, reference: Referencia, wanted: Filtro) -> Iterator[Term]:
    """Yield the sums of the rows selected with one filter changed, each at the cell of its first row."""
    for column in wanted:
        for text in dict.fromkeys(row.text(column) for row in other.rows):
            choice = {**wanted, column: text}
            if choice == wanted:
                continue
            found = [_term(other, row, reference) for row in other.select(choice)]
            present = [term for term in found if term is not None]
            if present:
                total = sum((term.value for term in present), Fraction(0))
                title = other.title(reference.columna)
                label = f"suma de {title} de «{other.definition.titulo}» ({filter_words(choice)})"
                yield Term(label, total, max(term.decimals for term in present), present[0].cell)


def _term(other: Cuadro, row: Row, reference: Referencia) -> Term | None:
    """Return a row's number as a term; None for a blank, unless the table counts blanks as zero.

    For a single value (`valor`), it has the cells around it as neighbours.
    """
    label = f"{other.label(row)}, {other.title(reference.columna)}"
    found = cell_term(other, row, reference.columna, label, blank_is_zero=other.definition.vacias == "cero")
    if found is None or reference.operacion != "valor":
        return found
    return replace(found, near=input_alternatives(other, row, reference.columna, ""))
