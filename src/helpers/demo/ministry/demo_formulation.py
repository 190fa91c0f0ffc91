"""The planning forms of the synthetic institution: SWOT, requirements, ceilings, and what each resolution approves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from helpers.base.display import money_words
from helpers.demo.budget.demo_lines import FUND_NAMES, FUNDERS, THOUSAND, Line
from helpers.demo.budget.demo_money_tables import CENTS, money
from helpers.demo.budget.spending import budget_of
from helpers.demo.demo_records import Fault
from helpers.demo.ministry.central_units import AREAS
from helpers.demo.ministry.demo_plans import FIRST, RESOLUTIONS, SECOND
from helpers.demo.ministry.organisation import ABROAD, ACTIONS
from helpers.demo.planted.faults import PLAN_RUN, WARNING
from helpers.demo.planted.money_faults import changed_round
from helpers.demo.random_streams import Chance, apportion

SUMMARY = "4"
FORMS = {
    "10000": (("3_01", "Servicios personales", 100),),
    "20000": (("3_01", "Determinación de servicios", 88), ("3_04", "Pasajes", 7), ("3_04", "Viáticos", 5)),
    "30000": (("3_03", "Materiales y suministros", 100),),
    "40000": (("3_02", "Activos fijos", 100),),
    "80000": (("3_01", "Impuestos, regalías y tasas", 100),),
}
"""By group of expenditure: forms 03 that request it, their descriptions and shares in per cent."""
FACTORS = {
    "fortaleza": (
        "Personal con experiencia en sus trámites",
        "Procesos documentados y en orden",
        "Coordinación diaria entre sus unidades",
    ),
    "debilidad": (
        "Equipos informáticos fuera de garantía",
        "Rotación del personal eventual",
        "Archivos sin digitalizar",
    ),
    "oportunidad": (
        "Convenios de cooperación por suscribir",
        "Trámites que otros países ya hacen en línea",
        "Nueva norma de gobierno electrónico",
    ),
    "amenaza": (
        "Recortes del presupuesto a mitad de año",
        "Paros que interrumpen la atención",
        "Variaciones del tipo de cambio",
    ),
}
EFFECTS = ("Alta: condiciona sus resultados", "Media: retrasa algunas tareas", "Baja: se atiende con lo que hay")
TYPED_AREA, POOR_AREA, MISWRITTEN_FUND = "VCI", "VSC", "20"
"""Area whose summary has a typing error, area whose ceiling is too low, source whose amount in words is wrong."""

RowOf = dict[str, str]


def areas() -> tuple[str, ...]:
    """Return the codes of the areas that formulate the plan: the central ones, then the service abroad."""
    return (*(code for code, _ in AREAS), ABROAD)


def swot_rows(chance: Chance) -> list[RowOf]:
    """Return the rows of `foda`: two factors per block and area, and one more threat in the reformulation."""
    rows = []
    for version, most in ((FIRST, 2), (SECOND, 3)):
        for area in areas():
            dice = chance.of("swot", area)
            for block, factors in FACTORS.items():
                chosen = dice.sample(factors, len(factors))[: most if block == "amenaza" else 2]
                for factor in chosen:
                    action = ACTIONS[dice.randrange(len(ACTIONS))]
                    effect = EFFECTS[dice.randrange(len(EFFECTS))]
                    rows.append(
                        {"area": area, "bloque": block, "factor": f"{factor} (sintético)", "amp": action.amp,
                         "incidencia": effect, "version": version}
                    )  # fmt: skip
    return rows


def requirement_rows(lines: Sequence[Line]) -> tuple[list[RowOf], list[Fault]]:
    """Return the rows of `requerimientos` of both versions, each adding up to its budget, and the planted faults."""
    rows = [row for version in (FIRST, SECOND) for row in _of_version(lines, version)]
    return rows, [_plant_typed(rows), _plant_ceiling(rows)]


def _of_version(lines: Sequence[Line], version: str) -> Iterator[RowOf]:
    """Yield each area's requests and their summary by source; its ceiling is its total, rounded up to Bs 1,000."""
    for area in areas():
        asked = list(_asked(lines, area, version))
        whole = sum(cents for *_, cents in asked)
        ceiling = -(-whole // THOUSAND) * THOUSAND
        by_fund: Counter[str] = Counter()
        for form, words, fund, cents in asked:
            by_fund[fund] += cents
            yield _row(area, version, (form, words), fund, cents, ceiling)
        for fund, cents in sorted(by_fund.items()):
            yield _row(area, version, (SUMMARY, "Formulario 04, total del área"), fund, cents, ceiling)


def _asked(lines: Iterable[Line], area: str, version: str) -> Iterator[tuple[str, str, str, int]]:
    """Yield form, description, source and cents of everything that an area requests."""
    amounts: Counter[tuple[str, str]] = Counter()
    for line in lines:
        if line.category.area == area:
            amounts[line.item, line.fund] += budget_of(line, version)
    for (item, fund), cents in sorted(amounts.items()):
        parts = FORMS[item]
        for (form, words, _), share in zip(parts, apportion(cents, [part[2] for part in parts]), strict=True):
            yield form, words, fund, share


def _row(area: str, version: str, form: tuple[str, str], fund: str, cents: int, ceiling: int) -> RowOf:
    """Return a row of `requerimientos`; `form` is the form's code and its description."""
    return {
        "area": area, "version": version, "formulario": form[0], "descripcion": form[1], "fuente": fund,
        "organismo": FUNDERS[fund], "importe": money(cents), "techo": money(ceiling),
    }  # fmt: skip


def _plant_typed(rows: list[RowOf]) -> Fault:
    """Swap two digits in an area's summary of the reformulated version, in place; return the fault."""
    row = next(row for row in rows if (row["area"], row["version"], row["formulario"]) == (TYPED_AREA, SECOND, SUMMARY))
    right = row["importe"]
    row["importe"] = changed_round(right)
    story = f"El formulario 04 de {TYPED_AREA} dice {row['importe']} de la fuente {row['fuente']} donde es {right}."
    return _fault(
        "POA-FORM-04",
        f"área {TYPED_AREA}, formulario 4, fuente {row['fuente']}",
        f"{TYPED_AREA}/{row['fuente']}",
        story,
    )


def _plant_ceiling(rows: list[RowOf]) -> Fault:
    """Set an area's ceiling of the reformulated version below what it requests, in place; return the fault."""
    own = [row for row in rows if (row["area"], row["version"]) == (POOR_AREA, SECOND)]
    whole, cents = own[0]["techo"].split(".")
    for row in own:
        row["techo"] = f"{int(whole) - 50_000}.{cents}"
    story = f"{POOR_AREA} requiere más que su techo de la versión {SECOND}."
    return _fault("POA-TECHO", f"área {POOR_AREA}, columna techo", f"techo/2024-poa/area/{POOR_AREA}", story)


def approved_rows(lines: Sequence[Line]) -> tuple[list[RowOf], Fault]:
    """Return the rows of `presupuesto_aprobado` by source and in total, and a fault: one amount with wrong words."""
    rows: list[RowOf] = []
    for version in (FIRST, SECOND):
        amounts: Counter[str] = Counter()
        for line in lines:
            amounts[line.fund] += budget_of(line, version)
        rows += [_approved(version, fund, amounts[fund], FUND_NAMES[fund]) for fund in sorted(amounts)]
        rows.append(_approved(version, "", sum(amounts.values()), "Presupuesto total de la gestión"))
    wrong = next(row for row in rows if (row["version"], row["fuente"]) == (SECOND, MISWRITTEN_FUND))
    wrong["literal"] = _words(int(Decimal(wrong["importe"]) * 100) + 100 * THOUSAND)
    story = f"La resolución escribe en letras otro importe de la fuente {MISWRITTEN_FUND} que en cifras."
    place = f"versión {SECOND}, fuente {MISWRITTEN_FUND}, columna literal"
    clue = wrong["literal"]
    return rows, Fault("POA-LITERAL", WARNING, (PLAN_RUN,), "presupuesto_aprobado.csv", place, clue, story)


def _approved(version: str, fund: str, cents: int, name: str) -> RowOf:
    """Return a row of `presupuesto_aprobado`; `fund` is empty for the total."""
    return {
        "version": version, "fuente": fund, "organismo": FUNDERS.get(fund, ""), "denominacion": name,
        "importe": money(cents),
        "literal": _words(cents), "donde": f"{RESOLUTIONS[version]}, artículo segundo (sintético)",
    }  # fmt: skip


def _words(cents: int) -> str:
    """Return an amount in cents as Spanish words."""
    return money_words(Decimal(cents).scaleb(CENTS))


def _fault(rule: str, place: str, clue: str, story: str) -> Fault:
    """Return a fault in `requerimientos` of the reformulated version, which the plan's run must report."""
    return Fault(rule, WARNING, (PLAN_RUN,), "requerimientos.csv", f"versión {SECOND}, {place}", clue, story)


Tables = Mapping[str, list[RowOf]]


def form_tables(lines: Sequence[Line], chance: Chance) -> tuple[Tables, list[Fault]]:
    """Return the rows of `foda`, `requerimientos` and `presupuesto_aprobado` by table, and the faults in them."""
    required, faults = requirement_rows(lines)
    approved, miswritten = approved_rows(lines)
    tables = {"foda": swot_rows(chance), "requerimientos": required, "presupuesto_aprobado": approved}
    return tables, [*faults, miswritten]
