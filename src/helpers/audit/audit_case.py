"""What is audited: a finished run's folder, the run computed again, and the reference for its outputs."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.audit.audit_result import Unverifiable
from helpers.audit.folder.folder_screening import check_contents, check_folder
from helpers.audit.folder.hashes import file_hashes
from helpers.base.display import list_es
from helpers.base.errors import PoaError, UsageError
from helpers.base.periods import Period
from helpers.base.python_extras import PlainData, not_none
from helpers.base.system.workspace import Revision, Workspace
from helpers.base.yaml_models import nearest
from helpers.checks.computed import Computed
from helpers.figures.findings import InputsFailed
from helpers.intake.closings import closing_folder
from helpers.outputs.run_files import NOTEBOOKS, PDF_FILE, SENSITIVITY_FILES, WORD_FILE, WORKPAPERS_FILE
from helpers.outputs.saved_checks import SavedCheck, failed_of, read_checks
from helpers.run.comparisons import write_comparison
from helpers.run.compute import compute, read, save, with_failed
from helpers.run.report.destination import Busy, usual_place
from helpers.run.report.manifest import COMPLETE, compared_methods, read_manifest
from helpers.settings.institution import check_institution, run_periods

if TYPE_CHECKING:
    from helpers.outputs.workbook.sheet_model import Papers

STATED = ("insumos", "configuracion", "metodos_comparados", "cuadernos")
"""Parts of a manifest that list files with their hashes."""
_MADE = {PDF_FILE: "con_pdf", WORD_FILE: "con_docx"}  # fields of a manifest that say whether there is such a file
_SHOWN_FINDINGS = 3


@dataclass(frozen=True)
class Case:
    """A finished run and the reference that its outputs are compared with.

    Attributes
    ----------
    workspace : Workspace
    institution, period : str
    folder : Path
        The run's folder. Nothing is written into it.
    label : str
        The folder as messages name it.
    manifest : Mapping[str, object]
    saved, again : Computed or None
        The run as saved in the folder, and as computed now from params and data. None if that is impossible;
        `saved_problem` and `again_problem` say why.
    reference : Computed
        Every output is compared with it: the run computed now. If inputs have changed or come since the run, it is the
        saved run instead, because one changed input would otherwise hide all other differences.
    papers : Papers
        The reference's auditor's workbook, described.
    expected : Path
        Folder with the reference's own outputs, written now as a run writes them.
    taken : frozenset of str
        Outputs in it that are copies of the run's, because they cannot be made from the saved run.
    scratch : Path
        The audit's working folder.
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
        """Whether outputs are compared with the saved run, because the run computed again cannot be the reference."""
        return self.reference is not self.again

    def stated(self, part: str) -> dict[str, str]:
        """Return the texts by name that a part of the manifest lists; empty if the manifest lacks the part.

        They are SHA-256 by file name in parts such as `insumos` or `salidas`, and versions by program in `versiones`.
        """
        return {str(name): str(text) for name, text in self.part(part).items()}

    def part(self, name: str) -> PlainData:
        """Return a part of the manifest that holds data by name; empty if it is missing or holds none."""
        found = self.manifest.get(name)
        return found if isinstance(found, Mapping) else {}

    def output(self, name: str) -> Path:
        """Return the path of one of the run's outputs; Unverifiable if it is missing."""
        path = self.folder / name
        if not path.is_file():
            raise Unverifiable(f"{name} no está en {self.label}/.")
        return path

    def is_due(self, name: str) -> bool:
        """Return whether the run has a PDF or Word document, by its file name: it is there, or the manifest has it."""
        is_stated = self.manifest.get(_MADE[name]) is True or name in self.stated("salidas")
        return is_stated or (self.folder / name).is_file()

    @property
    def revision(self) -> Revision:
        """The program's revision that the manifest states."""
        code = self.part("codigo")
        return Revision(str(code.get("revision")), code.get("cambios_sin_registrar"))


def open_case(workspace: Workspace, institution: str, period: str, folder: Path | None, scratch: Path) -> Case:
    """Read a run's folder, compute the run again and write into `scratch` the outputs that it should have.

    Parameters
    ----------
    folder : Path or None
        The run's folder; None for the default one.
    scratch : Path
        An empty folder to work in.

    Raises
    ------
    UsageError
        If there is no finished run of that institution and period.
    Busy
        If a run is writing to the default folder.
    PoaError
        If the folder has entries or sizes that no report can have.
    Unverifiable
        If the manifest cannot be read, or neither the saved run can be read nor the run be computed again.
    """
    place = folder or usual_place(workspace, institution, period, is_partial=False).folder
    label = workspace.relative(place)
    if folder is None and usual_place(workspace, institution, period, is_partial=False).is_busy:
        raise Busy(label, "")
    if not place.is_dir():
        _refuse(workspace, label, institution, period)
    check_folder(place, label)
    manifest = _manifest(place, label, institution, period)
    again, again_problem = _again(workspace, institution, period, manifest)
    check_contents(place, label, saved_again(again, scratch) if again else None)
    saved, saved_problem = saved_in(place)
    saved, again = (computed and with_failed(computed, failed_in(place)) for computed in (saved, again))
    if saved is None and again is None:
        raise Unverifiable(f"No hay contra qué comparar. {saved_problem} {again_problem}")
    is_own = again is not None and (saved is None or _are_inputs_unchanged(workspace, manifest, saved, again))
    reference = not_none(again if is_own else saved)
    expected = scratch / "debido"
    papers = _write_expected(reference, expected)
    # A run writes the figures under other methods before its sections.
    if reference is again:
        write_comparison(workspace, reference, expected)
    taken = frozenset() if reference is again else _copied(place, expected)
    return Case(
        workspace, institution, period, place, label, manifest, saved, saved_problem, again, again_problem,
        reference, papers, expected, taken, scratch,
    )  # fmt: skip


def _refuse(workspace: Workspace, label: str, institution: str, period: str) -> None:
    """Raise the reason why there is no report. It suggests making one only if the run exists."""
    check_institution(workspace, institution)
    if not workspace.run_file(institution, period).is_file():
        known = run_periods(workspace, institution)
        raise UsageError(f"No hay parámetros para «{institution}/{period}». {nearest(period, known)}")
    raise UsageError(
        f"No hay informe de {institution}/{period} en {label}/. Hágalo con: poa informe {institution}/{period}"
    )


def _manifest(folder: Path, label: str, institution: str, period: str) -> Mapping[str, object]:
    """Return the manifest of a complete run of that institution and period; errors as in `open_case`."""
    manifest = read_manifest(folder)
    if manifest is None:
        raise Unverifiable(
            f"{label}/manifiesto.json no está o no se puede leer: sin él no se sabe con qué se hizo el informe. "
            f"Vuelva a hacerlo con: poa informe {institution}/{period}"
        )
    made = f"{manifest.get('entidad')}/{manifest.get('periodo')}"
    if made != f"{institution}/{period}":
        raise UsageError(f"{label}/ tiene el informe de {made}, no el de {institution}/{period}.")
    if manifest.get("estado") != COMPLETE:
        raise UsageError(
            f"{label}/ tiene un informe {manifest.get('estado')}: solo se verifica uno completo. "
            f"Hágalo con: poa informe {institution}/{period}"
        )
    return manifest


def saved_again(again: Computed, scratch: Path) -> Path:
    """Return the folder `recalculado` of `scratch` with the run computed again; it is saved on the first call."""
    folder = scratch / "recalculado"
    if not folder.exists():
        folder.mkdir(parents=True)
        save(again, folder)
    return folder


def saved_in(folder: Path) -> tuple[Computed | None, str]:
    """Return the run saved in a folder and an empty text, or None and why it cannot be read, in Spanish."""
    try:
        saved = read(folder)
        _ = saved.corrida, saved.entidad, saved.metodo  # those of an earlier version may have keys that are gone
        return saved, ""
    except PoaError as problem:
        return None, str(problem)
    except FileNotFoundError as problem:
        return None, f"Lo que el informe guardó no se puede leer: {Path(problem.filename).name} no está."
    # A file that was tampered with may break in any of these ways.
    except (OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError):
        return None, "No se pueden leer libro.json y sus CSV: los hizo otra versión del programa, o cambiaron después."


def _again(
    workspace: Workspace, institution: str, period: str, manifest: Mapping[str, object]
) -> tuple[Computed | None, str]:
    """Return the run computed now and an empty text, or None and why it cannot be computed.

    A closing is made from its report. A run whose manifest does not list its own closing is computed without it.
    """
    overrides, inputs = _texts(manifest.get("cambios_de_parametros")), manifest.get("insumos")
    own = workspace.relative(closing_folder(workspace, institution, Period.parse(period)))
    was_closed = isinstance(inputs, Mapping) and any(str(name).startswith(f"{own}/") for name in inputs)
    try:
        return compute(workspace, institution, period, overrides, with_own_closing=was_closed), ""
    except InputsFailed as problem:
        errors = [finding for finding in problem.findings if str(finding.severidad) == "error"]
        shown = list_es([finding.mensaje for finding in errors[:_SHOWN_FINDINGS]])
        return None, f"{problem} {shown}"
    except PoaError as problem:
        return None, f"No se puede calcular de nuevo: {problem}"


def failed_in(folder: Path) -> tuple[SavedCheck, ...]:
    """Return the failed section checks in the executed notebooks of a run's folder, in the order of files and cells.

    Unreadable notebooks are skipped here; another check reports them.
    """
    found: list[SavedCheck] = []
    for path in sorted((folder / NOTEBOOKS).glob("*.ipynb")):
        # A file that was tampered with may break in any of these ways.
        with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
            found += failed_of(read_checks([(path.stem.partition("_")[2], path)]))
    return tuple(found)


def _are_inputs_unchanged(place: Workspace, manifest: Mapping[str, object], saved: Computed, again: Computed) -> bool:
    """Return whether params, data and methods still have the hashes that the manifest and the saved Book state.

    They do not if the run would now read a file that neither states, such as a table that came later.
    """
    parts = map(manifest.get, ("insumos", "configuracion", "metodos_comparados"))
    stated = [*(dict(part) for part in parts if isinstance(part, Mapping)), dict(saved.inputs)]
    now = {*again.inputs, *map(place.relative, compared_methods(place, again.corrida))}
    is_known = now <= {name for hashes in stated for name in hashes}
    return is_known and all(file_hashes(place.root, hashes) == hashes for hashes in stated)


def _write_expected(reference: Computed, folder: Path) -> Papers:
    """Write the reference's outputs, except those of its sections, into a new folder; return the described workbook."""
    from helpers.outputs.open_data.data_package import write_open_data
    from helpers.outputs.workbook.workbook_file import write_workpapers

    folder.mkdir(parents=True)
    save(reference, folder)
    # Open data need the Dataset, which a saved run does not have.
    if reference.dataset is not None:
        write_open_data(reference, folder)
    return write_workpapers(reference.book, reference.findings, reference.reconciliation, folder / WORKPAPERS_FILE)


def _copied(run: Path, folder: Path) -> frozenset[str]:
    """Copy the run's own figures under other methods into `folder`, for the sections; return the names of the files."""
    found = [path for name in SENSITIVITY_FILES if (path := run / name).is_file()]
    for path in found:
        shutil.copy2(path, folder / path.name)
    return frozenset(path.name for path in found)


def _texts(value: object) -> tuple[str, ...]:
    """Return a list's items as texts; empty for anything that is no list."""
    return tuple(map(str, value)) if isinstance(value, list) else ()
