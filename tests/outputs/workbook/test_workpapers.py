"""The auditor's workbook: every figure once, with formulas down to its input cells and the Book's values stored."""

import re
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest
from papers_books import PERIOD, small_book
from papers_reading import FIRST_LINE, TEXT, Tracer, formulas, lines, links
from papers_written import Written, write

from helpers.figures.book import Book
from helpers.figures.figure import Operation
from helpers.outputs.workbook.workbook_file import write_workpapers

MOST_SHEETS = 25
VOLATILE = {"OFFSET", "INDIRECT", "NOW", "TODAY", "RAND", "RANDBETWEEN", "CELL", "INFO"}
NUMBER = re.compile(r"(?<![\w$.:!'])\d+(?:\.\d+)?(?![\w.])")


@pytest.fixture(params=["small", "unrounded"])
def written(request) -> Written:
    return request.getfixturevalue(request.param)


def test_every_figure_is_listed_once_in_the_order_of_the_csv(written):
    listed = [line["Cifra"] for line in lines(written.values["Cifras"])]
    assert listed == sorted(written.book.figures)


def test_stored_values_are_those_of_the_book(written):
    for line in lines(written.values["Cifras"]):
        figure = written.book[line["Cifra"]]
        assert line["Valor exacto"] == float(figure.value)
        assert line["Valor publicado"] == line["En el informe"] == float(figure.rounded)
        assert line["Control"] == "igual"
        assert (line["Calificación"] or "") == (figure.grade.rating if figure.grade else "")


def test_every_value_of_a_figure_is_a_formula(written):
    for line in lines(written.formulas["Cifras"]):
        for header in ("Valor exacto", "Valor publicado", "Control"):
            assert str(line[header]).startswith("="), line


def test_formulas_lead_to_the_input_cells_of_the_book(written):
    inputs = {f"D{row}": line for row, line in enumerate(lines(written.values["Insumos"]), start=FIRST_LINE)}
    tracer = Tracer(written.formulas)
    for row, line in enumerate(lines(written.values["Cifras"]), start=FIRST_LINE):
        leaves = tracer.leaves(("Cifras", f"D{row}"))
        assert {sheet for sheet, _ in leaves} <= {"Insumos", "Método"}
        found = {
            (inputs[cell]["Archivo"], inputs[cell]["Celda"]) for sheet, cell in leaves if sheet == "Insumos"
        }
        figure = written.book[line["Cifra"]]
        assert found == {(cell.file, cell.cell) for cell in written.book.leaves(figure)}


def test_operands_are_published_or_exact_values_as_the_method_rounds(small, unrounded):
    def mean(written: Written) -> str:
        lines_ = lines(written.formulas["Cifras"])
        return next(line["Numerador, suma o media"] for line in lines_ if line["Cifra"] == f"avance/{PERIOD}/area/X")

    rows = {line["Cifra"]: row for row, line in enumerate(lines(small.values["Cifras"]), start=FIRST_LINE)}
    first, last = (rows[f"avance/{PERIOD}/unidad/{code}"] for code in "AB")
    assert mean(small) == f"=SUM(E{first}:E{last})"
    assert mean(unrounded) == f"=SUM(D{first}:D{last})"


def test_no_formula_holds_a_number_of_the_method(written):
    for sheet, cell, formula in formulas(written.formulas):
        numbers = set(NUMBER.findall(TEXT.sub("", formula)))
        assert numbers <= {"0", "1"}, (sheet, cell, formula)


def test_constants_of_formulas_are_named_cells(small):
    names = {name: target.attr_text for name, target in small.formulas.defined_names.items()}
    values = {}
    for name in ("ejecucion_100", "ideal_25", "trimestres_1", "sustraendo_0", "decimales_guarda"):
        sheet, cell = names[name].split("!")
        values[name] = small.values[sheet.strip("'")][cell.replace("$", "")].value
    assert values == {
        "ejecucion_100": 100,
        "ideal_25": 25,
        "trimestres_1": 1,
        "sustraendo_0": 0,
        "decimales_guarda": 10,
    }


def test_a_figure_that_the_method_may_define_elsewhere_is_only_said_to_be_none_of_its_indicators(small, wording):
    """The interval of a mean, a share or a projection is a decision of the method, which stands further down."""
    names = {row[2].value for row in small.values["Método"].iter_rows() if row[0].value == "cantidad"}
    (name,) = names
    wording(name)


def test_all_published_values_have_one_formula_and_so_have_their_controls(small):
    page = small.formulas["Cifras"]
    for column in "EG":
        formulas_ = [(row, page[f"{column}{row}"].value) for row in range(FIRST_LINE, page.max_row + 1)]
        # The cell of «Método» that states the decimals differs by indicator.
        shapes = {re.sub(r"'Método'!.*(?=\))", "", re.sub(rf"(?<=[A-Z]){row}\b", "#", said)) for row, said in formulas_}
        assert len(shapes) == 1, shapes


def test_a_formula_of_the_method_refers_to_other_lines_and_named_constants(small):
    rows = {line["Cifra"]: row for row, line in enumerate(lines(small.values["Cifras"]), start=FIRST_LINE)}
    accrued, budget = (rows[f"{name}/{PERIOD}/area/X"] for name in ("devengado", "vigente"))
    at = rows[f"ejecucion/{PERIOD}/area/X"]
    assert small.formulas["Cifras"][f"D{at}"].value == f"=E{accrued}/E{budget}*ejecucion_100"


def test_the_workbook_has_nothing_volatile_hidden_or_external(written):
    used = {
        word for _, _, formula in formulas(written.formulas) for word in re.findall(r"([A-Z]+)\(", formula)
    }
    assert not used & VOLATILE
    assert not [formula for _, _, formula in formulas(written.formulas) if "[" in formula]
    assert {sheet.sheet_state for sheet in written.formulas} == {"visible"}
    assert not [
        row for sheet in written.formulas for row, look in sheet.row_dimensions.items() if look.hidden
    ]
    with zipfile.ZipFile(written.path) as parts:
        assert not [name for name in parts.namelist() if "external" in name or name.endswith(".bin")]


def test_no_stored_value_is_an_error(written):
    stored = [cell.value for sheet in written.values for row in sheet.iter_rows() for cell in row]
    assert not [value for value in stored if isinstance(value, str) and value.startswith("#")]


@pytest.mark.parametrize("trap", ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2"])
def test_texts_that_look_like_formulas_are_text(tmp_path, trap):
    written = write(small_book(trap=trap), tmp_path / "papeles.xlsx")
    found = [cell for row in written.formulas["Insumos"].iter_rows() for cell in row if cell.value == trap]
    assert found
    assert {cell.data_type for cell in found} == {"s"}
    assert all(cell.quotePrefix for cell in found)


def test_inputs_are_numbers_with_their_cell_and_users(small):
    line = next(line for line in lines(small.values["Insumos"]) if line["Celda"] == "E2")
    assert line["Valor"] == 47.05
    assert line["Cifras que lo usan"] == f"avance/{PERIOD}/unidad/A"


def test_inputs_are_not_said_to_be_all_that_is_typed(small):
    """The constants of «Método» and what earlier documents printed are typed too."""
    typed = {cell.data_type for cell in small.formulas["Método"]["B"]}
    assert "n" in typed and "único" not in small.values["Insumos"]["A2"].value


def test_counted_cells_show_their_contents(small):
    (counted,) = (line for line in lines(small.formulas["Cifras"]) if line["Cifra"] == f"cantidad/{PERIOD}/area/X")
    first, last = re.fullmatch(r"=COUNTA\('Insumos'!\$D\$(\d+):\$D\$(\d+)\)", counted["Valor exacto"]).groups()
    said = [small.values["Insumos"][f"D{row}"].value for row in range(int(first), int(last) + 1)]
    assert said == ["A", "B"]


def test_a_figure_read_as_a_sum_of_cells_has_a_row_for_each(tmp_path):
    book = small_book()
    figure = book[f"vigente/{PERIOD}/cat_prog/1"]
    (first,) = figure.sources
    cells = (first, first._replace(cell="E99"), first._replace(cell="F7"))
    amounts = (Decimal("355202150.00"), Decimal("1.00"), Decimal("0.10"))
    several = replace(figure, operation=Operation.SUM, sources=cells, amounts=amounts)
    written = write(replace(book, figures={**book.figures, figure.id: several}), tmp_path / "papeles.xlsx")
    inputs = {line["Celda"]: line["Valor"] for line in lines(written.values["Insumos"])}
    assert [inputs[cell.cell] for cell in cells] == [355202150, 1, 0.1]
    (summed,) = (line for line in lines(written.formulas["Cifras"]) if line["Cifra"] == figure.id)
    rows = {line["Celda"]: row for row, line in enumerate(lines(written.values["Insumos"]), start=FIRST_LINE)}
    runs = f"'Insumos'!$D${rows['E4']},'Insumos'!$D${rows['E99']}:$D${rows['F7']}"
    assert summed["Valor exacto"] == f"=SUM({runs})"


def test_a_book_of_an_earlier_version_has_one_row_for_a_sum_of_cells(tmp_path):
    book = small_book()
    figure = book[f"vigente/{PERIOD}/cat_prog/1"]
    cells = (*figure.sources, figure.sources[0]._replace(cell="E99"))
    several = replace(figure, operation=Operation.SUM, sources=cells)
    written = write(replace(book, figures={**book.figures, figure.id: several}), tmp_path / "papeles.xlsx")
    line = next(line for line in lines(written.values["Insumos"]) if "E99" in line["Celda"])
    assert line["Celda"] == "E4 · E99"
    assert line["Valor"] == float(figure.value)


def test_reconciliation_compares_by_formula(small):
    formulas_, values = lines(small.formulas["Conciliación"]), lines(small.values["Conciliación"])
    first, second = zip(formulas_, values, strict=True)
    assert first[0]["Calculado"].startswith("=ROUND(ROUND('Cifras'!$D$")
    assert (first[1]["Publicado"], first[1]["Calculado"], first[1]["Diferencia"]) == (23.52, 23.53, -0.01)
    assert first[1]["Coincide"] == "no"
    assert (second[1]["Publicado"], second[1]["Calculado"]) == (5, None)


def test_amounts_of_findings_are_numbers_and_a_message_like_a_formula_is_text(small):
    amount, message = lines(small.values["Hallazgos"])
    assert (amount["Esperado"], amount["Encontrado"], amount["Diferencia"]) == (23.53, 23.52, -0.01)
    assert message["Condición"] == "=Parece una fórmula"


def test_results_link_to_figures(small):
    cells = [
        cell.value
        for row in small.formulas["Resultados"].iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert cells
    assert all(re.fullmatch(r"='Cifras'!\$[A-Z]+\$\d+", value) for value in cells)


def test_each_word_of_a_grade_is_looked_up_with_the_published_value_in_the_methods_scale(small):
    line = next(line for line in lines(small.formulas["Cifras"]) if line["Cifra"] == f"avance/{PERIOD}/area/X")
    for head in ("Calificación", "Semáforo", "Desempeño", "Grado"):
        word = head.lower().translate(str.maketrans("áóñ", "aon"))
        assert re.fullmatch(rf"=INDEX\(bandas_avance_{word},MATCH\(E\d+,bandas_avance_desde,1\)\)", line[head])


def test_rules_are_listed_with_their_findings_counted_by_the_workbook(tmp_path, wording):
    rules = tuple(
        {"codigo": code, "severidad": "nota", "promesa": f"Promesa {code}"} for code in ("PRU-UNO", "PRU-TRES")
    )
    written = write(replace(small_book(), listings={"reglas": rules}), tmp_path / "papeles.xlsx")
    found = [(line["Regla"], line["Hallazgos"]) for line in lines(written.values["Reglas"])]
    assert found == [("PRU-UNO", 1), ("PRU-TRES", 0)]
    assert next(lines(written.formulas["Reglas"]))["Hallazgos"] == "=COUNTIF('Hallazgos'!$B$5:$B$6,A5)"
    wording(written.values["Reglas"]["A2"].value)


def test_forms_received_are_listed_whole(tmp_path):
    entry = {"periodo": "2024-T2", "archivo": "=U1.xlsx", "estado": "aceptado", "sha256": "ab" * 32}
    written = write(replace(small_book(), listings={"recepcion": (entry,)}), tmp_path / "papeles.xlsx")
    (line,) = lines(written.values["Recepción"])
    assert (line["Archivo"], line["Estado"], line["SHA-256"]) == ("=U1.xlsx", "aceptado", "ab" * 32)
    assert "Recepción" not in write(small_book(), tmp_path / "otro.xlsx").values.sheetnames


def test_results_and_findings_come_right_after_the_index(small):
    assert small.formulas.sheetnames[:4] == ["Índice", "Resultados", "Hallazgos", "Léeme"]
    assert len(small.formulas.sheetnames) <= MOST_SHEETS


@pytest.mark.parametrize(
    ("sheet", "code", "words"),
    [
        ("Cifras", "Cifra", {"Nombre": "area X", "Indicador y periodo": "Avance, segundo trimestre de 2024"}),
        ("Conciliación", "Cifra", {"Qué es y de quién": "area X · Avance, segundo trimestre de 2024"}),
    ],
)
def test_names_are_shown_beside_codes(small, sheet, code, words):
    line = next(line for line in lines(small.values[sheet]) if line[code] == f"avance/{PERIOD}/area/X")
    assert {head: line[head] for head in words} == words


def test_a_finding_names_the_node_that_it_is_about(small, wording):
    found = {line["Elemento"]: line["Qué es y de quién"] for line in lines(small.values["Hallazgos"])}
    assert found.pop("estructura/A") is None
    ((element, words),) = found.items()
    assert element == f"avance/{PERIOD}/area/X"
    wording(words, "area X", "Avance", "segundo trimestre de 2024")


def test_index_leads_to_every_other_sheet(small):
    targets = {link.split("!")[0].strip("'") for link in links(small.formulas["Índice"])}
    assert targets == set(small.formulas.sheetnames) - {"Índice"}


def test_an_error_is_not_said_to_impede_the_report_whose_workbook_lists_it(small, wording):
    """A section whose checks differ leaves an error (`COM-SECCION`) in a report that is published as a draft."""
    (said,) = (row[2].value for row in small.values["Índice"] if row[0].value == "Hallazgos: error")
    wording(said)


def test_links_lead_to_cells_that_exist(small):
    for page in small.formulas:
        for link in links(page):
            sheet, cell = link.rsplit("!", 1)
            assert small.formulas[sheet.strip("'")][cell].value is not None


def test_the_readme_names_the_run_its_method_and_its_inputs(small):
    words = " ".join(
        str(cell.value) for row in small.values["Léeme"].iter_rows() for cell in row if cell.value
    )
    for said in ("Oficina & Cía.", "BORRADOR", "Método de prueba", "ab" * 32, "Están en puntos"):
        assert said in words


def test_the_readme_says_what_a_changed_value_does_not_move(small):
    """A count names the rows that the report counted: a task changed in the workbook does not become rescheduled."""
    rows = {row[0]: row[1] for row in small.values["Léeme"].iter_rows(max_col=2, values_only=True)}
    assert "Qué filas cuenta un recuento" in str(rows["Probar un cambio"])


def test_every_printed_page_says_draft_and_repeats_its_header(small):
    for page in small.formulas:
        assert page.oddHeader.right.text == "&BBORRADOR"
        assert page.oddHeader.left.text == "Oficina && Cía."
        assert page.page_setup.orientation == "landscape"
        assert page.print_title_rows


def test_the_same_book_gives_the_same_bytes(tmp_path, small):
    again = write(small_book(), tmp_path / "otra.xlsx")
    assert again.path.read_bytes() == small.path.read_bytes()


def test_a_book_without_figures_is_written(tmp_path):
    empty = Book(institution="x", period=PERIOD, figures={}, nodes=())
    write_workpapers(empty, (), (), tmp_path / "papeles.xlsx")
    assert (tmp_path / "papeles.xlsx").stat().st_size > 0
