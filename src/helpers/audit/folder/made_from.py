"""What a report was made from: as its manifest states it or, if that was changed, as its PDF or the code here says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

from helpers.audit.audit_case import Case
from helpers.audit.pages.pdf_words import attachments
from helpers.base.python_extras import PlainData
from helpers.base.system.digest import data_sha256
from helpers.base.system.workspace import code_revision
from helpers.outputs.run_files import MANIFEST_FILE, PDF_FILE

FIELDS = (
    "codigo", "parametros", "cambios_de_parametros", "configuracion", "metodos_comparados", "insumos", "cuadernos",
    "celdas_de_cuadros",
)  # fmt: skip
"""Fields of a manifest from which its fingerprint is computed."""


def fingerprint(manifest: Mapping[str, object], params: Mapping[str, object]) -> str:
    """Compute the fingerprint (SHA-256) of what a run was made from: the lists in its manifest and its parameters."""
    return data_sha256({name: manifest.get(name) for name in FIELDS} | {"parametros": dict(params)})


def with_true_origin(case: Case) -> Case:
    """Return the case with the `FIELDS` that give the fingerprint in its manifest, and the run's true parameters.

    They are the manifest's own or, if those do not give it, those of the manifest attached to the PDF: whoever changed
    one of the two alone did not change what the report was made from. Without a PDF, the revision of the code here is
    tried instead of the stated one. Unchanged if none gives it.
    """
    params = case.reference.corrida.model_dump(mode="json")
    for read in (lambda: case.manifest, lambda: _attached(case), lambda: _by_code_here(case)):
        stated = read()
        if fingerprint(stated, params) == case.manifest.get("huella"):
            own = {name: stated[name] for name in FIELDS if name in stated}
            return replace(case, manifest={**case.manifest, **own, "parametros": params})
    return case


def _by_code_here(case: Case) -> PlainData:
    """Return the run's manifest with the revision of the code that is here."""
    return {**case.manifest, "codigo": code_revision(case.workspace.root).plain()}


def _attached(case: Case) -> PlainData:
    """Return the manifest attached to the run's PDF; empty if there is none that can be read."""
    from pypdfium2 import PdfiumError

    path = case.folder / PDF_FILE
    try:
        plain = json.loads(dict(attachments(path))[MANIFEST_FILE]) if path.is_file() else {}
    except (PdfiumError, LookupError, ValueError, RecursionError):  # another check reports it
        return {}
    return plain if isinstance(plain, dict) else {}
