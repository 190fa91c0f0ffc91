"""The reference page matches the declarations of the tables."""

from pathlib import Path

from helpers.intake.dataset import TABLES
from tools.reference_page import PAGE, main, page

ROOT = Path(__file__).parents[2]


def test_the_page_is_up_to_date():
    assert (ROOT / PAGE).read_text(encoding="utf-8") == page(), "python -m tools.reference_page"


def test_an_outdated_page_is_reported(tmp_path, monkeypatch, capsys, wording):
    monkeypatch.setenv("POA_RAIZ", str(tmp_path))
    (tmp_path / "docs/guia").mkdir(parents=True)
    assert main(["--check"]) == 1
    wording(capsys.readouterr().err)
    assert main([]) == 0
    assert main(["--check"]) == 0


def test_every_column_has_its_line():
    shown = page()
    for table in TABLES.values():
        section = shown.split(f"\n### {table.name}\n")[1].split("\n### ")[0]
        assert [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")] == [
            column.name for column in table.file_columns
        ]
