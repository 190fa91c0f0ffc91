"""Small executed notebooks, made in memory."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path

import nbformat
import numpy as np
from builders import make_corrida, make_entidad
from matplotlib.image import imsave
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.figures.formulas.formula_notation import formula_svg
from helpers.outputs.html.report_page import Cover, assemble_document
from helpers.outputs.html.section_fragments import fragment_from_file
from helpers.views.quality.method_views import FORMULA_HTML

ALT = "Barras: ACP 1 llega a 92,16 %."
SVG = "data:image/svg+xml;base64,PHN2ZyB4bWxucz0naHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmcnIHZpZXdCb3g9JzAgMCA0IDInPjxwYXRoIGQ9J00wIDBoNHYyeicvPjwvc3ZnPg=="

CHART_LIST = (
    '<details class="cifras-del-grafico"><summary>Ver las cifras de este gráfico</summary><div class="desborde"><table>'
    '<tbody><tr><th scope="row">ACP 1</th><td><span>jun <data value="92.16" data-cifra="x/9">92,16&nbsp;%</data></span>'
    "</td></tr></tbody></table></div></details>"
)


def shows(html: str, *, tags: tuple[str, ...] = (), source: str = "tabla(libro)") -> NotebookNode:
    """An executed code cell that shows HTML."""
    output = new_output("execute_result", {"text/html": html, "text/plain": "<Table>"}, execution_count=1)
    return new_code_cell(source, outputs=[output], execution_count=1, metadata={"tags": list(tags)})


def table(anchor: str, caption: str = "Un cuadro", rows: int = 2, css: str = "", columns: int = 7) -> str:
    """A table as `tables` draws it: names, and columns of numbers."""
    body = "".join(
        f'<tr><th scope="row">Dirección General de Asuntos Administrativos {row}</th>'
        + f'<td class="num"><data value="{row}.50" data-cifra="x/{row}">{row}.355.202,50</data></td>' * columns
        + "</tr>"
        for row in range(rows)
    )
    head = '<th scope="col">Unidad</th>' + '<th scope="col" class="num">Devengado</th>' * columns
    return (
        f'<figure class="cuadro {css}" id="{anchor}"><figcaption>{caption}</figcaption><div class="desborde">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div></figure>"
    )


def chart(anchor: str, caption: str = "Un gráfico") -> str:
    """A chart as `charts` draws it."""
    image = f'<img alt="{ALT}" src="{SVG}"/>'
    shown = f"<figcaption>{caption}</figcaption>{CHART_LIST}"
    return f'<figure class="grafico" id="{anchor}">{image}{shown}</figure>'


def formula(latex: str) -> str:
    """A formula as the section on the method draws it."""
    return FORMULA_HTML.format("Ejecución", formula_svg(latex), "devengado entre presupuesto")


def photograph(kind: str, width: int, height: int) -> str:
    """A picture as somebody pastes it into a notebook's text, as a data address; a pixel is a point."""
    picture = BytesIO()
    imsave(picture, np.zeros((height, width, 3), np.uint8), format=kind, dpi=72)
    return f"data:image/{kind};base64,{b64encode(picture.getvalue()).decode()}"


def notebook(*cells: str | NotebookNode) -> NotebookNode:
    """A notebook; strings are Markdown cells."""
    return new_notebook(cells=[new_markdown_cell(cell) if isinstance(cell, str) else cell for cell in cells])


def save(folder: Path, name: str, *cells: str | NotebookNode) -> tuple[str, Path]:
    """Save a notebook made of cells; its name and path, as `report_page` takes them."""
    path = folder / f"{name}.ipynb"
    nbformat.write(notebook(*cells), path)
    return name, path


def make_cover(entity: Mapping[str, object] | None = None, only: tuple[str, ...] = ("acp",), **run: object) -> Cover:
    """A draft's cover, of a partial report unless `only` is empty; with changes of `entidad.yaml` and of the parameters."""
    named = {"nombre": "Ministerio de Relaciones Exteriores", "sigla": "MRE"} | dict(entity or {})
    params = {"titulo": "Informe de seguimiento al POA", "cortes": {"2024-T2": {"fecha": "2024-06-30", "fuente": "SIGEP"}}} | run
    return Cover(
        run=make_corrida(**params), entity=make_entidad(**named), method="MRE 2024", source="revisión 3f2a9c1", only=only
    )


def make_page(parts: Iterable[tuple[str, Path]], cover: Cover) -> str:
    """The report's page of saved notebooks, without a run: no panel and no marks of findings."""
    return assemble_document([fragment_from_file(*one) for one in parts], cover)


COVER = make_cover()
