"""Table of those who lack data of a quarter of the year, with what is known of their forms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from helpers.base.display import list_es
from helpers.base.periods import Period
from helpers.base.python_extras import by_key
from helpers.figures.book import Book
from helpers.figures.findings import Finding
from helpers.figures.mean_coverage import leaves_missing_out
from helpers.figures.situations import NOT_DUE, Situation, quarters_so_far, rejected_forms, reporters, situation
from helpers.figures.subjects import subject_name
from helpers.views.elements.grid import Table, TableRow, text_columns

Key = tuple[str, str]
NO_FORM, LATE, NO_VALUE = "PRE-FALTA", "PRE-TARDE", "REP-SIN-DATO"
"""Rules that know of a unit's form of a quarter that it is missing or late, or of a value that has no quarter."""
NOBODY = "Nadie informó", "No consta ningún dato de avance."
OUTSIDE = "Quien no tiene dato de un trimestre queda fuera de los promedios de ese trimestre; no cuenta como cero."


def silent_units_table(book: Book, findings: Sequence[Finding]) -> Table | None:
    """Return a table of those without data of a quarter from January to the period's end; None if there are none.

    They are the `reporters` in the situation `NO_DATA`. Quarters share a row if the same is known of them; a quarter
    in which nobody reported has one. If only the period itself has data, it counts instead.
    """
    found = [
        ((*who, words), window) for window in quarters_so_far(book) for *who, words in _silent(book, findings, window)
    ]
    rows = tuple(
        TableRow((name, list_es([one.short for one in windows]), words))
        for (_, name, words), windows in by_key(found).items()
    )
    notes = (OUTSIDE,) if leaves_missing_out(book) else ()
    heads = text_columns("Quién", "Periodo", "Qué consta")
    title = f"De quiénes no constan datos de avance, {book.period.accumulated().words}"
    return Table("cuadro-unidades-sin-dato", title, heads, rows, notes) if rows else None


def _silent(book: Book, findings: Sequence[Finding], window: Period) -> Iterator[tuple[str, str, str]]:
    """Id and name of each that lacks data of a window, with what is known; one for all if nobody has any."""
    every = {key: situation(book, *key, window) for key in reporters(book, window)}
    silent = [key for key, kind in every.items() if kind is Situation.NO_DATA]
    if len(silent) > 1 and all(kind in (Situation.NO_DATA, *NOT_DUE) for kind in every.values()):
        yield ("", *NOBODY)
        return
    for key in silent:
        name = f"ACP {key[1]}" if key[0] == "acp" else subject_name(book, *key)
        yield "/".join(key), name, " ".join(_known(book, findings, key, window))


def _known(book: Book, findings: Sequence[Finding], key: Key, window: Period) -> Iterator[str]:
    """Sentences on the form of one who lacks data of a window, and on a value that has no quarter."""
    forms = [row for row in book.listing("presentaciones") if (row["unidad"], row["periodo"]) == (key[1], window.code)]
    own = [one for one in findings if one.elemento == "/".join(key) and one.is_expected_in(window.code)]
    is_late = any(one.codigo == LATE and one.elemento == f"presentaciones/{window}/{key[1]}" for one in findings)
    if any(one.codigo == NO_FORM for one in own):
        is_rejected = any(form["unidad"] == key[1] for form in rejected_forms(book, window))
        yield "Su formulario se rechazó." if is_rejected else "No consta su formulario."
    elif any(row.get("fecha_presentacion") or row.get("en_plazo") for row in forms):
        yield f"Consta su formulario{', fuera de plazo' if is_late else ''}; no consta ningún dato de avance."
    else:
        yield "No consta un dato de avance."
    yield from dict.fromkeys(f"Nota del dato: «{one.causa}»." for one in own if one.codigo == NO_VALUE and one.causa)
    if any(row.get("reiteracion") for row in forms):
        yield "Se le reiteró el pedido."
    yield from (f"Observación: «{row['observacion'].rstrip('.')}»." for row in forms if row.get("observacion"))
