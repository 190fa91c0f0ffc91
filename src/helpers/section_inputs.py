"""What each section of the report cannot do without, and what it says where that is not there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from helpers.book import Book
from helpers.not_included import NO_INFORMATION
from helpers.printed_places import REST, tables_of


@dataclass(frozen=True)
class Need:
    """What a section is made of.

    Attributes
    ----------
    title : str
        What the section tells, within a sentence: "los servicios prestados".
    tables : tuple of str
        Tables of the contract of which one is enough.
    is_of_what_was_done : bool
        It tells of execution, of which a plan has none yet.
    also_in_plan : str
        A table without which a plan, of whose results nothing is known yet, has nothing to tell either.
    printed : bool
        It shows declared printed tables and nothing else: there must be one that it shows.
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
    "cuadros": Need("los demás cuadros", printed=True),
}
"""Sections that lean on tables that an institution may not have; the others always have something to tell."""


def tables_read(book: Book) -> frozenset[str]:
    """The tables of the contract that the run had rows of."""
    return frozenset(row["tabla"] for row in book.listing("tablas"))


def absence(book: Book, section: str) -> str:
    """One line in Spanish on what a section lacks; empty where it lacks nothing.

    Parameters
    ----------
    section : str
        Its name in the parameters.
    """
    need = NEEDS.get(section)
    if need is None:
        return ""
    if book.period.is_plan and need.is_of_what_was_done:
        return f"Este informe es del plan: todavía no hay ejecución de que decir {need.title}."
    if need.printed:
        return "" if tables_of(book, section) else _no_printed(book, section, need)
    read = tables_read(book)
    if not read & set(need.tables):
        return _not_there(need)
    if book.period.is_plan and need.also_in_plan not in read | {""}:
        return f"Este informe es del plan: todavía no consta qué resultados sirven a {need.title}."
    return ""


def _no_printed(book: Book, section: str, need: Need) -> str:
    if section == REST:
        elsewhere = "Los cuadros impresos recibidos están en otras secciones de este informe."
        return elsewhere if book.printed else "No constan otros cuadros impresos en los datos de este libro."
    return _not_there(need)


def _not_there(need: Need) -> str:
    return f"{NO_INFORMATION} de {need.title}.".replace(" de el ", " del ")
