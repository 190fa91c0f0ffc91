"""The packages are those of `docs/design.md`; imports go to lower layers only, and only to public modules."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache

import pytest

from tools.package_map import PICTURE, ROOT, arrows, imports, modules, packages, picture

HELPERS = ROOT / "src/helpers"
SIBLING_FORMATS: frozenset[str] = frozenset()
"""File names that may occur in several folders, because each is the same step for another format."""
MOST_PUBLIC = {
    # The aim is eight. A package above it may lose public modules; to gain one, it needs a reason beside its number.
    "base": 13,  # names of the data in a sentence: their article and short form
    "figures": 17,  # what a mean covers is said by tables, texts and the citizens' page; figures recalculated with other values serve both findings and the options of matters
    "intake": 13,
    "outputs": 14,  # the report and the planner's texts in Word, the citizens' page; `run_files` names what a run leaves, for `run`, `audit` and `desk`
}
THE_AIM = 8
MOST_ARROWS = 71
NOT_FOR_VIEWS = {"intake", "scoring", "checks"}

TABLE = packages()
MODULES = modules()


@cache
def imported(module: str) -> set[str]:
    """The modules that one module imports. Read on demand, because every test process loads this file."""
    return imports(MODULES[module], MODULES)


def package(module: str) -> str:
    return module.split("/", 1)[0]


def foreign(module: str) -> set[str]:
    return {name for name in imported(module) if package(name) != package(module)}


def test_the_table_names_every_package_and_no_other():
    assert sorted(TABLE) == sorted(path.parent.name for path in HELPERS.glob("*/__init__.py"))
    assert [path.name for path in HELPERS.glob("*.py")] == ["__init__.py"]


def test_every_package_has_a_layer_of_its_own():
    assert sorted(one.layer for one in TABLE.values()) == list(range(len(TABLE)))
    assert TABLE["base"].layer == 0
    assert TABLE["desk"].layer == len(TABLE) - 1


def test_every_imported_module_exists():
    missing = {name: sorted(found - set(MODULES)) for name, found in zip(MODULES, map(imported, MODULES), strict=True) if found - set(MODULES)}
    assert missing == {}


def test_imports_go_down():
    layers = {name: TABLE[package(name)].layer for name in MODULES}
    climbs = {module: [name for name in foreign(module) if layers[name] >= layers[module]] for module in MODULES}
    assert {module: found for module, found in climbs.items() if found} == {}


@pytest.mark.parametrize("name", TABLE)
def test_the_public_modules_are_those_that_others_import(name):
    """No private module is used by another package, and every public module is."""
    used = {one.removeprefix(f"{name}/") for module in MODULES for one in foreign(module) if package(one) == name}
    assert used == TABLE[name].public
    assert len(used) <= MOST_PUBLIC.get(name, THE_AIM)


def test_the_arrows_between_packages_stay_within_their_limit():
    found = arrows({name: imported(name) for name in MODULES})
    print(f"{len(found)} arrows between packages")
    assert len(found) <= MOST_ARROWS


def test_the_drawing_shows_the_current_arrows():
    """`python tools/package_map.py` draws it again. Line widths follow the numbers of imports and are not compared."""
    drawn = PICTURE.read_text(encoding="utf-8")
    now = picture(TABLE, arrows({name: imported(name) for name in MODULES}))
    joined = [set(re.findall(r"<title>(\w+ → \w+): ", text)) for text in (drawn, now)]
    assert joined[0]
    assert joined[0] == joined[1]


def test_imports_form_no_cycle():
    """Removes, again and again, the modules that import none of those left. Any rest contains a cycle."""
    left = {name: set(found) for name, found in zip(MODULES, map(imported, MODULES), strict=True)}
    while free := {name for name, found in left.items() if not found & left.keys()}:
        left = {name: found for name, found in left.items() if name not in free}
    assert left == {}


def test_views_read_the_book_only():
    views = [name for name in MODULES if package(name) == "views"]
    assert views
    found = {name: {package(one) for one in imported(name)} & NOT_FOR_VIEWS for name in views}
    assert {name: others for name, others in found.items() if others} == {}


def test_writers_of_the_second_calculation_do_not_import_the_first():
    """No module that writes calculation cells imports, even indirectly, the scoring or the evaluation of formulas."""
    reached = {name for name in MODULES if name.startswith("run/workings/") and name.endswith("_cells")}
    assert reached
    while further := {name for one in reached for name in imported(one)} - reached:
        reached |= further
    assert [name for name in reached if package(name) == "scoring" or name == "figures/formulas/expressions"] == []


def test_the_program_does_not_import_the_conversions():
    codes = {name: path.read_text(encoding="utf-8") for name, path in MODULES.items()}
    assert [name for name, code in codes.items() if "tools" in code and "tools" in top_names(code)] == []


def top_names(code: str) -> set[str]:
    """The top-level names of all modules that a program imports."""
    nodes = list(ast.walk(ast.parse(code)))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return {name.split(".")[0] for name in plain | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}}


def test_file_names_are_unique():
    names = Counter(path.stem for path in HELPERS.rglob("*.py") if path.stem not in {"__init__", "__main__"})
    assert [name for name, count in names.items() if count > 1 and name not in SIBLING_FORMATS] == []


def test_the_init_of_a_package_holds_only_its_description():
    """A package's `__init__.py` has a docstring that says what comes in, what goes out and what does not belong there.

    The `__init__.py` of a folder within a package is empty.
    """
    for path in HELPERS.rglob("__init__.py"):
        body = ast.parse(path.read_text(encoding="utf-8")).body
        if path.parent.parent == HELPERS:
            docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
            assert docstring, path
            assert len(body) == 1, path
            assert all(word in docstring for word in ("In:", "Out:", "Not here:")), path
        else:
            assert body == [], path


def test_tests_mirror_the_packages():
    folders = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir()}
    assert sorted(set(TABLE) - folders) == []
