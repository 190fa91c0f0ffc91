"""Steps left to other processes: what they leave is what this one would, and where they cannot, this one does it."""

from __future__ import annotations

import os
import signal
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
from builders import make_dataset, make_evidence

from helpers.assemble.report import HTML_NAME, PDF_NAME
from helpers.compute import Computed, save
from helpers.kernels import client
from helpers.kernels.forked import Forked
from helpers.runner import apart
from helpers.runner.apart import Apart
from helpers.runner.steps import ATTACHED, WORKPAPERS_FILE, real_steps
from helpers.runner.warmth import Warmth, warmth

forks = pytest.mark.skipif(not client.IS_POSSIBLE, reason="this system does not fork")
STRUCTURE = """
    nivel   | codigo | padre
    entidad | E      |
    area    | NORTE  | E
    unidad  | U1     | NORTE
    unidad  | U2     | NORTE
"""
REPORTED = """
    nivel  | codigo | indicador     | periodo | valor
    unidad | U1     | avance_fisico | 2024-T2 | 47.05
    unidad | U2     | avance_fisico | 2024-T2 | 92.16
"""


PAGE = """<html lang="es"><head><title>Hoja</title></head><body><header class="portada"><h1>Hoja</h1></header>
<main id="contenido"><section id="sec-uno"><h2>Uno</h2></section><section id="sec-dos"><h2>Dos</h2></section></main>
</body></html>"""


class Here(list):
    """Which steps this process did itself."""

    def steps(self):
        real = real_steps()

        def workpapers(computed: Computed, folder: Path) -> None:
            self.append(apart.WORKPAPERS)
            real.workpapers(computed, folder)

        return replace(real, workpapers=workpapers)


@pytest.fixture(scope="module", autouse=True)
def servers(tmp_path_factory):
    """Started once for all of these."""
    with warmth(tmp_path_factory.mktemp("raiz")) as started:
        yield started


@pytest.fixture
def computed() -> Computed:
    return Computed(make_evidence(make_dataset(estructura=STRUCTURE, avances=REPORTED)).book, (), ())


@pytest.fixture
def folder(tmp_path, computed) -> Path:
    """A run's, with what was computed saved in it."""
    save(computed, tmp_path)
    return tmp_path


@pytest.fixture
def here() -> Here:
    return Here()


@pytest.fixture
def due(computed, tmp_path_factory) -> bytes:
    """The workbook as this process writes it."""
    elsewhere = tmp_path_factory.mktemp("debido")
    save(computed, elsewhere)
    real_steps().workpapers(computed, elsewhere)
    return (elsewhere / WORKPAPERS_FILE).read_bytes()


def log(folder: Path) -> Path:
    return folder / "nucleos.log"


@forks
@pytest.mark.parametrize("is_begun", [True, False], ids=["begun before", "begun when it is wanted"])
def test_a_workbook_of_another_process_is_the_same_to_the_byte(folder, computed, here, due, is_begun):
    work = Apart(here.steps())
    with work.opened(folder, log(folder)):
        if is_begun:
            work.wrapped().begin_workpapers(folder)
        work.wrapped().workpapers(computed, folder)
    assert (folder / WORKPAPERS_FILE).read_bytes() == due and here == []
    assert log(folder).read_text(encoding="utf-8") == ""


@forks
def test_where_the_process_is_killed_this_one_does_its_step(folder, computed, here, due):
    work = Apart(here.steps())
    with work.opened(folder, log(folder)):
        work.wrapped().begin_workpapers(folder)
        os.kill(work._begun[apart.WORKPAPERS].pid, signal.SIGKILL)
        work.wrapped().workpapers(computed, folder)
    assert (folder / WORKPAPERS_FILE).read_bytes() == due and here == [apart.WORKPAPERS]


@forks
def test_what_stops_a_step_is_told_by_this_process_as_ever(folder, computed):
    def no_room(*_):
        raise OSError("no queda espacio")

    work = Apart(replace(real_steps(), workpapers=no_room))
    with work.opened(folder, log(folder)):
        (folder / WORKPAPERS_FILE).mkdir()  # nobody can write it
        with pytest.raises(OSError, match="no queda espacio"):
            work.wrapped().workpapers(computed, folder)
    assert "Traceback" in log(folder).read_text(encoding="utf-8")


@pytest.mark.parametrize("why", ["does not fork", "was not opened"])
def test_where_no_process_can_be_had_this_one_does_its_steps(folder, computed, here, due, monkeypatch, why):
    work = Apart(here.steps())
    if why == "was not opened":
        work.wrapped().workpapers(computed, folder)
    else:
        monkeypatch.setattr(apart, "warmth", lambda _: nullcontext(Warmth(why_not="este sistema no bifurca procesos")))
        with work.opened(folder, log(folder)):
            work.wrapped().begin_workpapers(folder)
            work.wrapped().workpapers(computed, folder)
    assert (folder / WORKPAPERS_FILE).read_bytes() == due and here == [apart.WORKPAPERS]


@forks
def test_nobody_is_left_behind_by_a_run_that_stops(folder, here):
    work = Apart(here.steps())
    with pytest.raises(KeyboardInterrupt), work.opened(folder, log(folder)):
        work.wrapped().begin_workpapers(folder)
        pid = work._begun[apart.WORKPAPERS].pid
        raise KeyboardInterrupt
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@forks
@pytest.mark.pdf
@pytest.mark.parametrize("is_whole", [True, False], ids=["as it is", "with its process killed"])
def test_a_pdf_of_another_process_is_the_same_to_the_byte(folder, computed, tmp_path_factory, monkeypatch, is_whole):
    due, *_ = printed = [tmp_path_factory.mktemp("debido"), folder]
    for place in printed:
        save(computed, place)
        (place / HTML_NAME).write_text(PAGE, encoding="utf-8")
        for name in ATTACHED:
            (place / name).write_text(name, encoding="utf-8")
    real_steps().print_pdf(computed, due)
    if not is_whole:
        monkeypatch.setattr(Forked, "wait", lambda process: process.kill() or 1)
    work = Apart(real_steps())
    with work.opened(folder, log(folder)):
        work.wrapped().print_pdf(computed, folder)
    assert (folder / PDF_NAME).read_bytes() == (due / PDF_NAME).read_bytes()
    assert log(folder).read_text(encoding="utf-8") == ""
