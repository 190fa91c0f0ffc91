"""Suppositions: gives input cells the values that a user supposes, and marks the outputs computed from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import partial

from IPython.core.getipython import get_ipython
from IPython.display import Markdown, display

from helpers.base.errors import UsageError
from helpers.base.exact import bounded_decimal
from helpers.figures.records import Row
from helpers.intake.dataset import Dataset

AFTER = "post_run_cell"
"""IPython's event at the end of every cell."""
NOTICE = (
    "SUPOSICIÓN: {count} de entrada {verb} otro valor que el de los datos. Nada de lo que este cuaderno muestra es un "
    "resultado, y no se publica."
)
REFUSED = (
    "El cuaderno «{section}» tiene supuestos, y un informe no los publica: deje «supuestos = {{}}» en su celda "
    "marcada y vuelva a correr el informe."
)


def notice(supposed: Mapping[str, str]) -> str:
    """Return the Spanish sentence that marks outputs computed with supposed values; it says how many cells have one."""
    one = len(supposed) == 1
    return NOTICE.format(count=f"{len(supposed)} {'celda' if one else 'celdas'}", verb="tiene" if one else "tienen")


def mark_outputs(text: str) -> None:
    """Show a text, in bold, below the output of this and of every later cell, in place of an earlier text.

    An empty text removes the earlier one. Does nothing outside a notebook.
    """
    shell = get_ipython()
    if shell is None:
        return
    for other in [one for one in shell.events.callbacks[AFTER] if getattr(one, "func", None) is _show]:
        shell.events.unregister(AFTER, other)
    if text:
        shell.events.register(AFTER, partial(_show, text))


def _show(text: str, *_: object) -> None:
    display(Markdown(f"**{text}**"))


def with_supposed(dataset: Dataset, supposed: Mapping[str, str]) -> Dataset:
    """Return a copy of the dataset with other numbers in some of its cells; the given dataset does not change.

    Parameters
    ----------
    supposed : Mapping
        Number with a decimal point, by the cell's address as reports write it (`data/mre/2024/gastos.csv#L7`).

    Raises
    ------
    UsageError
        For an address that is no cell with a number, and for a value that is no number; all of them at once.
    """
    numbers, problems = {}, []
    for address, text in supposed.items():
        try:
            numbers[address] = bounded_decimal(str(text))
        except ValueError:
            problems.append(f"«{text}», de «{address}», no es un número: se escribe con punto decimal, \"1234.56\".")
    found: set[str] = set()
    tables = {name: tuple(_rows(rows, numbers, found)) for name, rows in dataset.tables.items()}
    problems += [
        f"«{address}» no es una celda con un número: cópiela como la escribe el informe, con archivo, «#» y celda."
        for address in numbers
        if address not in found
    ]
    if problems:
        raise UsageError("\n".join(problems))
    return replace(dataset, tables=tables)


def _rows(rows: tuple[Row, ...], numbers: Mapping[str, Decimal], found: set[str]) -> Iterator[Row]:
    """Yield the rows with the supposed numbers in their cells; add the addresses of these cells to `found`."""
    files = {address.partition("#")[0] for address in numbers}
    for row in rows:
        if row.origin.file not in files:
            yield row
            continue
        cells = {column: str(row.cell(column)) for column, value in row.values.items() if isinstance(value, Decimal)}
        other = {column: numbers[address] for column, address in cells.items() if address in numbers}
        found.update(cells[column] for column in other)
        yield replace(row, values={**row.values, **other}) if other else row
