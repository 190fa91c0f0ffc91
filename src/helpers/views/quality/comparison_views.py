"""The report's headline figures under other methods: side by side, and rule by rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from helpers.base.display import signed_es, upper_first
from helpers.base.periods import Period
from helpers.base.python_extras import grouped
from helpers.figures.book import Book
from helpers.figures.figure import figure_id
from helpers.figures.records import MethodStep, Sensitivity, UnderMethod
from helpers.views.elements.cells import NOT_APPLICABLE, Cell, Chip, Missing, Number, number, written
from helpers.views.elements.grid import Table, TableRow, number_columns, text_columns

OWN = "El de este informe"
SAME = "Da lo mismo que el método de este informe"
ALL_GIVEN = "Todos los métodos dan todas las cifras."
NO_DIFFERENCES = "No hay diferencias que repartir entre reglas."
NOT_DONE = "Con tantas tareas no se reparte la diferencia entre las reglas que cambian."
DIFFERENCE = "Diferencia: lo impreso según ese método menos lo impreso en este informe."
SHARED_OUT = (
    f"{DIFFERENCE} Entre paréntesis, lo que aporta cada regla, que el cuadro siguiente dice entera.",
    "Las cifras según otros métodos y el efecto de cada regla están en los archivos que acompañan al informe.",
)
NOT_SHARED_OUT = (
    f"{DIFFERENCE} Se nombran las reglas que cambian de un método a otro, y no cuánto aporta cada una.",
    "Las cifras según otros métodos están en los archivos que acompañan al informe.",
)
NO_SCALE = Missing("Ese método no la califica.", NOT_APPLICABLE)
NOT_COMPARED = Missing("No hay con qué compararla.", NOT_APPLICABLE)


def methods_table(book: Book, sensitivity: Sensitivity, *, id: str) -> Table:
    """Return a table of each headline figure and window under each method that the data allow, the report's own first.

    Returns
    -------
    Table
        Rating, difference (that method minus this report, both as printed) and the rules that cause it. Only the
        report's own figures have the id of a Book's figure; the others come from `sensibilidad.csv`.
    """
    heads = text_columns("Método") + number_columns("Valor") + text_columns("Calificación")
    heads += number_columns("Diferencia") + text_columns("Qué la hace diferir")
    moving = _effects_by_figure(sensitivity.steps)
    called = _own_names(book, sensitivity.figures)
    by_measure = grouped(sensitivity.allowed, lambda figure: (figure.lugar, figure.periodo))
    rows = tuple(row for group in by_measure.values() for row in _measure_rows(book, group, moving, called))
    notes = SHARED_OUT if sensitivity.steps else NOT_SHARED_OUT if _differ(sensitivity) else (DIFFERENCE,)
    return Table(id, "Cifras de la entidad según cada método que los datos permiten", heads, rows, notes)


def _differ(sensitivity: Sensitivity) -> bool:
    """Whether some method gives a headline figure that differs from the report's."""
    return any(Decimal(figure.diferencia or 0) for figure in sensitivity.allowed)


def _own_names(book: Book, figures: Sequence[UnderMethod]) -> Mapping[str, str]:
    """The report's own name of each headline indicator, also of one that its method does not give with these data."""
    own, first = book.method.get("indicadores", {}), {one.lugar: one for one in reversed(figures) if one.lugar}
    return {place: own.get(one.indicador, {}).get("nombre", one.nombre_indicador) for place, one in first.items()}


def _own_words(figure: UnderMethod, called: Mapping[str, str]) -> str:
    """`; lo llama «Eficacia»`, if a method has another name for the indicator; nothing if it has no such indicator."""
    own = (called.get(figure.lugar, figure.nombre_indicador), figure.indicador)
    return "" if figure.nombre_indicador in own else f"; lo llama «{figure.nombre_indicador}»"


def _measured(figure: UnderMethod, called: Mapping[str, str]) -> str:
    """Indicator (by the report's own name) and window."""
    return f"{called.get(figure.lugar, figure.nombre_indicador)}, {Period.parse(figure.periodo).words}"


def _effects_by_figure(steps: Sequence[MethodStep]) -> Mapping[str, str]:
    """The rules that change each figure (id), as text with their effects, the greatest effect first."""
    found = grouped((step for step in steps if Decimal(step.efecto)), lambda step: step.id)
    for some in found.values():
        some.sort(key=lambda step: abs(Decimal(step.efecto)), reverse=True)
    return {
        figure: "; ".join(f"{step.regla}: {step.despues} ({_signed(step.efecto).text})" for step in some)
        for figure, some in found.items()
    }


def _measure_rows(
    book: Book, group: Sequence[UnderMethod], moving: Mapping[str, str], called: Mapping[str, str]
) -> Iterator[TableRow]:
    """Yield a heading for a figure and window, and a row for each method."""
    yield TableRow((_measured(group[0], called),), "grupo")
    for figure in group:
        own = book.get(figure.indicador, figure.periodo, figure.nivel, figure.codigo) if _is_own(book, figure) else None
        value = number(own, unit=True) if own else written(figure.publicado, figure.unidad_medida)
        words = OWN if own else moving.get(figure.id) or upper_first(figure.causa)
        if not words and figure.diferencia:
            words = SAME
        difference: Cell = _signed(figure.diferencia) if figure.diferencia and not own else NOT_COMPARED
        name = f"{figure.nombre_metodo}{_own_words(figure, called)}"
        yield TableRow((name, value, _grade(figure), difference, words or NOT_COMPARED), depth=1)


def _is_own(book: Book, figure: UnderMethod) -> bool:
    return figure.metodo == book.method.get("id")


def _grade(figure: UnderMethod) -> Chip | Missing:
    """The traffic light of a figure under a method; `NO_SCALE` if that method does not grade it."""
    return Chip(figure.semaforo, figure.simbolo, figure.calificacion) if figure.calificacion else NO_SCALE


def _signed(difference: str) -> Number:
    """A difference, given with a decimal point, as a number that prints its sign."""
    return Number(signed_es(Decimal(difference)), difference)


def refused_table(book: Book, sensitivity: Sensitivity, *, id: str) -> Table:
    """Return a table of the methods or figures that cannot be computed with this run's data, each with the reason.

    Methods whose file does not load are among them. Without any, the table says that all could be computed.
    """
    called = _own_names(book, sensitivity.figures)
    rows = tuple(
        TableRow((
            f"{figure.nombre_metodo}{_own_words(figure, called) if figure.periodo else ''}",
            _measured(figure, called) if figure.periodo else "Todas",
            f"{upper_first(figure.motivo)}.",
        ))
        for figure in sensitivity.refused
    )  # fmt: skip
    heads = text_columns("Método", "Cifra que no da", "Por qué")
    return Table(id, "Cifras que los datos no permiten calcular", heads, rows, empty=ALL_GIVEN)


def steps_table(book: Book, sensitivity: Sensitivity, *, id: str) -> Table:
    """Return a table of the rules that change from the report's method to another one, applied one at a time.

    Returns
    -------
    Table
        Value and effect after each rule, under a heading for each figure and method; rules without effect share a row.
        The effects add up to the difference; another order could share it differently. Without steps, the table says
        why.
    """
    heads = text_columns("Regla", "En este informe", "En el otro método") + number_columns("Valor", "Efecto")
    by_figure = grouped(sensitivity.steps, lambda step: step.id)
    named, called = {figure.id: figure for figure in sensitivity.figures}, _own_names(book, sensitivity.figures)
    rows = tuple(row for id_, steps in by_figure.items() for row in _step_rows(named[id_], steps, called))
    notes = (
        "Cada regla se cambia sobre las anteriores, de las tareas hacia la entidad; en otro orden, los efectos "
        "pueden repartirse de otro modo, pero suman siempre la diferencia entera.",
    )
    empty = NOT_DONE if _differ(sensitivity) else NO_DIFFERENCES
    return Table(id, "De un método a otro, regla por regla", heads, rows, notes if rows else (), empty=empty)


def _step_rows(figure: UnderMethod, steps: Sequence[MethodStep], called: Mapping[str, str]) -> Iterator[TableRow]:
    """Yield a heading for a figure and method, the rules with an effect, and one row for the others."""
    words = f"{_measured(figure, called)}: {figure.nombre_metodo}{_own_words(figure, called)}"
    yield TableRow((words,), "grupo")
    for step in steps:
        if Decimal(step.efecto):
            yield TableRow((step.regla, step.antes, step.despues, written(step.valor), _signed(step.efecto)), depth=1)
    still = [step.regla for step in steps if not Decimal(step.efecto)]
    if still:
        said = "sin efecto en estos datos"
        yield TableRow((", ".join(still), said, said, NOT_COMPARED, Number("0", "0")), depth=1)


def own_ids(book: Book, sensitivity: Sensitivity) -> tuple[str, ...]:
    """Return the ids of the figures that the comparison computed with the report's own method.

    The Book has the same ones, and a section checks that the values are equal.
    """
    return tuple(
        figure_id(figure.indicador, figure.periodo, figure.nivel, figure.codigo)
        for figure in sensitivity.allowed
        if _is_own(book, figure)
    )
