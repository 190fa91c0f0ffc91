"""What a late form, a new version of the plan or a change since a closing moves in the headline figures.

Also which of them missing data cost, and whether a method takes weights from the data.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from helpers.base.display import lower_first
from helpers.base.exact import plain_text
from helpers.base.periods import Period
from helpers.base.python_extras import by_key
from helpers.checks.rule_registry import Evidence
from helpers.figures.figure import Figure, split_id
from helpers.figures.figure_names import VERSION_CHANGE
from helpers.figures.findings import CLOSED_CHANGED, LOST, Finding
from helpers.figures.records import REPORTING, SourceCell
from helpers.figures.situations import is_late
from helpers.intake.dataset import BUDGET_LEVELS
from helpers.scoring.planning.plan_in_force import plan_of
from helpers.scoring.score import score
from helpers.settings.institution import Entidad
from helpers.settings.methods import Metodo

TABLE, LATE_FORM, OF_VERSION = "presentaciones", "PRE-TARDE", "VER-RESUMEN"
BLANK = "GAS-EN-BLANCO"
APART_FROM_TOTAL = ("fuente", "partida")
"""Levels of the budget's reports whose lines do not enter the institution's total."""
Moves = tuple[tuple[Figure, Decimal], ...]
"""Headline figures that change, and by how much, as printed."""


def takes_weights(method: Metodo) -> bool:
    """Tell whether a method weighs parts of any level by `ponderacion` from the data."""
    return any(level.regla == "media_ponderada" for level in method.consolidacion.values())


def missing_headlines(evidence: Evidence) -> Mapping[str, str]:
    """Return phrases on the headline figures that the institution lacks, by the id that each would have.

    Only those of an indicator and a window in which other subjects have a figure.
    """
    book, key = evidence.book, evidence.dataset.entity.key
    computed = {(figure.indicator, figure.period) for figure in book}
    every = (
        (name, window)
        for name in evidence.method.headline_indicators
        for window in dict.fromkeys((book.period, book.period.accumulated()))
        if (name, window) in computed and not book.get(name, window, *key)
    )
    return {
        "/".join((name, str(window), *key)): f"{LOST}{lower_first(book.indicator_name(name))}, {window.words}"
        for name, window in every
    }


def lost_to_blank(evidence: Evidence, missing: Mapping[str, str], finding: Finding) -> Sequence[str]:
    """Return those of `missing_headlines` that a blank amount of the budget leaves without value."""
    column, key = finding.elemento.rpartition("/")[2], evidence.dataset.entity.key
    place = SourceCell(finding.archivo, finding.hoja, finding.celda)
    row = next((row for row in evidence.dataset.rows("gastos") if row.cell(column) == place), None)
    if row is None or BUDGET_LEVELS.get(row.text("reporte")) in APART_FROM_TOTAL:
        return ()
    ids = ((split_id(one), said) for one, said in missing.items())
    return [
        said
        for (indicator, window, *_), said in ids
        if indicator == evidence.method.financial_indicator
        and evidence.corrida.cutoff(Period.parse(window)) == row.date("fecha_corte")
        and not evidence.book.get(column, Period.parse(window), *key)
    ]


def unmoved_since_closing(evidence: Evidence) -> frozenset[str]:
    """Return the files of closings that have headline figures of the institution, all of them now what they were."""
    key, indicators = evidence.dataset.entity.key, evidence.method.headline_indicators
    closed = by_key(
        (one.cell.file, (name, one.value))
        for closing in evidence.closings
        for name, one in closing.figures.items()
        if (parts := split_id(name))[0] in indicators and parts[2:] == key
    )
    now = evidence.book.figures
    return frozenset(
        file
        for file, figures in closed.items()
        if all(name in now and plain_text(now[name].value) == value for name, value in figures)
    )


def moved_by(
    evidence: Evidence, headlines: Sequence[Figure], unmoved: Collection[str], finding: Finding
) -> Moves | None:
    """Return the headline figures that a late form, a plan's version or a change of closed figures moves, as printed.

    Parameters
    ----------
    unmoved : collection of str
        The files of `unmoved_since_closing`.

    Returns
    -------
    tuple of (Figure, Decimal) or None
        None for a finding of another rule, for a change since a closing of another file, and where it is not known
        (`_by_lateness`, `_by_version`).
    """
    if finding.codigo in CLOSED_CHANGED:
        return () if finding.archivo in unmoved else None
    known = {LATE_FORM: _by_lateness, OF_VERSION: _by_version}.get(finding.codigo)
    return known(evidence, headlines, finding) if known else None


def _by_version(evidence: Evidence, headlines: Sequence[Figure], finding: Finding) -> Moves | None:
    """What the figures of a window gained when a version came into force in it; None where none of them is compared."""
    plan, version = plan_of(evidence.dataset), finding.elemento.rpartition("/")[2]
    own = [one for one in headlines if plan.version(one.period) == version]
    changes = [evidence.book.get(f"{one.indicator}{VERSION_CHANGE}", one.period, one.level, one.code) for one in own]
    found = tuple((one, change.rounded) for one, change in zip(own, changes, strict=True) if change)
    return tuple((one, move) for one, move in found if move) if found else None


def _by_lateness(evidence: Evidence, headlines: Sequence[Figure], finding: Finding) -> Moves | None:
    """The figures scored again as if the form had come in time.

    None where no figure of the unit is left out as late (what its form would have added is then not known), and where
    a headline figure would be missing.
    """
    _, code, unit = finding.elemento.split("/", 2)
    if not any(is_late(evidence.book, level, unit, code) for level in REPORTING):
        return None
    dataset = evidence.dataset
    rows = dataset.rows(TABLE)
    others = tuple(row for row in rows if f"{TABLE}/{row.period('periodo')}/{row.text('unidad')}" != finding.elemento)
    in_time = replace(dataset, tables={**dataset.tables, TABLE: others})
    entity, asked = Entidad.model_validate(evidence.book.identity), frozenset(one.indicator for one in headlines)
    again, _ = score(in_time, evidence.method, evidence.corrida, entity, asked=asked)
    both = [(one, again.figures.get(one.id)) for one in headlines]
    if any(then is None for _, then in both):
        return None
    return tuple((one, move) for one, then in both if then and (move := one.rounded - then.rounded))
