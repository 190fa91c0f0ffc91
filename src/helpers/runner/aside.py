"""What a process does to which a run has left a step of its own (`apart`)."""

from __future__ import annotations

import json
from pathlib import Path

from helpers.kernels.birth import Birth
from helpers.opened import read_run
from helpers.runner.apart import PAGE, PAPER, WORKPAPERS
from helpers.runner.steps import real_steps
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


def do(_: Birth, step: str, folder: str, plain: str = "") -> None:
    """Do one step for the run in a folder, which the process that forked this one has opened."""
    place, steps = Path(folder), real_steps()
    if step == WORKPAPERS:
        steps.workpapers(read_run(place), place)
    elif step == PAGE:
        _put_together(json.loads(plain), place)
    elif step == PAPER:
        steps.print_pdf(read_run(place), place)
    else:
        raise ValueError(step)


def _put_together(plain: dict, folder: Path) -> None:
    from helpers.assemble.cover import Cover

    notebooks = [(name, Path(path)) for name, path in plain["notebooks"]]
    real_steps().assemble(notebooks, Cover(**plain["cover"]), folder)
