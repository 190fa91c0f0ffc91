"""How full the pages of a report's PDF are: `python -m tools.page_fill output/mre/2024-T2/informe.pdf …`.

A page counts as nearly empty if the lowest ink of its body lies in the first quarter. This is normal on the last page
of a part (a section, the contents). On any other page, a heading, a table or a change of orientation left a gap.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SCALE = 0.5
"""Pixels per point."""
POINTS = 72 / 25.4
TOP, BOTTOM = 25 * POINTS, 20 * POINTS
"""The height of the margins with page heads and feet, in points."""
INK = 190
"""A pixel with a darker channel is ink; the watermark and the fills of rows are lighter."""
QUARTER = 0.25


@dataclass(frozen=True)
class Page:
    """A page.

    Attributes
    ----------
    number : int
        From 1.
    fill : float
        Share of the body's height down to its lowest ink.
    ends_part : bool
        Whether a section begins on the next page, or no page follows.
    """

    number: int
    fill: float
    ends_part: bool

    @property
    def is_gap(self) -> bool:
        return self.fill < QUARTER and not self.ends_part


def pages_of(path: Path) -> Iterator[Page]:
    """Yield the pages of a PDF in order; its bookmarks of the first level tell where sections begin."""
    import numpy as np
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        begins = {mark.get_dest().get_index() for mark in document.get_toc() if mark.level == 0 and mark.get_dest()}
        for index, page in enumerate(document):
            picture = page.render(scale=SCALE).to_numpy()[:, :, :3]
            body = picture[round(TOP * SCALE) : picture.shape[0] - round(BOTTOM * SCALE)]
            inked = np.nonzero((body.min(axis=2) < INK).any(axis=1))[0]
            fill = (int(inked[-1]) + 1) / len(body) if len(inked) else 0.0
            yield Page(index + 1, fill, index + 1 in begins or index + 1 == len(document))


def main(names: list[str]) -> None:
    """Print, for each PDF, how many pages are nearly empty and which."""
    for name in names:
        pages = list(pages_of(Path(name)))
        gaps = [page for page in pages if page.is_gap]
        share = 100 * len(gaps) / len(pages)
        which = [f"p{page.number}={page.fill:.2f}" for page in gaps]
        print(f"{name}: {len(gaps)} of {len(pages)} pages ({share:.1f} %)", *which)


if __name__ == "__main__":
    main(sys.argv[1:])
