"""Recommendations drafted from the figures, each by a rule of its own: to whom, and what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from helpers.conclusions.findings_of_fact import irreconcilable_words, low_areas, top_causes
from helpers.conclusions.ground import NAMED, Ground, ask, joined
from helpers.conclusions.registry import Rules
from helpers.sentences.vocabulary import told_causes

ADVICE = Rules()


@ADVICE.rule("pedir_informe", "A quienes no informaron se les pide el formulario.")
def ask_for_forms(ground: Ground) -> Iterator[str]:
    if ground.absent:
        yield (
            f"Reiterar por escrito el pedido del formulario de seguimiento a quienes no informaron "
            f"({ground.named(ground.absent[:NAMED])}{', entre otros' if len(ground.absent) > NAMED else ''}), y dejar "
            "constancia en «presentaciones»."
        )


@ADVICE.rule("recuperar_avance", "Con las unidades de peor grado se acuerda cómo recuperar lo que no hicieron.")
def recover_progress(ground: Ground) -> Iterator[str]:
    lowest = ground.units_at_risk[:NAMED]
    if lowest:
        names = ground.named([(one.level, one.code) for one in lowest])
        yield (
            f"Acordar con {names}{_and_others(len(ground.units_at_risk))}, qué tareas atrasadas se recuperan en el "
            "resto de la gestión y cuáles deben reprogramarse, con fechas."
        )


@ADVICE.rule("acelerar_ejecucion", "Con las áreas de peor ejecución financiera se acuerda un calendario de devengado.")
def spend_on_time(ground: Ground) -> Iterator[str]:
    low = low_areas(ground)
    if low:
        areas = ground.named([("area", one.code) for one in low])
        yield f"Acordar con {areas} un calendario mensual de devengado para lo que queda del presupuesto vigente."


@ADVICE.rule("atender_causa", "La causa más informada se atiende donde más pesa.")
def mend_the_cause(ground: Ground) -> Iterator[str]:
    for code in top_causes(ground, 1):
        counts = Counter(row["unidad"] for row in told_causes(ground.book) if row["causa_codigo"] == code)
        nodes = {node.code: node for node in ground.book.nodes if node.level in ("unidad", "puesto")}
        where = [nodes[unit].key for unit, _ in counts.most_common(3) if unit in nodes]
        if where:
            yield (
                f"Atender la causa más informada, «{ask('causa', code)}», en primer lugar donde más tareas afecta: "
                f"{ground.named(where)}."
            )


@ADVICE.rule("aclarar_publicado", "Lo publicado que no se puede obtener de los datos se aclara o se rectifica.")
def settle_what_was_printed(ground: Ground) -> Iterator[str]:
    words = irreconcilable_words(ground)
    if words:
        yield (
            "Aclarar o rectificar lo publicado que no se puede obtener de los datos, entre otras cifras "
            f"{joined(words, words)}."
        )


def _and_others(count: int) -> str:
    return ", y con las demás en su situación" if count > NAMED else ""
