"""The synthetic institution with 60 tasks and its four quarters closed, each of the first three before a correction."""

from __future__ import annotations

import pytest
from builders import WORKSPACE
from real_commands import made_once

from helpers.base.system.workspace import Workspace
from helpers.demo.demo_write import make_demo
from helpers.desk.periods.demo_closings import close_quarters

SMALL = 60


def closed_demo(factory: pytest.TempPathFactory) -> Workspace:
    """The workbook with this institution, made once for all test processes. Tests must not change anything in it."""
    folder = made_once(
        factory,
        "demo-cerrada",
        lambda folder: make_demo(WORKSPACE, folder / "libro", SMALL, 2024, finish=close_quarters),
    )
    return Workspace(folder / "libro")
