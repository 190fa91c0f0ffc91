"""Draft recommendations, each by its own rule: action and responsible unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from helpers.figures.figure_names import LEVEL_WORDS
from helpers.figures.findings import NOT_FROM_DATA
from helpers.figures.mean_coverage import is_only_unprogrammed
from helpers.figures.records import REPORTING
from helpers.figures.situations import empty_quarters
from helpers.figures.subjects import subject_name
from helpers.texts.conclusions.data_facts import irreconcilable_words, told_nothing
from helpers.texts.decisions.matter import PRINTED
from helpers.texts.drafting.drafting_context import DraftContext
from helpers.texts.drafting.drafting_rules import Rules
from helpers.texts.drafting.proposals import FINANCES, MARK, PLANNING
from helpers.texts.drafting.sentence_parts import NAMED, SILENT_NAMED, joined, number_of, of_quarters, places, to_name
from helpers.texts.sentences.text_templates import ask, figure

ADVICE: Rules[str] = Rules()
MOST_BUSY = 3


@ADVICE.rule("pedir_informe", "Se piden los datos que no constan.")
def ask_for_forms(context: DraftContext) -> Iterator[str]:
    """Yield a recommendation to request the data of the places without any, some named, and of whole quarters.

    Yields nothing if all have data.
    """
    if empty := empty_quarters(context.book):
        until = ", antes de publicar el informe de la gestión," if context.closes_year else ""
        yield (
            f"Recabar{until} los datos de avance {of_quarters(empty)}, o dejar constancia de que no se tuvieron."
            f"{_answering(PLANNING)}"
        )
    if asked_of := context.absent:
        named = to_name(asked_of, SILENT_NAMED)
        who = f"({places(context, named, preposition='de')}{_among(len(asked_of), len(named))})"
        asked = (
            f"Pedir por escrito los datos que no constan {who}, o el formulario de seguimiento, y anotar el día en que "
            "se piden."
        )
        if context.closes_year:
            is_some = len(context.period.quarters()) > 1 and not told_nothing(context, asked_of)
            some = "de algún trimestre " if is_some else ""
            asked = (
                f"Recabar, antes de publicar el informe de la gestión, los datos {some}que no constan {who}, o dejar "
                "constancia de que no se tuvieron."
            )
        yield f"{asked}{_answering(PLANNING)}"


@ADVICE.rule("aclarar_dato", "A quien informó algo que no se puede asignar al periodo se le pide que lo aclare.")
def ask_what_was_meant(context: DraftContext) -> Iterator[str]:
    """Yield a recommendation to ask units to clarify data that cannot be assigned to the period.

    Yields nothing if there are none.
    """
    found = list(context.unassigned)
    if found:
        named = to_name(found)
        what = number_of(
            len(found),
            "que aclare a qué trimestre corresponde el dato que publicó, e informe los que faltan",
            "que aclaren a qué trimestre corresponde el dato que publicaron, e informen los que faltan",
        )
        whom = f"{places(context, named, preposition='a')}{_among(len(found), len(named))}"
        yield f"Pedir {whom} {what}.{_answering(PLANNING)}"


@ADVICE.rule("corregir_informado", "Lo informado que ningún promedio de sus partes puede dar se corrige.")
def mend_what_was_reported(context: DraftContext) -> Iterator[str]:
    """Yield a recommendation to correct reported values outside the range of their parts.

    It names the places that reported them, the first `NAMED` at most. Values that a matter settles are left out; yields
    nothing without others.
    """
    outside = context.undecided(context.outside)
    if outside:
        wrong = dict.fromkeys((one.level, one.code) for one in outside)
        named = list(wrong)[:NAMED]
        names = [f"«{ask('nombre', *place)}» ({LEVEL_WORDS.get(place[0], place[0])})" for place in named]
        words = [subject_name(context.book, *place) for place in named]
        yield (
            f"Corregir o explicar lo informado por {joined(names, words)}{_among(len(wrong), len(named))}, que queda "
            f"fuera del rango de sus partes, antes de publicar el avance de la entidad.{_answering(PLANNING)}"
        )


@ADVICE.rule("recuperar_avance", "Con las unidades de peor grado se acuerda cómo recuperar lo que no hicieron.")
def recover_progress(context: DraftContext) -> Iterator[str]:
    """Yield a recommendation to agree with the lowest-graded units and posts on how to recover their delay.

    When the year is over, it is about which tasks pass to the next plan. Left out are places that a matter settles or
    that did all that was programmed (`is_only_unprogrammed`); nothing if nobody is left.
    """
    behind = [one for one in context.units_at_risk if not is_only_unprogrammed(context.book, one)]
    risky = context.undecided(behind)
    lowest = to_name(risky)
    if lowest:
        names = places(context, [(one.level, one.code) for one in lowest])
        what = "qué tareas atrasadas se recuperan en el resto de la gestión y cuáles deben reprogramarse, con fechas."
        if context.closes_year:
            what = "qué tareas sin concluir pasan al plan de la gestión siguiente, con fechas, y cuáles se dejan."
        yield (
            f"Acordar con {names}{_and_others(len(risky), len(lowest))} {what}"
            f"{_answering(number_of(len(lowest), 'la unidad nombrada', 'cada unidad nombrada'))}"
        )


@ADVICE.rule("acelerar_ejecucion", "Con las áreas de peor ejecución financiera se acuerda un calendario de devengado.")
def spend_on_time(context: DraftContext) -> Iterator[str]:
    """Yield a recommendation to agree on a schedule of spending with the areas of lowest financial execution.

    When the year is over, the schedule is of the next year. Areas that a matter settles are left out; yields nothing if
    no other has one of the worst grades.
    """
    every = context.undecided(context.low_areas)
    low = to_name(every)
    if low:
        areas = places(context, [("area", one.code) for one in low])
        what = "un calendario mensual de devengado para lo que queda del presupuesto vigente"
        if context.closes_year:
            what = "por qué no se ejecutó lo que quedó y un calendario mensual de devengado para la gestión siguiente"
        yield (f"Acordar con {areas}{_and_others(len(every), len(low))} {what}.{_answering(FINANCES)}")


@ADVICE.rule("usar_presupuesto", "De lo que tiene presupuesto y no devengó nada se decide si se ejecuta o se reasigna.")
def use_or_move(context: DraftContext) -> Iterator[str]:
    """Yield a recommendation to spend or reassign the budgets with nothing accrued since January; it names the largest.

    Budgets that a matter settles are left out; yields nothing without others.
    """
    unspent = context.undecided(context.unspent)
    if unspent:
        which = number_of(len(unspent), "la única categoría", "cada categoría")
        if len(unspent) < len(context.unspent):
            which = number_of(len(unspent), "la otra categoría", "cada una de las otras categorías")
        what = "si se ejecutará o si su presupuesto se reasigna"
        if context.closes_year:
            what = "si se vuelve a presupuestar en la gestión siguiente y por qué"
        yield (
            f"Decidir, de {which} sin devengado, {what}. {number_of(len(unspent), 'Es', 'La primera es')} "
            f"{context.called(unspent[0])}, de {figure(unspent[0])}.{_answering(FINANCES)}"
        )


@ADVICE.rule("documentar_traspasos", "Lo que cambió el presupuesto de un área se respalda con la norma que lo aprobó.")
def document_transfers(context: DraftContext) -> Iterator[str]:
    """Yield a recommendation to attach the norm of each change of the areas' budgets since the quarter before.

    It calls the changes transfers if the institution's budget stayed the same. Yields nothing without changes, or if
    the data list the amendments with their norms.
    """
    if context.moved_budgets and not context.book.listing("modificaciones"):
        whole = [context.of_entity("ppto_vigente", one.period) for one in context.moved_budgets[0]]
        is_transfer = all(whole) and len({one.rounded for one in whole if one}) == 1
        what = "cada traspaso de presupuesto entre áreas" if is_transfer else "cada cambio del presupuesto de las áreas"
        yield f"Adjuntar la norma que aprobó {what} desde el trimestre anterior.{_answering(FINANCES)}"


@ADVICE.rule("atender_causa", "La causa más informada se atiende donde más pesa.")
def mend_the_cause(context: DraftContext) -> Iterator[str]:
    """Yield a recommendation to address the most frequent cause, first in three units or posts with most such tasks.

    Yields nothing if no cause was reported, or by no unit or post.
    """
    for code in list(context.declared_causes())[:1]:
        where = _busiest_with(context, code)
        if where:
            yield (
                f"Atender una de las causas más informadas, «{ask('causa', code)}», en primer lugar donde más tareas "
                f"afecta, como {places(context, where[:MOST_BUSY])}.{_answering(PLANNING)}"
            )


def _busiest_with(context: DraftContext, cause: str) -> list[tuple[str, str]]:
    """Level and code of the units and posts that gave a cause (code), those with most tasks first."""
    counts = Counter(row["unidad"] for row in context.told_causes() if row["causa_codigo"] == cause)
    nodes = {node.code: node for node in context.book.nodes if node.level in REPORTING}
    return [nodes[unit].key for unit, _ in counts.most_common() if unit in nodes]


@ADVICE.rule("separar_programas", "El programa que sirve a varias acciones se separa.")
def split_programmes(context: DraftContext) -> Iterator[str]:
    """Yield one recommendation, as a template, to split the budget programmes that serve several actions.

    It names the programmes, and no action. Yields nothing if there are none.
    """
    shared = [finding.elemento.rpartition("/")[2] for finding in context.with_code("VIN-PROGRAMA")]
    if shared:
        codes = [ask("cita", code) for code in shared]
        words = "el programa" if len(shared) == 1 else "los programas"
        where = "el plan de la gestión siguiente" if context.closes_year else "la próxima reformulación"
        yield (
            f"Separar en {where} {words} {joined(codes, shared)}, para que cada acción de corto plazo tenga el suyo."
            f"{_answering(PLANNING)}"
        )


@ADVICE.rule("aclarar_publicado", "Lo publicado que no se puede obtener de los datos se aclara o se rectifica.")
def settle_what_was_printed(context: DraftContext) -> Iterator[str]:
    """Yield a recommendation to clarify or rectify up to three published figures that the data cannot give.

    Yields nothing without such figures.
    """
    words = irreconcilable_words(context)
    if words:
        wrong = {PRINTED + one.elemento for one in context.findings if one.veredicto in NOT_FROM_DATA}
        what = "lo" if wrong.isdisjoint(context.decided) else "lo demás"
        yield (
            f"Aclarar o rectificar {what} publicado que no se puede obtener de los datos, como "
            f"{joined([ask('cita', one) for one in words], words)}.{_answering(PLANNING)}"
        )


def _answering(who: str) -> str:
    """Return words on who is responsible for a recommendation, marked as a proposal because no table says it."""
    return f" **Responsable {MARK}:** {who}."


def _among(count: int, named: int) -> str:
    """Words for a list that names only some of those that it is about; empty if it names all."""
    return ", entre otros" if count > named else ""


def _and_others(count: int, named: int) -> str:
    """Words that extend an agreement to those that a list does not name; empty if it names all."""
    return ", y con las demás en su situación," if count > named else ""
