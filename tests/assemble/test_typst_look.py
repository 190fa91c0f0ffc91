"""What screen and paper share is the same in the style sheet and in Typst's template: colours, grade marks, fonts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

import helpers.assemble
from helpers.assemble.look import FACES

HERE = Path(helpers.assemble.__file__).parent
SHEET = (HERE / "styles/informe.css").read_text(encoding="utf-8")
TEMPLATE = (HERE / "typst/informe.typ").read_text(encoding="utf-8")
FONTS, CHART_FONTS = HERE / "fonts", HERE.parent / "charts/fonts"
COLOURS = {"tinta", "azul", "azul-medio", "azul-claro", "gris", "regla", "regla-fina"}
TONES = ("azul", "verde", "amarillo", "naranja", "rojo", "gris")
NAMES = {"Source Sans 3": "Libro Sans", "Source Serif 4": "Libro Serif", "Signos": "Libro Signos", "Signos 2": "Libro Signos 2"}


def short(colours: list[str]) -> list[str]:
    """Colours as six digits."""
    return ["#ffffff" if one == "white" else one.lower() for one in colours]


def colours_in(text: str) -> list[str]:
    return short(re.findall(r"#[0-9a-f]{6}|\bwhite\b", text))


def test_colours_of_the_template_are_those_of_the_sheet():
    sheet = dict(re.findall(r"^  --([\w-]+): (#[0-9a-f]{6});", SHEET, re.MULTILINE))
    template = dict(re.findall(r'^#let ([\w-]+) = rgb\("(#[0-9a-f]{6})"\)', TEMPLATE, re.MULTILINE))
    assert {name: template.get(name) for name in COLOURS} == {name: sheet[name] for name in COLOURS}
    assert template["rojo-borrador"] == sheet["borrador"]


@pytest.mark.parametrize("tone", TONES)
def test_a_grade_has_the_same_colours_and_the_same_line_around_it(tone):
    (rule,) = re.findall(rf"^\.semaforo\.{tone} {{ (.*) }}", SHEET, re.MULTILINE)
    told = dict(re.findall(r"([\w-]+): ([^;]+)", rule))
    grades = TEMPLATE[TEMPLATE.index("#let grados") : TEMPLATE.index("#let hallazgos")]
    (mark,) = re.findall(rf"^  {tone}: \((.*)\),$", grades, re.MULTILINE)
    line = told.get("border") or f"solid {told['border-color']}"
    fill, text, stroke = colours_in(mark)
    assert [fill, text, stroke] == [*short([told["background"], told["color"]]), *colours_in(line)]
    drawn = re.search(r'dash: "densely-(\w+)"', mark)
    assert ("solid" not in line) == bool(drawn) and (drawn is None or drawn[1] in line)


@pytest.mark.parametrize("kind", ["error", "advertencia", "nota"])
def test_a_finding_has_the_same_colours(kind):
    (rule,) = re.findall(rf"^\.hallazgo\.{kind} {{ (.*) }}", SHEET, re.MULTILINE)
    (mark,) = re.findall(rf"^  {kind}: \((.*)\),$", TEMPLATE[TEMPLATE.index("#let hallazgos") :], re.MULTILINE)
    assert sorted(colours_in(mark)) == sorted(colours_in(rule))


def paper_face(family: str, weight: int, style: str) -> Path:
    """The file that Typst takes for a face of the page; two of them are the charts'."""
    name = NAMES[family].lower().replace(" ", "-")
    file = f"{name}-{weight}{'-italic' if style == 'italic' else ''}.ttf"
    return next(folder / file for folder in (FONTS, CHART_FONTS) if (folder / file).is_file())


@pytest.mark.parametrize(("family", "weight", "style", "source"), FACES, ids=[file for *_, file in FACES])
def test_a_face_on_paper_has_the_letters_and_widths_of_that_on_the_screen(family, weight, style, source):
    with TTFont(FONTS / source) as screen, TTFont(paper_face(family, weight, style)) as paper:
        due, found = screen.getBestCmap(), paper.getBestCmap()
        assert found.keys() == due.keys()
        scale = paper["head"].unitsPerEm / screen["head"].unitsPerEm
        assert all(paper["hmtx"][found[code]][0] == screen["hmtx"][due[code]][0] * scale for code in due)


@pytest.mark.parametrize(("family", "weight", "style", "source"), FACES, ids=[file for *_, file in FACES])
def test_a_face_on_paper_bears_a_name_that_no_font_of_a_machine_bears(family, weight, style, source):
    with TTFont(paper_face(family, weight, style)) as paper:
        assert paper.flavor is None
        names = {record.nameID: str(record) for record in paper["name"].names}
        assert (names.get(16) or names[1]) == NAMES[family]
        assert paper["OS/2"].usWeightClass == weight
        assert not any("Source" in names.get(place, "") for place in (1, 3, 4, 6, 16))


def test_every_font_that_the_template_names_travels_with_the_program():
    families = set(re.findall(r'"((?:Libro|DejaVu)[\w ]*)"', TEMPLATE))
    vendored = {str(record) for folder in (FONTS, CHART_FONTS) for path in folder.glob("*.ttf") for record in names_of(path)}
    assert {name for name in families if name.startswith("Libro")} == set(NAMES.values()) <= vendored
    assert {name for name in families if not name.startswith("Libro")} <= {"DejaVu Sans", "DejaVu Sans Mono"}


def names_of(path: Path) -> list[object]:
    with TTFont(path) as face:
        return [record.toUnicode() for record in face["name"].names if record.nameID in (1, 16)]
