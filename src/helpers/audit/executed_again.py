"""Executes every section of a run again, each in a new process, over the reference's Book."""

from __future__ import annotations

import shutil

from helpers.audit.audit_case import Case
from helpers.audit.audit_result import Unverifiable
from helpers.audit.folder.made_from import origin_of
from helpers.outputs.run_files import OPEN_DATA
from helpers.run.finished_run import Executed, execute_again, page_of


def execute_sections(case: Case, jobs: int = 0) -> Executed:
    """Execute every section of the run as `poa informe` does, in the folder `corrida` of the audit's working folder.

    The result names sections that stopped with an error; they raise nothing. If the inputs have changed, sections
    repeat their calculation from the input tables in the report's own open data.

    Parameters
    ----------
    jobs : int
        Processes at a time; 0 for the number of cores.
    """
    run = case.scratch / "corrida"
    shutil.copytree(case.expected, run)
    own_tables = case.folder / OPEN_DATA
    if case.is_against_saved and own_tables.is_dir() and not (run / OPEN_DATA).exists():
        shutil.copytree(own_tables, run / OPEN_DATA)
    return execute_again(case.workspace, case.reference.corrida, run, jobs)


def assembled_page(case: Case, executed: Executed) -> str:
    """Return the text of the report's HTML page, assembled from the sections executed now with the run's own cover.

    Raises
    ------
    Unverifiable
        If a section stopped with an error.
    """
    if executed.stops:
        raise Unverifiable(f"no se pudo volver a armar el informe: falló {', '.join(executed.stops)}")
    return page_of(executed, case.reference, origin_of(case))
