"""The first thing in which a run differs from what a kept section rests on, in Spanish."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.reuse.answers import NOT_TOLD, answer_digest
from helpers.reuse.entries import Basis
from helpers.reuse.places import RUN, Places, code_files
from helpers.reuse.questions import QUESTIONS, unpacked
from helpers.reuse.surroundings import installed, surroundings
from helpers.reuse.told import answer_changed, setting_changed, version_changed

if TYPE_CHECKING:
    from helpers.compute import Computed

RUN_FILES = ("libro.json", "hallazgos.csv", "conciliacion.csv")
"""The files of a run's folder that a section opens through its Book."""
FAILS = "falla"


@dataclass
class Now:
    """The run that is being made, as far as it has been looked at: what one section asked another asks too.

    Attributes
    ----------
    places : Places
    folder : Path
        The run's folder, with what was computed in it.
    computed : Computed
    """

    places: Places
    folder: Path
    computed: Computed
    _files: dict[str, str] = field(default_factory=dict)
    _answers: dict[tuple, object] = field(default_factory=dict)
    _digests: dict[tuple, str] = field(default_factory=dict)

    def file(self, label: str) -> str:
        """The digest of a file, by its label."""
        if label not in self._files:
            self._files[label] = self.places.file_digest(self.places.path(label))
        return self._files[label]

    def remember_code(self) -> None:
        """Take the digests of the project's code as it is: what is written while sections run is not what they ran."""
        for path in code_files():
            self.file(self.places.label(str(path)))

    def folder_names(self, label: str) -> str:
        """The digest of the names in a folder."""
        return self.places.folder_digest(self.places.path(label))

    @cached_property
    def run(self) -> Mapping[str, str]:
        return {name: self.places.file_digest(self.folder / name) for name in RUN_FILES}

    @cached_property
    def surroundings(self) -> Mapping[str, str]:
        return surroundings()

    def answer(self, line: Mapping) -> object:
        """What the run answers to a question of a trace."""
        key = _key(line)
        if key not in self._answers:
            self._answers[key] = _asked(self.computed, line)
        return self._answers[key]

    def answer_digest(self, line: Mapping) -> str:
        """The digest of that."""
        key = _key(line)
        if key not in self._digests:
            self._digests[key] = answer_digest(self.answer(line))
        return self._digests[key]


def first_difference(basis: Basis, now: Now, notebook: tuple[str, str]) -> str:
    """Why what is kept of a section cannot stand for running it; empty where it can.

    Parameters
    ----------
    notebook : tuple of str
        Label and SHA-256 of the section's notebook as it is.
    """
    return next(_differences(basis, now, notebook), "")


def _differences(basis: Basis, now: Now, notebook: tuple[str, str]) -> Iterator[str]:
    if basis.notebook != notebook:
        yield f"cambió el cuaderno {Path(notebook[0]).stem}"
    for name, before in basis.surroundings.items():
        if (value := now.surroundings.get(name, "")) != before:
            yield setting_changed(name, before, value)
    for name, before in basis.libraries.items():
        if (value := installed().get(name, "")) != before:
            yield version_changed(name, before, value)
    yield from (_file_changed(label, now.file(label)) for label, was in basis.code.items() if now.file(label) != was)
    yield from (_file_changed(label, now.file(label)) for label, was in basis.files.items() if now.file(label) != was)
    for label, was in basis.folders.items():
        if now.folder_names(label) != was:
            yield f"en la carpeta {label} hay otros archivos"
    if basis.run != now.run:
        yield from _other_answers(basis.answers, now)


def _file_changed(label: str, digest: str) -> str:
    own = label.removeprefix(f"{RUN}/")
    name = label if own == label else f"{own}, de esta misma corrida"
    return f"cambió {name}" if digest else f"ya no está {name}"


def _other_answers(lines: Sequence[Mapping], now: Now) -> Iterator[str]:
    for line in lines:
        if line["sha"] == NOT_TOLD or now.answer_digest(line) != line["sha"]:
            yield answer_changed(line, now.answer(line))


def _asked(computed: Computed, line: Mapping) -> object:
    """The answer, or the error that asking gives: a question that this code no longer has is another answer too."""
    question = QUESTIONS.get(line["pregunta"])
    if question is None:
        return (FAILS, line["pregunta"])
    try:
        return question(computed, *map(unpacked, line["sobre"]))
    except Exception as problem:
        return (FAILS, type(problem).__name__)


def _key(line: Mapping) -> tuple:
    return line["pregunta"], repr(line["sobre"])
