"""Removes from the sections the marks of what they do not include, and lists it in a section of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from lxml.html import Element, HtmlElement

from helpers.base.display import list_es, upper_first
from helpers.base.python_extras import grouped
from helpers.outputs.html.html_trees import HEADINGS, text_of, with_class
from helpers.settings.params import SECTION_ID
from helpers.views.elements.grid import MARK, NO_INFORMATION, SCOPE, WHAT, WHY, Scope

OWN_TEXT = "texto-propio"
"""Class of a planner's text."""
EMPTY_TABLE = "cuadro-vacio"
"""Class of the line that stands for a table without rows."""
LIST_NAME, LIST, LED_HERE = "no_incluye", "lista-no-incluye", "no-incluido"
"""Name of the section that lists omissions, class of its list, and class of an anchor for what is missing."""
TITLE = "Qué no incluye este informe"
INTRO = "Se imprimen las partes para las que hay datos. De cada sección se indica lo que falta, y por qué:"
WHOLE, NONE_IN_DATA = "todos sus datos", "No constan en la información recibida."
"""Words for a section without any data; a planner's text in it may still be printed."""
BEFORE = "anexos"
MOST_WORDS = 22
"""Most words of names in one sentence; about ten other words begin it."""
CONTENT = ("figure", "table", "data", "img", "svg")
"""Elements that count as content of a part."""


@dataclass(frozen=True)
class Missing:
    """Something that a section does not include.

    Attributes
    ----------
    section : str
        The section's title.
    what : str
        Name of what is missing; empty for the whole section.
    why : str
        The reason as a whole sentence; empty if the data do not have it.
    ids : tuple of str
        Removed ids, to which references may still lead.
    """

    section: str
    what: str
    why: str
    ids: tuple[str, ...] = ()


def remove_omissions(section: HtmlElement) -> tuple[Missing, ...]:
    """Remove the marks of omissions from a section, in place, with the parts that they empty.

    A section marked as a whole, or with nothing left but title and introduction, loses all its children, except a
    planner's text and then the title. The lines that stand for tables without rows are removed too, with their part if
    it has nothing else, and so are headings with nothing below them; they are not listed.

    Returns
    -------
    tuple of Missing
        What was omitted, in the section's order.
    """
    missing = _take_marks(section)
    if _has_content(section):
        _drop_empty_tables(section)
        _drop_bare_headings(section)
    return missing


def _take_marks(section: HtmlElement) -> tuple[Missing, ...]:
    """Remove the marks from a section with the parts that they empty; return what is missing, in order.

    If the whole section is marked, or nothing is left in it for one reason, that is one entry without a name.
    """
    marks = list(with_class(section, "*", MARK))
    if not marks:
        return ()
    title = next((text_of(head) for head in section.iter("h1")), "")
    whole = next((mark for mark in marks if mark.get(SCOPE) == Scope.SECTION.value), None)
    if whole is not None:
        return (Missing(title, "", whole.get(WHY, ""), _clear(section)),)
    told = [mark for mark in marks if mark.get(WHAT)]
    found = [(mark.get(WHAT, ""), mark.get(WHY, ""), _drop(section, mark)) for mark in marks]
    if told and not _has_content(section):
        ids = tuple(dict.fromkeys((*_clear(section), *(one for *_, ids in found for one in ids))))
        reasons = {why for what, why, _ in found if what}
        if len(reasons) > 1:
            return tuple(Missing(title, what, why, ids) for what, why, _ in found if what)
        return (Missing(title, "", reasons.pop(), ids),)
    return tuple(Missing(title, *one) for one in found if one[0])


def _drop_empty_tables(section: HtmlElement) -> None:
    """Remove the lines that stand for tables without rows. References to them lead to the section's title."""
    _lead_to_title(section, [id for line in list(with_class(section, "p", EMPTY_TABLE)) for id in _drop(section, line)])


def _drop_bare_headings(section: HtmlElement) -> None:
    """Remove headings below the title with nothing under them, not even a lower heading; the last ones first.

    A planner's text always counts as content and keeps its own headings.
    """
    below, under = "", False
    for child in reversed(list(section)):
        heading = _heading_of(child)
        if heading is None or _tells_own(child):
            under = under or bool(text_of(child)) or _tells(child)
            continue
        level = str(heading.tag)
        is_bare = not under and below <= level != HEADINGS[0] and text_of(child) == text_of(heading)
        if is_bare:
            _lead_to_title(section, _ids([child]))
            child.drop_tree()
        else:
            below, under = level, False


def _lead_to_title(section: HtmlElement, ids: Iterable[str]) -> None:
    """Add anchors with removed ids to the section's title, so that references lead there."""
    title = next(section.iter(HEADINGS[0]), None)
    if title is not None:
        title.extend(Element("span", {"class": LED_HERE, "id": id}) for id in dict.fromkeys(ids))


def _drop(section: HtmlElement, mark: HtmlElement) -> tuple[str, ...]:
    """Remove a mark, and its part if the mark says so or the part is otherwise empty; return the removed ids.

    () if it was removed already, with another mark's part.
    """
    top = _child_of(section, mark)
    if top is None:
        return ()  # removed with the part of another mark
    part = _part_around(section, top)
    ids = _ids([mark])
    mark.drop_tree()
    if mark.get(SCOPE) == Scope.PART.value or not any(_tells(child) and not _is_kept(child) for child in part):
        gone = [child for child in part if child.getparent() is not None and not _is_kept(child)]
        ids += _ids(gone)
        for child in gone:
            child.drop_tree()
    return tuple(dict.fromkeys(ids))


def _child_of(section: HtmlElement, mark: HtmlElement) -> HtmlElement | None:
    """Return the child of the section that contains the mark; None if the mark was removed."""
    line = [mark, *mark.iterancestors()]
    return line[line.index(section) - 1] if section in line else None


def _part_around(section: HtmlElement, top: HtmlElement) -> list[HtmlElement]:
    """Return the children of the section from the heading before `top` up to the next heading, which is excluded."""
    children = list(section)
    place = children.index(top)
    heads = [at for at, child in enumerate(children) if _heading_of(child) is not None]
    begin = max((at for at in heads if at < place), default=0)
    end = min((at for at in heads if at > place), default=len(children))
    return children[begin:end]


def _heading_of(child: HtmlElement) -> HtmlElement | None:
    """Return the first heading that a child is or contains; None without one."""
    return next((found for found in child.iter(*HEADINGS)), None)


def _is_kept(child: HtmlElement) -> bool:
    """Return whether a child is never removed with a part, as it has the section's title or a planner's text."""
    heading = _heading_of(child)
    return (heading is not None and heading.tag == HEADINGS[0]) or _tells_own(child)


def _tells(child: HtmlElement) -> bool:
    """Return whether a child has content: an element of `CONTENT` or a planner's text; other text does not count."""
    return next(child.iter(*CONTENT), None) is not None or _tells_own(child)


def _has_content(section: HtmlElement) -> bool:
    """Return whether any child of a section has content (`_tells`)."""
    return any(_tells(child) for child in section)


def _clear(section: HtmlElement) -> tuple[str, ...]:
    """Remove everything but title and planner's text; without a planner's text, everything. Return the removed ids."""
    ids = [section.get("id", ""), *_ids(section)]
    own = any(_tells_own(child) for child in section)
    for child in list(section):
        if not (own and (child.tag == HEADINGS[0] or _tells_own(child))):
            child.drop_tree()
    kept = {section.get("id", ""), *_ids(section)} if own else {""}
    return tuple(id for id in ids if id and id not in kept)


def _tells_own(child: HtmlElement) -> bool:
    """Return whether a child is or contains a planner's text."""
    return bool(list(with_class(child, "*", OWN_TEXT)))


def _ids(elements: Iterable[HtmlElement]) -> list[str]:
    """Return the ids of elements and of all that they contain, in document order."""
    return [found for element in elements for found in element.xpath("descendant-or-self::*/@id")]


def listed(missing: Sequence[Missing]) -> str:
    """Return the section that lists what a report does not include, as HTML; empty if nothing is missing.

    Each section has one line, in the order in which they were found. Within it, parts that are missing for the same
    reason are named together.
    """
    if not missing:
        return ""
    lines = grouped(missing, lambda one: one.section)
    items = "".join(f"<li>{_anchors(ones)}{_line(section, ones)}</li>" for section, ones in lines.items())
    return (
        f'<section class="seccion" id="{SECTION_ID}{LIST_NAME}"><h2>{TITLE}</h2><p>{INTRO}</p>'
        f'<ul class="{LIST}">{items}</ul></section>'
    )


def _anchors(missing: Iterable[Missing]) -> str:
    """Return empty anchors with the removed ids, to which references may still lead."""
    ids = dict.fromkeys(id for one in missing for id in one.ids)
    return "".join(f'<span class="{LED_HERE}" id="{escape(id)}"></span>' for id in ids)


def _line(section: str, missing: Sequence[Missing]) -> str:
    """Return the list item of a section as HTML: that all of it is missing, or which parts and why."""
    whole = [one for one in missing if not one.what]
    if whole:
        return f"<strong>{escape(section)}</strong> ({WHOLE}). {escape(whole[0].why or NONE_IN_DATA)}"
    by_reason = grouped(missing, lambda one: one.why)
    told = [_told(why, list(dict.fromkeys(one.what for one in ones))) for why, ones in by_reason.items()]
    return f"<strong>{escape(section)}.</strong> {escape(' '.join(told))}"


def _told(why: str, names: Sequence[str]) -> str:
    """Return the sentences on a section's parts that are missing for one reason, or (empty) for lack of information."""
    if why:
        return f"{upper_first(list_es(names))}: {why[:1].lower() + why[1:]}"
    of_each = [f"de {name}".replace("de el ", "del ", 1) for name in names]
    first, *others = (list_es(group) for group in _short_groups(of_each))
    return " ".join([f"{NO_INFORMATION} {first}.", *(f"Tampoco {group}." for group in others)])


def _short_groups(names: Sequence[str]) -> list[list[str]]:
    """Return names in groups of at most `MOST_WORDS` words; a longer name is a group of its own."""
    groups: list[list[str]] = [[]]
    for name in names:
        if groups[-1] and sum(len(one.split()) for one in (*groups[-1], name)) > MOST_WORDS:
            groups.append([])
        groups[-1].append(name)
    return groups
