"""Refuses a final report while the page of matters for decision has proposals that nobody has accepted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from helpers.base.display import list_es, lower_first
from helpers.base.errors import PoaError

if TYPE_CHECKING:
    from helpers.checks.computed import Computed
    from helpers.settings.params import Corrida
    from helpers.texts.decisions.decisions_draft import Pending

FINAL = "definitivo"


@dataclass
class NotAccepted(PoaError):
    """Matters for decision have proposals that nobody has accepted, so the report can only be a draft.

    Attributes
    ----------
    run : str
        Institution and period.
    file : str
        Path of the planner's text of the matters from the root, whether it exists or not.
    pending : Sequence[Pending]
    """

    run: str
    file: str
    pending: Sequence[Pending]

    def __str__(self) -> str:
        return "\n".join([
            "No se publica como definitivo: en «Asuntos que requieren decisión» hay propuestas que nadie aceptó.",
            *(f"  - «{one.title}»: {list_es([lower_first(what) for what in one.what])}" for one in self.pending),
            f"En {self.file} quite «(propuesta)» de cada una para aceptarla, corríjala o borre el asunto; si el "
            f"archivo todavía no está, lo escribe poa borrador {self.run}.",
        ])  # fmt: skip


def check_accepted(corrida: Corrida, computed: Computed, folder: str) -> None:
    """Refuse a final report that has proposals; a draft, or a report without the page, passes.

    Parameters
    ----------
    folder : str
        The period's folder of data, from the root.

    Raises
    ------
    NotAccepted
        With every matter that has proposals.
    """
    from helpers.texts.decisions.decisions_draft import HOST, TEXT, matters_text, pending

    if corrida.estado != FINAL or corrida.period.is_plan or HOST not in corrida.secciones:
        return
    own = [text.text for text in computed.texts if text.name == TEXT]
    draft = [] if own else [matters_text(computed.book, computed.findings, corrida.cutoff(corrida.period))]
    left = pending(computed.book, "\n".join((*own, *draft)))
    if left:
        raise NotAccepted(f"{corrida.entidad}/{corrida.periodo}", f"{folder}/texto/{TEXT}.md", left)
