"""The three lists of dependencies (pyproject.toml, requirements.lock, environment.yml) agree; files are the same on every system."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
CONDA = YAML(typ="safe").load(ROOT / "environment.yml")

# Packages with another name on conda-forge. Its `matplotlib` would install Qt, which the project does not use.
PYPI_NAMES = {"matplotlib-base": "matplotlib", "brotli-python": "brotli"}
# environment.yml must list these; a Python environment with pip has them anyway.
CONDA_TOOLS = {"python", "pip"}


def requirements(*texts: str) -> dict[str, SpecifierSet]:
    parsed = map(Requirement, texts)
    return {canonicalize_name(requirement.name): requirement.specifier for requirement in parsed}


def declared() -> dict[str, SpecifierSet]:
    project = PYPROJECT["project"]
    return requirements(*project["dependencies"], *project["optional-dependencies"]["test"])


def to_build() -> dict[str, SpecifierSet]:
    return requirements(*PYPROJECT["build-system"]["requires"], *PYPROJECT["dependency-groups"]["build"])


def in_conda() -> dict[str, SpecifierSet]:
    """What conda installs, and what pip installs there because conda-forge lacks it, by name on PyPI."""
    by_pip = [name for entry in CONDA["dependencies"] if not isinstance(entry, str) for name in entry["pip"]]
    by_conda = [entry for entry in CONDA["dependencies"] if isinstance(entry, str)]
    listed = requirements(*by_conda, *(name for name in by_pip if not name.startswith("-e")))
    return {PYPI_NAMES.get(name, name): specifier for name, specifier in listed.items()}


def pins() -> list[tuple[str, Version, str]]:
    """Name, version and remaining text, with the hashes, of each pin."""
    entries = re.findall(r"^([\w.-]+)==(\S+)((?:.*\\\n)*.*)", LOCK, flags=re.MULTILINE)
    return [(canonicalize_name(name), Version(version), rest) for name, version, rest in entries]


def test_conda_has_the_same_bounds():
    assert {name: bounds for name, bounds in in_conda().items() if name not in CONDA_TOOLS} == declared()


def test_conda_has_the_same_python():
    assert in_conda()["python"] == SpecifierSet(PYPROJECT["project"]["requires-python"])


def test_conda_uses_conda_forge_and_installs_the_project():
    assert CONDA["channels"][0] == "conda-forge"
    assert any("-e ." in entry["pip"] for entry in CONDA["dependencies"] if not isinstance(entry, str))


def test_lock_pins_what_pyproject_asks():
    asked, pinned = declared() | to_build(), pins()
    fits = {name: {version in bounds for locked, version, _ in pinned if locked == name} for name, bounds in asked.items()}
    assert fits == {name: {True} for name in asked}


def test_every_pin_has_its_hashes():
    assert pins()
    assert [name for name, _, rest in pins() if "--hash=sha256:" not in rest] == []


@pytest.mark.parametrize("address", ["://", "file:", " @ ", "index-url", "find-links"])
def test_lock_names_no_registry_and_no_path(address):
    assert address not in LOCK


def test_lock_holds_pins_and_comments_only():
    """No line may be one that pip reads as a path, an option or an unpinned package."""
    allowed = re.compile(r"[\w.-]+==\S+|    --hash=sha256:[0-9a-f]{64}|\s*#|\s*$")
    assert [line for line in LOCK.splitlines() if not allowed.match(line)] == []


def test_every_kind_of_file_that_the_program_reads_is_in_its_package():
    """setuptools includes modules by itself; every other kind of file needs a `package-data` pattern."""
    asked = PYPROJECT["tool"]["setuptools"]["package-data"]["helpers"]
    kinds = {pattern.removeprefix("**/*") for pattern in asked}
    files = [path for path in (ROOT / "src/helpers").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert {path.suffix for path in files} - {".py", ".md"} == kinds


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="the files of a release")
def test_git_on_windows_leaves_every_byte_as_it_is():
    """Otherwise it writes other line ends there, and an auditor on Linux finds other digests than the report states."""
    listed = subprocess.run(["git", "ls-files", "--eol"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {line.split()[2] for line in listed.stdout.splitlines()} == {"attr/-text"}
