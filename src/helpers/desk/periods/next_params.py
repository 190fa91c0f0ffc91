"""Adapts a run's parameters to another period, keeping their comments; dates become proposals to confirm."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from helpers.base.periods import Period
from helpers.settings.params import OF_THE_DOCUMENT, Corrida, default_sections, report_kind

OF_EARLIER_PRINTS = "publicado"
"""The table of previously printed figures, which a new period does not have."""
OF_THE_INSTITUTION = ("estructura", "acciones", "articulacion", "vinculacion", "marcos")
"""Tables that describe the institution: a new year begins with them, and a plan needs no others."""
CUTOFF_SOURCE = "propuesta: último día del periodo; ponga la fecha y el reporte del que salen las cuentas"
PLAN_CUTOFF_SOURCE = "último día de la gestión: el plan la abarca entera y no hay cuentas que cortar"
KEPT = ("titulo", "estado", "aprobado_por")
"""Entries on the document that the new parameters keep: the title, if of the same kind; state and approval, reset."""
TITLES = {
    "plan": "Programa Operativo Anual y presupuesto",
    "anual": "Ejecución física y financiera del POA y presupuesto",
    "periodo": "Seguimiento a la ejecución física y financiera del POA y presupuesto",
}
"""Usual title of each kind of report (`report_kind`), for one that does not take over the title of another."""
_HEAD = re.compile(r"\A(?:[ \t]*(?:#[^\n]*)?\n)*")


def params_yaml() -> YAML:
    """Return the reader and writer of params files: it keeps comments and quotes, and does not wrap lines."""
    yaml = YAML(typ="rt")
    yaml.preserve_quotes, yaml.width = True, 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def next_params(path: Path, corrida: Corrida, target: Period) -> str:
    """Return the text of a period's params file, made from the file of another period; nothing is written.

    Parameters
    ----------
    path : Path
        Parameter file of the other period.
    corrida : Corrida
        Its content.

    Returns
    -------
    str
        YAML with state `borrador` and no approver. Dates that the file states for the new period stay; otherwise the
        period's last day is the cut-off and, if the other period has a deadline, the new one (with its reminder) is as
        many days after the period's end; a plan and a period take no deadline from each other. Both dates are marked as
        proposals, except a plan's cut-off. The text omits `publicado`, `sin_corte`, the document's marks (such as
        `cite`), cut-offs and deadlines of other years and of later periods and, for another year, `sigep`. A period
        with another kind of report gets the usual sections and title of that kind; a plan, only the tables that it
        needs. Comments are kept, except those at the beginning, which name the other period.
    """
    yaml = params_yaml()
    data = yaml.load(_HEAD.sub("", path.read_text(encoding="utf-8"), count=1))
    data["periodo"] = target.code
    data.update({key: text for key, text in (("estado", "borrador"), ("aprobado_por", "")) if key in data})
    _move_cutoffs(data, target)
    _move_deadlines(data, corrida, target)
    if report_kind(target) != report_kind(corrida.period):
        data["secciones"] = _as_flow(default_sections(target))
        data["titulo"] = TITLES[report_kind(target)]
    _drop_tables(data["tablas"], target)
    # The reasons for missing reports belong to one period only, and so does what one document bears.
    for key in ("sin_corte", *set(OF_THE_DOCUMENT).difference(KEPT)):
        data.pop(key, None)
    if target.year != corrida.period.year:
        data.pop("sigep", None)
    stream = io.StringIO()
    yaml.dump(data, stream)
    head = f"# Una corrida: {target.words}, hecha desde {corrida.periodo} con «poa abrir». Revise cada fecha propuesta."
    return f"{head}\n{stream.getvalue()}"


def _move_cutoffs(data: CommentedMap, target: Period) -> None:
    """Keep the cut-offs of the target's year up to its end; propose the target's last day if it has none."""
    stated, behind = _of_year(data, "cortes", target)
    source = PLAN_CUTOFF_SOURCE if target.is_plan else CUTOFF_SOURCE
    stated.setdefault(target.code, CommentedMap(fecha=target.cutoff, fuente=source))
    _set_behind(stated, behind)
    data["cortes"] = stated


def _move_deadlines(data: CommentedMap, corrida: Corrida, target: Period) -> None:
    """Keep the deadlines of the target's year up to its end; propose the target's own, if it has none.

    It is as many days after the target's end as the source's is after its own, and so is its reminder. A plan is due
    before its year begins, so a plan takes only a plan's deadline, and other periods take none of a plan.
    """
    stated, behind = _of_year(data, "plazos", target)
    last = corrida.plazos.get(corrida.period.code)
    if last is not None and corrida.period.is_plan == target.is_plan and target.code not in stated:
        source = f"propuesta: los mismos días después del cierre que en {corrida.periodo}; confírmela con su nota"
        moved = CommentedMap(fecha=_moved(last.fecha, corrida.period, target))
        if last.reiteracion is not None:
            moved["reiteracion"] = _moved(last.reiteracion, corrida.period, target)
        moved["fuente"] = source
        stated[target.code] = moved
    _set_behind(stated, behind)
    if stated or "plazos" in data:
        data["plazos"] = stated


def _moved(day: date, before: Period, target: Period) -> date:
    """The day that is as many days after the end of `target` as `day` is after the end of `before`."""
    return target.cutoff + timedelta(days=(day - before.cutoff).days)


def _of_year(data: CommentedMap, key: str, target: Period) -> tuple[CommentedMap, object]:
    """The entries of the target's year up to its end, and the comment after the last one.

    That comment belongs to the next key, so it must be attached again (`_set_behind`).
    """
    stated = data.get(key) or CommentedMap()
    last = stated[next(reversed(stated))] if stated else None
    behind = last.ca.items.pop(next(reversed(last)), None) if isinstance(last, CommentedMap) and last else None
    for code in [code for code in stated if not _is_until(Period.parse(str(code)), target)]:
        del stated[code]
    return stated, behind


def _is_until(period: Period, target: Period) -> bool:
    """Whether a period is of the target's year and does not end later than it; the year's plan always counts."""
    return period.year == target.year and (period.last <= target.last or period.is_plan)


def _set_behind(stated: CommentedMap, behind: object) -> None:
    """Attach a comment after the last entry; nothing without a comment or without entries."""
    if behind is not None and stated:
        last = stated[next(reversed(stated))]
        last.ca.items[next(reversed(last))] = behind


def _drop_tables(tables: CommentedSeq, target: Period) -> None:
    """Remove `publicado`; of a plan, all but what describes the institution: nothing is executed or paid yet."""
    for name in [*tables]:
        if name == OF_EARLIER_PRINTS or (target.is_plan and name not in OF_THE_INSTITUTION):
            tables.remove(name)


def _as_flow(names: Sequence[str]) -> CommentedSeq:
    """Names as a YAML list on one line, as people write sections."""
    listed = CommentedSeq(names)
    listed.fa.set_flow_style()
    return listed
