"""Names for random institutions: ordinary ones, and valid ones that a program may misread."""

from __future__ import annotations

PLAIN = (
    "Dirección General de Asuntos Administrativos", "Unidad de Planificación", "Consulado en Ñuflo de Chávez",
    "Área de Finanzas", "Gestión de trámites consulares", "Atención al público",
)  # fmt: skip
ODD = (
    # names with a number, or only a number
    "Regional 7", "Distrito 12", "Oficina Regional 3 de Villa Alta", "Plan 2023-2025", "12", "3,50", "100%", "1.234,56",
    "Bs 500", "1e5", "0", "00123", "N° 5", "½ jornada", "Ley 1178", "2024-T2", "Unidad II", "dos", "31 de marzo de 2024",
    # words that mean something to the workbook
    "total", "Total general", "TOTAL", "s/d", "n/a", "N/A", "ninguno", "null", "None", "nan", "True", "si", "no",
    "avance_fisico", "entidad", "Sin dato", "Código", "codigo",
    # marks that mean something to Markdown, HTML, templates, spreadsheets, LaTeX, paths and addresses
    'Unidad "A"', "O'Higgins", "«Entre comillas»", "**negrita**", "_cursiva_ y __más__", "`código`", "# Título", "- guion",
    "* asterisco", "1. Primera", "1) Primera", "> cita", "~~tachado~~", "[enlace](http://ejemplo.bo)", "![x](y.png)", "a|b|c",
    "| tabla |", "---", "a\\b", "C:\\temp\\nuevo", "\\textbf{x}", "$x^2$", "<b>Legal</b>", "A & B", "A &amp; B", "5 < 7 > 3",
    "<script>alert(1)</script>", "</table>", "<!-- nota", "]]>", "{{ nombre }}", "{% if x %}", "{# nota #}", "{0}", "%s", "%(x)s",
    "+5", "-1", "'apóstrofo", "a;b", "a,b", "U1/U2", "/raíz", "a..b", "x?y=1&z=2", "a#b", "50%25",
    "www.ejemplo.bo", "http://ejemplo.bo/x", "correo@ejemplo.bo", "nota[^1]", "[^1]: pie", "a^b", "x~y", ":dos puntos:",
    # letters
    "X", "ñ", "Á", "José Ángel", "PINGÜINO", "ßtraße", "ﬁn", "Jose\u0301", "Uru\u00a0Uru", "a\u2011b", "—", "…", "¿Qué?", "“x”",
    "Δ", "Ελλάδα", "Росси́я", "Łódź", "  espacios   dentro  ",
    "Dos\nlíneas", "Muy largo " * 30, "Unapalabrasolasinespacios" * 6,
)  # fmt: skip
FORMULAS = ("=1+1", "@SUMA(A1)")
"""Refused in a table, because a spreadsheet would run them; allowed as names in YAML."""
ODD_CODES = (
    "1", "007", "12", "U 1", "U-1", "U.1", "U/1", "U#2", "u1", "Ñ1", "a|b", "U'1", 'U"1', "A&B", "<u>", "total", "s/d", "acp",
    "{{u}}", "-1", "50%", "U?1", "a\\b", "x;y", "x,y", "_x_", "*", "T2", "2024", "2024-T2", "0", "1e5", "U:1", "(1)", "Z" * 40,
    "avance_fisico", "U1 ", "Á", "[1]", "+", "U@1", "$1", "None",
)  # fmt: skip
