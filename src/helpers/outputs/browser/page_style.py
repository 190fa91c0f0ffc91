"""A page's style sheet with fonts and draft marks, and the Content-Security-Policy that allows no other."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SHARED_LOOK = HERE / "styles" / "aspecto.json"
"""Colours and marks of screen and paper: `informe.typ` reads the file too."""
# family, weight, style, file
FACES = (
    ("Source Sans 3", 400, "normal", "source-sans-3-latin-400-normal.woff2"),
    ("Source Sans 3", 400, "italic", "source-sans-3-latin-400-italic.woff2"),
    ("Source Sans 3", 600, "normal", "source-sans-3-latin-600-normal.woff2"),
    ("Source Sans 3", 700, "normal", "source-sans-3-latin-700-normal.woff2"),
    ("Source Serif 4", 600, "normal", "source-serif-4-latin-600-normal.woff2"),
    ("Signos", 400, "normal", "noto-sans-math-signos-400.woff2"),
    ("Signos 2", 400, "normal", "noto-sans-symbols-2-signos-400.woff2"),
)


@dataclass(frozen=True)
class Mark:
    """A watermark: its words, and what the banner on screen adds to them."""

    words: str
    meaning: str


DRAFT = Mark("BORRADOR", "Documento en revisión: las cifras pueden cambiar hasta su aprobación.")
SYNTHETIC = Mark("DATOS SINTÉTICOS", "Esta entidad no existe: sus datos se inventaron para probar y enseñar.")


def shared_rules() -> str:
    """Return what screen and paper share in `aspecto.json`: colours, marks of grades and of findings.

    Returns
    -------
    str
        CSS: custom properties on `:root`, and rules for `.semaforo.*` and `.hallazgo.*`.
    """
    shared = json.loads(SHARED_LOOK.read_text(encoding="utf-8"))
    colours = " ".join(f"--{name}: {value};" for name, value in shared["colores"].items())
    for name, mark in shared["hallazgos"].items():
        colours += f" --fondo-{name}: {mark['fondo']}; --linea-{name}: {mark['linea']};"
    grades = (
        f".semaforo.{name} {{ color: {mark['texto']}; background: {mark['fondo']}; border: {_line(mark)}; }}"
        for name, mark in shared["grados"].items()
    )
    findings = (
        f".hallazgo.{name} {{ background: var(--fondo-{name}); border-left: {_line(mark, f'var(--linea-{name})')}; }}"
        for name, mark in shared["hallazgos"].items()
    )
    return "\n".join((f":root {{ {colours} }}", *grades, *findings))


def _line(mark: Mapping[str, Any], colour: str = "") -> str:
    """Return the CSS of a mark's line, in `colour` or else in the mark's own."""
    return f"{mark['grosor']}px {mark['trazo']} {colour or mark['linea']}"


def dark_rules(*, has_switch: bool = False) -> str:
    """Return the dark colours for systems that ask for them; paper is always light.

    With `has_switch` the page's switch can choose light or dark colours too: that choice (`data-tema` on the root)
    comes before the system's.
    """
    grounds = [("screen and (prefers-color-scheme: dark)", ":root:not([data-tema=claro])")]
    if has_switch:
        grounds.append(("screen", ":root[data-tema=oscuro]"))
    colours = _style("oscuro.css")
    return "\n".join(f"@media {media} {{\n{colours.replace(':root', root)}}}" for media, root in grounds)


def style_sheet(marks: Sequence[Mark] = ()) -> str:
    """Return the CSS of a document, for screen and paper.

    Parameters
    ----------
    marks : sequence of Mark
        Their words are printed on paper across every page; several are joined by ` · `. They are not escaped.

    Returns
    -------
    str
        CSS that refers to nothing outside itself.
    """
    sheets = [*(_face(*face) for face in FACES), shared_rules(), _style("informe.css")]
    if marks:
        sheets.append(_style("marcas.css").replace("@MARCAS@", " · ".join(mark.words for mark in marks)))
    return "\n".join(sheets)


def report_sheet(marks: Sequence[Mark]) -> str:
    """Return the report's whole style sheet: the document's, with `marks` on every page, the controls', dark colours.
    """
    return "\n".join((style_sheet(marks), _style("controles.css"), dark_rules(has_switch=True)))


def _style(name: str) -> str:
    """Return the text of a style sheet."""
    return (HERE / "styles" / name).read_text(encoding="utf-8")


def _face(family: str, weight: int, style: str, file: str) -> str:
    """Return the CSS rule of a font, with the font file in it."""
    data = base64.b64encode((HERE.parent / "fonts" / file).read_bytes()).decode()
    return (
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-style:{style};font-display:block;'
        f'src:url("data:font/woff2;base64,{data}") format("woff2")}}'
    )


def content_policy(style: str, program: str) -> str:
    """Return the Content-Security-Policy of a page.

    Parameters
    ----------
    style, program : str
        Exact text of the page's only `style` element and of its only executable `script`.

    Returns
    -------
    str
        A policy under which the browser fetches nothing (pictures and fonts are in the page) and applies no other style
        or program, not even one in an attribute.
    """
    rules = (
        "default-src 'none'",
        f"script-src {_hash(program)}",
        f"style-src {_hash(style)}",
        "img-src data:",
        "font-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    )
    return "; ".join(rules)


def _hash(text: str) -> str:
    """Return a text's SHA-256 as a content security policy writes it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"
