"""Whether a run's inputs, params, method and notebooks are unchanged and, if not, which cells changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from string import ascii_uppercase

from helpers.audit.audit_case import STATED, Case
from helpers.audit.audit_result import Difference, Result
from helpers.audit.audited_rows import ABSENT, WHOLE_ROW, compared_rows
from helpers.audit.folder.hashes import file_hashes, hash_differences
from helpers.audit.pages import data_differences
from helpers.audit.pages.data_differences import departures
from helpers.base.display import list_es
from helpers.base.exact import plain_text
from helpers.checks.computed import Computed
from helpers.checks.cuadros.cuadro_checks import printed_tables
from helpers.figures.book import Book
from helpers.figures.records import SourceCell
from helpers.figures.series import ROLES
from helpers.intake.cuadro_reader import read_cuadros
from helpers.outputs.run_files import BOOK_FILE, MANIFEST_FILE
from helpers.run.report.manifest import PrintedCells, compared_methods, printed_cells

SUBJECT = "Insumos, parámetros, métodos y cuadernos"
HOW = (
    "La huella SHA-256 de cada archivo es la que anotaron el manifiesto y el libro; si no lo es, se comparan celda por "
    "celda los valores que usó el informe, y los de los cuadros impresos que comprobó, con los de ahora."
)
QUIET = (
    "Archivos que cambiaron sin que cambie ningún número que el informe leyó de ellos: {}. Pueden tener ahora filas de "
    "otros periodos, o solo haberse guardado otra vez; si cambió un título u otro texto, está en «Libro de cifras»."
)
TEXTS = (
    "Textos propios que cambiaron: {}. Ninguna cifra sale de ellos; las palabras que difieren están en «Libro de "
    "cifras»."
)
_TABLES = {
    "nodos": "estructura",
    "tablas": "tabla",
    "parametros": "parámetros",
    "metodo": "método",
    "identidad": "entidad",
}
"""Parts of a Book other than figures, with their names in the acta."""
_SETTINGS = tuple(_TABLES[part] for part in ("parametros", "metodo", "identidad"))
"""How the places of settings begin."""
ROWS = "filas"
"""Column of the listing that counts the rows of each table."""
_DEPTH = {"nodos": 1, "tablas": 2}
"""Parts that tables fill: how many names stand before a column's in the path of a departure."""


def check_inputs(case: Case) -> Result:
    """Compare the hashes in the manifest and the saved Book with the files as they are now.

    If any differ, or the run would now read a file that the manifest does not list, every value read is compared too,
    provided that the run can be both read and computed again. The result lists new files first, without their cells,
    then changed cells and last the hashes.
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
    notes: Sequence[str] = ()
    if (differences or unstated) and case.saved and case.again:
        rows = compared_rows(case)
        cells = tuple(cell_differences(case.saved, case.again, *_printed(case), rows.moved))
        places = {one.place for one in cells}
        untold = (one for one in rows.differences if one.place not in places)
        values = (*cells, *untold, *table_differences(case.saved.book, case.again.book, rows.columns))
        new = case.again.inputs.keys() - case.stated("insumos").keys()
        values = tuple(one for one in values if one.place.partition("#")[0] not in new)
        told, own = {one.place.partition("#")[0] for one in values}, {text.file for text in case.saved.texts}
        changed = _changed(case, "insumos")
        texts = [name for name in changed if name in own]
        if not any(one.place.startswith(_SETTINGS) for one in values):
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


def _printed(case: Case) -> tuple[PrintedCells, PrintedCells]:
    """Return the content of the printed tables: as the manifest states it, and as it is now."""
    stated = case.part("celdas_de_cuadros")
    before = {file: found for file, found in stated.items() if isinstance(found, Mapping)}
    now = printed_cells(printed_tables(read_cuadros(case.workspace, case.reference.corrida)[0], ()))
    return before, {file: now.get(file, {}) for file in before}


def cell_differences(
    saved: Computed, again: Computed, before_printed: PrintedCells, now_printed: PrintedCells, moved: Collection[str]
) -> Iterator[Difference]:
    """Yield the cells whose number is read differently; the saved one is the expected one, today's the found one.

    Parameters
    ----------
    before_printed, now_printed : PrintedCells
        Texts of the printed tables' cells, by file and cell.
    moved : Collection of str
        Rows whose cells are left out, because they only moved.
    """
    before = {**_cells_of(before_printed), **read_cells(saved)}
    after = {**_cells_of(now_printed), **read_cells(again)}
    for cell in dict.fromkeys((*before, *after)):
        expected, found = before.get(cell, ABSENT), after.get(cell, ABSENT)
        if expected != found and str(cell._replace(cell=cell.cell.lstrip(ascii_uppercase))) not in moved:
            yield Difference(str(cell), expected, found)


def table_differences(saved: Book, again: Book, told: Collection[str] = ()) -> Iterator[Difference]:
    """Yield the tables and settings of two Books, without cells, that differ; the saved ones are the expected ones.

    Left out are what tables say in the columns `told`, whose cells are named already, and if `WHOLE_ROW` is among them,
    the rows that are gone and the counts of rows.
    """
    known = {*told, ROWS} if WHOLE_ROW in told else told
    for part, words in _TABLES.items():
        for departure in departures(_part(saved, part), _part(again, part)):
            is_gone = departure.found == data_differences.ABSENT
            column = next(iter(departure.path[_DEPTH.get(part, 0) :]), WHOLE_ROW if is_gone else "")
            if part not in _DEPTH or column not in known:
                yield Difference(", ".join((words, *departure.path)), departure.expected, departure.found)


def read_cells(computed: Computed) -> dict[SourceCell, str]:
    """Return the text of the number in each cell that a run read: figures, tasks' series and published figures.

    For a cell whose number the Book keeps only in a sum, the text is that sum and says so.
    """
    return {**_published_cells(computed), **_figure_cells(computed.book), **_task_cells(computed.book)}


def _cells_of(printed: PrintedCells) -> dict[SourceCell, str]:
    """Return the texts of printed tables, listed by file and place, by cell."""
    places = ((file, place, str(text)) for file, cells in printed.items() for place, text in cells.items())
    return {SourceCell(file, *_sheet_and_cell(place)): text for file, place, text in places}


def _sheet_and_cell(place: str) -> tuple[str, str]:
    """Split a place such as `Hoja1!C7`; the sheet is empty for `C7` alone."""
    sheet, _, cell = place.rpartition("!")
    return sheet, cell


def _figure_cells(book: Book) -> dict[SourceCell, str]:
    """Return the texts by cell of figures that were read; for a cell that the Book keeps only in a sum, that sum."""
    found: dict[SourceCell, str] = {}
    for figure in (figure for figure in book if figure.is_read):
        number = len(figure.sources)
        if len(figure.amounts) == number:
            found.update(zip(figure.sources, map(plain_text, figure.amounts), strict=True))
            continue
        value = plain_text(figure.value)
        words = value if number == 1 else f"{value}, suma de {number} celdas"
        for cell in figure.sources:
            found.setdefault(cell, words)
    return found


def _task_cells(book: Book) -> dict[SourceCell, str]:
    """Return the amounts of tasks' series as texts, by cell."""
    return {
        cell: plain_text(amount)
        for year in book.series.values()
        for role, places in zip(ROLES, year.filled(), strict=True)
        for amount, cell in (year.at(role, place) for place in places)
    }


def _published_cells(computed: Computed) -> dict[SourceCell, str]:
    """Return the published values of the reconciliation by cell; lines without a file are left out."""
    items = (item for item in computed.reconciliation if item.archivo)
    return {SourceCell(item.archivo, item.hoja, item.celda): item.publicado for item in items}


def _part(book: Book, part: str) -> object:
    """Return a part of a Book (a key of `_TABLES`) as data that can be compared."""
    nodes = {
        " ".join(node.key): {
            "nombre": node.name,
            "sigla": node.sigla,
            "clase": node.kind,
            "acp": node.acp,
            "padre": " ".join(node.parent or ()),
            "orden": node.order,
        }
        for node in book.nodes
    }
    return {
        "nodos": nodes,
        # The hashes of the settings' files are compared by file.
        "tablas": {name: rows for name, rows in book.listings.items() if name != "configuracion"},
        "parametros": book.params,
        "metodo": book.method,
        "identidad": book.identity,
    }[part]
