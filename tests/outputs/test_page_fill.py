"""A nearly empty page is found unless a part ends on it."""

import pytest

from tools.page_fill import pages_of

pytestmark = pytest.mark.pdf

PAPER = """\
#set page(paper: "a4", background: text(size: 90pt, fill: rgb("#fbeeee"))[BORRADOR])
= Uno
Texto
#pagebreak()
Texto #v(200mm) fin
#pagebreak()
Texto
#pagebreak()
= Dos
Texto #v(100mm) fin
#pagebreak()
Fin
"""


def test_gaps_are_pages_with_little_ink_that_end_no_part(tmp_path):
    typst = pytest.importorskip("typst")
    pytest.importorskip("pypdfium2")
    (tmp_path / "papel.typ").write_text(PAPER, encoding="utf-8")
    typst.compile(str(tmp_path / "papel.typ"), output=str(tmp_path / "papel.pdf"))
    pages = list(pages_of(tmp_path / "papel.pdf"))
    assert [page.ends_part for page in pages] == [False, False, True, False, True]
    assert [page.number for page in pages if page.is_gap] == [1]
    assert pages[1].fill > 0.75 and 0.25 < pages[3].fill < 0.75
