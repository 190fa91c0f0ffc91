"""`poa auditar`, the whole command, which besides keeps what it makes on the way: the sections executed, the page, its PDF.

Run as a module, with the folder to keep them in before the command's own words.
"""

from __future__ import annotations

import pickle
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from helpers.audit import run_audit
from helpers.desk import cli
from helpers.run.report.sections_again import Executed

SECTIONS, NOTEBOOKS, PAGE, PAPER = "secciones.pickle", "secciones", "pagina.html", "informe.pdf"


def keep_sections(folder: Path, executed: Executed) -> None:
    kept = replace(executed, folder=Path(shutil.copytree(executed.folder, folder / NOTEBOOKS)))
    (folder / SECTIONS).write_bytes(pickle.dumps(kept))


def keep_page(folder: Path, page: str) -> None:
    (folder / PAGE).write_text(page, encoding="utf-8", newline="")


def keep_paper(folder: Path, paper: Path) -> None:
    shutil.copy(paper, folder / PAPER)


def kept(folder: Path) -> tuple[Executed, str, Path]:
    """What such a run kept."""
    executed = pickle.loads((folder / SECTIONS).read_bytes())
    return executed, (folder / PAGE).read_bytes().decode("utf-8"), folder / PAPER


def keeping(name: str, keep: Callable[[Path, object], None], folder: Path) -> None:
    """Have the audit do a step as ever, and keep what it gives."""
    step = getattr(run_audit, name)

    def done(*given: object) -> object:
        result = step(*given)
        keep(folder, result)
        return result

    setattr(run_audit, name, done)


def main(folder: Path) -> None:
    for name, keep in (("execute_sections", keep_sections), ("assembled_page", keep_page), ("reprinted", keep_paper)):
        keeping(name, keep, folder)
    cli.main()


if __name__ == "__main__":
    main(Path(sys.argv.pop(1)))
