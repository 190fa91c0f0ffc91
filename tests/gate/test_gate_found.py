"""What random institutions were stopped by, each in the smallest institution that shows it."""

import json

import pytest
from gate_holds import NOTEBOOKS, gate
from gate_institutions import Written
from markupsafe import escape
from notebook_cells import run_section

from helpers.base.periods import Period
from helpers.run.compute import compute
from helpers.settings.params import default_sections
from helpers.views.plan.objective_views import institutions

STRUCTURE = """\
codigo,nombre,nivel,padre,acp
E,Entidad,entidad,,
U,Unidad,unidad,E,1
"""


@pytest.fixture(scope="module")
def held():
    with gate() as held:
        yield held


def written(period: str, tables: dict[str, str], method: str = "mre-2024") -> Written:
    """An entity with one unit and one action, and what else a test gives it."""
    year = {"estructura": STRUCTURE, "acciones": "acp,denominacion\n1,Acción primera\n"} | tables
    run = {"entidad": "x", "periodo": period, "metodo": method, "titulo": "Seguimiento", "cortes": {}, "tablas": ["estructura"],
           "secciones": list(default_sections(Period.parse(period)))}  # fmt: skip
    files = {f"data/x/2024/{name}.csv": text for name, text in year.items()}
    files["params/x/entidad.yaml"] = json.dumps({"codigo": "E", "nombre": "Entidad", "sigla": "E"})
    files[f"params/x/{period}.yaml"] = json.dumps(run)
    return Written(period, files)


def test_a_category_linked_to_an_action_and_to_none_is_counted_once(held):
    """Its money goes where its first link says; `04_acp` added it again as a category without action."""
    one = written("2024-T2", {
        "gastos": "fecha_corte,reporte,cat_prog,ppto_vigente,devengado\n2024-06-30,categoria,1 0 001,100.00,40.00\n2024-06-30,categoria,2 0 001,50.00,10.00\n",
        "vinculacion": "cat_prog,acp\n1 0 001,1\n1 0 001,\n2 0 001,\n",
    })  # fmt: skip
    held.holds_for(one)
    book = compute(held.workspace, "x", one.period).book
    assert {code: str(book[f"devengado/2024-S1/{code}"].rounded) for code in ("acp/1", "entidad/E")} == {"acp/1": "40.00", "entidad/E": "50.00"}


def test_an_entity_may_formulate_its_plan_as_a_whole(held):
    """The one area with forms 03 and a ceiling is the entity: what the ceiling leaves was entered twice."""
    one = written("2024-poa", {"requerimientos": "area,formulario,descripcion,fuente,importe,techo\nE,3_01,Papel,10,400.00,500.00\n"})
    held.holds_for(one)
    assert str(compute(held.workspace, "x", one.period).book["techo_saldo/2024-poa/entidad/E"].rounded) == "100.00"


def test_an_entity_may_report_its_financial_execution_as_a_percentage_alone(held):
    """`04_acp` took for granted that whoever has a percentage has the two amounts of it."""
    one = written("2024-T2", {"avances": "nivel,codigo,indicador,periodo,valor\nentidad,E,ejecucion_financiera,2024-T2,40.00\n"})
    held.holds_for(one)
    shown = run_section(NOTEBOOKS["acp"], entidad="x", periodo="2024-T2", folder=held.root / "corrida")
    words = " ".join(str(output.get("text/html")) for output in shown).split()
    assert "la entidad informó una ejecución de" in " ".join(words)


def test_a_category_without_its_amount_leaves_the_sum_by_actions_unchecked(held):
    """The entity's money is then another report's, and the actions' is not the whole of it."""
    one = written("2024-T2", {
        "estructura": STRUCTURE.replace("U,Unidad,unidad,E,1", "A,Área,area,E,\nU,Unidad,unidad,A,1"),
        "gastos": "fecha_corte,reporte,cat_prog,area,ppto_vigente,devengado\n2024-06-30,categoria,1 0 001,,100.00,40.00\n"
                  "2024-06-30,categoria,2 0 001,,50.00,\n2024-06-30,area,,A,150.00,90.00\n",
        "vinculacion": "cat_prog,acp\n1 0 001,1\n2 0 001,1b\n", "acciones": "acp,denominacion\n1,Acción primera\n1b,Acción segunda\n",
    })  # fmt: skip
    held.holds_for(one)
    book = compute(held.workspace, "x", one.period).book
    assert {code: str(book[f"devengado/2024-S1/{code}"].rounded) for code in ("acp/1", "entidad/E")} == {"acp/1": "40.00", "entidad/E": "90.00"}


def test_a_reported_percentage_has_no_parts_to_repeat_it_from(held):
    """`12_fisico_financiero` and the citizens' pages took the entity's financial execution for a quotient of amounts."""
    one = written("2024-anual", {
        "avances": "nivel,codigo,indicador,periodo,valor\nentidad,E,ejecucion_financiera,2024-anual,40.00\n",
        "gastos": "fecha_corte,reporte,cat_prog,devengado\n2024-12-31,categoria,1 0 001,45.00\n", "vinculacion": "cat_prog,acp\n1 0 001,1\n",
    })  # fmt: skip
    held.holds_for(one)
    assert str(compute(held.workspace, "x", one.period).book["ejecucion_financiera/2024-anual/entidad/E"].rounded) == "40.00"


def test_a_sigla_may_begin_with_a_slash(held):
    """`50_objetivos` took what stands before the first slash for the institution."""
    one = written("2024-anual", {
        "marcos": "marco,codigo,titulo\nODS,16.9,Identidad\n",
        "anual/resultados": "id,texto,objetivos\n1,Cédulas entregadas,ODS:16.9\n",
    })  # fmt: skip
    one.files["params/x/entidad.yaml"] = json.dumps({"codigo": "E", "nombre": "Entidad", "sigla": "/E"})
    held.holds_for(one)
    book = compute(held.workspace, "x", one.period).book
    assert institutions(book) == ("/E",)


def test_a_category_may_be_called_as_an_area_is(held):
    """The draft's sentence on its money was taken for one on the area's, and its amount for another figure's."""
    one = written("2024-may", {
        "estructura": "codigo,nombre,nivel,padre,acp\nE,Entidad,entidad,,\nA,Asuntos Administrativos,area,E,\n",
        "gastos": "fecha_corte,reporte,cat_prog,denominacion,ppto_vigente,devengado,area\n"
                  "2024-05-31,categoria,1 0 001,Asuntos Administrativos,1000.00,0.00,\n2024-05-31,area,,,5000.00,900.00,A\n",
        "vinculacion": "cat_prog,acp\n1 0 001,1\n",
    })  # fmt: skip
    held.holds_for(one)


def test_a_plan_may_have_the_objectives_of_a_framework_and_no_results(held):
    """`50_objetivos` asked for counts that nobody makes of a plan whose results are not known."""
    one = written("2024-poa", {"marcos": "marco,codigo,titulo\nODS,16.9,Identidad\n"})
    run = json.loads(one.files["params/x/2024-poa.yaml"])
    one.files["params/x/2024-poa.yaml"] = json.dumps(run | {"secciones": [*run["secciones"], "objetivos"]})
    held.holds_for(one)
    assert "objetivos/2024-poa/marco/ODS" not in compute(held.workspace, "x", one.period).book.figures


@pytest.mark.parametrize("name", ["50%25", "3,50", "Bono de cien bolivianos", "{{u}}"])
def test_whoever_plans_may_be_called_like_a_measure_or_a_mark(held, name):
    """The drafts of the plan took the names of the institution, of an area, of a version and of a norm for typed numbers."""
    one = written("2024-poa", {
        "estructura": f"codigo,nombre,nivel,padre,acp\nE,\"{name}\",entidad,,\nA,\"{name}\",area,E,\n",
        "articulacion": "area,acp,ponderacion\nA,1,60\n",
        "requerimientos": "area,formulario,descripcion,fuente,importe,techo\nA,3_01,Papel,10,400.00,300.00\n",
    })  # fmt: skip
    identity = {"codigo": "E", "nombre": name, "sigla": "E", "normas": [{"sigla": name, "titulo": name, "tema": name, "fuente": "Dato inventado"}]}
    one.files["params/x/entidad.yaml"] = json.dumps(identity)
    held.holds_for(one)
    for section in ("resumen_plan", "informe_tecnico", "resolucion"):
        shown = run_section(NOTEBOOKS[section], entidad="x", periodo="2024-poa", folder=held.root / "corrida")
        assert escape(name) in "".join(str(output.get("text/html")) for output in shown)
