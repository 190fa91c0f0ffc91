"""Finds, in the sections of a report, words that do not belong in an official document.

Only the program's own words are checked. The planner's texts are left out; a quotation in «» and a text of the data each
count as one word. Workings, which show code, and annexes, which list sources, may name files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat
from lxml import html

from helpers.base.name_phrases import article_of
from helpers.checks.computed import Computed
from helpers.outputs.html.annex_tables import known_acronyms, with_acronyms
from helpers.outputs.html.omissions import TITLE, listed
from helpers.outputs.html.section_fragments import Fragment, fragment_from_notebook

PLACES = frozenset({"area", "unidad", "puesto"})
LONGEST = 35
"""Most words of a sentence."""
FEWEST_LETTERS = 30
"""A text of the data with fewer letters is a name and counts as part of the sentence."""
PROSE = frozenset({"p", "li", "figcaption", "h1", "h2", "h3", "h4", "dt", "dd", "td", "th", "summary"})
NOT_OURS = frozenset({"texto-propio", "calculo", "cifras-del-grafico", "formula", "formula-nombre"})
"""Classes of the planner's text, of the workings and of formulas."""
SOURCES = frozenset({"anexos"})
"""Sections that list files, tables and code."""
ZERO_OR_ONE = re.compile(
    r"(?<![\d.,/−-])0 de (?:\d|l[ao]s )|(?<![\d.,/−-])[01] (?:son|están|quedan|salen)\b|"
    r"(?<![\d.,:/−+×÷*-])(?<![\d.,:/−+×÷*-] )(?<!\bde )(?<!\bdía )[01] (?!más\b|menos\b|tras\b|meses\b)[a-záéíóúñ]{2,}s\b"
)
FILE_OR_COLUMN = re.compile(r"\b[\w/…-]+\.(?:csv|json|ya?ml|xlsx|ipynb|py)\b|\b[a-z]+(?:_[a-z]+)+\b|\b(?:params|data)/")
OF_THE_PROGRAM = re.compile(r"\b(?:(?:de|en) este libro|(?:[Ee]l|[Dd]el|[Aa]l) Libro|corridas?)\b")
"""The program's own words for the institution's data, its figures and a run."""
CODE_OF_RULE = re.compile(r"(?<![\w/-])[A-Z]{3}-[A-Z]{3,}(?:-[A-Z]+)*\b|(?<![\w/-])[a-z]+-(?:19|20)\d\d\b(?!-)")
"""The code of a control rule or the id of a method, which must not stand in place of words."""
HEDGED = re.compile(
    r"\b(?:y|así|también) se (?:dice|señala|nombra)\b|\b(?:si|cuando|donde) (?:la|lo|las|los) hay\b|\bpuede ser de otr[oa]\b"
)
"""Phrases about the page itself, and phrases that leave open what this institution's data settle."""
FRAGMENT = re.compile(r"(?:Qué|Cómo|Con qué|A qué|De qué|Cuánt[oa]s?|D[oó]nde|Quién(?:es)?|L[oa]s? que|Los que) ")
"""Beginning of a question without its marks, or of a noun phrase used as a sentence."""
MAY_BEGIN_SO = frozenset({TITLE})
FORMATS = frozenset({"CSV", "HTML", "PDF", "SHA", "MAX", "MIN"})
"""Names of formats and of spreadsheet functions, which need no explanation."""
ACRONYM = re.compile(r"(?<![\w.«/-])[A-ZÁÉÍÓÚÑ]{2,7}(?![\w/-])")


@dataclass(frozen=True)
class Hit:
    """Something that must be worded differently: what is wrong, in which section, and the words."""

    wrong: str
    section: str
    words: str


def fragment_of(name: str, notebook: Path, shown: Mapping[str, Mapping[str, object]]) -> Fragment:
    """Build a section as the report has it, from the notebook and what its cells showed, by cell id and MIME type."""
    read = nbformat.read(notebook, 4)
    for cell in read.cells:
        if cell.cell_type == "code":
            data = shown.get(cell.id, {})
            cell["outputs"] = [nbformat.v4.new_output("display_data", data)] if "text/html" in data else []
    return fragment_from_notebook(name, read)


def wrong_words(fragments: Iterable[Fragment], computed: Computed) -> list[Hit]:
    """All words of a run's sections that do not belong in an official document."""
    fragments = list(fragments)
    missing = listed([one for fragment in fragments for one in fragment.missing])
    texts = texts_of_data(computed)
    pages = [(fragment.name, fragment.html) for fragment in with_acronyms(fragments, computed.book) if fragment.html]
    hits = [hit for name, page in (*pages, ("no_incluye", missing)) if page for hit in _hits(name, page, texts)]
    return hits + list(_undefined(pages, computed)) + list(_without_article(pages, computed))


def _without_article(pages: Iterable[tuple[str, str]], computed: Computed) -> Iterator[Hit]:
    """The names of units, posts and areas that follow a preposition or a verb without their article."""
    named = {node.name for node in computed.book.nodes if node.level in PLACES and " " in node.name and article_of(node.name)}
    bare = re.compile(rf"\b(?:de|a|con|en|por|es|fue|requiere) (?:{'|'.join(map(re.escape, sorted(named)))})") if named else None
    for name, page in pages:
        for words in _blocks(page) if bare else ():
            own = re.sub(r"«[^«»]*»", "«…»", words)
            yield from (Hit("sin artículo", name, found[0]) for found in bare.finditer(own))


def _undefined(pages: Iterable[tuple[str, str]], computed: Computed) -> Iterator[Hit]:
    """The acronyms in the program's words that the report's table of acronyms does not list.

    Capitals in texts of the data are left out as parts of names. A node's acronym is printed in place of the node's name,
    so it must be listed.
    """
    pages = list(pages)
    (table,) = [html.fragment_fromstring(page).xpath(".//*[@id='cuadro-siglas']") for name, page in pages if name == "anexos"] or [[]]
    listed_ones = {cell.text_content() for one in table for cell in one.xpath(".//tbody/tr/th")}
    names = set(known_acronyms(computed.book))
    of_data = set(re.findall(r"\w+", " ".join(texts_of_data(computed, fewest=1)))) - names
    for name, page in pages:
        if name in SOURCES:
            continue
        for words in _blocks(page):
            found = [one for one in ACRONYM.findall(words) if not re.fullmatch("[IVXLC]+", one)]
            yield from (Hit("sigla", name, one) for one in found if one not in of_data | listed_ones | FORMATS)


def texts_of_data(computed: Computed, fewest: int = FEWEST_LETTERS) -> tuple[str, ...]:
    """The texts that the institution's tables and its `entidad.yaml` state, longest first."""
    rows = (row for table in computed.dataset.tables.values() for row in table)
    stated = {value for row in rows for value in row.values.values() if isinstance(value, str)}
    stated.update(_strings(computed.entidad.model_dump(mode="json")))
    for table in computed.book.printed:
        stated.update((table.note, table.source, table.title, *(text for row in table.rows for text in row.texts)))
    found = {" ".join(text.split()) for text in stated}
    return tuple(sorted((text for text in found if len(text) >= fewest), key=len, reverse=True))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _strings(one)


def _blocks(page: str) -> Iterator[str]:
    """The program's texts outside tables, block by block."""
    return (words for words, is_cell in _texts(page) if not is_cell)


def _hits(name: str, page: str, texts: tuple[str, ...]) -> Iterator[Hit]:
    for words, is_cell in _texts(page):
        yield from _of_block(name, words, is_cell=is_cell, texts=texts)


def _texts(page: str) -> Iterator[tuple[str, bool]]:
    """The words of each block, and whether it is a cell of a table."""
    for element in html.fragment_fromstring(page, create_parent="div").iter(*PROSE):
        around = [element, *element.iterancestors()]
        if any(NOT_OURS.intersection((one.get("class") or "").split()) for one in around):
            continue
        words = " ".join(element.text_content().split())
        if not _is_inner(element):
            yield words, any(one.tag == "table" for one in around)


def _is_inner(element: html.HtmlElement) -> bool:
    """Whether an element contains others that are checked themselves."""
    return any(child.tag in PROSE for child in element.iterdescendants() if isinstance(child.tag, str))


def _of_block(name: str, words: str, *, is_cell: bool, texts: tuple[str, ...]) -> Iterator[Hit]:
    for found in ZERO_OR_ONE.finditer(words):
        yield Hit("cero o uno", name, words[max(0, found.start() - 30) : found.end() + 30])
    if is_cell:
        return
    own = _without_theirs(words, texts)
    yield from (Hit("palabra del programa", name, found[0]) for found in OF_THE_PROGRAM.finditer(own))
    yield from (Hit("frase sobre la página", name, own[max(0, found.start() - 40) : found.end()]) for found in HEDGED.finditer(own))
    if FRAGMENT.match(own) and own not in MAY_BEGIN_SO:
        yield Hit("frase sin verbo", name, own[:80])
    if name not in SOURCES:
        yield from (Hit("código", name, found[0]) for found in CODE_OF_RULE.finditer(own))
        yield from (Hit("archivo o columna", name, found[0]) for found in FILE_OR_COLUMN.finditer(own))
    for sentence in re.split(r"(?<=[.!?])\s+", own):
        if len(sentence.split()) > LONGEST:
            yield Hit(f"{len(sentence.split())} palabras", name, sentence)


def _without_theirs(words: str, texts: tuple[str, ...]) -> str:
    """A block's words, with each quotation and each text of the data replaced by one word."""
    words = re.sub(r"«[^«»]*(?:«[^«»]*»[^«»]*)*»", "«…»", words)
    for text in texts:
        if text.rstrip(".") in words:
            words = words.replace(text.rstrip("."), "…")
    return words
