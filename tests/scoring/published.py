"""Converts a naive institution into the program's tables, and a naive scheme into a method."""

from __future__ import annotations

import copy
from fractions import Fraction
from functools import cache

from builders import WORKSPACE, make_corrida, make_dataset, rows_of
from naive.records import MONTHS, Institution, since_january
from naive.schemes import SHIPPED, Rule, Scheme

from helpers.base.exact import plain_text
from helpers.base.strict_yaml import load_file
from helpers.figures.records import Row
from helpers.intake.dataset import Dataset
from helpers.settings.methods import Metodo
from helpers.settings.params import Corrida

AMOUNTS = ("ppto_inicial", "modificaciones", "ppto_vigente", "devengado", "por_pagar")
YEAR = (*MONTHS, "anual")


def corrida_of(institution: Institution, method: str = "mre-2024") -> Corrida:
    """A run for the last window of the institution, with its deadlines."""
    plazos = {f"2024-{name}": {"fecha": day, "fuente": "nota"} for name, day in institution.deadlines.items()}
    return make_corrida(f"2024-{institution.end}", metodo=method, plazos=plazos)


def method_of(scheme: Scheme) -> Metodo:
    """The method of a scheme: the shipped file, with whatever the scheme has changed in it."""
    if scheme == SHIPPED[scheme.base]:
        return _shipped(scheme.base)
    file = copy.deepcopy(_file(scheme.base))
    file["redondeo"] |= {"decimales": scheme.decimals, "donde": "cada_nivel" if scheme.every_level else "publicacion"}
    file["tardios"] = "fuera" if scheme.late_out else "cuentan"
    file["consolidacion"] = {level: _rule(rule) for level, rule in scheme.levels.items()}
    file["hoja"] |= {
        "tope": None if scheme.leaf.cap is None else plain_text(scheme.leaf.cap),
        "sin_dato": "mes_fuera" if scheme.leaf.only_known else "fuera",
    }
    if scheme.scatter is None:
        file.pop("dispersion", None)
    else:
        file["dispersion"] = {
            "indicador": "avance_fisico", "niveles": list(scheme.scatter.levels), "ventanas": list(scheme.scatter.kinds),
            "factor": "1.96", "confianza": "95 %", "fuente": "prueba",
        }  # fmt: skip
    return Metodo.model_validate(file)


@cache
def _file(method: str) -> dict:
    return load_file(WORKSPACE.method_file(method), method)


@cache
def _shipped(method: str) -> Metodo:
    return Metodo.model_validate(_file(method))


def _rule(rule: Rule) -> dict[str, object]:
    return {
        "partes": list(rule.parts),
        "regla": rule.rule,
        "renormaliza": rule.renormalised,
        "sin_pesos": rule.without_weights,
        "prevalece": "reportado" if rule.reported_first else "partes",
        "explicacion": "prueba",
        "fuente": "prueba",
    }


def dataset_of(institution: Institution) -> Dataset:
    """The tables that the institution publishes."""
    return make_dataset(
        estructura=_rows(
            "estructura", "nivel codigo padre acp",
            [[place.level, place.code, place.parent[1] if place.parent else "", place.acp] for place in institution.places],
        ),
        acciones=_rows(
            "acciones", "acp denominacion ponderacion grupo",
            [[item.code, f"Acción {item.code}", _text(item.weight), item.group] for item in institution.actions],
        ),
        vinculacion=_rows("vinculacion", "cat_prog acp area unidad", [list(link) for link in institution.links]),
        avances=_rows(
            "avances", "indicador periodo nivel codigo valor peso",
            [
                [key[0], f"2024-{key[1]}", *key[2:], _text(value), _text(institution.weights.get(key))]
                for key, value in institution.reported.items()
            ],
        ),
        gastos=_rows("gastos", f"fecha_corte reporte cat_prog area fuente {' '.join(AMOUNTS)}", [_line(line) for line in institution.lines]),
        **_plan_of(institution),
    )  # fmt: skip


def _plan_of(institution: Institution) -> dict[str, tuple[Row, ...]]:
    return {
        "versiones": _rows("versiones", "version fecha", [list(item) for item in institution.versions.items()]),
        "tareas": _rows(
            "tareas", f"version tarea descripcion operacion unidad acp ponderacion ppto acumulable {' '.join(YEAR)}",
            [
                [
                    task.version, task.code, task.code, task.operation, task.unit, task.action, _text(task.weight),
                    _text(task.budget), "no" if task.keeps else "si", *_year(task.programmed, YEAR),
                ]
                for task in institution.tasks
            ],
        ),
        "ejecucion": _rows(
            "ejecucion", f"periodo tarea {' '.join(YEAR)}",
            [
                [f"2024-{form.window}" if form.window else "", form.task, *_year(form.executed, YEAR)]
                for form in institution.forms
            ],
        ),
        "presentaciones": _rows(
            "presentaciones", "unidad periodo fecha_presentacion",
            [[form.unit, f"2024-{form.window}", form.day] for form in institution.presented],
        ),
        "programacion_financiera": _rows(
            "programacion_financiera", f"cat_prog acp {' '.join(MONTHS)}",
            [[line.category, line.action, *_year(line.months, MONTHS)] for line in institution.programme],
        ),
    }  # fmt: skip


def _line(line) -> list[str]:
    codes = [line.code if report == line.report else "" for report in ("categoria", "area", "fuente")]
    return [since_january(line.month).last_day, line.report, *codes, *_year(line.amounts, AMOUNTS)]


def _rows(table: str, columns: str, lines: list[list[str]]) -> tuple[Row, ...]:
    return rows_of(table, columns.split(), lines)


def _year(amounts: dict[str, Fraction], places: tuple[str, ...]) -> list[str]:
    return [_text(amounts.get(place)) for place in places]


def _text(value: Fraction | None) -> str:
    return "" if value is None else plain_text(value)
