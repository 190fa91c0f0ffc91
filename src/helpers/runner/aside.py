"""What a process does to which a run has left a step of its own (`apart`)."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from helpers.assemble.press import pack, print_untaken
from helpers.assemble.problems import PdfUnavailable
from helpers.kernels.birth import Birth
from helpers.opened import read_run
from helpers.runner.apart import CUT, PACK, PAGE, PAPER, PRESS, WORKPAPERS
from helpers.runner.steps import Paper, carried, real_steps
from helpers.startup import without_grammar_of_iris


def prepare() -> None:
    """Import what the steps need, and do what only the first page costs, in the process that forks them."""
    without_grammar_of_iris()
    import helpers.assemble.report
    import helpers.explorer
    import helpers.workpapers.write  # noqa: F401
    from helpers.assemble.warm import warm, warm_press

    real_steps()
    warm()
    with suppress(PdfUnavailable):  # without Pango there is no PDF, and the run was told so before it began
        warm_press()


def do(_: Birth, step: str, folder: str, plain: str = "", cut_in: str = "") -> None:
    """Do one step for the run in a folder, which the process that forked this one has opened."""
    place, steps = Path(folder), real_steps()
    if step == WORKPAPERS:
        steps.workpapers(read_run(place), place)
    elif step == PAGE:
        _put_together(json.loads(plain), place, cut_in)
    elif step == PRESS:
        print_untaken(place)
    elif step == PACK:
        pack(Path(plain), *carried(read_run(place), place))
    elif step == PAPER:
        steps.print_pdf(read_run(place), place, Path(plain))
    else:
        raise ValueError(step)


def _put_together(plain: dict, folder: Path, cut_in: str) -> None:
    from helpers.assemble.cover import Cover

    notebooks = [(name, Path(path)) for name, path in plain["notebooks"]]
    paper = Paper(Path(cut_in), lambda: print(CUT, flush=True)) if cut_in else None
    real_steps().assemble(notebooks, Cover(**plain["cover"]), folder, paper)
