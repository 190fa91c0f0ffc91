"""YAML that refuses what is ambiguous or unbearable: double keys, tags, deep nesting, endless numbers, odd letters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer, MaxDepthExceededError
from ruamel.yaml.constructor import DuplicateKeyError, SafeConstructor
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import AliasEvent, NodeEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode
from ruamel.yaml.reader import ReaderError

from helpers.characters import strange_in
from helpers.errors import ConfigError
from helpers.numerals import WHOLE_DIGITS, is_within_limits

DEPTH = 30
"""Most levels of lists and pairs within one another; a method file has ten."""
LETTERS = 2_000_000
"""Longest file."""
NODES = 100_000
"""Most values of a file, each counted as often as its aliases repeat it."""
_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,6})?")
_OTHER = re.compile(r"[-+]?(?:0x[0-9a-f_]+|0[ob][0-7_]+|[0-9_:]+(?:\.[0-9_]*)?|\.(?:inf|nan))", re.IGNORECASE)
_NUMBERS = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")


class _Refused(MarkedYAMLError):
    """Something stands in a file that none of the project needs; its problem is a Spanish sentence."""


class _BoundedComposer(Composer):
    """Refuses, at its line, what the steps after it could not bear."""

    def __init__(self, loader: YAML | None = None) -> None:
        super().__init__(loader)
        self._sizes: dict[int, int] = {}
        self._count = 0

    def compose_node(self, parent: Node | None, index: Node | int | None) -> Node:
        """Compose a node and count it with all that stands in it."""
        event = self.parser.peek_event()
        before = self._count
        if isinstance(event, AliasEvent):
            node = super().compose_node(parent, index)
            if id(node) not in self._sizes:
                raise _refused(event, f"«*{event.anchor}» está dentro de lo mismo que repite.")
            self._count += self._sizes[id(node)]
        else:
            _check_marks(event, self.anchors)
            node = super().compose_node(parent, index)
            self._count += 1
            self._sizes[id(node)] = self._count - before
        if self._count > NODES:
            raise _refused(event, f"tiene más de {NODES:,} valores.".replace(",", "."))
        if isinstance(node, ScalarNode):
            _check_scalar(event, node)
        elif isinstance(parent, MappingNode) and index is None:
            raise _refused(event, "una clave no puede ser una lista ni un grupo de claves.")
        return node


def _check_marks(event: NodeEvent, anchors: Mapping[str, Node]) -> None:
    """Refuse a tag, which would make another kind of value of a text, and an anchor given twice."""
    if event.tag is not None and str(event.tag) != "!":
        raise _refused(event, f"no se admite la etiqueta «{event.tag}». Quítela y deje solo el valor.")
    if event.anchor is not None and event.anchor in anchors:
        raise _refused(event, f"«&{event.anchor}» está dos veces; deje una sola.")


def _check_scalar(event: NodeEvent, node: ScalarNode) -> None:
    strange = strange_in(node.value)
    if strange:
        called = ", ".join(piece.called for piece in strange[:5])
        raise _refused(event, f"contiene {called}, que el informe no puede llevar o imprimir. Bórrelo o cámbielo.")
    if str(node.tag) in _NUMBERS and not _is_readable(node.value):
        told = f"tiene demasiadas cifras: se leen números de hasta {WHOLE_DIGITS} cifras enteras. Corríjalo."
        raise _refused(event, f"el número «{node.value[:40]}» {told}")


def _is_readable(number: str) -> bool:
    """Whether a number is within the limits; one in another base, by its length. `.inf` is told by its model."""
    if _NUMBER.fullmatch(number):
        return is_within_limits(Decimal(number))
    return len(number) <= WHOLE_DIGITS and _OTHER.fullmatch(number) is not None


def _refused(event: NodeEvent, sentence: str) -> _Refused:
    return _Refused(None, None, sentence, event.start_mark)


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
    if len(text) > LETTERS:
        raise ConfigError(label, [f"tiene {len(text)} letras; se leen como máximo {LETTERS}."])
    try:
        data = deepcopy(_parsed(text))
    except DuplicateKeyError as problem:
        raise ConfigError(label, [f"línea {_line(problem)}: {_duplicate_words(problem)}"]) from problem
    except MaxDepthExceededError as problem:
        told = f"tiene más de {DEPTH} niveles, unos dentro de otros. Revise los corchetes, las llaves y la sangría."
        raise ConfigError(label, [f"línea {_line(problem)}: {told}"]) from problem
    except _Refused as problem:
        raise ConfigError(label, [f"línea {_line(problem)}: {problem.problem}"]) from problem
    except MarkedYAMLError as problem:
        raise ConfigError(
            label, [f"línea {_line(problem)}: no es YAML válido ({problem.problem})."]
        ) from problem
    except ReaderError as problem:
        line = text.count("\n", 0, problem.position) + 1
        told = f"no es YAML válido (carácter de control U+{problem.character:04X})."
        raise ConfigError(label, [f"línea {line}: {told}"]) from problem
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
    yaml.Composer, yaml.Constructor = _BoundedComposer, _ExactConstructor
    yaml.max_depth = DEPTH
    return yaml


def _line(problem: MarkedYAMLError) -> int:
    return problem.problem_mark.line + 1 if problem.problem_mark else 0


def _duplicate_words(problem: DuplicateKeyError) -> str:
    words = str(problem.problem or "")
    key = words.split('"')[1] if words.count('"') >= 2 else "?"
    return f"la clave «{key}» está dos veces; deje una sola."
