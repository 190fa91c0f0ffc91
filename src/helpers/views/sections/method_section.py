"""What the section on the method shows and checks beside its tables (`03_metodo`)."""

from __future__ import annotations

from decimal import Decimal

from helpers.figures.figure import Grade
from helpers.figures.findings import Finding
from helpers.views.elements.grid import Shown
from helpers.views.quality.finding_tables import findings_on
from helpers.views.sections.shown_section import ShownSection

LATE = "PRE-TARDE"
NO_GAPS = "El borde superior de cada grado es el inferior del siguiente"
RIGHT_GRADES = "Cada cifra calificada tiene el grado que su valor impreso merece"


def late_forms(section: ShownSection) -> tuple[Finding, ...]:
    """Return the findings on forms that came after their deadline (`PRE-TARDE`), in the run's order."""
    return tuple(finding for finding in section.findings_of(LATE) if finding.codigo == LATE)


def late_forms_table(section: ShownSection) -> Shown:
    """Return a table of the forms that came after their deadline, each with its cell; it has no rows if none did."""
    title = "Formularios que llegaron fuera de plazo"
    return findings_on(section.book, late_forms(section), id="cuadro-tardios", title=title)


def upper_edges(section: ShownSection) -> list[Decimal | None]:
    """Return the upper edges of all grades of the method's scales except each scale's last; None for no upper limit."""
    return [grade.hasta for scale in section.metodo.bandas for grade in scale.grados[:-1]]


def next_lower_edges(section: ShownSection) -> list[Decimal | None]:
    """Return the lower edge of the grade that follows each grade of `upper_edges`, in the same order."""
    return [grade.desde for scale in section.metodo.bandas for grade in scale.grados[1:]]


def grades_given(section: ShownSection) -> dict[str, Grade]:
    """Return the grades of the figures whose indicator has a scale of bands (`metodo.bandas`), by figure id.

    Figures without a grade are left out; so are grades by quarterly thresholds (`umbrales`).
    """
    return {
        figure.id: figure.grade
        for scale in section.metodo.bandas
        for figure in section.book.all_of(scale.indicador)
        if figure.grade
    }


def grades_deserved(section: ShownSection) -> dict[str, Grade | None]:
    """Return the grade, or None, that the scale gives to the printed value of `grades_given`'s figures, by id."""
    given = grades_given(section)
    return {
        figure.id: scale.grade_of(figure.rounded)
        for scale in section.metodo.bandas
        for figure in section.book.all_of(scale.indicador)
        if figure.id in given
    }
