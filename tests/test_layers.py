"""The rooms of `docs/design.md` are the rooms there are, and imports go down the stairs only."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HELPERS = ROOT / "src/helpers"
DESIGN = ROOT / "docs/design.md"
FLOOR = re.compile(
    r"^\| (?P<level>\d+(?:\.\d+)?) \| (?P<modules>`[^|]+`) \| (?P<job>[^|]+) \|$", re.MULTILINE
)
VIEWS = 8
STANDS_ALONE = "conversion"
NOT_FOR_VIEWS = {"intake", "scoring", "checks"}

Level = tuple[int, ...]


def floors() -> dict[str, Level]:
    """The level of each room, as the table of `docs/design.md` says; packages are written with a slash."""
    rooms = DESIGN.read_text(encoding="utf-8").split("## Rooms", 1)[1].split("\n## ", 1)[0]
    found: dict[str, Level] = {}
    for line in FLOOR.finditer(rooms):
        for name in re.findall(r"`([a-z_]+/?)`", line["modules"]):
            assert name not in found, f"{name} has two floors"
            found[name] = tuple(int(part) for part in line["level"].split("."))
    return found


def modules() -> dict[str, Path]:
    """Every module by its dotted name below `helpers`; a package by its own name."""
    found = {}
    for path in sorted(HELPERS.rglob("*.py")):
        parts = path.relative_to(HELPERS).with_suffix("").parts
        name = ".".join(part for part in parts if part != "__init__")
        if name:
            found[name] = path
    return found


def room(module: str) -> str:
    return module.split(".", 1)[0]


def imports(path: Path, known: dict[str, Path]) -> set[str]:
    """The modules of `helpers` that a file imports, wherever in it the import stands."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[2] for alias in node.names if room(alias.name) == "helpers"}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative import"
            if room(node.module) == "helpers":
                base = node.module.partition(".")[2]
                names = (f"{base}.{alias.name}".strip(".") for alias in node.names)
                found |= {name if name in known else base for name in names}
    return found - {""}


MODULES = modules()
IMPORTS = {name: imports(path, MODULES) for name, path in MODULES.items()}
FLOORS = {name.rstrip("/"): level for name, level in floors().items()}


def test_the_table_is_read():
    assert len(FLOORS) > 25
    assert FLOORS["errors"] == (0,)
    assert max(FLOORS.values()) == FLOORS["cli"]


def test_every_room_has_its_floor_and_every_floor_its_rooms():
    assert sorted({room(name) for name in MODULES}) == sorted(FLOORS)


def test_packages_are_written_as_packages():
    packages = {name.rstrip("/") for name in floors() if name.endswith("/")}
    assert packages == {path.parent.name for path in HELPERS.glob("*/__init__.py")}


@pytest.mark.parametrize("module", MODULES)
def test_imports_go_down(module):
    """Only to lower floors; within a package, to the package's own modules."""
    own = room(module)
    climbs = [name for name in IMPORTS[module] if room(name) != own and FLOORS[room(name)] >= FLOORS[own]]
    assert climbs == []


def test_every_import_is_of_something_that_is_there():
    missing = {name: sorted(found - set(MODULES)) for name, found in IMPORTS.items() if found - set(MODULES)}
    assert missing == {}


def test_no_import_leads_back():
    """Take away, again and again, what imports nothing that is left; what remains goes in a circle."""
    left = {name: set(found) for name, found in IMPORTS.items()}
    while free := {name for name, found in left.items() if not found & left.keys()}:
        left = {name: found for name, found in left.items() if name not in free}
    assert left == {}


def test_views_read_the_book_only():
    views = [name for name in MODULES if FLOORS[room(name)][0] == VIEWS]
    assert views
    assert {
        name: found for name in views if (found := {room(other) for other in IMPORTS[name]} & NOT_FOR_VIEWS)
    } == {}


def test_the_conversion_stands_alone():
    others = {name: IMPORTS[name] for name in MODULES if room(name) == STANDS_ALONE}
    assert {room(other) for found in others.values() for other in found} <= {STANDS_ALONE, "atomic"}
    assert not [
        name for name in MODULES if room(name) != STANDS_ALONE and STANDS_ALONE in map(room, IMPORTS[name])
    ]


def test_init_files_are_empty():
    assert [
        str(path) for path in HELPERS.rglob("__init__.py") if path.read_text(encoding="utf-8").strip()
    ] == []
