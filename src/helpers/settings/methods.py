"""A scoring method as data: indicators and their formulas, roll-ups, rounding, bands and thresholds.

The file's keys are Spanish because the methodology section prints them and auditors read them.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from pydantic import Field, field_validator, model_validator

from helpers.base.errors import ConfigError, UsageError
from helpers.base.system.workspace import Workspace
from helpers.base.yaml_models import StrictModel, load_model_file, nearest
from helpers.settings.indicator_order import in_order
from helpers.settings.indicators import Dispersion, Indicador, IndicatorName, Participacion, Proyeccion, Variacion
from helpers.settings.rollups import PARTS_OF, WITH_TERMS, Consolidacion, Hoja, Redondeo
from helpers.settings.scales import WINDOWS, Bandas, Derivada, Umbrales, known_levels

CENTS = 2
CONTEXT_NAMES = ("trimestres",)
"""Names that a formula may use besides indicators: the number of quarters in a window of whole quarters."""
BUDGET_WEIGHT = "ppto_vigente"
"""The indicator that gives the weights of a mean weighted by budget."""
SCORED = frozenset({"tareas", "operaciones"})
"""Kinds of parts that need the tasks' scores."""
BELOW = {"operaciones": "operacion", "grupos": "grupo", "acciones": "acp"}
"""Kinds of parts that have a roll-up of their own, and its level."""
PHYSICAL, FINANCIAL = HEADLINES = ("avance_fisico", "ejecucion_financiera")
"""Names of physical progress and of budget execution, for methods that grade neither and in earlier documents."""


class Metodo(StrictModel):
    """A whole scoring method.

    Attributes
    ----------
    consolidacion : dict
        By level, how its value is computed from its parts.
    hoja : Hoja or None
        How tasks are scored; None where they are not.
    bandas, umbrales, derivadas
        Scales: bands, thresholds by quarter, and grades taken from other grades.
    tardios : str
        Whether values from late forms enter the means (`cuentan`) or not (`fuera`).
    decisiones : tuple of str
        Decisions on the method's open points, in words that the report prints.
    """

    id: str
    nombre: str
    fuente: str = Field(min_length=1)
    descripcion: str
    redondeo: Redondeo
    indicadores: dict[IndicatorName, Indicador]
    consolidacion: dict[str, Consolidacion]
    hoja: Hoja | None = None
    bandas: tuple[Bandas, ...] = ()
    umbrales: Umbrales | None = None
    derivadas: tuple[Derivada, ...] = ()
    dispersion: tuple[Dispersion, ...] = ()
    variacion: Variacion | None = None
    participacion: tuple[Participacion, ...] = ()
    proyeccion: tuple[Proyeccion, ...] = ()
    tardios: Literal["cuentan", "fuera"] = "cuentan"
    decisiones: tuple[str, ...] = ()

    @field_validator("bandas", "dispersion", "participacion", "proyeccion", mode="before")
    @classmethod
    def _one_or_several(cls, value: object) -> object:
        """Accept one item where a list is expected."""
        return (value,) if isinstance(value, dict) else value

    @field_validator("consolidacion")
    @classmethod
    def _levels_have_parts(cls, value: dict[str, Consolidacion]) -> dict[str, Consolidacion]:
        """Refuse roll-ups of levels without parts, and rules that do not fit their level."""
        known_levels(tuple(value), tuple(PARTS_OF))
        for level, plan in value.items():
            plan.check_level(level)
        return value

    @model_validator(mode="after")
    def _indicators_named_exist(self) -> Metodo:
        """Refuse a setting that names an unknown indicator."""
        known = tuple(self.indicadores)
        for what, name in self._named_indicators():
            if name not in known:
                raise ValueError(f"{what}: el método no define el indicador «{name}». {nearest(name, known)}")
        return self

    @model_validator(mode="after")
    def _grades_come_from_one_place(self) -> Metodo:
        """Refuse two scales for one indicator, and derived grades without scales or with unlisted colours."""
        graded = [band.indicador for band in self.bandas] + ([self.umbrales.indicador] if self.umbrales else [])
        twice = [name for name in graded if graded.count(name) > 1]
        if twice:
            raise ValueError(f"el indicador «{twice[0]}» tiene dos escalas; deje una.")
        for derived in self.derivadas:
            without = [f"«{name}» no tiene escala" for name in derived.de if name not in graded]
            without += ["ya tiene una escala propia"] if derived.indicador in graded else []
            scales = (self.bands_of(name) or self.thresholds_of(name) for name in derived.de)
            lights = {grade.semaforo for scale in scales if scale for grade in scale.grados}
            without += [f"«orden» no tiene el color «{light}»" for light in sorted(lights - set(derived.orden))]
            if without:
                raise ValueError(f"derivadas: «{derived.indicador}» no puede tomar su calificación: {without[0]}.")
        return self

    @model_validator(mode="after")
    def _rollups_have_what_they_need(self) -> Metodo:
        """Refuse roll-ups that lack what they are computed from, and tasks scored for an unfit indicator."""
        for level, plan in self.consolidacion.items():
            lacking = ["cómo puntúa una tarea («hoja»)"] if self.hoja is None and SCORED & set(plan.partes) else []
            below = (BELOW[kind] for kind in BELOW if kind in plan.partes)
            lacking += [f"«consolidacion.{name}»" for name in below if name not in self.consolidacion]
            if plan.regla == "media_por_presupuesto" and BUDGET_WEIGHT not in self.indicadores:
                lacking.append(f"el indicador «{BUDGET_WEIGHT}», que es lo que pondera")
            if lacking:
                raise ValueError(f"consolidacion.{level}: falta {lacking[0]}.")
            self._check_terms(level, plan)
        if self.hoja:
            scored = self.indicadores[self.hoja.indicador]
            if scored.unidad != "%":
                raise ValueError("hoja: puntúa en porcentaje, y su indicador tiene otra unidad.")
            if not scored.is_rolled_up:
                name = self.hoja.indicador
                raise ValueError(f"hoja: ninguna regla de «{name}» es «consolidar»; las tareas no se usarían.")
        return self

    @model_validator(mode="after")
    def _projections_add_up_in_percent(self) -> Metodo:
        """Refuse projections of indicators that do not accumulate in percent, and changes of other units."""
        for item in self.proyeccion:
            projected = self.indicadores[item.indicador]
            if projected.unidad != "%" or "acumulado" not in projected.reglas:
                raise ValueError(
                    f"proyeccion: «{item.indicador}» debe medirse en «%» y tener una regla «acumulado»: se proyecta lo "
                    "que va del año hasta su cierre."
                )
        for name in self.variacion.indicadores if self.variacion else ():
            if self.indicadores[name].unidad not in ("%", "puntos"):
                raise ValueError(f"variacion: «{name}» no es un porcentaje, y la variación se da en puntos.")
        return self

    def _check_terms(self, level: str, plan: Consolidacion) -> None:
        """Refuse a ratio of sums over operations that are means: their numerators and denominators are not amounts."""
        of_operations = self.consolidacion.get("operacion")
        if plan.regla != "razon_de_sumas" or "operaciones" not in plan.partes or of_operations is None:
            return
        if of_operations.regla not in WITH_TERMS:
            raise ValueError(
                f"consolidacion.{level}: «razon_de_sumas» suma numeradores y denominadores, y las operaciones no los "
                f"tienen, porque «consolidacion.operacion» es «{of_operations.regla}»."
            )

    def _named_indicators(self) -> list[tuple[str, str]]:
        """The key of each setting and an indicator that it names, one pair for each."""
        found = [("bandas", band.indicador) for band in self.bandas]
        found += [("umbrales", self.umbrales.indicador)] if self.umbrales else []
        found += [("hoja", self.hoja.indicador)] if self.hoja else []
        found += [("dispersion", item.indicador) for item in self.dispersion]
        found += [("derivadas", name) for item in self.derivadas for name in (item.indicador, *item.de)]
        found += [("variacion", name) for name in (self.variacion.indicadores if self.variacion else ())]
        found += [("participacion", item.indicador) for item in self.participacion]
        found += [("proyeccion", item.indicador) for item in self.proyeccion]
        return found

    @model_validator(mode="after")
    def _indicators_tie(self) -> Metodo:
        """Refuse formulas with unknown names, and circular definitions."""
        known = (*self.indicadores, *CONTEXT_NAMES)
        indicators = self.indicadores.items()
        rules = [(f"{name}.{kind}", rule) for name, one in indicators for kind, rule in one.reglas.items()]
        for place, rule in rules:
            unknown = [word for word in (rule.formula.names if rule.formula else ()) if word not in known]
            if unknown:
                raise ValueError(
                    f"indicadores.{place}: la fórmula usa «{unknown[0]}», que el método no define. "
                    f"{nearest(unknown[0], known)}"
                )
        for kind in WINDOWS:
            self.formula_order(kind)
        return self

    def needed_for(self, asked: Collection[str]) -> frozenset[str]:
        """Return some indicators with all others that they need: those that compute, weigh or grade them, and so on.

        Parameters
        ----------
        asked : collection of str
            Names of indicators; unknown ones are ignored.

        Returns
        -------
        frozenset of str
            For all kinds of windows together. The tasks' indicator and the weight by budget are always included if the
            method has them.
        """
        of_tasks = (self.hoja.indicador,) if self.hoja else ()
        needed = {name for name in (*asked, *of_tasks, BUDGET_WEIGHT) if name in self.indicadores}
        # A sum of quarters needs the quarters' own indicators, another kind of window: repeat until nothing is added.
        while True:
            reached = {name for kind in WINDOWS for name in in_order(needed, kind, self.indicadores, self.derivadas)}
            if reached <= needed:
                return frozenset(needed)
            needed |= reached

    def formula_order(self, kind: str) -> tuple[str, ...]:
        """Return the indicators in the order of computation for a kind of window (`mes`, `trimestre`…), operands first.

        The indicator that scores tasks comes as early as possible.

        Raises
        ------
        ValueError
            Where definitions form a circle; the message names it.
        """
        of_tasks = (self.hoja.indicador,) if self.hoja else ()
        return in_order((*of_tasks, *self.indicadores), kind, self.indicadores, self.derivadas)

    def decimals(self, indicator: str) -> int:
        """Return the decimals that an indicator prints.

        Returns
        -------
        int
            The indicator's own where it declares them; else the method's, and for money at least two.

        Raises
        ------
        KeyError
            For an indicator that the method does not define.
        """
        definition = self.indicadores[indicator]
        if definition.decimales is not None:
            return definition.decimales
        return max(self.redondeo.decimales, CENTS) if definition.unidad == "Bs" else self.redondeo.decimales

    def bands_of(self, indicator: str) -> Bandas | None:
        """Return the bands that grade an indicator; None where there are none."""
        return next((bands for bands in self.bandas if bands.indicador == indicator), None)

    def thresholds_of(self, indicator: str) -> Umbrales | None:
        """Return the quarterly thresholds that grade an indicator; None where it has none."""
        return self.umbrales if self.umbrales and self.umbrales.indicador == indicator else None

    @property
    def physical_indicator(self) -> str:
        """The indicator of physical progress.

        It is `avance_fisico` where the method defines it, else the indicator that scores tasks, else the first that
        bands grade, else `avance_fisico` all the same.
        """
        if PHYSICAL in self.indicadores:
            return PHYSICAL
        graded = next((bands.indicador for bands in self.bandas), PHYSICAL)
        return self.hoja.indicador if self.hoja else graded

    @property
    def financial_indicator(self) -> str:
        """The indicator of budget execution: the one that thresholds grade, else `ejecucion_financiera`."""
        return self.umbrales.indicador if self.umbrales else FINANCIAL

    @property
    def headline_indicators(self) -> tuple[str, ...]:
        """The indicators of physical progress and of budget execution, in this order, as far as the method has them."""
        both = (self.physical_indicator, self.financial_indicator)
        return tuple(name for name in dict.fromkeys(both) if name in self.indicadores)

    @property
    def rounds_every_level(self) -> bool:
        """Whether each level uses the rounded values of the level below."""
        return self.redondeo.donde == "cada_nivel"


def load_method(workspace: Workspace, method: str) -> Metodo:
    """Read `params/metodos/<method>.yaml`.

    Raises
    ------
    UsageError
        Where there is no such method; the message names those that exist.
    ConfigError
        With every problem found, each naming its key.
    """
    path = workspace.method_file(method)
    if not path.is_file():
        raise UsageError(f"No existe el método «{method}». {nearest(method, methods_found(workspace))}")
    label = workspace.relative(path)
    loaded = load_model_file(Metodo, path, label)
    if loaded.id != method:
        raise ConfigError(label, [f"«id» dice «{loaded.id}» y el archivo se llama «{method}.yaml»."])
    return loaded


def methods_found(workspace: Workspace) -> tuple[str, ...]:
    """Return the names of the method files, sorted."""
    return tuple(sorted(path.stem for path in workspace.methods.glob("*.yaml")))
