"""Notes down, in the process of a section, all that it reads: of its Book, of files, of folders, of modules.

`start` is called in a kernel before its first cell; after each cell what is new goes to the trace's file. A process in
which nobody called it records nothing, and `noted` gives a run as it is.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from helpers.reuse.places import OWN_CODE, Places

if TYPE_CHECKING:
    from helpers.compute import Computed
    from helpers.reuse.recorded import Log

WRITING = os.O_WRONLY | os.O_RDWR
OTHER_PROGRAMS = frozenset({"subprocess.Popen", "os.system", "os.posix_spawn", "os.exec", "os.fork", "os.forkpty"})
FOLDER_EVENTS = frozenset({"os.listdir", "os.scandir"})
_written = json.JSONEncoder(ensure_ascii=False).encode


class Recorder:
    """What one process has read since it began to record.

    Parameters
    ----------
    trace : Path
        Where it is written, a line of JSON for each thing.
    places : Places
        Which of what is opened counts, and what it is called.
    """

    def __init__(self, trace: Path, places: Places) -> None:
        self._trace = trace
        self._places = places
        self._logs: list[Log] = []
        self._told: set = set()
        self._opened: dict[str, None] = {}
        self._listed: dict[str, None] = {}
        self._spoilt: dict[str, None] = {}
        self._own: set[str] = set()
        self._aside = False

    def hear(self, event: str, arguments: tuple) -> None:
        """An audit hook: of every event there is, the few that matter here."""
        if event == "open":
            if not self._aside:
                self._note_file(*arguments)
        elif event in FOLDER_EVENTS:
            if not self._aside and isinstance(arguments[0], str | bytes | os.PathLike):
                self._listed.setdefault(os.path.abspath(os.fsdecode(arguments[0])))
        elif event in OTHER_PROGRAMS and not self._aside:
            self._spoilt.setdefault("inicia otro programa")

    def _note_file(self, path: object, mode: object, flags: object) -> None:
        if not isinstance(path, str | bytes | os.PathLike):
            return
        whole = os.path.abspath(os.fsdecode(path))
        if not _is_to_write(mode, flags):
            self._opened.setdefault(whole)
        elif self._places.is_passing(whole):
            self._own.add(whole)
        elif self._places.is_kept(whole):
            self._spoilt.setdefault(f"escribe en {self._places.label(whole)}")

    @contextmanager
    def aside(self) -> Iterator[None]:
        """What is opened here is told otherwise, or is the recorder's own."""
        before, self._aside = self._aside, True
        try:
            yield
        finally:
            self._aside = before

    def noted(self, computed: Computed) -> Computed:
        """A run of which it is noted down what is asked."""
        from helpers.reuse.recorded import Log, RecordedComputed

        log = Log(computed)
        self._logs.append(log)
        return RecordedComputed(log)

    def tell(self, *_: object) -> None:
        """Write what is new; called when a cell has ended.

        What cannot be written leaves the trace a cell short, and the section is not kept: its own work goes on.
        """
        with self.aside(), suppress(OSError):
            lines = [*self._new_files(), *self._new_folders(), *self._new_modules(), *self._new_answers()]
            lines += [{"impide": why} for why in self._spoilt if self._is_new("impide", why)]
            lines.append({"celda": True})
            with self._trace.open("a", encoding="utf-8", newline="\n") as stream:
                stream.writelines(_written(line) + "\n" for line in lines)

    def _new_files(self) -> Iterator[dict]:
        for path in list(self._opened):
            if path not in self._own and self._is_new("archivo", path) and self._places.is_kept(path):
                yield {"archivo": self._places.label(path), "sha": self._places.file_digest(path)}

    def _new_folders(self) -> Iterator[dict]:
        for path in list(self._listed):
            if self._is_new("carpeta", path) and self._places.is_kept_folder(path):
                yield {"carpeta": self._places.label(path), "sha": self._places.folder_digest(path)}

    def _new_modules(self) -> Iterator[dict]:
        for name, module in list(sys.modules.items()):
            if self._is_new("modulo", name) and isinstance(module, ModuleType):
                yield from self._module(name, module)

    def _module(self, name: str, module: ModuleType) -> Iterator[dict]:
        file = getattr(module, "__file__", None)
        if name.partition(".")[0] == OWN_CODE:
            if file:
                yield {"codigo": self._places.label(file)}
        elif file and self._places.is_of_library(file):
            if "." not in name:
                yield {"biblioteca": name}
        elif file and self._places.is_kept(file):
            yield {"archivo": self._places.label(file), "sha": self._places.file_digest(file)}

    def _new_answers(self) -> Iterator[dict]:
        from helpers.reuse.answers import told

        for log in self._logs:
            for asked, answer in log.news():
                yield told(asked, answer)

    def _is_new(self, kind: str, what: object) -> bool:
        if (kind, what) in self._told:
            return False
        self._told.add((kind, what))
        return True


def _is_to_write(mode: object, flags: object) -> bool:
    by_mode = isinstance(mode, str) and not set("wax+").isdisjoint(mode)
    return by_mode or (isinstance(flags, int) and bool(flags & WRITING))


_recorder: Recorder | None = None


def start(trace: str, root: str, run: str) -> None:
    """Record from now on what this process reads, until it ends: an audit hook cannot be taken back.

    Parameters
    ----------
    trace : str
        Where to write it.
    root, run : str
        The workbook's root and the run's folder.
    """
    global _recorder
    from IPython import get_ipython

    _recorder = Recorder(Path(trace), Places.of(Path(root), Path(run), working=Path.cwd()))
    sys.addaudithook(_recorder.hear)
    get_ipython().events.register("post_run_cell", _recorder.tell)


@contextmanager
def aside() -> Iterator[None]:
    """Open what is told otherwise: the Book's own file is told by what is asked of it."""
    if _recorder is None:
        yield
    else:
        with _recorder.aside():
            yield


def noted(computed: Computed) -> Computed:
    """A run of which it is noted down what is asked, where this process records; else as it is."""
    return computed if _recorder is None else _recorder.noted(computed)
