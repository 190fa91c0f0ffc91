"""Maps the labels that the reports print to codes of the structure."""

import re

from tools.conversion.source import ConversionError
from tools.conversion.tables import Node

ENTITY = Node("entidad", "MRE")
CENTRAL = Node("servicio", "CENTRAL")
ABROAD = Node("servicio", "EXTERIOR")
AREA_ABROAD = Node("area", "EXTERIOR")
POSTS_FILE = "puestos_exterior.csv"

SERVICES = {"SERVICIO CENTRAL": CENTRAL, "SERVICIO EXTERIOR": ABROAD}

AREAS = {
    "ADM. CENTRAL": Node("area", "ADM-CENTRAL"),
    "VRE": Node("area", "VRE"),
    "VCEI": Node("area", "VCEI"),
    "VGCI": Node("area", "VGCI"),
    "SERV. EXTERIOR": AREA_ABROAD,
}

TYPES = {
    "Embajadas": Node("tipo", "EMBAJADAS"),
    "Consulados": Node("tipo", "CONSULADOS"),
    "Representaciones": Node("tipo", "REPRESENTACIONES"),
    "Centros Emisores": Node("tipo", "CENTROS-EMISORES"),
}

SUBTYPES = {
    "Consulados": Node("subtipo", "CONSULADO"),
    "Consulados Generales": Node("subtipo", "CONSULADO-GENERAL"),
    "Viceconsulados": Node("subtipo", "VICECONSULADO"),
}

# areas_organizacionales.csv writes the areas' names in full and lists the types of post among them.
FULL_AREAS = {
    "Administración Central: Gabinete Ministerial": AREAS["ADM. CENTRAL"],
    "Viceministerio de Relaciones Exteriores": AREAS["VRE"],
    "Viceministerio de Comercio Exterior e Integración": AREAS["VCEI"],
    "Viceministerio de Gestión Consular e Institucional": AREAS["VGCI"],
    **TYPES,
    "Sub total - Servicio Central": CENTRAL,
    "Sub total - Servicio Exterior": ABROAD,
    "Total General": ENTITY,
}

# exterior_historico.csv names the three kinds of consulate but no total of consulates.
HISTORY_ROWS = {**TYPES, **SUBTYPES, "Total": ABROAD}

# Kind of post -> prefix of its code and the node above it.
POSTS = {
    "embajada": ("EMB", TYPES["Embajadas"]),
    "consulado": ("CON", SUBTYPES["Consulados"]),
    "consulado_general": ("CGE", SUBTYPES["Consulados Generales"]),
    "viceconsulado": ("VIC", SUBTYPES["Viceconsulados"]),
    "representacion": ("REP", TYPES["Representaciones"]),
    "centro_emisor": ("CEM", TYPES["Centros Emisores"]),
}

# Unit names in categorias_*.csv that differ from those in unidades.csv.
UNIT_ALIASES = {
    "Jefatura de Gabinete Asesoría General": "JEF-GAB",
    "Dirección General de Planificación (DGP)": "DGP",
    "Dirección General de Asuntos Jurídicos (DGAJ)": "DGAJ",
    "Secretaría de Comisión Nacional del Refugiado - CONARE": "CONARE",
}


def unit_code(sigla: str) -> str:
    """Return the code of a unit: its sigla with hyphens for dots and spaces.

    >>> unit_code("JEF. GAB")
    'JEF-GAB'
    """
    return re.sub(r"[. ]+", "-", sigla).strip("-")


def bare_name(name: str) -> str:
    """Return the name of a group of posts without the count printed after it.

    >>> bare_name("Consulados (Total 45)")
    'Consulados'
    """
    return re.sub(r" \((?:Total )?\d+\)$", "", name)


def lookup(labels: dict[str, Node], label: str, file: str) -> Node:
    """Return the node of a printed label.

    Raises
    ------
    ConversionError
        If the label is unknown; nothing is guessed.
    """
    if label not in labels:
        raise ConversionError(file, f"rótulo sin código: «{label}»")
    return labels[label]
