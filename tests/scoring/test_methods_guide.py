"""The guide on methods agrees with the program: its examples give the printed figures, and it lists every key."""

from __future__ import annotations

import copy
import csv
import io
import re
from typing import Literal, get_args, get_origin

import pytest
import yaml
from builders import METHOD, WORKSPACE, findings_of_rule, make_corrida, make_dataset, make_entidad, make_evidence
from by_hand import ACTIONS, STRUCTURE, executed, scored, tasks
from pydantic import BaseModel
from pydantic_core import PydanticUndefined

import helpers.checks.run_checks  # noqa: F401 — importing it registers every rule
from helpers.base.display import number_es
from helpers.base.strict_yaml import load_file
from helpers.scoring.score import score
from helpers.settings.indicators import Dispersion, Indicador, Participacion, Proyeccion, Regla, Variacion
from helpers.settings.methods import Metodo
from helpers.settings.params import Plazo
from helpers.settings.rollups import Consolidacion, Hoja, Redondeo
from helpers.settings.scales import Bandas, Derivada, Grado, Umbral, Umbrales

GUIDES = WORKSPACE.root / "docs" / "guia"
METHODS = (GUIDES / "metodos.md").read_text(encoding="utf-8")
QUARTER = (GUIDES / "trimestre.md").read_text(encoding="utf-8")
KEYS = {
    "El método": Metodo, "`redondeo`": Redondeo, "`indicadores`: cada indicador": Indicador,
    "`indicadores`: cada regla": Regla, "`hoja`": Hoja, "`consolidacion`: cada nivel": Consolidacion, "`bandas`": Bandas,
    "`bandas`: cada grado": Grado, "`umbrales`": Umbrales, "`umbrales`: cada grado": Umbral, "`derivadas`": Derivada,
    "`dispersion`": Dispersion, "`variacion`": Variacion, "`participacion`": Participacion, "`proyeccion`": Proyeccion,
}  # fmt: skip
CUTS = {f"2024-{code}": {"fecha": day, "fuente": "SIGEP"} for code, day in (("T1", "2024-03-31"), ("T2", "2024-06-30"))}


def section(guide: str, title: str, level: int = 2) -> str:
    """The text under a heading, up to the next heading of its level or a higher one."""
    return re.split(rf"^#{{1,{level}}} ", guide.split(f"\n{'#' * level} {title}\n", 1)[1], maxsplit=1, flags=re.M)[0]


def rows_of(text: str) -> list[list[str]]:
    """The rows of the only table of a text, its header first, without the line of dashes."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in (lines[0], *lines[2:])]


def tables_of(text: str) -> dict[str, str]:
    """The CSV files that a text shows, each under its name, as `make_dataset` takes them."""
    shown = re.findall(r"^`(\w+)\.csv`:\n\n```csv\n(.*?)```", text, re.S | re.M)
    return {name: "\n".join(" | ".join(row) for row in _stored(name, written)) for name, written in shown}


def _stored(name: str, written: str) -> list[list[str]]:
    """The rows of a CSV, with the version or period that in a real file only its folder states."""
    rows = list(csv.reader(io.StringIO(written)))
    place = {"tareas": ("version", "v1"), "ejecucion": ("periodo", "2024-T1")}.get(name)
    return [[place[min(at, 1)], *row] for at, row in enumerate(rows)] if place else rows


def merged(plain: dict, change: dict) -> dict:
    """A method's plain data with some of its keys changed, at any depth."""
    both = {name: merged(plain[name], stated) for name, stated in change.items() if _are_mappings(plain.get(name), stated)}
    return plain | change | both


def _are_mappings(*values: object) -> bool:
    return all(isinstance(value, dict) for value in values)


COMPUTED = section(METHODS, "Ejemplos calculados")
SHARED, *EXAMPLES = re.split(r"^### ", COMPUTED, flags=re.M)
CASES = [
    pytest.param(text, header, row, id=f"{text.splitlines()[0]} {number}")
    for text in EXAMPLES
    for header, *rows in (rows_of(text),)
    for number, row in enumerate(rows, start=1)
]
NEW_LEVEL = {"explicacion": "De sus partes.", "fuente": "la guía"}


@pytest.mark.parametrize(("example", "header", "row"), CASES)
def test_every_example_comes_out_as_printed(example, header, row):
    key, change = header[0].removeprefix("en ").strip("`"), yaml.safe_load(row[0].strip("`"))
    plain = copy.deepcopy(load_file(WORKSPACE.method_file("segip-2020"), "segip-2020"))
    plain["consolidacion"] = {"operacion": dict(NEW_LEVEL)} | plain["consolidacion"]
    method = merged(plain, {key: change})
    if "regla" not in method["consolidacion"]["operacion"]:
        del method["consolidacion"]["operacion"]
    tables = tables_of(SHARED) | tables_of(example)
    dataset = make_dataset(estructura=STRUCTURE, acciones=ACTIONS, **tables)
    run = make_corrida("2024-T2" if "2024-T2" in header[1] else "2024-T1", metodo="segip-2020", cortes=CUTS)
    book, findings = score(dataset, Metodo.model_validate(method), run, make_entidad())
    for figure, stated in zip(header[1:-1], row[1:-1], strict=True):
        found = book.figures.get(figure.strip("`"))
        assert (number_es(found.rounded) if found else "sin cifra") == stated
    for code in re.findall(r"`([A-Z]+-[A-Z-]+)`", row[-1]):
        assert any(finding.codigo == code and "t3" in finding.mensaje for finding in findings)


def test_the_steps_from_the_quarters_to_the_year_come_out_as_the_guide_prints_them():
    """The task of the guide's example; each step is the difference that the guide names."""
    text = section(METHODS, "El año y sus trimestres")
    _, steps, example = (re.split(r"\n(?=\| (?:cifra de|paso|cifra) )", text)[1:])
    plan = tasks("v1 U1 1 t1 | feb 4, may 1, ago 1, nov 2", "v2 U1 1 t1 | feb 6, may 1, ago 1, nov 2")
    versions = "version | fecha\nv1 | 2024-01-01\nv2 | 2024-06-01"
    book = scored(METHOD, "2024-anual", tareas=plan, ejecucion=executed("t1 | feb 3, may 1, ago 1, nov 5"), versiones=versions)
    stated = {name.strip("`"): value for name, value, _ in rows_of(example)[1:]}
    assert {name: number_es(book[f"{name}/2024-anual/unidad/U1"].rounded) for name in stated} == stated
    differences = {name.strip("`"): (one.strip("`"), other.strip("`")) for name, one, other in rows_of(steps)[1:]}
    of_book = {name: tuple(book.figures[operand.figure].indicator for operand in book[f"{name}/2024-anual/unidad/U1"].operands) for name in differences}
    assert of_book == differences


def test_named_keys_have_an_example_in_the_guide():
    titles = " ".join(text.splitlines()[0] for text in EXAMPLES)
    assert [key for key in ("renormaliza", "sin_pesos", "desde_enero", "acumulable: no") if key not in titles] == []


@pytest.mark.parametrize("title", KEYS)
def test_every_key_is_described_with_its_default_and_what_it_admits(title):
    model = KEYS[title]
    described = {name.strip("`"): (must, stated) for name, must, stated in rows_of(section(METHODS, title, 3))[1:]}
    assert list(described) == list(model.model_fields)
    for name, field in model.model_fields.items():
        must, stated = described[name]
        assert (must == "sí") == (field.default is PydanticUndefined and field.default_factory is None), name
        assert [word for word in options(field.annotation) if f"`{word}`" not in f"{must} {stated}"] == [], name
        if isinstance(field.default, str | bool | int) and field.default not in ("", None):
            shown = str(field.default).lower() if isinstance(field.default, bool) else field.default
            assert f"`{shown}`" in must, name


def options(annotation: object) -> set[str]:
    """The words that a key admits, if it admits only certain words; else none."""
    if get_origin(annotation) is Literal:
        return {word for word in get_args(annotation) if word}
    return {word for part in get_args(annotation) for word in options(part)}


def test_every_part_of_a_method_has_its_table():
    """Collects every model that a method consists of, so that a new one without a table in the guide fails here."""
    found, waiting = set(), [Metodo]
    while waiting:
        model = waiting.pop()
        found.add(model)
        inner = {one for field in model.model_fields.values() for one in models_in(field.annotation)}
        waiting += inner - found
    assert found == set(KEYS.values())


def models_in(annotation: object) -> set[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {annotation}
    return {model for part in get_args(annotation) for model in models_in(part)}


class TestDeadlines:
    """The guide on the quarter: the deadlines of forms, and which units are reported as late."""

    text = section(QUARTER, "Los plazos", 3)

    def evidence(self, **changes: object):
        (deadlines,) = re.findall(r"```yaml\n(.*?)```", self.text, re.S)
        (written,) = re.findall(r"```csv\n(.*?)```", self.text, re.S)
        forms = "\n".join(" | ".join(row) for row in csv.reader(io.StringIO(written)))
        reported = """
            nivel  | codigo | indicador     | periodo | valor
            unidad | U1     | avance_fisico | 2024-T1 | 90
            unidad | U2     | avance_fisico | 2024-T1 | 60
            unidad | U3     | avance_fisico | 2024-T1 | 30
        """
        dataset = make_dataset(estructura=STRUCTURE, acciones=ACTIONS, presentaciones=forms, avances=reported)
        run = make_corrida("2024-T1", **yaml.safe_load(deadlines))
        return make_evidence(dataset, run, METHOD.model_copy(update=changes))

    def test_each_unit_has_the_findings_that_the_guide_names(self, wording):
        evidence = self.evidence()
        codes = ("PRE-TARDE", "PRE-REITERADA", "PRE-SIN-PLAZO")
        found = {code: [one.elemento for one in findings_of_rule(code, evidence)] for code in codes}
        assert found == {
            "PRE-TARDE": ["presentaciones/2024-T1/U3"], "PRE-REITERADA": ["presentaciones/2024-T1/U2"], "PRE-SIN-PLAZO": [],
        }  # fmt: skip
        stated = {unit: re.findall(r"`(PRE-\w+)`", words) for unit, words in rows_of(self.text.split("```csv")[1])[1:]}
        assert stated == {"U1": [], "U2": ["PRE-REITERADA"], "U3": ["PRE-TARDE"]}
        (late,) = findings_of_rule("PRE-TARDE", evidence)
        wording(late.mensaje, "15", "2024", "DGP", "01/2024")

    @pytest.mark.parametrize(("late", "area"), [("cuentan", "60.00"), ("fuera", "75.00")])
    def test_late_forms_count_or_not_as_the_method_says(self, late, area):
        assert self.evidence(tardios=late).book["avance_fisico/2024-T1/area/A"].published == area

    def test_the_keys_of_a_deadline_are_described(self):
        described = {name.strip("`"): must == "sí" for name, must, _ in rows_of(self.text.split("Con estas")[0])[1:]}
        assert described == {name: field.is_required() for name, field in Plazo.model_fields.items()}
