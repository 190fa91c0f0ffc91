"""Why a closed figure is another now: what changed since the closing and can have had a part in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from pathlib import PurePosixPath
from typing import NamedTuple

from helpers.base.display import list_es, short_list_es
from helpers.base.exact import exact, round_half_up
from helpers.base.periods import Period
from helpers.base.python_extras import PlainData
from helpers.base.system.digest import data_sha256
from helpers.checks.follow_up.closed_data import ChangedData
from helpers.checks.rule_registry import Evidence
from helpers.figures.figure import Operation, split_id
from helpers.figures.replay import MEANS
from helpers.figures.supposed_figures import figure_under
from helpers.intake.closings import ClosedFigure, Closing, Datum, input_files
from helpers.settings.params import OF_THE_DOCUMENT

DATA, METHOD = "datos", "método"
OF_ITS_OWN = frozenset(
    {*OF_THE_DOCUMENT, "periodo", "tablas", "secciones", "cortes", "plazos", "sigep", "sin_corte", "numeros_permitidos"}
)
"""Parameters that normally differ between runs; dates are compared one by one for the periods that both runs state."""
NO_CAUSE = OF_ITS_OWN | {"metodo", "tolerancia_redondeo"}
"""Parameters that are no cause: also the method's id, as the method is compared, and what only checks use."""
CUTOFFS, DEADLINES = "cortes.", "plazos."
"""Starts of the parameters that are dates by period; no deadline matters to a method for which late forms count."""
OF_ROWS = ("estado_presupuesto", "sistema_presupuesto")
"""Parameters that choose the rows of a table, as the cut-offs do, and do nothing else."""
AMOUNTS = frozenset({Operation.INPUT, Operation.COUNT, Operation.SUM, Operation.DIFFERENCE})
"""Operations that a figure has whatever the method."""
PLACING = ("estructura", "acciones", "versiones", "tareas", "vinculacion", "presentaciones")
"""Tables that decide which numbers a figure is computed from."""
LOG = "recepcion"
"""Name of the log of forms, whose dates decide like those of `presentaciones`."""


class Cause(NamedTuple):
    """What can have changed a figure.

    Attributes
    ----------
    words : tuple of str
        In Spanish: data first, then parameters and method; else the program alone.
    parts : frozenset of str
        The files, the parameters and the method that the words name, without cells; for the program, the words.
    """

    words: tuple[str, ...]
    parts: frozenset[str]


class Causes:
    """What has changed since a closing: data, parameters, method or program."""

    def __init__(self, evidence: Evidence, closing: Closing) -> None:
        """Compare the input files, parameters and method of the run with those of a closing."""
        self.evidence, self.book, self.closing = evidence, evidence.book, closing
        inputs = evidence.book.inputs
        # A closing also lists the planner's texts, which no figure uses.
        stated = {name: digest for name, digest in closing.inputs.items() if "/texto/" not in name}
        self.changed = {name for name, digest in stated.items() if inputs.get(name) != digest}
        self.is_other_method = data_sha256(evidence.book.method) != closing.method_digest
        is_late_alike = not self.is_other_method and evidence.book.method.get("tardios") == "cuentan"
        self.keys = [
            key
            for key in _changed_keys(closing.params, evidence.book.params)
            if not (is_late_alike and key.startswith(DEADLINES))
        ]

    def of(self, name: str, before: ClosedFigure) -> Cause:
        """Return what changed since the closing and can have changed a figure: data, parameters, method.

        `name` is the figure's id and `before` the closed figure. Data can have changed it if a number did from which it
        is computed. If none did, or they are not all (`_has_other_parts`), the changed files that decide on its parts
        can (`PLACING`). If none of these, no parameter and no method can have changed it, the files of `_placing`,
        parameters or method did; if nothing changed, the program.
        """
        told, files = self._data(name, before)
        keys, is_by_method = self._keys(name), self.is_other_method and self._is_computed(name)
        if self.changed and (not (told or keys or is_by_method) or name not in self.book.figures):
            files = self._placing(name, before)
            told = _files_words(files)
        elif self._is_computed(name) and (not told or self._has_other_parts(name, before)):
            placing = (self.changed & self.placing) - files
            told, files = "; ".join(filter(None, (told, _files_words(placing)))), files | placing
        if not (told or keys or is_by_method):
            keys, is_by_method = self.keys, self.is_other_method
        words = [f"{DATA} ({told})"] * bool(told) + [f"parámetros ({short_list_es(keys)})"] * bool(keys)
        words += [METHOD] * is_by_method
        unknown = f"el programa, que al cierre era la revisión {self.closing.revision}"
        words = words or [unknown]
        return Cause(tuple(words), files.union(keys, [METHOD] * is_by_method) or frozenset(words))

    def _data(self, name: str, before: ClosedFigure) -> tuple[str, frozenset[str]]:
        """Return, if a file of a figure is new or changed, its changed numbers in words, and their files.

        Both are empty if no file is new or changed, the figure is gone, or none of its numbers changed.
        """
        now = self.resting.get(name, frozenset())
        files = (before.files & self.changed) | {file for file in now if file not in self.closing.inputs}
        if not files or name not in self.book.figures:
            return "", frozenset()
        return self.data.words(name), frozenset(cell.file for cell, _ in self.data.placed(name))

    def _placing(self, name: str, before: ClosedFigure) -> frozenset[str]:
        """Return the changed files that can move a figure none of whose numbers changed: its own and of `PLACING`.

        All changed files if none of those is among them.
        """
        own = before.files | self.resting.get(name, frozenset()) | self.placing
        return frozenset(self.changed & own or self.changed)

    def _has_other_parts(self, name: str, before: ClosedFigure) -> bool:
        """Return whether a mean's parts, with values and weights of the closing, give another mean than the closed one.

        It then had other parts, or was computed otherwise. True also if those weights give no mean. Parts that the
        closing does not have are left out. False if it has none of them, and for figures that are no mean.
        """
        figure, closed = self.book[name], self.closing.figures
        operands, weights = self.book.operands(figure), self.book.weights(figure)
        if figure.operation not in MEANS or not any(one.id in closed for one in operands):
            return False
        lost = {one.id: None for one in operands if one.id not in closed}
        then = (replace(one, value=exact(closed[one.id].value)) for one in (*operands, *weights) if one.id in closed)
        try:
            value = figure_under(self.book, name, lost | {one.id: one for one in then}).value
        except ZeroDivisionError:  # the weights of that day give no mean, so that it was computed otherwise
            return True
        return round_half_up(value, figure.decimals) != Decimal(before.published)

    def _keys(self, name: str) -> Sequence[str]:
        """Return the changed parameters that can change a figure.

        A cut-off date only chooses rows, so it can change a figure only if an amount of its window is read from another
        cell than at the closing. The same holds for the parameters `OF_ROWS`, in any window.
        """
        figure = self.book.figures.get(name)
        if figure is None:
            return self.keys
        under = self.data.under(figure)
        elsewhere = [datum for datum in under if datum.what.isdigit() and self._is_read_elsewhere(datum)]
        days = {Period.parse(split_id(datum.owner)[1]).cutoff for datum in elsewhere}

        def can_change(key: str) -> bool:
            if key.startswith(CUTOFFS):
                return Period.parse(key.removeprefix(CUTOFFS).partition(":")[0]).cutoff in days
            return bool(elsewhere) or (self._is_computed(name) and key not in OF_ROWS)

        return [key for key in self.keys if can_change(key)]

    def _is_read_elsewhere(self, datum: Datum) -> bool:
        """Return whether a changed number is new or gone, in another cell than at the closing, or in an unchanged file.

        A file that the closing does not list does not count as unchanged.
        """
        before, now = self.data.before.get(datum), self.data.now.get(datum)
        if before is None or now is None or before[1] != now[1]:
            return True
        return now[1].file in self.closing.inputs and now[1].file not in self.changed

    def _is_computed(self, name: str) -> bool:
        """Return whether a figure depends on the method; if it is gone, whether no figure of its indicator is read."""
        return name in self._computed or (
            name not in self.book.figures and split_id(name)[0] not in self._indicators_read
        )

    @cached_property
    def _computed(self) -> frozenset[str]:
        """Ids of the figures that depend on the method.

        These are all but numbers read or counted, and sums and differences of them that are no percentage.
        """
        found: set[str] = set()
        for figure in self.book:
            parts = {part for operand in figure.operands for part in (operand.figure, operand.weight) if part}
            is_rate = bool(parts) and figure.unit == "%"
            if is_rate or figure.operation not in AMOUNTS or not found.isdisjoint(parts):
                found.add(figure.id)
        return frozenset(found)

    @cached_property
    def _indicators_read(self) -> frozenset[str]:
        return frozenset(figure.indicator for figure in self.book if figure.id not in self._computed)

    @cached_property
    def placing(self) -> frozenset[str]:
        """The files of the tables of `PLACING`; one that is gone is known by its name alone."""
        rows = (row for table in PLACING for row in self.evidence.dataset.rows(table))
        gone = (name for name in self.changed if PurePosixPath(name).stem in (*PLACING, LOG))
        return frozenset(row.origin.file for row in rows).union(gone)

    @cached_property
    def resting(self) -> Mapping[str, frozenset[str]]:
        """Input files of each figure of the Book, by the figure's id."""
        return input_files(self.book)

    @cached_property
    def data(self) -> ChangedData:
        """The input numbers that have changed since the closing."""
        return ChangedData(self.book, self.closing)


def cause_words(cause: Cause) -> str:
    """Return a cause in words; several parts are alternatives, because each may have had none in the change."""
    return list_es(cause.words, any_of=True)


def _files_words(files: Collection[str]) -> str:
    return f"{'alguno de estos archivos: ' if len(files) > 1 else ''}{short_list_es(sorted(files))}"


def _changed_keys(before: PlainData, now: PlainData) -> list[str]:
    """Return the parameters that differ, without `NO_CAUSE`; dates by period only if both runs state that period."""
    keys = [key for key in before if key not in NO_CAUSE and now.get(key) != before[key]]
    for key in ("cortes", "plazos"):
        ours, theirs = now.get(key) or {}, before.get(key) or {}
        keys += [
            f"{key}.{code}{_dates_words(stated, ours[code])}"
            for code, stated in theirs.items()
            if code in ours and ours[code] != stated
        ]
    return keys


def _dates_words(before: object, now: object) -> str:
    """Return the changed dates of a period, as `: fecha antes 2024-05-31, ahora 2024-06-30`; the source does not count.

    Empty unless both are mappings.
    """
    if not isinstance(before, Mapping) or not isinstance(now, Mapping):
        return ""
    days = [name for name in before if name != "fuente" and before[name] != now.get(name)]
    return "".join(f": {name} antes {before[name]}, ahora {now.get(name)}" for name in days)
