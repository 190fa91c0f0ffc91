"""A run's folder is read once, and again only if its files have been replaced."""

import shutil

import pytest
from builders import make_dataset, make_scored

from helpers.base.errors import ConfigError
from helpers.checks.computed import Computed
from helpers.outputs.run_files import BOOK_FILE, FINDINGS_FILE, RECONCILIATION_FILE, TEXTS_FILE
from helpers.run import compute
from helpers.run.compute import read_run, save
from helpers.run.section import open_section


@pytest.fixture
def folder(tmp_path):
    save(Computed(make_scored(make_dataset()), (), ()), tmp_path)
    return tmp_path


def test_a_folder_is_read_once_whatever_path_names_it(folder, monkeypatch):
    first = read_run(folder)
    (folder / "trabajo").mkdir()
    monkeypatch.chdir(folder / "trabajo")
    assert read_run("..") is first
    assert open_section("acp", first.corrida.entidad, first.corrida.periodo).book is first.book


def test_a_folder_whose_book_was_replaced_is_read_again(folder):
    first = read_run(folder)
    shutil.copy(folder / BOOK_FILE, folder / "copia")  # a file of the same size takes its place
    (folder / "copia").rename(folder / BOOK_FILE)
    second = read_run(folder)
    assert second is not first
    assert second.book == first.book


def test_only_the_last_run_is_kept(folder):
    """A worker of a batch makes hundreds of reports and has no memory for all their Books."""
    read_run(folder)
    (other := folder / "otra").mkdir()
    for name in (BOOK_FILE, FINDINGS_FILE, RECONCILIATION_FILE, TEXTS_FILE):
        shutil.copy(folder / name, other / name)
    second = read_run(other)
    assert list(compute._read) == [other] and read_run(other) is second


def test_a_run_that_cannot_be_read_is_not_kept(folder):
    text = (folder / BOOK_FILE).read_text(encoding="utf-8")
    (folder / BOOK_FILE).write_text(text[:-9], encoding="utf-8")
    with pytest.raises(ConfigError):
        read_run(folder)
    assert folder not in compute._read
