"""The sentences of a check: what changed after a period was closed, and what to do next, in the order of the work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from helpers.base.display import date_es, list_es
from helpers.base.name_phrases import number_with_noun, set_off
from helpers.desk.checking.period_check import Checked
from helpers.desk.checking.unit_standing import Status
from helpers.desk.terminal.finding_pages import first_names, quoted_names, units_es
from helpers.figures.findings import CLOSED_CHANGED, Severity, has_error
from helpers.figures.situations import FormState
from helpers.forms.form_codes import LOST, SAME_DAY, UNJUDGED, FormCode
from helpers.forms.reception.reception_log import DISCARDED_FOLDER, INBOX
from helpers.intake.closings import Closing
from helpers.intake.intake_problems import Code
from helpers.settings.cuadros.cuadro_table import unshown_tables

_ASIDE = f"{INBOX}/{DISCARDED_FOLDER}/"
_NO_FORM = frozenset({FormCode.FORMAT.value, Code.FILE_DISGUISED.value})
"""Codes for files that are no workbooks; a workbook that is damaged or not recognised may still be a form."""


def late_corrections(checked: Checked) -> tuple[str, ...]:
    """Return a Spanish sentence on each closed period that changed since; empty if none did.

    A period changed if forms were accepted after its closing, if it has files that nobody has judged, or if some figure
    is another now.
    """
    return tuple(sentence for closing in checked.gathered.closings for sentence in _late(checked, closing))


def _late(checked: Checked, closing: Closing) -> Iterator[str]:
    """Yield the sentence on what changed since a closing; nothing if nothing did."""
    told = [*_late_forms(checked, closing), *_unjudged(checked, closing), *_late_figures(checked, closing)]
    if told:
        yield f"Desde que {set_off(closing.by)} cerró {closing.period}, el {date_es(closing.day)}, hay {list_es(told)}."


def _late_forms(checked: Checked, closing: Closing) -> Iterator[str]:
    """How many forms of the closed period were accepted after the closing, and from which units; nothing if none."""
    units = [
        entry["unidad"]
        for entry in checked.gathered.listings.get("recepcion", ())
        if entry["periodo"] == closing.period.code
        and entry["estado"] == FormState.ACCEPTED
        and _moment(entry["recibido"]) > _moment(closing.closed)
    ]
    if units:
        accepted = number_with_noun(len(units), "formulario aceptado", "formularios aceptados")
        yield f"{accepted} ({first_names(tuple(dict.fromkeys(units)))})"


def _unjudged(checked: Checked, closing: Closing) -> Iterator[str]:
    """Say that a closed period has files that nobody has checked, and how to check them; nothing if it has none."""
    if any(
        finding.codigo == UNJUDGED and finding.elemento == f"presentaciones/{closing.period}"
        for finding in checked.findings
    ):
        yield f"archivos sin revisar («poa comprobar {checked.gathered.corrida.entidad}/{closing.period}»)"


def _late_figures(checked: Checked, closing: Closing) -> Iterator[str]:
    """How many figures are no longer as closed, by the findings on the closing's files; nothing if all are."""
    place = f"{closing.label}/"
    count = sum(finding.codigo in CLOSED_CHANGED and finding.archivo.startswith(place) for finding in checked.findings)
    if count:
        others = number_with_noun(count, "cifra que ya no es la cerrada", "cifras que ya no son las cerradas")
        yield f"{others} (una por una, con «--todo»)"


def _moment(text: str) -> datetime:
    """A time in the log or in a closing; without a time zone, it is local time."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.astimezone()


def advice(checked: Checked) -> tuple[str, ...]:
    """Return Spanish sentences on what the planner has to do next, in order.

    There is at least one. The last names a command if there are errors, if some unit has reported, or if none has to.
    """
    return tuple(_advice(checked))


def _advice(checked: Checked) -> Iterator[str]:
    """Yield the sentences of `advice`: on inbox, remarks, missing units, deadline, tables, lost rows, and the report.

    With errors, to correct them comes last instead of the report; if no unit has reported, neither does without them.
    """
    corrida = checked.gathered.corrida
    run = f"{corrida.entidad}/{corrida.periodo}"
    yield from _on_inbox(checked, run)
    yield from _remarks(checked)
    is_plan = corrida.period.is_plan
    homeless = tuple(_homeless(checked))
    yield from homeless
    missing = () if is_plan or homeless else checked.with_status(Status.MISSING)
    all_missing = bool(missing) and len(missing) + len(checked.with_status(Status.NOT_DUE)) == len(checked.units)
    if missing and not all_missing:
        yield f"Reitere el pedido a {units_es(missing)}.{_until(checked)}"
    elif missing:
        plan = "Ponga el plan del año en su carpeta, o ármelo con las unidades. Después haga"
        begun = f"No consta ningún informe todavía. {plan if checked.gathered.forms.lacks_plan else 'Haga'}"
        yield f"{begun} los formularios con «poa formularios {run}» y repártalos."
    is_dated = checked.due or all(one.code in corrida.plazos for one in corrida.period.quarters())  # a year needs none
    if not (is_dated or is_plan) and (missing or any(unit.presented for unit in checked.units)):
        code = corrida.period.code
        yield f"Escriba en «plazos» de los parámetros, bajo {code}, hasta cuándo se podía presentar."
    yield from _on_tables(checked)
    if checked.to_confirm:
        after = " cuando no haya errores" if checked.fails else ""
        yield (
            f"Compare con una copia lo que está «Por confirmar». Si el cambio es querido, acéptelo{after} con "
            f"«poa comprobar {run} --aceptar»; si no, recupere los archivos."
        )
    errors = sum(finding.severidad is Severity.ERROR for finding in checked.findings)
    if errors:
        what = "el error" if errors == 1 else f"los {errors} errores"
        yield f"Corrija {what} y vuelva a ejecutar «poa comprobar {run}»: {_meanwhile(checked, run)}"
    elif not all_missing:
        yield f"No hay errores: el informe se hace con «poa informe {run}»."


def _on_inbox(checked: Checked, run: str) -> Iterator[str]:
    """What to do with forms to return, several of one day, accepted and lost ones, and files of no known unit."""
    rejected = tuple(unit for unit in checked.units if unit.to_return)
    if rejected and not checked.gathered.forms.lacks_plan:
        yield f"Devuelva su formulario a {units_es(rejected)}, con su hoja: «poa comprobar {run} --por-unidad»."
    of_lost = (unit for unit in checked.units if any(finding.codigo in LOST for finding in unit.findings))
    lost = tuple(unit for unit in of_lost if not unit.to_return)
    same_day = (unit for unit in checked.units if any(finding.codigo == SAME_DAY for finding in unit.findings))
    tied = tuple(unit for unit in same_day if unit not in lost)
    if tied:
        yield f"Pregunte a {units_es(tied)} cuál de sus formularios es el último, y mueva los demás a {_ASIDE}."
    if lost:
        yield f"Vuelva a poner el formulario aceptado de {units_es(lost)}; los errores dicen qué archivo falta."
    unknown, foreign = _strays(checked)
    if unknown:
        known = f"Averigüe de qué unidad viene cada formulario y devuélvalo: {quoted_names(unknown)}."
        yield f"{known} Lo que nadie reclame, muévalo a {_ASIDE}."
    if foreign:
        yield f"Mueva a {_ASIDE} lo que no es un formulario: {quoted_names(foreign)}."


def _remarks(checked: Checked) -> Iterator[str]:
    """A sentence with the units whose form of this period has «Observaciones» (on the plan) or notes; else nothing."""
    period = checked.gathered.corrida.period
    remarked = {
        row.text(unit)
        for table, unit, remark in (("presentaciones", "unidad", "observacion"), ("avances", "codigo", "nota"))
        for row in checked.gathered.dataset.rows(table)
        if row.period("periodo") == period and row.text(remark) and f"/{INBOX}/" in row.origin.file
    }
    units = tuple(unit for unit in checked.units if unit.node.code in remarked)
    if units:
        yield f"Lea las «Observaciones» y las notas del formulario de {units_es(units)}."


def _on_tables(checked: Checked) -> Iterator[str]:
    """A sentence on the declared printed tables that no section of the report shows; nothing without any."""
    unshown = [table.name for table in unshown_tables(checked.book)] if checked.book else []
    if unshown:
        yield (
            "Para que se impriman los cuadros que ninguna sección del informe muestra, y que solo se comprueban "
            f"({quoted_names(unshown)}), ponga «cuadros» en «secciones» de los parámetros. Si otra sección ya trae las "
            "filas de uno, nómbrela en su «repetido_en»."
        )


def _homeless(checked: Checked) -> Iterator[str]:
    """A sentence on accepted forms of units that the structure lacks, to correct before any reminder; else nothing."""
    known = {node.code for node in checked.gathered.dataset.nodes}
    accepted = checked.received.log.accepted if checked.received else {}
    files = [entry.archivo for unit, entry in accepted.items() if unit not in known]
    if files and known:
        yield f"Revise «estructura»: no tiene la unidad de formularios que ya se aceptaron, {quoted_names(files)}."


def _until(checked: Checked) -> str:
    """A sentence, after a space, on the period's deadline; empty without deadline."""
    if checked.due is None:
        return ""
    return f" El plazo {'venció' if checked.is_overdue else 'vence'} el {date_es(checked.due.last)}."


def _strays(checked: Checked) -> tuple[list[str], list[str]]:
    """Rejected files of unknown units: those that may be forms, and those that are not."""
    unknown: list[str] = []
    foreign: list[str] = []
    if checked.received is None:
        return unknown, foreign
    for entry in checked.received.log.current:
        errors = checked.received.rejected.get(checked.received.log.file_of(entry))
        if errors and entry.estado is FormState.REJECTED and not entry.unidad:
            is_none = any(finding.codigo in _NO_FORM for finding in errors)
            (foreign if is_none else unknown).append(entry.archivo)
    return unknown, foreign


def _meanwhile(checked: Checked, run: str) -> str:
    """The consequence of errors: in tables and texts they stop the report; in forms they only exclude those forms."""
    if checked.book is None:
        return "mientras haya alguno no se calcula nada."
    of_forms = checked.received.findings if checked.received else ()
    if has_error(one for one in checked.findings if one.as_found() not in of_forms):
        return "mientras haya alguno que no sea de un formulario rechazado no hay informe."
    return f"el informe puede hacerse (poa informe {run}), pero sin lo rechazado."
