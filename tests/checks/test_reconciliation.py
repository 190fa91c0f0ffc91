"""Printed figures beside computed ones: every verdict and every cause, each on a case made by hand."""

from dataclasses import replace

import pytest
from builders import METHOD, make_corrida, make_dataset, make_evidence, method_plain

from helpers.audit.audited_published import verdict_differences
from helpers.checks.printed.reconciliation import CAUSES, ROUNDING_HYPOTHESES, findings_of, reconcile
from helpers.figures.findings import Reconciled, Severity, Verdict
from helpers.settings.methods import Metodo

STRUCTURE = """
    nivel    | codigo  | padre   | acp
    entidad  | E       |         |
    servicio | CENTRAL | E       |
    area     | NORTE   | CENTRAL |
    unidad   | U1      | NORTE   | 1
    unidad   | U2      | NORTE   | 1
    area     | SUR     | CENTRAL |
    unidad   | U3      | SUR     | 2
"""
REPORTED = """
    nivel  | codigo | indicador     | periodo | valor
    unidad | U1     | avance_fisico | 2024-T2 | 66.66
    unidad | U2     | avance_fisico | 2024-T2 | 66.67
    unidad | U3     | avance_fisico | 2024-T2 | 0.00
"""
MONEY = """
    fecha_corte | reporte | area  | ppto_vigente | devengado
    2024-06-30  | area    | NORTE | 1000.00      | 250.00
    2024-06-30  | area    | SUR   | 3000.00      | 100.00
"""
ACTIONS = "acp | denominacion\n 1 | Una\n 2 | Otra"
CENTRAL = "avance_fisico/2024-T2/servicio/CENTRAL"
NORTE = "avance_fisico/2024-T2/area/NORTE"
"""NORTE is 66.665 → 66.67, SUR is 0, CENTRAL is 33.335 → 33.34."""


def reconciled(
    *printed: str, reported: str = REPORTED, structure: str = STRUCTURE, historico: str = "", method: Metodo = METHOD,
    **run: object,
) -> list[Reconciled]:
    """Reconcile rows of `id | valor | decimales` (decimals may be left out)."""
    rows = ["id | donde | valor | decimales"]
    for place, text in enumerate(printed, start=1):
        figure, value, decimals = (*[part.strip() for part in text.split("|")], "")[:3]
        rows.append(f"{figure} | cuadro {place} | {value} | {decimals}")
    more = {"historico": historico} if historico else {}
    dataset = make_dataset(
        estructura=structure, acciones=ACTIONS, avances=reported, gastos=MONEY, publicado="\n".join(rows), **more
    )
    return list(reconcile(make_evidence(dataset, make_corrida(**run), method)))


def one(*printed: str, **more: object) -> Reconciled:
    """The first of the rows reconciled."""
    return reconciled(*printed, **more)[0]


def test_exact(wording):
    item = one(f"{NORTE} | 66.67")
    assert (item.veredicto, item.calculado, item.diferencia, item.causa) == (
        Verdict.EXACT,
        "66.67",
        "0.00",
        "",
    )
    wording(item.formula, "2")
    assert (item.donde, item.archivo, item.celda) == ("cuadro 1", "data/x/2024/publicado.csv", "C2")


@pytest.mark.parametrize(
    ("value", "decimals"), [("67", "0"), ("66.7", "1"), ("66.67", "2"), ("66.665", "3"), ("66.6650", "4")]
)
def test_exact_at_the_decimals_that_were_printed(value, decimals):
    """Rounded from the exact value, not from 66.67."""
    assert one(f"{NORTE} | {value} | {decimals}").veredicto is Verdict.EXACT


def test_a_part_printed_with_fewer_decimals_is_not_told_to_be_wrong(wording):
    item = one(f"{CENTRAL} | 77.77", f"{NORTE} | 67 | 0")
    wording(item.causa)


def test_a_value_with_more_decimals_than_it_states_is_compared_at_those_it_shows():
    assert one(f"{NORTE} | 66.67 | 0").veredicto is Verdict.EXACT
    assert one(f"{NORTE} | 67.01 | 0").calculado == "66.67"


def test_rounding_nothing_rounded_between(wording):
    """(66.665 + 0) / 2 = 33.3325 → 33.33, without rounding the area first."""
    item = one(f"{CENTRAL} | 33.33")
    assert (item.veredicto, item.calculado, item.diferencia) == (Verdict.ROUNDING, "33.34", "-0.01")
    wording(item.causa)


def test_rounding_cut(wording):
    item = one(f"{NORTE} | 66.66")
    assert item.veredicto == Verdict.ROUNDING
    wording(item.causa)


def test_a_cut_is_not_offered_where_the_rest_of_the_column_is_rounded_up():
    """NORTE 66.665 printed 66.66 would be cut; SUR2, 10.005, is printed 10.01 in the same column."""
    structure = STRUCTURE + "    area     | ESTE    | CENTRAL |\n    unidad   | U4      | ESTE    | 1\n    unidad   | U5      | ESTE    | 1\n"
    reported = REPORTED + "    unidad | U4 | avance_fisico | 2024-T2 | 10.00\n    unidad | U5 | avance_fisico | 2024-T2 | 10.01\n"
    beside = "avance_fisico/2024-T2/area/ESTE"
    for printed, verdict in (("10.01", Verdict.IRRECONCILABLE), ("10.00", Verdict.ROUNDING)):
        item = one(f"{NORTE} | 66.66", f"{beside} | {printed}", structure=structure, reported=reported)
        assert item.veredicto is verdict


HISTORY = """
    periodo    | nivel   | codigo | indicador     | valor
    2022-anual | entidad | E      | avance_fisico | 80.38
    2023-anual | entidad | E      | avance_fisico | 93.07
    2023-anual | area    | NORTE  | avance_fisico | 93.03
    2023-anual | area    | SUR    | avance_fisico | 93.102
"""


def test_rounding_of_a_part_that_was_read_rounded(wording):
    """(80.38 + 93.07) / 2 = 86.725; 93.07 is the mean of areas that give 93.066, and (80.38 + 93.066) / 2 = 86.723."""
    printed = "avance_fisico_promedio/2023-anual/entidad/E | 86.72"
    item = one(printed, historico=HISTORY)
    assert (item.veredicto, item.calculado) == (Verdict.ROUNDING, "86.73")
    wording(item.causa, "2023", "93,07", "93,066")


def test_the_parts_were_turned_into_another_indicator_rounded_averaged_and_turned_back(wording):
    """66.66 ÷ 4 = 16.665 → 16.67 and 66.67 ÷ 4 = 16.6675 → 16.67: 4 × 16.67 = 66.68, where the units give 66.665."""
    item = one(f"{NORTE} | 66.68")
    assert (item.veredicto, item.calculado) == (Verdict.OTHER_RULE, "66.67")
    wording(item.causa, "4", "16,67", "66,68")


def test_a_value_out_of_the_range_of_its_parts_is_wrong_whatever_the_tasks_would_say(wording):
    """Both actions have 50.00 and 60.00 so far: the method wants tasks, but no average of those gives 40."""
    parts = ("avance_fisico/2024-S1/acp/1 | 50.00", "avance_fisico/2024-S1/acp/2 | 60.00")
    total = "avance_fisico/2024-S1/entidad/E"
    reported = BOTH_QUARTERS + "    unidad | U2 | avance_fisico | 2024-T1 | 50.00\n    unidad | U3 | avance_fisico | 2024-T1 | 0.00\n"
    item = one(f"{total} | 40.00", *parts, reported=reported)
    assert item.veredicto is Verdict.IRRECONCILABLE
    wording(item.causa, "50,00", "60,00")
    assert one(f"{total} | 55.00", *parts, reported=reported).veredicto is Verdict.NOT_VERIFIABLE


def test_a_semester_outside_the_range_of_its_quarters_is_told_so_and_not_called_wrong(wording):
    """As ACP 3 of 2024: 89.73, of quarters of 88.88 and 85.51."""
    unit = "avance_fisico/2024-{}/unidad/U3"
    quarters = (f"{unit.format('T1')} | 88.88", f"{unit.format('T2')} | 85.51")
    reported = REPORTED + "    unidad | U3 | avance_fisico | 2024-T1 | 88.88\n"
    item = one(f"{unit.format('S1')} | 89.73", *quarters, reported=reported)
    assert item.veredicto is Verdict.NOT_VERIFIABLE
    wording(item.causa, "85,51", "88,88")
    assert "rango" not in one(f"{unit.format('S1')} | 88.00", *quarters, reported=reported).causa


def test_all_parts_as_printed(wording):
    """64.62 is 2 × (20.42 + 11.89): the semester's efficacy, which nobody printed, over half of the year."""
    reported = REPORTED + "    unidad | U3 | avance_fisico | 2024-T1 | 30.00\n"
    efficacy = "eficacia_ponderada/2024-{}/unidad/U3"
    quarters = (f"{efficacy.format('T1')} | 20.42", f"{efficacy.format('T2')} | 11.89")
    item = one("avance_fisico/2024-S1/unidad/U3 | 64.62", *quarters, reported=reported)
    assert (item.veredicto, item.sigue_de) == (Verdict.CARRIED, efficacy.format("T1"))
    wording(item.causa, "20,42", "11,89")
    assert one("avance_fisico/2024-S1/unidad/U3 | 64.63", *quarters, reported=reported).veredicto is Verdict.NOT_VERIFIABLE


def test_rounding_carried_from_a_part(wording):
    """NORTE printed 66.63: CENTRAL printed 33.32 is its half, 33.315, and within the tolerance of 33.34."""
    item = one(f"{CENTRAL} | 33.32", f"{NORTE} | 66.63")
    assert item.veredicto is Verdict.ROUNDING
    wording(item.causa, "NORTE", "2024", "66,63")


def test_beyond_the_tolerance_it_is_no_rounding(wording):
    item = one(f"{CENTRAL} | 35.00", f"{NORTE} | 70.00")
    assert (item.veredicto, item.diferencia) == (Verdict.CARRIED, "1.66")
    assert item.sigue_de == NORTE
    wording(item.causa, "NORTE", "2024", "70,00")


def test_of_a_part_printed_twice_the_value_that_gives_it_is_named(wording):
    item = one(f"{CENTRAL} | 35.00", f"{NORTE} | 68.00", f"{NORTE} | 70.00")
    wording(item.causa, "NORTE", "2024", "70,00")


def test_the_tolerance_is_the_runs():
    assert one(f"{CENTRAL} | 33.33", tolerancia_redondeo="0.005").veredicto is Verdict.IRRECONCILABLE
    assert one(f"{CENTRAL} | 33.33", tolerancia_redondeo="0.01").veredicto is Verdict.ROUNDING


def test_a_difference_within_the_tolerance_that_no_rounding_gives():
    assert one(f"{NORTE} | 66.68").veredicto is Verdict.OTHER_RULE
    assert one(f"{NORTE} | 66.69").veredicto is Verdict.IRRECONCILABLE


def test_money_is_never_rounding(wording):
    """A centavo that a printed part explains is still a centavo that is not there."""
    item = one("devengado/2024-S1/entidad/E | 350.01", "devengado/2024-S1/area/NORTE | 250.01")
    assert (item.veredicto, item.diferencia) == (Verdict.CARRIED, "0.01")
    wording(item.causa, "NORTE", "2024", "250,01")


def test_a_formula_of_the_printed_value_beside_it(wording):
    """80.96 / 4 = 20.24 is what was printed; NORTE's own efficacy is 16.67."""
    item = one("eficacia_ponderada/2024-T2/area/NORTE | 20.24", f"{NORTE} | 80.96")
    assert (item.veredicto, item.formula, item.sigue_de) == (Verdict.CARRIED, "avance_fisico / 4", NORTE)
    wording(item.causa, "80,96", "4")


def test_a_formula_of_a_sound_printed_value_carries_nothing():
    """The unit reports 20.00; what was printed is the quarter of its progress, which is printed right."""
    reported = REPORTED + "    unidad | U1 | eficacia_ponderada | 2024-T2 | 20.00\n"
    item = one(
        "eficacia_ponderada/2024-T2/unidad/U1 | 16.67",
        "avance_fisico/2024-T2/unidad/U1 | 66.66",
        reported=reported,
    )
    assert item.causa == "es avance físico impreso (66,66) ÷ 4"


def test_the_row_of_somebody_else(wording):
    item = one("ejecucion_financiera/2024-S1/area/SUR | 25.00")
    assert item.calculado == "3.33"
    wording(item.causa, "NORTE", "2024")


MISSING = """
    nivel  | codigo | indicador     | periodo | valor
    unidad | U1     | avance_fisico | 2024-T2 | 66.66
    unidad | U3     | avance_fisico | 2024-T2 | 0.00
"""


@pytest.mark.parametrize(
    ("printed", "values"),
    [
        ("78.33", ("90,00", "89,99", "90,00")),
        ("99.00", ("131,34", "131,33", "131,34", "0", "100")),
        ("10.00", ("−46,66", "−46,67", "−46,66", "0", "100")),
    ],
)
def test_who_has_no_data_may_have_been_counted(printed, values, wording):
    """NORTE is U1 alone, 66.66; of U2 nothing is known, and the mean of both may be whatever was printed."""
    item = one(f"{NORTE} | {printed}", reported=MISSING)
    assert (item.veredicto, item.calculado) == (Verdict.NOT_VERIFIABLE, "66.66")
    wording(item.causa, "«U2»", *values)


def test_above_it_the_same_part_is_missing(wording):
    """CENTRAL is the mean of NORTE and SUR: printed 39.17, U2 had 90.00 as above, NORTE 78.33 and SUR nothing."""
    item = one(f"{CENTRAL} | 39.17", reported=MISSING)
    assert item.veredicto is Verdict.NOT_VERIFIABLE
    wording(item.causa, "«U2»", "90,02", "89,99")
    assert one("avance_fisico/2024-T2/area/SUR | 1.00", reported=MISSING).veredicto is Verdict.IRRECONCILABLE


@pytest.mark.parametrize(
    ("weights", "values"),
    [({"NORTE": 75, "SUR": 25}, ("9,99", "9,97", "10,00")), ({"NORTE": 25, "SUR": 75}, ("42,22", "42,21", "42,22"))],
)
def test_a_part_without_data_that_would_weigh(weights, values, wording):
    """NORTE has 66.67 and SUR nothing. 75 parts of 66.67 leave 249.75 of 5250 to 25 of SUR, which is 9.99; 25 leave 3166.25 of 4833 to 75."""
    plain = method_plain()
    plain["consolidacion"]["servicio"] |= {"regla": "media_ponderada", "pesos": weights, "renormaliza": True}
    reported = REPORTED.replace("    unidad | U3     | avance_fisico | 2024-T2 | 0.00\n", "")
    printed = "52.50" if weights["NORTE"] == 75 else "48.33"
    item = one(f"{CENTRAL} | {printed}", reported=reported, method=Metodo.model_validate(plain))
    wording(item.causa, "«SUR»", *values)


def test_no_cause_is_found(wording):
    item = one(f"{CENTRAL} | 77.77")
    assert item.veredicto == Verdict.IRRECONCILABLE
    wording(item.causa)


def test_a_printed_zero_that_would_divide(wording):
    """Printed 0.00 where 1000.00 was computed: no hypothesis may divide by it."""
    item = one("ejecucion_financiera/2024-S1/area/NORTE | 30.00", "ppto_vigente/2024-S1/area/NORTE | 0.00")
    assert item.veredicto is Verdict.IRRECONCILABLE
    item = one(
        "avance_fisico/2024-S1/area/NORTE | 30.00",
        "rango_ideal/2024-S1/area/NORTE | 0",
        reported=BOTH_QUARTERS,
    )
    assert item.veredicto is Verdict.NOT_VERIFIABLE
    wording(item.causa)


BOTH_QUARTERS = REPORTED + "    unidad | U1 | avance_fisico | 2024-T1 | 50.00\n"


@pytest.mark.parametrize(
    ("figure", "cause"),
    [
        ("avance_fisico/2024-T2/unidad/U9", "la estructura no tiene «U9» en el nivel «unidad»"),
        ("felicidad/2024-T2/area/NORTE", "el método no define «felicidad»"),
        ("avance_fisico/2024-T1/area/NORTE", "no hay datos con que calcular avance físico de 2024-T1"),
        ("devengado/2024-S1/cat_prog/10 0 001", "no hay datos con que calcular devengado de 2024-S1"),
        ("avance_fisico/area/NORTE", "no es el identificador de una cifra"),
    ],
)
def test_not_verifiable(figure, cause):
    item = one(f"{figure} | 50.00")
    assert (item.veredicto, item.calculado, item.diferencia) == (Verdict.NOT_VERIFIABLE, "", "")
    assert cause in item.causa


def test_a_blank_is_not_published():
    assert reconciled(f"{NORTE} | ") == []


def test_each_row_is_a_line_also_where_a_figure_is_printed_twice():
    items = reconciled(f"{NORTE} | 66.67", f"{NORTE} | 66.66")
    assert [(item.donde, item.veredicto) for item in items] == [
        ("cuadro 1", "exacto"),
        ("cuadro 2", "redondeo"),
    ]


def test_findings_are_those_that_are_not_exact(wording):
    items = reconciled(
        f"{NORTE} | 66.67", f"{NORTE} | 66.66", f"{CENTRAL} | 77.77", "felicidad/2024-T2/area/NORTE | 1.00"
    )
    findings = findings_of(items)
    assert [(finding.veredicto, finding.severidad) for finding in findings] == [
        ("redondeo", Severity.NOTE),
        ("irreconciliable", Severity.WARNING),
        ("no verificable", Severity.NOTE),
    ]
    wording(findings[0].mensaje, "2", "66,66", "66,67")
    wording(findings[2].mensaje, "4", "1,00", "«felicidad»")
    assert {finding.codigo for finding in findings} == {"PUB-CIFRA"}
    assert (findings[1].esperado, findings[1].encontrado, findings[1].place) == (
        "33.34",
        "77.77",
        "data/x/2024/publicado.csv#C4",
    )


def test_every_hypothesis_is_tried_here():
    """A new hypothesis needs its case above."""
    names = {hypothesis.__name__ for hypothesis in (*ROUNDING_HYPOTHESES, *CAUSES)}
    assert names == {
        "without_rounding_between",
        "with_parts_unrounded",
        "cut_instead_of_rounded",
        "carried_from_printed_parts",
        "follows_from_sibling",
        "averaged_as_another_indicator",
        "printed_for_someone_else",
    }


def test_the_search_goes_on_in_a_part_that_does_not_tie_either(wording):
    """CENTRAL is the mean of its areas; NORTE was printed otherwise, though that alone does not give 77.77."""
    causes = {item.id: item.causa for item in reconciled(f"{CENTRAL} | 77.77", f"{NORTE} | 60.00")}
    wording(causes[CENTRAL])
    assert causes[CENTRAL].endswith("NORTE: impreso 60,00, calculado 66,67")
    causes = {item.id: item.causa for item in reconciled(f"{CENTRAL} | 77.77", f"{NORTE} | 66.67")}
    wording(causes[CENTRAL])


class TestPrintedGrades:
    """Printed words beside those that the method's scale gives: NORTE has 66.67, Medio, Bueno, En proceso de ejecución."""

    def lines(self, *rows: str, reported: str = REPORTED) -> dict[str, Reconciled]:
        text = "id | donde | valor | grado | calificacion | desempeno\n" + "\n".join(rows)
        tables = {"estructura": STRUCTURE, "acciones": ACTIONS, "avances": reported, "gastos": MONEY, "publicado": text}
        return {item.id: item for item in reconcile(make_evidence(make_dataset(**tables)))}

    def test_as_the_scale_says(self, wording):
        found = self.lines(f"{NORTE} | c | 66.67 | En proceso | medio | BUENO")
        assert list(found) == [NORTE, f"{NORTE}#grado", f"{NORTE}#calificacion", f"{NORTE}#desempeno"]
        assert {item.veredicto for item in found.values()} == {Verdict.EXACT}
        item = found[f"{NORTE}#grado"]
        assert (item.publicado, item.diferencia) == ("En proceso", "")
        wording(item.calculado)
        assert (item.formula, item.celda) == ("grado de 66,67", "D2")

    def test_another_grade_of_the_scale(self, wording):
        item = self.lines(f"{NORTE} | c | 66.67 | | Alto | ")[f"{NORTE}#calificacion"]
        assert (item.veredicto, item.causa) == (Verdict.IRRECONCILABLE, "a 66,67 le corresponde «Medio»")
        (finding,) = findings_of([item])
        assert (finding.elemento, finding.esperado, finding.encontrado) == (NORTE, "Medio", "Alto")
        wording(finding.mensaje, "«Alto»", "«Medio»", "66,67")

    def test_a_grade_alone(self):
        assert self.lines(f"{NORTE} | c | | | Medio | ")[f"{NORTE}#calificacion"].veredicto is Verdict.EXACT

    def test_the_grade_of_the_wrong_number_beside_it(self, wording):
        lines = self.lines(f"{NORTE} | c | 77.77 | | Alto | ")
        item = lines[f"{NORTE}#calificacion"]
        assert (item.veredicto, item.sigue_de) == (Verdict.CARRIED, lines[NORTE].place)
        wording(item.causa, "77,77", "66,67", "«Medio»")  # fmt: skip

    def test_a_rounding_that_passes_an_edge(self):
        """69.99 and 70.00 average 69.995, which is 70.00 and «Alto»; cut, it is 69.99 and «Medio»."""
        reported = REPORTED.replace("66.66", "69.99").replace("66.67", "70.00")
        item = self.lines(f"{NORTE} | c | 69.99 | | Medio | ", reported=reported)[f"{NORTE}#calificacion"]
        assert item.veredicto is Verdict.ROUNDING

    @pytest.mark.parametrize(
        ("row", "line", "cause"),
        [
            (f"{NORTE} | c | 66.67 | | Regularcito | ", f"{NORTE}#calificacion", "no está entre las palabras de la escala"),
            (f"{NORTE} | c | 66.67 | | M | ", f"{NORTE}#calificacion", "«M» no está entre las palabras de la escala"),
            ("ppto_vigente/2024-S1/area/SUR | c | 3000.00 | | Alto | ", "ppto_vigente/2024-S1/area/SUR#calificacion",
             "el método no da calificación a esta cifra"),
            ("avance_fisico/2024-T2/area/ESTE | c | | | Alto | ", "avance_fisico/2024-T2/area/ESTE#calificacion",
             "este libro no tiene la cifra"),
        ],
    )  # fmt: skip
    def test_nothing_to_compare_with(self, row, line, cause):
        item = self.lines(row)[line]
        assert item.veredicto is Verdict.NOT_VERIFIABLE
        assert cause in item.causa

    def test_of_a_part_without_data_the_grade_cannot_be_told_either(self, wording):
        item = self.lines(f"{NORTE} | c | 78.33 | | Alto | ", reported=MISSING)[f"{NORTE}#calificacion"]
        assert item.veredicto is Verdict.NOT_VERIFIABLE
        wording(item.causa, "«U2»")

    def test_what_follows_from_the_lines_is_what_the_audit_asks_for(self):
        text = f"id | donde | valor | calificacion\n{NORTE} | a | 66.67 | Medio\n{NORTE} | b | 67 | Alto"
        tables = {"estructura": STRUCTURE, "acciones": ACTIONS, "avances": REPORTED, "publicado": text}
        evidence = make_evidence(make_dataset(**tables))
        lines = reconcile(evidence)
        assert [problem for item in lines for problem in verdict_differences(evidence.book, item)] == []
        for item, change in (
            (lines[1], {"calculado": "Alto"}), (lines[1], {"veredicto": Verdict.IRRECONCILABLE}),
            (lines[3], {"veredicto": Verdict.EXACT}), (lines[3], {"calculado": ""}),
        ):  # fmt: skip
            assert list(verdict_differences(evidence.book, replace(item, **change)))
