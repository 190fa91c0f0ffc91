"""Whether a run's folder has a report's files with the hashes in its manifest, and whether the manifest is true."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from helpers.audit.audit_case import Case
from helpers.audit.audit_result import Difference, Result
from helpers.audit.folder.hashes import hash_differences, short_hash
from helpers.audit.folder.made_from import attached_fields, attached_manifest, origin_of
from helpers.audit.folder.stated_versions import if_unlike
from helpers.audit.pages.data_differences import departures
from helpers.audit.pages.word_differences import line_differences, shortened
from helpers.outputs.run_files import (
    ACTA_FILES,
    HTML_FILE,
    MANIFEST_FILE,
    NOTEBOOKS,
    OPEN_DATA,
    PDF_FILE,
    SAVED_FILES,
    SENSITIVITY_FILES,
    SUMMARY_HTML,
    SUMMARY_PDF,
    TIMES_FILE,
    WORD_FILE,
    WORKPAPERS_FILE,
    is_stray,
)
from helpers.run.finished_run import expected_sections
from helpers.run.report.manifest import (
    COMPLETE,
    compared_methods,
    manifest_plain,
    manifest_text,
    printed_cells,
    read_times,
)

SUBJECT = "Archivos del informe y manifiesto"
HOW = (
    "La carpeta tiene exactamente los archivos de un informe, cada uno con la huella SHA-256 del manifiesto; y cada "
    "campo del manifiesto que puede obtenerse otra vez, con su huella del conjunto, es el que se obtiene, y los demás, "
    "los del que lleva el PDF."
)
UNCHECKED = "el manifiesto anota versiones que no son las instaladas aquí y que no pueden comprobarse: {}"
FINGERPRINT = "huella del conjunto, o un campo del que sale y no puede obtenerse otra vez, como la revisión del código"
_ALWAYS = (*SAVED_FILES, *SENSITIVITY_FILES, WORKPAPERS_FILE, HTML_FILE, SUMMARY_HTML)
LISTED = "el archivo y su huella"
_LISTS = ("configuracion", "metodos_comparados", "insumos", "cuadernos", "salidas")
_ELSEWHERE = ("huella", "versiones")
"""Fields of which only the presence is compared as a field."""


def check_outputs(case: Case) -> Result:
    """Compare the folder's files with the hashes in its manifest, and both with what a report must have.

    Files that systems or open spreadsheets leave behind are only noted; versions not installed here are unchecked.
    """
    stated = case.stated("salidas")
    due, present = due_outputs(case), _present(case)
    differences = (
        *hash_differences(case.folder, stated, MANIFEST_FILE),
        *_strange_files(present - due - set(stated)),
        *field_differences(case, due),
        *_attached_otherwise(case),
        *_time_differences(case),
    )
    notes = [
        f"«{name}» lo dejó el sistema, una planilla abierta o JupyterLab; no es del informe."
        for name in sorted(filter(is_stray, present))
    ]
    unchecked = if_unlike(case, UNCHECKED)
    return Result(SUBJECT, HOW, len(stated) + 1, "archivos", tuple(differences), tuple(notes), unchecked=unchecked)


def due_outputs(case: Case) -> set[str]:
    """Return the names, relative to the folder, of the outputs that a report of this run must have.

    The manifest and the file of times are not outputs. PDFs and the Word document are left out if the report was made
    without them.
    """
    paper = (PDF_FILE, SUMMARY_PDF) if case.is_due(PDF_FILE) else ()
    document = (WORD_FILE,) if case.is_due(WORD_FILE) else ()
    sections = expected_sections(case.workspace, case.reference.corrida)
    notebooks = (f"{NOTEBOOKS}/{section.notebook.name}" for section in sections)
    return {*_ALWAYS, *paper, *document, *notebooks, *_open_data(case)}


def _open_data(case: Case) -> set[str]:
    """Return the open data files that are due; if the inputs have changed, those that the manifest lists."""
    if case.reference.dataset is None:
        return {name for name in case.stated("salidas") if name.startswith(f"{OPEN_DATA}/")}
    return {path.relative_to(case.expected).as_posix() for path in (case.expected / OPEN_DATA).iterdir()}


def _strange_files(names: set[str]) -> Iterator[Difference]:
    """Yield those of the files in the folder, neither due nor listed in the manifest, that are not expected beside."""
    for name in sorted(names - {MANIFEST_FILE, TIMES_FILE, *ACTA_FILES}):
        if not is_stray(name):
            yield Difference(f"{name}, en la carpeta del informe", "(ningún archivo)", "un archivo de más")


def _attached_otherwise(case: Case) -> Iterator[Difference]:
    """Yield a difference if the PDF carries another manifest than the folder's as it was before the PDF existed."""
    outputs = {name: digest for name, digest in case.stated("salidas").items() if name != PDF_FILE}
    due, content = {**case.manifest, "salidas": outputs}, attached_manifest(case)
    if content and content != manifest_text(due).encode():
        place = f"{MANIFEST_FILE}, frente al que lleva {PDF_FILE}"
        fields = shortened("; ".join(", ".join(one.path) for one in departures(due, attached_fields(case))))
        yield Difference(place, "lo mismo", f"no es lo mismo ({fields or 'su escritura'}): cambió uno de los dos")


def _time_differences(case: Case) -> Iterator[Difference]:
    """Yield a difference if the file of the run's times is missing or malformed; the times are not verified."""
    if read_times(case.folder) is None:
        yield Difference(TIMES_FILE, "los tiempos del informe, como los escribe poa informe", "no se leen así")


def _present(case: Case) -> set[str]:
    """Return the names, relative to the run's folder, of all files in it at any depth."""
    return {path.relative_to(case.folder).as_posix() for path in case.folder.rglob("*") if path.is_file()}


def field_differences(case: Case, outputs: Iterable[str]) -> Iterator[Difference]:
    """Yield the fields of the run's manifest that are missing, in excess, or different when computed again.

    A text that is not as a run writes it is a difference too: a repeated key could be read in two ways. Versions cannot
    be computed again, and other checks compare the hashes of files; the fingerprint is computed of those stated.

    Parameters
    ----------
    outputs : Iterable of str
        The files that the manifest must list as outputs.
    """
    for one in departures(_without_hashes(_due(case, outputs)), _without_hashes(case.manifest)):
        yield Difference(", ".join((MANIFEST_FILE, *one.path)), one.expected, one.found)
    text = (case.folder / MANIFEST_FILE).read_bytes().decode("utf-8")
    yield from line_differences(MANIFEST_FILE, manifest_text(case.manifest), text)
    stated, due = str(case.manifest.get("huella")), origin_of(case).fingerprint
    if stated != due:
        yield Difference(f"{MANIFEST_FILE}, {FINGERPRINT}", short_hash(due), short_hash(stated))


def _due(case: Case, outputs: Iterable[str]) -> Mapping[str, object]:
    """Return the manifest that a report of this run must have, with the names of files and without their hashes."""
    run, relative = case.reference.corrida, case.workspace.relative
    sections = expected_sections(case.workspace, run)
    origin = replace(
        origin_of(case),
        inputs=_listed(case.reference.inputs),
        configuration=_listed(map(relative, case.workspace.configuration_files(run.entidad, run.periodo, run.metodo))),
        notebooks=_listed(section.label for section in sections),
        printed=printed_cells(case.reference.book.printed),
    )
    # If the inputs have changed, `audited_inputs` reports methods.
    if not case.is_against_saved:
        origin = replace(origin, methods=_listed(map(relative, compared_methods(case.workspace, run))))
    return manifest_plain(
        COMPLETE,
        origin,
        {section.name: "" for section in sections},
        _listed(sorted(outputs)),
        with_pdf=case.is_due(PDF_FILE),
        with_docx=case.is_due(WORD_FILE),
    )


def _without_hashes(manifest: Mapping[str, object]) -> dict[str, object]:
    """Return a manifest with `LISTED` in place of each hash and of the fields of `_ELSEWHERE`."""
    lists = {name: _listed(found) for name in _LISTS if isinstance(found := manifest.get(name), Mapping)}
    return {**manifest, **lists, **{name: LISTED for name in _ELSEWHERE if name in manifest}}


def _listed(names: Iterable[str]) -> dict[str, str]:
    """Return files by name with `LISTED` in place of their hash."""
    return dict.fromkeys(names, LISTED)
