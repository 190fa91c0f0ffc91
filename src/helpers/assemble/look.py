"""The document's look as one CSS text: embedded fonts, style sheet, and a draft's mark."""

from __future__ import annotations

import base64
from collections.abc import Sequence
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


def style_sheet(marks: Sequence[str] = ()) -> str:
    """Everything a document needs to look as it should, on screen and on paper.

    Parameters
    ----------
    marks : sequence of str
        What every page is marked with.

    Returns
    -------
    str
        CSS that refers to nothing outside itself.
    """
    sheets = [font_faces(), _style("informe.css")]
    if marks:
        sheets.append(_style("marcas.css").replace("@MARCAS@", " · ".join(marks)))
    return "\n".join(sheets)


def report_sheet(marks: Sequence[str], own: str) -> str:
    """The report's whole style sheet: the document's, that of what its program adds, and what its elements brought.

    Parameters
    ----------
    marks : sequence of str
        What every page is marked with.
    own : str
        Rules of the elements that had a style of their own.
    """
    return "\n".join(filter(None, (style_sheet(marks), _style("controles.css"), own)))


def _style(name: str) -> str:
    return (HERE / "styles" / name).read_text(encoding="utf-8")


def _face(family: str, weight: int, style: str, file: str) -> str:
    data = base64.b64encode((HERE / "fonts" / file).read_bytes()).decode()
    return (
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-style:{style};font-display:block;'
        f'src:url("data:font/woff2;base64,{data}") format("woff2")}}'
    )
