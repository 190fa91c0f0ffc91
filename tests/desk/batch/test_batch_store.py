"""A workbook in an object store: a report's inputs are fetched, and its finished run is put in place in one step."""

from dataclasses import replace

import pytest
from fsspec.core import url_to_fs
from small_offices import make_offices, put
from test_batch_records import CARD

from helpers.base.errors import UsageError
from helpers.desk.batch.object_store import Store

REPORT = "uno/2024-T2"


@pytest.fixture(params=["file", "memory"])
def store(request, tmp_path):
    """The same workbook as a folder reached like a store, and in a store that has no folders."""
    root = make_offices(tmp_path / "libro", "uno", "dos")
    put(root / "params/suelto.yaml", "de nadie\n")
    if request.param == "file":
        yield Store(f"file://{root}")
        return
    files = pytest.importorskip("fsspec").filesystem("memory")
    files.put(f"{root}/", "/libro/", recursive=True)
    yield Store("memory://libro")
    files.rm("/libro", recursive=True)


def make_run(folder, text):
    put(folder / "informe.html", text)
    put(folder / "cuadernos/01_primera.ipynb", text)
    return folder


def exists_in(store, label):
    files, path = url_to_fs(store.link(label))
    return files.exists(path)


def test_a_file_is_mirrored_and_a_missing_one_is_removed_from_the_store(store, tmp_path):
    label, made = "output/lotes/x/consolidado.pdf", tmp_path / "consolidado.pdf"
    put(made, "uno")
    store.mirror_file(made, label)
    assert exists_in(store, label)
    made.unlink()
    for _ in range(2):
        store.mirror_file(made, label)
        assert not exists_in(store, label)


def put_back(store, folder, text, manifest):
    card = replace(CARD, report=REPORT, manifest=manifest * 32)
    store.put_back(make_run(folder, text), card, origen="huella", codigo="código", con_pdf=False)
    return store.current(REPORT)["ficha"]["folder"]


def test_runs_are_those_of_institutions_with_parameters(store):
    assert store.runs() == ("dos/2024-T2", "uno/2024-T2")


def test_only_the_inputs_of_a_report_are_fetched(store, tmp_path):
    workspace = store.bring(REPORT, tmp_path / "trabajo")
    assert workspace.run_file("uno", "2024-T2").is_file()
    assert workspace.method_file("mre-2024").is_file()
    assert (workspace.year_data("uno", 2024) / "T2/ejecucion.csv").is_file()
    assert workspace.section_notebooks()
    assert not (workspace.params / "dos").exists()
    assert not (workspace.root / "data/dos").exists()


def test_the_signature_changes_only_with_the_inputs_of_the_report(store, tmp_path):
    before = store.signature(REPORT)
    put(tmp_path / "otro.csv", "otra cosa\n")
    store.put_file(tmp_path / "otro.csv", "data/dos/2024/otro.csv")
    assert store.signature(REPORT) == before
    store.put_file(tmp_path / "otro.csv", "data/uno/2024/T2/otro.csv")
    assert store.signature(REPORT) != before


def test_a_new_run_replaces_the_current_one_and_those_before_are_kept(store, tmp_path):
    assert store.current(REPORT) == {}
    labels = [put_back(store, tmp_path / text, text, text * 2) for text in ("1", "2", "3")]
    current = store.current(REPORT)
    assert (current["manifiesto"], current["ficha"]["folder"]) == ("33" * 32, labels[2])
    kept = {label: exists_in(store, f"{label}/cuadernos/01_primera.ipynb") for label in labels}
    assert kept == dict.fromkeys(labels, True)
    assert store.link(labels[2]).startswith(store.address)


def test_an_interrupted_upload_leaves_the_earlier_run_in_place(store, tmp_path, monkeypatch):
    label = put_back(store, tmp_path / "1", "1", "11")
    put_file = Store.put_file

    def gone(self, path, place):
        if path.name == "informe.html":
            raise OSError("se cortó")
        put_file(self, path, place)

    monkeypatch.setattr(Store, "put_file", gone)
    with pytest.raises(OSError, match="se cortó"):
        put_back(store, tmp_path / "2", "2", "22")
    assert store.current(REPORT)["ficha"]["folder"] == label
    assert exists_in(store, f"{label}/informe.html")


def test_an_address_that_cannot_be_opened_is_reported():
    with pytest.raises(UsageError, match="No se puede abrir «nada://libro»"):
        Store("nada://libro").runs()
