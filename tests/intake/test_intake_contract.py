"""The declared tables match the written data contract and are consistent in themselves."""

import re
import subprocess
import sys

import pytest

from helpers.base.periods import MONTHS
from helpers.intake.dataset import TABLES
from tools.reference_page import HEADINGS, reference

# As in the data contract: `*` marks a required column, `ene…dic` the twelve months. Alternatives have no `*`.
CONTRACT = """
estructura: codigo* nombre* nivel* padre* sigla clase acp ue pais departamento orden
articulacion: marco pilar eje meta resultado accion estrategica amp acp* descripcion ponderacion area
    producto_esperado beneficiarios version
acciones: acp* denominacion* amp resultado_esperado indicador meta ponderacion grupo
versiones: version* resolucion fecha descripcion informe_tecnico informe_legal importe
tareas: tarea* descripcion* actividad operacion* unidad* acp* ponderacion unidad_medida indicador
    linea_base meta ene…dic anual acumulable ppto
ejecucion: tarea* ene…dic anual devengado evaluacion medio_verificacion resultado causa_codigo
    causa_desviacion
presentaciones: unidad* fecha_presentacion* presentado_por reiteracion observacion
avances: nivel* codigo* indicador* periodo* valor* peso nota
gastos: fecha_corte* reporte* sistema estado cat_prog area denominacion ue fuente organismo partida
    ppto_inicial modificaciones ppto_vigente certificado compromiso devengado pagado por_pagar
vinculacion: cat_prog* acp* area unidad
programacion_financiera: cat_prog acp ene…dic*
modificaciones: fecha* norma* descripcion fuente cat_prog partida importe*
recursos: fecha_corte* rubro* denominacion fuente organismo ppto_inicial modificaciones ppto_vigente*
    devengado* percibido
metas: acp* periodo* programado ejecutado nota
recuento: version periodo elemento* grupo cantidad*
produccion: servicio* oficina departamento pais mes fecha tipo_tramite grupo_etario programado cantidad*
    recaudacion moneda observacion
resultados: id* acp unidad institucion tarea resultado_programado texto* estado tipo valor unidad_medida
    fuente fecha objetivos
marcos: marco* codigo* titulo* grupo
recomendaciones: id* periodo fecha* texto* responsable plazo estado seguimiento fuente
foda: area* cat_prog bloque* factor* amp incidencia version
requerimientos: area* cat_prog version formulario* descripcion* fuente* organismo importe* techo
firmas: rol* nombre cargo fecha
historico: gestion* periodo* nivel* codigo* indicador* valor* metodo
publicado: id* donde* valor* decimales
"""
WRITTEN = dict(entry.split(":") for entry in re.sub(r"\n +", " ", CONTRACT.strip()).splitlines())
# Added by this project: the amounts that a resolution approves, by source and in words (docs/decisions.md).
WRITTEN["presupuesto_aprobado"] = "version fuente organismo denominacion importe* literal donde"
# Added by this project: a note says where an amount comes from that no report prints as such (docs/decisions.md).
WRITTEN["gastos"] += " nota"
# Added by this project: the printed grade of a figure, under the names of cifras.csv (docs/decisions.md).
WRITTEN["publicado"] += " grado calificacion desempeno semaforo"
# Added by this project: the source of every fact and the aim of a unit (docs/decisions.md), and the job that answers
# for a matter for decision.
WRITTEN["estructura"] = WRITTEN["estructura"].replace(" orden", " cargo objetivo fuente orden")
WRITTEN["articulacion"] += " enunciado fuente"
# Added by this project: a document may say that a unit was late without a date (docs/decisions.md).
WRITTEN["presentaciones"] = WRITTEN["presentaciones"].replace("presentacion* ", "presentacion* en_plazo ")
# Added by this project: the legal basis of a result, for reports by the objectives of external frameworks
# (docs/decisions.md).
WRITTEN["resultados"] = WRITTEN["resultados"].replace("fuente fecha objetivos", "fuente fecha base_legal objetivos")
# Added by this project: a result may be a part of another one or belong to a part of a unit, and has the place and time
# that the document gives; services of a semester have a period instead of a month (docs/decisions.md).
WRITTEN["resultados"] = (
    WRITTEN["resultados"]
    .replace("id* acp", "id* parte_de acp")
    .replace("unidad inst", "unidad dependencia inst")
    .replace("fuente fecha", "fuente lugar fecha periodo_referido")
)
WRITTEN["produccion"] = WRITTEN["produccion"].replace("mes fecha", "mes fecha periodo")
# Added by this project: the place of each line in the forms and reports of others (docs/decisions.md).
WRITTEN["foda"] += " fuente"
WRITTEN["requerimientos"] += " donde"
WRITTEN["marcos"] += " fuente"


def months_spread(words):
    for word in words:
        star = "*" if word.endswith("*") else ""
        yield from (f"{month}{star}" for month in MONTHS) if word.startswith("ene…dic") else (word,)


def test_every_table_of_the_contract_is_declared():
    assert set(TABLES) == set(WRITTEN)


@pytest.mark.parametrize("name", sorted(TABLES))
def test_the_columns_are_those_of_the_contract(name):
    declared = [f"{column.name}{'*' if column.required else ''}" for column in TABLES[name].file_columns]
    assert declared == list(months_spread(WRITTEN[name].split()))


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_a_declaration_names_only_its_own_columns(table):
    names = [column.name for column in table.columns]
    chosen = [name for choice in table.choices for option in choice.options for name in option]
    years = [column.year_column for column in table.columns if column.year_column]
    assert len(set(names)) == len(names)
    assert {*table.key, *chosen, *years} <= set(names)


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_a_reference_finds_its_table(table):
    targets = {column.refers.table for column in table.columns if column.refers}
    assert targets <= {"estructura", "acciones"}


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_everything_is_described_for_the_reference(table):
    lines = reference(table)
    assert [line[0] for line in lines] == [column.name for column in table.file_columns]
    assert all(len(line) == len(HEADINGS) and all(line) for line in lines)
    sentences = [table.description, *(line[3] for line in lines)]
    assert [said for said in sentences if not re.fullmatch(r"[«A-ZÁÉÍÓÚ].*[.…]", said)] == []


def test_the_declarations_import_neither_pandas_nor_openpyxl():
    code = "import sys, helpers.intake.dataset; print({'pandas', 'openpyxl'} & set(sys.modules))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "set()"
