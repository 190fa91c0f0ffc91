"""A small institution whose units report in forms: two units with tasks, a deadline, an inbox.

    U1: tasks T1 (10 a month from April to June), T2 (5 in May and June), T3 (1 in each month, not cumulative)
    U2: task T4 (4 a month)
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path

from builders import ROOT
from openpyxl.worksheet.worksheet import Worksheet

from helpers.base.periods import Period
from helpers.base.system.workspace import Workspace
from helpers.forms.blank.blank_forms import workbook_of
from helpers.forms.blank.form_set import FormSet
from helpers.forms.reception.reception_log import FROM_FORMS
from helpers.intake.read_inputs import read_dataset
from helpers.settings.institution import load_institution
from helpers.settings.methods import load_method
from helpers.settings.params import load_run

NOW = datetime.fromisoformat("2024-07-09T10:00:00-04:00")
LATER = datetime.fromisoformat("2024-07-20T10:00:00-04:00")
ENTITY = "codigo: MINI\nnombre: Instituto de Prueba\nsigla: MINI\n"
RUN = """\
# Una corrida: el segundo trimestre.
entidad: mini
periodo: 2024-T2
metodo: mre-2024
titulo: Seguimiento
estado: borrador
aprobado_por: ""

cortes:
  2024-T2:
    fecha: 2024-06-30
    fuente: reporte de prueba

# Hasta cuándo.
plazos:
  2024-T2:
    fecha: 2024-07-08
    reiteracion: 2024-07-12
    fuente: circular 2/2024

tablas: [estructura, acciones, versiones, tareas, ejecucion, presentaciones]
secciones: [resumen]
"""
TABLES = {
    "estructura.csv": """\
codigo,nombre,nivel,padre,sigla,clase,acp,orden
MINI,Instituto de Prueba,entidad,,MINI,,,1
U1,Unidad Primera,unidad,MINI,U1,,1,2
U2,Unidad Segunda,unidad,MINI,U2,,1,3
""",
    "acciones.csv": "acp,denominacion\n1,Una acción\n",
    "versiones.csv": "version,resolucion,fecha\nv1,RA 1/2024,2024-01-02\n",
    "poa/v1/tareas.csv": """\
tarea,descripcion,operacion,unidad,acp,unidad_medida,meta,abr,may,jun,acumulable
T1,Atender trámites,O1,U1,1,trámites,30,10,10,10,si
T2,Dictar talleres,O1,U1,1,talleres,10,,5,5,si
T3,Mantener el sistema,O2,U1,1,sistema,1,1,1,1,no
T4,Emitir informes,O3,U2,1,informes,12,4,4,4,si
""",
}
SPENT = """\
fecha_corte,reporte,cat_prog,ppto_inicial,ppto_vigente,devengado
2024-06-30,categoria,1 0 001,1000.00,1000.00,332.00
"""
FULL = {
    "T1": {"Ejec. abr": 10, "Ejec. may": 10, "Ejec. jun": 10},
    "T2": {"Ejec. may": 5, "Ejec. jun": 5},
    "T3": {"Ejec. abr": 1, "Ejec. may": 1, "Ejec. jun": 1},
    "T4": {"Ejec. abr": 4, "Ejec. may": 4, "Ejec. jun": 4},
}
"""The values of a form with every task fully executed, by task and column heading."""


def run_of(text: str, period: str) -> str:
    """The parameters of another period: those of 2024-T2 with its cut-off date beside."""
    own = f"cortes:\n  {period}: {{fecha: {Period.parse(period).cutoff}, fuente: reporte de prueba}}\n"
    return text.replace("periodo: 2024-T2", f"periodo: {period}").replace("cortes:\n", own)


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def make_world(root: Path) -> Workspace:
    """The institution's files, with an empty inbox."""
    put(root / "params/mini/entidad.yaml", ENTITY)
    put(root / "params/mini/2024-T2.yaml", RUN)
    for name, text in TABLES.items():
        put(root / "data/mini/2024" / name, text)
    shutil.copytree(ROOT / "params/metodos", root / "params/metodos")
    (root / "notebooks").mkdir()
    inbox(Workspace(root)).mkdir(parents=True)
    return Workspace(root)


def make_writing_world(root: Path) -> Workspace:
    """The institution with its data, a third of its budget spent, and two sections for which its planner writes."""
    workspace = make_world(root)
    shutil.copytree(ROOT / "notebooks/trimestral", root / "notebooks/trimestral")
    put(root / "data/mini/2024/T2/ejecucion.csv", "tarea,abr,may,jun\nT1,10,10,10\nT2,,5,5\nT3,1,1,1\nT4,4,4,2\n")
    put(root / "data/mini/2024/gastos.csv", SPENT)
    run = workspace.run_file("mini", "2024-T2")
    text = run.read_text(encoding="utf-8").replace("ejecucion, presentaciones]", "ejecucion, gastos]")
    put(run, text.replace("[resumen]", "[resumen, conclusiones]"))
    return workspace


def copy_of_made(make: Callable[[Path], Workspace], root: Path) -> Workspace:
    """A copy, for a test to change, of the institution that `make` fills a folder with; it is made once per process."""
    shutil.copytree(_made(make), root, dirs_exist_ok=True)
    return Workspace(root)


@cache
def _made(make: Callable[[Path], Workspace]) -> Path:
    return make(Path(tempfile.mkdtemp(dir=os.environ["POA_PRUEBAS"]))).root


def made_of(workspace: Workspace, make: Callable[[], None], path: Path, *asked: object) -> None:
    """Let `make` write a file, once per process for the same institution and request: a form takes a tenth of a second."""
    files = [one for name in ("params", "data") for one in sorted((workspace.root / name).rglob("*")) if one.is_file()]
    world = tuple((one.relative_to(workspace.root), one.read_bytes()) for one in files if one != path)
    if (world, asked) in _WRITTEN:
        path.write_bytes(_WRITTEN[world, asked])
    else:
        make()
        _WRITTEN[world, asked] = path.read_bytes()


_WRITTEN: dict[tuple[object, object], bytes] = {}


def period_folder(workspace: Workspace) -> Path:
    return workspace.root / "data/mini/2024/T2"


def inbox(workspace: Workspace) -> Path:
    return period_folder(workspace) / "formularios"


def forms_of(workspace: Workspace) -> FormSet:
    corrida = load_run(workspace, "mini", "2024-T2")
    dataset, _ = read_dataset(workspace, corrida, FROM_FORMS)
    method = load_method(workspace, corrida.metodo)
    return FormSet(load_institution(workspace, "mini"), corrida, method, dataset)


def approve(workspace: Workspace) -> None:
    """Write into the parameters that the report is final and who approved it."""
    path = workspace.run_file("mini", "2024-T2")
    text = path.read_text(encoding="utf-8").replace("estado: borrador", "estado: definitivo")
    put(path, text.replace('aprobado_por: ""', "aprobado_por: Ana Rojas, Directora"))


def hand_in(
    workspace: Workspace,
    unit: str,
    name: str = "",
    *,
    day: str = "05/07/2024",
    changes: Mapping[str, Mapping[str, object]] | None = None,
) -> Path:
    """Fill in and sign a unit's form, fully executed except for `changes`, and leave it in the inbox."""
    path = inbox(workspace) / (name or f"{unit} final (1).xlsx")
    path.parent.mkdir(parents=True, exist_ok=True)
    made_of(workspace, lambda: _fill_in(workspace, unit, path, day, changes or {}), path, unit, day, repr(changes))
    return path


def _fill_in(
    workspace: Workspace, unit: str, path: Path, day: str, changes: Mapping[str, Mapping[str, object]]
) -> None:
    forms = forms_of(workspace)
    book = workbook_of(forms, forms.form(unit))
    sheet = book["Seguimiento"]
    for task in TASKS_OF[unit]:
        proof = {"Medio de verificación": "Informe", "Causa": "C11", "Explicación": "Se explica."}
        _write(sheet, task, FULL[task] | dict(changes.get(task, {})) | proof)
    sign(sheet, day)
    book.save(path)


TASKS_OF = {"U1": ("T1", "T2", "T3"), "U2": ("T4",)}


def _write(sheet: Worksheet, task: str, values: Mapping[str, object]) -> None:
    header = next(row for row in sheet.iter_rows() if row[0].value == "Tarea")
    columns = {cell.value: cell.column for cell in header if cell.value}
    line = next(row[0].row for row in sheet.iter_rows() if row[0].value == task)
    for heading, value in values.items():
        sheet.cell(line, columns[heading]).value = value


def sign(sheet: Worksheet, day: str) -> None:
    labels = {cell.value: cell for row in sheet.iter_rows() for cell in row}
    for label, value in (("Presentado por", "Ana Rojas"), ("Cargo", "Directora"), ("Fecha", day or None)):
        sheet.cell(labels[label].row + 1, labels[label].column).value = value
