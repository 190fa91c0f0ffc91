"""Faults in one quarter's forms: missing or late forms, blanks, typing errors, unplanned work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from helpers.base.python_extras import not_none
from helpers.demo.demo_records import Fault, Plan, Task
from helpers.demo.follow_up import Arrival, after_reminder, arrival_rows, execution_row, late, missing, months_of
from helpers.demo.performance import Executed
from helpers.demo.planted.faults import NOTE, WARNING, Hosts, since
from helpers.demo.random_streams import Chance

LARGE = 60
"""From this number of units, each fault is planted several times."""
SEVERAL = {"missing": 2, "late": 3, "reminded": 6}
TEN = 10
SLIP = "9"

RowOf = dict[str, str]


@dataclass(frozen=True)
class Line:
    """A row of `ejecucion` with the unit whose form it stands on."""

    unit: str
    code: str
    done: Executed | None
    row: RowOf


class QuarterFaults:
    """One quarter's forms while faults are planted in them.

    Attributes
    ----------
    lasting : set of str
        Tasks that stay in the plan until the end of the year; faults are planted only in these.
    forms : dict of str to Arrival
        By unit.
    again : list of Arrival
        Forms that units sent a second time.
    lines : list of Line
    found : list of Fault
    """

    def __init__(
        self,
        plan: Plan,
        quarter: int,
        forms: dict[str, Arrival],
        done: Sequence[Executed],
        lasting: Set[str],
        chance: Chance,
    ) -> None:
        self.plan, self.quarter, self.lasting = plan, quarter, lasting
        self.hosts = Hosts(chance.of("quarter faults", quarter))
        self.forms = dict(forms)
        self.again: list[Arrival] = []
        self.lines = [Line(item.task.unit, item.task.code, item, execution_row(item, quarter)) for item in done]
        self.found: list[Fault] = []

    def plant(self) -> None:
        """Plant each kind of fault in the quarter's forms, in place, and list it in `found`.

        From 60 units on there are several missing, late and reminded forms; a fault without a fitting row is left out.
        """
        many = len(self.forms) >= LARGE
        for _ in range(SEVERAL["missing"] if many else 1):
            self._missing()
        for number in range(SEVERAL["late"] if many else 1):
            self._late(number + 1)
        for _ in range(SEVERAL["reminded"] if many else 1):
            self._reminded()
        self._twice()
        self._blank()
        self._word()
        self._mistyped()
        self._unplanned()
        self._ten_times()
        self._judged()

    def form_rows(self) -> list[RowOf]:
        """Return the rows of `presentaciones` as they are now: a form for each unit, then the forms sent again."""
        return arrival_rows([*self.forms.values(), *self.again])

    def execution_rows(self) -> list[RowOf]:
        """Return the rows of `ejecucion` as they are now: the scheduled tasks, then unplanned work."""
        return [line.row for line in self.lines]

    def _missing(self) -> None:
        """Take back a unit's form and its rows."""
        unit = self.hosts.take_unit(list(self.forms))
        self.forms[unit] = missing(self.forms[unit], self.quarter)
        self.lines = [line for line in self.lines if line.unit != unit]
        self._of_form("PRE-FALTA", WARNING, unit, f"{unit} no presentó su formulario, ni tras la reiteración.")

    def _late(self, days: int) -> None:
        """Hand in a unit's form this many days after the reminder's deadline."""
        unit = self.hosts.take_unit(self._present())
        self.forms[unit] = late(self.forms[unit], self.quarter, days)
        self._of_form("PRE-TARDE", WARNING, unit, f"{unit} presentó su formulario pasada la reiteración.")

    def _reminded(self) -> None:
        """Hand in a unit's form between the first deadline and the reminder's."""
        unit = self.hosts.take_unit(self._present())
        self.forms[unit] = after_reminder(self.forms[unit], self.quarter)
        self._of_form("PRE-REITERADA", NOTE, unit, f"{unit} presentó su formulario dentro de la reiteración.")

    def _twice(self) -> None:
        """Let a unit hand in its form again a day later."""
        unit = self.hosts.take_unit(self._present())
        first = self.forms[unit]
        later = not_none(first.day) + timedelta(days=1)
        self.again.append(replace(first, day=later, note="Reemplaza al anterior"))
        self._of_form("PRE-DOBLE", WARNING, unit, f"{unit} presentó dos veces su formulario.")

    def _present(self) -> list[str]:
        """Return the units that handed in a form."""
        return [unit for unit, form in self.forms.items() if form.day is not None]

    def _blank(self) -> None:
        """Blank a month that a row reports."""
        line = self.hosts.take(self._reported())
        if line is not None:
            name = self._put(line, "")
            self._of_line("EJE-SIN-DATO", WARNING, line, name, f"{line.code} quedó sin dato en {name}.")

    def _word(self) -> None:
        """Put `s/d` in place of a month that a row reports."""
        line = self.hosts.take(self._reported())
        if line is not None:
            name = self._put(line, "s/d")
            story = f"{line.code} dice «s/d» en {name}: no es cero."
            self._of_line("ENT-SIN-VALOR", NOTE, line, name, story, clue="s/d")
            self._of_line("EJE-SIN-DATO", WARNING, line, name, story)

    def _mistyped(self) -> None:
        """Put a code that no task has in place of a row's."""
        line = self.hosts.take(self._reported())
        if line is not None:
            wrong = f"{line.code}{SLIP}{SLIP}"
            line.row["tarea"] = wrong
            story = f"El código de {line.code} está mal escrito ({wrong})."
            self._of_line("EJE-TAREA", WARNING, line, "tarea", story, clue=wrong)
            self._of_line("EJE-SIN-DATO", WARNING, line, "tarea", story)

    def _unplanned(self) -> None:
        """Add a row of a task with nothing scheduled in the quarter, executed once in its second month."""
        present = set(self._present())
        own = [task for task in self.plan.tasks if task.unit in present and task.code in self.lasting]
        idle = [task for task in own if task.goal is not None and not task.is_scheduled(self.quarter)]
        task: Task | None = self.hosts.take(idle)
        if task is None:
            return
        months = (None, Decimal(1), None)
        item = Executed(task, months, f"Informe {task.unit}/INF-000/2024")
        line = Line(task.unit, task.code, item, execution_row(item, self.quarter))
        self.lines.append(line)
        name = months_of(self.quarter)[1]
        self._of_line("EJE-SIN-PROGRAMA", WARNING, line, name, f"{task.code} informa ejecución en {name} sin programa.")

    def _ten_times(self) -> None:
        """Add a zero to the first month that a row reports."""
        line = self.hosts.take([line for line in self._reported() if self._is_counted(line)])
        if line is None or line.done is None:
            return
        name, amount = self._first(line)
        line.row[name] = f"{amount}0"
        story = f"{line.code} dice {amount}0 en {name}: sobra un cero."
        self._of_line("EJE-SOBRE-100", NOTE, line, name, story)

    def _judged(self) -> None:
        """Let a unit call a task fulfilled that fell short of its programme."""
        short = [line for line in self._reported() if line.done and self._fell_short(line.done)]
        line = self.hosts.take(short)
        if line is not None:
            line.row["evaluacion"] = "cumple"
            story = f"{line.code} dice «cumple» y no llegó a lo programado."
            self._of_line("EJE-EVALUACION", NOTE, line, "evaluacion", story)

    def _reported(self) -> list[Line]:
        """Return rows that are still as reported, without planted faults; if possible, of units with other rows too."""
        touched = {fault.clue for fault in self.found}
        whole = [line for line in self.lines if line.done and line.row["tarea"] == line.code]
        free = [line for line in whole if line.code in self.lasting and line.code not in touched]
        # A unit with only one reported task would have no figure left, which is another finding.
        reporting = Counter(line.unit for line in whole)
        return [line for line in free if reporting[line.unit] > 1] or free

    def _is_counted(self, line: Line) -> bool:
        """Whether tens were executed in the first month, so that ten times as many cannot be compensated later."""
        if line.done is None or line.done.task.keeps:
            return False
        amount = next((amount for amount in line.done.months if amount is not None), None)
        return amount is not None and amount >= TEN and amount == amount.to_integral_value()

    def _fell_short(self, done: Executed) -> bool:
        """Return whether less than programmed was executed in the quarter."""
        programmed = sum((amount for amount in done.task.programmed(self.quarter) if amount), Decimal(0))
        return done.total < programmed

    def _first(self, line: Line) -> tuple[str, str]:
        """Return the first month that the row reports, and its text."""
        return next((name, line.row[name]) for name in months_of(self.quarter) if line.row[name])

    def _put(self, line: Line, text: str) -> str:
        """Put a text in place of the first month that a row reports; return the month's name."""
        name, _ = self._first(line)
        line.row[name] = text
        return name

    def _of_form(self, rule: str, severity: str, unit: str, story: str) -> None:
        """List a fault on a unit's form, which the runs from this quarter on must report."""
        file = f"T{self.quarter}/presentaciones.csv"
        self.found.append(Fault(rule, severity, since(self.quarter), file, f"unidad {unit}", unit, story))

    def _of_line(self, rule: str, severity: str, line: Line, column: str, story: str, clue: str = "") -> None:
        """List a fault on a row; some rules must report it only in this quarter, or in it and the year."""
        only_here = rule in {"EJE-SIN-PROGRAMA", "EJE-SOBRE-100"}
        last = rule == "EJE-SIN-DATO"
        runs = (f"T{self.quarter}",) if only_here else since(self.quarter)
        if last:
            runs = (f"T{self.quarter}", "anual")
        place = f"tarea {line.code}, columna {column}"
        self.found.append(
            Fault(rule, severity, runs, f"T{self.quarter}/ejecucion.csv", place, clue or line.code, story)
        )
