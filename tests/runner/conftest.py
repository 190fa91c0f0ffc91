"""A workbook with two tiny notebooks."""

from pathlib import Path

import pytest
from run_fakes import ENTITY, RUN, Notes, write_notebook

from helpers.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workbook of one institution, one run and two sections that read the run's folder."""
    root = tmp_path / "libro"
    files = {"mre/entidad.yaml": ENTITY, "mre/2024-T2.yaml": RUN, "metodos/simple.yaml": "id: simple\n"}
    for name, text in files.items():
        path = root / "params" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    notebooks = root / "notebooks" / "trimestral"
    write_notebook(
        notebooks / "01_resumen.ipynb",
        "from pathlib import Path",
        'print((Path(corrida) / "libro.json").read_text())',
    )
    write_notebook(notebooks / "04_acp.ipynb", "import os", "print(os.getcwd(), os.listdir())")
    return Workspace(root)


@pytest.fixture
def notes() -> Notes:
    return Notes()
