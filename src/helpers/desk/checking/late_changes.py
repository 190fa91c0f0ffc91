"""Sentences on forms and figures that changed after a period was closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from helpers.base.display import date_es, list_es
from helpers.base.name_phrases import number_with_noun, set_off
from helpers.desk.checking.period_check import Checked
from helpers.desk.terminal.finding_pages import first_names
from helpers.figures.findings import CLOSED_CHANGED
from helpers.figures.situations import FormState
from helpers.forms.form_codes import UNJUDGED
from helpers.intake.closings import Closing


def late_corrections(checked: Checked) -> tuple[str, ...]:
    """Return a Spanish sentence on each closed period that changed since; empty if none did.

    A period changed if forms were accepted after its closing, if it has files that nobody has judged, or if some figure
    is another now.
    """
    return tuple(sentence for closing in checked.gathered.closings for sentence in _late(checked, closing))


def _late(checked: Checked, closing: Closing) -> Iterator[str]:
    """Yield the sentence on what changed since a closing; nothing if nothing did."""
    told = [*_forms(checked, closing), *_unjudged(checked, closing), *_figures(checked, closing)]
    if told:
        yield f"Desde que {set_off(closing.by)} cerró {closing.period}, el {date_es(closing.day)}, hay {list_es(told)}."


def _forms(checked: Checked, closing: Closing) -> Iterator[str]:
    """How many forms of the closed period were accepted after the closing, and from which units; nothing if none."""
    units = [
        entry["unidad"]
        for entry in checked.gathered.listings.get("recepcion", ())
        if entry["periodo"] == closing.period.code
        and entry["estado"] == FormState.ACCEPTED
        and _moment(entry["recibido"]) > _moment(closing.closed)
    ]
    if units:
        accepted = number_with_noun(len(units), "formulario aceptado", "formularios aceptados")
        yield f"{accepted} ({first_names(tuple(dict.fromkeys(units)))})"


def _unjudged(checked: Checked, closing: Closing) -> Iterator[str]:
    """Say that a closed period has files that nobody has checked, and how to check them; nothing if it has none."""
    if any(
        finding.codigo == UNJUDGED and finding.elemento == f"presentaciones/{closing.period}"
        for finding in checked.findings
    ):
        yield f"archivos sin revisar («poa comprobar {checked.gathered.corrida.entidad}/{closing.period}»)"


def _figures(checked: Checked, closing: Closing) -> Iterator[str]:
    """How many figures are no longer as closed, by the findings on the closing's files; nothing if all are."""
    place = f"{closing.label}/"
    count = sum(finding.codigo in CLOSED_CHANGED and finding.archivo.startswith(place) for finding in checked.findings)
    if count:
        others = number_with_noun(count, "cifra que ya no es la cerrada", "cifras que ya no son las cerradas")
        yield f"{others} (una por una, con «--todo»)"


def _moment(text: str) -> datetime:
    """A time in the log or in a closing; without a time zone, it is local time."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.astimezone()
