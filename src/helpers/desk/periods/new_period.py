"""`poa abrir`: prepares a period or a yearly plan from an existing period; existing files are not changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from helpers.base.display import counted_es, list_es
from helpers.base.errors import UsageError
from helpers.base.name_phrases import number_with_noun
from helpers.base.periods import MONTHS, Period
from helpers.base.system import atomic
from helpers.base.system.workspace import Workspace
from helpers.desk.periods.history_rows import Addition, addition, history_figures
from helpers.desk.periods.next_params import OF_EARLIER_PRINTS, OF_THE_INSTITUTION, next_params
from helpers.figures.findings import InputsFailed
from helpers.forms.form_codes import UNJUDGED
from helpers.forms.reception.reception_log import INBOX
from helpers.intake.closings import read_closings
from helpers.intake.read_inputs import read_dataset
from helpers.intake.year_folders import PLAN_FOLDER, TABLE_SUFFIXES
from helpers.run.compute import compute
from helpers.scoring.planning.plan_in_force import version_in_force
from helpers.scoring.planning.plan_versions import approval_words
from helpers.settings.institution import load_institution
from helpers.settings.params import Corrida, load_run, method_of

HISTORY = "historico"
TEXTS = "texto"
FIRST_VERSION = "v1"
MADE, THERE, EXTENDED, NOTED = "creado", "ya estaba", "extendido", "atención"


@dataclass(frozen=True)
class Line:
    """One line of the command's output: state, path from the root, and a note."""

    state: str
    name: str
    note: str = ""


def new_period(
    workspace: Workspace, institution: str, period: str, source: str, *, with_history: bool = True
) -> tuple[Line, ...]:
    """Create a period's or a yearly plan's parameters, tables and folders, and return a line on each; keep what exists.

    A plan has no figures, so nothing is computed and no history is extended; the same holds for a period before the
    source and for a history that is no CSV. Nor is the history extended if the source has forms that nobody checked.
    Nothing is written until all checks have passed.

    Parameters
    ----------
    source : str
        The period from which parameters and tables are taken.
    with_history : bool
        Whether to append the source's figures to the history.

    Raises
    ------
    UsageError
        If the institution or the source's parameters do not exist; if the target is the source, is later than the year
        after the source's, or is a period while the source is a plan; or if `period` is not written as its code
        (`2024-T3`).
    InputsFailed
        If the history needs the source's figures and its data have errors.
    """
    load_institution(workspace, institution)
    corrida, target = load_run(workspace, institution, source), Period.parse(period)
    if period != target.code:
        raise UsageError(f"«{period}» se escribe {target.code}.")
    _check_order(corrida.period, target)
    making = _Making(workspace, corrida, target)
    if target.is_plan:
        return tuple(making.make_plan())
    history = making.history() if with_history else None
    return tuple(making.make(history))


def _check_order(source: Period, target: Period) -> None:
    """Raise UsageError for the source itself, a period made from a plan, or a target two or more years later."""
    if source.is_plan and not target.is_plan:
        raise UsageError(f"{source} es el plan de un año y no un periodo: «--desde» nombra el último que se informó.")
    if target == source:
        raise UsageError(f"{target} ya es el periodo del que se parte: «--desde» nombra otro.")
    if target.year > source.year + 1:
        raise UsageError(f"Entre {source} y {target} falta un año: haga primero los periodos de {source.year + 1}.")


def _place(period: Period) -> tuple[int, int, int]:
    """Sort key of a period: by its end, the shorter one first; a plan comes after all periods of its own year."""
    return period.year, len(MONTHS) + 1 if period.is_plan else period.last, -period.first


@dataclass(frozen=True)
class _Making:
    """Makes a period or a plan (`target`) from the run of an existing period (`corrida`)."""

    workspace: Workspace
    corrida: Corrida
    target: Period

    @property
    def year(self) -> Path:
        """Folder of the new period's year."""
        return self.workspace.year_data(self.corrida.entidad, self.target.year)

    @property
    def year_before(self) -> Path:
        """Folder of the source's year."""
        return self.workspace.year_data(self.corrida.entidad, self.corrida.period.year)

    @property
    def is_earlier(self) -> bool:
        """Whether the new period comes before the source (`_place`), whose figures are then not its past."""
        return _place(self.target) < _place(self.corrida.period)

    def history(self) -> Addition:
        """Return the rows to add to `historico.csv`: the source's figures, as its closing keeps them.

        Those that no closing with its method keeps are computed from its current data. The new period's own figures,
        as the fourth quarter has those of the year, are left out.
        Its `problem` says why there are none: the new period is earlier, the table is no CSV, or forms are unchecked.
        """
        if self.is_earlier:
            return Addition(problem=f"{self.corrida.periodo} no es anterior a {self.target}")
        other = next((path for path in _files(self.year, HISTORY) if path.suffix.lower() != ".csv"), None)
        if other is not None:
            return Addition(problem=f"está en {other.name}, y solo se agregan filas a un .csv")
        try:
            computed = compute(self.workspace, self.corrida.entidad, self.corrida.periodo)
        except InputsFailed as problem:
            told = f"corrija los errores de {self.corrida.periodo}, o ábralo con --sin-historia"
            problem.add_note(f"No se abrió {self.target}, cuya historia lleva esas cifras: {told}.")
            raise
        unjudged = [finding.elemento.rpartition("/")[2] for finding in computed.findings if finding.codigo == UNJUDGED]
        if unjudged:
            return Addition(
                problem=f"hay formularios que nadie ha revisado en {list_es(unjudged)}, y sus cifras no serían las "
                "verdaderas. Ejecute «poa comprobar» de cada periodo y repita esta orden"
            )
        found = history_figures(computed.book, computed.metodo)
        figures = [figure for figure in found if figure.period != self.target]
        file = f"{HISTORY}.csv"
        closed = read_closings(self.workspace, self.corrida).closed
        own = [one for one in closed if one.period == self.corrida.period]
        same = [one for one in own if one.params.get("metodo") == self.corrida.metodo]
        printed = {name: kept.published for one in same for name, kept in one.figures.items()}
        return addition(self.year / file, self.year_before / file, figures, self.corrida.metodo, printed)

    def make(self, history: Addition | None) -> Iterator[Line]:
        """Create a period's parameters, tables and folders, append to the history, and name the plan in force.

        Parameters
        ----------
        history : Addition or None
            The source period's figures, to append to `historico.csv`; None to leave that table as it is.

        Yields
        ------
        Line
            A line of output for each thing, as soon as it is done. Nothing is done before the first one is asked for.
        """
        yield from self._params()
        yield from self._tables()
        period = self.year / self.target.window
        for folder in (period, period / INBOX, period / TEXTS):
            yield self._folder(folder)
        if history is not None:
            yield from self._extend(history)
        yield from self._plan()
        yield from self._notes()

    def make_plan(self) -> Iterator[Line]:
        """Create a plan's parameters, the institution's tables and the inbox for its forms; yield a line for each."""
        yield from self._params()
        yield from self._tables()
        plan = self.year / PLAN_FOLDER
        inboxes = sorted(path for path in plan.glob(f"*/{INBOX}") if path.is_dir())
        for folder in inboxes or [plan / FIRST_VERSION / INBOX]:
            yield self._folder(folder)
        for path in _files(plan / FIRST_VERSION, "tareas"):
            other = f"{PLAN_FOLDER}/v2/{INBOX}/"
            note = f"si es la plantilla vacía, bórrela; si es un plan aprobado, su cambio va en otra versión: {other}"
            yield Line(NOTED, self.workspace.relative(path), note)
        yield from self._notes()

    def _params(self) -> Iterator[Line]:
        """Write the target's parameters, made from the source's; a file that exists stays as it is."""
        path = self.workspace.run_file(self.corrida.entidad, self.target.code)
        label = self.workspace.relative(path)
        if path.exists():
            yield Line(THERE, label, "no se tocó")
            return
        source = self.workspace.run_file(self.corrida.entidad, self.corrida.periodo)
        atomic.write_text(path, next_params(source, self.corrida, self.target))
        yield Line(MADE, label, "" if self.target.is_plan else "revise las fechas propuestas")

    def _tables(self) -> Iterator[Line]:
        """For another year, copy the tables that describe the institution, in any format; those it has stay."""
        if self.year == self.year_before:
            return
        for name in OF_THE_INSTITUTION:
            there = next(iter(_files(self.year, name)), None)
            if there is not None:
                yield Line(THERE, self.workspace.relative(there), "no se tocó")
                continue
            for path in _files(self.year_before, name):
                self.year.mkdir(parents=True, exist_ok=True)
                atomic.write_bytes(self.year / path.name, path.read_bytes())
                yield Line(MADE, self.workspace.relative(self.year / path.name), f"copia de {self.corrida.period.year}")

    def _folder(self, path: Path) -> Line:
        """Make a folder, unless it exists, and return its line."""
        label = f"{self.workspace.relative(path)}/"
        if path.is_dir():
            return Line(THERE, label, "no se tocó")
        path.mkdir(parents=True)
        return Line(MADE, label)

    def _extend(self, history: Addition) -> Iterator[Line]:
        """Append the rows to the history, or say why not; a further line counts existing rows with other numbers."""
        path = self.year / f"{HISTORY}.csv"
        label = self.workspace.relative(path)
        if history.problem:
            yield Line(NOTED, label, f"la historia no se extendió: {history.problem}")
        elif not history.text and path.is_file():
            yield Line(THERE, label, f"ya tenía las cifras de {self.corrida.periodo}")
        elif history.text:
            is_there = path.is_file()
            atomic.write_bytes(path, (path.read_bytes() if is_there else b"") + history.text.encode("utf-8"))
            count = counted_es(history.rows, "cifra", "cifras")
            note = f"{count} de {self.corrida.periodo}" if history.rows else f"copia de {self.corrida.period.year}"
            yield Line(EXTENDED if is_there else MADE, label, note)
        if history.differing:
            which = number_with_noun(history.differing, "cifra que ya estaba dice", "cifras que ya estaban dicen")
            told = f"{which} otra cosa que los datos de hoy; borre la fila de lo que no se publicó así, y repita"
            yield Line(NOTED, label, told)

    def _plan(self) -> Iterator[Line]:
        """Yield a line on the plan's version in force in the new period, or on the lack of a plan with tasks."""
        run = load_run(self.workspace, self.corrida.entidad, self.target.code)
        dataset, _ = read_dataset(self.workspace, run)
        version = version_in_force(dataset, self.target)
        place = f"{self.workspace.relative(self.year)}/{PLAN_FOLDER}/"
        if version:
            words = f" ({stated})" if (stated := approval_words(dataset, version)) else ""
            yield Line(THERE, f"{place}{version}/", f"plan vigente en {self.target}{words}")
        elif "tareas" in run.tablas:
            plan = f"{self.corrida.entidad}/{self.target.year}-{PLAN_FOLDER}"
            note = (
                f"falta el plan de {self.target.year}: póngalo en {place}{FIRST_VERSION}/tareas.xlsx, o ármelo con las "
                f"unidades («poa abrir {plan} --desde {self.corrida.periodo}» y después «poa plan»)"
            )
            yield Line(NOTED, place, note)

    def _notes(self) -> Iterator[Line]:
        """Remind of the table `publicado`, which the parameters dropped, and of the method if the year is another."""
        method = method_of(self.workspace, self.corrida)
        if OF_EARLIER_PRINTS in self.corrida.tablas and not self.target.is_plan:
            told = f"agréguela si pone en ella lo que se imprimió de {self.target}"
            params = self.workspace.run_file(self.corrida.entidad, self.target.code)
            yield Line(NOTED, self.workspace.relative(params), f"«{OF_EARLIER_PRINTS}» salió de «tablas»: {told}")
        if self.target.year != self.corrida.period.year:
            name = self.workspace.relative(self.workspace.method_file(method.id))
            both = f"confirme que el método de {self.corrida.period.year} es también el de {self.target.year}"
            yield Line(NOTED, name, both)


def _files(folder: Path, table: str) -> list[Path]:
    """The files of a table in a folder, in any format, sorted; empty without the folder."""
    if not folder.is_dir():
        return []
    return [path for path in sorted(folder.iterdir()) if path.stem == table and path.suffix.lower() in TABLE_SUFFIXES]
