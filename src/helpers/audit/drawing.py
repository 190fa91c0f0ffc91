"""Whether pictures drawn now can be expected to be those of the run, to the last byte."""

from __future__ import annotations

from collections.abc import Mapping

from helpers.audit.case import Case
from helpers.runner.manifest import versions

DRAWERS = ("python", "sistema", "matplotlib", "seaborn")
PICTURES_NOTE = (
    "Los gráficos se dibujaron con otras versiones o en otro sistema y no son iguales byte por byte; los números de "
    "sus textos alternativos y cuadros sí se compararon."
)


def draws_alike(case: Case) -> bool:
    """Same system and same versions of what draws: then the same chart gives the same bytes."""
    made, now = case.manifest.get("versiones"), versions()
    return isinstance(made, Mapping) and all(made.get(name) == now.get(name) for name in DRAWERS)
