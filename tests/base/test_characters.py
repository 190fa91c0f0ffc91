"""Characters of outside texts are named and replaced, or left alone; the fonts decide which can be printed."""

import unicodedata
import xml.sax.saxutils
from pathlib import Path

import matplotlib
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from helpers.base.characters import BLANKS, GLYPHS, free_stem, is_printable, printable, strange_characters
from helpers.outputs.browser.page_style import FACES

ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "src/helpers/outputs/fonts"
CHART_FONTS = ROOT / "src/helpers/views/charts/fonts"


def glyphs_of(path: Path) -> set[str]:
    return {chr(code) for code in TTFont(path).getBestCmap()}


def test_the_list_of_glyphs_matches_the_bundled_fonts():
    of_page = set().union(*(glyphs_of(FONTS / file) for *_, file in FACES))
    assert of_page == GLYPHS | {"\ufeff"}, "which PDF/A forbids"
    dejavu = Path(matplotlib.get_data_path()) / "fonts/ttf/DejaVuSans.ttf"
    assert glyphs_of(CHART_FONTS / "libro-sans-400.ttf") | glyphs_of(dejavu) >= GLYPHS


@pytest.mark.parametrize(
    ("text", "printed", "names"),
    [
        ("a\ufffeb", "a[U+FFFE]b", ["U+FFFE (código sin carácter)"]),
        ("a\x01b", "a[U+0001]b", ["U+0001 (carácter de control)"]),
        ("a\ud83db", "a[U+D83D]b", ["U+D83D (mitad de un carácter)"]),
        ("a\u202eb", "a[U+202E]b", ["U+202E (control de la dirección de escritura)"]),
        ("a_x0001_b", "a[x0001]b", ["«x0001», con guion bajo a cada lado, que es como Excel escribe U+0001"]),
        ("Meta 🎯", "Meta [U+1F3AF]", ["U+1F3AF (DIRECT HIT)"]),
        ("Karlovič", "Karlovic", ["U+010D (LATIN SMALL LETTER C WITH CARON)"]),
        ("co\ufb01nanciado", "cofinanciado", ["U+FB01 (LATIN SMALL LIGATURE FI)"]),
        ("_x00\u200d01_", "[x0001]", ["U+200D (ZERO WIDTH JOINER)"]),
        ("uno\u200ddos", "unodos", ["U+200D (ZERO WIDTH JOINER)"]),
        ("\ufeffDirección", "Dirección", ["U+FEFF (ZERO WIDTH NO-BREAK SPACE)"]),
        ("\uf0b7 viñeta", "• viñeta", ["U+F0B7 (de uso privado)"]),
    ],
)
def test_a_strange_character_is_named_and_replaced_in_print(text, printed, names):
    assert printable(text) == printed
    assert [piece.called for piece in strange_characters(text)] == names
    assert not is_printable(text)


@pytest.mark.parametrize("text", ["Ñuflo de Chávez", "ñe'ẽ, g̃uarani, ỹ", "1\u202f234", "«12,5» ≥ 3 – ★ ✔ ▪", "línea\nde\tdos", "_x12_"])
def test_spanish_and_guarani_text_is_left_alone(text):
    """Guaraní letters without a glyph of their own are printed as a letter and a tilde."""
    assert is_printable(text)
    assert printable(text) == text


@given(st.text(st.characters(), max_size=30))
def test_printable_text_is_valid_in_xml_and_has_its_glyphs(text):
    printed = printable(text)
    assert is_printable(printed)
    assert all(letter in GLYPHS | BLANKS or set(unicodedata.normalize("NFD", letter)) <= GLYPHS for letter in printed)
    etree.fromstring(f"<a>{xml.sax.saxutils.escape(printed)}</a>")


@given(st.text(st.characters(), max_size=30))
def test_a_text_is_changed_only_if_it_has_strange_characters(text):
    assert (printable(text) != text) == bool(strange_characters(text))


def test_the_sheets_of_units_have_names_that_windows_takes_for_files():
    """Contabilidad's «CON» would be the console there, and two codes that differ only in case one file."""
    taken: set[str] = set()
    assert [free_stem(code, taken) for code in ("CON", "Uai", "UAI", "1.2.", "¿?")] == ["CON-2", "Uai", "UAI-2", "1.2", "unidad"]
