"""The page that `poa comprobar` prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from helpers.base.display import date_es, list_es, upper_first
from helpers.base.name_phrases import number_with_noun
from helpers.desk.checking.check_sentences import advice, late_corrections
from helpers.desk.checking.period_check import Checked
from helpers.desk.checking.unit_standing import Status, UnitCheck
from helpers.desk.terminal.finding_pages import (
    GENERAL,
    Owned,
    bulleted_list,
    causes_es,
    causes_table,
    counts_es,
    findings_table,
    first_errors,
    first_names,
    grid,
    institution_head,
    owned_findings,
    show_by_severity,
    titled_table,
    units_es,
)
from helpers.figures.findings import Finding, Severity
from helpers.figures.situations import FormState
from helpers.forms.reception.reception_log import LOG, Entry

UNITS_SHOWN = 10
CODES_SHOWN = 3
"""Limits that keep the page short; `--todo` prints everything."""
EARLIER = "De periodos anteriores"
STYLES = {
    Status.IN_TIME: "green", Status.REMINDED: "yellow", Status.LATE: "bold yellow", Status.REPORTED: "green",
    Status.REJECTED: "bold red", Status.LOST: "bold red", Status.MISSING: "bold red",
    Status.PARTIAL: "yellow", Status.NOT_DUE: "dim", Status.UNKNOWN: "bold red",
}  # fmt: skip


def show_check(console: Console, checked: Checked, *, everything: bool = False) -> None:
    """Print the page of `poa comprobar`: who reported, who is missing or late, what is wrong by unit, and next steps.

    Parameters
    ----------
    everything : bool
        Print all findings, including notes, instead of the first errors.
    """
    gathered = checked.gathered
    words = gathered.corrida.period.words
    institution_head(console, gathered.entidad, f"{upper_first(words)} · {gathered.method.nombre}")
    for closing in gathered.closings:
        if closing.period == gathered.corrida.period:
            console.print(Text(f"Periodo cerrado el {date_es(closing.day)} por {closing.by}.", "yellow"))
    for sentence in late_corrections(checked):
        console.print(Text(sentence, "bold yellow"))
    if not gathered.corrida.period.is_plan:
        titled_table(console, "Quién informó", _standing(checked))
    if checked.received and checked.received.new:
        console.print(Text.assemble(("\nLo que llegó ahora: ", "bold"), _new(checked.received.new)))
    titled_table(console, "Por confirmar", findings_table(owned_findings((), checked.to_confirm), "yellow"))
    if checked.accepted is not None:
        titled_table(console, "Aceptado ahora", findings_table(owned_findings((), checked.accepted), "dim"))
        console.print("Las próximas revisiones se comparan con los datos de hoy.")
    if everything:
        owned = owned_findings(checked.units, checked.of_none)
        show_by_severity(console, [one for one in owned if one[1] not in checked.to_confirm])  # these are printed
        titled_table(console, EARLIER, findings_table(_earlier(checked), "dim"))
    else:
        titled_table(console, "Errores", first_errors(owned_findings(checked.units, checked.of_none)))
        titled_table(console, "Por unidad", _by_unit(checked))
    titled_table(console, "Causas que mueven o pueden mover las cifras", causes_table(_of_now(checked)))
    others = "" if everything or not checked.findings else "; uno por uno, con «--todo»"
    counted = f"{counts_es(checked.findings)}{causes_es(checked.findings)}"
    console.print(Text.assemble(("\nHallazgos: ", "bold"), counted, others))
    bulleted_list(console, "Qué hacer ahora", advice(checked))


def _of_now(checked: Checked) -> list[Finding]:
    """The findings that this period can mend, in the order of the list."""
    earlier = {finding for _, finding in checked.earlier}
    return [finding for finding in checked.findings if finding not in earlier]


def _standing(checked: Checked) -> Table:
    """Number of units in each state, named unless in time; then reminded ones, replaced forms, and who is due when."""
    table = grid(None, None, 1)
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
    """Say in Spanish until when units may report, and whether that is over; or that there is no deadline."""
    due = checked.due
    if due is None:
        return "sin plazo en los parámetros"
    until = f"hasta el {date_es(due.fecha)}"
    reminder = f", y con reiteración hasta el {date_es(due.reiteracion)}" if due.reiteracion else ""
    state = "plazo vencido" if checked.is_overdue else "plazo"
    return f"{state}: {until}{reminder} ({due.fuente})"


def _named(units: Sequence[UnitCheck], status: Status) -> str:
    """Name units of a state, late ones with the day of their report if it is known."""
    if status is not Status.LATE:
        return units_es(units)
    return first_names([unit.name + (f" ({unit.presented:%d/%m/%Y})" if unit.presented else "") for unit in units])


def _new(entries: Sequence[Entry]) -> str:
    """Number of received files by their last state; the log has the details."""
    counts = Counter({(entry.archivo, entry.sha256): entry.estado for entry in entries}.values())
    words = [number_with_noun(counts[state], state, f"{state}s") for state in FormState if counts[state]]
    return f"{list_es(words)}; cada uno está en {LOG}."


def _earlier(checked: Checked) -> list[Owned]:
    """The findings on earlier periods, each with its unit's name, or its code if the unit does not report now."""
    names = {unit.node.code: unit.name for unit in checked.units}
    return [(names.get(code, code), finding) for code, finding in checked.earlier]


def _by_unit(checked: Checked) -> Table:
    """The first units with errors or warnings, those with most first, and what the others have together.

    General findings and those on earlier periods follow.
    """
    table = grid(None, None, 1)
    with_some = [unit for unit in checked.units if unit.count(Severity.ERROR) or unit.count(Severity.WARNING)]
    ranked = sorted(with_some, key=lambda unit: (-unit.count(Severity.ERROR), -unit.count(Severity.WARNING)))
    for unit in ranked[:UNITS_SHOWN]:
        table.add_row(unit.name, counts_es(unit.findings), _codes(unit.findings))
    if len(ranked) > UNITS_SHOWN:
        others = ranked[UNITS_SHOWN:]
        told = [finding for unit in others for finding in unit.findings]
        table.add_row(f"y {len(others)} más", counts_es(told), _codes(told))
    if checked.of_none:
        table.add_row(GENERAL, counts_es(checked.of_none), _codes(checked.of_none))
    if checked.earlier:
        earlier = [finding for _, finding in checked.earlier]
        table.add_row("de antes", counts_es(earlier), _codes(earlier))
    return table


def _codes(findings: Sequence[Finding]) -> Text:
    """The `CODES_SHOWN` rules with most errors and warnings, with their numbers, and how many other rules there are."""
    counted = Counter(finding.codigo for finding in findings if finding.severidad is not Severity.NOTE)
    shown = [f"{code} {count}" for code, count in counted.most_common(CODES_SHOWN)]
    more = len(counted) - len(shown)
    others = [f"y {number_with_noun(more, 'regla', 'reglas')} más"] if more else []
    return Text(", ".join([*shown, *others]), "dim")
