"""The gap between progress and expenditure, the matrix of results, the thresholds of a map, and tables by quarter."""

from dataclasses import replace
from decimal import Decimal

import pytest
from builders import METHOD, make_corrida, make_entidad, method_plain
from lxml import html

from helpers.base.periods import Period
from helpers.figures.figure import Operation
from helpers.settings.methods import Metodo
from helpers.views.charts.quadrants import best_threshold, figure_threshold
from helpers.views.elements.grid import NotIncluded, Scope
from helpers.views.progress.results_matrix import results_matrix
from helpers.views.sections.areas_section import accumulated_table, physical_months_table, quarters_table
from helpers.views.sections.budget_section import amendments_table
from helpers.views.sections.quarters_section import accrued_table, bridge_table, restated_table, versions_tables
from helpers.views.sections.shown_section import ShownSection

S1, T2 = Period.parse("2024-S1"), Period.parse("2024-T2")
FIGURES = (
    ("eficacia_ponderada/2024-S1/area/VRE", "45.92", "%", None),
    ("ejecucion_financiera/2024-S1/area/VRE", "31.29", "%", None),
    ("brecha_fisico_financiera/2024-S1/area/VRE", "14.63", "puntos", None),
    ("eficacia_ponderada/2024-S1/area/VCEI", "20.00", "%", None),
    ("ejecucion_financiera/2024-S1/area/VCEI", "40.00", "%", None),
    ("brecha_fisico_financiera/2024-S1/area/VCEI", "-20.00", "puntos", None),
    ("ppto_vigente/2024-S1/acp/1", "710081.76", "Bs", None),
    ("devengado/2024-S1/acp/1", "100.00", "Bs", None),
    ("meta_programada/2024-T2/acp/1", "20", "metas", None),
    ("meta_ejecutada/2024-T2/acp/1", "19", "metas", None),
)
EXPECTED = {"acp": "1", "denominacion": "Servir", "resultado_esperado": "Foros", "indicador": "Foros", "meta": "12 foros"}
RESULTS = (
    {"acp": "1", "estado": "logrado"},
    {"acp": "1", "estado": "logrado"},
    {"acp": "1", "estado": "en curso"},
    {"acp": "2", "estado": "logrado"},
)


@pytest.fixture(scope="module")
def gap_book(book_of):
    return book_of(FIGURES, listings={"acciones": (EXPECTED,), "resultados": RESULTS})


def lines(table) -> list[list[str]]:
    page = html.fromstring(table._repr_html_())
    return [[" ".join(cell.text_content().split()) for cell in row.xpath("./th|./td")] for row in page.xpath("//tbody/tr")]


class TestGap:
    def test_the_gap_of_the_year_so_far_stands_beside_what_it_compares(self, gap_book, wording):
        section = ShownSection(gap_book, "areas", make_corrida("2024-T2"), METHOD, make_entidad())
        table = accumulated_table(section)
        wording([column.header for column in table.columns])
        assert lines(table)[:2] == [
            ["Viceministerio de Relaciones Exteriores", "31,29", "45,92", "14,63"],
            ["Viceministerio de Comercio Exterior", "40,00", "20,00", "−20,00"],
        ]
        wording(table.notes)


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (["Promedio simple de 4 unidades; sin dato y fuera del promedio: U6."] * 2, "Total de cada mes: promedio simple de 4 unidades."),
        (
            ["Promedio simple de 4 unidades; sin dato y fuera del promedio: U6.", "Promedio simple de 5 unidades."],
            "Total de enero: promedio simple de 4 unidades; de febrero: promedio simple de 5 unidades.",
        ),
        (
            [f"Promedio simple de 4 unidades; sin dato y fuera del promedio: {code}." for code in ("U6", "U5")],
            "Total de cada mes: promedio simple de 4 unidades.",
        ),
    ],
)  # fmt: skip
def test_the_total_of_each_month_is_told_with_the_rule_of_that_month(book_of, rules, said):
    book = book_of([(f"eficacia_ponderada/2024-{month}/entidad/MRE", "8", "%", None) for month in ("ene", "feb")])
    figures = {name: replace(one, rule=rule, operation=Operation.MEAN) for (name, one), rule in zip(book.figures.items(), rules, strict=True)}
    book = replace(book, figures=figures, listings={**book.listings, "situaciones": ()})
    section = ShownSection(book, "areas", make_corrida("2024-S1"), METHOD, make_entidad())
    assert physical_months_table(section).notes[0] == said


def test_a_plans_report_does_not_miss_the_modifications_that_its_frame_lists(book_of):
    """Only runs from January add them up."""
    for listed, missing in (((), "las modificaciones del presupuesto"), (({"norma": "RM 1"},), "")):
        section = ShownSection(book_of((), listings={"modificaciones": listed}), "presupuesto", make_corrida("2024-poa"), METHOD, make_entidad())
        assert amendments_table(section) == NotIncluded(Scope.ITEM, missing)


class TestMatrix:
    def test_expected_achieved_goals_and_money_in_one_line(self, gap_book):
        table = results_matrix(gap_book, id="cuadro-x", quarter=T2, window=S1)
        assert lines(table) == [
            ["ACP 1", "Foros", "12 foros", "2 logrados y 1 en curso", "20,00", "19,00", "710.081,76", "100,00"]
        ]
        assert table.wide

    def test_data_that_no_action_has_get_no_column(self, book_of, wording):
        gap_book = book_of(FIGURES, listings={"acciones": ({"acp": "1", "denominacion": "Servir"},)})
        table = results_matrix(gap_book, id="cuadro-x", quarter=T2, window=S1)
        wording([column.header for column in table.columns], "SIGEP")  # fmt: skip
        assert not table.wide
        assert table.title == "Metas y dinero por ACP"
        wording(table.notes)

    def test_goals_and_money_each_say_their_period(self, gap_book, wording):
        table = results_matrix(gap_book, id="cuadro-x", quarter=T2, window=S1)
        wording([column.group for column in table.columns if column.group], "SIGEP", "2024", "SIGEP", "2024", "2024", "2024")  # fmt: skip


class TestThresholds:
    @pytest.mark.parametrize(("window", "edge"), [("2024-T1", 20), ("2024-S1", 43), ("2024-ene-sep", 65)])
    def test_the_threshold_is_that_of_the_best_grade_in_the_period(self, window, edge):
        found = best_threshold(METHOD, "ejecucion_financiera", Period.parse(window), "area")
        assert (found.value, found.words) == (edge, f"Óptimo: desde {edge} %")

    def test_only_what_the_method_grades_by_thresholds_has_one(self):
        assert best_threshold(METHOD, "ejecucion_financiera", T2, "area") is None
        assert best_threshold(METHOD, "avance_fisico", S1, "area") is None
        without = Metodo.model_validate({key: value for key, value in method_plain().items() if key != "umbrales"})
        assert best_threshold(without, "ejecucion_financiera", S1, "area") is None

    def test_a_level_that_the_method_does_not_grade_has_only_a_reference(self):
        words = {
            level: best_threshold(METHOD, "ejecucion_financiera", S1, level).words for level in ("area", "acp")
        }
        assert words["area"] == "Óptimo: desde 43 %"
        assert words["acp"].startswith("Referencia (óptimo en ") and words["acp"].endswith("): desde 43 %")

    def test_a_figure_may_be_the_threshold(self, book):
        ideal = figure_threshold(book, book["rango_ideal/2024-T2/entidad/MRE"])
        assert (ideal.value, ideal.words) == (Decimal("25.00"), "Rango ideal: 25,00 %")
        assert figure_threshold(book, None) is None


class TestQuarters:
    """Four quarters side by side would take 21 columns: too many for a page and for a window of 1,280 pixels."""

    @pytest.fixture
    def section_of(self, book_of):
        def make(period: str) -> ShownSection:
            windows = [*Period.parse(period).accumulated().quarters(), Period.parse(period).accumulated()]
            figures = [
                (f"{indicator}/{window}/area/{code}", f"{at}{place}", unit, None)
                for at, window in enumerate(windows, start=1) for place, code in enumerate(("VRE", "VCEI"))
                for indicator, unit in (
                    ("ppto_vigente", "Bs"), ("devengado", "Bs"), ("ejecucion_financiera", "%"), ("eficacia_ponderada", "%"),
                    ("brecha_fisico_financiera", "puntos"),
                )
            ]  # fmt: skip
            book = replace(book_of(figures, listings={"situaciones": ()}), period=Period.parse(period))
            return ShownSection(book, "areas", make_corrida(period), METHOD, make_entidad())

        return make

    def test_two_quarters_stand_side_by_side(self, section_of):
        table = quarters_table(section_of("2024-T2"))
        assert [column.group for column in table.columns[1:]] == ["Primer trimestre de 2024"] * 5 + ["Segundo trimestre de 2024"] * 5
        assert lines(table)[0] == ["Viceministerio de Relaciones Exteriores", *["10,00"] * 5, *["20,00"] * 5]
        assert table.notes[0].startswith("Brecha: eficacia menos ejecución")

    def test_a_single_quarter_has_no_table_of_its_own(self, section_of):
        assert quarters_table(section_of("2024-T1")) == NotIncluded(Scope.PART)

    def test_four_quarters_stand_below_their_area(self, section_of):
        table = quarters_table(section_of("2024-T4"))
        assert len(table.columns) == 6 and not table.wide
        assert lines(table)[:10] == [
            ["Viceministerio de Relaciones Exteriores"],
            ["Primer trimestre de 2024", *["10,00"] * 5], ["Segundo trimestre de 2024", *["20,00"] * 5],
            ["Tercer trimestre de 2024", *["30,00"] * 5], ["Cuarto trimestre de 2024", *["40,00"] * 5],
            ["Viceministerio de Comercio Exterior"],
            ["Primer trimestre de 2024", *["11,00"] * 5], ["Segundo trimestre de 2024", *["21,00"] * 5],
            ["Tercer trimestre de 2024", *["31,00"] * 5], ["Cuarto trimestre de 2024", *["41,00"] * 5],
        ]  # fmt: skip

    @pytest.mark.parametrize("known", ["T1 T2 anual", "T1 T2 T3 T4 anual", "T1 T2"])
    def test_quarters_without_accrued_money_are_named_below_the_table(self, book_of, known, wording):
        """Where no report was made at the end of September, the third and fourth quarters are unknown, and the year is not."""
        figures = [(f"devengado/2024-{window}/entidad/MRE", "1", "Bs", None) for window in known.split()]
        book = replace(book_of(figures), period=Period.parse("2024-anual"))
        table = accrued_table(ShownSection(book, "trimestres", make_corrida("2024-anual"), METHOD, make_entidad()))
        wording("\n".join(table.notes))


@pytest.mark.parametrize(("period", "missing"), [("2024-T2", ""), ("2024-anual", "el avance de los cuatro trimestres y del año")])
def test_parts_of_the_year_without_content_are_not_printed(book_of, period, missing):
    """A new version of the plan leaves the printed progress as it was; no quarter was closed, and none leads to the year."""
    names = ("avance_fisico", "avance_fisico_version_anterior", "avance_fisico_por_cambio_de_version")
    figures = [(f"{name}/2024-T2/entidad/MRE", value, "%") for name, value in zip(names, ("90", "90", "0"), strict=True)]
    book = replace(book_of(figures), period=Period.parse(period))
    section = ShownSection(book, "trimestres", make_corrida(period), METHOD, make_entidad())
    assert [restated_table(section), versions_tables(section)] == [NotIncluded(Scope.PART)] * 2
    assert bridge_table(section) == NotIncluded(Scope.PART, missing)
