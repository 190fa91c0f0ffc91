"""The end of a report: the forms received, the input files, signatures, and the facts needed to verify it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import PurePosixPath
from platform import python_version

from helpers.base.display import as_sentence, counted_es, date_es, upper_first
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.records import IN_INBOX
from helpers.figures.situations import FormState, received_forms
from helpers.settings.institution import Entidad
from helpers.settings.methods import Metodo
from helpers.settings.params import Corrida
from helpers.views.elements.cells import Cell, Missing, breakable, counted
from helpers.views.elements.grid import NotIncluded, Scope, Table, TableRow, number_columns, text_columns
from helpers.views.elements.html_templates import render
from helpers.views.elements.nodes import short_name
from helpers.views.elements.prose import Paragraph

FORM_STATES = {
    FormState.ACCEPTED: "Aceptados",
    FormState.REPLACED: "Reemplazados",
    FormState.REJECTED: "Rechazados",
    FormState.DISCARDED: "Descartados",
}
"""States of a form in the reception log, with the heading of their column."""
UNDATED = "La fecha es la que dice el formulario; si no se le lee ninguna que pueda ser, la del día en que se recibió."
AGAIN = "Cada fila es una decisión sobre un formulario; el recuento por periodo toma la última de cada uno."
ROLES = {"elaborado": "Elaborado por", "revisado": "Revisado por", "aprobado": "Aprobado por"}
DRAFT = "Borrador: este informe aún no está aprobado y puede modificarse."
FINAL = "Definitivo. Lo aprobó: {}."
TYPEFACES = (
    "Source Sans 3, Source Serif 4, Noto Sans Math y Noto Sans Symbols 2, con licencia SIL Open Font License 1.1; en "
    "los gráficos, la misma Source Sans 3 y, para los signos que no tiene, DejaVu Sans, con licencia Bitstream Vera."
)
PROGRAMS = ("pandas", "papermill", "nbconvert", "matplotlib", "typst", "XlsxWriter")
"""Python packages whose versions are printed."""
SYNTHETIC = "Todo: la institución no existe y ningún dato de este informe es real."
FILES_SHOWN, ALL_LISTED = 24, "una por archivo, en manifiesto.json"
"""Maximum number of files of a folder that are listed one by one, and the text that replaces the digests of more."""
DIGEST_SHOWN = 16
"""Number of characters printed of a SHA-256; the manifest has all of them."""


def reception_table(book: Book) -> Table | NotIncluded | None:
    """Return a table of the number of forms received, by period of the reception log (rows) and state (columns).

    A form counts once, with its last state. Without forms it returns NotIncluded; None in a plan's report, whose forms
    are those of its versions.
    """
    if not book.listing("recepcion"):
        what = "la recepción de los formularios de las unidades (aceptados, rechazados o reemplazados)"
        return None if book.period.is_plan else NotIncluded(Scope.ITEM, what)
    periods = dict.fromkeys(entry["periodo"] for entry in book.listing("recepcion"))
    forms = Counter((entry["periodo"], entry["estado"]) for entry in received_forms(book))
    rows = tuple(
        TableRow((upper_first(Period.parse(period).words), *(counted(forms[period, state]) for state in FORM_STATES)))
        for period in periods
    )
    heads = text_columns("Periodo") + number_columns(*FORM_STATES.values())
    notes = ("Cada formulario, con su huella, está en «Recepción», en los papeles de trabajo.",)
    return Table("cuadro-recepcion", "Formularios recibidos", heads, rows, notes)


def forms_not_accepted_table(book: Book) -> Table | None:
    """Return a table of the log's lines on forms rejected, replaced or discarded, with what was done and why.

    Each line is a row, so that a form may appear twice; a note then says that its last line counts. Without
    any, the table says «Ninguno.». None if the data are not from forms.
    """
    if not book.listing("recepcion"):
        return None
    listed = [entry for entry in book.listing("recepcion") if entry["estado"] != FormState.ACCEPTED]
    rows = tuple(
        TableRow((
            breakable(entry["archivo"]), short_name(book, entry["unidad"]) or Missing("No se reconoce la unidad."),
            upper_first(Period.parse(entry["periodo"]).words), date_es(entry["fecha_presentacion"]),
            as_sentence(f"{entry['estado']}: {entry['motivo']}"),
        ))
        for entry in listed
    )  # fmt: skip
    heads = text_columns("Archivo", "Unidad", "Periodo", "Fecha", "Qué se hizo y por qué")
    title = "Formularios rechazados, reemplazados o descartados"
    last = received_forms(book)
    notes = (UNDATED, *((AGAIN,) if any(entry not in last for entry in listed) else ())) if rows else ()
    return Table("cuadro-recepcion-otros", title, heads, rows, notes, empty="Ninguno.")


def signatures(book: Book, corrida: Corrida) -> Paragraph:
    """Return a block of who prepared, reviewed and approved the report, in that order, according to `firmas`.

    Rows of other periods are left out; a role without rows has one blank to be filled in by hand. The state of the
    run's params decides whether the block says draft or final; in a final report without a row on who approved it,
    `aprobado_por` says it.
    """
    is_final = corrida.estado == "definitivo"
    name, _, post = corrida.aprobado_por.partition(", ") if is_final else ("", "", "")
    approved = {"aprobado": {"nombre": name, "cargo": post}}
    rows = [row for row in book.listing("firmas") if row.get("periodo", "") in ("", book.period.code)]
    items = [
        {"rol": words, "nombre": row.get("nombre"), "cargo": row.get("cargo"), "dia": date_es(row.get("fecha", ""))}
        for role, words in ROLES.items()
        for row in [row for row in rows if row["rol"] == role] or [approved.get(role, {})]
    ]
    state = FINAL.format(corrida.aprobado_por) if is_final else DRAFT
    return Paragraph(render("signatures", items=items, state=state))


def colophon_table(book: Book, entidad: Entidad, corrida: Corrida, metodo: Metodo, *, id: str) -> Table:
    """Return a table of the report's inputs, settings and programs, and the commands that verify it.

    Returns
    -------
    Table
        The same inputs and program versions give the same table: it has no date of execution.
    """
    period = Period.parse(corrida.periodo)
    run = f"{corrida.entidad}/{corrida.periodo}"
    facts: list[tuple[str, Cell]] = [
        ("Corrida", f"{run}: {entidad.nombre}, {period.words}"),
        ("Método", f"{metodo.nombre} ({metodo.id})"),
        *_settings(book),
        ("Presupuesto que cuenta, si consta en varios sistemas o estados", _budget(corrida)),
        ("Tolerancia de redondeo", f"{str(corrida.tolerancia_redondeo).replace('.', ',')} puntos"),
        ("Programas", _programs()),
        ("Revisión y huellas", "En manifiesto.json, adjunto al PDF, con las de todos los archivos."),
        ("Para verificar este informe", f"poa auditar {run}"),
        ("Para seguir una cifra hasta sus celdas", f"poa explicar {run} y el identificador de la cifra"),
        ("Tipos de letra", TYPEFACES),
        ("Qué es sintético", SYNTHETIC if entidad.sintetica else ""),
    ]
    rows = tuple(TableRow(fact) for fact in facts if fact[1])
    return Table(id, "Datos de elaboración del informe", text_columns("Qué", "Cuál"), rows)


def _settings(book: Book) -> Iterator[tuple[str, Cell]]:
    """The settings files of the run and the method, each with its full SHA-256."""
    called = {"entidad": "Archivo de la entidad", book.period.code: "Parámetros"}
    for row in book.listing("configuracion"):
        stem = PurePosixPath(row["archivo"]).stem
        words = called.get(stem, "Archivo del método")
        yield words, breakable(f"{row['archivo']}")
        yield f"{words}: huella SHA-256", row["sha256"]


def _programs() -> str:
    """Versions of Python and of the packages in `PROGRAMS`; the manifest has all others."""
    named = (f"{name} {version(name)}" for name in PROGRAMS)
    return f"Python {python_version()}; {'; '.join(named)}. Los demás, en manifiesto.json."


def inputs_table(book: Book, *, id: str) -> Table:
    """Return a table of the input files with the beginning of their SHA-256.

    Returns
    -------
    Table
        Units' forms are only counted in a note. A folder with more than `FILES_SHOWN` files has a single row with their
        number. The planner's texts are absent: otherwise each edited word would change this table.
    """
    files = {name: digest for name, digest in sorted(book.inputs.items()) if IN_INBOX not in name}
    sizes = Counter(_folder(name) for name in files)
    many = {folder: size for folder, size in sizes.items() if size > FILES_SHOWN}
    lines: dict[str, TableRow] = {}
    for name, digest in files.items():
        size = many.get(_folder(name), 0)
        shown = f"{_folder(name)}/ ({size} archivos)" if size else name
        lines[shown] = TableRow((breakable(shown), ALL_LISTED if size else f"{digest[:DIGEST_SHOWN]}…"))
    rows = tuple(lines.values())
    forms = len(book.inputs) - len(files)
    others = f" También las de {counted_es(forms, 'formulario', 'formularios')}." if forms else ""
    notes = (f"Las huellas completas, y las de los textos propios, están en manifiesto.json.{others}",)
    return Table(id, "Archivos de entrada", text_columns("Archivo", "Huella SHA-256"), rows, notes)


def _folder(name: str) -> str:
    return name.rpartition("/")[0]


def _budget(corrida: Corrida) -> str:
    """The system and the state of the budget that counts, as the params name them; empty if they name none."""
    return ", ".join(word for word in (corrida.sistema_presupuesto, corrida.estado_presupuesto) if word)
