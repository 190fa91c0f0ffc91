"""Objectives of outside frameworks (PMM, ODS): how a table names them, and the indicators that count their results."""

from __future__ import annotations

import re

ALL, IN_STATE = "resultados_objetivo", "resultados_objetivo_"
"""Indicator that counts all results of an objective, and prefix of those that count the results in one state."""
STATES = {"logrado": "logrados", "en curso": "en_curso", "previsto": "previstos"}
"""States of a result, and the ending of each one's indicator."""
OBJECTIVES, SERVED, GAPS = "objetivos", "objetivos_con_resultado", "objetivos_sin_resultado"
OBJECTIVE, BY_INSTITUTION, FRAMEWORK = "objetivo", "institucion_objetivo", "marco"
"""Levels of these figures."""

_SEPARATOR = re.compile(r"\s*;\s*")


def objectives_in(text: str) -> tuple[str, ...]:
    """Return the objectives that a cell names (`PMM:14; ODS:10.7`), each once, in order."""
    return tuple(dict.fromkeys(name for name in _SEPARATOR.split(text.strip()) if name))
