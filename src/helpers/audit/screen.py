"""A report's folder looked over before anything in it is opened: what kinds of entries, how many and how large."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from helpers.assemble.report import HTML_NAME, PDF_NAME
from helpers.audit import limits
from helpers.audit.limits import Refused, count_es, size_es
from helpers.audit.screen_page import page_problems
from helpers.audit.screen_pdf import pdf_problems
from helpers.audit.screen_workbook import workbook_problems
from helpers.compute import BOOK_FILE, FIGURES_FILE, FINDINGS_FILE, RECONCILIATION_FILE, TEXTS_FILE
from helpers.kept_checks import NOTEBOOKS
from helpers.open_data.package import FOLDER as OPEN_DATA
from helpers.runner.manifest import FILE
from helpers.runner.steps import WORKPAPERS_FILE
from helpers.runner.times import FILE as TIMES_FILE

SAVED = (BOOK_FILE, TEXTS_FILE, FIGURES_FILE, FINDINGS_FILE, RECONCILIATION_FILE)
_INSIDE = {HTML_NAME: page_problems, PDF_NAME: pdf_problems, WORKPAPERS_FILE: workbook_problems}
_SIZES = {HTML_NAME: limits.PAGE, PDF_NAME: limits.PDF, WORKPAPERS_FILE: limits.WORKBOOK}
_FOLDERS = {OPEN_DATA: limits.OPEN_DATA, NOTEBOOKS: limits.NOTEBOOK}


def check_folder(folder: Path, label: str) -> None:
    """Refuse a folder with entries that no report has, too many of them, or a manifest beyond its limit.

    Raises
    ------
    Refused
    """
    problems = list(_entry_problems(folder))
    for name in (FILE, TIMES_FILE):
        size = _size(folder / name)
        if not problems and size > limits.MANIFEST:
            problems.append(_too_large(name, size, limits.MANIFEST))
    if problems:
        raise Refused(label, problems)


def check_contents(folder: Path, label: str, calculated: Path | None) -> None:
    """Refuse a folder with a file far beyond what its own calculation can need.

    Parameters
    ----------
    calculated : Path or None
        Folder with the calculation done again and saved; None where it cannot be done.

    Raises
    ------
    Refused
        With every file that is too large.
    """
    own = {name: _size(calculated / name) for name in SAVED} if calculated else dict.fromkeys(SAVED, limits.UNKNOWN)
    whole = sum(own.values()) if calculated else limits.UNKNOWN
    problems = []
    for name, path in _files(folder):
        most = limits.SAVED.of(own[name]) if name in own else _limit(name).of(whole)
        if (size := _size(path)) > most:
            problems.append(_too_large(name, size, most))
        elif name in _INSIDE:
            problems += _INSIDE[name](path, name, whole)
    if problems:
        raise Refused(label, problems)


def _limit(name: str) -> limits.Most:
    top, slash, _ = name.partition("/")
    return _FOLDERS.get(top, limits.OTHER) if slash else _SIZES.get(name, limits.OTHER)


def _entry_problems(folder: Path) -> Iterator[str]:
    """Links, devices and pipes, which may lead anywhere or never end; folders too deep; too many of all."""
    waiting, seen = [(folder, 0)], 0
    while waiting:
        place, depth = waiting.pop()
        with os.scandir(place) as entries:
            for entry in entries:
                seen += 1
                if seen > limits.FILES:
                    yield f"tiene más de {count_es(limits.FILES)} archivos y carpetas, que es lo más que se recorre."
                    return
                name = Path(entry.path).relative_to(folder).as_posix()
                mode = entry.stat(follow_symlinks=False).st_mode
                if stat.S_ISDIR(mode) and depth < limits.FOLDERS_DEEP:
                    waiting.append((Path(entry.path), depth + 1))
                elif not stat.S_ISREG(mode):
                    yield f"{name}: {_kind(mode)}, que ningún informe tiene."


def _kind(mode: int) -> str:
    if stat.S_ISLNK(mode):
        return "es un enlace a otro lugar"
    return "es una carpeta dentro de demasiadas otras" if stat.S_ISDIR(mode) else "no es un archivo corriente"


def _files(folder: Path) -> list[tuple[str, Path]]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [(path.relative_to(folder).as_posix(), path) for path in found]


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _too_large(name: str, size: int, most: int) -> str:
    return f"{name}: pesa {size_es(size)}; en este informe se abren como máximo {size_es(most)}."
