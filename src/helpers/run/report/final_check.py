"""Refuses a final report while its matters, its recommendations or the sources of its dates are proposals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from helpers.base.display import list_es, lower_first
from helpers.base.errors import PoaError

if TYPE_CHECKING:
    from datetime import date

    from helpers.checks.computed import Computed
    from helpers.figures.book import Book
    from helpers.figures.findings import Finding
    from helpers.outputs.saved_checks import SavedCheck
    from helpers.settings.params import Corrida
    from helpers.texts.decisions.decisions_draft import Pending

FINAL = "definitivo"


@dataclass
class NotFinal(PoaError):
    """Checks of the sections failed, so the report can only be a draft and not final.

    Attributes
    ----------
    failed : Sequence[SavedCheck]
    """

    failed: Sequence[SavedCheck]

    def __str__(self) -> str:
        from helpers.outputs.saved_checks import failed_words

        lines = [
            f"No se publica como definitivo: {failed_words(len(self.failed))}.",
            *(f"  - {check.section}: {finding.mensaje}" for check in self.failed for finding in check.findings()),
            "Con estado «borrador» el informe se hace y lo dice en su primera página.",
        ]
        return "\n".join(lines)


@dataclass
class NotAccepted(PoaError):
    """A report has proposals that nobody has accepted, so it can only be a draft.

    Attributes
    ----------
    run : str
        Institution and period.
    dates : sequence of str
        Keys of the parameters with dates whose source is a proposal.
    pending : Mapping of str to tuple of Pending
        By the path of the planner's text from the root, whether it exists or not.
    """

    run: str
    dates: Sequence[str]
    pending: Mapping[str, tuple[Pending, ...]]

    def __str__(self) -> str:
        lines = ["No se publica como definitivo: el informe tiene propuestas que nadie aceptó."]
        if self.dates:
            lines.append(f"En params/{self.run}.yaml confirme la fecha y escriba en «fuente» el documento que la fija:")
            lines.append(f"  - {list_es(self.dates)}")
        for file, left in self.pending.items():
            lines.append(f"En {file} quite «(propuesta)» de cada una para aceptarla, corríjala o bórrela:")
            lines += [f"  - «{one.title}»: {list_es([lower_first(what) for what in one.what])}" for one in left]
        if self.pending:
            lines.append(f"Si un archivo todavía no está, lo escribe poa borrador {self.run}.")
        return "\n".join(lines)


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
        raise NotAccepted(f"{corrida.entidad}/{corrida.periodo}", dates, left)
