"""«Conciliación», «Hallazgos», «Reglas» and «Recepción»: published beside computed values, and all findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from helpers.base.exact import exact
from helpers.figures.book import Book
from helpers.figures.figure import split_grade
from helpers.figures.finding_families import PLAIN_NUMBER, audit_findings, is_of_amounts, source_of, stated_es
from helpers.figures.findings import Finding, Reconciled, Verdict
from helpers.outputs.workbook.method_constants import GUARD, REMAINDER
from helpers.outputs.workbook.sheet_addresses import Addresses, column_reference, letter
from helpers.outputs.workbook.sheet_model import FIRST_LINE, Block, Cell, Column, Line, Sheet, Style, text, texts

RECONCILIATION = "Conciliación"
FINDINGS = "Hallazgos"
RULES = "Reglas"
RECEPTION = "Recepción"

NAMED = Column("nombre", "Qué es y de quién", 34)
"""Words for the id in the column before; empty for an id without name."""
UNJUDGED = "por explicar"
"""Verdict on a figure that agreed in the run but no longer agrees after a cell was edited."""

RECONCILED_COLUMNS = (
    Column("id", "Cifra", 40),
    NAMED,
    Column("donde", "Dónde se publicó", 40),
    Column("publicado", "Publicado", 16),
    Column("decimales", "Decimales", 11),
    Column("calculado", "Calculado", 16),
    Column("diferencia", "Diferencia", 14),
    Column("coincide", "Coincide", 10),
    Column("veredicto", "Veredicto", 14),
    Column("formula", "Fórmula", 40),
    Column("causa", "Causa", 36),
    Column("archivo", "Archivo", 34, is_extra=True),
    Column("hoja", "Hoja", 10),
    Column("celda", "Celda", 8),
    Column("sigue_de", "Sigue de", 40),
)
FINDING_COLUMNS = (
    Column("posicion", "N.º", 8),
    Column("codigo", "Código", 15),
    Column("severidad", "Severidad", 10),
    Column("mensaje", "Condición", 48),
    Column("criterio", "Criterio y su fuente", 36),
    Column("causa", "Causa", 28),
    Column("causa_raiz", "Causa raíz", 28),
    Column("efecto", "Efecto", 24),
    Column("recomendacion", "Recomendación", 32),
    Column("respuesta", "Respuesta de la unidad", 30),
    Column("fecha_respuesta", "Fecha de la respuesta", 12),
    Column("veredicto", "Veredicto", 14, is_extra=True),
    Column("elemento", "Elemento", 42),
    NAMED,
    Column("esperado", "Esperado", 19),
    Column("encontrado", "Encontrado", 19),
    Column("diferencia", "Diferencia", 14),
    Column("archivo", "Archivo", 34),
    Column("hoja", "Hoja", 10),
    Column("celda", "Celda", 8),
    Column("sigue_de", "Sigue de", 40),
)
"""The columns of `hallazgos.csv`, with what an audit report adds; «Respuesta» and its date are left to the unit."""
ADDED = ("criterio", "recomendacion", "respuesta", "fecha_respuesta", NAMED.key)
RULE_COLUMNS = (
    Column("codigo", "Regla", 26),  # column A, which the count of findings reads
    Column("severidad", "Severidad", 14),
    Column("hallazgos", "Hallazgos", 12),
    Column("promesa", "Qué debe cumplirse", 80),
    Column("criterio", "Fuente del criterio", 60),
)
RECEPTION_COLUMNS = (
    Column("periodo", "Periodo", 10),
    Column("recibido", "Recibido", 20),
    Column("archivo", "Archivo", 40),
    Column("unidad", "Unidad", 12),
    Column("nombre", "Nombre de la unidad", 36),
    Column("version", "Versión del plan", 14),
    Column("fecha_presentacion", "Fecha", 12),
    Column("presentado_por", "Presentado por", 26),
    Column("estado", "Estado", 12),
    Column("motivo", "Motivo", 54),
    Column("sha256", "SHA-256", 66),
)
ABOUT_RECONCILIATION = (
    "Cada cifra que un documento anterior imprimió, junto a la calculada. «Calculado», en verde, enlaza con «Cifras», "
    "a los decimales con que se imprimió; en gris es un número escrito: el que dio la comprobación de una celda de "
    "cuadro (cuadro/…), que no es una cifra de este libro; «Fórmula» dice con qué operación y qué números. "
    "Diferencia = publicado − calculado. Donde no hay con qué calcular, esas columnas están vacías."
)
ABOUT_FINDINGS = (
    "Todo lo que no cuadra; primero, las causas que más mueven las cifras principales. «3.2» es lo segundo que se "
    "sigue de la causa «3»: esas filas se pliegan con el signo del margen. La unidad escribe su respuesta y la fecha. "
    "Es hallazgos.csv, con el criterio y la recomendación de cada causa."
)

ABOUT_RULES = (
    "Todas las reglas de control que se aplicaron, tengan hallazgos o no. «Severidad» es la habitual: la de cada caso "
    "está en «Hallazgos». Las que solo aparecen allí son de la lectura de los archivos y de la conciliación; de lo que "
    "esta ya dice de una celda, las reglas no lo repiten. Con 0 hallazgos, la regla se cumple o no hay datos a los que "
    "se aplique."
)
ABOUT_RECEPTION = "Cada formulario que llegó, cuándo, con qué huella y qué se hizo con él. Es recepcion.csv, entera."


def reconciliation_sheet(addresses: Addresses, items: Sequence[Reconciled]) -> Sheet | None:
    """Describe «Conciliación»: every published value beside the computed one with the verdict, in the given order.

    None where nothing was published before. The columns of a value that cannot be computed stay empty.
    """
    lines = tuple(_reconciled(addresses, item, row) for row, item in enumerate(items, start=FIRST_LINE))
    block = Block(RECONCILED_COLUMNS, lines)
    return Sheet(RECONCILIATION, "Conciliación con lo publicado", ABOUT_RECONCILIATION, (block,)) if lines else None


def findings_sheet(addresses: Addresses, findings: Sequence[Finding]) -> Sheet:
    """Describe «Hallazgos»: each root in an auditor's parts, with room for a reply, and what follows from it below.

    Without findings the sheet has only its header.

    Parameters
    ----------
    addresses : Addresses
        Where the figures are in the workbook: the findings' ids link to them.
    findings : sequence of Finding
        Numbered (`posicion`), as the run has them. One whose root is not among them counts as a root.
    """
    found: list[Line] = []
    for audited in audit_findings(addresses.book, findings):
        parts = {"criterio": audited.criterion, "recomendacion": audited.recommendation}
        found.append(_finding(addresses, audited.family.root, parts))
        found += (_finding(addresses, finding, {}) for finding in audited.family.consequences)
    return Sheet(FINDINGS, "Hallazgos", ABOUT_FINDINGS, (Block(FINDING_COLUMNS, tuple(found)),))


def rules_sheet(book: Book, findings: Sequence[Finding]) -> Sheet | None:
    """Describe «Reglas»: each rule of the Book, in its order, with a count of its findings; None without rules.

    `findings` are those on «Hallazgos», where the formulas count them.
    """
    rules, codes = book.listing("reglas"), [finding.codigo for finding in findings]
    listed = column_reference(FINDINGS, FINDING_COLUMNS, "codigo", max(1, len(codes)))
    lines = tuple(
        Line(
            texts({**rule, "criterio": source_of(rule["codigo"])})
            | {"hallazgos": Cell(codes.count(rule["codigo"]), f"=COUNTIF({listed},A{row})", Style.FORMULA, 0)}
        )
        for row, rule in enumerate(rules, start=FIRST_LINE)
    )
    return Sheet(RULES, "Reglas de control", ABOUT_RULES, (Block(RULE_COLUMNS, lines),)) if rules else None


def reception_sheet(book: Book) -> Sheet | None:
    """Describe «Recepción»: the received forms, in the Book's order. None if the run received none."""
    names = {node.code: node.name for node in book.nodes}
    lines = tuple(
        Line(texts({**entry, "nombre": names.get(entry.get("unidad", ""), "")})) for entry in book.listing("recepcion")
    )
    block = Block(RECEPTION_COLUMNS, lines)
    return Sheet(RECEPTION, "Formularios recibidos", ABOUT_RECEPTION, (block,)) if lines else None


def _reconciled(addresses: Addresses, item: Reconciled, row: int) -> Line:
    """Return the line of a published value or grade, with the computed one and their comparison if there is one."""
    fields = ("donde", "veredicto", "formula", "causa", "archivo", "hoja", "celda", "sigue_de")
    cells = texts({name: str(getattr(item, name)) for name in fields}) | _element(addresses, "id", item.id)
    at = {column.key: f"{letter(RECONCILED_COLUMNS, column.key)}{row}" for column in RECONCILED_COLUMNS}
    if split_grade(item.id)[1]:
        return Line(cells | _graded(addresses, item, at))
    cells["publicado"] = Cell(exact(item.publicado), style=Style.INPUT, decimals=_decimals(item.publicado))
    if PLAIN_NUMBER.fullmatch(item.calculado):
        cells |= _computed(addresses, item, at) | _compared(item, at)
    return Line(cells)


def _graded(addresses: Addresses, item: Reconciled, at: Mapping[str, str]) -> dict[str, Cell]:
    """Return the cells of a published grade and the computed one, which is a link if «Cifras» has it.

    Words have no difference. Without a computed grade there is no verdict formula either.
    """
    figure, column = split_grade(item.id)
    cells = {"publicado": text(item.publicado, Style.INPUT), "calculado": text(item.calculado, Style.RECORDED)}
    if not item.calculado:
        return cells
    if figure in addresses.figure_rows:
        cells["calculado"] = Cell(item.calculado, f"={addresses.of_figure(figure, column)}", Style.LINK)
    is_exact = item.veredicto is Verdict.EXACT
    # A reader accepts a word without accents or a shortened grade name as equal, but a formula does not.
    due = at["publicado"] if item.publicado == item.calculado else _quoted(item.calculado) if is_exact else ""
    same = f'=IF({at["calculado"]}={due or at["publicado"]},"sí","no")'
    return cells | {
        "coincide": Cell("sí" if is_exact else "no", same, Style.FORMULA),
        "veredicto": _live_verdict(item, at),
    }


def _quoted(word: str) -> str:
    """Return a word as a text in a formula of Excel."""
    doubled = word.replace('"', '""')
    return f'"{doubled}"'


def _live_verdict(item: Reconciled, at: Mapping[str, str]) -> Cell:
    """Return the verdict as a formula: the recorded one, unless an edit makes the values agree or no longer agree."""
    # The other verdicts were found by trying causes, which no formula can repeat.
    judged = UNJUDGED if item.veredicto is Verdict.EXACT else item.veredicto
    return Cell(str(item.veredicto), f'=IF({at["coincide"]}="sí","{Verdict.EXACT}","{judged}")', Style.FORMULA)


def _computed(addresses: Addresses, item: Reconciled, at: Mapping[str, str]) -> dict[str, Cell]:
    """Return the cells of decimals and computed value: for a figure a formula, for another cell the recorded value."""
    computed, decimals = exact(item.calculado), _decimals(item.calculado)
    stated = {"decimales": Cell(decimals, style=Style.INPUT, decimals=0)}
    if not addresses.knows(item.id):
        return stated | {"calculado": Cell(computed, style=Style.RECORDED, decimals=decimals)}
    rounding = f"=ROUND(ROUND({addresses.of_figure(item.id, 'exacto')},{GUARD}),{at['decimales']})"
    return stated | {"calculado": Cell(computed, rounding, Style.LINK, decimals)}


def _compared(item: Reconciled, at: Mapping[str, str]) -> dict[str, Cell]:
    """Return difference, coincidence and verdict as formulas; no verdict if it contradicts the difference."""
    difference = exact(item.publicado) - exact(item.calculado)
    shown = max(_decimals(item.calculado), _decimals(item.publicado))
    subtraction = f"=ROUND({at['publicado']}-{at['calculado']},{REMAINDER})"
    cells = {
        "diferencia": Cell(difference, subtraction, Style.STRONG, shown),
        "coincide": Cell("no" if difference else "sí", f'=IF({at["diferencia"]}=0,"sí","no")', Style.FORMULA),
    }
    if (item.veredicto is Verdict.EXACT) is not (difference == 0):
        return cells
    return cells | {"veredicto": _live_verdict(item, at)}


def _finding(addresses: Addresses, finding: Finding, parts: Mapping[str, str]) -> Line:
    """Return the line of a finding; `parts` has the criterion and the recommendation of a root."""
    own = (column.key for column in FINDING_COLUMNS if column.key not in ADDED)
    words = {key: str(getattr(finding, key)) for key in own} | dict(parts)
    amounts = ("esperado", "encontrado", "diferencia") if is_of_amounts(finding) else ()
    numbers = {key: _amount(words[key]) for key in amounts if PLAIN_NUMBER.fullmatch(words[key])}
    words |= zip(("esperado", "encontrado"), stated_es(finding), strict=True)
    cells = texts(words) | numbers | _element(addresses, "elemento", finding.elemento)
    return Line(cells, nested=not finding.is_root)


def _amount(number: str) -> Cell:
    """Return the cell of a plain number, with as many decimals as it has."""
    return Cell(exact(number), style=Style.RECORDED, decimals=_decimals(number))


def _element(addresses: Addresses, key: str, element: str) -> dict[str, Cell]:
    """Return a cell with an id, which links to the figure if it is a figure's, and a cell with the words for it."""
    target = addresses.of_figure(element, "cifra") if addresses.knows(element) else ""
    return {key: text(element, target=target), NAMED.key: text(addresses.words(element))}


def _decimals(number: str) -> int:
    """Return how many decimals a number is written with."""
    return len(number.partition(".")[2])
