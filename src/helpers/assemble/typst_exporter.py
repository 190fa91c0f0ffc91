"""An executed section as Typst: `jupyter nbconvert --to poa-typst 04_acp.ipynb`."""

from __future__ import annotations

from typing import Any

from nbconvert.exporters.exporter import Exporter
from nbformat import NotebookNode

from helpers.assemble.fragments import fragment_from_notebook
from helpers.assemble.markup import parse, text_of
from helpers.assemble.outline import number_sections
from helpers.assemble.pdf import LOOK
from helpers.assemble.references import fill_references
from helpers.assemble.typst_source import Source
from helpers.assemble.typst_text import quoted


class TypstExporter(Exporter):
    """Writes one section's `.typ`; its pictures and the report's look go beside it, as nbconvert's other outputs.

    The report itself is printed from its page, in which sections are numbered one after another: here a section is
    the first, and what it says of another section is left out.
    """

    export_from_notebook = "Typst del informe POA"
    output_mimetype = "text/vnd.typst"

    def _file_extension_default(self) -> str:
        return ".typ"

    def from_notebook_node(
        self, nb: NotebookNode, resources: Any = None, **kwargs: Any
    ) -> tuple[str, dict[str, Any]]:
        """Typst and what lies beside it.

        Raises
        ------
        AssembleError
            The notebook shows something that does not belong in a report, or was not executed well.
        """
        notebook, told = super().from_notebook_node(nb, resources, **kwargs)
        name = told.get("metadata", {}).get("name", "seccion")
        fragment = fragment_from_notebook(name, notebook)
        sections = [(name, parse(fragment.html or '<section id="sec-nada"><h2>Sin datos</h2></section>')[0])]
        outline = number_sections(sections)
        fill_references(sections, outline.labels, partial=True)
        source = Source(sections[0][1])
        title = text_of(next(sections[0][1].iter("h2")))
        # Pictures lie beside the look, which draws them.
        beside = told.get("output_files_dir") or f"{name}_files"
        head = f'#import "{beside}/{LOOK.name}": *\n#show: documento.with(titulo: {quoted(title)})\n'
        files = {LOOK.name: LOOK.read_bytes(), **source.pictures.files}
        told["outputs"] = (told.get("outputs") or {}) | {f"{beside}/{file}": content for file, content in files.items()}
        return head + source.section(), told
