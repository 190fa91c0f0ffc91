"""The citizens' summary promises two pages: on the real PDF of an annual report it takes no more."""

from __future__ import annotations

import pytest
from real_commands import copy_of_project, does

RUN = "segip/2020-anual"

pytestmark = [pytest.mark.slow, pytest.mark.pdf]


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> list[str]:
    pypdf = pytest.importorskip("pypdf")
    root = copy_of_project(tmp_path_factory.mktemp("ciudadania"))
    does(root, "report", RUN, "--secciones", "ciudadania,metodo")
    reader = pypdf.PdfReader(root / f"output/{RUN}-parcial/informe.pdf")
    return [page.extract_text() for page in reader.pages]


def test_it_takes_two_pages_and_the_next_section_begins_on_another(pages):
    texts = [" ".join(text.split()) for text in pages]
    inside = [text for text in texts if "1 Resumen para la ciudadanía" in text and "Índice" not in text]
    assert 1 <= len(inside) <= 2
    assert "Quien quiera comprobarlo" in inside[-1], "the last sentence too"
    assert not any("2 Alcance y método" in text for text in inside)


def test_it_has_no_code_of_a_rule(pages):
    inside = [text for text in pages if "Resumen para la ciudadanía" in text]
    assert not any(code in text for text in inside for code in ("GAS-", "CUA-", "PUB-", ".csv"))
