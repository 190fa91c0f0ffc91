"""From the transcribed reports of 2024 (``data/mre/fuente``) to the contract's tables (``data/mre/2024``).

Run it with ``python -m helpers.conversion.mre_2024``; with ``--check`` nothing is written, and it fails if a
file is not what the conversion makes. ``data/mre/2024/README.md`` says where each table comes from.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from helpers.conversion.budget import links, spending
from helpers.conversion.published import published
from helpers.conversion.reports import counts, goals, history, progress
from helpers.conversion.source import ConversionError, Source
from helpers.conversion.structure import actions, articulation, structure
from helpers.conversion.tables import Table

PROJECT = Path(__file__).resolve().parents[3]
SOURCE_FOLDER = Path("data/mre/fuente")
TARGET_FOLDER = Path("data/mre/2024")


def convert(source_folder: Path) -> list[Table]:
    """Make every table of the year from the transcribed ones.

    Parameters
    ----------
    source_folder : Path
        Folder of the transcribed CSV files.

    Returns
    -------
    list of Table
        The tables, each with its path relative to the year's folder.
    """
    source = Source(source_folder)
    makers = (structure, actions, articulation, progress, spending, links, goals, counts, history)
    return [*(make(source) for make in makers), *published(source)]


def write(tables: Sequence[Table], folder: Path) -> None:
    """Write the tables under a folder, UTF-8 and one newline a line whatever the system."""
    for table in tables:
        path = folder / table.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(table.as_csv().encode("utf-8"))


def differences(tables: Sequence[Table], folder: Path) -> list[str]:
    """Say which files are missing or are not what the conversion makes."""
    found = []
    for table in tables:
        path = folder / table.path
        if not path.is_file():
            found.append(f"{table.path}: falta")
        elif path.read_bytes() != table.as_csv().encode("utf-8"):
            found.append(f"{table.path}: no es lo que produce la conversión")
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Convert, or check what is on disk; the exit status is 1 when something is wrong."""
    parser = argparse.ArgumentParser(description="Convierte data/mre/fuente en las tablas de data/mre/2024.")
    parser.add_argument("--check", action="store_true", help="no escribe: compara lo que hay")
    parser.add_argument("--root", type=Path, default=PROJECT, help="raíz del proyecto")
    options = parser.parse_args(arguments)
    try:
        tables = convert(options.root / SOURCE_FOLDER)
    except ConversionError as error:
        print(error, file=sys.stderr)
        return 1
    if options.check:
        return _report(differences(tables, options.root / TARGET_FOLDER))
    write(tables, options.root / TARGET_FOLDER)
    for table in tables:
        print(f"{table.path}: {len(table.lines)} filas")
    return 0


def _report(problems: list[str]) -> int:
    print("\n".join(problems) or "data/mre/2024 es lo que produce la conversión.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
