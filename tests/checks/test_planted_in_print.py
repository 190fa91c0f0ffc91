"""Faults planted in consistent printed tables are found and attributed to their cell, and no right cell is accused.

`FALLAS=500 pytest -s tests/checks/test_planted_in_print.py` plants 500 of each kind and prints the shares.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from builders import make_corrida, make_dataset, make_evidence
from cuadros_by_hand import checked
from printed_institution import FAULTS, Institution, Planted, made
from published_institution import PRINTED_KINDS, SLIPS_OF_THE_PEN, Published, published, wrong_number

from helpers.checks.rule_registry import Evidence
from helpers.checks.run_checks import check_all
from helpers.figures.findings import Finding, Verdict

COUNT = int(os.environ.get("FALLAS", "12"))
"""Number of planted faults of each kind."""
FOUND, ROOT, ALONE = 95, 80, 99.5
"""Lowest accepted shares in per cent: faults found, faults attributed to their cell, right cells not accused."""
MUST_SAY = re.compile(r"imprime [−\d.,]+ y debe decir")
MEASURES = (("found", "planted"), ("root", "planted"), ("only", "planted"), ("alone", "right"))
"""The counted part and whole of each printed share."""


def roots(findings: Iterable[Finding]) -> set[str]:
    """The cells that are wrong by themselves according to the findings."""
    return {one.sigue_de if one.veredicto == Verdict.CARRIED else one.place for one in findings}


def accused(findings: Iterable[Finding]) -> set[str]:
    """The cells that findings call wrong: their own if it must be corrected, and the one that they follow from."""
    corrected = (one.place for one in findings if MUST_SAY.search(one.mensaje))
    return {*corrected, *(one.sigue_de for one in findings if one.sigue_de)}


def outcome(sound: Institution, fault: Planted) -> Counter[str]:
    spoiled = sound.with_cell(fault.key, fault.value, carried=fault.carried)
    if not spoiled.broken:
        return Counter()
    findings, _ = checked(*spoiled.cuadros())
    right = {sound.place(key) for key, value in spoiled.values.items() if value == sound.values[key]}
    wrong = accused(findings) & right
    cell = sound.place(fault.key)
    found = roots(findings)
    return Counter(
        planted=1, found=bool(findings), root=cell in found, only=found == {cell}, right=len(right), alone=len(right - wrong)
    )


def test_a_sound_institution_has_no_finding():
    for seed in range(COUNT):
        sound = made(Random(seed))
        assert not sound.broken
        assert checked(*sound.cuadros())[0] == ()


def share(counts: Counter[str], part: str, whole: str) -> float:
    return 100 * counts[part] / max(counts[whole], 1)


@pytest.mark.slow
def test_planted_faults_are_found_and_attributed_to_their_cell_only():
    total: Counter[str] = Counter()
    for plant in FAULTS:
        counts: Counter[str] = Counter()
        for seed in range(COUNT):
            random = Random(f"{plant.__name__} {seed}")
            sound = made(random)
            counts += outcome(sound, plant(sound, random))
        print(f"{plant.__name__:16} planted {counts['planted']:5} found {share(counts, 'found', 'planted'):6.2f}"
              f" root {share(counts, 'root', 'planted'):6.2f} only root {share(counts, 'only', 'planted'):6.2f} alone {share(counts, 'alone', 'right'):7.3f}")  # fmt: skip
        total += counts
    print({part: share(total, part, whole) for part, whole in MEASURES})
    assert total["planted"] > COUNT * len(FAULTS) / 2
    assert share(total, "found", "planted") >= FOUND
    assert share(total, "root", "planted") >= ROOT
    assert share(total, "alone", "right") >= ALONE


def evidence_of(institution: Published) -> Evidence:
    return make_evidence(make_dataset(**institution.tables), make_corrida())


def as_computed(institution: Published) -> Published:
    """The institution with every mean printed as it is computed."""
    book = evidence_of(institution).book
    figures = [
        book.get(indicator, "2024-T2", level, code)
        for indicator in ("avance_fisico", "eficacia_ponderada")
        for level, code in (*(("area", area) for area in institution.areas), ("entidad", "E"))
    ]
    return replace(institution, printed={figure.id: figure.rounded for figure in figures if figure is not None})


def in_publication(sound: Published, figure: str, value: Decimal, *, carried: bool) -> Counter[str]:
    if value == sound.printed[figure]:
        return Counter()
    spoiled = replace(sound, printed={**sound.printed, figure: value})
    if carried:
        spoiled = spoiled.carried_from(figure)
    findings = [one for one in check_all(evidence_of(spoiled)).findings if one.codigo.startswith("PUB-")]
    accusing = [one for one in findings if one.veredicto not in {Verdict.CARRIED, Verdict.ROUNDING}]
    blamed = {one.elemento for one in findings if one.veredicto != Verdict.CARRIED} | {one.sigue_de for one in findings}
    others = {one.elemento for one in accusing} - {figure}
    right = len(sound.printed) - 1
    return Counter(planted=1, found=bool(findings), root=figure in blamed, only=not others, right=right, alone=right - len(others))


@pytest.mark.slow
def test_faults_planted_in_published_figures_are_attributed_to_their_figure():
    total: Counter[str] = Counter()
    for kind in PRINTED_KINDS:
        counts: Counter[str] = Counter()
        for seed in range(COUNT):
            random = Random(f"published {kind} {seed}")
            sound = as_computed(published(random))
            figure = random.choice(list(sound.printed))
            wrong = wrong_number(figure, kind, sound, random)
            counts += in_publication(sound, figure, wrong, carried=kind not in SLIPS_OF_THE_PEN)
        print(kind, {part: round(share(counts, part, whole), 2) for part, whole in MEASURES}, counts["planted"])
        total += counts
    assert total["planted"] > COUNT * len(PRINTED_KINDS) / 2
    assert share(total, "found", "planted") >= FOUND
    assert share(total, "root", "planted") >= ROOT
    assert share(total, "alone", "right") >= ALONE
