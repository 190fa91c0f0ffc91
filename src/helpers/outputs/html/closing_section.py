"""The section before the annexes: whom to ask, the licence of the data beside it, and when the next report comes."""

from __future__ import annotations

from markupsafe import Markup

from helpers.base.display import date_es, list_es, upper_first
from helpers.outputs.html.omissions import Missing
from helpers.outputs.html.section_fragments import Fragment
from helpers.settings.institution import Entidad
from helpers.settings.params import SECTION_ID, Corrida

NAME = "contacto"
CLOSING_ID = f"{SECTION_ID}{NAME}"
TITLE = "Contacto, licencia y próximo informe"
"""Title under which the section's omissions are listed; the section itself is named after what it says."""
SECTION = Markup('<section class="seccion" id="{}"><h2>{}</h2>{}</section>')
LINE = Markup("<li><strong>{}:</strong> {}</li>")
LACKS = {"contacto": "el contacto", "licencia": "la licencia de los datos"}
CONTACT = {
    "unidad": "Unidad", "direccion": "Dirección", "telefono": "Teléfono", "correo": "Correo", "pagina": "Página",
}  # fmt: skip
"""Names of the lines of a contact, by key of `contacto`."""


def closing_section(run: Corrida, entity: Entidad) -> Fragment:
    """Return the section before the annexes: whom to ask, the licence of the data, and when the next report comes.

    The omissions are the contact and the licence that the institution does not declare. If there is nothing to say, the
    HTML is empty and only the omissions are listed.
    """
    parts = {
        "contacto": _contact(entity),
        "licencia": _licence(entity),
        "próximo informe": Markup("<p>{}</p>").format(following) if (following := next_report(run)) else Markup(),
    }
    said = {name: part for name, part in parts.items() if part}
    title = upper_first(list_es([*said]))
    html = SECTION.format(CLOSING_ID, title, Markup().join(said.values())) if said else ""
    missing = tuple(Missing(TITLE, what, "") for name, what in LACKS.items() if name not in said)
    return Fragment(NAME, str(html), missing)


def _contact(entity: Entidad) -> Markup:
    """Return the list of the ways to ask the institution; empty if it declares none."""
    stated = entity.contacto.model_dump() if entity.contacto else {}
    lines = Markup().join(LINE.format(name, stated[key]) for key, name in CONTACT.items() if stated.get(key))
    return Markup("<p>Consultas sobre este informe:</p><ul>{}</ul>").format(lines) if lines else Markup()


def _licence(entity: Entidad) -> Markup:
    """Return the paragraph on the licence of the open data; empty if the institution declares none."""
    licence = entity.licencia
    if licence is None:
        return Markup()
    named = " · ".join(filter(None, (licence.nombre, licence.titulo)))
    address = Markup(' <a href="{0}">{0}</a>').format(licence.direccion) if licence.direccion else ""
    return Markup("<p>Los datos abiertos que acompañan a este informe se publican con la licencia {}.{}</p>").format(
        named, address
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
