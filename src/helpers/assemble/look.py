"""The document's look as one CSS text: embedded fonts, style sheet, and a draft's watermark."""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
# family, weight, style, file
FACES = (
    ("Source Sans 3", 400, "normal", "source-sans-3-latin-400-normal.woff2"),
    ("Source Sans 3", 400, "italic", "source-sans-3-latin-400-italic.woff2"),
    ("Source Sans 3", 600, "normal", "source-sans-3-latin-600-normal.woff2"),
    ("Source Sans 3", 700, "normal", "source-sans-3-latin-700-normal.woff2"),
    ("Source Serif 4", 600, "normal", "source-serif-4-latin-600-normal.woff2"),
    ("Signos", 400, "normal", "noto-sans-math-signos-400.woff2"),
    ("Signos 2", 400, "normal", "noto-sans-symbols-2-signos-400.woff2"),
)


@cache
def font_faces() -> str:
    """The `@font-face` rules, each font inside as base64.

    Returns
    -------
    str
        CSS.
    """
    return "\n".join(_face(*face) for face in FACES)


def style_sheet(*, draft: bool) -> str:
    """Everything a report needs to look as it should, on screen and on paper.

    Parameters
    ----------
    draft : bool
        Whether every page bears the watermark.

    Returns
    -------
    str
        CSS that refers to nothing outside itself.
    """
    names = ["informe.css", *(["borrador.css"] if draft else [])]
    sheets = [(HERE / "styles" / name).read_text(encoding="utf-8") for name in names]
    return "\n".join([font_faces(), *sheets])


def _face(family: str, weight: int, style: str, file: str) -> str:
    data = base64.b64encode((HERE / "fonts" / file).read_bytes()).decode()
    return (
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-style:{style};font-display:block;'
        f'src:url("data:font/woff2;base64,{data}") format("woff2")}}'
    )
