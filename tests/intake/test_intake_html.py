"""HTML in a name or a title is read as text and is harmless on every page; a formula in a name is refused."""

import pytest
from builders import METHOD
from lxml import html

from helpers.figures.findings import Severity
from helpers.figures.subjects import node_rows
from helpers.intake.read_inputs import read_dataset
from helpers.scoring.score import score
from helpers.settings.institution import Entidad
from helpers.settings.params import Corrida
from helpers.views.charts.organigram import organigram
from helpers.views.elements.tables import FigureColumn, figure_table, listing_table
from helpers.views.quality.finding_tables import findings_table

HOSTILE = '<img src=x onerror="alert(1)"><script>alert(2)</script>'
RUN = {
    "entidad": "prueba",
    "periodo": "2024-T1",
    "metodo": "mre-2024",
    "titulo": HOSTILE,
    "cortes": {},
    "tablas": ["estructura"],
    "secciones": ["resumen"],
}


@pytest.fixture
def read_hostile(desk):
    quoted = HOSTILE.replace('"', '""')
    desk.swap("estructura", "Dirección A", f'"{quoted}"')
    desk.swap("acciones", "Acción uno", f'"{quoted}"')
    desk.put("T1/presentaciones.csv", f'unidad,fecha_presentacion\n"{quoted}X",2024-04-01\n')
    corrida = Corrida.model_validate(RUN)
    dataset, findings = read_dataset(desk.workspace, corrida)
    entidad = Entidad(codigo="ENT", nombre=HOSTILE, sigla="E")
    book, _ = score(dataset, METHOD, corrida, entidad)
    return book, findings


def shown(book, findings):
    column = FigureColumn("Avance", "avance_fisico", "2024-T1")
    yield figure_table(book, id="cuadro-x", title=HOSTILE, columns=[column], rows=node_rows(book, "unidad"), stub="U")
    yield listing_table(book.listings["acciones"], id="cuadro-y", title="Acciones", columns={"denominacion": "Nombre"})
    yield findings_table(book, findings, id="cuadro-z")
    yield organigram(book, id="grafico-organigrama", title=HOSTILE)


def test_no_executable_markup_reaches_a_page(read_hostile):
    pages = [view._repr_html_() for view in shown(*read_hostile)]
    assert sum("onerror" in page for page in pages) == 4
    for page in pages:
        tree = html.fragment_fromstring(page, create_parent="div")
        assert tree.xpath("//script") == []
        assert [name for element in tree.iter() for name in element.attrib if name.startswith("on")] == []


@pytest.mark.parametrize("name", ['=HYPERLINK("http://x";"Acción uno")', "@SUMA(A1)", "-1+cmd|'/c calc'!A0"])
def test_a_name_that_a_spreadsheet_would_run_is_an_error_and_is_not_read(desk, name):
    quoted = name.replace('"', '""')
    desk.swap("acciones", "Acción uno", f'"{quoted}"')
    dataset, findings = desk.read(tablas=["acciones"])
    assert [row.text("denominacion") for row in dataset.rows("acciones")] == ["", "Acción dos"]
    found = [(finding.codigo, finding.severidad, finding.archivo, finding.celda) for finding in findings]
    assert found == [("ENT-CELDA", Severity.ERROR, "data/prueba/2024/acciones.csv", "B2")]
