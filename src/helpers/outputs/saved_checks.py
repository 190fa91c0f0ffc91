"""Reads the checks that sections left in their executed notebooks, and turns failed ones into findings."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.base.display import number_es
from helpers.base.python_extras import PlainData
from helpers.figures.findings import Finding, Severity
from helpers.views.elements.section_checks import ABSENT, MIME, Compared

CODE = "COM-SECCION"
NOTEBOOKS = "cuadernos"
"""Folder of the executed notebooks in a run's folder."""
CALLS = ("comprobar", "repetir")
"""Functions that a cell calls to make a check."""
UNSHOWN = "La celda pide una comprobación y no la muestra"

Cell = Mapping[str, object]


@dataclass(frozen=True)
class SavedCheck:
    """A check as an executed notebook holds it.

    Attributes
    ----------
    section : str
    notebook : str
        File name of the executed notebook.
    cell : int
        The execution number that JupyterLab shows beside the cell.
    promise : str
        What is compared, in Spanish.
    differing : tuple of Compared
        The values that differ; empty if all agree.
    figures : tuple of str
        Ids of the figures that the section has worked out again; empty where it compares something else.
    """

    section: str
    notebook: str
    cell: int
    promise: str
    differing: tuple[Compared, ...] = ()
    figures: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """File and cell, as messages name them."""
        return f"{NOTEBOOKS}/{self.notebook}, celda [{self.cell}]"

    def findings(self) -> Iterator[Finding]:
        """Yield a finding for each value that differs."""
        for pair in self.differing:
            yield Finding(
                codigo=CODE,
                severidad=Severity.ERROR,
                mensaje=self._message(pair),
                elemento=pair.element or self.section,
                esperado=pair.repeated,
                encontrado=pair.book,
                diferencia=pair.difference,
                archivo=f"{NOTEBOOKS}/{self.notebook}",
                celda=f"[{self.cell}]",
            )

    def _message(self, pair: Compared) -> str:
        whose = f" de «{pair.element}»" if pair.element else ""
        apart = f" (diferencia: {pair.difference})" if pair.difference else ""
        return (
            f"{self.place}: no se cumple «{self.promise}»: al repetir el cálculo{whose} la sección obtiene "
            f"«{pair.repeated}» y el libro tiene «{pair.book}»{apart}. El informe es un borrador hasta que coincidan: "
            "avise a quien mantiene el libro."
        )


def read_checks(sections: Iterable[tuple[str, Path]]) -> tuple[SavedCheck, ...]:
    """Read the checks of executed notebooks.

    Parameters
    ----------
    sections : iterable
        Name and executed notebook of each section.

    Returns
    -------
    tuple of SavedCheck
        All checks, failed or not, in the order of sections and cells.

    Raises
    ------
    OSError, ValueError, KeyError, TypeError, AttributeError
        If a file is not an executed notebook, or its checks are not what `SectionCheck.plain` writes.
    """
    return tuple(check for name, path in sections for check in _in_notebook(name, path))


def failed_of(checks: Iterable[SavedCheck]) -> tuple[SavedCheck, ...]:
    """Return the checks in which a value differs."""
    return tuple(check for check in checks if check.differing)


def findings_of(checks: Iterable[SavedCheck]) -> tuple[Finding, ...]:
    """Return the findings of some checks."""
    return tuple(finding for check in checks for finding in check.findings())


def count_failed(findings: Iterable[Finding]) -> int:
    """Count the failed checks that a run's findings report.

    Several findings on the same cell of a notebook are one check.
    """
    return len({(finding.archivo, finding.celda) for finding in findings if finding.codigo == CODE})


def failed_words(number: int) -> str:
    """Return `2 comprobaciones no coinciden con el libro`."""
    words = "comprobación no coincide" if number == 1 else "comprobaciones no coinciden"
    return f"{number_es(number)} {words} con el libro"


def _in_notebook(section: str, path: Path) -> Iterator[SavedCheck]:
    number = 0
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] != "code" or not (source := "".join(cell["source"])).strip():
            continue
        number += 1
        shown = [data[MIME] for output in cell["outputs"] if MIME in (data := output.get("data", {}))]
        for plain in shown:
            figures = tuple(plain.get("cifras", ()))
            yield SavedCheck(section, path.name, number, plain["promesa"], tuple(_differing(plain)), figures)
        if len(shown) < _asked_in(source):
            yield SavedCheck(section, path.name, number, UNSHOWN, (Compared("", ABSENT, ABSENT),))


def _differing(plain: PlainData) -> Iterator[Compared]:
    for pair in plain["distintos"]:
        yield Compared(pair["elemento"], pair["repetido"], pair["libro"], pair["diferencia"])


def _asked_in(source: str) -> int:
    """Count the checks that a cell's code calls; a check that the cell does not output would be lost."""
    if not any(name in source for name in CALLS):
        return 0
    calls: Sequence[ast.Call] = [node for node in ast.walk(_parsed(source)) if isinstance(node, ast.Call)]
    return sum(ast.unparse(call.func).rpartition(".")[2] in CALLS for call in calls)


def _parsed(source: str) -> ast.AST:
    """Parse a cell's code. Lines with IPython magics are left out."""
    lines = ["" if line.lstrip().startswith(("%", "!")) else line for line in source.splitlines()]
    return ast.parse("\n".join(lines))
