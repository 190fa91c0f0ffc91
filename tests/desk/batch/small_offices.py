"""A workbook of small offices, each with one run of two short sections, so that a report takes seconds."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from unittest.mock import patch

import nbformat
from builders import ROOT
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from real_commands import poa

METHOD = "mre-2024"
ENTITY = "codigo: {code}\nnombre: Oficina {name}\nsigla: {code}\nsintetica: true\n"
RUN = """\
entidad: {office}
periodo: 2024-T2
metodo: mre-2024
titulo: Seguimiento de la oficina
estado: borrador
cortes: {{2024-T2: {{fecha: 2024-06-30, fuente: reporte de prueba}}}}
tablas: [estructura, acciones, versiones, tareas, ejecucion, gastos]
secciones: [primera, segunda]
"""
TABLES = {
    "estructura.csv": """\
codigo,nombre,nivel,padre,sigla,clase,acp,orden
{code},Oficina {name},entidad,,{code},,,1
U1,Unidad Primera,unidad,{code},U1,,1,2
""",
    "acciones.csv": "acp,denominacion\n1,Una acción\n",
    "versiones.csv": "version,resolucion,fecha\nv1,RA 1/2024,2024-01-02\n",
    "poa/v1/tareas.csv": """\
tarea,descripcion,operacion,unidad,acp,unidad_medida,meta,abr,may,jun,acumulable
T1,Atender trámites,O1,U1,1,trámites,30,10,10,10,si
T2,Dictar talleres,O1,U1,1,talleres,10,,5,5,si
""",
    "T2/ejecucion.csv": "tarea,abr,may,jun\nT1,10,10,{done}\nT2,,5,4\n",
    "gastos.csv": """\
fecha_corte,reporte,cat_prog,ppto_inicial,ppto_vigente,devengado
2024-06-30,categoria,1 0 001,1000.00,1100.00,{spent}
""",
}
MISCHIEF = """\
import os, time
from pathlib import Path
raiz = Path(os.environ["POA_RAIZ"])
with (raiz / f"{entidad}.aqui").open("a") as aqui:
    print(os.getpid(), file=aqui)
espera = raiz / f"{entidad}.espera"
while espera.exists():
    time.sleep(0.1)
gasta = raiz / f"{entidad}.gasta"
if gasta.exists():
    lleno = [b'x' * (1 << 20) for _ in range(int(gasta.read_text()))]
    time.sleep(60)
"""
"""Extra code of the first section: it leaves its process id, waits while a file exists, or fills memory."""


def make_offices(root: Path, *names: str) -> Path:
    """A workbook with the project's method and some offices with different figures."""
    (root / "params/metodos").mkdir(parents=True)
    shutil.copy(ROOT / f"params/metodos/{METHOD}.yaml", root / "params/metodos")
    notebook(root / "notebooks/prueba/01_primera.ipynb", MISCHIEF)
    notebook(
        root / "notebooks/prueba/02_segunda.ipynb",
        "from IPython.display import HTML\nHTML('<p>Dos y dos son cuatro.</p>')",
    )
    for number, office in enumerate(names):
        make_office(root, office, done=10 - number, spent=f"{550 + number}.25")
    return root


def make_office(root: Path, office: str, **values: object) -> None:
    fields = {"office": office, "code": office.upper().replace("-", ""), "name": office.title(), **values}
    put(root / f"params/{office}/entidad.yaml", ENTITY.format(**fields))
    put(root / f"params/{office}/2024-T2.yaml", RUN.format(**fields))
    for name, text in TABLES.items():
        put(root / f"data/{office}/2024" / name, text.format(**fields))


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def notebook(path: Path, *cells: str) -> None:
    parameters = new_code_cell('entidad = ""\nperiodo = ""\ncorrida = ""', metadata={"tags": ["parameters"]})
    made = new_notebook(cells=[new_markdown_cell("# Sección"), parameters, *map(new_code_cell, cells)])
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(made, path)


def spoil(root: Path, office: str) -> None:
    """Put a word in an office's data where a number is needed, so that nothing can be computed."""
    put(root / f"data/{office}/2024/T2/ejecucion.csv", "tarea,abr,may,jun\nT1,diez,10,10\n")


def batch(root: Path, *arguments: str, pdf: bool = False) -> subprocess.Popen:
    """Start `poa lote` in a process of its own, in the workbook."""
    command = [sys.executable, "-m", "helpers.desk.cli", *words(arguments, pdf=pdf)]
    return subprocess.Popen(
        command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
        env=os.environ | settings(root),
    )  # fmt: skip


def words(arguments: Sequence[str], *, pdf: bool) -> list[str]:
    return ["batch", *([] if pdf else ["--sin-pdf"]), *arguments]


def settings(root: Path) -> dict[str, str]:
    return {"POA_RAIZ": str(root), "COLUMNS": "400"}


def batch_done(root: Path, *arguments: str, code: int = 0, pdf: bool = False) -> str:
    """Run `poa lote` in the workbook to its end, which must have this code; return what it printed."""
    with patch.dict(os.environ, settings(root)):
        done = poa(root, *words(arguments, pdf=pdf))
    said = done.stdout + done.stderr
    assert done.returncode == code, said
    return said


def ends(process: subprocess.Popen, code: int = 0, seconds: float = 240) -> str:
    """Wait for a command, which must end with this code; return what it printed."""
    said, _ = process.communicate(timeout=seconds)
    assert process.returncode == code, said
    return said


def ended(said: str) -> dict[str, str]:
    """By office, what a batch printed when its report ended: duration, memory and, if it failed, the reason."""
    return dict(re.findall(r"\[\d+ de \d+\] (\S+)/2024-T2 (.*)", said))


def wait_for(condition: Callable[[], object], seconds: float = 90) -> None:
    last = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < last, "it never happened"
        time.sleep(0.1)


def states(root: Path) -> Iterator[str]:
    """The state of each existing report, from its own manifest."""
    for path in sorted(root.glob("output/*/2024-T2/manifiesto.json")):
        yield f"{path.parents[1].name}: {json.loads(path.read_text(encoding='utf-8'))['estado']}"
