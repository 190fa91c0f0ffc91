"""Charts: equal figures give equal bytes, the alt text states every figure, and labels are neither cut nor covered."""

import base64
import csv
import re
from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import combinations
from pathlib import Path

import matplotlib
import pytest
from builders import make_dataset, make_scored
from lxml import html
from markupsafe import escape
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from helpers.base.display import number_es
from helpers.base.errors import UnknownFigure
from helpers.base.periods import Period
from helpers.figures.subjects import FigureRow, acp_rows, node_rows
from helpers.views.charts import chart_style
from helpers.views.charts.bar_charts import horizontal_bars
from helpers.views.charts.chart import Chart, to_svg
from helpers.views.charts.drawing.chart_frame import ChartFrame, Column, Mark, figures_of, printed
from helpers.views.charts.line_charts import history_lines, month_panels, twin_lines
from helpers.views.charts.organigram import organigram
from helpers.views.charts.point_charts import dispersion, ranked_dots
from helpers.views.charts.quadrants import Divider, figure_threshold, quadrants
from helpers.views.elements.rows import drawn_unit_rows

STRUCTURE = Path(__file__).parents[2] / "data" / "mre" / "2024" / "estructura.csv"
LEVELS = ("entidad", "servicio", "area", "tipo", "subtipo", "unidad", "puesto")
AVANCE, EJECUCION = ("avance_fisico", "2024-T2"), ("ejecucion_financiera", "2024-T2")
BOTH = {"Avance": AVANCE, "Ejecución": EJECUCION}
MONTHS = Period.parse("2024-S1").months()
TO_SVG = "helpers.views.charts.chart.to_svg"
YEARS = [Period.parse(code) for code in ("2022-anual", "2023-anual", "2024-T1", "2024-T2")]


def ministry_nodes():
    """The ministry's own structure, with all its long names."""
    keys, nodes = [], []
    for row in csv.DictReader(STRUCTURE.open(encoding="utf-8")):
        above = reversed(LEVELS[: LEVELS.index(row["nivel"])])
        parent = next(((level, row["padre"]) for level in above if (level, row["padre"]) in keys), None)
        keys.append((row["nivel"], row["codigo"]))
        nodes.append((row["nivel"], row["codigo"], row["nombre"], parent))
    return nodes


def ministry_figures(nodes):
    """Values for every node and action, from very small ones to 100 %, some negative."""
    places = [(level, code) for level, code, _, _ in nodes] + [("acp", str(acp)) for acp in range(1, 8)]
    for at, (level, code) in enumerate(places):
        for step, period in enumerate(("2024-T1", "2024-T2", "2022-anual", "2023-anual")):
            value = str((at * 37 + step * 11) % 100 + 1)
            yield f"avance_fisico/{period}/{level}/{code}", value, "%"
        yield f"ejecucion_financiera/2024-T2/{level}/{code}", str((at * 13) % 60), "%"
        for step, period in enumerate(MONTHS):
            yield f"ejecucion_financiera/{period}/{level}/{code}", str((at * 7 + step * 5) % 18 - 2), "%"
        yield f"ejecucion_financiera/2024-S1/{level}/{code}", str(at * 13 % 50), "%"


@pytest.fixture(scope="module")
def ministry(book_of):
    nodes = ministry_nodes()
    actions = tuple({"acp": str(acp), "denominacion": f"Acción {'muy larga ' * acp}"} for acp in range(1, 8))
    return book_of(list(ministry_figures(nodes)), nodes, {"acciones": actions})


TWENTY, FIFTY = Divider(Decimal(20), "Óptimo: 20 %"), Divider(Decimal(50), "Rango ideal: 50 %")
NAMED = {"id": "grafico-x", "title": "T"}
KINDS = {
    "ranked": lambda book: horizontal_bars(
        book, **NAMED, measures={"": AVANCE}, rows=acp_rows(book), whole=book["avance_fisico/2024-T2/entidad/MRE"]
    ),
    "negative": lambda book: horizontal_bars(
        book, **NAMED, measures={"": ("ejecucion_financiera", "2024-ene")}, rows=node_rows(book, "area")
    ),
    "paired": lambda book: horizontal_bars(
        book, **NAMED, measures=BOTH, rows=node_rows(book, "area")
    ),
    "history": lambda book: history_lines(
        book, **NAMED, indicator="avance_fisico", periods=YEARS, rows=node_rows(book, "area")
    ),
    "dispersion": lambda book: dispersion(book, **NAMED, measure=AVANCE),
    "quadrants": lambda book: quadrants(
        book, **NAMED, rows=acp_rows(book, short=True), across=EJECUCION, up=AVANCE, dividers=(TWENTY, FIFTY)
    ),
    "crowded": lambda book: quadrants(
        book, **NAMED, rows=node_rows(book, "unidad", short=True), across=EJECUCION, up=AVANCE
    ),
    "twin": lambda book: twin_lines(
        book, **NAMED, first="avance_fisico", second="ejecucion_financiera", months=MONTHS, rows=node_rows(book, "area")
    ),
    "dots": lambda book: ranked_dots(
        book, **NAMED, now=AVANCE, before=("avance_fisico", "2024-T1"), rows=drawn_unit_rows(book, AVANCE),
        edges=(("Bajo", Decimal(9)), ("Medio", Decimal(51)), ("Alto", Decimal(70)), ("Excelente", Decimal(100))),
    ),
    "multiples": lambda book: month_panels(
        book, **NAMED, rows=node_rows(book, "area"), months=MONTHS,
        done="ejecucion_financiera", programmed="avance_fisico",
    ),
    "organigram": lambda book: organigram(book, **NAMED),
}


@pytest.fixture
def sheets(monkeypatch):
    """The matplotlib figures that charts draw, kept to be measured."""
    drawn = []
    monkeypatch.setattr(TO_SVG, lambda sheet, label: drawn.append(sheet) or to_svg(sheet, label))
    return drawn


@dataclass(frozen=True)
class Drawn:
    """A chart, the matplotlib figure that it was drawn on, and the bounding boxes of its labels."""

    chart: Chart
    sheet: Figure
    labels: list[tuple[str, Bbox]]


@pytest.fixture(scope="module")
def drawn(ministry):
    """Draws and measures the chart of a kind once for all tests."""

    @cache
    def draw(kind: str) -> Drawn:
        kept = []
        with pytest.MonkeyPatch.context() as changed:
            changed.setattr(TO_SVG, lambda sheet, label: kept.append(sheet) or to_svg(sheet, label))
            chart = KINDS[kind](ministry)
        return Drawn(chart, kept[0], boxes(kept[0]))

    return draw


def written(sheet):
    return [text for text in sheet.findobj(Text) if text.get_visible() and text.get_text().strip()]


def boxes(sheet):
    """The bounding box of each text, in points. The resolution is high because Agg moves letters to whole pixels."""
    sheet.set_dpi(72 * 4)
    canvas = FigureCanvasAgg(sheet)
    with chart_style.house_style():
        canvas.draw()
        # `Text.get_window_extent`, because the annotation's own method includes the line that leads to it.
        found = [
            (text.get_text(), Text.get_window_extent(text, canvas.get_renderer())) for text in written(sheet)
        ]
    return [(text, Bbox(box.get_points() / 4)) for text, box in found]


@pytest.mark.parametrize("kind", KINDS)
def test_the_picture_of_an_invented_institution_says_so_below_the_drawing(ministry, sheets, kind):
    """A chart that is copied out of its report loses the page's watermark. The label covers nothing: it has its own strip."""
    real, invented = (
        KINDS[kind](replace(ministry, identity={**ministry.identity, "sintetica": is_invented})) for is_invented in (False, True)
    )
    assert ("Datos sintéticos." in real.alt, "Datos sintéticos." in invented.alt) == (False, True)
    real_height, height = (float(re.search(r'height="([\d.]+)pt"', chart.svg)[1]) for chart in (real, invented))
    assert 0 < height - real_height < 12
    labels = [text for text in written(sheets[1]) if text.get_text() == "Datos sintéticos"]
    assert len(labels) == 1 and labels[0].get_position()[1] < 0
    assert not [text for text in written(sheets[0]) if "sintético" in text.get_text()]


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_same_figures_same_bytes(ministry, drawn, kind):
    first = drawn(kind).chart
    with matplotlib.rc_context({"font.size": 30, "svg.fonttype": "none", "axes.facecolor": "red"}):
        second = KINDS[kind](ministry)
    assert first == second
    assert first.svg.startswith("<svg")
    assert "<dc:date>" not in first.svg


@pytest.mark.parametrize("kind", KINDS)
def test_no_label_is_cut(drawn, kind):
    across, up = drawn(kind).sheet.get_size_inches() * 72
    cut = [
        (text, box)
        for text, box in drawn(kind).labels
        if min(box.x0, box.y0) < -0.5 or box.x1 > across + 0.5 or box.y1 > up + 0.5
    ]
    assert cut == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_label_covers_another(drawn, kind):
    shrunk = [(text, box.padded(-1)) for text, box in drawn(kind).labels]
    assert [(a, b) for (a, one), (b, two) in combinations(shrunk, 2) if one.overlaps(two)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_letters_are_large_enough_on_paper(drawn, kind):
    sheet = drawn(kind).sheet
    assert sheet.get_size_inches()[0] * 72 == pytest.approx(chart_style.WIDTH)
    assert min(text.get_fontsize() for text in written(sheet)) >= 7.5


NUMBER = re.compile(r"−?[\d.]*\d,\d\d")
SPAN = re.compile(r"; \d+ [^:;]+, de [^:]+:")
"""Matches the start of a dispersion's alt text: the number of units, and the least and the greatest value once more."""


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "organigram"])
def test_the_list_has_exactly_the_figures_of_the_alt_text(drawn, kind):
    """Figures are listed as often as they are stated, missing ones included. Thresholds of a method are no figures;
    they are written without decimals and therefore not counted."""
    chart = drawn(kind).chart
    said = SPAN.sub(":", chart.alt.removeprefix(chart.title))
    listed = [number_es(figure.rounded) for figure in figures_of(chart.marks)]
    assert listed and Counter(NUMBER.findall(said)) == Counter(listed)
    gaps = [label for mark in chart.marks for label, figure in mark.figures if figure is None]
    assert len(gaps) == said.count("sin dato")
    assert [mark.label for mark in chart.marks if mark.label not in said] == []


def test_a_drawing_without_figures_has_no_list(drawn):
    chart = drawn("organigram").chart
    assert chart.marks == () and "<details" not in chart._repr_html_()


def test_the_list_has_each_action_with_its_figures_and_missing_values(book):
    chart = horizontal_bars(book, **NAMED, measures=BOTH, rows=acp_rows(book, short=True))
    both = ("avance_fisico/2024-T2/acp/1", "ejecucion_financiera/2024-T2/acp/1")
    assert chart.marks == (
        Mark("ACP 1", (("Avance", book[both[0]]), ("Ejecución", book[both[1]]))),
        Mark("ACP 2", (("Avance", book["avance_fisico/2024-T2/acp/2"]), ("Ejecución", None))),
    )
    first, second = listed_rows(chart)
    assert first == ["ACP 1", "Avance 94,10 %", "Ejecución 38,46 %"]
    assert second == ["ACP 2", "Avance 45,01 %", "Ejecución s/d"]
    ids = [number.get("data-cifra") for number in listed(chart).iter("data")]
    assert ids == [*both, "avance_fisico/2024-T2/acp/2"]


def test_months_are_listed_by_their_short_names_each_with_its_figure(book):
    chart = history_lines(
        book, **NAMED, indicator="ejecucion_financiera", periods=MONTHS[3:5], rows=node_rows(book, "area")[:2]
    )
    assert listed_rows(chart) == [
        ["Viceministerio de Relaciones Exteriores", "abr −1,72 %", "may 6,05 %"],
        ["Viceministerio de Comercio Exterior", "abr s/d", "may 4,46 %"],
    ]


def test_an_area_heads_its_units_in_the_list_of_a_dispersion(book):
    groups = listed(dispersion(book, **NAMED, measure=AVANCE)).findall(".//tbody")
    first = [" ".join(row.text_content().split()) for row in groups[0].iter("tr")]
    assert first == [
        "Viceministerio de Relaciones Exteriores92,75 %", "DGCEP90,63 %", "DGRB94,19 %",
    ]  # fmt: skip
    assert [row.get("class") for row in groups[0].iter("tr")] == ["grupo", None, None]


def test_a_threshold_that_is_a_figure_is_listed_and_one_of_the_method_is_not(book):
    ideal = book["rango_ideal/2024-T2/entidad/MRE"]
    chart = quadrants(
        book, **NAMED, rows=acp_rows(book, short=True), across=EJECUCION, up=AVANCE,
        dividers=(TWENTY, figure_threshold(book, ideal)),
    )  # fmt: skip
    assert [mark.label for mark in chart.marks] == ["ACP 1", "ACP 2", "Rango ideal"]
    assert chart.marks[-1].figures == (("", ideal),)


def listed(chart):
    """The HTML list of figures below a chart's picture."""
    return html.fragment_fromstring(chart._repr_html_()).find("details[@class='cifras-del-grafico']")


def listed_rows(chart):
    """The rows of that list: the row's label, then each figure with its name."""
    rows = listed(chart).iter("tr")
    return [[" ".join(part.text_content().split()) for part in row.iter("th", "span")] for row in rows]


def test_bars_show_the_printed_values_and_the_alt_text_states_them(book, sheets, wording):
    chart = horizontal_bars(book, **NAMED, measures={"": AVANCE}, rows=acp_rows(book, short=True))
    assert {text.get_text() for text in written(sheets[0])} == {"T", "ACP 1", "94,10\u00a0%", "ACP 2", "45,01\u00a0%"}
    wording(chart.alt, "2024", "ACP", "1", "94,10", "2", "45,01")


def test_bars_are_ranked(book):
    chart = horizontal_bars(
        book, **NAMED, measures={"": ("ppto_vigente", "2024-T2")}, rows=acp_rows(book, short=True)
    )
    assert chart.alt.index("ACP 2") < chart.alt.index("ACP 1")


def test_a_long_name_makes_only_its_own_row_higher(book_of, sheets):
    """Every row was as high as a name of seven lines: paper printed the whole chart with letters of three points."""
    long = "Unidad de Coordinación de la Ejecución de Programas y Proyectos del Oriente, del Chaco y de la Amazonia " * 3
    names = [long if at == 4 else f"Unidad {at}" for at in range(20)]
    figures = [(f"{name}/2024-T2/unidad/{at}", str(99 - at), "%") for name in ("avance_fisico", "ejecucion_financiera") for at in range(20)]
    book = book_of(figures, [("unidad", str(at), name, None) for at, name in enumerate(names)])
    horizontal_bars(book, **NAMED, measures=BOTH, rows=node_rows(book, "unidad"))
    labels = {text: box for text, box in boxes(sheets[0]) if text.startswith("Unidad")}
    lines = next(text for text in labels if "\n" in text).count("\n") + 1
    assert lines >= 7
    assert sheets[0].get_size_inches()[1] * 72 < 20 * 30 + lines * chart_style.LINE
    bars = [[bar.get_window_extent() for bar in drawn] for drawn in sheets[0].axes[0].containers]
    assert {round(bar.height / 4, 2) for drawn in bars for bar in drawn} == {round(chart_style.LINE * 2 + 1, 2) / 2}
    for label, first, second in zip(labels.values(), *bars, strict=True):
        assert (label.y0 + label.y1) / 2 == pytest.approx((first.y0 + second.y1) / 8, abs=1.5)


def test_a_missing_value_is_a_gap_with_a_note(book, sheets, wording):
    chart = horizontal_bars(book, **NAMED, measures=BOTH, rows=acp_rows(book, short=True))
    wording(chart.alt, "ACP", "2", "45,01")
    wording(chart.notes, "s/d", "ACP", "2")
    assert "45,01\u00a0%\ns/d" in [text.get_text() for text in written(sheets[0])]
    assert len(sheets[0].axes[0].patches) == 3


def test_a_row_that_lacks_several_months_is_named_once_with_them(book, wording):
    """Of April both lack the figure, so that only the month is named."""
    given = next(iter(book))
    columns = tuple(Column(name, f"{name} de 2024") for name in ("febrero", "marzo", "abril"))
    frame = ChartFrame((FigureRow("VRE"), FigureRow("VCEI")), columns, ((None, None, None), (given, given, None)))
    wording(frame.missing())


def test_a_missing_month_is_noted(book, wording):
    areas = node_rows(book, "area")[:2]
    chart = history_lines(
        book,
        **NAMED,
        indicator="ejecucion_financiera",
        periods=MONTHS[3:5],
        rows=areas,
    )
    wording(chart.alt, "abril de 2024 −1,72\u00a0%", "mayo de 2024 6,05\u00a0%")
    wording(chart.notes[-1], "s/d", "2024")


def test_a_period_without_any_data_is_noted_once(book, wording):
    chart = history_lines(
        book, **NAMED, indicator="avance_fisico", periods=[Period.parse("2021-anual"), Period.parse("2024-T2")],
        rows=node_rows(book, "area")[:2],
    )  # fmt: skip
    wording(chart.notes, "s/d", "2021")


def test_the_reference_is_drawn_and_stated_in_the_alt_text(book, sheets):
    whole = book["avance_fisico/2024-T2/entidad/MRE"]
    chart = horizontal_bars(book, **NAMED, measures={"": AVANCE}, rows=acp_rows(book), whole=whole)
    assert chart.alt.endswith(f"Referencia, Institución: {printed(whole)}.")
    assert f"Institución: {printed(whole)}" in [text.get_text() for text in written(sheets[0])]


def test_a_chart_of_an_unknown_indicator_is_an_error(book):
    """A misspelt indicator is not drawn as a row without data. `find` decides; the chart must ask it."""
    with pytest.raises(UnknownFigure):
        horizontal_bars(book, **NAMED, measures={"": ("avance_fisco", "2024-S1")}, rows=acp_rows(book))


def test_dispersion_states_each_unit_in_its_alt_text(book, wording):
    chart = dispersion(book, **NAMED, measure=AVANCE)
    wording(chart.alt, "92,75", "2", "90,63", "94,19")
    assert chart.notes == ()


def test_a_title_counts_rows_that_the_chart_does_not_draw(book_of, wording):
    """ACP 2 has no execution and so no point, ACP 3 no progress, and area C no earlier year."""
    done = "avance_fisico/2024-T2/acp"
    figures = [(f"{done}/{acp}", value, "%") for acp, value in (("1", "60"), ("2", "40"))]
    figures += [(f"ejecucion_financiera/2024-T2/acp/{acp}", "30", "%") for acp in "13"]
    actions = {"acciones": tuple({"acp": acp, "denominacion": acp} for acp in "123")}
    nodes = [("area", code, f"Área {code}", None) for code in "ABC"]
    figures += [(f"avance_fisico/2024-S1/area/{code}", "50", "%") for code in "ABC"]
    figures += [(f"avance_fisico/{year}/area/{code}", "50", "%") for year in ("2022-anual", "2023-anual") for code in "AB"]
    book, areas = book_of(figures, nodes, actions), [FigureRow(f"Área {code}", "area", code) for code in "ABC"]
    half = Divider(Decimal(50), "Rango ideal: 50 %", book["avance_fisico/2024-S1/area/A"])
    map_of_actions = quadrants(book, **NAMED, rows=acp_rows(book, short=True), across=EJECUCION, up=AVANCE, dividers=(None, half))
    assert ": llega ACP " in map_of_actions.alt
    extremes = quadrants(book, **NAMED, rows=acp_rows(book, short=True), across=EJECUCION, up=AVANCE)
    assert "ACP 2" not in extremes.title
    assert extremes.notes == map_of_actions.notes == ("Sin punto en el mapa: ACP 2 (sin ejecución financiera); ACP 3 (sin avance físico).",)
    titles = [
        map_of_actions.title,
        history_lines(book, **NAMED, indicator="avance_fisico", periods=YEARS, rows=areas[:2], asked=3).title,
        ranked_dots(book, **NAMED, now=("avance_fisico", "2023-anual"), before=None, rows=areas[:2], among=areas).title,
    ]
    wording([one.replace("\u00a0", " ") for one in titles], "Una de las dos", "con dato", "40,00 %", "con dato", "con dato")


def test_areas_that_differ_alike_are_not_called_the_one_that_differs_most(book_of, wording):
    nodes = [("area", code, f"Área {code}", None) for code in "AB"]
    nodes += [("unidad", f"{area}{at}", f"{area}{at}", ("area", area)) for area in "AB" for at in (1, 2)]
    values = {"A1": "25", "A2": "100", "B1": "25", "B2": "100"}

    def title(**changed: str) -> str:
        figures = [(f"avance_fisico/2024-T2/unidad/{code}", one, "%") for code, one in (values | changed).items()]
        return dispersion(book_of(figures, nodes), **NAMED, measure=AVANCE).title.replace("\u00a0", " ")

    wording(title(), "Área A", "25,00 %", "100,00 %")
    wording(title(B1="20"), "Área B", "20,00 %", "100,00 %")
    assert title(A1="100", B1="100") == "Ninguna diferencia entre unidades de una misma área"


def test_dispersion_draws_the_mean_and_its_interval_as_the_book_has_them(sheets, wording):
    """Units at 80, 90 and 100: mean 90, deviation 10, interval 90 ± 1.96 × 10 / √3."""
    book = make_scored(
        make_dataset(
            estructura="""
                nivel   | codigo | padre
                entidad | E      |
                area    | A      | E
                unidad  | U1     | A
                unidad  | U2     | A
                puesto  | P1     | A
            """,
            avances="""
                nivel  | codigo | indicador     | periodo | valor
                unidad | U1     | avance_fisico | 2024-T2 | 80.00
                unidad | U2     | avance_fisico | 2024-T2 | 90.00
                puesto | P1     | avance_fisico | 2024-T2 | 100.00
            """,
        )
    )
    chart = dispersion(book, **NAMED, measure=AVANCE)
    wording(chart.alt, "90,00", "78,68", "101,32", "3")
    across = sheets[0].get_size_inches()[0] * 72
    labels = {text: box for text, box in boxes(sheets[0]) if text.startswith(("Intervalo", "Promedio"))}
    assert all(box.x1 < across for box in labels.values())
    wording(sorted(labels))


def test_the_organigram_counts_posts_and_draws_no_box_twice(book, sheets, wording):
    chart = organigram(book, **NAMED)
    words = " ".join(text.get_text() for text in written(sheets[0]))
    assert "2 puestos" in words
    assert "Caracas" not in words
    assert "Serv. Exterior" not in words
    wording(chart.alt, "Servicio Exterior", "Embajadas", "2")


@pytest.mark.parametrize(
    ("areas", "units", "posts", "title"),
    [
        (0, 0, 0, "Entidad: sin áreas ni unidades"),
        (1, 1, 1, "Entidad: un área, una unidad y un puesto"),
        (2, 15, 16, "Entidad: dos áreas, quince unidades y 16 puestos"),
        (0, 0, 1200, "Entidad: 1.200 puestos"),
    ],
)
def test_the_title_of_the_organigram_counts_in_words_up_to_fifteen(book_of, areas, units, posts, title):
    counts = {"area": areas, "unidad": units, "puesto": posts}
    below = [(level, f"{level}-{at}", f"Parte {at}", ("entidad", "E")) for level, count in counts.items() for at in range(count)]
    assert organigram(book_of(nodes=[("entidad", "E", "Entidad", None), *below]), **NAMED).title == title


def test_a_subtype_follows_its_type_whatever_the_order_of_the_table(book_of, sheets):
    exterior = ("servicio", "X")
    nodes = [
        ("entidad", "E", "Entidad", None), ("servicio", "X", "Exterior", ("entidad", "E")), ("tipo", "C", "Consulados", exterior),
        ("tipo", "M", "Embajadas", exterior), ("subtipo", "G", "Generales", ("tipo", "C")),
    ]  # fmt: skip
    chart = organigram(book_of(nodes=nodes), **NAMED)
    assert chart.alt.endswith("Exterior: Consulados, Generales y Embajadas.")


def test_a_shorter_map_holds_the_same_points(ministry, sheets):
    whole, short = (KINDS["quadrants"](ministry), quadrants(
        ministry, **NAMED, rows=acp_rows(ministry, short=True), across=EJECUCION, up=AVANCE, dividers=(TWENTY, FIFTY), tall=118
    ))  # fmt: skip
    assert whole.alt == short.alt
    assert sheets[1].get_size_inches()[1] < sheets[0].get_size_inches()[1]


def test_an_institution_without_areas_has_an_organigram(book_of, sheets):
    nodes = [("entidad", "E", "Entidad", None)]
    nodes += [("unidad", f"U{at}", f"Unidad {at}", ("entidad", "E")) for at in range(19)]
    organigram(book_of(nodes=nodes), **NAMED)
    assert [text.get_text() for text in written(sheets[0])].count("Unidad 18") == 1


def test_many_areas_go_to_several_tiers(book_of, sheets):
    nodes = [("entidad", "E", "Entidad", None)]
    nodes += [("area", f"A{at}", f"Área {at}", ("entidad", "E")) for at in range(9)]
    organigram(book_of(nodes=nodes), **NAMED)
    tops = {round(box.y1) for text, box in boxes(sheets[0]) if text.startswith("Área")}
    assert len(tops) == 2


def test_a_chart_is_an_html_figure_with_picture_caption_and_notes():
    chart = Chart("grafico-x", "Título <b>", 'Barras: "A" & B', escape("Título <b>"), "<svg/>", ("Nota <i>",))
    shown = html.fragment_fromstring(chart._repr_html_())
    assert (shown.tag, shown.get("class"), shown.get("id")) == ("figure", "grafico", "grafico-x")
    picture, caption, note = shown
    assert picture.get("alt") == 'Barras: "A" & B'
    assert base64.b64decode(picture.get("src").removeprefix("data:image/svg+xml;base64,")) == b"<svg/>"
    assert (caption.text, note.text) == ("Título <b>", "Nota <i>")


def test_dollar_signs_are_not_taken_for_a_formula(book, sheets):
    row = FigureRow("$us 100 a $us 200", "acp", "1")
    horizontal_bars(book, **NAMED, measures={"": AVANCE}, rows=[row])
    assert "$us 100 a $us 200" in [text.get_text() for text in written(sheets[0])]


def test_lines_break_between_words_only():
    name = "Dirección General de Promoción de Exportaciones"
    lines = chart_style.wrap(name, 80)
    assert " ".join(lines) == name
    assert all(chart_style.text_width(line) <= 80 for line in lines)
    assert chart_style.wrap("Internacionales", 5) == ["Internacionales"]


@pytest.mark.parametrize("letter", "AWñ")
def test_a_name_without_spaces_is_broken_into_lines(letter):
    """On one line, a code of 250 letters would take the whole width, and the chart could not be drawn."""
    lines = chart_style.wrap(f"Unidad {letter * 250}", 130)
    assert "".join(lines) in (f"Unidad {letter * 250}", f"Unidad{letter * 250}")
    assert max(chart_style.text_width(line, weight="bold") for line in lines) < chart_style.WIDTH * 0.8


def test_a_bar_chart_with_a_name_of_250_letters_is_drawn(book):
    row = FigureRow("A" * 250, "acp", "1")
    chart = horizontal_bars(book, **NAMED, measures={"": AVANCE}, rows=[row])
    assert "A" * 30 in chart.svg
