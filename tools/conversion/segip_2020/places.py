"""Place and month of an activity, from the report's different spellings."""

import unicodedata

from tools.conversion.source import ConversionError, SourceRow
from tools.conversion.tables import Line

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
"""Lines of tables by department that belong to no department."""


def month_of(row: SourceRow) -> str:
    """Return the code of a line's month: `ene` for ``ENERO`` and ``Enero 2020``."""
    name = row.text("mes").split(" ")[0].lower()
    if name not in MONTHS:
        raise ConversionError(row.file, f"línea {row.line}: «{row.text('mes')}» no es un mes")
    return MONTHS[name]


def place_of(row: SourceRow) -> Line:
    """Return department, country or office of a line of a table by department."""
    label = row.text("departamento")
    for column, known in (("departamento", DEPARTMENTS), ("pais", COUNTRIES), ("oficina", OFFICES)):
        for name in known:
            if plain(name) == plain(label):
                return {column: name}
    raise ConversionError(row.file, f"línea {row.line}: no se sabe qué lugar es «{label}»")


def plain(text: str) -> str:
    """Return a text without accents or case, so that ``POTOSÍ`` and ``Potosi`` are equal."""
    letters = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
