"""The workbooks of a sample: the drawn one, with cells for the auditor, and that of its evaluation.

The same draw gives the same sheets; reading a returned workbook compares it with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from helpers.audit.sampling.sample_bounds import rounded_up
from helpers.audit.sampling.sample_draw import Design, Draw, Item, total_money
from helpers.audit.sampling.sample_evaluation import (
    CERTAIN,
    MARKS,
    RANDOM,
    Evaluation,
    Group,
    Mark,
    confidence_words,
    statements,
)
from helpers.base.characters import printable
from helpers.base.display import date_es, with_unit
from helpers.base.exact import round_half_up
from helpers.figures.book import Book
from helpers.outputs.workbook.sheet_model import (
    Accepts,
    Block,
    Cell,
    Column,
    Entry,
    Line,
    Sheet,
    Style,
    text,
    within_limit,
)

INSTRUCTIONS, SAMPLE, DESIGN = "Instrucciones", "Muestra", "Diseño"
NUMBER, VERIFIED, MARK, DAY, REMARK = "numero", "verificado", "marca", "fecha", "observacion"
DIGEST, SEED, SIZE, BY = "Huella del libro", "Semilla", "Tamaño pedido", "Diseño"
NOT_APPLICABLE = "no corresponde"
GENERATOR = (
    "SHA-256 de la semilla, un salto de línea y el código del resultado, leído como número entero. No depende de la "
    "computadora ni de la versión de los programas."
)
HOW = {
    Design.AREA: "Por área: de cada una, los de número más bajo. El tamaño se reparte en proporción a los resultados "
    "de cada área, con uno al menos (divisor de Adams).",
    Design.MONEY: "Por dinero (unidades monetarias): sistemático con probabilidad proporcional al presupuesto, con los "
    "resultados en el orden de su número. Los que alcanzan el intervalo se toman con certeza. El presupuesto de una "
    "tarea en el año, o el vigente de una unidad sin tareas, se reparte por igual entre los resultados que informa.",
}
STEPS = (
    ("Qué es", "Una muestra, elegida al azar, de los resultados que las unidades informaron, para verificarla."),
    (
        "Qué se llena",
        "Solo las celdas amarillas de «Muestra». Lo demás está bloqueado, sin contraseña; si cambia, se dice al leer.",
    ),
    (
        "Resultado verificado",
        "La cantidad que usted comprobó, en la misma unidad de medida que la informada. Si el resultado se informó sin "
        "número, no corresponde.",
    ),
    (
        "Marca",
        "«conforme»: hay evidencia y es lo informado. «no conforme»: hay evidencia de otra cosa. «sin evidencia»: no "
        "hay con qué comprobarlo. En blanco: sin verificar; cuenta como error mientras lo esté.",
    ),
    ("Fecha y observación", "Cuándo lo verificó, y qué vio: documento, lugar, persona, diferencia."),
    (
        "No reemplace",
        "Si un resultado no puede verificarse, déjelo y dígalo en la observación: otro en su lugar cambiaría las "
        "probabilidades y lo que puede afirmarse.",
    ),
)  # fmt: skip
_DATA = (
    Column(NUMBER, "N.º", 5),
    Column("area", "Área", 16),
    Column("unidad", "Unidad", 20),
    Column("codigo", "Código", 20),
    Column("que", "Qué se informa", 34),
    Column("periodo", "Periodo", 11),
    Column("medida", "Unidad de medida", 11),
    Column("informado", "Resultado informado", 13),
    Column("evidencia", "Medio de verificación", 24),
    Column("celda", "Celda de origen", 22),
)
_MONEY = (Column("dinero", "Presupuesto (Bs)", 14), Column("eleccion", "Elegido", 10))
_OPEN = (
    Column(
        VERIFIED,
        "Resultado verificado",
        13,
        entry=Entry(Accepts.NUMBER, "Solo el número, cero o más, en la unidad de medida."),
    ),
    Column(MARK, "Marca", 14, entry=Entry(Accepts.LIST, "Elija: conforme, no conforme o sin evidencia.", tuple(MARKS))),
    Column(DAY, "Fecha", 11, entry=Entry(Accepts.DATE, "La fecha de la verificación, como 30/06/2024.")),
    Column(REMARK, "Observación", 30, entry=Entry(Accepts.TEXT, "Qué vio: documento, lugar, persona, diferencia.")),
)
_COUNTS = (
    Column("dato", "Parte", 60),
    Column("poblacion", "Resultados informados", 13),
    Column("muestra", "En la muestra", 12),
    *(Column(mark.value, mark.value.capitalize(), 12) for mark in Mark),
)
_LIMIT = Column("limite", "Límite superior (%)", 12)
_LISTED = (
    Column("numero", "N.º", 5),
    Column("area", "Área", 20),
    Column("unidad", "Unidad", 24),
    Column("codigo", "Código", 24),
    Column("que", "Qué se informa", 44),
    Column("informado", "Informado", 13),
    Column(VERIFIED, "Verificado", 13),
    Column(MARK, "Marca", 14),
    Column("parte", "Parte informada de más (%)", 14),
    Column(DAY, "Fecha", 18),
    Column(REMARK, "Observación", 40),
)



def sample_sheets(book: Book, draw: Draw, digest: str) -> tuple[Sheet, ...]:
    """Describe the workbook's sheets: «Instrucciones», «Muestra» and «Diseño».

    Parameters
    ----------
    digest : str
        SHA-256 of the run's `libro.json`, without which a returned workbook is not read.
    """
    return (_instructions(book), sample_sheet(draw), design_sheet(book, draw, digest))


def _instructions(book: Book) -> Sheet:
    run = f"{book.institution}/{book.period}"
    back = (
        "Para leerlo",
        f"poa muestra {run} --leer ARCHIVO.xlsx, con el nombre que tenga. Dice todo lo que falte corregir y, si nada, "
        "escribe la evaluación. Se lee solo contra el mismo informe: no lo haga de nuevo mientras dure la visita.",
    )
    about = f"{book.identity.get('nombre', book.institution)} · {book.period.words}"
    return Sheet(INSTRUCTIONS, "Muestra de resultados informados", about, (_pairs((*STEPS, back)),), is_locked=True)


def _pairs(
    told: Iterable[tuple[str, str]], title: str = "", heads: tuple[str, str] = ("Asunto", "Qué hay que saber")
) -> Block:
    """Return a table of subjects and texts, with the given headings."""
    columns = (Column("dato", heads[0], 28), Column("valor", heads[1], 105))
    lines = tuple(Line({"dato": _kept_text(name, Style.STRONG), "valor": _kept_text(words)}) for name, words in told)
    return Block(columns, lines, title)


def _kept_text(value: str, style: Style = Style.TEXT) -> Cell:
    """Return a cell of text that a spreadsheet hands back as it was written.

    Strange characters are replaced by what is printed for them, such as `[U+1F600]`. A text longer than Excel's limit
    is cut.
    """
    return text(within_limit(printable(value)), style)


def sample_columns(draw: Draw) -> tuple[Column, ...]:
    """Return the columns of «Muestra»; those of money only if the sample is by money."""
    return (*_DATA, *(_MONEY if draw.design is Design.MONEY else ()), *_OPEN)


def sample_sheet(draw: Draw) -> Sheet:
    """Describe «Muestra»: a line for each item, in the order of `numbered`, for the visit."""
    lines = tuple(Line(_item_cells(number, item, draw)) for number, item in numbered(draw).items())
    about = "Llene las celdas amarillas. «Medio de verificación» es lo que, según los datos, lo respalda."
    return Sheet(SAMPLE, "Muestra", about, (Block(sample_columns(draw), lines),), is_locked=True)


def numbered(draw: Draw) -> Mapping[int, Item]:
    """Return the items of a sample by the number that «Muestra» gives them, from 1.

    Areas are in the population's order, and the units of an area in the order of their names.
    """
    areas = {item.stratum: place for place, item in reversed(tuple(enumerate(draw.population.items)))}
    return dict(enumerate(sorted(draw.items, key=lambda item: (areas[item.stratum], item.unit)), start=1))


def _item_cells(number: int, item: Item, draw: Draw) -> dict[str, Cell]:
    """Return the cells of an item's line, by key of the columns of `sample_columns`; the auditor's cells are blank.

    For an item without a number, the cell of the verified result says `NOT_APPLICABLE`.
    """
    cells = {
        NUMBER: Cell(number, decimals=0),
        "area": _kept_text(item.stratum),
        "unidad": _kept_text(item.unit),
        "codigo": _kept_text(item.id, Style.FAINT),
        "que": _kept_text(item.subject),
        "periodo": text(item.period.code),
        "medida": _kept_text(item.measure or "—"),
        "informado": text(item.stated) if item.value is None else Cell(item.value),
        "evidencia": _kept_text(item.evidence or "no consta"),
        "celda": _kept_text(str(item.cell), Style.FAINT),
        VERIFIED: text(NOT_APPLICABLE, Style.FAINT) if item.value is None else Cell(style=Style.OPEN),
        MARK: text("", Style.OPEN),
        DAY: Cell(style=Style.OPEN_DATE),
        REMARK: text("", Style.OPEN),
    }
    if item.money is not None and draw.design is Design.MONEY:
        cells["dinero"] = Cell(round_half_up(item.money, 2), decimals=2)
        cells["eleccion"] = text(CERTAIN if item.id in draw.certain else RANDOM)
    return cells


def design_sheet(book: Book, draw: Draw, digest: str) -> Sheet:
    """Describe «Diseño»: what the sample was drawn from and how, so that anybody can draw it again."""
    blocks = [_pairs(_facts(book, draw, digest), "La muestra")]
    if draw.strata:
        areas = ((name, f"{drawn} de {size} resultados informados") for name, (size, drawn) in draw.strata.items())
        blocks.append(_pairs(areas, "Elegidos de cada área", ("Área", "Elegidos")))
    if draw.population.left_out:
        left = ((str(count), reason.value) for reason, count in draw.population.left_out.items())
        blocks.append(_pairs(left, "Filas que quedaron fuera de la población", ("Cuántas", "Cuáles y por qué")))
    about = "Con estos datos, y el mismo informe, sale otra vez la misma muestra."
    return Sheet(DESIGN, "Diseño", about, tuple(blocks), is_locked=True)


def _facts(book: Book, draw: Draw, digest: str) -> tuple[tuple[str, str], ...]:
    facts = [
        ("Corrida", f"{book.institution}/{book.period}"),
        (DIGEST, digest),
        (SEED, str(draw.seed)),
        (SIZE, str(draw.asked)),
        (BY, draw.design.value),
        ("Cómo se elige", HOW[draw.design]),
        ("Números al azar", GENERATOR),
        ("Población", f"{len(draw.population.items)} resultados informados"),
        ("Elegidos", str(len(draw.items))),
    ]
    if draw.design is Design.MONEY:
        facts.append(("Presupuesto de la población", _amount(total_money(draw.population.items))))
        facts.append(("Elegidos con certeza", str(len(draw.certain))))
    if draw.interval is not None and draw.start is not None:
        facts.append(("Intervalo", _amount(draw.interval)))
        facts.append(("Arranque", _amount(draw.start)))
    return tuple(facts)


def _amount(value: Fraction) -> str:
    """Return an amount as text, rounded to cents: `Bs 1.234,56`. The exact start follows from the seed."""
    return with_unit(round_half_up(value, 2), "Bs")


def evaluation_sheets(result: Evaluation, source: str, source_digest: str) -> tuple[Sheet, ...]:
    """Describe the workbook's sheets: evaluation, counts and, if any item counts as an error, the errors.

    Parameters
    ----------
    source, source_digest : str
        Name and SHA-256 of the returned workbook.
    """
    facts = (*statements(result), ("De qué archivo", f"{source}, SHA-256 {source_digest}"))
    about = f"Confianza de {confidence_words(result)}. Un límite se imprime redondeado hacia arriba."
    sheets = (Sheet("Evaluación", "Evaluación de la muestra", about, (_pairs(facts),)), _counts(result))
    if not (listed := tuple(_error_lines(result))):
        return sheets
    told = "Lo no conforme, sin evidencia o sin verificar."
    return (*sheets, Sheet("Errores", "Resultados que cuentan como error", told, (Block(_LISTED, listed),)))


def _counts(result: Evaluation) -> Sheet:
    by_area = result.draw.design is Design.AREA
    columns = (*_COUNTS, *((_LIMIT,) if by_area else ()))
    lines = tuple(Line(_group_cells(group, with_limit=by_area)) for group in (*result.groups, result.whole))
    return Sheet("Recuento", "Recuento", "Cuántos resultados hay de cada marca.", (Block(columns, lines),))


def _group_cells(group: Group, *, with_limit: bool) -> dict[str, Cell]:
    counts = {"poblacion": group.size, "muestra": group.drawn} | {mark.value: group.marks.get(mark, 0) for mark in Mark}
    cells = {"dato": text(group.name)} | {key: Cell(count, decimals=0) for key, count in counts.items()}
    if with_limit and group.limit is not None:
        cells[_LIMIT.key] = Cell(rounded_up(group.limit * 100, 2), decimals=2)
    return cells


def _error_lines(result: Evaluation) -> Iterator[Line]:
    by_id = {one.item.id: one for one in result.checked if one.is_error}
    for number, item in numbered(result.draw).items():
        if one := by_id.get(item.id):
            cells = _item_cells(number, item, result.draw) | {
                VERIFIED: Cell(one.verified),
                MARK: text(one.mark.value),
                "parte": Cell(round_half_up(one.tainting * 100, 2), decimals=2),
                DAY: text(date_es(one.day) if one.day else ""),
                REMARK: _kept_text(one.remark),
            }
            yield Line({column.key: cells[column.key] for column in _LISTED})
