"""Findings of one rule with the same cause at many places: one practice, and not so many separate faults."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from helpers.base.python_extras import grouped
from helpers.checks.cuadros.cell_verdicts import is_unexplained
from helpers.checks.grouping.finding_subjects import Subjects
from helpers.figures.figure import split_id
from helpers.figures.findings import CLOSED_CHANGED, Finding, Verdict, concerns_print
from helpers.settings.cuadros.cuadro_table import is_cell

PRACTICES = {
    "REP-PARTES": "se informa un valor que no es el promedio de sus partes",
    "REP-FRACCION": "los porcentajes se escriben como fracciones de uno",
    "VIN-UNIDAD": "no se dice de qué acción responde cada unidad",
    "VIN-CATEGORIA": "no se dice a qué acción o área sirve cada categoría",
    "PRE-TARDE": "los formularios llegan fuera de plazo",
    "PRE-FALTA": "faltan formularios, o los recibidos se rechazaron",
    "PRE-SIN-FECHA": "no consta cuándo se presentaron los formularios",
    "ENT-SIN-VALOR": "se escribe una palabra en lugar de la cantidad",
    "ENT-SIN-DATO": "se dejan celdas vacías",
    "ENT-CODIGO-NORMALIZADO": "los códigos se escriben con otros espacios",
}
"""Rules whose findings, from two on, are always one practice, even without a stated cause; the practice in Spanish."""
MANY = 3
"""Fewest places at which causes that differ only in names and numbers count as a practice."""
SEVERAL = 2
"""Fewest places at which a cause in exactly the same words counts as a practice."""
OF_RULES = frozenset({Verdict.OTHER_RULE, Verdict.ROUNDING, Verdict.NOT_VERIFIABLE})
"""Verdicts on printed values that a rule or the lack of data explains; slips of the pen have others."""
_DETAIL = re.compile(r"«[^»]*»|\([^)]*\)|\d{4}-[\w-]+|[−+-]?\d[\d.,]*")
"""What differs from place to place in a sentence on a cause: names, remarks, periods and numbers."""
_ELSEWHERE = re.compile(r"; (?:también cuadraría así|está impresa como se calcula en).*")
_UNEXPLAINED = "ninguna de las causas ensayadas"


def practice_of(subjects: Subjects, finding: Finding) -> tuple[str, ...]:
    """Return a key that is equal for findings of one practice; empty for a finding that belongs to none.

    Such findings are of one rule, severity and table (or indicator), and state the same cause but for names and
    numbers. A rule in `PRACTICES` needs no cause. A text that says that no cause was found counts as none. Slips in
    printed values, such as swapped digits, are separate faults, however alike; one word printed for another, such as a
    grade, is a practice. Rules on closed periods group theirs.
    """
    is_print = finding.codigo not in PRACTICES and concerns_print(finding)
    is_of_words = is_print and bool(finding.esperado and finding.encontrado) and not finding.diferencia
    if (is_print and not is_of_words and finding.veredicto not in OF_RULES) or finding.codigo in CLOSED_CHANGED:
        return ()
    cause = _ELSEWHERE.sub("", finding.causa)
    if is_unexplained(cause) or _UNEXPLAINED in cause or not (cause or finding.codigo in PRACTICES):
        return ()
    what = finding.encontrado if finding.codigo == "ENT-SIN-VALOR" else ""
    if is_of_words:
        what = f"{finding.encontrado}/{finding.esperado}"
    return finding.codigo, finding.severidad, _scope(subjects, finding), what, _DETAIL.sub("·", cause.partition(":")[0])


def _scope(subjects: Subjects, finding: Finding) -> str:
    """Return the table of a finding on a printed cell, else its figure's indicator, else its file."""
    if is_cell(finding.elemento):
        return finding.elemento.split("/")[1]
    figure = subjects.of(finding).figure
    return split_id(figure)[0] if figure else finding.archivo


def practices(subjects: Subjects, findings: Mapping[int, Finding]) -> Sequence[Sequence[int]]:
    """Return the groups of findings that are one practice each (`practice_of`), by position.

    A group has `MANY` findings or more; `SEVERAL` are enough for a rule in `PRACTICES`, or if their causes are in
    exactly the same words.

    Parameters
    ----------
    findings : Mapping of int to Finding
        The findings that follow from no other, by position.
    """
    alike = grouped(findings, lambda place: practice_of(subjects, findings[place]))
    found: list[Sequence[int]] = []
    for key, places in alike.items():
        if not key:
            continue
        is_declared = key[0] in PRACTICES
        if len(places) >= (SEVERAL if is_declared else MANY):
            found.append(places)
            continue
        same = grouped(places, lambda place: findings[place].causa)
        found += [some for cause, some in same.items() if cause and len(some) >= SEVERAL]
    return found


def practice_words(finding: Finding) -> str:
    """Return in Spanish why a finding follows from the first of its practice: the practice, or a common cause."""
    known = PRACTICES.get(finding.codigo, "")
    return f"es la misma práctica ({known})" if known else "es la misma práctica, con la misma causa, en otro lugar"
