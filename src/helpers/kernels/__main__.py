"""`python -m helpers.kernels DOOR [MODULE …]`: the fork server's own process; see `server`."""

from __future__ import annotations

from helpers.kernels.server import main

if __name__ == "__main__":
    main()
