"""What the cover of a run's report says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from helpers.display import date_es, list_es, upper_first
from helpers.kept_checks import count_failed
from helpers.runner.manifest import Origin
from helpers.runner.request import Request
from helpers.runner.sections import Section

if TYPE_CHECKING:
    from helpers.assemble.cover import Cover
    from helpers.compute import Computed


def cover(computed: Computed, sections: Sequence[Section], request: Request, source: Origin) -> Cover:
    """What the report's cover says."""
    from helpers.assemble.cover import Cover

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
        # A plan is graded by nobody yet.
        method="" if run.period.is_plan else computed.metodo.nombre,
        source=f"{source.revision.words}, huella {source.fingerprint[:12]}",
        approved_by=run.aprobado_por,
        note=f"Informe parcial: {names}" if request.is_partial else "",
        synthetic=entity.sintetica,
        code=entity.codigo_sigep,
        unit=entity.unidad_responsable,
    )
