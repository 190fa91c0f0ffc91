"""How the annex of findings words the findings that follow from another one, their root cause."""

from dataclasses import replace

import pytest
from builders import make_dataset, make_scored

from helpers.figures.findings import Finding, Severity
from helpers.figures.printed_tables import PrintedTable
from helpers.views.quality.audit_tables import audit_table, consequence_lines

FIGURE = "avance_fisico/2024-T2/entidad/E"
SAME = Finding(
    "PUB-CIFRA", Severity.WARNING, "Otra vez.", FIGURE, encontrado="70.00", archivo="data/x/publicado.csv", celda="C9",
    posicion="1.1", causa_raiz="Avance físico · E (publicado.csv, celda C2): es la misma cifra",
)  # fmt: skip
BOOK = make_scored(make_dataset(estructura="nivel | codigo\n entidad | E"))
TABLES = tuple(
    PrintedTable(name, title, "", "", "Informe final", "", "x.yaml", f"data/x/{file}.csv", "", (), (), (), ())
    for name, file, title in (("unidades", "unidades", "Ejecución por unidad"), ("T2.texto", "texto_t2", "Cifras del texto"))
)


@pytest.mark.parametrize(
    ("element", "words"),
    [
        (FIGURE, "Avance físico · entidad E · segundo trimestre de 2024"), ("entidad/E", "Entidad Uno"),
        ("cat_prog/00 0 001", "categoría 00 0 001"), ("produccion/966/cantidad", "produccion 966 cantidad"), ("x", "x"),
    ],
)  # fmt: skip
def test_what_a_finding_outside_the_book_is_about_is_told_without_its_key(element, words):
    book = make_scored(make_dataset(estructura="nivel | codigo | nombre\n entidad | E | Entidad Uno"))
    (line,) = consequence_lines(book, (replace(SAME, elemento=element),))
    assert line.endswith(f": 70,00 en {words.replace('entidad E', 'Entidad Uno')} (1.1).")


def test_a_late_form_is_told_by_its_unit_its_period_and_its_date_in_words(wording):
    book = make_scored(make_dataset(estructura="nivel | codigo | nombre | padre\n entidad | E | Entidad Uno |\n unidad | U1 | Unidad Uno | E"))
    late = replace(SAME, elemento="presentaciones/2024-T1/U1", encontrado="2024-04-15", causa_raiz="X (a.csv): es la misma práctica")
    (line,) = consequence_lines(book, (late,))
    wording(line, "15 de abril de 2024", "«Unidad Uno»", "primer trimestre de 2024", "1.1")


def test_a_figure_of_the_book_is_named_in_words(wording):
    known = make_scored(make_dataset(estructura="nivel | codigo\n entidad | E", avances="nivel | codigo | indicador | periodo | valor\n entidad | E | avance_fisico | 2024-T2 | 70.00"))
    wording(consequence_lines(known, (SAME,)), "70,00", "Avance físico · entidad E · segundo trimestre de 2024", "1.1")
    (line,) = consequence_lines(known, (replace(SAME, codigo="CIE-REEXPRESADA", encontrado="66.66666666666666666666666666666667"),))
    assert " 66,67 en " in line, "a figure of the data as it is printed, not with all the decimals of its exact value"


def test_a_place_outside_the_tables_is_told_without_what_it_prints(wording):
    message = "Informe del primer trimestre de 2021, líneas 3-5 (calificación) imprime «MEDIO» y se calcula «Alto»: es la de 67,20."
    (line,) = consequence_lines(BOOK, (replace(SAME, encontrado="MEDIO", mensaje=message),))
    wording(line, "MEDIO", "Informe del primer trimestre de 2021, líneas 3-5 (calificación)", "1.1")


def test_consequences_are_grouped_by_reason_value_table_and_row(wording):
    """The same wrong value stands in two rows of one table and in a second table. Another value follows through a
    finding in between, and the last one is what a unit reported."""
    of_table = {"codigo": "CUA-CIFRA", "elemento": "cuadro/T2.texto/T2 / MRE/avance", "posicion": "1.2"}
    printed = "unidades.csv, fila TOTAL, columna avance_t2 imprime 70,00 y se calcula 80,00."
    through = "Avance físico · E (publicado.csv, celda C2): a través de Eficacia · E (publicado.csv, celda C3), "
    lines = consequence_lines(
        replace(BOOK, printed=TABLES),
        (
            replace(SAME, mensaje=printed),
            replace(SAME, **of_table),
            replace(SAME, mensaje=printed.replace("TOTAL", "SUMA"), posicion="1.3"),
            replace(SAME, encontrado="17.50", posicion="1.4", causa_raiz=f"{through}es la misma cifra", mensaje=printed),
            replace(SAME, mensaje="«U1», avance físico: dice 70,00.", causa_raiz="X (a.csv): es la misma práctica", posicion="1.5"),
        )
    )
    wording(
        lines, "70,00", "«Ejecución por unidad» («TOTAL», 1.1, «SUMA», 1.3)", "«Cifras del texto» («T2 / MRE», 1.2)", "17,50",
        "«Ejecución por unidad» («TOTAL», 1.4)", "70,00", "«U1»", "1.5",
    )  # fmt: skip


def test_findings_with_rule_criterion_and_cause_in_common_share_one_group(wording):
    """Two areas whose months do not add up share criterion, cause, effect and recommendation; a printed
    figure has its own."""
    area = Finding("VEN-MESES", Severity.WARNING, "A dice 1 y sus meses suman 2.", "a", posicion="1", efecto="+1 punto")
    found = (area, replace(area, mensaje="B dice 3 y sus meses suman 4.", posicion="2"), replace(SAME, posicion="3", causa_raiz=""))
    book = make_scored(make_dataset(estructura="nivel | codigo\n entidad | E"))
    table = audit_table(book, found)
    wording(table.notes)
    rows = [row.cells for row in table.rows]
    names = [row[0] for row in rows]
    assert names[:10] == [
        "1 y 2 · ▲ Advertencia · VEN-MESES", "Criterio", "Causa", "Efecto", "Recomendación", "1 · Condición", "Respuesta",
        "2 · Condición", "Respuesta", "3 · ▲ Advertencia · PUB-CIFRA",
    ]  # fmt: skip
    assert [row[1] for row in rows if row[0].endswith("Condición")][:2] == [area.mensaje, "B dice 3 y sus meses suman 4."]
    assert names[10:] == ["Condición", "Criterio", "Causa", "Efecto", "Recomendación", "Respuesta"]


@pytest.mark.parametrize(
    ("file", "place"),
    [
        ("data/x/2024/T1/formularios/U1.xlsx", "U1.xlsx (primer trimestre de 2024), hoja Seguimiento, M11"),
        ("data/x/2024/gastos.xlsx", "gastos.xlsx, hoja Seguimiento, M11"),
        ("data/x/2024/poa/v1/tareas.xlsx", "tareas.xlsx (versión v1 del plan), hoja Seguimiento, M11"),
    ],
)
def test_a_condition_says_in_which_file_of_which_folder_it_was_found(file, place):
    """The forms of two quarters may have the same name, and their messages the same words."""
    said = "1 tarea no nombra medio de verificación: T1."
    found = Finding(
        "FOR-SIN-MEDIO", Severity.WARNING, f"{file}, hoja «Seguimiento», celda M11: {said}", archivo=file,
        hoja="Seguimiento", celda="M11",
    )  # fmt: skip
    assert audit_table(BOOK, (found,)).rows[1].cells == ("Condición", f"{said} Lugar: {place}.")
