"""What a form that came back gives, and the parts that every kind of form is read with."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from helpers.characters import visible
from helpers.entidad import Causa
from helpers.findings import Finding, Severity
from helpers.forms.form_set import FormSet
from helpers.forms.form_table import Below, FormTable, below_labels
from helpers.forms.headings import PRESENTED
from helpers.forms.identity import Identity, Kind
from helpers.forms.layout import Form
from helpers.forms.problems import FormCode, of_fault
from helpers.intake.code_cells import unprinted
from helpers.intake.columns import folded
from helpers.intake.contract import TABLES
from helpers.intake.grid import Cell, Grid, letter
from helpers.intake.kinds import Fault, Outcome, Settings, convert
from helpers.intake.problems import Code, found, listed
from helpers.records import Origin, Row, SourceCell, Value


@dataclass(frozen=True)
class FormReading:
    """What was read of one form.

    Attributes
    ----------
    file : str
        Named from the root.
    identity : Identity
        What it says that it is, however incomplete.
    named : str
        The unit that stands in it, as typed, where it was sent out to another one; else empty.
    form : Form or None
        The form that was sent out and that this one is; None where it is not one that is awaited.
    rows : Mapping of str to tuple of Row
        By table of the contract (`ejecucion`, `avances`, `resultados`, `presentaciones`, `tareas`); their cells are
        the form's.
    presented_on : date or None
    presented_by, position, remarks : str
        Who presents it, as the form says.
    findings : tuple of Finding
        One of severity `error` says that the form cannot be accepted.
    """

    file: str
    identity: Identity = field(default_factory=Identity)
    form: Form | None = None
    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    presented_on: date | None = None
    presented_by: str = ""
    position: str = ""
    remarks: str = ""
    findings: tuple[Finding, ...] = ()
    named: str = ""

    @property
    def kind(self) -> Kind | None:
        """What is filled in, also where it is no form that is awaited; None where nothing tells."""
        return self.form.identity.kind if self.form is not None else self.identity.kind

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.severidad is Severity.ERROR)

    @property
    def is_acceptable(self) -> bool:
        """Whether nothing in it prevents its data from entering."""
        return self.form is not None and not self.errors


@dataclass
class FormReader:
    """What the reader of any kind of form has.

    Attributes
    ----------
    forms : FormSet
    form : Form
        As it was sent out.
    grid : Grid
        As it came back.
    settings : Settings
    problems : list of Finding
        What was found on the way.
    """

    forms: FormSet
    form: Form
    grid: Grid
    settings: Settings
    problems: list[Finding] = field(default_factory=list)

    blocks: ClassVar[Sequence[Sequence[str]]] = (PRESENTED,)
    """Labels of what is asked below the table."""
    worked: ClassVar[Collection[str]] = ()
    """Headings of the columns that the form works out by itself, where no others are read."""

    @property
    def table(self) -> FormTable:
        raise NotImplementedError

    @property
    def asked_texts(self) -> Collection[str]:
        """Headings of the columns in which the unit writes words."""
        raise NotImplementedError

    @property
    def asked_numbers(self) -> Collection[str]:
        """Headings of the columns in which it writes numbers."""
        raise NotImplementedError

    def rows(self) -> Mapping[str, tuple[Row, ...]]:
        """What the form says, as rows of the contract's tables."""
        raise NotImplementedError

    def tell(
        self, code: FormCode, place: SourceCell, told: str, severity: Severity = Severity.ERROR, **more: str
    ) -> None:
        """Add a finding; `more` is what `found` takes beside its place and sentence."""
        self.problems.append(found(code, severity, place, told, **more))


@dataclass(frozen=True)
class Presented:
    """Who presents a form and when, with what is to be said of it."""

    row: Row | None
    on: date | None
    by: str
    position: str
    remarks: str
    findings: tuple[Finding, ...]


def read_presented(grid: Grid, unit: str, period: Value, settings: Settings, after: int) -> Presented:
    """Read the block at the end of a form."""
    name, position, day, remarks = PRESENTED
    block = below_labels(grid, PRESENTED, after)
    column = TABLES["presentaciones"].column("fecha_presentacion")
    outcome = convert(column, [block.cells[day]], settings)[0] if day in block.cells else Outcome()
    problems = [*_unreadable_date(block, outcome, day)]
    on = outcome.value if isinstance(outcome.value, date) else None
    if not block.text(name):
        told = "no dice quién lo presenta. Complete «Presentado por», «Cargo» y «Fecha» al pie del formulario."
        problems.append(found(FormCode.PRESENTED, Severity.WARNING, block.place(name), told, element=name))
    if on is None and outcome.fault is None:
        told = (
            "no dice en qué fecha se presenta; cuenta la fecha en que se recibió. Complete «Fecha» al pie del "
            "formulario."
        )
        problems.append(found(FormCode.PRESENTED, Severity.WARNING, block.place(day), told, element=day))
    row = _presented_row(block, unit, period, on) if block.row else None
    return Presented(row, on, block.text(name), block.text(position), block.text(remarks), tuple(problems))


def _unreadable_date(block: Below, outcome: Outcome, label: str) -> Iterator[Finding]:
    if outcome.fault is not None:
        yield of_fault(outcome.fault, block.place(label), f"presentaciones/{label}", block.text(label))


def _presented_row(block: Below, unit: str, period: Value, on: date | None) -> Row:
    name, _, day, remarks = PRESENTED
    fields = {name: "presentado_por", day: "fecha_presentacion", remarks: "observacion"}
    letters = {column: letter(block.indices[label]) for label, column in fields.items() if label in block.indices}
    origin = Origin("presentaciones", block.grid.file, block.grid.sheet, letters)
    values: dict[str, Value | None] = {
        "periodo": period, "unidad": unit, "fecha_presentacion": on, "presentado_por": block.text(name) or None,
        "observacion": block.text(remarks) or None,
    }  # fmt: skip
    return Row(origin, block.row, given(values))


def given(values: Mapping[str, Value | None]) -> dict[str, Value]:
    """The values that are there: a missing one is absent from a row, never zero."""
    return {name: value for name, value in values.items() if value is not None}


def text_of(cell: Cell, place: SourceCell, element: str, problems: list[Finding]) -> str:
    """A cell's text; one that cannot be used (a formula, an error) is told and left out."""
    if not cell.fault:
        unprintable = unprinted(cell.text)
        if unprintable is not None:
            problems.append(of_fault(unprintable, place, element, cell.text))
        return visible(cell.text.strip())
    fault = Fault(Code.CELL, Severity.ERROR, f"la celda {cell.fault}.")
    problems.append(of_fault(fault, place, element, cell.text))
    return ""


def missing_headings(table: FormTable, needed: Sequence[str]) -> tuple[Finding, ...]:
    """An error that names the headings that a form lost."""
    lost = [heading for heading in needed if heading in table.missing]
    if not lost:
        return ()
    place = table.grid.place(table.header or "")
    told = (
        f"faltan columnas del formulario, o les cambiaron el título: {listed(lost)}. Copie los datos en un formulario "
        "nuevo, hecho con «poa forms»."
    )
    return (found(FormCode.HEADING, Severity.ERROR, place, told, expected=", ".join(lost)),)


def cause_of(text: str, causes: Sequence[Causa]) -> Causa | None:
    """The declared cause that a cell chooses: by its code, its words or both."""
    wanted = folded(text)
    for cause in causes:
        code, words = folded(cause.codigo), folded(cause.descripcion)
        if wanted in {code, words} or wanted.startswith((f"{code} ", f"{code}.", f"{code}:", f"{code}-")):
            return cause
    return None


def unknown_cause(place: SourceCell, element: str, text: str, causes: Sequence[Causa]) -> Finding:
    """A cause that is not in the list: it is kept as words."""
    known = listed([cause.codigo for cause in causes])
    told = f"«{text}» no es una causa de la lista ({known}); se guarda como explicación. Elija una de la lista."
    return found(FormCode.CAUSE, Severity.WARNING, place, told, element=element, expected=known, value=text)
