"""After any change, a report made with kept results has the same bytes as one made without them, PDFs included.

A changed cell and the changes of one section have an example here. Other changes make every step do its work again,
which `test_reuse_steps` and `test_reuse_sections` ask without making a report; `POA_EJEMPLOS=60` tries all at random.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import forked
import pytest
from builders import ROOT
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from quarter_files import make_world, put
from reuse_office import DONE, TEXT, files_of

from helpers.run.kept.step_keys import SECTION, SUMMARY, TAKES

pytestmark = pytest.mark.slow

HERE = Path(__file__).resolve().parent
SECTIONS = ("resumen", "anexos")
EXAMPLES = int(os.environ.get("POA_EJEMPLOS", "0"))
CODE = {
    "views/quality/annex_views.py": ('Column("Archivo")', 'Column("Fichero")'),
    "views/sections/reconciliation_section.py": ('Column("Cifra")', 'Column("Número")'),
    "outputs/workbook/sheets/index_sheets.py": ('"Archivos de entrada"', '"De dónde sale"'),
    "scoring/levels/task_scores.py": ('"""', '"""Otra vez: '),
    "views/charts/chart_style.py": ('"""', '"""Otra vez: '),
}
"""By code file: a text and its replacement. Some replacements show in the report, some do not."""


@dataclass(frozen=True)
class World:
    """A workbook, the code that makes its report, and a folder of package versions.

    Only a change of the code needs a copy of it: the others are made by a Python that has the code already.
    """

    place: Path
    code: Path

    @property
    def root(self) -> Path:
        return self.place / "libro"

    def run(self, name: str, *options: str) -> tuple[dict[str, bytes], list[str]]:
        """Make a report; return the contents of its folder and the sections and steps that were reused."""
        said = self.place / f"{name}.txt"
        places = (self.place / "guardado", self.place / "versiones", said, self.root, self.place / name)
        code = forked.code_of(python_of(self.code.parent), [*map(str, places), *options])
        assert code == 0, Path(f"{said}.err").read_text(encoding="utf-8")[-3000:]
        return files_of(self.place / name), said.read_text(encoding="utf-8").splitlines()


@cache
def python_of(source: Path) -> subprocess.Popen[str]:
    """The Python that makes reports with the code of a folder."""
    path = os.pathsep.join(map(str, (source, HERE, HERE.parents[1])))
    return forked.started(HERE / "one_run.py", {"PYTHONPATH": path, "PYTHONHASHSEED": "0"})


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> World:
    """The institution with its report made once."""
    place = tmp_path_factory.mktemp("siempre")
    world = World(place, ROOT / "src/helpers")
    make_world(world.root)
    put(world.root / DONE, "tarea,abr,may,jun\nT1,10,10,10\nT2,,5,5\nT3,1,1,1\nT4,4,4,2\n")
    put(world.root / TEXT.replace("entidad", "resumen"), "Avanzó bien.\n")
    run = world.root / "params/mini/2024-T2.yaml"
    put(run, run.read_text(encoding="utf-8").replace("[resumen]", f"[{', '.join(SECTIONS)}]"))
    for path in (ROOT / "notebooks/trimestral").glob("*.ipynb"):
        if path.stem.partition("_")[2] in SECTIONS:
            put(world.root / "notebooks/trimestral" / path.name, path.read_text(encoding="utf-8"))
    _, reused = world.run("primero")
    assert reused == []
    return world


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, (path, old)
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def cell(world: World, amount: int) -> None:
    edit(world.root / DONE, "T4,4,4,2", f"T4,4,4,{amount}")


def parameter(world: World, amount: int) -> None:
    edit(world.root / "params/mini/2024-T2.yaml", "titulo: Seguimiento", f"titulo: Seguimiento {amount}")


def text(world: World, amount: int) -> None:
    edit(world.root / TEXT.replace("entidad", "resumen"), "bien", ("bien", "mucho", "12 veces", "**poco**")[amount % 4])


def notebook(world: World, amount: int) -> None:
    (path,) = (world.root / "notebooks/trimestral").glob(f"*_{SECTIONS[amount % len(SECTIONS)]}.ipynb")
    edit(path, '"# ', '"# Otra ')


def notebook_code(world: World, amount: int) -> None:
    (path,) = (world.root / "notebooks/trimestral").glob(f"*_{SECTIONS[amount % len(SECTIONS)]}.ipynb")
    edit(path, "seccion = open_section(", "otra = seccion = open_section(")


def helper(world: World, amount: int) -> None:
    name = sorted(CODE)[amount % len(CODE)]
    edit(world.code / name, *CODE[name])


def font(world: World, amount: int) -> None:
    """Replace a font of the charts, one of the PDF and one of the page by other fonts."""
    for pattern in ("views/charts/fonts/*.ttf", "outputs/fonts/*.ttf", "outputs/fonts/source-*.woff2"):
        fonts = sorted(world.code.glob(pattern))
        shutil.copy(fonts[(amount + 1) % len(fonts)], fonts[amount % len(fonts)])


def version(world: World, amount: int) -> None:
    """Make an installed package state another version; the annexes print some versions."""
    name = ("matplotlib", "pandas", "nbconvert")[amount % 3]
    put(world.place / f"versiones/{name}-99.{amount}.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 99.{amount}\n")


WIDE: tuple[Callable[[World, int], None], ...] = (cell, parameter, helper, font, version)
OF_CODE = (helper, font)
NARROW: tuple[Callable[[World, int], None], ...] = (notebook_code, notebook, text)
"""Changes that concern one section each."""


def copy_of(made: World, place: Path, *, with_code: bool = False) -> World:
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(made.place, place)
    if not with_code:
        return World(place, made.code)
    source = Path(tempfile.mkdtemp(prefix="programa ", dir=place.parent))  # each has a Python of its own
    return World(place, Path(shutil.copytree(made.code, source / "helpers")))


def assert_never_stale(made: World, place: Path, change: Callable[[World, int], None], amount: int) -> None:
    world = copy_of(made, place, with_code=change in OF_CODE)
    change(world, amount)
    with_kept, kept = world.run("con", "--dos")
    if change in OF_CODE:
        python_of(world.code.parent).communicate()
    assert change in NARROW or not kept, "the change must be noticed: every step does its work"
    assert "informe.pdf" in with_kept and "resumen_ciudadano.pdf" in with_kept
    assert with_kept == files_of(world.place / "con.sin")


@pytest.fixture(scope="module")
def narrow(made, tmp_path_factory) -> World:
    """A copy in which one section's code changes, then the prose of its notebook and the other section's text."""
    world = copy_of(made, tmp_path_factory.mktemp("angosto") / "libro y programa")
    notebook_code(world, 1)
    first = world.run("codigo")[1]
    notebook(world, 1)
    text(world, 1)
    then = world.run("textos", "--dos")[1]
    # No section runs twice, which could hide that an earlier change went unnoticed.
    assert [[name for name in reused if name in SECTIONS] for reused in (first, then)] == [["resumen"], ["anexos"]]
    return world


def test_changes_of_one_section_are_never_stale(narrow):
    with_kept = files_of(narrow.place / "textos")
    assert "informe.pdf" in with_kept and "resumen_ciudadano.pdf" in with_kept
    assert with_kept == files_of(narrow.place / "textos.sin")


def test_with_nothing_changed_everything_is_reused_and_with_a_changed_cell_nothing(narrow):
    """If nothing were ever reused, the other test would prove nothing."""
    assert sorted(narrow.run("igual")[1]) == sorted({*TAKES, *SECTIONS} - {SECTION, SUMMARY})
    cell(narrow, 1)
    with_kept, kept = narrow.run("celda", "--dos")
    assert kept == []
    assert with_kept == files_of(narrow.place / "celda.sin")


@pytest.mark.skipif(not EXAMPLES, reason="POA_EJEMPLOS=60 tries changes at random")
@settings(
    max_examples=EXAMPLES or 1,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(change=st.sampled_from((*WIDE, *NARROW)), amount=st.integers(0, 9))
def test_random_changes_are_never_stale(made, tmp_path, change, amount):
    assert_never_stale(made, tmp_path / "libro y programa", change, amount)
