"""The command of a conversion: writes its tables, or checks the files on disk against them."""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.base.system import atomic
from tools.conversion.source import ConversionError, Source
from tools.conversion.tables import Table

PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Conversion:
    """One institution's year: its transcribed tables and the tables made from them.

    Attributes
    ----------
    source, target : str
        Folders, relative to the project's root.
    makers : tuple of callable
        Each makes one table from the transcribed ones.
    """

    source: str
    target: str
    makers: tuple[Callable[[Source], Table], ...]

    def tables(self, source_folder: Path) -> list[Table]:
        """Make every table, each with its path relative to the target folder.

        Raises
        ------
        ConversionError
            If a value would have to be guessed.
        """
        source = Source(source_folder)
        return [make(source) for make in self.makers]

    def main(self, arguments: Sequence[str] | None = None) -> int:
        """Convert, or check the files on disk.

        Returns
        -------
        int
            Exit status: 1 if something is wrong.
        """
        parser = argparse.ArgumentParser(description=f"Convierte {self.source} en las tablas de {self.target}.")
        parser.add_argument("--check", action="store_true", help="no escribe: compara lo que hay")
        parser.add_argument("--root", type=Path, default=PROJECT, help="raíz del proyecto")
        options = parser.parse_args(arguments)
        try:
            tables = self.tables(options.root / self.source)
        except ConversionError as error:
            print(error, file=sys.stderr)
            return 1
        if options.check:
            problems = differences(tables, options.root / self.target)
            print("\n".join(problems) or f"{self.target} es lo que produce la conversión.")
            return 1 if problems else 0
        write(tables, options.root / self.target)
        for table in tables:
            print(f"{table.path}: {len(table.lines)} filas")
        return 0


def write(tables: Sequence[Table], folder: Path) -> None:
    """Write the tables to a folder as UTF-8 with Unix line ends on every system."""
    for table in tables:
        path = folder / table.path
        path.parent.mkdir(parents=True, exist_ok=True)
        atomic.write_text(path, table.as_csv())


def differences(tables: Sequence[Table], folder: Path) -> list[str]:
    """Return which files are missing or differ from the conversion's tables."""
    found = []
    for table in tables:
        path = folder / table.path
        if not path.is_file():
            found.append(f"{table.path}: falta")
        elif path.read_bytes() != table.as_csv().encode("utf-8"):
            found.append(f"{table.path}: no es lo que produce la conversión")
    return found
