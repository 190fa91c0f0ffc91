"""`manifiesto.json`: what went into a run and what came out of it, with SHA-256."""

from __future__ import annotations

import json
import platform
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.digest import data_sha256, file_sha256
from helpers.revision import Revision, code_revision
from helpers.runner.pool import Ended
from helpers.runner.sections import Section
from helpers.runner.times import FILE as TIMES_FILE
from helpers.workspace import Workspace

if TYPE_CHECKING:
    from helpers.compute import Computed
    from helpers.params import Corrida

FILE = "manifiesto.json"
FORMAT = 3
COMPLETE, PARTIAL, FAILED = "completo", "parcial", "fallido"
PROJECT = "libro-poa"

PrintedCells = Mapping[str, Mapping[str, str]]
"""What stood in each cell of the declared printed tables, by file and cell: no figure keeps them."""

_REQUIREMENT_NAME = re.compile(r"[\w.-]+")


@dataclass(frozen=True)
class Origin:
    """What a report is made from, as known before any section runs.

    Attributes
    ----------
    revision : Revision
    inputs, configuration, notebooks : Mapping[str, str]
        SHA-256 of the data, of the run's own params and method files and of the notebooks, by name from the root.
    params : Mapping[str, object]
        The run's parameters, overrides included.
    overrides : Sequence[str]
        What the command line changed.
    methods : Mapping[str, str]
        SHA-256 of the other method files, under which the headline figures are compared.
    printed : PrintedCells
    """

    revision: Revision
    inputs: Mapping[str, str]
    configuration: Mapping[str, str]
    notebooks: Mapping[str, str]
    params: Mapping[str, object]
    overrides: Sequence[str]
    methods: Mapping[str, str] = field(default_factory=dict)
    printed: PrintedCells = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of all of it: two reports that bear the same one were made from the same."""
        return data_sha256(self.plain())

    def plain(self) -> dict[str, object]:
        """As the manifest has it."""
        return {
            "codigo": {"revision": self.revision.commit, "cambios_sin_registrar": self.revision.is_dirty},
            "parametros": dict(self.params),
            "cambios_de_parametros": list(self.overrides),
            "configuracion": dict(self.configuration),
            "metodos_comparados": dict(self.methods),
            "insumos": dict(self.inputs),
            "cuadernos": dict(self.notebooks),
            "celdas_de_cuadros": {file: dict(cells) for file, cells in self.printed.items()},
        }


def origin(
    workspace: Workspace, computed: Computed, sections: Sequence[Section], overrides: Sequence[str]
) -> Origin:
    """Collect what a report is made from."""
    run = computed.corrida
    return Origin(
        revision=code_revision(workspace.root),
        inputs=computed.inputs,
        configuration=_hashes(workspace, configuration_files(workspace, run)),
        notebooks={section.label: file_sha256(section.notebook) for section in sections},
        params=run.model_dump(mode="json"),
        overrides=overrides,
        methods=_hashes(workspace, compared_methods(workspace, run)),
        printed=printed_cells(workspace, run),
    )


def configuration_files(workspace: Workspace, run: Corrida) -> tuple[Path, ...]:
    """The params and method files that a run's own figures rest on."""
    return workspace.configuration_files(run.entidad, run.periodo, run.metodo)


def compared_methods(workspace: Workspace, run: Corrida) -> tuple[Path, ...]:
    """The other method files that there are: the comparison of methods loads every one."""
    from helpers.methods import methods_found

    return tuple(workspace.method_file(name) for name in methods_found(workspace) if name != run.metodo)


def printed_cells(workspace: Workspace, run: Corrida) -> dict[str, dict[str, str]]:
    """Read the declared printed tables and return what stands in each of their cells, by file and cell."""
    from helpers.intake.cuadros import read_cuadros

    found: dict[str, dict[str, str]] = {}
    for cuadro in read_cuadros(workspace, run)[0]:
        read = {row.cell(name): row.text(name) for row in cuadro.rows for name in row.values}
        for cell, text in (read | dict(cuadro.no_data)).items():
            place = f"{cell.sheet}!{cell.cell}" if cell.sheet else cell.cell
            found.setdefault(cell.file, {})[place] = text
    return dict(sorted(found.items()))


def write_manifest(
    folder: Path, state: str, origin: Origin, sections: Mapping[str, Ended], with_pdf: bool
) -> None:
    """Write the manifest of all that a folder holds but for when it was made, so that equal runs have equal ones.

    Written twice: before the PDF, which carries it, and last of all.

    Parameters
    ----------
    state : str
        `completo`, `parcial` or `fallido`.
    """
    plain = {
        "formato": FORMAT,
        "entidad": origin.params["entidad"],
        "periodo": origin.params["periodo"],
        "estado": state,
        "parcial": state == PARTIAL,
        "huella": origin.fingerprint,
        **origin.plain(),
        "secciones": [_plain_section(name, ended) for name, ended in sections.items()],
        "con_pdf": with_pdf,
        "versiones": versions(),
        "salidas": _outputs(folder),
    }
    (folder / FILE).write_text(manifest_text(plain), encoding="utf-8", newline="\n")


def manifest_text(plain: Mapping[str, object]) -> str:
    """A manifest as it is written."""
    return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"


def read_manifest(folder: Path) -> Mapping[str, object] | None:
    """The manifest of a folder; None where it has none that can be read."""
    try:
        plain = json.loads((folder / FILE).read_text(encoding="utf-8"))
    # A manifest that nests lists a thousand deep was written by no run.
    except (OSError, ValueError, RecursionError):
        return None
    return plain if isinstance(plain, dict) else None


def versions() -> dict[str, str]:
    """Versions of Python, the system and the packages that the project asks for."""
    try:
        asked = [line for line in metadata.requires(PROJECT) or () if "extra ==" not in line]
    except metadata.PackageNotFoundError:
        asked = []
    names = sorted(match[0] for line in asked if (match := _REQUIREMENT_NAME.match(line)))
    found = {"python": platform.python_version(), "sistema": platform.platform(terse=True)}
    return found | {name: _installed(name) for name in names}


@cache
def _installed(name: str) -> str:
    """The version of a package; reading what it says of itself takes milliseconds, and it is asked often."""
    return metadata.version(name)


def _hashes(workspace: Workspace, files: Sequence[Path]) -> dict[str, str]:
    return {workspace.relative(file): file_sha256(file) for file in files}


def _plain_section(name: str, ended: Ended) -> dict[str, object]:
    return {"nombre": name} | ({"fallo": ended.stop.error} if ended.stop else {})


def _outputs(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name not in (FILE, TIMES_FILE))
    return {path.relative_to(folder).as_posix(): file_sha256(path) for path in files}
