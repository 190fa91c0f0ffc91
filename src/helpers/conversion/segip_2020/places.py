"""Where and when something was done, from the many ways in which the report writes it."""

import unicodedata

from helpers.conversion.source import ConversionError, SourceRow
from helpers.conversion.tables import Line

MONTHS = {
    "enero": "ene",
    "febrero": "feb",
    "marzo": "mar",
    "abril": "abr",
    "mayo": "may",
    "junio": "jun",
    "julio": "jul",
    "agosto": "ago",
    "septiembre": "sep",
    "octubre": "oct",
    "noviembre": "nov",
    "diciembre": "dic",
}
DEPARTMENTS = (
    "Beni",
    "Chuquisaca",
    "Cochabamba",
    "La Paz",
    "Oruro",
    "Pando",
    "Potosí",
    "Santa Cruz",
    "Tarija",
)
COUNTRIES = ("Argentina", "Brasil", "Chile", "España", "Estados Unidos", "Perú")
OFFICES = ("Brigada Semipermanente", "Brigadas Mov./ Of.Sempermanentes", "Unidad Nacional de Archivo")
"""Lines of tables by department that are of none."""


def month_of(row: SourceRow) -> str:
    """Code of the month of a line: `ene` of ``ENERO`` and of ``Enero 2020``."""
    name = row.text("mes").split(" ")[0].lower()
    if name not in MONTHS:
        raise ConversionError(row.file, f"línea {row.line}: «{row.text('mes')}» no es un mes")
    return MONTHS[name]


def place_of(row: SourceRow) -> Line:
    """Department, country or office of a line of a table by department."""
    label = row.text("departamento")
    for column, known in (("departamento", DEPARTMENTS), ("pais", COUNTRIES), ("oficina", OFFICES)):
        for name in known:
            if plain(name) == plain(label):
                return {column: name}
    raise ConversionError(row.file, f"línea {row.line}: no se sabe qué lugar es «{label}»")


def plain(text: str) -> str:
    """A text without accents or case: ``POTOSÍ`` and ``Potosi`` are the same place."""
    letters = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
