"""Changes, shares and projections worked out by hand, and their rules where there are too few periods."""

from fractions import Fraction

import pytest
from builders import make_corrida, make_dataset, make_evidence, make_method
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.base.exact import exact, round_half_up
from helpers.desk.explanations.explanation import explain
from helpers.figures.book import Book
from helpers.figures.figure import Operation
from helpers.figures.replay import recompute_from_book, why_missing
from helpers.figures.situations import Situation
from helpers.figures.supposed_figures import unrounded

STRUCTURE = """
    nivel   | codigo | padre | acp
    entidad | E      |       |
    area    | A      | E     |
    unidad  | U1     | A     | 1
    unidad  | U2     | A     | 1
"""
AT_PUBLICATION = make_method(donde="publicacion")
MONTHS = ("ene", "feb", "mar", "abr", "may", "jun")


def scored(periodo: str = "2024-T2", method=AT_PUBLICATION, **tables: str) -> Book:
    dataset = make_dataset(estructura=STRUCTURE, **tables)
    return make_evidence(dataset, make_corrida(periodo), method).book


def reported(*lines: str) -> str:
    """The table `avances`, from lines of level, code, indicator, window and value."""
    rows = [" | ".join(line.split()) for line in lines]
    return "\n".join(["nivel | codigo | indicador | periodo | valor", *rows])


def efficacy(*quarters: str, months: tuple[str, ...] = ()) -> str:
    """The table `avances` in which area A reports its efficacy, from the first quarter and the first month on."""
    lines = [f"area A eficacia_ponderada 2024-T{at} {value}" for at, value in enumerate(quarters, start=1)]
    lines += [f"area A eficacia_ponderada 2024-{month} {value}" for month, value in zip(MONTHS, months, strict=False)]
    return reported(*lines)


class TestChange:
    def test_a_change_is_the_difference_of_the_printed_values(self, wording):
        """The means 80.002 and 85.015 are printed 80.00 and 85.02: the change is 5.02, not the exact 5.013."""
        book = scored(
            avances=reported(
                "unidad U1 avance_fisico 2024-T1 80.004", "unidad U2 avance_fisico 2024-T1 80.00",
                "unidad U1 avance_fisico 2024-T2 85.02", "unidad U2 avance_fisico 2024-T2 85.01",
            )
        )  # fmt: skip
        change = book["avance_fisico_variacion/2024-T2/area/A"]
        assert (change.published, change.unit, change.operation) == ("5.02", "puntos", Operation.DIFFERENCE)
        wording(change.rule, "2024")
        assert recompute_from_book(book, change) == change.value == Fraction("5.02")
        assert unrounded(book, change) == change.value

    def test_a_unit_that_lacks_one_quarter_has_no_change(self):
        book = scored(avances=reported("unidad U1 avance_fisico 2024-T1 80", "unidad U2 avance_fisico 2024-T2 85"))
        assert not book.select("avance_fisico_variacion", "2024-T2", "unidad")

    def test_a_unit_with_nothing_programmed_in_one_quarter_has_a_change_that_does_not_apply(self):
        """It read «s/d», as if somebody had not reported."""
        plan = "tarea | unidad | operacion | ene | abr\n T1 | U1 | 1 | | 5\n T2 | U2 | 1 | 5 | 5\n"
        spent = "periodo | tarea | ene | abr\n 2024-T1 | T2 | 3 |\n 2024-T2 | T1 | | 4\n"
        book = scored(tareas=plan, ejecucion=spent)
        whys = [why_missing(book, "avance_fisico_variacion", "2024-T2", "unidad", code) for code in ("U1", "U2")]
        assert whys == [Situation.UNDEFINED, Situation.NO_DATA], "U2 did not report the second quarter"

    def test_the_first_quarter_has_no_change(self):
        book = scored("2024-T1", avances=reported("unidad U1 avance_fisico 2024-T1 80"))
        assert not [figure for figure in book if figure.indicator.endswith("_variacion")]

    @settings(max_examples=25)
    @given(st.tuples(*[st.integers(0, 12_000_000)] * 4), st.sampled_from(["publicacion", "cada_nivel"]), st.integers(0, 3))
    def test_the_printed_change_equals_the_difference_of_the_printed_values(self, values, donde, decimales):
        lines = [
            f"unidad U{at % 2 + 1} avance_fisico 2024-T{at // 2 + 1} {value // 100000}.{value % 100000:05}"
            for at, value in enumerate(values)
        ]
        book = scored(method=make_method(donde=donde, decimales=decimales), avances=reported(*lines))
        for change in (figure for figure in book if figure.indicator == "avance_fisico_variacion"):
            then, now = (book.get("avance_fisico", f"2024-T{at}", change.level, change.code).rounded for at in (1, 2))
            assert change.rounded == now - then
            assert recompute_from_book(book, change) == change.value


SPENT = """
    fecha_corte | reporte   | cat_prog | fuente | partida | ue   | ppto_vigente | devengado
    2024-03-31  | categoria | 1 0 001  |        |         | UE-1 | 300.00       | 60.00
    2024-03-31  | categoria | 1 0 002  |        |         | UE-2 | 500.00       | 100.00
    2024-03-31  | categoria | 1 0 003  |        |         | UE-2 | 200.00       | 0.00
    2024-03-31  | fuente    |          | 10     |         |      | 600.00       | 100.00
    2024-03-31  | fuente    |          | 20     |         |      | 300.00       | 50.00
    2024-03-31  | partida   |          |        | 11700   |      | 700.00       | 90.00
    2024-03-31  | partida   |          |        | 12100   |      | 100.00       | 20.00
    2024-03-31  | partida   |          |        | 21200   |      | 200.00       |
"""


class TestParts:
    @pytest.fixture
    def book(self) -> Book:
        return scored("2024-T1", gastos=SPENT)

    @pytest.mark.parametrize(
        ("part", "printed"),
        [
            ("cat_prog/1 0 002", "50.00"),
            ("entidad/E", "100.00"),
            ("ue/UE-2", "70.00"),
            ("fuente/10", "66.67"),
            ("fuente/TOTAL", "100.00"),
            ("partida/11700", "70.00"),
            ("grupo_gasto/10000", "80.00"),
        ],
    )
    def test_a_share_is_of_the_entity_or_of_its_own_report(self, book, part, printed):
        """The report by source adds up to 900, not to the entity's 1,000, so source 10 has 600 of 900, 66.67 %."""
        assert book[f"ppto_vigente_participacion/2024-T1/{part}"].published == printed

    def test_a_share_keeps_its_numerator_and_denominator(self, book):
        share = book["ppto_vigente_participacion/2024-T1/ue/UE-2"]
        assert (share.numerator, share.denominator) == (700, 1000)

    def test_categories_add_up_to_their_executing_unit(self, book):
        assert book["devengado/2024-T1/ue/UE-2"].published == "100.00"
        assert book["ejecucion_financiera/2024-T1/ue/UE-2"].published == "14.29"

    def test_objects_of_expenditure_add_up_to_their_group(self, book):
        assert book["devengado/2024-T1/grupo_gasto/10000"].published == "110.00"

    def test_a_blank_line_leaves_its_group_without_a_sum(self, book):
        assert book.get("devengado", "2024-T1", "grupo_gasto", "20000") is None
        assert book["ppto_vigente/2024-T1/grupo_gasto/20000"].published == "200.00"

    def test_a_report_by_group_is_not_grouped_again(self):
        book = scored("2024-T1", gastos=SPENT.replace("11700", "10000").replace("12100", "30000").replace("21200", "20000"))
        assert not [figure for figure in book if figure.level == "grupo_gasto"]

    def test_a_budget_of_zero_has_no_shares(self):
        book = scored("2024-T1", gastos="fecha_corte | reporte | cat_prog | ppto_vigente\n2024-03-31 | categoria | 1 0 001 | 0.00")
        assert not [figure for figure in book if figure.indicator == "ppto_vigente_participacion"]


PROJECTION = "proyeccion_eficacia_ponderada"
AREA = "2024-anual/area/A"


class TestProjection:
    def test_two_quarters_are_projected_at_the_same_pace_without_an_interval(self, wording):
        """22 + 24 = 46 in two quarters gives 92 in four. An interval needs three periods, so there is none."""
        book = scored(avances=efficacy("22.00", "24.00"))
        projection = book[f"{PROJECTION}/{AREA}"]
        assert (projection.published, projection.unit) == ("92.00", "% proyectado")
        wording(projection.rule, "2024", "4", "2", "3")
        assert book.get(f"{PROJECTION}_inferior", "2024-anual", "area", "A") is None

    def test_one_quarter_is_projected_to_four_times_its_value(self, wording):
        book = scored("2024-T1", avances=efficacy("22.00"))
        assert book[f"{PROJECTION}/{AREA}"].published == "88.00"
        wording(book[f"{PROJECTION}/{AREA}"].rule, "2024", "4", "3")

    def test_six_months_give_the_projection_an_interval(self, wording):
        """Months 6, 8, 7, 8, 9, 10: mean 8, squares 4+0+1+0+1+4 = 10, deviation √(10/5) = √2 = 1.4142….

        With six months to come after six, the half-width is 2.571 × √2 × √(6 + 6²/6) = 2.571 × √24 = 12.595….
        Around 92 that gives 79.40 to 104.60.
        """
        book = scored(avances=efficacy("22.00", "24.00", months=("6", "8", "7", "8", "9", "10")))
        found = [book[f"{PROJECTION}{suffix}/{AREA}"].published for suffix in ("", "_desviacion", "_inferior", "_superior")]
        assert found == ["92.00", "1.41", "79.40", "104.60"]
        wording(book[f"{PROJECTION}_superior/{AREA}"].rule, "95")
        assert all(recompute_from_book(book, book[f"{PROJECTION}{suffix}/{AREA}"]) == book[f"{PROJECTION}{suffix}/{AREA}"].value
                   for suffix in ("", "_desviacion", "_inferior", "_superior"))  # fmt: skip

    def test_with_a_missing_month_the_projection_uses_the_quarters(self):
        book = scored(avances=efficacy("22.00", "24.00", months=("6", "8", "7", "8", "9")))
        assert "2 trimestres transcurridos" in book[f"{PROJECTION}/{AREA}"].rule

    def test_three_quarters_give_the_projection_an_interval(self):
        """Mean 22, deviation 2, one quarter to come: the half-width is 4.303 × 2 × √(1 + 1/3) = 9.937…, around 88."""
        book = scored("2024-T3", avances=efficacy("20", "22", "24"))
        found = [book[f"{PROJECTION}{suffix}/{AREA}"].published for suffix in ("", "_inferior", "_superior")]
        assert found == ["88.00", "78.06", "97.94"]

    def test_a_projection_above_100_says_so_in_its_rule(self):
        book = scored(avances=efficacy("25.00", "25.01"))
        assert "Pasa de 100 %" in book[f"{PROJECTION}/{AREA}"].rule
        assert "Pasa de 100 %" not in scored(avances=efficacy("25.00", "25.00"))[f"{PROJECTION}/{AREA}"].rule

    def test_a_projection_is_never_below_what_has_accrued(self):
        """Reversals of −4 and −6 give −10 so far; the projection is −10, not −20."""
        assert scored(avances=efficacy("-4", "-6"))[f"{PROJECTION}/{AREA}"].published == "-10.00"

    @pytest.mark.parametrize("periodo", ["2024-T4", "2024-anual", "2024-S2"])
    def test_a_year_that_is_over_has_no_projection(self, periodo):
        book = scored(periodo, avances=efficacy("22", "24", "20", "21"))
        assert not [figure for figure in book if figure.indicator.startswith("proyeccion_")]

    @settings(max_examples=25)
    @given(st.lists(st.integers(0, 1000), min_size=6, max_size=6), st.tuples(st.integers(0, 2500), st.integers(0, 2500)))
    def test_accrued_lower_bound_projection_and_upper_bound_are_in_order(self, months, quarters):
        written = [f"{value // 100}.{value % 100:02}" for value in (*quarters, *months)]
        book = scored(avances=efficacy(*written[:2], months=tuple(written[2:])))
        accrued = book["eficacia_ponderada/2024-S1/area/A"].value
        projection, low, high = (book[f"{PROJECTION}{suffix}/{AREA}"].value for suffix in ("", "_inferior", "_superior"))
        assert accrued <= low <= projection <= high
        assert projection == 2 * accrued
        assert (high == projection) == (len(set(months)) == 1)
        assert exact(round_half_up(projection, 2)) == exact(book[f"{PROJECTION}/{AREA}"].rounded)


@pytest.mark.parametrize(
    ("indicator", "name"),
    [
        ("proyeccion_eficacia_ponderada", "Eficacia ponderada (proyección a fin de año)"),
        ("proyeccion_eficacia_ponderada_inferior", "Eficacia ponderada (borde inferior de la proyección a fin de año)"),
        ("proyeccion_eficacia_ponderada_desviacion", "Eficacia ponderada (desviación estándar de los periodos transcurridos)"),
        ("avance_fisico_variacion", "Avance físico (variación frente al trimestre anterior)"),
        ("ppto_vigente_participacion", "Presupuesto vigente (parte del total)"),
        ("avance_fisico_inferior", "Avance físico (borde inferior del intervalo de la media)"),
    ],
)
def test_a_derived_indicator_is_named_after_the_indicator_it_derives_from(indicator, name):
    assert scored().indicator_name(indicator) == name


def test_a_projection_explains_itself_down_to_its_periods(wording):
    book = scored(avances=efficacy("22.00", "24.00", months=("6", "8", "7", "8", "9", "10")))
    explanation = explain(book, f"{PROJECTION}_superior/{AREA}")
    assert explanation.printed == "104,60\xa0% proyectado"
    assert explanation.sentence.startswith("92 + 2,571 × 1,4142135623… × √(6 + 6 × 6 ÷ 6) = 104,5")
    wording([f"{part.role}, {part.name}: {part.printed}" for part in explanation.parts if not part.id], "2,571", "6", "6")
