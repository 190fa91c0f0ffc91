"""What an institution puts on its documents: its emblem, read from a file beside `entidad.yaml`, and its contact."""

from __future__ import annotations

import base64
import re
from pathlib import Path

from pydantic import Field, model_validator

from helpers.base.errors import ConfigError
from helpers.base.yaml_models import StrictModel

KINDS = {".png": "image/png", ".svg": "image/svg+xml"}
LARGEST = 500_000
"""Bytes of an emblem's file: it is copied into every page, and a coat of arms of print quality has fewer."""
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
LINKS = ("href", "src")
_FETCHED = re.compile(r"@import|<\?xml-stylesheet|url\((?!\s*(?:['\"]|&quot;)?(?:#|data:image/))", re.IGNORECASE)
"""What a style sheet takes from elsewhere; `url(#…)` and pictures within the file are not."""


class Emblema(StrictModel):
    """The emblem on the cover.

    Attributes
    ----------
    archivo : str
        A PNG or SVG file, relative to the institution's folder in `params/`.
    texto : str
        What it shows, for those who do not see it.
    contenido : str
        The file as a data address, which the program puts here.
    """

    archivo: str = Field(min_length=1)
    texto: str = Field(min_length=1)
    contenido: str = ""


class Contacto(StrictModel):
    """Whom a reader asks about the report; at least one line."""

    unidad: str = ""
    direccion: str = ""
    telefono: str = ""
    correo: str = ""
    pagina: str = ""

    @property
    def line(self) -> str:
        """What is given, in one line: `Calle Uno 1, La Paz · dgp@of.bo`."""
        return " · ".join(value for _, value in self if value)

    @model_validator(mode="after")
    def _says_something(self) -> Contacto:
        """Refuse a contact without any text."""
        if not any(value for _, value in self):
            raise ValueError("«contacto» no tiene nada escrito: quite la clave, o escriba la unidad o el correo.")
        return self


def with_content(emblem: Emblema, folder: Path, label: str) -> Emblema:
    """Return an emblem with the content of its file.

    Parameters
    ----------
    folder : Path
        The institution's folder, in which the file must lie.
    label : str
        Name of the institution's file for the message.

    Raises
    ------
    ConfigError
        With what is wrong: no such file, not inside the folder, too large, neither PNG nor a safe SVG, or an emblem
        that has a content already.
    """
    problem, data = _read(emblem, folder)
    if problem:
        raise ConfigError(label, [f"emblema.archivo: {problem}"])
    kind = KINDS[Path(emblem.archivo).suffix.lower()]
    return emblem.model_copy(update={"contenido": f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"})


def _read(emblem: Emblema, folder: Path) -> tuple[str, bytes]:
    """Return what is wrong with an emblem's file, in Spanish and empty if nothing is, and its content."""
    if emblem.contenido:
        return "«contenido» no se escribe: el programa lo toma del archivo. Quite esa línea.", b""
    path = folder / emblem.archivo
    suffix = path.suffix.lower()
    if suffix not in KINDS:
        return f"«{emblem.archivo}» no es un archivo PNG ni SVG.", b""
    if not path.resolve().is_relative_to(folder.resolve()):
        return f"«{emblem.archivo}» no está en la carpeta de la entidad.", b""
    if not path.is_file():
        return f"no existe «{emblem.archivo}» en la carpeta de la entidad. Cópielo ahí o quite «emblema».", b""
    data = path.read_bytes()
    if len(data) > LARGEST:
        return f"«{emblem.archivo}» pesa más de {LARGEST // 1000} kB. Redúzcalo.", b""
    if suffix == ".png":
        return ("" if data.startswith(PNG_SIGNATURE) else f"«{emblem.archivo}» no es una imagen PNG."), data
    return _wrong_drawing(emblem.archivo, data), data


def _wrong_drawing(name: str, data: bytes) -> str:
    """Return why an SVG cannot be used, in Spanish; empty if it can: it must run nothing and fetch nothing."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return f"«{name}» no es un dibujo SVG que se pueda leer."
    if etree.QName(root).localname != "svg":
        return f"«{name}» no es un dibujo SVG."
    elsewhere = f"«{name}» toma partes de otro lugar. Guárdelo con todo dentro."
    if _FETCHED.search(etree.tostring(root.getroottree(), encoding="unicode")):
        return elsewhere
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        attributes = {etree.QName(key).localname.lower(): value for key, value in element.attrib.items()}
        is_program = etree.QName(element).localname in ("script", "foreignObject")
        if is_program or any(key.startswith("on") for key in attributes):
            return f"«{name}» contiene programas. Guárdelo como dibujo simple."
        if any(key in LINKS and not value.startswith(("#", "data:image/")) for key, value in attributes.items()):
            return elsewhere
    return ""
