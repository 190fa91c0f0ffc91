"""Exports an executed section to Typst: `jupyter nbconvert --to poa-typst 04_acp.ipynb`."""

from __future__ import annotations

from typing import Any

from nbconvert.exporters.exporter import Exporter
from nbformat import NotebookNode

from helpers.outputs.browser.page_style import SHARED_LOOK
from helpers.outputs.html.html_trees import parse, text_of
from helpers.outputs.html.outline import fill_references, number_sections
from helpers.outputs.html.section_fragments import fragment_from_notebook
from helpers.outputs.pdf.report_pdf import LOOK
from helpers.outputs.pdf.typst_source import Source
from helpers.outputs.pdf.typst_text import quoted


class TypstExporter(Exporter):
    """Writes one section's `.typ`, with its pictures and the report's Typst style beside it.

    The report itself is printed from its page, where all sections are numbered. Here the section is the first, and
    references to other sections are left out.
    """

    export_from_notebook = "Typst del informe POA"
    output_mimetype = "text/vnd.typst"

    def _file_extension_default(self) -> str:
        return ".typ"

    # The base class declares a notebook as result; nbconvert's own exporters override that too.
    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: Any = None, **kwargs: Any
    ) -> tuple[str, dict[str, Any]]:
        """Convert a notebook to Typst; one without data gives only the title «Sin datos».

        Returns
        -------
        tuple
            The Typst source, and nbconvert's resources with the files that go beside it.

        Raises
        ------
        PoaError
            If the notebook shows something that does not belong in a report, or was not executed without errors.
        """
        notebook, told = super().from_notebook_node(nb, resources, **kwargs)
        name = told.get("metadata", {}).get("name", "seccion")
        fragment = fragment_from_notebook(name, notebook)
        sections = [(name, parse(fragment.html or '<section id="sec-nada"><h2>Sin datos</h2></section>')[0])]
        outline = number_sections(sections)
        fill_references(sections, outline.labels, partial=True)
        source = Source(sections[0][1])
        title = text_of(next(sections[0][1].iter("h2")))
        # Pictures go beside `informe.typ`, whose functions load them.
        beside = told.get("output_files_dir") or f"{name}_files"
        head = f'#import "{beside}/{LOOK.name}": *\n#show: documento.with(titulo: {quoted(title)})\n'
        files = {file.name: file.read_bytes() for file in (LOOK, SHARED_LOOK)} | source.pictures.files
        told["outputs"] = (told.get("outputs") or {}) | {f"{beside}/{file}": content for file, content in files.items()}
        return head + source.section(), told
