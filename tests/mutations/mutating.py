"""Changes texts at random, as a slip, a broken copy or malice would; a seed always gives the same changes.

`MUTACIONES=10000 pytest tests/mutations` tries 10,000 texts in each test; without it, each test tries a small number.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from random import Random

COUNT = int(os.environ.get("MUTACIONES", "0"))
"""Number of changed texts in each test; zero means each test's own small number."""
HOSTILE = (
    "[", "{", "]", "}", "&a ", "*a", "!!int ", "!x ", "\t", "\x00", "\x07", "\u0085", "\u2028", "🎯", "\u202e", "_x0001_", "\ufffe",
    '"\\uFFFE"', '"\\ud800"', "9" * 400, "9" * 5000, "-" + "9" * 30, "1e400", "-1e400", "1e-400", ".inf", ".nan", "0x1F", "[" * 1000,
    "{a: " * 500, "- " * 500, "- - - x", "%YAML 1.1\n---\n", "---\n", "...\n", "<<: ", "? ", ": ", "- ", "#", "'", '"', "|\n", ">\n",
    "null", "~", "true", "no", "-1", "0", "0.1", "1", "2024-13-40", "2024-02-30", "2024-T9", "(" * 300, "-" * 300 + "x", "x+" * 400 + "x",
    "min(", "raiz(-1)", "1/0", "{{ x }}", "{% for", "$(x)", "=1+1", "../..", "ñ", "\u0301", "\r", "\n", "\n\n", "  ", ",", ";", '""',
    "1,5", "1.234", "12.000", "1.234.567", "Usuario: X", "Página 1 de 2", "TOTAL", "s/d", "COVID", "50 %", "(5)", "5*", "5⁴", "½",
)  # fmt: skip

Change = Callable[[str, Random], str]


def mutated(text: str, random: Random) -> str:
    """A text after one to three changes."""
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        text = random.choice(CHANGES)(text, random)
    return text


def seeds(few: int, many: int = COUNT) -> range:
    """The seeds of a test: `many` of them, or `few` if `many` is zero."""
    return range(many or few)


def _place(text: str, random: Random) -> int:
    return random.randrange(len(text) + 1)


def _without(text: str, random: Random) -> str:
    start = _place(text, random)
    return text[:start] + text[start + random.choice((1, 1, 2, 5, 40)) :]


def _with(text: str, random: Random) -> str:
    start = _place(text, random)
    return text[:start] + random.choice(HOSTILE) + text[start:]


def _other_letter(text: str, random: Random) -> str:
    start = _place(text, random)
    return text[:start] + chr(random.choice((random.randrange(32, 127), random.randrange(0x3000)))) + text[start + 1 :]


def _other_line(text: str, random: Random) -> str:
    lines = text.split("\n")
    one, other = random.randrange(len(lines)), random.randrange(len(lines))
    kind = random.randrange(4)
    if kind == 0:
        lines[one], lines[other] = lines[other], lines[one]
    elif kind == 1:
        lines.insert(other, lines[one])
    elif kind == 2:
        del lines[one]
    else:
        lines[one] = " " * random.randrange(6) + lines[one].lstrip()
    return "\n".join(lines)


def _other_value(text: str, random: Random) -> str:
    """Replaces the text between two separators by a different value."""
    cuts = list(_cuts(text))
    if len(cuts) < 2:
        return text
    at = random.randrange(len(cuts) - 1)
    return text[: cuts[at]] + random.choice(HOSTILE) + text[cuts[at + 1] - 1 :]


def _cuts(text: str) -> Iterator[int]:
    return (place + 1 for place, letter in enumerate(text) if letter in ":,;\n[]{}")


CHANGES: tuple[Change, ...] = (_without, _with, _other_letter, _other_line, _other_value, _other_value)
