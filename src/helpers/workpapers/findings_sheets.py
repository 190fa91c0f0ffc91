"""«Conciliación» and «Hallazgos»: the published beside the computed, and everything that does not tie."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from helpers.book import Book
from helpers.exact import exact
from helpers.findings import Finding, Reconciled
from helpers.workpapers.addresses import Addresses
from helpers.workpapers.constants import GUARD, REMAINDER
from helpers.workpapers.sheet import FIRST_LINE, Block, Cell, Column, Line, Sheet, Style, letter, reference, text, texts

RECONCILIATION = "Conciliación"
FINDINGS = "Hallazgos"
RULES = "Reglas"
RECEPTION = "Recepción"

PLAIN_NUMBER = re.compile(r"-?\d+(\.\d+)?")

RECONCILED_COLUMNS = (
    Column("id", "Cifra", 46),
    Column("donde", "Dónde se publicó", 44),
    Column("publicado", "Publicado", 18),
    Column("decimales", "Decimales", 10),
    Column("calculado", "Calculado", 18),
    Column("diferencia", "Diferencia", 16),
    Column("coincide", "Coincide", 9),
    Column("veredicto", "Veredicto", 15),
    Column("formula", "Fórmula", 44),
    Column("causa", "Causa", 52),
    Column("archivo", "Archivo", 34),
    Column("hoja", "Hoja", 10),
    Column("celda", "Celda", 8),
)
FINDING_COLUMNS = (
    Column("codigo", "Código", 18),
    Column("severidad", "Severidad", 12),
    Column("veredicto", "Veredicto", 15),
    Column("elemento", "Elemento", 46),
    Column("esperado", "Esperado", 20),
    Column("encontrado", "Encontrado", 20),
    Column("diferencia", "Diferencia", 16),
    Column("mensaje", "Mensaje", 70),
    Column("causa", "Causa", 44),
    Column("archivo", "Archivo", 34),
    Column("hoja", "Hoja", 10),
    Column("celda", "Celda", 8),
)
RULE_COLUMNS = (
    Column("codigo", "Regla", 26),
    Column("severidad", "Severidad", 14),
    Column("hallazgos", "Hallazgos", 12),
    Column("promesa", "Qué debe cumplirse", 110),
)
RECEPTION_COLUMNS = (
    Column("periodo", "Periodo", 10),
    Column("recibido", "Recibido", 20),
    Column("archivo", "Archivo", 44),
    Column("unidad", "Unidad", 14),
    Column("version", "Versión del plan", 16),
    Column("fecha_presentacion", "Presentado", 14),
    Column("presentado_por", "Presentado por", 30),
    Column("estado", "Estado", 14),
    Column("motivo", "Motivo", 60),
    Column("sha256", "SHA-256", 68),
)
ABOUT_RECONCILIATION = (
    "Cada cifra que un documento anterior imprimió, junto a la calculada (enlace con «Cifras», a los "
    "decimales con que se imprimió). Diferencia = publicado − calculado."
)
ABOUT_FINDINGS = (
    "Todo lo que no cuadra: errores, advertencias y notas, con el lugar donde se encontró. Es hallazgos.csv."
)

ABOUT_RULES = (
    "Todas las reglas de control que se aplicaron, tengan hallazgos o no. Las que solo aparecen en «Hallazgos» son de "
    "la lectura de los archivos y de la conciliación."
)
ABOUT_RECEPTION = "Cada formulario que llegó, cuándo, con qué huella y qué se hizo con él. Es recepcion.csv, entera."


def reconciliation_sheet(addresses: Addresses, items: Sequence[Reconciled]) -> Sheet:
    """Describe the sheet."""
    lines = tuple(_reconciled(addresses, item, row) for row, item in enumerate(items, start=FIRST_LINE))
    return Sheet(
        RECONCILIATION,
        "Conciliación con lo publicado",
        ABOUT_RECONCILIATION,
        (Block(RECONCILED_COLUMNS, lines),),
    )


def findings_sheet(addresses: Addresses, findings: Sequence[Finding]) -> Sheet:
    """Describe the sheet."""
    lines = tuple(_finding(addresses, finding) for finding in findings)
    return Sheet(FINDINGS, "Hallazgos", ABOUT_FINDINGS, (Block(FINDING_COLUMNS, lines),))


def rules_sheet(book: Book, findings: Sequence[Finding]) -> Sheet | None:
    """Describe the sheet of rules, each with its findings counted over «Hallazgos»; None for a Book without rules."""
    rules = book.listing("reglas")
    counts = Counter(finding.codigo for finding in findings)
    lines = tuple(
        Line(texts(rule) | {"hallazgos": _counted(counts[rule["codigo"]], row, findings)})
        for row, rule in enumerate(rules, start=FIRST_LINE)
    )
    return Sheet(RULES, "Reglas de control", ABOUT_RULES, (Block(RULE_COLUMNS, lines),)) if rules else None


def _counted(count: int, row: int, findings: Sequence[Finding]) -> Cell:
    if not findings:
        return Cell(count, style=Style.RECORDED, decimals=0)
    codes = reference(FINDINGS, letter(FINDING_COLUMNS, "codigo"), FIRST_LINE, FIRST_LINE + len(findings) - 1)
    return Cell(count, f"=COUNTIF({codes},{letter(RULE_COLUMNS, 'codigo')}{row})", Style.FORMULA, 0)


def reception_sheet(book: Book) -> Sheet | None:
    """Describe the sheet of forms received; None where a run received none."""
    lines = tuple(Line(texts(entry)) for entry in book.listing("recepcion"))
    block = Block(RECEPTION_COLUMNS, lines)
    return Sheet(RECEPTION, "Formularios recibidos", ABOUT_RECEPTION, (block,)) if lines else None


def _reconciled(addresses: Addresses, item: Reconciled, row: int) -> Line:
    fields = ("donde", "veredicto", "formula", "causa", "archivo", "hoja", "celda")
    printed = exact(item.publicado)
    cells = texts({name: str(getattr(item, name)) for name in fields}) | {
        "id": _element(addresses, item.id),
        "publicado": Cell(printed, style=Style.INPUT, decimals=_decimals(item.publicado)),
    }
    if item.calculado and addresses.knows(item.id):
        cells |= _compared(addresses, item, row, printed)
    return Line(cells)


def _compared(addresses: Addresses, item: Reconciled, row: int, printed: Fraction) -> dict[str, Cell]:
    at = {
        key: f"{letter(RECONCILED_COLUMNS, key)}{row}"
        for key in ("publicado", "decimales", "calculado", "diferencia")
    }
    computed, decimals = exact(item.calculado), _decimals(item.calculado)
    rounding = f"=ROUND(ROUND({addresses.of_figure(item.id, 'exacto')},{GUARD}),{at['decimales']})"
    difference = f"=ROUND({at['publicado']}-{at['calculado']},{REMAINDER})"
    agrees = "sí" if printed == computed else "no"
    return {
        "decimales": Cell(decimals, style=Style.INPUT, decimals=0),
        "calculado": Cell(computed, rounding, Style.LINK, decimals),
        "diferencia": Cell(
            printed - computed, difference, Style.STRONG, max(decimals, _decimals(item.publicado))
        ),
        "coincide": Cell(agrees, f'=IF({at["diferencia"]}=0,"sí","no")', Style.FORMULA),
    }


def _finding(addresses: Addresses, finding: Finding) -> Line:
    words = {column.key: str(getattr(finding, column.key)) for column in FINDING_COLUMNS}
    # Without a difference, what was expected and found may be codes, which must stay as they are written.
    amounts = ("esperado", "encontrado", "diferencia") if PLAIN_NUMBER.fullmatch(finding.diferencia) else ()
    numbers = {key: _amount(words[key]) for key in amounts if PLAIN_NUMBER.fullmatch(words[key])}
    return Line(texts(words) | numbers | {"elemento": _element(addresses, finding.elemento)})


def _amount(number: str) -> Cell:
    return Cell(exact(number), style=Style.RECORDED, decimals=_decimals(number))


def _element(addresses: Addresses, element: str) -> Cell:
    """An id that leads to its figure, where it is one."""
    return addresses.id_cell(element) if addresses.knows(element) else text(element)


def _decimals(number: str) -> int:
    return len(number.partition(".")[2])
