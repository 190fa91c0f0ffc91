"""What changed, in the words of who plans: figures by their id, tables and parameters by their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from helpers.display import number_es
from helpers.reuse.questions import FIGURE, words_of
from helpers.reuse.surroundings import MATPLOTLIB_FILE
from helpers.trace import Figure

NEVER = "no se había hecho antes"
DAMAGED = "lo guardado está dañado"
OF_ANOTHER_VERSION = "lo guardado es de otra versión del programa"
ASKED_TO_RUN = "se pidió sin caché"
PROBED = "se volvió a hacer para probar lo guardado"

_FIELDS: Mapping[str, str] = {
    "institution": "la entidad",
    "period": "el periodo",
    "printed": "los cuadros impresos",
    "printed_values": "los números de los cuadros impresos",
    "params": "los parámetros de la corrida",
    "method": "el método",
    "identity": "los datos de entidad.yaml",
    "listings": "las tablas",
    "inputs": "los archivos de datos",
    "series": "las tareas",
}
_ENTRIES: Mapping[str, str] = {
    "params": "cambió el parámetro «{}»",
    "method": "cambió «{}» del método",
    "identity": "cambió «{}» de entidad.yaml",
    "listings": "cambió la tabla «{}»",
    "inputs": "cambió {}",
    "series": "cambió la tarea {}",
    "printed_values": "cambió el número impreso en {}",
}


def answer_changed(line: Mapping, now: object) -> str:
    """How an answer of the Book is another.

    Parameters
    ----------
    line : Mapping
        The question with its answer, of a trace.
    now : object
        What the Book answers now.
    """
    about = [str(one) for one in line["sobre"]]
    if line["pregunta"] == FIGURE:
        return _figure_changed(about[0], line.get("impreso", ""), now)
    return _WORDS.get(line["pregunta"], _other)(about)


def setting_changed(name: str, before: str, now: str) -> str:
    """How a setting is another: Python's version, a variable of the environment."""
    if name == MATPLOTLIB_FILE:
        return f"cambió {name}"
    return f"cambió {name}: {before or '(nada)'} → {now or '(nada)'}"


def version_changed(name: str, before: str, now: str) -> str:
    """How a package's version is another."""
    return f"cambió la versión de {name}: {before} → {now}" if now else f"ya no está instalado {name} {before}"


def _figure_changed(figure: str, before: str, now: object) -> str:
    if not isinstance(now, Figure):
        return f"ya no hay la cifra {figure}: era {_number(before)}"
    if not before:
        return f"hay la cifra {figure}, que no había: {_number(now.published)}"
    if before == now.published:
        return f"cambió la cifra {figure}: se imprime {_number(before)} como antes, y es otro su cálculo o su origen"
    return f"cambió la cifra {figure}: {_number(before)} → {_number(now.published)}"


def _number(published: str) -> str:
    return number_es(Decimal(published))


def _chosen(about: Sequence[str]) -> str:
    indicator, period, level = about
    return f"son otras las cifras de {indicator}/{period}/{level}"


def _part(about: Sequence[str]) -> str:
    return _ENTRIES[about[0]].format(about[1])


def _keys(about: Sequence[str]) -> str:
    return f"hay otros nombres entre {_FIELDS[about[0]]}"


def _field(about: Sequence[str]) -> str:
    what = _FIELDS[about[0]]
    return f"{'cambiaron' if what.startswith(('los ', 'las ')) else 'cambió'} {what}"


def _answer(about: Sequence[str]) -> str:
    asked, *rest = about
    name = asked.rpartition(":")[2]
    return words_of(asked).format(*rest) or f"el libro responde otra cosa a {name}({', '.join(rest)})"


def _other(about: Sequence[str]) -> str:
    return f"el libro responde otra cosa sobre {', '.join(about)}" if about else "el libro responde otra cosa"


_WORDS: Mapping[str, Callable[[Sequence[str]], str]] = {
    "cifras": lambda about: "hay otras cifras en el libro",
    "elegidas": _chosen,
    "todas": lambda about: f"son otras las cifras de {about[0]}",
    "nodo": lambda about: f"cambió «{' '.join(about)}» de la estructura",
    "nodos": lambda about: f"cambió la estructura en el nivel «{about[0]}»",
    "estructura": lambda about: "cambió la estructura",
    "superiores": lambda about: f"cambió de quién depende «{' '.join(about)}»",
    "hojas": lambda about: f"son otras las celdas de que sale la cifra {about[0]}",
    "parte": _part,
    "claves": _keys,
    "campo": _field,
    "indicador": lambda about: f"el indicador {about[0]} se llama de otro modo",
    "en_palabras": lambda about: f"la cifra {about[0]} se llama de otro modo",
    "hallazgos": lambda about: "cambiaron los hallazgos",
    "hallazgos_de": lambda about: f"cambiaron los hallazgos {about[0]}",
    "conciliacion": lambda about: "cambió el cotejo con lo publicado",
    "respuesta": _answer,
}
