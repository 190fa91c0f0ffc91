"""A new Word document: its styles, numberings and properties, and the bytes of its file, which hold no times."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, cast

from docx import Document as blank_document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from helpers.outputs.browser.page_style import SHARED_LOOK
from helpers.outputs.word.word_paragraphs import insert_property
from helpers.outputs.word.word_xml import Element, made, valued

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle

_SHARED = json.loads(SHARED_LOOK.read_text(encoding="utf-8"))
COLOURS: Mapping[str, str] = {name: colour[1:] for name, colour in _SHARED["colores"].items()}
GRADES: Mapping[str, Mapping[str, str]] = _SHARED["grados"]
FINDINGS: Mapping[str, Mapping[str, str]] = _SHARED["hallazgos"]
GREY, BLUE, PALE = COLOURS["gris"], COLOURS["azul"], COLOURS["azul-claro"]
SANS, MONO = "Arial", "Courier New"
"""Fonts that Word has on every system, and LibreOffice has or replaces by fonts of the same widths."""
LANGUAGE = "es-BO"

TEXT, TABLE, NOTE, LABEL, BOX, CODE, FIGURE = "Texto", "Tabla", "Nota", "Rotulo", "Recuadro", "Codigo", "Cifra"
CAPTION, BULLETS, NUMBERED, CONTENTS_TITLE, GRID = "Caption", "ListBullet", "ListNumber", "TtuloIndice", "CuadroPOA"
COVER_OWNER, COVER_STATE = "PortadaInstitucion", "PortadaEstado"
HEADING_LIST, BULLET_LIST, NUMBER_LIST = 1, 2, 3
"""Ids of the numberings in the document."""
DEEPEST = 2
"""Deepest level of lists, from 0; deeper lists have it too."""
_WORD_2013 = "15"
"""Without this mode Word opens a document as one of an older version."""
_EPOCH = (1980, 1, 1, 0, 0, 0)


def new_document() -> Document:
    """Return an empty document with the styles and numberings of a report, and without those of the library."""
    document = blank_document()
    defaults = document.styles.element.find(qn("w:docDefaults"))
    for fonts in defaults.iter(qn("w:rFonts")):
        fonts.attrib.clear()
        fonts.attrib.update({qn(f"w:{name}"): SANS for name in ("ascii", "hAnsi", "cs", "eastAsia")})
    for language in defaults.iter(qn("w:lang")):
        language.attrib.update({qn("w:val"): LANGUAGE, qn("w:eastAsia"): LANGUAGE})
    _headings(document)
    _texts(document)
    _contents(document)
    _table_style(document)
    figure = document.styles.add_style(FIGURE, WD_STYLE_TYPE.CHARACTER)
    figure.element.append(made("w:rPr"))
    _numberings(document)
    return document


def _shaped(
    style: ParagraphStyle, size: float, before: float = 0, after: float = 0, *, colour: str = "", bold: bool = False
) -> ParagraphStyle:
    """Give a style its size in points, its distances in points, its colour and weight, and the report's font."""
    font, form = style.font, style.paragraph_format
    fonts = style.element.get_or_add_rPr().find(qn("w:rFonts"))
    if fonts is not None:
        fonts.getparent().remove(fonts)
    font.name, font.size, font.bold, font.italic = SANS, Pt(size), bold, False
    font.color.rgb = RGBColor.from_string(colour or COLOURS["tinta"])
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), 1.0
    return style


def _new(document: Document, name: str, id: str, base: str = "Normal") -> ParagraphStyle:
    """Add a paragraph style with a name and an id, based on another, and return it."""
    style = cast("ParagraphStyle", document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH))
    style.element.set(qn("w:styleId"), id)
    style.base_style = document.styles[base]
    style.quick_style = True
    return style


def _headings(document: Document) -> None:
    """Shape plain text, headings (numbered down to the second level), title, subtitle and the cover's styles."""
    styles = document.styles
    _shaped(styles["Normal"], 10)
    for level, (size, before, after) in enumerate(((17, 0, 10), (12.5, 16, 6), (10.5, 12, 5)), start=1):
        heading = _shaped(styles[f"Heading {level}"], size, before, after, colour=BLUE, bold=True)
        heading.paragraph_format.keep_with_next = True
        if level < 3:
            number = made("w:numPr", None, valued("w:ilvl", level - 1), valued("w:numId", HEADING_LIST))
            insert_property(heading.element.get_or_add_pPr(), number)
    _underlined(styles["Heading 1"], 12)
    title = _shaped(styles["Title"], 28, 110, 14, colour=BLUE, bold=True)
    _shaped(styles["Subtitle"], 16, 0, 26, colour=COLOURS["azul-medio"], bold=True)
    for border in list(title.element.iter(qn("w:pBdr"))):
        border.getparent().remove(border)
    _underlined(_shaped(_new(document, "Portada institución", COVER_OWNER), 14, 0, 0, colour=BLUE, bold=True), 24)
    _shaped(_new(document, "Portada estado", COVER_STATE), 11, 0, 6, colour=COLOURS["borrador"], bold=True)


def _underlined(style: ParagraphStyle, size: int) -> None:
    """Give a style a blue line below (`size` in eighths of a point)."""
    line = made("w:bottom", {"w:val": "single", "w:sz": size, "w:space": 6, "w:color": BLUE})
    insert_property(style.element.get_or_add_pPr(), made("w:pBdr", None, line))


def _texts(document: Document) -> None:
    """Add or shape the styles of texts, cells, notes, code, captions, boxes, findings, lists, headers and footers."""
    styles = document.styles
    _shaped(_new(document, "Texto", TEXT), 10, 0, 7).paragraph_format.line_spacing = 1.15
    _shaped(_new(document, "Tabla", TABLE), 8)
    _shaped(_new(document, "Nota", NOTE), 8, 2, 4, colour=GREY)
    _shaped(_new(document, "Rótulo", LABEL), 10, 9, 4, colour=BLUE, bold=True).paragraph_format.keep_with_next = True
    _shaped(_new(document, "Código", CODE), 8, 0, 6).font.name = MONO
    caption = _shaped(styles["Caption"], 9.5, 10, 4, colour=BLUE, bold=True)
    caption.paragraph_format.keep_with_next = True
    box = _shaped(_new(document, "Recuadro", BOX, "Texto"), 10, 4, 8)
    _framed(box, PALE, COLOURS["azul-medio"])
    for name, look in FINDINGS.items():
        finding = _shaped(_new(document, f"Hallazgo {name}", f"Hallazgo{name}", "Texto"), 9.5, 3, 5)
        _framed(finding, look["fondo"][1:], look["linea"][1:])
    for name in ("List Bullet", "List Number"):
        _shaped(styles[name], 10, 0, 4).paragraph_format.line_spacing = 1.1
    for name in ("Header", "Footer"):
        for tabs in list(_shaped(styles[name], 8, colour=GREY).element.iter(qn("w:tabs"))):
            tabs.getparent().remove(tabs)  # of Letter paper; each header and footer has its own


def _framed(style: ParagraphStyle, fill: str, line: str) -> None:
    """Give a style a ground and a line at its left."""
    properties = style.element.get_or_add_pPr()
    left = made("w:left", {"w:val": "single", "w:sz": 24, "w:space": 6, "w:color": line})
    insert_property(properties, made("w:pBdr", None, left))
    insert_property(properties, made("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": fill}))
    style.paragraph_format.left_indent = Mm(3)


def _contents(document: Document) -> None:
    """Add the styles of the table of contents: its title and its entries of two levels."""
    title = _shaped(_new(document, "Título del índice", CONTENTS_TITLE), 17, 0, 10, colour=BLUE, bold=True)
    _underlined(title, 12)
    for level in (1, 2):
        entry = _new(document, f"toc {level}", f"TOC{level}")
        _shaped(entry, 9, 4 if level == 1 else 0, 1, bold=level == 1)
        entry.paragraph_format.left_indent = Mm(8 if level == 1 else 18)
        entry.paragraph_format.first_line_indent = Mm(-8 if level == 1 else -10)
        tabs = [made("w:tab", {"w:val": "left", "w:pos": 454 if level == 1 else 1021})]
        tabs.append(made("w:tab", {"w:val": "right", "w:leader": "dot", "w:pos": 9638}))
        insert_property(entry.element.get_or_add_pPr(), made("w:tabs", None, *tabs))


def _table_style(document: Document) -> None:
    """Add the style of tables: horizontal lines, margins of cells, and a header in bold."""
    style = document.styles.add_style("Cuadro POA", WD_STYLE_TYPE.TABLE)
    style.element.set(qn("w:styleId"), GRID)
    lines = {"top": (9, BLUE), "bottom": (9, BLUE), "insideH": (4, COLOURS["regla-fina"])}
    borders = [
        made(f"w:{side}", {"w:val": "single", "w:sz": size, "w:space": 0, "w:color": colour})
        for side, (size, colour) in lines.items()
    ]
    sides = {"top": 50, "left": 80, "bottom": 50, "right": 80}
    margins = [made(f"w:{side}", {"w:w": width, "w:type": "dxa"}) for side, width in sides.items()]
    style.element.append(
        made("w:tblPr", None, made("w:tblBorders", None, *borders), made("w:tblCellMar", None, *margins))
    )
    head = made("w:tblStylePr", {"w:type": "firstRow"}, made("w:rPr", None, made("w:b"), valued("w:color", BLUE)))
    style.element.append(head)


def _numberings(document: Document) -> None:
    """Replace the template's numberings by those of headings, of bullets and of numbered lists."""
    root = document.part.numbering_part.element
    for old in list(root):
        root.remove(old)
    headings = [("decimal", "%1", "Heading1"), ("decimal", "%1.%2", "Heading2")]
    root.append(_abstract(HEADING_LIST, [_level(at, *form, 0, 0, "space") for at, form in enumerate(headings)]))
    for id, marks in ((BULLET_LIST, ("•", "–", "·")), (NUMBER_LIST, ("%1.", "%2.", "%3."))):
        kind = "bullet" if id == BULLET_LIST else "decimal"
        levels = [_level(at, kind, mark, "", 360 * (at + 1), 300, "tab") for at, mark in enumerate(marks)]
        root.append(_abstract(id, levels))
    for id in (HEADING_LIST, BULLET_LIST, NUMBER_LIST):
        root.append(made("w:num", {"w:numId": id}, valued("w:abstractNumId", id)))
    for name, id in (("List Bullet", BULLET_LIST), ("List Number", NUMBER_LIST)):
        properties = document.styles[name].element.get_or_add_pPr()
        insert_property(properties, made("w:numPr", None, valued("w:numId", id)))


def _abstract(id: int, levels: list[Element]) -> Element:
    """Return the definition of a numbering with these levels."""
    return made("w:abstractNum", {"w:abstractNumId": id}, valued("w:multiLevelType", "multilevel"), *levels)


def _level(at: int, kind: str, text: str, style: str, left: int, hanging: int, after: str) -> Element:
    """Return a level (from 0) of a numbering: kind and text of its mark, linked style, indents in twips, what follows.

    `style` is empty for none; `after` is `space` or `tab`.
    """
    linked = [valued("w:pStyle", style)] if style else []
    indent = made("w:pPr", None, made("w:ind", {"w:left": left, "w:hanging": hanging}))
    parts = [valued("w:start", 1), valued("w:numFmt", kind), *linked, valued("w:suff", after)]
    return made("w:lvl", {"w:ilvl": at}, *parts, valued("w:lvlText", text), valued("w:lvlJc", "left"), indent)


def new_list(document: Document, first: int, level: int) -> int:
    """Add a numbered list that begins at `first` on a level, and at 1 on the others, to a document; return its id."""
    starts = [first if at == level else 1 for at in range(DEEPEST + 1)]
    again = [made("w:lvlOverride", {"w:ilvl": at}, valued("w:startOverride", one)) for at, one in enumerate(starts)]
    root = document.part.numbering_part.element
    id = len(root.findall(qn("w:num"))) + 1
    root.append(made("w:num", {"w:numId": id}, valued("w:abstractNumId", NUMBER_LIST), *again))
    return id


def list_starts(document: Document) -> dict[tuple[str, str], int]:
    """Return where the lists of a document begin that state it, by a list's id and level as Word has them."""
    found = {}
    parts = [one.target_part for one in document.part.rels.values() if one.reltype == RELATIONSHIP_TYPE.NUMBERING]
    for listed in (one for part in parts for one in part.element.iter(qn("w:num"))):
        for start in listed.iter(qn("w:startOverride")):
            level = start.getparent().get(qn("w:ilvl"))
            found[listed.get(qn("w:numId")), level] = int(start.get(qn("w:val")))
    return found


def described(
    document: Document,
    *,
    title: str,
    dated: date,
    author: str = "",
    subject: str = "",
    about: str = "",
    state: str = "",
) -> None:
    """Set a document's properties, its language (`LANGUAGE`) and Word's mode of 2013, in place.

    `about` becomes its comments, `state` its category, and `dated` the date on which it was created and last modified.
    Nothing of the library's own template remains in them, nor its thumbnail.
    """
    properties = document.core_properties
    properties.title, properties.subject, properties.comments, properties.category = title, subject, about, state
    properties.author = properties.last_modified_by = author
    properties.language, properties.keywords, properties.revision = LANGUAGE, "POA", 1
    properties.created = properties.modified = datetime.combine(dated, time())
    relations = document.part.package.rels
    for id in [id for id, one in relations.items() if one.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del relations[id]  # a picture of the library's own template
    uri = "http://schemas.microsoft.com/office/word"
    mode = made("w:compatSetting", {"w:name": "compatibilityMode", "w:uri": uri, "w:val": _WORD_2013})
    settings = document.settings.element
    for new in (made("w:compat", None, mode), made("w:themeFontLang", {"w:val": LANGUAGE})):
        settings.replace(settings.find(new.tag), new)


def packed(document: Document) -> bytes:
    """Return the bytes of a document's file, without the times of its parts: equal documents have equal bytes."""
    saved, again = BytesIO(), BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as read, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as write:
        for name in read.namelist():
            own = zipfile.ZipInfo(name, _EPOCH)
            own.compress_type = zipfile.ZIP_DEFLATED
            own.external_attr = 0o600 << 16
            write.writestr(own, read.read(name))
    return again.getvalue()
