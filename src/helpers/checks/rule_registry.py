"""The registry of rules: each rule is a function with a code, a severity and a promise."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from helpers.figures.book import Book
from helpers.figures.findings import Finding, Severity, sort_findings
from helpers.figures.records import Prose
from helpers.intake.closings import Closing
from helpers.intake.dataset import Dataset
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
        Other fields of the finding.
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
        """Run the rule and return its findings, in the order in which it found them."""
        return tuple(
            Finding(
                codigo=self.code, severidad=found.severity or self.severity, mensaje=found.message, **found.fields
            )
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
            if code in self.rules:
                raise ValueError(f"rule registered twice: {code}")
            self.rules[code] = Rule(code, severity, promise, check)
            return check

        return register

    def run(self, evidence: Evidence) -> tuple[Finding, ...]:
        """Run every rule and return all findings, ordered."""
        return sort_findings(finding for rule in self.rules.values() for finding in rule.findings(evidence))


REGISTRY = Registry()
