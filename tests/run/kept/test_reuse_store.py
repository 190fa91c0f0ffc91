"""An entry of the store is complete or absent and belongs to one key; the store keeps within its limits."""

from __future__ import annotations

import os

import pytest

from helpers.run.kept.kept_results import KEPT, UNREADABLE, Shelf, sweep


@pytest.fixture
def shelf(tmp_path) -> Shelf:
    return Shelf(tmp_path / "guardado" / "paso")


def names(shelf: Shelf) -> list[str]:
    return [place.stem for place in shelf.entries()]


def used_at(shelf: Shelf, key: str, seconds: int) -> None:
    os.utime(shelf.folder / f"{key}.zip", (seconds, seconds))


def test_kept_files_are_loaded_by_their_key(shelf):
    assert shelf.load("a") is None
    shelf.keep("a", {"uno.txt": b"1", "hondo/dos.txt": b"2"})
    assert shelf.load("a") == {"uno.txt": b"1", "hondo/dos.txt": b"2"}
    assert shelf.load("b") is None


def test_the_last_used_entries_stay(shelf):
    for number in range(KEPT):
        shelf.keep(str(number), {"x": b"x"})
        used_at(shelf, str(number), 1_000 + number)
    assert shelf.load("0")  # loading it counts as use
    shelf.keep("otra", {"x": b"x"})
    assert names(shelf)[:2] == ["otra", "0"] and len(names(shelf)) == KEPT and "1" not in names(shelf)


def test_a_key_kept_twice_has_one_entry_with_the_last_files(shelf):
    shelf.keep("a", {"x": b"1"})
    shelf.keep("a", {"x": b"2"})
    assert names(shelf) == ["a"] and shelf.load("a") == {"x": b"2"}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data.replace(b"123", b"124"),
        lambda data: data.replace(b"PK\3\4", b"PK\3\5"),
        lambda data: data[: (at := data.index(b"PK\1\2") + 10)] + b"\x08" + data[at + 1 :],  # as if compressed
        lambda data: data[:-1],
        lambda data: b"",
    ],
)
def test_a_damaged_entry_is_reported(shelf, spoil):
    shelf.keep("a", {"x": b"123 and what follows"})
    place = shelf.folder / "a.zip"
    place.write_bytes(spoil(place.read_bytes()))
    with pytest.raises(UNREADABLE):
        shelf.load("a")
    shelf.discard("a")
    assert shelf.load("a") is None


def test_an_unfinished_entry_is_not_listed(shelf):
    shelf.keep("a", {"x": b"1"})
    (shelf.folder / ".otro-123.zip").write_bytes(b"")
    assert names(shelf) == ["a"]


def test_sweeping_removes_the_least_recently_used_until_the_rest_fits(tmp_path, shelf):
    for number, key in enumerate("abc"):
        shelf.keep(key, {"x": bytes(1_000)})
        used_at(shelf, key, 1_000 + number)
    (lines := tmp_path / "lineas").mkdir()
    (lines / "vieja").write_bytes(bytes(1_000))
    os.utime(lines / "vieja", (10, 10))
    sweep(tmp_path, most=2_500)
    assert names(shelf) == ["c", "b"] and not (lines / "vieja").exists()
    sweep(tmp_path, most=100)
    assert names(shelf) == []
