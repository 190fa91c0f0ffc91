"""What an auditor's marks on a sample say of the whole population: counts, limits and a statement in Spanish."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import floor

from helpers.audit.sampling.sample_bounds import rate_limit, rounded_up, stringer_limit
from helpers.audit.sampling.sample_draw import Design, Draw, Item, money_of, total_money
from helpers.base.display import list_es, number_es, quantity_es, with_unit
from helpers.base.exact import exact, exact_sum, round_half_up
from helpers.base.name_phrases import number_with_noun
from helpers.base.python_extras import grouped

CERTAIN, RANDOM = "con certeza", "al azar"
WHOLE = Fraction(1)
EXCEL_DIGITS = 15
"""Significant digits of a number that Excel keeps."""


class Mark(StrEnum):
    """The auditor's verdict on an item; a blank mark is `UNCHECKED`. All but `CONFORMING` count as errors."""

    CONFORMING = "conforme"
    WRONG = "no conforme"
    NO_EVIDENCE = "sin evidencia"
    UNCHECKED = "sin verificar"


PLURALS = {Mark.CONFORMING: "conformes", Mark.WRONG: "no conformes"}
MARKS = (Mark.CONFORMING, Mark.WRONG, Mark.NO_EVIDENCE)
"""The marks that an auditor chooses from."""


@dataclass(frozen=True)
class Checked:
    """An item of the sample as the auditor returned it."""

    item: Item
    mark: Mark = Mark.UNCHECKED
    verified: Decimal | None = None
    day: date | None = None
    remark: str = ""

    @property
    def is_error(self) -> bool:
        """Whether it counts as an error: any mark but `CONFORMING`, so also what is not yet verified."""
        return self.mark is not Mark.CONFORMING

    @property
    def is_as_reported(self) -> bool:
        """Whether the verified number is the reported one, as far as a spreadsheet can tell.

        Excel keeps `EXCEL_DIGITS` significant digits of a number; what differs only after them is the same.
        """
        reported, verified = self.item.value, self.verified
        if reported is None or verified is None:
            return False
        last = Decimal(1).scaleb(reported.adjusted() - EXCEL_DIGITS + 1)
        return reported == verified or abs(exact(verified) - exact(reported)) < exact(last)

    @property
    def tainting(self) -> Fraction:
        """Share of the item that is overstated, from 0 to 1; 0 if it conforms.

        For a wrong item with a verified value it is (reported − verified) / reported. It is 1 if a value is lacking,
        and for an item without evidence or verification.
        """
        if not self.is_error:
            return Fraction(0)
        if self.mark is not Mark.WRONG or self.verified is None or self.item.value is None:
            return WHOLE
        share = (exact(self.item.value) - exact(self.verified)) / exact(self.item.value)
        return min(max(share, Fraction(0)), WHOLE)


@dataclass(frozen=True)
class Group:
    """A stratum, a part of a sample by money, or the whole.

    Attributes
    ----------
    size, drawn : int
        Number of items in the population, and in the sample.
    marks : Mapping of Mark to int
        Number of items of the sample with each mark.
    limit : Fraction or None
        Upper limit of the share of errors; None where only the whole has one (by money).
    """

    name: str
    size: int
    drawn: int
    marks: Mapping[Mark, int]
    limit: Fraction | None = None

    @property
    def errors(self) -> int:
        """Number of items of the sample that count as errors, those not yet verified included."""
        return self.drawn - self.marks.get(Mark.CONFORMING, 0)


@dataclass(frozen=True)
class Evaluation:
    """The evaluation of a returned sample.

    Attributes
    ----------
    checked : tuple of Checked
        In the sample's order.
    groups : tuple of Group
        Areas or, by money, the items taken with certainty and those at random.
    whole : Group
        Its limit is a share of the items (by area) or of the budget (by money).
    projected : Fraction or None
        By money: estimate of the overstated budget, without margin.
    """

    draw: Draw
    checked: tuple[Checked, ...]
    confidence: Fraction
    groups: tuple[Group, ...]
    whole: Group
    projected: Fraction | None = None

    @property
    def limit(self) -> Fraction:
        """Upper limit of the share of errors among all items or, by money, of the overstated share of the budget."""
        return self.whole.limit if self.whole.limit is not None else WHOLE


def evaluate(draw: Draw, checked: Sequence[Checked], confidence: Fraction) -> Evaluation:
    """Evaluate a returned sample at a confidence between 0 and 1; `checked` has each item of the sample once."""
    return (_by_money if draw.design is Design.MONEY else _by_area)(draw, tuple(checked), confidence)


def disproportion(draw: Draw) -> Fraction:
    """Return how many items a drawn one stands for in the least sampled area, divided by the average; only by area."""
    average = Fraction(len(draw.population.items), len(draw.items))
    return max(Fraction(size, drawn) for size, drawn in draw.strata.values()) / average


def _by_area(draw: Draw, checked: tuple[Checked, ...], confidence: Fraction) -> Evaluation:
    """Evaluate a sample by area: a limit for each area on its own, and one for the whole.

    The whole's is that of a simple sample times the disproportion. Let p be the error rates of the areas, W their
    shares of the population and w those of the sample: Σ W p ≤ max(W / w) · Σ w p. The number of errors in a stratified
    sample without replacement is a sum of independent Bernoulli variables (Vatutin and Mikhailov 1982), and so few
    errors are less likely than in a simple sample of rate Σ w p (Hoeffding 1956): the exact limit covers that rate.
    """
    by_area = grouped(checked, lambda one: one.item.stratum)
    groups = tuple(_group(name, draw.strata[name][0], of_area, confidence) for name, of_area in by_area.items())
    whole = _group("Total", len(draw.population.items), checked, confidence)
    if whole.limit is not None and not draw.is_census:
        whole = replace(whole, limit=min(whole.limit * disproportion(draw), WHOLE))
    return Evaluation(draw, checked, confidence, groups, whole)


def _group(name: str, size: int, checked: Sequence[Checked], confidence: Fraction | None) -> Group:
    """Return a group; its limit is the rate if all was drawn, else `rate_limit` or 1; None without confidence."""
    group = Group(name, size, len(checked), Counter(one.mark for one in checked))
    if confidence is None:
        return group
    if group.drawn == size:
        return replace(group, limit=Fraction(group.errors, size))
    limit = rate_limit(group.errors, group.drawn, confidence)
    # Hoeffding's inequality needs an expected number of errors above those found by one or more.
    return replace(group, limit=limit if limit * group.drawn >= group.errors + 1 else WHOLE)


def _by_money(draw: Draw, checked: tuple[Checked, ...], confidence: Fraction) -> Evaluation:
    """Evaluate a sample by money: exact overstatement of items taken with certainty, Stringer's limit for the rest."""
    certain = [one for one in checked if one.item.id in draw.certain]
    chosen = [one for one in checked if one.item.id not in draw.certain]
    known = exact_sum(money_of(one.item) * one.tainting for one in certain)
    rest = [item for item in draw.population.items if item.id not in draw.certain]
    limit = projected = known
    if draw.interval is not None:
        taintings = [one.tainting for one in chosen if one.tainting]
        limit += min(stringer_limit(draw.interval, taintings, confidence), total_money(rest))
        projected += draw.interval * exact_sum(taintings)
    groups = (_group(CERTAIN, len(certain), certain, None), _group(RANDOM, len(rest), chosen, None))
    whole = _group("Total", len(draw.population.items), checked, None)
    whole = replace(whole, limit=limit / total_money(draw.population.items))
    return Evaluation(draw, checked, confidence, tuple(group for group in groups if group.size), whole, projected)


def statements(result: Evaluation) -> tuple[tuple[str, str], ...]:
    """Return what can be stated on the population, in Spanish: pairs of subject and text, the claim first."""
    is_money = result.draw.design is Design.MONEY
    method = _money_method if is_money else _area_method
    all_of_it = "Se verifica toda la población: no hay error de muestreo."
    how = all_of_it if result.draw.is_census else method(result)
    names = ("Qué puede afirmarse", "En qué se basa", "Cómo se calculó", "Qué no dice")
    told = (_claim(result), _basis(result), how, _limits_of_claim(is_money))
    return tuple(zip(names, told, strict=True))


def _claim(result: Evaluation) -> str:
    if result.limit >= 1 and _extent(result):
        return "Con estas marcas no se puede afirmar nada de la población: el límite superior del error es 100 %."
    return (_money_claim if result.draw.design is Design.MONEY else _area_claim)(result)


def _extent(result: Evaluation) -> str:
    """Return how a claim begins; empty if all of the population was verified, because the claim is then no limit."""
    if not result.draw.is_census:
        return f"Con {confidence_words(result)} de confianza, a lo sumo "
    return "A lo sumo " if result.whole.marks.get(Mark.UNCHECKED) else ""


def _area_claim(result: Evaluation) -> str:
    total = len(result.draw.population.items)
    most = max(floor(result.limit * total), result.whole.errors)
    told = f"{_extent(result)}{number_es(most)} de los {number_es(total)} resultados informados ({_percent(result)}) "
    told += "no es conforme" if most == 1 else "no son conformes"
    sure = number_with_noun(total - most, "está como se informó", "están como se informaron")
    return f"{told}: al menos {sure}." if _extent(result) else f"{told}."


def _money_claim(result: Evaluation) -> str:
    total = total_money(result.draw.population.items)
    most, whole = (with_unit(one, "Bs") for one in (_rounded(result, result.limit * total), round_half_up(total, 2)))
    return (
        f"{_extent(result)}{most} ({_percent(result)}) de los {whole} de presupuesto que respaldan los "
        f"{number_es(len(result.draw.population.items))} resultados informados corresponden a lo informado de más."
    )


def _basis(result: Evaluation) -> str:
    whole = result.whole
    counts = ((mark, many) for mark in Mark if (many := whole.marks.get(mark)))
    parts = [number_with_noun(many, mark, PLURALS.get(mark, mark)) for mark, many in counts]
    told = f"De los {whole.drawn} resultados de la muestra: {list_es(parts)}."
    if whole.marks.get(Mark.NO_EVIDENCE):
        told += " Lo que no tiene evidencia cuenta como error."
    if whole.marks.get(Mark.UNCHECKED):
        told += " Lo que falta verificar también: la verificación no ha terminado y el límite puede bajar."
    if below := sum(one.mark is Mark.WRONG and not one.tainting for one in result.checked):
        few = number_with_noun(below, "se informó de menos: no compensa", "se informaron de menos: no compensan")
        told += f" De los no conformes, {few} a los demás."
    return told


def _area_method(result: Evaluation) -> str:
    factor = disproportion(result.draw)
    errors = number_with_noun(result.whole.errors, "error", "errores")
    told = f"Límite superior exacto (Clopper–Pearson) de {errors} entre {result.whole.drawn}"
    if factor > 1:
        told += (
            f", por {number_es(rounded_up(factor, 4))}: tantas veces más resultados representa un elegido del área "
            "menos muestreada que uno cualquiera"
        )
    return (
        f"{told}. Es conservador: un muestreo por áreas y sin reposición varía menos. El límite de cada área vale por "
        "separado, no los de todas a la vez."
    )


def _money_method(result: Evaluation) -> str:
    interval = result.draw.interval or Fraction(0)
    projected = with_unit(round_half_up(result.projected or Fraction(0), 2), "Bs")
    return (
        f"Límite de Stringer con factores de Poisson: intervalo de {with_unit(round_half_up(interval, 2), 'Bs')}, y de "
        "cada error la parte informada de más, (informado − verificado) / informado, entre 0 y 1. Lo tomado con "
        f"certeza entra con su error exacto. La estimación sin margen es {projected}."
    )


def _limits_of_claim(is_money: bool) -> str:
    told = (
        "No dice cuántos resultados no son conformes, ni que se gastara mal: el presupuesto solo mide el peso."
        if is_money
        else "No dice en cuánto se apartan los que no son conformes, ni cuáles son los que no se visitaron."
    )
    return (
        f"{told} No alcanza a lo que quedó fuera de la población (hoja «Diseño» de la muestra), a lo que no se "
        "informó, ni a otros periodos. Vale si las marcas son ciertas y se verificó lo elegido, sin reemplazos."
    )


def confidence_words(result: Evaluation) -> str:
    """Return the confidence as a per cent: `95 %`."""
    return f"{quantity_es(round_half_up(result.confidence * 100, 2))}\N{NO-BREAK SPACE}%"


def _percent(result: Evaluation) -> str:
    return with_unit(_rounded(result, result.limit * 100), "%")


def _rounded(result: Evaluation, value: Fraction) -> Decimal:
    """Return a number of a claim with two decimals: rounded up or, if all was verified and it is no limit, half up."""
    return (rounded_up if _extent(result) else round_half_up)(value, 2)
