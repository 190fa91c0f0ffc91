"""The executed notebooks of a run beside the same sections executed now: every cell's code and every output."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path

from helpers.audit.case import Case
from helpers.audit.drawing import PICTURES_NOTE, draws_alike
from helpers.audit.executed import Executed
from helpers.audit.page_words import is_picture, page_words, place_of, read_page
from helpers.audit.result import Difference, Result
from helpers.audit.words import changes, quoted, shortened
from helpers.runner.report import NOTEBOOKS

SUBJECT = "Secciones ejecutadas de nuevo"
HOW = (
    "Cada cuaderno se ejecuta otra vez en un núcleo nuevo; el código y las salidas de cada celda —textos, cuadros, "
    "números y gráficos— son los de cuadernos/."
)
ABSENT = "(no está)"
Plain = Mapping[str, object]
Told = tuple[Difference, bool]
"""A difference, and whether it is only of a picture's contents."""


def check_notebooks(case: Case, executed: Executed) -> Result:
    """Compare each executed notebook of the run with the one executed now."""
    differences: list[Difference] = []
    amount = 0
    notes: dict[str, None] = {}
    for section in executed.sections:
        name = f"{NOTEBOOKS}/{section.notebook.name}"
        stop = executed.stops.get(section.name)
        if stop is not None:
            differences.append(Difference(f"{name}, celda [{stop.cell}]", "terminar sin error", stop.error))
            continue
        due, found = _cells(executed.folder / section.notebook.name), _cells(case.folder / name)
        amount += len(due)
        if found is None:
            differences.append(Difference(name, "el cuaderno ejecutado", "no está o no se puede leer"))
            continue
        for difference, is_only_picture in notebook_differences(name, due, found):
            if is_only_picture and not draws_alike(case):
                notes[PICTURES_NOTE] = None
            else:
                differences.append(difference)
    return Result(SUBJECT, HOW, amount, "celdas", tuple(differences), tuple(notes))


def notebook_differences(name: str, due: Sequence[Plain], found: Sequence[Plain]) -> Iterator[Told]:
    """Differences cell by cell, each with whether it is only of a picture's contents."""
    number = 0
    for place, (one, other) in enumerate(zip_longest(due, found), start=1):
        cell = one or other
        is_code = cell.get("cell_type") == "code"
        number += is_code and bool(_text(cell.get("source")).strip())
        where = f"{name}, {f'celda [{number}]' if is_code else f'celda de texto n.º {place}'}"
        if one is None or other is None:
            yield _lone(where, "la celda", is_missing=other is None)
            continue
        for item in _text_differences(f"{where}, código", _text(one.get("source")), _text(other.get("source"))):
            yield item, False
        yield from _output_differences(where, one.get("outputs") or (), other.get("outputs") or ())


def _output_differences(where: str, due: Sequence[Plain], found: Sequence[Plain]) -> Iterator[Told]:
    for place, (one, other) in enumerate(zip_longest(due, found, fillvalue={}), start=1):
        kinds, others = _pieces(one), _pieces(other)
        for kind in dict.fromkeys((*kinds, *others)):
            label = f"{where}, salida {place}"
            if kind not in kinds or kind not in others:
                yield _lone(f"{label} ({kind})", "la salida", is_missing=kind not in others)
            elif kinds[kind] != others[kind]:
                yield from _piece_differences(label, kind, kinds[kind], others[kind])


def _lone(where: str, what: str, *, is_missing: bool) -> Told:
    """What only one of the two notebooks has."""
    return Difference(where, *((what, ABSENT) if is_missing else (ABSENT, f"{what}, de más"))), False


def _piece_differences(where: str, kind: str, due: str, found: str) -> Iterator[Told]:
    if kind.startswith("image/"):
        yield Difference(f"{where}, gráfico", "el que se dibuja de nuevo", "otro"), True
    elif kind == "text/html":
        yield from _html_differences(where, due, found)
    else:
        for item in _text_differences(where, due, found):
            yield item, False


def _html_differences(where: str, due: str, found: str) -> Iterator[Told]:
    one, other = (page_words(read_page(f"<body>{text}</body>"), with_attributes=True) for text in (due, found))
    expected, said = [word.text for word in one], [word.text for word in other]
    any_change = False
    for change in changes(expected, said):
        any_change = True
        involved = (*one[change.first : change.last], *other[change.start : change.end])
        texts = quoted(expected, change.first, change.last), quoted(said, change.start, change.end)
        place = f"{where}, {place_of(involved[-1].element)}"
        yield Difference(place, *texts), all(map(is_picture, involved))
    if not any_change:
        yield Difference(f"{where}, HTML", "el que se escribe de nuevo", "otro, con las mismas palabras"), False


def _text_differences(where: str, due: str, found: str) -> Iterator[Difference]:
    if due == found:
        return
    expected, said = due.split(), found.split()
    told = [
        Difference(where, quoted(expected, change.first, change.last), quoted(said, change.start, change.end))
        for change in changes(expected, said)
    ]
    yield from told or [Difference(where, shortened(due), shortened(found))]


def _pieces(output: Plain) -> dict[str, str]:
    """What an output shows, by kind: streams and errors as text, data by its media type."""
    data = output.get("data")
    pieces = {str(kind): _text(value) for kind, value in data.items()} if isinstance(data, Mapping) else {}
    streams = {key: _text(output[key]) for key in ("text", "ename", "evalue") if key in output}
    return pieces | streams


def _cells(path: Path) -> Sequence[Plain] | None:
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return cells if isinstance(cells, list) and all(isinstance(cell, dict) for cell in cells) else None


def _text(value: object) -> str:
    if isinstance(value, list):
        return "".join(map(str, value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
