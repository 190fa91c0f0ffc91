"""Tables and checks of the section on results by objective of external frameworks (`50_objetivos`)."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from helpers.figures.figure_names import ALL, BY_INSTITUTION, FRAMEWORK, GAPS, OBJECTIVE, OBJECTIVES, SERVED
from helpers.views.elements.grid import Pieces, Shown, Table
from helpers.views.elements.prose import Paragraph
from helpers.views.plan import objective_views
from helpers.views.quality.finding_tables import findings_on
from helpers.views.sections.shown_section import ShownSection

WHOLE_FRAMEWORK = "Los objetivos de cada marco son los que tienen algún resultado y los que no tienen ninguno"
WHOLE_OBJECTIVE = "Los resultados de un objetivo son los de sus instituciones juntas"
RULES = "OBJ-"
"""Beginning of the codes of the rules about results and objectives."""


def counted_frameworks(section: ShownSection) -> tuple[str, ...]:
    """The names of the frameworks whose objectives the Book counts in the period; none in a plan without results."""
    names = objective_views.frameworks(section.book)
    return tuple(name for name in names if section.has(OBJECTIVES, section.period, FRAMEWORK, name))


def objectives_tables(section: ShownSection) -> Pieces | None:
    """One table per counted framework: the number of results of each objective, in total and by state.

    The tables also name the institutions of the results. None if no framework was counted.
    """
    title = "{}: objetivos y los resultados que les sirven, {}"
    return _by_framework(section, objective_views.objectives_table, "cuadro-objetivos-{}", title)


def served_tables(section: ShownSection) -> Pieces | None:
    """One table per counted framework: the results that serve each objective; None if none was counted."""
    title = "{}: resultados bajo cada objetivo, {}"
    return _by_framework(section, objective_views.served_table, "cuadro-objetivos-resultados-{}", title)


def _by_framework(section: ShownSection, build: Callable[..., Table], id: str, title: str) -> Pieces | None:
    """Build a table for each counted framework, or None; `id` takes its number, `title` its name and the window."""
    found = counted_frameworks(section)
    words = section.period.words
    tables = (
        build(section.book, name, id=id.format(place), title=title.format(name, words))
        for place, name in enumerate(found, start=1)
    )
    return Pieces(tuple(tables)) if found else None


def groups_of_frameworks(section: ShownSection) -> dict[str, str]:
    """The name of the only group of each counted framework's objectives, by the framework's; empty if several."""
    return {name: objective_views.only_group(section.book, name) for name in counted_frameworks(section)}


def unlinked_text(section: ShownSection) -> Paragraph | None:
    """Sentence on how many results name no objective; None without any."""
    return objective_views.unlinked_text(section.book)


def unlinked_table(section: ShownSection) -> Shown:
    """Table of the results that name no objective (see `unlinked_results`); returns NotIncluded without any."""
    if not counted_frameworks(section) or not objective_views.unlinked_results(section.book):
        return section.leave_out()
    title = f"Resultados sin objetivo en los datos, {section.period.words}"
    return objective_views.unlinked_results_table(section.book, id="cuadro-objetivos-sueltos", title=title)


def findings_table(section: ShownSection) -> Shown:
    """Table of the findings `OBJ-…`: repeated results, unknown objectives, and objectives without results."""
    title = "Resultados repetidos, objetivos desconocidos y objetivos sin resultado"
    return findings_on(section.book, section.findings_of(RULES), id="cuadro-objetivos-hallazgos", title=title)


def listed_objectives(section: ShownSection) -> dict[str, int]:
    """Number of objectives that `marcos` lists in each counted framework, by its name."""
    return {name: len(objective_views.objectives(section.book, name)) for name in counted_frameworks(section)}


def served_and_not(section: ShownSection) -> dict[str, Fraction | int]:
    """Number of objectives with results plus those without, as the Book counts them, by the framework's name."""
    return {
        name: sum(_count(section, indicator, FRAMEWORK, name) for indicator in (SERVED, GAPS))
        for name in counted_frameworks(section)
    }


def results_by_objective(section: ShownSection) -> dict[str, Fraction]:
    """The Book's number of results of each objective in the report's period, by code (`ODS:10.7`).

    0 without a figure.
    """
    codes = map(objective_views.code_of, objective_views.objectives(section.book))
    return {code: _count(section, ALL, OBJECTIVE, code) for code in codes}


def results_of_institutions(section: ShownSection) -> dict[str, Fraction | int]:
    """Sum of the Book's numbers of results of all institutions in each objective, by code (`ODS:10.7`)."""
    everyone = objective_views.institutions(section.book)
    codes = map(objective_views.code_of, objective_views.objectives(section.book))
    return {code: sum(_count(section, ALL, BY_INSTITUTION, f"{name}/{code}") for name in everyone) for code in codes}


def _count(section: ShownSection, indicator: str, level: str, code: str) -> Fraction:
    """The Book's exact number of results or objectives in the report's period; 0 without a figure."""
    figure = section.book.get(indicator, section.period, level, code)
    return figure.value if figure else Fraction()
