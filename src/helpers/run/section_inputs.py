"""Which tables each section needs, and what it says if they are missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from helpers.figures.book import Book
from helpers.settings.cuadros.cuadro_table import tables_in_section
from helpers.views.elements.grid import NO_INFORMATION


@dataclass(frozen=True)
class Need:
    """What a section needs.

    Attributes
    ----------
    title : str
        What the section shows, as a noun phrase in Spanish: "los servicios prestados".
    tables : tuple of str
        Tables of the contract, of which one is enough.
    is_of_what_was_done : bool
        The section shows execution, which a plan does not have yet.
    also_in_plan : str
        A table that a plan's report needs as well.
    printed : bool
        The section shows declared printed tables only and needs at least one.
    """

    title: str
    tables: tuple[str, ...] = ()
    is_of_what_was_done: bool = False
    also_in_plan: str = ""
    printed: bool = False


NEEDS: Mapping[str, Need] = {
    "acp": Need("la ejecución por acción de corto plazo", ("acciones",)),
    "categorias": Need("la ejecución por categoría programática", ("gastos",)),
    "historia": Need("la evolución entre gestiones", ("historico",)),
    "presupuesto": Need("los recursos y los cambios del presupuesto", ("recursos", "modificaciones", "gastos")),
    "objetivos": Need("los objetivos de marcos externos", ("marcos",), also_in_plan="resultados"),
    "servicios": Need("los servicios prestados", ("produccion",)),
    "resultados": Need("los resultados alcanzados", ("resultados",)),
    "desviaciones": Need("las desviaciones y sus causas", ("ejecucion", "resultados")),
    "trimestres": Need("los trimestres de la gestión", ("ejecucion", "avances", "gastos"), is_of_what_was_done=True),
    "foda": Need("las fortalezas, debilidades, oportunidades y amenazas", ("foda",)),
    "articulacion": Need("la articulación y las ponderaciones de cada área", ("articulacion",)),
    "requerimientos": Need("los requerimientos de las áreas", ("requerimientos",)),
    "resumen_presupuesto": Need(
        "el resumen del presupuesto por área y fuente", ("requerimientos", "presupuesto_aprobado")
    ),
    "matriz": Need("las tareas de cada mes", ("tareas",)),
    "reformulacion": Need("las versiones del plan y sus cambios", ("versiones", "tareas")),
    "bienes": Need("las contrataciones, los activos y los almacenes", printed=True),
    "auditoria": Need("los informes de auditoría", printed=True),
    "cuadros": Need("otros cuadros impresos", printed=True),
}
"""Sections that need tables that an institution may not have; the others always have content."""


def absence(book: Book, section: str) -> str:
    """Return a Spanish sentence on what a section lacks; empty if it lacks nothing or is not in `NEEDS`.

    Parameters
    ----------
    section : str
        Its name in the params file.
    """
    need = NEEDS.get(section)
    if need is None:
        return ""
    if book.period.is_plan and need.is_of_what_was_done:
        return f"Este informe es del plan: todavía no hay ejecución de que decir {need.title}."
    if need.printed:
        return "" if tables_in_section(book, section) else _not_there(need)
    read = {row["tabla"] for row in book.listing("tablas")}  # the tables that had rows
    if not read & set(need.tables):
        return _not_there(need)
    if book.period.is_plan and need.also_in_plan not in read | {""}:
        return f"Este informe es del plan: todavía no consta qué resultados sirven a {need.title}."
    return ""


def _not_there(need: Need) -> str:
    """Return the sentence that there is no information on what a section shows."""
    return f"{NO_INFORMATION} de {need.title}.".replace(" de el ", " del ")
