"""A workbook in an object store: what a report needs is brought, and its run takes its place in one step."""

from dataclasses import replace

import pytest
from fsspec.core import url_to_fs
from small_offices import make_offices, put
from test_batch_journal import CARD

from helpers.base.errors import UsageError
from helpers.desk.batch.batch_records import Report
from helpers.desk.batch.object_store import Store

REPORT = Report("uno", "2024-T2")


@pytest.fixture(params=["file", "memory"])
def store(request, tmp_path):
    """The same workbook in a folder reached as a store is, and in one that has no folders at all."""
    root = make_offices(tmp_path / "libro", "uno", "dos")
    put(root / "params/suelto.yaml", "de nadie\n")
    if request.param == "file":
        yield Store(f"file://{root}")
        return
    files = pytest.importorskip("fsspec").filesystem("memory")
    files.put(f"{root}/", "/libro/", recursive=True)
    yield Store("memory://libro")
    files.rm("/libro", recursive=True)


def a_run(folder, text):
    put(folder / "informe.html", text)
    put(folder / "cuadernos/01_primera.ipynb", text)
    return folder


def is_there(store, label):
    files, path = url_to_fs(store.link(label))
    return files.exists(path)


def test_a_file_is_mirrored_and_where_there_is_none_what_stands_there_goes(store, tmp_path):
    label, made = "output/lotes/x/consolidado.pdf", tmp_path / "consolidado.pdf"
    put(made, "uno")
    store.mirror_file(made, label)
    assert is_there(store, label)
    made.unlink()
    for _ in range(2):
        store.mirror_file(made, label)
        assert not is_there(store, label)


def put_back(store, folder, text, manifest):
    card = replace(CARD, report=REPORT.name, manifest=manifest * 32)
    return store.put_back(a_run(folder, text), card, origen="huella", codigo="código", con_pdf=False)


def test_runs_are_those_of_institutions_with_parameters(store):
    assert store.runs() == ("dos/2024-T2", "uno/2024-T2")


def test_only_what_a_report_is_made_from_is_brought(store, tmp_path):
    workspace = store.bring(REPORT, tmp_path / "trabajo")
    assert workspace.run_file("uno", "2024-T2").is_file()
    assert workspace.method_file("mre-2024").is_file()
    assert (workspace.year_data("uno", 2024) / "T2/ejecucion.csv").is_file()
    assert workspace.section_notebooks()
    assert not (workspace.params / "dos").exists()
    assert not (workspace.root / "data/dos").exists()


def test_the_signature_changes_with_the_inputs_of_the_report_and_with_no_others(store, tmp_path):
    before = store.signature(REPORT)
    put(tmp_path / "otro.csv", "otra cosa\n")
    store.put_file(tmp_path / "otro.csv", "data/dos/2024/otro.csv")
    assert store.signature(REPORT) == before
    store.put_file(tmp_path / "otro.csv", "data/uno/2024/T2/otro.csv")
    assert store.signature(REPORT) != before


def test_a_run_takes_its_place_whole_and_the_one_before_stays_for_who_is_reading_it(store, tmp_path):
    assert store.current(REPORT.name) == {}
    labels = [put_back(store, tmp_path / text, text, text * 2) for text in ("1", "2", "3")]
    current = store.current(REPORT.name)
    assert (current["manifiesto"], current["ficha"]["folder"]) == ("33" * 32, labels[2])
    kept = {label: is_there(store, f"{label}/cuadernos/01_primera.ipynb") for label in labels}
    assert kept == {labels[0]: False, labels[1]: True, labels[2]: True}
    assert store.link(labels[2]).startswith(store.address)


def test_a_run_cut_short_while_it_is_put_back_leaves_the_earlier_one_in_its_place(store, tmp_path, monkeypatch):
    label = put_back(store, tmp_path / "1", "1", "11")
    put_file = Store.put_file

    def gone(self, path, place):
        if path.name == "informe.html":
            raise OSError("se cortó")
        put_file(self, path, place)

    monkeypatch.setattr(Store, "put_file", gone)
    with pytest.raises(OSError, match="se cortó"):
        put_back(store, tmp_path / "2", "2", "22")
    assert store.current(REPORT.name)["ficha"]["folder"] == label
    assert is_there(store, f"{label}/informe.html")


def test_an_address_that_cannot_be_opened_is_told():
    with pytest.raises(UsageError, match="No se puede abrir «nada://libro»"):
        Store("nada://libro").runs()
