"""Whether a run's inputs, params, method and notebooks are unchanged and, if not, which cells changed."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.audit.audit_case import STATED, Case
from helpers.audit.audit_result import Difference, Result
from helpers.audit.audited_rows import ABSENT, row_differences
from helpers.audit.folder.hashes import file_hashes, hash_differences
from helpers.audit.pages.data_differences import departures
from helpers.base.display import list_es
from helpers.figures.book import Book
from helpers.outputs.run_files import BOOK_FILE, MANIFEST_FILE, OPEN_DATA
from helpers.run.report.manifest import compared_methods, printed_cells

SUBJECT = "Insumos, parámetros, métodos y cuadernos"
HOW = (
    "La huella SHA-256 de cada archivo es la que anotaron el manifiesto y el libro; si no lo es, se comparan celda por "
    "celda los valores que usó el informe, y los de los cuadros impresos que comprobó, con los de ahora."
)
QUIET = (
    f"Archivos que cambiaron sin que cambie ninguna de sus filas que el informe publica en {OPEN_DATA}/: {{}}. Pueden "
    "tener ahora filas nuevas, de este periodo o de otros, o solo haberse guardado otra vez; si por eso cambia una "
    "cifra u otra cosa, está en «Libro de cifras»."
)
TEXTS = (
    "Textos propios que cambiaron: {}. Ninguna cifra sale de ellos; las palabras que difieren están en «Libro de "
    "cifras»."
)
_SETTINGS = {"parámetros": "params", "método": "method", "entidad": "identity"}
"""How the places of settings begin, and the part of a Book that has them."""


def check_inputs(case: Case) -> Result:
    """Compare the hashes in the manifest and the saved Book with the files as they are now.

    If any differ, or the run would now read a file that the manifest does not list, the rows of the tables, the cells
    of the printed tables and the settings are compared too, provided that the run can be both read and computed again.
    The result lists new files first, without their cells, then changed cells and last the hashes.
    """
    differences: list[Difference] = []
    amount = 0
    book = case.saved.inputs if case.saved else {}
    parts = [(MANIFEST_FILE, case.stated(part)) for part in STATED] + [(BOOK_FILE, dict(book))]
    for where, stated in parts:
        differences += hash_differences(stated, file_hashes(case.workspace.root, stated), where)
        amount += len(stated)
    unstated = tuple(_unstated(case))
    values: tuple[Difference, ...] = ()
    notes: list[str] = []
    if (differences or unstated) and case.saved and case.again:
        settings = tuple(_setting_differences(case.saved.book, case.again.book))
        values = (*row_differences(case), *_printed_differences(case.saved.book, case.again.book), *settings)
        told, own = {one.place.partition("#")[0] for one in values}, {text.file for text in case.saved.texts}
        changed = _changed(case, "insumos")
        texts = [name for name in changed if name in own]
        if not settings:
            changed |= _changed(case, "configuracion")
        quiet = [name for name, digest in changed.items() if digest and name not in told | own]
        lists = ((TEXTS, texts), (QUIET, quiet))
        notes = [note.format(list_es(names)) for note, names in lists if names]
    problem = case.again_problem or (case.saved_problem if differences or unstated else "")
    return Result(SUBJECT, HOW, amount, "huellas", (*unstated, *values, *differences), tuple(notes), problem)


def _changed(case: Case, part: str) -> dict[str, str]:
    """Return the files of a part of the manifest that changed, with their present SHA-256; it is empty if one is gone.

    A file that is as the saved Book states it did not change.
    """
    stated, book = case.stated(part), case.saved.inputs if case.saved else {}
    now = file_hashes(case.workspace.root, stated)
    return {name: now[name] for name, digest in stated.items() if now[name] not in (digest, book.get(name))}


def _unstated(case: Case) -> Iterator[Difference]:
    """Yield files that the run would read now and that its manifest does not list."""
    for name in case.again.inputs if case.again else ():
        if name not in case.stated("insumos"):
            yield Difference(f"{name}, entre los insumos", ABSENT, "un archivo que el informe no leyó")
    for path in compared_methods(case.workspace, case.reference.corrida):
        if (name := case.workspace.relative(path)) not in case.stated("metodos_comparados"):
            yield Difference(f"{name}, entre los métodos comparados", ABSENT, "un método que el informe no leyó")


def _printed_differences(saved: Book, again: Book) -> Iterator[Difference]:
    """Yield the cells of the printed tables' files whose text is another now; of a file that is gone, all of them."""
    now = printed_cells(again.printed)
    for file, cells in printed_cells(saved.printed).items():
        for cell in dict.fromkeys((*cells, *now.get(file, ()))):
            expected, found = (some.get(cell, ABSENT) for some in (cells, now.get(file, {})))
            if expected != found:
                yield Difference(f"{file}#{cell}", expected, found)


def _setting_differences(saved: Book, again: Book) -> Iterator[Difference]:
    """Yield what differs in the parameters, the method and the institution's settings; the saved ones are expected."""
    for words, part in _SETTINGS.items():
        for one in departures(getattr(saved, part), getattr(again, part)):
            yield Difference(", ".join((words, *one.path)), one.expected, one.found)
