"""What is kept of a section: put in place whole, the last few, and never believed without its checksums."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.reuse.entries import Basis, Entry
from helpers.reuse.store import KEPT, Damaged, Shelf


def entry(text: str) -> Entry:
    return Entry(text.encode("utf-8"), Basis(("01_a.ipynb", "0"), {}, {}, {}, {"a": text}, {}, {}, [{"pregunta": "á"}]))


def loaded(shelf: Shelf, place: Path) -> Entry | None:
    return Entry.of(shelf.load(place))


@pytest.fixture
def shelf(tmp_path) -> Shelf:
    return Shelf(tmp_path / "acp")


def test_what_is_kept_is_read_back(shelf):
    shelf.keep(entry("uno").files())
    assert [loaded(shelf, place) for place in shelf.entries()] == [entry("uno")]


def test_the_newest_is_first_and_only_the_last_few_stay(shelf):
    texts = [f"entrada {number}" for number in range(KEPT + 3)]
    for text in texts:
        shelf.keep(entry(text).files())
    assert [loaded(shelf, place).executed.decode() for place in shelf.entries()] == texts[: -KEPT - 1 : -1]


def test_the_same_kept_twice_is_kept_once(shelf):
    for text in ("uno", "otro", "uno"):
        shelf.keep(entry(text).files())
    assert [loaded(shelf, place).executed for place in shelf.entries()] == [b"uno", b"otro"]


@pytest.mark.parametrize("file", ["cuaderno.ipynb", "traza.json.gz", "sumas.json"])
@pytest.mark.parametrize("spoil", [lambda path: path.unlink(), lambda path: path.write_bytes(path.read_bytes()[:-1])])
def test_whatever_is_missing_or_cut_is_damage(shelf, file, spoil):
    shelf.keep(entry("uno").files())
    (place,) = shelf.entries()
    spoil(place / file)
    with pytest.raises(Damaged, match=file):
        shelf.load(place)


def test_a_failure_while_writing_leaves_nothing(shelf, monkeypatch):
    def full(path, data):
        raise OSError("disco lleno")

    monkeypatch.setattr("helpers.reuse.store._write", full)
    with pytest.raises(OSError, match="disco lleno"):
        shelf.keep(entry("uno").files())
    assert list(shelf.folder.iterdir()) == []


def test_what_another_version_wrote_is_none(shelf, monkeypatch):
    monkeypatch.setattr("helpers.reuse.entries.FORMAT", 0)
    shelf.keep(entry("uno").files())
    monkeypatch.undo()
    assert loaded(shelf, shelf.entries()[0]) is None
