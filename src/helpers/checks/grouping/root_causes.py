"""Groups findings by cause and puts the most important first: each finding is a root or follows from one root.

Every reason for following is exact: the other finding is named by the rule, is of the same cell or the same value, or
its correct value, put in the place of the wrong one, explains the difference. Nothing is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, replace
from decimal import Decimal
from itertools import chain

from helpers.base.python_extras import grouped
from helpers.checks.cuadros.cell_verdicts import PrintedCell, is_unexplained
from helpers.checks.grouping.finding_links import FindingLinks, Link
from helpers.checks.grouping.finding_subjects import Subject, Subjects, place_key
from helpers.checks.grouping.headline_effects import Effect, HeadlineEffects
from helpers.checks.rule_registry import Evidence
from helpers.figures.figure import split_id
from helpers.figures.finding_families import Family, numbered
from helpers.figures.findings import (
    CLOSED_CHANGED,
    STRUCTURE,
    Finding,
    Severity,
    Verdict,
    concerns_print,
    sort_findings,
)
from helpers.figures.records import LEVELS, file_words
from helpers.figures.supposed_figures import Dependents
from helpers.intake.intake_problems import Code
from helpers.settings.cuadros.cuadro_table import is_cell

_SEVERITIES = tuple(Severity)
REASON = "su importe está en una celda unida sobre varias filas, que se lee solo en la primera"
_AREA = re.compile(r"([A-Z]+)([0-9]+):\1([0-9]+)")
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


def group_findings(
    evidence: Evidence, cells: Sequence[PrintedCell], findings: Iterable[Finding]
) -> tuple[Finding, ...]:
    """Return all findings of a run with `posicion`, `causa_raiz` and `efecto`, in the order of the list.

    Errors come first, then the roots by what they move in the headline figures, by severity, level and relative
    difference, each followed by the findings that follow from it. The order does not depend on that of `findings`.

    Parameters
    ----------
    evidence : Evidence
        With the Book that the findings are about.
    cells : sequence of PrintedCell
        The judged cells of the declared tables.
    findings : iterable of Finding
        From reading, scoring and checking; places and effects of an earlier grouping are replaced.
    """
    # Sorted by every field first: findings that differ only in what `sort_findings` does not look at keep one order.
    listed = sort_findings(sorted((finding.as_found() for finding in findings), key=astuple))
    subjects, dependents = Subjects(evidence, listed), Dependents(evidence.book)
    effects = HeadlineEffects(subjects, dependents)
    known = [effects.of(finding) for finding in listed]
    merged = _of_merged_cells(listed)
    for place, source in merged.items():
        known[source] = min(known[source], known[place], key=_rank)
    order = [_order(finding, subjects.of(finding), effect) for finding, effect in zip(listed, known, strict=True)]
    tree = _Tree(listed, order)
    links = FindingLinks(listed, cells, subjects, dependents)
    for place in range(len(listed)):
        surest = [Link(merged[place], REASON)] if place in merged else []
        tree.hang(place, chain(surest, links.of(place)))
    tree.join(_practices(subjects, {place: listed[place] for place in tree.roots}))
    with_effect = [replace(finding, efecto=effect.words) for finding, effect in zip(listed, known, strict=True)]
    following = tree.following()
    return numbered([_family(subjects, tree, with_effect, root, following.get(root, ())) for root in tree.roots])


class _Tree:
    """Which finding, by position, each finding follows from."""

    def __init__(self, findings: Sequence[Finding], order: Sequence[tuple[object, ...]]) -> None:
        self.findings, self.order = findings, order
        self.links: dict[int, Link] = {}

    def hang(self, place: int, links: Iterable[Link]) -> None:
        """Keep the first link to a finding that is at least as severe and does not itself follow from this one."""
        for link in links:
            if not self._is_graver(place, link.source) and self.root(link.source) != place:
                self.links[place] = link
                return

    def join(self, groups: Iterable[Sequence[int]]) -> None:
        """Hang the members of each practice on the first of them in the order of the list."""
        for group in groups:
            first, *others = sorted(group, key=self.order.__getitem__)
            for other in others:
                self.links[other] = Link(first, practice_words(self.findings[other]))

    def root(self, place: int) -> int:
        """Return the root that a finding follows from, however long the chain; itself if it is one."""
        while place in self.links:
            place = self.links[place].source
        return place

    @property
    def roots(self) -> tuple[int, ...]:
        """The findings that follow from none, the most important first."""
        return tuple(
            sorted((at for at in range(len(self.findings)) if at not in self.links), key=self.order.__getitem__)
        )

    def following(self) -> Mapping[int, Sequence[int]]:
        """Return the findings that follow from each root, the most important first; roots without any are absent."""
        return grouped(sorted(self.links, key=self.order.__getitem__), self.root)

    def _is_graver(self, place: int, other: int) -> bool:
        own, theirs = self.findings[place].severidad, self.findings[other].severidad
        return _SEVERITIES.index(own) < _SEVERITIES.index(theirs)


def _family(
    subjects: Subjects, tree: _Tree, findings: Sequence[Finding], root: int, following: Sequence[int]
) -> Family:
    """Return a root with the findings that follow from it, each with the reason and any finding in between."""
    words = _words(subjects, tree.findings[root])
    told = []
    for place in following:
        link = tree.links[place]
        through = "" if link.source == root else f"a través de {_words(subjects, tree.findings[link.source])}, "
        told.append(replace(findings[place], causa_raiz=f"{words}: {through}{link.reason}"))
    return Family(findings[root], tuple(told))


def _words(subjects: Subjects, finding: Finding) -> str:
    """Return in Spanish what a finding is about, followed by its place in parentheses."""
    cell = finding.celda if finding.celda.startswith("línea ") or not finding.celda else f"celda {finding.celda}"
    where = [file_words(finding.archivo), f"hoja {finding.hoja}" if finding.hoja else "", cell]
    place = ", ".join(filter(None, where))
    return f"{subjects.words(finding)} ({place})" if place else subjects.words(finding)


def _order(finding: Finding, subject: Subject, effect: Effect) -> tuple[object, ...]:
    """Sort key of the list: errors, known effects by size, unknown ones, none; amounts; severity; level; difference.

    Of the errors, those on the structure come first. The unknown effect of a note ranks as none, because a note reports
    no fault.
    """
    is_error = finding.severidad is Severity.ERROR
    group, *sizes = _rank(effect)
    return (
        not is_error,
        is_error and finding.elemento != STRUCTURE,
        2 if group == 1 and finding.severidad is Severity.NOTE else group,
        *sizes,
        _SEVERITIES.index(finding.severidad),
        _level(subject),
        -_relative(subject),
        finding.codigo,
        finding.elemento,
        *place_key(finding),
        finding.mensaje,
    )


def _rank(effect: Effect) -> tuple[int, Decimal, Decimal]:
    """Sort key of effects: known ones by size, unknown ones, none; of each, by the amount."""
    group = 1 if effect.weight is None else 0 if effect.weight else 2
    return group, -(effect.weight or Decimal(0)), -effect.amount


def _level(subject: Subject) -> int:
    """Place of a figure's level in the structure, the institution first; after all levels for anything else."""
    level = split_id(subject.figure)[2] if subject.figure else ""
    return LEVELS.index(level) if level in LEVELS else len(LEVELS)


def _relative(subject: Subject) -> Decimal:
    """The difference as a share of the larger of both numbers; zero without two numbers."""
    if not subject.difference or subject.found is None or subject.expected is None:
        return Decimal(0)
    return abs(subject.difference) / max(abs(subject.found), abs(subject.expected))


def _of_merged_cells(findings: Sequence[Finding]) -> Mapping[int, int]:
    """Return, by its position, the position of the merged amount whose cells each finding is about; others are absent.

    A merged amount names its cells in `elemento`: `N51:N52`.
    """
    merged = {place: _AREA.fullmatch(one.elemento) for place, one in enumerate(findings) if one.codigo == Code.MERGED}
    cells = {
        (findings[place].archivo, findings[place].hoja, f"{area[1]}{row}"): place
        for place, area in merged.items()
        if area
        for row in range(int(area[2]), int(area[3]) + 1)
    }
    found = {place: cells.get((one.archivo, one.hoja, one.celda)) for place, one in enumerate(findings)}
    return {place: source for place, source in found.items() if source is not None and place not in merged}


def _practice_of(subjects: Subjects, finding: Finding) -> tuple[str, ...]:
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


def _practices(subjects: Subjects, findings: Mapping[int, Finding]) -> Sequence[Sequence[int]]:
    """Return the groups of findings that are one practice each (`_practice_of`), by position.

    A group has `MANY` findings or more; `SEVERAL` are enough for a rule in `PRACTICES`, or if their causes are in
    exactly the same words.

    Parameters
    ----------
    findings : Mapping of int to Finding
        The findings that follow from no other, by position.
    """
    alike = grouped(findings, lambda place: _practice_of(subjects, findings[place]))
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
