"""A section without its input says which table it lacks, and only then."""

from __future__ import annotations

from dataclasses import replace

import pytest

from helpers.intake.contract import TABLES
from helpers.section_inputs import NEEDS, absence, absent_parts, absent_sections


@pytest.fixture
def book(book):
    return replace(book, listings={"tablas": ({"tabla": "estructura", "filas": "9"},)})


def test_a_section_names_the_table_that_it_lacks(book):
    assert absence(book, "servicios") == (
        "No hay en los datos de este libro información de los servicios prestados (tabla «produccion»)."
    )


def test_where_one_of_several_tables_is_enough_all_are_named(book):
    assert "información de las desviaciones y sus causas (tablas «ejecucion» o «resultados»)" in absence(book, "desviaciones")
    kept = replace(book, listings={"tablas": ({"tabla": "resultados", "filas": "1"},)})
    assert absence(kept, "desviaciones") == ""


def test_a_section_of_printed_tables_names_no_code_nor_file(book):
    assert absence(book, "bienes") == "No hay en los datos de este libro información de las contrataciones, los activos y los almacenes."
    assert absence(book, "cuadros") == "No constan otros cuadros impresos en los datos de este libro."


def test_a_section_that_leans_on_no_table_lacks_nothing(book):
    assert absence(book, "resumen") == ""


def test_the_sections_without_input_are_told_in_the_order_of_the_report(book):
    listed = ["resumen", "resultados", "servicios"]
    assert [name for name, _ in absent_sections(book, listed)] == ["resultados", "servicios"]


def test_every_table_named_is_one_of_the_contract():
    assert {table for need in NEEDS.values() for table in need.tables} <= set(TABLES)


def test_what_a_section_cannot_tell_besides_is_named_where_the_section_is_in_the_report(book):
    book = replace(book, listings={**book.listings, "versiones": ({"version": "v1"},)})
    assert absent_parts(book, ["marco"]) == (
        "la misión y visión", "los principios", "el plan nacional (PDES)", "las modificaciones presupuestarias",
    )  # fmt: skip
    written = replace(book, identity={"mision": "Servir.", "vision": "Ser.", "principios": ["Respeto"]})
    assert absent_parts(written, ["marco"])[0] == "el plan nacional (PDES)"
    assert absent_parts(book, ["resumen"]) == ()


def test_a_section_that_lacks_its_own_input_says_no_more(book):
    assert absent_parts(book, ["categorias"]) == ()
    kept = replace(book, listings={"tablas": ({"tabla": "gastos", "filas": "1"},)})
    assert absent_parts(kept, ["categorias"]) == ("el gasto por partida", "la programación financiera")
