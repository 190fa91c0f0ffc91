"""The page's Content-Security-Policy: it allows the page's own style sheet and program, by hash, and nothing else."""

from __future__ import annotations

import base64
import hashlib


def content_policy(style: str, program: str) -> str:
    """Return the policy of a page.

    Parameters
    ----------
    style, program : str
        Exact text of the page's only `style` element and of its only executable `script`.

    Returns
    -------
    str
        A policy under which the browser fetches nothing (pictures and fonts are in the page) and applies no other style
        or program, not even one in an attribute.
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
