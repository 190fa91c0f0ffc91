"""Batches on this machine with the real command: a bad office, too much memory, Ctrl-C, `kill -9`, and resuming."""

import csv
import json
import os
import re
import shutil
import signal

import psutil
import pytest
from small_offices import batch, batch_done, ended, ends, make_offices, put, spoil, states, wait_for

from helpers.base.system.digest import file_sha256

pytestmark = pytest.mark.slow
signals = pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")

ALL = "*/2024-T2"
BOUND = "500M"
TOO_MUCH = "700"
"""Mebibytes that a section takes, more than the limit of its report."""


def rows(root):
    (path,) = root.glob("output/lotes/*/consolidado.csv")
    with path.open(encoding="utf-8", newline="") as stream:
        return {row["informe"].partition("/")[0]: row for row in csv.DictReader(stream)}


def published(root, office):
    with (root / f"output/{office}/2024-T2/cifras.csv").open(encoding="utf-8", newline="") as stream:
        return {row["id"]: row for row in csv.DictReader(stream)}


@pytest.fixture(scope="module")
def mixed(tmp_path_factory):
    """A batch of four, one with bad data and one that takes too much memory; and what the command printed."""
    root = make_offices(tmp_path_factory.mktemp("lote") / "libro", "bien", "goloso", "mal", "tambien")
    spoil(root, "mal")
    put(root / "goloso.gasta", TOO_MUCH)
    return root, batch_done(root, ALL, "--procesos", "2", "--memoria", BOUND, code=1)


def test_a_report_that_fails_stops_no_other(mixed):
    root, said = mixed
    assert list(states(root)) == ["bien: completo", "tambien: completo"]
    assert "2 informes hechos de 4, 2 fallaron." in said
    assert "mal/2024-T2: En los datos hay un error: data/mal/2024/T2/ejecucion.csv, celda B2" in said
    assert sorted(ended(said)) == ["bien", "goloso", "mal", "tambien"]


def test_a_report_that_takes_too_much_memory_fails_alone_with_the_reason(mixed):
    root, said = mixed
    assert "goloso/2024-T2: Usó más de 500 MiB de memoria, el tope de cada proceso (--memoria)" in said
    assert "; tope 500 MiB." in said
    peaks = {office: re.findall(r", (\d+) MiB\)", words) for office, words in ended(said).items()}
    assert {office for office, found in peaks.items() for peak in found if int(peak) > 500} == {"goloso"}
    assert peaks["bien"]
    assert not list(root.glob("output/*/*.en-curso")), "nothing half made is left"


def test_the_consolidated_table_has_the_published_figures_of_each_report(mixed):
    root, _ = mixed
    found = rows(root)
    assert {name: row["resultado"] for name, row in found.items()} == {
        "bien": "hecho", "goloso": "falló", "mal": "falló", "tambien": "hecho",
    }  # fmt: skip
    assert found["bien"]["fisico_periodo"] != found["tambien"]["fisico_periodo"]
    for office in ("bien", "tambien"):
        row, figures = found[office], published(root, office)
        ids = {column: row[f"{column}_cifra"] for column in row if f"{column}_cifra" in row and row[column]}
        assert set(ids) == {"fisico_periodo", "fisico_acumulado", "financiero_acumulado"}
        for column, figure in ids.items():
            assert row[column] == figures[figure]["publicado"]
            assert row[f"{column}_calificacion"] == figures[figure]["calificacion"]
        assert row["manifiesto"] == file_sha256(root / row["carpeta"] / "manifiesto.json")


def test_a_repeated_batch_makes_only_reports_that_failed_or_changed(mixed):
    root, _ = mixed
    spoil(root, "goloso")
    put(root / "data/tambien/2024/T2/ejecucion.csv", "tarea,abr,may,jun\nT1,10,10,1\nT2,,5,4\n")
    dry = batch_done(root, ALL, "--simular")
    assert "bien/2024-T2 · ya está hecho; se deja como está" in dry
    assert "goloso/2024-T2 · se haría: ningún lote lo dejó hecho" in dry
    assert "tambien/2024-T2 · se haría: data/tambien/2024/T2/ejecucion.csv cambió" in dry
    before = rows(root)["bien"]
    said = batch_done(root, ALL, "--procesos", "1", code=1)
    assert "1 informe ya está hecho y se deja como está." in said
    assert sorted(ended(said)) == ["goloso", "mal", "tambien"]
    assert rows(root)["bien"] == before
    assert rows(root)["tambien"]["fisico_periodo"] == "75.00", "30 done of 40 programmed"


@pytest.fixture(scope="module")
def killed(tmp_path_factory):
    """A batch whose command was killed while it made the second report, and its worker processes."""
    root = make_offices(tmp_path_factory.mktemp("muerto") / "libro", "primera", "segunda")
    put(root / "segunda.espera", "")
    command = batch(root, ALL, "--procesos", "1")
    wait_for((root / "segunda.aqui").exists)
    workers = psutil.Process(command.pid).children(recursive=True)
    command.kill()
    command.communicate()
    return root, workers


@signals
def test_a_killed_batch_resumes_without_repeating_or_losing_anything(killed):
    root, workers = killed
    assert len(workers) >= 2, "the worker and its section's"
    wait_for(lambda: not psutil.wait_procs(workers, timeout=0)[1])
    assert list(states(root)) == ["primera: completo"]
    made = (root / "output/primera/2024-T2/tiempos.json").read_bytes()
    (root / "segunda.espera").unlink()
    said = batch_done(root, ALL)
    assert "1 informe ya está hecho y se deja como está." in said
    assert (root / "output/primera/2024-T2/tiempos.json").read_bytes() == made
    assert list(states(root)) == ["primera: completo", "segunda: completo"]
    assert {row["resultado"] for row in rows(root).values()} == {"hecho"}
    assert len(rows(root)) == 2


@signals
def test_a_batch_of_another_name_keeps_the_same_reports_unless_its_options_differ(killed):
    root, _ = killed
    before = rows(root)
    assert "2 informes ya están hechos" in batch_done(root, ALL, "--lote", "otro")
    shutil.rmtree(root / "output/lotes/otro")
    assert rows(root) == before
    assert "se haría: se hizo con otras opciones" in batch_done(root, ALL, "--simular", pdf=True)


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
    assert [path.name for path in root.glob("output/sola/*")] == ["2024-T2.lote.json"]


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
