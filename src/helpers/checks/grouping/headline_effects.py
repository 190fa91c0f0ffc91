"""What the fault of a finding moves in the institution's headline figures, in points and in Bs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from helpers.base.display import lower_first, money_es, number_es, signed_es
from helpers.base.exact import exact, percentage, round_half_up, stated_number
from helpers.checks.grouping.finding_subjects import BOLIVIANOS, Subject, Subjects, is_at
from helpers.checks.grouping.form_effects import (
    BLANK,
    LATE_FORM,
    lost_to_blank,
    missing_headlines,
    moved_by,
    takes_weights,
    unmoved_since_closing,
)
from helpers.figures.figure import Figure, split_id
from helpers.figures.findings import CLOSED_CHANGED, UNCHANGED, Finding, Verdict, concerns_print
from helpers.figures.records import SourceCell
from helpers.figures.supposed_figures import Dependents

UNKNOWN = "no se puede calcular"
DEPENDS = {
    "GAS-REVERSION": f"si son los importes del reporte, {UNCHANGED}; si no, {UNKNOWN}",
    "PLA-META": f"si el programa está bien, {UNCHANGED}; si no, {UNKNOWN}",
    "PLA-DOS-UNIDADES": f"si solo se corrige la descripción, {UNCHANGED}; si una unidad deja la tarea, {UNKNOWN}",
    "PRE-DOBLE": f"si los datos son los del último, {UNCHANGED}; si no, {UNKNOWN}",
    "PRE-SIN-FECHA": f"si todo llegó a tiempo, {UNCHANGED}; si no, {UNKNOWN}",
    "PRE-SIN-PLAZO": f"si todo llegó a tiempo, {UNCHANGED}; si no, {UNKNOWN}",
}
"""Effect stated in place of `UNKNOWN`, by rule, for faults that can be corrected without moving a figure."""
ENTITY, BUDGET = "entidad", "ppto_vigente"
OF_WEIGHTS = "/ponderacion"
"""End of the element of a finding on weights, which move only what is weighed with them."""
OF_BUDGET = ("GAS-", "POA-", "VIN-")
"""Code prefixes of the rules on amounts of the budget, of which a share of it can be told."""
OF_STATES = "GAS-ESTADOS"
"""Code of the rule on the approved and on-line states of the budget, which differ where a document is not approved."""
TWO_SIDED = {"VEN-MESES": "la suma de sus meses", "REP-EFICACIA": "lo que resulta del avance informado"}
"""Rules on two values of which either may be wrong, and what the finding's expected value is."""
LINKS = ("VIN-",)
"""Code prefix of the rules on which action a category or unit serves."""
OF_CELLS = ("ENT-", "GAS-", "PLA-", "POA-")
"""Code prefixes of the rules on cells of one file; they move only figures that are read from it."""
OF_CALCULATION, UNWEIGHED = "CAL-", "CAL-SIN-PESO"
"""Code prefix of the rules on what the method cannot compute, and the one on a figure that lacks a weight."""
UNREAD = ("ENT-COLUMNA-DESCONOCIDA", "GAS-OTRA-GESTION", BLANK)
"""Codes of the rules on a column or a line that is not read, or a blank amount: what it would have moved is unknown."""
APART = (
    "IDE-", "OBJ-", "RES-", OF_CALCULATION, "COM-", "PRE-REITERADA", "GAS-NIVEL", "CIE-NUEVA", "ENT-ACENTOS",
    "ENT-LLAMADA", "ENT-SEPARADOR-MIXTO", "FOR-CAUSA", "FOR-SIN-CAUSA", "FOR-SIN-MEDIO", "FOR-TEXTO-CAMBIADO",
    "REC-REPETIDO", "REC-COPIA", "REC-SUPERADO", "REC-DESCARTADO",
)  # fmt: skip
"""Code prefixes of the rules on what no figure is computed from: names, totals that are only compared, forms in whose
place another counts, and how a number that can be read in one way only is written."""
OF_TEXTS = "TEX-"
"""Code prefix of the rules on planners' texts, which name figures and move none."""
OF_DATES = (LATE_FORM, "PRE-SIN-FECHA", "PRE-SIN-PLAZO", "REC-FECHA", "FOR-PRESENTADO")
"""Codes of the rules on when forms came, which moves figures only if the method leaves late forms out."""


@dataclass(frozen=True)
class Effect:
    """What a fault moves.

    Attributes
    ----------
    words : str
        In Spanish, for `efecto`.
    weight : Decimal or None
        For the order of the list: the largest change of a headline figure in points, infinite if one is missing;
        amounts of the budget that do not tie count as their share of the institution's budget in force, in per cent.
        Zero if nothing changes, None if unknown.
    amount : Decimal
        The amount of the budget in Bs that does not tie, if there is no budget in force to compare it with; else zero.
    """

    words: str
    weight: Decimal | None
    amount: Decimal = Decimal(0)


@dataclass(frozen=True)
class _Supposed:
    """A figure of the Book with a value that the Book does not hold: the fault's, or its correction.

    Attributes
    ----------
    figure : str
    other : Decimal
    is_fault : bool
        The other value is the wrong one, as for a value that an earlier document printed.
    """

    figure: str
    other: Decimal
    is_fault: bool


class HeadlineEffects:
    """Effects of faults on the headline figures: progress and execution of the institution, period and accumulated."""

    def __init__(self, subjects: Subjects, dependents: Dependents) -> None:
        """Look up the headline figures in the Book."""
        self.subjects, self.dependents, self.book = subjects, dependents, subjects.book
        evidence = subjects.evidence
        self.missing, self.unmoved = missing_headlines(evidence), unmoved_since_closing(evidence)
        windows = dict.fromkeys((self.book.period, self.book.period.accumulated()))
        self.headlines = tuple(
            figure
            for indicator in evidence.method.headline_indicators
            for window in windows
            for figure in self.book.select(indicator, window, ENTITY)
        )

    def of(self, finding: Finding) -> Effect:
        """Return the effect of a finding's fault: the headline figures with the fault minus those without it.

        With the fault of a printed value, they are computed with the printed value in place of the computed one.
        Without the fault of an input cell, they are computed with the expected value in its place; without the change
        of a closed figure, with the closed value. If the correct value is not known, the effect is unknown, or none
        where no headline figure depends on the fault. Without the lateness of a form, its unit counts. An amount that
        does not tie is stated too, after `UNCHANGED` if it is not of the budget. If either of two values may be wrong,
        the effect is stated with its condition and counts as unknown. A blank amount tells which headline figures it
        leaves without value.
        """
        if finding.codigo.startswith(OF_TEXTS):
            return _NOTHING
        if lost := self._lost(finding):
            return Effect("; ".join(lost), Decimal("Infinity"))
        subject = self.subjects.of(finding)
        supposed = self._supposed(finding, subject)
        of_evidence = (self.subjects.evidence, self.headlines, self.unmoved)
        moves = self._moves(supposed) if supposed else moved_by(*of_evidence, finding)
        said = [f"{signed_es(move)} puntos en {self._name(figure)}" for figure, move in moves or ()]
        weight = max((abs(move) for _, move in moves or ()), default=Decimal(0))
        is_unknown = moves is None and self._may_move(finding, subject)
        amount = self._amount(finding, subject)
        if amount:
            is_of_budget = finding.codigo.startswith(OF_BUDGET) or subject.figure in self._feeding
            share = self._share(amount) if is_of_budget else None
            of_budget = f" ({number_es(share)} % del vigente)" if share else ""
            said += [] if said or is_of_budget or is_unknown else [UNCHANGED]
            what = "de diferencia entre dos estados" if finding.codigo == OF_STATES else "que no cuadran"
            said.append(f"Bs {money_es(amount)} {what}{of_budget}")
            weight = max(weight, share or Decimal(0))
            amount = amount if is_of_budget and share is None else Decimal(0)
        if said and finding.codigo in TWO_SIDED:
            return Effect(f"si lo correcto es {TWO_SIDED[finding.codigo]}: {'; '.join(said)}", None, amount)
        if said:
            return Effect("; ".join(said), weight, amount)
        return Effect(DEPENDS.get(finding.codigo, UNKNOWN), None) if is_unknown else _NOTHING

    def _lost(self, finding: Finding) -> Sequence[str]:
        """Return the headline figures that a missing weight or amount leaves without value; none otherwise."""
        if finding.codigo.startswith(OF_CALCULATION):
            return [self.missing[finding.elemento]] if finding.elemento in self.missing else []
        return lost_to_blank(self.subjects.evidence, self.missing, finding) if finding.codigo == BLANK else ()

    def _name(self, figure: Figure) -> str:
        words = figure.period.words
        return f"{lower_first(self.book.indicator_name(figure.indicator))}, {words}"

    def _supposed(self, finding: Finding, subject: Subject) -> _Supposed | None:
        """Return the supposition that shows the fault's effect; None if no correct value is known.

        It is the printed value for a finding on print, the closed one for a change since a closing, and the expected
        one for others, if the figure still has the value found; for a cell that is no figure, `_of_cell`.
        """
        found, expected = subject.found, subject.expected
        figure = self.book.figures.get(subject.figure)
        if found is None or finding.veredicto == Verdict.NOT_VERIFIABLE:
            return None
        if figure is not None and concerns_print(finding) and not (figure.is_read and is_at(figure.rounded, found)):
            return _Supposed(figure.id, figure.rounded if is_at(figure.rounded, found) else found, is_fault=True)
        if expected is None:
            return None
        if finding.codigo in CLOSED_CHANGED:
            return _Supposed(subject.figure, expected, is_fault=False) if subject.figure in self._feeding else None
        if figure is None:
            return self._of_cell(finding, subject, found - expected)
        return _Supposed(figure.id, expected, is_fault=False) if is_at(figure.rounded, found) else None

    def _of_cell(self, finding: Finding, subject: Subject, excess: Decimal) -> _Supposed | None:
        """Return the supposition for an input cell that one figure alone is read from: that figure less `excess`.

        None if none or several figures are read from it, for a printed value, and for a finding without a difference.
        """
        readers = [one for cell in subject.cells for one in self.subjects.read_from.get(cell, ())]
        if len(readers) != 1 or concerns_print(finding) or not stated_number(finding.diferencia):
            return None
        return _Supposed(readers[0], self.book[readers[0]].rounded - excess, is_fault=False)

    def _moves(self, supposed: _Supposed) -> tuple[tuple[Figure, Decimal], ...] | None:
        """Return the headline figures that change, and by how much the fault moves them, as printed.

        None if one of them cannot be computed with the other value.
        """
        changes: list[tuple[Figure, Decimal]] = []
        for headline in self.headlines if supposed.figure in self._feeding else ():
            other = self.dependents.value(headline.id, supposed.figure, exact(supposed.other))
            if other is None:
                return None
            change = round_half_up(other, headline.decimals) - headline.rounded
            changes.append((headline, change if supposed.is_fault else -change))
        return tuple((headline, change) for headline, change in changes if change)

    @cached_property
    def _feeding(self) -> frozenset[str]:
        """The headline figures and all that they depend on."""
        return self.dependents.below(self.headlines)

    @staticmethod
    def _amount(finding: Finding, subject: Subject) -> Decimal:
        """Return the stated difference in Bs, without sign; 0 for another unit, without one, or if it may be right."""
        may_be_right = finding.veredicto == Verdict.NOT_VERIFIABLE or finding.codigo in DEPENDS
        if subject.unit != BOLIVIANOS or may_be_right:
            return Decimal(0)
        difference = stated_number(finding.diferencia)
        return abs(difference) if difference is not None else Decimal(0)

    def _share(self, amount: Decimal) -> Decimal | None:
        """Return an amount as a share of the institution's budget in force, in per cent; None without such a budget."""
        whole = self.book.select(BUDGET, self.book.period.accumulated(), ENTITY)
        if not whole or not whole[0].value:
            return None
        return round_half_up(percentage(exact(amount), whole[0].value), 2)

    def _may_move(self, finding: Finding, subject: Subject) -> bool:
        """Return whether a fault without a known correct value may change a headline figure.

        A fault on a figure, node, cell or file may, if a headline figure depends on it; so may one on anything else,
        but not of rules on what no figure is computed from (`APART`). A change of a closed figure may, if a headline
        figure is read from one of the same cells.
        """
        if finding.codigo in CLOSED_CHANGED and subject.figure not in self._feeding:
            now = self.book.figures.get(subject.figure)
            return now is None or not self._cells_feeding.isdisjoint(self._cells(self.dependents.below([now])))
        if finding.codigo == UNWEIGHED:
            *of, level, code = split_id(finding.elemento)
            alike = any(list(split_id(name)[:2]) == of for name in self._feeding)
            return alike and (level, code) in self._nodes_feeding
        if subject.figure:
            return subject.figure in self._feeding and not (subject.found is None and concerns_print(finding))
        if finding.codigo in UNREAD:
            return True
        apart = APART if self.subjects.evidence.method.tardios == "fuera" else APART + OF_DATES
        is_apart = finding.codigo.startswith(apart)
        # Of several forms the last, a file, counts.
        is_settled = finding.codigo == "PRE-DOBLE" and finding.is_of_form
        if not self.headlines or concerns_print(finding) or is_apart or is_settled:
            return False
        if finding.codigo.startswith(LINKS):
            return any(of_level == "acp" for of_level, _ in self._nodes_feeding)
        if finding.elemento.endswith(OF_WEIGHTS):
            # A missing weight enters no figure, nor do those beside it where all then count equally.
            may = finding.archivo in self._files_feeding or bool(self.missing)
            return may and takes_weights(self.subjects.evidence.method)
        level, _, code = finding.elemento.partition("/")
        if self.book.node(level, code) is not None:
            return (level, code) in self._nodes_feeding
        readers = [one for cell in subject.cells for one in self.subjects.read_from.get(cell, ())]
        if readers:
            return not self._feeding.isdisjoint(readers)
        is_of_cell = bool(finding.celda) and finding.codigo.startswith(OF_CELLS)
        return not is_of_cell or finding.archivo in self._files_feeding

    @cached_property
    def _nodes_feeding(self) -> frozenset[tuple[str, str]]:
        """Level and code of all that a headline figure depends on, also parts without data and nodes below these."""
        lacking = {split_id(part.figure)[2:] for name in self._feeding for part in self.book[name].lacking}
        below = {node.key for node in self.book.nodes if lacking & {("acp", node.acp), *self.book.ancestors(node)}}
        return frozenset({split_id(name)[2:] for name in self._feeding} | lacking | below)

    @cached_property
    def _files_feeding(self) -> frozenset[str]:
        """The input files that the headline figures were read from."""
        return frozenset(cell.file for cell in self._cells_feeding)

    @cached_property
    def _cells_feeding(self) -> frozenset[SourceCell]:
        return self._cells(self._feeding)

    def _cells(self, names: Iterable[str]) -> frozenset[SourceCell]:
        """The input cells that some figures were read from."""
        return frozenset(cell for name in names for cell in self.book.cells_of(self.book[name]))


_NOTHING = Effect(UNCHANGED, Decimal(0))
