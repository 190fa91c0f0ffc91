"""The workspace and its paths; it is found from any folder inside it, or named by a variable."""

from pathlib import Path

import pytest

from helpers.base.errors import UsageError
from helpers.base.system.workspace import ROOT_VARIABLE, Workspace


@pytest.fixture
def root(tmp_path, monkeypatch) -> Path:
    monkeypatch.delenv(ROOT_VARIABLE, raising=False)
    for folder in ("libro/params/mre", "libro/notebooks/trimestral", "libro/data"):
        (tmp_path / folder).mkdir(parents=True)
    return tmp_path / "libro"


@pytest.mark.parametrize("inside", [".", "data", "notebooks/trimestral"])
def test_the_workspace_is_found_from_any_folder_inside_it(root, inside):
    assert Workspace.find(root / inside).root == root


def test_the_workspace_is_found_from_the_current_folder(root, monkeypatch):
    monkeypatch.chdir(root / "params/mre")
    assert Workspace.find().root == root


def test_the_environment_variable_takes_precedence(root, tmp_path, monkeypatch):
    monkeypatch.setenv(ROOT_VARIABLE, str(tmp_path / "otro"))
    assert Workspace.find(root).root == tmp_path / "otro"


def test_a_folder_outside_any_workspace_is_refused(root, tmp_path):
    with pytest.raises(UsageError) as problem:
        Workspace.find(tmp_path)
    for word in (str(tmp_path), "params/", "notebooks/", ROOT_VARIABLE):
        assert word in str(problem.value)


def test_a_folder_with_params_and_no_notebooks_is_not_a_workspace(root):
    (root / "data/params").mkdir()
    assert Workspace.find(root / "data").root == root


def test_files_are_named_from_the_root_with_slashes(root, tmp_path):
    workspace = Workspace(root)
    assert workspace.relative(root / "data" / "mre" / "gastos.csv") == "data/mre/gastos.csv"
    assert workspace.relative(root / "data" / ".." / "params" / "x.yaml") == "params/x.yaml"
    assert workspace.relative(tmp_path / "fuera.csv") == (tmp_path / "fuera.csv").as_posix()


def test_names_are_the_same_through_a_link(root, tmp_path):
    link = tmp_path / "enlace"
    link.symlink_to(root)
    assert Workspace.find(link).relative(link / "data" / "gastos.csv") == "data/gastos.csv"


def test_the_paths_of_the_workspace(root):
    workspace = Workspace(root)
    places = [
        workspace.params,
        workspace.methods,
        workspace.notebooks,
        workspace.output,
        workspace.institution_file("mre"),
        workspace.run_file("mre", "2024-T2"),
        workspace.method_file("mre-2024"),
        workspace.year_data("mre", 2024),
    ]
    assert [place.relative_to(root).as_posix() for place in places] == [
        "params",
        "params/metodos",
        "notebooks",
        "output",
        "params/mre/entidad.yaml",
        "params/mre/2024-T2.yaml",
        "params/metodos/mre-2024.yaml",
        "data/mre/2024",
    ]
