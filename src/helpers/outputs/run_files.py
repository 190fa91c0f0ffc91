"""Names of the files and folders that a run leaves in `output/<institution>/<period>/`.

They are a promise to other programs (the data contract); nothing that is slow to import stands here.
"""

from __future__ import annotations

from pathlib import PurePosixPath

HTML_FILE, PDF_FILE, WORD_FILE = "informe.html", "informe.pdf", "informe.docx"
SUMMARY_HTML, SUMMARY_PDF = "resumen_ciudadano.html", "resumen_ciudadano.pdf"
WORKPAPERS_FILE = "papeles_de_trabajo.xlsx"
FIGURES_FILE, FINDINGS_FILE, RECONCILIATION_FILE = "cifras.csv", "hallazgos.csv", "conciliacion.csv"
SENSITIVITY_FILES = ("sensibilidad.csv", "sensibilidad_pasos.csv")
"""Headline figures under other methods: a table with a row for each figure and method, and one of differing steps."""
BOOK_FILE, TEXTS_FILE = "libro.json", "textos.json"
SAVED_FILES = (BOOK_FILE, TEXTS_FILE, FIGURES_FILE, FINDINGS_FILE, RECONCILIATION_FILE)
"""Files that a computed run is saved in."""
MANIFEST_FILE, TIMES_FILE = "manifiesto.json", "tiempos.json"
NOTEBOOKS = "cuadernos"
"""Folder of the executed notebooks."""
OPEN_DATA, PACKAGE_FILE = "datos_abiertos", "datapackage.json"
"""Folder of the open data, and the description of its tables in that folder."""
ACTA_FILES = ACTA_HTML, ACTA_PDF = "acta_de_verificacion.html", "acta_de_verificacion.pdf"
ATTACHED = (FIGURES_FILE, FINDINGS_FILE, RECONCILIATION_FILE, WORKPAPERS_FILE, MANIFEST_FILE)
"""Files of the folder that are attached to the PDF; the manifest in its state before the PDF exists."""
_LEFT_BY_SYSTEMS = (".DS_Store", "Thumbs.db", "desktop.ini")
_LEFT_BY_OFFICE = ("~$", ".~lock.")
_LEFT_BY_LAB, _CHECKPOINT = ".ipynb_checkpoints", "-checkpoint"
PLACES_FILE = "lugares.json"
"""Attachment of the PDF that is no file of the folder: each printed figure with its text, page and position."""


def is_stray(name: str) -> bool:
    """Return whether a file is one that operating systems, open spreadsheets or JupyterLab create, by its path."""
    *folders, last = name.split("/")
    is_checkpoint = _LEFT_BY_LAB in folders and PurePosixPath(last).stem.endswith(_CHECKPOINT)
    return is_checkpoint or last in _LEFT_BY_SYSTEMS or last.startswith(_LEFT_BY_OFFICE)
