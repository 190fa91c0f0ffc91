"""Makes `informe.html`, one self-contained page, from executed notebooks; `outputs/pdf/report_pdf` prints it.

The page is complete without its JavaScript program, which adds controls (search, sort, copy, dark ground), a table of
contents that follows the reading, and the panel that explains a figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml.html import HtmlElement
from markupsafe import Markup

from helpers.base.display import date_es, list_es, upper_first
from helpers.base.system.digest import data_sha256
from helpers.base.system.processes import uncollected
from helpers.checks.computed import Computed
from helpers.outputs.browser.figure_backing import Backing
from helpers.outputs.browser.figure_panel import panel_data
from helpers.outputs.browser.packed_figures import ELEMENT_ID, packed
from helpers.outputs.browser.page_style import DRAFT, SYNTHETIC, Mark, content_policy, report_sheet
from helpers.outputs.browser.printed_numbers import check_numbers, traced_id
from helpers.outputs.html.annex_tables import with_acronyms, with_coverage
from helpers.outputs.html.closing_section import closing_section
from helpers.outputs.html.finding_marks import mark_findings
from helpers.outputs.html.html_trees import parse, to_html
from helpers.outputs.html.omissions import BEFORE, LIST_NAME, listed
from helpers.outputs.html.outline import Outline, check_ids, fill_references, number_sections
from helpers.outputs.html.section_fragments import Fragment, fragment_from_file
from helpers.outputs.saved_checks import count_failed, failed_words, read_checks, repetitions
from helpers.settings.institution import Entidad
from helpers.settings.params import Corrida
from helpers.views.elements.html_templates import environment

FAILED = (
    "{}: las cifras de este borrador no se pueden dar por buenas. Están en hallazgos.csv y en la hoja «Hallazgos» de "
    "los papeles de trabajo, con el código COM-SECCION, su cuaderno y su celda."
)
TEMPLATES = Path(__file__).parent / "templates"
# Ids of the template.
OWN_IDS = ("contenido", "indice", "indice-titulo", ELEMENT_ID)
SCRIPTS = Path(__file__).parents[1] / "browser" / "scripts"
FILES = (
    "base.js", "contents.js", "theme.js", "sorting.js", "tables.js", "records.js", "panel.js", "figures.js",
    "search.js", "start.js",
)  # fmt: skip
"""Files of the program, each after those that it uses."""


@dataclass(frozen=True, kw_only=True)
class Cover:
    """Who reports, on what, as of when, and whether the document is approved.

    Attributes
    ----------
    run : Corrida
    entity : Entidad
    method : str
        Name of the scoring method; empty if nothing is graded, as in a plan.
    source : str
        What the report was made from: the code's revision and the origin's fingerprint. Empty for the citizens' page,
        which does not say it.
    failed : int
        Number of failed section checks; with any, the run is a draft.
    only : tuple of str
        The sections of a partial report, in which a reference to another section says so instead of failing. Empty for
        a whole report.
    """

    run: Corrida
    entity: Entidad
    method: str
    source: str
    failed: int = 0
    only: tuple[str, ...] = ()

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The watermarks of every page, which the banner on screen repeats: draft, synthetic data, both or none."""
        draft, synthetic = self.run.estado == "borrador", self.entity.sintetica
        return (*((DRAFT,) if draft else ()), *((SYNTHETIC,) if synthetic else ()))

    @property
    def state_words(self) -> str:
        """`Documento definitivo` or `BORRADOR`, followed by ` · DATOS SINTÉTICOS` if the data are synthetic."""
        final = () if DRAFT in self.marks else ("Documento definitivo",)
        return " · ".join((*final, *(mark.words for mark in self.marks)))

    @property
    def warnings(self) -> tuple[str, ...]:
        """Lines for cover and footers: number of failed checks and where they are; sections of a partial report."""
        failed = [FAILED.format(failed_words(self.failed))] if self.failed else []
        return (*failed, *([f"Informe parcial: {list_es(self.only)}"] if self.only else []))

    @property
    def period(self) -> str:
        """The period in words: "Segundo trimestre de 2024"."""
        return upper_first(self.run.period.words)

    @property
    def cutoff(self) -> str:
        """The cut-off date in words: "30 de junio de 2024"."""
        return date_es(self.run.cutoff(self.run.period))

    @property
    def reference(self) -> str:
        """The document's marks for the heads of its pages: `CITE X · Hoja de ruta Y · Versión 2`; empty without any."""
        marks = (("CITE", self.run.cite), ("Hoja de ruta", self.run.hoja_de_ruta), ("Versión", self.run.version))
        return " · ".join(f"{name} {value}" for name, value in marks if value)


def cover_of(computed: Computed, source: str = "", only: Iterable[str] = ()) -> Cover:
    """Return the cover of a run's report.

    Parameters
    ----------
    source : str
        As in `Cover`.
    only : iterable of str
        The sections of a partial report.
    """
    run = computed.corrida
    # A plan has no results to grade yet.
    method = "" if run.period.is_plan else computed.metodo.nombre
    failed = count_failed(computed.findings)
    return Cover(run=run, entity=computed.entidad, method=method, source=source, failed=failed, only=tuple(only))


def report_page(
    notebooks: Sequence[tuple[str, Path]],
    computed: Computed,
    source: str,
    *,
    is_partial: bool = False,
    data_file: Path | None = None,
) -> str:
    """Return the text of a report's HTML page, made from its executed notebooks.

    Parameters
    ----------
    notebooks : Sequence[tuple[str, Path]]
        Name and executed notebook of each section, in the order of the report.
    computed : Computed
        The run whose figures the sections print.
    source : str
        What the report was made from, as in `Cover`.
    is_partial : bool
        The report has only some of the run's sections; its cover names them.
    data_file : Path or None
        File of the panel's data: used if it holds the same figures, and written otherwise.

    Returns
    -------
    str
        A self-contained HTML document; the same input gives the same text.

    Raises
    ------
    PoaError
        With the section and the place to correct.
    """
    book = computed.book
    fragments = [fragment_from_file(name, path) for name, path in notebooks]
    pages = [(fragment.name, fragment.html) for fragment in fragments]
    fragments = with_coverage(fragments, repetitions(pages, read_checks(notebooks), book), book)
    fragments = with_acronyms(fragments, book)
    cover = cover_of(computed, source, [name for name, _ in notebooks] if is_partial else ())
    backing = Backing(book, computed.findings, computed.reconciliation)
    return assemble_document(fragments, cover, backing=backing, data_file=data_file)


def assemble_document(
    fragments: Sequence[Fragment], cover: Cover, *, backing: Backing | None = None, data_file: Path | None = None
) -> str:
    """Combine sections and cover into the report's page, and return its HTML.

    Parameters as in `report_page`, with sections instead of notebooks and, instead of the run, `backing`: without it
    numbers are not checked and there is no panel. Sections without content are left out; a list of omissions names
    them.

    Raises
    ------
    PoaError
        For repeated ids, references without a target, headings that skip a level, missing captions, and numbers that
        differ from their figures.
    """
    last = [] if cover.only else [closing_section(cover.run, cover.entity)]
    at = _place_of_annexes(fragments)
    outline, trees = _checked([*fragments[:at], *last, *fragments[at:]], cover, backing)
    style = f"\n{report_sheet(cover.marks)}\n"
    data = Markup(_data(backing, trees, data_file)) if backing is not None else ""
    template = environment(TEMPLATES, keeps_last_line_end=True).get_template("informe.html.j2")
    return template.render(
        cover=cover,
        run=cover.run,
        entity=cover.entity,
        outline=outline,
        sections=[Markup(to_html(tree)) for tree in trees],
        style=Markup(style),
        program=Markup(program()),
        policy=Markup(content_policy(style, program())),
        data_id=ELEMENT_ID,
        data=data,
    )


def _checked(
    fragments: Sequence[Fragment], cover: Cover, backing: Backing | None
) -> tuple[Outline, list[HtmlElement]]:
    """Return outline and sections, numbered and with their references; with `backing`, checked and with findings."""
    sections = [(fragment.name, parse(fragment.html)[0]) for fragment in _with_list(fragments)]
    outline = number_sections(sections)
    check_ids(sections, OWN_IDS)
    fill_references(sections, outline.labels, partial=bool(cover.only))
    if backing is not None:
        check_numbers(sections, backing.book)
        mark_findings(sections, backing, outline.labels)
    return outline, [section for _, section in sections]


def _with_list(fragments: Sequence[Fragment]) -> list[Fragment]:
    """Return the sections with content, and the list of omissions before the annexes or at the end."""
    shown = [fragment for fragment in fragments if fragment.html]
    html = listed([one for fragment in fragments for one in fragment.missing])
    if html:
        shown.insert(_place_of_annexes(shown), Fragment(LIST_NAME, html))
    return shown


def _place_of_annexes(fragments: Sequence[Fragment]) -> int:
    """Return the index of the annexes; without them, the index after the last section."""
    return next((at for at, fragment in enumerate(fragments) if fragment.name == BEFORE), len(fragments))


def _data(backing: Backing, sections: Sequence[HtmlElement], file: Path | None) -> str:
    """Return the panel's compressed data: from the file if it has the same figures, otherwise made and saved there."""
    printed = [traced for section in sections for number in section.iter("data") if (traced := traced_id(number))]
    figures = data_sha256(printed)
    if file and file.is_file():
        of_figures, _, letters = file.read_text(encoding="ascii").partition("\n")
        if of_figures == figures:
            return letters
    with uncollected():  # a garbage collection here would scan many objects that are discarded at once
        letters = packed(panel_data(backing, printed))
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{figures}\n{letters}", encoding="ascii", newline="\n")
    return letters


def program() -> str:
    """Return the page's only program; it defines no global name.

    Returns
    -------
    str
        JavaScript that fetches nothing and evaluates no text.
    """
    parts = [(SCRIPTS / name).read_text(encoding="utf-8").strip() for name in FILES]
    return '"use strict";\n(() => {\n' + "\n\n".join(parts) + "\n})();"
