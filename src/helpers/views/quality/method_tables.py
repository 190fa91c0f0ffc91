"""The rules of a method as tables: scoring of tasks, consolidation by level, scales, and examples."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from helpers.base.display import as_sentence, list_es, lower_first, number_es, unit_heading, upper_first
from helpers.base.name_phrases import indicator_with_article
from helpers.base.periods import Period
from helpers.base.python_extras import not_none
from helpers.figures.book import Book
from helpers.figures.figure import Figure, Operand, Operation
from helpers.figures.figure_names import CHANGE, LEVEL_TITLES, PROJECTED
from helpers.figures.operation_text import operation_sentence, rounding_words
from helpers.figures.records import LEVELS
from helpers.figures.subjects import FigureRow
from helpers.settings.indicators import name_in_sentence
from helpers.settings.methods import Metodo
from helpers.settings.scales import Bandas, Umbrales
from helpers.views.elements.cells import (
    NOT_APPLICABLE,
    Cell,
    Missing,
    Number,
    exact_number,
    grade_chip,
    number,
)
from helpers.views.elements.grid import Pieces, Table, TableRow, number_columns, text_columns
from helpers.views.elements.outside_notes import outside_notes, rule_alone
from helpers.views.elements.prose import Paragraph, paragraph
from helpers.views.quality.method_views import (
    LATE_WORDS,
    change_words,
    derived_words,
    dispersion_words,
    interval_words,
    leaf_cases,
    projection_words,
    share_words,
)

QUARTER_HEADS = ("1.er trimestre", "2.º trimestre", "3.er trimestre", "4.º trimestre")
NO_WEIGHTS = Missing("Esta regla no pondera.", NOT_APPLICABLE)
LONGEST_EXAMPLE = 20
"""Maximum number of operands in a worked example."""
UNGRADED = "El método no califica: sus porcentajes van sin grado ni semáforo."
NO_EXAMPLE = "Este informe no tiene una cifra de la entidad que se obtenga de otras."
NO_GRADE = Missing("El método no califica esta cifra.", NOT_APPLICABLE)
SHARE = "_participacion"
APPLIED_LEVELS = ("entidad", "servicio", "area", "acp", "unidad", "puesto", "operacion", "tarea")
"""Levels searched for an example of a rule, in this order."""
APPLIED = (
    Operation.FORMULA, Operation.MEAN, Operation.WEIGHTED, Operation.RATIO, Operation.FULFILLED, Operation.DIFFERENCE,
    Operation.DEVIATION, Operation.LEAF,
)  # fmt: skip
SIGN_WORDS = {
    "MAX": "MAX: el mayor de los valores que separa el punto y coma.",
    "MIN": "MIN: el menor de los valores que separa el punto y coma.",
}
TASK_TITLE = "Puntuación de una tarea"
NO_SCALE = Missing("El método no da esta palabra.", NOT_APPLICABLE)


def leaf_table(method: Metodo, *, id: str) -> Table:
    """Return a table of what a task scores in each possible case; if the method scores no tasks, it says so."""
    heads = text_columns("Caso, en los meses de la ventana", "Qué da la tarea")
    leaf = method.hoja
    if leaf is None:
        return Table(id, TASK_TITLE, heads, (), empty="El método no puntúa tareas: parte de lo informado.")
    rows = tuple(TableRow(case) for case in leaf_cases(leaf))
    name = name_in_sentence(method.indicadores, leaf.indicador)
    notes = (leaf.explicacion, f"Indicador: {name}. Fuente: {leaf.fuente}.")
    return Table(id, TASK_TITLE, heads, rows, notes)


def consolidation_table(method: Metodo, book: Book, *, id: str) -> Table:
    """Return a table with a row for each level that the method consolidates, in its order: how it is computed.

    Levels of the structure in which the institution has no node are left out.

    The columns are rule, weights, which value counts (reported or from the parts), explanation and source.
    """
    heads = text_columns("Nivel", "Regla", "Pesos", "Cuenta", "Explicación", "Fuente")
    rows = []
    for level, plan in method.consolidacion.items():
        if level in LEVELS and not book.nodes_at(level):
            continue
        words = (plan.words(level), plan.divisor_words, plan.prevailing_words)
        rule, weights, counts = map(upper_first, words)
        cells = (LEVEL_TITLES[level], rule, weights or NO_WEIGHTS, counts, plan.explicacion, plan.fuente)
        rows.append(TableRow(cells))
    return Table(id, "Consolidación por nivel", heads, tuple(rows))


def scale_tables(method: Metodo) -> Pieces:
    """Return all grading scales of a method, the best grade first, or a sentence if it grades nothing."""
    items: list[Table | Paragraph] = [_bands_table(method, item) for item in method.bandas]
    if method.umbrales is not None:
        items.append(_thresholds_table(method, method.umbrales, "cuadro-umbrales"))
    return Pieces(tuple(items) or (Paragraph(f"<p>{UNGRADED}</p>"),))


def _bands_table(method: Metodo, bands: Bandas) -> Table:
    """The grades of an indicator with their limits, the best first."""
    heads = text_columns("Grado", "Calificación", "Desempeño")
    heads += number_columns("Como lo imprime la norma", "Desde", "Hasta antes de")
    rows = tuple(
        TableRow((
            band.grado or NO_SCALE, grade_chip(band.grade), band.desempeno or NO_SCALE, band.impreso,
            _edge(band.desde), _edge(band.hasta),
        ))
        for band in reversed(bands.grados)
    )  # fmt: skip
    indicator = method.indicadores[bands.indicador]
    unit = unit_heading(indicator.unidad)
    title = f"Grados de {lower_first(indicator.nombre)}{f' {unit}' if unit else ''}"
    applied = f"{_applied(bands.niveles)} En: {list_es(bands.ventanas)}."
    notes = (bands.bordes, applied, f"Fuente: {bands.fuente}.")
    return Table(f"cuadro-grados-{bands.indicador.replace('_', '-')}", title, heads, rows, notes)


def _thresholds_table(method: Metodo, thresholds: Umbrales, id: str) -> Table:
    """The thresholds (%) of an indicator since January: a row for each grade, a column for the end of each quarter."""
    heads = text_columns("Calificación") + number_columns(*QUARTER_HEADS)
    rows = []
    for grade in thresholds.grados:
        edges = ["por debajo"] * 4 if grade.desde is None else [f"desde {number_es(edge)} %" for edge in grade.desde]
        rows.append(TableRow((grade_chip(grade.grade), *edges)))
    name = name_in_sentence(method.indicadores, thresholds.indicador)
    notes = (thresholds.bordes, _applied(thresholds.niveles), f"Fuente: {thresholds.fuente}.")
    return Table(id, f"Umbrales {indicator_with_article(name, 'de')}, desde enero", heads, tuple(rows), notes)


def _applied(levels: tuple[str, ...]) -> str:
    """A sentence that names the levels to which a scale applies."""
    return f"Se aplica a: {list_es([lower_first(LEVEL_TITLES[level]) for level in levels])}."


def more_rules(book: Book, method: Metodo) -> Paragraph:
    """Return a list of the method's other rules: derived grades, dispersion, changes, shares, projections, lateness.

    A kind of rule that the method lacks is left out; lateness is always there.
    """
    items = [
        *(("Calificación derivada", derived_words(method, item)) for item in method.derivadas),
        *(("Dispersión", dispersion_words(method, item)) for item in method.dispersion),
        *([("Variación", change_words(method, method.variacion))] if method.variacion else ()),
        *(("Participación", share_words(method, item)) for item in method.participacion),
        *(("Proyección a fin de año", projection_words(method, item)) for item in method.proyeccion),
        # Projections usually have the same interval, so it is printed once.
        *(("Intervalo de la proyección", dicho) for dicho in dict.fromkeys(map(interval_words, method.proyeccion))),
        ("Formularios tardíos", LATE_WORDS[method.tardios]),
    ]
    template = "{% for titulo, dicho in reglas %}- **{{ titulo }}.** {{ dicho }}\n{% endfor %}"
    return paragraph(book, template, reglas=items)


def worked_example(book: Book, method: Metodo, *, id: str) -> Table:
    """Return a table that shows how one figure is computed: its operands, their weights, the result and the rule.

    The figure is the first headline figure that is a mean, weighted mean, sum or formula with at most `LONGEST_EXAMPLE`
    operands: of the institution, else of an area, an action or a unit; at each level, of the report's period first,
    then since January. Without such a figure the table says so.
    """
    figure = next(_examples(book, method), None)
    heads = text_columns("Qué entra") + number_columns("Valor", "Valor trasladado")
    title = "Ejemplo de cálculo"
    if figure is None:
        return Table(id, title, heads, (), empty=NO_EXAMPLE)
    weighed = any(operand.weight for operand in figure.operands)
    heads += number_columns("Peso") if weighed else ()
    rows = tuple(TableRow(_operand_cells(book, operand, weighed=weighed)) for operand in figure.operands)
    blanks = ("",) * (len(heads) - 2)
    total = TableRow((upper_first(book.figure_words(figure.id)), number(figure), *blanks), "total")
    told = (operation_sentence(book, figure), rounding_words(figure))
    said = (f"{rule_alone(figure)}.", *(as_sentence(words) for words in told if words))
    notes = (*said, *outside_notes(book, [FigureRow(figure.name)], [[figure]]))
    return Table(id, f"{title}: {book.figure_words(figure.id)}", heads, (*rows, total), notes)


def _examples(book: Book, method: Metodo) -> Iterator[Figure]:
    """Candidate figures with at most `LONGEST_EXAMPLE` operands, the entity's and the report's period first."""
    windows = dict.fromkeys((book.period, book.period.accumulated()))
    places = [(name, window) for window in windows for name in method.headline_indicators]
    simple = {Operation.MEAN, Operation.WEIGHTED, Operation.FORMULA, Operation.SUM}
    for level in ("entidad", "area", "acp", "unidad"):
        for name, window in places:
            found = (figure for figure in book.select(name, window, level) if figure.operation in simple)
            yield from (figure for figure in found if 0 < len(figure.operands) <= LONGEST_EXAMPLE)


def applied_rules(book: Book, method: Metodo, *, id: str) -> Table:
    """Return a table that applies each formula and derived rule of the method to numbers of this report.

    Each rule has an example for each operation that computes it, the institution's if it has one; a rule without
    figures has no row. The last column has the resulting grade; it is left out if no example has one.
    """
    found = [figure for name in dict.fromkeys(_ruled(method)) for figure in _applications(book, name)]
    heads = text_columns("Cifra", "Con los números de este informe") + number_columns("Impreso")
    is_graded = any(figure.grade for figure in found)
    heads += text_columns(*["Calificación"] * is_graded)
    rows = tuple(
        TableRow((
            book.figure_words(figure.id), operation_sentence(book, figure), number(figure, unit=True),
            *[grade_chip(figure.grade) if figure.grade else NO_GRADE] * is_graded,
        ))
        for figure in found
    )  # fmt: skip
    written = "".join(str(row.cells[1]) for row in rows)
    notes = tuple(words for sign, words in SIGN_WORDS.items() if f"{sign}(" in written)
    return Table(id, "Cada regla con los números de este informe", heads, rows, notes, empty=NO_EXAMPLE)


def _ruled(method: Metodo) -> Iterator[str]:
    """The indicators with a formula or a derived rule, in the order of the method's rules; some occur twice."""
    if method.hoja is not None:
        yield method.hoja.indicador
    for name, item in method.indicadores.items():
        if any(rule.formula for rule in item.reglas.values()):
            yield name
    if method.variacion is not None:
        yield from (f"{name}{CHANGE}" for name in method.variacion.indicadores)
    yield from (f"{item.indicador}{SHARE}" for item in method.participacion)
    for projected in method.proyeccion:
        yield from (f"{PROJECTED}{projected.indicador}{end}" for end in ("", "_desviacion", "_inferior", "_superior"))


def _applications(book: Book, indicator: str) -> Iterator[Figure]:
    """One figure for each operation that computes an indicator, the entity's if it has one."""
    told: set[Operation] = set()
    windows = dict.fromkeys((book.period.accumulated(), book.period, Period.parse(f"{book.period.year}-anual")))
    # The entity's share of itself is always 100 %, so it is no useful example.
    levels = APPLIED_LEVELS[1:] if indicator.endswith(SHARE) else APPLIED_LEVELS
    for level in levels:
        for window in windows:
            first = next(iter(book.select(indicator, window, level)), None)
            if first is not None and first.operation in APPLIED and first.operation not in told:
                told.add(first.operation)
                yield first


def _operand_cells(book: Book, operand: Operand, *, weighed: bool) -> tuple[Cell, ...]:
    """The operand's name, its printed value, its value in the calculation and, if `weighed`, its weight."""
    if operand.figure:
        part = book[operand.figure]
        name = f"{part.name} ({book.indicator_name(part.indicator).lower()})" if operand.role != "parte" else part.name
        cells: tuple[Cell, ...] = (name, number(part), exact_number(not_none(book.value_of(operand))))
    else:
        cells = (f"Constante del método ({operand.role})", NO_SCALE, exact_number(not_none(operand.constant)))
    if not weighed:
        return cells
    return (*cells, number(book[operand.weight]) if operand.weight else NO_SCALE)


def _edge(edge: Decimal | None) -> Number | str:
    """A band's limit as a number; `sin límite` for the highest band, which has no upper limit."""
    return "sin límite" if edge is None else exact_number(edge)
