"""The rules that a declared table may have, each on a table that keeps it and on one that breaks it."""

from decimal import Decimal
from fractions import Fraction

import pytest
from cuadros_by_hand import checked, lines_of, make_cuadro
from hypothesis import given
from hypothesis import strategies as st

from helpers.base.exact import round_half_up
from helpers.checks.cuadros.expected_value import Target
from helpers.checks.printed.missing_parts import Missing
from helpers.figures.findings import Severity, Verdict


def verdicts(lines):
    return {cell: line.veredicto.value for cell, line in lines.items()}


@pytest.mark.parametrize(("column", "value", "decimals"), [("avance", "5.125", 3), ("avance", "5", 2), ("cedulas", "5.1", 1), ("cedulas", "500", 0)])
def test_a_printed_number_has_its_own_decimals_or_those_of_its_column_if_more(column, value, decimals):
    cells = {"cedulas": "1", "avance": "1"} | {column: value}
    cuadro = make_cuadro(f"OFICINA | cedulas | avance%\nNorte | {cells['cedulas']} | {cells['avance']}")
    assert Target(cuadro, cuadro.rows[0], column).decimals == decimals


def test_a_total_is_the_sum_of_its_rows():
    lines = lines_of(
        make_cuadro(
            """
            OFICINA | cedulas | licencias
            Norte   | 10      | 4
            Sur     | 20      | 5
            TOTAL   | 30      | 10
            """,
            "- {regla: suma, columnas: [cedulas, licencias]}",
        )
    )
    assert verdicts(lines) == {"TOTAL/cedulas": "exacto", "TOTAL/licencias": "irreconciliable"}
    line = lines["TOTAL/licencias"]
    assert (line.publicado, line.calculado, line.diferencia, line.formula) == ("10", "9", "1", "suma de 2 filas")
    assert (line.archivo, line.celda) == ("data/x/2024/cuadros/cuadro.csv", "C4")


def test_equal_rows_do_not_prove_that_a_mean_stands_for_their_sum(wording):
    """5,000 is the mean of 4,000 and 6,000. It is that of 5,000 twice too, but there a row may be left out."""
    rule = "- {regla: suma, columnas: [cedulas]}"
    table = "OFICINA | cedulas\nNorte | {}\nSur | {}\nTOTAL | 5000"
    causes = [lines_of(make_cuadro(table.format(*rows), rule))["TOTAL/cedulas"].causa for rows in ((4000, 6000), (5000, 5000))]
    wording(causes, "2", "«Norte»", "5.000", "«Sur»", "5.000")


GROUPS = """
    CLAVE  | ZONA  | importe
    a      | Norte | 1.00
    b      | Norte | 2.00
    sub N  | Norte | {north}
    c      | Sur   | 4.00
    sub S  | Sur   | 4.00
    TODO   |       | 7.00
"""
GROUP_RULES = """
    - {regla: suma, columnas: [importe], total: {clave: [sub N, sub S]}, por: [zona]}
    - {regla: suma, columnas: [importe], total: {clave: TODO}}
"""


def test_subtotals_by_group_and_a_grand_total_are_checked_separately():
    table = make_cuadro(GROUPS.format(north="3.00"), GROUP_RULES, totales={"clave": ["sub N", "sub S", "TODO"]})
    assert set(verdicts(lines_of(table)).values()) == {"exacto"}
    table = make_cuadro(GROUPS.format(north="3.10"), GROUP_RULES, totales={"clave": ["sub N", "sub S", "TODO"]})
    assert verdicts(lines_of(table)) == {
        "sub N/importe": "irreconciliable",
        "sub S/importe": "exacto",
        "TODO/importe": "exacto",
    }


def test_a_quantity_repeated_in_each_row_of_its_group_counts_once(wording):
    table = """
        TIPO    | GRUPO | puestos
        Primero | A     | 45
        Segundo | A     | 45
        Tercero | B     | 5
        TOTAL   |       | {total}
    """
    rule = "- {regla: suma, columnas: [puestos], una_vez_por: [grupo]}"
    assert lines_of(make_cuadro(table.format(total=50), rule))["TOTAL/puestos"].veredicto is Verdict.EXACT
    wrong = lines_of(make_cuadro(table.format(total=95), rule))["TOTAL/puestos"]
    assert wrong.calculado == "50"
    wording(wrong.causa, "«Primero»", "45")


def test_a_mean_of_rows_is_distinguished_from_a_mean_of_group_means(wording):
    """(50 + (80 + 60) / 2) / 2 = 60, while the mean of the three rows is 63.33."""
    table = """
        TIPO  | GRUPO | avance%
        a     | uno   | 50.00
        b     | dos   | 80.00
        c     | dos   | 60.00
        TOTAL |       | 60.00
    """
    assert lines_of(make_cuadro(table, "- {regla: media, columnas: [avance], agrupadas: [grupo]}"))["TOTAL/avance"].veredicto == "exacto"
    simple = lines_of(make_cuadro(table, "- {regla: media, columnas: [avance]}"))["TOTAL/avance"]
    assert simple.calculado == "63.33"
    wording(simple.causa, "«grupo»", "3")


BUDGET = """
    CATEGORIA | inicial | modificaciones | vigente | ejecutado | ejecucion%
    a         | 900.00  | 100.00         | 1000.00 | 750.00    | 75.00
    b         | 100.00  | 0.00           | 100.00  | 20.00     | 20.00
    TOTAL     | 1000.00 | 100.00         | 1100.00 | 770.00    | {total}
"""
BUDGET_RULES = """
    - {regla: formula, columna: vigente, formula: inicial + modificaciones}
    - {regla: formula, columna: ejecucion, formula: ejecutado / vigente * 100}
"""


def test_the_ratio_of_a_total_is_that_of_its_sums():
    assert set(verdicts(lines_of(make_cuadro(BUDGET.format(total="70.00"), BUDGET_RULES))).values()) == {"exacto"}


def test_a_mean_of_percentages_instead_of_the_ratio_of_sums_is_recognised(wording):
    line = lines_of(make_cuadro(BUDGET.format(total="47.50"), BUDGET_RULES))["TOTAL/ejecucion"]
    wording(line.causa, "2")
    assert line.formula == "ejecutado ÷ vigente × 100: 770,00 ÷ 1.100,00 × 100"


def test_a_percentage_over_zero_cannot_be_printed(wording):
    table = """
        RUBRO | vigente | devengado | ejecucion%
        a     | 0.00    | 1048.68   | 1.00
        b     | 0.00    | 0.00      | 0.00
    """
    rule = "- {regla: formula, columna: ejecucion, formula: devengado / vigente * 100}"
    lines = lines_of(make_cuadro(table, rule))
    assert lines["a/ejecucion"].veredicto is Verdict.IRRECONCILABLE
    wording(lines["a/ejecucion"].causa)
    assert lines["b/ejecucion"].veredicto is Verdict.NOT_VERIFIABLE


@pytest.mark.parametrize(
    ("printed", "verdict", "cause"),
    [
        ("33.33", "exacto", ""),
        ("33", "exacto", ""),
        ("33.34", "irreconciliable", None),
        ("66.66", "redondeo", "es compatible con cortar el último decimal en lugar de redondearlo"),
    ],
)
def test_a_percentage_is_exact_at_its_own_decimals(printed, verdict, cause):
    """1/3 is 33.33, or 33 without decimals; 2/3 is 66.67, and the printed 66.66 is cut."""
    done = "2" if printed.startswith("66") else "1"
    cuadro = make_cuadro(
        f"""
        TAREA | hecho  | total | pct%
        a     | {done} | 3     | {printed}
        """,
        "- {regla: formula, columna: pct, formula: hecho / total * 100}",
        columnas={"tarea": {"tipo": "texto"}, "hecho": {}, "total": {}, "pct": {"unidad": "%"}},
    )
    line = lines_of(cuadro)["a/pct"]
    assert line.veredicto == verdict
    assert cause is None or line.causa == cause


def test_rounded_months_may_differ_from_their_quarter_by_their_rounding(wording):
    """0.00 + 1.55 + 9.66 = 11.21: rounding may explain a printed 11.22, but not 11.25."""
    table = """
        AREA | ene% | feb% | mar% | t1%
        a    | 0.00 | 1.55 | 9.66 | 11.22
        b    | 0.00 | 1.55 | 9.66 | 11.25
    """
    lines = lines_of(make_cuadro(table, "- {regla: formula, columna: t1, formula: ene + feb + mar}"))
    assert lines["a/t1"].veredicto is Verdict.ROUNDING
    wording(lines["a/t1"].causa)
    assert lines["b/t1"].veredicto is Verdict.IRRECONCILABLE


def test_money_is_never_rounding():
    table = """
        FUENTE | importe
        a      | 10.00
        b      | 5.00
        TOTAL  | 15.01
    """
    assert lines_of(make_cuadro(table, "- {regla: suma, columnas: [importe]}"))["TOTAL/importe"].veredicto is Verdict.OTHER_RULE


STORE = """
    PARTIDA | inicial | compras | salidas | final
    papel   | 10.00   | 5.00    | 3.00    | 12.00
    tinta   | {begin} | 4.00    | 6.00    | {end}
"""


def test_a_balance_is_opening_plus_entries_minus_exits():
    rule = "- {regla: saldo, inicial: inicial, entradas: [compras], salidas: [salidas], final: final}"
    assert set(verdicts(lines_of(make_cuadro(STORE.format(begin="12.00", end="10.00"), rule))).values()) == {"exacto"}
    lines = lines_of(make_cuadro(STORE.format(begin="11.00", end="15.00"), rule))
    assert lines["tinta/final"].veredicto is Verdict.IRRECONCILABLE


def test_equality_with_a_row_that_has_another_name_in_the_other_table(wording):
    rule = """
        - regla: igual
          columna: pct
          a: {cuadro: otro, columna: pct, por: {codigo: unidad}, correspondencia: {DNP: "00 0 009"}}
    """
    here = make_cuadro("UNIDAD | pct%\nDNP | 48.04\nOTRA | 10.00", rule)
    assert verdicts(lines_of(here, make_cuadro("CODIGO | pct%\n00 0 009 | 48.04", name="otro"))) == {"DNP/pct": "exacto"}
    findings, _ = checked(here, make_cuadro("CODIGO | pct%\n00 0 009 | 52.66", name="otro"))
    wording([finding.mensaje for finding in findings], "data/x/2024/cuadros/cuadro.csv", "B2", "«Cuadro»", "«DNP»", "«pct»", "48,04", "«Otro»", "00", "0", "009", "52,66")


def test_equality_with_a_sum_and_a_count_of_another_table(wording):
    rules = """
        - {regla: igual, columna: cedulas, a: {cuadro: meses, columna: cedulas, operacion: suma}}
        - {regla: igual, columna: meses, a: {cuadro: meses, operacion: recuento}}
    """
    months = make_cuadro("MES | cedulas\nene | 100\nfeb | 250", name="meses")
    assert set(verdicts(lines_of(make_cuadro("DEPTO | cedulas | meses\nPando | 350 | 2", rules), months)).values()) == {"exacto"}
    lines = lines_of(make_cuadro("DEPTO | cedulas | meses\nPando | 100 | 3", rules), months)
    wording(lines["Pando/cedulas"].causa, "«feb, cedulas»", "250")
    assert lines["Pando/meses"].calculado == "2"


def test_a_sum_of_the_wrong_rows_of_another_table_is_recognised(wording):
    """The percentage was computed over the quarter, which repeats one month's 2,000, and not over the months' 6,000."""
    rule = """
        - regla: formula
          columna: pct
          formula: hecho / programado * 100
          con: {programado: {cuadro: meses, columna: programado, filas: {nivel: mes}, operacion: suma}}
    """
    months = make_cuadro("NIVEL | CLAVE | programado\nmes | ene | 2000\nmes | feb | 2000\nmes | mar | 2000\ntrimestre | T1 | 2000", name="meses")
    line = lines_of(make_cuadro("DEPTO | hecho | pct%\nTarija | 3000 | 150.00", rule), months)["Tarija/pct"]
    assert line.calculado == "50.00"
    wording(line.causa, "«Meses»", "2.000")


def test_every_other_row_of_the_filter_is_tried_for_a_wrong_sum(wording):
    """300 of 4,000 is the 7.50 that is printed: the last of three other months was taken."""
    rule = """
        - regla: formula
          columna: pct
          formula: hecho / programado * 100
          con: {programado: {cuadro: meses, columna: programado, filas: {clave: ene}, operacion: suma}}
    """
    months = make_cuadro("CLAVE | programado\nene | 1000\nfeb | 2000\nmar | 3000\nabr | 4000", name="meses")
    line = lines_of(make_cuadro("DEPTO | hecho | pct%\nTarija | 300 | 7.50", rule), months)["Tarija/pct"]
    assert line.calculado == "30.00"
    wording(line.causa, "«Meses»", "4.000")


def test_equality_with_a_figure_of_the_book(wording):
    reported = """
        nivel   | codigo | indicador     | periodo | valor
        entidad | E      | avance_fisico | 2024-T2 | 66.66
    """
    for figure in ("avance_fisico/2024-T2/entidad/E", "avance_fisico/2024-T3/entidad/E"):
        rule = f"- {{regla: igual, columna: avance, a: {{cifra: {figure}}}}}"
        line = lines_of(make_cuadro("CLAVE | avance%\nE | 66.66", rule), avances=reported)["E/avance"]
        assert line.veredicto is (Verdict.EXACT if "T2" in figure else Verdict.NOT_VERIFIABLE)
    wording(line.causa, "«avance_fisico/2024-T3/entidad/E»")


def test_a_cell_that_is_not_its_figure_is_said_to_be_computed_otherwise():
    """The figure may only stand in for the one that the method computes from tasks: it is not what must be printed."""
    reported = "nivel | codigo | indicador | periodo | valor\nentidad | E | avance_fisico | 2024-T2 | 66.66"
    rule = "- {regla: igual, columna: avance, a: {cifra: avance_fisico/2024-T2/entidad/E}}"
    (found,), _ = checked(make_cuadro("CLAVE | avance%\nE | 50.00", rule), avances=reported)
    assert "imprime 50,00 y se calcula 66,66" in found.mensaje


def test_equality_with_a_fixed_value_shows_the_note_of_the_rule(wording):
    rule = "- {regla: igual, columna: peso, a: {valor: \"100\"}, nota: los pesos de una unidad suman 100}"
    line = lines_of(make_cuadro("UNIDAD | peso%\nDNP | 100.00\nDNAF | 100.01", rule))["DNAF/peso"]
    assert line.calculado == "100.00"
    wording(line.formula, "100")


def test_an_empty_cell_is_not_compared_with_a_fixed_value():
    rule = "- {regla: igual, columna: peso, a: {valor: \"100\"}}"
    assert verdicts(lines_of(make_cuadro("UNIDAD | peso%\nDNP | 100.00\nDNAF |", rule))) == {"DNP/peso": "exacto"}


WEIGHTS = "TAREA | AREA | peso%\na | X | 60.00\nb | X | {}\nc | Y | 100.00"


def test_weights_must_add_up_to_a_hundred(wording):
    rule = "- {regla: cien, columnas: [peso], por: [area]}"
    assert checked(make_cuadro(WEIGHTS.format("40.00"), rule)) == ((), ())
    (finding,), _ = checked(make_cuadro(WEIGHTS.format("43.00"), rule))
    assert (finding.codigo, finding.esperado, finding.encontrado, finding.diferencia) == ("CUA-CIEN", "100", "103.00", "3.00")
    wording(finding.mensaje, "data/x/2024/cuadros/cuadro.csv", "C2", "C3", "«Cuadro»", "«peso»", "103,00", "100", "2")


def test_weights_with_a_blank_give_a_note_and_no_warning(wording):
    (finding,), _ = checked(make_cuadro("TAREA | peso%\na | 60.00\nb | ", "- {regla: cien, columnas: [peso]}"))
    assert finding.severidad is Severity.NOTE
    wording(finding.mensaje, "b")


def test_a_value_must_lie_within_the_declared_range():
    rule = "- {regla: rango, columna: avance, minimo: \"0\", maximo: \"100\"}"
    assert checked(make_cuadro("UNIDAD | avance%\na | 0.00\nb | 100.00", rule)) == ((), ())
    (finding,), _ = checked(make_cuadro("UNIDAD | avance%\na | 0.00\nb | 100.01", rule))
    assert (finding.codigo, finding.celda, finding.diferencia) == ("CUA-RANGO", "B3", "0.01")


def test_a_total_percentage_must_lie_between_its_parts(wording):
    rule = "- {regla: entre_partes, columnas: [avance]}"
    assert checked(make_cuadro("UNIDAD | avance%\na | 92.16\nb | \nTOTAL | 84.76", rule)) == ((), ())
    table = "UNIDAD | avance%\na | 92.16\nb | 96.69\nTOTAL | {}"
    assert checked(make_cuadro(table.format("94.29"), rule)) == ((), ())
    (finding,), _ = checked(make_cuadro(table.format("84.76"), rule))
    wording(finding.mensaje, "84,76", "92,16", "96,69")


def test_a_blank_part_is_not_a_zero(wording):
    """The blank may be the very difference, so the total is not verifiable; if it ties without, it is exact."""
    rule = "- {regla: suma, columnas: [cedulas]}"
    line = lines_of(make_cuadro("MES | cedulas\nene | 10\nfeb | \nTOTAL | 15", rule))["TOTAL/cedulas"]
    assert line.veredicto == Verdict.NOT_VERIFIABLE
    wording(line.causa, "«feb»", "5")
    assert lines_of(make_cuadro("MES | cedulas\nene | 10\nfeb | \nTOTAL | 10", rule))["TOTAL/cedulas"].veredicto is Verdict.EXACT


def test_a_blank_part_is_a_zero_where_the_table_says_so():
    rule = "- {regla: suma, columnas: [cedulas], vacias: cero}"
    line = lines_of(make_cuadro("MES | cedulas\nene | 10\nfeb | \nTOTAL | 15", rule))["TOTAL/cedulas"]
    assert (line.veredicto, line.calculado) == (Verdict.IRRECONCILABLE, "10")


def test_a_blank_total_is_not_compared():
    assert lines_of(make_cuadro("MES | cedulas\nene | 10\nTOTAL | ", "- {regla: suma, columnas: [cedulas]}")) == {}


def test_a_rule_that_finds_nothing_to_check_is_reported(wording):
    (finding,), _ = checked(make_cuadro("MES | cedulas\nene | 10", "- {regla: suma, columnas: [cedulas], total: {mes: TOTAL}}"))
    assert (finding.codigo, finding.archivo) == ("CUA-REGLA", "data/x/2024/cuadros/cuadro.yaml")
    wording(finding.mensaje, "«reglas.1 (suma)»")


def test_rows_with_the_same_name_have_different_ids():
    lines = lines_of(make_cuadro("RUBRO | a | b\n15.9.9 | 1 | 1\n15.9.9 | 2 | 2", "- {regla: formula, columna: b, formula: a}"))
    assert set(lines) == {"15.9.9/b", "15.9.9#2/b"}


def test_a_slash_in_a_name_does_not_break_the_id():
    lines = lines_of(make_cuadro("OFICINA | a | b\nBrigadas Mov./Of. | 1 | 1", "- {regla: formula, columna: b, formula: a}"))
    assert set(lines) == {"Brigadas Mov.-Of./b"}


def test_the_message_says_what_where_how_and_why(wording):
    findings, _ = checked(
        make_cuadro(
            "TIPO | total\nSaneamiento | 377\nFallecidos | 179\nConsular | 73\nTOTAL | 252",
            "- {regla: suma, columnas: [total]}",
            name="resoluciones",
        )
    )
    wording([finding.mensaje for finding in findings], "data/x/2024/cuadros/resoluciones.csv", "B5", "«Resoluciones»", "«TOTAL»", "«total»", "252", "629", "3", "«Saneamiento»", "377")
    assert findings[0].elemento == "cuadro/resoluciones/TOTAL/total"


rows = st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)), min_size=1, max_size=8)


@given(rows)
def test_a_table_made_by_adding_ties_to_the_centavo(pairs):
    """Right sums and differences are exact, however many rows there are and however large the numbers."""
    cents = [(Decimal(a).scaleb(-2), Decimal(b).scaleb(-2)) for a, b in pairs]
    body = "\n".join(f"fila {n} | {a:f} | {b:f} | {a - b:f}" for n, (a, b) in enumerate(cents))
    a, b = (sum(column) for column in zip(*cents, strict=True))
    cuadro = make_cuadro(
        f"FILA | vigente | ejecutado | saldo\n{body}\nTOTAL | {a:f} | {b:f} | {a - b:f}",
        "- {regla: suma, columnas: [vigente, ejecutado, saldo]}\n    - {regla: formula, columna: saldo, formula: vigente - ejecutado}".replace("\n    ", "\n"),
    )
    assert {line.veredicto for line in lines_of(cuadro).values()} == {Verdict.EXACT}


def test_the_missing_operand_of_a_formula_is_solved_for():
    """The budget in force is blank: 100 − 25 is the balance of 75, and 25 of 100 are the 25 %."""
    table = "UNIDAD | vigente | devengado | saldo | ejecucion%\na | | 25.00 | 75.00 | 25.00"
    added = "- {regla: formula, columna: saldo, formula: vigente - devengado}"
    ratio = "- {regla: formula, columna: ejecucion, formula: devengado / vigente * 100}"
    for rule, words in (
        (added, "no hay dato en «vigente»; cuadraría con «vigente» = 100,00, un valor posible"),
        (ratio, "no hay dato en «vigente»; cuadraría con «vigente» = 100,00 (entre 99,99 y 100,02), un valor posible"),
    ):
        (line,) = lines_of(make_cuadro(table, rule)).values()
        assert (line.veredicto, line.causa) == (Verdict.NOT_VERIFIABLE, words)


def test_a_total_below_its_rows_would_tie_only_with_a_negative_value(wording):
    lines = lines_of(make_cuadro("FILA | total\na | 10.00\nb | \nTOTAL | 4.00", "- {regla: suma, columnas: [total]}"))
    (line,) = lines.values()
    assert line.veredicto is Verdict.NOT_VERIFIABLE
    wording(line.causa, "b", "b", "−6,00")


@given(
    st.lists(st.decimals(0, 100, places=2), min_size=1, max_size=6),
    st.decimals(0, 100, places=2),
    st.sampled_from(["suma", "media"]),
)
def test_the_range_found_for_a_missing_part_is_exact_to_the_cent(known, hidden, rule):
    """The range holds the hidden value. Both its ends give the printed total, and one cent beyond them does not."""
    values = [Fraction(value) for value in (*known, hidden)]
    total = sum(values) / (1 if rule == "suma" else len(values))
    printed = round_half_up(total, 2)
    terms = [*map(Fraction, known)]

    def result(value):
        return (sum(terms) + value) / (1 if rule == "suma" else len(values))

    least, best, most = Missing(("x",), 2, True, True, result).values(printed, 2)
    cent = Decimal("0.01")
    assert least <= hidden <= most
    assert least <= best <= most
    assert {round_half_up(result(Fraction(one)), 2) for one in (least, best, most)} == {printed}
    assert printed not in {round_half_up(result(Fraction(one)), 2) for one in (least - cent, most + cent)}
