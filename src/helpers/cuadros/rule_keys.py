"""Which keys each kind of rule of a cuadro takes, and which it cannot do without."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

COMMON = frozenset({"regla", "nota", "vacias", "excepto"})
OF_PARTS = frozenset({"total", "partes", "por"})


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys that a kind of rule must have, and those that it may have beside them."""

    needed: frozenset[str]
    optional: frozenset[str] = frozenset()


KEYS = {
    "suma": Keys(frozenset({"columnas"}), OF_PARTS | {"una_vez_por"}),
    "media": Keys(frozenset({"columnas"}), OF_PARTS | {"una_vez_por", "agrupadas", "peso"}),
    "formula": Keys(frozenset({"columna", "formula"}), frozenset({"filas", "con"})),
    "igual": Keys(frozenset({"columna", "a"}), frozenset({"filas"})),
    "saldo": Keys(frozenset({"inicial", "final"}), frozenset({"entradas", "salidas", "filas", "corrido"})),
    "cien": Keys(frozenset({"columnas"}), frozenset({"partes", "por", "valor"})),
    "rango": Keys(frozenset({"columna"}), frozenset({"minimo", "maximo", "filas"})),
    "entre_partes": Keys(frozenset({"columnas"}), OF_PARTS),
}


def problems_of_keys(kind: str, given: Set[str]) -> list[str]:
    """Say in Spanish which keys are missing from a rule or do not belong to its kind."""
    keys = KEYS[kind]
    problems = [f"a la regla «{kind}» le falta «{name}»." for name in sorted(keys.needed - given)]
    strange = sorted(given - keys.needed - keys.optional - COMMON)
    admitted = ", ".join(sorted(keys.needed | keys.optional | (COMMON - {"regla"})))
    problems += [f"la regla «{kind}» no usa «{name}»; admite: {admitted}." for name in strange]
    if kind == "rango" and not given & {"minimo", "maximo"}:
        problems.append("a la regla «rango» le falta «minimo» o «maximo».")
    return problems
