"""Whether the budget's reports reach the run's cut-off: without them the period has no financial execution."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from helpers.display import list_es
from helpers.findings import Finding, Severity
from helpers.intake.lines import CODE_OF_REPORT
from helpers.intake.problems import Code, found
from helpers.params import Corrida
from helpers.records import Row, SourceCell
from helpers.workspace import Workspace

CUTOFF = "fecha_corte"
WHAT_IT_TELLS: Mapping[str, tuple[str, ...]] = {
    "gastos": ("compromiso", "devengado", "pagado"),
    "recursos": ("devengado", "percibido"),
}
"""By table, the amounts of which a report at a cut-off gives one: what was spent, by any stage, and what came in."""
DATES_NAMED = 6


def check_cutoffs(workspace: Workspace, corrida: Corrida, rows: Mapping[str, Sequence[Row]]) -> Iterator[Finding]:
    """Report each table of the budget that the institution keeps and that has no report at the run's cut-off.

    An institution keeps a table that its parameters ask for, or of which it has a report up to the cut-off. The
    parameters may say why there is none (`sin_corte`). A table without any row is told as missing or empty.
    """
    if corrida.period.is_plan:
        return
    day = corrida.cutoff(corrida.period)
    params = SourceCell(workspace.relative(workspace.run_file(corrida.entidad, corrida.periodo)), "", "")
    for table in WHAT_IT_TELLS:
        of_table, reason = rows.get(table, ()), corrida.sin_corte.get(table, "")
        is_there = any(row.date(CUTOFF) == day and _tells(table, row) for row in of_table)
        if reason:
            yield _answered(table, day, params, reason, is_there=is_there)
        elif not is_there and _is_kept(corrida, table, of_table, day):
            yield _missing(table, of_table, day)


def _tells(table: str, row: Row) -> bool:
    """Whether a line says what was spent or came in; one of a report that gives no figures does not."""
    is_of_figures = table != "gastos" or row.text("reporte").casefold() in CODE_OF_REPORT
    return is_of_figures and any(row.number(name) is not None for name in WHAT_IT_TELLS[table])


def _is_kept(corrida: Corrida, table: str, rows: Sequence[Row], day: date) -> bool:
    """Whether a report must be there. Of a row without a readable date, that is told already and decides nothing."""
    dates = [row.date(CUTOFF) for row in rows]
    if not rows or None in dates:
        return False
    return table in corrida.tablas or min(dates) <= day


def _missing(table: str, rows: Sequence[Row], day: date) -> Finding:
    dates = sorted({row.date(CUTOFF) for row in rows})
    shown = list_es([f"{one:%d/%m/%Y}" for one in dates[-DATES_NAMED:]])
    amounts = list_es([f"«{name}»" for name in WHAT_IT_TELLS[table]], any_of=True)
    lacking = f"solo hay reportes al {shown}" if day not in dates else f"ninguna línea de esa fecha dice su {amounts}"
    last = max(rows, key=lambda row: row.date(CUTOFF))
    return found(
        Code.CUTOFF_MISSING,
        Severity.ERROR,
        SourceCell(last.origin.file, last.origin.sheet, ""),
        f"falta el reporte de {table} al {day:%d/%m/%Y}, fecha de corte del periodo: {lacking}. Agréguelo a la tabla "
        f"«{table}» o ponga en sigep/ su exportación; si la fecha de corte es otra, corríjala en «cortes». Si no "
        f'existe, diga por qué en los parámetros, y el resumen lo dirá: sin_corte: {{{table}: "motivo"}}.',
        element=f"{table}/{day}",
        expected=f"{day}",
        value=shown,
    )


def _answered(table: str, day: date, params: SourceCell, reason: str, *, is_there: bool) -> Finding:
    """What the parameters answer; an error where there is a report: the summary would say something untrue."""
    told = f"no hay reporte de {table} al {day:%d/%m/%Y}, fecha de corte del periodo: {reason}"
    if is_there:
        told = (
            f"«sin_corte» dice que no hay reporte de {table} al {day:%d/%m/%Y}, y lo hay. Quite «{table}» de "
            "«sin_corte», o saque el reporte si no vale."
        )
    severity = Severity.ERROR if is_there else Severity.NOTE
    return found(Code.CUTOFF_ABSENT, severity, params, told, element=f"{table}/{day}", value=reason)
