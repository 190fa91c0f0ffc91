"""A section without its input says which table it lacks, and only then."""

from __future__ import annotations

from dataclasses import replace

import pytest

from helpers.intake.contract import TABLES
from helpers.section_inputs import NEEDS, absence, absent_sections


@pytest.fixture
def book(book):
    return replace(book, listings={"tablas": ({"tabla": "estructura", "filas": "9"},)})


def test_a_section_names_the_table_that_it_lacks(book):
    assert absence(book, "servicios") == (
        "Esta corrida no trae la tabla «produccion», de donde salen los servicios prestados."
    )


def test_where_one_of_several_tables_is_enough_all_are_named(book):
    assert "ninguna de las tablas «ejecucion» o «resultados»" in absence(book, "desviaciones")
    kept = replace(book, listings={"tablas": ({"tabla": "resultados", "filas": "1"},)})
    assert absence(kept, "desviaciones") == ""


def test_a_section_that_leans_on_no_table_lacks_nothing(book):
    assert absence(book, "resumen") == ""


def test_the_sections_without_input_are_told_in_the_order_of_the_report(book):
    listed = ["resumen", "resultados", "servicios"]
    assert [name for name, _ in absent_sections(book, listed)] == ["resultados", "servicios"]


def test_every_table_named_is_one_of_the_contract():
    assert {table for need in NEEDS.values() for table in need.tables} <= set(TABLES)
