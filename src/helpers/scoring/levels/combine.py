"""The roll-up rules of a method: the figure of a subject from the figures of its parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from helpers.base.display import counted_es, lower_first, short_list_es
from helpers.base.exact import exact
from helpers.figures.figure import Figure, Operand, Operation, figure_id
from helpers.figures.figure_names import LEVEL_PLURALS, LEVEL_TITLES
from helpers.figures.figure_names import LEVEL_WORDS as SHORT_WORDS
from helpers.figures.findings import Finding, Severity
from helpers.figures.replay import PARTS_SUFFIX
from helpers.scoring.entered_figures import Subject
from helpers.scoring.ledger import Ledger
from helpers.scoring.levels.level_parts import Part
from helpers.scoring.levels.part_weights import Weights
from helpers.settings.rollups import HUNDRED, WEIGHTED_RULES, Consolidacion

WEIGHED_BY = {
    "media_por_tareas": "número de tareas",
    "media_ponderada": "ponderación",
    "media_por_presupuesto": "presupuesto vigente",
}
RATIOS = (Operation.LEAF, Operation.RATIO, Operation.FULFILLED)
"""Operations whose terms are amounts and can be summed; those of a mean are percentages and a count."""
MOST_NAMED = 12
"""Most parts that a rule names; of more, it gives the number of the rest."""


@dataclass(frozen=True)
class Combined:
    """The parts with a figure, those without, and those left out as late, which may have no figure either."""

    figures: Sequence[Figure]
    absent: Sequence[Part] = ()
    late: Sequence[Part] = ()

    @property
    def words(self) -> str:
        """Number and level of the parts with a figure: `5 unidades`; `5 partes` where they are of several levels."""
        levels = {figure.level for figure in self.figures}
        level = levels.pop() if len(levels) == 1 else ""
        one, many = (lower_first(LEVEL_TITLES[level]), LEVEL_PLURALS[level]) if level else ("parte", "partes")
        return counted_es(len(self.figures), one, many)

    @property
    def lacking(self) -> Sequence[Part]:
        """The parts without figure that are not late."""
        return [part for part in self.absent if part not in self.late]

    def left_out(self, how: str = "fuera del promedio") -> str:
        """The clause, from `; ` on, that names the parts without figure and the late ones; empty without any.

        `how` says in Spanish what the parts without figure do not enter.
        """
        clauses = [
            (self.lacking, f"sin dato y {how}"),
            (self.late, "con formulario fuera de plazo y fuera de la consolidación"),
        ]
        # A bare «3» would be read as how many are left out.
        names = [_named(parts) if parts and parts[0].code.isdecimal() else _codes(parts) for parts, _ in clauses]
        return "".join(f"; {words}: {name}" for (_, words), name in zip(clauses, names, strict=True) if name)


@dataclass(frozen=True)
class Combiner:
    """Applies a roll-up rule and enters its result into a ledger."""

    ledger: Ledger
    weights: Weights

    def enter(self, subject: Subject, plan: Consolidacion, parts: Combined) -> Figure | None:
        """Compute a subject's figure from its parts by a roll-up rule, and enter it into the ledger.

        Parts without figure are listed in it as `lacking`.

        Parameters
        ----------
        subject : Subject
        plan : Consolidacion
            The rule of the subject's level.
        parts : Combined

        Returns
        -------
        Figure or None
            None if a part lacks the weight or the terms that the rule needs, or the denominator is zero; a finding then
            says so. For a missing weight, the rule may ask for a simple mean instead (`sin_pesos`).
        """
        is_weighted = plan.regla in WEIGHTED_RULES
        figure = self._weighted(subject, plan, parts) if is_weighted else self._rules[plan.regla](subject, parts)
        if figure is None or not parts.absent:
            return figure
        base = subject.indicator.removesuffix(PARTS_SUFFIX)
        ids = {part: figure_id(base, subject.period, part.level, part.code) for part in parts.absent}
        lacking = [Operand("parte", ids[part], self.weights.known(plan, part)) for part in parts.absent]
        return self.ledger.note_lacking(figure, lacking)

    @cached_property
    def _rules(self) -> Mapping[str, Callable[[Subject, Combined], Figure | None]]:
        """The function for each rule without weights."""
        return {
            "media_simple": self._mean,
            "suma": self._sum,
            "razon_de_sumas": self._ratio,
            "cumplidas": self._fulfilled,
            "igual": self._same,
        }

    def _mean(self, subject: Subject, parts: Combined) -> Figure | None:
        """Enter the simple mean of the parts with a figure."""
        rule = f"Promedio simple de {parts.words}{parts.left_out()}."
        return self.ledger.combine(subject, Operation.MEAN, parts.figures, rule)

    def _sum(self, subject: Subject, parts: Combined) -> Figure | None:
        """Enter the sum of the parts with a figure."""
        rule = f"Suma de {parts.words}{parts.left_out('fuera de la suma')}."
        return self.ledger.combine(subject, Operation.SUM, parts.figures, rule)

    def _same(self, subject: Subject, parts: Combined) -> Figure | None:
        """Enter a copy of the first part's figure, which is that of a category's responsible unit."""
        figure = parts.figures[0]
        rule = f"La de su unidad responsable, «{figure.name}»."
        return self.ledger.combine(subject, Operation.SAME, [figure], rule)

    def _fulfilled(self, subject: Subject, parts: Combined) -> Figure | None:
        """Enter the percentage of the parts with a figure that reach 100."""
        operands = [Operand("parte", figure.id) for figure in parts.figures]
        operands.append(Operand("umbral", constant=exact(HUNDRED)))
        rule = f"Las que llegan a {HUNDRED} entre {parts.words}{parts.left_out('fuera de la cuenta')}."
        return self.ledger.compute(subject, Operation.FULFILLED, operands, rule)

    def _ratio(self, subject: Subject, parts: Combined) -> Figure | None:
        """Enter a ratio of sums; a finding where a part has no terms that are amounts."""
        without = [figure for figure in parts.figures if figure.operation not in RATIOS]
        if without:
            self._lacks(subject, [Part(figure.level, figure.code) for figure in without], "numerador y denominador")
            return None
        rule = f"Razón de las sumas de {parts.words}{parts.left_out('fuera de las sumas')}."
        return self.ledger.ratio(subject, parts.figures, rule)

    def _weighted(self, subject: Subject, plan: Consolidacion, parts: Combined) -> Figure | None:
        """Enter a weighted mean; where a weight is missing, a simple mean or a finding, as the method says."""
        by = WEIGHED_BY[plan.regla]
        weighed = [(figure, self.weights.of(plan, Part(figure.level, figure.code))) for figure in parts.figures]
        without = [Part(figure.level, figure.code) for figure, weight in weighed if weight is None]
        if without and plan.sin_pesos == "media_simple":
            rule = f"Promedio simple de {parts.words}, porque no todas tienen {by}{parts.left_out()}."
            return self.ledger.combine(subject, Operation.MEAN, parts.figures, rule)
        if without:
            self._lacks(subject, without, by)
            return None
        operands = [Operand("parte", figure.id, weight=weight.id) for figure, weight in weighed if weight]
        divided, how = "entre la suma de los pesos de las que toman parte", "fuera del promedio"
        if not plan.renormaliza:
            divisor = self.weights.divisor(plan, subject)
            if divisor is None:
                self._lacks(subject, [Part(subject.level, subject.code)], f"total de {by}")
                return None
            operands.append(divisor)
            divided = f"entre {HUNDRED}" if not divisor.figure else "entre el total, tomen parte o no"
            how = "sin aporte"
        rule = f"Promedio de {parts.words} ponderado por {by}, {divided}{parts.left_out(how)}."
        return self.ledger.compute(subject, Operation.WEIGHTED, operands, rule)

    def _lacks(self, subject: Subject, parts: Sequence[Part], what: str) -> None:
        """Record the finding that some parts lack what the rule needs."""
        base = subject.indicator.removesuffix(PARTS_SUFFIX)
        named = lower_first(self.ledger.method.indicadores[base].nombre)
        self.ledger.findings.append(
            Finding(
                codigo="CAL-SIN-PESO",
                severidad=Severity.WARNING,
                elemento=subject.id,
                esperado=what,
                encontrado="sin dato",
                mensaje=f"«{subject.name}», {subject.period.words}: no se puede obtener {named}, porque "
                f"{_named(parts)} no tiene{'n' if len(parts) > 1 else ''} {what}. Complete los datos, o cambie la "
                "regla en el método.",
            )
        )


def _codes(parts: Sequence[Part]) -> str:
    """At most 12 codes, and the number of the rest."""
    return short_list_es([part.code for part in parts], MOST_NAMED)


def _named(parts: Sequence[Part]) -> str:
    """Level and codes of parts for a sentence: `unidad U1, U3`; consecutive numbers as a range, `ACP 1 a 7`."""
    codes = [part.code for part in parts]
    level = SHORT_WORDS.get(parts[0].level, parts[0].level)
    is_row = len(codes) > 2 and all(code.isdecimal() for code in codes) and codes == _in_a_row(codes)
    return f"{level} {f'{codes[0]} a {codes[-1]}' if is_row else _codes(parts)}"


def _in_a_row(codes: Sequence[str]) -> list[str]:
    """As many consecutive numbers as there are codes, from the first code on."""
    return [str(int(codes[0]) + step) for step in range(len(codes))]
