"""The house style that a program can check."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_ruff_has_nothing_to_say():
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "src", "tests"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout
