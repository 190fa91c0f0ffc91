"""The audit counts how many of the printed figures the notebooks repeat, from the page and the notebooks."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from small_runs import NORTH, SOUTH

from helpers.audit.acta_facts import count_repeated
from helpers.audit.audit_case import Case
from helpers.desk.commands.audit_command import _show_coverage
from helpers.outputs.saved_checks import Coverage
from helpers.views.elements.section_checks import MIME

INPUT = "avance_fisico/2024-T2/unidad/U1"


def print_page(case: Case, **sections: tuple[str, ...]) -> None:
    """Write a page with a section for each name; each section prints the figures given for it."""
    parts = [
        f'<section class="seccion" id="sec-{name}"><h2><span class="numero">{place}</span> De {name}</h2>'
        + "".join(f'<data value="1" data-cifra="{figure}">1,00</data>' for figure in figures)
        + "</section>"
        for place, (name, figures) in enumerate(sections.items(), start=1)
    ]
    page = f"<!DOCTYPE html><html><body><section id='indice'></section>{''.join(parts)}</body></html>"
    (case.folder / "informe.html").write_text(page, encoding="utf-8")


def execute(case: Case, name: str, *figures: str) -> None:
    """Write an executed notebook that repeats figures."""
    folder = case.folder / "cuadernos"
    folder.mkdir(exist_ok=True)
    data = {MIME: {"promesa": "Se repite", "distintos": [], "cifras": list(figures), "calificaciones": list(figures)}}
    cell = {"cell_type": "code", "source": "repetir(1)", "outputs": [{"output_type": "execute_result", "data": data}]}
    (folder / f"{name}.ipynb").write_text(json.dumps({"cells": [cell]}), encoding="utf-8")


def test_a_figure_counts_in_each_section_that_prints_it_and_once_in_the_whole(case):
    """INPUT does not count, because it is not calculated. NORTH, repeated in section «uno», also counts in «dos»."""
    print_page(case, uno=(NORTH, SOUTH, INPUT), dos=(NORTH, NORTH), tres=(INPUT,))
    execute(case, "01_uno", NORTH)
    execute(case, "02_dos", INPUT)
    assert [(one.title, one.repeated, one.printed) for one in count_repeated(case)[0]] == [
        ("De uno", 1, 2), ("De dos", 1, 1), ("Todo el informe", 1, 2)
    ]  # fmt: skip


def test_grades_are_counted_separately_including_those_of_inputs(case):
    print_page(case, uno=(NORTH, SOUTH, INPUT), dos=(NORTH,))
    execute(case, "01_uno", NORTH)
    execute(case, "02_dos", INPUT)
    *_, whole = count_repeated(case)[0]
    assert (whole.regraded, whole.graded, whole.grade_words) == (2, 3, "2 / 3")


def test_grades_of_a_section_that_prints_only_inputs_count_in_the_whole(case):
    print_page(case, uno=(NORTH,), dos=(INPUT,))
    execute(case, "01_uno", NORTH)
    one, whole = count_repeated(case)[0]
    assert (one.title, one.grade_words, whole.grade_words) == ("De uno", "1 / 1", "1 / 2")


def test_a_report_without_computed_figures_has_nothing_to_count(case):
    print_page(case, uno=(INPUT,))
    execute(case, "01_uno", NORTH)
    assert count_repeated(case) == ((), "")


def test_a_notebook_that_cannot_be_read_is_reported_and_nothing_is_counted(case):
    """The act gave the reason in English, and not which notebook, which the control of the notebooks says."""
    print_page(case, uno=(NORTH,))
    execute(case, "01_uno", NORTH)
    (case.folder / "cuadernos/02_dos.ipynb").write_text("{", encoding="utf-8")
    told = "un cuaderno ejecutado no se puede leer; cuál, lo dice «Secciones ejecutadas de nuevo»."
    assert count_repeated(case) == ((), told)


@pytest.mark.parametrize(
    ("coverage", "uncounted", "said"),
    [
        (
            (Coverage("De [uno]", 1, 3), Coverage("Todo el informe", 1226, 1259)), "",
            "Cifras calculadas otra vez en los cuadernos (repetidas / impresas): 1.226 / 1.259\n  De [uno]: 1 / 3\n",
        ),
        ((), "no está", "Cifras calculadas otra vez: no se pudo contar: no está\n"),
        ((), "", ""),
    ],
    ids=["counted", "unreadable", "nothing"],
)  # fmt: skip
def test_the_command_prints_the_counts(coverage, uncounted, said, capsys):
    _show_coverage(SimpleNamespace(facts=SimpleNamespace(coverage=coverage, uncounted=uncounted)))
    assert capsys.readouterr().out == said
