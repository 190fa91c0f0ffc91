"""The texts of the synthetic planner and the notebooks of every section: each number refers to a figure."""

from __future__ import annotations

import pytest
from builders import WORKSPACE, shipped

from helpers.texts.proofreading.proofread import Reader
from helpers.texts.section_prose import notebook_prose
from helpers.texts.sentences.plain_reading import names_of, typed_in
from helpers.views.elements.prose import planner_text
from helpers.views.progress.deviation_views import Deviations, causes_table
from helpers.views.progress.narrative_views import highlights
from helpers.views.progress.results_views import results_by_action
from helpers.views.sections.conclusions_section import earlier_recommendations_table
from helpers.views.sections.deviations_section import difficulties_crossed, worst_tasks_table
from helpers.views.sections.results_section import results_tables

FEWEST_TEXTS = 90
"""Fewest printed Markdown cells and templates of the sections of a quarter."""
IN_A_TEXT_CELL = "La eficacia ponderada asigna a cada trimestre la cuarta parte del año"
ONLY_IN_THE_NOTEBOOK = "**La pregunta.**"
"""A cell that explains a section to auditors; the report does not print it."""


@pytest.fixture(scope="module", params=["2024-T1", "2024-T3"])
def run(request):
    return shipped(f"demo/{request.param}")


def test_the_planners_texts_are_composed_without_findings(run):
    assert not [finding for finding in run.findings if finding.codigo.startswith("TEX-")]
    texts = {one.section: planner_text(run.book, one.text, names=names_of(run.book)).html for one in run.texts}
    assert 'data-forma="letras"' in texts["resumen"] and "00/100 Bolivianos" not in texts["resultados"]
    assert all("data-cifra" in texts[section] for section in ("resumen", "resultados"))
    assert ("conclusiones" in texts) is (run.book.period.code == "2024-T1")
    # With another seed or size another cause is told of more tasks, and no text of a planner is computed.
    assert " que más " not in texts.get("conclusiones", "")


def test_the_notebooks_of_every_section_have_no_number_typed_in(run):
    written = notebook_prose(WORKSPACE, run.corrida)
    assert {prose.section for prose in written} == set(run.corrida.secciones)
    reader = Reader(run.book)
    found = [(prose.file, prose.cell, one.text) for prose in written for one in reader.read(typed_in(prose.text))]
    assert len(written) >= FEWEST_TEXTS
    assert [prose.section for prose in written if IN_A_TEXT_CELL in prose.text] == ["resumen"]
    assert [prose.cell for prose in written if ONLY_IN_THE_NOTEBOOK in prose.text] == []
    assert found == []


def test_results_causes_and_recommendations_fill_their_sections(run):
    deviations = Deviations(run.book)
    cutoff = run.corrida.cutoff(run.corrida.period)
    tables = (
        results_by_action(run.book, id="cuadro-a", title="A"), *results_tables(run.book, id="cuadro-b", title="B").items,
        causes_table(deviations), worst_tasks_table(deviations),
        difficulties_crossed(deviations), earlier_recommendations_table(run.book, cutoff),
    )  # fmt: skip
    assert all(table.rows for table in tables)
    assert highlights(run.book)
