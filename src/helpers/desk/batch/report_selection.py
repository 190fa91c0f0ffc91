"""Selects the reports of a batch: patterns over the institutions and periods that have parameters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from fnmatch import fnmatchcase
from pathlib import Path

from helpers.base.characters import file_stem, is_file_name
from helpers.base.errors import UsageError, system_words
from helpers.base.system.digest import text_sha256
from helpers.desk.batch.batch_records import Report

MOST_NAMED = 8
COMMENT = "#"


def read_list(path: Path) -> tuple[str, ...]:
    """Return the patterns in a file, one per line; blank lines and all that follows `#` in a line are skipped.

    Raises
    ------
    UsageError
        If the file cannot be read, is not UTF-8, or contains no pattern.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise UsageError(f"No se puede leer la lista «{path}»: {system_words(problem)}.") from problem
    found = tuple(text for line in lines if (text := line.partition(COMMENT)[0].strip()))
    if not found:
        raise UsageError(f"La lista «{path}» no nombra ningún informe.")
    return found


def select(patterns: Sequence[str], known: Sequence[str]) -> tuple[Report, ...]:
    """Return the reports that match some pattern, without repetition, ordered by institution and period.

    Parameters
    ----------
    patterns : sequence of str
        `ENTIDAD/PERIODO` with the shell's wildcards `*`, `?` and `[…]`.
    known : sequence of str
        Every institution and period that has parameters.

    Raises
    ------
    UsageError
        If a pattern matches nothing (the message lists similar names), or if there are no patterns.
    """
    if not patterns:
        told = "Diga qué informes: un patrón como 'demo-*/2024-T3', o --lista ARCHIVO."
        raise UsageError(f"{told} Los que hay: poa lista")
    problems = [_unmatched(pattern, known) for pattern in patterns if not any(fnmatchcase(n, pattern) for n in known)]
    if problems:
        raise UsageError("\n".join(problems))
    chosen = {name for pattern in patterns for name in known if fnmatchcase(name, pattern)}
    return tuple(sorted(map(Report.of, chosen)))


def batch_name(patterns: Sequence[str], root: str) -> str:
    """Return a batch's default name: the alphabetically first pattern as a file name, and six hexadecimal digits.

    There must be a pattern. The digits are a digest of the patterns, in any order, and of the workspace: the same
    request gives the same name, so that the batch can be resumed.
    """
    asked = sorted(set(patterns))
    words = file_stem(asked[0].replace("*", "todos"))
    return f"{words[:40]}-{text_sha256(chr(10).join((root, *asked)))[:6]}"


def check_name(name: str) -> str:
    """Return a batch's name unchanged if it can name a folder; an empty name passes too.

    Raises
    ------
    UsageError
        If the name has other characters than letters, digits, `_`, points and hyphens, or begins with a point.
    """
    if not is_file_name(name) or name.startswith("."):
        raise UsageError(f"«--lote {name}»: use solo letras, números, puntos y guiones.")
    return name


def _unmatched(pattern: str, known: Sequence[str]) -> str:
    """The message on a pattern that matches nothing: how patterns are written, or the most similar names."""
    if pattern.count("/") != 1:
        return f"«{pattern}» no es ENTIDAD/PERIODO, como mre/2024-T2 o 'demo-*/2024-T3'."
    near = get_close_matches(re.sub(r"[*?\[\]]", "", pattern), known, n=MOST_NAMED, cutoff=0)
    told = f" Los más parecidos: {', '.join(near)}." if near else ""
    return f"Ningún informe responde a «{pattern}».{told} Los que hay: poa lista"
