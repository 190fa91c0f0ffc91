"""The parts shared by the readers of all kinds of form."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from helpers.base.characters import folded, printable
from helpers.base.display import short_list_es
from helpers.figures.findings import Finding, Severity
from helpers.figures.records import Origin, Row, SourceCell, Value
from helpers.forms.blank.form_layout import Form
from helpers.forms.blank.form_set import FormSet
from helpers.forms.form_codes import FormCode
from helpers.forms.form_labels import SIGNATURE
from helpers.forms.returned.form_table import AmountCell, FormTable, LabelledCells, cells_below, of_fault
from helpers.intake.dataset import TABLES
from helpers.intake.intake_problems import Code, found
from helpers.intake.layout.cell_grid import Fault, Grid, Line, Outcome, letter
from helpers.intake.tables.table_columns import Measure
from helpers.intake.values.column_kinds import Settings, convert, unprinted
from helpers.settings.institution import Causa


@dataclass
class FormReader(ABC):
    """Base class of the readers of each kind of form.

    Attributes
    ----------
    form : Form
        The form as it was sent.
    grid : Grid
        The sheet as it came back.
    problems : list of Finding
        Findings made while reading.
    """

    forms: FormSet
    form: Form
    grid: Grid
    settings: Settings
    problems: list[Finding] = field(default_factory=list)

    blocks: ClassVar[Sequence[Sequence[str]]] = (SIGNATURE,)
    """Labels of the blocks below the table."""
    worked: ClassVar[Collection[str]] = ()
    """Headings of the columns that the form computes."""

    @property
    @abstractmethod
    def table(self) -> FormTable:
        """The table that the unit fills in."""

    @property
    @abstractmethod
    def asked_texts(self) -> Collection[str]:
        """Headings of the columns in which the unit writes text."""

    @property
    @abstractmethod
    def asked_numbers(self) -> Collection[str]:
        """Headings of the columns in which the unit writes numbers."""

    @abstractmethod
    def own_headings(self, line: Line) -> Collection[str]:
        """Return the headings below which a row of the table has what the form prints, computes or reads.

        There are none if the row is not the form's.
        """

    @abstractmethod
    def rows(self) -> Mapping[str, tuple[Row, ...]]:
        """Return the form's content as rows, by table of the contract; what is wrong is added to `problems`."""

    def tell(
        self, code: FormCode, place: SourceCell, told: str, severity: Severity = Severity.ERROR, **more: str
    ) -> None:
        """Add a finding on the form.

        Parameters
        ----------
        told : str
            Sentence in Spanish; the finding's message adds the place before it.
        severity : Severity
            By default an error, which prevents the form from being accepted.
        more : str
            Keyword arguments of `found`: element, expected, value.
        """
        self.problems.append(found(code, severity, place, told, **more))

    def lacks_headings(self, needed: Sequence[str]) -> bool:
        """Return whether headings are missing without which the form cannot be read.

        One error (`FOR-ENCABEZADO`) names the missing ones.
        """
        lost = [heading for heading in needed if heading in self.table.missing]
        if lost:
            told = (
                f"no está en el formulario, o cambió de título: {short_list_es(lost)}. Copie los datos en un "
                "formulario nuevo, hecho con «poa formularios»."
            )
            place = self.table.grid.place(self.table.header or "")
            self.tell(FormCode.HEADING, place, told, expected=", ".join(lost))
        return bool(lost)

    def text(self, line: Line, heading: str, element: str) -> str:
        """Return the text of a cell of the table without surrounding blanks, as reports can print it.

        Replaced characters give a finding. A cell that cannot be used (a formula, an error value) gives an error and an
        empty text.
        """
        cell, place = self.table.cell(line, heading), self.table.place(line, heading)
        fault = Fault(Code.CELL, Severity.ERROR, f"la celda {cell.fault}.") if cell.fault else unprinted(cell.text)
        if fault is not None:
            self.problems.append(of_fault(fault, place, element, cell.text))
        return "" if cell.fault else printable(cell.text.strip())

    def amount(self, line: Line, heading: str, element: str, measure: Measure) -> AmountCell:
        """Return a cell of the table in which the form asks for a number; `element` is its name in findings."""
        return AmountCell(self.table.cell(line, heading), self.table.place(line, heading), element, measure)

    def declared_cause(self, text: str, place: SourceCell, element: str) -> Causa | None:
        """Find the declared cause that a text names.

        Returns
        -------
        Causa or None
            The cause whose code, description or both, as in the list, are the text; case and accents are ignored, and
            so is what stands in parentheses if no other cause has the same words: «otra» is «Otra (explíquela)». If
            there is none, as for two causes, a warning (`FOR-CAUSA`) says that the text is kept as an explanation.
        """
        causes, around = self.forms.entidad.causas, " ·.:-"
        wanted = folded(text).strip(around)
        for cause in causes:
            code, words = (folded(part).strip(around) for part in (cause.codigo, cause.descripcion))
            if wanted in (code, words) or wanted.removeprefix(code).strip(around) == words:
                return cause
        alike = [cause for cause in causes if folded(cause.descripcion).partition("(")[0].strip(around) == wanted != ""]
        if len(alike) == 1:
            return alike[0]
        known = short_list_es([cause.codigo for cause in causes])
        told = f"«{text}» no es una causa de la lista ({known}); se guarda como explicación. Elija una de la lista."
        self.tell(FormCode.CAUSE, place, told, Severity.WARNING, element=element, expected=known, value=text)
        return None


@dataclass(frozen=True)
class Signature:
    """Who presented a form (name and post) and when, with the findings on that block."""

    row: Row | None
    on: date | None
    by: str
    findings: tuple[Finding, ...]


def read_signature(grid: Grid, unit: str, period: Value, settings: Settings, after: int) -> Signature:
    """Read the signature block at the end of a form.

    Parameters
    ----------
    period : Value
        Period of the row of `presentaciones`.
    after : int
        Last row of the table; the block is searched below it.

    Returns
    -------
    Signature
        Without row if the block is missing. Missing names and dates are warnings.
    """
    name, _, day, _ = SIGNATURE
    block = cells_below(grid, SIGNATURE, after)
    column = TABLES["presentaciones"].column("fecha_presentacion")
    outcome = convert(column, [block.cells[day]], settings)[0] if day in block.cells else Outcome()
    problems = []
    if outcome.fault is not None:
        problems.append(of_fault(outcome.fault, block.place(day), f"presentaciones/{day}", block.text(day)))
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
    return Signature(row, on, _presented_by(block), tuple(problems))


def _presented_by(block: LabelledCells) -> str:
    """Return name and post of who presented a form: `Ana Rojas, Directora`; empty if the block states neither."""
    name, post, *_ = SIGNATURE
    return ", ".join(dict.fromkeys(filter(None, (block.text(name), block.text(post)))))


def _presented_row(block: LabelledCells, unit: str, period: Value, on: date | None) -> Row:
    """Return the row of `presentaciones`; what the block does not state is absent from it."""
    name, _, day, remarks = SIGNATURE
    fields = {name: "presentado_por", day: "fecha_presentacion", remarks: "observacion"}
    letters = {column: letter(block.indices[label]) for label, column in fields.items() if label in block.indices}
    origin = Origin("presentaciones", block.grid.file, block.grid.sheet, letters)
    values: dict[str, Value | None] = {
        "periodo": period, "unidad": unit, "fecha_presentacion": on, "presentado_por": _presented_by(block) or None,
        "observacion": block.text(remarks) or None,
    }  # fmt: skip
    return Row(origin, block.row, present_values(values))


def present_values(values: Mapping[str, Value | None]) -> dict[str, Value]:
    """Return the values that are not None: a missing value is absent from a row, never zero."""
    return {name: value for name, value in values.items() if value is not None}
