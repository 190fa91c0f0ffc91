"""Compares the compressed data of the page's figures.

Another zlib version may compress the same data differently, which is no difference.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

from helpers.audit.audit_result import Difference
from helpers.audit.pages.data_differences import Departure, departures
from helpers.base.python_extras import PlainData, not_none
from helpers.outputs.browser.packed_figures import ELEMENT_ID, shown_texts, unpacked

PLACE = "datos de las cifras"
SHOWN = 5
"""Most places named, because many figures may share a text, and one inserted figure moves all that follow."""
_FIGURES = "cifras"
_OF_FIGURES = frozenset({_FIGURES, "celdas", "hallazgos", "textos"})
"""Parts of the data that `shown_texts` puts together for each figure."""
_BROKEN = (ValueError, LookupError, TypeError)
"""What a file that was tampered with may raise."""
_PACKED = re.compile(rf'(<script [^>]*id="{ELEMENT_ID}"[^>]*>)([^<]*)(</script>)')


def with_packing_of(published: str, assembled: str) -> str:
    """Return the text of the page assembled now, with the published page's compressed text if both hold the same data.

    Otherwise it is returned unchanged.
    """
    ours, theirs = _PACKED.search(assembled), _PACKED.search(published)
    if not ours or not theirs or ours[2] == theirs[2] or _text(ours[2]) != _text(theirs[2]):
        return assembled
    return f"{assembled[: ours.start(2)]}{theirs[2]}{assembled[ours.end(2) :]}"


def data_differences(file: str, due: str, found: str) -> Iterator[Difference]:
    """Yield where the compressed data of two pages differ: the figures of which the panel shows other texts.

    If there are none, the places in the data; at most `SHOWN` of either.

    Parameters
    ----------
    file : str
        Beginning of each place.
    due, found : str
        The texts of the page assembled now, and of the published one.
    """
    ours, theirs = _data(due), _data(found)
    told = list(islice(_shown_differences(ours, theirs), SHOWN))
    for one in told or islice(departures(_by_id(ours), _by_id(theirs)), SHOWN):
        yield Difference(", ".join((file, PLACE, *one.path)), one.expected, one.found)


def _shown_differences(due: PlainData, found: PlainData) -> Iterator[Departure]:
    """Yield the first text that differs of each figure, then data of no figure; nothing if either cannot be read."""
    try:
        ours, theirs = shown_texts(due), shown_texts(found)
    except _BROKEN:
        return
    for id in dict.fromkeys((*ours, *theirs)):
        yield from islice(departures(ours.get(id, ()), theirs.get(id, ()), (_FIGURES, id)), 1)
    one, other = ({name: data[name] for name in data if name not in _OF_FIGURES} for data in (due, found))
    yield from departures(one, other)


def _text(letters: str) -> str | None:
    try:
        return unpacked(letters)
    except ValueError:
        return None


def _data(page: str) -> PlainData:
    """Return a page's data; empty if there are none or they cannot be read."""
    with suppress(*_BROKEN):
        return dict(json.loads(_text(not_none(_PACKED.search(page))[2]) or "{}"))
    return {}


def _by_id(data: PlainData) -> PlainData:
    """Return a page's data with its figures by id; empty if they cannot be read."""
    with suppress(*_BROKEN):
        return {**data, _FIGURES: {str(row[0]): row for row in data[_FIGURES]}}
    return {}
