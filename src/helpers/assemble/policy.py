"""The page's Content-Security-Policy: its own style and its own program, named by their hashes, and nothing else."""

from __future__ import annotations

import base64
import hashlib


def content_policy(style: str, program: str) -> str:
    """The policy of a page.

    Parameters
    ----------
    style, program : str
        What stands in the page's only `style` and in its only `script` that runs, to the letter.

    Returns
    -------
    str
        Nothing is fetched; pictures and fonts travel in the page; no other style or program is applied, not even one
        in an attribute.
    """
    rules = (
        "default-src 'none'",
        f"script-src {_hash(program)}",
        f"style-src {_hash(style)}",
        "img-src data:",
        "font-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    )
    return "; ".join(rules)


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"
