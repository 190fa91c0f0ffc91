"""A small institution with a case for each rule of the matters for decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from helpers.base.exact import exact
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure, Grade, Operand, Operation, split_id
from helpers.figures.findings import Finding, Severity
from helpers.figures.records import Node, SourceCell
from helpers.texts.decisions.decisions_draft import (
    candidates,
    matters_text,
)
from helpers.texts.drafting.drafting_context import DraftContext
from helpers.texts.sentences.plain_reading import ValueWriter, names_of
from helpers.texts.sentences.text_templates import PlannerTemplate

CUTOFF = date(2024, 6, 30)
CELL = SourceCell("x.csv", "", "A2")
MEDIUM = Grade("En proceso", "Medio", "Bueno", "amarillo", "■")
HIGH = Grade("En proceso", "Alto", "Satisfactorio", "verde", "●")
WATCHED = Grade("", "En observación", "", "rojo", "▼")
NODES = (
    ("entidad", "E", "Ministerio", None, ""),
    ("area", "EXT", "Servicio Exterior", ("entidad", "E"), "7"),
    ("puesto", "MAD", "Embajada en Madrid", ("area", "EXT"), ""),
    ("puesto", "LAX", "Consulado en Los Ángeles", ("area", "EXT"), ""),
    ("area", "CEN", "Administración Central", ("entidad", "E"), "1"),
    ("unidad", "DGAC", "Asuntos Consulares", ("area", "CEN"), ""),
)
GAP = {
    "eficacia_ponderada/2024-S1/entidad/E": ("43.19", "%", None),
    "ejecucion_financiera/2024-S1/entidad/E": ("33.20", "%", None),
    "brecha_fisico_financiera/2024-S1/entidad/E": ("9.99", "puntos", None),
    "saldo/2024-S1/entidad/E": ("668.00", "Bs", None),
}
ACTION = {
    "ppto_vigente/2024-S1/acp/7": ("660.00", "Bs", None),
    "ppto_vigente/2024-S1/acp/1": ("340.00", "Bs", None),
    "brecha_ideal/2024-S1/acp/7": ("-9.61", "puntos", None),
    "brecha_ideal/2024-S1/acp/1": ("-12.00", "puntos", None),
}
CATEGORY = {
    "ppto_vigente/2024-S1/cat_prog/540": ("26.00", "Bs", None),
    "devengado/2024-S1/cat_prog/540": ("0.00", "Bs", None),
    "ejecucion_financiera/2024-S1/cat_prog/540": ("0.00", "%", None),
    "avance_fisico/2024-S1/cat_prog/540": ("100.00", "%", None),
}
PLACES = {
    "avance_fisico/2024-T2/puesto/LAX": ("52.51", "%", MEDIUM),
    "avance_fisico/2024-T2/puesto/MAD": ("56.67", "%", MEDIUM),
    "avance_fisico/2024-T2/unidad/DGAC": ("90.00", "%", HIGH),
    "avance_fisico_variacion/2024-T2/puesto/MAD": ("-24.81", "puntos", None),
}
INPUT = {
    "avance_fisico/2024-T2/area/EXT": ("69.98", "%", None),
    "avance_fisico_partes/2024-T2/area/EXT": ("84.03", "%", None),
    "avance_fisico/2024-T2/tipo/A": ("74.63", "%", None),
    "avance_fisico/2024-T2/tipo/B": ("93.43", "%", None),
}
OUTSIDE = Finding("REP-PARTES", Severity.WARNING, "x.", elemento="avance_fisico/2024-T2/area/EXT", causa="fuera del rango")
LINKS = {"vinculacion": ({"cat_prog": "540", "acp": "1", "area": "CEN", "unidad": "DGAC"},)}


def book_of(*some: dict, listings: dict | None = None, period: str = "2024-T2") -> Book:
    whole = {"ppto_vigente/2024-S1/entidad/E": ("1000.00", "Bs", None)}
    figures = {}
    for id, (value, unit, grade) in {**whole, **{id: row for one in some for id, row in one.items()}}.items():
        indicator, window, level, code = split_id(id)
        figures[id] = Figure(
            indicator, Period.parse(window), level, code, code, unit, Operation.INPUT, exact(value), 2, "x",
            sources=(CELL,), grade=grade,
        )  # fmt: skip
    gap = figures.get("brecha_fisico_financiera/2024-S1/entidad/E")
    if gap:
        parts = tuple(Operand(role, id) for role, id in zip("ab", list(GAP)[:2], strict=True))
        figures[gap.id] = replace(gap, operation=Operation.DIFFERENCE, operands=parts, sources=())
    mean = figures.get("avance_fisico_partes/2024-T2/area/EXT")
    if mean:
        parts = tuple(Operand("parte", f"avance_fisico/2024-T2/tipo/{code}") for code in "BA")
        figures[mean.id] = replace(mean, operation=Operation.MEAN, operands=parts, sources=())
    nodes = tuple(
        Node(level, code, name, parent, "", "", acp, at, CELL) for at, (level, code, name, parent, acp) in enumerate(NODES)
    )
    names = {"ejecucion_financiera": {"nombre": "Ejecución financiera"}}
    return Book("e", Period.parse(period), figures, nodes, listings=(listings or {}) | LINKS, method={"indicadores": names})


def context_of(*some: dict, findings: tuple = (), **more) -> DraftContext:
    return DraftContext(book_of(*some, **more), findings, CUTOFF)


def scores_by_rule(context: DraftContext) -> dict[str, Fraction]:
    return {one.rule.key: one.matter.score for one in candidates(context)}


def shown_page(context: DraftContext) -> str:
    """The page as a reader sees it."""
    template = PlannerTemplate(context.book, ValueWriter(), str)
    shown = template.render(matters_text(context.book, context.findings, CUTOFF), names_of(context.book))
    assert template.problems == []
    return shown.replace("\u00a0", " ")


def everything(**more) -> DraftContext:
    return context_of(GAP, ACTION, CATEGORY, PLACES, INPUT, findings=(OUTSIDE,), **more)
