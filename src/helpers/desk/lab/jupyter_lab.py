"""Opens JupyterLab at the project's root, with the kernel that `poa informe` uses, and writes the page it shows first.

The page is made from the notebooks and reports that the project has.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from urllib.parse import quote

from helpers.base.system import atomic
from helpers.base.system.processes import kernel_environment
from helpers.base.system.workspace import Workspace
from helpers.outputs.run_files import NOTEBOOKS
from helpers.run.report.manifest import FAILED, read_manifest

DEFAULTS = Path(__file__).parent / "settings"
"""Jupyter configuration folder with this program's defaults: Spanish, and Markdown pages opened to be read.

JupyterLab reads `labconfig/default_setting_overrides.json` in it. What the user chooses in JupyterLab comes first.
"""
CONFIGURATION = "JUPYTER_CONFIG_PATH"
NAME = "inicio.md"
"""Its name in `output/`, where everything is written by the program and nothing is in git."""
KINDS = {
    "trimestral": "Informes del trimestre",
    "rendicion": "Rendición de cuentas e informes de la gestión",
    "poa": "Plan operativo anual",
}
"""Headings of the folders of notebooks, in the page's order; another folder has its own name, at the end."""
GUIDES = (
    ("docs/guia/auditoria.md", "Guía para quien audita", "qué revisar, y cómo seguir una cifra hasta su celda."),
    ("docs/guia/trimestre.md", "El trimestre", "de los datos al informe cerrado, para quien planifica."),
    ("notebooks/tablero.ipynb", "Tablero", "lo mismo con botones, sin terminal."),
)
TOP = """# Libro de trabajo POA

## Cómo se trabaja

1. Abra el cuaderno de una sección y escriba arriba `entidad` y `periodo`; `poa lista` dice cuáles hay.
2. Córralo entero con el botón ▶▶ de su barra. Calcula la corrida; en la carpeta de un informe, toma la de él.
3. Lea la última celda: cuántas cifras repitió con pandas desde las tablas de entrada, y cuántas difieren del Libro.
4. ¿Y si un dato fuera otro? Escríbalo en la celda `supuestos`; cada resultado dirá que es una suposición.
5. El paso de una sola cifra: `seccion.paso("ejecucion_financiera/2024-T2/acp/6")`: regla, filas, celdas y comparación.
"""
EXECUTED = """## Cuadernos ejecutados

Los de cada informe, con sus resultados y el cálculo escrito celda por celda. Se corren donde están.
"""
NONE_EXECUTED = (
    "Todavía no hay informes: se hacen con `poa informe mre/2024-T2`. Esta página se escribe de nuevo cada vez que se "
    "abre `poa cuadernos`."
)
_TITLE = re.compile(r"^# +(.+)$", re.MULTILINE)
_QUESTION = re.compile(r"\*\*La pregunta\.\*\*\s+(¿[^?]+\?)")


def lab_command(workspace: Workspace, page: Path, *, with_browser: bool) -> list[str]:
    """Return the command line that opens JupyterLab at the project's root; nothing is started.

    Parameters
    ----------
    page : Path
        The file that it shows first.
    """
    flags = [] if with_browser else ["--no-browser"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        flags.append("--allow-root")
    first = f"/lab/tree/{workspace.relative(page)}?file-browser-path=/"  # its list of files shows the root
    places = (f"--ServerApp.root_dir={workspace.root}", f"--LabApp.default_url={first}")
    return [sys.executable, "-m", "jupyterlab", *flags, *places]


def lab_environment(workspace: Workspace) -> dict[str, str]:
    """Return JupyterLab's environment, in which the kernel `python3` is this Python and not another installed one."""
    ours = kernel_environment(workspace.root)
    folders = os.pathsep.join(filter(None, (ours.get(CONFIGURATION, ""), str(DEFAULTS))))
    return ours | {"JUPYTER_PREFER_ENV_PATH": "1", CONFIGURATION: folders}


def run_lab(workspace: Workspace, *, with_browser: bool) -> int:
    """Write the start page, open JupyterLab and wait for it to end; return its exit code."""
    command = lab_command(workspace, write_start_page(workspace), with_browser=with_browser)
    with subprocess.Popen(command, env=lab_environment(workspace)) as server:
        while True:
            try:
                return server.wait()
            except KeyboardInterrupt:
                continue  # JupyterLab receives it too, and asks whether to close


def write_start_page(workspace: Workspace) -> Path:
    """Write the start page (`output/inicio.md`) anew, from what exists now, and return its path."""
    page = workspace.output / NAME
    page.parent.mkdir(parents=True, exist_ok=True)
    atomic.write_text(page, start_page(workspace))
    return page


def start_page(workspace: Workspace) -> str:
    """Return the page as Markdown: how to work, the guides, the sections by kind of report, the executed notebooks."""
    parts = [TOP, "\n".join(_guides(workspace)), "## Las secciones\n", *_kinds(workspace), EXECUTED]
    executed = list(_executed(workspace))
    return "\n".join([*parts, *(executed or [NONE_EXECUTED])]) + "\n"


def _guides(workspace: Workspace) -> Iterator[str]:
    """Yield a link to each guide that the workbook has, and an empty line."""
    for name, title, use in GUIDES:
        if (workspace.root / name).is_file():
            yield f"- {_link(title, name)}: {use}"
    yield ""


def _kinds(workspace: Workspace) -> Iterator[str]:
    """Yield the sections under a heading for each folder; folders that are not in `KINDS` come last."""
    folders = [
        (folder.name, list(group)) for folder, group in groupby(workspace.section_notebooks(), attrgetter("parent"))
    ]
    order = list(KINDS)
    for name, notebooks in sorted(folders, key=lambda one: order.index(one[0]) if one[0] in KINDS else len(order)):
        yield f"### {KINDS.get(name, name)}\n"
        yield from (_section(workspace, path) for path in notebooks)
        yield ""


def _section(workspace: Workspace, notebook: Path) -> str:
    """A section's line: its title, and the question that it answers if the notebook states one."""
    words = "\n".join(_prose(notebook))
    title, question = _TITLE.search(words), _QUESTION.search(words)
    asked = f": {' '.join(question[1].split())}" if question else ""
    return f"- {_link(title[1] if title else notebook.stem, workspace.relative(notebook))}{asked}"


def _prose(notebook: Path) -> Iterator[str]:
    """Yield the Markdown cells; importing nbformat would take a second."""
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "markdown":
            yield "".join(cell["source"])


def _executed(workspace: Workspace) -> Iterator[str]:
    """Yield a line for each report, newest first, with links to its executed notebooks; failed runs are left out."""
    for folder in sorted(workspace.output.glob(f"*/*/{NOTEBOOKS}"), key=lambda one: (-one.stat().st_mtime, one)):
        report = folder.parent.relative_to(workspace.output).as_posix()
        notebooks = sorted(folder.glob("*.ipynb"))
        manifest = read_manifest(folder.parent)
        # A run that failed leaves its notebooks with a manifest that says so or, if it was ended, without any.
        if notebooks and manifest is not None and manifest.get("estado") != FAILED:
            links = (_link(path.stem.replace("_", " "), workspace.relative(path)) for path in notebooks)
            yield f"- **{report}**: {' · '.join(links)}"


def _link(text: str, name: str) -> str:
    """A link from the page, which is one folder below the root."""
    return f"[{text}](../{quote(name)})"
