"""A run's folder is read once, and again when it is another's."""

import shutil

import pytest
from builders import make_dataset, make_scored

from helpers.base.errors import ConfigError
from helpers.checks.computed import Computed
from helpers.outputs.run_files import BOOK_FILE, FINDINGS_FILE, RECONCILIATION_FILE, TEXTS_FILE
from helpers.run import opened_run
from helpers.run.compute import save
from helpers.run.opened_run import read_run
from helpers.run.section import open_section


@pytest.fixture
def folder(tmp_path):
    save(Computed(make_scored(make_dataset()), (), ()), tmp_path)
    return tmp_path


def test_what_was_read_is_answered_by_whatever_name_the_folder_is_called(folder, monkeypatch):
    first = read_run(folder)
    (folder / "trabajo").mkdir()
    monkeypatch.chdir(folder / "trabajo")
    assert read_run("..") is first
    assert open_section("acp", first.corrida.entidad, first.corrida.periodo).book is first.book


def test_a_folder_that_was_made_again_is_read_again(folder):
    first = read_run(folder)
    shutil.copy(folder / BOOK_FILE, folder / "copia")  # equal in size; another file in its place
    (folder / "copia").rename(folder / BOOK_FILE)
    second = read_run(folder)
    assert second is not first
    assert second.book == first.book


def test_only_the_last_run_is_kept(folder):
    """A batch's worker makes hundreds of reports: it has no room for all their Books."""
    read_run(folder)
    (other := folder / "otra").mkdir()
    for name in (BOOK_FILE, FINDINGS_FILE, RECONCILIATION_FILE, TEXTS_FILE):
        shutil.copy(folder / name, other / name)
    second = read_run(other)
    assert list(opened_run._read) == [other] and read_run(other) is second


def test_what_cannot_be_read_is_not_remembered(folder):
    text = (folder / BOOK_FILE).read_text(encoding="utf-8")
    (folder / BOOK_FILE).write_text(text[:-9], encoding="utf-8")
    with pytest.raises(ConfigError):
        read_run(folder)
    assert folder not in opened_run._read
