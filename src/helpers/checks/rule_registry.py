"""The registry of rules, each with a code, a severity and a promise, and the findings that rules make."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from helpers.base.display import lower_first, number_es, short_list_es
from helpers.base.exact import exact, plain_text
from helpers.base.python_extras import grouped
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.figure_names import REPORTED_SUFFIX
from helpers.figures.findings import Finding, Severity, cell_fields, sort_findings
from helpers.figures.records import Prose, SourceCell
from helpers.intake.closings import Closing
from helpers.intake.dataset import Dataset
from helpers.scoring.planning.plan_in_force import unit_node
from helpers.settings.cuadros.cuadro_table import Cuadro
from helpers.settings.methods import Metodo
from helpers.settings.params import Corrida


@dataclass(frozen=True)
class Evidence:
    """The data that a rule may read.

    Attributes
    ----------
    dataset : Dataset
    book : Book
    method : Metodo
    corrida : Corrida
        The run's parameters.
    cuadros : tuple of Cuadro
        The declared printed tables.
    closings : tuple of Closing
        The closed periods.
    prose : tuple of Prose
        The texts of planners and notebooks.
    """

    dataset: Dataset
    book: Book
    method: Metodo
    corrida: Corrida
    cuadros: tuple[Cuadro, ...] = ()
    closings: tuple[Closing, ...] = ()
    prose: tuple[Prose, ...] = ()


@dataclass(frozen=True)
class Found:
    """One fault found by a rule.

    Attributes
    ----------
    message : str
        In Spanish.
    fields : dict of str to str
        Other fields of the `Finding` by name: `elemento`, `esperado`, `archivo`…
    severity : Severity or None
        None for the rule's own severity.
    """

    message: str
    fields: dict[str, str] = field(default_factory=dict)
    severity: Severity | None = None


Check = Callable[[Evidence], Iterable[Found]]


@dataclass(frozen=True)
class Rule:
    """A registered rule.

    Attributes
    ----------
    code : str
    severity : Severity
    promise : str
        What holds if the rule finds nothing, in one Spanish sentence.
    check : Check
        The function that looks for faults.
    """

    code: str
    severity: Severity
    promise: str
    check: Check

    def findings(self, evidence: Evidence) -> tuple[Finding, ...]:
        """Run the rule and return its findings, in the order in which it found them.

        The severity of a `Found` precedes the rule's own.
        """
        return tuple(
            Finding(codigo=self.code, severidad=found.severity or self.severity, mensaje=found.message, **found.fields)
            for found in self.check(evidence)
        )


@dataclass
class Registry:
    """Rules by code, in the order of registration."""

    rules: dict[str, Rule] = field(default_factory=dict)

    def rule(self, code: str, severity: Severity, promise: str) -> Callable[[Check], Check]:
        """Return a decorator that registers a function as a rule.

        Parameters
        ----------
        promise : str
            What holds if the rule finds nothing, in one Spanish sentence.

        Raises
        ------
        ValueError
            If the code is already registered; raised when the function is decorated.
        """

        def register(check: Check) -> Check:
            """Register the function under the code and return it unchanged; ValueError if the code is taken."""
            if code in self.rules:
                raise ValueError(f"rule registered twice: {code}")
            self.rules[code] = Rule(code, severity, promise, check)
            return check

        return register

    def run(self, evidence: Evidence) -> tuple[Finding, ...]:
        """Run every registered rule and return all findings: errors first, then by rule, element and place."""
        return sort_findings(finding for rule in self.rules.values() for finding in rule.findings(evidence))


REGISTRY = Registry()


FEW = 3
"""Most cases of one unit that are reported one by one."""
MOST_CASES = 20
"""Most cases that a sentence names before it counts the rest."""


@dataclass(frozen=True)
class Case:
    """One case of a rule.

    Attributes
    ----------
    group : str
        Code of the unit under which many cases are grouped.
    short : str
        Text of the case in a list: the task's code and the relevant number.
    cell : SourceCell
    alone : Found
        The finding used if the case is reported alone.
    """

    group: str
    short: str
    cell: SourceCell
    alone: Found


def told(
    evidence: Evidence, cases: Iterable[Case], together: Callable[[str, int], tuple[str, str]]
) -> Iterator[Found]:
    """Yield the findings of the cases of each unit: one for each case up to `FEW` cases, a single one for more.

    Units come in the order of their first case. The single finding points to the cell of its unit's first case, lists
    up to `MOST_CASES` cases by their short text, and has the rule's own severity.

    Parameters
    ----------
    together : callable
        Takes a unit's code and the number of cases; returns the sentences before and after the list.
    """
    for group, of_group in grouped(cases, lambda case: case.group).items():
        if len(of_group) <= FEW:
            yield from (case.alone for case in of_group)
            continue
        before, after = together(group, len(of_group))
        node = unit_node(evidence.dataset, group)
        yield Found(
            f"{before}: {short_list_es([case.short for case in of_group], MOST_CASES)}. {after}",
            cell_fields(
                of_group[0].cell,
                "/".join(node.key if node else ("unidad", group)),
                encontrado=f"{len(of_group)} tareas",
            ),
        )


def against(evidence: Evidence, figure: Figure, expected: Decimal, sentence: str) -> Found:
    """Make the finding for a figure that differs from its expected value; it does not check that they differ.

    The stated difference is the figure's rounded value minus the expected one; the place is the figure's first input
    cell, and a computed figure has none: no cell holds it.

    Parameters
    ----------
    expected : Decimal
        Rounded as it would be printed.
    sentence : str
        Origin of the expected value, in Spanish, without a full stop.

    Returns
    -------
    Found
        A note if the difference is within `tolerancia_redondeo`; else the rule's own severity.
    """
    place = cell_fields(figure.sources[0]) if figure.sources else {}
    indicator = lower_name(evidence, figure.indicator.removesuffix(REPORTED_SUFFIX))
    kind = f" ({figure.level})" if figure.level in {"tipo", "subtipo"} else ""
    said = number_es(figure.rounded)
    if figure.is_read and exact(figure.rounded) != figure.value:
        said = f"{number_es(Decimal(plain_text(figure.value)))} (se imprime {said})"
    verb = "dice" if figure.is_read else "se calcula"
    near = abs(figure.rounded - expected) <= evidence.corrida.tolerancia_redondeo
    return Found(
        f"«{figure.name}»{kind}, {indicator}, {figure.period.words}: {verb} {said}, pero {sentence}.",
        {
            "elemento": figure.id,
            "esperado": plain_text(expected),
            "encontrado": figure.published,
            "diferencia": plain_text(figure.rounded - expected),
        }
        | place,
        severity=Severity.NOTE if near else None,
    )


def lower_name(evidence: Evidence, indicator: str) -> str:
    """Return an indicator's name in the Book, with a small first letter, for use within a sentence."""
    return lower_first(evidence.book.indicator_name(indicator))
