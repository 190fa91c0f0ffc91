"""Libraries are imported in the process that forks the sections, while other threads may print."""

import sys

import pytest

from helpers.run.processes import section_pool

MODULE = "modulo_que_imprime"


@pytest.fixture
def importing(tmp_path, monkeypatch):
    """A library that prints during its import, as another thread could meanwhile."""
    (tmp_path / f"{MODULE}.py").write_text("print(get_ipython().kernel, 'conforme')\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(section_pool, "SECTIONS_IMPORT", (MODULE,))
    monkeypatch.setattr(section_pool, "_view_modules", list)
    yield section_pool.warm_sections.__wrapped__
    sys.modules.pop(MODULE, None)


def test_text_printed_while_libraries_are_imported_is_not_lost(importing, capsys):
    importing()
    assert capsys.readouterr().out == "True conforme\n"
