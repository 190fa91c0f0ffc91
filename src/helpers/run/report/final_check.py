"""Refuses a final report while its matters, its recommendations or the sources of its dates are proposals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from helpers.base.display import list_es, lower_first
from helpers.base.errors import PoaError

if TYPE_CHECKING:
    from datetime import date

    from helpers.checks.computed import Computed
    from helpers.figures.book import Book
    from helpers.figures.findings import Finding
    from helpers.settings.params import Corrida
    from helpers.texts.decisions.decisions_draft import Pending

FINAL = "definitivo"
REFUSED = "No se publica como definitivo: el informe tiene propuestas que nadie aceptó."


def check_accepted(corrida: Corrida, computed: Computed, folder: str) -> None:
    """Refuse a final report with proposals that nobody accepted: matters, conclusions, sources of its dates.

    Only texts of sections that the report lists are read; where the planner wrote none, the draft with its proposals
    counts. A report with state draft and a plan's report are accepted.

    Parameters
    ----------
    folder : str
        The period's folder of data, from the root.

    Raises
    ------
    PoaError
        With all of them.
    """
    from helpers.texts.conclusions import conclusions_draft
    from helpers.texts.decisions import decisions_draft

    if corrida.estado != FINAL or corrida.period.is_plan:
        return
    stated = (("cortes", corrida.cortes), ("plazos", corrida.plazos))
    dates = [f"«{key}.{code}»" for key, days in stated for code, one in days.items() if one.is_proposed]
    concluding = partial(conclusions_draft.draft_text, matters=decisions_draft.own_matters(computed.texts))
    drafts: Mapping[str, tuple[str, Callable[[Book, tuple[Finding, ...], date], str]]] = {
        decisions_draft.TEXT: (decisions_draft.HOST, decisions_draft.draft_text),
        conclusions_draft.SECTION: (conclusions_draft.SECTION, concluding),
    }
    left: dict[str, tuple[Pending, ...]] = {}
    for name, (section, draft) in drafts.items():
        if section in corrida.secciones:
            own = [text.text for text in computed.texts if text.name == name]
            text = "\n".join(own) if own else draft(computed.book, computed.findings, corrida.cutoff(corrida.period))
            left[f"{folder}/texto/{name}.md"] = decisions_draft.pending(computed.book, text)
    left = {file: some for file, some in left.items() if some}
    if dates or left:
        raise PoaError("\n".join([REFUSED, *_told(f"{corrida.entidad}/{corrida.periodo}", dates, left)]))


def _told(run: str, dates: Sequence[str], left: Mapping[str, Sequence[Pending]]) -> Iterator[str]:
    """Yield a line on each proposal, and how to accept it: dates by key of the parameters, others by their file."""
    if dates:
        yield f"En params/{run}.yaml confirme la fecha y escriba en «fuente» el documento que la fija:"
        yield f"  - {list_es(dates)}"
    for file, some in left.items():
        yield f"En {file} quite «(propuesta)» de cada una para aceptarla, corríjala o bórrela:"
        yield from (f"  - «{one.title}»: {list_es([lower_first(what) for what in one.what])}" for one in some)
    if left:
        yield f"Si un archivo todavía no está, lo escribe poa borrador {run}."
