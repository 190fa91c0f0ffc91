"""`poa borrador` writes the conclusions once, for the planner to edit."""

from __future__ import annotations

import pytest
from quarter_files import make_writing_world
from real_commands import poa

RUN = "mini/2024-T2"
FILE = "data/mini/2024/T2/texto/conclusiones.md"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return make_writing_world(tmp_path_factory.mktemp("borrador")).root


def test_a_draft_is_written_once_and_never_over_an_edited_text(root, wording):
    done = poa(root, "draft", RUN)
    assert done.returncode == 0, done.stderr
    assert f"creado     {FILE}" in done.stdout
    path = root / FILE
    assert '{{ cifra("ejecucion_financiera/2024-S1/entidad/MINI") }}' in path.read_text(encoding="utf-8")

    path.write_text("La ejecución financiera fue de 34,20 %.\n\n{{ cifra('x/2024-T2/entidad/MINI') }}\n", encoding="utf-8")
    again = poa(root, "draft", RUN)
    assert again.returncode == 0
    assert f"ya estaba  {FILE}" in again.stdout
    assert path.read_text(encoding="utf-8").startswith("La ejecución")

    # The edited text is compared with the figures. All its faults are reported at once and stop the report.
    refused = poa(root, "report", RUN, "--sin-pdf")
    assert refused.returncode == 1
    message = " ".join(refused.stdout.split() + refused.stderr.split())
    values = ("1", "34,20", "Ejecución financiera", "primer", "2024", "33,20", "3", "«x/2024-T2/entidad/MINI»")
    wording(message[message.index("línea 1") : message.index(" Las más parecidas")], *values)
    assert not (root / "output" / RUN).exists()
