"""What the sections of a run show when they run in this process, and what their checks found."""

from __future__ import annotations

from collections.abc import Iterable
from unittest.mock import patch

from builders import ROOT
from notebook_cells import drawn, run_section

from helpers.base.system.workspace import Workspace
from helpers.checks.computed import Computed
from helpers.views.elements.section_checks import MIME

Shown = list[dict[str, object]]
NOTEBOOKS = {path.stem.partition("_")[2]: path for path in Workspace(ROOT).section_notebooks()}


def shown_in(computed: Computed, sections: Iterable[str]) -> Shown:
    """The outputs of some sections of a run, including those of the calculation cells."""
    run = computed.corrida
    with patch("helpers.run.section.compute", lambda *_: computed), drawn(whole=False):
        return [
            output
            for name in sections
            for output in run_section(NOTEBOOKS[name], entidad=run.entidad, periodo=run.periodo)
        ]


def checks_in(shown: Shown) -> list[dict]:
    """Every check, as executed notebooks hold it."""
    return [output[MIME] for output in shown if MIME in output]
