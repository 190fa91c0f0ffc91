"""`datos_abiertos/`: every table of a report as CSV with a Frictionless data package. Equal runs give equal bytes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from helpers.base.python_extras import not_none
from helpers.base.system.digest import file_sha256
from helpers.checks.computed import Computed
from helpers.figures.book import Book
from helpers.intake.dataset import TABLES, Dataset
from helpers.outputs.csv_exports import FIELDS, TITLES, write_rows
from helpers.outputs.open_data.open_inputs import ORIGIN as ORIGIN
from helpers.outputs.open_data.open_inputs import contract_table, contract_tables, printed_tables
from helpers.outputs.open_data.open_table import Field, OpenTable
from helpers.outputs.run_files import OPEN_DATA, PACKAGE_FILE
from helpers.settings.institution import Entidad

REFORMULATION = "reformulacion"
REFORMULATION_FIELDS = (
    Field("version", description="Versión del plan que hizo el cambio.", required=True),
    Field(
        "cambio",
        description="Qué cambió; una tarea puede estar en varias filas.",
        allowed=("agregada", "retirada", "trasladada", "reprogramada", "reponderada", "con otro presupuesto"),
        required=True,
    ),
    Field("tarea", description="Código de la tarea.", required=True),
    Field("descripcion", description="Descripción de la tarea."),
    Field("unidad", description="Código de la unidad; en la versión nueva, salvo de las retiradas."),
    Field("unidad_antes", description="Código de la unidad en la versión anterior, de lo que sigue."),
    Field("detalle", description="Qué decía y qué dice."),
    Field("ppto_antes", "number", description="Presupuesto en la versión anterior.", unit="Bs"),
    Field("ppto_despues", "number", description="Presupuesto en la versión nueva.", unit="Bs"),
)
SYNTHETIC = "DATOS SINTÉTICOS: la institución no existe y nada de lo que dicen es un dato real."
NO_LICENCE = "La entidad no declaró con qué licencia se pueden usar («licencia» en entidad.yaml)."
ABOUT = (
    "Las tablas sobre las que se hizo el informe «{title}», {period}, de {institution}, como las leyó la corrida, y "
    "las que la corrida hizo de ellas. Números con punto decimal; una celda vacía es un dato que falta o que no "
    "corresponde, y no un cero, salvo en las tablas que dicen otra cosa."
)


def write_open_data(computed: Computed, folder: Path) -> None:
    """Write a run's open data into `datos_abiertos/` of its folder: CSV tables and `datapackage.json`.

    The tables are the inputs (unless `write_input_tables` has written them), the printed tables, the tables that the
    run computes, and copies of its own CSV files.

    Parameters
    ----------
    computed : Computed
        A run with its Dataset, which only the computing process and its forks have.
    folder : Path
        The run's folder, which already has its CSV files.

    Raises
    ------
    LookupError
        If the run was read from a folder and so has no Dataset.
    """
    place = folder / OPEN_DATA
    if not place.exists():
        write_input_tables(computed, folder)
    tables = (*printed_tables(computed.book.printed), *made_tables(computed.book))
    resources = [_resource(table, place) for table in contract_tables(not_none(computed.dataset))]
    resources += [_written(table, place) for table in tables]
    resources += [_copied(folder / name, place) for name in FIELDS]
    text = json.dumps(_package(computed, resources), ensure_ascii=False, indent=1)
    (place / PACKAGE_FILE).write_text(f"{text}\n", encoding="utf-8", newline="\n")


def write_input_tables(computed: Computed, folder: Path) -> None:
    """Write the contract's tables that have rows as CSV into `datos_abiertos/` of the run's folder.

    A run does this before the sections that read them start.

    Raises
    ------
    LookupError
        If the run was read from a folder and so has no Dataset.
    """
    place = folder / OPEN_DATA
    place.mkdir(exist_ok=True)
    for table in contract_tables(not_none(computed.dataset)):
        _written(table, place)


def input_rows(dataset: Dataset, name: str) -> tuple[Mapping[str, str], ...]:
    """Return a table of the contract as the open data have it, each row as text by column.

    It is empty if the table was not supplied. The column `origen` names file, sheet and line of each row.
    """
    rows = dataset.rows(name)
    return contract_table(TABLES[name], rows).rows if rows else ()


def _package(computed: Computed, resources: Sequence[Mapping[str, object]]) -> dict[str, object]:
    """Return the package's description (`datapackage.json`) with the given descriptions of its tables."""
    entity, run = computed.entidad, computed.corrida
    about = ABOUT.format(title=run.titulo, period=run.period.words, institution=entity.nombre)
    told = (SYNTHETIC if entity.sintetica else "", about, "" if entity.licencia else NO_LICENCE)
    return {
        "profile": "tabular-data-package",
        "name": f"{run.entidad}-{run.periodo}".lower(),
        "title": f"{run.titulo}. {entity.nombre}",
        "description": " ".join(filter(None, told)),
        "keywords": ["POA", "presupuesto", entity.sigla, run.periodo, *(["sintético"] if entity.sintetica else [])],
        **_licences(entity),
        "contributors": [{"title": entity.nombre, "role": "publisher"}],
        "resources": list(resources),
    }


def _licences(entity: Entidad) -> dict[str, object]:
    """Return the property `licenses` with what the institution declares; empty if it declares no licence."""
    licence = entity.licencia
    if licence is None:
        return {}
    said = {"name": licence.nombre, "title": licence.titulo, "path": licence.direccion}
    return {"licenses": [{key: value for key, value in said.items() if value}]}


def _written(table: OpenTable, folder: Path) -> dict[str, object]:
    """Write a table into the folder and return its description."""
    names = [field.name for field in table.fields]
    write_rows(folder / f"{table.name}.csv", names, ([row[name] for name in names] for row in table.rows))
    return _resource(table, folder)


def _copied(source: Path, folder: Path) -> dict[str, object]:
    """Copy one of the run's own CSV files to the open data, byte by byte, and return its description."""
    shutil.copyfile(source, folder / source.name)
    return _resource(OpenTable(source.stem, *TITLES[source.name], FIELDS[source.name], ()), folder)


def _resource(table: OpenTable, folder: Path) -> dict[str, object]:
    """Return the data package's description of a table whose CSV file is in the folder."""
    path = folder / f"{table.name}.csv"
    return {
        "profile": "tabular-data-resource",
        "name": path.stem.lower(),
        "path": path.name,
        "title": table.title,
        "description": table.description,
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{file_sha256(path)}",
        **({"sources": [{"title": source} for source in table.sources]} if table.sources else {}),
        "schema": {
            "fields": [dict(_described(field)) for field in table.fields], "missingValues": list(table.missing),
        },
    }


def _described(field: Field) -> Iterator[tuple[str, object]]:
    """Yield name and content of each property of a column in a Table Schema."""
    yield "name", field.name
    yield "type", field.kind
    for name, words in (("title", field.title), ("description", field.description), ("unit", field.unit)):
        if words:
            yield name, words
    limits: dict[str, object] = {"required": True} if field.required else {}
    limits |= {"enum": list(field.allowed)} if field.allowed else {}
    if limits:
        yield "constraints", limits


def made_tables(book: Book) -> Iterator[OpenTable]:
    """Yield the one open table that a run computes besides its own CSV files: `reformulacion`, if it has rows.

    It has every change of every task from one version of the plan to the next, for all versions that the run compares.
    """
    lines = book.listing(REFORMULATION)
    if lines:
        about = "Cada cambio de cada tarea de una versión del plan a la siguiente."
        yield OpenTable(REFORMULATION, "Cambios de la reformulación", about, REFORMULATION_FIELDS, tuple(lines))
