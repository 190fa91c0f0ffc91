"""The difficulties that units and posts report: counts by cause, and their texts."""

from __future__ import annotations

from collections import Counter

from markupsafe import Markup

from helpers.base.display import lower_first
from helpers.base.python_extras import grouped
from helpers.figures.records import REPORTING
from helpers.views.elements.cells import NOT_STATED
from helpers.views.elements.grid import NotIncluded, Scope, Table, TableRow, text_columns
from helpers.views.elements.nodes import level_heading
from helpers.views.elements.safe_markdown import cell_html
from helpers.views.elements.tables import cut_note
from helpers.views.progress.deviation_views import (
    IN_OWN_WORDS,
    NOBODY,
    OTHERS,
    Deviations,
    count_table,
    totals_of,
)
from helpers.views.progress.results_views import NOT_SAID, Result, shared_backing

MOST_DIFFICULTIES = 40


def difficulties_crossed(deviations: Deviations) -> Table | NotIncluded:
    """Return a table of the number of difficulties by type of post or area (rows) and cause (columns), with totals.

    The columns are headed by the causes' codes, which a note spells out, the most frequent first. NotIncluded if
    nobody reported any.
    """
    if not deviations.difficulties:
        return NotIncluded(Scope.PART, "las dificultades que informaron las unidades")
    counts = Counter((_kind(deviations, row), difficulty_words(deviations, row)) for row in deviations.difficulties)
    kinds = dict.fromkeys(node.name for node in deviations.book.nodes if node.level in ("area", "tipo", "subtipo"))
    present, told = {kind for kind, _ in counts}, totals_of(counts, 1)
    rows = [kind for kind in kinds if kind in present] + sorted(present - set(kinds))
    codes = {words: code for code, words in deviations.called.items()} | {IN_OWN_WORDS: OTHERS}
    causes = sorted(told, key=lambda words: (words == IN_OWN_WORDS, -told[words]))
    heads = (level_heading(deviations.book, "area", "tipo"), *(codes[words] for words in causes), "Total")
    legend = " ".join(f"{codes[words]}: {words[:1].lower()}{words[1:]}." for words in causes)
    by_whom = lower_first(level_heading(deviations.book, "area", "tipo", any_of=False))
    title = f"Dificultades por {by_whom}, {deviations.book.period.words}"
    return count_table(counts, rows, causes, heads, id="cuadro-dificultades", title=title, notes=(legend,))


def difficulty_words(deviations: Deviations, row: Result) -> str:
    """Return the declared cause of a difficulty: its task's last one, or the cause with which its text begins.

    Otherwise `En sus propias palabras`.
    """
    told = deviations.causes.get(row.get("tarea", ""))
    cause = max(told, key=lambda one: one["periodo"]) if told else None
    if cause and cause["causa_codigo"] in deviations.called:
        return deviations.called[cause["causa_codigo"]]
    text = row["texto"].strip().casefold()
    begun = (words for words in deviations.called.values() if text.startswith(words.casefold()))
    return next(begun, IN_OWN_WORDS)


def difficulties_table(deviations: Deviations) -> Table | None:
    """Return a table of the first `MOST_DIFFICULTIES` difficulties: units, area or type, text, programme and source.

    Units of one area or type whose difficulty has the same text, programme and source share a row. The last two columns
    are left out if no difficulty has them. A note counts the difficulties not shown. None if nobody reported any.
    """
    told = deviations.difficulties
    if not told:
        return None
    by_words = grouped(
        told[:MOST_DIFFICULTIES],
        lambda row: (_kind(deviations, row), row["texto"], *(row.get(field, "") for field in _BESIDE_DIFFICULTIES)),
    )
    shared = shared_backing(told) if len(told) > 1 else ""
    more = [(field, head) for field, head in _BESIDE_DIFFICULTIES.items() if any(row.get(field) for row in told)]
    rows = []
    for (kind, *_), ones in by_words.items():
        beside = (ones[0].get(field, "").removeprefix(f"{shared}, ") or NOT_SAID for field, _ in more)
        names = "; ".join(dict.fromkeys(_teller(deviations, one) for one in ones))
        rows.append(TableRow((names, kind, Markup(cell_html(ones[0]["texto"])), *beside)))
    notes = cut_note(MOST_DIFFICULTIES, len(told), "dificultades; el resto está en los datos abiertos del informe.")
    notes += (f"El respaldo empieza siempre por «{shared}».",) * bool(shared)
    kinds = level_heading(deviations.book, "area", "tipo")
    heads = text_columns(level_heading(deviations.book, *REPORTING), kinds, "Dificultad", *(head for _, head in more))
    title = f"Dificultades informadas, {deviations.book.period.words}"
    table = Table("cuadro-dificultades-texto", title, heads, tuple(rows), notes)
    return table.without_column(kinds, NOBODY)


def _kind(deviations: Deviations, one: Result) -> str:
    """The subtype, type or area of the unit or post that reports a difficulty (`Deviations.kind_of`)."""
    return deviations.kind_of(deviations.node(one.get("unidad", "")))


def _teller(deviations: Deviations, one: Result) -> str:
    """The acronym or name of the unit or post that reports a difficulty."""
    node = deviations.node(one.get("unidad", ""))
    return (node.sigla or node.name) if node else one.get("unidad", "") or NOT_STATED


_BESIDE_DIFFICULTIES = {"resultado_programado": "Qué había programado", "fuente": "Respaldo"}
