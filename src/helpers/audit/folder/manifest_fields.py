"""Compares every field of a manifest that can be computed again; only the versions cannot."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from helpers.audit.audit_case import Case
from helpers.audit.audit_result import Difference
from helpers.audit.pages.data_differences import departures
from helpers.outputs.run_files import MANIFEST_FILE, PDF_FILE, WORD_FILE
from helpers.run.report.manifest import COMPLETE, FORMAT, compared_methods, manifest_text, printed_cells
from helpers.run.report.sections_again import expected_sections

FIELDS = (
    "formato", "entidad", "periodo", "estado", "parcial", "huella", "codigo", "parametros", "cambios_de_parametros",
    "configuracion", "metodos_comparados", "insumos", "cuadernos", "celdas_de_cuadros", "secciones", "con_pdf",
    "con_docx", "versiones", "salidas",
)  # fmt: skip
ABSENT, EXTRA = "(no está)", "(ninguno)"


def field_differences(case: Case) -> Iterator[Difference]:
    """Yield the fields of the run's manifest that are missing, in excess, or different when computed again."""
    manifest = case.manifest
    for name in sorted(set(FIELDS) - set(manifest)):
        yield Difference(f"{MANIFEST_FILE}, {name}", "el campo", ABSENT)
    for name in sorted(set(manifest) - set(FIELDS)):
        yield Difference(f"{MANIFEST_FILE}, {name}", EXTRA, "un campo que un manifiesto no tiene")
    for name, value in _recomputed(case).items():
        for departure in departures(value, manifest.get(name, value)):
            yield Difference(", ".join((MANIFEST_FILE, name, *departure.path)), departure.expected, departure.found)
    for name, due in _listed_names(case).items():
        yield from _name_differences(f"{MANIFEST_FILE}, {name}", due, case.stated(name))
    yield from _section_differences(case)
    yield from _writing_differences(case)


def _recomputed(case: Case) -> dict[str, object]:
    """Return the fields that have exactly one correct value."""
    due = {
        "formato": FORMAT,
        "entidad": case.institution,
        "periodo": case.period,
        "estado": COMPLETE,
        "parcial": False,
        "parametros": case.reference.corrida.model_dump(mode="json"),
        "con_pdf": (case.folder / PDF_FILE).is_file(),
        "con_docx": (case.folder / WORD_FILE).is_file(),
    }
    # If the inputs have changed, `audited_inputs` reports their cells.
    if case.is_against_saved:
        return due
    return due | {"celdas_de_cuadros": printed_cells(case.reference.book.printed)}


def _listed_names(case: Case) -> dict[str, list[str]]:
    """Return the files that each part of a manifest must list. Other checks compare their hashes."""
    run, relative = case.reference.corrida, case.workspace.relative
    methods = map(relative, compared_methods(case.workspace, run))
    due = {
        "configuracion": [*map(relative, case.workspace.configuration_files(run.entidad, run.periodo, run.metodo))],
        "insumos": list(case.reference.inputs),
        "cuadernos": [section.label for section in expected_sections(case.workspace, case.reference.corrida)],
    }
    return due if case.is_against_saved else due | {"metodos_comparados": list(methods)}


def _name_differences(where: str, due: Iterable[str], stated: Iterable[str]) -> Iterator[Difference]:
    due, stated = list(due), list(stated)
    for name in due:
        if name not in stated:
            yield Difference(f"{where}, {name}", "el archivo y su huella", ABSENT)
    for name in stated:
        if name not in due:
            yield Difference(f"{where}, {name}", EXTRA, "un archivo que el informe no usa")


def _section_differences(case: Case) -> Iterator[Difference]:
    """Yield differences in the names and order of the sections."""
    found = case.manifest.get("secciones")
    items = found if isinstance(found, list) else []
    names = [str(item.get("nombre")) if isinstance(item, Mapping) else str(item) for item in items]
    due = [section.name for section in expected_sections(case.workspace, case.reference.corrida)]
    for departure in departures(due, names):
        place = ", ".join((MANIFEST_FILE, "secciones", *departure.path, "nombre"))
        yield Difference(place, departure.expected, departure.found)
    for name, item in zip(names, items, strict=True):
        if not isinstance(item, Mapping) or set(item) != {"nombre"}:
            yield Difference(f"{MANIFEST_FILE}, secciones, {name}", "solo su nombre", json.dumps(item)[:80])


def _writing_differences(case: Case) -> Iterator[Difference]:
    """Yield a difference if the manifest's text is not as a run writes it: a repeated key could be read in two ways."""
    due = manifest_text(case.manifest)
    try:
        found = (case.folder / MANIFEST_FILE).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return
    if found != due:
        lines = zip(f"{due}\n".splitlines(), f"{found}\n".splitlines(), strict=False)
        number, one, other = next(((n, a, b) for n, (a, b) in enumerate(lines, 1) if a != b), (1, "", ""))
        due = one.strip() or "el texto que escribe poa informe"
        yield Difference(f"{MANIFEST_FILE}, línea {number}", due, other.strip())
