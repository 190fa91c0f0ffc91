"""A page is not assembled if a number on it is not that of the figure it names."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from helpers.base.errors import PoaError
from helpers.outputs.browser.figure_backing import Backing
from helpers.outputs.browser.printed_numbers import check_numbers
from helpers.outputs.html.html_trees import parse
from helpers.outputs.html.report_page import assemble_document

FIGURE = "avance_fisico/2024-T2/entidad/MRE"


@pytest.fixture
def put_together(section, cover):
    """Assemble a page with these numbers, over a Book with one figure."""
    book = SimpleNamespace(figures={FIGURE: SimpleNamespace(published="88.75", rounded=Decimal("88.75"))}, printed_values={})

    def _put(*numbers: str) -> str:
        fragment = section("resumen", f"# Resumen\n\nFue de {' '.join(numbers)}.")
        return assemble_document([fragment], cover, backing=Backing(book, (), ()))

    return _put


def printed(text: str, value: str = "88.75", figure: str = FIGURE, form: str = "") -> str:
    return f'<data value="{value}" data-cifra="{figure}"{form}>{text}</data>'


def test_numbers_equal_to_their_figures_are_accepted():
    book = SimpleNamespace(figures={FIGURE: SimpleNamespace(published="-88.75", rounded=Decimal("-88.75"))}, printed_values={})
    numbers = printed("−88,75 %", "-88.75"), printed("88,75 puntos", "-88.75", form=' data-forma="absoluto"')
    check_numbers([("resumen", parse(f"<section>{' '.join(numbers)}</section>"))], book)


@pytest.mark.parametrize(
    ("number", "values"),
    [
        (printed("99,99 %"), ["«88,75 %»", "«99,99 %»"]),
        (printed("99,99 %", value="99.99"), ["«88,75 %»", "«99,99 %»"]),
        (printed("88,75 %", value="99.99"), ["«88.75»", "«99.99»"]),
        (printed("88,75 %", figure="avance_fisico/2024-T2/entidad/OTRA"), ["«una cifra del libro»"]),
    ],
    ids=["text", "text and value", "value", "name"],
)
def test_a_number_with_a_wrong_text_value_or_name_is_refused(put_together, number, values, wording):
    with pytest.raises(PoaError) as refused:
        put_together(printed("88,75 %"), number)
    wording(str(refused.value), "1", "«resumen»", *values, "--sin-cache")
