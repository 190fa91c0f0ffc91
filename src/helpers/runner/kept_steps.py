"""Steps of a run that are done only where what they take is another: computing with its tables, and the workbook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.digest import data_sha256
from helpers.reuse.state import FILES, digest
from helpers.reuse.steps import (
    COMPUTING,
    PAGE_DATA,
    RUN_FILES,
    WORKPAPERS,
    Found,
    Source,
    run_parts,
)
from helpers.runner.kept import Kept, Left, Outcome
from helpers.runner.steps import PAGE_DATA_FILE, WORKPAPERS_FILE, Steps
from helpers.workspace import Workspace

if TYPE_CHECKING:
    from helpers.assemble.cover import Cover
    from helpers.compute import Computed
    from helpers.intake.texts import Texts
    from helpers.params import Corrida
    from helpers.records import Prose

PROSE_FILE = "prosa.txt"
"""Kept with what was computed: the digest of the texts and of the notebooks' prose that the rules read."""
PROSE_SAYS_OTHER = "cambiaron los hallazgos sobre los textos o sobre la prosa de los cuadernos"
OTHER_FIGURES = "la página imprime otras cifras"


@dataclass
class KeptSteps:
    """Steps that look first at what is kept.

    Attributes
    ----------
    steps : Steps
        The steps themselves.
    """

    kept: Kept
    steps: Steps
    _computing: Found = field(default_factory=lambda: Found(None))
    _prose: str = ""
    _workbook: Found | None = None

    def wrapped(self) -> Steps:
        """The same steps, that look first."""
        return replace(
            self.steps,
            compute=self._compute,
            save=self._save,
            list_figures=self._list_figures,
            open_data=self._open_data,
            compare=self._compare,
            begin_workpapers=self._begin_workpapers if self.steps.begin_workpapers else None,
            workpapers=self._workpapers,
            assemble=self._assemble,
        )

    @cached_property
    def _source(self) -> Source:
        return self.kept.source(COMPUTING, {})

    def _compute(self, workspace: Workspace, institution: str, period: str, overrides: Sequence[str]) -> Computed:
        from helpers.intake.notebook_prose import notebook_prose
        from helpers.intake.texts import read_texts
        from helpers.params import load_run

        corrida = load_run(workspace, institution, period, overrides)
        texts = read_texts(workspace, corrida)
        prose = (*texts.prose, *notebook_prose(workspace, corrida))
        self._prose = data_sha256([[one.file, one.section, one.text, one.cell] for one in prose])
        found = self.kept.find(COMPUTING, self._source)
        if found.files is not None:
            computed = replace(_read(found.files), texts=texts.own)
            if found.files[PROSE_FILE].decode() == self._prose or _says_the_same(computed, corrida, texts, prose):
                self._computing = found
                return computed
            self.kept.outcomes[COMPUTING] = Outcome(COMPUTING, PROSE_SAYS_OTHER)
        return self.steps.compute(workspace, institution, period, overrides)

    @property
    def _is_kept(self) -> bool:
        return self._computing.files is not None

    def _save(self, computed: Computed, folder: Path) -> None:
        from helpers.compute import save_texts

        if not self._is_kept:
            self.steps.save(computed, folder)
            return
        Found({name: data for name, data in self._computing.files.items() if name != PROSE_FILE}).write(folder)
        save_texts(computed.texts, folder)

    def _list_figures(self, computed: Computed, folder: Path) -> None:
        if not self._is_kept and self.steps.list_figures:
            self.steps.list_figures(computed, folder)

    def _open_data(self, computed: Computed, folder: Path) -> None:
        if not self._is_kept and self.steps.open_data:
            self.steps.open_data(computed, folder)

    def _compare(self, workspace: Workspace, computed: Computed, folder: Path) -> None:
        if self._is_kept:
            return
        if self.steps.compare:
            self.steps.compare(workspace, computed, folder)
        # Another process may be writing the workbook: it is half there, and kept by itself.
        paths = (path for path in folder.rglob("*") if path.is_file() and path.name != WORKPAPERS_FILE)
        files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(paths)}
        others = {name: digest(workspace.root / name) for name in computed.book.inputs if name not in self._known}
        self.kept.keep(Left(COMPUTING, self._source, {**files, PROSE_FILE: self._prose.encode()}, others))

    @property
    def _known(self) -> Mapping[str, str]:
        return self.kept.state[FILES]

    def _begin_workpapers(self, folder: Path) -> None:
        if self._kept_workpapers(folder).files is None:
            self.steps.begin_workpapers(folder)

    def _kept_workpapers(self, folder: Path) -> Found:
        """Those of the run in a folder; looked for once."""
        if self._workbook is None:
            self._workbook = self.kept.find(WORKPAPERS, self._source_of_workbook(folder))
        return self._workbook

    def _source_of_workbook(self, folder: Path) -> Source:
        return self.kept.source(WORKPAPERS, run_parts(folder))

    def _workpapers(self, computed: Computed, folder: Path) -> None:
        found = self._kept_workpapers(folder)
        if found.files is not None:
            found.write(folder)
            return
        self.steps.workpapers(computed, folder)
        files = {WORKPAPERS_FILE: (folder / WORKPAPERS_FILE).read_bytes()}
        self.kept.keep(Left(WORKPAPERS, self._source_of_workbook(folder), files))

    def _assemble(self, notebooks: Sequence[tuple[str, Path]], cover: Cover, folder: Path) -> None:
        """Put the data of the page's panel where the page is made, and keep those that it leaves."""
        source, file = self.kept.source(PAGE_DATA, run_parts(folder)), folder / PAGE_DATA_FILE
        found = self.kept.find(PAGE_DATA, source)
        found.write(folder)
        self.steps.assemble(notebooks, cover, folder)
        left = {PAGE_DATA_FILE: file.read_bytes()} if file.is_file() else {}
        if left and left != found.files:
            reason = self.kept.outcomes[PAGE_DATA].reason or OTHER_FIGURES
            self.kept.outcomes[PAGE_DATA] = Outcome(PAGE_DATA, reason)
            self.kept.keep(Left(PAGE_DATA, source, left))



def _says_the_same(computed: Computed, corrida: Corrida, texts: Texts, prose: tuple[Prose, ...]) -> bool:
    """Whether the rules find in texts and notebooks what they found when this was computed."""
    from helpers.checks.prose import findings_of_prose, is_of_prose

    now = (*texts.findings, *findings_of_prose(computed.book, computed.metodo, corrida, prose))
    return Counter(now) == Counter(filter(is_of_prose, computed.findings))


def _read(files: Mapping[str, bytes]) -> Computed:
    """The run that was kept, from bytes that were checked."""
    import tempfile

    from helpers.compute import read

    names = [name for part in RUN_FILES.values() for name in part if name in files]
    with tempfile.TemporaryDirectory(prefix="poa-") as place:
        Found({name: files[name] for name in names}).write(Path(place))
        return read(Path(place))
