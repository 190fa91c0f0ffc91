"""Libraries are imported in the process that forks the sections, while other threads may print."""

import sys

import pytest

from helpers.run.processes import library_imports

MODULE = "modulo_que_imprime"


@pytest.fixture
def importing(tmp_path, monkeypatch):
    """A library that prints during its import, as another thread could meanwhile."""
    (tmp_path / f"{MODULE}.py").write_text("print(get_ipython().kernel, 'conforme')\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(library_imports, "SECTIONS_IMPORT", (MODULE,))
    monkeypatch.setattr(library_imports, "_view_modules", list)
    yield library_imports.warm_sections.__wrapped__
    sys.modules.pop(MODULE, None)


def test_text_printed_while_libraries_are_imported_is_not_lost(importing, capsys):
    importing()
    assert capsys.readouterr().out == "True conforme\n"
