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
from helpers.audit.pages.data_differences import departures
from helpers.base.python_extras import PlainData, not_none
from helpers.outputs.browser.packed_figures import ELEMENT_ID, unpacked

PLACE = "datos de las cifras"
SHOWN = 5
"""Most places named, because one inserted text moves all that follow."""
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
    """Yield where the compressed data of two pages differ: a figure, or a text that figures share; at most `SHOWN`.

    Parameters
    ----------
    file : str
        Beginning of each place.
    due, found : str
        The texts of the page assembled now, and of the published one.
    """
    for one in islice(departures(_data(due), _data(found)), SHOWN):
        yield Difference(", ".join((file, PLACE, *one.path)), one.expected, one.found)


def _text(letters: str) -> str | None:
    try:
        return unpacked(letters)
    except ValueError:
        return None


def _data(page: str) -> PlainData:
    """Return a page's data with its figures by id; empty if there are none or they cannot be read."""
    # A file that was tampered with may break in any of these ways.
    with suppress(ValueError, LookupError, TypeError):
        data = json.loads(_text(not_none(_PACKED.search(page))[2]) or "{}")
        return {**data, "cifras": {str(row[0]): row for row in data["cifras"]}}
    return {}
