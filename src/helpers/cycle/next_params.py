"""A run's parameters moved on to another period, with their comments: what was said for one period is asked again."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

from helpers.params import Corrida
from helpers.periods import Period

OF_EARLIER_PRINTS = "publicado"
"""The table of what was printed before: of a new period, nothing yet."""
CUTOFF_SOURCE = "propuesta: último día del periodo; ponga la fecha y el reporte del que salen las cuentas"
_HEAD = re.compile(r"\A(?:[ \t]*(?:#[^\n]*)?\n)*")


def next_params(path: Path, corrida: Corrida, target: Period) -> str:
    """Write the parameters of a period from those of an earlier one.

    Parameters
    ----------
    path : Path
        The earlier period's file.
    corrida : Corrida
        What it says.

    Returns
    -------
    str
        YAML: draft, with the dates moved and each proposed date saying so; comments stay but the first, which
        named the earlier period.
    """
    yaml = YAML(typ="rt")
    yaml.preserve_quotes, yaml.width = True, 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    data = yaml.load(_HEAD.sub("", path.read_text(encoding="utf-8"), count=1))
    data["periodo"] = target.code
    if "estado" in data:
        data["estado"] = "borrador"
    if "aprobado_por" in data:
        data["aprobado_por"] = ""
    _move_cutoffs(data, target)
    _move_deadlines(data, corrida, target)
    _drop_earlier_prints(data)
    if target.year != corrida.period.year:
        data.pop("sigep", None)
    stream = io.StringIO()
    yaml.dump(data, stream)
    head = f"# Una corrida: {target.words}, hecha desde {corrida.periodo} con «poa new». Revise cada fecha propuesta."
    return f"{head}\n{stream.getvalue()}"


def _move_cutoffs(data: CommentedMap, target: Period) -> None:
    stated = _of_year(data, "cortes", target)
    _add(stated, target, CommentedMap(fecha=target.cutoff, fuente=CUTOFF_SOURCE))
    data["cortes"] = stated


def _move_deadlines(data: CommentedMap, corrida: Corrida, target: Period) -> None:
    """As many days after the period's end as the last time, where the last time had a deadline."""
    stated = _of_year(data, "plazos", target)
    last = corrida.plazos.get(corrida.period.code)
    if last is not None:
        source = f"propuesta: los mismos días después del cierre que en {corrida.periodo}; confírmela con su nota"
        moved = CommentedMap(fecha=_moved(last.fecha, corrida.period, target))
        if last.reiteracion is not None:
            moved["reiteracion"] = _moved(last.reiteracion, corrida.period, target)
        moved["fuente"] = source
        _add(stated, target, moved)
    if stated or "plazos" in data:
        data["plazos"] = stated


def _add(stated: CommentedMap, target: Period, entry: CommentedMap) -> None:
    """Add an entry at the end; the comment behind the last one belongs to what comes after and goes with it."""
    last = stated[next(reversed(stated))] if stated else None
    if isinstance(last, CommentedMap) and last:
        behind = last.ca.items.pop(next(reversed(last)), None)
        if behind is not None:
            entry.ca.items[next(reversed(entry))] = behind
    stated[target.code] = entry


def _moved(day: date, before: Period, target: Period) -> date:
    return target.cutoff + timedelta(days=(day - before.cutoff).days)


def _of_year(data: CommentedMap, key: str, target: Period) -> CommentedMap:
    """What is stated for the target's own year."""
    stated = data.get(key) or CommentedMap()
    for code in [code for code in stated if not str(code).startswith(f"{target.year}-")]:
        del stated[code]
    return stated


def _drop_earlier_prints(data: CommentedMap) -> None:
    tables = data.get("tablas") or []
    if OF_EARLIER_PRINTS in tables:
        tables.remove(OF_EARLIER_PRINTS)
