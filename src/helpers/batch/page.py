"""`consolidado.html`: the table as one page that needs nothing but itself, for wide and narrow screens and paper."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from helpers.assemble.cover import SYNTHETIC
from helpers.assemble.look import style_sheet
from helpers.assemble.policy import content_policy
from helpers.batch.records import HeadFigure
from helpers.batch.table import FIGURES, KINDS, Consolidated
from helpers.display import list_es, number_es, upper_first, with_unit

HERE = Path(__file__).parent
SHOWN_OF_HASH = 12


def page(table: Consolidated) -> str:
    """The whole HTML document."""
    all_synthetic = bool(table.made) and table.synthetic == len(table.made)
    style = style_sheet([SYNTHETIC.words] if all_synthetic else ()) + "\n" + _own_style()
    return (
        _environment()
        .get_template("consolidado.html.j2")
        .render(
            table=table,
            figures=FIGURES,
            kinds=KINDS,
            mark=SYNTHETIC,
            style=Markup(style),
            policy=content_policy(style, ""),
            hash_length=SHOWN_OF_HASH,
        )
    )


def shown(figure: HeadFigure) -> Markup:
    """A figure as its report prints it, with what a program needs to check it."""
    text = with_unit(Decimal(figure.published), figure.unit)
    return Markup('<data value="{}" data-cifra="{}" title="{}">{}</data>').format(
        figure.published, figure.id, figure.name, text
    )


def counted(number: int, one: str, many: str) -> str:
    """`1 informe`, `1.234 informes`."""
    return f"{number_es(Decimal(number))} {one if number == 1 else many}"


def _own_style() -> str:
    return (HERE / "styles" / "consolidado.css").read_text(encoding="utf-8")


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"shown": shown, "upper_first": upper_first, "list_es": list_es}
    environment.globals |= {"counted": counted}
    return environment
