"""Who reported: a paragraph with numbers, names and reasons, and a table of those without data of a quarter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from markupsafe import Markup

from helpers.base.display import list_es, lower_first
from helpers.base.periods import Period
from helpers.base.python_extras import by_key
from helpers.figures.book import Book
from helpers.figures.figure_names import LEVEL_PLURALS, LEVEL_TITLES
from helpers.figures.findings import Finding
from helpers.figures.mean_coverage import lacks_months, leaves_missing_out
from helpers.figures.records import REPORTING
from helpers.figures.situations import (
    NOT_DUE,
    Situation,
    empty_quarters,
    is_late,
    quarters_so_far,
    rejected_forms,
    reporters,
    reporting_windows,
    silent_reporters,
    situation,
)
from helpers.figures.subjects import subject_name
from helpers.views.elements.grid import Table, TableRow, text_columns
from helpers.views.elements.nodes import entity_of
from helpers.views.elements.prose import Paragraph, paragraph

Key = tuple[str, str]
UNTOLD, MOST_UNTOLD = "EJE-SIN-DATO", 6
"""The rule on tasks without data of units and posts with a form, and the most units and posts that are named."""
UNTOLD_WORDS = "Con tareas cuya ejecución no consta, toda o en parte"
FEMININE = frozenset({"entidad", "area", "unidad", "acp"})
"""Levels whose names are feminine."""
CLAUSES: Mapping[Situation, str] = {
    Situation.ZERO: "Con cero informado",
    Situation.PARTIAL: "Con solo una parte informada, y sin porcentaje",
    Situation.LATE: "Fuera de plazo, y por eso fuera de la consolidación",
    Situation.NO_DATA: "Sin dato",
}
"""Words before the names of those who had to report, by situation."""
IDLE: Mapping[Situation, str] = {
    Situation.NOTHING_DUE: "Nada programado",
    Situation.BY_YEAR: "Programado solo para todo el año",
}
"""Words before the names of those from whom no figure is expected, by situation."""
TEMPLATE = (
    "{% if esperadas %}{% if informaron|length > 1 %}Informaron {% if varias %}cada trimestre "
    "{% if pausas %}en que tenían algo programado {% endif %}{% endif %}"
    "{% if faltan %}{{ cuenta(informaron) }} de {% endif %}{{ todas }} {{ cuenta(esperadas) }} {{ niveles }}"
    "{% if ociosas %} con algo programado{% endif %} "
    "{{ cuando }}. {% else %}{% if unico %}{{ 'Informó' if informaron else 'No informó' }} {{ unico }}"
    "{% else %}De {{ todas }} {{ cuenta(esperadas) }} {{ niveles }}{% endif %}"
    "{% if ociosas %} con algo programado{% endif %}"
    "{% if not unico %}, {{ uno if informaron else ninguno }} informó{% endif %} {% if varias %}cada trimestre "
    "{% if pausas %}en que tenía algo programado {% endif %}{% endif %}{{ cuando }}. {% endif %}"
    "{% elif ociosas %}Nadie tenía nada programado {{ cuando }}: no hay avance que medir. {% endif %}"
    "{% if vacios %}Sin ningún dato de avance: {{ vacios }}. {% endif %}"
    "{% for dicho in clausulas %}{{ dicho.palabras }}: "
    "{% if dicho.otros %}{{ dicho.nombres|join('; ') }} y {{ cuenta(dicho.otros) }} más"
    "{% if seccion %} ({{ ref(seccion) }}){% endif %}{% else %}{{ enumera(dicho.nombres) }}{% endif %}. {% endfor %}"
    "{% if faltan and quedan_fuera and not seccion %}Quien no tiene dato{% if varias %} de un trimestre{% endif %} "
    "queda fuera de los promedios{% if varias %} de ese trimestre{% endif %}; no cuenta como cero.{% endif %}"
)

NO_FORM, LATE, NO_VALUE = "PRE-FALTA", "PRE-TARDE", "REP-SIN-DATO"
"""Rules that know of a unit's form of a quarter that it is missing or late, or of a value that has no quarter."""
NOBODY = "Nadie informó", "No consta ningún dato de avance."
OUTSIDE = "Quien no tiene dato de un trimestre queda fuera de los promedios de ese trimestre; no cuenta como cero."


@dataclass(frozen=True)
class Reporting:
    """The situation of each unit, post or action, a key (level, code), in some windows."""

    book: Book
    windows: tuple[Period, ...]

    def known(self, key: Key, *kinds: Situation) -> list[Period]:
        """Return the windows of this object in which a node is in one of the given situations; empty if in none."""
        return [window for window in self.windows if situation(self.book, *key, window) in kinds]

    @property
    def everybody(self) -> list[Key]:
        """Level and code of all who have to report in at least one of the windows, without repetition."""
        return list(dict.fromkeys(key for window in self.windows for key in reporters(self.book, window)))

    def throughout(self, who: Iterable[Key], *kinds: Situation) -> list[Key]:
        """Return those of the given nodes that are in one of the given situations in every window."""
        return [key for key in who if len(self.known(key, *kinds)) == len(self.windows)]

    @property
    def unfollowed(self) -> list[Key]:
        """Keys of units and posts without tasks in the plan: to report in no window, and `NOT_FOLLOWED` in each.

        Empty if the Book has no tasks, or no unit or post has to report in the windows.
        """
        ends = [node for node in self.book.nodes if node.level in REPORTING]
        if not self.book.series or not any(level in REPORTING for level, _ in self.everybody):
            return []
        others = (node.key for node in ends if node.key not in self.everybody)
        return self.throughout(others, Situation.NOT_FOLLOWED)


def reporting_text(
    book: Book,
    *,
    most: int | None = None,
    listed_in: str = "",
    notes: Mapping[Key, str] = MappingProxyType({}),
    findings: Iterable[Finding] = (),
) -> Paragraph:
    """Return a paragraph: how many of those who had to report did so, and who did not or had nothing programmed.

    It also names those that reported without data of some tasks.

    The windows are those of `reporting_windows`; other quarters in which something was due are named. In a report on
    the year, a node without data in one quarter is named with that quarter, even if it has a yearly figure.

    Parameters
    ----------
    most : int or None
        Maximum number of names per situation; the rest is counted. None prints all names.
    listed_in : str
        Id of the section that names everyone, for a cross-reference.
    notes : Mapping of key to str
        By node, a note on published data that cannot be assigned to the period.
    findings : iterable of Finding
        The run's findings, which name the tasks without data.
    """
    told = Reporting(book, reporting_windows(book))
    idle = told.throughout(told.everybody, *IDLE)
    expected = [key for key in told.everybody if key not in idle]
    silent, empty = silent_reporters(book), empty_quarters(book)
    untold, levels = _untold_tasks(book, findings), dict.fromkeys(level for level, _ in expected)
    is_feminine = FEMININE.issuperset(levels)
    alone = lower_first(LEVEL_TITLES[expected[0][0]]) if expected else ""
    return paragraph(
        book,
        TEMPLATE,
        cuando=list_es([window.when for window in told.windows]) if empty else book.period.when,
        varias=len(told.windows) > 1,
        informaron=[key for key in expected if key not in silent],
        esperadas=expected,
        ociosas=idle,
        pausas=any(told.known(key, *NOT_DUE) for key in expected),
        vacios=list_es([quarter.words for quarter in empty]),
        faltan=silent,
        quedan_fuera=leaves_missing_out(book),
        clausulas=[
            *_clauses(told, expected, most, notes),
            *_clause(UNTOLD_WORDS, untold, min(most or MOST_UNTOLD, MOST_UNTOLD)),
            *_without_programme(told, idle, most),
        ],
        seccion=listed_in,
        niveles=list_es([LEVEL_PLURALS.get(level, level) for level in levels]),
        todas="las" if next(iter(levels), "") in FEMININE else "los",
        unico=f"{'la única' if is_feminine else 'el único'} {alone}" if len(expected) == 1 else "",
        uno="una" if is_feminine else "uno",
        ninguno="ninguna" if is_feminine else "ninguno",
    )


def lost_to_late_forms(book: Book, windows: Sequence[Period], *, where: str | Markup) -> Paragraph:
    """Return a sentence on a progress that the institution lacks because forms came late; empty if there is none.

    Parameters
    ----------
    windows : sequence of Period
        Windows of the progress.
    where : str or Markup
        Words, with their article, for the place where the report names those of its own period.
    """
    top = entity_of(book).key
    late = [one for one in windows if book.get("avance_fisico", one, *top) is None and is_late(book, *top, one)]
    return paragraph(
        book,
        "{% if tarde %}No hay cifra del avance físico de la entidad {{ cuando }}: los formularios que la darían "
        "llegaron fuera de plazo, y quedan fuera de la consolidación (véase {{ donde }}).{% endif %}",
        tarde=late,
        cuando=list_es([window.when for window in late]),
        donde=where,
    )


def _clauses(
    told: Reporting, expected: Sequence[Key], most: int | None, notes: Mapping[Key, str]
) -> Iterable[Mapping[str, object]]:
    """The clause of each situation: its words and names, with the windows of each if there are several."""
    measured = told.book.method.get("consolidacion", {})
    for kind, words in CLAUSES.items():
        found = [(key, windows) for key in expected if (windows := told.known(key, kind))]
        if kind is Situation.ZERO:
            # Who also lacks the data of a task is named with that task.
            found = [pair for pair in found if not any(_lacks_a_task(told.book, pair[0], one) for one in pair[1])]
        if kind is Situation.PARTIAL:
            # A level without rule has no percentage, whether or not all was reported.
            found = [pair for pair in found if pair[0][0] in measured]
        if kind is Situation.NO_DATA:
            found.sort(key=lambda pair: pair[1][0])
        names = [
            _with_note(_name(told.book, key), windows if len(told.windows) > 1 else (), notes.get(key, ""))
            for key, windows in found
        ]
        yield from _clause(words, names, most)


def _lacks_a_task(book: Book, key: Key, window: Period) -> bool:
    """Whether a consolidated figure of a place leaves out a programmed month without data."""
    return any(lacks_months(book, one) for name in book.consolidated if (one := book.get(name, window, *key)))


def _untold_tasks(book: Book, findings: Iterable[Finding]) -> list[str]:
    """The units and posts without data of some task, each with the tasks' codes, or their number if they are many."""
    units = {series.task: series.unit for series in book.series.values()}
    places = ((*one.elemento.partition("/")[::2], one) for one in findings if one.codigo == UNTOLD)
    tasks = by_key((units.get(code, code), code if level == "tarea" else one.encontrado) for level, code, one in places)
    nodes = {node.code: node.name for node in book.nodes if node.level in REPORTING}
    return [f"{nodes[unit]} ({list_es(some)})" for unit, some in tasks.items() if unit in nodes]


def _without_programme(told: Reporting, idle: Sequence[Key], most: int | None) -> Iterable[Mapping[str, object]]:
    """The clauses on those who had nothing programmed, and on those without tasks in the plan."""
    for kind, words in IDLE.items():
        yield from _clause(words, [_name(told.book, key) for key in idle if told.known(key, kind)], most)
    yield from _clause("Sin tareas en el plan", [_name(told.book, key) for key in told.unfollowed], most)


def _clause(words: str, names: Sequence[str], most: int | None) -> Iterable[Mapping[str, object]]:
    """The clause with some words and names: all, or the first `most` and the others to count; none without names."""
    if names:
        yield {"palabras": words, "nombres": names[:most], "otros": names[most:] if most is not None else []}


def _name(book: Book, key: Key) -> str:
    """The name of a place, or an action's code after `ACP`."""
    return f"ACP {key[1]}" if key[0] == "acp" else subject_name(book, *key)


def _with_note(name: str, windows: Sequence[Period], note: str) -> str:
    """A name, followed in brackets by the windows and the note, if any."""
    when = list_es([window.words for window in windows])
    unplaced = f"{note}, que no se puede asignar a un trimestre" if note else ""
    said = ": ".join(words for words in (when, unplaced) if words)
    return f"{name} ({said})" if said else name


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
        yield "/".join(key), _name(book, key), " ".join(_known(book, findings, key, window))


def _known(book: Book, findings: Sequence[Finding], key: Key, window: Period) -> Iterator[str]:
    """Sentences on the form of one who lacks data of a window, and on a value that has no quarter."""
    forms = [row for row in book.listing("presentaciones") if (row["unidad"], row["periodo"]) == (key[1], window.code)]
    own = [one for one in findings if one.elemento == "/".join(key) and one.is_expected_in(window.code)]
    came_late = any(one.codigo == LATE and one.elemento == f"presentaciones/{window}/{key[1]}" for one in findings)
    if any(one.codigo == NO_FORM for one in own):
        is_rejected = any(form["unidad"] == key[1] for form in rejected_forms(book, window))
        yield "Su formulario se rechazó." if is_rejected else "No consta su formulario."
    elif any(row.get("fecha_presentacion") or row.get("en_plazo") for row in forms):
        yield f"Consta su formulario{', fuera de plazo' if came_late else ''}; no consta ningún dato de avance."
    else:
        yield "No consta un dato de avance."
    yield from dict.fromkeys(f"Nota del dato: «{one.causa}»." for one in own if one.codigo == NO_VALUE and one.causa)
    if any(row.get("reiteracion") for row in forms):
        yield "Se le reiteró el pedido."
    yield from (f"Observación: «{row['observacion'].rstrip('.')}»." for row in forms if row.get("observacion"))
