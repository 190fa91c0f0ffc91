"""Rules on written texts: each text can be composed, and each of its numbers is a figure and agrees with it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpers.base.display import list_es, with_unit
from helpers.base.python_extras import not_none
from helpers.checks.rule_registry import REGISTRY, Evidence, Found
from helpers.figures.book import Book
from helpers.figures.findings import UNCHANGED, Finding, Severity
from helpers.figures.records import Prose
from helpers.intake.dataset import Dataset
from helpers.settings.methods import Metodo
from helpers.settings.params import Corrida
from helpers.texts.conclusions.conclusions_draft import Outdated, outdated
from helpers.texts.proofreading.proofread import Reader, Remark
from helpers.texts.sentences.plain_reading import HeadingLevels, plain_of, problems_of, typed_in
from helpers.texts.sentences.text_templates import figure as figure_asked

CODES = ("TEX-PLANTILLA", "TEX-TITULOS", "TEX-CONTRADICE", "TEX-SIN-CIFRA")
OUTDATED = "TEX-CAMBIADO"
NOTEBOOKS = "notebooks/"
DECLARE = "corresponde declararlo en «numeros_permitidos» de los parámetros, con su fuente"
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(\S.*?)[ \t#]*$")
LONGEST = 90
"""Most characters of a passage that a message quotes."""


@REGISTRY.rule(
    "TEX-PLANTILLA",
    Severity.ERROR,
    "Todo texto se puede componer: las cifras que pide existen y las pide como se piden.",
)
def texts_that_cannot_be_composed(evidence: Evidence) -> Iterator[Found]:
    """Report unknown figures, functions and names, and template syntax errors, in planners' texts; not in notebooks."""
    for prose in evidence.prose:
        if prose.is_planners:
            for problem in problems_of(evidence.book, prose.text):
                message = f"{prose.file}, línea {problem.line}: {problem.message}"
                said = message if message.endswith(".") else f"{message} Corresponde corregirlo."
                yield Found(said, _place(prose, problem.line))


@REGISTRY.rule("TEX-TITULOS", Severity.NOTE, "Los títulos de un texto bajan de nivel en nivel, sin saltar ninguno.")
def headings_that_skip_a_level(evidence: Evidence) -> Iterator[Found]:
    """Report headings of planners' texts that skip a level below the heading above; they are printed one below it."""
    for prose in evidence.prose:
        for line, marks, title, due in _skipping(prose.text) if prose.is_planners else ():
            yield Found(
                f"{prose.file}, línea {line}: el título «{title}» lleva {marks} y el de arriba, {due[:-1]}: se imprime "
                f"como si llevara {due}. Para ponerlo más alto o más bajo, corresponde corregir sus signos.",
                _place(prose, line) | {"esperado": due, "encontrado": marks},
            )


def _skipping(text: str) -> Iterator[tuple[int, str, str, str]]:
    """Yield, of each heading that skips a level, its line (from 1), its `#` signs, its title and its correct signs."""
    levels = HeadingLevels()
    for number, line in enumerate(text.splitlines(), start=1):
        if heading := _HEADING.match(line):
            due = "#" * levels.printed(len(heading[1]))
            if due != heading[1]:
                yield number, heading[1], heading[2], due


@REGISTRY.rule("TEX-CONTRADICE", Severity.ERROR, "Ningún número de un texto contradice la cifra de la que habla.")
def numbers_that_contradict(evidence: Evidence) -> Iterator[Found]:
    """Report numbers that contradict the figure they speak of.

    Errors are typed numbers that differ from the figure named beside them; warnings are figures requested under the
    name of another indicator.
    """
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
    """Report typed numbers, which a template call should request, and propose figures with the same value.

    Numbers that contradict a figure are left to another rule; those in phrases that the params allow are not reported.
    """
    for prose, remark in _remarks(evidence):
        if remark.contradicts is None:
            yield Found(_unbound(evidence, prose, remark), _number_fields(prose, remark))


def findings_of_prose(book: Book, method: Metodo, corrida: Corrida, prose: tuple[Prose, ...]) -> tuple[Finding, ...]:
    """Run the rules on texts against the Book alone, without a dataset.

    Parameters
    ----------
    prose : tuple of Prose
        The texts of planners and notebooks.

    Returns
    -------
    tuple of Finding
        In the order of `CODES`.
    """
    evidence = Evidence(Dataset({}, {}), book, method, corrida, prose=prose)
    return tuple(finding for code in CODES for finding in REGISTRY.rules[code].findings(evidence))


def outdated_passages(
    book: Book, findings: tuple[Finding, ...], corrida: Corrida, prose: tuple[Prose, ...]
) -> tuple[Finding, ...]:
    """Return a warning for each passage of a draft in a planner's text whose rule says something else now.

    The figures that such a passage requests are always those of today; what it claims (who is the lowest, how many are
    behind) is what the rule said when the draft was written, which its comment tells (`rule_comment`).

    Parameters
    ----------
    findings : tuple of Finding
        Those of the run, as the drafts read them.
    """
    own = {one.section: one for one in prose if one.is_planners}
    texts = {name: one.text for name, one in own.items()}
    found = outdated(book, findings, corrida.cutoff(corrida.period), texts)
    return tuple(_outdated(own[passage.text], passage, corrida) for passage in found)


def _outdated(prose: Prose, passage: Outdated, corrida: Corrida) -> Finding:
    instead = list_es(passage.instead, any_of=True)
    mend = f"escribir {instead} en lugar de su comentario" if instead else "eliminar su comentario"
    return Finding(
        OUTDATED,
        Severity.WARNING,
        f"{prose.file}, línea {passage.line}: la regla «{passage.rule}» del borrador ya no dice lo que dijo cuando "
        "se escribió este pasaje: puede no ser cierto lo que afirma, como quién es el menor, quién responde o cuántos "
        f"son. Corresponde compararlo con el borrador de hoy (poa borrador {corrida.entidad}/{corrida.periodo} "
        f"--mostrar), corregirlo y {mend}.",
        causa="cambiaron los datos, o el programa, después de escribirse el pasaje",
        efecto=UNCHANGED,
        **_place(prose, passage.line),
    )


def is_of_prose(finding: Finding) -> bool:
    """Return whether a finding is on a planner's text or a notebook, by its file; such a finding affects no figure."""
    return finding.archivo.startswith(NOTEBOOKS) or "/texto/" in finding.archivo


def _remarks(evidence: Evidence) -> Iterator[tuple[Prose, Remark]]:
    """Yield each text with each of the remarks that proofreading makes on it."""
    reader = Reader(evidence.book)
    declared = tuple(item.texto for item in evidence.corrida.numeros_permitidos)
    for prose in evidence.prose:
        plain = plain_of(evidence.book, prose.text) if prose.is_planners else typed_in(prose.text)
        for remark in reader.read(plain, declared):
            yield prose, remark


def _contradiction(evidence: Evidence, prose: Prose, remark: Remark) -> str:
    """Return the message on a number, typed or requested, that is not the figure that its passage names."""
    figure = not_none(remark.contradicts)
    told = f"«{evidence.book.figure_words(figure.id)}» es {with_unit(figure.rounded, figure.unit)}"
    if remark.bound is not None:
        asked = evidence.book.figure_words(remark.bound.id)
        return (
            f"{_where(prose, remark)}: habla de «{evidence.book.indicator_name(figure.indicator)}» y pone la cifra de "
            f"«{asked}» ({remark.text}); {told}. Si es esta, corresponde escribir {figure_asked(figure)}."
        )
    return (
        f"{_where(prose, remark)}: escribe «{remark.text}», pero {told}. Corresponde escribir {figure_asked(figure)}; "
        f"si el número es de otra cosa, {DECLARE}."
    )


def _unbound(evidence: Evidence, prose: Prose, remark: Remark) -> str:
    """Return the message on a typed number, with the requests of the proposed figures, if there are any."""
    figures = [evidence.book[one] for one in remark.proposed]
    if not figures:
        mend = f"Corresponde pedirlo con {{{{ cifra(…) }}}}; si no es una cifra de este informe, {DECLARE}."
    else:
        mend = (
            f"Corresponde escribir {list_es([figure_asked(one) for one in figures], any_of=True)}; si es otra cosa, "
            f"{DECLARE}."
        )
    return f"{_where(prose, remark)}: el número «{remark.text}» no está ligado a ninguna cifra. {mend}"


def _where(prose: Prose, remark: Remark) -> str:
    passage = remark.passage.replace("\ue000", "…")
    short = passage if len(passage) <= LONGEST else f"{passage[:LONGEST]}…"
    return f"{prose.file}, {prose.cell + ', ' if prose.cell else ''}línea {remark.line} («{short}»)"


def _number_fields(prose: Prose, remark: Remark) -> dict[str, str]:
    figure = remark.contradicts
    expected = with_unit(figure.rounded, figure.unit) if figure else "una cifra del libro"
    return _place(prose, remark.line) | {
        "elemento": figure.id if figure else f"texto/{prose.section}",
        "esperado": expected,
        "encontrado": remark.text,
    }


def _place(prose: Prose, line: int) -> dict[str, str]:
    return {"elemento": f"texto/{prose.section}", "archivo": prose.file, "hoja": prose.cell, "celda": f"línea {line}"}
