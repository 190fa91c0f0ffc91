"""Collects the texts of the report's cover."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from helpers.base.display import date_es, list_es, upper_first
from helpers.outputs.saved_checks import count_failed
from helpers.run.report.manifest import Origin
from helpers.run.report.report_order import Request
from helpers.run.report.section_notebooks import Section

if TYPE_CHECKING:
    from helpers.checks.computed import Computed
    from helpers.outputs.html.cover import Cover


def cover(computed: Computed, sections: Sequence[Section], request: Request, source: Origin) -> Cover:
    """Build the cover of a run's report.

    Parameters
    ----------
    source : Origin
        Gives the code's revision and the fingerprint that the cover prints.
    """
    from helpers.outputs.html.cover import Cover

    run, entity = computed.corrida, computed.entidad
    words = run.period.words
    names = list_es([section.name for section in sections])
    return Cover(
        institution=entity.nombre,
        sigla=entity.sigla,
        title=run.titulo,
        period=upper_first(words),
        cutoff=date_es(run.cutoff(run.period)),
        state=run.estado,
        failed=count_failed(computed.findings),
        # A plan has no results to grade yet.
        method="" if run.period.is_plan else computed.metodo.nombre,
        source=f"{source.revision.words}, huella {source.fingerprint[:12]}",
        approved_by=run.aprobado_por,
        note=f"Informe parcial: {names}" if request.is_partial else "",
        synthetic=entity.sintetica,
        code=entity.codigo_sigep,
        unit=entity.unidad_responsable,
    )
