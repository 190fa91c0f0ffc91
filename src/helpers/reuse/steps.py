"""What each step of a run takes, and what is kept of it: it is done again only where something that it takes changed.

A step's key is the digest of what it takes. Nothing observes what it reads, so a step that read anything else could be
stale: whoever has a step read something new adds it to the table.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from helpers.digest import data_sha256
from helpers.reuse.changes import Rows, all_changes
from helpers.reuse.state import AROUND, CODE, FILES, NOTEBOOKS, PACKAGES, TEXTS, State, digest
from helpers.reuse.store import Damaged, Shelf
from helpers.workspace import Workspace

FORMAT = 1
COMPUTING, SECTION, WORKPAPERS = "cálculo", "sección", "papeles de trabajo"
PAGE_DATA = "datos de la página"
ASKED, BOOK, FOUND, COMPARED = "pedido", "libro", "hallado", "comparado"
PROGRAM = (CODE, PACKAGES, AROUND)

TAKES: Mapping[str, tuple[str, ...]] = {
    # Findings about the prose of texts and notebooks are compared apart (`runner/kept_steps`).
    COMPUTING: (ASKED, FILES, *PROGRAM),
    # Its own notebook and its own text; files, because a notebook may open any of its institution's.
    SECTION: (NOTEBOOKS, TEXTS, ASKED, FILES, BOOK, FOUND, COMPARED, *PROGRAM),
    WORKPAPERS: (BOOK, FOUND, *PROGRAM),
    # Which figures the page prints is compared apart: its own data name them (`assemble/document`).
    PAGE_DATA: (BOOK, FOUND, *PROGRAM),
}
"""By step, the parts that it takes."""
RUN_FILES = {
    BOOK: ("libro.json",),
    FOUND: ("hallazgos.csv", "conciliacion.csv"),
    COMPARED: ("sensibilidad.csv", "sensibilidad_pasos.csv"),
}
"""Parts that are files of the run's folder, made from other parts: what changed is told of those."""

SOURCE_FILE = "de.json"
"""What the outputs of an entry were made from."""
NEVER = "no se había hecho antes"
DAMAGED = "lo guardado está dañado"
ASKED_TO_RUN = "se pidió sin caché"
PROBED = "se volvió a hacer para probar lo guardado"


def run_parts(folder: Path) -> dict[str, dict[str, str]]:
    """The parts that are files of a run's folder."""
    return {part: {name: digest(folder / name) for name in names} for part, names in RUN_FILES.items()}


@dataclass(frozen=True)
class Source:
    """What a step takes in a run.

    Attributes
    ----------
    step : str
    state : State
        All that is known: what the step takes, and what only tells why that is another.
    """

    step: str
    state: State

    @property
    def taken(self) -> State:
        return {part: self.state.get(part, {}) for part in TAKES[self.step]}

    @property
    def key(self) -> str:
        return data_sha256([FORMAT, self.step, self.taken])[:32]

    def why_other(self, before: State, rows: Rows) -> str:
        """What changed since, in Spanish: where it is the Book, what that is made from."""
        inputs = [part for part in self.state if part not in RUN_FILES]
        own = [part for part in inputs if part in TAKES[self.step]]
        of_the_book = [part for part in inputs if part in TAKES[COMPUTING]]
        told = (
            all_changes(*(_parts(state, names) for state in (before, self.state)), rows)
            for names in (own, of_the_book, inputs, RUN_FILES)
        )
        return next(filter(None, told), "")


def _parts(state: State, names: Iterable[str]) -> State:
    return {name: state[name] for name in names if name in state}


@dataclass(frozen=True)
class Found:
    """What is kept of a step and still holds, or why it must be done.

    Attributes
    ----------
    files : Mapping or None
        Its outputs by name; None where it must be done.
    reason : str
        Why it must, in Spanish.
    """

    files: Mapping[str, bytes] | None
    reason: str = ""

    def write(self, folder: Path) -> None:
        """Put the outputs where the step would have left them."""
        for name, data in (self.files or {}).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


@dataclass(frozen=True)
class Store:
    """What is kept of the steps of one institution and period.

    Attributes
    ----------
    workspace : Workspace
    institution, period : str
    """

    workspace: Workspace
    institution: str
    period: str
    rows: Rows = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "rows", Rows(self.workspace))

    def shelf(self, name: str) -> Shelf:
        """What is kept of one step."""
        return Shelf(self.workspace.kept_steps(self.institution, self.period) / name.replace(" ", "_"))

    def find(self, name: str, source: Source) -> Found:
        """Look for the outputs of a step made from the same."""
        shelf = self.shelf(name)
        try:
            files = shelf.load(source.key)
            others = {} if files is None else json.loads(files.pop(SOURCE_FILE))["otros"]
        except (Damaged, KeyError, TypeError, ValueError) as problem:
            shelf.discard(source.key)
            return Found(None, f"{DAMAGED} ({problem})")
        now = {label: digest(self.workspace.root / label) for label in others}
        if files is None:
            return Found(None, self._why(shelf, source))
        return Found(files) if now == others else Found(None, all_changes({FILES: others}, {FILES: now}, self.rows))

    def _why(self, shelf: Shelf, source: Source) -> str:
        for place in shelf.entries():
            try:
                return source.why_other(json.loads((place / SOURCE_FILE).read_bytes())["de"], self.rows) or NEVER
            except (OSError, ValueError, KeyError, TypeError):
                continue  # it is damaged, or being swept: it only tells why
        return NEVER

    def keep(self, name: str, source: Source, files: Mapping[str, bytes], others: Mapping[str, str]) -> None:
        """Keep the outputs of a step.

        Parameters
        ----------
        others : Mapping
            Digests of files that it also read, and that only reading told of.
        """
        plain = {"de": {part: dict(found) for part, found in source.state.items()}, "otros": dict(others)}
        text = json.dumps(plain, ensure_ascii=False).encode("utf-8")
        self.shelf(name).keep(source.key, {**files, SOURCE_FILE: text})
