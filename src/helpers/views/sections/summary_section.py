"""What the executive summary shows, and the subjects that its sentences name (`01_resumen`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

from helpers.base.display import list_es, upper_first
from helpers.base.name_phrases import indicator_with_article
from helpers.base.periods import Period
from helpers.figures.figure import Figure, figure_id
from helpers.figures.figure_names import AT_CLOSING, RESTATED, VERSION_BEFORE
from helpers.figures.mean_coverage import (
    are_ends_known,
    counts_unprogrammed,
    done_of_programme,
    lacks_months,
    most_done,
    with_known_ends,
)
from helpers.figures.subjects import acp_rows, comparable_rows, node_rows, ranked
from helpers.texts.decisions import decisions_draft
from helpers.texts.sentences.text_templates import ask, figure
from helpers.views.elements.grid import Shown
from helpers.views.elements.outside_notes import weighed
from helpers.views.elements.prose import Paragraph, reference
from helpers.views.plan.plan_sentences import by_date
from helpers.views.progress.reporting_views import lost_to_late_forms, reporting_text
from helpers.views.quality import citizen_views, summary_views
from helpers.views.quality.method_views import substitute_notes
from helpers.views.sections.section_rows import actions_map, map_indicators
from helpers.views.sections.shown_section import ShownSection

QUARTERS = 4
MOST_SILENT = 3
"""Most names in each clause on who did not report; the section on the method names everybody."""
MAP_HEIGHT = 104


def approximation(section: ShownSection) -> Markup:
    """Return the notes on a progress that late forms leave out, that is an estimate, or that counts all weights.

    Empty if none is needed.
    """
    listed_in = section.link_to("metodo")
    where = Markup("la {}").format(reference(listed_in)) if listed_in else "la lista de hallazgos"
    lost = lost_to_late_forms(section.book, section.windows, where=where).within_line
    notes = substitute_notes(section.book, section.metodo, "avance_fisico", section.accumulated)
    return Markup(" ").join(filter(None, (lost, *notes, _weighed(section))))


def _weighed(section: ShownSection) -> Markup:
    """A sentence on what the progress is measured by, if not by what was programmed; empty if it is.

    It names the window (the period or the year so far) if the progress of the other one is of its programme.
    """
    found = [one for one in section.windows if not section.is_of_programme(one)]
    if not found:
        return Markup("")
    when = f"{found[0].when} " if len(found) < len(section.windows) else ""
    measured = weighed(section.book, found[0])
    return Markup("{}{}.").format(upper_first(f"{when}el avance físico se mide "), measured)


def changes_since(section: ShownSection) -> Paragraph:
    """Return a paragraph on what the plan's reformulation changed, and on closed quarters whose figures changed.

    It states the progress under the version in force when the quarter began, if that differs, and both printed values
    of closed quarters. Empty if neither happened.
    """
    return section.compose(" ".join(filter(None, (_reformulated(section), *_restated(section)))))


def _reformulated(section: ShownSection) -> str:
    """Sentences on the reformulations within the period and their effect on the progress; empty without any.

    Also empty if the method scores no tasks.
    """
    book, leaf, first = section.book, section.metodo.hoja, section.period.first_day
    with_tasks = {series.version for series in book.series.values()}
    last = section.period.cutoff
    within = [row for row in by_date(book)[1:] if first.isoformat() <= row.get("fecha", "") <= last.isoformat()]
    _, *later = [row for row in by_date(book) if row["version"] in with_tasks] or [{}]
    new = [row for row in later if row in within]
    if not new or leaf is None:
        return ""
    version = f"desde el {ask('fecha', new[-1]['fecha'])} rige la versión {ask('cita', new[-1]['version'])}"
    keys = [(leaf.indicador, window, *section.entity) for window in section.windows]
    both = [(book.get(*key), book.get(f"{leaf.indicador}{VERSION_BEFORE}", *key[1:])) for key in keys]
    other = [then for now, then in both if now and then and now.rounded != then.rounded]
    values = list_es([f"de {figure(one)} {ask('cuando', one.period.code)}" for one in other])
    name = indicator_with_article(book.indicator_name(leaf.indicador))
    start = "Con la versión que regía al empezar el trimestre y la misma ejecución"
    effect = f" {start}, {name} sería {values}." if other else ""
    # Of a version that another replaced in the same period the Book has no tasks.
    days = list_es([f"el {ask('fecha', row['fecha'])}" for row in within])
    return f"El plan se reformuló{f' {days}' if len(within) > 1 else ''}: {version}.{effect}"


def _restated(section: ShownSection) -> Iterator[str]:
    """Yield a sentence for each headline figure of a closed quarter that prints another value now."""
    keys = [(one, quarter) for quarter in section.accumulated.quarters() for one in section.metodo.headline_indicators]
    for name, quarter in keys:
        key = (quarter, *section.entity)
        change, then, now = (section.book.get(f"{name}{one}", *key) for one in (RESTATED, AT_CLOSING, ""))
        if change and change.rounded and then and now:
            named = indicator_with_article(section.book.indicator_name(name))
            told = f"{named} {ask('cuando', quarter.code)} se cerró con {figure(then)}"
            yield f"{upper_first(told)} y ahora es de {figure(now)}."


def is_whole_year(section: ShownSection) -> bool:
    """Return whether the year so far has all four quarters."""
    return len(section.accumulated.quarters()) == QUARTERS


def is_weighed_apart(section: ShownSection) -> bool:
    """Return whether the institution's weighted efficacy since January prints another value than its progress."""
    names = ("avance_fisico", "eficacia_ponderada")
    found = [section.book.get(name, section.accumulated, *section.entity) for name in names]
    return len({figure.rounded for figure in found if figure}) > 1


def of_programme(section: ShownSection) -> bool:
    """Return whether the institution's progress since January is a percentage of what was programmed.

    Figure and parts tell it (`is_of_programme`), not the method alone. True if the Book has no such progress.
    """
    return citizen_views.of_programme(section.book, section.accumulated, [section.entity])


def map_chart(section: ShownSection) -> Shown | None:
    """Draw what the actions did against what they spent so far this year.

    None if the Book lacks one of the two percentages.
    """
    indicators = map_indicators(section)
    return actions_map(section, indicators, id="grafico-resumen-mapa", tall=MAP_HEIGHT) if indicators else None


def by_progress(section: ShownSection, level: str) -> list[str]:
    """Return the codes of a level (`acp` or one of nodes) by physical progress in the report's period, greatest first.

    Those without a figure or with a late form are left out.
    """
    return _ranked(section, level, "avance_fisico", section.period.code)


def by_execution(section: ShownSection, level: str) -> list[str]:
    """Return the codes of a level by financial execution since January, greatest first.

    Those without a figure are left out.
    """
    return _ranked(section, level, "ejecucion_financiera", section.accumulated.code)


def _ranked(section: ShownSection, level: str, indicator: str, window: str) -> list[str]:
    """The codes of a level by a figure, the greatest first, without late forms."""
    rows = acp_rows(section.book) if level == "acp" else node_rows(section.book, level)
    measure = (indicator, window)
    return [row.code for row in ranked(section.book, comparable_rows(section.book, rows, measure), measure)]


def tied_ends(section: ShownSection, level: str, indicator: str, window: Period) -> tuple[list[str], list[str]]:
    """Return the codes of a level that share the greatest figure, and those that share the least one.

    Both are in the order of the table, the same if all figures are equal, and empty without figures. Units are compared
    by the part of their programme that they did (`most_done`). If missing data leave open which unit did most or least,
    only units that lack none are compared (`among_whom`), and nothing is returned unless there are several.
    """
    figures = _compared(section, level, indicator, window)
    if level == "unidad" and len(figures) > 1:
        known = with_known_ends(section.book, figures)
        figures = known if len(known) > 1 else ()
    values = [most_done(section.book, one) if level == "unidad" else one.rounded for one in figures]
    ends = (max(values, default=None), min(values, default=None))
    most, least = ([one.code for one, value in zip(figures, values, strict=True) if value == end] for end in ends)
    return most, least


def _compared(section: ShownSection, level: str, indicator: str, window: Period) -> Sequence[Figure]:
    """The figures of a level, the greatest first, without late forms."""
    codes = _ranked(section, level, indicator, window.code)
    return [section.figure(indicator, window, level, code) for code in codes]


def among_whom(section: ShownSection) -> str:
    """Return words, after a space, on which units `tied_ends` compares, if it leaves out those that lack a datum."""
    found = _compared(section, "unidad", "avance_fisico", section.period)
    return "" if are_ends_known(section.book, found) else " entre las que tienen todos sus datos"


def not_surely_whole(section: ShownSection, known: Sequence[Figure]) -> str:
    """Return words, after a space, on the units at 100 % among some figures that may not have done all; else empty."""
    return decisions_draft.not_surely_whole(section.book, [one for one in known if one.level == "unidad"])


def without_all_data(section: ShownSection) -> list[str]:
    """Return the codes of the units whose missing data hide what they did of their programme, or of its months."""
    book = section.book
    every = book.select("avance_fisico", section.period, "unidad")
    return [one.code for one in every if done_of_programme(book, one) is None or lacks_months(book, one)]


def partial_actions(section: ShownSection) -> list[str]:
    """Return the codes of the actions whose progress in the period leaves out some of its parts."""
    every = section.book.select("avance_fisico", section.period, "acp")
    return [one.code for one in every if decisions_draft.what_is_covered(section.book, one)]


def is_weighed(section: ShownSection) -> bool:
    """Return whether the divisor of a unit's progress of the period includes the weights of what had no programme."""
    return counts_unprogrammed(section.book, section.book.select("avance_fisico", section.period, "unidad"))


def graded_areas(section: ShownSection) -> tuple[list[str], list[str]]:
    """Return the codes of the areas whose execution since January has a grade, and of those with the red one.

    The greatest execution comes first.
    """
    codes, window = by_execution(section, "area"), section.accumulated
    figures = [section.figure("ejecucion_financiera", window, "area", code) for code in codes]
    lights = {figure.code: figure.grade.light for figure in figures if figure.grade}
    return list(lights), [code for code, light in lights.items() if light == "rojo"]


def if_not_all(section: ShownSection, graded: Sequence[str]) -> str:
    """Return ` con dato` for a sentence that counts the graded areas; empty if every area of the structure has one."""
    return " con dato" if len(graded) < len(section.book.nodes_at("area")) else ""


def inconsistent_datum(section: ShownSection) -> Paragraph:
    """Return a sentence on the impossible datum that moves the institution's figure most.

    Empty if there is none, or if it is among the matters for decision.
    """
    own_text = decisions_draft.own_matters(section.texts)
    return section.compose(decisions_draft.inconsistent_datum(section.book, section.findings, section.cutoff, own_text))


def findings_sentence(section: ShownSection) -> Paragraph:
    """Return a sentence on how many findings the run has, by severity, and where they are printed."""
    return summary_views.findings_sentence(section.book, section.findings, listed_in=section.link_to("conciliacion"))


def published_otherwise(section: ShownSection) -> Paragraph:
    """Return a paragraph on the headline figures that an earlier document printed with another value; may be empty."""
    headlines = _headlines(section)
    printed = [item for item in section.reconciliation if item.id in headlines]
    return summary_views.published_otherwise(section.book, printed, listed_in=section.link_to("conciliacion"))


def who_reported(section: ShownSection, unassigned: Mapping[tuple[str, str], str]) -> Paragraph:
    """Return a paragraph on how many of those who had to report did, with a few names of those who did not.

    It also names a few of those that lack data of some tasks.

    Parameters
    ----------
    unassigned : Mapping
        By level and code, the note on published data that cannot be assigned to the period.
    """
    listed_in, findings = section.link_to("metodo"), section.findings
    return reporting_text(section.book, most=MOST_SILENT, listed_in=listed_in, notes=unassigned, findings=findings)


def _headlines(section: ShownSection) -> list[str]:
    """Return the ids of the institution's headline figures in the report's windows."""
    names = section.metodo.headline_indicators
    return [figure_id(name, window, *section.entity) for name in names for window in section.windows]
