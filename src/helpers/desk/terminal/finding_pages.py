"""Findings in words, and the parts of the pages that commands print: titled tables, lists of findings, names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from helpers.base.display import list_es, number_es, upper_first
from helpers.base.name_phrases import number_with_noun
from helpers.base.python_extras import by_key
from helpers.figures.finding_families import families
from helpers.figures.findings import STRUCTURE, UNCHANGED, Finding, Severity, count_by_severity
from helpers.figures.records import SourceCell, file_words
from helpers.intake.intake_problems import where
from helpers.settings.institution import Entidad

NO_FORM = "PRE-FALTA"
"""Code of the findings on units that did not hand in their form."""
PLURALS = {Severity.ERROR: "errores", Severity.WARNING: "advertencias", Severity.NOTE: "notas"}
COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}
ERRORS_SHOWN = 10
OF_ONE = 2
"""Most errors of a short page, and most of one unit; `--todo` prints all."""
CAUSES_SHOWN = 5
"""Most causes that a page lists."""
NAMED = 12
"""Maximum number of names in a list; the others are counted."""
GENERAL = "generales"
"""Owner printed for findings on no particular unit."""
Owned = tuple[str, Finding]
"""Name of the unit that has to correct a finding (empty if none), and the finding."""


class Unit(Protocol):
    """A unit with its findings, as a check or a plan lists it."""

    @property
    def name(self) -> str: ...

    @property
    def findings(self) -> tuple[Finding, ...]: ...


def counts_es(findings: Iterable[Finding], none: str = "ninguno", *, with_zeros: bool = False) -> str:
    """Return the number of findings by severity in words: `1 error y 12 notas`.

    Parameters
    ----------
    none : str
        Text if there are no findings.
    with_zeros : bool
        Whether severities without findings are named too: `0 errores, 1 advertencia y 12 notas`.
    """
    counts = {severity: many for severity, many in count_by_severity(findings).items() if many or with_zeros}
    words = [number_with_noun(many, severity, PLURALS[severity]) for severity, many in counts.items()]
    return list_es(words) or none


def causes_es(findings: Iterable[Finding]) -> str:
    """Return `, de 48 causas`, the number of findings that follow from no other; empty if none follows from another.

    It counts the `families` of these findings, and says `, de una causa` for a single one.
    """
    listed = tuple(findings)
    roots = len(families(listed))
    if roots == len(listed):
        return ""
    return ", de una causa" if roots == 1 else f", de {number_es(roots)} causas"


def causes_table(findings: Iterable[Finding]) -> Table:
    """Return a table of the first errors and warnings that follow from no other and move headline figures, or may.

    A row has place, message, effect, and how many findings follow. Rows are not numbered, because a position also
    counts findings that are not shown. The table has at most `CAUSES_SHOWN` rows, and none if the findings are not
    grouped.
    """
    table = grid(None, 1)
    found = [family for family in families(findings) if _may_move(family.root)]
    for family in found[:CAUSES_SHOWN]:
        root = family.root
        more = _following(len(family.consequences))
        effect = f"Efecto: {root.efecto}{f'; {more}' if more else ''}."
        told = finding_line(root, "yellow") if root.archivo else Text(root.mensaje)
        table.add_row("•", Text.assemble(told, "\n", (effect, "dim")))
    return table


def _may_move(root: Finding) -> bool:
    """Whether an error or a warning states an effect on headline figures other than none."""
    return root.severidad is not Severity.NOTE and bool(root.efecto) and not root.efecto.startswith(UNCHANGED)


def _following(count: int) -> str:
    """`y 18 más de la misma causa`; empty for none."""
    return f"y {'uno' if count == 1 else count} más de la misma causa" if count else ""


def place_of(finding: Finding) -> str:
    """Return the place of a finding for a reader.

    Returns
    -------
    str
        File (`file_words`), sheet, and cell or row, in Spanish; empty if the finding has no file.
    """
    return where(SourceCell(file_words(finding.archivo), finding.hoja, finding.celda))


def in_reading_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings sorted by severity, the gravest first, then by file, sheet, row and column.

    Within a severity, those on the structure as a whole come first, as in `sort_findings`.
    """
    return tuple(sorted(findings, key=_reading_order))


def _reading_order(finding: Finding) -> tuple[object, ...]:
    """Return the sort key of `in_reading_order`; findings on one cell go by code and message."""
    severity = tuple(Severity).index(finding.severidad)
    place = (finding.archivo, finding.hoja, cell_order(finding.celda))
    return (severity, finding.elemento != STRUCTURE, *place, finding.codigo, finding.mensaje)


def cell_order(cell: str) -> tuple[int, int, str]:
    """Return the sort key of a cell's address: row, then column (Z before AA)."""
    column = cell.rstrip("0123456789")
    return int(cell.removeprefix(column) or 0), len(column), column


def message_alone(finding: Finding) -> str:
    """Return a finding's message, capitalised, without the place before its first colon, if that names its file.

    Any other message stays as it is: it may begin with the name of another file.
    """
    place, colon, rest = finding.mensaje.partition(": ")
    return upper_first(rest) if colon and finding.archivo and place.startswith(finding.archivo) else finding.mensaje


def institution_head(console: Console, entidad: Entidad, subject: str) -> None:
    """Print the head of a page: the institution, the subject, and a warning if the institution is synthetic."""
    console.print(Text(entidad.nombre, "bold"))
    console.print(Text(subject))
    if entidad.sintetica:
        console.print(Text("Datos sintéticos: esta entidad no existe.", "yellow"))


def titled_table(console: Console, title: str, table: Table) -> None:
    """Print an empty line, a title, and a table under it; nothing if the table has no rows."""
    if table.row_count:
        console.print(Text(f"\n{title}", "bold"))
        console.print(Padding(table, (0, 0, 0, 2)))


def bulleted_list(console: Console, title: str, told: Sequence[str]) -> None:
    """Print an empty line, a title, and sentences as a bulleted list; the title stands even without sentences."""
    console.print(Text(f"\n{title}", "bold"))
    table = grid(None, 1)
    for sentence in told:
        table.add_row("•", Text(sentence))
    console.print(Padding(table, (0, 0, 0, 2)))


def grid(*ratios: int | None) -> Table:
    """Return a table without lines or header.

    Parameters
    ----------
    *ratios : int or None
        One per column: None for a column as wide as its content; others share the remaining width by these ratios.
    """
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
    for ratio in ratios:
        table.add_column(no_wrap=ratio is None, ratio=ratio, overflow="fold")
    return table


def owned_findings(units: Iterable[Unit], of_none: Iterable[Finding]) -> list[Owned]:
    """Return findings with their unit's name; those on no unit come last, with an empty name."""
    return [*((unit.name, one) for unit in units for one in unit.findings), *(("", one) for one in of_none)]


def of_severity(owned: Iterable[Owned], severity: Severity) -> list[Owned]:
    """Return those of some findings that have a severity."""
    return [(owner, finding) for owner, finding in owned if finding.severidad is severity]


def show_by_severity(console: Console, owned: Sequence[Owned]) -> None:
    """Print findings with their owners in a table for each severity, the gravest first."""
    for severity, colour in COLOURS.items():
        titled_table(console, upper_first(PLURALS[severity]), findings_table(of_severity(owned, severity), colour))


def list_findings(console: Console, findings: Iterable[Finding]) -> None:
    """Print findings of no unit in particular, by severity and then by file and cell."""
    show_by_severity(console, [("•", finding) for finding in in_reading_order(findings)])


def first_errors(owned: Sequence[Owned]) -> Table:
    """Return a table of the first `ERRORS_SHOWN` errors, at most `OF_ONE` of each unit and general ones first.

    A last row counts the others.
    """
    errors = of_severity(owned, Severity.ERROR)
    groups = by_key(sorted(errors, key=lambda one: bool(one[0])))
    first = [(owner, finding) for owner, some in groups.items() for finding in some[:OF_ONE]][:ERRORS_SHOWN]
    table = findings_table(first, "red")
    if len(errors) > len(first):
        table.add_row("", f"y {len(errors) - len(first)} más; todos, con «--todo».")
    return table


def findings_table(owned: Sequence[Owned], colour: str) -> Table:
    """Return a table with a row for each finding, in order: owner (`generales` if none), and place with message.

    Parameters
    ----------
    owned : sequence of Owned
        Pairs of owner and finding.
    colour : str
        Style of the place, such as `red`.
    """
    table = grid(None, 1)
    for owner, finding in owned:
        table.add_row(owner or GENERAL, finding_line(finding, colour))
    return table


def finding_line(finding: Finding, colour: str) -> Text:
    """Return one line: a finding's place in a colour (its code if it has none), a colon, and its message alone."""
    return Text.assemble((place_of(finding) or finding.codigo, colour), ": ", message_alone(finding))


def first_names(names: Sequence[str]) -> str:
    """Return the first 12 names as a Spanish list, with the number of names left out: `A, B y 3 más`."""
    more = len(names) - NAMED
    return list_es([*names[:NAMED], f"{more} más"] if more > 0 else list(names))


def quoted_names(names: Iterable[str]) -> str:
    """Return the first 12 names as `first_names` does, each in Spanish quotation marks."""
    return first_names([f"«{name}»" for name in names])


def units_es(units: Iterable[Unit]) -> str:
    """Return the names of the first 12 units as a Spanish list, with the number of others."""
    return first_names([unit.name for unit in units])
