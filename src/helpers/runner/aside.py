"""What a process does to which a run has left a step of its own (`apart`)."""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path

from helpers.kernels.birth import Birth
from helpers.opened import read_run
from helpers.runner.apart import GO_ON, PAGE, PAPER, WORKPAPERS
from helpers.runner.steps import print_paper, real_steps
from helpers.startup import without_grammar_of_iris


def prepare() -> None:
    """Import what the steps need, and do what only the first page costs, in the process that forks them."""
    without_grammar_of_iris()
    import helpers.assemble.report
    import helpers.explorer
    import helpers.workpapers.write  # noqa: F401
    from helpers.assemble.warm import warm

    real_steps()
    warm()

    try:
        import weasyprint  # noqa: F401
    except OSError:  # without Pango there is no PDF, and the run was told so before it began
        return


def do(_: Birth, step: str, folder: str, plain: str = "") -> None:
    """Do one step for the run in a folder, which the process that forked this one has opened."""
    place, steps = Path(folder), real_steps()
    if step == WORKPAPERS:
        steps.workpapers(read_run(place), place)
    elif step == PAGE:
        _put_together(json.loads(plain), place)
    elif step == PAPER:
        print_paper(read_run(place), place, _wait)
    else:
        raise ValueError(step)


@cache
def _wait() -> None:
    """Until the run says, once, that what the PDF carries along is there; where it says nothing more, this ends."""
    if sys.stdin.readline() != GO_ON.decode():
        sys.exit(1)


def _put_together(plain: dict, folder: Path) -> None:
    from helpers.assemble.cover import Cover

    notebooks = [(name, Path(path)) for name, path in plain["notebooks"]]
    real_steps().assemble(notebooks, Cover(**plain["cover"]), folder)
