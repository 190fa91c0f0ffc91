"""What a section read while it ran, as its recorder wrote it down."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = ".ipython"
"""Of a section's working folder: where its kernel finds its settings, and nothing of the user's."""
FILE = "traza.jsonl"


@dataclass
class Trace:
    """What a section read.

    Attributes
    ----------
    files, folders : dict of str to str
        Digest of each file and of each listed folder, by its label; empty for what was not there.
    code : list of str
        Labels of the project's own modules that were loaded.
    libraries : list of str
        Names of the other modules that were loaded, without their parts.
    answers : list of Mapping
        What was asked of the Book and what it answered (`answers.told`).
    barred : list of str
        Why what the section left cannot stand for running it.
    cells : int
        How many cells ended.
    """

    files: dict[str, str] = field(default_factory=dict)
    folders: dict[str, str] = field(default_factory=dict)
    code: list[str] = field(default_factory=list)
    libraries: list[str] = field(default_factory=list)
    answers: list[Mapping] = field(default_factory=list)
    barred: list[str] = field(default_factory=list)
    cells: int = 0


def arm(working: Path, root: Path, run: Path) -> None:
    """Have the kernel that will work in a folder record what it reads.

    IPython runs what it finds among its start-up files before the first cell, in an ordinary kernel and in a forked
    one; the expression leaves no name behind.
    """
    place = working / FOLDER / "profile_default" / "startup"
    place.mkdir(parents=True)
    arguments = ", ".join(repr(str(path)) for path in (working / FOLDER / FILE, root, run))
    call = f'__import__("helpers.reuse.recorder", fromlist=["start"]).start({arguments})\n'
    (place / "00-traza.py").write_text(call, encoding="utf-8")


def read_trace(working: Path) -> Trace | None:
    """The trace that a section left in its working folder; None where it left none that can be read whole."""
    trace = Trace()
    try:
        lines = (working / FOLDER / FILE).read_text(encoding="utf-8").split("\n")
        # Read as one list: a call of the library for each of a hundred thousand lines takes three times as long.
        for line in json.loads(f"[{','.join(filter(None, lines))}]"):
            _add(trace, line)
    except (OSError, ValueError, KeyError):
        return None
    return trace


def _add(trace: Trace, line: Mapping) -> None:
    if "pregunta" in line:
        trace.answers.append(line)
    elif "archivo" in line:
        trace.files[line["archivo"]] = line["sha"]
    elif "carpeta" in line:
        trace.folders[line["carpeta"]] = line["sha"]
    elif "codigo" in line:
        trace.code.append(line["codigo"])
    elif "biblioteca" in line:
        trace.libraries.append(line["biblioteca"])
    elif "impide" in line:
        trace.barred.append(line["impide"])
    else:
        trace.cells += bool(line["celda"])
