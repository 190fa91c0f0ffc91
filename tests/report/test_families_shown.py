"""Every family of figures of a run is printed by some section, or declared as not printed, with the reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import ROOT, WORKSPACE
from notebook_cells import values_of
from unshown import EARLIER, NOT_SHOWN, families, page, reason_of

from helpers.base.system.workspace import ROOT_VARIABLE, Workspace
from helpers.checks.computed import Computed
from helpers.demo.demo_write import make_demo
from helpers.figures.book import Book
from helpers.run import section
from helpers.run.compute import compute

pytestmark = pytest.mark.slow

RUNS = (
    "mre/2024-T2", "mre/2024-T1", "mre/2021-T1", "segip/2020-anual", "segip/2024-poa", "pacto-migracion/2021-anual",
    "demo/2024-T2", "demo/2024-anual",
)  # fmt: skip
SMALL = 60
FEWEST = 20
"""Figures that the shortest report prints at least: that on the migration compact, which only counts results."""
PRINTED = {
    "mre/2024-T2": [
        "avance_fisico entidad trimestre", "avance_fisico unidad trimestre", "avance_fisico puesto trimestre",
        "avance_fisico area acumulado", "eficiencia acp acumulado", "brecha_fisico_financiera acp trimestre",
        "ejecucion_financiera cat_prog trimestre", "devengado acp acumulado", "meta_cumplimiento acp trimestre",
    ],
    "mre/2024-T1": ["avance_fisico entidad trimestre", "avance_fisico puesto trimestre", "ejecucion_financiera area trimestre"],
    "mre/2021-T1": ["avance_fisico acp trimestre", "avance_fisico tipo trimestre", "produccion servicio_prestado trimestre"],
    "pacto-migracion/2021-anual": ["resultados_objetivo objetivo acumulado", "objetivos marco acumulado"],
    "segip/2020-anual": ["avance_fisico unidad acumulado", "ejecucion_financiera cat_prog acumulado"],
    "segip/2024-poa": ["ppto_aprobado fuente acumulado"],
    "demo/2024-T2": [
        "devengado grupo trimestre", "ejecucion_financiera grupo acumulado", "ppto_vigente grupo acumulado",
        "eficiencia acp acumulado", "avance_fisico tarea trimestre",
    ],
    "demo/2024-anual": ["eficiencia acp acumulado", "recurso_percibido rubro acumulado", "devengado grupo acumulado"],
}  # fmt: skip
"""Families that must be on a page, whatever is declared: what the institution answers with, and what was once lost."""


@pytest.fixture(scope="module")
def made_up(tmp_path_factory) -> Workspace:
    """A small synthetic institution with groups of actions, income and objectives."""
    root = tmp_path_factory.mktemp("familias") / "libro"
    make_demo(WORKSPACE, root, SMALL, 2024)
    return Workspace(root)


@pytest.fixture(scope="module")
def run_of(made_up) -> Callable[[str], tuple[Computed, frozenset[str]]]:
    """A run with the ids of the figures that its sections print, each worked out once."""
    kept: dict[str, tuple[Computed, frozenset[str]]] = {}

    def found(run: str) -> tuple[Computed, frozenset[str]]:
        if run not in kept:
            workspace = made_up if run.startswith("demo/") else WORKSPACE
            computed = compute(workspace, *run.split("/"))
            kept[run] = computed, printed(computed, workspace.root, *run.split("/"))
        return kept[run]

    return found


def printed(computed: Computed, root: Path, institution: str, period: str) -> frozenset[str]:
    """The figures that the cells of a run's sections show a reader; not those of the workings."""
    notebooks = {path.stem.partition("_")[2]: path for path in Workspace(ROOT).section_notebooks()}
    ids: set[str] = set()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(ROOT_VARIABLE, str(root))
        patch.setattr(section, "compute", lambda *_: computed)
        for name in computed.corrida.secciones:
            for cell, value in values_of(notebooks[name], {}, {"entidad": institution, "periodo": period}):
                if "cuaderno" not in cell.tags and hasattr(value, "_repr_html_"):
                    ids.update(re.findall(r'data-cifra="([^"]+)"', value._repr_html_()))
    return frozenset(ids)


def hidden(book: Book, ids: frozenset[str]) -> dict:
    return {
        family: figures for family, figures in families(book).items() if not any(one.id in ids for one in figures)
    }


@pytest.mark.parametrize("run", RUNS)
def test_every_family_is_printed_or_declared_with_its_reason(run_of, run):
    computed, ids = run_of(run)
    assert len(ids) > FEWEST
    unexplained = [
        " ".join(family)
        for family, figures in hidden(computed.book, ids).items()
        if not reason_of(computed.book, family, figures)
    ]
    assert unexplained == []


@pytest.mark.parametrize("run", PRINTED)
def test_what_an_institution_answers_with_is_printed(run_of, run):
    computed, ids = run_of(run)
    lost = {" ".join(family) for family in hidden(computed.book, ids)}
    known = {" ".join(family) for family in families(computed.book)}
    assert [name for name in PRINTED[run] if name in lost or name not in known] == []


def test_every_declared_reason_is_needed(run_of):
    used = {
        reason_of(computed.book, family, figures)
        for computed, ids in map(run_of, RUNS)
        for family, figures in hidden(computed.book, ids).items()
    }
    assert used - {EARLIER} == {rule.reason for rule in NOT_SHOWN}


def test_the_guide_to_auditing_has_the_table():
    assert page() in (ROOT / "docs/guia/auditoria.md").read_text(encoding="utf-8")
