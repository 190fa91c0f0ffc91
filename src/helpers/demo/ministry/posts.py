"""The posts abroad of the synthetic ministry, in invented places."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PostType:
    """A type or subtype of post.

    Attributes
    ----------
    parent, parent_name : str
        The type that it belongs to; itself if it is not a subtype.
    code, name : str
        Of the node above its posts.
    prefix, called : str
        Prefix of its posts' codes, and their name.
    count : int
        At full size.
    category, category_name : str
        Budget category that pays its running costs.
    thousands : int
        Thousands of bolivianos for all its posts.
    topics : tuple of str
    """

    parent: str
    parent_name: str
    code: str
    name: str
    prefix: str
    called: str
    count: int
    category: str
    category_name: str
    thousands: int
    topics: tuple[str, ...]


_EMBASSY = (
    "relación política; agenda económica; promoción cultural; inversión extranjera; turismo receptivo; "
    "cooperación académica; comunidad residente; convenios en negociación; prensa local; actos cívicos"
)
_CONSULATE = (
    "pasaportes; cédulas de identidad; matrimonios civiles; salvoconductos; consulados móviles; detenidos; "
    "menores no acompañados; certificados de vivencia; regularización migratoria; remesas"
)
_MISSION = (
    "resoluciones copatrocinadas; grupos regionales; comités especializados; informes al organismo; "
    "sesiones plenarias; delegaciones; cuotas y contribuciones"
)
_CENTRE = "libretas emitidas; impresión de láminas; insumos de personalización; control de calidad; envíos certificados"

POST_TYPES = (
    PostType("EMBAJADAS", "Embajadas", "EMBAJADAS", "Embajadas", "EMB", "Embajada en", 33, "550 0 002",
             "Servicio diplomático, gastos de funcionamiento", 26815, tuple(_EMBASSY.split("; "))),
    PostType("CONSULADOS", "Consulados", "CONSULADO", "Consulados", "CON", "Consulado en", 27, "550 0 003",
             "Oficinas consulares, gastos de funcionamiento", 13673, tuple(_CONSULATE.split("; "))),
    PostType("CONSULADOS", "Consulados", "CONSULADO-GENERAL", "Consulados Generales", "CGE", "Consulado General en", 14,
             "550 0 003", "Oficinas consulares, gastos de funcionamiento", 0, tuple(_CONSULATE.split("; "))),
    PostType("CONSULADOS", "Consulados", "VICECONSULADO", "Viceconsulados", "VIC", "Viceconsulado en", 4, "550 0 003",
             "Oficinas consulares, gastos de funcionamiento", 0, tuple(_CONSULATE.split("; "))),
    PostType("REPRESENTACIONES", "Representaciones", "REPRESENTACIONES", "Representaciones", "REP",
             "Representación Permanente en", 4, "550 0 004", "Representaciones permanentes, gastos de funcionamiento",
             335, tuple(_MISSION.split("; "))),
    PostType("CENTROS-EMISORES", "Centros Emisores", "CENTROS-EMISORES", "Centros Emisores", "CEM", "Centro Emisor de",
             2, "550 0 005", "Centros emisores de pasaportes", 668, tuple(_CENTRE.split("; "))),
)  # fmt: skip

_PLACES = (
    "Puerto", "Villa", "Monte", "Valle", "Bahía", "Cabo", "Fuente", "Torre", "Campo", "Vado", "Peña", "Isla", "Arroyo",
    "Cerro",
)  # fmt: skip
_QUALITIES = ("Alba", "Bruma", "Celeste", "Duna", "Esmeralda", "Fábula")
_COUNTRIES = (
    "Andoria", "Belmar", "Caldania", "Dorania", "Elvania", "Farania", "Galdoria", "Hesperia del Sur", "Ilmaria",
    "Jorania", "Kaldoria", "Lumaria",
)  # fmt: skip


def place(number: int) -> tuple[str, str]:
    """Return the invented city and country of a post by its number from 0; 84 cities are different."""
    city = f"{_PLACES[number % len(_PLACES)]} {_QUALITIES[number // len(_PLACES) % len(_QUALITIES)]}"
    return city, _COUNTRIES[number % len(_COUNTRIES)]
