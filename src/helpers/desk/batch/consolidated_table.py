"""The consolidated table of a batch, one row per report; the page, the CSV and the workbook show the same table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from helpers.base.python_extras import by_key
from helpers.desk.batch.batch_records import Card, HeadlineFigure, Report

MADE, FAILED = "hecho", "falló"
KINDS = {"fisico": "Avance físico", "financiero": "Ejecución financiera"}
FIGURES = {
    "fisico_periodo": ("fisico", "del periodo"),
    "fisico_acumulado": ("fisico", "acumulado"),
    "financiero_periodo": ("financiero", "del periodo"),
    "financiero_acumulado": ("financiero", "acumulada"),
}
"""Columns of headline figures, `<kind>_<window>`, in order: kind of figure, and window in words."""


@dataclass(frozen=True)
class Line:
    """A report of the batch.

    Attributes
    ----------
    card : Card or None
        None if the report failed.
    reason : str
        Why it failed, in Spanish.
    """

    report: Report
    card: Card | None
    reason: str = ""

    @property
    def state(self) -> str:
        """`hecho`, or `falló` if there is no card."""
        return MADE if self.card else FAILED

    @property
    def words(self) -> str:
        """The period in words; of a report that failed, as typed, for it may be no period."""
        return self.card.words if self.card else self.report.period

    def figure(self, column: str) -> HeadlineFigure | None:
        """Return the report's figure for a column; None if it failed or has none."""
        return self.card.figures.get(column) if self.card else None


@dataclass(frozen=True)
class Consolidated:
    """The table of a batch.

    Attributes
    ----------
    name : str
        Name of the batch.
    lines : tuple of Line
        Ordered by institution, then by period.
    links : Mapping of str to str
        Path or address of each report's page from the table's folder, by name of the report.
    """

    name: str
    lines: tuple[Line, ...]
    links: Mapping[str, str]

    @property
    def made(self) -> tuple[Line, ...]:
        """The lines of the reports that were made, in the table's order."""
        return tuple(line for line in self.lines if line.card)

    @property
    def cards(self) -> tuple[Card, ...]:
        """The cards of the reports that were made, in the table's order."""
        return tuple(line.card for line in self.lines if line.card)

    @property
    def failed(self) -> tuple[Line, ...]:
        """The lines of the reports that failed, in the table's order."""
        return tuple(line for line in self.lines if not line.card)

    @property
    def synthetic(self) -> int:
        """Number of made reports of synthetic institutions."""
        return sum(card.synthetic for card in self.cards)

    @property
    def methods(self) -> Mapping[str, Sequence[str]]:
        """The acronyms of the institutions whose made reports use each method, by the method's name."""
        found = by_key((card.method, card.sigla) for card in self.cards)
        return {method: tuple(dict.fromkeys(names)) for method, names in sorted(found.items())}


def csv_columns() -> tuple[str, ...]:
    """Return the names of the columns of `consolidado.csv`, in order."""
    of_figures = (f"{column}{part}" for column in FIGURES for part in ("", *_PARTS))
    return (*_HEAD, *of_figures, "errores", "advertencias", "notas", "manifiesto", "carpeta", "motivo")


def csv_rows(table: Consolidated) -> Iterator[dict[str, str]]:
    """Yield a row of `consolidado.csv` for each report, in the table's order: texts by column, without the heading.

    Numbers are as in the report's own `cifras.csv`. A failed report's row has only `informe`, `periodo`, `resultado`
    and `motivo`. A made report's row lacks the columns of the headline figures that it does not have.
    """
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
    """Return the columns that only a finished report has; those of missing figures are absent."""
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
