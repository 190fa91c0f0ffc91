"""The Book of a run: the finished report's, while its inputs are still the same; otherwise computed now."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers import bookfile as books
from helpers.book import Book
from helpers.compute import BOOK_FILE, compute
from helpers.digest import file_sha256
from helpers.errors import ConfigError
from helpers.intake.folders import LEFT_ALONE, Folder, folders_of, is_hidden
from helpers.intake.formats.signature import SUFFIXES
from helpers.params import load_run
from helpers.reception.log import INBOX
from helpers.runner.manifest import COMPLETE, read_manifest
from helpers.runner.request import usual_place
from helpers.workspace import Workspace

DATA_SUFFIXES = (*SUFFIXES, ".yaml", ".md")
NOT_DATA = ("readme.md",)
TEXTS = "texto"


@dataclass(frozen=True)
class Opened:
    """A Book and, in Spanish, where it was had from."""

    book: Book
    source: str


def open_book(workspace: Workspace, institution: str, period: str, overrides: Sequence[str] = ()) -> Opened:
    """Read a finished run's Book, or compute it.

    Parameters
    ----------
    overrides : Sequence[str]
        `clave=valor`, over the params file; a report made with others is not read.

    Raises
    ------
    UsageError, ConfigError, InputsFailed
        As `compute` does.
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
            known = read_manifest(place.folder)["insumos"]
            new = next(unread(workspace, known, corrida.period.window, folders_of(workspace, corrida)[0]), "")
            if not new:
                return Opened(book, f"Leído de {file}: sus insumos, parámetros y método no han cambiado.")
            why_not = f"{new} no estaba cuando se hizo el informe"
    return Opened(compute(workspace, institution, period, overrides).book, f"Calculado ahora: {why_not}.")


def why_not_current(workspace: Workspace, folder: Path, overrides: list[str]) -> str:
    """Why a finished run cannot be read, in Spanish; empty where it can."""
    manifest = read_manifest(folder)
    if manifest is None or manifest.get("estado") != COMPLETE:
        return "no hay informe completo de esta corrida"
    if manifest.get("cambios_de_parametros") != overrides:
        return "el informe se hizo con otros parámetros"
    stated = {name: digest for part in ("insumos", "configuracion") for name, digest in _hashes(manifest, part)}
    changed = [name for name, digest in stated.items() if _digest(workspace.root / name) != digest]
    if changed:
        return f"{changed[0]} cambió desde que se hizo el informe"
    if dict(_hashes(manifest, "salidas")).get(BOOK_FILE) != _digest(folder / BOOK_FILE):
        return f"el {BOOK_FILE} del informe no es el que su manifiesto nombra"
    return ""


def _hashes(manifest: Mapping[str, object], part: str) -> Iterator[tuple[str, object]]:
    found = manifest.get(part)
    yield from found.items() if isinstance(found, Mapping) else ()


def _digest(path: Path) -> str:
    return file_sha256(path) if path.is_file() else ""


def unread(workspace: Workspace, known: Collection[str], window: str, folders: Sequence[Folder]) -> Iterator[str]:
    """Files that a run of a window would look at now and that it did not know: one may be a new table."""
    for folder in folders:
        # The planner's texts are those of the run's own period: an earlier one's are no input of it.
        is_own = folder.path.name == window
        # Nor are planning forms: they are of the table that was written from them, once their log tells of them.
        names = sorted({*LEFT_ALONE, INBOX} - (set() if is_own else {TEXTS}) - ({INBOX} if folder.version else set()))
        for place in (folder.path, *(folder.path / name for name in names)):
            for path in sorted(place.iterdir()) if place.is_dir() else ():
                is_data = path.is_file() and path.suffix.lower() in DATA_SUFFIXES and not is_hidden(path)
                label = workspace.relative(path)
                if is_data and path.name.lower() not in NOT_DATA and label not in known:
                    yield label
