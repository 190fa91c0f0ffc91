"""The planning forms that a plan's table was put together from, as what a run rests on."""

from __future__ import annotations

from helpers.digest import file_sha256
from helpers.intake.folders import folders_of
from helpers.params import Corrida
from helpers.reception.log import inbox_files, read_log
from helpers.workspace import Workspace


def plan_form_files(workspace: Workspace, corrida: Corrida) -> dict[str, str]:
    """SHA-256 of each version's log and of the forms that it tells of, by name from the root.

    The run reads the table that was written from them; with their hashes a figure of the plan can be followed to the
    cell in which its unit typed it. A form that no log tells of is of no table yet.
    """
    found: dict[str, str] = {}
    for folder in folders_of(workspace, corrida)[0]:
        log = read_log(workspace, folder.path)
        if not folder.version or not log.path.is_file():
            continue
        found[log.label] = file_sha256(log.path)
        hashes = {workspace.relative(path): file_sha256(path) for path in inbox_files(folder.path)}
        found |= {name: digest for name, digest in hashes.items() if digest in log.hashes}
    return found
