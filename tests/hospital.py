"""A small institution from data alone: its own structure, its own methods and five tables give a complete report.

Its report is made and audited once for all test processes, in a fifth of the time that the ministry's takes.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from builders import ROOT
from real_commands import does, made_once

HOSPITAL = "hospital/2025-anual"
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
OTHER_METHOD = METHOD.replace("id: hospital-2025", "id: hospital-areas").replace(
    "entidad: {partes: unidades, regla: media_simple, explicacion: De todos los servicios.",
    "entidad: {partes: estructura, regla: media_simple, explicacion: De sus áreas.",
)
SECTIONS = (
    "resumen", "marco", "metodo", "fisico_financiero", "presupuesto", "categorias", "unidades",
    "direcciones", "bienes", "cuadros", "desviaciones", "conclusiones", "conciliacion", "anexos",
)  # fmt: skip
FILES = {
    "params/metodos/hospital-2025.yaml": METHOD,
    "params/metodos/hospital-areas.yaml": OTHER_METHOD,
    "params/hospital/entidad.yaml": "codigo: HOSP\nnombre: Hospital del Valle\nsigla: HV\n",
    "params/hospital/2025-anual.yaml": f"""
entidad: hospital
periodo: 2025-anual
metodo: hospital-2025
titulo: Rendición de cuentas del hospital
cortes: {{2025-anual: {{fecha: 2025-12-31, fuente: reporte de caja}}}}
tablas: [estructura, tareas, ejecucion, gastos, publicado]
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
    "data/hospital/2025/cuadros/camas.csv": "area,camas\nÁrea clínica,40\nÁrea de apoyo,6\n",
    "data/hospital/2025/cuadros/camas.yaml": """
titulo: Camas por área
seccion: marco
fuente: memoria anual
clave: [area]
columnas: {area: {titulo: Área, tipo: texto}, camas: {titulo: Camas, tipo: entero}}
""",
    "data/hospital/2025/anual/publicado.csv": """id,donde,valor,decimales
avance_fisico/2025-anual/unidad/PED,"memoria anual, pág. 4",95.0,1
""",
}


def hospital_report(factory: pytest.TempPathFactory) -> Path:
    """A project with the hospital's report, in Word too. Tests must not change anything in it."""

    def make(root: Path) -> None:
        shutil.copytree(ROOT / "notebooks", root / "notebooks")
        for name, text in FILES.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text.lstrip("\n"), encoding="utf-8")
        does(root, "report", HOSPITAL, "--docx")

    return made_once(factory, "hospital-con-informe", make)
