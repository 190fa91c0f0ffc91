"""The institution's `entidad.yaml`: its identity, the norms that it cites, and the causes that its forms offer.

The keys are Spanish because planners and auditors read and write this file.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, field_validator

from helpers.base.errors import UsageError
from helpers.base.system.workspace import Workspace
from helpers.base.yaml_models import StrictModel, load_model_file, nearest
from helpers.settings.letterhead import Contacto, Emblema, with_content


class Norma(StrictModel):
    """A norm, plan or document that reports cite.

    Attributes
    ----------
    fecha : date or None
        Its date as the source prints it; None where the source prints none.
    tema : str
        Its subject, where the title does not tell it.
    gestiones : tuple of int
        The years whose reports cite it; empty for every year.
    """

    sigla: str
    titulo: str
    fecha: date | None = None
    tema: str = ""
    fuente: str
    gestiones: tuple[int, ...] = ()


class Descripcion(StrictModel):
    """An institution's description from its documents: its identity, and the norms that its reports cite."""

    mision: str = ""
    vision: str = ""
    principios: tuple[str, ...] = ()
    funciones: tuple[str, ...] = ()
    valores: tuple[str, ...] = ()
    fuente_identidad: str = ""
    normas: tuple[Norma, ...] = ()


TipoCausa = Literal[
    "",
    "contratacion",
    "recursos",
    "contraparte",
    "personal",
    "fuerza_mayor",
    "demanda",
    "autorizaciones",
    "sistemas",
    "programacion",
]
"""Kinds of causes, each of which a matter for decision answers in its own way (`texts/decisions/cause_answers`)."""


class Causa(StrictModel):
    """A cause of deviation that follow-up forms offer to choose from.

    Attributes
    ----------
    tipo : str
        Its kind, which decides how a matter for decision answers it; empty for one that only its unit can answer.
    """

    codigo: str = Field(min_length=1)
    descripcion: str = Field(min_length=1)
    tipo: TipoCausa = ""


class Licencia(StrictModel):
    """The licence of the open data.

    Attributes
    ----------
    nombre : str
        Its short name: `CC-BY-4.0`.
    direccion : str
        The web address of its text.
    """

    nombre: str = Field(min_length=1)
    titulo: str = ""
    direccion: str = ""


_OFFERED: tuple[tuple[str, TipoCausa], ...] = (
    ("Demora en la contratación de bienes o servicios", "contratacion"),
    ("Falta de asignación o de desembolso de recursos", "recursos"),
    ("Reprogramación solicitada por la contraparte", "contraparte"),
    ("Personal insuficiente o en transición", "personal"),
    ("Caso fortuito o fuerza mayor", "fuerza_mayor"),
    ("Menor demanda que la prevista", "demanda"),
    ("Mayor demanda que la prevista, o cumplimiento adelantado", "demanda"),
    ("Demora en normas, autorizaciones o firmas", "autorizaciones"),
    ("Fallas de sistemas o equipos", "sistemas"),
    ("Meta o mes mal programados", "programacion"),
    ("Otra (explíquela)", ""),
)
CAUSAS = tuple(
    Causa(codigo=f"C{number}", descripcion=words, tipo=kind) for number, (words, kind) in enumerate(_OFFERED, start=1)
)
"""The causes offered where an institution declares none."""


class Entidad(Descripcion):
    """An institution's `entidad.yaml`.

    Attributes
    ----------
    codigo : str
        Code of the top node of `estructura`.
    codigo_sigep : str
        Its entity number in SIGEP.
    unidad_responsable : str
        The unit in charge of the reports, for their cover.
    alias : dict
        By table (`estructura`, `acciones`), other spellings of a code that offices use.
    funciones : tuple of str
        Its functions, as its law or its report states them.
    gestiones : dict
        By year, the description in that year's documents; what they leave out is as in the rest of the file.
    servicios : dict
        Names for the codes of `produccion`: `cie: Cédulas de identidad de extranjeros`.
    licencia : Licencia or None
        Of the open data beside its reports; None where it declares none.
    emblema : Emblema or None
        For the cover of its documents.
    contacto : Contacto or None
        Whom a reader asks about its reports; the one-page summary names the unit in charge where it is None.
    """

    codigo: str
    nombre: str
    sigla: str
    codigo_sigep: str = ""
    unidad_responsable: str = ""
    pais: str = "Estado Plurinacional de Bolivia"
    gestiones: dict[int, Descripcion] = Field(default_factory=dict)
    sintetica: bool = False
    alias: dict[str, dict[str, str]] = Field(default_factory=dict)
    servicios: dict[str, str] = Field(default_factory=dict)
    causas: tuple[Causa, ...] = CAUSAS
    licencia: Licencia | None = None
    emblema: Emblema | None = None
    contacto: Contacto | None = None

    @field_validator("causas")
    @classmethod
    def _causes_once(cls, value: tuple[Causa, ...]) -> tuple[Causa, ...]:
        """Refuse an empty list of causes, and repeated codes."""
        if not value:
            raise ValueError("«causas» no tiene ninguna: quite la línea y valdrán las de siempre, o escriba una.")
        codes = [cause.codigo for cause in value]
        repeated = sorted({code for code in codes if codes.count(code) > 1})
        if repeated:
            raise ValueError(f"hay códigos repetidos en «causas»: {', '.join(repeated)}.")
        return value

    def in_year(self, year: int) -> Entidad:
        """Return the institution as a year's documents describe it.

        Parameters
        ----------
        year : int

        Returns
        -------
        Entidad
            The year's own texts replace the general ones; norms that name other years only are left out, and
            `gestiones` is empty.
        """
        own = self.gestiones.get(year, Descripcion())
        stated = {name: value for name in Descripcion.model_fields if (value := getattr(own, name))}
        described = self.model_copy(update=stated | {"gestiones": {}})
        norms = tuple(norm for norm in described.normas if not norm.gestiones or year in norm.gestiones)
        return described.model_copy(update={"normas": norms})


def load_institution(workspace: Workspace, institution: str) -> Entidad:
    """Read `params/<institution>/entidad.yaml`.

    Raises
    ------
    UsageError
        Where there is no such institution; the message names those that exist and the nearest.
    ConfigError
        With every problem of the file.
    """
    path = workspace.institution_file(institution)
    check_institution(workspace, institution)
    label = workspace.relative(path)
    loaded = load_model_file(Entidad, path, label)
    if loaded.emblema is None:
        return loaded
    return loaded.model_copy(update={"emblema": with_content(loaded.emblema, path.parent, label)})


def check_institution(workspace: Workspace, institution: str) -> None:
    """Refuse an institution without `entidad.yaml`.

    Raises
    ------
    UsageError
        The message names the institutions that exist and the nearest.
    """
    if not workspace.institution_file(institution).is_file():
        raise UsageError(f"No existe la entidad «{institution}». {nearest(institution, institutions(workspace))}")


def institutions(workspace: Workspace) -> tuple[str, ...]:
    """Return the folder names of the institutions with an `entidad.yaml`, sorted."""
    return tuple(sorted(path.parent.name for path in workspace.params.glob("*/entidad.yaml")))


def run_periods(workspace: Workspace, institution: str) -> tuple[str, ...]:
    """Return the codes of the periods for which an institution has a parameter file, sorted; empty if none."""
    files = (workspace.params / institution).glob("*.yaml")
    return tuple(sorted(path.stem for path in files if path.name != "entidad.yaml"))


def every_run(workspace: Workspace) -> tuple[tuple[str, str], ...]:
    """Return institution and period of every parameter file of a run, yearly plans included, sorted by both."""
    return tuple((name, period) for name in institutions(workspace) for period in run_periods(workspace, name))
