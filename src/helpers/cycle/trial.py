"""What rejected forms would give if the cells that cannot be read were left out: for advice, never for a figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from helpers.cycle.needs import Needs
from helpers.forms.reading import FormReading
from helpers.gathering import Gathered
from helpers.intake.dataset import Dataset
from helpers.reception.entering import rows_of_form
from helpers.scoring.score import score

TABLES = ("ejecucion", "avances")
"""Tables of a form that figures come from."""


def trial_needs(gathered: Gathered, unentered: Mapping[str, FormReading]) -> Needs:
    """Score the run's own period with what can be read of forms that were rejected.

    Parameters
    ----------
    unentered : Mapping of str to FormReading
        By unit of which nothing counts.
    """
    dataset = _with_rows(gathered.dataset, gathered, unentered.values())
    book, _ = score(dataset, gathered.method, gathered.corrida, gathered.entidad, (gathered.corrida.period,))
    return Needs(replace(gathered, dataset=dataset), book)


def _with_rows(dataset: Dataset, gathered: Gathered, readings: Iterable[FormReading]) -> Dataset:
    forms = [rows_of_form(reading.rows, gathered.corrida.period) for reading in readings]
    more = {name: tuple(row for rows in forms for row in rows.get(name, ())) for name in TABLES}
    return replace(
        dataset, tables={**dataset.tables, **{name: (*dataset.rows(name), *rows) for name, rows in more.items()}}
    )
