"""Changes, shares and projections, each redone by hand; what they say of themselves where there is little to go by."""

from fractions import Fraction

import pytest
from builders import make_corrida, make_dataset, make_evidence, make_method
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.base.exact import exact, round_half_up
from helpers.checks.unrounded_values import unrounded
from helpers.desk.explanations.explanation import explain
from helpers.figures.book import Book
from helpers.figures.figure import Operation
from helpers.figures.replay import recompute_from_book

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
    """`avances` from lines of level, code, indicator, window and value."""
    rows = [" | ".join(line.split()) for line in lines]
    return "\n".join(["nivel | codigo | indicador | periodo | valor", *rows])


def efficacy(*quarters: str, months: tuple[str, ...] = ()) -> str:
    """What area A reports of its efficacy in each quarter, and in each month."""
    lines = [f"area A eficacia_ponderada 2024-T{at} {value}" for at, value in enumerate(quarters, start=1)]
    lines += [f"area A eficacia_ponderada 2024-{month} {value}" for month, value in zip(MONTHS, months, strict=False)]
    return reported(*lines)


class TestChange:
    def test_it_is_the_difference_of_what_is_printed(self, wording):
        """Means of 80.002 and 85.015 print 80.00 and 85.02, 5.02 apart; they themselves are 5.013 apart."""
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

    def test_whoever_lacks_one_quarter_has_none(self):
        book = scored(avances=reported("unidad U1 avance_fisico 2024-T1 80", "unidad U2 avance_fisico 2024-T2 85"))
        assert not book.select("avance_fisico_variacion", "2024-T2", "unidad")

    def test_a_first_quarter_has_none(self):
        book = scored("2024-T1", avances=reported("unidad U1 avance_fisico 2024-T1 80"))
        assert not [figure for figure in book if figure.indicator.endswith("_variacion")]

    @settings(max_examples=25)
    @given(st.tuples(*[st.integers(0, 12_000_000)] * 4), st.sampled_from(["publicacion", "cada_nivel"]), st.integers(0, 3))
    def test_it_ties_with_the_two_printed_numbers(self, values, donde, decimales):
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
    @pytest.fixture(scope="class")
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
    def test_a_part_of_the_entity_or_of_its_own_report(self, book, part, printed):
        """The sources' report adds up to 900, and not to the entity's 1,000: 600 of 900."""
        assert book[f"ppto_vigente_participacion/2024-T1/{part}"].published == printed

    def test_it_keeps_its_two_terms(self, book):
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

    def test_nothing_has_a_share_of_nothing(self):
        book = scored("2024-T1", gastos="fecha_corte | reporte | cat_prog | ppto_vigente\n2024-03-31 | categoria | 1 0 001 | 0.00")
        assert not [figure for figure in book if figure.indicator == "ppto_vigente_participacion"]


AHEAD = "proyeccion_eficacia_ponderada"
AREA = "2024-anual/area/A"


class TestProjection:
    def test_the_pace_so_far_goes_on(self, wording):
        """22 + 24 in two quarters: 46, of four quarters 92. Two periods say nothing of how they scatter."""
        book = scored(avances=efficacy("22.00", "24.00"))
        ahead = book[f"{AHEAD}/{AREA}"]
        assert (ahead.published, ahead.unit) == ("92.00", "% proyectado")
        wording(ahead.rule, "2024", "4", "2", "3")
        assert book.get(f"{AHEAD}_inferior", "2024-anual", "area", "A") is None

    def test_after_one_quarter_it_is_four_times_that(self, wording):
        book = scored("2024-T1", avances=efficacy("22.00"))
        assert book[f"{AHEAD}/{AREA}"].published == "88.00"
        wording(book[f"{AHEAD}/{AREA}"].rule, "2024", "4", "3")

    def test_months_give_it_an_interval(self, wording):
        """Months 6, 8, 7, 8, 9, 10: mean 8, squares 4+0+1+0+1+4 = 10, deviation √(10/5) = √2 = 1.4142….

        Six to come after six: 2.571 × √2 × √(6 + 6²/6) = 2.571 × √24 = 12.595…; around 92, 79.40 to 104.60.
        """
        book = scored(avances=efficacy("22.00", "24.00", months=("6", "8", "7", "8", "9", "10")))
        found = [book[f"{AHEAD}{suffix}/{AREA}"].published for suffix in ("", "_desviacion", "_inferior", "_superior")]
        assert found == ["92.00", "1.41", "79.40", "104.60"]
        wording(book[f"{AHEAD}_superior/{AREA}"].rule, "95")
        assert all(recompute_from_book(book, book[f"{AHEAD}{suffix}/{AREA}"]) == book[f"{AHEAD}{suffix}/{AREA}"].value
                   for suffix in ("", "_desviacion", "_inferior", "_superior"))  # fmt: skip

    def test_a_month_that_lacks_leaves_the_quarters(self):
        book = scored(avances=efficacy("22.00", "24.00", months=("6", "8", "7", "8", "9")))
        assert "2 trimestres transcurridos" in book[f"{AHEAD}/{AREA}"].rule

    def test_three_quarters_are_enough(self):
        """20, 22 and 24: mean 22, deviation 2; one to come: 4.303 × 2 × √(1 + 1/3) = 9.937…; around 88."""
        book = scored("2024-T3", avances=efficacy("20", "22", "24"))
        found = [book[f"{AHEAD}{suffix}/{AREA}"].published for suffix in ("", "_inferior", "_superior")]
        assert found == ["88.00", "78.06", "97.94"]

    def test_it_says_when_it_goes_over_the_whole(self):
        book = scored(avances=efficacy("25.00", "25.01"))
        assert "Pasa de 100 %" in book[f"{AHEAD}/{AREA}"].rule
        assert "Pasa de 100 %" not in scored(avances=efficacy("25.00", "25.00"))[f"{AHEAD}/{AREA}"].rule

    def test_it_is_never_below_what_has_accrued(self):
        """A year that began with reversals: −10 so far stays −10, and is not made −20."""
        assert scored(avances=efficacy("-4", "-6"))[f"{AHEAD}/{AREA}"].published == "-10.00"

    @pytest.mark.parametrize("periodo", ["2024-T4", "2024-anual", "2024-S2"])
    def test_a_year_that_is_over_has_none(self, periodo):
        book = scored(periodo, avances=efficacy("22", "24", "20", "21"))
        assert not [figure for figure in book if figure.indicator.startswith("proyeccion_")]

    @settings(max_examples=25)
    @given(st.lists(st.integers(0, 1000), min_size=6, max_size=6), st.tuples(st.integers(0, 2500), st.integers(0, 2500)))
    def test_what_has_accrued_and_the_projection_stand_in_order_within_the_interval(self, months, quarters):
        written = [f"{value // 100}.{value % 100:02}" for value in (*quarters, *months)]
        book = scored(avances=efficacy(*written[:2], months=tuple(written[2:])))
        accrued = book["eficacia_ponderada/2024-S1/area/A"].value
        ahead, low, high = (book[f"{AHEAD}{suffix}/{AREA}"].value for suffix in ("", "_inferior", "_superior"))
        assert accrued <= low <= ahead <= high
        assert ahead == 2 * accrued
        assert (high == ahead) == (len(set(months)) == 1)
        assert exact(round_half_up(ahead, 2)) == exact(book[f"{AHEAD}/{AREA}"].rounded)


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
def test_each_is_called_by_what_it_is_of(indicator, name):
    assert scored().indicator_name(indicator) == name


def test_a_projection_explains_itself_down_to_its_periods(wording):
    book = scored(avances=efficacy("22.00", "24.00", months=("6", "8", "7", "8", "9", "10")))
    told = explain(book, f"{AHEAD}_superior/{AREA}")
    assert told.printed == "104,60\xa0% proyectado"
    assert told.sentence.startswith("92 + 2,571 × 1,4142135623… × √(6 + 6 × 6 ÷ 6) = 104,5")
    wording([f"{part.role}, {part.name}: {part.printed}" for part in told.parts if not part.id], "2,571", "6", "6")
