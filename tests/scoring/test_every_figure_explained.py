"""Figures of random institutions, by random methods, can be explained down to the cells they rest on."""

from builders import make_entidad, make_evidence
from hypothesis import given, settings
from hypothesis import strategies as st
from institutions import institutions
from published import corrida_of, dataset_of, method_of
from schemes import schemes

from helpers.desk.explanations.explained_output import text_lines
from helpers.desk.explanations.explanation import Explained, explain

CASES = schemes().flatmap(lambda scheme: st.tuples(st.just(scheme), institutions(scheme.base)))


def cells_of(explained: Explained) -> set:
    """Every cell that an explanation shows, at any depth."""
    below = [*explained.parts, *([explained.weighed_by] if explained.weighed_by else [])]
    return {line.cell for line in explained.cells}.union(*map(cells_of, below))


@given(CASES, st.booleans())
@settings(max_examples=25, deadline=None)
def test_the_explanation_of_any_figure_ends_in_its_own_cells(case, whole):
    """The whole explanation shows exactly the cells that the figure rests on, a shortened one only some of them."""
    scheme, institution = case
    corrida = corrida_of(institution, scheme.base)
    book = make_evidence(dataset_of(institution), corrida, method_of(scheme), make_entidad()).book
    for figure in list(book)[:: max(1, len(book) // 15)]:
        explained = explain(book, figure.id, whole=whole)
        cells, leaves = cells_of(explained), set(book.leaves(figure))
        assert cells == leaves if whole else cells <= leaves
        assert text_lines(explained, width=70)
