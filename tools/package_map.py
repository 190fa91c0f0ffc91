"""Draws the packages of `src/helpers` and their imports as docs/img/paquetes.svg: `python tools/package_map.py`.

Reads layers and public modules from the list in `docs/design.md`, and imports from the code.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[1]
HELPERS = ROOT / "src/helpers"
PICTURE = ROOT / "docs/img/paquetes.svg"
LINE = re.compile(r"^- (?P<layer>\d+) `(?P<name>[a-z]+)/`: (?P<job>.+); public: (?P<public>.+)\.$", re.MULTILINE)
MODULE = re.compile(r"`([a-z_0-9/]+)`")
WIDTH, HEIGHT, STEP, LEFT, TOP = 560, 44, 68, 24, 24


@dataclass(frozen=True)
class Package:
    """A line of the list: a package, its layer, its job, and its public modules."""

    name: str
    layer: int
    job: str
    public: frozenset[str]


def packages(design: Path = ROOT / "docs/design.md") -> dict[str, Package]:
    """Return the packages in the list of `docs/design.md`, by name."""
    section = design.read_text(encoding="utf-8").split("\n## Packages", 1)[1].split("\n## ", 1)[0]
    lines = LINE.finditer(section.replace("\n  ", " "))
    found = [
        Package(line["name"], int(line["layer"]), line["job"], frozenset(MODULE.findall(line["public"])))
        for line in lines
    ]
    return {package.name: package for package in found}


def modules(helpers: Path = HELPERS) -> dict[str, Path]:
    """Return every module and package in `helpers` by its path without suffix: `scoring/budget/money`."""
    found = {}
    for path in sorted(helpers.rglob("*.py")):
        place = path.relative_to(helpers)
        name = (place.parent if path.name == "__init__.py" else place.with_suffix("")).as_posix()
        if name != ".":
            found[name] = path
    return found


def imports(path: Path, known: Mapping[str, Path]) -> set[str]:
    """Return the modules of `helpers` that a file imports, at any place in the file."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative import"
            module = node.module or ""
            inner = (f"{module}.{alias.name}" for alias in node.names)
            names = [name if name.partition(".")[2].replace(".", "/") in known else module for name in inner]
        found |= {name.partition(".")[2].replace(".", "/") for name in names if name.startswith("helpers.")}
    return found


def arrows(imported: Mapping[str, Iterable[str]]) -> Counter[tuple[str, str]]:
    """Count, for each pair of packages, how many modules of the first import the second, from what each imports."""
    found: Counter[tuple[str, str]] = Counter()
    for name, others in imported.items():
        own = name.split("/", 1)[0]
        found.update((own, other) for other in {one.split("/", 1)[0] for one in others} - {own})
    return found


def picture(table: Mapping[str, Package], drawn: Mapping[tuple[str, str], int]) -> str:
    """Return an SVG with the packages from the highest layer to the lowest, and an arrow for each pair with imports."""
    order = sorted(table.values(), key=lambda package: -package.layer)
    middle = {package.name: TOP + row * STEP + HEIGHT / 2 for row, package in enumerate(order)}
    total = LEFT + WIDTH + 40 + 13 * len(order) + 40
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{total}" height="{TOP * 2 + STEP * len(order)}" '
        'font-family="sans-serif" font-size="13">',
        f"<title>The packages of helpers: {len(drawn)} arrows, all downwards</title>",
    ]
    for (upper, lower), count in sorted(drawn.items(), key=lambda item: middle[item[0][0]] - middle[item[0][1]]):
        start, end, edge = middle[upper], middle[lower], LEFT + WIDTH
        reach = edge + 20 + 13 * round((end - start) / STEP)
        parts.append(
            f'<path d="M {edge} {start:.0f} C {reach} {start:.0f} {reach} {end:.0f} {edge} {end:.0f}" fill="none" '
            f'stroke="#336" stroke-opacity="0.45" stroke-width="{min(4, 0.6 + count / 12):.1f}">'
            f"<title>{upper} → {lower}: {count}</title></path>"
        )
    for package in order:
        y = middle[package.name] - HEIGHT / 2
        parts += [
            f'<rect x="{LEFT}" y="{y:.0f}" width="{WIDTH}" height="{HEIGHT}" rx="4" fill="#eef2f7" stroke="#336"/>',
            f'<text x="{LEFT + 12}" y="{y + 18:.0f}" font-weight="bold">{package.layer} · {package.name}</text>',
            f'<text x="{LEFT + 12}" y="{y + 35:.0f}">{escape(package.job)}</text>',
        ]
    return "\n".join([*parts, "</svg>\n"])


def main() -> None:
    """Write the picture and print the number of arrows."""
    known = modules()
    drawn = arrows({name: imports(path, known) for name, path in known.items()})
    PICTURE.write_text(picture(packages(), drawn), encoding="utf-8")
    print(f"{PICTURE.relative_to(ROOT)}: {len(drawn)} arrows between packages")


if __name__ == "__main__":
    main()
