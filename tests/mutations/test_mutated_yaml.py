"""Every YAML file of the repository, changed at random, is read or refused with a message, never with a traceback.

The change may alter what the file says: another number in a method is as valid as the first.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest
from builders import ROOT
from mutating import mutated, seeds
from quarter_files import RUN, hand_in, make_world, put

from helpers.base.errors import PoaError
from helpers.base.strict_yaml import load_file
from helpers.base.system.workspace import Workspace
from helpers.base.yaml_models import load_model
from helpers.run.compute import compute
from helpers.settings.cuadros.cuadro_model import Definicion
from helpers.settings.institution import load_institution
from helpers.settings.methods import load_method
from helpers.settings.params import load_run

SHIPPED = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (*ROOT.glob("params/**/*.yaml"), *ROOT.glob("data/**/cuadros/*.yaml"))
)
METHODS = sorted(path.stem for path in (ROOT / "params/metodos").glob("*.yaml"))


def load(workspace: Workspace, name: str) -> object:
    """Read a file as a run does; its folder and name tell its kind."""
    folder, stem = Path(name).parent.name, Path(name).stem
    if folder == "cuadros":
        return load_model(Definicion, load_file(workspace.root / name, name), name)
    if folder == "metodos":
        return load_method(workspace, stem)
    return load_institution(workspace, folder) if stem == "entidad" else load_run(workspace, folder, stem)


def attempt(action, seed: int, text: str) -> bool:
    """Whether the action succeeds; a refusal must have a message, and any other exception fails the test."""
    try:
        action()
    except PoaError as problem:
        assert str(problem).strip(), seed
        return False
    except Exception as problem:
        raise AssertionError(f"semilla {seed}: {type(problem).__name__}: {problem}\n{text[:3000]}") from problem
    return True


@pytest.fixture(scope="module")
def shipped(tmp_path_factory) -> Workspace:
    root = tmp_path_factory.mktemp("archivos")
    for name in SHIPPED:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    return Workspace(root)


@pytest.mark.slow
def test_a_mutated_file_is_read_or_refused(shipped):
    for seed in seeds(400):
        random = Random(seed)
        name = random.choice(SHIPPED)
        whole = (ROOT / name).read_text(encoding="utf-8")
        text = mutated(whole, random)
        (shipped.root / name).write_text(text, encoding="utf-8", errors="surrogatepass", newline="\n")
        attempt(lambda name=name: load(shipped, name), seed, f"{name}\n{text}")
        (shipped.root / name).write_text(whole, encoding="utf-8", newline="\n")


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> Workspace:
    workspace = make_world(tmp_path_factory.mktemp("mundo"))
    hand_in(workspace, "U1")
    return workspace


@pytest.mark.slow
def test_a_run_with_mutated_files_is_computed_or_refused(world):
    """A file that loads may still ask for something that cannot be computed."""
    for seed in seeds(60):
        random = Random(seed)
        method = random.choice(METHODS)
        run = world.root / "params/mini/2024-T2.yaml"
        put(run, RUN.replace("mre-2024", method))
        path = random.choice((run, world.root / "params/mini/entidad.yaml", *[world.method_file(method)] * 6))
        whole = path.read_text(encoding="utf-8")
        text = mutated(whole, random)
        path.write_text(text, encoding="utf-8", errors="surrogatepass", newline="\n")
        attempt(lambda: compute(world, "mini", "2024-T2"), seed, f"{path.name}\n{text}")
        path.write_text(whole, encoding="utf-8", newline="\n")
