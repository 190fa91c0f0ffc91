"""Declared printed tables on the page: each number names its cell, totals are marked, each table is in one place."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import WORKSPACE, make_corrida, make_dataset, make_evidence, shipped
from checks.cuadros_by_hand import make_cuadro

from helpers.base.periods import MONTH_NAMES
from helpers.checks.cuadros.cuadro_checks import judge_cuadros, printed_tables
from helpers.figures.book_file import read, save
from helpers.figures.findings import Finding, Severity
from helpers.outputs.browser.figure_backing import Backing
from helpers.outputs.browser.figure_panel import panel_data
from helpers.run.section import absence
from helpers.settings.cuadros.cuadro_table import SHOWING, is_annexed, section_of, tables_in_section
from helpers.views.progress.direction_views import directions, without_results
from helpers.views.quality.cuadro_views import (
    annexed_tables,
    printed_table,
    repeated_tables,
    section_tables,
    shown_elsewhere,
    unit_tables,
)

STORES = """
    OFICINA   | inicial | entra | sale  | final
    La Paz    | 100.00  | 50.00 | 30.00 | 120.00
    Oruro     | 40.00   | 10.00 | 20.00 | 31.00
    TOTAL     | 140.00  | 60.00 | 50.00 | 151.00
"""
RULES = """
- {regla: suma, columnas: [inicial, entra, sale, final]}
- {regla: saldo, inicial: inicial, entradas: [entra], salidas: [sale], final: final}
"""
STRUCTURE = """
    nivel   | codigo | padre
    entidad | E      |
    unidad  | U1     | E
    unidad  | U2     | E
"""
FILE = "data/x/2024/cuadros/almacenes.csv"


def book_of(*cuadros, sections=("direcciones", "bienes", "cuadros", "anexos")):
    """A Book with the given printed tables, checked, of a report with the given sections."""
    evidence = replace(make_evidence(make_dataset(estructura=STRUCTURE), make_corrida()), cuadros=cuadros)
    printed = printed_tables(cuadros, judge_cuadros(evidence)[1])
    return replace(evidence.book, printed=printed, params=evidence.book.params | {"secciones": list(sections)})


@pytest.fixture
def stores():
    return book_of(make_cuadro(STORES, RULES, "almacenes", seccion="bienes", fuente="informe anual"))


def test_every_number_names_its_cell_and_the_last_total_is_that_of_the_table(stores, wording):
    table = printed_table(stores.printed[0])
    html = table._repr_html_()
    assert f'<data value="31.00" data-celda="{FILE}#E3">31,00</data>' in html
    assert html.count("data-celda=") == 12
    assert '<tr class="total"><th scope="row">TOTAL</th>' in html
    # 4 sums and 3 balances, the TOTAL's balance in the cell of a sum: 6 cells. Oruro's is wrong, the TOTAL carries it.
    wording(table.notes[0], "6", "4", "una que arrastra", "una que no cuadra", "informe anual")
    assert str(table.notes[0]) in html


@pytest.mark.parametrize(
    ("rows", "values"),
    [
        ("La Paz | 100.00 | 50.00 | 150.00", ["una", "que cumple sus reglas"]),
        ("La Paz | 100.00 | 50.00 | 150.00\n Oruro | 1.00 | 2.00 | 3.00", ["2", "que cumplen sus reglas"]),
        ("La Paz | 100.00 | 50.00 | 150.00\n Oruro | 1.00 | 2.00 | 4.00", ["2", "una que cumple sus reglas", "una que no cuadra"]),
        ("La Paz | 100.00 | 50.00 | 151.00\n Oruro | 1.00 | 2.00 | 4.00", ["2", "no cuadran"]),
        ("La Paz | 100.00 | 50.00 | 150.00\n Oruro | 1.00 |  | 4.00", ["una", "que cumple sus reglas", "Una", "no se puede comprobar"]),
    ],
    ids=["one", "all", "some", "none", "unknown"],
)
def test_the_sentence_on_what_was_checked_counts_the_cells_of_each_verdict(rows, values, wording):
    rules = "- {regla: saldo, inicial: inicial, entradas: [entra], final: final}"
    cuadro = make_cuadro(f"OFICINA | inicial | entra | final\n {rows}", rules, "uno", fuente="informe anual")
    (note,) = printed_table(book_of(cuadro).printed[0]).notes
    wording(note, *values, "informe anual")


def test_printed_tables_survive_saving_and_reading_the_book(stores, tmp_path):
    save(stores, tmp_path / "libro.json")
    assert read(tmp_path / "libro.json").printed == stores.printed


def test_verdicts_are_kept_by_cell(stores):
    verdicts = stores.printed[0].verdicts
    assert verdicts["E2"] == "exacto"  # 100 + 50 − 30
    assert verdicts["E3"] == "irreconciliable"  # 40 + 10 − 20 is 30
    assert "B2" not in verdicts  # no rule checks an opening balance


def test_the_panel_shows_a_cells_file_typed_value_and_findings(stores):
    cell = f"{FILE}#E3"
    wrong = Finding("CUA-CIFRA", Severity.WARNING, "Debe decir 30,00.", "x", archivo=FILE, celda="E3")
    other = Finding("CUA-CIFRA", Severity.WARNING, "De otra.", "y", archivo=FILE, celda="E2")
    data = panel_data(Backing(stores, [other, wrong], ()), [cell, "no/es/de/aqui"])
    (row,) = data["cifras"]
    said = [data["textos"][at] for at in row[1:14]]
    assert row[0] == cell
    assert said[0] == "Almacenes" and said[2:4] == ["Oruro · final", "(Oruro · final)"] and said[6] == "31,00"
    assert [[data["textos"][at] for at in data["celdas"][place]] for place in row[15]] == [
        [FILE, "", "E3", "", "31,00"]
    ]
    assert [data["textos"][data["hallazgos"][place][2]] for place in row[16]] == ["Debe decir 30,00."]


class TestLayout:
    def test_words_and_empty_cells_are_shown_and_are_no_zero(self):
        cuadro = make_cuadro("MES | hechos\n abr | 7\n may | \n jun |", name="meses")
        cuadro = replace(cuadro, no_data={cuadro.rows[1].cell("hechos"): "COVID"})
        table = printed_table(book_of(cuadro).printed[0])
        shown = [cell.text for cell in (row.cells[1] for row in table.rows)]
        assert shown == ["7", "COVID", "s/d"]
        assert any(str(note).startswith("COVID: ") for note in table.notes)

    def test_an_empty_cell_that_is_declared_zero_says_so(self, wording):
        cuadro = make_cuadro("MES | hechos\n abr | 7\n may |", name="meses", vacias="cero")
        table = printed_table(book_of(cuadro).printed[0])
        assert table.rows[1].cells[1].text == "vacía"
        wording(table.every_note)

    def test_an_empty_cell_that_does_not_apply_is_neither_zero_nor_missing(self):
        cuadro = make_cuadro("DATO | importe | parte%\n uno | 7 |\n dos | | 5", name="frases", vacias="no_corresponde")
        table = printed_table(book_of(cuadro).printed[0])
        assert [[cell.text for cell in row.cells[1:]] for row in table.rows] == [["7", "—"], ["—", "5,00"]]

    def test_a_text_repeated_every_month_heads_the_rows_and_remarks_are_notes(self):
        cuadro = make_cuadro(
            """
            TAREA    | MES | INDICADOR  | hechos | NOTA
            ordenar  | ene | expediente | 10     |
            ordenar  | feb | expediente | 12     | corregido
            escanear | ene | imagen     | 3      |
            escanear | feb | imagen     | 4      |
            """,
            name="archivo", clave=["tarea", "mes"],
        )  # fmt: skip
        table = printed_table(book_of(cuadro).printed[0])
        assert [column.header for column in table.columns] == ["mes", "hechos"]
        assert [str(row.cells[0]) for row in table.rows] == [
            "ordenar. indicador: expediente", "ene", "feb", "escanear. indicador: imagen", "ene", "feb",
        ]  # fmt: skip
        assert "ordenar · feb: corregido." in table.notes

    def test_the_decimals_are_those_declared_and_never_fewer_than_typed(self):
        cuadro = make_cuadro("OFICINA | avance%\n Norte | 50\n Sur | 66.667", name="avances")
        table = printed_table(book_of(cuadro).printed[0])
        assert [row.cells[1].text for row in table.rows] == ["50,00", "66,667"]
        assert table.columns[1].header == "avance (%)"

    def test_zeros_typed_beyond_the_declared_decimals_are_not_printed(self):
        (table,) = book_of(make_cuadro("GESTION | personas\n 2019 | 6676\n TOTAL | 51467.00\n 2021 | 5.50", name="personas")).printed
        whole = replace(table, columns=(table.columns[0], replace(table.columns[1], decimals=0)))
        assert [row.cells[1].text for row in printed_table(whole).rows] == ["6.676", "51.467", "5,5"]

    def test_a_total_says_so_once(self):
        cuadro = make_cuadro("N | CODIGO | importe\n 1 | a | 7\n TOTAL | TOTAL | 7", name="compras")
        assert [getattr(cell, "text", cell) for cell in printed_table(book_of(cuadro).printed[0]).rows[-1].cells] == ["TOTAL", "", "7"]

    def test_a_table_of_many_columns_goes_across_the_page(self):
        head, line = " | ".join(f"c{n}" for n in range(12)), " | ".join(["1000000.00"] * 12)
        assert printed_table(book_of(make_cuadro(f"OFICINA | {head}\n Norte | {line}", name="ancho")).printed[0]).wide
        assert not printed_table(book_of(make_cuadro("OFICINA | c1\n Norte | 1", name="angosto")).printed[0]).wide

    def test_a_year_by_month_stays_in_portrait_with_short_month_names(self):
        """With full month names, each of La Paz's tables by month took a landscape page."""
        head, line = " | ".join([*MONTH_NAMES, "total"]), " | ".join(["29893"] * 12 + ["101865"])
        table = printed_table(book_of(make_cuadro(f"OFICINA | {head}\n Teleférico rojo | {line}", name="meses")).printed[0])
        assert not table.wide and [column.header for column in table.columns][1:4] == ["ene", "feb", "mar"]

    def test_a_total_does_not_keep_groups_from_having_headings(self):
        """The total has no description. Without this rule it made 17 rows of SEGIP repeat the one of their
        operation."""
        rows = "OPERACION | TAREA | DE_QUE | hechos\n A | 1 | x | 2\n A | 2 | x | 2\n B | 3 | y | 2\n B | 4 | y | 2\n TOTAL | | | 8"
        cuadro = make_cuadro(rows, name="tareas", clave=["operacion", "tarea"], totales={"operacion": "TOTAL"})
        table = printed_table(book_of(cuadro).printed[0])
        assert [str(row.cells[0]) for row in table.rows] == ["A. de_que: x", "1", "2", "B. de_que: y", "3", "4", "TOTAL"]

    def test_a_table_that_is_cut_prints_as_many_rows_as_its_note_says(self):
        plain = make_cuadro("OFICINA | hechos\n" + "".join(f"o{at} | 1\n" for at in range(405)), name="plano")
        lines = "".join(f"g{at // 3} | {at} | 1\n" for at in range(405))
        grouped = make_cuadro(f"GRUPO | TAREA | hechos\n{lines}", name="grupos", clave=["grupo", "tarea"])
        for table in (printed_table(book_of(one).printed[0]) for one in (plain, grouped)):
            rows = [row for row in table.rows if not row.heads_group]
            assert len(rows) == 400 and table.rows[-1] is rows[-1]
            assert table.notes[-1].startswith("Aquí, 400 de 405 filas; ")

    def test_few_months_keep_their_names(self):
        table = printed_table(book_of(make_cuadro("OFICINA | enero | febrero\n Norte | 1 | 2", name="meses")).printed[0])
        assert [column.header for column in table.columns][1:] == ["enero", "febrero"]


class TestPlace:
    ONE = "OFICINA | hechos\n Norte | 7"

    def home(self, **more):
        book = book_of(make_cuadro(self.ONE, name="uno", **more))
        return section_of(book, book.printed[0])

    def test_a_table_is_in_its_declared_section_if_the_report_has_it(self):
        assert self.home(seccion="bienes") == "bienes"
        assert self.home(seccion="auditoria") == "cuadros"
        assert self.home(seccion="mal_escrita") == "cuadros"

    def test_a_table_of_a_known_unit_is_in_the_section_of_directions(self):
        assert self.home(unidad="U1") == "direcciones"
        assert self.home(unidad="NADIE") == "cuadros"

    def test_each_table_is_printed_once_and_its_unit_links_to_other_sections(self):
        mine, its = (
            make_cuadro(self.ONE, name="suyo", unidad="U1"),
            make_cuadro(self.ONE, name="bien", unidad="U1", seccion="bienes"),
        )
        book = book_of(mine, its)
        ids = [
            table.id
            for section in ("direcciones", "bienes", "cuadros")
            for table in section_tables(book, section).items
        ]
        assert ids == ["cuadro-impreso-suyo", "cuadro-impreso-bien"]
        assert [table.id for table in unit_tables(book, "direcciones", "U1").items] == ["cuadro-impreso-suyo"]
        assert unit_tables(book, "direcciones", "U2").items == ()
        assert "#cuadro-impreso-bien" in shown_elsewhere(book, "direcciones", "U1").html
        assert shown_elsewhere(book, "direcciones", "U2") is None

    def test_a_long_table_is_in_the_annexes_and_its_section_links_to_it(self):
        lines = "\n".join(f"O{number} | {number}" for number in range(40))
        book = book_of(make_cuadro(f"OFICINA | hechos\n{lines}", name="largo", seccion="bienes"))
        (named,) = section_tables(book, "bienes").items
        assert is_annexed(book, book.printed[0]) and 'href="#cuadro-impreso-largo"' in named.html
        assert [len(table.rows) for table in annexed_tables(book).items] == [40]

    def test_a_table_repeated_in_another_section_is_named_and_not_printed(self):
        cuadro = make_cuadro("OFICINA | hechos\n" + "\n".join(f"O{n} | {n}" for n in range(40)), name="uno", repetido_en="presupuesto")
        book = book_of(cuadro)
        assert section_of(book, book.printed[0]) == "cuadros" and repeated_tables(book) is None
        book = replace(book, params={**book.params, "secciones": [*book.params["secciones"], "presupuesto"]})
        assert not section_tables(book, "cuadros").items and not section_tables(book, "presupuesto").items
        assert not annexed_tables(book).items
        assert "Uno (" in repeated_tables(book).html and "#sec-presupuesto" in repeated_tables(book).html

    def test_a_section_without_tables_says_so_in_one_line(self, stores, wording):
        assert absence(stores, "bienes") == ""
        wording(absence(stores, "auditoria"))
        assert absence(stores, "cuadros")


def test_the_sections_declared_to_show_tables_do_so_in_their_notebooks():
    notebooks = {
        path.stem.partition("_")[2]: path.read_text(encoding="utf-8") for path in WORKSPACE.section_notebooks()
    }
    showing = {name for name, text in notebooks.items() if "seccion.cuadros(" in text or "directions(" in text}
    assert showing == set(SHOWING)
    assert "seccion.long_cuadros()" in notebooks["anexos"]


def test_a_table_of_an_unknown_unit_is_a_finding():
    cuadro = make_cuadro("OFICINA | hechos\n Norte | 7", name="uno", unidad="U9")
    evidence = replace(make_evidence(make_dataset(estructura=STRUCTURE), make_corrida()), cuadros=(cuadro,))
    assert [(one.codigo, one.encontrado) for one in judge_cuadros(evidence)[0]] == [("CUA-UNIDAD", "U9")]


@pytest.fixture(scope="module")
def book():
    return shipped("segip/2020-anual").book


class TestSegip:
    """The tables of 2020 as printed, in the report of the year."""

    def rows(self, book, name):
        table = printed_table(next(one for one in book.printed if one.name == name))
        return {
            str(row.cells[0]): [cell if isinstance(cell, str) else cell.text for cell in row.cells[1:]]
            for row in table.rows
        }

    def test_the_goods_section_has_stores_assets_and_contracting(self, book):
        assert [table.name for table in tables_in_section(book, "bienes")] == [
            "activos_incorporados_2020", "almacen_movimientos_2020", "almacen_procesos_2020",
            "contratacion_consolidados_2020", "contratacion_modalidades_2020",
        ]  # fmt: skip

    def test_contracts_as_printed(self, book):
        assert self.rows(book, "contratacion_modalidades_2020") == {
            "CONTRATACION MENOR (MENOR A Bs50.000.-)": ["423"],
            "APOYO NACIONAL A LA PRODUCCIÓN Y EMPLEO - ANPE": ["85"],
            "LICITACIÓN PUBLICA": ["7"], "CONTRATACIÓN DIRECTA": ["14"], "CONTRATACIÓN POR EXCEPCIÓN": ["1"],
            "TOTAL": ["530"],
        }  # fmt: skip

    def test_assets_as_printed(self, book):
        assets = self.rows(book, "activos_incorporados_2020")
        assert assets["EQUIPOS DE COMPUTACION"] == ["488", "7.252.881,46"]
        assert assets["TOTAL GENERAL"] == ["1.130", "10.100.329,18"]

    def test_a_stores_line_adds_up_from_opening_to_closing_balance(self, book):
        # 26.636,25 + 51.089,20 − 39.950,05 − 268 = 37.507,40
        paper = self.rows(book, "almacen_movimientos_2020")["32100 · PRODUCTOS DE PAPEL"]
        assert paper == ["26.636,25", "vacía", "51.089,20", *["vacía"] * 3, "39.950,05", "268,00", "37.507,40"]

    def test_months_marked_covid_are_no_amounts(self, book):
        """Two tasks, each with three months and their total: the programme is a number and the execution a word."""
        table = printed_table(next(one for one in book.printed if one.name == "archivo_tareas_mensual"))
        rows = [[getattr(cell, "text", cell) for cell in row.cells] for row in table.rows]
        second_quarter = [cells for label, *cells in rows if label.startswith("abril-junio")]
        assert second_quarter == [["2.000", "COVID"]] * 4 + [["5.000", "COVID"]] * 4
        assert any(str(note).startswith("COVID: ") for note in table.notes)

    def test_every_table_is_in_one_section_of_the_report(self, book):
        listed = book.params["secciones"]
        homes = [section_of(book, table) for table in book.printed]
        assert len(homes) == 110 and set(homes) <= set(listed)

    def test_each_direction_has_its_percentages_and_its_tables(self, book, wording):
        html = directions(book, "direcciones")._repr_html_()
        assert html.count('<h3 class="direccion">') == 19 + 1  # and the office that the structure does not have
        assert 'data-cifra="avance_fisico/2020-anual/unidad/DNP"' in html
        assert html.index("Cédulas emitidas en La Paz") > html.index("Dirección Departamental de La Paz")
        assert 'data-cifra="produccion/2020-anual/departamento/cedulas/Oruro"' in html
        wording(without_results(book), "DNP", "DDCH", "DDBE")
        units = [unit.code for unit in book.nodes_at("unidad")]
        for aimed in (units[1:], [], units):
            aims = tuple({"codigo": code, "objetivo": "Servir", "fuente": ""} for code in aimed)
            wording(without_results(replace(book, listings={**book.listings, "objetivos_unidades": aims, "acciones": ()})))

    def test_directions_without_acronyms_are_named_with_their_articles(self, book):
        plain = replace(book, nodes=tuple(replace(node, sigla="") for node in book.nodes))
        assert "ni limitaciones de la Dirección Nacional de Comunicaciones, de la Unidad" in without_results(plain)

    def test_each_direction_shows_objective_results_limits_and_source(self, book):
        html = directions(book, "direcciones")._repr_html_()
        brigades = html[html.index('direccion">Dirección Nacional de Brigadas Móviles') :]
        brigades = brigades[: brigades.index('<h3 class="direccion">')]
        assert "<strong>Objetivo:</strong> Acercar la cedulación" in brigades
        assert "Declarar 110 municipios libres de indocumentados" in brigades and 'value="8"' in brigades
        assert "«Informe final 2020, sección 5.2»" in brigades and "líneas\u00a01539-1540 y 1569-1571" in brigades
        valued = html[html.index('direccion">Dirección Nacional de Administración y Finanzas') :]
        assert "<strong>Limitaciones:</strong>" in valued and "Unidad Nacional de Valores y Recaudaciones" in valued
        assert html.index("De esta dependencia solo constan") > html.index("Unidad Nacional de Seguridad de la Información")
