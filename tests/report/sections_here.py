"""Runs, in this process, the section notebooks of an institution written by hand, and gives what they say as text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from builders import ROOT
from lxml import html
from notebook_cells import pages_of

from helpers.base.system.workspace import ROOT_VARIABLE, Workspace
from helpers.checks.computed import Computed
from helpers.run import section
from helpers.run.compute import compute

NOTEBOOKS = {path.stem.partition("_")[2]: path for path in Workspace(ROOT).section_notebooks()}
RUN = """\
entidad: {name}
periodo: {period}
metodo: {method}
titulo: Seguimiento al POA
cortes: {{}}
{more}
tablas: [{tables}]
secciones: [{sections}]
"""
IDENTITY = "codigo: E\nnombre: Instituto de Prueba\nsigla: IP\n"
SECTIONS = (
    "resumen", "metodo", "acp", "areas", "unidades", "direcciones", "desviaciones", "conclusiones", "conciliacion",
    "anexos",
)  # fmt: skip


def write_institution(
    root: Path, tables: Mapping[str, str], *, method: str = "mre-2021", period: str = "2024-T2", more: str = ""
) -> Workspace:
    """A project with one institution; tables by their paths within the year's folder."""
    names = dict.fromkeys(Path(name).stem for name in tables)
    run = RUN.format(
        name="x", period=period, method=method, more=more, tables=", ".join(names), sections=", ".join(SECTIONS)
    )
    files = {
        "params/x/entidad.yaml": IDENTITY,
        f"params/x/{period}.yaml": run,
        f"params/metodos/{method}.yaml": (ROOT / f"params/metodos/{method}.yaml").read_text(encoding="utf-8"),
        **{f"data/x/2024/{name}": text for name, text in tables.items()},
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (root / "notebooks").mkdir()
    return Workspace(root)


def sections_of(workspace: Workspace, period: str, patch: pytest.MonkeyPatch) -> tuple[Computed, dict[str, str]]:
    """The run, and the HTML of each of its sections."""
    patch.setenv(ROOT_VARIABLE, str(workspace.root))
    computed = compute(workspace, "x", period)
    patch.setattr(section, "compute", lambda *_: computed)
    return computed, {name: "\n".join(pages_of(NOTEBOOKS[name], "x", period)) for name in SECTIONS}


def sentences(page: str) -> list[str]:
    """What a section says, one item for each table row, list item, note, and sentence of a paragraph."""
    tree = html.fromstring(f"<div>{page}</div>")
    found = []
    for piece in tree.xpath("//tr | //p | //li | //figcaption | //td/abbr/@title | //img/@alt"):
        text = piece if isinstance(piece, str) else " ".join(piece.itertext())
        found += re.split(r"(?<=[.;])\s+(?=[A-ZÁÉÍÓÚ¿«*])", " ".join(text.split()))
    return found
