"""What pydantic finds wrong in a params or method file, said in Spanish, with the nearest key that exists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from difflib import get_close_matches
from typing import Annotated, Self, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from helpers.errors import ConfigError
from helpers.numerals import WHOLE_DIGITS, is_within_limits

Model = TypeVar("Model", bound=BaseModel)

_LONGEST = 200
"""Characters of a value that a message quotes."""
WORDS = {
    "missing": "falta esta clave.",
    "string_type": "se esperaba un texto.",
    "int_type": "se esperaba un número entero.",
    "int_parsing": "se esperaba un número entero.",
    "decimal_parsing": "se esperaba un número con punto decimal.",
    "decimal_type": "se esperaba un número con punto decimal.",
    "bool_parsing": "se esperaba true o false.",
    "bool_type": "se esperaba true o false.",
    "list_type": "se esperaba una lista.",
    "tuple_type": "se esperaba una lista.",
    "dict_type": "se esperaban pares «clave: valor».",
    "model_type": "se esperaban pares «clave: valor».",
    "date_from_datetime_parsing": "se esperaba una fecha AAAA-MM-DD.",
    "date_parsing": "se esperaba una fecha AAAA-MM-DD.",
    "date_type": "se esperaba una fecha AAAA-MM-DD.",
    "too_short": "la lista tiene menos elementos de los necesarios.",
    "too_long": "la lista tiene más elementos de los que caben.",
    "int_from_float": "se esperaba un número entero.",
    "int_parsing_size": "se esperaba un número de menos cifras.",
    "finite_number": "se esperaba un número finito.",
    "greater_than_equal": "se esperaba como mínimo {ge}.",
    "less_than_equal": "se esperaba como máximo {le}.",
    "greater_than": "se esperaba un número mayor que {gt}.",
    "string_too_short": "el texto está vacío.",
}


class StrictModel(BaseModel):
    """A frozen record that refuses keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="after")
    def _numbers_fit(self) -> Self:
        """Refuse what no table may hold either: an amount in quotes is not seen as a number in its file."""
        for name, value in self:
            if not all(map(is_within_limits, _decimals(value))):
                raise ValueError(f"«{name}» tiene un número de más de {WHOLE_DIGITS} cifras enteras. Corríjalo.")
        return self


def _decimals(value: object) -> Iterator[Decimal]:
    """The numbers of a field; models in it have been asked themselves."""
    if isinstance(value, Decimal):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _decimals(part)
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _decimals(part)


def nearest(word: str, known: Iterable[str]) -> str:
    """Say which known words there are and which is nearest, as the end of a Spanish sentence."""
    names = sorted(known)
    close = get_close_matches(word, names, n=1, cutoff=0.5)
    guess = f" ¿Quiso decir «{close[0]}»?" if close else ""
    return f"Existen: {', '.join(names)}.{guess}"


def load_model(model: type[Model], data: object, label: str) -> Model:
    """Validate data into a model.

    Raises
    ------
    ConfigError
        With every problem, each naming its key.
    """
    try:
        return model.model_validate(data)
    except ValidationError as problem:
        raise ConfigError(label, [_sentence(model, data, error) for error in problem.errors()]) from problem


def _sentence(model: type[BaseModel], data: object, error: dict) -> str:
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
    found = "" if error["type"] == "missing" else f" Ahora {given}."
    words = WORDS[error["type"]].format(**error.get("ctx", {})) if error["type"] in WORDS else error["msg"]
    return f"«{key}»: {words}{found}"


def _short(given: object) -> str:
    text = str(given)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _key(data: object, path: Sequence[str | int]) -> str:
    """A place in the file: in a list the first is 1, as whoever counts its lines says; `2024-T1` and 2021 are keys."""
    words = ""
    for part in path:
        is_place = isinstance(part, int) and not (isinstance(data, Mapping) and part in data)
        words += f"[{part + 1}]" if is_place else f".{part}"
        data = _inside(data, part)
    return words.removeprefix(".")


def _inside(data: object, part: str | int) -> object:
    """What stands under a key or at a place of a list; the mapping itself where one stands for a list of one."""
    if isinstance(data, Mapping):
        return data.get(part, data if isinstance(part, int) else None)
    return data[part] if isinstance(data, list) and isinstance(part, int) and part < len(data) else None


def _fields_at(model: type[BaseModel], path: Sequence[str]) -> list[str]:
    current: object = model
    for part in path:
        models = _models_in(current.model_fields[part].annotation) if _has_field(current, part) else [current]
        current = models[0] if models else current
    return list(current.model_fields) if isinstance(current, type) and issubclass(current, BaseModel) else []


def _has_field(model: object, name: str) -> bool:
    return isinstance(model, type) and issubclass(model, BaseModel) and name in model.model_fields


def _models_in(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    if getattr(annotation, "__origin__", None) is Annotated:
        return _models_in(get_args(annotation)[0])
    return [found for inner in get_args(annotation) for found in _models_in(inner)]
