"""`poa lista`: available runs, methods and reports, as it prints them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import TypeVar

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from helpers.base.errors import PoaError
from helpers.base.system.workspace import UNKNOWN, Workspace
from helpers.desk.terminal.finding_pages import grid
from helpers.run.report.destination import Destination, usual_place
from helpers.run.report.manifest import COMPLETE, FAILED, PARTIAL, read_manifest, read_times
from helpers.settings.institution import every_run, load_institution
from helpers.settings.methods import load_method, methods_found
from helpers.settings.params import load_run

RUNNING = "en curso"
STYLES = {COMPLETE: "green", PARTIAL: "yellow", FAILED: "bold red"}
NO_REPORT = Text("sin informe", "dim")

Settings = TypeVar("Settings")


def show_list(console: Console, workspace: Workspace) -> None:
    """Print every institution with its periods and their reports, then the methods.

    A file that cannot be read is told with its problem and hides nothing else. A report whose replacement was
    interrupted is restored first.
    """
    for institution, runs in groupby(every_run(workspace), key=itemgetter(0)):
        entity, problem = _read(load_institution, workspace, institution)
        name = [Text(entity.nombre)] if entity else problem
        console.print(Text(" · ").join([Text(institution, "bold"), *name]))
        table = grid(None, None, 1)
        for _, period in runs:
            run, problem = _read(load_run, workspace, institution, period)
            reports = list(_reports(workspace, institution, period)) or [NO_REPORT]
            table.add_row(period, run.metodo if run else "", Text("\n").join(problem + reports))
        console.print(Padding(table, (0, 0, 1, 2)))
    console.print(Text("Métodos", "bold"))
    table = grid(None, 1)
    for id_ in methods_found(workspace):
        method, problem = _read(load_method, workspace, id_)
        table.add_row(id_, Text("\n").join([Text(method.nombre)] if method else problem))
    console.print(Padding(table, (0, 0, 0, 2)))


def _read(load: Callable[..., Settings], *of: object) -> tuple[Settings | None, list[Text]]:
    """Return the settings that a file has and no problem; None and the problem if they cannot be read."""
    try:
        return load(*of), []
    except PoaError as problem:
        return None, [Text(str(problem), "red")]


def _reports(workspace: Workspace, institution: str, period: str) -> Iterator[Text]:
    """Yield a line for each whole and partial report of a run; one that is being made comes before the others."""
    for is_partial in (False, True):
        place = usual_place(workspace, institution, period, is_partial=is_partial)
        if place.is_busy:
            yield _line(RUNNING, "", place.label)
        else:
            place.recover()
        yield from _made(workspace, place)


def _made(workspace: Workspace, place: Destination) -> Iterator[Text]:
    """Yield the report at a destination, the replaced ones that were kept, and the last failed run, as far as there."""
    for folder in (place.folder, *place.kept, place.failed):
        if not folder.is_dir():
            continue
        manifest = read_manifest(folder) or {}
        state = FAILED if folder == place.failed else str(manifest.get("estado", UNKNOWN))
        times = read_times(folder)
        yield _line(state, f"{times.ended:%d/%m/%Y %H:%M}" if times else "", workspace.relative(folder))


def _line(state: str, when: str, folder: str) -> Text:
    """Return a report's state, when it ended (empty if unknown) and its folder."""
    rest = " · ".join(filter(None, (when, folder)))
    return Text.assemble((state, STYLES.get(state, "")), f" · {rest}")
