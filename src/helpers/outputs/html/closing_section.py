"""The last section of a report: whom to ask, the licence of the data beside it, and when the next report comes."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from helpers.base.display import list_es, upper_first
from helpers.outputs.html.cover import Closing, Cover
from helpers.outputs.html.omissions import Missing
from helpers.outputs.html.section_fragments import Fragment
from helpers.settings.params import SECTION_ID

NAME = "contacto"
CLOSING_ID = f"{SECTION_ID}{NAME}"
TITLE = "Contacto, licencia y próximo informe"
"""Under which its omissions are listed; the section itself is named after what it says."""
SECTION = Markup('<section class="seccion" id="{}"><h2>{}</h2>{}</section>')
LINE = Markup("<li><strong>{}:</strong> {}</li>")


def closing_section(cover: Cover) -> Iterator[Fragment]:
    """Yield the report's last section as one `Fragment`; nothing for a cover without one (`closing` is None).

    Its omissions are contact and licence, if the institution declares none. A section that would say nothing has no
    HTML, so that only its omissions are listed.
    """
    closing = cover.closing
    if closing is None:
        return
    lacks = [("el contacto", not closing.contact), ("la licencia de los datos", not closing.licence)]
    missing = tuple(Missing(TITLE, what, "") for what, is_missing in lacks if is_missing)
    said = Markup("").join(_parts(closing))
    yield Fragment(NAME, str(SECTION.format(CLOSING_ID, _title(closing), said)) if said else "", missing)


def _title(closing: Closing) -> str:
    """Return the heading: `Licencia y próximo informe` where no contact is said."""
    names = {"contacto": closing.contact, "licencia": closing.licence, "próximo informe": closing.following}
    return upper_first(list_es([name for name, said in names.items() if said]))


def _parts(closing: Closing) -> Iterator[Markup]:
    if closing.contact:
        lines = Markup("").join(LINE.format(name, value) for name, value in closing.contact)
        yield Markup("<p>Consultas sobre este informe:</p><ul>{}</ul>").format(lines)
    if closing.licence:
        address = Markup(' <a href="{0}">{0}</a>').format(closing.licence_address) if closing.licence_address else ""
        yield Markup("<p>Los datos abiertos que acompañan a este informe se publican con la licencia {}.{}</p>").format(
            closing.licence, address
        )
    if closing.following:
        yield Markup("<p>{}</p>").format(closing.following)
