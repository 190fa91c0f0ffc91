"""Every section notebook runs unchanged on a new period, a new institution or another number of decimals."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from builders import ROOT, shipped
from notebook_cells import pages_of
from real_commands import copy_of_project

from helpers.base.system.workspace import ROOT_VARIABLE, Workspace
from helpers.outputs.html.citizen_page import citizen_page
from helpers.run import section
from helpers.run.compute import compute

pytestmark = pytest.mark.slow

NOTEBOOKS = Workspace(ROOT).section_notebooks()
RUNS = (
    "mre/2024-T1", "mre/2024-T2", "mre/2024-S1", "decimal/2024-T2", "minima/2024-T2", "mixta/2024-T2",
    "pesos/2024-T2", "sin-grados/2024-T2", "mixta/2024-poa", "pacto-migracion/2021-anual")  # fmt: skip
SHIPPED = ("mre/2024-T1", "mre/2024-T2", "pacto-migracion/2021-anual")
"""Runs of the project itself. `test_runs_shown` runs the sections that their reports have."""
MINIMAL_IDENTITY = "codigo: MINIMA\nnombre: Instituto Mínimo\nsigla: IM\n"
MINIMAL_RUN = """\
entidad: minima
periodo: 2024-T2
metodo: mre-2024
titulo: Seguimiento al POA
cortes: {}
tablas: [estructura, avances]
secciones: [resumen]
"""
MINIMAL_STRUCTURE = """\
codigo,nombre,nivel,padre,sigla,clase,acp,orden
MINIMA,Instituto Mínimo,entidad,,IM,,,1
U1,Unidad Primera,unidad,MINIMA,U1,,,2
U2,Unidad Segunda,unidad,MINIMA,U2,,,3
"""
MINIMAL_PROGRESS = """\
nivel,codigo,indicador,periodo,valor,peso,nota
unidad,U1,avance_fisico,2024-T1,90.00,,
unidad,U2,avance_fisico,2024-T1,80.00,,
unidad,U1,avance_fisico,2024-T2,75.50,,
unidad,U2,avance_fisico,2024-T2,100.00,,
"""
MIXED_METHODS = {"mixta": "mre-2024", "pesos": "acp-ponderada", "sin-grados": "segip-2020"}
"""The institution whose units have tasks, under methods with one scale, with several, and with none."""
MIXED_RUN = """\
entidad: {name}
periodo: 2024-T2
metodo: {method}
titulo: Seguimiento al POA
cortes: {{}}
tablas: [estructura, acciones, tareas, ejecucion, avances, gastos, vinculacion]
secciones: [resumen]
"""
MIXED = {
    "estructura.csv": """\
codigo,nombre,nivel,padre,sigla,clase,acp,orden
MIXTA,Instituto Mixto,entidad,,IX,,,1
CENTRAL,Servicio Central,servicio,MIXTA,,,,2
A1,Área Primera,area,CENTRAL,,,,3
CON,Unidad con tareas,unidad,A1,CON,,1,4
MAS,Unidad con más tareas,unidad,A1,MAS,,2,5
SIN,Unidad que informa,unidad,A1,SIN,,2,6
""",
    "acciones.csv": """\
acp,denominacion,ponderacion
1,Acción primera,40
2,Acción segunda,60
""",
    "poa/v1/tareas.csv": """\
tarea,descripcion,operacion,unidad,acp,ponderacion,acumulable,ene,feb,mar,abr,may,jun
T1,Tarea uno,O1,CON,1,60,si,1,1,1,1,1,1
T2,Tarea dos,O1,CON,1,40,no,2,2,2,2,2,2
T3,Tarea tres,O2,MAS,2,70,si,,,5,,,5
T4,Tarea cuatro,O3,MAS,2,30,si,3,,,3,,
""",
    "ejecucion.csv": """\
tarea,ene,feb,mar,abr,may,jun
T1,1,1,1,1,2,0
T2,2,3,2,1,2,2
T3,0,0,4,0,0,6
T4,3,,,2,,
""",
    "avances.csv": """\
nivel,codigo,indicador,periodo,valor,peso,nota
unidad,SIN,avance_fisico,2024-T1,88.00,,
unidad,SIN,avance_fisico,2024-T2,91.00,,
""",
    "gastos.csv": """\
fecha_corte,reporte,sistema,estado,cat_prog,denominacion,ppto_inicial,ppto_vigente,devengado
2024-03-31,categoria,SIGEP,aprobado,1 0 001,Programa uno,1000.00,1100.00,200.00
2024-03-31,categoria,SIGEP,aprobado,2 0 001,Programa dos,2000.00,2000.00,300.00
2024-06-30,categoria,SIGEP,aprobado,1 0 001,Programa uno,1000.00,1100.00,500.00
2024-06-30,categoria,SIGEP,aprobado,2 0 001,Programa dos,2000.00,2000.00,900.00
""",
    "produccion.csv": """\
servicio,oficina,departamento,mes,tipo_tramite,programado,cantidad,recaudacion,moneda
carnets,CON,La Paz,ene,nuevo,10,12,120,BOB
carnets,CON,La Paz,abr,renovado,20,18,180,BOB
carnets,MAS,Oruro,abr,nuevo,5,5,10.50,USD
visitas,,Oruro,may,,,7,,
""",
    "historico.csv": """\
gestion,periodo,nivel,codigo,indicador,valor,metodo
2022,2022-anual,area,A1,avance_fisico,70.00,mre-2021
2023,2023-anual,area,A1,avance_fisico,80.00,mre-2024
2023,2023-anual,area,A1,ejecucion_financiera,60.00,
""",
    # Numbers with fewer decimals than the method has, and grades; «Regular» is no `calificacion` of mre-2024.
    "T2/publicado.csv": """\
id,donde,valor,decimales,calificacion
avance_fisico/2024-T2/unidad/SIN,cuadro 1,91,0,Alto
avance_fisico/2024-T2/unidad/CON,cuadro 1,12,0,Bajo
avance_fisico/2024-T2/entidad/MIXTA,un párrafo,,,Regular
""",
    "T2/firmas.csv": "rol,nombre,cargo,fecha\nelaborado,Ana Rojas,Técnica,2024-07-02\n",
    "vinculacion.csv": """\
cat_prog,acp,area,unidad
1 0 001,1,A1,CON
2 0 001,2,A1,MAS
""",
}


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def add_periods(root: Path) -> None:
    """The first semester of the same year; the first quarter ships with the project."""
    run = (root / "params" / "mre" / "2024-T2.yaml").read_text(encoding="utf-8")
    write(root / "params" / "mre" / "2024-S1.yaml", run.replace("periodo: 2024-T2", "periodo: 2024-S1"))


def add_one_decimal(root: Path) -> None:
    """The same institution under a method that prints one decimal."""
    method = (root / "params" / "metodos" / "mre-2024.yaml").read_text(encoding="utf-8")
    run = (root / "params" / "mre" / "2024-T2.yaml").read_text(encoding="utf-8")
    identity = (root / "params" / "mre" / "entidad.yaml").read_text(encoding="utf-8")
    changed = method.replace("id: mre-2024", "id: un-decimal").replace("  decimales: 2", "  decimales: 1")
    write(root / "params" / "metodos" / "un-decimal.yaml", changed)
    write(root / "params" / "decimal" / "entidad.yaml", identity)
    own_run = run.replace("entidad: mre", "entidad: decimal").replace("metodo: mre-2024", "metodo: un-decimal")
    write(root / "params" / "decimal" / "2024-T2.yaml", own_run)
    (root / "data" / "decimal").symlink_to(root / "data" / "mre")


def add_minimal(root: Path) -> None:
    """An institution with two units and nothing else."""
    write(root / "params" / "minima" / "entidad.yaml", MINIMAL_IDENTITY)
    write(root / "params" / "minima" / "2024-T2.yaml", MINIMAL_RUN)
    write(root / "data" / "minima" / "2024" / "estructura.csv", MINIMAL_STRUCTURE)
    write(root / "data" / "minima" / "2024" / "avances.csv", MINIMAL_PROGRESS)


def add_mixed(root: Path) -> None:
    """An institution with tasks, weights and money, one unit of which reports a percentage instead."""
    for name, method in MIXED_METHODS.items():
        write(root / "params" / name / "entidad.yaml", MINIMAL_IDENTITY.replace("MINIMA", "MIXTA"))
        write(root / "params" / name / "2024-T2.yaml", MIXED_RUN.format(name=name, method=method))
        for file, text in MIXED.items():
            write(root / "data" / name / "2024" / file, text)
    tables = "[estructura, acciones, tareas]"
    plan = MIXED_RUN.format(name="mixta", method="mre-2024").replace("2024-T2", "2024-poa")
    write(root / "params/mixta/2024-poa.yaml", re.sub(r"tablas: .*", f"tablas: {tables}", plan))


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    folder = copy_of_project(tmp_path_factory.mktemp("general"))
    add_periods(folder)
    add_one_decimal(folder)
    add_minimal(folder)
    add_mixed(folder)
    return folder


@pytest.fixture(scope="module")
def computed(root):
    """Each run, computed once for all its sections."""
    return {run: shipped(run) if run in SHIPPED else compute(Workspace(root), *run.split("/")) for run in RUNS}


@pytest.fixture(scope="module")
def show(root, computed):
    """Run a section of a run, whose Book is computed already; each is run once for all tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(ROOT_VARIABLE, str(root))

        @cache
        def run_section(path: Path, run: str) -> str:
            patch.setattr(section, "compute", lambda *_: computed[run])
            return "\n".join(pages_of(path, *run.split("/")))

        yield lambda name, run: run_section(next(path for path in NOTEBOOKS if path.stem.endswith(name)), run)


@pytest.mark.parametrize("run", RUNS)
@pytest.mark.parametrize("name", [path.stem for path in NOTEBOOKS])
def test_every_section_runs_on_the_data_of_every_run(show, computed, name, run):
    is_of_report = run in SHIPPED and name.partition("_")[2] in computed[run].corrida.secciones
    assert is_of_report or show(name, run)


def test_the_summaries_print_why_a_report_of_the_budget_is_missing(root, computed, show):
    """There is no budget report of the third quarter, and the parameters of the run say why."""
    reason = "El sistema no emitió el reporte hasta el 20 de octubre; <se pidió> por nota"
    text = MIXED_RUN.format(name="mixta", method="mre-2024").replace("2024-T2", "2024-T3")
    write(root / "params/mixta/2024-T3.yaml", f'{text}sin_corte: {{gastos: "{reason}"}}\n')
    computed["mixta/2024-T3"] = compute(Workspace(root), "mixta", "2024-T3")
    for shown in (show("01_resumen", "mixta/2024-T3"), citizen_page(computed["mixta/2024-T3"])):
        assert "<strong>Sin reporte de gastos al 30 de septiembre de 2024:</strong>" in shown.replace("\u00a0", " ")
        assert "hasta el 20 de octubre; &lt;se pidió&gt; por nota." in shown
    assert "Sin reporte" not in show("01_resumen", "mixta/2024-T2")


@pytest.mark.parametrize("run", ["mre/2024-T1", "mre/2024-S1"])
def test_a_period_equal_to_its_accumulated_period_is_printed_once(show, run):
    page = show("acp", run)
    assert 'id="cuadro-acp-acumulado"' in page
    assert 'id="cuadro-acp-trimestre"' not in page


def test_a_table_that_has_no_figures_is_marked_as_not_included(show):
    assert 'class="no-incluye" data-alcance="dato"' in show("areas", "minima/2024-T2")


def test_no_sentence_refers_to_the_actions_table_that_a_method_without_money_does_not_have(show):
    assert "El detalle por acción" not in re.sub(r"\s+", " ", show("acp", "pacto-migracion/2021-anual"))
    assert "El detalle por acción" in re.sub(r"\s+", " ", show("acp", "mre/2024-T2"))


def test_units_without_an_area_are_listed(show):
    page = show("unidades", "minima/2024-T2")
    assert "Unidad Primera" in page
    assert re.search(r'data-cifra="avance_fisico/2024-T2/unidad/U1"', page)
    assert re.search(r"informaron las\s2\sunidades", re.sub(r"<[^>]+>", "", show("metodo", "minima/2024-T2")).lower())


def test_a_method_without_scales_says_that_it_grades_nothing(show):
    page = show("metodo", "sin-grados/2024-T2")
    assert "El método no califica" in page
    assert "semaforo" not in page


def test_every_scale_of_a_method_is_shown(show):
    page = show("metodo", "pesos/2024-T2")
    assert re.findall(r'id="(cuadro-grados[^"]*)"', page) == [
        "cuadro-grados-avance-fisico", "cuadro-grados-eficiencia-ponderada", "cuadro-grados-eficiencia-relativa",
    ]  # fmt: skip


def test_a_section_without_its_table_says_so_and_does_not_fail(show):
    assert 'data-alcance="seccion" data-falta="los servicios prestados"' in show("servicios", "minima/2024-T2")


def test_services_are_shown_by_month_place_kind_and_currency(show):
    page = show("servicios", "mixta/2024-T2")
    for figure, printed in (
        ("produccion/2024-T2/servicio_prestado/carnets", "23"),
        ("produccion_cumplimiento/2024-T2/servicio_prestado/carnets", "92,00"),
        ("produccion/2024-abr/servicio_prestado/carnets", "23"),
        ("produccion/2024-S1/departamento/carnets/Oruro", "5"),
        ("produccion/2024-S1/tipo_tramite/carnets/nuevo", "17"),
        ("recaudacion_usd/2024-S1/servicio_prestado/carnets", "10,50"),
    ):
        assert re.search(rf'data-cifra="{figure}"[^>]*>{printed}<', page), figure


def test_the_annexes_list_offices_and_inputs_and_who_signs(show):
    page = show("anexos", "mixta/2024-T2")
    assert 'id="cuadro-oficinas-1"' in page
    assert 'id="cuadro-insumos"' in page
    assert "poa auditar mixta/2024-T2" in page
    assert "data/mixta/2024/produccion.csv" in re.sub("<[^>]+>", "", page)
    words = " ".join(re.sub("<[^>]+>", " ", page).split())
    assert "Elaborado por Ana Rojas Técnica 2 de julio de 2024 Revisado por Nombre: Cargo: Fecha:" in words


def test_the_dispersion_of_an_area_is_that_of_its_units(show):
    page = show("unidades", "mixta/2024-T2")
    assert re.search(r'data-cifra="avance_fisico_n/2024-T2/area/A1"[^>]*>3<', page)


def test_figures_under_other_methods_have_no_id_of_this_book(show):
    page = show("conciliacion", "mre/2024-T2")
    table = page[page.index('id="cuadro-metodos"') :]
    assert 'data-cifra="avance_fisico/2024-T2/entidad/MRE"' in table
    assert "@" not in "".join(re.findall(r'data-cifra="([^"]*)"', page))


def test_names_keep_their_acronyms_inside_a_sentence(show):
    assert "meta ejecutada en SIGEP" in show("metodo", "mre/2024-T2")


def test_where_no_unit_did_all_that_it_had_to_the_summary_names_the_one_with_the_greatest_progress(show):
    resumen = " ".join(re.sub(r"<[^>]+>", "", show("01_resumen", "mixta/2024-T2")).split())
    assert "Ninguna de las tres unidades con dato cumplió todo lo programado. La de mayor avance es la Unidad que informa, con 91,00 %; la de menor" in resumen
