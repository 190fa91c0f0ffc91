"""YAML that refuses what is ambiguous: duplicate keys, tabs, and numbers that would pass through a float."""

from __future__ import annotations

from copy import deepcopy
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError, SafeConstructor
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.reader import ReaderError

from helpers.errors import ConfigError


class _ExactConstructor(SafeConstructor):
    """Hands decimals on as text: pydantic turns them into `Decimal` without a float between."""


_ExactConstructor.add_constructor(
    "tag:yaml.org,2002:float", lambda loader, node: loader.construct_scalar(node)
)
_ExactConstructor.add_constructor(
    "tag:yaml.org,2002:timestamp", lambda loader, node: loader.construct_scalar(node)
)


def load_text(text: str, label: str) -> dict:
    """Read a YAML mapping from text; `label` names it in errors.

    Raises
    ------
    ConfigError
        With the line of the first thing that cannot be read, or of a key given twice.
    """
    try:
        data = deepcopy(_parsed(text))
    except DuplicateKeyError as problem:
        raise ConfigError(label, [f"línea {_line(problem)}: {_duplicate_words(problem)}"]) from problem
    except MarkedYAMLError as problem:
        raise ConfigError(
            label, [f"línea {_line(problem)}: no es YAML válido ({problem.problem})."]
        ) from problem
    except ReaderError as problem:
        line = text.count("\n", 0, problem.position) + 1
        raise ConfigError(label, [f"línea {line}: no es YAML válido (carácter de control)."]) from problem
    if not isinstance(data, dict):
        raise ConfigError(label, ["debe contener pares «clave: valor»."])
    return data


def load_file(path: Path, label: str) -> dict:
    """Read a YAML file of UTF-8 text.

    Raises
    ------
    ConfigError
        Where it is missing, is not UTF-8 or is not a YAML mapping.
    """
    try:
        return load_text(path.read_text(encoding="utf-8"), label)
    except FileNotFoundError as problem:
        raise ConfigError(label, ["el archivo no existe."]) from problem
    except UnicodeDecodeError as problem:
        raise ConfigError(label, ["no está en UTF-8: guárdelo con esa codificación."]) from problem


def scalar(text: str) -> object:
    """Read one YAML value as typed at a command line (`2`, `[a, b]`); a title with a colon is text."""
    try:
        value = _reader().load(text)
    except (MarkedYAMLError, ReaderError):
        return text
    return text if isinstance(value, dict) and not text.lstrip().startswith("{") else value


@lru_cache(maxsize=64)
def _parsed(text: str) -> object:
    """What a text says, parsed once: a run reads its method six times, and parsing takes longer than all else in it."""
    return _reader().load(text)


def _reader() -> YAML:
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = _ExactConstructor
    return yaml


def _line(problem: MarkedYAMLError) -> int:
    return problem.problem_mark.line + 1 if problem.problem_mark else 0


def _duplicate_words(problem: DuplicateKeyError) -> str:
    words = str(problem.problem or "")
    key = words.split('"')[1] if words.count('"') >= 2 else "?"
    return f"la clave «{key}» está dos veces; deje una sola."
