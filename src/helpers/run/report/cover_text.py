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
    from helpers.outputs.html.cover import Closing, Cover
    from helpers.settings.institution import Entidad
    from helpers.settings.params import Corrida


def cover(computed: Computed, sections: Sequence[Section], request: Request, source: Origin) -> Cover:
    """Return the texts of the cover of a run's report, from its params, institution, method and failed checks.

    A partial report's cover names the sections and has no closing; a plan's names no method.

    Parameters
    ----------
    sections : sequence of Section
        The report's sections; only a partial report's are named.
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
        is_partial=request.is_partial,
        note=f"Informe parcial: {names}" if request.is_partial else "",
        synthetic=entity.sintetica,
        code=entity.codigo_sigep,
        unit=entity.unidad_responsable,
        cite=run.cite,
        route=run.hoja_de_ruta,
        version=run.version,
        emblem=entity.emblema.contenido if entity.emblema else "",
        emblem_text=entity.emblema.texto if entity.emblema else "",
        closing=None if request.is_partial else closing(run, entity),
    )


CONTACT = {
    "unidad": "Unidad", "direccion": "Dirección", "telefono": "Teléfono", "correo": "Correo", "pagina": "Página",
}  # fmt: skip
"""Names of the lines of `contacto`."""


def closing(run: Corrida, entity: Entidad) -> Closing:
    """Return what the last section says: whom to ask, the licence of the data, and when the next report comes."""
    from helpers.outputs.html.cover import Closing

    licence = entity.licencia
    named = " · ".join(filter(None, (licence.nombre, licence.titulo))) if licence else ""
    stated = entity.contacto.model_dump() if entity.contacto else {}
    return Closing(
        contact=tuple((name, stated[key]) for key, name in CONTACT.items() if stated.get(key)),
        licence=named,
        licence_address=licence.direccion if licence else "",
        following=next_report(run),
    )


def next_report(run: Corrida) -> str:
    """Return a sentence on the next report, with the date that the parameters state.

    Without that date, it names the last day of the next window of the same length, as foreseen; empty if there is no
    such window, as for a plan.
    """
    following = run.period.following()
    which = f"El próximo informe{f', el {following.of_when},' if following else ''}"
    if run.proximo_informe is not None:
        return f"{which} se publica el {date_es(run.proximo_informe.fecha)}."
    return f"{which} tiene su corte el {date_es(following.cutoff)} (fecha prevista)." if following else ""
