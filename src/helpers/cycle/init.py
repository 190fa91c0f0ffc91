"""`poa init`: a new institution from nothing: its identity, its first run, and the tables to fill in with Excel."""

from __future__ import annotations

import io
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

from helpers import atomic
from helpers.cycle.templates import write_template
from helpers.entidad import load_institution
from helpers.errors import UsageError
from helpers.intake.formats.sheet import text_cell
from helpers.methods import Metodo, load_method
from helpers.params import load_run
from helpers.periods import Period
from helpers.reception.log import INBOX
from helpers.report_sections import proposed_sections
from helpers.workspace import Workspace

NAME = re.compile(r"[a-z][a-z0-9-]{1,30}")
RESERVED = frozenset({"metodos"})
FIRST_VERSION = "v1"
WITHOUT = frozenset({"anual"})
"""Columns of the plan's template that an office that programmes by month does not need."""
ALWAYS, WITH_TASKS, WITH_PERCENTAGES = ("estructura", "acciones"), ("versiones", "tareas"), ("avances",)
MONEY = ("gastos", "vinculacion")
LATER = "historico"
NEEDS_DATA = {"historia": LATER, "servicios": "produccion", "objetivos": "marcos", "conciliacion": "publicado"}
"""Sections that have something to show only once a table is there."""


@dataclass(frozen=True)
class Answers:
    """What is asked of a new institution.

    Attributes
    ----------
    folder : str
        How commands call it: `aduana`.
    name, sigla, sigep : str
    period : Period
        The first one that it reports.
    method : str
    has_tasks : bool
        It keeps its tasks here; otherwise its units report percentages.
    """

    folder: str
    name: str
    sigla: str
    sigep: str
    period: Period
    method: str
    has_tasks: bool = True


def check_folder(workspace: Workspace, folder: str) -> None:
    """Refuse a name that cannot be a folder's, or that is taken.

    Raises
    ------
    UsageError
    """
    if NAME.fullmatch(folder) is None or folder in RESERVED:
        raise UsageError(
            f"«{folder}» no sirve de nombre corto: use minúsculas sin acentos, cifras y guiones, como «aduana» o "
            "«gam-oruro»."
        )
    for place in _places(workspace, folder):
        if place.exists():
            raise UsageError(f"{workspace.relative(place)} ya existe y no se toca: elija otro nombre corto.")


def _places(workspace: Workspace, folder: str) -> tuple[Path, Path]:
    return workspace.params / folder, workspace.root / "data" / folder


def first_period(text: str) -> Period:
    """Read the first period that an institution reports: one that is carried out, not a plan.

    Raises
    ------
    UsageError
    """
    period = Period.parse(text)
    if period.is_plan:
        year = period.year
        raise UsageError(
            f"«{period}» es el plan del año y no un periodo que se informe: diga el primero que informará, como "
            f"{year}-T1. El plan se abre después, con «poa new»."
        )
    return period


def check_scores(method: Metodo, *, has_tasks: bool) -> None:
    """Refuse a method that cannot score what the units report.

    Raises
    ------
    UsageError
    """
    if has_tasks and method.hoja is None:
        raise UsageError(f"El método «{method.id}» no puntúa tareas: elija otro, o informe porcentajes.")


def one_line(text: str) -> str:
    """Read a name or an abbreviation.

    Raises
    ------
    UsageError
        For one that is blank, that holds what cannot be seen, or that no table could hold as a text.
    """
    name = text.strip()
    if not name or not name.isprintable():
        raise UsageError("Escriba un nombre en una sola línea, con letras que se vean.")
    if text_cell(name).fault:
        raise UsageError(f"«{name}» empieza como una fórmula, que en una tabla no se lee: quítele el primer signo.")
    return name


def init_institution(workspace: Workspace, answers: Answers) -> tuple[str, ...]:
    """Make an institution's params and data folders; nothing that exists is touched.

    Returns
    -------
    tuple of str
        The files made, named from the root, in the order in which they are filled in.

    Raises
    ------
    UsageError
        For a name that is taken or a method that does not exist.
    """
    check_folder(workspace, answers.folder)
    check_scores(load_method(workspace, answers.method), has_tasks=answers.has_tasks)
    first_period(answers.period.code)
    try:
        made = [*_write_params(workspace, answers), *_write_tables(workspace, answers)]
        load_institution(workspace, answers.folder)
        load_run(workspace, answers.folder, answers.period.code)
    except BaseException:
        # A part of an institution would take its name and could not be begun again.
        for place in _places(workspace, answers.folder):
            shutil.rmtree(place, ignore_errors=True)
        raise
    return tuple(workspace.relative(path) for path in made)


def _write_params(workspace: Workspace, answers: Answers) -> list[Path]:
    identity = workspace.institution_file(answers.folder)
    run = workspace.run_file(answers.folder, answers.period.code)
    identity.parent.mkdir(parents=True)
    plain = {"codigo": answers.sigla, "nombre": answers.name, "sigla": answers.sigla, "codigo_sigep": answers.sigep}
    _write_yaml(identity, "Quién es la institución. Agregue misión, visión y normas con la fuente de cada una.", plain)
    _write_yaml(run, f"Una corrida: {answers.period.words}. Revise cada fecha y su fuente.", _run(answers))
    return [identity, run]


def _run(answers: Answers) -> dict[str, object]:
    period = answers.period
    sections = [name for name in proposed_sections(period) if name not in NEEDS_DATA]
    return {
        "entidad": answers.folder,
        "periodo": period.code,
        "metodo": answers.method,
        "titulo": "Seguimiento a la ejecución física y financiera del POA y presupuesto",
        "estado": "borrador",
        "aprobado_por": "",
        "cortes": {period.code: {"fecha": period.cutoff, "fuente": "propuesta: último día del periodo; confírmela"}},
        "tablas": [*_tables(answers)],
        "secciones": sections,
    }


def _tables(answers: Answers) -> tuple[str, ...]:
    """What is filled in, in this order; the report asks for all of it."""
    return (*ALWAYS, *(WITH_TASKS if answers.has_tasks else WITH_PERCENTAGES), *MONEY)


def _write_yaml(path: Path, head: str, plain: dict[str, object]) -> None:
    yaml = YAML()
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = io.StringIO()
    yaml.dump(plain, stream)
    atomic.write_text(path, f"# {head}\n{stream.getvalue()}")


def _write_tables(workspace: Workspace, answers: Answers) -> list[Path]:
    year = workspace.year_data(answers.folder, answers.period.year)
    window = year / answers.period.window
    for folder in (window / INBOX, window / "texto"):
        folder.mkdir(parents=True)
    made = []
    for table in _tables(answers):
        path = (year / "poa" / FIRST_VERSION if table == "tareas" else year) / f"{table}.xlsx"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_template(table, path, _first_rows(table, answers), WITHOUT if table == "tareas" else frozenset())
        made.append(path)
    return made


def _first_rows(table: str, answers: Answers) -> tuple[tuple[str, ...], ...]:
    """What is known already: the entity itself at the top of the structure."""
    return ((answers.sigla, answers.name, "entidad", "", answers.sigla),) if table == "estructura" else ()
