"""The command of a conversion: write its tables, or check that what is on disk is what it makes."""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.conversion.mre_2024 import PROJECT, differences, write
from helpers.conversion.source import ConversionError, Source
from helpers.conversion.tables import Table


@dataclass(frozen=True)
class Conversion:
    """One institution's year: where its transcribed tables lie, what is made of them and where it goes.

    Attributes
    ----------
    source, target : str
        Folders, from the project's root.
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
            Where something would have to be guessed.
        """
        source = Source(source_folder)
        return [make(source) for make in self.makers]

    def main(self, arguments: Sequence[str] | None = None) -> int:
        """Convert, or check what is on disk; the exit status is 1 when something is wrong."""
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
