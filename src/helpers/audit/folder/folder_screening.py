"""Inspects a report's folder before any file is opened: kinds, number and sizes of its entries."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from helpers.audit.folder import audit_limits
from helpers.audit.folder.audit_limits import size_es
from helpers.audit.folder.file_screening import page_problems, pdf_problems, workbook_problems
from helpers.base.display import number_es
from helpers.base.errors import PoaError
from helpers.outputs.run_files import (
    HTML_FILE,
    MANIFEST_FILE,
    NOTEBOOKS,
    OPEN_DATA,
    PDF_FILE,
    SAVED_FILES,
    TIMES_FILE,
    WORD_FILE,
    WORKPAPERS_FILE,
)

ADVICE = (
    "No se abrió ninguno de esos archivos y no se escribió el acta. Si el informe es suyo, hágalo otra vez con "
    "poa informe; si lo recibió, pida otra copia a quien lo entregó."
)
_INSIDE = {
    HTML_FILE: page_problems, PDF_FILE: pdf_problems, WORD_FILE: workbook_problems, WORKPAPERS_FILE: workbook_problems,
}  # fmt: skip
_SIZES = {
    HTML_FILE: audit_limits.PAGE, PDF_FILE: audit_limits.PDF, WORD_FILE: audit_limits.PDF,
    WORKPAPERS_FILE: audit_limits.WORKBOOK,
}  # fmt: skip
_FOLDERS = {OPEN_DATA: audit_limits.OPEN_DATA, NOTEBOOKS: audit_limits.NOTEBOOK}


def check_folder(folder: Path, label: str) -> None:
    """Refuse a folder with links, devices, too deep folders, too many entries, or a manifest or times too large.

    No file is opened.

    Parameters
    ----------
    label : str
        The folder as messages name it.

    Raises
    ------
    PoaError
        With every problem.
    """
    problems = list(_entry_problems(folder))
    for name in (MANIFEST_FILE, TIMES_FILE):
        size = _size(folder / name)
        if not problems and size > audit_limits.MANIFEST:
            problems.append(_too_large(name, size, audit_limits.MANIFEST))
    if problems:
        raise _refusal(label, problems)


def check_contents(folder: Path, label: str, calculated: Path | None) -> None:
    """Refuse a folder with a file that is too large for its run, or that cannot be opened safely.

    Parameters
    ----------
    calculated : Path or None
        Folder with the run computed again and saved; None if that is impossible.

    Raises
    ------
    PoaError
        With every such file.
    """
    own = {name: _size(calculated / name) if calculated else audit_limits.UNKNOWN for name in SAVED_FILES}
    whole = sum(own.values()) if calculated else audit_limits.UNKNOWN
    problems = []
    for name, path in _files(folder):
        most = audit_limits.SAVED.of(own[name]) if name in own else _limit(name).of(whole)
        if (size := _size(path)) > most:
            problems.append(_too_large(name, size, most))
        elif name in _INSIDE:
            problems += (f"{name}: {said}" for said in _INSIDE[name](path, whole))
    if problems:
        raise _refusal(label, problems)


def _refusal(label: str, problems: Sequence[str]) -> PoaError:
    """The error that stops an audit before it opens a folder, with one clause on each problem."""
    head = f"NO PASA: no se pudo leer {label}/, que pasa de los límites de un informe:"
    return PoaError("\n".join([head, *(f"  - {problem}" for problem in problems), ADVICE]))


def _limit(name: str) -> audit_limits.SizeLimit:
    """Return the limit of a file that is not part of the saved run."""
    top, slash, _ = name.partition("/")
    return _FOLDERS.get(top, audit_limits.OTHER) if slash else _SIZES.get(name, audit_limits.OTHER)


def _entry_problems(folder: Path) -> Iterator[str]:
    """Yield a Spanish text for each link, device, pipe and too deep folder, and one, the last, for too many entries.

    Links may lead outside the folder, and reading a device or a pipe may never end.
    """
    waiting, seen = [(folder, 0)], 0
    while waiting:
        place, depth = waiting.pop()
        with os.scandir(place) as entries:
            for entry in entries:
                seen += 1
                if seen > audit_limits.FILES:
                    yield (
                        f"tiene más de {number_es(audit_limits.FILES)} archivos y carpetas, "
                        "que es lo más que se recorre."
                    )
                    return
                name = Path(entry.path).relative_to(folder).as_posix()
                mode = entry.stat(follow_symlinks=False).st_mode
                if stat.S_ISDIR(mode) and depth < audit_limits.FOLDERS_DEEP:
                    waiting.append((Path(entry.path), depth + 1))
                elif not stat.S_ISREG(mode):
                    yield f"{name}: {_kind(mode)}, que ningún informe tiene."


def _kind(mode: int) -> str:
    """Return in Spanish what is wrong with an entry that is no file: a link, a folder (too deep), or another thing."""
    if stat.S_ISLNK(mode):
        return "es un enlace a otro lugar"
    return "es una carpeta dentro de demasiadas otras" if stat.S_ISDIR(mode) else "no es un archivo corriente"


def _files(folder: Path) -> list[tuple[str, Path]]:
    """Return name, relative to the folder, and path of its files at any depth, sorted by path."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [(path.relative_to(folder).as_posix(), path) for path in found]


def _size(path: Path) -> int:
    """Return a file's bytes; 0 if there is no such file."""
    return path.stat().st_size if path.is_file() else 0


def _too_large(name: str, size: int, most: int) -> str:
    return f"{name}: pesa {size_es(size)}; en este informe se abren como máximo {size_es(most)}."
