"""Batches on this machine with the real command: a bad office, too much memory, Ctrl-C, `kill -9`, and resuming."""

import csv
import json
import os
import re
import shutil
import signal
import subprocess
import sys

import psutil
import pytest
from small_offices import batch, batch_done, ended, ends, make_offices, put, spoil, states, wait_for

from helpers.base.system.digest import file_sha256

pytestmark = pytest.mark.slow
signals = pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")

ALL = "*/2024-T2"
AT_WORK = ("goloso", "tambien")
"""Offices whose reports are being made when the first batch is killed."""
BOUND = "500M"
TOO_MUCH = "700"
"""Mebibytes that a section takes, more than the limit of its report."""


SERVED = """
import os
from helpers.desk.batch.workers import batch_worker
def serve(job, events):
    print(job, os.path.samestat(os.fstat(0), os.stat(os.devnull)), file=events, flush=True)
batch_worker._serve = serve
batch_worker.main()
"""


def rows(root):
    (path,) = root.glob("output/lotes/*/consolidado.csv")
    with path.open(encoding="utf-8", newline="") as stream:
        return {row["informe"].partition("/")[0]: row for row in csv.DictReader(stream)}


def published(root, office):
    with (root / f"output/{office}/2024-T2/cifras.csv").open(encoding="utf-8", newline="") as stream:
        return {row["id"]: row for row in csv.DictReader(stream)}


@pytest.fixture(scope="module")
def killed(tmp_path_factory):
    """A batch whose command was killed while it made two of five reports, and all its processes.

    Two reports were made before; one has bad data.
    """
    root = make_offices(tmp_path_factory.mktemp("lote") / "libro", "bien", "cambia", "goloso", "mal", "tambien")
    spoil(root, "mal")
    for office in AT_WORK:
        put(root / f"{office}.espera", "")
    command = batch(root, ALL, "--procesos", "2")
    wait_for(lambda: all((root / f"{office}.aqui").exists() for office in AT_WORK))
    workers = psutil.Process(command.pid).children(recursive=True)
    command.kill()
    command.communicate()
    return root, workers


@pytest.fixture(scope="module")
def resumed(killed):
    """What the same batch printed when it was to be repeated, and when it was, after a change of a finished report."""
    root, workers = killed
    wait_for(lambda: not psutil.wait_procs(workers, timeout=0)[1])
    put(root / "data/cambia/2024/T2/ejecucion.csv", "tarea,abr,may,jun\nT1,10,10,1\nT2,,5,4\n")
    put(root / "goloso.gasta", TOO_MUCH)
    for office in AT_WORK:
        (root / f"{office}.espera").unlink()
    made = (root / "output/bien/2024-T2/tiempos.json").read_bytes()
    dry = batch_done(root, ALL, "--simular")
    said = batch_done(root, ALL, "--procesos", "1", "--memoria", BOUND, code=1)
    assert (root / "output/bien/2024-T2/tiempos.json").read_bytes() == made, "it was not made again"
    return dry, said


@signals
def test_a_killed_batch_leaves_finished_reports_and_no_processes(killed):
    root, workers = killed
    assert len(workers) >= 4, "two workers and their sections'"
    wait_for(lambda: not psutil.wait_procs(workers, timeout=0)[1])
    assert list(states(root)) == ["bien: completo", "cambia: completo"]


def test_a_repeated_batch_makes_only_reports_that_failed_or_changed(killed, resumed):
    root, _ = killed
    dry, said = resumed
    assert "bien/2024-T2 · ya está hecho; se deja como está" in dry
    assert "cambia/2024-T2 · se haría: data/cambia/2024/T2/ejecucion.csv cambió" in dry
    for office in ("goloso", "mal", "tambien"):
        assert f"{office}/2024-T2 · se haría: ningún lote lo dejó hecho" in dry
    assert "Queda como está: 1 informe ya hecho." in said
    assert sorted(ended(said)) == ["cambia", "goloso", "mal", "tambien"]
    assert rows(root)["cambia"]["fisico_periodo"] == "75.00", "30 done of 40 programmed"


def test_a_report_that_fails_stops_no_other(killed, resumed):
    root, _ = killed
    _, said = resumed
    assert list(states(root)) == ["bien: completo", "cambia: completo", "tambien: completo"]
    assert "3 informes hechos de 5, 2 fallaron." in said
    assert "mal/2024-T2: En los datos hay un error: data/mal/2024/T2/ejecucion.csv, celda B2" in said


def test_a_report_that_takes_too_much_memory_fails_alone_with_the_reason(killed, resumed):
    root, _ = killed
    _, said = resumed
    assert "goloso/2024-T2: Usó más de 500 MiB de memoria, el tope de cada informe (--memoria)" in said
    assert "; tope 500 MiB." in said
    peaks = {office: re.findall(r", (\d+) MiB\)", words) for office, words in ended(said).items()}
    assert {office for office, found in peaks.items() for peak in found if int(peak) > 500} == {"goloso"}
    assert peaks["cambia"], "the first takes long enough to be measured"
    assert not list(root.glob("output/*/*.en-curso")), "nothing half made is left"


def test_the_consolidated_table_has_the_published_figures_of_each_report(killed, resumed):
    root, _ = killed
    found = rows(root)
    assert {name: row["resultado"] for name, row in found.items()} == {
        "bien": "hecho", "cambia": "hecho", "goloso": "falló", "mal": "falló", "tambien": "hecho",
    }  # fmt: skip
    assert len({found[office]["fisico_periodo"] for office in ("bien", "cambia", "tambien")}) == 3
    for office in ("bien", "cambia", "tambien"):
        row, figures = found[office], published(root, office)
        ids = {column: row[f"{column}_cifra"] for column in row if f"{column}_cifra" in row and row[column]}
        assert set(ids) == {"fisico_periodo", "fisico_acumulado", "financiero_acumulado"}
        for column, figure in ids.items():
            assert row[column] == figures[figure]["publicado"]
            assert row[f"{column}_calificacion"] == figures[figure]["calificacion"]
        assert row["manifiesto"] == file_sha256(root / row["carpeta"] / "manifiesto.json")


def test_a_batch_of_another_name_keeps_the_same_reports_unless_its_options_differ(killed, resumed):
    root, _ = killed
    before = rows(root)
    assert "1 informe ya hecho" in batch_done(root, "bien/2024-T2", "--lote", "otro")
    shutil.rmtree(root / "output/lotes/otro")
    assert rows(root) == before
    assert "bien/2024-T2 · se haría: se hizo con otras opciones" in batch_done(root, ALL, "--simular", pdf=True)


@signals
def test_an_interrupted_batch_ends_in_order_and_leaves_nothing_running(tmp_path):
    root = make_offices(tmp_path / "libro", "sola")
    put(root / "sola.espera", "")
    running = batch(root, ALL)
    wait_for((root / "sola.aqui").exists)
    workers = psutil.Process(running.pid).children(recursive=True)
    running.send_signal(signal.SIGINT)
    said = ends(running, 130, seconds=60)
    assert "Repita la misma orden y el lote sigue donde quedó." in said
    assert not psutil.wait_procs(workers, timeout=5)[1]
    assert not [*root.glob("output/sola/*")]


def test_a_workbook_in_an_object_store_is_fetched_and_its_reports_are_put_back(tmp_path):
    root = make_offices(tmp_path / "libro", "sola")
    here = tmp_path / "aqui"
    here.mkdir()
    address = f"file://{root}"
    assert "1 informe hecho de 1." in batch_done(here, ALL, "--raiz", address)
    pointer = json.loads((root / "output/sola/2024-T2/vigente.json").read_text(encoding="utf-8"))
    folder = root / "output/sola/2024-T2" / pointer["carpeta"]
    assert file_sha256(folder / "manifiesto.json") == pointer["manifiesto"] == rows(here)["sola"]["manifiesto"]
    assert {path.name for path in root.glob("output/lotes/*/*")} == {
        f"consolidado.{kind}" for kind in ("html", "csv", "xlsx")
    }
    assert "ya está hecho" in batch_done(here, ALL, "--raiz", address, "--simular")
    put(root / "data/sola/2024/acciones.csv", "acp,denominacion\n1,Otra acción\n")
    assert "se haría: sus insumos cambiaron" in batch_done(here, ALL, "--raiz", address, "--simular")


def test_a_report_sees_an_empty_standard_input_and_not_the_pipe_of_the_jobs():
    """While a thread waits for a job, Windows blocks whoever looks at that pipe: loading numpy never ended there."""
    command = [sys.executable, "-c", SERVED]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as worker:
        print('{"a": 1}', file=worker.stdin, flush=True)
        assert worker.stdout.readline() == "{'a': 1} True\n"
