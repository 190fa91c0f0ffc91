"""Compares the compressed data of the page's figures, figure by figure.

Another zlib version may compress the same data differently, which is no difference.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from lxml.html import HtmlElement

from helpers.audit.audit_result import Difference
from helpers.audit.pages.word_differences import shortened
from helpers.base.python_extras import PlainData
from helpers.outputs.browser.packed_figures import ELEMENT_ID, unpacked

PLACE = "datos de las cifras"
ABSENT = "(no está)"
BROKEN = "(no se pueden leer)"
SHOWN = 5
"""Most figures listed singly, because one changed text can change all figures that share it."""
TEXTS, GROUPS, CELLS, FINDINGS, PUBLISHED = range(1, 14), 14, 15, 16, 17
"""Indexes in a figure's list, as `figure_panel` writes it."""
_PACKED = re.compile(rf'(<script [^>]*id="{ELEMENT_ID}"[^>]*>)([^<]*)(</script>)')


def with_packing_of(published: str, assembled: str) -> str:
    """Return the text of the page assembled now, with the published page's compressed text if both hold the same data.

    Otherwise it is returned unchanged.
    """
    ours, theirs = _PACKED.search(assembled), _PACKED.search(published)
    if not ours or not theirs or ours[2] == theirs[2] or _text(ours[2]) != _text(theirs[2]):
        return assembled
    return f"{assembled[: ours.start(2)]}{theirs[2]}{assembled[ours.end(2) :]}"


def data_differences(file: str, due: HtmlElement, found: HtmlElement) -> Iterator[Difference]:
    """Yield the figures that the compressed data of two pages describe differently, in the order of the data.

    At most `SHOWN` are named; one more difference gives the number of the others.

    Parameters
    ----------
    file : str
        Beginning of each place.
    due, found : HtmlElement
        The page assembled now, and the published one.
    """
    ours, theirs = (_data(page) for page in (due, found))
    place = f"{file}, {PLACE}"
    if theirs is None or ours is None:
        if theirs is not ours:
            yield Difference(place, *(BROKEN if data is None else "los de sus cifras" for data in (ours, theirs)))
        return
    expected, said = _figures(ours), _figures(theirs)
    others = [figure for figure in {**expected, **said} if expected.get(figure) != said.get(figure)]
    for figure in others[:SHOWN]:
        yield Difference(f"{place}, cifra {figure}", *_apart(expected.get(figure), said.get(figure)))
    if len(others) > SHOWN:
        yield Difference(f"{place}, otras {len(others) - SHOWN} cifras", "lo que da el cálculo", "otra cosa")


def _text(letters: str) -> str | None:
    try:
        return unpacked(letters)
    except ValueError:
        return None


def _data(page: HtmlElement) -> PlainData | None:
    """Return a page's data; None if there are none or they cannot be read."""
    element = page.get_element_by_id(ELEMENT_ID, None)
    text = None if element is None else _text(element.text or "")
    try:
        data = json.loads(text or "")
    except ValueError:
        return None
    return data if isinstance(data, dict) else None


def _figures(data: PlainData) -> dict[str, list[object]]:
    """Return every figure with texts instead of indexes; one that cannot be resolved is returned unchanged."""
    figures = {}
    for row in data.get("cifras", ()):
        try:
            figures[str(row[0])] = list(_readable(data, row))
        except (IndexError, TypeError, KeyError):
            figures[str(row)] = ["?"]
    return figures


def _readable(data: PlainData, row: list[Any]) -> Iterator[object]:
    """Yield what a figure's list says, as the panel shows it."""
    texts, filled = data["textos"], [*row, *([0] * (GROUPS - len(row))), *([[]] * 4)]
    yield from (texts[filled[place]] for place in TEXTS)
    for group, *parts in filled[GROUPS]:
        yield texts[group]
        yield from (_part(data, part if isinstance(part, list) else [part]) for part in parts)
    for group, told in ((CELLS, data["celdas"]), (FINDINGS, data["hallazgos"])):
        yield from (" ".join(texts[at] for at in told[number]) for number in filled[group])
    yield from (" ".join(texts[at] for at in line) for line in filled[PUBLISHED])


def _part(data: PlainData, part: Sequence[int]) -> str:
    texts, (place, *rest) = data["textos"], part
    if place < 0:
        return " ".join(("constante", *(texts[at] for at in rest)))
    figures = [data["cifras"][at][0] for at in (place, *rest[2:])]
    return " ".join((figures[0], *(texts[at] for at in rest[:2]), *figures[1:]))


def _apart(due: list[object] | None, found: list[object] | None) -> tuple[str, str]:
    """Return the first item in which two descriptions of a figure differ."""
    pairs = zip_longest(due or [], found or [], fillvalue=ABSENT)
    one, other = next((one, other) for one, other in pairs if one != other)
    return shortened(str(one)), shortened(str(other))
