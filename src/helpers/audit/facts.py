"""What the acta says of the run that was verified, and of when and with what it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from helpers.audit import libreoffice
from helpers.audit.case import STATED, Case
from helpers.audit.hashes import file_hashes
from helpers.audit_views import PRINTED_TABLE, how_checked
from helpers.book import Book
from helpers.cuadros.tables import is_cell
from helpers.digest import file_sha256
from helpers.display import upper_first
from helpers.findings import Reconciled, Verdict
from helpers.runner.manifest import FILE, Revision, code_revision, versions
from helpers.runner.times import read_times

TOLD = ("python", "sistema", "ironcalc", "pypdfium2", "openpyxl", "xlsxwriter", "papermill", "typst")
"""Versions that bear on what an audit finds; the run's own, all of them, are in its manifest."""


@dataclass(frozen=True)
class HashedFile:
    """A file, its hash as it is now (empty where it is missing) and whether the manifest says the same."""

    name: str
    digest: str
    is_stated: bool


@dataclass(frozen=True)
class Facts:
    """Of what was verified, when and with what.

    Attributes
    ----------
    entity, title, period_words, method, state : str
        As the run's parameters say.
    run : str
        `mre/2024-T2`.
    folder : str
    fingerprint, revision : str
        Of the run, as its manifest says.
    manifest_hash : str
        SHA-256 of the manifest itself: who keeps it elsewhere knows later that this is the same run.
    made : str
        When the run ended, as its manifest says.
    revision_now : str
        The code that did the audit.
    started, ended : datetime
        Of the audit.
    against_saved : bool
        Outputs were held against the run's own book, since the inputs are no longer its.
    versions : Mapping[str, str]
    files : tuple of HashedFile
    reconciliation : tuple of Reconciled
        Every published figure with its verdict.
    checked : tuple of (str, Verdict)
        Of each of them, how it could be checked, and its verdict.
    names : Mapping[str, str]
        Each published figure's id in words.
    """

    entity: str
    title: str
    period_words: str
    method: str
    state: str
    run: str
    folder: str
    fingerprint: str
    revision: str
    manifest_hash: str
    made: str
    revision_now: str
    started: datetime
    ended: datetime
    against_saved: bool
    versions: Mapping[str, str]
    files: tuple[HashedFile, ...]
    reconciliation: tuple[Reconciled, ...]
    checked: tuple[tuple[str, Verdict], ...]
    names: Mapping[str, str]


def facts_of(case: Case, started: datetime) -> Facts:
    """Collect the facts; the audit's end is now."""
    computed = case.reference
    run = computed.corrida
    book = computed.book
    return Facts(
        entity=computed.entidad.nombre,
        title=run.titulo,
        period_words=run.period.words,
        method=computed.metodo.nombre,
        state=f"{run.estado}, con datos sintéticos" if computed.entidad.sintetica else run.estado,
        run=f"{case.institution}/{case.period}",
        folder=f"{case.label}/",
        fingerprint=str(case.manifest.get("huella")),
        revision=_revision(case).words,
        manifest_hash=file_sha256(case.folder / FILE),
        made=times.ended.isoformat() if (times := read_times(case.folder)) else "no consta",
        revision_now=code_revision(case.workspace.root).words,
        started=started,
        ended=datetime.now().astimezone(),
        against_saved=case.is_against_saved,
        versions=_versions(),
        files=tuple(_files(case)),
        reconciliation=computed.reconciliation,
        checked=tuple((how_checked(book, item), item.veredicto) for item in computed.reconciliation),
        names={item.id: _name(book, item) for item in computed.reconciliation},
    )


def _name(book: Book, item: Reconciled) -> str:
    """What a published number is called: its figure's name, or the printed table that has it."""
    if not is_cell(item.id):
        return book.figure_words(item.id)
    name = item.id.split("/")[1]
    table = next((table for table in book.printed if table.name == name), None)
    return upper_first(f"{PRINTED_TABLE}: {table.title}" if table else PRINTED_TABLE)


def _revision(case: Case) -> Revision:
    code = case.manifest.get("codigo")
    found = code if isinstance(code, Mapping) else {}
    return Revision(str(found.get("revision")), found.get("cambios_sin_registrar"))


def _versions() -> dict[str, str]:
    found = versions()
    return {"libreoffice": libreoffice.version()} | {name: found[name] for name in TOLD if name in found}


def _files(case: Case) -> Iterator[HashedFile]:
    yield HashedFile(f"{case.label}/{FILE}", file_sha256(case.folder / FILE), True)
    parts = [(case.workspace.root, part, "") for part in STATED]
    for root, part, prefix in (*parts, (case.folder, "salidas", f"{case.label}/")):
        stated = case.stated(part)
        for name, digest in file_hashes(root, stated).items():
            yield HashedFile(f"{prefix}{name}", digest, digest == stated[name])
