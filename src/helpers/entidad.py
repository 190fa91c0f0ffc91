"""Who an institution is: `entidad.yaml`, with the norms it cites and the causes of deviation its forms offer.

The keys are Spanish because planners and auditors read and write this file.
"""

from __future__ import annotations

from datetime import date

from pydantic import Field, field_validator

from helpers.errors import UsageError
from helpers.model_errors import StrictModel, load_model, nearest
from helpers.strict_yaml import load_file
from helpers.workspace import Workspace


class Norma(StrictModel):
    """A norm, plan or document that reports cite.

    Attributes
    ----------
    fecha : date or None
        Its date as the source prints it; None where the source prints none.
    tema : str
        What it rules, where its title does not say it.
    gestiones : tuple of int
        The years whose reports cite it; every year where it is empty.
    """

    sigla: str
    titulo: str
    fecha: date | None = None
    tema: str = ""
    fuente: str
    gestiones: tuple[int, ...] = ()


class Descripcion(StrictModel):
    """What an institution's documents say of it: its identity, and the norms that its reports cite."""

    mision: str = ""
    vision: str = ""
    principios: tuple[str, ...] = ()
    funciones: tuple[str, ...] = ()
    valores: tuple[str, ...] = ()
    fuente_identidad: str = ""
    normas: tuple[Norma, ...] = ()


class Causa(StrictModel):
    """A cause of deviation that follow-up forms offer to choose from."""

    codigo: str = Field(min_length=1)
    descripcion: str = Field(min_length=1)


class Licencia(StrictModel):
    """On what terms the open data may be used.

    Attributes
    ----------
    nombre : str
        Its short name: `CC-BY-4.0`.
    direccion : str
        Where its text is.
    """

    nombre: str = Field(min_length=1)
    titulo: str = ""
    direccion: str = ""


CAUSAS = tuple(
    Causa(codigo=f"C{number}", descripcion=words)
    for number, words in enumerate(
        (
            "Demora en la contratación de bienes o servicios",
            "Falta de asignación o de desembolso de recursos",
            "Reprogramación solicitada por la contraparte",
            "Personal insuficiente o en transición",
            "Caso fortuito o fuerza mayor",
            "Menor demanda que la prevista",
            "Mayor demanda que la prevista, o cumplimiento adelantado",
            "Demora en normas, autorizaciones o firmas",
            "Fallas de sistemas o equipos",
            "Meta o mes mal programados",
            "Otra (explíquela)",
        ),
        start=1,
    )
)
"""The causes offered where an institution declares none of its own."""


class Entidad(Descripcion):
    """Who the institution is.

    Attributes
    ----------
    codigo : str
        Code of the top node of `estructura`.
    codigo_sigep : str
        Its entity number in SIGEP.
    unidad_responsable : str
        The unit in charge of its reports, for their cover.
    alias : dict
        By table (`estructura`, `acciones`), other names under which offices write a code.
    funciones : tuple of str
        What the institution is for, as its law or its report says.
    gestiones : dict
        By year, what only that year's documents say; what they do not say is as in the rest of the file.
    servicios : dict
        What the codes of `produccion` are called in the report: `cie: Cédulas de identidad de extranjeros`.
    licencia : Licencia or None
        Of the open data beside its reports; None where it declares none.
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

    @field_validator("causas")
    @classmethod
    def _causes_once(cls, value: tuple[Causa, ...]) -> tuple[Causa, ...]:
        codes = [cause.codigo for cause in value]
        repeated = sorted({code for code in codes if codes.count(code) > 1})
        if repeated:
            raise ValueError(f"hay códigos repetidos en «causas»: {', '.join(repeated)}.")
        return value

    def in_year(self, year: int) -> Entidad:
        """The institution as the documents of a year describe it, with the norms that its reports of that year cite.

        The year's own words stand in place of the general ones; a norm that names other years is left out.
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
    ConfigError, UsageError
    """
    path = workspace.institution_file(institution)
    check_institution(workspace, institution)
    label = workspace.relative(path)
    return load_model(Entidad, load_file(path, label), label)


def check_institution(workspace: Workspace, institution: str) -> None:
    """Refuse an institution that nobody has begun, naming the nearest.

    Raises
    ------
    UsageError
    """
    if not workspace.institution_file(institution).is_file():
        raise UsageError(f"No existe la entidad «{institution}». {nearest(institution, institutions(workspace))}")


def institutions(workspace: Workspace) -> tuple[str, ...]:
    """Names of the institutions that have an `entidad.yaml`."""
    return tuple(sorted(path.parent.name for path in workspace.params.glob("*/entidad.yaml")))
