"""Which descriptions are the same activity in nearly the same words, and which only look alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.checks.planning.claimed_tasks import near_identical, words_of

SAME = [
    ("Suscribir convenios de cooperación técnica", "suscribir los CONVENIOS de cooperacion tecnica."),
    ("Realizar talleres de capacitación al personal", "Realizar al personal taller de capacitación"),
    ("Atender los trámites consulares ordinarios", "Atender trámites consulares ordinarios"),
]
OTHER = [
    # Two offices, two years, two periods, two places: one word tells them apart.
    ("Gestionar la cartera de proyectos de la DDC", "Gestionar la cartera de proyectos de la DDSC"),
    ("Formular el POA institucional 2024", "Formular el POA institucional 2025"),
    ("Elaborar informe trimestral de seguimiento", "Elaborar informe semestral de seguimiento"),
    ("Organizar el consulado móvil en Perú", "Organizar el consulado móvil en Cuba"),
    # One word more.
    ("Elaborar el informe anual de gestión", "Elaborar el informe anual de gestión ambiental"),
    # Too short to tell whether it is the same activity.
    ("Informe anual", "Informe anual"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_nearly_the_same_words_are_the_same_activity(one, other):
    assert near_identical([one, "Otra cosa que nadie más programa", other]) == ((0, 2),)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_similar_words_of_another_activity_are_not_joined(one, other):
    assert near_identical([one, other]) == ()


def test_little_words_accents_and_order_do_not_count():
    assert words_of("La Gestión, de los TRÁMITES") == words_of("tramites: gestion") == ("gestion", "tramites")


def test_texts_that_are_alike_through_a_third_share_a_group():
    texts = ["atender tramites consulares", "atender tramite consulares", "atender tramite consular"]
    assert near_identical(texts) == ((0, 1, 2),)


WORDS = st.sampled_from(("elaborar", "informe", "taller", "convenio", "anual", "bilateral", "tramite", "reglamento"))


@given(st.lists(st.lists(WORDS, min_size=3, max_size=6).map(" ".join), max_size=30))
def test_all_texts_with_equal_words_share_a_group(texts):
    """Texts with equal words always share a group, and no text is in two groups."""
    groups = near_identical(texts)
    places = [place for group in groups for place in group]
    assert len(places) == len(set(places))
    of_place = {place: group for group in groups for place in group}
    for one, text in enumerate(texts):
        for other in range(one + 1, len(texts)):
            if words_of(text) == words_of(texts[other]):
                assert of_place[one] == of_place[other]
