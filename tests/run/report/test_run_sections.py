"""Which notebooks are sections, which of them a run takes, and the parameters that they must declare."""

import pytest
from builders import make_corrida
from run_fakes import PARAMETERS, write_notebook

from helpers.base.errors import ConfigError, UsageError
from helpers.run.report.section_notebooks import check_parameters, check_sections, choose, count_cells, find_sections


def notebook(workspace, name):
    return workspace.notebooks / "trimestral" / name


def names(sections):
    return [section.name for section in sections]


def test_sections_are_the_numbered_notebooks(workspace):
    write_notebook(notebook(workspace, "borrador.ipynb"))
    assert list(find_sections(workspace)) == ["resumen", "acp"]


def test_two_notebooks_of_one_section_are_refused(workspace):
    write_notebook(notebook(workspace, "05_acp.ipynb"))
    with pytest.raises(ConfigError, match=r"05_acp\.ipynb: .*\n.*es de la misma sección que .*04_acp\.ipynb"):
        find_sections(workspace)


def test_a_run_takes_the_sections_in_the_order_of_its_params(workspace):
    assert names(choose(find_sections(workspace), ["acp", "resumen"], [])) == ["acp", "resumen"]


def test_requested_sections_keep_the_order_of_the_report(workspace):
    assert names(choose(find_sections(workspace), ["acp", "resumen"], ["resumen", "acp"])) == [
        "acp",
        "resumen",
    ]


def test_a_requested_section_that_the_report_does_not_list_is_last(workspace):
    assert names(choose(find_sections(workspace), ["acp"], ["resumen", "acp"])) == ["acp", "resumen"]


@pytest.mark.parametrize(("listed", "asked"), [(["acp"], ["resumn"]), (["resumn"], [])])
def test_an_unknown_section_is_refused_with_a_list_of_those_that_exist(workspace, listed, asked):
    with pytest.raises(UsageError, match=r"«resumn».*Existen: acp, resumen.*«resumen»"):
        choose(find_sections(workspace), listed, asked)


def test_an_unknown_section_of_the_parameters_is_refused_with_file_and_key(workspace, wording):
    run = make_corrida(entidad="prueba", secciones=("acp", "resumn"))
    with pytest.raises(ConfigError) as problem:
        check_sections(workspace, run)
    assert problem.value.file == "params/prueba/2024-T2.yaml"
    wording([one.partition(".")[0] for one in problem.value.problems], "secciones", "resumn")


def test_every_parameter_must_be_declared(workspace):
    write_notebook(
        notebook(workspace, "04_acp.ipynb"), parameters='entidad: str = "mre"'
    )
    with pytest.raises(ConfigError, match="no declara periodo; debe declarar entidad y periodo"):
        check_parameters(find_sections(workspace)["acp"])


def test_the_parameters_cell_must_be_there(workspace):
    write_notebook(notebook(workspace, "04_acp.ipynb"), parameters=None)
    with pytest.raises(ConfigError, match="etiqueta «parameters»"):
        check_parameters(find_sections(workspace)["acp"])


@pytest.mark.parametrize("content", ["", "{}", "[]", "no es JSON"])
def test_a_file_that_is_no_notebook_is_refused(workspace, content):
    notebook(workspace, "04_acp.ipynb").write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match="no es un cuaderno"):
        check_parameters(find_sections(workspace)["acp"])


def test_the_parameters_cell_must_be_python(workspace):
    write_notebook(notebook(workspace, "04_acp.ipynb"), parameters=f"{PARAMETERS}\nsi no")
    with pytest.raises(ConfigError, match="línea 3"):
        check_parameters(find_sections(workspace)["acp"])


def test_the_cell_that_papermill_injects_is_counted(workspace):
    write_notebook(notebook(workspace, "04_acp.ipynb"), "1", "2")
    assert count_cells(find_sections(workspace)["acp"]) == len(["title", "parameters", "injected", "1", "2"])
