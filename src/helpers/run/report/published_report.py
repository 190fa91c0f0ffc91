"""What a report needs to be published, replaces, and leaves: accepted proposals, its folder, its record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from helpers.base.display import list_es, lower_first, short_list_es
from helpers.base.errors import PoaError, UsageError, system_words
from helpers.base.python_extras import PlainData
from helpers.base.system.workspace import Workspace
from helpers.intake.closings import FOLDER as CLOSING
from helpers.outputs.run_files import ACTA_FILES, MANIFEST_FILE, TIMES_FILE, is_stray
from helpers.run.kept.input_state import FILES, TEXTS, changed_meanwhile, digest, outputs_of
from helpers.run.kept.kept_results import Kept, sweep
from helpers.run.report.destination import CHANGED_KEPT, FINAL_KEPT, Destination
from helpers.run.report.manifest import COMPLETE, read_manifest
from helpers.run.report.report_order import Request, Watcher
from helpers.run.report.section_notebooks import Section

if TYPE_CHECKING:
    from datetime import date

    from helpers.checks.computed import Computed
    from helpers.figures.book import Book
    from helpers.figures.findings import Finding
    from helpers.texts.decisions.decisions_draft import Pending

FINAL = "definitivo"
REFUSED = "No se publica como definitivo: el informe tiene propuestas que nadie aceptó."


def check_accepted(computed: Computed, workspace: Workspace) -> None:
    """Refuse a final report with proposals that nobody accepted: matters, conclusions, sources of its dates.

    Only texts of sections that the report lists are read; where the planner wrote none, the draft with its proposals
    counts. A report with state draft and a plan's report are accepted.

    Raises
    ------
    PoaError
        With all of them.
    """
    from helpers.texts.conclusions import conclusions_draft
    from helpers.texts.decisions import decisions_draft

    corrida = computed.corrida
    if corrida.estado != FINAL or corrida.period.is_plan:
        return
    folder = workspace.relative(workspace.year_data(corrida.entidad, corrida.period.year) / corrida.period.window)
    stated = (("cortes", corrida.cortes), ("plazos", corrida.plazos))
    dates = [f"«{key}.{code}»" for key, days in stated for code, one in days.items() if one.is_proposed]
    concluding = partial(conclusions_draft.draft_text, matters=decisions_draft.own_matters(computed.texts))
    drafts: Mapping[str, tuple[str, Callable[[Book, tuple[Finding, ...], date], str]]] = {
        decisions_draft.TEXT: (decisions_draft.HOST, decisions_draft.draft_text),
        conclusions_draft.SECTION: (conclusions_draft.SECTION, concluding),
    }
    left: dict[str, tuple[Pending, ...]] = {}
    for name, (section, draft) in drafts.items():
        if section in corrida.secciones:
            own = [text.text for text in computed.texts if text.name == name]
            text = "\n".join(own) if own else draft(computed.book, computed.findings, corrida.cutoff(corrida.period))
            left[f"{folder}/texto/{name}.md"] = decisions_draft.pending(computed.book, text)
    left = {file: some for file, some in left.items() if some}
    if dates or left:
        raise PoaError("\n".join([REFUSED, *_told(f"{corrida.entidad}/{corrida.periodo}", dates, left)]))


def _told(run: str, dates: Sequence[str], left: Mapping[str, Sequence[Pending]]) -> Iterator[str]:
    """Yield a line on each proposal, and how to accept it: dates by key of the parameters, others by their file."""
    if dates:
        yield f"En params/{run}.yaml confirme la fecha y escriba en «fuente» el documento que la fija:"
        yield f"  - {list_es(dates)}"
    for file, some in left.items():
        yield f"En {file} quite «(propuesta)» de cada una para aceptarla, corríjala o bórrela:"
        yield from (f"  - «{one.title}»: {list_es([lower_first(what) for what in one.what])}" for one in some)
    if left:
        yield f"Si un archivo todavía no está, lo escribe poa borrador {run}."


def place_of(workspace: Workspace, request: Request) -> Destination:
    """Return where a request's report goes: the folder that it names, else the usual one in the workspace's output."""
    folder = request.folder(workspace)
    return Destination(folder, workspace.relative(request.output or folder))


def check_replaceable(destination: Destination, request: Request) -> None:
    """Refuse a destination that a report must not replace; a missing or empty folder is accepted.

    Raises
    ------
    UsageError
        If the folder holds anything but a report of the same institution and period, or if a partial report would
        replace a complete one.
    """
    folder, label = destination.folder, destination.label
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    manifest = read_manifest(folder)
    if manifest is None:
        raise UsageError(f"{label} tiene contenido que no es un informe de poa: elija otra carpeta.")
    other = f"{manifest.get('entidad')}/{manifest.get('periodo')}"
    if other != f"{request.institution}/{request.period}":
        raise UsageError(f"{label} tiene el informe de {other}: elija otra carpeta.")
    if request.is_partial and manifest.get("estado") == COMPLETE:
        raise UsageError(f"{label} tiene un informe completo y uno parcial no lo reemplaza: elija otra.")


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
