"""All charts of four reports: no text covers anything else, and each title states a finding of its chart."""

import re
from itertools import combinations, pairwise, product

import nbformat
import pytest
from builders import WORKSPACE, shipped
from kept_wording import held
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from helpers.base.display import cardinal
from helpers.base.system.workspace import Workspace
from helpers.demo.demo_write import make_demo
from helpers.figures.subjects import with_figures
from helpers.run.compute import compute
from helpers.run.section import Section
from helpers.texts.sentences.vocabulary import MOST_IN_WORDS
from helpers.views.charts import chart_style
from helpers.views.charts.chart import Chart
from helpers.views.charts.drawing.chart_frame import figures_of, printed
from helpers.views.charts.drawing.chart_message import NOUNS
from helpers.views.elements.grid import Pieces
from helpers.views.quality.citizen_summary import progress_chart
from helpers.views.quality.citizen_views import PROGRESS, progress_rows
from helpers.views.sections import (
    acp_section,
    areas_section,
    framework_section,
    history_section,
    physical_financial_section,
    services_section,
    summary_section,
    units_section,
)

SHOWN = (
    summary_section.map_chart, framework_section.organigram_chart, acp_section.map_chart,
    areas_section.months_chart, units_section.units_chart, units_section.dispersion_chart,
    history_section.physical_chart, history_section.spending, history_section.types_chart,
    services_section.months_chart, services_section.place_charts, physical_financial_section.units_chart,
)  # fmt: skip
"""The functions of sections whose charts the notebooks show."""
FINER = 4
"""Text is measured at this multiple of 72 dpi, because Agg moves letters to whole pixels."""
NUMBERS = {
    **{cardinal(count): count for count in range(2, MOST_IN_WORDS + 1)},
    **{str(count): count for count in range(MOST_IN_WORDS + 1, 200)},
}
"""Counts as titles write them: in words up to `MOST_IN_WORDS`, in digits above."""
NAMES = "|".join(NUMBERS)
COUNT = re.compile(
    rf"(?:(?P<some>ningun[oa]|un[oa]|{NAMES}) de )?(?P<article>l[ao]s) (?P<whole>{NAMES}) (?P<rest>.+)", re.IGNORECASE
)
"""Matches a count of a chart's rows, such as `Seis de las siete acciones están por debajo …`."""
HAS = re.compile(rf": (?:una? (?:área|unidad|puesto)\b|(?:{NAMES}|[1-9][\d.]{{2,}}) (?:áreas|unidades|puestos)\b)", re.IGNORECASE)
"""Matches what the title of an organigram says after the institution's name: its number of areas, units or posts."""
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=["mre/2024-T2", "mre/2024-T1", "segip/2020-anual", "demo/2024-T2"])
def computed(request, tmp_path_factory):
    if not request.param.startswith("demo/"):
        return shipped(request.param)
    workspace = Workspace(tmp_path_factory.mktemp("demo"))
    make_demo(WORKSPACE, workspace.root, 300, 2024)
    return compute(workspace, *request.param.split("/"))


@pytest.fixture(scope="module")
def sheets(computed):
    """The charts of a report, each with the matplotlib figure that it was drawn on; none is turned into a picture."""
    found, drawn = [], []
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr("helpers.views.charts.chart.to_svg", lambda sheet, _: drawn.append(sheet) or "<svg></svg>")
        for show in SHOWN:
            name = show.__module__.rpartition(".")[2].removesuffix("_section")
            found += charts_in(show(Section.of(name, computed)))
        found += charts_in(progress_chart(computed.book, computed.corrida.period.accumulated()))
    assert len(found) == len(drawn) > 5
    return list(zip(found, drawn, strict=True))


def charts_in(shown):
    if isinstance(shown, Pieces):
        return [chart for item in shown.items for chart in charts_in(item)]
    return [shown] if isinstance(shown, Chart) else []


def boxes(sheet):
    """The bounding boxes of texts and of bars, in points."""
    sheet.set_dpi(72 * FINER)
    canvas = FigureCanvasAgg(sheet)
    with chart_style.house_style():
        sheet.draw_without_rendering()
        renderer = canvas.get_renderer()
        texts = [text for text in sheet.findobj(Text) if text.get_visible() and text.get_text().strip()]
        written = [(text.get_text(), Text.get_window_extent(text, renderer)) for text in texts]
        bars = [bar.get_window_extent(renderer) for axes in sheet.axes for bars in axes.containers for bar in bars]
    points = [(text, Bbox(box.get_points() / FINER).padded(-1)) for text, box in written]
    return points, [Bbox(bar.get_points() / FINER) for bar in bars]


def test_chart_texts_overlap_no_text_and_no_bar_and_stay_inside(sheets):
    wrong = []
    for chart, sheet in sheets:
        texts, bars = boxes(sheet)
        across, up = sheet.get_size_inches() * 72
        wrong += [(chart.id, one, other) for (one, box), (other, second) in combinations(texts, 2) if box.overlaps(second)]
        wrong += [(chart.id, text, "bar") for (text, box), bar in product(texts, bars) if box.overlaps(bar)]
        wrong += [
            (chart.id, text, "edge") for text, box in texts
            if min(box.x0, box.y0) < 0.5 or box.x1 > across - 0.5 or box.y1 > up - 0.5
        ]  # fmt: skip
    assert wrong == []


def test_every_chart_title_states_a_linked_figure_or_a_count(sheets):
    """A figure in the title is linked in the caption. The organigram draws no figures: its title counts areas, units or
    posts. The alt text begins with the title."""
    for chart, _ in sheets:
        figures = list(figures_of(chart.marks))
        stated = {printed(figure) for figure in figures if held(chart.title, [printed(figure)])}
        linked = {printed(figure) for figure in figures if f'data-cifra="{figure.id}"' in chart.caption}
        assert linked == stated, chart.title
        assert linked or (COUNT if chart.marks else HAS).search(chart.title), chart.title
        assert chart.alt.startswith(chart.title)


def test_a_count_in_a_title_agrees_with_its_noun_and_with_the_rows(sheets, computed):
    window = computed.corrida.period.accumulated()
    compared = with_figures(computed.book, progress_rows(computed.book, window)[1], (PROGRESS, window))
    counted = [(chart, found) for chart, _ in sheets if (found := COUNT.search(chart.title))]
    assert counted
    for chart, found in counted:
        gender = found["article"].lower()[1]
        assert any(found["rest"].startswith((f"{noun} ", f"{noun}, ")) for noun, own in NOUNS.values() if own == gender), chart.title
        rows = [mark for mark in chart.marks if mark.style == "" and any(figure for _, figure in mark.figures)]
        # The citizens' chart may draw only the first and the last units; its title counts all of them.
        most = len(compared) if chart.id == "grafico-ciudadania-avance" else len({mark.label for mark in rows})
        assert 1 < NUMBERS[found["whole"].lower()] <= most, chart.title
        some = (found["some"] or found["whole"]).lower()
        if some.startswith(("un", "ningun")):
            assert some.endswith("o" if gender == "o" else "a"), chart.title
        else:
            assert NUMBERS[some] <= NUMBERS[found["whole"].lower()], chart.title


def test_the_notebook_of_the_actions_says_that_a_report_with_a_summary_has_the_map_there():
    """Its prose read a map that only the summary of such a report shows."""
    cells = nbformat.read(WORKSPACE.notebooks / "trimestral" / "04_acp.ipynb", nbformat.NO_CONVERT).cells
    (prose,) = (before.source for before, cell in pairwise(cells) if cell.source == "vistas.map_chart(seccion)")
    assert "va en el resumen si el informe lo tiene" in prose
