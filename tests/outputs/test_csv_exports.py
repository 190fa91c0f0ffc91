"""The CSV files of a run: the contract's columns, every digit, and the same data when read back."""

import csv
from pathlib import Path

import pytest
from builders import make_dataset, make_scored
from hypothesis import given
from hypothesis import strategies as st

from helpers.base.errors import ConfigError
from helpers.base.exact import exact
from helpers.figures.book import Book
from helpers.figures.findings import Finding, Reconciled, Severity, Verdict, count_by_severity, sort_findings
from helpers.outputs.csv_exports import (
    read_findings,
    read_reconciliation,
    write_figures,
    write_findings,
    write_reconciliation,
)

ADDED = ("posicion", "causa_raiz", "efecto", "sigue_de")
"""Columns of `hallazgos.csv` after the contract's own."""
CONTRACT = {
    "cifras": "id, indicador, nivel, codigo, nombre, periodo, numerador, denominador, valor, publicado, "
    "unidad_medida, calificacion, desempeno, semaforo, regla, fuentes",
    "hallazgos": "codigo, severidad, veredicto, elemento, esperado, encontrado, diferencia, causa, archivo, "
    "hoja, celda, mensaje",
    "conciliacion": "id, donde, publicado, calculado, diferencia, veredicto, formula, causa",
}
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=20)
FINDINGS = st.builds(
    Finding,
    codigo=TEXTS,
    severidad=st.sampled_from(Severity),
    mensaje=TEXTS,
    elemento=TEXTS,
    veredicto=st.sampled_from(["", *Verdict]),
    causa=TEXTS,
    archivo=TEXTS,
    celda=TEXTS,
)
RECONCILED = st.builds(
    Reconciled,
    id=TEXTS,
    donde=TEXTS,
    publicado=TEXTS,
    calculado=TEXTS,
    diferencia=TEXTS,
    veredicto=st.sampled_from(Verdict),
    formula=TEXTS,
    causa=TEXTS,
    celda=TEXTS,
)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def header(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()[0].split(",")


@pytest.fixture(scope="module")
def book() -> Book:
    return make_scored(
        make_dataset(
            estructura="""
                nivel    | codigo | nombre          | padre
                entidad  | E      | Entidad         |
                servicio | S      | Servicio        | E
                area     | A      | Área, la única  | S
                unidad   | U1     | Unidad «uno»    | A
                unidad   | U2     | Unidad dos      | A
                unidad   | U3     | Unidad tres     | A
            """,
            avances="""
                nivel  | codigo | indicador     | periodo | valor
                unidad | U1     | avance_fisico | 2024-T2 | 100.00
                unidad | U2     | avance_fisico | 2024-T2 | 50.00
                unidad | U3     | avance_fisico | 2024-T2 | 50.00
            """,
            gastos="""
                fecha_corte | reporte | area | ppto_vigente    | devengado
                2024-06-30  | area    | A    | 355202151.00    | -61924145.57
            """,
        )
    )


@pytest.fixture(scope="module")
def figures(book, tmp_path_factory) -> list[dict[str, str]]:
    path = tmp_path_factory.mktemp("cifras") / "cifras.csv"
    write_figures(book, path)
    assert header(path) == CONTRACT["cifras"].split(", ")
    assert b"\r" not in path.read_bytes()
    return rows(path)


def test_every_figure_is_a_line_in_the_order_of_ids(book, figures):
    assert [row["id"] for row in figures] == sorted(book.figures)


def test_a_mean_with_endless_decimals_keeps_numerator_and_denominator(figures):
    row = next(row for row in figures if row["id"] == "avance_fisico/2024-T2/area/A")
    assert row == {
        "id": "avance_fisico/2024-T2/area/A",
        "indicador": "avance_fisico",
        "nivel": "area",
        "codigo": "A",
        "nombre": "Área, la única",
        "periodo": "2024-T2",
        "numerador": "200",
        "denominador": "3",
        "valor": "66.66666666666666666666666666666667",
        "publicado": "66.67",
        "unidad_medida": "%",
        "calificacion": "Medio",
        "desempeno": "Bueno",
        "semaforo": "amarillo",
        "regla": "Promedio simple de 3 unidades.",
        "fuentes": "data/x/2024/avances.csv#E2 | data/x/2024/avances.csv#E3 | data/x/2024/avances.csv#E4",
    }


def test_money_has_a_point_and_no_separators(figures):
    row = next(row for row in figures if row["id"] == "saldo/2024-S1/entidad/E")
    assert (row["valor"], row["publicado"], row["numerador"], row["calificacion"]) == (
        "417126296.57",
        "417126296.57",
        "",
        "",
    )


def test_a_published_value_is_the_exact_value_rounded(figures):
    for row in figures:
        assert abs(exact(row["publicado"]) - exact(row["valor"])) <= exact("0.005"), row["id"]


@given(st.lists(FINDINGS, max_size=4))
def test_findings_read_back(tmp_path_factory, findings):
    path = tmp_path_factory.mktemp("hallazgos") / "hallazgos.csv"
    write_findings(findings, path)
    assert read_findings(path) == tuple(findings)


def test_line_ends_within_a_cell_do_not_break_the_line(tmp_path):
    path = tmp_path / "hallazgos.csv"
    write_findings([Finding("A", Severity.NOTE, "una\r\ndos\rtres"), Finding("B", Severity.NOTE, "x")], path)
    assert [finding.mensaje for finding in read_findings(path)] == ["una\ndos\ntres", "x"]


@given(st.lists(RECONCILED, max_size=4))
def test_reconciliations_read_back(tmp_path_factory, items):
    path = tmp_path_factory.mktemp("conciliacion") / "conciliacion.csv"
    write_reconciliation(items, path)
    assert read_reconciliation(path) == tuple(items)


def test_empty_files_have_the_headers_of_the_contract(tmp_path):
    write_findings((), tmp_path / "hallazgos.csv")
    write_reconciliation((), tmp_path / "conciliacion.csv")
    assert header(tmp_path / "hallazgos.csv") == [*CONTRACT["hallazgos"].split(", "), *ADDED]
    promised = CONTRACT["conciliacion"].split(", ")
    assert header(tmp_path / "conciliacion.csv")[: len(promised)] == promised


def test_files_with_the_four_earlier_verdicts_can_be_read(tmp_path):
    """Earlier files lack the column `sigue_de`, and call irreconcilable what is now another rule or carried over."""
    columns, values = CONTRACT["conciliacion"].split(", "), ("x", "cuadro 1", "9", "8", "1", "irreconciliable", "suma", "")
    (tmp_path / "conciliacion.csv").write_text(f"{','.join(columns)}\n{','.join(values)}\n", encoding="utf-8")
    (line,) = read_reconciliation(tmp_path / "conciliacion.csv")
    assert (line.veredicto, line.sigue_de) == (Verdict.IRRECONCILABLE, "")
    columns = CONTRACT["hallazgos"]
    (tmp_path / "hallazgos.csv").write_text(columns.replace(", ", ",") + "\nPUB-CIFRA,nota" + "," * 10 + "\n", encoding="utf-8")
    (finding,) = read_findings(tmp_path / "hallazgos.csv")
    assert (finding.codigo, finding.severidad, finding.sigue_de) == ("PUB-CIFRA", Severity.NOTE, "")


@given(
    st.permutations(["b", "a", "c"]).map(lambda codes: [Finding(code, Severity.NOTE, "x") for code in codes])
)
def test_findings_are_sorted_by_code_whatever_their_first_order(findings):
    assert [finding.codigo for finding in sort_findings(findings)] == ["a", "b", "c"]


def test_errors_go_first():
    kinds = [Severity.NOTE, Severity.ERROR, Severity.WARNING, Severity.ERROR]
    findings = [Finding("A", kind, str(place)) for place, kind in enumerate(kinds)]
    assert [finding.severidad for finding in sort_findings(findings)] == ["error", "error", "advertencia", "nota"]
    assert count_by_severity(findings) == {Severity.ERROR: 2, Severity.WARNING: 1, Severity.NOTE: 1}
    assert count_by_severity(()) == dict.fromkeys(Severity, 0)


@pytest.fixture
def usual_limit():
    """Reset the longest cell that the module `csv` reads: the audit raises it for the whole process."""
    before = csv.field_size_limit(131_072)
    yield
    csv.field_size_limit(before)


@pytest.mark.parametrize(
    "text",
    [
        "codigo;severidad;mensaje\nX;error;m\n",
        "codigo,severidad,mensaje\nX,grave,m\n",
        "codigo,severidad\nX,error\n",
        "codigo;severidad;mensaje\n",
        "codigo,severidad\n",
        "hola",
        "",
        "codigo,severidad,mensaje,elemento\nX,error,m\n",
        "codigo,severidad,mensaje\nX,error,m,de más\n",
        f"codigo,severidad,mensaje\nX,error,{'m' * 131_073}\n",
    ],
    ids=[
        "guardada con punto y coma", "otra severidad", "sin una columna", "punto y coma, sin filas",
        "sin una columna ni filas", "otro archivo", "vacía", "fila cortada", "fila con una celda de más",
        "celda demasiado larga",
    ],
)  # fmt: skip
@pytest.mark.usefixtures("usual_limit")
def test_a_damaged_file_of_findings_is_refused_with_a_message(tmp_path, text):
    (tmp_path / "hallazgos.csv").write_text(text, "utf-8")
    with pytest.raises(ConfigError, match=r"hallazgos\.csv: no se puede usar"):
        read_findings(tmp_path / "hallazgos.csv")


def test_a_refused_file_is_named_as_the_caller_says(tmp_path):
    (tmp_path / "hallazgos.csv").write_text("hola", "utf-8")
    with pytest.raises(ConfigError) as refused:
        read_findings(tmp_path / "hallazgos.csv", "output/mini/2024-T2/hallazgos.csv")
    assert refused.value.file == "output/mini/2024-T2/hallazgos.csv"
