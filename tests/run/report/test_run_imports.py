"""Libraries are imported in the process that forks the sections, also in a thread of the audit."""

import sys

import pytest

from helpers.run.processes import library_imports

MODULE = "modulo_que_imprime"


@pytest.fixture
def importing(tmp_path, monkeypatch):
    """A library whose import takes while another thread prints: here it prints itself."""
    (tmp_path / f"{MODULE}.py").write_text("print(get_ipython().kernel, 'conforme')\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(library_imports, "SECTIONS_IMPORT", (MODULE,))
    monkeypatch.setattr(library_imports, "_view_modules", list)
    yield library_imports.warm_sections.__wrapped__
    sys.modules.pop(MODULE, None)


def test_what_is_printed_while_libraries_are_imported_arrives(importing, capsys):
    importing()
    assert capsys.readouterr().out == "True conforme\n"
