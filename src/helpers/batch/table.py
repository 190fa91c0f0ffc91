"""The consolidated table: one row a report, the same in the page, the CSV and the workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from helpers.batch.records import ACCUMULATED, FINANCIAL, PERIOD, PHYSICAL, Card, HeadFigure, Report, column_of
from helpers.errors import UsageError
from helpers.periods import Period

MADE, FAILED = "hecho", "falló"
KINDS = {PHYSICAL: "Avance físico", FINANCIAL: "Ejecución financiera"}
FIGURES = {
    column_of(PHYSICAL, PERIOD): (PHYSICAL, "del periodo"),
    column_of(PHYSICAL, ACCUMULATED): (PHYSICAL, "acumulado"),
    column_of(FINANCIAL, PERIOD): (FINANCIAL, "del periodo"),
    column_of(FINANCIAL, ACCUMULATED): (FINANCIAL, "acumulada"),
}
"""Every column of headline figures, in order: of what, and in which window in words."""


@dataclass(frozen=True)
class Line:
    """A report of the batch.

    Attributes
    ----------
    report : Report
    card : Card or None
        None where it could not be made.
    reason : str
        Why it could not, in Spanish.
    """

    report: Report
    card: Card | None
    reason: str = ""

    @property
    def state(self) -> str:
        return MADE if self.card else FAILED

    @property
    def words(self) -> str:
        """The period in words, also of a report that was not made; as it stands where it is no period."""
        try:
            return self.card.words if self.card else Period.parse(self.report.period).words
        except UsageError:
            return self.report.period

    def figure(self, column: str) -> HeadFigure | None:
        return self.card.figures.get(column) if self.card else None


@dataclass(frozen=True)
class Consolidated:
    """The table of a batch.

    Attributes
    ----------
    name : str
        Of the batch.
    lines : tuple of Line
        By institution, then by period.
    links : Mapping of str to str
        By report's name: where its page is, as seen from the table's own folder.
    """

    name: str
    lines: tuple[Line, ...]
    links: Mapping[str, str]

    @property
    def made(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.card)

    @property
    def failed(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if not line.card)

    @property
    def synthetic(self) -> int:
        """How many reports are of made-up institutions."""
        return sum(line.card.synthetic for line in self.made)

    @property
    def methods(self) -> Mapping[str, Sequence[str]]:
        """By method, the institutions that are measured by it."""
        found: dict[str, dict[str, None]] = {}
        for line in self.made:
            found.setdefault(line.card.method, {})[line.card.sigla] = None
        return {method: tuple(names) for method, names in sorted(found.items())}


def csv_columns() -> tuple[str, ...]:
    """The columns of `consolidado.csv`."""
    of_figures = (f"{column}{part}" for column in FIGURES for part in ("", *_PARTS))
    return (*_HEAD, *of_figures, "errores", "advertencias", "notas", "manifiesto", "carpeta", "motivo")


def csv_rows(table: Consolidated) -> Iterator[dict[str, str]]:
    """The rows of `consolidado.csv`; numbers as each report's `cifras.csv` prints them."""
    for line in table.lines:
        row = {
            "informe": line.report.name,
            "periodo": line.report.period,
            "resultado": line.state,
            "motivo": line.reason,
        }
        yield row | (_of_card(line.card) if line.card else {})


_HEAD = ("informe", "institucion", "sigla", "periodo", "resultado", "estado", "metodo", "datos")
_PARTS = ("_unidad", "_calificacion", "_semaforo", "_indicador", "_cifra")


def _of_card(card: Card) -> dict[str, str]:
    told = {
        "institucion": card.institution, "sigla": card.sigla, "estado": card.state, "metodo": card.method,
        "datos": "sintéticos" if card.synthetic else "reales", "errores": str(card.errors),
        "advertencias": str(card.warnings), "notas": str(card.notes), "manifiesto": card.manifest,
        "carpeta": card.folder,
    }  # fmt: skip
    for column, figure in card.figures.items():
        values = (figure.published, figure.unit, figure.rating, figure.light, figure.name, figure.id)
        told |= dict(zip((f"{column}{part}" for part in ("", *_PARTS)), values, strict=True))
    return told
