"""What the cover and the running heads say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["borrador", "definitivo"]


@dataclass(frozen=True, kw_only=True)
class Cover:
    """Who reports, on what, as of when, and how far the document has been approved.

    Attributes
    ----------
    institution, sigla : str
        Full name and acronym.
    title : str
        The report's title, its only `h1`.
    period : str
        The period in words: "Segundo trimestre de 2024".
    cutoff : str
        The cut-off date in words: "30 de junio de 2024".
    state : {"borrador", "definitivo"}
        A draft bears a watermark on every page and a banner on screen.
    method : str
        Name of the scoring method.
    source : str
        What it was generated from: the code's revision, the manifest's hash.
    approved_by : str
        Name and post of whoever approved it; empty when nobody has.
    note : str
        A warning for the cover and every footer: "Informe parcial"; empty when there is none.
    """

    institution: str
    sigla: str
    title: str
    period: str
    cutoff: str
    state: State
    method: str
    source: str
    approved_by: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse a state that would print a draft without its mark."""
        if self.state not in ("borrador", "definitivo"):
            raise ValueError(f"estado desconocido: {self.state!r}")

    @property
    def is_draft(self) -> bool:
        """Whether the watermark and the banner are due."""
        return self.state == "borrador"

    @property
    def document_title(self) -> str:
        """The title of the browser's tab and of the PDF."""
        return f"{self.title} · {self.sigla} · {self.period}"
