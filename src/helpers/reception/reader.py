"""How a form is read here: by `forms`, in the light of what the run's plan and structure say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from helpers.entidad import Entidad
from helpers.forms.form_set import FormSet
from helpers.forms.reading import FormReading
from helpers.intake.dataset import Dataset
from helpers.methods import Metodo
from helpers.params import Corrida
from helpers.periods import Period

ReadForm = Callable[[Path, str, FormSet], FormReading]
"""From a file, its name from the root and the forms of its period, what it says."""


@dataclass(frozen=True)
class FormContext:
    """What forms are read against.

    Attributes
    ----------
    dataset : Dataset
        The run's tables, without what forms say.
    """

    entidad: Entidad
    corrida: Corrida
    method: Metodo
    dataset: Dataset

    def forms(self, period: Period) -> FormSet:
        """The forms of a period of the run's year."""
        of_period = self.corrida.model_copy(update={"periodo": period.code})
        return FormSet(self.entidad, of_period, self.method, self.dataset)


def usual_reader() -> ReadForm:
    """The reader of real forms, which is heavy and is had only where there are forms."""
    from helpers.forms.read import read_form

    return read_form


def reading_once(read: ReadForm) -> ReadForm:
    """A reader that reads each file of a period once: what a check judges it then enters."""
    known: dict[tuple[Path, Period], FormReading] = {}

    def remembered(path: Path, label: str, forms: FormSet) -> FormReading:
        key = (path, forms.period)
        if key not in known:
            known[key] = read(path, label, forms)
        return known[key]

    return remembered


def unit_of(reading: FormReading) -> str:
    """The unit as the structure writes it; as the form does where that is not known."""
    return reading.form.identity.unit if reading.form is not None else reading.identity.unit
