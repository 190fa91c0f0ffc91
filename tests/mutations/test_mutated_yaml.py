"""Every YAML file of the repository, changed at random, is read or refused with a place to look, never with a traceback.

The change may alter what the file says: another number in a method is as valid as the first.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from random import Random

import pytest
from builders import ROOT
from mutating import mutated, seeds
from quarter_files import RUN, hand_in, make_world, put

from helpers.base.errors import ConfigError, UsageError
from helpers.base.strict_yaml import load_file
from helpers.base.system.workspace import Workspace
from helpers.base.yaml_models import load_model
from helpers.figures.findings import InputsFailed, Severity
from helpers.run.compute import compute
from helpers.settings.cuadros.cuadro_model import Definicion
from helpers.settings.institution import load_institution
from helpers.settings.methods import load_method
from helpers.settings.params import load_run

SHIPPED = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (*ROOT.glob("params/**/*.yaml"), *ROOT.glob("data/**/cuadros/*.yaml"))
)
PLACE = re.compile(r"^línea \d+|^«|^[\w.]+: | → |^debe contener pares")
"""Where a fault of a refused file is: a line, a key (`«codigo»: …`, `indicadores.saldo.mes: …`), the keys of formulas
that lead back to themselves, or the whole file if it has no keys."""
ENGLISH = re.compile("Input should|Field required")
"""Pydantic's own words, for which the program has Spanish ones."""
METHODS = sorted(path.stem for path in (ROOT / "params/metodos").glob("*.yaml"))


def load(workspace: Workspace, name: str) -> object:
    """Read a file as a run does; its folder and name tell its kind."""
    folder, stem = Path(name).parent.name, Path(name).stem
    if folder == "cuadros":
        return load_model(Definicion, load_file(workspace.root / name, name), name)
    if folder == "metodos":
        return load_method(workspace, stem)
    return load_institution(workspace, folder) if stem == "entidad" else load_run(workspace, folder, stem)


def attempt(action, seed: int, name: str, text: str) -> None:
    """Read a changed file; a refusal must say where to look, and any other exception fails the test."""
    try:
        action()
    except InputsFailed as problem:
        assert all(finding.archivo for finding in problem.findings if finding.severidad is Severity.ERROR), seed
    except UsageError as problem:  # a name that nothing has, which the message quotes
        assert "«" in str(problem), (seed, str(problem))
    except ConfigError as problem:
        assert problem.file == name, (seed, str(problem))
        assert all(map(PLACE.search, problem.problems)), (seed, str(problem))
        assert not ENGLISH.search(str(problem)), (seed, str(problem))
    except Exception as problem:
        raise AssertionError(f"semilla {seed}: {type(problem).__name__}: {problem}\n{name}\n{text[:3000]}") from problem


@pytest.fixture(scope="module")
def shipped(tmp_path_factory) -> Workspace:
    root = tmp_path_factory.mktemp("archivos")
    for name in SHIPPED:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    return Workspace(root)


@pytest.mark.slow
def test_a_mutated_file_is_read_or_refused(shipped):
    for seed in seeds(200):
        random = Random(seed)
        name = random.choice(SHIPPED)
        whole = (ROOT / name).read_text(encoding="utf-8")
        text = mutated(whole, random)
        (shipped.root / name).write_text(text, encoding="utf-8", errors="surrogatepass", newline="\n")
        attempt(lambda name=name: load(shipped, name), seed, name, text)
        (shipped.root / name).write_text(whole, encoding="utf-8", newline="\n")


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> Workspace:
    workspace = make_world(tmp_path_factory.mktemp("mundo"))
    hand_in(workspace, "U1")
    return workspace


@pytest.mark.slow
def test_a_run_with_mutated_files_is_computed_or_refused(world):
    """A file that loads may still ask for something that cannot be computed."""
    for seed in seeds(40):
        random = Random(seed)
        method = random.choice(METHODS)
        run = world.root / "params/mini/2024-T2.yaml"
        put(run, RUN.replace("mre-2024", method))
        path = random.choice((run, world.root / "params/mini/entidad.yaml", *[world.method_file(method)] * 6))
        whole = path.read_text(encoding="utf-8")
        text = mutated(whole, random)
        path.write_text(text, encoding="utf-8", errors="surrogatepass", newline="\n")
        attempt(lambda: compute(world, "mini", "2024-T2"), seed, world.relative(path), text)
        path.write_text(whole, encoding="utf-8", newline="\n")
