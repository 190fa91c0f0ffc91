"""File names of the acta."""

ACTA_HTML = "acta_de_verificacion.html"
ACTA_PDF = "acta_de_verificacion.pdf"
ACTA_FILES = (ACTA_HTML, ACTA_PDF)
