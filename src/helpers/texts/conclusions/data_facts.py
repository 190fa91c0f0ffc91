"""Draft conclusions on the data: what is missing, came late or differs; published figures that the data do not give."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from helpers.base.exact import stated_number
from helpers.base.name_phrases import after
from helpers.base.periods import Period
from helpers.figures.figure import GRADE_FIELDS, Figure, grade_id, split_id
from helpers.figures.findings import NOT_FROM_DATA, Finding
from helpers.figures.mean_coverage import leaves_missing_out
from helpers.figures.records import UNIT_LEVELS
from helpers.figures.situations import NOT_DUE, Situation, empty_quarters, situation
from helpers.figures.subjects import figure_phrase, first_node
from helpers.settings.methods import FINANCIAL, PHYSICAL
from helpers.texts.conclusions.recommendations import carried, is_open, is_overdue
from helpers.texts.decisions.matter import PRINTED
from helpers.texts.drafting.drafting_context import DraftContext
from helpers.texts.drafting.drafting_rules import Rules
from helpers.texts.drafting.sentence_parts import (
    NAMED,
    SILENT_NAMED,
    begins,
    how_many,
    joined,
    kinds_of,
    number_of,
    of_quarters,
    place,
    places,
    to_name,
)
from helpers.texts.sentences.text_templates import ask, figure

DATA: Rules[str] = Rules()


@DATA.rule("sin_informe", "Nombra a aquellos de quienes no constan datos de avance.")
def absent(context: DraftContext) -> Iterator[str]:
    """Yield a sentence on quarters without any data, and one that counts the places that lack data and names some.

    It adds that missing data are no zero, if the means leave them out. Yields nothing if all have data. The places are
    those of `DraftContext.absent`, such as units and posts.
    """
    if empty := empty_quarters(context.book):
        yield f"No consta ningún dato de avance {of_quarters(empty)}."
    if context.absent:
        named = to_name(context.absent, SILENT_NAMED)
        some = places(context, named)
        whose = places(context, named, preposition="de")
        levels = [level for level, _ in context.absent]
        which = "ningún" if told_nothing(context, context.absent) else "algún"
        what = f" de {which} trimestre" if len(context.period.quarters()) > 1 else ""
        count = how_many(code for _, code in context.absent)
        many = f"No constan datos de avance{what} de {count} {kinds_of(levels)}{begins(context.absent, named)}{some}"
        one = f"No constan datos de avance{what} {whose}"
        effect = " La falta de dato no cuenta como cero." if leaves_missing_out(context.book) else ""
        yield f"{number_of(len(context.absent), one, many)}.{effect}"


def told_nothing(context: DraftContext, keys: Iterable[tuple[str, str]]) -> bool:
    """Tell whether no node or action with one of these keys (level, code) has data of a quarter of the period."""
    told = (situation(context.book, *key, quarter) for key in keys for quarter in context.period.quarters())
    return all(one in (Situation.NO_DATA, *NOT_DUE) for one in told)


@DATA.rule("sin_asignar", "Nombra a quienes informaron algo que no se puede asignar al periodo.")
def unassigned(context: DraftContext) -> Iterator[str]:
    """Yield a sentence that names places whose published data cannot be assigned to a quarter.

    It says that these data stay out of the means and count as no zero. Yields nothing if there are none.
    """
    found = list(context.unassigned)
    if found:
        named = to_name(found)
        whose = places(context, named, preposition="de")
        if len(found) > len(named):
            count = f"{how_many(code for _, code in found)} {kinds_of(level for level, _ in found)}"
            whose = f"de {count}, entre otros {whose},"
        what = number_of(
            len(found),
            "Hay un dato publicado {} que no se puede asignar a un trimestre: queda fuera",
            "Hay datos publicados {} que no se pueden asignar a un trimestre: quedan fuera",
        )
        verb = number_of(len(found), "cuenta", "cuentan")
        yield f"{what.format(whose)} de los promedios y no {verb} como cero."


@DATA.rule("estados", "Dice lo devengado según dos estados del presupuesto, donde no es lo mismo.")
def two_states(context: DraftContext) -> Iterator[str]:
    """Yield a sentence with two amounts accrued since January that are the totals of two states of the budget.

    The states are those that the rule GAS-ESTADOS compares: approved, on line. The second amount is the total of the
    report by source of money. Yields nothing unless the rule reports these two amounts.
    """
    by_source = context.book.get("devengado", context.accumulated, "fuente", "TOTAL")
    whole = context.of_entity("devengado", context.accumulated)
    told = [{stated_number(one.esperado), stated_number(one.encontrado)} for one in context.with_code("GAS-ESTADOS")]
    if by_source and whole and {by_source.rounded, whole.rounded} in told:
        yield (
            f"Lo devengado {ask('cuando', context.accumulated.code)} es de {figure(whole)} según un estado del "
            f"presupuesto y de {figure(by_source)} según el otro, el del reporte por fuente. La diferencia está entre "
            "los hallazgos sobre el dinero."
        )


@DATA.rule("programa_compartido", "Nombra los programas del presupuesto que sirven a varias acciones.")
def shared_programmes(context: DraftContext) -> Iterator[str]:
    """Yield a sentence on the budget programmes that serve several actions, the first `NAMED` at most."""
    told = [
        f"el programa {ask('cita', one.elemento.rpartition('/')[2])} sirve a las acciones {ask('cita', one.encontrado)}"
        for one in context.with_code("VIN-PROGRAMA")[:NAMED]
    ]
    if told:
        yield f"Las normas básicas vinculan cada acción de corto plazo con un programa propio; {'; '.join(told)}."


@DATA.rule("tarde", "Nombra a quienes presentaron su formulario después del último día.")
def late(context: DraftContext) -> Iterator[str]:
    """Yield a sentence that counts the forms that came after the last day, and names who presented them.

    They are the forms of the run's period and of parts of it. If the method leaves late forms out, another sentence
    says of which windows: those that end in the form's quarter.
    Yields nothing without such forms.
    """
    codes = [
        finding.elemento.rpartition("/")[2]
        for finding in context.with_code("PRE-TARDE")
        if context.period.covers(Period.parse(finding.elemento.split("/")[1]))
    ]
    if codes:
        came = number_of(len(codes), "llegó un formulario", f"llegaron {how_many(codes)} formularios")
        nodes = [(code, first_node(context.book, UNIT_LEVELS, code)) for code in dict.fromkeys(codes)]
        names = [place(*node.key, "de") if node else f"de {ask('cita', code)}" for code, node in nodes]
        words = [after("de", node.name) if node else code for code, node in nodes]
        verb = number_of(len(codes), "entra", "entran")
        outside = f" No {verb} en la consolidación de los periodos que acaban en su trimestre; en los demás, sí."
        effect = outside if context.book.method.get("tardios") == "fuera" else ""
        yield f"Después del último día del plazo {came}, {joined(names, words)}.{effect}"


def irreconcilable_words(context: DraftContext) -> list[str]:
    """Return up to three published figures that the data do not give, as phrases in quotes: `«Avance físico …»`.

    Their verdict is `irreconciliable` or `arrastre` (`NOT_FROM_DATA`). The institution's headline figures come first,
    then the greatest difference. Left out are figures that the Book lacks or whose printed value a matter settles.
    Where only the word of a figure's grade is wrong, the phrase says so.
    """
    wrong = [one for one in context.findings if one.veredicto in NOT_FROM_DATA]
    found: dict[str, str] = {}
    for one in sorted(wrong, key=lambda one: _rank(context, one)):
        if one.elemento in context.book.figures and PRINTED + one.elemento not in context.decided:
            found.setdefault(one.elemento, _printed_id(context.book.figures[one.elemento], one))
    return [f"«{figure_phrase(context.book, one, full=True)}»" for one in found.values()][:3]


def _printed_id(own: Figure, finding: Finding) -> str:
    """Return the id of a finding's figure, or of a word of the figure's grade if that word is the expected value."""
    columns = (column for column in GRADE_FIELDS if own.grade and own.grade.word(column) == finding.esperado != "")
    column = next(columns, "")
    return grade_id(own.id, column) if column else own.id


def _rank(context: DraftContext, finding: Finding) -> tuple[bool, Decimal]:
    """Sort key: the institution's headline figures come first, then the greatest difference; unknown figures last."""
    if finding.elemento not in context.book.figures:
        return True, Decimal(0)
    indicator, period, level, code = split_id(finding.elemento)
    is_of_entity = (level, code) == context.top and period in {context.period.code, context.accumulated.code}
    is_headline = is_of_entity and indicator in (PHYSICAL, FINANCIAL)
    return not is_headline, -abs(Decimal(finding.diferencia or 0))


@DATA.rule("recomendaciones", "Cuenta las recomendaciones que no constan como cumplidas y las que pasaron su plazo.")
def recommendations(context: DraftContext) -> Iterator[str]:
    """Yield sentences with the number of open recommendations of earlier reports, and the ids of the overdue ones.

    Yields nothing if none is open; overdue ones are not told if there are none.
    """
    opened = [row for row in carried(context.book, context.cutoff) if is_open(row)]
    if not opened:
        return
    several = f"No constan como cumplidas {how_many(row['id'] for row in opened)} recomendaciones"
    yield f"{number_of(len(opened), 'No consta como cumplida una recomendación', several)} de informes anteriores."
    if ids := [row["id"] for row in opened if is_overdue(row, context.cutoff)]:
        yield f"Pasó el plazo, y no consta el cumplimiento, de {ask('enumera', ids)}."
