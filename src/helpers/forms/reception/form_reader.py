"""The interface for reading forms, so that other modules need not import the heavy reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from helpers.base.periods import Period
from helpers.forms.blank.form_set import FormSet
from helpers.forms.returned.form_reading import FormReading
from helpers.intake.dataset import Dataset
from helpers.settings.institution import Entidad
from helpers.settings.methods import Metodo
from helpers.settings.params import Corrida

ReadForm = Callable[[Path, str, FormSet], FormReading]
"""Function from a file, its path from the root and the forms of its period to the form's content."""


@dataclass(frozen=True)
class FormContext:
    """The data against which forms are read.

    Attributes
    ----------
    dataset : Dataset
        The run's tables, without rows from forms.
    """

    entidad: Entidad
    corrida: Corrida
    method: Metodo
    dataset: Dataset

    def forms(self, period: Period) -> FormSet:
        """The forms of a period.

        Parameters
        ----------
        period : Period
            A period of the run's year; parameters such as method and deadlines are those of the run.
        """
        of_period = self.corrida.model_copy(update={"periodo": period.code})
        return FormSet(self.entidad, of_period, self.method, self.dataset)


def usual_reader() -> ReadForm:
    """The reader of real forms. It is imported only when needed, because the import is slow."""
    from helpers.forms.returned.read_form import read_form

    return read_form


def reading_once(read: ReadForm) -> ReadForm:
    """Wrap a reader so that it reads each file of a period only once.

    A check uses it to judge the forms and then to enter their rows.
    """
    known: dict[tuple[Path, Period], FormReading] = {}

    def remembered(path: Path, label: str, forms: FormSet) -> FormReading:
        key = (path, forms.period)
        if key not in known:
            known[key] = read(path, label, forms)
        return known[key]

    return remembered


def unit_of(reading: FormReading) -> str:
    """The unit's code as in the structure, or as in the form if the unit is not recognised."""
    return reading.form.identity.unit if reading.form is not None else reading.identity.unit
