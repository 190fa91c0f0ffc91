"""The messy files of `tests/data/corpus/`: what must be read from each and what must be reported."""

import shutil
from pathlib import Path

import pytest
from ruamel.yaml import YAML

CORPUS = Path(__file__).parents[1] / "data/corpus"
CASES = sorted(path.name for path in CORPUS.iterdir() if path.is_dir())


@pytest.fixture(params=CASES)
def read_case(request, empty_desk):
    expected = YAML(typ="safe").load((CORPUS / request.param / "expected.yaml").read_text(encoding="utf-8"))
    shutil.copytree(CORPUS / request.param / "2024", empty_desk.year)
    dataset, findings = empty_desk.read(**expected.get("params", {}))
    # A case has only one or two tables, and may lack the one that every run must ask for.
    relevant = [finding for finding in findings if finding.codigo != "ENT-TABLA-FALTA"]
    return expected, dataset, relevant


def test_each_file_gives_the_expected_rows_and_findings(read_case):
    expected, dataset, relevant = read_case
    read = {
        table: [{"line": row.line, **{name: str(value) for name, value in row.values.items()}} for row in rows]
        for table, rows in dataset.tables.items()
    }
    assert read == expected["read"]
    reported = [[finding.codigo, finding.severidad.value, finding.hoja, finding.celda] for finding in relevant]
    assert reported == expected["reported"]


def test_every_message_begins_with_its_file_and_ends_as_a_sentence(read_case):
    for finding in read_case[2]:
        assert finding.mensaje.startswith(finding.archivo)
        assert finding.mensaje.endswith("."), finding.mensaje
        assert "\n" not in finding.mensaje


def test_every_case_of_the_corpus_has_its_expected_result():
    assert len(CASES) >= 25
    assert [name for name in CASES if not (CORPUS / name / "expected.yaml").is_file()] == []
