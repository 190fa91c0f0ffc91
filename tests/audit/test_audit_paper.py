"""Forgeries of a PDF: reported under the same program versions; under others, reported or said to be unverified.

The PDF is that of a small run, which prints quickly. `test_audit_hostile` and `test_audit_tampering` use the real one.
"""

from __future__ import annotations

import json
import shutil
from base64 import b64encode
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pikepdf
import pypdfium2
import pytest
from paper_texts import texts_of
from pypdfium2 import raw
from real_runs import carry, paint_over
from small_runs import finished

from helpers.audit.audit_case import Case
from helpers.audit.audit_result import Result, State, Unverifiable, drawn_otherwise
from helpers.audit.pages.audited_pdf import WAIVED, check_pdf, due_content, places_of, reprinted
from helpers.audit.pages.pdf_words import attachments
from helpers.outputs.pdf import report_pdf
from helpers.outputs.pdf.report_pdf import write_pdf
from helpers.outputs.run_files import ATTACHED, MANIFEST_FILE, PDF_FILE, PLACES_FILE, WORKPAPERS_FILE
from helpers.run.report.manifest import manifest_text, versions

pytestmark = pytest.mark.pdf

CUTOFF = date(2024, 6, 30)
SAME, OTHER = "mismas versiones", "otras versiones"
TABLE = 3
"""The page on which the table begins, after the cover and the contents."""
BOTH = pytest.mark.parametrize("made", [SAME, OTHER])


def bar(width: int) -> str:
    """A chart of one bar."""
    drawn = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 30"><g opacity="0.9"><rect width="{width}" height="20"/></g></svg>'
    return f"data:image/svg+xml;base64,{b64encode(drawn.encode()).decode()}"


def chart(name: str, width: int) -> str:
    shown = f'<img alt="Barra de {width} puntos" src="{bar(width)}"><figcaption>Gráfico {name}</figcaption>'
    return f'<figure class="grafico" id="grafico-{name}">{shown}</figure>'


def rows(count: int) -> str:
    return "".join(
        f'<tr><th scope="row">Unidad {at}</th><td class="num"><data data-cifra="avance/{at}">{at},16</data></td></tr>'
        for at in range(count)
    )


PAGE = f"""<!doctype html><html lang="es"><head><title>Informe</title><meta name="author" content="Entidad"></head><body>
<header class="portada"><h1>Informe</h1><p class="estado">BORRADOR</p></header><main>
<section id="sec-uno"><h2><span class="numero">1</span> Avance</h2>
<p>La entidad llegó a <data data-cifra="avance/e">92,16 %</data>; vea <a href="https://example.org/a">la norma</a>.</p>
<figure class="cuadro" id="cuadro-uno"><figcaption>Avance por unidad</figcaption><table>
<thead><tr><th>Unidad</th><th class="num">Avance</th></tr></thead><tbody>{rows(60)}</tbody></table></figure></section>
<section id="sec-dos"><h2><span class="numero">2</span> Gráficos</h2>{chart("a", 92)}{chart("b", 23)}</section>
</main></body></html>"""


@pytest.fixture(scope="module")
def due(tmp_path_factory) -> Case:
    """The case of a correct run, with its PDF."""
    root = tmp_path_factory.mktemp("corrida")
    case = finished(root)
    for name in ATTACHED[:3]:
        for place in (case.folder, case.expected):
            (place / name).write_text(f"id\n{name}\n", encoding="utf-8")
    case = replace(case, manifest={"estado": "completo", "con_pdf": True, "versiones": versions(), "salidas": {}})
    printed(case, case.folder / PDF_FILE)
    return case


def printed(case: Case, path: Path) -> Path:
    """Print the run's page as a PDF, with the files that must be attached to it."""
    carried = path.parent / "adjuntos"
    carried.mkdir(exist_ok=True)
    for name in ATTACHED:
        (carried / name).write_bytes(manifest_text(case.manifest).encode() if name == MANIFEST_FILE else due_content(case, name))
    write_pdf(PAGE, path, attachments=[carried / name for name in ATTACHED], dated=CUTOFF)
    return path


@pytest.fixture
def path(due, tmp_path) -> Path:
    """A copy of the run's PDF that a test may damage."""
    (tmp_path / "corrida").mkdir()
    return Path(shutil.copy(due.folder / PDF_FILE, tmp_path / "corrida"))


@pytest.fixture
def check(due, path, tmp_path) -> Callable[..., Result]:
    """Checks a PDF after a change; the manifest states the installed versions or another Typst."""

    def checked(change: Callable[[Path], object], made: str = SAME) -> Result:
        shutil.copy(due.folder / WORKPAPERS_FILE, path.parent)
        case, again = replace(due, folder=path.parent), due.folder / PDF_FILE
        if made == OTHER:
            case = replace(case, manifest={**due.manifest, "versiones": {**versions(), "typst": "0.1"}})
            again = printed(case, tmp_path / "otra.pdf")
        shutil.copy(again, path)
        change(path)
        return check_pdf(case, lambda: again)

    return checked


def change_nothing(path: Path) -> None:
    """Leave the PDF as it is."""


def differences_text(result: Result) -> str:
    return "\n".join(map(str, result.differences))


# --- changes to the PDF ---------------------------------------------------------------------------------------------


def attach_twice(path: Path) -> None:
    """Attach two files of the same name; which one a reader would open is unknown."""
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        names = document.Root.Names.EmbeddedFiles.Names
        other = pikepdf.AttachedFileSpec(document, b"id\notra\n", filename="cifras.csv")
        names.append(names[0])
        names.append(other.obj)
        document.save(path)


def drawn_with_pdfium(change: Callable[[pypdfium2.PdfDocument], None]) -> Callable[[Path], None]:
    def changed(path: Path) -> None:
        with closing(pypdfium2.PdfDocument(path.read_bytes())) as document:
            change(document)
            document.save(path)

    return changed


@drawn_with_pdfium
def move_letters(document: pypdfium2.PdfDocument) -> None:
    """Move a piece of text down a little; the words and their order stay."""
    leaf = document[TABLE - 1]
    pieces = list(leaf.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]))
    raw.FPDFPageObj_Transform(pieces[len(pieces) // 2], 1, 0, 0, 1, 0, -6)
    leaf.gen_content()


@drawn_with_pdfium
def turn_a_page(document: pypdfium2.PdfDocument) -> None:
    document[TABLE - 1].set_rotation(90)


@drawn_with_pdfium
def put_a_page_in(document: pypdfium2.PdfDocument) -> None:
    document.new_page(*document[0].get_size())


def edited(change: Callable[[pikepdf.Pdf], None]) -> Callable[[Path], None]:
    def changed(path: Path) -> None:
        with pikepdf.open(path, allow_overwriting_input=True) as document:
            change(document)
            document.save(path)

    return changed


def annotated(**entries: object) -> Callable[[Path], None]:
    @edited
    def change(document: pikepdf.Pdf) -> None:
        plain = {"Type": pikepdf.Name.Annot, "Rect": [200, 400, 260, 420], **entries}
        page = document.pages[TABLE - 1]
        page["/Annots"] = pikepdf.Array([*page.get("/Annots", []), document.make_indirect(pikepdf.Dictionary(**plain))])

    return change


@edited
def lie_in_the_title(document: pikepdf.Pdf) -> None:
    document.docinfo["/Title"] = "Otro informe"


@edited
def swap_charts(document: pikepdf.Pdf) -> None:
    """Swap the two charts."""
    drawn = document.pages[-1].Resources.XObject
    one, other = list(drawn.keys())
    drawn[one], drawn[other] = drawn[other], drawn[one]


@edited
def draw_as_artifact(document: pikepdf.Pdf) -> None:
    """Draw a number marked as an artifact, as page headers are, so that it does not count as text of the page."""
    page = document.pages[TABLE - 1]
    font = next(iter(page.Resources.Font.keys())).encode()
    page.contents_add(b"/Artifact BMC BT " + font + b" 12 Tf 200 400 Td <00010002> Tj ET EMC")


@edited
def swap_pages(document: pikepdf.Pdf) -> None:
    page = document.pages[TABLE - 1]
    del document.pages[TABLE - 1]
    document.pages.append(page)


@edited
def run_a_program(document: pikepdf.Pdf) -> None:
    program = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    names = document.make_indirect(pikepdf.Dictionary(Names=["x", document.make_indirect(program)]))
    document.Root.Names["/JavaScript"] = names


@edited
def rename_a_bookmark(document: pikepdf.Pdf) -> None:
    document.Root.Outlines.First.Title = "0 Otro"


def change_a_word(path: Path) -> None:
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        page = document.pages[TABLE - 1]
        stream = pikepdf.parse_content_stream(page)
        pieces = [at for at, (_, operator) in enumerate(stream) if str(operator) in ("Tj", "TJ")]
        one, other = pieces[-6], pieces[-3]
        stream[one], stream[other] = stream[other], stream[one]
        page.Contents = document.make_stream(pikepdf.unparse_content_stream(stream))
        document.save(path)


def edit_places(change: Callable[[list], object]) -> Callable[[Path], None]:
    def changed(path: Path) -> None:
        places = json.loads(dict(attachments(path))[PLACES_FILE])
        change(places)
        carry(path, PLACES_FILE, json.dumps(places).encode())

    return changed


URI = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.org/otra")
HOSTILE = {
    "una nota sobre una cifra": (
        annotated(Subtype=pikepdf.Name.FreeText, Contents="99,99"),
        "informe.pdf, página 3, anotación (FreeText): debía decir «0» y dice «1»",
    ),
    "páginas cambiadas": (swap_pages, "informe.pdf, página 3: debía decir"),
    "palabras cambiadas": (change_a_word, "informe.pdf, página 3: debía decir"),
    "un enlace que lleva fuera": (
        annotated(Subtype=pikepdf.Name.Link, A=URI), "informe.pdf, enlace hacia fuera (https://example.org/otra): debía decir «0» y dice «1»",
    ),
    "un programa": (run_a_program, "informe.pdf, programa o formulario (JavaScript): debía decir «0» y dice «1»"),
    "el marcador del índice": (rename_a_bookmark, "informe.pdf, página 2: debía decir"),
    "otro adjunto": (
        lambda path: carry(path, "cifras.csv", b"id\notra\n"), "informe.pdf, adjunto cifras.csv: debía decir «el del informe»",
    ),
    "un adjunto de más": (lambda path: carry(path, "fe_de_erratas.txt", b"x"), "informe.pdf, adjunto fe_de_erratas.txt"),
    "un adjunto dos veces": (attach_twice, "informe.pdf, adjunto cifras.csv: debía decir «un archivo adjunto» y dice «2 con ese nombre»"),
    "una cifra en lugares.json": (
        edit_places(lambda places: places[0].__setitem__(1, "99,99 %")),
        "informe.pdf, lugares.json, cifra avance/e: debía decir «92,16\u00a0% (1 vez)» y dice «99,99 % (1 vez)»",
    ),
    "una cifra quitada de lugares.json": (edit_places(list.pop), "lugares.json, cifra avance/59: debía decir «59,16 (1 vez)» y dice «no está»"),
}  # fmt: skip


@BOTH
@pytest.mark.parametrize("what", HOSTILE)
def test_a_forgery_is_reported_with_its_place(check, what, made):
    change, place = HOSTILE[what]
    result = check(change, made)
    assert place in differences_text(result), differences_text(result)
    assert result.state is State.DIFFERS


UNSEEN = {
    "un recuadro blanco": lambda path: paint_over(path, TABLE),
    "letras corridas": move_letters,
    "gráficos cambiados": swap_charts,
    "una cifra como encabezado": draw_as_artifact,
    "una página girada": turn_a_page,
    "una página puesta": put_a_page_in,
    "un título que miente": lie_in_the_title,
    "un lugar en lugares.json": edit_places(lambda places: places[0].__setitem__(2, 9)),
    "guardado otra vez": edited(lambda document: None),
    "bytes que nada cambian": lambda path: path.write_bytes(path.read_bytes() + b"%\n"),
}
"""Changes of what no word says."""
NAMED = {"un título que miente": "informe.pdf, metadato Title: debía decir «Informe» y dice «Otro informe»"}


@pytest.mark.parametrize("what", UNSEEN)
def test_a_change_that_no_word_shows_is_reported_and_unverified_if_the_versions_differ(check, what):
    *named, unnamed = check(UNSEEN[what], SAME).differences
    assert unnamed == drawn_otherwise("informe.pdf")
    assert differences_text(SimpleNamespace(differences=named)) == NAMED.get(what, "")
    result = check(UNSEEN[what], OTHER)
    assert (result.state, result.differences) == (State.PARTLY, ())
    assert "typst 0.1 y aquí" in result.unchecked and "pero no lo que se dibuja" in result.unchecked


def test_a_changed_title_is_reported_beside_other_differences(check):
    result = check(lambda path: (change_a_word(path), lie_in_the_title(path)), SAME)
    told = differences_text(result)
    assert "informe.pdf, página 3: debía decir" in told and NAMED["un título que miente"] in told
    assert drawn_otherwise("informe.pdf") not in result.differences


def test_other_bytes_with_the_same_words_say_what_to_do(wording):
    wording(str(drawn_otherwise("informe.pdf")), "informe.pdf")


@BOTH
def test_the_unchanged_pdf_passes_whatever_versions_the_manifest_states(check, made):
    result = check(change_nothing, made)
    assert (result.state, result.amount, "byte por byte" in result.unit) == (State.PASSES, 4, True)


def test_the_same_page_laid_out_differently_is_no_difference(due, path, tmp_path, monkeypatch):
    """Other versions may end lines and pages elsewhere; words and attachments are the same."""
    case = replace(due, folder=path.parent, manifest={**due.manifest, "versiones": {**versions(), "typst": "0.1"}})
    shutil.copy(due.folder / WORKPAPERS_FILE, path.parent)
    look = report_pdf.LOOK.read_text(encoding="utf-8")
    assert "size: 10.2pt" in look and "bottom: 22mm" in look
    (tmp_path / report_pdf.LOOK.name).write_text(look.replace("size: 10.2pt", "size: 13pt").replace("bottom: 22mm", "bottom: 170mm"), encoding="utf-8")
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(report_pdf, "LOOK", tmp_path / report_pdf.LOOK.name)
        printed(case, path)
    again = printed(case, tmp_path / "otra.pdf")
    lengths = [len(texts_of(one)) for one in (path, again)]
    result = check_pdf(case, lambda: again)
    assert lengths[0] > lengths[1]
    assert (result.state, differences_text(result)) == (State.PARTLY, "")


def test_a_missing_pdf_is_waived_only_if_the_run_was_made_without_pdf(due, tmp_path):
    empty = replace(due, folder=tmp_path)
    with pytest.raises(Unverifiable, match=r"informe\.pdf no está en"):
        check_pdf(empty, lambda: tmp_path)
    result = check_pdf(replace(empty, manifest={"con_pdf": False}), lambda: tmp_path)
    assert (result.state, result.notes) == (State.WAIVED, (WAIVED,))


class TestReprinted:
    """The PDF printed again from the page that it must hold."""

    @pytest.fixture
    def case(self, due, tmp_path) -> Case:
        run = SimpleNamespace(cutoff=lambda period: CUTOFF, period="2024-T2", model_dump=lambda mode: {})
        return replace(due, reference=SimpleNamespace(corrida=run), scratch=tmp_path)

    def test_it_is_the_same_as_the_runs_pdf_to_the_byte(self, case):
        assert reprinted(case, PAGE).read_bytes() == (case.folder / PDF_FILE).read_bytes()

    def test_a_missing_attachment_is_named(self, case, tmp_path):
        with pytest.raises(Unverifiable, match=rf"falta {ATTACHED[0]}"):
            reprinted(replace(case, expected=tmp_path), PAGE)

    def test_a_changed_workbook_in_the_folder_does_not_accuse_the_pdf(self, case, path):
        (path.parent / WORKPAPERS_FILE).write_bytes(b"otro")
        changed = replace(case, folder=path.parent)
        assert check_pdf(changed, lambda: reprinted(changed, PAGE)).state is State.PASSES

def test_a_list_of_places_that_cannot_be_read_counts_as_empty(path):
    assert len(places_of(path)) == 61
    carry(path, PLACES_FILE, b"[[1]]")
    assert places_of(path) == []
