"""Declares what each step of a run depends on; a step runs again only if something that it depends on changed.

A step's key is the digest of what `TAKES` lists for it. Nothing observes what a step really reads: code that makes a
step read something new must add it to `TAKES`, or the step's kept result may be out of date.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from helpers.base.system.digest import data_sha256
from helpers.base.system.workspace import Workspace
from helpers.outputs.run_files import BOOK_FILE, FINDINGS_FILE, RECONCILIATION_FILE, SENSITIVITY_FILES
from helpers.run.kept.input_state import AROUND, CODE, FILES, NOTEBOOKS, PACKAGES, TEXTS, State, all_changes, digest

FORMAT = 1
COMPUTING, SECTION, WORKPAPERS = "cálculo", "sección", "papeles de trabajo"
SUMMARY, PRINTED_SUMMARY, PAGE_DATA = "resumen ciudadano", "resumen ciudadano impreso", "datos de la página"
ASKED, BOOK, FOUND, COMPARED = "pedido", "libro", "hallado", "comparado"
PROGRAM = (CODE, PACKAGES, AROUND)

TAKES: Mapping[str, tuple[str, ...]] = {
    # `run/kept/kept_steps` compares the findings on texts and notebooks separately.
    COMPUTING: (ASKED, FILES, *PROGRAM),
    # Its own notebook but for the text of its Markdown cells (`run/kept/kept_steps`), its own text, and all of the
    # institution's files, because a notebook may open any of them.
    SECTION: (NOTEBOOKS, TEXTS, ASKED, FILES, BOOK, FOUND, COMPARED, *PROGRAM),
    WORKPAPERS: (BOOK, FOUND, *PROGRAM),
    SUMMARY: (BOOK, FOUND, *PROGRAM),
    PRINTED_SUMMARY: (BOOK, FOUND, *PROGRAM),
    # `outputs/html/report_page` compares which figures the page prints: the data list them.
    PAGE_DATA: (BOOK, FOUND, *PROGRAM),
}
"""By step, the parts that it depends on."""
RUN_FILES = {
    BOOK: (BOOK_FILE,),
    FOUND: (FINDINGS_FILE, RECONCILIATION_FILE),
    COMPARED: SENSITIVITY_FILES,
}
"""Parts that are files of the run's folder. They are made from other parts, whose changes messages name first."""

SOURCE_FILE = "de.json"
"""File of an entry that lists what its outputs depend on."""
NEVER = "no se había hecho antes"
DAMAGED = "lo guardado está dañado"
ASKED_TO_RUN = "se pidió sin caché"


def run_parts(folder: Path) -> dict[str, dict[str, str]]:
    """Return by part (`RUN_FILES`) the SHA-256 of its files in a run's folder; empty text for a missing file."""
    return {part: {name: digest(folder / name) for name in names} for part, names in RUN_FILES.items()}


@dataclass(frozen=True)
class Source:
    """What a step depends on in one run.

    Attributes
    ----------
    step : str
        Name of the step.
    state : State
        Everything known about the inputs: what the step depends on, and what only helps to explain a change.
    """

    step: str
    state: State

    @property
    def taken(self) -> State:
        """The parts of the state that the step depends on (`TAKES`); a part that the state lacks is empty."""
        return {part: self.state.get(part, {}) for part in TAKES[self.step]}

    @property
    def key(self) -> str:
        """First 32 hexadecimal digits of the SHA-256 of what the step depends on."""
        return data_sha256([FORMAT, self.step, self.taken])[:32]

    def why_other(self, before: State, workspace: Workspace) -> str:
        """Return in Spanish what changed since an earlier state of the inputs; empty if nothing did.

        It names the first of these that changed, and no other: what the step reads itself; what the Book is computed
        from; any input; the run's files.
        """
        inputs = [part for part in self.state if part not in RUN_FILES]
        own = [part for part in inputs if part in TAKES[self.step]]
        of_the_book = [part for part in inputs if part in TAKES[COMPUTING]]
        told = (
            all_changes(_parts(before, names), _parts(self.state, names), workspace)
            for names in (own, of_the_book, inputs, RUN_FILES)
        )
        return next(filter(None, told), "")


def _parts(state: State, names: Iterable[str]) -> State:
    """Return those of some parts that a state has."""
    return {name: state[name] for name in names if name in state}


@dataclass(frozen=True)
class Found:
    """A valid kept result of a step, or the reason why the step must be done.

    Attributes
    ----------
    files : Mapping or None
        Contents of its output files by name; None if the step must be done.
    reason : str
        Why it must be done, in Spanish.
    """

    files: Mapping[str, bytes] | None
    reason: str = ""

    def write(self, folder: Path) -> None:
        """Write the output files into a folder, where the step would have written them; nothing if `files` is None."""
        for name, data in (self.files or {}).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
