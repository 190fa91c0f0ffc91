"""YAML reading that refuses repeated keys, tags, deep nesting, huge numbers and characters that no page can carry."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer, MaxDepthExceededError
from ruamel.yaml.constructor import DuplicateKeyError, SafeConstructor
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import AliasEvent, CollectionStartEvent, NodeEvent, ScalarEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode
from ruamel.yaml.reader import ReaderError

from helpers.base.characters import strange_characters
from helpers.base.errors import ConfigError
from helpers.base.exact import WHOLE_DIGITS, is_within_limits

DEPTH = 30
"""Most levels of nesting; a method file has ten."""
LETTERS = 2_000_000
"""Most characters of a file."""
NODES = 100_000
"""Most values of a file. A value that aliases repeat counts each time."""
_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,6})?")
_NUMBERS = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")


class _Refused(MarkedYAMLError):
    """Valid YAML that this project does not accept. Its `problem` is a Spanish sentence."""


class _BoundedComposer(Composer):
    """Composer that refuses a node that later steps could not handle, with its line."""

    def __init__(self, loader: YAML | None = None) -> None:
        super().__init__(loader)
        self._sizes: dict[int, int] = {}
        self._count = 0

    def compose_node(self, parent: Node | None, index: Node | int | None) -> Node:
        """Return the next node, as ruamel's composer does, and count it with everything inside it.

        Tags, anchors defined twice, strange characters, numbers with too many digits, keys that are lists or mappings,
        and more than `NODES` values raise an error with their line.
        """
        event = self.parser.peek_event()
        before = self._count
        if isinstance(event, AliasEvent):
            node = self._composed(parent, index)
            if id(node) not in self._sizes:
                raise _refused(event, f"«*{event.anchor}» está dentro de lo mismo que repite.")
            self._count += self._sizes[id(node)]
        else:
            _check_marks(cast("ScalarEvent | CollectionStartEvent", event), self.anchors)
            node = self._composed(parent, index)
            self._count += 1
            self._sizes[id(node)] = self._count - before
        if self._count > NODES:
            raise _refused(event, f"tiene más de {NODES:,} valores.".replace(",", "."))
        if isinstance(node, ScalarNode):
            _check_scalar(event, node)
        elif isinstance(parent, MappingNode) and index is None:
            raise _refused(event, "una clave no puede ser una lista ni un grupo de claves.")
        return node

    def _composed(self, parent: Node | None, index: Node | int | None) -> Node:
        """The composer's own result, typed."""
        node: Node = super().compose_node(parent, index)
        return node


def _check_marks(event: ScalarEvent | CollectionStartEvent, anchors: Mapping[str, Node]) -> None:
    """Refuse a tag, because it would turn a text into another type of value, and an anchor defined twice."""
    if event.tag is not None and str(event.tag) != "!":
        raise _refused(event, f"no se admite la etiqueta «{event.tag}». Quítela y deje solo el valor.")
    if event.anchor is not None and event.anchor in anchors:
        raise _refused(event, f"«&{event.anchor}» está dos veces; deje una sola.")


def _check_scalar(event: NodeEvent, node: ScalarNode) -> None:
    """Refuse a scalar with strange characters, or a number with too many digits."""
    strange = strange_characters(node.value)
    if strange:
        called = ", ".join(piece.called for piece in strange[:5])
        raise _refused(event, f"contiene {called}, que el informe no puede llevar o imprimir. Bórrelo o cámbielo.")
    if str(node.tag) in _NUMBERS and not _is_readable(node.value):
        most = f"cifras y punto decimal, y hasta {WHOLE_DIGITS} cifras enteras"
        raise _refused(event, f"el número «{node.value[:40]}» no se lee: se escribe con {most}. Corríjalo.")


def _is_readable(number: str) -> bool:
    """Tell whether a YAML number has digits and a point only (unlike `0x1F`, `.inf`), and is within the limits."""
    return _NUMBER.fullmatch(number) is not None and is_within_limits(Decimal(number))


_ADVICE = {
    r"character '\t'": "hay un tabulador. Cámbielo por espacios.",
    "that cannot start any token": "un valor empieza con un signo reservado (%, @, `). Escríbalo entre comillas.",
    "mapping values are not allowed": (
        "sobra un «:», o las claves no están alineadas. Escriba entre comillas el valor que lleve «: »."
    ),
    "unexpected end of stream": "unas comillas no se cierran.",
    "expected ',' or": "falta una coma, o cerrar un corchete o una llave, en esta línea o antes.",
    "undefined alias": "un valor empieza con «*». Escríbalo entre comillas.",
    "expected alphabetic or numeric character": "un valor empieza con «*» o «&». Escríbalo entre comillas.",
    "unknown escape character": "entre comillas dobles hay una «\\» de más. Use comillas simples.",
    "expected escape sequence": "entre comillas dobles hay una «\\» de más. Use comillas simples.",
    "another document": "hay una línea «---» en medio. Bórrela.",
    "could not find expected ':'": "a una clave le falta «: ».",
}
"""By what the parser's English message says: cause and remedy in Spanish."""


def _advice(problem: MarkedYAMLError) -> str:
    """Return in Spanish what is wrong with a text that is no YAML or is not accepted, and what to do."""
    said = str(problem.problem)
    if isinstance(problem, _Refused):
        return said
    if isinstance(problem, MaxDepthExceededError):
        return f"tiene más de {DEPTH} niveles, unos dentro de otros. Revise los corchetes, las llaves y la sangría."
    if isinstance(problem, DuplicateKeyError):
        key = said.split('"')[1]
        return f"la clave «{key}» está dos veces; deje una sola."
    other = "revise la sangría, los corchetes y las comillas de esta línea y de la anterior."
    return f"no es YAML válido: {next((advice for part, advice in _ADVICE.items() if part in said), other)}"


def _refused(event: NodeEvent, sentence: str) -> _Refused:
    return _Refused(None, None, sentence, event.start_mark)


class _ExactConstructor(SafeConstructor):
    """Constructor that leaves decimals and dates as text; pydantic makes a `Decimal` of it, never a float."""


_ExactConstructor.add_constructor("tag:yaml.org,2002:float", lambda loader, node: loader.construct_scalar(node))
_ExactConstructor.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: loader.construct_scalar(node))


def load_text(text: str, label: str) -> dict[str, Any]:
    """Read a YAML mapping from text. Integers come as `int`, decimals and dates as `str`.

    Parameters
    ----------
    text : str
    label : str
        The file's name for messages.

    Returns
    -------
    dict
        The caller may change it.

    Raises
    ------
    ConfigError
        With the line of the first value that cannot be read or is not accepted, or of the first repeated key; without
        a line for a text that is too long or is no mapping (as an empty one).
    """
    if len(text) > LETTERS:
        raise ConfigError(label, [f"tiene {len(text)} letras; se leen como máximo {LETTERS}."])
    try:
        data = deepcopy(_parsed(text))
    except MarkedYAMLError as problem:
        line = problem.problem_mark.line + 1 if problem.problem_mark else 0
        raise ConfigError(label, [f"línea {line}: {_advice(problem)}"]) from problem
    except ReaderError as problem:
        line = text.count("\n", 0, problem.position) + 1
        complaint = f"no es YAML válido (carácter de control U+{problem.character:04X})."
        raise ConfigError(label, [f"línea {line}: {complaint}"]) from problem
    if not isinstance(data, dict):
        raise ConfigError(label, ["debe contener pares «clave: valor»."])
    return data


def load_file(path: Path, label: str) -> dict[str, Any]:
    """Read a YAML mapping from a UTF-8 file, as `load_text` does.

    Parameters
    ----------
    path : Path
    label : str
        The file's name for messages.

    Raises
    ------
    ConfigError
        Where the file is missing, is not UTF-8, or is not a mapping that `load_text` accepts.
    """
    try:
        return load_text(path.read_text(encoding="utf-8"), label)
    except FileNotFoundError as problem:
        raise ConfigError(label, ["el archivo no existe."]) from problem
    except UnicodeDecodeError as problem:
        raise ConfigError(label, ["no está en UTF-8: guárdelo con esa codificación."]) from problem


def scalar(text: str) -> object:
    """Read one YAML value as typed at a command line: `2`, `[a, b]`, `{a: 1}`.

    A text that `load_text` would refuse, or that reads as a mapping without braces (a title with a colon), stays text.
    Integers come as `int`, decimals and dates as `str`; an empty text is None.
    """
    try:
        value = _reader().load(text)
    except (MarkedYAMLError, ReaderError):
        return text
    return text if isinstance(value, dict) and not text.lstrip().startswith("{") else value


@lru_cache(maxsize=256)
def _parsed(text: str) -> object:
    """The content of a YAML text, parsed once in a process: parsing takes a fifth of a check's time."""
    return _reader().load(text)


def _reader() -> YAML:
    yaml = YAML(typ="safe", pure=True)
    yaml.Composer, yaml.Constructor = _BoundedComposer, _ExactConstructor
    yaml.max_depth = DEPTH
    return yaml
