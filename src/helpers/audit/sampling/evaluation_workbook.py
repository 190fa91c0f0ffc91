"""The workbook of an evaluated sample: what can be stated, counts and limits, and the items that count as errors."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.audit.sampling.sample_bounds import rounded_up
from helpers.audit.sampling.sample_draw import Design
from helpers.audit.sampling.sample_evaluation import Checked, Evaluation, Group, Mark, confidence_words, statements
from helpers.audit.sampling.sample_workbook import DAY, MARK, REMARK, VERIFIED, item_cells, kept_text, numbered, pairs
from helpers.base.display import date_es
from helpers.base.exact import round_half_up
from helpers.outputs.workbook.sheet_model import Block, Cell, Column, Line, Sheet, text

EVALUATION, COUNTS, ERRORS = "Evaluación", "Recuento", "Errores"
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


def evaluation_sheets(result: Evaluation, source: str, source_digest: str) -> tuple[Sheet, ...]:
    """Describe the workbook's sheets: evaluation, counts and, if any item counts as an error, the errors.

    Parameters
    ----------
    source, source_digest : str
        Name and SHA-256 of the returned workbook.
    """
    facts = (*statements(result), ("De qué archivo", f"{source}, SHA-256 {source_digest}"))
    about = f"Confianza de {confidence_words(result)}. Un límite se imprime redondeado hacia arriba."
    first = Sheet(EVALUATION, "Evaluación de la muestra", about, (pairs(facts),))
    listed = tuple(_error_lines(result))
    if not listed:
        return first, _counts(result)
    errors = Sheet(
        ERRORS,
        "Resultados que cuentan como error",
        "Lo no conforme, sin evidencia o sin verificar.",
        (Block(_LISTED, listed),),
    )
    return first, _counts(result), errors


def _counts(result: Evaluation) -> Sheet:
    by_area = result.draw.design is Design.AREA
    columns = (*_COUNTS, *((_LIMIT,) if by_area else ()))
    lines = tuple(Line(_group_cells(group, with_limit=by_area)) for group in (*result.groups, result.whole))
    return Sheet(COUNTS, "Recuento", "Cuántos resultados hay de cada marca.", (Block(columns, lines),))


def _group_cells(group: Group, *, with_limit: bool) -> dict[str, Cell]:
    counts = {"poblacion": group.size, "muestra": group.drawn} | {mark.value: group.marks.get(mark, 0) for mark in Mark}
    cells = {"dato": text(group.name)} | {key: Cell(count, decimals=0) for key, count in counts.items()}
    if with_limit and group.limit is not None:
        cells[_LIMIT.key] = Cell(rounded_up(group.limit * 100, 2), decimals=2)
    return cells


def _error_lines(result: Evaluation) -> Iterator[Line]:
    numbers = {item.id: number for number, item in numbered(result.draw).items()}
    for one in sorted(result.checked, key=lambda one: numbers[one.item.id]):
        if one.is_error:
            cells = item_cells(numbers[one.item.id], one.item, result.draw) | _checked_cells(one)
            yield Line({column.key: cells[column.key] for column in _LISTED})


def _checked_cells(one: Checked) -> dict[str, Cell]:
    return {
        VERIFIED: Cell(one.verified),
        MARK: text(one.mark.value),
        "parte": Cell(round_half_up(one.tainting * 100, 2), decimals=2),
        DAY: text(date_es(one.day) if one.day else ""),
        REMARK: kept_text(one.remark),
    }
