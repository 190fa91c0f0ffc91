"""Parameters of one run (`params/<entidad>/<periodo>.yaml`), and the default sections of each kind of report.

The keys are Spanish because planners and auditors read and write these files.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from helpers.base.errors import ConfigError, PoaError, UsageError
from helpers.base.periods import Period
from helpers.base.system.workspace import Workspace
from helpers.base.yaml_models import StrictModel, load_model_file, nearest
from helpers.settings.institution import check_institution, run_periods

if TYPE_CHECKING:
    from helpers.settings.methods import Metodo

QUARTER_SECTIONS = (
    "resumen", "acp", "areas", "unidades", "servicios", "resultados", "desviaciones", "categorias", "historia",
    "conclusiones", "marco", "metodo", "conciliacion", "anexos",
)  # fmt: skip
"""Sections of a report: what has to be decided, results, money, history, conclusions; then the technical annexes."""
YEAR_REPORT = (
    "resumen", "fisico_financiero", "acp", "areas", "unidades", "direcciones", "servicios", "resultados",
    "objetivos", "auditoria", "desviaciones", "categorias", "presupuesto", "bienes", "trimestres", "historia",
    "conclusiones", "marco", "metodo", "cuadros", "conciliacion", "anexos",
)  # fmt: skip
"""Sections of a year's report, in the same order, with those that only a year has."""
PLAN_SECTIONS = (
    "resumen_plan", "foda", "articulacion", "requerimientos", "resumen_presupuesto", "matriz", "reformulacion",
    "informe_tecnico", "resolucion", "marco", "conciliacion", "anexos",
)  # fmt: skip
SECTION_ID = "sec-"
"""Beginning of the id that a section has in the document: `sec-acp`."""


class Fecha(StrictModel):
    """A date and the document that sets it."""

    fecha: date
    fuente: str = Field(min_length=1)

    @property
    def is_proposed(self) -> bool:
        """Whether `poa iniciar` or `poa abrir` put the date into the parameters and nobody has confirmed it."""
        return self.fuente.startswith("propuesta:")


class Plazo(Fecha):
    """The last day to hand in a period's form, with the extension by reminder and the document that sets them."""

    reiteracion: date | None = None

    @model_validator(mode="after")
    def _reminder_is_later(self) -> Plazo:
        """Refuse an extension that ends before the deadline."""
        if self.reiteracion is not None and self.reiteracion < self.fecha:
            raise ValueError("la «reiteracion» no puede acabar antes que el plazo mismo.")
        return self

    @property
    def last(self) -> date:
        """The last day on which a form is in time, the reminder's extension included."""
        return self.reiteracion or self.fecha


class NumeroPermitido(StrictModel):
    """A number that texts may write although it is no figure, with the words around it and its source."""

    texto: str = Field(min_length=1)
    fuente: str = Field(min_length=1)

    @field_validator("texto")
    @classmethod
    def _has_a_number(cls, value: str) -> str:
        """Refuse a text without a digit, and one without a letter."""
        if not any(letter.isdigit() for letter in value) or not any(letter.isalpha() for letter in value):
            raise ValueError("«texto» es el número con sus palabras, como «84 puestos en el exterior».")
        return value


class ExportacionSigep(StrictModel):
    """What an export of SIGEP does not state itself; a field is empty where it does."""

    fecha_corte: date | None = None
    reporte: str = ""
    estado: Literal["", "aprobado", "en linea"] = ""


OF_THE_DOCUMENT = ("titulo", "estado", "aprobado_por", "cite", "hoja_de_ruta", "version", "proximo_informe")
"""Parameters that only change what is printed on the document; no figure depends on them."""


class Corrida(StrictModel):
    """The parameters of one run: its period, cut-off dates, method, sections and reading options.

    Attributes
    ----------
    cite, hoja_de_ruta, version : str
        How the institution's registry names the report, and which version of it this is; for cover and page heads.
    proximo_informe : Fecha or None
        When the next report is due; None for the calendar's date, which the report marks as foreseen.
    cortes : dict
        By window, the cut-off date of its accounts with the document that states it.
    plazos : dict
        By period, the deadline for its forms.
    estado_presupuesto : str
        Which state of the budget counts where a cut-off date has both.
    sistema_presupuesto : str
        The system whose reports count where a cut-off date has those of several.
    separador_decimal : str
        The decimal separator of columns that do not prove it.
    tolerancia_redondeo : Decimal
        Largest difference, in points, that rounding may explain.
    tablas : tuple of str
        Tables of the data contract that must be there.
    columnas : dict
        By table, headings of its file and the contract's column for each.
    codigos : dict
        By column, the forms of its codes (`000 0 000`); other spacing is changed to them.
    alias : dict
        As in `entidad.yaml`, for this run.
    sigep : dict
        By file of the folder `sigep/`, what the export does not state itself.
    sin_corte : dict
        By table of the budget (`gastos`, `recursos`), why it has no report at the run's cut-off date.
    numeros_permitidos : tuple of NumeroPermitido
        Numbers that the planner's texts may write without taking them from the Book.
    """

    entidad: str
    periodo: str
    metodo: str
    titulo: str = Field(min_length=1)
    estado: Literal["borrador", "definitivo"] = "borrador"
    aprobado_por: str = ""
    cite: str = ""
    hoja_de_ruta: str = ""
    version: str = ""
    proximo_informe: Fecha | None = None
    cortes: dict[str, Fecha]
    plazos: dict[str, Plazo] = Field(default_factory=dict)
    estado_presupuesto: Literal["aprobado", "en linea"] = "aprobado"
    sistema_presupuesto: str = "SIGEP"
    separador_decimal: Literal["", "punto", "coma"] = ""
    tolerancia_redondeo: Decimal = Decimal("0.02")
    columnas: dict[str, dict[str, str]] = Field(default_factory=dict)
    codigos: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    alias: dict[str, dict[str, str]] = Field(default_factory=dict)
    sigep: dict[str, ExportacionSigep] = Field(default_factory=dict)
    sin_corte: dict[Literal["gastos", "recursos"], str] = Field(default_factory=dict)
    numeros_permitidos: tuple[NumeroPermitido, ...] = ()
    tablas: tuple[str, ...] = Field(min_length=1)
    secciones: tuple[str, ...] = Field(min_length=1)

    @field_validator("periodo")
    @classmethod
    def _period_reads(cls, value: str) -> str:
        """Refuse an unknown period; keep its usual code."""
        return _parsed(value).code

    @field_validator("codigos", mode="before")
    @classmethod
    def _one_form_alone(cls, value: object) -> object:
        """Accept a single form without a list."""
        if not isinstance(value, dict):
            return value
        return {column: [forms] if isinstance(forms, str) else forms for column, forms in value.items()}

    @field_validator("secciones", "tablas")
    @classmethod
    def _names_once(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        """Refuse repeated names."""
        repeated = sorted({name for name in value if value.count(name) > 1})
        if repeated:
            raise ValueError(f"nombres repetidos: {', '.join(repeated)}.")
        return value

    @field_validator("cortes")
    @classmethod
    def _cutoffs_read(cls, value: dict[str, Fecha], info: ValidationInfo) -> dict[str, Fecha]:
        """Refuse unknown periods, different dates for one last day, and dates without one for the run's last day."""
        by_day: dict[date, str] = {}
        for code, stated in value.items():
            first = by_day.setdefault(_parsed(code).cutoff, code)
            if value[first].fecha != stated.fecha:
                raise ValueError(f"{first} y {code} acaban el mismo día y dicen fechas de corte distintas.")
        own = info.data.get("periodo")
        if own and by_day and Period.parse(own).cutoff not in by_day:
            raise ValueError(f"dice el corte de {', '.join(value)} y no el de {own}, el del informe: agréguelo.")
        return value

    @field_validator("plazos")
    @classmethod
    def _deadlines_read(cls, value: dict[str, Plazo]) -> dict[str, Plazo]:
        """Refuse unknown periods; use their usual codes as keys."""
        return {_parsed(code).code: stated for code, stated in value.items()}

    @field_validator("sin_corte")
    @classmethod
    def _reasons_are_said(cls, value: dict[str, str]) -> dict[str, str]:
        """Refuse a missing cut-off without a reason in words."""
        for table, reason in value.items():
            if not any(letter.isalpha() for letter in reason):
                raise ValueError(f"«{table}» no dice por qué no hay reporte a la fecha de corte: escriba el motivo.")
        return value

    @model_validator(mode="after")
    def _final_is_approved(self) -> Corrida:
        """Refuse a final report that does not say who approved it."""
        if self.estado == "definitivo" and not self.aprobado_por:
            raise ValueError("«estado: definitivo» exige decir quién aprobó el informe en «aprobado_por».")
        return self

    @property
    def period(self) -> Period:
        """The run's period, parsed."""
        return Period.parse(self.periodo)

    def cutoff(self, period: Period) -> date:
        """Return the cut-off date of a window's accounts.

        Returns
        -------
        date
            The one stated for the window or for any that ends on the same day (they agree); else the window's last day.
        """
        by_day = {Period.parse(code).cutoff: stated.fecha for code, stated in self.cortes.items()}
        return by_day.get(period.cutoff, period.cutoff)


def load_run(workspace: Workspace, institution: str, period: str, overrides: Sequence[str] = ()) -> Corrida:
    """Read `params/<institution>/<period>.yaml` and apply overrides.

    Parameters
    ----------
    overrides : Sequence[str]
        `clave=valor`, as `load_model_file` takes them.

    Raises
    ------
    UsageError
        Where the institution or the period does not exist, an override is wrong (see `load_model_file`), or the file
        states another institution or period than its path.
    ConfigError
        With every problem of the file.
    """
    path = workspace.run_file(institution, period)
    if not path.is_file():
        check_institution(workspace, institution)
        known = nearest(period, run_periods(workspace, institution))
        opened = f"Uno nuevo se abre desde otro: poa abrir {institution}/PERIODO --desde PERIODO"
        raise UsageError(f"No hay parámetros para «{institution}/{period}». {known} {opened}")
    label = workspace.relative(path)
    corrida = load_model_file(Corrida, path, label, overrides)
    if (corrida.entidad, corrida.periodo) != (institution, period):
        stated = f"«entidad» y «periodo» dicen «{corrida.entidad}/{corrida.periodo}», y {label} es de"
        raise UsageError(f"{stated} «{institution}/{period}». Otro se pide en la orden, como mre/2024-T2, y no con -p.")
    return corrida


def method_of(workspace: Workspace, corrida: Corrida) -> Metodo:
    """Read the method that a run names; if there is no such method, the ConfigError names the run's file."""
    from helpers.settings.methods import load_method, methods_found

    if not workspace.method_file(corrida.metodo).is_file():
        complaint = f"«metodo»: no existe «{corrida.metodo}». {nearest(corrida.metodo, methods_found(workspace))}"
        raise ConfigError(workspace.relative(workspace.run_file(corrida.entidad, corrida.periodo)), [complaint])
    return load_method(workspace, corrida.metodo)


def report_kind(period: Period) -> str:
    """Return the kind of report of a period: `plan`, `anual` (January to December) or `periodo` (any other window)."""
    if period.is_plan:
        return "plan"
    return "anual" if (period.first, period.last) == (1, 12) else "periodo"


def default_sections(period: Period) -> tuple[str, ...]:
    """Return the names of the sections that a period's report has by default, in reading order."""
    of_kind = {"plan": PLAN_SECTIONS, "anual": YEAR_REPORT}
    return of_kind.get(report_kind(period), QUARTER_SECTIONS)


def _parsed(code: str) -> Period:
    """Period of a code; a wrong code is an error of the model."""
    try:
        return Period.parse(code)
    except PoaError as problem:
        raise ValueError(str(problem)) from problem
