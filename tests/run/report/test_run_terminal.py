"""What a planner sees in the terminal: the progress of a run, its results, and why there is no report."""

import io
import re
from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace

import pytest
from rich.console import Console

from helpers.base.periods import Period
from helpers.desk.terminal.finding_pages import counts_es, finding_line, list_findings
from helpers.desk.terminal.run_screen import Screen, seconds_es
from helpers.desk.terminal.run_summary import headline_table, show_failures, show_published
from helpers.figures.book import Book
from helpers.figures.figure import Figure, Grade, Operation
from helpers.figures.findings import Finding, Reconciled, Severity, Verdict
from helpers.run.report.make_report import Published
from helpers.run.report.report_order import Failure, Stop

T2 = Period.parse("2024-T2")
HIGH = Grade("En proceso", "Alto", "Satisfactorio", "verde", "●")


@pytest.fixture
def console():
    return Console(file=io.StringIO(), width=80, highlight=False)


def shown(console):
    return console.file.getvalue()


def figure(indicator, period, value, grade=None):
    return Figure(
        indicator,
        period,
        "entidad",
        "MRE",
        "Ministerio",
        "%",
        Operation.INPUT,
        Fraction(value),
        2,
        "",
        grade=grade,
    )


def printed(figure_id, value, computed):
    return Reconciled(figure_id, "cuadro 1", value, computed, "", Verdict.IRRECONCILABLE, "", "")


class Bands:
    indicador = "avance_fisico"

    @staticmethod
    def grade_of(value):
        return HIGH if value >= 70 else Grade("", "Medio", "", "ámbar", "■")


@pytest.fixture
def computed():
    figures = [
        figure("avance_fisico", T2, "88.75", HIGH),
        figure("avance_fisico", T2.accumulated(), "86.38", HIGH),
        figure("ejecucion_financiera", T2, "17.43"),
    ]
    return SimpleNamespace(
        book=Book("mre", T2, {item.id: item for item in figures}, ()),
        findings=(Finding("R1", Severity.WARNING, "x"),),
        reconciliation=(
            printed("avance_fisico/2024-T2/entidad/MRE", "60.96", "88.75"),
            printed("avance_fisico/2024-T2/entidad/MRE", "60.96", "88.75"),
            printed("avance_fisico/2024-S1/entidad/MRE", "86.38", "86.38"),
            printed("avance_fisico/2024-S1/entidad/MRE", "86", "86"),
        ),
        corrida=SimpleNamespace(period=T2, estado="borrador"),
        entidad=SimpleNamespace(nombre="Ministerio de Prueba"),
        metodo=SimpleNamespace(
            nombre="Método simple",
            bandas=(Bands,),
            bands_of={"avance_fisico": Bands}.get,
            hoja=None,
            thresholds_of={"ejecucion_financiera": SimpleNamespace(indicador="ejecucion_financiera")}.get,
            headline_indicators=("avance_fisico", "ejecucion_financiera"),
            indicadores={
                "avance_fisico": SimpleNamespace(nombre="Avance físico"),
                "ejecucion_financiera": SimpleNamespace(nombre="Ejecución financiera"),
            },
        ),
    )


def headlines(computed):
    """The rows of the table of headline figures, each as the text of its cells."""
    table = headline_table(computed.book, computed.metodo, computed.reconciliation)
    return list(zip(*([str(cell) for cell in column.cells] for column in table.columns), strict=True))


def test_a_headline_has_its_grade_as_computed_and_as_published(computed):
    indicator, window, value, published = headlines(computed)[0]
    assert (indicator, window) == ("Avance físico", "segundo trimestre")
    assert value == "88,75\u00a0% ● Alto"
    assert (published.startswith("60,96\u00a0% "), published.endswith(" Medio")) == (True, True)
    assert "igual" not in published


def test_a_headline_published_with_the_same_value_is_confirmed(computed):
    assert headlines(computed)[1][3] == "igual"


def test_the_name_of_an_indicator_is_not_repeated(computed):
    assert [row[0] for row in headlines(computed)][:2] == ["Avance físico", ""]


def test_a_published_value_has_no_grade_where_the_computed_one_has_none(computed):
    computed.reconciliation = (printed("ejecucion_financiera/2024-T2/entidad/MRE", "17.40", "17.43"),)
    assert headlines(computed)[2][3] == "17,40\u00a0%"


def test_without_scales_the_headline_is_progress_and_execution_without_grades(computed):
    computed.metodo.bandas, computed.metodo.umbrales = (), None
    computed.metodo.bands_of = {}.get
    computed.book = Book("mre", T2, {
        item.id: item for item in (figure("avance_fisico", T2, "57.97"), figure("ejecucion_financiera", T2, "76.30"))
    }, ())  # fmt: skip
    found = headlines(computed)
    assert [(row[0], row[2]) for row in found] == [
        ("Avance físico", "57,97\u00a0%"), ("Ejecución financiera", "76,30\u00a0%"),
    ]  # fmt: skip
    assert found[0][3] == "60,96\u00a0%"


def test_a_run_ends_with_figures_findings_and_files(console, computed, wording):
    show_published(console, Published(computed, "output/mre/2024-T2", ("informe.html", "cuadernos/")))
    values = ("2024", "Método simple", "88,75", "Alto", "60,96", "Medio", "86,38", "Alto", "17,43", "0", "1", "0", "output/mre/2024-T2")
    wording([line.rstrip() for line in shown(console).splitlines()], *values)


def test_a_plan_has_no_headline_figures_and_no_empty_table_of_them(console, computed):
    computed.book = replace(computed.book, figures={})
    show_published(console, Published(computed, "output/segip/2024-poa", ()))
    assert "Calculado" not in shown(console)


RECEIVED = """
2024-T2 U1 a rechazado 2024-07-05 | it sent a corrected form
2024-T2 U1 b aceptado 2024-07-08
2024-T2 U2 c aceptado 2024-07-05 | it sent a worse form
2024-T2 U2 d rechazado 2024-07-08
2024-T2 U4 e rechazado 2024-07-05 | the planner discarded its second file
2024-T2 U4 f rechazado 2024-07-08
2024-T2 U4 f descartado 2024-07-08
2024-T2 U5 g aceptado 2024-07-08 | an older form that came later needs no correction
2024-T2 U5 h rechazado 2024-07-05
2024-T2 U7 m rechazado 2024-07-08 | before the form that counts came one of a later date
2024-T2 U7 n aceptado 2024-07-05
2024-T2 U8 o rechazado 2024-07-09 | without a date of its own, it bears that of its reception
2024-T2 U8 p aceptado 2024-07-05
2024-T2 - i rechazado 2024-07-05 | of two files nobody knows the unit
2024-T2 - j rechazado 2024-07-05
2024-T2 - k rechazado 2024-07-05 | this one was recognised once the structure was corrected
2024-T2 U6 k aceptado 2024-07-05
2024-T2 - q rechazado 2024-07-05 | this one is no longer in the inbox, and poa comprobar would not name it
2024-T1 U3 l rechazado 2024-04-05 | another quarter
"""


def test_a_run_ends_with_the_number_of_forms_that_are_rejected_in_its_period(console, computed, wording):
    columns = ("periodo", "unidad", "archivo", "estado", "fecha_presentacion")
    lines = [dict(zip(columns, line.partition(" |")[0].split(), strict=True)) for line in RECEIVED.strip().splitlines()]
    log = tuple({**line, "unidad": line["unidad"].strip("-"), "sha256": line["archivo"], "recibido": f"2024-07-09T{hour:02}:00:00"} for hour, line in enumerate(lines))
    there = {f"data/mre/2024/T2/formularios/{line['archivo']}.xlsx": line["archivo"] for line in log if line["archivo"] != "q"}
    computed.book = replace(computed.book, listings={"recepcion": log}, inputs=there)
    show_published(console, Published(computed, "output/mre/2024-T2", ()))
    told = " ".join(shown(console).split())
    wording(told[told.index("Formularios") : told.index(" Informe en")], "5", "poa comprobar mre/2024-T2")


def test_findings_are_listed_by_severity_file_and_cell(console):
    def finding(severity, file, cell):
        return Finding("X", severity, f"mensaje de {cell}", archivo=file, celda=cell)

    list_findings(
        console,
        [
            finding(Severity.NOTE, "a.csv", "A1"),
            finding(Severity.WARNING, "b.csv", "AA2"),
            finding(Severity.ERROR, "b.csv", "B10"),
            finding(Severity.WARNING, "b.csv", "B3"),
        ],
    )
    lines = [line.strip() for line in shown(console).splitlines() if line.strip()]
    assert lines == [
        "Errores", "•  b.csv, celda B10: mensaje de B10",
        "Advertencias", "•  b.csv, celda AA2: mensaje de AA2", "•  b.csv, celda B3: mensaje de B3",
        "Notas", "•  a.csv, celda A1: mensaje de A1",
    ]  # fmt: skip


def test_a_finding_does_not_say_its_place_twice(console):
    message = "data/a.csv, celda E7: «x» no es un número: escriba la cifra."
    list_findings(console, [Finding("X", Severity.ERROR, message, archivo="data/a.csv", celda="E7")])
    assert " ".join(shown(console).split()) == "Errores • a.csv, celda E7: «x» no es un número: escriba la cifra."


def test_a_message_that_begins_with_the_name_of_another_file_keeps_its_case():
    assert finding_line(Finding("X", Severity.ERROR, "acp_t2.csv, fila TOTAL: no.", archivo="publicado.csv"), "").plain == "publicado.csv: acp_t2.csv, fila TOTAL: no."


def test_a_failure_says_section_cell_line_and_error(console):
    show_failures(console, [Failure("acp", "04_acp.ipynb", Stop(7, "tabla[0]", "KeyError: 0"))])
    assert shown(console).splitlines()[:3] == [
        "acp · 04_acp.ipynb, celda [7]",
        "  tabla[0]" + " " * 70,
        "  KeyError: 0" + " " * 67,
    ]


def test_counts_agree_in_number():
    assert counts_es([Finding("X", Severity.ERROR, "x")], with_zeros=True) == "1 error, 0 advertencias y 0 notas"


@pytest.mark.parametrize(
    ("seconds", "text"), [(4.13, "4,1 s"), (59.94, "59,9 s"), (59.97, "1 min 00 s"), (125.4, "2 min 05 s")]
)
def test_durations_are_shown_in_seconds_or_minutes(seconds, text):
    assert seconds_es(seconds) == text


def drive(screen):
    with screen:
        screen.step("Lectura")
        screen.sections_chosen({"resumen": 5, "acp": 4})
        for name in ("resumen", "acp"):
            screen.section_started(name)
            screen.cell_started(name, 2)
        screen.section_ended("resumen", 1.2, None)
        screen.section_ended("acp", 3.4, Stop(3, "f()", "E: mal"))
        screen.notice("Atención")


def test_on_a_console_without_redrawing_each_finished_step_is_a_line(console):
    drive(Screen(console))
    assert [line.split(" (")[0] for line in shown(console).splitlines()] == [
        "✓ Lectura", "✓   resumen", "✗   acp", "Atención", "✓ Secciones",
    ]  # fmt: skip


def test_on_a_terminal_the_sections_stay_visible():
    console = Console(
        file=io.StringIO(), width=80, force_terminal=True, color_system=None, legacy_windows=False
    )
    drive(Screen(console))
    last = [re.sub(r"\x1b\[[\d?]*\w", "", line) for line in shown(console).splitlines()][-5:-1]
    assert [line.split()[:2] for line in last] == [
        ["✓", "Lectura"],
        ["✓", "Secciones"],
        ["✓", "resumen"],
        ["✗", "acp"],
    ]
    assert "celda [3]" in last[3]
    assert "2 de 2" in last[1]
