"""A diagram from left to right: the national plan, the institution's strategic plan, the year's actions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from matplotlib.axes import Axes

from helpers.base.display import list_es, upper_first
from helpers.figures.book import Book
from helpers.figures.subjects import acp_rows, subject_name
from helpers.views.charts import chart_style
from helpers.views.charts.chart import Chart
from helpers.views.charts.drawing.box_layout import Box, draw_box, draw_line
from helpers.views.charts.drawing.chart_message import counted
from helpers.views.elements.grid import Pieces

ABOVE = {"pilar": "Pilar", "eje": "Eje", "meta": "Meta", "resultado": "Resultado"}
"""Levels of the national plan: column of `articulacion` and printed name."""
HEADS = {"marco": "Plan nacional", "amp": "Plan estratégico (PEI)", "acp": "POA del año"}
SHARES = {"marco": 2.0, "amp": 4.0, "acp": 5.0}
"""Relative widths of the columns that the diagram has."""
BETWEEN_COLUMNS = 22.0
BETWEEN_BOXES = 5.0
HEAD_HEIGHT = 14.0
MOST_SHEETS = 4
"""Maximum number of drawings of one plan; a longer plan is clearer as a table."""
MOST_TALL = 520.0
"""Maximum height of a drawing in points, a little less than a page; the rest continues in the next drawing."""


@dataclass(frozen=True)
class Branch:
    """A box with the branches to its right."""

    box: Box
    children: tuple[Branch, ...] = ()

    def height(self, widths: Sequence[float]) -> float:
        """Return the height in points of the box or of its branches, whichever is greater.

        `widths` gives the width of the boxes of each step to the right, its own first.
        """
        return max(self.box.height(widths[0]), _stacked(self.children, widths[1:]))


def articulation(book: Book, *, id: str, title: str, notes: Sequence[str] = ()) -> Pieces:
    """Draw table `articulacion` of the Book: each action of the year beside the plans that it serves.

    Parameters
    ----------
    title : str
        What the drawings show; their title is what they find.
    id : str
        Id of the first drawing; the following ones are `id-2`, `id-3` …
    notes : sequence of str
        Printed below the last drawing only.

    Returns
    -------
    Pieces
        One chart per page. Empty if the Book has no such table or if it needs more than `MOST_SHEETS` drawings: the
        reader then follows the table more easily.
    """
    links = book.listing("articulacion")
    levels = [name for name in HEADS if any(_box(book, link, name) is not None for link in links)]
    branches = tuple(_branches_of(book, links, levels))
    widths = _widths(levels)
    sheets = _sheets(branches, widths)
    if len(sheets) > MOST_SHEETS:
        return Pieces(())
    found, kind = _finding(links), f"Esquema de izquierda a derecha: {list_es([HEADS[name] for name in levels])}"
    charts = (
        Chart(
            id if at == 0 else f"{id}-{at + 1}",
            found if at == 0 else f"{found} (continuación)",
            f"{found}. {title}. {kind}. {_alt_text(sheet)}",
            _draw(sheet, levels, widths),
            tuple(notes) if at == len(sheets) - 1 else (),
        )
        for at, sheet in enumerate(sheets)
    )
    return Pieces(tuple(charts))


def _finding(links: Sequence[Mapping[str, str]]) -> str:
    """How many actions of the year serve how many actions of the strategic plan."""
    year = {link["acp"] for link in links if link.get("acp")}
    plan = {code for link in links if (code := link.get("amp") or link.get("estrategica"))}
    served = counted(len(plan), "una acción estratégica", "acciones estratégicas")
    if not year:
        return f"El plan tiene {served}"
    serve = "sirve" if len(year) == 1 else "sirven"
    own = upper_first(counted(len(year), "una acción del año", "acciones del año"))
    return f"{own} {serve} a {served}" if plan else f"{own} en el plan"


def _widths(levels: Sequence[str]) -> list[float]:
    room = chart_style.WIDTH - BETWEEN_COLUMNS * (len(levels) - 1) - 2
    whole = sum(SHARES[name] for name in levels)
    return [room * SHARES[name] / whole for name in levels]


def _box(book: Book, link: Mapping[str, str], level: str) -> Box | None:
    """The box of a row of `articulacion` at one level; None if the row says nothing about that level."""
    if level == "marco":
        steps = steps_above(link)
        return Box("marco", "", steps) if steps else None
    if level == "acp":
        return Box("acp", f"ACP {link['acp']}", _action_name(book, link)) if link.get("acp") else None
    code = link.get("amp") or link.get("estrategica")
    kind = "AMP" if link.get("amp") else "Acción estratégica"
    name = link.get("accion", "")
    return Box("amp", f"{kind} {code}" if code else "", name) if code or name else None


def steps_above(link: Mapping[str, str]) -> str:
    """Return the position in the national plan of a row of `articulacion` (`Pilar 1 · Eje 2`); empty if it has none."""
    return " · ".join(f"{word} {link[column]}" for column, word in ABOVE.items() if link.get(column))


def _action_name(book: Book, link: Mapping[str, str]) -> str:
    listed = {row.code: subject_name(book, "acp", row.code) for row in acp_rows(book)}
    return listed.get(link["acp"]) or link.get("descripcion", "")


def _branches_of(book: Book, links: Sequence[Mapping[str, str]], levels: Sequence[str]) -> Iterator[Branch]:
    """Group rows by their box at the first level; each group becomes a branch, split again by the next level."""
    if not levels:
        return
    found: dict[str, tuple[Box, list[Mapping[str, str]]]] = {}
    for link in links:
        box = _box(book, link, levels[0]) or Box(levels[0], "", "(sin dato)")
        # Rows with the same code share a box even if they spell its name differently.
        found.setdefault(box.sigla or box.name, (box, []))[1].append(link)
    for box, members in found.values():
        yield Branch(box, tuple(_branches_of(book, members, levels[1:])))


def _stacked(branches: Sequence[Branch], widths: Sequence[float]) -> float:
    return sum(branch.height(widths) for branch in branches) + BETWEEN_BOXES * max(len(branches) - 1, 0)


def _sheets(branches: Sequence[Branch], widths: Sequence[float]) -> list[list[Branch]]:
    """Distribute branches over drawings that fit on a page; the box of split branches is repeated in each drawing."""
    sheets: list[list[Branch]] = []
    for branch in (part for whole in branches for part in _cut(whole, widths)):
        if sheets and _stacked([*sheets[-1], branch], widths) <= MOST_TALL:
            sheets[-1].append(branch)
        else:
            sheets.append([branch])
    return sheets


def _cut(branch: Branch, widths: Sequence[float]) -> list[Branch]:
    if branch.height(widths) <= MOST_TALL or not branch.children:
        return [branch]
    return [replace(branch, children=tuple(part)) for part in _sheets(branch.children, widths[1:])]


def _draw(branches: Sequence[Branch], levels: Sequence[str], widths: Sequence[float]) -> str:
    tall = HEAD_HEIGHT + _stacked(branches, widths) + 2
    with chart_style.house_style():
        paper = chart_style.paper(chart_style.WIDTH, tall)
        axes = chart_style.place(paper, 0, 0, chart_style.WIDTH, tall)
        axes.set(xlim=(0, chart_style.WIDTH), ylim=(tall, 0), xticks=[], yticks=[])
        x = 1.0
        for name, width in zip(levels, widths, strict=True):
            axes.text(
                x, 1, HEADS[name], ha="left", va="top", fontsize=chart_style.SMALL_SIZE, color=chart_style.GREY,
                weight="bold",
            )  # fmt: skip
            x += width + BETWEEN_COLUMNS
        _draw_stack(axes, branches, widths, 1.0, HEAD_HEIGHT)
        return chart_style.to_svg(paper)


def _draw_stack(
    axes: Axes, branches: Sequence[Branch], widths: Sequence[float], left: float, top: float
) -> list[float]:
    """Draw branches one below the other; return the vertical middle of each box, in points."""
    middles = []
    right = left + widths[0] if branches else left
    for branch in branches:
        tall, own = branch.height(widths), branch.box.height(widths[0])
        below = _draw_stack(
            axes, branch.children, widths[1:], right + BETWEEN_COLUMNS,
            top + (tall - _stacked(branch.children, widths[1:])) / 2,
        )  # fmt: skip
        middle = (below[0] + below[-1]) / 2 if below else top + tall / 2
        middle = min(max(middle, top + own / 2), top + tall - own / 2)
        draw_box(axes, branch.box, left, middle - own / 2, widths[0], own)
        _join(axes, right, middle, below)
        middles.append(middle)
        top += tall + BETWEEN_BOXES
    return middles


def _join(axes: Axes, right: float, middle: float, below: Sequence[float]) -> None:
    """Draw a line with one bend from a box to each box on its right."""
    bend, end = right + BETWEEN_COLUMNS / 2, right + BETWEEN_COLUMNS
    for height in below:
        draw_line(axes, [right, bend, bend, end], [middle, middle, height, height])


def _alt_text(branches: Sequence[Branch]) -> str:
    """The branches in words, for the alternative text."""
    return " ".join(f"{_branch_words(branch)}." for branch in branches)


def _branch_words(branch: Branch) -> str:
    named = ": ".join(text for text in (branch.box.sigla, branch.box.name) if text)
    below = "; ".join(_branch_words(child) for child in branch.children)
    return f"{named} ({below})" if below else named
