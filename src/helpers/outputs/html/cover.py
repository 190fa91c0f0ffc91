"""What a page says of its run outside the sections: on the cover, in headers and footers, and as watermarks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from helpers.base.display import date_es, list_es, upper_first
from helpers.outputs.browser.page_style import DRAFT, SYNTHETIC, Mark
from helpers.outputs.saved_checks import count_failed, failed_words

if TYPE_CHECKING:
    from helpers.checks.computed import Computed
    from helpers.settings.institution import Entidad
    from helpers.settings.params import Corrida


FAILED = (
    "{}: las cifras de este borrador no se pueden dar por buenas. Están en hallazgos.csv y en la hoja «Hallazgos» de "
    "los papeles de trabajo, con el código COM-SECCION, su cuaderno y su celda."
)


@dataclass(frozen=True, kw_only=True)
class Cover:
    """Who reports, on what, as of when, and whether the document is approved.

    Attributes
    ----------
    run : Corrida
    entity : Entidad
    method : str
        Name of the scoring method; empty if nothing is graded, as in a plan.
    source : str
        What the report was made from: the code's revision and the origin's fingerprint. Empty for the citizens' page,
        which does not say it.
    failed : int
        Number of failed section checks; with any, the run is a draft.
    only : tuple of str
        The sections of a partial report, in which a reference to another section says so instead of failing. Empty for
        a whole report.
    """

    run: Corrida
    entity: Entidad
    method: str
    source: str
    failed: int = 0
    only: tuple[str, ...] = ()

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The watermarks of every page, which the banner on screen repeats: draft, synthetic data, both or none."""
        draft, synthetic = self.run.estado == "borrador", self.entity.sintetica
        return (*((DRAFT,) if draft else ()), *((SYNTHETIC,) if synthetic else ()))

    @property
    def state_words(self) -> str:
        """`Documento definitivo` or `BORRADOR`, followed by ` · DATOS SINTÉTICOS` if the data are synthetic."""
        final = () if DRAFT in self.marks else ("Documento definitivo",)
        return " · ".join((*final, *(mark.words for mark in self.marks)))

    @property
    def warnings(self) -> tuple[str, ...]:
        """Lines for cover and footers: number of failed checks and where they are; sections of a partial report."""
        failed = [FAILED.format(failed_words(self.failed))] if self.failed else []
        return (*failed, *([f"Informe parcial: {list_es(self.only)}"] if self.only else []))

    @property
    def period(self) -> str:
        """The period in words: "Segundo trimestre de 2024"."""
        return upper_first(self.run.period.words)

    @property
    def cutoff(self) -> str:
        """The cut-off date in words: "30 de junio de 2024"."""
        return date_es(self.run.cutoff(self.run.period))

    @property
    def reference(self) -> str:
        """The document's marks for the heads of its pages: `CITE X · Hoja de ruta Y · Versión 2`; empty without any."""
        marks = (("CITE", self.run.cite), ("Hoja de ruta", self.run.hoja_de_ruta), ("Versión", self.run.version))
        return " · ".join(f"{name} {value}" for name, value in marks if value)


def cover_of(computed: Computed, source: str = "", only: Iterable[str] = ()) -> Cover:
    """Return the cover of a run's report.

    Parameters
    ----------
    source : str
        As in `Cover`.
    only : iterable of str
        The sections of a partial report.
    """
    run = computed.corrida
    # A plan has no results to grade yet.
    method = "" if run.period.is_plan else computed.metodo.nombre
    failed = count_failed(computed.findings)
    return Cover(run=run, entity=computed.entidad, method=method, source=source, failed=failed, only=tuple(only))
