"""Results of a few objectives, counted by hand and compared with what the written pandas cells find."""

from __future__ import annotations

from dataclasses import replace

from executed_cells import repeated, request_of

from helpers.run.workings.counts_cells import objective_cells

FRAMEWORKS = """
marco | codigo | titulo
PMM | 4 | Identidad
PMM | 14 | Servicios consulares
ODS | 16.9 | Identidad jurídica
"""
RESULTS = """
id | periodo | institucion | estado | objetivos | tipo
R1 | 2024-S1 | | logrado | PMM:14; ODS:16.9 | logro
R2 | 2024-anual | OTRA | en curso | PMM:14 ;PMM:14 | destacado
R3 | | | logrado | PMM:14; PMM:99 |
R4 | 2023-anual | | logrado | PMM:4 |
R5 | 2024-T2 | | | |
R6 | 2024-T2 | | | PMM:4 | dificultad
"""
TABLES = {"marcos": FRAMEWORKS, "resultados": RESULTS}
NAMES = ("resultados_objetivo", "resultados_objetivo_logrados", "resultados_objetivo_en_curso")
ASKED = (
    *(f"{name}/2024-anual/{level}/x" for name in NAMES for level in ("objetivo", "institucion_objetivo")),
    *(f"{name}/2024-anual/marco/PMM" for name in ("objetivos", "objetivos_con_resultado", "objetivos_sin_resultado")),
)


def counted(tables: dict[str, str]) -> dict[tuple[str, str], int]:
    request = replace(request_of({}, {}, list(ASKED), tables), institution="MÍA")
    found = repeated(objective_cells(request), request)
    return {(name, code): int(value) for (name, _, _, code), value in found.items()}


def test_results_are_counted_by_objective_and_institution():
    """R2 names PMM:14 twice and counts once; R3 counts without a period; R4 is of another year; R6 is no result; PMM:99 is unknown."""
    assert counted(TABLES) == {
        ("resultados_objetivo", "PMM:14"): 3, ("resultados_objetivo", "ODS:16.9"): 1,
        ("resultados_objetivo", "MÍA/PMM:14"): 2, ("resultados_objetivo", "MÍA/ODS:16.9"): 1,
        ("resultados_objetivo", "OTRA/PMM:14"): 1,
        ("resultados_objetivo_logrados", "PMM:14"): 2, ("resultados_objetivo_logrados", "ODS:16.9"): 1,
        ("resultados_objetivo_logrados", "MÍA/PMM:14"): 2, ("resultados_objetivo_logrados", "MÍA/ODS:16.9"): 1,
        ("resultados_objetivo_en_curso", "PMM:14"): 1, ("resultados_objetivo_en_curso", "OTRA/PMM:14"): 1,
        ("objetivos", "PMM"): 2, ("objetivos", "ODS"): 1,
        ("objetivos_con_resultado", "PMM"): 1, ("objetivos_con_resultado", "ODS"): 1,
        ("objetivos_sin_resultado", "PMM"): 1,
    }  # fmt: skip


def test_without_results_every_objective_lacks_one():
    assert counted({"marcos": FRAMEWORKS}) == {
        ("objetivos", "PMM"): 2, ("objetivos", "ODS"): 1,
        ("objetivos_sin_resultado", "PMM"): 2, ("objetivos_sin_resultado", "ODS"): 1,
    }  # fmt: skip
