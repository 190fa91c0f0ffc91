"""The thread that redraws a display, and processes forked meanwhile."""

from __future__ import annotations

import os
import threading
import time

import pytest

from helpers.desk.terminal import run_screen
from helpers.desk.terminal.run_screen import Redrawing


@pytest.fixture
def redraws_often(monkeypatch):
    monkeypatch.setattr(run_screen, "EVERY", 0.001)


def test_a_display_is_redrawn_until_it_is_stopped(redraws_often):
    drawn = []
    display = Redrawing(lambda: drawn.append(None))
    display.start()
    while len(drawn) < 3:
        time.sleep(0.001)
    display.stop()
    then = len(drawn)
    time.sleep(0.05)
    assert len(drawn) == then


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system cannot fork")
def test_a_forked_process_finds_no_lock_that_the_drawing_held(redraws_often):
    """The thread holds the lock almost always. Most forks at a random moment would find it locked for ever."""
    lock, drawn = threading.Lock(), []

    def redraw():
        with lock:
            time.sleep(0.02)
            drawn.append(None)

    display = Redrawing(redraw)
    display.start()
    ended = []
    for _ in range(5):
        time.sleep(0.01)
        child = os.fork()
        if not child:
            os._exit(0 if lock.acquire(timeout=2) else 1)
        ended.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    then = len(drawn)
    while len(drawn) == then:  # drawing continues after the forks
        time.sleep(0.001)
    display.stop()
    assert ended == [0] * 5
