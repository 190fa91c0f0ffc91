"""Why an inbox cannot be judged now."""

from __future__ import annotations

from dataclasses import dataclass

from helpers.errors import PoaError


@dataclass
class BeingChecked(PoaError):
    """Another check of the same period is under way.

    Attributes
    ----------
    log : str
        The log that both would write.
    holder : str
        Who is writing to it.
    """

    log: str
    holder: str

    def __str__(self) -> str:
        who = f" ({self.holder})" if self.holder else ""
        return f"{self.log}: ya hay otra revisión del mismo periodo en curso{who}. Espere a que termine y repita."
