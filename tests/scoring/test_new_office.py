"""A new office needs a method, parameters and tables, which are files that a planner writes, and no code."""

import pytest

from helpers.base.system.workspace import Workspace
from helpers.run.compute import compute, read, save

METHOD = """
id: catastro-2025
nombre: Cómo puntúa la Dirección de Catastro
fuente: resolución 7/2025
descripcion: Cada sección cuenta sus tareas cumplidas; la dirección pondera sus acciones, y lo gastado pesa la cuarta parte.
redondeo: {decimales: 1, donde: cada_nivel, fuente: resolución 7/2025}
indicadores:
  cumplimiento:
    nombre: Cumplimiento
    simbolo: C
    unidad: "%"
    explicacion: Tareas que llegan a lo programado.
    fuente: resolución 7/2025
    reglas: {trimestre: {regla: consolidar}, acumulado: {regla: consolidar}}
  ppto_vigente:
    nombre: Vigente
    simbolo: V
    unidad: Bs
    explicacion: Presupuesto vigente.
    fuente: resolución 7/2025
    reglas: {trimestre: {regla: saldo, columna: ppto_vigente}, acumulado: {regla: saldo, columna: ppto_vigente}}
  pagado:
    nombre: Pagado
    simbolo: P
    unidad: Bs
    explicacion: Lo pagado en la ventana.
    fuente: resolución 7/2025
    reglas: {trimestre: {regla: flujo, columna: pagado}, acumulado: {regla: flujo, columna: pagado}}
  gasto:
    nombre: Gasto
    simbolo: G
    unidad: "%"
    explicacion: Pagado sobre vigente, hasta 100.
    fuente: resolución 7/2025
    reglas:
      trimestre: {regla: formula, expresion: "min(pagado / ppto_vigente * 100, 100)"}
      acumulado: {regla: formula, expresion: "min(pagado / ppto_vigente * 100, 100)"}
  nota:
    nombre: Nota
    simbolo: N
    unidad: puntos
    explicacion: Tres cuartas partes de cumplimiento y una de gasto.
    fuente: resolución 7/2025
    niveles: [entidad, acp]
    reglas:
      trimestre: {regla: formula, expresion: "(3 * cumplimiento + gasto) / 4"}
      acumulado: {regla: formula, expresion: "(3 * cumplimiento + gasto) / 4"}
hoja:
  indicador: cumplimiento
  tope: 100
  sin_dato: fuera
  explicacion: Lo hecho entre lo programado.
  fuente: resolución 7/2025
consolidacion:
  unidad: {partes: tareas, regla: cumplidas, explicacion: Tareas cumplidas entre tareas., fuente: resolución 7/2025}
  acp: {partes: responsables, regla: media_simple, explicacion: De sus secciones., fuente: resolución 7/2025}
  entidad:
    partes: acciones
    regla: media_ponderada
    explicacion: Con los pesos de la resolución.
    fuente: resolución 7/2025
bandas:
  indicador: nota
  ventanas: [trimestre, acumulado]
  niveles: [entidad, acp]
  bordes: sobre el valor impreso
  fuente: resolución 7/2025
  grados:
    - {desde: 0, hasta: 60, impreso: menos de 60, grado: "", calificacion: Por mejorar, desempeno: "", semaforo: rojo, simbolo: "▼"}
    - {desde: 60, impreso: 60 o más, grado: "", calificacion: Cumple, desempeno: "", semaforo: verde, simbolo: "●"}
"""
FILES = {
    "params/metodos/catastro-2025.yaml": METHOD,
    "params/catastro/entidad.yaml": "codigo: DC\nnombre: Dirección de Catastro\nsigla: DC\n",
    "params/catastro/2025-T1.yaml": """
entidad: catastro
periodo: 2025-T1
metodo: catastro-2025
titulo: Seguimiento
cortes: {2025-T1: {fecha: 2025-03-31, fuente: reporte del sistema}}
tablas: [estructura, acciones, tareas, ejecucion, gastos]
secciones: [resumen]
""",
    "data/catastro/2025/estructura.csv": """codigo,nombre,nivel,padre,acp
DC,Dirección de Catastro,entidad,,
CAMPO,Sección de campo,unidad,DC,1
MAPAS,Sección de mapas,unidad,DC,1
CAJA,Sección de caja,unidad,DC,2
""",
    "data/catastro/2025/acciones.csv": "acp,denominacion,ponderacion\n1,Levantar predios,75\n2,Administrar,25\n",
    "data/catastro/2025/poa/v1/tareas.csv": """tarea;descripcion;operacion;unidad;acp;ene;feb;mar
c1;Visitas;1;CAMPO;1;10;10;10
c2;Informes;1;CAMPO;1;;;3
m1;Mapas;1;MAPAS;1;;4;
m2;Talleres;1;MAPAS;1;;;
k1;Arqueos;1;CAJA;2;1;1;1
""",
    "data/catastro/2025/ejecucion.csv": """tarea;ene;feb;mar
c1;10;9,5;10,5
c2;;;2
m1;;4;
m2;;1;
k1;1;1;
""",
    "data/catastro/2025/vinculacion.csv": "cat_prog,acp\n10,1\n20,2\n",
    "data/catastro/2025/gastos.csv": """fecha_corte,reporte,cat_prog,ppto_vigente,pagado
2025-03-31,categoria,10,"1.000,00","333,00"
2025-03-31,categoria,20,"500,00","600,00"
""",
}


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip("\n"), encoding="utf-8")
    (tmp_path / "notebooks").mkdir()
    return Workspace(tmp_path)


def test_a_new_office_is_computed_from_its_files_alone(workspace):
    """CAMPO fulfils one task of two, 50; MAPAS one of one, 100; CAJA did not report March, so it has no figure.

    CAMPO did visits 30 of 30 and reports 2 of 3. MAPAS did maps 4 of 4 and a workshop that was not programmed, which
    does not count. Action 1 is (50 + 100) / 2 = 75; with 333 of 1000 spent its `nota` is (3 × 75 + 33.3) / 4 =
    64.575, printed 64.6. Action 2 is CAJA's, so it has no figure; its 600 spent of 500 are capped at 100. The entity
    weighs only actions with a figure and so is 75; with 933 of 1500 spent its `nota` is (3 × 75 + 62.2) / 4 = 71.8.
    """
    computed = compute(workspace, "catastro", "2025-T1")
    printed = {figure.id: figure.published for figure in computed.book}
    expected = {
        "cumplimiento/2025-T1/unidad/CAMPO": "50.0",
        "cumplimiento/2025-T1/unidad/MAPAS": "100.0",
        "cumplimiento/2025-T1/acp/1": "75.0",
        "cumplimiento/2025-T1/entidad/DC": "75.0",
        "gasto/2025-T1/acp/1": "33.3",
        "gasto/2025-T1/acp/2": "100.0",
        "gasto/2025-T1/entidad/DC": "62.2",
        "nota/2025-T1/acp/1": "64.6",
        "nota/2025-T1/entidad/DC": "71.8",
    }
    assert {name: printed.get(name) for name in expected} == expected
    assert not {"cumplimiento/2025-T1/unidad/CAJA", "cumplimiento/2025-T1/acp/2", "nota/2025-T1/acp/2"} & set(printed)
    assert computed.book["nota/2025-T1/entidad/DC"].grade.rating == "Cumple"


def test_an_action_without_data_is_named_in_the_rule_and_its_task_in_a_finding(workspace, wording):
    computed = compute(workspace, "catastro", "2025-T1")
    wording(computed.book["cumplimiento/2025-T1/entidad/DC"].rule, "2")
    missing = [found for found in computed.findings if found.codigo == "EJE-SIN-DATO"]
    assert missing and "k1" in missing[0].mensaje


def test_a_units_figure_leads_to_the_cells_that_were_typed(workspace):
    book = compute(workspace, "catastro", "2025-T1").book
    cells = {str(cell) for cell in book.leaves(book["cumplimiento/2025-T1/unidad/CAMPO"])}
    plan, done = "data/catastro/2025/poa/v1/tareas.csv", "data/catastro/2025/ejecucion.csv"
    assert cells == {f"{plan}#{cell}" for cell in ("F2", "G2", "H2", "H3")} | {f"{done}#{cell}" for cell in ("B2", "C2", "D2", "D3")}


def test_a_run_read_back_equals_the_saved_one(workspace, tmp_path):
    computed = compute(workspace, "catastro", "2025-T1")
    folder = tmp_path / "corrida"
    folder.mkdir()
    save(computed, folder)
    assert read(folder) == computed
