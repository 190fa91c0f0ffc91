"""Generates every file of the synthetic institution as text, from a seed and a size."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from helpers.demo import demo_results, follow_up, params_files, performance, services, year_tables
from helpers.demo.budget import demo_money_tables
from helpers.demo.budget.demo_lines import Amendment, Category, Line, amend, categories_of, lines_of
from helpers.demo.budget.spending import spend, with_budgets
from helpers.demo.demo_records import Fault, Plan, Unit
from helpers.demo.demo_texts import readme, texts_of
from helpers.demo.ministry import demo_formulation, frameworks
from helpers.demo.ministry.demo_plans import FIRST, RESOLUTIONS, SECOND, plan_rows, plans_of
from helpers.demo.ministry.demo_size import FULL, size_of
from helpers.demo.ministry.organisation import STRUCTURE_COLUMNS, structure_rows, units_of
from helpers.demo.ministry.skeleton import skeleton_of
from helpers.demo.planted import faults, money_faults
from helpers.demo.planted.mishaps import in_forms, mishap_faults
from helpers.demo.planted.plan_faults import PlanFaults
from helpers.demo.planted.quarter_faults import QuarterFaults
from helpers.demo.random_streams import Chance

SEED = 2024
DATA, PARAMS = "data/demo", "params/demo"
YEAR = f"{DATA}/{params_files.YEAR}"

RowOf = Mapping[str, str]


@dataclass(frozen=True)
class Quarter:
    """A quarter as executed and as reported in forms, including faults."""

    number: int
    done: tuple[performance.Executed, ...]
    told: QuarterFaults


@dataclass(frozen=True)
class Institution:
    """The whole synthetic institution before it is written.

    Attributes
    ----------
    chance : Chance
        The random streams of the seed.
    units : tuple of Unit
    plans : tuple of Plan
        As approved and as reformulated.
    quarters : tuple of Quarter
    categories, lines, amendments
        The budget.
    found : tuple of Fault
        Faults planted in the plan and the budget's lines.
    """

    chance: Chance
    units: tuple[Unit, ...]
    plans: tuple[Plan, Plan]
    quarters: tuple[Quarter, ...]
    categories: tuple[Category, ...]
    lines: Sequence[Line]
    amendments: tuple[Amendment, ...]
    found: tuple[Fault, ...]


def institution_of(tasks: int = FULL, seed: int = SEED) -> Institution:
    """Generate an institution with its planted faults, in memory; the same arguments give the same institution.

    Parameters
    ----------
    tasks : int
        Number of tasks in the reformulated plan.

    Raises
    ------
    UsageError
        If there are too few tasks for the smallest institution.
    """
    chance, size = Chance(seed), size_of(tasks)
    units = units_of(size)
    categories = categories_of(units, chance)
    lines = lines_of(categories)
    amendments = amend(lines, chance)
    spend(lines, chance)
    in_money = money_faults.plant_in_lines(lines, categories)
    first, second = plans_of(units, skeleton_of(size, units, chance), chance)
    budgeted = (with_budgets(first, units, lines, chance), with_budgets(second, units, lines, chance))
    in_plan = PlanFaults(budgeted, units, chance)
    in_plan.plant()
    plans = in_plan.plans()
    quarters = tuple(_quarter(units, plans, number, chance) for number in performance.QUARTERS)
    told = {line.code for line in quarters[0].told.lines}
    # Withdrawn tasks of a unit that handed in no form have no execution there.
    planted = [one for one in in_plan.found if one.file != "T1/ejecucion.csv" or one.clue in told]
    return Institution(chance, units, plans, quarters, categories, lines, amendments, (*planted, *in_money))


def _quarter(units: Sequence[Unit], plans: tuple[Plan, Plan], number: int, chance: Chance) -> Quarter:
    """Return a quarter with its faults; the first is executed by the approved plan, the others by the reformulated."""
    plan = plans[0] if number == 1 else plans[1]
    done = performance.executed(plan, number, performance.skills_of(units, chance), chance)
    lasting = {task.code for task in plans[1].tasks}
    told = QuarterFaults(plan, number, follow_up.arrivals(units, number, chance), done, lasting, chance)
    told.plant()
    return Quarter(number, done, told)


def files_of(made: Institution, *, with_forms: bool = False) -> dict[str, str]:
    """Return the text of every file by its path relative to the workbook's root; forms and closings are not included.

    Parameters
    ----------
    with_forms : bool
        Units report in forms: leave out the tables that forms replace. The list of faults (`fallas.csv`) then has the
        faulty forms and, of the faults planted in those tables, only those that forms have too.
    """
    files, found = _year_files(made)
    for quarter in made.quarters:
        files |= _quarter_files(made, quarter, with_forms=with_forms)
        if with_forms:
            found += [*in_forms(quarter.told.found), *mishap_faults(quarter.told, made.chance)]
        else:
            found += quarter.told.found
    columns, rows, fault = demo_results.reported_by_a_type(made.units)
    files[f"{YEAR}/T2/avances.csv"] = as_csv(columns, rows)
    found.append(fault)
    files[f"{DATA}/fallas.csv"] = as_csv(faults.COLUMNS, faults.fault_rows(found))
    files[f"{DATA}/README.md"] = readme(made.chance.seed, made.units, made.plans, found, with_forms=with_forms)
    files[f"{PARAMS}/entidad.yaml"] = params_files.INSTITUTION
    files[f"{PARAMS}/emblema.svg"] = params_files.EMBLEM
    files[f"{PARAMS}/{params_files.YEAR}-{faults.PLAN_RUN}.yaml"] = params_files.plan_file()
    for window in params_files.RUNS:
        files[f"{PARAMS}/{params_files.YEAR}-{window}.yaml"] = params_files.run_file(window, made.chance.seed)
        resolution = RESOLUTIONS[FIRST if window == "T1" else SECOND]
        texts = texts_of(window, made.chance.seed, resolution)
        files |= {f"{YEAR}/{window}/texto/{section}.md": text for section, text in texts.items()}
    return files


def _year_files(made: Institution) -> tuple[dict[str, str], list[Fault]]:
    """Return the tables of the year as CSV by path, and all faults so far: those made before and those in them."""
    found = list(made.found)
    expenditure = demo_money_tables.expenditure_rows(made.lines)
    found += money_faults.plant_in_reports(expenditure)
    listed, faults_listed = money_faults.plant_in_amendments(made.amendments, made.lines)
    income = demo_money_tables.income_rows(made.lines, made.chance)
    links = demo_money_tables.link_rows(made.categories)
    found += [*faults_listed, money_faults.plant_in_income(income), *money_faults.plant_in_links(links)]
    forms, of_forms = demo_formulation.form_tables(made.lines, made.chance)
    found += of_forms
    tables = {
        "estructura": structure_rows(made.units),
        "acciones": year_tables.action_rows(),
        "articulacion": year_tables.articulation_rows(made.units),
        "versiones": year_tables.version_rows(made.lines),
        "gastos": expenditure,
        "vinculacion": links,
        "programacion_financiera": demo_money_tables.programme_rows(made.categories, made.chance),
        "modificaciones": demo_money_tables.amendment_rows(listed, made.lines),
        "recursos": income,
        "recuento": year_tables.count_rows(made.plans, made.units),
        "produccion": services.service_rows(made.units, made.chance),
        "historico": year_tables.history_rows(made.chance),
        "recomendaciones": demo_results.recommendation_rows(),
        **forms,
        "marcos": frameworks.framework_rows(),
        "anual/resultados": frameworks.joint_rows([unit.code for unit in made.units]),
        **{f"poa/{plan.version}/tareas": plan_rows(plan) for plan in made.plans},
    }
    found += frameworks.joint_faults()
    columns = {"estructura": STRUCTURE_COLUMNS, "gastos": demo_money_tables.GASTOS_COLUMNS}
    return {f"{YEAR}/{name}.csv": as_csv(columns.get(name, ()), rows) for name, rows in tables.items()}, found


def _quarter_files(made: Institution, quarter: Quarter, *, with_forms: bool) -> dict[str, str]:
    """Return a quarter's tables as CSV by path; with forms, without the tables that these replace."""
    number = quarter.number
    tables: dict[str, tuple[Sequence[str], list[dict[str, str]]]] = {
        "metas": ((), follow_up.goal_rows(number, made.chance)),
        "firmas": ((), follow_up.signature_rows(number)),
    }
    if not with_forms:
        tables |= {
            "ejecucion": (follow_up.execution_columns(number), quarter.told.execution_rows()),
            "presentaciones": ((), quarter.told.form_rows()),
            "resultados": ((), demo_results.result_rows(quarter.done, number, made.chance)),
        }
    return {f"{YEAR}/T{number}/{name}.csv": as_csv(columns, rows) for name, (columns, rows) in tables.items()}


def as_csv(columns: Sequence[str], rows: Iterable[RowOf]) -> str:
    """Return rows as CSV text with commas and Unix line ends.

    Parameters
    ----------
    columns : Sequence[str]
        The header; if empty, the keys of the first row, which must exist. A column that a row lacks is blank.
    """
    listed = list(rows)
    stream = io.StringIO()
    writer = csv.DictWriter(stream, columns or list(listed[0]), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(listed)
    return stream.getvalue()
