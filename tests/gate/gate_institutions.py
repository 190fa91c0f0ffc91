"""Random institutions as files, with odd names, odd schedules and missing parts. All data are invented."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from gate_drawing import Pick, Row, as_csv
from gate_money import budget
from gate_plan import Organisation, actions_table, execution, organisation, tasks_tables, versions_table
from gate_reports import percentages, period_tables, year_tables
from hypothesis import strategies as st

from helpers.base.periods import Period
from helpers.intake.dataset import TABLES
from helpers.settings.params import PLAN_SECTIONS, QUARTER_SECTIONS, YEAR_REPORT, default_sections

METHODS = ("mre-2024", "mre-2021", "segip-2020", "acp-ponderada")
NAME = "x"
EVERY_SECTION = tuple(dict.fromkeys((*YEAR_REPORT, *QUARTER_SECTIONS, *PLAN_SECTIONS)))
TEXTS = (
    "Un párrafo sencillo.",
    "Un párrafo con lista:\n\n- uno\n- dos",
    '{% if hay("avance_fisico", trimestre, "entidad", entidad) %}El avance fue de {{ cifra("avance_fisico", trimestre, "entidad", entidad) }}.{% endif %}',
    "En la gestión 2023 se hicieron 12 talleres en 3 regionales, según el art. 20 del DS 3246.",
    "| a | b |\n|---|---|\n| 1 | **2** |\n\n> cita con <b>HTML</b> y <script>alert(1)</script>",
    'La causa «{{ causa("C1") }}» y un enlace: [x](http://ejemplo.bo). ¿100 %? Sí: 1.234,56 Bs.',
    "",
    "## Un título\n\nUn párrafo.\n\n### Otro más abajo\n\n- uno\n- dos",
    "# Primero\n\n### Tercero\n\nTexto.",
    "#### Cuarto",
)


@dataclass(frozen=True)
class Written:
    """An institution as files under a workbook's root.

    Attributes
    ----------
    period : str
        Code of the period of its only run.
    files : dict
        Text of each file, by its path from the root.
    """

    period: str
    files: dict[str, str]

    @property
    def run(self) -> str:
        return f"{NAME}/{self.period}"

    def put(self, root: Path) -> None:
        for name, text in self.files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")

    def __repr__(self) -> str:
        return "\n".join(f"--- {name}\n{text}" for name, text in self.files.items())


@st.composite
def institutions(draw: st.DrawFn, windows: tuple[str, ...], *, brief: bool = False) -> Written:
    """An institution with one run of one of the windows of 2024; with `brief`, its report has few sections."""
    pick = Pick(draw)
    period, method = Period.parse(f"2024-{pick.one(windows)}"), pick.one(METHODS)
    who = organisation(pick)
    tables = tables_of_year(pick, who, period, method)
    files = {f"data/{NAME}/2024/{name}.csv": csv_of(name, rows) for name, rows in tables.items() if rows}
    plans = tasks_tables(pick, who) if pick.often(4, 5) else {}
    files |= {f"data/{NAME}/2024/poa/{version}/tareas.csv": csv_of("tareas", rows) for version, rows in plans.items()}
    done = execution(pick, plans) if plans and not period.is_plan else []
    home = f"data/{NAME}/2024/{period.window}"
    if done:
        place = pick.one((f"data/{NAME}/2024", home))
        files[f"{place}/ejecucion.csv"] = csv_of("ejecucion", done)
    files |= {f"{home}/{name}.csv": csv_of(name, rows) for name, rows in period_tables(pick, who, period).items()}
    sections = sections_of(pick, period, brief=brief)
    files |= texts(pick, home, sections)
    if pick.often(1, 3):
        files |= cuadro(pick, home, sections)
    files[f"params/{NAME}/entidad.yaml"] = identity(pick, who)
    files[f"params/{NAME}/{period.code}.yaml"] = run_file(pick, period, method, sections, files)
    return Written(period.code, files)


def tables_of_year(pick: Pick, who: Organisation, period: Period, method: str) -> dict[str, list[Row]]:
    tables = {"estructura": who.nodes, "acciones": actions_table(pick, who)}
    tables["versiones"] = versions_table(pick, who) if pick.often(2, 3) else []
    if pick.often(2, 3):
        tables |= budget(pick, who, period.last)
    if pick.often(1, 2) and not period.is_plan:
        tables["avances"] = percentages(pick, who, method, period)
    return tables | year_tables(pick, who, method)


def csv_of(name: str, rows: list[Row]) -> str:
    """A table as CSV, with every column that the data contract requires."""
    return as_csv(rows, [column.name for column in TABLES[name].file_columns if column.required])


def sections_of(pick: Pick, period: Period, *, brief: bool) -> tuple[str, ...]:
    """The default sections of the period; sometimes only some of them, sometimes others as well."""
    proposed = default_sections(period)
    if brief:
        return tuple(pick.draw(st.lists(st.sampled_from(proposed), min_size=2, max_size=5, unique=True)))
    if pick.often(1, 6):
        return tuple(pick.draw(st.lists(st.sampled_from(proposed), min_size=1, max_size=6, unique=True)))
    others = [name for name in EVERY_SECTION if name not in proposed]
    more = pick.draw(st.lists(st.sampled_from(others), max_size=4, unique=True)) if pick.often(1, 3) else []
    return (*proposed, *more)


def texts(pick: Pick, home: str, sections: tuple[str, ...]) -> dict[str, str]:
    chosen = pick.draw(st.lists(st.sampled_from(sections), max_size=3, unique=True))
    return {f"{home}/texto/{section}.md": pick.one(TEXTS) for section in chosen}


def cuadro(pick: Pick, home: str, sections: tuple[str, ...]) -> dict[str, str]:
    """A printed table of warehouses, with sums and formulas that hold or do not."""
    titles = {"titulo": pick.title(), "seccion": pick.one(["", *sections, "bienes"]), "clave": ["almacen"], "totales": {"almacen": "TOTAL"},
              "columnas": {"almacen": {"tipo": "texto", "titulo": pick.title()}, "entra": {"unidad": "Bs", "decimales": 2}, "queda": {"unidad": pick.one(("Bs", "%"))}},
              "reglas": [{"regla": "suma", "columnas": ["entra"]}, {"regla": "formula", "columna": "queda", "formula": "entra / 2"}]}  # fmt: skip
    rows = [{"almacen": f"{pick.name().strip()} ({place})", "entra": pick.one(("10.00", "0.00", "")), "queda": pick.one(("5.00", "0.00", "7.10"))} for place in range(pick.count(1, 3))]
    rows.append({"almacen": "TOTAL", "entra": pick.one(("10.00", "20.00")), "queda": "5.00"})
    return {f"{home}/cuadros/almacenes.yaml": as_yaml(titles), f"{home}/cuadros/almacenes.csv": as_csv(rows, ("almacen", "entra", "queda"))}


def identity(pick: Pick, who: Organisation) -> str:
    content = {"codigo": who.nodes[0]["codigo"], "nombre": pick.title(), "sigla": pick.title()[:12], "sintetica": True}
    if pick.often(1, 2):
        content |= {"mision": pick.title(), "vision": pick.title(), "principios": [pick.title(), pick.title()], "unidad_responsable": pick.title(),
                 "normas": [{"sigla": pick.title()[:20], "titulo": pick.title(), "tema": pick.title(), "fuente": pick.title()}]}  # fmt: skip
    if pick.often(1, 4):
        content |= {"causas": [{"codigo": "C1", "descripcion": pick.title()}, {"codigo": "C2", "descripcion": pick.title()}], "servicios": {"cedulas": pick.title()}}
    return as_yaml(content)


def run_file(pick: Pick, period: Period, method: str, sections: tuple[str, ...], files: dict[str, str]) -> str:
    content = {"entidad": NAME, "periodo": period.code, "metodo": method, "titulo": pick.title(), "cortes": {}, "separador_decimal": "punto",
            "tablas": ["acciones"] if f"data/{NAME}/2024/acciones.csv" in files else ["estructura"], "secciones": list(sections)}  # fmt: skip
    content["tablas"] = pick.one((content["tablas"], ["estructura"])) if "unidad" in files[f"data/{NAME}/2024/estructura.csv"] else content["tablas"]
    if pick.often(1, 2):
        content["cortes"] = {period.code: {"fecha": period.cutoff.isoformat(), "fuente": pick.title()}}
    if pick.often(1, 3):
        content["plazos"] = {period.code: {"fecha": "2024-07-10", "reiteracion": "2024-07-15", "fuente": pick.title()}}
    return as_yaml(content)


def as_yaml(content: dict) -> str:
    """YAML in the form of JSON, which is valid YAML."""
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
