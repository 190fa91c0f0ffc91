"""Tables of the section on results by objective of external frameworks (`50_objetivos`)."""

from __future__ import annotations

from collections.abc import Callable

from helpers.figures.figure_names import FRAMEWORK, OBJECTIVES
from helpers.views.elements.grid import Pieces, Shown, Table
from helpers.views.plan import objective_views
from helpers.views.sections.shown_section import ShownSection


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


def unlinked_table(section: ShownSection) -> Shown:
    """Table of the results that name no objective (see `unlinked_results`)."""
    title = f"Resultados sin objetivo en los datos, {section.period.words}"
    return objective_views.unlinked_results_table(section.book, id="cuadro-objetivos-sueltos", title=title)
