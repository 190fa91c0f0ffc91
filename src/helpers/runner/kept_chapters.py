"""Chapters of a report that were printed before, and are printed again only where their page is another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from helpers.assemble.pieces import Chapter, chapters_in
from helpers.reuse.places import Places
from helpers.reuse.steps import Found, find, keep
from helpers.reuse.store import Shelf
from helpers.reuse.told import ASKED_TO_RUN
from helpers.reuse.watched import FILES, State

PRINTED = "capitulo.pdf"


@dataclass
class KeptChapters:
    """What is kept of a report's chapters on paper.

    Attributes
    ----------
    folder : Path
        Where it is kept, a shelf for each chapter.
    around : State
        What else a print depends on: code, libraries, the machine.
    """

    folder: Path
    around: State
    _again: dict[Chapter, State] = field(default_factory=dict)

    def put(self, place: Path, use: bool) -> str:
        """Put the chapters that are kept beside the pages in a folder.

        Returns
        -------
        str
            Why some must be printed, in Spanish; empty where none must.
        """
        chapters = chapters_in(place)
        found = {chapter: self._find(chapter, use) for chapter in chapters}
        self._again = {chapter: self._source(chapter) for chapter, kept in found.items() if kept.files is None}
        if not self._again:
            return ""
        first = next(kept.reason for kept in found.values() if kept.files is None)
        return f"{len(self._again)} de {len(chapters)} capítulos; del primero, {first}"

    def keep(self) -> None:
        """Keep those that were printed now."""
        for chapter, source in self._again.items():
            keep(self._shelf(chapter), source, {PRINTED: chapter.printed.read_bytes()})

    def _find(self, chapter: Chapter, use: bool) -> Found:
        if not use:
            return Found(None, ASKED_TO_RUN)
        found = find(self._shelf(chapter), self._source(chapter))
        if found.files is not None:
            chapter.printed.write_bytes(found.files[PRINTED])
        return found

    def _source(self, chapter: Chapter) -> Mapping[str, Mapping[str, str]]:
        return {**self.around, FILES: {"su página": Places.file_digest(chapter.page)}}

    def _shelf(self, chapter: Chapter) -> Shelf:
        return Shelf(self.folder / chapter.name)
