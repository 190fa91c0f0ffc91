"""`poa textos`: texts go to Word, are corrected and read back; all numbers typed by hand are reported at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from quarter_files import make_writing_world, put
from real_commands import poa

RUN = "mini/2024-T2"
FILE = "data/mini/2024/T2/texto/resumen.md"
PLACE = "ejecucion_financiera/2024-S1/entidad/MINI"
FIGURE = f'{{{{ cifra("{PLACE}") }}}}'
TEXT = (
    f"# Lo principal\n\nLa ejecución financiera fue de {FIGURE}, y sigue.\n\n"
    f'{{% if hay("{PLACE}") %}}Otra frase,\nen dos líneas.{{% endif %}}\n'
)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    root = make_writing_world(tmp_path_factory.mktemp("textos")).root
    for name, text in {FILE: TEXT, FILE.replace("resumen", "conclusiones"): "Nada más.\n"}.items():
        put(root / name, text)
    return root


@pytest.fixture(scope="module")
def written(root) -> Path:
    """The document as the command writes it. Only the last test changes the texts that it has."""
    done = poa(root, "textos", RUN)
    assert done.returncode == 0, done.stderr + done.stdout
    return root / "textos_mini_2024-T2.docx"


@pytest.fixture
def document(written) -> Path:
    return Path(shutil.copy(written, written.with_name("textos.docx")))


def edited(path: Path, change) -> None:
    document = Document(str(path))
    change(document)
    document.save(str(path))


def paragraph_with(document, words: str):
    return next(one for one in document.paragraphs if words in one._p.xpath("string()"))


def test_typed_numbers_are_reported_and_nothing_changes(root, document):
    def change(document):
        control = next(one for one in document.element.body.iter(qn("w:sdt")) if "33,20" in "".join(one.itertext()))
        next(control.iter(qn("w:t"))).text = "34,20 %"
        paragraph_with(document, "Otra frase").add_run(" El avance físico fue de 91,15 %. Hubo 1.234.567 visitas.")
        paragraph_with(document, "Otra frase").add_run(" La ejecución financiera sería de 33,20 %.")

    edited(document, change)
    done = poa(root, "textos", RUN, "--leer", str(document))
    message = " ".join((done.stdout + done.stderr).split())
    assert done.returncode == 1, message
    assert f"sobre «33,20 %» ({FIGURE}) se escribió «34,20 %»" in message
    short = "«Otra frase, en dos líneas. El avance físico fue de 91,15 %. Hubo 1.234.567 visitas. La ejecución financiera sería de 33,20 %.»"
    assert f"«33,20 %» está escrito a mano en {short}. Puede ser {{{{ cifra(" in message
    assert f'«1.234.567» está escrito a mano en {short}. Pídalo con {{{{ cifra("…") }}}}, o permítalo' in message
    assert f'«91,15 %» está escrito a mano en {short}. Pídalo con' in message, "no figure is printed so"
    assert message.count("párrafo ") == 4
    assert (root / FILE).read_text(encoding="utf-8") == TEXT


def test_a_deleted_title_and_a_table_of_word_are_refused(root, document):
    """Without its title a section's text would go into the text before it, and the cells into loose paragraphs."""

    def change(document):
        titles = [one for one in document.element.body.iter(qn("w:p")) if one.findall(f"./{qn('w:sdt')}//{qn('w:alias')}")]
        title = next(one for one in titles if one.xpath("string()") == "resumen")
        title.getparent().remove(title)
        document.add_table(1, 2).rows[0].cells[0].text = "Una celda"

    edited(document, change)
    texts = {path: path.read_bytes() for path in (root / FILE).parent.iterdir()}
    done = poa(root, "textos", RUN, "--leer", str(document))
    message = " ".join((done.stdout + done.stderr).split())
    assert done.returncode == 1, message
    assert "es de la sección «resumen», cuyo título se borró" in message
    assert "hay una tabla de Word" in message
    assert {path: path.read_bytes() for path in texts} == texts


def test_corrections_are_read_and_the_earlier_text_is_kept(root, document):
    edited(document, lambda document: paragraph_with(document, "La ejecución").add_run(" Más texto."))
    done = poa(root, "textos", RUN, "--leer", str(document))
    assert done.returncode == 0, done.stderr + done.stdout
    assert f"corregido  {FILE}" in done.stdout
    assert (root / FILE).read_text(encoding="utf-8") == TEXT.replace("y sigue.", "y sigue. Más texto.")
    (kept,) = (root / "output" / "mini" / "2024-T2-textos").glob("resumen-*.md")
    assert kept.read_text(encoding="utf-8") == TEXT

    # The text has changed since the document was written, so the same document is not read a second time.
    again = poa(root, "textos", RUN, "--leer", str(document))
    assert again.returncode == 1
    assert "cambió después de que se escribió el documento" in " ".join((again.stdout + again.stderr).split())
    assert poa(root, "textos", RUN, "--salida", str(document)).returncode == 2
