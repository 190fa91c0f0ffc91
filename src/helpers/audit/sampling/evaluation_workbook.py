"""The workbook of an evaluated sample: what can be stated, counts and limits, and the items that count as errors."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.audit.sampling.sample_bounds import rounded_up
from helpers.audit.sampling.sample_draw import Design
from helpers.audit.sampling.sample_evaluation import Checked, Evaluation, Group, Mark, confidence_words, statements
from helpers.audit.sampling.sample_workbook import numbered, pairs
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
    Column("verificado", "Verificado", 13),
    Column("marca", "Marca", 14),
    Column("parte", "Parte informada de más (%)", 14),
    Column("fecha", "Fecha", 18),
    Column("observacion", "Observación", 40),
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
            yield Line(_error_cells(numbers[one.item.id], one))


def _error_cells(number: int, one: Checked) -> dict[str, Cell]:
    item = one.item
    cells = {
        "numero": Cell(number, decimals=0),
        "area": text(item.stratum),
        "unidad": text(item.unit),
        "codigo": text(item.id),
        "que": text(item.subject),
        "informado": text(item.stated) if item.value is None else Cell(item.value),
        "marca": text(one.mark.value),
        "parte": Cell(round_half_up(one.tainting * 100, 2), decimals=2),
        "fecha": text(date_es(one.day) if one.day else ""),
        "observacion": text(one.remark),
    }
    return cells | ({"verificado": Cell(one.verified)} if one.verified is not None else {})
