"""The error for an inbox that another process is judging."""

from __future__ import annotations

from dataclasses import dataclass

from helpers.base.errors import PoaError


@dataclass
class BeingChecked(PoaError):
    """Another check of the same period is running.

    Attributes
    ----------
    log : str
        The log that both would write.
    holder : str
        Description of the process that holds the log's lock.
    """

    log: str
    holder: str

    def __str__(self) -> str:
        who = f" ({self.holder})" if self.holder else ""
        return f"{self.log}: ya hay otra revisión del mismo periodo en curso{who}. Espere a que termine y repita."
