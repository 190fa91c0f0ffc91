"""What a batch records of a report: its card, and the receipt that says which code made it."""

import json
from dataclasses import asdict

import pytest
from small_offices import make_offices, put

from helpers.base.system.workspace import Workspace
from helpers.desk.batch.batch_records import Card, Ended, HeadlineFigure, Job
from helpers.desk.batch.batch_screen import ended_line
from helpers.desk.batch.code_version import code_here
from helpers.desk.batch.finished_reports import OTHER_REPORT, Folder, receipt_file, write_receipt
from helpers.desk.batch.object_store import NEW, OTHER_CODE, OTHER_OPTIONS, Store
from helpers.desk.batch.workers import batch_worker
from helpers.desk.batch.workers.batch_worker import make_outcome

FIGURE = HeadlineFigure("avance_fisico/2024-T2/entidad/A", "Avance físico", "92.10", "%", "Alto", "verde", "●")
CARD = Card(
    "a/2024-T2", "Oficina A", "A", "segundo trimestre de 2024", "Método", "borrador", False,
    {"fisico_periodo": FIGURE}, 0, 3, 12, "ab" * 32, "output/a/2024-T2",
)  # fmt: skip
REPORT = "a/2024-T2"


def test_a_card_is_read_back_from_json():
    assert Card.of(json.loads(json.dumps(asdict(CARD)))) == CARD


@pytest.fixture
def made(tmp_path):
    """The folder of a report that a batch made, of which only the manifest matters here."""
    folder = make_offices(tmp_path / "libro", "a") / "output/a/2024-T2"
    put(folder / "manifiesto.json", "{}")
    write_receipt(folder, code_here().digest)
    return folder


def why_not_valid(folder):
    return Folder(Workspace(folder.parents[2])).why_not_valid(REPORT, with_pdf=False)


def test_the_manifest_of_a_report_with_a_receipt_is_looked_at(made, wording):
    wording(why_not_valid(made))


def test_a_report_of_other_code_is_made_again(made):
    write_receipt(made, "otro")
    assert why_not_valid(made) == OTHER_CODE


def test_a_report_that_replaced_that_of_a_batch_is_made_again(made):
    put(made / "manifiesto.json", "{ }")
    assert why_not_valid(made) == OTHER_REPORT


@pytest.mark.parametrize("text", [None, "", '{"manifiesto": ', "[]", "{}"])
def test_a_report_without_a_readable_receipt_is_made_again(made, text):
    receipt_file(made).unlink()
    if text is not None:
        put(receipt_file(made), text)
    assert why_not_valid(made) == NEW


def test_a_report_that_fails_is_tried_again_although_an_earlier_one_is_there(made):
    put(made.parents[2] / "params/a/2024-T2.yaml", "entidad: otra\n")
    assert make_outcome(Job(str(made.parents[2]), REPORT, with_pdf=False), print).error
    assert why_not_valid(made) == NEW
    assert (made / "manifiesto.json").is_file()


def test_what_a_report_replaces_is_told_on_the_screen_of_the_batch(made, monkeypatch):
    monkeypatch.setattr(batch_worker, "run_report", lambda _, __, watcher: watcher.notice("Era definitivo."))
    outcome = make_outcome(Job(str(made.parents[2]), REPORT, with_pdf=False), print)
    shown = ended_line(Ended(REPORT, outcome), "[1 de 1]").plain.splitlines()
    assert (outcome.error, shown[1:]) == ("", ["    Era definitivo."])


def test_a_report_in_a_store_is_valid_with_the_same_code_options_and_inputs(tmp_path):
    root = make_offices(tmp_path / "libro", "a")
    store = Store(f"file://{root}")
    assert store.why_not_valid(REPORT, with_pdf=False) == NEW
    put(tmp_path / "informe/informe.html", "hecho")
    facts = {"origen": store.signature(REPORT), "codigo": code_here().digest, "con_pdf": False}
    store.put_back(tmp_path / "informe", CARD, **facts)
    assert store.why_not_valid(REPORT, with_pdf=False) == ""
    assert store.card(REPORT).figures == CARD.figures
    assert store.why_not_valid(REPORT, with_pdf=True) == OTHER_OPTIONS
    put(root / "data/a/2024/acciones.csv", "acp,denominacion\n1,Otra acción\n")
    assert store.why_not_valid(REPORT, with_pdf=False) == "sus insumos cambiaron"
    store.put_back(tmp_path / "informe", CARD, **facts | {"codigo": "otro"})
    assert store.why_not_valid(REPORT, with_pdf=False) == OTHER_CODE
