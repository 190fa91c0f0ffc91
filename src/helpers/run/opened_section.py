"""A section that a notebook has opened: where its run is saved, and its second calculation."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

from IPython.display import Markdown

from helpers.base.python_extras import not_none
from helpers.base.system.workspace import Workspace
from helpers.checks.computed import Computed
from helpers.figures.records import Sensitivity
from helpers.outputs.csv_exports import read_sensitivity
from helpers.outputs.run_files import NOTEBOOKS, SENSITIVITY_FILES
from helpers.run.section_inputs import NEEDS, absence
from helpers.run.workings.asked_step import asked_step
from helpers.run.workings.figure_step import FigureStep
from helpers.run.workings.input_frames import frame_of_dataset, frame_of_run
from helpers.run.workings.section_calculation import run_written
from helpers.run.workings.workings import Workings
from helpers.texts.conclusions.conclusions_draft import is_read_by
from helpers.views.elements.grid import NotIncluded, Scope
from helpers.views.sections.shown_section import ShownSection


@dataclass(frozen=True)
class Section(ShownSection):
    """A section of a report in its notebook.

    Attributes
    ----------
    computed : Computed or None
        The run; its tables only if it was computed in this process.
    folder : str
        Folder where the run is saved; empty if it was computed in this process.
    """

    computed: Computed | None = field(default=None, compare=False, repr=False)
    folder: str = ""

    @classmethod
    def of(cls, name: str, computed: Computed, folder: str = "") -> Section:
        """Return a section of a run, with the texts that it depends on: no other text may make it run again.

        Parameters
        ----------
        folder : str
            Folder where the run is saved; empty if it was computed in this process.
        """
        own = tuple(text for text in computed.texts if is_read_by(name, text))
        settings = (computed.corrida, computed.metodo, computed.entidad)
        results = (computed.findings, computed.reconciliation, own)
        return cls(computed.book, name, *settings, *results, computed=computed, folder=folder)

    @cached_property
    def sensitivity(self) -> Sensitivity:
        """The headline figures under other methods: read from the run's folder, or computed now for an unsaved run.

        OSError if the folder lacks one of its two files.
        """
        if self.folder:
            return read_sensitivity(*(Path(self.folder) / name for name in SENSITIVITY_FILES))
        from helpers.run.sensitivity.run_comparison import compare_run

        return compare_run(Workspace.find(), not_none(self.computed))

    @cached_property
    def trabajo(self) -> Workings:
        """What the calculation cells use: the input tables, the Book's figures as frames, the comparison; made once."""
        dataset = self.computed.dataset if self.computed else None
        read = partial(frame_of_dataset, dataset) if dataset else partial(frame_of_run, Path(self.folder))
        return Workings(self.book, read)

    def calcular(self) -> Markdown | None:
        """Write and run the cells that compute again the figures shown so far.

        The result says how many figures were repeated and how many differ. In JupyterLab the written cells are shown
        and run at once. In a report the first call returns None: the written cells are inserted before the calling
        cell and run, and then the calling cell runs again. Outside IPython the result is None.
        """
        return run_written(self.book, self.trabajo)

    def paso(self, figure: str) -> FigureStep:
        """Return the step of a figure that this section has repeated, by its id: rule, rows, cells and comparison.

        Raises
        ------
        NotRepeated
            If the section has not repeated the figure; the message says which section does, and what this one repeats.
        """
        return asked_step(self.book, self.trabajo, figure, Path(self.folder) / NOTEBOOKS if self.folder else None)

    def absence(self) -> NotIncluded | None:
        """Return what the section shows if its input is missing; None if it is there.

        The report drops such a section and lists it under what is not included.
        """
        why = absence(self.book, self.name)
        return NotIncluded(Scope.SECTION, NEEDS[self.name].title, why) if why else None
