"""Findings (hallazgos): what does not tie, from the first bad cell to the last page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from helpers.characters import is_plain, visible
from helpers.figure_names import GRADE_WORDS
from helpers.records import SourceCell

STRUCTURE = "estructura"
"""The table of who the units are, as the element of what is wrong with the whole of it."""


class Severity(StrEnum):
    """How grave a finding is; an `error` of the inputs stops the run."""

    ERROR = "error"
    WARNING = "advertencia"
    NOTE = "nota"


class Verdict(StrEnum):
    """How a published figure compares with the computed one."""

    EXACT = "exacto"
    ROUNDING = "redondeo"
    IRRECONCILABLE = "irreconciliable"
    NOT_VERIFIABLE = "no verificable"


_TEXTS = (
    "codigo", "mensaje", "elemento", "veredicto", "esperado", "encontrado", "diferencia", "causa", "archivo", "hoja",
    "celda",
)  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """One line of `hallazgos.csv`; every field is text as it is shown.

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
        One Spanish sentence: what, where, and how to mend it.
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

    def __post_init__(self) -> None:
        # Whatever it quotes, a finding can be printed.
        for name in _TEXTS:
            text = getattr(self, name)
            if text and not is_plain(text):
                object.__setattr__(self, name, visible(text))

    @property
    def place(self) -> str:
        """File, sheet and cell in one text; empty where the finding has no place."""
        return str(SourceCell(self.archivo, self.hoja, self.celda)) if self.archivo else ""


@dataclass(frozen=True)
class Reconciled:
    """One line of `conciliacion.csv`: a printed figure beside the computed one; every field is text as shown.

    Attributes
    ----------
    id : str
        The figure's id.
    donde : str
        Where the earlier document prints it.
    publicado, calculado, diferencia : str
        Dot decimal; `calculado` and `diferencia` empty where nothing could be computed.
    veredicto : Verdict
    formula : str
        How the computed value was had, or the formula that gives the printed one.
    causa : str
        Why they differ, or why it cannot be verified.
    archivo, hoja, celda : str
        The cell of `publicado`.
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

    @property
    def is_number(self) -> bool:
        """Whether what was printed is a number; the words of a grade (`…#calificacion`) have no difference."""
        return self.id.rpartition("#")[2] not in GRADE_WORDS


OF_PRINT = ("PUB-", "CUA-", "VEN-IMPRESO")
"""How the codes begin of rules over what earlier documents print."""


def is_of_print(finding: Finding) -> bool:
    """Whether a finding is of what an earlier document printed, and not of what this report rests on."""
    return bool(finding.veredicto) or finding.codigo.startswith(OF_PRINT)


COLUMNS = (
    "codigo", "severidad", "veredicto", "elemento", "esperado", "encontrado",
    "diferencia", "causa", "archivo", "hoja", "celda", "mensaje",
)  # fmt: skip

_SEVERITY_ORDER = tuple(Severity)


def at(cell: SourceCell) -> dict[str, str]:
    """The fields of a finding that tell its place."""
    return {"archivo": cell.file, "hoja": cell.sheet, "celda": cell.cell}


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort findings by severity, rule, element and place, so that two runs list them alike.

    What is wrong with the structure as a whole comes first: without it nothing else can be judged.
    """
    return tuple(
        sorted(
            findings,
            key=lambda f: (
                _SEVERITY_ORDER.index(f.severidad),
                f.elemento != STRUCTURE,
                f.codigo,
                f.elemento,
                f.archivo,
                f.hoja,
                f.celda,
                f.mensaje,
            ),
        )
    )


def count_by_severity(findings: Iterable[Finding]) -> dict[Severity, int]:
    """Count findings by severity, zeros included."""
    counts = dict.fromkeys(Severity, 0)
    for finding in findings:
        counts[finding.severidad] += 1
    return counts
