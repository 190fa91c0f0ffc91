"""What a progress leaves out, in words, for every place that prints the progress."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from helpers.base.display import counted_es, list_es
from helpers.base.periods import Period
from helpers.base.python_extras import by_key
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.figure_names import LEVEL_PLURALS, LEVEL_WORDS, MASCULINE_LEVELS
from helpers.figures.mean_coverage import (
    budgets_covered,
    did_all,
    differing_parts,
    done_of_programme,
    lacks_many_tasks,
    left_out,
    left_out_below,
    left_out_of_quarters,
    repeated_by,
    told_in_part,
)
from helpers.figures.records import REPORTING, Node
from helpers.figures.situations import NOT_DUE, Situation, is_late, situation
from helpers.settings.scales import PLAN_LEVELS
from helpers.texts.sentences import supposed_values
from helpers.texts.sentences.text_templates import ask

COUNT, LACKS, OMITS = "cuenta", "faltan_datos", "deja_fuera"
REST_LATE = "el resto presentó fuera de plazo"
WHOLE = 100


def coverage(book: Book, whole: Figure) -> str:
    """Return a template on what a figure leaves out: `promedio de 19 unidades, con el 62,24 % del presupuesto vigente`.

    If only the means below it leave something out: `sin contar 3 de 25 unidades`. If a formula computes it from means
    of quarters that leave something out: `sin contar 1 de 6 unidades en algún trimestre`. If units enter it without
    data of a quarter: `con 1 de 6 unidades sin datos de algún trimestre`, without the count for a unit's own figure. If
    a mean of some parts counts one that is not complete itself: `lo contado tampoco está completo`. If many tasks lack
    data, it ends with `faltan datos de 20 de 21 tareas`. Empty if nothing is left out. A figure that repeats another
    leaves out what that one does.
    """
    whole = repeated_by(book, whole)
    return "; ".join((*_told(book, whole), *_lacking(book, whole)))


def coverage_in_brackets(book: Book, whole: Figure, opening: str = " (", closing: str = ")") -> str:
    """Return the `coverage` of a figure in brackets after a blank, to follow its number; empty if there is none.

    Other words may stand in place of the brackets.

    The words stand under conditions, because an accepted draft may be printed when nothing is left out any more and
    no data are missing.
    """
    whole = repeated_by(book, whole)
    told, lacking = "; ".join(_told(book, whole)), "".join(_lacking(book, whole))
    if told:
        more = _while_true(whole, f"; {lacking}") if lacking else ""
        return f"{{% if {OMITS}({json.dumps(whole.id)}) %}}{opening}{told}{more}{closing}{{% endif %}}"
    return _while_true(whole, f"{opening}{lacking}{closing}") if lacking else ""


def _while_true(whole: Figure, lacking: str, option: str = "") -> str:
    """Return a template that prints words only while tasks of a figure lack data, or what `option` asks for is so."""
    return f"{{% if {LACKS}({json.dumps(whole.id)}{option}) %}}{lacking}{{% endif %}}"


def _lacking(book: Book, whole: Figure) -> Iterator[str]:
    """Yield words on how many of a figure's tasks lack data, if they are many; else nothing."""
    if lacks_many_tasks(book, whole):
        yield f"faltan datos de {ask('tareas_de', whole.id, sin_dato=True)} de {ask('tareas_de', whole.id)} tareas"


def other_parts(book: Book, now: Figure, then: Figure) -> str:
    """Return `no promedia las mismas unidades`, if two means are not of the same units or posts; empty if they are."""
    levels = {level: "" for level, _ in differing_parts(book, now, then) if level in REPORTING}
    if not levels:
        return ""
    the = "los mismos" if next(iter(levels)) in MASCULINE_LEVELS else "las mismas"
    return f"no promedia {the} {list_es([LEVEL_PLURALS[level] for level in levels])}"


def whole_in_doubt(book: Book, known: Sequence[Figure]) -> str:
    """Return words in brackets after a blank on units or posts that print 100 % and may not have done all (`did_all`).

    They follow the count of those known to be complete, which tables and charts of printed values do not tell apart.
    Empty without any.
    """
    whole = [one for one in known if one.rounded >= WHOLE]
    doubted = [one for one in whole if did_all(book, one) is None]
    if not doubted:
        return ""
    gender = "o" if doubted[0].level in MASCULINE_LEVELS else "a"
    plural, person = ("s", "n") if len(doubted) > 1 else ("", "")
    who = f"otr{gender}{plural} también" if len(doubted) < len(whole) else f"algun{gender}{plural}"
    return f" ({who} llega{person} al máximo, pero no consta que hiciera{person} todo lo programado)"


def _told(book: Book, whole: Figure) -> Iterator[str]:
    """Yield words on what a figure leaves out: of its own parts, else of means below it and of quarters."""
    parts = supposed_values.parts_counted(book, whole)
    if parts:
        is_incomplete = supposed_values.counts_incomplete(book, whole)
        also = _while_true(whole, "; lo contado tampoco está completo", ", dentro=true") if is_incomplete else ""
        yield f"{_averaged(book, whole, parts)}{also}"
    elif below := left_out_below(book, whole):
        yield f"sin contar {_of_all(book, whole, below)}"
    elif in_quarters := left_out_of_quarters(book, whole):
        yield f"sin contar {_of_all(book, whole, in_quarters)} en algún trimestre"
    if not parts and (in_part := told_in_part(book, whole)):
        who = "" if in_part == ((whole.level, whole.code),) else f"con {_of_all(book, whole, in_part)} "
        yield f"{who}sin datos de algún trimestre"


def with_data(book: Book, level: str, window: Period, known: int) -> str:
    """Return what the places of a level with a progress are called, where there may be others: `con dato`.

    It is `con dato a tiempo` if the method leaves out a late form, and `con algo programado` if all others had nothing
    programmed and so lack no data.
    """
    codes = [node.code for node in book.nodes_at(level)]
    if any(is_late(book, level, code, window) for code in codes):
        return "con dato a tiempo"
    due = sum(situation(book, level, code, window) not in NOT_DUE for code in codes)
    return "con algo programado" if known == due < len(codes) else "con dato"


def _averaged(book: Book, whole: Figure, parts: Sequence[Figure]) -> str:
    """Return how many parts of a level a mean averages, their budget share, and what it leaves out or had late.

    If the weights of parts that do not enter divide it too, it is no average of the others, and the words say so.
    """
    level, codes = parts[0].level, [one.code for one in parts]
    outside = [key for key in left_out(book, whole) if key[0] not in PLAN_LEVELS]
    late = f"; {REST_LATE}" if outside and all(is_late(book, *key, whole.period) for key in outside) else ""
    left = by_key(outside)
    every = [*codes, *left.pop(level, ())]
    among = f"{ask(COUNT, codes)} de " if len(every) > len(codes) else ""
    several = f"{among}{ask(COUNT, every)} {LEVEL_PLURALS[level]}"
    whose = several if len(every) > 1 else counted_es(1, LEVEL_WORDS.get(level, level), LEVEL_PLURALS[level])
    others = [
        f"{ask(COUNT, some)} {LEVEL_WORDS.get(other, other) if len(some) == 1 else LEVEL_PLURALS[other]}"
        for other, some in left.items()
    ]
    but = f", sin contar {list_es(others)}" if others else ""
    what, over = "valor" if len(codes) == 1 else "promedio", ""
    if done_of_programme(book, whole) != whole.rounded:
        what, over = "aporte", f", sobre el peso de {'todos' if level in MASCULINE_LEVELS else 'todas'}"
    share = f", con el {ask('cubre', whole.id)} del presupuesto vigente" if budgets_covered(book, whole) else ""
    return f"{what} de {whose}{but}{share}{over}{late}"


def _of_all(book: Book, whole: Figure, keys: Sequence[tuple[str, str]]) -> str:
    """Return words that count some nodes among those of their level: `1 de 6 unidades y los 9 puestos`.

    They are counted among those that depend on the figure's node or answer for its action. Others to which the plan of
    the figure's window gives no task are not among them.
    """
    free = Situation.NOT_FOLLOWED
    told = []
    for level, codes in by_key(keys).items():
        nodes = [node.key for node in book.nodes_at(level) if node.key in keys or _is_within(book, whole, node)]
        every = [key[1] for key in nodes if key in keys or situation(book, *key, whole.period) is not free]
        noun = LEVEL_WORDS.get(level, level) if len(every) == 1 else LEVEL_PLURALS[level]
        if 1 < len(every) == len(codes):
            told.append(f"{'los' if level in MASCULINE_LEVELS else 'las'} {ask(COUNT, every)} {noun}")
        else:
            told.append(f"{ask(COUNT, codes)} de {ask(COUNT, every)} {noun}")
    return list_es(told)


def _is_within(book: Book, whole: Figure, node: Node) -> bool:
    """Return whether a node depends on the node of a figure, or it or one above it answers for the figure's action.

    A figure of anything else, such as a category, has all nodes.
    """
    above = [node.key, *book.ancestors(node)]
    if whole.level == "acp":
        return whole.code in {one.acp for key in above if (one := book.node(*key))}
    return (whole.level, whole.code) in above or book.node(whole.level, whole.code) is None
