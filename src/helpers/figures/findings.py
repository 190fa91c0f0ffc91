"""Findings (hallazgos): everything that does not agree, from an input cell to the last page; and reconciled figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from helpers.base.characters import is_printable, printable
from helpers.base.errors import PoaError
from helpers.base.exact import plain_text
from helpers.figures.figure_names import GRADE_WORDS
from helpers.figures.records import IN_INBOX, SourceCell

STRUCTURE = "estructura"
"""Element of findings about table `estructura` as a whole."""


class Severity(StrEnum):
    """Severity of a finding; an `error` in the inputs stops the run."""

    ERROR = "error"
    WARNING = "advertencia"
    NOTE = "nota"


class Verdict(StrEnum):
    """Result of comparing a published figure with the computed one."""

    EXACT = "exacto"
    ROUNDING = "redondeo"
    OTHER_RULE = "otra regla"
    """A named rule that is not the method's gives the printed value."""
    CARRIED = "arrastre"
    """The difference follows from another figure that is wrong, which is named."""
    IRRECONCILABLE = "irreconciliable"
    NOT_VERIFIABLE = "no verificable"


DIFFERENT = (Verdict.ROUNDING, Verdict.OTHER_RULE, Verdict.CARRIED, Verdict.IRRECONCILABLE)
"""Verdicts on a printed figure that is known not to be the computed one."""
NOT_FROM_DATA = frozenset({Verdict.IRRECONCILABLE, Verdict.CARRIED})
"""Verdicts on a printed figure that no known rule obtains from the data."""
VERDICT_SEVERITIES = {
    Verdict.ROUNDING: Severity.NOTE,
    Verdict.OTHER_RULE: Severity.WARNING,
    Verdict.CARRIED: Severity.WARNING,
    Verdict.IRRECONCILABLE: Severity.WARNING,
    Verdict.NOT_VERIFIABLE: Severity.NOTE,
}
"""Severity of the finding on a printed figure that is not exact."""
CLOSED_CHANGED = ("CIE-REEXPRESADA", "CIE-DESAPARECE")
"""Codes of the rules on figures of closed periods that have another value now, or are no longer computed."""
UNCHANGED = "no cambia las cifras principales"
"""How `efecto` begins if the fault moves no headline figure."""
LOST = "sin cifra de "
"""How `efecto` begins if a headline figure cannot be computed because of the fault."""


@dataclass(frozen=True)
class Finding:
    """One line of `hallazgos.csv`. Every field is text as shown.

    Attributes
    ----------
    codigo : str
        The rule's code.
    severidad : Severity
    veredicto : str
        A `Verdict` for published figures, empty for other rules.
    elemento : str
        A figure's id, or table/row/column.
    esperado, encontrado, diferencia, causa : str
    archivo, hoja, celda : str
        Where it was found.
    mensaje : str
        One Spanish sentence: what, where, and how to correct it.
    posicion : str
        Place in the list: `3` for a root finding, `3.2` for the second finding that follows from it. Empty before the
        findings are grouped (`checks/grouping/root_causes`) and in runs of earlier versions.
    causa_raiz : str
        For a finding that follows from another: that root's element and place, and why it follows. Empty for a root.
    efecto : str
        What the fault moves in the institution's headline figures, in points and Bs, in words.
    sigue_de : str
        The wrong figure from which it follows: its place as `SourceCell` writes it, or its element; empty if none.
    """

    codigo: str
    severidad: Severity
    mensaje: str
    elemento: str = ""
    veredicto: str = ""
    esperado: str = ""
    encontrado: str = ""
    diferencia: str = ""
    causa: str = ""
    archivo: str = ""
    hoja: str = ""
    celda: str = ""
    posicion: str = ""
    causa_raiz: str = ""
    efecto: str = ""
    sigue_de: str = ""

    def __post_init__(self) -> None:
        """Replace each strange character in the texts by what is printed for it."""
        # A finding may quote characters that no page can carry.
        for name, text in tuple(vars(self).items()):
            if text and not is_printable(text):
                object.__setattr__(self, name, printable(text))

    @property
    def place(self) -> str:
        """File, sheet and cell in one text; empty where the finding has no place."""
        return str(SourceCell(self.archivo, self.hoja, self.celda)) if self.archivo else ""

    @property
    def is_of_form(self) -> bool:
        """Whether it lies in a form that a unit sent, and not in one of the planner's files."""
        return IN_INBOX in self.archivo

    def is_expected_in(self, period: str) -> bool:
        """Whether the finding is on a form or a datum that was expected of a period; `period` is its code."""
        return self.esperado.endswith(f" {period}")

    @property
    def is_root(self) -> bool:
        """Whether the finding follows from no other one; true for every finding that is not grouped."""
        return "." not in self.posicion

    def as_found(self) -> Finding:
        """Return the finding as its rule made it: with `posicion`, `causa_raiz` and `efecto` empty."""
        return replace(self, posicion="", causa_raiz="", efecto="")


@dataclass
class InputsFailed(PoaError):
    """The inputs have errors, so no figure is computed and earlier outputs stay as they are.

    Attributes
    ----------
    findings : Sequence[Finding]
        All findings of the intake, errors included.
    """

    findings: Sequence[Finding]

    def __str__(self) -> str:
        """Return a sentence with the number of errors; warnings and notes do not count."""
        # `poa informe` recognises an unchanged report before it loads slow libraries, such as babel here.
        from helpers.base.display import counted_es

        errors = sum(finding.severidad is Severity.ERROR for finding in self.findings)
        told = counted_es(errors, "error que impide calcular", "errores que impiden calcular")
        return f"Los datos de entrada tienen {told}."


@dataclass(frozen=True)
class Reconciled:
    """One line of `conciliacion.csv`: a printed figure beside the computed one. Every field is text as shown.

    Attributes
    ----------
    id : str
        The figure's id.
    donde : str
        Where the earlier document prints it.
    publicado, calculado, diferencia : str
        With a decimal point; `calculado` and `diferencia` are empty where nothing could be computed.
    veredicto : Verdict
    formula : str
        How the value was computed, or the formula that gives the printed one.
    causa : str
        Why they differ, or why the printed value cannot be verified.
    archivo, hoja, celda : str
        The cell of `publicado`.
    sigue_de : str
        The wrong figure from which the difference follows, as in `Finding`.
    """

    id: str
    donde: str
    publicado: str
    calculado: str
    diferencia: str
    veredicto: Verdict
    formula: str
    causa: str
    archivo: str = ""
    hoja: str = ""
    celda: str = ""
    sigue_de: str = ""

    @property
    def place(self) -> str:
        """File, sheet and cell of the printed value in one text; empty where the line has no place."""
        return str(SourceCell(self.archivo, self.hoja, self.celda)) if self.archivo else ""

    @property
    def is_number(self) -> bool:
        """Whether the printed value is a number. The words of a grade (`…#calificacion`) have no difference."""
        return self.id.rpartition("#")[2] not in GRADE_WORDS

    def finding(self, code: str, message: str, **other: str) -> Finding:
        """Make a rule's finding, of its verdict's severity, on a line not exact; `other` replaces the line's fields."""
        named = {"elemento": self.id, "esperado": self.calculado, "encontrado": self.publicado}
        alike = ("veredicto", "diferencia", "causa", "archivo", "hoja", "celda", "sigue_de")
        same = {name: getattr(self, name) for name in alike}
        return Finding(code, VERDICT_SEVERITIES[self.veredicto], message, **{**named, **same, **other})


OF_PRINT = ("PUB-", "CUA-", "VEN-IMPRESO")
"""Code prefixes of the rules on values that earlier documents print."""


def concerns_print(finding: Finding) -> bool:
    """Tell whether a finding is about an earlier document's printed value and not about this report's inputs."""
    return bool(finding.veredicto) or finding.codigo.startswith(OF_PRINT)


_SEVERITY_ORDER = tuple(Severity)


def cell_fields(
    cell: SourceCell, elemento: str = "", esperado: str = "", encontrado: str = "", **fields: str
) -> dict[str, str]:
    """Return the arguments of `Finding` that tell its cell and values; empty ones are left out, but not the place.

    Parameters
    ----------
    cell : SourceCell
    elemento, esperado, encontrado : str
        The figure's id or table/row/column, the expected value, and the value found.
    **fields : str
        Further fields of `Finding`.
    """
    stated = {"elemento": elemento, "esperado": esperado, "encontrado": encontrado, **fields}
    place = {"archivo": cell.file, "hoja": cell.sheet, "celda": cell.cell}
    return {name: text for name, text in stated.items() if text} | place


def difference_fields(
    cell: SourceCell, element: str, expected: Decimal, found: Decimal, bound: str = "", **fields: str
) -> dict[str, str]:
    """Return the arguments of `Finding` for a cell whose number differs from the expected one or breaks a bound.

    `diferencia` is found minus expected; numbers are written by `plain_text`.

    Parameters
    ----------
    cell : SourceCell
    element : str
    expected, found : Decimal
    bound : str
        Text before the expected number, such as «≤ »; empty for an exact value.
    **fields : str
        Further fields.
    """
    numbers = {"encontrado": plain_text(found), "diferencia": plain_text(found - expected)}
    return cell_fields(cell, elemento=element, esperado=f"{bound}{plain_text(expected)}", **numbers, **fields)


def _order(finding: Finding) -> tuple[int, bool, str, str, tuple[str, str, str], str]:
    """Sort key of `sort_findings`."""
    severity, place = _SEVERITY_ORDER.index(finding.severidad), (finding.archivo, finding.hoja, finding.celda)
    is_other = finding.elemento != STRUCTURE
    return severity, is_other, finding.codigo, finding.elemento, place, finding.mensaje


def sort_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort findings by severity, rule, element and place, so that two runs list them alike.

    Returns
    -------
    tuple of Finding
        Errors first. Within a severity, findings on the structure as a whole come first: without it nothing else can be
        judged.
    """
    return tuple(sorted(findings, key=_order))


def has_error(findings: Iterable[Finding]) -> bool:
    """Return whether any finding is an error, which stops a run or rejects a form."""
    return any(finding.severidad is Severity.ERROR for finding in findings)


def count_by_severity(findings: Iterable[Finding]) -> dict[Severity, int]:
    """Return the number of findings of each severity, also where it is 0."""
    counts = dict.fromkeys(Severity, 0)
    for finding in findings:
        counts[finding.severidad] += 1
    return counts
