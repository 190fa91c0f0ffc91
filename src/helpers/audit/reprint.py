"""The PDF laid out again, in a process of its own: it takes long, and the kernels and LibreOffice need not wait for it.

The page that it must hold is known only once the sections have been executed again. It is the published one, as a
rule: so that one is laid out meanwhile, and thrown away where it turns out to be another.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import helpers
from helpers.assemble.report import HTML_NAME, PDF_NAME
from helpers.audit.case import Case
from helpers.audit.result import Unverifiable

_FOLDER = "reimpreso"


def reprinted(case: Case, page: Callable[[], str]) -> Path:
    """Lay the page out again and return the PDF.

    Parameters
    ----------
    page : Callable[[], str]
        Gives the page that the PDF must hold, as soon as it is known.

    Raises
    ------
    Unverifiable
        Where it cannot be laid out here.
    """
    folder = case.scratch / _FOLDER
    folder.mkdir()
    published = case.folder / HTML_NAME
    guess = published.read_bytes() if published.is_file() else b""
    begun = _begin(folder / "publicado", guess)
    try:
        due = page().encode("utf-8")
    except BaseException:
        _stop(begun)
        raise
    if due == guess:
        return _finished(begun, folder / "publicado")
    _stop(begun)
    return _finished(_begin(folder / "debido", due), folder / "debido")


def _begin(folder: Path, page: bytes) -> subprocess.Popen[str]:
    folder.mkdir()
    (folder / HTML_NAME).write_bytes(page)
    source = str(Path(helpers.__path__[0]).parent)
    path = os.pathsep.join(filter(None, (source, os.environ.get("PYTHONPATH", ""))))
    command = [sys.executable, "-m", __name__, str(folder / HTML_NAME), str(folder / PDF_NAME)]
    # One that is killed clears nothing up: what it needs for a moment lies where all that this audit leaves is deleted.
    around = os.environ | {"PYTHONPATH": path, "TMPDIR": str(folder)}
    return subprocess.Popen(
        command, env=around, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        errors="replace",
    )  # fmt: skip


def _stop(begun: subprocess.Popen[str]) -> None:
    begun.kill()
    begun.communicate()


def _finished(begun: subprocess.Popen[str], folder: Path) -> Path:
    _, said = begun.communicate()
    if begun.returncode or not (folder / PDF_NAME).is_file():
        lines = said.strip().splitlines()
        raise Unverifiable(f"no se pudo escribir otra vez el PDF ({lines[-1] if lines else 'sin explicación'})")
    return folder / PDF_NAME


def main(page: str, target: str) -> None:
    """Lay out one page."""
    from helpers.assemble.press import print_report

    print_report(Path(page).read_text(encoding="utf-8"), Path(target))


if __name__ == "__main__":
    main(*sys.argv[1:])
