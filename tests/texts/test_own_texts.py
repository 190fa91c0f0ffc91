"""The planner's texts when they are read: errors that no figure can correct are reported before any is computed."""

from builders import make_corrida

from helpers.base.system.workspace import Workspace
from helpers.figures.findings import Severity
from helpers.texts.section_prose import read_texts

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
