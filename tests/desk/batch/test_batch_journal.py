"""The journal of a batch: events are only appended, and only whole lines are read."""

import json
from dataclasses import asdict

import pytest
from pydantic import ValidationError

from helpers.desk.batch.batch_journal import FAILED, MADE, STARTED, Journal
from helpers.desk.batch.batch_records import Card, HeadlineFigure, Outcome, read_card, read_outcome

FIGURE = HeadlineFigure("avance_fisico/2024-T2/entidad/A", "Avance físico", "92.10", "%", "Alto", "verde", "●")
CARD = Card(
    "a/2024-T2", "Oficina A", "A", "segundo trimestre de 2024", "Método", "borrador", False,
    {"fisico_periodo": FIGURE}, 0, 3, 12, "ab" * 32, "output/a/2024-T2",
)  # fmt: skip


@pytest.fixture
def path(tmp_path):
    return tmp_path / "estado.jsonl"


@pytest.fixture
def journal(path):
    return Journal(path, "código", with_pdf=True)


def test_the_last_event_of_each_report_is_read_back(journal):
    assert journal.entries() == {}
    journal.begin(informes=3)
    journal.started("a/2024-T2", "proceso 1")
    journal.started("b/2024-T2", "proceso 2")
    journal.ended("a/2024-T2", Outcome(seconds=12.3, memory=1 << 20, card=CARD, source="huella"))
    journal.ended("b/2024-T2", Outcome(error="No hay datos."))
    journal.started("c/2024-T2", "proceso 1")
    entries = journal.entries()
    assert {name: entry.kind for name, entry in entries.items()} == {
        "a/2024-T2": MADE,
        "b/2024-T2": FAILED,
        "c/2024-T2": STARTED,
    }
    assert entries["a/2024-T2"].outcome == Outcome(seconds=12.3, memory=1 << 20, card=CARD, source="huella")
    assert entries["b/2024-T2"].outcome.error == "No hay datos."
    assert (entries["a/2024-T2"].code, entries["a/2024-T2"].with_pdf) == ("código", True)


def test_a_printed_number_is_stored_as_text(journal, path):
    journal.ended("a/2024-T2", Outcome(card=CARD))
    assert json.loads(path.read_text(encoding="utf-8"))["ficha"]["figures"]["fisico_periodo"]["published"] == "92.10"


def _with_change(plain: dict, change: str) -> dict:
    figure = plain["figures"]["fisico_periodo"]
    return {
        "una clave de más": plain | {"color": "azul"},
        "una clave de menos": {key: value for key, value in plain.items() if key != "notes"},
        "un conteo como texto": plain | {"notes": "12"},
        "un sí como número": plain | {"synthetic": 0},
        "un número de la máquina": plain | {"figures": {"fisico_periodo": figure | {"published": 92.1}}},
        "una clave de más en una cifra": plain | {"figures": {"fisico_periodo": figure | {"color": "azul"}}},
        "otra cosa": [plain],
    }[change]


CHANGES = (
    "una clave de más", "una clave de menos", "un conteo como texto", "un sí como número", "un número de la máquina",
    "una clave de más en una cifra", "otra cosa",
)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_card_of_another_structure_is_refused(change):
    plain = json.loads(json.dumps(asdict(CARD)))
    assert read_card(plain) == CARD
    assert read_outcome({"card": plain}) == Outcome(card=CARD)
    for read, said in ((read_card, _with_change(plain, change)), (read_outcome, {"card": _with_change(plain, change)})):
        with pytest.raises(ValidationError):
            read(said)
    with pytest.raises(ValidationError):
        read_outcome({"memory": "12"})


@pytest.mark.parametrize("change", CHANGES)
def test_a_card_of_another_structure_in_the_journal_is_ignored(journal, path, change):
    """Another version of the program may have written it. The batch goes on and makes that report again."""
    journal.ended("a/2024-T2", Outcome(card=CARD))
    line = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(line | {"ficha": _with_change(line["ficha"], change)}) + "\n", encoding="utf-8")
    entry = journal.entries()["a/2024-T2"]
    assert (entry.kind, entry.code, entry.outcome.card) == (MADE, "código", None)


@pytest.mark.parametrize("left", range(1, 60, 7))
def test_an_incomplete_last_line_is_skipped_and_the_next_starts_a_new_line(journal, path, left):
    journal.ended("a/2024-T2", Outcome(card=CARD))
    whole = path.read_bytes()
    journal.ended("ñ/2024-T2", Outcome(error="Ñandú."))
    path.write_bytes(whole + path.read_bytes()[len(whole) :][:left])
    assert list(journal.entries()) == ["a/2024-T2"]
    journal.started("b/2024-T2", "proceso 3")
    assert list(journal.entries()) == ["a/2024-T2", "b/2024-T2"]
    assert path.read_bytes().startswith(whole), "nothing that was written is ever changed"
