"""Which keys each kind of rule of a printed table requires and accepts."""

from __future__ import annotations

from collections.abc import Set
from typing import NamedTuple

COMMON = frozenset({"regla", "nota", "vacias", "excepto"})
"""Keys that rules of every kind may have."""
OF_PARTS = frozenset({"total", "partes", "por"})
"""Optional keys of the rules that compare a total with its parts."""


class Keys(NamedTuple):
    """The keys that a kind of rule requires, and the further ones that it accepts."""

    needed: frozenset[str]
    optional: frozenset[str] = frozenset()


KEYS = {
    "suma": Keys(frozenset({"columnas"}), OF_PARTS | {"una_vez_por"}),
    "media": Keys(frozenset({"columnas"}), OF_PARTS | {"una_vez_por", "agrupadas"}),
    "formula": Keys(frozenset({"columna", "formula"}), frozenset({"filas", "con"})),
    "igual": Keys(frozenset({"columna", "a"}), frozenset({"filas"})),
    "saldo": Keys(frozenset({"inicial", "final"}), frozenset({"entradas", "salidas", "filas"})),
    "cien": Keys(frozenset({"columnas"}), frozenset({"partes", "por", "valor"})),
    "rango": Keys(frozenset({"columna"}), frozenset({"minimo", "maximo", "filas"})),
    "entre_partes": Keys(frozenset({"columnas"}), OF_PARTS),
}


def key_problems(kind: str, given: Set[str]) -> list[str]:
    """Return what is wrong with the keys of a rule.

    Parameters
    ----------
    kind : str
        A key of `KEYS`.
    given : Set[str]
        The keys that the file states, `regla` included.

    Returns
    -------
    list of str
        A Spanish sentence for each missing key and for each key of other kinds; empty for a correct rule.
    """
    keys = KEYS[kind]
    problems = [f"a la regla «{kind}» le falta «{name}»." for name in sorted(keys.needed - given)]
    strange = sorted(given - keys.needed - keys.optional - COMMON)
    admitted = ", ".join(sorted(keys.needed | keys.optional | (COMMON - {"regla"})))
    problems += [f"la regla «{kind}» no usa «{name}»; admite: {admitted}." for name in strange]
    if kind == "rango" and not given & {"minimo", "maximo"}:
        problems.append("a la regla «rango» le falta «minimo» o «maximo».")
    return problems
