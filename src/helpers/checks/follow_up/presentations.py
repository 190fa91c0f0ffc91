"""Rules on the follow-up forms: missing, late and repeated ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from helpers.base.display import date_es, list_es
from helpers.base.periods import Period
from helpers.base.python_extras import by_key, grouped, not_none
from helpers.checks.rule_registry import REGISTRY, Evidence, Found
from helpers.figures.findings import Severity, cell_fields
from helpers.figures.records import REPORTING, Node, Row
from helpers.figures.series import YEAR
from helpers.figures.situations import FormState, rejected_forms
from helpers.scoring.planning.plan_in_force import has_data, is_due, percentage_levels, plan_of, told_late, unit_node
from helpers.settings.params import Plazo

REJECTED = (
    "se recibió un formulario de seguimiento y se rechazó, y no constan datos suyos de avance",
    "pedir uno corregido, o resolver el motivo del rechazo, que consta en la recepción",
    "uno rechazado",
)
MISSING = (
    "no consta su formulario de seguimiento, ni datos suyos de avance",
    "pedir el formulario, o registrar la presentación en «presentaciones»",
    "ninguno",
)


@REGISTRY.rule("PRE-FALTA", Severity.WARNING, "Consta de toda unidad un formulario que vale, o datos de avance.")
def no_form(evidence: Evidence) -> Iterator[Found]:
    """Report units without a form that counts and without data of a period in which other forms are registered."""
    for period, units in _by_period(evidence).items():
        rejected = {form["unidad"] for form in rejected_forms(evidence.book, period)}
        for node in absentees(evidence, period):
            told, due, found = REJECTED if node.code in rejected else MISSING
            rows = units.get(node.code, ())
            note = f" Observación: «{rows[0].text('observacion')}»." if rows and rows[0].text("observacion") else ""
            reminded = " Ya se le reiteró el pedido." if rows and rows[0].text("reiteracion") else ""
            yield Found(
                f"«{node.name}», {period.words}: {told}{_due_words(evidence, period)}.{reminded}{note} "
                f"Corresponde {due}.",
                cell_fields(
                    rows[0].cell("fecha_presentacion") if rows else node.cell,
                    f"{node.level}/{node.code}",
                    f"un formulario de {period.code}",
                    found,
                ),
            )


@REGISTRY.rule(
    "PRE-SIN-FECHA", Severity.NOTE, "De toda unidad con datos consta cuándo presentó su formulario de seguimiento."
)
def no_date(evidence: Evidence) -> Iterator[Found]:
    """Report units with data of a period whose form has no known date; one finding for each period with forms.

    Either `presentaciones` has no row of the form, or its row states neither a date nor whether it was on time.
    """
    for period in _by_period(evidence):
        silent = absentees(evidence, period)
        nodes = [node for node in _without_date(evidence, period) if node not in silent]
        if nodes:
            named = list_es([f"«{node.name}»" for node in nodes])
            yield Found(
                f"Hay datos {period.of_when} y no consta la presentación del formulario de {named}: no se sabe si fue "
                "dentro del plazo, y lo informado cuenta. Corresponde anotar la fecha en «presentaciones», si la hay.",
                {
                    "elemento": f"presentaciones/{period.code}",
                    "esperado": "una fecha de presentación",
                    "encontrado": f"{len(nodes)} con datos y sin fecha",
                },
            )


@REGISTRY.rule("PRE-TARDE", Severity.WARNING, "Todo formulario llegó dentro del plazo, reiteración incluida.")
def late_form(evidence: Evidence) -> Iterator[Found]:
    """Report forms that first arrived after the last day, or that a document calls late without a date.

    The last day is that of the reminder, if there is one; periods without a deadline have no late dates.
    """
    for units in _by_period(evidence).values():
        for rows in units.values():
            yield from (_told_late(evidence, row) for row in rows if told_late(row) and not _dated(rows))
    for first, due, told in _first_arrivals(evidence):
        days = (_day(first) - due.last).days
        if days > 0:
            yield Found(
                f"{told}, {_days(days)} después del último día ({date_es(due.last)}, {due.fuente}). "
                f"{_late_effect(evidence)}",
                _date_fields(first, f"≤ {due.last}"),
            )


def _first_arrivals(evidence: Evidence) -> Iterator[tuple[Row, Plazo, str]]:
    """Yield the first dated form of each unit and period with a deadline, the deadline, and who presented it when."""
    for period, units in _by_period(evidence).items():
        due = _due(evidence, period)
        for first, *_ in filter(None, map(_dated, units.values())) if due else ():
            told = f"{_named(evidence, first)} presentó el formulario {period.of_when} el {date_es(_day(first))}"
            yield first, not_none(due), told


def _told_late(evidence: Evidence, row: Row) -> Found:
    note = f" Observación: «{row.text('observacion')}»." if row.text("observacion") else ""
    return Found(
        f"{_named(evidence, row)} presentó fuera de plazo el formulario "
        f"{not_none(row.period('periodo')).of_when}; los datos no dicen qué día. {_late_effect(evidence)}{note}",
        cell_fields(
            row.cell("en_plazo"),
            f"presentaciones/{row.period('periodo')}/{row.text('unidad')}",
            "dentro del plazo",
            "fuera de plazo",
        ),
    )


@REGISTRY.rule("PRE-REITERADA", Severity.NOTE, "Todo formulario llegó dentro del primer plazo.")
def form_after_reminder(evidence: Evidence) -> Iterator[Found]:
    """Report forms that first arrived after the first deadline and within the reminder's; they count as on time."""
    for first, due, told in _first_arrivals(evidence):
        if due.fecha < _day(first) <= due.last:
            yield Found(
                f"{told}: después del plazo ({date_es(due.fecha)}) y dentro de la reiteración ({date_es(due.last)}). "
                "Cuenta como en plazo.",
                _date_fields(first, f"≤ {due.fecha}"),
            )


@REGISTRY.rule("PRE-DOBLE", Severity.WARNING, "De la unidad que presentó varios formularios se sabe cuál vale.")
def form_twice(evidence: Evidence) -> Iterator[Found]:
    """Report units with several dated forms in a period: the last counts, if its day or file says which it is."""
    for period, units in _by_period(evidence).items():
        for rows in units.values():
            dated = _dated(rows)
            if len(dated) < 2:
                continue
            dates = list_es([f"el {date_es(_day(row))}" for row in dated])
            why = "la unidad mandó después otro formulario" if len({row.origin.file for row in dated}) > 1 else ""
            yield Found(
                f"{_named(evidence, dated[0])} presentó {len(dated)} veces el formulario {period.of_when}: {dates}. "
                f"{_which_counts(dated)}",
                _date_fields(dated[-1], "un formulario que valga")
                | {"encontrado": f"{len(dated)} presentaciones", "causa": why},
            )


def _which_counts(dated: Sequence[Row]) -> str:
    """Return in Spanish which form counts: the last file, else the last by date; unknown if two share the last date."""
    last, before = dated[-1], dated[-2]
    if any(row.origin.file != last.origin.file for row in dated):
        name = last.origin.file.rpartition("/")[2]
        return f"Los datos son los del último, «{name}»; los anteriores no cuentan."
    if last.date("fecha_presentacion") == before.date("fecha_presentacion"):
        return (
            "Los últimos tienen la misma fecha y no se sabe cuál vale: corresponde preguntar a la unidad, y corregir "
            "las fechas en «presentaciones»."
        )
    return "Vale el último; corresponde comprobar que los datos de «ejecucion» o «avances» son los suyos."


@REGISTRY.rule("PRE-SIN-PLAZO", Severity.NOTE, "Los parámetros dicen hasta cuándo se podía presentar cada formulario.")
def no_deadline(evidence: Evidence) -> Iterator[Found]:
    """Report periods with registered forms for which the parameters have no deadline.

    A period whose forms all lack a date is skipped: its table states who was on time, and needs no deadline for it.
    """
    file = f"params/{evidence.corrida.entidad}/{evidence.corrida.periodo}.yaml"
    for period, units in _by_period(evidence).items():
        if _due(evidence, period) is None and not _tells_no_date(units):
            yield Found(
                f"Los parámetros no dicen hasta cuándo se podía presentar el formulario {period.of_when}: no se "
                f"sabe quién llegó tarde. Corresponde escribir la fecha y su fuente en «plazos», bajo {period.code}.",
                {"elemento": f"plazos/{period.code}", "esperado": "fecha y fuente", "encontrado": "sin plazo"}
                | {"archivo": file},
            )


def absentees(evidence: Evidence, period: Period) -> tuple[Node, ...]:
    """Return the nodes that must hand in a form of a period and have neither a form nor data of it.

    Empty if no forms of that period are registered, or if the table only states who was on time. A form of a type of
    posts counts for the posts below it; its data count for those that need not report themselves (`has_data`).
    """
    plan, method = plan_of(evidence.dataset), evidence.method
    return tuple(node for node in _without_date(evidence, period) if not has_data(plan, method, node, period))


def _without_date(evidence: Evidence, period: Period) -> tuple[Node, ...]:
    """Return the nodes that must hand in a form of a period and have no date; none if no forms are registered.

    They are the units with tasks due in the period; units and posts without tasks and with nothing below themselves, if
    their level reports percentages or the plan has no tasks; and those whose row lacks a date. A form of a node above,
    such as a type of posts, covers the nodes below.
    """
    units = _by_period(evidence).get(period)
    if units is None or _tells_no_date(units):
        return ()
    came = {unit for unit, rows in units.items() if _dated(rows) or any(row.text("en_plazo") for row in rows)}
    plan = plan_of(evidence.dataset)
    tasks, levels = plan.tasks(period), percentage_levels(plan, evidence.method, period)
    own, busy = {task.unit for task in tasks}, {task.unit for task in tasks if is_due(task, period)}
    ends = [node for node in evidence.dataset.nodes if node.level in REPORTING]
    above = {node.parent for node in evidence.dataset.nodes}
    idle = [one for one in ends if one.code not in own and one.key not in above]
    asked = [one for one in idle if one.level in levels or not tasks]
    blank = [one for one in ends if one.code in units and one.code not in came]
    due = (node for code, node in plan.units.items() if code in busy)
    nodes = {node.key: node for node in (*due, *asked, *blank)}
    return tuple(
        node
        for node in nodes.values()
        if node.code not in came and not any(code in came for _, code in evidence.book.ancestors(node))
    )


def silent_places(evidence: Evidence) -> Mapping[str, frozenset[int]]:
    """Return, by unit, the months (from 0; `YEAR` for the year) of the forms that it did not hand in (`absentees`).

    Units that are not missing any form are absent.
    """
    found: dict[str, frozenset[int]] = {}
    for period in _by_period(evidence):
        whole = (period.first, period.last) == (1, YEAR)
        places = frozenset((*range(period.first - 1, period.last), *([YEAR] if whole else [])))
        for node in absentees(evidence, period):
            found[node.code] = found.get(node.code, frozenset()) | places
    return found


def _tells_no_date(units: Mapping[str, Sequence[Row]]) -> bool:
    """Return whether the table only states who was on time: then a unit not in it may still have handed in its form."""
    return bool(units) and all(row.text("en_plazo") and not _dated([row]) for rows in units.values() for row in rows)


def _by_period(evidence: Evidence) -> Mapping[Period, Mapping[str, list[Row]]]:
    """Return the rows of `presentaciones` by period and unit; a period with only rejected forms is there, but empty."""
    rows = evidence.dataset.rows("presentaciones")
    found = by_key((period, row) for row in rows if (period := row.period("periodo")) is not None)
    refused = (entry for entry in evidence.book.listing("recepcion") if entry["estado"] == FormState.REJECTED)
    came = {Period.parse(entry["periodo"]): () for entry in refused if entry["periodo"]} | found
    return {period: grouped(of_period, lambda row: row.text("unidad")) for period, of_period in came.items()}


def _named(evidence: Evidence, row: Row) -> str:
    """Return the unit of a form by name and code: `«Unidad Primera» (U1)`; `La unidad U1` if it has no other name."""
    code = row.text("unidad")
    node = unit_node(evidence.dataset, code)
    return f"«{node.name}» ({code})" if node and node.name not in ("", code) else f"La unidad {code}"


def _dated(rows: Sequence[Row]) -> list[Row]:
    """Return the forms that have a date of arrival, by date."""
    return sorted((row for row in rows if row.date("fecha_presentacion") is not None), key=_day)


def _day(row: Row) -> date:
    """Return the day on which a form arrived; the form must have one."""
    return not_none(row.date("fecha_presentacion"))


def _due(evidence: Evidence, period: Period) -> Plazo | None:
    return evidence.corrida.plazos.get(period.code)


def _due_words(evidence: Evidence, period: Period) -> str:
    due = _due(evidence, period)
    return f" (plazo: {date_es(due.last)}, {due.fuente})" if due else ""


def _late_effect(evidence: Evidence) -> str:
    if evidence.method.tardios == "fuera":
        return "Queda fuera de la consolidación de los periodos que acaban en su trimestre, y el informe lo nombra."
    return "El método lo cuenta igual; el informe lo nombra."


def _days(count: int) -> str:
    return "un día" if count == 1 else f"{count} días"


def _date_fields(row: Row, expected: str) -> dict[str, str]:
    element = f"presentaciones/{row.period('periodo')}/{row.text('unidad')}"
    return cell_fields(row.cell("fecha_presentacion"), element, expected, str(row.date("fecha_presentacion")))
