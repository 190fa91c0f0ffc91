"""The texts of the cover and of the running headers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from helpers.outputs.saved_checks import failed_words

State = Literal["borrador", "definitivo"]


@dataclass(frozen=True)
class Mark:
    """A watermark: its words, and what the banner on screen adds to them."""

    words: str
    meaning: str


DRAFT = Mark("BORRADOR", "Documento en revisión: las cifras pueden cambiar hasta su aprobación.")
SYNTHETIC = Mark("DATOS SINTÉTICOS", "Esta entidad no existe: sus datos se inventaron para probar y enseñar.")

FAILED = (
    "{}: las cifras de este borrador no se pueden dar por buenas. Están en hallazgos.csv y en la hoja «Hallazgos» de "
    "los papeles de trabajo, con el código COM-SECCION, su cuaderno y su celda."
)


@dataclass(frozen=True, kw_only=True)
class Closing:
    """The report's last section.

    Attributes
    ----------
    contact : tuple of (str, str)
        Name and value of each line on whom to ask; empty if the institution declares none.
    licence, licence_address : str
        Licence of the data beside the report, and the address of its text; may be empty.
    following : str
        Which report comes next and when, as a sentence; empty if no other follows.
    """

    contact: tuple[tuple[str, str], ...] = ()
    licence: str = ""
    licence_address: str = ""
    following: str = ""


@dataclass(frozen=True, kw_only=True)
class Cover:
    """Who reports, on what, as of when, and whether the document is approved.

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
        A draft has a watermark on every page and a banner on screen.
    method : str
        Name of the scoring method; empty if nothing is graded, as in a plan.
    source : str
        What it was generated from: the code's revision and the origin's fingerprint.
    approved_by : str
        Name and post of the approver; empty if nobody has approved it.
    is_partial : bool
        The report has only some of its sections; a reference to another section says so instead of failing.
    note : str
        A warning for the cover and every footer: "Informe parcial: resumen"; may be empty.
    synthetic : bool
        The data are synthetic; the report is marked as such like a draft.
    code : str
        The institution's number in SIGEP; may be empty.
    unit : str
        The unit in charge of the report; may be empty.
    failed : int
        Number of failed section checks; with any, `state` must be `borrador`.
    cite, route, version : str
        The registry's number of the document, its route sheet and its version; may be empty.
    emblem, emblem_text : str
        The emblem as a data address, and what it shows; empty without one.
    closing : Closing or None
        What the report's last section says; None for a report without it.
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
    is_partial: bool = False
    note: str = ""
    synthetic: bool = False
    code: str = ""
    unit: str = ""
    failed: int = 0
    cite: str = ""
    route: str = ""
    version: str = ""
    emblem: str = ""
    emblem_text: str = ""
    closing: Closing | None = None

    def __post_init__(self) -> None:
        """Refuse a state that does not fit.

        Raises
        ------
        ValueError
            For an unknown state, which would print a draft without its mark; or if checks failed and it is no draft.
        """
        if self.state not in ("borrador", "definitivo"):
            raise ValueError(f"estado desconocido: {self.state!r}")
        if self.failed and self.state != "borrador":
            raise ValueError("a report whose checks fail is a draft")

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The watermarks of every page, which the banner on screen repeats: draft, synthetic data, both or none."""
        return (*((DRAFT,) if self.state == "borrador" else ()), *((SYNTHETIC,) if self.synthetic else ()))

    @property
    def failed_words(self) -> str:
        """How many checks failed and where they are listed, in Spanish; empty if none did."""
        return FAILED.format(failed_words(self.failed)) if self.failed else ""

    @property
    def state_words(self) -> str:
        """`Documento definitivo` or `BORRADOR`, followed by ` · DATOS SINTÉTICOS` if the data are synthetic."""
        final = () if self.state == "borrador" else ("Documento definitivo",)
        return " · ".join((*final, *(mark.words for mark in self.marks)))

    @property
    def reference(self) -> str:
        """The document's marks for the heads of its pages: `CITE X · Hoja de ruta Y · Versión 2`; empty without any."""
        marks = (("CITE", self.cite), ("Hoja de ruta", self.route), ("Versión", self.version))
        return " · ".join(f"{name} {value}" for name, value in marks if value)

    @property
    def document_title(self) -> str:
        """The title of the browser's tab and of the PDF: title, acronym and period."""
        return f"{self.title} · {self.sigla} · {self.period}"
