"""The objectives of outside frameworks: how a result names those that it serves, and what is counted of them."""

from __future__ import annotations

import re

ALL, IN_STATE = "resultados_objetivo", "resultados_objetivo_"
"""The indicator that counts the results of an objective, and how those that count one state of them begin."""
STATES = {"logrado": "logrados", "en curso": "en_curso", "previsto": "previstos"}
"""States of a result, and what their indicator ends in."""
OBJECTIVES, SERVED, GAPS = "objetivos", "objetivos_con_resultado", "objetivos_sin_resultado"
OBJECTIVE, BY_INSTITUTION, FRAMEWORK = "objetivo", "institucion_objetivo", "marco"
"""Levels of these figures."""

_SEPARATOR = re.compile(r"\s*;\s*")


def objectives_in(text: str) -> tuple[str, ...]:
    """The objectives of a cell (`PMM:14; ODS:10.7`), each once in its order."""
    return tuple(dict.fromkeys(name for name in _SEPARATOR.split(text.strip()) if name))
