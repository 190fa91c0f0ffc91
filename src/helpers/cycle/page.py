"""The page that `poa check` prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from helpers.cycle.advice import advice, units_es
from helpers.cycle.checking import Checked
from helpers.cycle.standing import Status, UnitCheck
from helpers.cycle.wording import counts_es, without_file
from helpers.display import date_es, list_es, upper_first
from helpers.findings import Finding, Severity
from helpers.reception.log import LOG, Entry, State

ERRORS_SHOWN = 10
UNITS_SHOWN = 10
CODES_SHOWN = 3
"""How much of each part is printed, so that it is one page; `--por-unidad` and `--json` tell all."""
STYLES = {
    Status.IN_TIME: "green", Status.REMINDED: "yellow", Status.LATE: "bold yellow", Status.REPORTED: "green",
    Status.REJECTED: "bold red", Status.MISSING: "bold red",
}  # fmt: skip


def show_check(console: Console, checked: Checked) -> None:
    """Print who reported, who is missing or late, what is wrong by unit, and what to do next."""
    gathered = checked.gathered
    words = gathered.corrida.period.words
    console.print(Text(gathered.entidad.nombre, "bold"))
    console.print(Text(f"{upper_first(words)} · {gathered.method.nombre}"))
    if gathered.entidad.sintetica:
        console.print(Text("Datos sintéticos: esta entidad no existe.", "yellow"))
    for closing in gathered.closings:
        if closing.period == gathered.corrida.period:
            day = date_es(datetime.fromisoformat(closing.closed).date())
            console.print(Text(f"Periodo cerrado por {closing.by} el {day}.", "yellow"))
    _section(console, "Quién informó", _standing(checked))
    if checked.received and checked.received.new:
        console.print(Text.assemble(("Lo que llegó ahora: ", "bold"), _new(checked.received.new)))
    errors = [(owner, finding) for owner, finding in _owned(checked) if finding.severidad is Severity.ERROR]
    if errors:
        _section(console, "Errores", _errors(errors))
    _section(console, "Por unidad", _by_unit(checked))
    console.print(Text.assemble(("Hallazgos: ", "bold"), counts_es(checked.findings)))
    console.print(Text("Qué hacer ahora", "bold"))
    for sentence in advice(checked):
        console.print(Padding(Text(f"• {sentence}"), (0, 0, 0, 2)))


def _section(console: Console, title: str, table: Table) -> None:
    if table.row_count:
        console.print(Text(f"\n{title}", "bold"))
        console.print(Padding(table, (0, 0, 1, 2)))


def _grid(*ratios: int | None) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
    for ratio in ratios:
        table.add_column(no_wrap=ratio is None, overflow="fold")
    return table


def _standing(checked: Checked) -> Table:
    """How many units stand where; all but those in time are named."""
    table = _grid(None, None, 1)
    for status in Status:
        units = checked.with_status(status)
        if units:
            is_good = status in {Status.IN_TIME, Status.REPORTED}
            table.add_row(Text(status.value, STYLES[status]), str(len(units)), "" if is_good else _named(units, status))
    reminded = tuple(unit for unit in checked.with_status(Status.MISSING) if unit.reminder)
    if reminded:
        table.add_row("ya reiterados", str(len(reminded)), units_es(reminded))
    replaced = tuple(unit for unit in checked.units if unit.replaced)
    if replaced:
        table.add_row("con envíos reemplazados", str(len(replaced)), units_es(replaced))
    table.add_row("deben informar", str(len(checked.units)), _due(checked))
    return table


def _due(checked: Checked) -> str:
    if checked.due is None:
        return "sin plazo en los parámetros"
    reminder = f", con reiteración hasta el {date_es(checked.due.reiteracion)}" if checked.due.reiteracion else ""
    return f"plazo: {date_es(checked.due.fecha)}{reminder} ({checked.due.fuente})"


def _named(units: Sequence[UnitCheck], status: Status) -> str:
    if status is not Status.LATE:
        return units_es(tuple(units))
    return ", ".join(f"{unit.node.sigla or unit.node.code} ({unit.presented:%d/%m/%Y})" for unit in units)


def _new(entries: Sequence[Entry]) -> str:
    """How many of the files that came are what; which, and why, is in the log."""
    counts = Counter(entry.estado for entry in entries)
    words = [f"{counts[state]} {state if counts[state] == 1 else f'{state}s'}" for state in State if counts[state]]
    return f"{list_es(words)}; cada uno está en {LOG}."


def _owned(checked: Checked) -> Iterator[tuple[str, Finding]]:
    for unit in checked.units:
        yield from ((unit.node.sigla or unit.node.code, finding) for finding in unit.findings)
    yield from (("", finding) for finding in checked.of_none)


def _errors(errors: Sequence[tuple[str, Finding]]) -> Table:
    table = _grid(None, 1, 2)
    for owner, finding in errors[:ERRORS_SHOWN]:
        table.add_row(owner or "—", Text(_place(finding), "red"), Text(without_file(finding)))
    if len(errors) > ERRORS_SHOWN:
        table.add_row("", "", f"y {len(errors) - ERRORS_SHOWN} más; todos, con «--por-unidad» o «--json».")
    return table


def _by_unit(checked: Checked) -> Table:
    """Units with errors or warnings, those with most first; and what is of no one unit."""
    table = _grid(None, None, 1)
    with_some = [unit for unit in checked.units if unit.count(Severity.ERROR) or unit.count(Severity.WARNING)]
    ranked = sorted(with_some, key=lambda unit: (-unit.count(Severity.ERROR), -unit.count(Severity.WARNING)))
    for unit in ranked[:UNITS_SHOWN]:
        table.add_row(unit.node.sigla or unit.node.code, counts_es(unit.findings), _codes(unit.findings))
    if len(ranked) > UNITS_SHOWN:
        others = ranked[UNITS_SHOWN:]
        told = [finding for unit in others for finding in unit.findings]
        table.add_row(f"y {len(others)} más", counts_es(told), _codes(told))
    if checked.of_none:
        table.add_row("generales", counts_es(checked.of_none), _codes(checked.of_none))
    return table


def _codes(findings: Sequence[Finding]) -> Text:
    """The rules that found something other than notes, and how often."""
    counted = Counter(finding.codigo for finding in findings if finding.severidad is not Severity.NOTE)
    shown = [f"{code} {count}" for code, count in counted.most_common(CODES_SHOWN)]
    more = len(counted) - len(shown)
    others = [f"y {more} {'regla' if more == 1 else 'reglas'} más"] if more else []
    return Text(", ".join([*shown, *others]), "dim")


def _place(finding: Finding) -> str:
    """The file's own name with its sheet and cell: the folder is that of the period."""
    return finding.place.rpartition("/")[2] if finding.celda or finding.hoja else finding.codigo
