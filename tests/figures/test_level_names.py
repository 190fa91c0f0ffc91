"""The names of levels in sentences."""

from __future__ import annotations

import pytest

from helpers.figures.figure_names import level_with_article, name_of_indicator
from helpers.intake.tables.report_tables import COUNTED


@pytest.mark.parametrize(
    ("level", "words"),
    [
        ("unidad", "una unidad"), ("area", "un área"), ("acp", "una acción de corto plazo"), ("puesto", "un puesto"),
        ("norma", "una modificación"), ("rubro", "un rubro"), ("sistema", "un sistema"), ("objetivo", "un objetivo"), ("marco", "un marco"),
    ],
)  # fmt: skip
def test_a_level_has_the_article_of_its_gender(level, words):
    assert level_with_article(level) == words


@pytest.mark.parametrize("element", COUNTED)
def test_a_published_count_is_named_in_words(element):
    assert "Cantidad" not in name_of_indicator(f"cantidad_{element}", {})
