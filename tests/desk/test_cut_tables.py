"""Tables of every kind of shipped institutions are cut at random bytes. Each cut gives a finding or changes no value.

The file alone shows every cut except one between two rows. The last accepted state shows that one too.
"""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType

import pytest
from builders import ROOT

from helpers.base.system.workspace import Workspace
from helpers.desk.checking.lost_rows import Record, TableState, less_content, states_of
from helpers.figures.findings import Finding
from helpers.intake import cuadro_reader, read_inputs, table_files
from helpers.intake.cuadro_reader import read_cuadros
from helpers.intake.read_inputs import read_dataset
from helpers.settings.params import Corrida, load_run

RUNS = ("mre/2024-T2", "segip/2020-anual", "segip/2024-poa")
CUTS = 2
"""Number of random cuts of each table. One more cut is made between two rows."""
ALIKE = 2
"""How many declared tables with columns of the same kinds are cut; the others are read the same way."""


@dataclass(frozen=True)
class State:
    """The result of reading: every value by its cell, the findings, and the contents of each table."""

    values: dict[tuple[str, int], dict[str, object]]
    findings: frozenset[Finding]
    tables: dict[str, TableState]


@dataclass
class Shelf:
    """A shipped run in a folder of its own."""

    root: Path
    run: str

    @property
    def workspace(self) -> Workspace:
        return Workspace(self.root)

    @cached_property
    def corrida(self) -> Corrida:
        return load_run(self.workspace, *self.run.split("/"))

    def remove_similar_tables(self) -> None:
        """Keep only a few declared tables of each kind: an institution has a hundred, and each cut reads them all."""
        kept: Counter = Counter()
        for cuadro in read_cuadros(self.workspace, self.corrida)[0]:
            kind = frozenset(column.tipo for column in cuadro.definition.columnas.values())
            kept[kind] += 1
            if kept[kind] > ALIKE:
                declared = self.root / cuadro.declared
                for path in declared.parent.glob(f"{declared.stem}.*"):
                    path.unlink()

    @cached_property
    def inputs(self):
        return read_dataset(self.workspace, self.corrida)

    @cached_property
    def cuadros(self):
        return read_cuadros(self.workspace, self.corrida)

    def read(self, cut: Path | None = None) -> State:
        """Read everything, or only the group of a cut table: the tables of the contract, or the declared ones."""
        is_cuadro = cut is not None and cut in self.declared
        dataset, findings_of_inputs = self.inputs if cut is None or is_cuadro else read_dataset(self.workspace, self.corrida)
        cuadros, of_cuadros, files = read_cuadros(self.workspace, self.corrida) if is_cuadro else self.cuadros
        rows = [row for table in dataset.tables.values() for row in table]
        rows += [row for cuadro in cuadros for row in cuadro.rows]
        values = {(f"{row.origin.table} {row.origin.file}", row.line): dict(row.values) for row in rows}
        tables = states_of(dataset, cuadros, {**dataset.files, **files})
        return State(values, frozenset((*findings_of_inputs, *of_cuadros)), tables)

    @cached_property
    def whole(self) -> State:
        return self.read()

    @cached_property
    def files(self) -> list[Path]:
        return sorted({self.root / table.archivo for table in self.whole.tables.values()})

    @cached_property
    def declared(self) -> set[Path]:
        """The files of declared tables, in whichever folder they are."""
        return {self.root / table.archivo for name, table in self.whole.tables.items() if name.endswith(".yaml")}


@pytest.fixture(scope="module", autouse=True)
def each_content_read_once():
    """Files are read once for each content, as a cut changes one of many; what compares them runs each time."""
    with pytest.MonkeyPatch.context() as patch:
        once(patch, table_files, "_read_file", lambda path, *_: (path, path.read_bytes()))
        once(patch, read_inputs, "_read_table", lambda source, *_: id(source.grid))
        once(patch, cuadro_reader, "load_model_file", lambda _, path, *__: (path, path.read_bytes()))
        once(patch, cuadro_reader, "_read_grid", lambda path, *named: (path, *named, path.read_bytes()))
        once(patch, cuadro_reader, "_table", lambda name, definition, grid, *_: (name, id(definition), id(grid)))
        yield


def once(patch: pytest.MonkeyPatch, module: ModuleType, name: str, key: Callable[..., object]) -> None:
    """Let a function keep what it gave, with what it was given, for each key."""
    usual, kept = getattr(module, name), {}

    def read(*given: object) -> object:
        asked = key(*given)
        if asked not in kept:
            kept[asked] = (usual(*given), given)
        return kept[asked][0]

    patch.setattr(module, name, read)


@pytest.fixture(scope="module", params=RUNS)
def shelf(request, tmp_path_factory):
    root = tmp_path_factory.mktemp("entero")
    institution = request.param.partition("/")[0]
    for folder in ("params/metodos", f"params/{institution}", f"data/{institution}"):
        shutil.copytree(ROOT / folder, root / folder)
    shelf = Shelf(root.resolve(), request.param)
    shelf.remove_similar_tables()
    return shelf


def losses(before: State, now: State) -> list[Finding]:
    record = Record(tablas=before.tables)
    found = (less_content(key, table, now.tables.get(key), "a/b", {}) for key, table in record.tablas.items())
    return [finding for finding in found if finding is not None]


def places_to_cut(data: bytes, source: random.Random) -> list[int]:
    ends = [at + 1 for at, byte in enumerate(data[:-1]) if byte == ord("\n")]
    return [*(source.randrange(1, len(data)) for _ in range(CUTS)), source.choice(ends)]


@pytest.mark.slow
def test_each_cut_is_reported_or_changes_no_value(shelf):
    """The seed for each table is its name, so that a failure can be repeated."""
    whole = shelf.whole
    assert len(shelf.files) >= 5
    between_rows = 0
    for path in shelf.files:
        data = path.read_bytes()
        for at in places_to_cut(data, random.Random(f"{shelf.run} {path.name}")):
            path.write_bytes(data[:at])
            cut = shelf.read(path)
            where = f"{path.relative_to(shelf.root)} cut at {at} of {len(data)}"
            is_reported = bool(cut.findings - whole.findings)
            if not data[:at].endswith(b"\n"):
                assert is_reported, where
            elif not is_reported and cut.values != whole.values:
                between_rows += 1
                assert losses(whole, cut), where
        path.write_bytes(data)
    assert between_rows, "some cut can be seen with the last state only"
