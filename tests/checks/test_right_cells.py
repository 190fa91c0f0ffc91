"""Cells that another control confirms are not accused: each case on a small table that can be added up by hand."""

from cuadros_by_hand import checked, lines_of, make_cuadro

from helpers.figures.findings import Severity, Verdict

CROSSED = """
    OFICINA | ene | feb | total
    Norte   | 10  | 20  | 30
    Sur     | 40  | 50  | 90
    TOTAL   | {}  | {}  | 120
"""
BOTH_WAYS = "- {regla: suma, columnas: [ene, feb, total]}\n- {regla: formula, columna: total, formula: ene + feb}"


def findings_of(table: str, rules: str):
    return {finding.celda: finding for finding in checked(make_cuadro(table, rules))[0]}


def test_a_total_that_its_column_confirms_is_not_accused(wording):
    """January is printed 60 and adds up to 50. Its column confirms the 120, 30 + 90, although 60 + 70 is 130."""
    found = findings_of(CROSSED.format("60", "70"), BOTH_WAYS)
    assert found.keys() == {"B4", "D4"}
    assert (found["B4"].veredicto, found["B4"].esperado, found["B4"].sigue_de) == (Verdict.IRRECONCILABLE, "50", "")
    assert (found["D4"].veredicto, found["D4"].esperado) == (Verdict.CARRIED, "")
    assert found["D4"].sigue_de == "data/x/2024/cuadros/cuadro.csv#B4"
    wording(found["D4"].mensaje, "120", "130", "B4", "60", "50")


def test_a_total_is_carried_from_several_wrong_cells_at_once(wording):
    """The row of totals prints 55 for 50 and 77 for 70; only both corrections together give its 120."""
    found = findings_of(CROSSED.format("55", "77"), BOTH_WAYS)
    assert found["D4"].veredicto == Verdict.CARRIED
    wording(found["D4"].causa, "B4", "55", "50", "C4", "77", "70")


def test_a_control_with_a_suspected_part_confirms_nothing():
    """The grand total of 130 is 60 + 70, but 60 is wrong; its column gives 120."""
    table = CROSSED.format("60", "70").replace("| 120", "| 130")
    found = findings_of(table, BOTH_WAYS)
    assert found["D4"].esperado == "120"


def test_a_value_computed_from_a_wrong_cell_is_no_order_to_print_it(wording):
    """The 60 is 10 + 40, and should be 50: then 60 / 200 is not 30 % but 25 %, and neither is the printed 90.01."""
    table = "OFICINA | cedulas | meta | parte%\nNorte | 10 | 50 | 20\nSur | 40 | 150 | 27\nTOTAL | 60 | 200 | 90.01"
    rules = "- {regla: suma, columnas: [cedulas, meta]}\n- {regla: formula, columna: parte, formula: cedulas / meta * 100}"
    found = findings_of(table, rules)
    assert (found["B4"].esperado, found["D4"].esperado, found["D4"].veredicto) == ("50", "30.00", Verdict.IRRECONCILABLE)
    wording(found["D4"].mensaje, "90,01", "30,00", "30,00", "B4", "50", "25,00")


def test_two_cells_that_disagree_are_both_named_with_what_each_would_break(wording):
    """18.78 is not 80.56 / 4; the means of both columns hold with the cells as they are."""
    table = "UNIDAD | avance% | eficacia%\na | 80.56 | 18.78\nb | 40.00 | 10.00\nTOTAL | 60.28 | 14.39"
    rules = "- {regla: media, columnas: [avance, eficacia]}\n- {regla: formula, columna: eficacia, filas: {unidad: [a, b]}, formula: avance / 4}"
    (found,) = findings_of(table, rules).values()
    assert found.veredicto == Verdict.IRRECONCILABLE
    wording(found.mensaje, "18,78", "20,14", "«a, eficacia»", "20,14", "«TOTAL, eficacia»", "«a, avance»", "75,12", "«TOTAL, avance»")


def test_a_total_over_an_undeclared_subtotal_is_not_verifiable(wording):
    """377 + 102 is 479, and 179 + 73 + 89 + 36 is the 377: the printed total is right."""
    table = "TIPO | cantidad\nsaneamiento | 377\nfallecidos | 179\nconsular | 73\nno previstos | 89\ngénero | 36\nen general | 102\nTOTAL | 479"
    (found,) = findings_of(table, "- {regla: suma, columnas: [cantidad]}").values()
    assert (found.veredicto, found.severidad, found.esperado) == (Verdict.NOT_VERIFIABLE, Severity.NOTE, "")
    wording(found.causa, "«saneamiento» (377)", "4")


def test_a_row_that_is_no_sum_of_those_beside_it_is_no_subtotal():
    table = "TIPO | cantidad\na | 377\nb | 179\nc | 73\nd | 102\nTOTAL | 479"
    line = lines_of(make_cuadro(table, "- {regla: suma, columnas: [cantidad]}"))["TOTAL/cantidad"]
    assert line.veredicto is Verdict.IRRECONCILABLE


class TestTwoTables:
    """If a rule `igual` fails, the wrong cell is the one that its own table does not confirm."""

    RULES = "- {regla: igual, columna: cedulas, a: {cuadro: detalle, columna: cedulas, filas: {mes: TOTAL}}}"

    def verdicts(self, here: str, there: str, rules_here: str = "", rules_there: str = "- {regla: suma, columnas: [cedulas]}"):
        detail = make_cuadro(f"MES | cedulas\nene | 200\nfeb | 150\nTOTAL | {there}", rules_there, name="detalle")
        own = make_cuadro(f"DEPTO | cedulas | a | b\nPando | {here} | 100 | 250", f"{self.RULES}\n{rules_here}", name="resumen")
        return checked(own, detail)[0]

    def test_the_other_cell_is_wrong_where_only_the_own_one_is_confirmed(self):
        found = self.verdicts("350", "530", "- {regla: formula, columna: cedulas, formula: a + b}")
        own = next(one for one in found if one.archivo.endswith("resumen.csv"))
        assert (own.veredicto, own.esperado) == (Verdict.CARRIED, "")
        assert own.sigue_de == "data/x/2024/cuadros/detalle.csv#B4"

    def test_the_own_cell_is_wrong_where_only_the_other_one_is_confirmed(self):
        (own,) = self.verdicts("351", "350")
        assert (own.veredicto, own.esperado, own.sigue_de) == (Verdict.IRRECONCILABLE, "350", "")
