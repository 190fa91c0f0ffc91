"""The command `poa`: arguments and messages only.

Nothing heavy is imported here: `poa --help` must answer at once.
"""

from __future__ import annotations

import sys

from helpers.commands import audit, batch, check, close, demo, draft, explain, forms, init, listing, new, plan, report
from helpers.commands.support import app
from helpers.startup import without_grammar_of_iris

COMMANDS = (new, plan, forms, check, draft, report, batch, explain, audit, close, init, demo, listing)
"""Importing the modules is what registers their commands, in the order the help lists them."""


def main() -> None:
    """Run the command."""
    without_grammar_of_iris()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a Windows console may lack a sign
    app()


if __name__ == "__main__":
    main()
