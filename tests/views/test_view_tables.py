"""Tables: accessible, escaped, with units in their heads and every number traceable."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from builders import ROOT, make_dataset, make_scored
from lxml import html
from markupsafe import Markup

from helpers.base.errors import UnknownFigure, UsageError
from helpers.base.system.workspace import Workspace
from helpers.figures.findings import Finding, Severity
from helpers.figures.subjects import FigureRow, acp_rows, node_rows
from helpers.settings.methods import load_method
from helpers.views.elements.grid import Column, KeyFigures, Table, TableRow
from helpers.views.elements.rows import unit_rows
from helpers.views.elements.tables import (
    FigureColumn,
    card,
    figure_table,
    listing_table,
)
from helpers.views.quality.finding_tables import findings_table, printed_message

AVANCE = FigureColumn("Avance físico", "avance_fisico", "2024-T2")
GRADO = FigureColumn("Grado", "avance_fisico", "2024-T2", is_grade=True)


def figures(book, columns, rows, **more):
    return figure_table(
        book, id="cuadro-x", title="Avance <b>", columns=columns, rows=rows, stub="ACP", **more
    )


def tree(shown):
    return html.fragment_fromstring(shown._repr_html_())


def words(shown):
    return " ".join(tree(shown).text_content().split())


def texts(shown, path):
    return [" ".join(found.text_content().split()) for found in tree(shown).xpath(path)]


def test_the_smallest_table(book):
    table = figures(book, [AVANCE], [FigureRow("ACP 1", "acp", "1")], notes=["De la unidad & otros."])
    assert table._repr_html_() == (
        '<figure class="cuadro" id="cuadro-x">\n'
        "<figcaption>Avance &lt;b&gt;</figcaption>\n"
        '<div class="desborde"><table>\n'
        "<thead>\n"
        '<tr><th scope="col">ACP</th><th scope="col" class="num">Avance físico (%)</th></tr>\n'
        "</thead>\n"
        "<tbody>\n"
        '<tr><th scope="row">ACP 1</th><td class="num"><data value="94.10" '
        'data-cifra="avance_fisico/2024-T2/acp/1" title="Leído de la tabla «avances».">94,10</data></td>'
        "</tr>\n"
        "</tbody>\n"
        "</table></div>\n"
        '<p class="nota">De la unidad &amp; otros.</p>\n'
        "</figure>"
    )


def test_names_are_escaped(book):
    shown = figures(book, [AVANCE], acp_rows(book))._repr_html_()
    assert "<script>" not in shown
    assert "Posicionar a Bolivia &lt;script&gt;" in shown


def test_a_missing_figure_is_marked_and_explained(book, wording):
    table = figures(
        book, [FigureColumn("Ejec.", "ejecucion_financiera", "2024-T2")], acp_rows(book, short=True)
    )
    assert texts(table, "//td") == ["38,46", "s/d"]
    wording(tree(table).xpath("//abbr/@title"), "ACP", "2", "2024")
    wording(texts(table, "//p[@class='nota']"), "s/d")


def test_what_the_method_does_not_define_for_a_quarter_is_no_lack_of_data(book, wording):
    rule = {"regla": "formula", "desde_enero": True}
    only_from_january = replace(book, method={"indicadores": {"saldo": {"nombre": "Saldo", "reglas": {"trimestre": rule}}}})
    columns = [FigureColumn("Saldo", "saldo", window) for window in ("2024-T1", "2024-T2")]
    table = figures(only_from_january, columns, [FigureRow("ACP 1", "acp", "1")])
    assert texts(table, "//td") == ["s/d", "—"]
    wording(tree(table).xpath("//td[2]//abbr/@title"))


def test_whose_data_a_mean_lacks_is_noted_with_the_window_and_not_who_had_nothing_programmed(wording):
    """U2 lacks its task of April; U1 has its only task in January, and nothing to do in April. Then U3 lacks one of two."""
    tables = {
        "estructura": "nivel | codigo | nombre | padre\nentidad | E | Entidad |\narea | A | Norte | E\n"
        + "".join(f"unidad | U{at} | Unidad {at} | A\n" for at in (1, 2, 3)),
        "tareas": "tarea | descripcion | unidad | acp | ponderacion | ene | abr\n"
        "1 | A | U1 | 1 | 100 | 1 |\n2 | B | U2 | 1 | 100 | 1 | 1\n3 | C | U3 | 1 | 100 | 1 | 1\n",
        "ejecucion": "tarea | ene | abr\n1 | 1 |\n2 | 1 |\n3 | 1 | 1\n",
    }
    book = make_scored(make_dataset(**tables), method=load_method(Workspace(ROOT), "segip-2020"))
    before = replace(AVANCE, period="2024-T1")
    wording(figures(book, [before, AVANCE], node_rows(book, "area")).notes[-1])
    assert figures(book, [before], node_rows(book, "area")).notes == ()
    lacking = tables | {"ejecucion": tables["ejecucion"].replace("3 | 1 | 1", "3 | 1 |") + "4 | | 1\n"}
    lacking["tareas"] = tables["tareas"].replace("| U3 | 1 | 100", "| U3 | 1 | 60") + "4 | D | U3 | 1 | 40 | | 1\n"
    book = make_scored(make_dataset(**lacking), method=load_method(Workspace(ROOT), "segip-2020"))
    wording(figures(book, [AVANCE], node_rows(book, "area")).notes[-1])


@pytest.mark.parametrize(("silent", "told"), [(1, "Viceconsulado 1"), (5, "5 puestos")])
def test_whose_data_a_mean_lacks_is_noted_at_any_depth_and_once(silent, told):
    """A post without data is left out of its subtype's mean, and so of the type's, the area's, the service's."""
    posts = range(1, 8)
    tables = {
        "estructura": "nivel | codigo | nombre | padre\nentidad | E | Entidad |\nservicio | EXT | Exterior | E\n"
        "area | EXT | Exterior | EXT\ntipo | CON | Consulados | EXT\nsubtipo | VIC | Viceconsulados | CON\n"
        + "".join(f"puesto | V{at} | Viceconsulado {at} | VIC\n" for at in posts),
        "avances": "nivel | codigo | indicador | periodo | valor\n"
        + "".join(f"puesto | V{at} | avance_fisico | 2024-T2 | 80\n" for at in posts if at > silent),
    }
    book = make_scored(make_dataset(**tables))
    for level in ("servicio", "area", "tipo", "subtipo"):
        (row,) = node_rows(book, level)
        (note,) = figures(book, [AVANCE], [row]).notes
        assert note.endswith(f": {told}, en «{row.label}».")
    (note,) = figures(book, [AVANCE], [*node_rows(book, "tipo"), *node_rows(book, "subtipo")]).notes
    assert note.endswith(f": {told}, en «Consulados» y «Viceconsulados».")


@pytest.mark.parametrize("areas", [3, 5, 8])
def test_the_cases_of_a_long_note_are_told_in_two_sentences_at_most(areas, wording):
    """Of each area, one of two units has no data. Six areas are named, and of the others, how many there are."""
    numbers = range(1, areas + 1)
    tables = {
        "estructura": "nivel | codigo | nombre | padre\nentidad | E | Entidad |\n"
        + "".join(f"area | A{at} | Norte {at} | E\nunidad | U{at} | Una {at} | A{at}\nunidad | V{at} | Otra {at} | A{at}\n" for at in numbers),
        "avances": "nivel | codigo | indicador | periodo | valor\n"
        + "".join(f"unidad | U{at} | avance_fisico | 2024-T2 | 80\n" for at in numbers),
    }  # fmt: skip
    book = make_scored(make_dataset(**tables))
    (note,) = figures(book, [AVANCE], node_rows(book, "area")).notes
    wording(note, *(f"Norte {at}" for at in numbers if at <= 6))


def test_whom_a_sum_of_quarters_lacks_in_one_of_them_is_noted_with_the_quarter(wording):
    tables = {
        "estructura": "nivel | codigo | nombre | padre\nentidad | E | Entidad |\narea | A | Área | E\nunidad | U1 | Una | A\nunidad | U2 | Otra | A\n",
        "avances": "nivel | codigo | indicador | periodo | valor\nunidad | U1 | avance_fisico | 2024-T1 | 80\n"
        "unidad | U1 | avance_fisico | 2024-T2 | 80\nunidad | U2 | avance_fisico | 2024-T2 | 60\n",
    }
    book = make_scored(make_dataset(**tables))
    assert book["eficacia_ponderada/2024-S1/area/A"].rounded == Decimal("37.50")
    (note,) = figures(book, [replace(AVANCE, indicator="eficacia_ponderada", period="2024-S1")], node_rows(book, "area")).notes
    wording(note, "Otra", "Área", "T1")


def test_a_late_unit_is_noted_beside_a_mean_of_operations(wording):
    """The area's progress is that of its operations in time; the action's, of its units."""
    book = make_scored(
        make_dataset(
            estructura="nivel | codigo | nombre | padre | acp\nentidad | E | Entidad | |\narea | A | Norte | E |\n"
            "unidad | U1 | Una | A | 1\nunidad | U2 | Otra | A | 1\n",
            acciones="acp | denominacion\n1 | Uno\n",
            tareas="version | tarea | operacion | unidad | acp | abr\nv1 | 1 | 1.1 | U1 | 1 | 4\nv1 | 2 | 2.1 | U2 | 1 | 4\n",
            ejecucion="tarea | abr\n1 | 1\n2 | 4\n",
            presentaciones="unidad | periodo | en_plazo\nU2 | 2024-T2 | no\n",
        ),
        method=load_method(Workspace(ROOT), "mre-2021"),
    )
    assert book["avance_fisico/2024-T2/area/A"].rounded == Decimal("25.00")
    wording(figures(book, [AVANCE], [*node_rows(book, "area"), FigureRow("ACP 1", "acp", "1")]).notes[-1], "Norte", "ACP 1")


@pytest.mark.parametrize(("areas", "rest"), [(3, ""), (4, "una sola fila"), (7, "4 filas")])
def test_a_note_on_missing_data_counts_the_rows_of_what_it_does_not_name(areas, rest):
    """In each area one unit lacks its datum of January and another that of April: two cases for each row."""
    numbers = range(1, areas + 1)
    tables = {
        "estructura": "nivel | codigo | nombre | padre\nentidad | E | Entidad |\n"
        + "".join(f"area | A{at} | Área {at} | E\n" for at in numbers)
        + "".join(f"unidad | {unit}{at} | {unit}{at} | A{at}\n" for at in numbers for unit in "UV"),
        "tareas": "tarea | descripcion | unidad | acp | ponderacion | ene | abr\n"
        + "".join(f"{unit}{at} | A | {unit}{at} | 1 | 100 | 1 | 1\n" for at in numbers for unit in "UV"),
        "ejecucion": "tarea | ene | abr\n" + "".join(f"U{at} | 1 |\nV{at} | | 1\n" for at in numbers),
    }
    book = make_scored(make_dataset(**tables), method=load_method(Workspace(ROOT), "segip-2020"))
    note = figures(book, [replace(AVANCE, period="2024-T1"), AVANCE], node_rows(book, "area")).notes[-1]
    assert note.count("en «Área") == 6 and note.endswith(f", en {rest or '«Área 3» (T2)'}.")


def test_nothing_is_missing_beside_a_progress_that_is_itself_the_mean_of_its_parts(wording):
    """Of three types, one reports 75 beside its post's 80, one is the mean of its posts, one has no data."""
    book = make_scored(make_dataset(
        estructura="nivel | codigo | nombre | padre\nentidad | E | Entidad |\n"
        + "".join(f"tipo | {kind} | Tipo {kind} | E\npuesto | {kind}1 | Puesto {kind} | {kind}\n" for kind in "ABC"),
        avances="nivel | codigo | indicador | periodo | valor\ntipo | A | avance_fisico | 2024-T2 | 75\n"
        "puesto | A1 | avance_fisico | 2024-T2 | 80\npuesto | B1 | avance_fisico | 2024-T2 | 90",
    ))  # fmt: skip
    table = figures(book, [replace(AVANCE, indicator="avance_fisico_partes")], node_rows(book, "tipo"))
    assert texts(table, "//td") == ["80,00", "—", "s/d"]
    wording(tree(table).xpath("//td//abbr/@title")[:1])


def test_a_note_on_negative_numbers_stands_only_with_one_in_the_column(book):
    asked = replace(AVANCE, note="Qué es.", if_negative="Qué es lo negativo.")
    columns = [asked, replace(asked, period="2024-S1")]
    notes = "//p[@class='nota']"
    assert texts(figures(book, columns, acp_rows(book)), notes)[:1] == ["Qué es."]
    own = "avance_fisico/2024-T2/acp/1"
    below = replace(book, figures={**book.figures, own: replace(book[own], value=Fraction(-1, 10))})
    assert texts(figures(below, columns, acp_rows(book)), notes)[:2] == ["Qué es.", "Qué es lo negativo."]


@pytest.mark.parametrize("accrued", ["-21500.00", "21500.00"])
def test_negative_accrued_money_is_explained_in_every_table(book_of, accrued):
    """In the quarter more was reversed than accrued; execution, which is negative too, needs no second note."""
    quarter = [("devengado/2024-T2/acp/1", accrued, "Bs"), ("ejecucion_financiera/2024-T2/acp/1", "-5" if "-" in accrued else "5", "%")]
    columns = [FigureColumn(name, name, "2024-T2") for name in ("devengado", "ejecucion_financiera")]
    shown = figures(book_of(quarter, ()), columns, [FigureRow("ACP 1", "acp", "1")])
    told = texts(shown, "//p[@class='nota']")
    assert told == (["Devengado negativo: se revirtió más de lo que se devengó."] if "-" in accrued else [])


def test_a_column_of_an_unknown_indicator_is_an_error(book):
    """A misspelt indicator is not printed as s/d. `find` decides; the table must ask it."""
    with pytest.raises(UnknownFigure):
        figures(book, [FigureColumn("x", "avance", "2024-T2")], acp_rows(book))


def test_grades_show_symbol_and_word(book):
    assert texts(figures(book, [GRADO], acp_rows(book)), "//td") == ["● Alto", "◆ Bajo"]


def test_units_go_to_the_heads(book):
    columns = [
        FigureColumn("Ppto. vigente", "ppto_vigente", "2024-T2"),
        FigureColumn("Brecha (puntos)", "brecha_ideal", "2024-T2"),
        GRADO,
    ]
    heads = texts(figures(book, columns, acp_rows(book)), "//thead//th")
    assert heads == ["ACP", "Ppto. vigente (Bs)", "Brecha (puntos)", "Grado"]


def test_a_count_has_no_unit(book):
    table = figures(
        book, [FigureColumn("Tareas", "cantidad_tarea", "2024-T2")], [FigureRow("MRE", "entidad", "MRE")]
    )
    assert texts(table, "//thead//th")[1] == "Tareas"
    assert texts(table, "//td") == ["4.426"]


def test_rows_may_name_the_indicator_and_then_cells_show_their_unit(book):
    rows = [
        FigureRow("Avance", indicator="avance_fisico"),
        FigureRow("Vigente", indicator="ppto_vigente"),
    ]
    table = figures(book, [FigureColumn("ACP 1", period="2024-T2", level="acp", code="1")], rows)
    assert texts(table, "//thead//th")[1] == "ACP 1"
    assert texts(table, "//td") == ["94,10 %", "Bs 710.081,76"]


def test_groups_of_columns_have_their_own_heads(book):
    columns = [
        FigureColumn("Vigente", "ppto_vigente", "2024-T2"),
        FigureColumn("Avance", "avance_fisico", "2024-T2", group="2.º trimestre"),
        FigureColumn("Grado", "avance_fisico", "2024-T2", is_grade=True, group="2.º trimestre"),
    ]
    table = figures(book, columns, acp_rows(book))
    root = tree(table)
    assert root.xpath("//colgroup/@span") == ["2"]
    assert texts(table, "//thead/tr[1]/th") == ["ACP", "Vigente (Bs)", "2.º trimestre"]
    assert root.xpath("//thead/tr[1]/th/@rowspan") == ["2", "2"]
    assert root.xpath("//th[@scope='colgroup']/@colspan") == ["2"]
    assert texts(table, "//thead/tr[2]/th") == ["Avance (%)", "Grado"]


def test_group_rows_head_their_own_body(book):
    rows = (
        *(replace(row, level="", code="") if row.style else row for row in unit_rows(book, ranked_by=("avance_fisico", "2024-T2"))),
        FigureRow("Total", "entidad", "MRE", "total"),
    )
    table = figures(book, [AVANCE, GRADO], rows)
    root = tree(table)
    assert len(root.xpath("//tbody")) == 2
    assert root.xpath("//tr[@class='grupo']/th/@scope") == ["rowgroup", "rowgroup"]
    assert root.xpath("//tr[@class='grupo']/th/@colspan") == ["3", "3"]
    assert texts(table, "//tr[@class='total']/*") == ["Total", "80,96", "● Alto"]


def test_group_rows_with_figures_keep_their_cells(book):
    table = figures(book, [AVANCE], unit_rows(book, ranked_by=("avance_fisico", "2024-T2")))
    assert texts(table, "//tr[@class='grupo'][1]/td")[0] == "92,75"


def test_indented_rows_bear_their_level(book):
    table = figures(book, [AVANCE], [FigureRow("ACP 1", "acp", "1", depth=2)])
    assert tree(table).xpath("//tbody//th/@class") == ["nivel-2"]


def test_every_heading_cell_has_a_scope(book):
    table = figures(book, [AVANCE, GRADO], unit_rows(book, ranked_by=("avance_fisico", "2024-T2")))
    assert set(tree(table).xpath("//th/@scope")) == {"col", "row"}
    assert not tree(table).xpath("//th[not(@scope)]")


def test_wide_and_dense_tables_say_so(book):
    table = figures(book, [AVANCE] * 7, acp_rows(book), wide=True)
    assert tree(table).get("class") == "cuadro apaisado"
    assert tree(table).xpath("//table/@class") == ["densa"]


def test_every_number_of_a_table_is_a_figure_of_the_book(book):
    table = figures(book, [AVANCE], (*node_rows(book, "unidad"), *acp_rows(book)))
    numbers = tree(table).xpath("//data")
    assert len(numbers) == 4
    assert all(book[number.get("data-cifra")].published == number.get("value") for number in numbers)


@pytest.mark.parametrize("id", ["acp", "cuadro-", "cuadro-ACP", 'cuadro-x" onload="', "grafico-x"])
def test_a_table_id_that_no_reference_could_name_is_refused(id):
    with pytest.raises(UsageError, match="no identifica un cuadro"):
        Table(id, "t", (Column("a"),), ())


def test_a_row_that_does_not_fit_is_refused():
    with pytest.raises(ValueError):
        Table("cuadro-x", "t", (Column("a"), Column("b")), (TableRow(("1",)),))


def test_a_table_without_rows_says_so(wording):
    table = Table("cuadro-x", "t", (Column("a"), Column("b")), ())
    wording(words(table))
    assert tree(table).get("id") == "cuadro-x" and not tree(table).xpath("//table | //figure")


def test_a_figure_table_without_rows_says_so(book, wording):
    table = figures(book, [AVANCE], [])
    assert [column.header for column in table.columns] == ["ACP", "Avance físico"]
    wording(words(table))


def test_a_listing_formats_numbers_and_marks_missing_values(book):
    rows = (*book.listing("acciones"), {"acp": "3", "denominacion": "Tres", "amp": "1247"})
    table = listing_table(
        rows,
        id="cuadro-l",
        title="Acciones",
        columns={"denominacion": "Acción", "amp": "AMP"},
        numbers={"amp"},
    )
    assert texts(table, "//tbody/tr[last()]/*") == ["Tres", "1.247"]
    assert texts(table, "//tbody/tr[2]/td") == ["s/d"]
    assert tree(table).xpath("//data/@value") == ["1", "1247"]


FINDINGS = (
    Finding(
        "GAS-SUMA",
        Severity.ERROR,
        "No suma <b>.",
        elemento="devengado/2024-T2/acp/6",
        archivo="a/b.csv",
        celda="E7",
    ),
    Finding("REP-NADA", Severity.NOTE, "No informó."),
)


def test_findings_stand_under_their_rule_with_its_severity_in_words(book, wording):
    again = replace(FINDINGS[0], mensaje="Tampoco.", celda="")
    table = findings_table(book, (*FINDINGS, again), id="cuadro-h")
    wording(texts(table, "//tbody[1]//*[self::th or self::td]"), "2 errores · GAS-SUMA", "No suma <b>.", "b.csv, E7", "Tampoco.", "b.csv")
    assert texts(table, "//tbody[2]//td") == ["No informó.", "—"]
    assert texts(table, "//p")[-1] == "—: no corresponde."


def test_a_long_message_is_printed_whole(book):
    """Commas do not distinguish a list from a sentence, so only each rule shortens its own lists."""
    cell = "«Total de la entidad, Ejecución»"
    sentence = f"imprime 195.866, y según {cell} sería 603.152: los dos no coinciden; cuadraría con {cell} = 1 o con {cell} = 2."
    long = Finding("CUA-CIFRA", Severity.WARNING, f"«Texto», fila «Total, general», {sentence * 4}")
    assert printed_message(book, long) == long.mensaje


def test_a_table_without_findings_says_so(book, wording):
    wording(words(findings_table(book, (), id="cuadro-h")))


def test_cards_of_figures(book):
    cards = (
        card(book["avance_fisico/2024-T2/entidad/MRE"], "Avance físico"),
        card(book["cantidad_tarea/2024-T2/entidad/MRE"], "Tareas <b>", "del año"),
    )
    shown = KeyFigures(cards)
    assert texts(shown, "//p[@class='etiqueta']") == ["Avance físico", "Tareas <b>"]
    assert texts(shown, "//p[@class='valor']") == ["80,96 %", "4.426"]
    assert texts(shown, "//p[@class='detalle']") == ["● Alto", "del año"]


def test_every_note_ends_with_one_full_stop_whatever_the_data_or_the_method_write():
    """Sources and explanations come from people's files, with a stop of their own or none."""
    written = ("Fuente: RM 3..", "Según el informe", "Vale.", "57,97…", Markup("<b>a</b> & b."), "Firma S.A..", "")
    table = Table("cuadro-x", "x", (Column("a"),), (), written, empty="Nada.")
    assert table.every_note == ("Fuente: RM 3.", "Según el informe.", "Vale.", "57,97…", Markup("<b>a</b> & b."), "Firma S.A.", "")
    own = ("¿Por qué?", "Lista:", "Ver (según la norma.)", "«Vale.»", "Y así...")
    assert Table("cuadro-x", "x", (Column("a"),), (), own).every_note == own
    assert table._repr_html_().count("..") == 0
