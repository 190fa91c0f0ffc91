"""Tables `estructura` and `vinculacion`: the units with their objectives, and the unit of each programme category."""

from typing import NamedTuple

from tools.conversion.source import ConversionError, Source, SourceRow
from tools.conversion.tables import Line, Node, Table

UNITS_FILE = "unidades.csv"
CATEGORIES_FILE = "categorias.csv"
TEXT_FILE = "texto/unidades.csv"
"""What the report's text says about its units: name, objective, and line numbers."""
ENTITY = Node("entidad", "SEGIP")
ENTITY_NAME = "Servicio General de Identificación Personal"
STRUCTURE_COLUMNS = ("codigo", "nombre", "nivel", "padre", "sigla", "departamento", "objetivo", "fuente", "orden")


class Name(NamedTuple):
    """A unit's full name as printed, and the table and column that print it."""

    text: str
    file: str
    column: str


def _in_2024(name: str) -> Name:
    return Name(name, "2024/formulario_04.csv", "area")


def _in_text(name: str) -> Name:
    return Name(name, TEXT_FILE, "nombre")


NAMES = {
    "DNO": _in_text("DIRECCIÓN NACIONAL DE OPERACIONES"),
    "DNJ": _in_text("DIRECCIÓN NACIONAL JURÍDICA"),
    "DNC": _in_text("Dirección Nacional de Comunicaciones"),
    "UNAI": _in_text("UNIDAD NACIONAL DE AUDITORIA INTERNA"),
    "UNT": _in_text("Unidad Nacional de Transparencia"),
    "DNP": _in_2024("DIRECCIÓN NACIONAL DE PLANIFICACIÓN"),
    "DNTIC": _in_2024("DIRECCIÓN NACIONAL DE TECNOLOGÍAS DE LA INFORMACIÓN Y COMUNICACIÓN"),
    "DNBM": _in_2024("DIRECCIÓN NACIONAL DE BRIGADAS MÓVILES"),
    "DNAF": Name("DIRECCIÓN NACIONAL DE ADMINISTRACIÓN Y FINANZAS", "2024/formulario_02.csv", "area"),
    "UNAR": Name("Unidad Nacional de Archivo", "archivo_departamentos.csv", "departamento"),
    "DDLP": _in_2024("DIRECCIÓN DEPARTAMENTAL DE LA PAZ"),
    "DDCB": _in_2024("DIRECCIÓN DEPARTAMENTAL DE COCHABAMBA"),
    "DDSC": _in_2024("DIRECCIÓN DEPARTAMENTAL DE SANTA CRUZ"),
    "DDOR": _in_2024("DIRECCIÓN DEPARTAMENTAL DE ORURO"),
    "DDPT": _in_2024("DIRECCIÓN DEPARTAMENTAL DE POTOSI"),
    "DDCH": _in_2024("DIRECCIÓN DEPARTAMENTAL DE CHUQUISACA"),
    "DDTJ": _in_2024("DIRECCIÓN DEPARTAMENTAL DE TARIJA"),
    "DDBE": _in_2024("DIRECCIÓN DEPARTAMENTAL DE BENI"),
    "DDPA": _in_2024("DIRECCIÓN DEPARTAMENTAL DE PANDO"),
}
"""The tables of 2020 have only the units' siglas; other documents print their names."""

ACCENTED = {"AUDITORIA": "auditoría", "POTOSI": "Potosí"}
SMALL_WORDS = ("de", "la", "las", "y")
DEPARTMENTS = {
    "DDLP": "La Paz",
    "DDCB": "Cochabamba",
    "DDSC": "Santa Cruz",
    "DDOR": "Oruro",
    "DDPT": "Potosí",
    "DDCH": "Chuquisaca",
    "DDTJ": "Tarija",
    "DDBE": "Beni",
    "DDPA": "Pando",
}

UNIT_OF_CATEGORY = {
    "GESTION ADMINISTRATIVA FINANCIERA": "DNAF",
    "GESTION DE AUDITORIA INTERNA": "UNAI",
    "GESTION DE ARCHIVO": "UNAR",
    "GESTION DE OPERACIONES": "DNO",
    "GESTION DE COMUNICACION": "DNC",
    "GESTION JURÍDICA": "DNJ",
    "GESTION DE TECNOLOGÍAS DE LA INFORMACIÓN": "DNTIC",
    "GESTION DE PLANIFICACION": "DNP",
    "GESTION DE TRANSPARENCIA Y CONTROL SOCIAL.": "UNT",
    "GESTION DE EMISION DOCUMENTAL LA PAZ": "DDLP",
    "GESTION DE EMISION DOCUMENTAL COCHABAMBA": "DDCB",
    "GESTION DE EMISION DOCUMENTAL SANTA CRUZ": "DDSC",
    "GESTION DE EMISION DOCUMENTAL ORURO": "DDOR",
    "GESTION DE EMISION DOCUMENTAL POTOSI": "DDPT",
    "GESTION DE EMISION DOCUMENTAL CHUQUISACA": "DDCH",
    "GESTION DE EMISION DOCUMENTAL TARIJA": "DDTJ",
    "GESTION DE EMISION DOCUMENTAL BENI": "DDBE",
    "GESTION DE EMISION DOCUMENTAL PANDO": "DDPA",
    "GESTION DE EMISION DOCUMENTAL DE BRIGADAS MOVILES": "DNBM",
}
"""Categories named after one unit's work."""

NOBODYS_CATEGORIES = frozenset(
    {
        "GESTION PREVENCION, CONTROL Y ATENCION DEL CORONAVIRUS",
        "GESTION PREVENCION, CONTROL Y ATENCION DEL CORONAVIRUS COVID-19",
        "CONST. MURO PERIMETRAL DEL PREDIO CIUDAD EL ALTO 2DO DISTR. Z. URB. SINDICATO MIXTO DE VOLANTES YUNGAS",
        "PERSONAS CON DISCAPACIDAD",
        "ACTIVOS FINANCIEROS",
        "OTRAS TRANSFERENCIAS",
        "DEUDA",
    }
)
"""Categories that no unit's name claims."""


def unit_rows(source: Source) -> list[SourceRow]:
    """Return the lines of the units, in printed order and without their total."""
    return [row for row in source.rows(UNITS_FILE) if row.text("nivel") == "unidad"]


def category_rows(source: Source) -> list[SourceRow]:
    """Return the lines of the programme categories, in printed order and without their total."""
    return [row for row in source.rows(CATEGORIES_FILE) if row.text("nivel") == "categoria"]


def structure(source: Source) -> Table:
    """Make the table ``estructura``: the entity and its units, with what the text says about them."""
    told = {row.text("unidad"): row for row in source.rows(TEXT_FILE)}
    siglas = [row.text("unidad") for row in unit_rows(source)]
    if unknown := set(told) - set(siglas):
        raise ConversionError(UNITS_FILE, f"no está la unidad {min(unknown)}, de la que habla {TEXT_FILE}")
    lines: list[Line] = [
        {"codigo": ENTITY.codigo, "nombre": ENTITY_NAME, "nivel": ENTITY.nivel, "sigla": ENTITY.codigo}
    ]
    lines += [_unit(source, sigla, told.get(sigla)) for sigla in siglas]
    for place, line in enumerate(lines, start=1):
        line["orden"] = str(place)
    return Table("estructura.csv", STRUCTURE_COLUMNS, lines)


def _unit(source: Source, sigla: str, told: SourceRow | None) -> Line:
    return {
        "codigo": sigla,
        "nombre": _name(source, sigla),
        "nivel": "unidad",
        "padre": ENTITY.codigo,
        "sigla": sigla,
        "departamento": DEPARTMENTS.get(sigla, ""),
        "objetivo": told.text("objetivo") if told else "",
        "fuente": told.text("fuente") if told else "",
    }


def _name(source: Source, sigla: str) -> str:
    name = NAMES[sigla]
    if all(row.text(name.column) != name.text for row in source.rows(name.file)):
        raise ConversionError(name.file, f"la columna {name.column} no imprime «{name.text}», el nombre de {sigla}")
    return in_small_letters(name.text)


def in_small_letters(printed: str) -> str:
    """Return a name in sentence case with accents; forms print it in capitals and partly without accents."""
    if not printed.isupper():
        return printed
    words = (ACCENTED.get(word, word.lower()) for word in printed.split())
    named = " ".join(word if word in SMALL_WORDS else upper_first(word) for word in words)
    return named.replace(" la Paz", " La Paz")


def upper_first(word: str) -> str:
    return word[:1].upper() + word[1:]


def links(source: Source) -> Table:
    """Make the table ``vinculacion``: the unit that a category's name refers to; blank if none matches."""
    known = {row.text("unidad") for row in unit_rows(source)}
    lines: list[Line] = []
    for row in category_rows(source):
        unit = _unit_of(row)
        if unit and unit not in known:
            raise ConversionError(UNITS_FILE, f"no está la unidad {unit}, la de «{row.text('descripcion')}»")
        # The report prints no actions, so the column is blank and there is no table of actions.
        lines.append({"cat_prog": row.text("cat_prog"), "acp": "", "unidad": unit})
    return Table("vinculacion.csv", ("cat_prog", "acp", "unidad"), lines)


def _unit_of(row: SourceRow) -> str:
    name = row.text("descripcion")
    if name not in UNIT_OF_CATEGORY and name not in NOBODYS_CATEGORIES:
        raise ConversionError(row.file, f"línea {row.line}: no se sabe de qué unidad es «{name}»")
    return UNIT_OF_CATEGORY.get(name, "")
