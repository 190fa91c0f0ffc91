"""The cells of sections run in this process, over one run: quick, where only their checks are looked at."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from unittest.mock import patch

from notebook_cells import as_python

from helpers.base.system.workspace import Workspace
from helpers.checks.computed import Computed
from helpers.run.opened_section import Section
from helpers.run.report.section_notebooks import find_sections
from helpers.views.elements.section_checks import SectionCheck


def checks_of(workspace: Workspace, computed: Computed) -> Iterator[tuple[str, SectionCheck]]:
    """Every check of a run's sections, each with its section's name."""
    sections = find_sections(workspace)
    for name in computed.corrida.secciones:
        notebook = json.loads(sections[name].notebook.read_text(encoding="utf-8"))
        with patch("helpers.run.section.open_section", lambda section, *_, **__: Section.of(section, computed)):
            yield from ((name, check) for check in _checks_in(notebook, computed))


def _checks_in(notebook: dict, computed: Computed) -> Iterator[SectionCheck]:
    known = {"entidad": computed.corrida.entidad, "periodo": computed.corrida.periodo}
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    for cell in cells:
        if "parameters" in cell["metadata"].get("tags", ()):
            continue
        statements = ast.parse(as_python("".join(cell["source"]))).body
        last = statements.pop() if statements and isinstance(statements[-1], ast.Expr) else None
        exec(compile(ast.Module(statements, []), notebook["cells"][0]["id"], "exec"), known)
        if last is not None and "attr='comprobar'" in ast.dump(last):  # what only draws is left undrawn
            yield eval(compile(ast.Expression(last.value), "<comprobar>", "eval"), known)
