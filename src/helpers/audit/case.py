"""What is audited: a finished run's folder, the same run calculated again now, and what it is held against."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.audit.hashes import file_hashes
from helpers.audit.result import Unverifiable
from helpers.audit.screen import check_contents, check_folder
from helpers.compute import Computed, compute, read, save, with_failed
from helpers.display import list_es
from helpers.entidad import institutions
from helpers.errors import InputsFailed, PoaError, UsageError
from helpers.exports import SENSITIVITY_FILES
from helpers.kept_checks import NOTEBOOKS, KeptCheck, failed_of, read_checks
from helpers.model_errors import nearest
from helpers.params import run_periods
from helpers.runner.manifest import COMPLETE, read_manifest
from helpers.runner.problems import Busy
from helpers.runner.request import usual_place
from helpers.runner.steps import WORKPAPERS_FILE, real_steps
from helpers.workspace import Workspace

if TYPE_CHECKING:
    from helpers.workpapers.render import Papers

STATED = ("insumos", "configuracion", "metodos_comparados", "cuadernos")
"""Parts of a manifest that name files of the workbook, each with its hash."""
_SHOWN_FINDINGS = 3


@dataclass(frozen=True)
class Case:
    """A finished run and what it is held against.

    Attributes
    ----------
    workspace : Workspace
    institution, period : str
    folder : Path
        The run's folder; nothing is written into it.
    label : str
        The folder as messages name it.
    manifest : Mapping[str, object]
    saved, again : Computed or None
        What the folder says that was computed, and what is computed now from params and data; None where that cannot
        be had, and why is in `saved_problem` and `again_problem`.
    reference : Computed
        What every output is held against: what is computed now; but where the inputs are no longer those of the run,
        what the run says that it computed, or one changed input would hide all else behind the figures that it moves.
    papers : Papers
        The auditor's workbook of the reference, described.
    expected : Path
        Folder with the reference's own outputs, written now as a run writes them.
    taken : frozenset of str
        Outputs that are only a copy of the run's own, because they cannot be had from what it saved.
    scratch : Path
        Where the audit works.
    """

    workspace: Workspace
    institution: str
    period: str
    folder: Path
    label: str
    manifest: Mapping[str, object]
    saved: Computed | None
    saved_problem: str
    again: Computed | None
    again_problem: str
    reference: Computed
    papers: Papers
    expected: Path
    taken: frozenset[str]
    scratch: Path

    @property
    def is_against_saved(self) -> bool:
        """Whether outputs are held against what the run itself says."""
        return self.reference is not self.again

    def stated(self, part: str) -> dict[str, str]:
        """The files and hashes that a part of the manifest names."""
        found = self.manifest.get(part)
        return {str(name): str(digest) for name, digest in found.items()} if isinstance(found, Mapping) else {}


def open_case(workspace: Workspace, institution: str, period: str, folder: Path | None, scratch: Path) -> Case:
    """Read a run's folder, calculate the run again and write beside what it should hold.

    Parameters
    ----------
    folder : Path or None
        The run's folder; None for the usual one.
    scratch : Path
        An empty folder to work in.

    Raises
    ------
    UsageError
        Where there is no finished run of that institution and period.
    Busy
        Where a run is writing there now.
    Refused
        Where the folder holds what no report can need.
    Unverifiable
        Where neither the run's own book nor a new calculation can be had.
    """
    place = folder or usual_place(workspace, institution, period, is_partial=False).folder
    label = workspace.relative(place)
    if folder is None and usual_place(workspace, institution, period, is_partial=False).is_busy:
        raise Busy(label, "")
    if not place.is_dir():
        _refuse(workspace, label, institution, period)
    check_folder(place, label)
    manifest = _manifest(place, label, institution, period)
    again, again_problem = _again(workspace, institution, period, _texts(manifest.get("cambios_de_parametros")))
    check_contents(place, label, saved_again(again, scratch) if again else None)
    saved, saved_problem = saved_in(place)
    saved, again = (computed and with_failed(computed, failed_in(place)) for computed in (saved, again))
    if saved is None and again is None:
        raise Unverifiable(f"No hay contra qué comparar. {saved_problem} {again_problem}")
    unchanged = _are_inputs_unchanged(workspace, manifest, saved)
    reference = again if again is not None and (unchanged or saved is None) else saved
    expected = scratch / "debido"
    papers = _write_expected(reference, expected)
    taken = _compared(workspace, reference, expected) if reference is again else _copied(place, expected)
    return Case(
        workspace, institution, period, place, label, manifest, saved, saved_problem, again, again_problem,
        reference, papers, expected, taken, scratch,
    )  # fmt: skip


def _refuse(workspace: Workspace, label: str, institution: str, period: str) -> None:
    """Say why there is no report: nobody is told to make one of what does not exist."""
    if not workspace.institution_file(institution).is_file():
        raise UsageError(f"No existe la entidad «{institution}». {nearest(institution, institutions(workspace))}")
    if not workspace.run_file(institution, period).is_file():
        known = run_periods(workspace, institution)
        raise UsageError(f"No hay parámetros para «{institution}/{period}». {nearest(period, known)}")
    raise UsageError(
        f"No hay informe de {institution}/{period} en {label}/. Hágalo con: poa report {institution}/{period}"
    )


def _manifest(folder: Path, label: str, institution: str, period: str) -> Mapping[str, object]:
    manifest = read_manifest(folder)
    if manifest is None:
        raise Unverifiable(
            f"{label}/manifiesto.json no está o no se puede leer: sin él no se sabe con qué se hizo el informe. "
            f"Vuelva a hacerlo con: poa report {institution}/{period}"
        )
    made = f"{manifest.get('entidad')}/{manifest.get('periodo')}"
    if made != f"{institution}/{period}":
        raise UsageError(f"{label}/ tiene el informe de {made}, no el de {institution}/{period}.")
    if manifest.get("estado") != COMPLETE:
        raise UsageError(
            f"{label}/ tiene un informe {manifest.get('estado')}: solo se verifica uno completo. "
            f"Hágalo con: poa report {institution}/{period}"
        )
    return manifest


def saved_again(again: Computed, scratch: Path) -> Path:
    """The folder with the run calculated again, saved the first time that it is asked for."""
    folder = scratch / "recalculado"
    if not folder.exists():
        folder.mkdir(parents=True)
        save(again, folder)
    return folder


def saved_in(folder: Path) -> tuple[Computed | None, str]:
    try:
        return read(folder), ""
    except PoaError as problem:
        return None, str(problem)
    # A file that was tampered with may break in any of these ways.
    except (OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError) as problem:
        return None, f"Lo que la corrida guardó (libro.json y sus CSV) no se puede leer: {problem!r}."


def _again(
    workspace: Workspace, institution: str, period: str, overrides: Sequence[str]
) -> tuple[Computed | None, str]:
    try:
        return compute(workspace, institution, period, overrides), ""
    except InputsFailed as problem:
        errors = [finding for finding in problem.findings if str(finding.severidad) == "error"]
        shown = list_es([finding.mensaje for finding in errors[:_SHOWN_FINDINGS]])
        return None, f"Los insumos de ahora tienen {len(errors)} errores y no se puede calcular con ellos: {shown}"
    except PoaError as problem:
        return None, f"No se puede calcular de nuevo: {problem}"


def failed_in(folder: Path) -> tuple[KeptCheck, ...]:
    """The checks that failed in the run's own notebooks; what cannot be read is told where notebooks are compared."""
    found: list[KeptCheck] = []
    for path in sorted((folder / NOTEBOOKS).glob("*.ipynb")):
        # A file that was tampered with may break in any of these ways.
        with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
            found += failed_of(read_checks([(path.stem.partition("_")[2], path)]))
    return tuple(found)


def _are_inputs_unchanged(workspace: Workspace, manifest: Mapping[str, object], saved: Computed | None) -> bool:
    """Whether params and data are still those that the manifest, and the run's own book, name by their hashes."""
    books = [dict(saved.inputs)] if saved is not None else []
    parts = map(manifest.get, ("insumos", "configuracion", "metodos_comparados"))
    stated = [dict(part) for part in parts if isinstance(part, Mapping)]
    return all(file_hashes(workspace.root, hashes) == hashes for hashes in (*stated, *books))


def _write_expected(reference: Computed, folder: Path) -> Papers:
    from helpers.open_data.package import write_open_data
    from helpers.workpapers.render import render
    from helpers.workpapers.write import describe

    folder.mkdir(parents=True)
    save(reference, folder)
    # Of a run that was read back there are no tables to write them from.
    if reference.dataset is not None:
        write_open_data(reference, folder)
    papers = describe(reference.book, reference.findings, reference.reconciliation)
    render(papers, folder / WORKPAPERS_FILE)
    return papers


def _compared(workspace: Workspace, reference: Computed, folder: Path) -> frozenset[str]:
    """Leave what a run leaves besides before its sections are executed: its figures under other methods."""
    compare = real_steps().compare
    if compare is not None:
        compare(workspace, reference, folder)
    return frozenset()


def _copied(run: Path, folder: Path) -> frozenset[str]:
    """Copy the run's own where the inputs are others by now, for its sections to find."""
    found = [path for name in SENSITIVITY_FILES if (path := run / name).is_file()]
    for path in found:
        shutil.copy2(path, folder / path.name)
    return frozenset(path.name for path in found)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()
