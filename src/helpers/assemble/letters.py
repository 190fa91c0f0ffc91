"""The letters of a chart, drawn as outlines, as text again: on paper they are set by the printer, not traced.

A chart's SVG has each letter's outline once and every use of it. A browser draws that at once; WeasyPrint walks every
outline anew at each use, which took a third of the time of a whole PDF. As text, each letter stands exactly where its
outline did, and an audit can read it.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lxml import etree

FONTS = Path(__file__).parents[1] / "charts" / "fonts"
FAMILY = "Libro Sans"
WEIGHTS = {"LibroSans-Regular": (400, "libro-sans-400.ttf"), "LibroSans-Bold": (700, "libro-sans-700.ttf")}
"""How the charts' own fonts name themselves in the ids of outlines: their weight and their file."""
UNITS = 100
"""Of an outline's size, in points of type, that its scale is told in."""

_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_PICTURE = re.compile(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)")
_PLACED = re.compile(r"(translate\([^)]*\)(?: rotate\([^)]*\))?) scale\(([0-9.]+) -[0-9.]+\)")
_SHIFT = re.compile(r"translate\((-?[0-9.]+) 0\)")
_OUTLINE = re.compile(r"#(.+)-([0-9a-f]+)")


@dataclass(frozen=True)
class _Letter:
    """A letter, how bold, and how far along its line, in the line's units."""

    sign: str
    weight: int
    along: float


def with_letters(document: str) -> str:
    """A page whose charts have text where they had outlines of the charts' own type.

    Parameters
    ----------
    document : str
        A whole HTML page; its charts are SVG pictures inside it.

    Returns
    -------
    str
        The page with the font that they need; the same page where no chart has such outlines.
    """
    set_again = _PICTURE.sub(lambda found: _data(base64.b64decode(found[1]), found[0]), document)
    if set_again == document:
        return document
    return set_again.replace("</head>", f"<style>{_faces()}</style></head>", 1)


def chart_letters(document: str) -> list[str]:
    """The letters that `with_letters` sets in a page's charts, in the order in which they are drawn.

    Parameters
    ----------
    document : str
        The page with outlines, or with letters already.
    """
    pictures = (base64.b64decode(found[1]) for found in _PICTURE.finditer(with_letters(document)))
    roots = (etree.fromstring(svg) for svg in pictures if FAMILY.encode() in svg)
    return [letter for root in roots for text in root.iter(f"{_SVG}text") for letter in text.text or ""]


def _data(svg: bytes, as_it_was: str) -> str:
    if b"#LibroSans-" not in svg:
        return as_it_was
    root = etree.fromstring(svg)
    outlines = {path.get("id"): path for path in root.iter(f"{_SVG}path") if path.get("id")}
    for line in [group for group in root.iter(f"{_SVG}g") if _PLACED.fullmatch(group.get("transform", ""))]:
        _set(line)
    _keep_outlines_used(root, outlines)
    return "data:image/svg+xml;base64," + base64.b64encode(etree.tostring(root)).decode()


def _set(line: etree._Element) -> None:
    """Put the letters of a line beside it, out of the outlines that it used."""
    placed = _PLACED.fullmatch(line.get("transform", ""))
    letters = []
    for use in line.findall(f"{_SVG}use"):
        if letter := _letter(use):
            letters.append(letter)
            line.remove(use)
    size = float(placed[2])
    for weight in sorted({letter.weight for letter in letters}):
        line.addnext(_text([one for one in letters if one.weight == weight and one.sign != " "], placed[1], size, line))


def _text(letters: list[_Letter], where: str, size: float, line: etree._Element) -> etree._Element:
    text = etree.Element(f"{_SVG}text", transform=where)
    if style := line.get("style"):
        text.set("style", style)
    text.set("x", " ".join(f"{letter.along * size:.4f}" for letter in letters))
    text.set("y", "0")
    text.set("font-family", FAMILY)
    text.set("font-size", f"{size * UNITS:g}")
    text.set("font-weight", str(letters[0].weight) if letters else "400")
    text.text = "".join(letter.sign for letter in letters)
    return text


def _letter(use: etree._Element) -> _Letter | None:
    """The letter that an outline draws; None where it is of another font, or does not stand on the line."""
    named = _OUTLINE.fullmatch(use.get(_HREF, ""))
    shift = _SHIFT.fullmatch(use.get("transform", "translate(0 0)"))
    if named is None or shift is None or named[1] not in WEIGHTS:
        return None
    sign = _signs(named[1]).get(int(named[2], 16))
    return sign and _Letter(sign, WEIGHTS[named[1]][0], float(shift[1]))


def _keep_outlines_used(root: etree._Element, outlines: Mapping[str, etree._Element]) -> None:
    """Take out the outlines that no use names any longer."""
    used = {use.get(_HREF, "").removeprefix("#") for use in root.iter(f"{_SVG}use")}
    for name, outline in outlines.items():
        if _OUTLINE.fullmatch(f"#{name}") and name not in used:
            outline.getparent().remove(outline)


@cache
def _signs(font: str) -> Mapping[int, str]:
    """The letter of each outline of a font, by its place in it."""
    from fontTools.ttLib import TTFont

    with TTFont(FONTS / WEIGHTS[font][1], lazy=True) as file:
        return {
            file.getGlyphID(outline): chr(code) for code, outline in sorted(file.getBestCmap().items(), reverse=True)
        }


@cache
def _faces() -> str:
    return "".join(_face(weight, file) for weight, file in WEIGHTS.values())


def _face(weight: int, file: str) -> str:
    data = base64.b64encode((FONTS / file).read_bytes()).decode()
    return f'@font-face{{font-family:"{FAMILY}";font-weight:{weight};src:url("data:font/ttf;base64,{data}")}}'
