"""What the sections of the shipped runs and of synthetic ones show; each section is executed once for all tests.

Every family of figures is printed, or declared as not printed with the reason. Nearly all printed figures are calculated
a second time and agree. The sections are worded as an official document.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from builders import ROOT, made_up, shipped
from notebook_cells import drawn, failed_checks, section_shown
from page_register import fragment_of, wrong_words
from section_cells import NOTEBOOKS, Shown, checks_in
from unshown import EARLIER, NOT_SHOWN, families, page, reason_of

from helpers.base.system.workspace import ROOT_VARIABLE
from helpers.checks.computed import Computed
from helpers.figures.book import Book
from helpers.figures.figure import Operation
from helpers.outputs.html.section_fragments import Fragment
from helpers.run import section
from helpers.views.elements.section_checks import MIME, figures_in

pytestmark = pytest.mark.slow

RUNS = (
    "mre/2024-T2", "mre/2024-T1", "mre/2021-T1", "segip/2020-anual", "segip/2024-poa", "pacto-migracion/2021-anual",
    "demo/2024-T2", "demo/2024-anual",
)  # fmt: skip
REPEATED = ("mre/2024-T2", "segip/2020-anual", "segip/2024-poa", "demo/2024-T2", "demo/2024-anual", "demo/2024-poa")
"""Runs of which nearly all that is computed and printed must be calculated a second time."""
LEAST_REPEATED = 0.95
COMPARED = {
    "mre/2021-T1": 296, "mre/2024-T1": 904, "segip/2024-poa": 309, "segip/2020-poa": 24, "pacto-migracion/2021-anual": 26,
}  # fmt: skip
"""Values that the checks compared when measured; a check that compares less than before is noticed."""
FEWEST = 15
"""Every report prints more figures; the shortest is that on the migration compact, which only counts results."""
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
"""Families that must be printed, whatever is declared: the main results of the institution, and some once lost."""


@dataclass(frozen=True)
class ShownRun:
    """A run and what its sections show.

    Attributes
    ----------
    ids : frozenset of str
        The figures that a reader is shown, not those of the workings.
    outputs : list of dict
        The outputs of all cells, including those of the workings.
    """

    computed: Computed
    ids: frozenset[str]
    fragments: tuple[Fragment, ...]
    outputs: Shown


@pytest.fixture(scope="module")
def run_of() -> Callable[[str], ShownRun]:
    """Gives what the sections of a run show; each run is computed and executed once."""
    kept: dict[str, ShownRun] = {}

    def found(run: str) -> ShownRun:
        if run not in kept:
            root = made_up().root if run.startswith("demo/") else ROOT
            kept[run] = show_run(shipped(run), root, *run.split("/"))
        return kept[run]

    return found


def show_run(computed: Computed, root: Path, institution: str, period: str) -> ShownRun:
    ids: set[str] = set()
    fragments, outputs = [], []
    with pytest.MonkeyPatch.context() as patch, drawn(whole=False):
        patch.setenv(ROOT_VARIABLE, str(root))
        patch.setattr(section, "compute", lambda *_: computed)
        for name in computed.corrida.secciones:
            every, calculated = section_shown(NOTEBOOKS[name], {"entidad": institution, "periodo": period})
            shown = {cell.id: data for cell, data in every if "cuaderno" not in cell.tags and "text/html" in data}
            assert shown, name
            ids.update(*map(figures_in, (str(data["text/html"]) for data in shown.values())))
            fragments.append(fragment_of(name, NOTEBOOKS[name], shown))
            outputs += [*(data for _, data in every), *calculated]
    return ShownRun(computed, frozenset(ids), tuple(fragments), outputs)


def hidden(book: Book, ids: frozenset[str]) -> dict:
    return {
        family: figures for family, figures in families(book).items() if not any(one.id in ids for one in figures)
    }


@pytest.mark.parametrize("run", RUNS)
def test_every_family_is_printed_or_declared_with_its_reason(run_of, run):
    shown_run = run_of(run)
    assert len(shown_run.ids) > FEWEST
    unexplained = [
        " ".join(family)
        for family, figures in hidden(shown_run.computed.book, shown_run.ids).items()
        if not reason_of(shown_run.computed.book, family, figures)
    ]
    assert unexplained == []


@pytest.mark.parametrize("run", PRINTED)
def test_the_families_that_must_be_printed_are_printed(run_of, run):
    shown_run = run_of(run)
    lost = {" ".join(family) for family in hidden(shown_run.computed.book, shown_run.ids)}
    known = {" ".join(family) for family in families(shown_run.computed.book)}
    assert [name for name in PRINTED[run] if name in lost or name not in known] == []


def test_every_declared_reason_is_needed(run_of):
    used = {
        reason_of(shown_run.computed.book, family, figures)
        for shown_run in map(run_of, RUNS)
        for family, figures in hidden(shown_run.computed.book, shown_run.ids).items()
    }
    assert used - {EARLIER} == {rule.reason for rule in NOT_SHOWN}


@pytest.mark.parametrize("run", REPEATED)
def test_nearly_all_printed_figures_are_calculated_twice_and_agree(run_of, run):
    shown_run = run_of(run)
    printed = {name for one in shown_run.outputs if MIME not in one for name in figures_in(str(one.get("text/html")))}
    due = {name for name in printed if shown_run.computed.book[name].operation is not Operation.INPUT}
    steps = {name for check in checks_in(shown_run.outputs) for name in check.get("cifras", ())}
    assert failed_checks(shown_run.outputs) == []
    assert len(due & steps) >= LEAST_REPEATED * len(due), sorted(due - steps)


@pytest.mark.parametrize("run", COMPARED)
def test_no_check_of_a_shipped_run_fails(run_of, run):
    checks = checks_in(run_of(run).outputs)
    assert [check for check in checks if check["distintos"]] == []
    assert sum(check["comparados"] for check in checks) >= COMPARED[run]


@pytest.mark.parametrize("run", RUNS)
def test_the_sections_are_worded_as_an_official_document(run_of, run):
    shown_run = run_of(run)
    assert [fragment.name for fragment in shown_run.fragments if fragment.html]
    hits = wrong_words(shown_run.fragments, shown_run.computed)
    assert hits == [], "\n".join(map(str, hits))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Hicieron todo 0 de 19 unidades.", "cero o uno"),
        ("Quedan 1 categorías.", "cero o uno"),
        ("La lista está en cifras.csv.", "archivo o columna"),
        ("Lo dice la columna causa_desviacion.", "archivo o columna"),
        (f"{'palabra ' * 35}sola.", "36 palabras"),
        ("Lo informó la XQZ.", "sigla"),
        ("No consta en los datos de este libro.", "palabra del programa"),
        ("La diferencia, si la hay, es pequeña.", "frase sobre la página"),
        ("Qué pide cada área para cumplir sus acciones.", "frase sin verbo"),
        ("El método cambió de segip-2020 a otro.", "código"),
        ("Requiere lo suyo de Dirección Nacional de Planificación.", "sin artículo"),
    ],
)
def test_words_that_do_not_belong_in_an_official_document_are_found(run_of, text, wrong):
    computed = run_of("segip/2024-poa").computed
    said = Fragment("resumen_plan", f'<section class="seccion" id="sec-x"><h2>El plan</h2><p>{text}</p></section>')
    assert [hit.wrong for hit in wrong_words([said], computed)] == [wrong]


def test_the_audit_guide_has_the_table_of_families_that_are_not_printed():
    assert page() in (ROOT / "docs/guia/auditoria.md").read_text(encoding="utf-8")
