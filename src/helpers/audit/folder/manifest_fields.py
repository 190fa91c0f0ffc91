"""Compares every field of a manifest that can be computed again; versions cannot, and other checks compare hashes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from helpers.audit.audit_case import Case
from helpers.audit.audit_result import Difference
from helpers.audit.folder.made_from import origin_of
from helpers.audit.pages.data_differences import departures
from helpers.audit.pages.line_differences import line_differences
from helpers.outputs.run_files import MANIFEST_FILE, PDF_FILE, WORD_FILE
from helpers.run.finished_run import expected_sections
from helpers.run.report.manifest import COMPLETE, compared_methods, manifest_plain, manifest_text, printed_cells

LISTED = "el archivo y su huella"
_LISTS = ("configuracion", "metodos_comparados", "insumos", "cuadernos", "salidas")
_ELSEWHERE = ("huella", "versiones")
"""Fields of which only the presence is compared here."""


def field_differences(case: Case, outputs: Iterable[str]) -> Iterator[Difference]:
    """Yield the fields of the run's manifest that are missing, in excess, or different when computed again.

    A text that is not as a run writes it is a difference too: a repeated key could be read in two ways.

    Parameters
    ----------
    outputs : Iterable of str
        The files that the manifest must list as outputs.
    """
    for one in departures(_without_hashes(_due(case, outputs)), _without_hashes(case.manifest)):
        yield Difference(", ".join((MANIFEST_FILE, *one.path)), one.expected, one.found)
    text = (case.folder / MANIFEST_FILE).read_bytes().decode("utf-8")
    yield from line_differences(MANIFEST_FILE, manifest_text(case.manifest), text)


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
