"""The order in which a method's indicators are computed: those that an indicator needs come before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from helpers.settings.indicators import Indicador
from helpers.settings.scales import Derivada


def in_order(
    names: Iterable[str], kind: str, indicators: Mapping[str, Indicador], derived: Sequence[Derivada]
) -> tuple[str, ...]:
    """Return some indicators and every indicator that they need in a kind of window, operands first.

    Parameters
    ----------
    names : iterable of str
        Names that no indicator has are left out.
    kind : str
        `mes`, `trimestre` or `acumulado`.
    indicators : Mapping[str, Indicador]
    derived : Sequence[Derivada]
        The indicators whose grades come from other indicators; those others come first.

    Raises
    ------
    ValueError
        Where definitions form a circle; the Spanish message names it.
    """
    done: dict[str, None] = {}

    def visit(name: str, path: tuple[str, ...]) -> None:
        """Add an indicator to `done` after those that it needs; nothing for one that is unknown or already there.

        `path` has the indicators that led to it; if it is among them, ValueError names the circle.
        """
        if name in path:
            circle = " → ".join((*path[path.index(name) :], name))
            raise ValueError(f"los indicadores se definen en círculo ({kind}): {circle}.")
        if name in done or name not in indicators:
            return
        rule = indicators[name].in_kind(kind)
        formula = rule.formula if rule else None
        graded_by = [other for item in derived if item.indicador == name for other in item.de]
        for word in (*(formula.names if formula else ()), *graded_by):
            visit(word, (*path, name))
        done[name] = None

    for name in names:
        visit(name, ())
    return tuple(done)
