"""Draft conclusions on the data: missing data, impossible values, sums that do not agree."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from helpers.base.display import lower_first
from helpers.figures.figure import figure_id, split_id
from helpers.figures.figure_names import LEVEL_WORDS
from helpers.figures.findings import Finding, Severity, Verdict
from helpers.figures.replay import PARTS_SUFFIX
from helpers.figures.subjects import figure_phrase
from helpers.settings.headline_indicators import FINANCIAL, PHYSICAL
from helpers.texts.conclusions.drafting_context import NAMED, SILENT_NAMED, Ground, how_many, joined, number_of, to_name
from helpers.texts.conclusions.drafting_rules import Rules
from helpers.texts.conclusions.recommendations import carried, is_open, is_overdue
from helpers.texts.sentences.text_templates import ask, figure

DATA = Rules()


@DATA.rule("sin_informe", "Nombra a aquellos de quienes no constan datos, que no cuentan como cero.")
def absent(ground: Ground) -> Iterator[str]:
    """Name the places without data, which do not count as zero."""
    if ground.absent:
        named = to_name(ground.absent, SILENT_NAMED)
        some = ground.named(named)
        among = "entre ellos " if len(ground.absent) > len(named) else ""
        what = " de algún trimestre" if len(ground.period.quarters()) > 1 else ""
        count = how_many(code for _, code in ground.absent)
        many = f"No constan datos{what} de {count} unidades o puestos: {among}{some}"
        one = f"No constan datos{what} de {some}"
        yield f"{number_of(len(ground.absent), one, many)}. La falta de dato no cuenta como cero."


@DATA.rule("sin_asignar", "Nombra a quienes informaron algo que no se puede asignar al periodo.")
def unassigned(ground: Ground) -> Iterator[str]:
    """Name the places whose published data cannot be assigned to the period."""
    places = list(ground.unassigned)
    if places:
        named = to_name(places)
        among = (
            f"{how_many(code for _, code in places)} unidades o puestos, entre ellos "
            if len(places) > len(named)
            else ""
        )
        yield (
            f"De {among}{ground.named(named)} hay un dato publicado que no se puede asignar a un trimestre: queda "
            "fuera de los promedios y no cuenta como cero."
        )


@DATA.rule("fuera_de_rango", "Nombra lo informado que ningún promedio de sus partes puede dar, y qué sería la entidad.")
def outside_parts(ground: Ground) -> Iterator[str]:
    """Describe the reported value outside the range of its parts that matters most, and its effect; name the others."""
    for own in ground.outside[:1]:
        mean = ground.book[figure_id(own.indicator + PARTS_SUFFIX, own.period, own.level, own.code)]
        whole = ground.of_entity(own.indicator, own.period)
        level = LEVEL_WORDS.get(own.level, own.level)
        what = ask("cita", lower_first(ground.book.indicator_name(own.indicator)))
        yield (
            f"«{ask('nombre', own.level, own.code)}» ({level}) informó {figure(own)} de {what} "
            f"{ask('cuando', own.period.code)}, fuera del rango de sus partes, que promedian {figure(mean)}: "
            "ningún promedio de ellas puede darlo."
        )
        if whole and ground.moved_by(own):
            yield f"Con ese promedio la entidad tendría {ask('con_partes', whole.id, own.id)} y no {figure(whole)}."
    others = ground.outside[1:]
    if others:
        names = ground.named([(one.level, one.code) for one in to_name(others)], with_figures=to_name(others))
        yield f"También {number_of(len(others), 'queda', 'quedan')} fuera del rango de sus partes {names}."


@DATA.rule("no_cuadran", "Cuenta lo informado que no es el promedio de sus partes o la suma de sus meses.")
def unequal(ground: Ground) -> Iterator[str]:
    """Count the reported values that differ from the mean of their parts or the sum of their months."""
    kinds = (
        (
            "REP-PARTES",
            "un valor no es el promedio de sus partes",
            "valores no son el promedio de sus partes",
        ),
        ("VEN-MESES", "un trimestre no es la suma de sus meses", "trimestres no son la suma de sus meses"),
    )
    told = []
    for code, one, many in kinds:
        wrong = [finding.elemento for finding in ground.with_code(code) if finding.severidad is not Severity.NOTE]
        if wrong:
            told.append(one if len(wrong) == 1 else f"{how_many(wrong)} {many}")
    if told:
        yield f"De lo informado, {joined(told, told)}."


@DATA.rule("estados", "Dice lo devengado según dos estados del presupuesto, donde no es lo mismo.")
def two_states(ground: Ground) -> Iterator[str]:
    """State the accrued amounts of two states of the budget, if they differ."""
    by_source = ground.book.get("devengado", ground.accumulated, "fuente", "TOTAL")
    whole = ground.of_entity("devengado", ground.accumulated)
    if ground.with_code("GAS-ESTADOS") and by_source and whole and by_source.rounded != whole.rounded:
        yield (
            f"Lo devengado {ask('cuando', ground.accumulated.code)} es de {figure(whole)} según un estado del "
            f"presupuesto y de {figure(by_source)} según el otro, el del reporte por fuente; los "
            "hallazgos sobre el dinero dicen la diferencia."
        )


@DATA.rule("programa_compartido", "Nombra los programas del presupuesto que sirven a varias acciones.")
def shared_programmes(ground: Ground) -> Iterator[str]:
    """Name the budget programmes that serve several actions."""
    for finding in ground.with_code("VIN-PROGRAMA")[:NAMED]:
        programme = finding.elemento.rpartition("/")[2]
        yield (
            f"El programa {ask('cita', programme)} sirve a las acciones {ask('cita', finding.encontrado)}, y las "
            "normas básicas vinculan cada acción de corto plazo con su programa."
        )


@DATA.rule("tarde", "Nombra a quienes presentaron su formulario después del último día.")
def late(ground: Ground) -> Iterator[str]:
    """Name the places whose form came after the last day."""
    codes = [
        finding.elemento.rpartition("/")[2]
        for finding in ground.with_code("PRE-TARDE")
        if finding.elemento.split("/")[1] in ground.quarters
    ]
    if codes:
        came = f"{number_of(len(codes), 'llegó', 'llegaron')} {how_many(codes)}"
        forms = number_of(len(codes), "formulario", "formularios")
        names = [_name(ground, code) for code in dict.fromkeys(codes)]
        verb = number_of(len(codes), "entra", "entran")
        effect = f" No {verb} en la consolidación." if ground.book.method.get("tardios") == "fuera" else ""
        yield f"Después del último día {came} {forms}: {joined(names, names)}.{effect}"


def _name(ground: Ground, code: str) -> str:
    """Return a request for the name of a form's node; its code if the structure does not have it."""
    level = next((level for level in ("unidad", "puesto", "subtipo", "tipo") if ground.book.node(level, code)), "")
    return ask("nombre", level, code) if level else ask("cita", code)


@DATA.rule("hallazgos", "Nombra cifras publicadas antes que no se pueden obtener de los datos.")
def irreconcilable(ground: Ground) -> Iterator[str]:
    """Name published figures that cannot be computed from the data."""
    words = irreconcilable_words(ground)
    if words:
        section = ground.reference("conciliacion")
        told = f"; la {section} da la causa de cada una, donde se halló" if section else ""
        yield (
            "Un informe anterior imprimió cifras que no se pueden obtener de los datos, entre ellas "
            f"{joined([ask('cita', one) for one in words], words)}{told}."
        )


def irreconcilable_words(ground: Ground, most: int = 3) -> list[str]:
    """Return up to `most` irreconcilable figures in words: the institution's headline first, then by difference."""
    wrong = [one for one in ground.findings if one.veredicto == Verdict.IRRECONCILABLE]
    found = dict.fromkeys(
        one.elemento for one in sorted(wrong, key=lambda one: _rank(ground, one)) if one.elemento in ground.book.figures
    )
    return [f"«{figure_phrase(ground.book, one)}»" for one in found][:most]


def _rank(ground: Ground, finding: Finding) -> tuple[bool, Decimal]:
    if finding.elemento not in ground.book.figures:
        return True, Decimal(0)
    indicator, period, level, code = split_id(finding.elemento)
    is_of_entity = (level, code) == ground.top and period in {ground.period.code, ground.accumulated.code}
    is_headline = is_of_entity and indicator in (PHYSICAL, FINANCIAL)
    return not is_headline, -abs(Decimal(finding.diferencia or 0))


@DATA.rule("recomendaciones", "Cuenta las recomendaciones que siguen abiertas y las que pasaron su plazo.")
def recommendations(ground: Ground) -> Iterator[str]:
    """Count the open and the overdue recommendations of earlier reports."""
    opened = [row for row in carried(ground.book, ground.cutoff) if is_open(row)]
    overdue = [row for row in opened if is_overdue(row, ground.cutoff)]
    if not opened:
        return
    open_ones = f"{number_of(len(opened), 'Sigue abierta', 'Siguen abiertas')} {how_many(row['id'] for row in opened)}"
    yield f"{open_ones} {number_of(len(opened), 'recomendación', 'recomendaciones')} de informes anteriores."
    if overdue:
        ids = [row["id"] for row in overdue]
        passed = number_of(len(ids), "pasó su plazo", "pasaron su plazo")
        yield f"De ellas, {how_many(ids)} {passed} sin cumplirse: {ask('enumera', ids)}."
