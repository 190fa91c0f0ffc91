"""A published report: its files, the record that lets the next run see that nothing changed, and what it replaces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from helpers.base.display import list_es, short_list_es
from helpers.base.errors import PoaError, system_words
from helpers.base.python_extras import PlainData
from helpers.base.system.workspace import Workspace
from helpers.intake.closings import FOLDER as CLOSING
from helpers.outputs.run_files import ACTA_FILES, MANIFEST_FILE, TIMES_FILE, is_stray
from helpers.run.kept.input_changes import changed_meanwhile
from helpers.run.kept.input_state import FILES, TEXTS, digest, outputs_of
from helpers.run.kept.kept_results import Kept
from helpers.run.kept.kept_store import sweep
from helpers.run.report.destination import CHANGED_KEPT, FINAL_KEPT, Destination
from helpers.run.report.final_check import FINAL
from helpers.run.report.manifest import COMPLETE, read_manifest
from helpers.run.report.report_order import Request, Watcher
from helpers.run.report.section_notebooks import Section

if TYPE_CHECKING:
    from helpers.checks.computed import Computed


def files_of(folder: Path) -> tuple[str, ...]:
    """Return the names of the files and folders directly in a report's folder, sorted; folders end with `/`."""
    return tuple(sorted(f"{path.name}/" if path.is_dir() else path.name for path in folder.iterdir()))


def keep_in_mind(kept: Kept, computed: Computed, sections: Sequence[Section]) -> None:
    """Record what the report was made from, so that the next run can see that nothing changed.

    If the inputs changed during the run, nothing is recorded, and an earlier record is deleted. In both cases the kept
    results used longest ago are deleted if the cache is too large. If a file cannot be written, the watcher is told and
    no error is raised.
    """
    workspace, state = kept.workspace, kept.state
    elsewhere = [name for name in computed.inputs if name not in state[FILES] and name not in state[TEXTS]]
    source = {**state, FILES: {**state[FILES], **{name: digest(workspace.root / name) for name in elsewhere}}}
    try:
        if changed_meanwhile(workspace, kept.request.institution, source):
            kept.request.record(workspace).unlink(missing_ok=True)
        else:
            kept.request.remember(workspace, source, [section.name for section in sections])
        sweep(workspace.cache)
    except OSError as problem:  # the report is published without the record
        kept.watcher.notice(f"No se pudo guardar de qué se hizo el informe: {system_words(problem)}.")


def close_cache(workspace: Workspace, watcher: Watcher) -> None:
    """Make the cache folder if it is missing, and make it private to the user; if that fails, notify the watcher."""
    try:
        workspace.close_cache()
    except OSError as problem:
        folder = workspace.relative(workspace.cache)
        watcher.notice(f"No se pudo cerrar {folder}/ a otras personas: {system_words(problem)}.")


def tell_replaced(destination: Destination, computed: Computed, request: Request, watcher: Watcher) -> None:
    """Notify the watcher of what is lost when the new report replaces the earlier one.

    One message is on the first that holds: a final report is replaced by a draft; a final one by one of other data; a
    report made with `-p` by one with other overrides. Another says that a PDF is lost.
    """
    manifest, label = read_manifest(destination.folder) or {}, destination.label
    earlier, given = manifest.get("parametros") or {}, list(manifest.get("cambios_de_parametros") or ())
    told = f"El informe de {label} era definitivo, aprobado por {earlier.get('aprobado_por')}"
    was_final = _is_final(manifest)
    if was_final and computed.corrida.estado != FINAL:
        watcher.notice(
            f"{told}: este borrador lo reemplaza. El estado y quién aprueba se escriben en los parámetros de la "
            "corrida."
        )
    elif was_final and _of_data(manifest.get("insumos") or {}) != _of_data(computed.inputs):
        watcher.notice(
            f"{told}, y sus datos han cambiado: este, que también dice «definitivo», lo reemplaza. Corresponde "
            "que quien aprueba vea las cifras de ahora."
        )
    elif given and given != list(request.overrides):
        made = list_es([f"-p {one}" for one in given])
        watcher.notice(f"El informe de {label} se había hecho con {made}: este otro lo reemplaza.")
    if manifest.get("con_pdf") and not request.with_pdf:
        watcher.notice(f"El informe de {label} tenía PDF: este, con --sin-pdf, lo reemplaza y no lo tiene.")


def _is_final(manifest: PlainData) -> bool:
    """Whether a manifest belongs to a complete final report, neither partial nor failed."""
    return manifest.get("estado") == COMPLETE and (manifest.get("parametros") or {}).get("estado") == FINAL


def _of_data(inputs: Mapping[str, str]) -> dict[str, str]:
    """Return the inputs without the files of closings: they are made from reports, and closing changes no data."""
    return {name: digest for name, digest in inputs.items() if PurePath(name).parent.name != CLOSING}


def take_place(destination: Destination, watcher: Watcher) -> None:
    """Put the new report in its place; the earlier one stays beside it if something of it would be lost.

    That is a final one with files that the new one lacks or changes, and one with what a person put into it or changed.
    A final one that is the same, but for its audit, stays in its place.

    Raises
    ------
    PoaError
        If the system refuses; the new report is then where a failed run is kept.
    """
    manifest = read_manifest(destination.folder) or {}
    stated = manifest.get("salidas")
    was_final, made = _is_final(manifest), (stated if isinstance(stated, dict) else {}).items()
    earlier, new = (outputs_of(folder).items() for folder in (destination.folder, destination.staging))
    differing = {name for name, _ in earlier - new} - {TIMES_FILE}
    if was_final and differing <= {*ACTA_FILES}:
        destination.forget_failed()
        return
    lost = differing - {MANIFEST_FILE}
    own = sorted(lost & {name for name, _ in earlier - made if not is_stray(name)} - {*ACTA_FILES})
    keep_as = FINAL_KEPT if was_final and lost else CHANGED_KEPT if own else ""
    try:
        kept = destination.publish(keep_as=keep_as)
    except OSError as problem:
        destination.keep_failed()
        raise PoaError(
            f"No se pudo poner el informe en {destination.label}: ¿está abierto alguno de sus archivos? "
            f"Lo anterior sigue como estaba y el informe nuevo quedó en {destination.failed.name}. "
            f"(Detalle: {system_words(problem)})"
        ) from problem
    destination.forget_failed()
    if kept:
        told = f", con lo que alguien puso o cambió en su carpeta ({short_list_es(own)})," if own else ""
        which = "definitivo" if was_final else "anterior"
        watcher.notice(f"El informe {which} de {destination.label}{told} se conserva al lado, en {kept.name}/.")
