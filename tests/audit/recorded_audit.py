"""Runs `poa auditar` and also keeps its intermediate results: the executed sections, the page and its PDF.

It runs as a module: the first argument is the folder for the results, the others are those of the command.
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
from helpers.run.finished_run import Executed

SECTIONS, NOTEBOOKS, PAGE, PAPER = "secciones.pickle", "secciones", "pagina.html", "informe.pdf"


def keep_sections(folder: Path, executed: Executed) -> None:
    kept = replace(executed, folder=Path(shutil.copytree(executed.folder, folder / NOTEBOOKS)))
    (folder / SECTIONS).write_bytes(pickle.dumps(kept))


def keep_page(folder: Path, page: str) -> None:
    (folder / PAGE).write_text(page, encoding="utf-8", newline="")


def keep_paper(folder: Path, paper: Path) -> None:
    shutil.copy(paper, folder / PAPER)


def kept(folder: Path) -> tuple[Executed, str, Path]:
    """Read the results that such a run kept."""
    executed = pickle.loads((folder / SECTIONS).read_bytes())
    return executed, (folder / PAGE).read_bytes().decode("utf-8"), folder / PAPER


def keep_result_of(name: str, keep: Callable[[Path, object], None], folder: Path) -> None:
    """Replace a step of the audit by one that does the same and also keeps the result."""
    step = getattr(run_audit, name)

    def done(*given: object) -> object:
        result = step(*given)
        keep(folder, result)
        return result

    setattr(run_audit, name, done)


def main(folder: Path) -> None:
    for name, keep in (("execute_sections", keep_sections), ("assembled_page", keep_page), ("reprinted", keep_paper)):
        keep_result_of(name, keep, folder)
    cli.main()


if __name__ == "__main__":
    main(Path(sys.argv.pop(1)))
