"""A third institution from data alone: its own structure, its own method and four tables give a complete report."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

import pytest
from builders import ROOT
from real_commands import does

pytestmark = [pytest.mark.slow, pytest.mark.pdf]

METHOD = """
id: hospital-2025
nombre: Cómo se puntúa el hospital
fuente: reglamento del hospital, 2025
descripcion: Cada servicio suma lo hecho y lo programado de sus tareas; el hospital, lo de sus servicios.
redondeo: {decimales: 1, donde: publicacion, fuente: reglamento del hospital}
indicadores:
  avance_fisico:
    nombre: Cumplimiento
    simbolo: C
    unidad: "%"
    explicacion: Lo hecho entre lo programado.
    fuente: reglamento del hospital
    reglas: {mes: {regla: consolidar}, trimestre: {regla: consolidar}, acumulado: {regla: consolidar}}
  ppto_inicial:
    nombre: Presupuesto inicial
    simbolo: PI
    unidad: Bs
    explicacion: El aprobado al empezar el año.
    fuente: reglamento del hospital
    reglas: {acumulado: {regla: saldo, columna: ppto_inicial}}
  ppto_vigente:
    nombre: Presupuesto vigente
    simbolo: PV
    unidad: Bs
    explicacion: El presupuesto con sus cambios.
    fuente: reglamento del hospital
    reglas: {acumulado: {regla: saldo, columna: ppto_vigente}}
  devengado:
    nombre: Devengado
    simbolo: D
    unidad: Bs
    explicacion: Lo ejecutado.
    fuente: reglamento del hospital
    reglas: {acumulado: {regla: flujo, columna: devengado}}
  ejecucion_financiera:
    nombre: Ejecución
    simbolo: E
    unidad: "%"
    explicacion: Devengado sobre vigente.
    fuente: reglamento del hospital
    reglas: {acumulado: {regla: formula, expresion: "devengado / ppto_vigente * 100"}}
hoja:
  indicador: avance_fisico
  tope: 100
  con_programa_sin_ejecucion: cero
  sin_programa_ni_ejecucion: fuera
  sin_programa_con_ejecucion: fuera
  sin_dato: fuera
  explicacion: Lo hecho entre lo programado, a lo más todo.
  fuente: reglamento del hospital
consolidacion:
  unidad: {partes: tareas, regla: media_simple, explicacion: De sus tareas., fuente: reglamento del hospital}
  area: {partes: estructura, regla: media_simple, explicacion: De sus servicios., fuente: reglamento del hospital}
  entidad: {partes: unidades, regla: media_simple, explicacion: De todos los servicios., fuente: reglamento del hospital}
"""
SECTIONS = (
    "resumen", "marco", "metodo", "fisico_financiero", "presupuesto", "categorias", "unidades",
    "direcciones", "bienes", "cuadros", "desviaciones", "conclusiones", "conciliacion", "anexos",
)  # fmt: skip
FILES = {
    "params/metodos/hospital-2025.yaml": METHOD,
    "params/hospital/entidad.yaml": "codigo: HOSP\nnombre: Hospital del Valle\nsigla: HV\n",
    "params/hospital/2025-anual.yaml": f"""
entidad: hospital
periodo: 2025-anual
metodo: hospital-2025
titulo: Rendición de cuentas del hospital
cortes: {{2025-anual: {{fecha: 2025-12-31, fuente: reporte de caja}}}}
tablas: [estructura, tareas, ejecucion, gastos]
secciones: [{", ".join(SECTIONS)}]
""",
    "data/hospital/2025/estructura.csv": """codigo,nombre,nivel,padre,sigla
HOSP,Hospital del Valle,entidad,,HV
CLIN,Área clínica,area,HOSP,
APOYO,Área de apoyo,area,HOSP,
PED,Pediatría,unidad,CLIN,PED
CIR,Cirugía,unidad,CLIN,CIR
LAB,Laboratorio,unidad,APOYO,LAB
""",
    "data/hospital/2025/poa/v1/tareas.csv": """tarea;descripcion;operacion;unidad;acp;anual;ppto
p1;Atender consultas;1;PED;;1000;300
p2;Vacunar;1;PED;;400;100
c1;Operar;1;CIR;;50;500
l1;Analizar muestras;1;LAB;;2000;80
""",
    "data/hospital/2025/ejecucion.csv": """tarea;anual;devengado
p1;900;270
p2;500;100
c1;25;400
l1;2000;60
""",
    "data/hospital/2025/gastos.csv": """fecha_corte,reporte,area,ppto_inicial,modificaciones,ppto_vigente,devengado
2025-12-31,area,CLIN,"1.000,00","100,00","1.100,00","880,00"
2025-12-31,area,APOYO,"500,00","0,00","500,00","400,00"
""",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("hospital")
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip("\n"), encoding="utf-8")
    does(root, "report", "hospital/2025-anual")
    return root / "output/hospital/2025-anual"


def figures(folder: Path) -> dict[str, str]:
    with (folder / "cifras.csv").open(encoding="utf-8", newline="") as stream:
        return {row["id"]: row["publicado"] for row in csv.DictReader(stream)}


def test_its_figures_are_those_of_its_own_method(folder):
    """PED: mean of 90 and 100 (500 of 400 is capped) is 95,0; with CIR 50 and LAB 100, 81,7. Money: 1.280 / 1.600."""
    found = figures(folder)
    expected = {
        "avance_fisico/2025-anual/unidad/PED": "95.0", "avance_fisico/2025-anual/area/CLIN": "72.5",
        "avance_fisico/2025-anual/entidad/HOSP": "81.7", "ejecucion_financiera/2025-anual/area/CLIN": "80.0",
        "ejecucion_financiera/2025-anual/entidad/HOSP": "80.0", "devengado_tarea/2025-anual/unidad/PED": "370.00",
        "ejecucion_tarea/2025-anual/unidad/CIR": "80.0",
    }  # fmt: skip
    assert {figure: found.get(figure) for figure in expected} == expected


def test_its_report_has_all_of_its_sections_and_says_what_it_lacks(folder):
    page = (folder / "informe.html").read_text(encoding="utf-8")
    assert [name for name in SECTIONS if f'id="sec-{name}"' not in page] == []
    listed = re.search(r'<ul class="lista-no-incluye">.*?</ul>', page, re.DOTALL)
    assert listed, "income, amendments, goods and other printed tables: none is there"
    assert [name for name in SECTIONS if f'id="sec-{name}"' in listed[0]] == ["presupuesto", "bienes", "cuadros"]
    assert 'data-cifra="avance_fisico/2025-anual/entidad/HOSP" title="Promedio simple de 3 unidades." value="81.7">81,7' in page


def test_the_run_leaves_its_files_and_its_audit_passes(folder):
    left = {path.name for path in folder.iterdir()}
    assert {"informe.pdf", "papeles_de_trabajo.xlsx", "hallazgos.csv", "manifiesto.json", "datos_abiertos"} <= left
    said = does(folder.parents[2], "audit", "hospital/2025-anual", "--sin-libreoffice")
    assert "\nPASA: 13 controles conformes; no se hizo, a pedido: Papeles de trabajo, recalculados con LibreOffice; " in said


def test_no_code_asks_which_institution_it_is():
    """Institutions differ only by their data; no module or notebook compares with the code of one."""
    named = re.compile(r"""==\s*["'](MRE|SEGIP|mre|segip|demo|DEMO)["']|in\s*\(\s*["'](mre|segip|demo)["']""")
    asked = [
        path.relative_to(ROOT).as_posix()
        for pattern in ("src/helpers/**/*.py", "notebooks/**/*.ipynb")
        for path in ROOT.glob(pattern)
        if "conversion" not in path.parts and named.search(path.read_text(encoding="utf-8"))
    ]
    assert asked == []
