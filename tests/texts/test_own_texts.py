"""The planner's texts when they are read: errors that no figure can correct are reported before any is computed."""

from dataclasses import replace

import pytest
from builders import make_corrida, make_dataset, make_scored

from helpers.base.system.workspace import Workspace
from helpers.figures.findings import Severity
from helpers.texts.section_prose import read_texts
from helpers.texts.sentences.plain_reading import plain_of, problems_of

TEXT = """\
Bien: {{ cifra("no/existe/aun/x") }} y {{ nombre("unidad", "U1") }} {{ cuando(acumulado) }}.

{{ cifrar("x") }} y {{ otro }}.

{% for x in y %}{% endfor %}
"""


def texts_of(tmp_path, text: str):
    run = make_corrida()
    folder = tmp_path / "data" / run.entidad / str(run.period.year) / run.period.window / "texto"
    folder.mkdir(parents=True)
    (folder / "resumen.md").write_text(text, encoding="utf-8")
    return [finding for finding in read_texts(Workspace(tmp_path), run).findings if finding.archivo.endswith("resumen.md")]


def test_errors_that_no_figure_can_correct_are_reported_with_their_line(tmp_path, wording):
    found = [one for one in texts_of(tmp_path, TEXT) if one.codigo == "TEX-PLANTILLA"]
    assert {one.severidad for one in found} == {Severity.ERROR}
    assert [one.celda for one in found] == ["línea 3", "línea 3", "línea 5"]
    wording(found[0].mensaje, "«otro»")
    wording(found[1].mensaje, "«cifrar»")


def test_a_text_with_a_syntax_error_is_reported_with_its_line(tmp_path, wording):
    [one] = [one for one in texts_of(tmp_path, 'Bien.\n\n{{ cifra("x }}\n') if one.codigo == "TEX-PLANTILLA"]
    assert one.celda == "línea 3"
    wording(one.mensaje)


def test_an_unknown_figure_is_not_reported_before_figures_are_computed(tmp_path):
    assert not [one for one in texts_of(tmp_path, '{{ cifra("a/b/c/d") }}') if one.codigo == "TEX-PLANTILLA"]


def test_a_supposition_that_divides_by_zero_is_a_fault_of_its_line():
    """An efficiency is over an execution, which an earlier report prints as 0.00."""
    spent, efficiency = "ejecucion_financiera/2024-S1/entidad/E", "eficiencia/2024-S1/entidad/E"
    progress = "".join(f"area | A | avance_fisico | 2024-T{quarter} | 50\n" for quarter in (1, 2))
    book = make_scored(make_dataset(
        estructura="nivel | codigo | padre\n entidad | E |\n area | A | E",
        avances=f"nivel | codigo | indicador | periodo | valor\n{progress}",
        gastos="fecha_corte | reporte | area | ppto_vigente | devengado\n 2024-06-30 | area | A | 1000.00 | 400.00",
    ))  # fmt: skip
    printed = {"id": spent, "donde": "cuadro 1", "valor": "0.00", "decimales": "2"}
    book = replace(book, listings={**book.listings, "publicado": (printed,)})
    assert efficiency in book.figures
    [fault] = problems_of(book, f'Hoy.\n\nSería {{{{ con_publicado("{efficiency}", "{spent}") }}}}.')
    assert fault.line == 3 and "«con_publicado»" in fault.message


@pytest.mark.parametrize("call", ["falta(5)", "cambio(ID, 5)", "cuenta(3)", "enumera(none)", "tareas_con_causa(5)", 'nombre(["unidad"], "U1")'])
def test_a_call_with_another_kind_of_argument_is_a_fault_of_its_line(call):
    """Also beside another fault, where the calls of a text are tried one by one."""
    book = make_scored(make_dataset(estructura="nivel | codigo | padre\n entidad | E |\n unidad | U1 | E"))
    said = call.replace("ID", f'"{next(iter(book.figures))}"')
    (fault,) = problems_of(book, f"Uno.\n\n{{{{ {said} }}}}")
    assert fault.line == 3 and f"«{call.partition('(')[0]}» no se usa así" in fault.message
    assert {one.line for one in problems_of(book, f"{{{{ {said} }}}} {{{{ nadie }}}}")} == {1}


def test_a_number_may_be_quoted_and_be_a_least_value():
    reported = "nivel | codigo | indicador | periodo | valor\n unidad | U1 | avance_fisico | 2024-T2 | 99.9"
    book = make_scored(make_dataset(estructura="nivel | codigo | padre\n entidad | E |\n unidad | U1 | E", avances=reported))
    text = '{{ cita(3246) }}: {{ cuantas("avance_fisico", "2024-T2", "unidad", desde=99.9) }}'
    assert problems_of(book, text) == ()
    assert [one.text for one in plain_of(book, text).numbers] == ["1"]
