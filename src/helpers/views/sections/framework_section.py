"""Tables and charts of the section on norms, plans, budget and organisation (`02_marco`)."""

from __future__ import annotations

from collections.abc import Mapping

from helpers.base.display import date_es, list_es, lower_first, upper_first
from helpers.base.periods import Period
from helpers.figures.records import LEVELS
from helpers.figures.subjects import FigureRow, node_rows
from helpers.settings.institution import Norma
from helpers.views.charts.organigram import organigram
from helpers.views.elements.cells import NOT_SAID
from helpers.views.elements.grid import Pieces, Shown, Table, TableRow, text_columns
from helpers.views.elements.nodes import level_heading, short_name, who_report, without_area
from helpers.views.elements.rows import structure_rows
from helpers.views.elements.tables import FigureColumn, listing_table
from helpers.views.plan.plan_views import budget_changes_table, versions_table
from helpers.views.sections.section_rows import total_row
from helpers.views.sections.shown_section import ShownSection

IDENTITY = {"mision": "la misión", "vision": "la visión", "principios": "los principios"}
NATIONAL_LEVELS = ("eje", "meta", "resultado")
ABOVE = {"pilar": "Pilar", "eje": "Eje", "meta": "Meta", "resultado": "Resultado"}
"""Levels of the national plan: column of `articulacion` and printed name."""
LINK_HEADS = {
    "marco": "Plan", "superior": "Plan nacional", "estrategica": "Acción estratégica", "amp": "AMP",
    "accion": "Acción de mediano plazo", "acp": "ACP", "descripcion": "Acción de corto plazo",
    "producto_esperado": "Producto esperado", "ponderacion": "Ponderación (%)", "area": "Área", "fuente": "Fuente",
}  # fmt: skip
COUNTS = {"cantidad_operacion": "Operaciones", "cantidad_actividad": "Actividades", "cantidad_tarea": "Tareas"}
ACTIONS = {"cantidad_amp": "Acciones de mediano plazo", "cantidad_acp": "Acciones de corto plazo"}
MONEY = {
    "ppto_inicial": "Presupuesto inicial", "modificaciones": "Modificaciones del presupuesto",
    "ppto_vigente": "Presupuesto vigente",
}  # fmt: skip


def norms_table(section: ShownSection) -> Table:
    """Return the table of the norms, plans and documents that the institution's settings name.

    Each has its name with date and title, its subject, and its source.
    """
    norms = section.entidad.normas
    rows = tuple(TableRow((_norm_words(one), upper_first(one.tema) or NOT_SAID, one.fuente)) for one in norms)
    title = "Normas, planes y documentos que ordenan el seguimiento"
    note = "Los títulos y las fechas están como los da la fuente; donde no hay fecha o disposición, la fuente no la da."
    return Table("cuadro-normas", title, text_columns("Norma", "Qué dispone", "Fuente"), rows, (note,))


def _norm_words(norm: Norma) -> str:
    """The acronym of a norm, its date and its title, if they are known."""
    dated = f"{norm.sigla}, de {date_es(norm.fecha)}" if norm.fecha else norm.sigla
    return f"{dated}: {norm.titulo}" if norm.titulo else dated


def lacking_identity(section: ShownSection) -> Pieces:
    """Return a NotIncluded for each of these that is lacking: mission, vision, principles, link to the national plan.

    Empty if none is lacking.
    """
    lacking = [words for name, words in IDENTITY.items() if not section.book.identity.get(name)]
    links = section.book.listing("articulacion")
    if not any(link.get(level) for link in links for level in NATIONAL_LEVELS):
        lacking.append("el vínculo con el plan nacional (PDES)")
    return Pieces(tuple(section.lacks(words) for words in lacking))


def articulation_table(section: ShownSection) -> Shown:
    """Return the table of each action beside the strategic action that it serves.

    Returns NotIncluded if the data have none, and a sentence that refers to the section on articulation if that shows
    it.
    """
    read = section.book.listing("articulacion")
    areas = ("area", *LEVELS)
    links = [
        {**link, "superior": _steps_above(link), "area": short_name(section.book, link.get("area", ""), *areas)}
        for link in read
    ]
    if not links:
        return section.lacks("la articulación con el plan estratégico")
    if _is_elsewhere(section, "articulacion"):
        return section.say("Se muestra acción por acción, con su ponderación, en la {{ ref('sec-articulacion') }}.")
    return listing_table(
        links,
        id="cuadro-articulacion",
        title="Articulación del plan estratégico con el POA",
        columns=LINK_HEADS,
        numbers=["ponderacion"],
    )


def _steps_above(link: Mapping[str, str]) -> str:
    """Return the position in the national plan of a row of `articulacion` (`Pilar 1 · Eje 2`); empty if it has none."""
    return " · ".join(f"{word} {link[column]}" for column, word in ABOVE.items() if link.get(column))


def national_statements(section: ShownSection) -> list[str]:
    """Return the national plan's statements (`enunciado`) in the articulation, without repetition.

    Empty if another section shows the articulation.
    """
    if _is_elsewhere(section, "articulacion"):
        return []
    links = section.book.listing("articulacion")
    return list(dict.fromkeys(link["enunciado"] for link in links if link.get("enunciado")))


def published_counts_table(section: ShownSection) -> Shown | None:
    """Return the table of published counts of operations, activities and tasks by service or area and quarter.

    None if the data have no counts.
    """
    quarters = section.accumulated.quarters()
    known = {figure.indicator for figure in section.book}
    counts = {indicator: name for indicator, name in COUNTS.items() if indicator in known}
    if not counts:
        return None
    places = [row for level in ("servicio", "area") for row in node_rows(section.book, level)]
    return section.table(
        id="cuadro-cantidades",
        title="Operaciones, actividades y tareas por servicio o área y trimestre, según el recuento publicado",
        columns=[
            FigureColumn(quarter.window, indicator, quarter, group=name)
            for indicator, name in counts.items()
            for quarter in quarters
        ],
        rows=[*(row for row in places if _is_counted(section, row, quarters)), total_row(section)],
        stub="Servicio o área",
    )


def _is_counted(section: ShownSection, row: FigureRow, quarters: tuple[Period, ...]) -> bool:
    """Return whether a service or area has a published count in some quarter."""
    return any(section.book.get(name, quarter, row.level, row.code) for name in COUNTS for quarter in quarters)


def budget_table(section: ShownSection) -> Shown:
    """Return the table of the number of the institution's actions, and its budget, in each quarter of the year so far.

    Rows that are unknown in all quarters are left out.
    """
    quarters = section.accumulated.quarters()
    found = {
        indicator: name
        for indicator, name in {**ACTIONS, **MONEY}.items()
        if any(section.book.get(indicator, quarter, *section.entity) for quarter in quarters)
    }
    told = [word for word, kinds in (("acciones", ACTIONS), ("presupuesto", MONEY)) if kinds.keys() & found.keys()]
    level, code = section.entity
    return section.table(
        id="cuadro-acciones-presupuesto",
        title=f"{upper_first(list_es(told or ['acciones']))} por trimestre",
        columns=[FigureColumn(quarter.window, "", quarter, level=level, code=code) for quarter in quarters],
        rows=[FigureRow(name, indicator=indicator) for indicator, name in found.items()],
        stub="Concepto",
    )


def plan_versions_table(section: ShownSection) -> Shown:
    """Return the table of the plan's versions, or a reference to it if another section shows it.

    Returns NotIncluded if the data have no versions.
    """
    if _is_elsewhere(section, "reformulacion"):
        return section.say(
            "Las versiones del plan, lo que cambió cada una y las modificaciones del presupuesto están en la "
            "{{ ref('sec-reformulacion') }}."
        )
    if not section.book.listing("versiones"):
        return section.lacks("las versiones del plan")
    return versions_table(section.book, id="cuadro-versiones")


def changes_table(section: ShownSection) -> Shown | None:
    """Return the table of the budget's modifications line by line; None if another section shows them.

    Returns NotIncluded if the data have none.
    """
    if _is_elsewhere(section, "reformulacion"):
        return None
    if not section.book.listing("modificaciones"):
        return section.lacks("las normas que modificaron el presupuesto")
    return budget_changes_table(section.book, id="cuadro-marco-modificaciones")


def organigram_chart(section: ShownSection) -> Shown:
    """Draw the institution's structure as an organisation chart."""
    return organigram(section.book, id="grafico-organigrama", title=f"Organigrama, gestión {section.period.year}")


def units_table(section: ShownSection) -> Shown:
    """Return the table of the number of units and posts of each area or type of post at the end of the last quarter."""
    # A structure is not added up over a year: it is counted at the end of the last quarter.
    counted = [*section.with_figures("cantidad_unidades", (section.quarter, section.period)), section.period][0]
    when = section.period if section.period.is_plan else counted
    who, heading = upper_first(who_report(section.book)), level_heading(section.book, "area", "tipo")
    loose = [node.sigla or node.name for node in without_area(section.book, section.book.nodes_at("unidad"))]
    outside = [f"En el total y en ninguna área: {'; '.join(loose)}."] if loose and section.book.nodes_at("area") else []
    return section.table(
        id="cuadro-unidades-organizacionales",
        title=f"{who} por {lower_first(heading)}, {when.words}",
        columns=[FigureColumn(who, "cantidad_unidades", counted)],
        rows=structure_rows(section.book),
        stub=heading,
        notes=outside,
    )


def _is_elsewhere(section: ShownSection, name: str) -> bool:
    """Return whether a plan's report has a section of its own for content of this one."""
    return section.period.is_plan and name in section.corrida.secciones
