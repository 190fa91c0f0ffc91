"""Jinja templates of HTML: the environment that pages and views share, and the views' own templates."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).parent / "templates"


@cache
def environment(folder: Path = TEMPLATES, *, keeps_last_line_end: bool = False) -> Environment:
    """Return a Jinja environment for a folder of templates.

    It escapes all text except `Markup`, and refuses undefined names (`jinja2.UndefinedError`). Equal arguments give the
    same environment.

    Parameters
    ----------
    keeps_last_line_end : bool
        Whether rendered text keeps the template's final line break.
    """
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=keeps_last_line_end,
    )


def render(template: str, **context: object) -> str:
    """Render one of the templates in `views/elements/templates`.

    Parameters
    ----------
    template : str
        Its file name without `.html.j2`.
    **context : object
        The values that it names.

    Raises
    ------
    jinja2.TemplateNotFound, jinja2.UndefinedError
        If there is no such template, or it names a value that is not given.
    """
    return environment().get_template(f"{template}.html.j2").render(context)
