"""Every field of a manifest that can be had again, beside what it says: only the versions are its word alone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from helpers.assemble.report import PDF_NAME
from helpers.audit.case import Case
from helpers.audit.plain import departures
from helpers.audit.result import Difference
from helpers.errors import PoaError
from helpers.runner.manifest import (
    COMPLETE,
    FILE,
    FORMAT,
    compared_methods,
    configuration_files,
    manifest_text,
    printed_cells,
)
from helpers.runner.sections import Section, choose, find_sections

FIELDS = (
    "formato", "entidad", "periodo", "estado", "parcial", "huella", "codigo", "parametros", "cambios_de_parametros",
    "configuracion", "metodos_comparados", "insumos", "cuadernos", "celdas_de_cuadros", "secciones", "con_pdf",
    "versiones", "salidas",
)  # fmt: skip
ABSENT, EXTRA = "(no está)", "(ninguno)"


def field_differences(case: Case) -> Iterator[Difference]:
    """Where a manifest's fields are not what they are when had again."""
    manifest = case.manifest
    for name in sorted(set(FIELDS) - set(manifest)):
        yield Difference(f"{FILE}, {name}", "el campo", ABSENT)
    for name in sorted(set(manifest) - set(FIELDS)):
        yield Difference(f"{FILE}, {name}", EXTRA, "un campo que un manifiesto no tiene")
    for name, value in _recomputed(case).items():
        for departure in departures(value, manifest.get(name, value)):
            yield Difference(", ".join((FILE, name, *departure.path)), departure.expected, departure.found)
    for name, due in _listed_names(case).items():
        yield from _name_differences(f"{FILE}, {name}", due, case.stated(name))
    yield from _section_differences(case)
    yield from _writing_differences(case)


def expected_sections(case: Case) -> tuple[Section, ...]:
    """The sections that the run's params list; none where one has no notebook any more, which another check tells."""
    try:
        return choose(find_sections(case.workspace), case.reference.corrida.secciones, ())
    except PoaError:
        return ()


def _recomputed(case: Case) -> dict[str, object]:
    """The fields that have one value and no other."""
    due = {
        "formato": FORMAT,
        "entidad": case.institution,
        "periodo": case.period,
        "estado": COMPLETE,
        "parcial": False,
        "parametros": case.reference.corrida.model_dump(mode="json"),
        "con_pdf": (case.folder / PDF_NAME).is_file(),
    }
    # Where the inputs are others by now, what changed in them is told cell by cell elsewhere.
    if case.is_against_saved:
        return due
    return due | {"celdas_de_cuadros": printed_cells(case.workspace, case.reference.corrida)}


def _listed_names(case: Case) -> dict[str, list[str]]:
    """The files that each part of a manifest must name; their hashes are compared where the files are."""
    run, relative = case.reference.corrida, case.workspace.relative
    methods = map(relative, compared_methods(case.workspace, run))
    due = {
        "configuracion": [*map(relative, configuration_files(case.workspace, run))],
        "insumos": list(case.reference.inputs),
        "cuadernos": [section.label for section in expected_sections(case)],
    }
    return due if case.is_against_saved else due | {"metodos_comparados": list(methods)}


def _name_differences(where: str, due: Iterable[str], stated: Iterable[str]) -> Iterator[Difference]:
    due, stated = list(due), list(stated)
    for name in due:
        if name not in stated:
            yield Difference(f"{where}, {name}", "el archivo y su huella", ABSENT)
    for name in stated:
        if name not in due:
            yield Difference(f"{where}, {name}", EXTRA, "un archivo que la corrida no usa")


def _section_differences(case: Case) -> Iterator[Difference]:
    """The sections that ended, by name and in order."""
    found = case.manifest.get("secciones")
    items = found if isinstance(found, list) else []
    names = [str(item.get("nombre")) if isinstance(item, Mapping) else str(item) for item in items]
    due = [section.name for section in expected_sections(case)]
    for departure in departures(due, names):
        place = ", ".join((FILE, "secciones", *departure.path, "nombre"))
        yield Difference(place, departure.expected, departure.found)
    for name, item in zip(names, items, strict=True):
        if not isinstance(item, Mapping) or set(item) != {"nombre"}:
            yield Difference(f"{FILE}, secciones, {name}", "solo su nombre", json.dumps(item)[:80])


def _writing_differences(case: Case) -> Iterator[Difference]:
    """A manifest written otherwise may say a thing twice, and one reader take the first and another the last."""
    due = manifest_text(case.manifest)
    try:
        found = (case.folder / FILE).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return
    if found != due:
        lines = zip(f"{due}\n".splitlines(), f"{found}\n".splitlines(), strict=False)
        number, one, other = next(((n, a, b) for n, (a, b) in enumerate(lines, 1) if a != b), (1, "", ""))
        yield Difference(f"{FILE}, línea {number}", one.strip() or "el texto que escribe poa report", other.strip())
