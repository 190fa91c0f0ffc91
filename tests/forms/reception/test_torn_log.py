"""A reception log that was cut short, by hand or by an interrupted copy, and one on a full disk."""

from __future__ import annotations

import random
import sys
from datetime import timedelta

import pytest
from disk_limits import full_disk
from quarter_files import LATER, NOW, hand_in, make_world, period_folder

from helpers.desk.checking.period_check import check_run
from helpers.desk.checking.unit_standing import Status
from helpers.figures.situations import FormState
from helpers.forms.reception.reception_log import LOG, Entry, append_lines, read_log

TIMES = 300


@pytest.fixture
def workspace(tmp_path):
    return make_world(tmp_path)


def reception_codes(checked) -> list[str]:
    return [item.codigo for item in checked.findings if item.codigo.startswith("REC-")]


def entries(count: int) -> tuple[Entry, ...]:
    """Log lines with all characters that a file name, a person's name and a reason may contain."""
    names = ["Ana Rojas", 'José "Pepe" Ñuflo', "Eva\nDirectora", "Luz\rJefa", "- 12", "#7: «x», y"]
    return tuple(
        Entry(
            recibido=(NOW + timedelta(minutes=place)).isoformat(timespec="seconds"),
            archivo=f"envío {place}, {names[place % 6]}.xlsx",
            sha256=f"{place:064x}",
            unidad=f"U{place}",
            version="v1",
            fecha_presentacion="2024-07-05",
            presentado_por=names[place % 6],
            estado=tuple(FormState)[place % 4],
            motivo="celda E7: «diez, y pico» · y 2 más" if place % 2 else "",
        )
        for place in range(count)
    )


def test_a_log_cut_anywhere_is_refused_or_its_entries_are_right(workspace):
    folder = period_folder(workspace)
    every = entries(12)
    append_lines(read_log(workspace, folder), every)
    whole = (folder / LOG).read_bytes()
    assert read_log(workspace, folder).entries == every
    for cut in random.Random(15).sample(range(1, len(whole)), TIMES):
        (folder / LOG).write_bytes(whole[:cut])
        log = read_log(workspace, folder)
        if log.is_readable:
            assert whole[:cut].endswith(b"\n") and log.entries == every[: len(log.entries)], cut
        else:
            assert [(item.codigo, log.entries) for item in log.findings] == [("REC-REGISTRO", ())], cut


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_full_disk_does_not_touch_the_lines_before(workspace):
    folder = period_folder(workspace)
    every = entries(12)
    append_lines(read_log(workspace, folder), every[:6])
    before = (folder / LOG).read_bytes()
    log = read_log(workspace, folder)
    with full_disk(len(before) + 50), pytest.raises(OSError, match="File too large"):
        append_lines(log, every[6:])
    assert (folder / LOG).read_bytes() == before
    assert [path.name for path in folder.iterdir() if path.is_file()] == [LOG]
    append_lines(log, every[6:])
    assert read_log(workspace, folder).entries == every


@pytest.mark.parametrize("cut", [-1, -30, -70])
def test_a_cut_line_is_an_error_that_names_it_and_nothing_is_written(workspace, cut, wording):
    hand_in(workspace, "U1")
    check_run(workspace, "mini", "2024-T2", NOW)
    log = period_folder(workspace) / LOG
    log.write_bytes(log.read_bytes()[:cut])
    before = {path: path.read_bytes() for path in period_folder(workspace).rglob("*") if path.is_file()}
    hand_in(workspace, "U2")
    checked = check_run(workspace, "mini", "2024-T2", LATER)
    assert checked.fails and reception_codes(checked) == ["REC-REGISTRO"]
    (finding,) = [item for item in checked.findings if item.codigo == "REC-REGISTRO"]
    assert finding.archivo == "data/mini/2024/T2/recepcion.csv"
    wording(finding.mensaje, "2")
    assert {unit.status for unit in checked.units} == {Status.UNKNOWN}, "no unit is said to owe a form"
    assert {path: path.read_bytes() for path in before} == before


def test_without_its_cut_line_the_log_goes_on_and_the_form_is_judged_again(workspace):
    for unit in ("U1", "U2"):
        hand_in(workspace, unit)
        check_run(workspace, "mini", "2024-T2", NOW)
    log = period_folder(workspace) / LOG
    whole = log.read_bytes()
    log.write_bytes(b"".join(whole.splitlines(keepends=True)[:-1]))
    assert reception_codes(check_run(workspace, "mini", "2024-T2", LATER)) == []
    assert sorted(read_log(workspace, period_folder(workspace)).accepted) == ["U1", "U2"]


def test_a_report_is_not_made_from_a_cut_log(workspace):
    from helpers.run.gathered_inputs import gather

    hand_in(workspace, "U1")
    check_run(workspace, "mini", "2024-T2", NOW)
    log = period_folder(workspace) / LOG
    log.write_bytes(log.read_bytes()[:-3])
    before = log.read_bytes()
    gathered = gather(workspace, "mini", "2024-T2")
    assert [item.codigo for item in gathered.findings if item.codigo.startswith("REC-")] == ["REC-REGISTRO"]
    assert gathered.fails and log.read_bytes() == before


def test_an_opened_quote_in_the_middle_is_an_error(workspace):
    folder = period_folder(workspace)
    append_lines(read_log(workspace, folder), entries(4))
    text = (folder / LOG).read_text(encoding="utf-8")
    (folder / LOG).write_text(text.replace(",v1,", ',"v1,', 1), encoding="utf-8", newline="")
    log = read_log(workspace, folder)
    assert not log.is_readable and [item.codigo for item in log.findings] == ["REC-REGISTRO"]
