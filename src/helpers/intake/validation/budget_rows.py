"""Checks the budget tables: a report at the run's cut-off, and no line without the code that tells it from a sum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date

from helpers.base.display import list_es
from helpers.base.present import present
from helpers.base.system.workspace import Workspace
from helpers.figures.findings import Finding, Severity
from helpers.figures.records import Row, SourceCell
from helpers.intake.dataset import BUDGET_LEVELS
from helpers.intake.intake_problems import Code, found
from helpers.settings.params import Corrida

CUTOFF = "fecha_corte"
WHAT_IT_TELLS: Mapping[str, tuple[str, ...]] = {
    "gastos": ("compromiso", "devengado", "pagado"),
    "recursos": ("devengado", "percibido"),
}
"""By table, the amounts of which a report at the cut-off must have one: expenses at any stage, or income."""
DATES_NAMED = 6
"""Most dates that a message names."""


def check_cutoffs(workspace: Workspace, corrida: Corrida, rows: Mapping[str, Sequence[Row]]) -> Iterator[Finding]:
    """Report each budget table that the institution uses and that has no report at the run's cut-off.

    An institution uses a table if its parameters ask for it, or if it has an earlier report of the year. The parameters
    may give the reason for a missing report (`sin_corte`). A table without rows has a finding of its own.
    """
    if corrida.period.is_plan:
        return
    day = corrida.cutoff(corrida.period)
    reasons: Mapping[str, str] = dict(corrida.sin_corte.items())
    params = SourceCell(workspace.relative(workspace.run_file(corrida.entidad, corrida.periodo)), "", "")
    for table in WHAT_IT_TELLS:
        of_table, reason = rows.get(table, ()), reasons.get(table, "")
        is_there = any(row.date(CUTOFF) == day and _has_execution(table, row) for row in of_table)
        if reason:
            yield _answered(table, day, params, reason, is_there=is_there)
        elif not is_there and _is_required(corrida, table, of_table, day):
            yield _missing(table, of_table, day)


def _has_execution(table: str, row: Row) -> bool:
    """Return whether a line has an amount of `WHAT_IT_TELLS`, in a report by a known classification."""
    is_of_figures = table != "gastos" or row.text("reporte").casefold() in BUDGET_LEVELS
    return is_of_figures and any(row.number(name) is not None for name in WHAT_IT_TELLS[table])


def _is_required(corrida: Corrida, table: str, rows: Sequence[Row], day: date) -> bool:
    """Return whether a report is required; false if a date is unreadable, which has a finding of its own."""
    dates = [found for row in rows if (found := row.date(CUTOFF))]
    if not rows or len(dates) < len(rows):
        return False
    return table in corrida.tablas or min(dates) <= day


def _missing(table: str, rows: Sequence[Row], day: date) -> Finding:
    dates = sorted({present(row.date(CUTOFF)) for row in rows})
    shown = list_es([f"{one:%d/%m/%Y}" for one in dates[-DATES_NAMED:]])
    amounts = list_es([f"«{name}»" for name in WHAT_IT_TELLS[table]], any_of=True)
    lacking = f"solo hay reportes al {shown}" if day not in dates else f"ninguna línea de esa fecha dice su {amounts}"
    last = max(rows, key=lambda row: present(row.date(CUTOFF)))
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
    """Make the finding on a table listed in `sin_corte`: a note, or an error if the report exists after all."""
    told = f"no hay reporte de {table} al {day:%d/%m/%Y}, fecha de corte del periodo: {reason}"
    if is_there:
        told = (
            f"«sin_corte» dice que no hay reporte de {table} al {day:%d/%m/%Y}, y lo hay. Quite «{table}» de "
            "«sin_corte», o saque el reporte si no vale."
        )
    severity = Severity.ERROR if is_there else Severity.NOTE
    return found(Code.CUTOFF_ABSENT, severity, params, told, element=f"{table}/{day}", value=reason)


AMOUNTS = ("ppto_inicial", "ppto_vigente", "devengado")


def lines_without_code(rows: Mapping[str, Sequence[Row]], settled: Set[SourceCell]) -> Iterator[Finding]:
    """Report each line of `gastos` that has amounts but not the code of its kind of report.

    Parameters
    ----------
    settled : set of SourceCell
        Cells that already have a finding.
    """
    for row in rows.get("gastos", ()):
        name = BUDGET_LEVELS.get(row.text("reporte").casefold(), "")
        has_amount = any(row.number(amount) is not None for amount in AMOUNTS)
        if name and has_amount and not row.text(name) and row.cell(name) not in settled:
            yield found(
                Code.LINE_WITHOUT_CODE,
                Severity.ERROR,
                row.cell(name),
                f"la línea tiene importes y no dice su «{name}»: no se sabe si es una línea más o la suma de otras. "
                "Complete el código o, si es un total, escriba TOTAL en la fila o quítela.",
                element=f"gastos/{row.line}/{name}",
                expected=name,
            )
