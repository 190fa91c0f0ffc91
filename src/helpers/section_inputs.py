"""What each section of the report cannot do without, what parts of others are made of, and what is not there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from helpers.book import Book
from helpers.display import list_es
from helpers.looked_for import in_other_years, is_anywhere
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
    printed : bool
        It shows declared printed tables and nothing else: there must be one that it shows.
    """

    title: str
    tables: tuple[str, ...] = ()
    is_of_what_was_done: bool = False
    printed: bool = False


NEEDS: Mapping[str, Need] = {
    "acp": Need("la ejecución por acción de corto plazo", ("acciones",)),
    "categorias": Need("la ejecución por categoría programática", ("gastos",)),
    "historia": Need("la evolución entre gestiones", ("historico",)),
    "presupuesto": Need("los recursos y los cambios del presupuesto", ("recursos", "modificaciones", "gastos")),
    "objetivos": Need("los objetivos de marcos externos", ("marcos",)),
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
    "conciliacion": Need("el cotejo con lo publicado antes", ("publicado",)),
}
"""Sections that lean on tables that an institution may not have; the others always have something to tell."""


@dataclass(frozen=True)
class Part:
    """What a section tells besides, where its input is there.

    Attributes
    ----------
    section : str
        The section that tells it.
    title : str
        What it is, within a sentence: "la misión y visión".
    is_there : callable
        Whether a Book has what it is made of.
    """

    section: str
    title: str
    is_there: Callable[[Book], bool]


def _listed(table: str) -> Callable[[Book], bool]:
    return lambda book: bool(book.listing(table))


def _measured(*levels: str, indicator: str, monthly: bool = False) -> Callable[[Book], bool]:
    """Whether anybody of some levels has an indicator; in a month, where asked."""
    return lambda book: is_anywhere(book, levels, indicator, monthly)


def _in_another_year(book: Book) -> bool:
    return in_other_years(book, ("ejecucion_financiera", "devengado"))


def _with_national_plan(book: Book) -> bool:
    return any(link.get(column) for link in book.listing("articulacion") for column in ("eje", "meta", "resultado"))


PARTS: Sequence[Part] = (
    Part("marco", "la misión y visión", lambda book: bool(book.identity.get("mision") and book.identity.get("vision"))),
    Part("marco", "los principios", lambda book: bool(book.identity.get("principios"))),
    Part("marco", "el plan nacional (PDES)", _with_national_plan),
    Part("marco", "las versiones del plan", _listed("versiones")),
    Part("marco", "las modificaciones presupuestarias", _listed("modificaciones")),
    Part("categorias", "el gasto por partida", _measured("partida", "grupo_gasto", indicator="devengado")),
    Part("categorias", "la programación financiera", _measured(indicator="ppto_programado")),
    Part("areas", "el dinero mes a mes", _measured("entidad", indicator="devengado", monthly=True)),
    Part("desviaciones", "las causas que dieron las unidades", _listed("causas")),
    Part(
        "unidades",
        "la clase de cada unidad",
        lambda book: any(node.kind for node in book.nodes if node.level == "unidad"),
    ),
    Part("historia", "el dinero de otras gestiones", _in_another_year),
)
"""What sections tell besides; a section whose own input is not there says so for all of it."""


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
    if need is not None and need.is_of_what_was_done and book.period.is_plan:
        return f"Este informe es del plan: todavía no hay ejecución de que decir {need.title}."
    if need is not None and need.printed:
        return "" if tables_of(book, section) else _no_printed(book, section, need)
    if need is None or tables_read(book) & set(need.tables):
        return ""
    tables = list_es([f"«{table}»" for table in need.tables], any_of=True)
    kind = "tabla" if len(need.tables) == 1 else "tablas"
    return f"{_not_there(need)} ({kind} {tables})."


def _no_printed(book: Book, section: str, need: Need) -> str:
    if section == REST:
        elsewhere = "Los cuadros impresos recibidos están en otras secciones de este informe."
        return elsewhere if book.printed else "No constan otros cuadros impresos en los datos de este libro."
    return f"{_not_there(need)}."


def _not_there(need: Need) -> str:
    return f"No hay en los datos de este libro información de {need.title}".replace(" de el ", " del ")


def absent_sections(book: Book, sections: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Name and reason of every section of a report whose input is not there, in the report's order."""
    return tuple((name, why) for name in sections if (why := absence(book, name)))


def absent_parts(book: Book, sections: Sequence[str]) -> tuple[str, ...]:
    """What the sections of a report would tell besides and have nothing to tell from, in the report's order."""
    telling = [name for name in sections if not absence(book, name)]
    return tuple(part.title for part in PARTS if part.section in telling and not part.is_there(book))
