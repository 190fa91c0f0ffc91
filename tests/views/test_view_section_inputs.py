"""A section whose input tables are all missing says what it lacks; any other section says nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import METHOD, make_corrida, make_entidad

from helpers.base.periods import Period
from helpers.intake.dataset import TABLES
from helpers.run.section import NEEDS, Section, absence


@pytest.fixture
def book(book):
    return replace(book, listings={"tablas": ({"tabla": "estructura", "filas": "9"},)})


@pytest.mark.parametrize(
    ("section", "lacks"),
    [("servicios", "servicios"), ("objetivos", "marcos externos"), ("bienes", "almacenes"), ("cuadros", "cuadros impresos")],
)
def test_a_section_says_what_it_lacks_and_names_no_table_nor_file(book, section, lacks, wording):
    wording(absence(book, section), lacks)


def test_a_section_that_is_not_there_is_named_in_its_notebook_by_what_it_is_about(book):
    section = Section(book, "auditoria", make_corrida(), METHOD, make_entidad())
    assert section.absence().what == NEEDS["auditoria"].title


def test_one_of_several_tables_is_enough(book):
    assert absence(book, "desviaciones")
    kept = replace(book, listings={"tablas": ({"tabla": "resultados", "filas": "1"},)})
    assert absence(kept, "desviaciones") == ""


def test_a_plan_with_objectives_but_without_results_says_so(book, wording):
    """Without results no counts are calculated, and the section would ask for figures that do not exist."""
    plan = replace(book, period=Period.parse("2024-poa"), listings={"tablas": ({"tabla": "marcos", "filas": "1"},)})
    wording(absence(plan, "objetivos"), "plan", "marcos externos")
    assert absence(replace(plan, listings={"tablas": ({"tabla": "marcos"}, {"tabla": "resultados"})}), "objetivos") == ""
    assert absence(replace(plan, period=book.period), "objetivos") == ""


def test_a_section_that_needs_no_table_lacks_nothing(book):
    assert absence(book, "resumen") == ""


def test_every_table_named_is_one_of_the_contract():
    assert {table for need in NEEDS.values() for table in need.tables} <= set(TABLES)
