"""`consolidado.html`: the consolidated table as one self-contained page, and the same page to be printed as PDF."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from helpers.base.display import list_es, upper_first, with_unit
from helpers.base.name_phrases import number_with_noun
from helpers.desk.batch.batch_records import HeadlineFigure
from helpers.desk.batch.consolidated_table import FIGURES, KINDS, Consolidated
from helpers.outputs.browser.page_style import content_policy, dark_rules, style_sheet
from helpers.outputs.html.cover import SYNTHETIC
from helpers.views.elements.html_templates import environment

HERE = Path(__file__).parent
SHOWN_OF_HASH = 12
UNBROKEN_HYPHEN = "\N{NON-BREAKING HYPHEN}"


def page(table: Consolidated, *, on_paper: bool = False) -> str:
    """Return the consolidated table as a self-contained HTML document; nothing is written.

    The mark of synthetic data stands on the pages if all reports that were made are synthetic. If only some are, a
    sentence says how many.

    Parameters
    ----------
    on_paper : bool
        Whether the page is for the PDF, without links to the reports.
    """
    all_synthetic = bool(table.made) and table.synthetic == len(table.made)
    style = style_sheet([SYNTHETIC.words] if all_synthetic else ())
    style += "\n" + (HERE / "styles" / "consolidado.css").read_text(encoding="utf-8") + dark_rules()
    return (
        _environment(on_paper=on_paper)
        .get_template("consolidado.html.j2")
        .render(
            table=table,
            figures=FIGURES,
            kinds=KINDS,
            mark=SYNTHETIC,
            all_synthetic=all_synthetic,
            on_paper=on_paper,
            style=Markup(style),
            policy=content_policy(style, ""),
            hash_length=SHOWN_OF_HASH,
        )
    )


def shown(figure: HeadlineFigure) -> Markup:
    """Return a figure with its unit as its report prints it, in a `<data>` element with its value, id and name."""
    text = with_unit(Decimal(figure.published), figure.unit)
    return Markup('<data value="{}" data-cifra="{}" title="{}">{}</data>').format(
        figure.published, figure.id, figure.name, text
    )


def unbroken(code: str) -> str:
    """Return a code that no line breaks at its hyphens: Spanish would repeat the hyphen on the next line."""
    return code.replace("-", UNBROKEN_HYPHEN)


def _environment(*, on_paper: bool) -> Environment:
    """Return the templates with the table's filters; on paper, no code breaks at its hyphens."""
    own = environment(HERE / "templates", keeps_last_line_end=True)
    own.filters |= {"shown": shown, "upper_first": upper_first, "list_es": list_es}
    own.filters["code"] = unbroken if on_paper else str
    own.globals |= {"counted": number_with_noun}
    return own
