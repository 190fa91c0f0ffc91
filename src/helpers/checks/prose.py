"""Rules over what people wrote: a text that can be composed, whose numbers are figures and say what the figures say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from helpers.book import Book
from helpers.checks.registry import REGISTRY, Evidence, Found
from helpers.display import list_es, with_unit
from helpers.findings import Finding, Severity
from helpers.intake.dataset import Dataset
from helpers.methods import Metodo
from helpers.params import Corrida
from helpers.proofreading.read_through import Reader, Remark
from helpers.records import Prose
from helpers.sentences.names import names_of
from helpers.sentences.plain import PlainText, plain_of, problems_of, typed_in
from helpers.trace import Figure

CODES = ("TEX-PLANTILLA", "TEX-TITULOS", "TEX-CONTRADICE", "TEX-SIN-CIFRA")
NOTEBOOKS = "notebooks/"
DECLARE = "declárelo en «numeros_permitidos» de los parámetros, con su fuente"
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(\S.*?)[ \t#]*$")
LONGEST = 90
"""Characters of a passage that a message repeats."""


@REGISTRY.rule(
    "TEX-PLANTILLA",
    Severity.ERROR,
    "Todo texto se puede componer: las cifras que pide existen y las pide como se piden.",
)
def texts_that_cannot_be_composed(evidence: Evidence) -> Iterator[Found]:
    """Unknown figures, functions and names, and texts that cannot be read, all at once."""
    for prose in evidence.prose:
        if prose.is_planners:
            for problem in problems_of(evidence.book, prose.text, names_of(evidence.book)):
                message = f"{prose.file}, línea {problem.line}: {problem.message}"
                yield Found(message if message.endswith(".") else f"{message} Corríjalo.", _place(prose, problem.line))


@REGISTRY.rule("TEX-TITULOS", Severity.NOTE, "Los títulos de un texto bajan de nivel en nivel, sin saltar ninguno.")
def headings_that_skip_a_level(evidence: Evidence) -> Iterator[Found]:
    """A heading two levels below the one above it: it is printed one below, and the planner is told."""
    for prose in evidence.prose:
        for line, marks, title, due in _skipping(prose.text) if prose.is_planners else ():
            yield Found(
                f"{prose.file}, línea {line}: el título «{title}» lleva {marks} y el de arriba, {due[:-1]}: se imprime "
                f"como si llevara {due}. Si lo quiere más alto o más bajo, corrija sus signos.",
                _place(prose, line) | {"esperado": due, "encontrado": marks},
            )


def _skipping(text: str) -> Iterator[tuple[int, str, str, str]]:
    """Line, signs and words of each heading that skips a level, and the signs that it should have."""
    above = 0
    for number, line in enumerate(text.splitlines(), start=1):
        if heading := _HEADING.match(line):
            level = len(heading[1])
            if above and level > above + 1:
                yield number, heading[1], heading[2], "#" * (above + 1)
            above = level if not above else min(level, above + 1)


@REGISTRY.rule("TEX-CONTRADICE", Severity.ERROR, "Ningún número de un texto contradice la cifra de la que habla.")
def numbers_that_contradict(evidence: Evidence) -> Iterator[Found]:
    """Typed numbers that say another thing than the figure named beside them; figures asked for under another name."""
    for prose, remark in _remarks(evidence):
        if remark.contradicts is None:
            continue
        severity = Severity.WARNING if remark.bound else None
        yield Found(_contradiction(evidence, prose, remark), _number_fields(prose, remark), severity)


@REGISTRY.rule(
    "TEX-SIN-CIFRA",
    Severity.WARNING,
    "Todo número de un texto se pide al libro, salvo fechas, normas, códigos y los que permiten los parámetros.",
)
def numbers_bound_to_nothing(evidence: Evidence) -> Iterator[Found]:
    """Typed numbers, with the figures that they may be."""
    for prose, remark in _remarks(evidence):
        if remark.contradicts is None:
            yield Found(_unbound(evidence, prose, remark), _number_fields(prose, remark))


def findings_of_prose(book: Book, method: Metodo, corrida: Corrida, prose: tuple[Prose, ...]) -> tuple[Finding, ...]:
    """What these rules find in some texts: nothing that was read is looked at, only the Book."""
    evidence = Evidence(Dataset({}, {}), book, method, corrida, prose=prose)
    return tuple(finding for code in CODES for finding in REGISTRY.rules[code].findings(evidence))


def is_of_prose(finding: Finding) -> bool:
    """Whether a finding is about a text of the planner's or about a notebook: about nothing that figures rest on."""
    return finding.archivo.startswith(NOTEBOOKS) or "/texto/" in finding.archivo


def _remarks(evidence: Evidence) -> Iterator[tuple[Prose, Remark]]:
    reader = Reader(evidence.book)
    declared = tuple(item.texto for item in evidence.corrida.numeros_permitidos)
    for prose in evidence.prose:
        for remark in reader.read(_plain(evidence, prose), declared):
            yield prose, remark


def _plain(evidence: Evidence, prose: Prose) -> PlainText:
    if prose.is_planners:
        return plain_of(evidence.book, prose.text, names_of(evidence.book))
    return typed_in(prose.text)


def _contradiction(evidence: Evidence, prose: Prose, remark: Remark) -> str:
    figure = remark.contradicts
    told = f"«{evidence.book.figure_words(figure.id)}» es {with_unit(figure.rounded, figure.unit)}"
    if remark.bound is not None:
        asked = evidence.book.figure_words(remark.bound.id)
        return (
            f"{_where(prose, remark)}: habla de «{evidence.book.indicator_name(figure.indicator)}» y pone la cifra de "
            f"«{asked}» ({remark.text}); {told}. Si es esta, escriba {asking(figure)}."
        )
    return (
        f"{_where(prose, remark)}: escribe «{remark.text}», pero {told}. Escriba {asking(figure)}; si el número es de "
        f"otra cosa, {DECLARE}."
    )


def _unbound(evidence: Evidence, prose: Prose, remark: Remark) -> str:
    figures = [evidence.book[one] for one in remark.proposed]
    if not figures:
        mend = f"Pídalo con {{{{ cifra(…) }}}}; si no es una cifra de este informe, {DECLARE}."
    else:
        mend = f"Escriba {list_es([asking(one) for one in figures], any_of=True)}; si es otra cosa, {DECLARE}."
    return f"{_where(prose, remark)}: el número «{remark.text}» no está ligado a ninguna cifra. {mend}"


def asking(figure: Figure) -> str:
    """How a text asks for a figure."""
    return f'{{{{ cifra("{figure.id}") }}}}'


def _where(prose: Prose, remark: Remark) -> str:
    passage = remark.passage.replace("\ue000", "…")
    short = passage if len(passage) <= LONGEST else f"{passage[:LONGEST]}…"
    return f"{prose.file}, {prose.cell + ', ' if prose.cell else ''}línea {remark.line} («{short}»)"


def _number_fields(prose: Prose, remark: Remark) -> Mapping[str, str]:
    figure = remark.contradicts
    expected = with_unit(figure.rounded, figure.unit) if figure else "una cifra del libro"
    return _place(prose, remark.line) | {
        "elemento": figure.id if figure else f"texto/{prose.section}",
        "esperado": expected,
        "encontrado": remark.text,
    }


def _place(prose: Prose, line: int) -> dict[str, str]:
    return {"elemento": f"texto/{prose.section}", "archivo": prose.file, "hoja": prose.cell, "celda": f"línea {line}"}
