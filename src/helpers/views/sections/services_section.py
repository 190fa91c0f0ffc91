"""Tables and charts of the section on services provided (`09_servicios`)."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.base.display import cardinal, list_es, number_es
from helpers.figures.subjects import FigureRow
from helpers.views.charts.line_charts import month_panels
from helpers.views.elements.grid import Pieces, Shown
from helpers.views.elements.tables import FigureColumn
from helpers.views.progress import service_notes
from helpers.views.progress.service_views import (
    DONE,
    KNOWN_SHARE,
    PROGRAMMED,
    SERVICE,
    SHARE,
    amount_columns,
    kind_rows,
    months_with,
    place_rows,
    revenue_columns,
    service_rows,
    windows_told,
)
from helpers.views.sections.shown_section import ShownSection

STUB = "Servicio"
AGAINST_PROGRAMME = (
    ("Programado", PROGRAMMED), ("De los meses con dato", f"{PROGRAMMED}_con_dato"), ("Prestado", DONE),
    ("De lo programado", SHARE), ("De los meses con dato", KNOWN_SHARE), ("A lo más 100", f"{SHARE}_con_tope"),
)  # fmt: skip
MOST_MONTHS = 9
"""Most months of the table by month on an upright page."""
MOST_PLACES = 12
"""Most places of the chart of one service."""
FEWEST_MONTHS = 2
"""Months that a row must have for a panel of its own in a chart."""
SEVERAL_MONTHS, GREATEST = "con dato de varios meses", "que más prestaron"
"""Which rows a chart draws, if not all."""


def amounts_table(section: ShownSection) -> Shown:
    """Table of what was programmed and provided of each service, and the ratio, in the period and so far."""
    has_programme = section.has(PROGRAMMED, section.accumulated)
    has_share = any(section.has(SHARE, window, SERVICE) for window in section.windows)
    note = "«De lo programado» solo se da donde cada cantidad tiene su programa y cada programa su cantidad."
    rows = service_rows(section.book, section.accumulated)
    what = f"Servicios {'programados y prestados' if has_programme else 'prestados'}"
    notes = [
        *([note] if has_share else []),
        *service_notes.silence_notes(section.book, section.accumulated, rows),
        *service_notes.coverage_notes(section.book, section.accumulated, rows),
    ]
    return _amounts(section, "cuadro-servicios", what, rows, STUB, notes)


def _amounts(
    section: ShownSection, id: str, what: str, rows: Sequence[FigureRow], stub: str, notes: Sequence[str]
) -> Shown:
    """A table of what was programmed and provided of some rows, in the windows that have a figure of them."""
    return section.table(
        id=id,
        title=f"{what}, {windows_told(section.book, section.windows, rows)}",
        columns=amount_columns(section.windows),
        rows=rows,
        stub=stub,
        notes=notes,
    )


def programme_table(section: ShownSection) -> Shown:
    """Table of what was provided of what was programmed so far this year, by service and kind.

    Returns NotIncluded if nothing was programmed.
    """
    window, rows = section.accumulated, _programmed_rows(section)
    if not rows:
        return section.leave_out("lo programado de cada servicio")
    measures = [measure for measure in AGAINST_PROGRAMME if section.has(measure[1], window)]
    return section.table(
        id="cuadro-servicios-cumplimiento",
        title=f"Servicios prestados de lo programado, {window.words}",
        columns=[FigureColumn(name, indicator, window) for name, indicator in measures],
        rows=rows,
        stub="Servicio y clase",
        notes=service_notes.comparison_notes(section.book, window, rows),
    )


def _programmed_rows(section: ShownSection) -> list[FigureRow]:
    """Services without kinds, then the others with their kinds; only those with a programme."""
    by_kind = kind_rows(section.book, section.accumulated)
    with_kinds = {row.code for row in by_kind}
    whole = (row for row in service_rows(section.book, section.accumulated) if row.code not in with_kinds)
    return [
        row
        for row in (*whole, *by_kind)
        if row.code and section.book.get(PROGRAMMED, section.accumulated, row.level, row.code)
    ]


def months_chart(section: ShownSection) -> Shown | None:
    """Chart of what was provided of each service by month so far this year.

    It has the services with a quantity in `FEWEST_MONTHS` months or more; a note names the others. None without any.
    """
    if not _has_months(section):
        return None
    title = f"Servicios prestados por mes, {section.accumulated.words}"
    every = service_rows(section.book, section.accumulated)
    rows = _with_months(section, every)
    notes = _left_out(every, rows)
    which = SEVERAL_MONTHS if notes else ""
    return _panels(section, "grafico-servicios-meses", title, rows, notes, which=which) if rows else None


def months_table(section: ShownSection) -> Shown:
    """Table of what was provided of each service by month so far this year, and without month.

    Returns NotIncluded if no quantity has a month.
    """
    if not _has_months(section):
        return section.leave_out("el mes de cada cantidad")
    window, months, monthless = section.accumulated, section.accumulated.months(), f"{DONE}_sin_mes"
    note = "Sin mes: lo que la tabla recibida da por un trimestre, un semestre o la gestión."
    rows = service_rows(section.book, window)
    return section.table(
        id="cuadro-servicios-meses",
        title=f"Servicios prestados por mes, {window.words}",
        columns=[
            *(FigureColumn(month.window, DONE, month) for month in months),
            FigureColumn("Sin mes", monthless, window),
            FigureColumn("Total", DONE, window),
        ],
        rows=rows,
        stub=STUB,
        notes=[*[note] * section.has(monthless, window), *service_notes.silence_notes(section.book, window, rows)],
        wide=len(months) > MOST_MONTHS,
    )


def places_table(section: ShownSection) -> Shown:
    """Table of the services by country or department, in the period and so far this year.

    Under each service stand its places, the greatest so far first, and its offices without a place. Services without
    places are left out.
    """
    rows = place_rows(section.book, section.accumulated)
    notes = service_notes.place_notes(section.book, section.windows)
    what = "Servicios por país o departamento"
    return _amounts(section, "cuadro-servicios-lugares", what, rows, "Servicio y lugar", notes)


def place_charts(section: ShownSection) -> Pieces:
    """One chart by place and month so far this year for each service that has several places with months.

    It shows places with a quantity in `FEWEST_MONTHS` months or more, the `MOST_PLACES` greatest; notes tell what is
    left out.
    """
    window = section.accumulated
    charts = []
    for number, service in enumerate(service_rows(section.book, window), start=1):
        every = place_rows(section.book, window, service.code)
        rows = _with_months(section, every)
        if len(rows) > 1:
            title = f"{service.label} por lugar y mes, {window.words}"
            notes, which = _left_out(every, rows), SEVERAL_MONTHS if len(rows) < len(every) else ""
            if len(rows) > MOST_PLACES:
                which = f"{which} {GREATEST}".lstrip()
                notes.insert(0, f"Los {cardinal(MOST_PLACES)} lugares {which}; los demás están en el cuadro.")
            id = f"grafico-servicios-lugares-{number}"
            charts.append(_panels(section, id, title, rows[:MOST_PLACES], notes, service.label, which))
    return Pieces(tuple(charts))


def kinds_table(section: ShownSection) -> Shown:
    """Table of each service by kind of procedure and by age, in the period and so far.

    Returns NotIncluded if unknown.
    """
    rows = kind_rows(section.book, section.accumulated)
    if not rows:
        return section.leave_out("la clase de cada trámite y la edad de las personas")
    notes = service_notes.kind_notes(section.book, section.windows)
    what = "Servicios por clase de trámite y por edad de las personas"
    return _amounts(section, "cuadro-servicios-clases", what, rows, "Servicio y clase", notes)


def revenue_table(section: ShownSection) -> Shown:
    """Table of what each service collected, by currency, in the period and so far.

    Returns NotIncluded if nothing was.
    """
    window = section.accumulated
    currencies = [column.indicator for column in revenue_columns(section.book, (window,))]
    if not currencies:
        return section.leave_out("lo recaudado por los servicios")
    services = service_rows(section.book, window)
    rows = [row for row in services if any(section.has(one, window, row.level, row.code) for one in currencies)]
    return section.table(
        id="cuadro-servicios-recaudacion",
        title=f"Recaudación por servicio y moneda, {windows_told(section.book, section.windows, rows, currencies)}",
        columns=revenue_columns(section.book, section.windows),
        rows=rows,
        stub=STUB,
        notes=service_notes.revenue_notes(section.book, window),
    )


def _has_months(section: ShownSection) -> bool:
    return bool(section.with_figures(DONE, section.accumulated.months()))


def _with_months(section: ShownSection, rows: Sequence[FigureRow]) -> list[FigureRow]:
    """The rows with a quantity in several months: a panel with one bar would show nothing that its table does not."""
    months = section.accumulated.months()
    return [row for row in rows if len(months_with(section.book, [row], months)) >= FEWEST_MONTHS]


def _left_out(every: Sequence[FigureRow], rows: Sequence[FigureRow]) -> list[str]:
    """The note on the rows that have no panel; names if they are few."""
    left = [row.label for row in every if row not in rows]
    names = list_es(left) if len(left) <= MOST_PLACES else f"{number_es(len(left))} del cuadro"
    return [f"Sin recuadro, por tener a lo sumo un mes: {names}."] if left else []


def _panels(
    section: ShownSection, id: str, title: str, rows: Sequence[FigureRow], notes: Sequence[str], whose: str = "",
    which: str = "",
) -> Shown:
    return month_panels(
        section.book,
        id=id,
        title=title,
        rows=rows,
        months=section.accumulated.months(),
        done=DONE,
        programmed=PROGRAMMED,
        notes=[*notes, *service_notes.monthless_note(section.book, section.accumulated, rows)],
        whose=whose,
        which=which,
    )
