"""The content of a returned form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from helpers.figures.findings import Finding, Severity
from helpers.figures.records import Row
from helpers.forms.blank.form_layout import Form
from helpers.forms.form_labels import Identity, Kind


@dataclass(frozen=True)
class FormReading:
    """The content of one form.

    Attributes
    ----------
    file : str
        Path from the root.
    identity : Identity
        The form's statement of what it is, however incomplete.
    form : Form or None
        The awaited form to which it corresponds; None if there is none.
    rows : Mapping of str to tuple of Row
        Rows by table of the contract (`ejecucion`, `avances`, `resultados`, `presentaciones`, `tareas`); their cells
        are those of the form.
    presented_on, presented_by : date or None, str
        When and by whom (name and post), as its signature block states.
    findings : tuple of Finding
        An error means that the form cannot be accepted.
    named : str
        The unit typed in the form, if the form was sent to another unit; otherwise empty.
    """

    file: str
    identity: Identity = field(default_factory=Identity)
    form: Form | None = None
    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    presented_on: date | None = None
    presented_by: str = ""
    findings: tuple[Finding, ...] = ()
    named: str = ""

    @property
    def kind(self) -> Kind | None:
        """The kind of form, even if it is not an awaited one; None if unknown."""
        return self.form.identity.kind if self.form is not None else self.identity.kind

    @property
    def unit(self) -> str:
        """The unit's code as in the structure, or as in the form if the unit is not recognised."""
        return (self.form.identity if self.form is not None else self.identity).unit

    def possible_date(self, since: date, until: date) -> date | None:
        """Return the date of presentation that it states if it lies between two days, both included; None otherwise."""
        return self.presented_on if self.presented_on is not None and since <= self.presented_on <= until else None

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that are errors, in their order."""
        return tuple(finding for finding in self.findings if finding.severidad is Severity.ERROR)

    @property
    def is_acceptable(self) -> bool:
        """Whether it is an awaited form without errors."""
        return self.form is not None and not self.errors
