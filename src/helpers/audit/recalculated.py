"""Compares the saved Book with one computed now, and each figure with its operands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from fractions import Fraction

from helpers.audit.audit_case import Case, saved_again
from helpers.audit.audit_result import Difference, Result, Unverifiable, written_otherwise
from helpers.audit.pages.data_differences import Departure, departures
from helpers.audit.pages.word_differences import text_changes
from helpers.base.display import list_es
from helpers.base.exact import plain_text
from helpers.checks.computed import Computed
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.replay import recompute_from_book
from helpers.outputs.run_files import BOOK_FILE, TEXTS_FILE

SUBJECT = "Libro de cifras"
HOW = (
    "Todo se calcula otra vez de los insumos y se compara campo por campo con libro.json: valor exacto, operación, "
    "operandos, redondeo, calificación, fuentes y tablas. Los textos propios se comparan con textos.json."
)
OPERANDS_SUBJECT = "Cada cifra, de sus operandos"
OPERANDS_HOW = (
    "La operación que el libro atribuye a cada cifra se repite con números exactos sobre los operandos que el propio "
    "libro guarda."
)
OTHER_INPUTS = (
    f"«Debía decir» sale de los insumos de ahora, que ya no son los del informe: {BOOK_FILE} puede no haber cambiado."
)
_FRACTION = re.compile(r"(-?\d{1,100})/([1-9]\d{0,99})")
_NUMBERS = frozenset(("valor", "numerador", "denominador", "operandos"))
"""Fields of a figure in `libro.json` with exact numbers; elsewhere, `12/2000` may be the number of a resolution."""
_SECTIONS = {"cifras": "cifra", "tareas": "tarea", "nodos": "estructura", "tablas": "tabla", "cuadros": "cuadro"}


def check_recalculated(case: Case) -> Result:
    """Compare the run's saved Book with that computed now, and planner's texts: their contents and then their bytes.

    If the saved run cannot be read, its texts are not compared and the result's `unverified` says why.

    Raises
    ------
    Unverifiable
        If the run cannot be computed now, or `libro.json` is missing or not JSON.
    """
    if case.again is None:
        raise Unverifiable(case.again_problem)
    again = saved_again(case.again, case.scratch)
    due = (again / BOOK_FILE).read_bytes()
    try:
        published = (case.folder / BOOK_FILE).read_bytes()
        found = json.loads(published.decode("utf-8")) if published != due else None
    except (OSError, ValueError) as problem:
        raise Unverifiable(f"{BOOK_FILE} no está o no es JSON.") from problem
    sources = {figure.id: figure for figure in case.again.book}
    departed = departures(json.loads(due), found) if published != due else ()
    ordered = sorted(departed, key=lambda one: one.path[:1] == ("insumos",))
    differences = tuple(_difference(departure, sources) for departure in ordered)
    if case.saved is not None:
        texts = tuple(_text_differences(case.again, case.saved))
        alike = [name for name, told in ((BOOK_FILE, differences), (TEXTS_FILE, texts)) if not told]
        # Equal content in other bytes, such as a repeated key, could be read differently by other programs.
        otherwise = (name for name in alike if (case.folder / name).read_bytes() != (again / name).read_bytes())
        differences += (*texts, *map(written_otherwise, otherwise))
    amount, none_due = len(case.again.book), not case.again.book.figures
    notes = (OTHER_INPUTS,) if differences and case.is_against_saved else ()
    return Result(SUBJECT, HOW, amount, "cifras", differences, notes, case.saved_problem, none_due=none_due)


def _text_differences(again: Computed, saved: Computed) -> Iterator[Difference]:
    """Yield where the planner's texts in the run differ from the present ones, which are expected, word by word."""
    due, found = ({text.file: text for text in one.texts} for one in (again, saved))
    for name in sorted(due.keys() | found.keys()):
        place, one, other = f"{TEXTS_FILE}, {name}", due.get(name), found.get(name)
        if one is None or other is None:
            yield Difference(place, "el texto que hay ahora" if one else "(no hay)", "un texto" if other else "no está")
        elif one.text != other.text:
            yield from (Difference(place, *told) for told in text_changes(one.text, other.text))
        elif one != other:
            yield Difference(place, "el texto que hay ahora", "el mismo, con otra huella o de otra sección")


def check_operands(case: Case) -> Result:
    """Repeat each computed figure's operation on its operands in the saved Book, and compare the exact values.

    Raises
    ------
    Unverifiable
        If the saved Book cannot be read.
    """
    if case.saved is None:
        raise Unverifiable(case.saved_problem)
    worked = [figure for figure in case.saved.book if figure.operands]
    differences = tuple(_worked_otherwise(case.saved.book, worked))
    none_due = not any(figure.operands for figure in case.reference.book)
    return Result(OPERANDS_SUBJECT, OPERANDS_HOW, len(worked), "cifras calculadas", differences, none_due=none_due)


def _worked_otherwise(book: Book, worked: list[Figure]) -> Iterator[Difference]:
    """Yield the figures whose value is not what their operation gives, or whose operation cannot be repeated."""
    for figure in worked:
        try:
            due = plain_text(recompute_from_book(book, figure))
        # A tampered Book may name missing operands or divide by zero.
        except (LookupError, ArithmeticError, ValueError, TypeError) as problem:
            due = f"(no se puede repetir: {problem})"
        if due != plain_text(figure.value):
            place = f"{BOOK_FILE}, cifra {figure.id}, con los operandos que guarda"
            yield Difference(place, due, plain_text(figure.value))


def _difference(departure: Departure, figures: dict[str, Figure]) -> Difference:
    """Return a departure as a difference of `libro.json`; for a figure the place names its first three cells."""
    section, *rest = departure.path
    named = ", ".join(rest).replace(", veredictos, ", ", veredicto de la celda ")
    place = f"{BOOK_FILE}, {_SECTIONS.get(section, section)} {named}".strip()
    figure = figures.get(rest[0]) if section == "cifras" and rest else None
    if figure is not None and figure.sources:
        place += f" (de {list_es([str(cell) for cell in figure.sources[:3]])}{'…' if len(figure.sources) > 3 else ''})"
    texts = departure.expected, departure.found
    one, other = map(_decimal, texts)
    is_number = section == "cifras" and not _NUMBERS.isdisjoint(rest) and one != other
    return Difference(place, *((one, other) if is_number else texts))


def _decimal(text: str) -> str:
    """Return an exact fraction as a decimal number: `23.525`, or `81.6666666666… (245/3)`; other texts as they are."""
    found = _FRACTION.fullmatch(text)
    if found is None:
        return text
    value = Fraction(int(found[1]), int(found[2]))
    shown = plain_text(value)
    whole, _, decimals = shown.partition(".")
    return shown if Fraction(shown) == value else f"{whole}.{decimals[:10]}… ({text})"
