"""The letters of a chart, drawn as outlines, as text again: on paper they are set by the printer, not traced.

A chart's SVG has each letter's outline once and every use of it. A browser draws that at once; WeasyPrint walks every
outline anew at each use, which took a third of the time of a whole PDF. As text, each letter stands exactly where its
outline did, and an audit can read it.
"""

from __future__ import annotations

import base64
import binascii
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
"""A letter of one point is a hundred units of the line that it stands on."""

_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_DATA = "data:image/svg+xml;base64,"
_PICTURE = re.compile(re.escape(_DATA) + "([A-Za-z0-9+/=]+)")
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
    set_again = _PICTURE.sub(lambda found: _set_again(found[1]) or found[0], document)
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
    trees = [_tree(found[1]) for found in _PICTURE.finditer(with_letters(document))]
    own = f".//{_SVG}text[@font-family='{FAMILY}']"
    texts = [text for tree in trees if tree is not None for text in tree.iterfind(own)]
    return [letter for text in texts for letter in text.text or ""]


def _set_again(data: str) -> str:
    """A picture with text for outlines; empty where it has none of them."""
    tree = _tree(data)
    lines = [] if tree is None else [group for group in tree.iter(f"{_SVG}g") if _PLACED.fullmatch(_transform(group))]
    if not sum(_set(line) for line in lines):
        return ""
    _drop_unused_outlines(tree)
    return _DATA + base64.b64encode(etree.tostring(tree)).decode()


def _tree(data: str) -> etree._Element | None:
    """What a picture draws; None where nothing can be read, which whoever prints the page complains of."""
    try:
        return etree.fromstring(base64.b64decode(data), etree.XMLParser(resolve_entities=False, no_network=True))
    except (binascii.Error, etree.XMLSyntaxError):
        return None


def _set(line: etree._Element) -> int:
    """Put the letters of a line beside it, out of the outlines that it used; returns how many."""
    placed = _PLACED.fullmatch(_transform(line))
    by_weight: dict[int, list[_Letter]] = {}
    for use in line.findall(f"{_SVG}use"):
        if letter := _letter(use):
            by_weight.setdefault(letter.weight, []).append(letter)
            line.remove(use)
    for weight, letters in by_weight.items():
        line.addnext(_text(letters, weight, placed[1], float(placed[2]), line.get("style", "")))
    return sum(map(len, by_weight.values()))


def _text(letters: list[_Letter], weight: int, where: str, size: float, style: str) -> etree._Element:
    """Letters at their places of a line; blanks are told by the places alone."""
    shown = [letter for letter in letters if letter.sign != " "]
    said = {
        "transform": where,
        "style": style,
        "x": " ".join(f"{letter.along * size:.4f}" for letter in shown),
        "y": "0",
        "font-family": FAMILY,
        "font-size": f"{size * UNITS:g}",
        "font-weight": str(weight),
    }
    text = etree.Element(f"{_SVG}text", said)
    text.text = "".join(letter.sign for letter in shown)
    return text


def _letter(use: etree._Element) -> _Letter | None:
    """The letter that an outline draws; None where it is of another font, or does not stand on the line."""
    named = _OUTLINE.fullmatch(use.get(_HREF, ""))
    shift = _SHIFT.fullmatch(_transform(use) or "translate(0 0)")
    if named is None or shift is None or named[1] not in WEIGHTS:
        return None
    sign = _signs(named[1]).get(int(named[2], 16))
    return _Letter(sign, WEIGHTS[named[1]][0], float(shift[1])) if sign else None


def _drop_unused_outlines(tree: etree._Element) -> None:
    """Take out the letters' outlines that no use names any longer."""
    used = {use.get(_HREF) for use in tree.iter(f"{_SVG}use")}
    for path in list(tree.iter(f"{_SVG}path")):
        name = f"#{path.get('id', '')}"
        if _OUTLINE.fullmatch(name) and name not in used:
            path.getparent().remove(path)


def _transform(element: etree._Element) -> str:
    return element.get("transform", "")


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
