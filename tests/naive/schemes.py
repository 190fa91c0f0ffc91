"""The shipped methods, written a second time by hand from their text, and the settings that tests may change."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

HUNDRED = Fraction(100)
ALL_KINDS = ("mes", "trimestre", "acumulado")
LONG = ("trimestre", "acumulado")


def half_up(value: Fraction, decimals: int) -> Fraction:
    """Half away from zero."""
    size = Fraction(math.floor(abs(value) * 10**decimals + Fraction(1, 2)), 10**decimals)
    return size if value >= 0 else -size


@dataclass(frozen=True)
class Rule:
    """How a level is computed from its parts."""

    parts: tuple[str, ...]
    rule: str
    reported_first: bool = False
    renormalised: bool = True
    without_weights: str = "sin_cifra"


@dataclass(frozen=True)
class Leaf:
    cap: Fraction | None = HUNDRED
    only_known: bool = False


@dataclass(frozen=True)
class Formula:
    """An indicator computed from others of the same subject and window; without `needs` it is a constant."""

    needs: tuple[str, ...]
    work: Callable[..., Fraction]
    levels: tuple[str, ...] = ()
    kinds: tuple[str, ...] = LONG
    since_january: bool = False
    whole_quarters: bool = False


@dataclass(frozen=True)
class Percentage:
    """An indicator that is reported or computed from tasks, and rolled up.

    Attributes
    ----------
    instead
        By kind of window, the replacement of a missing report: another indicator and its divisor.
    by_quarters
        Whether it is the sum of its quarters over several quarters.
    over_ideal
        Whether it is the efficacy over the ideal, over several quarters and without tasks.
    """

    instead: dict[str, tuple[str, Fraction]] = field(default_factory=dict)
    by_quarters: bool = False
    over_ideal: bool = False


@dataclass(frozen=True)
class Column:
    flows: bool = False
    kinds: tuple[str, ...] = LONG


@dataclass(frozen=True)
class Scatter:
    levels: tuple[str, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Scheme:
    base: str
    levels: dict[str, Rule]
    columns: dict[str, Column]
    formulas: dict[str, Formula]
    percentages: dict[str, Percentage]
    leaf: Leaf = Leaf()
    every_level: bool = False
    decimals: int = 2
    late_out: bool = False
    scatter: Scatter | None = None
    programmed: bool = True
    changes: tuple[str, ...] = ("avance_fisico", "ejecucion_financiera")
    change_levels: tuple[str, ...] = ("entidad", "servicio", "area", "tipo", "subtipo", "unidad", "puesto", "acp")
    share_levels: tuple[str, ...] = ("entidad", "servicio", "area", "acp", "cat_prog", "fuente")
    projected: tuple[str, ...] = ("ejecucion_financiera",)
    project_levels: tuple[str, ...] = ("entidad", "servicio", "area", "acp")

    def handed(self, indicator: str, value: Fraction) -> Fraction:
        """The value handed on to the level above: as printed if the method rounds at every level, else exact."""
        if not self.every_level:
            return value
        is_money = indicator in self.columns or indicator in ("saldo", "ppto_programado")
        return half_up(value, max(self.decimals, 2) if is_money else self.decimals)


def execution(accrued: Fraction, budget: Fraction) -> Fraction:
    return accrued / budget * 100


EXECUTION = Formula(("devengado", "ppto_vigente"), execution, kinds=ALL_KINDS)
PROGRAMMED = Formula(("devengado", "ppto_programado"), execution, kinds=ALL_KINDS)
BALANCE = Formula(("ppto_vigente", "devengado"), lambda budget, accrued: budget - accrued, since_january=True)
MONEY = {
    "ppto_inicial": Column(),
    "modificaciones": Column(),
    "ppto_vigente": Column(kinds=ALL_KINDS),
    "devengado": Column(flows=True, kinds=ALL_KINDS),
}
RESPONSIBLE = Rule(("unidad_responsable",), "igual")
MEAN_BELOW = Rule(("estructura",), "media_simple")
MEAN_BELOW_IF_SILENT = Rule(("estructura",), "media_simple", reported_first=True)
NODES = ("entidad", "servicio", "area", "unidad", "acp", "grupo")

MRE_2024 = Scheme(
    "mre-2024",
    every_level=True,
    leaf=Leaf(only_known=True),
    columns=MONEY,
    percentages={
        "avance_fisico": Percentage(over_ideal=True),
        "eficacia_ponderada": Percentage(
            instead={"mes": ("avance_fisico", Fraction(12)), "trimestre": ("avance_fisico", Fraction(4))},
            by_quarters=True,
        ),
    },
    formulas={
        "rango_ideal": Formula(
            (),
            lambda quarters: 25 * quarters,
            ("entidad", "servicio", "area", "tipo", "subtipo", "unidad", "puesto", "acp", "cat_prog"),
            whole_quarters=True,
        ),
        "brecha_ideal": Formula(("eficacia_ponderada", "rango_ideal"), lambda efficacy, ideal: efficacy - ideal),
        "ejecucion_programada": PROGRAMMED,
        "ejecucion_financiera": EXECUTION,
        "saldo": BALANCE,
        "brecha_fisico_financiera": Formula(
            ("eficacia_ponderada", "ejecucion_financiera"), lambda efficacy, spent: efficacy - spent
        ),
        "eficiencia": Formula(
            ("eficacia_ponderada", "ejecucion_financiera"),
            lambda efficacy, spent: efficacy / spent * 100,
            ("acp", "area", "servicio", "entidad"),
            since_january=True,
        ),
    },
    levels={
        "operacion": Rule(("tareas",), "razon_de_sumas"),
        "puesto": Rule(("operaciones",), "media_por_tareas", reported_first=True),
        "unidad": Rule(
            ("operaciones", "estructura"), "media_por_tareas", reported_first=True, without_weights="media_simple"
        ),
        "subtipo": MEAN_BELOW_IF_SILENT,
        "tipo": MEAN_BELOW_IF_SILENT,
        "area": MEAN_BELOW,
        "servicio": MEAN_BELOW,
        "entidad": MEAN_BELOW,
        "acp": Rule(("responsables",), "media_simple"),
        "cat_prog": RESPONSIBLE,
    },
    scatter=Scatter(("area",), LONG),
    changes=("avance_fisico", "eficacia_ponderada", "ejecucion_financiera"),
    projected=("eficacia_ponderada", "ejecucion_financiera"),
)

MRE_2021 = Scheme(
    "mre-2021",
    every_level=True,
    late_out=True,
    changes=("avance_fisico", "ejecucion_programada", "ejecucion_financiera"),
    columns=MONEY,
    percentages={"avance_fisico": Percentage()},
    formulas={
        "ejecucion_programada": PROGRAMMED,
        "ejecucion_financiera": EXECUTION,
        "saldo": BALANCE,
    },
    levels={
        "operacion": Rule(("tareas",), "razon_de_sumas"),
        "unidad": Rule(("operaciones", "estructura"), "media_simple", reported_first=True),
        "puesto": Rule(("operaciones",), "media_simple", reported_first=True),
        "subtipo": MEAN_BELOW_IF_SILENT,
        "tipo": MEAN_BELOW_IF_SILENT,
        "area": Rule(("operaciones", "estructura"), "media_simple"),
        "servicio": MEAN_BELOW,
        "acp": Rule(("responsables",), "media_simple"),
        "entidad": Rule(("acciones",), "media_simple"),
        "cat_prog": RESPONSIBLE,
    },
)

SEGIP_2020 = Scheme(
    "segip-2020",
    change_levels=("entidad", "area", "unidad", "acp"),
    share_levels=("entidad", "area", "unidad", "acp", "cat_prog", "fuente"),
    project_levels=("entidad", "area", "acp"),
    columns=MONEY | {"por_pagar": Column()},
    percentages={"avance_fisico": Percentage()},
    formulas={
        "ejecucion_programada": PROGRAMMED,
        "ejecucion_financiera": EXECUTION,
        "saldo": BALANCE,
        "brecha_fisico_financiera": Formula(
            ("avance_fisico", "ejecucion_financiera"), lambda progress, spent: progress - spent, since_january=True
        ),
    },
    levels={
        "unidad": Rule(
            ("tareas", "estructura"), "media_ponderada", renormalised=False, without_weights="media_simple"
        ),
        "area": MEAN_BELOW,
        "entidad": Rule(("unidades",), "media_simple"),
        "acp": Rule(("responsables", "tareas"), "media_simple"),
        "cat_prog": RESPONSIBLE,
    },
    scatter=Scatter(("entidad",), ("acumulado",)),
)

_BY_WEIGHT = {"rule": "media_ponderada", "without_weights": "media_simple"}
_BY_BUDGET = {"rule": "media_por_presupuesto", "without_weights": "media_simple"}

WEIGHTED_ACTIONS = Scheme(
    "acp-ponderada",
    change_levels=("entidad", "servicio", "area", "unidad", "puesto", "acp", "grupo"),
    share_levels=("entidad", "servicio", "area", "acp", "grupo", "cat_prog", "fuente"),
    project_levels=("entidad", "servicio", "area", "acp", "grupo"),
    leaf=Leaf(only_known=True),
    columns=MONEY,
    percentages={"avance_fisico": Percentage()},
    formulas={
        "meta_fisica": Formula((), lambda quarters: HUNDRED, NODES),
        "ejecucion_programada": PROGRAMMED,
        "ejecucion_financiera": EXECUTION,
        "saldo": BALANCE,
        "meta_financiera": Formula((), lambda quarters: 25 * quarters, NODES, whole_quarters=True),
        "eficiencia_ponderada": Formula(
            ("avance_fisico", "meta_fisica", "ejecucion_financiera", "meta_financiera"),
            lambda progress, goal, spent, pace: progress / goal * 50 + spent / pace * 50,
            since_january=True,
        ),
        "eficiencia_relativa": Formula(
            ("avance_fisico", "meta_fisica", "ejecucion_financiera", "meta_financiera"),
            lambda progress, goal, spent, pace: progress / goal / (spent / pace),
            since_january=True,
        ),
        "desempeno_global": Formula(
            ("avance_fisico", "eficiencia_ponderada"), min, ("entidad", "area", "acp"), since_january=True
        ),
    },
    levels={
        "operacion": Rule(("tareas",), **_BY_WEIGHT),
        "unidad": Rule(("operaciones", "estructura"), **_BY_WEIGHT),
        "puesto": Rule(("operaciones",), **_BY_WEIGHT),
        "area": Rule(("estructura",), **_BY_BUDGET),
        "servicio": Rule(("estructura",), **_BY_BUDGET),
        "acp": Rule(("operaciones", "responsables"), **_BY_WEIGHT),
        "grupo": Rule(("acciones",), "media_ponderada"),
        "entidad": Rule(("acciones",), "media_ponderada", renormalised=False),
        "cat_prog": RESPONSIBLE,
    },
)

SHIPPED = {scheme.base: scheme for scheme in (MRE_2024, MRE_2021, SEGIP_2020, WEIGHTED_ACTIONS)}
