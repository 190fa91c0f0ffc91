"""Methods whose parts contradict each other are refused: weights, roll-ups, leaves, scales and derived grades."""

import re

import pytest
from builders import method_plain

from helpers.base.errors import ConfigError
from helpers.base.yaml_models import load_model
from helpers.settings.methods import Metodo

LEVEL = {"explicacion": "De sus partes.", "fuente": "prueba"}
SCALE = {"indicador": "eficiencia", "ventanas": ["acumulado"], "niveles": ["area"], "bordes": "b", "fuente": "prueba"}
GREEN = {"desde": 0, "impreso": "0", "grado": "", "calificacion": "Todo", "desempeno": "", "semaforo": "verde", "simbolo": "●"}
DERIVED = {"indicador": "brecha_ideal", "de": ["avance_fisico", "ejecucion_financiera"], "regla": "peor", "fuente": "prueba"}
COLOURS = ["rojo", "naranja", "amarillo", "gris", "verde", "azul"]


def entity(**rule: object) -> dict:
    """MRE's method with another rule for the entity."""
    return method_plain() | {"consolidacion": method_plain()["consolidacion"] | {"entidad": LEVEL | rule}}


def without(*keys: str, level: str = "", **changes: object) -> dict:
    """MRE's method without some keys, or without a level, and with something changed."""
    plain = {key: value for key, value in (method_plain() | changes).items() if key not in keys}
    plain["consolidacion"] = {name: rule for name, rule in plain["consolidacion"].items() if name != level}
    return plain


def leaf(indicator: str) -> dict:
    return method_plain()["hoja"] | {"indicador": indicator}


INCONSISTENT_METHODS = {
    "not renormalised without weights": (
        entity(partes="estructura", regla="media_simple", renormaliza=False),
        ["«consolidacion.entidad»", "«renormaliza: false» no tiene sentido", "«media_simple», que no pondera"],
    ),
    "no parts": (entity(partes=[], regla="media_simple"), ["«consolidacion.entidad.partes»"]),
    "parts that nobody has": (
        entity(partes="provincias", regla="media_simple"),
        ["«entidad» no se obtiene de «provincias»", "acciones, estructura, grupos"],
    ),
    "a rule that is none": (
        entity(partes="estructura", regla="mediana"),
        ["«consolidacion.entidad.regla»", "no admite «mediana»", "'media_simple'"],
    ),
    "groups of which nothing is said": (
        entity(partes="grupos", regla="media_simple"),
        ["consolidacion.entidad: falta «consolidacion.grupo»"],
    ),
    "actions of which nothing is said": (
        without(level="acp", consolidacion=entity(partes="acciones", regla="media_simple")["consolidacion"]),
        ["consolidacion.entidad: falta «consolidacion.acp»"],
    ),
    "operations of which nothing is said": (without(level="operacion"), ["falta «consolidacion.operacion»"]),
    "tasks without a leaf": (without("hoja"), ["consolidacion.operacion: falta cómo puntúa una tarea («hoja»)"]),
    "tasks weighed by how many tasks they are": (
        entity(partes="tareas", regla="media_por_tareas"),
        ["nivel «entidad»", "una tarea no se pondera por su número de tareas"],
    ),
    "sums over sums of operations that are means": (
        without(
            consolidacion=method_plain()["consolidacion"]
            | {"operacion": LEVEL | {"partes": "tareas", "regla": "media_simple"}}
            | {"area": LEVEL | {"partes": "operaciones", "regla": "razon_de_sumas"}}
        ),
        ["consolidacion.area: «razon_de_sumas»", "porque «consolidacion.operacion» es «media_simple»"],
    ),
    "a leaf of money": (without(hoja=leaf("devengado")), ["hoja: puntúa en porcentaje"]),
    "a leaf that no rule would use": (
        without(hoja=leaf("ejecucion_financiera")),
        ["hoja: ninguna regla de «ejecucion_financiera» es «consolidar»"],
    ),
    "a leaf of an indicator that is none": (without(hoja=leaf("avance")), ["hoja: el método no define el indicador «avance»"]),
    "a cap of nothing": (without(hoja=method_plain()["hoja"] | {"tope": 0}), ["«hoja.tope»", "«0»"]),
    "two scales of one indicator": (
        without(bandas=[method_plain()["bandas"], SCALE | {"indicador": "avance_fisico", "grados": [GREEN]}]),
        ["el indicador «avance_fisico» tiene dos escalas; deje una"],
    ),
    "bands and thresholds of one indicator": (
        without(bandas=[SCALE | {"indicador": "ejecucion_financiera", "grados": [GREEN]}]),
        ["el indicador «ejecucion_financiera» tiene dos escalas"],
    ),
    "a hole in the second scale": (
        without(bandas=[method_plain()["bandas"], SCALE | {"grados": [GREEN | {"hasta": 50}, GREEN | {"desde": 60}]}]),
        ["«bandas[2]»", "un hueco entre «Todo» (hasta 50) y «Todo» (desde 60)"],
    ),
    "a grade taken from what has none": (
        without(derivadas=[DERIVED | {"de": ["avance_fisico", "saldo"], "orden": COLOURS}]),
        ["derivadas: «brecha_ideal» no puede tomar su calificación: «saldo» no tiene escala"],
    ),
    "a grade taken by what has its own": (
        without(derivadas=[DERIVED | {"indicador": "avance_fisico", "orden": COLOURS}]),
        ["«avance_fisico» no puede tomar su calificación: ya tiene una escala propia"],
    ),
    "an order that lacks a colour": (
        without(derivadas=[DERIVED | {"orden": COLOURS[:-1]}]),
        ["«brecha_ideal» no puede tomar su calificación: «orden» no tiene el color «azul»"],
    ),
    "an order that repeats a colour": (
        without(derivadas=[DERIVED | {"orden": [*COLOURS, "rojo"]}]),
        ["«derivadas[1].orden»", "repite un color"],
    ),
    "a grade taken from one alone": (
        without(derivadas=[DERIVED | {"de": ["avance_fisico"], "orden": COLOURS}]),
        ["«derivadas[1].de»"],
    ),
    "a grade that goes in a circle with a formula": (
        without(
            indicadores=method_plain()["indicadores"]
            | {"avance_fisico": method_plain()["indicadores"]["avance_fisico"] | {"reglas": {"trimestre": {"regla": "consolidar", "expresion": "brecha_ideal"}}}},
            derivadas=[DERIVED | {"orden": COLOURS}],
        ),
        ["en círculo (trimestre): avance_fisico → brecha_ideal"],
    ),
    "a spread of nothing that is measured": (
        without(dispersion=method_plain()["dispersion"] | {"indicador": "avance"}),
        ["dispersion: el método no define el indicador «avance»"],
    ),
    "a spread at a level that is none": (
        without(dispersion=method_plain()["dispersion"] | {"niveles": ["sector"]}),
        ["«dispersion[1].niveles»", "el nivel «sector» no puede ir aquí"],
    ),
    "a spread of an action, which has no units below": (
        without(dispersion=method_plain()["dispersion"] | {"niveles": ["area", "acp"]}),
        ["«dispersion[1].niveles»", "el nivel «acp» no puede ir aquí", "entidad, servicio, area, tipo, subtipo, unidad, clase."],
    ),
    "a spread of a group": (
        without(dispersion=method_plain()["dispersion"] | {"niveles": ["grupo"]}), ["«dispersion[1].niveles»", "«grupo»"]
    ),
    "a spread of a post, below which there is nobody": (
        without(dispersion=method_plain()["dispersion"] | {"niveles": ["puesto"]}), ["«dispersion[1].niveles»", "«puesto»"]
    ),
    "an interval of no width": (without(dispersion=method_plain()["dispersion"] | {"factor": 0}), ["«dispersion[1].factor»"]),
    "late forms that are neither in nor out": (without(tardios="a veces"), ["«tardios»", "no admite «a veces»", "'cuentan' o 'fuera'"]),
    "weights by a budget that is not measured": (
        entity(partes="estructura", regla="media_por_presupuesto")
        | {"indicadores": {name: method_plain()["indicadores"][name] for name in ("avance_fisico", "eficacia_ponderada", "rango_ideal")}}
        | {"umbrales": None, "variacion": None, "participacion": [], "proyeccion": []},
        ["consolidacion.entidad: falta el indicador «ppto_vigente», que es lo que pondera"],
    ),
    "levels of what is not a formula": (
        without(
            indicadores=method_plain()["indicadores"]
            | {"devengado": method_plain()["indicadores"]["devengado"] | {"niveles": ["area"]}}
        ),
        ["«indicadores.devengado»", "«niveles» solo limita fórmulas"],
    ),
}


@pytest.mark.parametrize("case", INCONSISTENT_METHODS)
def test_an_inconsistent_method_is_refused_with_the_reason(case):
    plain, expected_words = INCONSISTENT_METHODS[case]
    with pytest.raises(ConfigError) as problem:
        load_model(Metodo, plain, "params/metodos/x.yaml")
    for words in expected_words:
        assert words in str(problem.value)
    assert not re.search(r"\b(should|must|valid|Input|expected|greater|least)\b", str(problem.value)), str(problem.value)


def test_the_methods_that_the_cases_start_from_are_accepted():
    """Without their one error these methods load, so each case is refused because of its error."""
    sound = [
        method_plain(),
        entity(partes="acciones", regla="media_ponderada"),
        without(bandas=[method_plain()["bandas"], SCALE | {"grados": [GREEN]}]),
        without(derivadas=[DERIVED | {"orden": COLOURS}]),
        without(dispersion=[method_plain()["dispersion"]]),
    ]
    assert [load_model(Metodo, plain, "x").id for plain in sound] == ["mre-2024"] * 5
