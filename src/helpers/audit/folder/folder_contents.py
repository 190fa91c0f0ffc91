"""Whether a run's folder has a report's files with the hashes in its manifest, and whether the manifest is true."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.audit.audit_case import Case
from helpers.audit.audit_result import Difference, Result
from helpers.audit.folder.hashes import file_hashes, hash_differences, short_hash
from helpers.audit.folder.made_from import attached_fields, attached_manifest, origin_of
from helpers.audit.folder.manifest_fields import field_differences
from helpers.audit.folder.stated_versions import all_differing_versions
from helpers.audit.pages.data_differences import departures
from helpers.audit.pages.word_differences import shortened
from helpers.outputs.run_files import (
    ACTA_FILES,
    BOOK_FILE,
    FIGURES_FILE,
    FINDINGS_FILE,
    HTML_FILE,
    MANIFEST_FILE,
    NOTEBOOKS,
    OPEN_DATA,
    PDF_FILE,
    RECONCILIATION_FILE,
    SENSITIVITY_FILES,
    SUMMARY_HTML,
    SUMMARY_PDF,
    TEXTS_FILE,
    TIMES_FILE,
    WORD_FILE,
    WORKPAPERS_FILE,
    is_stray,
)
from helpers.run.finished_run import expected_sections
from helpers.run.report.manifest import manifest_text, read_times

SUBJECT = "Archivos del informe y manifiesto"
HOW = (
    "La carpeta tiene exactamente los archivos de un informe, cada uno con la huella SHA-256 del manifiesto; y cada "
    "campo del manifiesto que puede obtenerse otra vez, con su huella del conjunto, es el que se obtiene, y los demás, "
    "los del que lleva el PDF."
)
UNCHECKED = "el manifiesto anota versiones que no son las instaladas aquí y que no pueden comprobarse: {}"
FINGERPRINT = "huella del conjunto, o un campo del que sale y no puede obtenerse otra vez, como la revisión del código"
_ALWAYS = (
    BOOK_FILE, TEXTS_FILE, FIGURES_FILE, FINDINGS_FILE, RECONCILIATION_FILE, *SENSITIVITY_FILES, WORKPAPERS_FILE,
)  # fmt: skip


def check_outputs(case: Case) -> Result:
    """Compare the folder's files with the hashes in its manifest, and both with what a report must have.

    Files that systems or open spreadsheets leave behind are only noted; versions not installed here are unchecked.
    """
    stated = case.stated("salidas")
    found = file_hashes(case.folder, stated)
    due = due_outputs(case)
    differences = (
        *hash_differences(stated, found, MANIFEST_FILE),
        *_strange_files(case, due | set(stated)),
        *field_differences(case, due),
        *_manifest_differences(case),
        *_attached_otherwise(case),
        *_time_differences(case),
    )
    notes = [
        f"«{name}» lo dejó el sistema, una planilla abierta o JupyterLab; no es del informe."
        for name in sorted(filter(is_stray, _present(case)))
    ]
    unlike = all_differing_versions(case)
    unchecked = UNCHECKED.format("; ".join(unlike)) if unlike else ""
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
    return {*_ALWAYS, HTML_FILE, SUMMARY_HTML, *paper, *document, *notebooks, *_open_data(case)}


def _open_data(case: Case) -> set[str]:
    """Return the open data files that are due; if the inputs have changed, those that the manifest lists."""
    if case.reference.dataset is None:
        return {name for name in case.stated("salidas") if name.startswith(f"{OPEN_DATA}/")}
    return {path.relative_to(case.expected).as_posix() for path in (case.expected / OPEN_DATA).iterdir()}


def _strange_files(case: Case, known: set[str]) -> Iterator[Difference]:
    """Yield files in the folder that are neither due nor listed in the manifest."""
    for name in sorted(_present(case) - known - {MANIFEST_FILE, TIMES_FILE, *ACTA_FILES}):
        if not is_stray(name):
            yield Difference(f"{name}, en la carpeta del informe", "(ningún archivo)", "un archivo de más")


def _manifest_differences(case: Case) -> Iterator[Difference]:
    """Yield a wrong fingerprint; the check of the inputs compares their hashes in the manifest and in the Book."""
    stated = str(case.manifest.get("huella"))
    due = origin_of(case).fingerprint
    if stated != due:
        yield Difference(f"{MANIFEST_FILE}, {FINGERPRINT}", short_hash(due), short_hash(stated))


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
