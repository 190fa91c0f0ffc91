"""Imports libraries of sections and page once, in the process that forks the others."""

from __future__ import annotations

import builtins
import gc
import importlib
import os
import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from types import SimpleNamespace

import nbformat

from helpers.base.system.processes import uncollected

SECTIONS_IMPORT = (
    "helpers.run.report.section_execution", "IPython.extensions.storemagic", "matplotlib_inline.backend_inline",
    "numpy", "pandas", "seaborn",
    "matplotlib.pyplot", "matplotlib.backends.backend_agg", "matplotlib.backends.backend_svg", "helpers.run.section",
)  # fmt: skip
VIEWS = "helpers.views.sections"
"""Package whose modules the notebooks import."""
PAGE_IMPORT = ("helpers.outputs.html.report_page",)
PRINT_IMPORT = ("helpers.outputs.pdf.report_pdf", "typst", "pikepdf", "fontTools.ttLib")


@cache
def warm_sections() -> None:
    """Import once the libraries and views that notebooks compute and draw with, with the settings of a notebook."""
    with uncollected(), _as_in_a_notebook():
        for name in (*SECTIONS_IMPORT, *_view_modules()):
            importlib.import_module(name)
        nbformat.validate(nbformat.v4.new_notebook())  # compiles the schema that every notebook is checked with
    gc.collect()  # errors that the libraries caught would keep what the callers of this function hold


def _view_modules() -> list[str]:
    """Return the full names of the modules with the sections' views."""
    return [module.name for module in pkgutil.iter_modules(importlib.import_module(VIEWS).__path__, f"{VIEWS}.")]


def warm_page(*, is_printed: bool) -> None:
    """Import the libraries that make the page and, if it is printed, those that write the PDF."""
    for name in (*PAGE_IMPORT, *(PRINT_IMPORT if is_printed else ())):
        importlib.import_module(name)


@contextmanager
def _as_in_a_notebook() -> Iterator[None]:
    """Simulate a notebook while libraries are imported, because pandas shows 20 columns if a notebook imports it.

    `sys.stdout` stays: it belongs to all threads, and what another one prints meanwhile would be lost. The encoding
    that pandas takes from it is set for each section (`papermill_engine`).
    """
    vars(builtins)["get_ipython"] = lambda: SimpleNamespace(kernel=True)
    os.environ.pop("MPLBACKEND", None)  # the user's backend may not exist in this environment
    try:
        yield
    finally:
        del vars(builtins)["get_ipython"]
