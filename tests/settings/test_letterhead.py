"""The emblem and the contact of an institution: what is accepted, and one clear message for each thing that is not."""

import pytest

from helpers.base.errors import ConfigError
from helpers.base.system.workspace import Workspace
from helpers.settings.institution import load_institution

IDENTITY = "codigo: OF\nnombre: Oficina\nsigla: OF\n"
EMBLEM = "emblema: {{archivo: {}, texto: Escudo de la oficina}}\n"
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4">{}</svg>'
PNG = b"\x89PNG\r\n\x1a\n" + bytes(16)


def office(root, more: str, **files: bytes):
    folder = root / "params" / "of"
    folder.mkdir(parents=True)
    (folder / "entidad.yaml").write_text(IDENTITY + more, encoding="utf-8")
    for name, content in files.items():
        (folder / name.replace("_", ".")).write_bytes(content)
    return load_institution(Workspace(root), "of")


@pytest.mark.parametrize(
    ("file", "content", "begins"),
    [
        ("escudo.png", PNG, "data:image/png;base64,iVBOR"),
        ("escudo.svg", DRAWING.format('<path d="M0 0h4"/>').encode(), "data:image/svg+xml;base64,"),
        ("escudo.svg", DRAWING.format("<path style='fill:url(\"#g\")' stroke='url(#g)'/>").encode(), "data:image/svg+xml"),
    ],
)
def test_the_institution_contains_its_emblem_as_data(tmp_path, file, content, begins):
    emblem = office(tmp_path, EMBLEM.format(file), **{file.replace(".", "_"): content}).emblema
    assert emblem.contenido.startswith(begins) and emblem.texto == "Escudo de la oficina"


@pytest.mark.parametrize(
    ("file", "content", "words"),
    [
        ("falta.png", b"", "no existe «falta.png» en la carpeta de la entidad"),
        ("escudo.gif", b"GIF89a", "«escudo.gif» no es un archivo PNG ni SVG"),
        ("../of/../../fuera.png", PNG, "no está en la carpeta de la entidad"),
        ("escudo.png", b"texto", "«escudo.png» no es una imagen PNG"),
        ("escudo.png", PNG + bytes(500_001), "pesa más de 500 kB"),
        ("escudo.svg", b"<svg", "no es un dibujo SVG que se pueda leer"),
        ("escudo.svg", b"<p/>", "no es un dibujo SVG"),
        ("escudo.svg", DRAWING.format("<script/>").encode(), "contiene programas"),
        ("escudo.svg", DRAWING.format('<path onclick="x"/>').encode(), "contiene programas"),
        ("escudo.svg", DRAWING.format('<image href="http://x/y.png"/>').encode(), "toma partes de otro lugar"),
        ("escudo.svg", DRAWING.format('<style>@import "//x/y.css";</style>').encode(), "toma partes de otro lugar"),
        ("escudo.svg", DRAWING.format("<path style='fill:url(\"http://x/y.svg#g\")'/>").encode(), "toma partes de otro lugar"),
        ("escudo.svg", b'<?xml-stylesheet href="//x/y.css"?>' + DRAWING.format("").encode(), "toma partes de otro lugar"),
    ],
)
def test_an_emblem_that_cannot_be_used_is_refused_with_one_reason(tmp_path, file, content, words):
    files = {file.replace(".", "_"): content} if "/" not in file and not file.startswith("falta") else {}
    with pytest.raises(ConfigError) as refused:
        office(tmp_path, EMBLEM.format(file), **files)
    (problem,) = refused.value.problems
    assert problem.startswith("emblema.archivo: ") and words in problem


def test_the_content_of_an_emblem_cannot_be_written_by_hand(tmp_path):
    with pytest.raises(ConfigError, match="«contenido» no se escribe"):
        office(tmp_path, "emblema: {archivo: e.png, texto: Escudo, contenido: 'data:'}\n", e_png=PNG)


def test_a_contact_without_a_line_is_refused(tmp_path):
    with pytest.raises(ConfigError, match="«contacto» no tiene nada escrito"):
        office(tmp_path, "contacto: {}\n")
