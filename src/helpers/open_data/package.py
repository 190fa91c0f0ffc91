"""`datos_abiertos/`: every table of a report as CSV with a Frictionless data package; the same run, the same bytes."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from helpers.compute import Computed
from helpers.digest import file_sha256
from helpers.entidad import Entidad
from helpers.open_data.inputs import contract_tables, printed_tables
from helpers.open_data.made import made_tables
from helpers.open_data.outputs import FIELDS, TITLES, fields_of
from helpers.open_data.records import MISSING, Field, OpenTable

FOLDER, PACKAGE = "datos_abiertos", "datapackage.json"
SYNTHETIC = "DATOS SINTÉTICOS: la institución no existe y nada de lo que dicen es un dato real."
NO_LICENCE = "La entidad no declaró con qué licencia se pueden usar («licencia» en entidad.yaml)."
ABOUT = (
    "Las tablas sobre las que se hizo el informe «{title}», {period}, de {institution}, como las leyó la corrida, y "
    "las que la corrida hizo de ellas. Números con punto decimal; una celda vacía es un dato que falta, nunca un cero."
)


def write_open_data(computed: Computed, folder: Path) -> None:
    """Write a run's open data beside its own CSV files.

    Parameters
    ----------
    computed : Computed
        As it was computed: a run that was read back has no tables.
    folder : Path
        The run's folder, which has its CSV files.

    Raises
    ------
    ValueError
        For a run that was read back.
    """
    if computed.dataset is None:
        raise ValueError("a run that was read back has no tables")
    place = folder / FOLDER
    place.mkdir()
    tables = (
        *contract_tables(computed.dataset), *printed_tables(computed.book.printed), *made_tables(computed.book),
    )  # fmt: skip
    resources = [_written(table, place) for table in tables]
    resources += [_copied(folder / name, place) for name in FIELDS]
    text = json.dumps(_package(computed, resources), ensure_ascii=False, indent=1)
    (place / PACKAGE).write_text(f"{text}\n", encoding="utf-8", newline="\n")


def _package(computed: Computed, resources: Sequence[Mapping[str, object]]) -> dict[str, object]:
    entity, run = computed.entidad, computed.corrida
    about = ABOUT.format(title=run.titulo, period=run.period.words, institution=entity.nombre)
    told = (SYNTHETIC if entity.sintetica else "", about, "" if entity.licencia else NO_LICENCE)
    cutoffs = dict.fromkeys(cut.fuente for cut in run.cortes.values() if cut.fuente)
    return {
        "profile": "tabular-data-package",
        "name": f"{run.entidad}-{run.periodo}".lower(),
        "title": f"{run.titulo}. {entity.nombre}",
        "description": " ".join(filter(None, told)),
        "keywords": ["POA", "presupuesto", entity.sigla, run.periodo, *(["sintético"] if entity.sintetica else [])],
        **_licences(entity),
        **({"sources": [{"title": source} for source in cutoffs]} if cutoffs else {}),
        "contributors": [{"title": entity.nombre, "role": "publisher"}],
        "resources": list(resources),
    }


def _licences(entity: Entidad) -> dict[str, object]:
    licence = entity.licencia
    if licence is None:
        return {}
    said = {"name": licence.nombre, "title": licence.titulo, "path": licence.direccion}
    return {"licenses": [{key: value for key, value in said.items() if value}]}


def _written(table: OpenTable, folder: Path) -> dict[str, object]:
    """Write a table and describe it."""
    path = folder / f"{table.name}.csv"
    stream = io.StringIO(newline="")
    names = [field.name for field in table.fields]
    writer = csv.DictWriter(stream, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _one_kind_of_end(row[name]) for name in names} for row in table.rows)
    path.write_text(stream.getvalue(), encoding="utf-8", newline="")
    return _resource(path, table.title, table.description, table.fields, table.missing, table.sources)


def _copied(source: Path, folder: Path) -> dict[str, object]:
    """Put one of the run's own CSV files among the open ones, byte by byte."""
    path = folder / source.name
    shutil.copyfile(source, path)
    title, description = TITLES[source.name]
    return _resource(path, title, description, tuple(fields_of(source.name)), MISSING, ())


def _resource(
    path: Path, title: str, description: str, fields: Sequence[Field], missing: Sequence[str], sources: Sequence[str]
) -> dict[str, object]:
    return {
        "profile": "tabular-data-resource",
        "name": path.stem.lower(),
        "path": path.name,
        "title": title,
        "description": description,
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{file_sha256(path)}",
        **({"sources": [{"title": source} for source in sources]} if sources else {}),
        "schema": {"fields": [dict(_described(field)) for field in fields], "missingValues": list(missing)},
    }


def _described(field: Field) -> Iterator[tuple[str, object]]:
    yield "name", field.name
    yield "type", field.kind
    for name, words in (("title", field.title), ("description", field.description), ("unit", field.unit)):
        if words:
            yield name, words
    limits = {"required": True} if field.required else {}
    limits |= {"enum": list(field.allowed)} if field.allowed else {}
    if limits:
        yield "constraints", limits


def _one_kind_of_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
