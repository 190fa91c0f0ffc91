"""The end of a report: who signs it, and from what, with what and how it was made, so that it can be verified."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import PurePosixPath
from platform import python_version

from helpers.book import Book
from helpers.cells import Cell, breakable, render
from helpers.display import date_es
from helpers.entidad import Entidad
from helpers.grid import Column, Table, TableRow
from helpers.methods import Metodo
from helpers.params import Corrida
from helpers.periods import Period

ROLES = {"elaborado": "Elaborado por", "revisado": "Revisado por", "aprobado": "Aprobado por"}
DRAFT = "Borrador: este informe no está aprobado, y lo que diga puede cambiar."
FINAL = "Definitivo. Lo aprobó: {}."
TYPEFACES = (
    "Source Sans 3, Source Serif 4, Noto Sans Math y Noto Sans Symbols 2, con licencia SIL Open Font License 1.1; en "
    "los gráficos, la misma Source Sans 3 y, para los signos que no tiene, DejaVu Sans, con licencia Bitstream Vera."
)
PROGRAMS = ("pandas", "papermill", "nbconvert", "matplotlib", "typst", "XlsxWriter")
"""Distributions whose versions are printed."""
SYNTHETIC = "Todo: la institución no existe y ningún dato de este informe es real."
REAL = "Nada: la institución existe, y sus datos son los de los archivos de entrada."


@dataclass(frozen=True)
class Signature:
    """Who signs in a role; what is empty is left to be written by hand."""

    role: str
    name: str = ""
    post: str = ""
    day: str = ""


@dataclass(frozen=True)
class Signatures:
    """The block of signatures: a line to sign over each name, and what state the report is in."""

    items: tuple[Signature, ...]
    state: str

    def _repr_html_(self) -> str:
        return render("signatures", block=self)


def signatures(book: Book, corrida: Corrida) -> Signatures:
    """Who prepared, reviewed and approved the run's report, by its own rows of `firmas`; blank lines without them."""
    rows = [row for row in book.listing("firmas") if row.get("periodo", "") in ("", book.period.code)]
    items = [
        Signature(words, row.get("nombre", ""), row.get("cargo", ""), _day(row.get("fecha", "")))
        for role, words in ROLES.items()
        for row in [row for row in rows if row["rol"] == role] or [{}]
    ]
    is_final = corrida.estado == "definitivo"
    return Signatures(tuple(items), FINAL.format(corrida.aprobado_por) if is_final else DRAFT)


def _day(text: str) -> str:
    return date_es(date.fromisoformat(text)) if text else ""


def colophon_table(book: Book, entidad: Entidad, corrida: Corrida, metodo: Metodo, *, id: str) -> Table:
    """What the report was made from and how to verify it; nothing in it changes while its inputs are the same."""
    period = Period.parse(corrida.periodo)
    run = f"{corrida.entidad}/{corrida.periodo}"
    facts: list[tuple[str, Cell]] = [
        ("Corrida", f"{run}: {entidad.nombre}, {period.words}"),
        ("Estado", FINAL.format(corrida.aprobado_por) if corrida.estado == "definitivo" else DRAFT),
        ("Método", f"{metodo.nombre} ({metodo.id})"),
        *_settings(book),
        ("Sistema y estado del presupuesto", _budget(corrida)),
        ("Tolerancia de redondeo", f"{str(corrida.tolerancia_redondeo).replace('.', ',')} puntos"),
        ("Programas", _programs()),
        ("Revisión y huellas", "En manifiesto.json, que viaja en el PDF, con las de todo lo que entró y salió."),
        ("Para verificar este informe", f"poa audit {run}"),
        ("Para seguir una cifra hasta sus celdas", f"poa explain {run} y el identificador de la cifra"),
        ("Tipos de letra", TYPEFACES),
        ("Qué es sintético", SYNTHETIC if entidad.sintetica else REAL),
    ]
    rows = tuple(TableRow(fact) for fact in facts if fact[1])
    return Table(id, "Colofón", (Column("Qué"), Column("Cuál")), rows)


def _settings(book: Book) -> Iterator[tuple[str, Cell]]:
    """The params and method files, each with its whole SHA-256."""
    called = {"entidad": "Archivo de la entidad", book.period.code: "Parámetros"}
    for row in book.listing("configuracion"):
        stem = PurePosixPath(row["archivo"]).stem
        words = called.get(stem, "Archivo del método")
        yield words, breakable(f"{row['archivo']}")
        yield f"{words}: huella SHA-256", row["sha256"]


def _programs() -> str:
    """The versions of what computes, draws and prints a report; those of all the rest are in the manifest."""
    named = (f"{name} {version(name)}" for name in PROGRAMS)
    return f"Python {python_version()}; {'; '.join(named)}. Los demás, en manifiesto.json."


def _budget(corrida: Corrida) -> str:
    return ", ".join(word for word in (corrida.sistema_presupuesto, corrida.estado_presupuesto) if word)
