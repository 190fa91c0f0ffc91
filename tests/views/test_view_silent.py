"""The table of those who have no data of a quarter: everyone of the year's quarters, with what is known of the form."""

from dataclasses import replace

from builders import make_dataset, make_scored

from helpers.figures.findings import Finding, Severity
from helpers.views.progress.reporting_views import silent_units_table

UNITS = "ABCDEFG"
STRUCTURE = "nivel | codigo | nombre | padre\nentidad | X | Entidad |\n" + "".join(
    f"unidad | {code} | Unidad {code} | X\n" for code in UNITS
)
FORMS = """
    periodo | unidad | fecha_presentacion | en_plazo | reiteracion | observacion
    2024-T1 | A      |                    |          | NI 3/2024   | No presentó hasta el cierre.
    2024-T2 | B      |                    |          |             |
    2024-T2 | C      | 2024-07-20         |          |             |
    2024-T2 | D      | 2024-07-02         |          |             |
    2024-T2 | E      |                    | si       |             |
    2024-T2 | G      | 2024-07-02         |          |             |
"""
SILENT = {"2024-T1": "A", "2024-T2": "BCDEF"}


def finding(code, element, **more):
    return Finding(code, Severity.WARNING, "x.", elemento=element, **more)


FINDINGS = (
    finding("PRE-FALTA", "unidad/A", esperado="un formulario de 2024-T1", encontrado="ninguno"),
    finding("PRE-FALTA", "unidad/B", esperado="un formulario de 2024-T2", encontrado="uno rechazado"),
    finding("PRE-TARDE", "presentaciones/2024-T2/C"),
    *(
        finding("REP-SIN-DATO", "unidad/F", esperado=f"un porcentaje de {quarter}", causa="un solo valor publicado: 95,00")
        for quarter in SILENT
    ),
    finding("REP-SIN-DATO", "unidad/D", esperado="un porcentaje de 2024-T1", causa="de otro trimestre"),
)

REJECTED = dict.fromkeys(("archivo", "sha256", "fecha_presentacion", "recibido"), "x") | {
    "periodo": "2024-T2", "unidad": "B", "estado": "rechazado",
}  # fmt: skip


def table(silent, forms=FORMS):
    told = "".join(
        f"unidad | {code} | avance_fisico | {quarter} | 80\n"
        for quarter, missing in silent.items() for code in UNITS if code not in missing
    )  # fmt: skip
    dataset = make_dataset(estructura=STRUCTURE, presentaciones=forms, avances=f"nivel | codigo | indicador | periodo | valor\n{told}")
    book = make_scored(dataset)
    book = replace(book, listings=book.listings | {"recepcion": (REJECTED,)}, inputs={"data/mini/2024/T2/formularios/x": "x"})
    return silent_units_table(book, FINDINGS)


def test_everyone_without_data_of_a_quarter_is_named_with_what_is_known_of_the_form(wording):
    rows = [row.cells for row in table(SILENT).rows]
    assert [row[:2] for row in rows] == [("Unidad A", "T1"), *((f"Unidad {code}", "T2") for code in "BCDEF")]
    wording([row[2] for row in rows], "95,00")


def test_quarters_of_which_the_same_is_known_share_a_row_and_one_without_any_data_has_one():
    twice = table({"2024-T1": "F", "2024-T2": "F"})
    assert [row.cells[:2] for row in twice.rows] == [("Unidad F", "T1 y T2")]
    nobody = table({"2024-T1": UNITS, "2024-T2": "F"})
    assert [row.cells[:2] for row in nobody.rows] == [("Nadie informó", "T1"), ("Unidad F", "T2")]
    assert table({"2024-T1": "", "2024-T2": ""}) is None
