"""Reads the checks in executed notebooks: failed ones become findings, and the figures that they repeat are counted."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.base.display import number_es
from helpers.base.name_phrases import number_with_noun
from helpers.base.python_extras import PlainData
from helpers.figures.book import Book
from helpers.figures.figure import Operation
from helpers.figures.findings import Finding, Severity
from helpers.outputs.run_files import NOTEBOOKS
from helpers.views.elements.section_checks import ABSENT, FIGURES, GRADES, MIME, Compared, figures_in

CODE = "COM-SECCION"
CALLS = ("comprobar", "repetir", "calificar")
"""Functions that a cell calls to make a check."""
WHOLE = "Todo el informe"
UNSHOWN = "La celda pide una comprobación y no la muestra"
_AFTER_PROMISE = ": al repetir el cálculo"
"""Words of a finding's message after its check: notebook, cell and promise."""

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
    grades : tuple of str
        Ids of the figures that the section has graded again.
    """

    section: str
    notebook: str
    cell: int
    promise: str
    differing: tuple[Compared, ...] = ()
    figures: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """The notebook's file and the cell, as messages name them: `cuadernos/04_acp.ipynb, celda [3]`."""
        return f"{NOTEBOOKS}/{self.notebook}, celda [{self.cell}]"

    def findings(self) -> Iterator[Finding]:
        """Yield one finding of code `COM-SECCION` and severity error for each value that differs; none if all agree."""
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
        """Return in Spanish where a check fails, what the section has and what the Book has."""
        whose = f" de «{pair.element}»" if pair.element else ""
        apart = f" (diferencia: {pair.difference})" if pair.difference else ""
        return (
            f"{self.place}: no se cumple «{self.promise}»{_AFTER_PROMISE}{whose} la sección obtiene "
            f"«{pair.repeated}» y el libro tiene «{pair.book}»{apart}. El informe es un borrador hasta que coincidan: "
            "avise a quien mantiene el libro."
        )


@dataclass(frozen=True)
class Repetition:
    """How much of a section is calculated twice.

    Attributes
    ----------
    section : str
    printed : frozenset of str
        Ids of the computed figures that the section prints; figures read from an input are left out.
    repeated : frozenset of str
        Ids of `printed` that any section of the report repeats.
    graded : frozenset of str
        Ids of the figures with a grade that the section prints, those read from an input included.
    regraded : frozenset of str
        Ids of `graded` that any section of the report grades again.
    """

    section: str
    printed: frozenset[str]
    repeated: frozenset[str]
    graded: frozenset[str] = frozenset()
    regraded: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Coverage:
    """How many of the computed figures that a section, or the whole report, prints are calculated twice.

    Attributes
    ----------
    title : str
        The section's title, or `Todo el informe`.
    repeated, printed : int
    regraded, graded : int
        How many of the printed figures with a grade are graded again; grades are not counted as figures.
    """

    title: str
    repeated: int
    printed: int
    regraded: int = 0
    graded: int = 0

    @property
    def words(self) -> str:
        """How many figures are repeated, of how many printed: `1.226 / 1.259`."""
        return f"{number_es(self.repeated)} / {number_es(self.printed)}"

    @property
    def grade_words(self) -> str:
        """How many grades are repeated, of how many printed: `315 / 315`; empty if none is printed."""
        return f"{number_es(self.regraded)} / {number_es(self.graded)}" if self.graded else ""


def read_checks(sections: Iterable[tuple[str, Path]]) -> tuple[SavedCheck, ...]:
    """Read the checks that executed notebooks show; a cell that asks for more checks than it shows adds a failed one.

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
    """Return the checks in which a value differs, in the given order."""
    return tuple(check for check in checks if check.differing)


def findings_of(checks: Iterable[SavedCheck]) -> tuple[Finding, ...]:
    """Return the findings of all these checks in order: one per differing value, none for a check that agrees."""
    return tuple(finding for check in checks for finding in check.findings())


def count_failed(findings: Iterable[Finding]) -> int:
    """Count the failed section checks among all findings of a run; findings of other rules are ignored.

    Findings on the same cell and promise are values of one check.
    """
    return len({finding.mensaje.partition(_AFTER_PROMISE)[0] for finding in findings if finding.codigo == CODE})


def failed_words(number: int) -> str:
    """Say in Spanish how many section checks failed: `2 comprobaciones no coinciden con el libro`."""
    return f"{number_with_noun(number, 'comprobación no coincide', 'comprobaciones no coinciden')} con el libro"


def repetitions(pages: Iterable[tuple[str, str]], checks: Iterable[SavedCheck], book: Book) -> tuple[Repetition, ...]:
    """Find for each section which computed figures and grades it prints, and which of those any section repeats.

    Sections that print neither are left out; the others keep their order. Empty if no section prints a computed figure.

    Parameters
    ----------
    pages : iterable
        Name and HTML of each section.
    checks : iterable of SavedCheck
        The checks of all sections of the report.
    """
    checks = tuple(checks)
    repeated = {figure for check in checks for figure in check.figures}
    regraded = {figure for check in checks for figure in check.grades}
    found = []
    for section, html in pages:
        figures = [book.figures[name] for name in figures_in(html) if name in book.figures]
        printed = frozenset(one.id for one in figures if one.operation is not Operation.INPUT)
        graded = frozenset(one.id for one in figures if one.grade)
        if printed or graded:
            found.append(Repetition(section, printed, printed & repeated, graded, graded & regraded))
    return tuple(found) if any(one.printed for one in found) else ()


def coverage(found: Sequence[Repetition], titles: Mapping[str, str]) -> tuple[Coverage, ...]:
    """Count the printed and the repeated figures of each section and, last, of the whole report.

    A section without computed figures has no line of its own. In the whole report a figure counts once, however many
    sections print it.

    Parameters
    ----------
    found : sequence of Repetition
        The sections, in the order of the result.
    titles : Mapping
        Title of each section by its name; a section without one keeps its name.
    """
    printed = frozenset().union(*(one.printed for one in found))
    repeated = frozenset().union(*(one.repeated for one in found))
    graded = frozenset().union(*(one.graded for one in found))
    regraded = frozenset().union(*(one.regraded for one in found))
    sections = (_counted(titles.get(one.section, one.section), one) for one in found if one.printed)
    return (*sections, _counted(WHOLE, Repetition("", printed, repeated, graded, regraded)))


def _counted(title: str, found: Repetition) -> Coverage:
    """Return the numbers of repeated and printed figures and grades under a title."""
    sets = (found.repeated, found.printed, found.regraded, found.graded)
    return Coverage(title, *map(len, sets))


def _in_notebook(section: str, path: Path) -> Iterator[SavedCheck]:
    """Yield the checks of a notebook, as in `read_checks`."""
    number = 0
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] != "code" or not (source := "".join(cell["source"])).strip():
            continue
        number += 1
        shown = [data[MIME] for output in cell["outputs"] if MIME in (data := output.get("data", {}))]
        for plain in shown:
            figures, grades = tuple(plain.get(FIGURES, ())), tuple(plain.get(GRADES, ()))
            yield SavedCheck(section, path.name, number, plain["promesa"], tuple(_differing(plain)), figures, grades)
        if len(shown) < _asked_in(source):
            yield SavedCheck(section, path.name, number, UNSHOWN, (Compared("", ABSENT, ABSENT),))


def _differing(plain: PlainData) -> Iterator[Compared]:
    """Yield the differing values of a check as a notebook's output has them."""
    for pair in plain["distintos"]:
        yield Compared(pair["elemento"], pair["repetido"], pair["libro"], pair["diferencia"])


def _asked_in(source: str) -> int:
    """Count the checks that a cell's code calls, none in a cell with a magic: one that it does not output is lost."""
    if source.startswith("%%") or not any(name in source for name in CALLS):
        return 0
    calls: Sequence[ast.Call] = [node for node in ast.walk(_parsed(source)) if isinstance(node, ast.Call)]
    return sum(ast.unparse(call.func).rpartition(".")[2] in CALLS for call in calls)


def _parsed(source: str) -> ast.AST:
    """Parse a cell's code. Lines with IPython magics are left out.

    Raises
    ------
    ValueError
        If the code is not Python; a cell that was executed always is.
    """
    lines = ["" if line.lstrip().startswith(("%", "!")) else line for line in source.splitlines()]
    try:
        return ast.parse("\n".join(lines))
    except SyntaxError as problem:
        raise ValueError(f"a cell that is no Python: {problem}") from problem
