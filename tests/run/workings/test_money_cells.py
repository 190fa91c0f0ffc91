"""Money of a few budget lines, worked out by hand and compared with what the written pandas cells find."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import pytest
from executed_cells import repeated, request_of

from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure, Operation
from helpers.run.workings.money_cells import money_cells
from helpers.run.workings.workings import Workings
from helpers.views.elements.section_checks import MIME

METHOD = {
    "redondeo": {"decimales": 2, "donde": "publicacion"},
    "indicadores": {
        "devengado": {
            "nombre": "Devengado", "unidad": "Bs", "decimales": None,
            "reglas": {kind: {"regla": "flujo", "columna": "devengado"} for kind in ("trimestre", "acumulado")},
        },
    },
}  # fmt: skip
PARAMS = {
    "sistema_presupuesto": "SIGEP", "estado_presupuesto": "aprobado",
    "cortes": {"2024-T2": {"fecha": "2024-06-28"}},
}  # fmt: skip
LINES = """
fecha_corte | reporte | sistema | cat_prog | fuente | partida | area | ue | devengado
2024-03-31 | categoria | OTRO | 1 | | | | | 999
2024-03-31 | categoria | SIGEP | 1 | | | | UE-1 | 100.10
2024-03-31 | categoria | SIGEP | 2 | | | | UE-2 | 50
2024-06-28 | categoria | SIGEP | 1 | | | | UE-1 | 300.30
2024-06-28 | categoria | SIGEP | 3 | | | | UE-2 | 7
2024-03-31 | fuente | SIGEP | | 10 | | | | 150.10
2024-06-28 | fuente | SIGEP | | 10 | | | | 300
2024-06-28 | fuente | SIGEP | | 20 | | | | 7.30
2024-06-28 | partida | SIGEP | | | 21200 | | | 5
2024-06-28 | partida | SIGEP | | | 22110 | | | 6
"""
LINKS = """
cat_prog | acp | area | unidad
1 | A | V1 | U1
2 | A | V1 | U2
3 | B | V2 |
3 | A | V1 |
"""
TREE = """
codigo | nombre | nivel | padre
E | Entidad | entidad |
S | Servicio | servicio | E
V1 | Una | area | S
V2 | Otra | area | S
"""
ACTIONS = """
acp | denominacion | grupo
A | Una | G
B | Otra | G
"""
LEVELS = (
    "cat_prog/1", "acp/A", "unidad/U2", "area/V1", "grupo/G", "servicio/S", "entidad/E", "ue/UE-2", "fuente/10",
    "fuente/TOTAL", "grupo_gasto/20000",
)  # fmt: skip
WINDOWS = ("2024-S1", "2024-T2")
TABLES = {"gastos": LINES, "vinculacion": LINKS, "estructura": TREE, "acciones": ACTIONS}


def spent(tables: dict[str, str], method: dict = METHOD, windows: tuple[str, ...] = WINDOWS) -> dict[str, str]:
    ids = [f"devengado/{window}/{place}" for window in windows for place in LEVELS]
    request = request_of(method, PARAMS, ids, tables)
    found = repeated(money_cells(request), request)
    return {"/".join(place[1:]): str(float(value)) for place, value in found.items()}


@cache
def as_given() -> dict[str, str]:
    """What is spent by the tables as they stand above."""
    return spent(TABLES)


@pytest.mark.parametrize(
    ("figure", "amount"),
    [
        ("2024-S1/cat_prog/1", "300.3"),  # at the cut-off date that the run states, of the run's system
        ("2024-T2/cat_prog/1", "200.2"),
        ("2024-T2/cat_prog/2", "-50.0"),  # the complete report of June no longer lists the line
        ("2024-T2/cat_prog/3", "7.0"),
        ("2024-T2/acp/A", "150.2"),  # without category 3, which its first link gives to B
        ("2024-T2/acp/B", "7.0"),
        ("2024-T2/unidad/U2", "-50.0"),
        ("2024-T2/area/V1", "150.2"),
        ("2024-T2/grupo/G", "157.2"),
        ("2024-T2/servicio/S", "157.2"),
        ("2024-T2/entidad/E", "157.2"),
        ("2024-S1/entidad/E", "307.3"),
        ("2024-T2/ue/UE-2", "-43.0"),
        ("2024-T2/fuente/20", "7.3"),
        ("2024-T2/fuente/TOTAL", "157.2"),
    ],
)
def test_money_of_each_level_is_the_amount_worked_out_by_hand(figure, amount):
    assert as_given()[figure] == amount


def test_a_text_of_the_data_or_the_parameters_is_never_code():
    """Codes and systems with quotation marks stay texts in the written cells."""
    strange = 'E"] + [1/0] + ["\\'
    ids = [f"devengado/2024-S1/{place}/{strange if place == 'entidad' else 'UE-2'}" for place in ("entidad", "ue")]
    params = PARAMS | {"sistema_presupuesto": 'SIGEP"].tolist() or exit() or gastos["'}
    request = request_of(METHOD, params, ids, TABLES)
    found = repeated(money_cells(request), request)
    assert found["devengado", "2024-S1", "entidad", strange] == Fraction("307.30")


def test_a_quarter_without_an_earlier_report_is_not_repeated():
    """The report by object of expenditure has lines of June only, 5 + 6: the semester has a sum, the quarter has none."""
    found = {name: amount for name, amount in as_given().items() if "/grupo_gasto/" in name}
    assert found == {"2024-S1/grupo_gasto/20000": "11.0"}


def test_a_sum_that_contains_a_blank_amount_has_no_value():
    found = spent(TABLES | {"gastos": LINES.replace("| UE-1 | 300.30", "| UE-1 |")})
    assert not {"2024-S1/cat_prog/1", "2024-S1/acp/A", "2024-T2/area/V1", "2024-S1/entidad/E"} & found.keys()
    assert found["2024-S1/area/V2"] == "7.0"


def test_an_area_that_no_category_serves_takes_its_own_line():
    own = LINES + "2024-06-28 | area | SIGEP | | | | V2 | | 11\n2024-06-28 | area | SIGEP | | | | V1 | | 9\n"
    assert spent(TABLES | {"gastos": own, "vinculacion": LINKS.split("3 | B")[0]})["2024-S1/area/V2"] == "11.0"


def test_without_categories_the_institution_is_the_sum_of_its_areas():
    rows = LINES.strip().splitlines()[0] + "\n2024-03-31 | area | SIGEP | | | | V1 | | 4\n"
    rows += "2024-06-28 | area | SIGEP | | | | V1 | | 9\n2024-06-28 | area | SIGEP | | | | V2 | | 2\n"
    found = spent({"gastos": rows, "estructura": TREE})
    assert (found["2024-S1/entidad/E"], found["2024-T2/entidad/E"], found["2024-T2/servicio/S"]) == ("11.0", "7.0", "7.0")


@pytest.mark.parametrize("windows", [("2024-T2",), ("2024-S1",), ("2024-T3",), ("2024-T2", "2024-T3")])
@pytest.mark.parametrize("report", ["categoria", "area", "fuente", "partida", "ninguno"])
def test_a_window_without_a_report_is_not_repeated(report, windows):
    heading, *lines = (LINES + "2024-06-28 | area | SIGEP | | | | V1 | | 9\n").strip().splitlines()
    rows = "\n".join([heading, *(line for line in lines if f"| {report} |" in line)])
    found = spent(TABLES | {"gastos": rows}, windows=windows)
    assert not [name for name in found if name.startswith("2024-T3")]
    assert any(name.startswith("2024-S1") for name in found) == (report != "ninguno" and "2024-S1" in windows)


def test_sums_are_of_rounded_lines_if_each_level_is_rounded():
    """300.304 and 7.004 are added as 300.30 and 7.00."""
    method = METHOD | {"redondeo": {"decimales": 0, "donde": "cada_nivel"}}
    lines = LINES.replace("300.30", "300.304").replace("| 7\n", "| 7.004\n")
    assert spent(TABLES | {"gastos": lines}, method)["2024-S1/entidad/E"] == "307.3"


@pytest.mark.parametrize(("amount", "differing"), [("157.20", 0), ("157.21", 1)])
def test_a_cent_too_much_in_the_book_is_found(amount, differing):
    window = Period.parse("2024-T2")
    figure = Figure(
        "devengado", window, "entidad", "E", "Entidad", "Bs", Operation.SUM, Fraction(amount), 2, "Suma.", ()
    )
    book = Book("e", window, {figure.id: figure}, (), method=METHOD, params=PARAMS)
    request = request_of(METHOD, PARAMS, [figure.id], TABLES)
    work = Workings(book, request.table)
    checks = []
    repeated(money_cells(request), request, keep=lambda *asked, **inputs: checks.append(work.repetir(*asked, **inputs)))
    assert [len(check._repr_mimebundle_()[MIME]["distintos"]) for check in checks] == [differing]
