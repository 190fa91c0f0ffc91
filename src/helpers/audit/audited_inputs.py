"""Whether a run's inputs, params, method and notebooks are unchanged and, if not, which cells changed.

The rows of the input tables, as the report published them in its open data, are compared with those read now.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from pathlib import Path

from helpers.audit.audit_case import STATED, Case
from helpers.audit.audit_result import Difference, Result
from helpers.audit.folder.hashes import file_hashes, hash_differences
from helpers.audit.pages.data_differences import departures
from helpers.audit.sheets.audited_csv import keyed_rows
from helpers.base.display import list_es
from helpers.base.python_extras import by_key
from helpers.figures.book import Book
from helpers.figures.records import Row
from helpers.intake.dataset import TABLES, Dataset
from helpers.outputs.open_data.data_package import ORIGIN, input_rows
from helpers.outputs.run_files import BOOK_FILE, MANIFEST_FILE, OPEN_DATA
from helpers.run.report.manifest import compared_methods, printed_cells

ABSENT = "(no hay)"
WHOLE_ROW, GONE = "toda la fila", "(falta la fila)"
MOVED = "{}, filas que cambiaron de lugar sin cambiar en nada ({}); la primera"
Texts = Mapping[str, str]
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
        differences += hash_differences(case.workspace.root, stated, where)
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
        for one in departures(cells, now.get(file, {})):
            yield Difference("#".join((file, *one.path)), one.expected, one.found)


def _setting_differences(saved: Book, again: Book) -> Iterator[Difference]:
    """Yield what differs in the parameters, the method and the institution's settings; the saved ones are expected."""
    for words, part in _SETTINGS.items():
        for one in departures(getattr(saved, part), getattr(again, part)):
            yield Difference(", ".join((words, *one.path)), one.expected, one.found)


def row_differences(case: Case) -> Iterator[Difference]:
    """Yield how the rows of the tables of the contract differ from those in the report's open data, table by table.

    They have values of any kind: a weight that no figure counts, a description, a date. Rows are the same if they say
    the same, wherever in their file they stand; others are paired by file, sheet and line. New rows are no difference,
    because the year's tables grow. Of each file, the last difference is how many rows only moved. Nothing if the run
    cannot be computed now.
    """
    dataset = case.again.dataset if case.again else None
    if dataset is None:
        return
    moved: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in TABLES:
        before, now = _published(case.folder / OPEN_DATA / f"{name}.csv"), input_rows(dataset, name)
        pairs = _pairs(before, now)
        left = _left(dataset.rows(name), now, set(pairs.values()))
        yield from _of_table(dataset, left, [texts for texts in before if texts[ORIGIN] not in pairs])
        for one, other in pairs.items():
            if one != other:
                moved[one.partition("#")[0]].append((one, other))
    for file, found in moved.items():
        yield Difference(MOVED.format(file, len(found)), *found[0])


def _pairs(before: Sequence[Texts], now: Sequence[Texts]) -> dict[str, str]:
    """Return where each row stands now that says the same as before, by where it stood; the others are left out."""
    there = by_key((_content(texts), texts[ORIGIN]) for texts in now)
    here = by_key((_content(texts), texts[ORIGIN]) for texts in before)
    return {
        one: other
        for content, places in here.items()
        for one, other in zip(places, there.get(content, ()), strict=False)
    }


def _left(rows: Sequence[Row], now: Sequence[Texts], taken: Set[str]) -> Mapping[str, tuple[Row, Texts]]:
    """Return the rows read now that are none of `taken`, with their texts, by where they stand."""
    return {texts[ORIGIN]: (row, texts) for row, texts in zip(rows, now, strict=True) if texts[ORIGIN] not in taken}


def _of_table(
    dataset: Dataset, left: Mapping[str, tuple[Row, Texts]], changed: Sequence[Texts]
) -> Iterator[Difference]:
    """Yield the differences of the rows of a table, `changed`, that nowhere say what they said."""
    for texts in changed:
        origin = texts[ORIGIN]
        if origin in left:
            yield from _cells(*left[origin], texts)
        elif origin.partition("#")[0] in dataset.files:
            yield Difference(origin, WHOLE_ROW, GONE)


def _cells(row: Row, now: Texts, before: Texts) -> Iterator[Difference]:
    """Yield the cells of a row whose text is no longer the published one."""
    for column in dict.fromkeys((*before, *now)):
        one, other = before.get(column) or "", now.get(column) or ""
        if column != ORIGIN and one != other:
            lost = "" if column in row.origin.columns else f", columna «{column}», que el archivo no tiene"
            yield Difference(f"{row.cell(column)}{lost}", one or ABSENT, other or ABSENT)


def _published(path: Path) -> list[Texts]:
    """Return the rows of a table of the open data; none if the file is missing or cannot be read.

    That file is then reported as an output.
    """
    try:
        return [{ORIGIN: "", **row} for row in keyed_rows(path)]
    except (OSError, ValueError, csv.Error):
        return []


def _content(texts: Texts) -> tuple[str, frozenset[tuple[str, str]]]:
    """Return the file and the filled cells of a row, wherever in the file it stands."""
    filled = frozenset((column, text) for column, text in texts.items() if text and column != ORIGIN)
    return texts[ORIGIN].partition("#")[0], filled
