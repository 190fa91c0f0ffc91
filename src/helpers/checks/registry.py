"""The registry of rules: one rule a function, with its code, severity and promise."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from helpers.book import Book
from helpers.closings import Closing
from helpers.cuadros.tables import Cuadro
from helpers.findings import Finding, Severity, ordered
from helpers.intake.dataset import Dataset
from helpers.methods import Metodo
from helpers.params import Corrida
from helpers.records import Prose


@dataclass(frozen=True)
class Evidence:
    """What a rule may look at."""

    dataset: Dataset
    book: Book
    method: Metodo
    corrida: Corrida
    cuadros: tuple[Cuadro, ...] = ()
    closings: tuple[Closing, ...] = ()
    prose: tuple[Prose, ...] = ()


@dataclass(frozen=True)
class Found:
    """What a rule found in one place; the registry adds the rule's code, and its severity where none is given."""

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
        What holds where the rule finds nothing, in one Spanish sentence.
    check : Check
    """

    code: str
    severity: Severity
    promise: str
    check: Check

    def findings(self, evidence: Evidence) -> tuple[Finding, ...]:
        """Run the rule."""
        return tuple(
            Finding(
                codigo=self.code, severidad=found.severity or self.severity, mensaje=found.message, **found.fields
            )
            for found in self.check(evidence)
        )


@dataclass
class Registry:
    """Rules by code, in the order they were registered."""

    rules: dict[str, Rule] = field(default_factory=dict)

    def rule(self, code: str, severity: Severity, promise: str) -> Callable[[Check], Check]:
        """Register a function as a rule.

        Raises
        ------
        ValueError
            For a code that is taken.
        """

        def register(check: Check) -> Check:
            if code in self.rules:
                raise ValueError(f"rule registered twice: {code}")
            self.rules[code] = Rule(code, severity, promise, check)
            return check

        return register

    def run(self, evidence: Evidence) -> tuple[Finding, ...]:
        """Run every rule and put the findings in order."""
        return ordered(finding for rule in self.rules.values() for finding in rule.findings(evidence))


REGISTRY = Registry()
