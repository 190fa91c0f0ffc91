"""Splits a planner's text (Markdown with template pieces) into blocks and spans, and writes it again from them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from helpers.base.python_extras import by_key
from helpers.texts.sentences.text_templates import PIECE

PARAGRAPH, HEADING, BULLET, ORDERED, QUOTE, ROW = "texto", "título", "viñeta", "número", "cita", "fila"
_KINDS = (
    (HEADING, re.compile(r"(?P<mark>#{1,6})\s+(?P<rest>.*)", re.DOTALL)),
    (BULLET, re.compile(r"(?P<mark>\s*[-*+])\s+(?P<rest>.*)", re.DOTALL)),
    (ORDERED, re.compile(r"(?P<mark>\s*\d+[.)])\s+(?P<rest>.*)", re.DOTALL)),
    (QUOTE, re.compile(r"(?P<mark>>)\s*(?P<rest>.*)", re.DOTALL)),
    (ROW, re.compile(r"(?P<mark>)(?P<rest>\|.*)", re.DOTALL)),
)
_FIRST_PIECE = 0xF0000
"""Pieces are held as single private-use characters while lines are split, because they may contain line breaks."""
_HELD = re.compile("[\U000f0000-\U000ffffd]")
_TO_HOLD = re.compile(f"{PIECE.pattern}|{_HELD.pattern}", re.DOTALL)
"""Pieces, and characters of the text that look like held ones."""
_EMPHASIS = re.compile(r"\*\*(?P<bold>[^*]+)\*\*|(?<![*\w])\*(?P<italic>[^*\s](?:[^*]*[^*\s])?)\*(?![*\w])")


@dataclass(frozen=True)
class Span:
    """Text or a template piece within a block, with its emphasis."""

    text: str
    is_piece: bool = False
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True)
class TextBlock:
    """A paragraph, heading, list item, quotation or table row.

    Attributes
    ----------
    kind : str
    level : int
        1 to 6 for a heading (1 for `#`), depth from 0 to 2 for a list item, else 0.
    spans : tuple of Span
    source : str
        The block as the file has it, with the white space after it; empty for a block that was read from Word.
    number : int
        The number of a numbered item in the file, or where its list begins in Word; 1 for any other block.
    """

    kind: str
    level: int
    spans: tuple[Span, ...]
    source: str = ""
    number: int = 1

    @property
    def markdown(self) -> str:
        """The block as Markdown on one line, without its number; equal for blocks that read the same."""
        return self.numbered(1)

    def numbered(self, number: int) -> str:
        """Return the block as Markdown on one line, a numbered item with this number."""
        text = markdown_of(self.spans)
        if self.kind == HEADING:
            return f"{'#' * self.level} {text}"
        mark = {BULLET: "- ", ORDERED: f"{number}. ", QUOTE: "> "}.get(self.kind, "")
        return f"{'    ' * self.level}{mark}{text}"

    @property
    def plain(self) -> str:
        """The block's text without marks, with its template pieces."""
        return "".join(span.text for span in self.spans)


def blocks_of(source: str) -> list[TextBlock]:
    """Split a text into blocks; joined, their `source`s give the text from the first block on."""
    pieces: list[str] = []

    def hold(found: re.Match[str]) -> str:
        """Keep a text and return the character that stands for it."""
        pieces.append(found[0])
        return chr(_FIRST_PIECE + len(pieces) - 1)

    held = _TO_HOLD.sub(hold, source)
    return [_block(text, pieces) for text in _split(held)]


def _split(text: str) -> Iterator[str]:
    """Yield the blocks of a text, each with the blank lines after it.

    A block begins after a blank line, at a line with a mark (`_is_marked`), and after a heading or a table row.
    """
    block = ""
    for line in text.splitlines(keepends=True):
        begins = not block.strip() or block.endswith("\n\n") or _is_marked(line) or _begins_alone(block)
        if line.strip() and begins and block.strip():
            yield block
            block = ""
        block += line if line.strip() or not block else "\n"
    if block.strip():
        yield block


def _is_marked(line: str) -> bool:
    """Return whether a line begins a heading, a list item, a quotation or a table row."""
    return any(pattern.match(line) for _, pattern in _KINDS)


def _begins_alone(block: str) -> bool:
    """Return whether a block ends with its line, as a heading and a row of a table do."""
    return block.startswith(("#", "|"))


def _block(text: str, pieces: Sequence[str]) -> TextBlock:
    """Return a block from its text, in which characters stand for `pieces`; a line break after two spaces is kept."""
    line = re.sub(r"(?<! {2})\n\s*(?=\S)", " ", text.rstrip()).lstrip("\n")
    kind, level, number = PARAGRAPH, 0, 1
    for name, pattern in _KINDS:
        if found := pattern.fullmatch(line):
            mark = found["mark"].expandtabs(4)
            level = len(mark) if name == HEADING else min(2, -(-(len(mark) - len(mark.lstrip())) // 4))
            kind, line, number = name, found["rest"], int(mark.strip(" .)")) if name == ORDERED else 1
            break
    source = _HELD.sub(lambda found: pieces[ord(found[0]) - _FIRST_PIECE], text)
    return TextBlock(kind, level, tuple(_spans(line.strip(), pieces)), source, number)


def _spans(line: str, pieces: Sequence[str]) -> Iterator[Span]:
    """Yield the spans of a line: its parts in bold, in italics and plain."""
    start = 0
    for found in _EMPHASIS.finditer(line):
        yield from _parts(line[start : found.start()], pieces)
        yield from _parts(
            found["bold"] or found["italic"], pieces, bold=bool(found["bold"]), italic=bool(found["italic"])
        )
        start = found.end()
    yield from _parts(line[start:], pieces)


def _parts(text: str, pieces: Sequence[str], *, bold: bool = False, italic: bool = False) -> Iterator[Span]:
    """Yield a text of one emphasis as spans, each template piece by itself."""
    start = 0
    for found in _HELD.finditer(text):
        if found.start() > start:
            yield Span(text[start : found.start()], False, bold, italic)
        piece = pieces[ord(found[0]) - _FIRST_PIECE]
        yield Span(piece, not _HELD.fullmatch(piece), bold, italic)
        start = found.end()
    if start < len(text):
        yield Span(text[start:], False, bold, italic)


def markdown_of(spans: Iterable[Span]) -> str:
    """Return spans as Markdown; neighbours with the same emphasis share their marks, and blanks stay outside them."""
    written = ""
    for (bold, italic), group in groupby(spans, key=lambda span: (span.bold, span.italic)):
        text = "".join(span.text for span in group)
        mark = "**" if bold else "*" if italic else ""
        inside = text.strip()
        if not mark or not inside:
            written += text
            continue
        lead, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        written += f"{lead}{mark}{inside}{mark}{tail}"
    return written


def merged(read: Sequence[TextBlock], before: str) -> str:
    """Return the blocks read from Word as a text; blocks that read the same as before keep their very characters.

    Parameters
    ----------
    read : sequence of TextBlock
    before : str
        The text that was written to Word.
    """
    known = by_key((block.markdown, (at, block.source)) for at, block in enumerate(blocks_of(before)))
    written, last, kind = "", -1, ""
    for block in read:
        same = known.get(block.markdown)
        at, source = same.pop(0) if same else (-2, f"{block.numbered(block.number)}\n")
        if written and at != last + 1:
            is_listed = block.kind == kind and kind in (BULLET, ORDERED, ROW)
            written = written.rstrip("\n") + ("\n" if is_listed else "\n\n")
        written, last, kind = written + source, at, block.kind
    lead = before[: len(before) - len(before.lstrip("\n"))] if written else ""
    return written if written == before else f"{lead}{written.strip(chr(10))}\n"
