"""The one-page summary for citizens and press: HTML, and PDF by the report's own route."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from lxml.html import Element, HtmlElement
from markupsafe import Markup

from helpers.checks.computed import Computed
from helpers.outputs.browser.page_style import content_policy, dark_rules, style_sheet
from helpers.outputs.browser.printed_numbers import check_numbers, traced_id
from helpers.outputs.html.html_trees import parse, to_html
from helpers.outputs.html.report_page import TEMPLATES, cover_of
from helpers.outputs.html.section_tree import nest_quotes
from helpers.outputs.pdf.report_pdf import write_pdf
from helpers.outputs.run_files import HTML_FILE, PDF_FILE, SUMMARY_HTML, SUMMARY_PDF
from helpers.views.elements.html_templates import environment
from helpers.views.quality.citizen_summary import citizen_summary

TITLE = "Resumen para la ciudadanía y la prensa"
SECTION = "ciudadania"
_STYLE = TEMPLATES.parent.parent / "browser" / "styles" / "ciudadania.css"


def write_citizen_page(computed: Computed, folder: Path, *, with_pdf: bool) -> None:
    """Write the summary of a run as `resumen_ciudadano.html` into the report's folder; errors as in `citizen_page`.

    It links to the report's page and, if there is one (`with_pdf`), to its PDF.
    """
    (folder / SUMMARY_HTML).write_text(citizen_page(computed, with_pdf=with_pdf), encoding="utf-8", newline="\n")


def print_citizen_page(computed: Computed, folder: Path) -> None:
    """Print the summary in a folder as `resumen_ciudadano.pdf`, PDF/A-3a and PDF/UA-1.

    Raises
    ------
    PdfFailed
        If the PDF breaks the standards.
    """
    run = computed.corrida
    page = (folder / SUMMARY_HTML).read_text(encoding="utf-8")
    write_pdf(page, folder / SUMMARY_PDF, dated=run.cutoff(run.period))


def citizen_page(computed: Computed, *, with_pdf: bool = True) -> str:
    """Return the summary of a run as a self-contained HTML page; the same run gives the same text.

    It links to the report's PDF too, if there is one (`with_pdf`).

    Raises
    ------
    PoaError
        If a printed number differs from its figure.
    """
    run, entity = computed.corrida, computed.entidad
    cover = cover_of(computed)
    templates = environment(TEMPLATES, keeps_last_line_end=True)
    written = templates.get_template("resumen_ciudadano_hoja.html.j2").render(
        entity=entity,
        title=TITLE,
        window=run.period.accumulated(),
        cutoff=cover.cutoff,
        said=citizen_summary(computed.book, computed.metodo, run, computed.findings, computed.reconciliation),
        report=HTML_FILE,
        paper=PDF_FILE if with_pdf else "",
    )
    section = parse(written)[0]
    nest_quotes(section)
    check_numbers([(SECTION, section)], computed.book)
    _link_to_report(section)
    style = f"\n{style_sheet(cover.marks)}\n{_STYLE.read_text(encoding='utf-8')}"
    style += f"{dark_rules()}\n\n"
    return templates.get_template("resumen_ciudadano.html.j2").render(
        entity=entity,
        title=TITLE,
        cover=cover,
        section=Markup(to_html(section)),
        style=Markup(style),
        policy=Markup(content_policy(style, "")),
    )


def _link_to_report(section: HtmlElement) -> None:
    """Link the figures of headline and cards to the report's page, which prints them and opens their panel."""
    for number in section.xpath(".//h2//data | .//div[@class='cifra-clave']//data"):
        if traced := traced_id(number):
            link = Element("a", {"class": "traza", "href": f"{HTML_FILE}#cifra={quote(traced, safe='/')}"})
            number.addprevious(link)
            link.tail, number.tail = number.tail, None
            link.append(number)
