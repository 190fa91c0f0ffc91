"""Compares the run's executed notebooks with the sections executed now: every cell's code and every output."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path

from lxml.html import HtmlElement

from helpers.audit.audit_case import Case
from helpers.audit.audit_result import Difference, Result
from helpers.audit.folder.stated_versions import made_alike
from helpers.audit.pages.data_differences import departures
from helpers.audit.pages.page_tree import tree_differences
from helpers.audit.pages.page_words import is_picture, page_words, picture_word, place_of, read_page
from helpers.audit.pages.picture_differences import may_differ, unchecked_pictures
from helpers.audit.pages.word_differences import changes, quoted, quoted_changes, shortened
from helpers.base.python_extras import PlainData, not_none
from helpers.outputs.run_files import NOTEBOOKS
from helpers.run.report.sections_again import Executed

SUBJECT = "Secciones ejecutadas de nuevo"
HOW = (
    "Cada cuaderno se ejecuta otra vez en un proceso nuevo; el código y las salidas de cada celda —textos, cuadros, "
    "números y gráficos— y lo demás que el archivo guarda son los de cuadernos/."
)
ABSENT = "(no está)"

Noted = tuple[Difference, tuple[str, ...]]
"""A difference and, if only pictures differ, the pictures found."""
_HTML_PICTURE = re.compile(r'src="data:image/[^"]*"')
_IMAGES = "image/"
_OF_PYTHON = ("metadata", "language_info")


def check_notebooks(case: Case, executed: Executed) -> Result:
    """Compare each executed notebook of the run, cell by cell, with the one executed now; the amount counts cells.

    A section that stopped now is a difference. Pictures drawn with other versions may differ and are noted as
    unchecked.
    """
    differences: list[Difference] = []
    amount = 0
    unchecked = ""
    pictures = _pictures(executed)
    for section in executed.sections:
        name = f"{NOTEBOOKS}/{section.notebook.name}"
        stop = executed.stops.get(section.name)
        if stop is not None:
            differences.append(Difference(f"{name}, celda [{stop.cell}]", "terminar sin error", stop.error))
            continue
        due, found = not_none(_cells(executed.folder / section.notebook.name)), _cells(case.folder / name)
        amount += len(due)
        if found is None:
            differences.append(Difference(name, "el cuaderno ejecutado", "no está o no se puede leer"))
            continue
        told = []
        for difference, drawn in notebook_differences(name, due, found):
            if drawn and may_differ(case, drawn, pictures):
                unchecked = unchecked_pictures(case)
            else:
                told.append(difference)
        differences += told or file_differences(case, name, executed.folder / section.notebook.name, case.folder / name)
    return Result(SUBJECT, HOW, amount, "celdas", tuple(differences), unchecked=unchecked)


def file_differences(case: Case, name: str, due: Path, found: Path) -> Iterator[Difference]:
    """Yield differences between notebooks whose cells are equal: metadata, attachments, the text of the file.

    Pictures are left out, and with another Python the description of the language.

    Parameters
    ----------
    name : str
        The notebook as messages name it.
    due, found : Path
        The notebook executed now, and the run's own.
    """
    one, other = (path.read_text(encoding="utf-8") for path in (due, found))
    if one == other:
        return
    left_out = () if made_alike(case, "python") else _OF_PYTHON
    told = [
        Difference(", ".join((name, *departure.path)), departure.expected, departure.found)
        for departure in departures(_without_pictures(json.loads(one)), _without_pictures(json.loads(other)))
        if departure.path[:2] != left_out
    ]
    yield from told
    if not told and other != json.dumps(json.loads(other), ensure_ascii=False, indent=1, sort_keys=True) + "\n":
        yield Difference(f"{name}, escritura", "la que escribe poa informe", "otros bytes con el mismo contenido")


def notebook_differences(name: str, due: Sequence[PlainData], found: Sequence[PlainData]) -> Iterator[Noted]:
    """Yield the differences between two notebooks' cells, in order: cells that only one has, text or code, outputs.

    Each is a `Difference` with the pictures found if only pictures differ, else with an empty tuple. The rest of the
    file is left to `file_differences`.

    Parameters
    ----------
    name : str
        The notebook as messages name it.
    due, found : sequence
        The cells of the notebook executed now, and of the run's own.
    """
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
            yield item, ()
        yield from _output_differences(where, one.get("outputs") or (), other.get("outputs") or ())


def _output_differences(where: str, due: Sequence[PlainData], found: Sequence[PlainData]) -> Iterator[Noted]:
    nothing: PlainData = {}
    for place, (one, other) in enumerate(zip_longest(due, found, fillvalue=nothing), start=1):
        kinds, others = _pieces(one), _pieces(other)
        for kind in dict.fromkeys((*kinds, *others)):
            label = f"{where}, salida {place}"
            if kind not in kinds or kind not in others:
                yield _lone(f"{label} ({kind})", "la salida", is_missing=kind not in others)
            elif kinds[kind] != others[kind]:
                yield from _piece_differences(label, kind, kinds[kind], others[kind])


def _lone(where: str, what: str, *, is_missing: bool) -> Noted:
    """Report what only one of the two notebooks has."""
    return Difference(where, *((what, ABSENT) if is_missing else (ABSENT, f"{what}, de más"))), ()


def _piece_differences(where: str, kind: str, due: str, found: str) -> Iterator[Noted]:
    if kind.startswith(_IMAGES):
        yield Difference(f"{where}, gráfico", "el que se dibuja de nuevo", "otro"), (picture_word(found),)
    elif kind == "text/html":
        yield from _html_differences(where, due, found)
    else:
        for item in _text_differences(where, due, found):
            yield item, ()


def _html_differences(where: str, due: str, found: str) -> Iterator[Noted]:
    """Yield differences of words first, then of markup; equal words in different markup are reported too."""
    root, other_root = _read(due), _read(found)
    one, other = page_words(root, with_attributes=True), page_words(other_root, with_attributes=True)
    expected, said = [word.text for word in one], [word.text for word in other]
    told: list[Noted] = []
    elements: set[int] = set()
    for change in changes(expected, said):
        involved = (*one[change.first : change.last], *other[change.start : change.end])
        texts = quoted(expected, change.first, change.last), quoted(said, change.start, change.end)
        drawn = tuple(said[change.start : change.end]) if all(map(is_picture, involved)) else ()
        told.append((Difference(f"{where}, {place_of(involved[-1].element)}", *texts), drawn))
        elements |= {id(word.element) for word in involved}
    told += ((item, ()) for item in tree_differences(where, root, other_root, elements))
    yield from told or [(Difference(f"{where}, HTML", "el que se escribe de nuevo", "otro, que se lee igual"), ())]


def _read(text: str) -> HtmlElement:
    return read_page(f"<body>{text}</body>")


def _pictures(executed: Executed) -> set[str]:
    """Return every picture of the sections as executed now."""
    found: set[str] = set()
    for section in executed.sections:
        outputs = (output for cell in _cells(executed.folder / section.notebook.name) or () for output in _of(cell))
        for kind, text in (piece for output in outputs for piece in _pieces(output).items()):
            if kind.startswith(_IMAGES):
                found.add(picture_word(text))
            elif kind == "text/html" and "<img" in text:
                found |= {word.text for word in page_words(_read(text), with_attributes=True) if is_picture(word)}
    return found


def _of(cell: PlainData) -> Sequence[PlainData]:
    outputs = cell.get("outputs")
    return outputs if isinstance(outputs, list) else ()


def _without_pictures(plain: object) -> object:
    """Return plain data with every picture replaced by an empty value."""
    if isinstance(plain, dict):
        return {key: "" if key.startswith(_IMAGES) else _without_pictures(value) for key, value in plain.items()}
    if isinstance(plain, list):
        return [_without_pictures(item) for item in plain]
    return _HTML_PICTURE.sub("", plain) if isinstance(plain, str) else plain


def _text_differences(where: str, due: str, found: str) -> Iterator[Difference]:
    if due == found:
        return
    told = [Difference(where, *texts) for texts in quoted_changes(due.split(), found.split())]
    yield from told or [Difference(where, shortened(due), shortened(found))]


def _pieces(output: PlainData) -> dict[str, str]:
    """Return the parts of an output by kind: streams and errors as text, data by media type."""
    data = output.get("data")
    pieces = {str(kind): _text(value) for kind, value in data.items()} if isinstance(data, Mapping) else {}
    streams = {key: _text(output[key]) for key in ("text", "ename", "evalue") if key in output}
    return pieces | streams


def _cells(path: Path) -> Sequence[PlainData] | None:
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return cells if isinstance(cells, list) and all(isinstance(cell, dict) for cell in cells) else None


def _text(value: object) -> str:
    if isinstance(value, list):
        return "".join(map(str, value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
