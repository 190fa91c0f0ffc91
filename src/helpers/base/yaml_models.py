"""Strict pydantic models read from YAML files; their errors as Spanish sentences with the nearest key that exists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Self, TypeGuard, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from pydantic_core import ErrorDetails

from helpers.base.characters import printable, strange_characters
from helpers.base.errors import ConfigError, UsageError
from helpers.base.exact import WHOLE_DIGITS, is_within_limits
from helpers.base.strict_yaml import load_file, scalar

Model = TypeVar("Model", bound=BaseModel)

_LONGEST = 200
"""Most characters of a value that a message quotes."""
WORDS = {
    "missing": "falta esta clave.",
    "string_type": "se esperaba un texto; un número va entre comillas.",
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), "se esperaba un número entero."),
    **dict.fromkeys(("decimal_type", "decimal_parsing"), "se esperaba un número con punto decimal."),
    **dict.fromkeys(("bool_type", "bool_parsing"), "se esperaba true o false."),
    **dict.fromkeys(("list_type", "tuple_type"), "se esperaba una lista, como [uno, dos]."),
    **dict.fromkeys(("dict_type", "model_type"), "se esperaban pares «clave: valor»."),
    **dict.fromkeys(
        ("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"),
        "se esperaba una fecha AAAA-MM-DD.",
    ),
    "too_short": "la lista tiene menos elementos de los necesarios.",
    "too_long": "la lista tiene más elementos de los que caben.",
    "int_parsing_size": "se esperaba un número de menos cifras.",
    "finite_number": "se esperaba un número finito.",
    "greater_than_equal": "se esperaba como mínimo {ge}.",
    "less_than_equal": "se esperaba como máximo {le}.",
    "greater_than": "se esperaba un número mayor que {gt}.",
    "string_too_short": "el texto está vacío.",
}
"""What each kind of error of pydantic says, in Spanish."""


class StrictModel(BaseModel):
    """A frozen pydantic model that refuses unknown keys and numbers with too many digits."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="after")
    def _numbers_fit(self) -> Self:
        """Refuse a number with more digits than a table may hold.

        The YAML reader checks numbers too, but an amount in quotes is text to it.
        """
        for name, value in self:
            if not all(map(is_within_limits, _decimals(value))):
                raise ValueError(f"«{name}» tiene un número de más de {WHOLE_DIGITS} cifras enteras. Corríjalo.")
        return self


def _decimals(value: object) -> Iterator[Decimal]:
    """The decimals in a field, lists and mappings included. A nested model has already checked its own."""
    if isinstance(value, Decimal):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _decimals(part)
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _decimals(part)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the end of a Spanish error message on an unknown word.

    Parameters
    ----------
    word : str
        As typed.
    known : iterable of str
        The words that exist.

    Returns
    -------
    str
        The known words in alphabetical order, and the most similar one if any is similar: `Existen: a, b. ¿Quiso decir
        «a»?`. Without known words: `Todavía no existe nada de esa clase.`
    """
    names = sorted(known)
    close = get_close_matches(word, names, n=1, cutoff=0.5)
    guess = f" ¿Quiso decir «{close[0]}»?" if close else ""
    return f"Existen: {', '.join(names)}.{guess}" if names else "Todavía no existe nada de esa clase."


def load_model(model: type[Model], data: object, label: str) -> Model:
    """Validate data into a model.

    Parameters
    ----------
    data : object
        As YAML or JSON gives it.
    label : str
        The file's name for messages.

    Raises
    ------
    ConfigError
        With every problem found, each naming its key.
    """
    try:
        return model.model_validate(data)
    except ValidationError as problem:
        raise ConfigError(label, [_sentence(model, data, error) for error in problem.errors()]) from problem


def load_model_file(model: type[Model], path: Path, label: str, overrides: Sequence[str] = ()) -> Model:
    """Read a YAML file, apply overrides, and validate it into a model.

    Parameters
    ----------
    path : Path
    label : str
        The file's name for messages.
    overrides : Sequence[str]
        `clave=valor`, where the key is the model's or is in the file; nested keys, which must be in the file, with dots
        (`cortes.2024-T2.fecha=2024-07-01`). An empty value sets an empty text.

    Raises
    ------
    UsageError
        Where an override is not `clave=valor`, names an unknown key, or has a character that no report can print.
    ConfigError
        With every problem of the file.
    """
    data = load_file(path, label)
    for override in overrides:
        _override(model, data, override)
    return load_model(model, data, label)


def _override(model: type[BaseModel], data: dict[str, Any], override: str) -> None:
    """Set one key of the file's content from `clave=valor`: one of the model's own, or one nested in the file."""
    key, sign, text = override.partition("=")
    if not sign:
        raise UsageError(f"«{printable(override)}» no es «clave=valor».")
    known = dict.fromkeys((*model.model_fields, *_keys(data)))
    if key not in known:
        raise UsageError(f"El parámetro «{printable(key)}» no existe. {nearest(key, known)}")
    strange = strange_characters(text)
    if strange:
        called = strange[0].called
        raise UsageError(f"«{printable(override)}» contiene {called}, que el informe no puede imprimir. Bórrelo.")
    *path, last = key.split(".")
    target = data
    for part in path:
        target = target[part]
    target[last] = "" if text == "" else scalar(text)


def _keys(data: Mapping[str, object]) -> Iterator[str]:
    """Every key of a file's content, the nested ones with dots."""
    for key, value in data.items():
        yield str(key)
        if isinstance(value, Mapping):
            yield from (f"{key}.{inner}" for inner in _keys(value))


def _sentence(model: type[BaseModel], data: object, error: ErrorDetails) -> str:
    """One pydantic error as a Spanish sentence with the key."""
    where = [str(part) for part in error["loc"]]
    key = _key(data, error["loc"])
    if error["type"] in {"extra_forbidden", "invalid_key"}:
        known = _fields_at(model, where[:-1])
        return f"«{key}»: clave desconocida. {nearest(where[-1], known)}"
    if error["type"] in {"literal_error", "enum"}:
        expected = error["ctx"]["expected"].replace(" or ", " o ")
        return f"«{key}»: no admite «{_short(error['input'])}»; se espera {expected}."
    if error["type"] == "value_error":
        return f"«{key}»: {error['ctx']['error']}" if key else str(error["ctx"]["error"])
    given = "está vacío" if error["input"] is None else f"se encontró «{_short(error['input'])}»"
    current = "" if error["type"] == "missing" else f" Ahora {given}."
    words = WORDS[error["type"]].format(**error.get("ctx", {})) if error["type"] in WORDS else error["msg"]
    return f"«{key}»: {words}{current}"


def _short(given: object) -> str:
    """A value as text, cut to 200 characters."""
    text = str(given)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _key(data: object, path: Sequence[str | int]) -> str:
    """Path of a key for a message: `cortes.2024-T1.fecha`, `reglas[2]`.

    Positions in a list count from 1, as a planner counts. Integer keys of a mapping (years) are written as keys.
    """
    words = ""
    for part in path:
        if isinstance(part, int) and not (isinstance(data, Mapping) and part in data):
            words += f"[{part + 1}]"
        else:
            words += f".{part}"
        data = _inside(data, part)
    return words.removeprefix(".")


def _inside(data: object, part: str | int) -> object:
    """Value under a key or at a list position, else None; the mapping itself where it stands for a list of one."""
    if isinstance(data, Mapping):
        return data.get(part, data if isinstance(part, int) else None)
    return data[part] if isinstance(data, list) and isinstance(part, int) and part < len(data) else None


def _fields_at(model: type[BaseModel], path: Sequence[str]) -> list[str]:
    """Keys that the model at a path of the file accepts."""
    current: object = model
    for part in path:
        models = _models_in(current.model_fields[part].annotation) if _is_model(current, part) else []
        current = models[0] if models else current
    return list(current.model_fields) if isinstance(current, type) and issubclass(current, BaseModel) else []


def _is_model(model: object, name: str) -> TypeGuard[type[BaseModel]]:
    """Tell whether an object is a model class that has the named field."""
    return isinstance(model, type) and issubclass(model, BaseModel) and name in model.model_fields


def _models_in(annotation: object) -> list[type[BaseModel]]:
    """Model classes inside a type annotation."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    if getattr(annotation, "__origin__", None) is Annotated:
        return _models_in(get_args(annotation)[0])
    return [model for inner in get_args(annotation) for model in _models_in(inner)]
