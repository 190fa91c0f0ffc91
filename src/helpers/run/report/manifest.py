"""`manifiesto.json`: the inputs and outputs of a run, with their SHA-256. `tiempos.json`: when it was made.

The manifest is equal for equal inputs, so it has no times.
"""

from __future__ import annotations

import json
import platform
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib import metadata
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, NonNegativeFloat, ValidationError

from helpers.base.python_extras import PlainData
from helpers.base.system.digest import data_sha256, file_sha256
from helpers.base.system.workspace import Revision, Workspace, code_revision
from helpers.outputs.run_files import MANIFEST_FILE, TIMES_FILE
from helpers.run.kept.input_state import outputs_of
from helpers.run.processes.section_pool import Ended
from helpers.run.report.section_notebooks import Section

if TYPE_CHECKING:
    from helpers.checks.computed import Computed
    from helpers.figures.printed_tables import PrintedTable
    from helpers.settings.params import Corrida

FORMAT = 3
COMPLETE, PARTIAL, FAILED = "completo", "parcial", "fallido"
PROJECT = "libro-poa"

PrintedCells = Mapping[str, Mapping[str, str]]
"""Text of each cell of the declared printed tables, by file and address. No figure has them as sources."""

_REQUIREMENT_NAME = re.compile(r"[\w.-]+")


@dataclass(frozen=True)
class Origin:
    """What a report is made from, known before any section runs.

    Attributes
    ----------
    revision : Revision
    inputs, configuration, notebooks : Mapping[str, str]
        SHA-256 of the data, of the run's own params and method files and of the notebooks, by path relative to the
        root.
    params : Mapping[str, object]
        The run's parameters, overrides included.
    overrides : Sequence[str]
        `clave=valor` pairs of the command line.
    methods : Mapping[str, str]
        SHA-256 of the other method files, under which the headline figures are compared.
    printed : PrintedCells
        Text of each cell of the declared printed tables.
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
    def words(self) -> str:
        """The code's revision and the beginning of the fingerprint, as the report's cover names its origin."""
        return f"{self.revision.words}, huella {self.fingerprint[:12]}"

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the whole origin: reports with the same fingerprint were made from the same inputs."""
        return data_sha256(self.plain())

    def plain(self) -> dict[str, object]:
        """Return the origin as JSON-compatible data, as the manifest holds it."""
        return {
            "codigo": self.revision.plain(),
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
    """Collect the digests of what a report is made from.

    Parameters
    ----------
    overrides : Sequence[str]
        `clave=valor` pairs of the command line.
    """
    run = computed.corrida
    return Origin(
        revision=code_revision(workspace.root),
        inputs=computed.inputs,
        configuration=_hashes(workspace, workspace.configuration_files(run.entidad, run.periodo, run.metodo)),
        notebooks={section.label: file_sha256(section.notebook) for section in sections},
        params=run.model_dump(mode="json"),
        overrides=overrides,
        methods=_hashes(workspace, compared_methods(workspace, run)),
        printed=printed_cells(computed.book.printed),
    )


def compared_methods(workspace: Workspace, run: Corrida) -> tuple[Path, ...]:
    """Return every method file but the run's own, because the comparison of methods loads all of them."""
    from helpers.settings.methods import methods_found

    return tuple(workspace.method_file(name) for name in methods_found(workspace) if name != run.metodo)


def printed_cells(tables: Iterable[PrintedTable]) -> dict[str, dict[str, str]]:
    """Return the text of each filled cell of the printed tables, by file and by cell address (`E7`, `Hoja!E7`)."""
    found: dict[str, dict[str, str]] = {}
    for table in tables:
        for row in table.rows:
            for column, text in zip(table.columns, row.texts, strict=True):
                cell = table.cell(row, column)
                place = f"{cell.sheet}!{cell.cell}" if cell.sheet else cell.cell
                if text:
                    found.setdefault(cell.file, {})[place] = text
    return dict(sorted(found.items()))


def write_manifest(
    folder: Path, state: str, origin: Origin, sections: Mapping[str, Ended], with_pdf: bool, with_docx: bool = False
) -> None:
    """Write the manifest of everything in a folder except the times, so that equal runs have equal manifests.

    It is written twice: before the PDF, which carries it as an attachment, and at the end.

    Parameters
    ----------
    state : str
        `completo`, `parcial` or `fallido`.
    sections : Mapping[str, Ended]
        How each section ended.
    """
    errors = {name: ended.stop.error if ended.stop else "" for name, ended in sections.items()}
    plain = manifest_plain(state, origin, errors, _outputs(folder), with_pdf=with_pdf, with_docx=with_docx)
    (folder / MANIFEST_FILE).write_text(manifest_text(plain), encoding="utf-8", newline="\n")


def manifest_plain(
    state: str,
    origin: Origin,
    sections: Mapping[str, str],
    outputs: Mapping[str, str],
    *,
    with_pdf: bool,
    with_docx: bool,
) -> dict[str, object]:
    """Return a manifest as JSON-compatible data, with the versions that are installed here.

    Parameters
    ----------
    state : str
        `completo`, `parcial` or `fallido`.
    sections : Mapping of str to str
        The error with which each section stopped; empty if it ended well.
    outputs : Mapping of str to str
        SHA-256 of each file of the run.
    """
    return {
        "formato": FORMAT,
        "entidad": origin.params["entidad"],
        "periodo": origin.params["periodo"],
        "estado": state,
        "parcial": state == PARTIAL,
        "huella": origin.fingerprint,
        **origin.plain(),
        "secciones": [{"nombre": name, **({"fallo": error} if error else {})} for name, error in sections.items()],
        "con_pdf": with_pdf,
        "con_docx": with_docx,
        "versiones": versions(),
        "salidas": dict(outputs),
    }


def manifest_text(plain: Mapping[str, object]) -> str:
    """Return a manifest as indented JSON with a final line break; the keys keep their order."""
    return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"


def read_manifest(folder: Path) -> PlainData | None:
    """Read the manifest of a folder; None if the file is missing or is not a JSON object."""
    try:
        plain = json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8"))
    # Lists nested a thousand deep exceed the recursion limit; no run writes such a manifest.
    except (OSError, ValueError, RecursionError):
        return None
    return plain if isinstance(plain, dict) else None


def versions() -> dict[str, str]:
    """Return the versions that the manifest states.

    Returns
    -------
    dict[str, str]
        By name: `python`, `sistema`, and each package that the project requires.
    """
    try:
        asked = [line for line in metadata.requires(PROJECT) or () if "extra ==" not in line]
    except metadata.PackageNotFoundError:
        asked = []
    names = sorted(match[0] for line in asked if (match := _REQUIREMENT_NAME.match(line)))
    found = {"python": platform.python_version(), "sistema": platform.platform(terse=True)}
    return found | {name: _installed(name) for name in names}


@cache
def _installed(name: str) -> str:
    """Return the version of a package; cached, because reading its metadata takes milliseconds."""
    return metadata.version(name)


def _hashes(workspace: Workspace, files: Sequence[Path]) -> dict[str, str]:
    """Return the SHA-256 of files by their path from the root."""
    return {workspace.relative(file): file_sha256(file) for file in files}


def _outputs(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of a folder's files by their path in it, without those of the manifest and the times."""
    own = (MANIFEST_FILE, TIMES_FILE)
    return {name: sha for name, sha in outputs_of(folder).items() if PurePath(name).name not in own}


class Times(BaseModel):
    """When a run was made.

    Attributes
    ----------
    started, ended : datetime
        With time zone.
    seconds : Mapping of str to float
        Seconds that each section took, rounded to a tenth.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    started: AwareDatetime = Field(alias="iniciado")
    ended: AwareDatetime = Field(alias="terminado")
    seconds: Mapping[str, NonNegativeFloat] = Field(alias="segundos")


def write_times(folder: Path, started: datetime, sections: Mapping[str, Ended]) -> None:
    """Write the times of a run that ends now into its folder.

    Parameters
    ----------
    started : datetime
        Local time when the run began.
    sections : Mapping of str to Ended
        How long each section took.
    """
    plain = {
        "iniciado": _moment(started),
        "terminado": _moment(datetime.now()),
        "segundos": {name: round(ended.seconds, 1) for name, ended in sections.items()},
    }
    text = json.dumps(plain, ensure_ascii=False, indent=2) + "\n"
    (folder / TIMES_FILE).write_text(text, encoding="utf-8", newline="\n")


def read_times(folder: Path) -> Times | None:
    """Read the times from a run's folder.

    Returns
    -------
    Times or None
        None if the file is missing or malformed.
    """
    try:
        return Times.model_validate_json((folder / TIMES_FILE).read_bytes())
    except (OSError, ValidationError):
        return None


def _moment(moment: datetime) -> str:
    """Return a time as ISO text to the second, with the local time zone."""
    return moment.astimezone().isoformat(timespec="seconds")
