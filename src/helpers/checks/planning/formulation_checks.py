"""Rules on the plan's forms: summaries against requirements, ceilings, and the resolution's amounts and words.

An amount that cannot be read gives a note, «no verificable», not a fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from helpers.base.characters import folded
from helpers.base.display import lower_first, money_es, money_words
from helpers.base.exact import plain_text
from helpers.checks.rule_registry import REGISTRY, Evidence, Found
from helpers.figures import figure_names as keys
from helpers.figures.figure import Figure
from helpers.figures.findings import Severity, Verdict, cell_fields, difference_fields
from helpers.figures.records import Row
from helpers.scoring.planning.plan_places import AREA_LEVELS, asked, by_text, of_version, version_formulated

TOTALS = ("fuente", "entidad")
UNVERIFIABLE = {"veredicto": Verdict.NOT_VERIFIABLE.value}


@REGISTRY.rule(
    "POA-FORM-04",
    Severity.WARNING,
    "El total del formulario 04 de cada área es el de sus formularios 03, fuente por fuente.",
)
def summary_is_the_sum(evidence: Evidence) -> Iterator[Found]:
    """Report, in a plan, forms 04 that differ from the area's forms 03, in total or in a source of funds.

    A note where the forms 03 cannot all be read. A source that they do not ask for counts as 0, unless an amount that
    cannot be read may be of it.
    """
    for summary in _at(evidence, keys.SUMMARY, *AREA_LEVELS, keys.BY_FUND):
        required = _get(evidence, keys.REQUIRED, summary)
        if required is None and summary.level == keys.BY_FUND and not _may_be_asked(evidence, summary):
            yield from _differs(evidence, summary, None)
        elif required is None and summary.level in AREA_LEVELS[:-1]:
            yield _unread(
                evidence, summary,
                f"El formulario 04 de «{summary.name}» suma {_money(summary)} y no se puede comprobar: de sus "
                "formularios 03 no se lee todo.",
            )  # fmt: skip
        elif required is not None and required.value != summary.value:
            yield from _differs(evidence, summary, required)


def _may_be_asked(evidence: Evidence, summary: Figure) -> bool:
    """Whether an amount of an area's forms 03 that cannot be read may be of the source of a summary's figure."""
    version = version_formulated(evidence.dataset, summary.period)
    lines = asked(of_version(evidence.dataset.rows("requerimientos"), version))
    area, _, fund = summary.code.rpartition("/")
    unread = (row for row in lines if row.text("area") == area and row.number("importe") is None)
    return any(row.text("fuente") in ("", fund) for row in unread)


def _differs(evidence: Evidence, summary: Figure, required: Figure | None) -> Iterator[Found]:
    """Yield the finding on a summary unlike `required` (None is 0); none for the institution, the sum of areas."""
    total = required.rounded if required else summary.rounded * 0
    if summary.level == AREA_LEVELS[-1] or total == summary.rounded:
        return
    yield _found(
        evidence, summary, f"«{summary.name}»: el formulario 04 dice {_money(summary)} y los formularios 03 suman Bs "
        f"{money_es(total)}. Corresponde corregir uno de los dos: deben ser iguales.",
        esperado=plain_text(total), encontrado=summary.published, diferencia=plain_text(summary.rounded - total),
    )  # fmt: skip


@REGISTRY.rule("POA-TECHO", Severity.WARNING, "Ningún área requiere más que su techo, y de cada una se sabe cuál es.")
def within_the_ceiling(evidence: Evidence) -> Iterator[Found]:
    """Report, in a plan, areas that require more than their ceiling, and ceilings that add up to less than approved.

    Where some area has a ceiling, a note tells of each area that has none that can be read. Areas whose rows state two
    ceilings are reported in any run.
    """
    for room in _at(evidence, keys.ROOM, *AREA_LEVELS[:-1]):
        ceiling = _get(evidence, keys.CEILING, room)
        if room.value < 0 and ceiling is not None:
            spent = ceiling.rounded - room.rounded
            yield _found(
                evidence, ceiling, f"«{room.name}» requiere Bs {money_es(spent)} y su techo es {_money(ceiling)}: "
                f"sobran Bs {money_es(-room.rounded)}. Corresponde reducir lo requerido o pedir que se le amplíe el "
                "techo.",
                esperado=ceiling.published, encontrado=plain_text(spent), diferencia=plain_text(-room.rounded),
            )  # fmt: skip
    if _at(evidence, keys.CEILING, *AREA_LEVELS[:-1]):
        either = (_at(evidence, name, *AREA_LEVELS[:-1]) for name in (keys.SUMMARY, keys.REQUIRED))
        for figure in chain.from_iterable(either):
            told = figure.indicator == keys.REQUIRED and _get(evidence, keys.SUMMARY, figure) is not None
            if not told and _get(evidence, keys.CEILING, figure) is None:
                yield _unread(
                    evidence, figure, f"«{figure.name}»: no se sabe su techo, y no se puede comprobar que no lo pase."
                )
    for gap in _at(evidence, keys.CEILINGS_GAP, "entidad"):
        ceilings, approved = _get(evidence, keys.CEILING, gap), _get(evidence, keys.APPROVED, gap)
        if gap.value < 0 and ceilings is not None and approved is not None:
            yield _found(
                evidence, ceilings, f"Los techos de las áreas suman {_money(ceilings)} y la resolución aprueba "
                f"{_money(approved)}: faltan Bs {money_es(-gap.rounded)} de techo. Corresponde ampliar los techos o "
                "corregir la resolución.",
                esperado=approved.published, encontrado=ceilings.published, diferencia=gap.published,
            )  # fmt: skip
    yield from _two_ceilings(evidence)


@REGISTRY.rule("POA-PROGRAMA", Severity.NOTE, "El dinero que se programa por mes es el que la resolución aprueba.")
def programme_is_the_approved(evidence: Evidence) -> Iterator[Found]:
    """Report, in a plan, a monthly programme of money that differs from the approved budget of the version."""
    for gap in _at(evidence, keys.PROGRAMME_GAP, "entidad"):
        programmed, approved = _get(evidence, keys.PROGRAMME, gap), _get(evidence, keys.APPROVED, gap)
        if not gap.value or programmed is None or approved is None:
            continue
        what = "faltan por programar" if gap.value < 0 else "se programan de más"
        yield _found(
            evidence, programmed, f"La programación del dinero suma {_money(programmed)} y la resolución "
            f"aprueba {_money(approved)}: {what} Bs {money_es(abs(gap.rounded))}. Corresponde reprogramar.",
            esperado=approved.published, encontrado=programmed.published, diferencia=gap.published,
        )  # fmt: skip


def _two_ceilings(evidence: Evidence) -> Iterator[Found]:
    """Report, in any run, each area of a version whose rows state different ceilings, at the last of them."""
    for (version, area), rows in by_text(evidence.dataset.rows("requerimientos"), "version", "area").items():
        stated = {cell.value: row for row in rows if (cell := row.number("techo")) is not None}
        if len(stated) > 1:
            said = ", ".join(f"Bs {money_es(value)}" for value in stated)
            yield Found(
                f"Las filas de «{area}» en «requerimientos» dicen techos distintos: {said}. Deben decir el mismo.",
                cell_fields(
                    list(stated.values())[-1].cell("techo"),
                    f"requerimientos/{area}/techo{f' ({version})' if version else ''}",
                    encontrado=said,
                ),
            )


@REGISTRY.rule(
    "POA-RESOLUCION",
    Severity.WARNING,
    "Lo que requieren las áreas es lo que la resolución aprueba, en total y por fuente.",
)
def areas_make_the_resolution(evidence: Evidence) -> Iterator[Found]:
    """Report, in a plan, differences between requirements and approved amounts, in total and by source of funds.

    Where not all requirements can be read, a note tells how much cannot be checked.
    """
    for gap in _at(evidence, keys.REQUIRED_GAP, *TOTALS):
        approved = _get(evidence, keys.APPROVED, gap)
        if gap.value and approved is not None:
            total = approved.rounded - gap.rounded
            yield _found(
                evidence, approved, f"{_whose(gap)}: la resolución aprueba {_money(approved)} y las áreas requieren Bs "
                f"{money_es(total)}; la diferencia es de Bs {money_es(gap.rounded)}. Corresponde corregir los "
                "formularios o la resolución.",
                esperado=approved.published, encontrado=plain_text(total), diferencia=plain_text(-gap.rounded),
            )  # fmt: skip
    for gap in _at(evidence, keys.UNASKED, *TOTALS):
        approved, legible = _get(evidence, keys.APPROVED, gap), _get(evidence, keys.REQUIRED + keys.LEGIBLE, gap)
        if approved is not None:
            read = f"se lee Bs {money_es(legible.rounded)}" if legible else "no se lee nada"
            yield _unread(
                evidence, approved, f"{_whose(gap)}: la resolución aprueba {_money(approved)} y en los formularios "
                f"{read}: {_money(gap)} no se pueden comprobar.",
            )  # fmt: skip


@REGISTRY.rule(
    "POA-APROBADO", Severity.WARNING, "Las fuentes que aprueba la resolución suman su total, el de «versiones»."
)
def approved_adds_up(evidence: Evidence) -> Iterator[Found]:
    """Report a plan's resolution whose sources do not add up to its total; in any run, totals unlike `versiones`."""
    for gap in _at(evidence, keys.APPROVED_GAP, "entidad"):
        added, total = _get(evidence, keys.APPROVED_SUM, gap), _get(evidence, keys.APPROVED, gap)
        if gap.value and added and total:
            yield _found(
                evidence, total, f"La resolución aprueba {_money(total)} en total y sus fuentes suman {_money(added)}.",
                esperado=added.published, encontrado=total.published, diferencia=gap.published,
            )  # fmt: skip
    stated = {row.text("version"): row for row in evidence.dataset.rows("versiones") if row.number("importe")}
    for row in evidence.dataset.rows("presupuesto_aprobado"):
        version, own = row.text("version"), row.number("importe")
        other = stated.get(version)
        listed = other.number("importe") if other else None
        if not row.text("fuente") and listed and own and listed.value != own.value:
            yield Found(
                f"El total de la versión {version} es Bs {money_es(own.value)} en «presupuesto_aprobado» y Bs "
                f"{money_es(listed.value)} en «versiones». Corresponde corregir uno de los dos.",
                difference_fields(own.cell, f"presupuesto_aprobado/{version}/importe", listed.value, own.value),
            )


@REGISTRY.rule("POA-LITERAL", Severity.WARNING, "Cada importe de la resolución dice en letras lo mismo que en cifras.")
def words_say_the_figure(evidence: Evidence) -> Iterator[Found]:
    """Report amounts of a resolution whose words (`literal`) are not those that `money_words` gives for the number.

    Case, accents, commas and the word «bolivianos» do not matter. An amount with parts of a cent is reported as such,
    since it has no words. Rows without words are skipped.
    """
    for row in evidence.dataset.rows("presupuesto_aprobado"):
        amount, words = row.number("importe"), row.text("literal")
        if amount is None or not words:
            continue
        literal, said = _literal_of(evidence, row), f"{_source_words(row)}: el importe Bs {money_es(amount.value)}"
        if amount.value != round(amount.value, 2):
            place = cell_fields(row.cell("importe"), literal, "", plain_text(amount.value))
            told = "tiene fracciones de centavo y no se puede escribir en letras. Corresponde darle dos decimales."
            yield Found(f"{said} {told}", place)
        elif _bare(words) != _bare(right := money_words(amount.value)):
            place = cell_fields(row.cell("literal"), literal, right, words)
            yield Found(f"{said} está en letras como «{words}»; se escribe «{right}».", place)


@REGISTRY.rule(
    "POA-PUENTE",
    Severity.WARNING,
    "Las modificaciones listadas llevan del presupuesto de una versión del plan al de la siguiente.",
)
def amendments_lead_to_the_version(evidence: Evidence) -> Iterator[Found]:
    """Report versions of the plan whose budget differs from the previous version's plus the listed amendments.

    Only in a plan. The comparison is exact, by source of funds where the sources are known, and in total otherwise.
    """
    gaps = [gap for gap in _at(evidence, keys.BRIDGE_GAP, keys.VERSION_FUND) if gap.value]
    told = {gap.code.partition("/")[0] for gap in gaps}
    gaps += [gap for gap in _at(evidence, keys.BRIDGE_GAP, keys.VERSION) if gap.value and gap.code not in told]
    for gap in gaps:
        approved = _get(evidence, keys.APPROVED, gap)
        bridge = _get(evidence, keys.BRIDGE, gap)
        reached = f" (se llega a {_money(bridge)})" if bridge else ""
        if approved is not None:
            yield _found(
                evidence, approved, "Las modificaciones listadas no explican lo aprobado para la "
                f"{lower_first(gap.name)}: {'faltan' if gap.value > 0 else 'sobran'} Bs {money_es(abs(gap.rounded))}"
                f"{reached}. Corresponde completar «modificaciones» o corregir sus importes.",
                diferencia=gap.published,
            )  # fmt: skip


def _at(evidence: Evidence, indicator: str, *levels: str) -> list[Figure]:
    """Return the figures of an indicator at some levels, in the Book's order; none unless the run is a plan."""
    period = evidence.corrida.period
    if not period.is_plan:
        return []
    return [figure for level in levels for figure in evidence.book.select(indicator, period, level)]


def _get(evidence: Evidence, indicator: str, like: Figure) -> Figure | None:
    return evidence.book.get(indicator, like.period, like.level, like.code)


def _found(evidence: Evidence, figure: Figure, message: str, **fields: str) -> Found:
    return Found(message, cell_fields(evidence.book.leaves(figure)[0], figure.id, **fields))


def _unread(evidence: Evidence, figure: Figure, message: str) -> Found:
    place = cell_fields(evidence.book.leaves(figure)[0])
    return Found(
        message, {"elemento": figure.id, "encontrado": figure.published, **UNVERIFIABLE} | place, Severity.NOTE
    )


def _money(figure: Figure) -> str:
    return f"Bs {money_es(figure.rounded)}"


def _whose(figure: Figure) -> str:
    return f"Fuente {figure.code}" if figure.level == TOTALS[0] else "Total"


def _source_words(row: Row) -> str:
    """Return which amount of a resolution a row is: `Fuente 20, Recursos específicos`."""
    fund, name = row.text("fuente"), row.text("denominacion")
    return ", ".join(filter(None, (f"Fuente {fund}" if fund else "Total aprobado", name if fund else "")))


def _literal_of(evidence: Evidence, row: Row) -> str:
    """Return the id of the figure read from an amount of the resolution; else the table and column."""
    cell = row.cell("importe")
    own = (figure for figure in _at(evidence, keys.APPROVED, *TOTALS) if cell in figure.sources)
    return next((figure.id for figure in own), "presupuesto_aprobado/literal")


def _bare(words: str) -> str:
    return " ".join(folded(words).replace("bolivianos", "").replace(",", " ").split())
