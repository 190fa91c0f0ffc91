"""Open data: the contents of the tables and of the data package, which the frictionless validator accepts."""

from __future__ import annotations

import csv
import json
from dataclasses import replace

import pytest
from builders import shipped

from helpers.outputs.open_data.data_package import write_open_data
from helpers.outputs.run_files import OPEN_DATA, PACKAGE_FILE
from helpers.run.compute import save
from helpers.settings.institution import Licencia


@pytest.fixture(scope="module")
def segip():
    return shipped("segip/2020-anual")


@pytest.fixture(scope="module")
def folder(segip, tmp_path_factory):
    place = tmp_path_factory.mktemp("corrida")
    save(segip, place)
    write_open_data(segip, place)
    return place


@pytest.fixture(scope="module")
def package(folder):
    return json.loads((folder / OPEN_DATA / PACKAGE_FILE).read_text(encoding="utf-8"))


def rows_of(folder, name):
    with (folder / OPEN_DATA / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def fields_of(package, name):
    (resource,) = (one for one in package["resources"] if one["name"] == name)
    return {field["name"]: field for field in resource["schema"]["fields"]}


@pytest.mark.slow
def test_the_validator_accepts_the_package_of_a_real_run(folder):
    """The validator checks each cell's type and constraints, and each file's bytes and hash."""
    from frictionless import validate

    report = validate(str(folder / OPEN_DATA / PACKAGE_FILE))
    assert report.flatten(["name", "rowNumber", "fieldName", "type", "message"]) == []
    assert report.stats["tasks"] == len(list((folder / OPEN_DATA).glob("*.csv")))


def test_the_package_has_every_table_of_the_run(folder, package, segip):
    names = {resource["name"] for resource in package["resources"]}
    assert {row["tabla"] for row in segip.book.listing("tablas")} <= names
    assert {f"cuadro_{table.name}" for table in segip.book.printed} <= names
    assert {"cifras", "hallazgos", "conciliacion"} <= names
    for name in ("cifras", "hallazgos", "conciliacion"):
        assert (folder / OPEN_DATA / f"{name}.csv").read_bytes() == (folder / f"{name}.csv").read_bytes()


def test_a_published_table_has_the_values_that_were_read(folder, package):
    first = rows_of(folder, "gastos")[0]
    assert (first["fecha_corte"], first["cat_prog"], first["devengado"]) == ("2020-12-31", "00 0 001", "109461744.84")
    fields = fields_of(package, "gastos")
    assert (fields["devengado"]["type"], fields["devengado"]["unit"]) == ("number", "Bs")
    assert fields["fecha_corte"]["type"] == "date"
    assert fields["cat_prog"]["description"]
    partial = {row["cat_prog"] for row in rows_of(folder, "gastos") if row["reporte"] == "sistema"}
    assert partial == {"48 0 007"} and "algunas categorías" in fields["reporte"]["description"]


def test_a_printed_table_keeps_its_totals_and_words_in_columns_of_numbers(folder, package):
    stores = rows_of(folder, "cuadro_almacen_movimientos_2020")
    assert [row["es_total"] for row in stores].count("sí") == 1
    assert fields_of(package, "cuadro_almacen_movimientos_2020")["saldo_final"]["unit"] == "Bs"
    archive = next(one for one in package["resources"] if one["name"] == "cuadro_archivo_tareas_mensual")
    assert archive["schema"]["missingValues"] == ["", "COVID"]
    assert "COVID" in {row["ejecutado"] for row in rows_of(folder, "cuadro_archivo_tareas_mensual")}


def test_what_an_empty_cell_means_is_said_where_it_counts_as_zero(package, wording):
    told = {one["name"]: one["description"] for one in package["resources"]}
    wording(package["description"])
    assert "cuenta como cero" in told["cuadro_gestorias_municipales_2020"]
    assert "cuenta como cero" not in told["cuadro_archivo_tareas_mensual"]


def test_what_is_said_of_the_figures_columns_is_so_of_the_figures(folder, package):
    rows, fields = rows_of(folder, "cifras"), fields_of(package, "cifras")
    assert [row for row in rows if row["numerador"] and row["regla"].startswith("Promedio simple")]
    assert "promedio" in fields["numerador"]["description"] and "promedio" in fields["denominador"]["description"]
    assert any(row["periodo"] == "2020-ene" for row in rows) and "mes," in fields["periodo"]["description"]


def test_the_same_run_gives_the_same_bytes(segip, folder, tmp_path):
    save(segip, tmp_path)
    write_open_data(segip, tmp_path)
    ours, theirs = ({path.name: path.read_bytes() for path in (one / OPEN_DATA).iterdir()} for one in (folder, tmp_path))
    assert ours == theirs


def test_the_package_has_the_institutions_licence_or_says_that_it_is_missing(segip, folder, package, tmp_path, wording):
    assert "licenses" not in package
    wording(package["description"].rpartition("otra cosa. ")[2], "«licencia»", "entidad.yaml")
    own = segip.entidad.model_copy(
        update={"licencia": Licencia(nombre="CC-BY-4.0", titulo="Atribución"), "sintetica": True}
    )
    save(segip, tmp_path)
    write_open_data(replace(segip, book=replace(segip.book, identity=own.model_dump(mode="json"))), tmp_path)
    said = json.loads((tmp_path / OPEN_DATA / PACKAGE_FILE).read_text(encoding="utf-8"))
    assert said["licenses"] == [{"name": "CC-BY-4.0", "title": "Atribución"}]
    assert said["description"].startswith("DATOS SINTÉTICOS")
