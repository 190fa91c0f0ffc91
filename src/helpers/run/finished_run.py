"""Opens the Book of a run: read from the finished report if its inputs have not changed, computed otherwise."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.base.errors import ConfigError
from helpers.base.python_extras import not_none
from helpers.base.system.digest import sha256_if_there
from helpers.base.system.workspace import Workspace
from helpers.figures import book_file as books
from helpers.figures.book import Book
from helpers.forms.reception.reception_log import INBOX
from helpers.intake.year_folders import CUADROS_FOLDER, LEFT_ALONE, TABLE_SUFFIXES, folders_of, has_cuadros, own_files
from helpers.outputs.run_files import BOOK_FILE
from helpers.run.compute import compute
from helpers.run.report.destination import usual_place
from helpers.run.report.manifest import COMPLETE, read_manifest
from helpers.settings.params import Corrida, load_run

DATA_SUFFIXES = (*TABLE_SUFFIXES, ".yaml", ".md")
NOT_DATA = ("readme.md",)
TEXTS = "texto"


@dataclass(frozen=True)
class Opened:
    """A Book and a Spanish sentence that says whether it was read or computed, and why."""

    book: Book
    source: str


def open_book(workspace: Workspace, institution: str, period: str, overrides: Sequence[str] = ()) -> Opened:
    """Read a finished run's Book, or compute it if there is none that is up to date and can be read.

    Parameters
    ----------
    overrides : Sequence[str]
        `clave=valor` pairs that replace keys of the params file. A report made with other overrides is not read.

    Raises
    ------
    UsageError
        If the institution, the period or a parameter does not exist.
    ConfigError
        If a params or method file does not load.
    InputsFailed
        If the run is computed and the data have errors.
    """
    corrida = load_run(workspace, institution, period, overrides)
    place = usual_place(workspace, institution, period, is_partial=False)
    file = f"{place.label}/{BOOK_FILE}"
    why_not = why_not_current(workspace, place.folder, list(overrides))
    if not why_not:
        try:
            book = books.read(place.folder / BOOK_FILE)
        except ConfigError as problem:
            why_not = str(problem)
        else:
            why_not = why_not_all_read(workspace, corrida, not_none(read_manifest(place.folder))["insumos"])
            if not why_not:
                return Opened(book, f"Leído de {file}: sus insumos, parámetros y método no han cambiado.")
    return Opened(compute(workspace, institution, period, overrides).book, f"Calculado ahora: {why_not}.")


def why_not_current(workspace: Workspace, folder: Path, overrides: list[str]) -> str:
    """Say why a finished run's Book cannot be used.

    Compares the manifest's state, overrides and SHA-256 digests with the files as they are now. Data files that were
    added since are not noticed here (`why_not_all_read`).

    Returns
    -------
    str
        A reason in Spanish; empty if the Book can be used.
    """
    manifest = read_manifest(folder)
    if manifest is None or manifest.get("estado") != COMPLETE:
        return "no hay informe completo de esta corrida"
    if manifest.get("cambios_de_parametros") != overrides:
        return "el informe se hizo con otros parámetros"
    if not isinstance(manifest.get("insumos"), Mapping):
        return "el manifiesto del informe no dice de qué insumos se hizo"
    stated = {name: digest for part in ("insumos", "configuracion") for name, digest in _hashes(manifest, part)}
    changed = [name for name, digest in stated.items() if sha256_if_there(workspace.root / name) != digest]
    if changed:
        return f"{changed[0]} cambió desde que se hizo el informe"
    if dict(_hashes(manifest, "salidas")).get(BOOK_FILE) != sha256_if_there(folder / BOOK_FILE):
        return f"el {BOOK_FILE} del informe no es el que su manifiesto nombra"
    return ""


def _hashes(manifest: Mapping[str, object], part: str) -> Iterator[tuple[str, object]]:
    """Yield the name and SHA-256 of each file that one part of a manifest lists; nothing if the part is missing."""
    found = manifest.get(part)
    yield from found.items() if isinstance(found, Mapping) else ()


def why_not_all_read(workspace: Workspace, corrida: Corrida, known: Collection[str]) -> str:
    """Say in Spanish that a run would read a file now that its manifest does not list; empty if there is none.

    Parameters
    ----------
    known : Collection of str
        Files that the manifest lists, relative to the root.
    """
    new = next(unread(workspace, corrida, known), "")
    return f"{new} no estaba cuando se hizo el informe" if new else ""


def unread(workspace: Workspace, corrida: Corrida, known: Collection[str]) -> Iterator[str]:
    """Yield the data files, relative to the root, that a run would read now and that are not among the `known`."""
    for folder in folders_of(workspace, corrida)[0]:
        # A run reads the planner's texts of its own period only.
        is_own = folder.path.name == corrida.period.window
        # Planning forms are not read either: the run reads the table that was written from them.
        is_read = {TEXTS: is_own, INBOX: not folder.version, CUADROS_FOLDER: has_cuadros(folder, corrida.period)}
        names = sorted(name for name in {*LEFT_ALONE, INBOX} if is_read.get(name, True))
        for place in (folder.path, *(folder.path / name for name in names)):
            for path in own_files(place):
                is_data = path.suffix.lower() in DATA_SUFFIXES and path.name.lower() not in NOT_DATA
                label = workspace.relative(path)
                if is_data and label not in known:
                    yield label
