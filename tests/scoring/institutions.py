"""Hypothesis strategies for institutions of any shape, with units that have tasks and units that only report."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st
from naive.records import MONTHS, Action, Form, Institution, Line, Place, Presented, Programme, Task, window

ACTIONS = ["1", "2", "3"]
RUNS = ["T1", "T2", "T2", "S1", "T3", "may", "S2", "T4", "anual"]
HUNDREDTHS = st.integers(min_value=0, max_value=12_000).map(lambda number: Fraction(number, 100))
AMOUNTS = st.integers(min_value=-30_000, max_value=900_000).map(lambda number: Fraction(number, 100))
BUDGETS = st.integers(min_value=0, max_value=900_000).map(lambda number: Fraction(number, 100))
QUANTITIES = st.sampled_from([None, None, "0", "1", "2", "2.5", "3", "10"])
WEIGHTS = st.sampled_from([None, "0", "5", "12.5", "33.333", "50"]).map(lambda text: text and Fraction(text))
STEADY_WEIGHTS = st.sampled_from(["5", "12.5", "33.333", "50"]).map(Fraction)
BELOW = {
    "area": ("unidad", "tipo"),
    "tipo": ("subtipo", "puesto"),
    "subtipo": ("puesto",),
    "unidad": ("puesto",),
}
REPORTED = {
    "mre-2024": ("avance_fisico", "eficacia_ponderada", "ejecucion_financiera"),
    "mre-2021": ("avance_fisico", "ejecucion_programada"),
    "segip-2020": ("avance_fisico", "ejecucion_financiera"),
    "acp-ponderada": ("avance_fisico", "eficiencia_ponderada"),
}
"""The indicators that an institution of each method may report."""
PROGRESS = ("avance_fisico", "eficacia_ponderada")


@st.composite
def institutions(draw: st.DrawFn, method: str = "mre-2024", run: str = "") -> Institution:
    """An institution: its tree, its actions and links, and its reports, tasks and budget reports, all with gaps."""
    end = run or draw(st.sampled_from(RUNS))
    places = draw(trees())
    areas = [place.code for place in places if place.level == "area"]
    units = [place.code for place in places if place.level == "unidad"]
    categories = [f"{number} 0 001" for number in range(1, draw(st.integers(1, 4)) + 1)]
    candidates = [place for place in places if place.level in ("unidad", "puesto", "tipo")]
    offices = dict.fromkeys(place.code for place in candidates)
    served = st.tuples(st.sampled_from(ACTIONS), st.sampled_from(["", *areas]), st.sampled_from(["", *offices]))
    reported = draw(reports(places, end, REPORTED[method]))
    steady = draw(st.booleans())
    versions = draw(st.sampled_from([{}, {"v1": ""}, {"v1": "2024-01-02", "v2": "2024-05-31"}, {"v2": "2024-04-01", "v3": "2024-03-31"}]))
    tasks = draw(plans(candidates, list(versions), WEIGHTS if not steady else STEADY_WEIGHTS)) if candidates else []
    return Institution(
        end=end,
        places=places,
        actions=[
            Action(code, draw(STEADY_WEIGHTS if steady else WEIGHTS), draw(st.sampled_from(["", "A", "B"])))
            for code in ACTIONS
        ],
        links=[(code, *draw(served)) for code in categories],
        reported=reported,
        weights={key: weight for key in reported if key[0] in PROGRESS and (weight := draw(weights_of(key, steady))) is not None},
        lines=draw(budgets(categories, areas, window(end).last)),
        programme=draw(programmes(categories)),
        versions={version: day for version, day in versions.items() if day},
        tasks=tasks,
        forms=draw(forms(sorted({task.code for task in tasks}))),
        **draw(presentations(units)),
    )


def weights_of(key: tuple[str, str, str, str], steady: bool) -> st.SearchStrategy[Fraction | None]:
    """The weight reported with a percentage, which depends on the level alone, or None.

    A steady institution reports every weight. Otherwise the weight of progress may be missing, and that of efficacy is.
    """
    given = {"unidad": "12.5", "puesto": "5", "tipo": "50", "area": "33.333", "servicio": "50"}.get(key[2])
    fixed = None if given is None else Fraction(given)
    return st.just(fixed) if steady else st.sampled_from([None, fixed]) if key[0] == PROGRESS[0] else st.none()


@st.composite
def trees(draw: st.DrawFn) -> list[Place]:
    """An entity with services, areas, and units and posts of any depth below the areas.

    The first area of each service has the service's code.
    """
    places = [Place("entidad", "E", None)]
    for service in range(draw(st.integers(1, 2))):
        places.append(Place("servicio", f"S{service}", ("entidad", "E")))
        for area in range(draw(st.integers(1, 2))):
            code = f"S{service}" if area == 0 else f"A{service}{area}"
            places.append(Place("area", code, ("servicio", f"S{service}"), draw(acps())))
    for area in [place for place in places if place.level == "area"]:
        places.extend(draw(branches(area)))
    return places


@st.composite
def branches(draw: st.DrawFn, above: Place) -> list[Place]:
    places: list[Place] = []
    for number in range(draw(st.integers(0, 3 if above.level == "area" else 2))):
        level = draw(st.sampled_from(BELOW[above.level]))
        place = Place(level, f"{above.code}-{level[:2]}{number}", above.key, draw(acps()))
        places.append(place)
        if level in BELOW:
            places.extend(draw(branches(place)))
    return places


def acps() -> st.SearchStrategy[str]:
    return st.sampled_from(["", *ACTIONS])


@st.composite
def reports(
    draw: st.DrawFn, places: list[Place], end: str, indicators: tuple[str, ...]
) -> dict[tuple[str, str, str, str], Fraction]:
    """Reported percentages by indicator, window, level and code; places of every level may report, with gaps."""
    quarters = [f"T{number}" for number in range(1, window(end).last // 3 + 1)]
    windows = ["ene", *quarters, *(["S1"] if len(quarters) > 1 else [])]
    found = {}
    for place in [*places, *(Place("acp", code, None) for code in ACTIONS)]:
        rarity = 2 if place.level in {"unidad", "puesto", "tipo"} else 8
        for name in windows:
            for indicator in indicators:
                if draw(st.integers(0, rarity)) == rarity // 2:
                    found[indicator, name, place.level, place.code] = draw(HUNDREDTHS)
    return found


@st.composite
def plans(draw: st.DrawFn, candidates: list[Place], versions: list[str], weights: st.SearchStrategy) -> list[Task]:
    """A few tasks of a few units in each version. Several units may use the same number for an operation."""
    if not versions:
        return []
    owners = draw(st.lists(st.sampled_from(candidates), max_size=4))
    tasks = []
    for version in versions:
        for number, owner in enumerate(owners):
            for step in range(draw(st.integers(0 if version != versions[0] else 1, 2))):
                tasks.append(
                    Task(
                        version,
                        f"t{number}.{step}",
                        owner.code,
                        draw(st.sampled_from(["1", "2", f"{owner.code}.9"])),
                        draw(st.sampled_from(["", owner.acp, *ACTIONS])),
                        draw(st.booleans()),
                        draw(years()),
                        draw(weights),
                        draw(weights),
                    )
                )
    return tasks


@st.composite
def years(draw: st.DrawFn) -> dict[str, Fraction]:
    """Amounts by month, for the year, or both; with blanks."""
    found = {}
    if draw(st.integers(0, 4)):
        busy = draw(st.sampled_from([MONTHS, MONTHS[:3], MONTHS[3:6], MONTHS[2:8]]))
        quantities = draw(st.lists(QUANTITIES, min_size=len(busy), max_size=len(busy)))
        found = {month: Fraction(text) for month, text in zip(busy, quantities, strict=True) if text}
    if not found or draw(st.integers(0, 5)) == 0:
        found["anual"] = Fraction(draw(st.sampled_from(["0", "4", "12"])))
    return found


@st.composite
def forms(draw: st.DrawFn, tasks: list[str]) -> list[Form]:
    """The reported execution of each task, in the year's table, in those of some periods, in both or in neither."""
    found = []
    for task in tasks:
        for name in draw(st.sampled_from([[], [""], [""], ["T1", "T2"], ["", "T1", "S1"]])):
            full = draw(st.sampled_from([None, "1", "2"]))
            executed = draw(years()) if full is None else dict.fromkeys(MONTHS, Fraction(full))
            if executed:
                found.append(Form(name, task, executed))
    return found


@st.composite
def presentations(draw: st.DrawFn, units: list[str]) -> dict:
    """The days on which units handed in their forms, and the deadlines of the forms."""
    found = []
    for unit in units:
        for name in ("T1", "S1"):
            days = draw(st.lists(st.sampled_from(["2024-04-05", "2024-04-20", "2024-07-05", "2024-07-20"]), max_size=2))
            found += [Presented(unit, name, day) for day in days]
    return {"presented": found, "deadlines": {"T1": "2024-04-10", "S1": "2024-07-10"}}


@st.composite
def budgets(draw: st.DrawFn, categories: list[str], areas: list[str], last: int) -> list[Line]:
    """Reports at each quarter's end: a report or a line may be missing, an amount may be blank."""
    lines = []
    for month in range(3, last + 1, 3):
        for report, codes in (("categoria", categories), ("area", areas), ("fuente", ["10", "11"])):
            if draw(st.integers(0, 3)) == 0:
                continue
            for code in codes:
                if draw(st.integers(0, 5)):
                    lines.append(Line(month, report, code, draw(amounts())))
    return lines


@st.composite
def amounts(draw: st.DrawFn) -> dict[str, Fraction]:
    drawn = {"ppto_inicial": draw(BUDGETS), "ppto_vigente": draw(BUDGETS), "devengado": draw(AMOUNTS)}
    drawn |= {"modificaciones": drawn["ppto_vigente"] - drawn["ppto_inicial"], "por_pagar": drawn["devengado"] / 2}
    return {column: value for column, value in drawn.items() if draw(st.integers(0, 9))}


@st.composite
def programmes(draw: st.DrawFn, categories: list[str]) -> list[Programme]:
    """Money programmed by month, by category or by action; a category may have a line for each of two actions."""
    found = []
    for category in categories:
        for action in draw(st.sampled_from([[], [""], [""], ["1", "2"]])):
            amounts = draw(st.lists(st.sampled_from(["100", "0", "33.33"]), min_size=12, max_size=12))
            blank = draw(st.sampled_from(["", "", "", "feb", "may"]))
            months = {month: Fraction(text) for month, text in zip(MONTHS, amounts, strict=True) if month != blank}
            found.append(Programme(category, action, months))
    if draw(st.integers(0, 3)) == 0:
        found.append(Programme("", "3", {month: Fraction(50) for month in MONTHS}))
    return found
