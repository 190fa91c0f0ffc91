"""A report takes its place in one step, and a run that is cut short loses nothing."""

from pathlib import Path

import pytest
from run_fakes import hashes

from helpers.run.report.destination import FINAL_KEPT, Busy, Destination


@pytest.fixture
def place(tmp_path):
    """A destination that has a report."""
    fill(tmp_path / "2024-T2", "viejo")
    return Destination(tmp_path / "2024-T2", "output/mre/2024-T2")


def fill(folder, text):
    folder.mkdir()
    (folder / "informe.html").write_text(text, encoding="utf-8")


def text_of(folder):
    return (folder / "informe.html").read_text(encoding="utf-8")


def folders_beside(place):
    return sorted(path.name for path in place.folder.parent.iterdir())


def test_the_new_report_takes_the_place_of_the_old(place):
    fill(place.staging, "nuevo")
    place.publish()
    assert text_of(place.folder) == "nuevo"
    assert folders_beside(place) == ["2024-T2"]


def test_the_first_report_needs_no_old_one(tmp_path):
    place = Destination(tmp_path / "2024-T2", "")
    fill(place.staging, "nuevo")
    assert place.publish(keep_as=FINAL_KEPT) is None
    assert folders_beside(place) == ["2024-T2"]


def test_the_old_report_stays_if_the_new_one_cannot_be_moved(place, monkeypatch):
    fill(place.staging, "nuevo")
    before = hashes(place.folder)
    rename = Path.rename

    def refuse(path, target):
        if path == place.staging:
            raise PermissionError("abierto en otro programa")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    monkeypatch.setattr("helpers.run.report.destination.PAUSE", 0)
    with pytest.raises(PermissionError):
        place.publish()
    assert hashes(place.folder) == before
    assert text_of(place.staging) == "nuevo"


def test_a_final_report_is_put_back_too(place):
    fill(place.staging, "nuevo")
    place.folder.rename(place.folder.with_name("2024-T2.definitivo-1"))
    with place.reserved():
        assert text_of(place.folder) == "viejo"
    assert folders_beside(place) == ["2024-T2"]


def test_of_several_final_reports_the_last_is_put_back(place):
    """Names are not in the order of their numbers, some of which may be free again; a copy of someone's is none of them."""
    for name in ("2", "9", "10-copia"):
        fill(place.folder.with_name(f"2024-T2.definitivo-{name}"), name)
    fill(place.staging, "nuevo")
    kept = place.publish(keep_as=FINAL_KEPT)
    assert [path.name.rpartition("-")[2] for path in place.kept] == ["2", "9", "10"]
    place.folder.rename(place.staging)
    place.recover()
    assert text_of(place.folder) == "viejo" and not kept.exists()


def test_the_old_report_is_put_back_if_publishing_stopped_between_its_two_moves(place):
    fill(place.staging, "nuevo")
    place.folder.rename(place.previous)
    with place.reserved():
        assert text_of(place.folder) == "viejo"
        assert not place.staging.exists()
    assert folders_beside(place) == ["2024-T2"]


def test_the_new_report_is_kept_if_publishing_stopped_after_its_two_moves(place):
    fill(place.previous, "más viejo")
    place.recover()
    assert text_of(place.folder) == "viejo"
    assert folders_beside(place) == ["2024-T2"]


def test_recovering_puts_the_old_report_back_and_makes_no_folder(place, tmp_path):
    place.folder.rename(place.previous)
    place.recover()
    assert text_of(place.folder) == "viejo"
    Destination(tmp_path / "otra" / "2024-T3", "").recover()
    assert not (tmp_path / "otra").exists()


def test_recovering_leaves_a_run_in_progress_alone(place):
    with place.reserved():
        fill(place.staging, "nuevo")
        assert place.is_busy
        place.recover()
        assert text_of(place.staging) == "nuevo"
    assert not place.is_busy


def test_two_runs_cannot_have_the_same_destination(place):
    with place.reserved(), pytest.raises(Busy), place.reserved():
        pass


def test_a_failed_run_replaces_only_the_last_failed_one(place):
    before = hashes(place.folder)
    fill(place.failed, "fallo viejo")
    fill(place.staging, "fallo nuevo")
    place.keep_failed()
    assert text_of(place.failed) == "fallo nuevo"
    assert hashes(place.folder) == before


def test_the_work_of_an_interrupted_run_is_discarded(place):
    with pytest.raises(KeyboardInterrupt), place.workspace() as folder:
        (folder / "a medias").touch()
        raise KeyboardInterrupt
    assert folders_beside(place) == ["2024-T2"]
