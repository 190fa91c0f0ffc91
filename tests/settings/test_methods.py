"""Method files: an inconsistent file does not load and says where it is wrong; a new office needs only a new file."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from builders import METHOD, ROOT, WORKSPACE, make_dataset, make_scored, method_plain

from helpers.base.errors import ConfigError, UsageError
from helpers.base.periods import Period
from helpers.base.system.workspace import Workspace
from helpers.intake.dataset import TABLES
from helpers.settings.indicators import BUDGET_COLUMNS, GOAL_COLUMNS
from helpers.settings.methods import Metodo, load_method, methods_found

MRE_TEXT = WORKSPACE.method_file("mre-2024").read_text(encoding="utf-8")


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    (tmp_path / "params/metodos").mkdir(parents=True)
    return Workspace(tmp_path)


def refused(workspace: Workspace, text: str) -> str:
    """The message of a file that must not load; it begins with the file's name."""
    workspace.method_file("mre-2024").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as problem:
        load_method(workspace, "mre-2024")
    assert str(problem.value).startswith("params/metodos/mre-2024.yaml: ")
    return str(problem.value)


def changed(old: str, new: str) -> str:
    """MRE's file with the first occurrence of a text replaced."""
    assert old in MRE_TEXT, old
    return MRE_TEXT.replace(old, new, 1)


ALTO = "{desde: 70, hasta: 100, impreso"
OPTIMO = "desde: [20, 43, 65, 85]"

BROKEN = {
    "a hole between grades": (
        "{desde: 51, hasta: 70, impreso",
        "{desde: 51, hasta: 69, impreso",
        ["bandas", "un hueco entre «Medio» (hasta 69) y «Alto» (desde 70)"],
    ),
    "an overlap of grades": (
        "{desde: 51, hasta: 70, impreso",
        "{desde: 51, hasta: 70.5, impreso",
        ["bandas", "un traslape entre «Medio» (hasta 70.5) y «Alto» (desde 70)"],
    ),
    "a grade in the middle that never ends": (
        ALTO,
        "{desde: 70, impreso",
        ["bandas", "un traslape entre «Alto»", "«Excelente»"],
    ),
    "a grade that ends before it begins": (
        "{desde: 9, hasta: 51, impreso",
        "{desde: 51, hasta: 51, impreso",
        ["bandas", "«Bajo»"],
    ),
    "the last grade ends": (
        "{desde: 100, impreso",
        "{desde: 100, hasta: 101, impreso",
        ["bandas", "«Excelente», no debe llevar «hasta»"],
    ),
    "the first grade does not begin at zero": (
        "{desde: 0, hasta: 0.01, impreso",
        "{desde: 0.001, hasta: 0.01, impreso",
        ["bandas", "«Nulo», debe empezar en 0"],
    ),
    "thresholds that do not descend": (
        OPTIMO,
        "desde: [20, 33, 65, 85]",
        ["umbrales", "trimestre 2", "«Óptimo» empieza en 33 y «Aceptable» en 33", "de mayor a menor"],
    ),
    "a threshold for three quarters": (OPTIMO, "desde: [20, 43, 65]", ["umbrales.grados[1].desde[4]", "falta"]),
    "a threshold for five quarters": (
        OPTIMO,
        "desde: [20, 43, 65, 85, 90]",
        ["umbrales.grados[1].desde", "más elementos"],
    ),
    "thresholds without a last one": (
        "{calificacion: En observación,",
        "{desde: [1, 2, 3, 4], calificacion: En observación,",
        ["umbrales", "solo el último umbral"],
    ),
    "an unknown level in the grades": (
        "niveles: [entidad, servicio, area, tipo, subtipo, unidad, puesto, acp]\n  bordes",
        "niveles: [entidad, sector]\n  bordes",
        ["bandas[1].niveles", "«sector» no puede ir aquí", "unidad"],
    ),
    "an unknown level of an indicator": (
        "niveles: [acp, area, servicio, entidad]",
        "niveles: [acp, comarca]",
        ["indicadores.eficiencia.niveles", "«comarca» no puede ir aquí"],
    ),
    "an unknown level rolled up": (
        "\n  servicio:\n    partes",
        "\n  ministerio:\n    partes",
        ["consolidacion", "«ministerio» no puede ir aquí"],
    ),
    "a level rolled up in a way that it has not": (
        "  acp:\n    partes: responsables",
        "  acp:\n    partes: estructura",
        ["consolidacion", "«acp» no se obtiene de «estructura»", "responsables"],
    ),
    "an area that is taken over from one unit": (
        "  area:\n    partes: estructura\n    regla: media_simple",
        "  area:\n    partes: estructura\n    regla: igual",
        ["consolidacion", "nivel «area», regla «igual»", "«cat_prog», y solo la suya"],
    ),
    "an indicator defined by itself": (
        'acumulado: {regla: formula, expresion: "eficacia_ponderada / rango_ideal * 100", a_falta_de: tareas}',
        'acumulado: {regla: formula, expresion: "avance_fisico * 2"}',
        ["en círculo (acumulado): avance_fisico → avance_fisico"],
    ),
    "an unknown name in a formula": (
        "eficacia_ponderada / ejecucion_financiera * 100",
        "eficacia_ponderad / ejecucion_financiera * 100",
        ["indicadores.eficiencia.trimestre", "«eficacia_ponderad»", "¿Quiso decir «eficacia_ponderada»?"],
    ),
    "a formula that cannot be read": (
        "eficacia_ponderada / ejecucion_financiera * 100",
        "eficacia_ponderada / * 100",
        ["indicadores.eficiencia.reglas.trimestre.expresion", "no se entiende desde el carácter 22"],
    ),
    "a formula rule without its formula": (
        '{regla: formula, expresion: "meta_ejecutada / meta_programada * 100"}',
        "{regla: formula}",
        ["indicadores.meta_cumplimiento.reglas.trimestre", "necesita «expresion»"],
    ),
    "a balance of no column": (
        "trimestre: {regla: saldo, columna: ppto_inicial}",
        "trimestre: {regla: saldo}",
        ["indicadores.ppto_inicial.reglas.trimestre", "necesita una «columna»"],
    ),
    "a balance of a column that no budget has": (
        "trimestre: {regla: saldo, columna: ppto_inicial}",
        "trimestre: {regla: saldo, columna: presupuesto_inicial}",
        [
            "indicadores.ppto_inicial.reglas.trimestre",
            "«presupuesto_inicial»",
            "¿Quiso decir «ppto_inicial»?",
        ],
    ),
    "a window that is none": (
        "reglas:\n      trimestre: {regla: meta, columna: programado}",
        "reglas:\n      trimestral: {regla: meta, columna: programado}",
        ["indicadores.meta_programada.reglas.trimestral", "'mes', 'trimestre' o 'acumulado'"],
    ),
    "an unknown rule": (
        "trimestre: {regla: meta, columna: programado}",
        "trimestre: {regla: metas, columna: programado}",
        ["indicadores.meta_programada.reglas.trimestre.regla", "no admite «metas»", "'meta'"],
    ),
    "an unknown key": (
        "  decimales: 2\n  donde",
        "  decimal: 2\n  donde",
        [
            "«redondeo.decimal»: clave desconocida",
            "¿Quiso decir «decimales»?",
            "«redondeo.decimales»: falta esta clave",
        ],
    ),
    "an unknown key deep inside": (
        "semaforo: azul, simbolo",
        "semaforos: azul, simbolo",
        ["«bandas[1].grados[6].semaforos»: clave desconocida", "¿Quiso decir «semaforo»?"],
    ),
    "a key given twice": (
        "  donde: cada_nivel\n",
        "  donde: cada_nivel\n  donde: publicacion\n",
        ["línea 16", "«donde»", "dos veces"],
    ),
    "a projection without a factor for some number of periods": (
        "factores: {3: 4.303, 4: 3.182,",
        "factores: {3: 4.303,",
        ["proyeccion[1].factores", "un factor mayor que 0 para cada número de periodos de 3 a 11"],
    ),
    "a projection of a year that is over": (
        "11: 2.228}",
        "11: 2.228, 12: 2.201}",
        ["proyeccion[1].factores", "de 3 a 11"],
    ),
    "an interval that is none": ("{3: 4.303,", "{3: 0,", ["proyeccion[1].factores", "mayor que 0"]),
    "a projection of money": (
        "  - indicador: eficacia_ponderada\n    niveles: [entidad, servicio, area, acp]\n    factores",
        "  - indicador: devengado\n    niveles: [entidad, servicio, area, acp]\n    factores",
        ["proyeccion", "«devengado» debe medirse en «%»"],
    ),
    "a projection of tasks": (
        "niveles: [entidad, servicio, area, acp]\n    factores",
        "niveles: [entidad, tarea]\n    factores",
        ["proyeccion[1].niveles", "«tarea» no puede ir aquí"],
    ),
    "changes of money": (
        "variacion:\n  indicadores: [avance_fisico",
        "variacion:\n  indicadores: [devengado",
        ["variacion", "«devengado» no es un porcentaje"],
    ),
    "changes of an indicator that is none": (
        "variacion:\n  indicadores: [avance_fisico",
        "variacion:\n  indicadores: [avance_fisic",
        ["variacion: el método no define el indicador «avance_fisic»", "¿Quiso decir «avance_fisico»?"],
    ),
    "shares of an indicator that is none": (
        "participacion:\n  - indicador: ppto_vigente",
        "participacion:\n  - indicador: presupuesto",
        ["participacion: el método no define el indicador «presupuesto»"],
    ),
    "an indicator with spaces": (
        "  ppto_vigente:\n",
        "  ppto vigente:\n",
        ["«ppto vigente» no puede ser el nombre de un indicador"],
    ),
    "an indicator that Python reads otherwise": (
        "  ppto_vigente:\n",
        "  in:\n",
        ["«in» no puede ser el nombre de un indicador"],
    ),
    "seven decimals": (
        "  decimales: 2\n  donde",
        "  decimales: 7\n  donde",
        ["redondeo.decimales", "como máximo 6", "«7»"],
    ),
    "negative decimals of an indicator": (
        "  ppto_vigente:\n",
        "  ppto_vigente:\n    decimales: -3\n",
        ["indicadores.ppto_vigente.decimales", "como mínimo 0", "«-3»"],
    ),
    "decimals that are not whole": (
        "  decimales: 2\n  donde",
        "  decimales: dos\n  donde",
        ["redondeo.decimales", "un número entero", "«dos»"],
    ),
    "another place to round": (
        "donde: cada_nivel",
        "donde: a_veces",
        ["redondeo.donde", "«a_veces»", "'publicacion'"],
    ),
    "no source": (
        "fuente: informe de seguimiento 2024, escala de avance;",
        "fuente: ''\n  nota:",
        ["bandas[1].fuente", "vacío"],
    ),
    "grades of an indicator that is none": (
        "bandas:\n  indicador: avance_fisico",
        "bandas:\n  indicador: avance",
        ["bandas: el método no define el indicador «avance»", "¿Quiso decir «avance_fisico»?"],
    ),
    "another name than the file's": (
        "id: mre-2024",
        "id: mre-2025",
        ["«id» dice «mre-2025»", "«mre-2024.yaml»"],
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_method_does_not_load_and_says_where(workspace, case):
    old, new, expected = BROKEN[case]
    message = refused(workspace, changed(old, new))
    for words in expected:
        assert words in message
    assert not re.search(r"\b(should|must|valid|Input|expected)\b", message), message


@pytest.mark.parametrize("name", methods_found(WORKSPACE))
def test_each_method_that_is_shipped_loads(name):
    method = load_method(WORKSPACE, name)
    assert (method.id, bool(method.fuente)) == (name, True)
    assert all(plan.fuente and plan.explicacion for plan in method.consolidacion.values())


def test_a_circular_definition_is_named(workspace, wording):
    text = changed("eficacia_ponderada - ejecucion_financiera", "brecha_ideal - ejecucion_financiera")
    text = text.replace(
        'trimestre: {regla: formula, expresion: "eficacia_ponderada - rango_ideal"}',
        'trimestre: {regla: formula, expresion: "brecha_fisico_financiera - rango_ideal"}',
    )
    wording(refused(
        workspace, text
    ), "brecha_ideal → brecha_fisico_financiera → brecha_ideal")


def test_all_problems_are_reported_at_once(workspace):
    text = changed("  decimales: 2\n  donde", "  decimales: dos\n  donde").replace(
        "hasta: 0.01", "hasta: 0,01", 1
    )
    text = text.replace("semaforo: azul", "semaforos: azul")
    message = refused(workspace, text)
    assert message.count("\n  - ") >= 3
    # `hasta: 0,01` inside braces is `hasta: 0` and a key `1`.
    for key in ("redondeo.decimales", "bandas[1].grados[1].1", "bandas[1].grados[6].semaforos"):
        assert f"«{key}»" in message


def test_a_missing_method_is_refused_with_a_suggestion(workspace):
    workspace.method_file("nadia").touch()
    with pytest.raises(UsageError, match=re.escape("No existe el método «nadie». Existen: nadia. ¿Quiso decir «nadia»?")):
        load_method(workspace, "nadie")


def test_methods_are_found_by_their_files(workspace):
    workspace.method_file("b").touch()
    workspace.method_file("a").touch()
    assert methods_found(workspace) == ("a", "b")
    assert "mre-2024" in methods_found(WORKSPACE)


def test_the_columns_that_a_method_may_name_are_those_of_the_contract():
    amounts = [
        column.name for column in TABLES["gastos"].columns if column.description.endswith("si no se publica.")
    ]
    assert list(BUDGET_COLUMNS) == amounts
    goals = [column.name for column in TABLES["metas"].columns if column.kind.value.startswith("número")]
    assert list(GOAL_COLUMNS) == goals


def test_every_method_is_the_same_after_saving_and_loading():
    for name in methods_found(WORKSPACE):
        method = load_method(WORKSPACE, name)
        assert Metodo.model_validate(method.model_dump(mode="json")) == method


def test_indicators_are_ordered_after_those_in_their_formulas():
    for kind in ("mes", "trimestre", "acumulado"):
        order = METHOD.formula_order(kind)
        assert sorted(order) == sorted(METHOD.indicadores)
        for name in order:
            rule = METHOD.indicadores[name].reglas.get(kind)
            needed = rule.formula.names if rule and rule.formula else ()
            assert all(other not in order[order.index(name) :] for other in needed if other in order)


def test_the_balance_has_a_rule_only_in_quarters_and_longer_periods_from_january():
    balance = METHOD.indicadores["saldo"]
    assert balance.rule(Period.parse("2024-T1")) is not None
    assert balance.rule(Period.parse("2024-T2")) is None
    assert balance.rule(Period.parse("2024-S1")) is not None
    assert balance.rule(Period.parse("2024-S2")) is None
    assert balance.rule(Period.parse("2024-ene")) is None


def test_an_indicator_may_have_its_own_decimals():
    assert (METHOD.decimals("meta_programada"), METHOD.decimals("avance_fisico")) == (0, 2)


@pytest.mark.parametrize("printed", ["0", "0.01", "8.99", "69.58", "99.99", "100", "250"])
def test_every_value_has_one_grade(printed):
    """As a planner reads the table: the one band whose lower edge is reached and whose upper edge is not."""
    value = Decimal(printed)
    scale = METHOD.bands_of("avance_fisico")
    bands = [band for band in scale.grados if band.desde <= value and (band.hasta is None or value < band.hasta)]
    assert [band.grade for band in bands] == [scale.grade_of(value)]


OFFICE = """
id: oficina-2024
nombre: Una oficina nueva
fuente: resolución 1/2024
descripcion: Cada dirección informa cuánto cumplió; el resultado es la mitad de eso y la mitad de lo gastado.
redondeo: {decimales: 1, donde: publicacion, fuente: resolución 1/2024}
indicadores:
  cumplimiento:
    nombre: Cumplimiento
    simbolo: C
    unidad: "%"
    explicacion: Lo cumplido de lo programado.
    fuente: resolución 1/2024
    reglas: {trimestre: {regla: consolidar}}
  vigente:
    nombre: Vigente
    simbolo: V
    unidad: Bs
    decimales: 2
    explicacion: Presupuesto vigente.
    fuente: resolución 1/2024
    reglas: {trimestre: {regla: saldo, columna: ppto_vigente}}
  pagado:
    nombre: Pagado
    simbolo: P
    unidad: Bs
    decimales: 2
    explicacion: Lo pagado en la ventana.
    fuente: resolución 1/2024
    reglas: {trimestre: {regla: flujo, columna: pagado}, acumulado: {regla: flujo, columna: pagado}}
  gasto:
    nombre: Gasto
    simbolo: G
    unidad: "%"
    explicacion: Pagado sobre vigente.
    fuente: resolución 1/2024
    reglas: {trimestre: {regla: formula, expresion: "min(pagado / vigente * 100, 100)"}}
  resultado:
    nombre: Resultado
    simbolo: R
    unidad: "%"
    explicacion: Mitad y mitad.
    fuente: resolución 1/2024
    niveles: [area, entidad]
    reglas: {trimestre: {regla: formula, expresion: "0.5 * cumplimiento + 0.5 * gasto"}}
consolidacion:
  area: {partes: estructura, regla: media_simple, explicacion: De sus unidades., fuente: resolución 1/2024}
  entidad: {partes: estructura, regla: media_simple, explicacion: De sus áreas., fuente: resolución 1/2024}
bandas:
  indicador: resultado
  ventanas: [trimestre]
  niveles: [area, entidad]
  bordes: sobre el valor impreso
  fuente: resolución 1/2024
  grados:
    - {desde: 0, hasta: 60, impreso: a, grado: "", calificacion: Mal, desempeno: "", semaforo: "", simbolo: "▼"}
    - {desde: 60, impreso: b, grado: "", calificacion: Bien, desempeno: "", semaforo: verde, simbolo: "●"}
umbrales:
  indicador: gasto
  niveles: [area]
  bordes: sobre el valor impreso
  fuente: resolución 1/2024
  grados:
    - {desde: [20, 40, 60, 80], calificacion: Bien, semaforo: verde, simbolo: "●"}
    - {calificacion: Mal, semaforo: rojo, simbolo: "▼"}
"""


def test_a_new_office_needs_only_a_new_file(workspace: Workspace):
    """Nothing but YAML: other names, one decimal at publication, paid instead of accrued, half of each.

    Area A: units 33.3, 33.4 and 100.0 → 55.5666…; paid 500 − 200 = 300 of 600, 50 %; result 52.7833… → 52.8.
    Area B: unit 70.05; paid 650 of 600, capped at 100 %; result 85.025 → 85.0. Entity: 62.80833… → 62.8.
    """
    workspace.method_file("oficina-2024").write_text(OFFICE, encoding="utf-8")
    method = load_method(workspace, "oficina-2024")
    dataset = make_dataset(
        estructura="""
            nivel   | codigo | padre
            entidad | O      |
            area    | A      | O
            area    | B      | O
            unidad  | A1     | A
            unidad  | A2     | A
            unidad  | A3     | A
            unidad  | B1     | B
        """,
        avances="""
            nivel  | codigo | indicador    | periodo | valor
            unidad | A1     | cumplimiento | 2024-T2 | 33.3
            unidad | A2     | cumplimiento | 2024-T2 | 33.4
            unidad | A3     | cumplimiento | 2024-T2 | 100.0
            unidad | B1     | cumplimiento | 2024-T2 | 70.05
        """,
        gastos="""
            fecha_corte | reporte | area | ppto_vigente | pagado
            2024-03-31  | area    | A    | 600          | 200
            2024-03-31  | area    | B    | 600          | 0
            2024-06-30  | area    | A    | 600          | 500
            2024-06-30  | area    | B    | 600          | 650
        """,
    )
    book = make_scored(dataset, method=method)
    printed = {figure.id: figure.published for figure in book}
    assert printed["cumplimiento/2024-T2/area/A"] == "55.6"
    assert printed["gasto/2024-T2/area/A"] == "50.0"
    assert printed["resultado/2024-T2/area/A"] == "52.8"
    assert printed["resultado/2024-T2/area/B"] == "85.0"
    assert printed["pagado/2024-T2/area/B"] == "650.00"
    assert printed["cumplimiento/2024-T2/entidad/O"] == "62.8"
    assert str(book["resultado/2024-T2/area/A"].value) == "3167/60"
    assert book["resultado/2024-T2/area/A"].grade.rating == "Mal"
    assert book["resultado/2024-T2/area/B"].grade.symbol == "●"
    assert book["resultado/2024-T2/area/A"].rule == "0,5 × cumplimiento + 0,5 × gasto."


def test_the_mre_method_equals_its_plain_data():
    assert Metodo.model_validate(method_plain()) == METHOD
    assert Path(WORKSPACE.relative(WORKSPACE.method_file("mre-2024"))).parts[:2] == ("params", "metodos")


@pytest.mark.parametrize("path", sorted((ROOT / "params/metodos").glob("*.yaml")), ids=lambda path: path.stem)
def test_what_a_method_says_of_printed_values_names_whose_they_are(path):
    """Any institution's report prints the decisions of its method."""
    told = yaml.safe_load(path.read_text(encoding="utf-8")).get("decisiones", ())
    sentences = [sentence for one in told for sentence in one.split(". ") if "impres" in sentence]
    assert [one for one in sentences if not re.search("MRE|SEGIP", one)] == []
