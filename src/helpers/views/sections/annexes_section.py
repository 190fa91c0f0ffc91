"""Tables and counts of the annexes (`14_anexos`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from helpers.base.display import lower_first
from helpers.base.periods import Period
from helpers.base.python_extras import by_key
from helpers.figures.finding_families import families
from helpers.figures.subjects import FigureRow
from helpers.views.elements.grid import NotIncluded, Pieces, Shown, Table
from helpers.views.elements.outside_notes import in_part_notes
from helpers.views.elements.rows import post_rows
from helpers.views.elements.tables import FigureColumn
from helpers.views.progress.service_notes import comparison_notes
from helpers.views.progress.service_views import (
    DONE,
    KNOWN_SHARE,
    OFFICE,
    SHARE,
    months_with,
    office_rows,
    service_rows,
    windows_told,
)
from helpers.views.sections.results_section import other_results_table
from helpers.views.sections.shown_section import ShownSection

EVERY_POST = "Los puestos listados son todos los de la estructura, cada uno una vez"
EVERY_FILE = "Cada archivo del que alguna cifra salió está entre los archivos de entrada"
EVERY_FINDING = "Cada hallazgo es una causa o se sigue de una sola"
PROGRESS = "avance_fisico"
MOST_MONTHS = 6
"""Most columns of months of a table of offices on an upright page."""


def posts(section: ShownSection) -> Shown:
    """Table of the posts of each type by physical progress in the report's period, the greatest first.

    It also has the progress of the quarter before, the change, the grade, and the weighted efficacy of the year so far.
    Returns NotIncluded if no post has progress.
    """
    rows, period, whole = _post_rows(section), section.period, section.accumulated
    if not section.has(PROGRESS, period, "puesto"):
        why = section.nothing_due(*((PROGRESS, period, row.level, row.code) for row in rows if row.code))
        return section.lacks("el avance físico de cada puesto" if rows and not period.is_plan else "", why)
    columns = [
        *(FigureColumn(window.short, PROGRESS, window, group="Avance físico") for window in section.before),
        FigureColumn("Variación", "avance_fisico_variacion", period, group="Avance físico"),
        FigureColumn("Calificación", PROGRESS, period, is_grade=True, group="Avance físico"),
        FigureColumn("Eficacia", "eficacia_ponderada", whole, group=whole.short),
    ]
    return section.table(
        id="cuadro-puestos",
        title=f"Puestos ordenados por avance físico dentro de su tipo, {period.words}",
        columns=columns,
        rows=rows,
        stub="Puesto",
        notes=in_part_notes(section.book, (PROGRESS, period), "puesto"),
    )


def _post_rows(section: ShownSection) -> tuple[FigureRow, ...]:
    return post_rows(section.book, ranked_by=(PROGRESS, section.period))


def offices(section: ShownSection) -> Pieces:
    """One table for each service that several offices provided since January, by month and window, wide tables first.

    The tables on landscape pages stand together because each change of page format begins a page.
    """
    several = [(service, rows) for service, rows in _services(section) if len(_offices(rows)) > 1]
    tables = [_office_table(section, at, service, rows) for at, (service, rows) in enumerate(several, start=1)]
    return Pieces(tuple(sorted(tables, key=lambda one: isinstance(one, Table) and one.wide, reverse=True)))


def _services(section: ShownSection) -> Sequence[tuple[FigureRow, Sequence[FigureRow]]]:
    """Each service provided so far this year, with the rows of its places and their offices."""
    book, window = section.book, section.accumulated
    return [(service, office_rows(book, window, service)) for service in service_rows(book, window)]


def _offices(rows: Sequence[FigureRow]) -> Sequence[FigureRow]:
    """The rows of offices among those of places and offices."""
    return [row for row in rows if row.level == OFFICE]


def _office_table(
    section: ShownSection, place: int, service: FigureRow, rows: Sequence[FigureRow]
) -> Table | NotIncluded:
    """What each office provided of one service: by month, in the report's windows, and of what was programmed."""
    whole = section.accumulated
    months = months_with(section.book, rows, _months(section))
    columns = [
        *(FigureColumn(month.window, DONE, month) for month in months),
        *(FigureColumn(window.short, DONE, window, group="Prestado") for window in section.windows),
        FigureColumn("De lo programado", SHARE, whole, group=whole.short),
        FigureColumn("De los meses con dato", KNOWN_SHARE, whole, group=whole.short),
    ]
    told = windows_told(section.book, section.windows, rows, (DONE,))
    return section.table(
        id=f"cuadro-oficinas-{place}",
        title=f"{service.label}: lo que prestó cada oficina, {told}",
        columns=columns,
        rows=rows,
        stub="Lugar y oficina",
        notes=comparison_notes(section.book, whole, rows),
        wide=len(months) > MOST_MONTHS,
    )


def _months(section: ShownSection) -> Sequence[Period]:
    """The months of a quarter; for any other period, a month included, those from January to its end."""
    window = section.period if section.period.is_quarter else section.accumulated
    return window.months()


def services_of_one_office(section: ShownSection) -> Mapping[str, Sequence[str]]:
    """Names, in lower case, of the services that only one office provided since January, by the office's name."""
    found = ((service, _offices(rows)) for service, rows in _services(section))
    return by_key((offices[0].label, lower_first(service.label)) for service, offices in found if len(offices) == 1)


def other_results(section: ShownSection) -> Table | None:
    """Table of the results that the section of results leaves out, and of all results that have parts.

    It has all results if the report lacks that section; None if the annexes list no results (`has_annex`).
    """
    besides = "resultados" in section.corrida.secciones
    which = "Los demás resultados y los que tienen partes" if besides else "Todos los resultados alcanzados"
    title = f"{which}, informe {section.period.of_when}"
    return other_results_table(section.book, id="cuadro-resultados-todos", title=title, besides=besides)


def listed_posts(section: ShownSection) -> list[str]:
    """Codes of the posts in the order of the table of `posts`, each as often as it is listed."""
    return [row.code for row in _post_rows(section) if row.level == "puesto"]


def posts_in_structure(section: ShownSection) -> list[str]:
    """Codes of the posts that the structure puts under a type or a subtype, in its order."""
    found = ((node.code, node.parent) for node in section.book.nodes_at("puesto"))
    return [code for code, parent in found if parent is not None and parent[0] in ("tipo", "subtipo")]


def files_of_figures(section: ShownSection) -> set[str]:
    """Paths of the input files that contain the cells which figures of the Book were read from."""
    return {cell.file for figure in section.book for cell in figure.sources}


def grouped_positions(section: ShownSection) -> list[str]:
    """The position of every finding of every family, causes and what follows from them."""
    return [one.posicion for family in families(section.findings) for one in family.members]
