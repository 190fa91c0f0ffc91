"""One side of a comparison: the data of a period as they are now, or a run that was saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError

from helpers.base.errors import UsageError
from helpers.base.periods import Period
from helpers.base.system.digest import data_sha256, text_sha256
from helpers.base.system.workspace import Workspace
from helpers.figures import book_file as books
from helpers.figures.book import Book
from helpers.figures.findings import InputsFailed
from helpers.intake.closings import ACT_FILE, Datum, closing_folder, data_of, read_closings
from helpers.intake.dataset import Dataset
from helpers.outputs.run_files import BOOK_FILE
from helpers.run.differences.saved_tables import read_saved_tables
from helpers.run.gathered_inputs import gather
from helpers.settings.institution import Entidad, load_institution
from helpers.settings.methods import Metodo
from helpers.settings.params import Corrida, load_run, method_of

DIGEST_LETTERS = 8
MOST_LETTERS = 40
"""Most letters of a folder's name in the name of another folder."""
OLDER = (
    "«{label}» es de otra versión del programa, cuyos parámetros o método ya no se leen: no se puede comparar. Haga el "
    "informe otra vez con «poa informe»."
)
WITHOUT_TABLES = (
    "{label} no guardó sus tablas de entrada: se parte de las tablas de la otra corrida y se ponen en ellas los "
    "números que sí guardó y, de sus tareas, en blanco los meses que lo estaban. Lo que no se pueda reproducir así va "
    "en «Programa o datos no guardados»."
)
OTHER_METHOD = (
    "{label} guardó la huella de su método y no el método, que ya no es el de ahora: se usa el de ahora, y su "
    "diferencia va en «Programa o datos no guardados»."
)

OTHER_CUTOFF = (
    "A y B tienen distinta fecha de corte. Lo que una no lee por ser posterior a la suya (versiones del plan, reportes "
    "del presupuesto) dice «—», aunque esté en sus archivos, y su efecto va en el grupo de esas celdas."
)


@dataclass(frozen=True)
class Side:
    """One of the two compared runs.

    Attributes
    ----------
    name : str
        As the user named it.
    label : str
        What it is, in Spanish.
    kind : str
        `guardada` for a saved report, `cierre` for a closing; empty for data as they are now.
    place : str
        Folder of a saved report that is not in its usual place in `output/`; else empty.
    dataset : Dataset or None
        Its tables; None if it did not keep them.
    printed : Mapping of str to str, or None
        Values of a saved run's figures, as text by id: exact, but a closing's have 34 digits at most. None for data as
        they are now.
    data : Mapping
        The input numbers that it kept, if it is a run without tables; else None.
    notes : tuple of str
        What limits the comparison, in Spanish.
    """

    name: str
    label: str
    corrida: Corrida
    entidad: Entidad
    method: Metodo
    dataset: Dataset | None
    printed: Mapping[str, str] | None = None
    data: Mapping[Datum, str] | None = None
    notes: tuple[str, ...] = ()
    kind: str = ""
    place: str = ""

    @property
    def file_name(self) -> str:
        """Its part of the name of a comparison's folder: the period, and `kind` unless it is the data as they are now.

        A report outside its usual place adds the name of its folder, or of the enclosing one if its own is only the
        period, and the first letters of the SHA-256 of the whole path, so that no other folder has the same name.
        """
        if not self.place:
            return "-".join(filter(None, (self.corrida.periodo, self.kind)))
        folder = Path(self.place)
        known = folder.parent.name if folder.name == self.corrida.periodo else folder.name
        digest = text_sha256(self.place)[:DIGEST_LETTERS]
        return "-".join(filter(None, (self.corrida.periodo, self.kind, known[:MOST_LETTERS], digest)))

    @property
    def period(self) -> Period:
        """The run's period."""
        return self.corrida.period

    @property
    def tables(self) -> Dataset:
        """Its tables.

        Raises
        ------
        UsageError
            If it did not keep them and they were not completed (`complete`).
        """
        if self.dataset is None:
            raise UsageError(f"{self.label} no guardó sus tablas de entrada.")
        return self.dataset


def open_side(workspace: Workspace, name: str) -> Side:
    """Open one side of a comparison.

    Parameters
    ----------
    name : str
        `mre/2024-T2` for the data as they are now, if the institution has such a period; else the folder of a finished
        report (`output/mre/2024-T2`, or a copy anywhere) or of a closing (`data/mre/2024/T2/cierre`), from the
        current folder or from the workbook's root.

    Raises
    ------
    UsageError
        If there is no such run, if it was saved by a version that cannot be read any more, or if one of its tables was
        changed since.
    ConfigError, InputsFailed
        If its files do not load, or its data have errors.
    """
    institution, slash, period = name.partition("/")
    is_run = bool(slash and institution and period) and "/" not in period
    if is_run and workspace.run_file(institution, period).is_file():
        return _of_now(workspace, name, institution, period)
    for folder in (Path(name), workspace.root / name):
        if (folder / BOOK_FILE).is_file():
            return _saved(workspace, name, folder.resolve())
        if (folder / ACT_FILE).is_file():
            return _closed(workspace, name, folder.resolve())
    if not is_run or Path(name).is_dir():
        raise UsageError(
            f"«{name}» no es ENTIDAD/PERIODO, como mre/2024-T2, ni la carpeta de una corrida guardada: no tiene "
            f"{BOOK_FILE} ni {ACT_FILE}."
        )
    return _of_now(workspace, name, institution, period)


def _of_now(workspace: Workspace, name: str, institution: str, period: str) -> Side:
    """Open the data of a period as they are now; InputsFailed if they have errors."""
    gathered = gather(workspace, institution, period)
    if gathered.fails:
        raise InputsFailed(gathered.findings)
    label = f"Los datos de ahora de {name}"
    return Side(name, label, gathered.corrida, gathered.entidad, gathered.method, gathered.dataset)


def _saved(workspace: Workspace, name: str, folder: Path) -> Side:
    """Open a saved report: with its tables or, if it did not keep them, its Book's input numbers and a note."""
    book = books.read(folder / BOOK_FILE)
    shown = workspace.relative(folder) if folder.is_relative_to(workspace.root) else name
    label = f"La corrida guardada en {shown}"
    corrida, entidad, method = _settings(book, name)
    dataset = read_saved_tables(folder, shown, book)
    printed = {figure.id: str(figure.value) for figure in book}
    is_usual = folder == (workspace.output / corrida.entidad / corrida.periodo).resolve()
    place = "" if is_usual else Path(shown if folder.is_relative_to(workspace.root) else folder).as_posix()
    side = Side(name, label, corrida, entidad, method, dataset, printed, kind="guardada", place=place)
    if dataset is not None:
        return side
    data = {datum: value for datum, (value, _) in data_of(book).items()}
    return replace(side, data=data, notes=(WITHOUT_TABLES.format(label=label),))


def _settings(book: Book, name: str) -> tuple[Corrida, Entidad, Metodo]:
    """Return the params, institution and method that a Book keeps; UsageError if they no longer load."""
    try:
        corrida = Corrida.model_validate(book.params)
        return corrida, Entidad.model_validate(book.identity), Metodo.model_validate(book.method)
    except ValidationError as problem:
        raise UsageError(OLDER.format(label=name)) from problem


def _closed(workspace: Workspace, name: str, folder: Path) -> Side:
    """Open a closing of this workbook: its parameters, figures and input numbers, with the method of now.

    UsageError if it cannot be read, or is not in its place.
    """
    window, year, institution = folder.parent.name, folder.parent.parent.name, folder.parent.parent.parent.name
    now = load_run(workspace, institution, f"{year}-{window}")
    kept = read_closings(workspace, now)
    closing = next((one for one in kept.closed if one.period == now.period), None)
    if closing is None or closing_folder(workspace, institution, now.period).resolve() != folder:
        reasons = [finding.mensaje for finding in kept.findings]
        raise UsageError("\n".join((f"«{name}» no es un cierre de este libro de trabajo que se pueda leer.", *reasons)))
    try:
        corrida = Corrida.model_validate(closing.params)
    except ValidationError as problem:
        raise UsageError(OLDER.format(label=name)) from problem
    label = f"El cierre de {institution}/{now.periodo}"
    method = method_of(workspace, corrida)
    is_same = data_sha256(method.model_dump(mode="json")) == closing.method_digest
    notes = (WITHOUT_TABLES.format(label=label), *(() if is_same else (OTHER_METHOD.format(label=label),)))
    entidad = load_institution(workspace, institution).in_year(now.period.year)
    printed = {id: figure.value for id, figure in closing.figures.items()}
    data = {datum: value for datum, (value, _) in closing.data.items()}
    return Side(name, label, corrida, entidad, method, None, printed, data, notes, kind="cierre")


def cutoff_notes(a: Side, b: Side) -> tuple[str, ...]:
    """Return a note on cells shown as «—» if two runs of one period have different cut-off dates; empty otherwise."""
    dates = {side.corrida.cutoff(side.period) for side in (a, b)}
    return (OTHER_CUTOFF,) if a.period == b.period and len(dates) > 1 else ()


def check_comparable(a: Side, b: Side) -> None:
    """Refuse two runs that cannot be compared.

    They are refused if they are of two institutions, if one is a plan or has a method without headline indicators, if
    both are the same run, if the first ends later than the second, if neither kept its input tables, or if one did not
    and they are of different periods.

    Raises
    ------
    UsageError
        With the first such reason in Spanish.
    """
    if a.corrida.entidad != b.corrida.entidad:
        raise UsageError(
            f"{a.name} es de «{a.corrida.entidad}» y {b.name} de «{b.corrida.entidad}»: se comparan dos corridas de "
            "una misma institución."
        )
    for side in (a, b):
        if side.period.is_plan:
            raise UsageError(f"{side.name} es la formulación de un plan: no tiene cifras de seguimiento que comparar.")
        if not side.method.headline_indicators:
            raise UsageError(f"El método de {side.name} no define avance ni ejecución: no hay cifras que comparar.")
    if a.label == b.label:
        raise UsageError(f"{a.name} y {b.name} son lo mismo: no hay nada que comparar.")
    if (a.period.year, a.period.last) > (b.period.year, b.period.last):
        raise UsageError(f"{a.name} es posterior a {b.name}: póngalos al revés, primero el anterior.")
    lacking = [side for side in (a, b) if side.dataset is None]
    if len(lacking) == 2 or (lacking and a.period != b.period):
        raise UsageError(
            f"{lacking[0].label} no guardó sus tablas de entrada: solo se puede comparar con otra corrida del mismo "
            "periodo que las tenga, como los datos de ahora."
        )
