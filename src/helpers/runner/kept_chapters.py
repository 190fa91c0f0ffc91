"""Chapters of a report that were printed before, and are printed again only where their page is another."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from helpers.assemble.pieces import Chapter, chapters_in
from helpers.reuse.state import State, digest
from helpers.reuse.steps import PAGE, PRINTING, Found, Source
from helpers.runner.kept import Kept, Left, Outcome

PRINTED = "capitulo.pdf"


@dataclass
class KeptChapters:
    """What is kept of a report's chapters on paper.

    Attributes
    ----------
    system : State
        The libraries of the system that printing uses.
    """

    kept: Kept
    system: State
    _again: list[Chapter] = field(default_factory=list)

    def put(self, place: Path) -> str:
        """Put the chapters that are kept beside the pages in a folder.

        Returns
        -------
        str
            Why some must be printed, in Spanish; empty where none must.
        """
        chapters = chapters_in(place)
        found = {chapter: self._find(chapter) for chapter in chapters}
        self._again = [chapter for chapter, kept in found.items() if kept.files is None]
        if not self._again:
            return ""
        first = found[self._again[0]].reason
        return f"{len(self._again)} de {len(chapters)} capítulos; del primero, {first}"

    def keep(self) -> None:
        """Keep those that were printed now."""
        left = [Left(_step(one), self._source(one), {PRINTED: one.printed.read_bytes()}) for one in self._again]
        self.kept.outcomes |= {one.name: Outcome(one.name) for one in left}
        self.kept.keep(*left)
        for one in left:
            del self.kept.outcomes[one.name]

    def _find(self, chapter: Chapter) -> Found:
        found = self.kept.find(_step(chapter), self._source(chapter))
        del self.kept.outcomes[_step(chapter)]  # they are told of together
        if found.files is not None:
            chapter.printed.write_bytes(found.files[PRINTED])
        return found

    def _source(self, chapter: Chapter) -> Source:
        return self.kept.source(PRINTING, {PAGE: {"su página": digest(chapter.page)}, **self.system})


def _step(chapter: Chapter) -> str:
    return f"{PRINTING} {chapter.name}"
