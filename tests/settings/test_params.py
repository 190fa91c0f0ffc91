"""Parameters of an institution and of a run: what they accept, what they refuse, how overrides reach them."""

import re
from datetime import date
from decimal import Decimal

import pytest
from builders import WORKSPACE, make_corrida

from helpers.base.errors import ConfigError, PoaError, UsageError
from helpers.base.periods import Period
from helpers.base.system.workspace import Workspace
from helpers.base.yaml_models import load_model
from helpers.settings.institution import Descripcion, Entidad, institutions, load_institution, run_periods
from helpers.settings.params import Corrida, default_sections, load_run, method_of

INSTITUTION = """
codigo: OF
nombre: Oficina
sigla: OF
"""
RUN = """
entidad: oficina
periodo: 2024-T2
metodo: mre-2024
titulo: Seguimiento
cortes:
  2024-T1: {fecha: 2024-03-31, fuente: acta 1}
  2024-T2: {fecha: 2024-07-05, fuente: acta 2}
tablas: [estructura, avances]
secciones: [resumen]
"""


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    workspace = Workspace(tmp_path)
    workspace.institution_file("oficina").parent.mkdir(parents=True)
    workspace.institution_file("oficina").write_text(INSTITUTION, encoding="utf-8")
    workspace.run_file("oficina", "2024-T2").write_text(RUN, encoding="utf-8")
    return workspace


def run_of(workspace: Workspace, *overrides: str) -> Corrida:
    return load_run(workspace, "oficina", "2024-T2", overrides)


def refused(workspace: Workspace, text: str) -> str:
    workspace.run_file("oficina", "2024-T2").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as problem:
        run_of(workspace)
    assert str(problem.value).startswith("params/oficina/2024-T2.yaml: ")
    return str(problem.value)


def test_stated_parameters_are_read_and_the_others_have_defaults(workspace):
    corrida = run_of(workspace)
    assert corrida.period == Period.parse("2024-T2")
    assert (corrida.estado, corrida.estado_presupuesto, corrida.sistema_presupuesto) == (
        "borrador",
        "aprobado",
        "SIGEP",
    )
    assert corrida.tolerancia_redondeo == Decimal("0.02")
    assert load_institution(workspace, "oficina").nombre == "Oficina"


def test_the_cutoff_of_a_window_is_the_one_stated_for_its_last_month(workspace):
    """The semester ends with the second quarter, cut on 5 July; February is cut on its last day."""
    corrida = run_of(workspace)
    assert corrida.cutoff(Period.parse("2024-T2")) == date(2024, 7, 5)
    assert corrida.cutoff(Period.parse("2024-S1")) == date(2024, 7, 5)
    assert corrida.cutoff(Period.parse("2024-jun")) == date(2024, 7, 5)
    assert corrida.cutoff(Period.parse("2024-feb")) == date(2024, 2, 29)
    assert corrida.cutoff(Period.parse("2023-T2")) == date(2023, 6, 30)


def test_the_runs_of_this_repository_load():
    for institution in institutions(WORKSPACE):
        load_institution(WORKSPACE, institution)
        for period in run_periods(WORKSPACE, institution):
            assert load_run(WORKSPACE, institution, period).periodo == period


def test_a_run_is_the_same_after_saving_and_loading(workspace):
    corrida = run_of(workspace)
    assert Corrida.model_validate(corrida.model_dump(mode="json")) == corrida


@pytest.mark.parametrize(
    ("override", "name", "value"),
    [
        ("titulo=Otro título", "titulo", "Otro título"),
        ("titulo=Informe: segundo trimestre", "titulo", "Informe: segundo trimestre"),
        ("titulo=a=b", "titulo", "a=b"),
        ("aprobado_por=", "aprobado_por", ""),
        ("tolerancia_redondeo=0.005", "tolerancia_redondeo", Decimal("0.005")),
        ("secciones=[resumen, areas]", "secciones", ("resumen", "areas")),
        ("separador_decimal=coma", "separador_decimal", "coma"),
    ],
)
def test_an_override_replaces_a_parameter(workspace, override, name, value):
    assert getattr(run_of(workspace, override), name) == value


def test_an_override_replaces_a_nested_parameter_alone(workspace):
    corrida = run_of(workspace, "cortes.2024-T2.fecha=2024-07-01")
    assert corrida.cutoff(Period.parse("2024-T2")) == date(2024, 7, 1)
    assert corrida.cortes["2024-T2"].fuente == "acta 2"


def test_the_last_of_two_overrides_counts(workspace):
    assert run_of(workspace, "titulo=uno", "titulo=dos").titulo == "dos"


@pytest.mark.parametrize(
    ("override", "messages"),
    [
        ("titulo", ["«titulo» no es «clave=valor»"]),
        ("titulos=x", ["«titulos» no existe", "¿Quiso decir «titulo»?"]),
        ("cortes.2024-T3.fecha=2024-10-01", ["«cortes.2024-T3.fecha» no existe", "«cortes.2024-T"]),
        ("periodo=2024-T1", ["2024-T1», y params/", "se pide en la orden"]),
    ],
)
def test_a_wrong_override_is_refused_with_its_reason(workspace, override, messages):
    with pytest.raises(UsageError) as problem:
        run_of(workspace, override)
    for words in messages:
        assert words in str(problem.value)


def test_an_override_with_an_invalid_value_is_refused(workspace, wording):
    with pytest.raises(ConfigError) as problem:
        run_of(workspace, "estado=final")
    wording(str(problem.value), "«estado»", "«final»", "'borrador'", "'definitivo'")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("titulo: Seguimiento\n", "", ["«titulo»: falta esta clave"]),
        ("titulo: Seguimiento", "titulo: ''", ["«titulo»", "vacío"]),
        ("titulo:", "título:", ["«título»: clave desconocida", "¿Quiso decir «titulo»?"]),
        ("periodo: 2024-T2", "periodo: 2024-T5", ["«periodo»", "«2024-T5» no es un periodo"]),
        ("2024-T1: {", "T1: {", ["«cortes»", "«T1» no es un periodo"]),
        ("  2024-T2: {fecha: 2024-07-05, fuente: acta 2}\n", "", ["«cortes»", "2024-T1", "no el de 2024-T2"]),
        ("fecha: 2024-03-31", "fecha: 31/03/2024", ["«cortes.2024-T1.fecha»", "AAAA-MM-DD", "«31/03/2024»"]),
        ("fecha: 2024-03-31", "fecha: 2024-02-30", ["«cortes.2024-T1.fecha»", "AAAA-MM-DD"]),
        ("fecha: 2024-03-31", "fecha: 2024-03-31 18:30:00", ["«cortes.2024-T1.fecha»", "AAAA-MM-DD", "18:30"]),
        ("fuente: acta 1", "fuente: ''", ["«cortes.2024-T1.fuente»", "vacío"]),
        ("tablas: [estructura, avances]", "tablas: []", ["«tablas»", "menos elementos"]),
        (
            "tablas: [estructura, avances]",
            "tablas: [avances, estructura, avances]",
            ["«tablas»", "repetidos: avances"],
        ),
        ("secciones: [resumen]", "secciones: resumen", ["«secciones»", "una lista, como [uno, dos]"]),
        ("metodo: mre-2024", "metodo: 2024", ["«metodo»", "un texto; un número va entre comillas", "«2024»"]),
        (
            "titulo: Seguimiento",
            "titulo: Seguimiento\nestado: definitivo",
            ["«estado: definitivo»", "«aprobado_por»"],
        ),
        (
            "titulo: Seguimiento",
            "titulo: Seguimiento\ntolerancia_redondeo: 0,02",
            ["«tolerancia_redondeo»", "punto decimal", "«0,02»"],
        ),
        (
            "titulo: Seguimiento",
            "titulo: Seguimiento\ntolerancia_redondeo: .inf",
            ["línea 6: el número «.inf»", "número"],
        ),
    ],
)
def test_a_broken_run_does_not_load_and_says_where(workspace, old, new, expected):
    assert old in RUN
    message = refused(workspace, RUN.replace(old, new))
    for words in expected:
        assert words in message
    assert not re.search(r"\b(should|must|valid|Input|expected)\b", message), message


def test_all_problems_are_reported_at_once(workspace):
    message = refused(workspace, RUN.replace("titulo: Seguimiento\n", "").replace("[resumen]", "[]"))
    assert message.count("\n  - ") == 2


def test_a_missing_institution_or_period_is_refused_with_a_suggestion(workspace):
    with pytest.raises(
        UsageError,
        match=re.escape("No existe la entidad «oficna». Existen: oficina. ¿Quiso decir «oficina»?"),
    ):
        load_institution(workspace, "oficna")
    with pytest.raises(UsageError, match=r"«oficina/2024-T3».*¿Quiso decir «2024-T2»\?.*poa abrir oficina/"):
        load_run(workspace, "oficina", "2024-T3")
    workspace.run_file("oficina", "2024-T2").rename(workspace.root / "params/oficina/2024-T2.yml")
    with pytest.raises(UsageError, match=re.escape("No hay parámetros para «oficina/2024-T2». Todavía no existe nada de esa clase.")):
        load_run(workspace, "oficina", "2024-T2")


def test_an_unknown_method_names_the_file_that_asks_for_it(workspace, wording):
    workspace.methods.mkdir()
    workspace.method_file("mre-2021").touch()
    with pytest.raises(ConfigError) as problem:
        method_of(workspace, run_of(workspace))
    wording(str(problem.value), "params/oficina/2024-T2.yaml", "metodo", "mre-2024", "mre-2021")


def test_a_code_written_as_a_number_is_refused(workspace):
    """`codigo: 007` would lose its zeros."""
    workspace.institution_file("oficina").write_text(
        INSTITUTION.replace("codigo: OF", "codigo: 007"), encoding="utf-8"
    )
    with pytest.raises(ConfigError, match="«codigo»: se esperaba un texto"):
        load_institution(workspace, "oficina")


def test_two_cutoffs_of_periods_with_the_same_end_must_agree():
    cortes = {
        "2024-T2": {"fecha": "2024-06-30", "fuente": "a"},
        "2024-S1": {"fecha": "2024-07-05", "fuente": "b"},
    }
    with pytest.raises(ValueError, match="2024-T2 y 2024-S1"):
        make_corrida(cortes=cortes)


@pytest.mark.parametrize("override", ["titulo=Meta 🎯", "titulo=uno\u202edos", "titulo=uno_x0001_", "ti\x01tulo=uno"])
def test_an_override_that_cannot_be_printed_is_refused(workspace, override):
    with pytest.raises(UsageError) as problem:
        run_of(workspace, override)
    assert str(problem.value).replace("\n", " ").isprintable()


@pytest.mark.parametrize("typed", ["'1e400'", "'" + "9" * 400 + "'", "9" * 400])
def test_a_number_in_quotes_has_the_same_limits_as_any_other(workspace, typed):
    with pytest.raises(PoaError) as problem:
        run_of(workspace, f"tolerancia_redondeo={typed}")
    assert "18 cifras enteras" in str(problem.value)
    assert len(str(problem.value)) < 600


def test_a_norm_is_cited_in_the_years_that_it_names_and_one_without_years_in_all():
    norm = {"titulo": "", "tema": "x", "fuente": "y"}
    norms = [norm | {"sigla": "Ley 1178"}, norm | {"sigla": "DS 4200", "gestiones": [2020]}]
    entidad = Entidad.model_validate({"codigo": "E", "nombre": "E", "sigla": "E", "normas": norms})
    cited = {year: [one.sigla for one in entidad.in_year(year).normas] for year in (2020, 2024)}
    assert cited == {2020: ["Ley 1178", "DS 4200"], 2024: ["Ley 1178"]}


def test_an_institution_has_the_description_of_the_reported_year():
    """The mission changes with the plan, so the report of a year must print the mission of that year."""
    general = load_institution(WORKSPACE, "mre")
    assert len(general.in_year(2024).normas) == 17
    assert general.in_year(2024).normas[8].sigla == "Ley 1546"
    dated = general.model_copy(update={"mision": "Servir.", "gestiones": {2021: Descripcion(mision="Unir.")}})
    assert [dated.in_year(year).mision for year in (2021, 2024)] == ["Unir.", "Servir."]
    assert dated.in_year(2021).gestiones == {}


@pytest.mark.parametrize(
    ("own", "message"),
    [
        ({"mision": 3}, "«gestiones.2021.mision»: se esperaba un texto; un número va entre comillas."),
        ({"misión": "Unir."}, "«gestiones.2021.misión»: clave desconocida. Existen: fuente_identidad, funciones, mision"),
        ({"normas": [{"titulo": "x", "fuente": "y"}]}, "«gestiones.2021.normas[1].sigla»: falta esta clave."),
    ],
)
def test_a_problem_under_a_year_is_reported_with_that_year(own, message):
    """A year is a key of the file and not a position in a list, so it is not written `gestiones[2021]`."""
    with pytest.raises(ConfigError) as problem:
        load_model(Entidad, {"codigo": "E", "nombre": "E", "sigla": "E", "gestiones": {2021: own}}, "entidad.yaml")
    assert message in str(problem.value)


def test_the_norms_of_a_years_own_documents_may_name_years_too():
    norms = [{"sigla": sigla, "titulo": "x", "fuente": "y"} for sigla in ("Ley 1", "Ley 2")]
    own = {"normas": [norms[0], norms[1] | {"gestiones": [2020]}]}
    entidad = Entidad.model_validate({"codigo": "E", "nombre": "E", "sigla": "E", "gestiones": {2021: own}})
    assert [norm.sigla for norm in entidad.in_year(2021).normas] == ["Ley 1"]


def test_two_quarters_of_mre_differ_only_in_period_cutoffs_and_tables():
    """The guide promises that one more quarter needs only one more file of parameters."""
    first, second = (load_run(WORKSPACE, "mre", period).model_dump() for period in ("2024-T1", "2024-T2"))
    assert {key for key in first if first[key] != second[key]} == {"periodo", "cortes", "tablas"}
    assert set(second["tablas"]) - set(first["tablas"]) == {"metas", "resultados", "produccion", "recomendaciones"}


@pytest.mark.parametrize(
    ("causes", "message"),
    [
        ([], "«causas» no tiene ninguna: quite la línea"),
        ([{"codigo": "C1", "descripcion": "x"}, {"codigo": "C1", "descripcion": "y"}], "códigos repetidos en «causas»: C1."),
    ],
)
def test_an_empty_list_of_causes_and_repeated_codes_are_refused(causes, message):
    with pytest.raises(ConfigError) as problem:
        load_model(Entidad, {"codigo": "E", "nombre": "E", "sigla": "E", "causas": causes}, "entidad.yaml")
    assert message in str(problem.value)


TECHNICAL = ("marco", "metodo", "cuadros", "conciliacion", "anexos")


@pytest.mark.parametrize(
    ("period", "opening", "money"),
    [("2024-T2", ("resumen", "acp"), ("categorias",)), ("2024-anual", ("resumen", "fisico_financiero"), ("categorias", "presupuesto"))],
)
def test_results_come_before_money_and_technical_annexes_come_last(period, opening, money):
    order = default_sections(Period.parse(period))
    assert order[:2] == opening and len(set(order)) == len(order)
    assert order.index("unidades") < order.index("resultados") < order.index(money[0]) < order.index("historia")
    assert order.index("historia") + 1 == order.index("conclusiones")
    annexes = order[order.index("conclusiones") + 1 :]
    assert annexes == tuple(name for name in TECHNICAL if name in order)


def test_the_years_report_has_every_section_of_a_quarter_and_a_plan_has_its_own():
    assert set(default_sections(Period.parse("2024-T2"))) <= set(default_sections(Period.parse("2024-anual")))
    assert default_sections(Period.parse("2024-poa"))[-3:] == ("marco", "conciliacion", "anexos")
