"""Refuses a final report while its matters, its recommendations or the sources of its dates are proposals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from helpers.base.display import list_es, lower_first
from helpers.base.errors import PoaError, UsageError

if TYPE_CHECKING:
    from datetime import date

    from helpers.checks.computed import Computed
    from helpers.figures.book import Book
    from helpers.figures.findings import Finding
    from helpers.settings.params import Corrida
    from helpers.texts.decisions.decisions_draft import Pending

FINAL = "definitivo"


@dataclass
class NotAccepted(PoaError):
    """A report's texts have proposals that nobody has accepted, so it can only be a draft.

    Attributes
    ----------
    run : str
        Institution and period.
    pending : Mapping of str to tuple of Pending
        By the path of the planner's text from the root, whether it exists or not.
    """

    run: str
    pending: Mapping[str, tuple[Pending, ...]]

    def __str__(self) -> str:
        lines = ["No se publica como definitivo: el informe tiene propuestas que nadie aceptó."]
        for file, left in self.pending.items():
            lines.append(f"En {file} quite «(propuesta)» de cada una para aceptarla, corríjala o bórrela:")
            lines += [f"  - «{one.title}»: {list_es([lower_first(what) for what in one.what])}" for one in left]
        return "\n".join([*lines, f"Si un archivo todavía no está, lo escribe poa borrador {self.run}."])


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
    NotAccepted
        With all proposals in its texts.
    UsageError
        With the keys of all dates whose source is a proposal.
    """
    from helpers.texts.conclusions import conclusions_draft
    from helpers.texts.decisions import decisions_draft

    if corrida.estado != FINAL or corrida.period.is_plan:
        return
    _check_sources(corrida)
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
    if any(left.values()):
        raise NotAccepted(f"{corrida.entidad}/{corrida.periodo}", {file: some for file, some in left.items() if some})


def _check_sources(corrida: Corrida) -> None:
    """Raise UsageError if the source of a cut-off or deadline, which the report prints, is still to be confirmed."""
    dates = (("cortes", corrida.cortes), ("plazos", corrida.plazos))
    keys = [f"«{name}.{code}»" for name, stated in dates for code, one in stated.items() if one.is_proposed]
    if keys:
        raise UsageError(
            f"No se publica como definitivo: la fuente de {list_es(keys)} en params/{corrida.entidad}/{corrida.periodo}"
            ".yaml todavía es una propuesta. Confirme la fecha y escriba en «fuente» el documento que la fija."
        )
