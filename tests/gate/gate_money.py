"""Random budget of an institution: expenditure, links of categories, financial programme, amendments and income."""

from __future__ import annotations

from gate_drawing import Pick, Row
from gate_plan import Organisation

from helpers.base.periods import MONTHS

LAST_DAYS = {3: "2024-03-31", 5: "2024-05-31", 6: "2024-06-30", 9: "2024-09-30", 12: "2024-12-31"}
BUDGETS = ("1000.00", "0.00", "250000.50", "", "0.01", "123456789012.34")
SPENT = ("250.00", "0.00", "", "1000.00", "-40.00", "99999999.99")
SOURCES = (("10", "111"), ("20", "230"), ("41", ""))


def budget(pick: Pick, who: Organisation, last: int) -> dict[str, list[Row]]:
    """Expenditure by category, source, object and area at some cut-offs, and the other tables of the budget."""
    categories = [one for one in pick.codes("", pick.one((2, 1, 3, 0))) if one] if pick.often(1, 3) else ["1 0 001", "2 0 001"]
    months = [month for month in LAST_DAYS if month <= last and (month == last or not pick.often(1, 8))]
    system = pick.one(("SIGEP", "SIGEP", ""))
    tables: dict[str, list[Row]] = {"gastos": [], "vinculacion": links(pick, who, categories)}
    for report, lines in reports(pick, who, categories).items():
        for month in months:
            for line in lines:
                row = {"fecha_corte": LAST_DAYS[month], "reporte": report, "sistema": system, **line, **amounts(pick)}
                tables["gastos"].append(row)
    tables["programacion_financiera"] = financial_programme(pick, who, categories) if pick.often(1, 2) else []
    tables["modificaciones"] = amendments(pick, categories) if pick.often(1, 2) else []
    tables["recursos"] = income(pick, months) if pick.often(1, 2) else []
    return tables


def reports(pick: Pick, who: Organisation, categories: list[str]) -> dict[str, list[Row]]:
    areas = who.codes("area")
    found = {"categoria": [{"cat_prog": code, "denominacion": pick.name(), "ue": pick.one(("", "1", "2"))} for code in categories]}
    if pick.often(1, 3):
        found["fuente"] = [{"fuente": source, "organismo": funder, "denominacion": pick.name()} for source, funder in SOURCES]
    if pick.often(1, 3):
        found["partida"] = [{"partida": code, "denominacion": pick.name()} for code in ("10000", "20000", "25100")]
    if areas and pick.often(1, 3):
        found["area"] = [{"area": code} for code in areas]
    return found


def amounts(pick: Pick) -> Row:
    initial, current, spent = pick.one(BUDGETS), pick.one(BUDGETS), pick.one(SPENT)
    return {"ppto_inicial": initial, "ppto_vigente": current, "devengado": spent, "pagado": pick.one(("", "10.00")),
            "modificaciones": pick.one(("", "0.00", "-100.00"))}  # fmt: skip


def links(pick: Pick, who: Organisation, categories: list[str]) -> list[Row]:
    """Links of each category to an action, an area and a unit, any of which may be blank; some have two actions."""
    if pick.often(1, 6):
        return []
    areas, units = who.codes("area"), who.codes("unidad", "puesto", "tipo")
    return [
        {"cat_prog": code, "acp": action, "area": pick.one(["", *areas]), "unidad": pick.one(["", *units])}
        for code in categories
        for action in dict.fromkeys(pick.one(["", *who.actions]) for _ in range(pick.one((1, 1, 1, 2))))
    ]


def financial_programme(pick: Pick, who: Organisation, categories: list[str]) -> list[Row]:
    return [
        {"cat_prog": code, "acp": pick.one(["", "", *who.actions]), **pick.one((
            dict.fromkeys(MONTHS, "100.00"), dict.fromkeys(MONTHS, "0.00"), dict.fromkeys(MONTHS[3:6], "33.33"), {"ene": "1000.00"},
        ))}
        for code in categories
    ]  # fmt: skip


def amendments(pick: Pick, categories: list[str]) -> list[Row]:
    return [
        {"fecha": pick.one(("2024-02-29", "2024-05-15", "2024-12-31")), "norma": f"{pick.one(('RM', 'DS', 'RA N°'))} {place}", "descripcion": pick.name(),
         "cat_prog": pick.one(["", *categories]), "importe": pick.one(("100.00", "-100.00", "0.00", "5000000.00"))}
        for place in range(pick.count(1, 3))
    ]  # fmt: skip


def income(pick: Pick, months: list[int]) -> list[Row]:
    return [
        {"fecha_corte": LAST_DAYS[month], "rubro": rubro, "denominacion": pick.name(), "fuente": pick.one(("", "10")),
         "ppto_inicial": pick.one(BUDGETS), "ppto_vigente": pick.one(BUDGETS), "devengado": pick.one(SPENT), "percibido": pick.one(SPENT)}
        for month in months
        for rubro in ("11000", "15000")
    ]  # fmt: skip
