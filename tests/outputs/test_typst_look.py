"""Colours, grade marks and fonts are the same in the style sheet for the screen and in Typst's template for paper."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

import helpers
from helpers.figures.findings import Severity
from helpers.outputs.browser.page_style import FACES, SHARED_LOOK, style_sheet

HERE = Path(helpers.__file__).parent / "outputs"
SHEET = (HERE / "browser/styles/informe.css").read_text(encoding="utf-8")
TEMPLATE = (HERE / "pdf/typst/informe.typ").read_text(encoding="utf-8")
FONTS, CHART_FONTS = HERE / "fonts", HERE.parent / "views/charts/fonts"
TONES = ("azul", "verde", "amarillo", "naranja", "rojo", "gris")
NAMES = {"Source Sans 3": "Libro Sans", "Source Serif 4": "Libro Serif", "Signos": "Libro Signos", "Signos 2": "Libro Signos 2"}


SHARED = json.loads(SHARED_LOOK.read_text(encoding="utf-8"))
MARKS = [mark for kind in ("grados", "hallazgos") for mark in SHARED[kind].values()]


def test_every_grade_and_severity_has_its_mark():
    assert set(SHARED["grados"]) == set(TONES)
    assert set(SHARED["hallazgos"]) == {str(severity) for severity in Severity}


def test_the_sheet_gives_every_mark_its_colours():
    rules = style_sheet()
    for tone in TONES:
        (rule,) = re.findall(rf"^\.semaforo\.{tone} {{(.*)}}", rules, re.MULTILINE)
        assert set(colours_in(rule)) == {SHARED["grados"][tone][part] for part in ("texto", "fondo", "linea")}
    assert all(f"--{name}: {value};" in rules for name, value in SHARED["colores"].items())


@pytest.mark.parametrize("written", [SHEET, TEMPLATE], ids=["sheet", "template"])
def test_the_colours_of_marks_are_not_repeated_in_sheet_or_template(written):
    fills = {mark["fondo"] for mark in MARKS} - {"#ffffff"}
    assert not fills & set(colours_in(written))


def colours_in(text: str) -> list[str]:
    return re.findall(r"#[0-9a-f]{6}", text)


def paper_face(family: str, weight: int, style: str) -> Path:
    """The file that Typst uses for a face of the page; two of these files belong to the charts."""
    name = NAMES[family].lower().replace(" ", "-")
    file = f"{name}-{weight}{'-italic' if style == 'italic' else ''}.ttf"
    return next(folder / file for folder in (FONTS, CHART_FONTS) if (folder / file).is_file())


@pytest.mark.parametrize(("family", "weight", "style", "source"), FACES, ids=[file for *_, file in FACES])
def test_a_face_on_paper_has_the_letters_and_widths_of_its_screen_face(family, weight, style, source):
    with TTFont(FONTS / source) as screen, TTFont(paper_face(family, weight, style)) as paper:
        due, found = screen.getBestCmap(), paper.getBestCmap()
        assert found.keys() == due.keys()
        scale = paper["head"].unitsPerEm / screen["head"].unitsPerEm
        assert all(paper["hmtx"][found[code]][0] == screen["hmtx"][due[code]][0] * scale for code in due)


@pytest.mark.parametrize(("family", "weight", "style", "source"), FACES, ids=[file for *_, file in FACES])
def test_a_face_on_paper_has_a_name_that_no_installed_font_has(family, weight, style, source):
    with TTFont(paper_face(family, weight, style)) as paper:
        assert paper.flavor is None
        names = {record.nameID: str(record) for record in paper["name"].names}
        assert (names.get(16) or names[1]) == NAMES[family]
        assert paper["OS/2"].usWeightClass == weight
        assert not any("Source" in names.get(place, "") for place in (1, 3, 4, 6, 16))


def test_every_font_that_the_template_names_is_shipped_with_the_program():
    families = set(re.findall(r'"((?:Libro|DejaVu)[\w ]*)"', TEMPLATE))
    vendored = {str(record) for folder in (FONTS, CHART_FONTS) for path in folder.glob("*.ttf") for record in names_of(path)}
    assert {name for name in families if name.startswith("Libro")} == set(NAMES.values()) <= vendored
    assert {name for name in families if not name.startswith("Libro")} <= {"DejaVu Sans", "DejaVu Sans Mono"}


def names_of(path: Path) -> list[object]:
    with TTFont(path) as face:
        return [record.toUnicode() for record in face["name"].names if record.nameID in (1, 16)]
