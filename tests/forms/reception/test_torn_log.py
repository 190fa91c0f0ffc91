"""A reception log that was cut short, by a full disk or by an interrupted writing."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from disk_limits import full_disk
from quarter_files import LATER, NOW, hand_in, make_world, period_folder

from helpers.desk.checking.period_check import check_run
from helpers.figures.findings import Severity
from helpers.forms.reception.log_file import append_lines, read_log
from helpers.forms.reception.reception_log import LOG, Entry, State

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
            estado=tuple(State)[place % 4],
            motivo="celda E7: «diez, y pico» · y 2 más" if place % 2 else "",
        )
        for place in range(count)
    )


def test_a_log_cut_anywhere_gives_no_wrong_entry_and_can_be_continued(workspace):
    folder = period_folder(workspace)
    every, more = entries(12), entries(13)[12:]
    append_lines(read_log(workspace, folder), every)
    whole = (folder / LOG).read_bytes()
    assert read_log(workspace, folder).entries == every
    chance = random.Random(15)
    for cut in chance.sample(range(len(whole)), TIMES):
        for path in folder.glob("*.*"):
            path.unlink()
        (folder / LOG).write_bytes(whole[:cut])
        log = read_log(workspace, folder)
        assert log.is_readable and log.entries == every[: len(log.entries)], cut
        append_lines(log, more)
        aside = b"".join(path.read_bytes() for path in folder.glob("recepcion-cortado-*.txt"))
        assert whole[:cut].endswith(aside)
        assert (folder / LOG).read_bytes().startswith(whole[:cut].removesuffix(aside)), cut
        again = read_log(workspace, folder)
        assert again.entries == (*log.entries, *more) and not again.findings


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


def test_a_torn_line_is_put_aside_and_named_and_its_form_judged_again(workspace):
    hand_in(workspace, "U1")
    check_run(workspace, "mini", "2024-T2", NOW)
    hand_in(workspace, "U2")
    check_run(workspace, "mini", "2024-T2", NOW)
    log = period_folder(workspace) / LOG
    whole = log.read_bytes()
    log.write_bytes(whole[:-30])
    *kept, torn = whole[:-30].splitlines(keepends=True)
    checked = check_run(workspace, "mini", "2024-T2", LATER)
    (finding,) = [item for item in checked.findings if item.codigo == "REC-CORTADO"]
    assert finding.severidad is Severity.WARNING and not checked.fails
    aside = next(period_folder(workspace).glob("recepcion-cortado-*.txt"))
    assert aside.name in finding.mensaje and aside.read_bytes() == torn
    assert log.read_bytes().startswith(b"".join(kept))
    assert sorted(read_log(workspace, period_folder(workspace)).accepted) == ["U1", "U2"]
    again = check_run(workspace, "mini", "2024-T2", LATER)
    assert reception_codes(again) == [] and "ENT-ARCHIVO-DESCONOCIDO" not in {item.codigo for item in again.findings}


def test_a_report_names_a_torn_line_and_does_not_change_the_log(workspace):
    from helpers.run.gathered_inputs import gather

    hand_in(workspace, "U1")
    check_run(workspace, "mini", "2024-T2", NOW)
    log = period_folder(workspace) / LOG
    log.write_bytes(log.read_bytes()[:-3])
    before = log.read_bytes()
    gathered = gather(workspace, "mini", "2024-T2")
    codes = [item.codigo for item in gathered.findings if item.codigo.startswith("REC-")]
    assert codes == ["REC-CORTADO", "REC-SIN-REVISAR"] and not gathered.fails
    assert log.read_bytes() == before


def test_an_opened_quote_in_the_middle_is_not_taken_for_a_torn_end(workspace):
    folder = period_folder(workspace)
    append_lines(read_log(workspace, folder), entries(4))
    text = (folder / LOG).read_text(encoding="utf-8")
    (folder / LOG).write_text(text.replace(",v1,", ',"v1,', 1), encoding="utf-8", newline="")
    log = read_log(workspace, folder)
    assert not log.is_readable and [item.codigo for item in log.findings] == ["REC-REGISTRO"]
