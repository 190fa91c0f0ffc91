"""`poa iniciar`: creates an institution: its identity, its first run, and Excel tables to fill in."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.base.characters import is_formula
from helpers.base.errors import UsageError
from helpers.base.periods import Period
from helpers.base.system import atomic
from helpers.base.system.workspace import Workspace
from helpers.desk.periods.new_period import FIRST_VERSION, TEXTS
from helpers.desk.periods.next_params import TITLES, params_yaml
from helpers.desk.periods.table_templates import write_template
from helpers.forms.reception.reception_log import INBOX
from helpers.settings.institution import load_institution
from helpers.settings.methods import Metodo, load_method
from helpers.settings.params import default_sections, load_run, report_kind

NAME = re.compile(r"[a-z][a-z0-9-]{1,30}")
WITHOUT = frozenset({"anual"})
"""Columns left out of the plan's template because the institution programmes by month."""
ALWAYS, WITH_TASKS, WITH_PERCENTAGES = ("estructura", "acciones"), ("versiones", "tareas"), ("avances",)
MONEY = ("gastos", "vinculacion")
OF_RESULTS = ("marcos", "resultados")
"""Tables of an institution whose method only counts results."""
RESULTS_TITLE = "Resultados por objetivo"
RESULTS_SECTIONS = ("resumen", "resultados", "objetivos", "marco", "metodo", "anexos")
NEEDS_DATA = ("historia", "servicios", "objetivos", "conciliacion")
"""Sections that need a table which a new institution does not have."""


@dataclass(frozen=True)
class Answers:
    """The answers needed for a new institution.

    Attributes
    ----------
    folder : str
        The institution's short name in commands: `aduana`.
    period : Period
        First period that it reports.
    has_tasks : bool
        Whether units report tasks; otherwise they report percentages.
    """

    folder: str
    name: str
    sigla: str
    sigep: str
    period: Period
    method: str
    has_tasks: bool = True


def check_folder(workspace: Workspace, folder: str) -> None:
    """Refuse a short name that cannot name the folders of a new institution.

    Raises
    ------
    UsageError
        If the name is not a lower-case letter and 1 to 30 lower-case letters, digits or hyphens, none with an accent;
        or if one of its folders exists, as `metodos` does.
    """
    if NAME.fullmatch(folder) is None:
        raise UsageError(
            f"«{folder}» no sirve de nombre corto: use de 2 a 31 minúsculas sin acentos, cifras y guiones, como "
            "«aduana» o «gam-oruro»."
        )
    for place in _places(workspace, folder):
        if place.exists():
            raise UsageError(f"{workspace.relative(place)} ya existe y no se toca: elija otro nombre corto.")


def _places(workspace: Workspace, folder: str) -> tuple[Path, Path]:
    """Return an institution's folders of params and of data; they may not exist."""
    return workspace.params / folder, workspace.root / "data" / folder


def first_period(text: str) -> Period:
    """Return the first period that an institution reports, from its code (`2025-T1`).

    Raises
    ------
    UsageError
        If it is not a period, or is a yearly plan.
    """
    period = Period.parse(text)
    if period.is_plan:
        year = period.year
        raise UsageError(
            f"«{period}» es el plan del año y no un periodo que se informe: diga el primero que informará, como "
            f"{year}-T1. El plan se abre después, con «poa abrir»."
        )
    return period


def one_line(text: str) -> str:
    """Return a name or acronym without the blanks around it.

    Raises
    ------
    UsageError
        If it is blank, has invisible characters, or would be read as a formula in a table.
    """
    name = text.strip()
    if not name or not name.isprintable():
        raise UsageError("Escriba un nombre en una sola línea, con letras que se vean.")
    if is_formula(name.strip()):
        raise UsageError(f"«{name}» empieza como una fórmula, que en una tabla no se lee: quítele el primer signo.")
    return name


def init_institution(workspace: Workspace, answers: Answers) -> tuple[str, ...]:
    """Create the params and data folders of an institution; existing files are not changed.

    If anything fails, the new folders are removed.

    Returns
    -------
    tuple of str
        Paths from the root of the new files, in the order in which they are filled in.

    Raises
    ------
    UsageError
        If the name is invalid or used, or the method does not exist.
    """
    check_folder(workspace, answers.folder)
    method = load_method(workspace, answers.method)
    tables = _tables(answers, method)
    try:
        made = [*_write_params(workspace, answers, tables), *_write_tables(workspace, answers, tables)]
        load_institution(workspace, answers.folder)
        load_run(workspace, answers.folder, answers.period.code)
    except BaseException:
        # A partly created institution would block its name, so that the command could not be repeated.
        for place in _places(workspace, answers.folder):
            shutil.rmtree(place, ignore_errors=True)
        raise
    return tuple(workspace.relative(path) for path in made)


def _write_params(workspace: Workspace, answers: Answers, tables: Sequence[str]) -> list[Path]:
    """Write the files of the institution and of its first run, and return their paths."""
    identity = workspace.institution_file(answers.folder)
    run = workspace.run_file(answers.folder, answers.period.code)
    identity.parent.mkdir(parents=True)
    plain = {"codigo": answers.sigla, "nombre": answers.name, "sigla": answers.sigla, "codigo_sigep": answers.sigep}
    _write_yaml(identity, "Quién es la institución. Agregue misión, visión y normas con la fuente de cada una.", plain)
    _write_yaml(run, f"Una corrida: {answers.period.words}. Revise cada fecha y su fuente.", _run(answers, tables))
    return [identity, run]


def _run(answers: Answers, tables: Sequence[str]) -> dict[str, object]:
    """The params of the first run: a draft with a proposed cut-off, without sections that need further tables."""
    period, counts_only = answers.period, set(OF_RESULTS) <= set(tables)
    sections = [name for name in default_sections(period) if name not in NEEDS_DATA]
    return {
        "entidad": answers.folder,
        "periodo": period.code,
        "metodo": answers.method,
        "titulo": RESULTS_TITLE if counts_only else TITLES[report_kind(period)],
        "estado": "borrador",
        "aprobado_por": "",
        "cortes": {period.code: {"fecha": period.cutoff, "fuente": "propuesta: último día del periodo; confírmela"}},
        "tablas": [*tables],
        "secciones": [*RESULTS_SECTIONS] if counts_only else sections,
    }


def _tables(answers: Answers, method: Metodo) -> tuple[str, ...]:
    """The tables to fill in, in this order; the report requires all of them."""
    if not method.indicadores:
        return (*ALWAYS, *OF_RESULTS)
    return (*ALWAYS, *(WITH_TASKS if answers.has_tasks else WITH_PERCENTAGES), *MONEY)


def _write_yaml(path: Path, head: str, plain: Mapping[str, object]) -> None:
    """Write plain data as a params file that begins with a comment."""
    stream = io.StringIO()
    params_yaml().dump(plain, stream)
    atomic.write_text(path, f"# {head}\n{stream.getvalue()}")


def _write_tables(workspace: Workspace, answers: Answers, tables: Sequence[str]) -> list[Path]:
    """Write the empty tables, and make the period's folders for forms and texts; return the tables' paths."""
    year = workspace.year_data(answers.folder, answers.period.year)
    window = year / answers.period.window
    for folder in (window / INBOX, window / TEXTS):
        folder.mkdir(parents=True)
    folders = {"tareas": year / "poa" / FIRST_VERSION, "resultados": window}
    made = []
    for table in tables:
        path = folders.get(table, year) / f"{table}.xlsx"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_template(table, path, _first_rows(table, answers), WITHOUT if table == "tareas" else frozenset())
        made.append(path)
    return made


def _first_rows(table: str, answers: Answers) -> tuple[tuple[str, ...], ...]:
    """The rows that are already known: the entity itself, at the top of the structure."""
    return ((answers.sigla, answers.name, "entidad", "", answers.sigla),) if table == "estructura" else ()
