"""The step of one figure as a notebook shows it, with rows that a planner can add up by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace

import pandas as pd
import pytest
from builders import make_dataset, make_scored
from IPython.core.interactiveshell import InteractiveShell

from helpers.figures.book import Book
from helpers.run.workings.asked_step import NotRepeated, asked_step
from helpers.run.workings.figure_step import COMPARED, PARTS, TASKS, VALUES
from helpers.run.workings.input_frames import frame_of_dataset
from helpers.run.workings.section_calculation import calculation
from helpers.run.workings.shown_rows import cells_read, letters_read
from helpers.run.workings.workings import Workings
from helpers.views.elements.section_checks import MIME

TABLES = {
    "estructura": """
        codigo | nombre     | nivel   | padre | acp
        MRE    | Ministerio | entidad |       |
        ADM    | Central    | area    | MRE   |
        DGAA   | Asuntos    | unidad  | ADM   | 1
        DGP    | Planes     | unidad  | ADM   | 1
    """,
    "acciones": "acp | denominacion\n1 | Administrar",
    "vinculacion": "cat_prog | acp | unidad\n000 0 001 | 1 | DGAA\n000 0 002 | 1 | DGAA\n000 0 003 | 1 | DGP",
    "gastos": """
        fecha_corte | reporte   | sistema | estado   | cat_prog  | ppto_vigente | devengado
        2024-06-30  | categoria | SIGEP   | aprobado | 000 0 001 | 300.00       | 100.00
        2024-06-30  | categoria | SIGEP   | aprobado | 000 0 002 | 200.00       | 50.00
        2024-06-30  | categoria | SIGEP   | aprobado | 000 0 003 | 700.00       | 70.00
        2024-05-31  | categoria | SIGEP   | aprobado | 000 0 001 | 300.00       | 90.00
    """,
    "versiones": "version | fecha\nv1 | 2024-01-01",
    "tareas": """
        version | tarea | operacion | unidad | acp | acumulable | abr | may | jun
        v1      | T1    | O1        | DGAA   | 1   | si         | 10  | 10  |
        v1      | T2    | O1        | DGAA   | 1   | si         |     |     | 5
        v1      | T3    | O2        | DGP    | 1   | si         | 7   |     |
    """,
    "ejecucion": """
        tarea | periodo | abr | may | jun
        T1    | 2024-T2 | 10  | 20  |
        T2    | 2024-T2 |     |     | 4
        T3    | 2024-T2 | 7   |     |
        T1    | 2024-T1 |     |     |
    """,
}
MONEY, PROGRESS = "devengado/2024-S1/unidad/DGAA", "avance_fisico/2024-T2/unidad/DGAA"
EXECUTION = "ejecucion_financiera/2024-S1/acp/1"


@pytest.fixture(scope="module")
def dataset():
    return make_dataset(**TABLES)


@pytest.fixture(scope="module")
def book(dataset) -> Book:
    return make_scored(dataset)


def ran(book: Book, dataset, *printed: str, changed: tuple[str, str] = ("", "")) -> Workings:
    """Run the cells that repeat some figures, one by one as a notebook does; `changed` replaces a text in them."""
    workings = Workings(book, lambda name: frame_of_dataset(dataset, name))
    names: dict[str, object] = {"seccion": SimpleNamespace(trabajo=workings)}
    for cell in calculation(book, list(printed), workings.leida):
        if cell.kind == "code":
            source = cell.source.replace(*changed) if changed[0] else cell.source
            exec(source, names)
            workings.celdas.close(source, names)
    return workings


@pytest.fixture(scope="module")
def workings(book, dataset) -> Workings:
    return ran(book, dataset, MONEY, PROGRESS, EXECUTION)


def tables_of(step) -> dict[str, list[dict[str, str]]]:
    return {title: [dict(zip(shown.headings, row, strict=True)) for row in shown.rows] for title, shown in step.tables}


def test_an_amount_shows_its_rule_its_rows_with_their_cells_and_both_values(book, workings, wording):
    step = asked_step(book, workings, MONEY, None)
    shown = tables_of(step)
    wording(step.rule, "Devengado")
    assert [(row["cat_prog"], row["devengado"], row["origen"]) for row in shown["reporte"]] == [
        ("000 0 001", "100", "data/x/2024/gastos.csv#G2"),
        ("000 0 002", "50", "data/x/2024/gastos.csv#G3"),
    ]
    assert [row["importe"] for row in shown["de_cada_una"]] == ["100", "50"]
    assert shown[VALUES][-1] == {"nombre": "unidad", "valor": "150"}
    (pair,) = step.check.pairs
    assert (pair.repeated, pair.book, pair.agrees) == ("150", "150", True)


def test_a_unit_shows_what_its_tasks_programmed_executed_and_count(book, workings):
    shown = tables_of(asked_step(book, workings, PROGRESS, None))
    assert [(row["tarea"], row["origen"]) for row in shown["plan"]] == [
        ("T1", "data/x/2024/tareas.csv#G2:I2"),
        ("T2", "data/x/2024/tareas.csv#G3:I3"),
    ]
    assert [row["origen"] for row in shown["formularios"]] == ["data/x/2024/ejecucion.csv#C2:E2", "data/x/2024/ejecucion.csv#C3:E3"]
    tasks = [tuple(row[name] for name in ("codigo", "programado", "ejecutado", "contado")) for row in shown[TASKS]]
    assert tasks == [("T1", "20", "30", "20"), ("T2", "5", "4", "4")]
    assert [(row["codigo"], row["pesos"]) for row in shown[PARTS]] == [("O1", "2")]
    assert book[PROGRESS].value == 96  # 24 of 25


def test_a_part_of_a_service_shows_its_own_rows_of_its_window():
    services = """
        servicio | departamento | mes | tipo_tramite | cantidad
        ced      | LP           | ene | nuevo        | 1
        ced      | LP           | abr | nuevo        | 10
        ced      | LP           | may | nuevo        | 12
        ced      | LP           | may | viejo        | 5
    """
    dataset = make_dataset(**TABLES, produccion=services)
    book = make_scored(dataset)
    figure = "produccion/2024-T2/tipo_tramite/ced/LP/nuevo"
    shown = tables_of(asked_step(book, ran(book, dataset, figure), figure, None))
    assert [(row["mes"], row["cantidad"]) for row in shown["produccion"]] == [("abr", "10"), ("may", "12")]
    assert shown[VALUES] == [{"nombre": "suma", "valor": "22"}]


def test_a_formula_shows_its_operands_beside_the_comparison(book, workings):
    step = asked_step(book, workings, EXECUTION, None)
    assert "$$" in step.rule
    assert step.check.pairs[0].inputs == (("devengado", "220"), ("ppto_vigente", "1200"))
    result = step._repr_markdown_()
    assert result.index("Ejecución") < result.index(COMPARED) < result.rindex("<td>220</td>")


def test_a_step_shows_what_changed_cells_really_computed(book, dataset):
    changed = ran(book, dataset, MONEY, changed=('["importe"].pipe(suma_completa)', '["importe"].max()'))
    step = asked_step(book, changed, MONEY, None)
    assert tables_of(step)[VALUES][-1] == {"nombre": "unidad", "valor": "100"}
    assert step.check.differing[0].difference == "-50"


def test_a_wrong_figure_of_the_book_stands_beside_the_repeated_one(book, dataset):
    wrong = replace(book, figures={**book.figures, MONEY: replace(book[MONEY], value=Fraction(151))})
    step = asked_step(wrong, ran(wrong, dataset, MONEY), MONEY, None)
    assert (step.check.pairs[0].repeated, step.check.pairs[0].book, step.check.pairs[0].difference) == ("150", "151", "-1")


@pytest.mark.slow
def test_a_repeated_figure_of_every_kind_has_its_rule_and_its_tables_or_operands(book, dataset):
    workings = ran(book, dataset, *book.figures)
    kinds = {(book[figure].indicator, book[figure].level): figure for figure in workings.pasos}
    assert len(kinds) > 30
    lacking = []
    for figure in kinds.values():
        step = asked_step(book, workings, figure, None)
        if not step.rule.startswith("### ") or not (step.tables or workings.pasos[figure].inputs):
            lacking.append(figure)
    assert lacking == []


def test_a_figure_that_is_not_repeated_here_gives_one_message(book, dataset, tmp_path, wording):
    workings = ran(book, dataset, MONEY)
    check = {"promesa": "x", "comparados": 1, "distintos": [], "cifras": [EXECUTION]}
    cell = {"cell_type": "code", "source": "repetir(1)", "outputs": [{"data": {MIME: check}}]}
    (tmp_path / "04_acp.ipynb").write_text(json.dumps({"cells": [cell]}), encoding="utf-8")

    def message_for(figure: str, notebooks=tmp_path) -> str:
        with pytest.raises(NotRepeated) as result:
            asked_step(book, workings, figure, notebooks)
        assert result.value._render_traceback_() == [str(result.value)]
        return str(result.value)

    wording(message_for(EXECUTION), f"«{EXECUTION}»", "cuadernos/04_acp.ipynb", "2", "devengado")
    wording([message_for(PROGRESS), message_for(PROGRESS, None)], f"«{PROGRESS}»", f"«{PROGRESS}»")
    wording(message_for("devengado/2024-S1/unidad/DGA"), "«devengado/2024-S1/unidad/DGA»", MONEY, "2")
    wording(message_for("devengado/2024-S1/cat_prog/000 0 001"), "data/x/2024/gastos.csv#G2")


def test_a_notebook_shows_the_message_without_a_traceback(capsys):
    shell = InteractiveShell(colors="nocolor")
    shell.user_ns["problem"] = NotRepeated("Esta sección no repite «x».")
    shell.run_cell("raise problem")
    assert capsys.readouterr().out == "Esta sección no repite «x».\n"


def test_before_any_cell_has_run_the_message_says_what_to_run(book, dataset):
    with pytest.raises(NotRepeated, match="corra los pasos del cálculo"):
        asked_step(book, Workings(book, lambda name: frame_of_dataset(dataset, name)), MONEY, None)


def test_cells_of_a_line_are_named_and_neighbours_are_a_range(book):
    letters = letters_read(book)
    assert cells_read("data/x/2024/gastos.csv#3", ["cat_prog", "ppto_vigente"], letters) == "data/x/2024/gastos.csv#F3"
    assert cells_read("data/x/2024/tareas.csv#3", ["abr", "may", "jun"], letters) == "data/x/2024/tareas.csv#G3:I3"
    assert cells_read("data/x/2024/tareas.csv#3", ["abr", "jun"], letters) == "data/x/2024/tareas.csv#G3, I3"
    assert cells_read("plan.xlsx#H1!7", ["a"], {"plan.xlsx#H1!": {"a": "Z"}}) == "plan.xlsx#H1!Z7"
    assert cells_read("otro.csv#3", ["abr"], letters) == "otro.csv#3"


def test_column_aa_is_a_neighbour_of_column_z():
    letters = {"x#": {"a": "Y", "b": "Z", "c": "AA"}}
    assert cells_read("x#1", ["a", "b", "c"], letters) == "x#Y1:AA1"


def test_a_table_is_shown_with_the_cells_of_its_numbers_only(book, dataset):
    workings = Workings(book, lambda name: frame_of_dataset(dataset, name))
    money = workings.muestra(workings.tabla("gastos"), "cat_prog", "devengado")
    assert money.rows[0] == ("000 0 001", "100", "data/x/2024/gastos.csv#G2")
    assert workings.muestra(workings.tabla("estructura"), "codigo").rows[0] == ("MRE", "data/x/2024/estructura.csv#2")
    assert workings.muestra(pd.DataFrame({"a": [1]}), "a").headings == ("a",)
