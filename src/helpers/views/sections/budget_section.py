"""Tables and charts of the section on income and the changes of the budget (`14_presupuesto`)."""

from __future__ import annotations

from helpers.figures.subjects import with_figures
from helpers.views.elements.grid import Shown
from helpers.views.elements.rows import partition_rows
from helpers.views.elements.tables import FigureColumn, with_notes
from helpers.views.progress import money_views
from helpers.views.sections.shown_section import ShownSection

UNEXPLAINED = "modificaciones_sin_explicar"
INCOME = (
    ("Inicial", "recurso_inicial"), ("Modificaciones", "recurso_modificaciones"), ("Vigente", "recurso_vigente"),
    ("Devengado", "recurso_devengado"), ("Percibido", "recurso_percibido"), ("Ejecución", "ejecucion_recursos"),
)  # fmt: skip
SHARE = "Ejecución: lo devengado entre lo vigente, ambos sumados; un rubro sin presupuesto vigente no tiene porcentaje."
BY_SOURCE = (
    ("Inicial", "ppto_inicial"), ("Modificaciones", "modificaciones"), ("Listadas", "modificaciones_listadas"),
    ("Sin explicar", UNEXPLAINED), ("Vigente", "ppto_vigente"),
)  # fmt: skip


def income_table(section: ShownSection) -> Shown | None:
    """Table of income since January by source of funds and rubro; None if no rubro has income."""
    window = section.accumulated
    rows = money_views.income_rows(section.book, window)
    if not rows:
        return None
    return section.table(
        id="cuadro-recursos",
        title=f"Recursos por fuente y rubro, {window.words}",
        columns=with_notes((FigureColumn(name, indicator, window) for name, indicator in INCOME), {"Ejecución": SHARE}),
        rows=rows,
        stub="Fuente y rubro",
    )


def amendments_table(section: ShownSection) -> Shown:
    """Table of each modification of the budget other than zero, their sum, and what they leave unexplained (Bs).

    Returns NotIncluded if the Book has no figures of modifications, without words if it lists some.
    """
    window = section.accumulated
    rows = money_views.amendment_rows(section.book, window)
    if not rows:
        # A plan's run has no figures of them, though its frame may list them line by line.
        return section.lacks("" if section.book.listing("modificaciones") else "las modificaciones del presupuesto")
    every = section.book.select("importe_modificacion", window, "norma")
    transfers = ["No se listan las que suman cero: pasan dinero de una línea a otra."]
    return section.table(
        id="cuadro-presupuesto-puente",
        title=f"Modificaciones del presupuesto, {window.words}",
        columns=[FigureColumn("Importe", period=window)],
        rows=rows,
        stub="Modificación",
        notes=transfers if any(not one.value for one in every) else (),
    )


def sources_table(section: ShownSection) -> Shown | None:
    """Table of initial budget, changes and current budget by source of funds.

    None if no source has a current budget.
    """
    window = section.accumulated
    rows = with_figures(section.book, partition_rows(section.book, "fuente"), ("ppto_vigente", window))
    if not rows:
        return None
    unexplained = ["Sin explicar: vigente menos inicial menos las modificaciones listadas de la fuente."]
    return section.table(
        id="cuadro-presupuesto-fuentes",
        title=f"Del presupuesto inicial al vigente por fuente, {window.words}",
        columns=[
            FigureColumn(name, indicator, window)
            for name, indicator in BY_SOURCE
            if section.has(indicator, window, "fuente")
        ],
        rows=rows,
        stub="Fuente",
        notes=unexplained if section.has(UNEXPLAINED, window, "fuente") else (),
    )


def systems_table(section: ShownSection) -> Shown:
    """Table of what each system says of the same budget lines at the cut-off: a column for each system.

    Returns NotIncluded if the Book's budget comes from one system only.
    """
    window = section.accumulated
    systems = money_views.systems_of(section.book, window)
    if not systems:
        return section.leave_out()
    return section.table(
        id="cuadro-presupuesto-sistemas",
        title=f"Las mismas líneas según cada sistema, {window.words}",
        columns=[FigureColumn(system, level="sistema", code=system) for system in systems],
        rows=money_views.system_rows(section.book, window),
        stub="Importe",
        notes=money_views.system_notes(section.book, window),
    )


def differences_table(section: ShownSection) -> Shown | None:
    """Table of the budget's own system less each other system, and what explains the difference.

    None if none is known.
    """
    window = section.accumulated
    rows = money_views.difference_rows(section.book, window)
    names = [row.indicator for row in rows if row.indicator.endswith("_diferencia")]
    differing = [
        system
        for system in money_views.systems_of(section.book, window)
        if any(section.has(name, window, "sistema", system) for name in names)
    ]
    if not differing:
        return None
    first = next(one for name in names for one in section.book.select(name, window, "sistema"))
    own = section.book[first.operands[0].figure].code
    return section.table(
        id="cuadro-presupuesto-diferencias",
        title=f"Diferencias entre sistemas y su explicación, {window.words}",
        columns=[FigureColumn(f"{own} menos {system}", level="sistema", code=system) for system in differing],
        rows=rows,
        stub="Diferencia",
        notes=[
            "Explicada: lo devengado en un sistema y no en el otro, hasta donde cabe en lo que ese otro tiene "
            "certificado y aún no devengado. Lo demás queda sin explicar."
        ],
    )
