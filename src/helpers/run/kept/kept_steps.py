"""Skips computing, its tables, the outputs of the saved run and the page's data if a kept result is still valid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.base.system.digest import data_sha256
from helpers.base.system.workspace import Workspace
from helpers.run.kept.input_state import FILES, digest
from helpers.run.kept.kept_results import Kept, Left, Outcome
from helpers.run.kept.step_keys import (
    COMPUTING,
    PAGE_DATA,
    RUN_FILES,
    Found,
    Source,
    run_parts,
)
from helpers.run.report.report_steps import LOG, PAGE_DATA_FILE, Output, Steps

if TYPE_CHECKING:
    from helpers.checks.computed import Computed
    from helpers.figures.records import Prose
    from helpers.settings.params import Corrida
    from helpers.texts.section_prose import Texts

PROSE_FILE = "prosa.txt"
"""File kept with the computed run: the digest of the texts and notebook prose that the rules read."""
PROSE_SAYS_OTHER = "cambiaron los hallazgos sobre los textos o sobre la prosa de los cuadernos"
OTHER_FIGURES = "la página imprime otras cifras"


@dataclass
class KeptSteps:
    """Steps that look for a kept result first.

    Attributes
    ----------
    steps : Steps
        The steps that do the work when no kept result is valid.
    """

    kept: Kept
    steps: Steps
    _computing: Found = field(default_factory=lambda: Found(None))
    _prose: str = ""
    _outputs: dict[str, Found] = field(default_factory=dict)

    def wrapped(self) -> Steps:
        """Return the steps; computing, its tables, the outputs and the page's data first look for a valid kept result.

        Without one they do the work and keep its result. Printing, attaching and the Word document are always done.
        """
        return replace(
            self.steps,
            compute=self._compute,
            save=self._save,
            complete=self._complete,
            begin=self._begin,
            write=self._write,
            assemble=self._assemble,
        )

    @cached_property
    def _source(self) -> Source:
        """What computing depends on: no other step's files."""
        return self.kept.source(COMPUTING, {})

    def _compute(self, workspace: Workspace, institution: str, period: str, overrides: Sequence[str]) -> Computed:
        """Return the kept run with the present texts if the rules on prose find the same in them; else compute it."""
        from helpers.settings.params import load_run
        from helpers.texts.section_prose import notebook_prose, read_texts

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

    def _save(self, computed: Computed, folder: Path) -> None:
        """Write the files of the kept run with the present texts, or save the run that was computed."""
        from helpers.run.compute import hold, save_texts

        if self._computing.files is None:
            self.steps.save(computed, folder)
            return
        Found({name: data for name, data in self._computing.files.items() if name != PROSE_FILE}).write(folder)
        save_texts(computed.texts, folder)
        hold(folder, computed)

    def _complete(self, workspace: Workspace, computed: Computed, folder: Path) -> None:
        """Write tables and comparison of a computed run and keep all its files; a kept run already has them."""
        if self._computing.files is not None:
            return
        self.steps.complete(workspace, computed, folder)
        paths = (path for path in folder.rglob("*") if path.is_file() and path.name != LOG)
        files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(paths)}
        known = self.kept.state[FILES]
        others = {name: digest(workspace.root / name) for name in computed.book.inputs if name not in known}
        self.kept.keep(Left(COMPUTING, self._source, {**files, PROSE_FILE: self._prose.encode()}, others))

    def _begin(self, output: Output, folder: Path) -> None:
        """Start an output, unless there is a kept result of it."""
        if self._kept_output(output, folder).files is None:
            self.steps.begin(output, folder)

    def _kept_output(self, output: Output, folder: Path) -> Found:
        """Return the kept result of an output of the run in a folder, looked up once per run (`Kept.find`)."""
        if output.step not in self._outputs:
            self._outputs[output.step] = self.kept.find(output.step, self._source_of(output, folder))
        return self._outputs[output.step]

    def _source_of(self, output: Output, folder: Path) -> Source:
        """Return what an output depends on: the files of the computed run in `folder`."""
        return self.kept.source(output.step, run_parts(folder))

    def _write(self, output: Output, computed: Computed, folder: Path) -> None:
        """Write the kept files of an output, or do the step and keep its files."""
        found = self._kept_output(output, folder)
        if found.files is not None:
            found.write(folder)
            return
        self.steps.write(output, computed, folder)
        files = {name: (folder / name).read_bytes() for name in output.files}
        self.kept.keep(Left(output.step, self._source_of(output, folder), files))

    def _assemble(
        self, computed: Computed, notebooks: Sequence[tuple[str, Path]], source: str, is_partial: bool, folder: Path
    ) -> None:
        """Provide the kept data of the page's panel, make the page, and keep the panel's data if they changed."""
        key, file = self.kept.source(PAGE_DATA, run_parts(folder)), folder / PAGE_DATA_FILE
        found = self.kept.find(PAGE_DATA, key)
        found.write(folder)
        self.steps.assemble(computed, notebooks, source, is_partial, folder)
        left = {PAGE_DATA_FILE: file.read_bytes()} if file.is_file() else {}
        if left and left != found.files:
            reason = self.kept.outcomes[PAGE_DATA].reason or OTHER_FIGURES
            self.kept.outcomes[PAGE_DATA] = Outcome(PAGE_DATA, reason)
            self.kept.keep(Left(PAGE_DATA, key, left))


def _says_the_same(computed: Computed, corrida: Corrida, texts: Texts, prose: tuple[Prose, ...]) -> bool:
    """Whether the rules on texts and notebooks find now what they found when the kept run was computed."""
    from helpers.checks.follow_up.written_texts import findings_of_prose, is_of_prose, outdated_passages

    outdated = outdated_passages(computed.book, computed.findings, corrida, prose)
    now = (*texts.findings, *findings_of_prose(computed.book, computed.metodo, corrida, prose))
    now += tuple(finding.as_found() for finding in outdated)
    kept = (finding.as_found() for finding in computed.findings if is_of_prose(finding))
    return Counter(now) == Counter(kept)


def _read(files: Mapping[str, bytes]) -> Computed:
    """Read the kept run from its files' contents, whose checksums were verified."""
    import tempfile

    from helpers.outputs.run_files import TEXTS_FILE
    from helpers.run.compute import read

    names = [TEXTS_FILE, *(name for part in RUN_FILES.values() for name in part)]
    with tempfile.TemporaryDirectory(prefix="poa-") as place:
        Found({name: files[name] for name in names if name in files}).write(Path(place))
        return read(Path(place))
