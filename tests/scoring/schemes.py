"""Hypothesis strategies for methods: a shipped method with some of its rules changed."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import assume
from hypothesis import strategies as st
from naive.schemes import SHIPPED, Leaf, Rule, Scatter, Scheme

PARTS = {
    "operacion": ["tareas"],
    "puesto": ["operaciones", "tareas"],
    "unidad": ["operaciones", "tareas", "estructura"],
    "subtipo": ["estructura", "operaciones"],
    "tipo": ["estructura", "operaciones", "tareas"],
    "area": ["estructura", "unidades", "operaciones", "tareas"],
    "servicio": ["estructura", "unidades", "operaciones"],
    "acp": ["responsables", "operaciones", "tareas"],
    "grupo": ["acciones"],
    "entidad": ["estructura", "unidades", "acciones", "grupos", "operaciones"],
}
"""The kinds of parts from which each level may be computed."""
RULES = [
    "media_simple", "media_por_tareas", "media_ponderada", "media_por_presupuesto", "razon_de_sumas", "suma", "cumplidas",
]  # fmt: skip
"""Weights of the actions, for a method that states them."""


@st.composite
def rules(draw: st.DrawFn, level: str) -> Rule:
    kinds = draw(st.lists(st.sampled_from(PARTS[level]), min_size=1, max_size=2, unique=True))
    rule = draw(st.sampled_from([rule for rule in RULES if rule != "media_por_tareas" or "tareas" not in kinds]))
    is_weighted = rule.startswith("media_") and rule != "media_simple"
    return Rule(
        tuple(kinds),
        rule,
        reported_first=draw(st.booleans()),
        renormalised=draw(st.booleans()) if is_weighted else True,
        without_weights=draw(st.sampled_from(["sin_cifra", "media_simple"])),
    )


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    """A method with other rules at some levels, another leaf, another rounding, late forms in or out."""
    base = SHIPPED[draw(st.sampled_from(sorted(SHIPPED)))]
    levels = dict(base.levels) | {"operacion": base.levels.get("operacion", Rule(("tareas",), "razon_de_sumas"))}
    levels |= {"grupo": Rule(("acciones",), "media_simple")}
    for level in draw(st.lists(st.sampled_from(sorted(PARTS)), max_size=4, unique=True)):
        levels[level] = draw(rules(level))
    if any(rule.rule == "razon_de_sumas" and "operaciones" in rule.parts for rule in levels.values()):
        # A ratio of sums over operations needs operations with amounts; otherwise the method does not load.
        assume(levels["operacion"].rule in ("razon_de_sumas", "cumplidas"))
    return replace(
        base,
        levels=levels,
        leaf=Leaf(
            draw(st.sampled_from([None, Fraction(100), Fraction(120)])),
            draw(st.booleans()),
        ),
        every_level=draw(st.booleans()),
        decimals=draw(st.sampled_from([0, 1, 2])),
        late_out=draw(st.booleans()),
        scatter=draw(st.sampled_from([None, Scatter(("area", "entidad"), ("mes", "trimestre", "acumulado"))])),
    )
