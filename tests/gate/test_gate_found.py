"""Faults of the program that random institutions revealed, each in the smallest institution that shows it."""

import json

import pytest
from gate_holds import NOTEBOOKS, gate
from gate_institutions import Written
from markupsafe import escape
from notebook_cells import run_section

from helpers.base.periods import Period
from helpers.run.compute import compute
from helpers.settings.params import default_sections
from helpers.views.sections.objectives_section import institutions

STRUCTURE = """\
codigo,nombre,nivel,padre,acp
E,Entidad,entidad,,
U,Unidad,unidad,E,1
"""


@pytest.fixture(scope="module")
def workbook():
    with gate() as workbook:
        yield workbook


def written(period: str, tables: dict[str, str], method: str = "mre-2024") -> Written:
    """An entity with one unit and one action, and the tables that a test adds or replaces."""
    year = {"estructura": STRUCTURE, "acciones": "acp,denominacion\n1,Acción primera\n"} | tables
    run = {"entidad": "x", "periodo": period, "metodo": method, "titulo": "Seguimiento", "cortes": {}, "tablas": ["estructura"],
           "secciones": list(default_sections(Period.parse(period)))}  # fmt: skip
    files = {f"data/x/2024/{name}.csv": text for name, text in year.items()}
    files["params/x/entidad.yaml"] = json.dumps({"codigo": "E", "nombre": "Entidad", "sigla": "E"})
    files[f"params/x/{period}.yaml"] = json.dumps(run)
    return Written(period, files)


def test_a_category_linked_to_an_action_and_to_none_is_counted_once(workbook):
    """Its money counts for the action of its first link; `04_acp` added it again as a category without action."""
    one = written("2024-T2", {
        "gastos": "fecha_corte,reporte,cat_prog,ppto_vigente,devengado\n2024-06-30,categoria,1 0 001,100.00,40.00\n2024-06-30,categoria,2 0 001,50.00,10.00\n",
        "vinculacion": "cat_prog,acp\n1 0 001,1\n1 0 001,\n2 0 001,\n",
    })  # fmt: skip
    workbook.check_and_report(one)
    book = compute(workbook.workspace, "x", one.period).book
    assert {code: str(book[f"devengado/2024-S1/{code}"].rounded) for code in ("acp/1", "entidad/E")} == {"acp/1": "40.00", "entidad/E": "50.00"}


def test_an_entity_may_formulate_its_plan_as_a_whole(workbook):
    """Only the entity has forms 03 and a ceiling, so the balance of the ceiling was entered twice in the Book."""
    one = written("2024-poa", {"requerimientos": "area,formulario,descripcion,fuente,importe,techo\nE,3_01,Papel,10,400.00,500.00\n"})
    workbook.check_and_report(one)
    assert str(compute(workbook.workspace, "x", one.period).book["techo_saldo/2024-poa/entidad/E"].rounded) == "100.00"


def test_an_entity_may_report_its_financial_execution_as_a_percentage_alone(workbook):
    """`04_acp` expected both amounts of every percentage; here the entity reports 40 % without amounts."""
    one = written("2024-T2", {"avances": "nivel,codigo,indicador,periodo,valor\nentidad,E,ejecucion_financiera,2024-T2,40.00\n"})
    workbook.check_and_report(one)
    shown = run_section(NOTEBOOKS["acp"], entidad="x", periodo="2024-T2", folder=workbook.root / "corrida")
    words = " ".join(str(output.get("text/html")) for output in shown).split()
    assert "la entidad informó una ejecución de" in " ".join(words)


def test_a_category_without_its_amount_leaves_the_sum_by_actions_unchecked(workbook):
    """Category 2 0 001 has no accrued amount, so the entity's 90.00 come from the report by area.

    The actions' 40.00 are only a part of them and must not be compared with them.
    """
    one = written("2024-T2", {
        "estructura": STRUCTURE.replace("U,Unidad,unidad,E,1", "A,Área,area,E,\nU,Unidad,unidad,A,1"),
        "gastos": "fecha_corte,reporte,cat_prog,area,ppto_vigente,devengado\n2024-06-30,categoria,1 0 001,,100.00,40.00\n"
                  "2024-06-30,categoria,2 0 001,,50.00,\n2024-06-30,area,,A,150.00,90.00\n",
        "vinculacion": "cat_prog,acp\n1 0 001,1\n2 0 001,1b\n", "acciones": "acp,denominacion\n1,Acción primera\n1b,Acción segunda\n",
    })  # fmt: skip
    workbook.check_and_report(one)
    book = compute(workbook.workspace, "x", one.period).book
    assert {code: str(book[f"devengado/2024-S1/{code}"].rounded) for code in ("acp/1", "entidad/E")} == {"acp/1": "40.00", "entidad/E": "90.00"}


def test_a_reported_financial_execution_is_not_repeated_from_amounts(workbook):
    """`12_fisico_financiero` and the citizens' page divided amounts to repeat the entity's financial execution."""
    one = written("2024-anual", {
        "avances": "nivel,codigo,indicador,periodo,valor\nentidad,E,ejecucion_financiera,2024-anual,40.00\n",
        "gastos": "fecha_corte,reporte,cat_prog,devengado\n2024-12-31,categoria,1 0 001,45.00\n", "vinculacion": "cat_prog,acp\n1 0 001,1\n",
    })  # fmt: skip
    workbook.check_and_report(one)
    assert str(compute(workbook.workspace, "x", one.period).book["ejecucion_financiera/2024-anual/entidad/E"].rounded) == "40.00"


def test_a_sigla_may_begin_with_a_slash(workbook):
    """`50_objetivos` read the text before the first slash of `sigla/objective` as the institution."""
    one = written("2024-anual", {
        "marcos": "marco,codigo,titulo\nODS,16.9,Identidad\n",
        "anual/resultados": "id,texto,objetivos\n1,Cédulas entregadas,ODS:16.9\n",
    })  # fmt: skip
    one.files["params/x/entidad.yaml"] = json.dumps({"codigo": "E", "nombre": "Entidad", "sigla": "/E"})
    workbook.check_and_report(one)
    book = compute(workbook.workspace, "x", one.period).book
    assert institutions(book) == ("/E",)


def test_a_category_may_have_the_name_of_an_area(workbook):
    """The draft's sentence on the category was read as one on the area, and its amount as that of another figure."""
    one = written("2024-may", {
        "estructura": "codigo,nombre,nivel,padre,acp\nE,Entidad,entidad,,\nA,Asuntos Administrativos,area,E,\n",
        "gastos": "fecha_corte,reporte,cat_prog,denominacion,ppto_vigente,devengado,area\n"
                  "2024-05-31,categoria,1 0 001,Asuntos Administrativos,1000.00,0.00,\n2024-05-31,area,,,5000.00,900.00,A\n",
        "vinculacion": "cat_prog,acp\n1 0 001,1\n",
    })  # fmt: skip
    workbook.check_and_report(one)


def test_a_plan_may_have_the_objectives_of_a_framework_and_no_results(workbook):
    """`50_objetivos` asked for counts of objectives, which a plan does not have because it has no results yet."""
    one = written("2024-poa", {"marcos": "marco,codigo,titulo\nODS,16.9,Identidad\n"})
    run = json.loads(one.files["params/x/2024-poa.yaml"])
    one.files["params/x/2024-poa.yaml"] = json.dumps(run | {"secciones": [*run["secciones"], "objetivos"]})
    workbook.check_and_report(one)
    assert "objetivos/2024-poa/marco/ODS" not in compute(workbook.workspace, "x", one.period).book.figures


@pytest.mark.parametrize("name", ["50%25", "3,50", "Bono de cien bolivianos", "{{u}}"])
def test_names_in_a_plan_may_look_like_numbers_or_template_marks(workbook, name):
    """The drafts of the plan read the names of the institution, of an area and of a norm as numbers typed by hand."""
    one = written("2024-poa", {
        "estructura": f"codigo,nombre,nivel,padre,acp\nE,\"{name}\",entidad,,\nA,\"{name}\",area,E,\n",
        "articulacion": "area,acp,ponderacion\nA,1,60\n",
        "requerimientos": "area,formulario,descripcion,fuente,importe,techo\nA,3_01,Papel,10,400.00,300.00\n",
    })  # fmt: skip
    identity = {"codigo": "E", "nombre": name, "sigla": "E", "normas": [{"sigla": name, "titulo": name, "tema": name, "fuente": "Dato inventado"}]}
    one.files["params/x/entidad.yaml"] = json.dumps(identity)
    workbook.check_and_report(one)
    for section in ("resumen_plan", "informe_tecnico", "resolucion"):
        shown = run_section(NOTEBOOKS[section], entidad="x", periodo="2024-poa", folder=workbook.root / "corrida")
        assert escape(name) in "".join(str(output.get("text/html")) for output in shown)
