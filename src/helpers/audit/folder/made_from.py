"""What a report was made from, which tells a forged manifest from a forged page, and the manifest in its PDF."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from helpers.audit.audit_case import Case
from helpers.audit.pages.pdf_words import attachments
from helpers.base.python_extras import PlainData
from helpers.base.system.workspace import code_revision
from helpers.outputs.run_files import HTML_FILE, MANIFEST_FILE, PDF_FILE
from helpers.run.report.manifest import Origin


def origin_of(case: Case) -> Origin:
    """Return what the run was made from: what its page prints, if any other file of the report or the code says so too.

    Whoever changed one of them alone did not change what the report was made from. It is what the manifest states, the
    one in the PDF or the manifest with the revision of the code here, each with the inputs that it lists or with those
    of the Book; if the page prints none of these, what the manifest states. The parameters are always the true ones.
    """
    inputs = {"insumos": dict(case.reference.inputs)}
    pairs = ((manifest, own) for manifest in _manifests(case) for own in ({}, inputs))
    origins = (_stated(replace(case, manifest={**manifest, **own})) for manifest, own in pairs)
    page = case.folder / HTML_FILE
    words = page.read_text(encoding="utf-8", errors="replace") if page.is_file() else ""
    return next((one for one in origins if one.words in words), _stated(case))


def _manifests(case: Case) -> Iterator[Mapping[str, object]]:
    """Yield the folder's manifest, the one in the PDF, and the folder's with the revision of the code here."""
    yield case.manifest
    yield attached_fields(case)
    yield {**case.manifest, "codigo": code_revision(case.workspace.root).plain()}


def _stated(case: Case) -> Origin:
    """Return what a manifest states that the run was made from, with the run's true parameters."""
    overrides = case.manifest.get("cambios_de_parametros")
    return Origin(
        revision=case.revision,
        inputs=case.stated("insumos"),
        configuration=case.stated("configuracion"),
        notebooks=case.stated("cuadernos"),
        params=case.reference.corrida.model_dump(mode="json"),
        overrides=overrides if isinstance(overrides, Sequence) else (),
        methods=case.stated("metodos_comparados"),
        printed=case.part("celdas_de_cuadros"),
    )


def attached_manifest(case: Case) -> bytes:
    """Return the manifest attached to the run's PDF; empty if there is none, or no PDF that can be read."""
    from pypdfium2 import PdfiumError

    path = case.folder / PDF_FILE
    with suppress(PdfiumError):  # another check reports it
        return dict(attachments(path)).get(MANIFEST_FILE, b"") if path.is_file() else b""
    return b""


def attached_fields(case: Case) -> PlainData:
    """Return the fields of the manifest attached to the run's PDF; empty if it cannot be read."""
    with suppress(ValueError, RecursionError):
        plain = json.loads(attached_manifest(case))
        return plain if isinstance(plain, dict) else {}
    return {}
